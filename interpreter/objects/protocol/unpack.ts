/** `a, b = value` and `a, *b = value` (CPython: Python/ceval.c, `_PyEval_UnpackIterableStackRef`). */
import { PyObject, type Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import type { PyTuple } from '../core/tuple.ts';
import { listType, PyList, tupleType } from '../core/tuple.ts';
import { typeError, valueError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { T } from '../core/registry.ts';
import { getIter, iterNext } from './iterate.ts';
import { remaining } from './length-hint.ts';

/** Exactly `count` values, for `a, b = value`; in order. */
export function unpack(value: Value, count: number): Value[] {
  if (value instanceof PyObject && (value.cls === tupleType || value.cls === listType)) {
    const { items } = value as PyTuple | PyList;
    if (items.length === count) return value.cls === tupleType ? items : items.slice();
    if (items.length > count) throw valueError(`too many values to unpack (expected ${count}, got ${items.length})`);
    throw valueError(`not enough values to unpack (expected ${count}, got ${items.length})`);
  }
  const iterator = unpackIterator(value);
  const items: Value[] = [];
  for (let i = 0; i < count; i++) {
    const item = iterNext(iterator);
    if (item === undefined) throw valueError(`not enough values to unpack (expected ${count}, got ${i})`);
    items.push(item);
  }
  if (iterNext(iterator) === undefined) return items;
  if (value instanceof PyDict && value.cls === T.dict) throw valueError(`too many values to unpack (expected ${count}, got ${value.size})`);
  throw valueError(`too many values to unpack (expected ${count})`);
}

/** `before` values, a list of those between, `after` values, for `a, *b, c = value`; in order. */
export function unpackStarred(value: Value, before: number, after: number): Value[] {
  const iterator = unpackIterator(value);
  const items: Value[] = [];
  for (let i = 0; i < before; i++) {
    const item = iterNext(iterator);
    if (item === undefined) throw valueError(`not enough values to unpack (expected at least ${before + after}, got ${i})`);
    items.push(item);
  }
  const rest = remaining(iterator);
  if (rest.length < after)
    throw valueError(`not enough values to unpack (expected at least ${before + after}, got ${before + rest.length})`);
  const tail = after === 0 ? [] : rest.splice(rest.length - after, after);
  items.push(new PyList(rest), ...tail);
  return items;
}

function unpackIterator(value: Value): PyObject {
  const type = typeOf(value);
  if (type.slots.tp_iter === null && !(type.isHeapType && type.slots.mp_subscript !== null))
    throw typeError(`cannot unpack non-iterable ${type.name} object`);
  return getIter(value);
}
