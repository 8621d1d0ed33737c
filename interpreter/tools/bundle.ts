/**
 * Prepares the fast command line: the interpreter in one file, and a startup snapshot of it (`node --build-snapshot`), under
 * `node_modules/.cache/python`. The launcher `interpreter/python` calls this when a source is newer than the snapshot.
 *
 *     node interpreter/tools/bundle.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { codeCacheFolder } from '../host/code-cache.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/python');
const bundle = join(cache, `python-${process.pid}.cjs`);
const building = join(cache, `python-${process.pid}.blob`);

/** In one file nothing has to be waited for: a lazy module's code is run when it is asked for. */
const lazyModulesAtOnce: Plugin = {
  name: 'lazy modules at once',
  setup: ({ onLoad }) =>
    onLoad({ filter: /modules\/lazy\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('=> import(', '=> require('),
      loader: 'ts',
    })),
};

/** Large tables of rare use stay out of the snapshot: a module of nothing but texts is read from a file when it is asked for. */
const tablesBeside: Plugin = {
  name: 'tables beside',
  setup: ({ onLoad }) =>
    onLoad({ filter: /unicode-(names|data)\.generated\.ts$/ }, async ({ path }) => {
      const tables: Record<string, string> = { ...((await import(path)) as Record<string, string>) };
      const file = join(cache, `${basename(path, '.ts')}.json`);
      writeFileSync(file, JSON.stringify(tables));
      return {
        contents: `import { readFileSync } from 'node:fs';
          export const { ${Object.keys(tables).join(', ')} } = JSON.parse(readFileSync(${JSON.stringify(file)}, 'utf8'));`,
      };
    }),
};

// A source that changes while the snapshot is made must count as newer than it.
const started = new Date();
mkdirSync(cache, { recursive: true });
try {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'interpreter/cli/snapshot.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    charset: 'ascii',
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    define: { 'import.meta.url': JSON.stringify(new URL('../host/node.ts', import.meta.url).href), 'import.meta.main': 'false' },
    logLevel: 'error',
    plugins: [lazyModulesAtOnce, tablesBeside],
  });
  // The bundler leaves regular expressions as they are. In plain ASCII V8 keeps the text, which the snapshot contains, in one byte a character.
  writeFileSync(
    bundle,
    outputFiles[0].text.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  const options = [
    '--disable-warning=Warning',
    '--disable-warning=ExperimentalWarning',
    '--snapshot-blob',
    building,
    '--build-snapshot',
    bundle,
    codeCacheFolder() ?? '',
  ];
  const { status } = spawnSync(process.execPath, options, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) {
    writeFileSync(building, withoutCodeCache(readFileSync(building)));
    utimesSync(building, started, started);
    renameSync(building, join(cache, 'python.blob'));
  } else process.exitCode = 1;
} catch {
  // The bundler has said what is wrong.
  process.exitCode = 1;
} finally {
  for (const file of [bundle, building]) rmSync(file, { force: true });
}

/**
 * A snapshot's file without its last part, which is a third of it: compiled code of all modules of Node that are not in the snapshot. Each start reads
 * the file, and a short program loads none of them. (Node can leave that part out itself, but then the code of the snapshot's own functions too.)
 *
 * The part is the number of modules, and for each the lengths and bytes of its name and of its code.
 */
function withoutCodeCache(file: Buffer): Buffer {
  const numberAt = (at: number): number => (at + 8 <= file.length ? Number(file.readBigUInt64LE(at)) : NaN);
  const isCodeCache = (at: number): boolean => {
    const count = numberAt(at);
    let end = at + 8;
    for (let i = 0; i < count; i++) {
      const code = end + 8 + numberAt(end);
      if (!(code - end < 200) || !/^[\w/-]+$/.test(file.toString('latin1', end + 8, code))) return false;
      end = code + 8 + numberAt(code);
    }
    return count > 0 && end === file.length;
  };
  let start = 0;
  while (start < file.length && !isCodeCache(start)) start++;
  return start === file.length ? file : file.subarray(0, start + 8).fill(0, start);
}
