/** complex (CPython: Objects/complexobject.c). */
import * as libm from '../../code/libm.ts';
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyComplex, PyFloat, complexType } from '../core/float.ts';
import { PyTuple } from '../core/tuple.ts';
import { hashComplex } from '../core/hash.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../core/errors.ts';
import { PyEQ, PyNE, type BinarySlot } from '../core/slots.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { compareIntFloat, intToFloat, intValue } from '../core/integer.ts';
import { strText } from '../core/str.ts';
import { callSpecial } from '../protocol/call.ts';
import { floatOf } from '../protocol/number.ts';
import { formatComplex } from '../protocol/format.ts';
import { floatRepr } from '../protocol/float-text.ts';
import { asciiNumber, parseFloatText } from './float.ts';
import { makeNew } from './make.ts';
import { fullyQualifiedName } from './names.ts';
import { T } from '../core/registry.ts';
import { warnings } from '../core/warnings.ts';
import { warnStrictSubclass } from '../protocol/index.ts';

interface Complex {
  readonly real: number;
  readonly imag: number;
}

const self = (value: Value): PyComplex => value as PyComplex;
const make = (real: number, imag: number): PyComplex => new PyComplex(real, imag);

/** A real operand; undefined for anything but int and float. */
function realOperand(value: Value): number | undefined {
  if (value instanceof PyFloat) return value.value;
  const int = intValue(value);
  return int === undefined ? undefined : intToFloat(int);
}

/** An operator with the rules for one real and one complex operand apart: reals are not converted, as in C99's Annex G. */
function binary(
  both: (l: Complex, r: Complex) => Complex,
  leftReal: (l: number, r: Complex) => Complex,
  rightReal: (l: Complex, r: number) => Complex,
): BinarySlot {
  const box = ({ real, imag }: Complex): Value => make(real, imag);
  return (left, right) => {
    if (left instanceof PyComplex) {
      if (right instanceof PyComplex) return box(both(left, right));
      const r = realOperand(right);
      return r === undefined ? NotImplemented : box(rightReal(left, r));
    }
    const l = realOperand(left);
    return l === undefined || !(right instanceof PyComplex) ? NotImplemented : box(leftReal(l, right));
  };
}

export function complexProduct(l: Complex, r: Complex): Complex {
  const product = { real: l.real * r.real - l.imag * r.imag, imag: l.real * r.imag + l.imag * r.real };
  return Number.isNaN(product.real) && Number.isNaN(product.imag) ? recoveredProduct(l, r, product) : product;
}

const isInfinite = (x: number): boolean => x === Infinity || x === -Infinity;
const isInfinitePart = ({ real, imag }: Complex): boolean => isInfinite(real) || isInfinite(imag);
const isFinitePair = ({ real, imag }: Complex): boolean => Number.isFinite(real) && Number.isFinite(imag);
const withSign = (magnitude: number, x: number): number => (x < 0 || Object.is(x, -0) ? -magnitude : magnitude);
/** An infinite number seen from far away: its infinite parts are 1, the others 0. */
const direction = ({ real, imag }: Complex): Complex => ({
  real: withSign(isInfinite(real) ? 1 : 0, real),
  imag: withSign(isInfinite(imag) ? 1 : 0, imag),
});
const zeroForNaN = ({ real, imag }: Complex): Complex => ({ real: Number.isNaN(real) ? 0 : real, imag: Number.isNaN(imag) ? 0 : imag });

/** Infinities that came out as NaN + NaN j (C11, Annex G.5.1). */
function recoveredProduct(l: Complex, r: Complex, product: Complex): Complex {
  let infinite = false;
  if (isInfinitePart(l)) [l, r, infinite] = [direction(l), zeroForNaN(r), true];
  if (isInfinitePart(r)) [l, r, infinite] = [zeroForNaN(l), direction(r), true];
  if (!infinite && [l.real * r.real, l.imag * r.imag, l.real * r.imag, l.imag * r.real].some(isInfinite))
    [l, r, infinite] = [zeroForNaN(l), zeroForNaN(r), true];
  if (!infinite) return product;
  return { real: Infinity * (l.real * r.real - l.imag * r.imag), imag: Infinity * (l.real * r.imag + l.imag * r.real) };
}

export function complexQuotient(l: Complex, r: Complex): Complex {
  const quotient = scaledQuotient(l, r);
  if (!Number.isNaN(quotient.real) || !Number.isNaN(quotient.imag)) return quotient;
  const recovered = (scale: number, a: Complex, b: Complex): Complex => ({
    real: scale * (a.real * b.real + a.imag * b.imag),
    imag: scale * (a.imag * b.real - a.real * b.imag),
  });
  if (isInfinitePart(l) && isFinitePair(r)) return recovered(Infinity, direction(l), r);
  if (isInfinitePart(r) && isFinitePair(l)) return recovered(0, l, direction(r));
  return quotient;
}

/** Division scaled by the divisor's larger part, so that nothing overflows on the way. */
function scaledQuotient(l: Complex, r: Complex): Complex {
  const absReal = Math.abs(r.real);
  const absImag = Math.abs(r.imag);
  if (absReal >= absImag) {
    if (absReal === 0) throw zeroDivisionError('division by zero');
    const ratio = r.imag / r.real;
    const denominator = r.real + r.imag * ratio;
    return { real: (l.real + l.imag * ratio) / denominator, imag: (l.imag - l.real * ratio) / denominator };
  }
  if (absImag >= absReal) {
    const ratio = r.real / r.imag;
    const denominator = r.real * ratio + r.imag;
    return { real: (l.real * ratio + l.imag) / denominator, imag: (l.imag * ratio - l.real) / denominator };
  }
  return { real: NaN, imag: NaN };
}

/** A real dividend, which has no imaginary part rather than one of zero. */
function divideReal(l: number, r: Complex): Complex {
  const absReal = Math.abs(r.real);
  const absImag = Math.abs(r.imag);
  let quotient: Complex = { real: NaN, imag: NaN };
  if (absReal >= absImag) {
    if (absReal === 0) throw zeroDivisionError('division by zero');
    const ratio = r.imag / r.real;
    const denominator = r.real + r.imag * ratio;
    quotient = { real: l / denominator, imag: (-l * ratio) / denominator };
  } else if (absImag >= absReal) {
    const ratio = r.real / r.imag;
    const denominator = r.real * ratio + r.imag;
    quotient = { real: (l * ratio) / denominator, imag: -l / denominator };
  }
  if (!Number.isNaN(quotient.real) || !Number.isNaN(quotient.imag) || !Number.isFinite(l) || !isInfinitePart(r)) return quotient;
  const { real, imag } = direction(r);
  return { real: 0 * (l * real), imag: 0 * (-l * imag) };
}

function divideByReal(l: Complex, r: number): Complex {
  if (r === 0) throw zeroDivisionError('division by zero');
  return { real: l.real / r, imag: l.imag / r };
}

export function complexPower(base: Complex, exponent: Complex): Complex {
  if (exponent.real === 0 && exponent.imag === 0) return { real: 1, imag: 0 };
  let result: Complex;
  if (exponent.imag === 0 && Number.isInteger(exponent.real) && Math.abs(exponent.real) <= 100) {
    if (base.real === 0 && base.imag === 0 && exponent.real < 0) throw zeroDivisionError('zero to a negative or complex power');
    const n = Math.abs(exponent.real);
    result = integerPower(base, n);
    if (exponent.real < 0) result = complexQuotient({ real: 1, imag: 0 }, result);
  } else if (base.real === 0 && base.imag === 0) {
    if (exponent.imag !== 0 || exponent.real < 0) throw zeroDivisionError('zero to a negative or complex power');
    return { real: 0, imag: 0 };
  } else {
    const magnitude = libm.hypot(base.real, base.imag);
    let length = Math.pow(magnitude, exponent.real);
    const angle = libm.atan2(base.imag, base.real);
    let phase = angle * exponent.real;
    if (exponent.imag !== 0) {
      length *= libm.exp(-angle * exponent.imag);
      phase += exponent.imag * libm.log(magnitude);
    }
    result = { real: length * libm.cos(phase), imag: length * libm.sin(phase) };
  }
  const finite = [base.real, base.imag, exponent.real, exponent.imag].every(Number.isFinite);
  if (finite && (Math.abs(result.real) === Infinity || Math.abs(result.imag) === Infinity)) throw overflowError('complex exponentiation');
  return result;
}

function integerPower(base: Complex, n: number): Complex {
  let result: Complex = { real: 1, imag: 0 };
  let square = base;
  for (let mask = 1; mask <= n; mask *= 2) {
    if ((n & mask) !== 0) result = complexProduct(result, square);
    square = complexProduct(square, square);
  }
  return result;
}

/** A part as text: repr without a trailing `.0`. */
function partText(value: number): string {
  return floatRepr(value).replace(/\.0$/, '');
}

export function complexRepr({ real, imag }: Complex): string {
  if (real === 0 && !Object.is(real, -0)) return partText(imag) + 'j';
  const imaginary = partText(imag);
  return `(${partText(real)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j)`;
}

// ---- construction ----

const PART = '(?:(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:e[+-]?\\d+(?:_\\d+)*)?|inf(?:inity)?|nan)';
const REAL = new RegExp(`^([+-]?${PART})$`, 'i');
const IMAGINARY = new RegExp(`^([+-]?${PART}|[+-]?)j$`, 'i');
const BOTH = new RegExp(`^([+-]?${PART})([+-]${PART}|[+-])j$`, 'i');

function parseComplex(source: string): Complex | undefined {
  let text = asciiNumber(source);
  if (text.startsWith('(') && text.endsWith(')')) text = asciiNumber(text.slice(1, -1));
  const imaginary = (part: string): number => (part === '' || part === '+' ? 1 : part === '-' ? -1 : parseFloatText(part)!);
  let match = REAL.exec(text);
  if (match !== null) return { real: parseFloatText(match[1])!, imag: 0 };
  match = IMAGINARY.exec(text);
  if (match !== null) return { real: 0, imag: imaginary(match[1]) };
  match = BOTH.exec(text);
  return match === null ? undefined : { real: parseFloatText(match[1])!, imag: imaginary(match[2]) };
}

/** What `__complex__` makes of a value; undefined without one. */
function specialComplex(value: Value): PyComplex | undefined {
  const made = callSpecial(value, '__complex__');
  if (made === undefined) return undefined;
  if (!(made instanceof PyComplex)) throw typeError(`__complex__ returned non-complex (type ${typeOf(made).name})`);
  if (made.cls !== complexType) warnStrictSubclass('__complex__', made, 'complex');
  return made;
}

const isReal = (value: Value): boolean => {
  const { slots } = typeOf(value);
  return slots.nb_float !== null || slots.nb_index !== null;
};

/** A number as complex: itself, `__complex__`, `__float__` or `__index__`; undefined if it is none. */
export function toComplex(value: Value): Complex | undefined {
  if (value instanceof PyComplex) return value;
  return specialComplex(value) ?? (isReal(value) ? { real: floatOf(value), imag: 0 } : undefined);
}

const notReal = (name: string, value: Value): string =>
  `complex() argument '${name}' must be a real number, not ${fullyQualifiedName(typeOf(value))}`;

/** `complex(x)`, where `x` may be text, too. */
function complexFrom(cls: PyType, x: Value): Value {
  if (x instanceof PyComplex && x.cls === complexType && cls === complexType) return x;
  const text = strText(x);
  const value = text !== undefined ? parseComplex(text) : (specialComplex(x) ?? toComplex(x));
  if (value !== undefined) return new PyComplex(value.real, value.imag, cls);
  if (text !== undefined) throw valueError('complex() arg is a malformed string');
  throw typeError(`complex() argument must be a string or a number, not ${fullyQualifiedName(typeOf(x))}`);
}

/** `complex(real, imag)` is `real + imag * 1j`, deprecated with complex parts. */
function complexOfParts(cls: PyType, first: MaybeValue, imag: MaybeValue): Value {
  const real = first === undefined ? 0 : first;
  const special = specialComplex(real);
  if (special === undefined && !(real instanceof PyComplex) && !isReal(real)) throw typeError(notReal('real', real));
  if (imag !== undefined && !(imag instanceof PyComplex) && !isReal(imag)) throw typeError(notReal('imag', imag));
  const r = special ?? (real instanceof PyComplex ? real : undefined);
  if (r !== undefined && !isReal(real)) warnings.issue(T.DeprecationWarning, notReal('real', real));
  let x = r === undefined ? floatOf(real) : r.real;
  let y = r === undefined ? 0 : r.imag;
  if (imag instanceof PyComplex) {
    warnings.issue(T.DeprecationWarning, notReal('imag', imag));
    x -= imag.imag;
    y = r === undefined ? imag.real : y + imag.real;
  } else if (imag !== undefined) y = r === undefined ? floatOf(imag) : y + floatOf(imag);
  return new PyComplex(x, y, cls);
}

const newOfParts = makeNew('complex($type, real=0, imag=0)', complexOfParts, 'takes');

defineType('complex', {
  matchSelf: false,
  doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
  slots: {
    tp_new: (cls, args, kwnames) => (args.length === 1 && kwnames === null ? complexFrom(cls, args[0]) : newOfParts(cls, args, kwnames)),
    tp_repr: value => complexRepr(self(value)),
    tp_hash: value => hashComplex(self(value)),
    tp_richcompare: (left, right, op) => {
      if (op !== PyEQ && op !== PyNE) return NotImplemented;
      const l = self(left);
      let equal: boolean;
      if (right instanceof PyComplex) equal = l.real === right.real && l.imag === right.imag;
      else if (right instanceof PyFloat) equal = l.imag === 0 && l.real === right.value;
      else {
        const int = intValue(right);
        if (int === undefined) return NotImplemented;
        equal = l.imag === 0 && compareIntFloat(int, l.real) === 0;
      }
      return equal === (op === PyEQ);
    },
    nb_add: binary(
      (l, r) => ({ real: l.real + r.real, imag: l.imag + r.imag }),
      (l, r) => ({ real: l + r.real, imag: r.imag }),
      (l, r) => ({ real: l.real + r, imag: l.imag }),
    ),
    nb_subtract: binary(
      (l, r) => ({ real: l.real - r.real, imag: l.imag - r.imag }),
      (l, r) => ({ real: l - r.real, imag: -r.imag }),
      (l, r) => ({ real: l.real - r, imag: l.imag }),
    ),
    nb_multiply: binary(
      complexProduct,
      (l, r) => ({ real: l * r.real, imag: l * r.imag }),
      (l, r) => ({ real: l.real * r, imag: l.imag * r }),
    ),
    nb_true_divide: binary(complexQuotient, divideReal, divideByReal),
    nb_power: (base, exponent, modulus) => {
      const b = base instanceof PyComplex ? base : realOperand(base);
      const e = exponent instanceof PyComplex ? exponent : realOperand(exponent);
      if (b === undefined || e === undefined) return NotImplemented;
      if (modulus !== null) throw valueError('complex modulo');
      const result = complexPower(typeof b === 'number' ? { real: b, imag: 0 } : b, typeof e === 'number' ? { real: e, imag: 0 } : e);
      return make(result.real, result.imag);
    },
    nb_negative: value => make(-self(value).real, -self(value).imag),
    nb_positive: value => (self(value).cls === complexType ? value : make(self(value).real, self(value).imag)),
    nb_absolute: value => {
      const { real, imag } = self(value);
      const result = libm.hypot(real, imag);
      if (result === Infinity && Number.isFinite(real) && Number.isFinite(imag)) throw overflowError('absolute value too large');
      return new PyFloat(result);
    },
    nb_bool: value => self(value).real !== 0 || self(value).imag !== 0,
  },
  getset: {
    real: [(value: PyComplex) => new PyFloat(value.real), undefined, 'the real part of a complex number'],
    imag: [(value: PyComplex) => new PyFloat(value.imag), undefined, 'the imaginary part of a complex number'],
  },
  methods: {
    'conjugate($self, /)': [
      (value: PyComplex) => make(value.real, -value.imag),
      'Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.',
    ],
    '__complex__($self, /)': [
      (value: PyComplex) => (value.cls === complexType ? value : make(value.real, value.imag)),
      'Convert this value to exact type complex.',
    ],
    '__getnewargs__($self, /)': (value: PyComplex) => new PyTuple([new PyFloat(value.real), new PyFloat(value.imag)]),
    '__format__($self, format_spec, /)': [
      (value: PyComplex, spec: Value) => {
        const text = strText(spec);
        if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
        return formatComplex(value, text);
      },
      'Convert to a string according to format_spec.',
    ],
  },
  classMethods: {
    'from_number($type, number, /)': [
      (cls: PyType, number: Value) => {
        if (number instanceof PyComplex && number.cls === complexType && cls === complexType) return number;
        const value = toComplex(number);
        if (value === undefined) throw typeError(`must be real number, not ${typeOf(number).name}`);
        const made = make(value.real, value.imag);
        return cls === complexType ? made : cls.slots.tp_new!(cls, [made], null);
      },
      'Convert number to a complex floating-point number.',
    ],
  },
});
