/** memoryview (CPython: Objects/memoryobject.c). */
import { T } from '../core/registry.ts';
import type { DunderRow } from '../../defs/dunders.ts';
import { getAttribute } from '../protocol/attribute.ts';
import { callValue } from '../protocol/call.ts';
import { PySlotWrapper } from './slot-wrappers.ts';
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { NotImplemented, Ellipsis } from '../core/singletons.ts';
import { PyBytes, PyExporter, PyMemoryView } from '../core/bytes.ts';
import { PyIterator } from '../core/iterators.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { PySlice } from '../core/range.ts';
import { composeHash, hashBytes } from '../core/hash.ts';
import { indexError, notImplementedError, typeError, valueError, bufferError } from '../core/errors.ts';
import { PyEQ, PyNE } from '../core/slots.ts';
import { declareType, typeOf, type PyType } from '../core/type.ts';
import { strText } from '../core/str.ts';
import { isEqual } from '../protocol/compare.ts';
import { hash } from '../protocol/hash.ts';
import { contiguousBytes, fullBuffer, getBuffer } from '../protocol/buffer.ts';
import { sliceBound, hasIndex, sliceIndices, toIndexNumber } from '../protocol/index.ts';
import { addressOf } from './object.ts';
import { hexText } from './bytes.ts';
import { itemSizes, readItem, writeItem } from './memory-items.ts';
import { makeNew } from './make.ts';

const view = (value: Value): PyMemoryView => value as PyMemoryView;

function live(self: PyMemoryView): Uint8Array {
  if (self.bytes === null) throw valueError('operation forbidden on released memoryview object');
  return self.bytes;
}

/** `memoryview(object)`. */
export function makeMemoryView(object: Value): PyMemoryView {
  if (object instanceof PyMemoryView) {
    live(object);
    return derive(object, object.offset, object.shape, object.strides);
  }
  const buffer = getBuffer(object);
  if (buffer === undefined) throw typeError(`memoryview: a bytes-like object is required, not '${typeOf(object).name}'`);
  const { bytes, itemSize, format, readonly, owner = object } = buffer;
  return new PyMemoryView(owner, bytes, 0, format, itemSize, [bytes.length / itemSize], [itemSize], readonly);
}

function derive(
  self: PyMemoryView,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  readonly = self.readonly,
): PyMemoryView {
  return new PyMemoryView(self.obj, live(self), offset, self.format, self.itemSize, shape, strides, readonly);
}

function release(self: PyMemoryView): void {
  if (self.bytes === null) return;
  if (self.users > 0) throw bufferError(`memoryview has ${self.users} exported buffer${self.users === 1 ? '' : 's'}`);
  if (self.holds && self.obj instanceof PyExporter) self.obj.exports--;
  self.holds = false;
  self.bytes = null;
}

/** Does something with the memory that may call Python code, which must not release it meanwhile. */
function using<X>(self: PyMemoryView, action: () => X): X {
  live(self);
  self.users++;
  try {
    return action();
  } finally {
    self.users--;
  }
}

const nativeFormat = (self: PyMemoryView): string => (self.format.startsWith('@') ? self.format.slice(1) : self.format);

function checkFormat(self: PyMemoryView): string {
  const format = nativeFormat(self);
  if (!(format in itemSizes)) throw notImplementedError(`memoryview: format ${self.format} not supported`);
  return format;
}

function toList(self: PyMemoryView): Value {
  const bytes = live(self);
  const format = checkFormat(self);
  const walk = (dimension: number, position: number): Value => {
    if (dimension === self.shape.length) return readItem(bytes, position, format);
    const items: Value[] = [];
    for (let i = 0; i < self.shape[dimension]; i++) items.push(walk(dimension + 1, position + i * self.strides[dimension]));
    return new PyList(items);
  };
  return walk(0, self.offset);
}

/** Position of an item given by one index for each dimension. */
function positionOf(self: PyMemoryView, indexes: readonly Value[]): number {
  if (indexes.length > self.shape.length)
    throw typeError(`cannot index ${self.shape.length}-dimension view with ${indexes.length}-element tuple`);
  if (indexes.length < self.shape.length) throw notImplementedError('sub-views are not implemented');
  let position = self.offset;
  indexes.forEach((key, d) => {
    let index = toIndexNumber(key, 'IndexError');
    if (index < 0) index += self.shape[d];
    if (index < 0 || index >= self.shape[d]) throw indexError(`index out of bounds on dimension ${d + 1}`);
    position += index * self.strides[d];
  });
  return position;
}

function sliced(self: PyMemoryView, key: PySlice): PyMemoryView {
  const { start, step, count } = sliceIndices(key, self.shape[0]);
  return derive(
    self,
    self.offset + start * self.strides[0],
    [count, ...self.shape.slice(1)],
    [self.strides[0] * step, ...self.strides.slice(1)],
  );
}

/** Reads an item; finding its position may have released the memory. */
function readAt(self: PyMemoryView, position: number): Value {
  return readItem(live(self), position, checkFormat(self));
}

/** Writes an item; converting the value may release the memory. */
function writeAt(self: PyMemoryView, position: number, format: string, value: Value): void {
  const item = new Uint8Array(self.itemSize);
  writeItem(item, 0, format, value);
  live(self).set(item, position);
}

function subscript(own: Value, key: Value): Value {
  const self = view(own);
  live(self);
  if (self.shape.length === 0) {
    if (key === Ellipsis) return self;
    if (key instanceof PyTuple && key.items.length === 0) return readAt(self, self.offset);
    throw typeError('invalid indexing of 0-dim memory');
  }
  if (hasIndex(key)) {
    if (self.shape.length > 1) throw notImplementedError('multi-dimensional sub-views are not implemented');
    return readAt(self, positionOf(self, [key]));
  }
  if (key instanceof PySlice) return sliced(self, key);
  if (key instanceof PyTuple && key.items.every(hasIndex)) return readAt(self, positionOf(self, key.items));
  if (key instanceof PyTuple && key.items.every(item => item instanceof PySlice))
    throw notImplementedError('multi-dimensional slicing is not implemented');
  throw typeError('memoryview: invalid slice key');
}

function assign(own: Value, key: Value, value: MaybeValue): void {
  const self = view(own);
  live(self);
  if (self.readonly) throw typeError('cannot modify read-only memory');
  if (value === undefined) throw typeError('cannot delete memory');
  const format = checkFormat(self);
  if (self.shape.length === 0) {
    if (key === Ellipsis || (key instanceof PyTuple && key.items.length === 0)) return writeAt(self, self.offset, format, value);
    throw typeError('invalid indexing of 0-dim memory');
  }
  if (hasIndex(key)) {
    if (self.shape.length > 1) throw notImplementedError('sub-views are not implemented');
    return writeAt(self, positionOf(self, [key]), format, value);
  }
  if (key instanceof PySlice && self.shape.length === 1) {
    const target = sliced(self, key);
    const buffer = fullBuffer(value);
    if (buffer === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(value).name}'`);
    if (buffer.format.replace('@', '') !== format || buffer.bytes.length !== target.shape[0] * self.itemSize) {
      throw valueError('memoryview assignment: lvalue and rvalue have different structures');
    }
    const source = buffer.bytes.slice();
    const bytes = live(self);
    for (let i = 0; i < target.shape[0]; i++)
      bytes.set(source.subarray(i * self.itemSize, (i + 1) * self.itemSize), target.offset + i * target.strides[0]);
    release(target);
    return;
  }
  if (key instanceof PyTuple && key.items.every(hasIndex)) return writeAt(self, positionOf(self, key.items), format, value);
  throw key instanceof PySlice || (key instanceof PyTuple && key.items.every(item => item instanceof PySlice))
    ? notImplementedError('memoryview slice assignments are currently restricted to ndim = 1')
    : typeError('memoryview: invalid slice key');
}

function cast(self: PyMemoryView, formatValue: Value, shape: MaybeValue): Value {
  live(self);
  const format = strText(formatValue);
  if (format === undefined) throw typeError('memoryview: format argument must be a string');
  const plain = format.startsWith('@') ? format.slice(1) : format;
  if (!(plain in itemSizes))
    throw valueError("memoryview: destination format must be a native single character format prefixed with an optional '@'");
  if (!isContiguous(self)) throw typeError('memoryview: casts are restricted to C-contiguous views');
  const from = nativeFormat(self);
  const isBytes = (f: string): boolean => f === 'B' || f === 'b' || f === 'c';
  if (!isBytes(from) && !isBytes(plain)) throw typeError('memoryview: cannot cast between two non-byte formats');
  const itemSize = itemSizes[plain];
  const length = self.shape.reduce((product, n) => product * n, self.itemSize);
  if (length % itemSize !== 0) throw typeError('memoryview: length is not a multiple of itemsize');
  let dimensions = [length / itemSize];
  if (shape !== undefined && shape !== null) {
    if (!(shape instanceof PyList || shape instanceof PyTuple)) throw typeError('shape must be a list or a tuple');
    dimensions = shape.items.map(item => {
      const n = toIndexNumber(item);
      if (n <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0');
      return n;
    });
    if (self.shape.length > 1 && dimensions.length > 1) throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D');
    if (dimensions.reduce((product, n) => product * n, itemSize) !== length)
      throw typeError('memoryview: product(shape) * itemsize != buffer size');
  }
  return new PyMemoryView(self.obj, live(self), self.offset, format, itemSize, dimensions, stridesOf(dimensions, itemSize), self.readonly);
}

function stridesOf(shape: readonly number[], itemSize: number): number[] {
  const strides: number[] = [];
  let stride = itemSize;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides.unshift(stride);
    stride *= shape[d];
  }
  return strides;
}

function isContiguous(self: PyMemoryView): boolean {
  const expected = stridesOf(self.shape, self.itemSize);
  return self.shape.includes(0) || self.shape.every((n, d) => n === 1 || self.strides[d] === expected[d]);
}

const nbytes = (self: PyMemoryView): number => self.shape.reduce((product, n) => product * n, self.itemSize);

function equal(left: PyMemoryView, right: Value): boolean | undefined {
  if (right === left) return true;
  if (left.bytes === null || (right instanceof PyMemoryView && right.bytes === null)) return false;
  const buffer = fullBuffer(right);
  if (buffer === undefined) return undefined;
  const other =
    right instanceof PyMemoryView
      ? right
      : new PyMemoryView(
          right,
          buffer.bytes,
          0,
          buffer.format,
          buffer.itemSize,
          [buffer.bytes.length / buffer.itemSize],
          [buffer.itemSize],
          true,
        );
  if (left.shape.length !== other.shape.length || left.shape.some((n, d) => n !== other.shape[d])) return false;
  const a = nativeFormat(left);
  const b = nativeFormat(other);
  if (!(a in itemSizes) || !(b in itemSizes)) return false;
  if (a === b && 'Bbc'.includes(a)) {
    const x = contiguousBytes(left);
    const y = contiguousBytes(other);
    return x.every((byte, i) => byte === y[i]);
  }
  return isEqual(toList(left), toList(other));
}

const iteratorType = declareType('memory_iterator');

class PyMemoryIterator extends PyIterator {
  readonly view: PyMemoryView;
  private index = 0;
  private readonly length: number;
  constructor(source: PyMemoryView) {
    super(iteratorType);
    this.view = source;
    this.length = source.shape[0];
  }
  next(): MaybeValue {
    return this.index < this.length ? subscript(this.view, this.index++) : undefined;
  }
}

defineType('memory_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyMemoryIterator).next() },
});

const numbers = (values: readonly number[]): PyTuple => new PyTuple([...values]);

/** `__buffer__` and `__release_buffer__`, which Python code may call on what has memory. */
const BUFFER_ROW: DunderRow = {
  name: '__buffer__',
  slot: 'mp_subscript',
  shape: 'binary',
  signature: '($self, flags, /)',
  doc: 'Return a buffer object that exposes the underlying memory of the object.',
};
const RELEASE_ROW: DunderRow = {
  name: '__release_buffer__',
  slot: 'mp_subscript',
  shape: 'binary',
  signature: '($self, buffer, /)',
  doc: 'Release the buffer object that exposes the underlying memory of the object.',
};

const PYBUF_WRITABLE = 1;

function exportBuffer(self: Value, flags: Value): Value {
  const made = makeMemoryView(self);
  if ((toIndexNumber(flags) & PYBUF_WRITABLE) !== 0 && (made as PyMemoryView).readonly) throw bufferError('Object is not writable.');
  return made;
}

function releaseBuffer(_self: Value, buffer: Value): Value {
  if (!(buffer instanceof PyMemoryView)) throw typeError('expected a memoryview object');
  callValue(getAttribute(buffer, 'release'), []);
  return null;
}

for (const type of [T.bytes, T.bytearray, T.memoryview]) {
  type.namespace.setStr('__buffer__', new PySlotWrapper(BUFFER_ROW, type, exportBuffer));
  if (type !== T.bytes) type.namespace.setStr('__release_buffer__', new PySlotWrapper(RELEASE_ROW, type, releaseBuffer));
}

defineType('memoryview', {
  classMethods: {
    '_from_flags($type, /, object, flags)': (_cls: Value, object: Value, flags: Value) => exportBuffer(object, flags),
    '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]),
  },
  final: true,
  pattern: 'sequence',
  doc: 'Create a new memoryview object which references the given object.',
  slots: {
    tp_new: makeNew('memoryview($type, /, object)', (_cls: PyType, object: Value) => makeMemoryView(object)),
    tp_repr: self => `<${view(self).bytes === null ? 'released memory' : 'memory'} at ${addressOf(self)}>`,
    tp_hash: own => {
      const self = view(own);
      if (self.hash !== undefined) return self.hash;
      live(self);
      if (!self.readonly) throw valueError('cannot hash writable memoryview object');
      if (!'Bbc'.includes(nativeFormat(self))) throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
      using(self, () => hash(self.obj));
      hashBytes(contiguousBytes(self));
      return (self.hash = composeHash());
    },
    tp_richcompare: (left, right, op) => {
      if (op !== PyEQ && op !== PyNE) return NotImplemented;
      const result = equal(view(left), right);
      return result === undefined ? NotImplemented : result === (op === PyEQ);
    },
    tp_iter: own => {
      const self = view(own);
      live(self);
      checkFormat(self);
      if (self.shape.length === 0) throw typeError('invalid indexing of 0-dim memory');
      if (self.shape.length > 1) throw notImplementedError('multi-dimensional sub-views are not implemented');
      return new PyMemoryIterator(self);
    },
    sq_length: own => {
      const self = view(own);
      live(self);
      if (self.shape.length === 0) throw typeError('0-dim memory has no length');
      return self.shape[0];
    },
    mp_subscript: subscript,
    mp_ass_subscript: assign,
  },
  getset: {
    obj: [(self: PyMemoryView) => (live(self), self.obj), undefined, 'The underlying object of the memoryview.'],
    nbytes: [
      (self: PyMemoryView) => (live(self), nbytes(self)),
      undefined,
      'The amount of space in bytes that the array would use in a contiguous representation.',
    ],
    readonly: [(self: PyMemoryView) => (live(self), self.readonly), undefined, 'A bool indicating whether the memory is read only.'],
    itemsize: [(self: PyMemoryView) => (live(self), self.itemSize), undefined, 'The size in bytes of each element of the memoryview.'],
    format: [
      (self: PyMemoryView) => (live(self), self.format),
      undefined,
      'A string containing the format (in struct module style) for each element in the view.',
    ],
    ndim: [
      (self: PyMemoryView) => (live(self), self.shape.length),
      undefined,
      'An integer indicating how many dimensions of a multi-dimensional array the memory represents.',
    ],
    shape: [
      (self: PyMemoryView) => (live(self), numbers(self.shape)),
      undefined,
      'A tuple of ndim integers giving the shape of the memory as an N-dimensional array.',
    ],
    strides: [
      (self: PyMemoryView) => (live(self), numbers(self.strides)),
      undefined,
      'A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array.',
    ],
    suboffsets: [
      (self: PyMemoryView) => (live(self), new PyTuple([])),
      undefined,
      'A tuple of integers used internally for PIL-style arrays.',
    ],
    c_contiguous: [
      (self: PyMemoryView) => (live(self), isContiguous(self)),
      undefined,
      'A bool indicating whether the memory is C contiguous.',
    ],
    f_contiguous: [
      (self: PyMemoryView) => (live(self), self.shape.length <= 1 && isContiguous(self)),
      undefined,
      'A bool indicating whether the memory is Fortran contiguous.',
    ],
    contiguous: [
      (self: PyMemoryView) => (live(self), isContiguous(self)),
      undefined,
      'A bool indicating whether the memory is contiguous.',
    ],
  },
  methods: {
    'release($self, /)': [
      (self: PyMemoryView) => {
        release(self);
        return null;
      },
      'Release the underlying buffer exposed by the memoryview object.',
    ],
    "tobytes($self, /, order='C')": [
      (self: PyMemoryView) => new PyBytes(contiguousBytes(self).slice()),
      'Return the data in the buffer as a byte string.',
    ],
    'hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)': [
      (self: PyMemoryView, sep: MaybeValue, group: MaybeValue) => using(self, () => hexText(contiguousBytes(self), sep, group)),
      'Return the data in the buffer as a str of hexadecimal numbers.',
    ],
    'tolist($self, /)': [toList, 'Return the data in the buffer as a list of elements.'],
    'cast($self, /, format, shape=<unrepresentable>)': [cast, 'Cast a memoryview to a new format or shape.'],
    'toreadonly($self, /)': [
      (self: PyMemoryView) => derive(self, self.offset, self.shape, self.strides, true),
      'Return a readonly version of the memoryview.',
    ],
    'count($self, value, /)': [
      (self: PyMemoryView, value: Value) => (toList(self) as PyList).items.filter(item => isEqual(item, value)).length,
      'Count the number of occurrences of a value.',
    ],
    'index($self, value, start=0, stop=sys.maxsize, /)': [
      (self: PyMemoryView, value: Value, start: MaybeValue, stop: MaybeValue) => {
        const items = (toList(self) as PyList).items;
        let from = start === undefined ? 0 : sliceBound(start, 0);
        let to = stop === undefined ? items.length : sliceBound(stop, items.length);
        if (from < 0) from = Math.max(0, from + items.length);
        if (to < 0) to += items.length;
        for (let i = from; i < Math.min(to, items.length); i++) if (isEqual(items[i], value)) return i;
        throw valueError('memoryview.index(x): x not found');
      },
      'Return the index of the first occurrence of a value.\n\nRaises ValueError if the value is not present.',
    ],
    '__enter__($self, /)': (self: PyMemoryView) => {
      live(self);
      if (!self.holds && self.obj instanceof PyExporter) {
        self.obj.exports++;
        self.holds = true;
      }
      return self;
    },
    '__exit__($self, /, *exc_info)': (self: PyMemoryView) => {
      release(self);
      return null;
    },
  },
});
