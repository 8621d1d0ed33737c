/**
 * Symbol tables: syntax tree → scopes.
 *
 * Before code can be generated for `x`, the compiler must know whether `x` is a fast local, a cell shared with an inner function, a name of an
 * outer function, or a global. Python decides this by looking at a whole scope at once: one assignment anywhere makes a name local everywhere
 * in the function. So two passes run over the tree first:
 *
 *     tree ── collect ──▶ scopes with facts ── resolve ──▶ scopes with verdicts
 *             "x is bound here, used there"                "x is a cell, y is global implicit"
 *
 * - `collect.ts` opens a `Scope` at each module, function, class, lambda and comprehension, and at the hidden ones: annotations, type aliases,
 *   type parameters and each type variable's bound or default. It notes facts as `DEF_*` and `USE` bits, applies name mangling, and reports what
 *   is already wrong ("name 'x' is assigned to before global declaration").
 * - `resolve.ts` goes down with the names bound around a scope, and comes back with the names still free; where the two meet, a cell is made. It
 *   also merges comprehensions into the scope that runs them (PEP 709).
 *
 * The tables that rule it are the bits in `scope.ts`. In CPython this is `Python/symtable.c`; the module `symtable` shows its result.
 */
import type { mod } from '../ast/nodes.generated.ts';
import { Collector } from './collect.ts';
import type { FutureFeatures } from './collect.ts';
import { resolve } from './resolve.ts';
import type { Scope } from './scope.ts';

export { ALLOW_TOP_LEVEL_AWAIT, docstring } from './collect.ts';
export type { FutureFeatures } from './collect.ts';
export { describeScopes } from './describe.ts';
export type { ScopeDescription, SymbolDescription } from './describe.ts';
export * from './scope.ts';
export { syntaxErrorAt } from './errors.ts';

/** All scopes of a module. */
export interface SymbolTable {
  readonly filename: string;
  readonly top: Scope;
  /** The scope that a node opens; a function's annotations go by its `arguments`, type parameters by their list. */
  lookup(node: object): Scope;
  /** The scope of a type parameter's default, where it also has a bound. */
  lookupDefault(node: object): Scope;
}

export interface SymtableOptions {
  filename: string;
  future?: FutureFeatures;
}

/** Builds the symbol table of a (preprocessed) tree. Throws a `PythonSyntaxError` where names are misused. */
export function buildSymtable(mod: mod, options: SymtableOptions): SymbolTable {
  const future = options.future ?? { features: 0, location: { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 } };
  const collector = new Collector(mod, options.filename, future);
  resolve(collector.top, options.filename);
  const get = (table: Map<object, Scope>, node: object): Scope => {
    const scope = table.get(node);
    if (scope === undefined) throw new Error('invariant: a scope was collected for each node that opens one');
    return scope;
  };
  return {
    filename: options.filename,
    top: collector.top,
    lookup: node => get(collector.blocks, node),
    lookupDefault: node => get(collector.defaults, node),
  };
}
