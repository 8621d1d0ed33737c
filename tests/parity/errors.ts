/**
 * Programs with mistakes: every string of CPython's own tests that does not compile (doctest examples too), and library statements with a token or line
 * deleted, doubled, swapped or cut off. What is compared is the error: type, message, place and text.
 */
import { walk } from '../../interpreter/ast/index.ts';
import type { expr, stmt } from '../../interpreter/ast/nodes.generated.ts';
import { WideStr } from '../../interpreter/code/index.ts';
import { compile } from '../../interpreter/compiler/index.ts';
import { parse } from '../../interpreter/parser/index.ts';
import { tokenize } from '../../interpreter/tokens/tokenize.ts';
import { Random } from '../fuzz/random.ts';
import type { LibraryFile } from './oracle.ts';
import type { Stage } from './stages.ts';

/** The tests whose strings are tried. */
const SNIPPET_TESTS = [
  'test_syntax',
  'test_exceptions',
  'test_fstring',
  'test_tstring',
  'test_grammar',
  'test_patma',
  'test_unpack_ex',
  'test_named_expressions',
  'test_positional_only_arg',
  'test_type_params',
  'test_eof',
  'test_string_literals',
  'test_tokenize',
];

export const ERRORS: Stage = {
  name: 'errors',
  what: 'type, message, place and text of errors',
  setUp: 'import warnings; warnings.simplefilter("ignore")',
  theirs: 'compile(_source, _name, "exec", dont_inherit=True, optimize=0) and "compiles"',
  ours: (bytes, filename) => {
    compile(parse(bytes, { filename }), { filename });
    return 'compiles';
  },
  explain: () => 'nothing',
};

const encoder = new TextEncoder();

/** Strings and doctest examples of a test file. */
export function snippets({ bytes, name }: LibraryFile): LibraryFile[] {
  const texts = new Set<string>();
  for (const node of walk(parse(bytes, { filename: name }))) {
    if (node._type !== 'Constant') continue;
    const { value } = node as expr & { value: unknown };
    const text = typeof value === 'string' ? value : value instanceof WideStr ? value.text : null;
    if (text === null || text === '') continue;
    texts.add(text);
    for (const example of doctests(text)) texts.add(example);
  }
  return [...texts].filter(text => text.isWellFormed()).map((text, i) => ({ name: `${name}#${i}`, bytes: encoder.encode(text) }));
}

export function isSnippetTest(name: string): boolean {
  return SNIPPET_TESTS.some(test => name === `test/${test}.py`);
}

function* doctests(text: string): Generator<string> {
  let example: string[] = [];
  for (const line of [...text.split('\n'), '']) {
    const match = /^\s*(>>>|\.\.\.)(?: (.*))?$/.exec(line);
    if ((match === null || match[1] === '>>>') && example.length > 0) {
      yield `${example.join('\n')}\n`;
      example = [];
    }
    if (match !== null) example.push(match[2] ?? '');
  }
}

/** Statements longer than this are not mutated. */
const MAX_BYTES = 1500;

/** `count` library statements with a mistake each, by chance of the seed. */
export function mutations(files: readonly LibraryFile[], count: number, seed: number): LibraryFile[] {
  const random = new Random(seed);
  const out: LibraryFile[] = [];
  const statements = new Map<LibraryFile, string[]>();
  while (out.length < count) {
    const file = random.pick(files);
    let own = statements.get(file);
    if (own === undefined) statements.set(file, (own = statementsOf(file)));
    if (own.length === 0) continue;
    const text = mutate(random.pick(own), random);
    if (text !== null) out.push({ name: `${file.name}~${out.length}`, bytes: encoder.encode(text) });
  }
  return out;
}

function statementsOf({ bytes, name }: LibraryFile): string[] {
  const lines = new TextDecoder().decode(bytes).split(/(?<=\n)/);
  const tree = parse(bytes, { filename: name }) as { body: stmt[] };
  return tree.body
    .map(({ lineno, end_lineno }) => lines.slice(lineno - 1, end_lineno).join(''))
    .filter(text => text.length <= MAX_BYTES && text !== '');
}

function mutate(text: string, random: Random): string | null {
  if (random.chance(0.3)) {
    const lines = text.split(/(?<=\n)/);
    return changed(lines, random).join('');
  }
  let tokens;
  try {
    tokens = tokenize(encoder.encode(text)).filter(token => token.string !== '' && token.startLine > 0);
  } catch {
    return null;
  }
  // Offsets of the tokens in the text, and what lies between them.
  const starts: number[] = [];
  let offset = 0;
  for (const line of text.split(/(?<=\n)/)) {
    starts.push(offset);
    offset += line.length;
  }
  const at = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column;
  const parts: string[] = [];
  let end = 0;
  for (const token of tokens) {
    const from = at(token.startLine, token.startCol);
    const to = at(token.endLine, token.endCol);
    if (from < end) continue;
    parts.push(text.slice(end, to));
    end = to;
  }
  return changed(parts, random).join('') + (random.chance(0.8) ? text.slice(end) : '');
}

const INSERTED = [
  '(',
  ')',
  '[',
  '}',
  ':',
  ',',
  '=',
  ' if ',
  ' in ',
  ' not ',
  "'",
  '"""',
  '.',
  ' for ',
  '*',
  ' lambda ',
  ' = 1',
  '\n',
  ' async ',
  '!',
  ':=',
  "f'{",
];

function changed(parts: readonly string[], random: Random): string[] {
  const i = random.below(parts.length);
  switch (random.below(6)) {
    case 0:
      return parts.filter((_, k) => k !== i);
    case 1:
      return parts.toSpliced(i, 0, parts[random.below(parts.length)]);
    case 2: {
      const k = random.below(parts.length);
      return parts.with(i, parts[k]).with(k, parts[i]);
    }
    case 3:
      return parts.slice(0, i + 1);
    case 4:
      return parts.toSpliced(i, 0, random.pick(INSERTED));
    default:
      return parts.with(i, random.pick(INSERTED));
  }
}
