/** The worker's start, apart from everything that talks to it: its code is on its way before theirs. */

let early: Worker | null = null;

const create = (): Worker => new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });

/** Starts a worker for whoever asks for one next. */
export function startEarly(): void {
  early ??= create();
}

/** A worker: the one that was started early, or a new one. */
export function startedWorker(): Worker {
  const worker = early ?? create();
  early = null;
  return worker;
}
