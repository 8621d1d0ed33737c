/** Two old ways of writing bytes as text, for `binascii`: uuencode's lines and quoted-printable (RFC 1522). */

const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
const EQUALS = 61;
const UNDERSCORE = 95;
const BACKTICK = 96;

/** One line of at most 45 bytes, behind a character that tells how many they are; a backtick may stand for the space that means zero. */
export function uuLine(bytes: Uint8Array, backtick: boolean): number[] {
  const digit = (value: number): number => (backtick && value === 0 ? BACKTICK : value + SPACE);
  const out = [digit(bytes.length)];
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) out.push(digit((word >> shift) & 63));
  }
  out.push(LF);
  return out;
}

/** The bytes of a line; a string is the complaint about it. */
export function fromUuLine(line: Uint8Array): Uint8Array | string {
  if (line.length === 0) return 'Missing length byte';
  const out = new Uint8Array((line[0] - SPACE) & 63);
  let at = 1;
  let bits = 0;
  let pending = 0;
  for (let count = 0; count < out.length; at++) {
    const char = line[at];
    // Spaces at the end of a line are easily lost.
    const lost = char === undefined || char === LF || char === CR;
    if (!lost && (char < SPACE || char > BACKTICK)) return 'Illegal char';
    pending = (pending << 6) | (lost ? 0 : (char - SPACE) & 63);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[count++] = pending >> bits;
      pending &= (1 << bits) - 1;
    }
  }
  for (; at < line.length; at++) if (![SPACE, BACKTICK, LF, CR].includes(line[at])) return 'Trailing garbage';
  return out;
}

/** The byte that two hexadecimal digits mean; -1 where they are none. */
function hexByte(high: number, low: number | undefined): number {
  const text = String.fromCharCode(high, low ?? 0);
  return /^[0-9a-fA-F]{2}$/.test(text) ? parseInt(text, 16) : -1;
}

export function fromQuotedPrintable(bytes: Uint8Array, header: boolean): number[] {
  const out: number[] = [];
  for (let i = 0; i < bytes.length;) {
    if (bytes[i] !== EQUALS) {
      out.push(header && bytes[i] === UNDERSCORE ? SPACE : bytes[i]);
      i++;
      continue;
    }
    i++;
    if (i >= bytes.length) break;
    if (bytes[i] === LF || bytes[i] === CR) {
      // A line broken for its length only.
      while (i < bytes.length && bytes[i] !== LF) i++;
      i++;
      continue;
    }
    const value = hexByte(bytes[i], bytes[i + 1]);
    out.push(value >= 0 ? value : EQUALS);
    if (value >= 0) i += 2;
    else if (bytes[i] === EQUALS) i++;
  }
  return out;
}

const LINE = 76;
const HEX = '0123456789ABCDEF';

export interface QuotedPrintable {
  readonly quoteTabs: boolean;
  /** Line ends are line ends, not data. */
  readonly text: boolean;
  /** For a header, where underscores stand for spaces. */
  readonly header: boolean;
}

export function toQuotedPrintable(bytes: Uint8Array, { quoteTabs, text, header }: QuotedPrintable): number[] {
  const first = bytes.indexOf(LF);
  const lineEnd = first > 0 && bytes[first - 1] === CR ? [CR, LF] : [LF];
  const out: number[] = [];
  const quote = (byte: number): number => out.push(EQUALS, HEX.charCodeAt(byte >> 4), HEX.charCodeAt(byte & 15));
  const isBreak = (byte: number): boolean => byte === LF || byte === CR;
  const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB;
  let length = 0;
  const makeRoom = (): void => {
    out.push(EQUALS, ...lineEnd);
    length = 0;
  };
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    const last = i + 1 === bytes.length;
    const next = bytes[i + 1];
    const quoted =
      byte > 126 ||
      byte === EQUALS ||
      (header && byte === UNDERSCORE) ||
      // A dot alone on a line ends a mail.
      (byte === 46 && length === 0 && (last || isBreak(next) || next === 0)) ||
      (!text && isBreak(byte)) ||
      (isBlank(byte) && last) ||
      (byte < 33 && !isBreak(byte) && (quoteTabs || !isBlank(byte)));
    if (quoted) {
      if (length + 3 >= LINE) makeRoom();
      quote(byte);
      length += 3;
    } else if (text && (byte === LF || (byte === CR && next === LF))) {
      length = 0;
      // What is blank before a line's end gets lost on the way.
      if (out.length > 0 && isBlank(out[out.length - 1])) quote(out.pop()!);
      out.push(...lineEnd);
      if (byte === CR) i++;
    } else {
      if (!last && next !== LF && length + 1 >= LINE) makeRoom();
      length++;
      out.push(header && byte === SPACE ? UNDERSCORE : byte);
    }
  }
  return out;
}
