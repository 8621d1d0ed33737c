/** `isinstance` and `issubclass` with all that classes may say about it (CPython: Objects/abstract.c, `PyObject_IsInstance`, `PyObject_IsSubclass`). */
import type { Value } from '../core/value.ts';
import { PyTuple } from '../core/tuple.ts';
import { T } from '../core/registry.ts';
import { typeError } from '../core/errors.ts';
import { PyType, typeOf } from '../core/type.ts';
import { callUnbound, lookupSpecial } from '../protocol/call.ts';
import { findAttribute } from '../protocol/attribute.ts';
import { isTruthy } from '../protocol/truth.ts';
import { derives, isSubclass, realIsInstance } from './type.ts';
import { PyUnion } from './union.ts';

/** Flattens the class argument, tuples and unions, and asks each. */
function anyClass(classes: Value, test: (cls: Value) => boolean): boolean {
  if (classes instanceof PyUnion) return anyClass(classes.args, test);
  if (classes instanceof PyTuple) return classes.items.some(cls => anyClass(cls, test));
  return test(classes);
}

export function isInstance(obj: Value, classes: Value): boolean {
  return anyClass(classes, cls => {
    if (typeOf(obj) === cls) return true;
    if (cls instanceof PyType && cls.cls === T.type) return realIsInstance(obj, cls);
    const check = lookupSpecial(cls, '__instancecheck__');
    if (check !== undefined) return isTruthy(callUnbound(check, cls, [obj]));
    if (cls instanceof PyType) return realIsInstance(obj, cls);
    if (findAttribute(cls, '__bases__') === undefined) throw typeError('isinstance() arg 2 must be a type, a tuple of types, or a union');
    const claimed = findAttribute(obj, '__class__');
    return claimed !== undefined && derives(claimed, cls);
  });
}

export function isSubclassOf(cls: Value, classes: Value): boolean {
  return anyClass(classes, parent => {
    if (parent instanceof PyType && parent.cls === T.type && cls instanceof PyType) return cls === parent || cls.isSubtype(parent);
    const check = lookupSpecial(parent, '__subclasscheck__');
    if (check !== undefined) return isTruthy(callUnbound(check, parent, [cls]));
    if (findAttribute(parent, '__bases__') === undefined)
      throw typeError('issubclass() arg 2 must be a class, a tuple of classes, or a union');
    return isSubclass(cls, parent);
  });
}
