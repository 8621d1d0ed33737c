/**
 * The host inside a web worker: files in memory, the standard library fetched one file at a time, output handed to a callback.
 *
 * A worker's event loop cannot wait inside a call, so there is no `readLine` and no `sleep`: `input()` and `time.sleep()` suspend the run.
 */
import type { Clock, FileSystem, Host } from './host.ts';
import { MemoryFiles, MountedFiles } from './memory-files.ts';

/** Where the standard library is mounted; `sys.path` names it. */
export const LIBRARY_PATH = '/lib/python3.14';

/** Docstrings of what is not written in Python, in the library's folder. */
export const DOCUMENTATION_FILE = '_documentation.json';

export class WorkerHost implements Host {
  readonly clock: Clock = browserClock;
  readonly environ: ReadonlyMap<string, string>;
  readonly files: FileSystem;
  /** The program's own files, without the library. */
  readonly memory: MemoryFiles;
  readonly write: (fd: 1 | 2, bytes: Uint8Array) => void;

  constructor(
    write: (fd: 1 | 2, bytes: Uint8Array) => void,
    library: FileSystem | null,
    environ: ReadonlyMap<string, string> = new Map(),
    memory = new MemoryFiles(),
  ) {
    this.memory = memory;
    this.write = write;
    this.environ = environ;
    this.files = library === null ? memory : new MountedFiles(memory, LIBRARY_PATH, library);
  }

  /** The library's folder has it beside the modules. */
  documentation(): string | null {
    try {
      return new TextDecoder().decode(this.files.read(`${LIBRARY_PATH}/${DOCUMENTATION_FILE}`));
    } catch {
      return null;
    }
  }

  entropy(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += 65536) crypto.getRandomValues(bytes.subarray(i, i + 65536) as Uint8Array<ArrayBuffer>);
  }
}

/** Time as `performance` tells it: the epoch and a clock that never goes back. */
export const browserClock: Clock = {
  time: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6)),
  monotonic: () => BigInt(Math.round(performance.now() * 1e6)),
};
