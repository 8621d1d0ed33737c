/**
 * The attribute protocol: `obj.name`, and how it is found (CPython: Objects/object.c, `PyObject_GenericGetAttr`).
 *
 * Names are attribute text; `attributeName` makes it of a str value. Looking up `obj.name` goes: a data descriptor on the type, the
 * instance's own attributes, any other class attribute (bound if it is a descriptor), AttributeError.
 */
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyInstance } from '../core/instance.ts';
import { attributeError, PyBaseException, typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { strText } from '../core/str.ts';

/** The attribute text of a str; raises TypeError for anything else. */
export function attributeName(value: Value, what = 'attribute name must be string'): string {
  if (typeof value === 'string') return value;
  const text = strText(value);
  if (text === undefined) throw typeError(`${what}, not '${typeOf(value).name}'`);
  return text;
}

export function getAttribute(obj: Value, name: string): Value {
  return typeOf(obj).slots.tp_getattro!(obj, name);
}

/** The attribute, or undefined where `obj.name` raises AttributeError. */
export function findAttribute(obj: Value, name: string): MaybeValue {
  const getattro = typeOf(obj).slots.tp_getattro!;
  try {
    // The generic look-up is asked directly: no exception is made only to be dropped. A property may still raise one.
    return getattro === genericGetAttribute ? genericFindAttribute(obj, name) : getattro(obj, name);
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.AttributeError)) return undefined;
    throw error;
  }
}

export function setAttribute(obj: Value, name: string, value: Value): void {
  const slot = typeOf(obj).slots.tp_setattro;
  if (slot === null) throw readOnly(obj, name);
  slot(obj, name, value);
}

export function deleteAttribute(obj: Value, name: string): void {
  const slot = typeOf(obj).slots.tp_setattro;
  if (slot === null) throw readOnly(obj, name);
  slot(obj, name, undefined);
}

function readOnly(obj: Value, name: string): PyObject {
  return typeError(`'${typeOf(obj).name}' object has only read-only attributes (assign to .${name})`);
}

/** An attribute in the object itself, past its class; undefined if there is none. */
export function ownAttribute(obj: Value, name: string): MaybeValue {
  if (obj instanceof PyInstance) return obj.getOwn(name);
  return obj instanceof PyObject ? (obj as { dict?: PyDict }).dict?.getStr(name) : undefined;
}

/** The `__dict__` of an object whose type has one, made if need be; undefined where there is none. */
export function instanceDict(obj: Value): PyDict | undefined {
  if (!(obj instanceof PyObject) || !obj.cls.hasDict) return undefined;
  if (obj instanceof PyInstance) return obj.materializeDict();
  return ((obj as { dict?: PyDict }).dict ??= new PyDict());
}

/** What may become an object's `__dict__` by assignment (`PyObject_GenericSetDict`). */
export function assignedDict(value: MaybeValue): PyDict {
  if (value === undefined) throw typeError('cannot delete __dict__');
  if (value instanceof PyDict) return value;
  throw typeError(`__dict__ must be set to a dictionary, not a '${typeOf(value).name}'`);
}

export function genericFindAttribute(obj: Value, name: string): MaybeValue {
  const type = typeOf(obj);
  const attribute = type.lookup(name);
  if (attribute === undefined) return ownAttribute(obj, name);
  const slots = typeOf(attribute).slots;
  const get = slots.tp_descr_get;
  if (get !== null && slots.tp_descr_set !== null) return get(attribute, obj, type);
  const own = ownAttribute(obj, name);
  if (own !== undefined) return own;
  return get === null ? attribute : get(attribute, obj, type);
}

export function genericGetAttribute(obj: Value, name: string): Value {
  const value = genericFindAttribute(obj, name);
  if (value === undefined) throw noAttribute(obj, name);
  return value;
}

export function noAttribute(obj: Value, name: string): PyObject {
  return attributeError(`'${typeOf(obj).name}' object has no attribute '${name}'`, name, obj);
}

export function genericSetAttribute(obj: Value, name: string, value: MaybeValue): void {
  const type = typeOf(obj);
  const attribute = type.lookup(name);
  if (attribute !== undefined) {
    const set = typeOf(attribute).slots.tp_descr_set;
    if (set !== null) return set(attribute, obj, value);
  }
  if (obj instanceof PyInstance && type.hasDict) {
    if (value !== undefined) return obj.setOwn(name, value);
    if (obj.deleteOwn(name)) return;
    throw noAttribute(obj, name);
  }
  const dict = instanceDict(obj);
  if (dict === undefined) {
    if (attribute !== undefined) throw attributeError(`'${type.name}' object attribute '${name}' is read-only`, name, obj);
    throw attributeError(`'${type.name}' object has no attribute '${name}' and no __dict__ for setting new attributes`, name, obj);
  }
  if (value !== undefined) dict.setStr(name, value);
  else if (!dict.deleteStr(name)) throw noAttribute(obj, name);
}

/** Whether instances of the class hold attributes (and so can be found) only by the generic rules. */
export function usesGenericGetAttribute(type: PyType): boolean {
  return type.slots.tp_getattro === genericGetAttribute;
}
