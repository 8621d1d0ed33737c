/** What `anext(iterator, default)` gives: it awaits the next item, and gives the default where there is none (CPython: Objects/iterobject.c). */
import { setAnextAwaitable } from './builtins.ts';
import { defineType } from '../objects/core/define.ts';
import { PyBaseException } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { typeOf } from '../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { stopIteration } from '../objects/types/generator.ts';
import { awaitable } from '../vm/ops/generators.ts';

class PyAnextAwaitable extends PyObject {
  readonly awaited: Value;
  readonly fallback: Value;
  constructor(awaited: Value, fallback: Value) {
    super();
    this.cls = type;
    this.awaited = awaited;
    this.fallback = fallback;
  }
}

/** The iterator to drive: a coroutine is none itself. */
function iterator(self: PyAnextAwaitable): Value {
  const found = awaitable(self.awaited, 0);
  if (typeOf(found).slots.tp_iternext !== null) return found;
  return typeOf(found).slots.am_await!(found);
}

/** Does something that awaits; the end of the iteration becomes the default. */
function orDefault<R>(self: PyAnextAwaitable, action: () => R): R {
  try {
    return action();
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.StopAsyncIteration)) throw stopIteration(self.fallback);
    throw error;
  }
}

const forward =
  (name: string) =>
  (self: PyAnextAwaitable, args: Value[]): Value =>
    orDefault(self, () => callValue(getAttribute(iterator(self), name), args));

const type = defineType('anext_awaitable', {
  final: true,
  slots: {
    tp_iter: self => self,
    am_await: self => self,
    tp_iternext: (self): MaybeValue =>
      orDefault(self as PyAnextAwaitable, () => {
        const driven = iterator(self as PyAnextAwaitable);
        return typeOf(driven).slots.tp_iternext!(driven);
      }),
  },
  methods: {
    'send($self, /, *args)': forward('send'),
    'throw($self, /, *args)': forward('throw'),
    'close($self, /, *args)': forward('close'),
  },
});

setAnextAwaitable((awaited, fallback) => new PyAnextAwaitable(awaited, fallback));
