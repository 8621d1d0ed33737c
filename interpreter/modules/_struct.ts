/** `_struct` (CPython: Modules/_struct.c): values to bytes and back by a format string. */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyComplex, PyFloat } from '../objects/core/float.ts';
import { toComplex } from '../objects/types/complex.ts';
import { PyIterator } from '../objects/core/iterators.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { overflowError, PyBaseException, raise, runtimeError, typeError } from '../objects/core/errors.ts';
import { normalize } from '../objects/core/integer.ts';
import { typeOf } from '../objects/core/type.ts';
import { strValue, textOf } from '../objects/core/str.ts';
import { bytesArgument, bytesLike, getBuffer } from '../objects/protocol/buffer.ts';
import { hasIndex, toExactSize, toIndexSize, toIndex } from '../objects/protocol/index.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { decodeBytes, encodeStr } from '../objects/types/codecs.ts';
import { makeInit } from '../objects/types/make.ts';
import { doubleToHalf, halfToDouble, itemSizes } from '../objects/types/memory-items.ts';

const StructError = defineType('struct.error', { base: T.Exception, module: 'struct', solid: false });
StructError.name = StructError.qualname = 'error';

const fail = (message: string): PyBaseException => raise(StructError, message);

/** One field of a format; `s` and `p` take `size` bytes as one value. */
interface Field {
  readonly code: string;
  readonly offset: number;
  readonly size: number;
}

/** `count` fields of a kind, side by side. */
interface Run extends Field {
  readonly count: number;
}

class Layout {
  readonly size: number;
  readonly little: boolean;
  readonly runs: readonly Run[];
  private expanded: readonly Field[] | null = null;

  constructor(size: number, little: boolean, runs: readonly Run[]) {
    this.size = size;
    this.little = little;
    this.runs = runs;
  }

  /** One by one, once values are asked for: a format may say any number. */
  get fields(): readonly Field[] {
    this.expanded ??= this.runs.flatMap(({ code, offset, size, count }) =>
      Array.from({ length: count }, (_, k) => ({ code, offset: offset + k * size, size })),
    );
    return this.expanded;
  }
}

/** The most bytes that C could count. */
const MOST = 2 ** 63;

/** Sizes where no alignment is asked for; `n`, `N` and `P` are native only. */
const STANDARD: Readonly<Record<string, number>> = {
  ...{ x: 1, c: 1, b: 1, B: 1, '?': 1, h: 2, H: 2, i: 4, I: 4, l: 4, L: 4, q: 8, Q: 8, e: 2, f: 4, d: 8, s: 1, p: 1, F: 8, D: 16 },
};
const NATIVE: Readonly<Record<string, number>> = { ...itemSizes, x: 1, s: 1, p: 1, F: 8, D: 16 };

const layouts = new Map<string, Layout>();

function layoutOf(format: string): Layout {
  let layout = layouts.get(format);
  if (layout === undefined) {
    layout = parse(format);
    if (layouts.size > 100) layouts.clear();
    layouts.set(format, layout);
  }
  return layout;
}

function parse(format: string): Layout {
  const mark = /^[@=<>!]/.exec(format)?.[0] ?? '';
  const native = mark === '' || mark === '@';
  const sizes = native ? NATIVE : STANDARD;
  const runs: Run[] = [];
  let offset = 0;
  for (let i = mark.length; i < format.length; i++) {
    if (/\s/.test(format[i])) continue;
    let count = -1;
    const digits = /^\d+/.exec(format.slice(i));
    if (digits !== null) {
      count = Number(digits[0]);
      i += digits[0].length;
      if (i >= format.length) throw fail('repeat count given without format specifier');
    }
    const code = format[i];
    if (!Object.hasOwn(sizes, code)) throw fail('bad char in struct format');
    const size = sizes[code];
    // A complex number is two floats in a row.
    const alignment = code === 'F' || code === 'D' ? size / 2 : size;
    if (native && alignment > 1) offset = Math.ceil(offset / alignment) * alignment;
    if (count < 0) count = 1;
    if (code === 's' || code === 'p') {
      runs.push({ code, offset, size: count, count: 1 });
      offset += count;
    } else {
      if (code !== 'x' && count > 0) runs.push({ code, offset, size, count });
      offset += count * size;
    }
    if (offset >= MOST) throw fail('total struct size too long');
  }
  return new Layout(offset, mark !== '>' && mark !== '!', runs);
}

function read(bytes: Uint8Array, base: number, { code, offset, size }: Field, little: boolean): Value {
  const at = base + offset;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (code) {
    case 'c':
      return new PyBytes(bytes.slice(at, at + 1));
    case 's':
      return new PyBytes(bytes.slice(at, at + size));
    case 'p':
      return new PyBytes(size === 0 ? new Uint8Array() : bytes.slice(at + 1, at + 1 + Math.min(bytes[at], size - 1)));
    case '?':
      return bytes[at] !== 0;
    case 'e':
      return new PyFloat(halfToDouble(view.getUint16(at, little)));
    case 'f':
      return new PyFloat(view.getFloat32(at, little));
    case 'd':
      return new PyFloat(view.getFloat64(at, little));
    case 'F':
      return new PyComplex(view.getFloat32(at, little), view.getFloat32(at + 4, little));
    case 'D':
      return new PyComplex(view.getFloat64(at, little), view.getFloat64(at + 8, little));
  }
  const signed = code !== 'P' && code === code.toLowerCase();
  if (size === 8) return normalize(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
  if (size === 1) return signed ? view.getInt8(at) : bytes[at];
  if (size === 2) return signed ? view.getInt16(at, little) : view.getUint16(at, little);
  return signed ? view.getInt32(at, little) : view.getUint32(at, little);
}

function write(bytes: Uint8Array, base: number, { code, offset, size }: Field, little: boolean, value: Value): void {
  const at = base + offset;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (code) {
    case 'c': {
      if (!(value instanceof PyBytes) || value.data.length !== 1) throw fail('char format requires a bytes object of length 1');
      bytes[at] = value.data[0];
      return;
    }
    case 's':
    case 'p': {
      const data = bytesLike(value);
      if (data === undefined) throw fail(`argument for '${code}' must be a bytes object`);
      if (code === 's') bytes.set(data.subarray(0, size), at);
      else if (size > 0) {
        const length = Math.min(data.length, size - 1);
        bytes[at] = Math.min(length, 255);
        bytes.set(data.subarray(0, length), at + 1);
      }
      return;
    }
    case '?':
      bytes[at] = isTruthy(value) ? 1 : 0;
      return;
    case 'F':
    case 'D': {
      const complex = toComplex(value);
      if (complex === undefined) throw fail('required argument is not a complex');
      const half = { code: code === 'F' ? 'f' : 'd', size: size / 2 };
      write(bytes, base, { ...half, offset }, little, new PyFloat(complex.real));
      write(bytes, base, { ...half, offset: offset + half.size }, little, new PyFloat(complex.imag));
      return;
    }
    case 'e':
    case 'f':
    case 'd': {
      let number: number;
      try {
        number = floatOf(value);
      } catch (error) {
        if (error instanceof PyBaseException && error.cls === T.TypeError) throw fail('required argument is not a float');
        throw error;
      }
      if (code === 'd') view.setFloat64(at, number, little);
      else if (code === 'f') {
        if (Number.isFinite(number) && !Number.isFinite(Math.fround(number))) throw overflowError('float too large to pack with f format');
        view.setFloat32(at, number, little);
      } else {
        const half = doubleToHalf(number);
        if (Number.isFinite(number) && (half & 0x7fff) === 0x7c00) throw overflowError('float too large to pack with e format');
        view.setUint16(at, half, little);
      }
      return;
    }
  }
  if (!hasIndex(value)) throw fail('required argument is not an integer');
  const int = BigInt(toIndex(value));
  const bits = BigInt(size * 8);
  const signed = code !== 'P' && code === code.toLowerCase();
  const low = signed ? -(1n << (bits - 1n)) : 0n;
  const high = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  if (int < low || int > high) throw fail(`'${code}' format requires ${low} <= number <= ${high}`);
  const word = BigInt.asUintN(size * 8, int);
  for (let k = 0; k < size; k++) bytes[at + (little ? k : size - 1 - k)] = Number((word >> BigInt(8 * k)) & 255n);
}

function pack(format: string, values: readonly Value[]): Value {
  const layout = layoutOf(format);
  const bytes = new Uint8Array(layout.size);
  packInto(layout, bytes, 0, values, 'pack');
  return new PyBytes(bytes);
}

function packInto(layout: Layout, bytes: Uint8Array, offset: number, values: readonly Value[], name: string): void {
  if (values.length !== layout.fields.length)
    throw fail(`${name} expected ${layout.fields.length} items for packing (got ${values.length})`);
  layout.fields.forEach((field, i) => write(bytes, offset, field, layout.little, values[i]));
}

function unpackAt(layout: Layout, bytes: Uint8Array, offset: number): PyTuple {
  return new PyTuple(layout.fields.map(field => read(bytes, offset, field, layout.little)));
}

function unpack(format: string, buffer: Value): Value {
  const layout = layoutOf(format);
  const bytes = bytesArgument(buffer);
  if (bytes.length !== layout.size) throw fail(`unpack requires a buffer of ${layout.size} bytes`);
  return unpackAt(layout, bytes, 0);
}

/** The start within a buffer, where `size` bytes must be left. */
function start(offset: MaybeValue, size: number, length: number, name: string): number {
  const exact = offset === undefined ? 0 : name === 'pack_into' ? toIndexSize(offset, 'IndexError') : toExactSize(offset);
  const at = Number(exact);
  const verb = name === 'pack_into' ? 'packing' : 'unpacking';
  if (at < 0) {
    if (at + size > 0 && name === 'pack_into') throw fail(`no space to pack ${size} bytes at offset ${at}`);
    if (at + size > 0) throw fail(`not enough data to unpack ${size} bytes at offset ${at}`);
    if (at + length < 0) throw fail(`offset ${exact} out of range for ${length}-byte buffer`);
  }
  const from = at < 0 ? at + length : at;
  if (length - from < size) {
    const place = at < 0 ? from : exact;
    throw fail(
      `${name} requires a buffer of at least ${BigInt(place) + BigInt(size)} bytes for ${verb} ${size} bytes at offset ${place} (actual buffer size is ${length})`,
    );
  }
  return from;
}

function unpackFrom(format: string, buffer: Value, offset: MaybeValue): Value {
  const layout = layoutOf(format);
  const bytes = bytesArgument(buffer);
  return unpackAt(layout, bytes, start(offset, layout.size, bytes.length, 'unpack_from'));
}

function packIntoBuffer(format: string, buffer: Value, offset: Value, values: readonly Value[]): Value {
  const layout = layoutOf(format);
  const target = getBuffer(buffer);
  if (target === undefined || target.readonly) throw typeError(`argument must be read-write bytes-like object, not ${typeOf(buffer).name}`);
  packInto(layout, target.bytes, start(offset, layout.size, target.bytes.length, 'pack_into'), values, 'pack_into');
  return null;
}

class PyUnpackIterator extends PyIterator {
  private readonly layout: Layout;
  private readonly bytes: Uint8Array;
  private at = 0;
  constructor(layout: Layout, bytes: Uint8Array) {
    super(UnpackIterator);
    this.layout = layout;
    this.bytes = bytes;
  }
  get remaining(): number {
    return (this.bytes.length - this.at) / this.layout.size;
  }
  next(): MaybeValue {
    if (this.at >= this.bytes.length) return undefined;
    const values = unpackAt(this.layout, this.bytes, this.at);
    this.at += this.layout.size;
    return values;
  }
}

const UnpackIterator = defineType('unpack_iterator', {
  module: '_struct',
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyUnpackIterator).next() },
  methods: { '__length_hint__($self, /)': (self: PyUnpackIterator) => self.remaining },
});

function iterUnpack(format: string, buffer: Value): Value {
  const layout = layoutOf(format);
  if (layout.size === 0) throw fail('cannot iteratively unpack with a struct of length 0');
  const bytes = bytesArgument(buffer);
  if (bytes.length % layout.size !== 0) throw fail(`iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`);
  return new PyUnpackIterator(layout, bytes);
}

function formatText(format: Value): string {
  const text = format instanceof PyBytes ? decodeBytes(format.data, 'ascii', 'surrogateescape') : strValue(format);
  if (text === undefined) throw typeError(`Struct() argument 1 must be a str or bytes object, not ${typeOf(format).name}`);
  encodeStr(text, 'ascii', 'strict');
  if (textOf(text).includes('\0')) throw fail('embedded null character');
  return textOf(text);
}

class PyStruct extends PyObject {
  /** Undefined until `__init__` has been called. */
  declared: string | undefined = undefined;

  get format(): string {
    if (this.declared === undefined) throw runtimeError('Struct object is not initialized');
    return this.declared;
  }
}

const Struct = defineType('Struct', {
  module: '_struct',
  slots: {
    tp_new: cls => new PyStruct(cls),
    tp_init: makeInit('Struct($self, format)', (self: PyStruct, format: Value) => {
      const text = formatText(format);
      layoutOf(text);
      self.declared = text;
    }),
    tp_repr: self => `${typeOf(self).name}(${reprText((self as PyStruct).format)})`,
  },
  methods: {
    'pack($self, /, *values)': (self: PyStruct, values: Value[]) => pack(self.format, values),
    'pack_into($self, buffer, offset, /, *values)': (self: PyStruct, buffer: Value, offset: Value, values: Value[]) =>
      packIntoBuffer(self.format, buffer, offset, values),
    'unpack($self, buffer, /)': (self: PyStruct, buffer: Value) => unpack(self.format, buffer),
    'unpack_from($self, /, buffer, offset=0)': (self: PyStruct, buffer: Value, offset: MaybeValue) =>
      unpackFrom(self.format, buffer, offset),
    '__sizeof__($self, /)': (self: PyStruct) => 56 + 32 * (layoutOf(self.format).runs.length + 1),
    'iter_unpack($self, buffer, /)': (self: PyStruct, buffer: Value) => iterUnpack(self.format, buffer),
  },
  getset: {
    format: [(self: PyStruct) => self.format],
    size: [(self: PyStruct) => (self.declared === undefined ? -1 : layoutOf(self.declared).size)],
  },
});

registerModule('_struct', {
  doc: 'Functions to convert between Python values and C structs.',
  functions: {
    'calcsize(format, /)': (format: Value) => layoutOf(formatText(format)).size,
    'pack(format, /, *values)': (format: Value, values: Value[]) => pack(formatText(format), values),
    'pack_into(format, buffer, offset, /, *values)': (format: Value, buffer: Value, offset: Value, values: Value[]) =>
      packIntoBuffer(formatText(format), buffer, offset, values),
    'unpack(format, buffer, /)': (format: Value, buffer: Value) => unpack(formatText(format), buffer),
    'unpack_from(format, /, buffer, offset=0)': (format: Value, buffer: Value, offset: MaybeValue) =>
      unpackFrom(formatText(format), buffer, offset),
    'iter_unpack(format, buffer, /)': (format: Value, buffer: Value) => iterUnpack(formatText(format), buffer),
    '_clearcache()': () => (layouts.clear(), null),
  },
  attributes: { Struct, error: StructError },
});
