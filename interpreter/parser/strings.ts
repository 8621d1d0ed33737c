/** Strings of several parts: adjacent literals, f-strings and t-strings. */
import * as ast from '../ast/nodes.generated.ts';
import { BytesConst, type Constant, strConstant, strFromCodePoints, WideStr } from '../code/constant.ts';
import { FSTRING_END, FSTRING_START, TSTRING_END, TSTRING_START } from '../tokens/index.ts';
import { decodeString, parseString } from './literals.ts';
import type { Parser, Token } from './parser.ts';

export interface Conversion {
  readonly name: ast.Name;
  readonly metadata: string | null;
}

export interface FormatSpec {
  readonly node: ast.expr;
  readonly metadata: string | null;
}

/** The node of a STRING token. */
export function stringConstant(p: Parser, token: Token): ast.Constant {
  const kind = token.string.charCodeAt(0) === 117 ? 'u' : null;
  return constantAt(parseString(p, token), kind, token);
}

/** A piece of an f-string's or t-string's text, escapes not yet replaced. */
export function rawConstant(p: Parser, token: Token): ast.Constant {
  return constantAt(strConstant(token.string), null, token);
}

/** A piece of a format specification's text. */
export function decodedConstant(p: Parser, token: Token): ast.Constant {
  const isRaw = !token.string.includes('\\') || /r/i.test(enclosingStart(p).string);
  return constantAt(isRaw ? strConstant(token.string) : decodeString(p, token.string, token), null, token);
}

function constantAt(value: Constant, kind: string | null, token: Token): ast.Constant {
  return ast.Constant(value, kind, token.lineno, token.col_offset, token.end_lineno, token.end_col_offset);
}

/** The token that opens the innermost f-string or t-string around the mark. */
function enclosingStart(p: Parser): Token {
  let depth = 0;
  for (let at = p.mark - 1; ; at--) {
    const token = p.tokens[at];
    if (token.type === FSTRING_END || token.type === TSTRING_END) depth++;
    else if ((token.type === FSTRING_START || token.type === TSTRING_START) && depth-- === 0) return token;
  }
}

export function joinedStr(p: Parser, start: Token, parts: ast.expr[], end: Token): ast.JoinedStr {
  return ast.JoinedStr(decodeParts(p, start, parts, end), start.lineno, start.col_offset, end.end_lineno, end.end_col_offset);
}

export function templateStr(p: Parser, start: Token, parts: ast.expr[], end: Token): ast.TemplateStr {
  return ast.TemplateStr(decodeParts(p, start, parts, end), start.lineno, start.col_offset, end.end_lineno, end.end_col_offset);
}

/** The parts with their text decoded, without the empty ones, and with the two halves of `{x=}` side by side. */
function decodeParts(p: Parser, start: Token, parts: ast.expr[], end: Token): ast.expr[] {
  const isRaw = /r/i.test(start.string);
  const decoded: ast.expr[] = [];
  for (const part of parts) {
    if (part._type === 'JoinedStr') {
      decoded.push(...part.values);
    } else if (part._type === 'Constant') {
      const text = textOf(part.value);
      const value = isRaw || !text.includes('\\') ? part.value : decodeString(p, text, end);
      if (value !== '') decoded.push({ ...part, value });
    } else {
      decoded.push(part);
    }
  }
  return decoded;
}

export function checkConversion(p: Parser, mark: Token, name: ast.Name): Conversion {
  const prefix = enclosingStart(p).type === TSTRING_START ? 't' : 'f';
  if (mark.lineno !== name.lineno || mark.end_col_offset !== name.col_offset) {
    const message = `${prefix}-string: conversion type must come right after the exclamation mark`;
    p.raiseRange('SyntaxError', message, mark.lineno, mark.col_offset, name.end_lineno, name.end_col_offset);
  }
  if (name.id !== 's' && name.id !== 'r' && name.id !== 'a') {
    p.raiseAt('SyntaxError', `${prefix}-string: invalid conversion character '${name.id}': expected 's', 'r', or 'a'`, name);
  }
  return { name, metadata: mark.metadata };
}

export function formatSpec(
  p: Parser,
  colon: Token,
  parts: ast.expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): FormatSpec {
  const full = parts.filter(part => part._type !== 'Constant' || part.value !== '');
  const node =
    full.length === 0 || (full.length === 1 && full[0]._type === 'Constant')
      ? ast.JoinedStr(full, lineno, col_offset, end_lineno, end_col_offset)
      : concatenateStrings(p, full, lineno, col_offset, end_lineno, end_col_offset);
  return { node, metadata: colon.metadata };
}

export function formattedValue(
  p: Parser,
  value: ast.expr,
  debug: Token | null,
  conversion: Conversion | null,
  spec: FormatSpec | null,
  rbrace: Token,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ast.expr {
  const code = conversionCode(debug, conversion, spec);
  const field = ast.FormattedValue(value, code, spec === null ? null : spec.node, lineno, col_offset, end_lineno, end_col_offset);
  return debug === null ? field : withDebugText(field, conversion, spec, rbrace);
}

export function interpolation(
  p: Parser,
  value: ast.expr,
  debug: Token | null,
  conversion: Conversion | null,
  spec: FormatSpec | null,
  rbrace: Token,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ast.expr {
  const code = conversionCode(debug, conversion, spec);
  const source = expressionText(conversion, spec, rbrace);
  const text = strConstant(debug === null ? source : source.slice(0, source.lastIndexOf('=')));
  const field = ast.Interpolation(value, text, code, spec === null ? null : spec.node, lineno, col_offset, end_lineno, end_col_offset);
  return debug === null ? field : withDebugText(field, conversion, spec, rbrace);
}

function conversionCode(debug: Token | null, conversion: Conversion | null, spec: FormatSpec | null): number {
  if (conversion !== null) return conversion.name.id.charCodeAt(0);
  return debug !== null && spec === null ? 114 : -1;
}

function expressionText(conversion: Conversion | null, spec: FormatSpec | null, rbrace: Token): string {
  return (conversion ?? spec ?? rbrace).metadata ?? '';
}

/** `{x=}` is its own source text and then the field; one node holds both until the string is put together. */
function withDebugText(
  field: ast.FormattedValue | ast.Interpolation,
  conversion: Conversion | null,
  spec: FormatSpec | null,
  rbrace: Token,
): ast.JoinedStr {
  const { lineno, col_offset } = field;
  let endLineno = field.end_lineno;
  let endColumn = field.end_col_offset;
  if (conversion !== null) {
    endLineno = conversion.name.lineno;
    endColumn = conversion.name.col_offset;
  } else if (spec !== null) {
    endLineno = spec.node.lineno;
    endColumn = spec.node.col_offset + 1;
  }
  const text = ast.Constant(strConstant(expressionText(conversion, spec, rbrace)), null, lineno, col_offset + 1, endLineno, endColumn - 1);
  return ast.JoinedStr([text, field], lineno, col_offset, endLineno, endColumn);
}

/** Adjacent strings and f-strings, or adjacent bytes. */
export function concatenateStrings(
  p: Parser,
  parts: ast.expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ast.expr {
  const constants = parts.filter(part => part._type === 'Constant');
  const bytes = constants.filter(part => part.value instanceof BytesConst);
  if (bytes.length > 0 && bytes.length < parts.length) p.raise('SyntaxError', 'cannot mix bytes and nonbytes literals');
  if (constants.length < parts.length) return ast.JoinedStr(fold(parts), lineno, col_offset, end_lineno, end_col_offset);
  if (parts.length === 1) return parts[0];
  const value = bytes.length > 0 ? joinBytes(bytes) : joinText(constants);
  return ast.Constant(value, constants[0].kind, lineno, col_offset, end_lineno, end_col_offset);
}

/** Adjacent t-strings. */
export function concatenateTemplates(
  p: Parser,
  parts: ast.expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ast.TemplateStr {
  return ast.TemplateStr(fold(parts), lineno, col_offset, end_lineno, end_col_offset);
}

/** The parts of all, in one list, with runs of constants joined and empty ones dropped. */
function fold(parts: ast.expr[]): ast.expr[] {
  const flat = parts.flatMap(part => (part._type === 'JoinedStr' || part._type === 'TemplateStr' ? part.values : [part]));
  const folded: ast.expr[] = [];
  for (let i = 0; i < flat.length;) {
    const part = flat[i++];
    if (part._type !== 'Constant') {
      folded.push(part);
      continue;
    }
    const run = [part];
    for (let next = flat[i]; next !== undefined && next._type === 'Constant'; next = flat[++i]) run.push(next);
    const last = run[run.length - 1];
    const joined =
      run.length === 1 ? part : ast.Constant(joinText(run), part.kind, part.lineno, part.col_offset, last.end_lineno, last.end_col_offset);
    if (joined.value !== '') folded.push(joined);
  }
  return folded;
}

function textOf(value: Constant): string {
  return value instanceof WideStr ? value.text : (value as string);
}

function joinText(parts: readonly ast.Constant[]): string | WideStr {
  const values = parts.map(part => part.value as string | WideStr);
  const text = values.map(textOf).join('');
  if (!/[\ud800-\udfff]/.test(text)) return text;
  // Two halves of a pair from two literals stay two code points.
  return strFromCodePoints(
    values.flatMap(value => (value instanceof WideStr ? [...value.codePoints] : Array.from(value, c => c.codePointAt(0)!))),
  );
}

function joinBytes(parts: readonly ast.Constant[]): BytesConst {
  const chunks = parts.map(part => (part.value as BytesConst).value);
  const joined = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return new BytesConst(joined);
}
