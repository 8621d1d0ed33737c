/**
 * Source: the bytes of a file become the text of a program.
 *
 * Bytes come in; out go text, the places of its lines, and a way to tell where in it something is. A byte order mark or a `# coding:`
 * comment in the first two lines (PEP 263) chooses the encoding, UTF-8 otherwise (decode.ts, encodings.ts). SourceText then turns every
 * kind of line break into `\n` and converts between the three columns a Python implementation needs: UTF-16 units for us, code points for
 * the reader, UTF-8 bytes for the syntax tree.
 *
 * Here too are the error every later stage of the front end throws (syntax-error.ts) and CPython's own Unicode tables (unicode.ts), so
 * that a browser with another Unicode version does not change what an identifier is. CPython does all this in Parser/tokenizer/helpers.c
 * and Objects/unicodectype.c.
 */
export { decodeSource } from './decode.ts';
export type { DecodedSource } from './decode.ts';
export { SourceText, codePointLength, utf8Length } from './source-text.ts';
export { PythonSyntaxError, errorRange } from './syntax-error.ts';
export type { ErrorRange, SyntaxErrorName } from './syntax-error.ts';
export { isPrintable, isXidContinue, isXidStart, scanIdentifier } from './unicode.ts';
