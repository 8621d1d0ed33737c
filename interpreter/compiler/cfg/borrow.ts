/**
 * Borrow locals instead of copying references.
 *
 * LOAD_FAST counts a reference for the stack, which the consumer gives back. When the variable certainly keeps its value until the consumer is done, neither
 * is needed: LOAD_FAST_BORROW. To know, run each block on a stack that remembers which load an item came from and which variable it stands for. A load may
 * not borrow if its variable is overwritten while the item is on the stack, if the item is itself stored in a variable, or if it is still there at the end of
 * the block.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { hasTarget, isBlockPush, popped, pushed } from '../../opcodes/index.ts';
import type { BasicBlock, ControlFlowGraph } from './graph.ts';

export function optimizeLoadFast(graph: ControlFlowGraph): void {
  graph.walk([graph.entry], (block, goOn) => {
    const simulation = new Simulation(block, goOn);
    for (let i = 0; i < block.instructions.length; i++) simulation.step(i);
    // CPython 3.14 loses its way at an empty block: what is only reached through one does not borrow.
    if (block.fallsThrough && block.next !== null && block.instructions.length > 0) goOn(block.next);
    simulation.borrow();
  });
}

class Simulation {
  private readonly block: BasicBlock;
  private readonly goOn: (block: BasicBlock) => void;
  /** For each item of the stack the index of the instruction that produced it; -1 if that was in another block. */
  private readonly producers: number[] = [];
  /** For each item the local that it is a copy of; -1 if none. */
  private readonly copied: number[] = [];
  /** The loads that must own their reference, 1 at their indexes. */
  private readonly owning: Uint8Array;

  constructor(block: BasicBlock, goOn: (block: BasicBlock) => void) {
    this.block = block;
    this.goOn = goOn;
    this.owning = new Uint8Array(block.instructions.length);
    for (let i = block.startDepth; i > 0; i--) this.push(-1);
  }

  step(index: number): void {
    const { opcode, oparg, target } = this.block.instructions[index];
    const { producers, copied } = this;
    switch (opcode) {
      case op.DELETE_FAST:
        this.kill(oparg);
        break;
      case op.LOAD_FAST:
        this.push(index, oparg);
        break;
      case op.LOAD_FAST_AND_CLEAR:
        this.kill(oparg);
        this.push(index, oparg);
        break;
      case op.LOAD_FAST_LOAD_FAST:
        this.push(index, oparg >> 4);
        this.push(index, oparg & 15);
        break;
      case op.STORE_FAST:
        this.store(oparg);
        break;
      case op.STORE_FAST_LOAD_FAST:
        this.store(oparg >> 4);
        this.push(index, oparg & 15);
        break;
      case op.STORE_FAST_STORE_FAST:
        this.store(oparg >> 4);
        this.store(oparg & 15);
        break;

      // What moves items about.
      case op.COPY:
        this.push(producers[producers.length - oparg], copied[copied.length - oparg]);
        break;
      case op.SWAP: {
        swap(producers, oparg);
        swap(copied, oparg);
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
        for (let n = 0; n < pushed(opcode, oparg) - popped(opcode, oparg); n++) this.push(n);
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
        this.drop(popped(opcode, oparg) - pushed(opcode, oparg));
        break;
      case op.END_SEND:
      case op.SET_FUNCTION_ATTRIBUTE: {
        swap(producers, 2);
        swap(copied, 2);
        this.drop(1);
        break;
      }
      case op.END_ASYNC_FOR:
        this.drop(2);
        break;
      case op.CHECK_EXC_MATCH:
        this.drop(1);
        this.push(index);
        break;
      case op.FOR_ITER:
        this.goOn(target!);
        this.push(index);
        break;
      case op.LOAD_ATTR:
      case op.LOAD_SUPER_ATTR: {
        const producer = producers[producers.length - 1];
        const local = copied[copied.length - 1];
        this.drop(opcode === op.LOAD_SUPER_ATTR ? 3 : 1);
        this.push(index);
        // In method form the object itself may come back.
        if ((oparg & 1) === 1) this.push(producer, local);
        break;
      }
      case op.LOAD_SPECIAL:
      case op.PUSH_EXC_INFO: {
        this.push(index);
        swap(producers, 2);
        swap(copied, 2);
        break;
      }
      case op.SEND:
        this.goOn(target!);
        this.drop(1);
        this.push(index);
        break;

      default:
        if (hasTarget(opcode)) this.goOn(target!);
        if (isBlockPush(opcode)) break;
        this.drop(popped(opcode, oparg));
        for (let n = pushed(opcode, oparg); n > 0; n--) this.push(index);
    }
  }

  /** Rewrites the loads that may borrow. */
  borrow(): void {
    for (const producer of this.producers) this.own(producer);
    const { instructions } = this.block;
    for (let i = 0; i < instructions.length; i++) {
      if (this.owning[i] !== 0) continue;
      const instruction = instructions[i];
      if (instruction.opcode === op.LOAD_FAST) instruction.opcode = op.LOAD_FAST_BORROW;
      else if (instruction.opcode === op.LOAD_FAST_LOAD_FAST) instruction.opcode = op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
    }
  }

  private push(producer: number, local = -1): void {
    this.producers.push(producer);
    this.copied.push(local);
  }

  private drop(count: number): void {
    for (; count > 0; count--) {
      this.producers.pop();
      this.copied.pop();
    }
  }

  private own(producer: number): void {
    if (producer >= 0) this.owning[producer] = 1;
  }

  /** A local loses its value. */
  private kill(local: number): void {
    const { copied } = this;
    for (let i = 0; i < copied.length; i++) if (copied[i] === local) this.own(this.producers[i]);
  }

  private store(local: number): void {
    const producer = this.producers[this.producers.length - 1];
    this.drop(1);
    this.kill(local);
    this.own(producer);
  }
}

/** Exchanges the top with the item at a depth, 1 being the top. */
function swap(stack: number[], depth: number): void {
  const top = stack.length - 1;
  const other = stack.length - depth;
  const item = stack[top];
  stack[top] = stack[other];
  stack[other] = item;
}
