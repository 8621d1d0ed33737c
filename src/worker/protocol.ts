/**
 * What page and worker say to each other: one union for each direction, imported at both ends.
 *
 * A run is known by a number that the page chooses. One run at a time is on its way; inspections are answered between its slices.
 */
import type { ProgramFiles } from '../stages/program.ts';
import type { FileEntry, Inspection, Outcome, OutputChunk, SourceError, SourceFile, Step } from '../stages/types.ts';

/** Page → worker. */
export type Request =
  /** The first message: where the standard library is (a URL that ends with a slash), or null to do without. */
  | { readonly type: 'start'; readonly library: string | null }
  | { readonly type: 'run'; readonly run: number; readonly program: Program }
  | { readonly type: 'inspect'; readonly inspection: number; readonly source: string; readonly filename: string }
  /** The answer to `input`: a line with its newline, or null for end of file. */
  | { readonly type: 'input'; readonly run: number; readonly line: string | null }
  | { readonly type: 'interrupt'; readonly run: number }
  /** Forgets the run that is on its way, without a word. */
  | { readonly type: 'reset' };

/** The main file's path and text, and the files importable from beside it. */
export interface Program extends ProgramFiles {
  /** The folder that the program runs in, when its files are to last until its next run; `fresh` empties it first. */
  readonly folder?: { readonly name: string; readonly fresh: boolean };
}

/** Worker → page. */
export type Reply =
  | { readonly type: 'ready' }
  | { readonly type: 'output'; readonly run: number; readonly chunks: readonly OutputChunk[] }
  /** Past the kept beginning: how many characters are left out, and the newest output after the gap. Replaces the tail before it. */
  | { readonly type: 'tail'; readonly run: number; readonly omitted: number; readonly chunks: readonly OutputChunk[] }
  | { readonly type: 'state'; readonly run: number; readonly state: RunPhase }
  | { readonly type: 'inspection'; readonly inspection: number; readonly result: Inspection }
  | { readonly type: 'files'; readonly run: number; readonly files: readonly FileEntry[] }
  /** The first instructions of the run, once they have been run. */
  | { readonly type: 'steps'; readonly run: number; readonly steps: readonly Step[] }
  /** The end of a run; `milliseconds` is the time from its start, waiting for input not counted. */
  | { readonly type: 'done'; readonly run: number; readonly outcome: Outcome; readonly milliseconds: number }
  /** The interpreter itself failed: a bug, or a stage that is not there. `run` is null for a failure outside any run. */
  | { readonly type: 'failure'; readonly run: number | null; readonly message: string };

export type RunPhase = 'running' | 'input' | 'sleeping';

export type { FileEntry, Inspection, Outcome, OutputChunk, SourceError, SourceFile, Step };
