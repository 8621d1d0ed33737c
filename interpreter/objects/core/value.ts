/**
 * Values: what a Python object is in JavaScript.
 *
 * | Python            | JavaScript                                                                                       |
 * | ----------------- | ------------------------------------------------------------------------------------------------ |
 * | None              | `null`                                                                                           |
 * | bool              | `true`, `false`                                                                                  |
 * | int               | `number` while it is a safe integer, else `bigint`; never both for one value, and never a float  |
 * | str               | `string` while every UTF-16 unit is one code point (no surrogate pair in it), else `PyWideStr`   |
 * | everything else   | a subclass of `PyObject`, whose `cls` is its type                                                |
 *
 * `undefined` is never a Python value: it is C's NULL (an unbound local, an exhausted iterator, an absent argument or attribute).
 * Instances of Python subclasses of int, str, float … are `PyObject`s too (`PyIntSubclass`, …), so `typeof v === 'number'` means an
 * exact int, and so on: the fast paths test exactly that.
 */
import type { PyType } from './type.ts';
import type { PyDict } from './dict.ts';

export type Value = null | boolean | number | bigint | string | PyObject;
/** A value or C's NULL. */
export type MaybeValue = Value | undefined;

/** Everything that is not a JavaScript primitive. */
export class PyObject {
  /** `type(self)`. Assignable: `self.__class__ = Other`. */
  declare cls: PyType;
  /** Classes whose instances are many set `cls` themselves: here, where every class comes by, the store is megamorphic. */
  constructor(cls?: PyType) {
    if (cls !== undefined) this.cls = cls;
  }
}

/** An object that has a `__dict__` of its own, made when it is first needed: functions, modules, exceptions, instances of subclasses of built-ins. */
export interface HasDict {
  dict: PyDict | undefined;
}
