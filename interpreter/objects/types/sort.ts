/**
 * Sorting by `<` alone, stable (CPython: `list.sort`, a timsort that Objects/listsort.txt describes).
 *
 * Keys that are all ints or all strings are compared natively. Everything else goes through `__lt__`, by timsort, in CPython's sequence of comparisons.
 */
import { PyObject, type Value } from '../core/value.ts';
import type { PyFloat } from '../core/float.ts';
import { floatType } from '../core/float.ts';
import type { PyTuple } from '../core/tuple.ts';
import { tupleType } from '../core/tuple.ts';
import { PyLT } from '../core/slots.ts';
import { callValue } from '../protocol/call.ts';
import { compareBool, isEqual } from '../protocol/compare.ts';
import { timsort } from './timsort.ts';

/** Sorts in place. */
export function sortItems(items: Value[], key: Value, reverse: boolean): void {
  const n = items.length;
  const keys: Value[] = key === null ? items : items.map(item => callValue(key, [item]));
  if (n < 2) return;
  // Sorting what was reversed, then reversing, keeps equal elements in their order.
  if (reverse) {
    items.reverse();
    if (keys !== items) keys.reverse();
  }
  try {
    sortByKeys(items, keys);
  } finally {
    if (reverse) items.reverse();
  }
}

interface Pair {
  readonly key: Value;
  readonly item: Value;
}

function sortByKeys(items: Value[], keys: Value[]): void {
  const kind = kindOf(keys);
  if (keys === items) {
    if (kind === 'number') (items as number[]).sort((a, b) => a - b);
    else if (kind === 'string') (items as string[]).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    else if (kind === 'float') (items as PyFloat[]).sort((a, b) => a.value - b.value);
    else timsort(items, kind === 'tuple' ? tupleLess : less);
    return;
  }
  const pairs: Pair[] = keys.map((key, i) => ({ key, item: items[i] }));
  if (kind === 'number') pairs.sort((a, b) => (a.key as number) - (b.key as number));
  else if (kind === 'string')
    pairs.sort((a, b) => ((a.key as string) < (b.key as string) ? -1 : (a.key as string) > (b.key as string) ? 1 : 0));
  else if (kind === 'float') pairs.sort((a, b) => (a.key as PyFloat).value - (b.key as PyFloat).value);
  else {
    const lessThan = kind === 'tuple' ? tupleLess : less;
    try {
      timsort(pairs, (a, b) => lessThan(a.key, b.key));
    } finally {
      for (let i = 0; i < pairs.length; i++) items[i] = pairs[i].item;
    }
  }
  for (let i = 0; i < pairs.length; i++) items[i] = pairs[i].item;
}

/** What all keys are, when they are all alike. Floats with a NaN among them are not ordered, so they are not 'float'. */
function kindOf(keys: readonly Value[]): 'number' | 'string' | 'float' | 'tuple' | 'other' {
  const first = keys[0];
  const type = typeof first;
  if (type === 'number' || type === 'string') {
    for (let i = 1; i < keys.length; i++) if (typeof keys[i] !== type) return 'other';
    return type;
  }
  if (!(first instanceof PyObject)) return 'other';
  const { cls } = first;
  if (cls !== floatType && cls !== tupleType) return 'other';
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (!(key instanceof PyObject) || key.cls !== cls) return 'other';
    if (cls === floatType && Number.isNaN((key as PyFloat).value)) return 'other';
    if (cls === tupleType && (key as PyTuple).items.length === 0) return 'other';
  }
  return cls === floatType ? 'float' : 'tuple';
}

function less(a: Value, b: Value): boolean {
  return compareBool(a, b, PyLT);
}

function tupleLess(a: Value, b: Value): boolean {
  const left = (a as PyTuple).items;
  const right = (b as PyTuple).items;
  const n = Math.min(left.length, right.length);
  for (let i = 0; i < n; i++) {
    const x = left[i];
    const y = right[i];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x < y;
    if (typeof x === 'string' && typeof y === 'string') return x < y;
    if (!isEqual(x, y)) return compareBool(x, y, PyLT);
  }
  return left.length < right.length;
}
