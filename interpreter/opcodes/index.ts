/**
 * Instructions: their numbers, and what can be said about each without running it.
 *
 * The compiler asks here how deep an instruction makes the stack, the assembler how much cache to leave behind it, `dis` what its argument means,
 * the machine what its forms are called. All of it is generated from the rows in `defs/ops` (one row an instruction; `tools/ops.ts`); the tables
 * that arguments index are in `operands.ts`. The numbers by name are taken straight from their file, `import * as op from '…/ids.generated.ts'`, so that
 * bundlers put the numbers in place of the names. What an instruction *does* is in `vm/ops`.
 *
 * CPython: `Include/opcode_ids.h`, `Include/internal/pycore_opcode_metadata.h`, generated from `Python/bytecodes.c`.
 */
import { baseOpcodes, FLAG, opFlags, operandKind, opnames, popped, pushed, pushedAtHandler } from './metadata.generated.ts';

export type { OperandKind } from '../defs/ops/index.ts';
export * from './metadata.generated.ts';
export * from './operands.ts';

/** The number of an instruction by its name. */
export const opmap: ReadonlyMap<string, number> = new Map(opnames.flatMap((name, i) => (name.startsWith('<') ? [] : [[name, i] as const])));

export function hasArg(opcode: number): boolean {
  return operandKind(opcode) !== 'none';
}

/** Whether the argument is a jump's target, in final code or before assembly. */
export function isJump(opcode: number): boolean {
  const kind = operandKind(opcode);
  return kind === 'forward' || kind === 'backward' || kind === 'label';
}

/** Whether the instruction sets up an exception handler; only before assembly. */
export function isBlockPush(opcode: number): boolean {
  return operandKind(opcode) === 'handler';
}

/** Whether the argument is a label before assembly. */
export function hasTarget(opcode: number): boolean {
  return isJump(opcode) || isBlockPush(opcode);
}

export function isScopeExit(opcode: number): boolean {
  return (opFlags[opcode] & FLAG.SCOPE_EXIT) !== 0;
}

export function isUnconditionalJump(opcode: number): boolean {
  return (opFlags[opcode] & FLAG.NO_FALLTHROUGH) !== 0 && isJump(opcode);
}

/** Whether control never reaches the next instruction. */
export function hasNoFallthrough(opcode: number): boolean {
  return (opFlags[opcode] & FLAG.NO_FALLTHROUGH) !== 0;
}

/** By how much an instruction changes the depth of the stack; `jump` asks for its target rather than for the next instruction. */
export function stackEffect(opcode: number, oparg: number, jump = false): number {
  if (isBlockPush(opcode)) return jump ? pushedAtHandler(opcode, oparg) : 0;
  return pushed(opcode, oparg) - popped(opcode, oparg);
}

/** Whether this is a specialized or instrumented form. */
export function isDerivedForm(opcode: number): boolean {
  return baseOpcodes[opcode] !== opcode;
}
