/** Generators, coroutines and asynchronous generators: making, resuming, ending them, and what `await` and `async for` accept. */
import { CO } from '../../code/code.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { PyBaseException, raise, runtimeError, typeError, valueError } from '../../objects/core/errors.ts';
import { PyIterator } from '../../objects/core/iterators.ts';
import { awaitClosing, lifetime, noteClosed } from '../../objects/core/lifetime.ts';
import { T } from '../../objects/core/registry.ts';
import { strOf } from '../../objects/core/str.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { typeOf } from '../../objects/core/type.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { getIter } from '../../objects/protocol/iterate.ts';
import type { PyCode } from '../../objects/types/code.ts';
import { frameLine, type PyFrame } from '../../objects/types/frame.ts';
import { EXIT } from '../exit.ts';
import { generatorHooks, PyGenerator } from '../../objects/types/generator.ts';
import { nested, recursionError } from '../calls.ts';
import { dropped, mayEndBelow } from '../collect.ts';
import { machine } from '../machine.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { writeUnraisable } from '../unraisable.ts';
import { iterationEnd } from '../../objects/types/slot-wrappers.ts';
import { EVENT, exceptionEvents, tellException, tellStopIteration, wordsOf } from '../monitoring.ts';
import { chainContext, generatorFrames, unwind, unwound } from '../unwind.ts';
import { stopValue } from './exceptions.ts';

/** `sys.set_coroutine_origin_tracking_depth`. */
export const originTracking = { depth: 0 };

/** Where a coroutine was made: (filename, line, function) of the frames above it, the innermost first. */
function origin(): Value {
  const places: Value[] = [];
  for (let frame = machine.frame?.back ?? null; frame !== null && places.length < originTracking.depth; frame = frame.back)
    places.push(new PyTuple([strOf(frame.code.co.co_filename), frameLine(frame), strOf(frame.code.co.co_name)]));
  return new PyTuple(places);
}

/** Makes the object that owns a frame whose body has not begun. */
export function makeGenerator(frame: PyFrame, kind: number): PyGenerator {
  const cls = kind === CO.GENERATOR ? T.generator : kind === CO.COROUTINE ? T.coroutine : T.async_generator;
  const func = frame.func;
  const generator = new PyGenerator(
    cls,
    frame,
    func === null ? frame.code.co.co_name : func.name,
    func === null ? frame.code.co.co_qualname : func.qualname,
  );
  if (kind === CO.COROUTINE && originTracking.depth > 0) generator.origin = origin();
  frame.generator = generator;
  if (kind !== CO.GENERATOR || frame.code.closes) awaitClosing(generator);
  frame.escaped = true;
  frame.back = null;
  return generator;
}

/** Links a suspended body to the frame that resumes it in the loop; `returnPc` is where that goes on when the body returns. */
export function resumeFrom(generator: PyGenerator, body: PyFrame, caller: PyFrame, returnPc: number): void {
  body.back = caller;
  body.exit = EXIT.CALLER;
  body.returnPc = returnPc;
  body.depth = caller.depth + 1;
  if (body.depth > machine.recursionLimit) {
    body.back = null;
    throw recursionError();
  }
  generator.running = true;
  generator.started = true;
  generator.handled.previous = machine.handled;
  machine.handled = generator.handled;
}

/** The body has returned or raised. */
export function finish(frame: PyFrame): void {
  const generator = frame.generator!;
  frame.finished = true;
  generator.finished = true;
  if (generator.cls !== T.generator || frame.code.closes) noteClosed(generator);
  if (generator.running) {
    generator.running = false;
    machine.handled = generator.handled.previous ?? machine.handled;
    generator.handled.previous = null;
    generator.handled.exception = null;
  }
  frame.back = null;
}

/** A body has returned a value to a loop, which drops it: were it not run in place, there would be a StopIteration with it. */
export function tellEnd(frame: PyFrame, value: Value): void {
  if (value === null || (wordsOf(frame.code)[frame.pc - 1] & 255) !== op.FOR_ITER) return;
  tellStopIteration(frame, frame.pc - 1, raise(T.StopIteration, value));
}

function beginNative(generator: PyGenerator): void {
  if (generator.running) {
    const what = generator.cls === T.coroutine ? 'coroutine' : generator.cls === T.async_generator ? 'async generator' : 'generator';
    throw valueError(`${what} already executing`);
  }
  const body = generator.frame;
  const caller = machine.frame;
  body.exit = EXIT.NATIVE;
  body.back = caller;
  body.depth = caller === null ? 1 : caller.depth + 1;
  if (body.depth > machine.recursionLimit) {
    body.back = null;
    throw recursionError();
  }
  generator.running = true;
  generator.started = true;
  generator.handled.previous = machine.handled;
  machine.handled = generator.handled;
}

generatorHooks.send = (generator, value) => {
  beginNative(generator);
  const body = generator.frame;
  const caller = body.back;
  body.stack[body.sp++] = value;
  try {
    return nested(body);
  } finally {
    machine.frame = caller;
  }
};

generatorHooks.throwInto = (generator, exception) => {
  const fresh = !generator.started;
  beginNative(generator);
  const body = generator.frame;
  const caller = body.back;
  if (fresh) body.sp = body.code.nlocalsplus;
  const { handled } = machine;
  chainContext(exception);
  if (exceptionEvents) exception = tellException(EVENT.PY_THROW, body, body.pc - 1, exception);
  try {
    // The exception arises at the yield where the body stands.
    const target = unwind(body, body.pc === 0 ? 1 : body.pc, exception, false, -1);
    if (target === null) throw unwound.exception;
    return nested(target);
  } catch (error) {
    if (machine.handled === handled && handled === generator.handled) machine.handled = generator.handled.previous ?? machine.handled;
    throw error;
  } finally {
    machine.frame = caller;
  }
};

/** Whether a body stands in `yield from` or `await`: then what it delegates to is on top of its stack. */
generatorHooks.delegate = (generator): MaybeValue => {
  if (generator.finished || generator.running || !generator.started) return undefined;
  const { frame } = generator;
  const words = wordsOf(frame.code);
  const yielding = words[frame.pc - 1];
  if ((yielding & 255) !== op.YIELD_VALUE || yielding >>> 8 !== 1) return undefined;
  return frame.stack[frame.sp - 1];
};

generatorHooks.throwThrough = (generator, exception) => {
  const inner = generatorHooks.delegate(generator);
  if (inner === undefined) return generatorHooks.throwInto(generator, exception);
  if (generator.running) throw valueError('generator already executing');
  const closing = exception.cls.isSubtype(T.GeneratorExit);
  let value: MaybeValue;
  // What raises while `throw` is looked up is the caller's affair.
  const isBody = inner instanceof PyGenerator && inner.cls !== T.async_generator;
  const method = closing || isBody ? undefined : findAttribute(inner, 'throw');
  if (!closing && !isBody && method === undefined) return generatorHooks.throwInto(generator, exception);
  generator.running = true;
  const body = generator.frame;
  const caller = machine.frame;
  if (!closing) {
    // While the inner iterator runs, this body is its caller.
    body.back = caller;
    body.exit = EXIT.NATIVE;
    body.depth = caller === null ? 1 : caller.depth + 1;
    machine.frame = body;
  }
  const unlink = (): void => {
    generator.running = false;
    body.back = null;
    machine.frame = caller;
  };
  try {
    if (closing) {
      closeIterator(inner);
      value = undefined;
    } else value = isBody ? innerThrow(inner, exception) : callValue(method!, [exception]);
  } catch (error) {
    unlink();
    if (error instanceof PyBaseException && error.cls.isSubtype(T.StopIteration) && !closing)
      return sendResult(generator, stopValue(error));
    return generatorHooks.throwInto(generator, error instanceof PyBaseException ? error : exception);
  }
  unlink();
  if (closing) return generatorHooks.throwInto(generator, exception);
  if (value === undefined) return sendResult(generator, generatorHooks.returned);
  return value;
};

function innerThrow(inner: PyGenerator, exception: PyBaseException): MaybeValue {
  if (inner.finished) throw exception;
  return generatorHooks.throwThrough(inner, exception);
}

/** The inner iterator is exhausted: the body goes on behind its SEND with the result. */
function sendResult(generator: PyGenerator, result: Value): MaybeValue {
  const { frame } = generator;
  const words = wordsOf(frame.code);
  // The yield's RESUME is followed by a jump back to the SEND, whose target is END_SEND.
  let at = frame.pc;
  while ((words[at] & 255) !== op.JUMP_BACKWARD_NO_INTERRUPT) at++;
  at = words[at] >>> 8;
  while ((words[at] & 255) !== op.SEND) at++;
  frame.pc = words[at] >>> 8;
  return generatorHooks.send(generator, result);
}

function closeIterator(iterator: Value): void {
  if (iterator instanceof PyGenerator && iterator.cls !== T.async_generator) generatorHooks.close(iterator);
  else {
    let method: MaybeValue;
    try {
      method = findAttribute(iterator, 'close');
    } catch (error) {
      if (!(error instanceof PyBaseException)) throw error;
      writeUnraisable(error, `Exception ignored while closing generator ${reprText(iterator)}`);
    }
    if (method !== undefined) callValue(method, []);
  }
}

generatorHooks.close = (generator): Value => {
  // Its variables will be gone, and may be the last to refer to something.
  const ends = lifetime.active && mayEndBelow(generator);
  const value = close(generator);
  if (ends) dropped();
  return value;
};

function close(generator: PyGenerator): Value {
  if (generator.finished) return null;
  if (!generator.started) {
    generator.finished = true;
    generator.frame.finished = true;
    noteClosed(generator);
    return null;
  }
  let value: MaybeValue;
  try {
    value = generatorHooks.throwThrough(generator, raise(T.GeneratorExit));
  } catch (error) {
    if (error instanceof PyBaseException && (error.cls.isSubtype(T.StopIteration) || error.cls.isSubtype(T.GeneratorExit))) return null;
    throw error;
  }
  if (value === undefined) return generatorHooks.returned;
  throw runtimeError(`${generator.cls === T.coroutine ? 'coroutine' : 'generator'} ignored GeneratorExit`);
}

/** SEND to what is no generator that the loop can enter: the next value, or undefined with the result in `generatorHooks.returned`. */
export function send(receiver: Value, value: Value): MaybeValue {
  if (receiver instanceof PyGenerator && receiver.cls === T.coroutine) {
    if (receiver.running) throw runtimeError('coroutine is being awaited already');
    if (receiver.finished) throw runtimeError('cannot reuse already awaited coroutine');
  }
  try {
    let result: MaybeValue;
    if (receiver instanceof PyIterator && value === null) result = receiver.next();
    else if (receiver instanceof PyGenerator) {
      if (receiver.finished) result = undefined;
      else return generatorHooks.send(receiver, value);
    } else {
      // The slot is called directly: `iterNext` would drop a StopIteration's value.
      const slot = value === null ? typeOf(receiver).slots.tp_iternext : null;
      iterationEnd.exception = null;
      result = slot !== null ? slot(receiver) : callValue(getAttribute(receiver, 'send'), [value]);
      if (result === undefined && iterationEnd.exception !== null) return delegationEnd(iterationEnd.exception);
    }
    if (result === undefined) generatorHooks.returned = null;
    return result;
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.StopIteration)) return delegationEnd(error);
    throw error;
  }
}

function delegationEnd(stop: PyBaseException): undefined {
  if (exceptionEvents) tellStopIteration(machine.frame!, machine.frame!.pc - 1, stop);
  generatorHooks.returned = stopValue(stop);
  return undefined;
}

export function yieldFromIterator(code: PyCode, iterable: Value): Value {
  if (iterable instanceof PyGenerator) {
    if (iterable.cls === T.coroutine) {
      if ((code.flags & (CO.COROUTINE | CO.ITERABLE_COROUTINE)) === 0)
        throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator");
      return iterable;
    }
    if (iterable.cls === T.generator) return iterable;
  }
  return getIter(iterable);
}

/** The iterator that `await value` drives. */
export function awaitable(value: Value, arg: number): Value {
  const iterator = awaitIterator(value, arg);
  if (iterator instanceof PyGenerator && iterator.cls === T.coroutine && generatorHooks.delegate(iterator) !== undefined) {
    throw runtimeError('coroutine is being awaited already');
  }
  return iterator;
}

function awaitIterator(value: Value, arg: number): Value {
  if (value instanceof PyGenerator) {
    if (value.cls === T.coroutine) return value;
    if (value.cls === T.generator && (value.frame.code.flags & CO.ITERABLE_COROUTINE) !== 0) return value;
  }
  const type = typeOf(value);
  const slot = type.slots.am_await;
  if (slot === null) {
    if (arg === 1) throw typeError(`'async with' received an object from __aenter__ that does not implement __await__: ${type.name}`);
    if (arg === 2) throw typeError(`'async with' received an object from __aexit__ that does not implement __await__: ${type.name}`);
    throw typeError(`'${type.name}' object can't be awaited`);
  }
  const iterator = slot(value);
  const iteratorType = typeOf(iterator);
  if (iteratorType === T.coroutine) throw typeError('__await__() returned a coroutine');
  if (iteratorType.slots.tp_iternext === null) throw typeError(`__await__() returned non-iterator of type '${iteratorType.name}'`);
  return iterator;
}

export function asyncIterator(value: Value): Value {
  const type = typeOf(value);
  if (type.slots.am_aiter === null) throw typeError(`'async for' requires an object with __aiter__ method, got ${type.name}`);
  const iterator = type.slots.am_aiter(value);
  if (typeOf(iterator).slots.am_anext === null) {
    throw typeError(`'async for' received an object from __aiter__ that does not implement __anext__: ${typeOf(iterator).name}`);
  }
  return iterator;
}

export function asyncNext(iterator: Value): Value {
  const type = typeOf(iterator);
  if (type.slots.am_anext === null) throw typeError(`'async for' requires an iterator with __anext__ method, got ${type.name}`);
  const next = type.slots.am_anext(iterator);
  if (type === T.async_generator) return next;
  try {
    return awaitIterator(next, 0);
  } catch (cause) {
    if (!(cause instanceof PyBaseException)) throw cause;
    const error = raise(T.TypeError, `'async for' received an invalid object from __anext__: ${typeOf(next).name}`);
    error.cause = cause;
    error.context = cause;
    error.suppressContext = true;
    throw error;
  }
}

generatorFrames.finish = finish;
