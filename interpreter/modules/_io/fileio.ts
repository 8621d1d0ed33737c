/**
 * FileIO: raw bytes of a file, or of a standard stream (CPython: Modules/_io/fileio.c).
 *
 * A host's file system reads and writes whole files; an open file keeps its content in memory and writes it back when it is flushed or
 * closed. Descriptors are numbers of this table; 0, 1 and 2 are the standard streams.
 */
import { FileError } from '../../host/host.ts';
import { machine } from '../../vm/machine.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { T } from '../../objects/core/registry.ts';
import { defineType } from '../../objects/core/define.ts';
import { type PyBaseException, typeError, valueError } from '../../objects/core/errors.ts';
import { typeOf } from '../../objects/core/type.ts';
import { strOf, strText } from '../../objects/core/str.ts';
import { callSpecial } from '../../objects/protocol/call.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { toIndexNumber } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { ERRNO, errnoMessage } from '../errno-table.ts';
import { bytesOf, constructorArguments, PyStream, RawIOBase, sizeOf, unsupported } from './base.ts';

/** An open file. Several objects may share one (`os.dup`). */
export interface OpenFile {
  readonly path: string;
  content: Uint8Array;
  length: number;
  position: number;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly append: boolean;
  dirty: boolean;
}

/** Open files of the run by descriptor. */
export const descriptors = new Map<number, OpenFile>();

export function resetDescriptors(): void {
  descriptors.clear();
}

function newDescriptor(file: OpenFile): number {
  let fd = 3;
  while (descriptors.has(fd)) fd++;
  descriptors.set(fd, file);
  return fd;
}

/** The OSError of a refused file operation. */
export function osError(code: string, ...filenames: Value[]): PyBaseException {
  const errno = ERRNO[code];
  const [first, second] = filenames;
  const args: Value[] = [
    errno,
    errnoMessage(errno),
    ...(first === undefined ? [] : [first]),
    ...(second === undefined ? [] : [null, second]),
  ];
  // The class follows from errno, as for OSError(errno, …) in Python.
  return T.OSError.cls.slots.tp_call!(T.OSError, args, null) as PyBaseException;
}

/** Runs a file operation of the host; its refusals become OSErrors about `filename`. */
export function withFiles<R>(filename: Value | undefined, operation: () => R): R {
  try {
    return operation();
  } catch (error) {
    if (error instanceof FileError) throw osError(error.code, ...(filename === undefined ? [] : [filename]));
    throw error;
  }
}

/** `os.fspath`: the text of a path given as str, bytes or an object with `__fspath__`. */
export function pathText(value: Value): string {
  const text = strText(value);
  if (text !== undefined) return text;
  if (value instanceof PyBytes) return new TextDecoder().decode(value.data);
  const path = callSpecial(value, '__fspath__');
  if (path !== undefined) return pathText(path);
  throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(value).name}`);
}

/** The current directory of the run; `os.chdir` changes it. */
export const workingDirectory = { path: '/' };

/** An absolute path without `.` and `..`. */
export function absolutePath(path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${workingDirectory.path}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

interface Mode {
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly append: boolean;
}

function parseMode(mode: string): Mode {
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

/** Opens a file and gives its descriptor. */
export function openFile(name: Value, mode: Mode): number {
  const path = absolutePath(pathText(name));
  const { files } = machine.host;
  return withFiles(name, () => {
    if (path.includes('\0')) throw valueError('embedded null character');
    const stat = files.stat(path);
    if (stat?.kind === 'directory') throw new FileError('EISDIR', path);
    if (stat === undefined && !mode.create) throw new FileError('ENOENT', path);
    if (stat !== undefined && mode.exclusive) throw new FileError('EEXIST', path);
    const content = stat === undefined || mode.truncate ? new Uint8Array() : files.read(path);
    // Creating and truncating are seen at once, not only when the file is closed.
    if (stat === undefined || (mode.truncate && stat.size > 0)) files.write(path, content);
    return newDescriptor({
      path,
      content,
      length: content.length,
      position: mode.append ? content.length : 0,
      readable: mode.readable,
      writable: mode.writable,
      append: mode.append,
      dirty: false,
    });
  });
}

export function fileOf(fd: number): OpenFile {
  const file = descriptors.get(fd);
  if (file === undefined) throw osError('EBADF');
  return file;
}

/** Writes what has changed back to the host. */
export function syncFile(file: OpenFile): void {
  if (!file.dirty) return;
  file.dirty = false;
  withFiles(strOf(file.path), () => machine.host.files.write(file.path, file.content.slice(0, file.length)));
}

export function closeDescriptor(fd: number): void {
  if (fd <= 2) return;
  syncFile(fileOf(fd));
  descriptors.delete(fd);
}

/** Unread bytes of standard input. */
let pendingInput = new Uint8Array();
const encoder = new TextEncoder();

/** Up to `size` bytes of a descriptor; none at the end. */
export function readDescriptor(fd: number, size: number): Uint8Array {
  if (fd === 0) {
    const { host } = machine;
    if (host.readLine === undefined) throw unsupported('standard input can be read here with input() only');
    if (pendingInput.length === 0) {
      const line = host.readLine();
      pendingInput = line === null ? new Uint8Array() : encoder.encode(line);
    }
    const taken = pendingInput.subarray(0, size < 0 ? undefined : size);
    pendingInput = pendingInput.slice(taken.length);
    return taken;
  }
  const file = fileOf(fd);
  if (!file.readable) throw osError('EBADF');
  const end = size < 0 ? file.length : Math.min(file.length, file.position + size);
  const start = Math.min(file.position, end);
  file.position = end;
  return file.content.slice(start, end);
}

export function writeDescriptor(fd: number, bytes: Uint8Array): number {
  if (fd === 1 || fd === 2) {
    if (bytes.length > 0) machine.host.write(fd, bytes.slice());
    return bytes.length;
  }
  const file = fileOf(fd);
  if (!file.writable) throw osError('EBADF');
  if (file.append) file.position = file.length;
  const end = file.position + bytes.length;
  resizeFile(file, Math.max(end, file.length));
  file.content.set(bytes, file.position);
  file.position = end;
  file.dirty = true;
  return bytes.length;
}

export function resizeFile(file: OpenFile, size: number): void {
  if (size > file.content.length) {
    const grown = new Uint8Array(Math.max(size, file.content.length * 2));
    grown.set(file.content.subarray(0, file.length));
    file.content = grown;
  } else if (size < file.length) file.content.fill(0, size, file.length);
  if (size !== file.length) file.dirty = true;
  file.length = size;
}

export function seekDescriptor(fd: number, offset: number, whence: number): number {
  if (fd <= 2) throw osError('ESPIPE');
  const file = fileOf(fd);
  const base = whence === 0 ? 0 : whence === 1 ? file.position : file.length;
  if (base + offset < 0) throw osError('EINVAL');
  file.position = base + offset;
  return file.position;
}

export class PyFileIO extends PyStream {
  fd = -1;
  name: Value = null;
  mode = 'rb';
  closesDescriptor = true;
}

function fd(self: PyFileIO): number {
  if (self.fd < 0) throw valueError('I/O operation on closed file');
  return self.fd;
}

const access = (self: PyFileIO): { readable: boolean; writable: boolean } => {
  const n = fd(self);
  return n === 0 ? { readable: true, writable: false } : n <= 2 ? { readable: false, writable: true } : fileOf(n);
};

export const FileIO = defineType('FileIO', {
  base: RawIOBase,
  module: '_io',
  slots: {
    tp_new: cls => new PyFileIO(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PyFileIO;
      const [name, mode, closefd, opener] = constructorArguments('FileIO', ['file', 'mode', 'closefd', 'opener'], args, kwnames);
      if (name === undefined) throw typeError("FileIO() missing required argument 'file' (pos 1)");
      const modeText = mode === undefined ? 'r' : strText(mode)!;
      const parsed = parseMode(modeText);
      self.closesDescriptor = closefd === undefined || isTruthy(closefd);
      self.name = name;
      self.mode = parsed.exclusive
        ? parsed.readable
          ? 'xb+'
          : 'xb'
        : parsed.append
          ? parsed.readable
            ? 'ab+'
            : 'ab'
          : parsed.readable
            ? parsed.writable
              ? 'rb+'
              : 'rb'
            : 'wb';
      if (typeof name === 'number' || typeof name === 'boolean') {
        const n = Number(name);
        if (n < 0) throw valueError('negative file descriptor');
        if (n > 2) fileOf(n);
        self.fd = n;
      } else {
        if (!self.closesDescriptor) throw valueError('Cannot use closefd=False with file name');
        void opener;
        self.fd = openFile(name, parsed);
      }
    },
    tp_repr: value => {
      const self = value as PyFileIO;
      return self.fd < 0
        ? '<_io.FileIO [closed]>'
        : `<_io.FileIO name=${reprText(self.name)} mode='${self.mode}' closefd=${self.closesDescriptor ? 'True' : 'False'}>`;
    },
  },
  methods: {
    'close($self, /)': (self: PyFileIO) => {
      const n = self.fd;
      self.fd = -1;
      self.isClosed = true;
      if (n >= 0 && self.closesDescriptor) closeDescriptor(n);
      return null;
    },
    'flush($self, /)': (self: PyFileIO) => {
      const n = fd(self);
      if (n > 2) syncFile(fileOf(n));
      return null;
    },
    'read($self, size=-1, /)': (self: PyFileIO, size: MaybeValue) => {
      if (!access(self).readable) throw unsupported('File not open for reading');
      return new PyBytes(readDescriptor(fd(self), sizeOf(size)));
    },
    'readall($self, /)': (self: PyFileIO) => new PyBytes(readDescriptor(fd(self), -1)),
    'readinto($self, buffer, /)': (self: PyFileIO, buffer: Value) => {
      if (!access(self).readable) throw unsupported('File not open for reading');
      const target = bytesOf(buffer);
      const data = readDescriptor(fd(self), target.length);
      target.set(data);
      return data.length;
    },
    'write($self, b, /)': (self: PyFileIO, data: Value) => {
      if (!access(self).writable) throw unsupported('File not open for writing');
      return writeDescriptor(fd(self), bytesOf(data));
    },
    'seek($self, pos, whence=0, /)': (self: PyFileIO, offset: Value, whence: MaybeValue) =>
      seekDescriptor(fd(self), toIndexNumber(offset), whence === undefined ? 0 : toIndexNumber(whence)),
    'tell($self, /)': (self: PyFileIO) => seekDescriptor(fd(self), 0, 1),
    'truncate($self, size=None, /)': (self: PyFileIO, size: MaybeValue) => {
      if (!access(self).writable) throw unsupported('File not open for writing');
      const file = fileOf(fd(self));
      resizeFile(file, size === undefined || size === null ? file.position : toIndexNumber(size));
      return file.length;
    },
    'readable($self, /)': (self: PyFileIO) => access(self).readable,
    'writable($self, /)': (self: PyFileIO) => access(self).writable,
    'seekable($self, /)': (self: PyFileIO) => fd(self) > 2,
    'fileno($self, /)': (self: PyFileIO) => fd(self),
    'isatty($self, /)': (self: PyFileIO) => (fd(self), false),
  },
  getset: {
    closed: [(self: PyFileIO) => self.fd < 0],
    closefd: [(self: PyFileIO) => self.closesDescriptor],
    mode: [(self: PyFileIO) => self.mode],
    name: [(self: PyFileIO) => self.name, (self: PyFileIO, value) => void (self.name = value ?? null)],
  },
});
