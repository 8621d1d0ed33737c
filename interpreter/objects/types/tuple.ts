/** tuple (CPython: Objects/tupleobject.c). */
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import type { Int } from '../core/integer.ts';
import { builtinFunctions } from '../core/builtin-functions.ts';
import { NotImplemented } from '../core/singletons.ts';
import { EMPTY_TUPLE, joinItems, PyTuple, tupleType } from '../core/tuple.ts';
import { PyTupleIterator } from '../core/iterators.ts';
import { PySlice } from '../core/range.ts';
import { composeHash, hashTuple } from '../core/hash.ts';
import { indexError, typeError, valueError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { strOf } from '../core/str.ts';
import { compareItems, isEqual } from '../protocol/compare.ts';
import { adjustBounds, hasIndex, sliceIndices, toIndexNumber, toSize } from '../protocol/index.ts';
import { toArray } from '../protocol/iterate.ts';
import { callValue } from '../protocol/call.ts';
import { enterRepr, leaveRepr, reprText } from '../protocol/repr.ts';
import { MAX_ITEMS, repeatItems, sliceItems } from './items.ts';
import { makeNew } from './make.ts';

const items = (value: Value): Value[] => (value as PyTuple).items;

function tupleRepr(self: Value): Value {
  const own = items(self);
  if (own.length === 0) return '()';
  if (!enterRepr(self as PyTuple)) return '(...)';
  try {
    let text = '(';
    for (let i = 0; i < own.length; i++) text += i === 0 ? reprText(own[i]) : ', ' + reprText(own[i]);
    return strOf(text + (own.length === 1 ? ',)' : ')'));
  } finally {
    leaveRepr();
  }
}

defineType('tuple', {
  pattern: 'sequence',
  matchSelf: true,
  doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
  slots: {
    tp_new: makeNew('tuple($type, iterable=(), /)', (cls: PyType, iterable: MaybeValue) => {
      if (cls !== tupleType) return new PyTuple(iterable === undefined ? [] : toArray(iterable), cls);
      if (iterable === undefined) return EMPTY_TUPLE;
      if (iterable instanceof PyTuple && iterable.cls === tupleType) return iterable;
      const values = toArray(iterable);
      return values.length === 0 ? EMPTY_TUPLE : new PyTuple(values);
    }),
    tp_repr: tupleRepr,
    tp_hash: self => {
      hashTuple(items(self));
      return composeHash();
    },
    tp_richcompare: (left, right, op) =>
      right instanceof PyTuple && left instanceof PyTuple ? compareItems(left.items, right.items, op) : NotImplemented,
    tp_iter: self => new PyTupleIterator(self as PyTuple),
    sq_length: self => items(self).length,
    sq_concat: (left, right) => {
      if (!(right instanceof PyTuple)) throw typeError(`can only concatenate tuple (not "${typeOf(right).name}") to tuple`);
      if (right.items.length === 0 && typeOf(left) === tupleType) return left;
      if (items(left).length === 0 && right.cls === tupleType) return right;
      return new PyTuple(joinItems(items(left), right.items));
    },
    sq_repeat: (self, count) => {
      if (count === 1 && typeOf(self) === tupleType) return self;
      return new PyTuple(repeatItems(items(self), count, MAX_ITEMS));
    },
    sq_contains: (self, value) => items(self).some(item => isEqual(item, value)),
    mp_subscript: (self, key) => {
      const own = items(self);
      if (key instanceof PySlice) {
        const { start, step, count } = sliceIndices(key, own.length);
        if (count === own.length && step === 1 && typeOf(self) === tupleType) return self;
        return count === 0 ? EMPTY_TUPLE : new PyTuple(sliceItems(own, start, step, count));
      }
      if (!hasIndex(key)) throw typeError(`tuple indices must be integers or slices, not ${typeOf(key).name}`);
      let index = toIndexNumber(key, 'IndexError');
      if (index < 0) index += own.length;
      if (index < 0 || index >= own.length) throw indexError('tuple index out of range');
      return own[index];
    },
  },
  methods: {
    'index($self, value, start=0, stop=sys.maxsize, /)': [
      (self: PyTuple, value: Value, start: MaybeValue, stop: MaybeValue) => {
        const [from, to] = adjustBounds(start, stop, self.items.length);
        for (let i = from; i < to; i++) if (isEqual(self.items[i], value)) return i;
        throw valueError('tuple.index(x): x not in tuple');
      },
      'Return first index of value.\n\nRaises ValueError if the value is not present.',
    ],
    'count($self, value, /)': [
      (self: PyTuple, value: Value) => {
        let count = 0;
        for (const item of self.items) if (isEqual(item, value)) count++;
        return count;
      },
      'Return number of occurrences of value.',
    ],
    '__getnewargs__($self, /)': (self: PyTuple) => new PyTuple([new PyTuple(self.items.slice())]),
  },
  classMethods: {
    '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
  },
});

const countLeft = (self: PyTupleIterator): number => (self.tuple === null ? 0 : Math.max(0, self.tuple.items.length - self.index));

defineType('tuple_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyTupleIterator).next() },
  methods: {
    '__length_hint__($self, /)': [countLeft, 'Private method returning an estimate of len(list(it)).'],
    '__setstate__($self, state, /)': (self: PyTupleIterator, state: Value) => {
      self.index = Math.max(0, toSize(state));
      return null;
    },
    '__reduce__($self, /)': (self: PyTupleIterator) =>
      reduceIterator(self.tuple ?? new PyTuple([]), self.tuple === null ? undefined : self.index),
  },
});

/** `(iter, (sequence,), index)`: how copy and pickle see an iterator. */
export function reduceIterator(sequence: Value, index: Int | undefined, builtin = 'iter'): Value {
  const parts: Value[] = [builtinFunctions.get(builtin), new PyTuple([sequence])];
  if (index !== undefined) parts.push(index);
  return new PyTuple(parts);
}
