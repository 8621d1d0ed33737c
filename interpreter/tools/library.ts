/**
 * Prepares the standard library for the site: one file a module under `public/lib/python3.14`, its code beside it as a `.pyc`, and a manifest of
 * names and sizes.
 *
 * The modules are CPython's own, out of the archive in the package `pyodide`; the code is ours. The interpreter in the worker fetches a module's
 * code when a program imports it, and its source only when a traceback shows a line of it. The manifest tells it, without a request, what there is.
 *
 *     node interpreter/tools/library.ts [folder]
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { writePyc } from '../code/pyc.ts';
import { LIBRARY_MTIME, LIBRARY_PATH, findLibraryArchive } from '../host/node.ts';
import { DOCUMENTATION_FILE } from '../host/worker.ts';
import type { LibraryManifest } from '../host/memory-files.ts';
import { compileSource } from '../index.ts';

/** What the archive holds beside CPython's library. */
const FOREIGN = /^(?:_?pyodide|site-packages)\//;

export function prepareLibrary(folder: string): LibraryManifest {
  const archive = findLibraryArchive();
  if (archive === null) throw new Error('python_stdlib.zip is not there: install the package pyodide.');
  rmSync(folder, { recursive: true, force: true });
  const files: Record<string, number> = {};
  const put = (name: string, content: Uint8Array): void => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    files[name] = content.length;
  };
  const sources = unzipSync(new Uint8Array(readFileSync(archive)), { filter: ({ name }) => name.endsWith('.py') && !FOREIGN.test(name) });
  for (const name of Object.keys(sources).sort()) {
    const source = sources[name];
    put(name, source);
    put(cachedName(name), writePyc(compileSource(source, `${LIBRARY_PATH}/${name}`), LIBRARY_MTIME, source.length));
  }
  put(DOCUMENTATION_FILE, readFileSync(new URL('../objects/documentation.json', import.meta.url)));
  const manifest: LibraryManifest = { mtime: LIBRARY_MTIME, files };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}

/** `json/decoder.py` → `json/__pycache__/decoder.cpython-314.pyc`. */
function cachedName(name: string): string {
  return name.replace(/([^/]+)\.py$/, '__pycache__/$1.cpython-314.pyc');
}

function summary({ files }: LibraryManifest): string {
  const names = Object.keys(files);
  const bytes = names.reduce((sum, name) => sum + files[name], 0);
  return `${names.filter(name => name.endsWith('.py')).length} modules, ${(bytes / 1e6).toFixed(1)} MB with their code`;
}

if (import.meta.main) {
  const folder = process.argv[2] ?? 'public/lib/python3.14';
  console.log(`${folder}: ${summary(prepareLibrary(folder))}`);
}
