/** Arrays of items as list and tuple use them. */
import type { Value } from '../core/value.ts';
import { memoryError } from '../core/errors.ts';

/** More items than this and MemoryError is raised. */
export const MAX_ITEMS = 2 ** 30;

export function repeatItems(items: readonly Value[], count: number, limit: number): Value[] {
  if (count <= 0 || items.length === 0) return [];
  const total = items.length * count;
  if (total > limit) throw memoryError('');
  if (items.length === 1) {
    const item = items[0];
    const result: Value[] = [];
    for (let i = 0; i < count; i++) result.push(item);
    return result;
  }
  const result: Value[] = [];
  for (let k = 0; k < count; k++) for (let i = 0; i < items.length; i++) result.push(items[i]);
  return result;
}

/** The items at `count` positions from `start`, `step` apart. */
export function sliceItems(items: readonly Value[], start: number, step: number, count: number): Value[] {
  if (step === 1) return items.slice(start, start + count);
  const result: Value[] = [];
  for (let i = 0, at = start; i < count; i++, at += step) result.push(items[at]);
  return result;
}
