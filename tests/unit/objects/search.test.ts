import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countText, indexOfText, splitText } from '../../../interpreter/objects/core/search.ts';

/** Words over few letters, so that prefixes, suffixes and periods abound; always the same ones. */
function words(letters: string, length: number, count: number): string[] {
  let state = 7;
  const next = (n: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % n;
  return Array.from({ length: count }, () => Array.from({ length }, () => letters[next(letters.length)]).join(''));
}

test('long needles are found where JavaScript finds them', () => {
  const unit = words('ab', 40, 30);
  for (const part of unit) {
    const needle = part.repeat(6) + part.slice(0, 9);
    for (const text of [
      part.repeat(600),
      part.repeat(5) + 'a' + part.repeat(600),
      (part.repeat(5) + part.slice(0, 20)).repeat(120) + needle + 'b',
      words('ab', 25000, 1)[0] + needle,
      words('ab', 25000, 1)[0],
    ]) {
      assert.equal(indexOfText(text, needle), text.indexOf(needle));
      assert.equal(indexOfText(text, needle, 1000), text.indexOf(needle, 1000));
      assert.deepEqual(splitText(text, needle), text.split(needle));
      assert.equal(countText(text, needle), text.split(needle).length - 1);
    }
  }
});

test('what is quadratic for a simple search ends at once', () => {
  const a = 'a'.repeat(300_000);
  const b = 'b'.repeat(300_000);
  const text = a + a + b + a + a;
  const needle = a + b + b + a;
  assert.equal(indexOfText(text, needle), -1);
  assert.equal(indexOfText(text + needle, needle), text.length);
  assert.equal(countText(text + needle, needle), 1);
});
