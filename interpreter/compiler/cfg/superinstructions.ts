/** Two loads or stores of locals on one line become one instruction, if both indexes fit into four bits. */
import * as op from '../../opcodes/ids.generated.ts';
import type { CfgInstruction, ControlFlowGraph } from './graph.ts';
import { removeRedundantNops } from './redundant.ts';

export function insertSuperinstructions(graph: ControlFlowGraph): void {
  for (const { instructions } of graph) {
    for (let i = 0; i + 1 < instructions.length; i++) {
      const first = instructions[i];
      const second = instructions[i + 1];
      const fused = superinstruction(first.opcode, second.opcode);
      if (fused !== 0) fuse(first, second, fused);
    }
  }
  removeRedundantNops(graph);
}

function superinstruction(first: number, second: number): number {
  if (first === op.LOAD_FAST && second === op.LOAD_FAST) return op.LOAD_FAST_LOAD_FAST;
  if (first === op.STORE_FAST && second === op.LOAD_FAST) return op.STORE_FAST_LOAD_FAST;
  if (first === op.STORE_FAST && second === op.STORE_FAST) return op.STORE_FAST_STORE_FAST;
  return 0;
}

function fuse(first: CfgInstruction, second: CfgInstruction, opcode: number): void {
  const line1 = first.loc.lineno;
  const line2 = second.loc.lineno;
  if (line1 >= 0 && line2 >= 0 && line1 !== line2) return;
  if (first.oparg >= 16 || second.oparg >= 16) return;
  first.set(opcode, (first.oparg << 4) | second.oparg);
  second.toNop();
}
