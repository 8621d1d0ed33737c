/**
 * The worker's half of the conversation: one program at a time, advanced in slices between which messages are heard.
 *
 * A slice lasts about eight milliseconds. After it the worker sends the gathered output and yields to its event loop through a message
 * channel, which is faster than a timer; so Stop, an inspection or an answer to `input()` is heard while a program loops for ever.
 */
import type { Host } from '../../interpreter/host/host.ts';
import { CodeOnItsWay, type Run } from '../../interpreter/host/run.ts';
import { fetchedLibrary, importedNames } from '../../interpreter/host/fetched-library.ts';
import type { FetchedLibrary } from '../../interpreter/host/fetched-library.ts';
import { WorkerHost } from '../../interpreter/host/worker.ts';
import { loadLazyModules, USUAL } from '../../interpreter/modules/lazy.ts';
import { MemoryFiles } from '../../interpreter/host/memory-files.ts';
import { loadUnicodeNames } from '../stages/unicode-names.ts';
import { listFiles, placeFiles, programError } from '../stages/program.ts';
import type { Inspection, Step } from '../stages/types.ts';
import { OutputBuffer } from './output.ts';
import { Transcript } from './transcript.ts';
import type { Program, Reply, Request, RunPhase } from './protocol.ts';

/** What notes the first steps of a run. */
export interface Recorder {
  readonly steps: readonly Step[];
  end(): void;
}

/** The parts of the interpreter that a session drives. */
export interface Engine {
  start(host: Host, program: Program): { readonly run: Run; readonly recorder: Recorder };
  /** Prepares for programs that take long, in steps of about as many milliseconds. */
  warmUp(host: Host, milliseconds: number): Iterator<void>;
  inspect(source: string, filename: string): Inspection;
  /** Words for what the interpreter threw where it should not throw. */
  describe(failure: unknown): string;
}

const SLICE = 8;
/** How many milliseconds pass without a run before something, or more of it, is prepared. */
const PAUSE = 10;

/** Prepares something, or a little of it; true when there is more to do. */
type Preparation = () => boolean;

export class Session {
  private readonly engine: Engine;
  private readonly post: (reply: Reply) => void;
  private readonly yielded = new MessageChannel();
  private library: FetchedLibrary | null = null;
  private active: ActiveRun | null = null;
  private readonly preparations: Preparation[];
  private preparing: ReturnType<typeof setTimeout> | undefined;
  private warming: Iterator<void> | null = null;
  /** Folders that outlast a run, by name. */
  private readonly folders = new Map<string, MemoryFiles>();

  constructor(engine: Engine, post: (reply: Reply) => void) {
    this.engine = engine;
    this.post = post;
    const silent = new WorkerHost(() => {}, null, ENVIRON);
    this.preparations = [
      () => {
        const { run, recorder } = this.engine.start(silent, { filename: 'example.py', source: 'print()\n', files: [] });
        run.advance(SLICE);
        recorder.end();
        return false;
      },
      () => {
        loadLazyModules([...USUAL, '_sre'])?.catch(() => {});
        this.library?.prepare().catch(() => {});
        return false;
      },
      () => {
        this.warming ??= this.engine.warmUp(silent, SLICE);
        return this.warming.next().done !== true;
      },
    ];
    this.yielded.port1.onmessage = () => this.active?.turn();
  }

  receive(request: Request): void {
    switch (request.type) {
      case 'start':
        this.library = request.library === null ? null : fetchedLibrary(request.library);
        this.post({ type: 'ready' });
        this.prepareLater();
        break;
      case 'run':
        this.active?.abandon();
        this.start(request.run, request.program);
        break;
      case 'inspect': {
        const names = loadUnicodeNames([request.source]);
        if (names === null) this.inspect(request);
        else void names.catch(() => {}).then(() => this.inspect(request));
        break;
      }
      case 'input':
        if (this.active?.id === request.run) this.active.answer(request.line);
        break;
      case 'interrupt':
        if (this.active?.id === request.run) this.active.interrupt();
        break;
      case 'reset':
        this.active?.abandon();
        this.active = null;
        break;
    }
  }

  private inspect({ inspection, source, filename }: Extract<Request, { type: 'inspect' }>): void {
    try {
      this.post({ type: 'inspection', inspection, result: this.engine.inspect(source, filename) });
    } catch (error) {
      this.post({ type: 'failure', run: null, message: this.engine.describe(error) });
    }
  }

  /** Forgets everything; an open channel would keep Node from ending. */
  close(): void {
    this.active?.abandon();
    clearTimeout(this.preparing);
    this.yielded.port1.close();
  }

  /**
   * Makes ready what runs need, in the pauses between messages and runs: first what every run needs, then what makes long ones fast. A reader who
   * clicks before that waits for a slice of it at most.
   */
  private prepare(): void {
    const end = performance.now() + SLICE;
    while (this.active === null && this.preparations.length > 0 && performance.now() < end) {
      if (!this.preparations[0]()) this.preparations.shift();
    }
    if (this.preparations.length > 0) this.prepareLater();
  }

  private prepareLater(): void {
    clearTimeout(this.preparing);
    this.preparing = setTimeout(() => this.prepare(), PAUSE);
  }

  private start(id: number, program: Program): void {
    const active = new ActiveRun(id, program, this.engine, this.library, this.folderOf(program), this.post, {
      again: () => this.yielded.port2.postMessage(null),
      over: () => {
        if (this.active !== active) return;
        this.active = null;
        this.prepareLater();
      },
    });
    this.active = active;
    // One program at a time: the other begins again later.
    this.warming = null;
    active.begin();
  }

  private folderOf({ folder }: Program): MemoryFiles {
    const kept = folder === undefined || folder.fresh ? undefined : this.folders.get(folder.name);
    const files = kept ?? new MemoryFiles();
    if (folder !== undefined) this.folders.set(folder.name, files);
    return files;
  }
}

/** What a run asks of its session. */
interface Turns {
  /** Calls `turn` after other messages have been heard. */
  again(): void;
  over(): void;
}

class ActiveRun {
  readonly id: number;
  private readonly program: Program;
  private readonly engine: Engine;
  private readonly post: (reply: Reply) => void;
  private readonly turns: Turns;
  private readonly host: WorkerHost;
  private readonly library: FetchedLibrary | null;
  private readonly output: OutputBuffer;
  private run: Run | null = null;
  private recorder: Recorder | null = null;
  private phase: RunPhase = 'running';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private startedAt = 0;
  private waitedSince = 0;
  private waited = 0;
  /** Both may come while the library is fetched, before there is a run. */
  private interrupted = false;
  private abandoned = false;
  private readonly transcript = new Transcript();
  private restoreFiles: () => void = () => {};
  /** Whether a turn is on its way through the event loop. */
  private scheduled = false;

  constructor(
    id: number,
    program: Program,
    engine: Engine,
    library: FetchedLibrary | null,
    files: MemoryFiles,
    post: (reply: Reply) => void,
    turns: Turns,
  ) {
    this.id = id;
    this.program = program;
    this.engine = engine;
    this.post = post;
    this.turns = turns;
    this.output = new OutputBuffer({
      output: chunks => post({ type: 'output', run: id, chunks }),
      tail: (omitted, chunks) => post({ type: 'tail', run: id, omitted, chunks }),
    });
    this.library = library;
    const write = (fd: 1 | 2, bytes: Uint8Array): void => {
      const unseen = this.transcript.unseen(fd, bytes);
      if (unseen.length > 0) this.output.write(fd, unseen);
    };
    this.host = new WorkerHost(write, library, ENVIRON, files);
    placeFiles(this.host, program);
    this.restoreFiles = files.checkpoint();
  }

  begin(): void {
    this.startedAt = performance.now();
    const sources = [this.program.source, ...this.program.files.map(file => file.text)];
    const modules =
      this.library === null ? loadLazyModules(sources.flatMap(importedNames)) : this.library.preload(sources, loadLazyModules);
    const names = loadUnicodeNames(sources);
    if (modules === null && names === null) this.launch();
    else void Promise.allSettled([modules, names]).then(() => this.launch());
  }

  private launch(): void {
    if (this.abandoned) return;
    this.guarded(() => {
      const { run, recorder } = this.engine.start(this.host, this.program);
      this.run = run;
      this.recorder = recorder;
      if (this.interrupted) this.run.interrupt();
      this.step();
    });
  }

  turn(): void {
    this.scheduled = false;
    if (this.run !== null && this.phase === 'running') this.guarded(() => this.step());
  }

  answer(line: string | null): void {
    if (this.phase !== 'input' || this.run === null) return;
    this.waited += performance.now() - this.waitedSince;
    this.transcript.answer(line);
    this.run.provideInput(line);
    this.resume();
  }

  interrupt(): void {
    this.interrupted = true;
    this.run?.interrupt();
    if (this.phase !== 'running') this.resume();
  }

  abandon(): void {
    clearTimeout(this.timer);
    this.abandoned = true;
    this.recorder?.end();
    this.run = null;
  }

  private resume(): void {
    clearTimeout(this.timer);
    this.setPhase('running');
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.turns.again();
  }

  /** Runs one slice and decides what comes after it. */
  private step(): void {
    const run = this.run!;
    const result = run.advance(SLICE);
    const now = performance.now();
    switch (result.state) {
      case 'running':
        this.output.flush();
        this.schedule();
        break;
      case 'input': {
        const line = this.transcript.nextAnswer();
        if (line !== undefined) {
          run.provideInput(line);
          this.schedule();
          break;
        }
        this.output.finish();
        this.waitedSince = now;
        this.setPhase('input');
        break;
      }
      case 'sleep':
        if (this.transcript.repeats) {
          this.schedule();
          break;
        }
        this.output.finish();
        this.setPhase('sleeping');
        this.timer = setTimeout(() => this.resume(), result.seconds * 1000);
        break;
      case 'done':
        this.output.finish();
        this.postSteps();
        this.post({ type: 'files', run: this.id, files: listFiles(this.host, this.program) });
        this.post({
          type: 'done',
          run: this.id,
          outcome: { exitCode: result.exitCode, error: result.error === null ? null : programError(this.program.source, result.error) },
          milliseconds: now - this.startedAt - this.waited,
        });
        this.end();
        break;
    }
  }

  /** Tells of the first steps, once. */
  private postSteps(): void {
    this.recorder?.end();
    if (this.recorder !== null) this.post({ type: 'steps', run: this.id, steps: this.recorder.steps });
    this.recorder = null;
  }

  private setPhase(phase: RunPhase): void {
    this.phase = phase;
    this.post({ type: 'state', run: this.id, state: phase });
  }

  private guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (error instanceof CodeOnItsWay) this.beginAgain(error.arrival);
      else this.fail(error);
    }
  }

  /** An import cannot wait for its code. But the program can be run anew when the code is there. */
  private beginAgain(arrival: Promise<unknown>): void {
    this.recorder?.end();
    this.run = this.recorder = null;
    this.transcript.rewind();
    this.restoreFiles();
    arrival.then(
      () => this.launch(),
      (failure: unknown) => this.fail(failure),
    );
  }

  private fail(error: unknown): void {
    this.output.finish();
    this.post({ type: 'failure', run: this.id, message: this.engine.describe(error) });
    this.end();
  }

  private end(): void {
    this.abandon();
    this.turns.over();
  }
}

const ENVIRON: ReadonlyMap<string, string> = new Map([
  ['HOME', '/'],
  ['PWD', '/'],
  ['LANG', 'C.UTF-8'],
]);
