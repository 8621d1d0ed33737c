/** Symbol tables as JSON: every scope with its symbols' flags, for us and for CPython's module `symtable`. */
import { parseFuture } from '../../interpreter/compiler/index.ts';
import { parse } from '../../interpreter/parser/index.ts';
import { FREE, SCOPE_OFFSET, buildSymtable, type Scope } from '../../interpreter/symtable/index.ts';

/** A scope: type, name, first line, nested, symbols with their flags, parameters, children. */
type ScopeJson = [string, string, number, boolean, [string, number][], string[], ScopeJson[]];

/** A name that is free in a child only; CPython gets these in the order of a set. */
function comesFromChild([, flags]: [string, number]): boolean {
  return flags === FREE << SCOPE_OFFSET;
}

function scopeJson(scope: Scope): ScopeJson {
  const symbols = [...scope.symbols];
  const ordered = [
    ...symbols.filter(symbol => !comesFromChild(symbol)),
    ...symbols.filter(comesFromChild).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return [scope.type, scope.name, scope.location.lineno, scope.nested, ordered, scope.varnames, scope.children.map(scopeJson)];
}

export function scopesJson(source: string | Uint8Array, filename: string): string {
  const tree = parse(source, { filename });
  return JSON.stringify(scopeJson(buildSymtable(tree, { filename, future: parseFuture(tree, filename) }).top));
}

/** Python that defines `_scopes(source, name)`, which gives the same JSON. */
export const THEIR_SCOPES = `
import json, symtable
def _scopes(source, name):
    def scope(table):
        kind = table.get_type()
        own, children = [], []
        for symbol, flags in table._table.symbols.items():
            (children if flags == ${FREE << SCOPE_OFFSET} else own).append([symbol, flags])
        return [getattr(kind, "value", kind), table.get_name(), table.get_lineno(), table.is_nested(), own + sorted(children),
                table._table.varnames, [scope(child) for child in table.get_children()]]
    return json.dumps(scope(symtable.symtable(source, name, "exec")), separators=(",", ":"), ensure_ascii=False)
`;

/** Where two tables first differ, in words. */
export function explainScopes(ours: string, theirs: string): string {
  return explain(JSON.parse(ours) as ScopeJson, JSON.parse(theirs) as ScopeJson) ?? 'nothing';
}

const PARTS = ['type', 'name', 'line', 'nesting', 'symbols', 'parameters'];

function explain(a: ScopeJson, b: ScopeJson): string | null {
  for (let i = 0; i < PARTS.length; i++) {
    if (JSON.stringify(a[i]) !== JSON.stringify(b[i])) return `${PARTS[i]} of ${b[0]} ${b[1]}, line ${b[2]}`;
  }
  if (a[6].length !== b[6].length) return `children of ${b[0]} ${b[1]}, line ${b[2]}`;
  for (let i = 0; i < b[6].length; i++) {
    const difference = explain(a[6][i], b[6][i]);
    if (difference !== null) return difference;
  }
  return null;
}
