/**
 * Prepares the standard library for the site: one file a module under `public/lib/python3.14`, its code beside it as a `.pyc`, and a manifest of
 * names and sizes.
 *
 * The modules are CPython's own, out of the archive in the package `pyodide`; the code is ours. The interpreter in the worker fetches a module's
 * code when a program imports it, and its source only when a traceback shows a line of it. The manifest tells it, without a request, what there is,
 * and what a module will import in its turn.
 *
 *     node interpreter/tools/library.ts [folder]
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { If, Module, stmt } from '../ast/nodes.generated.ts';
import { writePyc } from '../code/pyc.ts';
import { codeOf, filesOfModule } from '../host/fetched-library.ts';
import { LIBRARY_MTIME, LIBRARY_PATH, findLibraryArchive } from '../host/node.ts';
import { DOCUMENTATION_FILE } from '../host/worker.ts';
import type { LibraryManifest } from '../host/memory-files.ts';
import { compileSource, parse } from '../index.ts';
import { lazyModuleNames } from '../modules/lazy.ts';

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
  const imports: Record<string, readonly string[]> = {};
  for (const name of Object.keys(sources).sort()) {
    const source = sources[name];
    put(name, source);
    put(codeOf(name), writePyc(compileSource(source, `${LIBRARY_PATH}/${name}`), LIBRARY_MTIME, source.length));
    const imported = importsOf(name, source, file => Object.hasOwn(sources, file));
    if (imported.length > 0) imports[name] = imported;
  }
  put(DOCUMENTATION_FILE, readFileSync(new URL('../objects/documentation.json', import.meta.url)));
  const manifest: LibraryManifest = { mtime: LIBRARY_MTIME, files, imports };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}

/**
 * The library's modules that a module imports while it is loaded: by the statements outside functions. What stands in an `except` is taken for the
 * replacement of something that is there. Native modules whose code is loaded when it is needed stand among them by their names.
 */
function importsOf(name: string, source: Uint8Array, has: (file: string) => boolean): string[] {
  const packageParts = name.split('/').slice(0, -1);
  const found = new Set<string>();
  const add = (module: string): void => {
    filesOfModule(module, has).forEach(file => found.add(file));
    if (lazyModuleNames.includes(module)) found.add(module);
  };
  const visit = (statements: readonly stmt[]): void => {
    for (const node of statements) {
      if (node._type === 'Import') node.names.forEach(alias => add(alias.name));
      else if (node._type === 'ImportFrom') {
        const base = node.level ? packageParts.slice(0, packageParts.length - node.level + 1) : [];
        const module = [...base, ...(node.module ? [node.module] : [])].join('.');
        add(module);
        node.names.forEach(alias => add(`${module}.${alias.name}`));
      } else if (node._type === 'If') {
        if (!isMainGuard(node)) visit(node.body);
        visit(node.orelse);
      } else if (node._type === 'Try' || node._type === 'TryStar') {
        visit(node.body);
        visit(node.orelse);
        visit(node.finalbody);
      } else if (node._type === 'With' || node._type === 'ClassDef') visit(node.body);
    }
  };
  visit((parse(source, { filename: name }) as Module).body);
  found.delete(name);
  return [...found].sort();
}

/** `if __name__ == '__main__':` */
function isMainGuard({ test }: If): boolean {
  return test._type === 'Compare' && test.left._type === 'Name' && test.left.id === '__name__';
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
