/** FileIO: raw bytes of a descriptor (CPython: Modules/_io/fileio.c). */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { defineType } from '../../objects/core/define.ts';
import { overflowError, PyBaseException, runtimeError, typeError, valueError } from '../../objects/core/errors.ts';
import { T } from '../../objects/core/registry.ts';
import { typeOf } from '../../objects/core/type.ts';
import { strText, textOf } from '../../objects/core/str.ts';
import { callSpecial, callValue } from '../../objects/protocol/call.ts';
import { findAttribute, setAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { hasIndex, toIndexNumber } from '../../objects/protocol/index.ts';
import { enterRepr, leaveRepr, reprText } from '../../objects/protocol/repr.ts';
import { makeInit } from '../../objects/types/make.ts';
import { decodeBytes, encodeStr } from '../../objects/types/codecs.ts';
import { loadModule } from '../../vm/import.ts';
import {
  absolutePath,
  closeDescriptor,
  descriptionOf,
  isOpen,
  descriptors,
  openPath,
  osError,
  type Description,
  type OpenMode,
} from '../descriptors.ts';
import { bytesOf, notPicklable, PyStream, RawIOBase, sizeOf, unsupported, writableBytes } from './base.ts';

/** `os.fspath`: the text of a path given as str, bytes or an object with `__fspath__`. */
export function pathText(value: Value): string {
  const text = strText(value);
  if (text !== undefined) {
    // Surrogates stand for bytes of a name that are no text; others are in no name.
    if (!text.isWellFormed()) encodeStr(value, 'utf-8', 'surrogateescape');
    return text;
  }
  if (value instanceof PyBytes) return textOf(decodeBytes(value.data, 'utf-8', 'surrogateescape'));
  const path = callSpecial(value, '__fspath__');
  if (path !== undefined) {
    if (strText(path) === undefined && !(path instanceof PyBytes))
      throw typeError(`expected ${typeOf(value).name}.__fspath__() to return str or bytes, not ${typeOf(path).name}`);
    return pathText(path);
  }
  throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(value).name}`);
}

export function parseMode(mode: string): OpenMode {
  const kinds = [...mode].filter(c => 'rwax'.includes(c));
  if ([...mode].some(c => !'rwaxb+'.includes(c))) throw valueError(`invalid mode: ${mode}`);
  if (kinds.length !== 1 || mode.split('+').length > 2)
    throw valueError('Must have exactly one of create/read/write/append mode and at most one plus');
  const plus = mode.includes('+');
  const [kind] = kinds;
  return {
    create: kind !== 'r',
    exclusive: kind === 'x',
    truncate: kind === 'w',
    readable: kind === 'r' || plus,
    writable: kind !== 'r' || plus,
    append: kind === 'a',
  };
}

/** `FileIO.mode`, which is not always how the file was opened. */
function modeText(mode: OpenMode): string {
  if (mode.exclusive) return mode.readable ? 'xb+' : 'xb';
  if (mode.append) return mode.readable ? 'ab+' : 'ab';
  return mode.readable ? (mode.writable ? 'rb+' : 'rb') : 'wb';
}

/** The flags of `os.open` for a mode, as an opener gets them. */
function openFlags(mode: OpenMode): number {
  const access = mode.readable ? (mode.writable ? 2 : 0) : 1;
  return (
    access |
    (mode.create ? 0o100 : 0) |
    (mode.exclusive ? 0o200 : 0) |
    (mode.truncate ? 0o1000 : 0) |
    (mode.append ? 0o2000 : 0) |
    0o2000000
  );
}

/** As `os.stat` tells it. */
const BLOCK_SIZE = 4096;

export class PyFileIO extends PyStream {
  /** -1 before it is opened and after it is closed. */
  fd = -1;
  mode: OpenMode | null = null;
  closesDescriptor = true;
  finalizing = false;
}

/** The descriptor, which may have been closed behind our back; ValueError if it was closed by us. */
function number(self: PyFileIO): number {
  if (self.fd < 0) throw valueError('I/O operation on closed file');
  return self.fd;
}

/** What is open. */
const opened = (self: PyFileIO): Description => descriptionOf(number(self));

function forReading(self: PyFileIO): Description {
  const description = opened(self);
  if (!self.mode!.readable) throw unsupported('File not open for reading');
  return description;
}

function forWriting(self: PyFileIO): Description {
  const description = opened(self);
  if (!self.mode!.writable) throw unsupported('File not open for writing');
  return description;
}

function openNamed(name: Value, mode: OpenMode, opener: Value): number {
  if (opener === null) {
    const path = pathText(name);
    if (path.includes('\0')) throw valueError('embedded null character');
    if (path === '') throw osError('ENOENT', name);
    return openPath(absolutePath(path), mode, name);
  }
  const result = callValue(opener, [name, openFlags(mode)]);
  if (!hasIndex(result)) throw typeError('expected integer from opener');
  const fd = toIndexNumber(result);
  if (fd < 0) throw valueError(`opener returned ${fd}`);
  return fd;
}

function initialize(self: PyFileIO, name: Value, modeArgument: MaybeValue, closefd: MaybeValue, opener: MaybeValue): void {
  if (self.fd >= 0) {
    const old = self.fd;
    self.fd = -1;
    if (self.closesDescriptor) closeDescriptor(old);
  }
  if (typeof name === 'boolean')
    callValue(findAttribute(loadModule('warnings'), 'warn')!, ['bool is used as a file descriptor', T.RuntimeWarning, 1]);
  if (typeOf(name) === T.float) throw typeError(`expected str, bytes or os.PathLike object, not float`);
  const given = hasIndex(name) ? toIndexNumber(name) : undefined;
  if (given !== undefined && Math.abs(given) > 0x7fffffff) throw overflowError('Python int too large to convert to C int');
  if (given !== undefined && given < 0) throw valueError('negative file descriptor');
  const modeString = modeArgument === undefined ? 'r' : strText(modeArgument);
  if (modeString === undefined) throw typeError(`FileIO() argument 'mode' must be str, not ${typeOf(modeArgument as Value).name}`);
  const mode = parseMode(modeString);
  self.closesDescriptor = closefd === undefined || isTruthy(closefd);
  if (given === undefined && !self.closesDescriptor) throw valueError('Cannot use closefd=False with file name');
  const fd = given ?? openNamed(name, mode, opener ?? null);
  try {
    const description = withName(name, () => descriptionOf(fd));
    if (description.kind === 'directory') throw osError('EISDIR', name);
    if (mode.append && description.kind === 'file') description.seek(0, 2);
  } catch (error) {
    if (given === undefined && opener === undefined) closeDescriptor(fd);
    throw error;
  }
  self.fd = fd;
  self.mode = mode;
  self.isClosed = false;
  setAttribute(self, 'name', name);
}

function withName<R>(name: Value, operation: () => R): R {
  try {
    return operation();
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.OSError)) throw osError('EBADF', name);
    throw error;
  }
}

/** A read or write that would have to wait gives None. */
const bytesOrNone = (bytes: Uint8Array | null): Value => (bytes === null ? null : new PyBytes(bytes));

export const FileIO = defineType('FileIO', {
  base: RawIOBase,
  module: '_io',
  doc: "Open a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading,\nwriting, exclusive creation or appending.  The file will be created if it\ndoesn't exist when opened for writing or appending; it will be truncated\nwhen opened for writing.  A FileExistsError will be raised if it already\nexists when opened for creating.  Opening a file for creating implies\nwriting so this mode behaves in a similar way to 'w'.Add a '+' to the mode\nto allow simultaneous reading and writing.  A custom opener can be used by\npassing a callable as *opener*.  The underlying file descriptor for the file\nobject is then obtained by calling opener with (*name*, *flags*).\n*opener* must return an open file descriptor (passing os.open as *opener*\nresults in functionality similar to passing None).",
  slots: {
    tp_new: cls => new PyFileIO(cls),
    tp_init: makeInit("FileIO($self, file, mode='r', closefd=True, opener=None)", initialize),
    tp_repr: value => {
      const self = value as PyFileIO;
      const type = `${typeOf(self).module}.${typeOf(self).qualname}`;
      if (self.fd < 0) return `<${type} [closed]>`;
      const name = findAttribute(self, 'name');
      const rest = `mode='${modeText(self.mode!)}' closefd=${self.closesDescriptor ? 'True' : 'False'}>`;
      if (name === undefined) return `<${type} fd=${self.fd} ${rest}`;
      if (!enterRepr(self)) throw runtimeError(`reentrant call inside ${type}.__repr__`);
      try {
        return `<${type} name=${reprText(name)} ${rest}`;
      } finally {
        leaveRepr();
      }
    },
  },
  methods: {
    'close($self, /)': (self: PyFileIO) => {
      const { fd } = self;
      try {
        if (self.cls !== FileIO || self.dict?.getStr('flush') !== undefined) callValue(findAttribute(RawIOBase, 'close')!, [self]);
      } finally {
        self.fd = -1;
        self.isClosed = true;
        if (fd >= 0 && self.closesDescriptor) closeDescriptor(fd);
      }
      return null;
    },
    'flush($self, /)': (self: PyFileIO) => {
      // What other descriptors and the host see of a file is what was written to it.
      if (isOpen(number(self))) opened(self).sync();
      return null;
    },
    'read($self, size=-1, /)': (self: PyFileIO, size: MaybeValue) => bytesOrNone(forReading(self).read(sizeOf(size))),
    'readall($self, /)': (self: PyFileIO) => bytesOrNone(readAll(forReading(self))),
    'readinto($self, buffer, /)': (self: PyFileIO, buffer: Value) => {
      const target = writableBytes(buffer, 'readinto');
      const data = forReading(self).read(target.length);
      if (data === null) return null;
      target.set(data);
      return data.length;
    },
    'write($self, b, /)': (self: PyFileIO, data: Value) => forWriting(self).write(bytesOf(data)),
    'seek($self, pos, whence=0, /)': (self: PyFileIO, offset: Value, whence: MaybeValue) => {
      const description = opened(self);
      if (!hasIndex(offset)) throw typeError(`'${typeOf(offset).name}' object cannot be interpreted as an integer`);
      return description.seek(toIndexNumber(offset), whence === undefined ? 0 : toIndexNumber(whence));
    },
    'tell($self, /)': (self: PyFileIO) => opened(self).seek(0, 1),
    'truncate($self, size=None, /)': (self: PyFileIO, size: MaybeValue) => {
      const description = forWriting(self);
      if (size !== undefined && size !== null && !hasIndex(size))
        throw typeError(`'${typeOf(size).name}' object cannot be interpreted as an integer`);
      const length = size === undefined || size === null ? description.seek(0, 1) : toIndexNumber(size);
      if (length < 0) throw osError('EINVAL');
      description.resize(length);
      return length;
    },
    'readable($self, /)': (self: PyFileIO) => (number(self), self.mode!.readable),
    'writable($self, /)': (self: PyFileIO) => (number(self), self.mode!.writable),
    'seekable($self, /)': (self: PyFileIO) => descriptors.get(number(self))?.kind === 'file',
    'fileno($self, /)': number,
    'isatty($self, /)': (self: PyFileIO) => (number(self), false),
    '_isatty_open_only($self, /)': (self: PyFileIO) => (number(self), false),
    '_dealloc_warn($self, source, /)': () => null,
    ...notPicklable,
  },
  getset: {
    closed: [(self: PyFileIO) => self.fd < 0],
    closefd: [(self: PyFileIO) => self.closesDescriptor],
    mode: [(self: PyFileIO) => (self.mode === null ? 'rb' : modeText(self.mode))],
    _blksize: [() => BLOCK_SIZE],
    _finalizing: [
      (self: PyFileIO) => self.finalizing,
      (self: PyFileIO, value) => void (self.finalizing = value !== undefined && isTruthy(value)),
    ],
  },
});

/** All that is left; what a pipe or standard input gives until it ends. */
function readAll(description: Description): Uint8Array | null {
  if (description.kind === 'file') return description.read(-1);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = description.read(65536);
    if (chunk === null && chunks.length === 0) return null;
    if (chunk === null || chunk.length === 0) break;
    chunks.push(chunk);
  }
  const all = new Uint8Array(chunks.reduce((n, chunk) => n + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
