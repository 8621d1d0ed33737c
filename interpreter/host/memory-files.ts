/**
 * Files in memory, read-only libraries, and the two put together.
 *
 * A browser has no disk that Python could use, so a program's files live in a tree of maps. The standard library is a `LibraryFiles`: a list
 * of names with sizes, and a way to get one file's bytes when it is first read. `MountedFiles` shows both as one tree.
 */
import { FileError } from './host.ts';
import type { FileStat, FileSystem } from './host.ts';

interface Node {
  readonly ino: number;
  /** Permissions. */
  mode: number;
  mtime: number;
  atime: number;
  ctime: number;
}

interface MemoryFile extends Node {
  readonly kind: 'file';
  content: Uint8Array;
  /** How many names it has. */
  names: number;
}

interface MemoryDirectory extends Node {
  readonly kind: 'directory';
  readonly entries: Map<string, MemoryNode>;
}

interface MemoryLink extends Node {
  readonly kind: 'link';
  readonly target: string;
}

type MemoryNode = MemoryFile | MemoryDirectory | MemoryLink;

/** Where a path leads: a name in a directory, and what has that name. */
interface Place {
  readonly parent: MemoryDirectory;
  /** Empty for the root, and behind `..`. */
  readonly name: string;
  readonly node: MemoryNode | undefined;
  /** Names from the root, without links. */
  readonly trail: readonly string[];
}

const KIND_BITS = { file: 0o100000, directory: 0o40000, link: 0o120000 } as const;
/** More links than these, and they lead in a circle. */
const MAX_LINKS = 40;

/** The parts of an absolute path; `.` and `..` are resolved, a relative path is taken from the root. */
export function pathParts(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

/** A file's content is never changed in place, so copies share it. */
function copyOf(node: MemoryNode, copies: Map<MemoryNode, MemoryNode>): MemoryNode {
  const known = copies.get(node);
  if (known !== undefined) return known;
  const copy: MemoryNode = node.kind === 'directory' ? { ...node, entries: new Map() } : { ...node };
  copies.set(node, copy);
  if (node.kind === 'directory' && copy.kind === 'directory')
    for (const [name, entry] of node.entries) copy.entries.set(name, copyOf(entry, copies));
  return copy;
}

/** A file below a `MemoryFiles`, with its absolute path. */
export interface StoredFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mtime: number;
}

export class MemoryFiles implements FileSystem {
  private root: MemoryDirectory;
  private readonly now: () => number;
  private nodes = 0;

  /** `now` gives the modification time of what is written, in seconds since the epoch. */
  constructor(now: () => number = () => Date.now() / 1000) {
    this.now = now;
    this.root = this.makeDirectory();
  }

  /** Remembers all files as they are; what it gives brings them back. */
  checkpoint(): () => void {
    const kept = copyOf(this.root, new Map()) as MemoryDirectory;
    return () => {
      this.root = copyOf(kept, new Map()) as MemoryDirectory;
    };
  }

  stat(path: string): FileStat | undefined {
    return this.describe(this.find(path, true));
  }

  lstat(path: string): FileStat | undefined {
    return this.describe(this.find(path, false));
  }

  read(path: string): Uint8Array {
    return this.file(path).content;
  }

  write(path: string, content: Uint8Array): void {
    const { parent, name, node } = this.place(path, true);
    if (node?.kind === 'directory') throw new FileError('EISDIR', path);
    if (node?.kind === 'file') {
      node.content = content;
      node.mtime = node.ctime = this.now();
    } else this.enter(parent, name, { ...this.newNode(0o644), kind: 'file', content, names: 1 });
  }

  list(path: string): string[] {
    return [...this.directory(path).entries.keys()];
  }

  mkdir(path: string): void {
    const { parent, name, node } = this.place(path, false);
    if (node !== undefined) throw new FileError('EEXIST', path);
    this.enter(parent, name, this.makeDirectory());
  }

  remove(path: string): void {
    const { parent, name, node } = this.place(path, false);
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind === 'directory') throw new FileError('EISDIR', path);
    parent.entries.delete(name);
    if (node.kind === 'file') node.names--;
    parent.mtime = this.now();
  }

  rmdir(path: string): void {
    const { parent, name, node } = this.place(path, false);
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind !== 'directory') throw new FileError('ENOTDIR', path);
    if (name === '') throw new FileError('EINVAL', path);
    if (node.entries.size > 0) throw new FileError('ENOTEMPTY', path);
    parent.entries.delete(name);
    parent.mtime = this.now();
  }

  rename(from: string, to: string): void {
    const source = this.place(from, false);
    const target = this.place(to, false);
    const { node } = source;
    if (node === undefined) throw new FileError('ENOENT', from);
    if (source.name === '' || target.name === '') throw new FileError('EINVAL', from);
    if (target.node === node) return;
    if (node.kind === 'directory' && this.holds(node, target.parent)) throw new FileError('EINVAL', to);
    if (target.node?.kind === 'directory') {
      if (node.kind !== 'directory') throw new FileError('EISDIR', to);
      if (target.node.entries.size > 0) throw new FileError('ENOTEMPTY', to);
    } else if (target.node !== undefined && node.kind === 'directory') throw new FileError('ENOTDIR', to);
    source.parent.entries.delete(source.name);
    target.parent.entries.set(target.name, node);
    source.parent.mtime = target.parent.mtime = this.now();
  }

  readlink(path: string): string {
    const node = this.find(path, false);
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind !== 'link') throw new FileError('EINVAL', path);
    return node.target;
  }

  symlink(target: string, path: string): void {
    const { parent, name, node } = this.place(path, false);
    if (node !== undefined) throw new FileError('EEXIST', path);
    this.enter(parent, name, { ...this.newNode(0o777), kind: 'link', target });
  }

  link(path: string, name: string): void {
    const node = this.find(path, false);
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.kind === 'directory') throw new FileError('EPERM', path);
    const place = this.place(name, false);
    if (place.node !== undefined) throw new FileError('EEXIST', name);
    this.enter(place.parent, place.name, node);
    if (node.kind === 'file') node.names++;
  }

  chmod(path: string, mode: number): void {
    const node = this.found(path);
    node.mode = mode & 0o7777;
    node.ctime = this.now();
  }

  utime(path: string, atime: number, mtime: number, followLinks: boolean): void {
    const node = this.found(path, followLinks);
    node.atime = atime;
    node.mtime = mtime;
    node.ctime = this.now();
  }

  realpath(path: string): string | undefined {
    try {
      const place = this.locate(path, true);
      return place?.node === undefined ? undefined : `/${place.trail.join('/')}`;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  /** Writes a file and makes the directories above it. */
  put(path: string, content: Uint8Array): void {
    const parts = pathParts(path);
    let directory = this.root;
    for (const part of parts.slice(0, -1)) {
      let next = directory.entries.get(part);
      if (next === undefined) {
        next = this.makeDirectory();
        directory.entries.set(part, next);
      }
      if (next.kind !== 'directory') throw new FileError('ENOTDIR', path);
      directory = next;
    }
    this.write(path, content);
  }

  /** Every file, in the order of creation, parents before children. */
  *all(): Generator<StoredFile> {
    yield* walk(this.root, '');
  }

  private newNode(mode: number): Node {
    const now = this.now();
    return { ino: ++this.nodes, mode, mtime: now, atime: now, ctime: now };
  }

  private makeDirectory(): MemoryDirectory {
    return { ...this.newNode(0o755), kind: 'directory', entries: new Map() };
  }

  private enter(parent: MemoryDirectory, name: string, node: MemoryNode): void {
    parent.entries.set(name, node);
    parent.mtime = this.now();
  }

  private describe(node: MemoryNode | undefined): FileStat | undefined {
    if (node === undefined) return undefined;
    const { kind, ino, mtime, atime, ctime } = node;
    const size = node.kind === 'file' ? node.content.length : node.kind === 'link' ? node.target.length : 0;
    const nlink = node.kind === 'file' ? node.names : 1;
    return { kind, size, mtime, mode: KIND_BITS[kind] | node.mode, ino, dev: 1, nlink, atime, ctime };
  }

  /** Follows a path; undefined where a directory above its last name is missing. */
  private locate(path: string, followLast: boolean): Place | undefined {
    let parts = path.split('/');
    let directories = [this.root];
    let trail: string[] = [];
    let links = 0;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      if (part === '' || part === '.') continue;
      if (part === '..') {
        if (directories.length > 1) {
          directories.pop();
          trail.pop();
        }
        continue;
      }
      const parent = directories[directories.length - 1];
      const node = parent.entries.get(part);
      const isLast = !parts.slice(i + 1).some(rest => rest !== '' && rest !== '.');
      if (node?.kind === 'link' && (!isLast || followLast)) {
        if (++links > MAX_LINKS) throw new FileError('ELOOP', path);
        parts = [...node.target.split('/'), ...parts.slice(i + 1)];
        i = -1;
        if (node.target.startsWith('/')) {
          directories = [this.root];
          trail = [];
        }
        continue;
      }
      if (isLast) return { parent, name: part, node, trail: [...trail, part] };
      if (node?.kind !== 'directory') {
        if (node !== undefined) throw new FileError('ENOTDIR', path);
        return undefined;
      }
      directories.push(node);
      trail.push(part);
    }
    const node = directories[directories.length - 1];
    return { parent: directories.at(-2) ?? this.root, name: '', node, trail };
  }

  private find(path: string, followLast: boolean): MemoryNode | undefined {
    try {
      return this.locate(path, followLast)?.node;
    } catch (error) {
      if (error instanceof FileError && error.code === 'ENOTDIR') return undefined;
      throw error;
    }
  }

  private found(path: string, followLast = true): MemoryNode {
    const node = this.find(path, followLast);
    if (node === undefined) throw new FileError('ENOENT', path);
    return node;
  }

  private file(path: string): MemoryFile {
    const node = this.found(path);
    if (node.kind !== 'file') throw new FileError('EISDIR', path);
    return node;
  }

  private directory(path: string): MemoryDirectory {
    const node = this.found(path);
    if (node.kind !== 'directory') throw new FileError('ENOTDIR', path);
    return node;
  }

  /** Where something is to be made, or to be unmade. */
  private place(path: string, followLast: boolean): Place {
    const place = this.locate(path, followLast);
    if (place === undefined) throw new FileError('ENOENT', path);
    return place;
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
    else if (node.kind === 'file') yield { path: child, content: node.content, mtime: node.mtime };
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

  lstat(path: string): FileStat | undefined {
    const inside = this.inside(path);
    if (inside !== null) return this.inner.stat(inside);
    return this.outer.lstat?.(path) ?? this.stat(path);
  }

  readlink(path: string): string {
    const target = this.outside(path, 'EINVAL', () => this.outer.readlink?.(path));
    if (target === undefined) throw new FileError('EINVAL', path);
    return target;
  }

  symlink(target: string, path: string): void {
    this.outside(path, 'EROFS', () => this.outer.symlink?.(target, path));
  }

  link(path: string, name: string): void {
    this.outside(path, 'EXDEV', () => this.outside(name, 'EXDEV', () => this.outer.link?.(path, name)));
  }

  chmod(path: string, mode: number): void {
    this.outside(path, 'EROFS', () => this.outer.chmod?.(path, mode));
  }

  utime(path: string, atime: number, mtime: number, followLinks: boolean): void {
    this.outside(path, 'EROFS', () => this.outer.utime?.(path, atime, mtime, followLinks));
  }

  realpath(path: string): string | undefined {
    if (this.inside(path) !== null || this.outer.realpath === undefined) return this.stat(path) === undefined ? undefined : path;
    return this.outer.realpath(path);
  }

  /** What only the outer file system does. */
  private outside<R>(path: string, refusal: FileError['code'], operation: () => R): R {
    if (this.inside(path) !== null) throw new FileError(refusal, path);
    return operation();
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
