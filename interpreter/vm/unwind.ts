/**
 * Unwinding: from an exception to the handler that serves it, frame by frame.
 *
 * Each frame that an exception leaves or is caught in is added to its traceback; the exception table of the frame's code tells whether there is a
 * handler. A frame that native code entered passes the exception on to it, as a JavaScript throw (`evaluate` throws it).
 */
import { CodeOnItsWay } from '../host/run.ts';
import { memoryError, PyBaseException, raise, systemError } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import type { PyCode, Handler } from '../objects/types/code.ts';
import { escapeFrame, type PyFrame } from '../objects/types/frame.ts';
import { EXIT } from './exit.ts';
import { PyTraceback } from '../objects/types/traceback.ts';
import { machine } from './machine.ts';
import { EVENT, exceptionEvents, tellException, tellNativeRaise } from './monitoring.ts';

/** What becomes of a generator whose frame ends: set by `ops/generators.ts`, which unwinds too. */
export const generatorFrames: { finish: (frame: PyFrame) => void } = {
  finish: () => {
    throw new Error('invariant: ops/generators.ts is loaded before any frame runs');
  },
};

/** The exception that left the last frame that native code had entered. */
export const unwound: { exception: PyBaseException | null } = { exception: null };

/**
 * The frame to go on in, with `pc` and `sp` set; null where native code has to deal with the exception, which is then in `unwound`. A reraised exception has this frame in
 * its traceback already; `origin` is the index of the instruction that it first came from, where that is known.
 */
export function unwind(frame: PyFrame, pc: number, error: unknown, reraise: boolean, origin: number): PyFrame | null {
  let exception = error instanceof PyBaseException ? error : pythonError(error);
  if (!reraise && exception.traceback === null) chainContext(exception);
  if (exceptionEvents) {
    tellNativeRaise(frame);
    if (reraise) exception = tellException(EVENT.RERAISE, frame, pc - 1, exception);
  }
  let traced = reraise;
  let at = pc;
  let current = frame;
  let lasti = origin >= 0 ? origin : pc - 1;
  for (;;) {
    current.pc = at;
    if (!traced) {
      escapeFrame(current);
      exception.traceback = new PyTraceback(exception.traceback as PyTraceback | null, current, at - 1);
      if (exceptionEvents) exception = tellException(EVENT.RAISE, current, at - 1, exception);
    }
    traced = false;
    const handler = handlerFor(current.code, at - 1);
    if (handler !== null) {
      const { stack } = current;
      let sp = current.code.nlocalsplus + handler.depth;
      if (handler.lasti) stack[sp++] = lasti;
      stack[sp++] = exception;
      current.sp = sp;
      current.pc = handler.target;
      if (!exceptionEvents) return current;
      const handled = tellException(EVENT.EXCEPTION_HANDLED, current, handler.target, exception);
      if (handled === exception) return current;
      exception = handled;
      at = handler.target + 1;
      traced = true;
      continue;
    }
    if (exceptionEvents) exception = tellException(EVENT.PY_UNWIND, current, at - 1, exception);
    // Where a clean-up raised again, the frame's line is the one that the exception first came from.
    current.pc = lasti + 1;
    const back = current.back;
    const exit = current.exit;
    if (current.generator !== null) generatorFrames.finish(current);
    else {
      current.finished = true;
      if (back !== null) escapeFrame(back);
    }
    if (exit === EXIT.NATIVE) {
      machine.frame = back;
      unwound.exception = exception;
      return null;
    }
    current = back!;
    at = current.pc;
    lasti = at - 1;
  }
}

function handlerFor(code: PyCode, index: number): Handler | null {
  const { handlers } = code;
  for (let i = 0; i < handlers.length; i++) {
    const handler = handlers[i];
    if (index >= handler.start && index < handler.end) return handler;
  }
  return null;
}

/** The exception being handled where code runs now: the innermost generator's, or its caller's … */
export function handledException(): PyBaseException | null {
  for (let item = machine.handled; ;) {
    if (item.exception !== null) return item.exception;
    if (item.previous === null) return null;
    item = item.previous;
  }
}

/** Makes what is being handled the context of a new exception, and keeps the chain free of circles (`_PyErr_SetObject`). */
export function chainContext(exception: PyBaseException): void {
  const handled = handledException();
  if (handled === null || handled === exception) return;
  let slow: PyBaseException | null = handled;
  let moved = false;
  for (let link: PyBaseException | null = handled; link !== null; link = link.context) {
    if (link.context === exception) {
      link.context = null;
      break;
    }
    if (moved) {
      slow = slow!.context;
      if (slow === link.context) break;
    }
    moved = !moved;
  }
  exception.context = handled;
}

/** JavaScript's own errors as Python's: stack overflow, sizes beyond its limits, and broken invariants. */
function pythonError(error: unknown): PyBaseException {
  if (error instanceof RangeError) {
    // No regular expression here: compiling one needs stack.
    if (error.message.includes('call stack')) return raise(T.RecursionError, 'maximum recursion depth exceeded');
    return memoryError('');
  }
  // Where even that ran out of stack, the engine says so in other words.
  if (error instanceof Error && error.message.endsWith('Stack overflow'))
    return raise(T.RecursionError, 'maximum recursion depth exceeded');
  if (error instanceof CodeOnItsWay) throw error;
  if (error instanceof Error) {
    internalErrors.last = error;
    return systemError(`${error.name}: ${error.message}`);
  }
  return systemError(String(error));
}

/** The last JavaScript error that was no Python exception: whoever debugs the interpreter wants its stack. */
export const internalErrors: { last: Error | null } = { last: null };
