/** Leave out constants that nothing loads any more. The first one stays whatever happens: it may be the docstring. */
import type { Constant } from '../../code/constant.ts';
import { op } from '../../opcodes/index.ts';
import type { ConstantTable } from '../constant-table.ts';
import type { ControlFlowGraph } from './graph.ts';

/** Renumbers the loads and returns the constants that are left. */
export function removeUnusedConsts(graph: ControlFlowGraph, consts: ConstantTable): Constant[] {
  const { items } = consts;
  const used = new Set<number>();
  if (items.length > 0) used.add(0);
  for (const block of graph) for (const { opcode, oparg } of block.instructions) if (opcode === op.LOAD_CONST) used.add(oparg);
  const kept = items.map((_, index) => index).filter(index => used.has(index));
  const renumbered = new Map(kept.map((index, position) => [index, position]));
  for (const block of graph) {
    for (const instruction of block.instructions)
      if (instruction.opcode === op.LOAD_CONST) instruction.oparg = renumbered.get(instruction.oparg)!;
  }
  return kept.map(index => items[index]);
}
