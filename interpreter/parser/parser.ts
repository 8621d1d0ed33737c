/** The machine under the generated rules: the tokens read so far, the mark, the memory, and how an error is chosen. */
import * as ast from '../ast/nodes.generated.ts';
import { PythonSyntaxError, type SyntaxErrorName } from '../source/syntax-error.ts';
import type { SourceText } from '../source/source-text.ts';
import {
  CURRENT_POS,
  DEDENT,
  ENDMARKER,
  FSTRING_END,
  INDENT,
  NAME,
  NEWLINE,
  STRING,
  TSTRING_END,
  TYPE_IGNORE,
  type Token as LexedToken,
  type Tokenizer,
} from '../tokens/index.ts';
import { parseNumber } from './literals.ts';

/** How deeply rules may nest; CPython's MAXSTACK, less what its rules for groups and repetitions take on the way to the first operator. */
const MAX_LEVEL = 6000;

const NON_ASCII = /[^\x00-\x7f]/;

/** A remembered result: a rule's value at a token, and the mark behind it. */
class Memo {
  readonly rule: number;
  node: unknown;
  mark: number;
  readonly next: Memo | null;
  constructor(rule: number, node: unknown, mark: number, next: Memo | null) {
    this.rule = rule;
    this.node = node;
    this.mark = mark;
    this.next = next;
  }
}

/** A token with the positions of the AST (UTF-8 bytes), its reserved word's own type, and what rules remember of it. */
export class Token {
  readonly type: number;
  readonly string: string;
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno: number;
  readonly end_col_offset: number;
  readonly level: number;
  readonly metadata: string | null;
  memo: Memo | null = null;
  node: ast.Name | ast.Constant | null = null;
  constructor(type: number, token: LexedToken, col_offset: number, end_col_offset: number) {
    this.type = type;
    this.string = token.string;
    this.lineno = token.lineno;
    this.col_offset = col_offset;
    this.end_lineno = token.end_lineno;
    this.end_col_offset = end_col_offset;
    this.level = token.level;
    this.metadata = token.metadata;
  }
}

/** For the generated rules: a table that has 1 at these token types. */
export function tokenSet(types: readonly number[]): Uint8Array {
  const set = new Uint8Array(128);
  for (const type of types) set[type] = 1;
  return set;
}

/** For the generated rules: a table from token types to numbers, 0 elsewhere. */
export function tokenLevels(levels: readonly (readonly [number, number])[]): Uint8Array {
  const table = new Uint8Array(128);
  for (const [type, level] of levels) table[type] = level;
  return table;
}

/** An exception of the parser that is no SyntaxError: too deep a program, or a name that NFKC turns into a reserved one. */
export class ParserFailure extends Error {
  readonly pythonType: 'MemoryError' | 'ValueError';
  constructor(pythonType: 'MemoryError' | 'ValueError', message: string) {
    super(message);
    this.pythonType = pythonType;
  }
}

export class ParserStackOverflow extends ParserFailure {
  constructor() {
    super('MemoryError', 'Parser stack overflowed - Python source too complex to parse');
  }
}

/** A SyntaxWarning found on the way, and the error it is when warnings are errors. */
export interface ParserWarning {
  readonly message: string;
  readonly lineno: number;
  asError(): PythonSyntaxError;
}

export type UnicodeNames = (name: string) => string | null;

export interface ParserFlags {
  /** Whether the tokenizer ends a last line that has no newline. */
  readonly implicitNewline: boolean;
  readonly featureVersion: number;
  barryAsFlufl: boolean;
  readonly maxStrDigits: number;
  readonly unicodeName: UnicodeNames;
  /** Called for each warning at once: what it throws ends the parse. */
  readonly onWarning: (warning: ParserWarning) => void;
}

export class Parser {
  readonly tokenizer: Tokenizer;
  readonly source: SourceText;
  readonly flags: ParserFlags;
  readonly typeIgnores: ast.TypeIgnore[] = [];
  /** The tokens read so far; their number is `fill`, kept apart because every look at a token asks for it. */
  readonly tokens: Token[] = [];
  fill = 0;
  mark = 0;
  secondPass = false;
  /** Whether the rules for mistakes are on: in the second pass, outside the rules that switch them off. */
  callInvalidRules = false;
  level = 0;
  readonly maxLevel = MAX_LEVEL;
  /** In the second pass, where the last complete compound statement begins; the traceback module looks for misspelt keywords behind it. */
  lastStatement: { lineno: number; col_offset: number } = { lineno: 0, col_offset: 0 };
  readonly #keywords: ReadonlyMap<string, number>;
  readonly #softKeywords: ReadonlySet<string>;
  readonly #ascii: boolean;
  #lexerWarnings = 0;

  constructor(tokenizer: Tokenizer, flags: ParserFlags, keywords: ReadonlyMap<string, number>, softKeywords: ReadonlySet<string>) {
    this.tokenizer = tokenizer;
    this.source = tokenizer.source;
    this.flags = flags;
    this.#keywords = keywords;
    this.#softKeywords = softKeywords;
    this.#ascii = tokenizer.source.isAscii;
  }

  /** The type of the next token. */
  type(): number {
    if (this.mark === this.fill) this.#fillToken();
    return this.tokens[this.mark].type;
  }

  #fillToken(): void {
    let token = this.tokenizer.next();
    while (token.type === TYPE_IGNORE) {
      this.typeIgnores.push(ast.TypeIgnore(token.lineno, token.string));
      token = this.tokenizer.next();
    }
    if (this.tokenizer.warnings.length > this.#lexerWarnings) this.#passWarnings();
    const type = token.type === NAME ? (this.#keywords.get(token.string) ?? NAME) : token.type;
    if (this.#ascii) {
      this.tokens.push(new Token(type, token, token.col, token.end_col));
    } else {
      const { source } = this;
      const col = token.col < 0 ? token.col : source.utf16ToByte(token.lineno, token.col);
      const endCol = token.end_col < 0 ? token.end_col : source.utf16ToByte(token.end_lineno, token.end_col);
      this.tokens.push(new Token(type, token, col, endCol));
    }
    this.fill++;
  }

  #passWarnings(): void {
    const { warnings, filename } = this.tokenizer;
    while (this.#lexerWarnings < warnings.length) {
      const { message, lineno, failure } = warnings[this.#lexerWarnings++];
      if (this.secondPass) continue;
      const { offset, end_offset, text } = failure;
      const range = { lineno: failure.lineno, offset, end_lineno: failure.lineno, end_offset, text };
      this.flags.onWarning({ message, lineno, asError: () => new PythonSyntaxError('SyntaxError', failure.message, filename, range) });
    }
  }

  /** The last token before the mark that is not of the layout: nodes end there. */
  lastToken(): Token {
    let at = this.mark - 1;
    let token = this.tokens[at];
    while (at > 0 && (token.type === ENDMARKER || (token.type >= NEWLINE && token.type <= DEDENT))) token = this.tokens[--at];
    return token;
  }

  /** Takes the next token, a NAME, as a node. */
  takeName(): ast.Name {
    const token = this.tokens[this.mark++];
    if (token.node !== null) return token.node as ast.Name;
    const text = token.string;
    const id = this.#ascii || !NON_ASCII.test(text) ? text : normalizeIdentifier(text);
    const node = ast.Name(id, 'Load', token.lineno, token.col_offset, token.end_lineno, token.end_col_offset);
    token.node = node;
    return node;
  }

  /** Takes the next token, a NUMBER, as a node. */
  takeNumber(): ast.Constant {
    const token = this.tokens[this.mark++];
    if (token.node !== null) return token.node as ast.Constant;
    const value = parseNumber(this, token);
    const node = ast.Constant(value, null, token.lineno, token.col_offset, token.end_lineno, token.end_col_offset);
    token.node = node;
    return node;
  }

  isSoftKeyword(text: string): boolean {
    return this.type() === NAME && this.tokens[this.mark].string === text;
  }

  isAnySoftKeyword(): boolean {
    return this.type() === NAME && this.#softKeywords.has(this.tokens[this.mark].string);
  }

  expectForced(type: number, text: string): void {
    if (this.type() !== type) this.raiseAt('SyntaxError', `expected '${text}'`, this.tokens[this.mark]);
    this.mark++;
  }

  /** What a rule yielded at the mark, with the mark moved behind it; undefined when it has not been tried here. */
  recall(rule: number): unknown {
    if (this.mark === this.fill) this.#fillToken();
    for (let memo = this.tokens[this.mark].memo; memo !== null; memo = memo.next) {
      if (memo.rule === rule) {
        this.mark = memo.mark;
        return memo.node;
      }
    }
    return undefined;
  }

  remember(mark: number, rule: number, node: unknown): void {
    const token = this.tokens[mark];
    token.memo = new Memo(rule, node, this.mark, token.memo);
  }

  stackOverflow(): never {
    throw new ParserStackOverflow();
  }

  // Errors. Columns come as the AST has them, in UTF-8 bytes.

  /** An error over a range; an end column of CURRENT_POS is where the tokenizer stands, -1 unknown. */
  raiseRange(type: SyntaxErrorName, message: string, lineno: number, col: number, endLineno: number, endCol: number): never {
    throw this.tokenizer.errorAt(type, message, lineno, this.#utf16(lineno, col), endLineno, this.#utf16(endLineno, endCol));
  }

  raiseAt(type: SyntaxErrorName, message: string, node: ast.Position): never {
    this.raiseRange(type, message, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset);
  }

  /** From a node to where the tokenizer stands. */
  raiseFrom(message: string, node: ast.Position): never {
    this.raiseRange('SyntaxError', message, node.lineno, node.col_offset, CURRENT_POS, CURRENT_POS);
  }

  /** At the last token read. */
  raise(type: SyntaxErrorName, message: string): never {
    throw this.errorAtToken(type, message, this.tokens[this.fill - 1]);
  }

  /** At the next token. */
  raiseNext(message: string): never {
    this.type();
    throw this.errorAtToken('SyntaxError', message, this.tokens[this.mark]);
  }

  errorAtToken(type: SyntaxErrorName, message: string, token: ast.Position): PythonSyntaxError {
    return this.tokenizer.errorAtToken(type, message, {
      lineno: token.lineno,
      col: this.#utf16(token.lineno, token.col_offset),
      end_lineno: token.end_lineno,
      end_col: this.#utf16(token.end_lineno, token.end_col_offset),
    });
  }

  #utf16(lineno: number, col: number): number {
    return col <= 0 || this.#ascii ? col : this.source.byteToUtf16(lineno, col);
  }

  /**
   * Runs a start rule: a first pass, and when it fails a second one with the rules for mistakes, only to find the error to throw.
   */
  run<T>(start: (parser: Parser) => T | null, allowIncomplete: boolean): T {
    let error: PythonSyntaxError | null;
    try {
      const tree = start(this);
      if (tree !== null) return tree;
      error = null;
    } catch (thrown) {
      error = asSyntaxError(thrown);
    }
    if (allowIncomplete && this.#reachedEnd()) throw this.#incomplete(error !== null);
    const lastToken = this.tokens[this.fill - 1];
    if (error === null) {
      this.#reset();
      try {
        start(this);
      } catch (thrown) {
        error = asSyntaxError(thrown);
      }
    }
    const chosen = this.#choose(error, lastToken);
    chosen.metadata = { ...this.lastStatement, source: this.source.text };
    throw chosen;
  }

  /** Whether the tokenizer has seen the end of the input; a name, number or operator makes it look one character further. */
  #reachedEnd(): boolean {
    const { done, lineno, column } = this.tokenizer;
    if (done !== 'ok' || this.fill === 0) return done === 'eof' || done === 'eof in string';
    const { type } = this.tokens[this.fill - 1];
    const { text } = this.source;
    if (this.flags.implicitNewline || text.endsWith('\n') || type === STRING || type === FSTRING_END || type === TSTRING_END) return false;
    return this.source.offsetAt(lineno, column) === text.length;
  }

  /** More input could make the program valid. After an error of the tokenizer it points at where the tokenizer stands. */
  #incomplete(hasError: boolean): PythonSyntaxError {
    const { lineno, filename } = this.tokenizer;
    const here = { lineno, col_offset: -1, end_lineno: lineno, end_col_offset: -1 };
    const { range } = this.errorAtToken('SyntaxError', 'incomplete input', hasError || this.fill === 0 ? here : this.tokens[this.fill - 1]);
    return new PythonSyntaxError('SyntaxError', 'incomplete input', filename, range, true);
  }

  #reset(): void {
    for (const token of this.tokens) token.memo = null;
    this.mark = 0;
    this.level = 0;
    this.secondPass = true;
    this.callInvalidRules = true;
  }

  /** The error to report: what was raised, else a generic one at the first pass's last token; one the tokenizer finds further on wins. */
  #choose(raised: PythonSyntaxError | null, lastToken: Token): PythonSyntaxError {
    const lineno = this.fill === 0 ? 0 : this.tokens[this.fill - 1].lineno;
    if (raised !== null) {
      const hasRest = this.tokenizer.done === 'ok' && !this.#reachedEnd();
      return (hasRest ? this.tokenizer.findErrorInRest(lineno) : null) ?? raised;
    }
    if (lastToken.type === INDENT) return this.#error('IndentationError', 'unexpected indent');
    if (lastToken.type === DEDENT) return this.#error('IndentationError', 'unexpected unindent');
    const { lineno: line, col_offset, end_lineno, end_col_offset } = lastToken;
    const generic = this.tokenizer.errorAt(
      'SyntaxError',
      'invalid syntax',
      line,
      this.#utf16(line, col_offset),
      end_lineno,
      this.#utf16(end_lineno, end_col_offset),
    );
    return this.tokenizer.findErrorInRest(lineno) ?? generic;
  }

  #error(type: SyntaxErrorName, message: string): PythonSyntaxError {
    return this.errorAtToken(type, message, this.tokens[this.fill - 1]);
  }
}

function normalizeIdentifier(text: string): string {
  const id = text.normalize('NFKC');
  if (id === 'None' || id === 'True' || id === 'False') {
    throw new ParserFailure('ValueError', `identifier field can't represent '${id}' constant`);
  }
  return id;
}

function asSyntaxError(thrown: unknown): PythonSyntaxError {
  if (thrown instanceof PythonSyntaxError) return thrown;
  // JavaScript's own stack can end before MAX_LEVEL where the host gives little of it.
  if (thrown instanceof RangeError) throw new ParserStackOverflow();
  throw thrown;
}
