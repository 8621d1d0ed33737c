/**
 * The first step: take a flat list of instructions apart into basic blocks.
 *
 * A block begins where a label is placed and where the instruction before jumps or leaves. Labels that nobody jumps to do not count, and labels at one
 * place are one. The instructions that prepare annotations take the place that was held for them.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { hasTarget, isJump, isScopeExit } from '../../opcodes/index.ts';
import type { InstructionSequence, Location } from '../instruction-sequence.ts';
import { BasicBlock, ControlFlowGraph } from './graph.ts';

export function fromSequence(sequence: InstructionSequence): ControlFlowGraph {
  const builder = new Builder();
  // A label is known by the instruction that it stands before.
  const { instructions } = sequence;
  const isTarget = new Uint8Array(instructions.length + 1);
  for (const { opcode, oparg } of instructions) if (hasTarget(opcode)) isTarget[sequence.resolvedTarget(oparg)] = 1;

  for (let i = 0; i < instructions.length; i++) {
    const { opcode, oparg, loc } = instructions[i];
    if (opcode === op.ANNOTATIONS_PLACEHOLDER) {
      for (const annotation of sequence.annotationsCode?.instructions ?? [])
        builder.add(annotation.opcode, annotation.oparg, annotation.loc);
      continue;
    }
    if (isTarget[i] !== 0) builder.label(i);
    builder.add(opcode, hasTarget(opcode) ? sequence.resolvedTarget(oparg) : oparg, loc);
  }
  connectJumps(builder.graph);
  return builder.graph;
}

class Builder {
  readonly graph = new ControlFlowGraph();
  private current = this.graph.entry;
  /** The label for the next instruction to come. */
  private pendingLabel = -1;
  /** Whether the current block's last instruction jumps or leaves. */
  private terminated = false;

  label(label: number): void {
    this.pendingLabel = label;
    this.startBlockIfNeeded();
  }

  add(opcode: number, oparg: number, loc: Location): void {
    if (this.terminated || this.pendingLabel >= 0) this.startBlockIfNeeded();
    this.current.add(opcode, oparg, loc);
    this.terminated = isJump(opcode) || isScopeExit(opcode);
  }

  private startBlockIfNeeded(): void {
    const { current } = this;
    if (!this.terminated) {
      if (this.pendingLabel < 0) return;
      if (current.instructions.length === 0 && current.label < 0) {
        current.label = this.pendingLabel;
        this.pendingLabel = -1;
        return;
      }
    }
    const block = new BasicBlock();
    block.label = this.pendingLabel;
    this.pendingLabel = -1;
    this.terminated = false;
    current.next = block;
    this.current = block;
  }
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
