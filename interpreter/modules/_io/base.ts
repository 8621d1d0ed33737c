/** What all streams share: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase` (CPython: Modules/_io/iobase.c). */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../../objects/core/value.ts';
import type { PyDict } from '../../objects/core/dict.ts';
import { PyBytes, PyByteArray } from '../../objects/core/bytes.ts';
import { PyList } from '../../objects/core/tuple.ts';
import { T } from '../../objects/core/registry.ts';
import { defineType, type TypeDefinition } from '../../objects/core/define.ts';
import type { PyBaseException } from '../../objects/core/errors.ts';
import { raise, typeError, valueError } from '../../objects/core/errors.ts';
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
  '__reduce__($self, /)': refusePickling,
  '__reduce_ex__($self, protocol, /)': refusePickling,
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
  const line = new ByteBuilder();
  while (size < 0 || line.length < size) {
    const chunk = bytesOf(call(self, 'read', 1));
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
  'seek($self, offset, whence=0, /)': refuse('seek'),
  'tell($self, /)': (self: Value) => call(self, 'seek', 0, 1),
  'truncate($self, size=None, /)': refuse('truncate'),
  'flush($self, /)': (self: Value) => {
    checkClosed(self);
    return null;
  },
  'close($self, /)': (self: PyStream) => {
    if (isClosed(self)) return null;
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
  '__exit__($self, /, *args)': (self: Value) => {
    call(self, 'close');
    return null;
  },
  'readline($self, size=-1, /)': readline,
  'readlines($self, hint=-1, /)': (self: Value, hint: MaybeValue) => {
    const limit = sizeOf(hint);
    const lines: Value[] = [];
    let total = 0;
    for (let line = nextLine(self); line !== undefined; line = nextLine(self)) {
      lines.push(line);
      total += length(line);
      if (limit > 0 && total >= limit) break;
    }
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
  slots: {
    tp_new: cls => new PyStream(cls),
    tp_iter: self => {
      checkClosed(self);
      return self;
    },
    tp_iternext: nextLine,
    tp_del: self => {
      if (!isClosed(self)) call(self, 'close');
    },
  },
  methods: ioBaseMethods,
  getset: { closed: [(self: PyStream) => self.isClosed] },
});

export const RawIOBase = defineType('_RawIOBase', {
  base: IOBase,
  module: '_io',
  methods: {
    'read($self, size=-1, /)': (self: Value, sizeArgument: MaybeValue) => {
      const size = sizeOf(sizeArgument);
      if (size < 0) return call(self, 'readall');
      const buffer = new PyByteArray(new Uint8Array(size));
      const n = call(self, 'readinto', buffer);
      return n === null ? null : new PyBytes(buffer.data.slice(0, toIndexNumber(n)));
    },
    'readall($self, /)': (self: Value) => {
      const all = new ByteBuilder();
      for (;;) {
        const chunk = call(self, 'read', 8192);
        if (chunk === null) return all.length === 0 ? null : new PyBytes(all.take());
        const bytes = bytesOf(chunk);
        if (bytes.length === 0) return new PyBytes(all.take());
        all.append(bytes);
      }
    },
    'readinto($self, buffer, /)': refuse('readinto'),
    'write($self, b, /)': refuse('write'),
  },
});

function readInto(self: Value, buffer: Value, method: string): Value {
  const target = writableBytes(buffer, 'readinto');
  const data = bytesOf(call(self, method, target.length));
  target.set(data);
  return data.length;
}

export const BufferedIOBase = defineType('_BufferedIOBase', {
  base: IOBase,
  module: '_io',
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
  methods: {
    'detach($self, /)': refuse('detach'),
    'read($self, size=-1, /)': refuse('read'),
    'readline($self, size=-1, /)': refuse('readline'),
    'write($self, s, /)': refuse('write'),
  },
  getset: { encoding: [() => null], newlines: [() => null], errors: [() => null] },
});

/** Arguments of a constructor by position or name. */
export function constructorArguments(
  name: string,
  parameters: readonly string[],
  args: readonly Value[],
  kwnames: readonly string[] | null,
): MaybeValue[] {
  const count = args.length - (kwnames?.length ?? 0);
  if (count > parameters.length)
    throw typeError(`${name}() takes at most ${parameters.length} argument${parameters.length === 1 ? '' : 's'} (${args.length} given)`);
  const bound: MaybeValue[] = new Array<MaybeValue>(parameters.length).fill(undefined);
  for (let i = 0; i < count; i++) bound[i] = args[i];
  kwnames?.forEach((keyword, k) => {
    const i = parameters.indexOf(keyword);
    if (i < 0) throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
    if (bound[i] !== undefined) throw typeError(`argument for ${name}() given by name ('${keyword}') and position (${i + 1})`);
    bound[i] = args[count + k];
  });
  return bound;
}
