/**
 * The lexer: one method, `get`, that finds the next token and leaves its type, place and text boundaries in fields.
 *
 * Both views of the tokens are made from it, the parser's (tokenizer.ts) and the `tokenize` module's (tokenize.ts). It follows
 * CPython's lexer state by state, because error messages and their columns depend on how far it has read when it gives up.
 */
import type { SourceText } from '../source/source-text.ts';
import { isPrintable, scanIdentifier } from '../source/unicode.ts';
import {
  COLON,
  COMMENT,
  DEDENT,
  DOT,
  ELLIPSIS,
  ENDMARKER,
  ERRORTOKEN,
  EXACT_TOKEN_TYPES,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
  INDENT,
  NAME,
  NEWLINE,
  NL,
  NOTEQUAL,
  NUMBER,
  OP,
  STRING,
  TSTRING_END,
  TSTRING_MIDDLE,
  TSTRING_START,
  TYPE_COMMENT,
  TYPE_IGNORE,
} from './token.ts';

const MAX_INDENT = 100;
const MAX_PARENTHESES = 200;
const MAX_STRING_NESTING = 150;
const MAX_EXPRESSION_NESTING = 3;
const TAB_SIZE = 8;

const TAB = 9;
const LF = 10;
const FF = 12;
const CR = 13;
const SPACE = 32;
const BANG = 33;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const QUOTE = 39;
const LEFT_PAREN = 40;
const RIGHT_PAREN = 41;
const PLUS_SIGN = 43;
const MINUS_SIGN = 45;
const PERIOD = 46;
const ZERO = 48;
const COLON_SIGN = 58;
const LESS_THAN = 60;
const EQUALS = 61;
const GREATER_THAN = 62;
const LEFT_BRACKET = 91;
const BACKSLASH = 92;
const RIGHT_BRACKET = 93;
const UNDERSCORE = 95;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;
const EOF = -1;

// What an ASCII character can be; everything above ASCII may be part of a name until it is looked at closely.
const NAME_START = 1;
const NAME_CHAR = 2;
const DIGIT = 4;
const HEX_DIGIT = 8;
/** b, f, r, t, u: a name that may turn out to be a string's prefix. */
const PREFIX = 16;
const CHARACTERS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const character = String.fromCharCode(c);
  CHARACTERS[c] =
    (/[A-Za-z_]/.test(character) ? NAME_START : 0) |
    (/\w/.test(character) ? NAME_CHAR : 0) |
    (/\d/.test(character) ? DIGIT : 0) |
    (/[\da-fA-F]/.test(character) ? HEX_DIGIT : 0) |
    (/[bfrtuBFRTU]/.test(character) ? PREFIX : 0);
}

/** Operator types by their characters: one, two, or three, the third kind being always a doubled character and `=`. OP is none. */
const ONE_CHARACTER = new Uint8Array(128).fill(OP);
const TWO_CHARACTERS = new Uint8Array(128 * 128).fill(OP);
const THREE_CHARACTERS = new Uint8Array(128).fill(OP);
for (const [text, type] of EXACT_TOKEN_TYPES) {
  const first = text.charCodeAt(0);
  if (text.length === 1) ONE_CHARACTER[first] = type;
  else if (text.length === 2) TWO_CHARACTERS[(first << 7) | text.charCodeAt(1)] = type;
  else if (text !== '...') THREE_CHARACTERS[first] = type;
}

const isDigit = (c: number): boolean => c >= ZERO && c <= 57;
const isHexDigit = (c: number): boolean => c < 128 && (CHARACTERS[c] & HEX_DIGIT) !== 0;
const isNameChar = (c: number): boolean => c >= 128 || (CHARACTERS[c] & NAME_CHAR) !== 0;

/** What became of the lexer; CPython's `tok->done`. */
export type Done =
  | 'ok'
  /** The end of the input was reached. */
  | 'eof'
  /** An error with its own message, in `failure`. */
  | 'error'
  /** The same, and the input ended inside a string: more lines could make it valid. */
  | 'eof in string'
  | 'inconsistent dedent'
  | 'inconsistent tabs'
  | 'too deep'
  | 'line continuation';

/** An error found by the lexer, with columns counted in code points as SyntaxError counts them. */
export interface Failure {
  message: string;
  lineno: number;
  offset: number;
  end_offset: number;
  text: string;
}

export interface LexerWarning {
  message: string;
  lineno: number;
  /** The error to raise when warnings are errors. */
  failure: Failure;
}

/** The f-string or t-string the lexer is in, and where in it. */
interface StringMode {
  /** True between expressions, where the text is the string's. */
  inText: boolean;
  kind: 'f' | 't';
  quote: number;
  quoteSize: number;
  raw: boolean;
  /** Where the string starts: offset, its line's offset, its line's number. */
  start: number;
  lineStart: number;
  lineno: number;
  /** Open brackets of every kind in the expression parts. */
  depth: number;
  /** `depth` outside the innermost expression's own brace; -1 outside all expressions. */
  expressionDepth: number;
  inFormatSpec: boolean;
  /** An `=` was seen that may be the one of `f'{x=}'`. */
  inDebug: boolean;
  /** The raw text of the current expression: from behind its `{` to the token that ended it, or -1. */
  expressionStart: number;
  expressionEnd: number;
}

export interface LexerOptions {
  /** Append the newline a last line lacks (CPython: for `exec` only). */
  implicitNewline: boolean;
  /** Report COMMENT and NL, and let pass what only the parser objects to: the `tokenize` module's tokens. */
  extraTokens: boolean;
  /** Report TYPE_COMMENT and TYPE_IGNORE. */
  typeComments: boolean;
  /** Read from a prompt, where an empty line ends a block. */
  prompt: boolean;
}

export class Lexer {
  /** The source and a final null character, which stops every inner loop at the end. */
  readonly text: string;
  readonly #source: SourceText;
  /** Offset of the end of the input. */
  readonly end: number;
  readonly implicitNewlineAdded: boolean;
  readonly #nullOffset: number;
  readonly #extraTokens: boolean;
  readonly #typeComments: boolean;
  readonly #prompt: boolean;

  // The token just found. `start` and `stop` are the boundaries of its text, -1 when it has none.
  start = -1;
  stop = -1;
  /** Where the token began and ended, in lines and in offsets from their lines' starts (not always those of `start` and `stop`). */
  tokenLineno = 0;
  col = -1;
  endCol = -1;
  metadata: string | null = null;

  // How far the lexer has read.
  /** Offset of the next character. */
  cur = 0;
  /** Number and offset of the line being read, and the offset of its end. */
  lineno = 0;
  lineStart = 0;
  lineEnd = 0;
  /** Start of the line on which the last token of several lines began. */
  multiLineStart = 0;
  /** Start of the text CPython would still hold in its buffer. */
  bufferStart = 0;
  done: Done = 'ok';
  failure: Failure | null = null;
  readonly warnings: LexerWarning[] = [];

  /** Read `<>` as one operator, the inequality of PEP 401; set by `from __future__ import barry_as_FLUFL`. */
  barryAsFlufl = false;

  /** How many brackets are open, and for each its character, line and column (in UTF-16 units). */
  level = 0;
  readonly parenStack: number[] = [];
  readonly parenLineStack: number[] = [];
  readonly parenColumnStack: number[] = [];

  /** Depth of indentation, and INDENTs (positive) or DEDENTs (negative) still to report. */
  indent = 0;
  pendingIndents = 0;
  readonly #indentStack = [0];
  /** The same indentations with every tab counted as one column: both orders must agree, or tabs and spaces are mixed. */
  readonly #altIndentStack = [0];

  #atLineStart = true;
  /** The token being read starts here; -1 between tokens. */
  #tokenStart = -1;
  #firstLineno = 0;
  #commentOnBlankLine = false;
  readonly #modes: StringMode[] = [];
  #mode: StringMode | null = null;

  constructor(source: SourceText, options: LexerOptions) {
    this.#source = source;
    const text = source.text;
    this.implicitNewlineAdded = options.implicitNewline && text !== '' && !text.endsWith('\n');
    this.end = this.implicitNewlineAdded ? text.length + 1 : text.length;
    this.text = this.implicitNewlineAdded ? text + '\n\0' : text + '\0';
    this.#nullOffset = text.indexOf('\0');
    this.#extraTokens = options.extraTokens;
    this.#typeComments = options.typeComments;
    this.#prompt = options.prompt;
  }

  /** How many f-strings and t-strings are open around the next token. */
  get stringNesting(): number {
    return this.#modes.length;
  }

  /** Finds the next token and returns its type; ERRORTOKEN when `done` and `failure` say what is wrong. */
  get(): number {
    this.metadata = null;
    const mode = this.#mode;
    return mode !== null && mode.inText ? this.#getInString(mode) : this.#getNormal(mode);
  }

  #getNormal(mode: StringMode | null): number {
    const text = this.text;
    for (;;) {
      this.#tokenStart = -1;
      let blankLine = false;
      if (this.#atLineStart) {
        const indentation = this.#readIndentation();
        if (indentation === ERRORTOKEN) return ERRORTOKEN;
        blankLine = indentation === NL;
      }
      let p = this.cur;
      this.#tokenStart = p;
      if (this.pendingIndents !== 0) return this.#takePendingIndent(p);

      let c: number;
      for (;;) {
        c = text.charCodeAt(p);
        while (c === SPACE || c === TAB || c === FF) c = text.charCodeAt(++p);
        if (c !== BACKSLASH) break;
        // A backslash joins this line with the next.
        this.#tokenStart = p;
        this.cur = p + 1;
        if (!this.#readLineContinuation()) return ERRORTOKEN;
        p = this.cur;
      }
      this.#tokenStart = p;

      if (c < 128 ? (CHARACTERS[c] & NAME_START) !== 0 : true) {
        // A name, the most frequent token. First rule out the strings with a prefix.
        let q = p + 1;
        if (c < 128 && (CHARACTERS[c] & PREFIX) !== 0) {
          const quoteAt = this.#findPrefixedQuote(p);
          if (quoteAt > 0) return this.#startPrefixedString(p, quoteAt);
        }
        let any = c;
        c = text.charCodeAt(q);
        while (c < 128 ? (CHARACTERS[c] & NAME_CHAR) !== 0 : true) {
          any |= c;
          c = text.charCodeAt(++q);
        }
        this.cur = q;
        if (any >= 128 && !this.#extraTokens && !this.#verifyIdentifier(p, q)) return ERRORTOKEN;
        return this.#emit(NAME, p, q);
      }

      if (c === HASH) {
        let q = p + 1;
        for (c = text.charCodeAt(q); c !== LF && c !== CR && (c !== 0 || q < this.end);) c = text.charCodeAt(++q);
        if (this.#typeComments) {
          const type = this.#typeComment(p, q, blankLine);
          if (type !== 0) return type;
        }
        if (this.#extraTokens) {
          this.#commentOnBlankLine = blankLine;
          this.cur = q;
          return this.#emit(COMMENT, p, q);
        }
        p = q;
      }

      if (c === 0) return this.#endOfInput(p);

      if (c === CR) {
        // Alone, a carriage return is no line break but the first half of whatever operator or number follows.
        c = text.charCodeAt(++p);
        if (c === BACKSLASH) {
          this.cur = p + 1;
          if (!this.#readLineContinuation()) return ERRORTOKEN;
          continue;
        }
      }
      if (c === LF) {
        this.cur = p + 1;
        this.#atLineStart = true;
        if (blankLine || this.level > 0) {
          if (!this.#extraTokens) continue;
          this.#commentOnBlankLine = false;
          return this.#emit(NL, this.#tokenStart, p + 1);
        }
        if (this.#commentOnBlankLine && this.#extraTokens) {
          this.#commentOnBlankLine = false;
          return this.#emit(NL, this.#tokenStart, p + 1);
        }
        this.#emit(NEWLINE, this.#tokenStart, p + 1);
        this.stop = p;
        return NEWLINE;
      }

      if (c === PERIOD) return this.#period(p);
      if (c < 128 && (CHARACTERS[c] & DIGIT) !== 0) return this.#number(p, c);
      if (c === QUOTE || c === DOUBLE_QUOTE) return this.#string(p);
      return this.#operator(p, c, mode);
    }
  }

  // ---- tokens without text, and the ends of tokens with text ----

  #emit(type: number, start: number, stop: number): number {
    this.start = start;
    this.stop = stop;
    this.tokenLineno = this.lineno;
    this.col = start - this.lineStart;
    this.endCol = this.cur - this.lineStart;
    return type;
  }

  #emitWithoutText(type: number): number {
    this.start = this.stop = this.col = this.endCol = -1;
    this.tokenLineno = this.lineno;
    return type;
  }

  /** A token that may have begun on an earlier line. */
  #emitString(type: number, start: number, stop: number, col: number): number {
    this.start = start;
    this.stop = stop;
    this.tokenLineno = this.#firstLineno;
    this.col = col;
    this.endCol = this.cur - this.lineStart;
    return type;
  }

  #takePendingIndent(at: number): number {
    const type = this.pendingIndents < 0 ? DEDENT : INDENT;
    this.pendingIndents += type === DEDENT ? 1 : -1;
    if (!this.#extraTokens) return this.#emitWithoutText(type);
    return this.#emit(type, type === DEDENT ? at : this.bufferStart, at);
  }

  #endOfInput(at: number): number {
    this.cur = at;
    if (this.done === 'ok') {
      this.done = 'eof';
      if (this.#extraTokens && this.#tokenStart < 0 && this.#mode === null) this.bufferStart = at;
    }
    if (this.level > 0 || this.done !== 'eof') return this.#emitWithoutText(ERRORTOKEN);
    return this.#emitWithoutText(ENDMARKER);
  }

  // ---- lines ----

  /** Goes on to the next line; false at the end of the input or when the line holds a null byte. */
  #nextLine(): boolean {
    const at = this.lineEnd;
    if (this.done !== 'ok') return false;
    // CPython drops what it has read between two tokens: for `tokenize`, which reads line by line, even at the end and never in an f-string.
    if (this.#tokenStart < 0 && (this.#extraTokens ? this.#mode === null : at < this.end)) this.bufferStart = at;
    if (at === this.end) {
      this.done = 'eof';
      return false;
    }
    const starts = this.#source.lineStarts;
    this.lineStart = at;
    this.lineno++;
    this.lineEnd = this.lineno < this.#source.lineCount ? starts[this.lineno] : this.end;
    if (this.#nullOffset >= 0 && this.#nullOffset < this.lineEnd) {
      this.cur = at;
      this.#fail('source code cannot contain null bytes');
      this.cur = this.lineEnd;
      return false;
    }
    return true;
  }

  /** Reads the white space a line begins with. NL: nothing but a comment follows; ERRORTOKEN; otherwise 0, with `pendingIndents` set. */
  #readIndentation(): number {
    const text = this.text;
    let col = 0;
    let altCol = 0;
    let continuedCol = 0;
    this.#atLineStart = false;
    let c = EOF;
    if (this.cur < this.lineEnd || this.#nextLine()) {
      for (;;) {
        c = text.charCodeAt(this.cur);
        if (c === SPACE) {
          col++;
          altCol++;
        } else if (c === TAB) {
          col = (Math.floor(col / TAB_SIZE) + 1) * TAB_SIZE;
          altCol++;
        } else if (c === FF) {
          col = altCol = 0;
        } else if (c === BACKSLASH) {
          // The first backslash of several decides how deep the line is.
          continuedCol = continuedCol || col;
          this.cur++;
          if (!this.#readLineContinuation()) return ERRORTOKEN;
          continue;
        } else {
          break;
        }
        this.cur++;
      }
    } else if (this.done !== 'eof') {
      return this.#emitWithoutText(ERRORTOKEN);
    }
    let blank = false;
    if (c === HASH || c === LF || c === CR) {
      if (col === 0 && c === LF && this.#prompt) blank = false;
      else if (this.#prompt && this.lineno === 1) col = altCol = 0;
      else blank = true;
    }
    if (blank) return NL;
    if (this.level > 0) return 0;
    if (continuedCol !== 0) col = altCol = continuedCol;
    return this.#setIndentation(col, altCol);
  }

  #setIndentation(col: number, altCol: number): number {
    const stack = this.#indentStack;
    const altStack = this.#altIndentStack;
    if (col > stack[this.indent]) {
      if (this.indent + 1 >= MAX_INDENT) return this.#giveUp('too deep');
      if (altCol <= altStack[this.indent]) return this.#giveUp('inconsistent tabs');
      this.pendingIndents++;
      this.indent++;
      stack[this.indent] = col;
      altStack[this.indent] = altCol;
      return 0;
    }
    while (this.indent > 0 && col < stack[this.indent]) {
      this.pendingIndents--;
      this.indent--;
    }
    if (col !== stack[this.indent]) return this.#giveUp('inconsistent dedent');
    if (altCol !== altStack[this.indent]) return this.#giveUp('inconsistent tabs');
    return 0;
  }

  /** Reads what follows a backslash outside strings: the end of the line, and a line after it. */
  #readLineContinuation(): boolean {
    const text = this.text;
    let c = text.charCodeAt(this.cur++);
    if (c === CR) c = text.charCodeAt(this.cur++);
    if (c !== LF) {
      if (this.cur > this.end) this.cur = this.end;
      this.done = 'line continuation';
      this.#emitWithoutText(ERRORTOKEN);
      return false;
    }
    if (this.#nextLine()) return true;
    this.cur = this.lineEnd;
    this.#emitWithoutText(ERRORTOKEN);
    return false;
  }

  // ---- errors ----

  /** Stops with an error whose message the reader of `done` chooses. */
  #giveUp(done: Done): number {
    this.done = done;
    this.cur = this.lineEnd;
    return this.#emitWithoutText(ERRORTOKEN);
  }

  /** Stops with a message at the last character read. */
  #fail(message: string): number {
    this.failure = this.#failureHere(message);
    this.done = 'error';
    return this.#emitWithoutText(ERRORTOKEN);
  }

  #failureHere(message: string): Failure {
    const offset = this.#source.isAscii ? this.cur - this.lineStart : countCodePoints(this.text, this.lineStart, this.cur);
    return { message, lineno: this.lineno, offset, end_offset: offset, text: this.#lineText(this.lineStart) };
  }

  /** The same, over a range: from the character before `from` to the one before `to`. */
  #failBetween(message: string, from: number, to: number): number {
    const offset = countCodePoints(this.text, this.lineStart, from);
    const end_offset = offset + countCodePoints(this.text, from, to);
    this.failure = { message, lineno: this.lineno, offset, end_offset, text: this.#lineText(this.lineStart) };
    this.done = 'error';
    return this.#emitWithoutText(ERRORTOKEN);
  }

  #lineText(start: number): string {
    let stop = this.text.indexOf('\n', start);
    if (stop === -1) stop = this.end;
    if (this.#nullOffset >= start && this.#nullOffset < stop) stop = this.#nullOffset;
    return this.text.slice(start, stop);
  }

  #warn(message: string, errorMessage = message): void {
    this.warnings.push({ message, lineno: this.lineno, failure: this.#failureHere(errorMessage) });
  }

  /** Puts the lexer back at a string's first character, where its errors are reported. */
  #rewind(start: number, lineStart: number, lineno: number): void {
    this.cur = start + 1;
    this.lineStart = lineStart;
    this.lineno = lineno;
  }

  // ---- names and comments ----

  #verifyIdentifier(start: number, stop: number): boolean {
    const invalid = scanIdentifier(this.text, start, stop);
    if (invalid === stop) return true;
    const point = this.text.codePointAt(invalid)!;
    this.cur = invalid + (point > 0xffff ? 2 : 1);
    const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
    if (isPrintable(point)) this.#fail(`invalid character '${String.fromCodePoint(point)}' (${code})`);
    else this.#fail(`invalid non-printable character ${code}`);
    return false;
  }

  /** Reports `# type: …` comments; 0 for any other comment. */
  #typeComment(start: number, stop: number, blankLine: boolean): number {
    const match = /^#[ \t]*type:[ \t]*/.exec(this.text.slice(start, stop));
    if (match === null) return 0;
    const from = start + match[0].length;
    this.cur = stop;
    const ignoreEnd = from + 6;
    if (
      this.text.startsWith('ignore', from) &&
      ignoreEnd <= stop &&
      (ignoreEnd === stop || !/[A-Za-z0-9\x80-\uffff]/.test(this.text[ignoreEnd]))
    ) {
      if (blankLine) {
        // Alone on its line: its newline goes with it.
        this.cur = Math.min(stop + 1, this.end);
        this.#atLineStart = true;
      }
      this.#emit(TYPE_IGNORE, ignoreEnd, blankLine ? this.cur : stop);
      return TYPE_IGNORE;
    }
    return this.#emit(TYPE_COMMENT, from, stop);
  }

  // ---- numbers ----

  #period(p: number): number {
    const text = this.text;
    const next = text.charCodeAt(p + 1);
    if (isDigit(next)) return this.#fraction(p + 1);
    if (next === PERIOD && text.charCodeAt(p + 2) === PERIOD) {
      this.cur = p + 3;
      return this.#emit(ELLIPSIS, this.#tokenStart, p + 3);
    }
    this.cur = p + 1;
    return this.#emit(DOT, this.#tokenStart, p + 1);
  }

  #number(p: number, first: number): number {
    const text = this.text;
    let q = p;
    if (first === ZERO) {
      const kind = text.charCodeAt(p + 1) | 32;
      if (kind === 120) return this.#prefixedNumber(p + 2, 'hexadecimal', 16);
      if (kind === 111) return this.#prefixedNumber(p + 2, 'octal', 8);
      if (kind === 98) return this.#prefixedNumber(p + 2, 'binary', 2);
      return this.#zeros(p);
    }
    q = this.#decimalTail(p);
    if (q < 0) return ERRORTOKEN;
    return this.#afterInteger(q);
  }

  /** A number that begins with 0 and has no letter: 0, 0.5, 00, and the octal numbers of Python 2. */
  #zeros(p: number): number {
    const text = this.text;
    let q = p + 1;
    let c = text.charCodeAt(q);
    for (;;) {
      if (c === UNDERSCORE) {
        c = text.charCodeAt(++q);
        if (!isDigit(c)) return this.#invalidLiteral(q, 'decimal');
      }
      if (c !== ZERO) break;
      c = text.charCodeAt(++q);
    }
    const zerosEnd = q + 1;
    let nonzero = false;
    if (isDigit(c)) {
      nonzero = true;
      q = this.#decimalTail(q);
      if (q < 0) return ERRORTOKEN;
      c = text.charCodeAt(q);
    }
    const isInteger = c !== PERIOD && (c | 32) !== 101 && (c | 32) !== 106;
    if (nonzero && isInteger && !this.#extraTokens) {
      return this.#failBetween(
        'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        this.#tokenStart + 1,
        zerosEnd,
      );
    }
    return this.#afterInteger(q);
  }

  #prefixedNumber(p: number, kind: 'hexadecimal' | 'octal' | 'binary', base: number): number {
    const text = this.text;
    const isMember = (c: number): boolean => (base === 16 ? isHexDigit(c) : c >= ZERO && c < ZERO + base);
    let q = p;
    let c = text.charCodeAt(q);
    do {
      if (c === UNDERSCORE) c = text.charCodeAt(++q);
      if (!isMember(c)) return isDigit(c) ? this.#invalidDigit(q, kind) : this.#invalidLiteral(q, kind);
      do c = text.charCodeAt(++q);
      while (isMember(c));
    } while (c === UNDERSCORE);
    if (isDigit(c)) return this.#invalidDigit(q, kind);
    return this.#endNumber(q, kind);
  }

  /** What may follow an integer's digits: a fraction, an exponent, a j. */
  #afterInteger(q: number): number {
    const c = this.text.charCodeAt(q);
    if (c === PERIOD) return this.#fraction(q + 1);
    if ((c | 32) === 101) return this.#exponent(q);
    if ((c | 32) === 106) return this.#endNumber(q + 1, 'imaginary');
    return this.#endNumber(q, 'decimal');
  }

  #fraction(q: number): number {
    if (isDigit(this.text.charCodeAt(q))) {
      q = this.#decimalTail(q);
      if (q < 0) return ERRORTOKEN;
    }
    const c = this.text.charCodeAt(q);
    if ((c | 32) === 101) return this.#exponent(q);
    if ((c | 32) === 106) return this.#endNumber(q + 1, 'imaginary');
    return this.#endNumber(q, 'decimal');
  }

  #exponent(at: number): number {
    const text = this.text;
    let q = at + 1;
    let c = text.charCodeAt(q);
    if (c === PLUS_SIGN || c === MINUS_SIGN) {
      c = text.charCodeAt(++q);
      if (!isDigit(c)) return this.#invalidLiteral(q, 'decimal');
    } else if (!isDigit(c)) {
      // The e is not an exponent; it may begin a keyword.
      return this.#endNumber(at, 'decimal');
    }
    q = this.#decimalTail(q);
    if (q < 0) return ERRORTOKEN;
    if ((text.charCodeAt(q) | 32) === 106) return this.#endNumber(q + 1, 'imaginary');
    return this.#endNumber(q, 'decimal');
  }

  /** The digits from the one at q on, single underscores between them; their end, or -1 after an error. */
  #decimalTail(q: number): number {
    const text = this.text;
    for (;;) {
      let c: number;
      do c = text.charCodeAt(++q);
      while (c >= ZERO && c <= 57);
      if (c !== UNDERSCORE) return q;
      c = text.charCodeAt(++q);
      if (!isDigit(c)) {
        this.#invalidLiteral(q, 'decimal');
        return -1;
      }
    }
  }

  #invalidLiteral(at: number, kind: string): number {
    this.cur = at;
    return this.#fail(`invalid ${kind} literal`);
  }

  #invalidDigit(at: number, kind: string): number {
    this.cur = at + 1;
    return this.#fail(`invalid digit '${this.text[at]}' in ${kind} literal`);
  }

  /** Ends a number, unless a name follows without a space; a keyword only earns a warning. */
  #endNumber(q: number, kind: string): number {
    const c = this.text.charCodeAt(q);
    this.cur = q;
    if (c < 128 && (CHARACTERS[c] & NAME_CHAR) !== 0 && !this.#extraTokens) {
      if (this.#keywordFollows(q, c)) this.#warn(`invalid ${kind} literal`);
      else return this.#fail(`invalid ${kind} literal`);
    }
    return this.#emit(NUMBER, this.#tokenStart, q);
  }

  /** Whether one of the keywords that may follow a number in valid code is at q. */
  #keywordFollows(q: number, c: number): boolean {
    const is = (keyword: string): boolean => this.text.startsWith(keyword, q) && !isNameChar(this.text.charCodeAt(q + keyword.length));
    switch (c) {
      case 97:
        return is('and');
      case 101:
        return is('else');
      case 102:
        return is('for');
      case 105:
        return /[fns]/.test(this.text[q + 1]);
      case 110:
        return is('not');
      case 111:
        return is('or');
      default:
        return false;
    }
  }

  // ---- strings ----

  /** The offset of the quote behind the string prefix at p, or 0 if p begins a name. */
  #findPrefixedQuote(p: number): number {
    const text = this.text;
    let seen = 0;
    for (let q = p; q < p + 6; q++) {
      const c = text.charCodeAt(q);
      if (c === QUOTE || c === DOUBLE_QUOTE) return q;
      if (c >= 128 || (CHARACTERS[c] & PREFIX) === 0) return 0;
      const bit = 1 << ((c | 32) - 97);
      if ((seen & bit) !== 0) return 0;
      seen |= bit;
    }
    return 0;
  }

  #startPrefixedString(p: number, quoteAt: number): number {
    const prefix = this.text.slice(p, quoteAt).toLowerCase();
    for (const [one, other] of INCOMPATIBLE_PREFIXES) {
      if (prefix.includes(one) && prefix.includes(other)) {
        this.cur = quoteAt + 1;
        return this.#failBetween(`'${one}' and '${other}' prefixes are incompatible`, p + 1, quoteAt + 1);
      }
    }
    if (prefix.includes('f')) return this.#startInterpolatedString(p, quoteAt, 'f', prefix.includes('r'));
    if (prefix.includes('t')) return this.#startInterpolatedString(p, quoteAt, 't', prefix.includes('r'));
    return this.#string(quoteAt);
  }

  /** A string without interpolation, from its opening quote on. */
  #string(quoteAt: number): number {
    const text = this.text;
    const quote = text.charCodeAt(quoteAt);
    const start = this.#tokenStart;
    const startCol = start - this.lineStart;
    this.#firstLineno = this.lineno;
    this.multiLineStart = this.lineStart;
    let p = quoteAt + 1;
    let quoteSize = 1;
    if (text.charCodeAt(p) === quote) {
      if (text.charCodeAt(p + 1) !== quote) {
        this.cur = p + 1;
        return this.#emitString(STRING, start, p + 1, startCol);
      }
      quoteSize = 3;
      p += 2;
    }
    let endQuotes = 0;
    let escapedQuote = false;
    while (endQuotes !== quoteSize) {
      let c = text.charCodeAt(p++);
      if (c === quote) {
        endQuotes++;
        continue;
      }
      endQuotes = 0;
      if (c === BACKSLASH) {
        c = text.charCodeAt(p++);
        if (c === quote) escapedQuote = true;
        if (c === CR) c = text.charCodeAt(p++);
        if (c === LF && !this.#nextLine() && this.failure !== null) return ERRORTOKEN;
        if (p > this.end) p = this.end;
      } else if (c === LF) {
        if (quoteSize === 1) return this.#unterminatedString(start, quote, quoteSize, escapedQuote, false);
        if (!this.#nextLine()) {
          if (this.failure !== null) return ERRORTOKEN;
          return this.#unterminatedString(start, quote, quoteSize, escapedQuote, true);
        }
      } else if (c === 0) {
        return this.#unterminatedString(start, quote, quoteSize, escapedQuote, true);
      }
    }
    this.cur = p;
    return this.#emitString(STRING, start, p, startCol);
  }

  #unterminatedString(start: number, quote: number, quoteSize: number, escapedQuote: boolean, atEof: boolean): number {
    const detected = this.lineno;
    this.#rewind(start, this.multiLineStart, this.#firstLineno);
    const mode = this.#mode;
    if (mode !== null && mode.quote === quote && mode.quoteSize === quoteSize) {
      // The quote was meant to end the f-string around this expression.
      return this.#fail(`${mode.kind}-string: expecting '}'`);
    }
    if (quoteSize === 3) this.#fail(`unterminated triple-quoted string literal (detected at line ${detected})`);
    else
      this.#fail(
        `unterminated string literal (detected at line ${detected})` + (escapedQuote ? '; perhaps you escaped the end quote?' : ''),
      );
    if (atEof) this.done = 'eof in string';
    return ERRORTOKEN;
  }

  // ---- f-strings and t-strings ----

  #startInterpolatedString(start: number, quoteAt: number, kind: 'f' | 't', raw: boolean): number {
    const text = this.text;
    const quote = text.charCodeAt(quoteAt);
    const quoteSize = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote ? 3 : 1;
    this.#firstLineno = this.lineno;
    this.multiLineStart = this.lineStart;
    this.cur = quoteAt + quoteSize;
    if (this.#modes.length + 1 >= MAX_STRING_NESTING) return this.#fail('too many nested f-strings or t-strings');
    this.#mode = {
      inText: true,
      kind,
      quote,
      quoteSize,
      raw,
      start,
      lineStart: this.lineStart,
      lineno: this.lineno,
      depth: 0,
      expressionDepth: -1,
      inFormatSpec: false,
      inDebug: false,
      expressionStart: -1,
      expressionEnd: -1,
    };
    this.#modes.push(this.#mode);
    return this.#emit(kind === 't' ? TSTRING_START : FSTRING_START, start, this.cur);
  }

  /** The next token where the text is a string's: a piece of it, its end, or the `{` of an expression. */
  #getInString(mode: StringMode): number {
    const text = this.text;
    const start = this.cur;
    this.#tokenStart = start;
    if (this.cur === this.lineEnd) {
      if (!this.#nextLine() && this.failure !== null) return ERRORTOKEN;
    }
    this.#firstLineno = this.lineno;
    const startCol = start - this.lineStart;
    if (text.charCodeAt(start) === LEFT_BRACE && text.charCodeAt(start + 1) !== LEFT_BRACE) {
      mode.expressionDepth++;
      if (mode.expressionDepth >= MAX_EXPRESSION_NESTING) return this.#fail(`${mode.kind}-string: expressions nested too deeply`);
      mode.inText = false;
      return this.#getNormal(mode);
    }
    if (this.#closesString(mode, start)) {
      this.cur = start + mode.quoteSize;
      this.#modes.pop();
      this.#mode = this.#modes.at(-1) ?? null;
      return this.#emit(mode.kind === 't' ? TSTRING_END : FSTRING_END, start, this.cur);
    }
    return this.#middle(mode, start, startCol);
  }

  #closesString(mode: StringMode, at: number): boolean {
    const { text } = this;
    const { quote } = mode;
    if (text.charCodeAt(at) !== quote) return false;
    return mode.quoteSize === 1 || (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote);
  }

  /** A piece of an f-string's text, up to its end or to the brace that interrupts it. */
  #middle(mode: StringMode, start: number, startCol: number): number {
    const text = this.text;
    const { quote, quoteSize } = mode;
    const type = mode.kind === 't' ? TSTRING_MIDDLE : FSTRING_MIDDLE;
    const inFormatSpec = mode.inFormatSpec && mode.expressionDepth >= 0;
    this.multiLineStart = this.lineStart;
    let namedEscape = false;
    let endQuotes = 0;
    let p = start;
    while (endQuotes !== quoteSize) {
      if (p === this.lineEnd && !this.#nextLine() && this.failure !== null) return ERRORTOKEN;
      const c = text.charCodeAt(p++);
      if (c === quote) {
        endQuotes++;
        continue;
      }
      endQuotes = 0;
      switch (c) {
        case 0:
          return this.#unterminatedInterpolatedString(mode, true);
        case LF:
          if (quoteSize === 3) break;
          if (inFormatSpec) {
            this.cur = p;
            return this.#fail(`${mode.kind}-string: newlines are not allowed in format specifiers for single quoted ${mode.kind}-strings`);
          }
          return this.#unterminatedInterpolatedString(mode, false);
        case LEFT_BRACE:
          mode.expressionStart = p;
          mode.expressionEnd = -1;
          if (text.charCodeAt(p) === LEFT_BRACE && !inFormatSpec) {
            this.cur = p + 1;
            return this.#emitString(type, start, p, startCol);
          }
          this.cur = p - 1;
          mode.expressionDepth++;
          if (mode.expressionDepth >= MAX_EXPRESSION_NESTING) return this.#fail(`${mode.kind}-string: expressions nested too deeply`);
          mode.inText = false;
          mode.inFormatSpec = false;
          return this.#emitString(type, start, p - 1, startCol);
        case RIGHT_BRACE:
          if (namedEscape) {
            this.cur = p;
            return this.#emitString(type, start, p, startCol);
          }
          if (text.charCodeAt(p) === RIGHT_BRACE && !inFormatSpec && mode.depth === 0) {
            this.cur = p + 1;
            return this.#emitString(type, start, p, startCol);
          }
          this.cur = p - 1;
          mode.inText = false;
          mode.inFormatSpec = false;
          return this.#emitString(type, start, p - 1, startCol);
        case BACKSLASH: {
          let next = text.charCodeAt(p);
          if (next === CR) next = text.charCodeAt(++p);
          if (next === LEFT_BRACE || next === RIGHT_BRACE) {
            if (!mode.raw) {
              this.cur = p + 1;
              const escape = `\\${String.fromCharCode(next)}`;
              const advice = `Did you mean "\\${escape}"? A raw string is also an option.`;
              this.#warn(
                `"${escape}" is an invalid escape sequence. Such sequences will not work in the future. ${advice}`,
                `"${escape}" is an invalid escape sequence. ${advice}`,
              );
            }
            break;
          }
          if (p < this.end) p++;
          if (!mode.raw && next === 78 && text.charCodeAt(p) === LEFT_BRACE) {
            namedEscape = true;
            p++;
          }
          break;
        }
      }
    }
    this.cur = p - quoteSize;
    return this.#emitString(type, start, this.cur, startCol);
  }

  #unterminatedInterpolatedString(mode: StringMode, atEof: boolean): number {
    const detected = this.lineno;
    this.#rewind(mode.start, mode.lineStart, mode.lineno);
    if (mode.quoteSize === 1) return this.#fail(`unterminated ${mode.kind}-string literal (detected at line ${detected})`);
    this.#fail(`unterminated triple-quoted ${mode.kind}-string literal (detected at line ${detected})`);
    if (atEof) this.done = 'eof in string';
    return ERRORTOKEN;
  }

  /** Keeps the raw text of the expression that the punctuation at the token's start begins or ends. */
  #noteExpression(mode: StringMode, p: number, c: number): void {
    if (c === LEFT_BRACE) {
      mode.expressionStart = p + 1;
      mode.expressionEnd = -1;
      return;
    }
    if (c !== COLON_SIGN || mode.expressionEnd === -1) mode.expressionEnd = this.#tokenStart;
    if (mode.inDebug || mode.kind === 't') this.metadata = withoutComments(this.text.slice(mode.expressionStart, mode.expressionEnd));
  }

  // ---- operators ----

  #operator(p: number, c: number, mode: StringMode | null): number {
    const text = this.text;
    if (mode !== null && mode.expressionDepth >= 0 && (c === COLON_SIGN || c === RIGHT_BRACE || c === BANG || c === LEFT_BRACE)) {
      const cursor = mode.depth - (c === LEFT_BRACE ? 0 : 1);
      const isOuter = cursor === 0 || (cursor === 1 && (mode.inDebug || mode.inFormatSpec));
      // The ! of a != ends nothing.
      if (isOuter && !(c === BANG && text.charCodeAt(p + 1) === EQUALS)) this.#noteExpression(mode, p, c);
      if (c === COLON_SIGN && cursor === mode.expressionDepth) {
        mode.inText = true;
        mode.inFormatSpec = true;
        this.cur = p + 1;
        return this.#emit(COLON, this.#tokenStart, p + 1);
      }
    }
    const c2 = text.charCodeAt(p + 1);
    if (this.barryAsFlufl && c === LESS_THAN && c2 === GREATER_THAN) {
      this.cur = p + 2;
      return this.#emit(NOTEQUAL, this.#tokenStart, p + 2);
    }
    const longer = c2 < 128 ? TWO_CHARACTERS[(c << 7) | c2] : OP;
    if (longer !== OP) {
      if (c2 === c && THREE_CHARACTERS[c] !== OP && text.charCodeAt(p + 2) === EQUALS) {
        this.cur = p + 3;
        return this.#emit(THREE_CHARACTERS[c], this.#tokenStart, p + 3);
      }
      this.cur = p + 2;
      return this.#emit(longer, this.#tokenStart, p + 2);
    }
    this.cur = p + 1;
    switch (c) {
      case LEFT_PAREN:
      case LEFT_BRACKET:
      case LEFT_BRACE:
        if (this.level >= MAX_PARENTHESES) return this.#fail('too many nested parentheses');
        this.parenStack[this.level] = c;
        this.parenLineStack[this.level] = this.lineno;
        this.parenColumnStack[this.level] = this.#tokenStart - this.lineStart;
        this.level++;
        if (mode !== null) mode.depth++;
        break;
      case RIGHT_PAREN:
      case RIGHT_BRACKET:
      case RIGHT_BRACE:
        if (!this.#closeBracket(c, mode)) return ERRORTOKEN;
        break;
      case EQUALS:
        if (mode !== null && mode.depth - mode.expressionDepth === 1) mode.inDebug = true;
        break;
      default:
        if (c < SPACE || c === 127) return this.#fail(`invalid non-printable character U+${c.toString(16).toUpperCase().padStart(4, '0')}`);
    }
    return this.#emit(ONE_CHARACTER[c], this.#tokenStart, p + 1);
  }

  #closeBracket(c: number, mode: StringMode | null): boolean {
    const closing = String.fromCharCode(c);
    if (mode !== null && mode.depth === 0 && c === RIGHT_BRACE) {
      this.#fail(`${mode.kind}-string: single '}' is not allowed`);
      return false;
    }
    if (this.level === 0 && !this.#extraTokens) {
      this.#fail(`unmatched '${closing}'`);
      return false;
    }
    if (this.level > 0) {
      this.level--;
      const opening = this.parenStack[this.level];
      const matches = c === RIGHT_PAREN ? opening === LEFT_PAREN : opening === c - 2;
      if (!matches && !this.#extraTokens) {
        if (mode !== null && opening === LEFT_BRACE && mode.depth - 1 === mode.expressionDepth) {
          this.#fail(`${mode.kind}-string: unmatched '${closing}'`);
          return false;
        }
        const openedAt = this.parenLineStack[this.level];
        const where = openedAt === this.lineno ? '' : ` on line ${openedAt}`;
        this.#fail(`closing parenthesis '${closing}' does not match opening parenthesis '${String.fromCharCode(opening)}'${where}`);
        return false;
      }
    }
    if (mode === null) return true;
    mode.depth--;
    if (mode.depth < 0) {
      this.#fail(`${mode.kind}-string: unmatched '${closing}'`);
      return false;
    }
    if (c === RIGHT_BRACE && mode.depth === mode.expressionDepth) {
      mode.expressionDepth--;
      mode.inText = true;
      mode.inFormatSpec = false;
      mode.inDebug = false;
    }
    return true;
  }
}

const INCOMPATIBLE_PREFIXES = [
  ['u', 'b'],
  ['u', 'r'],
  ['u', 'f'],
  ['u', 't'],
  ['b', 'f'],
  ['b', 't'],
  ['f', 't'],
] as const;

/**
 * An expression's text as `f'{x=}'` shows it: without comments.
 *
 * Like CPython it goes by the text alone: a quote opens or closes a string, which is right for triple quotes too, their number being odd.
 */
function withoutComments(expression: string): string {
  if (!expression.includes('#')) return expression;
  let result = '';
  let quote = '';
  for (let i = 0; i < expression.length; i++) {
    const c = expression[i];
    if (c === '\\') {
      result += expression.slice(i, i + 2);
      i++;
      continue;
    }
    if (c === '"' || c === "'") {
      if (quote === '') quote = c;
      else if (quote === c) quote = '';
    } else if (c === '#' && quote === '') {
      i = expression.indexOf('\n', i);
      if (i === -1) break;
    }
    result += expression[i];
  }
  return result;
}

function countCodePoints(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; count++) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
  return count;
}
