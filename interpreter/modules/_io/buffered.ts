/** Buffered binary streams over a raw one: BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair (CPython: Modules/_io/bufferedio.c). */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyBytes, PyMemoryView } from '../../objects/core/bytes.ts';
import { defineType, type TypeDefinition } from '../../objects/core/define.ts';
import { PyBaseException, runtimeError, typeError, valueError } from '../../objects/core/errors.ts';
import { T } from '../../objects/core/registry.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { hasIndex, toIndexNumber } from '../../objects/protocol/index.ts';
import { enterRepr, leaveRepr, reprText } from '../../objects/protocol/repr.ts';
import { makeInit } from '../../objects/types/make.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { osError, unflushed } from '../descriptors.ts';
import {
  BufferedIOBase,
  ByteBuilder,
  bytesOf,
  call,
  closeAll,
  isClosed,
  notPicklable,
  PyStream,
  sizeOf,
  unsupported,
  writableBytes,
} from './base.ts';
import { PyFileIO, FileIO } from './fileio.ts';

export const DEFAULT_BUFFER_SIZE = 131072;
const NOTHING = new Uint8Array();

export class PyBuffered extends PyStream {
  raw: Value = null;
  bufferSize = DEFAULT_BUFFER_SIZE;
  canRead = false;
  canWrite = false;
  /** Bytes read ahead. */
  ahead: Uint8Array = NOTHING;
  /** Bytes not yet written: the first `pending` of `waiting`. */
  private waiting = new ByteBuilder();
  detached = false;
  /** The raw stream is a plain FileIO: bytes need no Python objects around them. */
  private direct = false;

  connect(raw: Value, size: number): void {
    this.raw = raw;
    this.bufferSize = size;
    this.ahead = NOTHING;
    this.waiting = new ByteBuilder();
    this.detached = false;
    this.isClosed = false;
    this.direct = raw instanceof PyFileIO && raw.cls === FileIO;
  }

  get pending(): number {
    return this.waiting.length;
  }

  /** One read of the raw stream, of at most `size` bytes; null where it would have to wait. */
  rawRead(size: number): Uint8Array | null {
    if (this.direct) {
      const bytes = callValue(getAttribute(this.raw, 'read'), [size]);
      return bytes === null ? null : (bytes as PyBytes).data;
    }
    const memory = new Uint8Array(size);
    const view = new PyMemoryView(new PyBytes(memory), memory, 0, 'B', 1, [size], [1], false);
    let result: Value;
    try {
      result = call(this.raw, 'readinto', view);
    } finally {
      view.bytes = null;
    }
    if (result === null) return null;
    const n = rawCount(result, 'readinto');
    if (n < 0 || n > size) throw raiseOSError(`raw readinto() returned invalid length ${n} (should have been between 0 and ${size})`);
    return memory.subarray(0, n);
  }

  /** One write to the raw stream: how many bytes it took; null where it would have to wait. */
  private rawWrite(bytes: Uint8Array): number | null {
    const view = new PyMemoryView(new PyBytes(bytes), bytes, 0, 'B', 1, [bytes.length], [1], true);
    const result = call(this.raw, 'write', this.direct ? new PyBytes(bytes) : view);
    view.bytes = null;
    if (result === null) return null;
    const n = rawCount(result, 'write');
    if (n < 0 || n > bytes.length)
      throw raiseOSError(`raw write() returned invalid length ${n} (should have been between 0 and ${bytes.length})`);
    return n;
  }

  rawTell(): number {
    const n = toIndexNumber(call(this.raw, 'tell'));
    if (n < 0) throw raiseOSError(`Raw stream returned invalid position ${n}`);
    return n;
  }

  rawSeek(offset: Value, whence: number): Value {
    const position = call(this.raw, 'seek', offset, whence);
    if (toIndexNumber(position) < 0) throw raiseOSError(`Raw stream returned invalid position ${toIndexNumber(position)}`);
    return position;
  }

  /** Writes what is pending. What a stream that does not wait has no room for stays pending. */
  drain(): void {
    if (this.waiting.length === 0) return;
    unflushed.delete(this);
    let bytes = this.waiting.take();
    try {
      while (bytes.length > 0) {
        const n = this.rawWrite(bytes);
        if (n === null) throw blocked(0);
        bytes = bytes.subarray(n);
      }
    } finally {
      this.waiting = new ByteBuilder();
      if (bytes.length > 0) this.waiting.append(bytes);
    }
  }

  /** Puts aside bytes to be written later. */
  private postpone(bytes: Uint8Array): void {
    this.waiting.append(bytes);
    if (this.direct) unflushed.add(this);
  }

  write(bytes: Uint8Array): number {
    if (bytes.length <= this.bufferSize - this.pending && bytes.length < this.bufferSize) {
      this.rewind();
      this.postpone(bytes);
      return bytes.length;
    }
    try {
      this.drain();
    } catch (error) {
      if (!isBlocked(error)) throw error;
      const room = this.bufferSize - this.pending;
      if (bytes.length <= room) {
        this.postpone(bytes);
        return bytes.length;
      }
      this.postpone(bytes.subarray(0, Math.max(0, room)));
      throw blocked(Math.max(0, room));
    }
    this.rewind();
    let written = 0;
    while (bytes.length - written > this.bufferSize) {
      const n = this.rawWrite(bytes.subarray(written));
      if (n === null) {
        if (bytes.length - written <= this.bufferSize) break;
        this.postpone(bytes.subarray(written, written + this.bufferSize));
        throw blocked(written + this.bufferSize);
      }
      written += n;
    }
    this.postpone(bytes.slice(written));
    return bytes.length;
  }

  /** Gives bytes read ahead back, so that the raw stream stands where the reader does. */
  rewind(): void {
    if (this.ahead.length === 0) return;
    const offset = -this.ahead.length;
    this.ahead = NOTHING;
    this.rawSeek(offset, 1);
  }

  /** Makes the raw stream stand where the program thinks that it is. */
  settle(): void {
    this.drain();
    this.rewind();
  }

  /** Reads a buffer full into an empty buffer; false at the end, null where the raw stream would have to wait. */
  fill(): boolean | null {
    const bytes = this.rawRead(this.bufferSize);
    if (bytes === null) return null;
    this.ahead = bytes;
    return bytes.length > 0;
  }

  take(size: number): Uint8Array {
    const taken = this.ahead.slice(0, size);
    this.ahead = this.ahead.subarray(taken.length);
    return taken;
  }

  /** Up to `size` bytes, or null if not even one could be had without waiting. */
  read(size: number): Uint8Array | null {
    if (size <= this.ahead.length) return this.take(size);
    this.drain();
    const out = new ByteBuilder();
    out.append(this.take(this.ahead.length));
    while (out.length < size) {
      const missing = size - out.length;
      // Whole buffers are read past the buffer.
      const whole = this.bufferSize * Math.floor(missing / this.bufferSize);
      let chunk: Uint8Array | null;
      if (whole > 0) chunk = this.rawRead(whole);
      else {
        const filled = this.fill();
        chunk = filled === null ? null : this.take(missing);
      }
      if (chunk === null && out.length === 0) return null;
      if (chunk === null || chunk.length === 0) break;
      out.append(chunk);
    }
    return out.take();
  }

  readAll(): Value {
    const out = new ByteBuilder();
    out.append(this.take(this.ahead.length));
    this.drain();
    const readall = findAttribute(this.raw, 'readall');
    if (readall !== undefined) {
      const rest = callValue(readall, []);
      if (rest !== null && !(rest instanceof PyBytes)) throw typeError('readall() should return bytes');
      if (rest === null) return out.length === 0 ? null : new PyBytes(out.take());
      out.append(rest.data);
      return new PyBytes(out.take());
    }
    for (;;) {
      const chunk = call(this.raw, 'read');
      if (chunk !== null && !(chunk instanceof PyBytes)) throw typeError('read() should return bytes');
      if (chunk === null || chunk.data.length === 0) return out.length === 0 ? chunk : new PyBytes(out.take());
      out.append(chunk.data);
    }
  }

  readLine(size: number): Uint8Array {
    const line = new ByteBuilder();
    for (;;) {
      const limit = size < 0 ? this.ahead.length : Math.min(this.ahead.length, size - line.length);
      const newline = this.ahead.subarray(0, limit).indexOf(0x0a);
      if (newline >= 0) {
        if (line.length === 0) return this.take(newline + 1);
        line.append(this.take(newline + 1));
        return line.take();
      }
      line.append(this.take(limit));
      if (size >= 0 && line.length >= size) return line.take();
      this.drain();
      if (this.fill() !== true) return line.take();
    }
  }

  /** Fills memory, by as many reads as it takes, or (`once`) by as few as give something. */
  readInto(memory: Uint8Array, once: boolean): number | null {
    const first = this.take(memory.length);
    memory.set(first);
    let written = first.length;
    if (written === memory.length) return written;
    this.drain();
    while (written < memory.length) {
      const missing = memory.length - written;
      let chunk: Uint8Array | null;
      // What is larger than the buffer is read past it.
      if (missing > this.bufferSize) chunk = this.rawRead(missing);
      else if (once && written > 0) break;
      else {
        const filled = this.fill();
        chunk = filled === null ? null : this.take(missing);
      }
      if (chunk === null && written === 0) return null;
      if (chunk === null || chunk.length === 0) break;
      memory.set(chunk, written);
      written += chunk.length;
      if (once && missing > this.bufferSize) break;
    }
    return written;
  }
}

const raiseOSError = (message: string): PyBaseException => callValue(T.OSError, [message]) as PyBaseException;

function rawCount(result: Value, method: string): number {
  if (hasIndex(result)) return toIndexNumber(result);
  let cause: unknown;
  try {
    toIndexNumber(result);
  } catch (error) {
    cause = error;
  }
  const failure = raiseOSError(`raw ${method}() failed`);
  failure.cause = failure.context = cause as PyBaseException;
  failure.suppressContext = true;
  throw failure;
}

/** BlockingIOError: so many bytes were taken, for the rest there is no room. */
function blocked(written: number): PyBaseException {
  const { args } = osError('EAGAIN');
  return callValue(T.BlockingIOError, [args.items[0], 'write could not complete without blocking', written]) as PyBaseException;
}

const isBlocked = (error: unknown): boolean => error instanceof PyBaseException && error.cls.isSubtype(T.BlockingIOError);

function initialized(self: PyBuffered): PyBuffered {
  if (self.detached) throw valueError('raw stream has been detached');
  if (self.raw === null) throw valueError('I/O operation on uninitialized object');
  return self;
}

/** An open stream, or one that is closed and still has bytes to give. */
function opened(self: PyBuffered, operation: string): PyBuffered {
  initialized(self);
  if (isClosed(self) && self.ahead.length === 0) throw valueError(`${operation} of closed file`);
  return self;
}

const raw = (self: PyBuffered): Value => initialized(self).raw;

function seek(self: PyBuffered, target: Value, whenceArgument: MaybeValue): Value {
  const whence = whenceArgument === undefined ? 0 : toIndexNumber(whenceArgument);
  if (whence < 0 || whence > 4) throw valueError(`whence value ${whence} unsupported`);
  opened(self, 'seek');
  if (!isTruthy(call(self.raw, 'seekable'))) throw unsupported('File or stream is not seekable.');
  if (!hasIndex(target)) throw typeError(`'${typeOf(target).name}' object cannot be interpreted as an integer`);
  let offset: Value = target;
  if (whence < 2 && self.canRead && self.pending === 0 && self.ahead.length > 0) {
    // Forward moves inside of what was read ahead cost nothing.
    const n = toIndexNumber(target);
    const current = self.rawTell() - self.ahead.length;
    const move = whence === 0 ? n - current : n;
    if (move >= 0 && move <= self.ahead.length) {
      self.ahead = self.ahead.subarray(move);
      // A character device may always be at 0.
      return Math.max(current + move, 0);
    }
  }
  self.drain();
  if (whence === 1) offset = toIndexNumber(target) - self.ahead.length;
  const position = self.rawSeek(offset, whence);
  self.ahead = NOTHING;
  return position;
}

const common: NonNullable<TypeDefinition['methods']> = {
  'close($self, /)': (self: PyBuffered) => {
    initialized(self);
    if (isTruthy(getAttribute(self.raw, 'closed'))) return null;
    closeAll([() => call(self, 'flush'), () => call(self.raw, 'close')]);
    self.ahead = NOTHING;
    return null;
  },
  'detach($self, /)': (self: PyBuffered) => {
    initialized(self);
    call(self, 'flush');
    const stream = self.raw;
    self.raw = null;
    self.detached = true;
    return stream;
  },
  'seekable($self, /)': (self: PyBuffered) => call(raw(self), 'seekable'),
  'fileno($self, /)': (self: PyBuffered) => call(raw(self), 'fileno'),
  'isatty($self, /)': (self: PyBuffered) => call(raw(self), 'isatty'),
  '_dealloc_warn($self, source, /)': () => null,
  'tell($self, /)': (self: PyBuffered) => {
    initialized(self);
    const position = self.rawTell() - self.ahead.length + self.pending;
    return Math.max(position, 0);
  },
  'seek($self, target, whence=0, /)': seek,
  'truncate($self, pos=None, /)': (self: PyBuffered, position: MaybeValue) => {
    opened(self, 'truncate');
    if (!self.canWrite) throw unsupported('truncate');
    self.settle();
    return call(self.raw, 'truncate', position ?? null);
  },
  '__sizeof__($self, /)': (self: PyBuffered) => 176 + (self.raw === null || isClosed(self.raw) ? 0 : self.bufferSize),
  ...notPicklable,
};

const reading: NonNullable<TypeDefinition['methods']> = {
  'flush($self, /)': (self: PyBuffered) => {
    initialized(self);
    if (isClosed(self)) throw valueError('flush of closed file');
    return call(self.raw, 'flush');
  },
  'readable($self, /)': (self: PyBuffered) => call(raw(self), 'readable'),
  'read($self, size=-1, /)': (self: PyBuffered, sizeArgument: MaybeValue) => {
    const size = sizeOf(sizeArgument);
    if (size < -1) throw valueError('read length must be non-negative or -1');
    opened(self, 'read');
    if (size === -1) return self.readAll();
    const bytes = self.read(size);
    return bytes === null ? null : new PyBytes(bytes);
  },
  'read1($self, size=-1, /)': (self: PyBuffered, sizeArgument: MaybeValue) => {
    let size = sizeArgument === undefined ? -1 : toIndexNumber(sizeArgument);
    if (size < 0) size = self.bufferSize;
    opened(self, 'read');
    if (size === 0) return new PyBytes(NOTHING);
    if (self.ahead.length > 0) return new PyBytes(self.take(size));
    self.drain();
    return new PyBytes(self.rawRead(size) ?? NOTHING);
  },
  'readinto($self, buffer, /)': (self: PyBuffered, buffer: Value) => {
    const memory = writableBytes(buffer, 'readinto');
    return opened(self, 'readinto').readInto(memory, false);
  },
  'readinto1($self, buffer, /)': (self: PyBuffered, buffer: Value) => {
    const memory = writableBytes(buffer, 'readinto1');
    return opened(self, 'readinto').readInto(memory, true);
  },
  'peek($self, size=0, /)': (self: PyBuffered) => {
    opened(self, 'peek').drain();
    if (self.ahead.length === 0) self.fill();
    return new PyBytes(self.ahead.slice());
  },
  'readline($self, size=-1, /)': (self: PyBuffered, sizeArgument: MaybeValue) =>
    new PyBytes(opened(self, 'readline').readLine(sizeOf(sizeArgument))),
};

function flushWriter(self: PyBuffered): Value {
  initialized(self);
  if (isClosed(self)) throw valueError('flush of closed file');
  self.settle();
  return call(self.raw, 'flush');
}

const writing: NonNullable<TypeDefinition['methods']> = {
  'flush($self, /)': flushWriter,
  'writable($self, /)': (self: PyBuffered) => call(raw(self), 'writable'),
  'write($self, buffer, /)': (self: PyBuffered, data: Value) => {
    initialized(self);
    const bytes = bytesOf(data);
    if (isClosed(self)) throw valueError('write to closed file');
    return self.write(bytes);
  },
};

const getset: NonNullable<TypeDefinition['getset']> = {
  closed: [(self: PyBuffered) => getAttribute(raw(self), 'closed')],
  raw: [(self: PyBuffered) => self.raw],
  name: [(self: PyBuffered) => getAttribute(raw(self), 'name')],
  mode: [(self: PyBuffered) => getAttribute(raw(self), 'mode')],
  _finalizing: [() => false],
};

/** `<_io.BufferedReader name='x'>` */
export function streamRepr(self: PyStream, attributes: () => string): string {
  const name = `${typeOf(self).module}.${typeOf(self).qualname}`;
  if (!enterRepr(self)) throw runtimeError(`reentrant call inside ${name}.__repr__`);
  try {
    return `<${name}${attributes()}>`;
  } finally {
    leaveRepr();
  }
}

/** ` name='x'`, or nothing if the stream has no name. */
export function nameIn(self: PyStream, attribute = 'name'): string {
  try {
    const value = findAttribute(self, attribute);
    return value === undefined ? '' : ` ${attribute}=${reprText(value)}`;
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.ValueError)) return '';
    throw error;
  }
}

function nextLine(self: Value): MaybeValue {
  const line =
    self instanceof PyBuffered && !self.cls.isHeapType ? new PyBytes(opened(self, 'readline').readLine(-1)) : call(self, 'readline');
  if (!(line instanceof PyBytes)) throw raiseOSError(`readline() should have returned a bytes object, not '${typeOf(line).name}'`);
  return line.data.length === 0 ? undefined : line;
}

function defineBuffered(name: string, canRead: boolean, canWrite: boolean, methods: TypeDefinition['methods'], doc: string): PyType {
  return defineType(name, {
    base: BufferedIOBase,
    module: '_io',
    doc,
    slots: {
      tp_alloc: cls => new PyBuffered(cls),
      tp_init: makeInit(`${name}($self, raw, buffer_size=131072)`, (self: PyBuffered, stream: Value, size: MaybeValue) => {
        self.raw = null;
        self.detached = false;
        // Seeking is checked first, then what can be done with the stream.
        if (canRead && canWrite && !isTruthy(call(stream, 'seekable'))) throw unsupported('File or stream is not seekable.');
        if (canRead && !isTruthy(call(stream, 'readable'))) throw unsupported('File or stream is not readable.');
        if (canWrite && !isTruthy(call(stream, 'writable'))) throw unsupported('File or stream is not writable.');
        const bufferSize = size === undefined ? DEFAULT_BUFFER_SIZE : toIndexNumber(size);
        if (bufferSize <= 0) throw valueError('buffer size must be strictly positive');
        self.canRead = canRead;
        self.canWrite = canWrite;
        self.connect(stream, bufferSize);
      }),
      tp_repr: self => streamRepr(self as PyBuffered, () => nameIn(self as PyBuffered)),
      ...(canRead ? { tp_iternext: nextLine } : {}),
    },
    methods: { ...common, ...methods },
    getset,
  });
}

export const BufferedReader = defineBuffered(
  'BufferedReader',
  true,
  false,
  reading,
  'Create a new buffered reader using the given readable raw IO object.',
);
export const BufferedWriter = defineBuffered(
  'BufferedWriter',
  false,
  true,
  writing,
  'A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.',
);
export const BufferedRandom = defineBuffered(
  'BufferedRandom',
  true,
  true,
  { ...reading, ...writing },
  'A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE.',
);

class PyBufferedPair extends PyStream {
  reader: Value | undefined = undefined;
  writer: Value | undefined = undefined;
}

const half = (stream: MaybeValue): Value => {
  if (stream === undefined) throw valueError('I/O operation on uninitialized object');
  return stream;
};
const toReader =
  (name: string) =>
  (self: PyBufferedPair, args: Value[]): Value =>
    callValue(getAttribute(half(self.reader), name), args);
const toWriter =
  (name: string) =>
  (self: PyBufferedPair, args: Value[]): Value =>
    callValue(getAttribute(half(self.writer), name), args);

export const BufferedRWPair = defineType('BufferedRWPair', {
  base: BufferedIOBase,
  module: '_io',
  doc: 'A buffered reader and writer object together.\n\nA buffered reader object and buffered writer object put together to\nform a sequential IO object that can read and write. This is typically\nused with a socket or two-way pipe.\n\nreader and writer are RawIOBase objects that are readable and\nwriteable respectively. If the buffer_size is omitted it defaults to\nDEFAULT_BUFFER_SIZE.',
  slots: {
    tp_alloc: cls => new PyBufferedPair(cls),
    tp_init: makeInit(
      'BufferedRWPair($self, reader, writer, buffer_size=131072, /)',
      (self: PyBufferedPair, reader: Value, writer: Value, size: MaybeValue) => {
        if (!isTruthy(call(reader, 'readable'))) throw unsupported('File or stream is not readable.');
        if (!isTruthy(call(writer, 'writable'))) throw unsupported('File or stream is not writable.');
        const bufferSize = size ?? DEFAULT_BUFFER_SIZE;
        self.reader = callValue(BufferedReader, [reader, bufferSize]);
        self.writer = callValue(BufferedWriter, [writer, bufferSize]);
      },
    ),
  },
  methods: {
    'read($self, /, *args)': toReader('read'),
    'read1($self, /, *args)': toReader('read1'),
    'peek($self, /, *args)': toReader('peek'),
    'readinto($self, /, *args)': toReader('readinto'),
    'readinto1($self, /, *args)': toReader('readinto1'),
    'readable($self, /, *args)': toReader('readable'),
    'write($self, /, *args)': toWriter('write'),
    'flush($self, /, *args)': toWriter('flush'),
    'writable($self, /, *args)': toWriter('writable'),
    'close($self, /)': (self: PyBufferedPair) => {
      closeAll([() => call(half(self.writer), 'close'), () => call(half(self.reader), 'close')]);
      return null;
    },
    'isatty($self, /)': (self: PyBufferedPair) =>
      isTruthy(call(half(self.writer), 'isatty')) || isTruthy(call(half(self.reader), 'isatty')),
    ...notPicklable,
  },
  getset: {
    closed: [
      (self: PyBufferedPair) => {
        if (self.writer === undefined) throw runtimeError('the BufferedRWPair object is being garbage-collected');
        return getAttribute(self.writer, 'closed');
      },
    ],
  },
});
