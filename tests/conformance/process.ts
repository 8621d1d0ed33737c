/** One test file in a process of its own, with limits of time; started again behind a method that hangs or takes the process with it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Status = 'passed' | 'failed' | 'error' | 'skipped';

export interface Method {
  readonly test: string;
  readonly status: Status;
  readonly message?: string;
  readonly lines?: readonly string[];
  readonly traceback?: string;
}

export interface Result {
  readonly methods: readonly Method[];
  /** Why there are none or not all; null if the file ran to its end. */
  readonly trouble: string | null;
  readonly seconds: number;
}

export interface Limits {
  /** For the file. */
  readonly seconds: number;
  /** Without news of a method. */
  readonly silence: number;
}

/** Methods that never end, natively neither, with the library of Python 3.14.2. */
const ENDLESS: Readonly<Record<string, readonly string[]>> = {
  test_annotationlib: ['self', 'mutual'].map(kind => `test_annotationlib.TestGetAnnotations.test_eval_str_wrapped_cycle_${kind}`),
  test_typing: ['self', 'mutual'].map(kind => `test_typing.GetTypeHintsTests.test_get_type_hints_wrapped_cycle_${kind}`),
  test_configparser: ['', 'no_value_'].map(kind => `test_configparser.ReDoSTestCase.test_option_regex_${kind}does_not_backtrack`),
  test_csv: ['quoted_single_column', 'regex_backtracking'].map(kind => `test_csv.TestSniffer.test_sniff_${kind}`),
};

/** How often a file is started again. */
const RESTARTS = 8;

type Row = { readonly test: string; readonly status: 'start' | Status } | { readonly status: 'loaded' | 'done'; readonly count?: number };

/** Runs `command… TEST SKIP ONLY …more`. */
export async function runFile(
  command: readonly string[],
  file: string,
  only: string,
  more: readonly string[],
  limits: Limits,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  const skip = join(directory, 'skip');
  const work = join(directory, 'work');
  const start = performance.now();
  const methods = new Map<string, Method>();
  let trouble: string | null = null;
  const endless = ENDLESS[file] ?? [];
  try {
    for (let restart = 0; ; restart++) {
      const left = limits.seconds * 1000 - (performance.now() - start);
      writeFileSync(skip, [...endless, ...methods.keys()].join('\n'));
      rmSync(work, { recursive: true, force: true });
      mkdirSync(work);
      const args = [...command.slice(1), file, restart === 0 && endless.length === 0 ? '' : skip, only, ...more];
      const { rows, end } = await watch(command[0], args, work, left, limits.silence * 1000);
      let unfinished: string | null = null;
      for (const row of rows) {
        if (!('test' in row)) continue;
        unfinished = row.status === 'start' ? row.test : null;
        if (row.status !== 'start') methods.set(row.test, row as Method);
      }
      if (rows.some(row => row.status === 'done')) break;
      trouble = end;
      if (unfinished !== null) methods.set(unfinished, { test: unfinished, status: 'error', message: end });
      else if (!rows.some(row => row.status === 'loaded')) break;
      if (restart === RESTARTS || unfinished === null || performance.now() - start > limits.seconds * 1000) break;
      trouble = null;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return { methods: [...methods.values()], trouble, seconds: (performance.now() - start) / 1000 };
}

function readRow(line: string): Row[] {
  try {
    return [JSON.parse(line) as Row];
  } catch {
    return [];
  }
}

/** Runs a process to its end, or ends it; gives what it told, and how it ended. */
function watch(program: string, args: string[], directory: string, total: number, silence: number): Promise<{ rows: Row[]; end: string }> {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PYTHONHASHSEED: '0' } });
    const rows: Row[] = [];
    const begin = performance.now();
    let news = begin;
    let pending = '';
    let said = '';
    let killed: string | null = null;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (pending + chunk).split('\n');
      pending = lines.pop()!;
      for (const line of lines) {
        if (line.startsWith('\x1e')) {
          rows.push(...readRow(line.slice(1)));
          news = performance.now();
        }
      }
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4000);
    });
    const timer = setInterval(() => {
      const now = performance.now();
      if (now - begin > total) killed = 'the file took longer than its time';
      else if (rows.length > 0 && now - news > silence) killed = `no end after ${silence / 1000} s`;
      if (killed !== null) child.kill('SIGKILL');
    }, 250);
    child.on('close', (code, signal) => {
      clearInterval(timer);
      const last = said.split('\n').filter(line => line.trim() !== '').slice(-3).join(' | '); // prettier-ignore
      resolve({ rows, end: killed ?? `the process ended with ${signal ?? `code ${code}`}: ${last}` });
    });
  });
}
