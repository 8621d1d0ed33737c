/**
 * Code generation: syntax tree and scopes → instructions.
 *
 * One walk over the tree; each node is turned into instructions as it is met, and jumps go to labels that are placed later. Nothing is clever here: what
 * can be folded, inlined or left out is the business of the passes over the control flow graph (`../cfg`).
 *
 *     x = a + 1          LOAD_NAME a │ LOAD_CONST 1 │ BINARY_OP + │ STORE_NAME x
 *
 * - An expression leaves its value on the stack; a target in `Store` context takes the value from there.
 * - Each module, function, class and hidden scope is a *unit* (`../unit.ts`) with constants, names and instructions of its own. Where a unit ends it is
 *   assembled at once, and the enclosing unit gets the code object as a constant.
 * - Which instruction loads a name, the symbol table has decided (`names.ts`).
 * - Blocks that must be undone when `return` or `break` leaves them are kept on a stack of the unit (`unwind.ts`).
 *
 * In CPython this is `Python/codegen.c`; the instructions here are those that `_testinternalcapi.compiler_codegen` shows, one for one.
 */
import type { Position, mod, stmt } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { Location } from '../instruction-sequence.ts';
import { body } from './body.ts';
import { Compiler, locationOf } from './compiler.ts';
import type { CompilerSetup } from './compiler.ts';
import { visitExpr } from './expressions.ts';
import { visitStmt } from './statements.ts';

export type { Assemble, CompileWarning, WarningSink } from './compiler.ts';

/** Generates a module's code and that of everything in it. The module's unit is open: `finish` ends it. */
export function generate(mod: mod, setup: CompilerSetup): Compiler {
  const c = new Compiler(setup, visitStmt, visitExpr);
  c.enterScope('module', c.symtable.lookup(mod), '<module>', 1);
  switch (mod._type) {
    case 'Module':
      module(c, mod.body, false);
      break;
    case 'Interactive':
      module(c, mod.body, true);
      break;
    case 'Expression':
      c.expr(mod.body);
      break;
    case 'FunctionType':
      throw new Error('invariant: the symbol table refuses function types');
  }
  return c;
}

function module(c: Compiler, stmts: readonly stmt[], interactive: boolean): void {
  const first: Position | undefined = stmts[0];
  const loc = first === undefined ? new Location(1, 1, 0, 0) : locationOf(first);
  if (c.scope.hasConditionalAnnotations) {
    c.opI(loc, op.BUILD_SET, 0);
    c.opI(loc, op.STORE_NAME, c.unit.nameTable.add('__conditional_annotations__'));
  }
  body(c, loc, stmts, interactive);
}
