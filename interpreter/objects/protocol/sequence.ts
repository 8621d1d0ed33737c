/** Length, subscripts and membership: `len(o)`, `o[k]`, `o[k] = v`, `del o[k]`, `v in o` (CPython: Objects/abstract.c). */
import { PyObject, type Value } from '../core/value.ts';
import type { PyDict } from '../core/dict.ts';
import type { PyList, PyTuple } from '../core/tuple.ts';
import { listType, tupleType } from '../core/tuple.ts';
import { keyError, PyBaseException, typeError } from '../core/errors.ts';
import { PyType, typeOf } from '../core/type.ts';
import { T } from '../core/registry.ts';
import { unclampLength, type Int } from '../core/integer.ts';
import { callValue } from './call.ts';
import { findAttribute } from './attribute.ts';
import { isEqual } from './compare.ts';
import { getIter, iterNext } from './iterate.ts';

/** `len(value)`. */
export function length(value: Value): number {
  if (typeof value === 'string') return value.length;
  const type = typeOf(value);
  const slot = type.slots.sq_length;
  if (slot === null) throw typeError(`object of type '${type.name}' has no len()`);
  return slot(value);
}

/** `len(value)` where it may be more than numbers count safely. */
export const exactLength = (value: Value): Int => unclampLength(length(value));

/** `container[key]`. */
export function getItem(container: Value, key: Value): Value {
  if (container instanceof PyObject) {
    const { cls } = container;
    if (typeof key === 'number' && (cls === listType || cls === tupleType)) {
      const { items } = container as PyList | PyTuple;
      const index = key < 0 ? key + items.length : key;
      if (index >= 0 && index < items.length) return items[index];
    } else if (cls === T.dict) {
      const value = (container as PyDict).get(key);
      if (value !== undefined) return value;
      throw keyError(key);
    }
    const slot = cls.slots.mp_subscript;
    if (slot !== null) return slot(container, key);
    if (container instanceof PyType) return getClassItem(container, key);
  } else if (typeof container === 'string') {
    if (typeof key === 'number') {
      const index = key < 0 ? key + container.length : key;
      if (index >= 0 && index < container.length) return container[index];
    }
    return T.str.slots.mp_subscript!(container, key);
  }
  throw typeError(`'${typeOf(container).name}' object is not subscriptable`);
}

/** `cls[item]`: generic classes. */
function getClassItem(cls: PyType, item: Value): Value {
  if (cls === T.type) return callValue(T.GenericAlias, [cls, item]);
  const method = findAttribute(cls, '__class_getitem__');
  if (method !== undefined && method !== null) return callValue(method, [item]);
  throw typeError(`type '${cls.name}' is not subscriptable`);
}

/** `container[key] = value`. */
export function setItem(container: Value, key: Value, value: Value): void {
  const type = typeOf(container);
  if (type === listType && typeof key === 'number') {
    const { items } = container as PyList;
    const index = key < 0 ? key + items.length : key;
    if (index >= 0 && index < items.length) {
      items[index] = value;
      return;
    }
  } else if (type === T.dict) {
    (container as PyDict).set(key, value);
    return;
  }
  const slot = type.slots.mp_ass_subscript;
  if (slot === null) throw typeError(`'${type.name}' object does not support item assignment`);
  slot(container, key, value);
}

/** `del container[key]`. */
export function delItem(container: Value, key: Value): void {
  const type = typeOf(container);
  const slot = type.slots.mp_ass_subscript;
  if (slot === null) throw typeError(`'${type.name}' object doesn't support item deletion`);
  slot(container, key, undefined);
}

/** `value in container`. */
export function contains(container: Value, value: Value): boolean {
  const type = typeOf(container);
  const slot = type.slots.sq_contains;
  if (slot !== null) return slot(container, value);
  return containsByIteration(container, value);
}

/** Membership by going through the elements. */
export function containsByIteration(container: Value, value: Value): boolean {
  let iterator: PyObject;
  try {
    iterator = getIter(container);
  } catch (error) {
    if (!(error instanceof PyBaseException) || !error.cls.isSubtype(T.TypeError)) throw error;
    throw typeError(`argument of type '${typeOf(container).name}' is not a container or iterable`);
  }
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) if (isEqual(item, value)) return true;
  return false;
}
