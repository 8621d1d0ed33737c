/** list (CPython: Objects/listobject.c). */
import { noteReleased } from '../core/lifetime.ts';
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { joinItems, PyList, PyTuple, listType } from '../core/tuple.ts';
import { PyListIterator, PyListReverseIterator } from '../core/iterators.ts';
import { PySlice } from '../core/range.ts';
import { indexError, typeError, valueError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { compareItems, isEqual } from '../protocol/compare.ts';
import { adjustBounds, hasIndex, sliceIndices, toIndexNumber, toSize } from '../protocol/index.ts';
import { getIter, isIterable, iterNext } from '../protocol/iterate.ts';
import { askLength, itemsForList, itemsForSequence } from '../protocol/length-hint.ts';
import { callValue } from '../protocol/call.ts';
import { reprItems } from '../protocol/repr.ts';
import { isTruthy } from '../protocol/truth.ts';
import { MAX_ITEMS, repeatItems, sliceItems } from './items.ts';
import { makeInit } from './make.ts';
import { sortItems } from './sort.ts';
import { reduceIterator } from './tuple.ts';

const items = (value: Value): Value[] => (value as PyList).items;

function indexOf(self: Value, key: Value): number {
  if (!hasIndex(key)) throw typeError(`list indices must be integers or slices, not ${typeOf(key).name}`);
  const index = toIndexNumber(key, 'IndexError');
  return index < 0 ? index + items(self).length : index;
}

/** Appends all elements of an iterable. */
export function extendList(list: PyList, iterable: Value): void {
  const own = list.items;
  if (iterable instanceof PyList || iterable instanceof PyTuple) {
    if (iterable.cls === listType || iterable.cls === T.tuple) {
      const added = iterable.items;
      // The length is read once: `a.extend(a)` doubles a.
      for (let i = 0, n = added.length; i < n; i++) own.push(added[i]);
      return;
    }
  }
  if (typeof iterable === 'string') {
    for (let i = 0; i < iterable.length; i++) own.push(iterable[i]);
    return;
  }
  const iterator = getIter(iterable);
  askLength(iterable);
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) list.items.push(item);
}

/** Replaces `list[start:end]`. */
function replaceRange(list: PyList, start: number, end: number, values: readonly Value[]): void {
  const own = list.items;
  if (values.length < 1000) {
    own.splice(start, end - start, ...values);
    return;
  }
  const tail = own.slice(end);
  own.length = start;
  for (let i = 0; i < values.length; i++) own.push(values[i]);
  for (let i = 0; i < tail.length; i++) own.push(tail[i]);
}

function assignSlice(list: PyList, slice: PySlice, value: MaybeValue): void {
  const own = list.items;
  const before = own.length;
  const { count, ...bounds } = sliceIndices(slice, before);
  let { start, stop, step } = bounds;
  if (step === 1) {
    if (stop < start) stop = start;
    if (value === undefined) {
      if (count > 0) own.splice(start, stop - start);
      return;
    }
    if (!isIterable(value)) throw typeError('must assign iterable to extended slice');
    const values = value === list ? own.slice() : itemsForSequence(value);
    // The iterable may have changed the list.
    const length = list.items.length;
    replaceRange(list, Math.min(start, length), Math.min(stop, length), values);
    return;
  }
  if (value === undefined) {
    if (count === 0) return;
    if (step < 0) {
      start = start + step * (count - 1);
      step = -step;
    }
    let to = start;
    for (let i = start; i < own.length; i++) {
      const removed = (i - start) % step === 0 && (i - start) / step < count;
      if (!removed) own[to++] = own[i];
    }
    own.length = to;
    return;
  }
  if (!isIterable(value)) throw typeError('must assign iterable to extended slice');
  const values = value === list ? own.slice() : itemsForSequence(value);
  const { length } = list.items;
  // The iterable may have changed the list.
  const now = length === own.length && length === before ? { start, count } : sliceIndices(slice, length);
  if (values.length !== now.count)
    throw valueError(`attempt to assign sequence of size ${values.length} to extended slice of size ${now.count}`);
  for (let i = 0, at = now.start; i < now.count; i++, at += step) list.items[at] = values[i];
}

defineType('list', {
  pattern: 'sequence',
  matchSelf: true,
  doc: 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
  slots: {
    tp_new: cls => new PyList([], cls),
    tp_init: makeInit('list($self, iterable=(), /)', (self: PyList, iterable: MaybeValue) => {
      self.items = iterable === undefined ? [] : itemsForList(iterable);
    }),
    tp_hash: null,
    tp_repr: self => (items(self).length === 0 ? '[]' : reprItems(self as PyList, items(self), '[', ']')),
    tp_richcompare: (left, right, op) =>
      right instanceof PyList && left instanceof PyList ? compareItems(left.items, right.items, op) : NotImplemented,
    tp_iter: self => new PyListIterator(self as PyList),
    sq_length: self => items(self).length,
    sq_concat: (left, right) => {
      if (!(right instanceof PyList)) throw typeError(`can only concatenate list (not "${typeOf(right).name}") to list`);
      return new PyList(joinItems(items(left), right.items));
    },
    sq_repeat: (self, count) => new PyList(repeatItems(items(self), count, MAX_ITEMS)),
    sq_inplace_concat: (self, iterable) => {
      extendList(self as PyList, iterable);
      return self;
    },
    sq_inplace_repeat: (self, count) => {
      const list = self as PyList;
      const repeated = repeatItems(list.items, count, MAX_ITEMS);
      list.items.length = 0;
      for (let i = 0; i < repeated.length; i++) list.items.push(repeated[i]);
      return self;
    },
    sq_contains: (self, value) => {
      const own = items(self);
      for (let i = 0; i < own.length; i++) if (isEqual(own[i], value)) return true;
      return false;
    },
    mp_subscript: (self, key) => {
      const own = items(self);
      if (key instanceof PySlice) {
        const { start, step, count } = sliceIndices(key, own.length);
        return new PyList(sliceItems(own, start, step, count));
      }
      const index = indexOf(self, key);
      if (index < 0 || index >= own.length) throw indexError('list index out of range');
      return own[index];
    },
    mp_ass_subscript: (self, key, value) => {
      if (key instanceof PySlice) return assignSlice(self as PyList, key, value);
      const index = indexOf(self, key);
      const own = items(self);
      if (index < 0 || index >= own.length) throw indexError('list assignment index out of range');
      if (value === undefined) own.splice(index, 1);
      else own[index] = value;
    },
  },
  methods: {
    '__getitem__($self, index, /)': [(self: PyList, key: Value) => T.list.slots.mp_subscript!(self, key), 'Return self[index].'],
    '__reversed__($self, /)': [(self: PyList) => new PyListReverseIterator(self), 'Return a reverse iterator over the list.'],
    '__sizeof__($self, /)': [(self: PyList) => 40 + 8 * self.items.length, 'Return the size of the list in memory, in bytes.'],
    'clear($self, /)': [
      (self: PyList) => {
        // In place, for those that go through the items now.
        self.items.length = 0;
        noteReleased();
        return null;
      },
      'Remove all items from list.',
    ],
    'copy($self, /)': [(self: PyList) => new PyList(self.items.slice()), 'Return a shallow copy of the list.'],
    'append($self, object, /)': [
      (self: PyList, value: Value) => {
        self.items.push(value);
        return null;
      },
      'Append object to the end of the list.',
    ],
    'insert($self, index, object, /)': [
      (self: PyList, index: Value, value: Value) => {
        let at = toSize(index);
        const own = self.items;
        if (at < 0) at = Math.max(0, at + own.length);
        if (at >= own.length) own.push(value);
        else own.splice(at, 0, value);
        return null;
      },
      'Insert object before index.',
    ],
    'extend($self, iterable, /)': [
      (self: PyList, iterable: Value) => {
        extendList(self, iterable);
        return null;
      },
      'Extend list by appending elements from the iterable.',
    ],
    'pop($self, index=-1, /)': [
      (self: PyList, index: MaybeValue) => {
        const own = self.items;
        if (index === undefined) {
          const last = own.pop();
          if (last === undefined) throw indexError('pop from empty list');
          return last;
        }
        let at = toSize(index);
        if (own.length === 0) throw indexError('pop from empty list');
        if (at < 0) at += own.length;
        if (at < 0 || at >= own.length) throw indexError('pop index out of range');
        if (at === own.length - 1) return own.pop()!;
        if (at === 0) return own.shift()!;
        return own.splice(at, 1)[0];
      },
      'Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.',
    ],
    'remove($self, value, /)': [
      (self: PyList, value: Value) => {
        for (let i = 0; i < self.items.length; i++) {
          if (isEqual(self.items[i], value)) {
            self.items.splice(i, 1);
            return null;
          }
        }
        throw valueError('list.remove(x): x not in list');
      },
      'Remove first occurrence of value.\n\nRaises ValueError if the value is not present.',
    ],
    'index($self, value, start=0, stop=sys.maxsize, /)': [
      (self: PyList, value: Value, start: MaybeValue, stop: MaybeValue) => {
        const [from, to] = adjustBounds(start, stop, self.items.length);
        for (let i = from; i < to && i < self.items.length; i++) if (isEqual(self.items[i], value)) return i;
        throw valueError('list.index(x): x not in list');
      },
      'Return first index of value.\n\nRaises ValueError if the value is not present.',
    ],
    'count($self, value, /)': [
      (self: PyList, value: Value) => {
        let count = 0;
        for (let i = 0; i < self.items.length; i++) if (isEqual(self.items[i], value)) count++;
        return count;
      },
      'Return number of occurrences of value.',
    ],
    'reverse($self, /)': [
      (self: PyList) => {
        self.items.reverse();
        return null;
      },
      'Reverse *IN PLACE*.',
    ],
    'sort($self, /, *, key=None, reverse=False)': [
      (self: PyList, key: MaybeValue, reverse: MaybeValue) => {
        sortList(self, key ?? null, reverse !== undefined && isTruthy(reverse));
        return null;
      },
      'Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.',
    ],
  },
  classMethods: {
    '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
  },
});

/** `list.sort(key=key, reverse=reverse)`. */
export function sortList(list: PyList, key: Value, reverse: boolean): void {
  const own = list.items;
  // The list is empty while it is sorted, so that changes by keys and comparisons are seen.
  let modified = false;
  const placeholder = new Proxy<Value[]>([], {
    set: (items, name, value) => {
      modified ||= name !== 'length' || value !== items.length;
      return Reflect.set(items, name, value);
    },
  });
  list.items = placeholder;
  try {
    sortItems(own, key, reverse);
  } finally {
    modified ||= list.items !== placeholder;
    list.items = own;
    if (modified) throw valueError('list modified during sort');
  }
}

defineType('list_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyListIterator).next() },
  methods: {
    '__length_hint__($self, /)': [
      (self: PyListIterator) => (self.list === null ? 0 : Math.max(0, self.list.items.length - self.index)),
      'Private method returning an estimate of len(list(it)).',
    ],
    '__setstate__($self, state, /)': (self: PyListIterator, state: Value) => {
      self.index = Math.max(0, toSize(state));
      return null;
    },
    '__reduce__($self, /)': (self: PyListIterator) =>
      reduceIterator(self.list ?? new PyList([]), self.list === null ? undefined : self.index),
  },
});

defineType('list_reverseiterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyListReverseIterator).next() },
  methods: {
    '__length_hint__($self, /)': [
      (self: PyListReverseIterator) => (self.list === null || self.index >= self.list.items.length ? 0 : self.index + 1),
      'Private method returning an estimate of len(list(it)).',
    ],
    '__setstate__($self, state, /)': (self: PyListReverseIterator, state: Value) => {
      if (self.list !== null) self.index = Math.min(Math.max(-1, toSize(state)), self.list.items.length - 1);
      return null;
    },
    '__reduce__($self, /)': (self: PyListReverseIterator) =>
      self.list === null ? reduceIterator(new PyList([]), undefined) : reduceIterator(self.list, self.index, 'reversed'),
  },
});
