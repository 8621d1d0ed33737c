/**
 * File descriptors: the numbers by which programs name what is open, and what they name.
 *
 * Several descriptors may share one description (`os.dup`), which ends with the last of them. There are files of the host, its three standard
 * streams, and channels between two places of this one process (pipes, pairs of sockets). Nobody else could fill or empty a channel, so
 * waiting for one is refused as a deadlock.
 */
import { FileError, type FileStat } from '../host/host.ts';
import { PyBaseException } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { strOf, strText } from '../objects/core/str.ts';
import type { Value } from '../objects/core/value.ts';
import { machine } from '../vm/machine.ts';
import { ERRNO, errnoMessage } from './errno-table.ts';

/** The OSError of a refused operation; its class follows from the number. */
export function osError(code: string, ...filenames: Value[]): PyBaseException {
  const errno = ERRNO[code];
  const [first, second] = filenames;
  const args: Value[] = [
    errno,
    errnoMessage(errno),
    ...(first === undefined ? [] : [first]),
    ...(second === undefined ? [] : [null, second]),
  ];
  return T.OSError.cls.slots.tp_call!(T.OSError, args, null) as PyBaseException;
}

/** An OSError with words of our own, for what no program can do here. */
export function refusal(code: string, message: string): PyBaseException {
  return T.OSError.cls.slots.tp_call!(T.OSError, [ERRNO[code], message], null) as PyBaseException;
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

/** What a descriptor stands for. */
export abstract class Description {
  abstract readonly kind: 'file' | 'directory' | 'stream' | 'pipe' | 'socket';
  readable = true;
  writable = true;
  blocking = true;
  inheritable = false;
  /** Descriptors that share it. */
  references = 0;
  /** Up to `size` bytes (all if negative), none at the end; null where they would have to be waited for. */
  abstract read(size: number): Uint8Array | null;
  /** How many bytes were taken; null where the caller would have to wait. */
  abstract write(bytes: Uint8Array): number | null;
  canRead(): boolean {
    return true;
  }
  canWrite(): boolean {
    return true;
  }
  seek(_offset: number, _whence: number): number {
    throw osError('ESPIPE');
  }
  resize(_size: number): void {
    throw osError('EINVAL');
  }
  sync(): void {}
  /** The last descriptor was closed. */
  end(): void {}
}

/**
 * Streams with something to write that nobody has flushed. CPython writes it when the last reference to a stream goes; here it is written
 * before anyone could see that it was not.
 */
export const unflushed = new Set<{ drain(): void }>();

/** Has all streams write what they hold back. */
export function flushAll(): void {
  // What one stream passes on may wait in another, which is then visited too.
  for (const stream of unflushed) {
    unflushed.delete(stream);
    try {
      stream.drain();
    } catch (error) {
      if (!(error instanceof PyBaseException)) throw error;
    }
  }
}

/**
 * The content of a file that is open, shared by all who have it open. A host reads and writes whole files: content is written back when it is
 * synced, or when somebody could see that it was not.
 */
class FileContent {
  path: string;
  bytes: Uint8Array;
  length: number;
  openings = 0;
  dirty = false;
  /** The bytes may be the host's own array until they are first written to. */
  private shared = true;

  constructor(path: string, bytes: Uint8Array) {
    this.path = path;
    this.bytes = bytes;
    this.length = bytes.length;
  }

  put(bytes: Uint8Array, position: number): void {
    this.resize(Math.max(position + bytes.length, this.length));
    this.own();
    this.bytes.set(bytes, position);
    this.dirty = true;
  }

  resize(size: number): void {
    // Content is kept in memory.
    if (size > LARGEST) throw osError('EFBIG');
    if (size > this.bytes.length) {
      const grown = new Uint8Array(Math.max(size, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
      this.shared = false;
    } else if (size < this.length) {
      this.own();
      this.bytes.fill(0, size, this.length);
    }
    if (size !== this.length) this.dirty = true;
    this.length = size;
  }

  private own(): void {
    if (!this.shared) return;
    this.bytes = this.bytes.slice();
    this.shared = false;
  }

  sync(): void {
    if (!this.dirty) return;
    this.dirty = false;
    // A file that was removed while it was open stays removed.
    if (contents.get(this.path) !== this) return;
    withFiles(strOf(this.path), () => machine.host.files.write(this.path, this.bytes.slice(0, this.length)));
  }
}

const LARGEST = 2 ** 30;

/** Contents of open files by path. */
const contents = new Map<string, FileContent>();

/** Makes the host know of a path what the program knows: before it is asked for it. */
export function settle(path: string): void {
  if (unflushed.size > 0) flushAll();
  if (contents.size === 0) return;
  const content = contents.get(path) ?? contents.get(machine.host.files.realpath?.(path) ?? path);
  content?.sync();
}

/** A path was removed, or another one moved to it: whoever has the file open keeps it, without a name. */
export function forgetPath(path: string): void {
  contents.delete(path);
}

/** A file was renamed. */
export function movePath(from: string, to: string): void {
  const content = contents.get(from);
  contents.delete(from);
  contents.delete(to);
  if (content === undefined) return;
  content.path = to;
  contents.set(to, content);
}

/** A file of the host. */
export class OpenFile extends Description {
  readonly kind = 'file';
  readonly append: boolean;
  position = 0;
  private readonly content: FileContent;

  constructor(content: FileContent, mode: OpenMode) {
    super();
    this.content = content;
    content.openings++;
    this.readable = mode.readable;
    this.writable = mode.writable;
    this.append = mode.append;
    if (mode.append) this.position = content.length;
  }

  get path(): string {
    return this.content.path;
  }
  get length(): number {
    return this.content.length;
  }

  read(size: number): Uint8Array {
    if (!this.readable) throw osError('EBADF');
    const { length } = this.content;
    const end = size < 0 ? length : Math.min(length, this.position + size);
    const start = Math.min(this.position, end);
    this.position = Math.max(this.position, end);
    return this.content.bytes.slice(start, end);
  }

  write(bytes: Uint8Array): number {
    if (!this.writable) throw osError('EBADF');
    if (this.append) this.position = this.content.length;
    this.content.put(bytes, this.position);
    this.position += bytes.length;
    return bytes.length;
  }

  override resize(size: number): void {
    if (!this.writable) throw osError('EINVAL');
    this.content.resize(size);
  }

  override seek(offset: number, whence: number): number {
    const base = whence === 0 ? 0 : whence === 1 ? this.position : this.content.length;
    if (whence < 0 || whence > 2 || base + offset < 0) throw osError('EINVAL');
    this.position = base + offset;
    return this.position;
  }

  override sync(): void {
    this.content.sync();
  }

  override end(): void {
    this.content.sync();
    if (--this.content.openings === 0 && contents.get(this.content.path) === this.content) contents.delete(this.content.path);
  }
}

/** A directory, opened to be named by a number. */
export class OpenDirectory extends Description {
  readonly kind = 'directory';
  readonly path: string;
  constructor(path: string) {
    super();
    this.path = path;
    this.writable = false;
  }
  read(): never {
    throw osError('EISDIR');
  }
  write(): never {
    throw osError('EBADF');
  }
}

const encoder = new TextEncoder();

class StandardInput extends Description {
  readonly kind = 'stream';
  override writable = false;
  private pending: Uint8Array = new Uint8Array();

  read(size: number): Uint8Array {
    const { host } = machine;
    if (host.readLine === undefined) throw refusal('ENOTSUP', 'standard input can be read here with input() only');
    if (this.pending.length === 0) {
      const line = host.readLine();
      this.pending = line === null ? new Uint8Array() : encoder.encode(line);
    }
    const taken = this.pending.subarray(0, size < 0 ? undefined : size);
    this.pending = this.pending.slice(taken.length);
    return taken;
  }
  write(): never {
    throw osError('EBADF');
  }
}

export class StandardOutput extends Description {
  readonly kind = 'stream';
  override readable = false;
  readonly stream: 1 | 2;
  constructor(stream: 1 | 2) {
    super();
    this.stream = stream;
  }
  read(): never {
    throw osError('EBADF');
  }
  write(bytes: Uint8Array): number {
    if (bytes.length > 0) withFiles(undefined, () => machine.host.write(this.stream, bytes.slice()));
    return bytes.length;
  }
}

/** Bytes on their way from a writer to a reader of the same process. */
export class Channel {
  readonly capacity = 65536;
  private chunks: Uint8Array[] = [];
  size = 0;
  writers = 0;
  readers = 0;

  /** Puts in as much as there is room for. */
  put(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.capacity - this.size);
    if (count > 0) this.chunks.push(bytes.slice(0, count));
    this.size += count;
    return count;
  }

  take(size: number): Uint8Array {
    const taken = this.peek(size);
    let rest = taken.length;
    while (rest > 0) {
      const [first] = this.chunks;
      if (first.length <= rest) this.chunks.shift();
      else this.chunks[0] = first.subarray(rest);
      rest -= Math.min(first.length, rest);
    }
    this.size -= taken.length;
    return taken;
  }

  peek(size: number): Uint8Array {
    const bytes = new Uint8Array(Math.min(size < 0 ? this.size : size, this.size));
    let filled = 0;
    for (const chunk of this.chunks) {
      if (filled === bytes.length) break;
      const part = chunk.subarray(0, bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }
}

/** One end of a pipe. */
export class PipeEnd extends Description {
  readonly kind = 'pipe';
  private readonly channel: Channel;
  constructor(channel: Channel, writes: boolean) {
    super();
    this.channel = channel;
    this.readable = !writes;
    this.writable = writes;
    if (writes) channel.writers++;
    else channel.readers++;
  }

  read(size: number): Uint8Array | null {
    if (!this.readable) throw osError('EBADF');
    if (this.channel.size === 0 && this.channel.writers > 0 && size !== 0) return wouldWait(this);
    return this.channel.take(size);
  }
  write(bytes: Uint8Array): number | null {
    if (!this.writable) throw osError('EBADF');
    if (this.channel.readers === 0) throw osError('EPIPE');
    const count = this.channel.put(bytes);
    return count === 0 && bytes.length > 0 ? wouldWait(this) : count;
  }
  override canRead(): boolean {
    return this.readable && (this.channel.size > 0 || this.channel.writers === 0);
  }
  override canWrite(): boolean {
    return this.writable && (this.channel.size < this.channel.capacity || this.channel.readers === 0);
  }
  override end(): void {
    if (this.writable) this.channel.writers--;
    else this.channel.readers--;
  }
}

/** Nothing can be had at once: null for those who do not wait, a deadlock for those who would. */
export function wouldWait(description: Description): null {
  if (!description.blocking) return null;
  throw osError('EDEADLK');
}

// ---------------------------------------------------------------- the table

/** What is open in this run, by descriptor. */
export const descriptors = new Map<number, Description>();

/** A run begins with its standard streams and nothing else. */
export function resetDescriptors(): void {
  descriptors.clear();
  contents.clear();
  unflushed.clear();
  workingDirectory.path = machine.host.workingDirectory ?? '/';
  [new StandardInput(), new StandardOutput(1), new StandardOutput(2)].forEach((stream, fd) => {
    stream.references = 1;
    stream.inheritable = true;
    descriptors.set(fd, stream);
  });
}

/** Gives a description the lowest free number, or the one that is asked for. */
export function newDescriptor(description: Description, at = lowestFree(0)): number {
  if (descriptors.has(at)) closeDescriptor(at);
  description.references++;
  descriptors.set(at, description);
  return at;
}

export function lowestFree(from: number): number {
  let fd = from;
  while (descriptors.has(fd)) fd++;
  return fd;
}

/** Whether a descriptor is open. */
export const isOpen = (fd: number): boolean => descriptors.has(fd);

export function descriptionOf(fd: number): Description {
  const description = descriptors.get(fd);
  if (description === undefined) throw osError('EBADF');
  return description;
}

/** The run ends: nothing that was written may be lost. */
export function closeFiles(): void {
  flushAll();
  for (const content of contents.values()) content.sync();
}

export function closeDescriptor(fd: number): void {
  const description = descriptionOf(fd);
  descriptors.delete(fd);
  if (--description.references === 0) description.end();
}

// ---------------------------------------------------------------- paths

/** Permissions that new files do not get. */
export const umask = { bits: 0o022 };

/** The current directory of the run; `os.chdir` changes it. */
export const workingDirectory = { path: '/' };

/** An absolute path without `.` and `..`; `..` leads out of where a link led to. */
export function absolutePath(path: string, base = workingDirectory.path): string {
  let parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
    if (part === '..') {
      const real = machine.host.files.realpath?.(`/${parts.join('/')}`);
      if (real !== undefined) parts = real.split('/').filter(name => name !== '');
      parts.pop();
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export interface OpenMode {
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly append: boolean;
  /** Of a file that is created. */
  readonly permissions?: number;
}

/** What files and directories have if nobody asks for anything else. */
const PLAIN_PERMISSIONS = 0o644;

/** Opens the file or directory at an absolute path. `name` is what the program called it. */
export function openPath(given: string, mode: OpenMode, name: Value): number {
  const { files } = machine.host;
  settle(given);
  return withFiles(name, () => {
    // A file has one content, whatever links lead to it.
    const path = files.realpath?.(given) ?? given;
    if (mode.exclusive && files.lstat?.(given) !== undefined) throw new FileError('EEXIST', given);
    const stat: FileStat | undefined = files.stat(path);
    if (stat !== undefined && mode.exclusive) throw new FileError('EEXIST', path);
    // A slash at the end asks for a directory.
    if (strText(name)?.endsWith('/') === true && stat?.kind !== 'directory' && (stat !== undefined || mode.create))
      throw new FileError(stat === undefined ? 'EISDIR' : 'ENOTDIR', path);
    if (stat?.kind === 'directory') {
      if (mode.writable || mode.create) throw new FileError('EISDIR', path);
      return newDescriptor(new OpenDirectory(path));
    }
    if (stat === undefined && !mode.create) throw new FileError('ENOENT', path);
    let content = contents.get(path);
    if (stat === undefined || content === undefined) {
      content = new FileContent(path, stat === undefined || mode.truncate ? new Uint8Array() : files.read(path));
      contents.set(path, content);
      // Creating is seen at once, not only when the file is closed.
      if (stat === undefined || (mode.truncate && stat.size > 0)) files.write(path, content.bytes);
      const permissions = (mode.permissions ?? 0o666) & ~umask.bits;
      if (stat === undefined && permissions !== PLAIN_PERMISSIONS) files.chmod?.(path, permissions);
    } else if (mode.truncate) {
      content.resize(0);
      content.sync();
    }
    return newDescriptor(new OpenFile(content, mode));
  });
}
