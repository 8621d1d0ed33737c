/**
 * Structured control flow from a graph: `for (;;)` where a loop begins, a labelled block before each place where paths come together, and the
 * rest nested as it is dominated. No switch on a program counter, so V8 sees ordinary loops.
 *
 * Source: Norman Ramsey, Beyond Relooper (ICFP 2022). The graph has to be reducible; what CPython's compiler makes of Python always is.
 */
import { isLoopHead, isMerge, type Block } from './blocks.ts';

export interface BlockWriter {
  /** The block's own statements; `leave` writes the statements that go along an edge. */
  body(block: Block, leave: (to: Block) => string): string;
  /** Moves values to where `to` expects them. */
  moves(from: Block, to: Block): string;
}

export function structured(blocks: readonly Block[], writer: BlockWriter): string {
  const children = new Map<Block, Block[]>(blocks.map(block => [block, []]));
  for (const block of blocks.slice(1)) children.get(block.dominator!)!.push(block);

  const tree = (block: Block): string => {
    const merges = children
      .get(block)!
      .filter(isMerge)
      .sort((a, b) => a.order - b.order);
    const inside = within(block, merges);
    return isLoopHead(block) ? `L${block.id}: for (;;) {\n${inside}}\n` : inside;
  };
  // The last of the merge blocks stands behind all the others, so its label encloses them.
  const within = (block: Block, merges: readonly Block[]): string => {
    if (merges.length === 0) return writer.body(block, to => branch(block, to));
    const last = merges[merges.length - 1];
    return `B${last.id}: {\n${within(block, merges.slice(0, -1))}}\n${tree(last)}`;
  };
  const branch = (from: Block, to: Block): string => {
    const moves = writer.moves(from, to);
    if (to.order <= from.order) return `${moves}continue L${to.id};\n`;
    if (isMerge(to)) return `${moves}break B${to.id};\n`;
    return moves + tree(to);
  };
  return tree(blocks[0]);
}
