/** Empty the blocks that no path reaches, and count for the others how many ways lead there. */
import { isBlockPush, isJump } from '../../opcodes/index.ts';
import type { ControlFlowGraph } from './graph.ts';

export function removeUnreachable(graph: ControlFlowGraph): void {
  for (const block of graph) block.predecessors = 0;
  graph.entry.predecessors = 1;
  graph.walk([graph.entry], (block, goOn) => {
    if (block.next !== null && block.fallsThrough) {
      goOn(block.next);
      block.next.predecessors++;
    }
    for (const { opcode, target } of block.instructions) {
      if (!isJump(opcode) && !isBlockPush(opcode)) continue;
      goOn(target!);
      target!.predecessors++;
    }
  });
  for (const block of graph) {
    if (block.predecessors > 0) continue;
    block.keep([]);
    block.exceptHandler = false;
  }
}
