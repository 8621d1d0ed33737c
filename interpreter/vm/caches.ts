/**
 * Inline caches: what an instruction has learned, kept beside the code at the index behind the instruction.
 *
 * An attribute site remembers up to four kinds of owners in a list, each guarded by the instance's shape and the version of its type: the shape
 * tells where the instance's own attributes are, the version that nothing on the class has changed. So a polymorphic site stays fast.
 */
import type { DictEntry, PyDict } from '../objects/core/dict.ts';
import type { Shape } from '../objects/core/instance.ts';
import type { PyType } from '../objects/core/type.ts';
import type { Value } from '../objects/core/value.ts';
import type { PyFunction } from '../objects/types/function.ts';

/** Of LOAD_GLOBAL. A removed entry has no value, which is a miss. */
export class GlobalCache {
  declare readonly globals: PyDict;
  /** Found among the built-ins: valid while the globals have this structure. -1: found in the globals. */
  declare readonly structure: number;
  declare readonly entry: DictEntry;
  constructor(globals: PyDict, structure: number, entry: DictEntry) {
    this.globals = globals;
    this.structure = structure;
    this.entry = entry;
  }
}

/** What an attribute turned out to be. */
export const ATTR = {
  /** One of the instance's own values, at `index` of its slots. */
  SLOT: 0,
  /** A `__slots__` member, at `index`. */
  MEMBER: 1,
  /** A value of the class that does not bind. */
  VALUE: 2,
  /** A function of the class, to be called with the instance first. */
  METHOD: 3,
  /** A property with a getter in Python. */
  PROPERTY: 4,
  /** A store that adds the attribute: the instance goes on to `nextShape`. */
  ADD: 5,
  /** A method of a built-in type whose instances have no attributes of their own; the shape is null. */
  NATIVE: 6,
} as const;

export class AttributeCache {
  declare readonly version: number;
  declare readonly shape: Shape | null;
  declare readonly kind: number;
  declare readonly index: number;
  declare readonly value: Value;
  declare readonly nextShape: Shape | null;
  next: AttributeCache | null = null;
  constructor(version: number, shape: Shape | null, kind: number, index: number, value: Value, nextShape: Shape | null) {
    this.version = version;
    this.shape = shape;
    this.kind = kind;
    this.index = index;
    this.value = value;
    this.nextShape = nextShape;
  }
}

const MAX_KINDS = 4;

/** Puts an entry in front of a site's list; one that has seen too many kinds starts over. */
export function remember(caches: unknown[], at: number, entry: AttributeCache): void {
  let count = 0;
  for (let c = caches[at] as AttributeCache | null; c !== null; c = c.next) count++;
  entry.next = count < MAX_KINDS ? (caches[at] as AttributeCache | null) : null;
  caches[at] = entry;
}

/** Of CALL on a class: instances are plain, and `__init__` is this function. */
export class InitCache {
  declare readonly type: PyType;
  declare readonly version: number;
  declare readonly init: PyFunction;
  constructor(type: PyType, version: number, init: PyFunction) {
    this.type = type;
    this.version = version;
    this.init = init;
  }
}
