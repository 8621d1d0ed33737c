/**
 * The peephole: look at two neighbouring instructions, or at a jump and where it lands, and put something better in their place.
 *
 * Jumps to jumps go straight to the end (“jump threading”); constants are folded; a truth test after a comparison is part of the comparison; a tuple that
 * is built and taken apart again was a swap. Swaps are then made as few as possible.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { COMPARE_TO_BOOL, INTRINSIC_1 } from '../../opcodes/index.ts';
import type { ConstantTable } from '../constant-table.ts';
import { foldAppends, foldBinaryOp, foldTuple, foldUnaryOp, isOnlyRead, optimizeListOrSet } from './fold-constants.ts';
import type { BasicBlock, CfgInstruction, ControlFlowGraph } from './graph.ts';
import { optimizeSwaps } from './swaps.ts';

export function optimizeBasicBlocks(graph: ControlFlowGraph, consts: ConstantTable): void {
  for (const block of graph) {
    optimizeBlock(block, consts);
    optimizeSwaps(block);
  }
}

function optimizeBlock(block: BasicBlock, consts: ConstantTable): void {
  const { instructions } = block;
  for (let i = 0; i < instructions.length; i++) {
    const instruction = instructions[i];
    const { opcode, oparg } = instruction;
    const next = instructions[i + 1] as CfgInstruction | undefined;
    switch (opcode) {
      case op.BUILD_TUPLE:
        if (next?.opcode === op.UNPACK_SEQUENCE && next.oparg === oparg && oparg >= 1 && oparg <= 3) {
          instruction.toNop();
          if (oparg === 1) next.toNop();
          else next.opcode = op.SWAP;
        } else {
          foldTuple(block, i, consts);
        }
        break;
      case op.BUILD_LIST:
      case op.BUILD_SET:
        optimizeListOrSet(block, i, consts);
        break;
      case op.LIST_APPEND:
      case op.SET_ADD:
        if (oparg === 1 && isOnlyRead(next)) foldAppends(block, i, consts);
        break;
      case op.POP_JUMP_IF_NOT_NONE:
      case op.POP_JUMP_IF_NONE:
      case op.POP_JUMP_IF_FALSE:
      case op.POP_JUMP_IF_TRUE:
      case op.JUMP_IF_FALSE:
      case op.JUMP_IF_TRUE:
      case op.JUMP:
      case op.JUMP_NO_INTERRUPT:
        // What the jump has become is looked at again.
        if (threadJump(block, instruction)) i--;
        break;
      case op.STORE_FAST:
        // Stored twice in a row on one line: the first one is lost anyway.
        if (next?.opcode === op.STORE_FAST && next.oparg === oparg && instruction.loc.lineno === next.loc.lineno)
          instruction.set(op.POP_TOP);
        break;
      case op.SWAP:
        if (oparg === 1) instruction.toNop();
        break;
      case op.LOAD_GLOBAL:
        if (next?.opcode === op.PUSH_NULL && (oparg & 1) === 0) {
          instruction.oparg |= 1;
          next.toNop();
        }
        break;
      case op.COMPARE_OP:
        if (next?.opcode === op.TO_BOOL) {
          instruction.toNop();
          next.set(op.COMPARE_OP, oparg | COMPARE_TO_BOOL);
        }
        break;
      case op.CONTAINS_OP:
      case op.IS_OP:
        if (next?.opcode === op.TO_BOOL) {
          instruction.toNop();
          next.set(opcode, oparg);
        } else if (next?.opcode === op.UNARY_NOT) {
          instruction.toNop();
          next.set(opcode, oparg ^ 1);
        }
        break;
      case op.TO_BOOL:
        if (next?.opcode === op.TO_BOOL) instruction.toNop();
        break;
      case op.UNARY_NOT:
        if (next?.opcode === op.TO_BOOL) {
          instruction.toNop();
          next.set(op.UNARY_NOT);
        } else if (next?.opcode === op.UNARY_NOT) {
          instruction.toNop();
          next.toNop();
        } else {
          foldUnaryOp(block, i, consts);
        }
        break;
      case op.UNARY_INVERT:
      case op.UNARY_NEGATIVE:
        foldUnaryOp(block, i, consts);
        break;
      case op.CALL_INTRINSIC_1:
        if (oparg === INTRINSIC_1.LIST_TO_TUPLE) {
          // A list does as well as a tuple for iterating.
          if (!foldAppends(block, i, consts) && next?.opcode === op.GET_ITER) instruction.toNop();
        } else if (oparg === INTRINSIC_1.UNARY_POSITIVE) {
          foldUnaryOp(block, i, consts);
        }
        break;
      case op.BINARY_OP:
        foldBinaryOp(block, i, consts);
        break;
    }
  }
}

/** Shortens a jump that lands on a jump. True if something changed. */
function threadJump(block: BasicBlock, jump: CfgInstruction): boolean {
  const landing = jump.target!.instructions[0];
  const { opcode } = jump;
  switch (landing.opcode) {
    case op.JUMP:
      return redirect(block, jump, landing, opcode === op.JUMP_NO_INTERRUPT ? op.JUMP : opcode);
    case op.JUMP_NO_INTERRUPT:
      return (opcode === op.JUMP || opcode === op.JUMP_NO_INTERRUPT) && redirect(block, jump, landing, opcode);
    case op.JUMP_IF_FALSE:
    case op.JUMP_IF_TRUE:
      if (opcode === landing.opcode) return redirect(block, jump, landing, opcode);
      if (opcode === op.JUMP_IF_FALSE || opcode === op.JUMP_IF_TRUE) {
        // The value that brought us here does not pass the second test.
        jump.target = jump.target!.next;
        return true;
      }
      return false;
    default:
      return false;
  }
}

/** Makes a NOP of the jump, which keeps its line, and adds one to the final target with the line of the jump it landed on. */
function redirect(block: BasicBlock, jump: CfgInstruction, landing: CfgInstruction, opcode: number): boolean {
  // A jump to itself would go round for ever.
  if (jump.target === landing.target) return false;
  jump.toNop();
  block.addJump(opcode, landing.target!, landing.loc);
  return true;
}
