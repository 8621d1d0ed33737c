/** `datetime.datetime`. */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyEQ, PyNE, type CompareOp, type KwNames } from '../../objects/core/slots.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { PyFloat } from '../../objects/core/float.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { defineType } from '../../objects/core/define.ts';
import { overflowError, typeError } from '../../objects/core/errors.ts';
import { hashValue } from '../../objects/core/hash.ts';
import { T } from '../../objects/core/registry.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { charOf, codePointAt, strLength, strValue, textOf } from '../../objects/core/str.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { warnings } from '../../objects/core/warnings.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { byOrder } from '../../objects/protocol/compare.ts';
import { strOf } from '../../objects/core/str.ts';
import { machine } from '../../vm/machine.ts';
import { localKind } from '../local-time.ts';
import { parseArguments } from './arguments.ts';
import { CLOCK_FIELDS, addDeltas, checkClock, checkDate, checkZone, civilOf, civilOfOrdinal, clockBytes, clockText, compareNumbers, dateBytes, dateText, delta, dstOffset, integer, isZero, MAX_ORDINAL, MIDNIGHT, offsetText, ordinal, PyDate, PyDateTime, PyDelta, PyTime, sameDelta, utcOffset, zoneName, type Civil, type Clock } from './core.ts'; // prettier-ignore
import { badIsoFormat, ctime, date, pickledState, plainText, structTime } from './date.ts';
import { format, formatted, parsed } from './format.ts';
import { foldOf, localMoment, momentAt, secondsOfMoment, splitTimestamp, utcOfLocal, type Moment } from './local.ts';
import { parseDateTime } from './parse.ts';
import { replacedClock, reprTail, specOf, stateZone } from './time.ts';
import { newZone, UTC } from './tzinfo.ts';

const NAMES = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'];
const PARAMETERS = { function: null, names: NAMES, required: 3, positional: 8, convert: integer };

const isSane = (bytes: ArrayLike<number>): boolean => (bytes[2] & 0x7f) >= 1 && (bytes[2] & 0x7f) <= 12;

function make(cls: PyType, args: Value[], kwnames: KwNames): Value {
  if ((args.length === 1 || args.length === 2) && kwnames === null) {
    const state = pickledState(args[0], 10, isSane, 'datetime');
    if (state !== undefined) {
      const [century, year, month, day, hour, minute, second, high, middle, low] = state;
      const clock: Clock = [hour, minute, second, high * 65536 + middle * 256 + low];
      return new PyDateTime([century * 256 + year, month & 0x7f, day], clock, stateZone(args), month >> 7, cls);
    }
  }
  const values = parseArguments(PARAMETERS, args, kwnames);
  const [year, month, day, hour, minute, second, microsecond] = values.slice(0, 7).map(value => (value === undefined ? 0 : integer(value)));
  const fold = values[8] === undefined ? 0 : integer(values[8]);
  return checked(cls, [year, month, day], [hour, minute, second, microsecond], values[7] ?? null, fold);
}

function checked(cls: PyType, civil: Civil, clock: Clock, tzinfo: Value, fold: number): PyDateTime {
  checkDate(civil);
  checkClock(clock, fold);
  checkZone(tzinfo);
  return new PyDateTime(civil, clock, tzinfo, fold, cls);
}

/** A moment of a class that may be a subclass, with a constructor of its own. */
function newDateTime(cls: Value, civil: Civil, clock: Clock, tzinfo: Value, fold: number): Value {
  if (cls === T['datetime.datetime']) return checked(T['datetime.datetime'], civil, clock, tzinfo, fold);
  const made = callValue(cls, [...civil, ...clock, tzinfo]);
  if (made instanceof PyDateTime) (made as { fold: number }).fold = fold;
  return made;
}

/** The moment so much later. */
function shifted(self: PyDateTime, by: PyDelta, sign: 1 | -1, cls: Value = typeOf(self)): Value {
  const [hour, minute, second, microsecond] = self.clock;
  const day = ordinal(civilOf(self)) + sign * by.days;
  const carried = delta(0, hour * 3600 + minute * 60 + second + sign * by.seconds, microsecond + sign * by.microseconds);
  if (day + carried.days < 1 || day + carried.days > MAX_ORDINAL) throw overflowError('date value out of range');
  const { clock } = momentAt(carried.seconds, carried.microseconds);
  return newDateTime(cls, civilOfOrdinal(day + carried.days), clock, self.tzinfo, 0);
}

/** The time between two moments as their clocks show them. */
function clockDifference(left: PyDateTime, right: PyDateTime): PyDelta {
  const [a, b] = [left.clock, right.clock];
  return delta(ordinal(civilOf(left)) - ordinal(civilOf(right)), (a[0] - b[0]) * 3600 + (a[1] - b[1]) * 60 + a[2] - b[2], a[3] - b[3]);
}

const offsetOf = (self: PyDateTime): PyDelta | null => utcOffset(self.tzinfo, self);

function difference(left: PyDateTime, right: PyDateTime): PyDelta {
  const apart = clockDifference(left, right);
  if (left.tzinfo === right.tzinfo) return apart;
  const [a, b] = [offsetOf(left), offsetOf(right)];
  if (a === null && b === null) return apart;
  if (a === null || b === null) throw typeError("can't subtract offset-naive and offset-aware datetimes");
  return sameDelta(a, b) ? apart : addDeltas(apart, addDeltas(a, b, -1), -1);
}

const numbers = (self: PyDateTime): number[] => [...civilOf(self), ...self.clock];

const refolded = (self: PyDateTime, fold: number): PyDateTime => new PyDateTime(civilOf(self), self.clock, self.tzinfo, fold, typeOf(self));

/** PEP 495: what a zone shows twice, or never, equals nothing in another zone. */
function isProblematic(self: PyDateTime, offset: PyDelta | null): boolean {
  if (offset === null) return false;
  const other = offsetOf(refolded(self, 1 - self.fold));
  return other === null || !sameDelta(offset, other);
}

function compare(left: PyDateTime, right: Value, op: CompareOp): Value {
  if (!(right instanceof PyDateTime)) return NotImplemented;
  if (left.tzinfo === right.tzinfo) return byOrder(compareNumbers(numbers(left), numbers(right)), op);
  const [a, b] = [offsetOf(left), offsetOf(right)];
  let order: number;
  if ((a === null && b === null) || (a !== null && b !== null && sameDelta(a, b))) order = compareNumbers(numbers(left), numbers(right));
  else if (a !== null && b !== null) {
    const apart = addDeltas(clockDifference(left, right), addDeltas(a, b, -1), -1);
    order = apart.days !== 0 ? apart.days : isZero(apart) ? 0 : 1;
  } else if (op === PyEQ || op === PyNE) return op === PyNE;
  else throw typeError("can't compare offset-naive and offset-aware datetimes");
  if ((op === PyEQ || op === PyNE) && order === 0 && (isProblematic(left, a) || isProblematic(right, b))) order = 1;
  return byOrder(order, op);
}

function hash(self: PyDateTime): number | bigint {
  const offset = offsetOf(self.fold === 0 ? self : refolded(self, 0));
  if (offset === null) return hashValue(new PyBytes(Uint8Array.from([...dateBytes(civilOf(self)), ...clockBytes(self.clock)])));
  const [hour, minute, second, microsecond] = self.clock;
  const since = delta(ordinal(civilOf(self)), hour * 3600 + minute * 60 + second, microsecond);
  return hashValue(addDeltas(since, offset, -1));
}

function repr(self: PyDateTime): string {
  const shown = numbers(self);
  while (shown.length > 5 && shown.at(-1) === 0) shown.pop();
  return `${typeOf(self).name}(${shown.join(', ')}${reprTail(self.fold, self.tzinfo)})`;
}

// ---------------------------------------------------------------- making moments

/** From a second in UTC, in a zone; in local time, without a zone, if there is none. */
function fromSeconds(cls: Value, utc: number, microseconds: number, tzinfo: Value): Value {
  if (tzinfo === null) {
    const { date: civil, clock } = localMoment(utc, microseconds);
    return newDateTime(cls, civil, clock, null, foldOf(utc));
  }
  const { date: civil, clock } = momentAt(utc, microseconds);
  return callValue(getAttribute(tzinfo, 'fromutc'), [newDateTime(cls, civil, clock, tzinfo, 0)]);
}

function now(): [number, number] {
  const nanoseconds = machine.host.clock.time();
  return [Number(nanoseconds / 1000000000n), Number((nanoseconds % 1000000000n) / 1000n)];
}

function nowIn(cls: Value, tz: MaybeValue): Value {
  checkZone(tz ?? null);
  return fromSeconds(cls, ...now(), tz ?? null);
}

function fromTimestamp(cls: Value, timestamp: Value, tz: MaybeValue): Value {
  checkZone(tz ?? null);
  return fromSeconds(cls, ...splitTimestamp(timestamp), tz ?? null);
}

function deprecated(method: string, instead: string): void {
  warnings.issue(
    T.DeprecationWarning,
    `datetime.datetime.${method}() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.${instead}.`,
  );
}

const naive = (cls: Value, { date: civil, clock }: Moment): Value => newDateTime(cls, civil, clock, null, 0);

function combine(cls: Value, day: Value, time: Value, tzinfo: MaybeValue): Value {
  if (!(day instanceof PyDate)) throw typeError(`combine() argument 1 must be datetime.date, not ${typeOf(day).name}`);
  if (!(time instanceof PyTime)) throw typeError(`combine() argument 2 must be datetime.time, not ${typeOf(time).name}`);
  return newDateTime(cls, civilOf(day), time.clock, tzinfo === undefined ? time.tzinfo : tzinfo, time.fold);
}

function fromIso(cls: Value, text: Value): Value {
  const plain = plainText(text);
  if (plain === undefined) throw typeError('fromisoformat: argument must be str');
  const found = parseDateTime(plain);
  if (found === null) throw badIsoFormat(text);
  const { clock, tzinfo, nextDay } = found.time;
  if (!nextDay) return newDateTime(cls, found.date, clock, tzinfo, 0);
  checkDate(found.date);
  return newDateTime(cls, civilOfOrdinal(ordinal(found.date) + 1), clock, tzinfo, 0);
}

function replace(self: PyDateTime, ...given: MaybeValue[]): Value {
  const [tzinfo, fold] = given.slice(7);
  const old = civilOf(self);
  const [year, month, day] = old.map((part, i) => (given[i] === undefined ? part : integer(given[i])));
  const clock = replacedClock(self.clock, given.slice(3));
  const newFold = fold === undefined ? self.fold : integer(fold);
  checkClock(MIDNIGHT, newFold);
  return newDateTime(typeOf(self), [year, month, day], clock, tzinfo === undefined ? self.tzinfo : tzinfo, newFold);
}

// ---------------------------------------------------------------- zones

/** The zone that is local at a second in UTC. */
function localZoneAt(utc: number): Value {
  const { offset, abbreviation } = localKind(utc);
  return newZone(delta(0, offset, 0), strOf(abbreviation));
}

const localZoneOf = (self: PyDateTime): Value => localZoneAt(utcOfLocal(secondsOfMoment(civilOf(self), self.clock), self.fold));

function inZone(self: PyDateTime, tz: MaybeValue): Value {
  const wanted = tz ?? null;
  checkZone(wanted);
  let zone = self.tzinfo ?? localZoneOf(self);
  if (zone === wanted) return self;
  let offset = utcOffset(zone, self);
  if (offset === null) {
    // A zone that does not know its offset says as little as none.
    zone = localZoneOf(self);
    offset = utcOffset(zone, self)!;
  }
  const utc = shifted(self, offset, -1, T['datetime.datetime']) as PyDateTime;
  const target = wanted ?? localZoneAt(secondsOfMoment(civilOf(utc), utc.clock));
  const attached = new PyDateTime(civilOf(utc), utc.clock, target, 0, typeOf(self));
  return callValue(getAttribute(target, 'fromutc'), [attached]);
}

function timestamp(self: PyDateTime): Value {
  if (self.tzinfo === null || offsetOf(self) === null) {
    const seconds = utcOfLocal(secondsOfMoment(civilOf(self), self.clock), self.fold);
    return new PyFloat(seconds + self.clock[3] / 1e6);
  }
  const since = difference(self, new PyDateTime([1970, 1, 1], MIDNIGHT, UTC, 0));
  return callValue(getAttribute(since, 'total_seconds'), []);
}

function timeTuple(self: PyDateTime): Value {
  const dst = dstOffset(self.tzinfo, self);
  return structTime(civilOf(self), self.clock, dst === null ? -1 : isZero(dst) ? 0 : 1);
}

function utcTimeTuple(self: PyDateTime): Value {
  const offset = offsetOf(self);
  const utc = offset === null ? self : (shifted(self, offset, -1, T['datetime.datetime']) as PyDateTime);
  return structTime(civilOf(utc), utc.clock, 0);
}

function isoFormat(self: PyDateTime, sep: MaybeValue, timespec: MaybeValue): Value {
  const separator = sep === undefined ? 'T' : strValue(sep);
  const character = 'isoformat() argument 1 must be a unicode character, not';
  if (separator === undefined) throw typeError(`${character} ${typeOf(sep!).name}`);
  if (strLength(separator) !== 1) throw typeError(`${character} a string of length ${strLength(separator)}`);
  const between = textOf(charOf(codePointAt(separator, 0)));
  return strOf(dateText(civilOf(self)) + between + clockText(self.clock, specOf(timespec, 2)) + offsetText(offsetOf(self)));
}

function reduce(self: PyDateTime, protocol: number): Value {
  const bytes = [...dateBytes(civilOf(self)), ...clockBytes(self.clock)];
  if (protocol > 3 && self.fold === 1) bytes[2] |= 0x80;
  const state = new PyBytes(Uint8Array.from(bytes));
  return new PyTuple([typeOf(self), new PyTuple(self.tzinfo === null ? [state] : [state, self.tzinfo])]);
}

const replaceDateTime = `($self, /, year=unchanged, month=unchanged, day=unchanged,
        hour=unchanged, minute=unchanged, second=unchanged,
        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)`;

export const datetime: PyType = defineType('datetime.datetime', {
  base: date,
  doc: 'datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.\n',
  slots: {
    tp_new: make,
    tp_init: () => {},
    tp_repr: self => repr(self as PyDateTime),
    tp_str: self => callValue(getAttribute(self, 'isoformat'), [' ']),
    tp_hash: self => hash(self as PyDateTime),
    tp_richcompare: (left, right, op) => compare(left as PyDateTime, right, op),
    nb_add: (left, right) => {
      if (left instanceof PyDateTime && right instanceof PyDelta) return shifted(left, right, 1);
      return left instanceof PyDelta && right instanceof PyDateTime ? shifted(right, left, 1) : NotImplemented;
    },
    nb_subtract: (left, right) => {
      if (!(left instanceof PyDateTime)) return NotImplemented;
      if (right instanceof PyDelta) return shifted(left, right, -1);
      return right instanceof PyDateTime ? difference(left, right) : NotImplemented;
    },
  },
  classMethods: {
    'now($type, /, tz=None)': [
      nowIn,
      'Returns new datetime object representing current time local to tz.\n\n  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone.',
    ],
    'utcnow($type, /)': [
      (cls: Value) => {
        deprecated('utcnow', 'now(datetime.UTC)');
        return naive(cls, momentAt(...now()));
      },
      'Return a new datetime representing UTC day and time.',
    ],
    'fromtimestamp($type, timestamp, tz=None)': [fromTimestamp, "timestamp[, tz] -> tz's local time from POSIX timestamp."],
    'utcfromtimestamp($type, timestamp, /)': [
      (cls: Value, seconds: Value) => {
        deprecated('utcfromtimestamp', 'fromtimestamp(timestamp, datetime.UTC)');
        return naive(cls, momentAt(...splitTimestamp(seconds)));
      },
      'Construct a naive UTC datetime from a POSIX timestamp.',
    ],
    'strptime($type, string, format, /)': [
      (cls: Value, string: Value, layout: Value) => parsed(cls, 'datetime', string, layout),
      'string, format -> new datetime parsed from a string (like time.strptime()).',
    ],
    'combine($type, date, time, tzinfo=unchanged)': [combine, 'date, time -> datetime with same date and time fields'],
    'fromisoformat($type, object, /)': [fromIso, 'string -> datetime from a string in most ISO 8601 formats'],
  },
  methods: {
    'date($self, /)': [
      (self: PyDateTime) => new PyDate(self.year, self.month, self.day),
      'Return date object with same year, month and day.',
    ],
    'time($self, /)': [
      (self: PyDateTime) => new PyTime(self.clock, null, self.fold),
      'Return time object with same time but with tzinfo=None.',
    ],
    'timetz($self, /)': [
      (self: PyDateTime) => new PyTime(self.clock, self.tzinfo, self.fold),
      'Return time object with same time and tzinfo.',
    ],
    'ctime($self, /)': [(self: PyDateTime) => ctime(civilOf(self), clockText(self.clock, 'seconds')), 'Return ctime() style string.'],
    'strftime($self, /, format)': [
      (self: PyDateTime, layout: Value) => formatted('strftime', layout, civilOf(self), self.clock, self.tzinfo, self),
      'format -> strftime() style string.',
    ],
    '__format__($self, format, /)': [format, 'Formats self with strftime.'],
    'timetuple($self, /)': [timeTuple, 'Return time tuple, compatible with time.localtime().'],
    'timestamp($self, /)': [timestamp, 'Return POSIX timestamp as float.'],
    'utctimetuple($self, /)': [utcTimeTuple, 'Return UTC time tuple, compatible with time.localtime().'],
    "isoformat($self, /, sep='T', timespec='auto')": [
      isoFormat,
      "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\nsep is used to separate the year from the time, and defaults to 'T'.\nThe optional argument timespec specifies the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n",
    ],
    'utcoffset($self, /)': [offsetOf, 'Return self.tzinfo.utcoffset(self).'],
    'tzname($self, /)': [(self: PyDateTime) => zoneName(self.tzinfo, self), 'Return self.tzinfo.tzname(self).'],
    'dst($self, /)': [(self: PyDateTime) => dstOffset(self.tzinfo, self), 'Return self.tzinfo.dst(self).'],
    [`replace${replaceDateTime}`]: [replace, 'Return datetime with new specified fields.'],
    [`__replace__${replaceDateTime}`]: [replace, 'The same as replace().'],
    'astimezone($self, /, tz=None)': [inZone, 'tz -> convert to local time in new timezone tz\n'],
    '__reduce_ex__($self, protocol, /)': [
      (self: PyDateTime, protocol: Value) => reduce(self, integer(protocol)),
      '__reduce_ex__(proto) -> (cls, state)',
    ],
    '__reduce__($self, /)': [(self: PyDateTime) => reduce(self, 2), '__reduce__() -> (cls, state)'],
  },
  getset: CLOCK_FIELDS,
});
const constants: Record<string, Value> = {
  min: new PyDateTime([1, 1, 1], MIDNIGHT, null, 0),
  max: new PyDateTime([9999, 12, 31], [23, 59, 59, 999999], null, 0),
  resolution: new PyDelta(0, 0, 1),
};
for (const [name, value] of Object.entries(constants)) datetime.namespace.setStr(name, value);
