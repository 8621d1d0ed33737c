/** Arithmetic on doubles as C and CPython do it (`Objects/floatobject.c`). */
import { raise, zeroDivisionError } from './errors.ts';
import { T } from './registry.ts';

export function floatTrueDivide(l: number, r: number): number {
  if (r === 0) throw zeroDivisionError('division by zero');
  return l / r;
}

/** The result has the divisor's sign. */
export function floatModulo(l: number, r: number): number {
  if (r === 0) throw zeroDivisionError('division by zero');
  const remainder = l % r;
  if (remainder === 0) return copySign(0, r);
  return remainder < 0 !== r < 0 ? remainder + r : remainder;
}

export function floatFloorDivide(l: number, r: number): number {
  if (r === 0) throw zeroDivisionError('division by zero');
  const remainder = l % r;
  // (l - remainder) / r is close to an integer; round it to that.
  let quotient = (l - remainder) / r;
  if (remainder !== 0 && remainder < 0 !== r < 0) quotient -= 1;
  if (quotient === 0) return copySign(0, l / r);
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

const scratch = new DataView(new ArrayBuffer(8));
scratch.setInt8(0, -1);
scratch.setUint8(1, 0xf8);
/** JavaScript has one NaN, but the bits of a double keep their sign as long as nobody computes with it. */
export const NEGATIVE_NAN = scratch.getFloat64(0);

/** The sign bit, that of a zero or a NaN included. */
export function isNegative(value: number): boolean {
  if (value < 0) return true;
  if (value > 0) return false;
  scratch.setFloat64(0, value);
  return scratch.getInt8(0) < 0;
}

export function copySign(magnitude: number, sign: number): number {
  if (Number.isNaN(magnitude)) return isNegative(sign) ? NEGATIVE_NAN : NaN;
  const m = Math.abs(magnitude);
  return isNegative(sign) ? -m : m;
}

/** `base ** exponent`; undefined where the result is complex. */
export function floatPower(base: number, exponent: number): number | undefined {
  if (exponent === 0 || base === 1) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return NaN;
  if (!Number.isFinite(exponent) && Math.abs(base) === 1) return 1;
  if (base === 0 && exponent < 0) {
    if (exponent === -Infinity) return Infinity;
    throw zeroDivisionError('zero to a negative power');
  }
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && !Number.isInteger(exponent)) return undefined;
  const result = Math.pow(base, exponent);
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) throw rangeError();
  return result;
}

/** C's ERANGE. */
export function rangeError(): unknown {
  return raise(T.OverflowError, 34, 'Numerical result out of range');
}

/** Rounds half to even. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - Math.trunc(value)) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
