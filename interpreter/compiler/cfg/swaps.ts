/**
 * Fewer swaps.
 *
 * A run of SWAPs is some permutation of the top of the stack; every permutation falls into cycles, and one SWAP for each member of a cycle is enough. Then a
 * SWAP in front of stores need not happen at all if the stores change places instead.
 */
import * as op from '../../opcodes/ids.generated.ts';
import type { BasicBlock, CfgInstruction } from './graph.ts';

export function optimizeSwaps(block: BasicBlock): void {
  for (let i = 0; i < block.instructions.length; i++) {
    if (block.instructions[i].opcode !== op.SWAP) continue;
    i = minimizeRun(block, i);
    applyStatically(block, i);
  }
}

/** Rewrites the run of SWAPs and NOPs at `start` with as few SWAPs as will do; returns the index of its last instruction. */
function minimizeRun(block: BasicBlock, start: number): number {
  const { instructions } = block;
  let end = start;
  let depth = 0;
  let swaps = 0;
  for (; end < instructions.length; end++) {
    const { opcode, oparg } = instructions[end];
    if (opcode === op.SWAP) {
      depth = Math.max(depth, oparg);
      swaps++;
    } else if (opcode !== op.NOP) {
      break;
    }
  }
  if (swaps === 1) return start;

  // What the run does: stack[i] tells which item ends up at depth i.
  const stack = Array.from({ length: depth }, (_, i) => i);
  for (let i = start; i < end; i++) {
    const { opcode, oparg } = instructions[i];
    if (opcode === op.SWAP) [stack[0], stack[oparg - 1]] = [stack[oparg - 1], stack[0]];
  }
  // Take each cycle apart by swapping with the top. The swaps are found in reverse, so they are written from the end of the run.
  const VISITED = -1;
  let write = end - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === VISITED || stack[i] === i) continue;
    let j = i;
    for (;;) {
      if (j !== 0) instructions[write--].set(op.SWAP, j + 1);
      if (stack[j] === VISITED) break;
      const next = stack[j];
      stack[j] = VISITED;
      j = next;
    }
  }
  while (write >= start) instructions[write--].toNop();
  return end - 1;
}

/** Stores that can change places: they take the top of the stack, cannot fail and run no code but finalizers. */
function isSwappable(opcode: number): boolean {
  return opcode === op.STORE_FAST || opcode === op.STORE_FAST_MAYBE_NULL || opcode === op.POP_TOP;
}

function storesTo({ opcode, oparg }: CfgInstruction): number {
  return opcode === op.STORE_FAST || opcode === op.STORE_FAST_MAYBE_NULL ? oparg : -1;
}

/** The next swappable instruction behind `i`, on the given line if one is given; -1 if something else comes first. */
function nextSwappable(block: BasicBlock, i: number, lineno: number): number {
  while (++i < block.instructions.length) {
    const { opcode, loc } = block.instructions[i];
    // A tracing tool could see the names bound in another order if lines were mixed.
    if (lineno >= 0 && loc.lineno !== lineno) return -1;
    if (opcode === op.NOP) continue;
    return isSwappable(opcode) ? i : -1;
  }
  return -1;
}

/** Walks back from `i` and does each SWAP by exchanging the instructions that consume the values, as long as that is possible. */
function applyStatically(block: BasicBlock, i: number): void {
  const { instructions } = block;
  for (; i >= 0; i--) {
    const swap = instructions[i];
    if (swap.opcode !== op.SWAP) {
      if (swap.opcode === op.NOP || isSwappable(swap.opcode)) continue;
      return;
    }
    const j = nextSwappable(block, i, -1);
    if (j < 0) return;
    let k = j;
    const { lineno } = instructions[j].loc;
    for (let count = swap.oparg - 1; count > 0; count--) {
      k = nextSwappable(block, k, lineno);
      if (k < 0) return;
    }
    // Two stores to one variable must keep their order.
    const first = storesTo(instructions[j]);
    const second = storesTo(instructions[k]);
    if (first >= 0 || second >= 0) {
      if (first === second) return;
      for (let between = j + 1; between < k; between++) {
        const store = storesTo(instructions[between]);
        if (store >= 0 && (store === first || store === second)) return;
      }
    }
    swap.toNop();
    [instructions[j], instructions[k]] = [instructions[k], instructions[j]];
  }
}
