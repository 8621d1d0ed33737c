/** Statements of control flow that are no blocks with handlers: `if`, the loops, `return`, `break`, `continue`. */
import type { AsyncFor, For, If, Return, While } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './operators.ts';
import { unwindBlock, unwindBlocks } from './unwind.ts';
import { yieldFrom } from './yielding.ts';

export function ifStatement(c: Compiler, s: If): void {
  const end = c.newLabel();
  const hasElse = s.orelse.length > 0;
  const next = hasElse ? c.newLabel() : end;
  jumpIf(c, locationOf(s), s.test, next, false);
  c.stmts(s.body);
  if (hasElse) {
    c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
    c.useLabel(next);
    c.stmts(s.orelse);
  }
  c.useLabel(end);
}

export function forLoop(c: Compiler, s: For): void {
  const start = c.newLabel();
  const body = c.newLabel();
  const cleanup = c.newLabel();
  const end = c.newLabel();
  c.pushBlock({ type: 'for loop', loc: locationOf(s), block: start, exit: end });
  c.expr(s.iter);
  const loc = locationOf(s.iter);
  c.op(loc, op.GET_ITER);
  c.useLabel(start);
  c.jump(loc, op.FOR_ITER, cleanup);
  // For tracing loops whose target stands on another line; it goes where it is not needed.
  c.op(locationOf(s.target), op.NOP);
  c.useLabel(body);
  c.expr(s.target);
  c.stmts(s.body);
  c.jump(NO_LOCATION, op.JUMP, start);
  c.useLabel(cleanup);
  // END_FOR must come first: an exhausted generator jumps here, other iterators jump past it.
  c.op(NO_LOCATION, op.END_FOR);
  c.op(NO_LOCATION, op.POP_ITER);
  c.popBlock();
  c.stmts(s.orelse);
  c.useLabel(end);
}

export function asyncForLoop(c: Compiler, s: AsyncFor): void {
  const loc = locationOf(s);
  const iterLoc = locationOf(s.iter);
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const end = c.newLabel();
  c.expr(s.iter);
  c.op(iterLoc, op.GET_AITER);
  c.useLabel(start);
  c.pushBlock({ type: 'async for loop', loc, block: start, exit: end });
  // Around __anext__ only: its StopAsyncIteration ends the loop.
  c.jump(loc, op.SETUP_FINALLY, except);
  c.op(loc, op.GET_ANEXT);
  c.loadConst(loc, null);
  c.useLabel(send);
  yieldFrom(c, loc, true);
  c.op(loc, op.POP_BLOCK);
  c.op(loc, op.NOT_TAKEN);
  c.expr(s.target);
  c.stmts(s.body);
  c.jump(NO_LOCATION, op.JUMP, start);
  c.popBlock();
  c.useLabel(except);
  c.jump(iterLoc, op.END_ASYNC_FOR, send);
  c.stmts(s.orelse);
  c.useLabel(end);
}

export function whileLoop(c: Compiler, s: While): void {
  const loop = c.newLabel();
  const end = c.newLabel();
  const anchor = c.newLabel();
  const loc = locationOf(s);
  c.useLabel(loop);
  c.pushBlock({ type: 'while loop', loc, block: loop, exit: end });
  jumpIf(c, loc, s.test, anchor, false);
  c.stmts(s.body);
  c.jump(NO_LOCATION, op.JUMP, loop);
  c.popBlock();
  c.useLabel(anchor);
  c.stmts(s.orelse);
  c.useLabel(end);
}

export function returnStatement(c: Compiler, s: Return): void {
  let loc = locationOf(s);
  const { value } = s;
  const { scope } = c;
  if (!scope.isFunctionLike) throw c.error("'return' outside function", s);
  if (value !== null && scope.coroutine && scope.generator) throw c.error("'return' with value in async generator", s);
  const constant = value?._type === 'Constant' ? value : null;
  const preserveTop = value !== null && constant === null;
  if (preserveTop) {
    c.expr(value);
  } else if (value !== null) {
    loc = locationOf(value);
    c.op(loc, op.NOP);
  }
  if (value === null || value.lineno !== s.lineno) {
    loc = locationOf(s);
    c.op(loc, op.NOP);
  }
  loc = unwindBlocks(c, loc, preserveTop, false).loc;
  if (!preserveTop) c.loadConst(loc, constant === null ? null : constant.value);
  c.op(loc, op.RETURN_VALUE);
}

export function breakStatement(c: Compiler, origin: Location): void {
  c.op(origin, op.NOP);
  const { loc, loop } = unwindBlocks(c, origin, false, true);
  if (loop === null) throw c.error("'break' outside loop", origin);
  c.jump(unwindBlock(c, loc, loop, false), op.JUMP, loop.exit);
}

export function continueStatement(c: Compiler, origin: Location): void {
  c.op(origin, op.NOP);
  const { loc, loop } = unwindBlocks(c, origin, false, true);
  if (loop === null) throw c.error("'continue' not properly in loop", origin);
  c.jump(loc, op.JUMP, loop.block);
}
