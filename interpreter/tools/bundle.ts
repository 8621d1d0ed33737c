/**
 * Prepares the fast command line: the interpreter in one file, and a startup snapshot of it (`node --build-snapshot`), under
 * `node_modules/.cache/python`. The launcher `interpreter/python` calls this when a source is newer than the snapshot.
 *
 *     node interpreter/tools/bundle.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
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
  buildSync({
    entryPoints: [join(root, 'interpreter/cli/snapshot.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // Text in one byte a character, without blanks, makes the snapshot a third smaller.
    charset: 'ascii',
    minifyWhitespace: true,
    define: { 'import.meta.url': JSON.stringify(new URL('../host/node.ts', import.meta.url).href), 'import.meta.main': 'false' },
    logLevel: 'error',
  });
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
