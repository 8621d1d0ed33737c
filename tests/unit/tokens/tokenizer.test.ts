/** Sources and the tokens CPython 3.14.8's parser receives for them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SourceText } from '../../../interpreter/source/index.ts';
import { NEWLINE, Tokenizer, allTokens, tok_name } from '../../../interpreter/tokens/index.ts';
import type { Token, TokenizerOptions } from '../../../interpreter/tokens/index.ts';

/** name, source, tokens */
const PAIRS: [string, string, string][] = [
  ['an assignment', 'x = 1\n', 'NAME x · EQUAL = · NUMBER 1 · NEWLINE · ENDMARKER'],
  ['no newline at the end', 'x', 'NAME x · NEWLINE · ENDMARKER'],
  ['only a comment', '# nothing\n', 'ENDMARKER'],
  [
    'a block',
    'if x:\n    y\nz\n',
    'NAME if · NAME x · COLON : · NEWLINE · INDENT · NAME y · NEWLINE · DEDENT · NAME z · NEWLINE · ENDMARKER',
  ],
  [
    'nested blocks that end together',
    'if a:\n  if b:\n    c\n',
    'NAME if · NAME a · COLON : · NEWLINE · INDENT · NAME if · NAME b · COLON : · NEWLINE · INDENT · NAME c · NEWLINE · DEDENT · DEDENT · ENDMARKER',
  ],
  [
    'blank lines and comments inside a block',
    'if a:\n  b\n\n  # c\n  d\n',
    'NAME if · NAME a · COLON : · NEWLINE · INDENT · NAME b · NEWLINE · NAME d · NEWLINE · DEDENT · ENDMARKER',
  ],
  ['tabs', 'if a:\n\tb\n\tc\n', 'NAME if · NAME a · COLON : · NEWLINE · INDENT · NAME b · NEWLINE · NAME c · NEWLINE · DEDENT · ENDMARKER'],
  ['brackets join lines', 'f(1,\n  2)\n', 'NAME f · LPAR ( · NUMBER 1 · COMMA , · NUMBER 2 · RPAR ) · NEWLINE · ENDMARKER'],
  ['a backslash joins lines', 'a = \\\n  1\n', 'NAME a · EQUAL = · NUMBER 1 · NEWLINE · ENDMARKER'],
  ['a form feed resets the indentation', '\fa\n', 'NAME a · NEWLINE · ENDMARKER'],
  [
    'operators',
    'a**=b//c>>d<=e!=f->g:=h...\n',
    'NAME a · DOUBLESTAREQUAL **= · NAME b · DOUBLESLASH // · NAME c · RIGHTSHIFT >> · NAME d · LESSEQUAL <= · NAME e · NOTEQUAL != · NAME f · RARROW -> · NAME g · COLONEQUAL := · NAME h · ELLIPSIS ... · NEWLINE · ENDMARKER',
  ],
  [
    'numbers',
    '0 00 1_000 0xfF 0o17 0b1_0 1.5 .5 1. 1e5 1E-5 2j 1.5J 077.5\n',
    'NUMBER 0 · NUMBER 00 · NUMBER 1_000 · NUMBER 0xfF · NUMBER 0o17 · NUMBER 0b1_0 · NUMBER 1.5 · NUMBER .5 · NUMBER 1. · NUMBER 1e5 · NUMBER 1E-5 · NUMBER 2j · NUMBER 1.5J · NUMBER 077.5 · NEWLINE · ENDMARKER',
  ],
  ['numbers next to keywords', '1if 0x1for\n', 'NUMBER 1 · NAME if · NUMBER 0x1f · NAME or · NEWLINE · ENDMARKER'],
  [
    'strings',
    "\"a\" 'b' '''c\nd''' rb\"\\\"\" u\"é\"\n",
    "STRING \"a\" · STRING 'b' · STRING '''c\nd''' · STRING rb\"\\\"\" · STRING u\"é\" · NEWLINE · ENDMARKER",
  ],
  [
    'an f-string',
    'f"a{x}b"\n',
    'FSTRING_START f" · FSTRING_MIDDLE a · LBRACE { · NAME x · RBRACE } · FSTRING_MIDDLE b · FSTRING_END " · NEWLINE · ENDMARKER',
  ],
  ['doubled braces', 'f"{{a}}"\n', 'FSTRING_START f" · FSTRING_MIDDLE { · FSTRING_MIDDLE a} · FSTRING_END " · NEWLINE · ENDMARKER'],
  [
    'a conversion and a format',
    'f"{x!r:>10}"\n',
    'FSTRING_START f" · LBRACE { · NAME x · EXCLAMATION ! · NAME r · COLON : · FSTRING_MIDDLE >10 · RBRACE } · FSTRING_END " · NEWLINE · ENDMARKER',
  ],
  [
    'a nested format',
    'f"{x:{w}.{p}}"\n',
    'FSTRING_START f" · LBRACE { · NAME x · COLON : · LBRACE { · NAME w · RBRACE } · FSTRING_MIDDLE . · LBRACE { · NAME p · RBRACE } · FSTRING_MIDDLE · RBRACE } · FSTRING_END " · NEWLINE · ENDMARKER',
  ],
  ['debugging', 'f"{x = }"\n', 'FSTRING_START f" · LBRACE { · NAME x · EQUAL = · RBRACE } · FSTRING_END " · NEWLINE · ENDMARKER'],
  [
    'an f-string in an f-string',
    'f"{f"{x}"}"\n',
    'FSTRING_START f" · LBRACE { · FSTRING_START f" · LBRACE { · NAME x · RBRACE } · FSTRING_END " · RBRACE } · FSTRING_END " · NEWLINE · ENDMARKER',
  ],
  [
    'an f-string over lines',
    "f'''a\n{x\n}b\n'''\n",
    "FSTRING_START f''' · FSTRING_MIDDLE a\n · LBRACE { · NAME x · RBRACE } · FSTRING_MIDDLE b\n · FSTRING_END ''' · NEWLINE · ENDMARKER",
  ],
  [
    'brackets in an expression',
    'f"{a[1:2]}{ {1: 2}[1] }"\n',
    'FSTRING_START f" · LBRACE { · NAME a · LSQB [ · NUMBER 1 · COLON : · NUMBER 2 · RSQB ] · RBRACE } · LBRACE { · LBRACE { · NUMBER 1 · COLON : · NUMBER 2 · RBRACE } · LSQB [ · NUMBER 1 · RSQB ] · RBRACE } · FSTRING_END " · NEWLINE · ENDMARKER',
  ],
  [
    'an escaped brace',
    "f'\\N{DIGIT ONE}\\{x}'\n",
    "FSTRING_START f' · FSTRING_MIDDLE \\N{DIGIT ONE} · FSTRING_MIDDLE \\ · LBRACE { · NAME x · RBRACE } · FSTRING_END ' · NEWLINE · ENDMARKER",
  ],
  [
    'a raw f-string',
    "rf'\\{x}'\n",
    "FSTRING_START rf' · FSTRING_MIDDLE \\ · LBRACE { · NAME x · RBRACE } · FSTRING_END ' · NEWLINE · ENDMARKER",
  ],
  [
    'a t-string',
    't"a{x!s}"\n',
    'TSTRING_START t" · TSTRING_MIDDLE a · LBRACE { · NAME x · EXCLAMATION ! · NAME s · RBRACE } · TSTRING_END " · NEWLINE · ENDMARKER',
  ],
  [
    'soft keywords and names beyond ASCII',
    'match é, 变量, ñ1\n',
    'NAME match · NAME é · COMMA , · NAME 变量 · COMMA , · NAME ñ1 · NEWLINE · ENDMARKER',
  ],
  ['what no operator is', 'a ? $ !\n', 'NAME a · OP ? · OP $ · EXCLAMATION ! · NEWLINE · ENDMARKER'],
];

const tokensOf = (source: string, options: Partial<TokenizerOptions> = {}): Token[] =>
  allTokens(new SourceText(source), { filename: '<string>', ...options });
const show = (tokens: readonly Token[]): string =>
  tokens.map(({ type, string }) => (string === '' || type === NEWLINE ? tok_name[type] : `${tok_name[type]} ${string}`)).join(' · ');

describe('the tokens of', () => {
  for (const [name, source, expected] of PAIRS) test(name, () => assert.equal(show(tokensOf(source)), expected));
});

describe('places', () => {
  const places = (source: string): string[] =>
    tokensOf(source).map(token => `${tok_name[token.type]} ${token.lineno}:${token.col}-${token.end_lineno}:${token.end_col}`);

  test('columns count UTF-16 units; a NEWLINE includes its line break', () => {
    assert.deepEqual(places('𝒳 = "é" # c\n'), [
      'NAME 1:0-1:2',
      'EQUAL 1:3-1:4',
      'STRING 1:5-1:8',
      'NEWLINE 1:9-1:13',
      'ENDMARKER 1:-1-1:-1',
    ]);
  });
  test('INDENT and DEDENT have a line and no columns', () => {
    assert.deepEqual(places('if x:\n y\nz').slice(4, 8), ['INDENT 2:-1-2:-1', 'NAME 2:1-2:2', 'NEWLINE 2:2-2:3', 'DEDENT 3:-1-3:-1']);
  });
  test('strings may end on a later line', () => {
    assert.deepEqual(places('\'\'\'a\nb\'\'\'f"""c\n{d}"""').slice(0, 6), [
      'STRING 1:0-2:4',
      'FSTRING_START 2:4-2:8',
      'FSTRING_MIDDLE 2:8-3:0',
      'LBRACE 3:0-3:1',
      'NAME 3:1-3:2',
      'RBRACE 3:2-3:3',
    ]);
  });
  test('line breaks of every kind count once', () => {
    assert.deepEqual(
      tokensOf('a\r\nb\rc\n')
        .filter(token => token.string !== '')
        .map(token => `${token.string}${token.lineno}`),
      ['a1', 'b2', 'c3'],
    );
  });
});

test('the level counts open brackets after each token', () => {
  assert.deepEqual(
    tokensOf('a([b])').map(token => token.level),
    [0, 1, 2, 2, 1, 0, 0, 0],
  );
});

describe('the text of an expression, on the token that ends it', () => {
  const cases: [string, string[]][] = [
    ["f'{x = }'", ['x = ']],
    ["f'{x}'", []],
    ["f'{a!=b = !r}'", ['a!=b = ', 'a!=b = !r']],
    ["t'{ x }{y!r:>5}'", [' x ', 'y', 'y', 'y!r:>5']],
    ["f'''{x # c\n=}'''", ['x \n=']],
    ["t'''{\"#\" # it's\n}'''", ['"#" \n']],
    ["t'{f(a=1)}'", ['f(a=1)']],
  ];
  for (const [source, expected] of cases) {
    test(JSON.stringify(source), () => {
      assert.deepEqual(
        tokensOf(source).flatMap(token => token.metadata ?? []),
        expected,
      );
    });
  }
});

describe('modes', () => {
  test('only exec adds a newline', () => {
    assert.equal(show(tokensOf('x', { mode: 'exec' })), 'NAME x · NEWLINE · ENDMARKER');
    assert.equal(show(tokensOf('x', { mode: 'eval' })), 'NAME x · ENDMARKER');
  });
  test('single closes the statement and its blocks at the end', () => {
    assert.equal(
      show(tokensOf('if x:\n y', { mode: 'single' })),
      'NAME if · NAME x · COLON : · NEWLINE · INDENT · NAME y · NEWLINE · DEDENT · NEWLINE · ENDMARKER',
    );
  });
  test('single leaves blocks open when told so', () => {
    const tokens = tokensOf('if x:\n y', { mode: 'single', dontImplyDedent: true });
    assert.equal(show(tokens.slice(-3)), 'NAME y · NEWLINE · ENDMARKER');
  });
  test('at a prompt an empty line is a NEWLINE', () => {
    assert.equal(show(tokensOf('\n', { mode: 'single', interactive: true })), 'NEWLINE · NEWLINE · ENDMARKER');
  });
  test('type comments', () => {
    assert.equal(
      show(tokensOf('x = 1 # type: int\n', { typeComments: true })),
      'NAME x · EQUAL = · NUMBER 1 · TYPE_COMMENT int · NEWLINE · ENDMARKER',
    );
    assert.equal(show(tokensOf('x # type: ignore[a]\n', { typeComments: true })), 'NAME x · TYPE_IGNORE [a] · NEWLINE · ENDMARKER');
    assert.equal(show(tokensOf('x # type: ignored\n', { typeComments: true })), 'NAME x · TYPE_COMMENT ignored · NEWLINE · ENDMARKER');
    assert.equal(show(tokensOf('x # types: int\n', { typeComments: true })), 'NAME x · NEWLINE · ENDMARKER');
  });
  test('<> is one operator only for barry_as_FLUFL', () => {
    assert.equal(show(tokensOf('a<>b')), 'NAME a · LESS < · GREATER > · NAME b · NEWLINE · ENDMARKER');
    const tokenizer = new Tokenizer(new SourceText('a<>b'), { filename: '<string>' });
    tokenizer.barryAsFlufl = true;
    tokenizer.next();
    assert.equal(show([tokenizer.next()]), 'NOTEQUAL <>');
  });
});
