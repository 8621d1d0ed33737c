/** bytes, bytearray and memoryview as representations. */
import { PyObject, type Value } from './value.ts';
import { declareType, type PyType } from './type.ts';
import type { PyDict } from './dict.ts';

export const bytesType = declareType('bytes');
export const bytearrayType = declareType('bytearray');
export const memoryviewType = declareType('memoryview');

export class PyBytes extends PyObject {
  /** Never written to. */
  declare readonly data: Uint8Array;
  declare dict: PyDict | undefined;
  constructor(data: Uint8Array, cls: PyType = bytesType) {
    super(cls);
    this.data = data;
  }
}

/** An object whose memory views show and whose size can change: bytearray, array. */
export abstract class PyExporter extends PyObject {
  /**
   * Views that forbid resizing: those in a `with` statement. CPython counts every view that exists, and drops one with its last reference;
   * here a view that nobody will use again cannot be told from one in use, and programs resize after using temporary ones.
   */
  exports = 0;
}

export class PyByteArray extends PyExporter {
  /** The storage; its length is the capacity. */
  declare buffer: Uint8Array;
  declare length: number;
  declare dict: PyDict | undefined;
  constructor(data: Uint8Array, cls: PyType = bytearrayType) {
    super(cls);
    this.buffer = data;
    this.length = data.length;
  }

  /** The bytes, as a window on the storage. */
  get data(): Uint8Array {
    return this.buffer.length === this.length ? this.buffer : this.buffer.subarray(0, this.length);
  }

  /** Changes the length; new bytes are unspecified. */
  resize(length: number): void {
    if (length > this.buffer.length) {
      const grown = new Uint8Array(Math.max(length, this.buffer.length + (this.buffer.length >> 1) + 16));
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.length = length;
  }
}

/** A view on the memory of `obj`: `shape` items of `itemSize` bytes, `strides` bytes apart, from `offset` on. */
export class PyMemoryView extends PyObject {
  declare obj: Value;
  /** The memory of the exporter; null once released. */
  declare bytes: Uint8Array | null;
  declare readonly offset: number;
  declare readonly format: string;
  declare readonly itemSize: number;
  declare readonly shape: readonly number[];
  declare readonly strides: readonly number[];
  declare readonly readonly: boolean;
  /** Counted in the `exports` of a bytearray. */
  holds = false;
  /** Native code that works on the memory while it may call Python code. */
  users = 0;
  hash: number | bigint | undefined = undefined;
  constructor(
    obj: Value,
    bytes: Uint8Array,
    offset: number,
    format: string,
    itemSize: number,
    shape: readonly number[],
    strides: readonly number[],
    readonly: boolean,
  ) {
    super(memoryviewType);
    this.obj = obj;
    this.bytes = bytes;
    this.offset = offset;
    this.format = format;
    this.itemSize = itemSize;
    this.shape = shape;
    this.strides = strides;
    this.readonly = readonly;
  }
}
