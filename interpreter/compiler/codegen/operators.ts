/** Operators: binary, unary, comparison, and the jump on a condition. */
import type { BoolOp, Compare, IfExp, UnaryOp, cmpop, expr, operator } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_1, NB, compareOparg } from '../../opcodes/index.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { checkCompare } from './checks.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';

const BINARY: Record<operator, number> = {
  Add: NB.ADD,
  Sub: NB.SUBTRACT,
  Mult: NB.MULTIPLY,
  MatMult: NB.MATRIX_MULTIPLY,
  Div: NB.TRUE_DIVIDE,
  Mod: NB.REMAINDER,
  Pow: NB.POWER,
  LShift: NB.LSHIFT,
  RShift: NB.RSHIFT,
  BitOr: NB.OR,
  BitXor: NB.XOR,
  BitAnd: NB.AND,
  FloorDiv: NB.FLOOR_DIVIDE,
};

/** The in-place operators follow in the same order. */
const INPLACE = NB.INPLACE_ADD - NB.ADD;

export function binaryOp(c: Compiler, loc: Location, operator: operator, inplace = false): void {
  c.opI(loc, op.BINARY_OP, BINARY[operator] + (inplace ? INPLACE : 0));
}

export function unaryOp(c: Compiler, e: UnaryOp): void {
  const loc = locationOf(e);
  c.expr(e.operand);
  switch (e.op) {
    case 'UAdd':
      return c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.UNARY_POSITIVE);
    case 'Not':
      c.op(loc, op.TO_BOOL);
      return c.op(loc, op.UNARY_NOT);
    case 'Invert':
      return c.op(loc, op.UNARY_INVERT);
    case 'USub':
      return c.op(loc, op.UNARY_NEGATIVE);
  }
}

const RICH_COMPARE: Partial<Record<cmpop, number>> = { Lt: 0, LtE: 1, Eq: 2, NotEq: 3, Gt: 4, GtE: 5 };

export function compareOp(c: Compiler, loc: Location, operator: cmpop): void {
  switch (operator) {
    case 'Is':
      return c.opI(loc, op.IS_OP, 0);
    case 'IsNot':
      return c.opI(loc, op.IS_OP, 1);
    case 'In':
      return c.opI(loc, op.CONTAINS_OP, 0);
    case 'NotIn':
      return c.opI(loc, op.CONTAINS_OP, 1);
    default:
      return c.opI(loc, op.COMPARE_OP, compareOparg[RICH_COMPARE[operator]!]);
  }
}

/** `a < b < c` evaluates `b` once and stops at the first false comparison. */
export function compare(c: Compiler, e: Compare): void {
  const loc = locationOf(e);
  checkCompare(c, e);
  c.expr(e.left);
  const last = e.ops.length - 1;
  if (last === 0) {
    c.expr(e.comparators[0]);
    compareOp(c, loc, e.ops[0]);
    return;
  }
  const cleanup = c.newLabel();
  for (let i = 0; i < last; i++) {
    c.expr(e.comparators[i]);
    c.opI(loc, op.SWAP, 2);
    c.opI(loc, op.COPY, 2);
    compareOp(c, loc, e.ops[i]);
    c.opI(loc, op.COPY, 1);
    c.op(loc, op.TO_BOOL);
    c.jump(loc, op.POP_JUMP_IF_FALSE, cleanup);
    c.op(loc, op.POP_TOP);
  }
  c.expr(e.comparators[last]);
  compareOp(c, loc, e.ops[last]);
  const end = c.newLabel();
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.opI(loc, op.SWAP, 2);
  c.op(loc, op.POP_TOP);
  c.useLabel(end);
}

export function boolOp(c: Compiler, e: BoolOp): void {
  const loc = locationOf(e);
  const jump = e.op === 'And' ? op.JUMP_IF_FALSE : op.JUMP_IF_TRUE;
  const end = c.newLabel();
  const last = e.values.length - 1;
  for (let i = 0; i < last; i++) {
    c.expr(e.values[i]);
    c.jump(loc, jump, end);
    c.op(loc, op.POP_TOP);
  }
  c.expr(e.values[last]);
  c.useLabel(end);
}

export function ifExp(c: Compiler, e: IfExp): void {
  const end = c.newLabel();
  const next = c.newLabel();
  jumpIf(c, locationOf(e), e.test, next, false);
  c.expr(e.body);
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
  c.useLabel(next);
  c.expr(e.orelse);
  c.useLabel(end);
}

/** Jumps to `next` if the truth of `e` is `condition`, without making the truth values in between. */
export function jumpIf(c: Compiler, loc: Location, e: expr, next: number, condition: boolean): void {
  switch (e._type) {
    case 'UnaryOp':
      if (e.op === 'Not') return jumpIf(c, loc, e.operand, next, !condition);
      break;
    case 'BoolOp': {
      const shortcut = e.op === 'Or';
      const next2 = shortcut === condition ? next : c.newLabel();
      const last = e.values.length - 1;
      for (let i = 0; i < last; i++) jumpIf(c, loc, e.values[i], next2, shortcut);
      jumpIf(c, loc, e.values[last], next, condition);
      if (next2 !== next) c.useLabel(next2);
      return;
    }
    case 'IfExp': {
      const end = c.newLabel();
      const next2 = c.newLabel();
      jumpIf(c, loc, e.test, next2, false);
      jumpIf(c, loc, e.body, next, condition);
      c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
      c.useLabel(next2);
      jumpIf(c, loc, e.orelse, next, condition);
      c.useLabel(end);
      return;
    }
    case 'Compare':
      if (e.ops.length > 1) return jumpIfChain(c, e, next, condition);
      break;
    default:
  }
  c.expr(e);
  const here = locationOf(e);
  c.op(here, op.TO_BOOL);
  c.jump(here, condition ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, next);
}

function jumpIfChain(c: Compiler, e: Compare, next: number, condition: boolean): void {
  const loc = locationOf(e);
  const last = e.ops.length - 1;
  checkCompare(c, e);
  const cleanup = c.newLabel();
  c.expr(e.left);
  for (let i = 0; i < last; i++) {
    c.expr(e.comparators[i]);
    c.opI(loc, op.SWAP, 2);
    c.opI(loc, op.COPY, 2);
    compareOp(c, loc, e.ops[i]);
    c.op(loc, op.TO_BOOL);
    c.jump(loc, op.POP_JUMP_IF_FALSE, cleanup);
  }
  c.expr(e.comparators[last]);
  compareOp(c, loc, e.ops[last]);
  c.op(loc, op.TO_BOOL);
  c.jump(loc, condition ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, next);
  const end = c.newLabel();
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.op(loc, op.POP_TOP);
  if (!condition) c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, next);
  c.useLabel(end);
}
