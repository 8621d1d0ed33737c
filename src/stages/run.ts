/** Programs on the interpreter: started for the worker, run to their end for the build. */
import type { FileSystem, Host } from '../../interpreter/host/host.ts';
import type { Run } from '../../interpreter/host/run.ts';
import type { ProgramFiles } from './program.ts';
import type { FileEntry, Outcome, OutputChunk } from './types.ts';

export function startProgram(_host: Host, _program: ProgramFiles): Run {
  throw new Error('The virtual machine is not part of this build.');
}

/** What a program printed until it ended, asked for more input than there is, or had its time. */
export interface FinishedRun {
  readonly output: readonly OutputChunk[];
  readonly files: readonly FileEntry[];
  /** Null when the program had not ended. */
  readonly outcome: Outcome | null;
}

export function runToEnd(_program: ProgramFiles, _stdin: readonly string[], _library: FileSystem | null): FinishedRun | { unavailable: string } {
  return { unavailable: 'The virtual machine is not part of this build.' };
}
