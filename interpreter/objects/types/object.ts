/** `object`: what every class inherits (CPython: Objects/typeobject.c, `object_*`). */
import { checkSameLayout, layoutOf } from './type-layout.ts';
import { PyObject, type Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyInstance } from '../core/instance.ts';
import { PyList } from '../core/tuple.ts';
import { awaitFinalization } from '../core/lifetime.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { defineType } from '../core/define.ts';
import { typeError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import type { KwNames, Slots } from '../core/slots.ts';
import { isTruthy } from '../protocol/truth.ts';
import { repr, str } from '../protocol/repr.ts';
import { hashPointer, idOf } from '../protocol/identity.ts';
import { callValue } from '../protocol/call.ts';
import { findAttribute, genericGetAttribute, genericSetAttribute, getAttribute, ownAttribute } from '../protocol/attribute.ts';
import { defaultState, reduce } from './reduce.ts';
import { typeDisplayName } from './names.ts';
import { sortedNames } from './names.ts';

export const objectNew: NonNullable<Slots['tp_new']> = (cls: PyType, args: Value[], _kwnames: KwNames): Value => {
  if (args.length > 0) {
    if (cls.slots.tp_new !== objectNew) throw typeError('object.__new__() takes exactly one argument (the type to instantiate)');
    if (cls.slots.tp_init === objectInit) throw typeError(`${cls.name}() takes no arguments`);
  }
  if (cls.isAbstract) throw abstractError(cls);
  const { tp_alloc } = cls.slots;
  const instance = tp_alloc === null ? new PyInstance(cls) : tp_alloc(cls);
  if (cls.slots.tp_del !== null) awaitFinalization(instance);
  return instance;
};

export const objectInit: NonNullable<Slots['tp_init']> = (self, args) => {
  if (args.length === 0) return;
  const cls = typeOf(self);
  if (cls.slots.tp_init !== objectInit) throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
  if (cls.slots.tp_new === objectNew) throw typeError(`${cls.name}.__init__() takes exactly one argument (the instance to initialize)`);
};

function abstractError(cls: PyType): PyObject {
  const names = sortedNames(getAttribute(cls, '__abstractmethods__'));
  const list = names.map(name => `'${name}'`).join(', ');
  return typeError(
    `Can't instantiate abstract class ${cls.name} without an implementation for abstract method${names.length === 1 ? '' : 's'} ${list}`,
  );
}

/** `<module.Class object at 0x…>` */
export function defaultRepr(self: Value): string {
  return `<${typeDisplayName(typeOf(self))} object at ${addressOf(self)}>`;
}

/** An object's id as CPython prints addresses. */
export function addressOf(self: Value): string {
  return '0x' + idOf(self).toString(16).padStart(12, '0');
}

defineType('object', {
  doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
  slots: {
    tp_new: objectNew,
    tp_init: objectInit,
    tp_repr: defaultRepr,
    tp_str: self => repr(self),
    tp_hash: hashPointer,
    tp_getattro: genericGetAttribute,
    tp_setattro: genericSetAttribute,
    tp_richcompare: (left, right, op) => {
      if (op === 2) return left === right ? true : NotImplemented;
      if (op !== 3) return NotImplemented;
      const compare = typeOf(left).slots.tp_richcompare!;
      const equal = compare(left, right, 2);
      return equal === NotImplemented ? NotImplemented : !isTruthy(equal);
    },
  },
  getset: {
    __class__: [
      (self: Value) => typeOf(self),
      (self: Value, value) => {
        if (value === undefined) throw typeError("can't delete __class__ attribute");
        if (!typeOf(value).isSubtype(T.type)) throw typeError(`__class__ must be set to a class, not '${typeOf(value).name}' object`);
        const cls = value as PyType;
        const old = typeOf(self);
        if (!(self instanceof PyObject) || !cls.isHeapType || !old.isHeapType) {
          if (!(old.isSubtype(T.module) && cls.isSubtype(T.module)))
            throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses');
        }
        checkSameLayout(old, cls, '__class__');
        if (self instanceof PyInstance) self.materializeDict();
        (self as PyObject).cls = cls;
      },
      "the object's class",
    ],
  },
  methods: {
    '__format__($self, format_spec, /)': [
      (self: Value, spec: Value) => {
        if (spec === '') return str(self);
        if (!typeOf(spec).isSubtype(T.str)) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
        throw typeError(`unsupported format string passed to ${typeOf(self).name}.__format__`);
      },
      'Default object formatter.',
    ],
    '__dir__($self, /)': [
      (self: Value) => {
        const names = new Set<Value>();
        const own = ownNames(self);
        if (own !== undefined) for (const name of own) names.add(name);
        const cls = findAttribute(self, '__class__');
        if (cls !== undefined) collectClassNames(cls as PyType, names);
        return new PyList([...names]);
      },
      'Default dir() implementation.',
    ],
    '__reduce_ex__($self, protocol, /)': [
      (self: Value, protocol: Value) => {
        const own = typeOf(self).lookup('__reduce__');
        if (own !== T.object.namespace.getStr('__reduce__')) return callValue(getAttribute(self, '__reduce__'), []);
        return reduce(self, protocol);
      },
      'Helper for pickle.',
    ],
    '__reduce__($self, /)': [(self: Value) => reduce(self, 0), 'Helper for pickle.'],
    '__getstate__($self, /)': [defaultState, 'Helper for pickle.'],
    '__sizeof__($self, /)': [sizeOf, 'Size of object in memory, in bytes.'],
  },
  classMethods: {
    '__init_subclass__($type, /)': [
      () => null,
      'This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend subclasses.\n',
    ],
    '__subclasshook__($type, object, /)': [() => NotImplemented, 'Abstract classes can override this to customize issubclass().'],
  },
});

/** As the type is laid out; one of variable size counts its items. */
function sizeOf(self: Value): Value {
  const type = typeOf(self);
  const [basicSize, itemSize] = layoutOf(type);
  return basicSize + (itemSize > 0 && type.slots.sq_length !== null ? itemSize * type.slots.sq_length(self) : 0);
}

function ownNames(self: Value): Value[] | undefined {
  const dict = findAttribute(self, '__dict__');
  if (dict instanceof PyDict) return [...dict.entries()].map(entry => entry.key);
  return ownAttribute(self, '__dict__') === undefined ? undefined : [];
}

/** The names of a class and of all it inherits from, for `dir()`. */
export function collectClassNames(cls: PyType, names: Set<Value>): void {
  for (const type of cls.mro ?? []) for (const entry of type.namespace.entries()) names.add(entry.key);
}
