/** Leave out constants that nothing loads any more. The first one stays whatever happens: it may be the docstring. */
import * as op from '../../opcodes/ids.generated.ts';
import type { ConstantTable } from '../constant-table.ts';
import type { ControlFlowGraph } from './graph.ts';

/** Drops them from the table and renumbers the loads. */
export function removeUnusedConsts(graph: ControlFlowGraph, consts: ConstantTable): void {
  const used = new Set<number>([0]);
  for (const block of graph) for (const { opcode, oparg } of block.instructions) if (opcode === op.LOAD_CONST) used.add(oparg);
  if (consts.items.every((_, index) => used.has(index))) return;
  const renumbered = consts.keep(index => used.has(index));
  for (const block of graph) {
    for (const instruction of block.instructions)
      if (instruction.opcode === op.LOAD_CONST) instruction.oparg = renumbered.get(instruction.oparg)!;
  }
}
