import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrintable, isXidContinue, isXidStart, scanIdentifier } from '../../../interpreter/source/index.ts';
import { loadPyodide } from 'pyodide';

test('identifier and printable characters are those of CPython, over all of Unicode', async () => {
  const python = await loadPyodide();
  // Three bits a code point, as one digit.
  const expected: string = python.runPython(
    "''.join(str(c.isidentifier() + 2 * ('a' + c).isidentifier() + 4 * c.isprintable()) for c in map(chr, range(0x110000)))",
  );
  for (let point = 0; point < 0x110000; point++) {
    const bits = Number(isXidStart(point)) + 2 * Number(isXidContinue(point)) + 4 * Number(isPrintable(point));
    if (bits !== Number(expected[point])) assert.fail(`U+${point.toString(16)}: ${bits}, CPython has ${expected[point]}`);
  }
});

test('scanIdentifier stops at the first character that does not fit', () => {
  assert.equal(scanIdentifier('naïve'), 5);
  assert.equal(scanIdentifier('a€b'), 1);
  assert.equal(scanIdentifier('1a'), 0);
  assert.equal(scanIdentifier('x = 𝒳1!', 4), 7);
});
