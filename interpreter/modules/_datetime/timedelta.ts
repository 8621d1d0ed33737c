/** `datetime.timedelta`. */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import type { KwNames } from '../../objects/core/slots.ts';
import { PyFloat } from '../../objects/core/float.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { defineType } from '../../objects/core/define.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../../objects/core/errors.ts';
import { hashValue } from '../../objects/core/hash.ts';
import { intFloorDivide, intModulo, intTrueDivide, intValue, normalize, type Int } from '../../objects/core/integer.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { byOrder } from '../../objects/protocol/compare.ts';
import { decompose } from '../../objects/protocol/float-text.ts';
import { parseArguments } from './arguments.ts';
import { addDeltas, compareNumbers, delta, deltaOf, divideNearest, isZero, microsecondsOf, pad, PyDelta } from './core.ts';

const UNITS: readonly [name: string, microseconds: bigint][] = [
  ['days', 86400000000n],
  ['seconds', 1000000n],
  ['microseconds', 1n],
  ['milliseconds', 1000n],
  ['minutes', 60000000n],
  ['hours', 3600000000n],
  ['weeks', 604800000000n],
];
/** The order in which the parts of floats are added up. */
const ORDER = [2, 3, 1, 4, 5, 0, 6];

function wholeOf(x: number): bigint {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer');
  return BigInt(Math.trunc(x));
}

/** The float's value as a fraction. */
function ratio(x: number): [bigint, bigint] {
  if (Number.isNaN(x)) throw valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(x)) throw overflowError('cannot convert Infinity to integer ratio');
  const { mantissa, exponent } = decompose(Math.abs(x));
  const signed = x < 0 ? -mantissa : mantissa;
  return exponent >= 0 ? [signed << BigInt(exponent), 1n] : [signed, 1n << BigInt(-exponent)];
}

function make(cls: PyType, args: Value[], kwnames: KwNames): Value {
  const values = parseArguments({ function: '__new__', names: UNITS.map(([name]) => name), required: 0 }, args, kwnames);
  let sum = 0n;
  let leftover = 0;
  for (const i of ORDER) {
    const value = values[i];
    if (value === undefined) continue;
    const [name, factor] = UNITS[i];
    const whole = intValue(value);
    if (whole !== undefined) sum += BigInt(whole) * factor;
    else if (value instanceof PyFloat) {
      sum += wholeOf(value.value) * factor;
      const fraction = (value.value % 1) * Number(factor);
      sum += BigInt(Math.trunc(fraction));
      leftover += fraction % 1;
    } else throw typeError(`unsupported type for timedelta ${name} component: ${typeOf(value).name}`);
  }
  if (leftover !== 0) {
    let rounded = Math.sign(leftover) * Math.round(Math.abs(leftover));
    // Halves go where the sum becomes even.
    if (Math.abs(rounded - leftover) === 0.5) {
      const odd = Number(sum & 1n);
      const x = (leftover + odd) * 0.5;
      rounded = 2 * Math.sign(x) * Math.round(Math.abs(x)) - odd;
    }
    sum += BigInt(rounded);
  }
  return deltaOf(normalize(sum), cls);
}

function text(self: PyDelta): string {
  const { days, seconds, microseconds } = self;
  const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  const fraction = microseconds === 0 ? '' : `.${pad(microseconds, 6)}`;
  return `${days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `}${clock}${fraction}`;
}

function repr(self: PyDelta): string {
  const parts = (['days', 'seconds', 'microseconds'] as const).filter(name => self[name] !== 0).map(name => `${name}=${self[name]}`);
  return `${typeOf(self).name}(${parts.length === 0 ? '0' : parts.join(', ')})`;
}

function multiply(left: Value, right: Value): Value {
  const [self, factor] = left instanceof PyDelta ? [left, right] : [right as PyDelta, left];
  const n = intValue(factor);
  if (n !== undefined) return deltaOf(normalize(microsecondsOf(self) * BigInt(n)));
  if (!(factor instanceof PyFloat)) return NotImplemented;
  const [numerator, denominator] = ratio(factor.value);
  return deltaOf(divideNearest(microsecondsOf(self) * numerator, denominator));
}

const nonzero = (n: Int): Int => {
  if (n === 0) throw zeroDivisionError('division by zero');
  return n;
};

const whole = (d: PyDelta): Int => normalize(microsecondsOf(d));

function trueDivide(left: Value, right: Value): Value {
  if (!(left instanceof PyDelta)) return NotImplemented;
  if (right instanceof PyDelta) return new PyFloat(intTrueDivide(whole(left), nonzero(whole(right))));
  const n = intValue(right);
  if (n !== undefined) return deltaOf(divideNearest(whole(left), nonzero(n)));
  if (!(right instanceof PyFloat)) return NotImplemented;
  const [numerator, denominator] = ratio(right.value);
  return deltaOf(divideNearest(microsecondsOf(left) * denominator, nonzero(normalize(numerator))));
}

function floorDivide(left: Value, right: Value): Value {
  if (!(left instanceof PyDelta)) return NotImplemented;
  if (right instanceof PyDelta) return intFloorDivide(whole(left), nonzero(whole(right)));
  const n = intValue(right);
  return n === undefined ? NotImplemented : deltaOf(intFloorDivide(whole(left), nonzero(n)));
}

const both = (operation: (left: PyDelta, right: PyDelta) => Value) => (left: Value, right: Value): Value =>
  left instanceof PyDelta && right instanceof PyDelta ? operation(left, right) : NotImplemented; // prettier-ignore

const modulo = (left: PyDelta, right: PyDelta): PyDelta => deltaOf(intModulo(whole(left), nonzero(whole(right))));
const fields = (d: PyDelta): number[] => [d.days, d.seconds, d.microseconds];
const negative = (d: PyDelta): PyDelta => delta(-d.days, -d.seconds, -d.microseconds);

export const timedelta: PyType = defineType('datetime.timedelta', {
  doc: 'Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.',
  slots: {
    tp_new: make,
    tp_init: () => {},
    tp_repr: self => repr(self as PyDelta),
    tp_str: self => text(self as PyDelta),
    tp_hash: self => hashValue(new PyTuple(fields(self as PyDelta))),
    tp_richcompare: (left, right, op) =>
      right instanceof PyDelta ? byOrder(compareNumbers(fields(left as PyDelta), fields(right)), op) : NotImplemented,
    nb_bool: self => !isZero(self as PyDelta),
    nb_add: both((a, b) => addDeltas(a, b, 1)),
    nb_subtract: both((a, b) => addDeltas(a, b, -1)),
    nb_multiply: multiply,
    nb_true_divide: trueDivide,
    nb_floor_divide: floorDivide,
    nb_remainder: both(modulo),
    nb_divmod: both((a, b) => new PyTuple([intFloorDivide(whole(a), nonzero(whole(b))), modulo(a, b)])),
    nb_negative: self => negative(self as PyDelta),
    nb_positive: self => delta(...(fields(self as PyDelta) as [number, number, number])),
    nb_absolute: self =>
      (self as PyDelta).days < 0 ? negative(self as PyDelta) : delta(...(fields(self as PyDelta) as [number, number, number])),
  },
  methods: {
    'total_seconds($self, /)': [(self: PyDelta) => new PyFloat(intTrueDivide(whole(self), 1000000)), 'Total seconds in the duration.'],
    '__reduce__($self, /)': (self: PyDelta) => new PyTuple([typeOf(self), new PyTuple(fields(self))]),
  },
  getset: {
    days: [(self: PyDelta) => self.days, undefined, 'Number of days.'],
    seconds: [(self: PyDelta) => self.seconds, undefined, 'Number of seconds (>= 0 and less than 1 day).'],
    microseconds: [(self: PyDelta) => self.microseconds, undefined, 'Number of microseconds (>= 0 and less than 1 second).'],
  },
  members: ['days', 'seconds', 'microseconds'],
});
const constants: Record<string, MaybeValue> = {
  resolution: new PyDelta(0, 0, 1),
  min: new PyDelta(-999999999, 0, 0),
  max: new PyDelta(999999999, 86399, 999999),
};
for (const [name, value] of Object.entries(constants)) timedelta.namespace.setStr(name, value!);
