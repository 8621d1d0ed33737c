/**
 * `npm run parity`: compares every stage with CPython's, file by file, over its own library and, with `--tests`, over its test suite, and prints
 * percentages and the counted reasons for what differs.
 *
 *     npm run parity -- [--tests] [--only tokens,ast,…] [--files SUBSTRING] [--sample N] [--show N] [--require tokens=100,…,all=99]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { suitePath } from '../conformance/suite.ts';
import { comparer } from './compare.ts';
import { libraryFiles, type LibraryFile } from './oracle.ts';
import { STAGES } from './stages.ts';

const { values } = parseArgs({
  options: {
    tests: { type: 'boolean', default: false },
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
const files = [...libraryFiles(), ...(values.tests ? testFiles() : [])].filter(
  (file, i) => file.name.includes(values.files) && i % Number(values.sample) === 0,
);
const required = new Map(
  values.require
    .split(',')
    .filter(part => part !== '')
    .map(part => part.split('='))
    .map(([name, percent]) => [name, Number(percent)]),
);

const { compare, seconds, version } = await comparer(stages);
console.log(`${files.length} files, compared with CPython ${version}\n`);
console.log('stage       equal  files  percent  our seconds');
let failed = false;
const reasons = stages.map(stage => {
  const differences = new Map<string, string[]>();
  for (const { bytes, name } of files) {
    const { verdict } = compare(stage, bytes, name);
    if (verdict !== null) differences.set(verdict, [...(differences.get(verdict) ?? []), name]);
  }
  const equal = files.length - [...differences.values()].reduce((sum, names) => sum + names.length, 0);
  const percent = (100 * equal) / files.length;
  const cells = [String(equal).padStart(6), String(files.length).padStart(6), percent.toFixed(2).padStart(8)];
  console.log(`${stage.name.padEnd(10)} ${cells.join(' ')} ${seconds.get(stage.name)!.toFixed(2).padStart(12)}`);
  if (percent < (required.get(stage.name) ?? required.get('all') ?? 0)) failed = true;
  return { stage, differences };
});
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
