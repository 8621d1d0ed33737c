/** Streams in memory: BytesIO and StringIO (CPython: Modules/_io/bytesio.c, stringio.c). */
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyBytes, PyMemoryView } from '../../objects/core/bytes.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { T } from '../../objects/core/registry.ts';
import { defineType } from '../../objects/core/define.ts';
import { overflowError, typeError, valueError } from '../../objects/core/errors.ts';
import { intValue } from '../../objects/core/integer.ts';
import { typeOf } from '../../objects/core/type.ts';
import {
  codePointsOf,
  concatStr,
  sliceStr,
  strFromCodePoints,
  strLength,
  strOf,
  strText,
  strValue,
  type Str,
} from '../../objects/core/str.ts';
import { exporters } from '../../objects/protocol/buffer.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { hasIndex, toIndexNumber } from '../../objects/protocol/index.ts';
import { forEach } from '../../objects/protocol/iterate.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { makeInit } from '../../objects/types/make.ts';
import { BufferedIOBase, bytesOf, call, PyStream, sizeOf, TextIOBase, writableBytes } from './base.ts';
import { Newlines } from './decoders.ts';
import { newlinesValue, replaceText } from './newlines.ts';

export class PyBytesIO extends PyStream {
  buffer: Uint8Array = new Uint8Array();
  length = 0;
  position = 0;

  get data(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const end = this.position + bytes.length;
    if (end > this.buffer.length) {
      const grown = new Uint8Array(Math.max(end, this.buffer.length * 2, 64));
      grown.set(this.data);
      this.buffer = grown;
    }
    if (this.position > this.length) this.buffer.fill(0, this.length, this.position);
    this.buffer.set(bytes, this.position);
    this.position = end;
    this.length = Math.max(this.length, end);
  }
  take(size: number): Uint8Array {
    const end = size < 0 ? this.length : Math.min(this.length, this.position + size);
    const start = Math.min(this.position, end);
    this.position = Math.max(this.position, end);
    return this.buffer.slice(start, end);
  }
  takeLine(size: number): Uint8Array {
    const newline = this.data.indexOf(0x0a, this.position);
    const end = newline < 0 ? this.length : newline + 1;
    const available = Math.max(0, end - this.position);
    return this.take(size < 0 ? available : Math.min(size, available));
  }
}

function openBytes(self: PyBytesIO): PyBytesIO {
  if (self.isClosed) throw valueError('I/O operation on closed file.');
  return self;
}

function integer(value: Value): number {
  if (!hasIndex(value)) throw typeError(`'${typeOf(value).name}' object cannot be interpreted as an integer`);
  return toIndexNumber(value);
}

function seekBytes(self: PyBytesIO, offset: Value, whence: MaybeValue): Value {
  const n = integer(offset);
  const mode = whence === undefined ? 0 : integer(whence);
  openBytes(self);
  if (mode === 0 && n < 0) throw valueError(`negative seek value ${n}`);
  const base = mode === 0 ? 0 : mode === 1 ? self.position : self.length;
  if (mode < 0 || mode > 2) throw valueError(`invalid whence (${mode}, should be 0, 1 or 2)`);
  if (base + n > Number.MAX_SAFE_INTEGER) throw overflowError('new position too large');
  self.position = Math.max(0, base + n);
  return self.position;
}

/** `__setstate__` of BytesIO: contents, position and attributes. */
function setBytesState(self: PyBytesIO, state: Value): Value {
  const name = typeOf(self).name;
  if (!(state instanceof PyTuple) || state.items.length < 3)
    throw typeError(`${name}.__setstate__ argument should be 3-tuple, got ${typeOf(state).name}`);
  const [content, position, attributes] = state.items;
  const bytes = bytesOf(content).slice();
  openBytes(self);
  self.buffer = bytes;
  self.length = bytes.length;
  self.position = statePosition(position);
  stateAttributes(self, attributes);
  return null;
}

function statePosition(position: Value): number {
  if (intValue(position) === undefined) throw typeError(`second item of state must be an integer, not ${typeOf(position).name}`);
  const n = toIndexNumber(position);
  if (n < 0) throw valueError('position value cannot be negative');
  return n;
}

function stateAttributes(self: PyStream, attributes: Value): void {
  if (attributes === null) return;
  if (!(attributes instanceof PyDict)) throw typeError(`third item of state should be a dict, got a ${typeOf(attributes).name}`);
  self.dict ??= new PyDict();
  for (const { key, value } of attributes.entries()) self.dict.set(key, value!);
}

export const BytesIO = defineType('BytesIO', {
  base: BufferedIOBase,
  module: '_io',
  doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
  slots: {
    tp_new: cls => new PyBytesIO(cls),
    tp_init: makeInit("BytesIO($self, initial_bytes=b'')", (self: PyBytesIO, initial: MaybeValue) => {
      self.buffer = initial === undefined || initial === null ? new Uint8Array() : bytesOf(initial).slice();
      self.length = self.buffer.length;
      self.position = 0;
      self.isClosed = false;
    }),
    tp_iter: self => openBytes(self as PyBytesIO),
    tp_iternext: self => {
      const line = openBytes(self as PyBytesIO).takeLine(-1);
      return line.length === 0 ? undefined : new PyBytes(line);
    },
  },
  methods: {
    'read($self, size=-1, /)': (self: PyBytesIO, size: MaybeValue) => {
      const n = sizeOf(size);
      return new PyBytes(openBytes(self).take(n));
    },
    'read1($self, size=-1, /)': (self: PyBytesIO, size: MaybeValue) => {
      const n = sizeOf(size);
      return new PyBytes(openBytes(self).take(n));
    },
    'readline($self, size=-1, /)': (self: PyBytesIO, size: MaybeValue) => {
      const n = sizeOf(size);
      return new PyBytes(openBytes(self).takeLine(n));
    },
    'readlines($self, size=None, /)': (self: PyBytesIO, size: MaybeValue) => {
      if (size !== undefined && size !== null && !hasIndex(size)) throw typeError(`integer argument expected, got '${typeOf(size).name}'`);
      const limit = sizeOf(size);
      openBytes(self);
      const lines: Value[] = [];
      for (let total = 0; ;) {
        const line = self.takeLine(-1);
        if (line.length === 0) break;
        lines.push(new PyBytes(line));
        total += line.length;
        if (limit > 0 && total >= limit) break;
      }
      return new PyList(lines);
    },
    'readinto($self, buffer, /)': (self: PyBytesIO, buffer: Value) => {
      const target = writableBytes(buffer, 'readinto');
      const data = openBytes(self).take(target.length);
      target.set(data);
      return data.length;
    },
    'write($self, b, /)': (self: PyBytesIO, data: Value) => {
      openBytes(self);
      const bytes = bytesOf(data);
      self.write(bytes);
      return bytes.length;
    },
    'writelines($self, lines, /)': (self: PyBytesIO, lines: Value) => {
      openBytes(self);
      forEach(lines, line => self.write(bytesOf(line)));
      return null;
    },
    'seek($self, pos, whence=0, /)': seekBytes,
    'tell($self, /)': (self: PyBytesIO) => openBytes(self).position,
    'truncate($self, size=None, /)': (self: PyBytesIO, size: MaybeValue) => {
      openBytes(self);
      const n = size === undefined || size === null ? self.position : integer(size);
      if (n < 0) throw valueError(`negative size value ${n}`);
      self.length = Math.min(self.length, n);
      return n;
    },
    'getvalue($self, /)': (self: PyBytesIO) => new PyBytes(openBytes(self).data.slice()),
    'getbuffer($self, /)': (self: PyBytesIO) => {
      const { data } = openBytes(self);
      return new PyMemoryView(new PyBytesIOBuffer(self), data, 0, 'B', 1, [data.length], [1], false);
    },
    'close($self, /)': (self: PyBytesIO) => {
      self.isClosed = true;
      self.buffer = new Uint8Array();
      self.length = 0;
      return null;
    },
    'readable($self, /)': (self: PyBytesIO) => (openBytes(self), true),
    'writable($self, /)': (self: PyBytesIO) => (openBytes(self), true),
    'seekable($self, /)': (self: PyBytesIO) => (openBytes(self), true),
    'flush($self, /)': (self: PyBytesIO) => (openBytes(self), null),
    'isatty($self, /)': (self: PyBytesIO) => (openBytes(self), false),
    '__getstate__($self, /)': (self: PyBytesIO) =>
      new PyTuple([new PyBytes(openBytes(self).data.slice()), self.position, self.dict === undefined ? null : copyOf(self.dict)]),
    '__setstate__($self, state, /)': setBytesState,
    '__sizeof__($self, /)': (self: PyBytesIO) => 80 + self.buffer.length,
  },
  getset: { closed: [(self: PyBytesIO) => self.isClosed] },
});

/** What `getbuffer` makes a view of: the memory of the stream, as an object of its own. */
class PyBytesIOBuffer extends PyObject {
  readonly source: PyBytesIO;
  constructor(source: PyBytesIO) {
    super(BytesIOBuffer);
    this.source = source;
  }
}

export const BytesIOBuffer = defineType('_BytesIOBuffer', { module: '_io', final: true });
exporters.set(BytesIOBuffer, value => ({
  bytes: (value as PyBytesIOBuffer).source.data,
  readonly: false,
  format: 'B',
  itemSize: 1,
  owner: value,
}));

function copyOf(dict: PyDict): PyDict {
  const copy = new PyDict();
  for (const { key, value } of dict.entries()) copy.set(key, value!);
  return copy;
}

/** Text in pieces while it is only written to; one str when it is read or written in the middle. */
export class PyStringIO extends PyStream {
  private text: Str = '';
  private pieces: Str[] = [];
  private piecesLength = 0;
  position = 0;
  ready = false;
  newline: string | null = '\n';
  /** Which newlines went in, where they are told apart. */
  readonly newlines = new Newlines();

  get value(): Str {
    if (this.pieces.length > 0) {
      this.text = concatStr(
        this.text,
        this.pieces.every(piece => typeof piece === 'string') ? strOf(this.pieces.join('')) : this.pieces.reduce(concatStr),
      );
      this.pieces = [];
      this.piecesLength = 0;
    }
    return this.text;
  }
  set value(text: Str) {
    this.text = text;
    this.pieces = [];
    this.piecesLength = 0;
  }
  get length(): number {
    return strLength(this.text) + this.piecesLength;
  }
  write(text: Str): void {
    const n = strLength(text);
    if (n === 0) return;
    if (this.position === this.length) {
      this.pieces.push(text);
      this.piecesLength += n;
    } else {
      const points = Array.from(codePointsOf(this.value));
      while (points.length < this.position) points.push(0);
      points.splice(this.position, n, ...Array.from(codePointsOf(text)));
      this.value = strFromCodePoints(points);
    }
    this.position += n;
  }
  take(size: number): Str {
    const end = size < 0 ? this.length : Math.min(this.length, this.position + size);
    const start = Math.min(this.position, end);
    this.position = Math.max(this.position, end);
    return sliceStr(this.value, start, end);
  }
  takeLine(size: number): Str {
    const { value } = this;
    const length = strLength(value);
    const points = typeof value === 'string' ? null : value.codePoints;
    const universal = this.newline === '';
    let end = this.position;
    while (end < length) {
      const c = points === null ? (value as string).charCodeAt(end) : points[end];
      end++;
      if (universal && c === 13) {
        if ((points === null ? (value as string).charCodeAt(end) : points[end]) === 10) end++;
        break;
      }
      if (c === 10 && this.newline !== '\r' && this.newline !== '\r\n') break;
      if (c === 13 && this.newline === '\r') break;
      if (
        c === 10 &&
        this.newline === '\r\n' &&
        end > 1 &&
        (points === null ? (value as string).charCodeAt(end - 2) : points[end - 2]) === 13
      )
        break;
    }
    const available = Math.max(0, end - this.position);
    return this.take(size < 0 ? available : Math.min(size, available));
  }
}

function openText(self: PyStringIO): PyStringIO {
  if (!self.ready) throw valueError('I/O operation on uninitialized object');
  if (self.isClosed) throw valueError('I/O operation on closed file');
  return self;
}

/** Text as it is stored: with newlines translated as the stream was told. */
function stored(self: PyStringIO, text: Str): Str {
  if (self.newline === null || self.newline === '') return self.newlines.take(text, true);
  return self.newline === '\n' ? text : replaceText(text, '\n', self.newline);
}

function checkNewline(newline: Value): string | null {
  const text = newline === null ? null : strText(newline);
  if (text === undefined) throw typeError(`newline must be str or None, not ${typeOf(newline).name}`);
  if (text !== null && !['', '\n', '\r', '\r\n'].includes(text)) throw valueError(`illegal newline value: ${reprText(newline)}`);
  return text;
}

function initText(self: PyStringIO, initial: MaybeValue, newline: MaybeValue): void {
  const ends = newline === undefined ? '\n' : checkNewline(newline);
  const text = initial === undefined || initial === null ? '' : strValue(initial);
  if (text === undefined) throw typeError(`initial_value must be str or None, not ${typeOf(initial as Value).name}`);
  self.newline = ends;
  self.newlines.reset();
  self.newlines.translate = ends === null;
  self.value = '';
  self.position = 0;
  self.isClosed = false;
  self.ready = true;
  self.write(stored(self, text));
  self.position = 0;
}

/** `__setstate__` of StringIO: contents, newline, position and attributes. */
function setTextState(self: PyStringIO, state: Value): Value {
  if (self.isClosed) throw valueError('I/O operation on closed file');
  const name = typeOf(self).name;
  if (!(state instanceof PyTuple) || state.items.length < 4)
    throw typeError(`${name}.__setstate__ argument should be 4-tuple, got ${typeOf(state).name}`);
  const [content, newline, position, attributes] = state.items;
  initText(self, content, newline);
  // The contents are as they were stored: they are not translated once more.
  self.value = content === null ? '' : strValue(content)!;
  if (intValue(position) === undefined) throw typeError(`third item of state must be an integer, got ${typeOf(position).name}`);
  const n = toIndexNumber(position);
  if (n < 0) throw valueError('position value cannot be negative');
  self.position = n;
  if (attributes !== null && !(attributes instanceof PyDict))
    throw typeError(`fourth item of state should be a dict, got a ${typeOf(attributes).name}`);
  stateAttributes(self, attributes);
  return null;
}

export const StringIO = defineType('StringIO', {
  base: TextIOBase,
  module: '_io',
  doc: "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
  slots: {
    tp_new: cls => new PyStringIO(cls),
    tp_init: makeInit("StringIO($self, initial_value='', newline='\\n')", initText),
    tp_iternext: value => {
      const self = openText(value as PyStringIO);
      const line = self.cls.isHeapType ? call(self, 'readline') : self.takeLine(-1);
      const text = strValue(line);
      if (text === undefined) throw callValue(T.OSError, [`readline() should have returned a str object, not '${typeOf(line).name}'`]);
      return strLength(text) === 0 ? undefined : line;
    },
  },
  methods: {
    'read($self, size=-1, /)': (self: PyStringIO, size: MaybeValue) => {
      const n = sizeOf(size);
      return openText(self).take(n);
    },
    'readline($self, size=-1, /)': (self: PyStringIO, size: MaybeValue) => {
      const n = sizeOf(size);
      return openText(self).takeLine(n);
    },
    'write($self, s, /)': (self: PyStringIO, s: Value) => {
      const text = strValue(s);
      if (text === undefined) throw typeError(`string argument expected, got '${typeOf(s).name}'`);
      openText(self).write(stored(self, text));
      return strLength(text);
    },
    'seek($self, pos, whence=0, /)': (self: PyStringIO, offset: Value, whence: MaybeValue) => {
      const n = integer(offset);
      const mode = whence === undefined ? 0 : integer(whence);
      openText(self);
      if (mode < 0 || mode > 2) throw valueError(`Invalid whence (${mode}, should be 0, 1 or 2)`);
      if (mode === 0 && n < 0) throw valueError(`Negative seek position ${n}`);
      if (mode !== 0 && n !== 0) throw callValue(T.OSError, ["Can't do nonzero cur-relative seeks"]);
      self.position = mode === 0 ? n : mode === 1 ? self.position : self.length;
      return self.position;
    },
    'tell($self, /)': (self: PyStringIO) => openText(self).position,
    'truncate($self, pos=None, /)': (self: PyStringIO, size: MaybeValue) => {
      openText(self);
      const n = size === undefined || size === null ? self.position : integer(size);
      if (n < 0) throw valueError(`Negative size value ${n}`);
      if (n < self.length) self.value = sliceStr(self.value, 0, n);
      return n;
    },
    'getvalue($self, /)': (self: PyStringIO) => openText(self).value,
    'close($self, /)': (self: PyStringIO) => {
      self.isClosed = true;
      return null;
    },
    'readable($self, /)': (self: PyStringIO) => (openText(self), true),
    'writable($self, /)': (self: PyStringIO) => (openText(self), true),
    'seekable($self, /)': (self: PyStringIO) => (openText(self), true),
    '__getstate__($self, /)': (self: PyStringIO) =>
      new PyTuple([openText(self).value, self.newline, self.position, self.dict === undefined ? null : copyOf(self.dict)]),
    '__setstate__($self, state, /)': setTextState,
  },
  getset: {
    closed: [(self: PyStringIO) => self.isClosed],
    line_buffering: [(self: PyStringIO) => (openText(self), false)],
    newlines: [(self: PyStringIO) => (openText(self), newlinesValue(self.newlines.seen))],
  },
});
