/** The body of a module or class: docstring, statements, and at the end the function for its annotations. */
import type { stmt } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { docstring } from '../../symtable/index.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { processDeferredAnnotations } from './annotations.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { cleanDoc } from './docstring.ts';
import { nameOp } from './names.ts';

export function body(c: Compiler, loc: Location, stmts: readonly stmt[], interactive: boolean): void {
  if (c.futureAnnotations && c.scope.annotationsUsed) c.op(loc, op.SETUP_ANNOTATIONS);
  if (stmts.length === 0) return;
  let rest = stmts;
  const doc = !interactive && c.scope.hasDocstring ? docstring(stmts) : null;
  if (doc !== null) {
    c.loadConst(locationOf(doc), cleanDoc(doc.value));
    nameOp(c, NO_LOCATION, '__doc__', 'Store');
    rest = stmts.slice(1);
  }
  c.stmts(rest);
  if (!c.futureAnnotations) processDeferredAnnotations(c, loc);
}
