/**
 * `posix` (CPython: Modules/posixmodule.c): files and directories of the host, the environment, and the little that a program can ask about its
 * process here. What no host can do (processes, owners) is left out, as CPython leaves out what a platform lacks.
 */
import { registerModule } from './registry.ts';
import { errnoMessage } from './errno-table.ts';
import {
  absolutePath,
  Channel,
  closeDescriptor,
  descriptionOf,
  isOpen,
  descriptors,
  forgetPath,
  lowestFree,
  movePath,
  newDescriptor,
  OpenDirectory,
  OpenFile,
  openPath,
  osError,
  PipeEnd,
  settle,
  refusal,
  umask,
  withFiles,
  workingDirectory,
} from './descriptors.ts';
import { environmentVariables, resetEnvironment } from './environment.ts';
import { pathText } from './_io/fileio.ts';
import { noProcesses } from './_posixsubprocess.ts';
import { loadModule } from '../vm/import.ts';
import { machine } from '../vm/machine.ts';
import { FileError, type FileStat, type FileSystem } from '../host/host.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyIterator } from '../objects/core/iterators.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { normalize } from '../objects/core/integer.ts';
import { strOf, strText, strValue, textOf } from '../objects/core/str.ts';
import { bytesArgument, getBuffer } from '../objects/protocol/buffer.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { callSpecial, callValue } from '../objects/protocol/call.ts';
import { toIndex, toIndexNumber } from '../objects/protocol/index.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { warnings } from '../objects/core/warnings.ts';
import { encodeStr, decodeBytes } from '../objects/types/codecs.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';

// ---------------------------------------------------------------- stat

const STAT_FIELDS = [
  ...['st_mode', 'st_ino', 'st_dev', 'st_nlink', 'st_uid', 'st_gid', 'st_size', 'st_atime', 'st_mtime', 'st_ctime'],
  // The times as items are whole seconds; as attributes they are these.
  ...['st_atime', 'st_mtime', 'st_ctime', 'st_atime_ns', 'st_mtime_ns', 'st_ctime_ns', 'st_blksize', 'st_blocks', 'st_rdev'],
];
const statResult = defineStructSeq('os', 'stat_result', STAT_FIELDS, 9);

const MODES = { file: 0o100644, directory: 0o40755, link: 0o120777, stream: 0o20620, pipe: 0o10600, socket: 0o140777 } as const;

/** Numbers for files: the same path has the same one for as long as the program runs. */
let inodes = new Map<string, number>();

function inode(path: string): number {
  let number = inodes.get(path);
  if (number === undefined) inodes.set(path, (number = inodes.size + 1));
  return number;
}

/** Nanoseconds of a time in seconds. */
function nanoseconds(time: number): Value {
  const whole = Math.floor(time);
  return normalize(BigInt(whole) * 1000000000n + BigInt(Math.round((time - whole) * 1e9)));
}

function statTuple(stat: FileStat, mode: number, ino: number): Value {
  const { size, mtime, atime = mtime, ctime = mtime } = stat;
  const times = [atime, mtime, ctime];
  const blocks = Math.ceil(size / 512);
  return statResult.make([
    ...[mode, ino, stat.dev ?? 1, stat.nlink ?? 1, stat.uid ?? 0, stat.gid ?? 0, size],
    ...times.map(Math.floor),
    ...times.map(time => new PyFloat(time)),
    ...times.map(nanoseconds),
    ...[4096, blocks, stat.rdev ?? 0],
  ]);
}

const statOf = (path: string, stat: FileStat): Value => statTuple(stat, stat.mode ?? MODES[stat.kind], stat.ino ?? inode(path));

function statOpen(fd: number): Value {
  const description = descriptionOf(fd);
  if (description instanceof OpenDirectory) return statOf(description.path, existing(description.path, strOf(description.path)));
  if (!(description instanceof OpenFile)) return statTuple({ kind: 'file', size: 0, mtime: 0 }, MODES[description.kind], fd + 1);
  const known = machine.host.files.stat(description.path) ?? { kind: 'file', mtime: 0 };
  return statOf(description.path, { ...known, size: description.length });
}

function stat(path: Value, dirFd: MaybeValue, follow: MaybeValue): Value {
  if (typeof path === 'number' || typeof path === 'boolean') {
    if (!follows(follow)) throw valueError('stat: cannot use fd and follow_symlinks together');
    const fd = descriptorOf(path);
    if (!isOpen(fd)) throw osError('EBADF', path);
    return statOpen(fd);
  }
  const absolute = pathAt(path, dirFd);
  return statOf(absolute, existing(absolute, path, follows(follow)));
}

/** The number of a descriptor; one that is a bool is most likely a mistake. */
function descriptorOf(value: Value): number {
  if (typeof value === 'boolean') warnings.issue(T.RuntimeWarning, 'bool is used as a file descriptor');
  return toIndexNumber(value);
}

/** A `follow_symlinks` argument. */
const follows = (value: MaybeValue): boolean => value === undefined || isTruthy(value);

/** The absolute path of an argument, seen from the directory that `dir_fd` names. */
function pathAt(path: Value, dirFd: MaybeValue): string {
  const text = checkedPath(path);
  return dirFd === undefined || dirFd === null || text.startsWith('/')
    ? absolutePath(text)
    : absolutePath(text, directoryOf(toIndexNumber(dirFd)));
}

/** What is at a path; OSError if there is nothing. */
function existing(absolute: string, shown: Value, followLinks = true): FileStat {
  settle(absolute);
  const { files } = machine.host;
  const found = withFiles(shown, () => (followLinks || files.lstat === undefined ? files.stat(absolute) : files.lstat(absolute)));
  if (found === undefined) throw osError(parentIsFile(absolute) ? 'ENOTDIR' : 'ENOENT', shown);
  return found;
}

function parentIsFile(path: string): boolean {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const parent = machine.host.files.stat(path.slice(0, slash));
    if (parent !== undefined) return parent.kind !== 'directory';
  }
  return false;
}

function checkedPath(path: Value): string {
  if (path !== null && strValue(path) === undefined && !(path instanceof PyBytes) && typeOf(path).lookup('__fspath__') === undefined)
    throw typeError(`stat: path should be string, bytes, os.PathLike or integer, not ${typeOf(path).name}`);
  const text = pathText(path);
  if (text.includes('\0')) throw valueError('embedded null character in path');
  if (text === '') throw osError('ENOENT', path);
  return text;
}

/** Names come back as the type in which the directory was given. */
function like(path: MaybeValue, text: string): Value {
  const isText = path === undefined || path === null || typeof path === 'number' || strValue(path) !== undefined;
  return isText || !(fspath(path) instanceof PyBytes) ? strOf(text) : new PyBytes(encodeStr(strOf(text), 'utf-8', 'surrogateescape'));
}

// ---------------------------------------------------------------- directories

function listDirectory(path: MaybeValue): { directory: string; names: string[] } {
  const given = path === undefined || path === null ? '.' : path;
  const directory = typeof given === 'number' ? directoryOf(given) : absolutePath(checkedPath(given));
  if (existing(directory, given).kind !== 'directory') throw osError('ENOTDIR', given);
  return { directory, names: withFiles(given, () => machine.host.files.list(directory)).sort() };
}

function directoryOf(fd: number): string {
  const description = descriptionOf(fd);
  if (!(description instanceof OpenDirectory)) throw osError('ENOTDIR', fd);
  return description.path;
}

class PyDirEntry extends PyObject {
  readonly name: Value;
  readonly path: Value;
  readonly absolute: string;
  constructor(name: Value, path: Value, absolute: string) {
    super(DirEntry);
    this.name = name;
    this.path = path;
    this.absolute = absolute;
  }
}

/** Links that lead nowhere are nothing. */
function kindOf(self: PyDirEntry, follow: MaybeValue): FileStat['kind'] | undefined {
  const { files } = machine.host;
  return withFiles(self.path, () => (follows(follow) || files.lstat === undefined ? files.stat(self.absolute) : files.lstat(self.absolute)))
    ?.kind;
}

const DirEntry = defineType('DirEntry', {
  module: 'posix',
  final: true,
  slots: { tp_repr: self => `<DirEntry ${reprText((self as PyDirEntry).name)}>` },
  methods: {
    'is_dir($self, /, *, follow_symlinks=True)': (self: PyDirEntry, follow: MaybeValue) => kindOf(self, follow) === 'directory',
    'is_file($self, /, *, follow_symlinks=True)': (self: PyDirEntry, follow: MaybeValue) => kindOf(self, follow) === 'file',
    'is_symlink($self, /)': (self: PyDirEntry) => kindOf(self, false) === 'link',
    'is_junction($self, /)': () => false,
    'stat($self, /, *, follow_symlinks=True)': (self: PyDirEntry, follow: MaybeValue) =>
      statOf(self.absolute, existing(self.absolute, self.path, follows(follow))),
    'inode($self, /)': (self: PyDirEntry) => existing(self.absolute, self.path, false).ino ?? inode(self.absolute),
    '__fspath__($self, /)': (self: PyDirEntry) => self.path,
  },
  classMethods: { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) },
  getset: { name: [(self: PyDirEntry) => self.name], path: [(self: PyDirEntry) => self.path] },
});

class PyScandir extends PyIterator {
  private entries: PyDirEntry[];
  constructor(entries: PyDirEntry[]) {
    super(Scandir);
    this.entries = entries;
  }
  next(): MaybeValue {
    return this.entries.shift();
  }
  close(): Value {
    this.entries = [];
    return null;
  }
}

const Scandir = defineType('ScandirIterator', {
  module: 'posix',
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyScandir).next() },
  methods: {
    'close($self, /)': (self: PyScandir) => self.close(),
    '__enter__($self, /)': (self: PyScandir) => self,
    '__exit__($self, /, *args)': (self: PyScandir) => self.close(),
  },
});

function scandir(path: MaybeValue): Value {
  const { directory, names } = listDirectory(path);
  const shown = path === undefined || path === null ? '.' : typeof path === 'number' ? '' : pathText(path);
  const prefix = shown === '' || shown.endsWith('/') ? shown : `${shown}/`;
  return new PyScandir(
    names.map(name => new PyDirEntry(like(path, name), like(path, prefix + name), `${directory === '/' ? '' : directory}/${name}`)),
  );
}

// ---------------------------------------------------------------- descriptors

const O = {
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  CREAT: 0o100,
  EXCL: 0o200,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  DIRECTORY: 0o200000,
  NOFOLLOW: 0o400000,
} as const;

function open(path: Value, flagsValue: Value, permissions?: MaybeValue, dirFd?: MaybeValue): Value {
  const flags = toIndexNumber(flagsValue);
  const access = flags & 3;
  const absolute = pathAt(path, dirFd);
  if ((flags & O.NOFOLLOW) !== 0 && machine.host.files.lstat?.(absolute)?.kind === 'link') throw osError('ELOOP', path);
  if ((flags & O.DIRECTORY) !== 0 && existing(absolute, path).kind !== 'directory') throw osError('ENOTDIR', path);
  const mode = {
    create: (flags & O.CREAT) !== 0,
    exclusive: (flags & O.CREAT) !== 0 && (flags & O.EXCL) !== 0,
    truncate: (flags & O.TRUNC) !== 0,
    readable: access !== O.WRONLY,
    writable: access !== O.RDONLY,
    append: (flags & O.APPEND) !== 0,
    permissions: permissions === undefined ? 0o777 : toIndexNumber(permissions),
  };
  return openPath(absolute, mode, path);
}

/** A descriptor argument, by number or as an object with `fileno()`. */
const descriptor = (value: Value): number => {
  const fd = toIndexNumber(value);
  descriptionOf(fd);
  return fd;
};

function read(fd: Value, length: Value): Value {
  const size = toIndexNumber(length);
  if (size < 0) throw osError('EINVAL');
  const bytes = descriptionOf(toIndexNumber(fd)).read(size);
  if (bytes === null) throw osError('EAGAIN');
  return new PyBytes(bytes);
}

function write(fd: Value, data: Value): Value {
  const bytes = bytesArgument(data);
  const count = descriptionOf(toIndexNumber(fd)).write(bytes);
  if (count === null) throw osError('EAGAIN');
  return count;
}

function dup2(from: Value, to: Value, inheritable: MaybeValue): Value {
  const target = toIndexNumber(to);
  if (target < 0) throw osError('EBADF');
  const description = descriptionOf(toIndexNumber(from));
  if (descriptors.get(target) !== description) newDescriptor(description, target);
  description.inheritable = inheritable === undefined || isTruthy(inheritable);
  return target;
}

/** A pipe of this process: what is written to the second descriptor can be read from the first. */
function pipe(): Value {
  const channel = new Channel();
  return new PyTuple([newDescriptor(new PipeEnd(channel, false)), newDescriptor(new PipeEnd(channel, true))]);
}

/** Runs an operation with a descriptor's file position put elsewhere. */
function at<R>(fd: Value, offset: Value, operation: (file: OpenFile) => R): R {
  const file = descriptionOf(toIndexNumber(fd));
  if (!(file instanceof OpenFile)) throw osError('ESPIPE');
  const before = file.position;
  file.position = toIndexNumber(offset);
  try {
    return operation(file);
  } finally {
    file.position = before;
  }
}

const noChildren = (): never => {
  throw osError('ECHILD');
};

const processId = (): number => machine.host.processId ?? 1;
const userId = (): number => machine.host.user?.uid ?? 0;
const groupId = (): number => machine.host.user?.gid ?? 0;

/** Signals go to the only process that there is. */
function kill(pid: Value, signal: Value): Value {
  if (toIndexNumber(pid) !== processId()) throw osError('ESRCH');
  return toIndexNumber(signal) === 0 ? null : callValue(getAttribute(loadModule('_signal'), 'raise_signal'), [signal]);
}

/** Removes a file that is there. */
function unlink(path: Value, dirFd: MaybeValue): Value {
  const absolute = pathAt(path, dirFd);
  if (existing(absolute, path, false).kind === 'directory') throw osError('EISDIR', path);
  withFiles(path, () => machine.host.files.remove(absolute));
  forgetPath(absolute);
  return null;
}

/** An operation with two paths, both of which its error names. */
function withPaths(source: Value, target: Value, operation: () => void): null {
  try {
    operation();
  } catch (error) {
    if (error instanceof FileError) throw osError(error.code, source, target);
    throw error;
  }
  return null;
}

function rename(source: Value, target: Value, sourceFd: MaybeValue, targetFd: MaybeValue): Value {
  const from = pathAt(source, sourceFd);
  const to = pathAt(target, targetFd);
  settle(from);
  return withPaths(source, target, () => {
    machine.host.files.rename(from, to);
    movePath(from, to);
  });
}

function mkdir(path: Value, mode: MaybeValue, dirFd: MaybeValue): Value {
  const { files } = machine.host;
  const absolute = pathAt(path, dirFd);
  if ((files.lstat ?? files.stat).call(files, absolute) !== undefined) throw osError('EEXIST', path);
  withFiles(path, () => files.mkdir(absolute));
  const permissions = (mode === undefined ? 0o777 : toIndexNumber(mode)) & ~umask.bits;
  if (permissions !== 0o755) withFiles(path, () => files.chmod?.(absolute, permissions));
  return null;
}

function rmdir(path: Value, dirFd: MaybeValue): Value {
  const absolute = pathAt(path, dirFd);
  if (existing(absolute, path, false).kind !== 'directory') throw osError('ENOTDIR', path);
  withFiles(path, () => machine.host.files.rmdir(absolute));
  return null;
}

// ---------------------------------------------------------------- links, permissions, times

/** Something that only some hosts can do. */
function only<K extends 'readlink' | 'symlink' | 'link' | 'chmod' | 'utime'>(method: K): NonNullable<FileSystem[K]> {
  const { files } = machine.host;
  const found = files[method];
  if (found === undefined) throw refusal('ENOTSUP', `the files here know no ${method}()`);
  return found.bind(files) as NonNullable<FileSystem[K]>;
}

function readLink(path: Value, dirFd: MaybeValue): Value {
  const absolute = pathAt(path, dirFd);
  if (existing(absolute, path, false).kind !== 'link') throw osError('EINVAL', path);
  return like(
    path,
    withFiles(path, () => only('readlink')(absolute)),
  );
}

function symlink(source: Value, target: Value, _isDirectory: MaybeValue, dirFd: MaybeValue): Value {
  const text = checkedPath(source);
  const absolute = pathAt(target, dirFd);
  return withPaths(source, target, () => only('symlink')(text, absolute));
}

function link(source: Value, target: Value, sourceFd: MaybeValue, targetFd: MaybeValue): Value {
  const from = pathAt(source, sourceFd);
  const to = pathAt(target, targetFd);
  settle(from);
  return withPaths(source, target, () => only('link')(from, to));
}

/** The path that a path or a descriptor means. */
function pathOrOpen(path: Value, dirFd: MaybeValue): string {
  if (typeof path !== 'number' && typeof path !== 'boolean') return pathAt(path, dirFd);
  const description = descriptionOf(descriptorOf(path));
  if (description instanceof OpenFile || description instanceof OpenDirectory) return description.path;
  throw osError('EPERM');
}

function chmod(path: Value, mode: Value, dirFd: MaybeValue, follow: MaybeValue): Value {
  const absolute = pathOrOpen(path, dirFd);
  if (existing(absolute, path, follows(follow)).kind === 'link') throw osError('ENOTSUP', path);
  withFiles(path, () => only('chmod')(absolute, toIndexNumber(mode)));
  return null;
}

/** Everything belongs to the one user that there is. */
function chown(path: Value, uid: Value, gid: Value, dirFd: MaybeValue, follow: MaybeValue): Value {
  existing(pathOrOpen(path, dirFd), path, follows(follow));
  if (![-1, userId()].includes(toIndexNumber(uid)) || ![-1, groupId()].includes(toIndexNumber(gid))) throw osError('EPERM', path);
  return null;
}

/** Two times of an argument, as seconds. */
function timePair(pair: Value, name: string, seconds: (time: Value) => number): [number, number] {
  if (!(pair instanceof PyTuple) || pair.items.length !== 2)
    throw typeError(`utime: '${name}' must be ${name === 'ns' ? 'a tuple of two ints' : 'either a tuple of two ints or None'}`);
  return [seconds(pair.items[0]), seconds(pair.items[1])];
}

function utime(path: Value, times: MaybeValue, ns: MaybeValue, dirFd: MaybeValue, follow: MaybeValue): Value {
  const given = times !== undefined && times !== null;
  if (given && ns !== undefined) throw valueError("utime: you may specify either 'times' or 'ns' but not both");
  const now = Number(machine.host.clock.time()) / 1e9;
  let pair: [number, number] = [now, now];
  if (given) pair = timePair(times, 'times', floatOf);
  else if (ns !== undefined) pair = timePair(ns, 'ns', time => Number(toIndex(time)) / 1e9);
  const absolute = pathOrOpen(path, dirFd);
  existing(absolute, path, follows(follow));
  withFiles(path, () => only('utime')(absolute, ...pair, follows(follow)));
  return null;
}

function access(path: Value, mode: Value, dirFd: MaybeValue): Value {
  const { files } = machine.host;
  const found = files.stat(pathAt(path, dirFd));
  if (found === undefined) return false;
  // Whoever runs the program may read and write everything; what nobody may execute, nobody does.
  return (toIndexNumber(mode) & 1) === 0 || ((found.mode ?? MODES[found.kind]) & 0o111) !== 0;
}

// ---------------------------------------------------------------- paths as text

function fspath(path: Value): Value {
  if (strValue(path) !== undefined || typeOf(path).isSubtype(T.bytes)) return path;
  const result = typeOf(path).lookup('__fspath__') === null ? undefined : callSpecial(path, '__fspath__');
  if (result === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(path).name}`);
  if (strValue(result) === undefined && !typeOf(result).isSubtype(T.bytes))
    throw typeError(`expected ${typeOf(path).name}.__fspath__() to return str or bytes, not ${typeOf(result).name}`);
  return result;
}

/** `posixpath.normpath`: without empty, `.` and (where that can be told) `..` parts. */
function normalizePath(given: Value): Value {
  const path = fspath(given);
  const text = strText(path) ?? textOf(decodeBytes((path as PyBytes).data, 'utf-8', 'surrogateescape'));
  if (text === '') return like(path, '.');
  // Exactly two leading slashes mean something to POSIX.
  const root = text.startsWith('//') && !text.startsWith('///') ? '//' : text.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (root === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return like(path, root + parts.join('/') || '.');
}

function splitRoot(given: Value): Value {
  const path = fspath(given);
  const bytes = path instanceof PyBytes;
  const text = bytes ? String.fromCharCode(...path.data) : (strText(path) ?? '');
  const root = /^(?:\/\/(?!\/)|\/)?/.exec(text)![0];
  const make = (part: string): Value => (bytes ? new PyBytes(Uint8Array.from(part, c => c.charCodeAt(0))) : strOf(part));
  return new PyTuple([make(''), make(root), make(text.slice(root.length))]);
}

// ---------------------------------------------------------------- the module

const terminalSize = defineStructSeq('os', 'terminal_size', ['columns', 'lines']);
const unameResult = defineStructSeq('posix', 'uname_result', ['sysname', 'nodename', 'release', 'version', 'machine']);
const timesResult = defineStructSeq('posix', 'times_result', ['user', 'system', 'children_user', 'children_system', 'elapsed']);

const seconds = (ns: bigint): Value => new PyFloat(Number(ns) / 1e9);

const variableText = (value: Value): string => decodeBytes(bytesArgument(value), 'utf-8', 'surrogateescape').toString();

function environment(): PyDict {
  const dict = new PyDict();
  for (const [name, value] of environmentVariables()) dict.set(new PyBytes(encodeStr(strOf(name))), new PyBytes(encodeStr(strOf(value))));
  return dict;
}

/** What of POSIX takes a descriptor for a directory or a file, or minds links: `os` asks. */
const HAVE = [
  ...[
    'FACCESSAT',
    'FCHDIR',
    'FCHMOD',
    'FCHMODAT',
    'FCHOWN',
    'FCHOWNAT',
    'LCHOWN',
    'FDOPENDIR',
    'FSTATAT',
    'FTRUNCATE',
    'FUTIMENS',
    'LINKAT',
    'LSTAT',
    'MKDIRAT',
  ],
  ...['OPENAT', 'READLINKAT', 'RENAMEAT', 'SYMLINKAT', 'UNLINKAT', 'UTIMENSAT'],
];

registerModule('posix', {
  doc: 'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.',
  functions: {
    'stat(path, *, dir_fd=None, follow_symlinks=True)': stat,
    'lstat(path, *, dir_fd=None)': (path: Value, dirFd: MaybeValue) => stat(path, dirFd, false),
    'fstat(fd)': (fd: Value) => statOpen(toIndexNumber(fd)),
    'access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)': access,
    'listdir(path=None)': (path: MaybeValue) => new PyList(listDirectory(path).names.map(name => like(path, name))),
    'scandir(path=None)': scandir,
    'mkdir(path, mode=511, *, dir_fd=None)': mkdir,
    'rmdir(path, *, dir_fd=None)': rmdir,
    'remove(path, *, dir_fd=None)': unlink,
    'unlink(path, *, dir_fd=None)': unlink,
    'rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)': rename,
    'replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)': rename,
    'readlink(path, *, dir_fd=None)': readLink,
    'symlink(src, dst, target_is_directory=False, *, dir_fd=None)': symlink,
    'link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)': link,
    'chmod(path, mode, *, dir_fd=None, follow_symlinks=True)': chmod,
    'fchmod(fd, mode)': (fd: Value, mode: Value) => chmod(toIndexNumber(fd), mode, undefined, undefined),
    'chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)': chown,
    'lchown(path, uid, gid)': (path: Value, uid: Value, gid: Value) => chown(path, uid, gid, undefined, false),
    'fchown(fd, uid, gid)': (fd: Value, uid: Value, gid: Value) => chown(toIndexNumber(fd), uid, gid, undefined, undefined),
    'utime(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)': utime,
    'truncate(path, length)': (path: Value, length: Value) => {
      if (typeof path === 'number' || typeof path === 'boolean') {
        descriptionOf(descriptorOf(path)).resize(toIndexNumber(length));
        return null;
      }
      const fd = toIndexNumber(open(path, O.RDWR));
      descriptionOf(fd).resize(toIndexNumber(length));
      closeDescriptor(fd);
      return null;
    },
    'getcwd()': () => strOf(workingDirectory.path),
    'getcwdb()': () => new PyBytes(encodeStr(strOf(workingDirectory.path))),
    'fchdir(fd)': (fd: Value) => ((workingDirectory.path = directoryOf(toIndexNumber(fd))), null),
    'chdir(path)': (path: Value) => {
      const absolute = typeof path === 'number' ? directoryOf(path) : absolutePath(checkedPath(path));
      if (existing(absolute, path).kind !== 'directory') throw osError('ENOTDIR', path);
      workingDirectory.path = absolute;
      return null;
    },
    'open(path, flags, mode=511, *, dir_fd=None)': open,
    'close(fd)': (fd: Value) => (closeDescriptor(descriptor(fd)), null),
    'closerange(fd_low, fd_high, /)': (low: Value, high: Value) => {
      for (let fd = toIndexNumber(low); fd < toIndexNumber(high); fd++) if (descriptors.has(fd)) closeDescriptor(fd);
      return null;
    },
    'read(fd, length, /)': read,
    'readinto(fd, buffer, /)': (fd: Value, buffer: Value) => {
      const target = getBuffer(buffer);
      if (target === undefined || target.readonly)
        throw typeError(`readinto() argument 2 must be read-write bytes-like object, not ${typeOf(buffer).name}`);
      const bytes = (read(fd, target.bytes.length) as PyBytes).data;
      target.bytes.set(bytes);
      return bytes.length;
    },
    'write(fd, data, /)': write,
    'pread(fd, length, offset, /)': (fd: Value, length: Value, offset: Value) => at(fd, offset, () => read(fd, length)),
    'pwrite(fd, buffer, offset, /)': (fd: Value, data: Value, offset: Value) => at(fd, offset, () => write(fd, data)),
    'lseek(fd, position, whence, /)': (fd: Value, position: Value, whence: Value) =>
      descriptionOf(toIndexNumber(fd)).seek(toIndexNumber(position), toIndexNumber(whence)),
    'ftruncate(fd, length, /)': (fd: Value, length: Value) => (descriptionOf(descriptor(fd)).resize(toIndexNumber(length)), null),
    'fsync(fd)': (fd: Value) => (descriptionOf(descriptorOf(fd)).sync(), null),
    'fdatasync(fd)': (fd: Value) => (descriptionOf(descriptorOf(fd)).sync(), null),
    'dup(fd, /)': (fd: Value) => newDescriptor(descriptionOf(descriptor(fd)), lowestFree(0)),
    'dup2(fd, fd2, inheritable=True)': dup2,
    'pipe()': pipe,
    'pipe2(flags, /)': pipe,
    'isatty(fd, /)': () => false,
    'get_inheritable(fd, /)': (fd: Value) => descriptionOf(toIndexNumber(fd)).inheritable,
    'set_inheritable(fd, inheritable, /)': (fd: Value, inheritable: Value) => {
      descriptionOf(toIndexNumber(fd)).inheritable = isTruthy(inheritable);
      return null;
    },
    'get_blocking(fd, /)': (fd: Value) => descriptionOf(toIndexNumber(fd)).blocking,
    'set_blocking(fd, blocking, /)': (fd: Value, blocking: Value) => {
      descriptionOf(toIndexNumber(fd)).blocking = isTruthy(blocking);
      return null;
    },
    'system(command)': noProcesses,
    'device_encoding(fd)': () => null,
    'get_terminal_size(fd=1, /)': () => {
      throw osError('ENOTTY');
    },
    'fspath(path)': fspath,
    '_path_normpath(path)': normalizePath,
    '_path_splitroot_ex(path, /)': splitRoot,
    'getpid()': processId,
    'getppid()': () => 0,
    'getuid()': userId,
    'geteuid()': userId,
    'getgid()': groupId,
    'getegid()': groupId,
    'getlogin()': () => 'user',
    'cpu_count()': () => 1,
    'umask(mask, /)': (mask: Value) => {
      const old = umask.bits;
      umask.bits = toIndexNumber(mask) & 0o777;
      return old;
    },
    'uname()': () => unameResult.make(['Linux', 'localhost', '', '', 'javascript']),
    'times()': () => {
      const elapsed = seconds(machine.host.clock.monotonic());
      return timesResult.make([elapsed, new PyFloat(0), new PyFloat(0), new PyFloat(0), elapsed]);
    },
    'urandom(size, /)': (size: Value) => {
      const n = toIndexNumber(size);
      if (n < 0) throw valueError('negative argument not allowed');
      const bytes = new Uint8Array(n);
      machine.host.entropy(bytes);
      return new PyBytes(bytes);
    },
    'strerror(code, /)': (code: Value) => errnoMessage(toIndexNumber(code)),
    'putenv(name, value, /)': (name: Value, value: Value) => {
      environmentVariables().set(variableText(name), variableText(value));
      return null;
    },
    'unsetenv(name, /)': (name: Value) => {
      environmentVariables().delete(variableText(name));
      return null;
    },
    '_create_environ()': environment,
    '_exit(status)': (status: Value) => {
      throw raise(T.SystemExit, status);
    },
    'abort()': () => {
      throw raise(T.SystemExit, 134);
    },
    'register_at_fork(*, before=None, after_in_child=None, after_in_parent=None)': () => null,
    'waitpid(pid, options, /)': noChildren,
    'wait()': noChildren,
    'kill(pid, signal, /)': kill,
    'WIFEXITED(status)': (status: Value) => (toIndexNumber(status) & 0x7f) === 0,
    'WEXITSTATUS(status)': (status: Value) => (toIndexNumber(status) >> 8) & 0xff,
    'WIFSIGNALED(status)': (status: Value) => (toIndexNumber(status) & 0x7f) !== 0 && (toIndexNumber(status) & 0xff) !== 0x7f,
    'WTERMSIG(status)': (status: Value) => toIndexNumber(status) & 0x7f,
    'WIFSTOPPED(status)': (status: Value) => (toIndexNumber(status) & 0xff) === 0x7f,
    'WSTOPSIG(status)': (status: Value) => (toIndexNumber(status) >> 8) & 0xff,
    'WIFCONTINUED(status)': (status: Value) => toIndexNumber(status) === 0xffff,
    'WCOREDUMP(status, /)': (status: Value) => (toIndexNumber(status) & 0x80) !== 0,
    'waitstatus_to_exitcode(status)': (status: Value) => toIndexNumber(status) >> 8,
    '_is_inputhook_installed()': () => false,
  },
  attributes: {
    environ: environment,
    error: () => T.OSError,
    stat_result: statResult.type,
    terminal_size: terminalSize.type,
    uname_result: unameResult.type,
    times_result: timesResult.type,
    DirEntry,
    _have_functions: () => new PyList(HAVE.map(name => `HAVE_${name}`)),
    F_OK: 0,
    R_OK: 4,
    W_OK: 2,
    X_OK: 1,
    WNOHANG: 1,
    WUNTRACED: 2,
    WCONTINUED: 8,
    P_ALL: 0,
    P_PID: 1,
    P_PGID: 2,
    SEEK_DATA: 3,
    SEEK_HOLE: 4,
    O_RDONLY: O.RDONLY,
    O_WRONLY: O.WRONLY,
    O_RDWR: O.RDWR,
    O_CREAT: O.CREAT,
    O_EXCL: O.EXCL,
    O_TRUNC: O.TRUNC,
    O_APPEND: O.APPEND,
    O_NONBLOCK: 0o4000,
    O_CLOEXEC: 0o2000000,
    O_DIRECTORY: O.DIRECTORY,
    O_NOFOLLOW: O.NOFOLLOW,
    O_ACCMODE: 3,
    EX_OK: 0,
    EX_USAGE: 64,
    EX_DATAERR: 65,
    EX_NOINPUT: 66,
    EX_UNAVAILABLE: 69,
    EX_SOFTWARE: 70,
    EX_IOERR: 74,
    TMP_MAX: 238328,
    NGROUPS_MAX: 65536,
  },
  initialize: () => {
    resetEnvironment();
    inodes = new Map();
    umask.bits = 0o022;
  },
});
