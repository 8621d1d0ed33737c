/** `_sha2` (CPython: Modules/sha2module.c): SHA-224, 256, 384 and 512. */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { defineType } from '../objects/core/define.ts';
import { typeError } from '../objects/core/errors.ts';
import { strValue } from '../objects/core/str.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { hexText } from '../objects/types/bytes.ts';
import { concatBytes } from '../objects/types/codecs.ts';
import type { PyType } from '../objects/core/type.ts';

const MASK = (1n << 64n) - 1n;

/** The first 80 primes: all constants of SHA-2 are bits of their square and cube roots. */
const PRIMES = (() => {
  const primes: number[] = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every(p => n % p !== 0)) primes.push(n);
  return primes;
})();

/** 64 bits after the point of the `degree`-th root. */
function rootFraction(n: number, degree: 2n | 3n): bigint {
  const scaled = BigInt(n) << (64n * degree);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle;
  }
  return low & MASK;
}

const K64 = PRIMES.map(p => rootFraction(p, 3n));
const K32 = Int32Array.from(K64.slice(0, 64), k => Number(BigInt.asIntN(32, k >> 32n)));
const H512 = PRIMES.slice(0, 8).map(p => rootFraction(p, 2n));
const H384 = PRIMES.slice(8, 16).map(p => rootFraction(p, 2n));

interface Variant {
  readonly name: string;
  readonly size: number;
  readonly block: 64 | 128;
  /** Initial hash as 32- or 64-bit words. */
  readonly initial: readonly bigint[];
}

const VARIANTS: readonly Variant[] = [
  { name: 'sha224', size: 28, block: 64, initial: H384.map(h => h & 0xffffffffn) },
  { name: 'sha256', size: 32, block: 64, initial: H512.map(h => h >> 32n) },
  { name: 'sha384', size: 48, block: 128, initial: H384 },
  { name: 'sha512', size: 64, block: 128, initial: H512 },
];

function padded(data: Uint8Array, block: number): DataView {
  const lengthSize = block / 8;
  const total = Math.ceil((data.length + 1 + lengthSize) / block) * block;
  const bytes = new Uint8Array(total);
  bytes.set(data);
  bytes[data.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(total - 8, BigInt(data.length) * 8n);
  return view;
}

function digest256(data: Uint8Array, { initial, size }: Variant): Uint8Array {
  const view = padded(data, 64);
  const h = Int32Array.from(initial, word => Number(BigInt.asIntN(32, word)));
  const w = new Int32Array(64);
  const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(offset + t * 4);
    for (let t = 16; t < 64; t++) {
      const s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >>> 3);
      const s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >>> 10);
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (k + s1 + ((e & f) ^ (~e & g)) + K32[t] + w[t]) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [k, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, k].forEach((word, i) => (h[i] += word));
  }
  const out = new DataView(new ArrayBuffer(32));
  h.forEach((word, i) => out.setInt32(i * 4, word));
  return new Uint8Array(out.buffer, 0, size);
}

function digest512(data: Uint8Array, { initial, size }: Variant): Uint8Array {
  const view = padded(data, 128);
  const h = [...initial];
  const w: bigint[] = new Array<bigint>(80).fill(0n);
  const rotate = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;
  for (let offset = 0; offset < view.byteLength; offset += 128) {
    for (let t = 0; t < 16; t++) w[t] = view.getBigUint64(offset + t * 8);
    for (let t = 16; t < 80; t++) {
      const s0 = rotate(w[t - 15], 1n) ^ rotate(w[t - 15], 8n) ^ (w[t - 15] >> 7n);
      const s1 = rotate(w[t - 2], 19n) ^ rotate(w[t - 2], 61n) ^ (w[t - 2] >> 6n);
      w[t] = (w[t - 16] + s0 + w[t - 7] + s1) & MASK;
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let t = 0; t < 80; t++) {
      const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
      const t1 = k + s1 + ((e & f) ^ (~e & MASK & g)) + K64[t] + w[t];
      const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [k, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    [a, b, c, d, e, f, g, k].forEach((word, i) => (h[i] = (h[i] + word) & MASK));
  }
  const out = new DataView(new ArrayBuffer(64));
  h.forEach((word, i) => out.setBigUint64(i * 8, word));
  return new Uint8Array(out.buffer, 0, size);
}

class PyHash extends PyObject {
  readonly variant: Variant;
  readonly parts: Uint8Array[] = [];
  constructor(cls: PyType, variant: Variant) {
    super(cls);
    this.variant = variant;
  }
  digest(): Uint8Array {
    const data = concatBytes(this.parts);
    return this.variant.block === 64 ? digest256(data, this.variant) : digest512(data, this.variant);
  }
}

function update(self: PyHash, data: Value): Value {
  if (strValue(data) !== undefined) throw typeError('Strings must be encoded before hashing');
  self.parts.push(bytesArgument(data).slice());
  return null;
}

function define(name: string): PyType {
  return defineType(name, {
    module: '_sha2',
    final: true,
    methods: {
      'update($self, obj, /)': update,
      'digest($self, /)': (self: PyHash) => new PyBytes(self.digest()),
      'hexdigest($self, /)': (self: PyHash) => hexText(self.digest(), undefined, undefined),
      'copy($self, /)': (self: PyHash) => {
        const copy = new PyHash(self.cls, self.variant);
        copy.parts.push(...self.parts);
        return copy;
      },
    },
    getset: {
      name: [(self: PyHash) => self.variant.name],
      digest_size: [(self: PyHash) => self.variant.size],
      block_size: [(self: PyHash) => self.variant.block],
    },
  });
}

const types: readonly PyType[] = [define('SHA224Type'), define('SHA256Type'), define('SHA384Type'), define('SHA512Type')];

registerModule('_sha2', {
  functions: Object.fromEntries(
    VARIANTS.map((variant, i) => [
      `${variant.name}(data=b'', *, usedforsecurity=True, string=None)`,
      (data: MaybeValue, _security: MaybeValue, string: MaybeValue) => {
        const self = new PyHash(types[i], variant);
        const first = data ?? string;
        if (first !== undefined && first !== null) update(self, first);
        return self;
      },
    ]),
  ),
  attributes: Object.fromEntries(types.map(type => [type.name, type])),
});
