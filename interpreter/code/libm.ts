/**
 * Elementary functions of doubles, rounded correctly but for a few cases in a thousand million, as a good C library has them. JavaScript's own
 * are a unit in the last place off every now and then, and each engine's differently, so that programs would print other digits than CPython.
 * (Its powers are the C library's.)
 *
 * Arithmetic is done on sums of two doubles where it matters: with tables of exact values at a few points, computed by bigints when a function
 * is first called, and short series around them. What is not here is JavaScript's.
 */
export const { sinh, cosh, tanh, asinh, acosh, atanh, log1p, expm1, log10, pow } = Math;

/** The low part of the last result of `twoSum`, `twoProduct` and the functions whose results are pairs. */
let low = 0;

function twoSum(a: number, b: number): number {
  const sum = a + b;
  const rest = sum - a;
  low = a - (sum - rest) + (b - rest);
  return sum;
}

/** For |a| >= |b|. */
function fastTwoSum(a: number, b: number): number {
  const sum = a + b;
  low = b - (sum - a);
  return sum;
}

const SPLITTER = 134217729;

function twoProduct(a: number, b: number): number {
  const product = a * b;
  let t = SPLITTER * a;
  const ah = t - (t - a);
  const al = a - ah;
  t = SPLITTER * b;
  const bh = t - (t - b);
  const bl = b - bh;
  low = ah * bh - product + ah * bl + al * bh + al * bl;
  return product;
}

// ---- tables, by fixed point arithmetic ----

const BITS = 160n;
const ONE = 1n << BITS;

const LN2 = 18n * inverseAtanh(26n) - 2n * inverseAtanh(4801n) + 8n * inverseAtanh(8749n);

/** atanh(1 / n). */
function inverseAtanh(n: bigint): bigint {
  let term = ONE / n;
  let sum = term;
  for (let k = 3n; term !== 0n; k += 2n) {
    term /= n * n;
    sum += term / k;
  }
  return sum;
}

/** The double nearest to a fixed point number cut to `bits` leading bits, and what is left, again as such numbers. */
function pieces(value: bigint, count: number, bits = 53): number[] {
  const result: number[] = [];
  let rest = value;
  for (let i = 0; i < count; i++) {
    const magnitude = rest < 0n ? -rest : rest;
    const excess = BigInt(Math.max(0, magnitude.toString(2).length - bits));
    // Rounded, so that the next piece is as small as can be.
    const cut = excess === 0n ? magnitude : ((magnitude >> (excess - 1n)) + 1n) >> 1n;
    const piece = (rest < 0n ? -1n : 1n) * (cut << excess);
    result.push(Number(piece) / 2 ** Number(BITS));
    rest -= piece;
  }
  return result;
}

interface Pairs {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

function pairs(count: number, value: (i: number) => bigint): Pairs {
  const result = { high: new Float64Array(count), low: new Float64Array(count) };
  for (let i = 0; i < count; i++) [result.high[i], result.low[i]] = pieces(value(i), 2);
  return result;
}

/** The sum of a series whose terms follow one another: the k-th is `next(term, k)`. */
function series(first: bigint, next: (term: bigint, k: bigint) => bigint): bigint {
  let sum = first;
  let term = first;
  for (let k = 1n; term !== 0n; k++) {
    term = next(term, k);
    sum += term;
  }
  return sum;
}

const scaled = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const atanSeries = (x: bigint): bigint => {
  const square = scaled(x, x);
  let sum = 0n;
  let power = x;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += (k & 2n) === 0n ? power / k : -power / k;
    power = scaled(power, square);
  }
  return sum;
};

const PI = 16n * atanSeries(ONE / 5n) - 4n * atanSeries(ONE / 239n);
const [PI_HIGH, PI_LOW] = pieces(PI, 2);

// ---- exponential ----

/** ln 2 / 128 in parts whose products with a step's number are exact. */
const [STEP_1, STEP_2, STEP_3] = pieces(LN2 / 128n, 3, 33);
const STEPS = 128 / Math.LN2;
let powersOf2: Pairs | null = null;

const words = new Float64Array(1);
const halves = new Uint32Array(words.buffer);
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Where the result is in range. */
function expInRange(x: number): number {
  powersOf2 ??= pairs(128, i => {
    const argument = (LN2 * BigInt(i)) / 128n;
    return series(ONE, (term, k) => scaled(term, argument) / k);
  });
  const k = Math.round(x * STEPS);
  const first = x - k * STEP_1;
  const near = twoSum(first, -k * STEP_2);
  const r = fastTwoSum(near, low - k * STEP_3);
  const rLow = low;
  const tail = rLow + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const i = k & 127;
  const base = powersOf2.high[i];
  const sum = base + (powersOf2.low[i] + base * (r + tail));
  const exponent = (k - i) / 128;
  if (exponent > -1022 && exponent < 1023) {
    words[0] = sum;
    halves[HIGH] += exponent << 20;
    return words[0];
  }
  return exponent > 0 ? sum * 2 ** (exponent - 1) * 2 : sum * 2 ** (exponent + 200) * 2 ** -200;
}

export function exp(x: number): number {
  if (x > 709.7827128933841) return Infinity;
  if (x < -745.1332191019412) return 0;
  if (x !== x) return x;
  if (Math.abs(x) < 2 ** -54) return 1 + x;
  return expInRange(x);
}

// ---- logarithms ----

const [LN2_1, LN2_2, LN2_3] = pieces(LN2, 3, 42);
/** The first point of the table, in 128ths. */
const FIRST = 88;
let reciprocals: Float64Array | null = null;
let logs: Pairs | null = null;

function makeLogs(): void {
  reciprocals = Float64Array.from({ length: 89 }, (_, i) => Math.fround(128 / (FIRST + i)));
  logs = pairs(89, i => {
    // ln(1 / c) = -2 atanh((c - 1) / (c + 1))
    const c = BigInt(reciprocals![i] * 2 ** 60) << (BITS - 60n);
    const u = ((c - ONE) << BITS) / (c + ONE);
    const square = scaled(u, u);
    let sum = 0n;
    let power = u;
    for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
      sum += power / k;
      power = scaled(power, square);
    }
    return -2n * sum;
  });
}

/** ln(x) of a positive finite number; the low part in `low`. */
function logPair(x: number): number {
  if (logs === null || reciprocals === null) makeLogs();
  let exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 2 ** 54;
    exponent = -54;
  }
  words[0] = x;
  const top = halves[HIGH];
  // x = z * 2**k with z from 0.6875 to 1.375
  const k = ((top - 0x3fe60000) | 0) >> 20;
  halves[HIGH] = top - (k << 20);
  const z = words[0];
  exponent += k;
  const i = Math.round(z * 128) - FIRST;
  const reciprocal = reciprocals![i];
  // r = z / c - 1 without error: z in two parts whose products are exact.
  const zHigh = Math.fround(z);
  const first = twoSum(zHigh * reciprocal - 1, (z - zHigh) * reciprocal);
  const rLow = low;
  const r = first;
  const square = twoProduct(r, r);
  const squareLow = low;
  const cube = square * r;
  // prettier-ignore
  const tail = cube * (1 / 3 - r * (1 / 4 - r * (1 / 5 - r * (1 / 6 - r * (1 / 7 - r * (1 / 8 - r * (1 / 9 - r / 10)))))));
  let sum = twoSum(exponent * LN2_1, logs!.high[i]);
  let rest = low + exponent * LN2_2 + logs!.low[i] + exponent * LN2_3;
  sum = twoSum(sum, r);
  rest += low;
  sum = twoSum(sum, -square / 2);
  rest += low + (rLow - squareLow / 2 - r * rLow + tail);
  return fastTwoSum(sum, rest);
}

export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return Math.log(x);
  return x === 1 ? 0 : logPair(x);
}

/** ln(x) times a constant given as a pair. */
function scaledLog(x: number, [high, tail]: readonly number[]): number {
  const value = logPair(x);
  const valueLow = low;
  const product = twoProduct(value, high);
  return product + (low + value * tail + valueLow * high);
}

let inverseLn2: number[] | null = null;

export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return Math.log2(x);
  if (x === 1) return 0;
  inverseLn2 ??= pieces((ONE << BITS) / LN2, 2);
  return scaledLog(x, inverseLn2);
}

// ---- trigonometry ----

/** pi / 2 in parts whose products with a quadrant's number are exact. */
const [QUARTER_1, QUARTER_2, QUARTER_3, QUARTER_4] = pieces(PI / 2n, 4, 32);
/** Larger arguments are reduced by bigints. */
const LARGE = 1e6;

let sines: Pairs | null = null;
let cosines: Pairs | null = null;

function makeSines(): void {
  // In 128ths, from 0 to pi / 4.
  const count = 102;
  const at = (i: number): bigint => (ONE * BigInt(i)) / 128n;
  sines = pairs(count, i => {
    const square = scaled(at(i), at(i));
    return series(at(i), (term, k) => -scaled(term, square) / (2n * k * (2n * k + 1n)));
  });
  cosines = pairs(count, i => {
    const square = scaled(at(i), at(i));
    return series(ONE, (term, k) => -scaled(term, square) / (2n * k * (2n * k - 1n)));
  });
}

/** The quadrant, from 0 to 3, of the last `reduce`. */
let quadrant = 0;

/** x less the nearest multiple of pi / 2; the low part in `low`. */
function reduce(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) {
    quadrant = 0;
    low = 0;
    return x;
  }
  if (Math.abs(x) > LARGE) return reduceLarge(x);
  const n = Math.round(x / (Math.PI / 2));
  quadrant = n & 3;
  let r = twoSum(x - n * QUARTER_1, -n * QUARTER_2);
  let rest = low;
  r = twoSum(r, -n * QUARTER_3);
  rest += low - n * QUARTER_4;
  return fastTwoSum(r, rest);
}

/** pi with as many bits as the largest double needs. */
let widePi: bigint | null = null;
const WIDE_BITS = 1300n;

function reduceLarge(x: number): number {
  if (widePi === null) {
    const atan = (n: bigint): bigint => {
      let power = (1n << WIDE_BITS) / n;
      let sum = 0n;
      for (let k = 1n; power !== 0n; k += 2n) {
        sum += (k & 2n) === 0n ? power / k : -power / k;
        power /= n * n;
      }
      return sum;
    };
    widePi = 16n * atan(5n) - 4n * atan(239n);
  }
  const half = widePi / 2n;
  const magnitude = Math.abs(x);
  const whole = (BigInt(Math.floor(magnitude)) << WIDE_BITS) + (BigInt((magnitude % 1) * 2 ** 53) << (WIDE_BITS - 53n));
  const n = (2n * whole + half) / (2n * half);
  const rest = (whole - n * half) >> (WIDE_BITS - BITS);
  const [high, tail] = pieces(x < 0 ? -rest : rest, 2);
  quadrant = Number((x < 0 ? -n : n) & 3n);
  low = tail;
  return high;
}

/** The sine of r + rLow, |r| <= pi / 4; the low part in `low`. */
function sinePair(r: number, rLow: number): number {
  return r < 0 ? negated(sumOfAngles(-r, -rLow, false)) : sumOfAngles(r, rLow, false);
}

/** The cosine of r + rLow, likewise. */
function cosinePair(r: number, rLow: number): number {
  return r < 0 ? sumOfAngles(-r, -rLow, true) : sumOfAngles(r, rLow, true);
}

function negated(high: number): number {
  low = -low;
  return -high;
}

/**
 * The sine, or the cosine, of a + aLow, a >= 0: by the sine and cosine of the nearest 128th from the table, and those of the small rest d by their
 * series. sin(t + d) = sin t cos d + cos t sin d, and cos(t + d) = cos t cos d - sin t sin d.
 */
function sumOfAngles(a: number, aLow: number, cosineWanted: boolean): number {
  if (sines === null || cosines === null) makeSines();
  const i = Math.round(a * 128);
  const d = a - i / 128;
  const square = d * d;
  const sine = aLow + d * square * (-1 / 6 + square * (1 / 120 - square / 5040));
  // The sine of what is nearest to zero is its series alone.
  if (i === 0 && !cosineWanted) return fastTwoSum(d, sine);
  const cosine = square * (-1 / 2 + square * (1 / 24 - square / 720)) - d * aLow;
  const own = cosineWanted ? cosines! : sines!;
  const other = cosineWanted ? sines! : cosines!;
  const sign = cosineWanted ? -1 : 1;
  const product = twoProduct(sign * other.high[i], d);
  let rest = low;
  const sum = twoSum(own.high[i], product);
  rest += low + own.low[i] + own.high[i] * cosine + sign * other.high[i] * sine + sign * other.low[i] * d;
  return fastTwoSum(sum, rest);
}

export function sin(x: number): number {
  if (Math.abs(x) < 2 ** -26 || !(Math.abs(x) < Infinity)) return Math.abs(x) < Infinity ? x : NaN;
  const r = reduce(x);
  const value = (quadrant & 1) === 0 ? sinePair(r, low) : cosinePair(r, low);
  return quadrant < 2 ? value : -value;
}

export function cos(x: number): number {
  if (!(Math.abs(x) < Infinity)) return NaN;
  const r = reduce(x);
  const value = (quadrant & 1) === 0 ? cosinePair(r, low) : sinePair(r, low);
  return quadrant === 0 || quadrant === 3 ? value : -value;
}

export function tan(x: number): number {
  if (Math.abs(x) < 2 ** -26 || !(Math.abs(x) < Infinity)) return Math.abs(x) < Infinity ? x : NaN;
  const r = reduce(x);
  const rLow = low;
  const s = sinePair(r, rLow);
  const sLow = low;
  const c = cosinePair(r, rLow);
  const cLow = low;
  return (quadrant & 1) === 0 ? sumOf(quotient(s, sLow, c, cLow)) : -sumOf(quotient(c, cLow, s, sLow));
}

const sumOf = (high: number): number => high + low;

/** The quotient of two pairs; the low part in `low`. */
function quotient(a: number, aLow: number, b: number, bLow: number): number {
  const q = a / b;
  const product = twoProduct(q, b);
  return fastTwoSum(q, (a - product - low + aLow - q * bLow) / b);
}

let arctangents: Pairs | null = null;

/** atan(a / b) of pairs with 0 <= a <= b; the low part in `low`. */
function atanOfRatio(a: number, aLow: number, b: number, bLow: number): number {
  // atan(i / 128); by half angles where the series would be slow
  arctangents ??= pairs(129, i => {
    const x = (ONE * BigInt(i)) / 128n;
    if (i < 64) return atanSeries(x);
    const root = integerSqrt((ONE + scaled(x, x)) << BITS);
    return 2n * atanSeries((x << BITS) / (ONE + root));
  });
  const t = quotient(a, aLow, b, bLow);
  const tLow = low;
  const i = Math.round(t * 128);
  const c = i / 128;
  // (t - c) / (1 + t c)
  const product = twoProduct(t, c);
  const productLow = low + tLow * c;
  const denominator = twoSum(1, product);
  const u = quotient(t - c, tLow, denominator, low + productLow);
  const uLow = low;
  const square = u * u;
  const tail = uLow + u * square * (-1 / 3 + square * (1 / 5 - square * (1 / 7 - square / 9)));
  const sum = twoSum(arctangents.high[i], u);
  return fastTwoSum(sum, low + arctangents.low[i] + tail);
}

function integerSqrt(n: bigint): bigint {
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** The angle of a point in the first quadrant, given by pairs; the low part in `low`. */
function angle(y: number, yLow: number, x: number, xLow: number): number {
  if (y <= x) return atanOfRatio(y, yLow, x, xLow);
  const complement = atanOfRatio(x, xLow, y, yLow);
  const rest = low;
  const result = twoSum(PI_HIGH / 2, -complement);
  return fastTwoSum(result, low + PI_LOW / 2 - rest);
}

export function atan(x: number): number {
  if (!(Math.abs(x) > 2 ** -27 && Math.abs(x) < 2 ** 60)) return Math.atan(x);
  const result = sumOf(angle(Math.abs(x), 0, 1, 0));
  return x < 0 ? -result : result;
}

export function atan2(y: number, x: number): number {
  const ay = Math.abs(y);
  const ax = Math.abs(x);
  // Zeros, infinities, NaN, and ratios beyond what a double holds.
  if (!(ay > 1e-140 && ax > 1e-140 && ay < 1e140 && ax < 1e140 && ay / ax > 1e-100 && ay / ax < 1e100)) return Math.atan2(y, x);
  let result = angle(ay, 0, ax, 0);
  if (x < 0) {
    const rest = low;
    result = twoSum(PI_HIGH, -result);
    low += PI_LOW - rest;
  }
  return y < 0 ? -sumOf(result) : sumOf(result);
}

/** sqrt(1 - x * x); the low part in `low`. */
function complementRoot(x: number): number {
  const product = twoProduct(x, x);
  const productLow = low;
  const square = twoSum(1, -product);
  return rootOfPair(square, low - productLow);
}

function rootOfPair(high: number, tail: number): number {
  const root = Math.sqrt(high);
  if (root === 0) {
    low = 0;
    return 0;
  }
  const product = twoProduct(root, root);
  return fastTwoSum(root, (high - product - low + tail) / (2 * root));
}

export function asin(x: number): number {
  const a = Math.abs(x);
  if (!(a > 2 ** -27 && a < 1)) return Math.asin(x);
  const root = complementRoot(a);
  const result = sumOf(angle(a, 0, root, low));
  return x < 0 ? -result : result;
}

export function acos(x: number): number {
  const a = Math.abs(x);
  if (!(a > 2 ** -60 && a < 1)) return Math.acos(x);
  const root = complementRoot(a);
  let result = angle(root, low, a, 0);
  if (x < 0) {
    const rest = low;
    result = twoSum(PI_HIGH, -result);
    low += PI_LOW - rest;
  }
  return sumOf(result);
}

export function hypot(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  if (!(a + b > 0)) return a + b;
  // Scaled by a power of two, so that squares neither overflow nor vanish.
  const scale = Math.max(a, b) > 1e150 ? 2 ** -600 : Math.max(a, b) < 1e-140 ? 2 ** 600 : 1;
  const xx = twoProduct(a * scale, a * scale);
  const xLow = low;
  const yy = twoProduct(b * scale, b * scale);
  const yLow = low;
  const sum = twoSum(xx, yy);
  return sumOf(rootOfPair(sum, low + xLow + yLow)) / scale;
}

/** The root of the sum of the squares of finite numbers whose squares neither overflow nor vanish. */
export function norm(values: readonly number[]): number {
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < values.length; i++) {
    const square = twoProduct(values[i], values[i]);
    rest += low;
    sum = twoSum(sum, square);
    rest += low;
  }
  const total = twoSum(sum, rest);
  return sumOf(rootOfPair(total, low));
}
