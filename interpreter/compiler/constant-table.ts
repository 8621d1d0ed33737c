/** The constants of a code unit, each once; `code/constant-key.ts` and `code/same-code.ts` tell which are the same. */
import type { CodeObject } from '../code/code.ts';
import { constantKey } from '../code/constant-key.ts';
import { WideStr, type Constant } from '../code/constant.ts';
import { sameCode } from '../code/same-code.ts';
import type { NameConstants } from './name-constants.ts';

export class ConstantTable {
  /** Of the whole compilation. */
  readonly nameConstants: NameConstants;
  readonly items: Constant[] = [];
  private readonly indexes = new Map<string, number>();
  /** Strings, most of all constants, are their own keys. */
  private readonly strings = new Map<string, number>();
  /** Code objects by name and first line: few share both, so the rest can be compared. */
  private readonly codes = new Map<string, number[]>();

  constructor(nameConstants: NameConstants) {
    this.nameConstants = nameConstants;
  }

  /** The index of a constant, which is appended if it is new. */
  add(value: Constant): number {
    if (typeof value === 'string') {
      this.nameConstants.addLiteral(value);
      return this.addUnder(this.strings, value, value);
    }
    if (value instanceof WideStr) this.nameConstants.addLiteral(value.text);
    const key = constantKey(value);
    return typeof key === 'string' ? this.addUnder(this.indexes, key, value) : this.addCode(key);
  }

  private addUnder(indexes: Map<string, number>, key: string, value: Constant): number {
    let index = indexes.get(key);
    if (index === undefined) {
      index = this.items.length;
      this.items.push(value);
      indexes.set(key, index);
    }
    return index;
  }

  private addCode(code: CodeObject): number {
    const place = `${code.co_firstlineno}:${code.co_name}`;
    const candidates = this.codes.get(place) ?? [];
    const existing = candidates.find(i => sameCode(this.items[i] as CodeObject, code));
    if (existing !== undefined) return existing;
    const index = this.items.length;
    this.items.push(code);
    candidates.push(index);
    this.codes.set(place, candidates);
    return index;
  }

  /** Drops the constants whose index is not wanted; tells the new indexes of the others by their old ones. */
  keep(wanted: (index: number) => boolean): Map<number, number> {
    const kept = this.items.map((_, index) => index).filter(wanted);
    const values = kept.map(index => this.items[index]);
    this.items.length = 0;
    this.indexes.clear();
    this.strings.clear();
    this.codes.clear();
    for (const value of values) this.add(value);
    return new Map(kept.map((index, position) => [index, position]));
  }
}
