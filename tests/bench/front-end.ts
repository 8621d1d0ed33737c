/**
 * How fast source becomes code: every file of the library through tokenizer, parser and compiler, here, in `pyodide` (CPython in WebAssembly, in this
 * process) and, if it is named, in native CPython.
 *
 *     node tests/bench/front-end.ts [--native python3.14] [--runs 3]
 *
 * Each engine goes over all files `runs` times, in turn with the others; the best time of each counts, in CPU seconds of its thread or process.
 * Then come programs made to be hard: their time must grow with their size, not with its square.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '../../interpreter/compiler/index.ts';
import { parse, setUnicodeNames } from '../../interpreter/parser/index.ts';
import { lookupUnicodeName } from '../../interpreter/source/unicode-names.ts';
import { libraryFiles, oracle } from '../parity/oracle.ts';

const { values } = parseArgs({ options: { native: { type: 'string' }, runs: { type: 'string', default: '3' } } });
setUnicodeNames(lookupUnicodeName);
const files = libraryFiles();
const py = await oracle();

/** Of this thread: what a quiet machine's clock would show. */
const cpuSeconds = (): number => process.threadCpuUsage().user / 1e6;

function ours(): number {
  const start = cpuSeconds();
  for (const { bytes, name } of files) compile(parse(bytes, { filename: name }), { filename: name });
  return cpuSeconds() - start;
}

py.runPython(`
import time, warnings
warnings.simplefilter("ignore")
_files = []
def _compile_all():
    for source, name in _files:
        compile(source, name, "exec", dont_inherit=True, optimize=0)
`);
for (const { bytes, name } of files) {
  py.globals.set('_buffer', bytes);
  py.globals.set('_name', name);
  py.runPython('_files.append((_buffer.to_bytes(), _name))');
}

function pyodide(): number {
  const start = cpuSeconds();
  py.runPython('_compile_all()');
  return cpuSeconds() - start;
}

const folder = mkdtempSync(join(tmpdir(), 'front-end-'));
for (const { bytes, name } of files) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), bytes);
}

function native(command: string): number {
  const program = `
import pathlib, time, warnings
warnings.simplefilter("ignore")
files = [(path.read_bytes(), str(path)) for path in pathlib.Path(${JSON.stringify(folder)}).rglob("*.py")]
start = time.process_time()
for source, name in files:
    compile(source, name, "exec", dont_inherit=True, optimize=0)
print(time.process_time() - start)
`;
  const { stdout, stderr, status } = spawnSync(command, ['-c', program], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

const engines: readonly (readonly [string, () => number])[] = [
  ...(values.native === undefined ? [] : [['native CPython', () => native(values.native!)] as const]),
  ['pyodide', pyodide],
  ['this interpreter', ours],
];
const best = new Map<string, number>();
for (let run = 0; run < Number(values.runs); run++) {
  for (const [name, measure] of engines) best.set(name, Math.min(best.get(name) ?? Infinity, measure()));
}
rmSync(folder, { recursive: true });

const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
const first = best.values().next().value!;
for (const [name, seconds] of best)
  console.log(
    `${name.padEnd(18)} ${seconds.toFixed(2).padStart(6)} s ${(bytes / 1e6 / seconds).toFixed(1).padStart(6)} MB/s ${(seconds / first).toFixed(2).padStart(6)}×`,
  );

/** Programs by their size. */
const HARD: Readonly<Record<string, (n: number) => string>> = {
  'a list of n numbers': n => `x = [${'1, 2345, '.repeat(n / 2)}]\n`,
  'n functions': n => Array.from({ length: n }, (_, i) => `def f${i}(a, b=1):\n    return a + b * ${i}\n`).join('\n'),
  'n lines of assignments': n => 'value = other.attribute[index] + 1\n'.repeat(n),
  'a string of 10 n letters': n => `x = """${'abcdefgh\n '.repeat(n)}"""\n`,
  'an f-string of n fields': n => `x = f"${'{a}'.repeat(n)}"\n`,
  'a sum of n/20 terms': n => `x = ${'a + '.repeat(n / 20)}a\n`,
  'n/20 branches': n => `if a: pass\n${'elif a == 1: pass\n'.repeat(Math.min(n / 20, 900))}`,
  'n comparisons in a call': n => `f(${'a < b, '.repeat(n)})\n`,
  'a missing bracket after n lines': n => `x = (\n${'a + b,\n'.repeat(n)}`,
};
console.log('\nprogram                          n = 10,000    20,000  growth');
for (const [name, make] of Object.entries(HARD)) {
  const times = [10_000, 20_000].map(n => {
    const source = make(n);
    let least = Infinity;
    for (let i = 0; i < 3; i++) {
      const start = cpuSeconds();
      try {
        compile(parse(source), { filename: 'hard.py' });
      } catch {
        // The error is what takes the time.
      }
      least = Math.min(least, cpuSeconds() - start);
    }
    return least;
  });
  // The thread's clock is too coarse for less.
  const growth = times[0] < 0.01 ? '-' : `${(times[1] / times[0]).toFixed(1)}×`;
  const [small, large] = times.map(time => `${(time * 1000).toFixed(0).padStart(7)} ms`);
  console.log(`${name.padEnd(32)} ${small} ${large} ${growth.padStart(7)}`);
}
