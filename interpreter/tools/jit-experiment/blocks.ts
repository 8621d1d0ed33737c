/** A code object as instructions, basic blocks and their dominator tree: what structured JavaScript is made from. */
import type { CodeObject } from '../../code/index.ts';
import { decodeInstructions } from '../../code/instructions.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { hasNoFallthrough, isJump, operandKind } from '../../opcodes/index.ts';

export interface Instruction {
  readonly opcode: number;
  readonly arg: number;
  /** Index of the instruction that a jump goes to; -1 if this is no jump. */
  readonly target: number;
}

export interface Block {
  readonly id: number;
  /** Indexes of its first instruction and of the one behind its last. */
  readonly start: number;
  readonly end: number;
  /** Where it falls through to, if it does, and where it jumps to, if it does. */
  next: Block | null;
  jump: Block | null;
  preds: Block[];
  /** Position in reverse postorder: an edge to a block that is not later is a loop's. */
  order: number;
  dominator: Block | null;
}

/** The instructions with the indexes that the machine knows them by, so that a frame can be rebuilt at one. */
export function decode(code: CodeObject): Instruction[] {
  const { opcodes, args, ends, indexAt } = decodeInstructions(code.co_code);
  return opcodes.map((opcode, i) => {
    const arg = args[i];
    if (!isJump(opcode)) return { opcode, arg, target: -1 };
    const target = indexAt[operandKind(opcode) === 'backward' ? ends[i] - arg : ends[i] + arg];
    // An exhausted FOR_ITER jumps over its END_FOR.
    return { opcode, arg, target: opcode === op.FOR_ITER ? target + 1 : target };
  });
}

/** Blocks in reverse postorder, with predecessors and immediate dominators (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm). */
export function makeBlocks(instructions: readonly Instruction[]): Block[] {
  const starts = new Set([0]);
  instructions.forEach(({ opcode, target }, i) => {
    if (target >= 0) starts.add(target);
    if (target >= 0 || hasNoFallthrough(opcode)) starts.add(i + 1);
  });
  const bounds = [...starts].filter(i => i < instructions.length).sort((a, b) => a - b);
  const blocks = bounds.map((start, id): Block => {
    const end = bounds[id + 1] ?? instructions.length;
    return { id, start, end, next: null, jump: null, preds: [], order: -1, dominator: null };
  });
  const byStart = new Map(blocks.map(block => [block.start, block]));
  for (const block of blocks) {
    const { opcode, target } = instructions[block.end - 1];
    if (!hasNoFallthrough(opcode)) block.next = byStart.get(block.end) ?? null;
    if (target >= 0) block.jump = byStart.get(target)!;
  }
  const postorder: Block[] = [];
  const seen = new Set<Block>();
  const visit = (block: Block): void => {
    seen.add(block);
    for (const successor of [block.jump, block.next]) if (successor !== null && !seen.has(successor)) visit(successor);
    postorder.push(block);
  };
  visit(blocks[0]);
  const ordered = postorder.reverse();
  ordered.forEach((block, i) => {
    block.order = i;
    for (const successor of [block.jump, block.next]) successor?.preds.push(block);
  });
  const entry = ordered[0];
  entry.dominator = entry;
  for (let changed = true; changed;) {
    changed = false;
    for (const block of ordered.slice(1)) {
      const known = block.preds.filter(pred => pred.dominator !== null);
      const dominator = known.reduce(meet);
      if (block.dominator !== dominator) changed = true;
      block.dominator = dominator;
    }
  }
  return ordered;
}

function meet(a: Block, b: Block): Block {
  while (a !== b) {
    if (a.order > b.order) a = a.dominator!;
    else b = b.dominator!;
  }
  return a;
}

export function isLoopHead(block: Block): boolean {
  return block.preds.some(pred => pred.order >= block.order);
}

/** Whether several paths come together here, other than a loop's. */
export function isMerge(block: Block): boolean {
  return block.preds.filter(pred => pred.order < block.order).length > 1;
}

/** The locals that an instruction reads and writes, in this order. */
function localsOf({ opcode, arg }: Instruction): { readonly reads: readonly number[]; readonly writes: readonly number[] } {
  const pair = [arg >> 4, arg & 15];
  switch (opcode) {
    case op.LOAD_FAST:
    case op.LOAD_FAST_BORROW:
    case op.LOAD_FAST_CHECK:
    case op.LOAD_FAST_AND_CLEAR:
    case op.DELETE_FAST:
      return { reads: [arg], writes: [] };
    case op.LOAD_FAST_LOAD_FAST:
    case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
      return { reads: pair, writes: [] };
    case op.STORE_FAST:
      return { reads: [], writes: [arg] };
    case op.STORE_FAST_STORE_FAST:
      return { reads: [], writes: pair };
    case op.STORE_FAST_LOAD_FAST:
      return { reads: pair[0] === pair[1] ? [] : [pair[1]], writes: [pair[0]] };
    default:
      return { reads: [], writes: [] };
  }
}

/** For each block, the locals that may be read before they are written again. */
export function liveLocals(blocks: readonly Block[], instructions: readonly Instruction[]): Map<Block, Set<number>> {
  const live = new Map(blocks.map(block => [block, new Set<number>()]));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of blocks.toReversed()) {
      const now = new Set<number>();
      for (const successor of [block.jump, block.next]) if (successor !== null) for (const i of live.get(successor)!) now.add(i);
      for (let index = block.end - 1; index >= block.start; index--) {
        const { reads, writes } = localsOf(instructions[index]);
        for (const i of writes) now.delete(i);
        for (const i of reads) now.add(i);
      }
      if (now.size !== live.get(block)!.size) changed = true;
      live.set(block, now);
    }
  }
  return live;
}
