/**
 * The exception table: which handler serves which instructions.
 *
 * Where there is no exception, a try block costs nothing: no instruction sets it up. Instead each row of this table says, for a range of instructions,
 * where its handler is, how deep the stack must be there, and whether the place of the failing instruction is to be pushed too. A row is four numbers
 * (start, length, target, depth × 2 + lasti), in code units; a number is written in groups of six bits, the highest first, bit 6 marking that more
 * follow and bit 7 the first byte of a row, so that a search can find the start of a row from anywhere.
 *
 * CPython: `InternalDocs/exception_handling.md`, `Python/assemble.c`.
 */

/** A row; offsets in bytes, `end` exclusive. */
export interface ExceptionTableEntry {
  start: number;
  end: number;
  target: number;
  depth: number;
  lasti: boolean;
}

export function decodeExceptionTable(table: Uint8Array): ExceptionTableEntry[] {
  const entries: ExceptionTableEntry[] = [];
  let pos = 0;
  const number = (): number => {
    let byte = table[pos++];
    let value = byte & 0x3f;
    while ((byte & 0x40) !== 0) {
      byte = table[pos++];
      value = value * 64 + (byte & 0x3f);
    }
    return value;
  };
  while (pos < table.length) {
    const start = number() * 2;
    const end = start + number() * 2;
    const target = number() * 2;
    const depthAndLasti = number();
    entries.push({ start, end, target, depth: depthAndLasti >> 1, lasti: (depthAndLasti & 1) === 1 });
  }
  return entries;
}

export function encodeExceptionTable(entries: Iterable<ExceptionTableEntry>): Uint8Array {
  const bytes: number[] = [];
  const number = (value: number, mark: number): void => {
    let shift = 0;
    while (value >= 2 ** (shift + 6)) shift += 6;
    for (; shift > 0; shift -= 6) {
      bytes.push(mark | 0x40 | (Math.floor(value / 2 ** shift) & 0x3f));
      mark = 0;
    }
    bytes.push(mark | (value & 0x3f));
  };
  for (const { start, end, target, depth, lasti } of entries) {
    number(start / 2, 0x80);
    number((end - start) / 2, 0);
    number(target / 2, 0);
    number((depth << 1) | (lasti ? 1 : 0), 0);
  }
  return Uint8Array.from(bytes);
}
