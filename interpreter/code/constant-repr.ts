/**
 * `repr()` of constants, as Python prints them.
 *
 * The shortest digits that round-trip are the same in JavaScript and Python; only the layout differs: Python switches to an exponent below 1e-4 and
 * from 1e16 on, writes it with a sign and two digits, and shows that a float is one by `.0`.
 *
 * CPython: `PyOS_double_to_string` in `Python/pystrtod.c`, `unicode_repr` in `Objects/unicodeobject.c`, `complex_repr` in `Objects/complexobject.c`.
 */
import type { CodeObject } from './code.ts';
import type { Constant, WideStr } from './constant.ts';
import { setOrder } from './set-order.ts';

export interface ReprOptions {
  /** How a code object is named; by default without an address, since there is none. */
  code?: (code: CodeObject) => string;
}

export function constantRepr(value: Constant, options: ReprOptions = {}): string {
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
    case 'bigint':
      return String(value);
    case 'string':
      return strRepr(value);
  }
  switch (value.kind) {
    case 'str':
      return strRepr(value);
    case 'float':
      return floatRepr(value.value);
    case 'complex':
      return complexRepr(value.real, value.imag);
    case 'bytes':
      return bytesRepr(value.value);
    case 'tuple':
      return value.items.length === 1
        ? `(${constantRepr(value.items[0], options)},)`
        : `(${value.items.map(item => constantRepr(item, options)).join(', ')})`;
    case 'frozenset':
      return value.items.length === 0
        ? 'frozenset()'
        : `frozenset({${setOrder(value.items)
            .map(item => constantRepr(item, options))
            .join(', ')}})`;
    case 'slice':
      return `slice(${[value.start, value.stop, value.step].map(part => constantRepr(part, options)).join(', ')})`;
    case 'ellipsis':
      return 'Ellipsis';
    case 'opaque':
      return '<object>';
    case 'code':
      return (options.code ?? codeRepr)(value);
  }
}

function codeRepr(code: CodeObject): string {
  return `<code object ${code.co_name}, file "${code.co_filename}", line ${code.co_firstlineno}>`;
}

export function floatRepr(value: number): string {
  return formatDouble(value, true);
}

export function complexRepr(real: number, imag: number): string {
  if (real === 0 && !Object.is(real, -0)) return `${formatDouble(imag, false)}j`;
  const imagText = formatDouble(imag, false);
  return `(${formatDouble(real, false)}${imagText.startsWith('-') ? '' : '+'}${imagText}j)`;
}

function formatDouble(value: number, addDotZero: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa, exponentText] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const size = Math.abs(exponent);
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return sign + whole + (fraction !== '' ? `.${fraction}` : addDotZero ? '.0' : '');
}

/** What Python's `str.isprintable` denies: other, separators, unassigned. The space itself is printable. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u;

export function strRepr(value: string | WideStr): string {
  const text = typeof value === 'string' ? value : value.text;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let plain = true;
  for (let i = 0; i < text.length && plain; i++) {
    const c = text.charCodeAt(i);
    plain = c >= 0x20 && c < 0x7f && c !== 0x5c && c !== 0x27;
  }
  if (plain) return `'${text}'`;
  const codePoints = typeof value === 'string' ? Array.from({ length: value.length }, (_, i) => value.charCodeAt(i)) : value.codePoints;
  let result = quote;
  for (const c of codePoints) result += strCharacter(c, quote);
  return result + quote;
}

function strCharacter(c: number, quote: string): string {
  const character = String.fromCodePoint(c);
  if (character === quote || character === '\\') return '\\' + character;
  if (c === 0x09) return '\\t';
  if (c === 0x0a) return '\\n';
  if (c === 0x0d) return '\\r';
  if (c < 0x20 || c === 0x7f) return '\\x' + hex(c, 2);
  if (c < 0x7f || !UNPRINTABLE.test(character)) return character;
  return c <= 0xff ? '\\x' + hex(c, 2) : c <= 0xffff ? '\\u' + hex(c, 4) : '\\U' + hex(c, 8);
}

export function bytesRepr(value: Uint8Array): string {
  const quote = value.includes(0x27) && !value.includes(0x22) ? '"' : "'";
  let result = 'b' + quote;
  for (const c of value) {
    const character = String.fromCharCode(c);
    if (character === quote || character === '\\') result += '\\' + character;
    else if (c === 0x09) result += '\\t';
    else if (c === 0x0a) result += '\\n';
    else if (c === 0x0d) result += '\\r';
    else if (c < 0x20 || c >= 0x7f) result += '\\x' + hex(c, 2);
    else result += character;
  }
  return result + quote;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
