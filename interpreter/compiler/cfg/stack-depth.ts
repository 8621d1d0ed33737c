/** How deep the stack gets: follow every path from the start, adding up effects. Blocks learn the depth on entry, which handlers restore. */
import * as op from '../../opcodes/ids.generated.ts';
import { hasTarget, stackEffect } from '../../opcodes/index.ts';
import type { BasicBlock, ControlFlowGraph } from './graph.ts';

export function calculateStackDepth(graph: ControlFlowGraph): number {
  for (const block of graph) block.startDepth = -1;
  let deepest = 0;
  graph.entry.startDepth = 0;
  graph.walk([graph.entry], (block, goOn) => {
    let depth = block.startDepth;
    const reach = (target: BasicBlock, depth: number): void => {
      if (target.startDepth >= 0 && target.startDepth !== depth) throw new Error('Invalid CFG, inconsistent stackdepth');
      target.startDepth = depth;
      goOn(target);
    };
    for (const { opcode, oparg, target } of block.instructions) {
      // END_ASYNC_FOR names a place for tracing tools; it does not go there.
      if (hasTarget(opcode) && opcode !== op.END_ASYNC_FOR) {
        const atTarget = depth + stackEffect(opcode, oparg, true);
        deepest = Math.max(deepest, atTarget);
        reach(target!, atTarget);
      }
      depth += stackEffect(opcode, oparg);
      if (depth < 0) throw new Error('Invalid CFG, stack underflow');
      deepest = Math.max(deepest, depth);
    }
    if (block.next !== null && block.fallsThrough) reach(block.next, depth);
  });
  return deepest;
}
