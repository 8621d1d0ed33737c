/**
 * Find the loads of local variables that may be unbound.
 *
 * LOAD_FAST trusts the compiler; LOAD_FAST_CHECK looks. To decide, follow which variables may be unbound: all but the parameters at the start, those that
 * `del` unbinds later; a store or a checked load makes a variable safe. The sets are joined where paths meet, until nothing changes. Beyond the 64th
 * variable only one block at a time is looked at, which keeps huge functions cheap.
 */
import { op } from '../../opcodes/index.ts';
import type { BasicBlock, ControlFlowGraph } from './graph.ts';

const TRACKED = 64;

export function addChecksForUninitialized(graph: ControlFlowGraph, nlocals: number, nparams: number): void {
  if (nlocals === 0) return;
  if (nlocals > TRACKED) scanManyLocals(graph, nlocals);

  /** Bit i: local i may be unbound when the block is entered. */
  const unsafeAt = new Map<BasicBlock, bigint>();
  const waiting: BasicBlock[] = [];
  const isWaiting = new Set<BasicBlock>();
  const reach = (block: BasicBlock, unsafe: bigint): void => {
    const before = unsafeAt.get(block) ?? 0n;
    if ((before | unsafe) === before) return;
    unsafeAt.set(block, before | unsafe);
    if (isWaiting.has(block)) return;
    isWaiting.add(block);
    waiting.push(block);
  };
  let start = 0n;
  for (let i = nparams; i < Math.min(nlocals, TRACKED); i++) start |= 1n << BigInt(i);
  reach(graph.entry, start);
  // Every block may contain a `del`, so each is scanned at least once.
  for (const block of graph) scan(block, unsafeAt.get(block) ?? 0n, reach);
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    isWaiting.delete(block);
    scan(block, unsafeAt.get(block)!, reach);
  }
}

function scan(block: BasicBlock, unsafe: bigint, reach: (block: BasicBlock, unsafe: bigint) => void): void {
  for (const instruction of block.instructions) {
    if (instruction.except !== null) reach(instruction.except, unsafe);
    if (instruction.oparg >= TRACKED) continue;
    switch (instruction.opcode) {
      case op.DELETE_FAST:
      case op.LOAD_FAST_AND_CLEAR:
      case op.STORE_FAST_MAYBE_NULL:
        unsafe |= 1n << BigInt(instruction.oparg);
        break;
      case op.STORE_FAST:
      case op.LOAD_FAST_CHECK:
        unsafe &= ~(1n << BigInt(instruction.oparg));
        break;
      case op.LOAD_FAST: {
        const bit = 1n << BigInt(instruction.oparg);
        if ((unsafe & bit) !== 0n) instruction.opcode = op.LOAD_FAST_CHECK;
        unsafe &= ~bit;
        break;
      }
    }
  }
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
