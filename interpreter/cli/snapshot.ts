/**
 * What `tools/bundle.ts` makes a startup snapshot of: the interpreter loaded, its types built, its loop warmed up. A process that starts from the
 * snapshot begins in `main` with all of that done.
 */
import { resolve } from 'node:path';
import { startupSnapshot } from 'node:v8';
import { Interpreter, warmUp } from '../index.ts';
import { codeCacheFolder } from '../host/code-cache.ts';
import { zippedLibrary } from '../host/node.ts';
import { WorkerHost } from '../host/worker.ts';
import { main } from './main.ts';

zippedLibrary();
codeCacheFolder();
const host = new WorkerHost(() => {}, null);
warmUp(host);
new Interpreter(host).start('print(f"{0!r:>2}")\n').advance(Infinity);

startupSnapshot.setDeserializeMainFunction(() => {
  // The first argument is the launcher's path.
  const [, launcher, ...args] = process.argv;
  void main(args, resolve(launcher));
});
