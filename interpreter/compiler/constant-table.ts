/**
 * The constants of a code unit, each once.
 *
 * Python's `==` is too generous here: `1`, `1.0` and `True` are equal, and so are `0.0` and `-0.0`, but a program can tell them apart. So constants
 * are keyed by their type and exact value, item by item in tuples and frozensets; code objects are never merged.
 *
 * CPython: `_PyCode_ConstantKey` in `Objects/codeobject.c` and `merge_const_one` in `Python/compile.c`.
 */
import type { CodeObject } from '../code/code.ts';
import type { Constant } from '../code/constant.ts';

export class ConstantTable {
  readonly items: Constant[] = [];
  private readonly indexes = new Map<string | CodeObject, number>();

  /** The index of a constant, which is appended if it is new. */
  add(value: Constant): number {
    const key = constantKey(value);
    let index = this.indexes.get(key);
    if (index === undefined) {
      index = this.items.length;
      this.items.push(value);
      this.indexes.set(key, index);
    }
    return index;
  }
}

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
