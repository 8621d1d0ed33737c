/** Attribute instructions beyond the cached cases: the full look-up, and what a site learns from it. */
import { specialMethods } from '../../opcodes/index.ts';
import { attributeError, typeError } from '../../objects/core/errors.ts';
import { DICT_SHAPE, MAX_SHAPE_SIZE, PyInstance } from '../../objects/core/instance.ts';
import { PyModule } from '../../objects/core/module.ts';
import { PyBuiltin } from '../../objects/core/native.ts';
import { T } from '../../objects/core/registry.ts';
import { PyType, typeOf } from '../../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import {
  deleteAttribute,
  genericGetAttribute,
  genericSetAttribute,
  getAttribute,
  ownAttribute,
  setAttribute,
} from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { PyClassMethod, PyMember, PyProperty } from '../../objects/types/descriptors.ts';
import { PyFunction } from '../../objects/types/function.ts';
import { superAttribute, superCheck, superLookup } from '../../objects/types/super.ts';
import { lifetime } from '../../objects/core/lifetime.ts';
import { dropped, replaced } from '../collect.ts';
import { ATTR, AttributeCache, remember } from '../caches.ts';

/** What the method that the last look-up found wants as its first argument; undefined where it wants nothing. */
export let receiver: MaybeValue = undefined;

/** An attribute that takes no receiver. Finding it may have run Python code, which loads methods itself: hence this is set last. */
function unbound(value: Value): Value {
  receiver = undefined;
  return value;
}

/** `owner.name`. */
export function loadAttribute(owner: Value, name: string, caches: unknown[], at: number): Value {
  if (owner instanceof PyInstance) {
    const type = owner.cls;
    if (findsPlainly(type)) learn(owner, type, name, caches, at, false);
  } else if (owner instanceof PyModule && owner.cls === T.module) {
    const value = owner.dict.getStr(name);
    if (value !== undefined && T.module.lookup(name) === undefined) return value;
  }
  return getAttribute(owner, name);
}

/** Remembers how an instance's attribute is found, if it can be found the same way next time. */
function learn(owner: PyInstance, type: PyType, name: string, caches: unknown[], at: number, method: boolean): void {
  const { shape } = owner;
  const attribute = type.lookup(name);
  const entry = (kind: number, index: number, value: Value): void =>
    remember(caches, at, new AttributeCache(type.version, shape, kind, index, value, null));
  if (attribute === undefined) {
    const index = shape.indexOf(name);
    if (index >= 0) entry(ATTR.SLOT, index, null);
    return;
  }
  const slots = typeOf(attribute).slots;
  if (slots.tp_descr_set !== null) {
    if (method) return;
    if (attribute instanceof PyMember && typeOf(attribute) === T.member_descriptor && type.isSubtype(attribute.owner))
      entry(ATTR.MEMBER, attribute.index, null);
    else if (
      attribute instanceof PyProperty &&
      attribute.cls === T.property &&
      type.slots.tp_getattro === genericGetAttribute &&
      attribute.fget instanceof PyFunction &&
      attribute.fget.code.exactArgs === 1
    )
      entry(ATTR.PROPERTY, 0, attribute.fget);
    return;
  }
  const index = shape.indexOf(name);
  if (index >= 0) entry(ATTR.SLOT, index, null);
  else if (shape === DICT_SHAPE) return;
  else if (slots.tp_descr_get === null) entry(ATTR.VALUE, 0, attribute);
  else if (method && attribute instanceof PyFunction) entry(ATTR.METHOD, 0, attribute);
}

/** `owner.name` where a call follows: the method unbound if it is one (`receiver` tells). */
export function loadMethod(owner: Value, name: string, caches: unknown[], at: number): Value {
  const type = typeOf(owner);
  for (let cache = caches[at] as AttributeCache | null; cache !== null; cache = cache.next) {
    if (cache.kind === ATTR.NATIVE && cache.version === type.version) {
      receiver = owner;
      return cache.value;
    }
  }
  if (!findsPlainly(type)) return unbound(getAttribute(owner, name));
  if (owner instanceof PyInstance) learn(owner, type, name, caches, at, true);
  const attribute = type.lookup(name);
  if (attribute instanceof PyFunction || (attribute instanceof PyBuiltin && attribute.cls === T.method_descriptor)) {
    const own = ownAttribute(owner, name);
    if (own !== undefined) return unbound(own);
    if (!type.isHeapType && !type.hasDict) remember(caches, at, new AttributeCache(type.version, null, ATTR.NATIVE, 0, attribute, null));
    receiver = owner;
    return attribute;
  }
  if (
    attribute instanceof PyClassMethod &&
    attribute.cls === T.classmethod &&
    attribute.callable instanceof PyFunction &&
    type.slots.tp_getattro === genericGetAttribute &&
    ownAttribute(owner, name) === undefined
  ) {
    receiver = type;
    return attribute.callable;
  }
  return unbound(getAttribute(owner, name));
}

/** Whether what is found on a type's instances is found in the usual way; a `__getattr__` is asked only for what is not. */
function findsPlainly(type: PyType): boolean {
  return (
    type.slots.tp_getattro === genericGetAttribute ||
    (type.isHeapType && type.lookup('__getattribute__') === T.object.lookup('__getattribute__'))
  );
}

/** `owner.name = value`. */
export function storeAttribute(owner: Value, name: string, value: Value, caches: unknown[], at: number): void {
  if (owner instanceof PyInstance) {
    const type = owner.cls;
    if (type.slots.tp_setattro === genericSetAttribute) {
      const attribute = type.lookup(name);
      const { shape } = owner;
      if (attribute === undefined || typeOf(attribute).slots.tp_descr_set === null) {
        const index = shape.indexOf(name);
        if (index >= 0) remember(caches, at, new AttributeCache(type.version, shape, ATTR.SLOT, index, null, null));
        else if (shape !== DICT_SHAPE && shape.size < MAX_SHAPE_SIZE && type.hasDict) {
          remember(caches, at, new AttributeCache(type.version, shape, ATTR.ADD, 0, null, shape.add(name)));
        }
      } else if (attribute instanceof PyMember && typeOf(attribute) === T.member_descriptor && type.isSubtype(attribute.owner)) {
        remember(caches, at, new AttributeCache(type.version, shape, ATTR.MEMBER, attribute.index, null, null));
      }
    }
  }
  const old = lifetime.active && owner instanceof PyInstance ? owner.getOwn(name) : undefined;
  setAttribute(owner, name, value);
  if (old !== undefined && old !== value) replaced(old);
}

/** Stores where the value that was there may be at its end. */
export function replace(values: Value[], index: number, value: Value): void {
  const old = values[index];
  values[index] = value;
  if (old !== value) replaced(old);
}

export function removeAttribute(owner: Value, name: string): void {
  deleteAttribute(owner, name);
  dropped();
}

/** What a `super().name` site knows: for this class and this type of `self`, the attribute. */
class SuperCache {
  readonly cls: PyType;
  readonly clsVersion: number;
  readonly selfVersion: number;
  readonly attribute: PyFunction;
  constructor(cls: PyType, clsVersion: number, selfVersion: number, attribute: PyFunction) {
    this.cls = cls;
    this.clsVersion = clsVersion;
    this.selfVersion = selfVersion;
    this.attribute = attribute;
  }
}

/** `super(cls, self).name`; with bit 0 of `arg`, for a call. */
export function loadSuperAttribute(
  globalSuper: Value,
  cls: Value,
  self: Value,
  name: string,
  arg: number,
  caches: unknown[],
  at: number,
): Value {
  if (globalSuper !== T.super) {
    const object = callValue(globalSuper, (arg & 2) !== 0 ? [cls, self] : []);
    return unbound(getAttribute(object, name));
  }
  if (!(cls instanceof PyType)) throw typeError(`super() argument 1 must be a type, not ${typeOf(cls).name}`);
  const cache = caches[at] as SuperCache | null;
  if (
    (arg & 1) !== 0 &&
    cache !== null &&
    cache.cls === cls &&
    cache.clsVersion === cls.version &&
    self instanceof PyObject &&
    cache.selfVersion === self.cls.version
  ) {
    receiver = self;
    return cache.attribute;
  }
  const objType = superCheck(cls, self);
  if ((arg & 1) !== 0 && objType === typeOf(self)) {
    const attribute = superLookup(cls, objType, name);
    if (attribute instanceof PyFunction) {
      caches[at] = new SuperCache(cls, cls.version, objType.version, attribute);
      receiver = self;
      return attribute;
    }
  }
  const value = name === '__class__' ? undefined : superAttribute(cls, self, objType, name);
  if (value !== undefined) return unbound(value);
  if (name === '__class__') return unbound(T.super);
  const ownValue = T.super.lookup(name);
  if (ownValue !== undefined) return unbound(getAttribute(callValue(T.super, [cls, self]), name));
  throw attributeError(`'super' object has no attribute '${name}'`, name, self);
}

const SPECIAL_ERRORS = [
  (type: string) => `'${type}' object does not support the context manager protocol (missed __enter__ method)`,
  (type: string) => `'${type}' object does not support the context manager protocol (missed __exit__ method)`,
  (type: string) => `'${type}' object does not support the asynchronous context manager protocol (missed __aenter__ method)`,
  (type: string) => `'${type}' object does not support the asynchronous context manager protocol (missed __aexit__ method)`,
];
const OTHER_PROTOCOL = [
  ['__aenter__', '__aexit__', " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"],
  ['__aenter__', '__aexit__', " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"],
  ['__enter__', '__exit__', " but it supports the context manager protocol. Did you mean to use 'with'?"],
  ['__enter__', '__exit__', " but it supports the context manager protocol. Did you mean to use 'with'?"],
] as const;

/** A special method of the object's class, for with statements. */
export function loadSpecial(owner: Value, which: number): Value {
  const type = typeOf(owner);
  const attribute = type.lookup(specialMethods[which]);
  if (attribute === undefined) {
    const [enter, exit, hint] = OTHER_PROTOCOL[which];
    const other = type.lookup(enter) !== undefined && type.lookup(exit) !== undefined;
    throw typeError(SPECIAL_ERRORS[which](type.name) + (other ? hint : ''));
  }
  if (attribute instanceof PyFunction || (attribute instanceof PyBuiltin && attribute.cls === T.method_descriptor)) {
    receiver = owner;
    return attribute;
  }
  const get = typeOf(attribute).slots.tp_descr_get;
  return unbound(get === null ? attribute : get(attribute, owner, type));
}
