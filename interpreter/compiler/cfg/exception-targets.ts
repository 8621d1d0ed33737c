/**
 * Exception handlers: who serves whom.
 *
 * The code generator brackets a try body with SETUP_FINALLY (or SETUP_WITH, SETUP_CLEANUP) and POP_BLOCK. Following the code with a stack of open
 * brackets tells for every instruction the handler that serves it; after that the closing bracket has done its work. (The opening ones stay until the end:
 * they keep the handlers reachable.)
 *
 * On the way RESUME learns whether its yield stood directly in the frame's outermost handler: then `throw()` and `close()` need not look further.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { isBlockPush, isJump, RESUME_AT } from '../../opcodes/index.ts';
import type { BasicBlock, ControlFlowGraph } from './graph.ts';

export function markExceptHandlers(graph: ControlFlowGraph): void {
  for (const block of graph) {
    for (const instruction of block.instructions) if (isBlockPush(instruction.opcode)) instruction.target!.exceptHandler = true;
  }
}

export function labelExceptionTargets(graph: ControlFlowGraph): void {
  /** The open handlers on entry of a block. */
  const handlersAt = new Map<BasicBlock, readonly BasicBlock[]>([[graph.entry, []]]);

  graph.walk([graph.entry], (block, goOn) => {
    let handlers = handlersAt.get(block)!;
    const reach = (target: BasicBlock): void => {
      if (!target.visited) handlersAt.set(target, handlers);
      goOn(target);
    };
    let yieldDepth = -1;
    for (const instruction of block.instructions) {
      const { opcode } = instruction;
      if (isBlockPush(opcode)) {
        const target = instruction.target!;
        reach(target);
        if (opcode !== op.SETUP_FINALLY) target.preserveLasti = true;
        handlers = [...handlers, target];
        continue;
      }
      if (opcode === op.POP_BLOCK) {
        handlers = handlers.slice(0, -1);
        instruction.toNop();
        continue;
      }
      instruction.except = handlers.at(-1) ?? null;
      if (isJump(opcode)) {
        reach(instruction.target!);
      } else if (opcode === op.YIELD_VALUE) {
        yieldDepth = handlers.length;
      } else if (opcode === op.RESUME && instruction.oparg !== RESUME_AT.FUNC_START) {
        if (yieldDepth === 1) instruction.oparg |= RESUME_AT.DEPTH1;
        yieldDepth = -1;
      } else if (opcode === op.RETURN_GENERATOR) {
        instruction.except = null;
      }
    }
    if (block.fallsThrough && block.next !== null) reach(block.next);
  });
}
