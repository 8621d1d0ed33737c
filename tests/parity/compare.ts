/** One program, one stage: is our result CPython's? Errors are results too. */
import { ParserFailure, setUnicodeNames } from '../../interpreter/parser/index.ts';
import { PythonSyntaxError } from '../../interpreter/source/index.ts';
import { lookupUnicodeName } from '../../interpreter/source/unicode-names.ts';
import { TokenError } from '../../interpreter/tokens/tokenize.ts';
import { CompilerStackOverflow } from '../../interpreter/compiler/index.ts';
import { askNative, knownCause, record } from './newer.ts';
import { oracle } from './oracle.ts';
import { run } from './ours.ts';
import type { Stage } from './stages.ts';

setUnicodeNames(lookupUnicodeName);
// Source in other encodings is decoded by the machine's codecs.
run('import encodings');

/** null: equal; else the reason why not. */
export type Verdict = string | null;

/** Python: an error as a list, and the results of stages, in which errors are caught. */
const THEIR_ERRORS = `
import json, tokenize
def _error(error):
    if isinstance(error, SyntaxError):
        return [type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, error.text]
    if isinstance(error, tokenize.TokenError):
        return ["TokenError", error.args[0], list(error.args[1])]
    return [type(error).__name__, str(error)]

def _attempt(result):
    try:
        return result()
    except Exception as error:
        return "raised " + json.dumps(_error(error), separators=(",", ":"), ensure_ascii=False)
`;

/** An error of our front end in the same form. */
export function errorJson(error: unknown): unknown[] {
  if (error instanceof PythonSyntaxError) {
    const { lineno, offset, end_lineno, end_offset, text } = error.range;
    return [error.pythonType, error.message, lineno, offset, end_lineno, end_offset, text];
  }
  if (error instanceof TokenError) return ['TokenError', error.message, error.location];
  if (error instanceof ParserFailure) return [error.pythonType, error.message];
  if (error instanceof CompilerStackOverflow) return ['RecursionError', error.message];
  return ['an internal error', error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error)];
}

export interface Comparison {
  readonly verdict: Verdict;
  /** Equal to what a newer CPython gives, for this cause (`newer.ts`). */
  readonly newer: string | null;
  readonly ours: string;
  readonly theirs: string;
}

export interface Comparer {
  /** What CPython calls itself. */
  readonly version: string;
  compare(stage: Stage, source: Uint8Array, name: string): Comparison;
  /** Seconds spent in our code, by stage. */
  readonly seconds: ReadonlyMap<string, number>;
}

export interface ComparerOptions {
  /** A newer CPython to ask where the reference differs from us. */
  readonly native?: string;
  /** The cause under which to remember that it does not. */
  readonly cause?: string;
}

export async function comparer(stages: readonly Stage[], { native, cause }: ComparerOptions = {}): Promise<Comparer> {
  const py = await oracle();
  py.runPython(THEIR_ERRORS);
  for (const stage of stages) py.runPython(`${stage.setUp}\n_stage_${stages.indexOf(stage)} = lambda: ${stage.theirs}`);
  const seconds = new Map<string, number>();
  const newerCause = (stage: Stage, source: Uint8Array, name: string, ours: string): string | null => {
    const known = knownCause(stage, source, ours);
    if (known !== null || native === undefined) return known;
    const { version, answer } = askNative(native, THEIR_ERRORS, stage, source, name);
    if (answer !== ours) return null;
    if (cause !== undefined) record(cause, version, stage, source, ours);
    return `${cause ?? 'without a cause yet'} (as CPython ${version})`;
  };
  return {
    version: String(py.runPython('import sys; sys.version.split()[0]')),
    seconds,
    compare(stage, source, name) {
      py.globals.set('_buffer', source);
      py.globals.set('_name', name);
      py.runPython('_source = _buffer.to_bytes()');
      const state: unknown = stage.state && JSON.parse(py.runPython(stage.state) as string);
      const start = performance.now();
      let ours: string;
      try {
        ours = stage.ours(source, name, state);
      } catch (error) {
        ours = `raised ${JSON.stringify(errorJson(error))}`;
      }
      seconds.set(stage.name, (seconds.get(stage.name) ?? 0) + (performance.now() - start) / 1000);
      const answer = py.runPython(`_attempt(_stage_${stages.indexOf(stage)})`) as string;
      const raised = answer.startsWith('raised ');
      const theirs = raised ? answer : (stage.read?.(answer) ?? answer);
      const newer = ours === theirs ? null : newerCause(stage, source, name, ours);
      const verdict =
        ours === theirs || newer !== null
          ? null
          : ours.startsWith('raised ') || raised
            ? explainErrors(ours, theirs)
            : stage.explain(ours, theirs);
      return { verdict, newer, ours, theirs };
    },
  };
}

/** How two outcomes differ of which one at least is an error. */
function explainErrors(ours: string, theirs: string): string {
  const read = (text: string): unknown[] | null => (text.startsWith('raised ') ? (JSON.parse(text.slice(7)) as unknown[]) : null);
  const a = read(ours);
  const b = read(theirs);
  if (a === null) return `no error for ${String(b![1])}`;
  if (b === null) return `${String(a[0])}: ${String(a[1])}`;
  const fields = ['type', 'message', 'lineno', 'offset', 'end_lineno', 'end_offset', 'text'];
  const i = fields.findIndex((_, k) => JSON.stringify(a[k]) !== JSON.stringify(b[k]));
  return i < 2 ? `"${String(a[1])}" for "${String(b[1])}"` : `${fields[i]} of "${String(b[1])}"`;
}
