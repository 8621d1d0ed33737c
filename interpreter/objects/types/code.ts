/**
 * `code`: a code object as Python sees it, and what the machine derives from it.
 *
 * The compiler's `CodeObject` is neutral and immutable. A `PyCode` wraps it once (`codeOf`), with constants turned into values; when the code
 * first runs, `vm/quicken.ts` adds the instruction words and the inline caches. Those live here so that the loop reaches them in one step.
 */
import { warnings } from '../core/warnings.ts';
import { getAttribute } from '../protocol/attribute.ts';
import { callValue } from '../protocol/call.ts';
import { type PyDict } from '../core/dict.ts';
import { unexecutedCode } from '../../code/adaptive.ts';
import { CodeObject, CO, CO_FAST, type CodeFields } from '../../code/code.ts';
import {
  BytesConst,
  ComplexConst,
  ELLIPSIS,
  EllipsisConst,
  FloatConst,
  FrozensetConst,
  OpaqueConst,
  SliceConst,
  TupleConst,
  WideStr,
  type Constant,
} from '../../code/constant.ts';
import { branches } from '../../code/branches.ts';
import { constantKey } from '../../code/constant-key.ts';
import { lines, positions, type CodePosition } from '../../code/locations.ts';
import { defineType } from '../core/define.ts';
import { PyBaseException, typeError, valueError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { PyTuple } from '../core/tuple.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { PyEQ, PyNE } from '../core/slots.ts';
import { addressOf } from './object.ts';
import { PyBytes } from '../core/bytes.ts';
import { PyComplex, PyFloat } from '../core/float.ts';
import { Ellipsis, NotImplemented } from '../core/singletons.ts';
import { frozensetType, PySet } from '../core/set.ts';
import { PySlice } from '../core/range.ts';
import { PyWideStr, strText } from '../core/str.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { toIndexNumber } from '../protocol/index.ts';
import { makeNew } from './make.ts';
import { PyIterator } from '../core/iterators.ts';
import { hashValue } from '../core/hash.ts';
import type { PyFrame } from './frame.ts';

/** A row of the exception table, in instruction indexes. */
export interface Handler {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
  readonly lasti: boolean;
}

export class PyCode extends PyObject {
  declare readonly co: CodeObject;
  declare readonly consts: readonly Value[];
  declare readonly names: readonly string[];
  declare readonly flags: number;
  declare readonly nlocalsplus: number;
  /** Length of a frame's array: locals, then the value stack. */
  declare readonly framesize: number;
  /** The number of positional arguments that make a call exact (no defaults, no packing); -1 if no call can be. */
  declare readonly exactArgs: number;
  /** `op | arg << 8` for each instruction, without caches and EXTENDED_ARG; jumps hold the target's index. Empty until first run. */
  words: Int32Array = NO_WORDS;
  /** A frame's array at first: nothing yet, but behind the stack the constants that instructions take as operands. */
  blank: readonly MaybeValue[] = [];
  /** Offset of each instruction in code units. */
  offsets: Int32Array = NO_WORDS;
  /** One inline cache an instruction, beside the code; what is in it is the instruction's own affair. */
  caches: unknown[] = [];
  handlers: readonly Handler[] = [];
  /** Frames of this code that ended and that nothing refers to, linked by `back`. */
  freeFrame: PyFrame | null = null;
  /** The code that programs see: this, or what this is the monitored twin of. */
  declare readonly plain: PyCode;
  /** Its monitored twin, once it has one, and what monitoring keeps beside it (`vm/monitoring.ts`). */
  twin: PyCode | null = null;
  monitoring: object | null = null;
  /** What specializing would have made of it, where that is observed (`vm/observe.ts`). */
  observation: { readonly bytes: Uint8Array } | null = null;
  /** How often the code was entered: the JIT's measure. */
  entries = 0;
  private locations: readonly CodePosition[] | null = null;
  private closing: boolean | undefined = undefined;

  constructor(co: CodeObject, plain: PyCode | null = null) {
    super(T.code);
    this.co = co;
    this.plain = plain ?? this;
    this.consts = plain === null ? valuesOf(co.co_consts) : plain.consts;
    this.names = co.co_names;
    this.flags = co.co_flags;
    this.nlocalsplus = co.co_localsplusnames.length;
    this.framesize = this.nlocalsplus + co.co_stacksize + 1;
    const positional = (co.co_flags & (CO.VARARGS | CO.VARKEYWORDS)) === 0 && co.co_kwonlyargcount === 0;
    this.exactArgs = positional ? co.co_argcount : -1;
  }

  /** Whether closing a suspended body of this code may run some of it: there are handlers beside the one for StopIteration. */
  get closes(): boolean {
    return (this.closing ??= this.handlers.some(handler => handler.target !== this.handlers[this.handlers.length - 1].target));
  }

  /** Position of an instruction by its index. */
  locationAt(index: number): CodePosition {
    this.locations ??= positions(this.co);
    return this.locations[index < 0 ? 0 : this.offsets[index]] ?? NOWHERE;
  }
}

const NOWHERE: CodePosition = { lineno: null, end_lineno: null, col_offset: null, end_col_offset: null };
const NO_WORDS = new Int32Array(0);

/** Constants as values, in an array that V8 takes for one of any elements whatever they are: the loop reads all such arrays at one place. */
function valuesOf(constants: readonly Constant[]): Value[] {
  const values: Value[] = [null];
  values.pop();
  for (const constant of constants) values.push(constantValue(constant));
  return values;
}

/** The `code` object for a compiled unit; always the same one. */
export function codeOf(co: CodeObject): PyCode {
  return ((co.runtime as PyCode | undefined) ?? (co.runtime = new PyCode(co))) as PyCode;
}

/** Turns a constant into the value it stands for. */
export function constantValue(constant: Constant): Value {
  if (typeof constant !== 'object' || constant === null) return constant;
  if (constant instanceof WideStr) return new PyWideStr(constant.codePoints, constant.text);
  if (constant instanceof FloatConst) return new PyFloat(constant.value);
  if (constant instanceof ComplexConst) return new PyComplex(constant.real, constant.imag);
  if (constant instanceof BytesConst) return new PyBytes(constant.value);
  if (constant instanceof TupleConst) return new PyTuple(constant.items.map(constantValue));
  if (constant instanceof FrozensetConst) return frozenSetOf(constant.items.map(constantValue));
  if (constant instanceof SliceConst)
    return new PySlice(constantValue(constant.start), constantValue(constant.stop), constantValue(constant.step));
  if (constant instanceof EllipsisConst) return Ellipsis;
  if (constant instanceof OpaqueConst) return constant.value as Value;
  return codeOf(constant as CodeObject);
}

function frozenSetOf(items: readonly Value[]): PySet {
  const set = new PySet(frozensetType);
  for (const item of items) set.add(item);
  // A code object interns the words among its constants, and rebuilds a set of them from the elements in the order of its table.
  if (!items.some(item => typeof item === 'string' && /^[a-zA-Z_][a-zA-Z0-9_]+$/.test(item))) return set;
  const rebuilt = new PySet(frozensetType);
  for (const item of set.toArray()) rebuilt.add(item);
  return rebuilt;
}

/**
 * The neutral constant for a value, for `code.replace(co_consts=…)` and marshal; ValueError if there is none. With `known` a value that is met
 * again gives the same constant again.
 */
export function valueConstant(value: Value, known?: Map<Value, Constant>): Constant {
  if (typeof value !== 'object' || value === null) return value;
  let constant = known?.get(value);
  if (constant === undefined) known?.set(value, (constant = newConstant(value, known)));
  return constant ?? newConstant(value, known);
}

function newConstant(value: Value, known: Map<Value, Constant> | undefined): Constant {
  const inner = (item: Value): Constant => valueConstant(item, known);
  if (value instanceof PyWideStr) return new WideStr(value.codePoints);
  if (value instanceof PyFloat) return new FloatConst(value.value);
  if (value instanceof PyComplex) return new ComplexConst(value.real, value.imag);
  if (value instanceof PyBytes) return new BytesConst(value.data);
  if (value instanceof PyTuple) return new TupleConst(value.items.map(inner));
  if (value instanceof PySet && value.cls === frozensetType) return new FrozensetConst(value.toArray().map(inner));
  if (value instanceof PySlice) return new SliceConst(inner(value.start), inner(value.stop), inner(value.step));
  if (value === Ellipsis) return ELLIPSIS;
  if (value instanceof PyCode) return value.co;
  throw valueError('unmarshallable object');
}

/** What stands for a value among the constants of a code object that a program makes: itself, where no compiler would make it a constant. */
function anyConstant(value: Value): Constant {
  try {
    return isPlain(value) ? valueConstant(value) : new OpaqueConst(value);
  } catch (error) {
    if (error instanceof PyBaseException) return new OpaqueConst(value);
    throw error;
  }
}

/** Whether a value is of a built-in type itself, and of no class derived from it. */
const isPlain = (value: Value): boolean => !typeOf(value).isHeapType;

const strings = (names: readonly string[]): PyTuple => new PyTuple([...names]);

function replace(self: PyCode, ...values: MaybeValue[]): Value {
  const co = self.co;
  const given = (i: number): MaybeValue => values[i];
  const int = (i: number, old: number): number => (given(i) === undefined ? old : (given(i) as number));
  const bytes = (i: number, old: Uint8Array): Uint8Array => (given(i) === undefined ? old : (given(i) as PyBytes).data);
  const names = (i: number, old: readonly string[]): readonly string[] =>
    given(i) === undefined ? old : ((given(i) as PyTuple).items as string[]);
  const text = (i: number, old: string): string => (given(i) === undefined ? old : (given(i) as string));
  const varnames = names(9, co.co_varnames);
  if (int(3, varnames.length) !== varnames.length) throw valueError('code: co_nlocals != len(co_varnames)');
  const freevars = names(10, co.co_freevars);
  const cellvars = names(11, co.co_cellvars);
  const localsplus = [...varnames, ...cellvars.filter(name => !varnames.includes(name)), ...freevars];
  const kinds = Uint8Array.from(localsplus, (name, i) => {
    if (i >= localsplus.length - freevars.length) return CO_FAST.FREE;
    const old = co.co_localsplusnames.indexOf(name);
    const argument = old < 0 ? 0 : co.co_localspluskinds[old] & (CO_FAST.ARG_POS | CO_FAST.ARG_KW | CO_FAST.ARG_VAR | CO_FAST.HIDDEN);
    return argument | (varnames.includes(name) ? CO_FAST.LOCAL : 0) | (cellvars.includes(name) ? CO_FAST.CELL : 0);
  });
  const fields: CodeFields = {
    co_argcount: int(0, co.co_argcount),
    co_posonlyargcount: int(1, co.co_posonlyargcount),
    co_kwonlyargcount: int(2, co.co_kwonlyargcount),
    co_stacksize: int(4, co.co_stacksize),
    co_flags: int(5, co.co_flags),
    co_firstlineno: int(6, co.co_firstlineno),
    co_code: bytes(7, co.co_code),
    co_consts: given(8) === undefined ? co.co_consts : (given(8) as PyTuple).items.map(anyConstant),
    co_names: names(12, co.co_names),
    co_localsplusnames: localsplus,
    co_localspluskinds: kinds,
    co_filename: text(13, co.co_filename),
    co_name: text(14, co.co_name),
    co_qualname: text(15, co.co_qualname),
    co_linetable: bytes(16, co.co_linetable),
    co_exceptiontable: bytes(17, co.co_exceptiontable),
    nameConstants: co.nameConstants,
  };
  return new PyCode(new CodeObject(fields));
}

/** `types.CodeType(…)`: every part by position. */
function newCode(_cls: PyType, ...values: MaybeValue[]): Value {
  const empty = new PyTuple([]);
  const int = (i: number, name: string): number => {
    const value = toIndexNumber(values[i] as Value);
    if (value < 0) throw valueError(`code: ${name} must not be negative`);
    return value;
  };
  const bytes = (i: number, name: string): Uint8Array => {
    const value = values[i];
    if (!(value instanceof PyBytes)) throw typeError(`code() argument ${i + 1} must be bytes, not ${typeOf(value as Value).name}`);
    if (name === 'codestring' && value.data.length % 2 !== 0) throw valueError('code: co_code is malformed');
    return value.data;
  };
  const tuple = (i: number): PyTuple => {
    const value = values[i] ?? empty;
    if (!(value instanceof PyTuple)) throw typeError(`code() argument ${i + 1} must be tuple, not ${typeOf(value).name}`);
    return value;
  };
  const names = (i: number): string[] =>
    tuple(i).items.map(item => {
      const text = strText(item);
      if (text === undefined) throw typeError(`name tuples must contain only strings, not '${typeOf(item).name}'`);
      return text;
    });
  const text = (i: number): string => {
    const value = strText(values[i] as Value);
    if (value === undefined) throw typeError(`code() argument ${i + 1} must be str, not ${typeOf(values[i] as Value).name}`);
    return value;
  };
  const [argcount, posonly, kwonly] = [int(0, 'argcount'), int(1, 'posonlyargcount'), int(2, 'kwonlyargcount')];
  const nlocals = int(3, 'nlocals');
  const stacksize = int(4, 'stacksize');
  const flags = int(5, 'flags');
  const varnames = names(9);
  const freevars = names(16);
  const cellvars = names(17);
  if (posonly > argcount) throw valueError('code: posonlyargcount > argcount');
  if (nlocals !== varnames.length) throw valueError('code: co_nlocals != len(co_varnames)');
  const parameters = argcount + kwonly + ((flags & CO.VARARGS) !== 0 ? 1 : 0) + ((flags & CO.VARKEYWORDS) !== 0 ? 1 : 0);
  if (parameters > nlocals) throw valueError('code: varnames is too small');
  const localsplus = [...varnames, ...cellvars.filter(name => !varnames.includes(name)), ...freevars];
  const kinds = Uint8Array.from(localsplus, (name, i) => {
    if (i >= localsplus.length - freevars.length) return CO_FAST.FREE;
    const kind =
      i < posonly
        ? CO_FAST.ARG_POS
        : i < argcount
          ? CO_FAST.ARG_POS | CO_FAST.ARG_KW
          : i < argcount + kwonly
            ? CO_FAST.ARG_KW
            : i < parameters
              ? CO_FAST.ARG_VAR | ((flags & CO.VARARGS) !== 0 && i === argcount + kwonly ? CO_FAST.ARG_POS : CO_FAST.ARG_KW)
              : 0;
    return kind | (i < varnames.length ? CO_FAST.LOCAL : 0) | (cellvars.includes(name) ? CO_FAST.CELL : 0);
  });
  return new PyCode(
    new CodeObject({
      co_argcount: argcount,
      co_posonlyargcount: posonly,
      co_kwonlyargcount: kwonly,
      co_stacksize: stacksize,
      co_flags: flags,
      co_code: bytes(6, 'codestring'),
      co_consts: tuple(7).items.map(anyConstant),
      co_names: names(8),
      co_localsplusnames: localsplus,
      co_localspluskinds: kinds,
      co_filename: text(10),
      co_name: text(11),
      co_qualname: text(12),
      co_firstlineno: toIndexNumber(values[13] as Value),
      co_linetable: bytes(14, 'linetable'),
      co_exceptiontable: bytes(15, 'exceptiontable'),
    }),
  );
}

/** Over what is known of an instruction after another. */
class PyCodeIterator extends PyIterator {
  private readonly rows: readonly Value[];
  private index = 0;
  constructor(cls: typeof T.type, rows: readonly Value[]) {
    super();
    this.cls = cls;
    this.rows = rows;
  }
  next(): MaybeValue {
    return this.rows[this.index++];
  }
}

const codeIteratorTypes = ['line_iterator', 'positions_iterator', 'branches_iterator'].map(name =>
  defineType(name, { slots: { tp_iter: self => self, tp_iternext: self => (self as PyCodeIterator).next() } }),
);

function codeLines(self: PyCode): Value {
  return new PyCodeIterator(
    codeIteratorTypes[0],
    lines(self.co).map(row => new PyTuple([...row])),
  );
}

function codeBranches(self: PyCode): Value {
  return new PyCodeIterator(
    codeIteratorTypes[2],
    branches(self.co).map(row => new PyTuple([...row])),
  );
}

/** `co_lnotab`: pairs of bytes, how far the code and the line move on (Objects/lnotab_notes.txt). */
function lineTable(self: PyCode): Value {
  warnings.issue(T.DeprecationWarning, 'co_lnotab is deprecated, use co_lines instead.');
  const bytes: number[] = [];
  let offset = 0;
  let line = self.co.co_firstlineno;
  for (const [start, , at] of lines(self.co)) {
    if (at === null || at === line) continue;
    let forward = start - offset;
    let down = at - line;
    for (; forward > 255; forward -= 255) bytes.push(255, 0);
    for (; down > 127; down -= 127, forward = 0) bytes.push(forward, 127);
    for (; down < -128; down += 128, forward = 0) bytes.push(forward, -128);
    bytes.push(forward, down);
    offset = start;
    line = at;
  }
  return new PyBytes(Uint8Array.from(bytes, byte => byte & 255));
}

function codePositions(self: PyCode): Value {
  return new PyCodeIterator(
    codeIteratorTypes[1],
    positions(self.co).map(p => new PyTuple([p.lineno, p.end_lineno, p.col_offset, p.end_col_offset])),
  );
}

/** `co_consts` and everything else equal: what `==` on code objects asks. */
function sameCode(a: CodeObject, b: CodeObject): boolean {
  const bytes = (x: Uint8Array, y: Uint8Array): boolean => x.length === y.length && x.every((byte, i) => byte === y[i]);
  const list = (x: readonly string[], y: readonly string[]): boolean => x.length === y.length && x.every((name, i) => name === y[i]);
  return (
    a === b ||
    (a.co_name === b.co_name &&
      a.co_argcount === b.co_argcount &&
      a.co_posonlyargcount === b.co_posonlyargcount &&
      a.co_kwonlyargcount === b.co_kwonlyargcount &&
      a.co_flags === b.co_flags &&
      a.co_firstlineno === b.co_firstlineno &&
      bytes(a.co_code, b.co_code) &&
      list(a.co_names, b.co_names) &&
      list(a.co_localsplusnames, b.co_localsplusnames) &&
      bytes(a.co_linetable, b.co_linetable) &&
      bytes(a.co_exceptiontable, b.co_exceptiontable) &&
      a.co_consts.length === b.co_consts.length &&
      a.co_consts.every((constant, i) => sameConstant(constant, b.co_consts[i])))
  );
}

function sameConstant(a: Constant, b: Constant): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof CodeObject && b instanceof CodeObject) return sameCode(a, b);
  if (a instanceof FloatConst && b instanceof FloatConst) return Object.is(a.value, b.value);
  if (a instanceof ComplexConst && b instanceof ComplexConst) return Object.is(a.real, b.real) && Object.is(a.imag, b.imag);
  if (a instanceof BytesConst && b instanceof BytesConst)
    return a.value.length === b.value.length && a.value.every((byte, i) => byte === b.value[i]);
  if (a instanceof WideStr && b instanceof WideStr) return a.text === b.text;
  if (a instanceof OpaqueConst && b instanceof OpaqueConst) return a.value === b.value;
  // The order of a set's elements says where it came from, not what it is.
  if (a instanceof FrozensetConst && b instanceof FrozensetConst) return constantKey(a) === constantKey(b);
  if (a instanceof TupleConst && b instanceof TupleConst) {
    return a.items.length === b.items.length && a.items.every((item, i) => sameConstant(item, b.items[i]));
  }
  if (a instanceof SliceConst && b instanceof SliceConst)
    return sameConstant(a.start, b.start) && sameConstant(a.stop, b.stop) && sameConstant(a.step, b.step);
  return false;
}

const number =
  (field: 'co_argcount' | 'co_posonlyargcount' | 'co_kwonlyargcount' | 'co_stacksize' | 'co_flags' | 'co_firstlineno' | 'co_nlocals') =>
  (self: PyCode): Value =>
    self.co[field];

defineType('code', {
  final: true,
  doc: 'Create a code object.  Not for mere mortals.',
  slots: {
    tp_repr: self => {
      const co = (self as PyCode).co;
      return `<code object ${co.co_name} at ${addressOf(self)}, file "${co.co_filename}", line ${co.co_firstlineno}>`;
    },
    tp_hash: self => {
      const { co } = self as PyCode;
      const numbers = [co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_flags, co.co_firstlineno];
      const parts = [co.co_name, ...numbers, new PyBytes(co.co_code), new PyBytes(co.co_linetable), new PyBytes(co.co_exceptiontable)];
      return hashValue(new PyTuple([...parts, strings(co.co_names), strings(co.co_localsplusnames)]));
    },
    tp_richcompare: (left, right, op) => {
      if (!(right instanceof PyCode) || (op !== PyEQ && op !== PyNE)) return NotImplemented;
      return sameCode((left as PyCode).co, right.co) === (op === PyEQ);
    },
    tp_new: makeNew(
      'code($type, argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)',
      newCode,
    ),
  },
  methods: {
    'co_lines($self, /)': codeLines,
    'co_positions($self, /)': codePositions,
    'co_branches($self, /)': codeBranches,
    'replace($self, /, *, co_argcount=<unrepresentable>, co_posonlyargcount=0, co_kwonlyargcount=0, co_nlocals=0, co_stacksize=0, co_flags=0, co_firstlineno=0, co_code=0, co_consts=0, co_varnames=0, co_freevars=0, co_cellvars=0, co_names=0, co_filename=0, co_name=0, co_qualname=0, co_linetable=0, co_exceptiontable=0)':
      replace,
    '__replace__($self, /, **changes)': (self: PyCode, changes: PyDict | undefined) => {
      const entries = [...(changes?.entries() ?? [])];
      return callValue(
        getAttribute(self, 'replace'),
        entries.map(entry => entry.value!),
        entries.map(entry => entry.key as string),
      );
    },
    '__sizeof__($self, /)': (self: PyCode) => 200 + 2 * self.co.co_code.length,
    '_varname_from_oparg($self, /, oparg)': (self: PyCode, oparg: number) => self.co.co_localsplusnames[oparg],
  },
  getset: {
    co_lnotab: [lineTable],
    co_argcount: [number('co_argcount')],
    co_posonlyargcount: [number('co_posonlyargcount')],
    co_kwonlyargcount: [number('co_kwonlyargcount')],
    co_stacksize: [number('co_stacksize')],
    co_flags: [number('co_flags')],
    co_firstlineno: [number('co_firstlineno')],
    co_nlocals: [number('co_nlocals')],
    co_code: [(self: PyCode) => new PyBytes(self.co.co_code)],
    _co_code_adaptive: [(self: PyCode) => new PyBytes(self.observation?.bytes.slice() ?? unexecutedCode(self.co))],
    co_consts: [(self: PyCode) => new PyTuple([...self.consts])],
    co_names: [(self: PyCode) => strings(self.co.co_names)],
    co_varnames: [(self: PyCode) => strings(self.co.co_varnames)],
    co_cellvars: [(self: PyCode) => strings(self.co.co_cellvars)],
    co_freevars: [(self: PyCode) => strings(self.co.co_freevars)],
    co_filename: [(self: PyCode) => self.co.co_filename],
    co_name: [(self: PyCode) => self.co.co_name],
    co_qualname: [(self: PyCode) => self.co.co_qualname],
    co_linetable: [(self: PyCode) => new PyBytes(self.co.co_linetable)],
    co_exceptiontable: [(self: PyCode) => new PyBytes(self.co.co_exceptiontable)],
  },
});
