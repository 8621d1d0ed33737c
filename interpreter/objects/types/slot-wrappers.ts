/**
 * Slots and dunder methods, each made of the other (CPython: Objects/typeobject.c, `slotdefs`, `wrap_*`, `slot_*`, `update_one_slot`).
 *
 * - `addSlotWrappers`: a built-in type's filled slots appear in its namespace as `__add__`, `__len__` …
 * - `updateSlots`: a class written in Python gets slot functions that call its dunder methods; where a method is an inherited wrapper of a
 *   native slot, the native function is taken straight, so a subclass of int adds as fast as int does.
 */
import { DUNDERS, type DunderRow } from '../../defs/dunders.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import type { PyDict } from '../core/dict.ts';
import { T } from '../core/registry.ts';
import { clampLength, unclampLength } from '../core/integer.ts';
import { inheritSlots, typeOf, type PyType } from '../core/type.ts';
import { SLOT_NAMES, type KwNames, type SlotName, type Slots } from '../core/slots.ts';
import { PyBaseException, raise, typeError, valueError } from '../core/errors.ts';
import { PyBuiltin, Signature } from '../core/native.ts';
import { reduceAttribute } from '../core/builtin-functions.ts';
import { NotImplemented } from '../core/singletons.ts';
import { defineType } from '../core/define.ts';
import { callSpecial, callUnbound, callValue, lookupSpecial, type UnboundMethod } from '../protocol/call.ts';
import { attributeName, genericGetAttribute } from '../protocol/attribute.ts';
import { typeDisplayName } from './names.ts';
import { intConstant } from '../../code/constant.ts';
import { isTruthy } from '../protocol/truth.ts';
import { toIndex, toIndexNumber, toIndexSize } from '../protocol/index.ts';
import { getIter } from '../protocol/iterate.ts';

type AnySlot = (...args: never[]) => unknown;
type AnySlots = Record<SlotName, AnySlot | null>;

/** `int.__add__`: a native slot as a method. */
export class PySlotWrapper extends PyObject {
  readonly row: DunderRow;
  readonly owner: PyType;
  readonly slot: AnySlot;
  constructor(row: DunderRow, owner: PyType, slot: AnySlot) {
    super(T.wrapper_descriptor);
    this.row = row;
    this.owner = owner;
    this.slot = slot;
  }

  call(self: Value, args: Value[], kwnames: KwNames): Value {
    return WRAPPERS[this.row.shape](this.slot as never, self, args, kwnames, this.row);
  }
}

/** `(1).__add__`: a slot wrapper bound to its object. */
export class PyMethodWrapper extends PyObject {
  readonly descriptor: PySlotWrapper;
  readonly self: Value;
  constructor(descriptor: PySlotWrapper, self: Value) {
    super(T['method-wrapper']);
    this.descriptor = descriptor;
    this.self = self;
  }
}

type Wrapper = (slot: never, self: Value, args: Value[], kwnames: KwNames, row: DunderRow) => Value;

function exactly(row: DunderRow, args: Value[], kwnames: KwNames, min: number, max = min): void {
  if (kwnames !== null && kwnames.length > 0) throw typeError(`wrapper ${row.name}() takes no keyword arguments`);
  if (args.length < min || args.length > max) {
    if (min !== max)
      throw typeError(
        `expected at ${args.length < min ? 'least' : 'most'} ${args.length < min ? min : max} argument${(args.length < min ? min : max) === 1 ? '' : 's'}, got ${args.length}`,
      );
    throw typeError(`expected ${min} argument${min === 1 ? '' : 's'}, got ${args.length}`);
  }
}

function oneOrTwo(row: DunderRow, args: Value[], kwnames: KwNames): void {
  if (args.length < 1 || args.length > 2) throw typeError(`expected 1 or 2 arguments, got ${args.length}`);
  exactly(row, args, kwnames, 1, 2);
}

type Unary = (self: Value) => Value;
type Binary = (left: Value, right: Value) => Value;

/** How a dunder's call becomes a call of the slot. */
const WRAPPERS: Record<DunderRow['shape'], Wrapper> = {
  unary: (slot: Unary, self, args, kw, row) => (exactly(row, args, kw, 0), slot(self)),
  iter: (slot: Unary, self, args, kw, row) => (exactly(row, args, kw, 0), slot(self)),
  binary: (slot: Binary, self, args, kw, row) => (exactly(row, args, kw, 1), slot(self, args[0])),
  inplace: (slot: Binary, self, args, kw, row) => (exactly(row, args, kw, 1), slot(self, args[0])),
  reflected: (slot: Binary, self, args, kw, row) => (exactly(row, args, kw, 1), slot(args[0], self)),
  concat: (slot: Binary, self, args, kw, row) => (exactly(row, args, kw, 1), slot(self, args[0])),
  getitem: (slot: Binary, self, args, kw, row) => (exactly(row, args, kw, 1), slot(self, args[0])),
  power: (slot: Slots['nb_power'] & AnySlot, self, args, kw, row) => (
    oneOrTwo(row, args, kw),
    slot(self as never, args[0] as never, (args[1] ?? null) as never) as Value
  ),
  'reflected power': (slot: Slots['nb_power'] & AnySlot, self, args, kw, row) => (
    oneOrTwo(row, args, kw),
    slot(args[0] as never, self as never, (args[1] ?? null) as never) as Value
  ),
  'inplace power': (slot: Slots['nb_power'] & AnySlot, self, args, kw, row) => (
    exactly(row, args, kw, 1),
    slot(self as never, args[0] as never, null as never) as Value
  ),
  repeat: (slot: (self: Value, count: number) => Value, self, args, kw, row) => (
    exactly(row, args, kw, 1),
    slot(self, toIndexNumber(args[0]))
  ),
  compare: (slot: (l: Value, r: Value, op: number) => Value, self, args, kw, row) => (
    exactly(row, args, kw, 1),
    slot(self, args[0], row.op!)
  ),
  hash: (slot: (self: Value) => Value, self, args, kw, row) => (exactly(row, args, kw, 0), slot(self)),
  length: (slot: (self: Value) => number, self, args, kw, row) => {
    exactly(row, args, kw, 0);
    const n = slot(self);
    return unclampLength(n);
  },
  bool: (slot: (self: Value) => boolean, self, args, kw, row) => (exactly(row, args, kw, 0), slot(self)),
  contains: (slot: (self: Value, value: Value) => boolean, self, args, kw, row) => (exactly(row, args, kw, 1), slot(self, args[0])),
  setitem: (slot: (self: Value, key: Value, value: MaybeValue) => void, self, args, kw, row) => (
    exactly(row, args, kw, 2),
    slot(self, args[0], args[1]),
    null
  ),
  delitem: (slot: (self: Value, key: Value, value: MaybeValue) => void, self, args, kw, row) => (
    exactly(row, args, kw, 1),
    slot(self, args[0], undefined),
    null
  ),
  next: (slot: (self: Value) => MaybeValue, self, args, kw, row) => {
    exactly(row, args, kw, 0);
    const value = slot(self);
    if (value === undefined) throw raise(T.StopIteration);
    return value;
  },
  call: (slot: (self: Value, args: Value[], kw: KwNames) => Value, self, args, kw) => slot(self, args, kw),
  init: (slot: (self: Value, args: Value[], kw: KwNames) => void, self, args, kw) => (slot(self, args, kw), null),
  getattribute: (slot: (self: Value, name: string) => Value, self, args, kw, row) => (
    exactly(row, args, kw, 1),
    slot(self, attributeName(args[0]))
  ),
  setattr: (slot: (self: Value, name: string, value: MaybeValue) => void, self, args, kw, row) => {
    exactly(row, args, kw, 2);
    refuseForeignSetattr(self, slot, row);
    slot(self, attributeName(args[0]), args[1]);
    return null;
  },
  delattr: (slot: (self: Value, name: string, value: MaybeValue) => void, self, args, kw, row) => {
    exactly(row, args, kw, 1);
    refuseForeignSetattr(self, slot, row);
    slot(self, attributeName(args[0]), undefined);
    return null;
  },
  get: (slot: (d: Value, obj: MaybeValue, type: PyType) => Value, self, args, kw, row) => {
    exactly(row, args, kw, 1, 2);
    const type = args[1] ?? null;
    if (args[0] === null && type === null) throw typeError('__get__(None, None) is invalid');
    return slot(self, args[0] === null && type !== T.NoneType ? undefined : args[0], (type ?? typeOf(args[0])) as PyType);
  },
  set: (slot: (d: Value, obj: Value, value: MaybeValue) => void, self, args, kw, row) => (
    exactly(row, args, kw, 2),
    slot(self, args[0], args[1]),
    null
  ),
  delete: (slot: (d: Value, obj: Value, value: MaybeValue) => void, self, args, kw, row) => (
    exactly(row, args, kw, 1),
    slot(self, args[0], undefined),
    null
  ),
  del: (slot: (self: Value) => void, self, args, kw, row) => (exactly(row, args, kw, 0), slot(self), null),
};

/** `object.__setattr__(SomeClass, …)` would go round the metaclass: CPython's "hackcheck". */
function refuseForeignSetattr(self: Value, slot: AnySlot, row: DunderRow): void {
  const type = typeOf(self);
  const own = (base: PyType): AnySlot | null => base.slots.tp_setattro as AnySlot | null;
  const inPython = SLOT_FUNCTIONS.tp_setattro as AnySlot;
  // The type in which the object's slot was written, and from there down what stands between it and the slot that is called.
  const defining = type.mro.findLast(base => own(base) !== inPython && own(base) === own(type));
  for (let base: PyType | undefined = defining ?? type; base !== undefined; base = base.base) {
    if (own(base) === slot) return;
    if (own(base) !== inPython) throw typeError(`can't apply this ${row.name} to ${type.name} object`);
  }
}

/** Puts wrappers for a built-in type's own slots into its namespace. */
export function addSlotWrappers(type: PyType): void {
  const slots = type.slots as unknown as AnySlots;
  const inherited = type.base?.slots as AnySlots | undefined;
  for (const row of DUNDERS) {
    const slot = slots[row.slot];
    // A slot that is the base's is not the type's own.
    if (slot !== null && slot !== inherited?.[row.slot] && type.namespace.entryOf(row.name) === undefined)
      type.namespace.setStr(row.name, new PySlotWrapper(row, type, slot));
  }
  if (slots.tp_richcompare !== null && slots.tp_hash === null && type !== T.object) {
    type.namespace.setStr('__hash__', null);
    type.slots.tp_hash = unhashable;
  }
  if (type.slots.tp_new !== null) type.namespace.setStr('__new__', newMethod(type));
}

export function unhashable(self: Value): never {
  throw typeError(`unhashable type: '${typeOf(self).name}'`);
}

/** `__new__` of a built-in type: a static method that checks which class it is asked to make. */
export class PyNewMethod extends PyBuiltin {
  readonly makes: PyType;
  constructor(makes: PyType) {
    const implementation = (all: Value[], kwargs: PyDict | undefined): Value => {
      const { name } = makes;
      if (all.length === 0) throw typeError(`${name}.__new__(): not enough arguments`);
      const [cls, ...args] = all;
      if (!typeOf(cls).isSubtype(T.type)) throw typeError(`${name}.__new__(X): X is not a type object (${typeOf(cls).name})`);
      const type = cls as PyType;
      if (!type.isSubtype(makes)) throw typeError(`${name}.__new__(${type.name}): ${type.name} is not a subtype of ${name}`);
      let base: PyType = type;
      while (base.slots.tp_new === slotNew) base = base.base!;
      if (base.slots.tp_new !== makes.slots.tp_new) {
        // A type that programs cannot make instances of has no `__new__` of its own.
        if (base.namespace.getStr('__new__') === undefined) throw typeError(`cannot create '${typeDisplayName(base)}' instances`);
        throw typeError(`${name}.__new__(${type.name}) is not safe, use ${base.name}.__new__()`);
      }
      const kwnames = kwargs === undefined ? null : [...kwargs.entries()].map(entry => entry.key as string);
      return makes.slots.tp_new!(
        type,
        kwargs === undefined ? args : [...args, ...[...kwargs.entries()].map(entry => entry.value!)],
        kwnames,
      );
    };
    super(
      T.builtin_function_or_method,
      new Signature('__new__(*args, **kwargs)'),
      implementation as never,
      makes,
      null,
      'Create and return a new object.  See help(type) for accurate signature.',
    );
    this.makes = makes;
    this.scope = makes;
  }
}

function newMethod(type: PyType): PyNewMethod {
  return new PyNewMethod(type);
}

/** `__new__` looked up on the class and called with the class itself first (CPython: `slot_tp_new`). */
function slotNew(cls: PyType, args: Value[], kwnames: KwNames): Value {
  return callValue(genericTypeAttribute(cls, '__new__'), [cls, ...args], kwnames);
}

function genericTypeAttribute(cls: PyType, name: string): Value {
  const attribute = cls.lookup(name)!;
  const get = typeOf(attribute).slots.tp_descr_get;
  return get === null ? attribute : get(attribute, undefined, cls);
}

/** Calls a special method that is known to exist when the slot was filled, but may be gone. */
function must(self: Value, name: string, ...args: Value[]): Value {
  const result = callSpecial(self, name, ...args);
  if (result === undefined) throw raise(T.AttributeError, name);
  return result;
}

/** Calls an operator's method; a type without one does not implement the operation. (None is a result like any other.) */
function callOperator(self: Value, name: string, ...args: Value[]): Value {
  const result = callSpecial(self, name, ...args);
  return result === undefined ? NotImplemented : result;
}

/** A binary operator's slot function, which serves either operand: the forward method of one, the reflected one of the other. */
function binarySlot(slot: SlotName, name: string, reflected: string): Binary {
  const self: Binary = (left, right) => {
    const leftType = typeOf(left);
    const rightType = typeOf(right);
    let tryRight = leftType !== rightType && (rightType.slots[slot] as unknown) === self;
    if ((leftType.slots[slot] as unknown) === self) {
      if (tryRight && rightType.isSubtype(leftType) && rightType.lookup(reflected) !== leftType.lookup(reflected)) {
        const result = callOperator(right, reflected, left);
        if (result !== NotImplemented) return result;
        tryRight = false;
      }
      const result = callOperator(left, name, right);
      if (result !== NotImplemented || leftType === rightType) return result;
    }
    return tryRight ? callOperator(right, reflected, left) : NotImplemented;
  };
  return self;
}

function powerSlot(): NonNullable<Slots['nb_power']> {
  const self: NonNullable<Slots['nb_power']> = (base, exponent, modulus) => {
    if (modulus !== null) {
      // Three-argument power goes to the base, and since 3.14 to the exponent's __rpow__ with the modulus.
      if (typeOf(base).slots.nb_power === self) {
        const result = callOperator(base, '__pow__', exponent, modulus);
        if (result !== NotImplemented) return result;
      }
      if (typeOf(exponent).slots.nb_power === self) return callOperator(exponent, '__rpow__', base, modulus);
      return NotImplemented;
    }
    const leftType = typeOf(base);
    const rightType = typeOf(exponent);
    let tryRight = leftType !== rightType && rightType.slots.nb_power === self;
    if (leftType.slots.nb_power === self) {
      if (tryRight && rightType.isSubtype(leftType) && rightType.lookup('__rpow__') !== leftType.lookup('__rpow__')) {
        const result = callOperator(exponent, '__rpow__', base);
        if (result !== NotImplemented) return result;
        tryRight = false;
      }
      const result = callOperator(base, '__pow__', exponent);
      if (result !== NotImplemented || leftType === rightType) return result;
    }
    return tryRight ? callOperator(exponent, '__rpow__', base) : NotImplemented;
  };
  return self;
}

/** A comparison's method; one that its descriptor refuses counts as none. */
function comparison(self: Value, name: string): UnboundMethod | undefined {
  try {
    return lookupSpecial(self, name);
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.AttributeError)) return undefined;
    throw error;
  }
}

const COMPARISONS = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const;

function lengthOf(self: Value): number {
  const result = must(self, '__len__');
  const n = typeof result === 'number' ? result : toIndex(result);
  if (n < 0) throw valueError('__len__() should return >= 0');
  return typeof n === 'number' ? n : clampLength(toIndexSize(n));
}

/** Slot functions of classes written in Python: one a slot, each calling its dunder method. */
/** The StopIteration by which the last `__next__` in Python ended an iteration, for those who ask for its value or tell of it. */
export const iterationEnd: { exception: PyBaseException | null } = { exception: null };

const SLOT_FUNCTIONS: Partial<Slots> = {
  tp_new: slotNew,
  tp_init: (self, args, kwnames) => {
    const method = lookupSpecial(self, '__init__')!;
    const result = callUnbound(method, self, args, kwnames);
    if (result !== null) throw typeError(`__init__() should return None, not '${typeOf(result).name}'`);
  },
  tp_call: (self, args, kwnames) => {
    const method = lookupSpecial(self, '__call__');
    if (method === undefined) throw typeError(`'${typeOf(self).name}' object is not callable`);
    return callUnbound(method, self, args, kwnames);
  },
  tp_repr: self => must(self, '__repr__'),
  tp_str: self => must(self, '__str__'),
  tp_hash: self => {
    const method = lookupSpecial(self, '__hash__');
    if (method === undefined || method.callable === null) return unhashable(self);
    const result = callUnbound(method, self, []);
    if (typeof result === 'boolean') return result ? 1 : 0;
    const hash = typeof result === 'number' || typeof result === 'bigint' ? result : hashResult(result);
    return reduceHash(hash);
  },
  tp_richcompare: (left, right, op) => {
    const method = comparison(left, COMPARISONS[op]);
    return method === undefined ? NotImplemented : callUnbound(method, left, [right]);
  },
  tp_iter: self => {
    const method = lookupSpecial(self, '__iter__');
    if (method !== undefined) {
      if (method.callable === null) throw typeError(`'${typeOf(self).name}' object is not iterable`);
      return callUnbound(method, self, []);
    }
    throw typeError(`'${typeOf(self).name}' object is not iterable`);
  },
  tp_iternext: self => {
    try {
      return must(self, '__next__');
    } catch (error) {
      if (!(error instanceof PyBaseException) || !error.cls.isSubtype(T.StopIteration)) throw error;
      iterationEnd.exception = error;
      return undefined;
    }
  },
  tp_descr_get: (descr, obj, type) => must(descr, '__get__', obj ?? null, type),
  tp_descr_set: (descr, obj, value) => {
    if (value === undefined) must(descr, '__delete__', obj);
    else must(descr, '__set__', obj, value);
  },
  tp_getattro: (self, name) => {
    const type = typeOf(self);
    const fallback = type.lookup('__getattr__');
    if (fallback === undefined) return must(self, '__getattribute__', name);
    try {
      const getattribute = type.lookup('__getattribute__');
      if (getattribute instanceof PySlotWrapper && getattribute.slot === (genericGetAttribute as AnySlot))
        return genericGetAttribute(self, name);
      return must(self, '__getattribute__', name);
    } catch (error) {
      if (error instanceof PyBaseException && error.cls.isSubtype(T.AttributeError)) return must(self, '__getattr__', name);
      throw error;
    }
  },
  tp_setattro: (self, name, value) => {
    if (value === undefined) must(self, '__delattr__', name);
    else must(self, '__setattr__', name, value);
  },
  tp_del: self => void callSpecial(self, '__del__'),
  nb_bool: self => {
    const method = lookupSpecial(self, '__bool__');
    if (method === undefined) {
      return lookupSpecial(self, '__len__') === undefined ? true : lengthOf(self) !== 0;
    }
    const result = callUnbound(method, self, []);
    if (typeof result !== 'boolean') throw typeError(`__bool__ should return bool, returned ${typeOf(result).name}`);
    return result;
  },
  nb_index: self => must(self, '__index__'),
  nb_power: powerSlot(),
  nb_inplace_power: (base, exponent) => callOperator(base, '__ipow__', exponent),
  sq_length: lengthOf,
  sq_contains: (self, value) => {
    const method = lookupSpecial(self, '__contains__');
    if (method !== undefined) {
      if (method.callable === null) throw typeError(`'${typeOf(self).name}' object is not a container`);
      return isTruthy(callUnbound(method, self, [value]));
    }
    return iterContains(self, value);
  },
  mp_subscript: (self, key) => must(self, '__getitem__', key),
  mp_ass_subscript: (self, key, value) => {
    if (value === undefined) must(self, '__delitem__', key);
    else must(self, '__setitem__', key, value);
  },
};

/** `in` by iteration; the sequence protocol replaces it (it compares by identity, then equality). */
let iterContains = (self: Value, _value: Value): boolean => {
  getIter(self);
  return false;
};
export function setIterContains(f: (self: Value, value: Value) => boolean): void {
  iterContains = f;
}

function hashResult(result: Value): number | bigint {
  if (!typeOf(result).isSubtype(T.int)) throw typeError('__hash__ method should return an integer');
  return toIndexNumber(result);
}

const HASH_BITS = 64;
/** A Py_hash_t: what does not fit is reduced as an int's own hash is; -1 becomes -2. */
function reduceHash(hash: number | bigint): number | bigint {
  if (typeof hash === 'bigint' && BigInt.asIntN(HASH_BITS, hash) !== hash) {
    const modulus = (1n << 61n) - 1n;
    const remainder = (hash < 0n ? -hash : hash) % modulus;
    const signed = intConstant(hash < 0n ? -remainder : remainder);
    return signed === -1 ? -2 : signed;
  }
  return hash === -1 ? -2 : hash;
}

// The arithmetic slots are filled from the rows: forward and reflected names belong together by slot.
for (const row of DUNDERS) {
  const functions = SLOT_FUNCTIONS as Record<string, unknown>;
  if (functions[row.slot] !== undefined) continue;
  if (row.shape === 'binary') {
    const reflected = DUNDERS.find(other => other.slot === row.slot && other.shape === 'reflected');
    functions[row.slot] = binarySlot(row.slot, row.name, reflected!.name);
  } else if (row.shape === 'inplace') functions[row.slot] = (left: Value, right: Value) => callOperator(left, row.name, right);
  else if (row.shape === 'unary') functions[row.slot] = (self: Value) => must(self, row.name);
}

const ROWS_BY_SLOT = new Map<SlotName, DunderRow[]>();
for (const row of DUNDERS) {
  // Sequence concatenation and repetition are native only: classes in Python define `__add__` and `__mul__` as numbers do.
  if (row.shape === 'concat' || row.shape === 'repeat') continue;
  const rows = ROWS_BY_SLOT.get(row.slot);
  if (rows === undefined) ROWS_BY_SLOT.set(row.slot, [row]);
  else rows.push(row);
}
const SLOTS_BY_DUNDER = new Map<string, SlotName[]>();
for (const [slot, rows] of ROWS_BY_SLOT)
  for (const row of rows) SLOTS_BY_DUNDER.set(row.name, [...(SLOTS_BY_DUNDER.get(row.name) ?? []), slot]);
SLOTS_BY_DUNDER.set('__new__', ['tp_new']);
SLOTS_BY_DUNDER.set('__getattr__', ['tp_getattro']);

/** Fills every slot of a class written in Python from its (and its bases') dunder methods. */
export function updateAllSlots(type: PyType): void {
  const slots = type.slots as unknown as Record<SlotName, unknown>;
  for (const slot of SLOT_NAMES) slots[slot] = null;
  for (const slot of ROWS_BY_SLOT.keys()) updateSlot(type, slot);
  updateSlot(type, 'tp_new');
  inheritNative(type);
}

/** sq_concat and its like, which no dunder fills in a class written in Python, come from the native base. */
function inheritNative(type: PyType): void {
  const tpHash = type.slots.tp_hash;
  const others = type.slots as unknown as Record<SlotName, unknown>;
  const before = { ...others };
  inheritSlots(type);
  for (const slot of ROWS_BY_SLOT.keys()) others[slot] = before[slot];
  type.slots.tp_hash = tpHash;
}

/** Brings the slots that a dunder name fills up to date in a class and all its subclasses. */
export function updateSlotsFor(type: PyType, name: string): void {
  const slots = SLOTS_BY_DUNDER.get(name);
  if (slots === undefined || !type.isHeapType) return;
  for (const slot of slots) updateSlot(type, slot);
  for (const ref of type.subclasses) {
    const subclass = ref.deref();
    if (subclass !== undefined && subclass.namespace.entryOf(name) === undefined) updateSlotsFor(subclass, name);
  }
}

function updateSlot(type: PyType, slot: SlotName): void {
  const slots = type.slots as unknown as Record<SlotName, unknown>;
  const generic = (SLOT_FUNCTIONS as Record<string, unknown>)[slot];
  if (slot === 'tp_new') {
    const method = type.lookup('__new__');
    slots[slot] = method instanceof PyNewMethod ? method.makes.slots.tp_new : method === undefined ? null : generic;
    return;
  }
  if (slot === 'tp_getattro' && type.lookup('__getattr__') !== undefined) {
    slots[slot] = generic;
    return;
  }
  let native: AnySlot | null = null;
  let found = false;
  let mixed = false;
  for (const row of ROWS_BY_SLOT.get(slot)!) {
    const method = type.lookup(row.name);
    if (method === undefined) continue;
    if (method === null && slot === 'tp_hash') {
      slots[slot] = unhashable;
      return;
    }
    found = true;
    if (
      method instanceof PySlotWrapper &&
      method.row.slot === slot &&
      type.isSubtype(method.owner) &&
      (native === null || native === method.slot)
    )
      native = method.slot;
    else mixed = true;
  }
  slots[slot] = !found ? null : mixed || native === null ? generic : native;
  if (slot === 'tp_richcompare' || slot === 'tp_hash')
    type.mayEqualStr = slots['tp_richcompare'] === SLOT_FUNCTIONS.tp_richcompare && slots['tp_hash'] === SLOT_FUNCTIONS.tp_hash;
}

/** Whether a class's slot is the one that calls Python. */
export function isPythonSlot(type: PyType, slot: SlotName): boolean {
  return (type.slots[slot] as unknown) === (SLOT_FUNCTIONS as Record<string, unknown>)[slot];
}

defineType('wrapper_descriptor', {
  final: true,
  slots: {
    tp_call: (callable, args, kwnames) => {
      const wrapper = callable as PySlotWrapper;
      const given = args.length - (kwnames?.length ?? 0);
      if (given < 1) throw typeError(`descriptor '${wrapper.row.name}' of '${wrapper.owner.name}' object needs an argument`);
      const self = args[0];
      if (!typeOf(self).isSubtype(wrapper.owner)) {
        throw typeError(`descriptor '${wrapper.row.name}' requires a '${wrapper.owner.name}' object but received a '${typeOf(self).name}'`);
      }
      return wrapper.call(self, args.slice(1), kwnames);
    },
    tp_descr_get: (descr, obj) => (obj === undefined ? descr : new PyMethodWrapper(descr as PySlotWrapper, obj)),
    tp_repr: self => `<slot wrapper '${(self as PySlotWrapper).row.name}' of '${(self as PySlotWrapper).owner.name}' objects>`,
  },
  getset: {
    __name__: [(self: PySlotWrapper) => self.row.name],
    __qualname__: [(self: PySlotWrapper) => `${self.owner.qualname}.${self.row.name}`],
    __objclass__: [(self: PySlotWrapper) => self.owner],
    __doc__: [(self: PySlotWrapper) => self.row.doc],
    __text_signature__: [(self: PySlotWrapper) => self.row.signature],
  },
  methods: { '__reduce__($self, /)': (self: PySlotWrapper) => reduceAttribute(self.owner, self.row.name) },
});

defineType('method-wrapper', {
  final: true,
  slots: {
    tp_call: (callable, args, kwnames) => (callable as PyMethodWrapper).descriptor.call((callable as PyMethodWrapper).self, args, kwnames),
    tp_repr: self => {
      const { descriptor, self: bound } = self as PyMethodWrapper;
      return `<method-wrapper '${descriptor.row.name}' of ${typeOf(bound).name} object>`;
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyMethodWrapper) || !(right instanceof PyMethodWrapper) || (op !== 2 && op !== 3)) return NotImplemented;
      return (left.descriptor === right.descriptor && left.self === right.self) === (op === 2);
    },
    tp_hash: () => 1,
  },
  getset: {
    __self__: [(self: PyMethodWrapper) => self.self],
    __name__: [(self: PyMethodWrapper) => self.descriptor.row.name],
    __qualname__: [(self: PyMethodWrapper) => `${self.descriptor.owner.qualname}.${self.descriptor.row.name}`],
    __objclass__: [(self: PyMethodWrapper) => self.descriptor.owner],
    __doc__: [(self: PyMethodWrapper) => self.descriptor.row.doc],
    __text_signature__: [(self: PyMethodWrapper) => self.descriptor.row.signature],
  },
  methods: { '__reduce__($self, /)': (self: PyMethodWrapper) => reduceAttribute(self.self, self.descriptor.row.name) },
});
