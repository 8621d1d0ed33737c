import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';

test('what the experiment compiles gives the results of the loop, also where a guard fails', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['interpreter/tools/jit-experiment/index.ts', '--runs', '1'], {
    encoding: 'utf8',
  });
  // The experiment itself compares the results, and ends with an error when they differ.
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stdout, /stays in the loop/);
  const deoptimizations = stdout.split('\n').flatMap(line => /'(\w+)\(.*\)'.*│ (\d+) +│$/.exec(line)?.slice(1) ?? []);
  assert.deepEqual(deoptimizations, ['fib', '0', 'picture', '0', 'squares', '1']);
});
