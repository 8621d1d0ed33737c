/**
 * The control flow graph: instructions grouped into basic blocks.
 *
 * A basic block is a run of instructions that is entered only at its top and left only at its bottom. `next` is the block that follows in the code, which
 * control falls into unless the last instruction forbids it; a jump's `target` and an instruction's `except` are blocks too. So blocks can be moved,
 * copied and emptied without counting offsets.
 *
 * Passes that make code shorter leave NOPs in its place and an empty block where a block was; other passes sweep them up.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { hasNoFallthrough, isJump, isScopeExit, isUnconditionalJump } from '../../opcodes/index.ts';
import { NO_LOCATION, type Location } from '../instruction-sequence.ts';

export class CfgInstruction {
  opcode: number;
  oparg: number;
  loc: Location;
  /** Where a jump goes, or which handler a block push names. */
  target: BasicBlock | null = null;
  /** The handler that serves an exception raised here. */
  except: BasicBlock | null = null;

  constructor(opcode: number, oparg: number, loc: Location) {
    this.opcode = opcode;
    this.oparg = oparg;
    this.loc = loc;
  }

  set(opcode: number, oparg = 0): void {
    this.opcode = opcode;
    this.oparg = oparg;
  }

  /** Takes the instruction out of play; its line remains until somebody decides that nothing is lost. */
  toNop(): void {
    this.opcode = op.NOP;
    this.oparg = 0;
  }

  /** Takes the instruction and its line out of play. */
  erase(): void {
    this.toNop();
    this.loc = NO_LOCATION;
  }

  copy(): CfgInstruction {
    const copy = new CfgInstruction(this.opcode, this.oparg, this.loc);
    copy.target = this.target;
    copy.except = this.except;
    return copy;
  }
}

export class BasicBlock {
  instructions: CfgInstruction[] = [];
  next: BasicBlock | null = null;
  /** The label by which jumps name this block; -1 if none does. */
  label = -1;
  /** How many ways lead here. */
  predecessors = 0;
  /** The depth of the stack on entry; negative until it is known. */
  startDepth = -1;
  /** It handles exceptions. */
  exceptHandler = false;
  /** It handles exceptions and wants the place where they came from on the stack. */
  preserveLasti = false;
  /** Reached only through an exception. */
  cold = false;
  /** Reached without one. */
  warm = false;
  /** For passes that walk the graph. */
  visited = false;
  /** The index of its first instruction in the final order; -1 until the blocks are laid out. */
  start = -1;
  /**
   * The handlers of instructions that once stood at indexes behind the end. CPython adds an instruction in the room of one it has removed without clearing
   * the handler; so a jump or NOT_TAKEN that is added late may be served by a handler or not, and the exception table shows which.
   */
  private readonly formerHandlers: (BasicBlock | null)[] = [];

  get last(): CfgInstruction | undefined {
    return this.instructions[this.instructions.length - 1];
  }

  get fallsThrough(): boolean {
    const last = this.last;
    return last === undefined || !hasNoFallthrough(last.opcode);
  }

  get exitsScope(): boolean {
    const last = this.last;
    return last !== undefined && isScopeExit(last.opcode);
  }

  get hasNoLine(): boolean {
    for (const { loc } of this.instructions) if (loc.lineno >= 0) return false;
    return true;
  }

  /** The jump at the end of the block, if there is one. */
  get jump(): CfgInstruction | undefined {
    const last = this.last;
    return last !== undefined && isJump(last.opcode) ? last : undefined;
  }

  get unconditionalJump(): CfgInstruction | undefined {
    const last = this.last;
    return last !== undefined && isUnconditionalJump(last.opcode) ? last : undefined;
  }

  add(opcode: number, oparg: number, loc: Location): CfgInstruction {
    const instruction = new CfgInstruction(opcode, oparg, loc);
    instruction.except = this.formerHandlers[this.instructions.length] ?? null;
    this.instructions.push(instruction);
    return instruction;
  }

  /** Keeps only some of the instructions. */
  keep(kept: CfgInstruction[]): void {
    for (let i = kept.length; i < this.instructions.length; i++) this.formerHandlers[i] = this.instructions[i].except;
    this.instructions = kept;
  }

  addJump(opcode: number, target: BasicBlock, loc: Location): void {
    this.add(opcode, target.label, loc).target = target;
  }
}

export class ControlFlowGraph {
  readonly entry = new BasicBlock();

  /** All blocks in the order of the code. */
  [Symbol.iterator](): Iterator<BasicBlock, undefined> {
    return new BlockIterator(this.entry);
  }

  maxLabel(): number {
    let label = -1;
    for (const block of this) label = Math.max(label, block.label);
    return label;
  }

  clearVisited(): void {
    for (const block of this) block.visited = false;
  }

  /** Walks what is reachable from some blocks, last found first, each block once; `visit` names the blocks to go on with. */
  walk(from: readonly BasicBlock[], visit: (block: BasicBlock, goOn: (next: BasicBlock) => void) => void): void {
    this.clearVisited();
    const stack: BasicBlock[] = [];
    const push = (block: BasicBlock): void => {
      if (block.visited) return;
      block.visited = true;
      stack.push(block);
    };
    from.forEach(push);
    for (let block = stack.pop(); block !== undefined; block = stack.pop()) visit(block, push);
  }
}

/** Follows `next` as it is when the block before has been dealt with. A class, as V8 inlines its method, but not a generator's. */
class BlockIterator implements Iterator<BasicBlock, undefined> {
  private block: BasicBlock | null = null;
  private readonly entry: BasicBlock;

  constructor(entry: BasicBlock) {
    this.entry = entry;
  }

  next(): IteratorResult<BasicBlock, undefined> {
    this.block = this.block === null ? this.entry : this.block.next;
    return this.block === null ? { done: true, value: undefined } : { done: false, value: this.block };
  }
}

/** The first block from here on that has instructions. */
export function nextNonempty(block: BasicBlock | null): BasicBlock | null {
  while (block !== null && block.instructions.length === 0) block = block.next;
  return block;
}
