/**
 * Prepares the standard library for the site: one file a module under `public/lib/python3.14`, and a manifest of names and sizes.
 *
 * The modules are CPython's own, out of the archive in the package `pyodide`. The interpreter in the worker fetches a module when a program
 * imports it; the manifest tells it, without a request, what there is.
 *
 *     node interpreter/tools/library.ts [folder]
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { LIBRARY_MTIME, findLibraryArchive } from '../host/node.ts';
import type { LibraryManifest } from '../host/memory-files.ts';

export function prepareLibrary(folder: string): LibraryManifest {
  const archive = findLibraryArchive();
  if (archive === null) throw new Error('python_stdlib.zip is not there: install the package pyodide.');
  rmSync(folder, { recursive: true, force: true });
  const sizes: Record<string, number> = {};
  const entries = unzipSync(new Uint8Array(readFileSync(archive)), { filter: ({ name }) => name.endsWith('.py') });
  for (const name of Object.keys(entries).sort()) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, entries[name]);
    sizes[name] = entries[name].length;
  }
  const manifest: LibraryManifest = { mtime: LIBRARY_MTIME, files: sizes };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}

if (import.meta.main) {
  const folder = process.argv[2] ?? 'public/lib/python3.14';
  const { files } = prepareLibrary(folder);
  const bytes = Object.values(files).reduce((sum, size) => sum + size, 0);
  console.log(`${folder}: ${Object.keys(files).length} modules, ${(bytes / 1e6).toFixed(1)} MB`);
}
