/** `str.format` (CPython: Objects/stringlib/unicode_format.h). */
import type { MaybeValue, Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { strOf, textOf } from '../core/str.ts';
import { indexError, keyError, valueError } from '../core/errors.ts';
import { getAttribute } from '../protocol/attribute.ts';
import { format } from '../protocol/format.ts';
import { getItem } from '../protocol/sequence.ts';
import { ascii, repr, str } from '../protocol/repr.ts';

/** A piece of a format string: literal text, then (unless `field` is undefined) a replacement field. */
export interface FormatPiece {
  readonly literal: string;
  readonly field: string | undefined;
  readonly spec: string;
  /** One character, or '' for none. */
  readonly conversion: string;
}

/** Splits a format string into literals and fields (`MarkupIterator`). */
export function parseFormat(text: string): FormatPiece[] {
  const pieces: FormatPiece[] = [];
  let literal = '';
  let i = 0;
  while (i < text.length) {
    const c = text[i];
    if (c === '{' || c === '}') {
      if (text[i + 1] === c) {
        literal += c;
        i += 2;
        continue;
      }
      if (c === '}') throw valueError("Single '}' encountered in format string");
      if (i + 1 >= text.length) throw valueError("Single '{' encountered in format string");
      const end = fieldEnd(text, i + 1);
      pieces.push({ literal, ...splitField(text.slice(i + 1, end)) });
      literal = '';
      i = end + 1;
      continue;
    }
    literal += c;
    i++;
  }
  if (literal !== '') pieces.push({ literal, field: undefined, spec: '', conversion: '' });
  return pieces;
}

/** Index of the brace that closes the field that begins at `start`. */
function fieldEnd(text: string, start: number): number {
  let depth = 1;
  let inBrackets = false;
  let inSpec = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (!inSpec && inBrackets) {
      if (c === ']') inBrackets = false;
      continue;
    }
    if (c === '[' && !inSpec) inBrackets = true;
    else if (c === ':' && depth === 1) inSpec = true;
    else if (c === '{') {
      depth++;
      if (!inSpec) throw valueError("unexpected '{' in field name");
    } else if (c === '}' && --depth === 0) return i;
  }
  throw valueError("expected '}' before end of string");
}

function splitField(body: string): { field: string; spec: string; conversion: string } {
  let inBrackets = false;
  let i = 0;
  for (; i < body.length; i++) {
    const c = body[i];
    if (c === '[') inBrackets = true;
    else if (c === ']') inBrackets = false;
    else if (!inBrackets && (c === '!' || c === ':')) break;
  }
  const field = body.slice(0, i);
  if (i >= body.length) return { field, spec: '', conversion: '' };
  if (body[i] === ':') return { field, spec: body.slice(i + 1), conversion: '' };
  if (i + 1 >= body.length) throw valueError('end of string while looking for conversion specifier');
  const conversion = String.fromCodePoint(body.codePointAt(i + 1)!);
  const after = i + 1 + conversion.length;
  if (after < body.length && body[after] !== ':') throw valueError("expected ':' after conversion specifier");
  return { field, spec: body.slice(after + 1), conversion };
}

/** What a field name begins with, up to the first access. */
function firstPart(name: string): string {
  let i = 0;
  while (i < name.length && name[i] !== '.' && name[i] !== '[') i++;
  return name.slice(0, i);
}

/** `a.b[c]` as its first part and the accesses that follow it. */
export function splitFieldName(name: string): { first: string | number; rest: { attribute: boolean; key: string | number }[] } {
  let i = firstPart(name).length;
  const first = asIndex(name.slice(0, i));
  const rest: { attribute: boolean; key: string | number }[] = [];
  while (i < name.length) {
    if (name[i] === '.') {
      let end = i + 1;
      while (end < name.length && name[end] !== '.' && name[end] !== '[') end++;
      if (end === i + 1) throw valueError('Empty attribute in format string');
      rest.push({ attribute: true, key: name.slice(i + 1, end) });
      i = end;
    } else if (name[i] === '[') {
      const end = name.indexOf(']', i);
      if (end < 0) throw valueError("Missing ']' in format string");
      if (end === i + 1) throw valueError('Empty attribute in format string');
      rest.push({ attribute: false, key: asIndex(name.slice(i + 1, end)) });
      i = end + 1;
    } else throw valueError("Only '.' or '[' may follow ']' in format field specifier");
  }
  return { first, rest };
}

function asIndex(text: string): string | number {
  if (!/^\d+$/.test(text)) return text;
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw valueError('Too many decimal digits in format string');
  return n;
}

/** How fields find their values. */
interface Arguments {
  readonly positional: readonly Value[] | undefined;
  /** A dict of keywords, or any mapping (`format_map`). */
  readonly named: MaybeValue;
  /** Next automatic number; null before the first field, undefined once numbered by hand. */
  next: number;
  numbering: 'unknown' | 'automatic' | 'manual';
}

export function formatText(text: string, positional: readonly Value[] | undefined, named: MaybeValue): Value {
  const args: Arguments = { positional, named, next: 0, numbering: 'unknown' };
  return strOf(render(text, args, 2));
}

function render(text: string, args: Arguments, depth: number): string {
  if (depth <= 0) throw valueError('Max string recursion exceeded');
  let result = '';
  for (const { literal, field, spec, conversion } of parsed(text)) {
    result += literal;
    if (field === undefined) continue;
    const value = convert(lookUp(field, args), conversion);
    result += textOf(format(value, spec.includes('{') || spec.includes('}') ? render(spec, args, depth - 1) : spec));
  }
  return result;
}

const remembered = new Map<string, FormatPiece[]>();

/** Format strings are few and used often: their pieces are kept. */
function parsed(text: string): FormatPiece[] {
  let pieces = remembered.get(text);
  if (pieces === undefined) {
    pieces = parseFormat(text);
    if (remembered.size > 500) remembered.clear();
    remembered.set(text, pieces);
  }
  return pieces;
}

function lookUp(field: string, args: Arguments): Value {
  const first = asIndex(firstPart(field));
  let key = first;
  if (first === '' || typeof first === 'number') {
    const kind = first === '' ? 'automatic' : 'manual';
    if (args.numbering === 'unknown') args.numbering = kind;
    else if (args.numbering !== kind) {
      throw valueError(
        kind === 'automatic'
          ? 'cannot switch from manual field specification to automatic field numbering'
          : 'cannot switch from automatic field numbering to manual field specification',
      );
    }
    if (first === '') key = args.next++;
  }
  let value: Value;
  if (typeof key === 'number') {
    if (args.positional === undefined) throw valueError('Format string contains positional fields');
    if (key >= args.positional.length) throw indexError(`Replacement index ${key} out of range for positional args tuple`);
    value = args.positional[key];
  } else if (args.named === undefined) throw keyError(strOf(key));
  else if (args.named instanceof PyDict && args.positional !== undefined) {
    const found = args.named.get(strOf(key));
    if (found === undefined) throw keyError(strOf(key));
    value = found;
  } else value = getItem(args.named, strOf(key));
  if (firstPart(field).length === field.length) return value;
  for (const access of splitFieldName(field).rest)
    value = access.attribute
      ? getAttribute(value, access.key as string)
      : getItem(value, typeof access.key === 'string' ? strOf(access.key) : access.key);
  return value;
}

function convert(value: Value, conversion: string): Value {
  switch (conversion) {
    case '':
      return value;
    case 'r':
      return repr(value);
    case 's':
      return str(value);
    case 'a':
      return ascii(value);
    default: {
      const code = conversion.codePointAt(0)!;
      throw valueError(
        code > 32 && code < 127 ? `Unknown conversion specifier ${conversion}` : `Unknown conversion specifier \\x${code.toString(16)}`,
      );
    }
  }
}
