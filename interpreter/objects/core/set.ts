/**
 * The hash table of set and frozenset, as CPython has it (`Objects/setobject.c`): open addressing, nine linear probes, then a jump by the
 * hash's higher bits; the same growth. So iteration follows the same order as CPython's with PYTHONHASHSEED=0.
 */
import { PyObject, type MaybeValue, type Value } from './value.ts';
import { hashHigh, hashInto, hashLow } from './hash.ts';
import { declareType, type PyType } from './type.ts';
import { keyProtocol, type PyDict } from './dict.ts';
import { PyBaseException, typeError } from './errors.ts';
import { T } from './registry.ts';

export const setType = declareType('set');
export const frozensetType = declareType('frozenset');

/** A slot of the table in use; removed elements leave `DUMMY` behind. */
export class SetEntry {
  declare readonly key: Value;
  declare readonly high: number;
  declare readonly low: number;
  constructor(key: Value, high: number, low: number) {
    this.key = key;
    this.high = high;
    this.low = low;
  }
}

const DUMMY = new SetEntry(null, -1, -1);
const MIN_SIZE = 8;
const LINEAR_PROBES = 9;

type Table = (SetEntry | undefined)[];

function newTable(size: number): Table {
  const table: Table = [];
  for (let i = 0; i < size; i++) table.push(undefined);
  return table;
}

/** Hash of an element into the halves; TypeError speaks of set elements. */
export function hashElement(key: Value): void {
  if (typeof key === 'number' || typeof key === 'string') hashInto(key);
  else {
    try {
      hashInto(key);
    } catch (error) {
      if (error instanceof PyBaseException && error.cls === T.TypeError) {
        const { cls } = key as PyObject;
        const name = cls.module === 'builtins' ? cls.name : `${cls.module}.${cls.qualname}`;
        throw typeError(`cannot use '${name}' as a set element (${String(error.args.items[0])})`);
      }
      throw error;
    }
  }
}

export class PySet extends PyObject {
  /** Live and removed slots. */
  private fill = 0;
  /** Elements. */
  used = 0;
  private mask = MIN_SIZE - 1;
  private table: Table = newTable(MIN_SIZE);
  /** Where `pop` goes on looking. */
  private finger = 0;
  /** A frozenset's hash once computed. */
  hash: number | bigint | undefined = undefined;
  /** `__dict__` of an instance of a subclass. */
  declare dict: PyDict | undefined;

  constructor(cls: PyType = setType) {
    super();
    this.cls = cls;
  }

  /** How many elements the table has room for, used or not. */
  get slotCount(): number {
    return this.mask + 1;
  }

  get size(): number {
    return this.used;
  }

  add(key: Value): void {
    hashElement(key);
    this.addHashed(key, hashHigh, hashLow);
  }

  has(key: Value): boolean {
    hashElement(key);
    return this.lookup(key, hashHigh, hashLow) >= 0;
  }

  /** Removes an element; false if there was none. */
  discard(key: Value): boolean {
    hashElement(key);
    return this.discardHashed(key, hashHigh, hashLow);
  }

  addHashed(key: Value, high: number, low: number): void {
    for (;;) {
      const table = this.table;
      const mask = this.mask;
      let perturbHigh = high;
      let perturbLow = low;
      let i = low & mask;
      restart: for (;;) {
        let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        let at = i;
        do {
          const entry = table[at];
          if (entry === undefined) {
            table[at] = new SetEntry(key, high, low);
            this.fill++;
            this.used++;
            if (this.fill * 5 >= mask * 3) this.resize(this.used > 50000 ? this.used * 2 : this.used * 4);
            return;
          }
          if (entry.low === low && entry.high === high && entry !== DUMMY) {
            if (same(entry.key, key)) return;
            // `__eq__` may have changed the table.
            if (table !== this.table || table[at] !== entry) break restart;
          }
          at++;
        } while (probes-- > 0);
        perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
        perturbHigh >>>= 5;
        i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
      }
    }
  }

  hasHashed(key: Value, high: number, low: number): boolean {
    return this.lookup(key, high, low) >= 0;
  }

  discardHashed(key: Value, high: number, low: number): boolean {
    const at = this.lookup(key, high, low);
    if (at < 0) return false;
    this.table[at] = DUMMY;
    this.used--;
    return true;
  }

  /** The position of an element in the table, or -1. */
  private lookup(key: Value, high: number, low: number): number {
    for (;;) {
      const table = this.table;
      const mask = this.mask;
      let perturbHigh = high;
      let perturbLow = low;
      let i = low & mask;
      restart: for (;;) {
        let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        let at = i;
        do {
          const entry = table[at];
          if (entry === undefined) return -1;
          if (entry.low === low && entry.high === high && entry !== DUMMY) {
            if (same(entry.key, key)) return at;
            if (table !== this.table || table[at] !== entry) break restart;
          }
          at++;
        } while (probes-- > 0);
        perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
        perturbHigh >>>= 5;
        i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
      }
    }
  }

  private resize(minimum: number): void {
    let size = MIN_SIZE;
    while (size <= minimum) size *= 2;
    const old = this.table;
    if (size === MIN_SIZE && old.length === MIN_SIZE && this.fill === this.used) return;
    this.table = newTable(size);
    this.mask = size - 1;
    this.fill = this.used;
    for (let i = 0; i < old.length; i++) {
      const entry = old[i];
      if (entry !== undefined && entry !== DUMMY) this.insertClean(entry);
    }
  }

  /** Inserts an element known to be absent into a table without dummies. */
  private insertClean(entry: SetEntry): void {
    const { table, mask } = this;
    let perturbHigh = entry.high;
    let perturbLow = entry.low;
    let i = perturbLow & mask;
    for (;;) {
      let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
      let at = i;
      do {
        if (table[at] === undefined) {
          table[at] = entry;
          return;
        }
        at++;
      } while (probes-- > 0);
      perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
      perturbHigh >>>= 5;
      i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
    }
  }

  /** The first element at table position `position` or later, with its position; undefined at the end. */
  nextPosition(position: number): number {
    const table = this.table;
    for (let i = position; i < table.length; i++) {
      const entry = table[i];
      if (entry !== undefined && entry !== DUMMY) return i;
    }
    return -1;
  }

  entryAt(position: number): SetEntry {
    return this.table[position]!;
  }

  /** The elements in table order. */
  toArray(): Value[] {
    const items: Value[] = [];
    const table = this.table;
    for (let i = 0; i < table.length; i++) {
      const entry = table[i];
      if (entry !== undefined && entry !== DUMMY) items.push(entry.key);
    }
    return items;
  }

  /** The entries in table order. */
  entries(): SetEntry[] {
    const entries: SetEntry[] = [];
    const table = this.table;
    for (let i = 0; i < table.length; i++) {
      const entry = table[i];
      if (entry !== undefined && entry !== DUMMY) entries.push(entry);
    }
    return entries;
  }

  clear(): void {
    this.fill = 0;
    this.used = 0;
    this.mask = MIN_SIZE - 1;
    this.table = newTable(MIN_SIZE);
    this.hash = undefined;
  }

  /** Removes and returns an arbitrary element; undefined from an empty set. */
  pop(): MaybeValue {
    if (this.used === 0) return undefined;
    const table = this.table;
    let at = this.finger & this.mask;
    for (;;) {
      const entry = table[at];
      if (entry !== undefined && entry !== DUMMY) {
        table[at] = DUMMY;
        this.used--;
        this.finger = at + 1;
        return entry.key;
      }
      at = at === this.mask ? 0 : at + 1;
    }
  }

  /** Adds another set's elements. */
  merge(other: PySet): void {
    if (other === this || other.used === 0) return;
    if ((this.fill + other.used) * 5 >= this.mask * 3) this.resize((this.used + other.used) * 2);
    if (this.fill === 0) {
      if (this.mask === other.mask && other.fill === other.used) {
        this.table = other.table.slice();
        this.fill = other.fill;
        this.used = other.used;
        return;
      }
      this.fill = other.used;
      this.used = other.used;
      const { table } = other;
      for (let i = 0; i < table.length; i++) {
        const entry = table[i];
        if (entry !== undefined && entry !== DUMMY) this.insertClean(entry);
      }
      return;
    }
    const entries = other.entries();
    for (let i = 0; i < entries.length; i++) this.addHashed(entries[i].key, entries[i].high, entries[i].low);
  }

  /** Adds a dict's keys. */
  mergeKeys(dict: PyDict): void {
    if ((this.fill + dict.size) * 5 >= this.mask * 3) this.resize((this.used + dict.size) * 2);
    for (const entry of dict.entries()) this.add(entry.key);
  }

  copy(cls: PyType = this.cls): PySet {
    const copy = new PySet(cls);
    copy.merge(this);
    return copy;
  }

  /** After many removals: makes room again when more than a quarter of the table is dummies. */
  compact(): void {
    if (this.fill - this.used > this.mask >> 2) this.resize(this.used > 50000 ? this.used * 2 : this.used * 4);
  }

  /** Takes over another set's table (`&=`). */
  takeFrom(other: PySet): void {
    const { fill, used, mask, table } = other;
    other.fill = this.fill;
    other.used = this.used;
    other.mask = this.mask;
    other.table = this.table;
    this.fill = fill;
    this.used = used;
    this.mask = mask;
    this.table = table;
  }
}

function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  // Different strings of one hash, or numbers of one hash and the same kind, are not equal.
  if (typeof a === 'string' && typeof b === 'string') return false;
  return keyProtocol.equal(a, b);
}
