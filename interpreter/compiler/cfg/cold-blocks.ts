/** Move what only runs after an exception to the end, so that the usual path lies in one piece. */
import * as op from '../../opcodes/ids.generated.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import { BasicBlock, type ControlFlowGraph } from './graph.ts';
import { removeRedundantNopsAndJumps } from './redundant.ts';

export function pushColdBlocksToEnd(graph: ControlFlowGraph): void {
  if (graph.entry.next === null) return;
  markColdBlocks(graph);
  jumpFromColdToWarm(graph);
  const blocks = [...graph];
  const cold = blocks.filter(block => block.cold);
  if (cold.length === 0) return;
  const ordered = [...blocks.filter(block => !block.cold), ...cold];
  ordered.forEach((block, i) => (block.next = ordered[i + 1] ?? null));
  removeRedundantNopsAndJumps(graph);
}

function markColdBlocks(graph: ControlFlowGraph): void {
  graph.walk([graph.entry], (block, goOn) => {
    block.warm = true;
    if (block.next !== null && block.fallsThrough) goOn(block.next);
    if (block.jump !== undefined) goOn(block.jump.target!);
  });
  const handlers = [...graph].filter(block => block.exceptHandler);
  graph.walk(handlers, (block, goOn) => {
    block.cold = true;
    if (block.next !== null && block.fallsThrough && !block.next.warm) goOn(block.next);
    const target = block.jump?.target;
    if (target && !target.warm) goOn(target);
  });
}

/** A cold block that falls into a warm one will not lie before it any longer: it needs a jump. */
function jumpFromColdToWarm(graph: ControlFlowGraph): void {
  let nextLabel = graph.maxLabel() + 1;
  for (const block of graph) {
    const next = block.next;
    if (!block.cold || !block.fallsThrough || next === null || !next.warm) continue;
    if (next.label < 0) next.label = nextLabel++;
    const jump = new BasicBlock();
    jump.addJump(op.JUMP_NO_INTERRUPT, next, NO_LOCATION);
    jump.cold = true;
    jump.predecessors = 1;
    jump.next = next;
    block.next = jump;
  }
}
