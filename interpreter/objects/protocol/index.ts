/** `__index__`: ints as indexes, counts and slice bounds (CPython: `PyNumber_Index`, `PySlice_Unpack`). */
import { PyObject, type Value } from '../core/value.ts';
import { clampInt, intValue, MAX_SAFE, type Int } from '../core/integer.ts';
import { overflowError, raise, typeError, valueError } from '../core/errors.ts';
import type { PySlice } from '../core/range.ts';
import { T } from '../core/registry.ts';
import { warnings } from '../core/warnings.ts';
import { typeOf } from '../core/type.ts';

/** `operator.index(value)`. */
export function toIndex(value: Value): Int {
  const int = intValue(value);
  if (int !== undefined) return int;
  const slot = value instanceof PyObject ? value.cls.slots.nb_index : null;
  if (slot === null) throw typeError(`'${typeOf(value).name}' object cannot be interpreted as an integer`);
  const result = slot(value);
  const index = intValue(result);
  if (index === undefined) throw typeError(`__index__ returned non-int (type ${typeOf(result).name})`);
  if (typeof result !== 'number' && typeof result !== 'bigint') warnStrictSubclass('__index__', result, 'int');
  return index;
}

/** Conversions shall return an exact int, float or complex. */
export function warnStrictSubclass(method: string, result: Value, kind: string): void {
  warnings.issue(
    T.DeprecationWarning,
    `${method} returned non-${kind} (type ${typeOf(result).name}).  The ability to return an instance of a strict subclass of ${kind} is deprecated, and may be removed in a future version of Python.`,
  );
}

export function hasIndex(value: Value): boolean {
  return intValue(value) !== undefined || (value instanceof PyObject && value.cls.slots.nb_index !== null);
}

/** An index as a number; what does not fit raises OverflowError (or the given exception type, IndexError for subscripts). */
export function toIndexNumber(value: Value, error: 'OverflowError' | 'IndexError' = 'OverflowError'): number {
  if (typeof value === 'number') return value;
  return clampInt(toIndexSize(value, error));
}

/** The same, exactly. */
export function toIndexSize(value: Value, error: 'OverflowError' | 'IndexError' = 'OverflowError'): Int {
  const index = toIndex(value);
  if (typeof index === 'number' || (index >= -(1n << 63n) && index < 1n << 63n)) return index;
  throw raise(T[error], `cannot fit '${typeOf(value).name}' into an index-sized integer`);
}

const tooLarge = (type: string): unknown => overflowError(`Python int too large to convert to C ${type}`);

/** An argument of a native function that counts or places something (C's `Py_ssize_t`). */
export function toSize(value: Value): number {
  return typeof value === 'number' ? value : clampInt(toExactSize(value));
}

/** The same, beyond the safe numbers, too. */
export function toExactSize(value: Value): Int {
  const index = toIndex(value);
  if (typeof index === 'number' || (index >= -(1n << 63n) && index < 1n << 63n)) return index;
  throw tooLarge('ssize_t');
}

/** An argument that is a C `int`. */
export function toIntArgument(value: Value): number {
  const index = toIndex(value);
  if (typeof index === 'number' && index >= -2147483648 && index < 2147483648) return index;
  throw tooLarge('int');
}

/** A C int or long: `what` names it in the message. */
export function toCInt(value: Value, bits: 32 | 64 = 32): number {
  const index = toIndex(value);
  const limit = bits === 32 ? 2147483648 : MAX_SAFE;
  if (index < -limit || index >= limit)
    throw overflowError(bits === 32 ? 'signed integer is greater than maximum' : 'Python int too large to convert to C long');
  return Number(index);
}

/** A bound of a slice, clamped; None gives the default. */
export function sliceBound(value: Value, fallback: number): number {
  if (value === null) return fallback;
  if (typeof value === 'number') return value;
  if (!hasIndex(value)) throw typeError('slice indices must be integers or None or have an __index__ method');
  return clampInt(toIndex(value));
}

export interface SliceIndices {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  /** Number of positions. */
  readonly count: number;
}

/** `slice.indices(length)` and how many positions that is. */
export function sliceIndices(slice: PySlice, length: number): SliceIndices {
  const step = sliceBound(slice.step, 1);
  if (step === 0) throw valueError('slice step cannot be zero');
  const backward = step < 0;
  let start = sliceBound(slice.start, backward ? length - 1 : 0);
  let stop = sliceBound(slice.stop, backward ? -1 : length);
  if (slice.start !== null) {
    if (start < 0) start = Math.max(start + length, backward ? -1 : 0);
    else if (start >= length) start = backward ? length - 1 : length;
  }
  if (slice.stop !== null) {
    if (stop < 0) stop = Math.max(stop + length, backward ? -1 : 0);
    else if (stop >= length) stop = backward ? length - 1 : length;
  }
  const count = backward
    ? stop < start
      ? Math.floor((start - stop - 1) / -step) + 1
      : 0
    : start < stop
      ? Math.floor((stop - start - 1) / step) + 1
      : 0;
  return { start, stop, step, count };
}

/** Start and end arguments of `find`, `index`, `count` …, as in `s[start:end]`. */
export function adjustBounds(start: Value | undefined, end: Value | undefined, length: number): [number, number] {
  let s = start === undefined ? 0 : sliceBound(start, 0);
  let e = end === undefined ? length : sliceBound(end, length);
  if (e > length) e = length;
  else if (e < 0) e = Math.max(0, e + length);
  if (s < 0) s = Math.max(0, s + length);
  return [s, e];
}
