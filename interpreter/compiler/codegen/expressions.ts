/** Expressions: each leaves its value on the stack, a target takes it from there. */
import type { expr } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { attribute, call } from './calls.ts';
import { dictDisplay, listDisplay, setDisplay, slice, subscript, unpackTargets } from './collections.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { comprehension } from './comprehensions.ts';
import { lambda } from './functions.ts';
import { nameOp } from './names.ts';
import { binaryOp, boolOp, compare, ifExp, unaryOp } from './operators.ts';
import { formattedValue, interpolation, joinedStr, templateStr } from './strings.ts';
import { awaitValue, yieldFrom, yieldValue } from './yielding.ts';

export function visitExpr(c: Compiler, e: expr): void {
  switch (e._type) {
    case 'Name':
      return nameOp(c, locationOf(e), e.id, e.ctx);
    case 'Constant':
      return c.loadConst(locationOf(e), e.value);
    case 'Attribute':
      return attribute(c, e);
    case 'Call':
      return call(c, e);
    case 'Subscript':
      return subscript(c, e);
    case 'BinOp':
      c.expr(e.left);
      c.expr(e.right);
      return binaryOp(c, locationOf(e), e.op);
    case 'UnaryOp':
      return unaryOp(c, e);
    case 'BoolOp':
      return boolOp(c, e);
    case 'Compare':
      return compare(c, e);
    case 'IfExp':
      return ifExp(c, e);
    case 'NamedExpr':
      c.expr(e.value);
      c.opI(locationOf(e), op.COPY, 1);
      return c.expr(e.target);
    case 'Lambda':
      return lambda(c, e);
    case 'List':
    case 'Tuple':
      if (e.ctx === 'Store') return unpackTargets(c, locationOf(e), e.elts);
      if (e.ctx === 'Load') return listDisplay(c, locationOf(e), e.elts, e._type === 'Tuple');
      return c.exprs(e.elts);
    case 'Dict':
      return dictDisplay(c, e);
    case 'Set':
      return setDisplay(c, locationOf(e), e.elts);
    case 'GeneratorExp':
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
      return comprehension(c, e);
    case 'JoinedStr':
      return joinedStr(c, e);
    case 'FormattedValue':
      return formattedValue(c, e);
    case 'TemplateStr':
      return templateStr(c, e);
    case 'Interpolation':
      return interpolation(c, e);
    case 'Slice':
      return slice(c, e);
    case 'Yield':
      if (!c.scope.isFunctionLike) throw c.error("'yield' outside function", e);
      if (e.value !== null) c.expr(e.value);
      else c.loadConst(locationOf(e), null);
      return yieldValue(c, locationOf(e));
    case 'YieldFrom':
      if (!c.scope.isFunctionLike) throw c.error("'yield from' outside function", e);
      if (c.unit.type === 'async function') throw c.error("'yield from' inside async function", e);
      c.expr(e.value);
      c.op(locationOf(e), op.GET_YIELD_FROM_ITER);
      c.loadConst(locationOf(e), null);
      return yieldFrom(c, locationOf(e), false);
    case 'Await':
      c.expr(e.value);
      return awaitValue(c, locationOf(e), 0);
    case 'Starred':
      // Where a star may stand, its list, tuple or call has taken it out.
      throw c.error(e.ctx === 'Store' ? 'starred assignment target must be in a list or tuple' : "can't use starred expression here", e);
  }
}
