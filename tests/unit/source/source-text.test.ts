import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SourceText } from '../../../interpreter/source/index.ts';

test('every kind of line break becomes \\n', () => {
  assert.equal(new SourceText('a\r\nb\rc\n\r').text, 'a\nb\nc\n\n');
  assert.equal(new SourceText('a\r\nb', true).text, 'a\r\nb');
});

describe('lines', () => {
  const source = new SourceText('one\n\nthrée\nlast');
  test('are numbered from 1 and have no line break', () => {
    assert.equal(source.lineCount, 4);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map(n => source.line(n)),
      ['', 'one', '', 'thrée', 'last', ''],
    );
  });
  test('know whether they are ASCII', () => {
    assert.deepEqual(
      [1, 2, 3, 4].map(n => source.lineIsAscii(n)),
      [true, true, false, true],
    );
  });
  test('a final line break opens no other line', () => {
    assert.equal(new SourceText('a\n').lineCount, 1);
    assert.equal(new SourceText('').lineCount, 0);
  });
});

describe('columns', () => {
  //                              UTF-16  0  12  3   57
  //                              bytes   0  13  4   89
  const source = new SourceText('plain\naé=𝒳.\n');
  test('of an ASCII line are one number', () => {
    assert.equal(source.utf16ToByte(1, 4), 4);
    assert.equal(source.byteToCodePoint(1, 4), 4);
  });
  test('of another are three', () => {
    const utf16 = [0, 1, 2, 3, 5, 6];
    const bytes = [0, 1, 3, 4, 8, 9];
    const points = [0, 1, 2, 3, 4, 5];
    assert.deepEqual(
      utf16.map(column => source.utf16ToByte(2, column)),
      bytes,
    );
    assert.deepEqual(
      utf16.map(column => source.utf16ToCodePoint(2, column)),
      points,
    );
    assert.deepEqual(
      bytes.map(column => source.byteToUtf16(2, column)),
      utf16,
    );
    assert.deepEqual(
      points.map(column => source.codePointToUtf16(2, column)),
      utf16,
    );
    assert.deepEqual(
      bytes.map(column => source.byteToCodePoint(2, column)),
      points,
    );
  });
  test('beyond the end go on one by one', () => {
    assert.equal(source.utf16ToByte(2, 8), 11);
    assert.equal(source.byteToUtf16(2, 11), 8);
  });
});

test('offsets and places convert both ways', () => {
  const source = new SourceText('ab\n\ncd');
  const places: [number, number, number][] = [
    [0, 1, 0],
    [2, 1, 2],
    [3, 2, 0],
    [4, 3, 0],
    [6, 3, 2],
  ];
  for (const [offset, lineno, column] of places) {
    assert.deepEqual(source.positionAt(offset), { lineno, column });
    assert.equal(source.offsetAt(lineno, column), offset);
  }
  assert.deepEqual(new SourceText('').positionAt(0), { lineno: 1, column: 0 });
});
