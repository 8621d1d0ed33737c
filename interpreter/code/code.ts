/**
 * The code object: what the compiler makes and the virtual machine runs.
 *
 * Fields and their meaning are CPython's (`Include/cpython/code.h`, `Objects/codeobject.c`), with CPython's names, so that each can be
 * compared with the original's. Everything is immutable; what the machine learns while it runs (caches, specialized instructions) is kept
 * beside the code object, not in it.
 */
import type { Constant } from './constant.ts';

/** Bits of `co_flags`. */
export const CO = {
  OPTIMIZED: 0x1,
  NEWLOCALS: 0x2,
  VARARGS: 0x4,
  VARKEYWORDS: 0x8,
  NESTED: 0x10,
  GENERATOR: 0x20,
  COROUTINE: 0x80,
  ITERABLE_COROUTINE: 0x100,
  ASYNC_GENERATOR: 0x200,
  FUTURE_DIVISION: 0x20000,
  FUTURE_ABSOLUTE_IMPORT: 0x40000,
  FUTURE_WITH_STATEMENT: 0x80000,
  FUTURE_PRINT_FUNCTION: 0x100000,
  FUTURE_UNICODE_LITERALS: 0x200000,
  FUTURE_BARRY_AS_BDFL: 0x400000,
  FUTURE_GENERATOR_STOP: 0x800000,
  FUTURE_ANNOTATIONS: 0x1000000,
  NO_MONITORING_EVENTS: 0x2000000,
  HAS_DOCSTRING: 0x4000000,
  METHOD: 0x8000000,
} as const;

/** The bits of the future features: what a code object inherits from its module, and `compile()` from its caller. */
export const FUTURES =
  CO.FUTURE_DIVISION |
  CO.FUTURE_ABSOLUTE_IMPORT |
  CO.FUTURE_WITH_STATEMENT |
  CO.FUTURE_PRINT_FUNCTION |
  CO.FUTURE_UNICODE_LITERALS |
  CO.FUTURE_BARRY_AS_BDFL |
  CO.FUTURE_GENERATOR_STOP |
  CO.FUTURE_ANNOTATIONS;

/** Bits of `compile()`'s flags, beside those of the future features. */
export const PYCF = {
  DONT_IMPLY_DEDENT: 0x200,
  ONLY_AST: 0x400,
  TYPE_COMMENTS: 0x1000,
  ALLOW_TOP_LEVEL_AWAIT: 0x2000,
  ALLOW_INCOMPLETE_INPUT: 0x4000,
  OPTIMIZED_AST: 0x8400,
} as const;

/** Bits of a byte of `co_localspluskinds`. */
export const CO_FAST = { ARG_POS: 0x02, ARG_KW: 0x04, ARG_VAR: 0x08, HIDDEN: 0x10, LOCAL: 0x20, CELL: 0x40, FREE: 0x80 } as const;

export interface CodeFields {
  co_argcount: number;
  co_posonlyargcount: number;
  co_kwonlyargcount: number;
  co_stacksize: number;
  co_flags: number;
  /** Two bytes an instruction, inline caches included and zero. */
  co_code: Uint8Array;
  co_consts: readonly Constant[];
  co_names: readonly string[];
  /** Fast locals, then cells that are no arguments, then free variables. */
  co_localsplusnames: readonly string[];
  /** One `CO_FAST` byte a name. */
  co_localspluskinds: Uint8Array;
  co_filename: string;
  co_name: string;
  co_qualname: string;
  co_firstlineno: number;
  co_linetable: Uint8Array;
  co_exceptiontable: Uint8Array;
  /**
   * Of what was compiled with it: the strings that are no words and, as constants, are the very objects that are names (`compiler/name-constants.ts`).
   * Not known of code that was read.
   */
  nameConstants?: ReadonlySet<string>;
}

export class CodeObject implements CodeFields {
  readonly kind = 'code';
  readonly co_argcount: number;
  readonly co_posonlyargcount: number;
  readonly co_kwonlyargcount: number;
  readonly co_stacksize: number;
  readonly co_flags: number;
  readonly co_code: Uint8Array;
  readonly co_consts: readonly Constant[];
  readonly co_names: readonly string[];
  readonly co_localsplusnames: readonly string[];
  readonly co_localspluskinds: Uint8Array;
  readonly co_filename: string;
  readonly co_name: string;
  readonly co_qualname: string;
  readonly co_firstlineno: number;
  readonly co_linetable: Uint8Array;
  readonly co_exceptiontable: Uint8Array;
  readonly nameConstants: ReadonlySet<string> | undefined;
  /** Where the virtual machine keeps what it derives from this code object (converted constants, quickened code); it alone touches it. */
  runtime: unknown = undefined;

  constructor(fields: CodeFields) {
    this.co_argcount = fields.co_argcount;
    this.co_posonlyargcount = fields.co_posonlyargcount;
    this.co_kwonlyargcount = fields.co_kwonlyargcount;
    this.co_stacksize = fields.co_stacksize;
    this.co_flags = fields.co_flags;
    this.co_code = fields.co_code;
    this.co_consts = fields.co_consts;
    this.co_names = fields.co_names;
    this.co_localsplusnames = fields.co_localsplusnames;
    this.co_localspluskinds = fields.co_localspluskinds;
    this.co_filename = fields.co_filename;
    this.co_name = fields.co_name;
    this.co_qualname = fields.co_qualname;
    this.co_firstlineno = fields.co_firstlineno;
    this.co_linetable = fields.co_linetable;
    this.co_exceptiontable = fields.co_exceptiontable;
    this.nameConstants = fields.nameConstants;
  }

  private named(bit: number): string[] {
    return this.co_localsplusnames.filter((_, i) => (this.co_localspluskinds[i] & bit) !== 0);
  }
  get co_varnames(): string[] {
    return this.named(CO_FAST.LOCAL);
  }
  get co_cellvars(): string[] {
    return this.named(CO_FAST.CELL);
  }
  get co_freevars(): string[] {
    return this.named(CO_FAST.FREE);
  }
  get co_nlocals(): number {
    return this.co_varnames.length;
  }
}

/** Gives code, and the code in it, another file name: what is done to a module's code whose file was moved after it was compiled. */
export function setFilename(code: CodeObject, filename: string): void {
  (code as { co_filename: string }).co_filename = filename;
  for (const constant of code.co_consts) if (constant instanceof CodeObject) setFilename(constant, filename);
}
