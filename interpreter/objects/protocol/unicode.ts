/** Character classes of str methods, by code point (CPython: Objects/unicodectype.c). */
import { isPrintable as isPrintablePoint, isXidContinue, isXidStart, membership } from '../../source/unicode.ts';
import { CLASSES } from './character-tables.generated.ts';

export function isSpace(c: number): boolean {
  if (c < 128) return c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
  return (
    c === 0x85 ||
    c === 0xa0 ||
    c === 0x1680 ||
    (c >= 0x2000 && c <= 0x200a) ||
    c === 0x2028 ||
    c === 0x2029 ||
    c === 0x202f ||
    c === 0x205f ||
    c === 0x3000
  );
}

/** Ends a line for `splitlines`. */
export function isLineBreak(c: number): boolean {
  return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c === 0x85 || c === 0x2028 || c === 0x2029;
}

const isInTable = {
  alpha: membership(CLASSES.ALPHA),
  decimal: membership(CLASSES.DECIMAL),
  digit: membership(CLASSES.DIGIT),
  numeric: membership(CLASSES.NUMERIC),
  upper: membership(CLASSES.UPPER),
  lower: membership(CLASSES.LOWER),
  title: membership(CLASSES.TITLE),
  cased: membership(CLASSES.CASED),
  caseIgnorable: membership(CLASSES.CASE_IGNORABLE),
  idStart: (c: number) => c === 95 || isXidStart(c),
  idContinue: isXidContinue,
} as const;
export type CharacterClass = keyof typeof isInTable;

export function isInClass(c: number, name: CharacterClass): boolean {
  return isInTable[name](c);
}

/** Value of a decimal digit of any script, or -1. */
export function decimalDigit(c: number): number {
  if (c < 128) return c >= 48 && c <= 57 ? c - 48 : -1;
  if (!isInTable.decimal(c)) return -1;
  // Digits come in runs of ten.
  let start = c;
  while (isInTable.decimal(start - 1)) start--;
  return (c - start) % 10;
}

/** Whether `repr` shows the character as it is. */
export function isPrintable(c: number): boolean {
  if (c < 127) return c >= 32;
  if (c < 256) return c >= 161 && c !== 173;
  return isPrintablePoint(c);
}
