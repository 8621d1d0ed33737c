/**
 * The marshal format, version 5: how constants and code objects are written into `.pyc` files.
 *
 * A value is one type byte and what that type needs. Bit 7 of the type byte says that the value enters a list of references; a later `r` names it by
 * its place in that list, so that what was one object stays one. All numbers are little-endian.
 *
 * Reading lives here, writing in `marshal-write.ts`; both know neutral constants only. (Python's own `marshal` module, which also takes lists and
 * dicts, works on objects and is a module of the machine.)
 *
 * CPython: `Python/marshal.c`.
 */
import { CodeObject } from './code.ts';
import {
  BytesConst,
  ComplexConst,
  ELLIPSIS,
  FloatConst,
  FrozensetConst,
  intConstant,
  SliceConst,
  strFromCodePoints,
  TupleConst,
  WideStr,
  type Constant,
} from './constant.ts';

export const MARSHAL_VERSION = 5;

/** Type bytes. */
export const TYPE = {
  NULL: 0x30, // 0
  NONE: 0x4e, // N
  FALSE: 0x46, // F
  TRUE: 0x54, // T
  ELLIPSIS: 0x2e, // .
  INT: 0x69, // i
  LONG: 0x6c, // l
  BINARY_FLOAT: 0x67, // g
  BINARY_COMPLEX: 0x79, // y
  STRING: 0x73, // s: bytes
  UNICODE: 0x75, // u
  INTERNED: 0x74, // t
  ASCII: 0x61, // a
  ASCII_INTERNED: 0x41, // A
  SHORT_ASCII: 0x7a, // z
  SHORT_ASCII_INTERNED: 0x5a, // Z
  TUPLE: 0x28, // (
  SMALL_TUPLE: 0x29, // )
  FROZENSET: 0x3e, // >
  SLICE: 0x3a, // :
  CODE: 0x63, // c
  REF: 0x72, // r
} as const;

export const FLAG_REF = 0x80;

/** What Python raises for bad data: `EOFError`, `ValueError` or `TypeError`. */
export class MarshalError extends Error {
  readonly pythonType: 'EOFError' | 'ValueError' | 'TypeError';
  constructor(pythonType: 'EOFError' | 'ValueError' | 'TypeError', message: string) {
    super(message);
    this.pythonType = pythonType;
  }
}

const bad = (what: string): MarshalError => new MarshalError('ValueError', `bad marshal data (${what})`);

/** Reads one constant. What follows it is ignored, as Python ignores it. Bytes in the result are views of `data`, which must not change any more. */
export function loads(data: Uint8Array): Constant {
  return new Reader(data).value();
}

/** Reads one code object. */
export function loadsCode(data: Uint8Array): CodeObject {
  const value = loads(data);
  if (typeof value !== 'object' || value === null || value.kind !== 'code') throw bad('not a code object');
  return value;
}

/** Deeper nesting than this is refused, as in CPython. */
const MAX_DEPTH = 2000;

class Reader {
  private readonly data: Uint8Array;
  private readonly view: DataView;
  private pos = 0;
  private depth = 0;
  private readonly refs: (Constant | undefined)[] = [];

  constructor(data: Uint8Array) {
    this.data = data;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  value(): Constant {
    if (++this.depth > MAX_DEPTH) throw bad('too many nested items');
    if (this.pos >= this.data.length) throw new MarshalError('EOFError', 'EOF read where object expected');
    const byte = this.byte();
    const type = byte & ~FLAG_REF;
    if (type === TYPE.REF) {
      this.depth--;
      const index = this.long();
      const value = index < 0 || index >= this.refs.length ? undefined : this.refs[index];
      if (value === undefined) throw bad('invalid reference');
      return value;
    }
    // The place in the list is taken before the items are read.
    const ref = (byte & FLAG_REF) === 0 || isSingleton(type) ? -1 : this.refs.push(undefined) - 1;
    const value = this.ofType(type);
    if (ref >= 0) this.refs[ref] = value;
    this.depth--;
    return value;
  }

  private ofType(type: number): Constant {
    switch (type) {
      case TYPE.NONE:
        return null;
      case TYPE.FALSE:
        return false;
      case TYPE.TRUE:
        return true;
      case TYPE.ELLIPSIS:
        return ELLIPSIS;
      case TYPE.INT:
        return this.long();
      case TYPE.LONG:
        return this.bigint();
      case TYPE.BINARY_FLOAT:
        return new FloatConst(this.float());
      case TYPE.BINARY_COMPLEX:
        return new ComplexConst(this.float(), this.float());
      case TYPE.STRING:
        return new BytesConst(this.bytes(this.size('bytes object')));
      case TYPE.UNICODE:
      case TYPE.INTERNED:
        return utf8(this.bytes(this.size('string')));
      case TYPE.ASCII:
      case TYPE.ASCII_INTERNED:
        return this.ascii(this.size('string'));
      case TYPE.SHORT_ASCII:
      case TYPE.SHORT_ASCII_INTERNED:
        return this.ascii(this.byte());
      case TYPE.TUPLE:
        return new TupleConst(this.items(this.size('tuple')));
      case TYPE.SMALL_TUPLE:
        return new TupleConst(this.items(this.byte()));
      case TYPE.FROZENSET:
        return new FrozensetConst(this.items(this.size('set')));
      case TYPE.SLICE:
        return new SliceConst(this.value(), this.value(), this.value());
      case TYPE.CODE:
        return this.code();
      case TYPE.NULL:
        throw new MarshalError('TypeError', 'NULL object in marshal data for object');
      default:
        throw bad('unknown type code');
    }
  }

  private code(): CodeObject {
    const co_argcount = this.long();
    const co_posonlyargcount = this.long();
    const co_kwonlyargcount = this.long();
    const co_stacksize = this.long();
    const co_flags = this.long();
    const co_code = this.bytesValue();
    const co_consts = this.tuple();
    const co_names = this.tuple().map(text);
    const co_localsplusnames = this.tuple().map(text);
    const co_localspluskinds = this.bytesValue();
    const co_filename = text(this.value());
    const co_name = text(this.value());
    const co_qualname = text(this.value());
    const co_firstlineno = this.long();
    const co_linetable = this.bytesValue();
    const co_exceptiontable = this.bytesValue();
    return new CodeObject({
      co_argcount,
      co_posonlyargcount,
      co_kwonlyargcount,
      co_stacksize,
      co_flags,
      co_code,
      co_consts,
      co_names,
      co_localsplusnames,
      co_localspluskinds,
      co_filename,
      co_name,
      co_qualname,
      co_firstlineno,
      co_linetable,
      co_exceptiontable,
    });
  }

  private tuple(): readonly Constant[] {
    const value = this.value();
    if (typeof value !== 'object' || value === null || value.kind !== 'tuple') throw bad('tuple expected');
    return value.items;
  }

  private bytesValue(): Uint8Array {
    const value = this.value();
    if (typeof value !== 'object' || value === null || value.kind !== 'bytes') throw bad('bytes expected');
    return value.value;
  }

  private items(count: number): Constant[] {
    const items: Constant[] = [];
    for (let i = 0; i < count; i++) items.push(this.value());
    return items;
  }

  private need(count: number): void {
    if (this.pos + count > this.data.length) throw new MarshalError('EOFError', 'marshal data too short');
  }

  private byte(): number {
    if (this.pos >= this.data.length) throw new MarshalError('EOFError', 'marshal data too short');
    return this.data[this.pos++];
  }

  private long(): number {
    this.need(4);
    const value = this.view.getInt32(this.pos, true);
    this.pos += 4;
    return value;
  }

  private size(what: string): number {
    const size = this.long();
    if (size < 0) throw bad(`${what} size out of range`);
    return size;
  }

  private bytes(count: number): Uint8Array {
    this.need(count);
    const bytes = this.data.subarray(this.pos, this.pos + count);
    this.pos += count;
    return bytes;
  }

  /** Eight characters at a call: most of a `.pyc` is short names, and `fromCharCode` makes a flat string of its arguments. */
  private ascii(count: number): string {
    this.need(count);
    const { data } = this;
    const end = this.pos + count;
    let at = this.pos;
    let result = '';
    for (; at + 8 <= end; at += 8) {
      result += String.fromCharCode(
        data[at],
        data[at + 1],
        data[at + 2],
        data[at + 3],
        data[at + 4],
        data[at + 5],
        data[at + 6],
        data[at + 7],
      );
    }
    for (; at + 4 <= end; at += 4) result += String.fromCharCode(data[at], data[at + 1], data[at + 2], data[at + 3]);
    for (; at < end; at++) result += String.fromCharCode(data[at]);
    this.pos = end;
    return result;
  }

  private float(): number {
    this.need(8);
    const value = this.view.getFloat64(this.pos, true);
    this.pos += 8;
    return value;
  }

  /** Digits of 15 bits, the sign on their count. */
  private bigint(): number | bigint {
    const signed = this.long();
    const count = Math.abs(signed);
    let value = 0n;
    this.need(2 * count);
    for (let i = count - 1; i >= 0; i--) {
      const digit = this.view.getUint16(this.pos + 2 * i, true);
      if (digit > 0x7fff) throw bad('digit out of range in long');
      if (i === count - 1 && digit === 0) throw bad('unnormalized long data');
      value = (value << 15n) | BigInt(digit);
    }
    this.pos += 2 * count;
    return intConstant(signed < 0 ? -value : value);
  }
}

/** These never enter the list of references, whatever their flag says. */
function isSingleton(type: number): boolean {
  return type === TYPE.NONE || type === TYPE.TRUE || type === TYPE.FALSE || type === TYPE.ELLIPSIS || type === TYPE.NULL;
}

function text(value: Constant): string {
  if (typeof value === 'string') return value;
  if (value instanceof WideStr) return value.text;
  throw bad('string expected');
}

/** UTF-8 in which surrogates are allowed (Python's `surrogatepass`). */
function utf8(bytes: Uint8Array): string | WideStr {
  const codePoints: number[] = [];
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i++];
    if (lead < 0x80) {
      codePoints.push(lead);
      continue;
    }
    const extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    let codePoint = lead & (0x3f >> extra);
    for (let j = 0; j < extra; j++) codePoint = (codePoint << 6) | (bytes[i++] & 0x3f);
    codePoints.push(codePoint);
  }
  return strFromCodePoints(codePoints);
}
