/** Buffered binary streams over a raw one: BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair (CPython: Modules/_io/bufferedio.c). */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { defineType, type TypeDefinition } from '../../objects/core/define.ts';
import { typeError, valueError } from '../../objects/core/errors.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { toIndexNumber } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { typeOf } from '../../objects/core/type.ts';
import { BufferedIOBase, ByteBuilder, bytesOf, call, constructorArguments, isClosed, PyStream, sizeOf, unsupported } from './base.ts';

export const DEFAULT_BUFFER_SIZE = 131072;

export class PyBuffered extends PyStream {
  raw: Value = null;
  bufferSize = DEFAULT_BUFFER_SIZE;
  /** Bytes read ahead. */
  ahead: Uint8Array = new Uint8Array();
  /** Bytes not yet written. */
  pending = new ByteBuilder();
  detached = false;

  /** Writes what is pending. */
  drain(): void {
    if (this.pending.length === 0) return;
    let bytes = this.pending.take();
    this.pending = new ByteBuilder();
    while (bytes.length > 0) {
      const n = call(this.raw, 'write', new PyBytes(bytes));
      bytes = bytes.subarray(n === null ? 0 : toIndexNumber(n));
    }
  }
  /** Gives bytes read ahead back, so that the raw stream stands where the reader does. */
  rewind(): void {
    if (this.ahead.length === 0) return;
    call(this.raw, 'seek', -this.ahead.length, 1);
    this.ahead = new Uint8Array();
  }
  /** Reads ahead; false at the end. */
  fill(atLeast: number): boolean {
    const chunk = call(this.raw, 'read', Math.max(atLeast, this.bufferSize));
    const bytes = chunk === null ? new Uint8Array() : bytesOf(chunk);
    if (bytes.length === 0) return false;
    const joined = new Uint8Array(this.ahead.length + bytes.length);
    joined.set(this.ahead);
    joined.set(bytes, this.ahead.length);
    this.ahead = joined;
    return true;
  }
  take(size: number): Uint8Array {
    const taken = this.ahead.slice(0, size);
    this.ahead = this.ahead.subarray(taken.length);
    return taken;
  }
}

function opened(self: PyBuffered): PyBuffered {
  if (self.detached) throw valueError('raw stream has been detached');
  if (self.raw === null) throw valueError('I/O operation on uninitialized object');
  if (isClosed(self.raw)) throw valueError('I/O operation on closed file.');
  return self;
}

const raw = (self: PyBuffered): Value => opened(self).raw;

const common: NonNullable<TypeDefinition['methods']> = {
  'close($self, /)': (self: PyBuffered) => {
    if (self.raw === null || isClosed(self.raw)) return null;
    try {
      call(self, 'flush');
    } finally {
      call(self.raw, 'close');
    }
    return null;
  },
  'detach($self, /)': (self: PyBuffered) => {
    call(self, 'flush');
    const stream = self.raw;
    self.detached = true;
    return stream;
  },
  'flush($self, /)': (self: PyBuffered) => {
    opened(self).drain();
    call(self.raw, 'flush');
    return null;
  },
  'seekable($self, /)': (self: PyBuffered) => call(raw(self), 'seekable'),
  'fileno($self, /)': (self: PyBuffered) => call(raw(self), 'fileno'),
  'isatty($self, /)': (self: PyBuffered) => call(raw(self), 'isatty'),
  'tell($self, /)': (self: PyBuffered) => toIndexNumber(call(raw(self), 'tell')) - self.ahead.length + self.pending.length,
  'seek($self, target, whence=0, /)': (self: PyBuffered, target: Value, whence: MaybeValue) => {
    const mode = whence === undefined ? 0 : toIndexNumber(whence);
    if (mode < 0 || mode > 2) throw valueError(`whence value ${mode} unsupported`);
    opened(self).drain();
    self.rewind();
    return call(self.raw, 'seek', target, mode);
  },
  'truncate($self, pos=None, /)': (self: PyBuffered, position: MaybeValue) => {
    opened(self).drain();
    self.rewind();
    return call(self.raw, 'truncate', position ?? null);
  },
};

const reading: NonNullable<TypeDefinition['methods']> = {
  'readable($self, /)': (self: PyBuffered) => call(raw(self), 'readable'),
  'read($self, size=-1, /)': (self: PyBuffered, sizeArgument: MaybeValue) => {
    const size = sizeOf(sizeArgument);
    if (size < -1) throw valueError('read length must be non-negative or -1');
    opened(self).drain();
    if (size < 0) {
      const all = new ByteBuilder();
      all.append(self.take(self.ahead.length));
      const rest = findAttribute(self.raw, 'readall') === undefined ? call(self.raw, 'read') : call(self.raw, 'readall');
      if (rest !== null) all.append(bytesOf(rest));
      return new PyBytes(all.take());
    }
    while (self.ahead.length < size && self.fill(size - self.ahead.length));
    return new PyBytes(self.take(size));
  },
  'read1($self, size=-1, /)': (self: PyBuffered, sizeArgument: MaybeValue) => {
    const size = sizeOf(sizeArgument);
    opened(self).drain();
    if (size === 0) return new PyBytes(new Uint8Array());
    if (self.ahead.length === 0) self.fill(1);
    return new PyBytes(self.take(size < 0 ? self.bufferSize : size));
  },
  'peek($self, size=0, /)': (self: PyBuffered) => {
    opened(self).drain();
    if (self.ahead.length === 0) self.fill(1);
    return new PyBytes(self.ahead.slice());
  },
  'readline($self, size=-1, /)': (self: PyBuffered, sizeArgument: MaybeValue) => {
    const size = sizeOf(sizeArgument);
    opened(self).drain();
    let from = 0;
    for (;;) {
      const newline = self.ahead.indexOf(0x0a, from);
      if (newline >= 0 || (size >= 0 && self.ahead.length >= size)) {
        const end = newline < 0 ? size : size < 0 ? newline + 1 : Math.min(newline + 1, size);
        return new PyBytes(self.take(end));
      }
      from = self.ahead.length;
      if (!self.fill(1)) return new PyBytes(self.take(self.ahead.length));
    }
  },
};

const writing: NonNullable<TypeDefinition['methods']> = {
  'writable($self, /)': (self: PyBuffered) => call(raw(self), 'writable'),
  'write($self, b, /)': (self: PyBuffered, data: Value) => {
    const bytes = bytesOf(data);
    if (self.raw !== null && isClosed(self.raw)) throw valueError('write to closed file');
    opened(self).rewind();
    self.pending.append(bytes);
    if (self.pending.length > self.bufferSize) self.drain();
    return bytes.length;
  },
};

const getset: NonNullable<TypeDefinition['getset']> = {
  closed: [(self: PyBuffered) => isClosed(self.raw)],
  raw: [(self: PyBuffered) => self.raw],
  name: [(self: PyBuffered) => getAttribute(self.raw, 'name')],
  mode: [(self: PyBuffered) => getAttribute(self.raw, 'mode')],
};

function defineBuffered(name: string, ability: 'readable' | 'writable' | 'both', methods: TypeDefinition['methods']) {
  return defineType(name, {
    base: BufferedIOBase,
    module: '_io',
    slots: {
      tp_new: cls => new PyBuffered(cls),
      tp_init: (value, args, kwnames) => {
        const self = value as PyBuffered;
        const [stream, size] = constructorArguments(name, ['raw', 'buffer_size'], args, kwnames);
        if (stream === undefined) throw typeError(`${name}() missing required argument 'raw' (pos 1)`);
        if (ability !== 'writable' && !isTruthy(call(stream, 'readable'))) throw unsupported('File or stream is not readable.');
        if (ability !== 'readable' && !isTruthy(call(stream, 'writable'))) throw unsupported('File or stream is not writable.');
        self.bufferSize = size === undefined ? DEFAULT_BUFFER_SIZE : toIndexNumber(size);
        if (self.bufferSize <= 0) throw valueError('buffer size must be strictly positive');
        self.raw = stream;
      },
      tp_repr: self => {
        const streamName = (self as PyBuffered).raw === null ? undefined : findAttribute((self as PyBuffered).raw, 'name');
        return streamName === undefined ? `<_io.${typeOf(self).name}>` : `<_io.${typeOf(self).name} name=${reprText(streamName)}>`;
      },
    },
    methods: { ...common, ...methods },
    getset,
  });
}

export const BufferedReader = defineBuffered('BufferedReader', 'readable', reading);
export const BufferedWriter = defineBuffered('BufferedWriter', 'writable', writing);
export const BufferedRandom = defineBuffered('BufferedRandom', 'both', { ...reading, ...writing });

class PyBufferedPair extends PyStream {
  reader: Value = null;
  writer: Value = null;
}
const toReader =
  (name: string) =>
  (self: PyBufferedPair, ...args: Value[]): Value =>
    call(self.reader, name, ...args.filter(arg => arg !== undefined));
const toWriter =
  (name: string) =>
  (self: PyBufferedPair, ...args: Value[]): Value =>
    call(self.writer, name, ...args);

export const BufferedRWPair = defineType('BufferedRWPair', {
  base: BufferedIOBase,
  module: '_io',
  slots: {
    tp_new: cls => new PyBufferedPair(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PyBufferedPair;
      const [reader, writer, size] = constructorArguments('BufferedRWPair', ['reader', 'writer', 'buffer_size'], args, kwnames);
      if (reader === undefined || writer === undefined) throw typeError(`BufferedRWPair expected at least 2 arguments, got ${args.length}`);
      const bufferSize = size ?? DEFAULT_BUFFER_SIZE;
      self.reader = BufferedReader.cls.slots.tp_call!(BufferedReader, [reader, bufferSize], null);
      self.writer = BufferedWriter.cls.slots.tp_call!(BufferedWriter, [writer, bufferSize], null);
    },
  },
  methods: {
    'read($self, size=-1, /)': toReader('read'),
    'read1($self, size=-1, /)': toReader('read1'),
    'peek($self, size=0, /)': toReader('peek'),
    'readinto($self, buffer, /)': toReader('readinto'),
    'readable($self, /)': toReader('readable'),
    'write($self, b, /)': toWriter('write'),
    'flush($self, /)': toWriter('flush'),
    'writable($self, /)': toWriter('writable'),
    'close($self, /)': (self: PyBufferedPair) => {
      call(self.writer, 'close');
      return call(self.reader, 'close');
    },
    'isatty($self, /)': (self: PyBufferedPair) => isTruthy(call(self.writer, 'isatty')) || isTruthy(call(self.reader, 'isatty')),
  },
  getset: { closed: [(self: PyBufferedPair) => isClosed(self.writer)] },
});
