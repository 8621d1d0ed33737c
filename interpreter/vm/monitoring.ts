/**
 * Monitoring (PEP 669), on which `sys.monitoring`, `sys.settrace` and `sys.setprofile` stand (CPython: Python/instrumentation.c).
 *
 * It costs nothing while nobody listens. When a tool wants events of some code, all its instruction words are overwritten with MONITOR: wherever
 * a frame of it stands, its next instruction leads to `monitor`, which exchanges the frame's code for a twin (`quicken.ts`) with a MONITOR word
 * in front of each instruction, and the frame's `pc` with it. There each instruction is announced before it runs; what has become of it
 * (a jump, a branch, a native call's return) is told when the next one of the frame begins. Frames leave the twin in the same way.
 *
 * Raising, unwinding and handling are told by `unwind`, which asks `exceptionEvents`.
 */
import { raise, valueError, PyBaseException } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { PyObject, type Value } from '../objects/core/value.ts';
import { callValue } from '../objects/protocol/call.ts';
import { PyCode } from '../objects/types/code.ts';
import { PyMethod } from '../objects/types/descriptors.ts';
import { escapeFrame, FrameTracing, type PyFrame } from '../objects/types/frame.ts';
import { PyFunction } from '../objects/types/function.ts';
import { PyGenerator } from '../objects/types/generator.ts';
import * as op from '../opcodes/ids.generated.ts';
import * as iop from './internal-ops.ts';
import { machine } from './machine.ts';
import { observe } from './observe.ts';
import { onQuicken, quicken } from './quicken.ts';

/** `sys.monitoring.DISABLE`, and what stands for an absent first argument of a call. */
export const DISABLE = new PyObject(T.object);
export const MISSING = new PyObject(T.object);

/** The events in the order of their bits: first those of instructions, which can be asked for code by code. */
export const EVENT_NAMES = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH_LEFT',
  'BRANCH_RIGHT',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
  'BRANCH',
] as const;
type EventName = (typeof EVENT_NAMES)[number];

/** Numbers of the events. */
export const EVENT = Object.fromEntries(EVENT_NAMES.map((name, i) => [name, i])) as Readonly<Record<EventName, number>>;

const LOCAL_EVENTS = (1 << EVENT.RAISE) - 1;
const BRANCHES = (1 << EVENT.BRANCH_LEFT) | (1 << EVENT.BRANCH_RIGHT);

/** What a tool does at an event: `arguments_` begins with the code. DISABLE as its result silences the instruction. */
export type Callback = (frame: PyFrame, arguments_: Value[]) => Value;

interface Tool {
  name: Value;
  events: number;
  readonly callbacks: (Callback | null)[];
  /** What a program registered, to be given back. */
  readonly registered: Value[];
}

/** Tools 0 to 5 are for programs, the two behind them for `sys.setprofile` and `sys.settrace`. */
export const PROFILE_TOOL = 6;
export const TRACE_TOOL = 7;
const TOOL_COUNT = 8;

const newTool = (): Tool => ({
  name: null,
  events: 0,
  callbacks: EVENT_NAMES.map(() => null),
  registered: EVENT_NAMES.map(() => null),
});

let tools: Tool[] = Array.from({ length: TOOL_COUNT }, newTool);
/** All tools' events. */
let wanted = 0;
/** Counts changes of what tools want, and restarts of disabled places. */
let version = 0;
let restarts = 0;
/** Whether a callback runs: what happens below it is not told. */
let busy = false;
/** Code with local events, for it can be unwatched only one by one. */
let codes: WeakRef<PyCode>[] = [];

/** Whether `unwind` and `throw()` have to tell anyone. */
export let exceptionEvents = false;

/** What is kept of a code object that is, or was, watched. */
class CodeMonitoring {
  /** Events wanted here only, by tool. */
  readonly local = new Int32Array(TOOL_COUNT);
  /** Its words, while they are overwritten. */
  saved: Int32Array | null = null;
  version = -1;
  restarts = -1;
  /** Tools to tell, by event. */
  readonly tools = new Uint8Array(EVENT_NAMES.length);
  /** Of the twin's instructions: lines, whether one begins, and the tools that do not want to hear of it again. */
  lines: Int32Array = NONE;
  starts: Uint8Array = NO_BYTES;
  disabledLine: Uint8Array = NO_BYTES;
  disabledInstruction: Uint8Array = NO_BYTES;
  disabledOwn: Uint8Array = NO_BYTES;
  /** Index of the first RESUME: what is in front of it is the machine's own affair. */
  first = 0;
}
const NONE = new Int32Array(0);
const NO_BYTES = new Uint8Array(0);

/** Forgets all tools: a run begins. */
export function resetMonitoring(): void {
  tools = Array.from({ length: TOOL_COUNT }, newTool);
  busy = false;
  update();
}

/** What tools keep: names and functions. */
export function toolsInUse(): unknown {
  return tools;
}

function monitoringOf(code: PyCode): CodeMonitoring {
  return (code.monitoring ??= new CodeMonitoring()) as CodeMonitoring;
}

// ---------------------------------------------------------------- what tools want

/** Makes the words of all code fit what tools want now. */
function update(): void {
  version++;
  wanted = 0;
  for (const tool of tools) wanted |= tool.events;
  exceptionEvents = (wanted & ~LOCAL_EVENTS) !== 0;
  codes = codes.filter(reference => reference.deref() !== undefined);
  for (const reference of codes) watch(reference.deref()!);
}

/** Overwrites a code's words where a tool wants to hear of it, and restores them where none does. */
function watch(code: PyCode): void {
  const state = code.monitoring as CodeMonitoring | null;
  let events = wanted & LOCAL_EVENTS;
  if (state !== null) for (const local of state.local) events |= local;
  const saved = state === null ? null : state.saved;
  if ((events !== 0) === (saved !== null)) return;
  const { words } = code;
  if (saved !== null) {
    words.set(saved);
    state!.saved = null;
    return;
  }
  if (words.length === 0) return;
  monitoringOf(code).saved = words.slice();
  for (let i = 0; i < words.length; i++) {
    const opcode = words[i] & 255;
    // A comparison may be joined with the jump behind it, and be under way.
    if (opcode !== op.POP_JUMP_IF_FALSE && opcode !== op.POP_JUMP_IF_TRUE) words[i] = iop.MONITOR;
  }
}

onQuicken.push(code => {
  codes.push(new WeakRef(code));
  if (wanted !== 0 || code.monitoring !== null) watch(code);
});

/** The instruction words of a frame's code, whether it is watched or not. */
export function wordsOf(code: PyCode): Int32Array {
  const state = code.monitoring as CodeMonitoring | null;
  return state !== null && state.saved !== null ? state.saved : code.words;
}

export function getTool(id: number): Value {
  return tools[id].name;
}

export function useTool(id: number, name: Value): void {
  if (tools[id].name !== null) throw valueError(`tool ${id} is already in use`);
  tools[id].name = name;
}

/** Takes a tool's callbacks and events away. */
export function clearTool(id: number): void {
  const tool = tools[id];
  tool.callbacks.fill(null);
  tool.registered.fill(null);
  tool.events = 0;
  for (const reference of codes) {
    const state = reference.deref()?.monitoring as CodeMonitoring | null | undefined;
    if (state) state.local[id] = 0;
  }
  update();
}

export function freeTool(id: number): void {
  clearTool(id);
  tools[id].name = null;
}

/** Sets what a tool does at an event; the former `registered` value. */
export function registerCallback(id: number, event: number, callback: Callback | null, registered: Value): Value {
  const tool = tools[id];
  const old = tool.registered[event];
  tool.registered[event] = registered;
  tool.callbacks[event] = callback;
  if (event === EVENT.BRANCH) {
    tool.callbacks[EVENT.BRANCH_LEFT] = callback;
    tool.callbacks[EVENT.BRANCH_RIGHT] = callback;
  }
  return old;
}

/** A program's function as a callback. */
export function pythonCallback(callable: Value): Callback {
  return (_frame, arguments_) => callValue(callable, arguments_);
}

const visible = (events: number): number =>
  (events & BRANCHES) === BRANCHES && (events & (1 << EVENT.BRANCH)) !== 0 ? events & ~BRANCHES : events;

export function getEvents(id: number): number {
  return visible(tools[id].events);
}

export function setEvents(id: number, events: number): void {
  if ((events & (1 << EVENT.BRANCH)) !== 0) events |= BRANCHES;
  if (tools[id].events === events) return;
  tools[id].events = events;
  update();
}

export function getLocalEvents(id: number, code: PyCode): number {
  return visible((code.monitoring as CodeMonitoring | null)?.local[id] ?? 0);
}

export function setLocalEvents(id: number, code: PyCode, events: number): void {
  if ((events & (1 << EVENT.BRANCH)) !== 0) events |= BRANCHES;
  const state = monitoringOf(code);
  if (state.local[id] === events) return;
  state.local[id] = events;
  version++;
  watch(code);
}

export function restartEvents(): void {
  restarts++;
}

/** Whether events are told at all: not below a callback. */
export function whileBusy<R>(value: boolean, action: () => R): R {
  const before = busy;
  busy = value;
  try {
    return action();
  } finally {
    busy = before;
  }
}

// ---------------------------------------------------------------- telling

/** Calls the tools of a mask, the last one first, as CPython does. Those that answer DISABLE are returned. */
function tell(mask: number, event: number, frame: PyFrame, arguments_: Value[]): number {
  let disabled = 0;
  for (let id = TOOL_COUNT - 1; id >= 0; id--) {
    if ((mask & (1 << id)) === 0) continue;
    const callback = tools[id].callbacks[event];
    if (callback === null) continue;
    busy = true;
    let result: Value;
    try {
      result = callback(frame, arguments_);
    } finally {
      busy = false;
    }
    if (result !== DISABLE) continue;
    if (((1 << event) & LOCAL_EVENTS) === 0) {
      tools[id].callbacks[event] = null;
      tools[id].registered[event] = null;
      throw valueError(`Cannot disable ${EVENT_NAMES[event]} events. Callback removed.`);
    }
    disabled |= 1 << id;
  }
  return disabled;
}

/** The tools that want an event everywhere. */
function toolsWanting(event: number): number {
  let mask = 0;
  for (let id = 0; id < TOOL_COUNT; id++) if ((tools[id].events & (1 << event)) !== 0) mask |= 1 << id;
  return mask;
}

/** Tells of an exception at an instruction; what a callback raises takes its place. */
export function tellException(event: number, frame: PyFrame, index: number, exception: PyBaseException): PyBaseException {
  if (busy) return exception;
  const mask = toolsWanting(event);
  if (mask === 0) return exception;
  machine.frame = frame;
  try {
    tell(mask, event, frame, [frame.code.plain, offsetAt(frame.code, index), exception]);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    return error;
  }
  return exception;
}

/** Tells of the StopIteration by which an iterator ended a loop or a delegation: it is raised, and goes no further. */
export function tellStopIteration(frame: PyFrame, index: number, exception: PyBaseException): void {
  const told = tellException(EVENT.RAISE, frame, index, exception);
  if (told !== exception) throw told;
}

/** A native call under way in a frame has raised. */
export function tellNativeRaise(frame: PyFrame): void {
  const tracing = frame.tracing;
  if (tracing === null) return;
  const { pending } = tracing;
  tracing.pending = 'nothing';
  if (pending === 'call' && !busy) tellCallEnd(EVENT.C_RAISE, frame, tracing);
}

function tellCallEnd(event: number, frame: PyFrame, tracing: FrameTracing): void {
  const code = frame.code;
  if (code.plain === code) return;
  const state = stateOf(code);
  const mask = state.tools[EVENT.CALL] & ~state.disabledOwn[tracing.last];
  const { callable, argument } = tracing;
  tracing.callable = tracing.argument = null;
  if (mask !== 0) tell(mask, event, frame, [code.plain, offsetAt(code, tracing.last), callable, argument]);
}

function offsetAt(code: PyCode, index: number): number {
  return index < 0 ? 0 : code.offsets[index] * 2;
}

/** The state of a twin's code, up to date. */
function stateOf(twin: PyCode): CodeMonitoring {
  const state = monitoringOf(twin.plain);
  if (state.version !== version) {
    state.version = version;
    for (let event = 0; event < EVENT_NAMES.length; event++) {
      let mask = 0;
      for (let id = 0; id < TOOL_COUNT; id++) if (((tools[id].events | state.local[id]) & (1 << event)) !== 0) mask |= 1 << id;
      state.tools[event] = mask;
    }
  }
  if (state.restarts !== restarts) {
    state.restarts = restarts;
    state.disabledLine = new Uint8Array(twin.words.length);
    state.disabledInstruction = new Uint8Array(twin.words.length);
    state.disabledOwn = new Uint8Array(twin.words.length);
  }
  return state;
}

// ---------------------------------------------------------------- frames

/** Puts a frame of watched code on the twin of that code. */
function enterTwin(frame: PyFrame): void {
  const { code } = frame;
  const state = monitoringOf(code);
  if (code.twin === null) {
    code.twin = new PyCode(code.co, code);
    quicken(code.twin, true);
    code.twin.observation = code.observation;
    findLines(code.twin, state);
  }
  frame.pc = indexOf(code.twin, code.offsets[frame.pc - 1]);
  frame.code = code.twin;
  // The next call must not find it among the frames that can be used again.
  escapeFrame(frame);
  const tracing = (frame.tracing ??= new FrameTracing());
  tracing.pending = 'nothing';
  tracing.last = frame.pc - 1;
}

function leaveTwin(frame: PyFrame): void {
  const { plain, offsets } = frame.code;
  // A MONITOR word has the offset of the instruction behind it.
  frame.pc = indexOf(plain, offsets[frame.pc - 1]);
  frame.code = plain;
}

/** The first instruction at or behind an offset. */
function indexOf(code: PyCode, offset: number): number {
  return code.offsets.findIndex(other => other >= offset);
}

/** Where lines begin, as CPython sees it (`initialize_lines`). */
function findLines(twin: PyCode, state: CodeMonitoring): void {
  const { words } = twin;
  const count = words.length - 1;
  const lines = new Int32Array(count);
  const starts = new Uint8Array(count);
  let first = 1;
  while (first < count && (words[first] & 255) !== op.RESUME) first += 2;
  if (first >= count) first = 1;
  for (let i = 0; i < count; i++) lines[i] = twin.locationAt(i).lineno ?? -1;
  let line = -1;
  for (let i = first; i < count; i += 2) {
    switch (words[i] & 255) {
      case op.RESUME:
      case op.END_FOR:
      case iop.MONITORED_END_FOR:
      case op.END_SEND:
      case op.END_ASYNC_FOR:
      case op.POP_ITER:
        break;
      default:
        if (lines[i] >= 0 && lines[i] !== line) starts[i] = 1;
        line = lines[i];
    }
  }
  const target = (index: number): void => {
    if (index < count && lines[index] >= 0) starts[index] = 1;
  };
  for (let i = first; i < count; i += 2) {
    const arg = words[i] >>> 8;
    switch (words[i] & 255) {
      case op.POP_JUMP_IF_FALSE:
      case op.POP_JUMP_IF_TRUE:
      case op.POP_JUMP_IF_NONE:
      case op.POP_JUMP_IF_NOT_NONE:
      case op.JUMP_FORWARD:
      case op.JUMP_BACKWARD:
      case op.JUMP_BACKWARD_NO_INTERRUPT:
        target(arg + 1);
        break;
      case op.FOR_ITER:
        target(arg + 2);
        break;
      case op.SEND:
        target(arg + 3);
        break;
    }
  }
  for (const handler of twin.handlers) target(handler.target + 1);
  state.lines = lines;
  state.starts = starts;
  state.first = first;
}

/** Called by the loop in front of an instruction of watched code; `frame.pc` stands behind the MONITOR word, and may be changed. */
export function monitor(frame: PyFrame): void {
  const { code } = frame;
  if (code.plain === code) {
    enterTwin(frame);
    return;
  }
  if ((code.plain.monitoring as CodeMonitoring).saved === null) {
    leaveTwin(frame);
    return;
  }
  const state = stateOf(code);
  const index = (code.words[frame.pc - 1] & 255) === iop.MONITORED_END_FOR ? frame.pc - 1 : frame.pc;
  if (index < state.first) return;
  if (code.observation !== null) observe(frame, frame.stack, frame.sp, index);
  const { words } = code;
  const word = words[index];
  const opcode = word & 255;
  if (opcode === iop.MONITORED_END_FOR) {
    // The loop that a generator has ended goes on as if any other iterator had.
    frame.sp--;
    frame.pc = index + 1;
    return;
  }
  const tracing = frame.tracing!;
  const { last, pending } = tracing;
  tracing.pending = 'nothing';
  tracing.last = index;
  if (busy) return;
  const masks = state.tools;
  if (pending !== 'nothing') {
    if (pending === 'call') {
      tracing.last = last;
      tellCallEnd(EVENT.C_RETURN, frame, tracing);
      tracing.last = index;
    } else if (pending === 'jump') {
      tellOwn(state, EVENT.JUMP, frame, last, [code.plain, offsetAt(code, last), offsetAt(code, index)]);
    } else if (pending === 'iteration') {
      if (index === last + 2) tellOwn(state, EVENT.BRANCH_LEFT, frame, last, [code.plain, offsetAt(code, last), offsetAt(code, index)]);
    } else if (index !== last + 2) {
      tellOwn(state, EVENT.BRANCH_RIGHT, frame, last, [code.plain, offsetAt(code, last), offsetAt(code, index)]);
    }
  }
  if (state.starts[index] === 1) {
    const mask = masks[EVENT.LINE] & ~state.disabledLine[index];
    const line = state.lines[index];
    if (mask !== 0 && (last < 0 || state.lines[last] !== line || (words[last] & 255) === op.RESUME)) {
      const { pc } = frame;
      state.disabledLine[index] |= tell(mask, EVENT.LINE, frame, [code.plain, line]);
      if (frame.pc !== pc) {
        // The program has set `f_lineno`.
        tracing.last = -1;
        return;
      }
    }
  }
  // A RESUME tells only that code begins or goes on.
  const instruction = opcode === op.RESUME ? 0 : masks[EVENT.INSTRUCTION] & ~state.disabledInstruction[index];
  if (instruction !== 0) {
    const { pc } = frame;
    state.disabledInstruction[index] |= tell(instruction, EVENT.INSTRUCTION, frame, [code.plain, offsetAt(code, index)]);
    if (frame.pc !== pc) {
      tracing.last = -1;
      return;
    }
  }
  const { stack, sp } = frame;
  switch (opcode) {
    case op.RESUME:
      tellOwn(state, word >>> 8 === 0 ? EVENT.PY_START : EVENT.PY_RESUME, frame, index, [code.plain, offsetAt(code, index)]);
      break;
    case op.RETURN_VALUE:
    case iop.RETURN_FROM_BODY:
      tellOwn(state, EVENT.PY_RETURN, frame, index, [code.plain, offsetAt(code, index), stack[sp - 1] as Value]);
      break;
    case op.YIELD_VALUE:
      tellOwn(state, EVENT.PY_YIELD, frame, index, [code.plain, offsetAt(code, index), stack[sp - 1] as Value]);
      break;
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
      tracing.pending = 'jump';
      break;
    case op.FOR_ITER:
      tracing.pending = 'iteration';
      break;
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
      tracing.pending = 'branch';
      break;
    case op.NOT_TAKEN:
      if (last >= 0) tellOwn(state, EVENT.BRANCH_LEFT, frame, index, [code.plain, offsetAt(code, last), offsetAt(code, index + 1)]);
      break;
    case op.POP_ITER:
      if (last >= 0) tellOwn(state, EVENT.BRANCH_RIGHT, frame, index, [code.plain, offsetAt(code, last), offsetAt(code, index + 1)]);
      break;
    case op.END_ASYNC_FOR: {
      const exception = stack[sp - 1] as PyBaseException;
      if (exception.cls.isSubtype(T.StopAsyncIteration)) {
        const from = offsetAt(code, (word >>> 8) + 1);
        tellOwn(state, EVENT.BRANCH_RIGHT, frame, index, [code.plain, from, offsetAt(code, index + 1)]);
      }
      break;
    }
    case op.END_SEND:
      if (stack[sp - 2] instanceof PyGenerator) tellStop(state, frame, index, stack[sp - 1] as Value);
      break;
    case op.CALL:
    case op.CALL_KW:
      if (masks[EVENT.CALL] !== 0) {
        const base = sp - (word >>> 8) - (opcode === op.CALL ? 2 : 3);
        const callable = stack[base] as Value;
        const self = stack[base + 1];
        if (self === undefined && callable instanceof PyMethod) announceCall(state, frame, index, callable.func, callable.self);
        else announceCall(state, frame, index, callable, self ?? (word >>> 8 > 0 ? (stack[base + 2] as Value) : MISSING));
      }
      break;
    case op.CALL_FUNCTION_EX:
      if (masks[EVENT.CALL] !== 0) {
        const positional = stack[sp - 2] as { items?: Value[] };
        const argument = positional.items !== undefined && positional.items.length > 0 ? positional.items[0] : MISSING;
        announceCall(state, frame, index, stack[sp - 4] as Value, argument);
      }
      break;
    case op.LOAD_SUPER_ATTR:
      if (masks[EVENT.CALL] !== 0) {
        const given = ((word >>> 8) & 2) !== 0 ? (stack[sp - 2] as Value) : MISSING;
        announceCall(state, frame, index, stack[sp - 3] as Value, given);
      }
      break;
  }
}

/** An event that belongs to one instruction, which tools can silence. */
function tellOwn(state: CodeMonitoring, event: number, frame: PyFrame, index: number, arguments_: Value[]): void {
  const mask = state.tools[event] & ~state.disabledOwn[index];
  if (mask !== 0) state.disabledOwn[index] |= tell(mask, event, frame, arguments_);
}

function announceCall(state: CodeMonitoring, frame: PyFrame, index: number, callable: Value, argument: Value): void {
  const { code, tracing } = frame;
  tellOwn(state, EVENT.CALL, frame, index, [code.plain, offsetAt(code, index), callable, argument]);
  if (callable instanceof PyFunction) return;
  tracing!.pending = 'call';
  tracing!.callable = callable;
  tracing!.argument = argument;
}

/** A generator that the loop ran in place has returned: told as the StopIteration that there would have been. */
function tellStop(state: CodeMonitoring, frame: PyFrame, index: number, value: Value): void {
  const mask = state.tools[EVENT.STOP_ITERATION] & ~state.disabledOwn[index];
  if (mask === 0) return;
  const exception = value === null ? raise(T.StopIteration) : raise(T.StopIteration, value);
  state.disabledOwn[index] |= tell(mask, EVENT.STOP_ITERATION, frame, [frame.code.plain, offsetAt(frame.code, index), exception]);
}
