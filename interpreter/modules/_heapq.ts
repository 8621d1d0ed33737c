/** `_heapq` (CPython: Modules/_heapqmodule.c): binary heaps in lists. */
import { registerModule } from './registry.ts';
import type { Value } from '../objects/core/value.ts';
import { PyList } from '../objects/core/tuple.ts';
import { indexError, runtimeError, typeError } from '../objects/core/errors.ts';
import type { NativeImplementation } from '../objects/core/native.ts';
import { PyLT } from '../objects/core/slots.ts';
import { typeOf } from '../objects/core/type.ts';
import { compareBool } from '../objects/protocol/compare.ts';

/** Whether the first item goes nearer to the root. */
type Before = (a: Value, b: Value) => boolean;

const smaller: Before = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a < b : compareBool(a, b, PyLT));
const larger: Before = (a, b) => smaller(b, a);

function heapItems(heap: Value, name: string): PyList {
  if (!(heap instanceof PyList)) throw typeError(`${name}() argument 1 must be list, not ${typeOf(heap).name}`);
  return heap;
}

/** Compares items of a heap; the comparison must not change its size. */
function precedes(heap: PyList, a: Value, b: Value, before: Before): boolean {
  const { length } = heap.items;
  const result = before(a, b);
  if (heap.items.length !== length) throw runtimeError('list changed size during iteration');
  return result;
}

/** Moves the item at `pos` towards the root, at most to `start`. */
function siftDown(heap: PyList, start: number, pos: number, before: Before): void {
  while (pos > start) {
    const parent = (pos - 1) >> 1;
    const { items } = heap;
    if (!precedes(heap, items[pos], items[parent], before)) return;
    const after = heap.items;
    const item = after[pos];
    after[pos] = after[parent];
    after[parent] = item;
    pos = parent;
  }
}

/** Moves the item at `pos` to a leaf, the better child up each time, and from there to its place. */
function siftUp(heap: PyList, pos: number, before: Before): void {
  const start = pos;
  const end = heap.items.length;
  const limit = end >> 1;
  while (pos < limit) {
    let child = 2 * pos + 1;
    if (child + 1 < end && !precedes(heap, heap.items[child], heap.items[child + 1], before)) child++;
    const { items } = heap;
    const item = items[child];
    items[child] = items[pos];
    items[pos] = item;
    pos = child;
  }
  siftDown(heap, start, pos, before);
}

function pop(heap: PyList, before: Before): Value {
  const last = heap.items.pop();
  if (last === undefined) throw indexError('index out of range');
  if (heap.items.length === 0) return last;
  return replace(heap, last, before);
}

function replace(heap: PyList, item: Value, before: Before): Value {
  const root = heap.items[0];
  heap.items[0] = item;
  siftUp(heap, 0, before);
  return root;
}

/** The functions of a heap whose root is the first by `before`; `suffix` ends their names. */
function functions(suffix: string, before: Before): Record<string, NativeImplementation> {
  return {
    [`heappush${suffix}(heap, item, /)`]: (list: Value, item: Value) => {
      const heap = heapItems(list, `heappush${suffix}`);
      heap.items.push(item);
      siftDown(heap, 0, heap.items.length - 1, before);
      return null;
    },
    [`heappop${suffix}(heap, /)`]: (list: Value) => pop(heapItems(list, `heappop${suffix}`), before),
    [`heapreplace${suffix}(heap, item, /)`]: (list: Value, item: Value) => {
      const heap = heapItems(list, `heapreplace${suffix}`);
      if (heap.items.length === 0) throw indexError('index out of range');
      return replace(heap, item, before);
    },
    [`heappushpop${suffix}(heap, item, /)`]: (list: Value, item: Value) => {
      const heap = heapItems(list, `heappushpop${suffix}`);
      if (heap.items.length === 0 || !before(heap.items[0], item)) return item;
      if (heap.items.length === 0) throw indexError('index out of range');
      return replace(heap, item, before);
    },
    [`heapify${suffix}(heap, /)`]: (list: Value) => {
      const heap = heapItems(list, `heapify${suffix}`);
      for (let i = (heap.items.length >> 1) - 1; i >= 0; i--) siftUp(heap, i, before);
      return null;
    },
  };
}

registerModule('_heapq', {
  doc: 'Heap queue algorithm (a.k.a. priority queue).\n\nHeaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\nall k, counting elements from 0.  For the sake of comparison,\nnon-existing elements are considered to be infinite.  The interesting\nproperty of a heap is that a[0] is always its smallest element.',
  functions: { ...functions('', smaller), ...functions('_max', larger) },
});
