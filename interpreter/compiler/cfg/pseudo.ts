/** Pseudo-instructions say what the code generator means; here they become what the machine does. */
import * as op from '../../opcodes/ids.generated.ts';
import { isBlockPush } from '../../opcodes/index.ts';
import { CfgInstruction, type ControlFlowGraph } from './graph.ts';
import { removeRedundantNopsAndJumps } from './redundant.ts';

/** JUMP_IF_FALSE keeps the value it tests: COPY, TO_BOOL, POP_JUMP_IF_FALSE. */
export function convertPseudoConditionalJumps(graph: ControlFlowGraph): void {
  for (const block of graph) {
    const jump = block.last;
    if (jump === undefined || (jump.opcode !== op.JUMP_IF_FALSE && jump.opcode !== op.JUMP_IF_TRUE)) continue;
    jump.opcode = jump.opcode === op.JUMP_IF_FALSE ? op.POP_JUMP_IF_FALSE : op.POP_JUMP_IF_TRUE;
    const copy = new CfgInstruction(op.COPY, 1, jump.loc);
    const toBool = new CfgInstruction(op.TO_BOOL, 0, jump.loc);
    copy.except = toBool.except = jump.except;
    block.instructions.splice(-1, 0, copy, toBool);
  }
}

export function convertPseudoOps(graph: ControlFlowGraph): void {
  for (const block of graph) {
    for (const instruction of block.instructions) {
      if (isBlockPush(instruction.opcode)) instruction.toNop();
      else if (instruction.opcode === op.LOAD_CLOSURE) instruction.opcode = op.LOAD_FAST;
      else if (instruction.opcode === op.STORE_FAST_MAYBE_NULL) instruction.opcode = op.STORE_FAST;
    }
  }
  removeRedundantNopsAndJumps(graph);
}
