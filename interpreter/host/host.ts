/**
 * What the world gives the machine: streams, a clock, entropy and files, as one interface.
 *
 * The interpreter itself knows no DOM and no Node; whoever embeds it passes a `Host`. Everything is synchronous. A host that cannot wait
 * (a browser's worker without shared memory) leaves out `readLine` and `sleep`: then `input()` and `time.sleep()` suspend the run, whose
 * frames live on the heap, and the embedder resumes it (see `Run`).
 */
export interface Host {
  /** Writes bytes to standard output (1) or standard error (2). Throws `FileError` where nobody reads them any more. */
  write(fd: 1 | 2, bytes: Uint8Array): void;
  /** Waits for a line of standard input, newline included; null at end of file. Absent where waiting is impossible. */
  readLine?(): string | null;
  /** Waits. Absent where waiting is impossible. */
  sleep?(seconds: number): void;
  /** Whether a run should be suspended instead of waiting in `readLine` or `sleep`, where that is possible: so that it can be interrupted. */
  readonly prefersSuspension?: boolean;
  readonly clock: Clock;
  /** Fills the array with random bytes. */
  entropy(bytes: Uint8Array): void;
  readonly files: FileSystem;
  readonly environ: ReadonlyMap<string, string>;
  /** Where relative paths begin, `/` by default; and the number of the process, 1 by default. */
  readonly workingDirectory?: string;
  readonly processId?: number;
  /** The text of `objects/documentation.json`, which has the docstrings of built-in types and functions; null or absent where it cannot be had. */
  documentation?(): string | null;
}

export interface Clock {
  /** Nanoseconds since the epoch. */
  time(): bigint;
  /** Nanoseconds from an arbitrary start; never goes back. */
  monotonic(): bigint;
}

export interface FileStat {
  readonly kind: 'file' | 'directory';
  readonly size: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
}

/** A tree of files under absolute POSIX paths. Methods that cannot do what is asked throw `FileError`. */
export interface FileSystem {
  stat(path: string): FileStat | undefined;
  read(path: string): Uint8Array;
  write(path: string, content: Uint8Array): void;
  /** Names in a directory, unordered. */
  list(path: string): string[];
  mkdir(path: string): void;
  remove(path: string): void;
  rmdir(path: string): void;
  rename(from: string, to: string): void;
}

/** A file operation refused; `code` is the name of the errno. */
export class FileError extends Error {
  readonly code:
    | 'ENOENT'
    | 'EEXIST'
    | 'ENOTDIR'
    | 'EISDIR'
    | 'ENOTEMPTY'
    | 'EACCES'
    | 'EROFS'
    | 'EINVAL'
    | 'EPIPE'
    | 'ENXIO'
    | 'ELOOP'
    | 'ENAMETOOLONG'
    | 'ENOSPC'
    | 'EIO';
  readonly path: string;
  constructor(code: FileError['code'], path: string) {
    super(`${code}: ${path}`);
    this.code = code;
    this.path = path;
  }
}
