/** Contexts: precision, rounding and the signals that raise; the current one is the value of a context variable. */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { T } from '../../objects/core/registry.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { defineType } from '../../objects/core/define.ts';
import { attributeError, memoryError, raise, typeError, valueError } from '../../objects/core/errors.ts';
import { normalize, type Int } from '../../objects/core/integer.ts';
import { PyEQ, PyNE } from '../../objects/core/slots.ts';
import { strText } from '../../objects/core/str.ts';
import { declareType, typeOf, type PyType } from '../../objects/core/type.ts';
import { genericGetAttribute, genericSetAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { toIndex } from '../../objects/protocol/index.ts';
import { getIter } from '../../objects/protocol/iterate.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { makeInit } from '../../objects/types/make.ts';
import {
  CLAMPED,
  CONVERSION_SYNTAX,
  DIVISION_BY_ZERO,
  DIVISION_IMPOSSIBLE,
  DIVISION_UNDEFINED,
  FLOAT_OPERATION,
  IEEE_INVALID,
  INEXACT,
  INVALID_CONTEXT,
  INVALID_OPERATION,
  LIMIT,
  OVERFLOW,
  ROUNDED,
  ROUNDINGS,
  ROUND_HALF_EVEN,
  SUBNORMAL,
  TooManyDigits,
  UNDERFLOW,
  etiny,
  etop,
  signals,
  type Settings,
} from './number.ts';

// ---- exceptions ----

function exception(name: string, bases: readonly PyType[]): PyType {
  const type = defineType(`decimal.${name}`, { bases, solid: false });
  type.name = name;
  return type;
}

export const DecimalException = exception('DecimalException', [T.ArithmeticError]);
const Clamped = exception('Clamped', [DecimalException]);
const Rounded = exception('Rounded', [DecimalException]);
const Inexact = exception('Inexact', [DecimalException]);
const Subnormal = exception('Subnormal', [DecimalException]);
const Underflow = exception('Underflow', [Inexact, Rounded, Subnormal]);
const Overflow = exception('Overflow', [Inexact, Rounded]);
const DivisionByZero = exception('DivisionByZero', [DecimalException, T.ZeroDivisionError]);
const FloatOperation = exception('FloatOperation', [DecimalException, T.TypeError]);
const InvalidOperation = exception('InvalidOperation', [DecimalException]);
const ConversionSyntax = exception('ConversionSyntax', [InvalidOperation]);
const DivisionImpossible = exception('DivisionImpossible', [InvalidOperation]);
const DivisionUndefined = exception('DivisionUndefined', [InvalidOperation, T.ZeroDivisionError]);
const InvalidContext = exception('InvalidContext', [InvalidOperation]);

/** The exceptions that the module shows. */
export const EXCEPTIONS = {
  DecimalException,
  Clamped,
  Rounded,
  Inexact,
  Subnormal,
  Underflow,
  Overflow,
  DivisionByZero,
  FloatOperation,
  InvalidOperation,
  ConversionSyntax,
  DivisionImpossible,
  DivisionUndefined,
  InvalidContext,
};

type Row = readonly [type: PyType, conditions: number];

/** Signals in CPython's order: the first that is trapped is raised. */
const SIGNALS: readonly Row[] = [
  [InvalidOperation, IEEE_INVALID],
  [FloatOperation, FLOAT_OPERATION],
  [DivisionByZero, DIVISION_BY_ZERO],
  [Overflow, OVERFLOW],
  [Underflow, UNDERFLOW],
  [Subnormal, SUBNORMAL],
  [Inexact, INEXACT],
  [Rounded, ROUNDED],
  [Clamped, CLAMPED],
];

/** The kinds of invalid operations. */
const INVALID: readonly Row[] = [
  [InvalidOperation, INVALID_OPERATION],
  [ConversionSyntax, CONVERSION_SYNTAX],
  [DivisionImpossible, DIVISION_IMPOSSIBLE],
  [DivisionUndefined, DIVISION_UNDEFINED],
  [InvalidContext, INVALID_CONTEXT],
];

const typesOf = (rows: readonly Row[], status: number): PyType[] => rows.filter(([, flag]) => (status & flag) !== 0).map(([type]) => type);

const SIGNAL_NAMES = `valid values for signals are:
  [InvalidOperation, FloatOperation, DivisionByZero,
   Overflow, Underflow, Subnormal, Inexact, Rounded,
   Clamped]`;

function flagOf(key: Value): number {
  const row = SIGNALS.find(([type]) => type === key);
  if (row === undefined) throw raise(T.KeyError, SIGNAL_NAMES);
  return row[1];
}

// ---- contexts ----

export class PyDecimalContext extends PyObject implements HasDict, Settings {
  prec = 28;
  emax = 999999;
  emin = -999999;
  round = ROUND_HALF_EVEN as number;
  clamp = 0;
  capitals = 1;
  trapped = IEEE_INVALID | DIVISION_BY_ZERO | OVERFLOW;
  status = 0;
  readonly traps: PySignalDict;
  readonly flags: PySignalDict;
  /** One of `DefaultContext`, `BasicContext` and `ExtendedContext`: a copy of it becomes current, never itself. */
  isTemplate = false;
  dict: PyDict | undefined = undefined;
  constructor(cls: PyType = contextType) {
    super(cls);
    const type = signalDict.type!;
    this.traps = new PySignalDict(type, this, 'trapped');
    this.flags = new PySignalDict(type, this, 'status');
    if (templates.base !== null) assign(this, templates.base);
    this.status = 0;
  }
}

function assign(to: PyDecimalContext, from: PyDecimalContext): void {
  to.prec = from.prec;
  to.emax = from.emax;
  to.emin = from.emin;
  to.round = from.round;
  to.clamp = from.clamp;
  to.trapped = from.trapped;
  to.status = from.status;
}

export function copyContext(from: PyDecimalContext): PyDecimalContext {
  const copy = new PyDecimalContext();
  assign(copy, from);
  copy.capitals = from.capitals;
  return copy;
}

/** `DefaultContext` of this run: new contexts are like it. */
export const templates: { base: PyDecimalContext | null } = { base: null };

/** `SignalDict`, which the module makes of its mixin and `collections.abc.MutableMapping`. */
export const signalDict: { type: PyType | null } = { type: null };

/** Raises what the context traps of the conditions, and remembers them. */
export function addStatus(context: PyDecimalContext, status: number): void {
  if (status === 0) return;
  context.status |= status;
  const trapped = status & context.trapped;
  if (trapped === 0) return;
  const kinds = [...typesOf(INVALID, trapped), ...typesOf(SIGNALS.slice(1), trapped)];
  throw raise(typesOf(SIGNALS, trapped)[0], new PyList(kinds));
}

/** Runs an operation on numbers and has the context decide about the conditions it met. */
export function signaling<R>(context: PyDecimalContext, operation: () => R): R {
  signals.status = 0;
  let result: R;
  try {
    result = operation();
  } catch (error) {
    if (error instanceof TooManyDigits || error instanceof RangeError) throw memoryError('');
    throw error;
  }
  if (signals.status !== 0) addStatus(context, signals.status);
  return result;
}

// ---- signal dicts ----

class PySignalDict extends PyObject implements HasDict {
  context: PyDecimalContext | null;
  readonly field: 'trapped' | 'status';
  dict: PyDict | undefined = undefined;
  constructor(cls: PyType, context: PyDecimalContext | null = null, field: 'trapped' | 'status' = 'status') {
    super(cls);
    this.context = context;
    this.field = field;
  }
  get bits(): number {
    if (this.context === null) throw valueError('invalid signal dict');
    return this.context[this.field];
  }
}

/** A result about a signal dict, which must belong to a context. */
function checked<R>(self: Value, result: R): R {
  if ((self as PySignalDict).context === null) throw valueError('invalid signal dict');
  return result;
}

const SIGNAL_TUPLE = new PyTuple(SIGNALS.map(([type]) => type));

/** The flags of a dict of all signals; undefined where it is none. */
function dictFlags(value: Value): number | undefined {
  if (!(value instanceof PyDict) || value.size !== SIGNALS.length) return undefined;
  let flags = 0;
  for (const [type, flag] of SIGNALS) {
    const set = value.get(type);
    if (set === undefined) return undefined;
    if (isTruthy(set)) flags |= flag;
  }
  return flags;
}

export const SignalDictMixin = defineType('decimal.SignalDictMixin', {
  slots: {
    tp_new: cls => new PySignalDict(cls),
    tp_init: () => {},
    tp_hash: null,
    tp_repr: self => {
      const { bits } = self as PySignalDict;
      const items = SIGNALS.map(([type, flag]) => `<class 'decimal.${type.name}'>:${(bits & flag) !== 0 ? 'True' : 'False'}`);
      return `{${items.join(', ')}}`;
    },
    sq_length: self => checked(self, SIGNALS.length),
    tp_iter: self => checked(self, getIter(SIGNAL_TUPLE)),
    mp_subscript: (self, key) => ((self as PySignalDict).bits & flagOf(key)) !== 0,
    mp_ass_subscript: (own, key, value) => {
      const self = own as PySignalDict;
      if (value === undefined) throw valueError('signal keys cannot be deleted');
      const flag = flagOf(key);
      const set = isTruthy(value);
      checked(self, self.context)![self.field] = set ? self.bits | flag : self.bits & ~flag;
    },
    tp_richcompare: (left, right, op) => {
      if (op !== PyEQ && op !== PyNE) return NotImplemented;
      const flags = right instanceof PySignalDict ? right.bits : dictFlags(right);
      if (flags === undefined) return NotImplemented;
      return ((left as PySignalDict).bits === flags) === (op === PyEQ);
    },
  },
  methods: {
    'copy($self, /)': (self: PySignalDict) => {
      const copy = new PyDict();
      for (const [type, flag] of SIGNALS) copy.set(type, (self.bits & flag) !== 0);
      return copy;
    },
  },
});

// ---- attributes ----

/** A limit as a Python int: the greatest are no doubles. */
export function limitValue(n: number): Int {
  if (Number.isSafeInteger(n)) return n;
  const limit = Number(LIMIT);
  if (Math.abs(n) === limit) return n < 0 ? -LIMIT : LIMIT;
  if (n === -2 * limit) return -2n * LIMIT + 1n;
  return normalize(BigInt(n));
}

/** An index within bounds as a double. */
function bounded(value: MaybeValue, low: Int, high: Int, message: string): number {
  const index = ssize(value!);
  if (index < low || index > high) throw valueError(message);
  return Number(index);
}

export function ssize(value: Value): Int {
  const index = toIndexStrict(value);
  if (index >= 1n << 63n || index < -(1n << 63n)) throw raise(T.OverflowError, 'Python int too large to convert to C ssize_t');
  return index;
}

function toIndexStrict(value: Value): Int {
  if (!typeOf(value).isSubtype(T.int)) throw typeError('an integer is required');
  return toIndex(value);
}

export function roundingOf(value: Value): number {
  const text = strText(value);
  const round = text === undefined ? -1 : (ROUNDINGS as readonly string[]).indexOf(text);
  if (round < 0)
    throw typeError(
      'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]',
    );
  return round;
}

function signalFlags(value: Value): number {
  if (value instanceof PySignalDict) return value.bits;
  if (value instanceof PyList) return value.items.reduce<number>((flags, item) => flags | flagOf(item), 0);
  return assignedFlags(value);
}

/** What `context.traps` and `context.flags` can be set to. */
function assignedFlags(value: Value): number {
  if (value instanceof PySignalDict) return value.bits;
  if (!(value instanceof PyDict)) throw typeError('argument must be a signal dict');
  const flags = dictFlags(value);
  if (flags === undefined) throw raise(T.KeyError, 'invalid signal dict');
  return flags;
}

type Setter = (self: PyDecimalContext, value: Value) => void;

const setters: Record<'prec' | 'rounding' | 'Emin' | 'Emax' | 'capitals' | 'clamp', Setter> = {
  prec: (self, value) => (self.prec = bounded(value, 1, LIMIT, 'valid range for prec is [1, MAX_PREC]')),
  rounding: (self, value) => (self.round = roundingOf(value)),
  Emin: (self, value) => (self.emin = bounded(value, -LIMIT, 0, 'valid range for Emin is [MIN_EMIN, 0]')),
  Emax: (self, value) => (self.emax = bounded(value, 0, LIMIT, 'valid range for Emax is [0, MAX_EMAX]')),
  capitals: (self, value) => (self.capitals = bounded(value, 0, 1, 'valid values for capitals are 0 or 1')),
  clamp: (self, value) => (self.clamp = bounded(value, 0, 1, 'valid values for clamp are 0 or 1')),
};

/** Sets what is given and not None, in the order of `Context`'s parameters. */
export function setAttributes(self: PyDecimalContext, values: readonly MaybeValue[]): void {
  const [prec = null, rounding = null, emin = null, emax = null, capitals = null, clamp = null, flags = null, traps = null] = values;
  if (prec !== null) setters.prec(self, prec);
  if (rounding !== null) setters.rounding(self, rounding);
  if (emin !== null) setters.Emin(self, emin);
  if (emax !== null) setters.Emax(self, emax);
  if (capitals !== null) setters.capitals(self, capitals);
  if (clamp !== null) setters.clamp(self, clamp);
  if (traps !== null) self.trapped = signalFlags(traps);
  if (flags !== null) self.status = signalFlags(flags);
}

/** Signals in the order of their conditions' bits, as libmpdec writes them. */
function names(status: number): string {
  const byBit = SIGNALS.toSorted(([, a], [, b]) => (a & -a) - (b & -b));
  return `[${typesOf(byBit, status)
    .map(type => type.name)
    .join(', ')}]`;
}

export const CONTEXT_PARAMETERS = 'prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None';

const contextType = declareType('decimal.Context');

/** What methods of contexts on numbers are added to, by the module's index. */
export function defineContext(methods: Parameters<typeof defineType>[1]['methods']): PyType {
  return defineType('decimal.Context', {
    doc: 'The context affects almost all operations and controls rounding,\nOver/Underflow, raising of exceptions and much more.  A new context\ncan be initialized as follows:\n\n    >>> c = Context(prec=28, Emin=-425000000, Emax=425000000,\n    ...             rounding=ROUND_HALF_EVEN, capitals=1, clamp=1,\n    ...             traps=[InvalidOperation, DivisionByZero, Overflow],\n    ...             flags=[])\n    >>>',
    slots: {
      tp_new: cls => new PyDecimalContext(cls),
      tp_init: makeInit(`Context($self, ${CONTEXT_PARAMETERS})`, (self: PyDecimalContext, ...values: MaybeValue[]) =>
        setAttributes(self, values),
      ),
      tp_repr: own => {
        const self = own as PyDecimalContext;
        return `Context(prec=${limitValue(self.prec)}, rounding=${ROUNDINGS[self.round]}, Emin=${limitValue(self.emin)}, Emax=${limitValue(self.emax)}, capitals=${self.capitals}, clamp=${self.clamp}, flags=${names(self.status)}, traps=${names(self.trapped)})`;
      },
      tp_getattro: (self, name) => {
        if (name === 'traps') return (self as PyDecimalContext).traps;
        if (name === 'flags') return (self as PyDecimalContext).flags;
        return genericGetAttribute(self, name);
      },
      tp_setattro: (own, name, value) => {
        const self = own as PyDecimalContext;
        if (value === undefined) throw attributeError('context attributes cannot be deleted', name, self);
        if (name === 'traps') self.trapped = assignedFlags(value);
        else if (name === 'flags') self.status = assignedFlags(value);
        else genericSetAttribute(self, name, value);
      },
    },
    getset: {
      prec: [(self: PyDecimalContext) => limitValue(self.prec), (self, value) => setters.prec(self, value!)],
      Emax: [(self: PyDecimalContext) => limitValue(self.emax), (self, value) => setters.Emax(self, value!)],
      Emin: [(self: PyDecimalContext) => limitValue(self.emin), (self, value) => setters.Emin(self, value!)],
      rounding: [(self: PyDecimalContext) => ROUNDINGS[self.round], (self, value) => setters.rounding(self, value!)],
      capitals: [(self: PyDecimalContext) => self.capitals, (self, value) => setters.capitals(self, value!)],
      clamp: [(self: PyDecimalContext) => self.clamp, (self, value) => setters.clamp(self, value!)],
    },
    methods: {
      'Etiny($self, /)': [
        (self: PyDecimalContext) => limitValue(etiny(self)),
        'Return a value equal to Emin - prec + 1, which is the minimum exponent value\nfor subnormal results.  When underflow occurs, the exponent is set to Etiny.',
      ],
      'Etop($self, /)': [
        (self: PyDecimalContext) => limitValue(etop(self)),
        'Return a value equal to Emax - prec + 1.  This is the maximum exponent\nif the _clamp field of the context is set to 1 (IEEE clamp mode).  Etop()\nmust not be negative.',
      ],
      'clear_flags($self, /)': [
        (self: PyDecimalContext) => {
          self.status = 0;
          return null;
        },
        'Reset all flags to False.',
      ],
      'clear_traps($self, /)': [
        (self: PyDecimalContext) => {
          self.trapped = 0;
          return null;
        },
        'Set all traps to False.',
      ],
      'copy($self, /)': [copyContext, 'Return a duplicate of the context with all flags cleared.'],
      '__copy__($self, /)': copyContext,
      '__reduce__($self, /)': (self: PyDecimalContext) =>
        new PyTuple([
          typeOf(self),
          new PyTuple([
            limitValue(self.prec),
            ROUNDINGS[self.round],
            limitValue(self.emin),
            limitValue(self.emax),
            self.capitals,
            self.clamp,
            new PyList(typesOf(SIGNALS, self.status)),
            new PyList(typesOf(SIGNALS, self.trapped)),
          ]),
        ]),
      ...methods,
    },
  });
}

// ---- the current context ----

/** The context variable of this run. */
export const currentContext: { variable: Value } = { variable: null };

const getMethod = (name: string): Value => typeOf(currentContext.variable).lookup(name)!;

export function getContext(): PyDecimalContext {
  const value = callValue(getMethod('get'), [currentContext.variable, null]);
  if (value !== null) return value as PyDecimalContext;
  const context = copyContext(templates.base!);
  context.status = 0;
  return storeContext(context);
}

function storeContext(context: PyDecimalContext): PyDecimalContext {
  callValue(getMethod('set'), [currentContext.variable, context]);
  return context;
}

export function setContext(value: Value): Value {
  if (!(value instanceof PyDecimalContext)) throw typeError('argument must be a context');
  let context = value;
  if (context.isTemplate) {
    context = copyContext(context);
    context.status = 0;
  }
  storeContext(context);
  return null;
}

/** An optional context argument. */
export function contextArgument(value: MaybeValue): PyDecimalContext {
  if (value === undefined || value === null) return getContext();
  if (!(value instanceof PyDecimalContext)) throw typeError('optional argument must be a context');
  return value;
}

class PyContextManager extends PyObject {
  readonly local: PyDecimalContext;
  readonly outer: PyDecimalContext;
  constructor(local: PyDecimalContext, outer: PyDecimalContext) {
    super(ContextManager);
    this.local = local;
    this.outer = outer;
  }
}

export const ContextManager = defineType('decimal.ContextManager', {
  final: true,
  methods: {
    '__enter__($self, /)': (self: PyContextManager) => {
      setContext(self.local);
      return self.local;
    },
    '__exit__($self, /, *args)': (self: PyContextManager) => setContext(self.outer),
  },
});

export function localContext(ctx: MaybeValue, ...values: MaybeValue[]): Value {
  const outer = getContext();
  const local = copyContext(ctx === undefined || ctx === null ? outer : contextArgument(ctx));
  setAttributes(local, values);
  return new PyContextManager(local, outer);
}

/** A context for an IEEE 754 interchange format. */
export function ieeeContext(value: Value): Value {
  const bits = Number(ssize(value));
  if (bits <= 0 || bits > 512 || bits % 32 !== 0) throw valueError('argument must be a multiple of 32, with a maximum of 512');
  const context = new PyDecimalContext();
  context.prec = 9 * (bits / 32) - 2;
  context.emax = 3 * 2 ** (bits / 16 + 3);
  context.emin = 1 - context.emax;
  context.round = ROUND_HALF_EVEN;
  context.trapped = 0;
  context.status = 0;
  context.clamp = 1;
  return context;
}
