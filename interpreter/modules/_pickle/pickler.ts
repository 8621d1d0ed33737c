/** `_pickle.Pickler`: from objects to the program that makes them anew. */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyByteArray, PyBytes } from '../../objects/core/bytes.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyFloat } from '../../objects/core/float.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { PySet } from '../../objects/core/set.ts';
import { PyWideStr, strOf, strText } from '../../objects/core/str.ts';
import { defineType } from '../../objects/core/define.ts';
import { PyBaseException, raise, overflowError, recursionError, runtimeError, typeError, valueError } from '../../objects/core/errors.ts';
import { intToString, type Int } from '../../objects/core/integer.ts';
import { nativeFunction, PyBuiltin } from '../../objects/core/native.ts';
import { Ellipsis, NotImplemented } from '../../objects/core/singletons.ts';
import { T } from '../../objects/core/registry.ts';
import { type PyType, typeOf } from '../../objects/core/type.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue, isCallable } from '../../objects/protocol/call.ts';
import { floatRepr } from '../../objects/protocol/float-text.ts';
import { toIndex, toIndexNumber } from '../../objects/protocol/index.ts';
import { getIter, iterNext } from '../../objects/protocol/iterate.ts';
import { reprText, strTextOf } from '../../objects/protocol/repr.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { encodeStr } from '../../objects/types/codecs.ts';
import { PyFunction } from '../../objects/types/function.ts';
import { idOf } from '../../objects/protocol/identity.ts';
import { makeInit } from '../../objects/types/make.ts';
import { importModule } from '../../vm/import.ts';
import { machine } from '../../vm/machine.ts';
import { because, Bytes, className, DEFAULT_PROTOCOL, fromModule, HIGHEST_PROTOCOL, latin1, littleEndian, noting, OP, pair, picklingError, PyPickleBuffer, Usage } from './common.ts'; // prettier-ignore

const FRAME_SIZE_MIN = 4;
const FRAME_SIZE_TARGET = 64 * 1024;
const BATCH = 1000;
/** With `fast` set nothing is remembered: nesting this deep is looked at for circles. */
const FAST_NESTING_LIMIT = 50;

interface Remembered {
  readonly index: number;
  readonly value: Value;
}

/** Pickles into bytes, or into a file by its `write`. */
export class PyPickler extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
  write: Value | undefined = undefined;
  initialized = false;
  proto = DEFAULT_PROTOCOL;
  bin = 1;
  fast = 0;
  fixImports = false;
  bufferCallback: Value = null;
  /** What the program has assigned. */
  persistentId: MaybeValue = undefined;
  dispatchTable: MaybeValue = undefined;
  memo = new Map<Value, Remembered>();
  readonly usage = new Usage('Pickler');

  private readonly out = new Bytes();
  private frame: Bytes | null = null;
  private depth = 0;
  private fastPath = new Set<Value>();
  private persist: Value | undefined = undefined;
  private table: Value | undefined = undefined;
  private override: Value | undefined = undefined;

  constructor(cls: PyType = Pickler) {
    super(cls);
  }

  configure(protocol: MaybeValue, fixImports: MaybeValue, bufferCallback: MaybeValue): void {
    let proto = protocol === undefined || protocol === null ? DEFAULT_PROTOCOL : toIndexNumber(protocol);
    if (proto < 0) proto = HIGHEST_PROTOCOL;
    if (proto > HIGHEST_PROTOCOL) throw valueError(`pickle protocol must be <= ${HIGHEST_PROTOCOL}`);
    const callback = bufferCallback ?? null;
    if (callback !== null && proto < 5) throw valueError('buffer_callback needs protocol >= 5');
    this.proto = proto;
    this.bin = proto > 0 ? 1 : 0;
    this.fast = 0;
    this.fixImports = (fixImports === undefined || isTruthy(fixImports)) && proto < 3;
    this.bufferCallback = callback;
    this.memo.clear();
    this.initialized = true;
  }

  // ---------------------------------------------------------------- output

  private op(...bytes: number[]): void {
    const target = this.frame ?? this.out;
    for (const byte of bytes) target.byte(byte);
  }

  private put(bytes: ArrayLike<number>): void {
    (this.frame ?? this.out).put(bytes);
  }

  private endFrame(): void {
    const { frame } = this;
    if (frame === null || frame.length === 0) return;
    const { length } = frame;
    if (length >= FRAME_SIZE_MIN) this.out.put([OP.FRAME, ...littleEndian(length, 8)]);
    this.out.put(frame.take());
  }

  private flush(): void {
    if (this.write !== undefined && this.out.length > 0) callValue(this.write, [new PyBytes(this.out.take())]);
  }

  /** Between two instructions: a frame that is full ends. */
  private boundary(): void {
    if (this.frame === null || this.frame.length < FRAME_SIZE_TARGET) return;
    this.endFrame();
    this.flush();
  }

  /** A large payload goes past the frames, and to a file without being copied. */
  private large(header: number[], payload: Uint8Array, owner: Value | null): void {
    if (payload.length < FRAME_SIZE_TARGET) {
      this.put(header);
      this.put(payload);
      return;
    }
    this.endFrame();
    this.out.put(header);
    if (this.write === undefined) {
      this.out.put(payload);
      return;
    }
    this.flush();
    callValue(this.write, [owner ?? new PyBytes(payload)]);
  }

  // ---------------------------------------------------------------- the whole

  dump(value: Value): Uint8Array {
    this.out.length = 0;
    this.prepare();
    if (this.proto >= 2) this.op(OP.PROTO, this.proto);
    this.frame = this.proto >= 4 ? new Bytes() : null;
    this.depth = 0;
    this.fastPath.clear();
    this.save(value);
    this.op(OP.STOP);
    this.endFrame();
    this.frame = null;
    if (this.write === undefined) return this.out.take();
    this.flush();
    return new Uint8Array();
  }

  /** Looks for what a subclass, or an assignment, overrides. */
  private prepare(): void {
    const persist = findAttribute(this, 'persistent_id');
    this.persist = persist instanceof PyBuiltin && persist.implementation === noPersistentId ? undefined : persist;
    this.table = findAttribute(this, 'dispatch_table');
    this.override = findAttribute(this, 'reducer_override');
  }

  private get(index: number): void {
    if (this.bin === 0) this.put(latin1(`g${index}\n`));
    else if (index < 256) this.op(OP.BINGET, index);
    else this.op(OP.LONG_BINGET, ...littleEndian(index, 4));
  }

  private memoize(value: Value): void {
    if (this.fast !== 0) return;
    const index = this.memo.size;
    this.memo.set(value, { index, value });
    if (this.proto >= 4) this.op(OP.MEMOIZE);
    else if (this.bin === 0) this.put(latin1(`p${index}\n`));
    else if (index < 256) this.op(OP.BINPUT, index);
    else this.op(OP.LONG_BINPUT, ...littleEndian(index, 4));
  }

  private save(value: Value, persistent = true): void {
    this.boundary();
    if (persistent && this.persist !== undefined) {
      const pid = callValue(this.persist, [value]);
      if (pid !== null) {
        this.savePersistent(pid);
        return;
      }
    }
    if (value === null) return this.op(OP.NONE);
    if (typeof value === 'boolean') return this.saveBool(value);
    if (typeof value === 'number' || typeof value === 'bigint') return this.saveInt(value);
    if (value instanceof PyFloat && value.cls === T.float) return this.saveFloat(value.value);
    const known = this.memo.get(value);
    if (known !== undefined) return this.get(known.index);
    if (typeof value === 'string' || value instanceof PyWideStr) return this.saveStr(value);
    const cls = typeOf(value);
    if (value instanceof PyBytes && cls === T.bytes) return this.saveBytes(value);
    if (++this.depth > machine.recursionLimit) {
      this.depth = 0;
      throw recursionError('maximum recursion depth exceeded while pickling an object');
    }
    this.saveCompound(value, cls);
    this.depth--;
  }

  private saveCompound(value: Value, cls: PyType): void {
    let reduced: Value = NotImplemented;
    if (value instanceof PyDict && cls === T.dict) return this.saveDict(value);
    if (value instanceof PySet && cls === T.set) return this.saveSet(value);
    if (value instanceof PySet && cls === T.frozenset) return this.saveFrozenSet(value);
    if (value instanceof PyList && cls === T.list) return this.saveList(value);
    if (value instanceof PyTuple && cls === T.tuple) return this.saveTuple(value);
    if (value instanceof PyByteArray && cls === T.bytearray) return this.saveByteArray(value);
    if (value instanceof PyPickleBuffer) return this.savePickleBuffer(value);
    if (this.override !== undefined) reduced = callValue(this.override, [value]);
    if (reduced === NotImplemented) {
      if (cls === T.type) return this.saveType(value as PyType);
      if (value instanceof PyFunction) return this.saveGlobal(value);
      const reducer = this.reducerOf(cls);
      if (reducer !== undefined) reduced = callValue(reducer, [value]);
      else if (cls.isSubtype(T.type)) return this.saveGlobal(value);
      else {
        const reduceEx = findAttribute(value, '__reduce_ex__');
        if (reduceEx !== undefined) reduced = callValue(reduceEx, [this.proto]);
        else {
          const reduce = findAttribute(value, '__reduce__');
          if (reduce === undefined) throw picklingError(`Can't pickle ${className(cls)} object`);
          reduced = callValue(reduce, []);
        }
      }
    }
    if (strText(reduced) !== undefined) return this.saveGlobal(value, reduced);
    noting(
      () => `when serializing ${className(value)} object`,
      () => {
        if (!(reduced instanceof PyTuple)) throw picklingError(`__reduce__ must return a string or tuple, not ${className(reduced)}`);
        this.saveReduce(reduced.items, value);
      },
    );
  }

  private reducerOf(cls: PyType): MaybeValue {
    const table = this.table ?? fromModule('copyreg', 'dispatch_table');
    if (table instanceof PyDict && table.cls === T.dict) return table.get(cls);
    try {
      return callValue(getAttribute(table, '__getitem__'), [cls]);
    } catch (error) {
      if (error instanceof PyBaseException && error.cls.isSubtype(T.KeyError)) return undefined;
      throw error;
    }
  }

  private savePersistent(pid: Value): void {
    if (this.bin !== 0) {
      this.save(pid, false);
      this.op(OP.BINPERSID);
      return;
    }
    const text = strTextOf(pid);
    if (/[^\0-\x7f]/.test(text)) throw picklingError('persistent IDs in protocol 0 must be ASCII strings');
    this.put(latin1(`P${text}\n`));
  }

  // ---------------------------------------------------------------- atoms

  private saveBool(value: boolean): void {
    if (this.proto >= 2) this.op(value ? OP.NEWTRUE : OP.NEWFALSE);
    else this.put(latin1(value ? 'I01\n' : 'I00\n'));
  }

  private saveInt(value: Int): void {
    const small = typeof value === 'number' && value <= 0x7fffffff && value >= -0x80000000;
    if (small && this.bin !== 0) {
      if (value >= 0 && value < 256) this.op(OP.BININT1, value);
      else if (value >= 0 && value < 65536) this.op(OP.BININT2, value & 255, value >> 8);
      else this.op(OP.BININT, ...littleEndian(value, 4));
    } else if (small) this.put(latin1(`I${value}\n`));
    else if (this.proto < 2) this.put(latin1(`L${intToString(value)}L\n`));
    else {
      const bytes = longBytes(BigInt(value));
      this.put(bytes.length < 256 ? [OP.LONG1, bytes.length] : [OP.LONG4, ...littleEndian(bytes.length, 4)]);
      this.put(bytes);
    }
  }

  private saveFloat(value: number): void {
    if (this.bin === 0) {
      this.put(latin1(`F${floatRepr(value)}\n`));
      return;
    }
    const bytes = new Uint8Array(9);
    bytes[0] = OP.BINFLOAT;
    new DataView(bytes.buffer).setFloat64(1, value);
    this.put(bytes);
  }

  private saveBytes(value: PyBytes): void {
    if (this.proto >= 3) return this.bytesData(value, value.data, value);
    if (value.data.length === 0) return this.saveReduce([T.bytes, new PyTuple([])], value);
    // Python 2 knows no bytes: they are encoded text there.
    this.saveReduce([fromModule('codecs', 'encode'), pair(String.fromCharCode(...value.data), 'latin1')], value);
  }

  private bytesData(value: Value, data: Uint8Array, owner: Value | null): void {
    const n = data.length;
    const header = n < 256 ? [OP.SHORT_BINBYTES, n] : n <= 0xffffffff ? [OP.BINBYTES, ...littleEndian(n, 4)] : [OP.BINBYTES8, ...littleEndian(n, 8)]; // prettier-ignore
    this.large(header, data, owner);
    this.memoize(value);
  }

  private saveByteArray(value: PyByteArray): void {
    if (this.proto >= 5) return this.byteArrayData(value, value.data, value);
    const args = value.length === 0 ? [] : [new PyBytes(value.data.slice())];
    this.saveReduce([T.bytearray, new PyTuple(args)], value);
  }

  private byteArrayData(value: Value, data: Uint8Array, owner: Value | null): void {
    this.large([OP.BYTEARRAY8, ...littleEndian(data.length, 8)], data, owner);
    this.memoize(value);
  }

  private savePickleBuffer(value: PyPickleBuffer): void {
    if (this.proto < 5) throw picklingError('PickleBuffer can only be pickled with protocol >= 5');
    const { bytes, readonly } = value.buffer;
    if (!isTruthy(getAttribute(callValue(T.memoryview, [value.base!]), 'contiguous')))
      throw picklingError('PickleBuffer can not be pickled when pointing to a non-contiguous buffer');
    const inBand = this.bufferCallback === null || isTruthy(callValue(this.bufferCallback, [value]));
    if (!inBand) {
      this.op(OP.NEXT_BUFFER);
      if (readonly) this.op(OP.READONLY_BUFFER);
    } else if (readonly) this.bytesData(value, bytes, null);
    else this.byteArrayData(value, bytes, null);
  }

  private saveStr(value: Value): void {
    if (this.bin !== 0) {
      const bytes = encodeStr(value, 'utf-8', 'surrogatepass');
      const n = bytes.length;
      const header =
        n < 256 && this.proto >= 4
          ? [OP.SHORT_BINUNICODE, n]
          : n <= 0xffffffff
            ? [OP.BINUNICODE, ...littleEndian(n, 4)]
            : [OP.BINUNICODE8, ...littleEndian(n, 8)];
      this.large(header, bytes, null);
    } else {
      // Raw escapes, and what would end the line.
      const encoded = (callValue(fromModule('_codecs', 'raw_unicode_escape_encode'), [escapeLines(value)]) as PyTuple).items[0];
      this.op(OP.UNICODE);
      this.put((encoded as PyBytes).data);
      this.op(10);
    }
    this.memoize(value);
  }

  // ---------------------------------------------------------------- containers

  private saveTuple(value: PyTuple): void {
    const { items } = value;
    const n = items.length;
    if (n === 0) {
      if (this.bin !== 0) this.op(OP.EMPTY_TUPLE);
      else this.op(OP.MARK, OP.TUPLE);
      return;
    }
    const short = n <= 3 && this.proto >= 2;
    if (!short) this.op(OP.MARK);
    items.forEach((item, i) =>
      noting(
        () => `when serializing ${className(value)} item ${i}`,
        () => this.save(item),
      ),
    );
    const known = this.memo.get(value);
    if (known !== undefined) {
      // It holds itself: its items led to it, and what was put on the stack for it goes.
      if (short) this.op(...items.map(() => OP.POP));
      else if (this.bin !== 0) this.op(OP.POP_MARK);
      else this.op(...items.map(() => OP.POP), OP.POP);
      return this.get(known.index);
    }
    this.op(short ? [OP.TUPLE1, OP.TUPLE2, OP.TUPLE3][n - 1] : OP.TUPLE);
    this.memoize(value);
  }

  /** With `fast`: a circle would never end. */
  private guarded(value: Value, action: () => void): void {
    if (this.fast === 0) return action();
    if (this.fast++ > FAST_NESTING_LIMIT) {
      if (this.fastPath.has(value)) {
        this.fast = 1;
        throw valueError(
          `fast mode: can't pickle cyclic objects including object type ${typeOf(value).name} at 0x${idOf(value).toString(16)}`,
        );
      }
      this.fastPath.add(value);
    }
    action();
    if (--this.fast > FAST_NESTING_LIMIT) this.fastPath.delete(value);
  }

  private saveList(value: PyList): void {
    this.guarded(value, () => {
      if (this.bin !== 0) this.op(OP.EMPTY_LIST);
      else this.op(OP.MARK, OP.LIST);
      this.memoize(value);
      if (value.items.length > 0) this.appends(getIter(value), value);
    });
  }

  /** Items for a list, a batch at a time. */
  private appends(iterator: PyObject, owner: Value): void {
    let total = 0;
    const item = (value: Value): void =>
      noting(
        () => `when serializing ${className(owner)} item ${total}`,
        () => {
          this.save(value);
          total++;
        },
      );
    if (this.bin === 0) {
      for (let value = iterNext(iterator); value !== undefined; value = iterNext(iterator)) {
        item(value);
        this.op(OP.APPEND);
      }
      return;
    }
    this.batches(iterator, item, OP.APPEND, OP.APPENDS);
  }

  /** One instruction for a single item, a mark and another instruction for up to a thousand. */
  private batches(iterator: PyObject, item: (value: Value) => void, single: number, many: number): void {
    let next = iterNext(iterator);
    while (next !== undefined) {
      let value = next;
      next = iterNext(iterator);
      if (next === undefined) {
        item(value);
        this.op(single);
        return;
      }
      this.op(OP.MARK);
      item(value);
      let count = 1;
      for (; next !== undefined && count < BATCH; count++) {
        value = next;
        item(value);
        next = iterNext(iterator);
      }
      this.op(many);
    }
  }

  private saveDict(value: PyDict): void {
    this.guarded(value, () => {
      if (this.bin !== 0) this.op(OP.EMPTY_DICT);
      else this.op(OP.MARK, OP.DICT);
      this.memoize(value);
      if (value.size > 0) this.setItems(getIter(callValue(getAttribute(value, 'items'), [])), value);
    });
  }

  private setItems(iterator: PyObject, owner: Value): void {
    const item = (entry: Value): void => {
      if (!(entry instanceof PyTuple) || entry.items.length !== 2) throw typeError('dict items iterator must return 2-tuples');
      const [key, value] = entry.items;
      this.save(key);
      noting(
        () => `when serializing ${className(owner)} item ${reprText(key)}`,
        () => this.save(value),
      );
    };
    if (this.bin === 0) {
      for (let entry = iterNext(iterator); entry !== undefined; entry = iterNext(iterator)) {
        item(entry);
        this.op(OP.SETITEM);
      }
      return;
    }
    this.batches(iterator, item, OP.SETITEM, OP.SETITEMS);
  }

  private saveSet(value: PySet): void {
    if (this.proto < 4) return this.saveReduce([T.set, new PyTuple([new PyList(value.toArray())])], value);
    this.op(OP.EMPTY_SET);
    this.memoize(value);
    const size = value.size;
    const elements = value.toArray();
    for (let start = 0; start < elements.length; start += BATCH) {
      this.op(OP.MARK);
      for (const element of elements.slice(start, start + BATCH)) this.element(element, value);
      this.op(OP.ADDITEMS);
      if (value.size !== size) throw runtimeError('set changed size during iteration');
    }
  }

  private element(element: Value, owner: Value): void {
    noting(
      () => `when serializing ${className(owner)} element`,
      () => this.save(element),
    );
  }

  private saveFrozenSet(value: PySet): void {
    if (this.proto < 4) return this.saveReduce([T.frozenset, new PyTuple([new PyList(value.toArray())])], value);
    this.op(OP.MARK);
    for (const element of value.toArray()) this.element(element, value);
    const known = this.memo.get(value);
    if (known !== undefined) {
      this.op(OP.POP_MARK);
      return this.get(known.index);
    }
    this.op(OP.FROZENSET);
    this.memoize(value);
  }

  // ---------------------------------------------------------------- by name

  private saveType(value: PyType): void {
    const instances: [PyType, Value][] = [
      [typeOf(null), null],
      [typeOf(NotImplemented), NotImplemented],
      [typeOf(Ellipsis), Ellipsis],
    ];
    const nameless = instances.find(([type]) => type === value);
    if (nameless !== undefined) this.saveReduce([T.type, new PyTuple([nameless[1]])], value);
    else this.saveGlobal(value);
  }

  private saveGlobal(value: Value, given?: Value): void {
    const name = given ?? findAttribute(value, '__qualname__') ?? getAttribute(value, '__name__');
    const nameText = strText(name)!;
    const module = moduleOf(value, nameText);
    if (this.proto >= 2) {
      const code = (fromModule('copyreg', '_extension_registry') as PyDict).get(pair(module, name));
      if (code !== undefined) return this.extension(code);
    }
    if (this.proto >= 4) {
      this.save(module);
      this.save(name);
      this.op(OP.STACK_GLOBAL);
    } else if (nameText.includes('.')) {
      // Older protocols reach an attribute by calls of getattr().
      const [first, ...rest] = nameText.split('.');
      rest.forEach(() => {
        this.save(getAttribute(machine.modules.getStr('builtins')!, 'getattr'));
        if (this.proto < 2) this.op(OP.MARK);
      });
      this.topLevel(strText(module)!, first);
      for (const attribute of rest) {
        this.save(attribute);
        this.op(this.proto < 2 ? OP.TUPLE : OP.TUPLE2, OP.REDUCE);
      }
    } else this.topLevel(strText(module)!, nameText);
    this.memoize(value);
  }

  private extension(code: Value): void {
    const n = toIndex(code);
    if (typeof n === 'bigint') throw overflowError('Python int too large to convert to C long');
    if (n <= 0 || n > 0x7fffffff) throw runtimeError(`extension code ${n} is out of range`);
    if (n < 256) this.op(OP.EXT1, n);
    else if (n < 65536) this.op(OP.EXT2, ...littleEndian(n, 2));
    else this.op(OP.EXT4, ...littleEndian(n, 4));
  }

  private topLevel(module: string, name: string): void {
    if (this.fixImports) {
      const names = fromModule('_compat_pickle', 'REVERSE_NAME_MAPPING') as PyDict;
      const modules = fromModule('_compat_pickle', 'REVERSE_IMPORT_MAPPING') as PyDict;
      const renamed = names.get(pair(module, name));
      if (renamed instanceof PyTuple) [module, name] = renamed.items.map(item => strText(item)!);
      else module = strText(modules.getStr(module) ?? module)!;
    }
    this.op(OP.GLOBAL);
    this.identifier(module, 'module');
    this.identifier(name, 'global');
  }

  /** Names that are not ASCII came with protocol 3. */
  private identifier(text: string, kind: string): void {
    try {
      this.put(encodeStr(strOf(text), this.proto < 3 ? 'ascii' : 'utf-8'));
    } catch (error) {
      throw because(error, picklingError(`can't pickle ${kind} identifier ${reprText(strOf(text))} using pickle protocol ${this.proto}`));
    }
    this.op(10);
  }

  // ---------------------------------------------------------------- by reconstruction

  private saveReduce(parts: readonly Value[], value: Value): void {
    if (parts.length < 2 || parts.length > 6) throw picklingError('tuple returned by __reduce__ must contain 2 through 6 elements');
    const [func, args, state = null, listItems = null, dictItems = null, setter = null] = parts;
    if (!isCallable(func)) throw picklingError(`first item of the tuple returned by __reduce__ must be callable, not ${className(func)}`);
    if (!(args instanceof PyTuple))
      throw picklingError(`second item of the tuple returned by __reduce__ must be a tuple, not ${className(args)}`);
    const note = <R>(what: string, action: () => R): R => noting(() => `when serializing ${className(value)} ${what}`, action);
    const name = this.proto >= 2 ? findAttribute(func, '__name__') : undefined;
    if (name === '__newobj_ex__') this.newObjectEx(args, value, note);
    else if (name === '__newobj__') this.newObject(args, value, note);
    else {
      note('reconstructor', () => this.save(func));
      note('reconstructor arguments', () => this.save(args));
      this.op(OP.REDUCE);
    }
    const known = this.memo.get(value);
    if (known !== undefined) {
      // It holds itself: see tuples.
      this.op(OP.POP);
      this.get(known.index);
    } else this.memoize(value);
    if (listItems !== null) this.appends(iteratorOf(listItems, 'fourth'), value);
    if (dictItems !== null) this.setItems(iteratorOf(dictItems, 'fifth'), value);
    if (state === null) return;
    if (setter === null) {
      note('state', () => this.save(state));
      this.op(OP.BUILD);
      return;
    }
    if (!isCallable(setter))
      throw picklingError(`sixth item of the tuple returned by __reduce__ must be callable, not ${className(setter)}`);
    note('state setter', () => this.save(setter));
    this.save(value);
    note('state', () => this.save(state));
    this.op(OP.TUPLE2, OP.REDUCE, OP.POP);
  }

  private checkClass(cls: Value, value: Value, method: string): void {
    if (findAttribute(cls, '__new__') === undefined) throw picklingError(`first argument to ${method}() has no __new__`);
    const own = getAttribute(value, '__class__');
    if (own !== cls) throw picklingError(`first argument to ${method}() must be ${reprText(own)}, not ${reprText(cls)}`);
  }

  private newObjectEx(args: PyTuple, value: Value, note: (what: string, action: () => void) => void): void {
    if (args.items.length !== 3) throw picklingError(`__newobj_ex__ expected 3 arguments, got ${args.items.length}`);
    const [cls, positional, keywords] = args.items;
    this.checkClass(cls, value, '__newobj_ex__');
    if (!(positional instanceof PyTuple))
      throw picklingError(`second argument to __newobj_ex__() must be a tuple, not ${className(positional)}`);
    if (!(keywords instanceof PyDict)) throw picklingError(`third argument to __newobj_ex__() must be a dict, not ${className(keywords)}`);
    if (this.proto >= 4) {
      note('class', () => this.save(cls));
      note('__new__ arguments', () => {
        this.save(positional);
        this.save(keywords);
      });
      this.op(OP.NEWOBJ_EX);
      return;
    }
    const names: string[] = [];
    const values: Value[] = [];
    for (const { key, value: argument } of keywords.entries()) {
      names.push(strText(key)!);
      values.push(argument!);
    }
    const given = [getAttribute(cls, '__new__'), cls, ...positional.items, ...values];
    const partial = callValue(fromModule('functools', 'partial'), given, names.length === 0 ? null : names);
    note('reconstructor', () => this.save(partial));
    this.save(new PyTuple([]));
    this.op(OP.REDUCE);
  }

  private newObject(args: PyTuple, value: Value, note: (what: string, action: () => void) => void): void {
    if (args.items.length === 0) throw picklingError('__newobj__ expected at least 1 argument, got 0');
    const [cls, ...rest] = args.items;
    this.checkClass(cls, value, '__newobj__');
    note('class', () => this.save(cls));
    note('__new__ arguments', () => this.save(new PyTuple(rest)));
    this.op(OP.NEWOBJ);
  }
}

function iteratorOf(value: Value, which: string): PyObject {
  const iterator = value instanceof PyObject && value.cls.slots.tp_iternext !== null ? value : undefined;
  if (iterator === undefined)
    throw picklingError(`${which} item of the tuple returned by __reduce__ must be an iterator, not ${className(value)}`);
  return iterator;
}

/** Two's complement, the lowest byte first, as few bytes as keep the sign. */
function longBytes(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 255n);
    rest >>= 8n;
    bytes.push(byte);
    if ((rest === 0n && byte < 128) || (rest === -1n && byte >= 128)) return bytes;
  }
}

/** What the text form of a str cannot hold, as escapes. */
function escapeLines(value: Value): Value {
  let text: Value = value;
  for (const [char, escape] of [
    ['\\', '\\u005c'],
    ['\0', '\\u0000'],
    ['\n', '\\u000a'],
    ['\r', '\\u000d'],
    ['\x1a', '\\u001a'],
  ])
    text = callValue(getAttribute(text, 'replace'), [char, escape]);
  return text;
}

function resolve(module: Value, path: readonly string[]): MaybeValue {
  let found: MaybeValue = module;
  for (const name of path) {
    found = findAttribute(found, name);
    if (found === undefined) return undefined;
  }
  return found;
}

/** The module in which an object can be found by its name. */
function moduleOf(value: Value, name: string): Value {
  const path = name.split('.');
  let module: Value = findAttribute(value, '__module__') ?? null;
  if (path.includes('<locals>')) throw picklingError(`Can't pickle local object ${reprText(value)}`);
  if (module === null) {
    for (const { key, value: candidate } of [...machine.modules.entries()]) {
      if (key === '__main__' || key === '__mp_main__' || candidate === undefined || candidate === null) continue;
      if (resolve(candidate, path) === value) return key;
    }
    module = '__main__';
  }
  const moduleName = strText(module);
  let loaded: MaybeValue;
  try {
    if (moduleName === undefined) throw typeError(`__import__() argument 1 must be str, not ${typeOf(module).name}`);
    importModule(moduleName, null, null, 0);
    loaded = machine.modules.get(module);
    if (loaded === undefined) throw raise(T.KeyError, module);
  } catch (error) {
    if (error instanceof PyBaseException && [T.ImportError, T.ValueError, T.KeyError].some(cls => error.cls.isSubtype(cls)))
      throw because(error, picklingError(`Can't pickle ${reprText(value)}: ${strTextOf(error)}`));
    throw error;
  }
  let found: Value = loaded;
  try {
    for (const part of path) found = getAttribute(found, part);
  } catch (error) {
    if (!(error instanceof PyBaseException) || !error.cls.isSubtype(T.AttributeError)) throw error;
    throw because(error, picklingError(`Can't pickle ${reprText(value)}: it's not found as ${moduleName}.${name}`));
  }
  if (found !== value) throw picklingError(`Can't pickle ${reprText(value)}: it's not the same object as ${moduleName}.${name}`);
  return module;
}

// ---------------------------------------------------------------- the type

/** The base's method, which knows no persistent objects. */
const noPersistentId = (): Value => null;

/** `Pickler.memo`: what has been pickled, as a mapping from ids. */
class PyPicklerMemo extends PyObject {
  readonly pickler: PyPickler;
  constructor(pickler: PyPickler) {
    super(PicklerMemoProxy);
    this.pickler = pickler;
  }
  copy(): PyDict {
    const dict = new PyDict();
    for (const { index, value } of this.pickler.memo.values()) dict.set(idOf(value), pair(index, value));
    return dict;
  }
}

const PicklerMemoProxy: PyType = defineType('_pickle.PicklerMemoProxy', {
  final: true,
  methods: {
    'clear($self, /)': [(self: PyPicklerMemo) => (self.pickler.memo.clear(), null), 'Remove all items from memo.'],
    'copy($self, /)': [(self: PyPicklerMemo) => self.copy(), 'Copy the memo to a new object.'],
    '__reduce__($self, /)': [(self: PyPicklerMemo) => pair(T.dict, new PyTuple([self.copy()])), 'Implement pickle support.'],
  },
});

function setMemo(self: PyPickler, memo: MaybeValue): void {
  if (memo === undefined) throw typeError('attribute deletion is not supported');
  const entries = new Map<Value, Remembered>();
  if (memo instanceof PyPicklerMemo) for (const [value, entry] of memo.pickler.memo) entries.set(value, entry);
  else if (memo instanceof PyDict) {
    for (const { value: entry } of memo.entries()) {
      if (!(entry instanceof PyTuple) || entry.items.length !== 2) throw typeError("'memo' values must be 2-item tuples");
      const [index, value] = entry.items;
      entries.set(value, { index: toIndexNumber(index), value });
    }
  } else throw typeError(`'memo' attribute must be a PicklerMemoProxy object or dict, not ${typeOf(memo).name}`);
  self.memo = entries;
}

/** A number that programs may set. */
const count = (field: 'bin' | 'fast') =>
  [
    (self: PyPickler) => self[field],
    (self: PyPickler, value: MaybeValue): void => {
      if (value === undefined) throw typeError(`can't delete numeric/char attribute`);
      const number = toIndex(value);
      if (typeof number === 'bigint') throw overflowError('Python int too large to convert to C long');
      self[field] = number;
    },
  ] as const;

export const Pickler: PyType = defineType('_pickle.Pickler', {
  slots: {
    tp_new: cls => new PyPickler(cls),
    tp_init: makeInit(
      'Pickler($self, file, protocol=None, fix_imports=True, buffer_callback=None)',
      (self: PyPickler, file: Value, protocol: MaybeValue, fixImports: MaybeValue, bufferCallback: MaybeValue) => {
        self.usage.check();
        self.configure(protocol, fixImports, bufferCallback);
        const write = findAttribute(file, 'write');
        if (write === undefined) throw typeError("file must have a 'write' attribute");
        self.write = write;
      },
    ),
  },
  methods: {
    'dump($self, obj, /)': [
      (self: PyPickler, value: Value) => {
        if (!self.initialized) throw picklingError(`Pickler.__init__() was not called by ${typeOf(self).name}.__init__()`);
        self.usage.run(() => self.dump(value));
        return null;
      },
      'Write a pickled representation of the given object to the open file.',
    ],
    'clear_memo($self, /)': [
      (self: PyPickler) => {
        self.usage.check();
        self.memo.clear();
        return null;
      },
      'Clears the pickler\'s "memo".\n\nThe memo is the data structure that remembers which objects the\npickler has already seen, so that shared or recursive objects are\npickled by reference and not by value.  This method is useful when\nre-using picklers.',
    ],
  },
  getset: {
    bin: count('bin'),
    fast: count('fast'),
    memo: [(self: PyPickler) => new PyPicklerMemo(self), setMemo],
    persistent_id: [
      (self: PyPickler) => self.persistentId ?? nativeFunction('persistent_id(obj, /)', noPersistentId),
      (self: PyPickler, value: MaybeValue) => {
        if (value === undefined && self.persistentId === undefined) throw raise(T.AttributeError, 'persistent_id');
        self.persistentId = value;
      },
    ],
    dispatch_table: [
      (self: PyPickler) => {
        if (self.dispatchTable === undefined) throw raise(T.AttributeError, 'dispatch_table');
        return self.dispatchTable;
      },
      (self: PyPickler, value: MaybeValue) => {
        self.dispatchTable = value;
      },
    ],
  },
});
Pickler.name = 'Pickler';

/** `dumps`, and `dump` with a file. */
export function pickle(value: Value, file: Value | null, protocol: MaybeValue, fixImports: MaybeValue, callback: MaybeValue): Value {
  const pickler = new PyPickler();
  pickler.configure(protocol, fixImports, callback);
  if (file !== null) {
    const write = findAttribute(file, 'write');
    if (write === undefined) throw typeError("file must have a 'write' attribute");
    pickler.write = write;
  }
  const bytes = pickler.dump(value);
  return file === null ? new PyBytes(bytes) : null;
}
