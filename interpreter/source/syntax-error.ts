/**
 * A SyntaxError on its way from the front end to whoever reports it.
 *
 * Tokenizer, parser, symbol table and compiler throw it; the virtual machine turns it into the Python exception of the same name, the page
 * marks its range in the editor. The fields are those of CPython's SyntaxError.
 */
export type SyntaxErrorName = 'SyntaxError' | 'IndentationError' | 'TabError';

export interface ErrorRange {
  /** 1-based line; 0 or null where CPython gives these. */
  lineno: number | null;
  /** 1-based column in code points, as CPython's SyntaxError.offset; 0 or -1 where CPython gives these; null where CPython gives None. */
  offset: number | null;
  end_lineno: number | null;
  end_offset: number | null;
  /** The line's text as CPython's SyntaxError.text, or null. */
  text: string | null;
}

export class PythonSyntaxError extends Error {
  readonly pythonType: SyntaxErrorName;
  readonly filename: string;
  readonly range: ErrorRange;
  /** CPython's `_IncompleteInputError`: more input could make the source valid (the REPL asks for it). */
  readonly incomplete: boolean;
  /**
   * Where the last compound statement that parsed begins, and the whole source: CPython's `_metadata`, from which the traceback module looks for
   * misspelt keywords. Set by the parser.
   */
  metadata: { readonly lineno: number; readonly col_offset: number; readonly source: string } | null = null;
  /** The place is in the exception's attributes, but not in its `args`: errors of the symbol table. */
  placeIsApart = false;
  /** So is the file's name: errors from before the tokenizer knows it. */
  filenameIsApart = false;
  constructor(pythonType: SyntaxErrorName, message: string, filename: string, range: ErrorRange, incomplete = false) {
    super(message);
    this.pythonType = pythonType;
    this.filename = filename;
    this.range = range;
    this.incomplete = incomplete;
  }
}

/**
 * The range CPython gives an error whose place is known by UTF-8 byte columns.
 *
 * Byte columns are 1-based here, as the parser passes them, and become counts of code points in `text`. Both are looked up in the first
 * line's text, even when the error ends on another line, and neither reaches further than one past the text's end: the numbers are
 * CPython's, not better ones. A column of 0 or less passes through.
 */
export function errorRange(text: string, lineno: number, byteColumn: number, end_lineno: number, endByteColumn: number): ErrorRange {
  return {
    lineno,
    offset: characterOffset(text, byteColumn),
    end_lineno,
    end_offset: characterOffset(text, endByteColumn),
    text,
  };
}

function characterOffset(text: string, byteColumn: number): number {
  if (byteColumn <= 0) return byteColumn;
  let count = 0;
  let bytes = 0;
  for (const character of text) {
    if (bytes >= byteColumn) return count;
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    count++;
  }
  return bytes >= byteColumn ? count : count + 1;
}
