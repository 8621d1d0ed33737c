/**
 * A SyntaxError on its way from the front end to whoever reports it.
 *
 * Tokenizer, parser, symbol table and compiler throw it; the virtual machine turns it into the Python exception of the same name, the page
 * marks its range in the editor. The fields are those of CPython's SyntaxError.
 */
export type SyntaxErrorName = 'SyntaxError' | 'IndentationError' | 'TabError';

export interface ErrorRange {
  /** 1-based line. */
  lineno: number;
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
  constructor(pythonType: SyntaxErrorName, message: string, filename: string, range: ErrorRange, incomplete = false) {
    super(message);
    this.pythonType = pythonType;
    this.filename = filename;
    this.range = range;
    this.incomplete = incomplete;
  }
}
