/** `co_branches()`: where code can go two ways, for coverage tools (CPython: `branchesiter_next` in Python/instrumentation.c). */
import * as op from '../opcodes/ids.generated.ts';
import type { CodeObject } from './code.ts';
import { decodeInstructions } from './instructions.ts';

/** Offsets in bytes of a branch, of what follows it, and of where it leads else. */
export type Branch = readonly [from: number, next: number, other: number];

export function branches(code: CodeObject): Branch[] {
  const found: Branch[] = [];
  const add = (from: number, next: number, other: number): void => void found.push([2 * from, 2 * next, 2 * other]);
  const { opcodes, args, offsets, ends } = decodeInstructions(code.co_code);
  for (let i = 0; i < opcodes.length; i++) {
    const arg = args[i];
    const offset = offsets[i];
    const next = ends[i];
    switch (opcodes[i]) {
      case op.FOR_ITER:
        // Behind the loop stand END_FOR and POP_ITER.
        add(offset, next, next + arg + 2);
        break;
      case op.POP_JUMP_IF_FALSE:
      case op.POP_JUMP_IF_TRUE:
      case op.POP_JUMP_IF_NONE:
      case op.POP_JUMP_IF_NOT_NONE:
        // NOT_TAKEN follows.
        add(offset, next + 1, next + arg);
        break;
      case op.END_ASYNC_FOR:
        // The branch is END_SEND, in front of NOT_TAKEN.
        add(next - arg, next - arg + 2, next);
        break;
    }
  }
  return found;
}
