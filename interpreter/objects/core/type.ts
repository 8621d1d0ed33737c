/**
 * PyType: a class, built-in or written in Python; and the two types everything starts from, `object` and `type`.
 *
 * A type knows its bases, its linearization (`mro`), its namespace (`dict`) and its slots. `version` changes whenever an attribute looked up
 * on the type might change: when its namespace, or that of any type in its mro, is written to (only through `setTypeAttribute`), or its bases
 * are. Inline caches compare it. Versions are globally unique, so one comparison guards both identity and freshness.
 */
import { PyObject, type MaybeValue, type Value } from './value.ts';
import { PyDict } from './dict.ts';
import { Slots, SLOT_NAMES } from './slots.ts';
import { T } from './registry.ts';
import type { Shape } from './instance.ts';

let lastVersion = 0;

export class PyType extends PyObject {
  declare name: string;
  declare qualname: string;
  /** `__module__`: "builtins" for built-in types. */
  declare module: string;
  declare bases: PyType[];
  /** The type itself first, `object` last. */
  declare mro: PyType[];
  /** The type's own attributes. */
  declare namespace: PyDict;
  readonly slots = new Slots();
  version = ++lastVersion;
  /** While `mro()` runs for the first time `__mro__` is None. */
  hasMro = true;
  /** Direct subclasses, weakly held: `__subclasses__` and version bumps walk them. */
  readonly subclasses: WeakRef<PyType>[] = [];
  /** Classes that have this one in their mro, by an `mro()` of their own, without inheriting from it. */
  dependents: WeakRef<PyType>[] | null = null;
  /** Made by a class statement or `type()`: attributes can be set. */
  declare readonly isHeapType: boolean;
  /** Can be subclassed (Py_TPFLAGS_BASETYPE). */
  isBaseType = true;
  /** Py_TPFLAGS_SEQUENCE / MAPPING: what sequence and mapping patterns match. */
  patternKind: 'sequence' | 'mapping' | null = null;
  /** Py_TPFLAGS_MATCH_SELF. */
  matchSelf = false;
  /** Instances have a `__dict__`. */
  hasDict = false;
  /** The type whose JavaScript class instances are built on: `object` for plain classes, `list` for subclasses of list … (CPython's "solid base"). */
  declare solidBase: PyType;
  /** `__slots__` member names that instances store in fixed positions, inherited ones first; they share the instance's `slots` with its attributes. */
  slotNames: readonly string[] = [];
  /** The empty shape of this type's instances; made on first use. */
  rootShape: Shape | null = null;
  /** `__abstractmethods__` is set and not empty. */
  isAbstract = false;
  /** Instances may equal a str though they are none (`__eq__` and `__hash__` are both defined): dict look-ups then consider str keys. */
  mayEqualStr = false;
  /** `__doc__` of built-in types. */
  doc: string | null = null;

  constructor(metatype: PyType | undefined, name: string, bases: PyType[], isHeapType: boolean) {
    super();
    this.cls = metatype as PyType;
    this.name = name;
    this.qualname = name;
    this.module = 'builtins';
    this.bases = bases;
    this.mro = [this];
    // `dict` itself is defined later than `object` and `type`: `finishBootstrap` sets these namespaces' type.
    this.namespace = new PyDict(T.dict);
    this.isHeapType = isHeapType;
    this.solidBase = bases.length > 0 ? bases[0].solidBase : this;
  }

  private lookupCache = new Map<string, MaybeValue>();
  private lookupCacheVersion = this.version;

  /** The base that gives instances their layout (`__base__`). */
  get base(): PyType | undefined {
    let best = this.bases[0] as PyType | undefined;
    for (let i = 1; i < this.bases.length; i++) {
      const base = this.bases[i];
      if (base.solidBase !== best!.solidBase && base.solidBase.isSubtype(best!.solidBase)) best = base;
    }
    return best;
  }

  /** Finds an attribute of the class along its mro; undefined if there is none (`_PyType_Lookup`). */
  lookup(name: string): MaybeValue {
    if (this.lookupCacheVersion !== this.version) {
      this.lookupCache.clear();
      this.lookupCacheVersion = this.version;
    }
    const cached = this.lookupCache.get(name);
    if (cached !== undefined) return cached;
    const found = this.search(name);
    // Attribute names that are not there come from programs without limit; those that are there are few.
    if (found !== undefined) this.lookupCache.set(name, found);
    return found;
  }

  private search(name: string): MaybeValue {
    const mro = this.mro;
    for (let i = 0; i < mro.length; i++) {
      const value = mro[i].namespace.getStr(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  isSubtype(other: PyType): boolean {
    return this === other || this.mro.includes(other);
  }
}

/** Gives the type and all that inherit from it new versions. */
export function typeModified(type: PyType): void {
  type.version = ++lastVersion;
  for (const ref of type.subclasses) {
    const subclass = ref.deref();
    if (subclass !== undefined) typeModified(subclass);
  }
  if (type.dependents === null) return;
  for (const ref of type.dependents) {
    const dependent = ref.deref();
    if (dependent !== undefined) dependent.version = ++lastVersion;
  }
}

/** The C3 linearization of a class with these bases; null if there is none. https://docs.python.org/3.14/howto/mro.html */
export function linearize(type: PyType, bases: readonly PyType[]): PyType[] | null {
  const sequences = [...bases.map(base => base.mro.slice()), bases.slice()];
  const result = [type];
  for (;;) {
    const remaining = sequences.filter(sequence => sequence.length > 0);
    if (remaining.length === 0) return result;
    const candidate = remaining.map(sequence => sequence[0]).find(head => remaining.every(sequence => sequence.indexOf(head, 1) < 0));
    if (candidate === undefined) return null;
    result.push(candidate);
    for (const sequence of remaining) if (sequence[0] === candidate) sequence.shift();
  }
}

/** Copies into a type the slots that it does not have itself from the first type in its mro that does. */
export function inheritSlots(type: PyType): void {
  const own = type.slots as unknown as Record<string, unknown>;
  // __eq__ and __hash__ go together: a type that defines comparison and no hash is unhashable, and does not inherit one.
  const ownCompare = own['tp_richcompare'] !== null;
  for (const slot of SLOT_NAMES) {
    if (own[slot] !== null || (slot === 'tp_hash' && ownCompare)) continue;
    for (let i = 1; i < type.mro.length; i++) {
      const inherited = (type.mro[i].slots as unknown as Record<string, unknown>)[slot];
      if (inherited !== null) {
        own[slot] = inherited;
        break;
      }
    }
  }
}

/** `type(value)`. */
export function typeOf(value: Value): PyType {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return T.int;
    case 'string':
      return T.str;
    case 'boolean':
      return T.bool;
    default:
      return value === null ? T.NoneType : value.cls;
  }
}

export function isInstanceOfType(value: Value, type: PyType): boolean {
  return typeOf(value).isSubtype(type);
}

/**
 * Makes a built-in type before it is defined, so that the file with its instances' class can hold it in a constant: creating an instance then
 * costs no look-up in `T`. `defineType` completes it.
 */
export function declareType(name: string, base: PyType = T.object): PyType {
  const type = new PyType(T.type, name, [base], false);
  type.mro = [type, ...base.mro];
  type.solidBase = type;
  base.subclasses.push(new WeakRef(type));
  T[name] = type;
  return type;
}

T.object = new PyType(undefined, 'object', [], false);
T.type = new PyType(undefined, 'type', [T.object], false);
T.type.mro = [T.type, T.object];
T.type.solidBase = T.type;
T.dict = new PyType(T.type, 'dict', [T.object], false);
T.dict.mro = [T.dict, T.object];
T.dict.solidBase = T.dict;
for (const type of [T.object, T.type, T.dict]) {
  type.cls = T.type;
  type.namespace.cls = T.dict;
}
T.object.subclasses.push(new WeakRef(T.type), new WeakRef(T.dict));
