/** Statements. */
import type { Assert, AugAssign, expr, stmt } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_1, NB } from '../../opcodes/index.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { annAssign } from './annotations.ts';
import { attributeLocation } from './calls.ts';
import { classDef } from './classes.ts';
import { isTwoPartSlice, sliceBounds } from './collections.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { functionDef, typeAlias } from './functions.ts';
import { importFrom, importStatement } from './imports.ts';
import { asyncForLoop, breakStatement, continueStatement, forLoop, ifStatement, returnStatement, whileLoop } from './loops.ts';
import { nameOp } from './names.ts';
import { binaryOp, jumpIf } from './operators.ts';
import { matchStatement } from './patterns.ts';
import { tryStatement, withStatement } from './try-with.ts';

export function visitStmt(c: Compiler, s: stmt): void {
  switch (s._type) {
    case 'For':
    case 'AsyncFor':
    case 'While':
    case 'If':
    case 'Match':
    case 'Try':
    case 'TryStar':
    case 'With':
    case 'AsyncWith': {
      const { unit } = c;
      const before = unit.inConditionalBlock;
      unit.inConditionalBlock = true;
      compound(c, s);
      unit.inConditionalBlock = before;
      return;
    }
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionDef(c, s);
    case 'ClassDef':
      return classDef(c, s);
    case 'TypeAlias':
      return typeAlias(c, s);
    case 'Expr':
      return exprStatement(c, locationOf(s), s.value);
    case 'Assign': {
      c.expr(s.value);
      const last = s.targets.length - 1;
      s.targets.forEach((target, i) => {
        if (i < last) c.opI(locationOf(s), op.COPY, 1);
        c.expr(target);
      });
      return;
    }
    case 'AugAssign':
      return augAssign(c, s);
    case 'AnnAssign':
      return annAssign(c, s);
    case 'Return':
      return returnStatement(c, s);
    case 'Delete':
      return c.exprs(s.targets);
    case 'Raise': {
      let n = 0;
      for (const e of s.exc === null ? [] : [s.exc, s.cause]) {
        if (e === null) break;
        c.expr(e);
        n++;
      }
      return c.opI(locationOf(s), op.RAISE_VARARGS, n);
    }
    case 'Assert':
      return assertStatement(c, s);
    case 'Import':
      return importStatement(c, s);
    case 'ImportFrom':
      return importFrom(c, s);
    case 'Global':
    case 'Nonlocal':
      return;
    case 'Pass':
      return c.op(locationOf(s), op.NOP);
    case 'Break':
      return breakStatement(c, locationOf(s));
    case 'Continue':
      return continueStatement(c, locationOf(s));
  }
}

type Compound = Extract<stmt, { _type: 'For' | 'AsyncFor' | 'While' | 'If' | 'Match' | 'Try' | 'TryStar' | 'With' | 'AsyncWith' }>;

/** Statements with bodies that may not run, or not to their end. */
function compound(c: Compiler, s: Compound): void {
  switch (s._type) {
    case 'For':
      return forLoop(c, s);
    case 'AsyncFor':
      return asyncForLoop(c, s);
    case 'While':
      return whileLoop(c, s);
    case 'If':
      return ifStatement(c, s);
    case 'Match':
      return matchStatement(c, s);
    case 'Try':
    case 'TryStar':
      return tryStatement(c, s);
    case 'With':
    case 'AsyncWith':
      return withStatement(c, s);
  }
}

function exprStatement(c: Compiler, loc: Location, value: expr): void {
  if (c.isInteractiveTopLevel) {
    c.expr(value);
    c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.PRINT);
    return c.op(NO_LOCATION, op.POP_TOP);
  }
  // A constant does nothing; its line still shows.
  if (value._type === 'Constant') return c.op(loc, op.NOP);
  c.expr(value);
  c.op(NO_LOCATION, op.POP_TOP);
}

function assertStatement(c: Compiler, s: Assert): void {
  const loc = locationOf(s);
  const { test } = s;
  const value = test._type === 'Constant' ? test.value : null;
  const isTuple = test._type === 'Tuple' && test.elts.length > 0;
  if (isTuple || (typeof value === 'object' && value?.kind === 'tuple' && value.items.length > 0)) {
    c.warn('assertion is always true, perhaps remove parentheses?', s);
  }
  if (c.optimize > 0) return;
  const end = c.newLabel();
  jumpIf(c, loc, test, end, true);
  c.opI(loc, op.LOAD_COMMON_CONSTANT, 0); // AssertionError
  if (s.msg !== null) {
    c.expr(s.msg);
    c.opI(loc, op.CALL, 0);
  }
  c.opI(locationOf(test), op.RAISE_VARARGS, 1);
  c.useLabel(end);
}

/** The target's parts are evaluated once: copies of them wait for the store. */
function augAssign(c: Compiler, s: AugAssign): void {
  const { target } = s;
  const loc = locationOf(target);
  switch (target._type) {
    case 'Attribute': {
      c.expr(target.value);
      c.opI(loc, op.COPY, 1);
      const here = attributeLocation(loc, target);
      c.loadAttr(here, target.attr, false);
      operate(c, s);
      c.opI(here, op.SWAP, 2);
      return c.opName(here, op.STORE_ATTR, c.unit.nameTable, target.attr);
    }
    case 'Subscript':
      c.expr(target.value);
      if (isTwoPartSlice(target.slice)) {
        sliceBounds(c, target.slice);
        c.opI(loc, op.COPY, 3);
        c.opI(loc, op.COPY, 3);
        c.opI(loc, op.COPY, 3);
        c.op(loc, op.BINARY_SLICE);
        operate(c, s);
        c.opI(loc, op.SWAP, 4);
        c.opI(loc, op.SWAP, 3);
        c.opI(loc, op.SWAP, 2);
        return c.op(loc, op.STORE_SLICE);
      }
      c.expr(target.slice);
      c.opI(loc, op.COPY, 2);
      c.opI(loc, op.COPY, 2);
      c.opI(loc, op.BINARY_OP, NB.SUBSCR);
      operate(c, s);
      c.opI(loc, op.SWAP, 3);
      c.opI(loc, op.SWAP, 2);
      return c.op(loc, op.STORE_SUBSCR);
    case 'Name':
      nameOp(c, loc, target.id, 'Load');
      operate(c, s);
      return nameOp(c, loc, target.id, 'Store');
    default:
      throw new Error(`invalid node type (${target._type}) for augmented assignment`);
  }
}

function operate(c: Compiler, s: AugAssign): void {
  c.expr(s.value);
  binaryOp(c, locationOf(s), s.op, true);
}
