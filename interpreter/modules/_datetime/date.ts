/** `datetime.date`, and what `isocalendar` gives. */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import type { KwNames } from '../../objects/core/slots.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { defineType } from '../../objects/core/define.ts';
import { overflowError, typeError, valueError } from '../../objects/core/errors.ts';
import { hashValue } from '../../objects/core/hash.ts';
import { T } from '../../objects/core/registry.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { codePointsOf, strText, strValue } from '../../objects/core/str.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { byOrder } from '../../objects/protocol/compare.ts';
import { toIndex } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { loadModule } from '../../vm/import.ts';
import { isoWeek } from '../civil.ts';
import { parseArguments } from './arguments.ts';
import { checkDate, civilOf, civilOfOrdinal, compareNumbers, dateBytes, dateText, delta, integer, MAX_ORDINAL, MIDNIGHT, ordinal, pad, PyDate, PyDateTime, PyDelta, type Civil } from './core.ts'; // prettier-ignore
import { daysOf, format, formatted, parsed, timeNumbers } from './format.ts';
import { localMoment, secondsOfTimestamp } from './local.ts';
import { dateOfWeek, parseDate } from './parse.ts';
import './timedelta.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What `pickle` kept of an object: so many bytes, perhaps as the str that Python 2 made of them; undefined if it is something else. */
export function pickledState(
  value: Value,
  size: number,
  isSane: (bytes: ArrayLike<number>) => boolean,
  name: string,
): Uint8Array | undefined {
  if (value instanceof PyBytes) return value.data.length === size && isSane(value.data) ? value.data : undefined;
  const text = strValue(value);
  if (text === undefined) return undefined;
  const points = codePointsOf(text);
  if (points.length !== size || !isSane(points)) return undefined;
  const bytes = Array.from(points);
  if (bytes.some(point => point > 255))
    throw valueError(`Failed to encode latin1 string when unpickling a ${name} object. pickle.load(data, encoding='latin1') is assumed.`);
  return Uint8Array.from(bytes);
}

const isSane = (bytes: ArrayLike<number>): boolean => bytes[2] >= 1 && bytes[2] <= 12;

function make(cls: PyType, args: Value[], kwnames: KwNames): Value {
  if (args.length === 1 && kwnames === null) {
    const state = pickledState(args[0], 4, isSane, 'date');
    if (state !== undefined) return new PyDate(state[0] * 256 + state[1], state[2], state[3], cls);
  }
  const values = parseArguments({ function: null, names: ['year', 'month', 'day'], required: 3, convert: integer }, args, kwnames);
  const [year, month, day] = values.map(value => integer(value!));
  checkDate([year, month, day]);
  return new PyDate(year, month, day, cls);
}

/** A date of a class that may be a subclass, with a constructor of its own. */
function newDate(cls: Value, date: Civil): Value {
  if (cls !== T['datetime.date']) return callValue(cls, [...date]);
  checkDate(date);
  return new PyDate(...date);
}

function shifted(date: PyDate, days: number): Value {
  const day = ordinal(civilOf(date)) + days;
  if (day < 1 || day > MAX_ORDINAL) throw overflowError('date value out of range');
  return newDate(typeOf(date), civilOfOrdinal(day));
}

/** Text for messages and parsers, in which every character is one unit. */
export const plainText = (value: Value): string | undefined => strText(value)?.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd');

export const badIsoFormat = (text: Value): unknown => valueError(`Invalid isoformat string: ${reprText(text)}`);

function fromIso(cls: Value, text: Value): Value {
  const plain = plainText(text);
  if (plain === undefined) throw typeError('fromisoformat: argument must be str');
  const date = parseDate(plain);
  if (date === null) throw badIsoFormat(text);
  return newDate(cls, date);
}

function fromIsoCalendar(cls: Value, ...parts: Value[]): Value {
  const [year, week, weekday] = parts.map(part => {
    const index = toIndex(part);
    if (typeof index === 'bigint' || Math.abs(index) > 2 ** 31) throw valueError('ISO calendar component out of range');
    return index;
  });
  return newDate(cls, dateOfWeek(year, week, weekday));
}

/** `replace` gives the fields that it names new values. */
const field = (given: MaybeValue, old: number): number => (given === undefined ? old : integer(given));

function replace(self: PyDate, year: MaybeValue, month: MaybeValue, day: MaybeValue): Value {
  const date: Civil = [field(year, self.year), field(month, self.month), field(day, self.day)];
  return newDate(typeOf(self), date);
}

export function structTime(date: Civil, clock: readonly [number, number, number, number], dst: number): Value {
  return callValue(getAttribute(loadModule('time'), 'struct_time'), [new PyTuple(timeNumbers(date, clock, dst))]);
}

export const ctime = (date: Civil, clock: string): string =>
  `${WEEKDAYS[daysOf(date).weekday]} ${MONTHS[date[1] - 1]} ${String(date[2]).padStart(2)} ${clock} ${pad(date[0], 4)}`;

/** The class method, which subclasses override. */
export const today = (cls: Value): Value =>
  callValue(getAttribute(cls, 'fromtimestamp'), [callValue(getAttribute(loadModule('time'), 'time'), [])]);

const IsoCalendarDate = defineType('datetime.IsoCalendarDate', {
  base: T.tuple,
  final: true,
  solid: false,
  doc: 'The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as a tuple of\n  ((year, week, weekday))\nor via the object attributes as named in the above tuple.',
  slots: {
    tp_repr: self => {
      const [year, week, weekday] = (self as PyTuple).items;
      return `datetime.IsoCalendarDate(year=${String(year)}, week=${String(week)}, weekday=${String(weekday)})`;
    },
  },
  methods: { '__reduce__($self, /)': (self: PyTuple) => new PyTuple([T.tuple, new PyTuple([new PyTuple(self.items)])]) },
  getset: {
    year: [(self: PyTuple) => self.items[0]],
    week: [(self: PyTuple) => self.items[1]],
    weekday: [(self: PyTuple) => self.items[2]],
  },
});

function isoCalendar(self: PyDate): Value {
  const { weekday, yearDay } = daysOf(civilOf(self));
  return new PyTuple([...isoWeek(self.year, yearDay, weekday), weekday + 1], IsoCalendarDate);
}

const plainDate = (value: Value): value is PyDate => value instanceof PyDate && !(value instanceof PyDateTime);

const replaceDate = '($self, /, year=unchanged, month=unchanged, day=unchanged)';

export const date: PyType = defineType('datetime.date', {
  doc: 'date(year, month, day) --> date object',
  slots: {
    tp_new: make,
    tp_init: () => {},
    tp_repr: value => {
      const self = value as PyDate;
      return `${typeOf(self).name}(${self.year}, ${self.month}, ${self.day})`;
    },
    tp_str: self => callValue(getAttribute(self, 'isoformat'), []),
    tp_hash: self => hashValue(new PyBytes(Uint8Array.from(dateBytes(civilOf(self as PyDate))))),
    tp_richcompare: (left, right, op) =>
      plainDate(right) ? byOrder(compareNumbers(civilOf(left as PyDate), civilOf(right)), op) : NotImplemented,
    nb_add: (left, right) => {
      if (left instanceof PyDateTime || right instanceof PyDateTime) return NotImplemented;
      if (left instanceof PyDate && right instanceof PyDelta) return shifted(left, right.days);
      return left instanceof PyDelta && right instanceof PyDate ? shifted(right, left.days) : NotImplemented;
    },
    nb_subtract: (left, right) => {
      if (!plainDate(left) || right instanceof PyDateTime) return NotImplemented;
      if (right instanceof PyDelta) return shifted(left, -right.days);
      return right instanceof PyDate ? delta(ordinal(civilOf(left)) - ordinal(civilOf(right)), 0, 0) : NotImplemented;
    },
  },
  classMethods: {
    'fromtimestamp($type, timestamp, /)': [
      (cls: Value, timestamp: Value) => newDate(cls, localMoment(secondsOfTimestamp(timestamp)).date),
      'Create a date from a POSIX timestamp.\n\nThe timestamp is a number, e.g. created via time.time(), that is\ninterpreted as local time.',
    ],
    'fromordinal($type, ordinal, /)': [
      (cls: Value, n: Value) => {
        const day = integer(n);
        if (day < 1) throw valueError('ordinal must be >= 1');
        return newDate(cls, civilOfOrdinal(day));
      },
      'int -> date corresponding to a proleptic Gregorian ordinal.',
    ],
    'fromisoformat($type, object, /)': [fromIso, 'str -> Construct a date from a string in ISO 8601 format.'],
    'fromisocalendar($type, year, week, day)': [
      fromIsoCalendar,
      'int, int, int -> Construct a date from the ISO year, week number and weekday.\n\nThis is the inverse of the date.isocalendar() function',
    ],
    'strptime($type, string, format, /)': [
      (cls: Value, string: Value, layout: Value) => parsed(cls, 'date', string, layout),
      'string, format -> new date parsed from a string (like time.strptime()).',
    ],
    'today($type, /)': [today, 'Current date or datetime:  same as self.__class__.fromtimestamp(time.time()).'],
  },
  methods: {
    'ctime($self, /)': [(self: PyDate) => ctime(civilOf(self), '00:00:00'), 'Return ctime() style string.'],
    'strftime($self, /, format)': [
      (self: PyDate, layout: Value) => formatted('strftime', layout, civilOf(self), MIDNIGHT, null, self),
      'format -> strftime() style string.',
    ],
    '__format__($self, format, /)': [format, 'Formats self with strftime.'],
    'timetuple($self, /)': [
      (self: PyDate) => structTime(civilOf(self), MIDNIGHT, -1),
      'Return time tuple, compatible with time.localtime().',
    ],
    'isocalendar($self, /)': [isoCalendar, 'Return a named tuple containing ISO year, week number, and weekday.'],
    'isoformat($self, /)': [(self: PyDate) => dateText(civilOf(self)), 'Return string in ISO 8601 format, YYYY-MM-DD.'],
    'isoweekday($self, /)': [
      (self: PyDate) => daysOf(civilOf(self)).weekday + 1,
      'Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7',
    ],
    'toordinal($self, /)': [(self: PyDate) => ordinal(civilOf(self)), 'Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1.'],
    'weekday($self, /)': [
      (self: PyDate) => daysOf(civilOf(self)).weekday,
      'Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6',
    ],
    [`replace${replaceDate}`]: [replace, 'Return date with new specified fields.'],
    [`__replace__${replaceDate}`]: [replace, 'The same as replace().'],
    '__reduce__($self, /)': [
      (self: PyDate) => new PyTuple([typeOf(self), new PyTuple([new PyBytes(Uint8Array.from(dateBytes(civilOf(self))))])]),
      '__reduce__() -> (cls, state)',
    ],
  },
  getset: {
    year: [(self: PyDate) => self.year],
    month: [(self: PyDate) => self.month],
    day: [(self: PyDate) => self.day],
  },
});
const constants: Record<string, Value> = {
  min: new PyDate(1, 1, 1),
  max: new PyDate(9999, 12, 31),
  resolution: new PyDelta(1, 0, 0),
};
for (const [name, value] of Object.entries(constants)) date.namespace.setStr(name, value);
