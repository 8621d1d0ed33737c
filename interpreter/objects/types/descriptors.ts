/**
 * Descriptors: what makes `obj.method` a bound method, and the built-in ones: functions of native types, getset attributes, slot members,
 * property, classmethod, staticmethod (CPython: Objects/descrobject.c, Objects/funcobject.c).
 */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyInstance } from '../core/instance.ts';
import { PyModule } from '../core/module.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { defineType, makers, PyGetSet, type PyTypeDoc, typeDoc } from '../core/define.ts';
import { reduceAttribute } from '../core/builtin-functions.ts';
import { docstringOf, textSignatureOf } from '../core/documentation.ts';
import { PyBaseException, attributeError, raise, typeError } from '../core/errors.ts';
import { callBuiltin, PyBuiltin } from '../core/native.ts';
import { PyType, typeOf } from '../core/type.ts';
import { strOf, strText } from '../core/str.ts';
import { assignedDict } from '../protocol/attribute.ts';
import { callUnbound, callValue, lookupSpecial } from '../protocol/call.ts';
import {
  findAttribute,
  getAttribute,
  genericGetAttribute,
  genericSetAttribute,
  instanceDict,
  setAttribute,
} from '../protocol/attribute.ts';
import { repr } from '../protocol/repr.ts';
import { textOf } from '../core/str.ts';
import { isTruthy } from '../protocol/truth.ts';
import { hash } from '../protocol/hash.ts';
import { hashPointer } from '../protocol/identity.ts';
import { addressOf } from './object.ts';
import { fullyQualifiedName, typeDisplayName } from './names.ts';

/** A Python function, as far as class creation cares; the virtual machine defines the class. */
export type PyFunctionLike = PyObject;
export const isFunction = (value: Value): boolean => value instanceof PyObject && value.cls === T.function;

/** A bound method: `method(function, self)`. */
export class PyMethod extends PyObject {
  declare readonly func: Value;
  declare readonly self: Value;
  constructor(func: Value, self: Value) {
    super();
    this.cls = T.method;
    this.func = func;
    this.self = self;
  }
}

/** A class method of a built-in type: bound to the class it is looked up on. */
export class PyClassMethodDescriptor extends PyObject {
  declare readonly builtin: PyBuiltin;
  declare readonly owner: PyType;
  constructor(owner: PyType, builtin: PyBuiltin) {
    super();
    this.cls = T.classmethod_descriptor;
    this.owner = owner;
    this.builtin = builtin;
  }
}

makers.classMethod = (owner, signature, implementation, doc) =>
  new PyClassMethodDescriptor(owner, new PyBuiltin(T.builtin_function_or_method, signature, implementation, undefined, owner, doc));
makers.staticMethod = (owner, signature, implementation, doc) => {
  // It knows its type, but is not called with it.
  const builtin = new PyBuiltin(T.builtin_function_or_method, signature, implementation, owner, null, doc);
  builtin.scope = signature.scope = owner;
  return new PyStaticMethod(builtin);
};

const isStatic = ({ owner, self, signature }: PyBuiltin): boolean =>
  owner === null && self instanceof PyType && signature.name !== '__new__';

/** A `__slots__` member: a fixed position in the instance. */
export class PyMember extends PyObject {
  declare readonly name: string;
  declare readonly owner: PyType;
  declare readonly index: number;
  constructor(name: string, owner: PyType, index: number) {
    super();
    this.cls = T.member_descriptor;
    this.name = name;
    this.owner = owner;
    this.index = index;
  }
  get(obj: Value): MaybeValue {
    return (obj as { members?: MaybeValue[] }).members?.[this.index];
  }
  set(obj: Value, value: MaybeValue): void {
    ((obj as { members?: MaybeValue[] }).members ??= new Array<MaybeValue>((obj as PyObject).cls.slotNames.length).fill(undefined))[
      this.index
    ] = value;
  }
}

export class PyStaticMethod extends PyObject implements HasDict {
  declare callable: Value;
  dict: PyDict | undefined = undefined;
  constructor(callable: Value, cls: PyType = T.staticmethod) {
    super();
    this.cls = cls;
    this.callable = callable;
  }
}

export class PyClassMethod extends PyObject implements HasDict {
  declare callable: Value;
  dict: PyDict | undefined = undefined;
  constructor(callable: Value, cls: PyType = T.classmethod) {
    super();
    this.cls = cls;
    this.callable = callable;
  }
}

export class PyProperty extends PyObject implements HasDict {
  fget: Value = null;
  fset: Value = null;
  fdel: Value = null;
  doc: Value = null;
  getterDoc = false;
  name: MaybeValue = undefined;
  dict: PyDict | undefined = undefined;
}

/** A class in Python goes by its bare name here. */
const shownName = (type: PyType): string => (type.isHeapType ? type.name : typeDisplayName(type));

function checkReceiver(name: string, owner: PyType, obj: Value): void {
  if (typeOf(obj).isSubtype(owner)) return;
  throw typeError(`descriptor '${name}' for '${shownName(owner)}' objects doesn't apply to a '${shownName(typeOf(obj))}' object`);
}

const builtinAttributes = {
  __name__: [(self: PyBuiltin) => self.signature.name] as const,
  __qualname__: [(self: PyBuiltin) => self.qualname] as const,
  __doc__: [(self: PyBuiltin) => docstringOf(documentationKey(self)) ?? self.doc] as const,
  __text_signature__: [(self: PyBuiltin) => textSignatureOf(documentationKey(self), self.signature.text)] as const,
};

const attributeKey = (owner: PyType, name: string): string => `${owner.module}.${owner.qualname}.${name}`;
/** A `__new__` is bound to its type. */
function documentationKey({ owner, self, module, qualname, signature }: PyBuiltin): string {
  const type = owner ?? (self instanceof PyType ? self : null);
  return type === null ? `${module ?? 'builtins'}.${qualname}` : attributeKey(type, signature.name);
}

defineType('builtin_function_or_method', {
  final: true,
  slots: {
    tp_call: (callable, args, kwnames) => callBuiltin(callable as PyBuiltin, args, kwnames),
    tp_repr: value => {
      const self = value as PyBuiltin;
      if (self.self === undefined || self.self instanceof PyModule) return `<built-in function ${self.signature.name}>`;
      return `<built-in method ${self.signature.name} of ${typeDisplayName(typeOf(self.self))} object at ${addressOf(self.self)}>`;
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyBuiltin) || !(right instanceof PyBuiltin) || (op !== 2 && op !== 3)) return NotImplemented;
      return (left.implementation === right.implementation && left.self === right.self) === (op === 2);
    },
    tp_hash: self => hashPointer((self as PyBuiltin).signature as unknown as PyObject),
  },
  getset: {
    ...builtinAttributes,
    __module__: [(self: PyBuiltin) => self.module],
    __self__: [(self: PyBuiltin) => (isStatic(self) ? null : (self.self ?? null))],
  },
  methods: {
    '__reduce__($self, /)': (self: PyBuiltin) =>
      self.self === undefined || self.self === null || self.self instanceof PyModule
        ? strOf(self.qualname)
        : reduceAttribute(self.self, self.signature.name),
  },
});

defineType('method_descriptor', {
  final: true,
  slots: {
    tp_call: (callable, args, kwnames) => callBuiltin(callable as PyBuiltin, args, kwnames),
    tp_descr_get: (descr, obj) => {
      if (obj === undefined) return descr;
      const method = descr as PyBuiltin;
      checkReceiver(method.signature.name, method.owner!, obj);
      return new PyBuiltin(T.builtin_function_or_method, method.signature, method.implementation, obj, method.owner, method.doc);
    },
    tp_repr: self => `<method '${(self as PyBuiltin).signature.name}' of '${shownName((self as PyBuiltin).owner!)}' objects>`,
  },
  getset: { ...builtinAttributes, __objclass__: [(self: PyBuiltin) => self.owner!] },
  methods: { '__reduce__($self, /)': (self: PyBuiltin) => reduceAttribute(self.owner!, self.signature.name) },
});

defineType('classmethod_descriptor', {
  final: true,
  slots: {
    tp_call: (callable, args, kwnames) => {
      const { builtin, owner } = callable as PyClassMethodDescriptor;
      if (args.length === 0) throw typeError(`descriptor '${builtin.signature.name}' of '${owner.name}' object needs an argument`);
      return callBuiltin(builtin, args, kwnames);
    },
    tp_descr_get: (descr, obj, type) => {
      const { builtin, owner } = descr as PyClassMethodDescriptor;
      type ??= typeOf(obj!);
      const { name } = builtin.signature;
      if (!(type instanceof PyType))
        throw typeError(`descriptor '${name}' for type '${owner.name}' needs a type, not a '${typeOf(type).name}' as arg 2`);
      if (!type.isSubtype(owner)) throw typeError(`descriptor '${name}' requires a subtype of '${owner.name}' but received '${type.name}'`);
      return new PyBuiltin(T.builtin_function_or_method, builtin.signature, builtin.implementation, type, owner, builtin.doc);
    },
    tp_repr: self =>
      `<method '${(self as PyClassMethodDescriptor).builtin.signature.name}' of '${(self as PyClassMethodDescriptor).owner.name}' objects>`,
  },
  getset: {
    __name__: [(self: PyClassMethodDescriptor) => self.builtin.signature.name],
    __qualname__: [(self: PyClassMethodDescriptor) => self.builtin.qualname],
    __objclass__: [(self: PyClassMethodDescriptor) => self.owner],
    __doc__: [(self: PyClassMethodDescriptor) => docstringOf(documentationKey(self.builtin)) ?? self.builtin.doc],
    __text_signature__: [(self: PyClassMethodDescriptor) => textSignatureOf(documentationKey(self.builtin), self.builtin.signature.text)],
  },
});

function getNative(descr: Value, obj: MaybeValue): Value {
  if (obj === undefined) return descr;
  const attribute = descr as PyGetSet;
  checkReceiver(attribute.name, attribute.owner, obj);
  return attribute.get(obj);
}

function setNative(descr: Value, obj: Value, value: MaybeValue): void {
  const attribute = descr as PyGetSet;
  checkReceiver(attribute.name, attribute.owner, obj);
  if (attribute.set === undefined) {
    if (attribute.cls === T.member_descriptor) throw raise(T.AttributeError, 'readonly attribute');
    throw attributeError(
      `attribute '${attribute.name}' of '${typeDisplayName(attribute.owner)}' objects is not writable`,
      attribute.name,
      obj,
    );
  }
  attribute.set(obj, value);
}

defineType('getset_descriptor', {
  final: true,
  slots: {
    tp_descr_get: getNative,
    tp_descr_set: setNative,
    tp_repr: self => `<attribute '${(self as PyGetSet).name}' of '${shownName((self as PyGetSet).owner)}' objects>`,
  },
  getset: {
    __name__: [(self: PyGetSet) => self.name],
    __qualname__: [(self: PyGetSet) => `${self.owner.qualname}.${self.name}`],
    __objclass__: [(self: PyGetSet) => self.owner],
    __doc__: [(self: PyGetSet) => docstringOf(attributeKey(self.owner, self.name)) ?? self.doc],
  },
});

defineType('member_descriptor', {
  final: true,
  slots: {
    tp_descr_get: (descr, obj) => {
      if (obj === undefined) return descr;
      if (!(descr instanceof PyMember)) return getNative(descr, obj);
      const member = descr;
      checkReceiver(member.name, member.owner, obj);
      const value = member.get(obj);
      if (value === undefined)
        throw attributeError(`'${fullyQualifiedName(typeOf(obj))}' object has no attribute '${member.name}'`, member.name, obj);
      return value;
    },
    tp_descr_set: (descr, obj, value) => {
      if (!(descr instanceof PyMember)) return setNative(descr, obj, value);
      const member = descr;
      checkReceiver(member.name, member.owner, obj);
      if (value === undefined && member.get(obj) === undefined) throw attributeError(member.name, member.name, obj);
      member.set(obj, value);
    },
    tp_repr: self => `<member '${(self as PyMember).name}' of '${shownName((self as PyMember).owner)}' objects>`,
  },
  getset: {
    __name__: [(self: PyMember) => self.name],
    __qualname__: [(self: PyMember) => `${self.owner.qualname}.${self.name}`],
    __objclass__: [(self: PyMember) => self.owner],
    __doc__: [
      (self: PyMember | PyGetSet) => (self instanceof PyMember ? null : (docstringOf(attributeKey(self.owner, self.name)) ?? self.doc)),
    ],
  },
  methods: { '__reduce__($self, /)': (self: PyMember) => reduceAttribute(self.owner, self.name) },
});

defineType('type docstring', {
  final: true,
  slots: {
    tp_descr_get: (descr, obj) =>
      obj instanceof PyStaticMethod || obj instanceof PyClassMethod ? wrappedDoc(obj) : typeDoc((descr as PyTypeDoc).owner),
  },
});

/** `__dict__` of instances of classes that add one. */
export function instanceDictDescriptor(owner: PyType): PyGetSet {
  return new PyGetSet(
    '__dict__',
    owner,
    (self: Value) => {
      const native = nativeDict(self);
      return native === undefined ? instanceDict(self)! : getNative(native, self);
    },
    (self: Value, value) => {
      const native = nativeDict(self);
      if (native !== undefined) {
        setNative(native, self, value);
        return;
      }
      // Deleted, it is made anew when somebody asks.
      const dict = value === undefined ? new PyDict() : assignedDict(value);
      if (self instanceof PyInstance) self.replaceDict(dict);
      else (self as PyObject & HasDict).dict = dict;
    },
    'dictionary for instance variables',
  );
}

/** The descriptor of the built-in type among an object's bases whose instances have a `__dict__`: the one that knows where it is. */
function nativeDict(self: Value): PyGetSet | undefined {
  for (const base of typeOf(self).mro) {
    if (base.isHeapType || !base.hasDict) continue;
    const found = base.namespace.getStr('__dict__');
    if (found instanceof PyGetSet) return found;
  }
  return undefined;
}

export function weakrefDescriptor(owner: PyType): PyGetSet {
  return new PyGetSet('__weakref__', owner, () => null, undefined, 'list of weak references to the object');
}

defineType('method', {
  final: true,
  doc: 'Create a bound instance method object.',
  slots: {
    tp_new: (_cls, args) => {
      if (args.length !== 2) throw typeError(`method expected 2 arguments, got ${args.length}`);
      if (typeOf(args[0]).slots.tp_call === null) throw typeError('first argument must be callable');
      if (args[1] === null) throw typeError('instance must not be None');
      return new PyMethod(args[0], args[1]);
    },
    tp_call: (callable, args, kwnames) => callValue((callable as PyMethod).func, [(callable as PyMethod).self, ...args], kwnames),
    tp_repr: value => {
      const method = value as PyMethod;
      const name = findAttribute(method.func, '__qualname__') ?? findAttribute(method.func, '__name__');
      return `<bound method ${(name !== undefined && strText(name)) || '?'} of ${textOf(repr(method.self))}>`;
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyMethod) || !(right instanceof PyMethod) || (op !== 2 && op !== 3)) return NotImplemented;
      return (left.func === right.func && left.self === right.self) === (op === 2);
    },
    tp_hash: value => hashPointer((value as PyMethod).self) + Number(BigInt.asIntN(32, BigInt(hash((value as PyMethod).func)))),
    tp_getattro: (value, name) => {
      // The method's own attributes first, then the function's.
      if (T.method.lookup(name) !== undefined) return genericGetAttribute(value, name);
      return getAttribute((value as PyMethod).func, name);
    },
    tp_descr_get: descr => descr,
  },
  getset: {
    __func__: [(self: PyMethod) => self.func],
    __self__: [(self: PyMethod) => self.self],
    __doc__: [(self: PyMethod) => findAttribute(self.func, '__doc__') ?? null],
  },
  methods: {
    '__reduce__($self, /)': (self: PyMethod) => reduceAttribute(self.self, strText(getAttribute(self.func, '__name__'))!),
  },
});

const WRAPPED_NAMES = ['__module__', '__name__', '__qualname__', '__doc__'] as const;

/**
 * classmethod and staticmethod take over the identity of what they wrap. The docstring of a built-in class, which would have to be read for it, comes
 * when it is asked for: `classmethod(GenericAlias)` stands in many classes of the library.
 */
function copyWrappedAttributes(wrapper: PyStaticMethod | PyClassMethod): void {
  wrapper.dict ??= new PyDict();
  const { callable, cls } = wrapper;
  const later = callable instanceof PyType && !callable.isHeapType && (cls === T.classmethod || cls === T.staticmethod);
  for (const name of WRAPPED_NAMES) {
    if (later && name === '__doc__') continue;
    const value = findAttribute(callable, name);
    if (value !== undefined) wrapper.dict.setStr(name, value);
  }
}

/** The docstring that comes late; a wrapper that was never initialized, as native types have them, has none. */
function wrappedDoc(wrapper: PyStaticMethod | PyClassMethod): Value {
  const dict = (wrapper.dict ??= new PyDict());
  const doc =
    dict.getStr('__doc__') ??
    (wrapper.callable === null || wrapper.callable instanceof PyBuiltin
      ? typeDoc(wrapper.cls)
      : (findAttribute(wrapper.callable, '__doc__') ?? null));
  dict.setStr('__doc__', doc);
  return doc;
}

/** An attribute of the wrapped function, which the wrapper keeps once it was asked for. */
function wrappedAttribute(name: string): readonly [(self: PyStaticMethod) => Value, (self: PyStaticMethod, value: MaybeValue) => void] {
  return [
    self => {
      const dict = (self.dict ??= new PyDict());
      const known = dict.getStr(name);
      if (known !== undefined) return known;
      const value = getAttribute(self.callable, name);
      dict.setStr(name, value);
      return value;
    },
    (self, value) => {
      const dict = (self.dict ??= new PyDict());
      if (value !== undefined) dict.setStr(name, value);
      else if (!dict.deleteStr(name)) throw attributeError(`'${self.cls.name}' object has no attribute '${name}'`, name, self);
    },
  ];
}

for (const [name, Class] of [
  ['staticmethod', PyStaticMethod],
  ['classmethod', PyClassMethod],
] as const) {
  defineType(name, {
    hasDict: true,
    doc: name === 'staticmethod' ? 'Convert a function to be a static method.' : 'Convert a function to be a class method.',
    slots: {
      tp_new: cls => new Class(null, cls),
      tp_init: (self, args, kwnames) => {
        if (kwnames !== null) throw typeError(`${name}() takes no keyword arguments`);
        if (args.length !== 1) throw typeError(`${name} expected 1 argument, got ${args.length}`);
        (self as PyStaticMethod).callable = args[0];
        copyWrappedAttributes(self as PyStaticMethod);
      },
      tp_repr: self => `<${name}(${textOf(repr((self as PyStaticMethod).callable))})>`,
      tp_descr_get:
        name === 'staticmethod'
          ? descr => (descr as PyStaticMethod).callable
          : (descr, _obj, type) => new PyMethod((descr as PyClassMethod).callable, type),
      ...(name === 'staticmethod'
        ? {
            tp_call: (self: Value, args: Value[], kwnames: readonly string[] | null) =>
              callValue((self as PyStaticMethod).callable, args, kwnames),
          }
        : {}),
    },
    getset: {
      __func__: [(self: PyStaticMethod) => self.callable],
      __wrapped__: [(self: PyStaticMethod) => self.callable],
      __isabstractmethod__: [(self: PyStaticMethod) => isTruthy(findAttribute(self.callable, '__isabstractmethod__') ?? false)],
      __dict__: [
        (self: PyStaticMethod) => {
          if (self.callable instanceof PyType && self.cls === T[name]) wrappedDoc(self);
          return (self.dict ??= new PyDict());
        },
      ],
      __annotations__: wrappedAttribute('__annotations__'),
      __annotate__: wrappedAttribute('__annotate__'),
    },
    classMethods: { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) },
  });
}

function propertyName(self: PyProperty): string | undefined {
  const name = self.name ?? (self.fget === null ? undefined : findAttribute(self.fget, '__name__'));
  return name === undefined ? undefined : textOf(repr(name));
}

function missingAccessor(self: PyProperty, obj: Value, kind: 'getter' | 'setter' | 'deleter'): PyBaseException {
  const name = propertyName(self);
  const type = textOf(repr(typeQualname(typeOf(obj))));
  return attributeError(
    name === undefined ? `property of ${type} object has no ${kind}` : `property ${name} of ${type} object has no ${kind}`,
    name ?? '',
    obj,
  ) as PyBaseException;
}
const typeQualname = (type: PyType): Value => strOf(type.qualname);

function copyProperty(self: PyProperty, changes: Partial<Pick<PyProperty, 'fget' | 'fset' | 'fdel'>>): Value {
  const { fget, fset, fdel } = { fget: self.fget, fset: self.fset, fdel: self.fdel, ...changes };
  // A docstring that came from the getter is looked for anew.
  const result = callValue(typeOf(self), [fget, fset, fdel, self.getterDoc && fget !== null ? null : self.doc]);
  if (result instanceof PyProperty && self.name !== undefined) result.name = self.name;
  return result;
}

defineType('property', {
  doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring",
  slots: {
    tp_new: cls => new PyProperty(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PyProperty;
      const names = ['fget', 'fset', 'fdel', 'doc'];
      const given: MaybeValue[] = [];
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional > 4) throw typeError(`property() takes at most 4 arguments (${args.length} given)`);
      args.slice(0, positional).forEach((arg, i) => (given[i] = arg));
      kwnames?.forEach((name, i) => {
        const index = names.indexOf(name);
        if (index < 0) throw typeError(`property() got an unexpected keyword argument '${name}'`);
        given[index] = args[positional + i];
      });
      self.fget = given[0] ?? null;
      self.fset = given[1] ?? null;
      self.fdel = given[2] ?? null;
      self.doc = given[3] ?? null;
      self.getterDoc = false;
      if (self.doc === null && self.fget !== null) {
        const doc = findAttribute(self.fget, '__doc__');
        if (doc !== undefined && doc !== null) {
          self.doc = doc;
          self.getterDoc = true;
        }
      }
      if (self.cls === T.property) return;
      // The class of a subclass has a `__doc__` that would hide this one: it goes to the instance.
      const { doc } = self;
      self.doc = null;
      try {
        setAttribute(self, '__doc__', doc);
      } catch (error) {
        // A slot without place for it drops it, unless it is the getter's.
        if (self.getterDoc || !(error instanceof PyBaseException) || !error.cls.isSubtype(T.AttributeError)) throw error;
      }
    },
    tp_descr_get: (descr, obj) => {
      const self = descr as PyProperty;
      if (obj === undefined || (obj === null && false)) return self;
      if (self.fget === null) throw missingAccessor(self, obj, 'getter');
      return callValue(self.fget, [obj]);
    },
    tp_descr_set: (descr, obj, value) => {
      const self = descr as PyProperty;
      const accessor = value === undefined ? self.fdel : self.fset;
      if (accessor === null) throw missingAccessor(self, obj, value === undefined ? 'deleter' : 'setter');
      callValue(accessor, value === undefined ? [obj] : [obj, value]);
    },
  },
  methods: {
    'getter($self, fget, /)': [
      (self: PyProperty, fget: Value) => copyProperty(self, { fget }),
      'Descriptor to obtain a copy of the property with a different getter.',
    ],
    'setter($self, fset, /)': [
      (self: PyProperty, fset: Value) => copyProperty(self, { fset }),
      'Descriptor to obtain a copy of the property with a different setter.',
    ],
    'deleter($self, fdel, /)': [
      (self: PyProperty, fdel: Value) => copyProperty(self, { fdel }),
      'Descriptor to obtain a copy of the property with a different deleter.',
    ],
    '__set_name__($self, /, *args)': (self: PyProperty, args: Value[]) => {
      if (args.length !== 2) throw typeError(`__set_name__() takes 2 positional arguments but ${args.length} were given`);
      self.name = args[1];
      return null;
    },
  },
  getset: {
    fget: [(self: PyProperty) => self.fget],
    fset: [(self: PyProperty) => self.fset],
    fdel: [(self: PyProperty) => self.fdel],
    __doc__: [(self: PyProperty) => self.doc, (self: PyProperty, value) => void (self.doc = value ?? null)],
    __name__: [
      (self: PyProperty) => {
        const name = self.name !== undefined ? self.name : self.fget === null ? undefined : findAttribute(self.fget, '__name__');
        if (name === undefined) throw attributeError("'property' object has no attribute '__name__'", '__name__', self);
        return name;
      },
      (self: PyProperty, value) => void (self.name = value),
    ],
    __isabstractmethod__: [
      (self: PyProperty) =>
        [self.fget, self.fset, self.fdel].some(f => f !== null && isTruthy(findAttribute(f, '__isabstractmethod__') ?? false)),
    ],
  },
});

/** `instance.attribute` found past a descriptor's owner: used where CPython calls `_PyObject_LookupSpecial`. */
export function callSpecialOrRaise(self: Value, name: string, args: Value[]): Value {
  const method = lookupSpecial(self, name);
  if (method === undefined) throw attributeError(`'${typeOf(self).name}' object has no attribute '${name}'`, name, self);
  return callUnbound(method, self, args);
}

export { genericSetAttribute };
