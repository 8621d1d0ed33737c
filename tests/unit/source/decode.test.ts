/** Source files in bytes (written as Latin-1) and what CPython 3.14.8's `compile` makes of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PythonSyntaxError, decodeSource } from '../../../interpreter/source/index.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0));

/** bytes, the string literal in the decoded text */
const DECODED: [string, string][] = [
  ["# coding=utf-8-sig\n'\u00c3\u00a9'", 'é'],
  ["# vim: set fileencoding=iso-8859-1 :\n'\u00e9'", 'é'],
  ["#!/usr/bin/python\n# -*- coding: cp1252 -*-\n'\u0080'", '€'],
  ["# coding: koi8-r\n'\u00c1'", 'а'],
  ["# coding: utf-8-unix\n'\u00c3\u00a9'", 'é'],
  ["# coding: ISO_8859-1\n'\u00e9'", 'é'],
  ["\r\n# coding: latin-1\r\n'\u00e9'", 'é'],
  ["\r# coding: latin-1\r'\u00e9'", 'é'],
  ["# coding: latin-1-unix\n'\u00e9'", 'é'],
  ["  # coding: latin-1\n'\u00e9'", 'é'],
  ["pass # coding: foo\n'a'", 'a'],
  ["\\\n# coding: foo\n'a'", 'a'],
  ["# coding: shift_jis\n'\u0082\u00a0'", 'あ'],
  ["# coding: euc-jp\n'\u00a4\u00a2'", 'あ'],
  ["# coding: gb2312\n'\u00b0\u00a1'", '啊'],
  ["# coding: big5\n'\u00a4@'", '一'],
  ["# coding: cp1251\n'\u00c0'", 'А'],
  ["# coding: mac-roman\n'\u0080'", 'Ä'],
  ["# coding: iso-8859-15\n'\u00a4'", '€'],
];

describe('decodes', () => {
  for (const [source, literal] of DECODED) {
    test(JSON.stringify(source), () => {
      const { text } = decodeSource(latin1(source));
      assert.equal(/'(.*)'/s.exec(text)![1], literal);
    });
  }
});

/** bytes, message, lineno, offset, end_lineno, end_offset, text */
const ERRORS: [string, string, ...(number | string | null)[]][] = [
  [
    '\u00ff',
    "Non-UTF-8 code starting with '\\xff' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    1,
    1,
    1,
    '�',
  ],
  [
    "x=1\n'\u00ff'",
    "Non-UTF-8 code starting with '\\xff' on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    2,
    2,
    2,
    2,
    "'�'",
  ],
  ['# coding: foo\n', 'unknown encoding: foo', 0, -1, null, null, null],
  ['\u00ef\u00bb\u00bf# coding: latin-1\n', 'encoding problem: iso-8859-1 with BOM', 1, 0, 1, 17, '# coding: latin-1'],
  ['a\u0000b', 'source code string cannot contain null bytes', null, null, null, null, null],
  [
    "# coding: ascii\n'\u00ff'\n",
    "'ascii' codec can't decode byte 0xff in position 17: ordinal not in range(128)",
    0,
    -1,
    null,
    null,
    null,
  ],
  [
    "# coding: ascii\n'\u00c3\u00a9'\n",
    "'ascii' codec can't decode byte 0xc3 in position 17: ordinal not in range(128)",
    0,
    -1,
    null,
    null,
    null,
  ],
  [
    "# coding: utf-8\n'\u00ff'\n",
    "Non-UTF-8 code starting with '\\xff' on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    2,
    2,
    2,
    2,
    "'�'",
  ],
  ["# coding: utf8\n'\u00ff'\n", "'utf-8' codec can't decode byte 0xff in position 16: invalid start byte", 0, -1, null, null, null],
  [
    "\u00ef\u00bb\u00bf'\u00ff'\n",
    "Non-UTF-8 code starting with '\\xff' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    2,
    1,
    2,
    "'�'",
  ],
  [
    "1 1\n'\u00ff'",
    "Non-UTF-8 code starting with '\\xff' on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    2,
    2,
    2,
    2,
    "'�'",
  ],
  ['\n# coding: foo\n', 'unknown encoding: foo', 0, -1, null, null, null],
  [
    'x=1#\u00ff',
    "Non-UTF-8 code starting with '\\xff' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    5,
    1,
    5,
    'x=1#�',
  ],
  [
    "'''\n\u00ff'''",
    "Non-UTF-8 code starting with '\\xff' on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    2,
    1,
    2,
    1,
    "�'''",
  ],
  [
    "x='\u00c3(';",
    "Non-UTF-8 code starting with '\\xc3' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    4,
    1,
    4,
    "x='�(';",
  ],
  [
    "x='\u00f0\u009f\u0098",
    "Non-UTF-8 code starting with '\\xf0' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    4,
    1,
    4,
    "x='�",
  ],
  ['\u00ef\u00bb\u00bf# coding=utf8\nx', 'encoding problem: utf8 with BOM', 1, 0, 1, 13, '# coding=utf8'],
  [
    '\u00ed\u00a0\u0080',
    "Non-UTF-8 code starting with '\\xed' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    1,
    1,
    1,
    '���',
  ],
  [
    '\u00e2\u0082',
    "Non-UTF-8 code starting with '\\xe2' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    1,
    1,
    1,
    '�',
  ],
  [
    '\u00e2(\u00a1',
    "Non-UTF-8 code starting with '\\xe2' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    1,
    1,
    1,
    '�(�',
  ],
  [
    '\u00c0\u0080',
    "Non-UTF-8 code starting with '\\xc0' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    1,
    1,
    1,
    '��',
  ],
  [
    '\u00f4\u0090\u0080\u0080',
    "Non-UTF-8 code starting with '\\xf4' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    1,
    1,
    1,
    '����',
  ],
  [
    '\u00f5',
    "Non-UTF-8 code starting with '\\xf5' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    1,
    1,
    1,
    '�',
  ],
  [
    "'\u00c3\u00a9'\u00ff",
    "Non-UTF-8 code starting with '\\xff' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    1,
    4,
    1,
    4,
    "'é'�",
  ],
  [
    "# coding: utf8\n'\u00e2\u0082'",
    "'utf-8' codec can't decode bytes in position 16-17: invalid continuation byte",
    0,
    -1,
    null,
    null,
    null,
  ],
  [
    '# coding: utf8\n\u00f0\u009f\u0098(',
    "'utf-8' codec can't decode bytes in position 15-17: invalid continuation byte",
    0,
    -1,
    null,
    null,
    null,
  ],
  [
    "x=1\r\ny='\u00ff'",
    "Non-UTF-8 code starting with '\\xff' on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    2,
    4,
    2,
    4,
    "y='�'",
  ],
  [
    "x=1\ry='\u00ff'",
    "Non-UTF-8 code starting with '\\xff' on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    2,
    4,
    2,
    4,
    "y='�'",
  ],
  ["\f# coding: foo\n'a'", 'unknown encoding: foo', 0, -1, null, null, null],
  ['# coding: foo', 'unknown encoding: foo', 0, -1, null, null, null],
  ["# coding: latin-9\n'\u00a4'", 'unknown encoding: latin-9', 0, -1, null, null, null],
  [
    "# coding: cp1252\n'\u0081'\n",
    "'charmap' codec can't decode byte 0x81 in position 18: character maps to <undefined>",
    0,
    -1,
    null,
    null,
    null,
  ],
];

describe('rejects', () => {
  for (const [source, ...expected] of ERRORS) {
    test(JSON.stringify(source), () =>
      assert.deepEqual(
        errorOf(() => decodeSource(latin1(source))),
        expected,
      ),
    );
  }
});

function errorOf(run: () => unknown): unknown[] {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof PythonSyntaxError, String(error));
    const { lineno, offset, end_lineno, end_offset, text } = error.range;
    return [error.message, lineno, offset, end_lineno, end_offset, text];
  }
  return ['no error'];
}

test('says which encoding it used and whether there was a byte order mark', () => {
  assert.deepEqual(decodeSource(latin1('\xef\xbb\xbfx')), { text: 'x', encoding: 'utf-8', bom: true });
  assert.deepEqual(decodeSource(latin1('# coding: Latin_1\nx')), { text: '# coding: Latin_1\nx', encoding: 'iso-8859-1', bom: false });
  assert.equal(decodeSource(latin1('# coding: cp1251\n')).encoding, 'cp1251');
});

test('a file run by name is named, and its second line counted as the first', () => {
  const message = (line: number): string =>
    `Non-UTF-8 code starting with '\\xff' in file x.py on line ${line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details`;
  const error = (source: string): unknown[] => errorOf(() => decodeSource(latin1(source), 'x.py', true));
  assert.deepEqual(error("x=1\n'\xff'"), [message(1), 1, 2, 1, 2, "'\ufffd'"]);
  assert.deepEqual(error("x\n\ny='\xff'"), [message(3), 3, 4, 3, 4, "y='\ufffd'"]);
});
