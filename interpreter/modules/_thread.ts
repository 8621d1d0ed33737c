/**
 * `_thread` (CPython: Modules/_threadmodule.c), with the one thread that a browser's worker has.
 *
 * Locks work as among one thread: acquiring a held lock would wait for ever, so it raises RuntimeError, unless the caller asked not to wait, or
 * not for ever. Starting a thread raises RuntimeError("can't start new thread…"), as CPython does where the system refuses.
 */
import { registerModule } from './registry.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { overflowError, PyBaseException, raise, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { strText } from '../objects/core/str.ts';
import { findAttribute, genericGetAttribute, genericSetAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { strTextOf } from '../objects/protocol/repr.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';
import { waitFor } from '../vm/machine.ts';
import { loadModule } from '../vm/import.ts';
import { formatException, writeError } from '../vm/traceback-text.ts';
import { PyFloat } from '../objects/core/float.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { addressOf } from '../objects/types/object.ts';

const MAIN_THREAD = 1;
const TIMEOUT_MAX = 9223372036;

class PyLock extends PyObject {
  count = 0;
}

/** How long a caller will wait: 0 for not at all, Infinity for as long as it takes. */
function patience(blocking: MaybeValue, timeout: MaybeValue): number {
  const block = blocking === undefined || isTruthy(blocking);
  const seconds = timeout === undefined ? -1 : floatOf(timeout);
  if (!block && seconds !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (seconds < 0 && seconds !== -1) throw valueError('timeout value must be a non-negative number');
  if (seconds >= TIMEOUT_MAX) throw overflowError(seconds > 9.3e9 ? 'timestamp out of range for C PyTime_t' : 'timeout value is too large');
  if (!block) return 0;
  return seconds === -1 ? Infinity : seconds;
}

function acquire(self: PyLock, blocking: MaybeValue, timeout: MaybeValue): Value {
  const seconds = patience(blocking, timeout);
  if (self.count > 0) {
    if (seconds === Infinity) throw runtimeError('deadlock: the only thread waits for a lock that it holds');
    // Nobody can release it meanwhile.
    return seconds === 0 ? false : waitFor(seconds, () => false);
  }
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
  slots: {
    tp_new: (cls, args) => {
      if (args.length > 0) throw typeError(`lock expected 0 arguments, got ${args.length}`);
      return new PyLock(cls);
    },
    tp_init: () => {},
    tp_repr: lockRepr,
  },
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
      patience(blocking, timeout);
      self.count++;
      return true;
    },
    'release($self, /)': releaseReentrant,
    'locked($self, /)': (self: PyLock) => self.count > 0,
    '__enter__($self, /)': (self: PyLock) => (self.count++, true),
    '__exit__($self, /, *exc_info)': releaseReentrant,
    '_is_owned($self, /)': (self: PyLock) => self.count > 0,
    '_release_save($self, /)': (self: PyLock) => {
      if (self.count === 0) throw runtimeError('cannot release un-acquired lock');
      const { count } = self;
      self.count = 0;
      return new PyTuple([count, MAIN_THREAD]);
    },
    '_acquire_restore($self, state, /)': (self: PyLock, state: Value) => {
      self.count = toIndexNumber((state as PyTuple).items[0]);
      return null;
    },
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
  slots: {
    tp_new: (cls, args) => {
      if (args.length > 0 && cls.slots.tp_init === Local.slots.tp_init) throw typeError('Initialization arguments are not supported');
      return new PyLocal(cls);
    },
    tp_init: () => {},
    tp_getattro: genericGetAttribute,
    tp_setattro: genericSetAttribute,
  },
  getset: { __dict__: [(self: PyLocal) => (self.dict ??= new PyDict())] },
});

/** A thread as its starter knows it. Only the main thread has run, so a handle is of that one, or of none yet. */
class PyThreadHandle extends PyObject {
  ident = 0;
  done = false;
}

const ThreadHandle = defineType('_ThreadHandle', {
  module: '_thread',
  final: true,
  slots: {
    tp_new: cls => new PyThreadHandle(cls),
    tp_init: () => {},
    tp_repr: self => `<_thread._ThreadHandle object: ident=${(self as PyThreadHandle).ident}>`,
  },
  methods: {
    'join($self, timeout=None, /)': (self: PyThreadHandle) => {
      if (self.ident === 0) throw runtimeError('thread not started');
      if (!self.done && self.ident === MAIN_THREAD) throw runtimeError('Cannot join current thread');
      return null;
    },
    '_set_done($self, /)': (self: PyThreadHandle) => {
      if (self.ident === 0) throw runtimeError('thread not started');
      self.done = true;
      return null;
    },
    'is_done($self, /)': (self: PyThreadHandle) => self.done,
  },
  getset: { ident: [(self: PyThreadHandle) => self.ident] },
});

const noThreads = (): never => {
  throw runtimeError("can't start new thread: Python runs in a single thread here");
};

function startNewThread(f: Value, args: Value, kwargs: MaybeValue): never {
  if (!isCallable(f)) throw typeError('first arg must be callable');
  if (!typeOf(args).isSubtype(T.tuple)) throw typeError('2nd arg must be a tuple');
  if (kwargs !== undefined && !typeOf(kwargs).isSubtype(T.dict)) throw typeError('optional 3rd arg must be a dictionary');
  return noThreads();
}

function startJoinableThread(f: Value, handle: MaybeValue): never {
  if (!isCallable(f)) throw typeError('thread function must be callable');
  if (handle !== undefined && handle !== null && !(handle instanceof PyThreadHandle)) throw typeError("'handle' must be a _ThreadHandle");
  return noThreads();
}

const exit = (): never => {
  throw raise(T.SystemExit);
};

const exceptHookArgs = defineStructSeq('_thread', '_ExceptHookArgs', ['exc_type', 'exc_value', 'exc_traceback', 'thread']);

/** Prints what a thread's function raised. */
function excepthook(args: Value): Value {
  if (typeOf(args) !== exceptHookArgs.type) throw typeError('_thread.excepthook argument type must be ExceptHookArgs');
  const [type, exception, , thread] = (args as PyTuple).items;
  if (type === T.SystemExit) return null;
  const name = thread === null ? undefined : findAttribute(thread, 'name');
  writeError(`Exception in thread ${name === undefined || name === null ? MAIN_THREAD : strTextOf(name)}:\n`);
  if (exception instanceof PyBaseException) writeError(formatException(exception));
  return null;
}

let threadName = '';

registerModule('_thread', {
  doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
  functions: {
    'get_ident()': () => MAIN_THREAD,
    'get_native_id()': () => MAIN_THREAD,
    '_get_main_thread_ident()': () => MAIN_THREAD,
    '_is_main_interpreter()': () => true,
    'allocate_lock()': () => new PyLock(Lock),
    'allocate()': () => new PyLock(Lock),
    'start_new_thread(function, args, kwargs={}, /)': startNewThread,
    'start_new(function, args, kwargs={}, /)': startNewThread,
    'start_joinable_thread(function, handle=None, daemon=True)': startJoinableThread,
    '_make_thread_handle(ident, /)': (ident: Value) => {
      if (typeof ident !== 'number') throw typeError('ident must be an integer');
      const handle = new PyThreadHandle(ThreadHandle);
      handle.ident = ident;
      return handle;
    },
    'daemon_threads_allowed()': () => true,
    '_count()': () => 0,
    'stack_size(size=0, /)': (size: MaybeValue) => {
      if (size !== undefined && toIndexNumber(size) < 0) throw valueError('size must be 0 or a positive value');
      return 0;
    },
    '_shutdown()': () => null,
    'exit()': exit,
    'exit_thread()': exit,
    'interrupt_main(signum=2, /)': (signum: MaybeValue) => {
      const n = signum === undefined ? 2 : toIndexNumber(signum);
      if (n < 1 || n > 64) throw valueError('signal number out of range');
      return callValue(getAttribute(loadModule('_signal'), 'raise_signal'), [n]);
    },
    'set_name(name)': (name: Value) => {
      const text = strText(name);
      if (text === undefined) throw typeError(`set_name() argument 'name' must be str, not ${typeOf(name).name}`);
      threadName = text;
      return null;
    },
    '_get_name()': () => threadName,
    '_excepthook(args, /)': excepthook,
  },
  attributes: {
    LockType: Lock,
    lock: Lock,
    RLock,
    _local: Local,
    _ThreadHandle: ThreadHandle,
    _ExceptHookArgs: exceptHookArgs.type,
    error: () => T.RuntimeError,
    TIMEOUT_MAX: () => new PyFloat(TIMEOUT_MAX),
    _NAME_MAXLEN: 15,
  },
  initialize: () => {
    threadName = '';
  },
});
