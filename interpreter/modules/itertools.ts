/** `itertools` (CPython: Modules/itertoolsmodule.c). Each iterator is a native class with a `next` of its own. */
import { registerModule } from './registry.ts';
import type { PyObject } from '../objects/core/value.ts';
import { type MaybeValue, type Value } from '../objects/core/value.ts';
import { defineType } from '../objects/core/define.ts';
import { PyIterator } from '../objects/core/iterators.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { clampInt, intAdd, intSubtract, intValue, type Int } from '../objects/core/integer.ts';
import { overflowError, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { callValue } from '../objects/protocol/call.ts';
import { isEqual } from '../objects/protocol/compare.ts';
import { hasIndex, toIndex, toSize, toExactSize } from '../objects/protocol/index.ts';
import { getIter, iterNext, toArray } from '../objects/protocol/iterate.ts';
import { add } from '../objects/protocol/number.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { makeNew } from '../objects/types/make.ts';

const types: Record<string, PyType> = {};

/** Declares an iterator type of the module: made by `create` from the arguments of `declaration`. */
function define(
  name: string,
  declaration: string | null,
  create: ((cls: PyType, ...args: never[]) => Value) | null,
  doc: string,
  extra: { repr?: (self: Value) => string; classItem?: boolean } = {},
): void {
  defineType(name, {
    module: 'itertools',
    doc,
    final: create === null,
    slots: {
      tp_iter: self => self,
      tp_iternext: self => (self as PyIterator).next(),
      ...(declaration === null || create === null ? {} : { tp_new: makeNew(declaration, create) }),
      ...(extra.repr === undefined ? {} : { tp_repr: extra.repr }),
    },
    classMethods:
      extra.classItem === true
        ? { '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'] }
        : {},
  });
  if (!name.startsWith('_')) types[name] = T[name];
}

// ---- count, cycle, repeat ----

class PyCount extends PyIterator {
  value: Value;
  readonly step: Value;
  constructor(value: Value, step: Value, cls: PyType) {
    super(cls);
    this.value = value;
    this.step = step;
  }
  next(): MaybeValue {
    const value = this.value;
    this.value = typeof value === 'number' && this.step === 1 ? intAdd(value, 1) : add(value, this.step);
    return value;
  }
}
define(
  'count',
  'count($type, /, start=0, step=1)',
  (cls: PyType, start: MaybeValue, step: MaybeValue) => {
    for (const value of [start, step]) if (value !== undefined && !isNumber(value)) throw typeError('a number is required');
    return new PyCount(start ?? 0, step ?? 1, cls);
  },
  'Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step',
  {
    repr: self =>
      isPlainOne((self as PyCount).step)
        ? `count(${reprText((self as PyCount).value)})`
        : `count(${reprText((self as PyCount).value)}, ${reprText((self as PyCount).step)})`,
  },
);
const isPlainOne = (step: Value): boolean => step === 1;
function isNumber(value: Value): boolean {
  const { slots } = typeOf(value);
  return slots.nb_index !== null || slots.nb_float !== null || slots.nb_int !== null || typeOf(value).lookup('__complex__') !== undefined;
}

class PyCycle extends PyIterator {
  private readonly iterator: PyObject;
  private readonly saved: Value[] = [];
  private index = -1;
  constructor(iterator: PyObject, cls: PyType) {
    super(cls);
    this.iterator = iterator;
  }
  next(): MaybeValue {
    if (this.index < 0) {
      const item = iterNext(this.iterator);
      if (item !== undefined) {
        this.saved.push(item);
        return item;
      }
      this.index = 0;
    }
    if (this.saved.length === 0) return undefined;
    const item = this.saved[this.index];
    this.index = (this.index + 1) % this.saved.length;
    return item;
  }
}
define(
  'cycle',
  'cycle($type, iterable, /)',
  (cls: PyType, iterable: Value) => new PyCycle(getIter(iterable), cls),
  'Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.',
);

class PyRepeat extends PyIterator {
  readonly object: Value;
  /** Repetitions left; -1 for no end. */
  times: Int;
  constructor(object: Value, times: Int, cls: PyType) {
    super(cls);
    this.object = object;
    this.times = times;
  }
  next(): MaybeValue {
    if (this.times === 0) return undefined;
    if (this.times > 0) this.times = intSubtract(this.times, 1);
    return this.object;
  }
}
defineType('repeat', {
  module: 'itertools',
  doc: 'repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.',
  slots: {
    tp_new: makeNew('repeat($type, /, object, times=<unrepresentable>)', (cls: PyType, object: Value, times: MaybeValue) => {
      if (times === undefined) return new PyRepeat(object, -1, cls);
      const n = toExactSize(times);
      return new PyRepeat(object, n < 0 ? 0 : n, cls);
    }),
    tp_iter: self => self,
    tp_iternext: self => (self as PyRepeat).next(),
    tp_repr: self => {
      const { object, times } = self as PyRepeat;
      return times < 0 ? `repeat(${reprText(object)})` : `repeat(${reprText(object)}, ${times})`;
    },
  },
  methods: {
    '__length_hint__($self, /)': [
      (self: PyRepeat) => {
        if (self.times < 0) throw typeError('len() of unsized object');
        return self.times;
      },
      'Private method returning an estimate of len(list(it)).',
    ],
  },
});
types.repeat = T.repeat;

// ---- accumulate, batched, chain, compress ----

class PyAccumulate extends PyIterator {
  private readonly iterator: PyObject;
  private readonly binop: Value;
  private total: MaybeValue = undefined;
  private initial: MaybeValue;
  constructor(iterator: PyObject, binop: Value, initial: MaybeValue, cls: PyType) {
    super(cls);
    this.iterator = iterator;
    this.binop = binop;
    this.initial = initial;
  }
  next(): MaybeValue {
    if (this.initial !== undefined) {
      this.total = this.initial;
      this.initial = undefined;
      return this.total;
    }
    const item = iterNext(this.iterator);
    if (item === undefined) return undefined;
    if (this.total === undefined) this.total = item;
    else this.total = this.binop === null ? add(this.total, item) : callValue(this.binop, [this.total, item]);
    return this.total;
  }
}
define(
  'accumulate',
  'accumulate($type, /, iterable, func=None, *, initial=None)',
  (cls: PyType, iterable: Value, func: MaybeValue, initial: MaybeValue) =>
    new PyAccumulate(getIter(iterable), func ?? null, initial === null ? undefined : initial, cls),
  'Return series of accumulated sums.',
);

class PyBatched extends PyIterator {
  private iterator: PyObject | undefined;
  private readonly size: number;
  private readonly strict: boolean;
  constructor(iterator: PyObject, size: number, strict: boolean, cls: PyType) {
    super(cls);
    this.iterator = iterator;
    this.size = size;
    this.strict = strict;
  }
  next(): MaybeValue {
    if (this.iterator === undefined) return undefined;
    const items: Value[] = [];
    while (items.length < this.size) {
      const item = iterNext(this.iterator);
      if (item === undefined) {
        this.iterator = undefined;
        if (items.length === 0) return undefined;
        if (this.strict) throw valueError('batched(): incomplete batch');
        break;
      }
      items.push(item);
    }
    return new PyTuple(items);
  }
}
define(
  'batched',
  'batched($type, /, iterable, n, *, strict=False)',
  (cls: PyType, iterable: Value, n: Value, strict: MaybeValue) => {
    const size = toSize(n);
    if (size < 1) throw valueError('n must be at least one');
    return new PyBatched(getIter(iterable), size, strict !== undefined && isTruthy(strict), cls);
  },
  "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
);

class PyChain extends PyIterator {
  private source: PyObject | undefined;
  private active: PyObject | undefined = undefined;
  constructor(source: PyObject, cls: PyType) {
    super(cls);
    this.source = source;
  }
  next(): MaybeValue {
    while (this.source !== undefined) {
      if (this.active === undefined) {
        const iterable = iterNext(this.source);
        if (iterable === undefined) {
          this.source = undefined;
          return undefined;
        }
        try {
          this.active = getIter(iterable);
        } catch (error) {
          this.source = undefined;
          throw error;
        }
      }
      const item = iterNext(this.active);
      if (item !== undefined) return item;
      this.active = undefined;
    }
    return undefined;
  }
}
defineType('chain', {
  module: 'itertools',
  doc: 'Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.',
  slots: {
    tp_new: makeNew('chain($type, /, *iterables)', (cls: PyType, iterables: Value[]) => new PyChain(getIter(new PyTuple(iterables)), cls)),
    tp_iter: self => self,
    tp_iternext: self => (self as PyChain).next(),
  },
  classMethods: {
    'from_iterable($type, iterable, /)': [
      (cls: PyType, iterable: Value) => new PyChain(getIter(iterable), cls),
      'Alternative chain() constructor taking a single iterable argument that evaluates lazily.',
    ],
    '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
  },
});
types.chain = T.chain;

class PyCompress extends PyIterator {
  private readonly data: PyObject;
  private readonly selectors: PyObject;
  constructor(data: PyObject, selectors: PyObject, cls: PyType) {
    super(cls);
    this.data = data;
    this.selectors = selectors;
  }
  next(): MaybeValue {
    for (;;) {
      const item = iterNext(this.data);
      if (item === undefined) return undefined;
      const selector = iterNext(this.selectors);
      if (selector === undefined) return undefined;
      if (isTruthy(selector)) return item;
    }
  }
}
define(
  'compress',
  'compress($type, /, data, selectors)',
  (cls: PyType, data: Value, selectors: Value) => new PyCompress(getIter(data), getIter(selectors), cls),
  'Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.',
);

// ---- predicates ----

class PyDropWhile extends PyIterator {
  private readonly predicate: Value;
  private readonly iterator: PyObject;
  private started = false;
  constructor(predicate: Value, iterator: PyObject, cls: PyType) {
    super(cls);
    this.predicate = predicate;
    this.iterator = iterator;
  }
  next(): MaybeValue {
    for (;;) {
      const item = iterNext(this.iterator);
      if (item === undefined || this.started) return item;
      if (!isTruthy(callValue(this.predicate, [item]))) {
        this.started = true;
        return item;
      }
    }
  }
}
define(
  'dropwhile',
  'dropwhile($type, predicate, iterable, /)',
  (cls: PyType, predicate: Value, iterable: Value) => new PyDropWhile(predicate, getIter(iterable), cls),
  'Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.',
);

class PyTakeWhile extends PyIterator {
  private readonly predicate: Value;
  private readonly iterator: PyObject;
  private ended = false;
  constructor(predicate: Value, iterator: PyObject, cls: PyType) {
    super(cls);
    this.predicate = predicate;
    this.iterator = iterator;
  }
  next(): MaybeValue {
    if (this.ended) return undefined;
    const item = iterNext(this.iterator);
    if (item === undefined) return undefined;
    if (isTruthy(callValue(this.predicate, [item]))) return item;
    this.ended = true;
    return undefined;
  }
}
define(
  'takewhile',
  'takewhile($type, predicate, iterable, /)',
  (cls: PyType, predicate: Value, iterable: Value) => new PyTakeWhile(predicate, getIter(iterable), cls),
  'Return successive entries from an iterable as long as the predicate evaluates to true for each entry.',
);

class PyFilterFalse extends PyIterator {
  private readonly predicate: Value;
  private readonly iterator: PyObject;
  constructor(predicate: Value, iterator: PyObject, cls: PyType) {
    super(cls);
    this.predicate = predicate;
    this.iterator = iterator;
  }
  next(): MaybeValue {
    const plain = this.predicate === null || this.predicate === T.bool;
    for (let item = iterNext(this.iterator); item !== undefined; item = iterNext(this.iterator)) {
      if (!isTruthy(plain ? item : callValue(this.predicate, [item]))) return item;
    }
    return undefined;
  }
}
define(
  'filterfalse',
  'filterfalse($type, function, iterable, /)',
  (cls: PyType, predicate: Value, iterable: Value) => new PyFilterFalse(predicate, getIter(iterable), cls),
  'Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.',
);

class PyStarMap extends PyIterator {
  private readonly callable: Value;
  private readonly iterator: PyObject;
  constructor(callable: Value, iterator: PyObject, cls: PyType) {
    super(cls);
    this.callable = callable;
    this.iterator = iterator;
  }
  next(): MaybeValue {
    const args = iterNext(this.iterator);
    return args === undefined ? undefined : callValue(this.callable, toArray(args));
  }
}
define(
  'starmap',
  'starmap($type, function, iterable, /)',
  (cls: PyType, callable: Value, iterable: Value) => new PyStarMap(callable, getIter(iterable), cls),
  'Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.',
);

// ---- islice, pairwise, zip_longest ----

class PyIslice extends PyIterator {
  private iterator: PyObject | undefined;
  private nextIndex: number;
  private readonly stop: number;
  private readonly step: number;
  private count = 0;
  constructor(iterator: PyObject, start: number, stop: number, step: number, cls: PyType) {
    super(cls);
    this.iterator = iterator;
    this.nextIndex = start;
    this.stop = stop;
    this.step = step;
  }
  next(): MaybeValue {
    const { iterator, stop } = this;
    if (iterator === undefined) return undefined;
    while (this.count < this.nextIndex) {
      // Items before the start are consumed, but not past the stop.
      if (this.count >= stop) break;
      if (iterNext(iterator) === undefined) {
        this.iterator = undefined;
        return undefined;
      }
      this.count++;
    }
    if (this.count >= stop) {
      this.iterator = undefined;
      return undefined;
    }
    const item = iterNext(iterator);
    if (item === undefined) {
      this.iterator = undefined;
      return undefined;
    }
    this.count++;
    this.nextIndex = Math.min(this.nextIndex + this.step, stop);
    return item;
  }
}

function sliceLimit(value: MaybeValue, fallback: number, what: string): number {
  if (value === undefined || value === null) return fallback;
  if (!hasIndex(value)) throw valueError(what);
  const n = toIndex(value);
  if (n < 0 || n > 9223372036854775807n) throw valueError(what);
  return clampInt(n);
}
const BOUNDS = 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.';

define(
  'islice',
  'islice($type, iterable, start, stop=<unrepresentable>, step=<unrepresentable>, /)',
  (cls: PyType, iterable: Value, a: Value, b: MaybeValue, c: MaybeValue) => {
    if (b === undefined) {
      const stop = sliceLimit(a, Infinity, 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
      return new PyIslice(getIter(iterable), 0, stop, 1, cls);
    }
    const start = sliceLimit(a, 0, BOUNDS);
    const stop = sliceLimit(b, Infinity, 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
    const step = sliceLimit(c, 1, 'Step for islice() must be a positive integer or None.');
    if (step < 1) throw valueError('Step for islice() must be a positive integer or None.');
    return new PyIslice(getIter(iterable), start, stop, step, cls);
  },
  'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.',
);

class PyPairwise extends PyIterator {
  /** null once exhausted. */
  private iterator: PyObject | null;
  private old: MaybeValue = undefined;
  constructor(iterator: PyObject, cls: PyType) {
    super(cls);
    this.iterator = iterator;
  }
  next(): MaybeValue {
    if (this.iterator === null) return undefined;
    // The iterator may come back here before it has answered.
    let { old } = this;
    if (old === undefined) {
      old = iterNext(this.iterator);
      this.old = old;
    }
    const item = old === undefined || this.iterator === null ? undefined : iterNext(this.iterator);
    if (old === undefined || item === undefined) {
      this.iterator = null;
      this.old = undefined;
      return undefined;
    }
    const pair = new PyTuple([old, item]);
    this.old = item;
    return pair;
  }
}
define(
  'pairwise',
  'pairwise($type, iterable, /)',
  (cls: PyType, iterable: Value) => new PyPairwise(getIter(iterable), cls),
  'Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...',
);

class PyZipLongest extends PyIterator {
  private readonly iterators: (PyObject | undefined)[];
  private readonly fill: Value;
  private active: number;
  constructor(iterators: PyObject[], fill: Value, cls: PyType) {
    super(cls);
    this.iterators = iterators;
    this.fill = fill;
    this.active = iterators.length;
  }
  next(): MaybeValue {
    if (this.active === 0) return undefined;
    const items: Value[] = [];
    for (let i = 0; i < this.iterators.length; i++) {
      const iterator = this.iterators[i];
      let item: MaybeValue = this.fill;
      if (iterator !== undefined) {
        try {
          item = iterNext(iterator);
        } catch (error) {
          this.active = 0;
          throw error;
        }
        if (item === undefined) {
          this.iterators[i] = undefined;
          if (--this.active === 0) return undefined;
          item = this.fill;
        }
      }
      items.push(item);
    }
    return new PyTuple(items);
  }
}
define(
  'zip_longest',
  'zip_longest($type, *iterables, fillvalue=None)',
  (cls: PyType, iterables: Value[], fill: MaybeValue) => new PyZipLongest(iterables.map(getIter), fill ?? null, cls),
  'Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.',
);

// ---- groupby ----

class PyGroupBy extends PyIterator {
  readonly iterator: PyObject;
  readonly keyFunction: Value;
  targetKey: MaybeValue = undefined;
  currentKey: MaybeValue = undefined;
  currentValue: MaybeValue = undefined;
  group: PyGrouper | undefined = undefined;
  constructor(iterator: PyObject, keyFunction: Value, cls: PyType) {
    super(cls);
    this.iterator = iterator;
    this.keyFunction = keyFunction;
  }
  /** Moves on to the next item; false at the end. */
  step(): boolean {
    const value = iterNext(this.iterator);
    if (value === undefined) return false;
    const key = this.keyFunction === null ? value : callValue(this.keyFunction, [value]);
    this.currentValue = value;
    this.currentKey = key;
    return true;
  }
  next(): MaybeValue {
    this.group = undefined;
    // Skip what is left of the current group.
    for (;;) {
      if (this.currentKey !== undefined) {
        if (this.targetKey === undefined || !isEqual(this.targetKey, this.currentKey)) break;
      }
      if (!this.step()) return undefined;
    }
    this.targetKey = this.currentKey;
    this.group = new PyGrouper(this, this.targetKey);
    return new PyTuple([this.currentKey, this.group]);
  }
}
class PyGrouper extends PyIterator {
  private readonly parent: PyGroupBy;
  private readonly key: Value;
  constructor(parent: PyGroupBy, key: Value) {
    super(T._grouper);
    this.parent = parent;
    this.key = key;
  }
  next(): MaybeValue {
    const { parent } = this;
    if (parent.group !== this) return undefined;
    if (parent.currentValue === undefined && !parent.step()) return undefined;
    if (!isEqual(this.key, parent.currentKey!)) return undefined;
    const value = parent.currentValue;
    parent.currentValue = undefined;
    return value;
  }
}
define(
  'groupby',
  'groupby($type, /, iterable, key=None)',
  (cls: PyType, iterable: Value, key: MaybeValue) => new PyGroupBy(getIter(iterable), key ?? null, cls),
  'make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.',
);
define('_grouper', null, null, '');

// ---- tee ----

/** A link of what tee's iterators have read: they walk the same list, and what no one needs is forgotten. */
class TeeLink {
  value: MaybeValue = undefined;
  next: TeeLink | undefined = undefined;
  ended = false;
}
class PyTee extends PyIterator {
  readonly source: { readonly iterator: PyObject; running: boolean };
  private link: TeeLink;
  constructor(source: PyTee['source'], link: TeeLink, cls: PyType = T._tee) {
    super(cls);
    this.source = source;
    this.link = link;
  }
  next(): MaybeValue {
    const { link, source } = this;
    if (link.ended) return undefined;
    if (link.next === undefined) {
      if (source.running) throw runtimeError('cannot re-enter the tee iterator');
      source.running = true;
      try {
        const value = iterNext(source.iterator);
        if (value === undefined) {
          link.ended = true;
          return undefined;
        }
        link.value = value;
        link.next = new TeeLink();
      } finally {
        source.running = false;
      }
    }
    this.link = link.next!;
    return link.value;
  }
  copy(): PyTee {
    return new PyTee(this.source, this.link);
  }
}
defineType('_tee', {
  final: true,
  module: 'itertools',
  doc: 'Iterator wrapped to make it copyable.',
  slots: {
    tp_new: makeNew('_tee($type, iterable, /)', (_cls: PyType, iterable: Value) => teeOf(iterable)),
    tp_iter: self => self,
    tp_iternext: self => (self as PyTee).next(),
  },
  methods: { '__copy__($self, /)': [(self: PyTee) => self.copy(), 'Returns an independent iterator.'] },
});
function teeOf(iterable: Value): PyTee {
  const iterator = getIter(iterable);
  return iterator instanceof PyTee ? iterator.copy() : new PyTee({ iterator, running: false }, new TeeLink());
}

// ---- combinatorics ----

class PyProduct extends PyIterator {
  private readonly pools: readonly (readonly Value[])[];
  private indices: number[] | undefined = undefined;
  private ended = false;
  constructor(pools: readonly (readonly Value[])[], cls: PyType) {
    super(cls);
    this.pools = pools;
  }
  next(): MaybeValue {
    if (this.ended) return undefined;
    const { pools } = this;
    if (this.indices === undefined) {
      if (pools.some(pool => pool.length === 0)) {
        this.ended = true;
        return undefined;
      }
      this.indices = pools.map(() => 0);
    } else {
      let i = pools.length - 1;
      for (; i >= 0; i--) {
        if (++this.indices[i] < pools[i].length) break;
        this.indices[i] = 0;
      }
      if (i < 0) {
        this.ended = true;
        return undefined;
      }
    }
    const items: Value[] = [];
    for (let i = 0; i < pools.length; i++) items.push(pools[i][this.indices[i]]);
    return new PyTuple(items);
  }
}
define(
  'product',
  'product($type, *iterables, repeat=1)',
  (cls: PyType, iterables: Value[], repeat: MaybeValue) => {
    const times = repeat === undefined ? 1 : toSize(repeat);
    if (times < 0) throw valueError('repeat argument cannot be negative');
    if (iterables.length * times > 2 ** 28) throw overflowError('repeat argument too large');
    const pools = times === 0 ? [] : iterables.map(toArray);
    return new PyProduct(Array.from({ length: times }, () => pools).flat(), cls);
  },
  'Cartesian product of input iterables.  Equivalent to nested for-loops.',
);

/** Shared by combinations and combinations_with_replacement: `next` index tuple in lexicographic order, or null at the end. */
abstract class PySelection extends PyIterator {
  protected readonly pool: readonly Value[];
  protected readonly r: number;
  protected indices: number[] | undefined = undefined;
  private ended = false;
  constructor(pool: readonly Value[], r: number, cls: PyType) {
    super(cls);
    this.pool = pool;
    this.r = r;
  }
  protected abstract first(): number[] | undefined;
  /** Advances `indices`; false at the end. */
  protected abstract advance(indices: number[]): boolean;
  next(): MaybeValue {
    if (this.ended) return undefined;
    if (this.indices === undefined) this.indices = this.first();
    else if (!this.advance(this.indices)) this.indices = undefined;
    if (this.indices === undefined) {
      this.ended = true;
      return undefined;
    }
    const items: Value[] = [];
    for (let i = 0; i < this.r; i++) items.push(this.pool[this.indices[i]]);
    return new PyTuple(items);
  }
}

class PyCombinations extends PySelection {
  protected first(): number[] | undefined {
    return this.r > this.pool.length ? undefined : Array.from({ length: this.r }, (_, i) => i);
  }
  protected advance(indices: number[]): boolean {
    const n = this.pool.length;
    const { r } = this;
    let i = r - 1;
    while (i >= 0 && indices[i] === i + n - r) i--;
    if (i < 0) return false;
    indices[i]++;
    for (let j = i + 1; j < r; j++) indices[j] = indices[j - 1] + 1;
    return true;
  }
}

class PyCombinationsWithReplacement extends PySelection {
  protected first(): number[] | undefined {
    return this.pool.length === 0 && this.r > 0 ? undefined : new Array<number>(this.r).fill(0);
  }
  protected advance(indices: number[]): boolean {
    const n = this.pool.length;
    let i = this.r - 1;
    while (i >= 0 && indices[i] === n - 1) i--;
    if (i < 0) return false;
    indices.fill(indices[i] + 1, i);
    return true;
  }
}

class PyPermutations extends PySelection {
  private cycles: number[] = [];
  protected first(): number[] | undefined {
    const n = this.pool.length;
    if (this.r > n) return undefined;
    this.cycles = Array.from({ length: this.r }, (_, i) => n - i);
    return Array.from({ length: n }, (_, i) => i);
  }
  protected advance(indices: number[]): boolean {
    const n = this.pool.length;
    for (let i = this.r - 1; i >= 0; i--) {
      if (--this.cycles[i] === 0) {
        indices.push(indices.splice(i, 1)[0]);
        this.cycles[i] = n - i;
      } else {
        const j = n - this.cycles[i];
        [indices[i], indices[j]] = [indices[j], indices[i]];
        return true;
      }
    }
    return false;
  }
}

function selectionSize(r: Value): number {
  const n = toSize(r);
  if (n < 0) throw valueError('r must be non-negative');
  return n;
}
define(
  'combinations',
  'combinations($type, /, iterable, r)',
  (cls: PyType, iterable: Value, r: Value) => new PyCombinations(toArray(iterable), selectionSize(r), cls),
  'Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)',
);
define(
  'combinations_with_replacement',
  'combinations_with_replacement($type, /, iterable, r)',
  (cls: PyType, iterable: Value, r: Value) => new PyCombinationsWithReplacement(toArray(iterable), selectionSize(r), cls),
  "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
);
define(
  'permutations',
  'permutations($type, /, iterable, r=None)',
  (cls: PyType, iterable: Value, r: MaybeValue) => {
    const pool = toArray(iterable);
    if (r === undefined || r === null) return new PyPermutations(pool, pool.length, cls);
    if (intValue(r) === undefined) throw typeError('Expected int as r');
    return new PyPermutations(pool, selectionSize(r), cls);
  },
  'Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)',
);

registerModule('itertools', {
  doc: 'Functional tools for creating and using iterators.',
  attributes: { ...types, _grouper: T._grouper, _tee: T._tee },
  functions: {
    'tee(iterable, n=2, /)': [
      (iterable: Value, n: MaybeValue) => {
        const count = n === undefined ? 2 : toSize(n);
        if (count < 0) throw valueError('n must be >= 0');
        if (count === 0) return new PyTuple([]);
        const first = teeOf(iterable);
        return new PyTuple([first, ...Array.from({ length: count - 1 }, () => first.copy())]);
      },
      'Returns a tuple of n independent iterators.',
    ],
  },
});
