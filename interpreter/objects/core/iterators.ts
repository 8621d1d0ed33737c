/**
 * Iterators of the built-in collections. Each has a `next` of its own, which returns undefined at the end; `tp_iternext` calls it, and the
 * evaluation loop calls it directly on the classes it knows.
 */
import { PyObject, type MaybeValue, type Value } from './value.ts';
import { declareType, type PyType } from './type.ts';
import { PyTuple, type PyList } from './tuple.ts';
import { strFromCodePoints, charOf, type PyWideStr } from './str.ts';
import { runtimeError } from './errors.ts';
import type { DictEntry, PyDict } from './dict.ts';
import type { PySet } from './set.ts';
import type { PyByteArray, PyBytes } from './bytes.ts';

/** Base of the native iterators. */
export abstract class PyIterator extends PyObject {
  abstract next(): MaybeValue;
}

export const listIteratorType = declareType('list_iterator');
export const listReverseIteratorType = declareType('list_reverseiterator');
export const tupleIteratorType = declareType('tuple_iterator');
export const rangeIteratorType = declareType('range_iterator');
export const longRangeIteratorType = declareType('longrange_iterator');
export const strIteratorType = declareType('str_iterator');
export const strAsciiIteratorType = declareType('str_ascii_iterator');
export const bytesIteratorType = declareType('bytes_iterator');
export const bytearrayIteratorType = declareType('bytearray_iterator');
export const setIteratorType = declareType('set_iterator');
export const dictKeyIteratorType = declareType('dict_keyiterator');
export const dictValueIteratorType = declareType('dict_valueiterator');
export const dictItemIteratorType = declareType('dict_itemiterator');
export const dictReverseKeyIteratorType = declareType('dict_reversekeyiterator');
export const dictReverseValueIteratorType = declareType('dict_reversevalueiterator');
export const dictReverseItemIteratorType = declareType('dict_reverseitemiterator');

export class PyListIterator extends PyIterator {
  /** null once exhausted. */
  declare list: PyList | null;
  index = 0;
  constructor(list: PyList) {
    super();
    this.cls = listIteratorType;
    this.list = list;
  }
  next(): MaybeValue {
    const list = this.list;
    if (list === null) return undefined;
    const { items } = list;
    if (this.index < items.length) return items[this.index++];
    this.list = null;
    return undefined;
  }
}

export class PyListReverseIterator extends PyIterator {
  declare list: PyList | null;
  declare index: number;
  constructor(list: PyList) {
    super();
    this.cls = listReverseIteratorType;
    this.list = list;
    this.index = list.items.length - 1;
  }
  next(): MaybeValue {
    const list = this.list;
    if (list === null) return undefined;
    const index = this.index;
    if (index >= 0 && index < list.items.length) {
      this.index--;
      return list.items[index];
    }
    this.index = -1;
    this.list = null;
    return undefined;
  }
}

export class PyTupleIterator extends PyIterator {
  declare tuple: PyTuple | null;
  index = 0;
  constructor(tuple: PyTuple) {
    super();
    this.cls = tupleIteratorType;
    this.tuple = tuple;
  }
  next(): MaybeValue {
    const tuple = this.tuple;
    if (tuple === null) return undefined;
    const { items } = tuple;
    if (this.index < items.length) return items[this.index++];
    this.tuple = null;
    return undefined;
  }
}

/** Over a range whose numbers are all safe. */
export class PyRangeIterator extends PyIterator {
  /** The next value. */
  declare value: number;
  declare readonly step: number;
  /** Values still to come. */
  declare remaining: number;
  constructor(start: number, step: number, length: number) {
    super();
    this.cls = rangeIteratorType;
    this.value = start;
    this.step = step;
    this.remaining = length;
  }
  next(): MaybeValue {
    if (this.remaining <= 0) return undefined;
    this.remaining--;
    const value = this.value;
    this.value = value + this.step;
    return value;
  }
}

export class PyLongRangeIterator extends PyIterator {
  declare readonly start: bigint;
  declare readonly step: bigint;
  declare readonly length: bigint;
  index = 0n;
  constructor(start: bigint, step: bigint, length: bigint) {
    super();
    this.cls = longRangeIteratorType;
    this.start = start;
    this.step = step;
    this.length = length;
  }
  next(): MaybeValue {
    if (this.index >= this.length) return undefined;
    const value = this.start + this.step * this.index++;
    return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
  }
}

/** Over a narrow str. */
export class PyStrIterator extends PyIterator {
  declare text: string | null;
  index = 0;
  constructor(text: string, type: PyType = strIteratorType) {
    super();
    this.cls = type;
    this.text = text;
  }
  next(): MaybeValue {
    const text = this.text;
    if (text === null) return undefined;
    if (this.index < text.length) return text[this.index++];
    this.text = null;
    return undefined;
  }
}

export class PyWideStrIterator extends PyIterator {
  declare str: PyWideStr | null;
  index = 0;
  constructor(str: PyWideStr) {
    super();
    this.cls = strIteratorType;
    this.str = str;
  }
  next(): MaybeValue {
    if (this.str === null) return undefined;
    if (this.index < this.str.codePoints.length) return charOf(this.str.codePoints[this.index++]);
    this.str = null;
    return undefined;
  }
  rest(): Value {
    return this.str === null ? '' : strFromCodePoints(this.str.codePoints, this.index);
  }
}

export class PyBytesIterator extends PyIterator {
  declare bytes: PyBytes | PyByteArray | null;
  index = 0;
  constructor(bytes: PyBytes | PyByteArray, type: PyType = bytesIteratorType) {
    super();
    this.cls = type;
    this.bytes = bytes;
  }
  next(): MaybeValue {
    if (this.bytes === null) return undefined;
    const { data } = this.bytes;
    if (this.index < data.length) return data[this.index++];
    this.bytes = null;
    return undefined;
  }
}

export class PySetIterator extends PyIterator {
  declare set: PySet | null;
  /** Elements when iteration began. */
  declare readonly size: number;
  declare remaining: number;
  position = 0;
  constructor(set: PySet) {
    super();
    this.cls = setIteratorType;
    this.set = set;
    this.size = set.used;
    this.remaining = set.used;
  }
  next(): MaybeValue {
    const set = this.set;
    if (set === null) return undefined;
    if (set.used !== this.size) {
      this.set = null;
      throw runtimeError('Set changed size during iteration');
    }
    const position = set.nextPosition(this.position);
    if (position < 0) {
      this.set = null;
      this.remaining = 0;
      return undefined;
    }
    this.position = position + 1;
    this.remaining--;
    return set.entryAt(position).key;
  }
}

/** What the dict iterators share: where they are, and the checks that the dict's keys are still those it began with. */
export abstract class PyDictIterator extends PyIterator {
  declare dict: PyDict | null;
  declare private readonly entries: Iterator<DictEntry>;
  declare private readonly size: number;
  declare private structure: number;
  declare private readonly reverse: boolean;
  declare remaining: number;
  constructor(dict: PyDict, type: PyType, reverse: boolean) {
    super();
    this.cls = type;
    this.reverse = reverse;
    this.dict = dict;
    this.size = dict.size;
    this.structure = dict.structure;
    this.remaining = dict.size;
    this.entries = reverse ? [...dict.entries()].reverse()[Symbol.iterator]() : dict.entries();
  }
  remainingNow(): number {
    return this.dict === null || this.dict.size !== this.size ? 0 : this.remaining;
  }
  /** The values still to come, without moving on. */
  rest(): Value[] {
    if (this.dict === null) return [];
    const values: Value[] = [];
    const { dict, remaining } = this;
    const entries = [...dict.entries()];
    if (this.reverse) entries.reverse();
    for (const entry of entries.slice(entries.length - remaining)) values.push(this.itemOf(entry));
    return values;
  }
  protected abstract itemOf(entry: DictEntry): Value;
  protected nextEntry(): DictEntry | undefined {
    const { dict } = this;
    if (dict === null) return undefined;
    if (dict.structure !== this.structure) {
      if (dict.size !== this.size) {
        this.remaining = 0;
        this.structure = -1;
        throw runtimeError('dictionary changed size during iteration');
      }
      if (this.remaining <= 0) throw runtimeError('dictionary keys changed during iteration');
    }
    const step = this.entries.next();
    // Backwards, the entries are those that were there at the beginning.
    const stale = this.reverse && step.done !== true && step.value.value === undefined;
    if (step.done === true || (stale && this.remaining === this.size)) {
      this.dict = null;
      return undefined;
    }
    if (stale || this.remaining-- <= 0) {
      this.dict = null;
      throw runtimeError('dictionary keys changed during iteration');
    }
    return step.value;
  }
}

export class PyDictKeyIterator extends PyDictIterator {
  constructor(dict: PyDict, reverse = false) {
    super(dict, reverse ? dictReverseKeyIteratorType : dictKeyIteratorType, reverse);
  }
  next(): MaybeValue {
    return this.nextEntry()?.key;
  }
  protected itemOf(entry: DictEntry): Value {
    return entry.key;
  }
}

export class PyDictValueIterator extends PyDictIterator {
  constructor(dict: PyDict, reverse = false) {
    super(dict, reverse ? dictReverseValueIteratorType : dictValueIteratorType, reverse);
  }
  next(): MaybeValue {
    return this.nextEntry()?.value;
  }
  protected itemOf(entry: DictEntry): Value {
    return entry.value as Value;
  }
}

export class PyDictItemIterator extends PyDictIterator {
  constructor(dict: PyDict, reverse = false) {
    super(dict, reverse ? dictReverseItemIteratorType : dictItemIteratorType, reverse);
  }
  next(): MaybeValue {
    const entry = this.nextEntry();
    return entry === undefined ? undefined : new PyTuple([entry.key, entry.value as Value]);
  }
  protected itemOf(entry: DictEntry): Value {
    return new PyTuple([entry.key, entry.value as Value]);
  }
}
