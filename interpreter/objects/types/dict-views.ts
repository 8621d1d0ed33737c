/** dict_keys, dict_values, dict_items (CPython: Objects/dictobject.c, `dictview_*`). */
import { PyObject, type Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { NotImplemented } from '../core/singletons.ts';
import type { PyDict } from '../core/dict.ts';
import { PyTuple } from '../core/tuple.ts';
import { PySet } from '../core/set.ts';
import { PyDictItemIterator, PyDictKeyIterator, PyDictValueIterator, type PyIterator } from '../core/iterators.ts';
import { declareType, typeOf } from '../core/type.ts';
import type { BinarySlot, CompareOp } from '../core/slots.ts';
import { strOf } from '../core/str.ts';
import { isEqual } from '../protocol/compare.ts';
import { contains, length } from '../protocol/sequence.ts';
import { getIter, iterNext, toArray } from '../protocol/iterate.ts';
import { enterRepr, leaveRepr, reprText } from '../protocol/repr.ts';
import { PyMappingProxy } from './mappingproxy.ts';

type Kind = 'keys' | 'values' | 'items';

const types = { keys: declareType('dict_keys'), values: declareType('dict_values'), items: declareType('dict_items') };

export class PyDictView extends PyObject {
  readonly dict: PyDict;
  readonly kind: Kind;
  constructor(dict: PyDict, kind: Kind) {
    super(types[kind]);
    this.dict = dict;
    this.kind = kind;
  }
}

const view = (value: Value): PyDictView => value as PyDictView;

export function iterateView(self: PyDictView, reverse = false): PyIterator {
  if (self.kind === 'keys') return new PyDictKeyIterator(self.dict, reverse);
  return self.kind === 'values' ? new PyDictValueIterator(self.dict, reverse) : new PyDictItemIterator(self.dict, reverse);
}

/** Membership in keys or items. */
function viewContains(self: PyDictView, value: Value): boolean {
  if (self.kind === 'keys') return self.dict.has(value);
  if (!(value instanceof PyTuple) || value.items.length !== 2) return false;
  const found = self.dict.get(value.items[0]);
  return found !== undefined && isEqual(found, value.items[1]);
}

const isSetLike = (value: Value): boolean => value instanceof PySet || (value instanceof PyDictView && value.kind !== 'values');

/** A set operation on any two operands of which one is a view: on a new set of the left one's elements. */
function operation(apply: (result: PySet, other: Value) => void): BinarySlot {
  return (left, right) => {
    if (!(left instanceof PyDictView) && !isSetLike(left) && typeOf(left).slots.tp_iter === null) return NotImplemented;
    const result = setOf(left);
    apply(result, right);
    return result;
  };
}

export function setOf(iterable: Value): PySet {
  const result = new PySet();
  if (iterable instanceof PySet) result.merge(iterable);
  else for (const item of toArray(iterable)) result.add(item);
  return result;
}

const union = operation((result, other) => {
  for (const item of toArray(other)) result.add(item);
});
const difference = operation((result, other) => {
  for (const item of toArray(other)) result.discard(item);
});
const symmetricDifference = operation((result, other) => {
  for (const item of setOf(other).toArray()) if (!result.discard(item)) result.add(item);
});

/** The elements of the right operand (the smaller of two views) that are in the left one. */
const intersection: BinarySlot = (left, right) => {
  let a = left;
  let b = right;
  // One of them is a view; look things up in it.
  if (!(a instanceof PyDictView) || (b instanceof PyDictView && b.dict.size > a.dict.size)) [a, b] = [b, a];
  if (!(a instanceof PyDictView)) return NotImplemented;
  const result = new PySet();
  const iterator = getIter(b);
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) if (viewContains(a, item)) result.add(item);
  return result;
};

function allIn(small: Value, large: Value): boolean {
  for (const item of toArray(small)) if (!contains(large, item)) return false;
  return true;
}

function compareViews(left: Value, right: Value, op: CompareOp): Value {
  if (!isSetLike(right)) return NotImplemented;
  const a = length(left);
  const b = length(right);
  switch (op) {
    case 0:
      return a < b && allIn(left, right);
    case 1:
      return a <= b && allIn(left, right);
    case 2:
      return a === b && allIn(left, right);
    case 3:
      return !(a === b && allIn(left, right));
    case 4:
      return a > b && allIn(right, left);
    default:
      return a >= b && allIn(right, left);
  }
}

function viewRepr(self: Value): Value {
  const name = typeOf(self).name;
  if (!enterRepr(self as PyObject)) return '...';
  try {
    return strOf(`${name}([${toArray(self).map(reprText).join(', ')}])`);
  } finally {
    leaveRepr();
  }
}

const setLike = {
  tp_richcompare: compareViews,
  nb_and: intersection,
  nb_or: union,
  nb_xor: symmetricDifference,
  nb_subtract: difference,
  sq_contains: (self: Value, value: Value) => viewContains(view(self), value),
};

for (const kind of ['keys', 'values', 'items'] as const) {
  defineType(types[kind].name, {
    final: true,
    slots: {
      tp_repr: viewRepr,
      tp_iter: self => iterateView(view(self)),
      sq_length: self => view(self).dict.size,
      ...(kind === 'values' ? {} : setLike),
    },
    methods: {
      '__reversed__($self, /)': [(self: PyDictView) => iterateView(self, true), `Return a reverse iterator over the dict ${kind}.`],
      ...(kind === 'values'
        ? {}
        : {
            'isdisjoint($self, other, /)': [
              (self: PyDictView, other: Value) => {
                const iterator = getIter(other);
                for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator))
                  if (viewContains(self, item)) return false;
                return true;
              },
              'Return True if the view and the given iterable have a null intersection.',
            ] as const,
          }),
    },
    getset: {
      mapping: [(self: PyDictView) => new PyMappingProxy(self.dict), undefined, 'dictionary that this view refers to'],
    },
  });
}
