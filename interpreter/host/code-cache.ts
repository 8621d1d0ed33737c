/**
 * Compiled library modules kept on disk between processes.
 *
 * The library itself is a read-only archive, so its `.pyc` files lie apart, under `node_modules/.cache/python`, in a folder named after the
 * sources of everything that makes code: a change of the compiler begins a new folder.
 */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileStat, FileSystem } from './host.ts';
import { FileError } from './host.ts';
import { pathParts, type LibraryFiles } from './memory-files.ts';

/** The stages whose sources decide what a `.pyc` contains. */
const STAGES = ['defs', 'source', 'tokens', 'ast', 'parser', 'symtable', 'opcodes', 'code', 'compiler'];

let folder: string | null | undefined;

/** Where the code of library modules is kept; null when the compiler's sources are not there to tell its version. */
export function codeCacheFolder(): string | null {
  return (folder ??= findFolder());
}

/** Says where it is, instead of having it found out. */
export function setCodeCacheFolder(path: string | null): void {
  folder = path;
}

function findFolder(): string | null {
  // Loaded only here: it is large, and what starts from a snapshot has been told.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const home = fileURLToPath(new URL('../', import.meta.url));
  try {
    const hash = createHash('sha1');
    for (const stage of STAGES) {
      for (const name of fs.readdirSync(join(home, stage), { recursive: true, encoding: 'utf8' }).sort()) {
        if (name.endsWith('.ts')) hash.update(name).update(fs.readFileSync(join(home, stage, name)));
      }
    }
    return join(home, '../node_modules/.cache/python', `code-${hash.digest('hex').slice(0, 12)}`);
  } catch {
    return null;
  }
}

/** A library whose `__pycache__` folders can be written to. */
export class LibraryWithCache implements FileSystem {
  private readonly library: LibraryFiles;

  constructor(library: LibraryFiles) {
    this.library = library;
  }

  stat(path: string): FileStat | undefined {
    const cached = cachedFile(path);
    if (cached === null) return this.library.stat(path);
    const stat = fs.statSync(cached, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    return { kind: stat.isDirectory() ? 'directory' : 'file', size: stat.size, mtime: stat.mtimeMs / 1000 };
  }

  read(path: string): Uint8Array {
    const cached = cachedFile(path);
    if (cached === null) return this.library.read(path);
    try {
      return new Uint8Array(fs.readFileSync(cached));
    } catch {
      throw new FileError('ENOENT', path);
    }
  }

  list(path: string): string[] {
    return this.library.list(path);
  }

  mkdir(path: string): void {
    const cached = cachedFile(path);
    if (cached === null) this.library.mkdir(path);
    else fs.mkdirSync(cached, { recursive: true });
  }

  write(path: string, content: Uint8Array): void {
    const cached = cachedFile(path);
    if (cached === null) {
      this.library.write(path);
      return;
    }
    // Other processes may read and write the same file: it appears complete or not at all.
    const temporary = `${cached}.${process.pid}`;
    fs.mkdirSync(dirname(cached), { recursive: true });
    fs.writeFileSync(temporary, content);
    fs.renameSync(temporary, cached);
  }

  remove(path: string): void {
    this.library.remove(path);
  }
  rmdir(path: string): void {
    this.library.rmdir(path);
  }
  rename(from: string): void {
    this.library.rename(from);
  }
}

/** The file on disk that stands for a path in a `__pycache__` folder; null for other paths. */
function cachedFile(path: string): string | null {
  if (!path.includes('__pycache__')) return null;
  const cache = codeCacheFolder();
  return cache === null ? null : join(cache, ...pathParts(path));
}
