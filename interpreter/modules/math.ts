/** `math` (CPython: Modules/mathmodule.c). */
import * as libm from '../code/libm.ts';
import { erf, erfc } from './error-function.ts';
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { floatType, PyFloat } from '../objects/core/float.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { copySign } from '../objects/core/real.ts';
import {
  bitLength,
  intAbs,
  intFloorDivide,
  intFromFloat,
  intModulo,
  intMultiply,
  intShiftRight,
  intSubtract,
  intValue,
  normalize,
  scale,
  type Int,
} from '../objects/core/integer.ts';
import { callSpecial } from '../objects/protocol/call.ts';
import { decompose, floatRepr } from '../objects/protocol/float-text.ts';
import { toIndex } from '../objects/protocol/index.ts';
import { getIter, iterNext, toArray } from '../objects/protocol/iterate.ts';
import { add, floatOf, multiply } from '../objects/protocol/number.ts';

const box = (value: number): PyFloat => new PyFloat(value);

const domain = (): unknown => valueError('math domain error');
const range = (): unknown => overflowError('math range error');

/** A function of one float. `invalid` words the error for a finite or infinite argument outside its domain; overflow raises OverflowError. */
function unary(f: (x: number) => number, invalid: (x: string) => string = x => `math domain error, got ${x}`, canOverflow = false) {
  return (value: Value): Value => {
    const x = floatOf(value);
    const result = f(x);
    if (Number.isNaN(result) && !Number.isNaN(x)) throw valueError(invalid(floatRepr(x)));
    if (!Number.isFinite(result) && Number.isFinite(x)) {
      if (canOverflow) throw range();
      if (Math.abs(result) === Infinity) throw valueError(invalid(floatRepr(x)));
    }
    return box(result);
  };
}

function binary(f: (x: number, y: number) => number) {
  return (a: Value, b: Value): Value => box(f(floatOf(a), floatOf(b)));
}

const finite = (x: string): string => `expected a finite input, got ${x}`;

// ---- logarithms ----

const LN2 = Math.LN2;

/** log of a float or an int of any size, by `f`; `ln2` is f(2). */
function logarithm(value: Value, f: (x: number) => number, ln2: number): number {
  const int = intValue(value);
  if (int !== undefined) {
    if (int <= 0) throw valueError('expected a positive input');
    const x = Number(int);
    if (Number.isFinite(x)) return f(x);
    // Too large for a double: f(m * 2**e) = f(m) + e * f(2).
    const exponent = bitLength(int) - 64;
    return f(Number(intShiftRight(int, exponent))) + exponent * ln2;
  }
  const x = floatOf(value);
  if (x <= 0) throw valueError(`expected a positive input, got ${floatRepr(x)}`);
  return f(x);
}

function log2(x: number): number {
  // Exact for powers of two, whatever the engine's log2 does.
  if (Number.isFinite(x) && x > 0) {
    const [m, e] = splitFloat(x);
    if (m === 0.5) return e - 1;
  }
  return libm.log2(x);
}

// ---- gamma and error functions ----

const LANCZOS_G = 6.024680040776729583740234375;
const LANCZOS_G_MINUS_HALF = 5.524680040776729583740234375;
const LANCZOS_NUMERATOR = [
  23531376880.41075968857200767445163675473484680494, 42919803642.649098768957899047001988850926355848959,
  35711959237.355668049440185451547166705960488635843, 17921034426.03720969991975575445893111267140326539,
  6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
  248874557.86205415651146038641322942321632125127801, 31426415.58540019438061423162831820536287468498764,
  2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
  8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
  2.5066282746310002701649081771338373386264310793408,
];
const LANCZOS_DENOMINATOR = [0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1];

function lanczosSum(x: number): number {
  let numerator = 0;
  let denominator = 0;
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      numerator = numerator * x + LANCZOS_NUMERATOR[i];
      denominator = denominator * x + LANCZOS_DENOMINATOR[i];
    }
  } else {
    for (let i = 0; i < 13; i++) {
      numerator = numerator / x + LANCZOS_NUMERATOR[i];
      denominator = denominator / x + LANCZOS_DENOMINATOR[i];
    }
  }
  return numerator / denominator;
}

/** sin(pi * x) with an exact reduction. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const n = Math.round(2 * y);
  let r: number;
  switch (n) {
    case 0:
      r = libm.sin(Math.PI * y);
      break;
    case 1:
      r = libm.cos(Math.PI * (y - 0.5));
      break;
    case 2:
      r = libm.sin(Math.PI * (1 - y));
      break;
    case 3:
      r = -libm.cos(Math.PI * (y - 1.5));
      break;
    default:
      r = libm.sin(Math.PI * (y - 2));
  }
  return copySign(1, x) * r;
}

const FACTORIALS = (() => {
  const values = [1];
  for (let i = 1; i < 23; i++) values.push(values[i - 1] * i);
  return values;
})();

const poleMessage = (x: number): unknown => valueError(`expected a noninteger or positive integer, got ${floatRepr(x)}`);

function gamma(x: number): number {
  if (!Number.isFinite(x)) {
    if (x === -Infinity) throw poleMessage(x);
    return x;
  }
  if (x === 0) throw poleMessage(x);
  if (Number.isInteger(x)) {
    if (x < 0) throw poleMessage(x);
    if (x <= 23) return FACTORIALS[x - 1];
  }
  const absx = Math.abs(x);
  if (absx < 1e-20) {
    const r = 1 / x;
    if (!Number.isFinite(r)) throw range();
    return r;
  }
  if (absx > 200) {
    if (x < 0) return 0 / sinPi(x);
    throw range();
  }
  const y = absx + LANCZOS_G_MINUS_HALF;
  let z: number;
  if (absx > LANCZOS_G_MINUS_HALF) z = y - absx - LANCZOS_G_MINUS_HALF;
  else z = y - LANCZOS_G_MINUS_HALF - absx;
  z = (z * LANCZOS_G) / y;
  let r: number;
  if (x < 0) {
    r = ((-Math.PI / sinPi(absx) / absx) * libm.exp(y)) / lanczosSum(absx);
    r -= z * r;
    if (absx < 140) r /= Math.pow(y, absx - 0.5);
    else {
      const sqrtPower = Math.pow(y, absx / 2 - 0.25);
      r /= sqrtPower;
      r /= sqrtPower;
    }
  } else {
    r = lanczosSum(absx) / libm.exp(y);
    r += z * r;
    if (absx < 140) r *= Math.pow(y, absx - 0.5);
    else {
      const sqrtPower = Math.pow(y, absx / 2 - 0.25);
      r *= sqrtPower;
      r *= sqrtPower;
    }
  }
  if (!Number.isFinite(r)) throw range();
  return r;
}

function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity;
  if (Number.isInteger(x) && x <= 2) {
    if (x <= 0) throw poleMessage(x);
    return 0;
  }
  const absx = Math.abs(x);
  if (absx < 1e-20) return -libm.log(absx);
  let r = libm.log(lanczosSum(absx)) - LANCZOS_G;
  r += (absx - 0.5) * (libm.log(absx + LANCZOS_G - 0.5) - 1);
  if (x < 0) r = libm.log(Math.PI) - libm.log(Math.abs(sinPi(absx))) - libm.log(absx) - r;
  if (!Number.isFinite(r)) throw range();
  return r;
}

// ---- taking floats apart ----

/** x = m * 2**e with 0.5 <= |m| < 1. */
export function splitFloat(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  const { mantissa, exponent } = decompose(Math.abs(x));
  const bits = bitLength(normalize(mantissa));
  return [copySign(Number(mantissa) / 2 ** bits, x), exponent + bits];
}

function ldexp(value: Value, exponentValue: Value): Value {
  const x = floatOf(value);
  const int = intValue(exponentValue);
  if (int === undefined) throw typeError('Expected an int as second argument to ldexp.');
  if (x === 0 || !Number.isFinite(x)) return box(x);
  const exponent = typeof int === 'number' ? int : int < 0n ? -100000 : 100000;
  if (exponent > 100000 / 2) throw range();
  if (exponent < -100000 / 2) return box(copySign(0, x));
  // One rounding only: the power is applied in full to the mantissa as soon as the result is normal, else scaled at the end.
  const [m, e] = splitFloat(x);
  const total = e + exponent;
  if (total > 1024) throw range();
  const result = total >= -1021 ? m * 2 * 2 ** (total - 1) : scale(m, total);
  if (!Number.isFinite(result)) throw range();
  return box(result);
}

const view = new DataView(new ArrayBuffer(8));

function fromBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

function toBits(x: number): bigint {
  view.setFloat64(0, x);
  return view.getBigUint64(0);
}

function nextafter(aValue: Value, bValue: Value, stepsValue: MaybeValue): Value {
  const x = floatOf(aValue);
  const y = floatOf(bValue);
  if (stepsValue === undefined || stepsValue === null) return box(stepToward(x, y, 1n));
  const steps = toIndex(stepsValue);
  if (steps < 0) throw valueError('steps must be a non-negative integer');
  return box(stepToward(x, y, BigInt(steps)));
}

/** `steps` floats from x towards y. */
function stepToward(x: number, y: number, steps: bigint): number {
  if (steps === 0n) return x;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === y) return y;
  // Floats in order as integers: negative ones mirrored.
  const order = (v: number): bigint => {
    const bits = toBits(Math.abs(v));
    return v < 0 || Object.is(v, -0) ? -bits : bits;
  };
  const from = order(x);
  const to = order(y);
  let at = from < to ? from + steps : from - steps;
  if (from < to ? at > to : at < to) at = to;
  if (at === to && at !== 0n) return y;
  if (at === 0n) return from < 0n ? -0 : 0;
  return at < 0n ? -fromBits(-at) : fromBits(at);
}

function ulp(x: number): number {
  if (Number.isNaN(x)) return x;
  const absx = Math.abs(x);
  if (!Number.isFinite(absx)) return absx;
  const above = stepToward(absx, Infinity, 1n);
  return Number.isFinite(above) ? above - absx : absx - stepToward(absx, -Infinity, 1n);
}

// ---- exact sums ----

/** Sum of floats with one rounding (Shewchuk's partial sums). */
function fsum(iterable: Value): Value {
  const partials: number[] = [];
  let special = 0;
  let infinities = 0;
  for (const item of toArray(iterable)) {
    let x = floatOf(item);
    const original = x;
    let n = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[n++] = low;
      x = high;
    }
    partials.length = n;
    if (x === 0) continue;
    if (!Number.isFinite(x)) {
      if (Number.isFinite(original)) throw overflowError('intermediate overflow in fsum');
      if (!Number.isNaN(original)) infinities += original;
      special += original;
      partials.length = 0;
    } else partials.push(x);
  }
  if (special !== 0) {
    if (Number.isNaN(infinities)) throw valueError('-inf + inf in fsum');
    return box(special);
  }
  return box(sumPartials(partials));
}

/** Non-overlapping partials, smallest first, rounded half to even. */
function sumPartials(partials: number[]): number {
  let n = partials.length;
  if (n === 0) return 0;
  let high = partials[--n];
  let low = 0;
  while (n > 0) {
    const x = high;
    const y = partials[--n];
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
    const y = low * 2;
    const x = high + y;
    if (y === x - high) high = x;
  }
  return high;
}

/** An exact value as an integer times 2**-1074, for sums and products without rounding; undefined for what is not finite. */
function exact(x: number): bigint {
  const { mantissa, exponent } = decompose(Math.abs(x));
  const units = mantissa << BigInt(exponent + 1074);
  return x < 0 ? -units : units;
}

/** The double nearest to units * 2**-shift. */
function nearest(units: bigint, shift: number): number {
  const negative = units < 0n;
  const magnitude = negative ? -units : units;
  if (magnitude === 0n) return 0;
  const bits = bitLength(normalize(magnitude));
  // Round to 53 bits, or to what the subnormal range allows.
  const lowest = Math.max(bits - 53, shift - 1074);
  let kept = magnitude;
  let exponent = -shift;
  if (lowest > 0) {
    const by = BigInt(lowest);
    kept = magnitude >> by;
    const rest = magnitude - (kept << by);
    const half = 1n << (by - 1n);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
    exponent += lowest;
  }
  const value = scale(Number(kept), exponent);
  return negative ? -value : value;
}

const isFloat = (value: Value): value is PyFloat => value instanceof PyFloat && value.cls === floatType;
const isWhole = (value: Value): value is Int => typeof value === 'number' || typeof value === 'bigint';
const isCount = (value: Value): value is Int | boolean => isWhole(value) || typeof value === 'boolean';

/** A product of which at least one factor is a float and the other a float or an int; undefined where floats do not serve. */
function floatFactors(a: Value, b: Value): readonly [number, number] | undefined {
  const x = isFloat(a) ? a.value : isFloat(b) && isCount(a) ? Number(a) : NaN;
  const y = isFloat(b) ? b.value : isFloat(a) && isCount(b) ? Number(b) : NaN;
  return Number.isFinite(x * y) ? [x, y] : undefined;
}

/** Ints first, then floats (times ints) add up exactly; from the first factor that is neither on, products add up as `+` and `*` make them. */
function sumprod(p: Value, q: Value): Value {
  const left = getIter(p);
  const right = getIter(q);
  let total: Value = 0;
  let counting = true;
  let floats: bigint | null = null;
  let adding = true;
  const settle = (): void => {
    if (floats !== null) total = add(total, box(nearest(floats, 2148)));
    floats = null;
    adding = false;
  };
  for (;;) {
    const a = iterNext(left);
    const b = iterNext(right);
    if ((a === undefined) !== (b === undefined)) throw valueError('Inputs are not the same length');
    if (a === undefined || b === undefined) break;
    counting &&= isWhole(a) && isWhole(b);
    if (!counting && adding) {
      const factors = floatFactors(a, b);
      const sum: bigint | undefined = factors === undefined ? undefined : (floats ?? 0n) + exact(factors[0]) * exact(factors[1]);
      if (sum !== undefined && Number.isFinite(nearest(sum, 2148))) {
        floats = sum;
        continue;
      }
      settle();
    }
    total = add(total, multiply(a, b));
  }
  settle();
  return total;
}

function fma(a: Value, b: Value, c: Value): Value {
  const [x, y, z] = [floatOf(a), floatOf(b), floatOf(c)];
  if (![x, y, z].every(Number.isFinite)) {
    if (Number.isFinite(x) && Number.isFinite(y)) return box(z);
    const result = x * y + z;
    if (Number.isNaN(result) && ![x, y, z].some(Number.isNaN)) throw valueError('invalid operation in fma');
    return box(result);
  }
  const sum = exact(x) * exact(y) + (exact(z) << 1074n);
  const result = sum === 0n ? x * y + z : nearest(sum, 2148);
  if (!Number.isFinite(result)) throw overflowError('overflow in fma');
  return box(result);
}

/** Euclidean norm, exact but for one rounding of the sum and one of the root. */
function norm(coordinates: readonly number[]): number {
  if (coordinates.some(x => Math.abs(x) === Infinity)) return Infinity;
  if (coordinates.some(Number.isNaN)) return NaN;
  const max = Math.max(0, ...coordinates.map(Math.abs));
  if (max === 0) return 0;
  if (coordinates.length === 1) return max;
  if (max > 1e-140 && max < 1e150) return libm.norm(coordinates);
  let sum = 0n;
  for (const x of coordinates) {
    const units = exact(x);
    sum += units * units;
  }
  // Root of the exact sum, with bits to spare and a sticky one.
  const bits = bitLength(normalize(sum));
  const shift = Math.max(0, 130 - bits + (bits & 1));
  const even = shift + (shift & 1);
  const root = BigInt(isqrt(normalize(sum << BigInt(even))));
  const sticky = root * root === sum << BigInt(even) ? 0n : 1n;
  return nearest((root << 1n) | sticky, 1074 + even / 2 + 1);
}

function hypot(coordinates: Value[]): Value {
  const result = norm(coordinates.map(floatOf));
  return box(result);
}

function dist(p: Value, q: Value): Value {
  const a = toArray(p);
  const b = toArray(q);
  if (a.length !== b.length) throw valueError('both points must have the same number of dimensions');
  return box(norm(a.map((x, i) => floatOf(x) - floatOf(b[i]))));
}

// ---- integers ----

function isqrt(n: Int): Int {
  if (n < 0) throw valueError('isqrt() argument must be nonnegative');
  if (typeof n === 'number') {
    let root = Math.floor(Math.sqrt(n));
    while (root * root > n) root--;
    while ((root + 1) * (root + 1) <= n) root++;
    return root;
  }
  // Newton's iteration from above.
  let x = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return normalize(x);
    x = y;
  }
}

function gcd2(a: Int, b: Int): Int {
  let x = intAbs(a);
  let y = intAbs(b);
  while (y !== 0) [x, y] = [y, typeof x === 'number' && typeof y === 'number' ? x % y : intModulo(x, y)];
  return x;
}

function product(from: number, to: number): Int {
  if (to - from < 8) {
    let result: Int = 1;
    for (let i = from; i <= to; i++) result = intMultiply(result, i);
    return result;
  }
  const middle = (from + to) >> 1;
  return intMultiply(product(from, middle), product(middle + 1, to));
}

function factorial(value: Value): Value {
  const n = toIndex(value);
  if (n < 0) throw valueError('factorial() not defined for negative values');
  if (typeof n !== 'number') throw overflowError('factorial() argument should not exceed 9223372036854775807');
  return n < 2 ? 1 : product(2, n);
}

/** n * (n-1) * … of k factors. */
function falling(n: Int, k: number): Int {
  if (k === 0) return 1;
  if (k === 1) return n;
  const half = k >> 1;
  return intMultiply(falling(n, half), falling(intSubtract(n, half), k - half));
}

function perm(nValue: Value, kValue: MaybeValue): Value {
  if (kValue === undefined || kValue === null) return factorial(nValue);
  const n = toIndex(nValue);
  const k = toIndex(kValue);
  if (n < 0) throw valueError('n must be a non-negative integer');
  if (k < 0) throw valueError('k must be a non-negative integer');
  if (k > n) return 0;
  if (typeof k !== 'number') throw overflowError('k must not exceed 9223372036854775807');
  return falling(n, k);
}

function comb(nValue: Value, kValue: Value): Value {
  const n = toIndex(nValue);
  let k = toIndex(kValue);
  if (n < 0) throw valueError('n must be a non-negative integer');
  if (k < 0) throw valueError('k must be a non-negative integer');
  if (k > n) return 0;
  const other = intSubtract(n, k);
  if (other < k) k = other;
  if (typeof k !== 'number') throw overflowError('min(n - k, k) must not exceed 9223372036854775807');
  return k === 0 ? 1 : intFloorDivide(falling(n, k), product(1, k));
}

/** floor, ceil, trunc: by the special method, or of the float. */
function rounding(name: string, round: (x: number) => number, onlyMethod = false) {
  return (value: Value): Value => {
    if (value instanceof PyFloat && value.cls.name === 'float') return intFromFloat(round(value.value));
    const result = callSpecial(value, name);
    if (result !== undefined) return result;
    if (onlyMethod) throw typeError(`type ${typeOf(value).name} doesn't define __trunc__ method`);
    return intFromFloat(round(floatOf(value)));
  };
}

function isclose(a: Value, b: Value, relative: MaybeValue, absolute: MaybeValue): Value {
  const x = floatOf(a);
  const y = floatOf(b);
  const rel = relative === undefined ? 1e-9 : floatOf(relative);
  const abs = absolute === undefined ? 0 : floatOf(absolute);
  if (rel < 0 || abs < 0) throw valueError('tolerances must be non-negative');
  if (x === y) return true;
  if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return false;
  const difference = Math.abs(y - x);
  return difference <= Math.abs(rel * y) || difference <= Math.abs(rel * x) || difference <= abs;
}

function fmod(x: number, y: number): number {
  if (Math.abs(y) === Infinity && Number.isFinite(x)) return x;
  const result = x % y;
  if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) throw domain();
  return result;
}

/** IEEE 754 remainder: x - n*y with n the integer nearest to x/y, half to even. */
function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (Math.abs(x) === Infinity || y === 0) throw domain();
  if (Math.abs(y) === Infinity) return x;
  const absx = Math.abs(x);
  const absy = Math.abs(y);
  const m = absx % absy;
  const c = absy - m;
  let r: number;
  if (m < c) r = m;
  else if (m > c) r = -c;
  else r = m - 2 * ((0.5 * (absx - m)) % absy);
  return copySign(1, x) * r;
}

function power(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (!Number.isFinite(y) && Math.abs(x) === 1) return 1;
  const result = Math.pow(x, y);
  if (Number.isFinite(x) && Number.isFinite(y)) {
    if (Number.isNaN(result)) throw domain();
    if (!Number.isFinite(result)) throw x === 0 ? domain() : range();
  }
  return result;
}

registerModule('math', {
  doc: 'This module provides access to the mathematical functions\ndefined by the C standard.',
  attributes: { pi: box(Math.PI), e: box(Math.E), tau: box(2 * Math.PI), inf: box(Infinity), nan: () => box(NaN) },
  functions: {
    'acos(x, /)': [
      unary(libm.acos, x => `expected a number in range from -1 up to 1, got ${x}`),
      'Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.',
    ],
    'acosh(x, /)': [
      unary(Math.acosh, x => `expected argument value not less than 1, got ${x}`),
      'Return the inverse hyperbolic cosine of x.',
    ],
    'asin(x, /)': [
      unary(libm.asin, x => `expected a number in range from -1 up to 1, got ${x}`),
      'Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.',
    ],
    'asinh(x, /)': [unary(Math.asinh), 'Return the inverse hyperbolic sine of x.'],
    'atan(x, /)': [unary(libm.atan), 'Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.'],
    'atan2(y, x, /)': [
      binary(libm.atan2),
      'Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered.',
    ],
    'atanh(x, /)': [unary(Math.atanh, x => `expected a number between -1 and 1, got ${x}`), 'Return the inverse hyperbolic tangent of x.'],
    'cbrt(x, /)': [unary(Math.cbrt), 'Return the cube root of x.'],
    'ceil(x, /)': [rounding('__ceil__', Math.ceil), 'Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x.'],
    'comb(n, k, /)': [comb, 'Number of ways to choose k items from n items without repetition and without order.'],
    'copysign(x, y, /)': [
      binary(copySign),
      'Return a float with the magnitude (absolute value) of x but the sign of y.\n\nOn platforms that support signed zeros, copysign(1.0, -0.0)\nreturns -1.0.',
    ],
    'cos(x, /)': [unary(libm.cos, finite), 'Return the cosine of x (measured in radians).'],
    'cosh(x, /)': [unary(Math.cosh, finite, true), 'Return the hyperbolic cosine of x.'],
    'degrees(x, /)': [(x: Value) => box(floatOf(x) * (180 / Math.PI)), 'Convert angle x from radians to degrees.'],
    'dist(p, q, /)': [dist, 'Return the Euclidean distance between two points p and q.'],
    'erf(x, /)': [unary(erf), 'Error function at x.'],
    'erfc(x, /)': [unary(erfc), 'Complementary error function at x.'],
    'exp(x, /)': [unary(libm.exp, finite, true), 'Return e raised to the power of x.'],
    'exp2(x, /)': [unary(x => Math.pow(2, x), finite, true), 'Return 2 raised to the power of x.'],
    'expm1(x, /)': [
      unary(Math.expm1, finite, true),
      'Return exp(x)-1.\n\nThis function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x.',
    ],
    'fabs(x, /)': [(x: Value) => box(Math.abs(floatOf(x))), 'Return the absolute value of the float x.'],
    'factorial(n, /)': [factorial, 'Find n!.'],
    'floor(x, /)': [rounding('__floor__', Math.floor), 'Return the floor of x as an Integral.\n\nThis is the largest integer <= x.'],
    'fma(x, y, z, /)': [fma, 'Fused multiply-add operation.\n\nCompute (x * y) + z with a single round.'],
    'fmod(x, y, /)': [binary(fmod), 'Return fmod(x, y), according to platform C.\n\nx % y may differ.'],
    'frexp(x, /)': [
      (value: Value) => {
        const [m, e] = splitFloat(floatOf(value));
        return new PyTuple([box(m), e]);
      },
      'Return the mantissa and exponent of x, as pair (m, e).\n\nm is a float and e is an int, such that x = m * 2.**e.\nIf x is 0, m and e are both 0.  Else 0.5 <= abs(m) < 1.0.',
    ],
    'fsum(seq, /)': [
      fsum,
      'Return an accurate floating-point sum of values in the iterable seq.\n\nAssumes IEEE-754 floating-point arithmetic.',
    ],
    'gamma(x, /)': [(x: Value) => box(gamma(floatOf(x))), 'Gamma function at x.'],
    'gcd(*integers)': [(integers: Value[]) => integers.map(toIndex).reduce(gcd2, 0), 'Greatest Common Divisor.'],
    'hypot(*coordinates)': [hypot, 'Multidimensional Euclidean distance from the origin to a point.'],
    'isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)': [isclose, 'Determine whether two floating-point numbers are close in value.'],
    'isfinite(x, /)': [
      (x: Value) => Number.isFinite(floatOf(x)),
      'Return True if x is neither an infinity nor a NaN, and False otherwise.',
    ],
    'isinf(x, /)': [
      (x: Value) => Math.abs(floatOf(x)) === Infinity,
      'Return True if x is a positive or negative infinity, and False otherwise.',
    ],
    'isnan(x, /)': [(x: Value) => Number.isNaN(floatOf(x)), 'Return True if x is a NaN (not a number), and False otherwise.'],
    'isqrt(n, /)': [(n: Value) => isqrt(toIndex(n)), 'Return the integer part of the square root of the input.'],
    'lcm(*integers)': [
      (integers: Value[]) =>
        integers.map(toIndex).reduce((a, b) => (a === 0 || b === 0 ? 0 : intAbs(intMultiply(intFloorDivide(a, gcd2(a, b)), b))), 1),
      'Least Common Multiple.',
    ],
    'ldexp(x, i, /)': [ldexp, 'Return x * (2**i).\n\nThis is essentially the inverse of frexp().'],
    'lgamma(x, /)': [(x: Value) => box(lgamma(floatOf(x))), 'Natural logarithm of absolute value of Gamma function at x.'],
    'log(x, base=<unrepresentable>, /)': [
      (x: Value, base: MaybeValue) => {
        const numerator = logarithm(x, libm.log, LN2);
        if (base === undefined) return box(numerator);
        const denominator = logarithm(base, libm.log, LN2);
        if (denominator === 0) throw zeroDivisionError('division by zero');
        return box(numerator / denominator);
      },
      'log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of x.',
    ],
    'log10(x, /)': [(x: Value) => box(logarithm(x, Math.log10, Math.log10(2))), 'Return the base 10 logarithm of x.'],
    'log1p(x, /)': [
      unary(Math.log1p, x => `expected argument value > -1, got ${x}`),
      'Return the natural logarithm of 1+x (base e).\n\nThe result is computed in a way which is accurate for x near zero.',
    ],
    'log2(x, /)': [(x: Value) => box(logarithm(x, log2, 1)), 'Return the base 2 logarithm of x.'],
    'modf(x, /)': [
      (value: Value) => {
        const x = floatOf(value);
        if (!Number.isFinite(x)) return new PyTuple([box(Number.isNaN(x) ? x : copySign(0, x)), box(x)]);
        const whole = Math.trunc(x);
        return new PyTuple([box(copySign(x - whole, x)), box(copySign(whole, x))]);
      },
      'Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.',
    ],
    'nextafter(x, y, /, *, steps=None)': [nextafter, 'Return the floating-point value the given number of steps after x towards y.'],
    'perm(n, k=None, /)': [perm, 'Number of ways to choose k items from n items without repetition and with order.'],
    'pow(x, y, /)': [binary(power), 'Return x**y (x to the power of y).'],
    'prod(iterable, /, *, start=1)': [
      (iterable: Value, start: MaybeValue) =>
        toArray(iterable).reduce((left: Value, right) => multiply(left, right), start === undefined ? 1 : start),
      'Calculate the product of all the elements in the input iterable.',
    ],
    'radians(x, /)': [(x: Value) => box(floatOf(x) * (Math.PI / 180)), 'Convert angle x from degrees to radians.'],
    'remainder(x, y, /)': [
      binary(remainder),
      'Difference between x and the closest integer multiple of y.\n\nReturn x - n*y where n*y is the closest integer multiple of y.\nIn the case where x is exactly halfway between two multiples of\ny, the nearest even value of n is used. The result is always exact.',
    ],
    'sin(x, /)': [unary(libm.sin, finite), 'Return the sine of x (measured in radians).'],
    'sinh(x, /)': [unary(Math.sinh, finite, true), 'Return the hyperbolic sine of x.'],
    'sqrt(x, /)': [unary(Math.sqrt, x => `expected a nonnegative input, got ${x}`), 'Return the square root of x.'],
    'sumprod(p, q, /)': [sumprod, 'Return the sum of products of values from two iterables p and q.'],
    'tan(x, /)': [unary(libm.tan, finite), 'Return the tangent of x (measured in radians).'],
    'tanh(x, /)': [unary(Math.tanh), 'Return the hyperbolic tangent of x.'],
    'trunc(x, /)': [
      rounding('__trunc__', Math.trunc, true),
      'Truncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method.',
    ],
    'ulp(x, /)': [(x: Value) => box(ulp(floatOf(x))), 'Return the value of the least significant bit of the float x.'],
  },
});
