/**
 * The code as it lies ready to run, before it has: the instructions of `co_code`, their inline caches set up.
 *
 * The first unit of a cache is a counter: how many more times (upper twelve bits) an instruction waits before it tries to specialize, and by which power
 * of two it waits longer (lower four bits) when that fails. Jumps back wait longest, because what they wait for is the JIT; conditional jumps have a
 * history of the last sixteen times instead, half of which, for a start, they are said to have jumped.
 *
 * CPython: `_PyCode_Quicken` in `Python/specialize.c`, `pycore_backoff.h`.
 */
import * as op from '../opcodes/ids.generated.ts';
import { cacheSizes } from '../opcodes/index.ts';
import type { CodeObject } from './code.ts';

const counter = (value: number, backoff: number): number => (value << 4) | backoff;

const WARM_UP = counter(1, 1);
const JUMP_BACK = counter(4095, 12);
const HISTORY = 0x5555;

const FIRST_UNIT = new Map<number, number>([
  [op.JUMP_BACKWARD, JUMP_BACK],
  [op.POP_JUMP_IF_FALSE, HISTORY],
  [op.POP_JUMP_IF_TRUE, HISTORY],
  [op.POP_JUMP_IF_NONE, HISTORY],
  [op.POP_JUMP_IF_NOT_NONE, HISTORY],
]);

/** A code object's `_co_code_adaptive` as long as it has not run. */
export function unexecutedCode({ co_code }: CodeObject): Uint8Array {
  const code = co_code.slice();
  const view = new DataView(code.buffer);
  for (let at = 0; at < code.length; at += 2 * (1 + cacheSizes[code[at]])) {
    const opcode = code[at];
    if (cacheSizes[opcode] > 0) view.setUint16(at + 2, FIRST_UNIT.get(opcode) ?? WARM_UP, true);
  }
  return code;
}
