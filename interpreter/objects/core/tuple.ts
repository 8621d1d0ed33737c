/** tuple and list as representations; their behaviour is in `types/tuple.ts` and `types/list.ts`. */
import { PyObject, type Value } from './value.ts';
import { T } from './registry.ts';
import type { PyType } from './type.ts';

export class PyTuple extends PyObject {
  readonly items: Value[];
  constructor(items: Value[], cls: PyType = T.tuple) {
    super(cls);
    this.items = items;
  }
}

export class PyList extends PyObject {
  items: Value[];
  constructor(items: Value[], cls: PyType = T.list) {
    super(cls);
    this.items = items;
  }
}
