/** The parser's view: tokens without comments and blank lines, and the errors CPython's parser raises for the tokenizer. */
import { PythonSyntaxError, errorRange } from '../source/syntax-error.ts';
import type { SyntaxErrorName } from '../source/syntax-error.ts';
import { utf8Length } from '../source/source-text.ts';
import type { SourceText } from '../source/source-text.ts';
import { Lexer } from './lexer.ts';
import type { Done, LexerWarning } from './lexer.ts';
import { ENDMARKER, ERRORTOKEN, NEWLINE, NOTEQUAL, OP, tok_name, EXACT_TOKEN_TYPES } from './token.ts';
import type { Token } from './token.ts';

export interface TokenizerOptions {
  filename: string;
  /** What is parsed: only `exec` gets the newline its last line lacks; `single` ends a statement at the end of the input. */
  mode?: 'exec' | 'eval' | 'single' | 'func_type';
  typeComments?: boolean;
  /** In `single` mode, leave open blocks open at the end of the input (PyCF_DONT_IMPLY_DEDENT). */
  dontImplyDedent?: boolean;
  /** Input comes from a prompt, where an empty line ends a block. */
  interactive?: boolean;
}

/** As an end column: where the tokenizer stands. */
export const CURRENT_POS = -5;

const OPERATOR_TEXTS: (string | undefined)[] = tok_name.map(() => undefined);
for (const [text, type] of EXACT_TOKEN_TYPES) if (type !== NOTEQUAL) OPERATOR_TEXTS[type] = text;

export class Tokenizer {
  readonly source: SourceText;
  readonly filename: string;
  readonly #lexer: Lexer;
  readonly #options: TokenizerOptions;
  #started = false;
  #error: PythonSyntaxError | null = null;

  constructor(source: SourceText, options: TokenizerOptions) {
    this.source = source;
    this.filename = options.filename;
    this.#options = options;
    this.#lexer = new Lexer(source, {
      implicitNewline: (options.mode ?? 'exec') === 'exec',
      extraTokens: false,
      typeComments: options.typeComments ?? false,
      prompt: options.interactive ?? false,
    });
  }

  /** The next token; after the last one, ENDMARKER again and again. Throws the tokenizer's error, if it comes to one. */
  next(): Token {
    if (this.#error !== null) throw this.#error;
    const lexer = this.#lexer;
    let type = lexer.get();
    if (type === ERRORTOKEN) throw (this.#error = this.#explain());
    if (type === ENDMARKER && this.#started && this.#options.mode === 'single') {
      // What was typed at a prompt is complete at its end: close the statement and its blocks.
      type = NEWLINE;
      this.#started = false;
      if (lexer.indent > 0 && !this.#options.dontImplyDedent) {
        lexer.pendingIndents = -lexer.indent;
        lexer.indent = 0;
      }
    } else {
      this.#started = true;
    }
    const { start } = lexer;
    let string = '';
    if (start >= 0) {
      string = (type < OP ? OPERATOR_TEXTS[type] : undefined) ?? lexer.text.slice(start, lexer.stop);
    }
    return {
      type,
      string,
      lineno: lexer.tokenLineno,
      col: lexer.col,
      end_lineno: lexer.lineno,
      end_col: lexer.endCol,
      level: lexer.level,
      metadata: lexer.metadata,
    };
  }

  /** From now on, read `<>` as one NOTEQUAL token (`from __future__ import barry_as_FLUFL`); otherwise it is `<` and `>`. */
  set barryAsFlufl(value: boolean) {
    this.#lexer.barryAsFlufl = value;
  }

  /** How the input ended so far. `eof` and `eof in string` mean that more input could make it valid. */
  get done(): Done {
    return this.#lexer.done;
  }

  /** Invalid escapes and numbers that run into keywords, in the order they were read. */
  get warnings(): readonly LexerWarning[] {
    return this.#lexer.warnings;
  }

  /** The innermost open bracket, or null. */
  get openBracket(): { character: string; lineno: number; col: number } | null {
    const { level, parenStack, parenLineStack, parenColumnStack } = this.#lexer;
    if (level === 0) return null;
    return { character: String.fromCharCode(parenStack[level - 1]), lineno: parenLineStack[level - 1], col: parenColumnStack[level - 1] };
  }

  /** The line the tokenizer stands on, and how far it has read there. */
  get lineno(): number {
    return this.#lexer.lineno;
  }

  get column(): number {
    return this.#lexer.cur - this.#lexer.lineStart;
  }

  /**
   * Reads on to the end of the input for an error that explains more than the parser's own, raised on `lineno`: one the lexer meets, or a
   * bracket opened on an earlier line and never closed.
   */
  findErrorInRest(lineno: number): PythonSyntaxError | null {
    if (this.#options.interactive || this.#error !== null) return this.#error;
    const lexer = this.#lexer;
    let type = lexer.get();
    while (type !== ERRORTOKEN && type !== ENDMARKER) type = lexer.get();
    let error: PythonSyntaxError | null = null;
    if (type === ERRORTOKEN) {
      if (lexer.failure !== null) error = this.#explain();
      else if (lexer.level > 0 && lineno > lexer.parenLineStack[lexer.level - 1]) error = this.neverClosed();
    }
    // Inside an f-string the parser's error is nearer to the cause.
    return lexer.stringNesting === 0 ? error : null;
  }

  /** "'(' was never closed", for the innermost open bracket. */
  neverClosed(): PythonSyntaxError {
    const { character, lineno, col } = this.openBracket!;
    return this.errorAt('SyntaxError', `'${character}' was never closed`, lineno, col, lineno, -1);
  }

  /** An error over a range of UTF-16 columns (CPython's RAISE_ERROR_KNOWN_LOCATION); an end column of -1 is unknown. */
  errorAt(type: SyntaxErrorName, message: string, lineno: number, col: number, end_lineno: number, end_col: number): PythonSyntaxError {
    let endLineno = end_lineno;
    let endByteColumn: number;
    if (end_col === CURRENT_POS) {
      endLineno = this.#lexer.lineno;
      endByteColumn = this.source.utf16ToByte(endLineno, this.column);
    } else {
      endByteColumn = (end_col > 0 ? this.source.utf16ToByte(end_lineno, end_col) : end_col) + 1;
    }
    const byteColumn = (col > 0 ? this.source.utf16ToByte(lineno, col) : col) + 1;
    return this.#errorAtBytes(type, message, lineno, byteColumn, endLineno, endByteColumn);
  }

  /** An error over a token (CPython's RAISE_SYNTAX_ERROR with its last token). */
  errorAtToken(type: SyntaxErrorName, message: string, token: Pick<Token, 'lineno' | 'col' | 'end_lineno' | 'end_col'>): PythonSyntaxError {
    const { source } = this;
    const byteColumn = token.col === -1 ? this.#byteColumnRead() : source.utf16ToByte(token.lineno, token.col) + 1;
    const endByteColumn = token.end_col === -1 ? -1 : source.utf16ToByte(token.end_lineno, token.end_col) + 1;
    return this.#errorAtBytes(type, message, token.lineno, byteColumn, token.end_lineno, endByteColumn);
  }

  /** The error for an ERRORTOKEN, from what the lexer is done with. */
  #explain(): PythonSyntaxError {
    const lexer = this.#lexer;
    const { failure, lineno } = lexer;
    if (failure !== null) {
      const { message, offset, end_offset, text } = failure;
      return new PythonSyntaxError('SyntaxError', message, this.filename, {
        lineno: failure.lineno,
        offset,
        end_lineno: failure.lineno,
        end_offset,
        text,
      });
    }
    const here = { lineno, col: -1, end_lineno: lineno, end_col: -1 };
    switch (lexer.done) {
      case 'eof':
        return lexer.level > 0 ? this.neverClosed() : this.errorAtToken('SyntaxError', 'unexpected EOF while parsing', here);
      case 'inconsistent dedent':
        return this.errorAtToken('IndentationError', 'unindent does not match any outer indentation level', here);
      case 'inconsistent tabs':
        return this.errorAt('TabError', 'inconsistent use of tabs and spaces in indentation', lineno, 0, lineno, -1);
      case 'too deep':
        return this.errorAt('IndentationError', 'too many levels of indentation', lineno, 0, lineno, -1);
      case 'line continuation': {
        // CPython counts from the start of its buffer, which may be on an earlier line.
        const byteColumn = utf8Length(lexer.text.slice(lexer.bufferStart, lexer.cur));
        return this.#errorAtBytes('SyntaxError', 'unexpected character after line continuation character', lineno, byteColumn, lineno, 0);
      }
      default:
        throw new Error(`invariant: an ERRORTOKEN has a reason, not '${lexer.done}'`);
    }
  }

  #byteColumnRead(): number {
    const { cur, bufferStart, lineStart, text } = this.#lexer;
    return cur === bufferStart ? 0 : utf8Length(text.slice(lineStart, cur));
  }

  #errorAtBytes(type: SyntaxErrorName, message: string, lineno: number, col: number, endLineno: number, endCol: number): PythonSyntaxError {
    return new PythonSyntaxError(type, message, this.filename, errorRange(this.#errorLine(lineno), lineno, col, endLineno, endCol));
  }

  /** The text CPython quotes: the line being read with its newline, an earlier one without. */
  #errorLine(lineno: number): string {
    const { text, lineStart, lineEnd, bufferStart } = this.#lexer;
    if (this.#lexer.lineno <= lineno && lineEnd > bufferStart) return text.slice(lineStart, lineEnd);
    return this.source.line(lineno);
  }
}

/** All tokens of a source at once; for tools and tests. */
export function allTokens(source: SourceText, options: TokenizerOptions): Token[] {
  const tokenizer = new Tokenizer(source, options);
  const tokens: Token[] = [];
  do tokens.push(tokenizer.next());
  while (tokens[tokens.length - 1].type !== ENDMARKER);
  return tokens;
}
