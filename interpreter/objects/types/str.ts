/**
 * str (CPython: Objects/unicodeobject.c).
 *
 * Methods work on UTF-16 text wherever that gives the same answer for narrow and wide strings, and on code points where positions count.
 * The result is looked through for surrogate pairs only if an operand was wide.
 */
import type { MaybeValue, Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { countText, indexOfText, splitText } from '../core/search.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyDict } from '../core/dict.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { PyBytes } from '../core/bytes.ts';
import { PySlice } from '../core/range.ts';
import { PyStrIterator, PyWideStrIterator } from '../core/iterators.ts';
import { composeHash, hashInto } from '../core/hash.ts';
import {
  charOf,
  codePointAt,
  codePointsOf,
  compareStr,
  concatStr,
  indexOfOffset,
  offsetOfIndex,
  PyStrSubclass,
  sameStr,
  sliceStr,
  strFromCodePoints,
  strLength,
  strOf,
  strText,
  strType,
  strValue,
  textOf,
  type Str,
} from '../core/str.ts';
import { intValue } from '../core/integer.ts';
import { indexError, memoryError, PyBaseException, typeError, valueError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { bytesLike } from '../protocol/buffer.ts';
import { byOrder } from '../protocol/compare.ts';
import { adjustBounds, hasIndex, sliceIndices, toIndexNumber, toSize, toIntArgument } from '../protocol/index.ts';
import { itemsForSequence } from '../protocol/length-hint.ts';
import { getItem } from '../protocol/sequence.ts';
import { isTruthy } from '../protocol/truth.ts';
import { str } from '../protocol/repr.ts';
import { formatStr } from '../protocol/format.ts';
import { isInClass, isLineBreak, isPrintable, isSpace, decimalDigit } from '../protocol/unicode.ts';
import { casefold, capitalizeText, lowerText, swapcaseText, titleText, upperText } from './str-case.ts';
import { codecArgument, decodeBytes, encodeStr } from './codecs.ts';
import { formatText } from './str-format.ts';
import { percentStr } from './percent.ts';
import { makeNew } from './make.ts';
import { reduceIterator } from './tuple.ts';

const self = (value: Value): Str => strValue(value)!;
const MAX_LENGTH = 2 ** 29 - 24;

/** The result of an operation on text: examined for pairs only where some operand was wide. */
function result(text: string, wide: boolean): Str {
  return wide ? strOf(text) : text;
}

const isWide = (value: Value): boolean => typeof value !== 'string' && typeof strValue(value) !== 'string';

function argument(value: Value, message: (given: string) => string): string {
  const text = strText(value);
  if (text === undefined) throw typeError(message(value === null ? 'NoneType' : typeOf(value).name));
  return text;
}

const must = (method: string) => (given: string) => `${method} argument must be str, not ${given}`;

// ---- repr ----

export function strRepr(s: Str): string {
  const text = textOf(s);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  if (typeof s === 'string' && /^[ !#-&(-[\]-~]*$/.test(text)) return quote + text + quote;
  let body = '';
  const codes = codePointsOf(s);
  for (let i = 0; i < codes.length; i++) {
    const c = codes[i];
    if (c === 92) body += '\\\\';
    else if (c === quote.charCodeAt(0)) body += '\\' + quote;
    else if (c === 10) body += '\\n';
    else if (c === 13) body += '\\r';
    else if (c === 9) body += '\\t';
    else if (isPrintable(c)) body += String.fromCodePoint(c);
    else if (c < 256) body += '\\x' + c.toString(16).padStart(2, '0');
    else if (c < 65536) body += '\\u' + c.toString(16).padStart(4, '0');
    else body += '\\U' + c.toString(16).padStart(8, '0');
  }
  return quote + body + quote;
}

// ---- searching ----

/** Index in code points of `needle` within `[start, end)`, first or last; -1 if there is none. */
function search(s: Str, needle: string, start: MaybeValue, end: MaybeValue, last: boolean): number {
  const length = strLength(s);
  const [from, to] = adjustBounds(noneToUndefined(start), noneToUndefined(end), length);
  if (from > to) return -1;
  const text = textOf(s);
  const first = offsetOfIndex(s, from);
  const stop = to === length ? text.length : offsetOfIndex(s, to);
  if (needle.length > stop - first) return -1;
  let offset: number;
  if (last) {
    offset = text.lastIndexOf(needle, stop - needle.length);
    if (offset < first) offset = -1;
  } else if (stop === text.length) offset = indexOfText(text, needle, first);
  else {
    offset = indexOfText(text.slice(first, stop), needle);
    if (offset >= 0) offset += first;
  }
  return offset < 0 ? -1 : indexOfOffset(s, offset);
}

const noneToUndefined = (value: MaybeValue): MaybeValue => (value === null ? undefined : value);

function find(method: string, last: boolean, raises: boolean) {
  return (own: Value, sub: Value, start: MaybeValue, end: MaybeValue): Value => {
    const needle = strText(sub);
    if (needle === undefined) throw typeError(`${method}() argument 1 must be str, not ${typeOf(sub).name}`);
    const index = search(self(own), needle, start, end, last);
    if (index < 0 && raises) throw valueError('substring not found');
    return index;
  };
}

function count(own: Value, sub: Value, start: MaybeValue, end: MaybeValue): Value {
  const needle = argument(sub, given => `count() argument 1 must be str, not ${given}`);
  const s = self(own);
  const length = strLength(s);
  const [from, to] = adjustBounds(noneToUndefined(start), noneToUndefined(end), length);
  if (from > to) return 0;
  if (needle === '') return to - from + 1;
  const text = from === 0 && to === length ? textOf(s) : textOf(sliceStr(s, from, to));
  return countText(text, needle);
}

/** startswith and endswith. */
function affix(method: string, atEnd: boolean) {
  return (own: Value, affixes: Value, start: MaybeValue, end: MaybeValue): Value => {
    const s = self(own);
    let text = textOf(s);
    if (start !== undefined || end !== undefined) {
      const length = strLength(s);
      const [from, to] = adjustBounds(noneToUndefined(start), noneToUndefined(end), length);
      if (from > to) return affixes instanceof PyTuple ? (affixes.items.forEach(check), false) : (check(affixes), false);
      text = textOf(sliceStr(s, from, to));
    }
    function check(value: Value): string {
      return argument(value, given =>
        affixes instanceof PyTuple
          ? `tuple for ${method} must only contain str, not ${given}`
          : `${method} first arg must be str or a tuple of str, not ${given}`,
      );
    }
    if (!(affixes instanceof PyTuple)) return atEnd ? text.endsWith(check(affixes)) : text.startsWith(check(affixes));
    for (const item of affixes.items) {
      const candidate = check(item);
      if (atEnd ? text.endsWith(candidate) : text.startsWith(candidate)) return true;
    }
    return false;
  };
}

// ---- stripping ----

function strip(method: string, left: boolean, right: boolean) {
  return (own: Value, chars: MaybeValue): Value => {
    const s = self(own);
    let set: Set<number> | undefined;
    if (chars !== undefined && chars !== null) {
      const given = strValue(chars);
      if (given === undefined) throw typeError(`${method} arg must be None or str`);
      set = new Set(Array.from(codePointsOf(given)));
    }
    let start = 0;
    let end = strLength(s);
    const drops = (c: number): boolean => (set === undefined ? isSpace(c) : set.has(c));
    if (left) while (start < end && drops(codePointAt(s, start))) start++;
    if (right) while (end > start && drops(codePointAt(s, end - 1))) end--;
    return start === 0 && end === strLength(s) ? s : sliceStr(s, start, end);
  };
}

// ---- splitting ----

function splitLimit(maxsplit: MaybeValue): number {
  const n = maxsplit === undefined ? -1 : toSize(maxsplit);
  return n < 0 ? Infinity : n;
}

function splitOnSpace(s: Str, limit: number): Value[] {
  const parts: Value[] = [];
  const n = strLength(s);
  let i = 0;
  for (;;) {
    while (i < n && isSpace(codePointAt(s, i))) i++;
    if (i === n) return parts;
    if (parts.length === limit) {
      parts.push(sliceStr(s, i, n));
      return parts;
    }
    const start = i;
    while (i < n && !isSpace(codePointAt(s, i))) i++;
    parts.push(sliceStr(s, start, i));
  }
}

function rsplitOnSpace(s: Str, limit: number): Value[] {
  const parts: Value[] = [];
  let i = strLength(s);
  for (;;) {
    while (i > 0 && isSpace(codePointAt(s, i - 1))) i--;
    if (i === 0) break;
    if (parts.length === limit) {
      parts.push(sliceStr(s, 0, i));
      break;
    }
    const end = i;
    while (i > 0 && !isSpace(codePointAt(s, i - 1))) i--;
    parts.push(sliceStr(s, i, end));
  }
  return parts.reverse();
}

function separator(sep: Value): string {
  const text = argument(sep, given => `must be str or None, not ${given}`);
  if (text === '') throw valueError('empty separator');
  return text;
}

function split(own: Value, sep: MaybeValue, maxsplit: MaybeValue): Value {
  const s = self(own);
  const limit = splitLimit(maxsplit);
  if (sep === undefined || sep === null) return new PyList(splitOnSpace(s, limit));
  const by = separator(sep);
  const text = textOf(s);
  const wide = typeof s !== 'string';
  if (limit === Infinity) {
    const parts = splitText(text, by);
    return new PyList(wide ? parts.map(strOf) : parts);
  }
  const parts: Value[] = [];
  let from = 0;
  while (parts.length < limit) {
    const at = indexOfText(text, by, from);
    if (at < 0) break;
    parts.push(result(text.slice(from, at), wide));
    from = at + by.length;
  }
  parts.push(result(text.slice(from), wide));
  return new PyList(parts);
}

function rsplit(own: Value, sep: MaybeValue, maxsplit: MaybeValue): Value {
  const s = self(own);
  const limit = splitLimit(maxsplit);
  if (sep === undefined || sep === null) return new PyList(rsplitOnSpace(s, limit));
  const by = separator(sep);
  const text = textOf(s);
  const wide = typeof s !== 'string';
  const parts: Value[] = [];
  let to = text.length;
  while (parts.length < limit) {
    const at = to - by.length < 0 ? -1 : text.lastIndexOf(by, to - by.length);
    if (at < 0) break;
    parts.push(result(text.slice(at + by.length, to), wide));
    to = at;
  }
  parts.push(result(text.slice(0, to), wide));
  return new PyList(parts.reverse());
}

function splitlines(own: Value, keepends: MaybeValue): Value {
  const s = self(own);
  const keep = keepends !== undefined && isTruthy(keepends);
  const lines: Value[] = [];
  const n = strLength(s);
  for (let i = 0; i < n;) {
    const start = i;
    while (i < n && !isLineBreak(codePointAt(s, i))) i++;
    let end = i;
    if (i < n) {
      i += codePointAt(s, i) === 13 && i + 1 < n && codePointAt(s, i + 1) === 10 ? 2 : 1;
      if (keep) end = i;
    }
    lines.push(sliceStr(s, start, end));
  }
  return new PyList(lines);
}

function partition(own: Value, sep: Value): Value {
  const by = argument(sep, given => `must be str, not ${given}`);
  if (by === '') throw valueError('empty separator');
  const s = self(own);
  const text = textOf(s);
  const at = indexOfText(text, by);
  if (at < 0) return new PyTuple([s, '', '']);
  const wide = typeof s !== 'string';
  return new PyTuple([result(text.slice(0, at), wide), sep, result(text.slice(at + by.length), wide)]);
}

function rpartition(own: Value, sep: Value): Value {
  const by = argument(sep, given => `must be str, not ${given}`);
  if (by === '') throw valueError('empty separator');
  const s = self(own);
  const text = textOf(s);
  const at = text.lastIndexOf(by);
  if (at < 0) return new PyTuple(['', '', s]);
  const wide = typeof s !== 'string';
  return new PyTuple([result(text.slice(0, at), wide), sep, result(text.slice(at + by.length), wide)]);
}

// ---- joining and replacing ----

/** `separator.join(iterable)`. */
/** Joins strs that may not be joined as JavaScript's strings are. */
function joinCodePoints(own: Value, items: readonly Value[]): Str {
  let result: Str = '';
  items.forEach((item, i) => {
    const piece = strValue(item);
    if (piece === undefined) throw typeError(`sequence item ${i}: expected str instance, ${typeOf(item).name} found`);
    result = concatStr(i > 0 ? concatStr(result, strValue(own)!) : result, piece);
  });
  return result;
}

export function joinStr(own: Value, iterable: Value): Value {
  let items: readonly Value[];
  try {
    items = itemsForSequence(iterable);
  } catch (error) {
    if (
      error instanceof PyBaseException &&
      error.cls === T.TypeError &&
      typeOf(iterable).slots.tp_iter === null &&
      !typeOf(iterable).isHeapType
    )
      throw typeError('can only join an iterable');
    throw error;
  }
  const n = items.length;
  if (n === 0) return '';
  if (n === 1 && typeof items[0] === 'string') return items[0];
  const by = textOf(own);
  let wide = isWide(own);
  let text = '';
  for (let i = 0; i < n; i++) {
    const item = items[i];
    if (i > 0) text += by;
    if (typeof item === 'string') {
      // A low surrogate at a seam may meet a high one, and must not become one character with it.
      if (item.length > 0 && (item.charCodeAt(0) & 0xfc00) === 0xdc00) {
        if (text.length > 0 && (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800) return joinCodePoints(own, items);
        wide = true;
      }
      text += item;
    } else {
      const s = strValue(item);
      if (s === undefined) throw typeError(`sequence item ${i}: expected str instance, ${typeOf(item).name} found`);
      if (typeof s !== 'string') wide = true;
      text += textOf(s);
    }
  }
  if (text.length > MAX_LENGTH) throw memoryError('');
  return result(text, wide);
}

function replace(own: Value, old: Value, replacement: Value, countValue: MaybeValue): Value {
  const from = argument(old, given => `replace() argument 1 must be str, not ${given}`);
  const to = argument(replacement, given => `replace() argument 2 must be str, not ${given}`);
  const s = self(own);
  const text = textOf(s);
  const wide = typeof s !== 'string' || isWide(replacement);
  const limit = countValue === undefined ? -1 : toSize(countValue);
  if (from === '') {
    const chars = wide ? Array.from(text) : text.split('');
    const times = limit < 0 ? chars.length + 1 : limit;
    let joined = '';
    for (let i = 0; i <= chars.length; i++) joined += (i < times ? to : '') + (i < chars.length ? chars[i] : '');
    return result(joined, wide);
  }
  if (limit < 0) {
    const parts = splitText(text, from);
    return parts.length === 1 ? s : result(parts.join(to), wide);
  }
  let replaced = '';
  let at = 0;
  for (let i = 0; i < limit; i++) {
    const found = indexOfText(text, from, at);
    if (found < 0) break;
    replaced += text.slice(at, found) + to;
    at = found + from.length;
  }
  return result(replaced + text.slice(at), wide);
}

export function repeatStr(s: Str, times: number): Str {
  if (times <= 0) return '';
  if (times === 1) return s;
  const text = textOf(s);
  if (text.length * times > MAX_LENGTH) throw memoryError('');
  return result(text.repeat(times), typeof s !== 'string');
}

// ---- padding ----

function fillChar(fill: MaybeValue): string {
  if (fill === undefined) return ' ';
  const s = strValue(fill);
  if (s === undefined) throw typeError(`The fill character must be a unicode character, not ${typeOf(fill).name}`);
  if (strLength(s) !== 1) throw typeError('The fill character must be exactly one character long');
  return textOf(s);
}

function pad(own: Value, width: Value, fill: MaybeValue, place: (missing: number, width: number) => number): Value {
  const s = self(own);
  const w = toSize(width);
  const by = fillChar(fill);
  const missing = w - strLength(s);
  if (missing <= 0) return s;
  const left = place(missing, w);
  return result(by.repeat(left) + textOf(s) + by.repeat(missing - left), typeof s !== 'string' || by.length > 1);
}

function expandtabs(own: Value, tabsize: MaybeValue): Value {
  const size = tabsize === undefined ? 8 : toIntArgument(tabsize);
  const s = self(own);
  let text = '';
  let column = 0;
  for (const c of textOf(s)) {
    if (c === '\t') {
      if (size > 0) {
        const spaces = size - (column % size);
        text += ' '.repeat(spaces);
        column += spaces;
      }
    } else {
      text += c;
      column = c === '\n' || c === '\r' ? 0 : column + 1;
    }
  }
  return result(text, typeof s !== 'string');
}

// ---- classification ----

/** Whether every character (there must be one) passes. */
function every(s: Str, test: (c: number) => boolean): boolean {
  const n = strLength(s);
  if (n === 0) return false;
  for (let i = 0; i < n; i++) if (!test(codePointAt(s, i))) return false;
  return true;
}

const isAlpha = (c: number): boolean => (c < 128 ? (c | 32) >= 97 && (c | 32) <= 122 : isInClass(c, 'alpha'));
const isDecimal = (c: number): boolean => decimalDigit(c) >= 0;
const isDigit = (c: number): boolean => (c < 128 ? c >= 48 && c <= 57 : isInClass(c, 'digit'));
const isNumeric = (c: number): boolean => (c < 128 ? c >= 48 && c <= 57 : isInClass(c, 'numeric'));
const isUpper = (c: number): boolean => (c < 128 ? c >= 65 && c <= 90 : isInClass(c, 'upper'));
const isLower = (c: number): boolean => (c < 128 ? c >= 97 && c <= 122 : isInClass(c, 'lower'));
const isTitle = (c: number): boolean => c >= 128 && isInClass(c, 'title');

/** isupper and islower: some cased character, and none of the wrong case. */
function allCase(s: Str, right: (c: number) => boolean, wrong: (c: number) => boolean): boolean {
  let cased = false;
  const n = strLength(s);
  for (let i = 0; i < n; i++) {
    const c = codePointAt(s, i);
    if (wrong(c) || isTitle(c)) return false;
    cased ||= right(c);
  }
  return cased;
}

function isTitleText(s: Str): boolean {
  let cased = false;
  let previousCased = false;
  const n = strLength(s);
  for (let i = 0; i < n; i++) {
    const c = codePointAt(s, i);
    if (isUpper(c) || isTitle(c)) {
      if (previousCased) return false;
      previousCased = true;
      cased = true;
    } else if (isLower(c)) {
      if (!previousCased) return false;
      previousCased = true;
      cased = true;
    } else previousCased = false;
  }
  return cased;
}

export function isIdentifier(s: Str): boolean {
  const n = strLength(s);
  for (let i = 0; i < n; i++) {
    const c = codePointAt(s, i);
    if (c < 128) {
      const ok = c === 95 || ((c | 32) >= 97 && (c | 32) <= 122) || (i > 0 && c >= 48 && c <= 57);
      if (!ok) return false;
    } else if (!isInClass(c, i === 0 ? 'idStart' : 'idContinue')) return false;
  }
  return n > 0;
}

const test = (check: (s: Str) => boolean) => (own: Value) => check(self(own));
const testEach = (check: (c: number) => boolean) => (own: Value) => every(self(own), check);

/** A method that maps text to text. */
const mapping = (map: (text: string) => string) => (own: Value) => {
  const s = self(own);
  return typeof s === 'string' ? map(s) : strOf(map(s.text));
};

// ---- translate ----

function translate(own: Value, table: Value): Value {
  const s = self(own);
  const codes = codePointsOf(s);
  const known = new Map<number, string>();
  let text = '';
  let wide = false;
  for (let i = 0; i < codes.length; i++) {
    const c = codes[i];
    let mapped = known.get(c);
    if (mapped === undefined) {
      mapped = translated(table, c);
      known.set(c, mapped);
    }
    text += mapped;
    wide ||= mapped.length !== 1;
  }
  return result(text, wide || typeof s !== 'string');
}

function translated(table: Value, c: number): string {
  let value: Value;
  try {
    value = getItem(table, c);
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.LookupError)) return String.fromCodePoint(c);
    throw error;
  }
  if (value === null) return '';
  const text = strText(value);
  if (text !== undefined) return text;
  const int = intValue(value);
  if (int === undefined) throw typeError('character mapping must return integer, None or str');
  if (int < 0 || int > 0x10ffff) throw valueError('character mapping must be in range(0x110000)');
  return String.fromCodePoint(Number(int));
}

function maketrans(x: Value, y: MaybeValue, z: MaybeValue): Value {
  const table = new PyDict();
  if (y !== undefined) {
    const from = strValue(x);
    if (from === undefined) throw typeError('first maketrans argument must be a string if there is a second argument');
    const to = strValue(y);
    if (to === undefined) throw typeError(`maketrans() argument 2 must be str, not ${typeOf(y).name}`);
    if (strLength(from) !== strLength(to)) throw valueError('the first two maketrans arguments must have equal length');
    for (let i = 0; i < strLength(from); i++) table.set(codePointAt(from, i), codePointAt(to, i));
    if (z !== undefined) {
      const dropped = strValue(z);
      if (dropped === undefined) throw typeError(`maketrans() argument 3 must be str, not ${typeOf(z).name}`);
      for (let i = 0; i < strLength(dropped); i++) table.set(codePointAt(dropped, i), null);
    }
    return table;
  }
  if (!(x instanceof PyDict)) throw typeError('if you give only one argument to maketrans it must be a dict');
  for (const { key, value } of x.entries()) {
    const s = strValue(key);
    if (s !== undefined) {
      if (strLength(s) !== 1) throw valueError('string keys in translate table must be of length 1');
      table.set(codePointAt(s, 0), value as Value);
    } else if (intValue(key) !== undefined) table.set(key, value as Value);
    else throw typeError('keys in translate table must be strings or integers');
  }
  return table;
}

// ---- the type ----

/** `str(object, encoding, errors)`. */
function strNew(cls: PyType, object: MaybeValue, encoding: MaybeValue, errors: MaybeValue): Value {
  let value: Value;
  if (object === undefined) value = '';
  else if (encoding === undefined && errors === undefined) value = str(object);
  else {
    const e = codecArgument(encoding, 'utf-8', 'str', 'encoding');
    const h = codecArgument(errors, 'strict', 'str', 'errors');
    if (strText(object) !== undefined) throw typeError('decoding str is not supported');
    const bytes = bytesLike(object);
    if (bytes === undefined) throw typeError(`decoding to str: need a bytes-like object, ${typeOf(object).name} found`);
    value = decodeBytes(bytes, e, h);
  }
  return cls === strType ? value : new PyStrSubclass(self(value), cls);
}

const caseless = (own: Value): Value => {
  const s = self(own);
  for (let i = 0; i < strLength(s); i++) if (codePointAt(s, i) > 127) return false;
  return true;
};

defineType('str', {
  matchSelf: true,
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
  slots: {
    tp_new: makeNew("str($type, object='', encoding='utf-8', errors='strict')", strNew),
    tp_repr: own => (typeof self(own) === 'string' ? strRepr(self(own)) : strOf(strRepr(self(own)))),
    tp_str: own => self(own),
    tp_hash: own => {
      hashInto(self(own));
      return composeHash();
    },
    tp_richcompare: (left, right, op) => {
      const l = self(left);
      const r = strValue(right);
      if (r === undefined) return NotImplemented;
      if (op === 2) return sameStr(l, r);
      if (op === 3) return !sameStr(l, r);
      return byOrder(compareStr(l, r), op);
    },
    tp_iter: own => {
      const s = self(own);
      return typeof s === 'string' ? new PyStrIterator(s) : new PyWideStrIterator(s);
    },
    nb_remainder: (left, right) => (strValue(left) === undefined ? NotImplemented : percentStr(left, right)),
    sq_length: own => strLength(self(own)),
    sq_concat: (left, right) => {
      const r = strValue(right);
      if (r === undefined) throw typeError(`can only concatenate str (not "${typeOf(right).name}") to str`);
      return concatStr(self(left), r);
    },
    sq_repeat: (own, times) => repeatStr(self(own), times),
    sq_contains: (own, sub) =>
      indexOfText(
        textOf(own),
        argument(sub, given => `'in <string>' requires string as left operand, not ${given}`),
      ) >= 0,
    mp_subscript: (own, key) => {
      const s = self(own);
      const length = strLength(s);
      if (key instanceof PySlice) {
        const { start, step, count: n } = sliceIndices(key, length);
        if (step === 1) return sliceStr(s, start, start + n);
        if (typeof s === 'string') {
          let text = '';
          for (let i = 0, at = start; i < n; i++, at += step) text += s[at];
          return strOf(text);
        }
        const codes = new Uint32Array(n);
        for (let i = 0, at = start; i < n; i++, at += step) codes[i] = s.codePoints[at];
        return strFromCodePoints(codes);
      }
      if (!hasIndex(key)) throw typeError(`string indices must be integers, not '${typeOf(key).name}'`);
      let index = toIndexNumber(key, 'IndexError');
      if (index < 0) index += length;
      if (index < 0 || index >= length) throw indexError('string index out of range');
      return typeof s === 'string' ? s[index] : charOf(s.codePoints[index]);
    },
  },
  methods: {
    "encode($self, /, encoding='utf-8', errors='strict')": [
      (own: Value, encoding: MaybeValue, errors: MaybeValue) =>
        new PyBytes(
          encodeStr(own, codecArgument(encoding, 'utf-8', 'encode', 'encoding'), codecArgument(errors, 'strict', 'encode', 'errors')),
        ),
      "Encode the string using the codec registered for encoding.\n\n  encoding\n    The encoding in which to encode the string.\n  errors\n    The error handling scheme to use for encoding errors.\n    The default is 'strict' meaning that encoding errors raise a\n    UnicodeEncodeError.  Other possible values are 'ignore', 'replace' and\n    'xmlcharrefreplace' as well as any other name registered with\n    codecs.register_error that can handle UnicodeEncodeErrors.",
    ],
    'replace($self, old, new, /, count=-1)': [
      replace,
      'Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.\n\nIf the optional argument count is given, only the first count occurrences are\nreplaced.',
    ],
    'split($self, /, sep=None, maxsplit=-1)': [
      split,
      'Return a list of the substrings in the string, using sep as the separator string.\n\n  sep\n    The separator used to split the string.\n\n    When set to None (the default value), will split on any whitespace\n    character (including \\n \\r \\t \\f and spaces) and will discard\n    empty strings from the result.\n  maxsplit\n    Maximum number of splits.\n    -1 (the default value) means no limit.\n\nSplitting starts at the front of the string and works to the end.\n\nNote, str.split() is mainly useful for data that has been intentionally\ndelimited.  With natural text that includes punctuation, consider using\nthe regular expression module.',
    ],
    'rsplit($self, /, sep=None, maxsplit=-1)': [
      rsplit,
      'Return a list of the substrings in the string, using sep as the separator string.\n\n  sep\n    The separator used to split the string.\n\n    When set to None (the default value), will split on any whitespace\n    character (including \\n \\r \\t \\f and spaces) and will discard\n    empty strings from the result.\n  maxsplit\n    Maximum number of splits.\n    -1 (the default value) means no limit.\n\nSplitting starts at the end of the string and works to the front.',
    ],
    'join($self, iterable, /)': [
      joinStr,
      "Concatenate any number of strings.\n\nThe string whose method is called is inserted in between each given string.\nThe result is returned as a new string.\n\nExample: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'",
    ],
    'capitalize($self, /)': [
      mapping(capitalizeText),
      'Return a capitalized version of the string.\n\nMore specifically, make the first character have upper case and the rest lower\ncase.',
    ],
    'casefold($self, /)': [mapping(casefold), 'Return a version of the string suitable for caseless comparisons.'],
    'title($self, /)': [
      mapping(titleText),
      'Return a version of the string where each word is titlecased.\n\nMore specifically, words start with uppercased characters and all remaining\ncased characters have lower case.',
    ],
    "center($self, width, fillchar=' ', /)": [
      (own: Value, width: Value, fill: MaybeValue) => pad(own, width, fill, (missing, w) => (missing >> 1) + (missing & w & 1)),
      'Return a centered string of length width.\n\nPadding is done using the specified fill character (default is a space).',
    ],
    'count($self, sub[, start[, end]], /)': [
      count,
      'Return the number of non-overlapping occurrences of substring sub in string S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.',
    ],
    'expandtabs($self, /, tabsize=8)': [
      expandtabs,
      'Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.',
    ],
    'find($self, sub[, start[, end]], /)': [
      find('find', false, false),
      'Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nReturn -1 on failure.',
    ],
    'partition($self, sep, /)': [
      partition,
      'Partition the string into three parts using the given separator.\n\nThis will search for the separator in the string.  If the separator is found,\nreturns a 3-tuple containing the part before the separator, the separator\nitself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing the original string\nand two empty strings.',
    ],
    'index($self, sub[, start[, end]], /)': [
      find('index', false, true),
      'Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nRaises ValueError when the substring is not found.',
    ],
    "ljust($self, width, fillchar=' ', /)": [
      (own: Value, width: Value, fill: MaybeValue) => pad(own, width, fill, () => 0),
      'Return a left-justified string of length width.\n\nPadding is done using the specified fill character (default is a space).',
    ],
    'lower($self, /)': [mapping(lowerText), 'Return a copy of the string converted to lowercase.'],
    'lstrip($self, chars=None, /)': [
      strip('lstrip', true, false),
      'Return a copy of the string with leading whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.',
    ],
    'rfind($self, sub[, start[, end]], /)': [
      find('rfind', true, false),
      'Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nReturn -1 on failure.',
    ],
    'rindex($self, sub[, start[, end]], /)': [
      find('rindex', true, true),
      'Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nRaises ValueError when the substring is not found.',
    ],
    "rjust($self, width, fillchar=' ', /)": [
      (own: Value, width: Value, fill: MaybeValue) => pad(own, width, fill, missing => missing),
      'Return a right-justified string of length width.\n\nPadding is done using the specified fill character (default is a space).',
    ],
    'rstrip($self, chars=None, /)': [
      strip('rstrip', false, true),
      'Return a copy of the string with trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.',
    ],
    'rpartition($self, sep, /)': [
      rpartition,
      'Partition the string into three parts using the given separator.\n\nThis will search for the separator in the string, starting at the end. If\nthe separator is found, returns a 3-tuple containing the part before the\nseparator, the separator itself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing two empty strings\nand the original string.',
    ],
    'splitlines($self, /, keepends=False)': [
      splitlines,
      'Return a list of the lines in the string, breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends is given and\ntrue.',
    ],
    'strip($self, chars=None, /)': [
      strip('strip', true, true),
      'Return a copy of the string with leading and trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.',
    ],
    'swapcase($self, /)': [mapping(swapcaseText), 'Convert uppercase characters to lowercase and lowercase characters to uppercase.'],
    'translate($self, table, /)': [
      translate,
      'Replace each character in the string using the given translation table.\n\n  table\n    Translation table, which must be a mapping of Unicode ordinals to\n    Unicode ordinals, strings, or None.\n\nThe table must implement lookup/indexing via __getitem__, for instance a\ndictionary or list.  If this operation raises LookupError, the character is\nleft untouched.  Characters mapped to None are deleted.',
    ],
    'upper($self, /)': [mapping(upperText), 'Return a copy of the string converted to uppercase.'],
    'startswith($self, prefix[, start[, end]], /)': [
      affix('startswith', false),
      'Return True if the string starts with the specified prefix, False otherwise.\n\n  prefix\n    A string or a tuple of strings to try.\n  start\n    Optional start position. Default: start of the string.\n  end\n    Optional stop position. Default: end of the string.',
    ],
    'endswith($self, suffix[, start[, end]], /)': [
      affix('endswith', true),
      'Return True if the string ends with the specified suffix, False otherwise.\n\n  suffix\n    A string or a tuple of strings to try.\n  start\n    Optional start position. Default: start of the string.\n  end\n    Optional stop position. Default: end of the string.',
    ],
    'removeprefix($self, prefix, /)': [
      (own: Value, prefix: Value) => {
        const s = self(own);
        const text = argument(prefix, must('removeprefix()'));
        return textOf(s).startsWith(text) ? result(textOf(s).slice(text.length), typeof s !== 'string') : s;
      },
      'Return a str with the given prefix string removed if present.\n\nIf the string starts with the prefix string, return string[len(prefix):].\nOtherwise, return a copy of the original string.',
    ],
    'removesuffix($self, suffix, /)': [
      (own: Value, suffix: Value) => {
        const s = self(own);
        const text = argument(suffix, must('removesuffix()'));
        return text !== '' && textOf(s).endsWith(text) ? result(textOf(s).slice(0, -text.length), typeof s !== 'string') : s;
      },
      'Return a str with the given suffix string removed if present.\n\nIf the string ends with the suffix string and that suffix is not empty,\nreturn string[:-len(suffix)]. Otherwise, return a copy of the original\nstring.',
    ],
    'isascii($self, /)': [
      caseless,
      'Return True if all characters in the string are ASCII, False otherwise.\n\nASCII characters have code points in the range U+0000-U+007F.\nEmpty string is ASCII too.',
    ],
    'islower($self, /)': [
      test(s => allCase(s, isLower, isUpper)),
      'Return True if the string is a lowercase string, False otherwise.\n\nA string is lowercase if all cased characters in the string are lowercase and\nthere is at least one cased character in the string.',
    ],
    'isupper($self, /)': [
      test(s => allCase(s, isUpper, isLower)),
      'Return True if the string is an uppercase string, False otherwise.\n\nA string is uppercase if all cased characters in the string are uppercase and\nthere is at least one cased character in the string.',
    ],
    'istitle($self, /)': [
      test(isTitleText),
      'Return True if the string is a title-cased string, False otherwise.\n\nIn a title-cased string, upper- and title-case characters may only\nfollow uncased characters and lowercase characters only cased ones.',
    ],
    'isspace($self, /)': [
      testEach(isSpace),
      'Return True if the string is a whitespace string, False otherwise.\n\nA string is whitespace if all characters in the string are whitespace and there\nis at least one character in the string.',
    ],
    'isdecimal($self, /)': [
      testEach(isDecimal),
      'Return True if the string is a decimal string, False otherwise.\n\nA string is a decimal string if all characters in the string are decimal and\nthere is at least one character in the string.',
    ],
    'isdigit($self, /)': [
      testEach(isDigit),
      'Return True if the string is a digit string, False otherwise.\n\nA string is a digit string if all characters in the string are digits and there\nis at least one character in the string.',
    ],
    'isnumeric($self, /)': [
      testEach(isNumeric),
      'Return True if the string is a numeric string, False otherwise.\n\nA string is numeric if all characters in the string are numeric and there is at\nleast one character in the string.',
    ],
    'isalpha($self, /)': [
      testEach(isAlpha),
      'Return True if the string is an alphabetic string, False otherwise.\n\nA string is alphabetic if all characters in the string are alphabetic and there\nis at least one character in the string.',
    ],
    'isalnum($self, /)': [
      testEach(c => isAlpha(c) || isNumeric(c)),
      'Return True if the string is an alpha-numeric string, False otherwise.\n\nA string is alpha-numeric if all characters in the string are alpha-numeric and\nthere is at least one character in the string.',
    ],
    'isidentifier($self, /)': [
      test(isIdentifier),
      'Return True if the string is a valid Python identifier, False otherwise.\n\nCall keyword.iskeyword(s) to test whether string s is a reserved identifier,\nsuch as "def" or "class".',
    ],
    'isprintable($self, /)': [
      test(s => strLength(s) === 0 || every(s, isPrintable)),
      'Return True if all characters in the string are printable, False otherwise.\n\nA character is printable if repr() may use it in its output.',
    ],
    'zfill($self, width, /)': [
      (own: Value, width: Value) => {
        const s = self(own);
        const missing = toSize(width) - strLength(s);
        if (missing <= 0) return s;
        const text = textOf(s);
        const signed = text[0] === '+' || text[0] === '-';
        return result((signed ? text[0] : '') + '0'.repeat(missing) + (signed ? text.slice(1) : text), typeof s !== 'string');
      },
      'Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe string is never truncated.',
    ],
    'format($self, /, *args, **kwargs)': [
      (own: Value, args: Value[], kwargs: PyDict | undefined) => formatText(textOf(own), args, kwargs),
      "Return a formatted version of the string, using substitutions from args and kwargs.\n\nThe substitutions are identified by braces ('{' and '}').",
    ],
    'format_map($self, mapping, /)': [
      (own: Value, table: Value) => formatText(textOf(own), undefined, table),
      "Return a formatted version of the string, using substitutions from mapping.\n\nThe substitutions are identified by braces ('{' and '}').",
    ],
    '__format__($self, format_spec, /)': [
      (own: Value, spec: Value) => {
        const text = strText(spec);
        if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
        return formatStr(own, text);
      },
      'Return a formatted version of the string as described by format_spec.',
    ],
    '__getnewargs__($self, /)': (own: Value) => new PyTuple([self(own)]),
    '__sizeof__($self, /)': [
      (own: Value) => {
        const s = self(own);
        let max = 0;
        for (let i = 0; i < strLength(s); i++) max = Math.max(max, codePointAt(s, i));
        const n = strLength(s);
        return max < 128 ? 41 + n : max < 256 ? 57 + n : max < 65536 ? 58 + 2 * n : 60 + 4 * n;
      },
      'Return the size of the string in memory, in bytes.',
    ],
  },
  staticMethods: {
    'maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)': [
      maketrans,
      'Return a translation table usable for str.translate().\n\nIf there is only one argument, it must be a dictionary mapping Unicode\nordinals (integers) or characters to Unicode ordinals, strings or None.\nCharacter keys will be then converted to ordinals.\nIf there are two arguments, they must be strings of equal length, and\nin the resulting dictionary, each character in x will be mapped to the\ncharacter at the same position in y. If there is a third argument, it\nmust be a string, whose characters will be mapped to None in the result.',
    ],
  },
});

for (const name of ['str_iterator', 'str_ascii_iterator']) {
  defineType(name, {
    final: true,
    slots: { tp_iter: own => own, tp_iternext: own => (own as PyStrIterator).next() },
    methods: {
      '__length_hint__($self, /)': [
        (own: PyStrIterator | PyWideStrIterator) =>
          own instanceof PyStrIterator
            ? own.text === null
              ? 0
              : own.text.length - own.index
            : own.str === null
              ? 0
              : own.str.codePoints.length - own.index,
        'Private method returning an estimate of len(list(it)).',
      ],
      '__setstate__($self, state, /)': (own: PyStrIterator, state: Value) => {
        own.index = Math.max(0, toSize(state));
        return null;
      },
      '__reduce__($self, /)': (own: PyStrIterator | PyWideStrIterator) => {
        const rest: Value = own instanceof PyStrIterator ? own.text : own.str;
        return rest === null ? reduceIterator('', undefined) : reduceIterator(rest, own.index);
      },
    },
  });
}
