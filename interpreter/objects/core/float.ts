/** float and complex as representations. */
import { PyObject } from './value.ts';
import { declareType, type PyType } from './type.ts';
import type { PyDict } from './dict.ts';

export const floatType = declareType('float');
export const complexType = declareType('complex');

/** A float: a box, so that 1 and 1.0 differ. */
export class PyFloat extends PyObject {
  declare readonly value: number;
  /** `__dict__` of an instance of a subclass. */
  declare dict: PyDict | undefined;
  constructor(value: number, cls: PyType = floatType) {
    super();
    this.cls = cls;
    this.value = value;
  }
}

export class PyComplex extends PyObject {
  declare readonly real: number;
  declare readonly imag: number;
  declare dict: PyDict | undefined;
  constructor(real: number, imag: number, cls: PyType = complexType) {
    super();
    this.cls = cls;
    this.real = real;
    this.imag = imag;
  }
}
