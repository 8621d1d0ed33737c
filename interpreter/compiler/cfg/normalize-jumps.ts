/**
 * Conditional jumps go forward only.
 *
 * Going back means another round of a loop, where the machine looks for signals; so a conditional jump back becomes its opposite over a plain jump back. The
 * way not taken is marked by NOT_TAKEN for coverage tools.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { BasicBlock, type ControlFlowGraph } from './graph.ts';

export function normalizeJumps(graph: ControlFlowGraph): void {
  graph.clearVisited();
  for (const block of graph) {
    block.visited = true;
    normalizeJump(block);
  }
}

function normalizeJump(block: BasicBlock): void {
  const jump = block.last;
  const opposite = jump === undefined ? 0 : oppositeJump(jump.opcode);
  if (jump === undefined || opposite === 0) return;
  const target = jump.target!;
  if (!target.visited) {
    block.add(op.NOT_TAKEN, 0, jump.loc);
    return;
  }
  const back = new BasicBlock();
  back.add(op.NOT_TAKEN, 0, jump.loc);
  back.addJump(op.JUMP, target, jump.loc);
  back.startDepth = target.startDepth;
  back.cold = block.cold;
  back.next = block.next;
  jump.opcode = opposite;
  jump.target = block.next;
  block.next = back;
}

function oppositeJump(opcode: number): number {
  switch (opcode) {
    case op.POP_JUMP_IF_TRUE:
      return op.POP_JUMP_IF_FALSE;
    case op.POP_JUMP_IF_FALSE:
      return op.POP_JUMP_IF_TRUE;
    case op.POP_JUMP_IF_NONE:
      return op.POP_JUMP_IF_NOT_NONE;
    case op.POP_JUMP_IF_NOT_NONE:
      return op.POP_JUMP_IF_NONE;
    default:
      return 0;
  }
}
