/** Decimal numbers as text: numeric strings, scientific and engineering notation, and format specifications. */
import {
  CONVERSION_SYNTAX,
  Dec,
  FINITE,
  INFINITE,
  QUIET_NAN,
  SIGNALING_NAN,
  finalize,
  finite,
  infinity,
  invalid,
  rescale,
  type Settings,
} from './number.ts';

const NUMBER = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:e([+-]?\d+))?$/i;
const SPECIAL = /^([+-]?)(?:inf(?:inity)?|(s?)nan(\d*))$/i;

/** The number that a numeric string means, in the context; NaN and a condition where it is none. */
export function parse(text: string, ctx: Settings): Dec {
  const match = NUMBER.exec(text);
  if (match !== null) {
    const [, mark, whole, fraction, onlyFraction, exponent] = match;
    const after = onlyFraction ?? fraction ?? '';
    const sign = mark === '-' ? 1 : 0;
    const exp = (exponent === undefined ? 0 : Number(exponent)) - after.length;
    return finalize(finite(sign, BigInt((whole ?? '') + after), Math.max(-4e18, Math.min(4e18, exp))), ctx);
  }
  const special = SPECIAL.exec(text);
  if (special === null) return invalid(CONVERSION_SYNTAX);
  const [, mark, signaling, payload] = special;
  const sign = mark === '-' ? 1 : 0;
  if (payload === undefined) return infinity(sign);
  const coeff = BigInt(payload);
  const value = new Dec(sign, coeff, 0, signaling === '' ? QUIET_NAN : SIGNALING_NAN);
  return coeff !== 0n && value.digits > ctx.prec - ctx.clamp ? invalid(CONVERSION_SYNTAX) : value;
}

function specialText(value: Dec): string {
  const sign = value.sign === 1 ? '-' : '';
  if (value.kind === INFINITE) return `${sign}Infinity`;
  return `${sign}${value.kind === SIGNALING_NAN ? 's' : ''}NaN${value.coeff === 0n ? '' : value.coeff}`;
}

const signed = (n: number): string => (n < 0 ? `${n}` : `+${n}`);

export function toScientific(value: Dec, capitals: boolean): string {
  if (value.kind !== FINITE) return specialText(value);
  const digits = value.coeff.toString();
  const left = value.exp + digits.length;
  return withPoint(value, digits, value.exp <= 0 && left > -6 ? left : 1, capitals ? 'E' : 'e');
}

export function toEngineering(value: Dec, capitals: boolean): string {
  if (value.kind !== FINITE) return specialText(value);
  const digits = value.coeff.toString();
  const left = value.exp + digits.length;
  let point: number;
  if (value.exp <= 0 && left > -6) point = left;
  else if (value.coeff === 0n) point = modulo3(left + 1) - 1;
  else point = modulo3(left - 1) + 1;
  return withPoint(value, digits, point, capitals ? 'E' : 'e');
}

const modulo3 = (n: number): number => ((n % 3) + 3) % 3;

/** The digits with the point after `point` of them, and the exponent that is left. */
function withPoint(value: Dec, digits: string, point: number, letter: string): string {
  const [whole, fraction] = splitDigits(digits, point);
  const exp = value.exp + digits.length - point;
  return `${value.sign === 1 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}${exp === 0 ? '' : letter + signed(exp)}`;
}

function splitDigits(digits: string, point: number): [string, string] {
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  return point >= digits.length ? [digits + '0'.repeat(point - digits.length), ''] : [digits.slice(0, point), digits.slice(point)];
}

// ---- format specifications ----

export interface Locale {
  readonly decimalPoint: string;
  readonly separator: string;
  /** Sizes of groups from the point leftwards; the last repeats, and -1 ends grouping. */
  readonly grouping: readonly number[];
}

interface Spec {
  fill: string;
  align: string;
  sign: string;
  noNegativeZero: boolean;
  /** The point is written even where no digit follows it. */
  alternate: boolean;
  width: number;
  precision: number | null;
  type: string;
  /** The type was 'N'. */
  deprecated: boolean;
  locale: Locale;
  /** Between groups of three digits after the point. */
  fractionSeparator: string;
}

const SPEC = /^(?:([^]?)([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([,_]?)(?:\.(\d*)([,_]?))?([eEfFgGnN%]?)$/u;

/** A format specification; undefined where it is none for decimals. */
export function parseSpec(text: string, capitals: boolean): Spec | undefined {
  const match = SPEC.exec(text);
  if (match === null) return undefined;
  const [, fill, align, sign, z, alternate, zero, width, separator, precision, fractionSeparator, type] = match;
  if (zero === '0' && align !== undefined) return undefined;
  if (precision === '' && fractionSeparator === '') return undefined;
  if (type.toLowerCase() === 'n' && separator !== '') return undefined;
  return {
    fill: fill === undefined || fill === '' ? ' ' : fill,
    align: zero === '0' ? 'z' : (align ?? '>'),
    sign: sign === '' ? '-' : sign,
    noNegativeZero: z === 'z',
    alternate: alternate === '#',
    width: width === '' ? 0 : Number(width),
    precision: precision === undefined || precision === '' ? null : Number(precision),
    // 'n' is 'g' in the locale, and the only locale is C.
    type: type === '' ? (capitals ? 'G' : 'g') : type === 'n' ? 'g' : type === 'N' ? 'G' : type,
    deprecated: type === 'N',
    locale: { decimalPoint: '.', separator, grouping: separator === '' ? [] : [3] },
    fractionSeparator: fractionSeparator ?? '',
  };
}

export function format(number: Dec, spec: Spec, ctx: Settings): string {
  const { precision, type } = spec;
  const kind = type.toLowerCase();
  let value = number;
  if (value.kind !== FINITE) {
    const text = specialText(value.withSign(0)) + (kind === '%' ? '%' : '');
    return align(signOf(value, spec), text, spec.align === 'z' ? { ...spec, align: '>', fill: ' ' } : spec);
  }
  if (kind === '%') value = finite(value.sign, value.coeff, value.exp + 2);
  const fixed = kind === 'f' || kind === '%';
  if (precision !== null) {
    if (kind === 'e') value = roundTo(value, precision + 1, ctx);
    else if (fixed) value = rescale(value, -precision, ctx.round);
    else if (value.digits > Math.max(1, precision)) value = roundTo(value, Math.max(1, precision), ctx);
  }
  if (fixed && value.coeff === 0n && value.exp > 0) value = rescale(value, 0, ctx.round);
  if (spec.noNegativeZero && value.coeff === 0n) value = value.withSign(0);
  const digits = value.coeff.toString();
  const left = value.exp + digits.length;
  let point: number;
  if (kind === 'e') point = value.coeff === 0n && precision !== null ? 1 - precision : 1;
  else if (fixed) point = left;
  else point = value.exp <= 0 && left > -6 ? left : 1;
  const [whole, fraction] = splitDigits(digits, point);
  const exp = left - point;
  let tail = fraction === '' && !spec.alternate ? '' : spec.locale.decimalPoint + groupFraction(fraction, spec.fractionSeparator);
  if (exp !== 0 || kind === 'e') tail += (type === 'G' || type === 'E' ? 'E' : 'e') + signed(exp);
  if (kind === '%') tail += '%';
  const sign = signOf(value, spec);
  const width = spec.align === 'z' ? spec.width - sign.length - tail.length : 0;
  return align(sign, group(whole, spec.locale, width) + tail, spec);
}

function roundTo(value: Dec, digits: number, ctx: Settings): Dec {
  if (value.coeff === 0n) return value;
  const rounded = rescale(value, value.adjusted + 1 - digits, ctx.round);
  // 9.99 became 10.0
  return rounded.digits > digits ? rescale(rounded, rounded.exp + 1, ctx.round) : rounded;
}

function signOf(value: Dec, spec: Spec): string {
  return value.sign === 1 ? '-' : spec.sign === '-' ? '' : spec.sign;
}

function align(sign: string, body: string, spec: Spec): string {
  const missing = spec.width - [...sign, ...body].length;
  if (missing <= 0) return sign + body;
  const fill = (n: number): string => spec.fill.repeat(n);
  switch (spec.align) {
    case '<':
      return sign + body + fill(missing);
    case '=':
      return sign + fill(missing) + body;
    case '^': {
      const before = Math.floor(missing / 2);
      return fill(before) + sign + body + fill(missing - before);
    }
    default:
      return fill(missing) + sign + body;
  }
}

/** Groups the digits before the point, with zeros in front to fill at least `width`. */
function group(digits: string, { separator, grouping }: Locale, width: number): string {
  if (separator === '' || grouping.length === 0) return digits.padStart(width, '0');
  const groups: string[] = [];
  let remaining = digits;
  let room = width;
  for (let i = 0; ; i++) {
    const size = grouping[Math.min(i, grouping.length - 1)];
    const wanted = size < 0 ? Math.max(remaining.length, room, 1) : Math.min(Math.max(remaining.length, room, 1), size);
    groups.push(remaining.slice(-wanted).padStart(wanted, '0'));
    remaining = remaining.slice(0, Math.max(0, remaining.length - wanted));
    room -= wanted;
    if (remaining === '' && room <= 0) break;
    room -= separator.length;
  }
  return groups.reverse().join(separator);
}

function groupFraction(digits: string, separator: string): string {
  return separator === '' ? digits : (digits.match(/.{1,3}/g) ?? []).join(separator);
}
