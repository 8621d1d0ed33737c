/** The worker: a session on the real interpreter. It runs in browsers and, through the package `web-worker`, in Node. */
import { warmUp } from '../../interpreter/index.ts';
import { inspect } from '../stages/index.ts';
import { describeFailure, startProgram } from '../stages/run.ts';
import type { Reply, Request } from './protocol.ts';
import { Session } from './session.ts';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(reply: Reply): void;
}

const scope = globalThis as unknown as WorkerScope;
const session = new Session({ start: startProgram, warmUp, inspect, describe: describeFailure }, reply => scope.postMessage(reply));
scope.onmessage = event => session.receive(event.data);
