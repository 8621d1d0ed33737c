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

/** NaN is equal to nothing, so it is the object that counts; likewise code objects inside of tuples, which no compiler makes. */
const identities = new WeakMap<object, number>();
let identityCount = 0;

function identity(value: object): number {
  let number = identities.get(value);
  if (number === undefined) identities.set(value, (number = identityCount++));
  return number;
}

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
      return Number.isNaN(value.value) ? `f#${identity(value)}` : `f${floatKey(value.value)}`;
    case 'complex':
      if (Number.isNaN(value.real) || Number.isNaN(value.imag)) return `c#${identity(value)}`;
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
    case 'code':
    case 'opaque':
      return `C${identity(value)}`;
  }
}

function floatKey(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
