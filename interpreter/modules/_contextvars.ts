/** `_contextvars` (CPython: Python/context.c): variables whose values belong to a context, and contexts as immutable maps that runs replace. */
import { registerModule } from './registry.ts';
import { roots } from '../vm/collect.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { T } from '../objects/core/registry.ts';
import { NotImplemented } from '../objects/core/singletons.ts';
import { defineType } from '../objects/core/define.ts';
import { keyError, raise, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { strText } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { isEqual } from '../objects/protocol/compare.ts';
import { iteratorOver } from '../objects/protocol/iterate.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { makeNew } from '../objects/types/make.ts';
import { addressOf } from '../objects/types/object.ts';

class PyContextVar extends PyObject {
  readonly name: string;
  readonly defaultValue: MaybeValue;
  constructor(name: string, defaultValue: MaybeValue) {
    super(ContextVar);
    this.name = name;
    this.defaultValue = defaultValue;
  }
}

class PyContext extends PyObject {
  values: ReadonlyMap<PyContextVar, Value>;
  previous: PyContext | null = null;
  entered = false;
  constructor(values: ReadonlyMap<PyContextVar, Value>) {
    super(Context);
    this.values = values;
  }
}

class PyToken extends PyObject {
  readonly context: PyContext;
  readonly variable: PyContextVar;
  readonly old: MaybeValue;
  used = false;
  constructor(context: PyContext, variable: PyContextVar, old: MaybeValue) {
    super(Token);
    this.context = context;
    this.variable = variable;
    this.old = old;
  }
}

let active: PyContext | null = null;

const current = (): PyContext => (active ??= new PyContext(new Map()));

function changed(context: PyContext, variable: PyContextVar, value: MaybeValue): void {
  const values = new Map(context.values);
  if (value === undefined) values.delete(variable);
  else values.set(variable, value);
  context.values = values;
}

function setVariable(self: PyContextVar, value: Value): Value {
  const context = current();
  const token = new PyToken(context, self, context.values.get(self));
  changed(context, self, value);
  return token;
}

function resetVariable(self: PyContextVar, token: Value): Value {
  if (!(token instanceof PyToken)) throw typeError(`expected an instance of Token, got ${reprText(token)}`);
  if (token.used) throw runtimeError(`${reprText(token)} has already been used once`);
  if (token.variable !== self) throw valueError(`${reprText(token)} was created by a different ContextVar`);
  if (token.context !== current()) throw valueError(`${reprText(token)} was created in a different Context`);
  token.used = true;
  changed(token.context, self, token.old);
  return null;
}

export const ContextVar = defineType('ContextVar', {
  module: '_contextvars',
  final: true,
  slots: {
    tp_new: makeNew('ContextVar($type, name, /, *, default=<unrepresentable>)', (_cls, name: Value, fallback: MaybeValue) => {
      const text = strText(name);
      if (text === undefined) throw typeError('context variable name must be a str');
      return new PyContextVar(text, fallback);
    }),
    tp_init: () => {},
    tp_repr: self => {
      const { name, defaultValue } = self as PyContextVar;
      const shown = defaultValue === undefined ? '' : ` default=${reprText(defaultValue)}`;
      return `<ContextVar name=${reprText(name)}${shown} at ${addressOf(self)}>`;
    },
  },
  methods: {
    'get($self, default=<unrepresentable>, /)': (self: PyContextVar, fallback: MaybeValue) => {
      let value = active?.values.get(self);
      if (value === undefined) value = fallback === undefined ? self.defaultValue : fallback;
      if (value === undefined) throw raise(T.LookupError, self);
      return value;
    },
    'set($self, value, /)': setVariable,
    'reset($self, token, /)': resetVariable,
  },
  classMethods: { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) },
  getset: { name: [(self: PyContextVar) => self.name] },
});

const Missing = defineType('Token.MISSING', { module: '_contextvars', final: true, slots: { tp_repr: () => '<Token.MISSING>' } });
const MISSING = new PyObject(Missing);

const Token = defineType('Token', {
  module: '_contextvars',
  final: true,
  slots: {
    tp_new: () => {
      throw runtimeError('Tokens can only be created by ContextVars');
    },
    tp_repr: self => {
      const token = self as PyToken;
      return `<Token${token.used ? ' used' : ''} var=${reprText(token.variable)} at ${addressOf(self)}>`;
    },
  },
  methods: {
    '__enter__($self, /)': (self: PyToken) => self,
    '__exit__($self, type, value, traceback, /)': (self: PyToken) => resetVariable(self.variable, self),
  },
  classMethods: { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) },
  getset: {
    var: [(self: PyToken) => self.variable],
    old_value: [(self: PyToken) => self.old ?? MISSING],
  },
  attributes: { MISSING },
});

function variable(key: Value): PyContextVar {
  if (!(key instanceof PyContextVar)) throw typeError(`a ContextVar key was expected, got ${reprText(key)}`);
  return key;
}

function runIn(self: PyContext, ...rest: [Value[], PyDict | undefined]): Value {
  const [args, kwargs] = rest;
  if (args.length === 0) throw typeError('run() missing 1 required positional argument');
  if (self.entered) throw runtimeError(`cannot enter context: ${reprText(self)} is already entered`);
  const previous = active;
  self.entered = true;
  active = self;
  try {
    const names = kwargs === undefined ? [] : [...kwargs.entries()];
    const all = [...args.slice(1), ...names.map(entry => entry.value!)];
    const keywords = names.length === 0 ? null : names.map(entry => entry.key as string);
    return callValue(args[0], all, keywords);
  } finally {
    self.entered = false;
    active = previous;
  }
}

const Context = defineType('Context', {
  module: '_contextvars',
  final: true,
  slots: {
    tp_new: (_cls, args) => {
      if (args.length > 0) throw typeError('Context() does not accept any arguments');
      return new PyContext(new Map());
    },
    tp_init: () => {},
    tp_hash: () => {
      throw typeError("unhashable type: 'Context'");
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyContext) || !(right instanceof PyContext) || (op !== 2 && op !== 3)) return NotImplemented;
      const equal =
        left.values.size === right.values.size &&
        [...left.values].every(([key, value]) => right.values.has(key) && isEqual(value, right.values.get(key)!));
      return equal === (op === 2);
    },
    sq_length: self => (self as PyContext).values.size,
    sq_contains: (self, key) => (self as PyContext).values.has(variable(key)),
    mp_subscript: (self, key) => {
      const value = (self as PyContext).values.get(variable(key));
      if (value === undefined) throw keyError(key);
      return value;
    },
    tp_iter: self => iteratorOver([...(self as PyContext).values.keys()]),
  },
  methods: {
    'run($self, /, *args, **kwargs)': runIn,
    'copy($self, /)': (self: PyContext) => new PyContext(self.values),
    'get($self, key, default=None, /)': (self: PyContext, key: Value, fallback: MaybeValue) =>
      self.values.get(variable(key)) ?? fallback ?? null,
    'keys($self, /)': (self: PyContext) => iteratorOver([...self.values.keys()]),
    'values($self, /)': (self: PyContext) => iteratorOver([...self.values.values()]),
    'items($self, /)': (self: PyContext) => iteratorOver([...self.values].map(pair => new PyTuple(pair))),
  },
});

roots.push(() => active);

registerModule('_contextvars', {
  doc: 'Context Variables',
  functions: { 'copy_context()': () => new PyContext(current().values) },
  attributes: { ContextVar, Context, Token },
  initialize: () => {
    active = null;
  },
});
