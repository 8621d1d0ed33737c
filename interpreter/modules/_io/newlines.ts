/** Newlines of text streams (https://docs.python.org/3.14/library/io.html#io.TextIOWrapper): where lines end, and translation. */
import { strFromCodePoints, strLength, codePointsOf, type Str } from '../../objects/core/str.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import type { Value } from '../../objects/core/value.ts';

/** Replaces every occurrence of ASCII text by other ASCII text. */
export function replaceText(text: Str, from: string, to: string): Str {
  if (typeof text === 'string') return text.includes(from) ? text.split(from).join(to) : text;
  const points = Array.from(codePointsOf(text));
  const target = Array.from(to, c => c.charCodeAt(0));
  const out: number[] = [];
  for (let i = 0; i < points.length;) {
    if (Array.from(from).every((c, k) => points[i + k] === c.charCodeAt(0))) {
      out.push(...target);
      i += from.length;
    } else out.push(points[i++]);
  }
  return strFromCodePoints(out);
}

export const universalNewlines = (text: Str): Str => replaceText(replaceText(text, '\r\n', '\n'), '\r', '\n');

/** Index just past the first line end at or after `from`; -1 if there is none. `universal` ends lines at \r and \r\n too. */
export function lineEnd(text: Str, from: number, newline: string | null): number {
  const length = strLength(text);
  const at = (i: number): number => (typeof text === 'string' ? text.charCodeAt(i) : text.codePoints[i]);
  if (newline === null || newline === '\n') {
    if (typeof text === 'string') return text.indexOf('\n', from) + 1 || -1;
    const i = text.codePoints.indexOf(10, from);
    return i < 0 ? -1 : i + 1;
  }
  for (let i = from; i < length; i++) {
    const c = at(i);
    if (newline === '') {
      if (c === 10) return i + 1;
      if (c === 13) return at(i + 1) === 10 ? i + 2 : i + 1;
    } else if (newline === '\r' ? c === 13 : c === 13 && at(i + 1) === 10) return i + newline.length;
  }
  return -1;
}

/** Which newlines were seen, as bits. */
export const SEEN = { CR: 1, LF: 2, CRLF: 4 } as const;

export function newlinesIn(text: Str): number {
  if (typeof text === 'string' && !text.includes('\r')) return text.includes('\n') ? SEEN.LF : 0;
  const points = codePointsOf(text);
  let seen = 0;
  for (let i = 0; i < points.length; i++) {
    if (points[i] === 10) seen |= SEEN.LF;
    else if (points[i] === 13) {
      if (points[i + 1] === 10) {
        seen |= SEEN.CRLF;
        i++;
      } else seen |= SEEN.CR;
    }
  }
  return seen;
}

/** The value of `newlines` attributes. */
export function newlinesValue(seen: number): Value {
  const all = [
    [SEEN.CR, '\r'],
    [SEEN.LF, '\n'],
    [SEEN.CRLF, '\r\n'],
  ] as const;
  const names = all.filter(([bit]) => (seen & bit) !== 0).map(([, name]) => name);
  return names.length === 0 ? null : names.length === 1 ? names[0] : new PyTuple(names);
}
