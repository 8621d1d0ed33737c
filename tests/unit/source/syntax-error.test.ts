import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorRange } from '../../../interpreter/source/index.ts';

const offsets = (text: string, column: number, endColumn: number): unknown[] => {
  const { offset, end_offset } = errorRange(text, 1, column, 1, endColumn);
  return [offset, end_offset];
};

test('byte columns become characters', () => {
  assert.deepEqual(offsets('abc', 1, 3), [1, 3]);
  assert.deepEqual(offsets('é = 𝒳', 1, 6), [1, 5]);
  assert.deepEqual(offsets('é = 𝒳', 3, 7), [2, 5]);
});

test('columns beyond the text stop behind it', () => {
  assert.deepEqual(offsets('ab', 9, 99), [3, 3]);
});

test('what is no column stays', () => {
  assert.deepEqual(offsets('ab', 0, -1), [0, -1]);
});
