/**
 * How long the command line takes from its start to its first output, against Node alone and the same from sources.
 *
 *     node tests/bench/start.ts
 *
 * The times are what the processor worked (user and system, all threads), the least of several starts: on a busy machine the clock on the wall tells
 * of the others. The first start of all makes the snapshot and compiles the library's modules; it is not counted.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROUNDS = 15;
/** bash counts in milliseconds, other shells often in hundredths of a second. */
const SHELL = spawnSync('bash', ['-c', ':']).status === 0 ? 'bash' : 'sh';
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const launcher = path('../../interpreter/python');
const sources = path('../../interpreter/cli.ts');

const starts: readonly (readonly [string, string, readonly string[]])[] = [
  ['node -e 0', process.execPath, ['-e', '0']],
  ["python -c 'print(1)'", launcher, ['-c', 'print(1)']],
  ["python -c 'import json'", launcher, ['-c', 'import json']],
  ["node interpreter/cli.ts -c 'print(1)'", process.execPath, [sources, '-c', 'print(1)']],
];

/** Processor time of a process and its children in milliseconds, as the shell's `times` tells it. */
function timeOf(command: string, args: readonly string[]): number {
  const { stdout, status } = spawnSync(SHELL, ['-c', '"$0" "$@" > /dev/null; times', command, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed`);
  const children = stdout.trim().split('\n')[1];
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60000 + Number(seconds) * 1000,
    0,
  );
}

const least = starts.map(([, command, args]) => (timeOf(command, args), Infinity));
for (let i = 0; i < ROUNDS; i++) starts.forEach(([, command, args], k) => (least[k] = Math.min(least[k], timeOf(command, args))));

for (const [k, [name]] of starts.entries()) {
  const over = least[k] - least[0];
  console.log(
    `${name.padEnd(40)}${least[k].toFixed(0).padStart(6)} ms${k === 0 ? '' : `   ${over.toFixed(0).padStart(5)} over Node's own`}`,
  );
}
console.log(`\nsnapshot ${(statSync(path('../../node_modules/.cache/python/python.blob')).size / 1e6).toFixed(1)} MB`);
