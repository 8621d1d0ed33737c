/**
 * Type slots: a type's behaviour as native functions, by CPython's names (`Include/cpython/object.h`).
 *
 * Protocols (`objects/protocol/`) dispatch through slots only. A built-in type fills them with its own functions; a class written in Python
 * gets them from its dunder methods by the rows of `defs/dunders.ts`. `null` means: the type does not have it. Slots are inherited by copy
 * when a type is made ready, and updated when a class attribute changes.
 *
 * Conventions: `name` is attribute text (UTF-16); `undefined` as the value of a set operation deletes; `args` holds positional values
 * followed by one value for each of `kwnames` (CPython's vectorcall). Errors are thrown (`core/errors.ts`).
 */
import type { MaybeValue, PyObject, Value } from './value.ts';
import type { PyType } from './type.ts';

/** Names of the keyword arguments whose values end `args`; null when there are none. */
export type KwNames = readonly string[] | null;

export type UnarySlot = (self: Value) => Value;
/** Returns NotImplemented when it does not know the operands. */
export type BinarySlot = (left: Value, right: Value) => Value;
export type CallSlot = (callable: Value, args: Value[], kwnames: KwNames) => Value;

/** Comparison operators as `tp_richcompare` numbers them. */
export const PyLT = 0;
export const PyLE = 1;
export const PyEQ = 2;
export const PyNE = 3;
export const PyGT = 4;
export const PyGE = 5;
export type CompareOp = 0 | 1 | 2 | 3 | 4 | 5;

export class Slots {
  tp_new: ((cls: PyType, args: Value[], kwnames: KwNames) => Value) | null = null;
  /** An empty instance for `object.__new__`; null for an ordinary one. */
  tp_alloc: ((cls: PyType) => PyObject) | null = null;
  tp_init: ((self: Value, args: Value[], kwnames: KwNames) => void) | null = null;
  tp_call: CallSlot | null = null;
  tp_repr: UnarySlot | null = null;
  tp_str: UnarySlot | null = null;
  /** The hash as a Python int (-1 never); null or a function that raises TypeError means unhashable. */
  tp_hash: ((self: Value) => number | bigint) | null = null;
  tp_richcompare: ((left: Value, right: Value, op: CompareOp) => Value) | null = null;
  tp_iter: UnarySlot | null = null;
  /** The next value; undefined at the end. StopIteration is thrown only where it carries a value. */
  tp_iternext: ((self: Value) => MaybeValue) | null = null;
  tp_getattro: ((self: Value, name: string) => Value) | null = null;
  tp_setattro: ((self: Value, name: string, value: MaybeValue) => void) | null = null;
  /** `obj` is undefined when the attribute is looked up on the class. */
  tp_descr_get: ((descr: Value, obj: MaybeValue, type: PyType) => Value) | null = null;
  tp_descr_set: ((descr: Value, obj: Value, value: MaybeValue) => void) | null = null;
  tp_del: ((self: Value) => void) | null = null;

  nb_add: BinarySlot | null = null;
  nb_subtract: BinarySlot | null = null;
  nb_multiply: BinarySlot | null = null;
  nb_remainder: BinarySlot | null = null;
  nb_divmod: BinarySlot | null = null;
  nb_power: ((base: Value, exponent: Value, modulus: Value) => Value) | null = null;
  nb_negative: UnarySlot | null = null;
  nb_positive: UnarySlot | null = null;
  nb_absolute: UnarySlot | null = null;
  nb_bool: ((self: Value) => boolean) | null = null;
  nb_invert: UnarySlot | null = null;
  nb_lshift: BinarySlot | null = null;
  nb_rshift: BinarySlot | null = null;
  nb_and: BinarySlot | null = null;
  nb_xor: BinarySlot | null = null;
  nb_or: BinarySlot | null = null;
  nb_int: UnarySlot | null = null;
  nb_float: UnarySlot | null = null;
  nb_index: UnarySlot | null = null;
  nb_floor_divide: BinarySlot | null = null;
  nb_true_divide: BinarySlot | null = null;
  nb_matrix_multiply: BinarySlot | null = null;
  nb_inplace_add: BinarySlot | null = null;
  nb_inplace_subtract: BinarySlot | null = null;
  nb_inplace_multiply: BinarySlot | null = null;
  nb_inplace_remainder: BinarySlot | null = null;
  nb_inplace_power: ((base: Value, exponent: Value, modulus: Value) => Value) | null = null;
  nb_inplace_lshift: BinarySlot | null = null;
  nb_inplace_rshift: BinarySlot | null = null;
  nb_inplace_and: BinarySlot | null = null;
  nb_inplace_xor: BinarySlot | null = null;
  nb_inplace_or: BinarySlot | null = null;
  nb_inplace_floor_divide: BinarySlot | null = null;
  nb_inplace_true_divide: BinarySlot | null = null;
  nb_inplace_matrix_multiply: BinarySlot | null = null;

  sq_length: ((self: Value) => number) | null = null;
  sq_concat: BinarySlot | null = null;
  sq_repeat: ((self: Value, count: number) => Value) | null = null;
  sq_inplace_concat: BinarySlot | null = null;
  sq_inplace_repeat: ((self: Value, count: number) => Value) | null = null;
  sq_contains: ((self: Value, value: Value) => boolean) | null = null;
  mp_subscript: BinarySlot | null = null;
  mp_ass_subscript: ((self: Value, key: Value, value: MaybeValue) => void) | null = null;

  am_await: UnarySlot | null = null;
  am_aiter: UnarySlot | null = null;
  am_anext: UnarySlot | null = null;
}

export type SlotName = keyof Slots;
export const SLOT_NAMES = Object.keys(new Slots()) as SlotName[];
