/**
 * Borrow locals instead of copying references.
 *
 * LOAD_FAST counts a reference for the stack, which the consumer gives back. When the variable certainly keeps its value until the consumer is done, neither
 * is needed: LOAD_FAST_BORROW. To know, run each block on a stack that remembers which load an item came from and which variable it stands for. A load may
 * not borrow if its variable is overwritten while the item is on the stack, if the item is itself stored in a variable, or if it is still there at the end of
 * the block.
 */
import { hasTarget, isBlockPush, op, popped, pushed } from '../../opcodes/index.ts';
import type { BasicBlock, ControlFlowGraph } from './graph.ts';

/** An item of the stack. */
interface Ref {
  /** The index of the instruction that produced it; -1 if that was in another block. */
  producer: number;
  /** The local that it is a copy of; -1 if none. */
  local: number;
}

const FOREIGN: Ref = { producer: -1, local: -1 };

export function optimizeLoadFast(graph: ControlFlowGraph): void {
  graph.walk([graph.entry], (block, goOn) => {
    const simulation = new Simulation(block, goOn);
    block.instructions.forEach((_, index) => simulation.step(index));
    // CPython 3.14 loses its way at an empty block: what is only reached through one does not borrow.
    if (block.fallsThrough && block.next !== null && block.instructions.length > 0) goOn(block.next);
    simulation.borrow();
  });
}

class Simulation {
  private readonly block: BasicBlock;
  private readonly goOn: (block: BasicBlock) => void;
  private readonly stack: Ref[];
  /** The loads that must own their reference. */
  private readonly owning = new Set<number>();

  constructor(block: BasicBlock, goOn: (block: BasicBlock) => void) {
    this.block = block;
    this.goOn = goOn;
    this.stack = Array.from({ length: block.startDepth }, () => FOREIGN);
  }

  step(index: number): void {
    const { opcode, oparg, target } = this.block.instructions[index];
    const { stack } = this;
    const push = (local = -1): number => stack.push({ producer: index, local });
    switch (opcode) {
      case op.DELETE_FAST:
        this.kill(oparg);
        break;
      case op.LOAD_FAST:
        push(oparg);
        break;
      case op.LOAD_FAST_AND_CLEAR:
        this.kill(oparg);
        push(oparg);
        break;
      case op.LOAD_FAST_LOAD_FAST:
        push(oparg >> 4);
        push(oparg & 15);
        break;
      case op.STORE_FAST:
        this.store(oparg);
        break;
      case op.STORE_FAST_LOAD_FAST:
        this.store(oparg >> 4);
        push(oparg & 15);
        break;
      case op.STORE_FAST_STORE_FAST:
        this.store(oparg >> 4);
        this.store(oparg & 15);
        break;

      // What moves items about.
      case op.COPY:
        stack.push(stack[stack.length - oparg]);
        break;
      case op.SWAP: {
        const top = stack.length - 1;
        const other = stack.length - oparg;
        [stack[top], stack[other]] = [stack[other], stack[top]];
        break;
      }

      // What leaves its inputs where they are and pushes more.
      case op.FORMAT_SIMPLE:
      case op.GET_ANEXT:
      case op.GET_LEN:
      case op.GET_YIELD_FROM_ITER:
      case op.IMPORT_FROM:
      case op.MATCH_KEYS:
      case op.MATCH_MAPPING:
      case op.MATCH_SEQUENCE:
      case op.WITH_EXCEPT_START:
        // CPython 3.14 takes the count of what is pushed for the index of the producer, so the block's first instructions answer for it.
        for (let n = 0; n < pushed(opcode, oparg) - popped(opcode, oparg); n++) stack.push({ producer: n, local: -1 });
        break;

      // What consumes some inputs and leaves the others.
      case op.DICT_MERGE:
      case op.DICT_UPDATE:
      case op.LIST_APPEND:
      case op.LIST_EXTEND:
      case op.MAP_ADD:
      case op.RERAISE:
      case op.SET_ADD:
      case op.SET_UPDATE:
        stack.length -= popped(opcode, oparg) - pushed(opcode, oparg);
        break;
      case op.END_SEND:
      case op.SET_FUNCTION_ATTRIBUTE: {
        const top = stack.pop()!;
        stack[stack.length - 1] = top;
        break;
      }
      case op.END_ASYNC_FOR:
        stack.length -= 2;
        break;
      case op.CHECK_EXC_MATCH:
        stack.pop();
        push();
        break;
      case op.FOR_ITER:
        this.goOn(target!);
        push();
        break;
      case op.LOAD_ATTR:
      case op.LOAD_SUPER_ATTR: {
        const self = stack.pop()!;
        if (opcode === op.LOAD_SUPER_ATTR) stack.length -= 2;
        push();
        // In method form the object itself may come back.
        if ((oparg & 1) === 1) stack.push(self);
        break;
      }
      case op.LOAD_SPECIAL:
      case op.PUSH_EXC_INFO: {
        const top = stack.pop()!;
        push();
        stack.push(top);
        break;
      }
      case op.SEND:
        this.goOn(target!);
        stack.pop();
        push();
        break;

      default:
        if (hasTarget(opcode)) this.goOn(target!);
        if (isBlockPush(opcode)) break;
        stack.length -= popped(opcode, oparg);
        for (let n = pushed(opcode, oparg); n > 0; n--) push();
    }
  }

  /** Rewrites the loads that may borrow. */
  borrow(): void {
    for (const { producer } of this.stack) this.owning.add(producer);
    this.block.instructions.forEach((instruction, index) => {
      if (this.owning.has(index)) return;
      if (instruction.opcode === op.LOAD_FAST) instruction.opcode = op.LOAD_FAST_BORROW;
      else if (instruction.opcode === op.LOAD_FAST_LOAD_FAST) instruction.opcode = op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
    });
  }

  /** A local loses its value. */
  private kill(local: number): void {
    for (const ref of this.stack) if (ref.local === local) this.owning.add(ref.producer);
  }

  private store(local: number): void {
    const { producer } = this.stack.pop()!;
    this.kill(local);
    this.owning.add(producer);
  }
}
