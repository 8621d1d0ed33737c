/** The folders of interpreter/ are the pipeline: each imports only lower ranks and itself, files never in circles, and only the hosts know the world. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../../interpreter');

/** Lowest first. `defs` is data for all; `tools`, `host` and `cli.ts` stand outside the pipeline. */
const RANKS = [
  'defs',
  'source',
  'opcodes',
  'code',
  'tokens',
  'ast',
  'parser',
  'symtable',
  'compiler',
  'objects',
  'vm',
  'jit',
  'modules',
  'index.ts',
];

const files = (readdirSync(root, { recursive: true, encoding: 'utf8' }) as string[]).filter(file => file.endsWith('.ts')).sort();

interface Import {
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)';/gm)].map(([statement, type, to]) => ({
    to,
    typeOnly: type !== undefined || /^(?:import|export)\s*\{(?:\s*type\s+\w+(?:\s+as\s+\w+)?\s*,?)+\}\s*from/.test(statement),
  }));
}

const resolve = (file: string, to: string): string => relative(root, join(root, dirname(file), to));
const folderOf = (file: string): string => file.split('/')[0];

const pipeline = files.filter(file => RANKS.includes(folderOf(file)));

test('every folder imports only lower ranks', () => {
  const wrong = pipeline.flatMap(file =>
    importsOf(file)
      .filter(({ to }) => to.startsWith('.'))
      .map(({ to }) => resolve(file, to))
      .filter(to => {
        const rank = RANKS.indexOf(folderOf(to));
        if (folderOf(to) === 'host') return !/^host\/(host|run)\.ts$/.test(to);
        return rank < 0 || rank > RANKS.indexOf(folderOf(file));
      })
      .map(to => `${file} imports ${to}`),
  );
  // The rows of defs/dunders.ts name slots, whose names are a type of objects/: a type is no dependency at run time.
  assert.deepEqual(
    wrong.filter(line => !line.startsWith('defs/')),
    [],
  );
});

test('no file imports itself through others', () => {
  const graph = new Map(
    pipeline.map(file => [
      file,
      importsOf(file)
        .filter(({ to, typeOnly }) => to.startsWith('.') && !typeOnly)
        .map(({ to }) => resolve(file, to)),
    ]),
  );
  const circles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  assert.deepEqual(circles, []);
});

/** What native modules are built on where CPython's are built on C libraries. */
const LIBRARIES = /^(?:pako|@noble\/hashes\/\w+\.js)$/;

test('the pipeline knows neither Node nor the DOM, nor any package', () => {
  const foreign = pipeline.flatMap(file =>
    importsOf(file)
      .filter(({ to }) => !to.startsWith('.') && !(file.startsWith('modules/') && LIBRARIES.test(to)))
      .map(({ to }) => `${file} imports ${to}`),
  );
  assert.deepEqual(foreign, []);
  const globals = /(?<![\w.'"`])(?:document|window|process|Buffer|require|XMLHttpRequest|fetch|postMessage|self\.location)\s*[.(]/;
  const named = pipeline
    .filter(file => !file.endsWith('.generated.ts'))
    .flatMap(file =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .map((line, i) => ({ line, where: `${file}:${i + 1}` }))
        .filter(({ line }) => !/^\s*(?:\*|\/\/|\/\*)/.test(line) && globals.test(line.replace(/'[^']*'|`[^`]*`|"[^"]*"/g, "''")))
        .map(({ line, where }) => `${where}: ${line.trim()}`),
    );
  assert.deepEqual(named, []);
});
