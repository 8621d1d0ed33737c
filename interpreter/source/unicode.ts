/** The Unicode questions the front end asks, answered by CPython 3.14's tables. */
import { PRINTABLE, XID_CONTINUE, XID_START } from './unicode-tables.ts';

export const isXidStart = membership(XID_START);
export const isXidContinue = membership(XID_CONTINUE);
/** `str.isprintable` of one code point: no control, format, separator (but the space), surrogate, private or unassigned character. */
export const isPrintable = membership(PRINTABLE);

/**
 * How many UTF-16 units from `start` on are a valid identifier: all of them up to `end`, or the offset of the first code point that is not
 * allowed where it stands (CPython's `_PyUnicode_ScanIdentifier`).
 */
export function scanIdentifier(text: string, start = 0, end = text.length): number {
  let i = start;
  while (i < end) {
    const point = text.codePointAt(i)!;
    const allowed = i === start ? point === 0x5f || isXidStart(point) : isXidContinue(point);
    if (!allowed) return i;
    i += point > 0xffff ? 2 : 1;
  }
  return end;
}

/** Whether a code point is in a table of flips, which is decoded when it is first asked. */
export function membership(table: string): (point: number) => boolean {
  let flips: Uint32Array | null = null;
  return point => {
    flips ??= decode(table);
    let low = 0;
    let high = flips.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (flips[middle] <= point) low = middle + 1;
      else high = middle;
    }
    return low % 2 === 1;
  };
}

function decode(table: string): Uint32Array {
  let point = 0;
  return Uint32Array.from(table.split(' '), distance => (point += parseInt(distance, 36)));
}
