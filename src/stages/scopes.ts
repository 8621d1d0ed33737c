/** The tree of scopes, as the module `symtable` describes it, with the places of every name. */
import type { SourceText } from '../../interpreter/source/source-text.ts';
import { describeScopes } from '../../interpreter/symtable/index.ts';
import type { Scope, ScopeDescription, SymbolDescription, SymbolTable } from '../../interpreter/symtable/index.ts';
import type { AnyNode } from './ast.ts';
import { Occurrences } from './occurrences.ts';
import { rangeOf } from './positions.ts';
import type { ScopeNode, SymbolRow } from './types.ts';

export function describeSymbols(source: SourceText, table: SymbolTable, root: AnyNode): ScopeNode {
  return describe(source, table.top, describeScopes(table), new Occurrences(source, table, root));
}

function describe(source: SourceText, scope: Scope, description: ScopeDescription, occurrences: Occurrences): ScopeNode {
  const children = scope.children.map((child, i) => describe(source, child, description.children[i], occurrences));
  const notes: string[] = [];
  if (description.nested) notes.push('nested');
  if (description.inlined) notes.push('inlined');
  return {
    kind:
      scope.comprehension === null
        ? scope.type
        : scope.comprehension === 'generator'
          ? 'generator expression'
          : `${scope.comprehension} comprehension`,
    name: description.name,
    lineno: description.lineno,
    range: description.lineno > 0 ? rangeOf(source, scope.location) : null,
    notes,
    symbols: description.symbols.filter(({ name }) => isWritten(name)).map(symbol => describeSymbol(symbol, scope, occurrences)),
    // Every function has a scope for its annotations; where none is written it has nothing to tell.
    children: children.filter(child => child.kind !== 'annotation' || child.symbols.some(symbol => symbol.ranges.length > 0)),
  };
}

/** Names like `.0` and `.format` are the compiler's own. */
function isWritten(name: string): boolean {
  return name[0] !== '.' || name === '.0';
}

function describeSymbol(symbol: SymbolDescription, scope: Scope, occurrences: Occurrences): SymbolRow {
  const facts: [boolean, string][] = [
    [symbol.parameter, 'parameter'],
    [symbol.assigned, 'assigned'],
    [symbol.referenced, 'referenced'],
    [symbol.imported, 'imported'],
    [symbol.annotated, 'annotated'],
    [symbol.declaredGlobal, 'declared global'],
    [symbol.nonlocal, 'declared nonlocal'],
    [symbol.typeParameter, 'type parameter'],
    [symbol.namespace, 'names a scope'],
  ];
  const flags = facts.filter(([is]) => is).map(([, word]) => word);
  return { name: symbol.name, scope: symbol.scope, flags, ranges: occurrences.of(scope, symbol.name) };
}
