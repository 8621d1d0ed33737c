/**
 * `_thread` (CPython: Modules/_threadmodule.c), with the one thread that a browser's worker has.
 *
 * Locks work as among one thread: acquiring a held lock would wait for ever, so it raises RuntimeError, unless the caller asked not to wait.
 * Starting a thread raises RuntimeError("can't start new thread"), as CPython does where the system refuses.
 */
import { registerModule } from './registry.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, runtimeError, valueError } from '../objects/core/errors.ts';
import { PyFloat } from '../objects/core/float.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { addressOf } from '../objects/types/object.ts';
import { genericGetAttribute, genericSetAttribute } from '../objects/protocol/attribute.ts';

const MAIN_THREAD = 1;

class PyLock extends PyObject {
  count = 0;
}

function waits(blocking: MaybeValue, timeout: MaybeValue): boolean {
  const block = blocking === undefined || isTruthy(blocking);
  const seconds = timeout === undefined ? -1 : floatOf(timeout);
  if (!block && seconds !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (seconds < 0 && seconds !== -1) throw valueError('timeout value must be a non-negative number');
  return block && seconds === -1;
}

function acquire(self: PyLock, blocking: MaybeValue, timeout: MaybeValue): Value {
  if (self.count > 0) {
    if (waits(blocking, timeout)) throw runtimeError('deadlock: the only thread waits for a lock that it holds');
    return false;
  }
  waits(blocking, timeout);
  self.count = 1;
  return true;
}

function release(self: PyLock): Value {
  if (self.count === 0) throw runtimeError('release unlocked lock');
  self.count = 0;
  return null;
}

const lockRepr = (self: Value): string =>
  `<${(self as PyLock).count > 0 ? 'locked' : 'unlocked'} _thread.lock object at ${addressOf(self)}>`;

const Lock = defineType('lock', {
  module: '_thread',
  final: true,
  slots: { tp_new: cls => new PyLock(cls), tp_init: () => {}, tp_repr: lockRepr },
  methods: {
    'acquire($self, /, blocking=True, timeout=-1)': acquire,
    'acquire_lock($self, /, blocking=True, timeout=-1)': acquire,
    'release($self, /)': release,
    'release_lock($self, /)': release,
    'locked($self, /)': (self: PyLock) => self.count > 0,
    'locked_lock($self, /)': (self: PyLock) => self.count > 0,
    '__enter__($self, /)': (self: PyLock) => acquire(self, undefined, undefined),
    '__exit__($self, /, *exc_info)': (self: PyLock) => release(self),
    '_at_fork_reinit($self, /)': (self: PyLock) => ((self.count = 0), null),
  },
});

function releaseReentrant(self: PyLock): Value {
  if (self.count === 0) throw runtimeError('cannot release un-acquired lock');
  self.count--;
  return null;
}

const RLock = defineType('RLock', {
  module: '_thread',
  slots: {
    tp_new: cls => new PyLock(cls),
    tp_init: () => {},
    tp_repr: self =>
      `<${(self as PyLock).count > 0 ? 'locked' : 'unlocked'} _thread.RLock object owner=${(self as PyLock).count > 0 ? MAIN_THREAD : 0} count=${(self as PyLock).count} at ${addressOf(self)}>`,
  },
  methods: {
    'acquire($self, /, blocking=True, timeout=-1)': (self: PyLock, blocking: MaybeValue, timeout: MaybeValue) => {
      waits(blocking, timeout);
      self.count++;
      return true;
    },
    'release($self, /)': releaseReentrant,
    'locked($self, /)': (self: PyLock) => self.count > 0,
    '__enter__($self, /)': (self: PyLock) => (self.count++, true),
    '__exit__($self, /, *exc_info)': releaseReentrant,
    '_is_owned($self, /)': (self: PyLock) => self.count > 0,
    '_recursion_count($self, /)': (self: PyLock) => self.count,
    '_at_fork_reinit($self, /)': (self: PyLock) => ((self.count = 0), null),
  },
});

class PyLocal extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
}

const Local = defineType('_local', {
  module: '_thread',
  hasDict: true,
  slots: { tp_new: cls => new PyLocal(cls), tp_init: () => {}, tp_getattro: genericGetAttribute, tp_setattro: genericSetAttribute },
  getset: { __dict__: [(self: PyLocal) => (self.dict ??= new PyDict())] },
});

const noThreads = (): never => {
  throw runtimeError("can't start new thread");
};

registerModule('_thread', {
  doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
  functions: {
    'get_ident()': () => MAIN_THREAD,
    'get_native_id()': () => MAIN_THREAD,
    '_get_main_thread_ident()': () => MAIN_THREAD,
    '_is_main_interpreter()': () => true,
    'allocate_lock()': () => new PyLock(Lock),
    'allocate()': () => new PyLock(Lock),
    'start_new_thread(function, args, kwargs={}, /)': noThreads,
    'start_new(function, args, kwargs={}, /)': noThreads,
    'start_joinable_thread(function, handle=None, daemon=True)': noThreads,
    'daemon_threads_allowed()': () => true,
    '_count()': () => 0,
    'stack_size(size=0, /)': () => 0,
    '_shutdown()': () => null,
    'exit()': () => {
      throw raise(T.SystemExit);
    },
    'interrupt_main(signum=2, /)': () => {
      throw raise(T.KeyboardInterrupt);
    },
    'set_name(name)': () => null,
  },
  attributes: {
    LockType: Lock,
    lock: Lock,
    RLock,
    _local: Local,
    error: () => T.RuntimeError,
    TIMEOUT_MAX: () => new PyFloat(9223372036.0),
  },
});
