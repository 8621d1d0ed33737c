/** The instructions as the reference shows them; everything comes from the rows that also make the machine. */
import { groups, type OpRow, type OperandKind } from '../../../interpreter/defs/ops/index.ts';

export interface Group {
  id: string;
  title: string;
  text: string;
  rows: readonly OpRow[];
}

const titles: Record<string, [title: string, text: string]> = {
  stack: ['The stack and constants', 'They put values on the stack, move them about, and take them off.'],
  locals: ['Locals and cells', 'Variables that the compiler could turn into numbered slots.'],
  names: ['Names and imports', 'Variables that are looked up by name: in the module, among the built-ins, in a class body.'],
  attributes: ['Attributes', 'The dot.'],
  operators: ['Operators', 'Arithmetic, comparison, truth, subscripts.'],
  building: [
    'Building',
    'Tuples, lists, dicts, strings: what displays, comprehensions and f-strings are made with, and what unpacks them.',
  ],
  calls: ['Calls and functions', 'How a frame begins, and how it ends.'],
  control: ['Control flow', 'Jumps, loops, patterns.'],
  generators: ['Generators and coroutines', 'Frames that pause.'],
  exceptions: ['Exceptions and with', 'What runs when something goes wrong, or might.'],
  monitoring: ['Monitoring', 'Forms that tell debuggers and profilers what happens.'],
};

export const instructionGroups: readonly Group[] = Object.entries(groups).map(([id, rows]) => {
  const [title, text] = titles[id] ?? [id, ''];
  return { id, title, text, rows };
});

const names = new Map(
  instructionGroups.flatMap(({ rows }) => rows.flatMap(row => [row.name, ...Object.keys(row.family ?? {})].map(name => [name, row.name]))),
);

/** Where the reference tells of an instruction: its own entry, or that of the general one it is a form of. */
export function instructionPath(name: string): string | undefined {
  const entry = names.get(name);
  return entry && `instructions/#${entry}`;
}

/** What the argument is, said to a reader; undefined where there is none or the explanation says it. */
export const operandText: Partial<Record<OperandKind, string>> = {
  count: 'a number of stack items',
  depth: 'a depth in the stack, 1 being the top',
  const: 'an index into co_consts',
  name: 'an index into co_names',
  'name+1': 'an index into co_names, shifted by one bit',
  'name+2': 'an index into co_names, shifted by two bits',
  local: 'a local variable’s slot',
  'local-pair': 'two local slots, four bits each',
  cell: 'the slot of a cell or free variable',
  forward: 'how far to jump ahead',
  backward: 'how far to jump back',
  label: 'a label, until assembly',
  handler: 'the label of a handler, until assembly',
  compare: 'which comparison',
  binary: 'which operator',
  invert: '1 negates',
  int: 'the int itself',
  'common-constant': 'which common constant',
  special: 'which special method',
  'intrinsic-1': 'which intrinsic function',
  'intrinsic-2': 'which intrinsic function',
  convert: 'which conversion',
  'function-attribute': 'what to attach',
  resume: 'where the frame resumes',
};

/** Text with `code` in it, as HTML. */
export function codeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}
