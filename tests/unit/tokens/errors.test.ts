/** The tokenizer's errors, as CPython 3.14.8 reports them for `compile(source, '<string>', 'exec')`. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PythonSyntaxError, SourceText } from '../../../interpreter/source/index.ts';
import { Tokenizer, allTokens } from '../../../interpreter/tokens/index.ts';

/** source, type, message, lineno, offset, end_lineno, end_offset, text */
type Row = [string, string, string, number, number, number, number, string];

const ERRORS: Record<string, Row[]> = {
  'strings never closed': [
    ["'abc", 'SyntaxError', 'unterminated string literal (detected at line 1)', 1, 1, 1, 1, "'abc"],
    ['x = "abc', 'SyntaxError', 'unterminated string literal (detected at line 1)', 1, 5, 1, 5, 'x = "abc'],
    [
      "'abc\\'",
      'SyntaxError',
      'unterminated string literal (detected at line 1); perhaps you escaped the end quote?',
      1,
      1,
      1,
      1,
      "'abc\\'",
    ],
    ["x = 'a\\\n b", 'SyntaxError', 'unterminated string literal (detected at line 2)', 1, 5, 1, 5, "x = 'a\\"],
    ["'\\", 'SyntaxError', 'unterminated string literal (detected at line 1)', 1, 1, 1, 1, "'\\"],
    ["'''abc\n\n", 'SyntaxError', 'unterminated triple-quoted string literal (detected at line 2)', 1, 1, 1, 1, "'''abc"],
    ['"""\\', 'SyntaxError', 'unterminated triple-quoted string literal (detected at line 1)', 1, 1, 1, 1, '"""\\'],
    ["é = 'abc", 'SyntaxError', 'unterminated string literal (detected at line 1)', 1, 5, 1, 5, "é = 'abc"],
    ["x = (\n'abc", 'SyntaxError', 'unterminated string literal (detected at line 2)', 2, 1, 2, 1, "'abc"],
    ["b'abc", 'SyntaxError', 'unterminated string literal (detected at line 1)', 1, 1, 1, 1, "b'abc"],
    ["rb'''abc", 'SyntaxError', 'unterminated triple-quoted string literal (detected at line 1)', 1, 1, 1, 1, "rb'''abc"],
    ["'a' 'b", 'SyntaxError', 'unterminated string literal (detected at line 1)', 1, 5, 1, 5, "'a' 'b"],
  ],
  'f-strings and t-strings': [
    ["f'abc", 'SyntaxError', 'unterminated f-string literal (detected at line 1)', 1, 1, 1, 1, "f'abc"],
    ["t'abc", 'SyntaxError', 'unterminated t-string literal (detected at line 1)', 1, 1, 1, 1, "t'abc"],
    ["f'''a\nb", 'SyntaxError', 'unterminated triple-quoted f-string literal (detected at line 2)', 1, 1, 1, 1, "f'''a"],
    ["t'''a\nb", 'SyntaxError', 'unterminated triple-quoted t-string literal (detected at line 2)', 1, 1, 1, 1, "t'''a"],
    ["f'}'", 'SyntaxError', "f-string: single '}' is not allowed", 1, 3, 1, 3, "f'}'"],
    ["t'a}'", 'SyntaxError', "t-string: single '}' is not allowed", 1, 4, 1, 4, "t'a}'"],
    ["f'{x}}'", 'SyntaxError', "f-string: single '}' is not allowed", 1, 6, 1, 6, "f'{x}}'"],
    ["f'{'", 'SyntaxError', "f-string: expecting '}'", 1, 4, 1, 4, "f'{'"],
    ["t'{'", 'SyntaxError', "t-string: expecting '}'", 1, 4, 1, 4, "t'{'"],
    ["f'{\"a'", 'SyntaxError', 'unterminated string literal (detected at line 1)', 1, 4, 1, 4, "f'{\"a'"],
    ["f'{x:", 'SyntaxError', 'f-string: newlines are not allowed in format specifiers for single quoted f-strings', 1, 6, 1, 6, "f'{x:"],
    ["f'''{x:", 'SyntaxError', 'unterminated triple-quoted f-string literal (detected at line 1)', 1, 1, 1, 1, "f'''{x:"],
    [
      "f'{x:\n}'",
      'SyntaxError',
      'f-string: newlines are not allowed in format specifiers for single quoted f-strings',
      1,
      6,
      1,
      6,
      "f'{x:",
    ],
    [
      "t'{x:\n}'",
      'SyntaxError',
      't-string: newlines are not allowed in format specifiers for single quoted t-strings',
      1,
      6,
      1,
      6,
      "t'{x:",
    ],
    ["f'{)}'", 'SyntaxError', "f-string: unmatched ')'", 1, 4, 1, 4, "f'{)}'"],
    ["t'{]}'", 'SyntaxError', "t-string: unmatched ']'", 1, 4, 1, 4, "t'{]}'"],
    ["f'{(]}'", 'SyntaxError', "closing parenthesis ']' does not match opening parenthesis '('", 1, 5, 1, 5, "f'{(]}'"],
    ["f'{a:{b:{c:{d}}}}'", 'SyntaxError', 'f-string: expressions nested too deeply', 1, 11, 1, 11, "f'{a:{b:{c:{d}}}}'"],
    ["f'{x", 'SyntaxError', "'{' was never closed", 1, 3, 1, 0, "f'{x\n"],
    ["f'{x!r", 'SyntaxError', "'{' was never closed", 1, 3, 1, 0, "f'{x!r\n"],
    ["f'{x = '", 'SyntaxError', "f-string: expecting '}'", 1, 8, 1, 8, "f'{x = '"],
  ],
  'string prefixes': [
    ["ub'x'", 'SyntaxError', "'u' and 'b' prefixes are incompatible", 1, 1, 1, 3, "ub'x'"],
    ["bu''", 'SyntaxError', "'u' and 'b' prefixes are incompatible", 1, 1, 1, 3, "bu''"],
    ["ur'x'", 'SyntaxError', "'u' and 'r' prefixes are incompatible", 1, 1, 1, 3, "ur'x'"],
    ["uf'x'", 'SyntaxError', "'u' and 'f' prefixes are incompatible", 1, 1, 1, 3, "uf'x'"],
    ["ut'x'", 'SyntaxError', "'u' and 't' prefixes are incompatible", 1, 1, 1, 3, "ut'x'"],
    ["fb'x'", 'SyntaxError', "'b' and 'f' prefixes are incompatible", 1, 1, 1, 3, "fb'x'"],
    ["tb'x'", 'SyntaxError', "'b' and 't' prefixes are incompatible", 1, 1, 1, 3, "tb'x'"],
    ["ft'x'", 'SyntaxError', "'f' and 't' prefixes are incompatible", 1, 1, 1, 3, "ft'x'"],
    ["brf'''x'''", 'SyntaxError', "'b' and 'f' prefixes are incompatible", 1, 1, 1, 4, "brf'''x'''"],
  ],
  numbers: [
    ['1_', 'SyntaxError', 'invalid decimal literal', 1, 2, 1, 2, '1_'],
    ['1__0', 'SyntaxError', 'invalid decimal literal', 1, 2, 1, 2, '1__0'],
    ['0_', 'SyntaxError', 'invalid decimal literal', 1, 2, 1, 2, '0_'],
    ['0x', 'SyntaxError', 'invalid hexadecimal literal', 1, 2, 1, 2, '0x'],
    ['0xg', 'SyntaxError', 'invalid hexadecimal literal', 1, 2, 1, 2, '0xg'],
    ['0x_', 'SyntaxError', 'invalid hexadecimal literal', 1, 3, 1, 3, '0x_'],
    ['0o8', 'SyntaxError', "invalid digit '8' in octal literal", 1, 3, 1, 3, '0o8'],
    ['0o18', 'SyntaxError', "invalid digit '8' in octal literal", 1, 4, 1, 4, '0o18'],
    ['0o', 'SyntaxError', 'invalid octal literal', 1, 2, 1, 2, '0o'],
    ['0b2', 'SyntaxError', "invalid digit '2' in binary literal", 1, 3, 1, 3, '0b2'],
    ['0b12', 'SyntaxError', "invalid digit '2' in binary literal", 1, 4, 1, 4, '0b12'],
    ['0b', 'SyntaxError', 'invalid binary literal', 1, 2, 1, 2, '0b'],
    ['0b1_', 'SyntaxError', 'invalid binary literal', 1, 4, 1, 4, '0b1_'],
    ['1e', 'SyntaxError', 'invalid decimal literal', 1, 1, 1, 1, '1e'],
    ['1e+', 'SyntaxError', 'invalid decimal literal', 1, 3, 1, 3, '1e+'],
    ['1e_5', 'SyntaxError', 'invalid decimal literal', 1, 1, 1, 1, '1e_5'],
    ['1_.5', 'SyntaxError', 'invalid decimal literal', 1, 2, 1, 2, '1_.5'],
    ['1.5_', 'SyntaxError', 'invalid decimal literal', 1, 4, 1, 4, '1.5_'],
    [
      '007',
      'SyntaxError',
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      1,
      1,
      1,
      3,
      '007',
    ],
    [
      '0_7',
      'SyntaxError',
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      1,
      1,
      1,
      3,
      '0_7',
    ],
    [
      'é = 00_1',
      'SyntaxError',
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      1,
      5,
      1,
      8,
      'é = 00_1',
    ],
    ['12abc', 'SyntaxError', 'invalid decimal literal', 1, 2, 1, 2, '12abc'],
    ['1.5abc', 'SyntaxError', 'invalid decimal literal', 1, 3, 1, 3, '1.5abc'],
    ['1jx', 'SyntaxError', 'invalid imaginary literal', 1, 2, 1, 2, '1jx'],
    ['0xfz', 'SyntaxError', 'invalid hexadecimal literal', 1, 3, 1, 3, '0xfz'],
    ['0b1a', 'SyntaxError', 'invalid binary literal', 1, 3, 1, 3, '0b1a'],
    ['0o7a', 'SyntaxError', 'invalid octal literal', 1, 3, 1, 3, '0o7a'],
    ['1el', 'SyntaxError', 'invalid decimal literal', 1, 1, 1, 1, '1el'],
    ['1notin x', 'SyntaxError', 'invalid decimal literal', 1, 1, 1, 1, '1notin x'],
  ],
  characters: [
    ['“hi”', 'SyntaxError', "invalid character '“' (U+201C)", 1, 1, 1, 1, '“hi”'],
    ['a“', 'SyntaxError', "invalid character '“' (U+201C)", 1, 2, 1, 2, 'a“'],
    ['x = 5€', 'SyntaxError', "invalid character '€' (U+20AC)", 1, 6, 1, 6, 'x = 5€'],
    ['a\u00a0= 1', 'SyntaxError', 'invalid non-printable character U+00A0', 1, 2, 1, 2, 'a\u00a0= 1'],
    ['\u200bx', 'SyntaxError', 'invalid non-printable character U+200B', 1, 1, 1, 1, '\u200bx'],
    ['\u0001', 'SyntaxError', 'invalid non-printable character U+0001', 1, 1, 1, 1, '\u0001'],
    ['x = ', 'SyntaxError', 'invalid non-printable character U+007F', 1, 5, 1, 5, 'x = '],
    ['𝒳€', 'SyntaxError', "invalid character '€' (U+20AC)", 1, 2, 1, 2, '𝒳€'],
    ['é€ = 1', 'SyntaxError', "invalid character '€' (U+20AC)", 1, 2, 1, 2, 'é€ = 1'],
  ],
  brackets: [
    [')', 'SyntaxError', "unmatched ')'", 1, 1, 1, 1, ')'],
    ['x = ]', 'SyntaxError', "unmatched ']'", 1, 5, 1, 5, 'x = ]'],
    ['(]', 'SyntaxError', "closing parenthesis ']' does not match opening parenthesis '('", 1, 2, 1, 2, '(]'],
    ['(\n]', 'SyntaxError', "closing parenthesis ']' does not match opening parenthesis '(' on line 1", 2, 1, 2, 1, ']'],
    ['{[}', 'SyntaxError', "closing parenthesis '}' does not match opening parenthesis '['", 1, 3, 1, 3, '{[}'],
    ['(', 'SyntaxError', "'(' was never closed", 1, 1, 1, 0, '(\n'],
    ['x = (1,\n2', 'SyntaxError', "'(' was never closed", 1, 5, 1, 0, 'x = (1,'],
    ['é = [1, {2', 'SyntaxError', "'{' was never closed", 1, 9, 1, 0, 'é = [1, {2\n'],
    ['(\n\n[\n)', 'SyntaxError', "closing parenthesis ')' does not match opening parenthesis '[' on line 3", 4, 1, 4, 1, ')'],
  ],
  'line continuation': [
    ['x = \\ y', 'SyntaxError', 'unexpected character after line continuation character', 1, 6, 1, 0, 'x = \\ y\n'],
    ["x = 'é' \\ y", 'SyntaxError', 'unexpected character after line continuation character', 1, 10, 1, 0, "x = 'é' \\ y\n"],
    ['x = \\\n 1 \\ 2', 'SyntaxError', 'unexpected character after line continuation character', 2, 8, 2, 0, ' 1 \\ 2\n'],
    ['x = \\', 'SyntaxError', 'unexpected EOF while parsing', 1, 6, 1, -1, 'x = \\\n'],
    ['x = \\\n', 'SyntaxError', 'unexpected EOF while parsing', 1, 6, 1, -1, 'x = \\\n'],
    ['\\', 'SyntaxError', 'unexpected EOF while parsing', 1, 2, 1, -1, '\\\n'],
    ['(1 \\', 'SyntaxError', "'(' was never closed", 1, 1, 1, 0, '(1 \\\n'],
  ],
  indentation: [
    ['if x:\n    y\n  z', 'IndentationError', 'unindent does not match any outer indentation level', 3, 4, 3, -1, '  z\n'],
    ["if x:\n  é\n é = 'ñ'\n", 'IndentationError', 'unindent does not match any outer indentation level', 3, 9, 3, -1, " é = 'ñ'\n"],
    ['if x:\n\ty\n        z', 'TabError', 'inconsistent use of tabs and spaces in indentation', 3, 1, 3, 0, '        z\n'],
    ['if x:\n        y\n\tz', 'TabError', 'inconsistent use of tabs and spaces in indentation', 3, 1, 3, 0, '\tz\n'],
    ['if x:\n  if y:\n  \tz\n\tw', 'TabError', 'inconsistent use of tabs and spaces in indentation', 4, 1, 4, 0, '\tw\n'],
  ],
};

for (const [group, rows] of Object.entries(ERRORS)) {
  describe(group, () => {
    for (const [source, ...expected] of rows) {
      test(JSON.stringify(source), () => assert.deepEqual(errorOf(source), expected));
    }
  });
}

function errorOf(source: string): unknown[] {
  try {
    allTokens(new SourceText(source), { filename: '<string>' });
  } catch (error) {
    assert.ok(error instanceof PythonSyntaxError, String(error));
    const { lineno, offset, end_lineno, end_offset, text } = error.range;
    return [error.pythonType, error.message, lineno, offset, end_lineno, end_offset, text];
  }
  return ['no error'];
}

describe('limits', () => {
  const nested = (depth: number): string =>
    Array.from({ length: depth }, (_, i) => ' '.repeat(i) + 'if x:\n').join('') + ' '.repeat(depth) + 'y';
  const cases: [string, string, string | null][] = [
    ['200 open parentheses', '('.repeat(200) + ')'.repeat(200), null],
    ['201 open parentheses', '('.repeat(201), 'too many nested parentheses'],
    ['99 levels of indentation', nested(99), null],
    ['100 levels of indentation', nested(100), 'too many levels of indentation'],
    ['150 open f-strings', "f'{".repeat(150), 'too many nested f-strings or t-strings'],
  ];
  for (const [name, source, message] of cases) {
    test(name, () => assert.equal(errorOf(source)[message === null ? 0 : 1], message ?? 'no error'));
  }
});

test('tokens before an error are delivered before it is raised', () => {
  const tokenizer = new Tokenizer(new SourceText('a b\n0x'), { filename: '<string>' });
  assert.deepEqual(
    [tokenizer.next(), tokenizer.next(), tokenizer.next()].map(token => token.string),
    ['a', 'b', ''],
  );
  assert.throws(() => tokenizer.next(), { message: 'invalid hexadecimal literal' });
  assert.throws(() => tokenizer.next(), { message: 'invalid hexadecimal literal' }, 'and again when asked again');
});

test('a null byte is reported on its line', () => {
  const tokenizer = new Tokenizer(new SourceText('a\nb\0c'), { filename: 'x.py' });
  assert.equal(tokenizer.next().string, 'a');
  tokenizer.next();
  assert.throws(() => tokenizer.next(), {
    message: 'source code cannot contain null bytes',
    range: { lineno: 2, offset: 0, end_lineno: 2, end_offset: 0, text: 'b' },
  });
});

describe('whether more input could help', () => {
  const cases: [string, string][] = [
    ["'''abc", 'eof in string'],
    ["f'''abc", 'eof in string'],
    ['(1,', 'eof'],
    ['x = \\\n', 'eof'],
    ["'abc\n", 'error'],
    ['0x', 'error'],
  ];
  for (const [source, done] of cases) {
    test(JSON.stringify(source), () => {
      const tokenizer = new Tokenizer(new SourceText(source), { filename: '<string>' });
      assert.throws(() => {
        while (true) tokenizer.next();
      }, PythonSyntaxError);
      assert.equal(tokenizer.done, done);
    });
  }
});

describe('errors in the rest, for a parser that fails on a line', () => {
  const cases: [string, string, number, string | null][] = [
    ['a bracket opened before that line', 'x = (1\ny z', 2, "'(' was never closed"],
    ['a bracket opened on it', 'x = (1 2', 1, null],
    ['a bracket that does not match', 'a b\n(]', 1, "closing parenthesis ']' does not match opening parenthesis '('"],
    ['an error inside an f-string', "f'{a b'", 1, null],
    ['nothing', 'a b\nc', 1, null],
  ];
  for (const [name, source, line, message] of cases) {
    test(name, () => {
      const tokenizer = new Tokenizer(new SourceText(source), { filename: '<string>' });
      tokenizer.next();
      assert.equal(tokenizer.findErrorInRest(line)?.message ?? null, message);
    });
  }
});

describe('warnings', () => {
  const escape = (brace: string): string =>
    `"\\${brace}" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\\\${brace}"? A raw string is also an option.`;
  const cases: [string, [string, number][]][] = [
    ['1and 2', [['invalid decimal literal', 1]]],
    ['x\n0x1for', [['invalid hexadecimal literal', 2]]],
    ['1.5if 2jelse 0b1in 0o7or', ['decimal', 'imaginary', 'binary', 'octal'].map(kind => [`invalid ${kind} literal`, 1])],
    ["f'\\{x}'", [[escape('{'), 1]]],
    ["f'''\n\\}}'''", [[escape('}'), 2]]],
    ["rf'\\{x}'", []],
    ['1 and 2', []],
  ];
  for (const [source, expected] of cases) {
    test(JSON.stringify(source), () => {
      const tokenizer = new Tokenizer(new SourceText(source), { filename: '<string>' });
      while (tokenizer.next().type !== 0);
      assert.deepEqual(
        tokenizer.warnings.map(({ message, lineno }) => [message, lineno]),
        expected,
      );
    });
  }
});
