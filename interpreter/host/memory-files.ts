/**
 * Files in memory, read-only libraries, and the two put together.
 *
 * A browser has no disk that Python could use, so a program's files live in a tree of maps. The standard library is a `LibraryFiles`: a list
 * of names with sizes, and a way to get one file's bytes when it is first read. `MountedFiles` shows both as one tree.
 */
import { FileError } from './host.ts';
import type { FileStat, FileSystem } from './host.ts';

interface MemoryFile {
  readonly kind: 'file';
  content: Uint8Array;
  mtime: number;
}

interface MemoryDirectory {
  readonly kind: 'directory';
  readonly entries: Map<string, MemoryNode>;
  mtime: number;
}

type MemoryNode = MemoryFile | MemoryDirectory;

/** The parts of an absolute path; `.` and `..` are resolved, a relative path is taken from the root. */
export function pathParts(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

/** A file below a `MemoryFiles`, with its absolute path. */
export interface StoredFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mtime: number;
}

export class MemoryFiles implements FileSystem {
  private readonly root: MemoryDirectory = { kind: 'directory', entries: new Map(), mtime: 0 };
  private readonly now: () => number;

  /** `now` gives the modification time of what is written, in seconds since the epoch. */
  constructor(now: () => number = () => Date.now() / 1000) {
    this.now = now;
    this.root.mtime = now();
  }

  stat(path: string): FileStat | undefined {
    const node = this.find(pathParts(path));
    if (node === undefined) return undefined;
    return { kind: node.kind, size: node.kind === 'file' ? node.content.length : 0, mtime: node.mtime };
  }

  read(path: string): Uint8Array {
    const node = this.find(pathParts(path));
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind === 'directory') throw new FileError('EISDIR', path);
    return node.content;
  }

  write(path: string, content: Uint8Array): void {
    const [parent, name] = this.parentOf(path);
    const node = parent.entries.get(name);
    if (node?.kind === 'directory') throw new FileError('EISDIR', path);
    if (node !== undefined) {
      node.content = content;
      node.mtime = this.now();
    } else {
      parent.entries.set(name, { kind: 'file', content, mtime: this.now() });
      parent.mtime = this.now();
    }
  }

  list(path: string): string[] {
    return [...this.directory(path).entries.keys()];
  }

  mkdir(path: string): void {
    const [parent, name] = this.parentOf(path);
    if (parent.entries.has(name)) throw new FileError('EEXIST', path);
    parent.entries.set(name, { kind: 'directory', entries: new Map(), mtime: this.now() });
    parent.mtime = this.now();
  }

  remove(path: string): void {
    const [parent, name] = this.parentOf(path);
    const node = parent.entries.get(name);
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind === 'directory') throw new FileError('EISDIR', path);
    parent.entries.delete(name);
    parent.mtime = this.now();
  }

  rmdir(path: string): void {
    const [parent, name] = this.parentOf(path);
    const node = parent.entries.get(name);
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind === 'file') throw new FileError('ENOTDIR', path);
    if (node.entries.size > 0) throw new FileError('ENOTEMPTY', path);
    parent.entries.delete(name);
    parent.mtime = this.now();
  }

  rename(from: string, to: string): void {
    const [oldParent, oldName] = this.parentOf(from);
    const [newParent, newName] = this.parentOf(to);
    const node = oldParent.entries.get(oldName);
    if (node === undefined) throw new FileError('ENOENT', from);
    const target = newParent.entries.get(newName);
    if (target === node) return;
    if (node.kind === 'directory' && this.holds(node, newParent)) throw new FileError('EINVAL', to);
    if (target?.kind === 'directory') {
      if (node.kind === 'file') throw new FileError('EISDIR', to);
      if (target.entries.size > 0) throw new FileError('ENOTEMPTY', to);
    } else if (target !== undefined && node.kind === 'directory') throw new FileError('ENOTDIR', to);
    oldParent.entries.delete(oldName);
    newParent.entries.set(newName, node);
    oldParent.mtime = newParent.mtime = this.now();
  }

  /** Writes a file and makes the directories above it. */
  put(path: string, content: Uint8Array): void {
    const parts = pathParts(path);
    let directory = this.root;
    for (const part of parts.slice(0, -1)) {
      let next = directory.entries.get(part);
      if (next === undefined) {
        next = { kind: 'directory', entries: new Map(), mtime: this.now() };
        directory.entries.set(part, next);
      }
      if (next.kind === 'file') throw new FileError('ENOTDIR', path);
      directory = next;
    }
    this.write(path, content);
  }

  /** Every file, in the order of creation, parents before children. */
  *all(): Generator<StoredFile> {
    yield* walk(this.root, '');
  }

  private find(parts: readonly string[]): MemoryNode | undefined {
    let node: MemoryNode | undefined = this.root;
    for (const part of parts) {
      if (node?.kind !== 'directory') return undefined;
      node = node.entries.get(part);
    }
    return node;
  }

  private directory(path: string): MemoryDirectory {
    const node = this.find(pathParts(path));
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind === 'file') throw new FileError('ENOTDIR', path);
    return node;
  }

  private parentOf(path: string): [MemoryDirectory, string] {
    const parts = pathParts(path);
    const name = parts.pop();
    if (name === undefined) throw new FileError('EINVAL', path);
    const parent = this.find(parts);
    if (parent === undefined) throw new FileError('ENOENT', path);
    if (parent.kind === 'file') throw new FileError('ENOTDIR', path);
    return [parent, name];
  }

  private holds(outer: MemoryDirectory, inner: MemoryDirectory): boolean {
    if (outer === inner) return true;
    for (const node of outer.entries.values()) if (node.kind === 'directory' && this.holds(node, inner)) return true;
    return false;
  }
}

function* walk(directory: MemoryDirectory, path: string): Generator<StoredFile> {
  for (const [name, node] of directory.entries) {
    const child = `${path}/${name}`;
    if (node.kind === 'directory') yield* walk(node, child);
    else yield { path: child, content: node.content, mtime: node.mtime };
  }
}

/** What a library knows of its files before it loads them. */
export interface LibraryManifest {
  /** One modification time for all files, in seconds since the epoch. */
  readonly mtime: number;
  /** Sizes in bytes by relative path (`json/decoder.py`). */
  readonly files: Readonly<Record<string, number>>;
  /** Which modules a module imports when it is loaded, as relative paths of sources. */
  readonly imports?: Readonly<Record<string, readonly string[]>>;
}

/** A read-only tree whose files are loaded one by one when they are first read. */
export class LibraryFiles implements FileSystem {
  private readonly manifest: LibraryManifest;
  private readonly load: (name: string) => Uint8Array;
  private readonly directories = new Map<string, Set<string>>();
  private readonly loaded = new Map<string, Uint8Array>();

  constructor(manifest: LibraryManifest, load: (name: string) => Uint8Array) {
    this.manifest = manifest;
    this.load = load;
    this.directories.set('', new Set());
    for (const file of Object.keys(manifest.files)) {
      let child = file;
      for (;;) {
        const slash = child.lastIndexOf('/');
        const parent = slash < 0 ? '' : child.slice(0, slash);
        const known = this.directories.get(parent);
        if (known !== undefined) {
          known.add(child.slice(slash + 1));
          break;
        }
        this.directories.set(parent, new Set([child.slice(slash + 1)]));
        child = parent;
      }
    }
  }

  stat(path: string): FileStat | undefined {
    const name = pathParts(path).join('/');
    const mtime = this.manifest.mtime;
    if (Object.hasOwn(this.manifest.files, name)) return { kind: 'file', size: this.manifest.files[name], mtime };
    return this.directories.has(name) ? { kind: 'directory', size: 0, mtime } : undefined;
  }

  read(path: string): Uint8Array {
    const name = pathParts(path).join('/');
    let content = this.loaded.get(name);
    if (content === undefined) {
      if (this.directories.has(name)) throw new FileError('EISDIR', path);
      if (!Object.hasOwn(this.manifest.files, name)) throw new FileError('ENOENT', path);
      content = this.load(name);
      this.loaded.set(name, content);
    }
    return content;
  }

  list(path: string): string[] {
    const name = pathParts(path).join('/');
    const names = this.directories.get(name);
    if (names === undefined) throw new FileError(Object.hasOwn(this.manifest.files, name) ? 'ENOTDIR' : 'ENOENT', path);
    return [...names];
  }

  write(path: string): never {
    throw new FileError('EROFS', path);
  }
  mkdir(path: string): never {
    throw new FileError('EROFS', path);
  }
  remove(path: string): never {
    throw new FileError('EROFS', path);
  }
  rmdir(path: string): never {
    throw new FileError('EROFS', path);
  }
  rename(from: string): never {
    throw new FileError('EROFS', from);
  }
}

/** One file system with another shown at a path inside it. What lies below that path in the outer one is hidden. */
export class MountedFiles implements FileSystem {
  private readonly outer: FileSystem;
  private readonly inner: FileSystem;
  private readonly prefix: string;
  private readonly point: readonly string[];

  constructor(outer: FileSystem, point: string, inner: FileSystem) {
    this.outer = outer;
    this.inner = inner;
    this.point = pathParts(point);
    this.prefix = `/${this.point.join('/')}`;
  }

  stat(path: string): FileStat | undefined {
    const inside = this.inside(path);
    if (inside !== null) return this.inner.stat(inside);
    return this.outer.stat(path) ?? (this.below(path) === null ? undefined : { kind: 'directory', size: 0, mtime: 0 });
  }

  read(path: string): Uint8Array {
    const inside = this.inside(path);
    return inside === null ? this.outer.read(path) : this.inner.read(inside);
  }

  write(path: string, content: Uint8Array): void {
    const inside = this.inside(path);
    if (inside === null) this.outer.write(path, content);
    else this.inner.write(inside, content);
  }

  list(path: string): string[] {
    const inside = this.inside(path);
    if (inside !== null) return this.inner.list(inside);
    const next = this.below(path);
    if (next === null) return this.outer.list(path);
    const names = this.outer.stat(path) === undefined ? [] : this.outer.list(path);
    return names.includes(next) ? names : [...names, next];
  }

  mkdir(path: string): void {
    const inside = this.inside(path);
    if (inside !== null) this.inner.mkdir(inside);
    else if (this.below(path) !== null) throw new FileError('EEXIST', path);
    else this.outer.mkdir(path);
  }

  remove(path: string): void {
    const inside = this.inside(path);
    if (inside === null) this.outer.remove(path);
    else this.inner.remove(inside);
  }

  rmdir(path: string): void {
    const inside = this.inside(path);
    if (inside === null) this.outer.rmdir(path);
    else this.inner.rmdir(inside);
  }

  rename(from: string, to: string): void {
    const insideFrom = this.inside(from);
    const insideTo = this.inside(to);
    if (insideFrom === null && insideTo === null) this.outer.rename(from, to);
    else if (insideFrom !== null && insideTo !== null) this.inner.rename(insideFrom, insideTo);
    else throw new FileError('EROFS', to);
  }

  /** The path as the inner file system knows it, or null when it lies outside. */
  private inside(path: string): string | null {
    // Most paths are plain already; only odd ones pay for splitting.
    if (path.startsWith(this.prefix) && !path.includes('/.') && !path.includes('//')) {
      const rest = path.slice(this.prefix.length);
      if (rest === '' || rest === '/') return '/';
      return rest[0] === '/' ? rest : null;
    }
    const parts = pathParts(path);
    if (parts.length < this.point.length || this.point.some((part, i) => parts[i] !== part)) return null;
    return `/${parts.slice(this.point.length).join('/')}`;
  }

  /** For a directory above the mount point: the name in it that leads there. */
  private below(path: string): string | null {
    const parts = pathParts(path);
    if (parts.length >= this.point.length || parts.some((part, i) => this.point[i] !== part)) return null;
    return this.point[parts.length];
  }
}
