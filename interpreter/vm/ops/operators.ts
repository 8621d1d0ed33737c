/** Operators: BINARY_OP's table, comparison, subscripts, iteration; each falls back on the protocols. */
import { PyDict } from '../../objects/core/dict.ts';
import { keyError, typeError } from '../../objects/core/errors.ts';
import { typeOf } from '../../objects/core/type.ts';
import { PyFloat } from '../../objects/core/float.ts';
import { intAnd, intFloorDivide, intModulo, intOr, intShiftLeft, intShiftRight, intXor } from '../../objects/core/integer.ts';
import { PyIterator, PyListIterator } from '../../objects/core/iterators.ts';
import { floatPower } from '../../objects/core/real.ts';
import { PySlice } from '../../objects/core/range.ts';
import { T } from '../../objects/core/registry.ts';
import { PySet } from '../../objects/core/set.ts';
import type { CompareOp } from '../../objects/core/slots.ts';
import { PyList } from '../../objects/core/tuple.ts';
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { compareBool, richCompare } from '../../objects/protocol/compare.ts';
import { getIter, iterNext } from '../../objects/protocol/iterate.ts';
import * as number from '../../objects/protocol/number.ts';
import * as sequence from '../../objects/protocol/sequence.ts';
import { iterationEnd } from '../../objects/types/slot-wrappers.ts';
import { lifetime } from '../../objects/core/lifetime.ts';
import { dropped, replaced } from '../collect.ts';
import { machine } from '../machine.ts';
import { exceptionEvents, tellStopIteration } from '../monitoring.ts';

/** By BINARY_OP's argument. */
const OPERATIONS: readonly ((left: Value, right: Value) => Value)[] = [
  number.add,
  number.bitAnd,
  number.floorDivide,
  number.leftShift,
  number.matrixMultiply,
  number.multiply,
  number.remainder,
  number.bitOr,
  (left, right) => number.power(left, right),
  number.rightShift,
  number.subtract,
  number.trueDivide,
  number.bitXor,
  number.inplaceAdd,
  number.inplaceAnd,
  number.inplaceFloorDivide,
  number.inplaceLeftShift,
  number.inplaceMatrixMultiply,
  number.inplaceMultiply,
  number.inplaceRemainder,
  number.inplaceOr,
  number.inplacePower,
  number.inplaceRightShift,
  number.inplaceSubtract,
  number.inplaceTrueDivide,
  number.inplaceXor,
  sequence.getItem,
];

/** BINARY_OP for all operands; ints and floats first. */
export function binary(operator: number, left: Value, right: Value): Value {
  if (typeof left === 'number') {
    if (typeof right === 'number') return intBinary(operator, left, right);
    if (right instanceof PyFloat && right.cls === T.float) return floatBinary(operator, left, right.value, left, right);
  } else if (left instanceof PyFloat && left.cls === T.float) {
    if (right instanceof PyFloat && right.cls === T.float) return floatBinary(operator, left.value, right.value, left, right);
    if (typeof right === 'number') return floatBinary(operator, left.value, right, left, right);
  }
  return OPERATIONS[operator](left, right);
}

/** For operands that are floats and no instances of subclasses. */
export function addFloats(left: PyFloat, right: PyFloat): PyFloat {
  return new PyFloat(left.value + right.value);
}
export function subtractFloats(left: PyFloat, right: PyFloat): PyFloat {
  return new PyFloat(left.value - right.value);
}
export function multiplyFloats(left: PyFloat, right: PyFloat): PyFloat {
  return new PyFloat(left.value * right.value);
}
/** undefined for a division by zero. */
export function divideFloats(left: PyFloat, right: PyFloat): PyFloat | undefined {
  const divisor = right.value;
  return divisor === 0 ? undefined : new PyFloat(left.value / divisor);
}

/** In-place operators have no meaning of their own for numbers: from 13 on they repeat the others. */
export function intBinary(operator: number, left: number, right: number): Value {
  switch (operator >= 13 ? operator - 13 : operator) {
    case 1:
      return intAnd(left, right);
    case 2:
      return intFloorDivide(left, right);
    case 3:
      return intShiftLeft(left, right);
    case 6:
      return intModulo(left, right);
    case 7:
      return intOr(left, right);
    case 9:
      return intShiftRight(left, right);
    case 12:
      return intXor(left, right);
    case 11:
      if (right !== 0) return new PyFloat(left / right);
  }
  return OPERATIONS[operator](left, right);
}

function floatBinary(operator: number, l: number, r: number, left: Value, right: Value): Value {
  let result: number;
  switch (operator >= 13 ? operator - 13 : operator) {
    case 0:
      result = l + r;
      break;
    case 5:
      result = l * r;
      break;
    case 10:
      result = l - r;
      break;
    case 11:
      if (r === 0) return OPERATIONS[operator](left, right);
      result = l / r;
      break;
    case 8: {
      const power = floatPower(l, r);
      if (power === undefined) return OPERATIONS[operator](left, right);
      result = power;
      break;
    }
    default:
      return OPERATIONS[operator](left, right);
  }
  return new PyFloat(result);
}

export function listIterator(list: PyList): PyListIterator {
  return new PyListIterator(list);
}

export const { negative, invert } = number;

/** COMPARE_OP: bit 4 of the argument asks for a bool. */
export function compare(arg: number, left: Value, right: Value): Value {
  const operator = (arg >> 5) as CompareOp;
  return (arg & 16) !== 0 ? compareTruth(operator, left, right) : richCompare(left, right, operator);
}

/** `bool(left op right)`. */
export function compareTruth(operator: number, left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    switch (operator) {
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
  if (left instanceof PyFloat && left.cls === T.float) {
    const l = left.value;
    let r: number;
    if (typeof right === 'number') r = right;
    else if (right instanceof PyFloat && right.cls === T.float) r = right.value;
    else return compareBool(left, right, operator as CompareOp);
    switch (operator) {
      case 0:
        return l < r;
      case 1:
        return l <= r;
      case 2:
        return l === r;
      case 3:
        return l !== r;
      case 4:
        return l > r;
      default:
        return l >= r;
    }
  }
  return compareBool(left, right, operator as CompareOp);
}

/** `left is right`. Equal primitives are one object. */
export function isSame(left: Value, right: Value): boolean {
  return left === right;
}

export function subscript(container: Value, key: Value): Value {
  if (container instanceof PyDict && container.cls === T.dict) {
    const value = container.get(key);
    if (value === undefined) throw keyError(key);
    return value;
  }
  if (typeof container === 'string' && typeof key === 'number' && key >= 0 && key < container.length) return container[key];
  return sequence.getItem(container, key);
}

export function storeSubscript(container: Value, key: Value, value: Value): void {
  // A key of another kind may run Python code when it is looked for, and be seen to be looked for twice.
  const simple = typeof key === 'number' || typeof key === 'string';
  if (simple && lifetime.active && container instanceof PyObject && (container.cls === T.dict || container.cls === T.list)) {
    const old = container instanceof PyDict ? container.get(key) : (container as PyList).items.at(key as number);
    sequence.setItem(container, key, value);
    if (old !== value) replaced(old);
  } else if (container instanceof PyDict && container.cls === T.dict) container.set(key, value);
  else {
    sequence.setItem(container, key, value);
    if (key instanceof PySlice) dropped();
  }
}

export function deleteSubscript(container: Value, key: Value): void {
  sequence.delItem(container, key);
  dropped();
}

export function slice(container: Value, start: Value, stop: Value): Value {
  if (container instanceof PyList && container.cls === T.list && simpleBound(start) && simpleBound(stop)) {
    return new PyList(container.items.slice(start ?? 0, stop ?? undefined));
  }
  if (typeof container === 'string' && simpleBound(start) && simpleBound(stop)) return container.slice(start ?? 0, stop ?? undefined);
  return sequence.getItem(container, new PySlice(start, stop, null));
}

const simpleBound = (bound: Value): bound is number | null => bound === null || typeof bound === 'number';

export function storeSlice(container: Value, start: Value, stop: Value, value: Value): void {
  sequence.setItem(container, new PySlice(start, stop, null), value);
  dropped();
}

export function contains(container: Value, value: Value): boolean {
  if (container instanceof PyDict && container.cls === T.dict) return container.has(value);
  if (
    container instanceof PySet &&
    (container.cls === T.set || container.cls === T.frozenset) &&
    (typeof value === 'number' || typeof value === 'string')
  ) {
    return container.has(value);
  }
  return sequence.contains(container, value);
}

export function iterator(iterable: Value): Value {
  return getIter(iterable);
}

export function next(iterator: Value): MaybeValue {
  if (iterator instanceof PyIterator) return iterator.next();
  // A debugger may have put anything in its place.
  const slot = typeOf(iterator).slots.tp_iternext;
  if (slot === null) throw typeError(`'${typeOf(iterator).name}' object is not an iterator`);
  if (!exceptionEvents) return iterNext(iterator as PyObject);
  iterationEnd.exception = null;
  const value = iterNext(iterator as PyObject);
  const { exception } = iterationEnd;
  if (value === undefined && exception !== null) tellStopIteration(machine.frame!, machine.frame!.pc - 1, exception);
  return value;
}
