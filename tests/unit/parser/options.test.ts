/** The parser's options, and what it does besides building a tree. Expected values are CPython 3.14's. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dump, walk } from '../../../interpreter/ast/index.ts';
import { parse, ParserFailure, type ParseOptions, ParserStackOverflow } from '../../../interpreter/parser/index.ts';
import { PythonSyntaxError } from '../../../interpreter/source/index.ts';

const tree = (source: string, options: ParseOptions): string => dump(parse(source, options));

function errorOf(source: string, options: ParseOptions = {}): PythonSyntaxError {
  try {
    parse(source, options);
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
  assert.fail(`no error: ${source}`);
}

describe('modes', () => {
  test('eval takes one expression', () => {
    assert.equal(
      tree('a, b\n\n', { mode: 'eval' }),
      "Expression(body=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()))",
    );
    assert.equal(errorOf('a = 1', { mode: 'eval' }).message, 'invalid syntax');
  });
  test('single takes one statement', () => {
    assert.equal(
      tree('a; b\n', { mode: 'single' }),
      "Interactive(body=[Expr(value=Name(id='a', ctx=Load())), Expr(value=Name(id='b', ctx=Load()))])",
    );
    assert.equal(
      tree('if a:\n  b\n', { mode: 'single' }),
      "Interactive(body=[If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))])])",
    );
    assert.equal(errorOf('a\nb\n', { mode: 'single' }).message, 'multiple statements found while compiling a single statement');
    assert.equal(tree('a # b\n\n# c\n', { mode: 'single' }), "Interactive(body=[Expr(value=Name(id='a', ctx=Load()))])");
  });
  test('func_type takes the signature of a type comment', () => {
    assert.equal(
      tree('(int, *str, **Any) -> float', { mode: 'func_type' }),
      "FunctionType(argtypes=[Name(id='int', ctx=Load()), Name(id='str', ctx=Load()), Name(id='Any', ctx=Load())], returns=Name(id='float', ctx=Load()))",
    );
  });
  test('unfinished input is told from wrong input', () => {
    for (const source of ['if a:', '(', "'''a", 'a = (\n', 'def f():\n', 'a +', "f'{a", 'a b']) {
      assert.equal(errorOf(source, { mode: 'single', allowIncomplete: true, dontImplyDedent: true }).incomplete, true, source);
    }
    for (const source of ['a b\n', ')', "'a\n", 'a +\n']) {
      assert.equal(errorOf(source, { mode: 'single', allowIncomplete: true, dontImplyDedent: true }).incomplete, false, source);
    }
  });
});

test('type comments', () => {
  const source = 'def f(a,  # type: int\n      ):\n  # type: (...) -> str\n  b = a  # type: ignore[x]\n  c = a  # type: T\n';
  assert.equal(
    tree(source, { typeComments: true }),
    "Module(body=[FunctionDef(name='f', args=arguments(args=[arg(arg='a', type_comment='int')]), body=[Assign(targets=[Name(id='b', ctx=Store())], " +
      "value=Name(id='a', ctx=Load())), Assign(targets=[Name(id='c', ctx=Store())], value=Name(id='a', ctx=Load()), type_comment='T')], " +
      "type_comment='(...) -> str')], type_ignores=[TypeIgnore(lineno=4, tag='[x]')])",
  );
  assert.ok(!tree(source, {}).includes('type_comment'));
});

test('feature versions', () => {
  const messages: [string, number, string][] = [
    ['type X = int', 11, 'Type statement is only supported in Python 3.12 and greater'],
    ['match a:\n case b: pass', 9, 'Pattern matching is only supported in Python 3.10 and greater'],
    ['(a := b)', 7, 'Assignment expressions are only supported in Python 3.8 and greater'],
    ['def f(a, /): pass', 7, 'Positional-only parameters are only supported in Python 3.8 and greater'],
    ['1_0', 5, 'Underscores in numeric literals are only supported in Python 3.6 and greater'],
    ["t'a'", 13, 't-strings are only supported in Python 3.14 and greater'],
    ['a @ b', 4, "The '@' operator is only supported in Python 3.5 and greater"],
  ];
  for (const [source, featureVersion, message] of messages) {
    assert.equal(errorOf(source, { featureVersion }).message, message);
    assert.doesNotThrow(() => parse(source, { featureVersion: featureVersion + 1 }));
  }
});

test('<> after the future import of April 1st', () => {
  const source = 'from __future__ import barry_as_FLUFL\na <> b\n';
  assert.match(tree(source, {}), /ops=\[NotEq\(\)\]/);
  assert.equal(errorOf(source.replace('<>', '!=')).message, "with Barry as BDFL, use '<>' instead of '!='");
  assert.match(tree('a <> b', { barryAsFlufl: true }), /NotEq/);
});

test('warnings for escapes and numbers', () => {
  const seen: [string, number][] = [];
  parse("x = 1if a else '\\d'\ny = '''\n\\777'''\nz = f'\\{a}'\n", { onWarning: ({ message, lineno }) => seen.push([message, lineno]) });
  const what = (kind: string, escape: string): string =>
    `"\\${escape}" is an invalid ${kind} sequence. Such sequences will not work in the future. Did you mean "\\\\${escape}"? A raw string is also an option.`;
  assert.deepEqual(seen, [
    ['invalid decimal literal', 1],
    [what('escape', 'd'), 1],
    [what('octal escape', '777'), 3],
    [what('escape', '{'), 4],
  ]);
  assert.throws(
    () =>
      parse("'\\d'", {
        onWarning: warning => {
          throw warning.asError();
        },
      }),
    { message: '"\\d" is an invalid escape sequence. Did you mean "\\\\d"? A raw string is also an option.' },
  );
});

test('names of characters', () => {
  const unicodeName = (name: string): string | null => (name === 'SNAKE' ? '🐍' : null);
  assert.match(tree("'\\N{SNAKE}'", { unicodeName }), /value='🐍'/);
  assert.match(errorOf("'ab\\N{no such}'", { unicodeName }).message, /in position 2-12: unknown Unicode character name$/);
});

describe('limits', () => {
  test('digits of an integer', () => {
    assert.equal(
      errorOf('1'.repeat(4301)).message,
      'Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; ' +
        'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.',
    );
    assert.doesNotThrow(() => parse('1'.repeat(4300)));
    assert.doesNotThrow(() => parse(`0x${'1'.repeat(5000)}`));
    assert.doesNotThrow(() => parse('1'.repeat(5000), { maxStrDigits: 0 }));
  });
  test('nesting', () => {
    assert.doesNotThrow(() => parse('('.repeat(200) + ')'.repeat(200)));
    assert.equal(errorOf('('.repeat(201)).message, 'too many nested parentheses');
    assert.throws(() => parse('not '.repeat(7000) + 'a'), ParserStackOverflow);
    assert.throws(() => parse('-'.repeat(100_000) + 'a'), ParserStackOverflow);
    assert.doesNotThrow(() => parse('a' + '.b'.repeat(50_000)));
  });
  test('mistakes deep inside cost no more than linear time', () => {
    const blocks = Array.from({ length: 20 }, (_, depth) => `${' '.repeat(depth)}try:\n`).join('');
    assert.equal(errorOf(`${blocks}${' '.repeat(20)}b c\n`).message, 'invalid syntax');
    assert.equal(errorOf('('.repeat(90) + 'a b' + ')'.repeat(90)).message, 'invalid syntax. Perhaps you forgot a comma?');
    assert.equal(errorOf(`${'{a: '.repeat(50)}b c${'}'.repeat(50)}`).message, 'invalid syntax. Perhaps you forgot a comma?');
  });
});

test('identifiers are normalized', () => {
  assert.equal(tree('ﬁ', {}), tree('fi', {}));
  assert.throws(() => parse('Truᵉ'), new ParserFailure('ValueError', "identifier field can't represent 'True' constant"));
});

test('no node is shared', () => {
  const seen = new Set<unknown>();
  for (const node of walk(parse('a = b.c = d\n(x): int = [y, *z]\ndel a, (b.c)\nf(a, *b, c=d)\n'))) {
    assert.ok(!seen.has(node), node._type);
    seen.add(node);
  }
});
