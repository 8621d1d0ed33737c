/**
 * Dunder methods and the type slots they stand for, one row a method (CPython: `slotdefs` in Objects/typeobject.c).
 *
 * A row works in both directions. A built-in type that fills the slot gets a wrapper of that name in its namespace; a class that defines the
 * name gets a slot function that calls it. `shape` says how arguments pass between the two; the doc is what `help()` shows.
 */
import type { SlotName } from '../objects/core/slots.ts';

export type DunderShape =
  | 'unary'
  | 'binary'
  | 'reflected'
  | 'inplace'
  | 'power'
  | 'reflected power'
  | 'inplace power'
  | 'concat'
  | 'repeat'
  | 'compare'
  | 'hash'
  | 'length'
  | 'bool'
  | 'contains'
  | 'getitem'
  | 'setitem'
  | 'delitem'
  | 'iter'
  | 'next'
  | 'call'
  | 'init'
  | 'getattribute'
  | 'setattr'
  | 'delattr'
  | 'get'
  | 'set'
  | 'delete'
  | 'del';

export interface DunderRow {
  readonly name: string;
  readonly slot: SlotName;
  readonly shape: DunderShape;
  /** As `__text_signature__` gives it. */
  readonly signature: string;
  readonly doc: string;
  /** For `compare`: the operator's number. */
  readonly op?: number;
}

const row = (name: string, slot: SlotName, shape: DunderShape, signature: string, doc: string, op?: number): DunderRow => ({
  name,
  slot,
  shape,
  signature,
  doc,
  op,
});

const SELF = '($self, /)';
const VALUE = '($self, value, /)';

/** An arithmetic operator: forward, reflected and in-place method. */
const arithmetic = (name: string, operator: string, slot: string): DunderRow[] => [
  row(`__${name}__`, `nb_${slot}` as SlotName, 'binary', VALUE, `Return self${operator}value.`),
  row(`__r${name}__`, `nb_${slot}` as SlotName, 'reflected', VALUE, `Return value${operator}self.`),
  row(`__i${name}__`, `nb_inplace_${slot}` as SlotName, 'inplace', VALUE, `Return self${operator}=value.`),
];

export const DUNDERS: readonly DunderRow[] = [
  row('__getattribute__', 'tp_getattro', 'getattribute', '($self, name, /)', 'Return getattr(self, name).'),
  row('__setattr__', 'tp_setattro', 'setattr', '($self, name, value, /)', 'Implement setattr(self, name, value).'),
  row('__delattr__', 'tp_setattro', 'delattr', '($self, name, /)', 'Implement delattr(self, name).'),
  row('__repr__', 'tp_repr', 'unary', SELF, 'Return repr(self).'),
  row('__hash__', 'tp_hash', 'hash', SELF, 'Return hash(self).'),
  row('__call__', 'tp_call', 'call', '($self, /, *args, **kwargs)', 'Call self as a function.'),
  row('__str__', 'tp_str', 'unary', SELF, 'Return str(self).'),
  row('__lt__', 'tp_richcompare', 'compare', VALUE, 'Return self<value.', 0),
  row('__le__', 'tp_richcompare', 'compare', VALUE, 'Return self<=value.', 1),
  row('__eq__', 'tp_richcompare', 'compare', VALUE, 'Return self==value.', 2),
  row('__ne__', 'tp_richcompare', 'compare', VALUE, 'Return self!=value.', 3),
  row('__gt__', 'tp_richcompare', 'compare', VALUE, 'Return self>value.', 4),
  row('__ge__', 'tp_richcompare', 'compare', VALUE, 'Return self>=value.', 5),
  row('__iter__', 'tp_iter', 'iter', SELF, 'Implement iter(self).'),
  row('__next__', 'tp_iternext', 'next', SELF, 'Implement next(self).'),
  row('__get__', 'tp_descr_get', 'get', '($self, instance, owner=None, /)', 'Return an attribute of instance, which is of type owner.'),
  row('__set__', 'tp_descr_set', 'set', '($self, instance, value, /)', 'Set an attribute of instance to value.'),
  row('__delete__', 'tp_descr_set', 'delete', '($self, instance, /)', 'Delete an attribute of instance.'),
  row('__init__', 'tp_init', 'init', '($self, /, *args, **kwargs)', 'Initialize self.  See help(type(self)) for accurate signature.'),
  row('__del__', 'tp_del', 'del', SELF, 'Called when the instance is about to be destroyed.'),
  row('__await__', 'am_await', 'unary', SELF, 'Return an iterator to be used in await expression.'),
  row('__aiter__', 'am_aiter', 'unary', SELF, 'Return an awaitable, that resolves in asynchronous iterator.'),
  row('__anext__', 'am_anext', 'unary', SELF, 'Return a value or raise StopAsyncIteration.'),
  ...arithmetic('add', '+', 'add'),
  ...arithmetic('sub', '-', 'subtract'),
  ...arithmetic('mul', '*', 'multiply'),
  ...arithmetic('mod', '%', 'remainder'),
  row('__divmod__', 'nb_divmod', 'binary', VALUE, 'Return divmod(self, value).'),
  row('__rdivmod__', 'nb_divmod', 'reflected', VALUE, 'Return divmod(value, self).'),
  row('__pow__', 'nb_power', 'power', '($self, value, mod=None, /)', 'Return pow(self, value, mod).'),
  row('__rpow__', 'nb_power', 'reflected power', '($self, value, mod=None, /)', 'Return pow(value, self, mod).'),
  row('__ipow__', 'nb_inplace_power', 'inplace power', VALUE, 'Return self**=value.'),
  row('__neg__', 'nb_negative', 'unary', SELF, '-self'),
  row('__pos__', 'nb_positive', 'unary', SELF, '+self'),
  row('__abs__', 'nb_absolute', 'unary', SELF, 'abs(self)'),
  row('__bool__', 'nb_bool', 'bool', SELF, 'True if self else False'),
  row('__invert__', 'nb_invert', 'unary', SELF, '~self'),
  ...arithmetic('lshift', '<<', 'lshift'),
  ...arithmetic('rshift', '>>', 'rshift'),
  ...arithmetic('and', '&', 'and'),
  ...arithmetic('xor', '^', 'xor'),
  ...arithmetic('or', '|', 'or'),
  row('__int__', 'nb_int', 'unary', SELF, 'int(self)'),
  row('__float__', 'nb_float', 'unary', SELF, 'float(self)'),
  ...arithmetic('floordiv', '//', 'floor_divide'),
  ...arithmetic('truediv', '/', 'true_divide'),
  row('__index__', 'nb_index', 'unary', SELF, 'Return self converted to an integer, if self is suitable for use as an index into a list.'),
  ...arithmetic('matmul', '@', 'matrix_multiply'),
  row('__len__', 'sq_length', 'length', SELF, 'Return len(self).'),
  row('__getitem__', 'mp_subscript', 'getitem', '($self, key, /)', 'Return self[key].'),
  row('__setitem__', 'mp_ass_subscript', 'setitem', '($self, key, value, /)', 'Set self[key] to value.'),
  row('__delitem__', 'mp_ass_subscript', 'delitem', '($self, key, /)', 'Delete self[key].'),
  row('__contains__', 'sq_contains', 'contains', '($self, key, /)', 'Return bool(key in self).'),
  row('__add__', 'sq_concat', 'concat', VALUE, 'Return self+value.'),
  row('__mul__', 'sq_repeat', 'repeat', VALUE, 'Return self*value.'),
  row('__rmul__', 'sq_repeat', 'repeat', VALUE, 'Return value*self.'),
  row('__iadd__', 'sq_inplace_concat', 'concat', VALUE, 'Implement self+=value.'),
  row('__imul__', 'sq_inplace_repeat', 'repeat', VALUE, 'Implement self*=value.'),
];
