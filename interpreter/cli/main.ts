/**
 * The command line: `python [option] … [-c CODE | -m MODULE | FILE | -] [ARG …]` (CPython: Modules/main.c).
 *
 * A program runs in slices, with a turn of Node's event loop between them: that is where Control+C is heard. `input()` and `time.sleep()` suspend
 * the run for the same reason.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { MainModule, Run, RunState } from '../host/run.ts';
import { NodeHost } from '../host/node.ts';
import { Interpreter } from '../index.ts';
import { VERSION } from '../modules/sys.ts';
import { internalErrors } from '../vm/unwind.ts';
import { Answer, parseArguments, type CommandLine } from './arguments.ts';
import { interact } from './repl.ts';

const PROGRAM = 'python';

/** What the launcher sets for the process that it starts, and no program should see. */
const TUNABLES = 'glibc.malloc.hugetlb=1';

/** What V8 has by default, and the launcher does not: compilers that pay only in a program that goes on. */
const LONG_PROGRAM_FLAGS = ['--sparkplug', '--invocation-count-for-maglev=400', '--invocation-count-for-maglev-osr=100'];

/** How many milliseconds a program runs before the event loop has its turn; the first time. */
const SLICE = 100;
const FIRST_SLICE = 25;

interface Main {
  readonly source: string | Uint8Array | MainModule;
  readonly filename?: string;
  readonly argv: readonly string[];
  readonly path0?: string;
}

/** Runs the command line and ends the process. `executable` becomes `sys.executable`. */
export async function main(args: readonly string[], executable: string): Promise<never> {
  if (process.env['GLIBC_TUNABLES'] === TUNABLES) delete process.env['GLIBC_TUNABLES'];
  process.exit(await runCommand(args, executable, new NodeHost(), listen()));
}

/** Runs the command line; gives the exit code. */
export async function runCommand(args: readonly string[], executable: string, host: NodeHost, signals: Signals): Promise<number> {
  const command = parseArguments(args, host.environ, PROGRAM, VERSION);
  if (command instanceof Answer) {
    host.write(command.exitCode === 0 ? 1 : 2, new TextEncoder().encode(command.text));
    return command.exitCode;
  }
  const asks = command.options.get('i')! > 0;
  const fromTerminal = command.program.kind === 'stdin' && command.rest[0] !== '-' && (asks || process.stdin.isTTY);
  const { source, filename, argv, path0 } = fromTerminal ? NOTHING : findMain(command);
  const interpreter = new Interpreter(host);
  const run = interpreter.start(source, {
    filename,
    argv,
    optimize: command.optimize,
    inspect: asks || fromTerminal,
    configuration: {
      ...(path0 === undefined ? {} : { path0 }),
      ...command.configuration,
      executable,
      commandLine: [executable, ...args],
    },
  });
  let exitCode = (await drive(run, host, signals)).exitCode;
  if (asks || fromTerminal) exitCode = await interact(interpreter, host, command, fromTerminal, run => drive(run, host, signals));
  else if (signals.fatal) await killedByInterrupt();
  if (internalErrors.last !== null && process.env['PYTHON_INTERNAL_ERRORS'] !== undefined) console.error(internalErrors.last.stack);
  return exitCode;
}

const NOTHING: Main = { source: '', filename: '<stdin>', argv: [''] };

function findMain({ program, rest, skipFirstLine }: CommandLine): Main {
  if (program.kind === 'code') return { source: `${dedented(program.text)}\n`, filename: '<string>', argv: ['-c', ...rest] };
  if (program.kind === 'module') {
    return { source: { module: program.text, alterArgv: true }, argv: ['-m', ...rest], path0: process.cwd() };
  }
  if (program.kind === 'stdin') return { source: readFileSync(0), filename: '<stdin>', argv: rest.length === 0 ? [''] : rest };
  // As it was given: neither `.` nor `..` is taken out of it.
  const path = isAbsolute(program.text) ? program.text : join(process.cwd(), '/') + program.text;
  try {
    const isFolder = statSync(path).isDirectory();
    const bytes = isFolder ? new Uint8Array() : readFileSync(path);
    if (isFolder || isArchive(bytes)) return { source: { module: '__main__', alterArgv: false }, argv: rest, path0: path };
    return { source: skipFirstLine ? withoutFirstLine(bytes) : bytes, filename: path, argv: rest, path0: dirname(realpathSync(path)) };
  } catch (error) {
    const [errno, words] = (error as { code?: string }).code === 'EACCES' ? [13, 'Permission denied'] : [2, 'No such file or directory'];
    console.error(`${PROGRAM}: can't open file '${path}': [Errno ${errno}] ${words}`);
    process.exit(2);
  }
}

/** Whether a file is a zip archive, by the record at its end: anything may stand before it. */
function isArchive(bytes: Uint8Array): boolean {
  const SIZE = 22;
  for (let at = bytes.length - SIZE; at >= 0 && at >= bytes.length - SIZE - 0xffff; at--)
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 5 && bytes[at + 3] === 6) return true;
  return false;
}

/** The text of `-c` without the indentation that all its lines share. */
function dedented(text: string): string {
  const indents = text.split('\n').flatMap(line => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)![0]]));
  let common = indents[0] ?? '';
  for (const indent of indents) while (!indent.startsWith(common)) common = common.slice(0, -1);
  return common === '' ? text : text.replaceAll(new RegExp(`^${common}`, 'gm'), '');
}

/** The line's end stays, so that lines keep their numbers. */
function withoutFirstLine(source: Uint8Array): Uint8Array {
  const newline = source.indexOf(10);
  return newline < 0 ? new Uint8Array() : source.subarray(newline);
}

/** Interrupts as they come from the terminal. */
export interface Signals {
  /** Called when Control+C is pressed. */
  onInterrupt: () => void;
  /** The last run ended by KeyboardInterrupt. */
  fatal: boolean;
}

export const noSignals = (): Signals => ({ onInterrupt: () => {}, fatal: false });

function listen(): Signals {
  const signals = noSignals();
  process.on('SIGINT', () => signals.onInterrupt());
  return signals;
}

/** Runs to the end. */
async function drive(run: Run, host: NodeHost, signals: Signals): Promise<RunState & { readonly state: 'done' }> {
  for (let slice = FIRST_SLICE; ; slice = SLICE) {
    let interrupted = new AbortController();
    signals.onInterrupt = () => {
      run.interrupt();
      interrupted.abort();
    };
    const state = run.advance(slice);
    if (state.state === 'done') {
      signals.onInterrupt = () => {};
      signals.fatal = state.error?.type === 'KeyboardInterrupt';
      return state;
    }
    if (slice === FIRST_SLICE) for (const flag of LONG_PROGRAM_FLAGS) setFlagsFromString(flag);
    if (state.state === 'running') await turn();
    else if (state.state === 'sleep') await pause(state.seconds * 1000, undefined, { signal: interrupted.signal }).catch(() => {});
    else {
      const line = await host.nextLine(interrupted.signal);
      if (!interrupted.signal.aborted) run.provideInput(line);
    }
    interrupted = new AbortController();
  }
}

/** Dies of SIGINT, as who started the process can see. */
async function killedByInterrupt(): Promise<void> {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
  await pause(1000);
}
