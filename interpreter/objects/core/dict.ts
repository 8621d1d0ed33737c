/**
 * The hash table behind dict, `__dict__`, namespaces and keyword arguments.
 *
 * A JavaScript Map keeps insertion order and finds str and int keys natively. Each item is a `DictEntry`, kept for the item's whole life, so
 * that a cache may hold on to it (LOAD_GLOBAL does): a removed entry's value is undefined. Map keys:
 *
 * - narrow str: the string; int: the number or bigint (`1n << 80n` finds itself in a Map);
 * - bool and a float or complex that equals an int: that int, since `1 == 1.0 == True` is one key; other floats: a number too, as no int is 1.5;
 * - None: null; a wide str: its UTF-16 text, which is no narrow string as it holds a surrogate pair;
 * - an object compared by identity, as `object` defines it: itself;
 * - everything else: the entry itself, found through `hashed`, a Map from hash to the entries that share it, compared by identity, then `__eq__`.
 *
 * Mutation while iterating is seen by `size` and `structure`, as in CPython.
 */
import { PyObject, type MaybeValue, type Value } from './value.ts';
import { T } from './registry.ts';
import type { PyType } from './type.ts';

export class DictEntry {
  /** The key as first inserted: `{True: 'x', 1: 'y'}` keeps True. */
  declare readonly key: Value;
  /** undefined once the item is removed. */
  declare value: MaybeValue;
  /** The hash by which `hashed` files the entry; 0 for natively keyed ones. */
  declare readonly hash: number | bigint;
  constructor(key: Value, value: MaybeValue, hash: number | bigint) {
    this.key = key;
    this.value = value;
    this.hash = hash;
  }
}

type NativeKey = null | number | bigint | string | PyObject;
type MapKey = NativeKey | DictEntry;

/** How keys that are not natively comparable are hashed and compared; set by `objects/protocol/` (which may run Python code). */
export const keyProtocol: {
  /**
   * The native Map key that stands for a value whose equality is that of a str, int or exact float (PyFloat and PyWideStr, too), or of
   * `object`; undefined for all others, subclasses with their own `__eq__` or `__hash__` included.
   */
  nativeKey: (key: PyObject) => NativeKey | undefined;
  hash: (key: Value) => number | bigint;
  equal: (a: Value, b: Value) => boolean;
  /** The native Map key of the number nearest to an object that is convertible to float; undefined where conversion fails. */
  number: (key: PyObject) => number | bigint | undefined;
} = {
  nativeKey: () => undefined,
  hash: () => {
    throw new Error('invariant: keyProtocol is set before any object key is used');
  },
  equal: (a, b) => a === b,
  number: () => undefined,
};

/** What `popLast` knows of dicts it is used on. */
const lastEntries = new WeakMap<PyDict, { entries: DictEntry[]; structure: number }>();

export class PyDict extends PyObject {
  readonly map = new Map<MapKey, DictEntry>();
  private hashed: Map<number | bigint, DictEntry[]> | null = null;
  /** Whether keys of classes in Python that may claim to equal a str are, or were, among the hashed ones. */
  private foreign = false;
  /** Grows with every insertion of a new key and every removal: iterators and global caches compare it. */
  structure = 0;
  /** `__dict__` of an instance of a dict subclass. */
  declare dict: PyDict | undefined;

  constructor(cls: PyType = T.dict) {
    super();
    this.cls = cls;
  }

  get size(): number {
    return this.map.size;
  }

  /** The entry for a str key given as attribute text. */
  entryOf(name: string): DictEntry | undefined {
    return this.map.get(name);
  }

  getStr(name: string): MaybeValue {
    return this.map.get(name)?.value;
  }

  /** Stores under a narrow str key. */
  setStr(name: string, value: Value): void {
    const entry = this.map.get(name);
    if (entry !== undefined) entry.value = value;
    else {
      this.map.set(name, new DictEntry(name, value, 0));
      this.structure++;
    }
  }

  deleteStr(name: string): boolean {
    const entry = this.map.get(name);
    if (entry === undefined) return false;
    this.unlink(name, entry);
    return true;
  }

  get(key: Value): MaybeValue {
    if (typeof key === 'string') {
      const entry = this.map.get(key);
      if (entry !== undefined || !this.foreign) return entry?.value;
    }
    return this.find(key)?.value;
  }

  has(key: Value): boolean {
    return this.find(key) !== undefined;
  }

  set(key: Value, value: Value): void {
    const native = nativeKey(key);
    if (native !== undefined) {
      const entry = this.map.get(native) ?? this.findForeign(native, key);
      if (entry !== undefined) entry.value = value;
      else {
        this.map.set(native, new DictEntry(key, value, 0));
        this.structure++;
      }
      return;
    }
    const hash = keyProtocol.hash(key);
    const found = this.search(key, hash);
    if (found !== undefined) found.value = value;
    else this.insertHashed(key, hash, value);
  }

  /** The entry of `key`, inserted with `value` if there is none (one look-up for setdefault and counting). */
  entryOrInsert(key: Value, value: Value): DictEntry {
    const native = nativeKey(key);
    if (native !== undefined) {
      let entry = this.map.get(native) ?? this.findForeign(native, key);
      if (entry === undefined) {
        entry = new DictEntry(key, value, 0);
        this.map.set(native, entry);
        this.structure++;
      }
      return entry;
    }
    const hash = keyProtocol.hash(key);
    return this.search(key, hash) ?? this.insertHashed(key, hash, value);
  }

  find(key: Value): DictEntry | undefined {
    const native = nativeKey(key);
    if (native !== undefined) return this.map.get(native) ?? this.findForeign(native, key);
    return this.search(key, keyProtocol.hash(key));
  }

  /** Removes an item and returns its value; undefined if there was none. */
  delete(key: Value): MaybeValue {
    const entry = this.find(key);
    if (entry === undefined) return undefined;
    const value = entry.value;
    this.remove(entry);
    return value;
  }

  clear(): void {
    for (const entry of this.map.values()) entry.value = undefined;
    this.map.clear();
    this.hashed = null;
    this.structure++;
  }

  /** Takes the items of another dict into this empty one. They were different there: no key is hashed or compared. */
  fill(source: PyDict): void {
    const { map } = this;
    source.map.forEach((entry, key) => {
      if (key === entry) this.insertHashed(entry.key, entry.hash, entry.value as Value);
      else map.set(key, new DictEntry(entry.key, entry.value, 0));
    });
    this.structure++;
  }

  entries(): MapIterator<DictEntry> {
    return this.map.values();
  }

  /**
   * Removes the item inserted last; undefined if the dict is empty. A Map cannot be walked backwards, so the entries are listed once, and the
   * list serves as long as nothing else changes the dict.
   */
  popLast(): { readonly key: Value; readonly value: Value } | undefined {
    let known = lastEntries.get(this);
    if (known === undefined || known.structure !== this.structure) {
      known = { entries: [...this.map.values()], structure: this.structure };
      lastEntries.set(this, known);
    }
    const entry = known.entries.pop();
    if (entry === undefined) return undefined;
    const item = { key: entry.key, value: entry.value as Value };
    this.remove(entry);
    known.structure = this.structure;
    return item;
  }

  /** Removes the given entry of this dict. */
  remove(entry: DictEntry): void {
    const native = nativeKey(entry.key);
    this.unlink(native !== undefined ? native : entry, entry);
  }

  /** A number may equal a key that is no number natively (`Fraction(2)`), and so may a str: look among the hashed ones, if there are any. */
  private findForeign(native: MapKey, key: Value): DictEntry | undefined {
    if (this.hashed === null) return undefined;
    if (typeof native === 'string' ? !this.foreign : typeof native !== 'number' && typeof native !== 'bigint') return undefined;
    const bucket = this.hashed.get(keyProtocol.hash(key));
    return bucket?.find(entry => keyProtocol.equal(entry.key, key));
  }

  private unlink(mapKey: MapKey, entry: DictEntry): void {
    this.map.delete(mapKey);
    if (mapKey === entry) {
      const bucket = this.hashed!.get(entry.hash)!;
      if (bucket.length === 1) this.hashed!.delete(entry.hash);
      else bucket.splice(bucket.indexOf(entry), 1);
    }
    entry.value = undefined;
    this.structure++;
  }

  private search(key: Value, hash: number | bigint): DictEntry | undefined {
    const bucket = this.hashed?.get(hash);
    if (bucket !== undefined) {
      for (let i = 0; i < bucket.length; i++) if (bucket[i].key === key || keyProtocol.equal(bucket[i].key, key)) return bucket[i];
    }
    // A native key can equal an instance of a class in Python (an int and a subclass's instance with an `__eq__` of its own share a hash).
    // So can a number of another type (`Decimal(2)`).
    if (!(key instanceof PyObject) || this.map.size === 0) return undefined;
    if (key.cls.slots.nb_float !== null) {
      const entry = this.map.get(keyProtocol.number(key)!);
      if (entry !== undefined && keyProtocol.equal(entry.key, key)) return entry;
    }
    return key.cls.isHeapType ? this.searchNative(key, hash) : undefined;
  }

  private searchNative(key: Value, hash: number | bigint): DictEntry | undefined {
    // Only ints (and what equals them) can be found by their hash; a str's hash would need every str key's. Objects that claim to equal a
    // str define `__hash__` from that str's, so the keys whose hash agrees are compared.
    const byInt = this.map.get(hash);
    if (byInt !== undefined && keyProtocol.equal(byInt.key, key)) return byInt;
    return this.searchStrings(key, hash);
  }

  /** Set by protocol: how to find a str key equal to an object that is not one (a str subclass is natively keyed and never comes here). */
  private searchStrings(key: Value, hash: number | bigint): DictEntry | undefined {
    if (!(key instanceof PyObject) || !key.cls.mayEqualStr) return undefined;
    for (const entry of this.map.values())
      if (typeof entry.key === 'string' && keyProtocol.hash(entry.key) === hash && keyProtocol.equal(entry.key, key)) return entry;
    return undefined;
  }

  private insertHashed(key: Value, hash: number | bigint, value: Value): DictEntry {
    const entry = new DictEntry(key, value, hash);
    if ((key as PyObject).cls.mayEqualStr) this.foreign = true;
    this.hashed ??= new Map();
    const bucket = this.hashed.get(hash);
    if (bucket === undefined) this.hashed.set(hash, [entry]);
    else bucket.push(entry);
    this.map.set(entry, entry);
    this.structure++;
    return entry;
  }
}

function nativeKey(key: Value): NativeKey | undefined {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
      return key;
    case 'boolean':
      return key ? 1 : 0;
    default:
      return key === null ? null : keyProtocol.nativeKey(key);
  }
}
