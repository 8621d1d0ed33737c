/** A cell: the variable that a closure shares with the function that owns it. `contents` is undefined while it is unbound. */
import { PyObject, type MaybeValue } from './value.ts';
import { T } from './registry.ts';

export class PyCell extends PyObject {
  declare contents: MaybeValue;
  constructor(contents: MaybeValue) {
    super();
    this.cls = T.cell;
    this.contents = contents;
  }
}
