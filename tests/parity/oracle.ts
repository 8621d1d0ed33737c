/**
 * The reference: CPython itself, in WebAssembly, in this process.
 *
 * `pyodide` is CPython 3.14 compiled to WebAssembly. Tests and the parity run ask it what CPython does instead of remembering it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { loadPyodide, type PyodideAPI } from 'pyodide';

let loading: Promise<PyodideAPI> | undefined;

/** The reference interpreter, loaded once a process. What it prints is thrown away. */
export function oracle(): Promise<PyodideAPI> {
  return (loading ??= loadPyodide({ stdout: () => {}, stderr: () => {}, env: { PYTHONHASHSEED: '0', HOME: '/home/pyodide' } }));
}

/** Evaluates Python source whose last expression is a JSON string. */
export async function ask<T>(source: string, globals: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const py = await oracle();
  const scope = py.globals.get('dict')();
  for (const [name, value] of Object.entries(globals)) scope.set(name, value);
  try {
    return JSON.parse(py.runPython(source, { globals: scope }) as string) as T;
  } finally {
    scope.destroy();
  }
}

export interface LibraryFile {
  /** Path in the library: `json/decoder.py`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The Python files of the standard library that the `pyodide` package carries, by name. */
export function libraryFiles(): LibraryFile[] {
  const archive = join(dirname(createRequire(import.meta.url).resolve('pyodide')), 'python_stdlib.zip');
  const files = unzipSync(new Uint8Array(readFileSync(archive)), { filter: file => file.name.endsWith('.py') });
  return Object.entries(files)
    .map(([name, bytes]) => ({ name, bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
