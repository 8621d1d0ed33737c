/** The `tokenize` module's view: every token with comments, line breaks and the physical line, columns in code points. */
import { lookupDecoder, decodeUtf8, hasBom } from '../source/encodings.ts';
import { normalizeEncoding } from '../source/decode.ts';
import { PythonSyntaxError, errorRange } from '../source/syntax-error.ts';
import type { ErrorRange, SyntaxErrorName } from '../source/syntax-error.ts';
import { SourceText, utf8Length } from '../source/source-text.ts';
import { Lexer } from './lexer.ts';
import {
  DEDENT,
  ENCODING,
  ENDMARKER,
  ERRORTOKEN,
  EXACT_TOKEN_TYPES,
  FSTRING_MIDDLE,
  NEWLINE,
  NL,
  OP,
  STRING,
  TSTRING_MIDDLE,
} from './token.ts';

/** One row of `tokenize.tokenize`. */
export class TokenInfo {
  /** OP for every operator; see `exact_type`. */
  readonly type: number;
  readonly string: string;
  readonly startLine: number;
  readonly startCol: number;
  readonly endLine: number;
  readonly endCol: number;
  /** The physical line (or lines) the token is on, newlines included. */
  readonly line: string;
  constructor(type: number, string: string, startLine: number, startCol: number, endLine: number, endCol: number, line: string) {
    this.type = type;
    this.string = string;
    this.startLine = startLine;
    this.startCol = startCol;
    this.endLine = endLine;
    this.endCol = endCol;
    this.line = line;
  }

  get start(): [number, number] {
    return [this.startLine, this.startCol];
  }

  get end(): [number, number] {
    return [this.endLine, this.endCol];
  }

  get exact_type(): number {
    return this.type === OP ? (EXACT_TOKEN_TYPES.get(this.string) ?? OP) : this.type;
  }
}

/** `tokenize.TokenError`: the module's name for a SyntaxError, with its place. */
export class TokenError extends Error {
  readonly location: [number, number];
  constructor(message: string, location: [number, number]) {
    super(message);
    this.location = location;
  }
}

/** `list(tokenize.tokenize(...))` of a file's bytes. Throws TokenError, and SyntaxError, IndentationError or TabError as PythonSyntaxError. */
export function tokenize(bytes: Uint8Array): TokenInfo[] {
  const encoding = detectEncoding(bytes);
  const body = hasBom(bytes) ? bytes.subarray(3) : bytes;
  const name = encoding === 'utf-8-sig' ? 'utf-8' : encoding;
  const tokens = [new TokenInfo(ENCODING, name, 0, 0, 0, 0, '')];
  return collect(lookupDecoder(name)!(body, true), tokens);
}

/** `list(tokenize.generate_tokens(...))` of a text. */
export function generateTokens(text: string): TokenInfo[] {
  return collect(text, []);
}

function collect(text: string, tokens: TokenInfo[]): TokenInfo[] {
  const iterator = new TokenizerIter(text, true);
  try {
    for (let token = iterator.next(); token !== null; token = iterator.next()) tokens.push(token);
  } catch (error) {
    throw asTokenError(error);
  }
  return tokens;
}

/** What `tokenize` makes of an error of TokenizerIter: a plain SyntaxError becomes a TokenError, anything else stays. */
export function asTokenError(error: unknown): unknown {
  if (!(error instanceof PythonSyntaxError) || error.pythonType !== 'SyntaxError') return error;
  const message = error.message.includes('unterminated triple-quoted string literal') ? 'EOF in multi-line string' : error.message;
  return new TokenError(message, [error.range.lineno ?? 0, error.range.offset ?? 0]);
}

/** `tokenize.detect_encoding` of a file's bytes: a cookie in the first two lines, or `utf-8`, with `-sig` when there is a byte order mark. */
export function detectEncoding(bytes: Uint8Array): string {
  const bom = hasBom(bytes);
  const body = bom ? bytes.subarray(3) : bytes;
  const fail = (message: string): never => {
    const nowhere: ErrorRange = { lineno: null, offset: null, end_lineno: null, end_offset: null, text: null };
    throw new PythonSyntaxError('SyntaxError', message, '<string>', nowhere);
  };
  let encoding = bom ? 'utf-8-sig' : 'utf-8';
  let end = 0;
  for (let lineno = 1; lineno <= 2 && end < body.length; lineno++) {
    const start = end;
    const newline = body.indexOf(10, start);
    end = newline === -1 ? body.length : newline + 1;
    const line = decodeUtf8(body.subarray(start, end), true);
    const match = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line);
    if (match !== null) {
      encoding = normalizeEncoding(match[1]);
      if (lookupDecoder(encoding) === null) fail(`unknown encoding: ${encoding}`);
      if (bom) {
        if (encoding !== 'utf-8') fail('encoding problem: utf-8');
        encoding = 'utf-8-sig';
      }
      break;
    }
    if (!/^[ \t\f]*(?:[#\r\n]|$)/.test(line)) break;
  }
  const head = body.subarray(0, end);
  if (head.includes(0)) fail('source code cannot contain null bytes');
  try {
    lookupDecoder(encoding)!(head);
  } catch {
    fail('invalid or missing encoding declaration');
  }
  return encoding;
}

/** `_tokenize.TokenizerIter`: the iterator under the `tokenize` module. */
export class TokenizerIter {
  readonly #source: SourceText;
  readonly #lexer: Lexer;
  readonly #extraTokens: boolean;
  #finished = false;
  // The line of the last token, so that all tokens on a line share one string.
  #line = '';
  #lineStart = -1;
  #lineEnd = -1;

  constructor(text: string, extraTokens: boolean) {
    this.#source = new SourceText(text, true);
    this.#extraTokens = extraTokens;
    this.#lexer = new Lexer(this.#source, { implicitNewline: true, extraTokens, typeComments: false, prompt: false });
  }

  /** The next token, or null after ENDMARKER. */
  next(): TokenInfo | null {
    if (this.#finished) return null;
    const lexer = this.#lexer;
    const type = lexer.get();
    if (type === ERRORTOKEN) {
      this.#finished = true;
      throw this.#explain();
    }
    if (type === ENDMARKER) this.#finished = true;
    const { start, stop, lineno } = lexer;
    if (this.#extraTokens && (type === ENDMARKER || (type === DEDENT && lexer.done === 'eof'))) {
      return new TokenInfo(type, '', lineno + 1, 0, lineno + 1, 0, '');
    }
    const mayStartEarlier = type === STRING || type === FSTRING_MIDDLE || type === TSTRING_MIDDLE;
    const lineStart = mayStartEarlier ? lexer.multiLineStart : lexer.lineStart;
    const startLine = mayStartEarlier ? lexer.tokenLineno : lineno;
    // An INDENT's text may reach back before its line, where CPython gives up counting.
    const startCol = start < lineStart ? -1 : this.#column(startLine, lineStart, start);
    const endCol = start < 0 ? -1 : this.#column(lineno, lexer.lineStart, stop);
    const line = this.#lineText(lineStart, lexer.lineEnd);
    const string = start < 0 ? '' : lexer.text.slice(start, stop);
    if (!this.#extraTokens) return new TokenInfo(type, string, startLine, startCol, lineno, endCol, line);
    const implicitNewline = lexer.implicitNewlineAdded && lexer.lineEnd === lexer.end;
    if (type === NEWLINE) {
      const newline = implicitNewline ? string : lexer.text.charCodeAt(start) === 13 ? '\r\n' : '\n';
      return new TokenInfo(type, newline, startLine, startCol, lineno, endCol + 1, line);
    }
    if (type === NL && implicitNewline) return new TokenInfo(type, '', startLine, startCol, lineno, endCol, line);
    return new TokenInfo(type > DEDENT && type < OP ? OP : type, string, startLine, startCol, lineno, endCol, line);
  }

  #lineText(start: number, end: number): string {
    if (start !== this.#lineStart || end !== this.#lineEnd) {
      const lexer = this.#lexer;
      this.#lineStart = start;
      this.#lineEnd = end;
      this.#line = lexer.text.slice(start, lexer.implicitNewlineAdded && end === lexer.end ? end - 1 : end);
    }
    return this.#line;
  }

  #column(lineno: number, lineStart: number, offset: number): number {
    const column = offset - lineStart;
    return this.#source.isAscii || this.#source.lineIsAscii(lineno) ? column : this.#source.utf16ToCodePoint(lineno, column);
  }

  #explain(): PythonSyntaxError {
    const lexer = this.#lexer;
    const { failure, lineno } = lexer;
    if (failure !== null) {
      const { message, offset, end_offset, text } = failure;
      return makeError('SyntaxError', message, { lineno: failure.lineno, offset, end_lineno: failure.lineno, end_offset, text });
    }
    const buffer = lexer.text.slice(lexer.bufferStart, lexer.lineEnd);
    if (lexer.done === 'eof') {
      const range: ErrorRange = { lineno, offset: utf8Length(buffer), end_lineno: lineno, end_offset: null, text: null };
      return makeError('SyntaxError', 'unexpected EOF in multi-line statement', range);
    }
    const reasons: Record<string, [SyntaxErrorName, string]> = {
      'inconsistent dedent': ['IndentationError', 'unindent does not match any outer indentation level'],
      'inconsistent tabs': ['TabError', 'inconsistent use of tabs and spaces in indentation'],
      'too deep': ['IndentationError', 'too many levels of indentation'],
      'line continuation': ['SyntaxError', 'unexpected character after line continuation character'],
    };
    const [type, message] = reasons[lexer.done];
    const text = buffer.slice(0, -1);
    const range = errorRange(text, lineno, utf8Length(buffer), lineno, 0);
    return makeError(type, message, { ...range, end_lineno: null, end_offset: null });
  }
}

function makeError(type: SyntaxErrorName, message: string, range: ErrorRange): PythonSyntaxError {
  return new PythonSyntaxError(type, message, '<string>', range);
}
