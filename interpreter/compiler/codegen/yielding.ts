/** `yield`, `yield from` and `await`: where a generator stops and goes on. */
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_1, RESUME_AT } from '../../opcodes/index.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import type { Compiler } from './compiler.ts';

export function yieldValue(c: Compiler, loc: Location): void {
  if (c.scope.generator && c.scope.coroutine) c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.ASYNC_GEN_WRAP);
  c.opI(loc, op.YIELD_VALUE, 0);
  c.opI(loc, op.RESUME, RESUME_AT.YIELD);
}

/** Sends values through to the iterator on the stack until it ends. */
export function yieldFrom(c: Compiler, loc: Location, isAwait: boolean): void {
  const send = c.newLabel();
  const fail = c.newLabel();
  const exit = c.newLabel();
  c.useLabel(send);
  c.jump(loc, op.SEND, exit);
  // A handler around the yield alone: what close() and throw() raise there goes to the iterator first.
  c.jump(loc, op.SETUP_FINALLY, fail);
  c.opI(loc, op.YIELD_VALUE, 1);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.opI(loc, op.RESUME, isAwait ? RESUME_AT.AWAIT : RESUME_AT.YIELD_FROM);
  c.jump(loc, op.JUMP_NO_INTERRUPT, send);
  c.useLabel(fail);
  c.op(loc, op.CLEANUP_THROW);
  c.useLabel(exit);
  c.op(loc, op.END_SEND);
}

/** Awaits what is on the stack; `kind` tells GET_AWAITABLE for its message who asks: 1 `__aenter__`, 2 `__aexit__`, 0 anyone else. */
export function awaitValue(c: Compiler, loc: Location, kind: number): void {
  c.opI(loc, op.GET_AWAITABLE, kind);
  c.loadConst(loc, null);
  yieldFrom(c, loc, true);
}

/** A generator that ends by StopIteration must not be taken for one that returned: the whole body gets a handler. */
export function wrapInStopIterationHandler(c: Compiler): void {
  const handler = c.newLabel();
  c.unit.sequence.insert(0, op.SETUP_CLEANUP, handler, NO_LOCATION);
  c.loadConst(NO_LOCATION, null);
  c.op(NO_LOCATION, op.RETURN_VALUE);
  c.useLabel(handler);
  c.opI(NO_LOCATION, op.CALL_INTRINSIC_1, INTRINSIC_1.STOPITERATION_ERROR);
  c.opI(NO_LOCATION, op.RERAISE, 1);
}
