/**
 * One array for all variables of a frame: locals, then cells, then free variables.
 *
 * The code generator numbers cells and free variables from 0; here they move behind the locals. A parameter that is also a cell keeps its place among the
 * locals. At its start the function makes the cells and copies the closure into the frame, and a generator hands itself out.
 */
import { CO } from '../../code/code.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { Location, NO_LOCATION } from '../instruction-sequence.ts';
import type { UnitMetadata } from '../unit-metadata.ts';
import { CfgInstruction, type ControlFlowGraph } from './graph.ts';

/** Returns the size of the array. */
export function prepareLocalsPlus(graph: ControlFlowGraph, unit: UnitMetadata, flags: number): number {
  const { varnames, cellvars, freevars } = unit;
  const count = cellvars.length + freevars.length;
  /** For each cell or free variable its place in the array: first as if no parameter were a cell. */
  const places = Array.from({ length: count }, (_, i) => {
    const parameter = i < cellvars.length ? varnames.indexOf(cellvars[i]) : -1;
    return parameter >= 0 ? parameter : varnames.length + i;
  });
  insertPrefix(graph, unit, flags, places);

  // Each parameter that is a cell leaves a gap; close them.
  let dropped = 0;
  for (let i = 0; i < count; i++) {
    if (places[i] === varnames.length + i) places[i] -= dropped;
    else dropped++;
  }
  for (const block of graph) {
    for (const instruction of block.instructions) {
      switch (instruction.opcode) {
        case op.MAKE_CELL:
        case op.LOAD_CLOSURE:
        case op.LOAD_DEREF:
        case op.STORE_DEREF:
        case op.DELETE_DEREF:
        case op.LOAD_FROM_DICT_OR_DEREF:
          instruction.oparg = places[instruction.oparg];
      }
    }
  }
  return varnames.length + count - dropped;
}

function insertPrefix(graph: ControlFlowGraph, unit: UnitMetadata, flags: number, places: readonly number[]): void {
  const prefix: CfgInstruction[] = [];
  if (unit.freevars.length > 0) prefix.push(new CfgInstruction(op.COPY_FREE_VARS, unit.freevars.length, NO_LOCATION));
  const cells = unit.cellvars.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  for (const cell of cells) prefix.push(new CfgInstruction(op.MAKE_CELL, cell, NO_LOCATION));
  if ((flags & (CO.GENERATOR | CO.COROUTINE | CO.ASYNC_GENERATOR)) !== 0) {
    const loc = new Location(unit.firstlineno, unit.firstlineno, -1, -1);
    prefix.push(new CfgInstruction(op.RETURN_GENERATOR, 0, loc), new CfgInstruction(op.POP_TOP, 0, loc));
  }
  graph.entry.instructions.unshift(...prefix);
}
