/** The values of number, string and bytes tokens. */
import {
  BytesConst,
  ComplexConst,
  type Constant,
  FloatConst,
  intConstant,
  strConstant,
  strFromCodePoints,
  type WideStr,
} from '../code/constant.ts';
import type { Parser, Token } from './parser.ts';

// Numbers.

export function parseNumber(p: Parser, token: Token): Constant {
  let text = token.string;
  if (text.includes('_')) {
    if (p.flags.featureVersion < 6) p.raise('SyntaxError', 'Underscores in numeric literals are only supported in Python 3.6 and greater');
    text = text.replaceAll('_', '');
  }
  const last = text.charCodeAt(text.length - 1) | 32;
  const second = text.length > 1 ? text.charCodeAt(1) | 32 : 0;
  if (text.charCodeAt(0) === 48 && (second === 120 || second === 111 || second === 98)) {
    return text.length <= 12 ? Number(text) : intConstant(BigInt(text));
  }
  if (last === 106) return new ComplexConst(0, Number(text.slice(0, -1)));
  if (/[.eE]/.test(text)) return new FloatConst(Number(text));
  if (text.length <= 15) return Number(text);
  const { maxStrDigits } = p.flags;
  if (maxStrDigits > 0 && text.length > maxStrDigits) {
    const message =
      `Exceeds the limit (${maxStrDigits} digits) for integer string conversion: value has ${text.length} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit - ' +
      'Consider hexadecimal for huge integer literals to avoid decimal conversion limits.';
    p.raiseRange('SyntaxError', message, token.lineno, -1, token.end_lineno, -1);
  }
  return intConstant(BigInt(text));
}

// Strings.

const BACKSLASH = 92;

/** The value of a STRING token: str, or bytes when its prefix has a b. */
export function parseString(p: Parser, token: Token): string | WideStr | BytesConst {
  const text = token.string;
  let at = 0;
  let isBytes = false;
  let isRaw = false;
  for (; ; at++) {
    const c = text.charCodeAt(at) | 32;
    if (c === 98) isBytes = true;
    else if (c === 114) isRaw = true;
    else if (c !== 117) break;
  }
  const quoteSize =
    text.length - at >= 6 && text.charCodeAt(at + 1) === text.charCodeAt(at) && text.charCodeAt(at + 2) === text.charCodeAt(at) ? 3 : 1;
  const content = text.slice(at + quoteSize, text.length - quoteSize);
  isRaw ||= !content.includes('\\');
  if (!isBytes) return isRaw ? strConstant(content) : decodeString(p, content, token);
  if (/[^\x00-\x7f]/.test(content)) p.raiseAt('SyntaxError', 'bytes can only contain ASCII literal characters', token);
  return new BytesConst(isRaw ? Uint8Array.from(content, c => c.charCodeAt(0)) : decodeBytes(p, content, token));
}

/** The text of a str with its escapes replaced. */
export function decodeString(p: Parser, text: string, token: Token): string | WideStr {
  const points: number[] = [];
  let plain = '';
  let hasSurrogateEscape = false;
  let invalidEscape = -1;
  let from = 0;
  const flush = (to: number): void => {
    plain += text.slice(from, to);
    if (hasSurrogateEscape) for (const c of text.slice(from, to)) points.push(c.codePointAt(0)!);
  };
  const append = (point: number): void => {
    if ((point & 0xfffff800) === 0xd800 && !hasSurrogateEscape) {
      hasSurrogateEscape = true;
      for (const c of plain) points.push(c.codePointAt(0)!);
    }
    if (hasSurrogateEscape) points.push(point);
    plain += String.fromCodePoint(point);
  };
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', from)) {
    flush(at);
    const start = at++;
    const c = text.charCodeAt(at++);
    switch (c) {
      case 10:
        break;
      case BACKSLASH:
      case 39:
      case 34:
        append(c);
        break;
      case 98:
        append(8);
        break;
      case 102:
        append(12);
        break;
      case 116:
        append(9);
        break;
      case 110:
        append(10);
        break;
      case 114:
        append(13);
        break;
      case 118:
        append(11);
        break;
      case 97:
        append(7);
        break;
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55: {
        let value = c - 48;
        for (let digits = 1; digits < 3 && isOctalDigit(text.charCodeAt(at)); digits++) value = value * 8 + text.charCodeAt(at++) - 48;
        if (value > 0o377 && invalidEscape < 0) invalidEscape = start + 1;
        append(value);
        break;
      }
      case 120:
      case 117:
      case 85: {
        const count = c === 120 ? 2 : c === 117 ? 4 : 8;
        let value = 0;
        let left = count;
        for (; left > 0; left--, at++) {
          const digit = hexDigit(text.charCodeAt(at));
          if (digit < 0) break;
          value = value * 16 + digit;
        }
        if (left > 0) raiseUnicodeError(p, text, start, at, `truncated \\${String.fromCharCode(c)}${'X'.repeat(count)} escape`);
        if (value > 0x10ffff) raiseUnicodeError(p, text, start, at, 'illegal Unicode character');
        append(value);
        break;
      }
      case 78: {
        let message = 'malformed \\N character escape';
        if (text[at] === '{') {
          const end = text.indexOf('}', at);
          if (end > at + 1) {
            const name = text.slice(at + 1, end);
            const found = p.flags.unicodeName(name);
            at = end + 1;
            if (found !== null) {
              for (const character of found) append(character.codePointAt(0)!);
              break;
            }
            message = 'unknown Unicode character name';
          } else {
            at = end === -1 ? text.length : end;
          }
        }
        raiseUnicodeError(p, text, start, at, message);
        break;
      }
      default:
        // At the end of an f-string's text, before a {, and before a character beyond ASCII a backslash is nothing but that.
        if (invalidEscape < 0 && c < 128) invalidEscape = start + 1;
        append(BACKSLASH);
        at = start + 1;
    }
    from = at;
  }
  flush(text.length);
  if (invalidEscape >= 0) warnInvalidEscape(p, text, invalidEscape, token);
  return hasSurrogateEscape ? strFromCodePoints(points) : strConstant(plain);
}

function decodeBytes(p: Parser, text: string, token: Token): Uint8Array {
  const bytes = new Uint8Array(text.length);
  let size = 0;
  let invalidEscape = -1;
  for (let at = 0; at < text.length;) {
    const plain = text.charCodeAt(at++);
    if (plain !== BACKSLASH) {
      bytes[size++] = plain;
      continue;
    }
    const start = at - 1;
    const c = text.charCodeAt(at++);
    const simple = SIMPLE_BYTE_ESCAPES.get(c);
    if (simple !== undefined) {
      bytes[size++] = simple;
    } else if (isOctalDigit(c)) {
      let value = c - 48;
      for (let digits = 1; digits < 3 && isOctalDigit(text.charCodeAt(at)); digits++) value = value * 8 + text.charCodeAt(at++) - 48;
      if (value > 0o377 && invalidEscape < 0) invalidEscape = start + 1;
      bytes[size++] = value & 0xff;
    } else if (c === 120) {
      const high = hexDigit(text.charCodeAt(at));
      const low = hexDigit(text.charCodeAt(at + 1));
      if (high < 0 || low < 0) p.raise('SyntaxError', `(value error) invalid \\x escape at position ${start}`);
      bytes[size++] = high * 16 + low;
      at += 2;
    } else if (c !== 10) {
      if (invalidEscape < 0) invalidEscape = start + 1;
      bytes[size++] = BACKSLASH;
      at--;
    }
  }
  if (invalidEscape >= 0) warnInvalidEscape(p, text, invalidEscape, token);
  return bytes.slice(0, size);
}

const SIMPLE_BYTE_ESCAPES: ReadonlyMap<number, number> = new Map([
  [BACKSLASH, BACKSLASH],
  [39, 39],
  [34, 34],
  [98, 8],
  [102, 12],
  [116, 9],
  [110, 10],
  [114, 13],
  [118, 11],
  [97, 7],
]);

function isOctalDigit(c: number): boolean {
  return c >= 48 && c <= 55;
}

function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** CPython first writes characters beyond ASCII as \UXXXXXXXX and counts positions in that form. */
function raiseUnicodeError(p: Parser, text: string, start: number, end: number, reason: string): never {
  const first = escapedLength(text, start);
  const last = escapedLength(text, end) - 1;
  const where = last > first ? `bytes in position ${first}-${last}` : `byte 0x5c in position ${first}`;
  p.raise('SyntaxError', `(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}`);
}

function escapedLength(text: string, end: number): number {
  let length = 0;
  for (let at = 0; at < end;) {
    const c = text.codePointAt(at)!;
    if (c < 128) {
      length++;
    } else {
      // A backslash before such a character is written \u005c.
      const afterBackslash = at > 0 && text.charCodeAt(at - 1) === BACKSLASH && isUnpairedBackslash(text, at - 1);
      length += afterBackslash ? 15 : 10;
    }
    at += c > 0xffff ? 2 : 1;
  }
  return length;
}

function isUnpairedBackslash(text: string, at: number): boolean {
  let count = 0;
  while (at >= 0 && text.charCodeAt(at--) === BACKSLASH) count++;
  return count % 2 === 1;
}

/** Collects the SyntaxWarning for the first escape of a literal that means nothing; `at` is the position behind its backslash. */
function warnInvalidEscape(p: Parser, text: string, at: number, token: Token): void {
  if (p.callInvalidRules) return;
  const c = text[at];
  // In the text of f-strings and t-strings the tokenizer has warned of \{ and \} already.
  if ((c === '{' || c === '}') && !/["']/.test(token.string[0] ?? '') && !/^[a-zA-Z]*["']/.test(token.string)) return;
  const isOctal = c >= '4' && c <= '7';
  const escape = isOctal ? text.slice(at, at + 3) : c;
  const what = isOctal ? 'octal escape sequence' : 'escape sequence';
  const advice = `Did you mean "\\\\${escape}"? A raw string is also an option.`;
  let { lineno } = token;
  let column = token.col_offset;
  for (let i = 0; i < at; i++) {
    if (text.charCodeAt(i) === 10) {
      lineno++;
      column = 0;
    } else {
      column++;
    }
  }
  if (lineno === token.lineno) column += /^(?:'+|"+)?/.exec(token.string)![0].length;
  const position = { lineno, col_offset: column - 1, end_lineno: lineno, end_col_offset: column + 1 };
  p.flags.onWarning({
    message: `"\\${escape}" is an invalid ${what}. Such sequences will not work in the future. ${advice}`,
    lineno,
    asError: () => p.errorAtToken('SyntaxError', `"\\${escape}" is an invalid ${what}. ${advice}`, position),
  });
}
