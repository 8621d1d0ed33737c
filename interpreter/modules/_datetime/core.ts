/**
 * Representations of `datetime`'s objects, how they are made of numbers that have been checked, and how a tzinfo is asked.
 *
 * The types themselves are in files of their own; they find one another through `T`.
 */
import type { TypeDefinition } from '../../objects/core/define.ts';
import { PyObject, type HasDict, type Value } from '../../objects/core/value.ts';
import type { PyDict } from '../../objects/core/dict.ts';
import { overflowError, typeError, valueError } from '../../objects/core/errors.ts';
import { normalize, type Int } from '../../objects/core/integer.ts';
import { T } from '../../objects/core/registry.ts';
import { strText } from '../../objects/core/str.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { toIndex } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { civilFromDays, daysFromCivil, daysInMonth } from '../civil.ts';

export class PyDelta extends PyObject implements HasDict {
  readonly days: number;
  /** 0 … 86399. */
  readonly seconds: number;
  /** 0 … 999999. */
  readonly microseconds: number;
  dict: PyDict | undefined = undefined;
  constructor(days: number, seconds: number, microseconds: number, cls: PyType = T['datetime.timedelta']) {
    super(cls);
    this.days = days;
    this.seconds = seconds;
    this.microseconds = microseconds;
  }
}

export class PyDate extends PyObject implements HasDict {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  dict: PyDict | undefined = undefined;
  constructor(year: number, month: number, day: number, cls: PyType = T['datetime.date']) {
    super(cls);
    this.year = year;
    this.month = month;
    this.day = day;
  }
}

/** Hour, minute, second, microsecond. */
export type Clock = readonly [number, number, number, number];
export const MIDNIGHT: Clock = [0, 0, 0, 0];

export class PyDateTime extends PyDate {
  readonly clock: Clock;
  readonly tzinfo: Value;
  readonly fold: number;
  constructor(date: Civil, clock: Clock, tzinfo: Value, fold: number, cls: PyType = T['datetime.datetime']) {
    super(date[0], date[1], date[2], cls);
    this.clock = clock;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }
}

export class PyTime extends PyObject implements HasDict {
  readonly clock: Clock;
  readonly tzinfo: Value;
  readonly fold: number;
  dict: PyDict | undefined = undefined;
  constructor(clock: Clock, tzinfo: Value, fold: number, cls: PyType = T['datetime.time']) {
    super(cls);
    this.clock = clock;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }
}

/** The attributes that times and datetimes share. */
export const CLOCK_FIELDS: NonNullable<TypeDefinition['getset']> = {
  hour: [(self: PyTime | PyDateTime) => self.clock[0]],
  minute: [(self: PyTime | PyDateTime) => self.clock[1]],
  second: [(self: PyTime | PyDateTime) => self.clock[2]],
  microsecond: [(self: PyTime | PyDateTime) => self.clock[3]],
  tzinfo: [(self: PyTime | PyDateTime) => self.tzinfo],
  fold: [(self: PyTime | PyDateTime) => self.fold],
};

export class PyTzInfo extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
}

export class PyTimeZone extends PyTzInfo {
  readonly offset: PyDelta;
  readonly name: Value;
  constructor(offset: PyDelta, name: Value) {
    super(T['datetime.timezone']);
    this.offset = offset;
    this.name = name;
  }
}

/** Year, month, day. */
export type Civil = readonly [number, number, number];

export const civilOf = (date: PyDate): Civil => [date.year, date.month, date.day];

/** 1 January of year 1 is day 1. */
const ORDINAL_OF_1970 = 719163;
export const ordinal = (date: Civil): number => daysFromCivil(...date) + ORDINAL_OF_1970;
export const civilOfOrdinal = (n: number): Civil => civilFromDays(n - ORDINAL_OF_1970);

export const MAXYEAR = 9999;
export const MAX_ORDINAL = 3652059;

/** An argument that C reads as an int. */
export function integer(value: Value): number {
  const index = toIndex(value);
  if (typeof index === 'bigint') throw overflowError('Python int too large to convert to C long');
  if (index > 2147483647) throw overflowError('signed integer is greater than maximum');
  if (index < -2147483648) throw overflowError('signed integer is less than minimum');
  return index;
}

export const yearError = (year: number): unknown => valueError(`year must be in 1..9999, not ${year}`);

export function checkDate([year, month, day]: Civil): void {
  if (year < 1 || year > MAXYEAR) throw yearError(year);
  if (month < 1 || month > 12) throw valueError(`month must be in 1..12, not ${month}`);
  const most = daysInMonth(year, month);
  if (day < 1 || day > most) throw valueError(`day ${day} must be in range 1..${most} for month ${month} in year ${year}`);
}

const PARTS = ['hour', 'minute', 'second', 'microsecond'] as const;
const MOST = [23, 59, 59, 999999];

export function checkClock(clock: Clock, fold: number): void {
  clock.forEach((part, i) => {
    if (part < 0 || part > MOST[i]) throw valueError(`${PARTS[i]} must be in 0..${MOST[i]}, not ${part}`);
  });
  if (fold !== 0 && fold !== 1) throw valueError(`fold must be either 0 or 1, not ${fold}`);
}

export function checkZone(tzinfo: Value): void {
  if (tzinfo !== null && !(tzinfo instanceof PyTzInfo))
    throw typeError(`tzinfo argument must be None or of a tzinfo subclass, not type '${typeOf(tzinfo).name}'`);
}

// ---------------------------------------------------------------- durations

export const MAX_DAYS = 999999999;
const MICROSECONDS_A_DAY = 86400000000n;

/** Brings seconds and microseconds into their ranges. */
export function delta(days: number, seconds: number, microseconds: number, cls?: PyType): PyDelta {
  seconds += Math.floor(microseconds / 1e6);
  microseconds -= Math.floor(microseconds / 1e6) * 1e6;
  days += Math.floor(seconds / 86400);
  seconds -= Math.floor(seconds / 86400) * 86400;
  if (Math.abs(days) > MAX_DAYS) throw overflowError(`days=${days}; must have magnitude <= ${MAX_DAYS}`);
  return new PyDelta(days, seconds, microseconds, cls);
}

export const microsecondsOf = (d: PyDelta): bigint => (BigInt(d.days) * 86400n + BigInt(d.seconds)) * 1000000n + BigInt(d.microseconds);

export function deltaOf(microseconds: Int, cls?: PyType): PyDelta {
  const all = BigInt(microseconds);
  let days = all / MICROSECONDS_A_DAY;
  let rest = all % MICROSECONDS_A_DAY;
  if (rest < 0n) {
    days--;
    rest += MICROSECONDS_A_DAY;
  }
  if (days > 2147483647n || days < -2147483648n) throw overflowError('Python int too large to convert to C int');
  return delta(Number(days), Math.floor(Number(rest) / 1e6), Number(rest) % 1e6, cls);
}

export const addDeltas = (a: PyDelta, b: PyDelta, sign: 1 | -1): PyDelta =>
  delta(a.days + sign * b.days, a.seconds + sign * b.seconds, a.microseconds + sign * b.microseconds);

export const sameDelta = (a: PyDelta, b: PyDelta): boolean =>
  a.days === b.days && a.seconds === b.seconds && a.microseconds === b.microseconds;
export const isZero = (d: PyDelta): boolean => d.days === 0 && d.seconds === 0 && d.microseconds === 0;

/** Whole seconds, and microseconds beside them. */
export const secondsOf = (d: PyDelta): number => d.days * 86400 + d.seconds;

/** The quotient rounded to the nearest integer, halves to even. */
export function divideNearest(a: Int, b: Int): Int {
  let [n, m] = [BigInt(a), BigInt(b)];
  if (m < 0n) [n, m] = [-n, -m];
  let quotient = n / m;
  let rest = n % m;
  if (rest < 0n) {
    quotient--;
    rest += m;
  }
  const twice = rest * 2n;
  return normalize(twice > m || (twice === m && (quotient & 1n) === 1n) ? quotient + 1n : quotient);
}

/** An offset from UTC lies within a day. */
export function checkOffset(offset: PyDelta): PyDelta {
  if ((offset.days === -1 && offset.seconds === 0 && offset.microseconds < 1) || offset.days < -1 || offset.days >= 1)
    throw valueError(`offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${reprText(offset)}`);
  return offset;
}

// ---------------------------------------------------------------- asking a tzinfo

function ask(tzinfo: Value, method: 'utcoffset' | 'dst', moment: Value): PyDelta | null {
  if (tzinfo === null) return null;
  const offset = callValue(getAttribute(tzinfo, method), [moment]);
  if (offset === null) return null;
  if (!(offset instanceof PyDelta)) throw typeError(`tzinfo.${method}() must return None or timedelta, not '${typeOf(offset).name}'`);
  return checkOffset(offset);
}

export const utcOffset = (tzinfo: Value, moment: Value): PyDelta | null => ask(tzinfo, 'utcoffset', moment);
export const dstOffset = (tzinfo: Value, moment: Value): PyDelta | null => ask(tzinfo, 'dst', moment);

export function zoneName(tzinfo: Value, moment: Value): Value {
  if (tzinfo === null) return null;
  const name = callValue(getAttribute(tzinfo, 'tzname'), [moment]);
  if (name !== null && strText(name) === undefined)
    throw typeError(`tzinfo.tzname() must return None or a string, not '${typeOf(name).name}'`);
  return name;
}

// ---------------------------------------------------------------- text

export const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

export const dateText = ([year, month, day]: Civil): string => `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

const SPECS = ['hours', 'minutes', 'seconds', 'milliseconds', 'microseconds'];

export function clockText([hour, minute, second, microsecond]: Clock, timespec = 'auto'): string {
  const spec = timespec === 'auto' ? (microsecond === 0 ? 2 : 4) : SPECS.indexOf(timespec);
  if (spec < 0) throw valueError('Unknown timespec value');
  const whole = [hour, minute, second].slice(0, Math.min(spec, 2) + 1).map(part => pad(part)).join(':'); // prettier-ignore
  return spec === 3 ? `${whole}.${pad(Math.floor(microsecond / 1000), 3)}` : spec === 4 ? `${whole}.${pad(microsecond, 6)}` : whole;
}

/** `+HH:MM`, with seconds and microseconds where there are any. */
export function offsetText(offset: PyDelta | null, separator = ':'): string {
  if (offset === null) return '';
  const negative = offset.days < 0;
  const size = negative ? delta(-offset.days, -offset.seconds, -offset.microseconds) : offset;
  const [hours, minutes, seconds] = [Math.floor(size.seconds / 3600), Math.floor(size.seconds / 60) % 60, size.seconds % 60];
  let text = `${negative ? '-' : '+'}${pad(hours)}${separator}${pad(minutes)}`;
  if (seconds !== 0 || size.microseconds !== 0) text += separator + pad(seconds);
  if (size.microseconds !== 0) text += `.${pad(size.microseconds, 6)}`;
  return text;
}

/** The bytes by which dates and times are pickled, hashed and compared. */
export const dateBytes = ([year, month, day]: Civil): number[] => [year >> 8, year & 255, month, day];
export const clockBytes = ([hour, minute, second, microsecond]: Clock): number[] => [
  ...[hour, minute, second],
  ...[microsecond >> 16, (microsecond >> 8) & 255, microsecond & 255],
];

/** Negative, zero or positive, by the first difference. */
export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}
