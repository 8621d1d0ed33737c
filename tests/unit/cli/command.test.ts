/** The command itself, started as a user starts it: programs in, output and exit codes out. Expectations are CPython 3.14's. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const python = fileURLToPath(new URL('../../../interpreter/python', import.meta.url));
const sources = fileURLToPath(new URL('../../../interpreter/cli.ts', import.meta.url));

/** Nothing of the tester's own environment that would change what Python does. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PYTHON')));

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'python-'));
});
after(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], input = '', env: Record<string, string> = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(python, args, { input, encoding: 'utf8', cwd: folder, env: { ...environment, ...env } });
  return { code: status, out: stdout, err: stderr };
}

const printed = (out: string): Outcome => ({ code: 0, out, err: '' });

test('the snapshot and the sources are the same interpreter', () => {
  const program = 'import sys; print(sys.version_info[:3], sys.flags.optimize, sys.argv, __debug__, "\\N{EURO SIGN}")';
  const { status, stdout } = spawnSync(process.execPath, [sources, '-O', '-c', program, 'a'], { encoding: 'utf8', env: environment });
  assert.equal(status, 0);
  assert.deepEqual(run(['-O', '-c', program, 'a']), printed(stdout));
  assert.equal(stdout, "(3, 14, 2) 1 ['-c', 'a'] False €\n");
});

test('programs come as text, module, file, folder or standard input', () => {
  const show = 'import sys; print(__name__, sys.argv, sys.path[0])\n';
  writeFileSync(join(folder, 'shown.py'), show);
  mkdirSync(join(folder, 'box'));
  writeFileSync(join(folder, 'box/__main__.py'), show);
  assert.deepEqual(run(['-c', `  ${show}`, 'x']), printed("__main__ ['-c', 'x'] \n"));
  assert.deepEqual(run(['shown.py', '-x']), printed(`__main__ ['shown.py', '-x'] ${folder}\n`));
  assert.deepEqual(run(['-m', 'shown', 'y']), printed(`__main__ ['${folder}/shown.py', 'y'] ${folder}\n`));
  assert.deepEqual(run(['box', 'z']), printed(`__main__ ['box', 'z'] ${folder}/box\n`));
  assert.deepEqual(run(['-', 'a'], show), printed("__main__ ['-', 'a'] \n"));
  assert.deepEqual(run([], show), printed("__main__ [''] \n"));
  assert.deepEqual(run(['-P', 'shown.py']), printed("__main__ ['shown.py'] /lib/python3.14\n"));
  writeFileSync(join(folder, 'skipped.py'), 'not Python\nprint(1)');
  assert.deepEqual(run(['-x', 'skipped.py']), printed('1\n'));
  assert.match(run(['-x', '-c', 'not Python\nprint(1)']).err, /^NameError/m);
});

test('compiled files that know their source by its hash are checked as the option says', () => {
  const program = `import pathlib, py_compile, sys
for mode in "CHECKED_HASH", "UNCHECKED_HASH":
    source = pathlib.Path(mode.lower() + ".py")
    source.write_text("print('old', end=' ')")
    py_compile.compile(str(source), invalidation_mode=py_compile.PycInvalidationMode[mode])
    source.write_text("print('new', end=' ')")
`;
  const show = 'import checked_hash, unchecked_hash, _imp; print(_imp.check_hash_based_pycs)';
  const check = (...option: string[]): Outcome => run(['-B', ...option, '-c', show]);
  assert.deepEqual(run(['-c', program]), printed(''));
  assert.deepEqual(check(), printed('new old default\n'));
  assert.deepEqual(check('--check-hash-based-pycs', 'default'), printed('new old default\n'));
  assert.deepEqual(check('--check-hash-based-pycs', 'always'), printed('new new always\n'));
  assert.deepEqual(check('--check-hash-based-pycs', 'never'), printed('old old never\n'));
});

test('archives and compiled files run, wherever they were made', () => {
  const zip = `import zipfile
with zipfile.ZipFile("app.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("__main__.py", "import sys, within; print(__name__, __file__, sys.argv, sys.path[0], within.__file__)")
    archive.writestr("within.py", "")
with open("app", "wb") as file:
    file.write(b"#!/usr/bin/env python\\n" + open("app.zip", "rb").read())
import pathlib, py_compile
pathlib.Path("compiled.py").write_text("print(__name__, __file__, __cached__, type(__loader__).__name__)")
py_compile.compile("compiled.py", "compiled.pyc")
pathlib.Path("foreign.pyc").write_bytes(b"abcd" + pathlib.Path("compiled.pyc").read_bytes()[4:])
`;
  assert.deepEqual(run(['-c', zip]), printed(''));
  for (const name of ['app.zip', 'app'])
    assert.deepEqual(
      run([name, 'x']),
      printed(`__main__ ${folder}/${name}/__main__.py ['${name}', 'x'] ${folder}/${name} ${folder}/${name}/within.py\n`),
    );
  assert.deepEqual(run(['compiled.pyc']), printed(`__main__ ${folder}/compiled.pyc None SourcelessFileLoader\n`));
  assert.deepEqual(run(['./compiled.py']), printed(`__main__ ${folder}/./compiled.py None SourceFileLoader\n`));
  const foreign = run(['foreign.pyc']);
  assert.equal(foreign.code, 1);
  assert.match(foreign.err, /RuntimeError: Bad magic number in \.pyc file\n$/);
});

test('a module that runs is the outermost frame', () => {
  writeFileSync(
    join(folder, 'fails.py'),
    'import sys\nprint(sys._getframe(2).f_back.f_code.co_qualname if sys._getframe(2).f_back else None)\n1/0\n',
  );
  const { out, err } = run(['-m', 'fails']);
  assert.equal(out, 'None\n');
  assert.deepEqual(
    err.split('\n').map(line => line.replace(/line \d+, in _run/, 'in _run')),
    [
      'Traceback (most recent call last):',
      '  File "<frozen runpy>", in _run_module_as_main',
      '  File "<frozen runpy>", in _run_code',
      `  File "${folder}/fails.py", line 3, in <module>`,
      '    1/0',
      '    ~^~',
      'ZeroDivisionError: division by zero',
      '',
    ],
  );
});

test('only a session has prompts', () => {
  assert.deepEqual(run(['-c', 'import sys; print(hasattr(sys, "ps1"))']), printed('False\n'));
  assert.deepEqual(run(['-i', '-c', 'import sys; print(hasattr(sys, "ps1"))'], 'sys.ps1').out, "False\n'>>> '\n");
});

test('-v tells of imports, -b of bytes that are taken for text', () => {
  writeFileSync(join(folder, 'told.py'), '');
  const about = (err: string): string[] => err.split('\n').filter(line => line.includes('told') || line.includes("'math'"));
  const compiled = `${folder}/prefix${folder}/told.cpython-314.pyc`;
  const env = { PYTHONPYCACHEPREFIX: join(folder, 'prefix') };
  const told = (): string[] => about(run(['-v', '-c', 'import told, math'], '', env).err).map(line => line.replace(/0x[0-9a-f]+/, '0x'));
  const imports = ["import 'told' # <_frozen_importlib_external.SourceFileLoader object at 0x>", "import 'math' # <class '_frozen_importlib.BuiltinImporter'>"]; // prettier-ignore
  assert.deepEqual(told(), [`# code object from ${folder}/told.py`, `# wrote '${compiled}'`, ...imports]);
  assert.deepEqual(told(), [`# ${compiled} matches ${folder}/told.py`, `# code object from '${compiled}'`, ...imports]);
  const program = "print(str(b'a'), b'a' == 'a', bytearray() != '', b'a' == 97)";
  const warnings = ['str() on a bytes instance', 'Comparison between bytes and string', 'Comparison between bytearray and string', 'Comparison between bytes and int']; // prettier-ignore
  const warned = run(['-b', '-c', program]);
  assert.equal(warned.out, "b'a' False True False\n");
  assert.deepEqual(warned.err.match(/(?<=BytesWarning: ).*/g), warnings);
  assert.match(run(['-bb', '-c', program]).err, /\nBytesWarning: str\(\) on a bytes instance\n$/);
  assert.deepEqual(run(['-c', program]), printed("b'a' False True False\n"));
  assert.equal(run(['-c', 'import sys; print(sys.stdout.encoding, sys.stdout.errors)'], '', { PYTHONIOENCODING: 'latin-1:replace' }).out, 'iso8859-1 replace\n'); // prettier-ignore
});

test('a file is read through the codec that it names', () => {
  const program = (encoding: string): Outcome => {
    writeFileSync(join(folder, 'coded.py'), Buffer.from(`# coding: ${encoding}\nprint(ascii("\x82\xe9\x81"))\n`, 'latin1'));
    return run(['coded.py']);
  };
  const refused = (message: string): Outcome => ({
    code: 1,
    out: '',
    err: `  File "${folder}/coded.py", line 0\nSyntaxError: ${message}\n`,
  });
  assert.deepEqual(program('cp437'), printed("'\\xe9\\u0398\\xfc'\n"));
  // Positions count from the end of the line that names the codec.
  assert.deepEqual(program('cp1252'), refused("'charmap' codec can't decode byte 0x81 in position 16: character maps to <undefined>"));
  assert.deepEqual(program('hex'), refused("'hex' is not a text encoding"));
  assert.deepEqual(program('nonsense'), refused('unknown encoding: nonsense'));
});

test('standard input is the program’s', () => {
  assert.deepEqual(
    run(['-c', 'print(input("? ")); print(repr(input()))\ntry: input()\nexcept EOFError as e: print(e)'], 'a\nb'),
    printed("? a\n'b'\nEOF when reading a line\n"),
  );
  assert.deepEqual(run(['-c', 'import sys; print(sys.stdin.read().split())'], 'a b\nc\n'), printed("['a', 'b', 'c']\n"));
});

test('exit codes tell how it ended', () => {
  assert.equal(run(['-c', 'exit(7)']).code, 7);
  assert.deepEqual(run(['-c', 'raise SystemExit("why")']), { code: 1, out: '', err: 'why\n' });
  assert.equal(run(['-c', 'import sys; sys.exit()']).code, 0);
  assert.match(run(['-c', '1/0']).err, /^Traceback .*\nZeroDivisionError: division by zero\n$/s);
  assert.equal(run(['-c', '1/0']).code, 1);
  assert.equal(run(['-c', '(']).code, 1);
  assert.deepEqual(run(['missing.py']), {
    code: 2,
    out: '',
    err: `python: can't open file '${folder}/missing.py': [Errno 2] No such file or directory\n`,
  });
  assert.deepEqual(run(['-c', 'import atexit; atexit.register(print, "late"); exit(3)']), { code: 3, out: 'late\n', err: '' });
});

test('options reach sys, the environment os.environ', () => {
  const show = 'import sys; print(sys.warnoptions, sys._xoptions, sys.flags.quiet, sys.dont_write_bytecode, sys.orig_argv[1:4])';
  assert.deepEqual(run(['-qB', '-Wonce', '-Xa=1', '-c', show]), printed("['once'] {'a': '1'} 1 True ['-qB', '-Wonce', '-Xa=1']\n"));
  assert.equal(run(['-W', 'error', '-c', 'import warnings; warnings.warn("no")']).code, 1);
  assert.deepEqual(run(['-S', '-c', 'print("exit" in dir(__builtins__))']), printed('False\n'));
  assert.deepEqual(
    run(['-c', 'import os; print(os.environ.get("SOME"), os.environ.get("GLIBC_TUNABLES"))'], '', { SOME: 'thing' }),
    printed('thing None\n'),
  );
  mkdirSync(join(folder, 'elsewhere'));
  writeFileSync(join(folder, 'elsewhere/found.py'), 'print("found")');
  assert.deepEqual(run(['-c', 'import found'], '', { PYTHONPATH: join(folder, 'elsewhere') }), printed('found\n'));
});

test('Control+C is a KeyboardInterrupt', async () => {
  for (const wait of ['while True: pass', 'import time; time.sleep(60)', 'input()']) {
    const child = spawn(python, ['-uc', `print("ready")\n${wait}`], { env: environment });
    let err = '';
    child.stderr.on('data', data => (err += data));
    child.stdout.once('data', () => child.kill('SIGINT'));
    const signal = await new Promise(resolve => child.once('exit', (_code, name) => resolve(name)));
    assert.equal(signal, 'SIGINT', wait);
    assert.match(err, /^Traceback .*\nKeyboardInterrupt\n$/s);
  }
  const child = spawn(python, ['-c', 'print("ready", flush=True)\ntry:\n  while 1: pass\nexcept KeyboardInterrupt: exit(9)'], {
    env: environment,
  });
  child.stdout.once('data', () => child.kill('SIGINT'));
  assert.equal(await new Promise(resolve => child.once('exit', resolve)), 9);
});

test('a reader that goes away is a BrokenPipeError', async () => {
  const child = spawn(python, ['-c', 'for i in range(1000000): print(i)'], { env: environment });
  let err = '';
  child.stderr.on('data', data => (err += data));
  child.stdout.once('data', () => child.stdout.destroy());
  assert.equal(await new Promise(resolve => child.once('exit', resolve)), 1);
  assert.match(err, /BrokenPipeError: \[Errno 32\] Broken pipe\n$/);
});

test('a session takes statements line by line', () => {
  const { code, out, err } = run(
    ['-i', '-q'],
    `x = 6
x * 7
_
def f(a):
  return 1 / a

f(0)
1 +
for i in range(2):
  i

import sys
sys.ps1 = '? '
name = input('who? ')
me
name
'''a
b'''
raise SystemExit(3)
`,
  );
  assert.equal(out, "42\n42\n0\n1\nwho? 'me'\n'a\\nb'\n");
  assert.equal(
    err,
    `>>> >>> >>> >>> ... ... >>> Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
    f(0)
    ~^^^
  File "<stdin>", line 2, in f
    return 1 / a
           ~~^~~
ZeroDivisionError: division by zero
>>>   File "<stdin>", line 1
    1 +
       ^
SyntaxError: invalid syntax
>>> ... ... >>> >>> ? ? ? ... ? `,
  );
  assert.equal(code, 3);
});

test('a session follows a program with -i, and shows its SystemExit', () => {
  const { code, out, err } = run(['-i', '-c', 'y = 5\nraise SystemExit(4)'], 'y\n__name__\n');
  assert.equal(out, "5\n'__main__'\n");
  assert.match(err, /\nSystemExit: 4\n>>> >>> >>> \n$/);
  assert.equal(code, 0);
});

const terminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

test('a session at a terminal edits lines', { skip: !terminal && 'needs script(1) of util-linux' }, async () => {
  // The shell must not stay between: one that waits dies of the Control+C too.
  const child = spawn('script', ['-qec', `exec '${python}' -q`, '/dev/null'], {
    env: { ...environment, PYTHON_HISTORY: join(folder, 'history'), TERM: 'xterm' },
  });
  let out = '';
  let wanted = '';
  let wake = (): void => {};
  child.stdout.on('data', data => {
    out += data;
    if (out.includes(wanted)) wake();
  });
  const type = async (keys: string, answer: string): Promise<void> => {
    out = '';
    wanted = answer;
    const answered = new Promise<void>(resolve => (wake = resolve));
    child.stdin.write(keys);
    await answered;
  };
  await type('', '>>> ');
  await type('6 * 8\x7f7\r', '42');
  await type('def f():\r  return "inside"\r\rf()\r', "'inside'");
  await type('def g():\r  print("wait" + "ing")\r  while True: pass\r\rg()\r', 'waiting');
  await type('\x03', 'KeyboardInterrupt');
  await type('print("a" + "b")\r', 'ab');
  child.stdin.write('exit(5)\r');
  assert.equal(await new Promise(resolve => child.once('exit', resolve)), 5);
});
