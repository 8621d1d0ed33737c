/**
 * The location table: where each instruction comes from.
 *
 * For tracebacks with carets an instruction knows four numbers: first and last line, first and last column. Written plainly that would double the code,
 * so the table is a list of entries with one to eight code units each, in the shortest form that fits; lines are stored as differences.
 *
 *     first byte   1 kkkk nnn      kkkk the form, nnn the number of code units less one
 *     0…9          one more byte   same line, start column below 80, at most 15 wide
 *     10…12        two more        start and end column, the line goes up by 0…2
 *     13           a number        the line's difference; no columns
 *     14           five numbers    everything
 *     15           nothing         no location
 *
 * Numbers are in groups of six bits, lowest first, bit 6 marking that more follow; signed ones have their sign in bit 0. Columns are bytes of UTF-8.
 *
 * CPython: `InternalDocs/code_objects.md`, `Python/assemble.c`.
 */
import type { CodeObject } from './code.ts';

/** A location; null for what is not known. */
export interface CodePosition {
  lineno: number | null;
  end_lineno: number | null;
  col_offset: number | null;
  end_col_offset: number | null;
}

const FORM = { SHORT0: 0, ONE_LINE0: 10, NO_COLUMNS: 13, LONG: 14, NONE: 15 } as const;
const NO_POSITION: CodePosition = { lineno: null, end_lineno: null, col_offset: null, end_col_offset: null };

/** An entry of the table: bytes `start` to `end` of the code have one position. */
export interface LocationRange extends CodePosition {
  start: number;
  end: number;
}

/** The entries of a code object's location table, in order. */
export function* decodeLocations(table: Uint8Array, firstlineno: number): Generator<LocationRange> {
  let pos = 0;
  let line = firstlineno;
  let start = 0;
  const number = (): number => {
    let byte = table[pos++];
    let value = byte & 0x3f;
    for (let scale = 64; (byte & 0x40) !== 0; scale *= 64) {
      byte = table[pos++];
      value += (byte & 0x3f) * scale;
    }
    return value;
  };
  const signed = (): number => {
    const value = number();
    return (value & 1) === 1 ? -Math.floor(value / 2) : value / 2;
  };
  while (pos < table.length) {
    const first = table[pos++];
    const form = (first >> 3) & 15;
    const end = start + 2 * ((first & 7) + 1);
    let position = NO_POSITION;
    switch (form) {
      case FORM.NONE:
        break;
      case FORM.LONG: {
        line += signed();
        const end_lineno = line + number();
        const col = number();
        const endCol = number();
        position = { lineno: line, end_lineno, col_offset: col === 0 ? null : col - 1, end_col_offset: endCol === 0 ? null : endCol - 1 };
        break;
      }
      case FORM.NO_COLUMNS:
        line += signed();
        position = { lineno: line, end_lineno: line, col_offset: null, end_col_offset: null };
        break;
      case FORM.ONE_LINE0:
      case FORM.ONE_LINE0 + 1:
      case FORM.ONE_LINE0 + 2:
        line += form - FORM.ONE_LINE0;
        position = { lineno: line, end_lineno: line, col_offset: table[pos++], end_col_offset: table[pos++] };
        break;
      default: {
        const byte = table[pos++];
        const col_offset = (form << 3) | (byte >> 4);
        position = { lineno: line, end_lineno: line, col_offset, end_col_offset: col_offset + (byte & 15) };
      }
    }
    yield { start, end, ...position };
    start = end;
  }
}

/** The position of each code unit, caches included: `co_positions()`. */
export function positions(code: CodeObject): CodePosition[] {
  const result: CodePosition[] = [];
  for (const { start, end, lineno, end_lineno, col_offset, end_col_offset } of decodeLocations(code.co_linetable, code.co_firstlineno)) {
    const position = { lineno, end_lineno, col_offset, end_col_offset };
    for (let offset = start; offset < end; offset += 2) result.push(position);
  }
  return result;
}

/** Runs of instructions on one line: `co_lines()`. */
export function lines(code: CodeObject): [start: number, end: number, lineno: number | null][] {
  const result: [number, number, number | null][] = [];
  let last: [number, number, number | null] | undefined;
  for (const { start, end, lineno } of decodeLocations(code.co_linetable, code.co_firstlineno)) {
    if (last !== undefined && last[2] === lineno) last[1] = end;
    else result.push((last = [start, end, lineno]));
  }
  return result;
}

/** Where each line starts, as `dis.findlinestarts` tells it. */
export function lineStarts(code: CodeObject): [offset: number, lineno: number | null][] {
  return lines(code).map(([start, , lineno]) => [start, lineno]);
}

/** Writes a location table, run by run. */
export class LocationWriter {
  private readonly bytes: number[] = [];
  private line: number;

  constructor(firstlineno: number) {
    this.line = firstlineno;
  }

  /** `size` code units at a location; a line of -1 is no location, a column of -1 no column. */
  add(size: number, lineno: number, end_lineno: number, col_offset: number, end_col_offset: number): void {
    for (; size > 8; size -= 8) this.entry(8, lineno, end_lineno, col_offset, end_col_offset);
    this.entry(size, lineno, end_lineno, col_offset, end_col_offset);
  }

  finish(): Uint8Array {
    return new Uint8Array(this.bytes);
  }

  private entry(size: number, lineno: number, end_lineno: number, column: number, endColumn: number): void {
    if (lineno < 0) {
      this.first(FORM.NONE, size);
      return;
    }
    const delta = lineno - this.line;
    if (column < 0 || endColumn < 0) {
      if (end_lineno === lineno || end_lineno < 0) {
        this.first(FORM.NO_COLUMNS, size);
        this.signed(delta);
        this.line = lineno;
        return;
      }
    } else if (end_lineno === lineno) {
      if (delta === 0 && column < 80 && endColumn - column < 16 && endColumn >= column) {
        this.first(FORM.SHORT0 + (column >> 3), size);
        this.bytes.push(((column & 7) << 4) | (endColumn - column));
        return;
      }
      if (delta >= 0 && delta < 3 && column < 128 && endColumn < 128) {
        this.first(FORM.ONE_LINE0 + delta, size);
        this.bytes.push(column, endColumn);
        this.line = lineno;
        return;
      }
    }
    this.first(FORM.LONG, size);
    this.signed(delta);
    this.number(end_lineno - lineno);
    this.number(column + 1);
    this.number(endColumn + 1);
    this.line = lineno;
  }

  private first(form: number, size: number): void {
    this.bytes.push(0x80 | (form << 3) | (size - 1));
  }

  private number(value: number): void {
    while (value >= 64) {
      this.bytes.push(0x40 | (value & 0x3f));
      value = Math.floor(value / 64);
    }
    this.bytes.push(value);
  }

  private signed(value: number): void {
    this.number(value < 0 ? -value * 2 + 1 : value * 2);
  }
}
