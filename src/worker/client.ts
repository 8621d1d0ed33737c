/**
 * The page's half of the conversation: one worker a page, started when it is first needed.
 *
 * Runs queue up; Stop interrupts, and if the program has not ended 150 ms later the worker is replaced. What the page shows is the page's, so
 * nothing is lost with the worker.
 */
import type { FileEntry, Inspection, Outcome, OutputChunk, Program, Reply, Request, RunPhase, Step } from './protocol.ts';

/** How many milliseconds an interrupted program may take to end. */
const PATIENCE = 150;

/** What a run tells whoever started it. The last call is `done` or `failed`. */
export interface RunListener {
  /** The program waits for another one to end, or has begun. */
  started?(): void;
  output(chunks: readonly OutputChunk[]): void;
  tail(omitted: number, chunks: readonly OutputChunk[]): void;
  phase(phase: RunPhase): void;
  files(files: readonly FileEntry[]): void;
  /** The first instructions of the run. */
  steps?(steps: readonly Step[]): void;
  done(end: RunEnd): void;
  failed(message: string): void;
}

/** How a run ended: by itself, or because it was stopped and did not end by itself in time. */
export type RunEnd = { readonly kind: 'ended'; readonly outcome: Outcome; readonly milliseconds: number } | { readonly kind: 'stopped' };

/** A run as its starter holds it. */
export interface RunHandle {
  stop(): void;
  answer(line: string | null): void;
}

interface QueuedRun {
  readonly id: number;
  readonly program: Program;
  readonly listener: RunListener;
  phase: RunPhase;
  /** Set while an interrupt waits for its effect. */
  deadline: ReturnType<typeof setTimeout> | undefined;
}

interface PendingInspection {
  readonly request: Request;
  readonly resolve: (result: Inspection) => void;
  readonly reject: (reason: Error) => void;
}

export class PythonClient {
  private readonly create: () => Worker;
  private readonly library: string | null;
  private readonly patience: number;
  private worker: Worker | null = null;
  private queue: QueuedRun[] = [];
  private readonly inspections = new Map<number, PendingInspection>();
  private lastId = 0;

  /** `library` is the URL of the standard library, or null. */
  constructor(create: () => Worker, library: string | null, patience = PATIENCE) {
    this.create = create;
    this.library = library;
    this.patience = patience;
  }

  /** Starts the worker ahead of its first use. */
  warm(): void {
    if (this.worker !== null) return;
    const worker = this.create();
    this.worker = worker;
    worker.onmessage = event => {
      if (this.worker === worker) this.receive(event.data as Reply);
    };
    worker.onerror = event => {
      if (this.worker === worker) this.broken(event.message ?? 'The worker could not be started.');
    };
    this.send({ type: 'start', library: this.library });
  }

  run(program: Program, listener: RunListener): RunHandle {
    const run: QueuedRun = { id: ++this.lastId, program, listener, phase: 'running', deadline: undefined };
    this.queue.push(run);
    if (this.queue.length === 1) this.begin();
    // A program that waits for an answer would keep the queue waiting with it: the newer one goes first.
    else if (this.queue[0].phase === 'input') this.stop(this.queue[0]);
    return {
      stop: () => this.stop(run),
      answer: line => {
        if (this.queue[0] === run) this.send({ type: 'input', run: run.id, line });
      },
    };
  }

  inspect(source: string, filename: string): Promise<Inspection> {
    this.warm();
    const inspection = ++this.lastId;
    const request: Request = { type: 'inspect', inspection, source, filename };
    return new Promise((resolve, reject) => {
      this.inspections.set(inspection, { request, resolve, reject });
      this.send(request);
    });
  }

  /** Ends the worker; it starts again when it is needed. */
  close(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private begin(): void {
    const run = this.queue[0];
    if (run === undefined) return;
    this.warm();
    this.send({ type: 'run', run: run.id, program: run.program });
    run.listener.started?.();
  }

  private stop(run: QueuedRun): void {
    const position = this.queue.indexOf(run);
    if (position < 0 || run.deadline !== undefined) return;
    if (position > 0) {
      this.queue.splice(position, 1);
      run.listener.done({ kind: 'stopped' });
      return;
    }
    this.send({ type: 'interrupt', run: run.id });
    run.deadline = setTimeout(() => {
      this.replace();
      this.finish(run, () => run.listener.done({ kind: 'stopped' }));
    }, this.patience);
  }

  /** A new worker in place of one that does not answer; what was asked of the old one and still matters is asked again. */
  private replace(): void {
    this.close();
    this.warm();
    for (const { request } of this.inspections.values()) this.send(request);
  }

  private finish(run: QueuedRun, tell: () => void): void {
    clearTimeout(run.deadline);
    this.queue.shift();
    tell();
    this.begin();
  }

  private send(request: Request): void {
    this.worker?.postMessage(request);
  }

  private receive(reply: Reply): void {
    if (reply.type === 'ready') return;
    if (reply.type === 'inspection') {
      this.inspections.get(reply.inspection)?.resolve(reply.result);
      this.inspections.delete(reply.inspection);
      return;
    }
    if (reply.type === 'failure' && reply.run === null) {
      this.rejectInspections(reply.message);
      return;
    }
    const run = this.queue[0];
    if (run?.id !== reply.run) return;
    const { listener } = run;
    switch (reply.type) {
      case 'output':
        listener.output(reply.chunks);
        break;
      case 'tail':
        listener.tail(reply.omitted, reply.chunks);
        break;
      case 'state':
        run.phase = reply.state;
        listener.phase(reply.state);
        if (reply.state === 'input' && this.queue.length > 1) this.stop(run);
        break;
      case 'files':
        listener.files(reply.files);
        break;
      case 'steps':
        listener.steps?.(reply.steps);
        break;
      case 'done':
        this.finish(run, () => listener.done({ kind: 'ended', outcome: reply.outcome, milliseconds: reply.milliseconds }));
        break;
      case 'failure':
        this.finish(run, () => listener.failed(reply.message));
        break;
    }
  }

  private broken(message: string): void {
    this.close();
    this.rejectInspections(message);
    const runs = this.queue;
    this.queue = [];
    for (const run of runs) {
      clearTimeout(run.deadline);
      run.listener.failed(message);
    }
  }

  private rejectInspections(message: string): void {
    for (const { reject } of this.inspections.values()) reject(new Error(message));
    this.inspections.clear();
  }
}
