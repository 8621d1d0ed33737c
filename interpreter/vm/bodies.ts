/**
 * Generators that native functions step on or run to their end: their bodies run in the loop, as frames on top of the caller's.
 *
 * `next(g)` and `g.send(x)` resume a body as a `for` does. `list(g)`, `sum(g)` and their like collect what it yields; a value that is kept does not even
 * leave the body's frame. When it ends, the call begins anew, with a list in the generator's place. `any(g)` and `all(g)` look at each value.
 *
 * `sum`, `min` and `max` do something between two values, which a program sees if it is Python code, or if it fails. So they collect only while it cannot
 * be seen; then the call begins anew, with an iterator in the generator's place over what has been collected and what is still to come.
 */
import { SHORTCUT } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import { PyIterator, tupleIteratorType } from '../objects/core/iterators.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import type { PyType } from '../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { iterNext } from '../objects/protocol/iterate.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { PyGenerator, stopIteration } from '../objects/types/generator.ts';
import { EXIT } from './exit.ts';
import { resumeFrom } from './ops/generators.ts';

/** Types whose constructors take all of an iterable before they do anything else. */
export function collectsAll(type: PyType): boolean {
  return type === T.list || type === T.tuple;
}

const canRun = (generator: PyGenerator): boolean => generator.cls === T.generator && !generator.running && !generator.finished;

/** What was collected, then the rest of the generator. */
class PyCollected extends PyIterator {
  private readonly items: Value[];
  private readonly generator: PyGenerator;
  private index = 0;
  constructor(items: Value[], generator: PyGenerator) {
    super(tupleIteratorType);
    this.items = items;
    this.generator = generator;
  }
  next(): MaybeValue {
    return this.index < this.items.length ? this.items[this.index++] : iterNext(this.generator);
  }
}

/** Whether comparing the values, in whatever order, neither runs Python code nor fails. */
function comparesQuietly(value: Value, first: Value): boolean {
  switch (typeof value) {
    case 'number':
    case 'bigint':
    case 'boolean':
      return typeof first !== 'string' && (!(first instanceof PyObject) || first.cls === T.float);
    case 'string':
      return typeof first === 'string';
    default:
      if (!(value instanceof PyObject)) return false;
      if (value.cls === T.float)
        return typeof first === 'number' || typeof first === 'bigint' || (first instanceof PyObject && first.cls === T.float);
      if (!(value instanceof PyTuple) || value.cls !== T.tuple || !(first instanceof PyTuple)) return false;
      return value.items.length === first.items.length && value.items.every((item, i) => comparesQuietly(item, first.items[i]));
  }
}

/** The body of a generator that is to run on top of a frame, with what is sent into it. */
function resume(generator: PyGenerator, caller: PyFrame, exit: number, returnPc: number, sent: Value): PyFrame {
  const body = generator.frame;
  resumeFrom(generator, body, caller, returnPc);
  body.exit = exit;
  body.stack[body.sp++] = sent;
  return body;
}

/**
 * A call of a function that has a shortcut, with a generator as the last of `count` arguments. Returns the body to go on in, or null where the call has
 * to be made as any other. `base` is where the call's result goes, `sp` the top of its arguments.
 */
export function enterGenerator(
  shortcut: number,
  generator: PyGenerator,
  caller: PyFrame,
  count: number,
  pc: number,
  base: number,
  sp: number,
): PyFrame | null {
  if (!canRun(generator) || count !== (shortcut === SHORTCUT.JOIN ? 2 : 1)) return null;
  switch (shortcut) {
    case SHORTCUT.NEXT:
      caller.sp = base;
      return resume(generator, caller, EXIT.NEXT, pc, null);
    case SHORTCUT.ANY:
    case SHORTCUT.ALL:
      caller.sp = base;
      return resume(generator, caller, shortcut === SHORTCUT.ANY ? EXIT.ANY : EXIT.ALL, pc, null);
    case SHORTCUT.COLLECT:
    case SHORTCUT.JOIN:
    case SHORTCUT.EXTREME:
    case SHORTCUT.SUM: {
      caller.sp = sp;
      const exit = shortcut === SHORTCUT.SUM ? EXIT.SUM : shortcut === SHORTCUT.EXTREME ? EXIT.EXTREME : EXIT.COLLECT;
      const body = resume(generator, caller, exit, pc - 1, null);
      body.collected = [];
      return body;
    }
  }
  return null;
}

/** `receiver.send(value)`. */
export function enterSend(receiver: MaybeValue, count: number, value: Value, caller: PyFrame, pc: number, base: number): PyFrame | null {
  if (count !== 2 || !(receiver instanceof PyGenerator) || !canRun(receiver)) return null;
  if (!receiver.started && value !== null) return null;
  caller.sp = base;
  return resume(receiver, caller, EXIT.NEXT, pc, value);
}

/** Whether a body that runs for a native function can go on at once after it has yielded a value. */
export function keeps(body: PyFrame, value: Value): boolean {
  switch (body.exit) {
    case EXIT.SUM: {
      const items = body.collected!;
      // A sum of ints so far stays one item.
      if (typeof value === 'number' && items.length === 1) {
        const total = items[0];
        if (typeof total === 'number') {
          const sum = total + value;
          if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) {
            items[0] = sum;
            return true;
          }
        }
      }
      if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean' && !isFloating(value)) return false;
      items.push(value);
      return true;
    }
    case EXIT.EXTREME: {
      const items = body.collected!;
      if (!comparesQuietly(value, items.length === 0 ? value : items[0])) return false;
      items.push(value);
      return true;
    }
    case EXIT.COLLECT:
      body.collected!.push(value);
      return true;
    default:
      // The truth of an object may be asked of Python code, which does not belong into the body.
      return (value === null || typeof value !== 'object') && isTruthy(value) === (body.exit === EXIT.ALL);
  }
}

const isFloating = (value: Value): boolean => value instanceof PyObject && (value.cls === T.float || value.cls === T.complex);

/** A native function has got a value that it looks at itself, and the body is suspended: the frame to go on in. */
export function judged(body: PyFrame, caller: PyFrame, value: Value): PyFrame {
  const { exit } = body;
  if (body.collected !== null) {
    body.collected.push(value);
    caller.stack[caller.sp - 1] = new PyCollected(body.collected, body.generator!);
    body.collected = null;
    caller.pc = body.returnPc;
    return caller;
  }
  const truth = isTruthy(value);
  if (truth === (exit === EXIT.ALL)) return resume(body.generator!, caller, exit, body.returnPc, null);
  caller.stack[caller.sp++] = truth;
  return caller;
}

/** A body that ran for a native function has ended. */
export function bodyEnded(body: PyFrame, caller: PyFrame, value: Value): void {
  const { exit } = body;
  if (exit === EXIT.NEXT) throw stopIteration(value);
  caller.pc = body.returnPc;
  if (exit === EXIT.ANY || exit === EXIT.ALL) caller.stack[caller.sp++] = exit === EXIT.ALL;
  else {
    caller.stack[caller.sp - 1] = new PyList(body.collected!);
    body.collected = null;
  }
}
