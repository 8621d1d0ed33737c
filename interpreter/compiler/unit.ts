/**
 * A code unit under construction: what will become one code object. CPython's `struct compiler_unit` (`Python/compile.c`).
 */
import type { AnnAssign, stmt } from '../ast/nodes.generated.ts';
import { CELL, DEF_COMP_CELL, DEF_FREE_CLASS, FREE, symbolToScope } from '../symtable/index.ts';
import type { Scope } from '../symtable/index.ts';
import type { UnitMetadata } from './assemble.ts';
import { ConstantTable } from './constant-table.ts';
import type { NameConstants } from './name-constants.ts';
import { InstructionSequence } from './instruction-sequence.ts';
import type { Location } from './instruction-sequence.ts';

/** `annotations` stands for every scope that is none of the user's: annotations, type parameters, bounds, aliases. */
export type UnitType = 'module' | 'class' | 'function' | 'async function' | 'lambda' | 'comprehension' | 'annotations';

/** No label: a frame block that nothing jumps to. */
export const NO_LABEL = -1;

/**
 * What encloses the code being generated and must be undone when `return`, `break` or `continue` leaves it: a loop's iterator on the stack, a
 * handler to pop, a `finally` body to run.
 */
export type FrameBlock = { readonly loc: Location; readonly block: number; readonly exit: number } & (
  | { readonly type: 'while loop' | 'for loop' | 'async for loop' }
  | { readonly type: 'try except' | 'finally end' | 'with' | 'async with' | 'pop value' }
  | { readonly type: 'exception handler' | 'exception group handler' | 'async comprehension generator' | 'stop iteration' }
  | { readonly type: 'finally try'; readonly body: stmt[] }
  | { readonly type: 'handler cleanup'; readonly name: string | null }
);

/** Names with the indexes that instructions use for them; free variables count on behind the cells. */
export class NameTable {
  readonly indexes = new Map<string, number>();
  private readonly offset: number;

  constructor(names: Iterable<string> = [], offset = 0) {
    this.offset = offset;
    for (const name of names) this.add(name);
  }

  /** The index of a name, which is appended if it is new. */
  add(name: string): number {
    let index = this.indexes.get(name);
    if (index === undefined) {
      index = this.indexes.size + this.offset;
      this.indexes.set(name, index);
    }
    return index;
  }

  get(name: string): number | undefined {
    return this.indexes.get(name);
  }

  get names(): string[] {
    return [...this.indexes.keys()];
  }
}

/** How many parameters of each kind a unit has. */
export interface ArgumentCounts {
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
}

export const NO_ARGUMENTS: ArgumentCounts = { argcount: 0, posonlyargcount: 0, kwonlyargcount: 0 };

export class Unit {
  readonly type: UnitType;
  readonly scope: Scope;
  readonly name: string;
  qualname = '';
  /** The class whose private names are mangled here. */
  readonly private: string | null;
  readonly firstlineno: number;
  readonly counts: ArgumentCounts;
  readonly consts: ConstantTable;
  readonly nameTable = new NameTable();
  readonly varnames: NameTable;
  readonly cellvars: NameTable;
  readonly freevars: NameTable;
  /** Outside functions, the names that an inlined comprehension made fast locals: true while it is being compiled. */
  readonly fasthidden = new Map<string, boolean>();
  /** Of a class: the attributes that its methods assign to `self`. */
  readonly staticAttributes = new Set<string>();
  /** Annotated names, kept for the function that evaluates them; with the index by which a conditional one is known, else -1. */
  readonly deferredAnnotations: { statement: AnnAssign; index: number }[] = [];
  nextConditionalAnnotation = 0;
  inConditionalBlock = false;
  /** How many inlined comprehensions enclose the code being generated. */
  inlinedComprehensions = 0;
  readonly blocks: FrameBlock[] = [];
  sequence = new InstructionSequence();

  constructor(
    type: UnitType,
    scope: Scope,
    name: string,
    privateName: string | null,
    firstlineno: number,
    counts: ArgumentCounts,
    nameConstants: NameConstants,
  ) {
    this.type = type;
    this.scope = scope;
    this.name = name;
    this.private = privateName;
    this.firstlineno = firstlineno;
    this.counts = counts;
    this.consts = new ConstantTable(nameConstants);
    this.varnames = new NameTable(scope.varnames);
    this.cellvars = new NameTable(namesInScope(scope, CELL, DEF_COMP_CELL));
    // Cells that a class, or a module with annotations, provides of itself.
    if (scope.needsClassClosure) this.cellvars.add('__class__');
    if (scope.needsClassdict) this.cellvars.add('__classdict__');
    if (scope.hasConditionalAnnotations) this.cellvars.add('__conditional_annotations__');
    this.freevars = new NameTable(namesInScope(scope, FREE, DEF_FREE_CLASS), this.cellvars.indexes.size);
  }

  metadata(): UnitMetadata {
    return {
      name: this.name,
      qualname: this.qualname,
      private: this.private,
      consts: this.consts,
      names: this.nameTable.names,
      varnames: this.varnames.names,
      cellvars: this.cellvars.names,
      freevars: this.freevars.names,
      fasthidden: new Set(this.fasthidden.keys()),
      ...this.counts,
      firstlineno: this.firstlineno,
    };
  }
}

/** The names with a given verdict or flag, sorted, so that their slots do not depend on the order of use. */
function namesInScope(scope: Scope, verdict: number, flag: number): string[] {
  const names: string[] = [];
  for (const [name, symbol] of scope.symbols) {
    if (symbolToScope(symbol) === verdict || symbol & flag) names.push(name);
  }
  return names.sort(compareCodePoints);
}

/** Python's order of strings: by code points, where JavaScript's is by UTF-16 units. */
export function compareCodePoints(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x !== y) {
      // Surrogates stand for code points above all the others.
      if (x >= 0xd800 && y >= 0xd800) {
        x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
        y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
      }
      return x - y;
    }
  }
  return a.length - b.length;
}
