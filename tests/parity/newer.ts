/**
 * Where the reference is not CPython's last word.
 *
 * The reference is CPython 3.14.2 in WebAssembly. Later versions of 3.14 mended some of what it does, and a few things are so only where sizes have 32
 * bits and the stack is small. A result that differs from the reference's and equals that of a newer, native CPython counts as equal, and is listed.
 *
 * Tests need no native CPython for that: what one said is in `newer.json`, by cause, as hashes of programs and of results. To add to it:
 *
 *     npm run parity -- … --native python3.14 --record "what CPython mended"
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Stage } from './stages.ts';

interface Cause {
  readonly cause: string;
  /** The version that was asked. */
  readonly version: string;
  /** Hashes of results by hashes of stages and programs. */
  readonly results: Record<string, string>;
}

const FILE = new URL('newer.json', import.meta.url);
const causes = JSON.parse(readFileSync(FILE, 'utf8')) as Cause[];

const hash = (...parts: readonly (string | Uint8Array)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex').slice(0, 16);
};

/** The cause for which a newer CPython is known to give this result, with the version. */
export function knownCause(stage: Stage, source: Uint8Array, result: string): string | null {
  const key = hash(stage.name, source);
  const value = hash(result);
  const found = causes.find(({ results }) => results[key] === value);
  return found === undefined ? null : `${found.cause} (as CPython ${found.version})`;
}

export function record(cause: string, version: string, stage: Stage, source: Uint8Array, result: string): void {
  let entry = causes.find(known => known.cause === cause && known.version === version);
  if (entry === undefined) causes.push((entry = { cause, version, results: {} }));
  entry.results[hash(stage.name, source)] = hash(result);
  writeFileSync(FILE, `${JSON.stringify(causes, null, 2)}\n`);
}

const DRIVER = `
import base64, json, sys
request = json.load(sys.stdin)
exec(request["errors"])
_source, _name = base64.b64decode(request["source"]), request["name"]
exec(request["setUp"])
answer = _attempt(eval("lambda: " + request["theirs"]))
print(json.dumps([sys.version.split()[0], answer]))
`;

/** What a native CPython says. */
export function askNative(
  python: string,
  errors: string,
  stage: Stage,
  source: Uint8Array,
  name: string,
): { version: string; answer: string } {
  const { setUp, theirs } = stage;
  const { stdout, stderr } = spawnSync(python, ['-c', DRIVER], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    input: JSON.stringify({ errors, setUp, theirs, source: Buffer.from(source).toString('base64'), name }),
    env: { ...process.env, PYTHONHASHSEED: '0' },
  });
  if (stdout === '') throw new Error(`${python} said nothing about ${name}: ${stderr}`);
  const [version, answer] = JSON.parse(stdout) as [string, string];
  return { version, answer: answer.startsWith('raised ') ? answer : (stage.read?.(answer) ?? answer) };
}
