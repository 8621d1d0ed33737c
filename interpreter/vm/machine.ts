/**
 * The machine's state: one running interpreter at a time.
 *
 * Module-level and monomorphic, so that the loop reads its fields as constants of one object. `Interpreter` (index.ts) makes a new state
 * current; nothing of an old one survives in it.
 */
import type { Host } from '../host/host.ts';
import { PyDict } from '../objects/core/dict.ts';
import { raise, runtimeError } from '../objects/core/errors.ts';
import { settleTypes, T } from '../objects/core/registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyModule } from '../objects/core/module.ts';
import type { mod } from '../ast/nodes.generated.ts';
import type { Scope } from '../symtable/scope.ts';
import type { CodeObject } from '../code/code.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { HandledException } from '../objects/types/generator.ts';
import type { RunState } from '../host/run.ts';

/** What a native function returns when the run must wait; `machine.waiting` says for what. */
export const SUSPEND: PyObject = new PyObject(T.object);

/** What the run waits for, and how the awaited thing becomes the native call's result. */
export interface Waiting {
  readonly state: RunState;
  readonly result: (line: string | null) => Value;
}

export type CompileHook = (
  source: string | Uint8Array,
  filename: string,
  mode: 'exec' | 'eval' | 'single',
  flags: number,
  optimize: number,
) => CodeObject;

export type ParseMode = 'exec' | 'eval' | 'single' | 'func_type';
/** The bits of `flags` are `compile()`'s: PyCF_TYPE_COMMENTS among them. */
export type ParseHook = (source: string | Uint8Array, filename: string, mode: ParseMode, flags: number, options: ParseHookOptions) => mod;
export interface ParseHookOptions {
  /** Accept only what Python 3.featureVersion has; -1 for everything. */
  readonly featureVersion: number;
  readonly optimize: number;
}
/** What the compiler does to a tree before it makes code of it (`PyCF_OPTIMIZED_AST`). */
export type PreprocessHook = (tree: mod, filename: string, flags: number, optimize: number) => void;
export type SymtableHook = (source: string | Uint8Array, filename: string, mode: 'exec' | 'eval' | 'single') => Scope;
export type CompileTreeHook = (
  tree: mod,
  filename: string,
  mode: 'exec' | 'eval' | 'single',
  flags: number,
  optimize: number,
) => CodeObject;

/** How many backward jumps and calls may pass between two looks at the clock. */
export const BUDGET = 20_000;
/** The same for the first look in a loop: soon, so that the loop has been seen looking before V8 compiles it. */
export const FIRST_BUDGET = 200;

/** The evaluation loop, which calls what enters it: `vm/index.ts` wires the two. */
export const loop: { evaluate: (frame: PyFrame) => MaybeValue } = { evaluate: unwired };

function unwired(): never {
  throw new Error('invariant: index.ts has wired the front end');
}

export const machine: {
  host: Host;
  modules: PyDict;
  /** Namespace of `builtins`. */
  builtins: PyDict;
  /** The frame that runs, or called the native function that runs. */
  frame: PyFrame | null;
  handled: HandledException;
  recursionLimit: number;
  /** `-v`: how much is told of imports. */
  verbose: number;
  /** Evaluation loops on the JavaScript stack. */
  nesting: number;
  waiting: Waiting | null;
  interrupted: boolean;
  /** When the slice ends, in milliseconds of the host's monotonic clock. */
  deadline: number;
  /** How often the budget of backward jumps and calls was used up. */
  looks: number;
  optimize: 0 | 1 | 2;
  compile: CompileHook;
  parse: ParseHook;
  compileTree: CompileTreeHook;
  preprocess: PreprocessHook;
  symtable: SymtableHook;
  /** A new native module of this name, if there is one; `nativeModuleReady` is told when it is in `sys.modules`. */
  nativeModule: (name: string) => PyModule | undefined;
  nativeModuleReady: (name: string, module: PyModule) => void;
  /** Why a module of CPython is not here. */
  whyAbsent: (name: string) => string | undefined;
  /** Writes back what files hold that nobody closed. */
  closeFiles: () => void;
  /** Texts of programs that are in no file, by file name, for tracebacks. */
  sources: Map<string, string>;
  /** The same for the statements of a session, whose names do not tell them apart. */
  codeSources: WeakMap<CodeObject, string>;
} = {
  host: undefined as unknown as Host,
  modules: undefined as unknown as PyDict,
  builtins: undefined as unknown as PyDict,
  frame: null,
  handled: new HandledException(),
  recursionLimit: 1000,
  verbose: 0,
  nesting: 0,
  waiting: null,
  interrupted: false,
  deadline: Infinity,
  looks: 0,
  optimize: 0,
  compile: unwired,
  parse: unwired,
  compileTree: unwired,
  preprocess: unwired,
  symtable: unwired,
  nativeModule: () => undefined,
  nativeModuleReady: () => {},
  whyAbsent: () => undefined,
  closeFiles: () => {},
  sources: new Map(),
  codeSources: new WeakMap(),
};

/** Starts over with a host: no modules, no frames. */
export function resetMachine(host: Host, recursionLimit: number, optimize: 0 | 1 | 2): void {
  settleTypes();
  machine.host = host;
  machine.modules = new PyDict();
  machine.builtins = new PyModule('builtins').dict;
  machine.frame = null;
  machine.handled = new HandledException();
  machine.recursionLimit = recursionLimit;
  machine.verbose = 0;
  machine.nesting = 0;
  machine.waiting = null;
  machine.interrupted = false;
  machine.deadline = Infinity;
  machine.optimize = optimize;
  machine.sources = new Map();
}

export function now(): number {
  return Number(machine.host.clock.monotonic()) / 1e6;
}

/** Looked at when the budget is used up: raises KeyboardInterrupt if asked to; true when the slice is over and this loop can be left. */
export function sliceIsOver(): boolean {
  machine.looks++;
  if (machine.interrupted) {
    machine.interrupted = false;
    throw raise(T.KeyboardInterrupt);
  }
  return machine.nesting === 1 && machine.deadline !== Infinity && now() >= machine.deadline;
}

/**
 * Makes the run wait for a line of input; native code returns what this returns. `result` turns the line (null at end of file) into the
 * call's result, or throws.
 */
export function suspendForInput(result: (line: string | null) => Value): Value {
  return suspend({ state: { state: 'input' }, result });
}

/** Waits, here or, where the host cannot, by making the run sleep; native code returns what this returns. `result` gives the call's result, or throws. */
export function waitFor(seconds: number, result: () => Value): Value {
  if (!waitsHere('sleep')) return suspend({ state: { state: 'sleep', seconds }, result });
  machine.host.sleep!(seconds);
  return result();
}

/** Whether to wait inside the call: where the host can and, if it would rather see the run suspended, where that is impossible. */
export function waitsHere(how: 'sleep' | 'readLine'): boolean {
  return machine.host[how] !== undefined && !(machine.host.prefersSuspension === true && machine.nesting === 1);
}

function suspend(waiting: Waiting): Value {
  if (machine.nesting !== 1) {
    const what = waiting.state.state === 'input' ? 'input()' : 'sleep()';
    throw runtimeError(`${what} cannot wait here: it was called, through native code, from a place that this page cannot suspend`);
  }
  machine.waiting = waiting;
  return SUSPEND;
}
