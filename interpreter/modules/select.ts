/**
 * `select` (CPython: Modules/selectmodule.c): which descriptors can be read or written, and waiting until one can.
 *
 * In a process of one thread nothing changes while it waits, so a wait ends at once or by its timeout; one without a timeout that nothing can
 * end is refused as a deadlock. In a worker waiting suspends the run, as `time.sleep` does.
 */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { keyError, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { intValue } from '../objects/core/integer.ts';
import { callValue } from '../objects/protocol/call.ts';
import { findAttribute } from '../objects/protocol/attribute.ts';
import { hasIndex, toIndexNumber } from '../objects/protocol/index.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { makeNew } from '../objects/types/make.ts';
import { waitFor } from '../vm/machine.ts';
import { descriptionOf, descriptors, osError } from './descriptors.ts';

const POLL = {
  IN: 1,
  PRI: 2,
  OUT: 4,
  ERR: 8,
  HUP: 16,
  NVAL: 32,
  RDNORM: 64,
  RDBAND: 128,
  WRNORM: 256,
  WRBAND: 512,
  MSG: 1024,
  RDHUP: 8192,
};

/** `PyObject_AsFileDescriptor` */
export function fileDescriptor(value: Value): number {
  let fd = intValue(value);
  if (fd === undefined) {
    const fileno = findAttribute(value, 'fileno');
    if (fileno === undefined) throw typeError('argument must be an int, or have a fileno() method.');
    fd = intValue(callValue(fileno, []));
    if (fd === undefined) throw typeError('fileno() returned a non-integer');
  }
  if (fd < 0) throw valueError(`file descriptor cannot be a negative integer (${fd})`);
  return Number(fd);
}

/** Waits until a time has passed, for nothing else can happen; then what was found at the beginning is the answer: nothing. */
function waitInVain(seconds: number, nothing: () => Value): Value {
  if (seconds === 0) return nothing();
  if (seconds === Infinity) throw runtimeError('deadlock: the only thread waits for an event that nothing can cause');
  return waitFor(seconds, nothing);
}

function select(rlist: Value, wlist: Value, xlist: Value, timeout: MaybeValue): Value {
  let seconds = Infinity;
  if (timeout !== undefined && timeout !== null) {
    if (typeOf(timeout).slots.nb_float === null && !hasIndex(timeout)) throw typeError('timeout must be a float or None');
    seconds = floatOf(timeout);
    if (seconds < 0) throw valueError('timeout must be non-negative');
  }
  const listed = [rlist, wlist, xlist].map(list => {
    if (typeOf(list).slots.tp_iter === null) throw typeError('arguments 1-3 must be sequences');
    return toArray(list).map(object => ({ object, description: descriptionOf(fileDescriptor(object)) }));
  });
  const readable = listed[0].filter(({ description }) => description.canRead()).map(({ object }) => object);
  const writable = listed[1].filter(({ description }) => description.canWrite()).map(({ object }) => object);
  if (readable.length + writable.length > 0) return new PyTuple([new PyList(readable), new PyList(writable), new PyList([])]);
  return waitInVain(seconds, () => new PyTuple([new PyList([]), new PyList([]), new PyList([])]));
}

class PyPoll extends PyObject {
  readonly masks = new Map<number, number>();
}

function eventMask(value: MaybeValue): number {
  return value === undefined ? POLL.IN | POLL.PRI | POLL.OUT : toIndexNumber(value) & 0xffff;
}

function registered(self: PyPoll, fd: Value): number {
  const n = fileDescriptor(fd);
  if (!self.masks.has(n)) throw keyError(n);
  return n;
}

function poll(self: PyPoll, timeout: MaybeValue): Value {
  let milliseconds = Infinity;
  if (timeout !== undefined && timeout !== null) {
    if (typeOf(timeout).slots.nb_float === null && !hasIndex(timeout)) throw typeError('timeout must be an integer or None');
    milliseconds = Math.ceil(floatOf(timeout));
    if (milliseconds < 0) milliseconds = Infinity;
  }
  const events: Value[] = [];
  for (const [fd, mask] of self.masks) {
    const description = descriptors.get(fd);
    let event = 0;
    if (description === undefined) event = POLL.NVAL;
    else {
      if (description.canRead()) event |= mask & (POLL.IN | POLL.RDNORM);
      if (description.canWrite()) event |= mask & (POLL.OUT | POLL.WRNORM);
    }
    if (event !== 0) events.push(new PyTuple([fd, event]));
  }
  if (events.length > 0) return new PyList(events);
  return waitInVain(milliseconds / 1000, () => new PyList([]));
}

const Poll = defineType('poll', {
  module: 'select',
  final: true,
  slots: { tp_new: makeNew('poll($type)', cls => new PyPoll(cls)), tp_init: () => {} },
  methods: {
    'register($self, fd, eventmask=7, /)': (self: PyPoll, fd: Value, mask: MaybeValue) => {
      self.masks.set(fileDescriptor(fd), eventMask(mask));
      return null;
    },
    'modify($self, fd, eventmask, /)': (self: PyPoll, fd: Value, mask: Value) => {
      const n = fileDescriptor(fd);
      if (!self.masks.has(n)) throw osError('ENOENT');
      self.masks.set(n, eventMask(mask));
      return null;
    },
    'unregister($self, fd, /)': (self: PyPoll, fd: Value) => {
      self.masks.delete(registered(self, fd));
      return null;
    },
    'poll($self, timeout=None, /)': poll,
  },
});

registerModule('select', {
  doc: 'This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file descriptors.',
  functions: {
    'select(rlist, wlist, xlist, timeout=None, /)': select,
    'poll()': () => new PyPoll(Poll),
  },
  attributes: {
    error: () => T.OSError,
    PIPE_BUF: 4096,
    ...Object.fromEntries(Object.entries(POLL).map(([name, value]) => [`POLL${name}`, value])),
  },
});
