/** Leaving blocks by `return`, `break` and `continue`: what encloses the statement is undone from the inside out. */
import * as op from '../../opcodes/ids.generated.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import type { FrameBlock } from '../unit.ts';
import { NO_LABEL } from '../unit.ts';
import type { Compiler } from './compiler.ts';
import { nameOp } from './names.ts';
import { awaitValue } from './yielding.ts';

/** Calls an `__exit__` on the stack as after a body that went well. */
export function callExitWithNones(c: Compiler, loc: Location): void {
  c.loadConst(loc, null);
  c.loadConst(loc, null);
  c.loadConst(loc, null);
  c.opI(loc, op.CALL, 3);
}

/** Undoes one block. If `preserveTop`, a value to be returned lies above. Hands back the location for what follows. */
export function unwindBlock(c: Compiler, loc: Location, block: FrameBlock, preserveTop: boolean): Location {
  const keepTop = (depth: number): void => {
    if (preserveTop) c.opI(loc, op.SWAP, depth);
  };
  switch (block.type) {
    case 'while loop':
    case 'exception handler':
    case 'exception group handler':
    case 'async comprehension generator':
    case 'stop iteration':
      return loc;
    case 'for loop':
    case 'async for loop':
    case 'pop value':
      keepTop(2);
      c.op(loc, op.POP_TOP);
      return loc;
    case 'try except':
      c.op(loc, op.POP_BLOCK);
      return loc;
    case 'finally try':
      c.op(loc, op.POP_BLOCK);
      if (preserveTop) c.pushBlock({ type: 'pop value', loc, block: NO_LABEL, exit: NO_LABEL });
      c.stmts(block.body);
      if (preserveTop) c.popBlock();
      // The finally block runs after the statement that leaves: what comes now belongs to no line.
      return NO_LOCATION;
    case 'finally end':
      keepTop(2);
      c.op(loc, op.POP_TOP);
      keepTop(2);
      c.op(loc, op.POP_BLOCK);
      c.op(loc, op.POP_EXCEPT);
      return loc;
    case 'with':
    case 'async with':
      c.op(block.loc, op.POP_BLOCK);
      if (preserveTop) {
        c.opI(block.loc, op.SWAP, 3);
        c.opI(block.loc, op.SWAP, 2);
      }
      callExitWithNones(c, block.loc);
      if (block.type === 'async with') awaitValue(c, block.loc, 2);
      c.op(block.loc, op.POP_TOP);
      return NO_LOCATION;
    case 'handler cleanup':
      if (block.name !== null) c.op(loc, op.POP_BLOCK);
      keepTop(2);
      c.op(loc, op.POP_BLOCK);
      c.op(loc, op.POP_EXCEPT);
      if (block.name !== null) unbindHandlerName(c, loc, block.name);
      return loc;
  }
}

/** `except E as name` unbinds its name at the end. */
export function unbindHandlerName(c: Compiler, loc: Location, name: string): void {
  c.loadConst(loc, null);
  nameOp(c, loc, name, 'Store');
  nameOp(c, loc, name, 'Del');
}

/** Undoes all blocks, or with `untilLoop` those inside the innermost loop, which is handed back with the location for what follows. */
export function unwindBlocks(
  c: Compiler,
  loc: Location,
  preserveTop: boolean,
  untilLoop: boolean,
): { loc: Location; loop: FrameBlock | null } {
  const { blocks } = c.unit;
  const block = blocks[blocks.length - 1];
  if (block === undefined) return { loc, loop: null };
  if (block.type === 'exception group handler') {
    throw c.error("'break', 'continue' and 'return' cannot appear in an except* block", loc);
  }
  if (untilLoop && (block.type === 'while loop' || block.type === 'for loop' || block.type === 'async for loop')) {
    return { loc, loop: block };
  }
  // A finally body that is generated here stands outside of its own block.
  c.popBlock();
  const result = unwindBlocks(c, unwindBlock(c, loc, block, preserveTop), preserveTop, untilLoop);
  c.pushBlock(block);
  return result;
}
