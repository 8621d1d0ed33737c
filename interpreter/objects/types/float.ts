/** float (CPython: Objects/floatobject.c). */
import type { PyObject } from '../core/value.ts';
import { type MaybeValue, type Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyFloat, floatType } from '../core/float.ts';
import { PyComplex } from '../core/float.ts';
import { PyTuple } from '../core/tuple.ts';
import { bytesLike, numberText } from '../protocol/buffer.ts';
import { callValue } from '../protocol/call.ts';
import { composeHash, hashFloat } from '../core/hash.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import type { BinarySlot, CompareOp, UnarySlot } from '../core/slots.ts';
import { compareIntFloat, intFromFloat, intToFloat, intValue, normalize, type Int } from '../core/integer.ts';
import {
  copySign,
  floatFloorDivide,
  floatModulo,
  floatPower,
  floatTrueDivide,
  isNegative,
  NEGATIVE_NAN,
  roundHalfEven,
} from '../core/real.ts';
import { strText, textOf } from '../core/str.ts';
import { byOrder, ordered } from '../protocol/compare.ts';
import { toIndex, warnStrictSubclass } from '../protocol/index.ts';
import { floatOf, power } from '../protocol/number.ts';
import { formatFloat } from '../protocol/format.ts';
import { decompose, floatRepr, roundToDigits } from '../protocol/float-text.ts';
import { decimalDigit, isSpace } from '../protocol/unicode.ts';
import { repr } from '../protocol/repr.ts';
import { makeNew } from './make.ts';

const self = (value: Value): number => (value as PyFloat).value;

/** A float operand: a float, or an int converted. */
function operand(value: Value): number | undefined {
  if (value instanceof PyFloat) return value.value;
  const int = intValue(value);
  return int === undefined ? undefined : intToFloat(int);
}

function binary(operation: (l: number, r: number) => number): BinarySlot {
  return (left, right) => {
    const l = operand(left);
    const r = operand(right);
    return l === undefined || r === undefined ? NotImplemented : new PyFloat(operation(l, r));
  };
}

const plus: UnarySlot = value => (value instanceof PyFloat && value.cls === floatType ? value : new PyFloat(self(value)));

export function makeFloat(cls: PyType, value: number): PyFloat {
  return new PyFloat(value, cls);
}

// ---- from text ----

/** Text without surrounding spaces, with digits of all scripts as ASCII ones. */
export function asciiNumber(text: string): string {
  let result = '';
  for (const c of text) {
    const code = c.codePointAt(0)!;
    result += code < 128 ? c : decimalDigit(code) >= 0 ? String(decimalDigit(code)) : isSpace(code) ? ' ' : c;
  }
  let start = 0;
  let end = result.length;
  while (start < end && isSpace(result.charCodeAt(start))) start++;
  while (end > start && isSpace(result.charCodeAt(end - 1))) end--;
  return result.slice(start, end);
}

const NUMBER = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

/** The float a text denotes, undefined if none. */
export function parseFloatText(source: string): number | undefined {
  const text = asciiNumber(source);
  if (NUMBER.test(text)) return Number(text.replaceAll('_', ''));
  const special = SPECIAL.exec(text);
  if (special === null) return undefined;
  const negative = special[1] === '-';
  if (special[2].toLowerCase() === 'nan') return negative ? NEGATIVE_NAN : NaN;
  return negative ? -Infinity : Infinity;
}

function toFloat(x: Value): number {
  if (x instanceof PyFloat && x.cls === floatType) return x.value;
  const type = typeOf(x);
  const bytes = type.slots.nb_float === null && type.slots.nb_index === null ? bytesLike(x) : undefined;
  const text = bytes === undefined ? strText(x) : numberText(bytes);
  if (text !== undefined && type.slots.nb_float === null) {
    const value = parseFloatText(text);
    if (value === undefined) throw valueError(`could not convert string to float: ${textOf(repr(x))}`);
    return value;
  }
  if (type.slots.nb_float === null && type.slots.nb_index === null)
    throw typeError(`float() argument must be a string or a real number, not '${type.name}'`);
  if (!(x instanceof PyFloat)) return floatOf(x);
  // A subclass may say otherwise.
  const result = type.slots.nb_float!(x);
  if (!(result instanceof PyFloat)) throw typeError(`${type.name}.__float__ returned non-float (type ${typeOf(result).name})`);
  if (result.cls !== floatType) warnStrictSubclass(`${type.name}.__float__`, result, 'float');
  return result.value;
}

// ---- hexadecimal ----

function floatHex(value: number): string {
  if (!Number.isFinite(value)) return floatRepr(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return sign + '0x0.0p+0';
  const { mantissa, exponent } = decompose(Math.abs(value));
  const normal = mantissa >= 0x10000000000000n;
  const fraction = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const e = normal ? exponent + 52 : -1022;
  return `${sign}0x${normal ? 1 : 0}.${fraction}p${e < 0 ? '-' : '+'}${Math.abs(e)}`;
}

const HEX = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i;

function floatFromHex(source: string): number {
  const text = source.trim();
  const special = SPECIAL.exec(text);
  if (special !== null) return parseFloatText(text)!;
  const match = HEX.exec(text);
  if (match === null || (match[2] + (match[3] ?? '')).length === 0) throw valueError('invalid hexadecimal floating-point string');
  const [, sign, whole, fraction = '', power_ = '0'] = match;
  const digits = BigInt('0x' + whole + fraction);
  const negative = sign === '-';
  if (digits === 0n) return negative ? -0 : 0;
  let exponent = Number(power_) - 4 * fraction.length;
  // Keep 53 bits (fewer below the normal range), rounding half to even.
  const bits = digits.toString(2).length;
  const top = bits + exponent;
  if (top > 1024) throw overflowError('hexadecimal value too large to represent as a float');
  const lowest = Math.max(top - 53, -1074);
  let kept = digits;
  if (lowest > exponent) {
    const shift = BigInt(Math.min(lowest - exponent, bits + 2));
    kept = digits >> shift;
    const rest = digits - (kept << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
    exponent = lowest;
  }
  let value = Number(kept);
  while (exponent < -1000) {
    value *= 2 ** -500;
    exponent += 500;
  }
  value *= exponent > 1000 ? 2 ** 1000 * 2 ** (exponent - 1000) : 2 ** exponent;
  if (!Number.isFinite(value)) throw overflowError('hexadecimal value too large to represent as a float');
  return negative ? -value : value;
}

function integerRatio(value: number): [Int, Int] {
  if (Number.isNaN(value)) throw valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(value)) throw overflowError('cannot convert Infinity to integer ratio');
  if (value === 0) return [0, 1];
  let { mantissa, exponent } = decompose(Math.abs(value));
  while ((mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  if (value < 0) mantissa = -mantissa;
  return exponent >= 0 ? [normalize(mantissa << BigInt(exponent)), 1] : [normalize(mantissa), normalize(1n << BigInt(-exponent))];
}

const compareFloats = (left: Value, right: Value, op: CompareOp): Value => {
  const l = self(left);
  if (right instanceof PyFloat) return ordered(l, right.value, op);
  const int = intValue(right);
  if (int === undefined) return NotImplemented;
  return typeof int === 'number' ? ordered(l, int, op) : byOrder(-compareIntFloat(int, l), op);
};

defineType('float', {
  matchSelf: true,
  doc: 'Convert a string or number to a floating-point number, if possible.',
  slots: {
    tp_new: makeNew('float($type, x=0, /)', (cls: PyType, x: MaybeValue) => {
      if (cls === floatType && x instanceof PyFloat && x.cls === floatType) return x;
      return new PyFloat(x === undefined ? 0 : toFloat(x), cls);
    }),
    tp_repr: value => floatRepr(self(value)),
    tp_hash: value => {
      hashFloat(self(value), value as PyObject);
      return composeHash();
    },
    tp_richcompare: compareFloats,
    nb_add: binary((l, r) => l + r),
    nb_subtract: binary((l, r) => l - r),
    nb_multiply: binary((l, r) => l * r),
    nb_remainder: binary(floatModulo),
    nb_divmod: (left, right) => {
      const l = operand(left);
      const r = operand(right);
      return l === undefined || r === undefined
        ? NotImplemented
        : new PyTuple([new PyFloat(floatFloorDivide(l, r)), new PyFloat(floatModulo(l, r))]);
    },
    nb_power: (base, exponent, modulus) => {
      if (modulus !== null) throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
      const b = operand(base);
      const e = operand(exponent);
      if (b === undefined || e === undefined) return NotImplemented;
      const result = floatPower(b, e);
      return result !== undefined ? new PyFloat(result) : power(new PyComplex(b, 0), new PyComplex(e, 0));
    },
    nb_negative: value => new PyFloat(Number.isNaN(self(value)) ? copySign(NaN, isNegative(self(value)) ? 1 : -1) : -self(value)),
    nb_positive: plus,
    nb_absolute: value => new PyFloat(Math.abs(self(value))),
    nb_bool: value => self(value) !== 0,
    nb_int: value => intFromFloat(self(value)),
    nb_float: plus,
    nb_floor_divide: binary(floatFloorDivide),
    nb_true_divide: binary(floatTrueDivide),
  },
  getset: {
    real: [plus, undefined, 'the real part of a complex number'],
    imag: [() => new PyFloat(0), undefined, 'the imaginary part of a complex number'],
  },
  methods: {
    'conjugate($self, /)': [plus, 'Return self, the complex conjugate of any float.'],
    'is_integer($self, /)': [(value: Value) => Number.isInteger(self(value)), 'Return True if the float is an integer.'],
    'as_integer_ratio($self, /)': [
      (value: Value) => new PyTuple(integerRatio(self(value))),
      'Return a pair of integers, whose ratio is exactly equal to the original float.',
    ],
    'hex($self, /)': [(value: Value) => floatHex(self(value)), 'Return a hexadecimal representation of a floating-point number.'],
    '__trunc__($self, /)': [(value: Value) => intFromFloat(self(value)), 'Return the Integral closest to x between 0 and x.'],
    '__floor__($self, /)': [(value: Value) => intFromFloat(Math.floor(self(value))), 'Return the floor as an Integral.'],
    '__ceil__($self, /)': [(value: Value) => intFromFloat(Math.ceil(self(value))), 'Return the ceiling as an Integral.'],
    '__round__($self, ndigits=None, /)': [
      (value: Value, ndigits: MaybeValue) => {
        const x = self(value);
        if (ndigits === undefined || ndigits === null) return intFromFloat(roundHalfEven(x));
        const n = toIndex(ndigits);
        const rounded = roundToDigits(x, typeof n === 'number' ? n : n < 0n ? -400 : 400);
        if (!Number.isFinite(rounded) && Number.isFinite(x)) throw overflowError('rounded value too large to represent');
        return new PyFloat(rounded);
      },
      'Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).',
    ],
    '__getnewargs__($self, /)': (value: Value) => new PyTuple([new PyFloat(self(value))]),
    '__format__($self, format_spec, /)': [
      (value: Value, spec: Value) => {
        const text = strText(spec);
        if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
        return formatFloat(self(value), text, value);
      },
      'Formats the float according to format_spec.',
    ],
  },
  classMethods: {
    'fromhex($type, string, /)': [
      (cls: PyType, text: Value) => {
        const source = strText(text);
        if (source === undefined) throw typeError('bad argument type for built-in operation');
        const value = new PyFloat(floatFromHex(source));
        return cls === floatType ? value : callValue(cls, [value]);
      },
      "Create a floating-point number from a hexadecimal string.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375\n>>> float.fromhex('-0x1p-1074')\n-5e-324",
    ],
    'from_number($type, number, /)': [
      (cls: PyType, number: Value) => {
        if (cls === floatType && number instanceof PyFloat && number.cls === floatType) return number;
        const value = new PyFloat(floatOf(number));
        return cls === floatType ? value : callValue(cls, [value]);
      },
      'Convert real number to a floating-point number.',
    ],
    '__getformat__($type, typestr, /)': [
      (_cls: PyType, kind: Value) => {
        if (strText(kind) === undefined) throw typeError(`__getformat__() argument must be str, not ${typeOf(kind).name}`);
        if (kind !== 'double' && kind !== 'float') throw valueError("__getformat__() argument 1 must be 'double' or 'float'");
        return 'IEEE, little-endian';
      },
      "You probably don't want to use this function.",
    ],
  },
});
