/**
 * How many items there will be, as native code asks before it makes room for them (CPython: `PyObject_LengthHint`). Programs see it asked: a
 * class's `__len__` or `__length_hint__` is called by `list(…)`, and may raise.
 */
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { intValue, type Int } from '../core/integer.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyBaseException, typeError, valueError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { T } from '../core/registry.ts';
import { listType, tupleType } from '../core/tuple.ts';
import { callUnbound, lookupSpecial } from './call.ts';
import { toIndexSize } from './index.ts';
import { getIter, itemsOf, iterNext, toArray } from './iterate.ts';
import { exactLength } from './sequence.ts';

/** `operator.length_hint(object, fallback)`. A TypeError says that there is no answer. */
export function lengthHint(object: Value, fallback: Int): Int {
  if (typeOf(object).slots.sq_length !== null) {
    const length = answer(() => exactLength(object));
    if (length !== undefined) return length as Int;
  }
  const method = lookupSpecial(object, '__length_hint__');
  const hint = method === undefined ? undefined : answer(() => callUnbound(method, object, []));
  if (hint === undefined || hint === NotImplemented) return fallback;
  if (intValue(hint) === undefined) throw typeError(`__length_hint__ must be an integer, not ${typeOf(hint).name}`);
  const n = toIndexSize(hint);
  if (n < 0) throw valueError('__length_hint__() should return >= 0');
  return n;
}

function answer(ask: () => Value): MaybeValue {
  try {
    return ask();
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.TypeError)) return undefined;
    throw error;
  }
}

/** Built-in types answer without anybody's seeing it. */
const mayTell = (value: Value): boolean => value instanceof PyObject && value.cls.isHeapType;

/** Asks, if anybody sees it, and does nothing with the answer. */
export function askLength(iterable: Value): void {
  if (mayTell(iterable)) lengthHint(iterable, 0);
}

/** The items of an iterable as `list` takes them: it asks the iterable beforehand. */
export function itemsForList(iterable: Value): Value[] {
  if (!mayTell(iterable)) return toArray(iterable);
  const iterator = getIter(iterable);
  lengthHint(iterable, 0);
  return toArray(iterator);
}

/** The items of an iterable where a list or tuple serves as it is, and of anything else a list of its iterator is made (`PySequence_Fast`). */
export function itemsForSequence(iterable: Value): readonly Value[] {
  if (!mayTell(iterable)) return itemsOf(iterable);
  const { cls } = iterable as PyObject;
  if (cls.isSubtype(listType) || cls.isSubtype(tupleType)) return (iterable as unknown as { readonly items: Value[] }).items.slice();
  return remaining(getIter(iterable));
}

/** What an iterator still has to give. */
export function remaining(iterator: PyObject): Value[] {
  askLength(iterator);
  const items: Value[] = [];
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) items.push(item);
  return items;
}
