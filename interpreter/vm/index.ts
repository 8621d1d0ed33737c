/**
 * The virtual machine: code objects run.
 *
 *     CodeObject  ──quicken──►  words + caches  ──evaluate──►  values
 *
 * - `quicken.ts` turns a code object's bytes into the words that the loop executes, once, when it is first entered.
 * - `loop.template.ts` is the evaluation loop; `tools/loop.ts` writes `loop.generated.ts` from it, with numbers for names. `ops/` has what is too
 *   long or too rare for the loop, by theme; `caches.ts` what instructions remember.
 * - A frame (`objects/types/frame.ts`) lives on the JavaScript heap: one array for locals and value stack, a program counter, a link to its
 *   caller. A Python call inside the loop changes frames and uses no JavaScript stack (`calls.ts` fills the arguments in); so does resuming a
 *   generator in `for`, `yield from` and `await`. Only native code that calls Python enters the loop once more.
 * - An exception, whether raised by an instruction or thrown by a native function, goes to `unwind.ts`, which finds its handler.
 * - `machine.ts` is the state that is not in frames; `import.ts` finds and loads modules; `traceback-text.ts` words what went wrong; `run.ts` is a
 *   program's run in slices, between which whoever embeds the machine has its turn.
 *
 * CPython does the same in Python/ceval.c, Python/bytecodes.c, Objects/frameobject.c and Python/import.c.
 */
import './calls.ts';
import './frame-lines.ts';
import './super-context.ts';
import './ops/generators.ts';
import { evaluate } from './loop.generated.ts';
import { loop } from './machine.ts';

export { conclude } from './run.ts';
export { machine, resetMachine, suspendForInput, SUSPEND, waitFor } from './machine.ts';
export { ProgramRun, type Program } from './run.ts';
export { formatException, writeTraceback } from './traceback-text.ts';

loop.evaluate = evaluate;
