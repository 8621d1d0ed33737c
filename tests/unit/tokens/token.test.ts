import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tokens from '../../../interpreter/tokens/token.ts';
import { EXACT_TOKEN_TYPES, TokenType, tok_name } from '../../../interpreter/tokens/token.ts';

test('token types have the numbers of CPython 3.14', () => {
  assert.deepEqual(
    [
      'ENDMARKER',
      'NAME',
      'LPAR',
      'RBRACE',
      'DOUBLESTAREQUAL',
      'AT',
      'COLONEQUAL',
      'EXCLAMATION',
      'OP',
      'FSTRING_START',
      'TSTRING_END',
      'COMMENT',
      'ENCODING',
    ].map(name => TokenType[name as keyof typeof TokenType]),
    [0, 1, 7, 26, 46, 49, 53, 54, 55, 59, 64, 65, 68],
  );
  assert.equal(tok_name.length, 69);
});

test('operators have their types', () => {
  assert.equal(EXACT_TOKEN_TYPES.size, 48);
  assert.equal(EXACT_TOKEN_TYPES.get('->'), TokenType.RARROW);
  assert.equal(EXACT_TOKEN_TYPES.get('**='), TokenType.DOUBLESTAREQUAL);
  assert.equal(EXACT_TOKEN_TYPES.get('<>'), undefined);
});

test('the constants agree with the table', () => {
  for (const [name, value] of Object.entries(tokens)) {
    if (typeof value === 'number') assert.equal(value, TokenType[name as keyof typeof TokenType], name);
  }
});
