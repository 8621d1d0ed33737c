/**
 * Quickening: the code that the loop runs, made from a code object's bytes when it is first entered.
 *
 * Caches and EXTENDED_ARG fall away, each instruction becomes one word (`op | arg << 8`), jump arguments become indexes of instructions, and
 * the exception table is decoded. Where an argument selects between different things, the word gets a number of its own (`internal-ops.ts`),
 * and a comparison is joined with the conditional jump behind it; the jump keeps its word, as it may be a jump's target itself.
 *
 * Code that is monitored (`monitoring.ts`) has a MONITOR word in front of each instruction, which is where jumps to the instruction lead; nothing
 * is joined in it. So does code whose specialization is observed (`observe.ts`), with OBSERVE words.
 */
import { CO } from '../code/code.ts';
import { decodeExceptionTable } from '../code/exception-table.ts';
import { decodeInstructions } from '../code/instructions.ts';
import * as op from '../opcodes/ids.generated.ts';
import { COMPARE_TO_BOOL, NB, operandKind, opnames } from '../opcodes/index.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import type { PyCode, Handler } from '../objects/types/code.ts';
import * as iop from './internal-ops.ts';
import { startObservation } from './observe.ts';

/** Told of every code object that has got its words. */
export const onQuicken: ((code: PyCode) => void)[] = [];

/** Gives a code object its words; `monitored` words for the twin of one. */
export function quicken(code: PyCode, monitored = false): void {
  const front = monitored ? iop.MONITOR : startObservation(code) ? iop.OBSERVE : 0;
  const stride = front === 0 ? 1 : 2;
  const { opcodes, args, offsets, ends, indexAt } = decodeInstructions(code.co.co_code);
  const wordAt = (offset: number): number => indexAt[offset] * stride;
  const body = (code.flags & (CO.GENERATOR | CO.COROUTINE | CO.ASYNC_GENERATOR)) !== 0;
  const words = new Int32Array(opcodes.length * stride + 1);
  for (let i = 0; i < opcodes.length; i++) {
    let opcode = opcodes[i];
    let arg = args[i];
    const kind = operandKind(opcode);
    if (kind === 'forward') arg = wordAt(ends[i] + arg);
    else if (kind === 'backward') arg = wordAt(ends[i] - arg);
    const following = opcodes[i + 1];
    const jumps = front === 0 && (following === op.POP_JUMP_IF_FALSE || following === op.POP_JUMP_IF_TRUE);
    if (opnames[opcode].startsWith('<')) {
      arg = opcode;
      opcode = iop.UNKNOWN;
    }
    switch (opcode) {
      case op.LOAD_ATTR:
        if ((arg & 1) !== 0) opcode = iop.LOAD_METHOD;
        arg >>= 1;
        break;
      case op.LOAD_GLOBAL:
        if ((arg & 1) !== 0) opcode = iop.LOAD_GLOBAL_NULL;
        arg >>= 1;
        break;
      case op.COMPARE_OP:
        if (jumps && (arg & COMPARE_TO_BOOL) !== 0) opcode = iop.COMPARE_OP_JUMP;
        break;
      case op.TO_BOOL:
        if (jumps) opcode = iop.TO_BOOL_JUMP;
        break;
      case op.CONTAINS_OP:
        if (jumps) opcode = iop.CONTAINS_OP_JUMP;
        break;
      case op.IS_OP:
        if (jumps) opcode = iop.IS_OP_JUMP;
        break;
      case op.RETURN_VALUE:
        if (body) opcode = iop.RETURN_FROM_BODY;
        break;
      case op.BINARY_OP:
        if (arg === NB.ADD || arg === NB.INPLACE_ADD) opcode = op.BINARY_OP_ADD_INT;
        else if (arg === NB.SUBTRACT || arg === NB.INPLACE_SUBTRACT) opcode = op.BINARY_OP_SUBTRACT_INT;
        else if (arg === NB.MULTIPLY || arg === NB.INPLACE_MULTIPLY) opcode = op.BINARY_OP_MULTIPLY_INT;
        else if (arg === NB.TRUE_DIVIDE || arg === NB.INPLACE_TRUE_DIVIDE) opcode = iop.BINARY_OP_DIVIDE;
        else if (arg === NB.SUBSCR) opcode = op.BINARY_OP_SUBSCR_LIST_INT;
        break;
      case op.LOAD_FAST:
        opcode = op.LOAD_FAST_BORROW;
        break;
      case op.LOAD_FAST_LOAD_FAST:
        opcode = op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
        break;
    }
    if (front !== 0) {
      words[i * 2] = front;
      // Where a generator's body ends the loop goes on at the END_FOR itself; where other iterators end, one word further.
      if (opcode === op.FOR_ITER) arg++;
      else if (opcode === op.END_FOR && monitored) opcode = iop.MONITORED_END_FOR;
    }
    words[i * stride + stride - 1] = opcode | (arg << 8);
  }
  words[opcodes.length * stride] = iop.UNKNOWN;
  if (!monitored) {
    const operands = front === 0 ? joinOperands(words, code.consts, code.framesize) : [];
    // Grown, not preallocated: the elements stay packed, and V8 reads packed arrays, and copies of them, without a check for holes.
    const blank: MaybeValue[] = [];
    for (let i = code.framesize; i > 0; i--) blank.push(undefined);
    for (const operand of operands) blank.push(operand);
    code.blank = blank;
  }
  code.words = words;
  code.offsets = front !== 0 ? Int32Array.from({ length: offsets.length * 2 }, (_, i) => offsets[i >> 1]) : Int32Array.from(offsets);
  code.caches = new Array(words.length).fill(null);
  code.handlers = decodeExceptionTable(code.co.co_exceptiontable).map((row): Handler => ({
    start: wordAt(row.start / 2),
    end: wordAt(row.end / 2),
    target: wordAt(row.target / 2),
    depth: row.depth,
    lasti: row.lasti,
  }));
  if (!monitored) for (const listener of onQuicken) listener(code);
}

/**
 * Joins loads with the operator behind them, which then has no need of the stack: the word of the first load becomes the one that the loop executes,
 * the others keep theirs, as they may be jumps' targets. Returns the constants among the operands, which frames have from index `first` on.
 */
function joinOperands(words: Int32Array, consts: readonly Value[], first: number): Value[] {
  const constants: Value[] = [];
  const constant = (value: Value): number => {
    let i = constants.indexOf(value);
    if (i < 0) i = constants.push(value) - 1;
    return first + i < MAX_OPERAND ? first + i : -1;
  };
  const operand = (word: number): number => {
    const arg = word >>> 8;
    switch (word & 255) {
      case op.LOAD_FAST_BORROW:
        return arg < MAX_OPERAND ? arg : -1;
      case op.LOAD_CONST:
        return constant(consts[arg]);
      case op.LOAD_SMALL_INT:
        return constant(arg);
    }
    return -1;
  };
  for (let i = 0; i + 1 < words.length; i++) {
    const opcode = words[i] & 255;
    const next = words[i + 1] & 255;
    if (opcode === op.LOAD_FAST_BORROW_LOAD_FAST_BORROW) {
      if (OPERATORS.has(next)) words[i] = iop.OPERANDS_PAIR | ((words[i] >>> 8) << 8);
      continue;
    }
    if (OPERATORS.has(next)) {
      const right = operand(words[i]);
      if (right >= 0) words[i] = iop.OPERAND_RIGHT | (right << 8);
    } else if (i + 2 < words.length && OPERATORS.has(words[i + 2] & 255) && isLoad(next)) {
      const left = operand(words[i]);
      const right = left < 0 ? -1 : operand(words[i + 1]);
      if (right >= 0) words[i] = iop.OPERANDS_TWO | (right << 8) | (left << 20);
    }
    if (opcode === op.LOAD_FAST_BORROW) {
      const arg = (words[i] >>> 8) << 8;
      if (next === op.LOAD_ATTR) words[i] = iop.LOAD_FAST_LOAD_ATTR | arg;
      else if (next === iop.LOAD_METHOD) words[i] = iop.LOAD_FAST_LOAD_METHOD | arg;
      else if (next === iop.TO_BOOL_JUMP) words[i] = iop.LOAD_FAST_TO_BOOL_JUMP | arg;
    }
  }
  return constants;
}

const MAX_OPERAND = 4096;

const OPERATORS: ReadonlySet<number> = new Set([
  op.BINARY_OP_ADD_INT,
  op.BINARY_OP_SUBTRACT_INT,
  op.BINARY_OP_MULTIPLY_INT,
  op.BINARY_OP_SUBSCR_LIST_INT,
  iop.BINARY_OP_DIVIDE,
  op.BINARY_OP,
  op.COMPARE_OP,
  iop.COMPARE_OP_JUMP,
]);

const isLoad = (opcode: number): boolean => opcode === op.LOAD_FAST_BORROW || opcode === op.LOAD_CONST || opcode === op.LOAD_SMALL_INT;
