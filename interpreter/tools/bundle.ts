/**
 * Prepares the fast command line: the interpreter in one file, and a startup snapshot of it (`node --build-snapshot`), under
 * `node_modules/.cache/python`. The launcher `interpreter/python` calls this when a source is newer than the snapshot.
 *
 *     node interpreter/tools/bundle.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/python');
const bundle = join(cache, `python-${process.pid}.cjs`);
const building = join(cache, `python-${process.pid}.blob`);

// A source that changes while the snapshot is made must count as newer than it.
const started = new Date();
mkdirSync(cache, { recursive: true });
try {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, 'interpreter/cli/snapshot.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    charset: 'ascii',
    minifyWhitespace: true,
    minifySyntax: true,
    define: { 'import.meta.url': JSON.stringify(new URL('../host/node.ts', import.meta.url).href), 'import.meta.main': 'false' },
    logLevel: 'error',
  });
  // The bundler leaves regular expressions as they are. In plain ASCII V8 keeps the text, which the snapshot contains, in one byte a character.
  writeFileSync(
    bundle,
    outputFiles[0].text.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  const { status } = spawnSync(process.execPath, ['--disable-warning=Warning', '--snapshot-blob', building, '--build-snapshot', bundle], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status === 0) {
    utimesSync(building, started, started);
    renameSync(building, join(cache, 'python.blob'));
  } else process.exitCode = 1;
} catch {
  // The bundler has said what is wrong.
  process.exitCode = 1;
} finally {
  rmSync(bundle, { force: true });
  rmSync(building, { force: true });
}
