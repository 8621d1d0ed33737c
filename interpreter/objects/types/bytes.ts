/**
 * bytes and bytearray (CPython: Objects/bytesobject.c, bytearrayobject.c, bytes_methods.c).
 *
 * The methods that both have search and cut the bytes as latin-1 text, for which JavaScript's string functions are fastest.
 */
import { countText, indexOfText, splitText } from '../core/search.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyByteArray, PyBytes, PyMemoryView, bytearrayType, bytesType } from '../core/bytes.ts';
import { PyBytesIterator, bytearrayIteratorType } from '../core/iterators.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { PySlice } from '../core/range.ts';
import { composeHash, hashBytes } from '../core/hash.ts';
import { strText, strValue } from '../core/str.ts';
import { bufferError, indexError, memoryError, PyBaseException, runtimeError, typeError, valueError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { PyEQ, PyNE, type CompareOp } from '../core/slots.ts';
import { bytesWarnings, warnings } from '../core/warnings.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { byOrder } from '../protocol/compare.ts';
import { bytesArgument, bytesLike, fullBuffer, refuseBuffer } from '../protocol/buffer.ts';
import { adjustBounds, hasIndex, sliceIndices, toIndex, toIndexNumber, toSize, toIntArgument } from '../protocol/index.ts';
import { forEach, isIterable } from '../protocol/iterate.ts';
import { itemsForList, itemsForSequence, askLength } from '../protocol/length-hint.ts';
import { callSpecial, callValue } from '../protocol/call.ts';
import { isTruthy } from '../protocol/truth.ts';
import { length as lengthOf } from '../protocol/sequence.ts';
import { getAttribute } from '../protocol/attribute.ts';
import { codecArgument, concatBytes, decodeBytes, decodeLatin1, encodeStr } from './codecs.ts';
import { percentBytes } from './percent.ts';
import { makeInit, makeNew } from './make.ts';
import { reduceIterator } from './tuple.ts';

type Bytes = PyBytes | PyByteArray;

const data = (value: Value): Uint8Array => (value as Bytes).data;
const latin1 = decodeLatin1;
const fromLatin1 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

/** The result of a method: of the kind of its object, never of a subclass. */
function like(own: Value, bytes: Uint8Array): Value {
  return own instanceof PyByteArray ? new PyByteArray(bytes.slice()) : new PyBytes(bytes);
}

const likeText = (own: Value, text: string): Value =>
  own instanceof PyByteArray ? new PyByteArray(fromLatin1(text)) : new PyBytes(fromLatin1(text));

/** One byte given as an int. */
function byteOf(value: Value, what = 'byte'): number {
  const n = toIndex(value);
  if (n < 0 || n > 255) throw valueError(`${what} must be in range(0, 256)`);
  return Number(n);
}

// ---- construction ----

/** Bytes for `bytes(source, encoding, errors)`. */
function bytesFrom(source: MaybeValue, encoding: MaybeValue, errors: MaybeValue, kind: 'bytes' | 'bytearray'): Uint8Array {
  codecArgument(encoding, 'utf-8', kind, 'encoding');
  codecArgument(errors, 'strict', kind, 'errors');
  if (source === undefined) {
    if (encoding !== undefined || errors !== undefined)
      throw typeError(encoding !== undefined ? 'encoding without a string argument' : 'errors without a string argument');
    return new Uint8Array(0);
  }
  const bare = encoding === undefined && errors === undefined;
  if (bare && kind === 'bytes' && source instanceof PyObject && source.cls !== bytesType) {
    const made = callSpecial(source, '__bytes__');
    if (made !== undefined) {
      if (!(made instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(made).name})`);
      return made.data;
    }
  }
  const text = strValue(source);
  if (text !== undefined) {
    if (encoding === undefined) throw typeError('string argument without an encoding');
    return encodeStr(text, codecArgument(encoding, 'utf-8', kind, 'encoding'), codecArgument(errors, 'strict', kind, 'errors'));
  }
  if (!bare) throw typeError(encoding !== undefined ? 'encoding without a string argument' : 'errors without a string argument');
  const n = hasIndex(source) ? sizeGiven(source) : undefined;
  if (n !== undefined) {
    if (n < 0) throw valueError('negative count');
    if (n > 2 ** 31) throw memoryError('');
    return new Uint8Array(n);
  }
  const bytes = fullBuffer(source)?.bytes;
  if (bytes !== undefined) return bytes.slice();
  if (!isIterable(source)) throw typeError(`cannot convert '${typeOf(source).name}' object to ${kind}`);
  const collected: number[] = [];
  if (kind === 'bytes') askLength(source);
  forEach(source, item => {
    collected.push(byteOf(item, kind === 'bytes' ? 'bytes' : 'byte'));
  });
  return Uint8Array.from(collected);
}

/** A size that an object stands for; one whose `__index__` raises TypeError stands for none. */
function sizeGiven(source: Value): number | undefined {
  try {
    return toIndexNumber(source);
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.TypeError)) return undefined;
    throw error;
  }
}

/** Does something that may call Python code, which must not resize the bytearray meanwhile. */
function pinned<X>(own: Value, action: () => X): X {
  if (!(own instanceof PyByteArray)) return action();
  own.exports++;
  try {
    return action();
  } finally {
    own.exports--;
  }
}

// ---- searching ----

/** A needle: bytes-like, or an int that is one byte. */
function needle(value: Value): Uint8Array {
  if (hasIndex(value)) return Uint8Array.of(byteOf(value));
  const bytes = bytesLike(value);
  return bytes ?? refuseBuffer(value, `argument should be integer or bytes-like object, not '${typeOf(value).name}'`);
}

/** Beyond this many bytes to compare at each place, what is searched as text is not searched here. */
const LONG_NEEDLE = 200;

/** Index of the first occurrence at or after `from`, -1 if there is none. */
function indexOfBytes(bytes: Uint8Array, sought: Uint8Array, from = 0): number {
  const m = sought.length;
  if (m === 0) return from;
  if (m > LONG_NEEDLE) {
    const at = indexOfText(latin1(bytes.subarray(from)), latin1(sought));
    return at < 0 ? -1 : at + from;
  }
  const last = bytes.length - m;
  for (let at = bytes.indexOf(sought[0], from); at >= 0 && at <= last; at = bytes.indexOf(sought[0], at + 1)) {
    let i = 1;
    while (i < m && bytes[at + i] === sought[i]) i++;
    if (i === m) return at;
  }
  return -1;
}

const noneToUndefined = (value: MaybeValue): MaybeValue => (value === null ? undefined : value);

function find(last: boolean, raises: boolean) {
  return (own: Value, sub: Value, start: MaybeValue, end: MaybeValue): Value => {
    const bytes = data(own);
    const [sought, [from, to]] = pinned(own, () => [needle(sub), adjustBounds(noneToUndefined(start), noneToUndefined(end), bytes.length)]);
    let index = -1;
    if (from <= to) {
      const part = bytes.subarray(from, to);
      index = last ? latin1(part).lastIndexOf(latin1(sought)) : indexOfBytes(part, sought);
      if (index >= 0) index += from;
    }
    if (index < 0 && raises) throw valueError('subsection not found');
    return index;
  };
}

function count(own: Value, sub: Value, start: MaybeValue, end: MaybeValue): Value {
  const bytes = data(own);
  const [sought, [from, to]] = pinned(own, () => [needle(sub), adjustBounds(noneToUndefined(start), noneToUndefined(end), bytes.length)]);
  if (from > to) return 0;
  if (sought.length === 0) return to - from + 1;
  return countText(latin1(bytes.subarray(from, to)), latin1(sought));
}

function affix(method: string, atEnd: boolean) {
  return (own: Value, affixes: Value, start: MaybeValue, end: MaybeValue): Value => {
    const bytes = data(own);
    const [from, to] = adjustBounds(noneToUndefined(start), noneToUndefined(end), bytes.length);
    const text = from > to ? undefined : latin1(bytes.subarray(from, to));
    const matches = (value: Value): boolean => {
      const candidate = bytesLike(value);
      if (candidate === undefined) {
        refuseBuffer(
          value,
          affixes instanceof PyTuple
            ? `a bytes-like object is required, not '${typeOf(value).name}'`
            : `${method} first arg must be bytes or a tuple of bytes, not ${typeOf(value).name}`,
        );
      }
      return text !== undefined && (atEnd ? text.endsWith(latin1(candidate)) : text.startsWith(latin1(candidate)));
    };
    return affixes instanceof PyTuple ? affixes.items.some(matches) : matches(affixes);
  };
}

// ---- cutting ----

const SPACES = ' \t\n\r\v\f';

function strip(left: boolean, right: boolean) {
  return (own: Value, chars: MaybeValue): Value => {
    const set = chars === undefined || chars === null ? SPACES : latin1(bytesArgument(chars));
    const bytes = data(own);
    const drops = (byte: number): boolean => set.includes(String.fromCharCode(byte));
    let start = 0;
    let end = bytes.length;
    if (left) while (start < end && drops(bytes[start])) start++;
    if (right) while (end > start && drops(bytes[end - 1])) end--;
    if (start === 0 && end === bytes.length && typeOf(own) === bytesType) return own;
    return like(own, bytes.subarray(start, end));
  };
}

function limitOf(maxsplit: MaybeValue): number {
  const n = maxsplit === undefined ? -1 : toSize(maxsplit);
  return n < 0 ? Infinity : n;
}

function splitter(fromRight: boolean) {
  return (own: Value, sep: MaybeValue, maxsplit: MaybeValue): Value => {
    const limit = limitOf(maxsplit);
    const text = latin1(data(own));
    let parts: string[];
    if (sep === undefined || sep === null) parts = fromRight ? rsplitSpace(text, limit) : splitSpace(text, limit);
    else {
      const by = latin1(pinned(own, () => bytesArgument(sep)));
      if (by === '') throw valueError('empty separator');
      if (fromRight) parts = rsplitOn(text, by, limit);
      else {
        parts = splitText(text, by);
        if (parts.length - 1 > limit) parts = [...parts.slice(0, limit), parts.slice(limit).join(by)];
      }
    }
    return new PyList(parts.map(part => likeText(own, part)));
  };
}

/** From the right, overlapping separators are found differently than from the left. */
function rsplitOn(text: string, by: string, limit: number): string[] {
  const parts: string[] = [];
  let to = text.length;
  while (parts.length < limit && to >= by.length) {
    const at = text.lastIndexOf(by, to - by.length);
    if (at < 0) break;
    parts.push(text.slice(at + by.length, to));
    to = at;
  }
  parts.push(text.slice(0, to));
  return parts.reverse();
}

function splitSpace(text: string, limit: number): string[] {
  const parts: string[] = [];
  let i = 0;
  const space = (at: number): boolean => SPACES.includes(text[at]);
  for (;;) {
    while (i < text.length && space(i)) i++;
    if (i === text.length) return parts;
    if (parts.length === limit) return [...parts, text.slice(i)];
    const start = i;
    while (i < text.length && !space(i)) i++;
    parts.push(text.slice(start, i));
  }
}

function rsplitSpace(text: string, limit: number): string[] {
  const parts: string[] = [];
  let i = text.length;
  const space = (at: number): boolean => SPACES.includes(text[at]);
  for (;;) {
    while (i > 0 && space(i - 1)) i--;
    if (i === 0) break;
    if (parts.length === limit) {
      parts.push(text.slice(0, i));
      break;
    }
    const end = i;
    while (i > 0 && !space(i - 1)) i--;
    parts.push(text.slice(i, end));
  }
  return parts.reverse();
}

function partition(last: boolean) {
  return (own: Value, sep: Value): Value => {
    const by = latin1(bytesArgument(sep));
    if (by === '') throw valueError('empty separator');
    const text = latin1(data(own));
    const at = last ? text.lastIndexOf(by) : indexOfText(text, by);
    if (at < 0) {
      const whole = typeOf(own) === bytesType ? own : likeText(own, text);
      const empty = (): Value => likeText(own, '');
      return new PyTuple(last ? [empty(), empty(), whole] : [whole, empty(), empty()]);
    }
    return new PyTuple([
      likeText(own, text.slice(0, at)),
      own instanceof PyBytes && sep instanceof PyBytes ? sep : likeText(own, by),
      likeText(own, text.slice(at + by.length)),
    ]);
  };
}

function splitlines(own: Value, keepends: MaybeValue): Value {
  const text = latin1(data(own));
  const keep = keepends !== undefined && isTruthy(keepends);
  const lines: Value[] = [];
  for (let i = 0; i < text.length;) {
    const start = i;
    while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
    let end = i;
    if (i < text.length) {
      i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
      if (keep) end = i;
    }
    lines.push(likeText(own, text.slice(start, end)));
  }
  return new PyList(lines);
}

function replace(own: Value, old: Value, replacement: Value, countValue: MaybeValue): Value {
  const from = latin1(bytesArgument(old));
  const to = latin1(bytesArgument(replacement));
  const limit = countValue === undefined ? -1 : toSize(countValue);
  const text = latin1(data(own));
  if (from === '') {
    const times = limit < 0 ? text.length + 1 : limit;
    let joined = '';
    for (let i = 0; i <= text.length; i++) joined += (i < times ? to : '') + (text[i] ?? '');
    return likeText(own, joined);
  }
  if (limit < 0) return likeText(own, splitText(text, from).join(to));
  let replaced = '';
  let at = 0;
  for (let i = 0; i < limit; i++) {
    const found = indexOfText(text, from, at);
    if (found < 0) break;
    replaced += text.slice(at, found) + to;
    at = found + from.length;
  }
  return likeText(own, replaced + text.slice(at));
}

function join(own: Value, iterable: Value): Value {
  if (!isIterable(iterable)) throw typeError('can only join an iterable');
  const items = pinned(own, () => itemsForSequence(iterable));
  const separator = data(own);
  const parts: Uint8Array[] = [];
  const { length } = items;
  items.slice().forEach((item, i) => {
    const bytes = bytesLike(item);
    // `__buffer__` may have changed the list.
    if (items.length !== length) throw runtimeError('sequence changed size during iteration');
    if (bytes === undefined) throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeOf(item).name} found`);
    if (i > 0 && separator.length > 0) parts.push(separator);
    parts.push(bytes);
  });
  if (items.length === 1 && items[0] instanceof PyBytes && items[0].cls === bytesType && own instanceof PyBytes) return items[0];
  const joined = concatBytes(parts);
  return own instanceof PyByteArray ? new PyByteArray(joined) : new PyBytes(joined);
}

// ---- padding and case ----

function pad(method: string, place: (missing: number, width: number) => number) {
  return (own: Value, width: Value, fill: MaybeValue): Value => {
    const w = toSize(width);
    let by = ' ';
    if (fill !== undefined) {
      if (!(fill instanceof PyBytes || fill instanceof PyByteArray))
        throw typeError(`${method}() argument 2 must be a byte string of length 1, not ${typeOf(fill).name}`);
      if (fill.data.length !== 1) {
        throw typeError(
          `${method}() argument 2 must be a byte string of length 1, not a ${fill instanceof PyBytes ? 'bytes' : 'bytearray'} object of length ${fill.data.length}`,
        );
      }
      by = latin1(fill.data);
    }
    const text = latin1(data(own));
    const missing = w - text.length;
    if (missing <= 0) return like(own, data(own));
    const left = place(missing, w);
    return likeText(own, by.repeat(left) + text + by.repeat(missing - left));
  };
}

const upperAscii = (c: number): boolean => c >= 65 && c <= 90;
const lowerAscii = (c: number): boolean => c >= 97 && c <= 122;
const alphaAscii = (c: number): boolean => upperAscii(c) || lowerAscii(c);
const digitAscii = (c: number): boolean => c >= 48 && c <= 57;
const spaceAscii = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);

const mapBytes = (map: (c: number, previous: number | undefined) => number) => (own: Value) => {
  const bytes = data(own);
  const mapped = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) mapped[i] = map(bytes[i], i === 0 ? undefined : bytes[i - 1]);
  return like(own, mapped);
};
const toUpper = (c: number): number => (lowerAscii(c) ? c - 32 : c);
const toLower = (c: number): number => (upperAscii(c) ? c + 32 : c);

const all = (test: (c: number) => boolean) => (own: Value) => data(own).length > 0 && data(own).every(test);

function cased(own: Value, right: (c: number) => boolean, wrong: (c: number) => boolean): boolean {
  let found = false;
  for (const c of data(own)) {
    if (wrong(c)) return false;
    found ||= right(c);
  }
  return found;
}

function isTitle(own: Value): boolean {
  let found = false;
  let previous = false;
  for (const c of data(own)) {
    if (upperAscii(c)) {
      if (previous) return false;
      previous = found = true;
    } else if (lowerAscii(c)) {
      if (!previous) return false;
      previous = found = true;
    } else previous = false;
  }
  return found;
}

function expandtabs(own: Value, tabsize: MaybeValue): Value {
  const size = tabsize === undefined ? 8 : toIntArgument(tabsize);
  let text = '';
  let column = 0;
  for (const c of latin1(data(own))) {
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
  return likeText(own, text);
}

function translate(own: Value, table: Value, deleted: MaybeValue): Value {
  const map = table === null ? undefined : bytesArgument(table);
  if (map !== undefined && map.length !== 256) throw valueError('translation table must be 256 characters long');
  const drop = deleted === undefined ? new Uint8Array(0) : bytesArgument(deleted);
  const kept = data(own).filter(c => !drop.includes(c));
  return like(own, map === undefined ? kept : kept.map(c => map[c]));
}

/** `hex(sep, bytes_per_sep)`. */
export function hexText(bytes: Uint8Array, sep: MaybeValue, group: MaybeValue): string {
  const pairs = Array.from(bytes, c => c.toString(16).padStart(2, '0'));
  if (sep === undefined) return pairs.join('');
  const text = strText(sep);
  const mark = text ?? (sep instanceof PyBytes ? latin1(sep.data) : undefined);
  if (mark === undefined) throw typeError('sep must be str or bytes.');
  if (lengthOf(sep) !== 1) throw valueError('sep must be length 1.');
  if (mark.charCodeAt(0) > 127) throw valueError('sep must be ASCII.');
  const n = group === undefined ? 1 : toIntArgument(group);
  if (n === 0) return pairs.join('');
  const size = Math.abs(n);
  const groups: string[] = [];
  if (n < 0) for (let i = 0; i < pairs.length; i += size) groups.push(pairs.slice(i, i + size).join(''));
  else for (let end = pairs.length; end > 0; end -= size) groups.unshift(pairs.slice(Math.max(0, end - size), end).join(''));
  return groups.join(mark);
}

/** `fromhex(string)`. */
export function parseHex(source: Value): Uint8Array {
  const text = strText(source) ?? (bytesLike(source) === undefined ? undefined : latin1(bytesLike(source)!));
  if (text === undefined) throw typeError(`fromhex() argument must be str or bytes-like, not ${typeOf(source).name}`);
  const bytes: number[] = [];
  let i = 0;
  const digit = (at: number): number => {
    const value = /^[0-9a-f]$/i.test(text[at] ?? '') ? parseInt(text[at], 16) : -1;
    if (value < 0) {
      if (at >= text.length) throw valueError('fromhex() arg must contain an even number of hexadecimal digits');
      throw valueError(`non-hexadecimal number found in fromhex() arg at position ${at}`);
    }
    return value;
  };
  while (i < text.length) {
    if (SPACES.includes(text[i])) {
      i++;
      continue;
    }
    const high = digit(i);
    bytes.push(high * 16 + digit(i + 1));
    i += 2;
  }
  return Uint8Array.from(bytes);
}

/** `repr`; that of a bytearray escapes every apostrophe. */
export function bytesRepr(bytes: Uint8Array, escaped = false): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let body = '';
  for (const c of bytes) {
    if (c === 92 || c === quote.charCodeAt(0) || (escaped && c === 39)) body += '\\' + String.fromCharCode(c);
    else if (c === 9) body += '\\t';
    else if (c === 10) body += '\\n';
    else if (c === 13) body += '\\r';
    else if (c < 32 || c >= 127) body += '\\x' + c.toString(16).padStart(2, '0');
    else body += String.fromCharCode(c);
  }
  return `b${quote}${body}${quote}`;
}

function maketrans(from: Value, to: Value): Value {
  const a = bytesArgument(from);
  const b = bytesArgument(to);
  if (a.length !== b.length) throw valueError('maketrans arguments must have same length');
  const table = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) table[a[i]] = b[i];
  return new PyBytes(table);
}

// ---- slots and methods of both ----

export function compareBytes(l: Uint8Array, r: Uint8Array): number {
  const n = Math.min(l.length, r.length);
  for (let i = 0; i < n; i++) if (l[i] !== r[i]) return l[i] - r[i];
  return l.length - r.length;
}

function warnOfComparison(left: Value, right: Value): void {
  const own = left instanceof PyByteArray ? 'bytearray' : 'bytes';
  const isText = strValue(right) !== undefined;
  if (isText || (own === 'bytes' && typeOf(right).isSubtype(T.int)))
    warnings.issue(T.BytesWarning, `Comparison between ${own} and ${isText ? 'string' : 'int'}`);
}

/** `str(bytes)`: their repr, which is seldom what was meant. */
function text(own: Value): string {
  const name = own instanceof PyByteArray ? 'bytearray' : 'bytes';
  if (bytesWarnings.wanted) warnings.issue(T.BytesWarning, `str() on a ${name} instance`);
  return name === 'bytes' ? bytesRepr(data(own)) : `${typeOf(own).name}(${bytesRepr(data(own), true)})`;
}

function compare(left: Value, right: Value, op: CompareOp): Value {
  if (bytesWarnings.wanted && (op === PyEQ || op === PyNE)) warnOfComparison(left, right);
  if (strValue(right) !== undefined || (left instanceof PyBytes && !(right instanceof PyBytes))) return NotImplemented;
  const r = bytesLike(right);
  return r === undefined ? NotImplemented : byOrder(compareBytes(data(left), r), op);
}

function subscript(own: Value, key: Value, kind: 'byte' | 'bytearray'): Value {
  const bytes = data(own);
  if (key instanceof PySlice) {
    const { start, step, count: n } = sliceIndices(key, bytes.length);
    if (step === 1) {
      if (n === bytes.length && typeOf(own) === bytesType) return own;
      return kind === 'byte' ? new PyBytes(bytes.slice(start, start + n)) : new PyByteArray(bytes.slice(start, start + n));
    }
    const picked = new Uint8Array(n);
    for (let i = 0, at = start; i < n; i++, at += step) picked[i] = bytes[at];
    return kind === 'byte' ? new PyBytes(picked) : new PyByteArray(picked);
  }
  if (!hasIndex(key)) throw typeError(`${kind} indices must be integers or slices, not ${typeOf(key).name}`);
  let index = toIndexNumber(key, 'IndexError');
  if (index < 0) index += bytes.length;
  if (index < 0 || index >= bytes.length) throw indexError(kind === 'byte' ? 'index out of range' : 'bytearray index out of range');
  return bytes[index];
}

function repeat(bytes: Uint8Array, times: number): Uint8Array {
  if (times <= 0 || bytes.length === 0) return new Uint8Array(0);
  if (bytes.length * times > 2 ** 31) throw memoryError('');
  const result = new Uint8Array(bytes.length * times);
  if (bytes.length === 1) return result.fill(bytes[0]);
  for (let i = 0; i < times; i++) result.set(bytes, i * bytes.length);
  return result;
}

const containsBytes = (own: Value, value: Value): boolean => {
  if (hasIndex(value)) {
    const byte = pinned(own, () => byteOf(value));
    return data(own).includes(byte);
  }
  const sought = pinned(own, () => bytesArgument(value));
  return indexOfBytes(data(own), sought) >= 0;
};

/** The bytes of a value for `%b`: bytes-like or `__bytes__`. */
const formattable = (value: Value): Uint8Array | undefined => {
  const bytes = fullBuffer(value)?.bytes;
  if (bytes !== undefined) return bytes;
  const made = callSpecial(value, '__bytes__');
  return made instanceof PyBytes ? made.data : undefined;
};

const methods = {
  'capitalize($self, /)': [
    mapBytes((c, previous) => (previous === undefined ? toUpper(c) : toLower(c))),
    'B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character capitalized (ASCII)\nand the rest lower-cased.',
  ],
  "center($self, width, fillchar=b' ', /)": [
    pad('center', (missing, w) => (missing >> 1) + (missing & w & 1)),
    'Return a centered string of length width.\n\nPadding is done using the specified fill character.',
  ],
  'count($self, sub[, start[, end]], /)': [
    count,
    "Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.",
  ],
  "decode($self, /, encoding='utf-8', errors='strict')": [
    (own: Value, encoding: MaybeValue, errors: MaybeValue) =>
      decodeBytes(data(own), codecArgument(encoding, 'utf-8', 'decode', 'encoding'), codecArgument(errors, 'strict', 'decode', 'errors')),
    "Decode the bytes using the codec registered for encoding.\n\n  encoding\n    The encoding with which to decode the bytes.\n  errors\n    The error handling scheme to use for the handling of decoding errors.\n    The default is 'strict' meaning that decoding errors raise a\n    UnicodeDecodeError. Other possible values are 'ignore' and 'replace'\n    as well as any other name registered with codecs.register_error that\n    can handle UnicodeDecodeErrors.",
  ],
  'endswith($self, suffix[, start[, end]], /)': [
    affix('endswith', true),
    'Return True if the bytes ends with the specified suffix, False otherwise.\n\n  suffix\n    A bytes or a tuple of bytes to try.\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.',
  ],
  'expandtabs($self, /, tabsize=8)': [
    expandtabs,
    'Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.',
  ],
  'find($self, sub[, start[, end]], /)': [
    find(false, false),
    "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nReturn -1 on failure.",
  ],
  'hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)': [
    (own: Value, sep: MaybeValue, group: MaybeValue) => pinned(own, () => hexText(data(own), sep, group)),
    'Create a string of hexadecimal numbers from a bytes object.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n    right, negative values count from the left.',
  ],
  'index($self, sub[, start[, end]], /)': [
    find(false, true),
    "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nRaise ValueError if the subsection is not found.",
  ],
  'isalnum($self, /)': [
    all(c => alphaAscii(c) || digitAscii(c)),
    'B.isalnum() -> bool\n\nReturn True if all characters in B are alphanumeric\nand there is at least one character in B, False otherwise.',
  ],
  'isalpha($self, /)': [
    all(alphaAscii),
    'B.isalpha() -> bool\n\nReturn True if all characters in B are alphabetic\nand there is at least one character in B, False otherwise.',
  ],
  'isascii($self, /)': [
    (own: Value) => data(own).every(c => c < 128),
    'B.isascii() -> bool\n\nReturn True if B is empty or all characters in B are ASCII,\nFalse otherwise.',
  ],
  'isdigit($self, /)': [
    all(digitAscii),
    'B.isdigit() -> bool\n\nReturn True if all characters in B are digits\nand there is at least one character in B, False otherwise.',
  ],
  'islower($self, /)': [
    (own: Value) => cased(own, lowerAscii, upperAscii),
    'B.islower() -> bool\n\nReturn True if all cased characters in B are lowercase and there is\nat least one cased character in B, False otherwise.',
  ],
  'isspace($self, /)': [
    all(spaceAscii),
    'B.isspace() -> bool\n\nReturn True if all characters in B are whitespace\nand there is at least one character in B, False otherwise.',
  ],
  'istitle($self, /)': [
    isTitle,
    'B.istitle() -> bool\n\nReturn True if B is a titlecased string and there is at least one\ncharacter in B, i.e. uppercase characters may only follow uncased\ncharacters and lowercase characters only cased ones. Return False\notherwise.',
  ],
  'isupper($self, /)': [
    (own: Value) => cased(own, upperAscii, lowerAscii),
    'B.isupper() -> bool\n\nReturn True if all cased characters in B are uppercase and there is\nat least one cased character in B, False otherwise.',
  ],
  'join($self, iterable_of_bytes, /)': [
    join,
    "Concatenate any number of bytes objects.\n\nThe bytes whose method is called is inserted in between each pair.\n\nThe result is returned as a new bytes object.\n\nExample: b'.'.join([b'ab', b'pq', b'rs']) -> b'ab.pq.rs'.",
  ],
  "ljust($self, width, fillchar=b' ', /)": [
    pad('ljust', () => 0),
    'Return a left-justified string of length width.\n\nPadding is done using the specified fill character.',
  ],
  'lower($self, /)': [mapBytes(toLower), 'B.lower() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to lowercase.'],
  'lstrip($self, bytes=None, /)': [
    strip(true, false),
    'Strip leading bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading  ASCII whitespace.',
  ],
  'partition($self, sep, /)': [
    partition(false),
    'Partition the bytes into three parts using the given separator.\n\nThis will search for the separator sep in the bytes. If the separator is found,\nreturns a 3-tuple containing the part before the separator, the separator\nitself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing the original bytes\nobject and two empty bytes objects.',
  ],
  'removeprefix($self, prefix, /)': [
    (own: Value, prefix: Value) => {
      const text = latin1(data(own));
      const start = latin1(bytesArgument(prefix));
      return likeText(own, text.startsWith(start) ? text.slice(start.length) : text);
    },
    'Return a bytes object with the given prefix string removed if present.\n\nIf the bytes starts with the prefix string, return bytes[len(prefix):].\nOtherwise, return a copy of the original bytes.',
  ],
  'removesuffix($self, suffix, /)': [
    (own: Value, suffix: Value) => {
      const text = latin1(data(own));
      const end = latin1(bytesArgument(suffix));
      return likeText(own, end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text);
    },
    'Return a bytes object with the given suffix string removed if present.\n\nIf the bytes ends with the suffix string and that suffix is not empty,\nreturn bytes[:-len(prefix)].  Otherwise, return a copy of the original\nbytes.',
  ],
  'replace($self, old, new, count=-1, /)': [
    replace,
    'Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.\n\nIf the optional argument count is given, only the first count occurrences are\nreplaced.',
  ],
  'rfind($self, sub[, start[, end]], /)': [
    find(true, false),
    "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nReturn -1 on failure.",
  ],
  'rindex($self, sub[, start[, end]], /)': [
    find(true, true),
    "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nRaise ValueError if the subsection is not found.",
  ],
  "rjust($self, width, fillchar=b' ', /)": [
    pad('rjust', missing => missing),
    'Return a right-justified string of length width.\n\nPadding is done using the specified fill character.',
  ],
  'rpartition($self, sep, /)': [
    partition(true),
    'Partition the bytes into three parts using the given separator.\n\nThis will search for the separator sep in the bytes, starting at the end. If\nthe separator is found, returns a 3-tuple containing the part before the\nseparator, the separator itself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing two empty bytes\nobjects and the original bytes object.',
  ],
  'rsplit($self, /, sep=None, maxsplit=-1)': [
    splitter(true),
    'Return a list of the sections in the bytes, using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytes.\n    None (the default value) means split on ASCII whitespace characters\n    (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n    -1 (the default value) means no limit.\n\nSplitting is done starting at the end of the bytes and working to the front.',
  ],
  'rstrip($self, bytes=None, /)': [
    strip(false, true),
    'Strip trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip trailing ASCII whitespace.',
  ],
  'split($self, /, sep=None, maxsplit=-1)': [
    splitter(false),
    'Return a list of the sections in the bytes, using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytes.\n    None (the default value) means split on ASCII whitespace characters\n    (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n    -1 (the default value) means no limit.',
  ],
  'splitlines($self, /, keepends=False)': [
    splitlines,
    'Return a list of the lines in the bytes, breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends is given and\ntrue.',
  ],
  'startswith($self, prefix[, start[, end]], /)': [
    affix('startswith', false),
    'Return True if the bytes starts with the specified prefix, False otherwise.\n\n  prefix\n    A bytes or a tuple of bytes to try.\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.',
  ],
  'strip($self, bytes=None, /)': [
    strip(true, true),
    'Strip leading and trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading and trailing ASCII whitespace.',
  ],
  'swapcase($self, /)': [
    mapBytes(c => (upperAscii(c) ? c + 32 : lowerAscii(c) ? c - 32 : c)),
    'B.swapcase() -> copy of B\n\nReturn a copy of B with uppercase ASCII characters converted\nto lowercase ASCII and vice versa.',
  ],
  'title($self, /)': [
    mapBytes((c, previous) => (previous !== undefined && alphaAscii(previous) ? toLower(c) : toUpper(c))),
    'B.title() -> copy of B\n\nReturn a titlecased version of B, i.e. ASCII words start with uppercase\ncharacters, all remaining cased characters have lowercase.',
  ],
  "translate($self, table, /, delete=b'')": [
    translate,
    'Return a copy with each character mapped by the given translation table.\n\n  table\n    Translation table, which must be a bytes object of length 256.\n\nAll characters occurring in the optional argument delete are removed.\nThe remaining characters are mapped through the given translation table.',
  ],
  'upper($self, /)': [mapBytes(toUpper), 'B.upper() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to uppercase.'],
  'zfill($self, width, /)': [
    (own: Value, width: Value) => {
      const text = latin1(data(own));
      const missing = toSize(width) - text.length;
      if (missing <= 0) return likeText(own, text);
      const signed = text[0] === '+' || text[0] === '-';
      return likeText(own, (signed ? text[0] : '') + '0'.repeat(missing) + (signed ? text.slice(1) : text));
    },
    'Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe original string is never truncated.',
  ],
} as const;

const staticMethods = {
  'maketrans(frm, to, /)': [
    maketrans,
    'Return a translation table usable for the bytes or bytearray translate method.\n\nThe returned table will be one where each byte in frm is mapped to the byte at\nthe same position in to.\n\nThe bytes objects frm and to must be of the same length.',
  ],
} as const;

defineType('bytes', {
  matchSelf: true,
  doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer',
  slots: {
    tp_new: makeNew(
      'bytes($type, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)',
      (cls: PyType, source: MaybeValue, encoding: MaybeValue, errors: MaybeValue) => {
        if (source instanceof PyBytes && source.cls === bytesType && cls === bytesType && encoding === undefined && errors === undefined)
          return source;
        return new PyBytes(bytesFrom(source, encoding, errors, 'bytes'), cls);
      },
      'takes',
    ),
    tp_repr: own => bytesRepr(data(own)),
    tp_str: text,
    tp_hash: own => {
      hashBytes(data(own));
      return composeHash();
    },
    tp_richcompare: compare,
    tp_iter: own => new PyBytesIterator(own as PyBytes),
    nb_remainder: (left, right) => (left instanceof PyBytes ? new PyBytes(percentBytes(left.data, right, formattable)) : NotImplemented),
    sq_length: own => data(own).length,
    sq_concat: (left, right) => {
      const r = bytesLike(right);
      if (r === undefined) throw typeError(`can't concat ${typeOf(right).name} to bytes`);
      if (r.length === 0 && typeOf(left) === bytesType) return left;
      if (data(left).length === 0 && right instanceof PyBytes && right.cls === bytesType) return right;
      return new PyBytes(concatBytes([data(left), r]));
    },
    sq_repeat: (own, times) => (times === 1 && typeOf(own) === bytesType ? own : new PyBytes(repeat(data(own), times))),
    sq_contains: containsBytes,
    mp_subscript: (own, key) => subscript(own, key, 'byte'),
  },
  methods: {
    ...methods,
    '__getnewargs__($self, /)': (own: PyBytes) => new PyTuple([new PyBytes(own.data)]),
    '__bytes__($self, /)': [
      (own: PyBytes) => (own.cls === bytesType ? own : new PyBytes(own.data)),
      'Convert this value to exact type bytes.',
    ],
  },
  staticMethods,
  classMethods: {
    'fromhex($type, string, /)': [
      (cls: PyType, text: Value) => {
        const made = new PyBytes(parseHex(text));
        return cls === bytesType ? made : callValue(cls, [made]);
      },
      "Create a bytes object from a string of hexadecimal numbers.\n\nSpaces between two numbers are accepted.\nExample: bytes.fromhex('B9 01EF') -> b'\\\\xb9\\\\x01\\\\xef'.",
    ],
  },
});

// ---- bytearray ----

const array = (value: Value): PyByteArray => value as PyByteArray;

function checkResizable(own: PyByteArray): void {
  if (own.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized');
}

/** Replaces `own[start:end]`. */
function splice(own: PyByteArray, start: number, end: number, values: Uint8Array): void {
  if (values.length !== end - start) checkResizable(own);
  const tail = own.data.slice(end);
  const inserted = values.buffer === own.buffer.buffer ? values.slice() : values;
  own.resize(start + inserted.length + tail.length);
  own.buffer.set(inserted, start);
  own.buffer.set(tail, start + inserted.length);
}

/** Bytes to put into a bytearray: bytes-like, or an iterable of ints. */
function added(value: Value, what: (name: string) => string): Uint8Array {
  const bytes = fullBuffer(value)?.bytes;
  if (bytes !== undefined) return bytes;
  if (!isIterable(value) || strText(value) !== undefined) throw typeError(what(typeOf(value).name));
  return Uint8Array.from(itemsForList(value), item => byteOf(item));
}

function assign(own: PyByteArray, key: Value, value: MaybeValue): void {
  if (key instanceof PySlice) {
    const { count: n, ...bounds } = sliceIndices(key, own.length);
    let { start, stop, step } = bounds;
    const values =
      value === undefined ? new Uint8Array(0) : added(value, () => 'can assign only bytes, buffers, or iterables of ints in range(0, 256)');
    if (step === 1) {
      if (stop < start) stop = start;
      splice(own, start, stop, values);
      return;
    }
    if (value === undefined) {
      if (n === 0) return;
      checkResizable(own);
      if (step < 0) {
        start += step * (n - 1);
        step = -step;
      }
      const kept = own.data.filter((_, i) => i < start || (i - start) % step !== 0 || (i - start) / step >= n);
      own.buffer = kept;
      own.length = kept.length;
      return;
    }
    if (values.length !== n) throw valueError(`attempt to assign bytes of size ${values.length} to extended slice of size ${n}`);
    for (let i = 0, at = start; i < n; i++, at += step) own.buffer[at] = values[i];
    return;
  }
  if (!hasIndex(key)) throw typeError(`bytearray indices must be integers or slices, not ${typeOf(key).name}`);
  let index = toIndexNumber(key, 'IndexError');
  if (index < 0) index += own.length;
  if (index < 0 || index >= own.length) throw indexError('bytearray index out of range');
  if (value === undefined) splice(own, index, index + 1, new Uint8Array(0));
  else {
    const byte = byteOf(value);
    // `__index__` may have made it shorter.
    if (index >= own.length) throw indexError('bytearray index out of range');
    own.buffer[index] = byte;
  }
}

/** Adds bytes at the end, or where the end was before Python code gave them. */
function append(own: PyByteArray, bytes: Uint8Array, end = own.length): void {
  if (bytes.length > 0) splice(own, Math.min(end, own.length), Math.min(end, own.length), bytes);
}

defineType('bytearray', {
  matchSelf: true,
  doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer',
  slots: {
    tp_new: cls => new PyByteArray(new Uint8Array(0), cls),
    tp_init: makeInit(
      'bytearray($self, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)',
      (own: PyByteArray, source: MaybeValue, encoding: MaybeValue, errors: MaybeValue) => {
        const bytes = bytesFrom(source, encoding, errors, 'bytearray');
        if (own.length !== bytes.length) checkResizable(own);
        own.buffer = bytes.slice();
        own.length = bytes.length;
      },
    ),
    tp_repr: own => `${typeOf(own).name}(${bytesRepr(data(own), true)})`,
    tp_str: text,
    tp_hash: null,
    tp_richcompare: compare,
    tp_iter: own => new PyBytesIterator(array(own), bytearrayIteratorType),
    nb_remainder: (left, right) =>
      left instanceof PyByteArray ? pinned(left, () => new PyByteArray(percentBytes(left.data, right, formattable))) : NotImplemented,
    sq_length: own => array(own).length,
    sq_concat: (left, right) => {
      const r = bytesLike(right);
      if (r === undefined) throw typeError(`can't concat ${typeOf(right).name} to bytearray`);
      return new PyByteArray(concatBytes([data(left), r]));
    },
    sq_repeat: (own, times) => new PyByteArray(repeat(data(own), times)),
    sq_inplace_concat: (own, other) => {
      const bytes = bytesLike(other);
      if (bytes === undefined) throw typeError(`can't concat ${typeOf(other).name} to bytearray`);
      append(array(own), bytes);
      return own;
    },
    sq_inplace_repeat: (own, times) => {
      const repeated = repeat(data(own), times);
      if (repeated.length !== array(own).length) checkResizable(array(own));
      array(own).buffer = repeated;
      array(own).length = repeated.length;
      return own;
    },
    sq_contains: containsBytes,
    mp_subscript: (own, key) => subscript(own, key, 'bytearray'),
    mp_ass_subscript: (own, key, value) => assign(array(own), key, value),
  },
  methods: {
    ...methods,
    'append($self, item, /)': [
      (own: PyByteArray, item: Value) => {
        const byte = byteOf(item);
        checkResizable(own);
        own.resize(own.length + 1);
        own.buffer[own.length - 1] = byte;
        return null;
      },
      'Append a single item to the end of the bytearray.\n\n  item\n    The item to be appended.',
    ],
    'clear($self, /)': [
      (own: PyByteArray) => {
        checkResizable(own);
        own.buffer = new Uint8Array(0);
        own.length = 0;
        return null;
      },
      'Remove all items from the bytearray.',
    ],
    'copy($self, /)': [(own: PyByteArray) => new PyByteArray(own.data.slice()), 'Return a copy of B.'],
    'extend($self, iterable_of_ints, /)': [
      (own: PyByteArray, iterable: Value) => {
        if (iterable instanceof PyMemoryView && bytesLike(iterable) === undefined)
          throw typeError("can't set bytearray slice from memoryview");
        const { length } = own;
        append(
          own,
          added(iterable, name => (name === 'str' ? "expected iterable of integers; got: 'str'" : `can't extend bytearray with ${name}`)),
          length,
        );
        return null;
      },
      'Append all the items from the iterator or sequence to the bytearray.\n\n  iterable_of_ints\n    The iterable of items to append.',
    ],
    'insert($self, index, item, /)': [
      (own: PyByteArray, index: Value, item: Value) => {
        let at = toSize(index);
        const byte = byteOf(item);
        if (at < 0) at = Math.max(0, at + own.length);
        splice(own, Math.min(at, own.length), Math.min(at, own.length), Uint8Array.of(byte));
        return null;
      },
      'Insert a single item into the bytearray before the given index.\n\n  index\n    The index where the value is to be inserted.\n  item\n    The item to be inserted.',
    ],
    'pop($self, index=-1, /)': [
      (own: PyByteArray, index: MaybeValue) => {
        let at = index === undefined ? -1 : toSize(index);
        if (own.length === 0) throw indexError('pop from empty bytearray');
        if (at < 0) at += own.length;
        if (at < 0 || at >= own.length) throw indexError('pop index out of range');
        const byte = own.buffer[at];
        splice(own, at, at + 1, new Uint8Array(0));
        return byte;
      },
      'Remove and return a single item from B.\n\n  index\n    The index from where to remove the item.\n    -1 (the default value) means remove the last item.\n\nIf no index argument is given, will pop the last item.',
    ],
    'remove($self, value, /)': [
      (own: PyByteArray, value: Value) => {
        const at = own.data.indexOf(byteOf(value));
        if (at < 0) throw valueError('value not found in bytearray');
        splice(own, at, at + 1, new Uint8Array(0));
        return null;
      },
      'Remove the first occurrence of a value in the bytearray.\n\n  value\n    The value to remove.',
    ],
    'resize($self, size, /)': [
      (own: PyByteArray, size: Value) => {
        const n = toSize(size);
        if (n < 0) throw valueError(`bytearray.resize(): new size must be >= 0, got ${n}`);
        checkResizable(own);
        const { length } = own;
        own.resize(n);
        if (n > length) own.buffer.fill(0, length, n);
        return null;
      },
      'Resize the internal buffer of bytearray to len.\n\n  size\n    New size to resize to..',
    ],
    'reverse($self, /)': [
      (own: PyByteArray) => {
        own.data.reverse();
        return null;
      },
      'Reverse the order of the values in B in place.',
    ],
    '__alloc__($self, /)': [
      (own: PyByteArray) => own.buffer.length + 1,
      'B.__alloc__() -> int\n\nReturn the number of bytes actually allocated.',
    ],
    '__reduce__($self, /)': [
      (own: PyByteArray) =>
        new PyTuple([
          own.cls,
          new PyTuple(own.length === 0 ? [] : [latin1(own.data), 'latin-1']),
          callValue(getAttribute(own, '__getstate__'), []),
        ]),
      'Return state information for pickling.',
    ],
    '__reduce_ex__($self, proto=0, /)': [
      (own: PyByteArray) =>
        new PyTuple([
          own.cls,
          new PyTuple(own.length === 0 ? [] : [new PyBytes(own.data.slice())]),
          callValue(getAttribute(own, '__getstate__'), []),
        ]),
      'Return state information for pickling.',
    ],
    '__sizeof__($self, /)': (own: PyByteArray) => 57 + own.buffer.length,
  },
  staticMethods,
  classMethods: {
    'fromhex($type, string, /)': [
      (cls: PyType, text: Value) => {
        const made = new PyByteArray(parseHex(text));
        return cls === bytearrayType ? made : callValue(cls, [made]);
      },
      "Create a bytearray object from a string of hexadecimal numbers.\n\nSpaces between two numbers are accepted.\nExample: bytearray.fromhex('B9 01EF') -> bytearray(b'\\\\xb9\\\\x01\\\\xef')",
    ],
  },
});

for (const name of ['bytes_iterator', 'bytearray_iterator']) {
  defineType(name, {
    final: true,
    slots: { tp_iter: own => own, tp_iternext: own => (own as PyBytesIterator).next() },
    methods: {
      '__length_hint__($self, /)': [
        (own: PyBytesIterator) => (own.bytes === null ? 0 : Math.max(0, own.bytes.data.length - own.index)),
        'Private method returning an estimate of len(list(it)).',
      ],
      '__setstate__($self, state, /)': (own: PyBytesIterator, state: Value) => {
        own.index = Math.max(0, toSize(state));
        return null;
      },
      '__reduce__($self, /)': (own: PyBytesIterator) =>
        own.bytes === null ? reduceIterator(new PyTuple([]), undefined) : reduceIterator(own.bytes, own.index),
    },
  });
}
