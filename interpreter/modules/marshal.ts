/**
 * `marshal` (CPython: Python/marshal.c). What a `.pyc` can hold goes through the compiler's own reader and writer, which know how CPython shares
 * values among code objects; lists, dicts, sets and what holds them are written here, each object once and then by reference.
 */
import { registerModule } from './registry.ts';
import type { PyBaseException } from '../objects/core/errors.ts';
import { raise, valueError, typeError } from '../objects/core/errors.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyComplex, PyFloat } from '../objects/core/float.ts';
import { PySet } from '../objects/core/set.ts';
import { Ellipsis } from '../objects/core/singletons.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { typeOf } from '../objects/core/type.ts';
import { strOf, strText, type Str } from '../objects/core/str.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { bytesArgument, bytesLike } from '../objects/protocol/buffer.ts';
import { callValue } from '../objects/protocol/call.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { codeOf, constantValue, PyCode, valueConstant } from '../objects/types/code.ts';
import { PySlice } from '../objects/core/range.ts';
import { decodeBytes, encodeStr } from '../objects/types/codecs.ts';
import { CodeObject } from '../code/code.ts';
import { normalize } from '../objects/core/integer.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { FLAG_REF, MarshalError, MARSHAL_VERSION, TYPE } from '../code/marshal.ts';
import { dumps as writeConstant } from '../code/marshal-write.ts';

const LIST = 0x5b;
const DICT = 0x7b;
const SET = 0x3c;
const MAX_DEPTH = 2000;

const exactly = (value: Value, ...names: string[]): boolean => names.includes(typeOf(value).name) && !typeOf(value).isHeapType;

/** Whether a value can be in a `.pyc`: then the compiler's writer writes it. */
function isConstant(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (exactly(value, 'tuple')) return (value as PyTuple).items.every(isConstant);
  if (exactly(value, 'frozenset')) return (value as PySet).toArray().every(isConstant);
  return exactly(value, 'str', 'float', 'complex', 'bytes', 'ellipsis', 'code', 'int');
}

/** The values that are met more than once on the way through a value: only they are written with a reference in mind. */
function sharedObjects(root: Value): ReadonlySet<Value> {
  const seen = new Set<Value>();
  const shared = new Set<Value>();
  const pending: Value[] = [root];
  while (pending.length > 0) {
    const value = pending.pop()!;
    if (value === null || typeof value === 'boolean') continue;
    if (seen.has(value)) {
      shared.add(value);
      continue;
    }
    seen.add(value);
    if (value instanceof PyList || value instanceof PyTuple) pending.push(...value.items);
    else if (value instanceof PySet) pending.push(...value.toArray());
    else if (value instanceof PyDict) for (const entry of value.entries()) pending.push(entry.key, entry.value!);
    else if (value instanceof PySlice) pending.push(value.start, value.stop, value.step);
  }
  return shared;
}

/** Small ints and interned words exist once, so that CPython always writes them with a reference in mind. */
function livesForEver(value: Value): boolean {
  if (typeof value === 'number') return value >= -5 && value <= 256;
  return typeof value === 'string' && /^\w*$/.test(value);
}

class Writer {
  private readonly chunks: number[] = [];
  private readonly places = new Map<Value, number>();
  private readonly version: number;
  private readonly allowCode: boolean;
  private readonly shared: ReadonlySet<Value>;
  /** Slices under way: a reader could not make one that is among its own parts. */
  private readonly open = new Set<Value>();
  private depth = 0;

  constructor(root: Value, version: number, allowCode: boolean) {
    this.shared = sharedObjects(root);
    this.version = version;
    this.allowCode = allowCode;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.chunks);
  }

  value(value: Value): void {
    if (++this.depth > MAX_DEPTH) throw valueError('object too deeply nested to marshal');
    this.one(value);
    this.depth--;
  }

  private one(value: Value): void {
    if (!(value instanceof PyObject) || value === Ellipsis || exactly(value, 'str', 'float', 'complex')) return this.constant(value);
    if (value instanceof PyCode && !this.allowCode) throw valueError('marshalling code objects is disallowed');
    if (value instanceof PySlice && this.version < 5) throw valueError('unmarshallable object');
    if (value === T.StopIteration) {
      this.chunks.push(0x53); // S
      return;
    }
    if (this.open.has(value)) throw valueError('unmarshallable object');
    if (this.refersTo(value)) return;
    const flag = this.version >= 3 && this.shared.has(value) ? FLAG_REF : 0;
    if (flag !== 0) this.places.set(value, this.places.size);
    if (exactly(value, 'list')) this.items(LIST | flag, (value as PyList).items);
    else if (exactly(value, 'tuple')) this.tuple(flag, (value as PyTuple).items);
    else if (exactly(value, 'set')) this.items(SET | flag, (value as PySet).toArray());
    else if (exactly(value, 'frozenset')) this.items(TYPE.FROZENSET | flag, (value as PySet).toArray());
    else if (value instanceof PyDict && exactly(value, 'dict')) {
      this.chunks.push(DICT | flag);
      for (const entry of value.entries()) {
        this.value(entry.key);
        this.value(entry.value!);
      }
      this.chunks.push(TYPE.NULL);
    } else if (value instanceof PySlice) {
      this.chunks.push(TYPE.SLICE | flag);
      this.open.add(value);
      for (const part of [value.start, value.stop, value.step]) this.value(part);
      this.open.delete(value);
    } else if (value instanceof PyCode) this.code(value, flag);
    else {
      const bytes = bytesLike(value);
      if (bytes === undefined || (value instanceof PyBytes && !exactly(value, 'bytes'))) throw valueError('unmarshallable object');
      this.chunks.push(TYPE.STRING | flag);
      this.sized(bytes);
    }
  }

  /** A value that is written the same everywhere, without references. */
  private constant(value: Value): void {
    if (this.version < 2 && value instanceof PyFloat) return this.decimal(0x66, [value.value]);
    if (this.version < 2 && value instanceof PyComplex) return this.decimal(0x78, [value.real, value.imag]);
    const flag = this.version >= 3 && (livesForEver(value) || this.shared.has(value)) ? FLAG_REF : 0;
    if (flag !== 0) {
      if (this.refersTo(value)) return;
      this.places.set(value, this.places.size);
    }
    if (this.version < 4 && strText(value) !== undefined) {
      this.chunks.push(TYPE.UNICODE | flag);
      return this.sized(encodeStr(value as Str, 'utf-8', 'surrogatepass'));
    }
    const bytes = writeConstant(valueConstant(value), { rootHeld: false });
    this.chunks.push((bytes[0] & ~FLAG_REF) | flag, ...bytes.subarray(1));
  }

  /** Writes a reference to a value that was written before, if it was. */
  private refersTo(value: Value): boolean {
    const place = this.places.get(value);
    if (place === undefined) return false;
    this.chunks.push(TYPE.REF);
    this.long(place);
    return true;
  }

  private tuple(flag: number, items: readonly Value[]): void {
    if (this.version < 4 || items.length > 255) return this.items(TYPE.TUPLE | flag, items);
    this.chunks.push(TYPE.SMALL_TUPLE | flag, items.length);
    for (const item of items) this.value(item);
  }

  /** Numbers as text, as they once were written. */
  private decimal(type: number, numbers: readonly number[]): void {
    this.chunks.push(type);
    for (const number of numbers) {
      const text = reprText(new PyFloat(number));
      this.chunks.push(text.length, ...[...text].map(c => c.charCodeAt(0)));
    }
  }

  private items(type: number, items: readonly Value[]): void {
    this.chunks.push(type);
    this.long(items.length);
    for (const item of items) this.value(item);
  }

  private code({ co }: PyCode, flag: number): void {
    this.chunks.push(TYPE.CODE | flag);
    for (const number of [co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_stacksize, co.co_flags]) this.long(number);
    this.value(new PyBytes(co.co_code));
    this.value(new PyTuple(co.co_consts.map(constantValue)));
    this.value(new PyTuple(co.co_names.map(strOf)));
    this.value(new PyTuple(co.co_localsplusnames.map(strOf)));
    this.value(new PyBytes(co.co_localspluskinds));
    for (const text of [co.co_filename, co.co_name, co.co_qualname]) this.value(strOf(text));
    this.long(co.co_firstlineno);
    this.value(new PyBytes(co.co_linetable));
    this.value(new PyBytes(co.co_exceptiontable));
  }

  private sized(bytes: Uint8Array): void {
    this.long(bytes.length);
    for (const byte of bytes) this.chunks.push(byte);
  }

  private long(value: number): void {
    this.chunks.push(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff);
  }
}

function dumps(value: Value, version: MaybeValue, allowCode: MaybeValue): Value {
  const given = version === undefined ? MARSHAL_VERSION : toIndexNumber(version);
  const code = allowCode === undefined || isTruthy(allowCode);
  const writer = new Writer(value, given, code);
  try {
    if (given >= MARSHAL_VERSION && code && isConstant(value)) return new PyBytes(writeConstant(valueConstant(value, new Map())));
    writer.value(value);
  } catch (error) {
    if (error instanceof MarshalError) throw valueError(error.message);
    if (error instanceof RangeError) throw valueError('object too deeply nested to marshal');
    throw error;
  }
  return new PyBytes(writer.finish());
}

const bad = (what: string): PyBaseException => valueError(`bad marshal data (${what})`);
const short = (): PyBaseException => raise(T.EOFError, 'marshal data too short');

/** Reads values out of bytes; lists, dicts and sets may hold themselves. */
class Reader {
  private readonly take: (count: number) => Uint8Array;
  private readonly allowCode: boolean;
  private readonly refs: MaybeValue[] = [];
  private depth = 0;

  constructor(take: (count: number) => Uint8Array, allowCode: boolean) {
    this.take = take;
    this.allowCode = allowCode;
  }

  value(): Value {
    const value = this.next();
    if (value === undefined) throw typeError('NULL object in marshal data for object');
    return value;
  }

  /** A value, or undefined for what ends a dict. */
  private next(): MaybeValue {
    if (++this.depth > MAX_DEPTH) throw valueError('recursion limit exceeded');
    const [byte] = this.take(1);
    if (byte === undefined) throw raise(T.EOFError, 'EOF read where object expected');
    const type = byte & ~FLAG_REF;
    const value = this.ofType(type, (byte & FLAG_REF) !== 0);
    this.depth--;
    return value;
  }

  private ofType(type: number, flagged: boolean): MaybeValue {
    const place = flagged ? this.refs.length : -1;
    const keep = <V extends Value>(value: V): V => {
      if (place >= 0) this.refs[place] = value;
      return value;
    };
    switch (type) {
      case TYPE.NULL:
        return undefined;
      case TYPE.NONE:
        return null;
      case TYPE.FALSE:
        return false;
      case TYPE.TRUE:
        return true;
      case TYPE.ELLIPSIS:
        return Ellipsis;
      case 0x53: // S
        return T.StopIteration;
      case TYPE.REF: {
        const value = this.refs[this.long()];
        if (value === undefined) throw bad('invalid reference');
        return value;
      }
      case LIST: {
        const count = this.size('list');
        const list = keep(new PyList([]));
        for (let i = 0; i < count; i++) list.items.push(this.item('list'));
        return list;
      }
      case TYPE.TUPLE:
        return this.tuple(keep(new PyTuple([])), this.size('tuple'));
      case TYPE.SMALL_TUPLE:
        return this.tuple(keep(new PyTuple([])), this.byte());
      case DICT: {
        const dict = keep(new PyDict());
        for (let key = this.next(); key !== undefined; key = this.next()) {
          const value = this.next();
          if (value === undefined) break;
          dict.set(key, value);
        }
        return dict;
      }
      case SET: {
        const count = this.size('set');
        const set = keep(new PySet(T.set));
        for (let i = 0; i < count; i++) set.add(this.item('set'));
        return set;
      }
      default:
        if (place >= 0) this.refs.push(undefined);
        return keep(this.fixed(type));
    }
  }

  /** Values that exist only when all that is in them does. */
  private fixed(type: number): Value {
    switch (type) {
      case TYPE.INT:
        return this.long();
      case 0x49: // I
        return normalize(new DataView(this.need(8).slice().buffer).getBigInt64(0, true));
      case TYPE.LONG:
        return this.integer();
      case TYPE.BINARY_FLOAT:
        return new PyFloat(this.double());
      case TYPE.BINARY_COMPLEX:
        return new PyComplex(this.double(), this.double());
      case 0x66: // f
        return new PyFloat(this.decimal());
      case 0x78: // x
        return new PyComplex(this.decimal(), this.decimal());
      case TYPE.STRING:
        return new PyBytes(this.need(this.size('bytes object')).slice());
      case TYPE.UNICODE:
      case TYPE.INTERNED:
        return decodeBytes(this.need(this.size('string')), 'utf-8', 'surrogatepass');
      case TYPE.ASCII:
      case TYPE.ASCII_INTERNED:
        return this.latin(this.size('string'));
      case TYPE.SHORT_ASCII:
      case TYPE.SHORT_ASCII_INTERNED:
        return this.latin(this.byte());
      case TYPE.FROZENSET: {
        const set = new PySet(T.frozenset);
        for (const item of this.items(this.size('set'), 'set')) set.add(item);
        return set;
      }
      case TYPE.SLICE:
        return new PySlice(this.value(), this.value(), this.value());
      case TYPE.CODE:
        if (!this.allowCode) throw valueError('unmarshalling code objects is disallowed');
        return this.code();
      default:
        throw bad('unknown type code');
    }
  }

  private code(): Value {
    const bytes = (): Uint8Array => {
      const value = this.value();
      if (!(value instanceof PyBytes)) throw bad('bytes expected');
      return value.data;
    };
    const tuple = (): readonly Value[] => {
      const value = this.value();
      if (!(value instanceof PyTuple)) throw bad('tuple expected');
      return value.items;
    };
    const text = (value: Value): string => {
      const string = strText(value);
      if (string === undefined) throw bad('string expected');
      return string;
    };
    return codeOf(
      new CodeObject({
        co_argcount: this.long(),
        co_posonlyargcount: this.long(),
        co_kwonlyargcount: this.long(),
        co_stacksize: this.long(),
        co_flags: this.long(),
        co_code: bytes(),
        co_consts: tuple().map(item => valueConstant(item)),
        co_names: tuple().map(text),
        co_localsplusnames: tuple().map(text),
        co_localspluskinds: bytes(),
        co_filename: text(this.value()),
        co_name: text(this.value()),
        co_qualname: text(this.value()),
        co_firstlineno: this.long(),
        co_linetable: bytes(),
        co_exceptiontable: bytes(),
      }),
    );
  }

  /** Fills a tuple that what is in it may refer to. */
  private tuple(tuple: PyTuple, count: number): PyTuple {
    for (let i = 0; i < count; i++) tuple.items.push(this.item('tuple'));
    return tuple;
  }

  private items(count: number, what: string): Value[] {
    const items: Value[] = [];
    for (let i = 0; i < count; i++) items.push(this.item(what));
    return items;
  }

  private item(what: string): Value {
    const value = this.next();
    if (value === undefined) throw typeError(`NULL object in marshal data for ${what}`);
    return value;
  }

  private need(count: number): Uint8Array {
    const bytes = this.take(count);
    if (bytes.length < count) throw short();
    return bytes;
  }

  private byte(): number {
    return this.need(1)[0];
  }

  private long(): number {
    const [a, b, c, d] = this.need(4);
    return a | (b << 8) | (c << 16) | (d << 24);
  }

  private size(what: string): number {
    const size = this.long();
    if (size < 0) throw bad(`${what} size out of range`);
    return size;
  }

  private latin(count: number): Value {
    return strOf(Array.from(this.need(count), byte => String.fromCharCode(byte)).join(''));
  }

  private double(): number {
    return new DataView(this.need(8).slice().buffer).getFloat64(0, true);
  }

  private decimal(): number {
    const text = String.fromCharCode(...this.need(this.byte()));
    return floatOf(callValue(T.float, [text]));
  }

  /** Digits of 15 bits, the sign on their count. */
  private integer(): Value {
    const signed = this.long();
    const count = Math.abs(signed);
    let value = 0n;
    const bytes = this.need(2 * count);
    for (let i = count - 1; i >= 0; i--) {
      const digit = bytes[2 * i] | (bytes[2 * i + 1] << 8);
      if (digit > 0x7fff) throw bad('digit out of range in long');
      if (i === count - 1 && digit === 0) throw bad('unnormalized long data');
      value = (value << 15n) | BigInt(digit);
    }
    return normalize(signed < 0 ? -value : value);
  }
}

const allowed = (allowCode: MaybeValue): boolean => allowCode === undefined || isTruthy(allowCode);

function loads(bytes: Value, allowCode: MaybeValue): Value {
  const data = bytesArgument(bytes);
  let at = 0;
  return new Reader(count => data.subarray(at, (at += count)), allowed(allowCode)).value();
}

/** Reads no more of a file than the value takes. */
function load(file: Value, allowCode: MaybeValue): Value {
  const read = getAttribute(file, 'read');
  const first = callValue(read, [0]);
  if (bytesLike(first) === undefined) throw typeError(`file.read() returned not bytes but ${typeOf(first).name}`);
  const readinto = getAttribute(file, 'readinto');
  const take = (count: number): Uint8Array => {
    if (count === 0) return new Uint8Array(0);
    const buffer = callValue(T.bytearray, [count]);
    const returned = toIndexNumber(callValue(readinto, [callValue(T.memoryview, [buffer])]));
    if (returned > count) throw valueError(`read() returned too much data: ${count} bytes requested, ${returned} returned`);
    return bytesArgument(buffer).subarray(0, returned);
  };
  return new Reader(take, allowed(allowCode)).value();
}

registerModule('marshal', {
  doc: 'This module contains functions that can read and write Python values in\na binary format.',
  functions: {
    'dumps(value, version=5, /, *, allow_code=True)': dumps,
    'loads(bytes, /, *, allow_code=True)': loads,
    'dump(value, file, version=5, /, *, allow_code=True)': (value: Value, file: Value, version: MaybeValue, allowCode: MaybeValue) =>
      callValue(getAttribute(file, 'write'), [dumps(value, version, allowCode)]),
    'load(file, /, *, allow_code=True)': load,
  },
  attributes: { version: MARSHAL_VERSION },
});
