/**
 * Objects whose end programs can see: those with `__del__`, suspended generators and coroutines, and what is referred to weakly.
 *
 * JavaScript does not say when an object dies. `vm/collect.ts` finds out, by following all references, when a program asks (`gc.collect()`), when
 * it drops a reference while such objects are about, and when it ends. Here they are kept until then.
 */
import { PyObject, type Value } from './value.ts';
import type { PyType } from './type.ts';
import type { PyDict } from './dict.ts';

/** A weak reference; `cleared` once its object is known to be dead. */
export class PyWeakReference extends PyObject {
  private readonly target: WeakRef<PyObject>;
  private cleared = false;
  /** Found to be referred to by nobody itself: it is no more. */
  dropped = false;
  callback: Value;
  hash: number | bigint | undefined = undefined;
  dict: PyDict | undefined = undefined;

  constructor(target: PyObject, callback: Value, cls: PyType) {
    super(cls);
    this.target = new WeakRef(target);
    this.callback = callback;
  }

  deref(): PyObject | undefined {
    return this.cleared ? undefined : this.target.deref();
  }

  clear(): void {
    this.cleared = true;
  }
}

export const lifetime: {
  /** Whether dropping a reference may end something that programs can see. */
  active: boolean;
  /** Native code has let go of something, and nobody has looked yet what that ended. */
  released: boolean;
  /** Instances whose `__del__` has not been called. */
  readonly finalizable: Set<PyObject>;
  /** Bodies that have more to do when they are closed than to vanish. */
  readonly bodies: Set<PyObject>;
  /** New instances of classes with `__del__` whose `__init__` runs: nothing else may refer to them yet. */
  readonly initializing: PyObject[];
  /** All weak references, themselves weakly held, and how many of them have a callback. */
  references: WeakRef<PyWeakReference>[];
  callbacks: number;
  /** What a reference with a callback refers, or referred, to. */
  readonly watched: WeakSet<PyObject>;
} = {
  active: false,
  released: false,
  finalizable: new Set(),
  bodies: new Set(),
  initializing: [],
  references: [],
  callbacks: 0,
  watched: new WeakSet(),
};

const finalized = new WeakSet<PyObject>();

/** Called for new instances of classes with `__del__`. */
export function awaitFinalization(object: PyObject): void {
  if (finalized.has(object)) return;
  lifetime.finalizable.add(object);
  lifetime.active = true;
}

export function isFinalized(object: PyObject): boolean {
  return finalized.has(object);
}

/** `__del__` is about to be called, for the only time. */
export function noteFinalized(object: PyObject): void {
  finalized.add(object);
  lifetime.finalizable.delete(object);
  lifetime.active = awaitsEnds();
}

export function awaitClosing(body: PyObject): void {
  lifetime.bodies.add(body);
  lifetime.active = true;
}

export function noteClosed(body: PyObject): void {
  lifetime.bodies.delete(body);
  lifetime.active = awaitsEnds();
}

/** Whether anything is about whose end programs can see. */
export function awaitsEnds(): boolean {
  return lifetime.bodies.size > 0 || lifetime.finalizable.size > 0 || lifetime.callbacks > 0;
}

export function noteReference(reference: PyWeakReference): void {
  lifetime.references.push(new WeakRef(reference));
  if (reference.callback === null) return;
  lifetime.callbacks++;
  lifetime.watched.add(reference.deref()!);
  lifetime.active = true;
}

/** A container has been emptied. */
export function noteReleased(): void {
  if (lifetime.active) lifetime.released = true;
}

/** Forgets everything: a run begins. */
export function resetLifetime(): void {
  lifetime.active = false;
  lifetime.released = false;
  lifetime.finalizable.clear();
  lifetime.bodies.clear();
  lifetime.initializing.length = 0;
  lifetime.references = [];
  lifetime.callbacks = 0;
}
