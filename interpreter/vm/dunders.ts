/**
 * Operators of classes written in Python, without a nested loop: the method's frame goes on top of the one that runs.
 *
 * A frame is made only where the left operand's method comes first and is a plain function; all else is left to the protocols. Operators whose
 * methods can answer NotImplemented leave the operands in the frame, so that `operatorResult` can ask the other side.
 */
import { CO } from '../code/code.ts';
import { NB } from '../opcodes/index.ts';
import type { PyInstance } from '../objects/core/instance.ts';
import { NotImplemented } from '../objects/core/singletons.ts';
import type { CompareOp } from '../objects/core/slots.ts';
import type { PyType } from '../objects/core/type.ts';
import { PyObject, type Value } from '../objects/core/value.ts';
import { compareAfterLeft } from '../objects/protocol/compare.ts';
import { binaryAfterLeft } from '../objects/protocol/number.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { PyFunction } from '../objects/types/function.ts';
import { enterFunction } from './calls.ts';
import { EXIT } from './exit.ts';

/** What an operator's site knows: for this version of the left operand's class, the method; null if there is none to enter. */
class OperatorCache {
  declare readonly version: number;
  declare readonly method: PyFunction | null;
  constructor(version: number, method: PyFunction | null) {
    this.version = version;
    this.method = method;
  }
}

const METHODS: Readonly<Record<number, string>> = {
  [NB.ADD]: 'add',
  [NB.AND]: 'and',
  [NB.FLOOR_DIVIDE]: 'floordiv',
  [NB.LSHIFT]: 'lshift',
  [NB.MATRIX_MULTIPLY]: 'matmul',
  [NB.MULTIPLY]: 'mul',
  [NB.REMAINDER]: 'mod',
  [NB.OR]: 'or',
  [NB.RSHIFT]: 'rshift',
  [NB.SUBTRACT]: 'sub',
  [NB.TRUE_DIVIDE]: 'truediv',
  [NB.XOR]: 'xor',
};
/** From here on the operators are in-place ones, in the same order. */
const FIRST_INPLACE: number = NB.INPLACE_ADD;

const MAKES_GENERATOR = CO.GENERATOR | CO.COROUTINE | CO.ASYNC_GENERATOR;

const COMPARISONS = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const;

/** A method with as many parameters, in plain words. */
function plainMethod(type: PyType, name: string, count: number): PyFunction | null {
  const method = type.lookup(name);
  if (!(method instanceof PyFunction)) return null;
  const { code } = method;
  return code.exactArgs === count && (code.flags & MAKES_GENERATOR) === 0 ? method : null;
}

function binaryMethod(type: PyType, operation: number): PyFunction | null {
  let plain = operation;
  if (operation >= FIRST_INPLACE) {
    plain = operation - FIRST_INPLACE;
    const name = METHODS[plain];
    // Where `__iadd__` is a function it is called in the same way, and `NotImplemented` leads on to `__add__`: seldom enough to leave it.
    if (name === undefined || type.lookup(`__i${name}__`) !== undefined) return null;
  }
  const name = METHODS[plain];
  return name === undefined ? null : plainMethod(type, `__${name}__`, 2);
}

/** Whether the right operand's class may go first: it does if it derives from the left one's. */
function rightMayComeFirst(left: PyInstance, right: Value): boolean {
  if (!(right instanceof PyObject)) return false;
  const type = right.cls;
  return type !== left.cls && type.isHeapType && type.isSubtype(left.cls);
}

function enter2(method: PyFunction, back: PyFrame, first: Value, second: Value): PyFrame {
  const { code } = method;
  const frame = enterFunction(method, code, back);
  const { stack } = frame;
  stack[0] = first;
  stack[1] = second;
  for (let i = 2; i < code.nlocalsplus; i++) stack[i] = undefined;
  return frame;
}

/** The frame of `left.__add__(right)` and its like; null where it is not as simple as that. */
export function operatorFrame(
  frame: PyFrame,
  operation: number,
  left: PyInstance,
  right: Value,
  caches: unknown[],
  at: number,
): PyFrame | null {
  let cache = caches[at] as OperatorCache | null;
  if (cache === null || cache.version !== left.cls.version)
    caches[at] = cache = new OperatorCache(left.cls.version, binaryMethod(left.cls, operation));
  const { method } = cache;
  if (method === null || rightMayComeFirst(left, right)) return null;
  const callee = enter2(method, frame, left, right);
  callee.exit = EXIT.BINARY;
  callee.instance = left;
  callee.operand = right;
  callee.operation = operation;
  return callee;
}

/** The frame of `left.__lt__(right)` and its like. */
export function comparisonFrame(
  frame: PyFrame,
  operation: number,
  left: PyInstance,
  right: Value,
  caches: unknown[],
  at: number,
): PyFrame | null {
  let cache = caches[at] as OperatorCache | null;
  if (cache === null || cache.version !== left.cls.version)
    caches[at] = cache = new OperatorCache(left.cls.version, plainMethod(left.cls, COMPARISONS[operation], 2));
  const { method } = cache;
  if (method === null || rightMayComeFirst(left, right)) return null;
  const callee = enter2(method, frame, left, right);
  callee.exit = EXIT.COMPARE;
  callee.instance = left;
  callee.operand = right;
  callee.operation = operation;
  return callee;
}

/** The frame of `container.__getitem__(key)`. */
export function itemFrame(frame: PyFrame, container: PyInstance, key: Value): PyFrame | null {
  const method = plainMethod(container.cls, '__getitem__', 2);
  return method === null ? null : enter2(method, frame, container, key);
}

/** The frame of `container.__setitem__(key, value)`. */
export function storeItemFrame(frame: PyFrame, container: PyInstance, key: Value, value: Value): PyFrame | null {
  const method = plainMethod(container.cls, '__setitem__', 3);
  if (method === null) return null;
  const { code } = method;
  const callee = enterFunction(method, code, frame);
  const { stack } = callee;
  stack[0] = container;
  stack[1] = key;
  stack[2] = value;
  for (let i = 3; i < code.nlocalsplus; i++) stack[i] = undefined;
  callee.exit = EXIT.DROP;
  return callee;
}

/** What an operator's method that has returned makes the result of the operator. */
export function operatorResult(callee: PyFrame, exit: number, value: Value): Value {
  const left = callee.instance;
  const right = callee.operand;
  callee.instance = null;
  callee.operand = null;
  if (exit === EXIT.BINARY) return value === NotImplemented ? binaryAfterLeft(callee.operation, left, right) : value;
  const result = value === NotImplemented ? compareAfterLeft(left, right, callee.operation as CompareOp) : value;
  return typeof result === 'boolean' ? result : isTruthy(result);
}
