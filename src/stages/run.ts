/** Programs on the interpreter: started for the worker, run to their end for the build. */
import type { Host } from '../../interpreter/host/host.ts';
import type { Run } from '../../interpreter/host/run.ts';
import type { FileEntry, Outcome, OutputChunk, SourceFile } from './types.ts';

export function startProgram(_host: Host, _program: { readonly source: string; readonly filename: string }): Run {
  throw new Error('The virtual machine is not part of this build.');
}

/** What a program printed until it ended, or until its time was over. */
export interface FinishedRun {
  readonly output: readonly OutputChunk[];
  readonly files: readonly FileEntry[];
  /** Null when the program had not ended. */
  readonly outcome: Outcome | null;
}

export function runToEnd(_program: {
  source: string;
  filename: string;
  files: readonly SourceFile[];
  stdin: readonly string[];
}): FinishedRun | { unavailable: string } {
  return { unavailable: 'The virtual machine is not part of this build.' };
}
