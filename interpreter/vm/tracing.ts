/**
 * `sys.settrace` and `sys.setprofile` on top of monitoring (CPython: Python/legacy_tracing.c).
 *
 * A trace function hears of a frame's beginning; what it returns then, `frame.f_trace`, hears of the rest. A profile function hears of calls and returns.
 */
import type { PyBaseException } from '../objects/core/errors.ts';
import { PyBuiltin } from '../objects/core/native.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { typeOf } from '../objects/core/type.ts';
import { T } from '../objects/core/registry.ts';
import type { Value } from '../objects/core/value.ts';
import { callValue } from '../objects/protocol/call.ts';
import type { PyCode } from '../objects/types/code.ts';
import { FrameTracing, type PyFrame } from '../objects/types/frame.ts';
import { dropped } from './collect.ts';
import { machine } from './machine.ts';
import {
  DISABLE,
  EVENT,
  getLocalEvents,
  MISSING,
  PROFILE_TOOL,
  registerCallback,
  setEvents,
  setLocalEvents,
  TRACE_TOOL,
  whileBusy,
  type Callback,
} from './monitoring.ts';

type TraceEvent = 'call' | 'line' | 'return' | 'exception' | 'opcode';
type ProfileEvent = 'call' | 'return' | 'c_call' | 'c_return' | 'c_exception';

let traceFunction: Value = null;
let profileFunction: Value = null;

/** What is being told to a trace function, while it runs: `f_lineno` may be set only at a line. */
export let telling: { readonly frame: PyFrame; readonly event: TraceEvent | 'yield' | 'resume' } | null = null;

export function getTrace(): Value {
  return traceFunction;
}

export function getProfile(): Value {
  return profileFunction;
}

const bits = (...events: number[]): number => events.reduce((mask, event) => mask | (1 << event), 0);

const CODE_EVENTS = bits(EVENT.PY_START, EVENT.PY_RESUME, EVENT.PY_RETURN, EVENT.PY_YIELD, EVENT.PY_UNWIND, EVENT.PY_THROW);
const TRACE_EVENTS = CODE_EVENTS | bits(EVENT.RAISE, EVENT.LINE, EVENT.JUMP, EVENT.STOP_ITERATION);
const PROFILE_EVENTS = CODE_EVENTS | bits(EVENT.CALL, EVENT.C_RETURN, EVENT.C_RAISE);

export function setTrace(callable: Value): void {
  registerTraceCallbacks();
  traceFunction = callable;
  const frame = machine.frame;
  if (callable !== null && frame?.tracing?.opcodes === true) traceOpcodes(frame, true);
  setEvents(TRACE_TOOL, callable === null ? 0 : TRACE_EVENTS);
  // The former function may have been at its end.
  dropped();
}

export function setProfile(callable: Value): void {
  registerProfileCallbacks();
  profileFunction = callable;
  setEvents(PROFILE_TOOL, callable === null ? 0 : PROFILE_EVENTS);
}

/** `sys.call_tracing`: a call that is traced though a trace function runs. */
export function callTracing(callable: Value, args: Value[]): Value {
  return whileBusy(false, () => callValue(callable, args));
}

/** Tells the trace function: the global one at a frame's beginning, else the frame's own, which its result replaces. */
function trace(frame: PyFrame, event: TraceEvent, arg: Value, kind: TraceEvent | 'yield' | 'resume' = event): Value {
  if (traceFunction === null) return null;
  const tracing = (frame.tracing ??= new FrameTracing());
  if (tracing.opcodes) traceOpcodes(frame, true);
  const callable = event === 'call' ? traceFunction : tracing.trace;
  if (callable === null) return null;
  const before = telling;
  telling = { frame, event: kind };
  let result: Value;
  try {
    result = callValue(callable, [frame, event, arg]);
  } catch (error) {
    setTrace(null);
    tracing.trace = null;
    throw error;
  } finally {
    telling = before;
  }
  if (result !== null) tracing.trace = result;
  return null;
}

/** Wants each instruction of a frame's code told, or not. */
export function traceOpcodes(frame: PyFrame, enable: boolean): void {
  const code = frame.code.plain;
  const events = getLocalEvents(TRACE_TOOL, code);
  const instruction = 1 << EVENT.INSTRUCTION;
  setLocalEvents(TRACE_TOOL, code, enable ? events | instruction : events & ~instruction);
}

function traceLine(frame: PyFrame): Value {
  return frame.tracing !== null && frame.tracing.lines ? trace(frame, 'line', null) : null;
}

const onException: Callback = (frame, [, , value]) => {
  const exception = value as PyBaseException;
  return trace(frame, 'exception', new PyTuple([exception.cls, exception, exception.traceback]));
};

const onInstruction: Callback = frame => {
  if (traceFunction === null || frame.tracing === null || !frame.tracing.opcodes) {
    traceOpcodes(frame, false);
    return null;
  }
  return trace(frame, 'opcode', null);
};

/** A jump back within a line is that line again; any other is told by the line that it leads to. */
const onJump: Callback = (frame, [code, from, to]) => {
  if ((to as number) > (from as number)) return DISABLE;
  const line = (offset: number): number | null => lineAt(code as PyCode, offset);
  if (line(from as number) !== line(to as number)) return DISABLE;
  return traceLine(frame);
};

function lineAt(code: PyCode, offset: number): number | null {
  return code.locationAt(code.offsets.indexOf(offset / 2)).lineno;
}

function registerTraceCallbacks(): void {
  const table: readonly [number, Callback][] = [
    [EVENT.PY_START, frame => trace(frame, 'call', null)],
    [EVENT.PY_RESUME, frame => trace(frame, 'call', null, 'resume')],
    [EVENT.PY_THROW, frame => trace(frame, 'call', null)],
    [EVENT.PY_RETURN, (frame, [, , value]) => trace(frame, 'return', value)],
    [EVENT.PY_YIELD, (frame, [, , value]) => trace(frame, 'return', value, 'yield')],
    [EVENT.PY_UNWIND, frame => trace(frame, 'return', null)],
    [EVENT.RAISE, onException],
    [EVENT.STOP_ITERATION, onException],
    [EVENT.LINE, traceLine],
    [EVENT.JUMP, onJump],
    [EVENT.INSTRUCTION, onInstruction],
  ];
  for (const [event, callback] of table) registerCallback(TRACE_TOOL, event, callback, null);
}

function profile(frame: PyFrame, event: ProfileEvent, arg: Value): Value {
  if (profileFunction === null) return null;
  try {
    callValue(profileFunction, [frame, event, arg]);
  } catch (error) {
    setProfile(null);
    throw error;
  }
  return null;
}

/** Native functions only; a method of a built-in type is shown bound to its receiver. */
const profileCall =
  (event: ProfileEvent): Callback =>
  (frame, [, , callable, argument]) => {
    if (!(callable instanceof PyBuiltin)) return null;
    if (typeOf(callable) !== T.method_descriptor) return profile(frame, event, callable);
    if (argument === MISSING) return null;
    const bind = typeOf(callable).slots.tp_descr_get;
    return profile(frame, event, bind === null ? callable : bind(callable, argument, typeOf(argument)));
  };

function registerProfileCallbacks(): void {
  const table: readonly [number, Callback][] = [
    [EVENT.PY_START, frame => profile(frame, 'call', null)],
    [EVENT.PY_RESUME, frame => profile(frame, 'call', null)],
    [EVENT.PY_THROW, frame => profile(frame, 'call', null)],
    [EVENT.PY_RETURN, (frame, [, , value]) => profile(frame, 'return', value)],
    [EVENT.PY_YIELD, (frame, [, , value]) => profile(frame, 'return', value)],
    [EVENT.PY_UNWIND, frame => profile(frame, 'return', null)],
    [EVENT.CALL, profileCall('c_call')],
    [EVENT.C_RETURN, profileCall('c_return')],
    [EVENT.C_RAISE, profileCall('c_exception')],
  ];
  for (const [event, callback] of table) registerCallback(PROFILE_TOOL, event, callback, null);
}

/** Forgets both functions: a run begins. */
export function resetTracing(): void {
  traceFunction = null;
  profileFunction = null;
  telling = null;
}
