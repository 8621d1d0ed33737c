/** Sets of characters in compiled patterns: what `[a-z\d]`, `\w` and a letter without regard to case test (CPython: Modules/_sre/sre_lib.h, `SRE(charset)`). */
import { decimalDigit, isInClass, isLineBreak, isSpace } from '../../objects/protocol/unicode.ts';
import { OP } from './opcodes.ts';

export const asciiLower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);

/** Lower case of one character by the simple mapping, which never makes two of one. */
export function unicodeLower(c: number): number {
  if (c < 128) return asciiLower(c);
  if (c === 0x130) return 0x69;
  const lower = String.fromCodePoint(c).toLowerCase();
  const code = lower.codePointAt(0)!;
  // The dot of a capital I comes off with its own case: nothing else grows.
  if (c === 0x130) return code;
  return lower.length === (code > 0xffff ? 2 : 1) ? code : c;
}

/** Upper case by the simple mapping. Greek letters with an iota below have a title form for it. */
export function unicodeUpper(c: number): number {
  if (c < 128) return c >= 97 && c <= 122 ? c - 32 : c;
  if (c >= 0x1f80 && c <= 0x1faf) return c | 8;
  if (c === 0x1fb3 || c === 0x1fc3 || c === 0x1ff3) return c + 9;
  const upper = String.fromCodePoint(c).toUpperCase();
  const code = upper.codePointAt(0)!;
  return upper.length === (code > 0xffff ? 2 : 1) ? code : c;
}

export function isAlnum(c: number): boolean {
  if (c < 128) return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57);
  return isInClass(c, 'alpha') || isInClass(c, 'numeric') || isInClass(c, 'digit');
}

const isAsciiSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);
export const isAsciiWord = (c: number): boolean => c < 128 && (isAlnum(c) || c === 95);
export const isUnicodeWord = (c: number): boolean => c === 95 || isAlnum(c);

/** Categories in pairs: itself at even, its opposite at odd numbers. */
const CATEGORIES: readonly ((c: number) => boolean)[] = [
  c => c >= 48 && c <= 57,
  isAsciiSpace,
  isAsciiWord,
  c => c === 10,
  isAsciiWord,
  c => decimalDigit(c) >= 0,
  isSpace,
  isUnicodeWord,
  isLineBreak,
];

/** `CATEGORY_*`: ASCII digit, space, word, linebreak; locale word; Unicode digit, space, word, linebreak. */
export function inCategory(category: number, c: number): boolean {
  return CATEGORIES[category >> 1](c) === ((category & 1) === 0);
}

/** Evaluates a set's code for a character. */
function evaluate(code: Uint32Array, start: number, c: number): boolean {
  let ok = true;
  for (let i = start; ;) {
    switch (code[i++]) {
      case OP.FAILURE:
        return !ok;
      case OP.LITERAL:
        if (code[i] === c) return ok;
        i++;
        break;
      case OP.CATEGORY:
        if (inCategory(code[i], c)) return ok;
        i++;
        break;
      case OP.CHARSET:
        if (c < 256 && ((code[i + (c >> 5)] >>> (c & 31)) & 1) !== 0) return ok;
        i += 8;
        break;
      case OP.RANGE:
        if (code[i] <= c && c <= code[i + 1]) return ok;
        i += 2;
        break;
      case OP.RANGE_UNI_IGNORE: {
        const upper = unicodeUpper(c);
        if ((code[i] <= c && c <= code[i + 1]) || (code[i] <= upper && upper <= code[i + 1])) return ok;
        i += 2;
        break;
      }
      case OP.NEGATE:
        ok = !ok;
        break;
      case OP.BIGCHARSET: {
        const count = code[i++];
        // 256 block numbers of one byte each, four in a word.
        const block = c < 65536 ? (code[i + (c >> 10)] >>> (8 * ((c >> 8) & 3))) & 255 : -1;
        i += 64;
        if (block >= 0 && ((code[i + block * 8 + ((c & 255) >> 5)] >>> (c & 31)) & 1) !== 0) return ok;
        i += count * 8;
        break;
      }
      default:
        throw new Error('invariant: a set consists of set instructions');
    }
  }
}

/** A test of single characters; what it says of each of the first 65,536 is remembered. */
export class CharSet {
  /** 0 not asked yet, 1 no, 2 yes. */
  private readonly known = new Uint8Array(65536);
  private readonly rule: (c: number) => boolean;
  constructor(rule: (c: number) => boolean) {
    this.rule = rule;
  }

  static ofCode(code: Uint32Array, start: number, lower: ((c: number) => number) | null): CharSet {
    return new CharSet(lower === null ? c => evaluate(code, start, c) : c => evaluate(code, start, lower(c)));
  }

  has(c: number): boolean {
    if (c > 0xffff) return this.rule(c);
    const known = this.known[c];
    if (known !== 0) return known === 2;
    const result = this.rule(c);
    this.known[c] = result ? 2 : 1;
    return result;
  }
}
