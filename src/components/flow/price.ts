/**
 * One small program on its way through every stage, as the front page shows it: made by the interpreter when the page is
 * built. price.record.ts holds what CPython 3.14 makes of the same program, and a test compares the two.
 */
import { dumps } from '../../../interpreter/code/marshal-write.ts';
import { compileSource } from '../../../interpreter/index.ts';
import { inspect } from '../../stages/index.ts';
import type { AstNode, AstValue, StageResult } from '../../stages/index.ts';
import { runToEnd } from '../../stages/run.ts';
import { pycHeader, source, type InstructionRow, type ScopeRow, type TokenRow } from './price.record.ts';

export { pycHeader, source };

const filename = 'price.py';
const made = inspect(source, filename);

/** Type, text, and where the token stands (line:column). */
export const tokens = valueOf(made.tokens)
  .filter(({ exact }) => exact !== 'ENCODING')
  .map(({ exact, text, position }): TokenRow => [exact, text.replace('\n', '\\n'), position.split('-')[0].replace(',', ':')]);

/** The tree as ast.dump writes it. */
export const tree = dump(valueOf(made.ast), 1);

export const scopes = valueOf(made.scopes).symbols.map(({ name, scope, flags }): ScopeRow => [name, scope, flags.join(', ')]);

/** Line, instruction, argument: the number and what it means. */
export const instructions: InstructionRow[] = [];
let line = 0;
for (const row of valueOf(made.bytecode)[0].instructions) {
  line = row.line ?? line;
  instructions.push([line, row.opname, row.arg === null ? '' : String(row.arg), row.argrepr]);
}

/** The code object as a .pyc holds it, byte by byte. */
export const marshalled = Array.from(dumps(compileSource(source, filename)), byte => byte.toString(16).padStart(2, '0'));

export const output = runToEnd({ filename, source, files: [] }, [], null)
  .output.map(({ text }) => text)
  .join('')
  .trimEnd();

function valueOf<T>(result: StageResult<T>): T {
  if ('value' in result) return result.value;
  throw new Error(`The program of the front page does not get through: ${JSON.stringify(result)}`);
}

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
