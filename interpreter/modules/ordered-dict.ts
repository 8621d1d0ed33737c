/**
 * `collections.OrderedDict` (CPython: Objects/odictobject.c). A dict keeps its items in order, so what is added is what moves them, what looks
 * at the order, and iterators that notice when it changes.
 */
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { defineType } from '../objects/core/define.ts';
import { T } from '../objects/core/registry.ts';
import { NotImplemented } from '../objects/core/singletons.ts';
import { PyDict, type DictEntry } from '../objects/core/dict.ts';
import { PyIterator } from '../objects/core/iterators.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { keyError, raise, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { PyEQ, PyNE } from '../objects/core/slots.ts';
import { declareType, type PyType } from '../objects/core/type.ts';
import { strOf } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { assignedDict, findAttribute, getAttribute, instanceDict } from '../objects/protocol/attribute.ts';
import { isEqual } from '../objects/protocol/compare.ts';
import { forEach, getIter, toArray } from '../objects/protocol/iterate.ts';
import { getItem, setItem } from '../objects/protocol/sequence.ts';
import { enterRepr, leaveRepr } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { dictItemsText, dictSize, mergeInto } from '../objects/types/dict.ts';
import { bareName } from '../objects/types/names.ts';
import { PyDictView } from '../objects/types/dict-views.ts';
import { stateOf } from '../objects/types/reduce.ts';
import { reduceIterator } from '../objects/types/tuple.ts';

export const orderedDictType = declareType('collections.OrderedDict', T.dict);
const iteratorType = declareType('odict_iterator');

class PyOrderedDict extends PyDict {
  constructor(cls: PyType = orderedDictType) {
    super(cls);
  }
}

const mutated = (): unknown => runtimeError('OrderedDict mutated during iteration');

// ---- views and iterators ----

type Kind = 'keys' | 'values' | 'items';

const CONTENTS: Readonly<Record<Kind, (entry: DictEntry) => Value>> = {
  keys: entry => entry.key,
  values: entry => entry.value as Value,
  items: entry => new PyTuple([entry.key, entry.value as Value]),
};

class PyOrderedIterator extends PyIterator {
  /** null once exhausted. */
  declare dict: PyOrderedDict | null;
  declare private readonly entries: Iterator<DictEntry>;
  declare private readonly kind: Kind;
  declare private readonly structure: number;
  declare private readonly reverse: boolean;
  private seen = 0;
  constructor(dict: PyOrderedDict, kind: Kind, reverse: boolean) {
    super(iteratorType);
    this.dict = dict;
    this.kind = kind;
    this.structure = dict.structure;
    this.reverse = reverse;
    this.entries = reverse ? [...dict.entries()].reverse().values() : dict.entries();
  }
  next(): MaybeValue {
    const { dict } = this;
    if (dict === null) return undefined;
    if (dict.structure !== this.structure) {
      this.dict = null;
      throw mutated();
    }
    const step = this.entries.next();
    if (step.done === true) {
      this.dict = null;
      return undefined;
    }
    this.seen++;
    return CONTENTS[this.kind](step.value);
  }
  /** What is still to come, without moving on. */
  rest(): Value[] {
    if (this.dict === null) return [];
    const entries = [...this.dict.entries()];
    if (this.reverse) entries.reverse();
    return entries.slice(this.seen).map(CONTENTS[this.kind]);
  }
}

defineType('odict_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyOrderedIterator).next() },
  methods: {
    '__reduce__($self, /)': [
      (self: PyOrderedIterator) => reduceIterator(new PyList(self.rest()), undefined),
      'Return state information for pickling',
    ],
  },
});

const views = {} as Record<Kind, PyType>;
for (const kind of ['keys', 'values', 'items'] as const) {
  const iterate = (self: Value, reverse: boolean): Value => new PyOrderedIterator((self as PyDictView).dict, kind, reverse);
  views[kind] = defineType(`odict_${kind}`, {
    base: T[`dict_${kind}`],
    final: true,
    solid: false,
    slots: { tp_iter: self => iterate(self, false) },
    methods: { '__reversed__($self, /)': (self: Value) => iterate(self, true) },
  });
}

function viewOf(self: PyOrderedDict, kind: Kind): PyDictView {
  const view = new PyDictView(self, kind);
  view.cls = views[kind];
  return view;
}

// ---- filling, by the methods of a subclass ----

function store(self: Value, key: Value, value: Value): void {
  if (self instanceof PyOrderedDict && self.cls === orderedDictType) self.set(key, value);
  else setItem(self, key, value);
}

function storePairs(self: Value, pairs: Value): void {
  forEach(pairs, pair => {
    const items = toArray(pair);
    if (items.length < 2) throw valueError(`need more than ${items.length} value${items.length === 1 ? '' : 's'} to unpack`);
    if (items.length > 2) throw valueError('too many values to unpack (expected 2)');
    store(self, items[0], items[1]);
  });
}

function update(self: Value, source: MaybeValue, keywords: PyDict | undefined): void {
  if (source instanceof PyDict && source.cls === T.dict) {
    for (const { key, value } of [...source.entries()]) store(self, key, value as Value);
  } else if (source !== undefined) {
    const keys = findAttribute(source, 'keys');
    const items = keys === undefined ? findAttribute(source, 'items') : undefined;
    if (keys !== undefined) forEach(callValue(keys, []), key => store(self, key, getItem(source, key)));
    else storePairs(self, items === undefined ? source : callValue(items, []));
  }
  if (keywords !== undefined) for (const { key, value } of keywords.entries()) store(self, key, value as Value);
}

const AT_MOST_ONE = 'expected at most 1 argument, got ';

/** Makes an item the last or the first. */
function moveToEnd(self: PyOrderedDict, key: Value, last: boolean): void {
  const entry = self.find(key);
  if (entry === undefined) throw keyError(key);
  if (self.size === 1) return;
  const moved = { key: entry.key, value: entry.value as Value };
  if (last) {
    self.remove(entry);
    self.set(moved.key, moved.value);
    return;
  }
  const others: { key: Value; value: Value }[] = [];
  for (const other of self.entries()) if (other !== entry) others.push({ key: other.key, value: other.value as Value });
  self.clear();
  self.set(moved.key, moved.value);
  for (const other of others) self.set(other.key, other.value);
}

function sameOrder(left: PyDict, right: PyDict): boolean {
  const a = [...left.entries()];
  const b = [...right.entries()];
  const { structure } = left;
  const other = right.structure;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const equal = isEqual(a[i].key, b[i].key);
    if (left.structure !== structure || right.structure !== other) throw mutated();
    if (!equal) return false;
  }
  return a.length === b.length;
}

function copyOrdered(self: PyOrderedDict): Value {
  const exact = self.cls === orderedDictType;
  const copy = exact ? new PyOrderedDict() : callValue(self.cls, []);
  const { structure } = self;
  for (const entry of [...self.entries()]) {
    const value = exact ? (entry.value as Value) : getItem(self, entry.key);
    if (self.structure !== structure) throw mutated();
    store(copy, entry.key, value);
    if (self.structure !== structure) throw mutated();
  }
  return copy;
}

defineType('collections.OrderedDict', {
  base: T.dict,
  module: 'collections',
  hasDict: true,
  doc: 'Dictionary that remembers insertion order',
  slots: {
    tp_new: cls => new PyOrderedDict(cls),
    tp_init: (self, args, kwnames) => {
      const positional = args.length - (kwnames === null ? 0 : kwnames.length);
      if (positional > 1) throw typeError(`${AT_MOST_ONE}${positional}`);
      update(self, positional === 1 ? args[0] : undefined, undefined);
      if (kwnames !== null) for (let i = 0; i < kwnames.length; i++) store(self, kwnames[i], args[positional + i]);
    },
    tp_repr: own => {
      const self = own as PyOrderedDict;
      if (self.size === 0) return `${bareName(self.cls)}()`;
      if (!enterRepr(self)) return '...';
      try {
        let shown: PyDict = self;
        // A subclass shows what its own methods give.
        if (self.cls !== orderedDictType) mergeInto((shown = new PyDict()), self);
        return strOf(`${bareName(self.cls)}({${dictItemsText(shown)}})`);
      } finally {
        leaveRepr();
      }
    },
    tp_hash: null,
    tp_richcompare: (left, right, op) => {
      if (op !== PyEQ && op !== PyNE) return NotImplemented;
      const equal = T.dict.slots.tp_richcompare!(left, right, PyEQ);
      if (equal === NotImplemented) return NotImplemented;
      const same = equal === true && (!(right instanceof PyOrderedDict) || sameOrder(left as PyDict, right));
      return same === (op === PyEQ);
    },
    tp_iter: self => new PyOrderedIterator(self as PyOrderedDict, 'keys', false),
    nb_or: (left, right) => {
      const { cls } = (left instanceof PyOrderedDict ? left : right) as PyOrderedDict;
      if (!(left instanceof PyDict) || !(right instanceof PyDict)) return NotImplemented;
      const result = callValue(cls, [left]);
      update(result, right, undefined);
      return result;
    },
    nb_inplace_or: (self, other) => {
      update(self, other, undefined);
      return self;
    },
    mp_ass_subscript: (self, key, value) => T.dict.slots.mp_ass_subscript!(self, key, value),
  },
  getset: {
    __dict__: [
      (self: PyOrderedDict) => instanceDict(self)!,
      (self: PyOrderedDict, value) => {
        self.dict = assignedDict(value);
      },
    ],
  },
  methods: {
    'update(*args, **kwargs)': (args: Value[], kwargs: PyDict | undefined) => {
      const [self, ...sources] = args;
      if (sources.length > 1) throw typeError(`update() takes at most 1 positional argument (${sources.length} given)`);
      update(self, sources[0], kwargs);
      return null;
    },
    'popitem($self, /, last=True)': [
      (self: PyOrderedDict, last: MaybeValue) => {
        if (last === undefined || isTruthy(last)) {
          const item = self.popLast();
          if (item !== undefined) return new PyTuple([item.key, item.value]);
        } else {
          const entry = self.entries().next().value;
          if (entry !== undefined) {
            const pair = new PyTuple([entry.key, entry.value as Value]);
            self.remove(entry);
            return pair;
          }
        }
        throw raise(T.KeyError, 'dictionary is empty');
      },
      'Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false.',
    ],
    'move_to_end($self, /, key, last=True)': [
      (self: PyOrderedDict, key: Value, last: MaybeValue) => {
        moveToEnd(self, key, last === undefined || isTruthy(last));
        return null;
      },
      'Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.',
    ],
    'pop($self, /, key, default=<unrepresentable>)': [
      (self: PyOrderedDict, key: Value, fallback: MaybeValue) => {
        const value = self.delete(key);
        if (value !== undefined) return value;
        if (fallback !== undefined) return fallback;
        throw keyError(key);
      },
      'If the key is not found, return the default if given; otherwise,\nraise a KeyError.',
    ],
    'setdefault($self, /, key, default=None)': [
      (self: PyOrderedDict, key: Value, fallback: MaybeValue) => {
        const value = fallback === undefined ? null : fallback;
        if (self.cls === orderedDictType) return self.entryOrInsert(key, value).value as Value;
        if (self.has(key)) return getItem(self, key);
        setItem(self, key, value);
        return value;
      },
      'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
    ],
    'clear($self, /)': [
      (self: PyOrderedDict) => {
        self.clear();
        return null;
      },
      'Remove all items from ordered dict.',
    ],
    'keys($self, /)': (self: PyOrderedDict) => viewOf(self, 'keys'),
    'values($self, /)': (self: PyOrderedDict) => viewOf(self, 'values'),
    'items($self, /)': (self: PyOrderedDict) => viewOf(self, 'items'),
    'copy($self, /)': [copyOrdered, 'A shallow copy of ordered dict.'],
    '__reversed__($self, /)': [(self: PyOrderedDict) => new PyOrderedIterator(self, 'keys', true), 'od.__reversed__() <==> reversed(od)'],
    /** Links of the order, and a table of them as wide as the dict's own, come on top. */
    '__sizeof__($self, /)': (self: PyOrderedDict) => {
      let slots = 8;
      while ((slots * 2) / 3 < self.size) slots *= 2;
      return dictSize(self) + 64 + (self.size === 0 ? 0 : 8 * slots) + 32 * self.size;
    },
    '__reduce__($self, /)': [
      (self: PyOrderedDict) =>
        new PyTuple([self.cls, new PyTuple([]), stateOf(self, false), null, getIter(callValue(getAttribute(self, 'items'), []))]),
      'Return state information for pickling',
    ],
  },
  classMethods: {
    'fromkeys($type, /, iterable, value=None)': [
      (cls: PyType, iterable: Value, value: MaybeValue) => {
        const made = callValue(cls, []);
        forEach(iterable, key => store(made, key, value === undefined ? null : value));
        return made;
      },
      'Create a new ordered dictionary with keys from iterable and values set to value.',
    ],
  },
});
