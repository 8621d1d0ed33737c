/**
 * `frame.f_lineno = line`: a debugger moves a frame to another line, where the stacks of both places allow it (CPython: Objects/frameobject.c,
 * `frame_lineno_set`).
 */
import { raise, valueError, type PyBaseException } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { T } from '../objects/core/registry.ts';
import { toIndex } from '../objects/protocol/index.ts';
import type { PyCode } from '../objects/types/code.ts';
import { frameHooks, type PyFrame } from '../objects/types/frame.ts';
import { machine } from './machine.ts';
import { warnings } from '../objects/core/warnings.ts';
import { KIND, stackKinds } from './stack-kinds.ts';
import { telling, traceOpcodes } from './tracing.ts';

frameHooks.traceOpcodes = frame => {
  if (frame.tracing?.opcodes === true) traceOpcodes(frame, true);
};

frameHooks.setLine = (frame, value) => {
  if (value === undefined) throw raise(T.AttributeError, 'cannot delete attribute');
  if (!typeOf(value).isSubtype(T.int)) throw valueError('lineno must be an integer');
  if (telling === null || frame !== telling.frame) throw valueError('f_lineno can only be set in a trace function');
  switch (telling.event) {
    case 'line':
    case 'yield':
    case 'resume':
      break;
    case 'call':
      throw valueError("can't jump from the 'call' trace event of a new frame");
    default:
      throw valueError("can only jump from a 'line' trace event");
  }
  const { code } = frame;
  const { co } = code;
  const asked = toIndex(value);
  if (typeof asked === 'bigint' || Math.abs(asked) > 0x7fffffff) throw valueError('lineno out of range');
  if (asked < co.co_firstlineno) throw valueError(`line ${asked} comes before the current code block`);
  const begins = lineBeginnings(code);
  const line = [...begins.values()].filter(l => l >= asked).sort((a, b) => a - b)[0];
  if (line === undefined) throw valueError(`line ${asked} comes after the current code block`);

  const kinds = stackKinds(code);
  // In front of YIELD_VALUE as well as of a line's first instruction, `pc` is the instruction.
  const from = kinds[code.offsets[frame.pc]];
  let best: { unit: number; stack: string } | null = null;
  let message = 'cannot find bytecode for specified line';
  for (const [unit, l] of begins) {
    if (l !== line) continue;
    const to = kinds[unit];
    if (from !== undefined && to !== undefined && isCompatible(from, to)) {
      if (best === null || to.length > best.stack.length) best = { unit, stack: to };
    } else if (best === null) message = from === undefined ? "can't jump from unreachable code" : incompatibility(to);
  }
  if (best === null) throw valueError(message);
  bindUnbound(frame);

  // What lies on the stack beyond the new place's is dropped; with a handler the exception that it served is done.
  let stack = from!;
  while (stack.length > best.stack.length) {
    const dropped = frame.stack[--frame.sp];
    if (stack.endsWith(KIND.EXCEPTION)) machine.handled.exception = dropped as PyBaseException | null;
    stack = stack.slice(0, -1);
  }
  frame.pc = code.offsets.indexOf(best.unit);
};

/** The compiler has proven that variables are bound where it does not check; at the new place they might not be. */
function bindUnbound(frame: PyFrame): void {
  const { stack, code } = frame;
  const unbound: number[] = [];
  for (let i = 0; i < code.nlocalsplus; i++) if (stack[i] === undefined) unbound.push(i);
  if (unbound.length === 0) return;
  warnings.issue(T.RuntimeWarning, `assigning None to ${unbound.length} unbound local${unbound.length === 1 ? '' : 's'}`);
  for (const i of unbound) stack[i] = null;
}

/** The code units at which the line changes, with the new line. */
function lineBeginnings(code: PyCode): Map<number, number> {
  const found = new Map<number, number>();
  let last: number | null = null;
  for (let i = 0; i < code.offsets.length; i++) {
    const { lineno } = code.locationAt(i);
    if (lineno === null || lineno === last) continue;
    found.set(code.offsets[i], lineno);
    last = lineno;
  }
  return found;
}

function isCompatible(from: string, to: string): boolean {
  if (from.length < to.length) return false;
  for (let i = 0; i < to.length; i++) {
    const a = from[i];
    const b = to[i];
    if (b === KIND.OBJECT ? a === KIND.NULL : b !== KIND.NULL && a !== b) return false;
  }
  return true;
}

function incompatibility(to: string | undefined): string {
  if (to === undefined) return "can't jump into an exception handler, or code may be unreachable";
  switch (to[to.length - 1]) {
    case KIND.EXCEPTION:
      return "can't jump into an 'except' block as there's no exception";
    case KIND.LASTI:
      return "can't jump into a re-raising block as there's no location";
    case KIND.ITERATOR:
      return "can't jump into the body of a for loop";
    default:
      return 'incompatible stacks';
  }
}
