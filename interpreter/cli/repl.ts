/**
 * The interactive session: statements one after the other in `__main__`, with prompts (CPython: `PyRun_InteractiveLoop`).
 *
 * At a terminal Node's readline edits lines and remembers them. Elsewhere (`python -i < file`) lines come from standard input as they are, and
 * prompts go to standard error, as in CPython.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Interface } from 'node:readline';
import type { Run, RunState } from '../host/run.ts';
import type { NodeHost } from '../host/node.ts';
import type { Interpreter } from '../index.ts';
import { sysAttribute, VERSION } from '../modules/sys.ts';
import type { PyModule } from '../objects/core/module.ts';
import { strTextOf } from '../objects/protocol/repr.ts';
import { machine } from '../vm/machine.ts';
import type { CommandLine } from './arguments.ts';

type Drive = (run: Run) => Promise<RunState & { readonly state: 'done' }>;

const INTERRUPTED = Symbol('Control+C');

interface Lines {
  /** The next line without its newline; null at the end of input. */
  next(prompt: string): Promise<string | null | typeof INTERRUPTED>;
  close(): void;
}

/** Asks for statements until the input ends or one exits; gives the exit code. */
export async function interact(
  interpreter: Interpreter,
  host: NodeHost,
  command: CommandLine,
  withBanner: boolean,
  drive: Drive,
): Promise<number> {
  const print = (text: string): void => host.write(2, new TextEncoder().encode(text));
  const lines = process.stdin.isTTY && process.stdout.isTTY ? terminalLines(host, command) : plainLines(host, print);
  try {
    if (withBanner && command.options.get('q') === 0)
      print(`Python ${VERSION} on linux\nType "help", "copyright", "credits" or "license" for more information.\n`);
    const startup = withBanner ? command.environment('PYTHONSTARTUP') : undefined;
    if (startup !== undefined) {
      const run = interpreter.statement(
        `exec(compile(open(${JSON.stringify(startup)}, 'rb').read(), ${JSON.stringify(startup)}, 'exec'))`,
        '<stdin>',
      );
      const { exitCode } = await drive(run!);
      if (run!.exited) return exitCode;
    }
    setPrompts();
    return await ask(interpreter, lines, print, drive);
  } finally {
    lines.close();
    interpreter.conclude();
  }
}

async function ask(interpreter: Interpreter, lines: Lines, print: (text: string) => void, drive: Drive): Promise<number> {
  let pending: string[] = [];
  for (;;) {
    const line = await lines.next(promptText(pending.length === 0 ? 'ps1' : 'ps2'));
    if (line === INTERRUPTED) {
      print('\nKeyboardInterrupt\n');
      pending = [];
      continue;
    }
    if (line === null) {
      if (pending.length > 0) {
        const last = interpreter.statement(`${pending.join('\n')}\n`, '<stdin>');
        if (last !== null) {
          const { exitCode } = await drive(last);
          if (last.exited) return exitCode;
        }
      }
      print('\n');
      return 0;
    }
    pending.push(line);
    const run = interpreter.statement(pending.join('\n'), '<stdin>');
    if (run === null) continue;
    pending = [];
    const { exitCode } = await drive(run);
    if (run.exited) return exitCode;
  }
}

/** Programs know a session by its prompts. */
function setPrompts(): void {
  const { dict } = machine.modules.getStr('sys') as PyModule;
  if (dict.getStr('ps1') === undefined) dict.setStr('ps1', '>>> ');
  if (dict.getStr('ps2') === undefined) dict.setStr('ps2', '... ');
}

/** `str(sys.ps1)`; nothing when that fails. */
function promptText(name: 'ps1' | 'ps2'): string {
  try {
    const prompt = sysAttribute(name);
    return prompt === null ? '' : strTextOf(prompt);
  } catch {
    return '';
  }
}

function plainLines(host: NodeHost, print: (text: string) => void): Lines {
  return {
    next(prompt) {
      print(prompt);
      return Promise.resolve(host.readLine()?.replace(/\r?\n$/, '') ?? null);
    },
    close() {},
  };
}

/** How many lines are kept between sessions. */
const HISTORY_SIZE = 1000;

function terminalLines(host: NodeHost, command: CommandLine): Lines {
  const file = command.environment('PYTHON_HISTORY') ?? join(homedir(), '.python_history');
  const queue: string[] = [];
  let wake: (line: string | null | typeof INTERRUPTED) => void = () => {};
  let waiting = false;
  let ended = false;
  // Loaded here, where there is a terminal: a snapshot would contain it.
  const reader: Interface = process.getBuiltinModule('node:readline').createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: true,
    historySize: HISTORY_SIZE,
    history: storedHistory(file),
  });
  const deliver = (line: string | null | typeof INTERRUPTED): void => {
    waiting = false;
    // While a program runs, the terminal is its own: it may ask for input, and Control+C is a signal.
    reader.pause();
    process.stdin.setRawMode(false);
    wake(line);
  };
  reader.on('line', line => {
    if (line.trim() !== '') remember(file, line);
    if (waiting) deliver(line);
    else queue.push(line);
  });
  reader.on('SIGINT', () => {
    if (!waiting) return;
    Object.assign(reader, { line: '', cursor: 0 });
    deliver(INTERRUPTED);
  });
  reader.on('close', () => {
    ended = true;
    if (waiting) deliver(null);
  });
  reader.pause();
  return {
    next(prompt) {
      const queued = queue.shift();
      if (queued !== undefined) return Promise.resolve(queued);
      if (ended) return Promise.resolve(null);
      return new Promise(resolve => {
        wake = resolve;
        waiting = true;
        host.write(1, new Uint8Array());
        process.stdin.setRawMode(true);
        reader.setPrompt(prompt);
        reader.prompt();
      });
    },
    close() {
      waiting = false;
      reader.close();
    },
  };
}

/** The newest line first, as readline wants it. */
function storedHistory(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .slice(-HISTORY_SIZE)
      .reverse();
  } catch {
    return [];
  }
}

function remember(file: string, line: string): void {
  try {
    appendFileSync(file, `${line}\n`);
  } catch {
    // A history that cannot be kept is not kept.
  }
}
