/**
 * From a unit's instructions to its code object: the control flow graph is built and optimized (`cfg/`), then laid out as bytes.
 */
import type { CodeObject } from '../code/code.ts';
import type { ConstantTable } from './constant-table.ts';
import type { InstructionSequence } from './instruction-sequence.ts';

/** What the code generator knows about a code unit besides its instructions. */
export interface UnitMetadata {
  name: string;
  qualname: string;
  /** The class whose private names are mangled here. */
  private: string | null;
  /** Constants in order of first use. Folding adds to them, and what it made useless is left out of the code object. */
  consts: ConstantTable;
  /** Names in order of first use. */
  names: readonly string[];
  varnames: readonly string[];
  cellvars: readonly string[];
  freevars: readonly string[];
  /** Locals of inlined comprehensions at module and class level, which `locals()` does not show. */
  fasthidden: ReadonlySet<string>;
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  firstlineno: number;
}

/** Sees the graph after each pass. */
export type Trace = (pass: string) => void;

export function optimizeAndAssemble(
  unit: UnitMetadata,
  sequence: InstructionSequence,
  flags: number,
  filename: string,
  trace?: Trace,
): CodeObject {
  throw new Error('not yet');
}
