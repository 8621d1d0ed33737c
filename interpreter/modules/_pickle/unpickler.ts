/** `_pickle.Unpickler`: the machine that runs pickles. */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyByteArray, PyBytes } from '../../objects/core/bytes.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyFloat } from '../../objects/core/float.ts';
import { PyInstance } from '../../objects/core/instance.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { PySet } from '../../objects/core/set.ts';
import { strText, strValue, textOf } from '../../objects/core/str.ts';
import { defineType } from '../../objects/core/define.ts';
import { overflowError, PyBaseException, raise, typeError, valueError } from '../../objects/core/errors.ts';
import { intValue, normalize } from '../../objects/core/integer.ts';
import { nativeFunction, PyBuiltin } from '../../objects/core/native.ts';
import { T } from '../../objects/core/registry.ts';
import { PyType, typeOf } from '../../objects/core/type.ts';
import { findAttribute, getAttribute, setAttribute, usesGenericGetAttribute } from '../../objects/protocol/attribute.ts';
import { getBuffer } from '../../objects/protocol/buffer.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { getIter, iterNext } from '../../objects/protocol/iterate.ts';
import { toIndexNumber } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { decodeBytes } from '../../objects/types/codecs.ts';
import { makeInit } from '../../objects/types/make.ts';
import { importModule } from '../../vm/import.ts';
import { machine } from '../../vm/machine.ts';
import { because, fromModule, HIGHEST_PROTOCOL, OP, pair, unpicklingError, Usage } from './common.ts';

/** Where a pickle comes from: bytes, or a file of which no more is read than is needed. */
class Source {
  private bytes: Uint8Array;
  private at = 0;
  /** Where the frame ends, in `bytes`. */
  private end = -1;
  private readonly file: { readonly read: Value; readonly readline: Value; readonly readinto: MaybeValue } | null;

  constructor(from: Uint8Array | Value) {
    if (from instanceof Uint8Array) {
      this.bytes = from;
      this.file = null;
      return;
    }
    this.bytes = new Uint8Array();
    const [read, readline, readinto] = ['read', 'readline', 'readinto'].map(name => findAttribute(from, name));
    if (read === undefined || readline === undefined) throw raise(T.AttributeError, "file must have 'read' and 'readline' attributes");
    this.file = { read, readline, readinto };
  }

  private exhausted(): unknown {
    return unpicklingError('pickle exhausted before end of frame');
  }

  private truncated(): unknown {
    return unpicklingError('pickle data was truncated');
  }

  private fromFile(method: Value, args: Value[]): Uint8Array {
    const data = callValue(method, args);
    if (!(data instanceof PyBytes)) {
      const bytes = getBuffer(data)?.bytes;
      if (bytes === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(data).name}'`);
      return bytes;
    }
    return data.data;
  }

  /** The next byte; undefined at the end. */
  opcode(): number | undefined {
    if (this.at < this.bytes.length) return this.bytes[this.at++];
    if (this.file === null) return undefined;
    return this.fromFile(this.file.read, [1])[0];
  }

  read(count: number): Uint8Array {
    const rest = this.bytes.length - this.at;
    if (this.at < this.end && this.at + count > this.end) throw this.exhausted();
    if (count <= rest) return this.bytes.subarray(this.at, (this.at += count));
    if (this.file === null) throw this.truncated();
    const held = this.bytes.subarray(this.at);
    this.bytes = new Uint8Array();
    this.at = 0;
    this.end = -1;
    const more = this.fromFile(this.file.read, [count - held.length]);
    if (held.length + more.length < count) throw this.truncated();
    if (held.length === 0) return more;
    const all = new Uint8Array(count);
    all.set(held);
    all.set(more, held.length);
    return all;
  }

  /** Fills memory that the program will have. */
  readInto(target: PyByteArray): void {
    const held = this.bytes.length - this.at;
    if (this.file === null || held > 0 || this.file.readinto === undefined) {
      target.data.set(this.read(target.length));
      return;
    }
    const view = callValue(T.memoryview, [target]);
    const count = callValue(this.file.readinto, [view]);
    if (Number(intValue(count)) < target.length) throw this.truncated();
  }

  /** A line without its end, of at least so many bytes. */
  line(least = 0): Uint8Array {
    const line = this.anyLine();
    if (line.length < least) throw this.truncated();
    return line;
  }

  private anyLine(): Uint8Array {
    const end = this.bytes.indexOf(10, this.at);
    if (this.at < this.end && (end < 0 || end >= this.end)) throw this.exhausted();
    if (end >= 0) return this.bytes.subarray(this.at, (this.at = end + 1) - 1);
    if (this.file === null || this.at < this.bytes.length) throw this.truncated();
    const line = this.fromFile(this.file.readline, []);
    if (line.at(-1) !== 10) throw this.truncated();
    return line.subarray(0, -1);
  }

  /** Has a frame at hand as a whole. */
  frame(size: number): void {
    if (this.at < this.end) throw unpicklingError('beginning of a new frame before end of current frame');
    if (this.file === null) {
      if (this.at + size > this.bytes.length) throw this.truncated();
      this.end = this.at + size;
      return;
    }
    this.bytes = this.read(size);
    this.at = 0;
    this.end = size;
  }
}

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

export class PyUnpickler extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
  source: Source | null = null;
  memo = new Map<number, Value>();
  /** What the program has assigned. */
  persistentLoad: MaybeValue = undefined;
  encoding = 'ASCII';
  errors = 'strict';
  proto = 0;
  fixImports = true;
  buffers: PyObject | null = null;
  readonly usage = new Usage('Unpickler');

  private stack: Value[] = [];
  private marks: number[] = [];
  /** Below it nothing may be popped: the last mark. */
  private fence = 0;
  private find: Value | null = null;

  constructor(cls: PyType = Unpickler) {
    super(cls);
  }

  configure(from: Uint8Array | Value, fixImports: MaybeValue, encoding: MaybeValue, errors: MaybeValue, buffers: MaybeValue): void {
    this.source = new Source(from);
    this.fixImports = fixImports === undefined || isTruthy(fixImports);
    this.encoding = encoding === undefined ? 'ASCII' : strText(encoding)!;
    this.errors = errors === undefined ? 'strict' : strText(errors)!;
    this.buffers = buffers === undefined || buffers === null ? null : getIter(buffers);
    this.memo.clear();
    this.proto = 0;
  }

  // ---------------------------------------------------------------- the stack

  private underflow(): unknown {
    return unpicklingError(this.marks.length > 0 ? 'unexpected MARK found' : 'unpickling stack underflow');
  }

  private pop(): Value {
    if (this.stack.length <= this.fence) throw this.underflow();
    return this.stack.pop()!;
  }

  private top(): Value {
    if (this.stack.length <= this.fence) throw this.underflow();
    return this.stack[this.stack.length - 1];
  }

  private popMark(): Value[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw unpicklingError('could not find MARK');
    this.fence = this.marks.at(-1) ?? 0;
    return this.stack.splice(mark);
  }

  private popMany(count: number): Value[] {
    if (this.stack.length - count < this.fence) throw this.underflow();
    return this.stack.splice(this.stack.length - count);
  }

  // ---------------------------------------------------------------- the loop

  load(): Value {
    this.stack = [];
    this.marks = [];
    this.fence = 0;
    this.proto = 0;
    const find = findAttribute(this, 'find_class')!;
    this.find = find instanceof PyBuiltin && find.implementation === (findClass as unknown) ? null : find;
    const source = this.source!;
    for (;;) {
      const op = source.opcode();
      if (op === undefined) throw raise(T.EOFError, 'Ran out of input');
      if (op === OP.STOP) return this.pop();
      this.step(op, source);
    }
  }

  private step(op: number, source: Source): void {
    const { stack } = this;
    switch (op) {
      case OP.NONE:
        stack.push(null);
        return;
      case OP.NEWTRUE:
        stack.push(true);
        return;
      case OP.NEWFALSE:
        stack.push(false);
        return;
      case OP.BININT1:
        stack.push(source.read(1)[0]);
        return;
      case OP.BININT2:
        stack.push(number(source, 2));
        return;
      case OP.BININT:
        stack.push(number(source, 4) | 0);
        return;
      case OP.BINFLOAT:
        stack.push(new PyFloat(view(source.read(8)).getFloat64(0)));
        return;
      case OP.MEMOIZE:
        this.memo.set(this.memo.size, this.top());
        return;
      case OP.BINPUT:
        this.memo.set(number(source, 1), this.top());
        return;
      case OP.LONG_BINPUT:
        this.memo.set(number(source, 4), this.top());
        return;
      case OP.BINGET:
        return this.recall(number(source, 1));
      case OP.LONG_BINGET:
        return this.recall(number(source, 4));
      case OP.SHORT_BINUNICODE:
        return this.unicode(source, 1);
      case OP.BINUNICODE:
        return this.unicode(source, 4);
      case OP.BINUNICODE8:
        return this.unicode(source, 8);
      case OP.SHORT_BINBYTES:
        return this.bytes(source, 1);
      case OP.BINBYTES:
        return this.bytes(source, 4);
      case OP.BINBYTES8:
        return this.bytes(source, 8);
      case OP.EMPTY_TUPLE:
        stack.push(new PyTuple([]));
        return;
      case OP.EMPTY_LIST:
        stack.push(new PyList([]));
        return;
      case OP.EMPTY_DICT:
        stack.push(new PyDict());
        return;
      case OP.EMPTY_SET:
        stack.push(new PySet());
        return;
      case OP.MARK:
        this.marks.push(stack.length);
        this.fence = stack.length;
        return;
      case OP.TUPLE:
        stack.push(new PyTuple(this.popMark()));
        return;
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3:
        stack.push(new PyTuple(this.popMany(op - OP.TUPLE1 + 1)));
        return;
      case OP.LIST:
        stack.push(new PyList(this.popMark()));
        return;
      case OP.DICT:
        stack.push(this.filled(new PyDict(), this.popMark()));
        return;
      case OP.FROZENSET:
        stack.push(callValue(T.frozenset, [new PyList(this.popMark())]));
        return;
      case OP.APPEND: {
        const item = this.pop();
        return this.append(this.top(), [item], false);
      }
      case OP.APPENDS: {
        const items = this.popMark();
        return this.append(this.top(), items, true);
      }
      case OP.SETITEM: {
        const [key, value] = this.popMany(2);
        this.filled(this.top(), [key, value]);
        return;
      }
      case OP.SETITEMS: {
        const items = this.popMark();
        this.filled(this.top(), items);
        return;
      }
      case OP.ADDITEMS:
        return this.addItems(this.popMark());
      case OP.REDUCE: {
        const args = this.pop();
        const func = this.pop();
        if (!(args instanceof PyTuple)) throw typeError(`argument list must be a tuple, not ${typeOf(args).name}`);
        stack.push(callValue(func, [...args.items]));
        return;
      }
      case OP.NEWOBJ:
      case OP.NEWOBJ_EX:
        return this.newObject(op === OP.NEWOBJ_EX);
      case OP.BUILD:
        return this.build();
      case OP.GLOBAL: {
        const module = decodeBytes(source.line(1));
        const name = decodeBytes(source.line(1));
        stack.push(this.findClass(module, name));
        return;
      }
      case OP.STACK_GLOBAL: {
        const [module, name] = this.popMany(2);
        if (typeOf(module) !== T.str || typeOf(name) !== T.str) throw unpicklingError('STACK_GLOBAL requires str');
        stack.push(this.findClass(module, name));
        return;
      }
      case OP.PROTO: {
        const proto = number(source, 1);
        if (proto > HIGHEST_PROTOCOL) throw valueError(`unsupported pickle protocol: ${proto}`);
        this.proto = proto;
        return;
      }
      case OP.FRAME:
        return source.frame(size(source.read(8), 'FRAME'));
      default:
        return this.rare(op, source);
    }
  }

  /** Instructions that only old pickles, or special ones, have. */
  private rare(op: number, source: Source): void {
    const { stack } = this;
    switch (op) {
      case OP.POP:
        // A mark is popped, too.
        if (this.marks.length > 0 && this.marks.at(-1) === stack.length) this.popMark();
        else this.pop();
        return;
      case OP.POP_MARK:
        this.popMark();
        return;
      case OP.DUP:
        stack.push(this.top());
        return;
      case OP.INT:
        stack.push(intOf(text(source.line(1))));
        return;
      case OP.LONG:
        stack.push(callValue(T.int, [text(source.line(1)).replace(/L$/, '')]));
        return;
      case OP.LONG1:
        stack.push(longOf(source.read(number(source, 1))));
        return;
      case OP.LONG4: {
        const count = number(source, 4) | 0;
        if (count < 0) throw unpicklingError('LONG pickle has negative byte count');
        stack.push(longOf(source.read(count)));
        return;
      }
      case OP.FLOAT:
        stack.push(callValue(T.float, [text(source.line(1))]));
        return;
      case OP.STRING:
        return this.quoted(source.line(1));
      case OP.BINSTRING: {
        const count = number(source, 4) | 0;
        if (count < 0) throw unpicklingError('BINSTRING pickle has negative byte count');
        return this.string(source.read(count));
      }
      case OP.SHORT_BINSTRING:
        return this.string(source.read(number(source, 1)));
      case OP.UNICODE: {
        const decoded = callValue(fromModule('_codecs', 'raw_unicode_escape_decode'), [new PyBytes(source.line().slice())]);
        stack.push((decoded as PyTuple).items[0]);
        return;
      }
      case OP.BYTEARRAY8: {
        const array = new PyByteArray(new Uint8Array(size(source.read(8), 'BYTEARRAY8')));
        source.readInto(array);
        stack.push(array);
        return;
      }
      case OP.NEXT_BUFFER: {
        if (this.buffers === null) throw unpicklingError('pickle stream refers to out-of-band data but no *buffers* argument was given');
        const buffer = iterNext(this.buffers);
        if (buffer === undefined) throw unpicklingError('not enough out-of-band buffers');
        stack.push(buffer);
        return;
      }
      case OP.READONLY_BUFFER: {
        const buffer = this.pop();
        const memory = callValue(T.memoryview, [buffer]);
        stack.push(isTruthy(getAttribute(memory, 'readonly')) ? buffer : callValue(getAttribute(memory, 'toreadonly'), []));
        return;
      }
      case OP.GET:
        return this.recall(Number(intValue(callValue(T.int, [text(source.line(1))]))));
      case OP.PUT: {
        const index = Number(intValue(callValue(T.int, [text(source.line(1))])));
        if (index < 0) throw valueError('negative PUT argument');
        this.memo.set(index, this.top());
        return;
      }
      case OP.INST: {
        const [module, name] = [source.line(1), source.line(1)].map(line => decodeBytes(line, 'ascii'));
        const cls = this.findClass(module, name);
        stack.push(instantiate(cls, this.popMark()));
        return;
      }
      case OP.OBJ: {
        const [cls, ...args] = this.popMark();
        if (cls === undefined) throw unpicklingError('unpickling stack underflow');
        stack.push(instantiate(cls, args));
        return;
      }
      case OP.PERSID: {
        const line = source.line();
        if (line.some(byte => byte > 127)) throw unpicklingError('persistent IDs in protocol 0 must be ASCII strings');
        stack.push(this.persistent(text(line)));
        return;
      }
      case OP.BINPERSID:
        stack.push(this.persistent(this.pop()));
        return;
      case OP.EXT1:
      case OP.EXT2:
      case OP.EXT4:
        return this.extension(number(source, op === OP.EXT1 ? 1 : op === OP.EXT2 ? 2 : 4) | 0);
      default: {
        const shown = op >= 32 && op < 127 && op !== 39 && op !== 92 ? String.fromCharCode(op) : `\\x${op.toString(16).padStart(2, '0')}`;
        throw unpicklingError(`invalid load key, '${shown}'.`);
      }
    }
  }

  private recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw unpicklingError(`Memo value not found at index ${index}`);
    this.stack.push(value);
  }

  private unicode(source: Source, width: number): void {
    const bytes = source.read(width === 8 ? size(source.read(8), 'BINUNICODE8') : number(source, width));
    this.stack.push(decodeBytes(bytes, 'utf-8', 'surrogatepass'));
  }

  private bytes(source: Source, width: number): void {
    const bytes = source.read(width === 8 ? size(source.read(8), 'BINBYTES8') : number(source, width));
    this.stack.push(new PyBytes(bytes.slice()));
  }

  /** A str of Python 2. */
  private string(bytes: Uint8Array): void {
    const { encoding, errors } = this;
    const value = new PyBytes(bytes.slice());
    this.stack.push(encoding === 'bytes' ? value : callValue(getAttribute(value, 'decode'), [encoding, errors]));
  }

  private quoted(line: Uint8Array): void {
    const end = line.length;
    const [first] = line;
    if (end < 2 || first !== line[end - 1] || (first !== 34 && first !== 39))
      throw unpicklingError('the STRING opcode argument must be quoted');
    const decoded = callValue(fromModule('_codecs', 'escape_decode'), [new PyBytes(line.slice(1, end - 1))]);
    this.string(((decoded as PyTuple).items[0] as PyBytes).data);
  }

  // ---------------------------------------------------------------- containers

  private append(list: Value, items: Value[], many: boolean): void {
    if (list instanceof PyList && list.cls === T.list) {
      for (const item of items) list.items.push(item);
      return;
    }
    const extend = many ? findAttribute(list, 'extend') : undefined;
    if (extend !== undefined) {
      callValue(extend, [new PyList(items)]);
      return;
    }
    const append = getAttribute(list, 'append');
    for (const item of items) callValue(append, [item]);
  }

  private filled(dict: Value, items: readonly Value[]): Value {
    if (items.length % 2 !== 0) throw unpicklingError('odd number of items for SETITEMS');
    if (dict instanceof PyDict && dict.cls === T.dict) for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
    else {
      const set = getAttribute(dict, '__setitem__');
      for (let i = 0; i < items.length; i += 2) callValue(set, [items[i], items[i + 1]]);
    }
    return dict;
  }

  private addItems(items: readonly Value[]): void {
    const set = this.top();
    if (set instanceof PySet && set.cls.isSubtype(T.set)) for (const item of items) set.add(item);
    else {
      const add = getAttribute(set, 'add');
      for (const item of items) callValue(add, [item]);
    }
  }

  // ---------------------------------------------------------------- objects

  private newObject(extended: boolean): void {
    const name = extended ? 'NEWOBJ_EX' : 'NEWOBJ';
    const keywords = extended ? this.pop() : null;
    const args = this.pop();
    const cls = this.pop();
    if (!(cls instanceof PyType)) throw unpicklingError(`${name} class argument must be a type, not ${typeOf(cls).name}`);
    if (cls.slots.tp_new === null) throw unpicklingError(`${name} class argument '${cls.name}' doesn't have __new__`);
    if (!(args instanceof PyTuple)) throw unpicklingError(`${name} args argument must be a tuple, not ${typeOf(args).name}`);
    if (extended && !(keywords instanceof PyDict))
      throw unpicklingError(`${name} kwargs argument must be a dict, not ${typeOf(keywords).name}`);
    const entries = keywords instanceof PyDict ? [...keywords.entries()] : [];
    const given = [...args.items, ...entries.map(({ value }) => value!)];
    this.stack.push(cls.slots.tp_new(cls, given, entries.length === 0 ? null : entries.map(({ key }) => strText(key)!)));
  }

  private build(): void {
    let state = this.pop();
    const instance = this.top();
    const setState = findAttribute(instance, '__setstate__');
    if (setState !== undefined) {
      callValue(setState, [state]);
      return;
    }
    let slots: Value = null;
    if (state instanceof PyTuple && state.items.length === 2) [state, slots] = state.items;
    if (state !== null) {
      if (!(state instanceof PyDict)) throw unpicklingError('state is not a dictionary');
      if (
        instance instanceof PyInstance &&
        instance.dict === undefined &&
        usesGenericGetAttribute(instance.cls) &&
        instance.cls.hasDict &&
        allNames(state)
      )
        for (const { key, value } of state.entries()) instance.setOwn(key as string, value!);
      else
        this.filled(
          getAttribute(instance, '__dict__'),
          [...state.entries()].flatMap(({ key, value }) => [key, value!]),
        );
    }
    if (slots === null) return;
    if (!(slots instanceof PyDict)) throw unpicklingError('slot state is not a dictionary');
    for (const { key, value } of slots.entries()) {
      const name = strText(key);
      if (name === undefined) throw typeError(`attribute name must be string, not '${typeOf(key).name}'`);
      setAttribute(instance, name, value!);
    }
  }

  private persistent(pid: Value): Value {
    const load = findAttribute(this, 'persistent_load')!;
    return callValue(load, [pid]);
  }

  private extension(code: number): void {
    const cache = fromModule('copyreg', '_extension_cache') as PyDict;
    const cached = cache.get(code);
    if (cached !== undefined) {
      this.stack.push(cached);
      return;
    }
    const key = (fromModule('copyreg', '_inverted_registry') as PyDict).get(code);
    if (key === undefined) {
      if (code <= 0) throw unpicklingError('EXT specifies code <= 0');
      throw valueError(`unregistered extension code ${code}`);
    }
    if (!(key instanceof PyTuple) || key.items.length !== 2 || key.items.some(part => strValue(part) === undefined))
      throw valueError(`_inverted_registry[${code}] isn't a 2-tuple of strings`);
    const found = this.findClass(key.items[0], key.items[1]);
    cache.set(code, found);
    this.stack.push(found);
  }

  private findClass(module: Value, name: Value): Value {
    return this.find === null ? findClass(this, module, name) : callValue(this.find, [module, name]);
  }
}

const allNames = (dict: PyDict): boolean => [...dict.entries()].every(({ key }) => typeof key === 'string');

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** An unsigned number of one, two or four bytes. */
function number(source: Source, width: number): number {
  const bytes = source.read(width);
  let value = 0;
  for (let i = width - 1; i >= 0; i--) value = value * 256 + bytes[i];
  return value;
}

function size(bytes: Uint8Array, what: string): number {
  const value = view(bytes).getBigUint64(0, true);
  if (value > 0x7fffffffffffffffn) throw overflowError(`${what} exceeds system's maximum size of 9223372036854775807 bytes`);
  return Number(value);
}

function intOf(line: string): Value {
  if (line === '00' || line === '01') return line === '01';
  if (!/^\s*[-+]?\d+$/.test(line)) throw valueError('could not convert string to int');
  return callValue(T.int, [line]);
}

function longOf(bytes: Uint8Array): Value {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return normalize(bytes.length > 0 && bytes[bytes.length - 1] > 127 ? value - (1n << BigInt(bytes.length * 8)) : value);
}

/** An instance of an old class, or of one that could be. */
function instantiate(cls: Value, args: Value[]): Value {
  if (args.length > 0 || !(cls instanceof PyType) || findAttribute(cls, '__getinitargs__') !== undefined) return callValue(cls, args);
  return callValue(getAttribute(cls, '__new__'), [cls]);
}

/** `Unpickler.find_class`. */
function findClass(self: PyUnpickler, module: Value, name: Value): Value {
  for (const [i, text] of [module, name].entries())
    if (strText(text) === undefined) throw typeError(`find_class() argument ${i + 1} must be str, not ${typeOf(text).name}`);
  let [moduleName, attribute] = [textOf(module), textOf(name)];
  if (self.proto < 3 && self.fixImports) {
    const renamed = (fromModule('_compat_pickle', 'NAME_MAPPING') as PyDict).get(pair(module, name));
    const moved = (fromModule('_compat_pickle', 'IMPORT_MAPPING') as PyDict).get(module);
    if (renamed instanceof PyTuple) [moduleName, attribute] = renamed.items.map(textOf);
    else if (moved !== undefined) moduleName = textOf(moved);
  }
  importModule(moduleName, null, null, 0);
  let found: MaybeValue = machine.modules.getStr(moduleName);
  if (found === undefined) throw raise(T.KeyError, moduleName);
  if (self.proto < 4) return getAttribute(found, attribute);
  for (const part of attribute.split('.')) {
    try {
      found = getAttribute(found, part);
    } catch (error) {
      if (!attribute.includes('.') || !(error instanceof PyBaseException) || !error.cls.isSubtype(T.AttributeError)) throw error;
      throw because(error, raise(T.AttributeError, `Can't resolve path ${reprText(attribute)} on module ${reprText(moduleName)}`));
    }
  }
  return found;
}

// ---------------------------------------------------------------- the type

const noPersistentLoad = (): never => {
  throw unpicklingError('A load persistent id instruction was encountered, but no persistent_load function was specified.');
};

/** `Unpickler.memo`: what has been made, by its number. */
class PyUnpicklerMemo extends PyObject {
  readonly unpickler: PyUnpickler;
  constructor(unpickler: PyUnpickler) {
    super(UnpicklerMemoProxy);
    this.unpickler = unpickler;
  }
  copy(): PyDict {
    const dict = new PyDict();
    for (const [index, value] of this.unpickler.memo) dict.set(index, value);
    return dict;
  }
}

const UnpicklerMemoProxy: PyType = defineType('_pickle.UnpicklerMemoProxy', {
  final: true,
  methods: {
    'clear($self, /)': [(self: PyUnpicklerMemo) => (self.unpickler.memo.clear(), null), 'Remove all items from memo.'],
    'copy($self, /)': [(self: PyUnpicklerMemo) => self.copy(), 'Copy the memo to a new object.'],
    '__reduce__($self, /)': [(self: PyUnpicklerMemo) => pair(T.dict, new PyTuple([self.copy()])), 'Implement pickling support.'],
  },
});

function setMemo(self: PyUnpickler, memo: MaybeValue): void {
  if (memo === undefined) throw typeError('attribute deletion is not supported');
  const entries = new Map<number, Value>();
  if (memo instanceof PyUnpicklerMemo) for (const [index, value] of memo.unpickler.memo) entries.set(index, value);
  else if (memo instanceof PyDict) {
    for (const { key, value } of memo.entries()) {
      if (intValue(key) === undefined) throw typeError('memo key must be integers');
      const index = toIndexNumber(key);
      if (index < 0) throw valueError('memo key must be positive integers.');
      entries.set(index, value!);
    }
  } else throw typeError(`'memo' attribute must be an UnpicklerMemoProxy object or dict, not ${typeOf(memo).name}`);
  self.memo = entries;
}

export const Unpickler: PyType = defineType('_pickle.Unpickler', {
  slots: {
    tp_new: cls => new PyUnpickler(cls),
    tp_init: makeInit(
      "Unpickler($self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
      (self: PyUnpickler, file: Value, fixImports: MaybeValue, encoding: MaybeValue, errors: MaybeValue, buffers: MaybeValue) => {
        self.usage.check();
        self.configure(file, fixImports, encoding, errors, buffers);
      },
    ),
  },
  methods: {
    'load($self, /)': [
      (self: PyUnpickler) => {
        if (self.source === null) throw unpicklingError(`Unpickler.__init__() was not called by ${typeOf(self).name}.__init__()`);
        return self.usage.run(() => self.load());
      },
      'Load a pickle.\n\nRead a pickled object representation from the open file object given\nin the constructor, and return the reconstituted object hierarchy\nspecified therein.',
    ],
    'find_class($self, module_name, global_name, /)': [
      findClass,
      'Return an object from a specified module.\n\nIf necessary, the module will be imported. Subclasses may override\nthis method (e.g. to restrict unpickling of arbitrary classes and\nfunctions).\n\nThis method is called whenever a class or a function object is\nneeded.  Both arguments passed are str objects.',
    ],
  },
  getset: {
    memo: [(self: PyUnpickler) => new PyUnpicklerMemo(self), setMemo],
    persistent_load: [
      (self: PyUnpickler) => self.persistentLoad ?? nativeFunction('persistent_load(pid, /)', noPersistentLoad),
      (self: PyUnpickler, value: MaybeValue) => {
        if (value === undefined && self.persistentLoad === undefined) throw raise(T.AttributeError, 'persistent_load');
        self.persistentLoad = value;
      },
    ],
  },
});
Unpickler.name = 'Unpickler';

/** `loads` and `load`. */
export function unpickle(
  from: Uint8Array | Value,
  fixImports: MaybeValue,
  encoding: MaybeValue,
  errors: MaybeValue,
  buffers: MaybeValue,
): Value {
  const unpickler = new PyUnpickler();
  unpickler.configure(from, fixImports, encoding, errors, buffers);
  return unpickler.load();
}
