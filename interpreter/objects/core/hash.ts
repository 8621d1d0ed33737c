/**
 * Hashes, equal to CPython's with PYTHONHASHSEED=0 (`Python/pyhash.c`): SipHash-1-3 with key 0 for str and bytes, residues modulo 2**61 - 1
 * for numbers, xxHash for tuples.
 *
 * A hash has 64 bits. As long as it is not given to Python code it is kept in two int32 halves, `hashHigh` and `hashLow`: `hashInto(value)`
 * leaves its result there, and no bigint is made. Sets and dicts work on the halves; `hash()` composes them.
 */
import { PyObject, type Value } from './value.ts';
import { typeError } from './errors.ts';
import type { PyFloat, PyComplex } from './float.ts';
import { floatType } from './float.ts';
import { hashPointer } from './identity.ts';
import { PyWideStr } from './str.ts';
import type { PyTuple } from './tuple.ts';
import { tupleType } from './tuple.ts';
import { typeOf } from './type.ts';

/** The halves of the last hash computed. */
export let hashHigh = 0;
export let hashLow = 0;

const TWO32 = 4294967296;

/** Hash of any value into the halves; raises TypeError for unhashable ones. */
export function hashInto(value: Value): void {
  switch (typeof value) {
    case 'number':
      if ((value | 0) === value) {
        if (value === -1) {
          hashHigh = -1;
          hashLow = -2;
        } else {
          hashHigh = value >> 31;
          hashLow = value;
        }
      } else {
        // |value| < 2**53 < 2**61 - 1: the value is its own residue.
        hashHigh = Math.floor(value / TWO32) | 0;
        hashLow = value | 0;
      }
      return;
    case 'string':
      hashString(value);
      return;
    case 'boolean':
      hashHigh = 0;
      hashLow = value ? 1 : 0;
      return;
    case 'bigint':
      split(hashBigint(value));
      return;
    default:
      if (value === null) {
        hashHigh = 0;
        hashLow = 0xfca86420 | 0;
      } else if (value.cls === tupleType) hashTuple((value as PyTuple).items);
      else if (value.cls === floatType) hashFloat((value as PyFloat).value, value);
      else if (value instanceof PyWideStr) hashString(value.text, value.codePoints);
      else {
        const slot = value.cls.slots.tp_hash;
        if (slot === null) throw unhashable(value);
        split(slot(value));
      }
  }
}

export function unhashable(value: Value): unknown {
  return typeError(`unhashable type: '${typeOf(value).name}'`);
}

/** `hash(value)`. */
export function hashValue(value: Value): number | bigint {
  if (value instanceof PyObject) {
    const { cls } = value;
    if (cls !== tupleType && cls !== floatType && !(value instanceof PyWideStr)) {
      const slot = cls.slots.tp_hash;
      if (slot === null) throw unhashable(value);
      return slot(value);
    }
  }
  hashInto(value);
  return composeHash();
}

/** The halves as a Python int. */
export function composeHash(): number | bigint {
  // Safe integers have a high half of at most 21 bits and a sign.
  if (hashHigh >= -0x200000 && hashHigh < 0x200000) {
    const value = hashHigh * TWO32 + (hashLow >>> 0);
    if (value !== -9007199254740992) return value;
  }
  return (BigInt(hashHigh) << 32n) | BigInt(hashLow >>> 0);
}

function split(hash: number | bigint): void {
  if (typeof hash === 'number') {
    if ((hash | 0) === hash) hashHigh = hash >> 31;
    else hashHigh = Math.floor(hash / TWO32) | 0;
    hashLow = hash | 0;
  } else {
    hashLow = Number(BigInt.asIntN(32, hash));
    hashHigh = Number(BigInt.asIntN(32, hash >> 32n));
  }
}

/**
 * The key under which dicts file a hash: the hash itself while that is a safe integer (an int's is), otherwise a small integer made of its
 * halves, as those are V8's fastest Map keys.
 */
export function foldedHash(value: Value): number {
  hashInto(value);
  if (hashHigh === hashLow >> 31) return hashLow;
  if (hashHigh >= -0x200000 && hashHigh < 0x200000) return hashHigh * TWO32 + (hashLow >>> 0);
  return (hashLow ^ (hashHigh << 7)) >> 2;
}

// ---- numbers ----

const MODULUS = (1n << 61n) - 1n;

function hashBigint(value: bigint): bigint {
  const residue = value < 0n ? -(-value % MODULUS) : value % MODULUS;
  return residue === -1n ? -2n : residue;
}

const scratch = new DataView(new ArrayBuffer(8));

/** `owner` is the float object: each NaN hashes as the object it is. */
export function hashFloat(value: number, owner: PyObject): void {
  if (Number.isInteger(value)) {
    if (Number.isSafeInteger(value)) hashInto(value + 0);
    else split(hashBigint(BigInt(value)));
    return;
  }
  split(hashOfDouble(value, owner));
}

function hashOfDouble(value: number, owner: PyObject): number | bigint {
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value)) return hashPointer(owner);
    return value > 0 ? 314159 : -314159;
  }
  // value = m * 2**e: rotate m's bits modulo 2**61 - 1 by e.
  scratch.setFloat64(0, value);
  const high = scratch.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  const mantissa = (BigInt(high & 0xfffff) << 32n) | BigInt(scratch.getUint32(4)) | (biased === 0 ? 0n : 1n << 52n);
  let exponent = (biased === 0 ? 1 : biased) - 1075;
  exponent %= 61;
  if (exponent < 0) exponent += 61;
  let x = ((mantissa << BigInt(exponent)) & MODULUS) | (mantissa >> BigInt(61 - exponent));
  x %= MODULUS;
  if (value < 0) x = -x;
  return x === -1n ? -2n : x;
}

export function hashComplex(value: PyComplex): number | bigint {
  hashFloat(value.real, value);
  const real = composeHash();
  hashFloat(value.imag, value);
  const imag = composeHash();
  const combined = BigInt.asIntN(64, BigInt(real) + 1000003n * BigInt(imag));
  return asHash(combined);
}

/** A 64-bit pattern as a hash: a Python int, never -1. */
export function asHash(bits: bigint): number | bigint {
  const hash = BigInt.asIntN(64, bits);
  if (hash === -1n) return -2;
  return hash >= -9007199254740991n && hash <= 9007199254740991n ? Number(hash) : hash;
}

/** A Python int returned by a `__hash__` method as a hash. */
export function reduceHash(value: number | bigint): number | bigint {
  if (typeof value === 'number') return value === -1 ? -2 : value;
  const hash = value >= -(1n << 63n) && value < 1n << 63n ? value : hashBigint(value);
  return asHash(hash);
}

// ---- str and bytes: SipHash-1-3 with key 0, on 32-bit halves ----

const stringHashes = new Map<string, number[]>();
/** Hashes of strings are remembered up to this number of strings, then forgotten at once. */
const MAX_REMEMBERED = 1 << 17;

function hashString(text: string, codePoints?: Uint32Array): void {
  const known = stringHashes.get(text);
  if (known !== undefined) {
    hashHigh = known[0];
    hashLow = known[1];
    return;
  }
  if (codePoints !== undefined) sip(new Uint8Array(codePoints.buffer, codePoints.byteOffset, codePoints.byteLength), codePoints.byteLength);
  else sipText(text);
  if (stringHashes.size >= MAX_REMEMBERED) stringHashes.clear();
  stringHashes.set(text, [hashHigh, hashLow]);
}

let textBytes = new Uint8Array(256);

/** A narrow string hashes as its storage in CPython: one byte a character if all are below U+0100, else two. */
function sipText(text: string): void {
  const n = text.length;
  if (textBytes.length < 2 * n) textBytes = new Uint8Array(4 * n);
  const bytes = textBytes;
  let i = 0;
  for (; i < n; i++) {
    const c = text.charCodeAt(i);
    if (c > 255) break;
    bytes[i] = c;
  }
  if (i < n) {
    for (i = 0; i < n; i++) {
      const c = text.charCodeAt(i);
      bytes[2 * i] = c;
      bytes[2 * i + 1] = c >> 8;
    }
    sip(bytes, 2 * n);
  } else sip(bytes, n);
}

export function hashBytes(data: Uint8Array): void {
  sip(data, data.length);
}

let v0h = 0,
  v0l = 0,
  v1h = 0,
  v1l = 0,
  v2h = 0,
  v2l = 0,
  v3h = 0,
  v3l = 0;

function sipRound(): void {
  let t = 0;
  // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
  let l = (v0l >>> 0) + (v1l >>> 0);
  v0h = (v0h + v1h + (l >= TWO32 ? 1 : 0)) | 0;
  v0l = l | 0;
  t = (v1h << 13) | (v1l >>> 19);
  v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
  v1h = t ^ v0h;
  t = v0h;
  v0h = v0l;
  v0l = t;
  // v2 += v3; v3 = rotl(v3, 16) ^ v2
  l = (v2l >>> 0) + (v3l >>> 0);
  v2h = (v2h + v3h + (l >= TWO32 ? 1 : 0)) | 0;
  v2l = l | 0;
  t = (v3h << 16) | (v3l >>> 16);
  v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
  v3h = t ^ v2h;
  // v0 += v3; v3 = rotl(v3, 21) ^ v0
  l = (v0l >>> 0) + (v3l >>> 0);
  v0h = (v0h + v3h + (l >= TWO32 ? 1 : 0)) | 0;
  v0l = l | 0;
  t = (v3h << 21) | (v3l >>> 11);
  v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
  v3h = t ^ v0h;
  // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
  l = (v2l >>> 0) + (v1l >>> 0);
  v2h = (v2h + v1h + (l >= TWO32 ? 1 : 0)) | 0;
  v2l = l | 0;
  t = (v1h << 17) | (v1l >>> 15);
  v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
  v1h = t ^ v2h;
  t = v2h;
  v2h = v2l;
  v2l = t;
}

function sip(bytes: Uint8Array, length: number): void {
  if (length === 0) {
    hashHigh = 0;
    hashLow = 0;
    return;
  }
  v0h = 0x736f6d65;
  v0l = 0x70736575;
  v1h = 0x646f7261;
  v1l = 0x6e646f6d;
  v2h = 0x6c796765;
  v2l = 0x6e657261;
  v3h = 0x74656462;
  v3l = 0x79746573;
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const low = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    const high = bytes[i + 4] | (bytes[i + 5] << 8) | (bytes[i + 6] << 16) | (bytes[i + 7] << 24);
    v3h ^= high;
    v3l ^= low;
    sipRound();
    v0h ^= high;
    v0l ^= low;
  }
  let low = 0;
  let high = (length & 0xff) << 24;
  for (let k = 0; i < length; i++, k++) {
    if (k < 4) low |= bytes[i] << (8 * k);
    else high |= bytes[i] << (8 * (k - 4));
  }
  v3h ^= high;
  v3l ^= low;
  sipRound();
  v0h ^= high;
  v0l ^= low;
  v2l ^= 0xff;
  sipRound();
  sipRound();
  sipRound();
  hashHigh = v0h ^ v1h ^ v2h ^ v3h;
  hashLow = v0l ^ v1l ^ v2l ^ v3l;
  if (hashHigh === -1 && hashLow === -1) hashLow = -2;
}

// ---- tuples: xxHash on halves ----

/** High half of the product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const middle = ah * bl + ((al * bl) >>> 16);
  const low = al * bh + (middle & 0xffff);
  return (ah * bh + (middle >>> 16) + (low >>> 16)) | 0;
}

// 11400714785074694791, 14029467366897019727, 2870177450012600261
const P1H = 0x9e3779b1 | 0,
  P1L = 0x85ebca87 | 0;
const P2H = 0xc2b2ae3d | 0,
  P2L = 0x27d4eb4f | 0;
const P5H = 0x27d4eb2f | 0,
  P5L = 0x165667c5 | 0;

export function hashTuple(items: readonly Value[], addLength = true): void {
  let high = P5H;
  let low = P5L;
  const n = items.length;
  for (let i = 0; i < n; i++) {
    hashInto(items[i]);
    // acc += lane * P2
    const productHigh = (multiplyHigh(hashLow, P2L) + Math.imul(hashHigh, P2L) + Math.imul(hashLow, P2H)) | 0;
    const sum = (low >>> 0) + (Math.imul(hashLow, P2L) >>> 0);
    high = (high + productHigh + (sum >= TWO32 ? 1 : 0)) | 0;
    low = sum | 0;
    // acc = rotl(acc, 31)
    const rotated = (high << 31) | (low >>> 1);
    low = (low << 31) | (high >>> 1);
    high = rotated;
    // acc *= P1
    high = (multiplyHigh(low, P1L) + Math.imul(high, P1L) + Math.imul(low, P1H)) | 0;
    low = Math.imul(low, P1L);
  }
  if (!addLength) {
    hashHigh = high;
    hashLow = low;
    return;
  }
  const addLow = n ^ P5L ^ 3527539;
  const sum = (low >>> 0) + (addLow >>> 0);
  hashHigh = (high + P5H + (sum >= TWO32 ? 1 : 0)) | 0;
  hashLow = sum | 0;
  if (hashHigh === -1 && hashLow === -1) {
    hashHigh = 0;
    hashLow = 1546275796;
  }
}
