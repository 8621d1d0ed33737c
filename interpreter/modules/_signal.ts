/** `_signal` (CPython: Modules/signalmodule.c): handlers can be set and called by `raise_signal`; nobody else sends signals here. */
import { registerModule } from './registry.ts';
import { roots } from '../vm/collect.ts';
import type { Value } from '../objects/core/value.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import type { PyModule } from '../objects/core/module.ts';
import { T } from '../objects/core/registry.ts';
import { raise, typeError, valueError } from '../objects/core/errors.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { makeSet } from '../objects/types/set.ts';
import { descriptionOf, descriptors, refusal } from './descriptors.ts';
import { machine } from '../vm/machine.ts';

/** There is none to switch off; and none can be set, since nothing would send its signal. */
function setTimer(seconds: number): void {
  if (seconds !== 0) throw refusal('ENOSYS', 'no timer sends signals here');
}

/** Signals of Linux, by number; the words of `strsignal`. */
const SIGNALS: readonly (readonly [name: string, number: number, text: string])[] = [
  ['SIGHUP', 1, 'Hangup'],
  ['SIGINT', 2, 'Interrupt'],
  ['SIGQUIT', 3, 'Quit'],
  ['SIGILL', 4, 'Illegal instruction'],
  ['SIGTRAP', 5, 'Trace/breakpoint trap'],
  ['SIGABRT', 6, 'Aborted'],
  ['SIGBUS', 7, 'Bus error'],
  ['SIGFPE', 8, 'Floating point exception'],
  ['SIGKILL', 9, 'Killed'],
  ['SIGUSR1', 10, 'User defined signal 1'],
  ['SIGSEGV', 11, 'Segmentation fault'],
  ['SIGUSR2', 12, 'User defined signal 2'],
  ['SIGPIPE', 13, 'Broken pipe'],
  ['SIGALRM', 14, 'Alarm clock'],
  ['SIGTERM', 15, 'Terminated'],
  ['SIGSTKFLT', 16, 'Stack fault'],
  ['SIGCHLD', 17, 'Child exited'],
  ['SIGCONT', 18, 'Continued'],
  ['SIGSTOP', 19, 'Stopped (signal)'],
  ['SIGTSTP', 20, 'Stopped'],
  ['SIGTTIN', 21, 'Stopped (tty input)'],
  ['SIGTTOU', 22, 'Stopped (tty output)'],
  ['SIGURG', 23, 'Urgent I/O condition'],
  ['SIGXCPU', 24, 'CPU time limit exceeded'],
  ['SIGXFSZ', 25, 'File size limit exceeded'],
  ['SIGVTALRM', 26, 'Virtual timer expired'],
  ['SIGPROF', 27, 'Profiling timer expired'],
  ['SIGWINCH', 28, 'Window changed'],
  ['SIGIO', 29, 'I/O possible'],
  ['SIGPWR', 30, 'Power failure'],
  ['SIGSYS', 31, 'Bad system call'],
];

const NSIG = 65;
const SIG_DFL = 0;
const SIG_IGN = 1;
let handlers = new Map<number, Value>();
/** A descriptor to which the number of each signal is written; -1 for none. */
let wakeup = -1;

function number(value: Value): number {
  const n = toIndexNumber(value);
  if (n < 1 || n >= NSIG) throw valueError('signal number out of range');
  return n;
}

function defaultIntHandler(): Value {
  throw raise(T.KeyboardInterrupt);
}

roots.push(() => handlers);

registerModule('_signal', {
  doc: 'This module provides mechanisms to use signal handlers in Python.',
  functions: {
    'default_int_handler(signalnum, frame, /)': defaultIntHandler,
    'signal(signalnum, handler, /)': (signalnum: Value, handler: Value) => {
      const n = number(signalnum);
      if (!isCallable(handler) && !(typeof handler === 'number' && (handler === SIG_DFL || handler === SIG_IGN))) {
        const index = handler === null ? undefined : toIndexNumber(handler);
        if (index !== SIG_DFL && index !== SIG_IGN)
          throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
      }
      const old = handlers.get(n) ?? SIG_DFL;
      handlers.set(n, handler);
      return old;
    },
    'getsignal(signalnum, /)': (signalnum: Value) => handlers.get(number(signalnum)) ?? SIG_DFL,
    'raise_signal(signalnum, /)': (signalnum: Value) => {
      const n = number(signalnum);
      const handler = handlers.get(n) ?? SIG_DFL;
      if (wakeup >= 0 && isCallable(handler)) descriptors.get(wakeup)?.write(Uint8Array.of(n));
      if (isCallable(handler)) callValue(handler, [n, machine.frame]);
      return null;
    },
    'strsignal(signalnum, /)': (signalnum: Value) => {
      const n = number(signalnum);
      return SIGNALS.find(row => row[1] === n)?.[2] ?? (n >= 34 ? `Real-time signal ${n - 34}` : null);
    },
    'valid_signals()': () => makeSet(new PyTuple([...SIGNALS.map(row => row[1]), ...Array.from({ length: 31 }, (_, i) => 34 + i)])),
    'alarm(seconds, /)': (seconds: Value) => (setTimer(toIndexNumber(seconds)), 0),
    'siginterrupt(signalnum, flag, /)': () => null,
    'set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)': (value: Value) => {
      const fd = toIndexNumber(value);
      if (fd !== -1) {
        const description = descriptionOf(fd);
        if (description.blocking) throw valueError(`the fd ${fd} must be in non-blocking mode`);
      }
      const old = wakeup;
      wakeup = fd;
      return old;
    },
    'setitimer(which, seconds, interval=0.0, /)': (_which: Value, seconds: Value) => {
      setTimer(floatOf(seconds));
      return new PyTuple([new PyFloat(0), new PyFloat(0)]);
    },
    'getitimer(which, /)': () => new PyTuple([new PyFloat(0), new PyFloat(0)]),
    'pthread_sigmask(how, mask, /)': () => makeSet(new PyTuple([])),
  },
  attributes: {
    ...Object.fromEntries(SIGNALS.map(([name, n]) => [name, n])),
    SIGCLD: 17,
    SIGIOT: 6,
    SIGPOLL: 29,
    SIGRTMIN: 34,
    SIGRTMAX: 64,
    NSIG,
    SIG_DFL,
    SIG_IGN,
    SIG_BLOCK: 0,
    SIG_UNBLOCK: 1,
    SIG_SETMASK: 2,
    ITIMER_REAL: 0,
    ITIMER_VIRTUAL: 1,
    ITIMER_PROF: 2,
    ItimerError: () => T.OSError,
  },
  initialize: (module: PyModule) => {
    wakeup = -1;
    handlers = new Map([[2, module.dict.getStr('default_int_handler')!]]);
  },
});
