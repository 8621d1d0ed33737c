/** `_blake2` (CPython: Modules/blake2module.c): BLAKE2b and BLAKE2s with all parameters (RFC 7693 and the BLAKE2 specification's tree mode). */
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { overflowError, valueError } from '../objects/core/errors.ts';
import type { Int } from '../objects/core/integer.ts';
import type { PyType } from '../objects/core/type.ts';
import { toIndex } from '../objects/protocol/index.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { makeNew } from '../objects/types/make.ts';
import { defineDigest, GIL_MINSIZE, hashable, initialData, PyDigest, type Algorithm, type Hasher } from './digest.ts';
import { registerModule } from './registry.ts';

/** The order of message words in each round; BLAKE2b's last two repeat the first. */
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
/** Which words of the state a quarter round mixes: columns, then diagonals. */
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

interface Variant {
  readonly name: 'blake2b' | 'blake2s';
  readonly wordSize: 4 | 8;
  readonly rounds: number;
  readonly rotations: readonly [number, number, number, number];
  readonly initial: readonly bigint[];
}

const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

const BLAKE2B: Variant = { name: 'blake2b', wordSize: 8, rounds: 12, rotations: [32, 24, 16, 63], initial: IV };
const BLAKE2S: Variant = { name: 'blake2s', wordSize: 4, rounds: 10, rotations: [16, 12, 8, 7], initial: IV.map(word => word >> 32n) };

/** The state of a BLAKE2 computation, as the parameter block and the key set it up. */
class Blake2 implements Hasher {
  private readonly variant: Variant;
  private readonly size: number;
  private readonly lastNode: boolean;
  private h: bigint[];
  private readonly buffer: Uint8Array;
  private filled = 0;
  private counted = 0n;

  constructor(variant: Variant, parameters: Uint8Array, size: number, lastNode: boolean) {
    this.variant = variant;
    this.size = size;
    this.lastNode = lastNode;
    this.buffer = new Uint8Array(16 * variant.wordSize);
    const words = wordsOf(parameters, variant.wordSize);
    this.h = variant.initial.map((word, i) => word ^ words[i]);
  }

  update(data: Uint8Array): void {
    let at = 0;
    while (at < data.length) {
      // The last block stays: it is compressed with the final flag.
      if (this.filled === this.buffer.length) {
        this.compress(this.buffer.length, false);
        this.filled = 0;
      }
      const n = Math.min(data.length - at, this.buffer.length - this.filled);
      this.buffer.set(data.subarray(at, at + n), this.filled);
      this.filled += n;
      at += n;
    }
  }

  digest(): Uint8Array {
    this.buffer.fill(0, this.filled);
    this.compress(this.filled, true);
    const { wordSize } = this.variant;
    const out = new Uint8Array(8 * wordSize);
    this.h.forEach((word, i) => {
      for (let k = 0; k < wordSize; k++) out[i * wordSize + k] = Number((word >> BigInt(8 * k)) & 255n);
    });
    return out.slice(0, this.size);
  }

  clone(): Blake2 {
    const copy = new Blake2(this.variant, new Uint8Array(8 * this.variant.wordSize), this.size, this.lastNode);
    copy.h = this.h.slice();
    copy.buffer.set(this.buffer);
    copy.filled = this.filled;
    copy.counted = this.counted;
    return copy;
  }

  private compress(length: number, last: boolean): void {
    const { wordSize, rounds, rotations, initial } = this.variant;
    this.counted += BigInt(length);
    const bits = wordSize * 8;
    const mask = (1n << BigInt(bits)) - 1n;
    const m = wordsOf(this.buffer, wordSize);
    const v = [...this.h, ...initial];
    v[12] ^= this.counted & mask;
    v[13] ^= this.counted >> BigInt(bits);
    if (last) v[14] ^= mask;
    if (last && this.lastNode) v[15] ^= mask;
    const rotated = (x: bigint, n: number): bigint => ((x >> BigInt(n)) | (x << BigInt(bits - n))) & mask;
    for (let round = 0; round < rounds; round++) {
      const sigma = SIGMA[round % 10];
      for (let q = 0; q < 8; q++) {
        const [a, b, c, d] = QUARTERS[q];
        v[a] = (v[a] + v[b] + m[sigma[2 * q]]) & mask;
        v[d] = rotated(v[d] ^ v[a], rotations[0]);
        v[c] = (v[c] + v[d]) & mask;
        v[b] = rotated(v[b] ^ v[c], rotations[1]);
        v[a] = (v[a] + v[b] + m[sigma[2 * q + 1]]) & mask;
        v[d] = rotated(v[d] ^ v[a], rotations[2]);
        v[c] = (v[c] + v[d]) & mask;
        v[b] = rotated(v[b] ^ v[c], rotations[3]);
      }
    }
    this.h = this.h.map((word, i) => word ^ v[i] ^ v[i + 8]);
  }
}

function wordsOf(bytes: Uint8Array, wordSize: 4 | 8): bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / wordSize }, (_, i) =>
    wordSize === 8 ? view.getBigUint64(i * 8, true) : BigInt(view.getUint32(i * 4, true)),
  );
}

function define(variant: Variant): PyType {
  const { name, wordSize } = variant;
  const maxDigest = wordSize * 8;
  const saltSize = wordSize * 2;
  const offsetBits = wordSize === 8 ? 64n : 48n;
  const display = `B${name.slice(1)}`;

  const between = (value: MaybeValue, fallback: number, low: number, what: string): number => {
    if (value === undefined) return fallback;
    const n = toIndex(value);
    if (n < low || n > 255) throw valueError(`${what} must be between ${low} and 255`);
    return Number(n);
  };

  const limited = (value: MaybeValue, what: string, size: number): Uint8Array => {
    const bytes = value === undefined ? new Uint8Array() : hashable(value);
    if (bytes.length > size) throw valueError(`maximum ${what} length is ${size} bytes`);
    return bytes;
  };

  const unsigned = (value: MaybeValue): Int => {
    const n = value === undefined ? 0 : toIndex(value);
    if (n < 0) throw valueError('value must be positive');
    if (n >= 1n << 64n) throw overflowError('Python int too large for C unsigned long long');
    return n;
  };

  // prettier-ignore
  const create = (
    cls: PyType, data: MaybeValue, digestSize: MaybeValue, keyValue: MaybeValue, saltValue: MaybeValue, personValue: MaybeValue,
    fanoutValue: MaybeValue, depthValue: MaybeValue, leafSizeValue: MaybeValue, nodeOffsetValue: MaybeValue, nodeDepthValue: MaybeValue,
    innerSizeValue: MaybeValue, lastNode: MaybeValue, _usedForSecurity: MaybeValue, string: MaybeValue,
  ): Value => {
    const size = digestSize === undefined ? maxDigest : Number(toIndex(digestSize));
    if (size <= 0 || size > maxDigest)
      throw valueError(`digest_size for ${display} must be between 1 and ${maxDigest} bytes, here it is ${size}`);
    const salt = limited(saltValue, 'salt', saltSize);
    const person = limited(personValue, 'person', saltSize);
    const fanout = between(fanoutValue, 1, 0, 'fanout');
    const depth = between(depthValue, 1, 1, 'depth');
    const leafSize = unsigned(leafSizeValue);
    if (leafSize > 0xffffffff) throw overflowError('leaf_size is too large');
    const nodeOffset = unsigned(nodeOffsetValue);
    if (BigInt(nodeOffset) >> offsetBits !== 0n) throw overflowError('node_offset is too large');
    const nodeDepth = between(nodeDepthValue, 0, 0, 'node_depth');
    const innerSize = innerSizeValue === undefined ? 0 : Number(toIndex(innerSizeValue));
    if (innerSize < 0 || innerSize > maxDigest) throw valueError(`inner_size must be between 0 and is ${maxDigest}`);
    const key = limited(keyValue, 'key', maxDigest);
    const block = new Uint8Array(8 * wordSize);
    const view = new DataView(block.buffer);
    block.set([size, key.length, fanout, depth]);
    view.setUint32(4, Number(leafSize), true);
    view.setUint32(8, Number(BigInt(nodeOffset) & 0xffffffffn), true);
    if (wordSize === 8) view.setUint32(12, Number(BigInt(nodeOffset) >> 32n), true);
    else view.setUint16(12, Number(BigInt(nodeOffset) >> 32n), true);
    const depthAt = wordSize === 8 ? 16 : 14;
    block[depthAt] = nodeDepth;
    block[depthAt + 1] = innerSize;
    block.set(salt, block.length - 2 * saltSize);
    block.set(person, block.length - saltSize);
    const algorithm: Algorithm = {
      name,
      blockSize: 16 * wordSize,
      digestSize: size,
      create: () => new Blake2(variant, block, size, lastNode !== undefined && isTruthy(lastNode)),
    };
    const digest = new PyDigest(cls, algorithm);
    if (key.length > 0) {
      const padded = new Uint8Array(16 * wordSize);
      padded.set(key);
      digest.hasher.update(padded);
    }
    const initial = initialData(data, string);
    if (initial !== undefined) digest.hasher.update(initial);
    return digest;
  };

  return defineDigest(
    `_blake2.${name}`,
    {
      slots: {
        tp_new: makeNew(
          `${name}($type, data=b'', *, digest_size=MAX, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)`,
          create as Parameters<typeof makeNew>[1],
        ),
        tp_init: () => {},
      },
      attributes: { SALT_SIZE: saltSize, PERSON_SIZE: saltSize, MAX_KEY_SIZE: maxDigest, MAX_DIGEST_SIZE: maxDigest },
    },
    'data',
  );
}

/** The algorithm without key and tree, as HMAC uses it. */
function plain(variant: Variant): Algorithm {
  const size = variant.wordSize * 8;
  const block = new Uint8Array(size);
  block.set([size, 0, 1, 1]);
  return {
    name: variant.name,
    blockSize: 16 * variant.wordSize,
    digestSize: size,
    create: () => new Blake2(variant, block, size, false),
  };
}

export const BLAKE2: readonly Algorithm[] = [plain(BLAKE2S), plain(BLAKE2B)];

const constants = (variant: Variant): Record<string, number> => {
  const prefix = variant.name.toUpperCase();
  const size = variant.wordSize;
  return {
    [`${prefix}_SALT_SIZE`]: size * 2,
    [`${prefix}_PERSON_SIZE`]: size * 2,
    [`${prefix}_MAX_KEY_SIZE`]: size * 8,
    [`${prefix}_MAX_DIGEST_SIZE`]: size * 8,
  };
};

registerModule('_blake2', {
  doc: '_blake2b provides BLAKE2b for hashlib\n',
  attributes: {
    blake2b: define(BLAKE2B),
    blake2s: define(BLAKE2S),
    ...constants(BLAKE2B),
    ...constants(BLAKE2S),
    _GIL_MINSIZE: GIL_MINSIZE,
  },
});
