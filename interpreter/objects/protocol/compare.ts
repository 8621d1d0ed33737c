/** Rich comparison: `==`, `<` … through `tp_richcompare` (CPython: `PyObject_RichCompare`). */
import { PyObject, type Value } from '../core/value.ts';
import { PyEQ, PyNE, type CompareOp } from '../core/slots.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyFloat, floatType } from '../core/float.ts';
import { PyTuple, tupleType } from '../core/tuple.ts';
import { typeError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { isTruthy } from './truth.ts';

const OPERATORS = ['<', '<=', '==', '!=', '>', '>='] as const;
/** The operator for exchanged operands. */
const SWAPPED: readonly CompareOp[] = [4, 5, 2, 3, 0, 1];

/** `left op right`. */
export function richCompare(left: Value, right: Value, op: CompareOp): Value {
  if (typeof left === 'number' && typeof right === 'number') return ordered(left, right, op);
  if (typeof left === 'string' && typeof right === 'string') return ordered(left, right, op);
  if (left instanceof PyFloat && right instanceof PyFloat && left.cls === floatType && right.cls === floatType)
    return ordered(left.value, right.value, op);
  return compareBySlots(left, right, op);
}

/** For operands that JavaScript orders as Python does: narrow strings compare by unit, and each unit is a code point. */
export function ordered<T extends number | string | bigint>(left: T, right: T, op: CompareOp): boolean {
  switch (op) {
    case 0:
      return left < right;
    case 1:
      return left <= right;
    case 2:
      return left === right;
    case 3:
      return left !== right;
    case 4:
      return left > right;
    default:
      return left >= right;
  }
}

/** The answer to `op` for a three-way comparison: negative, 0, positive; NaN for unordered. */
export function byOrder(order: number, op: CompareOp): boolean {
  return ordered(order, 0, op);
}

function compareBySlots(left: Value, right: Value, op: CompareOp): Value {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const reflected = SWAPPED[op];
  let triedRight = false;
  const rightCompare = rightType.slots.tp_richcompare;
  if (leftType !== rightType && rightCompare !== null && rightType.isSubtype(leftType)) {
    triedRight = true;
    const result = rightCompare(right, left, reflected);
    if (result !== NotImplemented) return result;
  }
  const leftCompare = leftType.slots.tp_richcompare;
  if (leftCompare !== null) {
    const result = leftCompare(left, right, op);
    if (result !== NotImplemented) return result;
  }
  if (!triedRight && rightCompare !== null) {
    const result = rightCompare(right, left, reflected);
    if (result !== NotImplemented) return result;
  }
  return byIdentity(left, right, op);
}

/** The last resort: objects are equal only to themselves, and have no order. */
function byIdentity(left: Value, right: Value, op: CompareOp): boolean {
  if (op === PyEQ) return left === right;
  if (op === PyNE) return left !== right;
  throw typeError(`'${OPERATORS[op]}' not supported between instances of '${typeOf(left).name}' and '${typeOf(right).name}'`);
}

/** What becomes of a comparison when the left operand's method has answered NotImplemented. */
export function compareAfterLeft(left: Value, right: Value, op: CompareOp): Value {
  const rightType = typeOf(right);
  const rightCompare = rightType.slots.tp_richcompare;
  if (rightCompare !== null) {
    const result = rightCompare(right, left, SWAPPED[op]);
    if (result !== NotImplemented) return result;
  }
  return byIdentity(left, right, op);
}

/** `bool(left op right)`. */
export function compareBool(left: Value, right: Value, op: CompareOp): boolean {
  const result = richCompare(left, right, op);
  return typeof result === 'boolean' ? result : isTruthy(result);
}

/** `left is right or left == right`: how containers find elements. */
export function isEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  // Equal primitives of one kind are identical.
  if (typeof left === typeof right && !(left instanceof PyObject) && !(right instanceof PyObject)) return false;
  if (left instanceof PyTuple && right instanceof PyTuple && left.cls === tupleType && right.cls === tupleType)
    return equalItems(left.items, right.items);
  return compareBool(left, right, PyEQ);
}

function equalItems(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (!isEqual(left[i], right[i])) return false;
  return true;
}

/** Lexicographic comparison of sequences. */
export function compareItems(left: readonly Value[], right: readonly Value[], op: CompareOp): Value {
  if ((op === PyEQ || op === PyNE) && left.length !== right.length) return op === PyNE;
  let i = 0;
  // Lengths are read anew each time: an element's `__eq__` may change a list.
  while (i < left.length && i < right.length && isEqual(left[i], right[i])) i++;
  if (i >= left.length || i >= right.length) return ordered(left.length, right.length, op);
  if (op === PyEQ) return false;
  if (op === PyNE) return true;
  return richCompare(left[i], right[i], op);
}
