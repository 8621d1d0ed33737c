/**
 * Time zones: rules as POSIX writes them in TZ (`CET-1CEST,M3.5.0,M10.5.0/3`), files in the TZif format (RFC 9636), and the zone that is local.
 */
import { FileError } from '../host/host.ts';
import { machine } from '../vm/machine.ts';
import { civilFromDays, DAY, daysFromCivil, daysInMonth, isLeap, weekdayOfDays } from './civil.ts';

/** What a clock shows for a while. */
export interface Kind {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly isDst: boolean;
  readonly abbreviation: string;
}

/** When in a year a rule takes over: seconds of local time, from the day that `day` gives. */
interface Change {
  readonly day: (year: number) => number;
  readonly time: number;
}

/** A rule for all years. */
export class Rule {
  readonly standard: Kind;
  readonly summer: Kind | null;
  private readonly start: Change | null;
  private readonly end: Change | null;

  constructor(standard: Kind, summer: Kind | null, start: Change | null, end: Change | null) {
    this.standard = standard;
    this.summer = summer;
    this.start = start;
    this.end = end;
  }

  /** The seconds, in UTC, at which summer time begins and ends in a year. */
  changes(year: number): { start: number; end: number } | null {
    if (this.start === null || this.end === null || this.summer === null) return null;
    return {
      start: this.start.day(year) * DAY + this.start.time - this.standard.offset,
      end: this.end.day(year) * DAY + this.end.time - this.summer.offset,
    };
  }

  at(utc: number): Kind {
    const [year] = civilFromDays(Math.floor((utc + this.standard.offset) / DAY));
    const changes = this.changes(year);
    if (changes === null) return this.standard;
    const { start, end } = changes;
    const inSummer = start < end ? utc >= start && utc < end : utc < end || utc >= start;
    return inSummer ? this.summer! : this.standard;
  }
}

/** `[+-]hh[:mm[:ss]]` as seconds. */
function parseHours(text: string, most: number): number {
  const match = /^([+-]?)(\d{1,3})(?::(\d{1,2})(?::(\d{1,2}))?)?$/.exec(text);
  if (match === null) throw new RangeError(text);
  const [hours, minutes, seconds] = match.slice(2).map(part => Number(part ?? 0));
  if (hours > most || minutes > 59 || seconds > 59) throw new RangeError(text);
  return (match[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

function parseChange(text: string): Change {
  const [date, clock] = text.split('/');
  const time = clock === undefined ? 7200 : parseHours(clock, 167);
  const month = /^M(\d{1,2})\.(\d)\.(\d)$/.exec(date);
  if (month !== null) {
    const [m, week, weekday] = month.slice(1).map(Number);
    if (m < 1 || m > 12 || week < 1 || week > 5 || weekday > 6) throw new RangeError(text);
    const day = (year: number): number => {
      const first = daysFromCivil(year, m, 1);
      // Here weeks begin on Sunday.
      const found = ((((weekday - ((weekdayOfDays(first) + 1) % 7)) % 7) + 7) % 7) + 7 * (week - 1);
      return first + (found >= daysInMonth(year, m) ? found - 7 : found);
    };
    return { day, time };
  }
  const julian = /^(J?)(\d{1,3})$/.exec(date);
  if (julian === null) throw new RangeError(text);
  const n = Number(julian[2]);
  if (n > 365 || (julian[1] !== '' && n < 1)) throw new RangeError(text);
  // With J, 29 February has no number.
  const day =
    julian[1] === ''
      ? (year: number): number => daysFromCivil(year, 1, 1) + n
      : (year: number): number => daysFromCivil(year, 1, 1) + n - 1 + (isLeap(year) && n >= 60 ? 1 : 0);
  return { day, time };
}

/** A rule as TZ states it; RangeError if it is none. */
export function parseRule(text: string): Rule {
  const [names, ...changes] = text.split(',');
  const match = /^(<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})([+-]?\d[\d:]*)(?:(<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})([+-]?\d[\d:]*)?)?$/.exec(names);
  if (match === null) throw new RangeError(text);
  const name = (quoted: string): string => quoted.replace(/^<(.*)>$/, '$1');
  const offset = 0 - parseHours(match[2], 24);
  const standard = { offset, isDst: false, abbreviation: name(match[1]) };
  if (match[3] === undefined) {
    if (changes.length > 0) throw new RangeError(text);
    return new Rule(standard, null, null, null);
  }
  const summer = {
    offset: match[4] === undefined ? offset + 3600 : 0 - parseHours(match[4], 24),
    isDst: true,
    abbreviation: name(match[3]),
  };
  if (changes.length !== 2 && changes.length !== 0) throw new RangeError(text);
  const [start, end] = changes.length === 0 ? ['M3.2.0', 'M11.1.0'] : changes;
  return new Rule(standard, summer, parseChange(start), parseChange(end));
}

/** A zone with a history, and a rule for what follows. */
export class Zone {
  /** The seconds in UTC at which the clock changes, and to what. */
  readonly transitions: readonly number[];
  readonly kinds: readonly Kind[];
  readonly before: Kind;
  readonly rule: Rule | null;
  /** All kinds that a file states, in its order. */
  readonly stated: readonly Kind[];

  constructor(transitions: readonly number[], kinds: readonly Kind[], before: Kind, rule: Rule | null, stated: readonly Kind[] = []) {
    this.transitions = transitions;
    this.kinds = kinds;
    this.before = before;
    this.rule = rule;
    this.stated = stated;
  }

  at(utc: number): Kind {
    const index = bisect(this.transitions, utc);
    if (index === 0 && (this.transitions.length > 0 || this.rule === null)) return this.before;
    if (index === this.transitions.length && this.rule !== null) return this.rule.at(utc);
    return this.kinds[index - 1];
  }

  /** The first second in UTC that a clock shows as this local time; what the clock skips counts from the offset before. */
  utcOf(local: number, dst = -1): number {
    const around = [...new Set([this.at(local - DAY), this.at(local + DAY)])];
    const found = around.map(({ offset }) => local - offset).filter(utc => utc + this.at(utc).offset === local);
    const asked = dst < 0 ? undefined : found.find(utc => this.at(utc).isDst === dst > 0);
    if (asked !== undefined) return asked;
    const utc = found[0] ?? local - around[0].offset;
    const kind = this.at(utc);
    const other = this.rule?.summer ?? null;
    if (dst < 0 || other === null || kind.isDst === dst > 0) return utc;
    // Told that it is summer time in winter, or the other way round.
    return utc + kind.offset - (dst > 0 ? other.offset : this.rule!.standard.offset);
  }
}

/** How many of the sorted numbers are not above `x`. */
export function bisect(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A TZif file; RangeError if it is none. */
export function parseZone(bytes: Uint8Array): Zone {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = (at: number): number[] => {
    if (String.fromCharCode(...bytes.subarray(at, at + 4)) !== 'TZif') throw new RangeError('magic');
    return [20, 24, 28, 32, 36, 40].map(offset => view.getUint32(at + offset));
  };
  const version = bytes[4] === 0 ? 1 : bytes[4] - 48;
  let [isUtc, isStandard, leaps, times, types, chars] = header(0);
  let at = 44;
  let size = 4;
  if (version >= 2) {
    at += times * 5 + types * 6 + chars + leaps * 8 + isStandard + isUtc;
    [isUtc, isStandard, leaps, times, types, chars] = header(at);
    at += 44;
    size = 8;
  }
  const transitions = Array.from({ length: times }, (_, i) =>
    size === 8 ? Number(view.getBigInt64(at + i * 8)) : view.getInt32(at + i * 4),
  );
  at += times * size;
  const indices = bytes.subarray(at, at + times);
  at += times;
  const names = at + types * 6;
  const abbreviation = (index: number): string => {
    const end = bytes.indexOf(0, names + index);
    return String.fromCharCode(...bytes.subarray(names + index, end));
  };
  const stated: Kind[] = Array.from({ length: types }, (_, i) => ({
    offset: view.getInt32(at + i * 6),
    isDst: bytes[at + i * 6 + 4] !== 0,
    abbreviation: abbreviation(bytes[at + i * 6 + 5]),
  }));
  at = names + chars + leaps * (size + 4) + isStandard + isUtc;
  const footer = version >= 2 ? new TextDecoder().decode(bytes.subarray(at + 1, bytes.indexOf(10, at + 1))) : '';
  const kinds = Array.from(indices, index => stated[index]);
  const before = stated.find(({ isDst }) => !isDst) ?? stated[0];
  return new Zone(transitions, kinds, before, footer === '' ? null : parseRule(footer), stated);
}

const UTC: Kind = { offset: 0, isDst: false, abbreviation: 'UTC' };
export const UTC_ZONE = new Zone([], [], UTC, null);

const DATABASE = '/usr/share/zoneinfo';

function zoneFile(path: string): Zone | null {
  try {
    if (machine.host.files.stat(path)?.kind !== 'file') return null;
    return parseZone(machine.host.files.read(path));
  } catch (error) {
    if (error instanceof FileError || error instanceof RangeError) return null;
    throw error;
  }
}

/** The zone that TZ names: a rule, or a file of the host; UTC for what is unknown, as C libraries do. */
export function namedZone(name: string): Zone {
  const plain = name.startsWith(':') ? name.slice(1) : name;
  if (plain === '') return UTC_ZONE;
  const file = plain.startsWith('/') ? plain : plain.split('/').includes('..') ? null : `${DATABASE}/${plain}`;
  const found = file === null ? null : zoneFile(file);
  if (found !== null) return found;
  try {
    const rule = parseRule(plain);
    return new Zone([], [], rule.standard, rule);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return UTC_ZONE;
  }
}

/** The zone of the machine, where TZ names none. */
export const systemZone = (): Zone => zoneFile('/etc/localtime') ?? UTC_ZONE;
