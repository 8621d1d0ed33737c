/**
 * `id()` and hashing by identity.
 *
 * JavaScript shows no addresses, so objects get theirs when first asked: numbers that look like CPython's, 16 bytes apart, never reused.
 * Values that are equal primitives are identical here, as small ints and interned strings are in CPython.
 */
import { PyObject, type Value } from './value.ts';

const FIRST_ADDRESS = 0x7f0000000000;
let nextAddress = FIRST_ADDRESS;
const addresses = new WeakMap<PyObject, number>();
const primitiveAddresses = new Map<Value, number>();

function newAddress(): number {
  return (nextAddress += 16);
}

/** `id(value)`: an int, the same for the same object as long as it lives. */
export function idOf(value: Value): number {
  if (value instanceof PyObject) {
    let address = addresses.get(value);
    if (address === undefined) addresses.set(value, (address = newAddress()));
    return address;
  }
  let address = primitiveAddresses.get(value);
  if (address === undefined) primitiveAddresses.set(value, (address = newAddress()));
  return address;
}

/** The hash of an object that has no `__hash__` of its own: its address, rotated as CPython's `Py_HashPointer` does. */
export function hashPointer(value: Value): number {
  return idOf(value) / 16;
}
