/** `_queue` (CPython: Modules/_queuemodule.c): SimpleQueue. In a process of one thread nobody can put while another waits. */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { callValue } from '../objects/protocol/call.ts';
import { hasIndex } from '../objects/protocol/index.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { makeNew } from '../objects/types/make.ts';
import { waitFor } from '../vm/machine.ts';

const Empty: PyType = defineType('_queue.Empty', {
  module: '_queue',
  base: T.Exception,
  solid: false,
  hasDict: true,
  doc: 'Exception raised by Queue.get(block=0)/get_nowait().',
});
Empty.name = Empty.qualname = 'Empty';

class PySimpleQueue extends PyObject {
  items: Value[] = [];
  /** Items before this index are taken. */
  head = 0;
}

function put(self: PySimpleQueue, item: Value): Value {
  self.items.push(item);
  return null;
}

function take(self: PySimpleQueue): MaybeValue {
  if (self.head === self.items.length) return undefined;
  const item = self.items[self.head++];
  if (self.head > 64 && self.head * 2 > self.items.length) {
    self.items = self.items.slice(self.head);
    self.head = 0;
  }
  return item;
}

const empty = (): never => {
  throw raise(Empty);
};

function get(self: PySimpleQueue, block: MaybeValue, timeout: MaybeValue): Value {
  let seconds = Infinity;
  if (block !== undefined && !isTruthy(block)) seconds = 0;
  else if (timeout !== undefined && timeout !== null) {
    if (typeOf(timeout).slots.nb_float === null && !hasIndex(timeout))
      throw typeError(`'${typeOf(timeout).name}' object cannot be interpreted as an integer or float`);
    seconds = floatOf(timeout);
    if (seconds < 0) throw valueError("'timeout' must be a non-negative number");
  }
  const item = take(self);
  if (item !== undefined) return item;
  if (seconds === 0) return empty();
  if (seconds === Infinity) throw runtimeError('deadlock: the only thread waits for an item that nobody can put');
  return waitFor(seconds, empty);
}

const SimpleQueue = defineType('SimpleQueue', {
  module: '_queue',
  doc: 'Simple, unbounded, reentrant FIFO queue.',
  slots: { tp_new: makeNew('SimpleQueue($type)', (cls: PyType) => new PySimpleQueue(cls)), tp_init: () => {} },
  methods: {
    'put($self, /, item, block=True, timeout=None)': put,
    'put_nowait($self, /, item)': put,
    'get($self, /, block=True, timeout=None)': get,
    'get_nowait($self, /)': (self: PySimpleQueue) => get(self, false, null),
    'empty($self, /)': (self: PySimpleQueue) => self.head === self.items.length,
    'qsize($self, /)': (self: PySimpleQueue) => self.items.length - self.head,
  },
  classMethods: { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) },
});

registerModule('_queue', {
  doc: 'C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.',
  attributes: { SimpleQueue, Empty },
});
