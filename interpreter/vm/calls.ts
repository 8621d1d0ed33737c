/**
 * Calls: how a frame is made and filled, and how the loop calls what is no Python function.
 *
 * Arguments lie on the caller's stack. For a Python function they are copied to the front of a new frame's array, which is all a call of exact
 * arity does; everything else (defaults, `*args`, `**kwargs`, keyword-only, errors) is `bindArguments`, CPython's `initialize_locals`.
 */
import { addSlotWrappers } from '../objects/types/slot-wrappers.ts';
import { CO } from '../code/code.ts';
import { PyDict } from '../objects/core/dict.ts';
import type { PyBaseException } from '../objects/core/errors.ts';
import { raise, systemError, typeError } from '../objects/core/errors.ts';
import { PyInstance } from '../objects/core/instance.ts';
import type { PyBuiltin } from '../objects/core/native.ts';
import { callBuiltin, callNative, keywordHooks } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import type { KwNames } from '../objects/core/slots.ts';
import { strText } from '../objects/core/str.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import type { MaybeValue, PyObject, Value } from '../objects/core/value.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { getItem } from '../objects/protocol/sequence.ts';
import type { PyCode } from '../objects/types/code.ts';
import { PyMethod } from '../objects/types/descriptors.ts';
import { escapeFrame, PyFrame } from '../objects/types/frame.ts';
import { EXIT } from './exit.ts';
import { functionHooks, PyFunction } from '../objects/types/function.ts';
import { objectInit, objectNew } from '../objects/types/object.ts';
import { callType } from '../objects/types/type.ts';
import { InitCache } from './caches.ts';
import { loop, machine, SUSPEND } from './machine.ts';
import { quicken } from './quicken.ts';

/** A frame for a call of `func`, on top of `back`: a used one of the same code if there is one. Its locals are still to be filled. */
export function enterFunction(func: PyFunction, code: PyCode, back: PyFrame): PyFrame {
  let frame = code.freeFrame;
  if (frame !== null) {
    code.freeFrame = frame.back;
    frame.globals = func.globals;
    frame.builtins = func.builtins;
    frame.exit = EXIT.CALLER;
    frame.pc = 0;
    frame.sp = code.nlocalsplus;
  } else frame = newFrame(code, func.globals, func.builtins);
  frame.func = func;
  // A module's code as a function has its globals for locals.
  if ((code.flags & CO.OPTIMIZED) === 0) frame.locals = func.globals;
  frame.back = back;
  const depth = back.depth + 1;
  frame.depth = depth;
  if (depth > machine.recursionLimit) throw recursionError();
  return frame;
}

export function newFrame(code: PyCode, globals: PyDict, builtins: PyObject): PyFrame {
  if (code.words.length === 0) quicken(code);
  return new PyFrame(code, globals, builtins);
}

export function recursionError(): PyBaseException {
  return raise(T.RecursionError, 'maximum recursion depth exceeded');
}

/** A frame that something refers to has ended: what it refers to keeps its caller alive too. */
export function releaseFrame(frame: PyFrame): void {
  frame.finished = true;
  if (frame.back !== null) escapeFrame(frame.back);
}

/** Runs a frame from native code. */
export function runFrame(frame: PyFrame): MaybeValue {
  frame.exit = EXIT.NATIVE;
  frame.back = machine.frame;
  frame.depth = frame.back === null ? 1 : frame.back.depth + 1;
  if (frame.depth > machine.recursionLimit) throw recursionError();
  return nested(frame);
}

/** Enters the loop once more. */
export function nested(frame: PyFrame): MaybeValue {
  const { handled } = machine;
  machine.nesting++;
  try {
    return loop.evaluate(frame);
  } catch (error) {
    machine.frame = frame.back ?? machine.frame;
    machine.handled = handled;
    throw error;
  } finally {
    machine.nesting--;
  }
}

/** `tp_call` of `function`. */
export function callFunction(func: PyFunction, args: readonly Value[], kwnames: KwNames): Value {
  const back = machine.frame;
  const frame = functionFrame(func, args, kwnames);
  frame.exit = EXIT.NATIVE;
  const result = nested(frame);
  if (machine.frame !== back) machine.frame = back;
  return result as Value;
}

/** The frame of a call, on top of the machine's, with the arguments in their places. */
export function functionFrame(func: PyFunction, args: readonly Value[], kwnames: KwNames): PyFrame {
  const { code } = func;
  const back = machine.frame;
  const frame = back === null ? newFrame(code, func.globals, func.builtins) : enterFunction(func, code, back);
  frame.func = func;
  const locals = frame.stack;
  const count = args.length;
  if (kwnames === null && code.exactArgs === count) {
    for (let i = 0; i < count; i++) locals[i] = args[i];
    for (let i = count; i < code.nlocalsplus; i++) locals[i] = undefined;
  } else bindArguments(func, locals, args, 0, count, kwnames);
  return frame;
}

functionHooks.call = (callable, args, kwnames) => callFunction(callable as PyFunction, args, kwnames);
T.function.slots.tp_call = functionHooks.call;
addSlotWrappers(T.function);

// ---------------------------------------------------------------- native callables

/** Calls a native function with arguments on the stack. `bound` tells that the first is a receiver whose type led to the function. */
export function callNativeOnStack(callable: PyBuiltin, stack: readonly MaybeValue[], first: number, count: number, bound: boolean): Value {
  const { signature } = callable;
  // A decorator's call looks like a method's, with the decorated function as the receiver: hence the look at the type.
  if (
    callable.owner === null ||
    (bound && callable.self === undefined && count > 0 && typeOf(stack[first] as Value).isSubtype(callable.owner))
  ) {
    if (signature.simple && count >= signature.minPositional && count <= signature.maxPositional) {
      const f = callable.implementation as unknown as (...args: MaybeValue[]) => Value;
      switch (count) {
        case 0:
          return f();
        case 1:
          return f(stack[first]);
        case 2:
          return f(stack[first], stack[first + 1]);
        case 3:
          return f(stack[first], stack[first + 1], stack[first + 2]);
      }
    }
    return callNative(signature, callable.implementation, stack.slice(first, first + count), null);
  }
  const self = callable.self;
  if (self !== undefined && signature.simple && count < signature.maxPositional && count + 1 >= signature.minPositional) {
    const f = callable.implementation as unknown as (...args: MaybeValue[]) => Value;
    switch (count) {
      case 0:
        return f(self);
      case 1:
        return f(self, stack[first]);
    }
  }
  return callBuiltin(callable, stack.slice(first, first + count) as Value[], null);
}

/** Calls anything with arguments on the stack. */
export function callOnStack(callable: Value, stack: readonly MaybeValue[], first: number, count: number, kwnames: KwNames): Value {
  const args = stack.slice(first, first + count) as Value[];
  if (callable instanceof PyType && callable.cls === T.type) return callType(callable, args, kwnames);
  return callValue(callable, args, kwnames);
}

export function callKeyword(
  callable: Value,
  stack: readonly MaybeValue[],
  first: number,
  count: number,
  kwnames: readonly string[],
): Value {
  return callValue(callable, stack.slice(first, first + count) as Value[], kwnames.map(keywordText));
}

const keywordText = (name: Value): string => strText(name)!;

/**
 * `f(*args, **kwargs)`. For a Python function its frame is made, put into `machine.frame`, and undefined returned; else the result.
 */
export function callWithCollections(frame: PyFrame, callable: Value, args: Value, kwargs: MaybeValue): MaybeValue {
  const positional = args instanceof PyTuple ? args.items : starArguments(callable, args);
  let all: Value[] = positional;
  let kwnames: string[] | null = null;
  if (kwargs !== undefined) {
    const mapping = kwargs as PyDict;
    if (mapping.size > 0) {
      all = positional.slice();
      kwnames = [];
      for (const entry of mapping.entries()) {
        const name = strText(entry.key);
        if (name === undefined) throw typeError('keywords must be strings');
        kwnames.push(name);
        all.push(entry.value as Value);
      }
    }
  }
  let target = callable;
  if (target instanceof PyMethod && target.func instanceof PyFunction) {
    all = [target.self, ...all];
    target = target.func;
  }
  if (target instanceof PyFunction) {
    const callee = enterFunction(target, target.code, frame);
    bindArguments(target, callee.stack, all, 0, all.length, kwnames);
    machine.frame = callee;
    return undefined;
  }
  return callValue(target, all === positional ? positional.slice() : all, kwnames);
}

function starArguments(callable: Value, args: Value): Value[] {
  const type = typeOf(args);
  if (type.slots.tp_iter === null && type.slots.mp_subscript === null) {
    throw typeError(`${functionText(callable)} argument after * must be an iterable, not ${type.name}`);
  }
  return toArray(args);
}

/** A callable as messages about its arguments name it: `f()` or `module.f()`. */
export function functionText(callable: Value): string {
  const qualname = findAttribute(callable, '__qualname__');
  const text = qualname === undefined ? undefined : strText(qualname);
  if (text === undefined) {
    const str = callValue(T.str, [callable]);
    return strText(str)!;
  }
  const module = findAttribute(callable, '__module__');
  const moduleText = module === undefined || module === null ? undefined : strText(module);
  return moduleText === undefined || moduleText === 'builtins' ? `${text}()` : `${moduleText}.${text}()`;
}

/** `object.__new__` for a class that the caller knows to be plain. */
export function makeInstance(cls: PyType): PyInstance {
  return new PyInstance(cls);
}

/**
 * For a class whose instances are plain and whose `__init__` is a Python function: a new instance, and the frame of its `__init__`. Null for
 * every other class.
 */
export function initFrame(
  cls: PyType,
  frame: PyFrame,
  stack: readonly MaybeValue[],
  first: number,
  count: number,
  kwnames: readonly string[] | null,
  caches: unknown[],
  at: number,
): PyFrame | null {
  if (cls.cls.slots.tp_call !== callType || cls.slots.tp_new !== objectNew || cls.slots.tp_init === objectInit || cls.isAbstract)
    return null;
  if (cls.slots.tp_del !== null || cls.slots.tp_alloc !== null) return null;
  const init = cls.lookup('__init__');
  if (!(init instanceof PyFunction)) return null;
  if (kwnames === null) caches[at] = new InitCache(cls, cls.version, init);
  const instance = objectNew(cls, [], null);
  const callee = enterFunction(init, init.code, frame);
  bindArguments(init, callee.stack, [instance, ...stack.slice(first, first + count)], 0, count + 1, kwnames);
  callee.exit = EXIT.INIT;
  callee.instance = instance;
  return callee;
}

// ---------------------------------------------------------------- binding

const quote = (name: string): string => `'${name}'`;

function joinNames(names: readonly string[]): string {
  const quoted = names.map(quote);
  if (quoted.length === 1) return quoted[0];
  if (quoted.length === 2) return `${quoted[0]} and ${quoted[1]}`;
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted[quoted.length - 1]}`;
}

/**
 * Puts arguments where the parameters are: `args[first .. first + count)`, of which the last ones are named by `kwnames`. All other locals become
 * unbound.
 */
export function bindArguments(
  func: PyFunction,
  locals: MaybeValue[],
  args: readonly MaybeValue[],
  first: number,
  count: number,
  kwnames: readonly string[] | null,
): void {
  const { code } = func;
  const {
    co_argcount: argcount,
    co_posonlyargcount: posonly,
    co_kwonlyargcount: kwonly,
    co_flags: flags,
    co_localsplusnames: names,
  } = code.co;
  const given = kwnames === null ? count : count - kwnames.length;
  const total = argcount + kwonly;
  for (let i = 0; i < code.nlocalsplus; i++) locals[i] = undefined;
  const positional = given < argcount ? given : argcount;
  for (let i = 0; i < positional; i++) locals[i] = args[first + i];
  let next = total;
  if ((flags & CO.VARARGS) !== 0) locals[next++] = new PyTuple(args.slice(first + positional, first + given) as Value[]);
  let extra: PyDict | null = null;
  if ((flags & CO.VARKEYWORDS) !== 0) locals[next] = extra = new PyDict();
  if (kwnames !== null) {
    for (let k = 0; k < kwnames.length; k++) {
      const name = kwnames[k];
      const value = args[first + given + k];
      let i = names.indexOf(name);
      if (i < posonly || i >= total) i = -1;
      if (i < 0) {
        if (extra !== null) {
          extra.set(name, value as Value);
          continue;
        }
        throw unexpectedKeyword(func, kwnames, name);
      }
      if (locals[i] !== undefined) throw typeError(`${qualname(func)}() got multiple values for argument '${name}'`);
      locals[i] = value;
    }
  }
  if (given > argcount && (flags & CO.VARARGS) === 0) throw tooManyPositional(func, given, locals);
  if (given < argcount) {
    const defaults = func.defaults === null ? NO_VALUES : func.defaults.items;
    const required = argcount - defaults.length;
    let missing = 0;
    for (let i = given; i < required; i++) if (locals[i] === undefined) missing++;
    if (missing > 0) throw missingArguments(func, locals, given, required, 'positional');
    for (let i = given > required ? given : required; i < argcount; i++) if (locals[i] === undefined) locals[i] = defaults[i - required];
  }
  if (kwonly > 0) {
    let missing = 0;
    for (let i = argcount; i < total; i++) {
      if (locals[i] !== undefined) continue;
      const value = func.kwdefaults === null ? undefined : func.kwdefaults.getStr(names[i]);
      if (value !== undefined) locals[i] = value;
      else missing++;
    }
    if (missing > 0) throw missingArguments(func, locals, argcount, total, 'keyword-only');
  }
}

const NO_VALUES: readonly Value[] = [];

function qualname(func: PyFunction): string {
  return strText(func.qualname) ?? '';
}

function missingArguments(func: PyFunction, locals: readonly MaybeValue[], from: number, to: number, kind: string): PyBaseException {
  const names = func.code.co.co_localsplusnames.slice(from, to).filter((_, i) => locals[from + i] === undefined);
  return typeError(
    `${qualname(func)}() missing ${names.length} required ${kind} argument${names.length === 1 ? '' : 's'}: ${joinNames(names)}`,
  );
}

function tooManyPositional(func: PyFunction, given: number, locals: readonly MaybeValue[]): PyBaseException {
  const { co_argcount: argcount, co_kwonlyargcount: kwonly } = func.code.co;
  const defaults = func.defaults === null ? 0 : func.defaults.items.length;
  let kwonlyGiven = 0;
  for (let i = argcount; i < argcount + kwonly; i++) if (locals[i] !== undefined) kwonlyGiven++;
  const plural = defaults > 0 ? true : argcount !== 1;
  const accepted = defaults > 0 ? `from ${argcount - defaults} to ${argcount}` : `${argcount}`;
  const s = (n: number): string => (n === 1 ? '' : 's');
  const keywordText = kwonlyGiven > 0 ? ` positional argument${s(given)} (and ${kwonlyGiven} keyword-only argument${s(kwonlyGiven)})` : '';
  const was = given === 1 && kwonlyGiven === 0 ? 'was' : 'were';
  return typeError(`${qualname(func)}() takes ${accepted} positional argument${plural ? 's' : ''} but ${given}${keywordText} ${was} given`);
}

function unexpectedKeyword(func: PyFunction, kwnames: readonly string[], name: string): PyBaseException {
  const { co_posonlyargcount: posonly, co_argcount: argcount, co_kwonlyargcount: kwonly, co_localsplusnames: names } = func.code.co;
  const misused = kwnames.filter(keyword => {
    const i = names.indexOf(keyword);
    return i >= 0 && i < posonly;
  });
  if (misused.length > 0) {
    return typeError(`${qualname(func)}() got some positional-only arguments passed as keyword arguments: '${misused.join(', ')}'`);
  }
  const suggestion = keywordHooks.suggest(name, names.slice(posonly, argcount + kwonly));
  const hint = suggestion === null ? '' : `. Did you mean '${suggestion}'?`;
  return typeError(`${qualname(func)}() got an unexpected keyword argument '${name}'${hint}`);
}

/** `**mapping` in a call: any mapping, as a dict. */
export function mappingEntries(mapping: Value): [Value, Value][] {
  if (mapping instanceof PyDict && mapping.cls === T.dict) return [...mapping.entries()].map(entry => [entry.key, entry.value as Value]);
  const keys = toArray(callValue(getAttribute(mapping, 'keys'), []));
  return keys.map(key => [key, getItem(mapping, key)]);
}

/** SUSPEND must not become a value: native code below the loop that got it cannot wait. */
export function checkNotSuspended(value: Value): Value {
  if (value === SUSPEND) throw systemError('suspended below native code');
  return value;
}
