/**
 * What `tools/bundle.ts` makes a startup snapshot of: the interpreter loaded and its types built. A process that starts from the snapshot begins in
 * `main` with all of that done.
 *
 * The time that such a start takes is that of reading the snapshot, object by object, so it has only what a short program needs: rare modules are
 * loaded when they are asked for, and the functions that it has compiled are those that one small program calls.
 */
import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { queryObjects, setFlagsFromString, startupSnapshot } from 'node:v8';
import { setCodeCacheFolder } from '../host/code-cache.ts';
import { NodeHost, zippedLibrary } from '../host/node.ts';
import { setUnicodeNames, type UnicodeNames } from '../parser/index.ts';
import { main, noSignals, runCommand } from './main.ts';

// In the bundle, a module that is required is loaded when that call comes.
declare const require: (path: string) => { readonly lookupUnicodeName: UnicodeNames };
setUnicodeNames(name => require('../source/unicode-names.ts').lookupUnicodeName(name));

zippedLibrary();
// Which folder it is depends on sources, and was found out by who makes the snapshot.
setCodeCacheFolder(process.argv[2] || null);

class SilentHost extends NodeHost {
  override write(): void {}
}

const FIRST_PROGRAM = `
def double(x, y=1):
    return x * 2 + y
print(f'{double(1)!r:>2}', 'text', [i for i in range(3)], {'a': 1.5})
`;

const runFirstProgram = (): Promise<number> => runCommand(['-c', FIRST_PROGRAM], '/usr/bin/python', new SilentHost(), noSignals());

/** Has V8 drop what it has compiled; functions that run at the time keep theirs. */
async function dropCompiledCode(): Promise<void> {
  await turn();
  setFlagsFromString('--stress-flush-code');
  // Asked for its number of objects of a class, V8 collects garbage first.
  queryObjects(SilentHost, { format: 'count' });
  setFlagsFromString('--no-stress-flush-code');
}

// Once to load what it loads, and again for the code of its functions alone.
void runFirstProgram().then(dropCompiledCode).then(runFirstProgram);

startupSnapshot.setDeserializeMainFunction(() => {
  // The first argument is the launcher's path.
  const [, launcher, ...args] = process.argv;
  void main(args, resolve(launcher));
});
