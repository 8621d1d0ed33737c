/** Sources and what CPython 3.14.8's `tokenize` module makes of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PythonSyntaxError } from '../../../interpreter/source/index.ts';
import { TokenError, TokenType, detectEncoding, generateTokens, tok_name, tokenize } from '../../../interpreter/tokens/index.ts';

/** type, string, start row and column, end row and column, line */
type Row = [string, string, number, number, number, number, string];

const PAIRS: [string, string, Row[]][] = [
  [
    'comments and blank lines',
    'x = 1  # one\n\n# two\ny',
    [
      ['NAME', 'x', 1, 0, 1, 1, 'x = 1  # one\n'],
      ['OP', '=', 1, 2, 1, 3, 'x = 1  # one\n'],
      ['NUMBER', '1', 1, 4, 1, 5, 'x = 1  # one\n'],
      ['COMMENT', '# one', 1, 7, 1, 12, 'x = 1  # one\n'],
      ['NEWLINE', '\n', 1, 12, 1, 13, 'x = 1  # one\n'],
      ['NL', '\n', 2, 0, 2, 1, '\n'],
      ['COMMENT', '# two', 3, 0, 3, 5, '# two\n'],
      ['NL', '\n', 3, 5, 3, 6, '# two\n'],
      ['NAME', 'y', 4, 0, 4, 1, 'y'],
      ['NEWLINE', '', 4, 1, 4, 2, 'y'],
      ['ENDMARKER', '', 5, 0, 5, 0, ''],
    ],
  ],
  [
    'a block with a comment behind it',
    'if x:\r\n  y\r\n\r\n# z\n',
    [
      ['NAME', 'if', 1, 0, 1, 2, 'if x:\r\n'],
      ['NAME', 'x', 1, 3, 1, 4, 'if x:\r\n'],
      ['OP', ':', 1, 4, 1, 5, 'if x:\r\n'],
      ['NEWLINE', '\r\n', 1, 5, 1, 7, 'if x:\r\n'],
      ['INDENT', '  ', 2, 0, 2, 2, '  y\r\n'],
      ['NAME', 'y', 2, 2, 2, 3, '  y\r\n'],
      ['NEWLINE', '\r\n', 2, 3, 2, 5, '  y\r\n'],
      ['NL', '\r\n', 3, 0, 3, 2, '\r\n'],
      ['COMMENT', '# z', 4, 0, 4, 3, '# z\n'],
      ['NL', '\n', 4, 3, 4, 4, '# z\n'],
      ['DEDENT', '', 5, 0, 5, 0, ''],
      ['ENDMARKER', '', 5, 0, 5, 0, ''],
    ],
  ],
  [
    'a string over lines',
    "x = '''a\nb''' + 'é' + y\n",
    [
      ['NAME', 'x', 1, 0, 1, 1, "x = '''a\n"],
      ['OP', '=', 1, 2, 1, 3, "x = '''a\n"],
      ['STRING', "'''a\nb'''", 1, 4, 2, 4, "x = '''a\nb''' + 'é' + y\n"],
      ['OP', '+', 2, 5, 2, 6, "b''' + 'é' + y\n"],
      ['STRING', "'é'", 2, 7, 2, 10, "b''' + 'é' + y\n"],
      ['OP', '+', 2, 11, 2, 12, "b''' + 'é' + y\n"],
      ['NAME', 'y', 2, 13, 2, 14, "b''' + 'é' + y\n"],
      ['NEWLINE', '\n', 2, 14, 2, 15, "b''' + 'é' + y\n"],
      ['ENDMARKER', '', 3, 0, 3, 0, ''],
    ],
  ],
  [
    'an f-string over lines',
    "f'''a\n{x}b\nc'''\n",
    [
      ['FSTRING_START', "f'''", 1, 0, 1, 4, "f'''a\n"],
      ['FSTRING_MIDDLE', 'a\n', 1, 4, 2, 0, "f'''a\n{x}b\n"],
      ['OP', '{', 2, 0, 2, 1, '{x}b\n'],
      ['NAME', 'x', 2, 1, 2, 2, '{x}b\n'],
      ['OP', '}', 2, 2, 2, 3, '{x}b\n'],
      ['FSTRING_MIDDLE', 'b\nc', 2, 3, 3, 1, "{x}b\nc'''\n"],
      ['FSTRING_END', "'''", 3, 1, 3, 4, "c'''\n"],
      ['NEWLINE', '\n', 3, 4, 3, 5, "c'''\n"],
      ['ENDMARKER', '', 4, 0, 4, 0, ''],
    ],
  ],
  [
    'astral characters',
    '𝒳 = "𝒳" # 𝒳\ny\n',
    [
      ['NAME', '𝒳', 1, 0, 1, 1, '𝒳 = "𝒳" # 𝒳\n'],
      ['OP', '=', 1, 2, 1, 3, '𝒳 = "𝒳" # 𝒳\n'],
      ['STRING', '"𝒳"', 1, 4, 1, 7, '𝒳 = "𝒳" # 𝒳\n'],
      ['COMMENT', '# 𝒳', 1, 8, 1, 11, '𝒳 = "𝒳" # 𝒳\n'],
      ['NEWLINE', '\n', 1, 11, 1, 12, '𝒳 = "𝒳" # 𝒳\n'],
      ['NAME', 'y', 2, 0, 2, 1, 'y\n'],
      ['NEWLINE', '\n', 2, 1, 2, 2, 'y\n'],
      ['ENDMARKER', '', 3, 0, 3, 0, ''],
    ],
  ],
  [
    'what the parser would reject',
    '007 ? 1x\n',
    [
      ['NUMBER', '007', 1, 0, 1, 3, '007 ? 1x\n'],
      ['OP', '?', 1, 4, 1, 5, '007 ? 1x\n'],
      ['NUMBER', '1', 1, 6, 1, 7, '007 ? 1x\n'],
      ['NAME', 'x', 1, 7, 1, 8, '007 ? 1x\n'],
      ['NEWLINE', '\n', 1, 8, 1, 9, '007 ? 1x\n'],
      ['ENDMARKER', '', 2, 0, 2, 0, ''],
    ],
  ],
  [
    'unbalanced brackets',
    '(]\n)\n',
    [
      ['OP', '(', 1, 0, 1, 1, '(]\n'],
      ['OP', ']', 1, 1, 1, 2, '(]\n'],
      ['NEWLINE', '\n', 1, 2, 1, 3, '(]\n'],
      ['OP', ')', 2, 0, 2, 1, ')\n'],
      ['NEWLINE', '\n', 2, 1, 2, 2, ')\n'],
      ['ENDMARKER', '', 3, 0, 3, 0, ''],
    ],
  ],
  [
    'a comment at the end',
    '#c',
    [
      ['COMMENT', '#c', 1, 0, 1, 2, '#c'],
      ['NL', '', 1, 2, 1, 3, '#c'],
      ['ENDMARKER', '', 2, 0, 2, 0, ''],
    ],
  ],
  ['nothing', '', [['ENDMARKER', '', 1, 0, 1, 0, '']]],
  [
    'a form feed',
    '\f x\n',
    [
      ['INDENT', '\f ', 1, 0, 1, 2, '\f x\n'],
      ['NAME', 'x', 1, 2, 1, 3, '\f x\n'],
      ['NEWLINE', '\n', 1, 3, 1, 4, '\f x\n'],
      ['DEDENT', '', 2, 0, 2, 0, ''],
      ['ENDMARKER', '', 2, 0, 2, 0, ''],
    ],
  ],
  [
    'a carriage return alone',
    'a\rb\n',
    [
      ['NAME', 'a', 1, 0, 1, 1, 'a\rb\n'],
      ['OP', '\rb', 1, 1, 1, 3, 'a\rb\n'],
      ['NEWLINE', '\n', 1, 3, 1, 4, 'a\rb\n'],
      ['ENDMARKER', '', 2, 0, 2, 0, ''],
    ],
  ],
  [
    'a joined line',
    'a \\\n  b\n',
    [
      ['NAME', 'a', 1, 0, 1, 1, 'a \\\n'],
      ['NAME', 'b', 2, 2, 2, 3, '  b\n'],
      ['NEWLINE', '\n', 2, 3, 2, 4, '  b\n'],
      ['ENDMARKER', '', 3, 0, 3, 0, ''],
    ],
  ],
];

describe('generate_tokens of', () => {
  for (const [name, source, expected] of PAIRS) {
    test(name, () => {
      const rows = generateTokens(source).map(token => [tok_name[token.type], token.string, ...token.start, ...token.end, token.line]);
      assert.deepEqual(rows, expected);
    });
  }
});

/** source, type, message, line, column */
const ERRORS: [string, string, string, number, number][] = [
  ["'''abc", 'TokenError', 'EOF in multi-line string', 1, 1],
  ["'abc", 'TokenError', 'unterminated string literal (detected at line 1)', 1, 1],
  ['x = \\\n', 'TokenError', 'unexpected EOF in multi-line statement', 1, 6],
  ['x \\ y\n', 'TokenError', 'unexpected character after line continuation character', 1, 6],
  ['(\n', 'TokenError', 'unexpected EOF in multi-line statement', 1, 0],
  ['if x:\n   y\n  z\n', 'IndentationError', 'unindent does not match any outer indentation level', 3, 4],
  ['if x:\n\ty\n        z\n', 'TabError', 'inconsistent use of tabs and spaces in indentation', 3, 10],
  ['1_', 'TokenError', 'invalid decimal literal', 1, 2],
  ["f'{x'", 'TokenError', "f-string: expecting '}'", 1, 5],
  ["f'{x}}'", 'TokenError', "f-string: single '}' is not allowed", 1, 6],
  ['\u0001', 'TokenError', 'invalid non-printable character U+0001', 1, 1],
  ['a\nb\u0000', 'TokenError', 'source code cannot contain null bytes', 2, 0],
];

describe('errors', () => {
  for (const [source, ...expected] of ERRORS) {
    test(JSON.stringify(source), () => {
      assert.throws(
        () => generateTokens(source),
        (error: unknown) => {
          if (error instanceof TokenError) assert.deepEqual(['TokenError', error.message, ...error.location], expected);
          else if (error instanceof PythonSyntaxError)
            assert.deepEqual([error.pythonType, error.message, error.range.lineno, error.range.offset], expected);
          else throw error;
          return true;
        },
      );
    });
  }
});

test('tokenize begins with the encoding', () => {
  const tokens = tokenize(new TextEncoder().encode('\ufeffx'));
  assert.deepEqual(
    tokens.map(token => [tok_name[token.type], token.string]),
    [
      ['ENCODING', 'utf-8'],
      ['NAME', 'x'],
      ['NEWLINE', ''],
      ['ENDMARKER', ''],
    ],
  );
});

test('tokenize replaces what it cannot decode behind the second line', () => {
  const bytes = Uint8Array.from([10, 10, 0x27, 0xff, 0x27, 10]);
  assert.equal(tokenize(bytes)[3].string, "'\ufffd'");
});

test('exact_type tells operators apart', () => {
  const [name, operator, other] = generateTokens('x += ?');
  assert.equal(operator.type, TokenType.OP);
  assert.equal(operator.exact_type, TokenType.PLUSEQUAL);
  assert.equal(other.exact_type, TokenType.OP);
  assert.equal(name.exact_type, TokenType.NAME);
});

describe('detect_encoding', () => {
  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0));
  const cases: [string, string][] = [
    ['x', 'utf-8'],
    ['', 'utf-8'],
    ['\xef\xbb\xbfx', 'utf-8-sig'],
    ['\xef\xbb\xbf# coding: utf8\n', 'encoding problem: utf-8'],
    ['# coding: latin-1\n', 'iso-8859-1'],
    ['#!python\n# -*- coding: UTF_8 -*-\n', 'utf-8'],
    ['x\n# coding: latin-1\n', 'utf-8'],
    ['# coding: cp1252\n', 'cp1252'],
    ['# coding: klingon\n', 'unknown encoding: klingon'],
    ['\xff', 'invalid or missing encoding declaration'],
    ['\n\0', 'source code cannot contain null bytes'],
  ];
  for (const [source, expected] of cases) {
    test(JSON.stringify(source), () => {
      let result: string;
      try {
        result = detectEncoding(latin1(source));
      } catch (error) {
        result = (error as Error).message;
      }
      assert.equal(result, expected);
    });
  }
});
