/** `time` (CPython: Modules/timemodule.c): the host's clock, and calendar time in UTC and in the local zone. */
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import type { PyModule } from '../objects/core/module.ts';
import { normalize } from '../objects/core/integer.ts';
import { overflowError, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { T } from '../objects/core/registry.ts';
import { callValue } from '../objects/protocol/call.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';
import { machine, waitFor } from '../vm/machine.ts';
import { loadModule } from '../vm/import.ts';
import { civilFromDays, DAY, daysFromCivil, isoWeek, weekdayOfDays } from './civil.ts';
import { localKind, localZone, resetLocalZone } from './local-time.ts';
import type { Kind } from './time-zones.ts';

const structTime = defineStructSeq(
  'time',
  'struct_time',
  ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst', 'tm_zone', 'tm_gmtoff'],
  2,
);

const seconds = (nanoseconds: bigint): PyFloat => new PyFloat(Number(nanoseconds) / 1e9);
const wall = (): bigint => machine.host.clock.time();
const monotonic = (): bigint => machine.host.clock.monotonic();

/** `gmtime(seconds)` as the nine numbers of a struct_time. */
function brokenDown(epoch: number): number[] {
  const days = Math.floor(epoch / DAY);
  const rest = epoch - days * DAY;
  const [year, month, day] = civilFromDays(days);
  const yday = days - daysFromCivil(year, 1, 1) + 1;
  return [year, month, day, Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60, weekdayOfDays(days), yday, 0];
}

function epochOf(value: MaybeValue): number {
  if (value === undefined || value === null) return Number(wall() / 1000000000n);
  const x = Math.floor(floatOf(value));
  if (Number.isNaN(x)) throw valueError('Invalid value NaN (not a number)');
  if (Math.abs(x) > 67768036191676799) throw overflowError('timestamp out of range for platform time_t');
  return x;
}

const UTC: Kind = { offset: 0, isDst: false, abbreviation: 'UTC' };

function toStruct(epoch: number, kind: Kind): PyTuple {
  const fields: Value[] = brokenDown(epoch + kind.offset);
  fields[8] = kind.isDst ? 1 : 0;
  return structTime.make([...fields, strOf(kind.abbreviation), kind.offset]);
}

const localFields = (epoch: number): number[] => {
  const kind = localKind(epoch);
  return [...brokenDown(epoch + kind.offset).slice(0, 8), kind.isDst ? 1 : 0];
};

/** What the module tells of the local zone: standard time, and summer time if the zone has it. */
function zoneAttributes(): Record<string, Value> {
  // As in a C library: what holds now, in January and in July.
  const [year] = civilFromDays(Math.floor(Number(wall() / 1000000000n) / DAY));
  const kinds = [1, 7].map(month => localKind(daysFromCivil(year, month, 1) * DAY));
  const standard = kinds.find(({ isDst }) => !isDst) ?? kinds[0];
  const summer = kinds.find(({ isDst }) => isDst);
  return {
    timezone: 0 - standard.offset,
    altzone: 0 - (summer ?? standard).offset,
    daylight: summer === undefined ? 0 : 1,
    tzname: new PyTuple([strOf(standard.abbreviation), strOf((summer ?? standard).abbreviation)]),
  };
}

/** The nine numbers of a struct_time or tuple argument. */
function timeFields(value: Value, name: string): number[] {
  if (!(value instanceof PyTuple)) throw typeError('Tuple or struct_time argument required');
  if (value.items.length !== 9) throw typeError(`${name}(): illegal time tuple argument`);
  const fields = value.items.map(item => toIndexNumber(item));
  if (fields[0] > 2147483647 || fields[0] < -2147483648 + 1900) throw overflowError('year out of range');
  return fields;
}

/** Like `timeFields`, checked and brought to ranges as strftime wants them: out of range raises ValueError. */
function checkedFields(value: MaybeValue, name: string): number[] {
  if (value === undefined) return localFields(epochOf(undefined));
  const fields = timeFields(value, name);
  if (fields[1] === 0) fields[1] = 1;
  if (fields[2] === 0) fields[2] = 1;
  if (fields[7] === 0) fields[7] = 1;
  const limits: [number, number, string][] = [
    [1, 12, 'month out of range'],
    [1, 31, 'day of month out of range'],
    [0, 23, 'hour out of range'],
    [0, 59, 'minute out of range'],
    [0, 61, 'seconds out of range'],
  ];
  limits.forEach(([low, high, message], i) => {
    if (fields[i + 1] < low || fields[i + 1] > high) throw valueError(message);
  });
  // C counts from Sunday, and looks at what is left of weeks.
  const weekday = (fields[6] + 1) % 7;
  if (weekday < 0) throw valueError('day of week out of range');
  fields[6] = (weekday + 6) % 7;
  if (fields[7] < 1 || fields[7] > 366) throw valueError('day of year out of range');
  return fields;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const pad = (n: number, width = 2, fill = '0'): string => String(n).padStart(width, fill);

/** The zone in which the fields of a time tuple are read: the local one. */
function zoneOf(fields: readonly number[]): Kind {
  return localKind(localZone().utcOf(secondsOf(fields), fields[8]));
}

function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
}

/** `strftime` in the C locale. */
export function formatTime(format: string, fields: readonly number[]): string {
  const [year, month, day, hour, minute, second, wday, yday] = fields;
  const one = (c: string): string | undefined => {
    switch (c) {
      case 'a':
        return WEEKDAYS[wday].slice(0, 3);
      case 'A':
        return WEEKDAYS[wday];
      case 'b':
      case 'h':
        return MONTHS[month - 1].slice(0, 3);
      case 'B':
        return MONTHS[month - 1];
      case 'c':
        return formatTime('%a %b %e %H:%M:%S %Y', fields);
      case 'C':
        return pad(Math.floor(year / 100));
      case 'd':
        return pad(day);
      case 'D':
      case 'x':
        return formatTime('%m/%d/%y', fields);
      case 'e':
        return pad(day, 2, ' ');
      case 'F':
        return formatTime('%Y-%m-%d', fields);
      case 'G':
        return String(isoWeek(year, yday, wday)[0]);
      case 'g':
        return pad(isoWeek(year, yday, wday)[0] % 100);
      case 'H':
        return pad(hour);
      case 'I':
        return pad(hour % 12 === 0 ? 12 : hour % 12);
      case 'j':
        return pad(yday, 3);
      case 'k':
        return pad(hour, 2, ' ');
      case 'l':
        return pad(hour % 12 === 0 ? 12 : hour % 12, 2, ' ');
      case 'm':
        return pad(month);
      case 'M':
        return pad(minute);
      case 'n':
        return '\n';
      case 'p':
        return hour < 12 ? 'AM' : 'PM';
      case 'P':
        return hour < 12 ? 'am' : 'pm';
      case 'r':
        return formatTime('%I:%M:%S %p', fields);
      case 'R':
        return formatTime('%H:%M', fields);
      case 's':
        return String(localZone().utcOf(secondsOf(fields), fields[8]));
      case 'S':
        return pad(second);
      case 't':
        return '\t';
      case 'T':
      case 'X':
        return formatTime('%H:%M:%S', fields);
      case 'u':
        return String(wday + 1);
      case 'U':
        return pad(Math.floor((yday + 6 - ((wday + 1) % 7)) / 7));
      case 'V':
        return pad(isoWeek(year, yday, wday)[1]);
      case 'w':
        return String((wday + 1) % 7);
      case 'W':
        return pad(Math.floor((yday + 6 - wday) / 7));
      case 'y':
        return pad(((year % 100) + 100) % 100);
      case 'Y':
        return String(year);
      case 'z':
        return offsetText(zoneOf(fields).offset);
      case 'Z':
        return zoneOf(fields).abbreviation;
      case '%':
        return '%';
      default:
        return undefined;
    }
  };
  return format.replace(/%[EO]?([\s\S])/g, (whole, c: string) => one(c) ?? whole);
}

function secondsOf(fields: readonly number[]): number {
  const [year, month, day, hour, minute, second] = fields;
  // Months beyond the year carry over.
  const months = year * 12 + (month - 1);
  return (
    daysFromCivil(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1) * DAY + (day - 1) * DAY + hour * 3600 + minute * 60 + second
  );
}

const asctime = (fields: readonly number[]): string => {
  const [year, month, day, hour, minute, second, wday] = fields;
  return `${WEEKDAYS[wday].slice(0, 3)} ${MONTHS[month - 1].slice(0, 3)} ${pad(day, 2, ' ')} ${pad(hour)}:${pad(minute)}:${pad(second)} ${year}`;
};

registerModule('time', {
  doc: 'This module provides various functions to manipulate time values.',
  attributes: {
    struct_time: structTime.type,
    _STRUCT_TM_ITEMS: 11,
    CLOCK_REALTIME: 0,
    CLOCK_MONOTONIC: 1,
    CLOCK_PROCESS_CPUTIME_ID: 2,
    CLOCK_THREAD_CPUTIME_ID: 3,
  },
  functions: {
    'time()': [
      () => seconds(wall()),
      'Return the current time in seconds since the Epoch.\n\nFractions of a second may be present if the system clock provides them.',
    ],
    'time_ns()': [() => normalize(wall()), 'Return the current time in nanoseconds since the Epoch.'],
    'monotonic()': [() => seconds(monotonic()), 'Monotonic clock, cannot go backward.'],
    'monotonic_ns()': [() => normalize(monotonic()), 'Monotonic clock, cannot go backward, as nanoseconds.'],
    'perf_counter()': [() => seconds(monotonic()), 'Performance counter for benchmarking.'],
    'perf_counter_ns()': [() => normalize(monotonic()), 'Performance counter for benchmarking as nanoseconds.'],
    'process_time()': [() => seconds(monotonic()), 'Process time for profiling: sum of the kernel and user-space CPU time.'],
    'process_time_ns()': [() => normalize(monotonic()), 'Process time for profiling as nanoseconds.'],
    'thread_time()': [() => seconds(monotonic()), 'Thread time for profiling: sum of the kernel and user-space CPU time.'],
    'thread_time_ns()': [() => normalize(monotonic()), 'Thread time for profiling as nanoseconds.'],
    'clock_gettime(clk_id, /)': [
      (id: Value) => seconds(toIndexNumber(id) === 0 ? wall() : monotonic()),
      'Return the time of the specified clock clk_id as a float.',
    ],
    'clock_gettime_ns(clk_id, /)': [
      (id: Value) => normalize(toIndexNumber(id) === 0 ? wall() : monotonic()),
      'Return the time of the specified clock clk_id as nanoseconds (int).',
    ],
    'get_clock_info(name, /)': [
      (name: Value) => {
        const kind = strText(name);
        if (kind !== 'time' && kind !== 'monotonic' && kind !== 'perf_counter' && kind !== 'process_time' && kind !== 'thread_time')
          throw valueError('unknown clock');
        const implementation = kind === 'time' ? 'clock_gettime(CLOCK_REALTIME)' : 'clock_gettime(CLOCK_MONOTONIC)';
        const info = callValue(
          T.SimpleNamespace,
          [implementation, kind !== 'time', kind === 'time', new PyFloat(1e-9)],
          ['implementation', 'monotonic', 'adjustable', 'resolution'],
        );
        return info;
      },
      'Get information of the specified clock.',
    ],
    'sleep(seconds, /)': [
      (duration: Value) => {
        const { slots } = typeOf(duration);
        if (slots.nb_float === null && slots.nb_index === null)
          throw typeError(`'${typeOf(duration).name}' object cannot be interpreted as an integer`);
        const s = floatOf(duration);
        if (Number.isNaN(s)) throw valueError('Invalid value NaN (not a number)');
        if (s < 0) throw valueError('sleep length must be non-negative');
        if (s > 9223372036.854775) throw overflowError('timestamp too large to convert to C PyTime_t');
        return waitFor(s, () => null);
      },
      'Delay execution for a given number of seconds.  The argument may be\na floating-point number for subsecond precision.',
    ],
    'gmtime(seconds=<unrepresentable>, /)': [
      (value: MaybeValue) => toStruct(epochOf(value), UTC),
      'Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT).',
    ],
    'localtime(seconds=<unrepresentable>, /)': [
      (value: MaybeValue) => {
        const epoch = epochOf(value);
        return toStruct(epoch, localKind(epoch));
      },
      'Convert seconds since the Epoch to a time tuple expressing local time.',
    ],
    'mktime(tuple, /)': [
      (value: Value) => {
        const fields = timeFields(value, 'mktime');
        return new PyFloat(localZone().utcOf(secondsOf(fields), fields[8]));
      },
      'mktime(tuple) -> floating-point number\n\nConvert a time tuple in local time to seconds since the Epoch.',
    ],
    'asctime(tuple=<unrepresentable>, /)': [
      (value: MaybeValue) => asctime(checkedFields(value, 'asctime')),
      "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.",
    ],
    'ctime(seconds=<unrepresentable>, /)': [
      (value: MaybeValue) => asctime(localFields(epochOf(value))),
      'Convert a time in seconds since the Epoch to a string in local time.',
    ],
    'strftime(format, tuple=<unrepresentable>, /)': [
      (format: Value, value: MaybeValue) => {
        const text = strText(format);
        if (text === undefined) throw typeError(`strftime() argument 1 must be str, not ${typeOf(format).name}`);
        return strOf(formatTime(text, checkedFields(value, 'strftime')));
      },
      'Convert a time tuple to a string according to a format specification.',
    ],
    'strptime(string, format=<unrepresentable>, /)': [
      (text: Value, format: MaybeValue) =>
        callValue(getAttribute(loadModule('_strptime'), '_strptime_time'), [text, format ?? '%a %b %d %H:%M:%S %Y']),
      'Parse a string to a time tuple according to a format specification.',
    ],
    'tzset()': [
      () => {
        resetLocalZone();
        const module = loadModule('time') as PyModule;
        for (const [name, value] of Object.entries(zoneAttributes())) module.dict.setStr(name, value);
        return null;
      },
      "Initialize, or reinitialize, the local timezone to the value stored in\nos.environ['TZ'].",
    ],
  },
  initialize: module => {
    resetLocalZone();
    for (const [name, value] of Object.entries(zoneAttributes())) module.dict.setStr(name, value);
  },
});
