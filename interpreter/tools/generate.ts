/**
 * `npm run generate`: makes every generated file anew, from its table or grammar. `-- --check` leaves the tree as it is and fails when a file
 * is stale, which CI runs.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const interpreter = join(import.meta.dirname, '..');
/** In the order in which one needs another's output. */
const GENERATORS = ['ast.ts', 'ops.ts', 'parser.ts', 'unicode.ts', 'loop.ts']
  .map(name => join(import.meta.dirname, name))
  .filter(path => existsSync(path));

function generatedFiles(): Map<string, string> {
  const names = readdirSync(interpreter, { recursive: true, encoding: 'utf8' }) as string[];
  return new Map(
    names
      .filter(name => name.endsWith('.generated.ts'))
      .sort()
      .map(name => [join(interpreter, name), readFileSync(join(interpreter, name), 'utf8')]),
  );
}

const check = process.argv.includes('--check');
const before = generatedFiles();
for (const generator of GENERATORS) execFileSync(process.execPath, [generator], { stdio: ['ignore', 'ignore', 'inherit'] });
const after = generatedFiles();
const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => relative(interpreter, path));
if (check) {
  for (const [path, text] of before) if (after.get(path) !== text) writeFileSync(path, text);
  if (changed.length > 0) {
    console.error(`stale: ${changed.join(', ')} (npm run generate makes them anew)`);
    process.exit(1);
  }
}
console.log(changed.length === 0 ? `${after.size} generated files are fresh` : `made anew: ${changed.join(', ')}`);
