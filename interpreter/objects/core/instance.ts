/**
 * Instances of classes written in Python, and the shapes that say where their attributes are.
 *
 * An instance's attributes stand in `slots`, in the order in which they were first set; its `shape` maps names to positions. Instances that
 * set the same attributes in the same order share one shape (V8's hidden classes, CPython's split-table dicts), so an inline cache needs one
 * comparison and one array access. When someone asks for `__dict__`, or deletes an attribute, the attributes move into a real dict and the
 * shape becomes the type's `dictShape`, which has no positions.
 */
import { PyObject, type MaybeValue, type Value } from './value.ts';
import { PyDict } from './dict.ts';
import type { PyType } from './type.ts';

export class Shape {
  declare readonly parent: Shape | null;
  /** Name of the attribute that this shape adds to its parent; its position is `size - 1`. */
  declare readonly name: string;
  declare readonly size: number;
  declare private readonly positions: Map<string, number>;
  private transitions: Map<string, Shape> | null = null;

  constructor(parent: Shape | null, name: string) {
    this.parent = parent;
    this.name = name;
    this.positions = parent === null ? new Map() : new Map(parent.positions);
    if (parent !== null) this.positions.set(name, parent.size);
    this.size = this.positions.size;
  }

  /** The position of an attribute, or -1. */
  indexOf(name: string): number {
    return this.positions.get(name) ?? -1;
  }

  /** The shape after setting one more attribute. */
  add(name: string): Shape {
    let next = this.transitions?.get(name);
    if (next === undefined) {
      next = new Shape(this, name);
      (this.transitions ??= new Map()).set(name, next);
    }
    return next;
  }

  /** The attributes that were added to this shape, and to those that were made of it. */
  *namesBelow(): Generator<string> {
    for (const [name, next] of this.transitions ?? []) {
      yield name;
      yield* next.namesBelow();
    }
  }

  names(): IterableIterator<string> {
    return this.positions.keys();
  }
}

/** More attributes than this and an instance uses a dict, so that shapes stay few and small. */
export const MAX_SHAPE_SIZE = 64;

/** The shape of instances whose attributes live in `dict`. */
export const DICT_SHAPE = new Shape(null, '');

/** By their number, members of which none is set: arrays to copy. */
const UNSET: MaybeValue[][] = [[]];

function unsetMembers(count: number): MaybeValue[] {
  while (UNSET.length <= count) UNSET.push([...UNSET[UNSET.length - 1], undefined]);
  return UNSET[count].slice();
}

export class PyInstance extends PyObject {
  declare shape: Shape;
  /** Values by the shape's positions. */
  slots: Value[] = [];
  /** The attributes once they are a real dict (`shape === DICT_SHAPE`). */
  dict: PyDict | undefined = undefined;
  /** Values of `__slots__` members by their index in `cls.slotNames`; undefined where unset. */
  members: MaybeValue[] | undefined = undefined;

  constructor(cls: PyType) {
    super();
    this.cls = cls;
    this.shape = cls.rootShape ??= new Shape(null, '');
    const count = cls.slotNames.length;
    if (count > 0) this.members = unsetMembers(count);
  }

  getOwn(name: string): MaybeValue {
    const index = this.shape.indexOf(name);
    if (index >= 0) return this.slots[index];
    return this.dict === undefined ? undefined : this.dict.getStr(name);
  }

  setOwn(name: string, value: Value): void {
    const shape = this.shape;
    const index = shape.indexOf(name);
    if (index >= 0) this.slots[index] = value;
    else if (this.dict !== undefined) this.dict.setStr(name, value);
    else if (shape.size < MAX_SHAPE_SIZE) {
      this.shape = shape.add(name);
      this.slots.push(value);
    } else this.materializeDict().setStr(name, value);
  }

  /** Returns whether there was such an attribute. */
  deleteOwn(name: string): boolean {
    return this.getOwn(name) !== undefined && this.materializeDict().deleteStr(name);
  }

  /** `__dict__`: moves the attributes into a real dict, once. */
  materializeDict(): PyDict {
    if (this.dict !== undefined) return this.dict;
    const dict = new PyDict();
    let i = 0;
    for (const name of this.shape.names()) dict.setStr(name, this.slots[i++]);
    this.replaceDict(dict);
    return dict;
  }

  /** `__dict__ = dict`. */
  replaceDict(dict: PyDict): void {
    this.dict = dict;
    this.shape = DICT_SHAPE;
    this.slots = [];
  }
}
