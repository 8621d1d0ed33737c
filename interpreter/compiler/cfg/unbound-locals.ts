/**
 * Find the loads of local variables that may be unbound.
 *
 * LOAD_FAST trusts the compiler; LOAD_FAST_CHECK looks. To decide, follow which variables may be unbound: all but the parameters at the start, those that
 * `del` unbinds later; a store or a checked load makes a variable safe. The sets are joined where paths meet, until nothing changes. Beyond the 64th
 * variable only one block at a time is looked at, which keeps huge functions cheap.
 */
import * as op from '../../opcodes/ids.generated.ts';
import type { BasicBlock, ControlFlowGraph } from './graph.ts';

const TRACKED = 64;

export function addChecksForUninitialized(graph: ControlFlowGraph, nlocals: number, nparams: number): void {
  if (nlocals === 0) return;
  if (nlocals > TRACKED) scanManyLocals(graph, nlocals);

  const unsafeAt = new Map<BasicBlock, LocalSet>();
  const waiting: BasicBlock[] = [];
  const isWaiting = new Set<BasicBlock>();
  const reach = (block: BasicBlock, unsafe: LocalSet): void => {
    const before = unsafeAt.get(block);
    if (before === undefined) unsafeAt.set(block, unsafe.copy());
    else if (!before.addAll(unsafe)) return;
    if (isWaiting.has(block)) return;
    isWaiting.add(block);
    waiting.push(block);
  };
  const start = new LocalSet();
  for (let i = nparams; i < Math.min(nlocals, TRACKED); i++) start.add(i);
  if (!start.isEmpty) reach(graph.entry, start);
  // Every block may contain a `del`, so each is scanned at least once.
  for (const block of graph) scan(block, unsafeAt.get(block)?.copy() ?? new LocalSet(), reach);
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    isWaiting.delete(block);
    scan(block, unsafeAt.get(block)!.copy(), reach);
  }
}

/** The first 64 locals, a bit each. */
class LocalSet {
  private low = 0;
  private high = 0;

  get isEmpty(): boolean {
    return this.low === 0 && this.high === 0;
  }

  has(local: number): boolean {
    return ((local < 32 ? this.low >>> local : this.high >>> (local - 32)) & 1) !== 0;
  }

  add(local: number): void {
    if (local < 32) this.low |= 1 << local;
    else this.high |= 1 << (local - 32);
  }

  remove(local: number): void {
    if (local < 32) this.low &= ~(1 << local);
    else this.high &= ~(1 << (local - 32));
  }

  /** Whether the set has grown. */
  addAll(other: LocalSet): boolean {
    const { low, high } = this;
    this.low |= other.low;
    this.high |= other.high;
    return this.low !== low || this.high !== high;
  }

  copy(): LocalSet {
    const copy = new LocalSet();
    copy.low = this.low;
    copy.high = this.high;
    return copy;
  }
}

/** Goes through a block with the locals that may be unbound on entry; the set is changed on the way. */
function scan(block: BasicBlock, unsafe: LocalSet, reach: (block: BasicBlock, unsafe: LocalSet) => void): void {
  for (const instruction of block.instructions) {
    const { opcode, oparg, except } = instruction;
    if (except !== null && !unsafe.isEmpty) reach(except, unsafe);
    if (oparg >= TRACKED) continue;
    switch (opcode) {
      case op.DELETE_FAST:
      case op.LOAD_FAST_AND_CLEAR:
      case op.STORE_FAST_MAYBE_NULL:
        unsafe.add(oparg);
        break;
      case op.STORE_FAST:
      case op.LOAD_FAST_CHECK:
        unsafe.remove(oparg);
        break;
      case op.LOAD_FAST:
        if (unsafe.has(oparg)) {
          instruction.opcode = op.LOAD_FAST_CHECK;
          unsafe.remove(oparg);
        }
        break;
    }
  }
  if (unsafe.isEmpty) return;
  if (block.next !== null && block.fallsThrough) reach(block.next, unsafe);
  if (block.jump !== undefined) reach(block.jump.target!, unsafe);
}

/** The locals beyond those that are tracked: safe only behind a store or load in the same block. */
function scanManyLocals(graph: ControlFlowGraph, nlocals: number): void {
  /** The number of the block in which a local was last seen to be bound. */
  const boundIn = new Int32Array(nlocals);
  let number = 0;
  for (const block of graph) {
    number++;
    for (const instruction of block.instructions) {
      const { opcode, oparg } = instruction;
      if (oparg < TRACKED) continue;
      switch (opcode) {
        case op.DELETE_FAST:
        case op.LOAD_FAST_AND_CLEAR:
        case op.STORE_FAST_MAYBE_NULL:
          boundIn[oparg] = number - 1;
          break;
        case op.STORE_FAST:
          boundIn[oparg] = number;
          break;
        case op.LOAD_FAST:
          if (boundIn[oparg] !== number) instruction.opcode = op.LOAD_FAST_CHECK;
          boundIn[oparg] = number;
          break;
      }
    }
  }
}
