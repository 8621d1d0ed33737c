/** Every promised module is imported by a program pair, or is refused in clear words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverage, errorsOf, REFUSED } from './modules.ts';

test('every promised module is used by a program pair', () => {
  const missing = [...coverage()].filter(([module, pairs]) => pairs.length === 0 && !(module in REFUSED)).map(([module]) => module);
  assert.deepEqual(missing, []);
});

for (const [module, { program, error }] of Object.entries(REFUSED)) {
  test(`${module} is refused in clear words`, () => {
    assert.equal(errorsOf(program).trimEnd().split('\n').at(-1), error);
  });
}
