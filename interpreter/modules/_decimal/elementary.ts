/**
 * Square root, exponential, logarithms and powers, correctly rounded.
 *
 * The functions are evaluated in binary fixed point, a bigint that counts units of 2**-bits, with some digits more than are asked for. As
 * long as the digits beyond the precision leave open which way to round, they are evaluated again with more of them. Their results are
 * irrational but for cases that are found beforehand, so that this ends.
 */
import { compareNumbers, divide, stripZeros } from './arithmetic.ts';
import {
  type Dec,
  FINITE,
  INEXACT,
  MAX_CONTEXT,
  ROUNDED,
  ROUND_CEILING,
  ROUND_FLOOR,
  ROUND_HALF_EVEN,
  SUBNORMAL,
  UNDERFLOW,
  countDigits,
  etiny,
  finalize,
  finite,
  infinity,
  invalid,
  isInteger,
  nanResult,
  pow10,
  signals,
  truncate,
  type Settings,
  type Sign,
} from './number.ts';

const nearest = (ctx: Settings): Settings => ({ ...ctx, round: ROUND_HALF_EVEN });
const ONE = finite(0, 1n, 0);
const BITS_A_DIGIT = 3.3219280948873626;
const bitsFor = (digits: number): number => Math.ceil(digits * BITS_A_DIGIT);

// ---- square root ----

/** The integer part of the square root. */
export function integerSqrt(n: bigint): bigint {
  if (n < 2n) return n;
  const bits = n.toString(16).length * 4;
  // From the first 52 bits; each step doubles the number of good ones.
  const shift = BigInt(Math.max(0, (bits - 100) & ~1));
  let x = bits > 100 ? BigInt(Math.ceil(Math.sqrt(Number(n >> shift)))) << (shift / 2n) : BigInt(Math.ceil(Math.sqrt(Number(n)))) + 1n;
  if (bits > 100) x += x >> 40n;
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

export function sqrt(a: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  if (a.isInfinite) return a.sign === 1 ? invalid() : a;
  const half = Math.floor(a.exp / 2);
  if (a.coeff === 0n) return finalize(finite(a.sign, 0n, half), ctx);
  if (a.sign === 1) return invalid();
  let c = a.exp % 2 === 0 ? a.coeff : a.coeff * 10n;
  const shift = ctx.prec + 1 - Math.ceil(countDigits(c) / 2);
  let exact = true;
  if (shift >= 0) c *= pow10(2 * shift);
  else {
    const power = pow10(-2 * shift);
    exact = c % power === 0n;
    c /= power;
  }
  let root = integerSqrt(c);
  exact &&= root * root === c;
  // The ideal exponent is that of half the digits; an inexact root ends in a digit that rounds as all that follow it.
  if (exact) return finalize(stripOrScale(root, shift, half), nearest(ctx));
  if (root % 5n === 0n) root++;
  return finalize(finite(0, root, half - shift), nearest(ctx));
}

function stripOrScale(root: bigint, shift: number, exp: number): Dec {
  return shift >= 0 ? finite(0, root / pow10(shift), exp) : finite(0, root * pow10(-shift), exp);
}

// ---- constants ----

/** atanh(1 / n) in units of 2**-bits. */
function inverseAtanh(n: bigint, bits: number): bigint {
  const square = n * n;
  let term = (1n << BigInt(bits)) / n;
  let sum = term;
  for (let k = 3n; term !== 0n; k += 2n) {
    term /= square;
    sum += term / k;
  }
  return sum;
}

let ln10Bits = 0;
let ln10Value = 0n;

/** The natural logarithm of 10. */
function ln10(bits: number): bigint {
  if (bits > ln10Bits) {
    const guarded = bits + 32;
    const ln2 = 18n * inverseAtanh(26n, guarded) - 2n * inverseAtanh(4801n, guarded) + 8n * inverseAtanh(8749n, guarded);
    ln10Value = (3n * ln2 + 2n * inverseAtanh(9n, guarded)) >> 32n;
    ln10Bits = bits;
  }
  return ln10Value >> BigInt(ln10Bits - bits);
}

// ---- fixed point ----

/** The number in units of 2**-bits, rounded down in magnitude. */
function toFixed(a: Dec, bits: number): bigint {
  const scaled = a.coeff << BigInt(bits);
  const magnitude = a.exp >= 0 ? scaled * pow10(a.exp) : scaled / pow10(-a.exp);
  return a.sign === 1 ? -magnitude : magnitude;
}

/** e**x for a small x that is not negative. */
function expSmall(x: bigint, bits: number): bigint {
  // Halved so often that few terms of the series do, then squared as often.
  const halvings = Math.max(4, Math.floor(Math.sqrt(bits)));
  const guarded = bits + 2 * halvings + 16;
  const reduced = (x << BigInt(guarded - bits)) >> BigInt(halvings);
  const shift = BigInt(guarded);
  const one = 1n << shift;
  let sum = one;
  let term = one;
  for (let k = 1n; term !== 0n; k++) {
    term = ((term * reduced) >> shift) / k;
    sum += term;
  }
  for (let i = 0; i < halvings; i++) sum = (sum * sum) >> shift;
  return sum >> BigInt(guarded - bits);
}

/** ln(x) for x between 0.25 and 4, by Halley's method on e**y - x: each step triples the number of good bits. */
function lnSmall(x: bigint, bits: number): bigint {
  const guarded = bits + 16;
  const shift = BigInt(guarded);
  const value = x << 16n;
  const one = 1n << shift;
  let y = BigInt(Math.round(Math.log(Number(value >> BigInt(guarded - 60)) / 2 ** 60) * 2 ** 50)) << BigInt(guarded - 50);
  for (let good = 46; good < guarded; good *= 3) {
    const power = y >= 0n ? expSmall(y, guarded) : (one << shift) / expSmall(-y, guarded);
    y += ((2n * (value - power)) << shift) / (value + power);
  }
  return y >> 16n;
}

/** ln(a) of a positive number in units of 2**-bits. */
function lnFixed(a: Dec, bits: number): bigint {
  // a = m * 10**e with m between 0.31 and 3.1
  const leading = Number(a.coeff / pow10(Math.max(0, a.digits - 15))) / 10 ** (Math.min(a.digits, 15) - 1);
  const e = leading > 3.1 ? a.adjusted + 1 : a.adjusted;
  const guarded = bits + 64 + 16;
  const m = lnSmall(toFixed(finite(0, a.coeff, a.exp - e), guarded), guarded);
  return (m + ln10(guarded) * BigInt(e)) >> 80n;
}

/** How close a number that is not 1 comes to it: the exponent of the difference. */
function distanceFromOne(a: Dec): number {
  const exp = Math.min(0, a.exp);
  if (a.adjusted > 1 || a.adjusted < -2) return 0;
  const difference = a.coeff * pow10(a.exp - exp) - pow10(-exp);
  return finite(0, difference < 0n ? -difference : difference, exp).adjusted;
}

/** e**x as digits and exponent, rounded down: at least `digits` of them. */
function expFixed(x: bigint, bits: number, digits: number): [bigint, number] {
  const log = ln10(bits);
  let q = x / log;
  let r = x - q * log;
  if (r < 0n) {
    r += log;
    q--;
  }
  const work = bitsFor(digits) + 24;
  const power = expSmall(bits >= work ? r >> BigInt(bits - work) : r << BigInt(work - bits), work);
  return [(power * pow10(digits)) >> BigInt(work), Number(q) - digits];
}

/**
 * Rounds what `evaluate` finds to at least so many digits: it gives the digits of a magnitude that is no decimal of `prec` + 1 digits, less
 * than one unit wrong, and their exponent.
 */
function roundIrrational(sign: Sign, ctx: Settings, evaluate: (digits: number) => [bigint, number]): Dec {
  for (let extra = 6; ; extra *= 2) {
    const [coeff, exp] = evaluate(ctx.prec + extra);
    const cut = countDigits(coeff) - ctx.prec;
    const unit = pow10(cut);
    const tail = coeff % unit;
    const half = unit / 2n;
    const near = (at: bigint): boolean => tail - at <= 2n && at - tail <= 2n;
    if (!near(0n) && !near(half) && !near(unit)) return finalize(finite(sign, coeff * 10n + 1n, exp - 1), ctx);
  }
}

/** 1 and a little more or less. */
function aboutOne(above: boolean, ctx: Settings): Dec {
  const digits = ctx.prec + 2;
  return finalize(finite(0, above ? pow10(digits) + 1n : pow10(digits) - 1n, -digits), ctx);
}

// ---- exponential and logarithms ----

export function exp(a: Dec, context: Settings): Dec {
  const ctx = nearest(context);
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  if (a.isInfinite) return a.sign === 1 ? finite(0, 0n, 0) : infinity(0);
  if (a.coeff === 0n) return ONE;
  if (a.adjusted < -ctx.prec - 1) return aboutOne(a.sign === 0, ctx);
  const limit = a.sign === 0 ? ctx.emax + 1 : -etiny(ctx) + 1;
  if (logarithm(a) > Math.log10(limit * Math.LN10) + 1e-9) return outOfRange(0, a.sign === 0, ctx);
  return roundIrrational(0, ctx, digits => {
    const bits = bitsFor(digits + Math.max(0, a.adjusted + 1)) + 32;
    return expFixed(toFixed(a, bits), bits, digits);
  });
}

/** A result too large or too small for the context. */
function outOfRange(sign: Sign, large: boolean, ctx: Settings): Dec {
  return finalize(finite(sign, 1n, large ? ctx.emax + 1 : etiny(ctx) - 1), ctx);
}

/** log10 of the magnitude, as a double. */
function logarithm(a: Dec): number {
  const drop = Math.max(0, a.digits - 17);
  return Math.log10(Number(a.coeff / pow10(drop))) + drop + a.exp;
}

/** What the logarithms of 0, negative and special numbers are; undefined for the others. */
function specialLogarithm(a: Dec, ctx: Settings): Dec | undefined {
  const nan = nanResult(ctx, a);
  if (nan !== undefined) return nan;
  if (a.isZero) return infinity(1);
  if (a.sign === 1) return invalid();
  return a.isInfinite ? a : undefined;
}

export function ln(a: Dec, context: Settings): Dec {
  const ctx = nearest(context);
  const special = specialLogarithm(a, ctx);
  if (special !== undefined) return special;
  const order = compareNumbers(a, ONE);
  if (order === 0) return finite(0, 0n, 0);
  const zeros = Math.max(0, -distanceFromOne(a)) + 1;
  return roundIrrational(order < 0 ? 1 : 0, ctx, digits => {
    const places = digits + zeros;
    const bits = bitsFor(places) + 32;
    const value = lnFixed(a, bits);
    return [((value < 0n ? -value : value) * pow10(places)) >> BigInt(bits), -places];
  });
}

export function log10(a: Dec, context: Settings): Dec {
  const ctx = nearest(context);
  const special = specialLogarithm(a, ctx);
  if (special !== undefined) return special;
  if (a.coeff === pow10(a.digits - 1)) {
    const exponent = a.adjusted;
    return finalize(finite(exponent < 0 ? 1 : 0, BigInt(Math.abs(exponent)), 0), ctx);
  }
  const zeros = Math.max(0, -distanceFromOne(a)) + 2;
  return roundIrrational(compareNumbers(a, ONE) < 0 ? 1 : 0, ctx, digits => {
    const places = digits + zeros;
    const bits = bitsFor(places) + 32;
    const value = lnFixed(a, bits);
    return [((value < 0n ? -value : value) * pow10(places)) / ln10(bits), -places];
  });
}

// ---- powers ----

/** The sign is given to the result at the end, so a rounding that looks at it is turned round. */
function roundMagnitude(sign: Sign, ctx: Settings): Settings {
  if (sign === 0 || (ctx.round !== ROUND_CEILING && ctx.round !== ROUND_FLOOR)) return ctx;
  return { ...ctx, round: ctx.round === ROUND_CEILING ? ROUND_FLOOR : ROUND_CEILING };
}

/** Unlike the functions above, powers round as the context says. */
export function power(a: Dec, b: Dec, ctx: Settings): Dec {
  const nan = nanResult(ctx, a, b);
  if (nan !== undefined) return nan;
  const integral = isInteger(b);
  const sign: Sign = a.sign === 1 && integral && isOdd(b) ? 1 : 0;
  if (a.isZero) {
    if (b.isZero) return invalid();
    return b.sign === 1 ? infinity(sign) : finite(sign, 0n, 0);
  }
  if (a.sign === 1 && (b.isInfinite || !integral)) {
    if (!(a.isInfinite && b.isZero)) return invalid();
  }
  if (b.isInfinite) {
    const order = compareNumbers(a, ONE);
    if (order === 0) {
      signals.status |= INEXACT | ROUNDED;
      return finite(0, pow10(ctx.prec - 1), -(ctx.prec - 1));
    }
    return order > 0 === (b.sign === 0) ? infinity(0) : finite(0, 0n, 0);
  }
  if (b.isZero) return ONE;
  if (a.isInfinite) return b.sign === 1 ? finite(sign, 0n, 0) : infinity(sign);
  const base = a.withSign(0);
  if (compareNumbers(base, ONE) === 0) return powerOfOne(base, b, sign, integral, ctx);
  const result = finitePower(base, b, integral, roundMagnitude(sign, ctx));
  return result.withSign(sign);
}

function isOdd(b: Dec): boolean {
  return b.exp <= 0 && (truncate(b.withSign(0)) & 1n) === 1n;
}

function powerOfOne(base: Dec, b: Dec, sign: Sign, integral: boolean, ctx: Settings): Dec {
  let exp = -(ctx.prec - 1);
  if (integral) {
    const places = b.sign === 1 || base.exp === 0 ? 0 : -base.exp * Number(truncate(b));
    if (places <= ctx.prec - 1) exp = -places;
    else signals.status |= ROUNDED;
  } else signals.status |= INEXACT | ROUNDED;
  return finite(sign, pow10(-exp), exp === 0 ? 0 : exp);
}

function finitePower(base: Dec, b: Dec, integral: boolean, ctx: Settings): Dec {
  const distance = distanceFromOne(base);
  const grows = compareNumbers(base, ONE) > 0 === (b.sign === 0);
  // log10 |b ln(base)|: ln(base) is about its distance from 1 where that is small.
  const size = logarithm(b) + (distance < -6 ? distance : Math.log10(Math.abs(logarithm(base) * Math.LN10)));
  const limit = grows ? ctx.emax + 1 : -etiny(ctx) + 1;
  const stripped = stripZeros(base, Infinity);
  const powerOfTen = stripped.coeff === 1n;
  if (size > Math.log10(limit * Math.LN10) + (distance < -6 ? 1.5 : 1e-6)) return outOfRange(0, grows, ctx);
  if (integral) {
    const n = Number(truncate(b.withSign(0)));
    if (powerOfTen) return powerOfPowerOfTen(base, stripped.exp, b.sign === 1 ? -n : n, ctx);
    if (stripped.digits * n <= 8 * (ctx.prec + 10)) {
      const exact = finite(0, base.coeff ** BigInt(n), base.exp * n);
      return b.sign === 0 ? finalize(exact, ctx) : divide(ONE, exact, ctx);
    }
  } else {
    const exact = exactRoot(stripped, b, ctx);
    if (exact !== undefined) {
      // As of any power with a fraction in its exponent, all digits are given.
      const zeros = ctx.prec - exact.digits;
      const result = finalize(zeros > 0 ? finite(0, exact.coeff * pow10(zeros), exact.exp - zeros) : exact, nearest(ctx));
      signals.status |= INEXACT | ROUNDED;
      if ((signals.status & SUBNORMAL) !== 0) signals.status |= UNDERFLOW;
      return result;
    }
  }
  if (size < -ctx.prec - 3) return aboutOne(grows, ctx);
  return roundIrrational(0, ctx, digits => {
    const bits = bitsFor(digits + Math.max(0, Math.ceil(size) + 1)) + 40;
    const more = bitsFor(Math.max(0, b.adjusted + 1)) + 8;
    const log = lnFixed(base, bits + more) * b.coeff;
    const product = b.exp >= 0 ? log * pow10(b.exp) : log / pow10(-b.exp);
    return expFixed((b.sign === 1 ? -product : product) >> BigInt(more), bits, digits);
  });
}

/** (10**e) ** n, with as many zeros as the base's own would give. */
function powerOfPowerOfTen(base: Dec, e: number, n: number, ctx: Settings): Dec {
  const zeros = n < 0 ? 0 : (base.digits - 1) * n;
  const shown = Math.min(zeros, ctx.prec);
  return finalize(finite(0, pow10(shown), e * n - shown), ctx);
}

/** base ** b where that is a decimal of at most `prec` + 1 digits though b is no integer; undefined where it is none. */
function exactRoot(base: Dec, b: Dec, ctx: Settings): Dec | undefined {
  // b = n / d in lowest terms, where d divides a power of ten
  if (-b.exp > 400) return undefined;
  let n = b.coeff;
  let d = pow10(-b.exp);
  for (const prime of [2n, 5n]) {
    while (n % prime === 0n && d % prime === 0n) {
      n /= prime;
      d /= prime;
    }
  }
  // The coefficient must be a d-th power itself, and so must the power of ten.
  if (d > 1n << 20n) {
    if (base.coeff !== 1n || (BigInt(base.exp) * n) % d !== 0n) return undefined;
    return finite(0, 1n, Number((BigInt(base.exp) * n) / d) * (b.sign === 1 ? -1 : 1));
  }
  const degree = Number(d);
  // base = coeff * 10**exp; borrow zeros so that d divides the exponent
  const borrowed = ((base.exp % degree) + degree) % degree;
  if (base.digits + borrowed > 40 * (ctx.prec + 10)) return undefined;
  const coeff = base.coeff * pow10(borrowed);
  const root = integerRoot(coeff, degree);
  if (root ** d !== coeff) return undefined;
  const rootExp = (base.exp - borrowed) / degree;
  const times = Number(n);
  if (countDigits(root) * times > 8 * (ctx.prec + 10)) return undefined;
  const result = finite(0, root ** n, rootExp * times);
  if (b.sign === 0) return result.digits <= ctx.prec + 1 ? result : stripIfShort(result, ctx);
  const { status } = signals;
  const inverse = divide(ONE, result, { ...MAX_CONTEXT, prec: ctx.prec + 1 });
  signals.status = status;
  // Exact only if multiplying back gives 1.
  const back = inverse.kind === FINITE ? stripZeros(finite(0, inverse.coeff * result.coeff, inverse.exp + result.exp), Infinity) : result;
  return back.coeff === 1n && back.exp === 0 ? inverse : undefined;
}

function stripIfShort(value: Dec, ctx: Settings): Dec | undefined {
  const stripped = stripZeros(value, Infinity);
  return stripped.digits <= ctx.prec + 1 ? stripped : undefined;
}

/** The integer part of the root of this degree. */
function integerRoot(n: bigint, degree: number): bigint {
  if (n < 2n) return n;
  const k = BigInt(degree);
  let x = 1n << BigInt(Math.ceil((n.toString(16).length * 4) / degree));
  for (;;) {
    const next = ((k - 1n) * x + n / x ** (k - 1n)) / k;
    if (next >= x) return x;
    x = next;
  }
}
