/** What built-in types and functions look like from outside is what CPython's look like, but for the differences that `dir-known.ts` explains. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareDir, reasonFor } from '../../parity/dir.ts';
import { KNOWN } from '../../parity/dir-known.ts';

test('attributes of built-in types', async () => {
  const { compared, differences } = await compareDir();
  assert.ok(compared > 1900, `only ${compared} attributes were compared`);
  assert.deepEqual(
    differences.filter(difference => reasonFor(difference) === undefined),
    [],
  );
  const reasons = new Set(differences.map(reasonFor));
  assert.deepEqual(
    KNOWN.filter(known => !reasons.has(known.reason)).map(known => known.reason),
    [],
    'known differences that are no more',
  );
});
