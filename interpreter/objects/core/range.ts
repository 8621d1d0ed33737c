/** range and slice as representations. */
import { PyObject, type Value } from './value.ts';
import { declareType } from './type.ts';
import type { Int } from './integer.ts';

export const rangeType = declareType('range');
export const sliceType = declareType('slice');

export class PyRange extends PyObject {
  readonly start: Int;
  readonly stop: Int;
  readonly step: Int;
  readonly length: Int;
  constructor(start: Int, stop: Int, step: Int, length: Int) {
    super(rangeType);
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = length;
  }
}

export class PySlice extends PyObject {
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
  constructor(start: Value, stop: Value, step: Value) {
    super(sliceType);
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}
