/** Names of characters, as CPython 3.14's unicodedata has them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookupUnicodeName, unicodeNameOf } from '../../../interpreter/source/unicode-names.ts';

test('names', () => {
  const names: [string, string][] = [
    ['a', 'LATIN SMALL LETTER A'],
    ['🐍', 'SNAKE'],
    ['€', 'EURO SIGN'],
    ['한', 'HANGUL SYLLABLE HAN'],
    ['가', 'HANGUL SYLLABLE GA'],
    ['一', 'CJK UNIFIED IDEOGRAPH-4E00'],
    ['\u{2a6d6}', 'CJK UNIFIED IDEOGRAPH-2A6D6'],
    ['\u{f900}', 'CJK COMPATIBILITY IDEOGRAPH-F900'],
    ['\u{13460}', 'EGYPTIAN HIEROGLYPH-13460'],
    ['\u{fd0}', 'TIBETAN MARK BSKA- SHOG GI MGO RGYAN'],
    ['\u{f0a}', 'TIBETAN MARK BKA- SHOG YIG MGO'],
    ['\u{f60}', 'TIBETAN LETTER -A'],
  ];
  for (const [character, name] of names) {
    assert.equal(unicodeNameOf(character.codePointAt(0)!), name);
    assert.equal(lookupUnicodeName(name), character);
  }
  for (const point of [0, 0x0a, 0xd800, 0xe000, 0x378, 0x10ffff]) assert.equal(unicodeNameOf(point), null);
});

test('aliases, sequences, any case', () => {
  assert.equal(lookupUnicodeName('line feed'), '\n');
  assert.equal(lookupUnicodeName('NBSP'), '\xa0');
  assert.equal(lookupUnicodeName('Latin Small Letter Gha'), 'ƣ');
  assert.equal(lookupUnicodeName('KEYCAP DIGIT ONE'), '1\ufe0f\u20e3');
  for (const name of ['', 'NO SUCH', 'CJK UNIFIED IDEOGRAPH-0041', 'HANGUL SYLLABLE', 'HANGUL SYLLABLE X'])
    assert.equal(lookupUnicodeName(name), null);
});
