/** The worker itself, in a thread of Node: the file that browsers load, spoken to by the page's client. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import NodeWorker from 'web-worker';
import { PythonClient } from '../../../src/worker/client.ts';
import type { RunEnd, RunHandle } from '../../../src/worker/client.ts';
import type { FileEntry, OutputChunk, Program, SourceFile, Step } from '../../../src/worker/protocol.ts';

let workers = 0;
const create = (): Worker => {
  workers++;
  return new NodeWorker(new URL('../../../src/worker/worker.ts', import.meta.url), { type: 'module' }) as Worker;
};
// Nothing may depend on how busy the machine is: this client waits for an interrupt's effect as long as it takes.
const client = new PythonClient(create, null, 60_000);
const impatient = new PythonClient(create, null);
after(() => {
  client.close();
  impatient.close();
});

interface Result {
  readonly text: string;
  readonly chunks: readonly OutputChunk[];
  readonly omitted: number;
  readonly end: RunEnd;
  readonly files: readonly FileEntry[];
  steps: readonly Step[];
}

/** Runs a program to its end; `onInput` answers its questions, `onStart` may stop it. */
function run(
  source: string,
  options: {
    client?: PythonClient;
    files?: SourceFile[];
    folder?: Program['folder'];
    onInput?: (run: RunHandle) => void;
    onOutput?: (text: string, run: RunHandle) => void;
  } = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const head: OutputChunk[] = [];
    let tail: readonly OutputChunk[] = [];
    let omitted = 0;
    let files: readonly FileEntry[] = [];
    let steps: readonly Step[] = [];
    const text = (): string => [...head, ...tail].map(chunk => chunk.text).join('');
    const handle = (options.client ?? client).run(
      { filename: 'example.py', source, files: options.files ?? [], folder: options.folder },
      {
        output(chunks) {
          head.push(...chunks);
          options.onOutput?.(text(), handle);
        },
        tail(left, chunks) {
          omitted = left;
          tail = chunks;
        },
        phase(phase) {
          if (phase === 'input') options.onInput?.(handle);
        },
        files: list => (files = list),
        steps: list => (steps = list),
        done: end => resolve({ text: text(), chunks: [...head, ...tail], omitted, end, files, steps }),
        failed: message => reject(new Error(message)),
      },
    );
  });
}

const exitCode = ({ end }: Result): number | 'stopped' => (end.kind === 'ended' ? end.outcome.exitCode : 'stopped');

test('a program prints and ends', async () => {
  const result = await run('for i in range(3):\n    print(i)\n');
  assert.equal(result.text, '0\n1\n2\n');
  assert.equal(exitCode(result), 0);
});

test('both streams arrive, each marked, and an error says where it was', async () => {
  const result = await run('print("before")\nx = 1 / 0\n');
  assert.equal(exitCode(result), 1);
  assert.deepEqual(
    result.chunks.map(chunk => chunk.fd),
    [1, 2],
  );
  assert.match(result.text, /^before\nTraceback \(most recent call last\):\n/);
  assert.ok(result.end.kind === 'ended');
  assert.deepEqual(result.end.outcome.error, { type: 'ZeroDivisionError', message: 'division by zero', range: { start: 20, end: 25 } });
});

test('input() waits for the page', async () => {
  const answers = ['Ada\n', null];
  const result = await run('print("Hello", input("name? "))\ntry:\n    input()\nexcept EOFError:\n    print("end")\n', {
    onInput: handle => handle.answer(answers.shift()!),
  });
  assert.equal(result.text, 'name? Hello Ada\nend\n');
});

test('an endless loop is interrupted as by Control+C', async () => {
  const result = await run('print("on")\nwhile True:\n    pass\n', { onOutput: (_text, handle) => handle.stop() });
  assert.match(result.text, /^on\nTraceback .*KeyboardInterrupt\n$/s);
  assert.equal(exitCode(result), 130);
});

test('a program that will not be interrupted loses its worker, and the next one gets a new one', async () => {
  const stubborn = 'print("on")\nany(iter(int, 1))\n';
  const result = await run(stubborn, { client: impatient, onOutput: (_text, handle) => handle.stop() });
  assert.equal(exitCode(result), 'stopped');
  assert.equal(result.text, 'on\n');
  const before = workers;
  assert.equal((await run('print("next")\n', { client: impatient })).text, 'next\n');
  assert.equal(workers, before, 'the new worker was started at once');
});

test('output appears while a program still runs', async () => {
  const seen: string[] = [];
  await run('print("a")\nwhile True:\n    pass\n', {
    onOutput(text, handle) {
      seen.push(text);
      handle.stop();
    },
  });
  assert.equal(seen[0], 'a\n');
});

test('a flood is cut in the middle', async () => {
  const result = await run('for i in range(30000):\n    print("line", i)\n');
  assert.ok(result.omitted > 0);
  assert.match(result.text, /^line 0\nline 1\n/);
  assert.match(result.text, /line 29999\n$/);
});

test('runs queue up', async () => {
  const results = await Promise.all([run('print(1)\n'), run('print(2)\n'), run('print(3)\n')]);
  assert.deepEqual(
    results.map(result => result.text),
    ['1\n', '2\n', '3\n'],
  );
});

test('a module of the program is imported, and its code is kept', async () => {
  const result = await run('import greet\nprint(greet.hello())\n', {
    files: [{ path: 'greet.py', text: 'def hello():\n    return "hi"\n' }],
  });
  assert.equal(result.text, 'hi\n');
  const cached = result.files.find(file => file.path === '__pycache__/greet.cpython-314.pyc');
  assert.ok(cached?.written);
  assert.ok(cached.content.kind === 'pyc');
  assert.deepEqual([...cached.content.bytes.subarray(0, 4)], [0x2b, 0x0e, 0x0d, 0x0a]);
  assert.deepEqual(
    cached.content.fields.map(({ name }) => name),
    ['magic number', 'flags', 'source time', 'source size'],
  );
  assert.deepEqual(
    cached.content.code?.map(({ qualname }) => qualname),
    ['<module>', 'hello'],
  );
});

test('the first steps of a run are told, with the stack and the variables', async () => {
  const { steps } = await run('def add(a, b):\n    return a + b\n\nadd(40, 2.5)\nfor i in range(500):\n    pass\n');
  assert.equal(steps.length, 200);
  const inAdd = steps.filter(step => step.frame === 'add').map(({ opname, stack }) => [opname, stack]);
  assert.deepEqual(inAdd, [
    ['RESUME', []],
    ['LOAD_FAST_BORROW_LOAD_FAST_BORROW', []],
    ['BINARY_OP', ['40', '2.5']],
    ['RETURN_VALUE', ['42.5']],
  ]);
  const [begin] = steps.filter(step => step.frame === 'add');
  assert.deepEqual(begin.variables, [
    { name: 'a', value: '40' },
    { name: 'b', value: '2.5' },
  ]);
  assert.ok(begin.depth > steps[0].depth);
});

test('a folder outlasts a run until it is to be fresh', async () => {
  const source =
    'try:\n    print(open("note").read())\nexcept FileNotFoundError:\n    print("nothing")\nwith open("note", "w") as file:\n    file.write("kept")\n';
  const inFolder = async (fresh: boolean) => (await run(source, { folder: { name: 'desk', fresh } })).text;
  assert.deepEqual([await inFolder(true), await inFolder(false), await inFolder(true)], ['nothing\n', 'kept\n', 'nothing\n']);
  assert.equal((await run(source)).text, 'nothing\n');
});

test('nothing of one run is left in the next', async () => {
  await run('import sys\nleft = 1\nsys.left = 2\n');
  const result = await run('import sys\nprint("left" in globals(), hasattr(sys, "left"))\n');
  assert.equal(result.text, 'False False\n');
});

test('a program is inspected without being run', async () => {
  const { tokens, ast, scopes, bytecode } = await client.inspect('answer = 6 * 7\n', 'example.py');
  assert.ok('value' in tokens && 'value' in ast && 'value' in scopes && 'value' in bytecode);
  assert.deepEqual(
    tokens.value.map(token => token.exact),
    ['NAME', 'EQUAL', 'NUMBER', 'STAR', 'NUMBER', 'NEWLINE', 'ENDMARKER'],
  );
  assert.deepEqual(scopes.value.symbols, [{ name: 'answer', scope: 'local', flags: ['assigned'], ranges: [{ start: 0, end: 6 }] }]);
  assert.deepEqual(
    bytecode.value[0].instructions.map(row => [row.opname, row.argrepr, row.range]),
    [
      ['RESUME', '', null],
      ['LOAD_SMALL_INT', '', { start: 9, end: 14 }],
      ['STORE_NAME', 'answer', { start: 0, end: 6 }],
      ['LOAD_CONST', 'None', { start: 0, end: 6 }],
      ['RETURN_VALUE', '', { start: 0, end: 6 }],
    ],
  );
});

test('characters have their names', async () => {
  const source = 'print("\\N{SNOWMAN}")\n';
  const { ast } = await client.inspect(source, 'example.py');
  assert.ok('value' in ast);
  assert.equal((await run(source)).text, '☃\n');
});

test('a program that does not parse says where', async () => {
  const { ast, bytecode } = await client.inspect('print("é", (\n', 'example.py');
  assert.ok('error' in ast);
  assert.deepEqual(ast.error, { type: 'SyntaxError', message: "'(' was never closed", lineno: 1, range: { start: 11, end: 12 } });
  assert.deepEqual(bytecode, ast);
});

test('an interrupt is raised inside the loop that it interrupts', async () => {
  const source = 'print("on")\ntry:\n    while True:\n        pass\nexcept KeyboardInterrupt:\n    print("caught")\n';
  const result = await run(source, { onOutput: (text, handle) => text === 'on\n' && handle.stop() });
  assert.equal(result.text, 'on\ncaught\n');
  assert.equal(exitCode(result), 0);
});
