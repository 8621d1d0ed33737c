/**
 * `npm run conformance`: CPython's own Lib/test, file by file, on this interpreter, beside what native CPython 3.14 makes of it.
 *
 *     npm run conformance -- [test_NAME … | --core] [--verbose METHOD] [--jobs N] [--time SECONDS] [--list] [--report FILE] [--require PERCENT]
 *     npm run conformance -- --native PYTHON [test_NAME …]      writes native.json
 *
 * Without names all files that native.json knows are run, with `--core` those of `core.ts`. `--report FILE` writes all figures and failures as
 * Markdown. With names the methods that native passes and we do not are listed with the last line
 * of their traceback (`--list` does so for all files). `--verbose METHOD` runs only the methods whose name contains METHOD and prints whole
 * tracebacks.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CORE } from './core.ts';
import { keepNative, nativeFiles, nativeResult } from './native.ts';
import { runFile, type Method, type Result } from './process.ts';
import { markdownReport, type FileReport } from './report.ts';
import { CACHE, suitePath } from './suite.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    time: { type: 'string', default: '120' },
    verbose: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    native: { type: 'string' },
    require: { type: 'string' },
    core: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});

const INTERPRETER = join(import.meta.dirname, '../../interpreter');
const RUNNER = join(import.meta.dirname, 'runner.py');

/** Compiled modules are kept from run to run, for as long as the front end is the same. */
function compiledModules(): string {
  const hash = createHash('sha1');
  for (const folder of ['source', 'tokens', 'ast', 'parser', 'symtable', 'opcodes', 'code', 'compiler']) {
    for (const name of readdirSync(join(INTERPRETER, folder), { recursive: true }) as string[])
      if (name.endsWith('.ts')) hash.update(readFileSync(join(INTERPRETER, folder, name)));
  }
  const parent = join(CACHE, 'pycache');
  const current = hash.digest('hex').slice(0, 12);
  mkdirSync(join(parent, current), { recursive: true });
  const age = (name: string): number => statSync(join(parent, name)).mtimeMs;
  for (const name of readdirSync(parent)
    .sort((a, b) => age(b) - age(a))
    .slice(4))
    rmSync(join(parent, name), { recursive: true });
  return join(parent, current);
}

const limits = { seconds: Number(values.time), silence: Math.min(100, Number(values.time)) };
const path = suitePath();
const command =
  values.native !== undefined
    ? [values.native, RUNNER]
    : [process.execPath, '--disable-warning=ExperimentalWarning', '--stack-size=3900', join(import.meta.dirname, 'cli.ts'), RUNNER];
const more = values.native !== undefined ? [] : [`${join(import.meta.dirname, 'stand-ins')}:${path}`, compiledModules()];
process.env['NODE_COMPILE_CACHE'] ??= join(CACHE, 'node');

interface Tally {
  methods: number;
  passed: number;
  failed: number;
  error: number;
  skipped: number;
  native: number;
  nativeSkipped: number;
  /** Methods that native passes, and we do. */
  both: number;
}

const nothing = (): Tally => ({ methods: 0, passed: 0, failed: 0, error: 0, skipped: 0, native: 0, nativeSkipped: 0, both: 0 });
const sum = nothing();
const COLUMNS = ['methods', 'passed', 'failed', 'error', 'skipped', 'native', 'both', 'percent'] as const;
const showRow = (name: string, cells: readonly string[]): void =>
  console.log(name.padEnd(32) + cells.map(cell => cell.padStart(8)).join(' '));
const percent = ({ both, native }: Tally): string => (native === 0 ? '' : ((100 * both) / native).toFixed(1));
const cells = (tally: Tally): string[] => [
  ...(['methods', 'passed', 'failed', 'error', 'skipped', 'native', 'both'] as const).map(column => String(tally[column])),
  percent(tally),
];

const NOT_RUN = '(did not run)';

function count(file: string, result: Result): { tally: Tally; missing: Method[] } {
  const tally = nothing();
  const ours = new Map<string, Method>();
  for (const method of result.methods) {
    ours.set(method.test, method);
    tally.methods++;
    tally[method.status]++;
  }
  const native = nativeResult(file);
  const wanted = [...(native?.passed ?? ours.keys())].filter(test => test.includes(values.verbose));
  tally.native = wanted.length;
  tally.nativeSkipped = native?.skipped ?? 0;
  const missing: Method[] = [];
  for (const test of wanted) {
    const method = ours.get(test) ?? { test, status: 'error' as const, message: NOT_RUN };
    if (method.status === 'passed') tally.both++;
    else missing.push(method);
  }
  // What stands for a whole class or module, as the failure of a setUpClass.
  if (native !== null)
    missing.push(
      ...result.methods.filter(
        ({ test, status }) =>
          /[(]|^unittest[.]loader/.test(test) && (status === 'error' || status === 'failed') && !native.passed.has(test),
      ),
    );
  return { tally, missing };
}

function showMissing(missing: readonly Method[]): void {
  const silent = missing.filter(({ message }) => message === NOT_RUN).length;
  if (silent > 0) console.log(`  ${silent} methods that native CPython passes did not run`);
  for (const { test, status, message, lines, traceback } of missing) {
    if (message === NOT_RUN) continue;
    console.log(`  ${status === 'passed' ? '' : `${status.toUpperCase()} `}${test}`);
    const first = (message ?? '').split('\n');
    console.log(
      `      ${(traceback ?? (first.length > 1 && values.verbose === '' ? `${first[0]} … ${first.at(-1)}` : (message ?? ''))).slice(0, values.verbose === '' ? 300 : 20000)}`,
    );
    if (lines !== undefined && traceback === undefined) console.log(`      at ${lines.join(' ')}`);
  }
}

const files = positionals.length > 0 ? positionals : values.core ? CORE : nativeFiles();
const reports: FileReport[] = [];
showRow('file', COLUMNS);
const queue = [...files];
async function work(): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const result = await runFile(command, file, values.verbose, more, limits);
    if (values.native !== undefined && values.verbose === '') {
      const version = execFileSync(values.native, ['-c', 'import sys; print(sys.version.split()[0])']).toString().trim();
      if (result.trouble === null) keepNative(file, version, result);
    }
    const { tally, missing } = count(file, result);
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key];
    showRow(file, [...cells(tally), `${result.seconds.toFixed(1)} s`]);
    reports.push({
      file,
      native: tally.native,
      both: tally.both,
      missing: missing.map(({ test, status, message }) => ({ test, message: message ?? status })),
    });
    if (result.trouble !== null) console.log(`  ${result.trouble}`);
    if (positionals.length > 0 || values.list) showMissing(missing);
  }
}
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
if (files.length > 1) showRow(`${files.length} files`, cells(sum));
if (values.report !== undefined) writeFileSync(values.report, markdownReport(reports));
if (values.require !== undefined && 100 * sum.both < Number(values.require) * sum.native) process.exitCode = 1;
