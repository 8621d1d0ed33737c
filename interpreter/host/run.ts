/**
 * A program on its way: a sequence of slices between which the embedder's event loop can turn.
 *
 * Frames live on the JavaScript heap, so the machine can stop at any instruction and go on later. `advance` runs until the program ends,
 * waits for something, or has used its time.
 */
export type RunState =
  /** The slice's time is over; call `advance` again. */
  | { readonly state: 'running' }
  /** `input()` or a read of standard input waits for a line: call `provideInput`, then `advance`. */
  | { readonly state: 'input' }
  /** `time.sleep()`: call `advance` again when the time has passed. */
  | { readonly state: 'sleep'; readonly seconds: number }
  /** The program ended; an uncaught exception's traceback has been written to standard error. */
  | { readonly state: 'done'; readonly exitCode: number; readonly error: RunError | null };

/** What an embedder may want to know of the exception that ended a run. */
export interface RunError {
  /** Qualified name of the exception's type. */
  readonly type: string;
  readonly message: string;
  /** The whole traceback as written to standard error. */
  readonly traceback: string;
  /** Where in the main script the exception passed last: 1-based lines, columns as UTF-8 byte offsets as in `co_positions`; null if nowhere. */
  readonly position: {
    readonly lineno: number;
    readonly end_lineno: number;
    readonly col_offset: number;
    readonly end_col_offset: number;
  } | null;
}

/** What a command line or the environment sets, where it differs from the defaults. */
export interface Configuration {
  /** Fields of `sys.flags`. */
  readonly flags?: Readonly<Record<string, number | boolean>>;
  /** `sys.warnoptions` */
  readonly warnings?: readonly string[];
  /** `sys._xoptions` */
  readonly xOptions?: ReadonlyMap<string, string | true>;
  readonly executable?: string;
  /** `sys.orig_argv` */
  readonly commandLine?: readonly string[];
  /** What comes first in `sys.path` instead of the program's folder; null for nothing. */
  readonly path0?: string | null;
  /** Further entries of `sys.path`, before the library. */
  readonly path?: readonly string[];
  /** Encoding of the standard streams, and what to do about what it does not have. */
  readonly ioEncoding?: readonly [encoding: string, errors?: string];
  /** `sys.pycache_prefix` */
  readonly pycachePrefix?: string;
  /** `_imp.check_hash_based_pycs`, if not 'default'. */
  readonly checkHashBasedPycs?: string;
  /** Writes what is printed at once. */
  readonly unbuffered?: boolean;
}

/** A program that is a module, as `-m` names it: `runpy` finds and runs it. */
export interface MainModule {
  readonly module: string;
  /** Whether the module's file becomes `sys.argv[0]`. */
  readonly alterArgv: boolean;
}

export interface Run {
  /** Whether the program has asked to exit (by SystemExit). */
  readonly exited: boolean;
  /** Runs for about `milliseconds`, at least one instruction. */
  advance(milliseconds: number): RunState;
  /** Answers a wait for input: a line with its newline, or null for end of file. */
  provideInput(line: string | null): void;
  /** Raises KeyboardInterrupt in the program at the next instruction that may be interrupted. */
  interrupt(): void;
}

export interface RunOptions {
  readonly filename?: string;
  /** sys.argv; `[filename]` by default. */
  readonly argv?: readonly string[];
  readonly optimize?: 0 | 1 | 2;
  readonly recursionLimit?: number;
  readonly configuration?: Configuration;
  /** Statements of a session will follow in the same `__main__`: the end of the program is not the end, and a SystemExit is shown. */
  readonly inspect?: boolean;
}

/**
 * Thrown through a run that needs code which is still being fetched: no import statement told of it in time. The run is lost; another one will find
 * the code when `arrival` has come true.
 */
export class CodeOnItsWay extends Error {
  readonly arrival: Promise<unknown>;
  constructor(module: string, arrival: Promise<unknown>) {
    super(`The code of the module ${module} was still being fetched. It is there now: run the program again.`);
    this.arrival = arrival;
  }
}
