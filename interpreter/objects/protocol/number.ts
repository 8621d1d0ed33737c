/**
 * The number protocol: `left + right` and its like through the nb_ slots (CPython: Objects/abstract.c).
 *
 * Each operator is a function of its own, spelled out so that its slot is read by a constant name: exact ints and floats first, then the
 * slots, by the rule that a subclass's reflected method goes first, then concatenation and repetition of sequences.
 */
import type { Value } from '../core/value.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyFloat, floatType } from '../core/float.ts';
import { floatTrueDivide } from '../core/real.ts';
import {
  MAX_SAFE,
  intAdd,
  intAnd,
  intFloorDivide,
  intInvert,
  intModulo,
  intMultiply,
  intOr,
  intShiftLeft,
  intShiftRight,
  intSubtract,
  intToFloat,
  intValue,
  intXor,
} from '../core/integer.ts';
import { concatStr } from '../core/str.ts';
import { PyTuple } from '../core/tuple.ts';
import { PyBuiltin } from '../core/native.ts';
import { typeError } from '../core/errors.ts';
import type { BinarySlot } from '../core/slots.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { callSpecial } from './call.ts';
import { hasIndex, toIndex, toIndexNumber, warnStrictSubclass } from './index.ts';

const PRINT_HINT = '. Did you mean "print(<message>, file=<output_stream>)"?';

function unsupported(operator: string, left: Value, right: Value, hint = ''): unknown {
  const leftName = left instanceof PyBuiltin ? left.cls.name : typeOf(left).name;
  return typeError(`unsupported operand type(s) for ${operator}: '${leftName}' and '${typeOf(right).name}'${hint}`);
}

/** `binary_op1`: the left slot, or first the right one if its type is a subtype with a slot of its own. */
function dispatch(
  left: Value,
  right: Value,
  leftType: PyType,
  rightType: PyType,
  leftSlot: BinarySlot | null,
  rightSlot: BinarySlot | null,
): Value {
  let other = leftType === rightType || rightSlot === leftSlot ? null : rightSlot;
  if (leftSlot !== null) {
    if (other !== null && rightType.isSubtype(leftType)) {
      const result = other(left, right);
      if (result !== NotImplemented) return result;
      other = null;
    }
    const result = leftSlot(left, right);
    if (result !== NotImplemented) return result;
  }
  return other !== null ? other(left, right) : NotImplemented;
}

function repeat(left: Value, right: Value, leftType: PyType, rightType: PyType): Value | undefined {
  if (leftType.slots.sq_repeat !== null) return leftType.slots.sq_repeat(left, repeatCount(right));
  if (rightType.slots.sq_repeat !== null) return rightType.slots.sq_repeat(right, repeatCount(left));
  return undefined;
}

function repeatCount(count: Value): number {
  if (!hasIndex(count)) throw typeError(`can't multiply sequence by non-int of type '${typeOf(count).name}'`);
  return toIndexNumber(count);
}

/** By BINARY_OP's argument: slot, reflected method, symbol. */
const REFLECTED = [
  ['nb_add', '__radd__', '+'],
  ['nb_and', '__rand__', '&'],
  ['nb_floor_divide', '__rfloordiv__', '//'],
  ['nb_lshift', '__rlshift__', '<<'],
  ['nb_matrix_multiply', '__rmatmul__', '@'],
  ['nb_multiply', '__rmul__', '*'],
  ['nb_remainder', '__rmod__', '%'],
  ['nb_or', '__ror__', '|'],
  null,
  ['nb_rshift', '__rrshift__', '>>'],
  ['nb_subtract', '__rsub__', '-'],
  ['nb_true_divide', '__rtruediv__', '/'],
  ['nb_xor', '__rxor__', '^'],
] as const;

/** What becomes of an operator when the method of the left operand, an instance of a class written in Python, has answered NotImplemented. */
export function binaryAfterLeft(operation: number, left: Value, right: Value): Value {
  const inplace = operation >= REFLECTED.length;
  const [slotName, reflected, symbol] = REFLECTED[inplace ? operation - REFLECTED.length : operation]!;
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  if (leftType !== rightType) {
    const slot = rightType.slots[slotName];
    if (slot !== null) {
      // Classes written in Python share the slot's function, which would ask the left operand again.
      const result = slot === leftType.slots[slotName] ? callSpecial(right, reflected, left) : slot(left, right);
      if (result !== undefined && result !== NotImplemented) return result;
    }
  }
  if (symbol === '*') {
    const repeated = repeat(left, right, leftType, rightType);
    if (repeated !== undefined) return repeated;
  }
  throw unsupported(inplace ? `${symbol}=` : symbol, left, right);
}

export function add(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const result = left + right;
    return result >= -MAX_SAFE && result <= MAX_SAFE ? result : intAdd(left, right);
  }
  if (left instanceof PyFloat && right instanceof PyFloat && left.cls === floatType && right.cls === floatType)
    return new PyFloat(left.value + right.value);
  if (typeof left === 'string' && typeof right === 'string') return concatStr(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_add, rightType.slots.nb_add);
  if (result !== NotImplemented) return result;
  const concat = leftType.slots.sq_concat;
  if (concat !== null) return concat(left, right);
  throw unsupported('+', left, right);
}

export function inplaceAdd(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_add;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_add, rightType.slots.nb_add);
  if (result !== NotImplemented) return result;
  const concat = leftType.slots.sq_inplace_concat ?? leftType.slots.sq_concat;
  if (concat !== null) return concat(left, right);
  throw unsupported('+=', left, right);
}

export function subtract(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const result = left - right;
    return result >= -MAX_SAFE && result <= MAX_SAFE ? result : intSubtract(left, right);
  }
  if (left instanceof PyFloat && right instanceof PyFloat && left.cls === floatType && right.cls === floatType)
    return new PyFloat(left.value - right.value);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_subtract, rightType.slots.nb_subtract);
  if (result !== NotImplemented) return result;
  throw unsupported('-', left, right);
}

export function inplaceSubtract(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_subtract;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_subtract, rightType.slots.nb_subtract);
  if (result !== NotImplemented) return result;
  throw unsupported('-=', left, right);
}

export function multiply(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const result = left * right;
    return result >= -MAX_SAFE && result <= MAX_SAFE ? result + 0 : intMultiply(left, right);
  }
  if (left instanceof PyFloat && right instanceof PyFloat && left.cls === floatType && right.cls === floatType)
    return new PyFloat(left.value * right.value);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_multiply, rightType.slots.nb_multiply);
  if (result !== NotImplemented) return result;
  const repeated = repeat(left, right, leftType, rightType);
  if (repeated !== undefined) return repeated;
  throw unsupported('*', left, right);
}

export function inplaceMultiply(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_multiply;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_multiply, rightType.slots.nb_multiply);
  if (result !== NotImplemented) return result;
  if (leftType.slots.sq_inplace_repeat !== null) return leftType.slots.sq_inplace_repeat(left, repeatCount(right));
  const repeated = repeat(left, right, leftType, rightType);
  if (repeated !== undefined) return repeated;
  throw unsupported('*=', left, right);
}

export function trueDivide(left: Value, right: Value): Value {
  if (left instanceof PyFloat && right instanceof PyFloat && left.cls === floatType && right.cls === floatType)
    return new PyFloat(floatTrueDivide(left.value, right.value));
  if (typeof left === 'number' && typeof right === 'number') return new PyFloat(floatTrueDivide(left, right));
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_true_divide, rightType.slots.nb_true_divide);
  if (result !== NotImplemented) return result;
  throw unsupported('/', left, right);
}

export function inplaceTrueDivide(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_true_divide;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_true_divide, rightType.slots.nb_true_divide);
  if (result !== NotImplemented) return result;
  throw unsupported('/=', left, right);
}

export function floorDivide(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return intFloorDivide(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_floor_divide, rightType.slots.nb_floor_divide);
  if (result !== NotImplemented) return result;
  throw unsupported('//', left, right);
}

export function inplaceFloorDivide(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_floor_divide;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_floor_divide, rightType.slots.nb_floor_divide);
  if (result !== NotImplemented) return result;
  throw unsupported('//=', left, right);
}

export function remainder(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return intModulo(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_remainder, rightType.slots.nb_remainder);
  if (result !== NotImplemented) return result;
  throw unsupported('%', left, right);
}

export function inplaceRemainder(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_remainder;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_remainder, rightType.slots.nb_remainder);
  if (result !== NotImplemented) return result;
  throw unsupported('%=', left, right);
}

export function matrixMultiply(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_matrix_multiply, rightType.slots.nb_matrix_multiply);
  if (result !== NotImplemented) return result;
  throw unsupported('@', left, right);
}

export function inplaceMatrixMultiply(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_matrix_multiply;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_matrix_multiply, rightType.slots.nb_matrix_multiply);
  if (result !== NotImplemented) return result;
  throw unsupported('@=', left, right);
}

export function leftShift(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return intShiftLeft(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_lshift, rightType.slots.nb_lshift);
  if (result !== NotImplemented) return result;
  throw unsupported('<<', left, right);
}

export function inplaceLeftShift(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_lshift;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_lshift, rightType.slots.nb_lshift);
  if (result !== NotImplemented) return result;
  throw unsupported('<<=', left, right);
}

export function rightShift(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return intShiftRight(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_rshift, rightType.slots.nb_rshift);
  if (result !== NotImplemented) return result;
  if (left instanceof PyBuiltin && left.signature.name === 'print' && left.owner === null) throw unsupported('>>', left, right, PRINT_HINT);
  throw unsupported('>>', left, right);
}

export function inplaceRightShift(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_rshift;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_rshift, rightType.slots.nb_rshift);
  if (result !== NotImplemented) return result;
  throw unsupported('>>=', left, right);
}

export function bitAnd(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return intAnd(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_and, rightType.slots.nb_and);
  if (result !== NotImplemented) return result;
  throw unsupported('&', left, right);
}

export function inplaceAnd(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_and;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_and, rightType.slots.nb_and);
  if (result !== NotImplemented) return result;
  throw unsupported('&=', left, right);
}

export function bitXor(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return intXor(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_xor, rightType.slots.nb_xor);
  if (result !== NotImplemented) return result;
  throw unsupported('^', left, right);
}

export function inplaceXor(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_xor;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_xor, rightType.slots.nb_xor);
  if (result !== NotImplemented) return result;
  throw unsupported('^=', left, right);
}

export function bitOr(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return intOr(left, right);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_or, rightType.slots.nb_or);
  if (result !== NotImplemented) return result;
  throw unsupported('|', left, right);
}

export function inplaceOr(left: Value, right: Value): Value {
  const leftType = typeOf(left);
  const inplace = leftType.slots.nb_inplace_or;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_or, rightType.slots.nb_or);
  if (result !== NotImplemented) return result;
  throw unsupported('|=', left, right);
}

export function divmod(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return new PyTuple([intFloorDivide(left, right), intModulo(left, right)]);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = dispatch(left, right, leftType, rightType, leftType.slots.nb_divmod, rightType.slots.nb_divmod);
  if (result !== NotImplemented) return result;
  throw unsupported('divmod()', left, right);
}

/** `base ** exponent`, or `pow(base, exponent, modulus)`; modulus None means none. */
export function power(base: Value, exponent: Value, modulus: Value = null): Value {
  const result = ternary(base, exponent, modulus);
  if (result !== NotImplemented) return result;
  if (modulus === null) throw unsupported('** or pow()', base, exponent);
  throw typeError(
    `unsupported operand type(s) for ** or pow(): '${typeOf(base).name}', '${typeOf(exponent).name}', '${typeOf(modulus).name}'`,
  );
}

export function inplacePower(base: Value, exponent: Value): Value {
  const inplace = typeOf(base).slots.nb_inplace_power;
  if (inplace !== null) {
    const result = inplace(base, exponent, null);
    if (result !== NotImplemented) return result;
  }
  const result = ternary(base, exponent, null);
  if (result !== NotImplemented) return result;
  throw unsupported('**=', base, exponent);
}

function ternary(base: Value, exponent: Value, modulus: Value): Value {
  const baseType = typeOf(base);
  const exponentType = typeOf(exponent);
  const baseSlot = baseType.slots.nb_power;
  let exponentSlot = exponentType === baseType ? null : exponentType.slots.nb_power;
  if (exponentSlot === baseSlot) exponentSlot = null;
  if (baseSlot !== null) {
    if (exponentSlot !== null && exponentType.isSubtype(baseType)) {
      const result = exponentSlot(base, exponent, modulus);
      if (result !== NotImplemented) return result;
      exponentSlot = null;
    }
    const result = baseSlot(base, exponent, modulus);
    if (result !== NotImplemented) return result;
  }
  if (exponentSlot !== null) {
    const result = exponentSlot(base, exponent, modulus);
    if (result !== NotImplemented) return result;
  }
  if (modulus !== null) {
    const slot = typeOf(modulus).slots.nb_power;
    if (slot !== null && slot !== baseSlot && slot !== exponentSlot) return slot(base, exponent, modulus);
  }
  return NotImplemented;
}

export function negative(value: Value): Value {
  if (typeof value === 'number') return 0 - value;
  const slot = typeOf(value).slots.nb_negative;
  if (slot === null) throw typeError(`bad operand type for unary -: '${typeOf(value).name}'`);
  return slot(value);
}

export function positive(value: Value): Value {
  if (typeof value === 'number') return value;
  const slot = typeOf(value).slots.nb_positive;
  if (slot === null) throw typeError(`bad operand type for unary +: '${typeOf(value).name}'`);
  return slot(value);
}

export function invert(value: Value): Value {
  if (typeof value === 'number') return intInvert(value);
  const slot = typeOf(value).slots.nb_invert;
  if (slot === null) throw typeError(`bad operand type for unary ~: '${typeOf(value).name}'`);
  return slot(value);
}

export function absolute(value: Value): Value {
  if (typeof value === 'number') return Math.abs(value);
  const slot = typeOf(value).slots.nb_absolute;
  if (slot === null) throw typeError(`bad operand type for abs(): '${typeOf(value).name}'`);
  return slot(value);
}

/** `float(value)` of anything but text: by its value, `__float__` or `__index__` (`PyFloat_AsDouble`). */
export function floatOf(value: Value): number {
  if (value instanceof PyFloat) return value.value;
  const int = intValue(value);
  if (int !== undefined) return intToFloat(int);
  const type = typeOf(value);
  if (type.slots.nb_float !== null) {
    const result = type.slots.nb_float(value);
    if (!(result instanceof PyFloat)) throw typeError(`${type.name}.__float__ returned non-float (type ${typeOf(result).name})`);
    if (result.cls !== floatType) warnStrictSubclass(`${type.name}.__float__`, result, 'float');
    return result.value;
  }
  if (type.slots.nb_index !== null) return intToFloat(toIndex(value));
  throw typeError(`must be real number, not ${type.name}`);
}
