/** range (CPython: Objects/rangeobject.c). */
import type { Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyRange, PySlice } from '../core/range.ts';
import { PyLongRangeIterator, PyRangeIterator } from '../core/iterators.ts';
import { composeHash, hashTuple } from '../core/hash.ts';
import { PyTuple } from '../core/tuple.ts';
import { indexError, overflowError, typeError, valueError } from '../core/errors.ts';
import { PyEQ, PyNE } from '../core/slots.ts';
import { typeOf } from '../core/type.ts';
import {
  clampInt,
  clampLength,
  intAdd,
  intFloorDivide,
  intModulo,
  intMultiply,
  intNegate,
  intSubtract,
  intValue,
  MAX_SAFE,
  normalize,
  type Int,
} from '../core/integer.ts';
import { T } from '../core/registry.ts';
import { isEqual } from '../protocol/compare.ts';
import { hasIndex, toIndex } from '../protocol/index.ts';
import { toArray } from '../protocol/iterate.ts';
import { reduceIterator } from './tuple.ts';

const range = (value: Value): PyRange => value as PyRange;

/** `range(start, stop, step)`. */
export function makeRange(start: Int, stop: Int, step: Int): PyRange {
  return new PyRange(start, stop, step, rangeLength(start, stop, step));
}

function rangeLength(start: Int, stop: Int, step: Int): Int {
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
    if (step > 0) return stop > start ? Math.floor((stop - start - 1) / step) + 1 : 0;
    return start > stop ? Math.floor((start - stop - 1) / -step) + 1 : 0;
  }
  if (step > 0) return stop > start ? intAdd(intFloorDivide(intSubtract(intSubtract(stop, start), 1), step), 1) : 0;
  return start > stop ? intAdd(intFloorDivide(intSubtract(intSubtract(start, stop), 1), intNegate(step)), 1) : 0;
}

const at = (self: PyRange, i: Int): Int => intAdd(self.start, intMultiply(i, self.step));

/** An iterator over a range, or over it backwards. */
export function iterateRange(self: PyRange, reverse = false): Value {
  const { length } = self;
  const start = reverse && length > 0 ? at(self, intSubtract(length, 1)) : self.start;
  const step = reverse ? intNegate(self.step) : self.step;
  if (typeof length === 'number' && typeof start === 'number' && typeof step === 'number') {
    const last = start + step * Math.max(0, length);
    if (last >= -MAX_SAFE && last <= MAX_SAFE) return new PyRangeIterator(start, step, length);
  }
  return new PyLongRangeIterator(BigInt(start), BigInt(step), BigInt(length));
}

/** Position of an int in the range, or -1. */
function position(self: PyRange, value: Int): Int {
  const inside = self.step > 0 ? value >= self.start && value < self.stop : value <= self.start && value > self.stop;
  if (!inside) return -1;
  const offset = intSubtract(value, self.start);
  return intModulo(offset, self.step) === 0 ? intFloorDivide(offset, self.step) : -1;
}

function sameRange(a: PyRange, b: PyRange): boolean {
  if (a.length !== b.length) return false;
  if (a.length === 0) return true;
  if (a.start !== b.start) return false;
  return a.length === 1 || a.step === b.step;
}

function bound(value: Value, fallback: Int): Int {
  if (value === null) return fallback;
  if (!hasIndex(value)) throw typeError('slice indices must be integers or None or have an __index__ method');
  return toIndex(value);
}

/** `slice.indices(length)` for lengths of any size. */
export function longIndices(slice: PySlice, length: Int): [Int, Int, Int] {
  const step = bound(slice.step, 1);
  if (step === 0) throw valueError('slice step cannot be zero');
  const lower: Int = step < 0 ? -1 : 0;
  const upper: Int = step < 0 ? intSubtract(length, 1) : length;
  const clamp = (value: Value, fallback: Int): Int => {
    if (value === null) return fallback;
    let i = bound(value, 0);
    if (i < 0) {
      i = intAdd(i, length);
      return i < lower ? lower : i;
    }
    return i > upper ? upper : i;
  };
  return [clamp(slice.start, step < 0 ? upper : lower), clamp(slice.stop, step < 0 ? lower : upper), step];
}

defineType('range', {
  final: true,
  pattern: 'sequence',
  doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).',
  slots: {
    tp_new: (_cls, args, kwnames) => {
      if (kwnames !== null) throw typeError('range() takes no keyword arguments');
      if (args.length === 0) throw typeError('range expected at least 1 argument, got 0');
      if (args.length > 3) throw typeError(`range expected at most 3 arguments, got ${args.length}`);
      if (args.length === 1) return makeRange(0, toIndex(args[0]), 1);
      const step = args.length === 3 ? toIndex(args[2]) : 1;
      const start = toIndex(args[0]);
      const stop = toIndex(args[1]);
      if (step === 0) throw valueError('range() arg 3 must not be zero');
      return makeRange(start, stop, step);
    },
    tp_repr: self => {
      const { start, stop, step } = range(self);
      return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
    },
    tp_hash: self => {
      const { start, step, length } = range(self);
      hashTuple([length, length === 0 ? null : start, length === 0 || length === 1 ? null : step]);
      return composeHash();
    },
    tp_richcompare: (left, right, op) =>
      right instanceof PyRange && (op === PyEQ || op === PyNE)
        ? (left === right || sameRange(range(left), right)) === (op === PyEQ)
        : NotImplemented,
    tp_iter: self => iterateRange(range(self)),
    nb_bool: self => range(self).length !== 0,
    sq_length: self => {
      const { length } = range(self);
      if (typeof length !== 'number') {
        if (length > 9223372036854775807n) throw overflowError('Python int too large to convert to C ssize_t');
      }
      return clampLength(length);
    },
    sq_contains: (self, value) => {
      if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
        return position(range(self), intValue(value)!) >= 0;
      return toArray(self).some(item => isEqual(item, value));
    },
    mp_subscript: (self, key) => {
      const own = range(self);
      if (key instanceof PySlice) {
        const [start, stop, step] = longIndices(key, own.length);
        return makeRange(at(own, start), at(own, stop), intMultiply(own.step, step));
      }
      if (!hasIndex(key)) throw typeError(`range indices must be integers or slices, not ${typeOf(key).name}`);
      let index = toIndex(key);
      if (index < 0) index = intAdd(index, own.length);
      if (index < 0 || index >= own.length) throw indexError('range object index out of range');
      return at(own, index);
    },
  },
  getset: {
    start: [(self: PyRange) => self.start],
    stop: [(self: PyRange) => self.stop],
    step: [(self: PyRange) => self.step],
  },
  methods: {
    '__reversed__($self, /)': [(self: PyRange) => iterateRange(self, true), 'Return a reverse iterator.'],
    '__reduce__($self, /)': (self: PyRange) => new PyTuple([T.range, new PyTuple([self.start, self.stop, self.step])]),
    'count($self, value, /)': [
      (self: PyRange, value: Value) => {
        if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
          return position(self, intValue(value)!) >= 0 ? 1 : 0;
        return toArray(self).filter(item => isEqual(item, value)).length;
      },
      'rangeobject.count(value) -> integer -- return number of occurrences of value',
    ],
    'index($self, value, /)': [
      (self: PyRange, value: Value) => {
        if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
          const index = position(self, intValue(value)!);
          if (index < 0) throw valueError(`range.index(x): x not in range`);
          return index;
        }
        const index = toArray(self).findIndex(item => isEqual(item, value));
        if (index < 0) throw valueError('range.index(x): x not in range');
        return index;
      },
      'rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.',
    ],
  },
});

defineType('range_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyRangeIterator).next() },
  methods: {
    '__length_hint__($self, /)': [(self: PyRangeIterator) => self.remaining, 'Private method returning an estimate of len(list(it)).'],
    '__setstate__($self, state, /)': (self: PyRangeIterator, state: Value) => {
      const skipped = Math.min(Math.max(0, clampInt(toIndex(state))), self.remaining);
      self.value += skipped * self.step;
      self.remaining -= skipped;
      return null;
    },
    '__reduce__($self, /)': (self: PyRangeIterator) =>
      reduceIterator(makeRange(self.value, self.value + self.remaining * self.step, self.step), undefined),
  },
});

defineType('longrange_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyLongRangeIterator).next() },
  methods: {
    '__length_hint__($self, /)': [
      (self: PyLongRangeIterator) => normalize(self.length - self.index),
      'Private method returning an estimate of len(list(it)).',
    ],
    '__setstate__($self, state, /)': (self: PyLongRangeIterator, state: Value) => {
      if (typeof state !== 'number' && typeof state !== 'bigint') throw typeError(`state must be an int, not ${typeOf(state).name}`);
      const index = BigInt(state);
      self.index = index < 0n ? 0n : index > self.length ? self.length : index;
      return null;
    },
    '__reduce__($self, /)': (self: PyLongRangeIterator) =>
      reduceIterator(
        makeRange(normalize(self.start + self.index * self.step), normalize(self.start + self.length * self.step), normalize(self.step)),
        undefined,
      ),
  },
});
