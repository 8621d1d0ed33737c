/**
 * Declaring a built-in type: name, base, slots, methods, attributes in one table.
 *
 *     defineType('range', {
 *       slots: { tp_repr: rangeRepr, sq_length: rangeLength },
 *       methods: { 'count($self, value, /)': [(self: PyRange, value: Value) => …, 'Return number of occurrences of value.'] },
 *       getset: { start: [(self: PyRange) => self.start] },
 *     });
 *
 * Dunder methods (`__add__`, `__len__` …) are not declared: wrappers for filled slots are added from the rows of `defs/dunders.ts`
 * (`addSlotWrappers`, set by `objects/types/type.ts`).
 */
import { PyObject, type MaybeValue, type Value } from './value.ts';
import { T } from './registry.ts';
import type { Slots } from './slots.ts';
import { inheritSlots, linearize, PyType } from './type.ts';
import { PyBuiltin, Signature, type NativeImplementation } from './native.ts';
import { docstringOf } from './documentation.ts';
import { MEMBERS } from '../../defs/members.ts';

type Method = NativeImplementation | readonly [NativeImplementation, string];
type Getter = (self: never) => Value;
/** `undefined` deletes. */
type Setter = (self: never, value: MaybeValue) => void;

export interface TypeDefinition {
  readonly base?: PyType;
  readonly bases?: readonly PyType[];
  readonly module?: string;
  readonly doc?: string;
  readonly slots?: Partial<Slots>;
  readonly methods?: Readonly<Record<string, Method>>;
  readonly classMethods?: Readonly<Record<string, Method>>;
  readonly staticMethods?: Readonly<Record<string, Method>>;
  readonly getset?: Readonly<Record<string, readonly [Getter, Setter?, string?]>>;
  /** Names in `getset` whose descriptors are `member_descriptor`s, besides those in `defs/members.ts`. */
  readonly members?: readonly string[];
  /** Plain class attributes. */
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly final?: boolean;
  readonly hasDict?: boolean;
  readonly pattern?: 'sequence' | 'mapping';
  readonly matchSelf?: boolean;
  /** Instances have a JavaScript class of their own, so subclasses cannot mix this layout with another (CPython's "solid base"); true by default. */
  readonly solid?: boolean;
  /** `object.__new__` makes instances, as of types that CPython makes from a spec. */
  readonly inheritsNew?: boolean;
}

/** An attribute of a built-in type that native code computes: a `getset_descriptor`, or a `member_descriptor` where CPython has a field. */
export class PyGetSet extends PyObject {
  declare readonly name: string;
  declare readonly owner: PyType;
  readonly get: (self: Value) => Value;
  readonly set: ((self: Value, value: MaybeValue) => void) | undefined;
  declare readonly doc: string | null;
  constructor(name: string, owner: PyType, get: Getter, set: Setter | undefined, doc: string | null, cls = T.getset_descriptor) {
    super(cls);
    this.name = name;
    this.owner = owner;
    this.get = get as (self: Value) => Value;
    this.set = set as ((self: Value, value: MaybeValue) => void) | undefined;
    this.doc = doc;
  }
}

/** A class method or static method of a built-in type, before the wrapper types exist: `types/descriptors.ts` supplies the makers. */
export const makers: {
  classMethod: (owner: PyType, signature: Signature, implementation: NativeImplementation, doc: string | null) => Value;
  staticMethod: (owner: PyType, signature: Signature, implementation: NativeImplementation, doc: string | null) => Value;
} = {
  classMethod: (owner, signature, implementation, doc) => {
    return new Early(() => makers.classMethod(owner, signature, implementation, doc));
  },
  staticMethod: (owner, signature, implementation, doc) => {
    return new Early(() => makers.staticMethod(owner, signature, implementation, doc));
  },
};

/** Stands in a namespace for a method declared before the makers were set, until `finishBootstrap` makes it. */
class Early extends PyObject {
  readonly make: () => Value;
  constructor(make: () => Value) {
    super(T.object);
    this.make = make;
  }
}

const defined: PyType[] = [];
/** Types of which a program makes no instances: what `object.__new__` makes is of no use to a native type (CPython's `type_ready_set_new`). */
const uninstantiable = new Set<PyType>();

/**
 * Creates the type, or completes it if it was made during bootstrap, and registers it as `T[name]`. The name is CPython's `tp_name`, which
 * messages show: `'list'`, `'collections.deque'`; of a dotted one the last part is `__name__`, and the rest is `__module__`.
 */
export function defineType(name: string, definition: TypeDefinition): PyType {
  const bases = definition.bases !== undefined ? [...definition.bases] : [definition.base ?? T.object];
  let type = T[name] as PyType | undefined;
  if (type === undefined) {
    type = new PyType(T.type, name, bases, false);
    type.mro = linearize(type, bases)!;
    for (const base of bases) base.subclasses.push(new WeakRef(type));
    T[name] = type;
  }
  const dot = name.lastIndexOf('.');
  type.qualname = name.slice(dot + 1);
  type.module = definition.module ?? (dot < 0 ? 'builtins' : name.slice(0, dot));
  type.doc = definition.doc ?? null;
  type.isBaseType = definition.final !== true;
  type.hasDict = definition.hasDict ?? bases.some(base => base.hasDict);
  type.patternKind = definition.pattern ?? bases[0].patternKind;
  type.matchSelf = definition.matchSelf ?? bases[0].matchSelf;
  if (definition.solid !== false) type.solidBase = type;
  Object.assign(type.slots, definition.slots);
  if (type.slots.tp_new === null && bases[0] === T.object && definition.inheritsNew !== true && type !== T.object) uninstantiable.add(type);
  const methods = (
    table: Readonly<Record<string, Method>> | undefined,
    make: (signature: Signature, f: NativeImplementation, doc: string | null) => Value,
  ) => {
    for (const [declaration, method] of Object.entries(table ?? {})) {
      const signature = new Signature(declaration);
      const [implementation, doc] = typeof method === 'function' ? [method, null] : method;
      type.namespace.setStr(signature.name, make(signature, implementation, doc));
    }
  };
  methods(definition.methods, (signature, f, doc) => new PyBuiltin(T.method_descriptor, signature, f, undefined, type, doc));
  methods(definition.classMethods, (signature, f, doc) => makers.classMethod(type, signature, f, doc));
  methods(definition.staticMethods, (signature, f, doc) => makers.staticMethod(type, signature, f, doc));
  const members = memberNames(type, definition);
  for (const [attribute, [get, set, doc]] of Object.entries(definition.getset ?? {})) {
    const cls = members.includes(attribute) ? T.member_descriptor : T.getset_descriptor;
    type.namespace.setStr(attribute, new PyGetSet(attribute, type, get, set, doc ?? null, cls));
  }
  for (const [attribute, value] of Object.entries(definition.attributes ?? {})) type.namespace.setStr(attribute, value);
  defined.push(type);
  if (bootstrapped) ready(type);
  return type;
}

/** The built-in type's name in data files: with its module if that is not `builtins`. */
function documentedName(type: PyType): string {
  return type.module === 'builtins' ? type.qualname : `${type.module}.${type.qualname}`;
}

function memberNames(type: PyType, definition: TypeDefinition): readonly string[] {
  return definition.members ?? MEMBERS[documentedName(type)]?.split(' ') ?? [];
}

/** `__doc__` in the namespace of a built-in type, until someone looks: then it is the docstring. */
export class PyTypeDoc extends PyObject {
  readonly owner: PyType;
  constructor(owner: PyType) {
    super(T['type docstring']);
    this.owner = owner;
  }
}

/** The docstring of a built-in type. */
export function typeDoc(type: PyType): string | null {
  return docstringOf(`${type.module}.${type.qualname}`) ?? type.doc;
}

let bootstrapped = false;
let addSlotWrappers: (type: PyType) => void = () => {};

/**
 * Makes every type defined so far ready, in order, and those defined later at once: wrappers for own slots, then inherited slots. Descriptor
 * objects made before their own types existed get them now. Called once, by `objects/index.ts`.
 */
export function finishBootstrap(wrappers: (type: PyType) => void): void {
  addSlotWrappers = wrappers;
  bootstrapped = true;
  for (const type of defined) {
    type.cls ??= T.type;
    type.namespace.cls = T.dict;
    for (const entry of type.namespace.entries()) {
      const value = entry.value;
      if (value instanceof Early) entry.value = value.make();
      else if (value instanceof PyGetSet) {
        if (MEMBERS[documentedName(type)]?.split(' ').includes(value.name)) value.cls = T.member_descriptor;
        else value.cls ??= T.getset_descriptor;
      } else if (value instanceof PyBuiltin && (value.cls as PyType | undefined) === undefined) {
        value.cls = value.owner === null ? T.builtin_function_or_method : T.method_descriptor;
      }
    }
  }
  for (const type of defined) ready(type);
}

function ready(type: PyType): void {
  addSlotWrappers(type);
  inheritSlots(type);
  if (uninstantiable.has(type)) type.slots.tp_new = null;
  if (type.namespace.getStr('__doc__') === undefined) type.namespace.setStr('__doc__', new PyTypeDoc(type));
}
