/** tuple and list as representations; their behaviour is in `types/tuple.ts` and `types/list.ts`. */
import { PyObject, type Value } from './value.ts';
import { declareType, type PyType } from './type.ts';
import type { PyDict } from './dict.ts';

export const tupleType = declareType('tuple');
export const listType = declareType('list');

export class PyTuple extends PyObject {
  declare readonly items: Value[];
  /** `__dict__` of an instance of a subclass. */
  declare dict: PyDict | undefined;
  constructor(items: Value[], cls: PyType = tupleType) {
    super();
    this.cls = cls;
    this.items = items;
  }
}

export class PyList extends PyObject {
  declare items: Value[];
  /** `__dict__` of an instance of a subclass. */
  declare dict: PyDict | undefined;
  constructor(items: Value[], cls: PyType = listType) {
    super();
    this.cls = cls;
    this.items = items;
  }
}

export const EMPTY_TUPLE = new PyTuple([]);

/** V8's `concat` is made for long arrays. */
const LONG = 48;

/** The items of two sequences in an array of their own. */
export function joinItems(left: readonly Value[], right: readonly Value[]): Value[] {
  return left.length + right.length < LONG ? [...left, ...right] : left.concat(right);
}
