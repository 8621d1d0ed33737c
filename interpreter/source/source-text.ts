/** The text of a program and the arithmetic between the three kinds of column (and absolute offsets) that talk about it. */

const NON_ASCII = /[^\x00-\x7f]/;
const LINE_UNKNOWN = 0;
const LINE_ASCII = 1;

/**
 * A program's text with `\r\n` and `\r` turned into `\n`, as CPython's tokenizer does before anything else.
 *
 * Lines are numbered from 1. A column is 0-based and comes in three kinds: UTF-16 units (what a JS string index is; the tokenizer's), code
 * points (what Python's `str` counts; `tokenize`, SyntaxError) and UTF-8 bytes (the AST's and the code object's). On an ASCII line all
 * three are one number.
 */
export class SourceText {
  readonly text: string;
  /** `lineStarts[n - 1]` is the offset of line n; one more entry holds the end of the text. A final `\n` does not open another line. */
  readonly lineStarts: Int32Array;
  readonly isAscii: boolean;
  readonly #lineKinds: Uint8Array | null;
  /** Columns of the lines that are not ASCII, made when first asked for. */
  readonly #columns = new Map<number, LineColumns>();

  /** With `keepNewlines`, carriage returns stay as they are: the `tokenize` module sees them. */
  constructor(text: string, keepNewlines = false) {
    this.text = keepNewlines || !text.includes('\r') ? text : text.replace(/\r\n?/g, '\n');
    this.lineStarts = findLineStarts(this.text);
    this.isAscii = !NON_ASCII.test(this.text);
    this.#lineKinds = this.isAscii ? null : new Uint8Array(this.lineStarts.length);
  }

  get lineCount(): number {
    return this.lineStarts.length - 1;
  }

  /** The text of a line without its `\n`; empty beyond the last line. */
  line(lineno: number): string {
    if (lineno < 1 || lineno > this.lineCount) return '';
    const end = this.lineStarts[lineno];
    return this.text.slice(this.lineStarts[lineno - 1], this.text.charCodeAt(end - 1) === 10 ? end - 1 : end);
  }

  lineIsAscii(lineno: number): boolean {
    const kinds = this.#lineKinds;
    if (kinds === null || lineno < 1 || lineno > this.lineCount) return true;
    if (kinds[lineno] === LINE_UNKNOWN) kinds[lineno] = NON_ASCII.test(this.line(lineno)) ? LINE_ASCII + 1 : LINE_ASCII;
    return kinds[lineno] === LINE_ASCII;
  }

  utf16ToByte(lineno: number, column: number): number {
    return this.lineIsAscii(lineno) ? column : at(this.#columnsOf(lineno).bytes, column);
  }

  utf16ToCodePoint(lineno: number, column: number): number {
    return this.lineIsAscii(lineno) ? column : at(this.#columnsOf(lineno).points, column);
  }

  byteToUtf16(lineno: number, column: number): number {
    return this.lineIsAscii(lineno) ? column : find(this.#columnsOf(lineno).bytes, column);
  }

  codePointToUtf16(lineno: number, column: number): number {
    return this.lineIsAscii(lineno) ? column : find(this.#columnsOf(lineno).points, column);
  }

  byteToCodePoint(lineno: number, column: number): number {
    return this.lineIsAscii(lineno) ? column : this.utf16ToCodePoint(lineno, this.byteToUtf16(lineno, column));
  }

  #columnsOf(lineno: number): LineColumns {
    let columns = this.#columns.get(lineno);
    if (columns === undefined) this.#columns.set(lineno, (columns = countColumns(this.line(lineno))));
    return columns;
  }

  /** The absolute offset in `text` of a UTF-16 column. */
  offsetAt(lineno: number, column: number): number {
    return this.lineStarts[lineno - 1] + column;
  }

  /** The line and UTF-16 column of an absolute offset. */
  positionAt(offset: number): { lineno: number; column: number } {
    let low = 0;
    let high = Math.max(this.lineCount - 1, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { lineno: low + 1, column: offset - this.lineStarts[low] };
  }
}

function findLineStarts(text: string): Int32Array {
  const starts = [0];
  for (let newline = text.indexOf('\n'); newline !== -1; newline = text.indexOf('\n', newline + 1)) starts.push(newline + 1);
  if (starts[starts.length - 1] !== text.length) starts.push(text.length);
  return Int32Array.from(starts);
}

/** How many UTF-8 bytes the first `end` UTF-16 units of a text take; half a surrogate pair counts as three bytes. */
export function utf8Length(text: string, end = text.length): number {
  let bytes = 0;
  for (let i = 0; i < end;) {
    const point = i < text.length ? text.codePointAt(i)! : 0;
    bytes += utf8Width(point);
    i += point > 0xffff ? 2 : 1;
  }
  return bytes;
}

/** How many code points begin in the first `end` UTF-16 units of a text. */
export function codePointLength(text: string, end = text.length): number {
  let count = 0;
  for (let i = 0; i < end; count++) i += i < text.length && text.codePointAt(i)! > 0xffff ? 2 : 1;
  return count;
}

/** For each UTF-16 column of a line, the end included, its column in the other two kinds. */
interface LineColumns {
  bytes: Int32Array;
  points: Int32Array;
}

function countColumns(line: string): LineColumns {
  const bytes = new Int32Array(line.length + 1);
  const points = new Int32Array(line.length + 1);
  for (let i = 0; i < line.length;) {
    const point = line.codePointAt(i)!;
    const units = point > 0xffff ? 2 : 1;
    // Inside a surrogate pair one is already behind its character.
    bytes.fill(bytes[i] + utf8Width(point), i + 1, i + units + 1);
    points.fill(points[i] + 1, i + 1, i + units + 1);
    i += units;
  }
  return { bytes, points };
}

/** Beyond a line's end columns go on one by one. */
function at(columns: Int32Array, column: number): number {
  const last = columns.length - 1;
  return column <= last ? columns[column] : columns[last] + column - last;
}

/** The UTF-16 column that has this column of another kind. */
function find(columns: Int32Array, wanted: number): number {
  const last = columns.length - 1;
  if (wanted > columns[last]) return last + wanted - columns[last];
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low < last && columns[low + 1] === columns[low] ? low + 1 : low;
}

function utf8Width(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
