/** `_collections` (CPython: Modules/_collectionsmodule.c): deque, defaultdict, and helpers of the Python half. */
import { noteReleased } from '../objects/core/lifetime.ts';
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { defineType } from '../objects/core/define.ts';
import { T } from '../objects/core/registry.ts';
import { NotImplemented } from '../objects/core/singletons.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyIterator } from '../objects/core/iterators.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { intAdd } from '../objects/core/integer.ts';
import { indexError, keyError, memoryError, raise, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { declareType, typeOf, type PyType } from '../objects/core/type.ts';
import { strOf } from '../objects/core/str.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { compareItems, isEqual } from '../objects/protocol/compare.ts';
import { hasIndex, sliceBound, toIndexNumber, toSize } from '../objects/protocol/index.ts';
import { forEach, getIter, iterNext } from '../objects/protocol/iterate.ts';
import { add } from '../objects/protocol/number.ts';
import { setItem } from '../objects/protocol/sequence.ts';
import { enterRepr, leaveRepr, reprText } from '../objects/protocol/repr.ts';
import { mergeInto } from '../objects/types/dict.ts';
import { stateOf } from '../objects/types/reduce.ts';
import { makeInit, makeNew } from '../objects/types/make.ts';
import { bareName } from '../objects/types/names.ts';
import { orderedDictType } from './ordered-dict.ts';

// ---- deque: a ring in a power-of-two array ----

const dequeType = declareType('collections.deque');

class PyDeque extends PyObject {
  ring: (Value | undefined)[] = new Array<Value | undefined>(8).fill(undefined);
  head = 0;
  length = 0;
  /** Infinity for none. */
  maxlen = Infinity;
  /** Changes with every insertion and removal. */
  state = 0;
  declare dict: PyDict | undefined;
  constructor(cls: PyType = dequeType) {
    super(cls);
  }
  at(i: number): Value {
    return this.ring[(this.head + i) & (this.ring.length - 1)] as Value;
  }
  put(i: number, value: Value): void {
    this.ring[(this.head + i) & (this.ring.length - 1)] = value;
  }
  private grow(): void {
    const bigger: (Value | undefined)[] = new Array<Value | undefined>(this.ring.length * 2).fill(undefined);
    for (let i = 0; i < this.length; i++) bigger[i] = this.at(i);
    this.ring = bigger;
    this.head = 0;
  }
  push(value: Value): void {
    this.state++;
    if (this.length >= this.maxlen) {
      if (this.maxlen === 0) return;
      this.shift();
    }
    if (this.length === this.ring.length) this.grow();
    this.ring[(this.head + this.length++) & (this.ring.length - 1)] = value;
  }
  unshift(value: Value): void {
    this.state++;
    if (this.length >= this.maxlen) {
      if (this.maxlen === 0) return;
      this.pop();
    }
    if (this.length === this.ring.length) this.grow();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.ring[this.head] = value;
    this.length++;
  }
  pop(): MaybeValue {
    if (this.length === 0) return undefined;
    this.state++;
    const i = (this.head + --this.length) & (this.ring.length - 1);
    const value = this.ring[i];
    this.ring[i] = undefined;
    return value;
  }
  shift(): MaybeValue {
    if (this.length === 0) return undefined;
    this.state++;
    const value = this.ring[this.head];
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.length--;
    return value;
  }
  toArray(): Value[] {
    const items: Value[] = [];
    for (let i = 0; i < this.length; i++) items.push(this.at(i));
    return items;
  }
  replace(items: readonly Value[]): void {
    let size = 8;
    while (size < items.length) size *= 2;
    this.ring = new Array<Value | undefined>(size).fill(undefined);
    for (let i = 0; i < items.length; i++) this.ring[i] = items[i];
    this.head = 0;
    this.length = items.length;
    this.state++;
  }
}

const deque = (value: Value): PyDeque => value as PyDeque;

function extend(self: PyDeque, iterable: Value, left = false): void {
  const source = iterable === self ? getIter(new PyTuple(self.toArray())) : getIter(iterable);
  for (let item = iterNext(source); item !== undefined; item = iterNext(source)) {
    if (left) self.unshift(item);
    else self.push(item);
  }
}

function copyDeque(self: PyDeque): PyDeque {
  if (self.cls !== dequeType) {
    const args: Value[] = [self];
    if (self.maxlen !== Infinity) args.push(self.maxlen);
    const made = callValue(self.cls, args);
    if (made instanceof PyDeque) return made;
    throw typeError(`${bareName(self.cls)}() must return a deque, not ${typeOf(made).name}`);
  }
  const copy = new PyDeque();
  copy.maxlen = self.maxlen;
  copy.replace(self.toArray());
  return copy;
}

function dequeIndex(self: PyDeque, key: Value): number {
  if (!hasIndex(key)) throw typeError(`sequence index must be integer, not '${typeOf(key).name}'`);
  let i = toIndexNumber(key, 'IndexError');
  if (i < 0) i += self.length;
  if (i < 0 || i >= self.length) throw indexError('deque index out of range');
  return i;
}

function rotate(self: PyDeque, n: number): void {
  const { length } = self;
  if (length < 2) return;
  let steps = n % length;
  if (steps < 0) steps += length;
  if (steps > length / 2) steps -= length;
  for (; steps > 0; steps--) {
    const value = self.pop() as Value;
    self.unshift(value);
  }
  for (; steps < 0; steps++) {
    const value = self.shift() as Value;
    self.push(value);
  }
}

/** Compares elements with a value; a deque that changes meanwhile is an error. */
function position(self: PyDeque, value: Value, from: number, to: number): number {
  const { state } = self;
  for (let i = from; i < to; i++) {
    const equal = isEqual(self.at(i), value);
    if (equal) return i;
    if (self.state !== state) throw runtimeError('deque mutated during iteration');
  }
  return -1;
}

function repeated(self: PyDeque, times: number): Value[] {
  const items = self.toArray();
  if (times <= 0) return [];
  if (items.length * times > 2 ** 30) throw memoryError('');
  let result: Value[] = [];
  for (let i = 0; i < times; i++) result = result.concat(items);
  return self.maxlen < result.length ? result.slice(result.length - self.maxlen) : result;
}

const dequeIteratorType = declareType('_deque_iterator');
const dequeReverseIteratorType = declareType('_deque_reverse_iterator');

class PyDequeIterator extends PyIterator {
  private readonly deque: PyDeque;
  private readonly state: number;
  private readonly reverse: boolean;
  index = 0;
  remaining: number;
  constructor(source: PyDeque, reverse: boolean) {
    super(reverse ? dequeReverseIteratorType : dequeIteratorType);
    this.deque = source;
    this.state = source.state;
    this.reverse = reverse;
    this.remaining = source.length;
  }
  next(): MaybeValue {
    if (this.deque.state !== this.state) {
      this.remaining = 0;
      throw runtimeError('deque mutated during iteration');
    }
    if (this.remaining === 0) return undefined;
    const i = this.index++;
    this.remaining--;
    return this.deque.at(this.reverse ? this.deque.length - 1 - i : i);
  }
  get source(): PyDeque {
    return this.deque;
  }
}

for (const type of [dequeIteratorType, dequeReverseIteratorType]) {
  defineType(type.name, {
    module: 'collections',
    final: true,
    slots: {
      tp_iter: self => self,
      tp_iternext: self => (self as PyDequeIterator).next(),
      tp_new: makeNew(`${type.name}($type, iterable, index=0, /)`, (_cls: PyType, iterable: Value, index: MaybeValue) => {
        if (!(iterable instanceof PyDeque))
          throw typeError(`${type.name}() argument 1 must be collections.deque, not ${typeOf(iterable).name}`);
        const iterator = new PyDequeIterator(iterable, type === dequeReverseIteratorType);
        for (let n = index === undefined ? 0 : toSize(index); n > 0 && iterator.next() !== undefined; n--);
        return iterator;
      }),
    },
    methods: {
      '__length_hint__($self, /)': [(self: PyDequeIterator) => self.remaining, 'Private method returning an estimate of len(list(it)).'],
      '__reduce__($self, /)': [
        (self: PyDequeIterator) => new PyTuple([self.cls, new PyTuple([self.source, self.index])]),
        'Return state information for pickling.',
      ],
    },
  });
}

const alias = {
  '__class_getitem__($type, object, /)': [(cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]), 'See PEP 585'],
} as const;
const done = (): null => null;

defineType('collections.deque', {
  module: 'collections',
  pattern: 'sequence',
  doc: 'A list-like sequence optimized for data accesses near its endpoints.',
  slots: {
    tp_new: cls => new PyDeque(cls),
    tp_init: makeInit(
      'deque($self, iterable=<unrepresentable>, maxlen=<unrepresentable>)',
      (self: PyDeque, iterable: MaybeValue, maxlen: MaybeValue) => {
        let limit = Infinity;
        if (maxlen !== undefined && maxlen !== null) {
          if (!hasIndex(maxlen)) throw typeError('an integer is required');
          limit = toSize(maxlen);
          if (limit < 0) throw valueError('maxlen must be non-negative');
        }
        self.maxlen = limit;
        self.replace([]);
        if (iterable !== undefined) extend(self, iterable);
      },
    ),
    tp_repr: own => {
      const self = deque(own);
      const name = bareName(self.cls);
      if (!enterRepr(self)) return '[...]';
      try {
        const items = self.toArray().map(reprText).join(', ');
        return strOf(self.maxlen === Infinity ? `${name}([${items}])` : `${name}([${items}], maxlen=${self.maxlen})`);
      } finally {
        leaveRepr();
      }
    },
    tp_hash: null,
    tp_richcompare: (left, right, op) =>
      left instanceof PyDeque && right instanceof PyDeque ? compareItems(left.toArray(), right.toArray(), op) : NotImplemented,
    tp_iter: self => new PyDequeIterator(deque(self), false),
    nb_bool: self => deque(self).length > 0,
    sq_length: self => deque(self).length,
    sq_concat: (left, right) => {
      if (!(right instanceof PyDeque)) throw typeError(`can only concatenate deque (not "${typeOf(right).name}") to deque`);
      const result = copyDeque(deque(left));
      extend(result, right);
      return result;
    },
    sq_inplace_concat: (self, iterable) => {
      extend(deque(self), iterable);
      return self;
    },
    sq_repeat: (own, times) => {
      const result = copyDeque(deque(own));
      result.replace(repeated(deque(own), times));
      return result;
    },
    sq_inplace_repeat: (own, times) => {
      deque(own).replace(repeated(deque(own), times));
      return own;
    },
    sq_contains: (own, value) => position(deque(own), value, 0, deque(own).length) >= 0,
    mp_subscript: (self, key) => deque(self).at(dequeIndex(deque(self), key)),
    mp_ass_subscript: (own, key, value) => {
      const self = deque(own);
      const i = dequeIndex(self, key);
      if (value !== undefined) self.put(i, value);
      else {
        const items = self.toArray();
        items.splice(i, 1);
        self.replace(items);
      }
    },
  },
  getset: {
    maxlen: [(self: PyDeque) => (self.maxlen === Infinity ? null : self.maxlen), undefined, 'maximum size of a deque or None if unbounded'],
  },
  methods: {
    'append($self, item, /)': [(self: PyDeque, item: Value) => (self.push(item), done()), 'Add an element to the right side of the deque.'],
    'appendleft($self, item, /)': [
      (self: PyDeque, item: Value) => (self.unshift(item), done()),
      'Add an element to the left side of the deque.',
    ],
    'clear($self, /)': [(self: PyDeque) => (self.replace([]), noteReleased(), done()), 'Remove all elements from the deque.'],
    'copy($self, /)': [copyDeque, 'Return a shallow copy of a deque.'],
    '__copy__($self, /)': [copyDeque, 'Return a shallow copy of a deque.'],
    'count($self, value, /)': [
      (self: PyDeque, value: Value) => {
        let count = 0;
        const { state } = self;
        for (let i = 0; i < self.length; i++) {
          const equal = isEqual(self.at(i), value);
          if (self.state !== state) throw runtimeError('deque mutated during iteration');
          if (equal) count++;
        }
        return count;
      },
      'Return number of occurrences of value.',
    ],
    'extend($self, iterable, /)': [
      (self: PyDeque, iterable: Value) => (extend(self, iterable), done()),
      'Extend the right side of the deque with elements from the iterable.',
    ],
    'extendleft($self, iterable, /)': [
      (self: PyDeque, iterable: Value) => (extend(self, iterable, true), done()),
      'Extend the left side of the deque with elements from the iterable.',
    ],
    'index($self, value, start=<unrepresentable>, stop=<unrepresentable>, /)': [
      (self: PyDeque, value: Value, start: MaybeValue, stop: MaybeValue) => {
        const { length } = self;
        const bound = (given: MaybeValue, fallback: number): number => {
          let i = given === undefined ? fallback : sliceBound(given, fallback);
          if (i < 0) i = Math.max(0, i + length);
          return Math.min(i, length);
        };
        const i = position(self, value, bound(start, 0), bound(stop, length));
        if (i < 0) throw valueError(`deque.index(x): x not in deque`);
        return i;
      },
      'Return first index of value.\n\nRaises ValueError if the value is not present.',
    ],
    'insert($self, index, value, /)': [
      (self: PyDeque, index: Value, value: Value) => {
        if (self.length >= self.maxlen) throw indexError('deque already at its maximum size');
        const items = self.toArray();
        let i = toSize(index);
        if (i < 0) i = Math.max(0, i + items.length);
        if (i >= items.length) self.push(value);
        else if (i === 0) self.unshift(value);
        else {
          items.splice(i, 0, value);
          self.replace(items);
        }
        return null;
      },
      'Insert value before index.',
    ],
    'pop($self, /)': [
      (self: PyDeque) => {
        const value = self.pop();
        if (value === undefined) throw indexError('pop from an empty deque');
        return value;
      },
      'Remove and return the rightmost element.',
    ],
    'popleft($self, /)': [
      (self: PyDeque) => {
        const value = self.shift();
        if (value === undefined) throw indexError('pop from an empty deque');
        return value;
      },
      'Remove and return the leftmost element.',
    ],
    'remove($self, value, /)': [
      (self: PyDeque, value: Value) => {
        const { state } = self;
        const items = self.toArray();
        const i = items.findIndex(item => {
          const equal = isEqual(item, value);
          if (self.state !== state) throw indexError('deque mutated during iteration');
          return equal;
        });
        if (i < 0) throw valueError('deque.remove(x): x not in deque');
        items.splice(i, 1);
        self.replace(items);
        return null;
      },
      'Remove first occurrence of value.',
    ],
    'reverse($self, /)': [(self: PyDeque) => (self.replace(self.toArray().reverse()), done()), 'Reverse *IN PLACE*.'],
    'rotate($self, n=1, /)': [
      (self: PyDeque, n: MaybeValue) => (rotate(self, n === undefined ? 1 : toSize(n)), done()),
      'Rotate the deque n steps to the right.  If n is negative, rotates left.',
    ],
    '__reversed__($self, /)': [(self: PyDeque) => new PyDequeIterator(self, true), 'Return a reverse iterator over the deque.'],
    '__sizeof__($self, /)': [
      (self: PyDeque) => 216 + 528 * Math.max(1, Math.ceil((self.length + 1) / 64)),
      'Return the size of the deque in memory, in bytes.',
    ],
    '__reduce__($self, /)': [
      (self: PyDeque) => {
        const args = self.maxlen === Infinity ? new PyTuple([]) : new PyTuple([new PyTuple([]), self.maxlen]);
        return new PyTuple([self.cls, args, stateOf(self, false), getIter(self)]);
      },
      'Return state information for pickling.',
    ],
  },
  classMethods: alias,
});

// ---- defaultdict ----

const defaultdictType = declareType('collections.defaultdict', T.dict);

class PyDefaultDict extends PyDict {
  factory: Value = null;
  constructor(cls: PyType = defaultdictType) {
    super(cls);
  }
}

function copyDefault(self: PyDefaultDict): Value {
  return callValue(self.cls, [self.factory, self]);
}

function missing(self: PyDefaultDict, key: Value): Value {
  if (self.factory === null) throw keyError(key);
  const value = callValue(self.factory, []);
  // The factory may have filled the place itself.
  return self.entryOrInsert(key, value).value as Value;
}

defineType('collections.defaultdict', {
  base: T.dict,
  module: 'collections',
  doc: 'defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.',
  slots: {
    tp_new: cls => new PyDefaultDict(cls),
    tp_init: (own, args, kwnames) => {
      const self = own as PyDefaultDict;
      const positional = args.length - (kwnames?.length ?? 0);
      let rest = args;
      self.factory = null;
      if (positional > 0) {
        const factory = args[0];
        if (factory !== null && !isCallable(factory)) throw typeError('first argument must be callable or None');
        self.factory = factory;
        rest = args.slice(1);
      }
      T.dict.slots.tp_init!(self, rest, kwnames);
    },
    tp_repr: own => {
      const self = own as PyDefaultDict;
      const base = reprOfDict(self);
      const { factory } = self;
      if (!(factory instanceof PyObject)) return strOf(`${bareName(self.cls)}(${reprText(factory)}, ${base})`);
      // The factory's repr may contain the dict itself.
      if (!enterRepr(factory)) return strOf(`${bareName(self.cls)}(..., ${base})`);
      try {
        return strOf(`${bareName(self.cls)}(${reprText(factory)}, ${base})`);
      } finally {
        leaveRepr();
      }
    },
    mp_subscript: (own, key) => {
      const self = own as PyDefaultDict;
      const value = self.get(key);
      if (value !== undefined) return value;
      return self.cls === defaultdictType ? missing(self, key) : callValue(getAttribute(self, '__missing__'), [key]);
    },
    nb_or: (left, right) => {
      const self = left instanceof PyDefaultDict ? left : right;
      if (!(left instanceof PyDict) || !(right instanceof PyDict) || !(self instanceof PyDefaultDict)) return NotImplemented;
      const result = callValue(self.cls, [self.factory, left]) as PyDict;
      mergeInto(result, right);
      return result;
    },
  },
  getset: {
    default_factory: [
      (self: PyDefaultDict) => self.factory,
      (self: PyDefaultDict, value) => {
        self.factory = value ?? null;
      },
      'Factory for default value called by __missing__().',
    ],
  },
  methods: {
    '__missing__($self, key, /)': [
      missing,
      '__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value',
    ],
    'copy($self, /)': [copyDefault, 'D.copy() -> a shallow copy of D.'],
    '__copy__($self, /)': [copyDefault, 'D.copy() -> a shallow copy of D.'],
    '__reduce__($self, /)': [
      (self: PyDefaultDict) =>
        new PyTuple([
          self.cls,
          new PyTuple(self.factory === null ? [] : [self.factory]),
          null,
          null,
          getIter(callValue(getAttribute(self, 'items'), [])),
        ]),
      'Return state information for pickling.',
    ],
  },
  classMethods: alias,
});

const reprOfDict = (self: PyDict): string => String(T.dict.slots.tp_repr!(self));

// ---- helpers of collections/__init__.py ----

class PyTupleGetter extends PyObject {
  readonly index: number;
  doc: Value;
  constructor(index: number, doc: Value) {
    super(tupleGetterType);
    this.index = index;
    this.doc = doc;
  }
}
const tupleGetterType = declareType('_tuplegetter');
defineType('_tuplegetter', {
  module: 'collections',
  final: true,
  slots: {
    tp_new: makeNew(
      '_tuplegetter($type, index, doc, /)',
      (_cls: PyType, index: Value, doc: Value) => new PyTupleGetter(toIndexNumber(index), doc),
    ),
    tp_repr: self => strOf(`_tuplegetter(${(self as PyTupleGetter).index}, ${reprText((self as PyTupleGetter).doc)})`),
    tp_descr_get: (descr, obj) => {
      const self = descr as PyTupleGetter;
      if (obj === undefined || obj === null) return self;
      if (!(obj instanceof PyTuple))
        throw typeError(`descriptor for index '${self.index}' for tuple subclasses doesn't apply to '${typeOf(obj).name}' object`);
      if (self.index >= obj.items.length) throw indexError('tuple index out of range');
      return obj.items[self.index];
    },
    tp_descr_set: (_descr, _obj, value) => {
      throw raise(T.AttributeError, value === undefined ? "can't delete attribute" : "can't set attribute");
    },
  },
  getset: {
    __doc__: [
      (self: PyTupleGetter) => self.doc,
      (self: PyTupleGetter, value) => {
        self.doc = value ?? null;
      },
    ],
  },
  methods: { '__reduce__($self, /)': (self: PyTupleGetter) => new PyTuple([self.cls, new PyTuple([self.index, self.doc])]) },
});

/** Counter's inner loop: `mapping[element] = mapping.get(element, 0) + 1` for each element. */
function countElements(mapping: Value, iterable: Value): Value {
  const plain =
    mapping instanceof PyDict &&
    typeOf(mapping).lookup('get') === T.dict.lookup('get') &&
    typeOf(mapping).lookup('__setitem__') === T.dict.lookup('__setitem__');
  if (plain) {
    forEach(iterable, key => {
      const entry = (mapping as PyDict).entryOrInsert(key, 0);
      const count = entry.value as Value;
      entry.value = typeof count === 'number' ? intAdd(count, 1) : add(count, 1);
    });
    return null;
  }
  const get = getAttribute(mapping, 'get');
  forEach(iterable, key => {
    setItem(mapping, key, add(callValue(get, [key, 0]), 1));
  });
  return null;
}

registerModule('_collections', {
  doc: 'High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory',
  attributes: {
    deque: dequeType,
    defaultdict: defaultdictType,
    OrderedDict: orderedDictType,
    _deque_iterator: dequeIteratorType,
    _deque_reverse_iterator: dequeReverseIteratorType,
    _tuplegetter: tupleGetterType,
  },
  functions: { '_count_elements(mapping, iterable, /)': [countElements, 'Count elements in the iterable, updating the mapping'] },
});
