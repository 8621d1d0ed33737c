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
