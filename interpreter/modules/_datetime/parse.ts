/** ISO 8601 as `fromisoformat` reads it. A text that is none gives null; ranges are checked by whoever makes the object. */
import type { Value } from '../../objects/core/value.ts';
import { valueError } from '../../objects/core/errors.ts';
import { weeksIn } from '../civil.ts';
import { civilOfOrdinal, delta, MAX_ORDINAL, ordinal, yearError, type Civil, type Clock } from './core.ts';
import { newZone, UTC } from './tzinfo.ts';

const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';

function digits(text: string, at: number, count: number): number | null {
  const part = text.slice(at, at + count);
  return part.length === count && /^[0-9]+$/.test(part) ? Number(part) : null;
}

/** The date of an ISO week's day. */
export function dateOfWeek(year: number, week: number, weekday: number): Civil {
  if (year < 1 || year > 9999) throw yearError(year);
  if (week < 1 || week > weeksIn(year)) throw valueError(`Invalid week: ${week}`);
  if (weekday < 1 || weekday > 7) throw valueError(`Invalid weekday: ${weekday} (range is [1, 7])`);
  const fourth = ordinal([year, 1, 4]);
  const day = fourth - ((fourth + 6) % 7) + (week - 1) * 7 + weekday - 1;
  if (day > MAX_ORDINAL || day < 1) throw yearError(day < 1 ? 0 : 10000);
  return civilOfOrdinal(day);
}

export function parseDate(text: string): Civil | null {
  if (text.length !== 7 && text.length !== 8 && text.length !== 10) return null;
  const year = digits(text, 0, 4);
  const dashes = text[4] === '-';
  let at = dashes ? 5 : 4;
  const isWeek = text[at] === 'W';
  if (isWeek) at++;
  const second = digits(text, at, 2);
  if (year === null || second === null) return null;
  at += 2;
  if (isWeek && at === text.length) return dateOfWeek(year, second, 1);
  if (dashes !== (text[at] === '-')) return null;
  if (dashes) at++;
  const third = digits(text, at, isWeek ? 1 : 2);
  if (third === null || at + (isWeek ? 1 : 2) !== text.length) return null;
  return isWeek ? dateOfWeek(year, second, third) : [year, second, third];
}

/** Hours, and perhaps minutes, seconds and a fraction. */
function parseClock(text: string): [number, number, number, number] | null {
  const parts: [number, number, number, number] = [0, 0, 0, 0];
  let at = 0;
  let colons = false;
  for (let i = 0; i < 3; i++) {
    const part = digits(text, at, 2);
    if (part === null) return null;
    parts[i] = part;
    at += 2;
    if (i === 0) colons = text[at] === ':';
    if (at >= text.length || i === 2) break;
    if (colons && text[at] !== ':') return null;
    if (!colons && !isDigit(text[at])) break;
    if (colons) at++;
  }
  if (at === text.length) return parts;
  if (text[at] !== '.' && text[at] !== ',') return null;
  const fraction = text.slice(at + 1);
  if (!/^[0-9]+$/.test(fraction)) return null;
  parts[3] = Number(fraction.slice(0, 6).padEnd(6, '0'));
  return parts;
}

export interface ParsedTime {
  readonly clock: Clock;
  readonly tzinfo: Value;
  /** It was 24:00. */
  readonly nextDay: boolean;
}

export function parseTime(text: string): ParsedTime | null {
  const sign = text.search(/[-+Z]/);
  const clock = parseClock(sign < 0 ? text : text.slice(0, sign));
  if (clock === null) return null;
  let tzinfo: Value = null;
  if (sign >= 0) {
    const rest = text.slice(sign + 1);
    if (text[sign] === 'Z') {
      if (rest !== '') return null;
      tzinfo = UTC;
    } else {
      const offset = parseClock(rest);
      if (offset === null) return null;
      const [hours, minutes, seconds, microseconds] = offset.map(part => (text[sign] === '-' ? -part : part));
      tzinfo = newZone(delta(0, hours * 3600 + minutes * 60 + seconds, microseconds), null);
    }
  }
  const nextDay = clock[0] === 24;
  if (nextDay) {
    if (clock.slice(1).some(part => part !== 0)) throw valueError('minute, second, and microsecond must be 0 when hour is 24');
    clock[0] = 0;
  }
  return { clock, tzinfo, nextDay };
}

/** Where the date ends. */
function dateLength(text: string): number {
  if (text.length === 7) return 7;
  if (text[4] === '-') {
    if (text[5] !== 'W') return 10;
    if (text[8] !== '-') return 8;
    // After a week, a dash and two digits the dash was the separator.
    return text.length > 10 && isDigit(text[10]) ? 8 : 10;
  }
  if (text[4] !== 'W') return 8;
  let at = 7;
  while (isDigit(text[at])) at++;
  if (at < 9) return at;
  return at % 2 === 0 ? 7 : 8;
}

export function parseDateTime(text: string): { date: Civil; time: ParsedTime } | null {
  if (text.length < 7) return null;
  const length = dateLength(text);
  const date = parseDate(text.slice(0, length));
  if (date === null) return null;
  if (text.length <= length) return { date, time: { clock: [0, 0, 0, 0], tzinfo: null, nextDay: false } };
  const time = parseTime(text.slice(length + 1));
  return time === null ? null : { date, time };
}
