/** Pattern matching (CPython: Python/ceval.c, `match_keys`, `match_class`). */
import { PyDict } from '../../objects/core/dict.ts';
import { typeError, valueError } from '../../objects/core/errors.ts';
import { T } from '../../objects/core/registry.ts';
import { strText } from '../../objects/core/str.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { PyType, typeOf } from '../../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { isInstance } from '../../objects/types/isinstance.ts';
import { length as lengthOf } from '../../objects/protocol/sequence.ts';

export const length = lengthOf;

/** The values of a mapping for the given keys, without inserting any (`defaultdict` would); None if one is missing. */
export function matchKeys(subject: Value, keys: PyTuple): Value {
  const values: Value[] = [];
  const seen = new PyDict();
  let get: MaybeValue;
  const missing = new PyObject(T.object);
  for (const key of keys.items) {
    if (seen.has(key)) throw valueError(`mapping pattern checks duplicate key (${reprText(key)})`);
    seen.set(key, true);
    let value: MaybeValue;
    if (subject instanceof PyDict && subject.cls === T.dict) value = subject.get(key);
    else {
      get ??= getAttribute(subject, 'get');
      value = callValue(get, [key, missing]);
    }
    if (value === undefined || value === missing) return null;
    values.push(value);
  }
  return new PyTuple(values);
}

/** `case Class(a, b, c=d)`: the attributes to match, or None. */
export function matchClass(subject: Value, cls: Value, positional: number, names: PyTuple): Value {
  if (!(cls instanceof PyType)) throw typeError('called match pattern must be a class');
  if (!isInstance(subject, cls)) return null;
  const values: Value[] = [];
  const seen = new Set<string>();
  if (positional > 0) {
    let matchSelf = false;
    let matchArgs: readonly Value[] = [];
    const declared = findAttribute(cls, '__match_args__');
    if (declared !== undefined) {
      if (!(declared instanceof PyTuple)) throw typeError(`${cls.name}.__match_args__ must be a tuple (got ${typeOf(declared).name})`);
      matchArgs = declared.items;
    } else matchSelf = cls.matchSelf;
    const allowed = matchSelf ? 1 : matchArgs.length;
    if (positional > allowed) {
      throw typeError(`${cls.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${positional} given)`);
    }
    if (matchSelf) values.push(subject);
    else {
      for (let i = 0; i < positional; i++) {
        const name = strText(matchArgs[i]);
        if (name === undefined) throw typeError(`__match_args__ elements must be strings (got ${typeOf(matchArgs[i]).name})`);
        const value = attribute(subject, cls, name, seen);
        if (value === undefined) return null;
        values.push(value);
      }
    }
  }
  for (const name of names.items) {
    const value = attribute(subject, cls, strText(name)!, seen);
    if (value === undefined) return null;
    values.push(value);
  }
  return new PyTuple(values);
}

function attribute(subject: Value, cls: PyType, name: string, seen: Set<string>): MaybeValue {
  if (seen.has(name)) throw typeError(`${cls.name}() got multiple sub-patterns for attribute '${name}'`);
  seen.add(name);
  return findAttribute(subject, name);
}
