/** `_bisect` (CPython: Modules/_bisectmodule.c): places in sorted lists. */
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyList, listType } from '../objects/core/tuple.ts';
import { valueError } from '../objects/core/errors.ts';
import type { NativeImplementation } from '../objects/core/native.ts';
import { PyLT } from '../objects/core/slots.ts';
import { intAdd, intFloorDivide, MAX_SAFE, type Int } from '../objects/core/integer.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { compareBool } from '../objects/protocol/compare.ts';
import { toIndexSize } from '../objects/protocol/index.ts';
import { exactLength, getItem } from '../objects/protocol/sequence.ts';

const lessThan = (a: Value, b: Value): boolean => (typeof a === 'number' && typeof b === 'number' ? a < b : compareBool(a, b, PyLT));

/** The place for `x` among items sorted by `key`: after equal ones (`right`) or before them. */
function bisect(a: Value, x: Value, low: MaybeValue, high: MaybeValue, key: MaybeValue, right: boolean): Int {
  const keyed = key !== undefined && key !== null;
  const isBelow = (at: Int): boolean => {
    const found = getItem(a, at);
    const item = keyed ? callValue(key, [found]) : found;
    return right ? lessThan(x, item) : !lessThan(item, x);
  };
  let lo = low === undefined ? 0 : toIndexSize(low);
  if (lo < 0) throw valueError('lo must be non-negative');
  let hi = high === undefined || high === null ? exactLength(a) : toIndexSize(high);
  // A range may be longer than numbers count safely.
  while (lo < hi && (typeof lo === 'bigint' || typeof hi === 'bigint' || lo + hi > MAX_SAFE)) {
    const middle = intFloorDivide(intAdd(lo, hi), 2);
    if (isBelow(middle)) hi = middle;
    else lo = intAdd(middle, 1);
  }
  if (typeof lo === 'bigint' || typeof hi === 'bigint') return lo;
  while (lo < hi) {
    const middle = Math.floor((lo + hi) / 2);
    if (isBelow(middle)) hi = middle;
    else lo = middle + 1;
  }
  return lo;
}

const finder =
  (right: boolean): NativeImplementation =>
  (a: Value, x: Value, lo: MaybeValue, hi: MaybeValue, key: MaybeValue) =>
    bisect(a, x, lo, hi, key, right);

const inserter =
  (right: boolean): NativeImplementation =>
  (a: Value, x: Value, lo: MaybeValue, hi: MaybeValue, key: MaybeValue) => {
    const at = bisect(a, key === undefined || key === null ? x : callValue(key, [x]), lo, hi, key, right);
    if (a instanceof PyList && a.cls === listType) a.items.splice(Number(at), 0, x);
    else callValue(getAttribute(a, 'insert'), [at, x]);
    return null;
  };

registerModule('_bisect', {
  doc: 'Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n',
  functions: {
    'bisect_right(a, x, lo=0, hi=None, *, key=None)': finder(true),
    'bisect_left(a, x, lo=0, hi=None, *, key=None)': finder(false),
    'insort_right(a, x, lo=0, hi=None, *, key=None)': inserter(true),
    'insort_left(a, x, lo=0, hi=None, *, key=None)': inserter(false),
  },
});
