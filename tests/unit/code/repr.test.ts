/** Constants print as Python prints them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constantRepr, FrozensetConst, loads } from '../../../interpreter/code/index.ts';
import { ask, fromHex } from './reference.ts';

const CONSTANTS = [
  '0.1', '1.0', '1e15', '1e16', '123456789012345680.0', '1e22', '1e-4', '1e-5', '0.00012', '-0.0', '5e-324', '1.7976931348623157e308', '1e100', '1/3',
  '1j', '-1j', '0.0+1j', '-0.0+1j', '1+1j', '1-1j', '1.5e300-2e-10j', 'complex(0.0, -0.0)', 'complex("inf")', 'complex("nan+nanj")',
  "'it''s'", '"it\'s"', '\'say "hi"\'', '"both \' and \\""', "'\\t\\n\\r\\\\\\x00\\x7f\\x80\\xa0\\xad\\xff'", "'\\u0378\\u2028\\u3000\\ue000\\ud800\\ufeff'",
  "'\\U0001f600\\U000e0001\\U0010ffff'", "'é ü ß 中文'", 'b"\\x00it\'s\\xff\\t"', 'b"\'\\""',
  '()', '(1,)', '(1, (2, 3), "x")', 'slice(1, None, 2)', '...', 'None', 'True', '10**50', '-7',
]; // prettier-ignore

test('repr of constants', async () => {
  const expected = await ask<[string, string][]>(
    `import json, marshal\njson.dumps([[marshal.dumps(eval(c)).hex(), repr(eval(c))] for c in ${JSON.stringify(CONSTANTS)}])`,
  );
  for (const [data, repr] of expected) assert.equal(constantRepr(loads(fromHex(data))), repr);
});

test('sets of ints are shown in the order of their hash table', async () => {
  const sets = ['{1}', '{8, 1}', '{1, 8}', '{10, 2, 1}', '{100, 50, 3, 7, 11}', 'range(0, 1000, 7)', '{64, 8, 16, 24, 0, 1, 2, 3, 4, 5}'];
  const expected = await ask<[number[], string][]>(
    `import json\njson.dumps([[list(s), repr(frozenset(s))] for s in map(eval, ${JSON.stringify(sets.map(set => set.replace('{', '(').replace(/,?\}/, ',)')))})])`,
  );
  for (const [items, repr] of expected) assert.equal(constantRepr(new FrozensetConst(items)), repr);
  // Negative hashes differ with the size of a word; this is the order on 64 bits.
  assert.equal(constantRepr(new FrozensetConst([-1, -2, 0, 5])), 'frozenset({0, 5, -1, -2})');
});
