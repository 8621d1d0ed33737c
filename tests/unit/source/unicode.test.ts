import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrintable, isXidContinue, isXidStart, scanIdentifier } from '../../../interpreter/source/index.ts';
import { loadPyodide } from 'pyodide';

test('identifier and printable characters are those of CPython', async () => {
  const python = await loadPyodide();
  // The planes with scripts whole, of the rest every hundredth; three bits a code point, as one digit.
  const points = [...Array(0x33500).keys(), ...Array.from({ length: 9000 }, (_, i) => 0x33500 + 101 * i).filter(point => point < 0x110000)];
  python.globals.set('points', python.toPy(points));
  const expected: string = python.runPython(
    "''.join(str(c.isidentifier() + 2 * ('a' + c).isidentifier() + 4 * c.isprintable()) for c in map(chr, points))",
  );
  points.forEach((point, i) => {
    const bits = Number(isXidStart(point)) + 2 * Number(isXidContinue(point)) + 4 * Number(isPrintable(point));
    if (bits !== Number(expected[i])) assert.fail(`U+${point.toString(16)}: ${bits}, CPython has ${expected[i]}`);
  });
});

test('scanIdentifier stops at the first character that does not fit', () => {
  assert.equal(scanIdentifier('naïve'), 5);
  assert.equal(scanIdentifier('a€b'), 1);
  assert.equal(scanIdentifier('1a'), 0);
  assert.equal(scanIdentifier('x = 𝒳1!', 4), 7);
});
