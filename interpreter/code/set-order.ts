/**
 * In which order a set of ints iterates.
 *
 * A set is a hash table, and iterating goes through the table. An int's hash is the int itself, so the order is the same in every run: `{10, 2, 1}` is
 * shown as `{1, 2, 10}`, but `{8, 1}` as `{8, 1}`. (The order of strings depends on a secret; for other members the order given is kept.)
 *
 * CPython: `set_add_entry`, `set_insert_clean` in `Objects/setobject.c`.
 */
import type { Constant } from './constant.ts';

const MIN_SIZE = 8;
/** After a collision so many neighbours are tried before the probing jumps. */
const LINEAR_PROBES = 9;

export function setOrder(items: readonly Constant[]): readonly Constant[] {
  if (!items.every(item => typeof item === 'number' && Math.abs(item) < 2 ** 31)) return items;
  let table = new Array<number | undefined>(MIN_SIZE);
  let used = 0;
  for (const item of items as readonly number[]) {
    insert(table, item);
    used++;
    if (used * 5 < (table.length - 1) * 3) continue;
    let size = MIN_SIZE;
    while (size <= used * 4) size *= 2;
    const larger = new Array<number | undefined>(size);
    for (const member of table) if (member !== undefined) insert(larger, member);
    table = larger;
  }
  return table.filter(member => member !== undefined);
}

function insert(table: (number | undefined)[], item: number): void {
  const mask = BigInt(table.length - 1);
  // -1 means an error in C, so no object has that hash.
  const hash = BigInt.asUintN(64, BigInt(item === -1 ? -2 : item));
  let perturb = hash;
  let start = hash & mask;
  for (;;) {
    const first = Number(start);
    const last = first + LINEAR_PROBES < table.length ? first + LINEAR_PROBES : first;
    for (let i = first; i <= last; i++) {
      if (table[i] !== undefined) continue;
      table[i] = item;
      return;
    }
    perturb >>= 5n;
    start = (start * 5n + 1n + perturb) & mask;
  }
}
