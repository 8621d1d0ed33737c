/** Programs as the build runs them: to their end, or as far as they can be shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runToEnd } from '../../../src/stages/run.ts';

const run = (source: string, stdin: readonly string[] = [], lines?: number) =>
  runToEnd({ filename: 'example.py', source, files: [] }, stdin, null, lines);
const printed = ({ output }: ReturnType<typeof run>): string => output.map(({ text }) => text).join('');

test('a program runs to its end, however much it prints', () => {
  const finished = run('for i in range(100):\n    print(i)\n');
  assert.equal(printed(finished).split('\n').length, 101);
  assert.deepEqual(finished.outcome, { exitCode: 0, error: null });
});

test('a program without an end is shown as far as the lines that are asked for', () => {
  const finished = run('import sys\nn = 0\nwhile True:\n    n += 1\n    print(n, file=sys.stderr if n % 2 else sys.stdout)\n', [], 3);
  assert.equal(printed(finished), '1\n2\n3\n');
  assert.equal(finished.outcome, null);
  assert.equal(finished.failure, null);
});

test('a program that asks for more input than there is has not ended', () => {
  const finished = run('print(input("one? "))\nprint(input("two? "))\n', ['1']);
  assert.equal(printed(finished), 'one? 1\n1\ntwo? ');
  assert.equal(finished.outcome, null);
  assert.equal(finished.failure, null);
});
