/**
 * When two constants are interchangeable.
 *
 * Python's `==` is too generous for that: `1`, `1.0` and `True` are equal, and so are `0.0` and `-0.0`, but a program can tell them apart. So constants
 * are keyed by their type and exact value, item by item in tuples and frozensets. A code object is equal to itself only.
 *
 * CPython: `_PyCode_ConstantKey` in `Objects/codeobject.c`.
 */
import type { CodeObject } from './code.ts';
import type { Constant } from './constant.ts';

/** A key under which exactly the interchangeable constants meet. */
export function constantKey(value: Constant): string | CodeObject {
  return typeof value === 'object' && value !== null && value.kind === 'code' ? value : keyOf(value);
}

/** Code objects inside of tuples, which no compiler makes, count as different whenever they are different objects. */
const codeNumbers = new WeakMap<CodeObject, number>();
let codeCount = 0;

function keyOf(value: Constant): string {
  if (value === null) return 'N';
  switch (typeof value) {
    case 'boolean':
      return value ? 'T' : 'F';
    case 'number':
    case 'bigint':
      return `i${value}`;
    case 'string':
      return `s${value.length}:${value}`;
  }
  switch (value.kind) {
    case 'str':
      return `S${value.codePoints.join()}`;
    case 'float':
      return `f${floatKey(value.value)}`;
    case 'complex':
      return `c${floatKey(value.real)},${floatKey(value.imag)}`;
    case 'bytes':
      return `b${value.value.join()};`;
    case 'tuple':
      return `(${value.items.map(keyOf).join()})`;
    case 'frozenset':
      return `{${value.items.map(keyOf).sort().join()}}`;
    case 'slice':
      return `[${keyOf(value.start)}:${keyOf(value.stop)}:${keyOf(value.step)}]`;
    case 'ellipsis':
      return '.';
    case 'code': {
      let number = codeNumbers.get(value);
      if (number === undefined) codeNumbers.set(value, (number = codeCount++));
      return `C${number}`;
    }
  }
}

function floatKey(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
