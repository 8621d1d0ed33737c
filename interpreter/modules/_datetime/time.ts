/** `datetime.time`. */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyEQ, PyNE, type CompareOp, type KwNames } from '../../objects/core/slots.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { defineType } from '../../objects/core/define.ts';
import { typeError } from '../../objects/core/errors.ts';
import { hashValue } from '../../objects/core/hash.ts';
import { T } from '../../objects/core/registry.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { strText } from '../../objects/core/str.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { byOrder } from '../../objects/protocol/compare.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { parseArguments } from './arguments.ts';
import { CLOCK_FIELDS, checkClock, checkZone, clockBytes, clockText, compareNumbers, delta, dstOffset, integer, offsetText, PyDelta, PyTime, PyTzInfo, sameDelta, secondsOf, utcOffset, zoneName, type Clock } from './core.ts'; // prettier-ignore
import { badIsoFormat, pickledState, plainText } from './date.ts';
import { format, formatted, parsed } from './format.ts';
import { parseTime } from './parse.ts';

const PARAMETERS = {
  function: null,
  names: ['hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'],
  required: 0,
  positional: 5,
};

/** The zone beside a pickled state. */
export function stateZone(args: readonly Value[]): Value {
  const zone = args.length === 2 ? args[1] : null;
  if (args.length === 2 && !(zone instanceof PyTzInfo)) throw typeError('bad tzinfo state arg');
  return zone;
}

const isSane = (bytes: ArrayLike<number>): boolean => (bytes[0] & 0x7f) < 24;

function make(cls: PyType, args: Value[], kwnames: KwNames): Value {
  if ((args.length === 1 || args.length === 2) && kwnames === null) {
    const state = pickledState(args[0], 6, isSane, 'time');
    if (state !== undefined) {
      const [hour, minute, second, high, middle, low] = state;
      return new PyTime([hour & 0x7f, minute, second, high * 65536 + middle * 256 + low], stateZone(args), hour >> 7, cls);
    }
  }
  const values = parseArguments(PARAMETERS, args, kwnames);
  const [hour, minute, second, microsecond] = values.slice(0, 4).map(value => (value === undefined ? 0 : integer(value)));
  const fold = values[5] === undefined ? 0 : integer(values[5]);
  const tzinfo = values[4] ?? null;
  const clock: Clock = [hour, minute, second, microsecond];
  checkClock(clock, fold);
  checkZone(tzinfo);
  return new PyTime(clock, tzinfo, fold, cls);
}

function newTime(cls: Value, clock: Clock, tzinfo: Value, fold: number): Value {
  if (cls !== T['datetime.time']) {
    const made = callValue(cls, [...clock, tzinfo]);
    if (made instanceof PyTime) (made as { fold: number }).fold = fold;
    return made;
  }
  checkClock(clock, fold);
  checkZone(tzinfo);
  return new PyTime(clock, tzinfo, fold);
}

function compare(left: PyTime, right: Value, op: CompareOp): Value {
  if (!(right instanceof PyTime)) return NotImplemented;
  if (left.tzinfo === right.tzinfo) return byOrder(compareNumbers(left.clock, right.clock), op);
  const [a, b] = [left, right].map(time => utcOffset(time.tzinfo, null));
  if ((a === null && b === null) || (a !== null && b !== null && sameDelta(a, b)))
    return byOrder(compareNumbers(left.clock, right.clock), op);
  if (a !== null && b !== null) {
    const at = ({ clock }: PyTime, offset: PyDelta): number[] => [clock[0] * 3600 + clock[1] * 60 + clock[2] - secondsOf(offset), clock[3]];
    return byOrder(compareNumbers(at(left, a), at(right, b)), op);
  }
  if (op === PyEQ || op === PyNE) return op === PyNE;
  throw typeError("can't compare offset-naive and offset-aware times");
}

function hash(self: PyTime): number | bigint {
  const plain = self.fold === 0 ? self : (newTime(typeOf(self), self.clock, self.tzinfo, 0) as PyTime);
  const offset = utcOffset(plain.tzinfo, null);
  if (offset === null) return hashValue(new PyBytes(Uint8Array.from(clockBytes(self.clock))));
  const [hour, minute, second, microsecond] = self.clock;
  return hashValue(delta(-offset.days, hour * 3600 + minute * 60 + second - offset.seconds, microsecond - offset.microseconds));
}

/** `fold` and the zone as `repr` shows them behind the numbers. */
export const reprTail = (fold: number, tzinfo: Value): string =>
  (fold === 0 ? '' : `, fold=${fold}`) + (tzinfo === null ? '' : `, tzinfo=${reprText(tzinfo)}`);

function repr(self: PyTime): string {
  const [hour, minute, second, microsecond] = self.clock;
  const numbers = microsecond !== 0 ? self.clock : second !== 0 ? [hour, minute, second] : [hour, minute];
  return `${typeOf(self).name}(${numbers.join(', ')}${reprTail(self.fold, self.tzinfo)})`;
}

/** A `timespec` argument. */
export function specOf(timespec: MaybeValue, position: number): string {
  const text = timespec === undefined ? 'auto' : strText(timespec);
  if (text === undefined) throw typeError(`isoformat() argument ${position} must be str, not ${typeOf(timespec!).name}`);
  return text;
}

function isoFormat(self: PyTime, timespec: MaybeValue): Value {
  return clockText(self.clock, specOf(timespec, 1)) + offsetText(utcOffset(self.tzinfo, null));
}

function fromIso(cls: Value, text: Value): Value {
  const plain = plainText(text);
  if (plain === undefined) throw typeError('fromisoformat: argument must be str');
  const time = parseTime(plain.startsWith('T') ? plain.slice(1) : plain);
  if (time === null) throw badIsoFormat(text);
  return newTime(cls, time.clock, time.tzinfo, 0);
}

/** New values for some of a clock's parts. */
export function replacedClock(clock: Clock, parts: readonly MaybeValue[]): Clock {
  const [hour, minute, second, microsecond] = clock.map((old, i) => (parts[i] === undefined ? old : integer(parts[i])));
  return [hour, minute, second, microsecond];
}

function replace(self: PyTime, ...given: MaybeValue[]): Value {
  const [tzinfo, fold] = given.slice(4);
  const zone = tzinfo === undefined ? self.tzinfo : tzinfo;
  const newFold = fold === undefined ? self.fold : integer(fold);
  const clock = replacedClock(self.clock, given);
  checkClock([0, 0, 0, 0], newFold);
  return newTime(typeOf(self), clock, zone, newFold);
}

function reduce(self: PyTime, protocol: number): Value {
  const bytes = clockBytes(self.clock);
  if (protocol > 3 && self.fold === 1) bytes[0] |= 0x80;
  const state = new PyBytes(Uint8Array.from(bytes));
  return new PyTuple([typeOf(self), new PyTuple(self.tzinfo === null ? [state] : [state, self.tzinfo])]);
}

const replaceTime = `($self, /, hour=unchanged, minute=unchanged, second=unchanged,
        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)`;

export const time: PyType = defineType('datetime.time', {
  doc: 'time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.\n',
  slots: {
    tp_new: make,
    tp_init: () => {},
    tp_repr: self => repr(self as PyTime),
    tp_str: self => callValue(getAttribute(self, 'isoformat'), []),
    tp_hash: self => hash(self as PyTime),
    tp_richcompare: (left, right, op) => compare(left as PyTime, right, op),
  },
  classMethods: {
    'strptime($type, string, format, /)': [
      (cls: Value, string: Value, layout: Value) => parsed(cls, 'time', string, layout),
      'string, format -> new time parsed from a string (like time.strptime()).',
    ],
    'fromisoformat($type, object, /)': [fromIso, 'string -> time from a string in ISO 8601 format'],
  },
  methods: {
    "isoformat($self, /, timespec='auto')": [
      isoFormat,
      "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n\nThe optional argument timespec specifies the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n",
    ],
    'strftime($self, /, format)': [
      (self: PyTime, layout: Value) => formatted('strftime', layout, [1900, 1, 1], self.clock, self.tzinfo, null),
      'format -> strftime() style string.',
    ],
    '__format__($self, format, /)': [format, 'Formats self with strftime.'],
    'utcoffset($self, /)': [(self: PyTime) => utcOffset(self.tzinfo, null), 'Return self.tzinfo.utcoffset(self).'],
    'tzname($self, /)': [(self: PyTime) => zoneName(self.tzinfo, null), 'Return self.tzinfo.tzname(self).'],
    'dst($self, /)': [(self: PyTime) => dstOffset(self.tzinfo, null), 'Return self.tzinfo.dst(self).'],
    [`replace${replaceTime}`]: [replace, 'Return time with new specified fields.'],
    [`__replace__${replaceTime}`]: [replace, 'The same as replace().'],
    '__reduce_ex__($self, protocol, /)': [
      (self: PyTime, protocol: Value) => reduce(self, integer(protocol)),
      '__reduce_ex__(proto) -> (cls, state)',
    ],
    '__reduce__($self, /)': [(self: PyTime) => reduce(self, 2), '__reduce__() -> (cls, state)'],
  },
  getset: CLOCK_FIELDS,
});
const constants: Record<string, Value> = {
  min: new PyTime([0, 0, 0, 0], null, 0),
  max: new PyTime([23, 59, 59, 999999], null, 0),
  resolution: new PyDelta(0, 0, 1),
};
for (const [name, value] of Object.entries(constants)) time.namespace.setStr(name, value);
