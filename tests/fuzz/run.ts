/**
 * `npm run fuzz`: derives programs from the grammar and compares every stage with CPython's. A difference is shrunk and printed, and the run fails.
 *
 *     npm run fuzz -- [--count 1000] [--seed 1] [--size 6] [--only tokens,code,…] [--keep FOLDER]
 *         [--native PYTHON [--record CAUSE]]
 *
 * Each program has a seed of its own, which is printed with a difference: `--count 1 --seed THAT` makes it again. What equals a newer CPython's
 * result is no difference (`tests/parity/newer.ts`), but counted.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { comparer } from '../parity/compare.ts';
import { STAGES, type Stage } from '../parity/stages.ts';
import { Deriver, type Tree } from './derive.ts';
import { Random } from './random.ts';
import { render } from './render.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '6' },
    only: { type: 'string' },
    keep: { type: 'string' },
    native: { type: 'string' },
    record: { type: 'string' },
  },
});
const only = values.only?.split(',');
const stages = STAGES.filter(stage => only === undefined || only.includes(stage.name));
const { compare, version } = await comparer(stages, { native: values.native, cause: values.record });
const encoder = new TextEncoder();

function differs(stage: Stage, text: string): boolean {
  return compare(stage, encoder.encode(text), 'fuzz.py').verdict !== null;
}

const newerCauses = new Map<string, Set<string>>();
let compiled = 0;
let bytes = 0;
const found = new Map<
  string,
  { readonly stage: Stage; readonly reason: string; readonly seed: number; readonly text: string; count: number }
>();
const first = Number(values.seed);
const count = Number(values.count);
for (let seed = first; seed < first + count; seed++) {
  const random = new Random(seed);
  const deriver = new Deriver(random);
  const tree = deriver.program(Number(values.size));
  const style = seed ^ 0x5bd1e995;
  const write = (candidate: Tree): string => render(candidate, new Random(style));
  const text = write(tree);
  bytes += text.length;
  for (const stage of stages) {
    const { verdict, newer, theirs } = compare(stage, encoder.encode(text), 'fuzz.py');
    if (newer !== null) newerCauses.set(newer, (newerCauses.get(newer) ?? new Set()).add(`${seed} ${stage.name}`));
    if (stage.name === 'code' && !theirs.startsWith('raised ')) compiled++;
    if (verdict === null) continue;
    const key = `${stage.name}: ${verdict}`;
    const known = found.get(key);
    if (known !== undefined) {
      known.count++;
      continue;
    }
    const small = shrink(tree, {
      smallest: name => deriver.smallest(name),
      fails: candidate => differs(stage, write(candidate)),
      maxSteps: 400,
    });
    found.set(key, { stage, reason: verdict, seed, text: write(small), count: 1 });
  }
}
console.log(
  `${count} programs (${(bytes / 1000).toFixed(0)} kB, ${compiled} of them compile), compared with CPython ${version} in ${stages.length} stages`,
);
for (const [key, { seed, text, count: times, stage }] of found) {
  console.log(`\n${key} (${times} times, first with seed ${seed})\n${text}`);
  if (values.keep !== undefined) {
    mkdirSync(values.keep, { recursive: true });
    writeFileSync(join(values.keep, `${stage.name}-${seed}.py`), text);
  }
}
for (const [cause, results] of newerCauses)
  console.log(`${results.size} results (${[...results].join(', ')}) are equal to a newer CPython's: ${cause}`);
console.log(found.size === 0 ? 'no difference' : `\n${found.size} kinds of differences`);
if (found.size > 0) process.exitCode = 1;
