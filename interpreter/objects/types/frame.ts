/**
 * `frame`: one activation of a code object, on the JavaScript heap.
 *
 * `stack` holds the locals (arguments first), cells and free variables, then the value stack, then constants that are operands, in one array. While a frame runs, the evaluation
 * loop keeps `sp` and `pc` in variables of its own and writes them back when it leaves the frame or calls something that might look.
 * A frame that ended is used again for the next call of the same code, unless something may still refer to it (`escaped`).
 */
import { defineType } from '../core/define.ts';
import type { PyDict } from '../core/dict.ts';
import { raise, runtimeError, typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { addressOf } from './object.ts';
import type { PyCode } from './code.ts';
import type { PyFunction } from './function.ts';
import type { PyGenerator } from './generator.ts';

/** What tracing and debuggers keep of a frame. Indexes are of its code's monitored twin. */
export class FrameTracing {
  trace: Value = null;
  lines = true;
  opcodes = false;
  /** The instruction that ran last, and what is to be said of it when the next one begins. */
  last = -1;
  pending: 'nothing' | 'jump' | 'branch' | 'iteration' | 'call' = 'nothing';
  /** Of a pending call: what is called, and its first argument. */
  /** Names that a debugger has added to the variables. */
  extras: PyDict | null = null;
  callable: Value = null;
  argument: Value = null;
}

export class PyFrame extends PyObject {
  /** Its code, or the monitored twin of it. */
  declare code: PyCode;
  func: PyFunction | null = null;
  declare globals: PyDict;
  /** A dict, if a program has not put another mapping there. */
  declare builtins: PyObject;
  /** The namespace of module and class code; null where names are fast locals. */
  locals: Value = null;
  declare readonly stack: MaybeValue[];
  declare sp: number;
  /** Index of the next instruction. */
  pc = 0;
  back: PyFrame | null = null;
  /** What happens when it returns: see `vm/exit.ts`. */
  exit = 0;
  /** Of the frame of an `__init__`, the instance; of an operator's method, the left operand. */
  instance: Value = null;
  /** Of an operator's method, the right operand, and which operator it is. */
  operand: Value = null;
  operation = 0;
  /** Of a generator's body that runs for `list(g)` and its like, what it has yielded. */
  collected: Value[] | null = null;
  /** The generator, coroutine or asynchronous generator that owns this frame. */
  generator: PyGenerator | null = null;
  /** For a generator's frame: where its caller goes on when it returns (rather than yields). */
  returnPc = -1;
  /** Number of Python frames below, for the recursion limit. */
  depth = 0;
  /** Something other than the loop refers to it. */
  escaped = false;
  finished = false;
  tracing: FrameTracing | null = null;

  constructor(code: PyCode, globals: PyDict, builtins: PyObject) {
    super();
    this.cls = T.frame;
    this.code = code;
    this.globals = globals;
    this.builtins = builtins;
    this.stack = code.blank.slice();
    this.sp = code.nlocalsplus;
  }
}

/** What the machine does for frames: set by `vm/tracing.ts`. */
export const frameHooks: {
  /** `f_trace_opcodes` was set. */
  traceOpcodes: (frame: PyFrame) => void;
  /** `f_lineno` is to be set. */
  setLine: (frame: PyFrame, line: MaybeValue) => void;
  /** A body that has not begun will not begin. */
  abandon: (generator: PyGenerator) => void;
  /** `f_locals`. */
  locals: (frame: PyFrame) => Value;
} = { traceOpcodes: () => {}, setLine: () => {}, abandon: () => {}, locals: frame => frame.locals };

/** Marks a frame and all below it as referred to, so that they are not used again. */
export function escapeFrame(frame: PyFrame): PyFrame {
  for (let f: PyFrame | null = frame; f !== null && !f.escaped; f = f.back) f.escaped = true;
  return frame;
}

/** The line a frame is at. */
export function frameLine(frame: PyFrame): number | null {
  return frame.code.locationAt(frame.pc - 1).lineno;
}

/** Clears a frame that does not run: its variables refer to nothing any more. */
export function clearFrame(frame: PyFrame): void {
  frame.stack.fill(undefined, 0, frame.code.framesize);
  frame.locals = null;
}

function boolean(value: MaybeValue): boolean {
  if (typeof value !== 'boolean') throw typeError('attribute value type must be bool');
  return value;
}

defineType('frame', {
  final: true,
  slots: {
    tp_repr: self => {
      const frame = self as PyFrame;
      return `<frame at ${addressOf(frame)}, file '${frame.code.co.co_filename}', line ${frameLine(frame)}, code ${frame.code.co.co_name}>`;
    },
  },
  methods: {
    '__sizeof__($self, /)': (self: PyFrame) => 400 + 8 * self.code.co.co_stacksize,
    'clear($self, /)': (self: PyFrame) => {
      if (!self.finished && self.generator === null) throw runtimeError('cannot clear an executing frame');
      if (self.generator !== null && !self.finished) {
        if (self.generator.running) throw runtimeError('cannot clear an executing frame');
        if (self.generator.started) throw runtimeError('cannot clear a suspended frame');
        frameHooks.abandon(self.generator);
      }
      clearFrame(self);
      return null;
    },
  },
  getset: {
    f_back: [(self: PyFrame) => (self.back === null ? null : escapeFrame(self.back))],
    f_code: [(self: PyFrame) => self.code.plain],
    f_globals: [(self: PyFrame) => self.globals],
    f_builtins: [(self: PyFrame) => self.builtins],
    f_locals: [(self: PyFrame) => frameHooks.locals(self)],
    f_lineno: [frameLine, (self: PyFrame, value) => frameHooks.setLine(self, value)],
    f_lasti: [(self: PyFrame) => (self.pc === 0 ? -1 : (self.code.offsets[self.pc - 1] ?? 0) * 2)],
    f_generator: [(self: PyFrame) => self.generator],
    f_trace: [
      (self: PyFrame) => self.tracing?.trace ?? null,
      (self: PyFrame, value) => void ((self.tracing ??= new FrameTracing()).trace = value ?? null),
    ],
    f_trace_lines: [
      (self: PyFrame) => self.tracing?.lines ?? true,
      (self: PyFrame, value) => {
        if (value === undefined) throw typeError("can't delete numeric/char attribute");
        (self.tracing ??= new FrameTracing()).lines = boolean(value);
      },
    ],
    f_trace_opcodes: [
      (self: PyFrame) => self.tracing?.opcodes ?? false,
      (self: PyFrame, value) => {
        if (value === undefined) throw raise(T.AttributeError, 'f_trace_opcodes cannot be deleted');
        (self.tracing ??= new FrameTracing()).opcodes = boolean(value);
        frameHooks.traceOpcodes(self);
      },
    ],
  },
});
