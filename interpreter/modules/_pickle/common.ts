/** What both directions share: exceptions, opcodes, bytes on their way out, and Python's own half of the machinery. */
import { PyObject, type Value } from '../../objects/core/value.ts';
import { defineType } from '../../objects/core/define.ts';
import { bufferError, PyBaseException, raise, runtimeError, typeError, valueError } from '../../objects/core/errors.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { T } from '../../objects/core/registry.ts';
import { strText } from '../../objects/core/str.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { exporters, fullBuffer, type Buffer } from '../../objects/protocol/buffer.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { loadModule } from '../../vm/import.ts';
import { makeNew } from '../../objects/types/make.ts';

function exception(name: string, base: PyType): PyType {
  const type = defineType(`_pickle.${name}`, { base, solid: false });
  type.name = name;
  return type;
}

export const PickleError = exception('PickleError', T.Exception);
export const PicklingError = exception('PicklingError', PickleError);
export const UnpicklingError = exception('UnpicklingError', PickleError);

/** An error that comes of another one. */
export function because(cause: unknown, error: unknown): unknown {
  if (cause instanceof PyBaseException && error instanceof PyBaseException) error.context = cause;
  return error;
}

export const picklingError = (message: string): unknown => raise(PicklingError, message);
export const unpicklingError = (message: string): unknown => raise(UnpicklingError, message);

export const HIGHEST_PROTOCOL = 5;
export const DEFAULT_PROTOCOL = 5;

const c = (char: string): number => char.charCodeAt(0);

/** Instructions of the machine that a pickle is a program for, by CPython's names. */
export const OP = {
  MARK: c('('), STOP: c('.'), POP: c('0'), POP_MARK: c('1'), DUP: c('2'), FLOAT: c('F'), INT: c('I'), BININT: c('J'), BININT1: c('K'),
  LONG: c('L'), BININT2: c('M'), NONE: c('N'), PERSID: c('P'), BINPERSID: c('Q'), REDUCE: c('R'), STRING: c('S'), BINSTRING: c('T'),
  SHORT_BINSTRING: c('U'), UNICODE: c('V'), BINUNICODE: c('X'), APPEND: c('a'), BUILD: c('b'), GLOBAL: c('c'), DICT: c('d'),
  EMPTY_DICT: c('}'), APPENDS: c('e'), GET: c('g'), BINGET: c('h'), INST: c('i'), LONG_BINGET: c('j'), LIST: c('l'), EMPTY_LIST: c(']'),
  OBJ: c('o'), PUT: c('p'), BINPUT: c('q'), LONG_BINPUT: c('r'), SETITEM: c('s'), TUPLE: c('t'), EMPTY_TUPLE: c(')'), SETITEMS: c('u'),
  BINFLOAT: c('G'), PROTO: 0x80, NEWOBJ: 0x81, EXT1: 0x82, EXT2: 0x83, EXT4: 0x84, TUPLE1: 0x85, TUPLE2: 0x86, TUPLE3: 0x87,
  NEWTRUE: 0x88, NEWFALSE: 0x89, LONG1: 0x8a, LONG4: 0x8b, BINBYTES: c('B'), SHORT_BINBYTES: c('C'), SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d, BINBYTES8: 0x8e, EMPTY_SET: 0x8f, ADDITEMS: 0x90, FROZENSET: 0x91, NEWOBJ_EX: 0x92, STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94, FRAME: 0x95, BYTEARRAY8: 0x96, NEXT_BUFFER: 0x97, READONLY_BUFFER: 0x98,
} as const; // prettier-ignore

/** Bytes that grow. */
export class Bytes {
  private buffer = new Uint8Array(256);
  length = 0;

  private room(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }

  byte(byte: number): void {
    this.room(1);
    this.buffer[this.length++] = byte;
  }

  put(bytes: ArrayLike<number>): void {
    this.room(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A copy of what is there; then nothing is. */
  take(): Uint8Array {
    const bytes = this.buffer.slice(0, this.length);
    this.length = 0;
    return bytes;
  }
}

/** An integer in so many bytes, the lowest first. */
export function littleEndian(value: number, size: number): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < size; i++) {
    bytes.push(((value % 256) + 256) % 256);
    value = Math.floor(value / 256);
  }
  return bytes;
}

export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, char => char.charCodeAt(0));

/** The name of an object's class as notes and messages show it. */
export function className(value: Value): string {
  const cls = typeOf(value);
  const module = getAttribute(cls, '__module__');
  const name = strText(getAttribute(cls, '__qualname__'))!;
  const text = module === null ? null : strText(module);
  return text === null || text === undefined || text === 'builtins' || text === '__main__' ? name : `${text}.${name}`;
}

/** Does something; an exception from it gets a note that says where it was. */
export function noting<R>(note: () => string, action: () => R): R {
  try {
    return action();
  } catch (error) {
    if (error instanceof PyBaseException) callValue(getAttribute(error, 'add_note'), [note()]);
    throw error;
  }
}

/** Whoever pickles or unpickles may not be used for it again meanwhile. */
export class Usage {
  private running = false;
  private readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
  check(): void {
    if (this.running) throw runtimeError(`${this.what} object is already used by another operation`);
  }
  run<R>(action: () => R): R {
    this.check();
    this.running = true;
    try {
      return action();
    } finally {
      this.running = false;
    }
  }
}

/** An attribute of a module of the library. */
export const fromModule = (module: string, name: string): Value => getAttribute(loadModule(module), name);

export const pair = (a: Value, b: Value): PyTuple => new PyTuple([a, b]);

// ---------------------------------------------------------------- PickleBuffer

/** A buffer that may travel beside the pickle (PEP 574). */
export class PyPickleBuffer extends PyObject {
  base: Value | undefined;
  constructor(base: Value) {
    super(PickleBuffer);
    this.base = base;
  }

  get buffer(): Buffer {
    if (this.base === undefined) throw valueError('operation forbidden on released PickleBuffer object');
    return fullBuffer(this.base)!;
  }
}

export const PickleBuffer: PyType = defineType('pickle.PickleBuffer', {
  module: 'pickle',
  doc: 'Wrapper for potentially out-of-band buffers',
  final: true,
  slots: {
    tp_new: makeNew('PickleBuffer($type, object, /)', (_cls: PyType, base: Value) => {
      if (fullBuffer(base) === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(base).name}'`);
      return new PyPickleBuffer(base);
    }),
    tp_init: () => {},
  },
  methods: {
    'raw($self, /)': [
      (self: PyPickleBuffer) => {
        const { base, buffer } = self;
        const view = callValue(T.memoryview, [base!]);
        if (!isTruthy(getAttribute(view, 'contiguous'))) throw bufferError('cannot extract raw buffer from non-contiguous buffer');
        return buffer.bytes.length === 0 ? view : callValue(getAttribute(view, 'cast'), ['B']);
      },
      "Return a memoryview of the raw memory underlying this buffer.\n\nWill raise BufferError is the buffer isn't contiguous.",
    ],
    'release($self, /)': [
      (self: PyPickleBuffer) => {
        self.base = undefined;
        return null;
      },
      'Release the underlying buffer held by the PickleBuffer object.',
    ],
  },
});
PickleBuffer.name = PickleBuffer.qualname = 'PickleBuffer';
exporters.set(PickleBuffer, value => {
  const self = value as PyPickleBuffer;
  return { ...self.buffer, owner: self.buffer.owner ?? self.base };
});
