/**
 * `try` in its forms, and `with`.
 *
 * SETUP_FINALLY, SETUP_CLEANUP and SETUP_WITH open a handler at a label and POP_BLOCK closes it; both are only marks, which become the exception table. A
 * `finally` body is generated more than once: after a body that went well, in the handler, and wherever `return`, `break` or `continue` leaves.
 */
import type { AsyncWith, Try, TryStar, With, excepthandler } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_2 } from '../../opcodes/index.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { NO_LABEL } from '../unit.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { nameOp } from './names.ts';
import { callExitWithNones, unbindHandlerName } from './unwind.ts';
import { awaitValue } from './yielding.ts';

export function tryStatement(c: Compiler, s: Try | TryStar): void {
  if (s.finalbody.length > 0) tryFinally(c, s);
  else tryExceptOrStar(c, s);
}

function tryExceptOrStar(c: Compiler, s: Try | TryStar): void {
  if (s._type === 'Try') tryExcept(c, s);
  else tryStarExcept(c, s);
}

function popExceptAndReraise(c: Compiler, loc: Location): void {
  c.opI(loc, op.COPY, 3);
  c.op(loc, op.POP_EXCEPT);
  c.opI(loc, op.RERAISE, 1);
}

function tryFinally(c: Compiler, s: Try | TryStar): void {
  const loc = locationOf(s);
  const body = c.newLabel();
  const end = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();

  c.jump(loc, op.SETUP_FINALLY, end);
  c.useLabel(body);
  c.pushBlock({ type: 'finally try', loc, block: body, exit: end, body: s.finalbody });
  if (s.handlers.length > 0) tryExceptOrStar(c, s);
  else c.stmts(s.body);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.popBlock();
  c.stmts(s.finalbody);
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, exit);

  c.useLabel(end);
  c.jump(NO_LOCATION, op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, op.PUSH_EXC_INFO);
  c.pushBlock({ type: 'finally end', loc: NO_LOCATION, block: end, exit: NO_LABEL });
  // The body has been generated before, so its warnings have been given.
  c.withoutWarnings(() => c.stmts(s.finalbody));
  c.popBlock();
  c.opI(NO_LOCATION, op.RERAISE, 0);

  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}

function tryExcept(c: Compiler, s: Try): void {
  const loc = locationOf(s);
  const body = c.newLabel();
  let except = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();

  c.jump(loc, op.SETUP_FINALLY, except);
  c.useLabel(body);
  c.pushBlock({ type: 'try except', loc, block: body, exit: NO_LABEL });
  c.stmts(s.body);
  c.popBlock();
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.stmts(s.orelse);
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);

  c.useLabel(except);
  c.jump(NO_LOCATION, op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, op.PUSH_EXC_INFO);
  c.pushBlock({ type: 'exception handler', loc, block: NO_LABEL, exit: NO_LABEL });
  s.handlers.forEach((handler, i) => {
    const here = locationOf(handler);
    if (handler.type === null && i < s.handlers.length - 1) throw c.error("default 'except:' must be last", handler);
    except = c.newLabel();
    if (handler.type !== null) {
      c.expr(handler.type);
      c.op(here, op.CHECK_EXC_MATCH);
      c.jump(here, op.POP_JUMP_IF_FALSE, except);
    }
    handlerBody(c, here, handler, end);
    c.useLabel(except);
  });
  c.popBlock();
  c.opI(NO_LOCATION, op.RERAISE, 0);

  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(end);
}

/** With a name the body has a handler of its own, which unbinds the name. */
function handlerBody(c: Compiler, loc: Location, handler: excepthandler, end: number): void {
  const { name } = handler;
  const cleanupEnd = name === null ? NO_LABEL : c.newLabel();
  const cleanupBody = c.newLabel();
  if (name !== null) {
    nameOp(c, loc, name, 'Store');
    c.jump(loc, op.SETUP_CLEANUP, cleanupEnd);
  } else {
    c.op(loc, op.POP_TOP);
  }
  c.useLabel(cleanupBody);
  c.pushBlock({ type: 'handler cleanup', loc, block: cleanupBody, exit: NO_LABEL, name });
  c.stmts(handler.body);
  c.popBlock();
  c.op(NO_LOCATION, op.POP_BLOCK);
  if (name !== null) c.op(NO_LOCATION, op.POP_BLOCK);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  if (name !== null) unbindHandlerName(c, NO_LOCATION, name);
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
  if (name !== null) {
    c.useLabel(cleanupEnd);
    unbindHandlerName(c, NO_LOCATION, name);
    c.opI(NO_LOCATION, op.RERAISE, 1);
  }
}

/** `except*`: each handler takes its part of the group; what is left and what the handlers raise is gathered in a list and raised at the end. */
function tryStarExcept(c: Compiler, s: TryStar): void {
  const loc = locationOf(s);
  const body = c.newLabel();
  let except = c.newLabel();
  const orelse = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  const reraiseStar = c.newLabel();

  c.jump(loc, op.SETUP_FINALLY, except);
  c.useLabel(body);
  c.pushBlock({ type: 'try except', loc, block: body, exit: NO_LABEL });
  c.stmts(s.body);
  c.popBlock();
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, orelse);

  c.useLabel(except);
  c.jump(NO_LOCATION, op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, op.PUSH_EXC_INFO);
  c.pushBlock({ type: 'exception group handler', loc, block: NO_LABEL, exit: NO_LABEL });
  s.handlers.forEach((handler, i) => {
    const here = locationOf(handler);
    const { name } = handler;
    except = c.newLabel();
    const exceptWithError = c.newLabel();
    const noMatch = c.newLabel();
    if (i === 0) {
      // [original] becomes [original, results, rest].
      c.opI(here, op.BUILD_LIST, 0);
      c.opI(here, op.COPY, 2);
    }
    if (handler.type !== null) {
      c.expr(handler.type);
      c.op(here, op.CHECK_EG_MATCH);
      c.opI(here, op.COPY, 1);
      c.jump(here, op.POP_JUMP_IF_NONE, noMatch);
    }
    const cleanupEnd = c.newLabel();
    const cleanupBody = c.newLabel();
    if (name !== null) nameOp(c, here, name, 'Store');
    else c.op(here, op.POP_TOP);

    c.jump(here, op.SETUP_CLEANUP, cleanupEnd);
    c.useLabel(cleanupBody);
    c.pushBlock({ type: 'handler cleanup', loc: here, block: cleanupBody, exit: NO_LABEL, name });
    c.stmts(handler.body);
    c.popBlock();
    c.op(NO_LOCATION, op.POP_BLOCK);
    if (name !== null) unbindHandlerName(c, NO_LOCATION, name);
    c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, except);

    c.useLabel(cleanupEnd);
    if (name !== null) unbindHandlerName(c, NO_LOCATION, name);
    c.opI(NO_LOCATION, op.LIST_APPEND, 3);
    c.op(NO_LOCATION, op.POP_TOP);
    c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, exceptWithError);

    c.useLabel(except);
    c.op(NO_LOCATION, op.NOP);
    c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, exceptWithError);

    c.useLabel(noMatch);
    c.op(here, op.POP_TOP);

    c.useLabel(exceptWithError);
    if (i === s.handlers.length - 1) {
      // What no handler took; None if nothing is left.
      c.opI(NO_LOCATION, op.LIST_APPEND, 1);
      c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, reraiseStar);
    }
  });
  c.popBlock();
  const reraise = c.newLabel();

  c.useLabel(reraiseStar);
  c.opI(NO_LOCATION, op.CALL_INTRINSIC_2, INTRINSIC_2.PREP_RERAISE_STAR);
  c.opI(NO_LOCATION, op.COPY, 1);
  c.jump(NO_LOCATION, op.POP_JUMP_IF_NOT_NONE, reraise);
  c.op(NO_LOCATION, op.POP_TOP);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);

  c.useLabel(reraise);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.opI(NO_LOCATION, op.SWAP, 2);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  c.opI(NO_LOCATION, op.RERAISE, 0);

  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);

  c.useLabel(orelse);
  c.stmts(s.orelse);
  c.useLabel(end);
}

/** LOAD_SPECIAL's arguments. */
const SPECIAL = { __enter__: 0, __exit__: 1, __aenter__: 2, __aexit__: 3 };

export function withStatement(c: Compiler, s: With | AsyncWith, position = 0): void {
  const isAsync = s._type === 'AsyncWith';
  const item = s.items[position];
  const loc = locationOf(item.context_expr);
  const block = c.newLabel();
  const final = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();

  c.expr(item.context_expr);
  c.opI(loc, op.COPY, 1);
  c.opI(loc, op.LOAD_SPECIAL, isAsync ? SPECIAL.__aexit__ : SPECIAL.__exit__);
  c.opI(loc, op.SWAP, 2);
  c.opI(loc, op.SWAP, 3);
  c.opI(loc, op.LOAD_SPECIAL, isAsync ? SPECIAL.__aenter__ : SPECIAL.__enter__);
  c.opI(loc, op.CALL, 0);
  if (isAsync) awaitValue(c, loc, 1);
  c.jump(loc, op.SETUP_WITH, final);

  c.useLabel(block);
  c.pushBlock({ type: isAsync ? 'async with' : 'with', loc, block, exit: final });
  if (item.optional_vars !== null) c.expr(item.optional_vars);
  else c.op(loc, op.POP_TOP);
  if (position + 1 < s.items.length) withStatement(c, s, position + 1);
  else c.stmts(s.body);
  c.op(isAsync ? loc : NO_LOCATION, op.POP_BLOCK);
  c.popBlock();

  callExitWithNones(c, loc);
  if (isAsync) awaitValue(c, loc, 2);
  c.op(loc, op.POP_TOP);
  c.jump(loc, op.JUMP, exit);

  c.useLabel(final);
  c.jump(loc, op.SETUP_CLEANUP, cleanup);
  c.op(loc, op.PUSH_EXC_INFO);
  c.op(loc, op.WITH_EXCEPT_START);
  if (isAsync) awaitValue(c, loc, 2);
  finishWithException(c, cleanup);
  c.useLabel(exit);
}

/** If `__exit__` returned something true, the exception is done with. */
function finishWithException(c: Compiler, cleanup: number): void {
  const suppress = c.newLabel();
  c.op(NO_LOCATION, op.TO_BOOL);
  c.jump(NO_LOCATION, op.POP_JUMP_IF_TRUE, suppress);
  c.opI(NO_LOCATION, op.RERAISE, 2);
  c.useLabel(suppress);
  c.op(NO_LOCATION, op.POP_TOP);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  c.op(NO_LOCATION, op.POP_TOP);
  c.op(NO_LOCATION, op.POP_TOP);
  c.op(NO_LOCATION, op.POP_TOP);
  const exit = c.newLabel();
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, exit);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}
