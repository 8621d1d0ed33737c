/** super: attributes of the next class in the mro (CPython: Objects/typeobject.c, `super_*`). */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../core/value.ts';
import type { PyDict } from '../core/dict.ts';
import { T } from '../core/registry.ts';
import { defineType } from '../core/define.ts';
import { attributeError, runtimeError, typeError } from '../core/errors.ts';
import { PyType, typeOf } from '../core/type.ts';
import { findAttribute, genericGetAttribute } from '../protocol/attribute.ts';

export class PySuper extends PyObject implements HasDict {
  /** The class whose successor in the mro is asked first. */
  type: PyType | null = null;
  obj: MaybeValue = undefined;
  /** The type whose mro is walked: that of the object, or the object itself when it is a class. */
  objType: PyType | null = null;
  dict: PyDict | undefined = undefined;
}

/** `super()` without arguments takes them from the running frame: set by the virtual machine. */
export const superContext: { implicitArguments: () => { type: Value; self: Value } } = {
  implicitArguments: () => {
    throw runtimeError('super(): no current frame');
  },
};

/** The type whose mro is walked for `super(type, obj)`; raises TypeError where obj does not belong to type (`supercheck`). */
export function superCheck(type: PyType, obj: Value): PyType {
  if (obj instanceof PyType && obj.isSubtype(type)) return obj;
  const objType = typeOf(obj);
  if (objType.isSubtype(type)) return objType;
  const claimed = findAttribute(obj, '__class__');
  if (claimed instanceof PyType && claimed !== objType && claimed.isSubtype(type)) return claimed;
  const what = obj instanceof PyType ? `type ${obj.name}` : `instance of ${objType.name}`;
  throw typeError(`super(type, obj): obj (${what}) is not an instance or subtype of type (${type.name}).`);
}

/** The raw class attribute that follows `type` in the mro of `objType`; undefined if there is none. */
export function superLookup(type: PyType, objType: PyType, name: string): MaybeValue {
  const { mro } = objType;
  for (let i = mro.indexOf(type) + 1; i > 0 && i < mro.length; i++) {
    const value = mro[i].namespace.getStr(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `super(type, obj).name` */
export function superAttribute(type: PyType, obj: Value, objType: PyType, name: string): MaybeValue {
  const attribute = superLookup(type, objType, name);
  if (attribute === undefined) return undefined;
  const get = typeOf(attribute).slots.tp_descr_get;
  return get === null ? attribute : get(attribute, obj === objType ? undefined : obj, objType);
}

defineType('super', {
  hasDict: true,
  doc: 'super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)',
  slots: {
    tp_new: cls => new PySuper(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PySuper;
      if (kwnames !== null) throw typeError('super() takes no keyword arguments');
      if (args.length > 2) throw typeError(`super() expected at most 2 arguments, got ${args.length}`);
      let [type, obj] = args as MaybeValue[];
      if (type === undefined) ({ type, self: obj } = superContext.implicitArguments());
      if (!(type instanceof PyType)) throw typeError(`super() argument 1 must be a type, not ${typeOf(type).name}`);
      self.type = type;
      if (obj !== undefined && obj !== null) {
        self.objType = superCheck(type, obj);
        self.obj = obj;
      }
    },
    tp_repr: value => {
      const { type, objType } = value as PySuper;
      return objType === null ? `<super: <class '${type!.name}'>, NULL>` : `<super: <class '${type!.name}'>, <${objType.name} object>>`;
    },
    tp_getattro: (value, name) => {
      const { type, obj, objType } = value as PySuper;
      if (objType !== null && name !== '__class__') {
        const attribute = superAttribute(type!, obj!, objType, name);
        if (attribute !== undefined) return attribute;
        if (T.super.lookup(name) === undefined) throw attributeError(`'super' object has no attribute '${name}'`, name, value);
      }
      return genericGetAttribute(value, name);
    },
    tp_descr_get: (descr, obj) => {
      const self = descr as PySuper;
      if (obj === undefined || obj === null || self.obj !== undefined) return self;
      const bound = new PySuper(self.cls);
      bound.type = self.type;
      bound.obj = obj;
      bound.objType = superCheck(self.type!, obj);
      return bound;
    },
  },
  getset: {
    __thisclass__: [(self: PySuper) => self.type],
    __self__: [(self: PySuper) => self.obj ?? null],
    __self_class__: [(self: PySuper) => self.objType],
  },
});
