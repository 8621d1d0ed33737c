/**
 * The standard library at a URL: `manifest.json` there lists the files below it.
 *
 * Requests are synchronous, which a worker may do, since an import cannot be suspended in the middle. But each costs a round trip, and an import
 * leads to others: so before a program starts, what its imports will need, as far as the manifest can tell, is fetched in parallel.
 */
import type { FileSystem } from './host.ts';
import { FileError } from './host.ts';
import { LibraryFiles } from './memory-files.ts';
import type { LibraryManifest } from './memory-files.ts';

export interface FetchedLibrary extends FileSystem {
  /** Fetches the manifest ahead of its first use. */
  prepare(): Promise<void>;
  /**
   * Fetches what a program of these sources imports; null when nothing is missing. `load` is told the names of all modules that will be imported,
   * native ones included, and may have something to load itself.
   */
  preload(sources: readonly string[], load: (names: readonly string[]) => Promise<void> | null): Promise<void> | null;
}

/** The library at a URL that ends with a slash. */
export function fetchedLibrary(url: string): FetchedLibrary {
  const fetched = new Map<string, Uint8Array>();
  let manifest: LibraryManifest | null = null;
  let files: LibraryFiles | null = null;
  const open = (text: Uint8Array): LibraryManifest => (manifest ??= JSON.parse(new TextDecoder().decode(text)) as LibraryManifest);
  const library = (): LibraryFiles =>
    (files ??= new LibraryFiles(manifest ?? open(request(`${url}manifest.json`)), name => {
      const content = fetched.get(name) ?? request(url + name);
      fetched.delete(name);
      return content;
    }));
  /** Asked for once, by whoever is first. */
  let arriving: Promise<LibraryManifest> | null = null;
  const arrival = (): Promise<LibraryManifest> =>
    (arriving ??= download(`${url}manifest.json`)
      .then(open)
      .finally(() => (arriving = null)));
  const seen = new Set<string>();
  const missing = (files: Iterable<string>): string[] =>
    [...files]
      .filter(isSource)
      .map(codeOf)
      .filter(name => !seen.has(name));
  const load = async (names: readonly string[], more: (names: readonly string[]) => Promise<void> | null): Promise<void> => {
    // Whatever fails here is asked for again by the import, which knows how to complain.
    manifest ??= await arrival();
    const files = modulesFor(names, manifest);
    await Promise.all([
      more([...names, ...[...files].map(moduleOf)]),
      ...missing(files).map(async name => {
        fetched.set(name, await download(url + name));
        seen.add(name);
      }),
    ]);
  };
  return {
    prepare: async () => void (manifest ??= await arrival()),
    preload(sources, more) {
      const names = sources.flatMap(importedNames);
      if (names.length === 0) return null;
      if (manifest !== null) {
        const files = modulesFor(names, manifest);
        if (missing(files).length === 0) return more([...names, ...[...files].map(moduleOf)]);
      }
      return load(names, more).catch(() => {});
    },
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

/** `json/decoder.py` → `json/__pycache__/decoder.cpython-314.pyc`. */
export function codeOf(name: string): string {
  return name.replace(/([^/]+)\.py$/, '__pycache__/$1.cpython-314.pyc');
}

/** The modules that a source's import statements name, found without parsing: what only looks like one costs a request at most. */
export function importedNames(source: string): string[] {
  const names: string[] = [];
  for (const [, from, what] of source.matchAll(/^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]+([\w., \t]+)/gm)) {
    const list = what.split(',').map(part => part.trim().split(/[ \t]/)[0]);
    if (from === undefined) names.push(...list);
    else names.push(from, ...list.map(name => `${from}.${name}`));
  }
  for (const [word, module] of IMPLIED) if (source.includes(word)) names.push(module);
  if (/\bimport_module\b|\b__import__\b/.test(source))
    names.push(...[...source.matchAll(/['"]([A-Za-z_][\w.]*)['"]/g)].map(([, name]) => name));
  return names.filter(name => name !== '' && !name.startsWith('.'));
}

/** What native code imports when a program uses what it is called here. */
const IMPLIED: readonly (readonly [string, string])[] = [
  ['help(', 'pydoc'],
  ['strptime(', '_strptime'],
];

const isSource = (name: string): boolean => name.endsWith('.py');

/** `json/decoder.py` → `json.decoder`; the name of a native module stands for itself. */
const moduleOf = (file: string): string => file.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.');

/** The library's files behind module names, with all that they import in their turn; of native modules the names. */
function modulesFor(names: readonly string[], manifest: LibraryManifest): Set<string> {
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const next of manifest.imports?.[file] ?? []) add(next);
  };
  for (const name of names) for (const file of filesOfModule(name, file => Object.hasOwn(manifest.files, file))) add(file);
  return found;
}

/** The files that `import name` runs: its packages' and its own, as far as they are in the library. */
export function filesOfModule(name: string, has: (file: string) => boolean): string[] {
  const parts = name.split('.');
  return parts.flatMap((_part, i) => {
    const path = parts.slice(0, i + 1).join('/');
    return [`${path}/__init__.py`, `${path}.py`].filter(has).slice(0, 1);
  });
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new FileError('ENOENT', url);
  return new Uint8Array(await response.arrayBuffer());
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
