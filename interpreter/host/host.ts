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
  /** The numbers of the user and the group that the process works for, 0 by default. */
  readonly user?: { readonly uid: number; readonly gid: number };
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
  /** What is there; a link only where it is asked for itself (`lstat`). What is neither file, directory nor link counts as a file. */
  readonly kind: 'file' | 'directory' | 'link';
  readonly size: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  /** What a host may know besides: `st_mode` with the bits for the kind, number of the file, names it has, and the other times. */
  readonly mode?: number;
  readonly ino?: number;
  readonly dev?: number;
  readonly nlink?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly rdev?: number;
  readonly atime?: number;
  readonly ctime?: number;
}

/**
 * A tree of files under absolute POSIX paths. Methods that cannot do what is asked throw `FileError`; those that a host leaves out are refused to the
 * program (`ENOTSUP`).
 */
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
  /** Of the link itself, where `path` is one. */
  lstat?(path: string): FileStat | undefined;
  readlink?(path: string): string;
  /** Makes `path` a link that says `target`. */
  symlink?(target: string, path: string): void;
  /** Gives a file a second name. */
  link?(path: string, name: string): void;
  chmod?(path: string, mode: number): void;
  /** Sets the times of reading and writing, in seconds since the epoch. */
  utime?(path: string, atime: number, mtime: number, followLinks: boolean): void;
  /** The path without links; undefined if nothing can be found there. */
  realpath?(path: string): string | undefined;
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
    | 'EPERM'
    | 'EROFS'
    | 'EXDEV'
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
