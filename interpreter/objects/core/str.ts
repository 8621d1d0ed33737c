/**
 * str as a representation: a JavaScript string while every UTF-16 unit is one code point, else a `PyWideStr` (`code/constant.ts` says why).
 *
 * A narrow string may hold lone surrogates, never a high one followed by a low one. So whatever joins strings checks the seams, and whatever
 * takes text from outside goes through `strOf`.
 */
import { PyObject, type Value } from './value.ts';
import { declareType, type PyType } from './type.ts';
import type { PyDict } from './dict.ts';

export const strType = declareType('str');

export class PyWideStr extends PyObject {
  declare readonly codePoints: Uint32Array;
  /** UTF-16, a pair for each code point above U+FFFF. */
  declare readonly text: string;
  constructor(codePoints: Uint32Array, text: string) {
    super(strType);
    this.codePoints = codePoints;
    this.text = text;
  }
}

/** A str as methods see it. */
export type Str = string | PyWideStr;

/** An instance of a Python subclass of str. */
export class PyStrSubclass extends PyObject {
  declare readonly value: Str;
  dict: PyDict | undefined = undefined;
  constructor(value: Str, cls: PyType) {
    super(cls);
    this.value = value;
  }
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** The str for UTF-16 text in which each surrogate pair means one code point. */
export function strOf(text: string): Str {
  return PAIR.test(text)
    ? new PyWideStr(
        Uint32Array.from(text, c => c.codePointAt(0)!),
        text,
      )
    : text;
}

/** The str for code points; surrogates stay what they are. */
export function strFromCodePoints(codePoints: ArrayLike<number>, start = 0, end = codePoints.length): Str {
  let wide = false;
  for (let i = start; i < end; i++) {
    const c = codePoints[i];
    if (c > 0xffff || ((c & 0xfffffc00) === 0xdc00 && i > start && (codePoints[i - 1] & 0xfffffc00) === 0xd800)) {
      wide = true;
      break;
    }
  }
  let text = '';
  for (let i = start; i < end; i += 4096) {
    text += String.fromCodePoint(...Array.prototype.slice.call(codePoints, i, Math.min(end, i + 4096)));
  }
  return wide ? new PyWideStr(Uint32Array.from(Array.prototype.slice.call(codePoints, start, end) as number[]), text) : text;
}

/** The str inside a str or an instance of a subclass; undefined for anything else. */
export function strValue(value: Value): Str | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof PyWideStr) return value;
  return value instanceof PyStrSubclass ? value.value : undefined;
}

/** UTF-16 text of any str, undefined for anything else. */
export function strText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof PyWideStr) return value.text;
  return value instanceof PyStrSubclass ? textOf(value.value) : undefined;
}

/** UTF-16 text of a value known to be a str. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  return value instanceof PyWideStr ? value.text : textOf((value as PyStrSubclass).value);
}

export function strLength(s: Str): number {
  return typeof s === 'string' ? s.length : s.codePoints.length;
}

/** Code point at an index within bounds. */
export function codePointAt(s: Str, i: number): number {
  return typeof s === 'string' ? s.charCodeAt(i) : s.codePoints[i];
}

/** A character as a str. */
export function charOf(codePoint: number): Str {
  return codePoint > 0xffff ? new PyWideStr(Uint32Array.of(codePoint), String.fromCodePoint(codePoint)) : String.fromCharCode(codePoint);
}

export function concatStr(left: Str, right: Str): Str {
  if (typeof left === 'string' && typeof right === 'string') {
    // The right operand is looked at first: it is the short one in `s += c`, and reading a unit of the left one would flatten V8's rope.
    if (
      right.length > 0 &&
      (right.charCodeAt(0) & 0xfc00) === 0xdc00 &&
      left.length > 0 &&
      (left.charCodeAt(left.length - 1) & 0xfc00) === 0xd800
    ) {
      return strFromCodePoints([...unitsOf(left), ...unitsOf(right)]);
    }
    return left + right;
  }
  const a = codePointsOf(left);
  const b = codePointsOf(right);
  const codePoints = new Uint32Array(a.length + b.length);
  codePoints.set(a);
  codePoints.set(b, a.length);
  return new PyWideStr(codePoints, textOf(left) + textOf(right));
}

function unitsOf(text: string): number[] {
  const units: number[] = [];
  for (let i = 0; i < text.length; i++) units.push(text.charCodeAt(i));
  return units;
}

export function codePointsOf(s: Str): ArrayLike<number> {
  return typeof s === 'string' ? unitsOf(s) : s.codePoints;
}

/** `s[start:end]` with bounds in order. */
export function sliceStr(s: Str, start: number, end: number): Str {
  if (typeof s === 'string') return s.substring(start, end);
  if (start === 0 && end === s.codePoints.length) return s;
  return strFromCodePoints(s.codePoints, start, end);
}

export function sameStr(a: Str, b: Str): boolean {
  if (typeof a === 'string') return a === b;
  return typeof b !== 'string' && a.text === b.text && a.codePoints.length === b.codePoints.length;
}

/** Order by code points: UTF-16 order differs from it where surrogates meet units above them. */
export function compareStr(a: Str, b: Str): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const x = codePointsOf(a);
  const y = codePointsOf(b);
  const n = Math.min(x.length, y.length);
  for (let i = 0; i < n; i++) if (x[i] !== y[i]) return x[i] < y[i] ? -1 : 1;
  return x.length - y.length;
}

/** Index in code points of a UTF-16 offset. */
export function indexOfOffset(s: Str, offset: number): number {
  if (typeof s === 'string' || offset <= 0) return offset;
  let index = 0;
  for (let units = 0; units < offset; index++) units += s.codePoints[index] > 0xffff ? 2 : 1;
  return index;
}

/** UTF-16 offset of an index in code points. */
export function offsetOfIndex(s: Str, index: number): number {
  if (typeof s === 'string') return index;
  let offset = 0;
  for (let i = 0; i < index; i++) offset += s.codePoints[i] > 0xffff ? 2 : 1;
  return offset;
}
