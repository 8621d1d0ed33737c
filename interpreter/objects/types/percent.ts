/** `text % args` for str and bytes (CPython: `unicode_format` in Objects/unicodeobject.c). */
import { PyObject, type Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyTuple } from '../core/tuple.ts';
import { PyFloat } from '../core/float.ts';
import { PyByteArray, PyBytes } from '../core/bytes.ts';
import { intAbs, intToBase, intToString, intValue, type Int } from '../core/integer.ts';
import { charOf, strLength, strOf, strValue, textOf } from '../core/str.ts';
import { keyError, overflowError, typeError, valueError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { getItem } from '../protocol/sequence.ts';
import { toSize, toIntArgument } from '../protocol/index.ts';
import { floatOf } from '../protocol/number.ts';
import { exponential, fixed, general } from '../protocol/float-text.ts';
import { ascii, reprText, strTextOf } from '../protocol/repr.ts';
import { checkFloatPrecision } from '../protocol/format.ts';
import { toInt } from './int.ts';
import { fullyQualifiedName } from './names.ts';

const INT_MAX = 2147483647;

interface Directive {
  key: string | undefined;
  left: boolean;
  sign: boolean;
  blank: boolean;
  alternate: boolean;
  zero: boolean;
  width: number;
  precision: number;
}

class Arguments {
  private readonly args: Value;
  private readonly list: readonly Value[];
  private index = 0;
  /** Whether `args` may be looked up by key. */
  private readonly mapping: boolean;
  private usedKeys = false;
  constructor(args: Value, kind: 'string' | 'bytes') {
    this.args = args;
    this.list = args instanceof PyTuple ? args.items : [args];
    this.mapping =
      args instanceof PyObject &&
      args.cls.slots.mp_subscript !== null &&
      !(args instanceof PyTuple) &&
      !(kind === 'string' ? strValue(args) !== undefined : args instanceof PyBytes || args instanceof PyByteArray);
  }
  next(): Value {
    if (this.index >= this.list.length) throw typeError('not enough arguments for format string');
    return this.list[this.index++];
  }
  byKey(key: Value): Value {
    if (!this.mapping) throw typeError('format requires a mapping');
    this.usedKeys = true;
    if (this.args instanceof PyDict && this.args.cls.name === 'dict') {
      const value = this.args.get(key);
      if (value === undefined) throw keyError(key);
      return value;
    }
    return getItem(this.args, key);
  }
  finish(kind: string): void {
    if (this.index < this.list.length && !this.usedKeys && !this.mapping)
      throw typeError(`not all arguments converted during ${kind} formatting`);
  }
}

/** `format % args` where conversions of text are given by `textual` (str: s, r, a, c; bytes: s, b, a, r, c). */
function formatPercent(
  source: string,
  args: Value,
  kind: 'string' | 'bytes',
  textual: (type: string, value: Value, precision: number) => string,
): string {
  const values = new Arguments(args, kind);
  let result = '';
  let i = 0;
  while (i < source.length) {
    const percent = source.indexOf('%', i);
    if (percent < 0) {
      result += source.slice(i);
      break;
    }
    result += source.slice(i, percent);
    i = percent + 1;
    const d: Directive = {
      key: undefined,
      left: false,
      sign: false,
      blank: false,
      alternate: false,
      zero: false,
      width: -1,
      precision: -1,
    };
    let byKey: Value | undefined;
    if (source[i] === '(') {
      let depth = 1;
      const start = ++i;
      while (i < source.length && depth > 0) {
        if (source[i] === ')') depth--;
        else if (source[i] === '(') depth++;
        i++;
      }
      if (depth > 0) throw valueError('incomplete format key');
      const key = source.slice(start, i - 1);
      byKey = values.byKey(kind === 'string' ? strOf(key) : new PyBytes(Uint8Array.from(key, c => c.charCodeAt(0))));
    }
    for (; ; i++) {
      const c = source[i];
      if (c === '-') d.left = true;
      else if (c === '+') d.sign = true;
      else if (c === ' ') d.blank = true;
      else if (c === '#') d.alternate = true;
      else if (c === '0') d.zero = true;
      else break;
    }
    const number = (what: string): number => {
      let n = 0;
      for (; source[i] >= '0' && source[i] <= '9'; i++) {
        n = n * 10 + Number(source[i]);
        if (n > INT_MAX) throw valueError(`${what} too big`);
      }
      return n;
    };
    if (source[i] === '*') {
      const value = values.next();
      if (intValue(value) === undefined) throw typeError('* wants int');
      d.width = toSize(value);
      if (d.width < 0) {
        d.left = true;
        d.width = -d.width;
      }
      i++;
    } else if (source[i] >= '0' && source[i] <= '9') d.width = number('width');
    if (source[i] === '.') {
      i++;
      if (source[i] === '*') {
        const value = values.next();
        if (intValue(value) === undefined) throw typeError('* wants int');
        d.precision = Math.max(0, toIntArgument(value));
        if (d.precision > INT_MAX) throw overflowError('Python int too large to convert to C int');
        i++;
      } else d.precision = number('precision');
    }
    if (source[i] === 'h' || source[i] === 'l' || source[i] === 'L') i++;
    if (i >= source.length) throw valueError('incomplete format');
    const type = String.fromCodePoint(source.codePointAt(i)!);
    i += type.length;
    if (type === '%' && source[percent + 1] === '%') {
      result += '%';
      continue;
    }
    const value = byKey ?? values.next();
    result += convert(d, type, value, kind, textual, i - 1);
  }
  values.finish(kind);
  return result;
}

function convert(
  d: Directive,
  type: string,
  value: Value,
  kind: 'string' | 'bytes',
  textual: (type: string, value: Value, precision: number) => string,
  index: number,
): string {
  switch (type) {
    case 'd':
    case 'i':
    case 'u':
      return number(d, decimal(d, intArgument(type, value)));
    case 'o':
    case 'x':
    case 'X':
      return number(d, based(d, type, intArgument(type, value)));
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return number(d, floating(d, type, value, kind));
    case 'c':
    case 's':
    case 'r':
    case 'a':
      return pad(d, textual(type, value, d.precision));
    case 'b':
      if (kind === 'bytes') return pad(d, textual(type, value, d.precision));
  }
  const code = type.codePointAt(0)!;
  const shown = code > 31 && code < 127 ? type : '?';
  throw valueError(`unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index}`);
}

function pad(d: Directive, text: string): string {
  const missing = d.width - (/[\ud800-\udfff]/.test(text) ? strLength(strOf(text)) : text.length);
  if (missing <= 0) return text;
  return d.left ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

interface NumberText {
  readonly negative: boolean;
  readonly prefix: string;
  readonly digits: string;
  readonly finite: boolean;
}

function number(d: Directive, { negative, prefix, digits }: NumberText): string {
  const sign = negative ? '-' : d.sign ? '+' : d.blank ? ' ' : '';
  const missing = d.width - sign.length - prefix.length - digits.length;
  if (missing <= 0) return sign + prefix + digits;
  if (d.left) return sign + prefix + digits + ' '.repeat(missing);
  return d.zero ? sign + prefix + '0'.repeat(missing) + digits : ' '.repeat(missing) + sign + prefix + digits;
}

function intArgument(type: string, value: Value): Int {
  const int = intValue(value);
  if (int !== undefined) return int;
  const { slots } = typeOf(value);
  if (type === 'x' || type === 'X' || type === 'o') {
    if (slots.nb_index === null) throw typeError(`%${type} format: an integer is required, not ${typeOf(value).name}`);
    return intValue(slots.nb_index(value))!;
  }
  if (slots.nb_int === null && slots.nb_index === null)
    throw typeError(`%${type} format: a real number is required, not ${typeOf(value).name}`);
  return toInt(value);
}

function decimal(d: Directive, value: Int): NumberText {
  const digits = intToString(intAbs(value)).padStart(Math.max(0, d.precision), '0');
  return { negative: value < 0, prefix: '', digits, finite: true };
}

function based(d: Directive, type: string, value: Int): NumberText {
  let digits = intToBase(intAbs(value), type === 'o' ? 8 : 16).padStart(Math.max(0, d.precision), '0');
  if (type === 'X') digits = digits.toUpperCase();
  return { negative: value < 0, prefix: d.alternate ? '0' + type : '', digits, finite: true };
}

function floating(d: Directive, type: string, value: Value, kind: 'string' | 'bytes'): NumberText {
  let x: number;
  if (value instanceof PyFloat) x = value.value;
  else if (kind === 'bytes' && typeOf(value).slots.nb_float === null && typeOf(value).slots.nb_index === null) {
    throw typeError(`float argument required, not ${typeOf(value).name}`);
  } else x = floatOf(value);
  const magnitude = Math.abs(x);
  const precision = d.precision < 0 ? 6 : d.precision;
  checkFloatPrecision(precision);
  const lower = type.toLowerCase();
  let digits: string;
  if (!Number.isFinite(x)) digits = Number.isNaN(x) ? 'nan' : 'inf';
  else if (lower === 'e') digits = exponential(magnitude, precision);
  else if (lower === 'f') digits = fixed(magnitude, precision);
  else digits = general(magnitude, precision, d.alternate);
  if (d.alternate && precision === 0 && lower !== 'g' && Number.isFinite(x))
    digits = lower === 'e' ? digits.replace('e', '.e') : digits + '.';
  if (type !== lower) digits = digits.toUpperCase();
  return { negative: x < 0 || Object.is(x, -0), prefix: '', digits, finite: Number.isFinite(x) };
}

function cut(text: string, precision: number): string {
  if (precision < 0 || precision >= text.length) return text;
  return /[\ud800-\udfff]/.test(text) ? Array.from(text).slice(0, precision).join('') : text.slice(0, precision);
}

/** `str % args`. */
export function percentStr(self: Value, args: Value): Value {
  const text = formatPercent(textOf(self), args, 'string', (type, value, precision) => {
    switch (type) {
      case 's':
        return cut(strTextOf(value), precision);
      case 'r':
        return cut(reprText(value), precision);
      case 'a':
        return cut(ascii(value), precision);
      default: {
        const s = strValue(value);
        if (s !== undefined) {
          if (strLength(s) !== 1) throw typeError(`%c requires an int or a unicode character, not a string of length ${strLength(s)}`);
          return textOf(s);
        }
        const int = intValue(value) ?? (typeOf(value).slots.nb_index === null ? undefined : intValue(typeOf(value).slots.nb_index!(value)));
        if (int === undefined) throw typeError(`%c requires an int or a unicode character, not ${fullyQualifiedName(typeOf(value))}`);
        if (int < 0 || int > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
        return textOf(charOf(Number(int)));
      }
    }
  });
  return strOf(text);
}

const latin1 = (data: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < data.length; i++) text += String.fromCharCode(data[i]);
  return text;
};

/** `bytes % args`, on the bytes as latin-1 text. */
export function percentBytes(data: Uint8Array, args: Value, bytesOf: (value: Value) => Uint8Array | undefined): Uint8Array {
  const text = formatPercent(latin1(data), args, 'bytes', (type, value, precision) => {
    switch (type) {
      case 'a':
      case 'r':
        return cut(ascii(value), precision);
      case 'c': {
        if ((value instanceof PyBytes || value instanceof PyByteArray) && value.data.length === 1) return latin1(value.data);
        const int = intValue(value);
        if (int !== undefined && (int < 0 || int > 255)) throw overflowError('%c arg not in range(256)');
        if (int === undefined) {
          throw typeError(
            value instanceof PyBytes || value instanceof PyByteArray
              ? `%c requires an integer in range(256) or a single byte, not a bytes object of length ${value.data.length}`
              : `%c requires an integer in range(256) or a single byte, not ${fullyQualifiedName(typeOf(value))}`,
          );
        }
        return String.fromCharCode(Number(int));
      }
      default: {
        const bytes = bytesOf(value);
        if (bytes === undefined)
          throw typeError(`%b requires a bytes-like object, or an object that implements __bytes__, not '${typeOf(value).name}'`);
        return cut(latin1(bytes), precision);
      }
    }
  });
  return Uint8Array.from(text, c => c.charCodeAt(0));
}
