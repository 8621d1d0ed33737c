/**
 * A program's run: from its source to its end, in slices (`host/run.ts` says what an embedder sees).
 */
import type { MainModule, Run, RunError, RunState } from '../host/run.ts';
import { PyBaseException, raise } from '../objects/core/errors.ts';
import { PyModule } from '../objects/core/module.ts';
import { T } from '../objects/core/registry.ts';
import { strText } from '../objects/core/str.ts';
import { typeOf } from '../objects/core/type.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { strTextOf } from '../objects/protocol/repr.ts';
import { CodeObject } from '../code/code.ts';
import { codeOf } from '../objects/types/code.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import type { PyFunction } from '../objects/types/function.ts';
import { EXIT } from './exit.ts';
import type { PyTraceback } from '../objects/types/traceback.ts';
import { functionFrame, newFrame } from './calls.ts';
import { finishObjects } from './collect.ts';
import { loadModule } from './import.ts';
import { builtinsOf } from './module-code.ts';
import { evaluate } from './loop.generated.ts';
import { machine, now, SUSPEND } from './machine.ts';
import { formatException, writeError } from './traceback-text.ts';
import { unwind, unwound } from './unwind.ts';

/** What the machine is given to run. */
export interface Program {
  readonly filename: string;
  /** The code of `__main__`, or the module that is to be it. Throws Python's SyntaxError. */
  readonly main: () => CodeObject | MainModule;
  /** Its end is not the end of the interpreter: it is a statement of a session, or a session follows and SystemExit is shown instead of obeyed. */
  readonly goesOn?: 'statement' | 'inspect';
}

const DONE = (exitCode: number, error: RunError | null): RunState => ({ state: 'done', exitCode, error });

export class ProgramRun implements Run {
  exited = false;
  private readonly program: Program;
  private frame: PyFrame | null = null;
  private ended: RunState | null = null;
  private line: string | null | undefined = undefined;

  constructor(program: Program) {
    this.program = program;
  }

  advance(milliseconds: number): RunState {
    if (this.ended !== null) return this.ended;
    const { waiting } = machine;
    if (waiting !== null && waiting.state.state === 'input' && this.line === undefined && !machine.interrupted) return waiting.state;
    machine.deadline = milliseconds === Infinity ? Infinity : now() + milliseconds;
    let result: MaybeValue;
    try {
      machine.nesting = 1;
      if (this.frame === null) {
        this.frame = this.begin();
        result = evaluate(this.frame);
      } else result = evaluate(this.resume());
    } catch (error) {
      return this.end(error);
    } finally {
      machine.nesting = 0;
    }
    if (result === SUSPEND) return machine.waiting === null ? { state: 'running' } : (machine.waiting as { state: RunState }).state;
    return this.end(null);
  }

  provideInput(line: string | null): void {
    this.line = line;
  }

  interrupt(): void {
    machine.interrupted = true;
  }

  private begin(): PyFrame {
    const frame = this.mainFrame(this.program.main());
    frame.exit = EXIT.NATIVE;
    frame.depth = 1;
    return frame;
  }

  private mainFrame(program: CodeObject | MainModule): PyFrame {
    if (!(program instanceof CodeObject)) {
      const runModule = getAttribute(loadModule('runpy'), '_run_module_as_main') as PyFunction;
      return functionFrame(runModule, [program.module, program.alterArgv], null);
    }
    const code = codeOf(program);
    // A session has many sources under one name; they are told apart by their code.
    if (this.program.goesOn === 'statement') keepSource(code.co, machine.sources.get(this.program.filename) ?? '');
    const main = machine.modules.getStr('__main__') as PyModule;
    const frame = newFrame(code, main.dict, builtinsOf(main.dict));
    frame.locals = main.dict;
    return frame;
  }

  /** The frame to go on in: what a waiting native call was waiting for becomes its result, or an exception. */
  private resume(): PyFrame {
    const frame = machine.frame!;
    const { waiting } = machine;
    if (waiting === null) return frame;
    machine.waiting = null;
    const line = this.line ?? null;
    this.line = undefined;
    try {
      if (machine.interrupted) {
        machine.interrupted = false;
        throw raise(T.KeyboardInterrupt);
      }
      frame.stack[frame.sp++] = waiting.result(line);
      return frame;
    } catch (error) {
      const target = unwind(frame, frame.pc, error, false, -1);
      if (target === null) throw unwound.exception;
      return target;
    }
  }

  /** The program is over: what an interpreter does at its end. */
  private end(error: unknown): RunState {
    machine.deadline = Infinity;
    machine.frame = null;
    let outcome: { exitCode: number; error: RunError | null } = { exitCode: 0, error: null };
    if (error !== null) {
      if (!(error instanceof PyBaseException)) throw error;
      outcome = this.report(error);
    }
    if (this.program.goesOn !== undefined) flush('stdout');
    else if (!conclude()) outcome.exitCode = OUTPUT_LOST;
    return (this.ended = DONE(outcome.exitCode, outcome.error));
  }

  private report(exception: PyBaseException): { exitCode: number; error: RunError | null } {
    if (exception.cls.isSubtype(T.SystemExit) && this.program.goesOn !== 'inspect') return this.exit(exception);
    flush('stdout');
    setLastException(exception);
    const traceback = formatException(exception);
    const sys = machine.modules.getStr('sys');
    const hook = sys === undefined ? undefined : findAttribute(sys, 'excepthook');
    const original = sys === undefined ? undefined : findAttribute(sys, '__excepthook__');
    if (hook !== undefined && hook !== original) {
      try {
        callValue(hook, [exception.cls, exception, exception.traceback]);
      } catch (error) {
        if (!(error instanceof PyBaseException)) throw error;
        if (error.cls.isSubtype(T.SystemExit)) return this.exit(error);
        writeError(`Error in sys.excepthook:\n${formatException(error)}\nOriginal exception was:\n${traceback}`);
      }
    } else writeError(traceback);
    return {
      exitCode: exception.cls.isSubtype(T.KeyboardInterrupt) ? 130 : 1,
      error: { type: exception.cls.qualname, message: safeText(exception), traceback, position: this.positionIn(exception) },
    };
  }

  private exit(exception: PyBaseException): { exitCode: number; error: null } {
    this.exited = true;
    return { exitCode: exitCode(exception), error: null };
  }

  /** Where the exception last was in the main script. */
  private positionIn(exception: PyBaseException): RunError['position'] {
    let position: RunError['position'] = null;
    for (let entry = exception.traceback as PyTraceback | null; entry !== null; entry = entry.next) {
      if (entry.code.co.co_filename !== this.program.filename) continue;
      const { lineno, end_lineno, col_offset, end_col_offset } = entry.code.locationAt(entry.index);
      if (lineno !== null)
        position = { lineno, end_lineno: end_lineno ?? lineno, col_offset: col_offset ?? 0, end_col_offset: end_col_offset ?? 0 };
    }
    if (position === null && exception.cls.isSubtype(T.SyntaxError)) {
      const field = (name: string): number | undefined => {
        const value = exception.fields?.get(name);
        return typeof value === 'number' ? value : undefined;
      };
      const lineno = field('lineno');
      if (lineno !== undefined) {
        const offset = field('offset') ?? 1;
        position = {
          lineno,
          end_lineno: field('end_lineno') ?? lineno,
          col_offset: offset - 1,
          end_col_offset: (field('end_offset') ?? offset + 1) - 1,
        };
      }
    }
    return position;
  }
}

/** The exit code when what was printed last could not be written. */
const OUTPUT_LOST = 120;

/** What an interpreter does at its end; false if output was lost. */
export function conclude(): boolean {
  try {
    atExit();
  } catch (late) {
    if (!(late instanceof PyBaseException)) throw late;
    writeError(formatException(late));
  }
  const error = flush('stdout');
  finishObjects();
  flush('stdout');
  if (error !== null) writeError(`Exception ignored while flushing sys.stdout:\n${formatException(error)}`);
  flush('stderr');
  machine.closeFiles();
  return error === null;
}

/** `sys.last_exc` and its older forms, for `pdb.pm()` and the like. */
function setLastException(exception: PyBaseException): void {
  const sys = machine.modules.getStr('sys');
  if (!(sys instanceof PyModule)) return;
  sys.dict.setStr('last_exc', exception);
  sys.dict.setStr('last_type', exception.cls);
  sys.dict.setStr('last_value', exception);
  sys.dict.setStr('last_traceback', exception.traceback);
}

function keepSource(code: CodeObject, source: string): void {
  machine.codeSources.set(code, source);
  for (const constant of code.co_consts) if (constant instanceof CodeObject) keepSource(constant, source);
}

function safeText(exception: PyBaseException): string {
  try {
    return strTextOf(exception);
  } catch {
    return '';
  }
}

/** The process's exit status for a SystemExit: its code, or 1 after printing what is no number. */
function exitCode(exception: PyBaseException): number {
  const code: Value = findAttribute(exception, 'code') ?? null;
  if (code === null) return 0;
  if (typeof code === 'number') return code & 0xff;
  if (typeof code === 'boolean') return code ? 1 : 0;
  if (typeof code === 'bigint') return Number(code & 0xffn);
  if (typeOf(code).isSubtype(T.int)) return Number(strTextOf(code)) & 0xff;
  flush('stdout');
  writeError(`${strText(code) ?? safeTextOf(code)}\n`);
  return 1;
}

function safeTextOf(value: Value): string {
  try {
    return strTextOf(value);
  } catch {
    return '';
  }
}

function atExit(): void {
  const module = machine.modules.getStr('atexit');
  const run = module === undefined || module === null ? undefined : findAttribute(module, '_run_exitfuncs');
  if (run !== undefined) callValue(run, []);
}

/** Writes what a stream has gathered; what that raised, if anything. */
function flush(name: string): PyBaseException | null {
  const sys = machine.modules.getStr('sys');
  const stream = sys instanceof PyModule ? (sys.dict.getStr(name) ?? null) : null;
  if (stream === null) return null;
  try {
    const closed = findAttribute(stream, 'closed');
    if (closed === true) return null;
    callValue(getAttribute(stream, 'flush'), []);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    return error;
  }
  return null;
}
