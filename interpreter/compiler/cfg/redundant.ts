/** Sweep up: NOPs that no line needs, values that are pushed and popped at once, jumps to the next instruction. */
import * as op from '../../opcodes/ids.generated.ts';
import { type BasicBlock, type CfgInstruction, type ControlFlowGraph, nextNonempty } from './graph.ts';
import { loadsConst } from './load-const.ts';

/** Removes what it can; returns how many NOPs went. */
export function removeRedundantNops(graph: ControlFlowGraph): number {
  let removed = 0;
  for (const block of graph) removed += removeNopsInBlock(block);
  return removed;
}

export function removeRedundantNopsAndPairs(graph: ControlFlowGraph): void {
  let done: boolean;
  do {
    done = true;
    let instruction: CfgInstruction | undefined;
    for (const block of graph) {
      removeNopsInBlock(block);
      // Somebody may jump here: what was before is not known.
      if (block.label >= 0) instruction = undefined;
      for (const current of block.instructions) {
        const previous = instruction;
        instruction = current;
        if (current.opcode !== op.POP_TOP || previous === undefined) continue;
        if (!loadsConst(previous.opcode) && !(previous.opcode === op.COPY && previous.oparg === 1)) continue;
        previous.toNop();
        current.toNop();
        done = false;
      }
      if (block.jump !== undefined || !block.fallsThrough) instruction = undefined;
    }
  } while (!done);
}

export function removeRedundantNopsAndJumps(graph: ControlFlowGraph): void {
  while (removeRedundantNops(graph) + removeRedundantJumps(graph) > 0);
}

function removeRedundantJumps(graph: ControlFlowGraph): number {
  let removed = 0;
  for (const block of graph) {
    const jump = block.unconditionalJump;
    if (jump === undefined || nextNonempty(jump.target) !== nextNonempty(block.next)) continue;
    jump.toNop();
    removed++;
  }
  return removed;
}

/** A NOP may go if its line is also the line of a neighbour, so that a debugger still stops there. */
function removeNopsInBlock(block: BasicBlock): number {
  const { instructions } = block;
  if (!instructions.some(({ opcode }) => opcode === op.NOP)) return 0;
  const kept: CfgInstruction[] = [];
  let previousLine = -1;
  for (let i = 0; i < instructions.length; i++) {
    const instruction = instructions[i];
    const { lineno } = instruction.loc;
    if (instruction.opcode === op.NOP) {
      if (lineno < 0 || lineno === previousLine) continue;
      if (i + 1 < instructions.length) {
        const next = instructions[i + 1];
        if (next.loc.lineno === lineno) continue;
        if (next.loc.lineno < 0) {
          next.loc = instruction.loc;
          continue;
        }
      } else if (lineno === firstLine(nextNonempty(block.next))) {
        continue;
      }
    }
    kept.push(instruction);
    previousLine = lineno;
  }
  const removed = instructions.length - kept.length;
  block.keep(kept);
  return removed;
}

/** The line of a block's first instruction that will stay. */
function firstLine(block: BasicBlock | null): number {
  if (block === null) return -1;
  for (const { opcode, loc } of block.instructions) {
    if (opcode !== op.NOP || loc.lineno >= 0) return loc.lineno;
  }
  return -1;
}
