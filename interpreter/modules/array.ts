/** `array` (CPython: Modules/arraymodule.c): sequences of numbers or characters in one piece of memory. */
import { registerModule } from './registry.ts';
import { type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes, PyExporter } from '../objects/core/bytes.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyIterator } from '../objects/core/iterators.ts';
import { PySlice } from '../objects/core/range.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { NotImplemented } from '../objects/core/singletons.ts';
import { defineType } from '../objects/core/define.ts';
import { bufferError, indexError, memoryError, overflowError, raise, typeError, valueError } from '../objects/core/errors.ts';
import { intValue, normalize, type Int } from '../objects/core/integer.ts';
import { charOf, codePointsOf, strFromCodePoints, strLength, strOf, strValue, type Str } from '../objects/core/str.ts';
import { declareType, typeOf, type PyType } from '../objects/core/type.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { bytesArgument, exporters } from '../objects/protocol/buffer.ts';
import { callValue } from '../objects/protocol/call.ts';
import { compareItems, isEqual } from '../objects/protocol/compare.ts';
import { adjustBounds, hasIndex, sliceIndices, toIndex, toIndexNumber, toSize } from '../objects/protocol/index.ts';
import { getIter, iterNext } from '../objects/protocol/iterate.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { decodeBytes } from '../objects/types/codecs.ts';
import { issueWarning } from './_warnings.ts';
import { loadModule } from '../vm/import.ts';

type Memory =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** What a type code says of the items. */
interface Items {
  readonly code: string;
  readonly size: number;
  /** As struct names it. */
  readonly format: string;
  /** Number of the format in pickles. */
  readonly machineFormat: number;
  readonly window: (buffer: ArrayBuffer) => Memory;
  readonly get: (memory: Memory, i: number) => Value;
  /** The item in memory's terms; raises what does not fit. */
  readonly convert: (value: Value) => number | bigint;
}

const number = (memory: Memory, i: number): Value => memory[i] as number;
const big = (memory: Memory, i: number): Value => normalize(memory[i] as bigint);
const float = (memory: Memory, i: number): Value => new PyFloat(memory[i] as number);
const character = (memory: Memory, i: number): Value => charOf(memory[i] as number);

/** An int from `low` to `high`; the messages say what it may not exceed. */
const ranged =
  (low: number, high: number, tooSmall: string, tooLarge: string) =>
  (value: Value): number => {
    const int = typeof value === 'number' ? value : toIndex(value);
    if (int < low) throw overflowError(tooSmall);
    if (int > high) throw overflowError(tooLarge);
    return int as number;
  };

const wide = (low: bigint, high: bigint, tooSmall: string, tooLarge: string) => (value: Value) => {
  const int: Int = toIndex(value);
  if (int < low) throw overflowError(tooSmall);
  if (int > high) throw overflowError(tooLarge);
  return BigInt(int);
};

function codePoint(value: Value): number {
  const text = strValue(value);
  if (text === undefined) throw typeError(`array item must be a unicode character, not ${typeOf(value).name}`);
  if (strLength(text) !== 1) throw typeError(`array item must be a unicode character, not a string of length ${strLength(text)}`);
  return codePointsOf(text)[0];
}

const signedLimits = (name: string): [string, string] => [`${name} is less than minimum`, `${name} is greater than maximum`];
const TOO_LARGE_LONG = 'Python int too large to convert to C long';
const TOO_LARGE = 'int too big to convert';

const row = (
  code: string,
  size: number,
  machineFormat: number,
  window: Items['window'],
  get: Items['get'],
  convert: Items['convert'],
  format = code,
): Items => ({ code, size, format, machineFormat, window, get, convert });

const ITEMS: readonly Items[] = [
  row('b', 1, 1, b => new Int8Array(b), number, ranged(-128, 127, ...signedLimits('signed char'))),
  row('B', 1, 0, b => new Uint8Array(b), number, ranged(0, 255, ...signedLimits('unsigned byte integer'))),
  row('u', 4, 20, b => new Uint32Array(b), character, codePoint, 'w'),
  row('w', 4, 20, b => new Uint32Array(b), character, codePoint),
  row('h', 2, 4, b => new Int16Array(b), number, ranged(-32768, 32767, ...signedLimits('signed short integer'))),
  row('H', 2, 2, b => new Uint16Array(b), number, ranged(0, 65535, ...signedLimits('unsigned short'))),
  row('i', 4, 8, b => new Int32Array(b), number, ranged(-2147483648, 2147483647, ...signedLimits('signed integer'))),
  row(
    'I',
    4,
    6,
    b => new Uint32Array(b),
    number,
    ranged(0, 4294967295, "can't convert negative value to unsigned int", 'unsigned int is greater than maximum'),
  ),
  row('l', 8, 12, b => new BigInt64Array(b), big, wide(-(1n << 63n), (1n << 63n) - 1n, TOO_LARGE_LONG, TOO_LARGE_LONG)),
  row(
    'L',
    8,
    10,
    b => new BigUint64Array(b),
    big,
    wide(0n, (1n << 64n) - 1n, "can't convert negative value to unsigned int", 'Python int too large to convert to C unsigned long'),
  ),
  row('q', 8, 12, b => new BigInt64Array(b), big, wide(-(1n << 63n), (1n << 63n) - 1n, TOO_LARGE, TOO_LARGE)),
  row('Q', 8, 10, b => new BigUint64Array(b), big, wide(0n, (1n << 64n) - 1n, "can't convert negative int to unsigned", TOO_LARGE)),
  row('f', 4, 14, b => new Float32Array(b), float, floatOf),
  row('d', 8, 16, b => new Float64Array(b), float, floatOf),
];

const TYPE_CODES = ITEMS.map(items => items.code).join('');
const BAD_CODE = 'bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)';

const arrayType = declareType('array.array');

class PyArray extends PyExporter implements HasDict {
  readonly items: Items;
  /** The storage; its length is the capacity. */
  memory: Memory;
  length = 0;
  dict: PyDict | undefined = undefined;
  constructor(items: Items, length = 0, cls: PyType = arrayType) {
    super(cls);
    this.items = items;
    this.memory = items.window(new ArrayBuffer(length * items.size));
    this.length = length;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer as ArrayBuffer, 0, this.length * this.items.size);
  }

  at(i: number): Value {
    return this.items.get(this.memory, i);
  }

  /** Changes the length; new items are zero. */
  resize(length: number): void {
    if (length === this.length) return;
    if (this.exports > 0) throw bufferError('cannot resize an array that is exporting buffers');
    if (length > this.memory.length) {
      if (length * this.items.size > 2 ** 31) throw memoryError('');
      const capacity = Math.max(length, this.memory.length + (this.memory.length >> 1) + 4);
      const grown = new Uint8Array(new ArrayBuffer(capacity * this.items.size));
      grown.set(this.bytes);
      this.memory = this.items.window(grown.buffer);
    }
    this.length = length;
  }

  append(value: Value): void {
    const item = this.items.convert(value);
    const i = this.length;
    this.resize(i + 1);
    this.memory[i] = item;
  }

  /** The items in `[start, end)` replaced by those of another array of the same kind. */
  replace(start: number, end: number, other: PyArray | null): void {
    const added = other === null ? 0 : other.length;
    // A copy where the array is put into itself.
    const source = other === this ? this.memory.slice(0, added) : other?.memory.subarray(0, added);
    const { length } = this;
    const delta = added - (end - start);
    if (delta > 0) this.resize(length + delta);
    else if (delta < 0 && this.exports > 0) this.resize(length + delta);
    this.memory.copyWithin(start + added, end, length);
    if (source !== undefined) this.memory.set(source as never, start);
    if (delta < 0) this.resize(length + delta);
  }

  toValues(): Value[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }
}

const array = (value: Value): PyArray => value as PyArray;

exporters.set(arrayType, value => {
  const self = value as PyArray;
  return { bytes: self.bytes, readonly: false, format: self.items.format, itemSize: self.items.size };
});

class PyArrayIterator extends PyIterator {
  array: PyArray | null;
  index = 0;
  constructor(owner: PyArray) {
    super(arrayIteratorType);
    this.array = owner;
  }
  next(): MaybeValue {
    const { array: owner } = this;
    if (owner === null) return undefined;
    if (this.index < owner.length) return owner.at(this.index++);
    this.array = null;
    return undefined;
  }
}

const arrayIteratorType = defineType('array.arrayiterator', {
  final: true,
  slots: {
    tp_iter: self => self,
    tp_iternext: self => (self as PyArrayIterator).next(),
  },
  methods: {
    '__reduce__($self, /)': (self: PyArrayIterator) => {
      const builtins = loadModule('builtins');
      if (self.array === null) return new PyTuple([getAttribute(builtins, 'iter'), new PyTuple([new PyTuple([])])]);
      return new PyTuple([getAttribute(builtins, 'iter'), new PyTuple([self.array]), self.index]);
    },
    '__setstate__($self, state, /)': (self: PyArrayIterator, state: Value) => {
      if (self.array !== null) self.index = Math.min(Math.max(0, toSize(state)), self.array.length);
      return null;
    },
  },
});

// ---- construction ----

function itemsFor(code: Value): Items {
  const text = strValue(code);
  if (text === undefined) throw typeError(`array() argument 1 must be a unicode character, not ${typeOf(code).name}`);
  if (strLength(text) !== 1) throw typeError(`array() argument 1 must be a unicode character, not a string of length ${strLength(text)}`);
  const found = ITEMS.find(items => items.code === text);
  if (found === undefined) throw valueError(BAD_CODE);
  return found;
}

const holdsText = (items: Items): boolean => items.code === 'u' || items.code === 'w';

function arrayNew(cls: PyType, args: readonly Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0 && cls === arrayType) throw typeError('array.array() takes no keyword arguments');
  const given = args.length - (kwnames?.length ?? 0);
  if (given < 1) throw typeError('array() takes at least 1 argument (0 given)');
  if (given > 2) throw typeError(`array() takes at most 2 arguments (${given} given)`);
  const items = itemsFor(args[0]);
  if (items.code === 'u') issueWarning(T.DeprecationWarning, "The 'u' type code is deprecated and will be removed in Python 3.16");
  const initial = given > 1 ? args[1] : undefined;
  const text = initial === undefined ? undefined : strValue(initial);
  if (!holdsText(items)) {
    if (text !== undefined) throw typeError(`cannot use a str to initialize an array with typecode '${items.code}'`);
    if (initial instanceof PyArray && holdsText(initial.items))
      throw typeError(`cannot use a unicode array to initialize an array with typecode '${items.code}'`);
  }
  const self = new PyArray(items, 0, cls);
  if (initial === undefined) return self;
  if (text !== undefined) appendText(self, text);
  else if (initial instanceof PyBytes || typeOf(initial).isSubtype(T.bytearray)) appendBytes(self, bytesArgument(initial));
  else if (initial instanceof PyArray && initial.items.code === items.code) self.replace(0, 0, initial);
  else extendFrom(self, initial);
  return self;
}

function appendText(self: PyArray, text: Str): void {
  const points = codePointsOf(text);
  const at = self.length;
  self.resize(at + points.length);
  (self.memory as Uint32Array).set(points, at);
}

function appendBytes(self: PyArray, bytes: Uint8Array): void {
  const { size } = self.items;
  if (bytes.length % size !== 0) throw valueError('bytes length not a multiple of item size');
  const copy = bytes.slice();
  const at = self.length;
  self.resize(at + copy.length / size);
  self.bytes.set(copy, at * size);
}

function extendFrom(self: PyArray, iterable: Value): void {
  const iterator = getIter(iterable);
  for (let value = iterNext(iterator); value !== undefined; value = iterNext(iterator)) self.append(value);
}

function extend(self: PyArray, iterable: Value): Value {
  if (iterable instanceof PyArray) {
    if (iterable.items.code !== self.items.code) throw typeError('can only extend with array of same kind');
    self.replace(self.length, self.length, iterable);
  } else extendFrom(self, iterable);
  return null;
}

// ---- the sequence ----

function indexOf(self: PyArray, key: Value, message: string): number {
  let i = toIndexNumber(key, 'IndexError');
  if (i < 0) i += self.length;
  if (i < 0 || i >= self.length) throw indexError(message);
  return i;
}

function subscript(own: Value, key: Value): Value {
  const self = array(own);
  if (typeof key === 'number' && key >= 0 && key < self.length) return self.at(key);
  if (hasIndex(key)) return self.at(indexOf(self, key, 'array index out of range'));
  if (!(key instanceof PySlice)) throw typeError('array indices must be integers');
  const { start, step, count } = sliceIndices(key, self.length);
  const result = new PyArray(self.items, count);
  if (step === 1) result.memory.set(self.memory.subarray(start, start + count) as never);
  else for (let i = 0, at = start; i < count; i++, at += step) result.memory[i] = self.memory[at];
  return result;
}

function assign(own: Value, key: Value, value: MaybeValue): void {
  const self = array(own);
  if (hasIndex(key)) {
    const i = indexOf(self, key, 'array assignment index out of range');
    if (value === undefined) self.replace(i, i + 1, null);
    else self.memory[i] = self.items.convert(value);
    return;
  }
  if (!(key instanceof PySlice)) throw typeError('array indices must be integers');
  const indices = sliceIndices(key, self.length);
  let { start, stop, step } = indices;
  const { count } = indices;
  if (value !== undefined) {
    if (!(value instanceof PyArray)) throw typeError(`can only assign array (not "${typeOf(value).name}") to array slice`);
    if (value.items.code !== self.items.code) throw typeError('bad argument type for built-in operation');
  }
  if ((step > 0 && stop < start) || (step < 0 && stop > start)) stop = start;
  if (step === 1) return self.replace(start, stop, value ?? null);
  if (value === undefined) {
    if (count === 0) return;
    if (step < 0) {
      start += step * (count - 1);
      step = -step;
    }
    if (self.exports > 0) throw bufferError('cannot resize an array that is exporting buffers');
    let to = start;
    for (let i = start; i < self.length; i++) {
      const removed = (i - start) % step === 0 && (i - start) / step < count;
      if (!removed) self.memory[to++] = self.memory[i];
    }
    self.resize(to);
    return;
  }
  if (value.length !== count) throw valueError(`attempt to assign array of size ${value.length} to extended slice of size ${count}`);
  const source = value === self ? self.memory.slice(0, count) : value.memory;
  for (let i = 0, at = start; i < count; i++, at += step) self.memory[at] = source[i];
}

function find(self: PyArray, value: Value, from = 0, to = Infinity): number {
  for (let i = from; i < self.length && i < to; i++) if (isEqual(self.at(i), value)) return i;
  return -1;
}

function repeat(self: PyArray, count: number): PyArray {
  const times = Math.max(0, count);
  if (self.length * times * self.items.size > 2 ** 31) throw memoryError('');
  const result = new PyArray(self.items, self.length * times);
  for (let k = 0; k < times; k++) result.memory.set(self.memory.subarray(0, self.length) as never, k * self.length);
  return result;
}

function reverseBytes(self: PyArray): Value {
  const { bytes } = self;
  const { size } = self.items;
  for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
  return null;
}

function toText(self: PyArray): Str {
  const points = self.memory.subarray(0, self.length) as Uint32Array;
  for (const point of points)
    if (point > 0x10ffff) throw valueError(`character U+${point.toString(16)} is not in range [U+0000; U+10ffff]`);
  return strFromCodePoints(points);
}

function reduce(self: PyArray, protocol: Value): Value {
  const level = intValue(protocol);
  if (level === undefined) throw typeError('an integer is required');
  const dict = findAttribute(self, '__dict__') ?? null;
  const { code, machineFormat } = self.items;
  if (level < 3) {
    const items = holdsText(self.items) ? toText(self) : new PyList(self.toValues());
    return new PyTuple([typeOf(self), new PyTuple([code, items]), dict]);
  }
  const reconstruct = getAttribute(loadModule('array'), '_array_reconstructor');
  const state = new PyTuple([typeOf(self), code, machineFormat, new PyBytes(self.bytes.slice())]);
  return new PyTuple([reconstruct, state, dict]);
}

defineType('array.array', {
  pattern: 'sequence',
  slots: {
    tp_new: arrayNew,
    tp_init: () => {},
    tp_hash: null,
    tp_repr: own => {
      const self = array(own);
      const name = typeOf(self).qualname;
      if (self.length === 0) return `${name}('${self.items.code}')`;
      const shown = holdsText(self.items) ? toText(self) : new PyList(self.toValues());
      return strOf(`${name}('${self.items.code}', ${reprText(shown)})`);
    },
    tp_richcompare: (left, right, op) =>
      left instanceof PyArray && right instanceof PyArray ? compareItems(left.toValues(), right.toValues(), op) : NotImplemented,
    tp_iter: self => new PyArrayIterator(array(self)),
    sq_length: self => array(self).length,
    sq_contains: (self, value) => find(array(self), value) >= 0,
    sq_concat: (left, right) => {
      if (!(right instanceof PyArray)) throw typeError(`can only append array (not "${typeOf(right).name}") to array`);
      const self = array(left);
      if (self.items.code !== right.items.code) throw typeError('bad argument type for built-in operation');
      const result = new PyArray(self.items, self.length + right.length);
      result.memory.set(self.memory.subarray(0, self.length) as never);
      result.memory.set(right.memory.subarray(0, right.length) as never, self.length);
      return result;
    },
    sq_repeat: (self, count) => repeat(array(self), count),
    sq_inplace_concat: (left, right) => {
      if (!(right instanceof PyArray)) throw typeError(`can only extend with array (not "${typeOf(right).name}")`);
      extend(array(left), right);
      return left;
    },
    sq_inplace_repeat: (own, count) => {
      const self = array(own);
      const repeated = repeat(self, count);
      self.resize(repeated.length);
      self.memory.set(repeated.memory as never);
      return self;
    },
    mp_subscript: subscript,
    mp_ass_subscript: assign,
  },
  methods: {
    'append($self, v, /)': (self: PyArray, value: Value) => (self.append(value), null),
    'buffer_info($self, /)': (self: PyArray) => new PyTuple([getAddress(self), self.length]),
    'byteswap($self, /)': reverseBytes,
    'clear($self, /)': (self: PyArray) => (self.resize(0), null),
    '__copy__($self, /)': (self: PyArray) => repeat(self, 1),
    'count($self, v, /)': (self: PyArray, value: Value) => self.toValues().filter(item => isEqual(item, value)).length,
    '__deepcopy__($self, unused, /)': (self: PyArray) => repeat(self, 1),
    'extend($self, bb, /)': extend,
    'fromfile($self, f, n, /)': (self: PyArray, file: Value, count: Value) => {
      const n = toIndexNumber(count);
      if (n < 0) throw valueError('negative count');
      const data = callValue(getAttribute(file, 'read'), [n * self.items.size]);
      if (!(data instanceof PyBytes)) throw typeError("read() didn't return bytes");
      appendBytes(self, data.data);
      if (data.data.length !== n * self.items.size) throw raise(T.EOFError, "read() didn't return enough bytes");
      return null;
    },
    'fromlist($self, list, /)': (self: PyArray, list: Value) => {
      if (!(list instanceof PyList)) throw typeError('arg must be list');
      const { length } = self;
      const count = list.items.length;
      self.resize(length + count);
      try {
        for (let i = 0; i < count; i++) {
          self.memory[length + i] = self.items.convert(list.items[i]);
          if (list.items.length !== count) throw raise(T.RuntimeError, 'list changed size during iteration');
        }
      } catch (error) {
        self.resize(length);
        throw error;
      }
      return null;
    },
    'frombytes($self, buffer, /)': (self: PyArray, buffer: Value) => (appendBytes(self, bytesArgument(buffer)), null),
    'fromunicode($self, ustr, /)': (self: PyArray, ustr: Value) => {
      const text = strValue(ustr);
      if (text === undefined) throw typeError(`fromunicode() argument must be str, not ${typeOf(ustr).name}`);
      if (!holdsText(self.items)) throw valueError("fromunicode() may only be called on unicode type arrays ('u' or 'w')");
      appendText(self, text);
      return null;
    },
    'index($self, v, start=0, stop=sys.maxsize, /)': (self: PyArray, value: Value, start: MaybeValue, stop: MaybeValue) => {
      const [from, to] = adjustBounds(start, stop, self.length);
      const i = find(self, value, from, to);
      if (i < 0) throw valueError('array.index(x): x not in array');
      return i;
    },
    'insert($self, i, v, /)': (self: PyArray, index: Value, value: Value) => {
      let i = toSize(index);
      if (i < 0) i = Math.max(0, i + self.length);
      const one = new PyArray(self.items, 1);
      one.memory[0] = self.items.convert(value);
      self.replace(Math.min(i, self.length), Math.min(i, self.length), one);
      return null;
    },
    'pop($self, i=-1, /)': (self: PyArray, index: MaybeValue) => {
      if (self.length === 0) throw indexError('pop from empty array');
      const i = indexOf(self, index === undefined ? -1 : toSize(index), 'pop index out of range');
      const value = self.at(i);
      self.replace(i, i + 1, null);
      return value;
    },
    '__reduce_ex__($self, value, /)': reduce,
    'remove($self, v, /)': (self: PyArray, value: Value) => {
      const i = find(self, value);
      if (i < 0) throw valueError('array.remove(x): x not in array');
      self.replace(i, i + 1, null);
      return null;
    },
    'reverse($self, /)': (self: PyArray) => (self.memory.subarray(0, self.length).reverse(), null),
    'tofile($self, f, /)': (self: PyArray, file: Value) => {
      const { bytes } = self;
      const write = getAttribute(file, 'write');
      for (let at = 0; at < bytes.length; at += 65536) callValue(write, [new PyBytes(bytes.slice(at, at + 65536))]);
      return null;
    },
    'tolist($self, /)': (self: PyArray) => new PyList(self.toValues()),
    'tobytes($self, /)': (self: PyArray) => new PyBytes(self.bytes.slice()),
    'tounicode($self, /)': (self: PyArray) => {
      if (!holdsText(self.items)) throw valueError("tounicode() may only be called on unicode type arrays ('u' or 'w')");
      return toText(self);
    },
    '__sizeof__($self, /)': (self: PyArray) => 64 + self.memory.length * self.items.size,
  },
  classMethods: {
    '__class_getitem__($type, object, /)': (cls: PyType, item: Value) => callValue(T.GenericAlias, [cls, item]),
  },
  getset: {
    typecode: [(self: PyArray) => self.items.code],
    itemsize: [(self: PyArray) => self.items.size],
  },
});

/** Memory has no address here: the object's own serves, for it is as unique. */
function getAddress(self: PyArray): Value {
  return callValue(getAttribute(loadModule('builtins'), 'id'), [self]);
}

// ---- pickles ----

/** Formats of pickled memory: item size, signedness or kind, and byte order. */
const MACHINE_FORMATS: readonly (readonly [read: (view: DataView, at: number, little: boolean) => Value, size: number, little: boolean])[] =
  (() => {
    const ints =
      (size: number, signed: boolean) =>
      (view: DataView, at: number, little: boolean): Value => {
        if (size === 1) return signed ? view.getInt8(at) : view.getUint8(at);
        if (size === 2) return signed ? view.getInt16(at, little) : view.getUint16(at, little);
        if (size === 4) return signed ? view.getInt32(at, little) : view.getUint32(at, little);
        return normalize(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
      };
    const single = (view: DataView, at: number, little: boolean): Value => new PyFloat(view.getFloat32(at, little));
    const double = (view: DataView, at: number, little: boolean): Value => new PyFloat(view.getFloat64(at, little));
    const none = (): Value => null;
    const rows: (readonly [(view: DataView, at: number, little: boolean) => Value, number, boolean])[] = [
      [ints(1, false), 1, true],
      [ints(1, true), 1, true],
    ];
    for (const size of [2, 4, 8])
      for (const signed of [false, true]) for (const little of [true, false]) rows.push([ints(size, signed), size, little]);
    rows.push([single, 4, true], [single, 4, false], [double, 8, true], [double, 8, false]);
    rows.push([none, 2, true], [none, 2, false], [none, 4, true], [none, 4, false]);
    return rows;
  })();

const ENCODINGS = ['utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-32-be'];

function reconstruct(cls: Value, code: Value, format: Value, data: Value): Value {
  if (!(typeOf(cls).isSubtype(T.type) && (cls as PyType).isSubtype(arrayType))) {
    if (!typeOf(cls).isSubtype(T.type)) throw typeError(`first argument must be a type object, not ${typeOf(cls).name}`);
    throw typeError(`${(cls as PyType).name} is not a subtype of array.array`);
  }
  const items = itemsForReconstruction(code);
  const number = intValue(format);
  if (number === undefined) throw typeError(`'${typeOf(format).name}' object cannot be interpreted as an integer`);
  if (number < 0 || number >= MACHINE_FORMATS.length) throw valueError('third argument must be a valid machine format code.');
  if (!(data instanceof PyBytes)) throw typeError(`fourth argument should be bytes, not ${typeOf(data).name}`);
  const [read, size, little] = MACHINE_FORMATS[number as number];
  const self = new PyArray(items, 0, cls as PyType);
  if (number >= 18) {
    appendText(self, decodeBytes(data.data, ENCODINGS[Number(number) - 18], 'strict') as Str);
    return self;
  }
  if (data.data.length % size !== 0) throw valueError('bytes length not a multiple of item size');
  const view = new DataView(data.data.buffer, data.data.byteOffset, data.data.length);
  for (let at = 0; at < data.data.length; at += size) self.append(read(view, at, little));
  return self;
}

function itemsForReconstruction(code: Value): Items {
  const text = strValue(code);
  const found = ITEMS.find(items => items.code === text);
  if (text === undefined || strLength(text) !== 1) {
    const what = text === undefined ? typeOf(code).name : `a string of length ${strLength(text)}`;
    throw typeError(`_array_reconstructor() argument 2 must be a unicode character, not ${what}`);
  }
  if (found === undefined) throw valueError('second argument must be a valid type code');
  return found;
}

registerModule('array', {
  doc: 'This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n',
  functions: { '_array_reconstructor(arraytype, typecode, mformat_code, items, /)': reconstruct },
  attributes: { array: arrayType, ArrayType: arrayType, typecodes: TYPE_CODES },
  initialize: () => {
    const mutable = getAttribute(loadModule('collections.abc'), 'MutableSequence');
    callValue(getAttribute(mutable, 'register'), [arrayType]);
  },
});
