/** set and frozenset (CPython: Objects/setobject.c); the table is in `core/set.ts`. */
import { noteReleased } from '../core/lifetime.ts';
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyDict } from '../core/dict.ts';
import { frozensetType, hashElement, PySet, setType, type SetEntry } from '../core/set.ts';
import { PySetIterator } from '../core/iterators.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { asHash, hashHigh, hashLow } from '../core/hash.ts';
import { keyError, PyBaseException, raise, typeError } from '../core/errors.ts';
import type { PyType } from '../core/type.ts';
import type { BinarySlot, CompareOp } from '../core/slots.ts';
import { strOf } from '../core/str.ts';
import { callValue } from '../protocol/call.ts';
import { getAttribute } from '../protocol/attribute.ts';
import { getIter, iterNext } from '../protocol/iterate.ts';
import { enterRepr, leaveRepr, reprText } from '../protocol/repr.ts';
import { makeInit } from './make.ts';
import { reduceIterator } from './tuple.ts';

const set = (value: Value): PySet => value as PySet;
const isSet = (value: Value): value is PySet => value instanceof PySet;

/** Adds all elements of an iterable. */
export function updateSet(self: PySet, iterable: Value): void {
  if (isSet(iterable)) self.merge(iterable);
  else if (iterable instanceof PyDict && iterable.cls === T.dict) self.mergeKeys(iterable);
  else {
    const iterator = getIter(iterable);
    for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) self.add(item);
  }
}

/** A set or frozenset of an iterable's elements. */
export function makeSet(iterable: Value, cls: PyType = setType): PySet {
  const result = new PySet(cls);
  updateSet(result, iterable);
  return result;
}

/** The frozenset of some values. */
export function frozenset(values: readonly Value[]): PySet {
  const result = new PySet(frozensetType);
  for (const value of values) result.add(value);
  return result;
}

/** Results of operations on subclasses are plain sets. */
const baseOf = (self: PySet): PyType => (self.cls.isSubtype(frozensetType) ? frozensetType : setType);

function copyPlain(self: PySet): PySet {
  return self.copy(baseOf(self));
}

/** Membership: a set that is looked up in a set of frozensets counts as one. */
function withSetAsKey<R>(key: Value, action: (key: Value) => R): R {
  try {
    return action(key);
  } catch (error) {
    if (isSet(key) && error instanceof PyBaseException && error.cls.isSubtype(T.TypeError)) return action(key.copy(frozensetType));
    throw error;
  }
}

function intersection(self: PySet, other: Value): PySet {
  if (self === other) return copyPlain(self);
  const result = new PySet(baseOf(self));
  if (isSet(other)) {
    let small = other;
    let large = self;
    if (other.used > self.used) [small, large] = [self, other];
    for (const entry of small.entries())
      if (large.hasHashed(entry.key, entry.high, entry.low)) result.addHashed(entry.key, entry.high, entry.low);
    return result;
  }
  const iterator = getIter(other);
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
    hashElement(item);
    const high = hashHigh;
    const low = hashLow;
    if (self.hasHashed(item, high, low)) result.addHashed(item, high, low);
  }
  return result;
}

function difference(self: PySet, other: Value): PySet {
  const size = isSet(other) ? other.used : other instanceof PyDict && other.cls === T.dict ? other.size : -1;
  if (size < 0 || self.used >> 2 > size) {
    const result = copyPlain(self);
    subtract(result, other);
    return result;
  }
  const result = new PySet(baseOf(self));
  const contains = isSet(other)
    ? (entry: SetEntry) => other.hasHashed(entry.key, entry.high, entry.low)
    : (entry: SetEntry) => (other as PyDict).has(entry.key);
  for (const entry of self.entries()) if (!contains(entry)) result.addHashed(entry.key, entry.high, entry.low);
  return result;
}

/** `self -= other` */
function subtract(self: PySet, other: Value): void {
  if (self === other) return self.clear();
  if (isSet(other)) {
    const removed = other.used >> 3 > self.used ? intersection(self, other) : other;
    for (const entry of removed.entries()) self.discardHashed(entry.key, entry.high, entry.low);
  } else {
    const iterator = getIter(other);
    for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) self.discard(item);
  }
  self.compact();
}

/** `self ^= other` */
function toggle(self: PySet, other: Value): void {
  if (self === other) return self.clear();
  if (other instanceof PyDict && other.cls === T.dict) {
    for (const entry of [...other.entries()]) if (!self.discard(entry.key)) self.add(entry.key);
    return;
  }
  const elements = isSet(other) ? other : makeSet(other, baseOf(self));
  for (const entry of elements.entries()) {
    if (!self.discardHashed(entry.key, entry.high, entry.low)) self.addHashed(entry.key, entry.high, entry.low);
  }
}

function symmetricDifference(self: PySet, other: Value): PySet {
  const result = makeSet(other, baseOf(self));
  toggle(result, self);
  return result;
}

function union(self: PySet, others: readonly Value[]): PySet {
  const result = copyPlain(self);
  for (const other of others) if (other !== self) updateSet(result, other);
  return result;
}

function isSubset(self: PySet, other: Value): boolean {
  if (!isSet(other)) return isSubset(self, intersection(self, other));
  if (self.used > other.used) return false;
  for (const entry of self.entries()) if (!other.hasHashed(entry.key, entry.high, entry.low)) return false;
  return true;
}

function isDisjoint(self: PySet, other: Value): boolean {
  if (isSet(other)) {
    if (self === other) return self.used === 0;
    const [small, large] = other.used > self.used ? [self, other] : [other, self];
    return small.entries().every(entry => !large.hasHashed(entry.key, entry.high, entry.low));
  }
  const iterator = getIter(other);
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) if (self.has(item)) return false;
  return true;
}

function compare(left: Value, right: Value, op: CompareOp): Value {
  if (!isSet(right)) return NotImplemented;
  const l = set(left);
  switch (op) {
    case 0:
      return l.used < right.used && isSubset(l, right);
    case 1:
      return isSubset(l, right);
    case 2:
    case 3: {
      const different =
        l.used !== right.used || (l.hash !== undefined && right.hash !== undefined && l.hash !== right.hash) || !isSubset(l, right);
      return different === (op === 3);
    }
    case 4:
      return right.used < l.used && isSubset(right, l);
    default:
      return isSubset(right, l);
  }
}

function setRepr(self: Value): Value {
  const own = set(self);
  const { name } = own.cls;
  if (!enterRepr(own)) return `${name}(...)`;
  try {
    if (own.used === 0) return `${name}()`;
    const body = `{${own.toArray().map(reprText).join(', ')}}`;
    return strOf(own.cls === setType ? body : `${name}(${body})`);
  } finally {
    leaveRepr();
  }
}

const MASK = (1n << 64n) - 1n;
const shuffle = (h: bigint): bigint => ((h ^ 89869747n ^ ((h << 16n) & MASK)) * 3644798167n) & MASK;

function frozensetHash(self: PySet): number | bigint {
  if (self.hash !== undefined) return self.hash;
  let hash = 0n;
  for (const { high, low } of self.entries()) hash ^= shuffle(((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)) & MASK);
  // The table's empty slots take part too, and cancel out in pairs.
  hash ^= ((BigInt(self.used) + 1n) * 1927868237n) & MASK;
  hash ^= (hash >> 11n) ^ (hash >> 25n);
  hash = (hash * 69069n + 907133923n) & MASK;
  self.hash = hash === MASK ? 590923713 : asHash(hash);
  return self.hash;
}

function binary(operation: (left: PySet, right: PySet) => PySet): BinarySlot {
  return (left, right) => (isSet(left) && isSet(right) ? operation(left, right) : NotImplemented);
}

function inplace(operation: (self: PySet, other: PySet) => void): BinarySlot {
  return (left, right) => {
    if (!isSet(right)) return NotImplemented;
    operation(set(left), right);
    return left;
  };
}

function replaceByIntersection(self: PySet, others: readonly Value[]): void {
  self.takeFrom(intersectAll(self, others));
}

function intersectAll(self: PySet, others: readonly Value[]): PySet {
  if (others.length === 0) return copyPlain(self);
  let result = self;
  for (const other of others) result = intersection(result, other);
  return result;
}

function differenceAll(self: PySet, others: readonly Value[]): PySet {
  if (others.length === 0) return copyPlain(self);
  const result = difference(self, others[0]);
  for (const other of others.slice(1)) subtract(result, other);
  return result;
}

const slots = {
  tp_repr: setRepr,
  tp_richcompare: compare,
  tp_iter: (self: Value) => new PySetIterator(set(self)),
  nb_and: binary(intersection),
  nb_or: binary((l, r) => union(l, [r])),
  nb_xor: binary(symmetricDifference),
  nb_subtract: binary(difference),
  sq_length: (self: Value) => set(self).used,
  sq_contains: (self: Value, value: Value) => withSetAsKey(value, key => set(self).has(key)),
};

const methods = {
  'isdisjoint($self, other, /)': [isDisjoint, 'Return True if two sets have a null intersection.'],
  'issubset($self, other, /)': [(self: PySet, other: Value) => isSubset(self, other), 'Report whether another set contains this set.'],
  'issuperset($self, other, /)': [
    (self: PySet, other: Value) => {
      if (isSet(other)) return isSubset(other, self);
      const iterator = getIter(other);
      for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) if (!self.has(item)) return false;
      return true;
    },
    'Report whether this set contains another set.',
  ],
  'union($self, /, *others)': [union, 'Return a new set with elements from the set and all others.'],
  'intersection($self, /, *others)': [intersectAll, 'Return a new set with elements common to the set and all others.'],
  'difference($self, /, *others)': [differenceAll, 'Return a new set with elements in the set that are not in the others.'],
  'symmetric_difference($self, other, /)': [symmetricDifference, 'Return a new set with elements in either the set or other but not both.'],
  '__contains__($self, object, /)': [
    (self: PySet, value: Value) => withSetAsKey(value, key => self.has(key)),
    'x.__contains__(y) <==> y in x.',
  ],
  '__reduce__($self, /)': [
    (self: PySet) => new PyTuple([self.cls, new PyTuple([new PyList(self.toArray())]), callValue(getAttribute(self, '__getstate__'), [])]),
    'Return state information for pickling.',
  ],
  '__sizeof__($self, /)': [
    (self: PySet) => 200 + (self.slotCount > 8 ? 16 * self.slotCount : 0),
    'S.__sizeof__() -> size of S in memory, in bytes.',
  ],
} as const;

const classMethods = {
  '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
} as const;

const fillSet = makeInit('set($self, iterable=(), /)', (self: PySet, iterable: MaybeValue) => {
  self.clear();
  if (iterable !== undefined) updateSet(self, iterable);
});

defineType('set', {
  matchSelf: true,
  doc: 'Build an unordered collection of unique elements.',
  slots: {
    ...slots,
    tp_new: cls => new PySet(cls),
    tp_init: (self, args, kwnames) => {
      if (kwnames !== null) throw typeError('set() takes no keyword arguments');
      fillSet(self, args, null);
    },
    tp_hash: null,
    nb_inplace_and: inplace((self, other) => replaceByIntersection(self, [other])),
    nb_inplace_or: inplace(updateSet),
    nb_inplace_xor: inplace(toggle),
    nb_inplace_subtract: inplace(subtract),
  },
  methods: {
    ...methods,
    'copy($self, /)': [(self: PySet) => copyPlain(self), 'Return a shallow copy of a set.'],
    'add($self, object, /)': [
      (self: PySet, value: Value) => {
        self.add(value);
        return null;
      },
      'Add an element to a set.\n\nThis has no effect if the element is already present.',
    ],
    'clear($self, /)': [
      (self: PySet) => {
        self.clear();
        noteReleased();
        return null;
      },
      'Remove all elements from this set.',
    ],
    'discard($self, object, /)': [
      (self: PySet, value: Value) => {
        withSetAsKey(value, key => self.discard(key));
        return null;
      },
      'Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.',
    ],
    'remove($self, object, /)': [
      (self: PySet, value: Value) => {
        if (!withSetAsKey(value, key => self.discard(key))) throw keyError(value);
        return null;
      },
      'Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.',
    ],
    'pop($self, /)': [
      (self: PySet) => {
        const value = self.pop();
        if (value === undefined) throw raise(T.KeyError, 'pop from an empty set');
        return value;
      },
      'Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.',
    ],
    'update($self, /, *others)': [
      (self: PySet, others: Value[]) => {
        for (const other of others) updateSet(self, other);
        return null;
      },
      'Update the set, adding elements from all others.',
    ],
    'intersection_update($self, /, *others)': [
      (self: PySet, others: Value[]) => {
        replaceByIntersection(self, others);
        return null;
      },
      'Update the set, keeping only elements found in it and all others.',
    ],
    'difference_update($self, /, *others)': [
      (self: PySet, others: Value[]) => {
        for (const other of others) subtract(self, other);
        return null;
      },
      'Update the set, removing elements found in others.',
    ],
    'symmetric_difference_update($self, other, /)': [
      (self: PySet, other: Value) => {
        toggle(self, other);
        return null;
      },
      'Update the set, keeping only elements found in either set, but not in both.',
    ],
  },
  classMethods,
});

let emptyFrozenset: PySet | undefined;

defineType('frozenset', {
  matchSelf: true,
  doc: 'Build an immutable unordered collection of unique elements.',
  slots: {
    ...slots,
    tp_new: (cls, args, kwnames) => {
      if (kwnames !== null && (cls === frozensetType || cls.slots.tp_init === frozensetType.slots.tp_init))
        throw typeError('frozenset() takes no keyword arguments');
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional > 1) throw typeError(`frozenset expected at most 1 argument, got ${positional}`);
      if (cls !== frozensetType) return positional === 0 ? new PySet(cls) : makeSet(args[0], cls);
      if (positional === 0) return (emptyFrozenset ??= new PySet(frozensetType));
      if (isSet(args[0]) && args[0].cls === frozensetType) return args[0];
      const result = makeSet(args[0], frozensetType);
      return result.used === 0 ? (emptyFrozenset ??= result) : result;
    },
    tp_hash: self => frozensetHash(set(self)),
  },
  methods: {
    ...methods,
    'copy($self, /)': [(self: PySet) => (self.cls === frozensetType ? self : copyPlain(self)), 'Return a shallow copy of a set.'],
  },
  classMethods,
});

defineType('set_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PySetIterator).next() },
  methods: {
    '__length_hint__($self, /)': [
      (self: PySetIterator) => (self.set !== null && self.set.used === self.size ? self.remaining : 0),
      'Private method returning an estimate of len(list(it)).',
    ],
    '__reduce__($self, /)': [
      (self: PySetIterator) =>
        reduceIterator(new PyList(self.set === null ? [] : self.set.toArray().slice(self.size - self.remaining)), undefined),
      'Return state information for pickling.',
    ],
  },
});
