/**
 * `cmath` (CPython: Modules/cmathmodule.c): functions of complex numbers, with their branch cuts, signed zeros and special values by Annex G
 * of the C99 standard. What they are for arguments that are not finite stands in tables, by the kinds of the real and the imaginary part.
 */
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyComplex, PyFloat } from '../objects/core/float.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { overflowError, typeError, valueError } from '../objects/core/errors.ts';
import type { NativeImplementation } from '../objects/core/native.ts';
import { copySign } from '../objects/core/real.ts';
import { typeOf } from '../objects/core/type.ts';
import * as libm from '../code/libm.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { complexQuotient, toComplex } from '../objects/types/complex.ts';

interface Complex {
  readonly real: number;
  readonly imag: number;
}

const of = (real: number, imag: number): Complex => ({ real, imag });
const domainError = (): unknown => valueError('math domain error');
const rangeError = (): unknown => overflowError('math range error');

const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = Math.log(LARGE);
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const SQRT_SMALLEST = Math.sqrt(SMALLEST_NORMAL);
const { LN2, PI } = Math;

// ---- special values ----

const NAMES: Readonly<Record<string, number>> = {
  P: PI,
  P12: PI / 2,
  P14: PI / 4,
  P34: (3 * PI) / 4,
  I: Infinity,
  N: NaN,
  '0': 0,
  '1': 1,
};

/** Rows by the real part, columns by the imaginary one: -inf, negative, -0, 0, positive, inf, nan. `.` never occurs. */
function table(rows: string): (z: Complex) => Complex {
  let values: Complex[][] | null = null;
  const parse = (word: string): number => (word.startsWith('-') ? -NAMES[word.slice(1)] : NAMES[word]);
  const entry = (pair: string): Complex => {
    const [real, imag] = pair.split(',');
    return pair === '.' ? of(NaN, NaN) : of(parse(real), parse(imag));
  };
  return z => {
    values ??= rows
      .trim()
      .split('\n')
      .map(line => line.trim().split(/ +/).map(entry));
    return values[kindOf(z.real)][kindOf(z.imag)];
  };
}

function kindOf(x: number): number {
  if (Number.isNaN(x)) return 6;
  if (x === Infinity) return 5;
  if (x === -Infinity) return 0;
  if (x === 0) return Object.is(x, -0) ? 2 : 3;
  return x < 0 ? 1 : 4;
}

const ACOS = table(`
  P34,I P,I P,I P,-I P,-I P34,-I N,I
  P12,I . . . . P12,-I N,N
  P12,I . P12,0 P12,-0 . P12,-I P12,N
  P12,I . P12,0 P12,-0 . P12,-I P12,N
  P12,I . . . . P12,-I N,N
  P14,I 0,I 0,I 0,-I 0,-I P14,-I N,I
  N,I N,N N,N N,N N,N N,-I N,N`);
const ACOSH = table(`
  I,-P34 I,-P I,-P I,P I,P I,P34 I,N
  I,-P12 . . . . I,P12 N,N
  I,-P12 . 0,-P12 0,P12 . I,P12 N,P12
  I,-P12 . 0,-P12 0,P12 . I,P12 N,P12
  I,-P12 . . . . I,P12 N,N
  I,-P14 I,-0 I,-0 I,0 I,0 I,P14 I,N
  I,N N,N N,N N,N N,N I,N N,N`);
const ASINH = table(`
  -I,-P14 -I,-0 -I,-0 -I,0 -I,0 -I,P14 -I,N
  -I,-P12 . . . . -I,P12 N,N
  -I,-P12 . -0,-0 -0,0 . -I,P12 N,N
  I,-P12 . 0,-0 0,0 . I,P12 N,N
  I,-P12 . . . . I,P12 N,N
  I,-P14 I,-0 I,-0 I,0 I,0 I,P14 I,N
  I,N N,N N,-0 N,0 N,N I,N N,N`);
const ATANH = table(`
  -0,-P12 -0,-P12 -0,-P12 -0,P12 -0,P12 -0,P12 -0,N
  -0,-P12 . . . . -0,P12 N,N
  -0,-P12 . -0,-0 -0,0 . -0,P12 -0,N
  0,-P12 . 0,-0 0,0 . 0,P12 0,N
  0,-P12 . . . . 0,P12 N,N
  0,-P12 0,-P12 0,-P12 0,P12 0,P12 0,P12 0,N
  0,-P12 N,N N,N N,N N,N 0,P12 N,N`);
const COSH = table(`
  I,N . I,0 I,-0 . I,N I,N
  N,N . . . . N,N N,N
  N,0 . 1,0 1,-0 . N,0 N,0
  N,0 . 1,-0 1,0 . N,0 N,0
  N,N . . . . N,N N,N
  I,N . I,-0 I,0 . I,N I,N
  N,N N,N N,0 N,0 N,N N,N N,N`);
const EXP = table(`
  0,0 . 0,-0 0,0 . 0,0 0,0
  N,N . . . . N,N N,N
  N,N . 1,-0 1,0 . N,N N,N
  N,N . 1,-0 1,0 . N,N N,N
  N,N . . . . N,N N,N
  I,N . I,-0 I,0 . I,N I,N
  N,N N,N N,-0 N,0 N,N N,N N,N`);
const LOG = table(`
  I,-P34 I,-P I,-P I,P I,P I,P34 I,N
  I,-P12 . . . . I,P12 N,N
  I,-P12 . -I,-P -I,P . I,P12 N,N
  I,-P12 . -I,-0 -I,0 . I,P12 N,N
  I,-P12 . . . . I,P12 N,N
  I,-P14 I,-0 I,-0 I,0 I,0 I,P14 I,N
  I,N N,N N,N N,N N,N I,N N,N`);
const SINH = table(`
  I,N . -I,-0 -I,0 . I,N I,N
  N,N . . . . N,N N,N
  0,N . -0,-0 -0,0 . 0,N 0,N
  0,N . 0,-0 0,0 . 0,N 0,N
  N,N . . . . N,N N,N
  I,N . I,-0 I,0 . I,N I,N
  N,N N,N N,-0 N,0 N,N N,N N,N`);
const SQRT = table(`
  I,-I 0,-I 0,-I 0,I 0,I I,I N,I
  I,-I . . . . I,I N,N
  I,-I . 0,-0 0,0 . I,I N,N
  I,-I . 0,-0 0,0 . I,I N,N
  I,-I . . . . I,I N,N
  I,-I I,-0 I,-0 I,0 I,0 I,I I,N
  I,-I N,N N,N N,N N,N I,I N,N`);
const TANH = table(`
  -1,0 . -1,-0 -1,0 . -1,0 -1,0
  N,N . . . . N,N N,N
  -0,N . -0,-0 -0,0 . -0,N -0,N
  0,N . 0,-0 0,0 . 0,N 0,N
  N,N . . . . N,N N,N
  1,0 . 1,-0 1,0 . 1,0 1,0
  N,N N,N N,-0 N,0 N,N N,N N,N`);
const RECT = table(`
  I,N . -I,0 -I,-0 . I,N I,N
  N,N . . . . N,N N,N
  0,0 . -0,0 -0,-0 . 0,0 0,0
  0,0 . 0,-0 0,0 . 0,0 0,0
  N,N . . . . N,N N,N
  I,N . I,-0 I,0 . I,N I,N
  N,N N,N N,0 N,0 N,N N,N N,N`);

const isFinite = (z: Complex): boolean => Number.isFinite(z.real) && Number.isFinite(z.imag);
const isInfinite = (x: number): boolean => x === Infinity || x === -Infinity;

/** An infinite real part with a finite imaginary one that is not zero: the direction is that of the imaginary part. */
const hasDirection = (z: Complex): boolean => isInfinite(z.real) && Number.isFinite(z.imag) && z.imag !== 0;
const direction = (size: number, angle: number): Complex => of(copySign(size, libm.cos(angle)), copySign(size, libm.sin(angle)));

/** A finite argument's result: infinity is an overflow. */
function checked(z: Complex): Complex {
  if (isInfinite(z.real) || isInfinite(z.imag)) throw rangeError();
  return z;
}

const negate = (z: Complex): Complex => of(-z.real, -z.imag);
/** i * z and -i * z: sin, tan and their inverses are the hyperbolic functions, turned. */
const turned = (z: Complex): Complex => of(-z.imag, z.real);
const turnedBack = (z: Complex): Complex => of(z.imag, -z.real);

// ---- functions ----

function sqrt(z: Complex): Complex {
  if (!isFinite(z)) return SQRT(z);
  if (z.real === 0 && z.imag === 0) return of(0, z.imag);
  let ax = Math.abs(z.real);
  const ay = Math.abs(z.imag);
  let s: number;
  if (ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL) {
    ax *= 2 ** 53;
    s = Math.sqrt(ax + libm.hypot(ax, ay * 2 ** 53)) * 2 ** -27;
  } else {
    ax /= 8;
    s = 2 * Math.sqrt(ax + libm.hypot(ax, ay / 8));
  }
  const d = ay / (2 * s);
  return z.real >= 0 ? of(s, copySign(d, z.imag)) : of(d, copySign(s, z.imag));
}

const isLarge = (z: Complex): boolean => Math.abs(z.real) > LARGE || Math.abs(z.imag) > LARGE;
const logOfLarge = (z: Complex): number => libm.log(libm.hypot(z.real / 2, z.imag / 2)) + 2 * LN2;

function acos(z: Complex): Complex {
  if (!isFinite(z)) return ACOS(z);
  if (isLarge(z)) {
    const size = logOfLarge(z);
    return of(libm.atan2(Math.abs(z.imag), z.real), z.real < 0 ? -copySign(size, z.imag) : copySign(size, -z.imag));
  }
  const s1 = sqrt(of(1 - z.real, -z.imag));
  const s2 = sqrt(of(1 + z.real, z.imag));
  return of(2 * libm.atan2(s1.real, s2.real), libm.asinh(s2.real * s1.imag - s2.imag * s1.real));
}

function acosh(z: Complex): Complex {
  if (!isFinite(z)) return ACOSH(z);
  if (isLarge(z)) return of(logOfLarge(z), libm.atan2(z.imag, z.real));
  const s1 = sqrt(of(z.real - 1, z.imag));
  const s2 = sqrt(of(z.real + 1, z.imag));
  return of(libm.asinh(s1.real * s2.real + s1.imag * s2.imag), 2 * libm.atan2(s1.imag, s2.real));
}

function asinh(z: Complex): Complex {
  if (!isFinite(z)) return ASINH(z);
  if (isLarge(z)) {
    const size = logOfLarge(z);
    return of(z.imag >= 0 ? copySign(size, z.real) : -copySign(size, -z.real), libm.atan2(z.imag, Math.abs(z.real)));
  }
  const s1 = sqrt(of(1 + z.imag, -z.real));
  const s2 = sqrt(of(1 - z.imag, z.real));
  return of(libm.asinh(s1.real * s2.imag - s2.real * s1.imag), libm.atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag));
}

function atanh(z: Complex): Complex {
  if (!isFinite(z)) return ATANH(z);
  if (z.real < 0 || Object.is(z.real, -0)) return negate(atanh(negate(z)));
  const ay = Math.abs(z.imag);
  if (z.real > SQRT_LARGE || ay > SQRT_LARGE) {
    const h = libm.hypot(z.real / 2, z.imag / 2);
    return of(z.real / 4 / h / h, -copySign(PI / 2, -z.imag));
  }
  if (z.real === 1 && ay < SQRT_SMALLEST) {
    if (ay === 0) throw domainError();
    return of(-libm.log(Math.sqrt(ay) / Math.sqrt(libm.hypot(ay, 2))), copySign(libm.atan2(2, -ay) / 2, z.imag));
  }
  return of(
    libm.log1p((4 * z.real) / ((1 - z.real) * (1 - z.real) + ay * ay)) / 4,
    -libm.atan2(-2 * z.imag, (1 - z.real) * (1 + z.real) - ay * ay) / 2,
  );
}

function cosh(z: Complex): Complex {
  if (!isFinite(z)) {
    if (isInfinite(z.imag) && !Number.isNaN(z.real)) throw domainError();
    if (!hasDirection(z)) return COSH(z);
    const d = direction(Infinity, z.imag);
    return z.real > 0 ? d : of(d.real, -d.imag);
  }
  if (Math.abs(z.real) > LOG_LARGE) {
    const x = z.real - copySign(1, z.real);
    return checked(of(libm.cos(z.imag) * libm.cosh(x) * Math.E, libm.sin(z.imag) * libm.sinh(x) * Math.E));
  }
  return checked(of(libm.cos(z.imag) * libm.cosh(z.real), libm.sin(z.imag) * libm.sinh(z.real)));
}

function sinh(z: Complex): Complex {
  if (!isFinite(z)) {
    if (isInfinite(z.imag) && !Number.isNaN(z.real)) throw domainError();
    if (!hasDirection(z)) return SINH(z);
    const d = direction(Infinity, z.imag);
    return z.real > 0 ? d : of(-d.real, d.imag);
  }
  if (Math.abs(z.real) > LOG_LARGE) {
    const x = z.real - copySign(1, z.real);
    return checked(of(libm.cos(z.imag) * libm.sinh(x) * Math.E, libm.sin(z.imag) * libm.cosh(x) * Math.E));
  }
  return checked(of(libm.cos(z.imag) * libm.sinh(z.real), libm.sin(z.imag) * libm.cosh(z.real)));
}

function tanh(z: Complex): Complex {
  if (!isFinite(z)) {
    if (isInfinite(z.imag) && Number.isFinite(z.real)) throw domainError();
    if (!hasDirection(z)) return TANH(z);
    return of(z.real > 0 ? 1 : -1, copySign(0, 2 * libm.sin(z.imag) * libm.cos(z.imag)));
  }
  if (Math.abs(z.real) > LOG_LARGE)
    return of(copySign(1, z.real), 4 * libm.sin(z.imag) * libm.cos(z.imag) * libm.exp(-2 * Math.abs(z.real)));
  const tx = libm.tanh(z.real);
  const ty = libm.tan(z.imag);
  const cx = 1 / libm.cosh(z.real);
  const product = tx * ty;
  const denominator = 1 + product * product;
  return of((tx * (1 + ty * ty)) / denominator, (ty / denominator) * cx * cx);
}

function exp(z: Complex): Complex {
  if (!isFinite(z)) {
    if (isInfinite(z.imag) && (Number.isFinite(z.real) || z.real === Infinity)) throw domainError();
    return hasDirection(z) ? direction(z.real > 0 ? Infinity : 0, z.imag) : EXP(z);
  }
  if (z.real > LOG_LARGE) {
    const size = libm.exp(z.real - 1);
    return checked(of(size * libm.cos(z.imag) * Math.E, size * libm.sin(z.imag) * Math.E));
  }
  const size = libm.exp(z.real);
  return checked(of(size * libm.cos(z.imag), size * libm.sin(z.imag)));
}

function log(z: Complex): Complex {
  if (!isFinite(z)) return LOG(z);
  const ax = Math.abs(z.real);
  const ay = Math.abs(z.imag);
  let real: number;
  if (isLarge(z)) real = libm.log(libm.hypot(ax / 2, ay / 2)) + LN2;
  else if (ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL) {
    if (ax === 0 && ay === 0) throw domainError();
    real = libm.log(libm.hypot(ax * 2 ** 53, ay * 2 ** 53)) - 53 * LN2;
  } else {
    const h = libm.hypot(ax, ay);
    const am = Math.max(ax, ay);
    const an = Math.min(ax, ay);
    real = h >= 0.71 && h <= 1.73 ? libm.log1p((am - 1) * (am + 1) + an * an) / 2 : libm.log(h);
  }
  return of(real, libm.atan2(z.imag, z.real));
}

function log10(z: Complex): Complex {
  const { real, imag } = log(z);
  return of(real / Math.LN10, imag / Math.LN10);
}

function rect(r: number, phi: number): Complex {
  const z = of(r, phi);
  if (!isFinite(z)) {
    if (isInfinite(phi) && r !== 0 && !Number.isNaN(r)) throw domainError();
    if (!hasDirection(z)) return RECT(z);
    const d = direction(Infinity, phi);
    return r > 0 ? d : negate(d);
  }
  return phi === 0 ? of(r, r * phi) : of(r * libm.cos(phi), r * libm.sin(phi));
}

function abs(z: Complex): number {
  const size = libm.hypot(z.real, z.imag);
  if (size === Infinity && isFinite(z)) throw rangeError();
  return size;
}

// ---- the module ----

function argument(value: Value): Complex {
  const z = toComplex(value);
  if (z === undefined) throw typeError(`must be real number, not ${typeOf(value).name}`);
  return z;
}

const box = (z: Complex): Value => new PyComplex(z.real, z.imag);

const unary =
  (f: (z: Complex) => Complex): NativeImplementation =>
  (value: Value) =>
    box(f(argument(value)));

const predicate =
  (f: (z: Complex) => boolean): NativeImplementation =>
  (value: Value) =>
    f(argument(value));

function isclose(aValue: Value, bValue: Value, relative: MaybeValue, absolute: MaybeValue): boolean {
  const a = argument(aValue);
  const b = argument(bValue);
  const relTol = relative === undefined ? 1e-9 : floatOf(relative);
  const absTol = absolute === undefined ? 0 : floatOf(absolute);
  if (relTol < 0 || absTol < 0) throw valueError('tolerances must be non-negative');
  if (a.real === b.real && a.imag === b.imag) return true;
  if ([a.real, a.imag, b.real, b.imag].some(isInfinite)) return false;
  const difference = libm.hypot(a.real - b.real, a.imag - b.imag);
  return difference <= relTol * libm.hypot(b.real, b.imag) || difference <= relTol * libm.hypot(a.real, a.imag) || difference <= absTol;
}

function logWithBase(value: Value, base: MaybeValue): Value {
  const z = log(argument(value));
  if (base === undefined) return box(z);
  const b = log(argument(base));
  if (b.real === 0 && b.imag === 0) throw domainError();
  return box(complexQuotient(z, b));
}

registerModule('cmath', {
  doc: 'This module provides access to mathematical functions for complex\nnumbers.',
  functions: {
    'acos(z, /)': unary(acos),
    'acosh(z, /)': unary(acosh),
    'asin(z, /)': unary(z => turnedBack(asinh(turned(z)))),
    'asinh(z, /)': unary(asinh),
    'atan(z, /)': unary(z => turnedBack(atanh(turned(z)))),
    'atanh(z, /)': unary(atanh),
    'cos(z, /)': unary(z => cosh(turned(z))),
    'cosh(z, /)': unary(cosh),
    'exp(z, /)': unary(exp),
    'isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)': isclose,
    'isfinite(z, /)': predicate(isFinite),
    'isinf(z, /)': predicate(z => isInfinite(z.real) || isInfinite(z.imag)),
    'isnan(z, /)': predicate(z => Number.isNaN(z.real) || Number.isNaN(z.imag)),
    'log(z, base=<unrepresentable>, /)': logWithBase,
    'log10(z, /)': unary(log10),
    'phase(z, /)': (value: Value) => {
      const z = argument(value);
      return new PyFloat(libm.atan2(z.imag, z.real));
    },
    'polar(z, /)': (value: Value) => {
      const z = argument(value);
      return new PyTuple([new PyFloat(abs(z)), new PyFloat(libm.atan2(z.imag, z.real))]);
    },
    'rect(r, phi, /)': (r: Value, phi: Value) => box(rect(floatOf(r), floatOf(phi))),
    'sin(z, /)': unary(z => turnedBack(sinh(turned(z)))),
    'sinh(z, /)': unary(sinh),
    'sqrt(z, /)': unary(sqrt),
    'tan(z, /)': unary(z => turnedBack(tanh(turned(z)))),
    'tanh(z, /)': unary(tanh),
  },
  attributes: {
    pi: new PyFloat(PI),
    e: new PyFloat(Math.E),
    tau: new PyFloat(2 * PI),
    inf: new PyFloat(Infinity),
    infj: new PyComplex(0, Infinity),
    nan: new PyFloat(NaN),
    nanj: new PyComplex(0, NaN),
  },
});
