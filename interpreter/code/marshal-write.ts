/**
 * Writing marshal: the same bytes that CPython writes for freshly compiled code.
 *
 * The hard part is the reference flags. CPython flags a value if more than one reference to it exists at that moment, which for fresh code follows from
 * how the compiler shares constants. So the writer rebuilds that sharing first: equal constants of one compilation are one object (`constantKey`), and
 * every place that holds it counts once. Then:
 *
 * - interned strings, small ints, `()`, `b''` and single bytes live for ever: always flagged;
 * - `co_code` is handed out by the code object, which keeps it as well: flagged, never shared;
 * - `co_localspluskinds` belongs to its code object alone: never flagged, unless it is empty;
 * - the members of a frozenset are held twice while they are sorted: flagged;
 * - the members of a slice are not merged with other constants;
 * - everything else is flagged if two places hold it.
 *
 * Words are interned, and so are names; whether a constant that equals a name is one object with it the compiler has noted (`CodeObject.nameConstants`).
 *
 * CPython: `Python/marshal.c`; the sharing is in `Python/compile.c` (`_PyCompile_ConstCacheMergeOne`).
 */
import { CO, type CodeObject } from './code.ts';
import { FrozensetConst, strConstant, WideStr, type Constant, type TupleConst } from './constant.ts';
import { constantKey } from './constant-key.ts';
import { FLAG_REF, MarshalError, TYPE } from './marshal.ts';

export interface DumpOptions {
  /** Whether a variable holds the root, as in `code = compile(…); marshal.dumps(code)`. It is so when a `.pyc` is written. */
  rootHeld?: boolean;
  /**
   * Qualified names that the process had interned before the value was compiled, as those of the classes of imported modules are. A fresh process, in
   * which only what it starts with has been imported, has none that matter.
   */
  interned?: ReadonlySet<string>;
}

export function dumps(value: Constant, { rootHeld = true, interned = new Set() }: DumpOptions = {}): Uint8Array {
  const writer = new Writer(countReferences(value, interned));
  writer.root(value, rootHeld);
  return writer.finish();
}

/** Keys of values. Code objects are never merged, so they are known by a number; and so are most frozensets. */
class Keys {
  private readonly numbers = new Map<CodeObject | FrozensetConst, number>();

  of(value: Constant): string {
    if (typeof value !== 'object' || value === null) return constantKey(value) as string;
    if (value.kind !== 'code' && !(value.kind === 'frozenset' && isCopied(value))) return constantKey(value) as string;
    let number = this.numbers.get(value);
    if (number === undefined) this.numbers.set(value, (number = this.numbers.size));
    return `#${number}`;
  }

  /** Tuples of constants are merged before frozensets in them are copied. */
  consts(consts: readonly Constant[]): string {
    return `(${consts.map(c => (c instanceof FrozensetConst ? (constantKey(c) as string) : this.of(c))).join()})`;
  }

  /** Names are interned, each of them one object with any other use of it; only the tuple that holds them is merged by content. */
  names(names: readonly string[]): string {
    return `(${names.map(name => constantKey(strConstant(name)) as string).join()})`;
  }

  /** The names of a code object's locals. In an `__annotate__` the first one is renamed after the tuple was merged. */
  locals(code: CodeObject): string {
    return isAnnotate(code) ? `${this.of(code)}.locals` : this.names(code.co_localsplusnames);
  }

  bytes(bytes: Uint8Array): string {
    return `b${bytes.join()};`;
  }
}

/**
 * A code object interns the words among its constants; if an equal string is interned already, it makes a new frozenset with that one in it. Words are
 * interned already as good as always, having been names somewhere; numbers are not, and a single letter exists only once anyway.
 */
const isCopied = (set: FrozensetConst): boolean =>
  set.items.some(item => typeof item === 'string' && /^[a-zA-Z_][a-zA-Z0-9_]+$/.test(item));

const isAnnotate = (code: CodeObject): boolean =>
  code.co_name === '__annotate__' && code.co_posonlyargcount === 1 && code.co_localsplusnames[0] === 'format';

const isQualified = (name: string): boolean => name.includes('.');

function isClassBody({ co_flags, co_qualname, nameConstants }: CodeObject): boolean {
  return (co_flags & CO.OPTIMIZED) === 0 && isQualified(co_qualname) && nameConstants?.has(co_qualname) !== false;
}

interface References {
  counts: Map<string, number>;
  /** Constants that are interned although they are no words: names beyond ASCII, and the qualified names that class bodies store. */
  interned: Set<string>;
  /** The keys of the tuples that hold a code object's names. An equal constant is the same tuple. */
  namesTuples: Set<string>;
  keys: Keys;
}

/** How many places hold each merged value. */
function countReferences(root: Constant, internedBefore: ReadonlySet<string>): References {
  const counts = new Map<string, number>();
  const interned = new Set<string>();
  const namesTuples = new Set<string>();
  const compilations = new Set<ReadonlySet<string>>();
  const keys = new Keys();
  /** Counts a reference; true the first time. */
  const count = (key: string): boolean => {
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return before === 0;
  };
  const visit = (value: Constant): void => {
    if (typeof value !== 'object' || value === null) {
      count(keys.of(value));
      return;
    }
    if (!count(keys.of(value))) return;
    if (value.kind === 'tuple') value.items.forEach(visit);
    else if (value.kind === 'frozenset') value.items.forEach(visit);
    else if (value.kind === 'code') visitCode(value);
  };
  /** Qualified names in the order in which code objects were made: the inner ones first. */
  const qualnames = new Set(internedBefore);
  const visitCode = (code: CodeObject): void => {
    if (count(keys.consts(code.co_consts))) code.co_consts.forEach(visit);
    for (const key of [keys.names(code.co_names), keys.locals(code)]) {
      count(key);
      namesTuples.add(key);
    }
    count(keys.bytes(code.co_linetable));
    count(keys.bytes(code.co_exceptiontable));
    if (code.nameConstants !== undefined) compilations.add(code.nameConstants);
    // What a class body stores as `__qualname__` is interned as its `co_qualname`, unless an equal string was interned before.
    if (isClassBody(code) && !qualnames.has(code.co_qualname)) interned.add(code.co_qualname);
    qualnames.add(code.co_qualname);
  };
  visit(root);
  for (const names of compilations) for (const name of names) if (!isQualified(name)) interned.add(name);
  return { counts, interned, namesTuples, keys };
}

class Writer {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  private readonly references: References;
  private readonly keys: Keys;
  /** The place of each flagged value in the list of references. */
  private readonly places = new Map<string, number>();
  /** Whether values are being written that were not merged with others: one reference each. */
  private unmerged = false;

  constructor(references: References) {
    this.references = references;
    this.keys = references.keys;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  root(value: Constant, held: boolean): void {
    this.value(value, held);
  }

  /** `held` says that something beyond the merged constants holds a reference. */
  private value(value: Constant, held = false): void {
    if (value === null) return this.byte(TYPE.NONE);
    switch (typeof value) {
      case 'boolean':
        return this.byte(value ? TYPE.TRUE : TYPE.FALSE);
      case 'string':
        return this.string(value, held, this.isInterned(value));
      case 'number':
      case 'bigint':
        return this.int(value, held);
    }
    switch (value.kind) {
      case 'ellipsis':
        return this.byte(TYPE.ELLIPSIS);
      case 'str':
        return this.wideString(value, held, this.isInterned(value.text));
      case 'float':
        if (this.typeByte(TYPE.BINARY_FLOAT, this.keys.of(value), held)) return;
        return this.double(value.value);
      case 'complex':
        if (this.typeByte(TYPE.BINARY_COMPLEX, this.keys.of(value), held)) return;
        this.double(value.real);
        return this.double(value.imag);
      case 'bytes':
        return this.sharedBytes(value.value, held);
      case 'tuple':
        return this.tuple(value.items, this.keys.of(value), held);
      case 'frozenset':
        return this.frozenset(value, held);
      case 'slice':
        if (this.typeByte(TYPE.SLICE, this.keys.of(value), held)) return;
        this.unmerged = true;
        for (const part of [value.start, value.stop, value.step]) this.value(part);
        this.unmerged = false;
        return;
      case 'code':
        return this.code(value, held);
      case 'opaque':
        throw new MarshalError('ValueError', 'unmarshallable object');
    }
  }

  private isInterned(constant: string): boolean {
    return !this.unmerged && this.references.interned.has(constant);
  }

  private code(code: CodeObject, held: boolean): void {
    if (this.typeByte(TYPE.CODE, this.keys.of(code), held)) return;
    this.long(code.co_argcount);
    this.long(code.co_posonlyargcount);
    this.long(code.co_kwonlyargcount);
    this.long(code.co_stacksize);
    this.long(code.co_flags);
    this.ownBytes(code.co_code, true);
    this.tuple(code.co_consts, this.keys.consts(code.co_consts), false);
    this.names(code.co_names, this.keys.names(code.co_names));
    this.names(code.co_localsplusnames, this.keys.locals(code));
    if (code.co_localspluskinds.length === 0) this.sharedBytes(code.co_localspluskinds, false);
    else this.ownBytes(code.co_localspluskinds, false);
    this.name(code.co_filename);
    this.name(code.co_name);
    this.name(code.co_qualname);
    this.long(code.co_firstlineno);
    this.sharedBytes(code.co_linetable, false);
    this.sharedBytes(code.co_exceptiontable, false);
  }

  private names(names: readonly string[], key: string): void {
    if (this.tupleHead(names.length, key, false)) return;
    for (const name of names) this.name(name);
  }

  /** An interned string. */
  private name(name: string): void {
    const value = strConstant(name);
    if (typeof value === 'string') this.string(value, true, true);
    else this.wideString(value, true, true);
  }

  private tuple(items: TupleConst['items'], key: string, held: boolean): void {
    if (this.tupleHead(items.length, key, held)) return;
    const areNames = this.references.namesTuples.has(key);
    for (const item of items) {
      if (areNames && typeof item === 'string') this.string(item, true, true);
      else if (areNames && item instanceof WideStr) this.wideString(item, true, true);
      else this.value(item);
    }
  }

  /** True if a reference was enough. */
  private tupleHead(length: number, key: string, held: boolean): boolean {
    const small = length < 256;
    if (this.typeByte(small ? TYPE.SMALL_TUPLE : TYPE.TUPLE, key, held || length === 0)) return true;
    if (small) this.byte(length);
    else this.long(length);
    return false;
  }

  private frozenset(value: FrozensetConst, held: boolean): void {
    if (this.typeByte(TYPE.FROZENSET, this.keys.of(value), held)) return;
    this.long(value.items.length);
    const dumped = value.items.map(item => {
      const writer = new Writer(this.references);
      writer.value(item, true);
      return { item, dump: writer.finish() };
    });
    dumped.sort((a, b) => compareBytes(a.dump, b.dump));
    for (const { item } of dumped) this.value(item, true);
  }

  private int(value: number | bigint, held: boolean): void {
    const immortal = isImmortalInt(value);
    const key = `i${value}`;
    if (value >= -0x80000000 && value <= 0x7fffffff) {
      if (!this.typeByte(TYPE.INT, key, held || immortal)) this.long(Number(value));
      return;
    }
    if (this.typeByte(TYPE.LONG, key, held)) return;
    let rest = BigInt(value);
    const negative = rest < 0n;
    if (negative) rest = -rest;
    const digits: number[] = [];
    for (; rest > 0n; rest >>= 15n) digits.push(Number(rest & 0x7fffn));
    this.long(negative ? -digits.length : digits.length);
    for (const digit of digits) this.short(digit);
  }

  private string(value: string, held: boolean, isName: boolean): void {
    let ascii = true;
    let word = true;
    for (let i = 0; i < value.length; i++) {
      const c = value.charCodeAt(i);
      if (c >= 0x80) ascii = false;
      if (!isWordCharacter(c)) word = false;
    }
    // What is in a slice stays as it was written.
    const interned = isName || (word && (!this.unmerged || value.length === 0)) || (value.length === 1 && value.charCodeAt(0) < 256);
    // A name and a constant with the same text are two objects if the constant is not interned.
    const key = interned ? `n${value}` : (constantKey(value) as string);
    if (!ascii) {
      if (!this.typeByte(interned ? TYPE.INTERNED : TYPE.UNICODE, key, held || interned)) this.sized(utf8(value));
      return;
    }
    const short = value.length < 256;
    const type = short ? (interned ? TYPE.SHORT_ASCII_INTERNED : TYPE.SHORT_ASCII) : interned ? TYPE.ASCII_INTERNED : TYPE.ASCII;
    if (this.typeByte(type, key, held || interned)) return;
    if (short) this.byte(value.length);
    else this.long(value.length);
    this.reserve(value.length);
    for (let i = 0; i < value.length; i++) this.bytes[this.length++] = value.charCodeAt(i);
  }

  private wideString(value: WideStr, held: boolean, isName: boolean): void {
    if (this.typeByte(isName ? TYPE.INTERNED : TYPE.UNICODE, isName ? `n${value.text}` : this.keys.of(value), held || isName)) return;
    this.sized(utf8(value.codePoints));
  }

  private sharedBytes(bytes: Uint8Array, held: boolean): void {
    if (this.typeByte(TYPE.STRING, this.keys.bytes(bytes), held || bytes.length < 2)) return;
    this.sized(bytes);
  }

  /** A bytes object that nothing else can be. */
  private ownBytes(bytes: Uint8Array, flagged: boolean): void {
    if (flagged) this.places.set(`own${this.places.size}`, this.places.size);
    this.byte(flagged ? TYPE.STRING | FLAG_REF : TYPE.STRING);
    this.sized(bytes);
  }

  /** Writes the type byte, with its flag where the value is shared; or, if it has been written before, a reference to it, and returns true. */
  private typeByte(type: number, key: string, held: boolean): boolean {
    if (!held && (this.unmerged || (this.references.counts.get(key) ?? 0) < 2)) {
      this.byte(type);
      return false;
    }
    const place = this.places.get(key);
    if (place !== undefined) {
      this.byte(TYPE.REF);
      this.long(place);
      return true;
    }
    this.places.set(key, this.places.size);
    this.byte(type | FLAG_REF);
    return false;
  }

  private sized(bytes: Uint8Array): void {
    this.long(bytes.length);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private short(value: number): void {
    this.reserve(2);
    this.view.setUint16(this.length, value, true);
    this.length += 2;
  }

  private long(value: number): void {
    this.reserve(4);
    this.view.setInt32(this.length, value, true);
    this.length += 4;
  }

  private double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

/** Small ints exist once for ever. */
function isImmortalInt(value: number | bigint): boolean {
  return value >= -5 && value <= 256;
}

/** Strings made of these alone are interned as constants. */
function isWordCharacter(c: number): boolean {
  return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || (c >= 0x30 && c <= 0x39) || c === 0x5f;
}

function utf8(codePoints: string | ArrayLike<number>): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < codePoints.length; i++) {
    const c = typeof codePoints === 'string' ? codePoints.charCodeAt(i) : codePoints[i];
    if (c < 0x80) bytes.push(c);
    else if (c < 0x800) bytes.push(0xc0 | (c >> 6), 0x80 | (c & 0x3f));
    else if (c < 0x10000) bytes.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
    else bytes.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 0x3f), 0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
  }
  return Uint8Array.from(bytes);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
