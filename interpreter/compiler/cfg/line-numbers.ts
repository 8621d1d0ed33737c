/**
 * Give a line to what has none.
 *
 * A frame does not keep its current line; it is looked up from the current instruction when somebody asks. So every instruction at which a frame can end or
 * be interrupted needs one. Blocks without a line that end a function or look for signals are copied until each has one way in; then lines flow from
 * an instruction to the next, and from a block to the only one that follows from it.
 *
 * CPython: PEP 626; `resolve_line_numbers` in `Python/flowgraph.c`.
 */
import { FLAG, opFlags } from '../../opcodes/index.ts';
import { NO_LOCATION, type Location } from '../instruction-sequence.ts';
import { BasicBlock, nextNonempty, type ControlFlowGraph } from './graph.ts';

export function resolveLineNumbers(graph: ControlFlowGraph): void {
  duplicateExitsWithoutLine(graph);
  propagateLines(graph);
}

function needsLine(block: BasicBlock): boolean {
  return (block.exitsScope || block.instructions.some(({ opcode }) => (opFlags[opcode] & FLAG.EVAL_BREAK) !== 0)) && block.hasNoLine;
}

function duplicateExitsWithoutLine(graph: ControlFlowGraph): void {
  let nextLabel = graph.maxLabel() + 1;
  for (const block of graph) {
    const jump = block.jump;
    if (jump === undefined) continue;
    const target = nextNonempty(jump.target)!;
    if (!needsLine(target) || target.predecessors <= 1) continue;
    const copy = new BasicBlock();
    copy.instructions = target.instructions.map(instruction => instruction.copy());
    copy.instructions[0].loc = jump.loc;
    copy.predecessors = 1;
    copy.label = nextLabel++;
    copy.next = target.next;
    target.next = copy;
    target.predecessors--;
    jump.target = copy;
  }
  // What is left can only be fallen into, from one place.
  for (const block of graph) {
    if (block.fallsThrough && block.next !== null && block.instructions.length > 0 && needsLine(block.next)) {
      block.next.instructions[0].loc = block.last!.loc;
    }
  }
}

function propagateLines(graph: ControlFlowGraph): void {
  for (const block of graph) {
    if (block.instructions.length === 0) continue;
    let loc = NO_LOCATION;
    for (let i = 0; i < block.instructions.length; i++) {
      giveLine(block, i, loc);
      loc = block.instructions[i].loc;
    }
    if (block.fallsThrough && block.next!.predecessors === 1 && block.next!.instructions.length > 0) giveLine(block.next!, 0, loc);
    const jump = block.jump;
    if (jump === undefined) continue;
    let target = jump.target!;
    while (target.instructions.length === 0 && target.predecessors === 1) target = target.next!;
    if (target.predecessors === 1) giveLine(target, 0, loc);
  }
}

function giveLine(block: BasicBlock, index: number, loc: Location): void {
  const instruction = block.instructions[index];
  if (instruction.loc.lineno === NO_LOCATION.lineno) instruction.loc = loc;
}
