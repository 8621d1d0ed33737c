/**
 * The names of characters: for `\N{…}` in a string and for the unicodedata module.
 *
 * There are some 34,000 names of a few words each, and 12,000 words. A name is written as its words' numbers; the words are numbered from
 * the most frequent on, and a number takes one printable character for the first 40, two for the next 3,520, three for the rest. Characters
 * whose name ends in their number (`CJK UNIFIED IDEOGRAPH-4E00`) and Hangul syllables have rules instead. The table is unpacked when a name is
 * first asked for; it is large, so that nothing else of the front end imports this file.
 *
 * CPython: Modules/unicodedata.c and Modules/unicodename_db.h.
 */
import { ALIASES, NAMES, NUMBERED, RUNS, WORDS } from './unicode-names.generated.ts';

// The digits: printable ASCII without space, quotes and backslash.
const DIGITS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter(c => !`'"\`\\$|`.includes(c));
const BASE = DIGITS.length;
const ONE = 40;
const TWO = 40;

/** The characters for a word's number. */
export function encodeWord(index: number): string {
  if (index < ONE) return DIGITS[index];
  const second = index - ONE;
  if (second < TWO * BASE) return DIGITS[ONE + Math.floor(second / BASE)] + DIGITS[second % BASE];
  const third = second - TWO * BASE;
  return DIGITS[ONE + TWO + Math.floor(third / (BASE * BASE))] + DIGITS[Math.floor(third / BASE) % BASE] + DIGITS[third % BASE];
}

/** A name's words; a hyphen stays with the word before it, or stands alone. */
export function splitName(name: string): string[] {
  return name.split(/ |(?<=-)(?! )/).flatMap(word => (word.length > 1 && word.startsWith('-') ? ['-', word.slice(1)] : [word]));
}

function joinWords(words: readonly string[]): string {
  let name = words[0];
  for (let i = 1; i < words.length; i++) name += words[i - 1].endsWith('-') && !LONE_ENDS.has(words[i - 1]) ? words[i] : ` ${words[i]}`;
  return name;
}

/** Words that end in a hyphen and a space follows: TIBETAN MARK BKA- SHOG YIG MGO. */
const LONE_ENDS: ReadonlySet<string> = new Set(['BKA-', 'BSKA-']);

interface Tables {
  readonly byName: ReadonlyMap<string, string>;
  readonly byPoint: ReadonlyMap<number, string>;
  readonly numbered: readonly { readonly first: number; readonly last: number; readonly prefix: string }[];
}

let tables: Tables | null = null;

function unpack(): Tables {
  const digits = new Uint8Array(128);
  DIGITS.forEach((digit, value) => (digits[digit.charCodeAt(0)] = value));
  const words = WORDS.split(' ');
  const byName = new Map<string, string>();
  const byPoint = new Map<number, string>();
  const names = NAMES.split(' ');
  let next = 0;
  let point = 0;
  for (const run of RUNS.split(' ')) {
    const [distance, length = '1'] = run.split(',');
    point += parseInt(distance, 36);
    for (let left = parseInt(length, 36); left > 0; left--, point++) {
      const name = joinWords(decode(names[next++], digits).map(index => words[index]));
      byPoint.set(point, name);
      byName.set(name, String.fromCodePoint(point));
    }
  }
  for (const alias of ALIASES.split('|')) {
    const [points, name] = alias.split(';');
    byName.set(name, String.fromCodePoint(...points.split(' ').map(hex => parseInt(hex, 16))));
  }
  const numbered = NUMBERED.split(';').map(row => {
    const [first, last, prefix] = row.split(',');
    return { first: parseInt(first, 36), last: parseInt(last, 36), prefix };
  });
  return { byName, byPoint, numbered };
}

function decode(text: string, digits: Uint8Array): number[] {
  const indices: number[] = [];
  const digit = (at: number): number => digits[text.charCodeAt(at)];
  for (let at = 0; at < text.length;) {
    const first = digit(at++);
    if (first < ONE) indices.push(first);
    else if (first < ONE + TWO) indices.push(ONE + (first - ONE) * BASE + digit(at++));
    else indices.push(ONE + TWO * BASE + (first - ONE - TWO) * BASE * BASE + digit(at++) * BASE + digit(at++));
  }
  return indices;
}

const HANGUL = 'HANGUL SYLLABLE ';
const HANGUL_FIRST = 0xac00;
const LEADS = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const TAILS = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');

function hangulName(point: number): string {
  const index = point - HANGUL_FIRST;
  const lead = Math.floor(index / (VOWELS.length * TAILS.length));
  const vowel = Math.floor(index / TAILS.length) % VOWELS.length;
  return `${HANGUL}${LEADS[lead]}${VOWELS[vowel]}${TAILS[index % TAILS.length]}`;
}

function findHangul(name: string): string | null {
  const match = /^([BCDGHJKMNPRST]*)([AEIOUWY]+)([A-Z]*)$/.exec(name.slice(HANGUL.length));
  if (match === null) return null;
  const [lead, vowel, tail] = [LEADS.indexOf(match[1]), VOWELS.indexOf(match[2]), TAILS.indexOf(match[3])];
  if (lead < 0 || vowel < 0 || tail < 0) return null;
  return String.fromCodePoint(HANGUL_FIRST + (lead * VOWELS.length + vowel) * TAILS.length + tail);
}

/** What a name stands for: a character, for the name of a sequence several, or null. Case does not matter. */
export function lookupUnicodeName(name: string): string | null {
  tables ??= unpack();
  const upper = name.toUpperCase();
  if (upper.startsWith(HANGUL)) return findHangul(upper);
  const found = tables.byName.get(upper);
  if (found !== undefined) return found;
  const numbered = /^(.*)-([0-9A-F]{4,5})$/.exec(upper);
  if (numbered === null) return null;
  const point = parseInt(numbered[2], 16);
  const isIn = tables.numbered.some(({ first, last, prefix }) => prefix === numbered[1] && first <= point && point <= last);
  return isIn ? String.fromCodePoint(point) : null;
}

/** The name of a character, or null. */
export function unicodeNameOf(point: number): string | null {
  tables ??= unpack();
  if (point >= HANGUL_FIRST && point <= 0xd7a3) return hangulName(point);
  const name = tables.byPoint.get(point);
  if (name !== undefined) return name;
  const range = tables.numbered.find(({ first, last }) => first <= point && point <= last);
  return range === undefined ? null : `${range.prefix}-${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
