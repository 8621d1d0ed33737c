/** What the code generator knows about a code unit — a module, class body, function, comprehension — besides its instructions. */
import { CO } from '../code/code.ts';
import type { ConstantTable } from './constant-table.ts';

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
  /** Positional parameters without those that are positional only (unlike `co_argcount`, which includes them). */
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  firstlineno: number;
}

/** How many of the locals are parameters. */
export function parameterCount(unit: UnitMetadata, flags: number): number {
  return (
    unit.posonlyargcount +
    unit.argcount +
    unit.kwonlyargcount +
    ((flags & CO.VARARGS) !== 0 ? 1 : 0) +
    ((flags & CO.VARKEYWORDS) !== 0 ? 1 : 0)
  );
}
