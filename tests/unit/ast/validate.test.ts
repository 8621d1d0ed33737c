/** Trees the compiler refuses, with CPython 3.14's words: each starts from a good program and spoils it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AST, InvalidTree, type mod, validate, walk } from '../../../interpreter/ast/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';

type Node<T extends AST['_type']> = Extract<AST, { _type: T }>;

function spoil<T extends AST['_type']>(source: string, type: T, change: (node: Node<T>) => void): string {
  const tree: mod = parse(source);
  validate(tree);
  for (const node of walk(tree)) {
    if (node._type !== type) continue;
    change(node as Node<T>);
    break;
  }
  try {
    validate(tree);
  } catch (error) {
    if (error instanceof InvalidTree) return `${error.pythonType}: ${error.message}`;
    throw error;
  }
  return 'valid';
}

test('statements', () => {
  assert.equal(
    spoil('def f(): pass', 'FunctionDef', node => (node.body = [])),
    'ValueError: empty body on FunctionDef',
  );
  assert.equal(
    spoil('def f(): pass', 'FunctionDef', node => (node.name = 'None')),
    "ValueError: identifier field can't represent 'None' constant",
  );
  assert.equal(
    spoil('del a', 'Delete', node => (node.targets = [])),
    'ValueError: empty targets on Delete',
  );
  assert.equal(
    spoil('a = b', 'Assign', node => (node.targets = [])),
    'ValueError: empty targets on Assign',
  );
  assert.equal(
    spoil('a.b: c', 'AnnAssign', node => (node.simple = 1)),
    'TypeError: AnnAssign with simple non-Name target',
  );
  assert.equal(
    spoil('raise a from b', 'Raise', node => (node.exc = null)),
    'ValueError: Raise with cause but no exception',
  );
  assert.equal(
    spoil('try: a\nfinally: b', 'Try', node => (node.finalbody = [])),
    'ValueError: Try has neither except handlers nor finalbody',
  );
  assert.equal(
    spoil('from . import a', 'ImportFrom', node => (node.level = -1)),
    'ValueError: Negative ImportFrom level',
  );
  assert.equal(
    spoil('def f(a=1): pass', 'arguments', node => (node.args = [])),
    'ValueError: more positional defaults than args on arguments',
  );
});

test('expressions', () => {
  assert.equal(
    spoil('a', 'Name', node => (node.ctx = 'Store')),
    'ValueError: expression must have Load context but has Store instead',
  );
  assert.equal(
    spoil('a and b', 'BoolOp', node => node.values.pop()),
    'ValueError: BoolOp with less than 2 values',
  );
  assert.equal(
    spoil('a < b', 'Compare', node => (node.comparators = [])),
    'ValueError: Compare with no comparators',
  );
  assert.equal(
    spoil('{a: b}', 'Dict', node => (node.keys = [])),
    "ValueError: Dict doesn't have the same number of keys as values",
  );
  assert.equal(
    spoil('[a for b in c]', 'ListComp', node => (node.generators = [])),
    'ValueError: comprehension with no generators',
  );
  assert.equal(
    spoil('(a := b)', 'NamedExpr', node => (node.target = node.value)),
    'valid',
  );
  assert.equal(
    spoil('a', 'Name', node => (node.end_lineno = 0)),
    'ValueError: AST node line range (1, 0) is not valid',
  );
  assert.equal(
    spoil('a', 'Name', node => (node.col_offset = 5)),
    'ValueError: line 1, column 5-1 is not a valid range',
  );
});

test('patterns', () => {
  const match = (pattern: string): string => `match a:\n case ${pattern}: pass`;
  assert.equal(
    spoil(match('[*b]'), 'MatchStar', node => (node.name = '_')),
    "ValueError: can't capture name '_' in patterns",
  );
  assert.equal(
    spoil(match('b | _'), 'MatchOr', node => node.patterns.pop()),
    'ValueError: MatchOr requires at least 2 patterns',
  );
  assert.equal(
    spoil(match('1 as b'), 'MatchAs', node => (node.name = null)),
    'ValueError: MatchAs must specify a target name if a pattern is given',
  );
  assert.equal(
    spoil(match('None'), 'MatchSingleton', node => (node.value = 1)),
    'ValueError: MatchSingleton can only contain True, False and None',
  );
});
