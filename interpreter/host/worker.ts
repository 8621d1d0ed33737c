/**
 * The host inside a web worker: files in memory, the standard library fetched one file at a time, output handed to a callback.
 *
 * A worker's event loop cannot wait inside a call, so there is no `readLine` and no `sleep`: `input()` and `time.sleep()` suspend the run.
 */
import type { Clock, FileSystem, Host } from './host.ts';
import { FileError } from './host.ts';
import { LibraryFiles, MemoryFiles, MountedFiles } from './memory-files.ts';
import type { LibraryManifest } from './memory-files.ts';

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

/**
 * The library at a URL that ends with a slash: `manifest.json` there lists the files below it. Requests are synchronous, which a worker may
 * do, since an import cannot be suspended in the middle.
 */
export function fetchedLibrary(url: string): FileSystem {
  let files: LibraryFiles | null = null;
  const library = (): LibraryFiles => {
    files ??= new LibraryFiles(JSON.parse(new TextDecoder().decode(request(`${url}manifest.json`))) as LibraryManifest, name =>
      request(url + name),
    );
    return files;
  };
  return {
    stat: path => library().stat(path),
    read: path => library().read(path),
    list: path => library().list(path),
    write: path => library().write(path),
    mkdir: path => library().mkdir(path),
    remove: path => library().remove(path),
    rmdir: path => library().rmdir(path),
    rename: from => library().rename(from),
  };
}

function request(url: string): Uint8Array {
  const xhr = new XMLHttpRequest();
  xhr.open('GET', url, false);
  xhr.responseType = 'arraybuffer';
  try {
    xhr.send();
  } catch {
    throw new FileError('ENOENT', url);
  }
  if (xhr.status !== 200) throw new FileError('ENOENT', url);
  return new Uint8Array(xhr.response as ArrayBuffer);
}
