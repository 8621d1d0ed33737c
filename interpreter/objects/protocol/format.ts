/**
 * `format(value, spec)` and the format mini-language of int, float, complex and str (CPython: Python/formatter_unicode.c).
 * https://docs.python.org/3.14/library/string.html#format-specification-mini-language
 */
import type { Value } from '../core/value.ts';
import { intAbs, intToBase, intToFloat, intToString, intValue } from '../core/integer.ts';
import type { PyComplex } from '../core/float.ts';
import { PyFloat, floatType } from '../core/float.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { charOf, sliceStr, strLength, strOf, strText, strValue, textOf, type Str } from '../core/str.ts';
import { T } from '../core/registry.ts';
import { typeOf } from '../core/type.ts';
import { str } from './repr.ts';
import { callSpecial } from './call.ts';
import { exponential, fixed, floatRepr, general } from './float-text.ts';
import { strTextOf } from './repr.ts';

/** `format(value, spec)`: a str value; `spec` is text. */
export function format(value: Value, spec: string): Value {
  switch (typeof value) {
    case 'string':
      return spec === '' ? value : formatStr(value, spec);
    case 'number':
      return spec === '' ? String(value) : formatInt(value, spec);
    default: {
      if (value instanceof PyFloat && value.cls === floatType) return formatFloat(value.value, spec, value);
      const result = callSpecial(value, '__format__', strOf(spec));
      if (result === undefined) throw typeError(`Type ${typeOf(value).name} doesn't define __format__`);
      if (strText(result) === undefined) throw typeError(`__format__ must return a str, not ${typeOf(result).name}`);
      return result;
    }
  }
}

interface Spec {
  /** One code point. */
  readonly fill: string;
  readonly align: '' | '<' | '>' | '=' | '^';
  readonly sign: '' | '+' | '-' | ' ';
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: '' | ',' | '_';
  readonly precision: number;
  readonly fractionGrouping: '' | ',' | '_';
  readonly type: string;
}

/** Parsed specifications, by the value's kind: few are used, and often. */
const parsed = { s: new Map<string, Spec>(), d: new Map<string, Spec>(), '': new Map<string, Spec>() };

/** Parses a format specification; `value` is for messages. */
function parseSpec(spec: string, value: Value, defaultType: 's' | 'd' | '', defaultAlign: '<' | '>'): Spec {
  const cache = parsed[defaultType];
  const known = cache.get(spec);
  if (known !== undefined) return known;
  const chars = Array.from(spec);
  let i = 0;
  let fill = ' ';
  let align = '';
  let fillGiven = false;
  const isAlign = (c: string | undefined): boolean => c === '<' || c === '>' || c === '=' || c === '^';
  if (isAlign(chars[1])) {
    [fill, align] = chars;
    fillGiven = true;
    i = 2;
  } else if (isAlign(chars[0])) {
    align = chars[0];
    i = 1;
  }
  let sign = '';
  if (chars[i] === '+' || chars[i] === '-' || chars[i] === ' ') sign = chars[i++];
  let noNegativeZero = false;
  if (chars[i] === 'z') {
    noNegativeZero = true;
    i++;
  }
  let alternate = false;
  if (chars[i] === '#') {
    alternate = true;
    i++;
  }
  if (!fillGiven && chars[i] === '0') {
    fill = '0';
    if (align === '' && defaultAlign === '>') align = '=';
    i++;
  }
  const number = (): number => {
    let n = -1;
    for (; chars[i] >= '0' && chars[i] <= '9' && chars[i].length === 1; i++) {
      n = Math.max(n, 0) * 10 + Number(chars[i]);
      if (n > Number.MAX_SAFE_INTEGER) throw valueError('Too many decimal digits in format string');
    }
    return n;
  };
  const width = number();
  const grouping = (): string => {
    let mark = '';
    if (chars[i] === ',') {
      mark = ',';
      i++;
    }
    if (chars[i] === '_') {
      if (mark !== '') throw valueError("Cannot specify both ',' and '_'.");
      mark = '_';
      i++;
    }
    if (chars[i] === ',' && mark === '_') throw valueError("Cannot specify both ',' and '_'.");
    return mark;
  };
  const thousands = grouping();
  let precision = -1;
  let fractionGrouping = '';
  if (chars[i] === '.') {
    i++;
    precision = number();
    if (defaultAlign === '>') checkFloatPrecision(precision);
    fractionGrouping = grouping();
    if (precision === -1 && fractionGrouping === '') throw valueError('Format specifier missing precision');
  }
  if (chars.length - i > 1) throw valueError(`Invalid format specifier '${spec}' for object of type '${typeOf(value).name}'`);
  const type = i < chars.length ? chars[i] : defaultType;
  if (thousands !== '' || fractionGrouping !== '') {
    const ok = 'defgEG%F'.includes(type) || type === '' || (thousands === '_' && fractionGrouping === '' && 'boxX'.includes(type));
    if (!ok) {
      const mark = thousands !== '' ? thousands : fractionGrouping;
      if (type > ' ' && type < '\x80') throw valueError(`Cannot specify '${mark}' with '${type}'.`);
      throw valueError(`Cannot specify '${mark}' with '\\x${type.codePointAt(0)!.toString(16)}'.`);
    }
  }
  const result: Spec = {
    fill,
    align: align as Spec['align'],
    sign: sign as Spec['sign'],
    noNegativeZero,
    alternate,
    width,
    grouping: thousands as Spec['grouping'],
    precision,
    fractionGrouping: fractionGrouping as Spec['grouping'],
    type,
  };
  if (cache.size > 1000) cache.clear();
  cache.set(spec, result);
  return result;
}

function unknownType(spec: Spec, value: Value): unknown {
  const c = spec.type.codePointAt(0)!;
  const shown = c > 32 && c < 128 ? `'${spec.type}'` : `'\\x${c.toString(16)}'`;
  return valueError(`Unknown format code ${shown} for object of type '${typeOf(value).name}'`);
}

// ---- str ----

export function formatStr(value: Value, specText: string): Value {
  const s = strValue(value)!;
  if (specText === '') return typeOf(value) === T.str ? s : str(value);
  const spec = parseSpec(specText, value, 's', '<');
  if (spec.type !== 's') throw unknownType(spec, value);
  if (spec.sign !== '')
    throw valueError(spec.sign === ' ' ? 'Space not allowed in string format specifier' : 'Sign not allowed in string format specifier');
  if (spec.noNegativeZero) throw valueError('Negative zero coercion (z) not allowed in string format specifier');
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier");
  const cut: Str = spec.precision >= 0 && spec.precision < strLength(s) ? sliceStr(s, 0, spec.precision) : s;
  const missing = spec.width - strLength(cut);
  if (missing <= 0) return cut;
  const text = textOf(cut);
  let result: string;
  if (spec.align === '>') result = spec.fill.repeat(missing) + text;
  else if (spec.align === '^') result = spec.fill.repeat(missing >> 1) + text + spec.fill.repeat(missing - (missing >> 1));
  else result = text + spec.fill.repeat(missing);
  return typeof cut === 'string' && spec.fill.length === 1 ? result : strOf(result);
}

// ---- numbers ----

/** Sign, digits and what follows them, brought to the width. */
function layout(spec: Spec, sign: string, prefix: string, digits: string, rest: string, groupSize: number): Value {
  let body = digits;
  if (spec.grouping !== '') {
    const inner = spec.align === '=' && spec.fill === '0' ? spec.width - sign.length - prefix.length - rest.length : 0;
    body = group(digits, spec.grouping, groupSize, inner);
  }
  const used = sign.length + prefix.length + body.length + rest.length;
  const missing = spec.width - used;
  if (missing <= 0) return sign + prefix + body + rest;
  let text: string;
  switch (spec.align) {
    case '<':
      text = sign + prefix + body + rest + spec.fill.repeat(missing);
      break;
    case '=':
      text = sign + prefix + spec.fill.repeat(missing) + body + rest;
      break;
    case '^':
      text = spec.fill.repeat(missing >> 1) + sign + prefix + body + rest + spec.fill.repeat(missing - (missing >> 1));
      break;
    default:
      text = spec.fill.repeat(missing) + sign + prefix + body + rest;
  }
  return spec.fill.length === 1 ? text : strOf(text);
}

/** Digits with separators, led by zeros to at least `width` characters; a separator never leads. */
function group(digits: string, mark: string, size: number, width: number): string {
  let padded = digits;
  while (padded.length + Math.floor((padded.length - 1) / size) < width) padded = '0' + padded;
  let text = '';
  for (let end = padded.length; end > 0; end -= size) {
    const part = padded.slice(Math.max(0, end - size), end);
    text = text === '' ? part : part + mark + text;
  }
  return text;
}

export function formatInt(value: Value, specText: string): Value {
  const int = intValue(value)!;
  if (specText === '') return typeof value === 'boolean' ? (value ? 'True' : 'False') : strTextOf(value);
  const spec = parseSpec(specText, value, 'd', '>');
  const { type } = spec;
  if ('eEfFgG%'.includes(type)) return formatFloat(intToFloat(int), specText, value);
  if (!'dnbcoxX'.includes(type) || type === '') throw unknownType(spec, value);
  if (spec.precision >= 0) throw valueError('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero) throw valueError('Negative zero coercion (z) not allowed in integer format specifier');
  if (type === 'c') {
    if (spec.sign !== '') throw valueError("Sign not allowed with integer format specifier 'c'");
    if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
    if (int < 0 || int > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
    const char = charOf(Number(int));
    const text = textOf(char);
    return strOf(textOf(layout({ ...spec, grouping: '', width: spec.width + text.length - 1 }, '', '', text, '', 3)));
  }
  const magnitude = intAbs(int);
  let digits: string;
  let prefix = '';
  let size = 4;
  switch (type) {
    case 'b':
      digits = intToBase(magnitude, 2);
      prefix = '0b';
      break;
    case 'o':
      digits = intToBase(magnitude, 8);
      prefix = '0o';
      break;
    case 'x':
      digits = intToBase(magnitude, 16);
      prefix = '0x';
      break;
    case 'X':
      digits = intToBase(magnitude, 16).toUpperCase();
      prefix = '0X';
      break;
    default:
      digits = intToString(magnitude);
      size = 3;
  }
  const sign = int < 0 ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
  return layout(spec, sign, spec.alternate ? prefix : '', digits, '', size);
}

/** Digits of a finite, non-negative float in a presentation type. */
/** Digits without end are refused before anything is computed. */
export function checkFloatPrecision(precision: number): void {
  if (precision > 2147483647 - 1024) throw valueError('precision too big');
}

function floatDigits(value: number, type: string, precision: number, alternate: boolean): string {
  switch (type) {
    case 'e':
    case 'E': {
      const text = exponential(value, precision);
      return alternate && precision === 0 ? text.replace('e', '.e') : text;
    }
    case 'g':
    case 'G':
      return general(value, precision, alternate);
    default: {
      const text = fixed(value, precision);
      return alternate && precision === 0 ? text + '.' : text;
    }
  }
}

/** The default presentation: repr, or with a precision like g, but with at least one digit after the point. */
function defaultDigits(value: number, precision: number, alternate: boolean, addPoint: boolean): string {
  if (precision < 0) {
    const text = floatRepr(value);
    if (!addPoint) return alternate ? (text.includes('.') || text.includes('e') ? text : text + '.') : text.replace(/\.0$/, '');
    return alternate && !text.includes('.') ? text.replace('e', '.e') : text;
  }
  const text = general(value, precision, alternate);
  if (!addPoint || text.includes('.') || text.includes('e')) return text;
  // One digit more than the precision allows makes it scientific.
  const p = precision === 0 ? 1 : precision;
  if (text.length >= p && value >= 1)
    return general(value, precision, alternate).length > p ? text : stripExponent(exponential(value, p - 1));
  return text + '.0';
}

function stripExponent(text: string): string {
  const at = text.indexOf('e');
  const mantissa = text.slice(0, at);
  return (mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa) + text.slice(at);
}

export function formatFloat(value: number, specText: string, shown: Value): Value {
  if (specText === '') return strTextOf(shown);
  const spec = parseSpec(specText, shown, '', '>');
  return layoutFloat(value, spec, shown);
}

function layoutFloat(value: number, spec: Spec, shown: Value): Value {
  const { type } = spec;
  if (type !== '' && !'eEfFgGn%'.includes(type)) throw unknownType(spec, shown);
  let number = value;
  if (type === '%') number *= 100;
  let negative = number < 0 || Object.is(number, -0);
  let text: string;
  if (!Number.isFinite(number)) {
    text = Number.isNaN(number) ? 'nan' : 'inf';
    negative = number < 0;
  } else if (type === '') text = defaultDigits(Math.abs(number), spec.precision, spec.alternate, true);
  else {
    const precision = spec.precision < 0 ? 6 : spec.precision;
    text = floatDigits(Math.abs(number), type === 'n' ? 'g' : type, precision, spec.alternate);
  }
  if (spec.noNegativeZero && negative && !/[1-9]/.test(text.replace(/e.*/, '')) && Number.isFinite(number)) negative = false;
  if (type === 'E' || type === 'F' || type === 'G') text = text.toUpperCase();
  if (type === '%') text += '%';
  const sign = negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
  const [digits, rest] = splitNumber(text);
  return layout(spec, sign, '', digits, groupFraction(rest, spec.fractionGrouping), 3);
}

/** Integer digits, and what follows them. */
function splitNumber(text: string): [string, string] {
  let i = 0;
  while (i < text.length && text[i] >= '0' && text[i] <= '9') i++;
  return [text.slice(0, i), text.slice(i)];
}

/** Separators between the digits after the point, counted from it. */
function groupFraction(rest: string, mark: string): string {
  if (mark === '' || rest[0] !== '.') return rest;
  const digits = /^\.(\d*)/.exec(rest)![1];
  return '.' + digits.replace(/(\d{3})(?=\d)/g, '$1' + mark) + rest.slice(1 + digits.length);
}

export function formatComplex(value: PyComplex, specText: string): Value {
  if (specText === '') return strTextOf(value);
  const spec = parseSpec(specText, value, '', '>');
  const { type } = spec;
  if (type !== '' && !'eEfFgGn'.includes(type)) throw unknownType(spec, value);
  if (spec.fill === '0') throw valueError('Zero padding is not allowed in complex format specifier');
  if (spec.align === '=') throw valueError("'=' alignment flag is not allowed in complex format specifier");
  const part = (number: number, sign: Spec['sign']): string => {
    const plain: Spec = { ...spec, width: -1, fill: ' ', align: '>', sign };
    if (type === '' && Number.isFinite(number)) {
      const negative = number < 0 || Object.is(number, -0);
      const [digits, rest] = splitNumber(defaultDigits(Math.abs(number), spec.precision, spec.alternate, false));
      return textOf(
        layout(plain, negative ? '-' : sign === '+' || sign === ' ' ? sign : '', '', digits, groupFraction(rest, spec.fractionGrouping), 3),
      );
    }
    return textOf(layoutFloat(number, plain, value));
  };
  const { real, imag } = value;
  let body: string;
  if (type === '' && real === 0 && !Object.is(real, -0)) body = part(imag, spec.sign) + 'j';
  else {
    body = part(real, spec.sign) + part(imag, '+') + 'j';
    if (type === '') body = `(${body})`;
  }
  const missing = spec.width - body.length;
  if (missing <= 0) return body;
  if (spec.align === '<') body += spec.fill.repeat(missing);
  else if (spec.align === '^') body = spec.fill.repeat(missing >> 1) + body + spec.fill.repeat(missing - (missing >> 1));
  else body = spec.fill.repeat(missing) + body;
  return strOf(body);
}
