/** Private names, as in `_Py_Mangle`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mangle } from '../../../interpreter/symtable/index.ts';

test('names are mangled in classes only, and not if they end with underscores or have dots', () => {
  const pairs: readonly (readonly [string | null, string, string])[] = [
    ['C', '__x', '_C__x'],
    ['__C', '__x', '_C__x'],
    ['C', '__x_', '_C__x_'],
    ['C', '__x__', '__x__'],
    ['C', '_x', '_x'],
    ['C', '__a.__b', '__a.__b'],
    ['___', '__x', '__x'],
    [null, '__x', '__x'],
  ];
  for (const [owner, name, expected] of pairs) assert.equal(mangle(owner, name), expected);
});
