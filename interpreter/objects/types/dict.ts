/** dict (CPython: Objects/dictobject.c). */
import { noteReleased } from '../core/lifetime.ts';
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyDict } from '../core/dict.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { PySet } from '../core/set.ts';
import type { PyDictItemIterator, PyDictValueIterator } from '../core/iterators.ts';
import { PyDictKeyIterator } from '../core/iterators.ts';
import { keyError, raise, PyBaseException, runtimeError, typeError, valueError } from '../core/errors.ts';
import { PyEQ, PyNE } from '../core/slots.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { strOf } from '../core/str.ts';
import { callValue, lookupSpecial, callUnbound } from '../protocol/call.ts';
import { findAttribute } from '../protocol/attribute.ts';
import { isEqual } from '../protocol/compare.ts';
import { getItem, setItem } from '../protocol/sequence.ts';
import { forEach, getIter, isIterable, itemsOf, iterNext } from '../protocol/iterate.ts';
import { enterRepr, leaveRepr, reprText } from '../protocol/repr.ts';
import { PyDictView } from './dict-views.ts';
import { reduceIterator } from './tuple.ts';
import { addNote } from './type.ts';

const dict = (value: Value): PyDict => value as PyDict;

/** The items of a dict as a new array, for loops that may run Python code. */
function snapshot(self: PyDict): { key: Value; value: Value }[] {
  const items: { key: Value; value: Value }[] = [];
  for (const entry of self.entries()) items.push({ key: entry.key, value: entry.value as Value });
  return items;
}

/** The items as they stand between the braces. */
export function dictItemsText(self: PyDict): string {
  let text = '';
  for (const { key, value } of snapshot(self)) text += `${text === '' ? '' : ', '}${reprText(key)}: ${reprText(value)}`;
  return text;
}

function dictRepr(self: Value): Value {
  const own = dict(self);
  if (own.size === 0) return '{}';
  if (!enterRepr(own)) return '{...}';
  try {
    return strOf(`{${dictItemsText(own)}}`);
  } finally {
    leaveRepr();
  }
}

export function dictsEqual(left: PyDict, right: PyDict): boolean {
  if (left.size !== right.size) return false;
  for (const { key, value } of snapshot(left)) {
    const other = right.get(key);
    if (other === undefined || !isEqual(value, other)) return false;
  }
  return true;
}

/** `dict.update(source)`: from a dict, from anything with `keys`, or from pairs. */
export function mergeInto(self: PyDict, source: Value, override = true): void {
  if (source instanceof PyDict && (source.cls === T.dict || typeOf(source).slots.tp_iter === T.dict.slots.tp_iter)) {
    if (source === self) return;
    if (self.size === 0) {
      self.fill(source);
      return;
    }
    const { structure } = source;
    for (const entry of source.entries()) {
      if (override || !self.has(entry.key)) self.set(entry.key, entry.value as Value);
      if (source.structure !== structure) throw runtimeError('dict mutated during update');
    }
    return;
  }
  const keys = findAttribute(source, 'keys');
  if (keys !== undefined) {
    const iterator = getIter(callValue(keys, []));
    for (let key = iterNext(iterator); key !== undefined; key = iterNext(iterator)) {
      if (override || !self.has(key)) self.set(key, getItem(source, key));
    }
    return;
  }
  mergePairs(self, source);
}

function mergePairs(self: PyDict, source: Value): void {
  const iterator = getIter(source);
  let i = 0;
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator), i++) {
    let pair: readonly Value[];
    try {
      if (!isIterable(item)) throw typeError('object is not iterable');
      pair = itemsOf(item);
    } catch (error) {
      if (error instanceof PyBaseException && error.cls.isSubtype(T.TypeError))
        addNote(error, `Cannot convert dictionary update sequence element #${i} to a sequence`);
      throw error;
    }
    if (pair.length !== 2) throw valueError(`dictionary update sequence element #${i} has length ${pair.length}; 2 is required`);
    self.set(pair[0], pair[1]);
  }
}

/** Positional and keyword arguments of `dict(…)` and `update(…)`. */
function updateFrom(self: PyDict, args: Value[], kwnames: readonly string[] | null, name: string): void {
  const positional = args.length - (kwnames === null ? 0 : kwnames.length);
  if (positional > 1) throw typeError(`${name} expected at most 1 argument, got ${positional}`);
  if (positional === 1) mergeInto(self, args[0]);
  if (kwnames !== null) for (let i = 0; i < kwnames.length; i++) self.setStr(kwnames[i], args[positional + i]);
}

function bothDicts(operation: (left: PyDict, right: PyDict) => Value): (left: Value, right: Value) => Value {
  return (left, right) => (left instanceof PyDict && right instanceof PyDict ? operation(left, right) : NotImplemented);
}

export function copyDict(self: PyDict): PyDict {
  const copy = new PyDict();
  copy.fill(self);
  return copy;
}

/** The value of a missing key: a subclass's `__missing__`, or KeyError. */
export function missing(self: PyDict, key: Value): Value {
  if (self.cls !== T.dict) {
    const method = lookupSpecial(self, '__missing__');
    if (method !== undefined) return callUnbound(method, self, [key]);
  }
  throw keyError(key);
}

/** As CPython's table would be: indexes of one, two or four bytes for a power of two, two thirds of them with room for an entry. */
export function dictSize(self: PyDict): number {
  const head = 48;
  if (self.size === 0) return head;
  let slots = 8;
  while ((slots * 2) / 3 < self.size) slots *= 2;
  const texts = snapshot(self).every(({ key }) => typeof key === 'string');
  const indexes = slots * (slots <= 128 ? 1 : slots <= 32768 ? 2 : 4);
  return head + 32 + indexes + Math.floor((slots * 2) / 3) * (texts ? 16 : 24);
}

defineType('dict', {
  pattern: 'mapping',
  matchSelf: true,
  doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
  slots: {
    tp_new: cls => new PyDict(cls),
    tp_init: (self, args, kwnames) => updateFrom(dict(self), args, kwnames, 'dict'),
    tp_repr: dictRepr,
    tp_hash: null,
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyDict) || !(right instanceof PyDict) || (op !== PyEQ && op !== PyNE)) return NotImplemented;
      return dictsEqual(left, right) === (op === PyEQ);
    },
    tp_iter: self => new PyDictKeyIterator(dict(self)),
    nb_or: bothDicts((left, right) => {
      const result = copyDict(left);
      mergeInto(result, right);
      return result;
    }),
    nb_inplace_or: (self, other) => {
      mergeInto(dict(self), other);
      return self;
    },
    sq_length: self => dict(self).size,
    sq_contains: (self, key) => dict(self).has(key),
    mp_subscript: (self, key) => {
      const value = dict(self).get(key);
      return value !== undefined ? value : missing(dict(self), key);
    },
    mp_ass_subscript: (self, key, value) => {
      if (value !== undefined) dict(self).set(key, value);
      else if (dict(self).delete(key) === undefined) throw keyError(key);
    },
  },
  methods: {
    '__getitem__($self, key, /)': [
      (self: PyDict, key: Value) => {
        const value = self.get(key);
        return value !== undefined ? value : missing(self, key);
      },
      'Return self[key].',
    ],
    '__contains__($self, key, /)': [
      (self: PyDict, key: Value) => self.has(key),
      'True if the dictionary has the specified key, else False.',
    ],
    '__reversed__($self, /)': [(self: PyDict) => new PyDictKeyIterator(self, true), 'Return a reverse iterator over the dict keys.'],
    '__sizeof__($self, /)': [dictSize, 'Return the size of the dict in memory.'],
    'get($self, key, default=None, /)': [
      (self: PyDict, key: Value, fallback: MaybeValue) => {
        const value = self.get(key);
        return value !== undefined ? value : fallback === undefined ? null : fallback;
      },
      'Return the value for key if key is in the dictionary, else default.',
    ],
    'setdefault($self, key, default=None, /)': [
      (self: PyDict, key: Value, fallback: MaybeValue) => self.entryOrInsert(key, fallback === undefined ? null : fallback).value!,
      'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
    ],
    'pop($self, key, default=<unrepresentable>, /)': [
      (self: PyDict, key: Value, fallback: MaybeValue) => {
        const value = self.size === 0 ? undefined : self.delete(key);
        if (value !== undefined) return value;
        if (fallback !== undefined) return fallback;
        throw keyError(key);
      },
      'D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.',
    ],
    'popitem($self, /)': [
      (self: PyDict) => {
        const last = self.popLast();
        if (last === undefined) throw raise(T.KeyError, 'popitem(): dictionary is empty');
        return new PyTuple([last.key, last.value]);
      },
      'Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.',
    ],
    'keys($self, /)': [(self: PyDict) => new PyDictView(self, 'keys'), "Return a set-like object providing a view on the dict's keys."],
    'items($self, /)': [(self: PyDict) => new PyDictView(self, 'items'), "Return a set-like object providing a view on the dict's items."],
    'values($self, /)': [(self: PyDict) => new PyDictView(self, 'values'), "Return an object providing a view on the dict's values."],
    'update(*args, **kwargs)': [
      (args: Value[], kwargs: PyDict | undefined) => {
        const [self, ...sources] = args;
        if (sources.length > 1) throw typeError(`update expected at most 1 argument, got ${sources.length}`);
        if (sources.length === 1) mergeInto(dict(self), sources[0]);
        if (kwargs !== undefined) mergeInto(dict(self), kwargs);
        return null;
      },
      'D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]',
    ],
    'clear($self, /)': [
      (self: PyDict) => {
        self.clear();
        noteReleased();
        return null;
      },
      'Remove all items from the dict.',
    ],
    'copy($self, /)': [(self: PyDict) => copyDict(self), 'Return a shallow copy of the dict.'],
  },
  classMethods: {
    'fromkeys($type, iterable, value=None, /)': [
      (cls: PyType, iterable: Value, value: MaybeValue) => {
        const made = callValue(cls, []);
        const shared = value === undefined ? null : value;
        if (made instanceof PyDict && made.cls === T.dict) {
          if (iterable instanceof PySet) for (const key of iterable.toArray()) made.set(key, shared);
          else forEach(iterable, key => made.set(key, shared));
          return made;
        }
        const iterator = getIter(iterable);
        for (let key = iterNext(iterator); key !== undefined; key = iterNext(iterator)) setItem(made, key, shared);
        return made;
      },
      'Create a new dictionary with keys from iterable and values set to value.',
    ],
    '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
  },
});

const remaining = (self: PyDictKeyIterator | PyDictValueIterator | PyDictItemIterator): number => self.remainingNow();
/** Pickled as an iterator over a list of what is left. */
const reduce = (self: PyDictKeyIterator | PyDictValueIterator | PyDictItemIterator): Value =>
  reduceIterator(new PyList(self.rest()), undefined);

for (const name of [
  'dict_keyiterator',
  'dict_valueiterator',
  'dict_itemiterator',
  'dict_reversekeyiterator',
  'dict_reversevalueiterator',
  'dict_reverseitemiterator',
]) {
  defineType(name, {
    final: true,
    slots: { tp_iter: self => self, tp_iternext: self => (self as PyDictKeyIterator).next() },
    methods: {
      '__length_hint__($self, /)': [remaining, 'Private method returning an estimate of len(list(it)).'],
      '__reduce__($self, /)': [reduce, 'Return state information for pickling.'],
    },
  });
}
