/** Addition, multiplication, division, comparison, quantization: the operations whose results are exact before they are rounded. */
import {
  CLAMPED,
  DIVISION_BY_ZERO,
  DIVISION_IMPOSSIBLE,
  DIVISION_UNDEFINED,
  type Dec,
  ERRORS,
  FINITE,
  INEXACT,
  INVALID_OPERATION,
  NAN,
  OVERFLOW,
  QUIET_NAN,
  ROUNDED,
  ROUND_CEILING,
  ROUND_FLOOR,
  SUBNORMAL,
  UNDERFLOW,
  etiny,
  etop,
  finalize,
  finite,
  infinity,
  invalid,
  isInteger,
  largest,
  nanResult,
  pow10,
  rescale,
  roundCoefficient,
  signals,
  truncate,
  wasExact,
  type Settings,
  type Sign,
} from './number.ts';

const xor = (a: Dec, b: Dec): Sign => (a.sign === b.sign ? 0 : 1);

export function negate(a: Dec): Dec {
  return a.withSign(a.sign === 1 ? 0 : 1);
}

// ---- sums ----

/** The sum before rounding; a much smaller operand counts as the least that still decides the rounding. */
function exactSum(a: Dec, b: Dec, ctx: Settings): Dec {
  let big = a;
  let small = b;
  if (a.exp !== b.exp) {
    if (a.exp < b.exp) [big, small] = [b, a];
    if (big.coeff !== 0n) {
      const exp = big.exp - 1 + (big.digits > ctx.prec ? 0 : big.digits - ctx.prec - 1);
      if (small.adjusted < exp) small = finite(small.sign, small.coeff === 0n ? 0n : 1n, exp);
    }
  }
  const aligned = big.coeff === 0n ? 0n : big.exp === small.exp ? big.coeff : big.coeff * pow10(big.exp - small.exp);
  const { exp } = small;
  if (big.sign === small.sign) return finite(big.sign, aligned + small.coeff, exp);
  const difference = aligned - small.coeff;
  if (difference === 0n) return finite(ctx.round === ROUND_FLOOR ? 1 : 0, 0n, exp);
  return difference > 0n ? finite(big.sign, difference, exp) : finite(small.sign, -difference, exp);
}

export function add(a: Dec, b: Dec, ctx: Settings): Dec {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanResult(ctx, a, b);
    if (nan !== undefined) return nan;
    if (!a.isInfinite) return b;
    return !b.isInfinite || a.sign === b.sign ? a : invalid();
  }
  return finalize(exactSum(a, b, ctx), ctx);
}

export function subtract(a: Dec, b: Dec, ctx: Settings): Dec {
  return add(a, b.isNan ? b : negate(b), ctx);
}

/** `+a`, which turns -0 into 0. */
export function plus(a: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  return finalize(a.isZero && ctx.round !== ROUND_FLOOR ? a.withSign(0) : a, ctx);
}

export function minus(a: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  return finalize(a.isZero && ctx.round !== ROUND_FLOOR ? a.withSign(0) : negate(a), ctx);
}

export function abs(a: Dec, ctx: Settings): Dec {
  return a.sign === 1 ? minus(a, ctx) : plus(a, ctx);
}

// ---- products ----

function exactProduct(a: Dec, b: Dec, ctx: Settings): Dec {
  const sign = xor(a, b);
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanResult(ctx, a, b);
    if (nan !== undefined) return nan;
    return a.isZero || b.isZero ? invalid() : infinity(sign);
  }
  return finite(sign, a.coeff * b.coeff, a.exp + b.exp);
}

export function multiply(a: Dec, b: Dec, ctx: Settings): Dec {
  return finalize(exactProduct(a, b, ctx), ctx);
}

/** `a * b + c`, rounded once. */
export function fma(a: Dec, b: Dec, c: Dec, ctx: Settings): Dec {
  if (a.isNan || b.isNan) {
    const nan = nanResult(ctx, a, b, c);
    if (nan !== undefined) return nan;
  }
  const product = exactProduct(a, b, ctx);
  return product.isNan ? product : add(product, c, ctx);
}

// ---- quotients ----

export function divide(a: Dec, b: Dec, ctx: Settings): Dec {
  const sign = xor(a, b);
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanResult(ctx, a, b);
    if (nan !== undefined) return nan;
    if (a.isInfinite) return b.isInfinite ? invalid() : infinity(sign);
    signals.status |= CLAMPED;
    return finite(sign, 0n, etiny(ctx));
  }
  if (b.coeff === 0n) {
    if (a.coeff === 0n) return invalid(DIVISION_UNDEFINED);
    signals.status |= DIVISION_BY_ZERO;
    return infinity(sign);
  }
  const ideal = a.exp - b.exp;
  if (a.coeff === 0n) return finalize(finite(sign, 0n, ideal), ctx);
  const shift = b.digits - a.digits + ctx.prec + 1;
  const dividend = shift >= 0 ? a.coeff * pow10(shift) : a.coeff;
  const divisor = shift >= 0 ? b.coeff : b.coeff * pow10(-shift);
  const quotient = dividend / divisor;
  if (quotient * divisor !== dividend) {
    // A last digit that is neither 0 nor 5 rounds as the digits cut off would.
    return finalize(finite(sign, quotient % 5n === 0n ? quotient + 1n : quotient, ideal - shift), ctx);
  }
  return finalize(stripZeros(finite(sign, quotient, ideal - shift), ideal), ctx);
}

/** Moves zeros at the end of the coefficient into the exponent, as far as `limit`. */
export function stripZeros(value: Dec, limit: number): Dec {
  let { coeff, exp } = value;
  if (coeff === 0n) return value;
  while (exp < limit && coeff % 10n === 0n) {
    if (exp + 16 <= limit && coeff % 10000000000000000n === 0n) {
      coeff /= 10000000000000000n;
      exp += 16;
    } else {
      coeff /= 10n;
      exp++;
    }
  }
  return finite(value.sign, coeff, exp);
}

/** Integer quotient and remainder of finite numbers; undefined where the quotient has more digits than the precision. */
function quotientAndRemainder(a: Dec, b: Dec, ctx: Settings): [Dec, Dec] | undefined {
  const sign = xor(a, b);
  const exp = Math.min(a.exp, b.exp);
  if (a.coeff === 0n) return [finite(sign, 0n, 0), finite(a.sign, 0n, exp)];
  const difference = a.adjusted - b.adjusted;
  if (difference < -1 || compareMagnitudes(a, b) < 0)
    return [finite(sign, 0n, 0), a.exp > b.exp ? finite(a.sign, a.coeff * pow10(a.exp - b.exp), b.exp) : a];
  if (difference > ctx.prec) return undefined;
  const dividend = a.coeff * pow10(a.exp - exp);
  const divisor = b.coeff * pow10(b.exp - exp);
  const quotient = finite(sign, dividend / divisor, 0);
  if (quotient.digits > ctx.prec) return undefined;
  return [quotient, finite(a.sign, dividend % divisor, exp)];
}

export function divideInteger(a: Dec, b: Dec, ctx: Settings): Dec {
  const sign = xor(a, b);
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanResult(ctx, a, b);
    if (nan !== undefined) return nan;
    if (a.isInfinite) return b.isInfinite ? invalid() : infinity(sign);
    return finite(sign, 0n, 0);
  }
  if (b.coeff === 0n) {
    if (a.coeff === 0n) return invalid(DIVISION_UNDEFINED);
    signals.status |= DIVISION_BY_ZERO;
    return infinity(sign);
  }
  const result = quotientAndRemainder(a, b, ctx);
  return result === undefined ? invalid(DIVISION_IMPOSSIBLE) : finalize(result[0], ctx);
}

/** What a remainder is where nothing has to be divided; undefined where it has to be. */
function remainderWithoutDivision(a: Dec, b: Dec, ctx: Settings): Dec | undefined {
  if (a.kind !== FINITE || b.kind !== FINITE) return nanResult(ctx, a, b) ?? (a.isInfinite ? invalid() : finalize(a, ctx));
  return b.coeff === 0n ? invalid(a.coeff === 0n ? DIVISION_UNDEFINED : INVALID_OPERATION) : undefined;
}

export function remainder(a: Dec, b: Dec, ctx: Settings): Dec {
  const known = remainderWithoutDivision(a, b, ctx);
  if (known !== undefined) return known;
  const result = quotientAndRemainder(a, b, ctx);
  return result === undefined ? invalid(DIVISION_IMPOSSIBLE) : finalize(result[1], ctx);
}

export function divmod(a: Dec, b: Dec, ctx: Settings): [Dec, Dec] {
  const sign = xor(a, b);
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanResult(ctx, a, b);
    if (nan !== undefined) return [nan, nan];
    if (a.isInfinite) return [b.isInfinite ? invalid() : infinity(sign), invalid()];
    return [finite(sign, 0n, 0), finalize(a, ctx)];
  }
  if (b.coeff === 0n) {
    if (a.coeff === 0n) return [invalid(DIVISION_UNDEFINED), NAN];
    signals.status |= DIVISION_BY_ZERO | INVALID_OPERATION;
    return [infinity(sign), NAN];
  }
  const result = quotientAndRemainder(a, b, ctx);
  return result === undefined ? [invalid(DIVISION_IMPOSSIBLE), NAN] : [finalize(result[0], ctx), finalize(result[1], ctx)];
}

/** The remainder of the division whose quotient is rounded to the nearest integer. */
export function remainderNear(a: Dec, b: Dec, ctx: Settings): Dec {
  const known = remainderWithoutDivision(a, b, ctx);
  if (known !== undefined) return known;
  const exp = Math.min(a.exp, b.exp);
  if (a.coeff === 0n) return finalize(finite(a.sign, 0n, exp), ctx);
  const difference = a.adjusted - b.adjusted;
  if (difference >= ctx.prec + 1) return invalid(DIVISION_IMPOSSIBLE);
  if (difference <= -2) return finalize(rescale(a, exp, ctx.round), ctx);
  const dividend = a.coeff * pow10(a.exp - exp);
  const divisor = b.coeff * pow10(b.exp - exp);
  let quotient = dividend / divisor;
  let rest = dividend % divisor;
  if (2n * rest + (quotient & 1n) > divisor) {
    rest -= divisor;
    quotient++;
  }
  if (quotient >= pow10(ctx.prec)) return invalid(DIVISION_IMPOSSIBLE);
  return finalize(rest < 0n ? finite(a.sign === 1 ? 0 : 1, -rest, exp) : finite(a.sign, rest, exp), ctx);
}

// ---- comparison ----

/** Of finite numbers or infinities without their signs. */
export function compareMagnitudes(a: Dec, b: Dec): number {
  if (a.isInfinite || b.isInfinite) return (a.isInfinite ? 1 : 0) - (b.isInfinite ? 1 : 0);
  if (a.coeff === 0n || b.coeff === 0n) return (a.coeff === 0n ? 0 : 1) - (b.coeff === 0n ? 0 : 1);
  if (a.adjusted !== b.adjusted) return a.adjusted < b.adjusted ? -1 : 1;
  const exp = Math.min(a.exp, b.exp);
  const x = a.coeff * pow10(a.exp - exp);
  const y = b.coeff * pow10(b.exp - exp);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Of numbers that are not NaN: negative, 0 or positive. */
export function compareNumbers(a: Dec, b: Dec): number {
  if (a.isZero && b.isZero) return 0;
  if (a.isZero) return b.sign === 1 ? 1 : -1;
  if (b.isZero) return a.sign === 1 ? -1 : 1;
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1;
  const order = compareMagnitudes(a, b);
  return a.sign === 1 ? -order : order;
}

const orderResult = (order: number): Dec => finite(order < 0 ? 1 : 0, order === 0 ? 0n : 1n, 0);

export function compare(a: Dec, b: Dec, ctx: Settings): Dec {
  return nanResult(ctx, a, b) ?? orderResult(compareNumbers(a, b));
}

/** As `compare`, but every NaN signals. */
export function compareSignal(a: Dec, b: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a, b);
  if (nan === undefined) return orderResult(compareNumbers(a, b));
  signals.status |= INVALID_OPERATION;
  return nan;
}

/** The order of representations. */
function totalOrder(a: Dec, b: Dec): number {
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1;
  const turn = a.sign === 1 ? -1 : 1;
  if (a.isNan || b.isNan) {
    if (a.kind === b.kind) return turn * (a.coeff < b.coeff ? -1 : a.coeff > b.coeff ? 1 : 0);
    // Numbers, signaling NaNs, quiet NaNs.
    const place = (value: Dec): number => (value.isNan ? (value.kind === QUIET_NAN ? 2 : 1) : 0);
    return turn * (place(a) - place(b));
  }
  const order = compareNumbers(a, b);
  return order !== 0 ? order : turn * (a.exp - b.exp);
}

export function compareTotal(a: Dec, b: Dec): Dec {
  return orderResult(totalOrder(a, b));
}

export function compareTotalMagnitude(a: Dec, b: Dec): Dec {
  return orderResult(totalOrder(a.withSign(0), b.withSign(0)));
}

/** The greater (`direction` 1) or smaller (-1) of two; a quiet NaN gives way to a number. */
function select(a: Dec, b: Dec, ctx: Settings, direction: 1 | -1, magnitudes: boolean): Dec {
  if (a.kind === QUIET_NAN && !b.isNan) return finalize(b, ctx);
  if (b.kind === QUIET_NAN && !a.isNan) return finalize(a, ctx);
  const nan = nanResult(ctx, a, b);
  if (nan !== undefined) return nan;
  let order = magnitudes ? compareMagnitudes(a, b) : compareNumbers(a, b);
  if (order === 0) order = totalOrder(a, b);
  return finalize(order * direction < 0 ? b : a, ctx);
}

export const max = (a: Dec, b: Dec, ctx: Settings): Dec => select(a, b, ctx, 1, false);
export const maxMagnitude = (a: Dec, b: Dec, ctx: Settings): Dec => select(a, b, ctx, 1, true);
export const min = (a: Dec, b: Dec, ctx: Settings): Dec => select(a, b, ctx, -1, false);
export const minMagnitude = (a: Dec, b: Dec, ctx: Settings): Dec => select(a, b, ctx, -1, true);

// ---- exponents ----

/** `a` with the exponent of `b`. */
export function quantize(a: Dec, b: Dec, ctx: Settings): Dec {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanResult(ctx, a, b);
    if (nan !== undefined) return nan;
    return a.isInfinite && b.isInfinite ? a : invalid();
  }
  return quantizeTo(a, b.exp, ctx);
}

export function quantizeTo(a: Dec, exp: number, ctx: Settings): Dec {
  if (exp > ctx.emax || exp < etiny(ctx)) return invalid();
  if (a.coeff === 0n) return finalize(finite(a.sign, 0n, exp), ctx);
  const shift = a.exp - exp;
  if (a.digits + shift > ctx.prec) return invalid();
  if (shift >= 0) {
    const result = finite(a.sign, a.coeff * pow10(shift), exp);
    return result.adjusted > ctx.emax ? invalid() : finalize(result, ctx);
  }
  const result = finite(a.sign, roundCoefficient(a.coeff, a.sign, -shift, ctx.round), exp);
  const condition = wasExact() ? ROUNDED : ROUNDED | INEXACT;
  if (result.digits > ctx.prec || result.adjusted > ctx.emax) return invalid();
  signals.status |= condition;
  return finalize(result, ctx);
}

export function toIntegral(a: Dec, ctx: Settings, exact: boolean): Dec {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  if (a.isInfinite || a.exp >= 0) return a;
  if (a.coeff === 0n) return finite(a.sign, 0n, 0);
  const result = finite(a.sign, roundCoefficient(a.coeff, a.sign, -a.exp, ctx.round), 0);
  if (exact) signals.status |= wasExact() ? ROUNDED : ROUNDED | INEXACT;
  return result;
}

/** Without zeros at the end. */
export function reduce(a: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  const value = finalize(a, ctx);
  if (value.kind !== FINITE) return value;
  if (value.coeff === 0n) return finite(value.sign, 0n, 0);
  return stripZeros(value, ctx.clamp !== 0 ? etop(ctx) : ctx.emax);
}

/** The next number towards minus (`ROUND_FLOOR`) or plus infinity (`ROUND_CEILING`). */
function nextTowards(a: Dec, ctx: Settings, round: number): Dec {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  const outward: Sign = round === ROUND_FLOOR ? 1 : 0;
  if (a.isInfinite) return a.sign === outward ? a : largest(a.sign, ctx);
  const before = signals.status;
  const work: Settings = { ...ctx, round };
  signals.status = 0;
  let result = finalize(a, work);
  if ((signals.status & (INEXACT | ERRORS)) === 0) {
    signals.status = 0;
    result = add(a, finite(outward, 1n, etiny(ctx) - 1), work);
  }
  signals.status = before | (signals.status & ERRORS);
  return result;
}

export const nextMinus = (a: Dec, ctx: Settings): Dec => nextTowards(a, ctx, ROUND_FLOOR);
export const nextPlus = (a: Dec, ctx: Settings): Dec => nextTowards(a, ctx, ROUND_CEILING);

export function nextToward(a: Dec, b: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a, b);
  if (nan !== undefined) return nan;
  const order = compareNumbers(a, b);
  if (order === 0) return a.withSign(b.sign);
  const result = order < 0 ? nextPlus(a, ctx) : nextMinus(a, ctx);
  if (result.isInfinite) signals.status |= OVERFLOW | ROUNDED | INEXACT;
  else if (result.adjusted < ctx.emin) {
    signals.status |= UNDERFLOW | SUBNORMAL | ROUNDED | INEXACT;
    if (result.coeff === 0n) signals.status |= CLAMPED;
  }
  return result;
}

/** The adjusted exponent as a number. */
export function logb(a: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  if (a.isInfinite) return infinity(0);
  if (a.coeff === 0n) {
    signals.status |= DIVISION_BY_ZERO;
    return infinity(1);
  }
  const exponent = a.adjusted;
  return finalize(finite(exponent < 0 ? 1 : 0, BigInt(Math.abs(exponent)), 0), ctx);
}

/** A second operand that is an integer without exponent, as a number; undefined if it is none. */
function smallInteger(b: Dec): number | undefined {
  return b.kind !== FINITE || b.exp !== 0 ? undefined : Number(truncate(b));
}

export function scaleb(a: Dec, b: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a, b);
  if (nan !== undefined) return nan;
  const n = smallInteger(b);
  if (n === undefined || Math.abs(n) > 2 * (ctx.emax + ctx.prec)) return invalid();
  return a.isInfinite ? a : finalize(finite(a.sign, a.coeff, a.exp + n), ctx);
}

// ---- digits ----

const capped = (coeff: bigint, ctx: Settings): bigint => (coeff < pow10(ctx.prec) ? coeff : coeff % pow10(ctx.prec));

export function shift(a: Dec, b: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a, b);
  if (nan !== undefined) return nan;
  const n = smallInteger(b);
  if (n === undefined || Math.abs(n) > ctx.prec) return invalid();
  if (a.isInfinite) return a;
  const coeff = capped(a.coeff, ctx);
  return finite(a.sign, n >= 0 ? capped(coeff * pow10(n), ctx) : coeff / pow10(-n), a.exp);
}

export function rotate(a: Dec, b: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a, b);
  if (nan !== undefined) return nan;
  const n = smallInteger(b);
  if (n === undefined || Math.abs(n) > ctx.prec) return invalid();
  if (a.isInfinite) return a;
  const coeff = capped(a.coeff, ctx);
  const left = n >= 0 ? n : ctx.prec + n;
  const high = coeff / pow10(ctx.prec - left);
  return finite(a.sign, (coeff % pow10(ctx.prec - left)) * pow10(left) + high, a.exp);
}

/** The digits of a logical operand, all 0 or 1; undefined if it is none. */
function logicalDigits(a: Dec, ctx: Settings): string | undefined {
  if (a.kind !== FINITE || a.sign !== 0 || a.exp !== 0) return undefined;
  const text = a.coeff.toString();
  return /^[01]+$/.test(text) ? text.slice(Math.max(0, text.length - ctx.prec)) : undefined;
}

function logical(a: Dec, b: Dec, ctx: Settings, operation: (x: boolean, y: boolean) => boolean): Dec {
  const x = logicalDigits(a, ctx);
  const y = logicalDigits(b, ctx);
  if (x === undefined || y === undefined) return invalid();
  const n = Math.max(x.length, y.length);
  const left = x.padStart(n, '0');
  const right = y.padStart(n, '0');
  let digits = '';
  for (let i = 0; i < n; i++) digits += operation(left[i] === '1', right[i] === '1') ? '1' : '0';
  return finite(0, BigInt(digits), 0);
}

export const logicalAnd = (a: Dec, b: Dec, ctx: Settings): Dec => logical(a, b, ctx, (x, y) => x && y);
export const logicalOr = (a: Dec, b: Dec, ctx: Settings): Dec => logical(a, b, ctx, (x, y) => x || y);
export const logicalXor = (a: Dec, b: Dec, ctx: Settings): Dec => logical(a, b, ctx, (x, y) => x !== y);

export function logicalInvert(a: Dec, ctx: Settings): Dec {
  const digits = logicalDigits(a, ctx);
  if (digits === undefined) return invalid();
  return logicalXor(finite(0, BigInt(digits), 0), finite(0, (pow10(ctx.prec) - 1n) / 9n, 0), ctx);
}

/** Whether exponents, or kinds of special values, are the same. */
export function sameQuantum(a: Dec, b: Dec): boolean {
  if (a.kind !== FINITE || b.kind !== FINITE) return (a.isNan && b.isNan) || (a.isInfinite && b.isInfinite);
  return a.exp === b.exp;
}

export function isSubnormal(a: Dec, ctx: Settings): boolean {
  return a.kind === FINITE && a.coeff !== 0n && a.adjusted < ctx.emin;
}

export function numberClass(a: Dec, ctx: Settings): string {
  if (a.isNan) return a.kind === QUIET_NAN ? 'NaN' : 'sNaN';
  const sign = a.sign === 1 ? '-' : '+';
  if (a.isInfinite) return `${sign}Infinity`;
  if (a.coeff === 0n) return `${sign}Zero`;
  return isSubnormal(a, ctx) ? `${sign}Subnormal` : `${sign}Normal`;
}

// ---- remainders of powers ----

export function powerModulo(base: Dec, exponent: Dec, modulus: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, base, exponent, modulus);
  if (nan !== undefined) return nan;
  if (!isInteger(base) || !isInteger(exponent) || !isInteger(modulus)) return invalid();
  if (exponent.sign === 1 && exponent.coeff !== 0n) return invalid();
  if (modulus.coeff === 0n || modulus.adjusted >= ctx.prec) return invalid();
  if (base.coeff === 0n && exponent.coeff === 0n) return invalid();
  const m = (modulus.coeff * pow10(Math.max(0, modulus.exp))) / pow10(Math.max(0, -modulus.exp));
  const odd = (truncate(exponent.exp > 0 ? finite(0, 0n, 0) : exponent) & 1n) === 1n;
  const b = base.exp < 0 ? truncate(base.withSign(0)) % m : ((base.coeff % m) * modularPower(10n, BigInt(base.exp), m)) % m;
  let result: bigint;
  if (exponent.exp <= 0) result = modularPower(b, truncate(exponent.withSign(0)), m);
  else {
    // b ** (c * 10**e): one tenth power after the other.
    result = b;
    for (let i = 0; i < exponent.exp; i++) result = modularPower(result, 10n, m);
    result = modularPower(result, exponent.coeff, m);
  }
  return finite(base.sign === 1 && odd ? 1 : 0, result, 0);
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let e = exponent; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
