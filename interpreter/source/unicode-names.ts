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
  readonly words: readonly string[];
  readonly indices: ReadonlyMap<string, number>;
  /** The names in the order of their characters, in the form encodeWord gives; and where each is. */
  readonly names: readonly string[];
  readonly ordinals: ReadonlyMap<string, number>;
  /** Runs of named characters: where each begins, and the ordinal of its first name. */
  readonly runStarts: readonly number[];
  readonly runOrdinals: readonly number[];
  readonly aliases: ReadonlyMap<string, string>;
  readonly numbered: readonly { readonly first: number; readonly last: number; readonly prefix: string }[];
}

let unpacked: Tables | null = null;

function tables(): Tables {
  return (unpacked ??= unpack());
}

function unpack(): Tables {
  const words = WORDS.split(' ');
  const names = NAMES.split(' ');
  const runStarts: number[] = [];
  const runOrdinals: number[] = [];
  let point = 0;
  let ordinal = 0;
  for (const run of RUNS.split(' ')) {
    const [distance, length = '1'] = run.split(',');
    point += parseInt(distance, 36);
    runStarts.push(point);
    runOrdinals.push(ordinal);
    point += parseInt(length, 36);
    ordinal += parseInt(length, 36);
  }
  const aliases = ALIASES.split('|').map(alias => {
    const [points, name] = alias.split(';');
    return [name, String.fromCodePoint(...points.split(' ').map(hex => parseInt(hex, 16)))] as const;
  });
  const numbered = NUMBERED.split(';').map(row => {
    const [first, last, prefix] = row.split(',');
    return { first: parseInt(first, 36), last: parseInt(last, 36), prefix };
  });
  return {
    words,
    indices: new Map(words.map((word, index) => [word, index])),
    names,
    ordinals: new Map(names.map((name, index) => [name, index])),
    runStarts,
    runOrdinals,
    aliases: new Map(aliases),
    numbered,
  };
}

/** The last position in a sorted list whose value is not above `value`; -1 if all are. */
function lastNotAbove(sorted: readonly number[], value: number): number {
  let low = -1;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function decode(text: string): number[] {
  const indices: number[] = [];
  const digit = (at: number): number => DIGITS.indexOf(text[at]);
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
  const { indices, ordinals, runStarts, runOrdinals, aliases, numbered } = tables();
  const upper = name.toUpperCase();
  if (upper.startsWith(HANGUL)) return findHangul(upper);
  const alias = aliases.get(upper);
  if (alias !== undefined) return alias;
  const match = /^(.*)-([0-9A-F]{4,5})$/.exec(upper);
  if (match !== null) {
    const point = parseInt(match[2], 16);
    if (numbered.some(({ first, last, prefix }) => prefix === match[1] && first <= point && point <= last))
      return String.fromCodePoint(point);
  }
  const words = splitName(upper).map(word => indices.get(word) ?? -1);
  const ordinal = words.includes(-1) ? undefined : ordinals.get(words.map(encodeWord).join(''));
  if (ordinal === undefined || wordsOf(ordinal) !== upper) return null;
  const run = lastNotAbove(runOrdinals, ordinal);
  return String.fromCodePoint(runStarts[run] + ordinal - runOrdinals[run]);
}

function wordsOf(ordinal: number): string {
  const { words, names } = tables();
  return joinWords(decode(names[ordinal]).map(index => words[index]));
}

/** The name of a character, or null. */
export function unicodeNameOf(point: number): string | null {
  if (point >= HANGUL_FIRST && point <= 0xd7a3) return hangulName(point);
  const { names, runStarts, runOrdinals, numbered } = tables();
  const run = lastNotAbove(runStarts, point);
  if (run >= 0) {
    const ordinal = runOrdinals[run] + point - runStarts[run];
    if (ordinal < (runOrdinals[run + 1] ?? names.length)) return wordsOf(ordinal);
  }
  const range = numbered.find(({ first, last }) => first <= point && point <= last);
  return range === undefined ? null : `${range.prefix}-${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
