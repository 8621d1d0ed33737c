/**
 * `npm run parity`: compares every stage with CPython's, file by file, over its own library and, with `--tests`, over its test suite, and prints
 * percentages and the counted reasons for what differs.
 *
 * With `--errors N` it compares the errors of N library statements with a mistake put in, and, with `--tests`, of the strings in CPython's tests.
 *
 *     npm run parity -- [--tests] [--errors N] [--seed S] [--only tokens,ast,…] [--files SUBSTRING,…] [--sample N] [--show N] [--require tokens=100,…,all=99]
 *         [--native PYTHON [--record CAUSE]]
 *
 * What equals a newer CPython's result instead counts as equal, and is listed by cause (`newer.ts`).
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
    native: { type: 'string' },
    record: { type: 'string' },
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
const wanted = values.files.split(',');
const files = [...libraryFiles(), ...tests].filter(
  (file, i) => wanted.some(part => file.name.includes(part)) && i % Number(values.sample) === 0,
);
const required = new Map(
  values.require
    .split(',')
    .filter(part => part !== '')
    .map(part => part.split('='))
    .map(([name, percent]) => [name, Number(percent)]),
);

const { compare, seconds, version } = await comparer([...stages, ERRORS], { native: values.native, cause: values.record });
console.log(`${files.length} files, compared with CPython ${version}\n`);
console.log('stage         equal  files  percent  our seconds');
let failed = false;

/** Names of programs by what was found out about them. */
type Findings = Map<string, string[]>;

interface Differences {
  readonly stage: Stage;
  readonly differences: Findings;
  readonly newer: Findings;
}

function note(findings: Findings, what: string, name: string): void {
  findings.set(what, [...(findings.get(what) ?? []), name]);
}

function list(findings: Findings): void {
  for (const [what, names] of [...findings].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`${String(names.length).padStart(5)}  ${what}`);
    if (Number(values.show) > 0) console.log(`         ${names.slice(0, Number(values.show)).join(' ')}`);
  }
}

/** Compares and prints a line. Programs on whose compiling both sides agree are left out where only errors are counted. */
function row(stage: Stage, programs: readonly LibraryFile[], label: string): Differences {
  const differences: Findings = new Map();
  const newerCauses: Findings = new Map();
  let count = 0;
  for (const { bytes, name } of programs) {
    const { verdict, newer, ours, theirs } = compare(stage, bytes, name);
    if (verdict !== null) note(differences, verdict, name);
    if (newer !== null) note(newerCauses, newer, name);
    if (stage !== ERRORS || ours !== theirs || theirs.startsWith('raised ')) count++;
  }
  const equal = count - [...differences.values()].reduce((sum, names) => sum + names.length, 0);
  const percent = (100 * equal) / count;
  const cells = [String(equal).padStart(6), String(count).padStart(6), percent.toFixed(2).padStart(8)];
  console.log(`${label.padEnd(12)} ${cells.join(' ')} ${seconds.get(stage.name)!.toFixed(2).padStart(12)}`);
  if (percent < (required.get(stage.name) ?? required.get('all') ?? 0)) failed = true;
  return { stage, differences, newer: newerCauses };
}

const reasons = stages.map(stage => row(stage, files, stage.name));
if (Number(values.errors) > 0) {
  const mistakes = mutations(libraryFiles(), Number(values.errors), Number(values.seed));
  reasons.push(row(ERRORS, mistakes, 'mutations'));
  const strings = files.filter(({ name }) => isSnippetTest(name)).flatMap(snippets);
  if (strings.length > 0) reasons.push(row(ERRORS, strings, 'snippets'));
}
for (const { stage, differences, newer } of reasons) {
  if (newer.size > 0) {
    console.log(`\n${stage.name}: equal to a newer CPython`);
    list(newer);
  }
  if (differences.size > 0) {
    console.log(`\n${stage.name}: what differs, by first difference`);
    list(differences);
  }
}
if (failed) {
  console.error(`\nbelow what is required: ${values.require}`);
  process.exit(1);
}
