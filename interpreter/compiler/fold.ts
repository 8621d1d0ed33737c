/**
 * Arithmetic on constants, for folding: what Python would compute, or nothing.
 *
 * `undefined` means: leave it to run time — because it would raise, because the types do not go together, or because the result would be too large
 * to carry around in every `.pyc`. The limits are CPython's.
 *
 * CPython: `eval_const_binop`, `eval_const_unaryop`, `const_folding_safe_*` in `Python/flowgraph.c`; the arithmetic in `Objects/longobject.c`,
 * `floatobject.c`, `complexobject.c`.
 */
import * as libm from '../code/libm.ts';
import {
  BytesConst,
  ComplexConst,
  FloatConst,
  intConstant,
  SliceConst,
  strFromCodePoints,
  TupleConst,
  WideStr,
  type Constant,
} from '../code/constant.ts';
import * as op from '../opcodes/ids.generated.ts';
import { INTRINSIC_1, NB } from '../opcodes/index.ts';

const MAX_INT_BITS = 128;
const MAX_COLLECTION_SIZE = 256;
const MAX_STR_SIZE = 4096;
/** Nested tuples are counted with what is in them. */
const MAX_TOTAL_ITEMS = 1024;

/** `left op right` for an operator of BINARY_OP. */
export function foldBinary(left: Constant, operator: number, right: Constant): Constant | undefined {
  if (operator === NB.SUBSCR) return subscript(left, right);
  const a = toInt(left);
  const b = toInt(right);
  if (a !== undefined && b !== undefined) {
    if (typeof left === 'boolean' && typeof right === 'boolean') {
      if (operator === NB.AND) return left && right;
      if (operator === NB.OR) return left || right;
      if (operator === NB.XOR) return left !== right;
    }
    return foldInts(a, operator, b);
  }
  const x = toNumber(left);
  const y = toNumber(right);
  if (x !== undefined && y !== undefined) {
    if (x instanceof ComplexConst || y instanceof ComplexConst) return foldComplex(x, operator, y);
    return foldFloats(x, operator, y);
  }
  switch (operator) {
    case NB.ADD:
      return concatenate(left, right);
    case NB.MULTIPLY:
      return a !== undefined ? repeat(right, a) : b !== undefined ? repeat(left, b) : undefined;
    default:
      return undefined;
  }
}

/** A unary operator: an opcode, and for the intrinsic `+x` its argument. */
export function foldUnary(operand: Constant, opcode: number, oparg: number): Constant | undefined {
  switch (opcode) {
    case op.UNARY_NOT:
      return !isTrue(operand);
    case op.UNARY_INVERT: {
      // `~True` warns at run time.
      const value = typeof operand === 'boolean' ? undefined : toInt(operand);
      return value === undefined ? undefined : intConstant(~value);
    }
    case op.UNARY_NEGATIVE: {
      const value = toInt(operand);
      if (value !== undefined) return intConstant(-value);
      if (operand instanceof FloatConst) return new FloatConst(-operand.value);
      if (operand instanceof ComplexConst) return new ComplexConst(-operand.real, -operand.imag);
      return undefined;
    }
    case op.CALL_INTRINSIC_1: {
      if (oparg !== INTRINSIC_1.UNARY_POSITIVE) return undefined;
      const value = toInt(operand);
      if (value !== undefined) return intConstant(value);
      return operand instanceof FloatConst || operand instanceof ComplexConst ? operand : undefined;
    }
    default:
      return undefined;
  }
}

/** `bool(value)`. */
export function isTrue(value: Constant): boolean {
  if (value === null || typeof value === 'boolean') return value === true;
  if (typeof value === 'number' || typeof value === 'bigint') return value !== 0 && value !== 0n;
  if (typeof value === 'string') return value !== '';
  switch (value.kind) {
    case 'float':
      return value.value !== 0;
    case 'complex':
      return value.real !== 0 || value.imag !== 0;
    case 'bytes':
      return value.value.length > 0;
    case 'tuple':
    case 'frozenset':
      return value.items.length > 0;
    case 'str':
    case 'slice':
    case 'ellipsis':
    case 'opaque':
    case 'code':
      return true;
  }
}

function toInt(value: Constant): bigint | undefined {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? BigInt(value) : undefined;
}

/** An int as a float, a float, or a complex; undefined for anything else, and for an int too large. */
function toNumber(value: Constant): number | ComplexConst | undefined {
  if (value instanceof FloatConst) return value.value;
  if (value instanceof ComplexConst) return value;
  const int = toInt(value);
  if (int === undefined) return undefined;
  const float = Number(int);
  return Number.isFinite(float) ? float : undefined;
}

// Ints

function bitLength(value: bigint): number {
  return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
}

function foldInts(a: bigint, operator: number, b: bigint): Constant | undefined {
  switch (operator) {
    case NB.ADD:
      return intConstant(a + b);
    case NB.SUBTRACT:
      return intConstant(a - b);
    case NB.MULTIPLY:
      return a !== 0n && b !== 0n && bitLength(a) + bitLength(b) > MAX_INT_BITS ? undefined : intConstant(a * b);
    case NB.TRUE_DIVIDE:
      return b === 0n ? undefined : finite(divideInts(a, b));
    case NB.FLOOR_DIVIDE:
      return b === 0n ? undefined : intConstant(floorDivide(a, b));
    case NB.REMAINDER:
      return b === 0n ? undefined : intConstant(a - floorDivide(a, b) * b);
    case NB.POWER:
      return powerInts(a, b);
    case NB.LSHIFT:
      if (b < 0n) return undefined;
      if (a !== 0n && b !== 0n && (b > MAX_INT_BITS || bitLength(a) > MAX_INT_BITS - Number(b))) return undefined;
      return intConstant(a === 0n ? 0n : a << b);
    case NB.RSHIFT:
      return b < 0n ? undefined : intConstant(b > 0xffffffffn ? (a < 0n ? -1n : 0n) : a >> b);
    case NB.OR:
      return intConstant(a | b);
    case NB.XOR:
      return intConstant(a ^ b);
    case NB.AND:
      return intConstant(a & b);
    default:
      return undefined;
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function powerInts(a: bigint, b: bigint): Constant | undefined {
  if (b < 0n) return foldFloats(Number(a), NB.POWER, Number(b));
  // CPython compares with a whole division: 128 // b.
  if (a !== 0n && b > 0n && (b > MAX_INT_BITS || bitLength(a) > Math.floor(MAX_INT_BITS / Number(b)))) return undefined;
  return b > MAX_INT_BITS ? intConstant(0n) : intConstant(a ** b);
}

/** The float nearest to a / b. */
function divideInts(a: bigint, b: bigint): number {
  const negative = a < 0n !== b < 0n;
  const n = a < 0n ? -a : a;
  const d = b < 0n ? -b : b;
  const quotient = nearestQuotient(n, d);
  return negative ? -quotient : quotient;
}

/** The float nearest to n / d for n ≥ 0, d > 0, ties to even. */
function nearestQuotient(n: bigint, d: bigint): number {
  if (n === 0n) return 0;
  // Scale so that the quotient has 55 to 56 bits, then round what is below the 53rd (or below the least exponent) to odd and let Number round.
  let exponent = bitLength(n) - bitLength(d) - 55;
  if (exponent < -1074 - 2) exponent = -1074 - 2;
  const scaled = exponent >= 0 ? n / (d << BigInt(exponent)) : (n << BigInt(-exponent)) / d;
  const exact = exponent >= 0 ? scaled * (d << BigInt(exponent)) === n : scaled * d === n << BigInt(-exponent);
  return scaleRounded(exact ? scaled : scaled | 1n, exponent);
}

/** value × 2**exponent, rounded once. */
function scaleRounded(value: bigint, exponent: number): number {
  const drop = Math.max(bitLength(value) - 53, -1074 - exponent, 0);
  if (drop > 0) {
    const unit = 1n << BigInt(drop);
    const rest = value & (unit - 1n);
    value >>= BigInt(drop);
    const half = unit >> 1n;
    if (rest > half || (rest === half && (value & 1n) === 1n)) value += 1n;
    exponent += drop;
  }
  const float = Number(value);
  if (exponent > 1023) return float === 0 ? 0 : Infinity;
  return exponent < -1022 ? float * 2 ** -1022 * 2 ** (exponent + 1022) : float * 2 ** exponent;
}

// Floats

function finite(value: number): FloatConst | undefined {
  return Number.isFinite(value) ? new FloatConst(value) : undefined;
}

function foldFloats(a: number, operator: number, b: number): Constant | undefined {
  switch (operator) {
    case NB.ADD:
      return new FloatConst(a + b);
    case NB.SUBTRACT:
      return new FloatConst(a - b);
    case NB.MULTIPLY:
      return new FloatConst(a * b);
    case NB.TRUE_DIVIDE:
      return b === 0 ? undefined : new FloatConst(a / b);
    case NB.FLOOR_DIVIDE:
      return b === 0 ? undefined : new FloatConst(floatDivmod(a, b)[0]);
    case NB.REMAINDER:
      return b === 0 ? undefined : new FloatConst(floatDivmod(a, b)[1]);
    case NB.POWER:
      return powerFloats(a, b);
    default:
      return undefined;
  }
}

function floatDivmod(a: number, b: number): [quotient: number, remainder: number] {
  let remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder !== 0) {
    if (b < 0 !== remainder < 0) {
      remainder += b;
      quotient -= 1;
    }
  } else {
    remainder = b < 0 ? -0 : 0;
  }
  if (quotient === 0) return [a / b < 0 || Object.is(a / b, -0) ? -0 : 0, remainder];
  const floor = Math.floor(quotient);
  return [quotient - floor > 0.5 ? floor + 1 : floor, remainder];
}

function powerFloats(a: number, b: number): Constant | undefined {
  if (b === 0 || a === 1) return new FloatConst(1);
  if (Number.isNaN(a) || Number.isNaN(b)) return new FloatConst(NaN);
  // JavaScript calls this NaN, Python 1.
  if (a === -1 && !Number.isFinite(b)) return new FloatConst(1);
  if (a === 0 && b < 0) return undefined;
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    return foldComplex(a, NB.POWER, new ComplexConst(b, 0));
  }
  const result = Math.pow(a, b);
  return Number.isFinite(a) && Number.isFinite(b) && !Number.isFinite(result) ? undefined : new FloatConst(result);
}

// Complex numbers

function foldComplex(x: number | ComplexConst, operator: number, y: number | ComplexConst): Constant | undefined {
  switch (operator) {
    case NB.ADD:
      if (typeof x === 'number') return typeof y === 'number' ? undefined : new ComplexConst(x + y.real, y.imag);
      return typeof y === 'number' ? new ComplexConst(x.real + y, x.imag) : new ComplexConst(x.real + y.real, x.imag + y.imag);
    case NB.SUBTRACT:
      if (typeof x === 'number') return typeof y === 'number' ? undefined : new ComplexConst(x - y.real, -y.imag);
      return typeof y === 'number' ? new ComplexConst(x.real - y, x.imag) : new ComplexConst(x.real - y.real, x.imag - y.imag);
    case NB.MULTIPLY:
      if (typeof x === 'number') return typeof y === 'number' ? undefined : new ComplexConst(x * y.real, x * y.imag);
      return typeof y === 'number' ? new ComplexConst(x.real * y, x.imag * y) : multiplyComplex(x, y);
    case NB.TRUE_DIVIDE:
      if (typeof y === 'number') return typeof x === 'number' || y === 0 ? undefined : new ComplexConst(x.real / y, x.imag / y);
      return divideComplex(typeof x === 'number' ? new ComplexConst(x, 0) : x, y, typeof x === 'number');
    case NB.POWER:
      return powerComplex(asComplex(x), asComplex(y));
    default:
      return undefined;
  }
}

function asComplex(value: number | ComplexConst): ComplexConst {
  return typeof value === 'number' ? new ComplexConst(value, 0) : value;
}

function multiplyComplex(a: ComplexConst, b: ComplexConst): ComplexConst {
  return new ComplexConst(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real);
}

/** Smith's method; a real numerator saves the terms that its missing imaginary part would bring. */
function divideComplex(a: ComplexConst, b: ComplexConst, real: boolean): ComplexConst | undefined {
  if (Math.abs(b.real) >= Math.abs(b.imag)) {
    if (b.real === 0 && b.imag === 0) return undefined;
    const ratio = b.imag / b.real;
    const denominator = b.real + b.imag * ratio;
    return real
      ? new ComplexConst(a.real / denominator, (-a.real * ratio) / denominator)
      : new ComplexConst((a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator);
  }
  const ratio = b.real / b.imag;
  const denominator = b.real * ratio + b.imag;
  return real
    ? new ComplexConst((a.real * ratio) / denominator, -a.real / denominator)
    : new ComplexConst((a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator);
}

function powerComplex(a: ComplexConst, b: ComplexConst): ComplexConst | undefined {
  let result: ComplexConst | undefined;
  if (b.imag === 0 && Number.isInteger(b.real) && Math.abs(b.real) <= 100) {
    result = b.real > 0 ? powerWhole(a, b.real) : divideComplex(new ComplexConst(1, 0), powerWhole(a, -b.real), false);
  } else if (b.real === 0 && b.imag === 0) {
    result = new ComplexConst(1, 0);
  } else if (a.real === 0 && a.imag === 0) {
    result = b.imag !== 0 || b.real < 0 ? undefined : new ComplexConst(0, 0);
  } else {
    const magnitude = libm.hypot(a.real, a.imag);
    let length = Math.pow(magnitude, b.real);
    const angle = libm.atan2(a.imag, a.real);
    let phase = angle * b.real;
    if (b.imag !== 0) {
      length *= libm.exp(-angle * b.imag);
      phase += b.imag * libm.log(magnitude);
    }
    result = new ComplexConst(length * libm.cos(phase), length * libm.sin(phase));
  }
  return result !== undefined && Number.isFinite(result.real) && Number.isFinite(result.imag) ? result : undefined;
}

function powerWhole(base: ComplexConst, count: number): ComplexConst {
  let result = new ComplexConst(1, 0);
  for (let mask = 1; mask > 0 && count >= mask; mask *= 2) {
    if ((count & mask) !== 0) result = multiplyComplex(result, base);
    base = multiplyComplex(base, base);
  }
  return result;
}

// Sequences

function codePointsOf(value: string | WideStr): ArrayLike<number> {
  return typeof value === 'string' ? Array.from({ length: value.length }, (_, i) => value.charCodeAt(i)) : value.codePoints;
}

function isStr(value: Constant): value is string | WideStr {
  return typeof value === 'string' || value instanceof WideStr;
}

function concatenate(left: Constant, right: Constant): Constant | undefined {
  if (isStr(left) && isStr(right)) return strFromCodePoints([...Array.from(codePointsOf(left)), ...Array.from(codePointsOf(right))]);
  if (left instanceof BytesConst && right instanceof BytesConst) return new BytesConst(Uint8Array.of(...left.value, ...right.value));
  if (left instanceof TupleConst && right instanceof TupleConst) return new TupleConst([...left.items, ...right.items]);
  return undefined;
}

function repeat(value: Constant, count: bigint): Constant | undefined {
  if (value instanceof TupleConst) {
    const times = repetitions(value.items.length, count, MAX_COLLECTION_SIZE);
    if (times === undefined || (times > 0 && !fits(value, Math.floor(MAX_TOTAL_ITEMS / times)))) return undefined;
    return new TupleConst(Array.from({ length: times }, () => value.items).flat());
  }
  if (isStr(value)) {
    const codePoints = Array.from(codePointsOf(value));
    const times = repetitions(codePoints.length, count, MAX_STR_SIZE);
    return times === undefined ? undefined : strFromCodePoints(Array.from({ length: times }, () => codePoints).flat());
  }
  if (value instanceof BytesConst) {
    const times = repetitions(value.value.length, count, MAX_STR_SIZE);
    return times === undefined
      ? undefined
      : new BytesConst(Uint8Array.from(Array.from({ length: times }, () => Array.from(value.value)).flat()));
  }
  return undefined;
}

/** How often to repeat a sequence, 0 for one that is empty; undefined if the result would be too long. */
function repetitions(size: number, count: bigint, limit: number): number | undefined {
  if (size === 0) return count > 0x7fffffffffffffffn || count < -0x8000000000000000n ? undefined : 0;
  return count < 0n || count > Math.floor(limit / size) ? undefined : Number(count);
}

/** Whether a tuple holds at most so many items, those of nested tuples included. */
function fits(value: TupleConst, limit: number): boolean {
  const count = (tuple: TupleConst): number =>
    tuple.items.reduce<number>((sum, item) => (item instanceof TupleConst ? sum + count(item) : sum), tuple.items.length);
  return count(value) <= limit;
}

function subscript(container: Constant, index: Constant): Constant | undefined {
  let items: ArrayLike<Constant | number>;
  let build: (picked: (Constant | number)[]) => Constant;
  let single: (item: Constant | number) => Constant;
  if (isStr(container)) {
    items = codePointsOf(container);
    build = picked => strFromCodePoints(picked as number[]);
    single = item => strFromCodePoints([item as number]);
  } else if (container instanceof BytesConst) {
    items = container.value;
    build = picked => new BytesConst(Uint8Array.from(picked as number[]));
    single = item => item as number;
  } else if (container instanceof TupleConst) {
    items = container.items;
    build = picked => new TupleConst(picked);
    single = item => item;
  } else {
    return undefined;
  }
  if (index instanceof SliceConst) {
    const picked = sliceIndexes(index, items.length)?.map(i => items[i]);
    return picked === undefined ? undefined : build(picked);
  }
  const position = toInt(index);
  if (position === undefined) return undefined;
  const i = Number(position < 0n ? position + BigInt(items.length) : position);
  return i >= 0 && i < items.length ? single(items[i]) : undefined;
}

/** The indexes that a slice picks from a sequence of a given length. */
function sliceIndexes(slice: SliceConst, length: number): number[] | undefined {
  const step = slice.step === null ? 1n : toInt(slice.step);
  if (step === undefined || step === 0n) return undefined;
  const low = step < 0n ? -1 : 0;
  const high = step < 0n ? length - 1 : length;
  const bound = (value: Constant, fallback: number): number | undefined => {
    if (value === null) return fallback;
    let int = toInt(value);
    if (int === undefined) return undefined;
    if (int < 0n) int += BigInt(length);
    return int < low ? low : int > high ? high : Number(int);
  };
  const start = bound(slice.start, step < 0n ? high : low);
  const stop = bound(slice.stop, step < 0n ? low : high);
  if (start === undefined || stop === undefined) return undefined;
  const stride = step > length ? length + 1 : step < -length ? -length - 1 : Number(step);
  const indexes: number[] = [];
  for (let i = start; stride > 0 ? i < stop : i > stop; i += stride) indexes.push(i);
  return indexes;
}
