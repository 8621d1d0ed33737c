/**
 * A program's run: from its source to its end, in slices (`host/run.ts` says what an embedder sees).
 */
import type { Run, RunError, RunState } from '../host/run.ts';
import { PyBaseException, raise } from '../objects/core/errors.ts';
import { PyModule } from '../objects/core/module.ts';
import { T } from '../objects/core/registry.ts';
import { strText } from '../objects/core/str.ts';
import { typeOf } from '../objects/core/type.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { strTextOf } from '../objects/protocol/repr.ts';
import type { CodeObject } from '../code/code.ts';
import { codeOf } from '../objects/types/code.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { EXIT } from './exit.ts';
import type { PyTraceback } from '../objects/types/traceback.ts';
import { newFrame } from './calls.ts';
import { finishObjects } from './collect.ts';
import { builtinsOf } from './module-code.ts';
import { evaluate } from './loop.generated.ts';
import { machine, now, SUSPEND } from './machine.ts';
import { formatException, writeError } from './traceback-text.ts';
import { unwind, unwound } from './unwind.ts';

/** What the machine is given to run; `compile` throws Python's SyntaxError. */
export interface Program {
  readonly filename: string;
  readonly compile: () => CodeObject;
}

const DONE = (exitCode: number, error: RunError | null): RunState => ({ state: 'done', exitCode, error });

export class ProgramRun implements Run {
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
    const code = codeOf(this.program.compile());
    const main = machine.modules.getStr('__main__') as PyModule;
    const frame = newFrame(code, main.dict, builtinsOf(main.dict));
    frame.locals = main.dict;
    frame.exit = EXIT.NATIVE;
    frame.depth = 1;
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
    try {
      atExit();
    } catch (late) {
      if (!(late instanceof PyBaseException)) throw late;
      writeError(formatException(late));
    }
    flush('stdout');
    finishObjects();
    flush('stdout');
    flush('stderr');
    machine.closeFiles();
    return (this.ended = DONE(outcome.exitCode, outcome.error));
  }

  private report(exception: PyBaseException): { exitCode: number; error: RunError | null } {
    if (exception.cls.isSubtype(T.SystemExit)) return { exitCode: exitCode(exception), error: null };
    flush('stdout');
    const traceback = formatException(exception);
    const sys = machine.modules.getStr('sys');
    const hook = sys === undefined ? undefined : findAttribute(sys, 'excepthook');
    const original = sys === undefined ? undefined : findAttribute(sys, '__excepthook__');
    if (hook !== undefined && hook !== original) {
      try {
        callValue(hook, [exception.cls, exception, exception.traceback]);
      } catch (error) {
        if (!(error instanceof PyBaseException)) throw error;
        if (error.cls.isSubtype(T.SystemExit)) return { exitCode: exitCode(error), error: null };
        writeError(`Error in sys.excepthook:\n${formatException(error)}\nOriginal exception was:\n${traceback}`);
      }
    } else writeError(traceback);
    return {
      exitCode: exception.cls.isSubtype(T.KeyboardInterrupt) ? 130 : 1,
      error: { type: exception.cls.qualname, message: safeText(exception), traceback, position: this.positionIn(exception) },
    };
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

function flush(name: string): void {
  const sys = machine.modules.getStr('sys');
  const stream = sys instanceof PyModule ? (sys.dict.getStr(name) ?? null) : null;
  if (stream === null) return;
  try {
    callValue(getAttribute(stream, 'flush'), []);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
  }
}
