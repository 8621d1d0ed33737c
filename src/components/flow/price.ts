/**
 * One small program on its way through every stage, as the front page shows it. The interpreter makes each form when the page
 * is built; price.record.ts holds what CPython 3.14 makes of the same program, and a test compares the two.
 */
import { inspect } from '../../stages/index.ts';
import type { AstNode, AstValue, StageResult } from '../../stages/index.ts';
import * as record from './price.record.ts';

export const source = record.source;
export const { output, pycHeader } = record;
export const marshalled = record.marshalled.split(' ');

const made = inspect(source, 'price.py');

function from<Value, Shown>(result: StageResult<Value>, show: (value: Value) => Shown, recorded: Shown): Shown {
  return 'value' in result ? show(result.value) : recorded;
}

/** Type, text, and where the token stands (line:column). */
export const tokens = from(
  made.tokens,
  rows =>
    rows
      .filter(({ exact }) => exact !== 'ENCODING')
      .map(({ exact, text, position }): record.TokenRow => [exact, text.replace('\n', '\\n'), position.split('-')[0].replace(',', ':')]),
  record.tokens,
);

/** The tree as ast.dump writes it. */
export const tree = from(made.ast, node => dump(node, 1), record.tree);

export const scopes = from(
  made.scopes,
  scope => scope.symbols.map(({ name, scope, flags }): record.ScopeRow => [name, scope, flags.join(', ')]),
  record.scopes,
);

/** Line, instruction, argument: the number and what it means. */
export const instructions = from(
  made.bytecode,
  ([code]) => {
    if (!code) return record.instructions;
    let line = 0;
    return code.instructions.map((row): record.InstructionRow => {
      line = row.line ?? line;
      return [line, row.opname, row.arg === null ? '' : String(row.arg), row.argrepr];
    });
  },
  record.instructions,
);

function dump(node: AstNode, depth: number): string {
  const written = node.fields.filter(({ name, value }) => !isOmitted(node, name, value));
  const fields = written.map(({ name, value }) => `${name}=${dumpValue(value, depth + 1)}`);
  const flat = written.every(({ value }) => value.kind === 'scalar' || (value.kind === 'node' && value.node.fields.length === 0));
  if (flat) return `${node.class}(${fields.join(', ')})`;
  const indent = '\n' + '  '.repeat(depth);
  return `${node.class}(${fields.map(field => indent + field).join(',')})`;
}

/** ast.dump leaves out what is empty: None where a field is optional, and lists of nothing. */
function isOmitted(node: AstNode, field: string, value: AstValue): boolean {
  if (value.kind === 'nodes') return value.nodes.length === 0;
  return value.kind === 'scalar' && value.text === 'None' && !(node.class === 'Constant' && field === 'value');
}

function dumpValue(value: AstValue, depth: number): string {
  if (value.kind === 'scalar') return value.text;
  if (value.kind === 'node') return dump(value.node, depth);
  const indent = '\n' + '  '.repeat(depth);
  return `[${value.nodes.map(node => indent + (node ? dump(node, depth + 1) : 'None')).join(',')}]`;
}
