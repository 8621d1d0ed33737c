/** What needs a tree: the tree itself, its scopes, its code. */
import type { mod } from '../../interpreter/ast/nodes.generated.ts';
import { compile, parseFuture } from '../../interpreter/compiler/index.ts';
import { ParserStackOverflow, parse } from '../../interpreter/parser/index.ts';
import { SourceText } from '../../interpreter/source/source-text.ts';
import { PythonSyntaxError } from '../../interpreter/source/syntax-error.ts';
import { buildSymtable } from '../../interpreter/symtable/index.ts';
import { describeTree } from './ast.ts';
import type { AnyNode } from './ast.ts';
import { listCode } from './bytecode.ts';
import { sourceError } from './errors.ts';
import { describeSymbols } from './scopes.ts';
import type { Inspection, StageResult } from './types.ts';

/** A stage that cannot go on reports its error, and so do the stages after it. */
export function inspectTree(text: string, filename: string): Omit<Inspection, 'tokens'> {
  const source = new SourceText(text, true);
  const attempt = <T>(make: () => T): StageResult<T> => {
    try {
      return { value: make() };
    } catch (error) {
      if (error instanceof PythonSyntaxError) return { error: sourceError(source, error) };
      if (error instanceof ParserStackOverflow) return { unavailable: 'The program is nested too deeply to be parsed.' };
      throw error;
    }
  };
  const tree = attempt(() => parse(text, { filename }));
  if (!('value' in tree)) return { ast: tree, scopes: tree, bytecode: tree };
  const root = asNode(tree.value);
  return {
    ast: { value: describeTree(source, root) },
    scopes: attempt(() =>
      describeSymbols(source, buildSymtable(tree.value, { filename, future: parseFuture(tree.value, filename) }), root),
    ),
    // The compiler changes its tree, so it gets one of its own.
    bytecode: attempt(() => listCode(source, compile(parse(text, { filename }), { filename }))),
  };
}

function asNode(tree: mod): AnyNode {
  return tree as unknown as AnyNode;
}
