/**
 * `generator`, and what coroutines and asynchronous generators share with it: a frame that is kept while it does not run.
 *
 * The loop resumes generators in place in `for`, `yield from` and `await`. Native callers (`next(g)`, `g.send(x)`) go through `resume`, which
 * the machine sets.
 */
import { defineType } from '../core/define.ts';
import { PyBaseException, raise, runtimeError, typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { warnings } from '../core/warnings.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { PyTuple } from '../core/tuple.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { callValue } from '../protocol/call.ts';
import { reprText } from '../protocol/repr.ts';
import { addressOf } from './object.ts';
import type { PyFrame } from './frame.ts';
import { PyTraceback } from './traceback.ts';

/** The exception being handled, and whose frame's handling it interrupted: one item a generator, and one for the rest. */
export class HandledException {
  exception: PyBaseException | null = null;
  previous: HandledException | null = null;
}

export class PyGenerator extends PyObject {
  declare readonly frame: PyFrame;
  declare name: Value;
  declare qualname: Value;
  running = false;
  /** The body has returned or raised. */
  finished = false;
  /** Nothing of the body has run. */
  started = false;
  readonly handled = new HandledException();
  /** Of an asynchronous generator: `aclose()` was called, and whether an `asend` or `athrow` is under way. */
  closed = false;
  busy = false;
  finalizer: Value = null;
  hooksInitialized = false;
  /** Of a coroutine. */
  origin: Value = null;

  constructor(cls: PyType, frame: PyFrame, name: Value, qualname: Value) {
    super();
    this.cls = cls;
    this.frame = frame;
    this.name = name;
    this.qualname = qualname;
  }
}

/** What a resumed body did. */
export interface Resumed {
  readonly yielded: boolean;
  readonly value: Value;
}

export const generatorHooks: {
  /** Sends a value into a generator and runs it until it yields (the value) or returns (undefined; the result is in `returned`). */
  send: (generator: PyGenerator, value: Value) => MaybeValue;
  /** The same, raising an exception at the yield. */
  throwInto: (generator: PyGenerator, exception: PyBaseException) => MaybeValue;
  /** What the generator that returned last returned. */
  returned: Value;
  /** The iterator that a suspended body delegates to; undefined if there is none. */
  delegate: (generator: PyGenerator) => MaybeValue;
  /** Throws into a generator, or into what it delegates to. */
  throwThrough: (generator: PyGenerator, exception: PyBaseException) => MaybeValue;
  close: (generator: PyGenerator) => Value;
} = {
  send: notLoaded,
  throwInto: notLoaded,
  returned: null,
  delegate: notLoaded,
  throwThrough: notLoaded,
  close: notLoaded,
};

function notLoaded(): never {
  throw new Error('invariant: the machine is loaded before generators run');
}

/** StopIteration carrying what a generator returned. */
export function stopIteration(value: Value): PyBaseException {
  return value === null
    ? raise(T.StopIteration)
    : raise(T.StopIteration, value instanceof PyTuple || value instanceof PyBaseException ? value : value);
}

/** `g.send(value)`: the next value, or StopIteration with the result. */
export function generatorSend(generator: PyGenerator, value: Value): Value {
  if (!generator.started && value !== null)
    throw typeError(`can't send non-None value to a just-started ${typeOf(generator).name.replace('async_generator', 'async generator')}`);
  if (generator.finished) {
    if (generator.cls === T.coroutine) throw runtimeError('cannot reuse already awaited coroutine');
    throw raise(T.StopIteration);
  }
  const result = generatorHooks.send(generator, value);
  if (result === undefined) throw stopIteration(generatorHooks.returned);
  return result;
}

/** The exception that `throw(typ, val, tb)` means. */
export function exceptionToThrow(type: Value, value: MaybeValue, traceback: MaybeValue): PyBaseException {
  if (traceback !== undefined && traceback !== null && !(traceback instanceof PyTraceback))
    throw typeError('throw() third argument must be a traceback object');
  let exception: PyBaseException;
  if (type instanceof PyBaseException) {
    if (value !== undefined && value !== null) throw typeError('instance exception may not have a separate value');
    exception = type;
  } else if (typeOf(type).isSubtype(T.type) && (type as PyType).isSubtype(T.BaseException)) {
    if (value instanceof PyBaseException && value.cls.isSubtype(type as PyType)) exception = value;
    else {
      const args = value === undefined || value === null ? [] : value instanceof PyTuple ? value.items : [value];
      const made = callValue(type, args);
      if (!(made instanceof PyBaseException))
        throw typeError(`calling ${reprText(type)} should have returned an instance of BaseException, not ${reprText(typeOf(made))}`);
      exception = made;
    }
  } else throw typeError(`exceptions must be classes or instances deriving from BaseException, not ${typeOf(type).name}`);
  if (traceback instanceof PyTraceback) exception.traceback = traceback;
  return exception;
}

export function generatorThrow(generator: PyGenerator, type: Value, value?: MaybeValue, traceback?: MaybeValue): Value {
  if (value !== undefined)
    warnings.issue(T.DeprecationWarning, 'the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.');
  const exception = exceptionToThrow(type, value, traceback);
  if (generator.finished) {
    if (generator.cls === T.coroutine) throw runtimeError('cannot reuse already awaited coroutine');
    throw exception;
  }
  const result = generatorHooks.throwThrough(generator, exception);
  if (result === undefined) throw stopIteration(generatorHooks.returned);
  return result;
}

const text = (value: MaybeValue, name: string): Value => {
  if (value === undefined || !typeOf(value).isSubtype(T.str)) throw typeError(`${name} must be set to a string object`);
  return value;
};

/** The attributes that all three kinds have, under their prefix: `gi_frame`, `cr_frame`, `ag_frame` … */
export function bodyAttributes(
  prefix: 'gi' | 'cr' | 'ag',
  delegate: string,
): Record<string, readonly [(self: PyGenerator) => Value, ((self: PyGenerator, value: MaybeValue) => void)?]> {
  return {
    __name__: [self => self.name, (self, value) => void (self.name = text(value, '__name__'))],
    __qualname__: [self => self.qualname, (self, value) => void (self.qualname = text(value, '__qualname__'))],
    [`${prefix}_frame`]: [self => (self.finished ? null : self.frame)],
    [`${prefix}_running`]: [self => (prefix === 'ag' ? self.busy : self.running)],
    [`${prefix}_suspended`]: [self => self.started && !self.finished && !self.running],
    [`${prefix}_code`]: [self => self.frame.code.plain],
    [delegate]: [self => generatorHooks.delegate(self) ?? null],
  };
}

defineType('generator', {
  final: true,
  slots: {
    tp_repr: self => `<generator object ${String((self as PyGenerator).qualname)} at ${addressOf(self)}>`,
    tp_iter: self => self,
    tp_iternext: self => {
      const generator = self as PyGenerator;
      if (generator.finished) return undefined;
      const value = generatorHooks.send(generator, null);
      if (value === undefined && generatorHooks.returned !== null) throw stopIteration(generatorHooks.returned);
      return value;
    },
  },
  classMethods: {
    '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]),
  },
  methods: {
    '__sizeof__($self, /)': () => 216,
    'send($self, value, /)': [
      generatorSend,
      "send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration.",
    ],
    'throw($self, type, value=None, traceback=None, /)': generatorThrow,
    'close($self, /)': [(self: PyGenerator) => generatorHooks.close(self), 'close() -> raise GeneratorExit inside generator.'],
  },
  getset: bodyAttributes('gi', 'gi_yieldfrom'),
});
