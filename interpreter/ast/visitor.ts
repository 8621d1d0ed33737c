/** Walking a tree without knowing its nodes: what Lib/ast.py does with `_fields`. */
import { type AST, NODES } from './nodes.generated.ts';

/** The nodes directly below a node, in the order of its fields. */
export function* childNodes(node: AST): Generator<AST> {
  const record = node as unknown as Readonly<Record<string, AST | (AST | null)[] | null>>;
  for (const field of NODES[node._type].fields) {
    if (!field.node) continue;
    const value = record[field.name];
    if (value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (item !== null) yield item;
    } else {
      yield value;
    }
  }
}

/** A node and all below it, level by level, in the order of `ast.walk`. */
export function* walk(node: AST): Generator<AST> {
  const queue: AST[] = [node];
  for (let i = 0; i < queue.length; i++) {
    yield queue[i];
    queue.push(...childNodes(queue[i]));
  }
}

/** Calls `enter` on a node and, unless it returns false, on what is below it, depth first; `leave` on the way back. */
export function visit(node: AST, enter: (node: AST, parent: AST | null) => boolean | void, leave?: (node: AST) => void): void {
  const step = (current: AST, parent: AST | null): void => {
    if (enter(current, parent) !== false) for (const child of childNodes(current)) step(child, current);
    leave?.(current);
  };
  step(node, null);
}
