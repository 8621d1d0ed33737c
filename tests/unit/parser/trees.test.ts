/** Trees equal to CPython's: the pairs of trees.txt, and with positions those of positions.txt. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { dump, type DumpOptions } from '../../../interpreter/ast/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';

function pairs(file: string): { section: string; source: string; tree: string }[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  let section = file;
  const found: { section: string; source: string; tree: string }[] = [];
  for (const block of text.split(/\n{2,}/)) {
    if (block.startsWith('### ')) section = block.slice(4);
    const [source, tree] = block.split('\n==>\n');
    if (tree !== undefined) found.push({ section, source, tree: tree.trimEnd() });
  }
  return found;
}

function check(file: string, options: DumpOptions): void {
  for (const [section, cases] of Map.groupBy(pairs(file), pair => pair.section)) {
    test(section, () => {
      for (const { source, tree } of cases) assert.equal(dump(parse(source), options), tree, source);
    });
  }
}

describe('trees', () => check('trees.txt', {}));
describe('positions', () => check('positions.txt', { includeAttributes: true }));
