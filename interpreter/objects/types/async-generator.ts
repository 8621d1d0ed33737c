/**
 * `async_generator`, and the awaitables that `asend()`, `athrow()`, `aclose()` and `__anext__()` give (CPython: Objects/genobject.c).
 *
 * Inside the body, `yield x` hands out `PyWrappedValue(x)`, and an `await` hands out what the awaited thing yields, bare. The awaitables tell
 * them apart: a wrapped value ends the `await` of `__anext__()` with that value, a bare one goes on up to the event loop.
 */
import { defineType } from '../core/define.ts';
import { PyBaseException, raise, runtimeError, typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { warnings } from '../core/warnings.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { callValue } from '../protocol/call.ts';
import { bodyAttributes, exceptionToThrow, generatorHooks, stopIteration, type PyGenerator } from './generator.ts';
import { addressOf } from './object.ts';

export class PyWrappedValue extends PyObject {
  readonly value: Value;
  constructor(value: Value) {
    super(T.async_generator_wrapped_value);
    this.value = value;
  }
}

/** `sys.set_asyncgen_hooks`. */
export const asyncGeneratorHooks: { firstiter: Value; finalizer: Value } = { firstiter: null, finalizer: null };

type State = 'init' | 'iter' | 'closed';

/** What `asend(value)` and `__anext__()` give. */
export class PyAsend extends PyObject {
  readonly generator: PyGenerator;
  readonly sent: Value;
  state: State = 'init';
  constructor(generator: PyGenerator, sent: Value) {
    super(T.async_generator_asend);
    this.generator = generator;
    this.sent = sent;
  }
}

/** What `athrow(…)` and, without arguments, `aclose()` give. */
export class PyAthrow extends PyObject {
  readonly generator: PyGenerator;
  readonly args: readonly [Value, MaybeValue, MaybeValue] | null;
  state: State = 'init';
  constructor(generator: PyGenerator, args: PyAthrow['args']) {
    super(T.async_generator_athrow);
    this.generator = generator;
    this.args = args;
  }
}

function initializeHooks(generator: PyGenerator): void {
  if (generator.hooksInitialized) return;
  generator.hooksInitialized = true;
  generator.finalizer = asyncGeneratorHooks.finalizer;
  if (asyncGeneratorHooks.firstiter !== null) callValue(asyncGeneratorHooks.firstiter, [generator]);
}

/** Turns what the body did into what the awaitable does: a bare value goes up, a wrapped one is the result. */
function unwrap(generator: PyGenerator, result: MaybeValue): Value {
  if (result === undefined) {
    generator.closed = true;
    generator.busy = false;
    throw raise(T.StopAsyncIteration);
  }
  if (result instanceof PyWrappedValue) {
    generator.busy = false;
    throw stopIteration(result.value);
  }
  return result;
}

function failed(generator: PyGenerator, error: unknown): unknown {
  if (error instanceof PyBaseException && (error.cls.isSubtype(T.StopAsyncIteration) || error.cls.isSubtype(T.GeneratorExit)))
    generator.closed = true;
  generator.busy = false;
  return error;
}

function resume(generator: PyGenerator, action: () => MaybeValue): Value {
  let result: MaybeValue;
  try {
    result = action();
  } catch (error) {
    throw failed(generator, error);
  }
  return unwrap(generator, result);
}

function asendSend(self: PyAsend, value: Value): Value {
  const { generator } = self;
  if (self.state === 'closed') throw runtimeError('cannot reuse already awaited __anext__()/asend()');
  let sent = value;
  if (self.state === 'init') {
    if (generator.busy) {
      self.state = 'closed';
      throw runtimeError('anext(): asynchronous generator is already running');
    }
    if (value === null) sent = self.sent;
    self.state = 'iter';
  }
  generator.busy = true;
  try {
    if (generator.finished) {
      generator.busy = false;
      throw raise(T.StopAsyncIteration);
    }
    if (!generator.started && sent !== null) {
      generator.busy = false;
      throw typeError("can't send non-None value to a just-started async generator");
    }
    return resume(generator, () => generatorHooks.send(generator, sent));
  } catch (error) {
    self.state = 'closed';
    throw error;
  }
}

function asendThrow(self: PyAsend, type: Value, value?: MaybeValue, traceback?: MaybeValue): Value {
  const { generator } = self;
  if (self.state === 'closed') throw runtimeError('cannot reuse already awaited __anext__()/asend()');
  if (self.state === 'init') {
    if (generator.busy) {
      self.state = 'closed';
      throw runtimeError('anext(): asynchronous generator is already running');
    }
    self.state = 'iter';
    generator.busy = true;
  }
  try {
    const exception = exceptionToThrow(type, value, traceback);
    if (generator.finished) throw failed(generator, exception);
    return resume(generator, () => generatorHooks.throwThrough(generator, exception));
  } catch (error) {
    self.state = 'closed';
    throw error;
  }
}

function closeAwaitable(self: PyAsend | PyAthrow, throwInto: () => Value): Value {
  if (self.state === 'closed') return null;
  try {
    throwInto();
  } catch (error) {
    if (
      error instanceof PyBaseException &&
      (error.cls.isSubtype(T.StopIteration) || error.cls.isSubtype(T.StopAsyncIteration) || error.cls.isSubtype(T.GeneratorExit))
    )
      return null;
    throw error;
  }
  throw runtimeError('coroutine ignored GeneratorExit');
}

function athrowSend(self: PyAthrow, value: Value): Value {
  const { generator, args } = self;
  if (self.state === 'closed') throw runtimeError('cannot reuse already awaited aclose()/athrow()');
  if (self.state === 'init') {
    if (generator.finished || (args === null && generator.closed)) {
      self.state = 'closed';
      throw raise(T.StopIteration);
    }
    if (generator.busy) {
      self.state = 'closed';
      throw runtimeError(
        args === null ? 'aclose(): asynchronous generator is already running' : 'athrow(): asynchronous generator is already running',
      );
    }
    if (generator.closed) {
      self.state = 'closed';
      throw raise(T.StopAsyncIteration);
    }
    if (value !== null) throw runtimeError("can't send non-None value to a just-started coroutine");
    self.state = 'iter';
    generator.busy = true;
    if (args === null) {
      generator.closed = true;
      return closing(self, () => generatorHooks.throwThrough(generator, raise(T.GeneratorExit)));
    }
    try {
      const exception = exceptionToThrow(...args);
      return resume(generator, () => generatorHooks.throwThrough(generator, exception));
    } catch (error) {
      self.state = 'closed';
      throw error;
    }
  }
  if (args === null) return closing(self, () => generatorHooks.send(generator, value));
  try {
    return resume(generator, () => generatorHooks.send(generator, value));
  } catch (error) {
    self.state = 'closed';
    throw error;
  }
}

/** A step of `aclose()`: the body may await, but not yield. */
function closing(self: PyAthrow, action: () => MaybeValue): Value {
  const { generator } = self;
  let result: MaybeValue;
  try {
    result = action();
  } catch (error) {
    generator.busy = false;
    self.state = 'closed';
    if (error instanceof PyBaseException && (error.cls.isSubtype(T.StopAsyncIteration) || error.cls.isSubtype(T.GeneratorExit)))
      throw raise(T.StopIteration);
    throw error;
  }
  if (result instanceof PyWrappedValue) {
    generator.busy = false;
    self.state = 'closed';
    throw runtimeError('async generator ignored GeneratorExit');
  }
  if (result === undefined) {
    generator.busy = false;
    self.state = 'closed';
    throw raise(T.StopIteration);
  }
  return result;
}

function athrowThrow(self: PyAthrow, type: Value, value?: MaybeValue, traceback?: MaybeValue): Value {
  const { generator, args } = self;
  if (self.state === 'closed') throw runtimeError('cannot reuse already awaited aclose()/athrow()');
  if (self.state === 'init') {
    if (generator.busy) {
      self.state = 'closed';
      throw runtimeError(
        args === null ? 'aclose(): asynchronous generator is already running' : 'athrow(): asynchronous generator is already running',
      );
    }
    self.state = 'iter';
    generator.busy = true;
  }
  const exception = exceptionToThrow(type, value, traceback);
  if (generator.finished) {
    self.state = 'closed';
    throw failed(generator, exception);
  }
  if (args === null) return closing(self, () => generatorHooks.throwThrough(generator, exception));
  try {
    return resume(generator, () => generatorHooks.throwThrough(generator, exception));
  } catch (error) {
    self.state = 'closed';
    throw error;
  }
}

defineType('async_generator', {
  final: true,
  slots: {
    tp_repr: self => `<async_generator object ${String((self as PyGenerator).qualname)} at ${addressOf(self)}>`,
    am_aiter: self => self,
    am_anext: self => {
      initializeHooks(self as PyGenerator);
      return new PyAsend(self as PyGenerator, null);
    },
  },
  classMethods: {
    '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]),
  },
  methods: {
    '__sizeof__($self, /)': () => 232,
    'asend($self, value, /)': (self: PyGenerator, value: Value) => {
      initializeHooks(self);
      return new PyAsend(self, value);
    },
    'athrow($self, type, value=None, traceback=None, /)': (self: PyGenerator, type: Value, value?: Value, traceback?: Value) => {
      if (value !== undefined)
        warnings.issue(
          T.DeprecationWarning,
          'the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.',
        );
      initializeHooks(self);
      return new PyAthrow(self, [type, value, traceback]);
    },
    'aclose($self, /)': (self: PyGenerator) => {
      initializeHooks(self);
      return new PyAthrow(self, null);
    },
  },
  getset: bodyAttributes('ag', 'ag_await'),
});

defineType('async_generator_asend', {
  final: true,
  slots: {
    tp_iter: self => self,
    tp_iternext: self => asendSend(self as PyAsend, null),
    am_await: self => self,
  },
  methods: {
    'send($self, value, /)': asendSend,
    'throw($self, type, value=None, traceback=None, /)': asendThrow,
    'close($self, /)': (self: PyAsend) => closeAwaitable(self, () => asendThrow(self, raise(T.GeneratorExit))),
  },
});

defineType('async_generator_athrow', {
  final: true,
  slots: {
    tp_iter: self => self,
    tp_iternext: self => athrowSend(self as PyAthrow, null),
    am_await: self => self,
  },
  methods: {
    'send($self, value, /)': athrowSend,
    'throw($self, type, value=None, traceback=None, /)': athrowThrow,
    'close($self, /)': (self: PyAthrow) => closeAwaitable(self, () => athrowThrow(self, raise(T.GeneratorExit))),
  },
});

defineType('async_generator_wrapped_value', { final: true });
