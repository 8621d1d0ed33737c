/**
 * From a unit's instructions to its code object: optimize them as a graph (`cfg/`), lay the blocks out, write the bytes and the tables beside them.
 *
 * How far a jump goes depends on how many EXTENDED_ARG lie between, and how many EXTENDED_ARG a jump needs depends on how far it goes; so offsets are
 * computed until they no longer change.
 *
 * CPython: `Python/assemble.c`, `optimize_and_assemble_code_unit` in `Python/compile.c`.
 */
import { CO, CO_FAST, CodeObject } from '../code/code.ts';
import { encodeExceptionTable, type ExceptionTableEntry } from '../code/exception-table.ts';
import { LocationWriter } from '../code/locations.ts';
import * as op from '../opcodes/ids.generated.ts';
import { cacheSizes, isJump, isScopeExit } from '../opcodes/index.ts';
import type { BasicBlock, CfgInstruction, ControlFlowGraph } from './cfg/graph.ts';
import { fromSequence } from './cfg/from-sequence.ts';
import { lowerCodeUnit, optimizeCodeUnit, type Trace } from './cfg/index.ts';
import { NEXT_LOCATION, NO_LOCATION, type InstructionSequence } from './instruction-sequence.ts';
import type { UnitMetadata } from './unit-metadata.ts';

export type { Trace } from './cfg/index.ts';
export type { UnitMetadata } from './unit-metadata.ts';

export function optimizeAndAssemble(
  unit: UnitMetadata,
  sequence: InstructionSequence,
  flags: number,
  filename: string,
  trace?: Trace,
): CodeObject {
  trace?.sequence(sequence, unit);
  const graph = fromSequence(sequence);
  trace?.pass('from_sequence', graph, unit);
  optimizeCodeUnit(graph, unit, flags, trace);
  const { stackSize, localsPlus } = lowerCodeUnit(graph, unit, flags, trace);
  const layout = new Layout(graph);
  const { names, kinds } = localsPlusInfo(unit, flags, localsPlus);
  const code = new CodeObject({
    co_argcount: unit.posonlyargcount + unit.argcount,
    co_posonlyargcount: unit.posonlyargcount,
    co_kwonlyargcount: unit.kwonlyargcount,
    // CPython keeps room for one value whatever happens.
    co_stacksize: Math.max(stackSize, 1),
    co_flags: flags,
    co_code: layout.code(),
    co_consts: unit.consts.items,
    co_names: [...unit.names],
    co_localsplusnames: names,
    co_localspluskinds: kinds,
    co_filename: filename,
    co_name: unit.name,
    co_qualname: unit.qualname,
    co_firstlineno: unit.firstlineno,
    co_linetable: layout.locationTable(unit.firstlineno),
    co_exceptiontable: layout.exceptionTable(),
    nameConstants: unit.consts.nameConstants.names,
  });
  trace?.code(code, unit);
  return code;
}

/** EXTENDED_ARG, END_SEND and the like between a SEND and its END_ASYNC_FOR: how far tools must look for the END_SEND. */
const END_SEND_OFFSET = 5;

/** The instructions in their final order, with offsets in code units. */
class Layout {
  private readonly instructions: CfgInstruction[] = [];
  /** Of each instruction, and behind them the size of all. */
  private readonly offsets: number[] = [];

  constructor(graph: ControlFlowGraph) {
    for (const block of graph) {
      block.start = this.instructions.length;
      for (const instruction of block.instructions) this.instructions.push(instruction);
    }
    this.resolveDirections();
    this.resolveOffsets();
  }

  code(): Uint8Array {
    const { instructions, offsets } = this;
    const code = new Uint8Array(2 * offsets[instructions.length]);
    for (let i = 0; i < instructions.length; i++) {
      const { opcode, oparg } = instructions[i];
      let at = 2 * offsets[i];
      if (oparg > 0xff) {
        for (let shift = 24; shift > 0; shift -= 8) {
          if (oparg >>> shift === 0) continue;
          code[at++] = op.EXTENDED_ARG;
          code[at++] = (oparg >>> shift) & 0xff;
        }
      }
      // What follows are the caches, which are zero.
      code[at++] = opcode;
      code[at++] = oparg & 0xff;
    }
    return code;
  }

  locationTable(firstlineno: number): Uint8Array {
    const writer = new LocationWriter(firstlineno);
    const { instructions, offsets } = this;
    for (let i = instructions.length - 1; i >= 0; i--) {
      const instruction = instructions[i];
      if (instruction.loc.lineno !== NEXT_LOCATION.lineno) continue;
      const ends = isJump(instruction.opcode) || isScopeExit(instruction.opcode);
      instruction.loc = ends ? NO_LOCATION : instructions[i + 1].loc;
    }
    let loc = NO_LOCATION;
    let start = 0;
    const flush = (end: number): void => {
      if (end > start) writer.add(end - start, loc.lineno, loc.end_lineno, loc.col_offset, loc.end_col_offset);
      start = end;
    };
    for (let i = 0; i < instructions.length; i++) {
      const own = instructions[i].loc;
      if (own === loc || own.equals(loc)) continue;
      flush(offsets[i]);
      loc = own;
    }
    flush(offsets[instructions.length]);
    return writer.finish();
  }

  exceptionTable(): Uint8Array {
    const { instructions, offsets } = this;
    const entries: ExceptionTableEntry[] = [];
    let handler: BasicBlock | null = null;
    let start = 0;
    const flush = (end: number): void => {
      if (handler === null) return;
      // The handler's depth includes what the machine pushes for it: the exception, and the place where it came from.
      const depth = handler.startDepth - (handler.preserveLasti ? 2 : 1);
      entries.push({ start: start * 2, end: end * 2, target: offsets[handler.start] * 2, depth, lasti: handler.preserveLasti });
    };
    for (let i = 0; i < instructions.length; i++) {
      const { except } = instructions[i];
      // Two handlers that begin at one place, the first being empty, are one.
      if (except === handler || (except !== null && handler !== null && except.start === handler.start)) continue;
      flush(offsets[i]);
      start = offsets[i];
      handler = except;
    }
    flush(offsets[instructions.length]);
    return encodeExceptionTable(entries);
  }

  /** Jumps learn whether they go forward or back. */
  private resolveDirections(): void {
    const { instructions } = this;
    for (let i = 0; i < instructions.length; i++) {
      const instruction = instructions[i];
      if (!isJump(instruction.opcode)) continue;
      // The index of the target, for the time being.
      instruction.oparg = instruction.target!.start;
      const forward = instruction.oparg > i;
      if (instruction.opcode === op.JUMP) instruction.opcode = forward ? op.JUMP_FORWARD : op.JUMP_BACKWARD;
      else if (instruction.opcode === op.JUMP_NO_INTERRUPT) instruction.opcode = forward ? op.JUMP_FORWARD : op.JUMP_BACKWARD_NO_INTERRUPT;
    }
  }

  private resolveOffsets(): void {
    const { instructions, offsets } = this;
    const jumps: number[] = [];
    for (let i = 0; i < instructions.length; i++) if (isJump(instructions[i].opcode)) jumps.push(i);
    let changed: boolean;
    do {
      changed = false;
      let total = 0;
      for (let i = 0; i < instructions.length; i++) {
        offsets[i] = total;
        total += instructionSize(instructions[i]);
      }
      offsets[instructions.length] = total;
      for (const i of jumps) {
        const instruction = instructions[i];
        const size = instructionSize(instruction);
        // Counted from the instruction after the jump, before EXTENDED_ARGs are added or removed here.
        const end = offsets[i] + size;
        const target = offsets[instruction.target!.start];
        if (instruction.opcode === op.END_ASYNC_FOR) instruction.oparg = end - target - END_SEND_OFFSET;
        else instruction.oparg = Math.abs(target - end);
        if (instructionSize(instruction) !== size) changed = true;
      }
    } while (changed);
  }
}

/** Code units of an instruction with its EXTENDED_ARGs and caches. */
function instructionSize({ opcode, oparg }: CfgInstruction): number {
  return 1 + (oparg > 0xff ? 1 : 0) + (oparg > 0xffff ? 1 : 0) + (oparg > 0xffffff ? 1 : 0) + cacheSizes[opcode];
}

/** The names of all variables, and what kind each is. */
function localsPlusInfo(unit: UnitMetadata, flags: number, count: number): { names: string[]; kinds: Uint8Array } {
  const names = new Array<string>(count);
  const kinds = new Uint8Array(count);
  const parameters: [count: number, kind: number][] = [
    [unit.posonlyargcount, CO_FAST.ARG_POS],
    [unit.argcount, CO_FAST.ARG_POS | CO_FAST.ARG_KW],
    [unit.kwonlyargcount, CO_FAST.ARG_KW],
    [(flags & CO.VARARGS) !== 0 ? 1 : 0, CO_FAST.ARG_VAR | CO_FAST.ARG_POS],
    [(flags & CO.VARKEYWORDS) !== 0 ? 1 : 0, CO_FAST.ARG_VAR | CO_FAST.ARG_KW],
  ];
  const parameterKinds = parameters.flatMap(([n, kind]) => Array.from({ length: n }, () => kind));
  unit.varnames.forEach((name, i) => {
    names[i] = name;
    kinds[i] = CO_FAST.LOCAL | (parameterKinds[i] ?? 0);
    if (unit.fasthidden.has(name)) kinds[i] |= CO_FAST.HIDDEN;
    if (unit.cellvars.includes(name)) kinds[i] |= CO_FAST.CELL;
  });
  let next = unit.varnames.length;
  for (const name of unit.cellvars) {
    if (unit.varnames.includes(name)) continue;
    names[next] = name;
    kinds[next++] = CO_FAST.CELL;
  }
  for (const name of unit.freevars) {
    names[next] = name;
    kinds[next++] = CO_FAST.FREE;
  }
  return { names, kinds };
}
