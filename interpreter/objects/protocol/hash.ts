/** `hash()`, and how dict finds keys that are no primitives. */
import type { Value } from '../core/value.ts';
import { keyProtocol } from '../core/dict.ts';
import { foldedHash, hashValue } from '../core/hash.ts';
import { PyComplex, PyFloat } from '../core/float.ts';
import { PyIntSubclass } from '../core/integer.ts';
import { PyStrSubclass, PyWideStr, textOf } from '../core/str.ts';
import { PyBaseException, typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { isEqual } from './compare.ts';

/** `hash(value)`. */
export const hash = hashValue;
export { hashValue };

const sameIdentity = (cls: PyType, base: PyType): boolean =>
  cls === base || (cls.slots.tp_hash === base.slots.tp_hash && cls.slots.tp_richcompare === base.slots.tp_richcompare);

keyProtocol.nativeKey = key => {
  if (key instanceof PyFloat) return sameIdentity(key.cls, T.float) ? nativeNumber(key.value) : undefined;
  if (key instanceof PyWideStr) return key.text;
  if (sameIdentity(key.cls, T.object)) return key;
  if (key instanceof PyStrSubclass) return sameIdentity(key.cls, T.str) ? textOf(key.value) : undefined;
  if (key instanceof PyIntSubclass) return sameIdentity(key.cls, T.int) ? key.value : undefined;
  if (key instanceof PyComplex) return key.imag === 0 && sameIdentity(key.cls, T.complex) ? nativeNumber(key.real) : undefined;
  return undefined;
};

/** A float as a Map key: the int it equals, else itself; a NaN equals nothing and is found by its identity. */
function nativeNumber(value: number): number | bigint | undefined {
  if (Number.isSafeInteger(value)) return value + 0;
  if (Number.isInteger(value)) return BigInt(value);
  return Number.isNaN(value) ? undefined : value;
}

keyProtocol.hash = key => {
  try {
    return foldedHash(key);
  } catch (error) {
    throw keyHashError(key, error);
  }
};

function keyHashError(key: Value, error: unknown): unknown {
  if (!(error instanceof PyBaseException) || error.cls !== T.TypeError) return error;
  const { module, qualname } = typeOf(key);
  return typeError(`cannot use '${module === 'builtins' ? '' : module + '.'}${qualname}' as a dict key (${String(error.args.items[0])})`);
}

keyProtocol.equal = isEqual;

keyProtocol.number = key => {
  try {
    const value = key.cls.slots.nb_float!(key);
    return value instanceof PyFloat ? nativeNumber(value.value) : undefined;
  } catch (error) {
    if (error instanceof PyBaseException) return undefined;
    throw error;
  }
};
