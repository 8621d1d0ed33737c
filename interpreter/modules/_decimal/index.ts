/**
 * `_decimal` (CPython: Modules/_decimal/_decimal.c): decimal numbers of any precision.
 *
 * `number.ts` holds numbers and rounding, `arithmetic.ts` and `elementary.ts` the operations on them, `text.ts` their notation, `context.ts` the
 * contexts. Here stand the type `Decimal` and the tables of its and the contexts' methods.
 */
import { registerModule } from '../registry.ts';
import { issueWarning } from '../_warnings.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyComplex, PyFloat } from '../../objects/core/float.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { T } from '../../objects/core/registry.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { defineType } from '../../objects/core/define.ts';
import { hashPointer } from '../../objects/core/identity.ts';
import { overflowError, typeError, valueError } from '../../objects/core/errors.ts';
import { intValue, normalize, type Int } from '../../objects/core/integer.ts';
import type { NativeImplementation } from '../../objects/core/native.ts';
import { PyEQ, PyNE, type BinarySlot, type CompareOp, type UnarySlot } from '../../objects/core/slots.ts';
import { strOf, strText } from '../../objects/core/str.ts';
import { typeOf, declareType, type PyType } from '../../objects/core/type.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { byOrder } from '../../objects/protocol/compare.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { asciiNumber } from '../../objects/types/float.ts';
import { makeNew } from '../../objects/types/make.ts';
import { loadModule } from '../../vm/import.ts';
import * as arithmetic from './arithmetic.ts';
import * as elementary from './elementary.ts';
import {
  CLAMPED,
  CONVERSION_SYNTAX,
  type Dec,
  ERRORS,
  FINITE,
  FLOAT_OPERATION,
  INEXACT,
  INFINITE,
  INVALID_OPERATION,
  LIMIT,
  MAX_CONTEXT,
  NAN,
  QUIET_NAN,
  ROUNDED,
  ROUNDINGS,
  ROUND_CEILING,
  ROUND_DOWN,
  ROUND_FLOOR,
  ROUND_HALF_EVEN,
  ROUND_HALF_UP,
  SIGNALING_NAN,
  DIVISION_BY_ZERO,
  OVERFLOW,
  UNDERFLOW,
  IEEE_INVALID,
  finalize,
  finite,
  infinity,
  pow10,
  rescale,
  signals,
  truncate,
  type Settings,
} from './number.ts';
import { format, parse, parseSpec, toEngineering, toScientific, type Locale } from './text.ts';
import {
  CONTEXT_PARAMETERS,
  ContextManager,
  EXCEPTIONS,
  PyDecimalContext,
  SignalDictMixin,
  addStatus,
  contextArgument,
  currentContext,
  defineContext,
  getContext,
  ieeeContext,
  limitValue,
  localContext,
  roundingOf,
  setContext,
  signalDict,
  signaling,
  ssize,
  templates,
} from './context.ts';

export const decimalType = declareType('decimal.Decimal');

export class PyDecimal extends PyObject implements HasDict {
  readonly value: Dec;
  dict: PyDict | undefined = undefined;
  constructor(value: Dec, cls: PyType = decimalType) {
    super(cls);
    this.value = value;
  }
}

/** Classes of other modules that this one needs, of the current run. */
const imported: { Rational: Value; DecimalTuple: Value } = { Rational: null, DecimalTuple: null };

const make = (value: Dec): PyDecimal => new PyDecimal(value);
const numberOf = (value: Value): Dec => (value as PyDecimal).value;

// ---- conversion ----

function fromInt(value: Int): Dec {
  const big = BigInt(value);
  return finite(big < 0n ? 1 : 0, big < 0n ? -big : big, 0);
}

/** The exact value of a double. */
function fromDouble(x: number): Dec {
  if (Number.isNaN(x)) return NAN;
  const sign = x < 0 || Object.is(x, -0) ? 1 : 0;
  if (!Number.isFinite(x)) return infinity(sign);
  let mantissa = Math.abs(x);
  if (mantissa === 0) return finite(sign, 0n, 0);
  let k = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    k++;
  }
  // mantissa * 2**-k = mantissa * 5**k * 10**-k
  return finite(sign, BigInt(mantissa) * 5n ** BigInt(k), k === 0 ? 0 : -k);
}

/** Reads in a maximal context and refuses what does not fit exactly. */
function exactly(context: PyDecimalContext, read: (ctx: Settings) => Dec): Dec {
  signals.status = 0;
  let value = read(MAX_CONTEXT);
  let { status } = signals;
  if ((status & (INEXACT | ROUNDED | CLAMPED)) !== 0) {
    status |= INVALID_OPERATION;
    value = NAN;
  }
  addStatus(context, status & ERRORS);
  return value;
}

/** A numeric string in ASCII: other digits are replaced. */
function numericText(text: string, strip: boolean): string {
  if (/^[!-~]*$/.test(text)) return strip ? text.replaceAll('_', '') : text;
  const ascii = asciiNumber(text);
  return strip ? ascii.replaceAll('_', '') : /^\s|\s$/.test(text) ? ' ' : ascii;
}

const DIGITS_WANTED = 'coefficient must be a tuple of digits';

/** A `(sign, digits, exponent)` as a numeric string. */
function tupleText(value: PyTuple | PyList): string {
  const { items } = value;
  if (items.length !== 3) throw valueError('argument must be a sequence of length 3');
  const [first, coefficient, last] = items;
  const sign = intValue(first);
  if (sign !== 0 && sign !== 1) throw valueError('sign must be an integer with the value 0 or 1');
  const kind = strText(last);
  if (kind !== undefined && kind !== 'F' && kind !== 'n' && kind !== 'N')
    throw valueError("string argument in the third position must be 'F', 'n' or 'N'");
  if (kind === undefined && intValue(last) === undefined) throw valueError('exponent must be an integer');
  const exp = kind === undefined ? ssize(last) : 0;
  if (!(coefficient instanceof PyTuple || coefficient instanceof PyList)) throw valueError(DIGITS_WANTED);
  let digits = '';
  for (const item of coefficient.items) {
    const digit = intValue(item);
    if (digit === undefined || digit < 0 || digit > 9) throw valueError(DIGITS_WANTED);
    digits += String(digit);
  }
  const mark = sign === 1 ? '-' : '';
  if (kind === 'F') return `${mark}Inf`;
  if (kind !== undefined) return `${mark}${kind === 'N' ? 's' : ''}NaN${digits}`;
  return `${mark}${digits === '' ? '0' : digits}E${exp}`;
}

const unsupported = (value: Value): unknown => typeError(`conversion from ${typeOf(value).name} to Decimal is not supported`);

/** What `Decimal(value)` means, exactly. */
function fromObject(value: MaybeValue, context: PyDecimalContext): Dec {
  if (value === undefined) return finite(0, 0n, 0);
  if (value instanceof PyDecimal) return value.value;
  const text = strText(value);
  if (text !== undefined) return exactly(context, ctx => parse(numericText(text, true), ctx));
  const int = intValue(value);
  if (int !== undefined) return fromInt(int);
  if (value instanceof PyTuple || value instanceof PyList) {
    const numeric = tupleText(value);
    return exactly(context, ctx => parse(numeric, ctx));
  }
  if (value instanceof PyFloat) {
    addStatus(context, FLOAT_OPERATION);
    return fromDouble(value.value);
  }
  throw unsupported(value);
}

/** `context.create_decimal(value)`: rounded to the context. */
function create(context: PyDecimalContext, value: MaybeValue): Dec {
  if (value instanceof PyDecimal) {
    const number = value.value;
    if (number.isNan && number.coeff !== 0n && number.digits > context.prec - context.clamp) {
      addStatus(context, CONVERSION_SYNTAX);
      return NAN;
    }
    return signaling(context, () => finalize(number, context));
  }
  const text = value === undefined ? undefined : strText(value);
  if (text !== undefined) return signaling(context, () => parse(numericText(text, false), context));
  if (value instanceof PyTuple || value instanceof PyList) {
    const numeric = tupleText(value);
    return signaling(context, () => parse(numeric, context));
  }
  const exact = fromObject(value, context);
  return signaling(context, () => finalize(exact, context));
}

/** An operand: a Decimal or an int; undefined for anything else. */
function operand(value: Value): Dec | undefined {
  if (value instanceof PyDecimal) return value.value;
  const int = intValue(value);
  return int === undefined ? undefined : fromInt(int);
}

function operandOrRaise(value: Value): Dec {
  const number = operand(value);
  if (number === undefined) throw unsupported(value);
  return number;
}

function fromFloat(value: Value): Dec {
  const int = intValue(value);
  if (int !== undefined) return fromInt(int);
  if (!(value instanceof PyFloat)) throw typeError('argument must be int or float');
  return fromDouble(value.value);
}

const instanceOf = (cls: Value, value: Dec): Value => (cls === decimalType ? make(value) : callValue(cls, [make(value)]));

// ---- conversion to other types ----

function toInt(value: Dec, round: number): Int {
  if (value.isNan) throw valueError('cannot convert NaN to integer');
  if (value.isInfinite) throw overflowError('cannot convert Infinity to integer');
  return signaling(getContext(), () => normalize(truncate(rescale(value, Math.max(0, value.exp), round))));
}

function toDouble(value: Dec): number {
  if (value.kind === SIGNALING_NAN) throw valueError('cannot convert signaling NaN to float');
  return value.isNan ? NaN : Number(toScientific(value, true));
}

const HASH_MODULUS = (1n << 61n) - 1n;

function hash(own: Value): number | bigint {
  const value = numberOf(own);
  if (value.kind !== FINITE) {
    if (value.kind === SIGNALING_NAN) throw typeError('Cannot hash a signaling NaN value');
    if (value.isNan) return hashPointer(own as PyObject);
    return value.sign === 1 ? -314159 : 314159;
  }
  // 10**exp modulo 2**61 - 1; the inverse of 10 for negative exponents
  let base = value.exp >= 0 ? 10n : 2075258708292324556n;
  let result = value.coeff % HASH_MODULUS;
  for (let n = BigInt(Math.abs(value.exp)); n > 0n; n >>= 1n) {
    if ((n & 1n) === 1n) result = (result * base) % HASH_MODULUS;
    base = (base * base) % HASH_MODULUS;
  }
  const signed = value.sign === 1 ? -result : result;
  return normalize(signed === -1n ? -2n : signed);
}

function asTuple(self: PyDecimal): Value {
  const { value } = self;
  let digits: Value[] = [...value.coeff.toString()].map(Number);
  if (value.isNan && value.coeff === 0n) digits = [];
  const exponent = value.kind === FINITE ? limitValue(value.exp) : value.kind === INFINITE ? 'F' : value.kind === QUIET_NAN ? 'n' : 'N';
  return callValue(imported.DecimalTuple, [value.sign, new PyTuple(digits), exponent]);
}

function asIntegerRatio(self: PyDecimal): Value {
  const { value } = self;
  if (value.isNan) throw valueError('cannot convert NaN to integer ratio');
  if (value.isInfinite) throw overflowError('cannot convert Infinity to integer ratio');
  return signaling(getContext(), () => {
    const signed = value.sign === 1 ? -value.coeff : value.coeff;
    if (value.coeff === 0n) return new PyTuple([0, 1]);
    if (value.exp >= 0) return new PyTuple([normalize(signed * pow10(value.exp)), 1]);
    const denominator = pow10(-value.exp);
    let a = value.coeff;
    let b = denominator;
    while (b !== 0n) [a, b] = [b, a % b];
    return new PyTuple([normalize(signed / a), normalize(denominator / a)]);
  });
}

// ---- comparison ----

/** Both operands made comparable; undefined where the right one is no number. */
function comparable(left: Dec, right: Value, op: CompareOp, context: PyDecimalContext): [Dec, Dec] | undefined {
  const number = operand(right);
  if (number !== undefined) return [left, number];
  const isEquality = op === PyEQ || op === PyNE;
  if (right instanceof PyFloat || (right instanceof PyComplex && isEquality)) {
    if (right instanceof PyComplex && right.imag !== 0) return undefined;
    if (!isEquality) addStatus(context, FLOAT_OPERATION);
    context.status |= FLOAT_OPERATION;
    return [left, fromDouble(right instanceof PyFloat ? right.value : right.real)];
  }
  if (!(right instanceof PyObject) || !isTruthy(callValue(getContextBuiltin('isinstance'), [right, imported.Rational]))) return undefined;
  const numerator = fromInt(integer(getAttribute(right, 'numerator')));
  if (left.kind !== FINITE) return [left, numerator];
  const denominator = fromInt(integer(getAttribute(right, 'denominator')));
  return [finite(left.sign, left.coeff * denominator.coeff, left.exp), numerator];
}

function integer(value: Value): Int {
  const int = intValue(value);
  if (int === undefined) throw typeError('argument must be an integer');
  return int;
}

const getContextBuiltin = (name: string): Value => getAttribute(loadModule('builtins'), name);

function richCompare(left: Value, right: Value, op: CompareOp): Value {
  const context = getContext();
  const operands = comparable(numberOf(left), right, op, context);
  if (operands === undefined) return NotImplemented;
  const [a, b] = operands;
  if (a.isNan || b.isNan) {
    const isEquality = op === PyEQ || op === PyNE;
    if (!isEquality || a.kind === SIGNALING_NAN || b.kind === SIGNALING_NAN) addStatus(context, INVALID_OPERATION);
    return op === PyNE;
  }
  return byOrder(arithmetic.compareNumbers(a, b), op);
}

// ---- operators ----

type Unary = (a: Dec, ctx: Settings) => Dec;
type Binary = (a: Dec, b: Dec, ctx: Settings) => Dec;

const unarySlot =
  (operation: Unary): UnarySlot =>
  self => {
    const context = getContext();
    return make(signaling(context, () => operation(numberOf(self), context)));
  };

const binarySlot =
  (operation: Binary): BinarySlot =>
  (left, right) => {
    const a = operand(left);
    const b = operand(right);
    if (a === undefined || b === undefined) return NotImplemented;
    const context = getContext();
    return make(signaling(context, () => operation(a, b, context)));
  };

const pair = (values: readonly Dec[]): Value => new PyTuple(values.map(make));

function round(self: PyDecimal, places: MaybeValue): Value {
  if (places === undefined) return toInt(self.value, ROUND_HALF_EVEN);
  if (intValue(places) === undefined) throw typeError('optional arg must be an integer');
  const exp = -Number(ssize(places));
  const context = getContext();
  return make(signaling(context, () => arithmetic.quantize(self.value, finite(0, 1n, exp), context)));
}

// ---- methods that Decimal and Context share ----

const integral = (exact: boolean) => (a: Dec, ctx: Settings) => arithmetic.toIntegral(a, ctx, exact);

/** One operand and a context. */
const UNARY: Readonly<Record<string, Unary>> = {
  exp: elementary.exp,
  ln: elementary.ln,
  log10: elementary.log10,
  next_minus: arithmetic.nextMinus,
  next_plus: arithmetic.nextPlus,
  normalize: arithmetic.reduce,
  sqrt: elementary.sqrt,
  logb: arithmetic.logb,
  logical_invert: arithmetic.logicalInvert,
};

/** Two operands and a context. */
const BINARY: Readonly<Record<string, Binary>> = {
  compare: arithmetic.compare,
  compare_signal: arithmetic.compareSignal,
  max: arithmetic.max,
  max_mag: arithmetic.maxMagnitude,
  min: arithmetic.min,
  min_mag: arithmetic.minMagnitude,
  next_toward: arithmetic.nextToward,
  remainder_near: arithmetic.remainderNear,
  logical_and: arithmetic.logicalAnd,
  logical_or: arithmetic.logicalOr,
  logical_xor: arithmetic.logicalXor,
  rotate: arithmetic.rotate,
  scaleb: arithmetic.scaleb,
  shift: arithmetic.shift,
  compare_total: arithmetic.compareTotal,
  compare_total_mag: arithmetic.compareTotalMagnitude,
  copy_sign: (a, b) => a.withSign(b.sign),
};

/** Questions about one operand. */
const TESTS: Readonly<Record<string, (a: Dec) => boolean>> = {
  is_canonical: () => true,
  is_finite: a => a.kind === FINITE,
  is_infinite: a => a.isInfinite,
  is_nan: a => a.isNan,
  is_qnan: a => a.kind === QUIET_NAN,
  is_snan: a => a.kind === SIGNALING_NAN,
  is_signed: a => a.sign === 1,
  is_zero: a => a.isZero,
};

/** Questions about one operand in a context. */
const CONTEXT_TESTS: Readonly<Record<string, (a: Dec, ctx: Settings) => boolean>> = {
  is_normal: (a, ctx) => a.kind === FINITE && a.coeff !== 0n && !arithmetic.isSubnormal(a, ctx),
  is_subnormal: arithmetic.isSubnormal,
};

/** Operations that only contexts have as methods; Decimal has operators for them. */
const CONTEXT_UNARY: Readonly<Record<string, Unary>> = {
  ...UNARY,
  abs: arithmetic.abs,
  minus: arithmetic.minus,
  plus: arithmetic.plus,
  to_integral: integral(false),
  to_integral_value: integral(false),
  to_integral_exact: integral(true),
  copy_abs: a => a.withSign(0),
  copy_negate: arithmetic.negate,
};

const CONTEXT_BINARY: Readonly<Record<string, Binary>> = {
  ...BINARY,
  add: arithmetic.add,
  subtract: arithmetic.subtract,
  multiply: arithmetic.multiply,
  divide: arithmetic.divide,
  divide_int: arithmetic.divideInteger,
  remainder: arithmetic.remainder,
  quantize: arithmetic.quantize,
};

/** A table of methods made of a table of operations. */
function methods<O>(
  operations: Readonly<Record<string, O>>,
  parameters: string,
  implement: (operation: O) => NativeImplementation,
): Record<string, NativeImplementation> {
  return Object.fromEntries(Object.entries(operations).map(([name, operation]) => [`${name}${parameters}`, implement(operation)]));
}

/** Runs an operation of a method in the context given or the current one. */
function inContext(context: MaybeValue, operation: (ctx: PyDecimalContext) => Dec): Value {
  const ctx = contextArgument(context);
  return make(signaling(ctx, () => operation(ctx)));
}

const withRounding = (ctx: Settings, rounding: MaybeValue): Settings =>
  rounding === undefined || rounding === null
    ? ctx
    : { prec: ctx.prec, emax: ctx.emax, emin: ctx.emin, clamp: ctx.clamp, round: roundingOf(rounding) };

const toIntegral =
  (exact: boolean): NativeImplementation =>
  (self: PyDecimal, rounding: MaybeValue, context: MaybeValue) =>
    inContext(context, ctx => arithmetic.toIntegral(self.value, withRounding(ctx, rounding), exact));

function localeOf(override: Value, base: Locale): Locale {
  if (!(override instanceof PyDict)) throw typeError('optional argument must be a dict');
  const text = (key: string, fallback: string): string => {
    const value = override.getStr(key);
    return value === undefined ? fallback : (strText(value) ?? fallback);
  };
  const grouping = [...text('grouping', base.grouping.map(n => String.fromCharCode(n)).join(''))].map(c => c.charCodeAt(0));
  if (grouping.some(n => n > 127)) throw valueError('invalid override dict');
  // CHAR_MAX ends the grouping; so does zero, after which the last size repeats.
  const sizes = grouping.map(n => (n >= 127 ? -1 : n)).filter(n => n !== 0);
  const decimalPoint = text('decimal_point', base.decimalPoint);
  const separator = text('thousands_sep', base.separator);
  if (decimalPoint === '' || [...decimalPoint].length > 1 || [...separator].length > 1) throw valueError('invalid override dict');
  return { decimalPoint, separator, grouping: sizes };
}

function formatDecimal(self: PyDecimal, specification: Value, override: MaybeValue): Value {
  const text = strText(specification);
  if (text === undefined) throw typeError('format arg must be str');
  const context = getContext();
  const spec = parseSpec(text, context.capitals === 1);
  if (spec === undefined) throw valueError('invalid format string');
  if (override !== undefined) spec.locale = localeOf(override, spec.locale);
  if (spec.deprecated) issueWarning(T.DeprecationWarning, "Format specifier 'N' is deprecated and slated for removal in Python 3.18");
  try {
    return strOf(format(self.value, spec, context));
  } catch (error) {
    if (error instanceof PyObject) throw error;
    throw valueError('format specification exceeds internal limits of _decimal');
  }
}

const text = (self: Value): string => toScientific(numberOf(self), getContext().capitals === 1);

defineType('decimal.Decimal', {
  doc: "Construct a new Decimal object.\n\nvalue\n  Can be an integer, string, tuple, or another Decimal object.\n  If no value is given, return Decimal('0').\ncontext\n  The context does not affect the conversion and is only passed to\n  determine if the InvalidOperation trap is active.",
  slots: {
    tp_new: makeNew('Decimal($type, value="0", context=None)', (cls, value: MaybeValue, context: MaybeValue) => {
      const ctx = contextArgument(context);
      if (cls === decimalType && value instanceof PyDecimal && value.cls === decimalType) return value;
      return new PyDecimal(fromObject(value, ctx), cls);
    }),
    tp_init: () => {},
    tp_repr: self => `Decimal('${text(self)}')`,
    tp_str: text,
    tp_hash: hash,
    tp_richcompare: richCompare,
    nb_add: binarySlot(arithmetic.add),
    nb_subtract: binarySlot(arithmetic.subtract),
    nb_multiply: binarySlot(arithmetic.multiply),
    nb_true_divide: binarySlot(arithmetic.divide),
    nb_floor_divide: binarySlot(arithmetic.divideInteger),
    nb_remainder: binarySlot(arithmetic.remainder),
    nb_divmod: (left, right) => {
      const a = operand(left);
      const b = operand(right);
      if (a === undefined || b === undefined) return NotImplemented;
      const context = getContext();
      return pair(signaling(context, () => arithmetic.divmod(a, b, context)));
    },
    nb_power: (base, exponent, modulus) => {
      const a = operand(base);
      const b = operand(exponent);
      const m = modulus === null ? null : operand(modulus);
      if (a === undefined || b === undefined || m === undefined) return NotImplemented;
      const context = getContext();
      return make(signaling(context, () => (m === null ? elementary.power(a, b, context) : arithmetic.powerModulo(a, b, m, context))));
    },
    nb_negative: unarySlot(arithmetic.minus),
    nb_positive: unarySlot(arithmetic.plus),
    nb_absolute: unarySlot(arithmetic.abs),
    nb_bool: self => !numberOf(self).isZero,
    nb_int: self => toInt(numberOf(self), ROUND_DOWN),
    nb_float: self => new PyFloat(toDouble(numberOf(self))),
  },
  methods: {
    ...methods(
      UNARY,
      '($self, /, context=None)',
      operation => (self: PyDecimal, context: MaybeValue) => inContext(context, ctx => operation(self.value, ctx)),
    ),
    ...methods(
      BINARY,
      '($self, /, other, context=None)',
      operation => (self: PyDecimal, other: Value, context: MaybeValue) =>
        inContext(context, ctx => operation(self.value, operandOrRaise(other), ctx)),
    ),
    ...methods(TESTS, '($self, /)', test => (self: PyDecimal) => test(self.value)),
    ...methods(
      CONTEXT_TESTS,
      '($self, /, context=None)',
      test => (self: PyDecimal, context: MaybeValue) => test(self.value, contextArgument(context)),
    ),
    'to_integral($self, /, rounding=None, context=None)': toIntegral(false),
    'to_integral_value($self, /, rounding=None, context=None)': toIntegral(false),
    'to_integral_exact($self, /, rounding=None, context=None)': toIntegral(true),
    'quantize($self, /, exp, rounding=None, context=None)': (self: PyDecimal, exp: Value, rounding: MaybeValue, context: MaybeValue) =>
      inContext(context, ctx => arithmetic.quantize(self.value, operandOrRaise(exp), withRounding(ctx, rounding))),
    'fma($self, /, other, third, context=None)': (self: PyDecimal, other: Value, third: Value, context: MaybeValue) =>
      inContext(context, ctx => arithmetic.fma(self.value, operandOrRaise(other), operandOrRaise(third), ctx)),
    'same_quantum($self, /, other, context=None)': (self: PyDecimal, other: Value, context: MaybeValue) => {
      contextArgument(context);
      return arithmetic.sameQuantum(self.value, operandOrRaise(other));
    },
    'adjusted($self, /)': (self: PyDecimal) => (self.value.kind === FINITE ? limitValue(self.value.adjusted) : 0),
    'canonical($self, /)': (self: PyDecimal) => self,
    'conjugate($self, /)': (self: PyDecimal) => self,
    'radix($self, /)': () => make(finite(0, 10n, 0)),
    'copy_abs($self, /)': (self: PyDecimal) => make(self.value.withSign(0)),
    'copy_negate($self, /)': (self: PyDecimal) => make(arithmetic.negate(self.value)),
    'number_class($self, /, context=None)': (self: PyDecimal, context: MaybeValue) =>
      arithmetic.numberClass(self.value, contextArgument(context)),
    'to_eng_string($self, /, context=None)': (self: PyDecimal, context: MaybeValue) =>
      toEngineering(self.value, contextArgument(context).capitals === 1),
    'as_tuple($self, /)': asTuple,
    'as_integer_ratio($self, /)': asIntegerRatio,
    '__copy__($self, /)': (self: PyDecimal) => self,
    '__deepcopy__($self, object, /)': (self: PyDecimal) => self,
    '__format__($self, format_spec, override=None, /)': formatDecimal,
    '__reduce__($self, /)': (self: PyDecimal) => new PyTuple([typeOf(self), new PyTuple([text(self)])]),
    '__round__($self, ndigits=None, /)': round,
    '__ceil__($self, /)': (self: PyDecimal) => toInt(self.value, ROUND_CEILING),
    '__floor__($self, /)': (self: PyDecimal) => toInt(self.value, ROUND_FLOOR),
    '__trunc__($self, /)': (self: PyDecimal) => toInt(self.value, ROUND_DOWN),
    '__complex__($self, /)': (self: PyDecimal) => new PyComplex(toDouble(self.value), 0),
    '__sizeof__($self, /)': (self: PyDecimal) => 104 + 8 * Math.max(0, Math.ceil(self.value.digits / 19) - 4),
  },
  classMethods: {
    'from_float($type, f, /)': (cls: Value, value: Value) => instanceOf(cls, fromFloat(value)),
    'from_number($type, number, /)': (cls: Value, value: Value) => {
      if (value instanceof PyDecimal) return cls === decimalType && value.cls === decimalType ? value : instanceOf(cls, value.value);
      if (intValue(value) === undefined && !(value instanceof PyFloat))
        throw typeError(`conversion from ${typeOf(value).name} to Decimal is not supported`);
      return instanceOf(cls, fromFloat(value));
    },
  },
  getset: {
    real: [(self: PyDecimal) => self],
    imag: [() => make(finite(0, 0n, 0))],
  },
});

function contextPower(self: PyDecimalContext, a: Value, b: Value, modulo: MaybeValue): Value {
  const [base, exponent] = [operandOrRaise(a), operandOrRaise(b)];
  const modulus = modulo === undefined || modulo === null ? null : operandOrRaise(modulo);
  return make(
    signaling(self, () =>
      modulus === null ? elementary.power(base, exponent, self) : arithmetic.powerModulo(base, exponent, modulus, self),
    ),
  );
}

function decimalArgument(value: Value): PyDecimal {
  if (!(value instanceof PyDecimal)) throw typeError('argument must be a Decimal');
  return value;
}

const contextType = defineContext({
  ...methods(CONTEXT_UNARY, '($self, x, /)', operation => (self: PyDecimalContext, x: Value) => {
    const a = operandOrRaise(x);
    return make(signaling(self, () => operation(a, self)));
  }),
  ...methods(CONTEXT_BINARY, '($self, x, y, /)', operation => (self: PyDecimalContext, x: Value, y: Value) => {
    const [a, b] = [operandOrRaise(x), operandOrRaise(y)];
    return make(signaling(self, () => operation(a, b, self)));
  }),
  ...methods(TESTS, '($self, x, /)', test => (_self: PyDecimalContext, x: Value) => test(operandOrRaise(x))),
  'is_canonical($self, x, /)': (_self: PyDecimalContext, x: Value) => decimalArgument(x) instanceof PyDecimal,
  ...methods(CONTEXT_TESTS, '($self, x, /)', test => (self: PyDecimalContext, x: Value) => test(operandOrRaise(x), self)),
  'divmod($self, x, y, /)': (self: PyDecimalContext, x: Value, y: Value) => {
    const [a, b] = [operandOrRaise(x), operandOrRaise(y)];
    return pair(signaling(self, () => arithmetic.divmod(a, b, self)));
  },
  'power($self, /, a, b, modulo=None)': contextPower,
  'fma($self, x, y, z, /)': (self: PyDecimalContext, x: Value, y: Value, z: Value) => {
    const [a, b, c] = [operandOrRaise(x), operandOrRaise(y), operandOrRaise(z)];
    return make(signaling(self, () => arithmetic.fma(a, b, c, self)));
  },
  'radix($self, /)': () => make(finite(0, 10n, 0)),
  '_apply($self, object, /)': (self: PyDecimalContext, x: Value) => {
    const a = operandOrRaise(x);
    return make(signaling(self, () => finalize(a, self)));
  },
  'canonical($self, x, /)': (_self: PyDecimalContext, x: Value) => decimalArgument(x),
  'number_class($self, x, /)': (self: PyDecimalContext, x: Value) => arithmetic.numberClass(operandOrRaise(x), self),
  'to_sci_string($self, x, /)': (self: PyDecimalContext, x: Value) => toScientific(operandOrRaise(x), self.capitals === 1),
  'to_eng_string($self, x, /)': (self: PyDecimalContext, x: Value) => toEngineering(operandOrRaise(x), self.capitals === 1),
  'same_quantum($self, x, y, /)': (_self: PyDecimalContext, x: Value, y: Value) =>
    arithmetic.sameQuantum(operandOrRaise(x), operandOrRaise(y)),
  'copy_decimal($self, x, /)': (_self: PyDecimalContext, x: Value) => (x instanceof PyDecimal ? x : make(operandOrRaise(x))),
  'create_decimal($self, num="0", /)': (self: PyDecimalContext, value: MaybeValue) => make(create(self, value)),
  'create_decimal_from_float($self, f, /)': (self: PyDecimalContext, value: Value) => {
    const exact = fromFloat(value);
    return make(signaling(self, () => finalize(exact, self)));
  },
});

// ---- the module ----

/** A template context of this run. */
function template(prec: number, round: number, traps: number): PyDecimalContext {
  const context = new PyDecimalContext();
  context.prec = prec;
  context.round = round;
  context.trapped = traps;
  context.isTemplate = true;
  return context;
}

const DEFAULT_TRAPS = IEEE_INVALID | DIVISION_BY_ZERO | OVERFLOW;

registerModule('_decimal', {
  doc: 'C decimal arithmetic module',
  functions: {
    'getcontext()': [() => getContext(), 'Get the current default context.'],
    'setcontext(context, /)': [setContext, 'Set a new default context.'],
    [`localcontext(ctx=None, *, ${CONTEXT_PARAMETERS})`]: [
      localContext,
      'Return a context manager for a copy of the supplied context.\n\nThat will set the default context to a copy of ctx on entry to the\nwith-statement and restore the previous default context when exiting\nthe with-statement. If no context is supplied, a copy of the current\ndefault context is used.',
    ],
    'IEEEContext(bits, /)': [ieeeContext, 'Return a context, initialized as one of the IEEE interchange formats.'],
  },
  attributes: {
    Decimal: decimalType,
    Context: contextType,
    ...EXCEPTIONS,
    HAVE_CONTEXTVAR: true,
    HAVE_THREADS: true,
    MAX_PREC: LIMIT,
    MAX_EMAX: LIMIT,
    MIN_EMIN: -LIMIT,
    MIN_ETINY: -2n * LIMIT + 1n,
    IEEE_CONTEXT_MAX_BITS: 512,
    ...Object.fromEntries(ROUNDINGS.map(name => [name, name])),
    __version__: '1.70',
    __libmpdec_version__: '2.5.1',
  },
  initialize: module => {
    const numbers = loadModule('numbers');
    const collections = loadModule('collections');
    callValue(getAttribute(getAttribute(numbers, 'Number'), 'register'), [decimalType]);
    imported.Rational = getAttribute(numbers, 'Rational');
    const tuple = callValue(getAttribute(collections, 'namedtuple'), ['DecimalTuple', 'sign digits exponent'], null);
    (tuple as PyType).namespace.setStr('__module__', 'decimal');
    imported.DecimalTuple = tuple;
    module.dict.setStr('DecimalTuple', tuple);
    const mapping = getAttribute(loadModule('collections.abc'), 'MutableMapping');
    const type = callValue(typeOf(mapping), ['SignalDict', new PyTuple([SignalDictMixin, mapping]), new PyDict()]) as PyType;
    type.namespace.setStr('__module__', 'abc');
    signalDict.type = type;
    templates.base = null;
    templates.base = template(28, ROUND_HALF_EVEN, DEFAULT_TRAPS);
    module.dict.setStr('DefaultContext', templates.base);
    module.dict.setStr('BasicContext', template(9, ROUND_HALF_UP, DEFAULT_TRAPS | UNDERFLOW | CLAMPED));
    module.dict.setStr('ExtendedContext', template(9, ROUND_HALF_EVEN, 0));
    currentContext.variable = callValue(T['ContextVar'], ['decimal_context']);
  },
});

void ContextManager;
