/**
 * `node tests/parity/dir.ts`: compares what built-in types and functions look like from outside with CPython, attribute by attribute: names,
 * kinds, docstrings, signatures, owners, bases, flags; and prints what differs and is not known to.
 */
import { NodeHost } from '../../interpreter/host/node.ts';
import { Interpreter } from '../../interpreter/index.ts';
import '../../interpreter/modules/all.ts';
import { DESCRIBE } from '../../interpreter/tools/describe.ts';
import { ask } from './oracle.ts';
import { KNOWN } from './dir-known.ts';

type Description = Readonly<Record<string, unknown>>;
interface TypeDescription extends Description {
  readonly own: Readonly<Record<string, Description>>;
}
interface Answer {
  readonly types: Readonly<Record<string, TypeDescription>>;
  readonly functions: Readonly<Record<string, Description>>;
}

export interface Difference {
  /** `builtins.int.bit_length`. */
  readonly name: string;
  /** What of it: `missing`, `extra`, `__doc__`, `kind` … */
  readonly aspect: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

function here(): Answer {
  let text = '';
  const decoder = new TextDecoder();
  class Recorder extends NodeHost {
    override write(fd: 1 | 2, bytes: Uint8Array): void {
      if (fd === 1) text += decoder.decode(bytes, { stream: true });
    }
  }
  const run = new Interpreter(new Recorder()).start(`${DESCRIBE}\nprint(json.dumps(answer))`);
  let state = run.advance(Infinity);
  while (state.state !== 'done') state = run.advance(Infinity);
  if (state.error !== null) throw new Error(state.error.traceback);
  return JSON.parse(text) as Answer;
}

function compareFields(name: string, theirs: Description, ours: Description, found: Difference[]): void {
  for (const aspect of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    if (aspect === 'own' || aspect === 'dir') continue;
    const [a, b] = [theirs[aspect], ours[aspect]];
    if (JSON.stringify(a) !== JSON.stringify(b)) found.push({ name, aspect, theirs: a, ours: b });
  }
}

function compareMembers(
  prefix: string,
  theirs: Readonly<Record<string, Description>>,
  ours: Readonly<Record<string, Description>>,
  found: Difference[],
): void {
  for (const [name, description] of Object.entries(theirs)) {
    if (!Object.hasOwn(ours, name))
      found.push({ name: prefix + name, aspect: 'missing', theirs: description['kind'] ?? 'type', ours: undefined });
    else compareFields(prefix + name, description, ours[name], found);
  }
  for (const [name, description] of Object.entries(ours)) {
    if (!Object.hasOwn(theirs, name))
      found.push({ name: prefix + name, aspect: 'extra', theirs: undefined, ours: description['kind'] ?? 'type' });
  }
}

/** All differences, and how many attributes were compared. */
export async function compareDir(): Promise<{ compared: number; differences: Difference[] }> {
  const theirs = await ask<Answer>(`${DESCRIBE}\njson.dumps(answer)`);
  const ours = here();
  const differences: Difference[] = [];
  compareMembers('', theirs.types, ours.types, differences);
  compareMembers('builtins.', theirs.functions, ours.functions, differences);
  let compared = Object.keys(theirs.functions).length;
  for (const [name, type] of Object.entries(theirs.types)) {
    compared += 1 + Object.keys(type.own).length;
    if (Object.hasOwn(ours.types, name)) compareMembers(`${name}.`, type.own, ours.types[name].own, differences);
  }
  return { compared, differences };
}

/** The reason why a difference is there, if it is known. */
export function reasonFor({ name, aspect }: Difference): string | undefined {
  return KNOWN.find(known => known.aspects.includes(aspect) && known.names.some(pattern => matches(pattern, name)))?.reason;
}

/** `*` stands for anything. */
function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const [start, end] = pattern.split('*');
  return name.startsWith(start) && name.endsWith(end) && name.length >= start.length + end.length;
}

if (import.meta.main) {
  const { compared, differences } = await compareDir();
  const unknown = differences.filter(difference => reasonFor(difference) === undefined);
  console.log(`${compared} attributes compared; ${differences.length} differences, ${differences.length - unknown.length} of them known`);
  for (const known of KNOWN) {
    const count = differences.filter(difference => reasonFor(difference) === known.reason).length;
    console.log(`${String(count).padStart(5)}  ${known.reason}`);
  }
  for (const { name, aspect, theirs, ours } of unknown) {
    console.log(
      `${name} (${aspect})\n    theirs: ${String(JSON.stringify(theirs)).slice(0, 200)}\n    ours:   ${String(JSON.stringify(ours)).slice(0, 200)}`,
    );
  }
  process.exit(unknown.length === 0 ? 0 : 1);
}
