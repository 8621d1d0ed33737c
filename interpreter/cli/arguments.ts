/** The arguments of `python` and its environment variables (CPython: Python/getopt.c, Python/initconfig.c). */
import type { Configuration } from '../host/run.ts';
import { HELP, usageLine } from './usage.ts';

export interface CommandLine {
  readonly program: { readonly kind: 'code' | 'module' | 'file'; readonly text: string } | { readonly kind: 'stdin' };
  /** What follows the program. */
  readonly rest: readonly string[];
  readonly optimize: 0 | 1 | 2;
  readonly skipFirstLine: boolean;
  readonly environment: Environment;
  /** How often each single-letter option was given, or what the environment says of it. */
  readonly options: ReadonlyMap<string, number>;
  readonly configuration: Configuration;
}

/** A command line that is answered without running anything. */
export class Answer {
  readonly text: string;
  readonly exitCode: number;
  constructor(text: string, exitCode: number) {
    this.text = text;
    this.exitCode = exitCode;
  }
}

/** Looks up a PYTHON* variable; empty ones count as unset. */
type Environment = (name: string) => string | undefined;

const FLAGS = 'bBdEhiIOPqRsSuvVx?';
const VALUED = 'cmWX';
const PYC_CHECKS: readonly string[] = ['always', 'default', 'never'];

export function parseArguments(
  argv: readonly string[],
  environ: ReadonlyMap<string, string>,
  program: string,
  version: string,
): CommandLine | Answer {
  const mistake = (text: string): Answer => new Answer(`${text}\n${usageLine(program)}\nTry \`python -h' for more information.\n`, 2);
  const counts = new Map<string, number>();
  const warnings: string[] = [];
  const xOptions = new Map<string, string | true>();
  let checkHashBasedPycs = 'default';
  let main: CommandLine['program'] = { kind: 'stdin' };
  let i = 0;
  scan: for (; i < argv.length; i++) {
    const arg = argv[i];
    if (arg === '-' || !arg.startsWith('-')) break;
    if (arg === '--') {
      i++;
      break;
    }
    if (arg === '--help') return new Answer(`${usageLine(program)}\n${HELP}`, 0);
    if (arg === '--version') {
      counts.set('V', (counts.get('V') ?? 0) + 1);
      continue;
    }
    if (arg === '--check-hash-based-pycs') {
      const value = argv[++i];
      if (value === undefined) return mistake(`Argument expected for the ${arg} options`);
      if (!PYC_CHECKS.includes(value)) return mistake(`${arg} must be one of 'default', 'always', or 'never'`);
      checkHashBasedPycs = value;
      continue;
    }
    if (arg.startsWith('--')) return mistake(`Unknown option: ${arg}`);
    for (let j = 1; j < arg.length; j++) {
      const letter = arg[j];
      if (FLAGS.includes(letter)) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
        continue;
      }
      if (!VALUED.includes(letter)) return mistake(`Unknown option: -${letter}`);
      const value = j + 1 < arg.length ? arg.slice(j + 1) : argv[++i];
      if (value === undefined) return mistake(`Argument expected for the -${letter} option`);
      if (letter === 'c' || letter === 'm') {
        main = { kind: letter === 'c' ? 'code' : 'module', text: value };
        i++;
        break scan;
      }
      if (letter === 'W') warnings.push(value);
      else addXOption(xOptions, value);
      break;
    }
  }
  if (counts.has('h') || counts.has('?')) return new Answer(`${usageLine(program)}\n${HELP}`, 0);
  if (counts.has('V')) return new Answer(`Python ${counts.get('V')! > 1 ? version : version.split(' ')[0]}\n`, 0);
  const rest = argv.slice(i);
  if (main.kind === 'stdin' && rest.length > 0 && rest[0] !== '-') main = { kind: 'file', text: rest[0] };

  const isolated = counts.has('I');
  const environment: Environment = name => (isolated || counts.has('E') ? undefined : environ.get(name) || undefined);
  const option = (letter: string, variable?: string): number => {
    const set = variable === undefined ? undefined : environment(variable);
    return Math.max(counts.get(letter) ?? 0, set === undefined ? 0 : /^\d+$/.test(set) ? Number(set) : 1);
  };
  const textOption = (name: string, variable: string): string | undefined => {
    const given = xOptions.get(name);
    return given === undefined ? environment(variable) : given === true ? undefined : given;
  };
  const digits = xOptions.get('int_max_str_digits') ?? environment('PYTHONINTMAXSTRDIGITS');
  if (digits !== undefined && !isDigitLimit(digits))
    return new Answer(
      `Fatal Python error: ${xOptions.has('int_max_str_digits') ? '-X int_max_str_digits' : 'PYTHONINTMAXSTRDIGITS'}: invalid limit; must be >= 640 or 0 for unlimited.\n`,
      1,
    );
  const dev = xOptions.has('dev') || environment('PYTHONDEVMODE') !== undefined;
  const bytesWarning = option('b');
  const pycachePrefix = textOption('pycache_prefix', 'PYTHONPYCACHEPREFIX');
  const [encoding, errors] = (environment('PYTHONIOENCODING') ?? '').split(':');
  const inspect = option('i', 'PYTHONINSPECT');
  const options = new Map([
    ['i', inspect],
    ['q', option('q')],
    ['S', option('S')],
    ['u', option('u', 'PYTHONUNBUFFERED')],
  ]);
  const optimize = Math.min(2, option('O', 'PYTHONOPTIMIZE')) as 0 | 1 | 2;
  const safePath = isolated || option('P', 'PYTHONSAFEPATH') > 0;
  return {
    program: main,
    rest,
    optimize,
    skipFirstLine: counts.has('x'),
    environment,
    options,
    configuration: {
      flags: {
        debug: option('d', 'PYTHONDEBUG'),
        inspect,
        interactive: counts.get('i') ?? 0,
        optimize: option('O', 'PYTHONOPTIMIZE'),
        dont_write_bytecode: Math.min(1, option('B', 'PYTHONDONTWRITEBYTECODE')),
        no_user_site: isolated ? 1 : Math.min(1, option('s', 'PYTHONNOUSERSITE')),
        no_site: Math.min(1, option('S')),
        ignore_environment: isolated || counts.has('E') ? 1 : 0,
        verbose: option('v', 'PYTHONVERBOSE'),
        bytes_warning: bytesWarning,
        quiet: option('q'),
        isolated: isolated ? 1 : 0,
        dev_mode: dev,
        warn_default_encoding: xOptions.has('warn_default_encoding') || environment('PYTHONWARNDEFAULTENCODING') !== undefined ? 1 : 0,
        safe_path: safePath,
        ...(digits === undefined ? {} : { int_max_str_digits: Number(digits) }),
      },
      warnings: [
        ...(dev ? ['default'] : []),
        ...(environment('PYTHONWARNINGS')?.split(',') ?? []),
        ...warnings,
        ...(bytesWarning > 1 ? ['error::BytesWarning'] : bytesWarning > 0 ? ['default::BytesWarning'] : []),
      ],
      xOptions,
      ...(pycachePrefix === undefined ? {} : { pycachePrefix }),
      ...(encoding === '' && errors === undefined ? {} : { ioEncoding: [encoding || 'utf-8', errors || 'strict'] as const }),
      ...(checkHashBasedPycs === 'default' ? {} : { checkHashBasedPycs }),
      unbuffered: options.get('u')! > 0,
      path:
        environment('PYTHONPATH')
          ?.split(':')
          .filter(entry => entry !== '') ?? [],
      ...(safePath ? { path0: null } : {}),
    },
  };
}

function addXOption(options: Map<string, string | true>, text: string): void {
  const equals = text.indexOf('=');
  if (equals < 0) options.set(text, true);
  else options.set(text.slice(0, equals), text.slice(equals + 1));
}

function isDigitLimit(text: string | true): boolean {
  if (text === true || !/^\d+$/.test(text)) return false;
  return Number(text) === 0 || Number(text) >= 640;
}
