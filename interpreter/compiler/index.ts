/**
 * The compiler: syntax tree → code object.
 *
 *     tree ─ future.ts ─▶ features
 *          ─ preprocess.ts ─▶ tree ─ symtable ─▶ scopes ─ codegen ─▶ instructions ─ cfg ─▶ optimized graph ─ assemble.ts ─▶ code object
 *
 * The module is one *unit*, each function, class, lambda, generator expression and hidden scope in it another; each goes through the last three steps
 * by itself, the inner ones first, because an outer one holds the inner's code object among its constants.
 *
 * In CPython this is `Python/compile.c`.
 */
import type { mod } from '../ast/nodes.generated.ts';
import { FUTURES } from '../code/code.ts';
import type { CodeObject } from '../code/code.ts';
import { buildSymtable } from '../symtable/index.ts';
import type { SymbolTable } from '../symtable/index.ts';
import { optimizeAndAssemble } from './assemble.ts';
import type { Trace } from './assemble.ts';
import { generate } from './codegen/index.ts';
import type { Assemble, WarningSink } from './codegen/index.ts';
import { parseFuture } from './future.ts';
import type { InstructionSequence } from './instruction-sequence.ts';
import { preprocess } from './preprocess.ts';

export type { CompileWarning, WarningSink } from './codegen/index.ts';
export type { Trace } from './assemble.ts';
export { parseFuture } from './future.ts';

export type CompileMode = 'exec' | 'eval' | 'single';

export interface CompileOptions {
  filename: string;
  /** Must fit the tree: Module, Expression, Interactive. */
  mode?: CompileMode;
  /** 1 drops `assert` and makes `__debug__` false, 2 drops docstrings too; -1 stands for 0. */
  optimize?: -1 | 0 | 1 | 2;
  /** `CO.FUTURE_*` bits in force without a statement, and `ALLOW_TOP_LEVEL_AWAIT`. */
  flags?: number;
  /** Gets each SyntaxWarning; may throw to make it an error. */
  warn?: WarningSink;
  /** Sees each unit's instructions, its control flow graph after each pass, and its code object. */
  trace?: Trace;
}

/** The tree is nested too deeply to be walked: CPython raises RecursionError. */
export class CompilerStackOverflow extends Error {
  constructor() {
    super('maximum recursion depth exceeded during compilation');
  }
}

/** Compiles a tree, which is changed on the way (see `preprocess.ts`). Throws a `PythonSyntaxError`, or a `CompilerStackOverflow`. */
export function compile(mod: mod, options: CompileOptions): CodeObject {
  const { filename, trace } = options;
  const assemble: Assemble = (unit, sequence, flags) => optimizeAndAssemble(unit, sequence, flags, filename, trace);
  try {
    return prepare(mod, options, assemble).finish(mod._type !== 'Expression');
  } catch (error) {
    // What engines throw when their stack is full.
    if (error instanceof RangeError) throw new CompilerStackOverflow();
    throw error;
  }
}

/** The instructions before any optimization, with those of nested units in `nested`. The tree is changed as by `compile`. */
export function generateInstructions(mod: mod, options: CompileOptions): InstructionSequence {
  let outermost: InstructionSequence | undefined;
  const assemble: Assemble = (unit, sequence, flags) => {
    outermost = sequence;
    return optimizeAndAssemble(unit, sequence, flags, options.filename);
  };
  prepare(mod, options, assemble).finish(mod._type !== 'Expression');
  return outermost!;
}

/** The symbol table that `compile` works with. The tree is changed as by `compile`. */
export function symbolTable(mod: mod, options: CompileOptions): SymbolTable {
  return analyse(mod, options).table;
}

/** Changes a tree as compiling it does before code is generated: what can be computed now is. */
export function preprocessTree(mod: mod, options: CompileOptions): void {
  const { filename, flags = 0, warn = ignore } = options;
  preprocess(mod, { optimize: optimization(options), features: parseFuture(mod, filename).features | flags, warn });
}

function analyse(mod: mod, options: CompileOptions): { table: SymbolTable; features: number } {
  const { filename, flags = 0, warn = ignore } = options;
  const future = parseFuture(mod, filename);
  future.features |= flags;
  const { features } = future;
  preprocess(mod, { optimize: optimization(options), features, warn });
  return { table: buildSymtable(mod, { filename, future }), features };
}

function prepare(mod: mod, options: CompileOptions, assemble: Assemble): ReturnType<typeof generate> {
  const { table, features } = analyse(mod, options);
  return generate(mod, {
    filename: options.filename,
    symtable: table,
    features,
    inheritedFlags: features & FUTURES,
    optimize: optimization(options),
    interactive: mod._type === 'Interactive',
    warn: options.warn ?? ignore,
    assemble,
  });
}

function optimization(options: CompileOptions): number {
  return Math.max(0, options.optimize ?? 0);
}

function ignore(): void {}
