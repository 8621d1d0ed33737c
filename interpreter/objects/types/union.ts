/** typing.Union: `int | str` (CPython: Objects/unionobject.c, PEP 604). */
import { PyObject, type Value } from '../core/value.ts';
import { PyTuple } from '../core/tuple.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { defineType } from '../core/define.ts';
import { typeError } from '../core/errors.ts';
import { PyType, typeOf } from '../core/type.ts';
import { strText } from '../core/str.ts';
import { intXor, type Int } from '../core/integer.ts';
import { findAttribute, genericGetAttribute } from '../protocol/attribute.ts';
import { isEqual } from '../protocol/compare.ts';
import { hash } from '../protocol/hash.ts';
import { getItem } from '../protocol/sequence.ts';
import { reprText } from '../protocol/repr.ts';

export class PyUnion extends PyObject {
  readonly args: PyTuple;
  constructor(args: readonly Value[]) {
    super(T.Union);
    this.args = new PyTuple([...args]);
  }
  get parameters(): PyTuple {
    const found: Value[] = [];
    for (const arg of this.args.items) {
      if (arg instanceof PyType || arg === null) continue;
      if (typeOf(arg).lookup('__typing_subst__') !== undefined) found.push(arg);
      const nested = findAttribute(arg, '__parameters__');
      if (nested instanceof PyTuple) found.push(...nested.items);
    }
    return new PyTuple(found.filter((value, i) => found.indexOf(value) === i));
  }
}

/** The types of `typing` whose instances may stand beside `|`: `typing.ts` adds them. */
export const TYPING = new Set<PyType>();

/** Whether a value may stand beside `|` in a type. */
function isUnionable(value: Value): boolean {
  if (value === null || value instanceof PyType || value instanceof PyUnion) return true;
  return typeOf(value).isSubtype(T.GenericAlias) || TYPING.has(typeOf(value));
}

/** What else may stand in `Union[…]`, as typing has it: a str is a forward reference; set by `typing.ts`. */
export const unionHooks: { check: (arg: Value) => Value } = { check: arg => arg };

/** Flattens unions and drops what is there already; one that is left is no union. */
export function unionOf(values: readonly Value[]): Value {
  const items: Value[] = [];
  for (const value of values) {
    const parts = value instanceof PyUnion ? value.args.items : [value === null ? T.NoneType : value];
    for (const part of parts)
      if (!items.some(known => known === part || (typeOf(known) === typeOf(part) && isEqual(known, part)))) items.push(part);
  }
  return items.length === 1 ? items[0] : new PyUnion(items);
}

/** `left | right` between types; NotImplemented for anything else. */
export function makeUnion(left: Value, right: Value): Value {
  return isUnionable(left) && isUnionable(right) ? unionOf([left, right]) : NotImplemented;
}

/** `left | right` with a union on one side: anything that may stand in `Union[…]` may stand on the other. */
function joinUnion(left: Value, right: Value): Value {
  const part = (value: Value): Value => (isUnionable(value) ? value : unionHooks.check(value));
  return unionOf([part(left), part(right)]);
}

function argumentText(value: Value): string {
  if (value === T.NoneType || value === null) return 'None';
  if (findAttribute(value, '__origin__') !== undefined && findAttribute(value, '__args__') !== undefined) return reprText(value);
  const qualname = findAttribute(value, '__qualname__');
  const module = findAttribute(value, '__module__');
  if (qualname === undefined || module === undefined || module === null) return reprText(value);
  return module === 'builtins' ? (strText(qualname) ?? '') : `${strText(module) ?? ''}.${strText(qualname) ?? ''}`;
}

defineType('Union', {
  module: 'typing',
  final: true,
  doc: 'Represent a union type\n\nE.g. for int | str',
  slots: {
    tp_repr: value => (value as PyUnion).args.items.map(argumentText).join(' | '),
    tp_getattro: (value, name) => {
      if (name === '__module__') return 'typing';
      return genericGetAttribute(value, name);
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyUnion) || !(right instanceof PyUnion) || (op !== 2 && op !== 3)) return NotImplemented;
      const a = left.args.items;
      const b = right.args.items;
      const equal = a.length === b.length && a.every(x => b.some(y => isEqual(x, y)));
      return equal === (op === 2);
    },
    tp_hash: value => (value as PyUnion).args.items.reduce<Int>((all, arg) => intXor(all, hash(arg)), 0),
    mp_subscript: (value, item) => {
      const self = value as PyUnion;
      const { items } = self.parameters;
      if (items.length === 0) throw typeError(`${reprText(self)} is not a generic class`);
      const values = item instanceof PyTuple ? item.items : [item];
      if (values.length !== items.length)
        throw typeError(
          `Too ${values.length > items.length ? 'many' : 'few'} arguments for ${reprText(self)}; actual ${values.length}, expected ${items.length}`,
        );
      return unionOf(
        self.args.items.map(arg => {
          const i = items.indexOf(arg);
          if (i >= 0) return values[i];
          const nested = arg instanceof PyObject && !(arg instanceof PyType) ? findAttribute(arg, '__parameters__') : undefined;
          if (!(nested instanceof PyTuple) || nested.items.length === 0) return arg;
          const given = nested.items.map(parameter => values[items.indexOf(parameter)]);
          return getItem(arg, given.length === 1 ? given[0] : new PyTuple(given));
        }),
      );
    },
    nb_or: joinUnion,
  },
  getset: {
    __args__: [(self: PyUnion) => self.args],
    __parameters__: [(self: PyUnion) => self.parameters],
    __origin__: [() => T.Union],
    __name__: [() => 'Union'],
    __qualname__: [() => 'Union'],
  },
  methods: {
    '__mro_entries__($self, bases, /)': (self: PyUnion) => {
      throw typeError(`Cannot subclass ${reprText(self)}`);
    },
  },
  classMethods: {
    '__class_getitem__($type, args, /)': (_cls: Value, args: Value) => {
      if (args instanceof PyTuple && args.items.length === 0) throw typeError('Cannot take a Union of no types.');
      return unionOf((args instanceof PyTuple ? args.items : [args]).map(arg => (isUnionable(arg) ? arg : unionHooks.check(arg))));
    },
  },
});

// `int | str`: classes themselves are joined by the slot of `type`.
T.type.slots.nb_or = makeUnion;
