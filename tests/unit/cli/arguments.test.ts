/** What options and variables of the environment set; each expectation is what CPython 3.14 shows for the same command line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Answer, parseArguments, type CommandLine } from '../../../interpreter/cli/arguments.ts';

const VERSION = '3.14.2 (one) [two]';

function parse(args: string[], environ: Record<string, string> = {}): CommandLine {
  const result = parseArguments(args, new Map(Object.entries(environ)), 'python', VERSION);
  assert.ok(!(result instanceof Answer), result instanceof Answer ? result.text : '');
  return result;
}

function answer(args: string[]): Answer {
  const result = parseArguments(args, new Map(), 'python', VERSION);
  assert.ok(result instanceof Answer);
  return result;
}

/** The flags that are set. */
function flags(args: string[], environ: Record<string, string> = {}): Record<string, number | boolean> {
  const all = parse([...args, '-c', ''], environ).configuration.flags!;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0 && value !== false));
}

test('the program ends the options', () => {
  assert.deepEqual(parse(['-q', '-c', 'pass', '-x', 'y']).program, { kind: 'code', text: 'pass' });
  assert.deepEqual(parse(['-q', '-c', 'pass', '-x', 'y']).rest, ['-x', 'y']);
  assert.deepEqual(parse(['-mjson.tool', 'a']).program, { kind: 'module', text: 'json.tool' });
  assert.deepEqual(parse(['a.py', '-O']).program, { kind: 'file', text: 'a.py' });
  assert.deepEqual(parse(['a.py', '-O']).rest, ['a.py', '-O']);
  assert.equal(parse(['a.py', '-O']).optimize, 0);
  assert.deepEqual(parse(['-', '1']).program, { kind: 'stdin' });
  assert.deepEqual(parse(['--', '-c']).program, { kind: 'file', text: '-c' });
  assert.deepEqual(parse([]).program, { kind: 'stdin' });
});

test('letters set flags, together or apart, and count', () => {
  assert.deepEqual(flags(['-IESBbbqvv']), {
    dont_write_bytecode: 1,
    no_user_site: 1,
    no_site: 1,
    ignore_environment: 1,
    verbose: 2,
    bytes_warning: 2,
    quiet: 1,
    isolated: 1,
    safe_path: true,
  });
  assert.deepEqual(flags(['-i', '-d']), { debug: 1, inspect: 1, interactive: 1 });
  assert.deepEqual(flags(['-OO']), { optimize: 2 });
  assert.equal(parse(['-O', '-c', '']).optimize, 1);
});

test('the environment counts unless it is to be ignored', () => {
  const environ = {
    PYTHONOPTIMIZE: '2',
    PYTHONVERBOSE: 'x',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONPATH: '/a::/b',
    PYTHONWARNINGS: 'error,ignore',
  };
  assert.deepEqual(flags([], environ), { optimize: 2, verbose: 1, dont_write_bytecode: 1 });
  const set = parse(['-Wonce', '-c', ''], environ).configuration;
  assert.deepEqual(set.path, ['/a', '/b']);
  assert.deepEqual(set.warnings, ['error', 'ignore', 'once']);
  assert.deepEqual(flags(['-E'], environ), { ignore_environment: 1 });
  assert.deepEqual(parse(['-E', '-c', ''], environ).configuration.path, []);
  assert.deepEqual(flags([], { PYTHONOPTIMIZE: '' }), {});
});

test('-X gives values or True; dev and bytes warnings add filters', () => {
  const { configuration } = parse(['-X', 'dev', '-Xa=b=c', '-b', '-Wignore', '-c', '']);
  assert.deepEqual([...configuration.xOptions!], [['dev', true], ['a', 'b=c']]); // prettier-ignore
  assert.deepEqual(configuration.warnings, ['default', 'ignore', 'default::BytesWarning']);
  assert.equal(parse(['-X', 'int_max_str_digits=0', '-c', '']).configuration.flags!['int_max_str_digits'], 0);
  assert.match(answer(['-X', 'int_max_str_digits=7', '-c', '']).text, /^Fatal Python error: -X int_max_str_digits: invalid limit/);
});

test('questions and mistakes are answered at once', () => {
  const usage = "usage: python [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `python -h' for more information.\n";
  assert.deepEqual({ ...answer(['-Z']) }, { text: `Unknown option: -Z\n${usage}`, exitCode: 2 });
  assert.deepEqual({ ...answer(['-c']) }, { text: `Argument expected for the -c option\n${usage}`, exitCode: 2 });
  assert.deepEqual({ ...answer(['--nothing']) }, { text: `Unknown option: --nothing\n${usage}`, exitCode: 2 });
  const check = '--check-hash-based-pycs';
  assert.equal(answer([check]).text, `Argument expected for the ${check} options\n${usage}`);
  assert.equal(answer([check, 'x', '-V']).text, `${check} must be one of 'default', 'always', or 'never'\n${usage}`);
  assert.equal(answer([`${check}=always`]).text, `Unknown option: ${check}=always\n${usage}`);
  assert.deepEqual({ ...answer(['-V']) }, { text: 'Python 3.14.2\n', exitCode: 0 });
  assert.deepEqual({ ...answer(['-VV']) }, { text: `Python ${VERSION}\n`, exitCode: 0 });
  assert.equal(answer(['--version']).text, 'Python 3.14.2\n');
  assert.match(answer(['-h']).text, /^usage: python .*\n-b /);
});
