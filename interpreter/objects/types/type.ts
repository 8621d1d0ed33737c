/**
 * `type`: classes, how they are made, called and changed (CPython: Objects/typeobject.c).
 *
 * A class statement ends in `typeNew`: choose the metaclass, check the bases' layouts, linearize, lay out `__slots__`, fill the slots from
 * dunder methods, then `__set_name__` and `__init_subclass__`.
 */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyCell } from '../core/cell.ts';
import type { PyInstance } from '../core/instance.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { awaitFinalization, lifetime } from '../core/lifetime.ts';
import { T } from '../core/registry.ts';
import { defineType, PyTypeDoc, typeDoc } from '../core/define.ts';
import { textSignatureOf } from '../core/documentation.ts';
import { checkSameLayout, flagsOf, layoutOf } from './type-layout.ts';
import { attributeError, PyBaseException, raise, typeError, valueError } from '../core/errors.ts';
import { isInstanceOfType, linearize, PyType, typeModified, typeOf } from '../core/type.ts';
import type { KwNames, Slots } from '../core/slots.ts';
import { strText, strOf, strValue } from '../core/str.ts';
import { warnings } from '../core/warnings.ts';
import { encodeUtf8 } from './codecs.ts';
import { callSpecial, callValue, isCallable } from '../protocol/call.ts';
import { findAttribute, getAttribute, usesGenericGetAttribute } from '../protocol/attribute.ts';
import { repr } from '../protocol/repr.ts';
import { textOf } from '../core/str.ts';
import { isTruthy } from '../protocol/truth.ts';
import { toArray } from '../protocol/iterate.ts';
import { collectClassNames } from './object.ts';
import { bareName, typeDisplayName } from './names.ts';
import { updateAllSlots, updateSlotsFor } from './slot-wrappers.ts';
import { PyClassMethod, type PyFunctionLike, PyMember, PyStaticMethod, isFunction } from './descriptors.ts';
import { PyMappingProxy } from './mappingproxy.ts';

/** What class creation needs to know of the frame that runs it; set by the virtual machine. */
export const classContext: { moduleName: () => MaybeValue } = { moduleName: () => undefined };

/** Calls a class: `tp_new`, then `tp_init` if the result is an instance of it (`type_call`). */
export function callType(callable: Value, args: Value[], kwnames: KwNames): Value {
  const type = callable as PyType;
  if (type === T.type) {
    if (args.length === 1 && kwnames === null) return typeOf(args[0]);
    if (args.length !== 3 && (kwnames === null || args.length - kwnames.length !== 3)) throw typeError('type() takes 1 or 3 arguments');
  }
  const make = type.slots.tp_new;
  if (make === null) throw typeError(`cannot create '${typeDisplayName(type)}' instances`);
  const object = make(type, args, kwnames);
  const objectType = typeOf(object);
  if (objectType === type || objectType.isSubtype(type)) {
    const init = objectType.slots.tp_init;
    if (init !== null) {
      if (objectType.slots.tp_del === null) init(object, args, kwnames);
      else initFinalizable(object as PyObject, init, args, kwnames);
    }
  }
  return object;
}

function initFinalizable(object: PyObject, init: NonNullable<Slots['tp_init']>, args: Value[], kwnames: KwNames): void {
  awaitFinalization(object);
  lifetime.initializing.push(object);
  try {
    init(object, args, kwnames);
  } finally {
    lifetime.initializing.pop();
  }
}

/** The most derived metaclass of the bases; raises TypeError where there is none. */
export function calculateMetaclass(metatype: PyType, bases: readonly Value[]): PyType {
  let winner = metatype;
  for (const base of bases) {
    const baseMeta = typeOf(base);
    if (winner.isSubtype(baseMeta)) continue;
    if (baseMeta.isSubtype(winner)) winner = baseMeta;
    else
      throw typeError(
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      );
  }
  return winner;
}

function typeNew(metatype: PyType, args: Value[], kwnames: KwNames): Value {
  const positional = args.length - (kwnames?.length ?? 0);
  if (positional !== 3) throw typeError(`type.__new__() takes exactly 3 arguments (${positional} given)`);
  const [name, basesTuple, namespaceArgument] = args;
  const className = strText(name);
  if (className === undefined) throw typeError(`type.__new__() argument 1 must be str, not ${typeOf(name).name}`);
  if (!(basesTuple instanceof PyTuple)) throw typeError(`type.__new__() argument 2 must be tuple, not ${typeOf(basesTuple).name}`);
  if (!(namespaceArgument instanceof PyDict))
    throw typeError(`type.__new__() argument 3 must be dict, not ${typeOf(namespaceArgument).name}`);
  const kwargs = new PyDict();
  kwnames?.forEach((kw, i) => kwargs.setStr(kw, args[positional + i]));

  const winner = calculateMetaclass(metatype, checkedBases(basesTuple.items));
  if (winner !== metatype && winner.slots.tp_new !== typeNew) return winner.slots.tp_new!(winner, args, kwnames);

  const bases = basesTuple.items.length === 0 ? [T.object] : (basesTuple.items as PyType[]);
  const solidBase = bestSolidBase(bases);
  const type = new PyType(winner, className, bases.slice(), true);
  type.solidBase = solidBase;
  checkName(name);
  copyNamespace(type, namespaceArgument);
  const { namespace } = type;

  const qualname = namespace.getStr('__qualname__');
  if (qualname !== undefined) {
    const text = strText(qualname);
    if (text === undefined) throw typeError(`type __qualname__ must be a str, not ${typeOf(qualname).name}`);
    type.qualname = text;
    namespace.deleteStr('__qualname__');
  }
  if (namespace.getStr('__module__') === undefined) {
    const module = classContext.moduleName();
    if (module !== undefined) namespace.setStr('__module__', module);
  }
  wrapSpecialFunctions(namespace);
  const doc = namespace.getStr('__doc__');
  if (doc !== undefined && typeOf(doc) === T.str) encodeUtf8(strValue(doc)!, 'strict');

  const classcell = namespace.getStr('__classcell__');
  if (classcell !== undefined) {
    if (!(classcell instanceof PyCell)) throw typeError(`__classcell__ must be a nonlocal cell, not <class '${typeOf(classcell).name}'>`);
    classcell.contents = type;
    namespace.deleteStr('__classcell__');
  }
  const classdictcell = namespace.getStr('__classdictcell__');
  if (classdictcell instanceof PyCell) {
    classdictcell.contents = namespace;
    namespace.deleteStr('__classdictcell__');
  }
  layOutSlots(type, bases);
  if (namespace.getStr('__doc__') === undefined) namespace.setStr('__doc__', null);
  // Who defines equality and no hash is unhashable.
  if (namespace.entryOf('__eq__') !== undefined && namespace.entryOf('__hash__') === undefined) namespace.setStr('__hash__', null);
  type.hasMro = false;
  updateMro(type);
  type.hasMro = true;
  type.patternKind = inheritedFlag(type, base => base.patternKind);
  type.matchSelf = type.mro.slice(1).some(base => base.matchSelf && !base.isHeapType) || bases.some(base => base.matchSelf);
  for (const base of bases) base.subclasses.push(new WeakRef(type));

  updateAllSlots(type);
  type.version = type.version + 0;
  callSetNames(type);
  callInitSubclass(type, kwargs);
  return type;
}

const inheritedFlag = <X>(type: PyType, flag: (base: PyType) => X | null): X | null => {
  for (const base of type.mro.slice(1)) {
    const value = flag(base);
    if (value !== null) return value;
  }
  return null;
};

function checkedBases(bases: readonly Value[]): readonly Value[] {
  for (const base of bases) {
    if (base instanceof PyType) continue;
    if (typeOf(base).lookup('__mro_entries__') !== undefined)
      throw typeError("type() doesn't support MRO entry resolution; use types.new_class()");
  }
  return bases;
}

/** The one layout that all bases can share (`best_base`). */
function bestSolidBase(bases: readonly Value[]): PyType {
  let winner: PyType | null = null;
  for (const base of bases) {
    if (!(base instanceof PyType)) throw typeError('bases must be types');
    if (!base.isBaseType) throw typeError(`type '${typeDisplayName(base)}' is not an acceptable base type`);
    const candidate = base.solidBase;
    if (winner === null || candidate.isSubtype(winner)) winner = candidate;
    else if (!winner.isSubtype(candidate)) throw typeError('multiple bases have instance lay-out conflict');
  }
  return winner!;
}

function copyNamespace(type: PyType, source: PyDict): void {
  let strange = false;
  for (const entry of source.entries()) {
    if (strText(entry.key) === undefined) strange = true;
    type.namespace.set(entry.key, entry.value!);
  }
  if (strange) warnings.issue(T.RuntimeWarning, `non-string key in the __dict__ of class ${type.name}`);
}

/** A class's name is kept as UTF-8 that ends in a zero. */
function checkName(name: Value): void {
  const text = strText(name)!;
  encodeUtf8(strValue(name)!, 'strict');
  if (text.includes('\0')) throw valueError('type name must not contain null characters');
}

function wrapSpecialFunctions(namespace: PyDict): void {
  const make = namespace.getStr('__new__');
  if (make !== undefined && isFunction(make)) namespace.setStr('__new__', new PyStaticMethod(make));
  for (const name of ['__init_subclass__', '__class_getitem__']) {
    const method = namespace.getStr(name);
    if (method !== undefined && isFunction(method)) namespace.setStr(name, new PyClassMethod(method));
  }
}

/** `__slots__`: members in fixed positions, and whether instances have a `__dict__`. */
function layOutSlots(type: PyType, bases: readonly PyType[]): void {
  const inherited = type.base!.slotNames;
  const declared = type.namespace.getStr('__slots__');
  type.slotNames = inherited;
  type.hasDict = bases.some(base => base.hasDict);
  if (declared === undefined) {
    type.hasDict = true;
    addDictDescriptors(type, bases);
    return;
  }
  const names = strText(declared) !== undefined ? [declared] : toArray(declared);
  if (names.length > 0 && layoutOf(type.base!)[1] !== 0)
    throw typeError(`nonempty __slots__ not supported for subtype of '${type.base!.name}'`);
  let wantsDict = false;
  let wantsWeakrefs = false;
  const slotNames: string[] = [];
  for (const value of names) {
    const name = strText(value);
    if (name === undefined) throw typeError(`__slots__ items must be strings, not '${typeOf(value).name}'`);
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) throw typeError('__slots__ must be identifiers');
    if (name === '__dict__') {
      if (bases.some(base => base.hasDict) || wantsDict) throw typeError('__dict__ slot disallowed: we already got one');
      wantsDict = true;
      continue;
    }
    if (name === '__weakref__') {
      if (bases.some(hasWeakrefs) || wantsWeakrefs) throw typeError('__weakref__ slot disallowed: we already got one');
      wantsWeakrefs = true;
      continue;
    }
    const mangled = mangle(type.name, name);
    if (type.namespace.getStr(mangled) !== undefined && !['__classcell__', '__classdictcell__', '__qualname__'].includes(mangled))
      throw valueError(`'${mangled}' in __slots__ conflicts with class variable`);
    slotNames.push(mangled);
  }
  type.hasDict ||= wantsDict;
  slotNames.sort();
  type.slotNames = [...inherited, ...slotNames];
  slotNames.forEach((name, i) => type.namespace.setStr(name, new PyMember(name, type, inherited.length + i)));
  if (slotNames.length > 0) {
    // Members are part of the layout: two bases with different ones cannot be combined.
    type.solidBase = type;
  }
  if (wantsDict) type.namespace.setStr('__dict__', instanceDictDescriptor(type));
  if (wantsWeakrefs) type.namespace.setStr('__weakref__', weakrefDescriptor(type));
}

/** Whether instances of a class can be referred to weakly. */
function hasWeakrefs(type: PyType): boolean {
  return type.isHeapType ? type.lookup('__weakref__') !== undefined : layoutOf(type)[3] !== 0;
}

function addDictDescriptors(type: PyType, bases: readonly PyType[]): void {
  // A metaclass has both from `type`, whose `__dict__` is of another kind.
  if (bases.some(base => base.hasDict && (base.isHeapType || base.isSubtype(T.type)))) return;
  if (!bases.some(base => base.hasDict) && type.namespace.getStr('__dict__') === undefined)
    type.namespace.setStr('__dict__', instanceDictDescriptor(type));
  if (type.namespace.getStr('__weakref__') === undefined) type.namespace.setStr('__weakref__', weakrefDescriptor(type));
}

/** Made by `descriptors.ts` for each class that adds a `__dict__` to its instances. */
import { instanceDictDescriptor, weakrefDescriptor } from './descriptors.ts';

/** `__name` in class `C` is `_C__name`. */
export function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

function computeMro(type: PyType, bases: readonly PyType[]): PyType[] {
  for (const base of bases) if (bases.indexOf(base) !== bases.lastIndexOf(base)) throw typeError(`duplicate base class ${base.name}`);
  const custom = type.cls.lookup('mro');
  if (custom !== T.type.namespace.getStr('mro')) {
    const result = toArray(callSpecial(type, 'mro')!);
    if (result.length === 0) throw typeError('type MRO must not be empty');
    for (const item of result) {
      if (!(item instanceof PyType)) throw typeError(`mro() returned a non-class ('${typeOf(item).name}')`);
      if (!type.solidBase.isSubtype(item.solidBase)) throw typeError(`mro() returned base with unsuitable layout ('${item.name}')`);
    }
    for (const item of result as PyType[]) {
      if (item !== type && item.isHeapType && !bases.some(base => base.isSubtype(item))) (item.dependents ??= []).push(new WeakRef(type));
    }
    return result as PyType[];
  }
  return linearizeOrRaise(type, bases);
}

/** Sets the mro; false if an `mro()` in Python has done so meanwhile (`mro_internal`). */
function updateMro(type: PyType): boolean {
  const old = type.mro;
  const mro = computeMro(type, type.bases);
  if (type.mro !== old) return false;
  type.mro = mro;
  type.hasMro = true;
  typeModified(type);
  return true;
}

interface MroChange {
  readonly type: PyType;
  readonly old: PyType[];
  readonly mro: PyType[];
}

/** Sets the mro of a class and of all below it, and notes what it changes. */
function updateMros(type: PyType, changes: MroChange[]): void {
  const old = type.mro;
  if (!updateMro(type)) return;
  changes.push({ type, old, mro: type.mro });
  for (const subclass of subclassesOf(type)) updateMros(subclass, changes);
}

/** Whether a class inherits from another by the bases that give layout, of which the mro may not know yet. */
function inheritsLayout(type: PyType | undefined, other: PyType): boolean {
  for (; type !== undefined; type = type.base) if (type === other) return true;
  return false;
}

/** `cls.__bases__ = …` */
function setBases(self: PyType, value: MaybeValue): void {
  heapOnly(self, '__bases__');
  if (value === undefined) throw typeError(`cannot delete '__bases__' attribute of immutable type '${self.name}'`);
  if (!(value instanceof PyTuple)) throw typeError(`can only assign tuple to ${self.name}.__bases__, not ${typeOf(value).name}`);
  if (value.items.length === 0) throw typeError(`can only assign non-empty tuple to ${self.name}.__bases__, not ()`);
  for (const base of value.items) {
    if (!(base instanceof PyType)) throw typeError(`${self.name}.__bases__ must be tuple of classes, not '${typeOf(base).name}'`);
    if (base.isSubtype(self) || inheritsLayout(base, self)) throw typeError('a __bases__ item causes an inheritance cycle');
  }
  const bases = value.items.slice() as PyType[];
  const old = { bases: self.bases, base: self.base!, solidBase: self.solidBase };
  const solidBase = bestSolidBase(bases);
  self.bases = bases;
  try {
    checkSameLayout(old.base, self.base!, '__bases__');
  } catch (error) {
    self.bases = old.bases;
    throw error;
  }
  if (self.solidBase !== self) self.solidBase = solidBase;
  const changes: MroChange[] = [];
  try {
    updateMros(self, changes);
  } catch (error) {
    for (const { type, old: before, mro } of changes) {
      if (type.mro !== mro) continue;
      type.mro = before;
      typeModified(type);
    }
    if (self.bases === bases) {
      self.bases = old.bases;
      self.solidBase = old.solidBase;
    }
    throw error;
  }
  // An `mro()` may have set other bases meanwhile.
  if (self.bases !== bases) return;
  for (const base of old.bases) {
    const i = base.subclasses.findIndex(ref => ref.deref() === self);
    if (i >= 0) base.subclasses.splice(i, 1);
  }
  for (const base of bases) base.subclasses.push(new WeakRef(self));
  const refresh = (type: PyType): void => {
    updateAllSlots(type);
    subclassesOf(type).forEach(refresh);
  };
  refresh(self);
  typeModified(self);
}

function linearizeOrRaise(type: PyType, bases: readonly PyType[]): PyType[] {
  for (const base of bases) if (!base.hasMro) throw typeError(`Cannot extend an incomplete type '${base.name}'`);
  const mro = linearize(type, bases);
  if (mro === null)
    throw typeError(`Cannot create a consistent method resolution order (MRO) for bases ${bases.map(base => base.name).join(', ')}`);
  return mro;
}

function callSetNames(type: PyType): void {
  for (const entry of [...type.namespace.entries()]) {
    const value = entry.value!;
    if (typeOf(value).lookup('__set_name__') === undefined) continue;
    try {
      callSpecial(value, '__set_name__', type, entry.key);
    } catch (error) {
      if (error instanceof PyBaseException)
        addNote(error, `Error calling __set_name__ on '${typeOf(value).name}' instance ${textOf(repr(entry.key))} in '${type.name}'`);
      throw error;
    }
  }
}

export function addNote(exception: PyBaseException, note: Value): void {
  exception.dict ??= new PyDict();
  const notes = exception.dict.getStr('__notes__');
  if (notes instanceof PyList) notes.items.push(note);
  else exception.dict.setStr('__notes__', new PyList([note]));
}

function callInitSubclass(type: PyType, kwargs: PyDict): void {
  // super(type, type).__init_subclass__(**kwargs)
  if (!type.mro.includes(type))
    throw typeError(`super(type, obj): obj (type ${type.name}) is not an instance or subtype of type (${type.name}).`);
  for (const base of type.mro.slice(1)) {
    const method = base.namespace.getStr('__init_subclass__');
    if (method === undefined) continue;
    const get = typeOf(method).slots.tp_descr_get;
    const bound = get === null ? method : get(method, undefined, type);
    const entries = [...kwargs.entries()];
    if (base === T.object && entries.length > 0) throw typeError(`${type.name}.__init_subclass__() takes no keyword arguments`);
    callValue(
      bound,
      entries.map(entry => entry.value!),
      entries.length === 0 ? null : entries.map(entry => entry.key as string),
    );
    return;
  }
}

/** `type.__getattribute__`: the metaclass's data descriptors, the class's own attributes (bound to the class), then the metaclass's others. */
export function typeGetAttribute(self: Value, name: string): Value {
  const value = typeFindAttribute(self as PyType, name);
  if (value === undefined) throw attributeError(`type object '${(self as PyType).name}' has no attribute '${name}'`, name, self);
  return value;
}

export function typeFindAttribute(type: PyType, name: string): MaybeValue {
  const meta = type.cls;
  const metaAttribute = meta.lookup(name);
  let metaGet = null;
  if (metaAttribute !== undefined) {
    const slots = typeOf(metaAttribute).slots;
    metaGet = slots.tp_descr_get;
    if (metaGet !== null && slots.tp_descr_set !== null) return metaGet(metaAttribute, type, meta);
  }
  const attribute = type.lookup(name);
  if (attribute !== undefined) {
    const get = typeOf(attribute).slots.tp_descr_get;
    return get === null ? attribute : get(attribute, undefined, type);
  }
  if (metaGet !== null) return metaGet(metaAttribute!, type, meta);
  return metaAttribute;
}

/** What makes a descriptor of an instance. */
const BINDING: ReadonlySet<string> = new Set(['__get__', '__set__', '__delete__']);

/** Sets (or with undefined deletes) an attribute of a class and brings slots and caches up to date. */
export function setTypeAttribute(self: Value, name: string, value: MaybeValue): void {
  const type = self as PyType;
  if (!type.isHeapType)
    throw typeError(`cannot ${value === undefined ? 'delete' : 'set'} '${name}' attribute of immutable type '${typeDisplayName(type)}'`);
  const metaAttribute = type.cls.lookup(name);
  if (metaAttribute !== undefined) {
    const set = typeOf(metaAttribute).slots.tp_descr_set;
    if (set !== null) return set(metaAttribute, type, value);
  }
  if (value !== undefined) type.namespace.setStr(name, value);
  else if (!type.namespace.deleteStr(name)) throw attributeError(`type object '${type.name}' has no attribute '${name}'`, name, type);
  typeModified(type);
  if (!name.startsWith('__')) return;
  updateSlotsFor(type, name);
  // What lies in any class may have become a descriptor.
  if (BINDING.has(name)) typeModified(T.object);
}

function subclassesOf(type: PyType): PyType[] {
  return type.subclasses.map(ref => ref.deref()).filter(subclass => subclass !== undefined);
}

/** `isinstance(obj, cls)` for one class, without `__instancecheck__`. */
export function realIsInstance(obj: Value, cls: PyType): boolean {
  if (isInstanceOfType(obj, cls)) return true;
  const claimed =
    obj instanceof PyObject &&
    (!usesGenericGetAttribute(obj.cls) || obj.cls.lookup('__class__') !== T.object.namespace.getStr('__class__')) &&
    !(obj instanceof PyType && obj.cls.slots.tp_getattro === typeGetAttribute)
      ? findAttribute(obj, '__class__')
      : undefined;
  return claimed instanceof PyType && claimed.isSubtype(cls);
}

const heapOnly = (type: PyType, name: string): void => {
  if (!type.isHeapType) throw typeError(`cannot set '${name}' attribute of immutable type '${typeDisplayName(type)}'`);
};

defineType('type', {
  doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
  hasDict: true,
  slots: {
    tp_new: typeNew,
    tp_init: (_self, args, kwnames) => {
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional === 1 && kwnames !== null) throw typeError('type.__init__() takes no keyword arguments');
      if (positional !== 1 && positional !== 3) throw typeError('type.__init__() takes 1 or 3 arguments');
    },
    tp_call: callType,
    tp_repr: self => `<class '${typeDisplayName(self as PyType)}'>`,
    tp_getattro: typeGetAttribute,
    tp_setattro: setTypeAttribute,
  },
  methods: {
    'mro($self, /)': [(self: PyType) => new PyList(linearizeOrRaise(self, self.bases)), "Return a type's method resolution order."],
    '__subclasses__($self, /)': [(self: PyType) => new PyList(subclassesOf(self)), 'Return a list of immediate subclasses.'],
    '__instancecheck__($self, instance, /)': [
      (self: PyType, instance: Value) => realIsInstance(instance, self),
      'Check if an object is an instance.',
    ],
    '__subclasscheck__($self, subclass, /)': [
      (self: PyType, subclass: Value) => isSubclass(subclass, self),
      'Check if a class is a subclass.',
    ],
    '__dir__($self, /)': [
      (self: PyType) => {
        const names = new Set<Value>();
        collectClassNames(self, names);
        return new PyList([...names]);
      },
      'Specialized __dir__ implementation for types.',
    ],
    '__sizeof__($self, /)': [(self: PyType) => (self.isHeapType ? 1704 : 400), 'Return memory consumption of the type object.'],
  },
  classMethods: {
    '__prepare__($type, /, *args, **kwargs)': [() => new PyDict(), 'Create the namespace for the class statement'],
  },
  getset: {
    __name__: [
      (self: PyType) => strOf(bareName(self)),
      (self: PyType, value) => {
        heapOnly(self, '__name__');
        const text = value === undefined ? undefined : strText(value);
        if (text === undefined)
          throw typeError(
            value === undefined
              ? `cannot delete '__name__' attribute of type '${self.name}'`
              : `can only assign string to ${self.name}.__name__, not '${typeOf(value).name}'`,
          );
        checkName(value!);
        self.name = text;
      },
    ],
    __qualname__: [
      (self: PyType) => strOf(self.qualname),
      (self: PyType, value) => {
        heapOnly(self, '__qualname__');
        const text = value === undefined ? undefined : strText(value);
        if (text === undefined)
          throw typeError(
            `can only assign string to ${self.name}.__qualname__, not '${value === undefined ? 'NULL' : typeOf(value).name}'`,
          );
        self.qualname = text;
      },
    ],
    __module__: [
      (self: PyType) => (self.isHeapType ? (self.namespace.getStr('__module__') ?? 'builtins') : self.module),
      (self: PyType, value) => {
        heapOnly(self, '__module__');
        if (value === undefined) self.namespace.deleteStr('__module__');
        else self.namespace.setStr('__module__', value);
        self.namespace.deleteStr('__firstlineno__');
        typeModified(self);
      },
    ],
    __bases__: [(self: PyType) => new PyTuple(self.bases.slice()), setBases],
    __base__: [(self: PyType) => self.base ?? null],
    __mro__: [(self: PyType) => (self.hasMro ? new PyTuple(self.mro.slice()) : null)],
    __dict__: [
      (self: PyType) => {
        const { namespace } = self;
        if (!(namespace.getStr('__doc__') instanceof PyTypeDoc)) return new PyMappingProxy(namespace);
        return new PyMappingProxy(namespace, () => namespace.setStr('__doc__', typeDoc(self)));
      },
    ],
    __doc__: [
      (self: PyType) => {
        if (!self.isHeapType) return typeDoc(self);
        const doc = self.namespace.getStr('__doc__') ?? null;
        const get = typeOf(doc).slots.tp_descr_get;
        return get === null ? doc : get(doc, undefined, self);
      },
      (self: PyType, value) => {
        heapOnly(self, '__doc__');
        if (value === undefined) throw typeError(`cannot delete '__doc__' attribute of immutable type '${self.name}'`);
        self.namespace.setStr('__doc__', value);
        typeModified(self);
      },
    ],
    __text_signature__: [(self: PyType) => (self.isHeapType ? null : textSignatureOf(`${self.module}.${self.qualname}`, null))],
    __basicsize__: [(self: PyType) => layoutOf(self)[0]],
    __itemsize__: [(self: PyType) => layoutOf(self)[1]],
    __dictoffset__: [(self: PyType) => layoutOf(self)[2]],
    __weakrefoffset__: [(self: PyType) => layoutOf(self)[3]],
    __flags__: [flagsOf],
    __abstractmethods__: [
      (self: PyType) => {
        const value = self === T.type ? undefined : self.namespace.getStr('__abstractmethods__');
        if (value === undefined)
          throw attributeError(`type object '${self.name}' has no attribute '__abstractmethods__'`, '__abstractmethods__', self);
        return value;
      },
      (self: PyType, value) => {
        if (value === undefined) {
          if (!self.namespace.deleteStr('__abstractmethods__')) throw raise(T.AttributeError, '__abstractmethods__');
          self.isAbstract = false;
        } else {
          self.namespace.setStr('__abstractmethods__', value);
          self.isAbstract = isTruthy(value);
        }
        typeModified(self);
      },
    ],
    __type_params__: [
      (self: PyType) => (self.isHeapType ? self.namespace.getStr('__type_params__') : undefined) ?? new PyTuple([]),
      (self: PyType, value) => {
        heapOnly(self, '__type_params__');
        if (value === undefined) throw typeError(`cannot delete '__type_params__' attribute of type '${self.name}'`);
        self.namespace.setStr('__type_params__', value);
        typeModified(self);
      },
    ],
    __annotate__: [
      (self: PyType) => {
        if (!self.isHeapType) throw attributeError(`type object '${self.name}' has no attribute '__annotate__'`, '__annotate__', self);
        // What a class body defines by this name comes before what the compiler made of the annotations.
        const annotate = self.namespace.getStr('__annotate__') ?? self.namespace.getStr('__annotate_func__');
        if (annotate !== undefined) return boundTo(self, annotate);
        self.namespace.setStr('__annotate_func__', null);
        return null;
      },
      (self: PyType, value) => {
        heapOnly(self, '__annotate__');
        if (value === undefined) throw typeError('cannot delete __annotate__ attribute');
        if (value !== null && !isCallable(value)) throw typeError('__annotate__ must be callable or None');
        self.namespace.setStr('__annotate_func__', value);
        if (value !== null) self.namespace.deleteStr('__annotations_cache__');
        typeModified(self);
      },
    ],
    __annotations__: [
      (self: PyType) => {
        if (!self.isHeapType)
          throw attributeError(`type object '${self.name}' has no attribute '__annotations__'`, '__annotations__', self);
        const cached = self.namespace.getStr('__annotations__') ?? self.namespace.getStr('__annotations_cache__');
        if (cached !== undefined) return boundTo(self, cached);
        const annotate = getAttribute(self, '__annotate__');
        const annotations = isCallable(annotate) ? callValue(annotate, [1]) : new PyDict();
        if (!(annotations instanceof PyDict)) throw typeError(`__annotate__ returned non-dict of type '${typeOf(annotations).name}'`);
        self.namespace.setStr('__annotations_cache__', annotations);
        typeModified(self);
        return annotations;
      },
      (self: PyType, value) => {
        heapOnly(self, '__annotations__');
        const key = self.namespace.getStr('__annotations__') === undefined ? '__annotations_cache__' : '__annotations__';
        if (value !== undefined) self.namespace.setStr(key, value);
        else if (!self.namespace.deleteStr(key)) throw attributeError('__annotations__', '__annotations__', self);
        self.namespace.deleteStr('__annotate_func__');
        self.namespace.deleteStr('__annotate__');
        typeModified(self);
      },
    ],
  },
});
T.type.hasDict = true;

/** What a class gives for a value in its namespace. */
function boundTo(cls: PyType, value: Value): Value {
  const bind = typeOf(value).slots.tp_descr_get;
  return bind === null ? value : bind(value, undefined, cls);
}

/** `issubclass(cls, parent)` for one class, without `__subclasscheck__`; `cls` may be anything with a tuple `__bases__`. */
export function isSubclass(cls: Value, parent: Value): boolean {
  if (cls instanceof PyType && parent instanceof PyType) return cls.isSubtype(parent);
  if (abstractBases(cls) === undefined) throw typeError('issubclass() arg 1 must be a class');
  return derives(cls, parent);
}

/** Whether one thing is the other, or has it among its `__bases__` or theirs. */
export function derives(cls: Value, parent: Value): boolean {
  return cls === parent || (abstractBases(cls)?.items.some(base => derives(base, parent)) ?? false);
}

function abstractBases(cls: Value): PyTuple | undefined {
  try {
    const bases = getAttribute(cls, '__bases__');
    return bases instanceof PyTuple ? bases : undefined;
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.AttributeError)) return undefined;
    throw error;
  }
}

export type { HasDict, PyInstance, PyFunctionLike };
