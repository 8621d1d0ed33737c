/** Runs in slices: what an embedder sees of a program that computes, waits, or is stopped. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFiles } from '../../../interpreter/host/memory-files.ts';
import type { Host } from '../../../interpreter/host/host.ts';
import type { Run, RunState } from '../../../interpreter/host/run.ts';
import { Interpreter } from '../../../interpreter/index.ts';

/** A host that cannot wait, as a browser's worker. Its clock goes on by a millisecond a look. */
function makeHost(): { host: Host; output: () => string } {
  let text = '';
  let time = 0n;
  const decoder = new TextDecoder();
  const clock = { time: () => (time += 1_000_000n), monotonic: () => (time += 1_000_000n) };
  const host: Host = {
    write: (_fd, bytes) => void (text += decoder.decode(bytes)),
    clock,
    entropy: () => {},
    files: new MemoryFiles(),
    environ: new Map(),
  };
  return { host, output: () => text };
}

function start(source: string): { run: Run; output: () => string } {
  const { host, output } = makeHost();
  return { run: new Interpreter(host).start(source), output };
}

function finish(run: Run): RunState {
  let state = run.advance(1);
  while (state.state === 'running') state = run.advance(1);
  return state;
}

test('a long loop takes several slices', () => {
  const { run, output } = start('n = 0\nwhile n < 300000: n += 1\nprint(n)\n');
  assert.equal(run.advance(1).state, 'running');
  assert.deepEqual(finish(run), { state: 'done', exitCode: 0, error: null });
  assert.equal(output(), '300000\n');
});

test('input() waits and goes on inside a function and a loop', () => {
  const { run, output } = start('def ask(i):\n    return input(f"{i}? ").upper()\nprint([ask(i) for i in range(2)])\n');
  assert.equal(finish(run).state, 'input');
  assert.equal(run.advance(1).state, 'input');
  run.provideInput('a\n');
  assert.equal(finish(run).state, 'input');
  run.provideInput('b\n');
  assert.equal(finish(run).state, 'done');
  assert.match(output(), /\['A', 'B'\]\n$/);
});

test('the end of the input is an EOFError', () => {
  const { run, output } = start('try:\n    input()\nexcept EOFError as e:\n    print("end", e)\n');
  assert.equal(finish(run).state, 'input');
  run.provideInput(null);
  assert.equal(finish(run).state, 'done');
  assert.equal(output(), 'end EOF when reading a line\n');
});

test('input() below native code says that it cannot wait', () => {
  const { run, output } = start('try:\n    sorted([1, 2], key=lambda x: input())\nexcept RuntimeError as e:\n    print("refused")\n');
  assert.equal(finish(run).state, 'done');
  assert.equal(output(), 'refused\n');
});

test('interrupt() raises KeyboardInterrupt, which a program can catch', () => {
  const { run, output } = start('try:\n    while True: pass\nexcept KeyboardInterrupt:\n    print("stopped")\n');
  assert.equal(run.advance(1).state, 'running');
  run.interrupt();
  assert.equal(finish(run).state, 'done');
  assert.equal(output(), 'stopped\n');
});

test('what ends a program is told with its place', () => {
  const { run } = start('x = 1\nx.missing\n');
  const state = finish(run);
  assert.ok(state.state === 'done' && state.error !== null);
  assert.equal(state.exitCode, 1);
  assert.equal(state.error.type, 'AttributeError');
  assert.deepEqual(state.error.position, { lineno: 2, end_lineno: 2, col_offset: 0, end_col_offset: 9 });
});

test('SystemExit sets the exit code', () => {
  assert.deepEqual(finish(start('raise SystemExit(3)\n').run), { state: 'done', exitCode: 3, error: null });
});
