/**
 * Copy small ends.
 *
 * A jump to a few instructions that then leave the function costs more than the instructions: they are copied to where the jump was. Code without a line
 * of its own, such as the implicit `return None`, is copied too, whatever its size: each copy can then take the line of the place that leads to it, so
 * that a traceback or debugger shows where the function ended.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { isUnconditionalJump } from '../../opcodes/index.ts';
import type { BasicBlock, ControlFlowGraph } from './graph.ts';

const MAX_COPY_SIZE = 4;

export function inlineSmallOrNoLinenoBlocks(graph: ControlFlowGraph): void {
  let changed: boolean;
  do {
    changed = false;
    for (const block of graph) if (inlineTarget(block)) changed = true;
  } while (changed); // Every change removes a jump, so this ends.
}

function inlineTarget(block: BasicBlock): boolean {
  const jump = block.unconditionalJump;
  if (jump === undefined) return false;
  const target = jump.target!;
  const smallExit = target.exitsScope && target.instructions.length <= MAX_COPY_SIZE;
  const noLine = target.hasNoLine && !target.fallsThrough;
  if (!smallExit && !noLine) return false;
  const checksSignals = jump.opcode === op.JUMP;
  jump.toNop();
  for (const instruction of target.instructions) block.instructions.push(instruction.copy());
  // A jump back must still look for signals if the one that was removed did.
  const last = block.last!;
  if (noLine && checksSignals && isUnconditionalJump(last.opcode)) last.opcode = op.JUMP;
  target.predecessors--;
  return true;
}
