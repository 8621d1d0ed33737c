/** Truth testing: `bool(value)` (CPython: `PyObject_IsTrue`). */
import type { Value } from '../core/value.ts';

export function isTruthy(value: Value): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return value !== 0;
    case 'string':
      return value.length > 0;
    case 'bigint':
      return true;
    default: {
      if (value === null) return false;
      const { slots } = value.cls;
      if (slots.nb_bool !== null) return slots.nb_bool(value);
      return slots.sq_length !== null ? slots.sq_length(value) > 0 : true;
    }
  }
}
