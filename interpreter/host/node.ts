/**
 * The host on Node: real files and streams, and the standard library read from its zip archive.
 *
 * The library is mounted at the same path as in the browser, so that `sys.path` and tracebacks agree in both.
 */
import { createRequire } from 'node:module';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Clock, FileStat, FileSystem, Host } from './host.ts';
import { FileError } from './host.ts';
import { LibraryWithCache } from './code-cache.ts';
import { LibraryFiles, MountedFiles } from './memory-files.ts';
import { LIBRARY_PATH } from './worker.ts';

export { LIBRARY_PATH };

export class NodeHost implements Host {
  readonly clock: Clock = nodeClock;
  readonly files: FileSystem;
  readonly environ: ReadonlyMap<string, string>;
  private readonly input = new LineReader();

  constructor(library: FileSystem | null = zippedLibrary()) {
    const disk = new DiskFiles();
    this.files = library === null ? disk : new MountedFiles(disk, LIBRARY_PATH, library);
    this.environ = new Map(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  }

  get workingDirectory(): string {
    return process.cwd();
  }

  get user(): { uid: number; gid: number } {
    return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  }

  get processId(): number {
    return process.pid;
  }

  write(fd: 1 | 2, bytes: Uint8Array): void {
    let offset = 0;
    while (offset < bytes.length) {
      try {
        offset += fs.writeSync(fd, bytes, offset);
      } catch (error) {
        // A pipe whose reader is slow answers EAGAIN: wait a moment and go on.
        if (errorCode(error) !== 'EAGAIN') throw refusal(error, fd === 1 ? '<stdout>' : '<stderr>');
        wait(0.001);
      }
    }
  }

  documentation(): string | null {
    try {
      return fs.readFileSync(new URL('../objects/documentation.json', import.meta.url), 'utf8');
    } catch {
      return null;
    }
  }

  readonly prefersSuspension = true;

  readLine(): string | null {
    return this.input.next();
  }

  /** The next line of standard input, waited for without blocking; null at its end, or when the wait is given up. */
  nextLine(abandon: AbortSignal): Promise<string | null> {
    return this.input.later(abandon);
  }

  sleep(seconds: number): void {
    wait(seconds);
  }

  entropy(bytes: Uint8Array): void {
    // Loaded when it is needed: few programs ask, and a snapshot would contain it.
    process.getBuiltinModule('node:crypto').randomFillSync(bytes);
  }
}

export const nodeClock: Clock = {
  time: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6)),
  monotonic: () => process.hrtime.bigint(),
};

let waiting: Int32Array | undefined;

function wait(seconds: number): void {
  waiting ??= new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(waiting, 0, 0, seconds * 1000);
}

/** Lines of standard input, read synchronously. */
class LineReader {
  private readonly decoder = new TextDecoder();
  private readonly chunk = new Uint8Array(65536);
  private pending = '';
  private ended = false;

  /** A read on its way, from a wait that was given up. */
  private reading: Promise<void> | null = null;

  next(): string | null {
    for (;;) {
      const line = this.buffered();
      if (line !== undefined) return line;
      this.fill();
    }
  }

  async later(abandon: AbortSignal): Promise<string | null> {
    const given = new Promise<void>(resolve => abandon.addEventListener('abort', () => resolve()));
    for (;;) {
      const line = this.buffered();
      if (line !== undefined) return line;
      this.reading ??= this.fillLater();
      await Promise.race([this.reading, given]);
      if (abandon.aborted) return null;
    }
  }

  /** A line that has been read already; null at the end, undefined when more has to be read. */
  private buffered(): string | null | undefined {
    const newline = this.pending.indexOf('\n');
    if (newline >= 0) {
      const line = this.pending.slice(0, newline + 1);
      this.pending = this.pending.slice(newline + 1);
      return line;
    }
    if (!this.ended) return undefined;
    const rest = this.pending;
    this.pending = '';
    // A terminal goes on after Control+D.
    this.ended = false;
    return rest === '' ? null : rest;
  }

  private fill(): void {
    try {
      this.add(fs.readSync(0, this.chunk));
    } catch (error) {
      this.failed(error);
      if (errorCode(error) === 'EAGAIN') wait(0.01);
    }
  }

  private fillLater(): Promise<void> {
    return new Promise((resolve, reject) =>
      fs.read(0, this.chunk, (error, count) => {
        this.reading = null;
        try {
          if (error === null) this.add(count);
          else this.failed(error);
        } catch (failure) {
          reject(failure);
        }
        if (errorCode(error) === 'EAGAIN') setTimeout(resolve, 10);
        else resolve();
      }),
    );
  }

  private add(count: number): void {
    this.ended = count === 0;
    this.pending += this.decoder.decode(this.chunk.subarray(0, count), { stream: !this.ended });
  }

  private failed(error: unknown): void {
    if (errorCode(error) === 'EOF') this.ended = true;
    else if (errorCode(error) !== 'EAGAIN') throw error;
  }
}

/** The machine's own files. */
export class DiskFiles implements FileSystem {
  stat(path: string): FileStat | undefined {
    return this.describe(path, () => fs.statSync(path, { throwIfNoEntry: false }));
  }
  lstat(path: string): FileStat | undefined {
    return this.describe(path, () => fs.lstatSync(path, { throwIfNoEntry: false }));
  }
  private describe(path: string, look: () => fs.Stats | undefined): FileStat | undefined {
    try {
      const stat = look();
      if (stat === undefined) return undefined;
      const { size, mode, ino, dev, nlink, uid, gid, rdev } = stat;
      return {
        kind: stat.isDirectory() ? 'directory' : stat.isSymbolicLink() ? 'link' : 'file',
        ...{ size, mode, ino, dev, nlink, uid, gid, rdev },
        mtime: stat.mtimeMs / 1000,
        atime: stat.atimeMs / 1000,
        ctime: stat.ctimeMs / 1000,
      };
    } catch (error) {
      if (errorCode(error) === 'ENOTDIR') return undefined;
      throw refusal(error, path);
    }
  }
  read(path: string): Uint8Array {
    return attempt(path, () => new Uint8Array(fs.readFileSync(path)));
  }
  write(path: string, content: Uint8Array): void {
    attempt(path, () => fs.writeFileSync(path, content));
  }
  list(path: string): string[] {
    return attempt(path, () => fs.readdirSync(path));
  }
  mkdir(path: string): void {
    attempt(path, () => fs.mkdirSync(path));
  }
  remove(path: string): void {
    attempt(path, () => fs.unlinkSync(path));
  }
  rmdir(path: string): void {
    attempt(path, () => fs.rmdirSync(path));
  }
  rename(from: string, to: string): void {
    attempt(from, () => fs.renameSync(from, to));
  }
  readlink(path: string): string {
    return attempt(path, () => fs.readlinkSync(path));
  }
  symlink(target: string, path: string): void {
    attempt(path, () => fs.symlinkSync(target, path));
  }
  link(path: string, name: string): void {
    attempt(path, () => fs.linkSync(path, name));
  }
  chmod(path: string, mode: number): void {
    attempt(path, () => fs.chmodSync(path, mode));
  }
  utime(path: string, atime: number, mtime: number, followLinks: boolean): void {
    attempt(path, () => (followLinks ? fs.utimesSync : fs.lutimesSync)(path, atime, mtime));
  }
  realpath(path: string): string | undefined {
    try {
      return fs.realpathSync.native(path);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
      throw refusal(error, path);
    }
  }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw refusal(error, path);
  }
}

const CODES: readonly FileError['code'][] = [
  'ENOENT',
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ENOTEMPTY',
  'EACCES',
  'EROFS',
  'EXDEV',
  'EPERM',
  'EINVAL',
  'EPIPE',
  'ENXIO',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOSPC',
  'EIO',
];

function refusal(error: unknown, path: string): unknown {
  const code = errorCode(error);
  const known = CODES.find(name => name === code);
  return known === undefined ? error : new FileError(known, path);
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The archive of CPython's Lib: `python_stdlib.zip` of the package `pyodide`, looked for from this file, then (in a bundle) from the working directory upwards. */
export function findLibraryArchive(): string | null {
  try {
    const archive = join(createRequire(import.meta.url).resolve('pyodide'), '../python_stdlib.zip');
    if (fs.existsSync(archive)) return archive;
  } catch {
    // Not installed beside this file.
  }
  for (let directory = process.cwd(); ; directory = join(directory, '..')) {
    const archive = join(directory, 'node_modules/pyodide/python_stdlib.zip');
    if (fs.existsSync(archive)) return archive;
    if (directory === join(directory, '..')) return null;
  }
}

let sharedLibrary: FileSystem | null = null;

/** The library in its archive, with its compiled modules kept on disk. A file is inflated when it is first read. Null when there is no archive. */
export function zippedLibrary(): FileSystem | null {
  if (sharedLibrary !== null) return sharedLibrary;
  const path = findLibraryArchive();
  if (path === null) return null;
  // Listed now, and read again only for sources: a program that finds its modules compiled does not need them.
  let zip: Uint8Array | null = null;
  const load = (name: string): Uint8Array => {
    zip ??= new Uint8Array(fs.readFileSync(path));
    return unzipSync(zip, { filter: file => file.name === name })[name];
  };
  const files = sizesIn(new Uint8Array(fs.readFileSync(path)));
  return (sharedLibrary = new LibraryWithCache(new LibraryFiles({ mtime: LIBRARY_MTIME, files }, load)));
}

/** The sizes of an archive's files, by name. */
function sizesIn(zip: Uint8Array): Record<string, number> {
  const files: Record<string, number> = {};
  // A filter that refuses everything makes fflate a reader of the central directory.
  unzipSync(zip, {
    filter: ({ name, originalSize }) => {
      if (!name.endsWith('/')) files[name] = originalSize;
      return false;
    },
  });
  return files;
}

/** The modification time that the library's files carry everywhere (the day of Python 3.14.0), so that builds are reproducible. */
export const LIBRARY_MTIME = 1759795200;
