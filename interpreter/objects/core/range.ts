/** range and slice as representations. */
import { PyObject, type Value } from './value.ts';
import { declareType } from './type.ts';
import type { Int } from './integer.ts';

export const rangeType = declareType('range');
export const sliceType = declareType('slice');

export class PyRange extends PyObject {
  declare readonly start: Int;
  declare readonly stop: Int;
  declare readonly step: Int;
  declare readonly length: Int;
  constructor(start: Int, stop: Int, step: Int, length: Int) {
    super();
    this.cls = rangeType;
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = length;
  }
}

export class PySlice extends PyObject {
  declare readonly start: Value;
  declare readonly stop: Value;
  declare readonly step: Value;
  constructor(start: Value, stop: Value, step: Value) {
    super();
    this.cls = sliceType;
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}
