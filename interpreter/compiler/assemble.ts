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
import { cacheSizes, isJump, isScopeExit, op } from '../opcodes/index.ts';
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
  const graph = fromSequence(sequence);
  trace?.('from_sequence', graph, unit);
  optimizeCodeUnit(graph, unit, flags, trace);
  const { stackSize, localsPlus } = lowerCodeUnit(graph, unit, flags, trace);
  const layout = new Layout(graph);
  const { names, kinds } = localsPlusInfo(unit, flags, localsPlus);
  return new CodeObject({
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
  });
}

/** EXTENDED_ARG, END_SEND and the like between a SEND and its END_ASYNC_FOR: how far tools must look for the END_SEND. */
const END_SEND_OFFSET = 5;

/** The instructions in their final order, with offsets in code units. */
class Layout {
  private readonly instructions: CfgInstruction[] = [];
  private readonly offsets: number[] = [];
  /** For each block the index of its first instruction. */
  private readonly starts = new Map<BasicBlock, number>();

  constructor(graph: ControlFlowGraph) {
    for (const block of graph) {
      this.starts.set(block, this.instructions.length);
      for (const instruction of block.instructions) this.instructions.push(instruction);
    }
    this.resolveDirections();
    this.resolveOffsets();
  }

  code(): Uint8Array {
    let units = 0;
    for (const instruction of this.instructions) units += instructionSize(instruction);
    const code = new Uint8Array(2 * units);
    let at = 0;
    for (const { opcode, oparg } of this.instructions) {
      if (oparg > 0xff) {
        for (let shift = 24; shift > 0; shift -= 8) {
          if (oparg >>> shift === 0) continue;
          code[at++] = op.EXTENDED_ARG;
          code[at++] = (oparg >>> shift) & 0xff;
        }
      }
      code[at++] = opcode;
      code[at++] = oparg & 0xff;
      at += 2 * cacheSizes[opcode];
    }
    return code;
  }

  locationTable(firstlineno: number): Uint8Array {
    const writer = new LocationWriter(firstlineno);
    const { instructions } = this;
    for (let i = instructions.length - 1; i >= 0; i--) {
      const instruction = instructions[i];
      if (!instruction.loc.equals(NEXT_LOCATION)) continue;
      const ends = isJump(instruction.opcode) || isScopeExit(instruction.opcode);
      instruction.loc = ends ? NO_LOCATION : instructions[i + 1].loc;
    }
    let loc = NO_LOCATION;
    let size = 0;
    const flush = (): void => {
      if (size > 0) writer.add(size, loc.lineno, loc.end_lineno, loc.col_offset, loc.end_col_offset);
    };
    for (const instruction of instructions) {
      if (!instruction.loc.equals(loc)) {
        flush();
        loc = instruction.loc;
        size = 0;
      }
      size += instructionSize(instruction);
    }
    flush();
    return writer.finish();
  }

  exceptionTable(): Uint8Array {
    const entries: ExceptionTableEntry[] = [];
    let handler: BasicBlock | null = null;
    let start = 0;
    let offset = 0;
    const flush = (): void => {
      if (handler === null) return;
      const target = this.offsets[this.starts.get(handler)!];
      // The handler's depth includes what the machine pushes for it: the exception, and the place where it came from.
      const depth = handler.startDepth - (handler.preserveLasti ? 2 : 1);
      entries.push({ start: start * 2, end: offset * 2, target: target * 2, depth, lasti: handler.preserveLasti });
    };
    for (const instruction of this.instructions) {
      // Two handlers that begin at one place, the first being empty, are one.
      if (this.startOf(instruction.except) !== this.startOf(handler)) {
        flush();
        start = offset;
        handler = instruction.except;
      }
      offset += instructionSize(instruction);
    }
    flush();
    return encodeExceptionTable(entries);
  }

  /** The index of a block's first instruction; -1 for no block. */
  private startOf(block: BasicBlock | null): number {
    return block === null ? -1 : this.starts.get(block)!;
  }

  /** Jumps learn whether they go forward or back. Their argument is the index of the target for the time being. */
  private resolveDirections(): void {
    this.instructions.forEach((instruction, index) => {
      if (!isJump(instruction.opcode)) return;
      instruction.oparg = this.starts.get(instruction.target!)!;
      const forward = instruction.oparg > index;
      if (instruction.opcode === op.JUMP) instruction.opcode = forward ? op.JUMP_FORWARD : op.JUMP_BACKWARD;
      else if (instruction.opcode === op.JUMP_NO_INTERRUPT) instruction.opcode = forward ? op.JUMP_FORWARD : op.JUMP_BACKWARD_NO_INTERRUPT;
    });
  }

  private resolveOffsets(): void {
    const { instructions, offsets } = this;
    let changed: boolean;
    do {
      changed = false;
      let total = 0;
      for (let i = 0; i < instructions.length; i++) {
        offsets[i] = total;
        total += instructionSize(instructions[i]);
      }
      let offset = 0;
      for (const instruction of instructions) {
        const size = instructionSize(instruction);
        // Counted from the instruction after the jump, before EXTENDED_ARGs are added or removed here.
        offset += size;
        if (!isJump(instruction.opcode)) continue;
        const target = offsets[this.starts.get(instruction.target!)!];
        if (instruction.opcode === op.END_ASYNC_FOR) instruction.oparg = offset - target - END_SEND_OFFSET;
        else instruction.oparg = Math.abs(target - offset);
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
