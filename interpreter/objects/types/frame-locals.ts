/**
 * `FrameLocalsProxy` (PEP 667): the variables of a function's frame as a mapping that writes through. Names that are no variables are kept beside
 * the frame; variables cannot be removed.
 */
import { CO, CO_FAST } from '../../code/code.ts';
import { PyCell } from '../core/cell.ts';
import { defineType } from '../core/define.ts';
import { PyDict } from '../core/dict.ts';
import { keyError, raise, typeError, valueError } from '../core/errors.ts';
import { PyListIterator } from '../core/iterators.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PyEQ, PyNE } from '../core/slots.ts';
import { strText, textOf } from '../core/str.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { typeOf } from '../core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { findAttribute } from '../protocol/attribute.ts';
import { compareBool } from '../protocol/compare.ts';
import { hash } from '../protocol/hash.ts';
import { enterRepr, leaveRepr, repr, reprText } from '../protocol/repr.ts';
import { dictsEqual, mergeInto } from './dict.ts';
import { frameHooks, FrameTracing, PyFrame } from './frame.ts';

export class PyFrameLocals extends PyObject {
  readonly frame: PyFrame;
  constructor(frame: PyFrame) {
    super(T.FrameLocalsProxy);
    this.frame = frame;
  }
}

/** The value of a variable by its index, out of its cell if it has one. A class body's free variables are not its own. */
function valueAt(frame: PyFrame, index: number): MaybeValue {
  if ((frame.code.flags & CO.OPTIMIZED) === 0 && (frame.code.co.co_localspluskinds[index] & CO_FAST.FREE) !== 0) return undefined;
  const value = frame.stack[index];
  return value instanceof PyCell && isCell(frame, index) ? value.contents : value;
}

function isCell(frame: PyFrame, index: number): boolean {
  return (frame.code.co.co_localspluskinds[index] & (CO_FAST.CELL | CO_FAST.FREE)) !== 0;
}

/** The index of the variable with this name; -1 if there is none, or, to be read, none with a value. */
function indexOf(frame: PyFrame, key: Value, reading: boolean): number {
  const names = frame.code.co.co_localsplusnames;
  const name = typeof key === 'string' ? key : typeOf(key).isSubtype(T.str) ? strText(key) : undefined;
  // What is no str is hashed all the same, as for a dict, and may equal one.
  if (name === undefined || typeOf(key) !== T.str) hash(key);
  for (let i = 0; i < names.length; i++) {
    const same = typeOf(key) === T.str ? names[i] === name : compareBool(names[i], key, PyEQ);
    if (same && (!reading || valueAt(frame, i) !== undefined)) return i;
  }
  return -1;
}

const extras = (frame: PyFrame): PyDict | null => frame.tracing?.extras ?? null;

function get(frame: PyFrame, key: Value): MaybeValue {
  const index = indexOf(frame, key, true);
  return index >= 0 ? valueAt(frame, index) : extras(frame)?.get(key);
}

function set(frame: PyFrame, key: Value, value: Value): void {
  const index = indexOf(frame, key, false);
  if (index < 0) {
    ((frame.tracing ??= new FrameTracing()).extras ??= new PyDict()).set(key, value);
    return;
  }
  const old = frame.stack[index];
  if (old instanceof PyCell && isCell(frame, index)) old.contents = value;
  else frame.stack[index] = value;
}

function remove(frame: PyFrame, key: Value): MaybeValue {
  if (indexOf(frame, key, false) >= 0) throw valueError('cannot remove local variables from FrameLocalsProxy');
  const dict = extras(frame);
  const value = dict?.get(key);
  if (value !== undefined) dict!.delete(key);
  return value;
}

function items(frame: PyFrame): [Value, Value][] {
  const found: [Value, Value][] = [];
  frame.code.co.co_localsplusnames.forEach((name, i) => {
    const value = valueAt(frame, i);
    if (value !== undefined) found.push([name, value]);
  });
  for (const entry of extras(frame)?.entries() ?? []) found.push([entry.key, entry.value as Value]);
  return found;
}

/** `f_locals`: the namespace of a module's or class's frame, a proxy for a function's. */
frameHooks.locals = frame => (hasNamespace(frame) ? frame.locals : new PyFrameLocals(frame));

/** `locals()` in a frame: the namespace itself, or the variables as they are now. */
export function frameLocals(frame: PyFrame): Value {
  return hasNamespace(frame) ? frame.locals : localsSnapshot(frame);
}

/** Whether names are looked up in `frame.locals`: not in functions, and not while a comprehension that was inlined has variables of its own. */
function hasNamespace(frame: PyFrame): boolean {
  if ((frame.code.flags & CO.OPTIMIZED) !== 0) return false;
  const { co_localspluskinds: kinds } = frame.code.co;
  return !kinds.some((kind, i) => (kind & CO_FAST.HIDDEN) !== 0 && frame.stack[i] !== undefined);
}

/** The variables of an optimized frame as a new dict: what `locals()` gives in a function. */
export function localsSnapshot(frame: PyFrame): PyDict {
  const dict = new PyDict();
  for (const [key, value] of items(frame)) dict.set(key, value);
  return dict;
}

function update(frame: PyFrame, source: Value): void {
  const merged = new PyDict();
  mergeInto(merged, source);
  for (const entry of [...merged.entries()]) set(frame, entry.key, entry.value as Value);
}

const frameOf = (self: Value): PyFrame => (self as PyFrameLocals).frame;
const keysOf = (self: Value): PyList => new PyList(items(frameOf(self)).map(([key]) => key));

/** A dict of an operand of `|`: null if it is none. */
function asDict(value: Value): PyDict | null {
  return value instanceof PyFrameLocals ? localsSnapshot(value.frame) : value instanceof PyDict ? value : null;
}

defineType('FrameLocalsProxy', {
  final: true,
  pattern: 'mapping',
  slots: {
    tp_new: (_cls, args, kwnames) => {
      const count = args.length - (kwnames?.length ?? 0);
      if (count !== 1) throw typeError(`FrameLocalsProxy expected 1 argument, got ${count}`);
      if (!(args[0] instanceof PyFrame)) throw typeError(`expect frame, not ${typeOf(args[0]).name}`);
      if (kwnames !== null) throw typeError('FrameLocalsProxy takes no keyword arguments');
      return new PyFrameLocals(args[0]);
    },
    tp_repr: self => {
      if (!enterRepr(self as PyObject)) return '{...}';
      try {
        return `{${items(frameOf(self))
          .map(([key, value]) => `${reprText(key)}: ${reprText(value)}`)
          .join(', ')}}`;
      } finally {
        leaveRepr();
      }
    },
    tp_iter: self => new PyListIterator(keysOf(self)),
    tp_richcompare: (left, right, op) => {
      if (op !== PyEQ && op !== PyNE) return NotImplemented;
      let equal: boolean;
      if (right instanceof PyFrameLocals) equal = frameOf(left) === right.frame;
      else if (right instanceof PyDict) equal = dictsEqual(localsSnapshot(frameOf(left)), right);
      else return NotImplemented;
      return equal === (op === PyEQ);
    },
    sq_length: self => items(frameOf(self)).length,
    sq_contains: (self, key) => get(frameOf(self), key) !== undefined,
    mp_subscript: (self, key) => {
      const value = get(frameOf(self), key);
      if (value === undefined) throw raise(T.KeyError, `local variable '${textOf(repr(key))}' is not defined`);
      return value;
    },
    mp_ass_subscript: (self, key, value) => {
      if (value !== undefined) set(frameOf(self), key, value);
      else if (remove(frameOf(self), key) === undefined) throw keyError(key);
    },
    nb_or: (left, right) => {
      const a = asDict(left);
      const b = asDict(right);
      if (a === null || b === null) return NotImplemented;
      const merged = new PyDict();
      mergeInto(merged, a);
      mergeInto(merged, b);
      return merged;
    },
    nb_inplace_or: (left, right) => {
      const source = asDict(right);
      if (source === null) return NotImplemented;
      update(frameOf(left), source);
      return left;
    },
  },
  methods: {
    'get($self, key, default=None, /)': (self: PyFrameLocals, key: Value, fallback: MaybeValue) => {
      const value = get(self.frame, key);
      return value !== undefined ? value : (fallback ?? null);
    },
    'setdefault($self, key, default=None, /)': (self: PyFrameLocals, key: Value, fallback: MaybeValue) => {
      const value = get(self.frame, key);
      if (value !== undefined) return value;
      set(self.frame, key, fallback ?? null);
      return fallback ?? null;
    },
    'pop($self, key, default=<unrepresentable>, /)': (self: PyFrameLocals, key: Value, fallback: MaybeValue) => {
      const value = remove(self.frame, key);
      if (value !== undefined) return value;
      if (fallback === undefined) throw keyError(key);
      return fallback;
    },
    'update($self, other, /)': (self: PyFrameLocals, other: Value) => {
      if (!(other instanceof PyDict) && findAttribute(other, 'keys') === undefined)
        throw typeError('update() argument must be dict or another FrameLocalsProxy');
      update(self.frame, other);
      return null;
    },
    'keys($self, /)': keysOf,
    'values($self, /)': (self: PyFrameLocals) => new PyList(items(self.frame).map(([, value]) => value)),
    'items($self, /)': (self: PyFrameLocals) => new PyList(items(self.frame).map(item => new PyTuple(item))),
    'copy($self, /)': (self: PyFrameLocals) => localsSnapshot(self.frame),
    '__reversed__($self, /)': (self: PyFrameLocals) => new PyList(keysOf(self).items.reverse()),
  },
});
T.FrameLocalsProxy.slots.tp_hash = null;
