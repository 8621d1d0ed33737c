/** `sys.monitoring` (PEP 669; CPython: Python/instrumentation.c), a namespace that `sys` carries. */
import type { Value } from '../objects/core/value.ts';
import { typeError, valueError } from '../objects/core/errors.ts';
import { PyDict } from '../objects/core/dict.ts';
import type { PyModule } from '../objects/core/module.ts';
import { T } from '../objects/core/registry.ts';
import { strText } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { PyCode } from '../objects/types/code.ts';
import {
  clearTool,
  DISABLE,
  EVENT,
  EVENT_NAMES,
  freeTool,
  getEvents,
  getLocalEvents,
  getTool,
  MISSING,
  PROFILE_TOOL,
  pythonCallback,
  registerCallback,
  restartEvents,
  setEvents,
  setLocalEvents,
  useTool,
} from '../vm/monitoring.ts';
import { makeNativeModule, registerModule } from './registry.ts';

const ALL_EVENTS = (1 << EVENT_NAMES.length) - 1;
const C_EVENTS = (1 << EVENT.C_RETURN) | (1 << EVENT.C_RAISE);
const CALL_EVENTS = C_EVENTS | (1 << EVENT.CALL);
/** Events that code can be asked for one by one. */
const LOCAL_EVENTS = ((1 << EVENT.RAISE) - 1) | (1 << EVENT.BRANCH);

function toolId(value: Value): number {
  const id = toIndexNumber(value);
  if (id < 0 || id >= PROFILE_TOOL) throw valueError(`invalid tool ${id} (must be between 0 and 5)`);
  return id;
}

function toolInUse(value: Value): number {
  const id = toolId(value);
  if (getTool(id) === null) throw valueError(`tool ${id} is not in use`);
  return id;
}

function eventSet(value: Value): number {
  const events = toIndexNumber(value);
  if (events < 0 || events > ALL_EVENTS) throw valueError(`invalid event set 0x${events.toString(16)}`);
  if ((events & C_EVENTS) !== 0 && (events & CALL_EVENTS) !== CALL_EVENTS)
    throw valueError('cannot set C_RETURN or C_RAISE events independently');
  return events & ~C_EVENTS;
}

function codeObject(value: Value): PyCode {
  if (!(value instanceof PyCode)) throw typeError('code must be a code object');
  return value;
}

/** The number of the one event that is meant. */
function eventNumber(value: Value): number {
  const event = toIndexNumber(value);
  const number = event <= 0 ? -1 : Math.log2(event);
  if (event <= 0 || !Number.isInteger(number)) throw valueError('The callback can only be set for one event at a time');
  if (number >= EVENT_NAMES.length) throw valueError(`invalid event ${event}`);
  return number;
}

registerModule('sys.monitoring', {
  functions: {
    'use_tool_id(tool_id, name, /)': (tool: Value, name: Value) => {
      const id = toolId(tool);
      if (strText(name) === undefined) throw valueError('tool name must be a str');
      useTool(id, name);
      return null;
    },
    'clear_tool_id(tool_id, /)': (tool: Value) => {
      const id = toolId(tool);
      if (getTool(id) !== null) clearTool(id);
      return null;
    },
    'free_tool_id(tool_id, /)': (tool: Value) => {
      const id = toolId(tool);
      if (getTool(id) !== null) freeTool(id);
      return null;
    },
    'get_tool(tool_id, /)': (tool: Value) => getTool(toolId(tool)),
    'register_callback(tool_id, event, func, /)': (tool: Value, event: Value, callable: Value) => {
      const id = toolId(tool);
      const number = eventNumber(event);
      return registerCallback(id, number, callable === null ? null : pythonCallback(callable), callable);
    },
    'get_events(tool_id, /)': (tool: Value) => getEvents(toolId(tool)),
    'set_events(tool_id, event_set, /)': (tool: Value, events: Value) => {
      const id = toolId(tool);
      const set = eventSet(events);
      setEvents(toolInUse(id), set);
      return null;
    },
    'get_local_events(tool_id, code, /)': (tool: Value, code: Value) => {
      const object = codeObject(code);
      return getLocalEvents(toolId(tool), object);
    },
    'set_local_events(tool_id, code, event_set, /)': (tool: Value, code: Value, events: Value) => {
      const object = codeObject(code);
      const id = toolInUse(tool);
      const set = eventSet(events);
      if ((set & ~LOCAL_EVENTS) !== 0) throw valueError(`invalid local event set 0x${set.toString(16)}`);
      setLocalEvents(id, object, set);
      return null;
    },
    'restart_events()': () => (restartEvents(), null),
    '_all_events()': () => {
      const all = new PyDict();
      EVENT_NAMES.forEach((name, event) => {
        let tools = 0;
        for (let id = 0; id < PROFILE_TOOL; id++) if ((getEvents(id) & (1 << event)) !== 0) tools |= 1 << id;
        if (tools !== 0) all.setStr(name, tools);
      });
      return all;
    },
  },
  attributes: {
    events: () => callValue(T.SimpleNamespace, [...EVENT_NAMES.map((_, event) => 1 << event), 0], [...EVENT_NAMES, 'NO_EVENTS']),
    DEBUGGER_ID: 0,
    COVERAGE_ID: 1,
    PROFILER_ID: 2,
    OPTIMIZER_ID: 5,
    DISABLE,
    MISSING,
  },
});

export function makeMonitoring(): PyModule {
  return makeNativeModule('sys.monitoring')!;
}
