/** Items of memory in struct's native single-character formats: memoryview and array use them. */
import type { Value } from '../core/value.ts';
import { PyBytes } from '../core/bytes.ts';
import { PyFloat } from '../core/float.ts';
import { normalize, type Int } from '../core/integer.ts';
import { PyBaseException, typeError, valueError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { toIndex } from '../protocol/index.ts';
import { floatOf } from '../protocol/number.ts';
import { isTruthy } from '../protocol/truth.ts';

/** Sizes on a 64-bit machine. */
export const itemSizes: Readonly<Record<string, number>> = {
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  e: 2,
  f: 4,
  d: 8,
  P: 8,
};

const windowOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function readItem(bytes: Uint8Array, at: number, format: string): Value {
  const view = windowOf(bytes);
  switch (format) {
    case 'B':
      return bytes[at];
    case 'b':
      return view.getInt8(at);
    case 'c':
      return new PyBytes(bytes.slice(at, at + 1));
    case '?':
      return bytes[at] !== 0;
    case 'h':
      return view.getInt16(at, true);
    case 'H':
      return view.getUint16(at, true);
    case 'i':
      return view.getInt32(at, true);
    case 'I':
      return view.getUint32(at, true);
    case 'l':
    case 'q':
    case 'n':
      return normalize(view.getBigInt64(at, true));
    case 'e':
      return new PyFloat(halfToDouble(view.getUint16(at, true)));
    case 'f':
      return new PyFloat(view.getFloat32(at, true));
    case 'd':
      return new PyFloat(view.getFloat64(at, true));
    default:
      return normalize(view.getBigUint64(at, true));
  }
}

/** Stores a value; what does not fit raises ValueError, what is no number TypeError. */
export function writeItem(bytes: Uint8Array, at: number, format: string, value: Value): void {
  const view = windowOf(bytes);
  if (format === 'c') {
    if (!(value instanceof PyBytes)) throw typeError(`memoryview: invalid type for format '${format}'`);
    if (value.data.length !== 1) throw valueError(`memoryview: invalid value for format '${format}'`);
    bytes[at] = value.data[0];
    return;
  }
  if (format === '?') {
    bytes[at] = isTruthy(value) ? 1 : 0;
    return;
  }
  if (format === 'f' || format === 'd' || format === 'e') {
    const number = asType(format, () => floatOf(value));
    if (format === 'd') view.setFloat64(at, number, true);
    else if (format === 'f') view.setFloat32(at, number, true);
    else view.setUint16(at, doubleToHalf(number), true);
    return;
  }
  const int: Int = asType(format, () => toIndex(value));
  const size = BigInt(itemSizes[format] * 8);
  const signed = 'bhilqn'.includes(format);
  const low = signed ? -(1n << (size - 1n)) : 0n;
  const high = signed ? (1n << (size - 1n)) - 1n : (1n << size) - 1n;
  if (int < low || int > high) throw valueError(`memoryview: invalid value for format '${format}'`);
  if (size === 8n) bytes[at] = Number(int);
  else if (size === 16n) view.setUint16(at, Number(int), true);
  else if (size === 32n) view.setUint32(at, Number(int), true);
  else view.setBigUint64(at, BigInt.asUintN(64, BigInt(int)), true);
}

function asType<R>(format: string, convert: () => R): R {
  try {
    return convert();
  } catch (error) {
    if (error instanceof PyBaseException && error.cls === T.TypeError) throw typeError(`memoryview: invalid type for format '${format}'`);
    throw error;
  }
}

export function halfToDouble(bits: number): number {
  const sign = (bits & 0x8000) !== 0 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** IEEE half precision, rounded half to even; infinite beyond its range. */
export function doubleToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return sign | 0x7c00;
  if (magnitude === 0) return sign;
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const scaled = magnitude / 2 ** (exponent - 10);
  let units = Math.floor(scaled);
  const rest = scaled - units;
  if (rest > 0.5 || (rest === 0.5 && units % 2 === 1)) units++;
  // Units carry into the exponent by themselves: 2048 units are the next power of two.
  const bits = (exponent + 14) * 1024 + units;
  return sign | Math.min(bits, 0x7c00);
}
