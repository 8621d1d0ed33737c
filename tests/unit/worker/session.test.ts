import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Host } from '../../../interpreter/host/host.ts';
import { CodeOnItsWay, type Run, type RunState } from '../../../interpreter/host/run.ts';
import { Session } from '../../../src/worker/session.ts';
import type { Program, Reply } from '../../../src/worker/protocol.ts';

/** A run that follows a script: what a session makes of slices, waits and endings can be seen without a machine. */
type Script = (host: Host, events: { input: (string | null)[]; interrupted: boolean }) => Iterator<RunState, RunState>;

const program: Program = { filename: 'example.py', source: 'pass\n', files: [] };
const running: RunState = { state: 'running' };
const over: RunState = { state: 'done', exitCode: 0, error: null };
const print = (host: Host, text: string) => host.write(1, new TextEncoder().encode(text));

let open: Session[] = [];
afterEach(() => {
  for (const session of open) session.close();
  open = [];
});

function converse(script: Script) {
  const replies: Reply[] = [];
  let wake = () => {};
  const session: Session = new Session(
    {
      start(host) {
        const events = { input: [] as (string | null)[], interrupted: false };
        const steps = script(host, events);
        const run: Run = {
          exited: false,
          advance: () => steps.next().value,
          provideInput: line => events.input.push(line),
          interrupt: () => (events.interrupted = true),
        };
        return { run, recorder: { steps: [], end: () => {} } };
      },
      describe: String,
      warmUp: () => [].values(),
      inspect: () => ({ tokens: { value: [] }, ast: { unavailable: '' }, scopes: { unavailable: '' }, bytecode: { unavailable: '' } }),
    },
    reply => {
      replies.push(reply);
      wake();
    },
  );
  const until = async <T extends Reply['type']>(type: T): Promise<Extract<Reply, { type: T }>> => {
    for (;;) {
      const found = replies.find(reply => reply.type === type);
      if (found !== undefined) return found as Extract<Reply, { type: T }>;
      await new Promise<void>(resolve => (wake = resolve));
    }
  };
  open.push(session);
  session.receive({ type: 'start', library: null });
  session.receive({ type: 'run', run: 1, program });
  return { session, replies, until };
}

const texts = (replies: readonly Reply[]) =>
  replies.flatMap(reply => (reply.type === 'output' ? reply.chunks.map(chunk => chunk.text) : []));

test('output comes before the end, in order', async () => {
  const { replies, until } = converse(function* (host) {
    print(host, 'one\n');
    yield running;
    print(host, 'two\n');
    return over;
  });
  await until('done');
  assert.equal(texts(replies).join(''), 'one\ntwo\n');
  assert.deepEqual(
    replies.map(reply => reply.type),
    ['ready', 'output', 'output', 'steps', 'files', 'done'],
  );
});

test('an inspection is answered while a program loops', async () => {
  const { session, until } = converse(function* (_host, events) {
    while (!events.interrupted) yield running;
    return over;
  });
  session.receive({ type: 'inspect', inspection: 7, source: '', filename: 'example.py' });
  assert.equal((await until('inspection')).inspection, 7);
  await new Promise(resolve => setTimeout(resolve, 5));
  session.receive({ type: 'interrupt', run: 1 });
  assert.equal((await until('done')).outcome.exitCode, 0);
});

test('input suspends until the line comes', async () => {
  const { session, replies, until } = converse(function* (host, events) {
    yield { state: 'input' };
    print(host, JSON.stringify(events.input));
    return over;
  });
  assert.equal((await until('state')).state, 'input');
  session.receive({ type: 'input', run: 1, line: 'typed\n' });
  await until('done');
  assert.deepEqual(texts(replies), ['["typed\\n"]']);
});

test('an interrupt ends a sleep at once', async () => {
  const { session, until } = converse(function* (_host, events) {
    yield { state: 'sleep', seconds: 3600 };
    assert.ok(events.interrupted);
    return over;
  });
  assert.equal((await until('state')).state, 'sleeping');
  session.receive({ type: 'interrupt', run: 1 });
  await until('done');
});

test('a failure of the interpreter is told as such, after the output so far', async () => {
  const { replies, until } = converse(function* (host) {
    print(host, 'so far');
    yield running;
    throw new Error('invariant: a thing');
  });
  assert.equal((await until('failure')).message, 'Error: invariant: a thing');
  assert.deepEqual(texts(replies), ['so far']);
});

test('files after a run: what was given, and what the run wrote', async () => {
  const { until } = converse(function* (host) {
    host.files.mkdir('/__pycache__');
    yield running;
    host.files.write('/__pycache__/m.cpython-314.pyc', new Uint8Array([0x2b, 0x0e, 0x0d, 0x0a, 0xff, 0xfe]));
    return over;
  });
  const { files } = await until('files');
  assert.deepEqual(
    files.map(file => [file.path, file.size, file.written, file.content.kind]),
    [
      ['example.py', 5, false, 'text'],
      ['__pycache__/m.cpython-314.pyc', 6, true, 'pyc'],
    ],
  );
});

test('a program whose code is still being fetched begins again, and the reader sees nothing of it', async () => {
  let arrived = () => {};
  const arrival = new Promise<void>(resolve => (arrived = resolve));
  const asked: (string | null)[][] = [];
  let there = false;
  const { session, replies, until } = converse(function* (host, events) {
    assert.equal(host.files.stat('/made'), undefined);
    host.files.write('/made', new Uint8Array());
    print(host, 'before ');
    yield { state: 'input' };
    asked.push([...events.input]);
    yield { state: 'sleep', seconds: there ? 1000 : 0 };
    print(host, 'between ');
    if (!there) throw new CodeOnItsWay('rare', arrival);
    print(host, 'after');
    return over;
  });
  await until('state');
  session.receive({ type: 'input', run: 1, line: 'answer\n' });
  await new Promise(resolve => setTimeout(resolve, 20));
  there = true;
  arrived();
  await until('done');
  assert.equal(texts(replies).join(''), 'before between after');
  assert.deepEqual(asked, [['answer\n'], ['answer\n']]);
  assert.equal(replies.filter(reply => reply.type === 'state' && reply.state === 'input').length, 1);
});
