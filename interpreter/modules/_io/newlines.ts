/** Newline translation of text streams (https://docs.python.org/3.14/library/io.html#io.TextIOWrapper). */
import { strFromCodePoints, strLength, codePointsOf, type Str } from '../../objects/core/str.ts';

/** What is stored when text is written to a StringIO opened with this `newline`. */
export function translateNewlines(text: Str, newline: string | null): Str {
  if (newline === null) return replaceText(replaceText(text, '\r\n', '\n'), '\r', '\n');
  return newline === '' || newline === '\n' ? text : replaceText(text, '\n', newline);
}

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
