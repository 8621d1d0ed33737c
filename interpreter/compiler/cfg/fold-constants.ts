/**
 * Operations on constants become constants.
 *
 * The operands must be loaded right before the operation. Folding goes from left to right, so what an inner operation folds to is an operand of the
 * outer one. Lists and sets cannot be constants, but what they are made of can: three or more constants are kept as one tuple or frozenset that is poured
 * into a new list or set, and where a list or set is only searched or iterated over, the tuple or frozenset itself serves.
 */
import { FrozensetConst, TupleConst, type Constant } from '../../code/constant.ts';
import { constantKey } from '../../code/constant-key.ts';
import * as op from '../../opcodes/ids.generated.ts';
import type { ConstantTable } from '../constant-table.ts';
import { foldBinary, foldUnary } from '../fold.ts';
import type { BasicBlock, CfgInstruction } from './graph.ts';
import { constantOf, loadsConst, makeLoadConst } from './load-const.ts';

/** More operands than this are left to run time. */
const MAX_OPERANDS = 30;
const MIN_CONST_SEQUENCE_SIZE = 3;

/** The instructions that load the `count` constants before an index, NOPs skipped; undefined if something else is in the way. */
function constantLoads(block: BasicBlock, index: number, count: number): CfgInstruction[] | undefined {
  const loads: CfgInstruction[] = [];
  for (let i = index - 1; i >= 0 && loads.length < count; i--) {
    const instruction = block.instructions[i];
    if (instruction.opcode === op.NOP) continue;
    if (!loadsConst(instruction.opcode)) return undefined;
    loads.push(instruction);
  }
  return loads.length === count ? loads.reverse() : undefined;
}

export function foldTuple(block: BasicBlock, index: number, consts: ConstantTable): void {
  const instruction = block.instructions[index];
  if (instruction.oparg > MAX_OPERANDS) return;
  const loads = constantLoads(block, index, instruction.oparg);
  if (loads === undefined) return;
  const value = new TupleConst(loads.map(load => constantOf(load, consts)));
  for (const load of loads) load.erase();
  makeLoadConst(instruction, value, consts);
}

/**
 * How the code generator writes a long display: BUILD_LIST 0, then for each item its value and LIST_APPEND 1 (BUILD_SET and SET_ADD for a set). If the
 * run that ends before `index` holds constants only, `index` becomes the load of them all. True if it does.
 */
export function foldAppends(block: BasicBlock, index: number, consts: ConstantTable): boolean {
  const { instructions } = block;
  const last = instructions[index];
  const isSet = last.opcode === op.SET_ADD;
  const [build, append] = isSet ? [op.BUILD_SET, op.SET_ADD] : [op.BUILD_LIST, op.LIST_APPEND];
  const loads: CfgInstruction[] = [];
  // The instruction at `index` is the last append itself, or what makes a tuple of the list.
  const isAppend = last.opcode === append;
  let expectAppend = !isAppend;
  for (let i = index - 1; i >= 0; i--) {
    const instruction = instructions[i];
    if (instruction.opcode === op.NOP) continue;
    if (instruction.opcode === build && instruction.oparg === 0) {
      if (!expectAppend) return false;
      const items = loads.reverse().map(load => constantOf(load, consts));
      for (let j = isAppend ? index : index - 1; j >= i; j--) if (instructions[j].opcode !== op.NOP) instructions[j].erase();
      makeLoadConst(last, isSet ? new FrozensetConst(distinct(items)) : new TupleConst(items), consts);
      return true;
    }
    if (expectAppend) {
      if (instruction.opcode !== append || instruction.oparg !== 1) return false;
    } else {
      if (!loadsConst(instruction.opcode)) return false;
      loads.push(instruction);
    }
    expectAppend = !expectAppend;
  }
  return false;
}

/** Whether what is on top is only iterated over or searched by the next instruction. */
export function isOnlyRead(next: CfgInstruction | undefined): boolean {
  return next?.opcode === op.GET_ITER || next?.opcode === op.CONTAINS_OP;
}

export function optimizeListOrSet(block: BasicBlock, index: number, consts: ConstantTable): void {
  const { instructions } = block;
  const instruction = instructions[index];
  const { opcode, oparg: size } = instruction;
  const onlyRead = isOnlyRead(instructions.at(index + 1));
  if (size > MAX_OPERANDS || (size < MIN_CONST_SEQUENCE_SIZE && !onlyRead)) return;
  const loads = constantLoads(block, index, size);
  if (loads === undefined) {
    if (onlyRead && opcode === op.BUILD_LIST) instruction.opcode = op.BUILD_TUPLE;
    return;
  }
  const items = loads.map(load => constantOf(load, consts));
  const constant = consts.add(opcode === op.BUILD_SET ? new FrozensetConst(distinct(items)) : new TupleConst(items));
  for (const load of loads) load.erase();
  if (onlyRead) {
    instruction.set(op.LOAD_CONST, constant);
    return;
  }
  const build = instructions[index - 2];
  build.loc = instruction.loc;
  build.set(opcode, 0);
  instructions[index - 1].set(op.LOAD_CONST, constant);
  instruction.set(opcode === op.BUILD_LIST ? op.LIST_EXTEND : op.SET_UPDATE, 1);
}

/** The members of a set: of equal values the first one. */
function distinct(items: Constant[]): Constant[] {
  const seen = new Set<unknown>();
  return items.filter(item => {
    const key = equalityKey(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A key under which values meet that Python's `==` calls equal. */
function equalityKey(value: Constant): unknown {
  if (typeof value === 'boolean') return `i${Number(value)}`;
  if (typeof value === 'object' && value !== null) {
    if (value.kind === 'float')
      return Number.isInteger(value.value) ? `i${BigInt(value.value)}` : Number.isNaN(value.value) ? value : `f${value.value}`;
    if (value.kind === 'complex' && value.imag === 0) return Number.isInteger(value.real) ? `i${BigInt(value.real)}` : `f${value.real}`;
    if (value.kind === 'complex') return `c${value.real},${value.imag}`;
    if (value.kind === 'tuple') return `(${value.items.map(item => String(equalityKey(item))).join()})`;
  }
  return constantKey(value);
}

export function foldBinaryOp(block: BasicBlock, index: number, consts: ConstantTable): void {
  const instruction = block.instructions[index];
  const loads = constantLoads(block, index, 2);
  if (loads === undefined) return;
  const value = foldBinary(constantOf(loads[0], consts), instruction.oparg, constantOf(loads[1], consts));
  if (value === undefined) return;
  for (const load of loads) load.erase();
  makeLoadConst(instruction, value, consts);
}

export function foldUnaryOp(block: BasicBlock, index: number, consts: ConstantTable): void {
  const instruction = block.instructions[index];
  const loads = constantLoads(block, index, 1);
  if (loads === undefined) return;
  const value = foldUnary(constantOf(loads[0], consts), instruction.opcode, instruction.oparg);
  if (value === undefined) return;
  loads[0].erase();
  makeLoadConst(instruction, value, consts);
}
