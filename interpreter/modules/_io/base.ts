/** What all streams share: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase` (CPython: Modules/_io/iobase.c). */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyBytes, PyByteArray } from '../../objects/core/bytes.ts';
import { PyList } from '../../objects/core/tuple.ts';
import { T } from '../../objects/core/registry.ts';
import { defineType, type TypeDefinition } from '../../objects/core/define.ts';
import { PyBaseException, raise, typeError, valueError } from '../../objects/core/errors.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { bytesArgument, getBuffer } from '../../objects/protocol/buffer.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { forEach } from '../../objects/protocol/iterate.ts';
import { hasIndex, toIndexNumber } from '../../objects/protocol/index.ts';
import { length } from '../../objects/protocol/sequence.ts';

/** An instance of a stream type, native or derived in Python. */
export class PyStream extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
  /** For streams that do not override `closed`. */
  isClosed = false;
}

/** `OSError` and `ValueError` in one: an operation that this stream cannot do. */
export const UnsupportedOperation: PyType = defineType('UnsupportedOperation', {
  bases: [T.OSError, T.ValueError],
  module: 'io',
  solid: false,
});
UnsupportedOperation.slots.tp_new = T.OSError.slots.tp_new;

export const unsupported = (operation: string): PyBaseException => raise(UnsupportedOperation, operation);

export const call = (self: Value, name: string, ...args: Value[]): Value => callValue(getAttribute(self, name), args);

export function isClosed(self: Value): boolean {
  const closed = findAttribute(self, 'closed');
  return closed !== undefined && isTruthy(closed);
}

export function checkClosed(self: Value): void {
  if (isClosed(self)) throw valueError('I/O operation on closed file.');
}

/** Runs steps of closing one by one, whatever they raise; the last exception is raised, with the one before as its context. */
export function closeAll(steps: readonly (() => unknown)[]): void {
  let failure: PyBaseException | null = null;
  for (const step of steps) {
    try {
      step();
    } catch (error) {
      if (!(error instanceof PyBaseException)) throw error;
      if (failure !== null && error.context === null) error.context = failure;
      failure = error;
    }
  }
  // eslint-disable-next-line typescript/only-throw-error
  if (failure !== null) throw failure;
}

/** The memory of a bytes-like object; raises TypeError for anything else. */
export const bytesOf = bytesArgument;

/** Memory to be written into. */
export function writableBytes(value: Value, method: string): Uint8Array {
  const buffer = getBuffer(value);
  if (buffer === undefined || buffer.readonly)
    throw typeError(`${method}() argument must be read-write bytes-like object, not ${typeOf(value).name}`);
  return buffer.bytes;
}

const refusePickling = (self: Value): never => {
  throw typeError(`cannot pickle '${typeOf(self).name}' instances`);
};

/** Streams with something outside of Python behind them. */
export const notPicklable: NonNullable<TypeDefinition['methods']> = {
  '__getstate__($self, /)': refusePickling,
};

/** A size argument: -1 for None or an omitted one. */
export function sizeOf(value: MaybeValue): number {
  if (value === undefined || value === null) return -1;
  if (!hasIndex(value)) throw typeError(`argument should be integer or None, not '${typeOf(value).name}'`);
  return toIndexNumber(value);
}

/** Bytes that grow by appending. */
export class ByteBuilder {
  private buffer = new Uint8Array(64);
  length = 0;
  append(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.buffer.length) {
      const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.buffer.set(bytes, this.length);
    this.length = needed;
  }
  take(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

const refuse = (operation: string) => (): never => {
  throw unsupported(operation);
};

function readline(self: Value, sizeArgument: MaybeValue): Value {
  const size = sizeOf(sizeArgument);
  const peek = findAttribute(self, 'peek');
  const line = new ByteBuilder();
  const mustBeBytes = (value: Value, method: string): Uint8Array => {
    if (!(value instanceof PyBytes))
      throw callValue(T.OSError, [`${method}() should have returned a bytes object, not '${typeOf(value).name}'`]);
    return value.data;
  };
  for (;;) {
    if (size >= 0 && line.length >= size) break;
    let count = 1;
    if (peek !== undefined) {
      const ahead = mustBeBytes(callValue(peek, [1]), 'peek');
      if (ahead.length > 0) {
        const newline = ahead.indexOf(0x0a);
        count = newline < 0 ? ahead.length : newline + 1;
        if (size >= 0) count = Math.min(count, size - line.length);
      }
    }
    const chunk = mustBeBytes(call(self, 'read', count), 'read');
    if (chunk.length === 0) break;
    line.append(chunk);
    if (chunk[chunk.length - 1] === 0x0a) break;
  }
  return new PyBytes(line.take());
}

/** `next(stream)`: a line, or undefined when it is empty. */
function nextLine(self: Value): MaybeValue {
  const line = call(self, 'readline');
  return length(line) === 0 ? undefined : line;
}

const ioBaseMethods: NonNullable<TypeDefinition['methods']> = {
  'seek($self, offset, whence=os.SEEK_SET, /)': refuse('seek'),
  'tell($self, /)': (self: Value) => call(self, 'seek', 0, 1),
  'truncate($self, size=None, /)': refuse('truncate'),
  'flush($self, /)': (self: Value) => {
    checkClosed(self);
    return null;
  },
  'close($self, /)': (self: PyStream) => {
    if (self.isClosed) return null;
    try {
      call(self, 'flush');
    } finally {
      self.isClosed = true;
    }
    return null;
  },
  'seekable($self, /)': () => false,
  'readable($self, /)': () => false,
  'writable($self, /)': () => false,
  '_checkClosed($self, /)': (self: Value) => {
    checkClosed(self);
    return null;
  },
  '_checkSeekable($self, /)': (self: Value) => requireAbility(self, 'seekable', 'File or stream is not seekable.'),
  '_checkReadable($self, /)': (self: Value) => requireAbility(self, 'readable', 'File or stream is not readable.'),
  '_checkWritable($self, /)': (self: Value) => requireAbility(self, 'writable', 'File or stream is not writable.'),
  'fileno($self, /)': refuse('fileno'),
  'isatty($self, /)': (self: Value) => {
    checkClosed(self);
    return false;
  },
  '__enter__($self, /)': (self: Value) => {
    checkClosed(self);
    return self;
  },
  '__exit__($self, /, *args)': (self: Value) => call(self, 'close'),
  '__del__($self, /)': (self: Value) => {
    if (!isClosed(self)) call(self, 'close');
    return null;
  },
  'readline($self, size=-1, /)': readline,
  'readlines($self, hint=-1, /)': (self: Value, hint: MaybeValue) => {
    const limit = sizeOf(hint);
    const lines: Value[] = [];
    let total = 0;
    forEach(self, line => {
      lines.push(line);
      total += length(line);
      if (limit > 0 && total > limit) return false;
    });
    return new PyList(lines);
  },
  'writelines($self, lines, /)': (self: Value, lines: Value) => {
    checkClosed(self);
    forEach(lines, line => void call(self, 'write', line));
    return null;
  },
};

function requireAbility(self: Value, ability: string, message: string): Value {
  if (!isTruthy(call(self, ability))) throw unsupported(message);
  return true;
}

export const IOBase = defineType('_IOBase', {
  module: '_io',
  hasDict: true,
  inheritsNew: true,
  doc: 'The abstract base class for all I/O classes.\n\nThis class provides dummy implementations for many methods that\nderived classes can override selectively; the default implementations\nrepresent a file that cannot be read, written or seeked.',
  slots: {
    tp_alloc: cls => new PyStream(cls),
    tp_iter: self => {
      checkClosed(self);
      return self;
    },
    tp_iternext: nextLine,
  },
  methods: ioBaseMethods,
  getset: { closed: [(self: PyStream) => self.isClosed], __dict__: [(self: PyStream) => (self.dict ??= new PyDict())] },
});

export const RawIOBase = defineType('_RawIOBase', {
  base: IOBase,
  module: '_io',
  doc: 'Base class for raw binary I/O.',
  methods: {
    'read($self, size=-1, /)': (self: Value, sizeArgument: MaybeValue) => {
      const size = sizeArgument === undefined ? -1 : toIndexNumber(sizeArgument);
      if (size < 0) return call(self, 'readall');
      const buffer = new PyByteArray(new Uint8Array(size));
      const result = call(self, 'readinto', buffer);
      if (result === null) return null;
      const n = toIndexNumber(result);
      if (n < 0 || n > size) throw valueError(`readinto returned ${n} outside buffer size ${size}`);
      return new PyBytes(buffer.data.slice(0, n));
    },
    'readall($self, /)': (self: Value) => {
      const all = new ByteBuilder();
      for (;;) {
        const chunk = call(self, 'read', 131072);
        if (chunk === null) return all.length === 0 ? null : new PyBytes(all.take());
        if (!(chunk instanceof PyBytes)) throw typeError('read() should return bytes');
        if (chunk.data.length === 0) return new PyBytes(all.take());
        all.append(chunk.data);
      }
    },
    'readinto($self, buffer, /)': refuseAbstract,
    'write($self, b, /)': refuseAbstract,
  },
});

function refuseAbstract(): never {
  throw raise(T.NotImplementedError);
}

function readInto(self: Value, buffer: Value, method: string): Value {
  const target = writableBytes(buffer, method === 'read' ? 'readinto' : 'readinto1');
  const data = call(self, method, target.length);
  if (!(data instanceof PyBytes)) throw typeError('read() should return bytes');
  if (data.data.length > target.length)
    throw valueError(`read() returned too much data: ${target.length} bytes requested, ${data.data.length} returned`);
  target.set(data.data);
  return data.data.length;
}

export const BufferedIOBase = defineType('_BufferedIOBase', {
  base: IOBase,
  module: '_io',
  doc: 'Base class for buffered IO objects.\n\nThe main difference with RawIOBase is that the read() method\nsupports omitting the size argument, and does not have a default\nimplementation that defers to readinto().\n\nIn addition, read(), readinto() and write() may raise BlockingIOError\nif the underlying raw stream is in non-blocking mode and not ready;\nunlike their raw counterparts, they will never return None.\n\nA typical implementation should not inherit from a RawIOBase\nimplementation, but wrap one.',
  methods: {
    'detach($self, /)': refuse('detach'),
    'read($self, size=-1, /)': refuse('read'),
    'read1($self, size=-1, /)': refuse('read1'),
    'readinto($self, buffer, /)': (self: Value, buffer: Value) => readInto(self, buffer, 'read'),
    'readinto1($self, buffer, /)': (self: Value, buffer: Value) => readInto(self, buffer, 'read1'),
    'write($self, b, /)': refuse('write'),
  },
});

export const TextIOBase = defineType('_TextIOBase', {
  base: IOBase,
  module: '_io',
  doc: "Base class for text I/O.\n\nThis class provides a character and line based interface to stream\nI/O. There is no readinto method because Python's character strings\nare immutable.",
  methods: {
    'detach($self, /)': refuse('detach'),
    'read($self, size=-1, /)': refuse('read'),
    'readline($self, size=-1, /)': refuse('readline'),
    'write($self, s, /)': refuse('write'),
  },
  getset: { encoding: [() => null], newlines: [() => null], errors: [() => null] },
});
