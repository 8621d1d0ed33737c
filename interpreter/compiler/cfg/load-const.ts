/**
 * Constants whose use is known at once.
 *
 * A conditional jump on a constant is a jump or nothing; `x is None` before a jump is a jump of its own; the truth of a constant is a constant. Ints from 0 to
 * 255 ride in the instruction itself.
 */
import type { Constant } from '../../code/constant.ts';
import * as op from '../../opcodes/ids.generated.ts';
import type { ConstantTable } from '../constant-table.ts';
import { isTrue } from '../fold.ts';
import type { BasicBlock, CfgInstruction, ControlFlowGraph } from './graph.ts';

export function optimizeLoadConst(graph: ControlFlowGraph, consts: ConstantTable): void {
  for (const block of graph) optimizeBlock(block, consts);
}

export function loadsConst(opcode: number): boolean {
  return opcode === op.LOAD_CONST || opcode === op.LOAD_SMALL_INT;
}

export function constantOf({ opcode, oparg }: { opcode: number; oparg: number }, consts: ConstantTable): Constant {
  return opcode === op.LOAD_SMALL_INT ? oparg : consts.items[oparg];
}

/** Turns an instruction into the load of a constant, as short as can be. */
export function makeLoadConst(instruction: CfgInstruction, value: Constant, consts: ConstantTable): void {
  if (isSmallInt(value)) instruction.set(op.LOAD_SMALL_INT, value);
  else instruction.set(op.LOAD_CONST, consts.add(value));
}

function isSmallInt(value: Constant): value is number {
  return typeof value === 'number' && value >= 0 && value <= 255;
}

function optimizeBlock(block: BasicBlock, consts: ConstantTable): void {
  const { instructions } = block;
  /** The load whose value is on top; a COPY of it keeps it there. */
  let load = { opcode: 0, oparg: 0 };
  for (let i = 0; i < instructions.length; i++) {
    const instruction = instructions[i];
    if (instruction.opcode === op.LOAD_CONST) {
      const value = consts.items[instruction.oparg];
      if (isSmallInt(value)) instruction.set(op.LOAD_SMALL_INT, value);
    }
    const isCopy = load.opcode === op.LOAD_CONST && instruction.opcode === op.COPY && instruction.oparg === 1;
    if (!isCopy) load = { opcode: instruction.opcode, oparg: instruction.oparg };
    if (!loadsConst(load.opcode) || i + 1 === instructions.length) continue;
    const next = instructions[i + 1];
    switch (next.opcode) {
      case op.POP_JUMP_IF_FALSE:
      case op.POP_JUMP_IF_TRUE:
      case op.JUMP_IF_FALSE:
      case op.JUMP_IF_TRUE: {
        if (next.opcode === op.POP_JUMP_IF_FALSE || next.opcode === op.POP_JUMP_IF_TRUE) instruction.toNop();
        const jumpsIfTrue = next.opcode === op.POP_JUMP_IF_TRUE || next.opcode === op.JUMP_IF_TRUE;
        if (isTrue(constantOf(load, consts)) === jumpsIfTrue) next.opcode = op.JUMP;
        else next.toNop();
        break;
      }
      case op.IS_OP:
        if (constantOf(load, consts) === null) fuseIsNone(instructions, i);
        break;
      case op.TO_BOOL:
        next.set(op.LOAD_CONST, consts.add(isTrue(constantOf(load, consts))));
        instruction.toNop();
        break;
    }
  }
}

/** LOAD_CONST None, IS_OP, perhaps TO_BOOL, POP_JUMP_IF_TRUE or FALSE: one jump. */
function fuseIsNone(instructions: CfgInstruction[], index: number): void {
  const isOp = instructions[index + 1];
  let jump = instructions.at(index + 2);
  if (jump === undefined) return;
  if (jump.opcode === op.TO_BOOL) {
    jump.toNop();
    jump = instructions.at(index + 3);
    if (jump === undefined) return;
  }
  if (jump.opcode !== op.POP_JUMP_IF_FALSE && jump.opcode !== op.POP_JUMP_IF_TRUE) return;
  const whenNone = (isOp.oparg === 0) === (jump.opcode === op.POP_JUMP_IF_TRUE);
  instructions[index].toNop();
  isOp.toNop();
  jump.opcode = whenNone ? op.POP_JUMP_IF_NONE : op.POP_JUMP_IF_NOT_NONE;
}
