/**
 * Text to bytes and back: utf-8, ascii, latin-1, utf-16, utf-32 and the error handlers (CPython: Objects/unicodeobject.c, Python/codecs.c).
 * All other encodings come from the codec registry, which `_codecs` connects through `codecHooks`.
 */
import type { Value } from '../core/value.ts';
import { PyBytes } from '../core/bytes.ts';
import { PyTuple } from '../core/tuple.ts';
import { codePointsOf, concatStr, strFromCodePoints, strLength, strText, strValue, type Str } from '../core/str.ts';
import { lookupError, raise, typeError, indexError, type PyBaseException } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { typeOf } from '../core/type.ts';
import { callValue } from '../protocol/call.ts';
import { toIndexNumber } from '../protocol/index.ts';

/** What the `_codecs` module supplies: encodings found by registered search functions, and registered error handlers. */
export const codecHooks: {
  encode: ((text: Str, encoding: string, errors: string) => Value) | undefined;
  decode: ((data: Uint8Array, encoding: string, errors: string) => Value) | undefined;
  readonly handlers: Map<string, Value>;
  /** Name of a character, for `namereplace`. */
  characterName: ((codePoint: number) => string | undefined) | undefined;
} = { encode: undefined, decode: undefined, handlers: new Map(), characterName: undefined };

type Codec = 'utf-8' | 'utf-8-sig' | 'ascii' | 'latin-1' | 'utf-16' | 'utf-16-le' | 'utf-16-be' | 'utf-32' | 'utf-32-le' | 'utf-32-be';

const ALIASES: Readonly<Record<string, Codec>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  u8: 'utf-8',
  utf: 'utf-8',
  cp65001: 'utf-8',
  'utf-8-sig': 'utf-8-sig',
  ascii: 'ascii',
  'us-ascii': 'ascii',
  '646': 'ascii',
  'ansi-x3.4-1968': 'ascii',
  'latin-1': 'latin-1',
  latin1: 'latin-1',
  latin: 'latin-1',
  l1: 'latin-1',
  'iso-8859-1': 'latin-1',
  iso8859: 'latin-1',
  'iso8859-1': 'latin-1',
  '8859': 'latin-1',
  cp819: 'latin-1',
  'utf-16': 'utf-16',
  utf16: 'utf-16',
  u16: 'utf-16',
  'utf-16-le': 'utf-16-le',
  'utf-16le': 'utf-16-le',
  'utf-16-be': 'utf-16-be',
  'utf-16be': 'utf-16-be',
  'utf-32': 'utf-32',
  utf32: 'utf-32',
  u32: 'utf-32',
  'utf-32-le': 'utf-32-le',
  'utf-32le': 'utf-32-le',
  'utf-32-be': 'utf-32-be',
  'utf-32be': 'utf-32-be',
};

/** The native codec an encoding name means; undefined if it is none of these. */
export function nativeCodec(encoding: string): Codec | undefined {
  const name = encoding.toLowerCase().replace(/[_ ]+/g, '-');
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}

const unknown = (encoding: string): unknown => lookupError(`unknown encoding: ${encoding}`);

/** `text.encode(encoding, errors)`. */
export function encodeStr(text: Value, encoding = 'utf-8', errors = 'strict'): Uint8Array {
  const s = strValue(text)!;
  const codec = nativeCodec(encoding);
  switch (codec) {
    case 'utf-8':
      return encodeUtf8(s, errors);
    case 'utf-8-sig':
      return concatBytes([Uint8Array.of(0xef, 0xbb, 0xbf), encodeUtf8(s, errors)]);
    case 'ascii':
      return encodeCharmap(s, 128, 'ascii', 'ordinal not in range(128)', errors);
    case 'latin-1':
      return encodeCharmap(s, 256, 'latin-1', 'ordinal not in range(256)', errors);
    case undefined: {
      if (codecHooks.encode === undefined) throw unknown(encoding);
      const result = codecHooks.encode(s, encoding, errors);
      if (!(result instanceof PyBytes))
        throw typeError(
          `'${encoding}' encoder returned '${typeOf(result).name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`,
        );
      return result.data;
    }
    default:
      return encodeWide(s, codec, errors);
  }
}

/** `bytes(data).decode(encoding, errors)`. */
export function decodeBytes(data: Uint8Array, encoding = 'utf-8', errors = 'strict'): Str {
  const codec = nativeCodec(encoding);
  switch (codec) {
    case 'utf-8':
      return decodeUtf8(data, errors).text;
    case 'utf-8-sig':
      return decodeUtf8(data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? data.subarray(3) : data, errors).text;
    case 'ascii':
      return decodeCharmap(data, 128, errors);
    case 'latin-1':
      return decodeLatin1(data);
    case undefined: {
      if (codecHooks.decode === undefined) throw unknown(encoding);
      const result = codecHooks.decode(data, encoding, errors);
      const s = strValue(result);
      if (s === undefined)
        throw typeError(
          `'${encoding}' decoder returned '${typeOf(result).name}' instead of 'str'; use codecs.decode() to decode to arbitrary types`,
        );
      return s;
    }
    default:
      return decodeWide(data, codec, errors, true).text;
  }
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const result = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

// ---- growing output ----

class ByteWriter {
  private bytes: Uint8Array;
  private length = 0;
  constructor(capacity: number) {
    this.bytes = new Uint8Array(Math.max(16, capacity));
  }
  push(byte: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = byte;
  }
  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
  private grow(by: number): void {
    const grown = new Uint8Array((this.bytes.length + by) * 2);
    grown.set(this.bytes);
    this.bytes = grown;
  }
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

class TextBuilder {
  private readonly parts: Str[] = [];
  private codes: number[] = [];
  push(code: number): void {
    this.codes.push(code);
  }
  append(s: Str): void {
    this.flush();
    this.parts.push(s);
  }
  private flush(): void {
    if (this.codes.length > 0) {
      this.parts.push(strFromCodePoints(this.codes));
      this.codes = [];
    }
  }
  finish(): Str {
    this.flush();
    if (this.parts.length === 0) return '';
    return this.parts.reduce(concatStr);
  }
}

// ---- error handlers ----

interface Replacement {
  readonly value: Str | Uint8Array;
  readonly position: number;
}

/** What stands for the characters `s[start:end]` that cannot be encoded; `position` is where to go on. */
export function handleEncodeError(errors: string, encoding: string, s: Str, start: number, end: number, reason: string): Replacement {
  const failure = (): PyBaseException => raise(T.UnicodeEncodeError, encoding, s, start, end, reason);
  const custom = codecHooks.handlers.get(errors);
  if (custom !== undefined) return callHandler(custom, failure(), strLength(s), true);
  switch (errors) {
    case 'strict':
      throw failure();
    case 'ignore':
      return { value: '', position: end };
    case 'replace':
      return { value: '?'.repeat(end - start), position: end };
    case 'backslashreplace':
    case 'xmlcharrefreplace':
    case 'namereplace': {
      const codes = codePointsOf(s);
      let value = '';
      for (let i = start; i < end; i++)
        value += errors === 'xmlcharrefreplace' ? `&#${codes[i]};` : errors === 'namereplace' ? named(codes[i]) : backslash(codes[i]);
      return { value, position: end };
    }
    case 'surrogateescape': {
      const codes = codePointsOf(s);
      const bytes: number[] = [];
      for (let i = start; i < end; i++) {
        if (codes[i] < 0xdc80 || codes[i] > 0xdcff) throw failure();
        bytes.push(codes[i] - 0xdc00);
      }
      return { value: Uint8Array.from(bytes), position: end };
    }
    case 'surrogatepass': {
      const codec = nativeCodec(encoding);
      const codes = codePointsOf(s);
      if (codec === undefined || codec === 'ascii' || codec === 'latin-1') throw failure();
      const bytes: number[] = [];
      for (let i = start; i < end; i++) {
        const c = codes[i];
        if ((c & 0xfffff800) !== 0xd800) throw failure();
        if (codec === 'utf-8' || codec === 'utf-8-sig') bytes.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
        else {
          const unit = codec.startsWith('utf-16') ? [c & 255, c >> 8] : [c & 255, c >> 8, 0, 0];
          bytes.push(...(codec.endsWith('be') ? unit.reverse() : unit));
        }
      }
      return { value: Uint8Array.from(bytes), position: end };
    }
    default:
      throw lookupError(`unknown error handler name '${errors}'`);
  }
}

export function backslash(code: number): string {
  if (code < 256) return '\\x' + code.toString(16).padStart(2, '0');
  if (code < 65536) return '\\u' + code.toString(16).padStart(4, '0');
  return '\\U' + code.toString(16).padStart(8, '0');
}

function named(code: number): string {
  const name = codecHooks.characterName?.(code);
  return name === undefined ? backslash(code) : `\\N{${name}}`;
}

/** What stands for the bytes `data[start:end]` that cannot be decoded. */
export function handleDecodeError(
  errors: string,
  encoding: string,
  data: Uint8Array,
  start: number,
  end: number,
  reason: string,
): { value: Str; position: number } {
  const failure = (): PyBaseException => raise(T.UnicodeDecodeError, encoding, new PyBytes(data.slice()), start, end, reason);
  const custom = codecHooks.handlers.get(errors);
  if (custom !== undefined) return callHandler(custom, failure(), data.length, false) as { value: Str; position: number };
  switch (errors) {
    case 'strict':
      throw failure();
    case 'ignore':
      return { value: '', position: end };
    case 'replace':
      return { value: '\ufffd', position: end };
    case 'backslashreplace': {
      let value = '';
      for (let i = start; i < end; i++) value += backslash(data[i]);
      return { value, position: end };
    }
    case 'surrogateescape': {
      let value = '';
      let i = start;
      while (i < end && i - start < 4 && data[i] >= 128) value += String.fromCharCode(0xdc00 + data[i++]);
      if (i === start) throw failure();
      return { value, position: i };
    }
    case 'surrogatepass': {
      const codec = nativeCodec(encoding);
      if ((codec === 'utf-8' || codec === 'utf-8-sig') && start + 3 <= data.length) {
        const [a, b, c] = data.subarray(start, start + 3);
        if (a === 0xed && (b & 0xe0) === 0xa0 && (c & 0xc0) === 0x80)
          return { value: String.fromCharCode(((a & 15) << 12) | ((b & 63) << 6) | (c & 63)), position: start + 3 };
      } else if (codec?.startsWith('utf-16') === true && start + 2 <= data.length) {
        const unit = codec.endsWith('be') ? (data[start] << 8) | data[start + 1] : data[start] | (data[start + 1] << 8);
        if ((unit & 0xf800) === 0xd800) return { value: String.fromCharCode(unit), position: start + 2 };
      } else if (codec?.startsWith('utf-32') === true && start + 4 <= data.length) {
        const unit = codec.endsWith('be') ? (data[start + 2] << 8) | data[start + 3] : data[start] | (data[start + 1] << 8);
        if ((unit & 0xf800) === 0xd800) return { value: String.fromCharCode(unit), position: start + 4 };
      }
      throw failure();
    }
    default:
      throw lookupError(`unknown error handler name '${errors}'`);
  }
}

function callHandler(handler: Value, exception: PyBaseException, length: number, encoding: boolean): Replacement {
  const result = callValue(handler, [exception]);
  const what = encoding
    ? 'encoding error handler must return (str/bytes, int) tuple'
    : 'decoding error handler must return (str, int) tuple';
  if (!(result instanceof PyTuple) || result.items.length !== 2) throw typeError(what);
  const [value, at] = result.items;
  const text = strValue(value);
  if (text === undefined && !(encoding && value instanceof PyBytes)) throw typeError(what);
  let position = toIndexNumber(at);
  if (position < 0) position += length;
  if (position < 0 || position > length) throw indexError(`position ${position} from error handler out of bounds`);
  return { value: text ?? (value as PyBytes).data, position };
}

// ---- utf-8 ----

export function encodeUtf8(s: Str, errors: string): Uint8Array {
  if (typeof s === 'string' && s.length < 64) {
    // Short ASCII text is most of what is written.
    const bytes = new Uint8Array(s.length);
    let i = 0;
    for (; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c > 127) break;
      bytes[i] = c;
    }
    if (i === s.length) return bytes;
  }
  const codes = typeof s === 'string' ? undefined : s.codePoints;
  const length = strLength(s);
  const out = new ByteWriter(length + (length >> 1));
  for (let i = 0; i < length;) {
    const c = codes === undefined ? (s as string).charCodeAt(i) : codes[i];
    if (c < 0x80) out.push(c);
    else if (c < 0x800) {
      out.push(0xc0 | (c >> 6));
      out.push(0x80 | (c & 63));
    } else if (c >= 0xd800 && c < 0xe000) {
      let end = i + 1;
      const at = (k: number): number => (codes === undefined ? (s as string).charCodeAt(k) : codes[k]);
      while (end < length && at(end) >= 0xd800 && at(end) < 0xe000) end++;
      const { value, position } = handleEncodeError(errors, 'utf-8', s, i, end, 'surrogates not allowed');
      out.append(
        typeof value === 'string'
          ? asciiReplacement(value, 'utf-8', s, i, end, 'surrogates not allowed')
          : value instanceof Uint8Array
            ? value
            : encodeUtf8(value, 'strict'),
      );
      i = position;
      continue;
    } else if (c < 0x10000) {
      out.push(0xe0 | (c >> 12));
      out.push(0x80 | ((c >> 6) & 63));
      out.push(0x80 | (c & 63));
    } else {
      out.push(0xf0 | (c >> 18));
      out.push(0x80 | ((c >> 12) & 63));
      out.push(0x80 | ((c >> 6) & 63));
      out.push(0x80 | (c & 63));
    }
    i++;
  }
  return out.finish();
}

/** A handler's replacement text must itself be ASCII; otherwise the error stands. */
function asciiReplacement(value: string, encoding: string, s: Str, start: number, end: number, reason: string): Uint8Array {
  return Uint8Array.from(value, c => {
    const code = c.charCodeAt(0);
    if (code > 127) throw raise(T.UnicodeEncodeError, encoding, s, start, end, reason);
    return code;
  });
}

/** Decodes; when not `final`, an incomplete sequence at the end is left: `consumed` says how far it came. */
export function decodeUtf8(data: Uint8Array, errors: string, final = true): { text: Str; consumed: number } {
  const n = data.length;
  let i = 0;
  while (i < n && data[i] < 128) i++;
  if (i === n) return { text: decodeLatin1(data), consumed: n };
  const out = new TextBuilder();
  out.append(decodeLatin1(data.subarray(0, i)));
  const fail = (start: number, end: number, reason: string): void => {
    const { value, position } = handleDecodeError(errors, 'utf-8', data, start, end, reason);
    out.append(value);
    i = position;
  };
  while (i < n) {
    const a = data[i];
    if (a < 0x80) {
      out.push(a);
      i++;
      continue;
    }
    const size = a >= 0xc2 && a < 0xe0 ? 2 : a >= 0xe0 && a < 0xf0 ? 3 : a >= 0xf0 && a < 0xf5 ? 4 : 0;
    if (size === 0) {
      fail(i, i + 1, 'invalid start byte');
      continue;
    }
    let code = size === 2 ? a & 31 : size === 3 ? a & 15 : a & 7;
    let k = 1;
    for (; k < size && i + k < n; k++) {
      const b = data[i + k];
      const low = k === 1 ? (a === 0xe0 ? 0xa0 : a === 0xf0 ? 0x90 : 0x80) : 0x80;
      const high = k === 1 ? (a === 0xed ? 0x9f : a === 0xf4 ? 0x8f : 0xbf) : 0xbf;
      if (b < low || b > high) break;
      code = (code << 6) | (b & 63);
    }
    if (k === size) {
      out.push(code);
      i += size;
      // A surrogate that is not complete is left to the error handler whole.
    } else if (!final && a === 0xed && k === 1 && i + 2 === n && data[i + 1] >= 0xa0 && data[i + 1] <= 0xbf) break;
    else if (i + k < n) fail(i, i + k, 'invalid continuation byte');
    else if (!final) break;
    else fail(i, n, 'unexpected end of data');
  }
  return { text: out.finish(), consumed: i };
}

// ---- one byte a character ----

function encodeCharmap(s: Str, limit: number, encoding: string, reason: string, errors: string): Uint8Array {
  const codes = codePointsOf(s);
  const out = new ByteWriter(codes.length);
  for (let i = 0; i < codes.length;) {
    if (codes[i] < limit) {
      out.push(codes[i++]);
      continue;
    }
    let end = i + 1;
    while (end < codes.length && codes[end] >= limit) end++;
    const { value, position } = handleEncodeError(errors, encoding, s, i, end, reason);
    if (value instanceof Uint8Array) out.append(value);
    else {
      const replacement = codePointsOf(value);
      for (let k = 0; k < replacement.length; k++) {
        if (replacement[k] >= limit) throw raise(T.UnicodeEncodeError, encoding, s, i, end, reason);
        out.push(replacement[k]);
      }
    }
    i = position;
  }
  return out.finish();
}

export function decodeLatin1(data: Uint8Array): string {
  let text = '';
  for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
  return text;
}

function decodeCharmap(data: Uint8Array, limit: number, errors: string): Str {
  let i = 0;
  while (i < data.length && data[i] < limit) i++;
  if (i === data.length) return decodeLatin1(data);
  const out = new TextBuilder();
  for (i = 0; i < data.length;) {
    if (data[i] < limit) out.push(data[i++]);
    else {
      const { value, position } = handleDecodeError(errors, 'ascii', data, i, i + 1, 'ordinal not in range(128)');
      out.append(value);
      i = position;
    }
  }
  return out.finish();
}

// ---- utf-16 and utf-32 ----

function encodeWide(s: Str, codec: Codec, errors: string): Uint8Array {
  const size = codec.startsWith('utf-16') ? 2 : 4;
  const big = codec.endsWith('be');
  const codes = codePointsOf(s);
  const out = new ByteWriter(codes.length * size + size);
  const unit = (value: number): void => {
    for (let k = 0; k < size; k++) out.push((value >>> (8 * (big ? size - 1 - k : k))) & 255);
  };
  if (codec === 'utf-16' || codec === 'utf-32') unit(0xfeff);
  for (let i = 0; i < codes.length;) {
    const c = codes[i];
    if (c >= 0xd800 && c < 0xe000) {
      const { value, position } = handleEncodeError(errors, codec, s, i, i + 1, 'surrogates not allowed');
      if (value instanceof Uint8Array) out.append(value);
      else {
        const replacement = codePointsOf(value);
        for (let k = 0; k < replacement.length; k++) unit(replacement[k]);
      }
      i = position;
      continue;
    }
    if (size === 2 && c > 0xffff) {
      unit(0xd800 + ((c - 0x10000) >> 10));
      unit(0xdc00 + ((c - 0x10000) & 0x3ff));
    } else unit(c);
    i++;
  }
  return out.finish();
}

/** Decodes utf-16 or utf-32; without a byte order in the name a mark decides it, little-endian by default. */
export function decodeWide(data: Uint8Array, codec: Codec, errors: string, final: boolean): { text: Str; consumed: number } {
  const size = codec.startsWith('utf-16') ? 2 : 4;
  let big = codec.endsWith('be');
  const n = data.length;
  let i = 0;
  const unitAt = (at: number): number => {
    let value = 0;
    for (let k = 0; k < size; k++) value = value * 256 + data[at + (big ? k : size - 1 - k)];
    return value;
  };
  if ((codec === 'utf-16' || codec === 'utf-32') && n >= size) {
    const mark = unitAt(0);
    if (mark === 0xfeff) i = size;
    else if (size === 2 ? mark === 0xfffe : mark === 0xfffe0000) {
      big = true;
      i = size;
    }
  }
  const name = size === 2 ? (big ? 'utf-16-be' : 'utf-16-le') : big ? 'utf-32-be' : 'utf-32-le';
  const out = new TextBuilder();
  const fail = (start: number, end: number, reason: string): void => {
    const { value, position } = handleDecodeError(errors, name, data, start, end, reason);
    out.append(value);
    i = position;
  };
  while (i < n) {
    if (i + size > n) {
      if (!final) break;
      fail(i, n, 'truncated data');
      continue;
    }
    const unit = unitAt(i);
    if (size === 4) {
      if (unit > 0x10ffff) fail(i, i + 4, 'code point not in range(0x110000)');
      else if (unit >= 0xd800 && unit < 0xe000) fail(i, i + 4, 'code point in surrogate code point range(0xd800, 0xe000)');
      else {
        out.push(unit);
        i += 4;
      }
    } else if (unit < 0xd800 || unit >= 0xe000) {
      out.push(unit);
      i += 2;
    } else if (unit >= 0xdc00) fail(i, i + 2, 'illegal encoding');
    else if (i + 4 > n) {
      if (!final) break;
      fail(i, n, 'unexpected end of data');
    } else {
      const low = unitAt(i + 2);
      if (low < 0xdc00 || low >= 0xe000) fail(i, i + 2, 'illegal UTF-16 surrogate');
      else {
        out.push(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        i += 4;
      }
    }
  }
  return { text: out.finish(), consumed: i };
}

/** The text arguments of `encode` and `decode`. */
export function codecArgument(value: Value | undefined, fallback: string, method: string, name: string): string {
  if (value === undefined) return fallback;
  const text = strText(value);
  if (text === undefined)
    throw typeError(`${method}() argument '${name}' must be str, not ${value === null ? 'None' : typeOf(value).name}`);
  return text;
}
