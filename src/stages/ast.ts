/** The tree as `ast.dump` shows it: fields that are empty lists or an optional None are left out. */
import { NODES } from '../../interpreter/ast/nodes.generated.ts';
import type { NodeName } from '../../interpreter/ast/nodes.generated.ts';
import { constantRepr, strRepr } from '../../interpreter/code/constant-repr.ts';
import type { Constant } from '../../interpreter/code/constant.ts';
import type { SourceText } from '../../interpreter/source/source-text.ts';
import { rangeOf } from './positions.ts';
import type { AstField, AstNode } from './types.ts';

/** A node of any class, seen through the table of fields. */
export interface AnyNode {
  readonly _type: NodeName;
  readonly [field: string]: unknown;
}

export function describeTree(source: SourceText, node: AnyNode): AstNode {
  const info = NODES[node._type];
  const fields: AstField[] = [];
  for (const { name, type, quantity, node: holdsNodes } of info.fields) {
    const value = node[name];
    if (Array.isArray(value)) {
      if (value.length === 0) continue;
      if (holdsNodes) {
        const nodes = (value as (AnyNode | null)[]).map(item => (item === null ? null : describeTree(source, item)));
        fields.push({ name, value: { kind: 'nodes', nodes } });
      } else fields.push({ name, value: { kind: 'scalar', text: `[${value.map(item => scalar(type, item)).join(', ')}]` } });
    } else if (value === null && quantity === '?') continue;
    else if (holdsNodes) fields.push({ name, value: { kind: 'node', node: describeTree(source, value as AnyNode) } });
    else fields.push({ name, value: { kind: 'scalar', text: scalar(type, value) } });
  }
  return { class: node._type, range: info.positioned ? rangeOf(source, node as unknown as Parameters<typeof rangeOf>[1]) : null, fields };
}

/** Operators and contexts are written as the nodes that they are in CPython's tree. */
function scalar(type: string, value: unknown): string {
  if (type === 'identifier' || type === 'string') return strRepr(value as string);
  if (type === 'int' || type === 'constant') return constantRepr(value as Constant);
  return `${value as string}()`;
}
