/**
 * `_codecs` (CPython: Modules/_codecsmodule.c, Python/codecs.c): the registry of encodings, and the native encodings one by one.
 *
 * Native ones are found by name without the registry. For all others the search functions are asked, first of all the one of the Python package
 * `encodings`, which is imported when it is first needed.
 */
import { registerModule } from './registry.ts';
import { roots } from '../vm/collect.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { lookupError, PyBaseException, raise, typeError, valueError } from '../objects/core/errors.ts';
import { warnings } from '../objects/core/warnings.ts';
import { isInstanceOfType, typeOf, type PyType } from '../objects/core/type.ts';
import { codecRegistry, DecodeError } from '../source/encodings.ts';
import { nativeFunction } from '../objects/core/native.ts';
import { charOf, codePointsOf, strFromCodePoints, strLength, strOf, strText, strValue, textOf, type Str } from '../objects/core/str.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { bytesArgument, bytesLike } from '../objects/protocol/buffer.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { strTextOf } from '../objects/protocol/repr.ts';
import {
  backslash,
  codecHooks,
  decodeBytes,
  decodeUtf8,
  decodeWide,
  encodeStr,
  handleDecodeError,
  handleEncodeError,
  nativeCodec,
} from '../objects/types/codecs.ts';
import { bytesRepr } from '../objects/types/bytes.ts';
import { loadModule } from '../vm/import.ts';
import { decodeUtf7, encodeUtf7 } from './utf7.ts';

let searchFunctions: Value[] = [];
let found = new Map<string, PyTuple>();
let encodingsLoaded = false;

const normalize = (encoding: string): string => encoding.toLowerCase().replaceAll(' ', '_');

/** The codec's `CodecInfo`: a tuple of encoder, decoder, stream reader and stream writer. */
function lookup(encoding: string): PyTuple {
  const name = normalize(encoding);
  const known = found.get(name);
  if (known !== undefined) return known;
  if (!encodingsLoaded) {
    encodingsLoaded = true;
    // Importing the package registers its search function.
    loadModule('encodings');
  }
  for (const search of searchFunctions) {
    const result = callValue(search, [strOf(name)]);
    if (result === null) continue;
    if (!(result instanceof PyTuple) || result.items.length !== 4) throw typeError('codec search functions must return 4-tuples');
    found.set(name, result);
    return result;
  }
  throw lookupError(`unknown encoding: ${encoding}${ABSENT.test(name) ? ': its tables are not here' : ''}`);
}

/** East Asian encodings that CPython knows: those with more than two bytes a character, or that switch between sets. */
const ABSENT = /^(big5_?hkscs|cp949|uhc|gb18030|hz|iso2022_|johab|(euc_jis|shift_jis)(x0213|_2004))/;

function call(index: 0 | 1, value: Value, encoding: string, errors?: string): Value {
  const codec = lookup(encoding);
  let result: Value;
  try {
    result = callValue(codec.items[index], errors === undefined ? [value] : [value, errors]);
  } catch (error) {
    if (error instanceof PyBaseException)
      callValue(getAttribute(error, 'add_note'), [strOf(`${index === 0 ? 'encoding' : 'decoding'} with '${encoding}' codec failed`)]);
    throw error;
  }
  if (!(result instanceof PyTuple) || result.items.length !== 2)
    throw typeError(`${index === 0 ? 'encoder' : 'decoder'} must return a tuple (object, integer)`);
  return result.items[0];
}

/** What `str.encode` and `bytes.decode` use: not every codec is for text. */
function callForText(index: 0 | 1, value: Value, encoding: string, errors?: string): Value {
  const isText = findAttribute(lookup(encoding), '_is_text_encoding');
  if (isText !== undefined && !isTruthy(isText))
    throw lookupError(`'${encoding}' is not a text encoding; use codecs.${index === 0 ? 'encode' : 'decode'}() to handle arbitrary codecs`);
  return call(index, value, encoding, errors);
}

/** A source file's text. What the codec says against it becomes the SyntaxError's message. */
codecRegistry.decode = (bytes, encoding, fromFile) => {
  try {
    lookup(encoding);
  } catch (error) {
    // The front end may know it.
    if (isError(error, T.LookupError)) return null;
    throw error;
  }
  try {
    return textOf(strValue(fromFile ? readText(bytes, encoding) : callForText(1, new PyBytes(bytes), encoding))!);
  } catch (error) {
    if (!(error instanceof PyBaseException) || ![T.LookupError, T.ValueError, T.SyntaxError].some(type => isError(error, type)))
      throw error;
    throw new DecodeError(strTextOf(error));
  }
};

const isError = (error: unknown, type: PyType): boolean => error instanceof PyBaseException && isInstanceOfType(error, type);

/** Bytes read line by line through `TextIOWrapper`, as the tokenizer reads a file. */
function readText(bytes: Uint8Array, encoding: string): Value {
  const io = loadModule('_io');
  const buffer = callValue(getAttribute(io, 'BytesIO'), [new PyBytes(bytes)]);
  const lines = getAttribute(callValue(getAttribute(io, 'TextIOWrapper'), [buffer, strOf(encoding)]), 'readlines');
  return callValue(getAttribute(strOf(''), 'join'), [callValue(lines, [])]);
}

codecHooks.encode = (text, encoding, errors) => callForText(0, text, encoding, errors);
codecHooks.decode = (data, encoding, errors) => callForText(1, new PyBytes(data), encoding, errors);

const text = (value: MaybeValue, fallback: string): string =>
  value === undefined || value === null ? fallback : (strText(value) ?? fallback);

const str = (value: Value): Str => {
  const s = strValue(value);
  if (s === undefined) throw typeError(`argument 1 must be str, not ${typeOf(value).name}`);
  return s;
};

const pair = (value: Value, count: number): Value => new PyTuple([value, count]);

const encoder =
  (name: string) =>
  (value: Value, errors: MaybeValue): Value => {
    const s = str(value);
    return pair(new PyBytes(encodeStr(s, name, text(errors, 'strict'))), strLength(s));
  };

const decoder =
  (name: string) =>
  (data: Value, errors: MaybeValue): Value => {
    const bytes = bytesArgument(data);
    return pair(decodeBytes(bytes, name, text(errors, 'strict')), bytes.length);
  };

/** Decoders that may leave an incomplete sequence for the next call. */
const partialDecoder =
  (name: 'utf-16' | 'utf-16-le' | 'utf-16-be' | 'utf-32' | 'utf-32-le' | 'utf-32-be') =>
  (data: Value, errors: MaybeValue, final: MaybeValue): Value => {
    const result = decodeWide(bytesArgument(data), name, text(errors, 'strict'), final !== undefined && isTruthy(final));
    return pair(result.text, result.consumed);
  };

/** utf-16 and utf-32 with a third result: the byte order found (-1 little, 1 big, 0 none yet). */
const orderedDecoder =
  (name: 'utf-16' | 'utf-32') =>
  (data: Value, errors: MaybeValue, byteorder: MaybeValue, final: MaybeValue): Value => {
    const bytes = bytesArgument(data);
    let order = byteorder === undefined ? 0 : Number(byteorder);
    const size = name === 'utf-16' ? 2 : 4;
    let skip = 0;
    if (order === 0 && bytes.length >= size) {
      const little =
        size === 2 ? bytes[0] === 0xff && bytes[1] === 0xfe : bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0;
      const big =
        size === 2 ? bytes[0] === 0xfe && bytes[1] === 0xff : bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff;
      if (little || big) {
        order = little ? -1 : 1;
        skip = size;
      }
    }
    const codec = `${name}-${order === 1 ? 'be' : 'le'}` as const;
    const result = decodeWide(bytes.subarray(skip), codec, text(errors, 'strict'), final !== undefined && isTruthy(final));
    return new PyTuple([result.text, result.consumed + skip, order]);
  };

// ---------------------------------------------------------------- escapes

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, '\\': 92, "'": 39, '"': 34 };

/** What `\\N{name}` stands for. */
function characterNamed(name: string): number | undefined {
  try {
    const found = callValue(getAttribute(loadModule('unicodedata'), 'lookup'), [name]);
    const points = codePointsOf(strValue(found)!);
    return points.length === 1 ? points[0] : undefined;
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.KeyError)) return undefined;
    throw error;
  }
}

/** Warns of the first backslash in a text that means nothing, or of a number that is too large for a byte. */
function warnOfEscape(escape: string | null, prefix: '' | 'b'): void {
  if (escape === null) return;
  const kind = escape.length === 4 ? 'octal escape' : 'escape';
  warnings.issue(T.DeprecationWarning, `${prefix}"${escape}" is an invalid ${kind} sequence. Such sequences will not work in the future. `);
}

/** `unicode_escape`: backslash sequences in Latin-1 text. Unless this is the end, one that is not complete is left. */
function decodeUnicodeEscape(data: Uint8Array, errors: string, raw: boolean, final: boolean): { text: Str; consumed: number } {
  let invalid: string | null = null;
  const codec = raw ? 'rawunicodeescape' : 'unicodeescape';
  const out: number[] = [];
  let i = 0;
  const fail = (start: number, end: number, reason: string): void => {
    const { value, position } = handleDecodeError(errors, codec, data, start, end, reason);
    const points = codePointsOf(value);
    for (let k = 0; k < points.length; k++) out.push(points[k]);
    i = position;
  };
  while (i < data.length) {
    if (data[i] !== 0x5c) {
      out.push(data[i++]);
      continue;
    }
    const start = i;
    const c = i + 1 < data.length ? String.fromCharCode(data[i + 1]) : '';
    const digits = c === 'u' ? 4 : c === 'U' ? 8 : c === 'x' && !raw ? 2 : 0;
    if (digits > 0) {
      let end = i + 2;
      while (end < data.length && end < i + 2 + digits && /[0-9a-fA-F]/.test(String.fromCharCode(data[end]))) end++;
      const shape = c === 'u' ? '\\uXXXX' : c === 'U' ? '\\UXXXXXXXX' : '\\xXX';
      if (end < i + 2 + digits) {
        if (end === data.length && !final) break;
        fail(start, end, `truncated ${shape} escape`);
        continue;
      }
      const code = parseInt(String.fromCharCode(...data.subarray(i + 2, end)), 16);
      if (code > 0x10ffff) {
        fail(start, end, raw ? '\\Uxxxxxxxx out of range' : 'illegal Unicode character');
        continue;
      }
      out.push(code);
      i = end;
      continue;
    }
    if (c === '' && !final) break;
    if (raw) {
      out.push(...data.subarray(i, i + 2));
      i += 2;
      continue;
    }
    if (c === 'N') {
      const brace = data[i + 2] === 0x7b;
      let end = i + 2;
      if (brace) while (end < data.length && data[end] !== 0x7d) end++;
      if (!brace || end === data.length || end === i + 3) {
        if (!final && (brace ? end : i + 2) === data.length) break;
        fail(start, end, 'malformed \\N character escape');
        continue;
      }
      const code = characterNamed(String.fromCharCode(...data.subarray(i + 3, end)));
      if (code === undefined) fail(start, end + 1, 'unknown Unicode character name');
      else {
        out.push(code);
        i = end + 1;
      }
      continue;
    }
    if (c === '') {
      fail(start, start + 1, '\\ at end of string');
      continue;
    }
    if (c === '\n') {
      i += 2;
    } else if (Object.hasOwn(ESCAPES, c)) {
      out.push(ESCAPES[c]);
      i += 2;
    } else if (c >= '0' && c <= '7') {
      let end = i + 1;
      while (end < data.length && end < i + 4 && data[end] >= 48 && data[end] <= 55) end++;
      const code = parseInt(String.fromCharCode(...data.subarray(i + 1, end)), 8);
      if (code > 0xff) invalid ??= String.fromCharCode(...data.subarray(i, end));
      out.push(code);
      i = end;
    } else {
      invalid ??= `\\${c}`;
      out.push(92, data[i + 1]);
      i += 2;
    }
  }
  warnOfEscape(invalid, '');
  return { text: strFromCodePoints(out), consumed: Math.min(i, data.length) };
}

function encodeUnicodeEscape(s: Str, raw: boolean): Uint8Array {
  const out: number[] = [];
  const points = codePointsOf(s);
  const names: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (raw ? c < 256 : c >= 32 && c < 127 && c !== 92) out.push(c);
    else for (const unit of !raw && names[c] !== undefined ? names[c] : backslash(c)) out.push(unit.charCodeAt(0));
  }
  return Uint8Array.from(out);
}

/** Backslash sequences of bytes literals. */
function decodeEscape(data: Uint8Array, errors: string): Uint8Array {
  let invalid: string | null = null;
  const out: number[] = [];
  for (let i = 0; i < data.length;) {
    if (data[i] !== 0x5c) {
      out.push(data[i++]);
      continue;
    }
    if (i + 1 >= data.length) throw valueError('Trailing \\ in string');
    const c = String.fromCharCode(data[i + 1]);
    if (c === '\n') i += 2;
    else if (Object.hasOwn(ESCAPES, c)) {
      out.push(ESCAPES[c]);
      i += 2;
    } else if (c >= '0' && c <= '7') {
      let end = i + 1;
      while (end < data.length && end < i + 4 && data[end] >= 48 && data[end] <= 55) end++;
      const code = parseInt(String.fromCharCode(...data.subarray(i + 1, end)), 8);
      if (code > 0xff) invalid ??= String.fromCharCode(...data.subarray(i, end));
      out.push(code & 255);
      i = end;
    } else if (c === 'x') {
      const hex = String.fromCharCode(...data.subarray(i + 2, i + 4));
      if (/^[0-9a-fA-F]{2}$/.test(hex)) {
        out.push(parseInt(hex, 16));
        i += 4;
      } else if (errors === 'strict') throw valueError(`invalid \\x escape at position ${i}`);
      else {
        if (errors === 'replace') out.push(63);
        else if (errors !== 'ignore') throw valueError(`decoding error; unknown error handling code: ${errors}`);
        i += /^[0-9a-fA-F]/.test(hex) ? 3 : 2;
      }
    } else {
      invalid ??= `\\${c}`;
      out.push(92, data[i + 1]);
      i += 2;
    }
  }
  warnOfEscape(invalid, 'b');
  return Uint8Array.from(out);
}

// ---------------------------------------------------------------- character maps

function mapped(mapping: Value, key: number): Value {
  if (mapping instanceof PyDict) return mapping.get(key) ?? null;
  try {
    return callValue(getAttribute(mapping, '__getitem__'), [key]);
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.LookupError)) return null;
    throw error;
  }
}

function charmapDecode(data: Value, errors: MaybeValue, mapping: MaybeValue): Value {
  const bytes = bytesArgument(data);
  const handler = text(errors, 'strict');
  if (mapping === undefined || mapping === null) return pair(decodeBytes(bytes, 'latin-1'), bytes.length);
  const table = strValue(mapping);
  const points = table === undefined ? null : codePointsOf(table);
  const out: number[] = [];
  for (let i = 0; i < bytes.length;) {
    let code = -1;
    if (points !== null) code = bytes[i] < points.length && points[bytes[i]] !== 0xfffe ? points[bytes[i]] : -1;
    else {
      const value = mapped(mapping, bytes[i]);
      if (typeof value === 'number') {
        if (value < 0 || value > 0x10ffff) throw typeError('character mapping must be in range(0x110000)');
        code = value === 0xfffe ? -1 : value;
      } else if (value !== null) {
        const s = strValue(value);
        if (s === undefined) throw typeError('character mapping must return integer, None or str');
        if (textOf(s) !== '\ufffe') {
          out.push(...Array.from(codePointsOf(s)));
          i++;
          continue;
        }
      }
    }
    if (code >= 0) {
      out.push(code);
      i++;
      continue;
    }
    const { value, position } = handleDecodeError(handler, 'charmap', bytes, i, i + 1, 'character maps to <undefined>');
    out.push(...Array.from(codePointsOf(value)));
    i = position;
  }
  return pair(strFromCodePoints(out), bytes.length);
}

function charmapEncode(string: Value, errors: MaybeValue, mapping: MaybeValue): Value {
  const s = str(string);
  const handler = text(errors, 'strict');
  if (mapping === undefined || mapping === null) return pair(new PyBytes(encodeStr(s, 'latin-1', handler)), strLength(s));
  const points = codePointsOf(s);
  const out: number[] = [];
  const put = (code: number): boolean => {
    const value = mapped(mapping, code);
    if (value === null) return false;
    if (typeof value === 'number') {
      if (value < 0 || value > 255) throw typeError('character mapping must be in range(256)');
      out.push(value);
    } else {
      const bytes = value instanceof PyBytes ? value.data : undefined;
      if (bytes === undefined) throw typeError(`character mapping must return integer, bytes or None, not ${typeOf(value).name}`);
      out.push(...bytes);
    }
    return true;
  };
  for (let i = 0; i < points.length;) {
    if (put(points[i])) {
      i++;
      continue;
    }
    let end = i + 1;
    while (end < points.length && mapped(mapping, points[end]) === null) end++;
    const { value, position } = handleEncodeError(handler, 'charmap', s, i, end, 'character maps to <undefined>');
    if (value instanceof Uint8Array) out.push(...value);
    else
      for (const code of Array.from(codePointsOf(value)))
        if (!put(code)) throw raise(T.UnicodeEncodeError, 'charmap', s, i, end, 'character maps to <undefined>');
    i = position;
  }
  return pair(new PyBytes(Uint8Array.from(out)), points.length);
}

function charmapBuild(map: Value): Value {
  const result = new PyDict();
  const points = codePointsOf(str(map));
  for (let i = 0; i < points.length; i++) if (points[i] !== 0xfffe) result.set(points[i], i);
  return result;
}

// ---------------------------------------------------------------- error handlers

/** The error handlers as functions, for `lookup_error`. */
function builtinHandler(name: string): Value {
  return nativeFunction(`${name}_errors(exception, /)`, (exception: Value) => {
    if (typeOf(exception).isSubtype(T.UnicodeEncodeError)) {
      const [start, end] = [Number(getAttribute(exception, 'start')), Number(getAttribute(exception, 'end'))];
      const encoding = strTextOf(getAttribute(exception, 'encoding'));
      const reason = strTextOf(getAttribute(exception, 'reason'));
      if (name === 'strict') throw exception;
      const saved = codecHooks.handlers.get(name);
      codecHooks.handlers.delete(name);
      try {
        const { value, position } = handleEncodeError(name, encoding, str(getAttribute(exception, 'object')), start, end, reason);
        return pair(value instanceof Uint8Array ? new PyBytes(value) : value, position);
      } finally {
        if (saved !== undefined) codecHooks.handlers.set(name, saved);
      }
    }
    if (typeOf(exception).isSubtype(T.UnicodeDecodeError)) {
      const [start, end] = [Number(getAttribute(exception, 'start')), Number(getAttribute(exception, 'end'))];
      if (name === 'strict') throw exception;
      const { value, position } = handleDecodeError(
        name,
        strTextOf(getAttribute(exception, 'encoding')),
        bytesArgument(getAttribute(exception, 'object')),
        start,
        end,
        strTextOf(getAttribute(exception, 'reason')),
      );
      return pair(value, position);
    }
    if (name === 'strict' && typeOf(exception).isSubtype(T.BaseException)) throw exception;
    throw typeError(
      name === 'strict' ? 'codec must pass exception instance' : `don't know how to handle ${typeOf(exception).name} in error callback`,
    );
  });
}

const HANDLERS = [
  'strict',
  'ignore',
  'replace',
  'xmlcharrefreplace',
  'backslashreplace',
  'namereplace',
  'surrogatepass',
  'surrogateescape',
];
const builtinHandlers = new Map<string, Value>();

function lookupHandler(name: Value): Value {
  const key = strText(name) ?? '';
  const custom = codecHooks.handlers.get(key);
  if (custom !== undefined) return custom;
  if (!HANDLERS.includes(key)) throw lookupError(`unknown error handler name '${key}'`);
  let handler = builtinHandlers.get(key);
  if (handler === undefined) builtinHandlers.set(key, (handler = builtinHandler(key)));
  return handler;
}

const TEXT_ERRORS = '(str, errors=None, /)';
const DATA_ERRORS = '(data, errors=None, /)';
const PARTIAL = '(data, errors=None, final=False, /)';

roots.push(() => [searchFunctions, found]);

codecHooks.characterName = code => {
  const name = callValue(getAttribute(loadModule('unicodedata'), 'name'), [charOf(code), null]);
  return name === null ? undefined : strText(name);
};

const escapeDecoder =
  (raw: boolean) =>
  (data: Value, errors: MaybeValue, final: MaybeValue): Value => {
    const bytes = strValue(data) === undefined ? bytesArgument(data) : encodeStr(data);
    const decoded = decodeUnicodeEscape(bytes, text(errors, 'strict'), raw, final === undefined || isTruthy(final));
    return pair(decoded.text, decoded.consumed);
  };

registerModule('_codecs', {
  functions: {
    [`utf_7_encode${TEXT_ERRORS}`]: (value: Value) => pair(new PyBytes(encodeUtf7(str(value))), strLength(str(value))),
    [`utf_7_decode${PARTIAL}`]: (data: Value, errors: MaybeValue, final: MaybeValue) => {
      const { text: decoded, consumed } = decodeUtf7(bytesArgument(data), text(errors, 'strict'), final !== undefined && isTruthy(final));
      return pair(decoded, consumed);
    },
    'register(search_function, /)': (search: Value) => {
      if (!isCallable(search)) throw typeError('argument must be callable');
      searchFunctions.push(search);
      // The package `encodings` registers itself: then it need not be imported again.
      encodingsLoaded = true;
      return null;
    },
    'unregister(search_function, /)': (search: Value) => {
      searchFunctions = searchFunctions.filter(known => known !== search);
      found.clear();
      return null;
    },
    'lookup(encoding, /)': (encoding: Value) => lookup(text(encoding, 'utf-8')),
    "encode(obj, encoding='utf-8', errors='strict')": (obj: Value, encoding: MaybeValue, errors: MaybeValue) => {
      const name = text(encoding, 'utf-8');
      if (strValue(obj) !== undefined && nativeCodec(name) !== undefined) return new PyBytes(encodeStr(obj, name, text(errors, 'strict')));
      return call(0, obj, name, text(errors, 'strict'));
    },
    "decode(obj, encoding='utf-8', errors='strict')": (obj: Value, encoding: MaybeValue, errors: MaybeValue) => {
      const name = text(encoding, 'utf-8');
      const bytes = bytesLike(obj);
      if (bytes !== undefined && nativeCodec(name) !== undefined) return decodeBytes(bytes, name, text(errors, 'strict'));
      return call(1, obj, name, text(errors, 'strict'));
    },
    'register_error(errors, handler, /)': (errors: Value, handler: Value) => {
      if (!isCallable(handler)) throw typeError('handler must be callable');
      codecHooks.handlers.set(strText(errors)!, handler);
      return null;
    },
    '_unregister_error(errors, /)': (errors: Value) => {
      const name = strText(errors)!;
      if (HANDLERS.includes(name)) throw valueError(`cannot un-register built-in error handler '${name}'`);
      return codecHooks.handlers.delete(name);
    },
    'lookup_error(name, /)': lookupHandler,
    [`utf_8_encode${TEXT_ERRORS}`]: encoder('utf-8'),
    [`utf_8_decode${PARTIAL}`]: (data: Value, errors: MaybeValue, final: MaybeValue) => {
      const result = decodeUtf8(bytesArgument(data), text(errors, 'strict'), final !== undefined && isTruthy(final));
      return pair(result.text, result.consumed);
    },
    [`ascii_encode${TEXT_ERRORS}`]: encoder('ascii'),
    [`ascii_decode${DATA_ERRORS}`]: decoder('ascii'),
    [`latin_1_encode${TEXT_ERRORS}`]: encoder('latin-1'),
    [`latin_1_decode${DATA_ERRORS}`]: decoder('latin-1'),
    'utf_16_encode(str, errors=None, byteorder=0, /)': (s: Value, errors: MaybeValue, order: MaybeValue) =>
      encoder(order === undefined || order === 0 ? 'utf-16' : order === -1 ? 'utf-16-le' : 'utf-16-be')(s, errors),
    [`utf_16_le_encode${TEXT_ERRORS}`]: encoder('utf-16-le'),
    [`utf_16_be_encode${TEXT_ERRORS}`]: encoder('utf-16-be'),
    [`utf_16_decode${PARTIAL}`]: partialDecoder('utf-16'),
    [`utf_16_le_decode${PARTIAL}`]: partialDecoder('utf-16-le'),
    [`utf_16_be_decode${PARTIAL}`]: partialDecoder('utf-16-be'),
    'utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)': orderedDecoder('utf-16'),
    'utf_32_encode(str, errors=None, byteorder=0, /)': (s: Value, errors: MaybeValue, order: MaybeValue) =>
      encoder(order === undefined || order === 0 ? 'utf-32' : order === -1 ? 'utf-32-le' : 'utf-32-be')(s, errors),
    [`utf_32_le_encode${TEXT_ERRORS}`]: encoder('utf-32-le'),
    [`utf_32_be_encode${TEXT_ERRORS}`]: encoder('utf-32-be'),
    [`utf_32_decode${PARTIAL}`]: partialDecoder('utf-32'),
    [`utf_32_le_decode${PARTIAL}`]: partialDecoder('utf-32-le'),
    [`utf_32_be_decode${PARTIAL}`]: partialDecoder('utf-32-be'),
    'utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)': orderedDecoder('utf-32'),
    [`unicode_escape_encode${TEXT_ERRORS}`]: (s: Value) => pair(new PyBytes(encodeUnicodeEscape(str(s), false)), strLength(str(s))),
    'unicode_escape_decode(data, errors=None, final=True, /)': escapeDecoder(false),
    [`raw_unicode_escape_encode${TEXT_ERRORS}`]: (s: Value) => pair(new PyBytes(encodeUnicodeEscape(str(s), true)), strLength(str(s))),
    'raw_unicode_escape_decode(data, errors=None, final=True, /)': escapeDecoder(true),
    [`escape_decode${DATA_ERRORS}`]: (data: Value, errors: MaybeValue) => {
      const bytes = strValue(data) === undefined ? bytesArgument(data) : encodeStr(data);
      return pair(new PyBytes(decodeEscape(bytes, text(errors, 'strict'))), bytes.length);
    },
    [`escape_encode${DATA_ERRORS}`]: (data: Value) => {
      if (!(data instanceof PyBytes)) throw typeError(`escape_encode() argument 1 must be bytes, not ${typeOf(data).name}`);
      const bytes = data.data;
      const shown = bytesRepr(bytes);
      const body = shown.slice(2, -1);
      return pair(new PyBytes(encodeStr(shown[1] === '"' ? body.replaceAll("'", "\\'") : body, 'latin-1')), bytes.length);
    },
    [`readbuffer_encode${DATA_ERRORS}`]: (data: Value) => {
      const bytes = strValue(data) === undefined ? bytesArgument(data) : encodeStr(data);
      return pair(new PyBytes(bytes.slice()), bytes.length);
    },
    'charmap_build(map, /)': charmapBuild,
    'charmap_encode(str, errors=None, mapping=None, /)': charmapEncode,
    'charmap_decode(data, errors=None, mapping=None, /)': charmapDecode,
  },
  initialize: () => {
    searchFunctions = [];
    found = new Map();
    encodingsLoaded = false;
    codecHooks.handlers.clear();
  },
});
