/** The iteration protocol (CPython: `PyObject_GetIter`, `PyIter_Next`, unpacking in Python/ceval.c). */
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { intAdd, MAX_SAFE, type Int } from '../core/integer.ts';
import { overflowError, PyBaseException, typeError } from '../core/errors.ts';
import type { PyDict } from '../core/dict.ts';
import { PyIterator, PyTupleIterator } from '../core/iterators.ts';
import type { PyList } from '../core/tuple.ts';
import { PyTuple, listType, tupleType } from '../core/tuple.ts';
import type { PySet } from '../core/set.ts';
import { PyRange } from '../core/range.ts';
import { T } from '../core/registry.ts';
import { declareType, typeOf } from '../core/type.ts';

export const sequenceIteratorType = declareType('iterator');

/** Over an object that has `__getitem__` and no `__iter__`: indexes from 0 until IndexError. */
export class PySequenceIterator extends PyIterator {
  declare sequence: Value | undefined;
  index: Int = 0;
  constructor(sequence: Value) {
    super(sequenceIteratorType);
    this.sequence = sequence;
  }
  next(): MaybeValue {
    const { sequence } = this;
    if (sequence === undefined) return undefined;
    try {
      const { index } = this;
      if (index === 9223372036854775807n) throw overflowError('iter index too large');
      this.index = typeof index === 'number' && index < MAX_SAFE ? index + 1 : intAdd(index, 1);
      return typeOf(sequence).slots.mp_subscript!(sequence, index);
    } catch (error) {
      if (error instanceof PyBaseException && (error.cls.isSubtype(T.IndexError) || error.cls.isSubtype(T.StopIteration))) {
        this.sequence = undefined;
        return undefined;
      }
      throw error;
    }
  }
}

/** `iter(value)`. */
export function getIter(value: Value): PyObject {
  const type = typeOf(value);
  const slot = type.slots.tp_iter;
  if (slot !== null) {
    const iterator = slot(value);
    if (iterator instanceof PyIterator) return iterator;
    if (!(iterator instanceof PyObject) || iterator.cls.slots.tp_iternext === null) {
      throw typeError(`iter() returned non-iterator of type '${typeOf(iterator).name}'`);
    }
    return iterator;
  }
  if (type.isHeapType && type.slots.mp_subscript !== null && !type.isSubtype(T.dict)) return new PySequenceIterator(value);
  throw typeError(`'${type.name}' object is not iterable`);
}

/** Whether `iter(value)` would find a way. */
export function isIterable(value: Value): boolean {
  const type = typeOf(value);
  return type.slots.tp_iter !== null || (type.isHeapType && type.slots.mp_subscript !== null);
}

/** The next value of an iterator; undefined at the end. */
export function iterNext(iterator: PyObject): MaybeValue {
  if (iterator instanceof PyIterator) return iterator.next();
  try {
    const slot = iterator.cls.slots.tp_iternext;
    // `__next__` may have been deleted from the class.
    if (slot === null) throw typeError(`'${iterator.cls.name}' object is not an iterator`);
    return slot(iterator);
  } catch (error) {
    // Thrown only where it carries a value, which iteration drops.
    if (error instanceof PyBaseException && error.cls.isSubtype(T.StopIteration)) return undefined;
    throw error;
  }
}

/** `list(iterable)` as a new array. */
export function toArray(iterable: Value): Value[] {
  if (iterable instanceof PyObject) {
    const { cls } = iterable;
    if (cls === listType) return (iterable as PyList).items.slice();
    if (cls === tupleType) return (iterable as PyTuple).items.slice();
    if (cls === T.dict) return keysOf(iterable as PyDict);
    if (cls === T.set || cls === T.frozenset) return (iterable as PySet).toArray();
    if (
      iterable instanceof PyRange &&
      typeof iterable.length === 'number' &&
      typeof iterable.start === 'number' &&
      typeof iterable.step === 'number'
    ) {
      const items: Value[] = [];
      for (let i = 0, value = iterable.start; i < iterable.length; i++, value += iterable.step) items.push(value);
      return items;
    }
  } else if (typeof iterable === 'string') return iterable.split('');
  const items: Value[] = [];
  const iterator = getIter(iterable);
  if (iterator instanceof PyIterator) {
    for (let value = iterator.next(); value !== undefined; value = iterator.next()) items.push(value);
  } else {
    for (let value = iterNext(iterator); value !== undefined; value = iterNext(iterator)) items.push(value);
  }
  return items;
}

/** The elements of an iterable to read at once: the array of a list or tuple itself, so it must not be kept or changed. */
export function itemsOf(iterable: Value): readonly Value[] {
  if (iterable instanceof PyObject && (iterable.cls === listType || iterable.cls === tupleType))
    return (iterable as PyList | PyTuple).items;
  return toArray(iterable);
}

function keysOf(dict: PyDict): Value[] {
  const keys: Value[] = [];
  for (const entry of dict.entries()) keys.push(entry.key);
  return keys;
}

/** Calls `visit` with each element until it returns false. */
export function forEach(iterable: Value, visit: (value: Value) => boolean | void): void {
  const iterator = getIter(iterable);
  for (let value = iterNext(iterator); value !== undefined; value = iterNext(iterator)) if (visit(value) === false) return;
}

/** An iterator over the given values. */
export function iteratorOver(values: Value[]): PyIterator {
  return new PyTupleIterator(new PyTuple(values));
}
