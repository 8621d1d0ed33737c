/** The constants of a code unit, each once; `code/constant-key.ts` tells which are the same. */
import type { CodeObject } from '../code/code.ts';
import { constantKey } from '../code/constant-key.ts';
import type { Constant } from '../code/constant.ts';

export class ConstantTable {
  readonly items: Constant[] = [];
  private readonly indexes = new Map<string | CodeObject, number>();

  /** The index of a constant, which is appended if it is new. */
  add(value: Constant): number {
    const key = constantKey(value);
    let index = this.indexes.get(key);
    if (index === undefined) {
      index = this.items.length;
      this.items.push(value);
      this.indexes.set(key, index);
    }
    return index;
  }
}
