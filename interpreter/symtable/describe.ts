/** The symbol table as plain data, for the Scopes panel and for comparison with CPython's module `symtable`. */
import type { SymbolTable } from './index.ts';
import type { Scope, ScopeType } from './scope.ts';
import {
  CELL,
  DEF_ANNOT,
  DEF_BOUND,
  DEF_COMP_CELL,
  DEF_COMP_ITER,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_IMPORT,
  DEF_LOCAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  USE,
  symbolToScope,
} from './scope.ts';

export type ScopeWord = 'local' | 'global explicit' | 'global implicit' | 'free' | 'cell';

export interface SymbolDescription {
  name: string;
  scope: ScopeWord;
  referenced: boolean;
  assigned: boolean;
  parameter: boolean;
  imported: boolean;
  annotated: boolean;
  /** Named in a `global` statement. */
  declaredGlobal: boolean;
  nonlocal: boolean;
  typeParameter: boolean;
  /** The target of a comprehension. */
  compIter: boolean;
  compCell: boolean;
  freeClass: boolean;
  /** A function or class of this name is defined here. */
  namespace: boolean;
}

export interface ScopeDescription {
  type: ScopeType;
  name: string;
  lineno: number;
  nested: boolean;
  /** A comprehension whose code runs in its parent's frame. */
  inlined: boolean;
  varnames: string[];
  symbols: SymbolDescription[];
  children: ScopeDescription[];
}

const SCOPE_WORDS: Record<number, ScopeWord> = {
  [LOCAL]: 'local',
  [GLOBAL_EXPLICIT]: 'global explicit',
  [GLOBAL_IMPLICIT]: 'global implicit',
  [FREE]: 'free',
  [CELL]: 'cell',
};

/** The tree of scopes, each with its symbols in order of first mention. */
export function describeScopes(table: SymbolTable): ScopeDescription {
  return describe(table.top);
}

function describe(scope: Scope): ScopeDescription {
  const children = scope.children.map(describe);
  const namespaces = new Set(children.map(child => child.name));
  const symbols = Array.from(scope.symbols, ([name, flags]): SymbolDescription => ({
    name,
    scope: SCOPE_WORDS[symbolToScope(flags)] ?? 'local',
    referenced: (flags & USE) !== 0,
    assigned: (flags & DEF_LOCAL) !== 0,
    parameter: (flags & DEF_PARAM) !== 0,
    imported: (flags & DEF_IMPORT) !== 0,
    annotated: (flags & DEF_ANNOT) !== 0,
    declaredGlobal: (flags & DEF_GLOBAL) !== 0,
    nonlocal: (flags & DEF_NONLOCAL) !== 0,
    typeParameter: (flags & DEF_TYPE_PARAM) !== 0,
    compIter: (flags & DEF_COMP_ITER) !== 0,
    compCell: (flags & DEF_COMP_CELL) !== 0,
    freeClass: (flags & DEF_FREE_CLASS) !== 0,
    namespace: (flags & DEF_BOUND) !== 0 && namespaces.has(name),
  }));
  const { type, name, nested, compInlined } = scope;
  return { type, name, lineno: scope.location.lineno, nested, inlined: compInlined, varnames: [...scope.varnames], symbols, children };
}
