/** How `pickle` and `copy` take an object apart: `object.__reduce_ex__` and `object.__getstate__` (CPython: Objects/typeobject.c). */
import type { Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyInstance } from '../core/instance.ts';
import { PyBuiltin } from '../core/native.ts';
import { T } from '../core/registry.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { typeError, valueError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { findAttribute, getAttribute, instanceDict } from '../protocol/attribute.ts';
import { callSpecial, callValue } from '../protocol/call.ts';
import { toIndexNumber } from '../protocol/index.ts';
import { getIter } from '../protocol/iterate.ts';

/** The module `copyreg`, in which reconstruction is written in Python; `index.ts` wires it. */
export const reduceHooks: { copyreg: () => Value } = {
  copyreg: () => {
    throw new Error('invariant: index.ts has wired copyreg');
  },
};

const copyreg = (name: string): Value => getAttribute(reduceHooks.copyreg(), name);

/** `object.__reduce_ex__` for types that have no `__reduce__` of their own. */
export function reduce(self: Value, protocolValue: Value): Value {
  const protocol = toIndexNumber(protocolValue);
  return protocol >= 2 ? reduceByNew(self) : callValue(copyreg('_reduce_ex'), [self, protocol]);
}

function reduceByNew(self: Value): Value {
  const cls = typeOf(self);
  if (cls.slots.tp_new === null) throw typeError(`cannot pickle '${cls.name}' object`);
  const { args, kwargs } = newArguments(self);
  const state = stateOf(self, args === null && !cls.isSubtype(T.list) && !cls.isSubtype(T.dict));
  const made =
    kwargs === null || kwargs.size === 0
      ? [copyreg('__newobj__'), new PyTuple([cls, ...(args?.items ?? [])])]
      : [copyreg('__newobj_ex__'), new PyTuple([cls, args!, kwargs])];
  const items = cls.isSubtype(T.list) ? getIter(self) : null;
  const pairs = cls.isSubtype(T.dict) ? getIter(callValue(getAttribute(self, 'items'), [])) : null;
  return new PyTuple([...made, state, items, pairs]);
}

/** What `__getnewargs_ex__` or `__getnewargs__` gives. */
function newArguments(self: Value): { args: PyTuple | null; kwargs: PyDict | null } {
  const both = callSpecial(self, '__getnewargs_ex__');
  if (both !== undefined) {
    if (!(both instanceof PyTuple)) throw typeError(`__getnewargs_ex__ should return a tuple, not '${typeOf(both).name}'`);
    if (both.items.length !== 2) throw valueError(`__getnewargs_ex__ should return a tuple of length 2, not ${both.items.length}`);
    const [args, kwargs] = both.items;
    if (!(args instanceof PyTuple))
      throw typeError(`first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${typeOf(args).name}'`);
    if (!(kwargs instanceof PyDict))
      throw typeError(`second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeOf(kwargs).name}'`);
    return { args, kwargs };
  }
  const args = callSpecial(self, '__getnewargs__');
  if (args === undefined) return { args: null, kwargs: null };
  if (!(args instanceof PyTuple)) throw typeError(`__getnewargs__ should return a tuple, not '${typeOf(args).name}'`);
  return { args, kwargs: null };
}

/** What `__getstate__` gives (`_PyObject_GetState`). */
export function stateOf(self: Value, required: boolean): Value {
  const method = findAttribute(self, '__getstate__');
  const inherited = method instanceof PyBuiltin && method.owner === T.object;
  if (method !== undefined && !inherited) return callValue(method, []);
  // Without its constructor's arguments an object with a layout of its own cannot be made again.
  if (required && !(self instanceof PyInstance)) throw typeError(`cannot pickle '${typeOf(self).name}' object`);
  return defaultState(self);
}

/** `object.__getstate__`: the attributes, and those in slots beside them. */
export function defaultState(self: Value): Value {
  const dict = instanceDict(self);
  const attributes = dict === undefined || dict.size === 0 ? null : dict;
  const slotted = new PyDict();
  const names = callValue(copyreg('_slotnames'), [typeOf(self)]);
  if (names instanceof PyList)
    for (const name of names.items) {
      const value = findAttribute(self, name as string);
      if (value !== undefined) slotted.set(name, value);
    }
  return slotted.size === 0 ? attributes : new PyTuple([attributes, slotted]);
}
