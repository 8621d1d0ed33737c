/** `coroutine`, and the iterator that its `__await__` gives. */
import { callValue } from '../protocol/call.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { PyObject, type Value } from '../core/value.ts';
import { bodyAttributes, generatorHooks, generatorSend, generatorThrow, type PyGenerator } from './generator.ts';
import { addressOf } from './object.ts';

export class PyCoroutineWrapper extends PyObject {
  readonly coroutine: PyGenerator;
  constructor(coroutine: PyGenerator) {
    super(T.coroutine_wrapper);
    this.coroutine = coroutine;
  }
}

defineType('coroutine', {
  final: true,
  slots: {
    tp_repr: self => `<coroutine object ${String((self as PyGenerator).qualname)} at ${addressOf(self)}>`,
    am_await: self => new PyCoroutineWrapper(self as PyGenerator),
  },
  classMethods: {
    '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]),
  },
  methods: {
    '__sizeof__($self, /)': () => 224,
    'send($self, value, /)': [generatorSend, "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration."],
    'throw($self, type, value=None, traceback=None, /)': generatorThrow,
    'close($self, /)': [(self: PyGenerator) => generatorHooks.close(self), 'close() -> raise GeneratorExit inside coroutine.'],
  },
  getset: { ...bodyAttributes('cr', 'cr_await'), cr_origin: [(self: PyGenerator) => self.origin] },
});

defineType('coroutine_wrapper', {
  final: true,
  slots: {
    tp_iter: self => self,
    tp_iternext: self => generatorSend((self as PyCoroutineWrapper).coroutine, null),
  },
  methods: {
    'send($self, value, /)': (self: PyCoroutineWrapper, value: Value) => generatorSend(self.coroutine, value),
    'throw($self, type, value=None, traceback=None, /)': (self: PyCoroutineWrapper, type: Value, value?: Value, traceback?: Value) =>
      generatorThrow(self.coroutine, type, value, traceback),
    'close($self, /)': (self: PyCoroutineWrapper) => generatorHooks.close(self.coroutine),
  },
});
