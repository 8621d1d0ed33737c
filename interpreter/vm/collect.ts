/**
 * The end of objects (CPython: reference counts and Python/gc.c).
 *
 * JavaScript frees memory by itself, but does not say when. Where a program can see an object end (`objects/core/lifetime.ts`), this finds out by
 * following every reference from where the machine stands: frames, modules, and what native modules keep. What is not reached is finalized: its
 * `__del__` is called or its body closed, then weak references to it are cleared and their callbacks called.
 *
 * That costs a walk over the program's objects, so it happens when the program asks for it, when it ends, and when it visibly drops a
 * reference (`del`, assignment to a global, a loop left over a generator) while such objects are about, up to a number of steps.
 *
 * Variables of native code cannot be followed. So where Python code runs below a native function that may hold objects (a sort with a key, a
 * `map`), nothing is looked for; that is made up for when the function has returned, when a value is next dropped or stored in
 * a namespace, or the next function ends.
 */
import { PyBaseException } from '../objects/core/errors.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyInstance } from '../objects/core/instance.ts';
import type { PyWeakReference } from '../objects/core/lifetime.ts';
import { awaitsEnds, isFinalized, lifetime, noteClosed, noteFinalized } from '../objects/core/lifetime.ts';
import { PyModule } from '../objects/core/module.ts';
import { PyBuiltin } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { PyType } from '../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { callValue } from '../objects/protocol/call.ts';
import { textOf } from '../objects/core/str.ts';
import { repr } from '../objects/protocol/repr.ts';
import { PyCode } from '../objects/types/code.ts';
import { frameHooks, PyFrame } from '../objects/types/frame.ts';
import { generatorHooks, PyGenerator } from '../objects/types/generator.ts';
import { PyTraceback } from '../objects/types/traceback.ts';
import * as op from '../opcodes/ids.generated.ts';
import { EXIT } from './exit.ts';
import { machine } from './machine.ts';
import { kindsAt } from './stack-kinds.ts';
import { writeUnraisable } from './unraisable.ts';

/** What native modules keep in variables of their own. */
export const roots: (() => unknown)[] = [];

/** How many objects may be visited for references dropped in passing, in a run. */
const BUDGET = 2_000_000;
let budget = BUDGET;
/** How many more for each of the machine's looks at the clock: a tenth of its time, about. */
const ALLOWANCE = 150;
let looks = 0;
let collecting = false;
/** There was a reason to look while native code held objects. */
export let postponed = false;

/** Warns of a coroutine that nobody awaited: set by `modules/_warnings.ts`, which knows how. */
export const collectHooks: { neverAwaited: (coroutine: PyGenerator) => void } = { neverAwaited: () => {} };

export function resetCollector(): void {
  budget = BUDGET;
  looks = machine.looks;
  collecting = false;
  postponed = false;
}

// ---------------------------------------------------------------- following references

/** Hands on what an object refers to. */
function visitChildren(object: object, visit: (child: unknown) => void): void {
  if (object instanceof PyInstance) {
    visit(object.cls);
    for (const value of object.slots) visit(value);
    if (object.members !== undefined) for (const value of object.members) visit(value);
    visit(object.dict);
  } else if (object instanceof PyDict) {
    visit(object.cls);
    visit(object.dict);
    for (const entry of object.entries()) {
      visit(entry.key);
      visit(entry.value);
    }
  } else if (object instanceof PyGenerator && object.finished) visit(object.origin);
  else if (object instanceof PyFrame) visitFrame(object, frameDepth(object), visit);
  else if (object instanceof PyType) {
    visit(object.cls);
    for (const base of object.mro) visit(base);
    visit(object.namespace);
  } else if (object instanceof PyCode || ArrayBuffer.isView(object)) return;
  else if (Array.isArray(object)) for (const item of object as unknown[]) visit(item);
  else if (object instanceof Map) {
    for (const [key, value] of object as Map<unknown, unknown>) {
      visit(key);
      visit(value);
    }
  } else if (object instanceof Set) for (const item of object as Set<unknown>) visit(item);
  else if (object instanceof PyBuiltin) {
    visit(object.self);
    visit(object.cls);
  } else if (!(object instanceof WeakRef)) for (const key in object) visit((object as Record<string, unknown>)[key]);
}

/** How much of its stack a frame uses that does not run: an ended one has only its locals. */
function frameDepth(frame: PyFrame): number {
  return frame.finished ? frame.code.nlocalsplus : frame.sp;
}

function visitFrame(frame: PyFrame, depth: number, visit: (child: unknown) => void): void {
  const { stack } = frame;
  for (let i = 0; i < depth; i++) visit(stack[i]);
  visit(frame.func);
  visit(frame.globals);
  visit(frame.builtins);
  visit(frame.locals);
  visit(frame.instance);
  visit(frame.operand);
  visit(frame.collected);
  visit(frame.tracing);
  // A suspended body's frame keeps no caller alive, and its generator has it, not it the generator.
  if (frame.generator === null) visit(frame.back);
  else if (frame.generator.running) {
    visit(frame.generator);
    visit(frame.back);
  }
}

/**
 * Native functions, and objects that are called natively, which hold nothing while Python code runs below them: what they were called with is on
 * their caller's stack.
 */
const HOLD_NOTHING = new Set(['exec', 'eval', '__build_class__', '__import__', 'Context.run', 'partial']);

/** Instructions whose native code holds nothing but their operands. */
const HOLDS_OPERANDS = new Set<number>([op.IMPORT_NAME, op.IMPORT_FROM, op.LOAD_ATTR, op.LOAD_FAST, op.STORE_ATTR, op.WITH_EXCEPT_START]);

/** Whether native code, with Python code below it, may hold objects in variables of its own. */
function nativesHold(): boolean {
  for (let frame = machine.frame; frame !== null; frame = frame.back)
    if (frame.exit === EXIT.NATIVE && frame.back !== null && callsHolder(frame.back)) return true;
  return false;
}

/** Whether what a frame stands at, which is native, may hold objects. */
function callsHolder(frame: PyFrame): boolean {
  const { code, stack } = frame;
  const unit = code.offsets[Math.max(0, frame.pc - 1)];
  const opcode = code.co.co_code[unit * 2];
  const arg = code.co.co_code[unit * 2 + 1];
  const top = code.nlocalsplus + (kindsAt(code, Math.max(0, frame.pc - 1))?.length ?? 0);
  switch (opcode) {
    case op.CALL:
      return mayHold(stack[top - arg - 2]);
    case op.CALL_KW:
      return mayHold(stack[top - arg - 3]);
    case op.CALL_FUNCTION_EX:
      return mayHold(stack[top - 4]);
    case op.FOR_ITER:
    case op.GET_ITER: {
      const operand = stack[top - 1];
      return !(operand instanceof PyGenerator || operand instanceof PyInstance);
    }
    default:
      return !HOLDS_OPERANDS.has(opcode);
  }
}

function mayHold(callable: MaybeValue): boolean {
  if (callable instanceof PyBuiltin) return !HOLD_NOTHING.has(callable.qualname);
  if (callable instanceof PyType) return !callable.isHeapType || callable.solidBase !== T.object;
  return !(callable instanceof PyInstance || (callable instanceof PyObject && HOLD_NOTHING.has(callable.cls.name)));
}

/** All objects that are reached from where the machine stands; `exact` where the running frame has written its stack pointer. */
export function reachable(exact = false): Set<object> {
  const seen = new Set<object>();
  const todo: object[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    todo.push(value);
  };
  // Frames under way first: the stack pointer in one that has called native code is older than what it calls with.
  let native = !exact;
  for (let frame = machine.frame; frame !== null; frame = frame.back) {
    if (!seen.has(frame)) {
      seen.add(frame);
      const operands = native ? kindsAt(frame.code, Math.max(0, frame.pc - 1))?.length : undefined;
      visitFrame(frame, operands === undefined ? frame.sp : frame.code.nlocalsplus + operands, visit);
    }
    native = frame.exit === EXIT.NATIVE;
  }
  visit(machine.modules);
  visit(machine.builtins);
  visit(machine.handled);
  visit(lifetime.initializing);
  for (const root of roots) visit(root());
  for (let object = todo.pop(); object !== undefined; object = todo.pop()) visitChildren(object, visit);
  return seen;
}

/** What an object that is not alive refers to, itself only where it is in a circle. */
function reachableFrom(object: object, alive: ReadonlySet<object>): Set<object> {
  const seen = new Set<object>();
  const todo: object[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || alive.has(value)) return;
    seen.add(value);
    todo.push(value);
  };
  for (let next: object | undefined = object; next !== undefined; next = todo.pop()) visitChildren(next, visit);
  return seen;
}

/** The Python objects that an object refers to directly. */
export function referents(object: PyObject): Value[] {
  const found: Value[] = [];
  const visit = (value: unknown): void => {
    if (value instanceof PyObject || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') found.push(value);
    else if (Array.isArray(value) || value instanceof Map || value instanceof Set) visitChildren(value, visit);
  };
  visitChildren(object, visit);
  return found;
}

/**
 * How many references to an object are there: in what is reached, in variables, and one for being looked at, unless that one is only borrowed from a
 * variable (`LOAD_FAST_BORROW`).
 */
export function countReferences(object: PyObject): number {
  let count = lookedAtByBorrowing() ? 0 : 1;
  const seen = new Set<object>();
  const todo: object[] = [];
  const visit = (value: unknown): void => {
    if (value === object) count++;
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    todo.push(value);
  };
  const frames: PyFrame[] = [];
  for (let frame = machine.frame; frame !== null; frame = frame.back) frames.push(frame);
  for (const frame of frames) seen.add(frame);
  for (const frame of frames) visitFrame(frame, frame === machine.frame ? frame.code.nlocalsplus : frame.sp, visit);
  for (const root of [machine.modules, machine.builtins, machine.handled, ...roots.map(root => root())]) visit(root);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    visitChildren(next, visit);
    if (next instanceof PyCode) next.consts.forEach(visit);
  }
  return count;
}

/** Whether the last argument of the call under way is a local variable that was pushed without counting it. */
function lookedAtByBorrowing(): boolean {
  const { frame } = machine;
  if (frame === null) return false;
  const unit = frame.code.offsets[Math.max(0, frame.pc - 1)];
  const before = Math.max(...frame.code.offsets.filter(offset => offset < unit), 0);
  const opcode = frame.code.co.co_code[before * 2];
  return opcode === op.LOAD_FAST_BORROW || opcode === op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
}

// ---------------------------------------------------------------- finalizing

/** Finalizes whatever is not reached, or only what is in no circle; how many objects that were. */
export function collect(exact = false, circles = true, dropped?: Value): number {
  if (collecting) return 0;
  lifetime.released = false;
  postponed = nativesHold();
  if (postponed) return 0;
  collecting = true;
  try {
    let count = 0;
    let alive = reachable(exact);
    for (;;) {
      const dead = [...lifetime.finalizable, ...lifetime.bodies].filter(
        object => !alive.has(object) && (circles || !reachableFrom(object, alive).has(object)),
      );
      if (dead.length === 0) break;
      for (const object of outermost(dropped === undefined ? dead : inOrder(dead, dropped, alive), alive)) {
        count++;
        finalize(object);
      }
      alive = reachable(exact);
    }
    count += clearReferences(alive, circles);
    lifetime.active = awaitsEnds();
    budget -= alive.size;
    return count;
  } finally {
    collecting = false;
  }
}

/**
 * A reference was dropped: looks for what that ended, as long as looking has not become a burden. Circles are left to `gc.collect()`. `exact`
 * where the running frame has written its stack pointer; `value` is what was referred to, where that is known.
 */
export function dropped(exact = false, value?: Value): void {
  if (lifetime.active && mayLook() && (postponed || value === undefined || mayEnd(value))) collect(exact, false, value);
}

/**
 * The same for what was replaced in an object, by a running frame that has written its stack pointer. That happens often: what is not near is left to
 * the next look.
 */
export function replaced(old: MaybeValue): void {
  if (typeof old !== 'object' || old === null || !mayLook()) return;
  if (lastsNoLonger(old) || leadsToEnd(old, CLOSE, false)) collect(true, false, old);
}

/** An exception is no longer handled: the variables of the functions that it ended may have been the last to refer to something. */
export function excepted(exception: PyBaseException): void {
  if (!mayLook()) return;
  for (let place = exception.traceback; place instanceof PyTraceback; place = place.next) {
    budget--;
    const { frame } = place;
    if (!frame.finished || frame.generator !== null) continue;
    for (let i = 0; i < frame.code.nlocalsplus; i++) {
      if (!ends(frame.stack[i])) continue;
      collect(true, false);
      return;
    }
  }
}

const ends = (value: unknown): boolean =>
  value instanceof PyObject && (lifetime.finalizable.has(value) || (value instanceof PyGenerator && lifetime.bodies.has(value)));

/** How far from a dropped value is looked for something whose end programs can see, before everything is looked at. */
const NEAR = 300;
/** The same where values are replaced all the time. */
const CLOSE = 24;

/**
 * Whether a dropped value may have ended something that programs can see: something that it leads to. Types and modules are not followed: they
 * stand in circles.
 */
function mayEnd(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (value instanceof PyObject && lastsNoLonger(value)) || mayEndBelow(value);
}

/** The same for what a value refers to. */
export function mayEndBelow(value: object): boolean {
  return leadsToEnd(value, NEAR, true);
}

/** Looks at some objects that a value leads to; `unsure` is the answer where that is not all. */
function leadsToEnd(value: object, limit: number, unsure: boolean): boolean {
  const seen = new Set<object>([value]);
  let found = false;
  const visit = (child: unknown): void => {
    if (typeof child !== 'object' || child === null || seen.has(child)) return;
    if (child instanceof PyObject && lastsNoLonger(child)) found = true;
    seen.add(child);
  };
  for (const object of seen) {
    if (!(object instanceof PyType) && !(object instanceof PyModule) && !isNamespace(object)) visitChildren(object, visit);
    if (found) return true;
    if (seen.size > limit) return unsure;
  }
  budget -= seen.size;
  return false;
}

const lastsNoLonger = (object: PyObject): boolean => ends(object) || (lifetime.callbacks > 0 && lifetime.watched.has(object));

/** Whether this is the namespace of a module that lasts: it says itself under which name to look. */
function isNamespace(object: object): boolean {
  if (!(object instanceof PyDict)) return false;
  const name = object.getStr('__name__');
  const module = typeof name === 'string' ? machine.modules.getStr(name) : undefined;
  return module instanceof PyModule && module.dict === object;
}

/** A value was taken off the stack for good: an expression's, or the iterator of a loop that is left. */
export function discarded(value: MaybeValue): void {
  if (postponed || lifetime.released || ends(value)) dropped(true);
  else if (value instanceof PyList || value instanceof PyTuple || value instanceof PyDict) replaced(value);
}

/**
 * A function returns: its variables are dropped, and may have been the last to refer to something. Native code that called it may itself hold
 * what it called it with.
 */
export function returning(frame: PyFrame, result: MaybeValue): void {
  if (frame.exit === EXIT.NATIVE) return;
  if (postponed) dropped();
  const { stack, code } = frame;
  for (let i = 0; i < code.nlocalsplus; i++) {
    const value = stack[i];
    if (value === result || !ends(value)) continue;
    if (frame.escaped) return;
    for (let k = 0; k < code.nlocalsplus; k++) stack[k] = undefined;
    dropped();
    return;
  }
}

/** Whether it is still worth looking whether the object of a weak reference is there. */
export function mayLook(): boolean {
  budget = Math.min(BUDGET, budget + (machine.looks - looks) * ALLOWANCE);
  looks = machine.looks;
  return budget > 0;
}

/** Dead objects as they are reached from the one that was dropped; sequences let go of their last item first. */
function inOrder(dead: readonly PyObject[], dropped: Value, alive: ReadonlySet<object>): readonly PyObject[] {
  if (dead.length === 1) return dead;
  const among = new Set<unknown>(dead);
  const order = new Set<PyObject>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || alive.has(value) || seen.size > NEAR) return;
    seen.add(value);
    if (among.has(value)) order.add(value as PyObject);
    if (value instanceof PyList || value instanceof PyTuple) value.items.toReversed().forEach(visit);
    else visitChildren(value, visit);
  };
  visit(dropped);
  for (const object of dead) order.add(object);
  return [...order];
}

/** Of dead objects, those that no other one refers to: they go first, as they would with reference counts. */
function outermost(dead: readonly PyObject[], alive: ReadonlySet<object>): readonly PyObject[] {
  if (dead.length === 1 || dead.length > 100) return dead;
  const inner = new Set<object>();
  const outer: PyObject[] = [];
  for (const object of dead) {
    if (inner.has(object)) continue;
    const below = reachableFrom(object, alive);
    for (const other of dead) if (other !== object && below.has(other)) inner.add(other);
    outer.push(object);
  }
  return outer.filter(object => !inner.has(object) || reachableFrom(object, alive).has(object));
}

function finalize(object: PyObject): void {
  if (object instanceof PyGenerator) closeBody(object);
  else callFinalizer(object);
}

function callFinalizer(object: PyObject): void {
  noteFinalized(object);
  const method = object.cls.lookup('__del__');
  if (method === undefined) return;
  unraisable(`Exception ignored while calling deallocator ${textOf(repr(method))}`, () => {
    const bind = method instanceof PyObject ? method.cls.slots.tp_descr_get : null;
    callValue(bind === null ? method : bind(method, object, object.cls), []);
  });
}

function closeBody(body: PyGenerator): void {
  noteClosed(body);
  if (body.finished) return;
  if (body.finalizer !== null && !body.closed) {
    unraisable(`Exception ignored while finalizing generator ${textOf(repr(body))}`, () => callValue(body.finalizer, [body]));
    return;
  }
  if (body.cls === T.coroutine && !body.started) {
    collectHooks.neverAwaited(body);
    body.finished = true;
    body.frame.finished = true;
    return;
  }
  unraisable(`Exception ignored while closing generator ${textOf(repr(body))}`, () => generatorHooks.close(body));
}

frameHooks.abandon = closeBody;

/** Clears weak references to what is not reached, and calls the callbacks of those that are. */
function clearReferences(alive: ReadonlySet<object>, circles: boolean): number {
  const called: PyWeakReference[] = [];
  const kept: WeakRef<PyWeakReference>[] = [];
  const dead = new Set<PyObject>();
  lifetime.callbacks = 0;
  for (const holder of lifetime.references) {
    const reference = holder.deref();
    if (reference === undefined) continue;
    const target = reference.deref();
    reference.dropped = !alive.has(reference);
    if (target === undefined) continue;
    if (alive.has(target) || (!circles && reachableFrom(target, alive).has(target))) {
      kept.push(holder);
      if (reference.callback !== null && !reference.dropped) lifetime.callbacks++;
      continue;
    }
    dead.add(target);
    reference.clear();
    if (!reference.dropped && reference.callback !== null) called.push(reference);
  }
  lifetime.references = kept;
  for (const reference of called) {
    const { callback } = reference;
    reference.callback = null;
    unraisable(`Exception ignored while calling weakref callback ${textOf(repr(callback))}`, () => callValue(callback, [reference]));
  }
  let count = 0;
  for (const object of dead) if (!isFinalized(object)) count++;
  return count;
}

function unraisable(message: string, action: () => unknown): void {
  const { handled } = machine;
  try {
    action();
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    writeUnraisable(error, message);
  } finally {
    machine.handled = handled;
  }
}

// ---------------------------------------------------------------- the end of the program

/** What happens to the objects that are left: the main module's names are dropped in order, private ones first, then everything else. */
export function finishObjects(): void {
  budget = BUDGET;
  if (!lifetime.active && lifetime.finalizable.size === 0 && lifetime.bodies.size === 0 && lifetime.callbacks === 0) return;
  collect();
  const main = machine.modules.getStr('__main__');
  const namespace = main instanceof PyObject ? (main as { dict?: PyDict }).dict : undefined;
  if (namespace !== undefined) {
    const names = [...namespace.entries()].map(entry => entry.key).filter((key): key is string => typeof key === 'string');
    const isPrivate = (name: string): boolean => /^_(?!_)/.test(name);
    for (const name of [...names.filter(isPrivate), ...names.filter(name => !isPrivate(name) && name !== '__builtins__')]) {
      const value = namespace.getStr(name);
      if (value === undefined || value === null) continue;
      namespace.setStr(name, null);
      if (value instanceof PyObject && !(value instanceof PyType)) dropped();
    }
    collect();
  }
  for (const object of [...lifetime.finalizable, ...lifetime.bodies]) finalize(object);
}
