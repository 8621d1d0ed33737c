/**
 * The first step: take a flat list of instructions apart into basic blocks.
 *
 * A block begins where a label is placed and where the instruction before jumps or leaves. Labels that nobody jumps to do not count, and labels at one
 * place are one. The instructions that prepare annotations take the place that was held for them.
 */
import { hasTarget, isJump, isScopeExit, op } from '../../opcodes/index.ts';
import type { InstructionSequence, SequenceInstruction } from '../instruction-sequence.ts';
import { BasicBlock, ControlFlowGraph } from './graph.ts';

export function fromSequence(sequence: InstructionSequence): ControlFlowGraph {
  const graph = new ControlFlowGraph();
  let current = graph.entry;
  /** The label for the next instruction to come. */
  let pendingLabel = -1;

  const startBlockIfNeeded = (): void => {
    const last = current.last;
    let terminated = last !== undefined && (isJump(last.opcode) || isScopeExit(last.opcode));
    if (!terminated && pendingLabel >= 0) {
      if (last !== undefined || current.label >= 0) {
        terminated = true;
      } else {
        current.label = pendingLabel;
        pendingLabel = -1;
      }
    }
    if (!terminated) return;
    const block = new BasicBlock();
    block.label = pendingLabel;
    pendingLabel = -1;
    current.next = block;
    current = block;
  };
  const add = ({ opcode, oparg, loc }: SequenceInstruction): void => {
    startBlockIfNeeded();
    current.add(opcode, oparg, loc);
  };

  // A label is known by the instruction that it stands before.
  const { instructions } = sequence;
  const targets = new Set<number>();
  for (const { opcode, oparg } of instructions) if (hasTarget(opcode)) targets.add(sequence.resolvedTarget(oparg));

  for (let i = 0; i < instructions.length; i++) {
    const instruction = instructions[i];
    if (instruction.opcode === op.ANNOTATIONS_PLACEHOLDER) {
      for (const annotation of sequence.annotationsCode?.instructions ?? []) add(annotation);
      continue;
    }
    if (targets.has(i)) {
      pendingLabel = i;
      startBlockIfNeeded();
    }
    add(instruction);
    if (hasTarget(instruction.opcode)) current.last!.oparg = sequence.resolvedTarget(instruction.oparg);
  }
  connectJumps(graph);
  return graph;
}

/** Gives every jump and every block push the block it names. */
function connectJumps(graph: ControlFlowGraph): void {
  const byLabel = new Map<number, BasicBlock>();
  for (const block of graph) if (block.label >= 0) byLabel.set(block.label, block);
  for (const block of graph) {
    for (const instruction of block.instructions) {
      if (!hasTarget(instruction.opcode)) continue;
      const target = byLabel.get(instruction.oparg);
      if (target === undefined) throw new Error('a jump needs a label that is placed before an instruction');
      instruction.target = target;
    }
  }
}
