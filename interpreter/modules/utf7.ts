/** UTF-7 (RFC 2152; CPython: Objects/unicodeobject.c): ASCII as it is, everything else as UTF-16 in base 64 between `+` and `-`. */
import { codePointsOf, strFromCodePoints, type Str } from '../objects/core/str.ts';
import { handleDecodeError } from '../objects/types/codecs.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitOf = (c: number): number => ALPHABET.indexOf(String.fromCharCode(c));
const [PLUS, MINUS] = [43, 45];
/** Characters that stand for themselves when encoding. */
const DIRECT = new Set(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\'(),-./:?!"#$%&*;<=>@[]^_`{|} \t\n\r', c => c.charCodeAt(0)),
);

export function encodeUtf7(s: Str): Uint8Array {
  const out: number[] = [];
  let shifted = false;
  let bits = 0;
  let buffer = 0;
  const flush = (): void => {
    while (bits >= 6) {
      bits -= 6;
      out.push(ALPHABET.charCodeAt((buffer >> bits) & 63));
    }
    buffer &= (1 << bits) - 1;
  };
  const put = (unit: number): void => {
    buffer = (buffer << 16) | unit;
    bits += 16;
    flush();
  };
  const pad = (): void => {
    if (bits > 0) out.push(ALPHABET.charCodeAt((buffer << (6 - bits)) & 63));
    bits = 0;
    buffer = 0;
  };
  const points = codePointsOf(s);
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (DIRECT.has(c)) {
      if (shifted) {
        pad();
        shifted = false;
        // What is no digit ends the sequence by itself.
        if (digitOf(c) >= 0 || c === MINUS) out.push(MINUS);
      }
      out.push(c);
    } else if (!shifted && c === PLUS) out.push(PLUS, MINUS);
    else {
      if (!shifted) {
        out.push(PLUS);
        shifted = true;
      }
      if (c > 0xffff) {
        put(0xd800 + ((c - 0x10000) >> 10));
        put(0xdc00 + ((c - 0x10000) & 0x3ff));
      } else put(c);
    }
  }
  pad();
  if (shifted) out.push(MINUS);
  return Uint8Array.from(out);
}

export function decodeUtf7(data: Uint8Array, errors: string, final: boolean): { text: Str; consumed: number } {
  const out: number[] = [];
  let shifted = false;
  let shiftedAt = 0;
  /** Length of the output when the sequence began. */
  let outAt = 0;
  let bits = 0;
  let buffer = 0;
  let high = 0;
  let i = 0;
  const fail = (start: number, end: number, reason: string): void => {
    const { value, position } = handleDecodeError(errors, 'utf7', data, start, end, reason);
    out.push(...Array.from(codePointsOf(value)));
    i = position;
  };
  while (i < data.length) {
    const c = data[i];
    if (shifted) {
      const digit = digitOf(c);
      if (digit >= 0) {
        buffer = (buffer << 6) | digit;
        bits += 6;
        i++;
        if (bits < 16) continue;
        bits -= 16;
        const unit = (buffer >> bits) & 0xffff;
        buffer &= (1 << bits) - 1;
        if (high !== 0) {
          const first = high;
          high = 0;
          if ((unit & 0xfc00) === 0xdc00) {
            out.push(0x10000 + ((first & 0x3ff) << 10) + (unit & 0x3ff));
            continue;
          }
          out.push(first);
        }
        if ((unit & 0xfc00) === 0xd800) high = unit;
        else out.push(unit);
        continue;
      }
      shifted = false;
      if (bits >= 6) {
        fail(shiftedAt, i + 1, 'partial character in base64 sequence');
        continue;
      }
      if (bits > 0 && buffer !== 0) {
        fail(shiftedAt, i + 1, 'non-zero padding bits in base64 sequence');
        continue;
      }
      if (high !== 0 && c < 128 && c !== PLUS) out.push(high);
      high = 0;
      if (c === MINUS) i++;
    } else if (c === PLUS) {
      shiftedAt = i++;
      if (data[i] === MINUS) {
        i++;
        out.push(PLUS);
      } else if (i < data.length && digitOf(data[i]) < 0) fail(shiftedAt, i + 1, 'ill-formed sequence');
      else {
        shifted = true;
        outAt = out.length;
        bits = 0;
        buffer = 0;
        high = 0;
      }
    } else if (c < 128) {
      out.push(c);
      i++;
    } else fail(i, i + 1, 'unexpected special character');
  }
  if (shifted && !final) {
    out.length = outAt;
    return { text: strFromCodePoints(out), consumed: shiftedAt };
  }
  if (shifted && (high !== 0 || bits >= 6 || (bits > 0 && buffer !== 0))) fail(shiftedAt, data.length, 'unterminated shift sequence');
  return { text: strFromCodePoints(out), consumed: data.length };
}
