/** types.GenericAlias: `list[int]` (CPython: Objects/genericaliasobject.c, PEP 585). */
import { toArray } from '../protocol/iterate.ts';
import { builtinFunctions } from '../core/builtin-functions.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../core/value.ts';
import type { PyDict } from '../core/dict.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { T } from '../core/registry.ts';
import { Ellipsis, NotImplemented } from '../core/singletons.ts';
import { defineType } from '../core/define.ts';
import { PyBaseException, typeError } from '../core/errors.ts';
import { PyType, typeOf } from '../core/type.ts';
import { PyIterator } from '../core/iterators.ts';
import { strText } from '../core/str.ts';
import { callSpecial, callValue } from '../protocol/call.ts';
import { findAttribute, genericGetAttribute, getAttribute, setAttribute } from '../protocol/attribute.ts';
import { isEqual } from '../protocol/compare.ts';
import { hash } from '../protocol/hash.ts';
import { getItem } from '../protocol/sequence.ts';
import { reprText } from '../protocol/repr.ts';
import { isTruthy } from '../protocol/truth.ts';
import { intXor } from '../core/integer.ts';
import { makeUnion } from './union.ts';

export class PyGenericAlias extends PyObject implements HasDict {
  readonly origin: Value;
  readonly args: PyTuple;
  /** `*tuple[int]` */
  readonly starred: boolean;
  private parametersCache: PyTuple | undefined;
  dict: PyDict | undefined = undefined;

  constructor(origin: Value, args: Value, starred = false, cls: PyType = T.GenericAlias) {
    super(cls);
    this.origin = origin;
    this.args = args instanceof PyTuple && args.cls === T.tuple ? args : new PyTuple([args]);
    this.starred = starred;
  }

  get parameters(): PyTuple {
    return (this.parametersCache ??= collectParameters(this.args.items));
  }
}

/** The type parameters among arguments, in order of appearance. */
export function collectParameters(args: readonly Value[]): PyTuple {
  const found: Value[] = [];
  const addOnce = (parameter: Value): void => {
    if (!found.some(known => known === parameter)) found.push(parameter);
  };
  for (const arg of args) {
    if (arg instanceof PyType) continue;
    if (typeOf(arg).lookup('__typing_subst__') !== undefined) addOnce(arg);
    else if (arg instanceof PyTuple || arg instanceof PyList) for (const nested of collectParameters(arg.items).items) addOnce(nested);
    else {
      const nested = arg instanceof PyObject ? findAttribute(arg, '__parameters__') : undefined;
      if (nested instanceof PyTuple) nested.items.forEach(addOnce);
    }
  }
  return new PyTuple(found);
}

/** `alias[items]`: the arguments with type parameters replaced (`_Py_subs_parameters`). */
export function substitute(alias: Value, args: PyTuple, parameters: PyTuple, item: Value): PyTuple {
  const count = parameters.items.length;
  if (count === 0) throw typeError(`${reprText(alias)} is not a generic class`);
  let given: Value = unpackArguments(item);
  for (const parameter of parameters.items) {
    const prepare = findAttribute(parameter, '__typing_prepare_subst__') ?? null;
    if (prepare !== null) given = callValue(prepare, [alias, given instanceof PyTuple ? given : new PyTuple([given])]);
  }
  const values = given instanceof PyTuple ? given.items : [given];
  if (values.length !== count) {
    throw typeError(
      `Too ${values.length > count ? 'many' : 'few'} arguments for ${reprText(alias)}; actual ${values.length}, expected ${count}`,
    );
  }
  const replace = (arg: Value): Value[] => {
    if (arg instanceof PyType) return [arg];
    if (arg instanceof PyTuple) return [new PyTuple(arg.items.flatMap(replace))];
    if (arg instanceof PyList) return [new PyList(arg.items.flatMap(replace))];
    const unpack = findAttribute(arg, '__typing_is_unpacked_typevartuple__');
    const subst = findAttribute(arg, '__typing_subst__');
    const replaced =
      subst === undefined ? replaceNested(arg, parameters.items, values) : callValue(subst, [values[parameters.items.indexOf(arg)]]);
    if (unpack === undefined || !isTruthy(unpack)) return [replaced];
    if (!(replaced instanceof PyTuple)) throw typeError(`expected a tuple, not ${typeOf(replaced).name}`);
    return replaced.items.slice();
  };
  return new PyTuple(args.items.flatMap(replace));
}

/** The items of `alias[…]`, with `*tuple[int, str]` as two of them. */
function unpackArguments(item: Value): PyTuple {
  const items = item instanceof PyTuple ? item.items : [item];
  return new PyTuple(
    items.flatMap(one => {
      if (one instanceof PyType) return [one];
      const unpacked = findAttribute(one, '__typing_unpacked_tuple_args__');
      if (!(unpacked instanceof PyTuple)) return [one];
      return unpacked.items.at(-1) === Ellipsis ? [one] : unpacked.items;
    }),
  );
}

/** An argument that is generic itself, with those of its parameters replaced. */
function replaceNested(arg: Value, parameters: readonly Value[], values: readonly Value[]): Value {
  const own = arg instanceof PyObject ? findAttribute(arg, '__parameters__') : undefined;
  if (!(own instanceof PyTuple) || own.items.length === 0) return arg;
  const replacements = own.items.flatMap(parameter => {
    const i = parameters.indexOf(parameter);
    if (i < 0) return [parameter];
    const value = values[i];
    // A tuple stands for a TypeVarTuple, which can be iterated.
    return value instanceof PyTuple && typeOf(parameter).slots.tp_iter !== null ? value.items : [value];
  });
  return getItem(arg, new PyTuple(replacements));
}

/** How an argument is shown inside the brackets. */
export function typeArgumentText(value: Value): string {
  if (value === Ellipsis) return '...';
  if (value instanceof PyList) return `[${value.items.map(typeArgumentText).join(', ')}]`;
  if (findAttribute(value, '__origin__') !== undefined && findAttribute(value, '__args__') !== undefined) return reprText(value);
  const qualname = value instanceof PyObject ? findAttribute(value, '__qualname__') : undefined;
  const module = value instanceof PyObject ? findAttribute(value, '__module__') : undefined;
  if (qualname === undefined || module === undefined || module === null) return reprText(value);
  return module === 'builtins' ? (strText(qualname) ?? reprText(value)) : `${strText(module) ?? ''}.${strText(qualname) ?? ''}`;
}

/** What is looked up on the alias itself and not on its origin. */
const OWN_ATTRIBUTES: ReadonlySet<string> = new Set([
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__copy__',
  '__deepcopy__',
  '__dict__',
  '__iter__',
  '__eq__',
  '__hash__',
  '__call__',
  '__repr__',
  '__dir__',
]);

const refuse = (name: string): never => {
  throw typeError(`${name}() argument 2 cannot be a parameterized generic`);
};

/** What `dir` shows besides the origin's attributes. */
const SHOWN = ['__args__', '__mro_entries__', '__origin__', '__parameters__', '__typing_unpacked_tuple_args__', '__unpacked__'];

defineType('GenericAlias', {
  module: 'types',
  doc: 'Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).',
  slots: {
    tp_new: (cls, args) => {
      if (args.length !== 2) throw typeError(`GenericAlias expected 2 arguments, got ${args.length}`);
      return new PyGenericAlias(args[0], args[1], false, cls);
    },
    tp_call: (value, args, kwnames) => {
      const self = value as PyGenericAlias;
      const result = callValue(self.origin, args, kwnames);
      try {
        setAttribute(result, '__orig_class__', self);
      } catch (error) {
        if (!(error instanceof PyBaseException) || !(error.cls.isSubtype(T.AttributeError) || error.cls.isSubtype(T.TypeError)))
          throw error;
      }
      return result;
    },
    tp_repr: value => {
      const self = value as PyGenericAlias;
      const args = self.args.items.length === 0 ? '()' : self.args.items.map(typeArgumentText).join(', ');
      return `${self.starred ? '*' : ''}${typeArgumentText(self.origin)}[${args}]`;
    },
    tp_getattro: (value, name) =>
      OWN_ATTRIBUTES.has(name) ? genericGetAttribute(value, name) : getAttribute((value as PyGenericAlias).origin, name),
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyGenericAlias) || !(right instanceof PyGenericAlias) || (op !== 2 && op !== 3)) return NotImplemented;
      const equal = left.starred === right.starred && isEqual(left.origin, right.origin) && isEqual(left.args, right.args);
      return equal === (op === 2);
    },
    tp_hash: value => intXor(hash((value as PyGenericAlias).origin), hash((value as PyGenericAlias).args)),
    tp_iter: value => new PyStarredOnce(value as PyGenericAlias),
    mp_subscript: (value, item) => {
      const self = value as PyGenericAlias;
      return new PyGenericAlias(self.origin, substitute(self, self.args, self.parameters, item), self.starred);
    },
    nb_or: (left, right) => makeUnion(left, right),
  },
  getset: {
    __origin__: [(self: PyGenericAlias) => self.origin],
    __args__: [(self: PyGenericAlias) => self.args],
    __parameters__: [(self: PyGenericAlias) => self.parameters],
    __unpacked__: [(self: PyGenericAlias) => self.starred],
    __typing_unpacked_tuple_args__: [(self: PyGenericAlias) => (self.starred && self.origin === T.tuple ? self.args : null)],
  },
  methods: {
    '__mro_entries__($self, bases, /)': (self: PyGenericAlias) => new PyTuple([self.origin]),
    '__instancecheck__($self, instance, /)': () => refuse('isinstance'),
    '__subclasscheck__($self, cls, /)': () => refuse('issubclass'),
    '__dir__($self, /)': (self: PyGenericAlias) => {
      const names = toArray(callSpecial(self.origin, '__dir__')!);
      return new PyList([...names, ...SHOWN.filter(name => !names.includes(name))]);
    },
    '__reduce__($self, /)': (self: PyGenericAlias) => {
      if (!self.starred) return new PyTuple([T.GenericAlias, new PyTuple([self.origin, self.args])]);
      const plain = new PyGenericAlias(self.origin, self.args, false);
      return new PyTuple([builtinFunctions.get('next'), new PyTuple([new PyStarredOnce(plain)])]);
    },
  },
});

/** `iter(tuple[int])` gives `*tuple[int]` once. */
class PyStarredOnce extends PyIterator {
  alias: PyGenericAlias | null;
  constructor(alias: PyGenericAlias) {
    super(T.generic_alias_iterator);
    this.alias = alias;
  }
  next(): MaybeValue {
    const { alias } = this;
    this.alias = null;
    return alias === null ? undefined : new PyGenericAlias(alias.origin, alias.args, true);
  }
}

const iteratorType = defineType('generic_alias_iterator', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyStarredOnce).next() },
  methods: {
    '__reduce__($self, /)': (self: PyStarredOnce) =>
      new PyTuple([builtinFunctions.get('iter'), new PyTuple([self.alias ?? new PyTuple([])])]),
  },
});
iteratorType.name = iteratorType.qualname = 'generic_alias_iterator';
