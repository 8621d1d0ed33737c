/** What only the code generator finds wrong: message and range are CPython's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompilerStackOverflow, compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { syntaxErrorOf, testPairs } from './pairs.ts';

testPairs(new URL('errors.txt', import.meta.url), program => syntaxErrorOf(() => compile(parse(program), { filename: 'f' })));

test('a tree too deep to walk', () => {
  const program = `x = a${' + a'.repeat(50_000)}`;
  assert.throws(() => compile(parse(program), { filename: 'f' }), CompilerStackOverflow);
});
