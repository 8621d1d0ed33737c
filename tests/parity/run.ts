/**
 * `npm run parity`: compares every stage with CPython's, file by file, over its own library and, with `--tests`, over its test suite, and prints
 * percentages and the counted reasons for what differs.
 *
 * With `--errors N` it compares the errors of N library statements with a mistake put in, and, with `--tests`, of the strings in CPython's tests.
 *
 *     npm run parity -- [--tests] [--errors N] [--seed S] [--only tokens,ast,…] [--files SUBSTRING] [--sample N] [--show N] [--require tokens=100,…,all=99]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { suitePath } from '../conformance/suite.ts';
import { comparer } from './compare.ts';
import { libraryFiles, type LibraryFile } from './oracle.ts';
import { ERRORS, isSnippetTest, mutations, snippets } from './errors.ts';
import { STAGES, type Stage } from './stages.ts';

const { values } = parseArgs({
  options: {
    tests: { type: 'boolean', default: false },
    errors: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    files: { type: 'string', default: '' },
    sample: { type: 'string', default: '1' },
    show: { type: 'string', default: '0' },
    require: { type: 'string', default: '' },
  },
});

/** The test suite's files: those that CPython itself can decode and parse, and the others, whose errors are compared. */
function testFiles(): LibraryFile[] {
  let root: string;
  try {
    root = suitePath();
  } catch (error) {
    console.log(`Without Lib/test: ${error instanceof Error ? error.message : String(error)}\n`);
    return [];
  }
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.py'))
    .sort()
    .map(name => ({ name: `test/${name}`, bytes: new Uint8Array(readFileSync(join(root, 'test', name))) }));
}

const only = values.only?.split(',');
const stages = STAGES.filter(stage => only === undefined || only.includes(stage.name));
const tests = values.tests ? testFiles() : [];
const files = [...libraryFiles(), ...tests].filter((file, i) => file.name.includes(values.files) && i % Number(values.sample) === 0);
const required = new Map(
  values.require
    .split(',')
    .filter(part => part !== '')
    .map(part => part.split('='))
    .map(([name, percent]) => [name, Number(percent)]),
);

const { compare, seconds, version } = await comparer([...stages, ERRORS]);
console.log(`${files.length} files, compared with CPython ${version}\n`);
console.log('stage       equal  files  percent  our seconds');
let failed = false;

interface Differences {
  readonly stage: Stage;
  readonly differences: ReadonlyMap<string, readonly string[]>;
}

/** Compares and prints a line. Programs on whose compiling both sides agree are left out where only errors are counted. */
function row(stage: Stage, programs: readonly LibraryFile[], label: string): Differences {
  const differences = new Map<string, string[]>();
  let count = 0;
  for (const { bytes, name } of programs) {
    const { verdict, theirs } = compare(stage, bytes, name);
    if (verdict !== null) differences.set(verdict, [...(differences.get(verdict) ?? []), name]);
    if (stage !== ERRORS || verdict !== null || theirs.startsWith('raised ')) count++;
  }
  const equal = count - [...differences.values()].reduce((sum, names) => sum + names.length, 0);
  const percent = (100 * equal) / count;
  const cells = [String(equal).padStart(6), String(count).padStart(6), percent.toFixed(2).padStart(8)];
  console.log(`${label.padEnd(10)} ${cells.join(' ')} ${seconds.get(stage.name)!.toFixed(2).padStart(12)}`);
  if (percent < (required.get(stage.name) ?? required.get('all') ?? 0)) failed = true;
  return { stage, differences };
}

const reasons = stages.map(stage => row(stage, files, stage.name));
if (Number(values.errors) > 0) {
  const mistakes = mutations(libraryFiles(), Number(values.errors), Number(values.seed));
  reasons.push(row(ERRORS, mistakes, 'mutations'));
  const strings = tests.filter(({ name }) => isSnippetTest(name)).flatMap(snippets);
  if (strings.length > 0) reasons.push(row(ERRORS, strings, 'snippets'));
}
for (const { stage, differences } of reasons) {
  if (differences.size === 0) continue;
  console.log(`\n${stage.name}: what differs, by first difference`);
  for (const [reason, names] of [...differences].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`${String(names.length).padStart(5)}  ${reason}`);
    if (Number(values.show) > 0) console.log(`         ${names.slice(0, Number(values.show)).join(' ')}`);
  }
}
if (failed) {
  console.error(`\nbelow what is required: ${values.require}`);
  process.exit(1);
}
