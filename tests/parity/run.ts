/**
 * `npm run parity`: compares tokens, syntax trees, scopes and code objects with CPython's, file by file over its own library, and prints
 * percentages and the counted reasons for what differs.
 *
 *     npm run parity -- [--only tokens,ast,scopes,code] [--files GLOB-LIKE-SUBSTRING] [--sample N] [--show N] [--require tokens=99,ast=99,code=60]
 */
import { parseArgs } from 'node:util';
import { libraryFiles, oracle, type LibraryFile } from './oracle.ts';
import { STAGES, type Comparison, type Stage } from './stages.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    files: { type: 'string', default: '' },
    sample: { type: 'string', default: '1' },
    show: { type: 'string', default: '0' },
    require: { type: 'string', default: '' },
  },
});

const only = values.only?.split(',');
const stages = STAGES.filter(stage => only === undefined || only.includes(stage.name));
const files = libraryFiles().filter((file, i) => file.name.includes(values.files) && i % Number(values.sample) === 0);

interface Tally {
  equal: number;
  readonly differences: Map<string, string[]>;
  seconds: number;
}

const py = await oracle();
for (const stage of stages) py.runPython(stage.setUp);

function compare(stage: Stage, file: LibraryFile, tally: Tally): void {
  const start = performance.now();
  let ours: string;
  try {
    ours = stage.ours(file.bytes, file.name);
  } catch (error) {
    ours = `raised ${error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error)}`;
  }
  tally.seconds += (performance.now() - start) / 1000;
  py.globals.set('_source', file.bytes);
  py.globals.set('_name', file.name);
  const answer = py.runPython(stage.theirs) as string;
  const theirs = stage.read?.(answer) ?? answer;
  const result: Comparison = ours === theirs ? { equal: true } : stage.explain(ours, theirs);
  if (result.equal) tally.equal++;
  else tally.differences.set(result.reason, [...(tally.differences.get(result.reason) ?? []), file.name]);
}

const required = new Map(
  values.require
    .split(',')
    .filter(part => part !== '')
    .map(part => part.split('='))
    .map(([name, percent]) => [name, Number(percent)]),
);
let failed = false;
console.log(`${files.length} files of the library, compared with CPython ${String(py.runPython('import sys; sys.version.split()[0]'))}\n`);
console.log('stage      equal  files  percent  our seconds');
const tallies = stages.map(stage => {
  const tally: Tally = { equal: 0, differences: new Map(), seconds: 0 };
  for (const file of files) compare(stage, file, tally);
  const percent = (100 * tally.equal) / files.length;
  console.log(
    `${stage.name.padEnd(9)} ${String(tally.equal).padStart(6)} ${String(files.length).padStart(6)} ${percent.toFixed(2).padStart(8)} ${tally.seconds.toFixed(2).padStart(12)}`,
  );
  if (percent < (required.get(stage.name) ?? 0)) failed = true;
  return { stage, tally };
});
for (const { stage, tally } of tallies) {
  if (tally.differences.size === 0) continue;
  console.log(`\n${stage.name}: what differs, by first difference`);
  for (const [reason, names] of [...tally.differences].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`${String(names.length).padStart(5)}  ${reason}`);
    if (Number(values.show) > 0) console.log(`         ${names.slice(0, Number(values.show)).join(' ')}`);
  }
}
if (failed) {
  console.error(`\nbelow what is required: ${values.require}`);
  process.exit(1);
}
