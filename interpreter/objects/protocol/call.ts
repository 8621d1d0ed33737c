/**
 * The call protocol: `callable(*args, **kwargs)` through the type's `tp_call` (CPython: Objects/call.c).
 *
 * These run a callable to its end and give its result: native code uses them. The evaluation loop itself pushes frames instead wherever it
 * can.
 */
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { T } from '../core/registry.ts';
import type { KwNames } from '../core/slots.ts';
import { typeError } from '../core/errors.ts';
import { PyBuiltin, callBuiltin } from '../core/native.ts';
import { typeOf } from '../core/type.ts';

/** Calls with positional arguments followed by the values of `kwnames`. */
export function callValue(callable: Value, args: Value[], kwnames: KwNames = null): Value {
  if (callable instanceof PyBuiltin) return callBuiltin(callable, args, kwnames);
  const type = typeOf(callable);
  const slot = type.slots.tp_call;
  if (slot === null) throw typeError(`'${type.name}' object is not callable`);
  return slot(callable, args, kwnames);
}

/** A method found on the type, with the receiver bound by position where that saves making a bound method. */
export interface UnboundMethod {
  readonly callable: Value;
  readonly bindsSelf: boolean;
}

/** Looks up a special method on the type of `self`, past the instance; undefined if there is none (`lookup_maybe_method`). */
export function lookupSpecial(self: Value, name: string): UnboundMethod | undefined {
  const type = typeOf(self);
  const attribute = type.lookup(name);
  if (attribute === undefined) return undefined;
  const cls = typeOf(attribute);
  if (cls === T.function || cls === T.method_descriptor || cls === T.wrapper_descriptor) return { callable: attribute, bindsSelf: true };
  const get = cls.slots.tp_descr_get;
  return { callable: get === null ? attribute : get(attribute, self, type), bindsSelf: false };
}

export function callUnbound(method: UnboundMethod, self: Value, args: Value[], kwnames: KwNames = null): Value {
  return callValue(method.callable, method.bindsSelf ? [self, ...args] : args, kwnames);
}

/** `type(self).name(self, *args)`; undefined if the type has no such method. */
export function callSpecial(self: Value, name: string, ...args: Value[]): MaybeValue {
  const method = lookupSpecial(self, name);
  return method === undefined ? undefined : callUnbound(method, self, args);
}

export function isCallable(value: Value): boolean {
  return value instanceof PyObject && value.cls.slots.tp_call !== null;
}
