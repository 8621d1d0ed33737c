/** From a code object on to the function object at run time. */
import type { CodeObject } from '../../code/code.ts';
import { CO_FAST } from '../../code/code.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { FUNCTION_ATTRIBUTE } from '../../opcodes/index.ts';
import type { Location } from '../instruction-sequence.ts';
import type { Compiler } from './compiler.ts';

/** In the order in which they come off the stack. */
const ATTRIBUTES = [
  FUNCTION_ATTRIBUTE.CLOSURE,
  FUNCTION_ATTRIBUTE.ANNOTATIONS,
  FUNCTION_ATTRIBUTE.ANNOTATE,
  FUNCTION_ATTRIBUTE.KWDEFAULTS,
  FUNCTION_ATTRIBUTE.DEFAULTS,
];

/** Makes a function of `code`; `attributes` says what already waits on the stack for it. */
export function makeClosure(c: Compiler, loc: Location, code: CodeObject, attributes: number): void {
  let free = 0;
  for (let i = 0; i < code.co_localsplusnames.length; i++) {
    if (!(code.co_localspluskinds[i] & CO_FAST.FREE)) continue;
    c.opI(loc, op.LOAD_CLOSURE, c.closureIndex(code.co_localsplusnames[i]));
    free++;
  }
  if (free > 0) {
    attributes |= FUNCTION_ATTRIBUTE.CLOSURE;
    c.opI(loc, op.BUILD_TUPLE, free);
  }
  c.loadConst(loc, code);
  c.op(loc, op.MAKE_FUNCTION);
  for (const attribute of ATTRIBUTES) {
    if (attributes & attribute) c.opI(loc, op.SET_FUNCTION_ATTRIBUTE, attribute);
  }
}
