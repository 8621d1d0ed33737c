/**
 * Built-in types and modules against recorded answers of CPython 3.14: each `NAME.txt` holds expressions, each followed by what `repr` shows
 * of its value or the exception it raises. `record.py` writes the answers.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { run } from '../../parity/ours.ts';

const folder = new URL('./', import.meta.url);
const answer = readFileSync(new URL('record.py', folder), 'utf8').split('if __name__')[0].replace(', pathlib', '');

/** The answers of our interpreter to all expressions, in one run. */
function answers(expressions: readonly string[]): string[] {
  const program = `${answer}\nfor e in ${JSON.stringify(expressions)}:\n    print(answer(e))\n`;
  return run(program, 'expressions.py').split('\n').slice(0, -1);
}

const files = readdirSync(folder)
  .filter(name => name.endsWith('.txt'))
  .sort()
  .map(name => ({ name, lines: readFileSync(new URL(name, folder), 'utf8').split('\n') }));
const expressionsOf = (lines: readonly string[]): string[] => lines.filter((line, i) => i % 3 === 0 && line !== '');
const given = answers(files.flatMap(({ lines }) => expressionsOf(lines)));

let next = 0;
for (const { name, lines } of files) {
  const expressions = expressionsOf(lines);
  const first = next;
  next += expressions.length;
  test(name, async t => {
    for (const [i, expression] of expressions.entries()) {
      await t.test(expression.slice(0, 100), () => assert.equal(given[first + i], lines[i * 3 + 1].slice(2)));
    }
  });
}
