/**
 * `function`: what `def` and `lambda` make.
 *
 * Calling a function pushes a frame, which only the machine can do: it sets `tp_call` of `function` when it is loaded.
 */
import { defineType } from '../core/define.ts';
import { PyDict } from '../core/dict.ts';
import { CO } from '../../code/code.ts';
import { warnings } from '../core/warnings.ts';
import { strText } from '../core/str.ts';
import { typeError, valueError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import type { KwNames } from '../core/slots.ts';
import { PyTuple } from '../core/tuple.ts';
import { typeOf } from '../core/type.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../core/value.ts';
import type { PyCell } from '../core/cell.ts';
import { assignedDict } from '../protocol/attribute.ts';
import { callValue } from '../protocol/call.ts';
import { PyCode } from './code.ts';
import { PyMethod } from './descriptors.ts';
import { addressOf } from './object.ts';

export class PyFunction extends PyObject implements HasDict {
  declare code: PyCode;
  declare readonly globals: PyDict;
  declare readonly builtins: PyObject;
  declare name: Value;
  declare qualname: Value;
  declare module: Value;
  declare doc: Value;
  /** Values of the last positional parameters. */
  defaults: PyTuple | null = null;
  kwdefaults: PyDict | null = null;
  /** Cells in the order of `co_freevars`. */
  closure: readonly PyCell[] | null = null;
  annotations: PyDict | null = null;
  /** Computes the annotations when they are asked for. */
  annotate: Value = null;
  typeParams: PyTuple | null = null;
  dict: PyDict | undefined = undefined;

  constructor(code: PyCode, globals: PyDict, builtins: PyObject) {
    super();
    this.cls = T.function;
    const co = code.co;
    this.code = code;
    this.globals = globals;
    this.builtins = builtins;
    this.name = co.co_name;
    this.qualname = co.co_qualname;
    this.module = globals.getStr('__name__') ?? null;
    this.doc = (co.co_flags & 0x4000000) !== 0 ? code.consts[0] : null;
  }
}

/** Finds `__builtins__` of a namespace; set by the machine. */
export const functionHooks: {
  builtinsOf: (globals: PyDict) => PyObject;
  call: (callable: Value, args: Value[], kwnames: KwNames) => Value;
} = {
  call: () => {
    throw new Error('invariant: the machine calls functions');
  },
  builtinsOf: () => {
    throw new Error('invariant: the machine is loaded before functions are made');
  },
};

function annotationsOf(self: PyFunction): PyDict {
  if (self.annotations === null) {
    if (self.annotate === null) self.annotations = new PyDict();
    else {
      const result = callValue(self.annotate, [1]);
      if (!(result instanceof PyDict)) throw typeError(`__annotate__ returned non-dict of type '${typeOf(result).name}'`);
      self.annotations = result;
    }
  }
  return self.annotations;
}

const text = (value: MaybeValue, name: string): Value => {
  if (value === undefined || !typeOf(value).isSubtype(T.str)) throw typeError(`${name} must be set to a string object`);
  return value;
};

/** An argument of `FunctionType` that may be None or missing. */
function optionalArgument<X>(value: MaybeValue, at: number, name: string, kind: string, as: (value: Value) => X | undefined): X | null {
  if (value === undefined || value === null) return null;
  const result = as(value);
  if (result === undefined) throw typeError(`arg ${at} (${name}) must be None or ${kind}`);
  return result;
}

defineType('function', {
  final: true,
  hasDict: true,
  doc: 'Create a function object.',
  slots: {
    tp_repr: self => `<function ${String((self as PyFunction).qualname)} at ${addressOf(self)}>`,
    // Stands here so that `__call__` is made of it; the machine puts its own in its place.
    tp_call: (callable, args, kwnames) => functionHooks.call(callable, args, kwnames),
    tp_descr_get: (self, obj) => (obj === undefined ? self : new PyMethod(self, obj)),
    tp_new: (_cls, args, kwnames) => {
      const names = ['code', 'globals', 'name', 'argdefs', 'closure', 'kwdefaults'];
      const given: MaybeValue[] = [];
      const count = args.length - (kwnames?.length ?? 0);
      for (let i = 0; i < count; i++) given[i] = args[i];
      kwnames?.forEach((name, i) => (given[names.indexOf(name)] = args[count + i]));
      const [code, globals, name, argdefs, closure, kwdefaults] = given;
      if (!(code instanceof PyCode))
        throw typeError(`function() argument 'code' must be code, not ${code === undefined ? 'NULL' : typeOf(code).name}`);
      if (!(globals instanceof PyDict))
        throw typeError(`function() argument 'globals' must be dict, not ${globals === undefined ? 'NULL' : typeOf(globals).name}`);
      const shownName = optionalArgument(name, 3, 'name', 'string', strText);
      const defaults = optionalArgument(argdefs, 4, 'defaults', 'tuple', value => (value instanceof PyTuple ? value : undefined));
      const free = code.co.co_freevars.length;
      if (free === 0) optionalArgument(closure, 5, 'closure', 'tuple', value => (value instanceof PyTuple ? value : undefined));
      const keywords = optionalArgument(kwdefaults, 6, 'kwdefaults', 'dict', value => (value instanceof PyDict ? value : undefined));
      const f = new PyFunction(code, globals, functionHooks.builtinsOf(globals));
      if (shownName !== null) f.name = shownName;
      if (defaults !== null) f.defaults = defaults;
      if (keywords !== null) f.kwdefaults = keywords;
      if (closure instanceof PyTuple) {
        if (closure.items.length !== free)
          throw valueError(`${code.co.co_name} requires closure of length ${free}, not ${closure.items.length}`);
        f.closure = closure.items as PyCell[];
      } else if (free > 0) throw typeError('arg 5 (closure) must be tuple');
      return f;
    },
  },
  getset: {
    __code__: [
      (self: PyFunction) => self.code,
      (self: PyFunction, value) => {
        if (!(value instanceof PyCode)) throw typeError('__code__ must be set to a code object');
        const free = value.co.co_freevars.length;
        const have = self.closure?.length ?? 0;
        if (free !== have) throw valueError(`${String(self.name)}() requires a code object with ${have} free vars, not ${free}`);
        if (((value.flags ^ self.code.flags) & (CO.GENERATOR | CO.COROUTINE | CO.ASYNC_GENERATOR | CO.ITERABLE_COROUTINE)) !== 0)
          warnings.issue(
            T.DeprecationWarning,
            'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)',
          );
        self.code = value;
      },
    ],
    __defaults__: [
      (self: PyFunction) => self.defaults,
      (self: PyFunction, value) => {
        if (value !== undefined && value !== null && !(value instanceof PyTuple))
          throw typeError('__defaults__ must be set to a tuple object');
        self.defaults = value ?? null;
      },
    ],
    __kwdefaults__: [
      (self: PyFunction) => self.kwdefaults,
      (self: PyFunction, value) => {
        if (value !== undefined && value !== null && !(value instanceof PyDict))
          throw typeError('__kwdefaults__ must be set to a dict object');
        self.kwdefaults = value ?? null;
      },
    ],
    __closure__: [(self: PyFunction) => (self.closure === null ? null : new PyTuple([...self.closure]))],
    __globals__: [(self: PyFunction) => self.globals],
    __builtins__: [(self: PyFunction) => self.builtins],
    __name__: [(self: PyFunction) => self.name, (self: PyFunction, value) => void (self.name = text(value, '__name__'))],
    __qualname__: [(self: PyFunction) => self.qualname, (self: PyFunction, value) => void (self.qualname = text(value, '__qualname__'))],
    __module__: [(self: PyFunction) => self.module, (self: PyFunction, value) => void (self.module = value ?? null)],
    __doc__: [(self: PyFunction) => self.doc, (self: PyFunction, value) => void (self.doc = value ?? null)],
    __dict__: [
      (self: PyFunction) => (self.dict ??= new PyDict()),
      (self: PyFunction, value) => {
        self.dict = assignedDict(value);
      },
    ],
    __annotations__: [
      (self: PyFunction) => annotationsOf(self),
      (self: PyFunction, value) => {
        if (value !== undefined && value !== null && !(value instanceof PyDict))
          throw typeError('__annotations__ must be set to a dict object');
        self.annotations = value ?? null;
        self.annotate = null;
      },
    ],
    __annotate__: [
      (self: PyFunction) => self.annotate,
      (self: PyFunction, value) => {
        if (value === undefined) throw typeError('__annotate__ cannot be deleted');
        if (value !== null && typeOf(value).slots.tp_call === null) throw typeError('__annotate__ must be callable or None');
        self.annotate = value;
        if (value !== null) self.annotations = null;
      },
    ],
    __type_params__: [
      (self: PyFunction) => self.typeParams ?? new PyTuple([]),
      (self: PyFunction, value) => {
        if (!(value instanceof PyTuple)) throw typeError('__type_params__ must be set to a tuple');
        self.typeParams = value;
      },
    ],
  },
});
