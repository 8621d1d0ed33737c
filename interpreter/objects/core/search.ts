/**
 * Finding a text in a text, in linear time (CPython: Objects/stringlib/fastsearch.h).
 *
 * JavaScript's own search is the fastest there is for what people search for, but quadratic at its worst: 'aaa…b…aaa' in 'aaa…'. So long needles
 * in long texts are searched for by the two-way algorithm (Crochemore and Perrin, 1991): the needle is cut where the period of its
 * surroundings is greatest; its right part is compared from the cut on, its left part from the cut back, and a mismatch tells how far to go.
 */

const LONG_NEEDLE = 200;
const LONG_TEXT = 20_000;

const isHard = (text: string, needle: string): boolean => needle.length > LONG_NEEDLE && text.length > LONG_TEXT;

/** `text.indexOf(needle, from)`. */
export function indexOfText(text: string, needle: string, from = 0): number {
  return isHard(text, needle) ? twoWay(needle)(text, from) : text.indexOf(needle, from);
}

/** `text.split(by)`, for a separator that is not empty. */
export function splitText(text: string, by: string): string[] {
  if (!isHard(text, by)) return text.split(by);
  const find = twoWay(by);
  const parts: string[] = [];
  let from = 0;
  for (let at = find(text, 0); at >= 0; at = find(text, from)) {
    parts.push(text.slice(from, at));
    from = at + by.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** How often a needle that is not empty occurs in a text, without overlapping. */
export function countText(text: string, needle: string): number {
  const find = isHard(text, needle) ? twoWay(needle) : (t: string, from: number) => t.indexOf(needle, from);
  let n = 0;
  for (let at = find(text, 0); at >= 0; at = find(text, at + needle.length)) n++;
  return n;
}

/** The end of the part before the greatest suffix, and the period of that suffix; `sign` says which order of characters counts. */
function greatestSuffix(needle: string, sign: 1 | -1): readonly [before: number, period: number] {
  let before = -1;
  let j = 0;
  let k = 1;
  let period = 1;
  while (j + k < needle.length) {
    const order = sign * (needle.charCodeAt(j + k) - needle.charCodeAt(before + k));
    if (order < 0) {
      j += k;
      k = 1;
      period = j - before;
    } else if (order > 0) {
      before = j++;
      k = period = 1;
    } else if (k !== period) k++;
    else {
      j += period;
      k = 1;
    }
  }
  return [before, period];
}

/** A search for a needle, ready to be used on texts. */
function twoWay(needle: string): (text: string, from: number) => number {
  const m = needle.length;
  const one = greatestSuffix(needle, 1);
  const other = greatestSuffix(needle, -1);
  const [cut, ownPeriod] = one[0] > other[0] ? one : other;
  // Where the left part repeats within the period, a shift by the period leaves a prefix that is known to match.
  const periodic = needle.startsWith(needle.slice(0, cut + 1), ownPeriod);
  const period = periodic ? ownPeriod : Math.max(cut + 1, m - cut - 1) + 1;
  return (text, from) => {
    const last = text.length - m;
    let known = -1;
    for (let at = from; at <= last;) {
      let i = Math.max(cut, known) + 1;
      while (i < m && needle.charCodeAt(i) === text.charCodeAt(at + i)) i++;
      if (i < m) {
        at += i - cut;
        known = -1;
        continue;
      }
      i = cut;
      while (i > known && needle.charCodeAt(i) === text.charCodeAt(at + i)) i--;
      if (i <= known) return at;
      at += period;
      if (periodic) known = m - period - 1;
    }
    return -1;
  };
}
