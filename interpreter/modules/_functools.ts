/** `_functools` (CPython: Modules/_functoolsmodule.c): partial, reduce, cmp_to_key, lru_cache's wrapper. */
import { noteReleased } from '../objects/core/lifetime.ts';
import { registerModule } from './registry.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import { defineType } from '../objects/core/define.ts';
import { T } from '../objects/core/registry.ts';
import { PyDict, type DictEntry } from '../objects/core/dict.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { typeError } from '../objects/core/errors.ts';
import { declareType, typeOf, type PyType } from '../objects/core/type.ts';
import type { KwNames } from '../objects/core/slots.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { richCompare } from '../objects/protocol/compare.ts';
import { assignedDict, getAttribute, instanceDict } from '../objects/protocol/attribute.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { getIter, iterNext } from '../objects/protocol/iterate.ts';
import { enterRepr, leaveRepr, reprText, strTextOf } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { copyDict } from '../objects/types/dict.ts';
import { makeNew } from '../objects/types/make.ts';
import { PyMethod } from '../objects/types/descriptors.ts';

// ---- partial ----

const partialType = declareType('partial');
const placeholderType = declareType('_PlaceholderType');
/** Stands for a positional argument that the call supplies. */
const Placeholder = new PyObject(placeholderType);

class PyPartial extends PyObject implements HasDict {
  callable: Value;
  args: PyTuple;
  keywords: PyDict;
  dict: PyDict | undefined = undefined;
  /** Placeholders among the arguments. */
  holes: number;
  constructor(cls: PyType, callable: Value, args: Value[], keywords: PyDict) {
    super(cls);
    this.callable = callable;
    this.args = new PyTuple(args);
    this.keywords = keywords;
    this.holes = args.filter(arg => arg === Placeholder).length;
  }
}

/** Arguments with the holes filled from the front of `given`; the rest follows. */
function fill(args: readonly Value[], holes: number, given: readonly Value[]): Value[] {
  if (holes === 0) return [...args, ...given];
  let next = 0;
  const filled = args.map(arg => (arg === Placeholder && next < given.length ? given[next++] : arg));
  return [...filled, ...given.slice(next)];
}

function callPartial(self: PyPartial, args: readonly Value[], kwnames: KwNames): Value {
  const positional = args.length - (kwnames?.length ?? 0);
  if (positional < self.holes) {
    throw typeError(`missing positional arguments in 'partial' call; expected at least ${self.holes}, got ${positional}`);
  }
  const values = fill(self.args.items, self.holes, args.slice(0, positional));
  if (self.keywords.size === 0) {
    for (let i = positional; i < args.length; i++) values.push(args[i]);
    return callValue(self.callable, values, kwnames);
  }
  const keywords = copyDict(self.keywords);
  kwnames?.forEach((name, i) => keywords.setStr(name, args[positional + i]));
  const names: string[] = [];
  for (const entry of keywords.entries()) {
    const name = strText(entry.key);
    if (name === undefined) throw typeError('keywords must be strings');
    names.push(name);
    values.push(entry.value as Value);
  }
  return callValue(self.callable, values, names);
}

defineType('partial', {
  module: 'functools',
  hasDict: true,
  doc: 'Create a new function with partial application of the given arguments and keywords.',
  slots: {
    tp_new: (cls, args, kwnames) => {
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional < 1) throw typeError("type 'partial' takes at least one argument");
      let [callable] = args;
      if (!isCallable(callable)) throw typeError('the first argument must be callable');
      let bound = args.slice(1, positional);
      if (bound.length > 0 && bound[bound.length - 1] === Placeholder) throw typeError('trailing Placeholders are not allowed');
      const keywords = new PyDict();
      if (
        callable instanceof PyPartial &&
        callable.cls.slots.tp_call === partialType.slots.tp_call &&
        (callable.dict === undefined || callable.dict.size === 0)
      ) {
        // A partial of a partial is flattened.
        for (const entry of callable.keywords.entries()) keywords.set(entry.key, entry.value as Value);
        bound = fill(callable.args.items, callable.holes, bound);
        while (bound.length > 0 && bound[bound.length - 1] === Placeholder) bound.pop();
        callable = callable.callable;
      }
      kwnames?.forEach((name, i) => {
        if (args[positional + i] === Placeholder) throw typeError('Placeholder cannot be passed as a keyword argument');
        keywords.setStr(name, args[positional + i]);
      });
      return new PyPartial(cls, callable, bound, keywords);
    },
    tp_call: (self, args, kwnames) => callPartial(self as PyPartial, args, kwnames),
    tp_descr_get: (descr, obj) => (obj === undefined || obj === null ? descr : new PyMethod(descr, obj)),
    tp_repr: own => {
      const self = own as PyPartial;
      if (!enterRepr(self)) return '...';
      try {
        // What is shown may change the partial while it is shown.
        const { callable, args } = self;
        const keywords = [...self.keywords.entries()].map(({ key, value }) => [key, value as Value] as const);
        const name = `${strTextOf(getAttribute(self.cls, '__module__'))}.${strTextOf(getAttribute(self.cls, '__qualname__'))}`;
        const parts = [reprText(callable), ...args.items.map(reprText)];
        for (const [key, value] of keywords) parts.push(`${strTextOf(key)}=${reprText(value)}`);
        return strOf(`${name}(${parts.join(', ')})`);
      } finally {
        leaveRepr();
      }
    },
  },
  getset: {
    func: [(self: PyPartial) => self.callable, undefined, 'function object to use in future partial calls'],
    args: [(self: PyPartial) => self.args, undefined, 'tuple of arguments to future partial calls'],
    keywords: [(self: PyPartial) => self.keywords, undefined, 'dictionary of keyword arguments to future partial calls'],
    __dict__: [
      (self: PyPartial) => instanceDict(self)!,
      (self: PyPartial, value) => {
        self.dict = assignedDict(value);
      },
    ],
  },
  methods: {
    '__reduce__($self, /)': (self: PyPartial) =>
      new PyTuple([self.cls, new PyTuple([self.callable]), new PyTuple([self.callable, self.args, self.keywords, self.dict ?? null])]),
    '__setstate__($self, state, /)': (self: PyPartial, state: Value) => {
      if (!(state instanceof PyTuple) || state.items.length !== 4) throw typeError('invalid partial state');
      const [callable, args, keywords, dict] = state.items;
      if (
        !isCallable(callable) ||
        !(args instanceof PyTuple) ||
        !(keywords === null || keywords instanceof PyDict) ||
        !(dict === null || dict instanceof PyDict)
      )
        throw typeError('invalid partial state');
      if (args.items.length > 0 && args.items[args.items.length - 1] === Placeholder)
        throw typeError('trailing Placeholders are not allowed');
      self.callable = callable;
      self.args = args.cls === T.tuple ? args : new PyTuple(args.items.slice());
      self.keywords = keywords === null ? new PyDict() : keywords.cls === T.dict ? keywords : copyDict(keywords);
      self.dict = dict === null ? undefined : dict;
      self.holes = self.args.items.filter(arg => arg === Placeholder).length;
      return null;
    },
  },
  classMethods: {
    '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
  },
});

defineType('_PlaceholderType', {
  module: 'functools',
  final: true,
  doc: 'The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.',
  slots: {
    tp_new: (_cls, args, kwnames) => {
      if (args.length > 0 || kwnames !== null) throw typeError('_PlaceholderType takes no arguments');
      return Placeholder;
    },
    tp_repr: () => 'Placeholder',
  },
  methods: { '__reduce__($self, /)': () => 'Placeholder' },
});

// ---- cmp_to_key ----

class PyKeyObject extends PyObject {
  readonly compare: Value;
  readonly object: MaybeValue;
  constructor(compare: Value, object: MaybeValue) {
    super(keyObjectType);
    this.compare = compare;
    this.object = object;
  }
}
const keyObjectType = declareType('KeyWrapper');
defineType('KeyWrapper', {
  module: 'functools',
  final: true,
  slots: {
    tp_hash: null,
    tp_call: (self, args, kwnames) => {
      if (args.length !== 1 || (kwnames !== null && kwnames[0] !== 'obj')) throw typeError("K() takes exactly one argument 'obj'");
      return new PyKeyObject((self as PyKeyObject).compare, args[0]);
    },
    tp_richcompare: (left, right, op) => {
      if (!(right instanceof PyKeyObject)) throw typeError('other argument must be K instance');
      const l = left as PyKeyObject;
      if (l.object === undefined || right.object === undefined) throw typeError('object');
      return richCompare(callValue(l.compare, [l.object, right.object]), 0, op);
    },
  },
  getset: {
    obj: [(self: PyKeyObject) => self.object ?? null, undefined, 'Value wrapped by a key function.'],
    __text_signature__: [() => '(obj)'],
  },
});

// ---- lru_cache ----

class PyLruCache extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
  readonly callable: Value;
  readonly typed: boolean;
  /** Infinity without limit. */
  readonly maxsize: number;
  readonly infoType: Value;
  /** Results by key, least recently used first. */
  cache = new PyDict();
  hits = 0;
  misses = 0;
  constructor(cls: PyType, callable: Value, maxsize: number, typed: boolean, infoType: Value) {
    super(cls);
    this.callable = callable;
    this.maxsize = maxsize;
    this.typed = typed;
    this.infoType = infoType;
  }
}

/** Separates keyword arguments from positional ones in a key. */
const KEYWORD_MARK = new PyObject(T.object);

function cacheKey(self: PyLruCache, args: readonly Value[], kwnames: KwNames): Value {
  if (kwnames === null && !self.typed && args.length === 1 && (typeof args[0] === 'number' || typeof args[0] === 'string')) return args[0];
  const positional = args.length - (kwnames?.length ?? 0);
  const parts = args.slice(0, positional);
  if (kwnames !== null) {
    parts.push(KEYWORD_MARK);
    kwnames.forEach((name, i) => parts.push(strOf(name), args[positional + i]));
  }
  if (self.typed) for (const arg of args) parts.push(typeOf(arg));
  return new PyTuple(parts);
}

function callCached(self: PyLruCache, args: Value[], kwnames: KwNames): Value {
  if (self.maxsize === 0) {
    self.misses++;
    return callValue(self.callable, args, kwnames);
  }
  const key = cacheKey(self, args, kwnames);
  const { cache } = self;
  const entry: DictEntry | undefined = cache.find(key);
  if (entry !== undefined) {
    self.hits++;
    const result = entry.value as Value;
    if (self.maxsize !== Infinity) {
      // Most recently used goes last.
      cache.remove(entry);
      cache.set(entry.key, result);
    }
    return result;
  }
  self.misses++;
  const result = callValue(self.callable, args, kwnames);
  if (self.maxsize !== Infinity && cache.size >= self.maxsize && !cache.has(key)) {
    const oldest = cache.entries().next().value;
    if (oldest !== undefined) cache.remove(oldest);
  }
  cache.set(key, result);
  return result;
}

const lruCacheType = declareType('_lru_cache_wrapper');
defineType('_lru_cache_wrapper', {
  final: true,
  module: 'functools',
  hasDict: true,
  doc: 'Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize',
  slots: {
    tp_new: makeNew(
      'lru_cache($type, user_function, maxsize, typed, cache_info_type)',
      (cls: PyType, callable: Value, maxsize: Value, typed: Value, infoType: Value) => {
        if (!isCallable(callable)) throw typeError('the first argument must be callable');
        let limit = Infinity;
        if (maxsize !== null) {
          if (typeOf(maxsize).slots.nb_index === null) throw typeError('maxsize should be integer or None');
          limit = Math.max(0, toIndexNumber(maxsize));
        }
        return new PyLruCache(cls, callable, limit, isTruthy(typed), infoType);
      },
    ),
    tp_call: (self, args, kwnames) => callCached(self as PyLruCache, args, kwnames),
    tp_descr_get: (descr, obj) => (obj === undefined || obj === null ? descr : new PyMethod(descr, obj)),
  },
  getset: {
    __dict__: [
      (self: PyLruCache) => instanceDict(self)!,
      (self: PyLruCache, value) => {
        self.dict = value as PyDict;
      },
    ],
  },
  methods: {
    'cache_info($self, /)': [
      (self: PyLruCache) =>
        callValue(self.infoType, [self.hits, self.misses, self.maxsize === Infinity ? null : self.maxsize, self.cache.size]),
      'Report cache statistics',
    ],
    'cache_clear($self, /)': [
      (self: PyLruCache) => {
        self.cache = new PyDict();
        self.hits = 0;
        self.misses = 0;
        noteReleased();
        return null;
      },
      'Clear the cache and cache statistics',
    ],
    '__reduce__($self, /)': (self: PyLruCache) => instanceDict(self)?.getStr('__qualname__') ?? '',
    '__copy__($self, /)': (self: PyLruCache) => self,
    '__deepcopy__($self, memo, /)': (self: PyLruCache) => self,
  },
});

function reduce(callable: Value, iterable: Value, initial: MaybeValue): Value {
  if (typeOf(iterable).slots.tp_iter === null && !typeOf(iterable).isHeapType) throw typeError('reduce() arg 2 must support iteration');
  const iterator = getIter(iterable);
  let result = initial;
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
    result = result === undefined ? item : callValue(callable, [result, item]);
  }
  if (result === undefined) throw typeError('reduce() of empty iterable with no initial value');
  return result;
}

registerModule('_functools', {
  doc: 'Tools that operate on functions.',
  attributes: { partial: partialType, Placeholder, _PlaceholderType: placeholderType, _lru_cache_wrapper: lruCacheType },
  functions: {
    'reduce(function, iterable, /, initial=<unrepresentable>)': [
      reduce,
      'Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\nit is placed before the items of the iterable in the calculation, and serves as\na default when the iterable is empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + 5).',
    ],
    'cmp_to_key(mycmp)': [
      (compare: Value) => new PyKeyObject(compare, undefined),
      'Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.',
    ],
  },
});
