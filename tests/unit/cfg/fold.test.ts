/** Constant folding: what CPython folds, what it leaves to run time, and to what. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeObject, constantRepr, loadsCode } from '../../../interpreter/code/index.ts';
import { compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { compiled } from '../code/reference.ts';

const EXPRESSIONS = [
  // ints and their limits
  '1 + 2', '2 ** 10', '2 ** 127', '2 ** 128', '2 ** 200', '(-3) ** 3', '0 ** 0', '0 ** 1000', '1 << 127', '1 << 128', '1 << -1', '-1 >> 100', '5 >> 10 ** 30',
  '7 // 2', '-7 // 2', '7 // -2', '7 % -3', '-7 % 3', '1 // 0', '1 % 0', '6 & 3 | 8 ^ 1', '~5', '-(2 ** 63)', '2 ** 64 * 2 ** 63', '2 ** 64 * 2 ** 64', '10 ** 20 - 1',
  'True + True', 'True | False', 'True ^ 1', '~True', '-True', '+True', 'not 0', 'not ""', 'not (1,)', 'not not 5',
  // floats
  '1 / 3', '10 ** 30 / 7', '1 / 0', '1e308 * 10', '2 ** -1', '10 ** -3', '0 ** -1', '0.0 ** -1', '2 ** 0.5', '2.5 ** 7', '(-8) ** 2.0', '1e200 ** 2', '7.5 // 2', '-7.5 % 2', '5 % -0.0', '-0.0', '0.0 - 0.0', '1.0 // 0.1', '5.0 % 3', '-1e-20 % 3',
  '1 + 1.5', '2 ** 1023 * 1.0', 'True / 2', '10 ** 400 * 1.0',
  // complex numbers
  '1 + 2j', '1 - 2j', '-0.0 + 2j', '0 - 0j', '(1 + 2j) * 3j', '(1 + 2j) * 2', '(1 + 2j) / (3 - 4j)', '1 / 2j', '2j / 2', '1j / 0', '1j ** 2', '(1 + 2j) ** -2', '2j // 1', '-(1 - 0j)', '+1j', '0j ** -1',
  // sequences and their limits
  '"a" + "b"', '"a" * 3', '3 * "ab"', '"a" * 4096', '"a" * 4097', '"a" * -1', '"a" * 0', '"" * 10 ** 9', '"%s" % 1', 'b"a" + b"b"', 'b"a" * 5', 'b"%d" % 1',
  '(1, 2) + (3,)', '(1, 2) * 2', '(0,) * 256', '(0,) * 257', '((1,) * 16,) * 64', '((1,) * 20,) * 64', '() * 5',
  '"abc"[1]', '"abc"[-1]', '"abc"[3]', '"abc"[True]', '"abc"[0:2]', '"abcdef"[::-2]', '"abcdef"[5:1:-1]', '"abc"[-10:10]', 'b"abc"[0]', 'b"abc"[1:]', '(1, 2, 3)[1]', '(1, 2, 3)[:2]', '(1, 2, 3)[::0]', '"a\\U0001f40db"[1]', '"a\\U0001f40d" * 2', '"abc"["a"]', '(1,)[1.0]', '5[0]',
  // what does not go together
  '1 + "a"', 'None + 1', '"a" - "b"', '() + []', '-"a"', '~1.5', '... + 1', '1 @ 2',
  // order
  '1 + 2 * 3 - 4', 'x + 1 + 2', '1 + 2 + x', '(1 + 2, -3, "a" "b", 2 ** 3)', '-1 ** 2', '1 if 2 - 2 else 3',
]; // prettier-ignore

const used = (code: CodeObject): string => {
  const { co_code } = code;
  return [...code.co_consts.map(constant => constantRepr(constant)), '|', ...co_code].join(' ');
};

test('folding', async () => {
  const source = EXPRESSIONS.map((expression, i) => `def f${i}(x): return ${expression}`).join('\n');
  const expected = loadsCode(await compiled(source)).co_consts.filter(constant => constant instanceof CodeObject);
  const actual = compile(parse(source, { filename: 'x' }), { filename: 'x' }).co_consts.filter(constant => constant instanceof CodeObject);
  EXPRESSIONS.forEach((expression, i) => assert.equal(used(actual[i]), used(expected[i]), expression));
});

test('a set of constants keeps the first of equal ones', async () => {
  const source = 'a in {1, 1.0, True, 2}; b in {0.0, -0.0, 0}; c in {"x", "x", b"x"}; d in {1.5, (1, 2), (1.0, 2)}';
  const sets = (code: CodeObject) =>
    code.co_consts.flatMap(constant =>
      typeof constant === 'object' && constant?.kind === 'frozenset' ? [constant.items.map(item => constantRepr(item)).sort()] : [],
    );
  assert.deepEqual(sets(compile(parse(source, { filename: 'x' }), { filename: 'x' })), sets(loadsCode(await compiled(source))));
});
