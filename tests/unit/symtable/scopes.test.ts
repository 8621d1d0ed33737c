/** Scopes and symbols: what CPython's module `symtable` shows for the same programs. */
import { parse } from '../../../interpreter/parser/index.ts';
import { buildSymtable, describeScopes, type ScopeDescription, type SymbolDescription } from '../../../interpreter/symtable/index.ts';
import { testPairs } from '../compiler/pairs.ts';

const FLAGS: readonly (readonly [keyof SymbolDescription, string])[] = [
  ['declaredGlobal', 'declared global'],
  ['assigned', 'assigned'],
  ['parameter', 'parameter'],
  ['nonlocal', 'nonlocal'],
  ['referenced', 'referenced'],
  ['freeClass', 'free in a method'],
  ['imported', 'imported'],
  ['annotated', 'annotated'],
  ['compIter', 'comprehension target'],
  ['typeParameter', 'type parameter'],
  ['compCell', 'comprehension cell'],
];

function lines(scope: ScopeDescription, indent = ''): string[] {
  const symbols = scope.symbols.map(symbol => {
    const flags = FLAGS.flatMap(([flag, word]) => (symbol[flag] === true ? [word] : []));
    return {
      bare: flags.length === 0,
      text: `${indent}  ${symbol.name}: ${symbol.scope}${flags.length > 0 ? ` (${flags.join(', ')})` : ''}`,
    };
  });
  // Names that come from children only stand in a set's order in CPython.
  const fromChildren = symbols.filter(symbol => symbol.bare).map(symbol => symbol.text);
  return [
    `${indent}${scope.type} ${scope.name}, line ${scope.lineno}${scope.nested ? ', nested' : ''}`,
    ...symbols.filter(symbol => !symbol.bare).map(symbol => symbol.text),
    ...fromChildren.sort(),
    ...scope.children.flatMap(child => lines(child, `${indent}    `)),
  ];
}

testPairs(new URL('scopes.txt', import.meta.url), program =>
  lines(describeScopes(buildSymtable(parse(program), { filename: 'f' }))).join('\n'),
);
