/** The token types of CPython 3.14 and the token as the parser receives it. */
import { TOKEN_ROWS } from '../defs/tokens.ts';

export type TokenName = (typeof TOKEN_ROWS)[number][0];

/** The name of a token type: `tok_name[1]` is `'NAME'`. */
export const tok_name: readonly TokenName[] = TOKEN_ROWS.map(row => row[0]);

/** The number of every token type by its name: `TokenType.NAME` is 1. */
export const TokenType = Object.fromEntries(tok_name.map((name, number) => [name, number])) as Readonly<Record<TokenName, number>>;

/** The number of each operator by its text: `EXACT_TOKEN_TYPES.get('+=')` is PLUSEQUAL. */
export const EXACT_TOKEN_TYPES: ReadonlyMap<string, number> = new Map(
  TOKEN_ROWS.flatMap((row, number) => (row[1] === null ? [] : [[row[1], number] as const])),
);

// The hot loops of tokenizer and parser want plain constants; tests hold them equal to the table.
export const ENDMARKER = 0;
export const NAME = 1;
export const NUMBER = 2;
export const STRING = 3;
export const NEWLINE = 4;
export const INDENT = 5;
export const DEDENT = 6;
export const LPAR = 7;
export const RPAR = 8;
export const LSQB = 9;
export const RSQB = 10;
export const COLON = 11;
export const COMMA = 12;
export const SEMI = 13;
export const DOT = 23;
export const LBRACE = 25;
export const RBRACE = 26;
export const NOTEQUAL = 28;
export const ELLIPSIS = 52;
export const EXCLAMATION = 54;
export const OP = 55;
export const TYPE_IGNORE = 56;
export const TYPE_COMMENT = 57;
export const FSTRING_START = 59;
export const FSTRING_MIDDLE = 60;
export const FSTRING_END = 61;
export const TSTRING_START = 62;
export const TSTRING_MIDDLE = 63;
export const TSTRING_END = 64;
export const COMMENT = 65;
export const NL = 66;
export const ERRORTOKEN = 67;
export const ENCODING = 68;

/**
 * A token as the parser receives it.
 *
 * Columns are UTF-16 columns in the token's line; SourceText turns them into the UTF-8 byte columns of the AST or into code points. Where
 * CPython reports column -1 (NEWLINE at the end of a file without one, DEDENT, ENDMARKER, …) so do we.
 */
export interface Token {
  type: number;
  /** The token's source text; for FSTRING_MIDDLE and TSTRING_MIDDLE the text with `{{` and `}}` already halved. */
  string: string;
  /** 1-based. */
  lineno: number;
  col: number;
  end_lineno: number;
  end_col: number;
  /** How many parentheses, brackets and braces are open after this token. */
  level: number;
  /**
   * On the `}`, `!` or `:` that ends an f-string or t-string expression: the expression's raw text, for `f'{x = }'` and for the
   * `expression` of an Interpolation. Null elsewhere.
   */
  metadata: string | null;
}
