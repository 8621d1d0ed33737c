/** Syntax errors equal to CPython's, word by word and column by column: the pairs of errors.txt, which has every message of the grammar. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from '../../../interpreter/parser/index.ts';
import { PythonSyntaxError } from '../../../interpreter/source/index.ts';

function describeError(source: string): string {
  try {
    parse(source, { filename: '<s>' });
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    const { lineno, offset, end_lineno, end_offset, text } = error.range;
    return `${error.pythonType}: ${error.message} (${lineno}, ${offset}, ${end_lineno}, ${end_offset}) ${JSON.stringify(text)}`;
  }
  return 'no error';
}

const lines = readFileSync(new URL('errors.txt', import.meta.url), 'utf8').split('\n');
const cases: { source: string; error: string }[] = [];
for (let i = 0; i + 1 < lines.length; i++) {
  if (lines[i].startsWith('"')) cases.push({ source: JSON.parse(lines[i]) as string, error: lines[++i].trim() });
}

for (const [first, group] of Map.groupBy(cases, ({ error }) =>
  error
    .split(/[^A-Za-z':-]/)
    .slice(0, 3)
    .join(' '),
)) {
  test(first, () => {
    for (const { source, error } of group) assert.equal(describeError(source), error, JSON.stringify(source));
  });
}
