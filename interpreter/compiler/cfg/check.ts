/** A jump or an exit must be the last instruction of its block: the passes below rely on it. */
import { isJump, isScopeExit } from '../../opcodes/index.ts';
import type { ControlFlowGraph } from './graph.ts';

export function checkGraph(graph: ControlFlowGraph): void {
  for (const block of graph) {
    for (let i = 0; i < block.instructions.length - 1; i++) {
      const { opcode } = block.instructions[i];
      if (isJump(opcode) || isScopeExit(opcode)) throw new Error('malformed control flow graph');
    }
  }
}
