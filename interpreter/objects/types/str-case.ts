/** Case mappings of str: Unicode's full mappings, in the version that CPython has. */
import { isInClass } from '../protocol/unicode.ts';
import { TO_FOLDED, TO_LOWER, TO_TITLE, TO_UPPER } from '../protocol/character-tables.generated.ts';

interface MappingTable {
  readonly runs: string;
  readonly special: string;
}

/** A mapping of single characters, decoded when it is first used; what it leaves out, `otherwise` maps. */
function mappingOf(table: MappingTable, otherwise: (c: string) => string): (c: string) => string {
  let map: Map<string, string> | null = null;
  return c => {
    map ??= decode(table);
    return map.get(c) ?? otherwise(c);
  };
}

function decode({ runs, special }: MappingTable): Map<string, string> {
  const map = new Map<string, string>();
  const numbers = runs.split(' ').map(n => parseInt(n, 36));
  let start = 0;
  for (let i = 0; i < numbers.length; i += 4) {
    start += numbers[i];
    const [, count, step, delta] = numbers.slice(i, i + 4);
    for (let k = 0; k < count; k++) map.set(String.fromCodePoint(start + k * step), String.fromCodePoint(start + k * step + delta));
  }
  for (const row of special.split(' ')) {
    const [c, ...mapped] = row;
    map.set(c, mapped.join(''));
  }
  return map;
}

const same = (c: string): string => c;
const toLower = mappingOf(TO_LOWER, same);
const toUpper = mappingOf(TO_UPPER, same);
/** A character's title case (full mapping). */
export const titleChar = mappingOf(TO_TITLE, toUpper);
const toFolded = mappingOf(TO_FOLDED, toLower);

/** Letters up to here have had their case in Unicode for long: every browser's JavaScript maps them alike. */
const SETTLED = /^[\0-\u0233\u0250-\u0363\u0370-\u0373\u0376-\u052f\u2000-\u206f\u3000-\u9fff\uac00-\ud7a3]*$/;

export function upperText(text: string): string {
  if (SETTLED.test(text)) return text.toUpperCase();
  let result = '';
  for (const c of text) result += toUpper(c);
  return result;
}

export function lowerText(text: string): string {
  if (SETTLED.test(text)) return text.toLowerCase();
  const chars = Array.from(text);
  let result = '';
  for (let i = 0; i < chars.length; i++) result += lowerAt(chars, i);
  return result;
}

/** Lower case of the character at `index`, with the final form of sigma where it ends a word. */
function lowerAt(chars: readonly string[], index: number): string {
  if (chars[index] !== 'Σ') return toLower(chars[index]);
  let before = index - 1;
  while (before >= 0 && isInClass(chars[before].codePointAt(0)!, 'caseIgnorable')) before--;
  if (before < 0 || !isInClass(chars[before].codePointAt(0)!, 'cased')) return 'σ';
  let after = index + 1;
  while (after < chars.length && isInClass(chars[after].codePointAt(0)!, 'caseIgnorable')) after++;
  return after < chars.length && isInClass(chars[after].codePointAt(0)!, 'cased') ? 'σ' : 'ς';
}

export function capitalizeText(text: string): string {
  if (text === '') return '';
  const chars = Array.from(text);
  let result = titleChar(chars[0]);
  for (let i = 1; i < chars.length; i++) result += lowerAt(chars, i);
  return result;
}

export function titleText(text: string): string {
  const chars = Array.from(text);
  let result = '';
  let previousCased = false;
  for (let i = 0; i < chars.length; i++) {
    result += previousCased ? lowerAt(chars, i) : titleChar(chars[i]);
    previousCased = isInClass(chars[i].codePointAt(0)!, 'cased');
  }
  return result;
}

export function swapcaseText(text: string): string {
  const chars = Array.from(text);
  let result = '';
  for (let i = 0; i < chars.length; i++) {
    const code = chars[i].codePointAt(0)!;
    if (isInClass(code, 'upper')) result += lowerAt(chars, i);
    else result += isInClass(code, 'lower') ? toUpper(chars[i]) : chars[i];
  }
  return result;
}

/** Full case folding. */
export function casefold(text: string): string {
  let result = '';
  for (const c of text) result += toFolded(c);
  return result;
}
