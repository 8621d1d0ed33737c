/**
 * `.pyc` files go both ways: what `py_compile` and `import` write in our interpreter are the files that they write in CPython, and each runs what the
 * other wrote: known by the source's time, by its hash, and without a source.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PyodideAPI } from 'pyodide';
import { libraryFiles, oracle } from '../../parity/oracle.ts';
import { run } from '../../parity/ours.ts';

/** Modules that CPython has not imported when it compiles them: its strings would be interned already. */
const LIBRARY = ['configparser.py', 'statistics.py', 'colorsys.py', 'fractions.py', 'graphlib.py'];

/** Without a class in a class: how its name is written depends on what a process has imported before (`marshal.test.ts`). */
const EVERYTHING = `"""The first edition."""
from dataclasses import dataclass

@dataclass
class Point[T]:
    x: T
    y: int = 2
    def __add__(self, other): return Point(self.x + other.x, y=self.y + other.y)

class Words:
    words = {"a word", "word", 3} | frozenset({1.5, -0.0})
    __slots__ = "a", "b"

def classify(value):
    match value:
        case {"k": [first, *rest], **others}: return first, rest, others
        case Point(x=0) | Point(y=7): return "axis"
        case str() as text if (n := len(text)) > 3: return f"{text!r:>10}{n}"
        case _: return value[1:2], t"{value=}".strings

async def agen():
    for i in range(3): yield i

async def collect():
    return [i * 10 ** 20 async for i in agen() if i is not None]

def drive(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value

def failing():
    try:
        raise ValueError("\\u00e9 \\U0001f40d")
    except* ValueError as group:
        message = [str(e) for e in group.exceptions]
    return message, b"\\0\\xff", 1e308j, 2 ** 100, ...
`;

/** What the modules do, printed. */
const PROGRAM = `
import configparser, everything, fractions, graphlib, statistics, colorsys
parser = configparser.ConfigParser()
parser.read_string("[a]\\nb = 1\\nc = %(b)s2\\n")
print(dict(parser["a"]), statistics.stdev([1, 2, 4]), colorsys.rgb_to_hsv(0.1, 0.2, 0.3))
print(fractions.Fraction("3/4") ** -2, list(graphlib.TopologicalSorter({1: {2}, 2: {3}}).static_order()))
P = everything.Point
print(P(1, 2) + P(3, 4), everything.classify({"k": [1, 2], "z": 3}), everything.classify(P(0)), everything.classify("four"), everything.classify((1, 2)))
print(everything.drive(everything.collect()), everything.failing(), sorted(everything.Words.words, key=str), everything.__doc__)
print({m.__name__: (m.__file__, m.__cached__) for m in (configparser, everything, statistics)})
`;

const MODES = ['TIMESTAMP', 'CHECKED_HASH', 'UNCHECKED_HASH'];
const TIME = 1_700_000_000;

const files = new Map(libraryFiles().flatMap(({ name, bytes }) => (LIBRARY.includes(name) ? [[name, bytes] as const] : [])));
files.set('everything.py', new TextEncoder().encode(EVERYTHING));

let folder = '';
let py: PyodideAPI;

before(async () => {
  py = await oracle();
  folder = mkdtempSync(join(tmpdir(), 'pyc-'));
  for (const [name, bytes] of files) put(name, bytes);
});
after(() => rmSync(folder, { recursive: true }));

/** Writes a file, for both. */
function put(name: string, bytes: Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  utimesSync(path, TIME, TIME);
  py.FS.mkdirTree(dirname(path));
  py.FS.writeFile(path, bytes);
  py.FS.utime(path, TIME * 1000, TIME * 1000);
}

function assertSameFile(name: string): void {
  const path = join(folder, name);
  assert.ok(readFileSync(path).equals(py.FS.readFile(path) as Uint8Array), name);
}

/** What a program prints in CPython, which forgets what it imports. */
function theirs(program: string): string {
  py.globals.set('_program', program);
  return py.runPython(`
import contextlib, gc, io, sys
_known, _path, _out = set(sys.modules), sys.path[:], io.StringIO()
sys.dont_write_bytecode = False
with contextlib.redirect_stdout(_out):
    exec(_program, {"__name__": "__main__"})
for _name in set(sys.modules) - _known:
    del sys.modules[_name]
sys.path[:] = _path
sys.path_importer_cache.clear()
gc.collect()
_out.getvalue()`) as string;
}

/** What a program prints, the same in both. */
function both(program: string): string {
  const output = run(program);
  assert.equal(output, theirs(program));
  return output;
}

const compiling = (mode: string, target: string): string => `
import py_compile
for name in ${JSON.stringify([...files.keys()])}:
    target = "${folder}/${target}".replace("NAME", name.removesuffix(".py"))
    py_compile.compile("${folder}/" + name, target, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.${mode})
`;

const importing = (path: string): string => `import sys\nsys.path.insert(0, "${path}")\n${PROGRAM}`;

test('import writes the same files', () => {
  assert.match(both(importing(folder)), /first edition/);
  for (const name of files.keys()) assertSameFile(`__pycache__/${name.replace('.py', '.cpython-314.pyc')}`);
});

for (const mode of MODES) {
  test(`py_compile writes the same files, and they run without their source: ${mode}`, () => {
    put('everything.py', new TextEncoder().encode(EVERYTHING));
    both(compiling(mode, `${mode}/NAME.pyc`));
    for (const name of files.keys()) assertSameFile(`${mode}/${name}c`);
    assert.match(both(importing(join(folder, mode))), /first edition/);
  });

  test(`a source that has changed, its size and time have not: ${mode}`, () => {
    put('everything.py', new TextEncoder().encode(EVERYTHING));
    both(compiling(mode, '__pycache__/NAME.cpython-314.pyc'));
    put('everything.py', new TextEncoder().encode(EVERYTHING.replace('first', 'other')));
    assert.match(both(importing(folder)), mode === 'CHECKED_HASH' ? /other edition/ : /first edition/);
    assertSameFile('__pycache__/everything.cpython-314.pyc');
  });
}
