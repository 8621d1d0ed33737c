/**
 * Case mappings of str. JavaScript's upper and lower case are Unicode's full mappings, as CPython's are; title case and case folding are made
 * of them and of the few characters that differ.
 */
import { isInClass } from '../protocol/unicode.ts';

/** Digraphs with a title form of their own. */
const TITLE = new Map<string, string>();
for (const [upper, title, lower] of ['Ǆǅǆ', 'Ǉǈǉ', 'Ǌǋǌ', 'Ǳǲǳ']) for (const c of [upper, title, lower]) TITLE.set(c, title);

/** A character's title case (full mapping). */
export function titleChar(c: string): string {
  const special = TITLE.get(c);
  if (special !== undefined) return special;
  const code = c.codePointAt(0)!;
  // Georgian letters have no title case.
  if (code >= 0x10d0 && code <= 0x10ff) return c;
  // Greek letters with iota subscript keep it below the capital.
  if (code >= 0x1f80 && code <= 0x1ffc) {
    const title = greekTitle(code);
    if (title !== undefined) return title;
  }
  const upper = c.toUpperCase();
  if (upper.length <= 1) return upper;
  const chars = Array.from(upper);
  return chars.length === 1 ? upper : chars[0] + chars.slice(1).join('').toLowerCase();
}

function greekTitle(code: number): string | undefined {
  if (code >= 0x1f80 && code <= 0x1faf) return String.fromCharCode(code | 8);
  if (code === 0x1fb3 || code === 0x1fbc) return '\u1fbc';
  if (code === 0x1fc3 || code === 0x1fcc) return '\u1fcc';
  if (code === 0x1ff3 || code === 0x1ffc) return '\u1ffc';
  const withIota: Readonly<Record<number, string>> = {
    0x1fb2: '\u1fba\u0345',
    0x1fb4: '\u0386\u0345',
    0x1fb7: '\u0391\u0342\u0345',
    0x1fc2: '\u1fca\u0345',
    0x1fc4: '\u0389\u0345',
    0x1fc7: '\u0397\u0342\u0345',
    0x1ff2: '\u1ffa\u0345',
    0x1ff4: '\u038f\u0345',
    0x1ff7: '\u03a9\u0342\u0345',
  };
  return withIota[code];
}

/** Lower case of the character at `index`, with the final form of sigma where it ends a word. */
function lowerAt(chars: readonly string[], index: number): string {
  if (chars[index] !== 'Σ') return chars[index].toLowerCase();
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
    else result += isInClass(code, 'lower') ? chars[i].toUpperCase() : chars[i];
  }
  return result;
}

/** Full case folding: for almost all characters, lower case of upper case of lower case. */
export function casefold(text: string): string {
  let result = '';
  for (const c of text) {
    const code = c.codePointAt(0)!;
    // Cherokee folds to its capitals, and dotless i to itself.
    if (code >= 0x13a0 && code <= 0x13f5) result += c;
    else if (code >= 0x13f8 && code <= 0x13fd) result += String.fromCharCode(code - 8);
    else if (code >= 0xab70 && code <= 0xabbf) result += String.fromCharCode(code - 0xab70 + 0x13a0);
    else if (code === 0x131) result += c;
    else for (const u of c.toLowerCase().toUpperCase()) result += u.toLowerCase();
  }
  return result;
}
