/** The evaluation loop as V8 sees it: generated from its template, and small enough to be optimized. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const node = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28, input: 'pass\n' });

test('loop.generated.ts is what tools/loop.ts makes of the template', () => {
  const { status, stderr } = node(path('../../../interpreter/tools/loop.ts'), '--check');
  assert.equal(status, 0, stderr);
});

test('the loop stays below 28 KB of bytecode', () => {
  const { stdout } = node('--print-bytecode', '--print-bytecode-filter=dispatch', path('../../../interpreter/cli.ts'), '-');
  const length = Number(/function: dispatch[\s\S]*?Bytecode length: (\d+)/.exec(stdout)?.[1]);
  assert.ok(length > 10_000, 'the loop was compiled');
  assert.ok(length < 28 * 1024, `${length} bytes`);
});
