/** Timestamps, and local time. */
import type { Value } from '../../objects/core/value.ts';
import { PyFloat } from '../../objects/core/float.ts';
import { overflowError, valueError } from '../../objects/core/errors.ts';
import { toIndex } from '../../objects/protocol/index.ts';
import { civilFromDays, DAY, daysFromCivil } from '../civil.ts';
import { localKind } from '../local-time.ts';
import { yearError, type Civil, type Clock } from './core.ts';

export interface Moment {
  readonly date: Civil;
  readonly clock: Clock;
}

/** What a calendar and a clock show after so many seconds from 1970. */
export function momentAt(seconds: number, microseconds = 0): Moment {
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  return { date: civilFromDays(days), clock: [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60, microseconds] };
}

export const secondsOfMoment = (date: Civil, clock: Clock): number =>
  daysFromCivil(...date) * DAY + clock[0] * 3600 + clock[1] * 60 + clock[2];

/** Local seconds of a second in UTC. */
function local(utc: number): number {
  const seconds = utc + localKind(utc).offset;
  if (seconds < FIRST || seconds >= END) throw yearError(momentAt(seconds).date[0]);
  return seconds;
}

/** The first second of year 1, and of year 10000. */
const FIRST = daysFromCivil(1, 1, 1) * DAY;
const END = daysFromCivil(10000, 1, 1) * DAY;

export const localMoment = (utc: number, microseconds = 0): Moment => momentAt(local(utc), microseconds);

const LARGEST = 2 ** 63;

function inRange(seconds: number): number {
  if (seconds >= LARGEST || seconds < -LARGEST) throw overflowError('timestamp out of range for platform time_t');
  return seconds;
}

/** A timestamp in whole seconds, rounded down. */
export function secondsOfTimestamp(timestamp: Value): number {
  return splitTimestamp(timestamp, Math.floor)[0];
}

/** A timestamp in seconds and microseconds, which are rounded to the nearest, halves to even. */
export function splitTimestamp(timestamp: Value, round: (x: number) => number = halfEven): [number, number] {
  if (!(timestamp instanceof PyFloat)) return [inRange(Number(toIndex(timestamp))), 0];
  const { value } = timestamp;
  if (Number.isNaN(value)) throw valueError('Invalid value NaN (not a number)');
  let seconds = Math.trunc(value);
  let microseconds = round((value - seconds) * 1e6);
  if (microseconds >= 1e6) {
    microseconds -= 1e6;
    seconds++;
  } else if (microseconds < 0) {
    microseconds += 1e6;
    seconds--;
  }
  return [inRange(seconds), microseconds];
}

function halfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** Clocks are turned back by less than this. */
const MAX_FOLD = 24 * 3600;

/** 1 if the clock shows this second's local time for the second time. */
export function foldOf(utc: number): number {
  const shown = local(utc);
  const transition = shown - local(utc - MAX_FOLD) - MAX_FOLD;
  return transition < 0 && local(utc + transition) === shown ? 1 : 0;
}

/** The second in UTC of a local time: of two the one that `fold` says, of none (the clock skips it) what either offset makes of it. */
export function utcOfLocal(t: number, fold: number): number {
  const a = local(t) - t;
  const first = t - a;
  const shown = local(first);
  let b: number;
  if (shown === t) {
    const other = fold === 1 ? first + MAX_FOLD : first - MAX_FOLD;
    b = local(other) - other;
    if (a === b) return first;
  } else b = shown - first;
  const second = t - b;
  if (local(second) === t) return second;
  if (shown === t) return first;
  return fold === 1 ? Math.min(first, second) : Math.max(first, second);
}
