/**
 * The command line: `python [-O | -OO] [-c CODE | -m MODULE | FILE | -] [ARG …]`.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { NodeHost } from '../host/node.ts';
import { Interpreter, warmUp } from '../index.ts';
import '../modules/unicodedata.ts';
import { setUnicodeNames } from '../parser/index.ts';
import { lookupUnicodeName } from '../source/unicode-names.ts';
import { internalErrors } from '../vm/unwind.ts';

interface Command {
  readonly source: string | Uint8Array;
  readonly filename: string;
  readonly argv: readonly string[];
}

setUnicodeNames(lookupUnicodeName);

const USAGE = 'usage: cli.ts [-O | -OO] [-c cmd | -m mod | file | -] [arg] ...';

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    fail(`python: can't open file '${path}': [Errno 2] No such file or directory`);
  }
}

function parseArguments(args: string[]): { command: Command; optimize: 0 | 1 | 2 } {
  let optimize: 0 | 1 | 2 = 0;
  while (args.length > 0) {
    const arg = args.shift()!;
    if (arg === '-O') optimize = 1;
    else if (arg === '-OO') optimize = 2;
    else if (arg === '-c') {
      const code = args.shift();
      if (code === undefined) fail('Argument expected for the -c option');
      return { command: { source: `${code}\n`, filename: '<string>', argv: ['-c', ...args] }, optimize };
    } else if (arg === '-m') {
      const name = args.shift();
      if (name === undefined) fail('Argument expected for the -m option');
      const source = `import runpy\nrunpy._run_module_as_main(${JSON.stringify(name)})\n`;
      return { command: { source, filename: '<frozen runpy>', argv: ['-m', ...args] }, optimize };
    } else if (arg === '-') return { command: { source: readFileSync(0), filename: '<stdin>', argv: ['-', ...args] }, optimize };
    else if (arg.startsWith('-')) fail(`unknown option ${arg}\n${USAGE}`);
    else return { command: { source: readFile(arg), filename: resolve(arg), argv: [arg, ...args] }, optimize };
  }
  return { command: { source: readFileSync(0), filename: '<stdin>', argv: [''] }, optimize };
}

/** What the launcher sets for the process that it starts, and no program should see. */
const TUNABLES = 'glibc.malloc.hugetlb=1';

/** Runs the command line and ends the process. */
export async function main(args: readonly string[]): Promise<never> {
  if (process.env['GLIBC_TUNABLES'] === TUNABLES) delete process.env['GLIBC_TUNABLES'];
  const { command, optimize } = parseArguments([...args]);
  const host = new NodeHost();
  warmUp(host);
  const run = new Interpreter(host).start(command.source, { filename: command.filename, argv: command.argv, optimize });
  let state = run.advance(Infinity);
  while (state.state !== 'done') state = run.advance(Infinity);
  if (internalErrors.last !== null && process.env['PYTHON_INTERNAL_ERRORS'] !== undefined) console.error(internalErrors.last.stack);
  process.exit(state.exitCode);
}
