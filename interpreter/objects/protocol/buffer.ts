/** The buffer protocol: the memory of bytes-like objects (CPython: `PyObject_GetBuffer`). */
import { PyObject, type Value } from '../core/value.ts';
import { PyByteArray, PyBytes, PyMemoryView } from '../core/bytes.ts';
import { raise, typeError, valueError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { callSpecial } from './call.ts';

/** Memory as an exporter shows it. */
export interface Buffer {
  readonly bytes: Uint8Array;
  readonly readonly: boolean;
  readonly format: string;
  readonly itemSize: number;
  /** Whose memory it is, where the exporter only passes it on. */
  readonly owner?: Value;
}

/** Other types with memory (array.array, mmap), by type: their modules add themselves. */
export const exporters = new Map<PyType, (value: PyObject) => Buffer>();

/** The memory of a bytes-like object, if it is in one piece (CPython: `PyBUF_SIMPLE`); undefined for anything else. */
export function getBuffer(value: Value): Buffer | undefined {
  return value instanceof PyMemoryView && !isAdjacent(value) ? undefined : fullBuffer(value);
}

/** The memory of a bytes-like object, a copy if it is in pieces (CPython: `PyBUF_FULL_RO`); undefined for anything else. */
export function fullBuffer(value: Value): Buffer | undefined {
  if (value instanceof PyBytes) return { bytes: value.data, readonly: true, format: 'B', itemSize: 1 };
  if (value instanceof PyByteArray) return { bytes: value.data, readonly: false, format: 'B', itemSize: 1 };
  if (value instanceof PyMemoryView)
    return { bytes: contiguousBytes(value), readonly: value.readonly, format: value.format, itemSize: value.itemSize };
  if (!(value instanceof PyObject)) return undefined;
  for (const type of value.cls.mro) {
    const exporter = exporters.get(type);
    if (exporter !== undefined) return exporter(value);
  }
  if (value.cls.isHeapType) {
    const view = callSpecial(value, '__buffer__', 0);
    if (view !== undefined) {
      if (!(view instanceof PyMemoryView)) throw typeError(`__buffer__ returned non-memoryview object`);
      return fullBuffer(view);
    }
  }
  return undefined;
}

/** The bytes of a bytes-like object; undefined for anything else. */
export function bytesLike(value: Value): Uint8Array | undefined {
  if (value instanceof PyBytes) return value.data;
  return getBuffer(value)?.bytes;
}

/** Bytes as the text of a number: one that is not ASCII is no digit of any script, and no space. */
export function numberText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += bytes[i] < 128 ? String.fromCharCode(bytes[i]) : '\0';
  return text;
}

/** The bytes of an argument that must be bytes-like. */
export function bytesArgument(value: Value): Uint8Array {
  const bytes = bytesLike(value);
  return bytes ?? refuseBuffer(value, `a bytes-like object is required, not '${typeOf(value).name}'`);
}

/** Tells why `getBuffer` gives nothing: memory in pieces is a BufferError, anything else a TypeError with this message. */
export function refuseBuffer(value: Value, message: string): never {
  if (value instanceof PyMemoryView) throw raise(T.BufferError, 'memoryview: underlying buffer is not C-contiguous');
  throw typeError(message);
}

function isAdjacent({ shape, strides, itemSize }: PyMemoryView): boolean {
  let expected = itemSize;
  for (let d = shape.length - 1; d >= 0; d--) {
    if (strides[d] !== expected && shape[d] > 1) return false;
    expected *= shape[d];
  }
  return true;
}

/** The items of a view in order: a window if they are adjacent, else a copy. */
export function contiguousBytes(view: PyMemoryView): Uint8Array {
  if (view.bytes === null) throw valueError('operation forbidden on released memoryview object');
  const { shape, strides, itemSize, offset } = view;
  const total = shape.reduce((product, n) => product * n, itemSize);
  if (isAdjacent(view)) return view.bytes.subarray(offset, offset + total);
  const copy = new Uint8Array(total);
  let at = 0;
  const walk = (dimension: number, position: number): void => {
    if (dimension === shape.length) {
      copy.set(view.bytes!.subarray(position, position + itemSize), at);
      at += itemSize;
      return;
    }
    for (let i = 0; i < shape[dimension]; i++) walk(dimension + 1, position + i * strides[dimension]);
  };
  walk(0, offset);
  return copy;
}
