/** Streams in memory: BytesIO and StringIO (CPython: Modules/_io/bytesio.c, stringio.c). */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyBytes, PyMemoryView } from '../../objects/core/bytes.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { defineType } from '../../objects/core/define.ts';
import { typeError, valueError } from '../../objects/core/errors.ts';
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
import { toIndexNumber } from '../../objects/protocol/index.ts';
import { BufferedIOBase, bytesOf, constructorArguments, PyStream, sizeOf, TextIOBase, unsupported, writableBytes } from './base.ts';
import { translateNewlines } from './newlines.ts';

export class PyBytesIO extends PyStream {
  buffer: Uint8Array = new Uint8Array();
  length = 0;
  position = 0;

  get data(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
  write(bytes: Uint8Array): void {
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

export const BytesIO = defineType('BytesIO', {
  base: BufferedIOBase,
  module: '_io',
  doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
  slots: {
    tp_new: cls => new PyBytesIO(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PyBytesIO;
      const [initial] = constructorArguments('BytesIO', ['initial_bytes'], args, kwnames);
      self.buffer = initial === undefined || initial === null ? new Uint8Array() : bytesOf(initial).slice();
      self.length = self.buffer.length;
      self.position = 0;
    },
    tp_iternext: self => {
      const line = openBytes(self as PyBytesIO).takeLine(-1);
      return line.length === 0 ? undefined : new PyBytes(line);
    },
  },
  methods: {
    'read($self, size=-1, /)': (self: PyBytesIO, size: MaybeValue) => new PyBytes(openBytes(self).take(sizeOf(size))),
    'read1($self, size=-1, /)': (self: PyBytesIO, size: MaybeValue) => new PyBytes(openBytes(self).take(sizeOf(size))),
    'readline($self, size=-1, /)': (self: PyBytesIO, size: MaybeValue) => new PyBytes(openBytes(self).takeLine(sizeOf(size))),
    'readinto($self, buffer, /)': (self: PyBytesIO, buffer: Value) => {
      const target = writableBytes(buffer, 'readinto');
      const data = openBytes(self).take(target.length);
      target.set(data);
      return data.length;
    },
    'write($self, b, /)': (self: PyBytesIO, data: Value) => {
      const bytes = bytesOf(data);
      openBytes(self).write(bytes);
      return bytes.length;
    },
    'seek($self, pos, whence=0, /)': (self: PyBytesIO, offset: Value, whence: MaybeValue) => {
      const n = toIndexNumber(offset);
      const mode = whence === undefined ? 0 : toIndexNumber(whence);
      openBytes(self);
      if (mode === 0 && n < 0) throw valueError(`negative seek value ${n}`);
      if (mode < 0 || mode > 2) throw valueError(`invalid whence (${mode}, should be 0, 1 or 2)`);
      self.position = Math.max(0, (mode === 0 ? 0 : mode === 1 ? self.position : self.length) + n);
      return self.position;
    },
    'tell($self, /)': (self: PyBytesIO) => openBytes(self).position,
    'truncate($self, size=None, /)': (self: PyBytesIO, size: MaybeValue) => {
      const n = size === undefined || size === null ? openBytes(self).position : toIndexNumber(size);
      if (n < 0) throw valueError(`negative size value ${n}`);
      self.length = Math.min(self.length, n);
      return n;
    },
    'getvalue($self, /)': (self: PyBytesIO) => new PyBytes(openBytes(self).data.slice()),
    'getbuffer($self, /)': (self: PyBytesIO) => {
      const { data } = openBytes(self);
      return new PyMemoryView(self, data, 0, 'B', 1, [data.length], [1], false);
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
      new PyTuple([new PyBytes(openBytes(self).data.slice()), self.position, self.dict ?? null]),
  },
  getset: { closed: [(self: PyBytesIO) => self.isClosed] },
});

/** Text in pieces while it is only written to; one str when it is read or written in the middle. */
export class PyStringIO extends PyStream {
  private text: Str = '';
  private pieces: Str[] = [];
  private piecesLength = 0;
  position = 0;
  newline: string | null = '\n';

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
  if (self.isClosed) throw valueError('I/O operation on closed file');
  return self;
}

export const StringIO = defineType('StringIO', {
  base: TextIOBase,
  module: '_io',
  doc: 'Text I/O implementation using an in-memory buffer.',
  slots: {
    tp_new: cls => new PyStringIO(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PyStringIO;
      const [initial, newline] = constructorArguments('StringIO', ['initial_value', 'newline'], args, kwnames);
      if (newline !== undefined) {
        const text = newline === null ? null : strText(newline);
        if (text === undefined) throw typeError(`StringIO() argument 'newline' must be str or None, not ${typeOf(newline).name}`);
        if (text !== null && !['', '\n', '\r', '\r\n'].includes(text)) throw valueError(`illegal newline value: '${text}'`);
        self.newline = text;
      }
      self.value = '';
      self.position = 0;
      if (initial !== undefined && initial !== null) {
        const text = strValue(initial);
        if (text === undefined) throw typeError(`initial_value must be str or None, not ${typeOf(initial).name}`);
        self.write(translateNewlines(text, self.newline));
        self.position = 0;
      }
    },
    tp_iternext: self => {
      const line = openText(self as PyStringIO).takeLine(-1);
      return strLength(line) === 0 ? undefined : line;
    },
  },
  methods: {
    'read($self, size=-1, /)': (self: PyStringIO, size: MaybeValue) => openText(self).take(sizeOf(size)),
    'readline($self, size=-1, /)': (self: PyStringIO, size: MaybeValue) => openText(self).takeLine(sizeOf(size)),
    'write($self, s, /)': (self: PyStringIO, s: Value) => {
      const text = strValue(s);
      if (text === undefined) throw typeError(`string argument expected, got '${typeOf(s).name}'`);
      openText(self).write(translateNewlines(text, self.newline));
      return strLength(text);
    },
    'seek($self, pos, whence=0, /)': (self: PyStringIO, offset: Value, whence: MaybeValue) => {
      const n = toIndexNumber(offset);
      const mode = whence === undefined ? 0 : toIndexNumber(whence);
      openText(self);
      if (mode < 0 || mode > 2) throw valueError(`Invalid whence (${mode}, should be 0, 1 or 2)`);
      if (mode === 0 && n < 0) throw valueError(`Negative seek position ${n}`);
      if (mode !== 0 && n !== 0) throw unsupported("Can't do nonzero cur-relative seeks");
      self.position = mode === 0 ? n : mode === 1 ? self.position : self.length;
      return self.position;
    },
    'tell($self, /)': (self: PyStringIO) => openText(self).position,
    'truncate($self, pos=None, /)': (self: PyStringIO, size: MaybeValue) => {
      const n = size === undefined || size === null ? openText(self).position : toIndexNumber(size);
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
  },
  getset: {
    closed: [(self: PyStringIO) => self.isClosed],
    line_buffering: [(self: PyStringIO) => (openText(self), false)],
    newlines: [() => null],
  },
});
