/** A module as a representation; its behaviour is in `types/module.ts`. */
import { PyObject, type Value } from './value.ts';
import { PyDict } from './dict.ts';
import { T } from './registry.ts';
import type { PyType } from './type.ts';

export class PyModule extends PyObject {
  declare dict: PyDict;
  /** Attributes that are made when a program first asks for one of them, or for all of the module's. */
  lazy: { readonly names: ReadonlySet<string>; readonly fill: () => void } | null = null;
  constructor(name: string, doc: Value = null, cls: PyType = T.module) {
    super(cls);
    this.dict = new PyDict();
    this.dict.setStr('__name__', name);
    this.dict.setStr('__doc__', doc);
    this.dict.setStr('__package__', null);
    this.dict.setStr('__loader__', null);
    this.dict.setStr('__spec__', null);
  }
}
