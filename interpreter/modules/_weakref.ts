/**
 * `_weakref` (CPython: Modules/_weakref.c, Objects/weakrefobject.c).
 *
 * JavaScript's collector decides when an object is gone, some time after its last use, and tells it between turns of the event loop: a dead
 * reference gives None as in CPython, only later, and callbacks run later too.
 */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyList } from '../objects/core/tuple.ts';
import { noteReference, PyWeakReference } from '../objects/core/lifetime.ts';
import { T } from '../objects/core/registry.ts';
import { NotImplemented } from '../objects/core/singletons.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, typeError } from '../objects/core/errors.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import { SLOT_NAMES } from '../objects/core/slots.ts';
import { callValue } from '../objects/protocol/call.ts';
import { getAttribute, setAttribute } from '../objects/protocol/attribute.ts';
import { getIter } from '../objects/protocol/iterate.ts';
import { hash } from '../objects/protocol/hash.ts';
import { richCompare } from '../objects/protocol/compare.ts';
import { strTextOf } from '../objects/protocol/repr.ts';
import { addressOf } from '../objects/types/object.ts';
import { collect, mayLook } from '../vm/collect.ts';

const REFERABLE: ReadonlySet<string> = new Set([
  'function',
  'method',
  'module',
  'generator',
  'coroutine',
  'async_generator',
  'set',
  'frozenset',
  'type',
  'builtin_function_or_method',
  'code',
  'deque',
  'memoryview',
  'array',
  'Pattern',
  'Struct',
  '_tee',
  'SimpleQueue',
  'partial',
  'object_proxy',
  'FileIO',
  'TextIOWrapper',
  'BytesIO',
  'StringIO',
  'lock',
  'RLock',
  'GenericAlias',
  'Union',
  'ParamSpecArgs',
  'ParamSpecKwargs',
]);

/** Whether objects of a type can be referred to weakly: those of classes in Python, unless `__slots__` leaves `__weakref__` out, and some built-in ones. */
function isReferable(value: Value): value is PyObject {
  if (!(value instanceof PyObject)) return false;
  if (value instanceof PyType || value.cls.hasDict || (value.cls.isHeapType && value.cls.lookup('__weakref__') !== undefined)) return true;
  return value.cls.mro.some(type => REFERABLE.has(type.qualname));
}

/** References to an object, for sharing, counting and callbacks. */
const referencesOf = new WeakMap<PyObject, Set<PyWeakReference>>();

function makeReference(target: Value, callback: Value, cls: PyType): PyWeakReference {
  if (!isReferable(target)) throw typeError(`cannot create weak reference to '${typeOf(target).name}' object`);
  let references = referencesOf.get(target);
  if (references === undefined) referencesOf.set(target, (references = new Set()));
  if (callback === null && !cls.isHeapType) {
    for (const known of references) {
      if (known.cls !== cls || known.callback !== null) continue;
      known.dropped = false;
      return known;
    }
  }
  const reference = new PyWeakReference(target, callback, cls);
  references.add(reference);
  noteReference(reference);
  return reference;
}

/** The object of a reference, once it has been looked whether it is still there. */
function deref(reference: PyWeakReference): PyObject | undefined {
  if (mayLook()) collect(false, false);
  return reference.deref();
}

/** The references to an object that exist themselves. */
function referencesTo(object: Value): PyWeakReference[] {
  if (!(object instanceof PyObject)) return [];
  const references = referencesOf.get(object);
  if (references === undefined) return [];
  if (mayLook()) collect(false, false);
  for (const reference of references) if (reference.dropped) references.delete(reference);
  return [...references];
}

export const ReferenceType = defineType('ReferenceType', {
  module: 'weakref',
  hasDict: false,
  slots: {
    tp_new: (cls, args) => {
      if (args.length < 1 || args.length > 2)
        throw typeError(`__new__ expected ${args.length < 1 ? 'at least 1 argument' : 'at most 2 arguments'}, got ${args.length}`);
      return makeReference(args[0], args[1] ?? null, cls);
    },
    tp_init: () => {},
    tp_call: self => deref(self as PyWeakReference) ?? null,
    tp_hash: value => {
      const self = value as PyWeakReference;
      if (self.hash !== undefined) return self.hash;
      const target = self.deref();
      if (target === undefined) throw typeError('weak object has gone away');
      return (self.hash = hash(target));
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyWeakReference) || !(right instanceof PyWeakReference) || (op !== 2 && op !== 3)) return NotImplemented;
      const a = left.deref();
      const b = right.deref();
      if (a === undefined || b === undefined) return (left === right) === (op === 2);
      return richCompare(a, b, op);
    },
    tp_repr: value => {
      const target = (value as PyWeakReference).deref();
      if (target === undefined) return `<weakref at ${addressOf(value)}; dead>`;
      return `<weakref at ${addressOf(value)}; to '${typeOf(target).name}' at ${addressOf(target)}>`;
    },
  },
  getset: { __callback__: [(self: PyWeakReference) => (self.deref() === undefined ? null : self.callback)] },
  classMethods: { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) },
});
ReferenceType.name = ReferenceType.qualname = 'ReferenceType';

/** An object that stands for another one and does what that one does. */
class PyProxy extends PyObject {
  readonly reference: PyWeakReference;
  constructor(reference: PyWeakReference, cls: PyType) {
    super(cls);
    this.reference = reference;
  }
}

function referent(value: Value): PyObject {
  const target = deref((value as PyProxy).reference);
  if (target === undefined) throw raise(T.ReferenceError, 'weakly-referenced object no longer exists');
  return target;
}

const unwrap = (value: Value): Value => (value instanceof PyProxy ? referent(value) : value);

/** Slots that pass an operation on to the object behind the proxy: the same for all operators. */
function forwardingSlots(): Record<string, (...args: never[]) => unknown> {
  const slots: Record<string, (...args: never[]) => unknown> = {};
  for (const name of SLOT_NAMES) {
    if (!/^(nb_|sq_|mp_)/.test(name)) continue;
    slots[name] = (...args: never[]) => {
      const [self, ...rest] = (args as unknown as Value[]).map(arg => (arg instanceof PyProxy ? unwrap(arg) : arg));
      const slot = typeOf(self).slots[name] as ((...args: Value[]) => unknown) | null;
      if (slot !== null) return slot(self, ...rest);
      if (name === 'nb_bool') return true;
      if (name.startsWith('nb_') && rest.length > 0) return NotImplemented;
      throw typeError(`'${typeOf(self).name}' object does not support this operation`);
    };
  }
  return slots;
}

function defineProxy(name: string, callable: boolean): PyType {
  return defineType(name, {
    module: 'weakref',
    final: true,
    slots: {
      ...forwardingSlots(),
      tp_getattro: (self, attribute) => getAttribute(referent(self), attribute),
      tp_setattro: (self, attribute, value) => {
        const target = referent(self);
        if (value === undefined) typeOf(target).slots.tp_setattro!(target, attribute, undefined);
        else setAttribute(target, attribute, value);
      },
      tp_str: self => strTextOf(referent(self)),
      tp_repr: self => `<weakproxy at ${addressOf(self)} to ${typeOf(referent(self)).name} at ${addressOf(referent(self))}>`,
      tp_richcompare: (left, right, op) => richCompare(unwrap(left), unwrap(right), op),
      tp_iter: self => getIter(referent(self)),
      ...(callable
        ? { tp_call: (self: Value, args: Value[], kwnames: readonly string[] | null) => callValue(referent(self), args, kwnames) }
        : {}),
    },
  });
}

const ProxyType = defineProxy('ProxyType', false);
const CallableProxyType = defineProxy('CallableProxyType', true);

registerModule('_weakref', {
  doc: 'Weak-reference support module.',
  functions: {
    'proxy(object, callback=None, /)': (object: Value, callback: MaybeValue) => {
      const callable = typeOf(object).slots.tp_call !== null;
      return new PyProxy(makeReference(object, callback ?? null, ReferenceType), callable ? CallableProxyType : ProxyType);
    },
    'getweakrefcount(object, /)': (object: Value) => referencesTo(object).length,
    'getweakrefs(object, /)': (object: Value) => new PyList(referencesTo(object)),
    '_remove_dead_weakref(dct, key, /)': (dict: Value, key: Value) => {
      const reference = (dict as PyDict).get(key);
      if (reference instanceof PyWeakReference && reference.deref() === undefined) (dict as PyDict).delete(key);
      return null;
    },
  },
  attributes: { ref: ReferenceType, ReferenceType, ProxyType, CallableProxyType },
});
