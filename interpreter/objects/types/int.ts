/** int and bool (CPython: Objects/longobject.c, Objects/boolobject.c). */
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyFloat } from '../core/float.ts';
import { PyTuple } from '../core/tuple.ts';
import { PyByteArray, PyBytes } from '../core/bytes.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { reduceHash } from '../core/hash.ts';
import type { BinarySlot, CompareOp, UnarySlot } from '../core/slots.ts';
import {
  clampInt,
  bitLength,
  boolType,
  intAbs,
  intAdd,
  intAnd,
  intCompare,
  intFloorDivide,
  intInvert,
  intModulo,
  intMultiply,
  intNegate,
  intOr,
  intPower,
  intPowerModulo,
  intShiftLeft,
  intShiftRight,
  intSubtract,
  intToFloat,
  intToString,
  intTrueDivide,
  intType,
  intValue,
  intXor,
  normalize,
  PyIntSubclass,
  intLimits,
  type Int,
} from '../core/integer.ts';
import { floatPower } from '../core/real.ts';
import { strText, textOf } from '../core/str.ts';
import { byOrder } from '../protocol/compare.ts';
import { toIndex, toIndexNumber, warnStrictSubclass, toSize } from '../protocol/index.ts';
import { isTruthy } from '../protocol/truth.ts';
import { callSpecial, callValue } from '../protocol/call.ts';
import { isIterable, toArray } from '../protocol/iterate.ts';
import { repr } from '../protocol/repr.ts';
import { formatInt } from '../protocol/format.ts';
import { decimalDigit, isSpace } from '../protocol/unicode.ts';
import { makeNew } from './make.ts';
import { warnings } from '../core/warnings.ts';
import { bytesLike, numberText } from '../protocol/buffer.ts';

const self = (value: Value): Int => intValue(value)!;

function binary(operation: (l: Int, r: Int) => Value): BinarySlot {
  return (left, right) => {
    const l = intValue(left);
    const r = intValue(right);
    return l === undefined || r === undefined ? NotImplemented : operation(l, r);
  };
}

const plus: UnarySlot = value => (typeof value === 'number' ? value : self(value));

/** An int as an instance of a class: the int itself, or an instance of the subclass. */
export function makeInt(cls: PyType, value: Int): Value {
  return cls === intType ? value : new PyIntSubclass(value, cls);
}

// ---- from text ----

/** Literals as `int(text, base)` reads them; undefined if the text is none. Raises ValueError for too many digits. */
export function parseInt_(source: string, base: number): Int | undefined {
  // Digits of any script count; spaces around are dropped.
  let text = /^\d+$/.test(source) ? source : trimSpace(asciiDigits(source)).toLowerCase();
  let negative = false;
  if (text[0] === '+' || text[0] === '-') {
    negative = text[0] === '-';
    text = text.slice(1);
  }
  let radix = base;
  const prefix = text[0] === '0' ? ({ x: 16, o: 8, b: 2 } as Record<string, number | undefined>)[text[1]] : undefined;
  if (prefix !== undefined && (base === 0 || base === prefix)) {
    radix = prefix;
    text = text.slice(2);
    if (text[0] === '_') text = text.slice(1);
  } else if (base === 0) {
    radix = 10;
    // 007 is no literal, 00 is.
    if (text[0] === '0' && !/^[0_]*$/.test(text)) return undefined;
  }
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(text)) return undefined;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  for (let i = 0; i < digits.length; i++) {
    const c = digits.charCodeAt(i);
    if ((c < 58 ? c - 48 : c - 87) >= radix) return undefined;
  }
  let value: Int;
  if (digits.length <= 10 || (radix === 10 && digits.length <= 15)) value = parseInt(digits, radix);
  else {
    const powerOfTwo = (radix & (radix - 1)) === 0;
    if (!powerOfTwo && intLimits.maxStrDigits > 0 && digits.length > intLimits.maxStrDigits) {
      throw valueError(
        `Exceeds the limit (${intLimits.maxStrDigits} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
      );
    }
    value = normalize(radix === 10 ? BigInt(digits) : bigintInBase(digits, radix));
  }
  return negative ? intNegate(value) : value;
}

function asciiDigits(source: string): string {
  let text = '';
  for (const c of source) {
    const code = c.codePointAt(0)!;
    text += code < 128 ? c : decimalDigit(code) >= 0 ? String(decimalDigit(code)) : isSpace(code) ? ' ' : c;
  }
  return text;
}

function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Divide and conquer, so that long texts do not take quadratic time. */
function bigintInBase(digits: string, radix: number): bigint {
  if (radix === 16) return BigInt('0x' + digits);
  if (radix === 8) return BigInt('0o' + digits);
  if (radix === 2) return BigInt('0b' + digits);
  if (digits.length <= 10) return BigInt(parseInt(digits, radix));
  const half = digits.length >> 1;
  return (
    bigintInBase(digits.slice(0, half), radix) * BigInt(radix) ** BigInt(digits.length - half) + bigintInBase(digits.slice(half), radix)
  );
}

/** `int(x)`: by `__int__`, `__index__`, `__trunc__`, or from text. */
export function toInt(x: Value): Int {
  if (typeof x === 'number') return x;
  const type = typeOf(x);
  if (type.slots.nb_int !== null) {
    const result = type.slots.nb_int(x);
    const int = intValue(result);
    if (int === undefined) throw typeError(`__int__ returned non-int (type ${typeOf(result).name})`);
    if (typeof result !== 'number' && typeof result !== 'bigint') warnStrictSubclass('__int__', result, 'int');
    return int;
  }
  if (type.slots.nb_index !== null) return toIndex(x);
  const text = strText(x);
  if (text !== undefined) return intFromText(text, x, 10);
  const bytes = bytesLike(x);
  if (bytes !== undefined)
    return intFromText(numberText(bytes), x instanceof PyBytes || x instanceof PyByteArray ? x : new PyBytes(bytes), 10);
  throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${type.name}'`);
}

function intFromText(text: string, x: Value, base: number): Int {
  const int = parseInt_(text, base);
  if (int === undefined) throw valueError(`invalid literal for int() with base ${base}: ${textOf(repr(x)).slice(0, 200)}`);
  return int;
}

const intNew = makeNew('int($type, x=0, /, base=10)', (cls: PyType, x: MaybeValue, base: MaybeValue) => {
  if (base === undefined) return makeInt(cls, x === undefined ? 0 : toInt(x));
  if (x === undefined) throw typeError('int() missing string argument');
  const radix = clampInt(toIndex(base));
  if (radix !== 0 && (radix < 2 || radix > 36)) throw valueError('int() base must be >= 2 and <= 36, or 0');
  const text = strText(x);
  if (text !== undefined) return makeInt(cls, intFromText(text, x, radix));
  if (x instanceof PyBytes || x instanceof PyByteArray) return makeInt(cls, intFromText(numberText(x.data), x, radix));
  throw typeError("int() can't convert non-string with explicit base");
});

// ---- bytes ----

/** The `byteorder` argument. */
function bigEndian(order: MaybeValue): boolean {
  if (order === undefined) return true;
  const text = strText(order);
  if (text === undefined) throw typeError(`to_bytes() argument 'byteorder' must be str, not ${typeOf(order).name}`);
  if (text !== 'big' && text !== 'little') throw valueError("byteorder must be either 'little' or 'big'");
  return text === 'big';
}

export function intToBytes(value: Int, length: number, big: boolean, signed: boolean): Uint8Array {
  if (value < 0 && !signed) throw overflowError("can't convert negative int to unsigned");
  const bits = signed ? (value < 0 ? bitLength(intInvert(value)) : bitLength(value)) + 1 : bitLength(value);
  if (bits > length * 8 && !(value === 0)) throw overflowError('int too big to convert');
  const bytes = new Uint8Array(length);
  if (typeof value === 'number' && length <= 4) {
    for (let i = 0; i < length; i++) bytes[i] = value >> (8 * i);
  } else {
    const hex = BigInt.asUintN(length * 8, BigInt(value))
      .toString(16)
      .padStart(length * 2, '0');
    for (let i = 0; i < length; i++) bytes[i] = parseInt(hex.substr(hex.length - 2 * (i + 1), 2), 16);
  }
  return big ? bytes.reverse() : bytes;
}

export function intFromBytes(data: Uint8Array, big: boolean, signed: boolean): Int {
  if (data.length === 0) return 0;
  let hex = '';
  for (let i = 0; i < data.length; i++) hex += data[big ? i : data.length - 1 - i].toString(16).padStart(2, '0');
  const value = BigInt('0x' + hex);
  return normalize(signed ? BigInt.asIntN(data.length * 8, value) : value);
}

/** bytes of a bytes-like object or an iterable of ints. */
function byteSource(value: Value): Uint8Array {
  if (value instanceof PyBytes || value instanceof PyByteArray) return value.data;
  const made = callSpecial(value, '__bytes__');
  if (made instanceof PyBytes) return made.data;
  if (strText(value) !== undefined) throw typeError("cannot convert 'str' object to bytes");
  if (!isIterable(value)) throw typeError(`cannot convert '${typeOf(value).name}' object to bytes`);
  return Uint8Array.from(toArray(value), item => {
    const n = toIndexNumber(item);
    if (n < 0 || n > 255) throw valueError('bytes must be in range(0, 256)');
    return n;
  });
}

// ---- rounding ----

/** `round(value, ndigits)`: to a multiple of 10**-ndigits, half to even. */
function roundInt(value: Int, ndigits: Int): Int {
  if (ndigits >= 0) return value;
  const unit = intPower(10, intNegate(ndigits));
  const quotient = intFloorDivide(value, unit);
  const remainder = intModulo(value, unit);
  const order = intCompare(intAdd(remainder, remainder), unit);
  const up = order > 0 || (order === 0 && intModulo(quotient, 2) === 1);
  return intMultiply(up ? intAdd(quotient, 1) : quotient, unit);
}

const compareInts = (left: Value, right: Value, op: CompareOp): Value => {
  const l = intValue(left);
  const r = intValue(right);
  return l === undefined || r === undefined ? NotImplemented : byOrder(intCompare(l, r), op);
};

defineType('int', {
  matchSelf: true,
  doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
  slots: {
    tp_new: intNew,
    tp_repr: value => intToString(self(value)),
    tp_hash: value => {
      const int = self(value);
      return typeof int === 'number' ? (int === -1 ? -2 : int) : reduceBig(int);
    },
    tp_richcompare: compareInts,
    nb_add: binary(intAdd),
    nb_subtract: binary(intSubtract),
    nb_multiply: binary(intMultiply),
    nb_remainder: binary(intModulo),
    nb_divmod: binary((l, r) => new PyTuple([intFloorDivide(l, r), intModulo(l, r)])),
    nb_power: (base, exponent, modulus) => {
      const b = intValue(base);
      const e = intValue(exponent);
      if (b === undefined || e === undefined) return NotImplemented;
      if (modulus !== null) {
        const m = intValue(modulus);
        return m === undefined ? NotImplemented : intPowerModulo(b, e, m);
      }
      return e >= 0 ? intPower(b, e) : new PyFloat(floatPower(intToFloat(b), intToFloat(e))!);
    },
    nb_negative: value => intNegate(self(value)),
    nb_positive: plus,
    nb_absolute: value => intAbs(self(value)),
    nb_bool: value => self(value) !== 0,
    nb_invert: value => intInvert(self(value)),
    nb_lshift: binary(intShiftLeft),
    nb_rshift: binary(intShiftRight),
    nb_and: binary(intAnd),
    nb_xor: binary(intXor),
    nb_or: binary(intOr),
    nb_int: plus,
    nb_float: value => new PyFloat(intToFloat(self(value))),
    nb_index: plus,
    nb_floor_divide: binary(intFloorDivide),
    nb_true_divide: binary((l, r) => new PyFloat(intTrueDivide(l, r))),
  },
  getset: {
    real: [plus, undefined, 'the real part of a complex number'],
    imag: [() => 0, undefined, 'the imaginary part of a complex number'],
    numerator: [plus, undefined, 'the numerator of a rational number in lowest terms'],
    denominator: [() => 1, undefined, 'the denominator of a rational number in lowest terms'],
  },
  methods: {
    'conjugate($self, /)': [plus, 'Returns self, the complex conjugate of any int.'],
    'bit_length($self, /)': [
      (value: Value) => bitLength(self(value)),
      "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
    ],
    'bit_count($self, /)': [
      (value: Value) => {
        let count = 0;
        for (const bit of intAbs(self(value)).toString(2)) if (bit === '1') count++;
        return count;
      },
      "Number of ones in the binary representation of the absolute value of self.\n\nAlso known as the population count.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3",
    ],
    "to_bytes($self, /, length=1, byteorder='big', *, signed=False)": [
      (value: Value, length: MaybeValue, order: MaybeValue, signed: MaybeValue) => {
        const n = length === undefined ? 1 : toSize(length);
        const big = bigEndian(order);
        if (n < 0) throw valueError('length argument must be non-negative');
        return new PyBytes(intToBytes(self(value), n, big, signed !== undefined && isTruthy(signed)));
      },
      'Return an array of bytes representing an integer.',
    ],
    'as_integer_ratio($self, /)': [
      (value: Value) => new PyTuple([self(value), 1]),
      'Return a pair of integers, whose ratio is equal to the original int.\n\nThe ratio is in lowest terms and has a positive denominator.',
    ],
    'is_integer($self, /)': [() => true, 'Returns True. Exists for duck type compatibility with float.is_integer.'],
    '__trunc__($self, /)': [plus, 'Truncating an Integral returns itself.'],
    '__floor__($self, /)': [plus, 'Flooring an Integral returns itself.'],
    '__ceil__($self, /)': [plus, 'Ceiling of an Integral returns itself.'],
    '__round__($self, ndigits=None, /)': [
      (value: Value, ndigits: MaybeValue) =>
        ndigits === undefined || ndigits === null ? self(value) : roundInt(self(value), toIndex(ndigits)),
      'Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.',
    ],
    '__getnewargs__($self, /)': (value: Value) => new PyTuple([self(value)]),
    '__format__($self, format_spec, /)': [
      (value: Value, spec: Value) => {
        const text = strText(spec);
        if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
        return formatInt(value, text);
      },
      'Convert to a string according to format_spec.',
    ],
    '__sizeof__($self, /)': [
      (value: Value) => 24 + 4 * Math.max(1, Math.ceil(bitLength(self(value)) / 30)),
      'Returns size in memory, in bytes.',
    ],
  },
  classMethods: {
    "from_bytes($type, /, bytes, byteorder='big', *, signed=False)": [
      (cls: PyType, bytes: Value, order: MaybeValue, signed: MaybeValue) => {
        const big = bigEndian(order);
        const value = intFromBytes(byteSource(bytes), big, signed !== undefined && isTruthy(signed));
        if (cls === intType) return value;
        return callValue(cls, [value]);
      },
      'Return the integer represented by the given array of bytes.',
    ],
  },
});

function reduceBig(value: bigint): number | bigint {
  const modulus = (1n << 61n) - 1n;
  return reduceHash(normalize(value < 0n ? -(-value % modulus) : value % modulus));
}

/** and, or, xor of two bools are a bool. */
function boolBitwise(ofBools: (l: boolean, r: boolean) => boolean, ofInts: (l: Int, r: Int) => Value): BinarySlot {
  const general = binary(ofInts);
  return (left, right) => (typeof left === 'boolean' && typeof right === 'boolean' ? ofBools(left, right) : general(left, right));
}

defineType('bool', {
  base: T.int,
  final: true,
  matchSelf: true,
  solid: false,
  doc: 'Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.',
  slots: {
    tp_new: makeNew('bool($type, x=False, /)', (_cls: PyType, x: MaybeValue) => x !== undefined && isTruthy(x)),
    tp_repr: value => (value === true ? 'True' : 'False'),
    nb_invert: value => {
      warnings.issue(
        T.DeprecationWarning,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the " +
          'underlying int object and is usually not what you expect from negating a bool. Use the ' +
          "'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.",
      );
      return intInvert(self(value));
    },
    nb_and: boolBitwise((l, r) => l && r, intAnd),
    nb_or: boolBitwise((l, r) => l || r, intOr),
    nb_xor: boolBitwise((l, r) => l !== r, intXor),
  },
});
boolType.solidBase = intType;
