/**
 * Tokens: the text of a program cut into words.
 *
 *     SourceText  ──►  Lexer.get()  ──►  Tokenizer.next()     the parser's tokens
 *                                   └─►  tokenize(bytes)      the `tokenize` module's tokens
 *
 * The lexer reads characters and decides, one token at a time, where a name, number, string, operator, line or block ends. What it must
 * remember between tokens is little: a stack of indentations (a deeper line is an INDENT, a shallower one a DEDENT for each level it
 * leaves), a stack of open brackets (inside them line breaks mean nothing), and a stack of open f-strings and t-strings. Such a string is
 * not one token but several: START, then MIDDLE for its text and ordinary tokens for its expressions, then END; the top of the stack says
 * whether the next character belongs to the text or to an expression.
 *
 * The two views differ in what they leave out. The parser wants no comments and no blank lines, and an error only when it gets there; the
 * `tokenize` module wants everything, calls every operator OP, and lets pass what is for the parser to reject.
 *
 * The table that rules this stage is defs/tokens.ts. CPython does the same in Parser/lexer/lexer.c, with its input side in
 * Parser/tokenizer/, the errors' texts in Parser/pegen_errors.c and the second view in Python/Python-tokenize.c and Lib/tokenize.py.
 */
export * from './token.ts';
export { CURRENT_POS, Tokenizer, allTokens } from './tokenizer.ts';
export type { TokenizerOptions } from './tokenizer.ts';
export type { Done, LexerWarning } from './lexer.ts';
export { TokenError, TokenInfo, TokenizerIter, asTokenError, detectEncoding, generateTokens, tokenize } from './tokenize.ts';
