/** Programs on the interpreter: started for the worker, run to their end for the build. */
import type { FileSystem, Host } from '../../interpreter/host/host.ts';
import type { Run } from '../../interpreter/host/run.ts';
import { WorkerHost } from '../../interpreter/host/worker.ts';
import { Interpreter } from '../../interpreter/index.ts';
import { PyBaseException } from '../../interpreter/objects/core/errors.ts';
import { formatException } from '../../interpreter/vm/index.ts';
import { listFiles, placeFiles, programError } from './program.ts';
import type { ProgramFiles } from './program.ts';
import { recordSteps } from './steps.ts';
import type { StepRecorder } from './steps.ts';
import type { FileEntry, Outcome, OutputChunk, Step } from './types.ts';

/** A program under way, and the recorder of its first steps. */
export interface StartedProgram {
  readonly run: Run;
  readonly recorder: StepRecorder;
}

export function startProgram(host: Host, program: ProgramFiles): StartedProgram {
  const recorder = recordSteps(program);
  const run = new Interpreter(host).start(program.source, { filename: program.filename });
  recorder.begin();
  return { run, recorder };
}

/** A failure of the interpreter itself in words; a Python exception that escaped from it with its traceback. */
export function describeFailure(error: unknown): string {
  if (error instanceof PyBaseException) return formatException(error);
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What a program printed until it ended, asked for more input than there is, or had its time. */
export interface FinishedRun {
  readonly output: readonly OutputChunk[];
  readonly files: readonly FileEntry[];
  readonly steps: readonly Step[];
  /** Null when the program had not ended. */
  readonly outcome: Outcome | null;
  /** What went wrong in the interpreter itself; null as a rule. */
  readonly failure: string | null;
}

/** How many milliseconds a program may take, however busy the machine: more than any that has an end. */
const TIME_LIMIT = 60_000;

/**
 * Runs a program at build time. Its input is prepared, and shown as a terminal would echo it; its clock passes over sleeps without waiting. With
 * `lines` it is left alone when it has printed so many: a program without an end.
 */
export function runToEnd(program: ProgramFiles, stdin: readonly string[], library: FileSystem | null, lines = Infinity): FinishedRun {
  const output: OutputChunk[] = [];
  const decoders = [new TextDecoder(), new TextDecoder()];
  const print = (fd: 0 | 1 | 2, text: string): void => {
    const last = output.at(-1);
    if (last?.fd === fd) output[output.length - 1] = { fd, text: last.text + text };
    else if (text !== '') output.push({ fd, text });
  };
  let slept = 0n;
  const host = new WorkerHost((fd, bytes) => print(fd, decoders[fd - 1].decode(bytes, { stream: true })), library);
  const { clock } = host;
  const patient: Host = {
    write: host.write,
    files: host.files,
    environ: host.environ,
    entropy: bytes => host.entropy(bytes),
    clock: { time: () => clock.time() + slept, monotonic: () => clock.monotonic() + slept },
  };
  placeFiles(host, program);
  const answers = [...stdin];
  const deadline = performance.now() + TIME_LIMIT;
  let steps: readonly Step[] = [];
  let recorder: StepRecorder | null = null;
  const finished = (outcome: Outcome | null, failure: string | null = null): FinishedRun => {
    recorder?.end();
    return { output, files: listFiles(host, program), steps, outcome, failure };
  };
  try {
    const started = startProgram(patient, program);
    const { run } = started;
    recorder = started.recorder;
    steps = recorder.steps;
    while (performance.now() < deadline) {
      const result = run.advance(100);
      if (cutAfter(output, lines)) return finished(null);
      if (result.state === 'done') {
        return finished({ exitCode: result.exitCode, error: result.error === null ? null : programError(program.source, result.error) });
      }
      if (result.state === 'sleep') slept += BigInt(Math.round(result.seconds * 1e9));
      if (result.state === 'input') {
        const line = answers.shift();
        if (line === undefined) return finished(null);
        print(0, `${line}\n`);
        run.provideInput(`${line}\n`);
      }
    }
    return finished(null, `The program has not ended after ${TIME_LIMIT / 1000} seconds.`);
  } catch (error) {
    return finished(null, describeFailure(error));
  }
}

/** Whether there are as many lines; what is more than that is dropped. */
function cutAfter(output: OutputChunk[], lines: number): boolean {
  for (const [i, { fd, text }] of output.entries()) {
    let end = 0;
    while (lines > 0 && (end = text.indexOf('\n', end) + 1) > 0) lines--;
    if (lines > 0) continue;
    output.splice(i, Infinity, { fd, text: text.slice(0, end) });
    return true;
  }
  return false;
}
