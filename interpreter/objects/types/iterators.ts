/** Iterators made by built-in functions: iter(callable, sentinel), enumerate, zip, map, filter, reversed (CPython: Objects/iterobject.c, enumobject.c, Python/bltinmodule.c). */
import type { PyObject } from '../core/value.ts';
import { type MaybeValue, type Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { PyIterator } from '../core/iterators.ts';
import { PyTuple } from '../core/tuple.ts';
import { PyBaseException, typeError, valueError } from '../core/errors.ts';
import { declareType, typeOf, type PyType } from '../core/type.ts';
import { intAdd, type Int } from '../core/integer.ts';
import { callUnbound, callValue, lookupSpecial } from '../protocol/call.ts';
import { isEqual } from '../protocol/compare.ts';
import type { PySequenceIterator } from '../protocol/iterate.ts';
import { getIter, iterNext } from '../protocol/iterate.ts';
import { isTruthy } from '../protocol/truth.ts';
import { toIndex, toSize } from '../protocol/index.ts';
import { length } from '../protocol/sequence.ts';
import { makeNew } from './make.ts';
import { builtinFunctions } from '../core/builtin-functions.ts';
import { reduceIterator } from './tuple.ts';

const next = (self: Value): MaybeValue => (self as PyIterator).next();
const itself = (self: Value): Value => self;

defineType('iterator', {
  final: true,
  slots: { tp_iter: itself, tp_iternext: next },
  methods: {
    '__length_hint__($self, /)': [
      (self: PySequenceIterator) => {
        if (self.sequence === undefined || typeOf(self.sequence).slots.sq_length === null) return 0;
        return Math.max(0, length(self.sequence) - Number(self.index));
      },
      'Private method returning an estimate of len(list(it)).',
    ],
    '__setstate__($self, state, /)': (self: PySequenceIterator, state: Value) => {
      const index = toIndex(state);
      self.index = index < 0 ? 0 : index;
      return null;
    },
    '__reduce__($self, /)': (self: PySequenceIterator) =>
      self.sequence === undefined ? reduceIterator(new PyTuple([]), undefined) : reduceIterator(self.sequence, self.index),
  },
});

// ---- iter(callable, sentinel) ----

const callableIteratorType = declareType('callable_iterator');

export class PyCallableIterator extends PyIterator {
  declare callable: Value | undefined;
  declare readonly sentinel: Value;
  constructor(callable: Value, sentinel: Value) {
    super();
    this.cls = callableIteratorType;
    this.callable = callable;
    this.sentinel = sentinel;
  }
  next(): MaybeValue {
    if (this.callable === undefined) return undefined;
    let value: Value;
    try {
      value = callValue(this.callable, []);
    } catch (error) {
      if (error instanceof PyBaseException && error.cls.isSubtype(T.StopIteration)) {
        this.callable = undefined;
        return undefined;
      }
      throw error;
    }
    if (this.callable === undefined) return undefined;
    if (!isEqual(this.sentinel, value)) return value;
    this.callable = undefined;
    return undefined;
  }
}

defineType('callable_iterator', {
  final: true,
  slots: { tp_iter: itself, tp_iternext: next },
  methods: {
    '__reduce__($self, /)': (self: PyCallableIterator) =>
      self.callable === undefined
        ? reduceIterator(new PyTuple([]), undefined)
        : new PyTuple([builtinFunctions.get('iter'), new PyTuple([self.callable, self.sentinel])]),
  },
});

// ---- enumerate ----

const enumerateType = declareType('enumerate');

export class PyEnumerate extends PyIterator {
  declare readonly iterator: PyObject;
  declare index: Int;
  constructor(iterator: PyObject, start: Int, cls: PyType = enumerateType) {
    super();
    this.cls = cls;
    this.iterator = iterator;
    this.index = start;
  }
  next(): MaybeValue {
    const item = iterNext(this.iterator);
    if (item === undefined) return undefined;
    const index = this.index;
    this.index = typeof index === 'number' ? (index < 9007199254740991 ? index + 1 : intAdd(index, 1)) : index + 1n;
    return new PyTuple([index, item]);
  }
}

const alias = {
  '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
} as const;

defineType('enumerate', {
  doc: 'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  slots: {
    tp_new: makeNew(
      'enumerate($type, /, iterable, start=0)',
      (cls: PyType, iterable: Value, start: MaybeValue) =>
        new PyEnumerate(getIter(iterable), start === undefined ? 0 : toIndex(start), cls),
    ),
    tp_iter: itself,
    tp_iternext: next,
  },
  methods: { '__reduce__($self, /)': (self: PyEnumerate) => new PyTuple([self.cls, new PyTuple([self.iterator, self.index])]) },
  classMethods: alias,
});

// ---- zip ----

const zipType = declareType('zip');

export class PyZip extends PyIterator {
  declare readonly iterators: readonly PyObject[];
  declare strict: boolean;
  constructor(iterators: readonly PyObject[], strict: boolean, cls: PyType = zipType) {
    super();
    this.cls = cls;
    this.iterators = iterators;
    this.strict = strict;
  }
  next(): MaybeValue {
    const { iterators } = this;
    const n = iterators.length;
    if (n === 0) return undefined;
    const items: Value[] = [];
    for (let i = 0; i < n; i++) {
      const item = iterNext(iterators[i]);
      if (item === undefined) {
        if (this.strict) this.checkLengths(i);
        return undefined;
      }
      items.push(item);
    }
    return new PyTuple(items);
  }
  /** With strict=True: argument `i` ended; it must not be the only one. */
  private checkLengths(i: number): void {
    const range = (n: number): string => (n === 1 ? ' ' : 's 1-');
    if (i > 0) throw valueError(`zip() argument ${i + 1} is shorter than argument${range(i)}${i}`);
    for (let k = 1; k < this.iterators.length; k++) {
      if (iterNext(this.iterators[k]) !== undefined) throw valueError(`zip() argument ${k + 1} is longer than argument${range(k)}${k}`);
    }
  }
}

function iteratorsOf(iterables: readonly Value[]): PyObject[] {
  return iterables.map(iterable => getIter(iterable));
}

defineType('zip', {
  doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
  slots: {
    tp_new: makeNew('zip($type, /, *iterables, strict=False)', (cls: PyType, iterables: Value[], strict: MaybeValue) => {
      const flag = strict !== undefined && isTruthy(strict);
      const iterators = iteratorsOf(iterables);
      return new PyZip(iterators, flag, cls);
    }),
    tp_iter: itself,
    tp_iternext: next,
  },
  methods: {
    '__reduce__($self, /)': [
      (self: PyZip) =>
        new PyTuple(self.strict ? [self.cls, new PyTuple([...self.iterators]), true] : [self.cls, new PyTuple([...self.iterators])]),
      'Return state information for pickling.',
    ],
    '__setstate__($self, state, /)': [
      (self: PyZip, state: Value) => {
        self.strict = isTruthy(state);
        return null;
      },
      'Set state information for unpickling.',
    ],
  },
});

// ---- map ----

const mapType = declareType('map');

export class PyMap extends PyIterator {
  declare readonly callable: Value;
  declare readonly iterators: readonly PyObject[];
  declare strict: boolean;
  constructor(callable: Value, iterators: readonly PyObject[], strict: boolean, cls: PyType = mapType) {
    super();
    this.cls = cls;
    this.callable = callable;
    this.iterators = iterators;
    this.strict = strict;
  }
  next(): MaybeValue {
    const { iterators } = this;
    const args: Value[] = [];
    for (let i = 0; i < iterators.length; i++) {
      const item = iterNext(iterators[i]);
      if (item === undefined) {
        if (this.strict) this.checkLengths(i);
        return undefined;
      }
      args.push(item);
    }
    return callValue(this.callable, args);
  }
  private checkLengths(i: number): void {
    const range = (n: number): string => (n === 1 ? ' ' : 's 1-');
    if (i > 0) throw valueError(`map() argument ${i + 1} is shorter than argument${range(i)}${i}`);
    for (let k = 1; k < this.iterators.length; k++) {
      if (iterNext(this.iterators[k]) !== undefined) throw valueError(`map() argument ${k + 1} is longer than argument${range(k)}${k}`);
    }
  }
}

defineType('map', {
  doc: 'Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.',
  slots: {
    tp_new: makeNew('map($type, /, *iterables, strict=False)', (cls: PyType, [callable, ...iterables]: Value[], strict: MaybeValue) => {
      if (iterables.length === 0) throw typeError('map() must have at least two arguments.');
      return new PyMap(callable, iteratorsOf(iterables), strict !== undefined && isTruthy(strict), cls);
    }),
    tp_iter: itself,
    tp_iternext: next,
  },
  methods: {
    '__reduce__($self, /)': [
      (self: PyMap) => {
        const args = new PyTuple([self.callable, ...self.iterators]);
        return new PyTuple(self.strict ? [self.cls, args, true] : [self.cls, args]);
      },
      'Return state information for pickling.',
    ],
    '__setstate__($self, state, /)': [
      (self: PyMap, state: Value) => {
        self.strict = isTruthy(state);
        return null;
      },
      'Set state information for unpickling.',
    ],
  },
});

// ---- filter ----

const filterType = declareType('filter');

export class PyFilter extends PyIterator {
  declare readonly predicate: Value;
  declare readonly iterator: PyObject;
  constructor(predicate: Value, iterator: PyObject, cls: PyType = filterType) {
    super();
    this.cls = cls;
    this.predicate = predicate;
    this.iterator = iterator;
  }
  next(): MaybeValue {
    const { predicate } = this;
    const plain = predicate === null || predicate === T.bool;
    for (let item = iterNext(this.iterator); item !== undefined; item = iterNext(this.iterator)) {
      if (isTruthy(plain ? item : callValue(predicate, [item]))) return item;
    }
    return undefined;
  }
}

defineType('filter', {
  doc: 'Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
  slots: {
    tp_new: makeNew(
      'filter($type, function, iterable, /)',
      (cls: PyType, predicate: Value, iterable: Value) => new PyFilter(predicate, getIter(iterable), cls),
    ),
    tp_iter: itself,
    tp_iternext: next,
  },
  methods: {
    '__reduce__($self, /)': [
      (self: PyFilter) => new PyTuple([self.cls, new PyTuple([self.predicate, self.iterator])]),
      'Return state information for pickling.',
    ],
  },
});

// ---- reversed ----

const reversedType = declareType('reversed');

export class PyReversed extends PyIterator {
  declare sequence: Value | undefined;
  declare index: number;
  constructor(sequence: Value, cls: PyType = reversedType) {
    super();
    this.cls = cls;
    this.sequence = sequence;
    this.index = length(sequence) - 1;
  }
  next(): MaybeValue {
    const { sequence } = this;
    if (sequence === undefined) return undefined;
    if (this.index >= 0) {
      try {
        const item = typeof sequence === 'string' ? sequence[this.index] : typeOf(sequence).slots.mp_subscript!(sequence, this.index);
        this.index--;
        if (item !== undefined) return item;
      } catch (error) {
        if (!(error instanceof PyBaseException) || !(error.cls.isSubtype(T.IndexError) || error.cls.isSubtype(T.StopIteration)))
          throw error;
      }
    }
    this.index = -1;
    this.sequence = undefined;
    return undefined;
  }
}

defineType('reversed', {
  doc: 'Return a reverse iterator over the values of the given sequence.',
  slots: {
    tp_new: makeNew('reversed($type, sequence, /)', (cls: PyType, sequence: Value) => {
      const method = lookupSpecial(sequence, '__reversed__');
      if (method !== undefined) {
        if (method.callable === null) throw typeError(`'${typeOf(sequence).name}' object is not reversible`);
        return callUnbound(method, sequence, []);
      }
      const type = typeOf(sequence);
      if (
        type.slots.mp_subscript === null ||
        (type.patternKind === 'mapping' && !type.isHeapType) ||
        (!type.isHeapType && type.slots.sq_length === null)
      ) {
        throw typeError(`'${type.name}' object is not reversible`);
      }
      return new PyReversed(sequence, cls);
    }),
    tp_iter: itself,
    tp_iternext: next,
  },
  methods: {
    '__length_hint__($self, /)': [
      (self: PyReversed) => {
        if (self.sequence === undefined) return 0;
        return length(self.sequence) < self.index + 1 ? 0 : self.index + 1;
      },
      'Private method returning an estimate of len(list(it)).',
    ],
    '__reduce__($self, /)': [
      (self: PyReversed) =>
        self.sequence === undefined
          ? new PyTuple([self.cls, new PyTuple([new PyTuple([])])])
          : new PyTuple([self.cls, new PyTuple([self.sequence]), self.index]),
      'Return state information for pickling.',
    ],
    '__setstate__($self, state, /)': [
      (self: PyReversed, state: Value) => {
        if (self.sequence !== undefined) self.index = Math.min(Math.max(-1, toSize(state)), length(self.sequence) - 1);
        return null;
      },
      'Set state information for unpickling.',
    ],
  },
});
