/**
 * Future statements: `from __future__ import annotations` at the top of a module. CPython's `Python/future.c`.
 *
 * They are found before anything else is done with the tree, because they change what the later stages do.
 */
import type { ImportFrom, mod } from '../ast/nodes.generated.ts';
import { CO } from '../code/code.ts';
import { docstring, syntaxErrorAt } from '../symtable/index.ts';
import type { FutureFeatures } from '../symtable/index.ts';

/** Features by name, with the flag that each still sets; most have long been the rule. */
const FEATURES: Readonly<Record<string, number>> = {
  nested_scopes: 0,
  generators: 0,
  division: 0,
  absolute_import: 0,
  with_statement: 0,
  print_function: 0,
  unicode_literals: 0,
  barry_as_FLUFL: CO.FUTURE_BARRY_AS_BDFL,
  generator_stop: 0,
  annotations: CO.FUTURE_ANNOTATIONS,
};

/** The future features that a module asks for, and where its last future statement stands. */
export function parseFuture(mod: mod, filename: string): FutureFeatures {
  const future: FutureFeatures = { features: 0, location: { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 } };
  if (mod._type !== 'Module' && mod._type !== 'Interactive') return future;
  let done = false;
  let previousLine = 0;
  const body = mod.body;
  for (let i = docstring(body) === null ? 0 : 1; i < body.length; i++) {
    const s = body[i];
    if (done && s.lineno > previousLine) return future;
    previousLine = s.lineno;
    // Only future statements may come before a future statement.
    if (s._type === 'ImportFrom' && s.level === 0 && s.module === '__future__') {
      if (done) throw syntaxErrorAt('from __future__ imports must occur at the beginning of the file', filename, s);
      addFeatures(future, s, filename);
      future.location = s;
    } else {
      done = true;
    }
  }
  return future;
}

function addFeatures(future: FutureFeatures, s: ImportFrom, filename: string): void {
  for (const alias of s.names) {
    if (alias.name === 'braces') throw syntaxErrorAt('not a chance', filename, alias);
    const flag = FEATURES[alias.name];
    if (flag === undefined) throw syntaxErrorAt(`future feature ${alias.name} is not defined`, filename, alias);
    future.features |= flag;
  }
}
