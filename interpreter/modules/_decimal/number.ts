/**
 * Decimal numbers and rounding, by the General Decimal Arithmetic Specification (https://speleotrove.com/decimal/) as libmpdec carries it out.
 *
 * A number is a sign, a coefficient (a bigint) and an exponent, or an infinity or a NaN. Operations are functions of numbers and a context;
 * the conditions they meet are gathered in `signals.status`, and their caller decides what is raised.
 */

export const FINITE = 0;
export const INFINITE = 1;
export const QUIET_NAN = 2;
export const SIGNALING_NAN = 3;
type Kind = 0 | 1 | 2 | 3;
export type Sign = 0 | 1;

export class Dec {
  readonly sign: Sign;
  readonly kind: Kind;
  /** The coefficient; a NaN's payload, where 0 is none. */
  readonly coeff: bigint;
  readonly exp: number;
  private digitCount = 0;
  constructor(sign: Sign, coeff: bigint, exp: number, kind: Kind = FINITE) {
    this.sign = sign;
    this.kind = kind;
    this.coeff = coeff;
    this.exp = exp;
  }

  /** Decimal digits of the coefficient; 1 for zero. */
  get digits(): number {
    return this.digitCount === 0 ? (this.digitCount = countDigits(this.coeff)) : this.digitCount;
  }

  /** The exponent in scientific notation. */
  get adjusted(): number {
    return this.exp + this.digits - 1;
  }

  get isZero(): boolean {
    return this.kind === FINITE && this.coeff === 0n;
  }

  get isNan(): boolean {
    return this.kind >= QUIET_NAN;
  }

  get isInfinite(): boolean {
    return this.kind === INFINITE;
  }

  withSign(sign: Sign): Dec {
    return sign === this.sign ? this : new Dec(sign, this.coeff, this.exp, this.kind);
  }
}

// ---- conditions ----

export const CLAMPED = 0x1;
export const CONVERSION_SYNTAX = 0x2;
export const DIVISION_BY_ZERO = 0x4;
export const DIVISION_IMPOSSIBLE = 0x8;
export const DIVISION_UNDEFINED = 0x10;
export const INEXACT = 0x40;
export const INVALID_CONTEXT = 0x80;
export const INVALID_OPERATION = 0x100;
export const FLOAT_OPERATION = 0x400;
export const OVERFLOW = 0x800;
export const ROUNDED = 0x1000;
export const SUBNORMAL = 0x2000;
export const UNDERFLOW = 0x4000;
/** All that raise InvalidOperation. */
export const IEEE_INVALID = CONVERSION_SYNTAX | DIVISION_IMPOSSIBLE | DIVISION_UNDEFINED | INVALID_CONTEXT | INVALID_OPERATION;
export const ERRORS = IEEE_INVALID | DIVISION_BY_ZERO;

/** Conditions met since the caller last cleared them. */
export const signals = { status: 0 };

// ---- contexts ----

export const ROUNDINGS = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
] as const;
export const ROUND_UP = 0;
export const ROUND_DOWN = 1;
export const ROUND_CEILING = 2;
export const ROUND_FLOOR = 3;
export const ROUND_HALF_UP = 4;
export const ROUND_HALF_DOWN = 5;
export const ROUND_HALF_EVEN = 6;
export const ROUND_05UP = 7;

/** What operations need to know of a context. */
export interface Settings {
  readonly prec: number;
  readonly emax: number;
  readonly emin: number;
  readonly round: number;
  readonly clamp: number;
}

/** The largest precision and exponent, 10**18 - 1; as a double, 10**18. */
export const LIMIT = 999999999999999999n;
const HUGE = Number(LIMIT);
/** In which conversions are exact or fail. */
export const MAX_CONTEXT: Settings = { prec: HUGE, emax: HUGE, emin: -HUGE, round: ROUND_HALF_EVEN, clamp: 0 };

/** The exponent of the smallest subnormal number. */
export const etiny = (ctx: Settings): number => ctx.emin - (ctx.prec - 1);
/** The exponent of the largest number with all digits. */
export const etop = (ctx: Settings): number => ctx.emax - (ctx.prec - 1);

// ---- coefficients ----

const POWERS: bigint[] = [1n];
for (let i = 1; i < 64; i++) POWERS.push(POWERS[i - 1] * 10n);

/** A coefficient of more digits than this is refused: V8's bigints end soon after. */
const MAX_DIGITS = 3.2e8;

/** Thrown where memory would not do. */
export class TooManyDigits extends Error {}

export function pow10(n: number): bigint {
  if (n < 64) return POWERS[n];
  if (n > MAX_DIGITS) throw new TooManyDigits();
  return 10n ** BigInt(n);
}

export function countDigits(value: bigint): number {
  if (value < 1000000000000000n) {
    const n = Number(value);
    if (n < 10) return 1;
    let digits = 1;
    for (let limit = 10; n >= limit; limit *= 10) digits++;
    return digits;
  }
  if (value < POWERS[63]) return value.toString().length;
  // From the number of bits to that of digits, or to one more.
  const bits = value.toString(16).length * 4;
  let digits = Math.max(1, Math.floor((bits - 4) * 0.30102999566398114) - 1);
  let power = pow10(digits);
  while (value >= power) {
    power *= 10n;
    digits++;
  }
  return digits;
}

/** How much was cut off: nothing, less than half, half, more than half. */
type Rest = 0 | 1 | 2 | 3;
const NONE = 0;
const HALF = 2;

/** The rest of the last `shiftRight`. */
let rest: Rest = NONE;

/** Drops the last `n` digits; `rest` tells what they were. */
function shiftRight(coeff: bigint, n: number): bigint {
  if (n <= 0) {
    rest = NONE;
    return coeff;
  }
  const digits = countDigits(coeff);
  if (n > digits) {
    rest = coeff === 0n ? NONE : 1;
    return 0n;
  }
  const power = pow10(n);
  const quotient = coeff / power;
  const remainder = coeff - quotient * power;
  if (remainder === 0n) rest = NONE;
  else {
    const twice = remainder * 2n;
    rest = twice < power ? 1 : twice === power ? HALF : 3;
  }
  return quotient;
}

/** Whether a magnitude is rounded away from zero. */
function roundsUp(coeff: bigint, sign: Sign, round: number): boolean {
  switch (round) {
    case ROUND_UP:
      return rest !== NONE;
    case ROUND_CEILING:
      return rest !== NONE && sign === 0;
    case ROUND_FLOOR:
      return rest !== NONE && sign === 1;
    case ROUND_HALF_UP:
      return rest >= HALF;
    case ROUND_HALF_DOWN:
      return rest > HALF;
    case ROUND_HALF_EVEN:
      return rest > HALF || (rest === HALF && (coeff & 1n) === 1n);
    case ROUND_05UP:
      return rest !== NONE && coeff % 5n === 0n;
    default:
      return false;
  }
}

/** `coeff / 10**n`, rounded; whether it was exact stands in `wasExact`. */
export function roundCoefficient(coeff: bigint, sign: Sign, n: number, round: number): bigint {
  const quotient = shiftRight(coeff, n);
  return roundsUp(quotient, sign, round) ? quotient + 1n : quotient;
}

export const wasExact = (): boolean => rest === NONE;

// ---- results ----

export const NAN = new Dec(0, 0n, 0, QUIET_NAN);
export const infinity = (sign: Sign): Dec => new Dec(sign, 0n, 0, INFINITE);
export const finite = (sign: Sign, coeff: bigint, exp: number): Dec => new Dec(sign, coeff, exp);

/** The largest finite number. */
export const largest = (sign: Sign, ctx: Settings): Dec => new Dec(sign, pow10(ctx.prec) - 1n, etop(ctx));

/** Reports an error: the result is NaN. */
export function invalid(condition = INVALID_OPERATION): Dec {
  signals.status |= condition;
  return NAN;
}

/** A NaN with no more payload than fits. */
function fixNan(value: Dec, ctx: Settings): Dec {
  const room = ctx.prec - ctx.clamp;
  if (value.coeff === 0n || value.digits <= room) return value;
  return new Dec(value.sign, room === 0 ? 0n : value.coeff % pow10(room), 0, value.kind);
}

/** The result where an operand is NaN: the first signaling one, else the first; undefined where there is none. */
export function nanResult(ctx: Settings, a: Dec, b?: Dec, c?: Dec): Dec | undefined {
  let chosen: Dec | undefined;
  for (const operand of [a, b, c]) {
    if (operand === undefined || operand.kind < QUIET_NAN) continue;
    if (operand.kind === SIGNALING_NAN) {
      signals.status |= INVALID_OPERATION;
      chosen = operand;
      break;
    }
    chosen ??= operand;
  }
  return chosen === undefined ? undefined : fixNan(new Dec(chosen.sign, chosen.coeff, 0, QUIET_NAN), ctx);
}

/** Makes an exact result fit the context: rounds it to the precision and sees to the limits of the exponent. */
export function finalize(value: Dec, ctx: Settings): Dec {
  if (value.kind !== FINITE) return value.kind >= QUIET_NAN ? fixNan(value, ctx) : value;
  // The common case first: all digits fit, and the exponent is far from its limits.
  const { digits, exp } = value;
  const adjusted = exp + digits - 1;
  if (digits <= ctx.prec && adjusted <= ctx.emax && adjusted >= ctx.emin && (ctx.clamp === 0 || exp <= etop(ctx))) return value;
  const checked = checkExponent(value, ctx);
  return checked.kind === FINITE && checked.digits > ctx.prec ? roundToPrecision(checked, ctx) : checked;
}

function checkExponent(value: Dec, ctx: Settings): Dec {
  const { sign, coeff, exp, adjusted } = value;
  if (adjusted > ctx.emax) {
    if (coeff === 0n) {
      signals.status |= CLAMPED;
      return finite(sign, 0n, ctx.clamp !== 0 ? etop(ctx) : ctx.emax);
    }
    signals.status |= OVERFLOW | INEXACT | ROUNDED;
    const { round } = ctx;
    const toLargest =
      round === ROUND_DOWN || round === ROUND_05UP || (round === ROUND_CEILING && sign === 1) || (round === ROUND_FLOOR && sign === 0);
    return toLargest ? largest(sign, ctx) : infinity(sign);
  }
  if (ctx.clamp !== 0 && exp > etop(ctx)) {
    const shift = exp - etop(ctx);
    signals.status |= CLAMPED;
    if (coeff === 0n) return finite(sign, 0n, etop(ctx));
    if (adjusted < ctx.emin) signals.status |= SUBNORMAL;
    return finite(sign, coeff * pow10(shift), exp - shift);
  }
  if (adjusted < ctx.emin) {
    const tiny = etiny(ctx);
    if (coeff === 0n) {
      if (exp >= tiny) return value;
      signals.status |= CLAMPED;
      return finite(sign, 0n, tiny);
    }
    signals.status |= SUBNORMAL;
    if (exp >= tiny) return value;
    const rounded = roundCoefficient(coeff, sign, tiny - exp, ctx.round);
    signals.status |= ROUNDED;
    if (!wasExact()) {
      signals.status |= INEXACT | UNDERFLOW;
      if (rounded === 0n) signals.status |= CLAMPED;
    }
    return finite(sign, rounded, tiny);
  }
  return value;
}

function roundToPrecision(value: Dec, ctx: Settings): Dec {
  const shift = value.digits - ctx.prec;
  const rounded = roundCoefficient(value.coeff, value.sign, shift, ctx.round);
  signals.status |= wasExact() ? ROUNDED : ROUNDED | INEXACT;
  const result = finite(value.sign, rounded, value.exp + shift);
  if (result.digits <= ctx.prec) return result;
  // 9.99 became 10.0: one digit less, and the exponent may be too large now.
  return checkExponent(finite(value.sign, rounded / 10n, value.exp + shift + 1), ctx);
}

/** The same number with this exponent, rounded where digits are lost; nothing is signaled. */
export function rescale(value: Dec, exp: number, round: number): Dec {
  if (value.kind !== FINITE) return value;
  if (value.coeff === 0n) return finite(value.sign, 0n, exp);
  if (value.exp >= exp) return finite(value.sign, value.coeff * pow10(value.exp - exp), exp);
  return finite(value.sign, roundCoefficient(value.coeff, value.sign, exp - value.exp, round), exp);
}

/** Whether the number is an integer. */
export function isInteger(value: Dec): boolean {
  if (value.kind !== FINITE) return false;
  if (value.exp >= 0 || value.coeff === 0n) return true;
  if (-value.exp >= value.digits) return false;
  return value.coeff % pow10(-value.exp) === 0n;
}

/** The integer of a number that is one, or of its part before the point. */
export function truncate(value: Dec): bigint {
  const magnitude = value.exp >= 0 ? value.coeff * pow10(value.coeff === 0n ? 0 : value.exp) : shiftRight(value.coeff, -value.exp);
  return value.sign === 1 ? -magnitude : magnitude;
}
