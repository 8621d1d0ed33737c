/**
 * The stages of the pipeline as an example shows them: source → what each panel holds.
 *
 * Pure functions, called by the build (so that a page is complete before any script runs) and by the worker (after every edit). Each stage asks
 * the interpreter and turns what it gets into plain data with ranges in the source.
 */
import { inspectTokens } from './tokens.ts';
import { inspectTree } from './tree.ts';
import type { Inspection } from './types.ts';

export type * from './types.ts';
export { STAGES } from './types.ts';

/** Everything that can be known of a program before it runs. A stage after one that failed reports the same error. */
export function inspect(source: string, filename: string): Inspection {
  return { tokens: inspectTokens(source), ...inspectTree(source, filename) };
}
