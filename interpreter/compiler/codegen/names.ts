/** Loading, storing and deleting names: which of the four families of instructions, by what the symbol table says. */
import type { expr_context } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { CELL, FREE, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, LOCAL } from '../../symtable/index.ts';
import type { Location } from '../instruction-sequence.ts';
import type { Compiler } from './compiler.ts';

const FAST = { Load: op.LOAD_FAST, Store: op.STORE_FAST, Del: op.DELETE_FAST };
const DEREF = { Load: op.LOAD_DEREF, Store: op.STORE_DEREF, Del: op.DELETE_DEREF };
const GLOBAL = { Load: op.LOAD_GLOBAL, Store: op.STORE_GLOBAL, Del: op.DELETE_GLOBAL };
const NAME = { Load: op.LOAD_NAME, Store: op.STORE_NAME, Del: op.DELETE_NAME };

export function nameOp(c: Compiler, loc: Location, name: string, ctx: expr_context): void {
  const { unit } = c;
  const { scope } = unit;
  const mangled = c.maybeMangle(name);
  const verdict = scope.scopeOf(mangled);
  const load = ctx === 'Load';
  switch (verdict) {
    case LOCAL:
      if (scope.isFunctionLike || unit.fasthidden.get(mangled) === true) {
        c.opI(loc, FAST[ctx], unit.varnames.add(mangled));
        return;
      }
      break;
    case FREE:
    case CELL: {
      const index = (verdict === FREE ? unit.freevars : unit.cellvars).add(mangled);
      if (load && scope.type === 'class' && unit.inlinedComprehensions === 0) {
        c.op(loc, op.LOAD_LOCALS);
        c.opI(loc, op.LOAD_FROM_DICT_OR_DEREF, index);
      } else if (load && scope.canSeeClassScope) {
        loadClassdict(c, loc);
        c.opI(loc, op.LOAD_FROM_DICT_OR_DEREF, index);
      } else {
        c.opI(loc, DEREF[ctx], index);
      }
      return;
    }
    case GLOBAL_IMPLICIT:
      if (!scope.isFunctionLike) break;
    // falls through
    case GLOBAL_EXPLICIT: {
      const index = unit.nameTable.add(mangled);
      if (load && scope.canSeeClassScope && verdict === GLOBAL_IMPLICIT) {
        loadClassdict(c, loc);
        c.opI(loc, op.LOAD_FROM_DICT_OR_GLOBALS, index);
      } else {
        // LOAD_GLOBAL's lowest bit asks for a NULL below the value.
        c.opI(loc, GLOBAL[ctx], load ? index << 1 : index);
      }
      return;
    }
    default:
  }
  const index = unit.nameTable.add(mangled);
  // A comprehension in a class does not see the class's names.
  if (load && scope.type === 'class' && unit.inlinedComprehensions > 0) c.opI(loc, op.LOAD_GLOBAL, index << 1);
  else c.opI(loc, NAME[ctx], index);
}

function loadClassdict(c: Compiler, loc: Location): void {
  c.opI(loc, op.LOAD_DEREF, c.unit.freevars.add('__classdict__'));
}
