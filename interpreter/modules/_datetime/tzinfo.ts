/** `datetime.tzinfo`, the interface of time zones, and `datetime.timezone`, the fixed ones. */
import type { MaybeValue, PyObject, Value } from '../../objects/core/value.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { defineType } from '../../objects/core/define.ts';
import { notImplementedError, typeError, valueError } from '../../objects/core/errors.ts';
import { hashValue } from '../../objects/core/hash.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { PyEQ, PyNE, type KwNames } from '../../objects/core/slots.ts';
import { strText } from '../../objects/core/str.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { add } from '../../objects/protocol/number.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { toArray } from '../../objects/protocol/iterate.ts';
import { parseArguments } from './arguments.ts';
import {
  addDeltas,
  checkOffset,
  dstOffset,
  isZero,
  offsetText,
  PyDateTime,
  PyDelta,
  PyTimeZone,
  PyTzInfo,
  sameDelta,
  utcOffset,
} from './core.ts';
import './timedelta.ts';

const unimplemented = (name: string) => (): never => {
  throw notImplementedError(`a tzinfo subclass must implement ${name}()`);
};

/** The moment in UTC that `fromutc` turns into local time. */
export function checkOwn(self: PyTzInfo, moment: Value, wording: string): PyDateTime {
  if (!(moment instanceof PyDateTime)) throw typeError(wording);
  if (moment.tzinfo !== self) throw valueError('fromutc: dt.tzinfo is not self');
  return moment;
}

function fromUtc(self: PyTzInfo, given: Value): Value {
  const moment = checkOwn(self, given, 'fromutc: argument must be a datetime');
  const offset = utcOffset(moment.tzinfo, moment);
  if (offset === null) throw valueError('fromutc: non-None utcoffset() result required');
  const dst = dstOffset(moment.tzinfo, moment);
  if (dst === null) throw valueError('fromutc: non-None dst() result required');
  const standard = add(moment, addDeltas(offset, dst, -1)) as PyDateTime;
  const then = dstOffset(standard.tzinfo, standard);
  if (then === null) throw valueError('fromutc: tz.dst() gave inconsistent results; cannot convert');
  return isZero(then) ? standard : add(standard, then);
}

function reduce(self: PyTzInfo): Value {
  const initial = findAttribute(self, '__getinitargs__');
  const args = initial === undefined ? [] : toArray(callValue(initial, []));
  const state = callValue(getAttribute(self, '__getstate__'), []);
  return new PyTuple([typeOf(self), new PyTuple(args), state]);
}

export const tzinfo: PyType = defineType('datetime.tzinfo', {
  doc: 'Abstract base class for time zone info objects.',
  slots: { tp_new: cls => new PyTzInfo(cls) },
  methods: {
    'tzname($self, object, /)': [unimplemented('tzname'), 'datetime -> string name of time zone.'],
    'utcoffset($self, object, /)': [
      unimplemented('utcoffset'),
      'datetime -> timedelta showing offset from UTC, negative values indicating West of UTC',
    ],
    'dst($self, object, /)': [unimplemented('dst'), 'datetime -> DST offset as timedelta positive east of UTC.'],
    'fromutc($self, object, /)': [fromUtc, 'datetime in UTC -> datetime in local time.'],
    '__reduce__($self, /)': [reduce, '-> (cls, state)'],
  },
});

function makeZone(_cls: PyType, args: Value[], kwnames: KwNames): Value {
  const [offset, name] = parseArguments({ function: 'timezone', names: ['offset', 'name'], required: 1 }, args, kwnames);
  if (!(offset instanceof PyDelta)) throw typeError(`timezone() argument 1 must be datetime.timedelta, not ${typeOf(offset!).name}`);
  if (name !== undefined && strText(name) === undefined) throw typeError(`timezone() argument 2 must be str, not ${typeOf(name).name}`);
  return newZone(offset, name ?? null);
}

/** A zone for an offset; UTC without a name of its own is one object. */
export function newZone(offset: PyDelta, name: Value): Value {
  checkOffset(offset);
  return name === null && isZero(offset) ? UTC : new PyTimeZone(offset, name);
}

function checkMoment(moment: Value, method: string): void {
  if (moment !== null && !(moment instanceof PyDateTime))
    throw typeError(`${method}(dt) argument must be a datetime instance or None, not ${typeOf(moment).name}`);
}

function nameOf(self: PyTimeZone): Value {
  if (self.name !== null) return self.name;
  return self === UTC || isZero(self.offset) ? 'UTC' : `UTC${offsetText(self.offset)}`;
}

export const timezone: PyType = defineType('datetime.timezone', {
  base: tzinfo,
  doc: 'Fixed offset from UTC implementation of tzinfo.',
  final: true,
  slots: {
    tp_new: makeZone,
    tp_init: () => {},
    tp_repr: value => {
      const self = value as PyTimeZone;
      if (self === UTC) return 'datetime.timezone.utc';
      return `datetime.timezone(${reprText(self.offset)}${self.name === null ? '' : `, ${reprText(self.name)}`})`;
    },
    tp_str: self => nameOf(self as PyTimeZone),
    tp_hash: self => hashValue((self as PyTimeZone).offset),
    tp_richcompare: (left, right, op) => {
      if ((op !== PyEQ && op !== PyNE) || !(right instanceof PyTimeZone)) return NotImplemented;
      return sameDelta((left as PyTimeZone).offset, right.offset) === (op === PyEQ);
    },
  },
  methods: {
    'tzname($self, object, /)': [
      (self: PyTimeZone, moment: Value) => (checkMoment(moment, 'tzname'), nameOf(self)),
      "If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'.",
    ],
    'utcoffset($self, object, /)': [
      (self: PyTimeZone, moment: Value) => (checkMoment(moment, 'utcoffset'), self.offset),
      'Return fixed offset.',
    ],
    'dst($self, object, /)': [(_self: PyTimeZone, moment: Value) => (checkMoment(moment, 'dst'), null), 'Return None.'],
    'fromutc($self, object, /)': [
      (self: PyTimeZone, moment: Value) => add(checkOwn(self, moment, 'fromutc: argument must be a datetime'), self.offset),
      'datetime in UTC -> datetime in local time.',
    ],
    '__getinitargs__($self, /)': [
      (self: PyTimeZone) => new PyTuple(self.name === null ? [self.offset] : [self.offset, self.name]),
      'pickle support',
    ],
  },
});

export const UTC: PyTimeZone = new PyTimeZone(new PyDelta(0, 0, 0), null);
const limits: Record<string, MaybeValue> = {
  utc: UTC,
  // The extremes of what ISO 8601 and POSIX can write: a minute short of a day.
  min: new PyTimeZone(new PyDelta(-1, 60, 0), null),
  max: new PyTimeZone(new PyDelta(0, 86340, 0), null),
};
for (const [name, value] of Object.entries(limits)) timezone.namespace.setStr(name, value as PyObject);
