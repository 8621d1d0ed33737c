/**
 * Integer arithmetic on `Int`: a number while it is safe, else a bigint; results are normalized to the same form. Never -0.
 *
 * Both operands are numbers almost always, so each function tries that first and leaves the rest to BigInt.
 */
import { PyObject, type Value } from './value.ts';
import { declareType, type PyType } from './type.ts';
import type { PyDict } from './dict.ts';
import { overflowError, raise, valueError, zeroDivisionError } from './errors.ts';
import { T } from './registry.ts';

export type Int = number | bigint;

export const intType = declareType('int');
export const boolType = declareType('bool', intType);

/** An instance of a Python subclass of int. */
export class PyIntSubclass extends PyObject {
  declare readonly value: Int;
  dict: PyDict | undefined = undefined;
  constructor(value: Int, cls: PyType) {
    super(cls);
    this.value = value;
  }
}

/** The int inside an int, bool or instance of a subclass; undefined for anything else. */
export function intValue(value: Value): Int | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return value instanceof PyIntSubclass ? value.value : undefined;
  }
}

export const MAX_SAFE = 9007199254740991;
const MAX_SAFE_BIG = 9007199254740991n;
/** More digits in a decimal string than this are refused (`sys.set_int_max_str_digits`); 0 is no limit. */
export const intLimits = { maxStrDigits: 4300 };

/** The int for a bigint. */
export function normalize(value: bigint): Int {
  return value >= -MAX_SAFE_BIG && value <= MAX_SAFE_BIG ? Number(value) : value;
}

export function intAdd(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    const sum = l + r;
    if (sum >= -MAX_SAFE && sum <= MAX_SAFE) return sum;
  }
  return normalize(BigInt(l) + BigInt(r));
}

export function intSubtract(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    const difference = l - r;
    if (difference >= -MAX_SAFE && difference <= MAX_SAFE) return difference;
  }
  return normalize(BigInt(l) - BigInt(r));
}

export function intMultiply(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    const product = l * r;
    if (product >= -MAX_SAFE && product <= MAX_SAFE) return product + 0;
  }
  return normalize(BigInt(l) * BigInt(r));
}

export function intFloorDivide(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    if (r === 0) throw zeroDivisionError('division by zero');
    // Exact: below 2**53 the rounded quotient cannot reach the next integer.
    return Math.floor(l / r) + 0;
  }
  if (r === 0) throw zeroDivisionError('division by zero');
  const a = BigInt(l);
  const b = BigInt(r);
  const quotient = a / b;
  return normalize(a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient);
}

export function intModulo(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    if (r === 0) throw zeroDivisionError('division by zero');
    const remainder = l % r;
    return remainder !== 0 && remainder < 0 !== r < 0 ? remainder + r : remainder + 0;
  }
  if (r === 0) throw zeroDivisionError('division by zero');
  const b = BigInt(r);
  const remainder = BigInt(l) % b;
  return normalize(remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder);
}

export function intNegate(value: Int): Int {
  return typeof value === 'number' ? 0 - value : normalize(-value);
}

export function intAbs(value: Int): Int {
  return typeof value === 'number' ? Math.abs(value) : value < 0n ? -value : value;
}

export function intSign(value: Int): number {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

/** For a non-negative exponent. */
export function intPower(base: Int, exponent: Int): Int {
  if (typeof base === 'number' && typeof exponent === 'number') {
    let result = 1;
    let square = base;
    let e = exponent;
    for (;;) {
      if (e % 2 === 1) {
        result *= square;
        if (result > MAX_SAFE || result < -MAX_SAFE) break;
      }
      e = Math.floor(e / 2);
      if (e === 0) return result + 0;
      square *= square;
      if (square > MAX_SAFE) break;
    }
  }
  if (base === 0 || base === 1) return base;
  if (base === -1) return BigInt(exponent) % 2n === 0n ? 1 : -1;
  if (base === 2) return intShiftLeft(1, exponent);
  try {
    return normalize(BigInt(base) ** BigInt(exponent));
  } catch (error) {
    throw tooBig(error);
  }
}

function tooBig(error: unknown): unknown {
  return error instanceof RangeError ? raise(T.MemoryError) : error;
}

/** `pow(base, exponent, modulus)`. */
export function intPowerModulo(base: Int, exponent: Int, modulus: Int): Int {
  if (modulus === 0) throw valueError('pow() 3rd argument cannot be 0');
  let e = BigInt(exponent);
  const negativeModulus = modulus < 0;
  const m = negativeModulus ? -BigInt(modulus) : BigInt(modulus);
  let b = BigInt(base) % m;
  if (b < 0n) b += m;
  if (e < 0n) {
    b = invert(b, m);
    e = -e;
  }
  if (m === 1n) return 0;
  let result = 1n;
  if (m < 94906265n && e <= MAX_SAFE_BIG) {
    // Products stay safe: plain numbers do.
    const small = Number(m);
    let square = Number(b);
    let r = 1;
    for (let rest = Number(e); rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) r = (r * square) % small;
      square = (square * square) % small;
    }
    result = BigInt(r);
  } else {
    const bits = e.toString(2);
    for (let i = 0; i < bits.length; i++) {
      result = (result * result) % m;
      if (bits[i] === '1') result = (result * b) % m;
    }
  }
  return normalize(negativeModulus && result !== 0n ? result - m : result);
}

function invert(a: bigint, m: bigint): bigint {
  let [r0, r1] = [m, a % m];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  if (r0 !== 1n) throw valueError('base is not invertible for the given modulus');
  return t0 < 0n ? t0 + m : t0;
}

const TWO32 = 4294967296;

export function intAnd(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    if ((l | 0) === l && (r | 0) === r) return l & r;
    // Numbers beyond 32 bits in two halves: the high one is at most 22 bits with its sign.
    const result = (Math.floor(l / TWO32) & Math.floor(r / TWO32)) * TWO32 + ((l & r) >>> 0);
    if (result >= -MAX_SAFE) return result;
  }
  return normalize(BigInt(l) & BigInt(r));
}

export function intOr(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    if ((l | 0) === l && (r | 0) === r) return l | r;
    const result = (Math.floor(l / TWO32) | Math.floor(r / TWO32)) * TWO32 + ((l | r) >>> 0);
    if (result >= -MAX_SAFE) return result;
  }
  return normalize(BigInt(l) | BigInt(r));
}

export function intXor(l: Int, r: Int): Int {
  if (typeof l === 'number' && typeof r === 'number') {
    if ((l | 0) === l && (r | 0) === r) return l ^ r;
    const result = (Math.floor(l / TWO32) ^ Math.floor(r / TWO32)) * TWO32 + ((l ^ r) >>> 0);
    if (result >= -MAX_SAFE) return result;
  }
  return normalize(BigInt(l) ^ BigInt(r));
}

export function intInvert(value: Int): Int {
  return typeof value === 'number' && value < MAX_SAFE ? -1 - value : normalize(~BigInt(value));
}

export function intShiftLeft(l: Int, r: Int): Int {
  if (r < 0) throw valueError('negative shift count');
  if (l === 0) return 0;
  if (typeof l === 'number' && typeof r === 'number' && r < 64) {
    const result = l * 2 ** r;
    if (result >= -MAX_SAFE && result <= MAX_SAFE) return result;
  }
  if (typeof r === 'bigint') throw overflowError('too many digits in integer');
  try {
    return normalize(BigInt(l) << BigInt(r));
  } catch (error) {
    throw tooBig(error);
  }
}

export function intShiftRight(l: Int, r: Int): Int {
  if (r < 0) throw valueError('negative shift count');
  if (typeof r === 'bigint') return l < 0 ? -1 : 0;
  if (typeof l === 'number') {
    if (r < 32 && (l | 0) === l) return l >> r;
    return r > 1000 ? (l < 0 ? -1 : 0) : Math.floor(l / 2 ** r);
  }
  return normalize(l >> BigInt(r));
}

/** `l / r` correctly rounded. */
export function intTrueDivide(l: Int, r: Int): number {
  if (r === 0) throw zeroDivisionError('division by zero');
  if (typeof l === 'number' && typeof r === 'number') return l / r;
  let a = BigInt(l);
  let b = BigInt(r);
  const negative = a < 0n !== b < 0n;
  if (a < 0n) a = -a;
  if (b < 0n) b = -b;
  if (a === 0n) return negative ? -0 : 0;
  // A quotient of at least 64 bits with a sticky last bit, then one rounding by Number(); below the normal range fewer bits are kept.
  const exponent = bitLength(a) - bitLength(b);
  const shift = Math.min(66 - exponent, 1075 + 2);
  const quotient = shift >= 0 ? (a << BigInt(shift)) / b : a / (b << BigInt(-shift));
  const exact = shift >= 0 ? quotient * b === a << BigInt(shift) : quotient * (b << BigInt(-shift)) === a;
  const value = scale(Number(exact ? quotient : quotient | 1n), -shift);
  if (value === Infinity) throw overflowError('integer division result too large for a float');
  return negative ? -value : value;
}

/** value * 2**exponent without an intermediate underflow. */
export function scale(value: number, exponent: number): number {
  while (exponent > 1000) {
    value *= 2 ** 1000;
    exponent -= 1000;
  }
  while (exponent < -1000) {
    value *= 2 ** -1000;
    exponent += 1000;
  }
  return value * 2 ** exponent;
}

export function bitLength(value: Int): number {
  if (typeof value === 'number') {
    const magnitude = Math.abs(value);
    return magnitude < TWO32 ? 32 - Math.clz32(magnitude) : 64 - Math.clz32(Math.floor(magnitude / TWO32));
  }
  const hex = (value < 0n ? -value : value).toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0], 16)));
}

/** `float(value)`; raises OverflowError. */
export function intToFloat(value: Int): number {
  if (typeof value === 'number') return value;
  const result = Number(value);
  if (!Number.isFinite(result)) throw overflowError('int too large to convert to float');
  return result;
}

/** `int(value)` of a finite float. */
export function intFromFloat(value: number): Int {
  if (Number.isNaN(value)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(value)) throw overflowError('cannot convert float infinity to integer');
  const truncated = Math.trunc(value);
  return truncated >= -MAX_SAFE && truncated <= MAX_SAFE ? truncated + 0 : normalize(BigInt(truncated));
}

/** Exact comparison with a float: negative, 0 or positive; NaN if it is unordered. */
export function compareIntFloat(l: Int, r: number): number {
  if (typeof l === 'number') return l < r ? -1 : l > r ? 1 : l === r ? 0 : NaN;
  // JavaScript compares bigint and number by their exact values.
  return l < r ? -1 : l > r ? 1 : Number.isNaN(r) ? NaN : 0;
}

/** Decimal digits; raises ValueError beyond the limit. */
export function intToString(value: Int): string {
  if (typeof value === 'number') return String(value);
  const limit = intLimits.maxStrDigits;
  if (limit > 0) {
    const tooLong = (): never => {
      throw valueError(
        `Exceeds the limit (${limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
      );
    };
    if (bitLength(value) > limit * 3.3219281 + 64) tooLong();
    const text = value.toString();
    if (text.length - (value < 0n ? 1 : 0) > limit) tooLong();
    return text;
  }
  return value.toString();
}

/** Digits in a base from 2 to 36, without prefix and without limit. */
export function intToBase(value: Int, base: number): string {
  return value.toString(base);
}

/** A number that holds the int, clamped to ±(2**53 - 1): for slice bounds and the like. */
export function clampInt(value: Int): number {
  if (typeof value === 'number') return value;
  return value < 0n ? -MAX_SAFE : MAX_SAFE;
}

let longLength: Int = MAX_SAFE;

/** What a length slot gives for a length that may be beyond the safe numbers: at most MAX_SAFE, of which `unclampLength` knows more. */
export function clampLength(length: Int): number {
  if (length >= MAX_SAFE) longLength = length;
  return clampInt(length);
}

/** The length that a slot meant, asked directly after it. */
export const unclampLength = (length: number): Int => (length === MAX_SAFE ? longLength : length);

export function intCompare(l: Int, r: Int): number {
  return l < r ? -1 : l > r ? 1 : 0;
}
