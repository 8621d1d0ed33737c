/**
 * `typing`'s native part: TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic, which the syntax of type parameters makes (CPython:
 * Objects/typevarobject.c). What needs more than names and lazily computed bounds is asked of the Python module `typing`.
 */
import { iteratorOver } from '../protocol/iterate.ts';
import { defineType } from '../core/define.ts';
import { PyDict } from '../core/dict.ts';
import { raise, typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { strOf, strText } from '../core/str.ts';
import { Ellipsis } from '../core/singletons.ts';
import { toIndexNumber } from '../protocol/index.ts';
import { PyTuple } from '../core/tuple.ts';
import { typeOf } from '../core/type.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../core/value.ts';
import { callValue } from '../protocol/call.ts';
import { findAttribute, getAttribute } from '../protocol/attribute.ts';
import { reprText } from '../protocol/repr.ts';
import { getIter } from '../protocol/iterate.ts';
import { getItem } from '../protocol/sequence.ts';
import { makeNew } from './make.ts';
import { TYPING, unionHooks } from './union.ts';
import { isTruthy } from '../protocol/truth.ts';

/** What typing's Python half does; the import system supplies the module. */
export const typingHooks: {
  module: () => Value;
  /** `__name__` of the module whose code runs. */
  callerModule: () => MaybeValue;
} = {
  module: () => {
    throw new Error('invariant: the import system is loaded');
  },
  callerModule: () => undefined,
};

const callTyping = (name: string, ...args: Value[]): Value => callValue(getAttribute(typingHooks.module(), name), args);

/** `typing.Unpack[parameter]`. */
export function unpacked(parameter: Value): Value {
  return getItem(getAttribute(typingHooks.module(), 'Unpack'), parameter);
}

/** What `__default__` is where there is none. */
class PyNoDefault extends PyObject {}
export const noDefault = { value: undefined as unknown as PyObject };

abstract class PyTypeParameter extends PyObject implements HasDict {
  readonly name: Value;
  dict: PyDict | undefined = undefined;
  defaultValue: MaybeValue = undefined;
  evaluateDefault: Value = null;
  covariant = false;
  contravariant = false;
  inferVariance = false;
  constructor(cls: (typeof T)[string], name: Value) {
    super(cls);
    this.name = name;
  }

  /** Notes where a program made it by calling the type; one that the syntax of type parameters makes has no module of its own. */
  from(module: MaybeValue): this {
    this.dict = new PyDict();
    this.dict.setStr('__module__', module ?? null);
    return this;
  }
}

export class PyTypeVar extends PyTypeParameter {
  bound: MaybeValue = undefined;
  evaluateBound: Value = null;
  constraints: MaybeValue = undefined;
  evaluateConstraints: Value = null;
  constructor(name: Value) {
    super(T.TypeVar, name);
  }
}

export class PyParamSpec extends PyTypeParameter {
  bound: Value = null;
  constructor(name: Value) {
    super(T.ParamSpec, name);
  }
}

export class PyTypeVarTuple extends PyTypeParameter {
  constructor(name: Value) {
    super(T.TypeVarTuple, name);
  }
}

export class PyTypeAlias extends PyObject implements HasDict {
  readonly name: Value;
  readonly typeParams: PyTuple;
  value: MaybeValue;
  readonly evaluateValue: Value;
  dict: PyDict | undefined = undefined;
  readonly module: MaybeValue;
  constructor(name: Value, typeParams: PyTuple, value: MaybeValue, evaluateValue: Value) {
    super(T.TypeAliasType);
    this.name = name;
    this.typeParams = typeParams;
    this.value = value;
    this.evaluateValue = evaluateValue;
    this.module = typingHooks.callerModule();
  }
}

class PyParamSpecPart extends PyObject {
  readonly origin: PyParamSpec;
  constructor(cls: (typeof T)[string], origin: PyParamSpec) {
    super(cls);
    this.origin = origin;
  }
}

/** Of `annotationlib.Format`. */
const VALUE_FORMAT = 1;
const STRING_FORMAT = 4;

function defaultOf(self: PyTypeParameter): Value {
  if (self.defaultValue !== undefined) return self.defaultValue;
  if (self.evaluateDefault === null) return noDefault.value;
  return (self.defaultValue = callValue(self.evaluateDefault, [VALUE_FORMAT]));
}

const common: Record<string, readonly [(self: PyTypeParameter) => Value]> = {
  __name__: [self => self.name],
  __default__: [defaultOf],
  evaluate_default: [
    self =>
      self.evaluateDefault === null
        ? self.defaultValue === undefined
          ? null
          : constantEvaluator(self.defaultValue)
        : self.evaluateDefault,
  ],
};

/** A function that gives a value whatever the format asked for. */
class PyConstantEvaluator extends PyObject {
  readonly value: Value;
  constructor(value: Value) {
    super(T._ConstEvaluator);
    this.value = value;
  }
}

/** A type as annotations are written: the name of a class, the text of anything else; a tuple of them in parentheses. */
function typeText(value: Value): string {
  if (value instanceof PyTuple) return `(${value.items.map(typeText).join(', ')})`;
  if (value === Ellipsis) return '...';
  if (value === T.NoneType) return 'None';
  if (findAttribute(value, '__origin__') !== undefined && findAttribute(value, '__args__') !== undefined) return reprText(value);
  const qualname = strText(findAttribute(value, '__qualname__') ?? null);
  const module = strText(findAttribute(value, '__module__') ?? null);
  if (qualname === undefined || module === undefined) return reprText(value);
  return module === 'builtins' ? qualname : `${module}.${qualname}`;
}

const constantEvaluator = (value: Value): Value => new PyConstantEvaluator(value);

defineType('_ConstEvaluator', {
  module: '_typing',
  final: true,
  slots: {
    tp_call: (callable, args, kwnames) => {
      if (kwnames !== null) throw typeError('constevaluator.__call__() takes no keyword arguments');
      if (args.length !== 1) throw typeError(`constevaluator.__call__() takes exactly 1 argument (${args.length} given)`);
      const { value } = callable as PyConstantEvaluator;
      return toIndexNumber(args[0]) === STRING_FORMAT ? strOf(typeText(value)) : value;
    },
    tp_repr: self => `<constevaluator ${reprText((self as PyConstantEvaluator).value)}>`,
  },
});

defineType('NoDefaultType', {
  final: true,
  slots: {
    tp_repr: () => 'typing.NoDefault',
    tp_new: (_cls, args, kwnames) => {
      if (args.length > 0 || kwnames !== null) throw typeError('NoDefaultType takes no arguments');
      return noDefault.value;
    },
  },
  methods: { '__reduce__($self, /)': () => 'NoDefault' },
});
noDefault.value = new PyNoDefault(T.NoDefaultType);

const variance: Record<string, readonly [(self: PyTypeParameter) => Value]> = {
  __covariant__: [self => self.covariant],
  __contravariant__: [self => self.contravariant],
  __infer_variance__: [self => self.inferVariance],
};

const shownName = (self: PyTypeParameter): string => {
  const name = strText(self.name)!;
  return self.inferVariance ? name : (self.covariant ? '+' : self.contravariant ? '-' : '~') + name;
};

function setVariance(self: PyTypeParameter, covariant: MaybeValue, contravariant: MaybeValue, infer: MaybeValue): void {
  self.covariant = covariant !== undefined && isTruthy(covariant);
  self.contravariant = contravariant !== undefined && isTruthy(contravariant);
  self.inferVariance = infer !== undefined && isTruthy(infer);
  if (self.covariant && self.contravariant) throw raise(T.ValueError, 'Bivariant types are not supported.');
  if (self.inferVariance && (self.covariant || self.contravariant))
    throw raise(T.ValueError, 'Variance cannot be specified with infer_variance.');
}

const typeOrNone = (value: MaybeValue, message: string): MaybeValue =>
  value === undefined || value === null ? undefined : callTyping('_type_check', value, message);

unionHooks.check = arg => callTyping('_type_check', arg, 'Union[arg, ...]: each arg must be a type.');

const or = {
  nb_or: (left: Value, right: Value): Value => callValue(getAttribute(T.Union, '__class_getitem__'), [new PyTuple([left, right])]),
};

defineType('TypeVar', {
  attributes: { __module__: 'typing' },
  module: 'typing',
  final: true,
  hasDict: true,
  slots: {
    ...or,
    tp_new: makeNew(
      'TypeVar($type, name, *constraints, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False)',
      (
        _cls,
        name: Value,
        constraints: Value[],
        bound?: Value,
        defaultValue?: Value,
        covariant?: Value,
        contravariant?: Value,
        infer?: Value,
      ) => {
        const self = new PyTypeVar(name).from(typingHooks.callerModule());
        setVariance(self, covariant, contravariant, infer);
        if (constraints.length === 1) throw typeError('A single constraint is not allowed');
        self.constraints = new PyTuple(constraints);
        self.bound = typeOrNone(bound, 'Bound must be a type.') ?? null;
        if (constraints.length > 0 && self.bound !== null) throw typeError('Constraints cannot be combined with bound=...');
        self.defaultValue = defaultValue;
        return self;
      },
    ),
    tp_repr: self => shownName(self as PyTypeVar),
  },
  methods: {
    '__typing_subst__($self, arg, /)': (self: PyTypeVar, arg: Value) => callTyping('_typevar_subst', self, arg),
    '__typing_prepare_subst__($self, alias, args, /)': (self: PyTypeVar, alias: Value, args: Value) => {
      const parameters = getAttribute(alias, '__parameters__') as PyTuple;
      const { items } = args as PyTuple;
      const index = parameters.items.indexOf(self);
      if (index < items.length) return args;
      if (defaultOf(self) !== noDefault.value && index === items.length) return new PyTuple([...items, defaultOf(self)]);
      throw typeError(`Too few arguments for ${reprText(alias)}`);
    },
    '__reduce__($self, /)': (self: PyTypeVar) => self.name,
    'has_default($self, /)': (self: PyTypeVar) => defaultOf(self) !== noDefault.value,
    '__mro_entries__($self, bases, /)': () => {
      throw typeError('Cannot subclass an instance of TypeVar');
    },
  },
  getset: {
    ...common,
    ...variance,
    __bound__: [
      (self: PyTypeVar) =>
        self.bound === undefined
          ? (self.bound = self.evaluateBound === null ? null : callValue(self.evaluateBound, [VALUE_FORMAT]))
          : self.bound,
    ],
    __constraints__: [
      (self: PyTypeVar) =>
        self.constraints === undefined
          ? (self.constraints = self.evaluateConstraints === null ? new PyTuple([]) : callValue(self.evaluateConstraints, [VALUE_FORMAT]))
          : self.constraints,
    ],
    evaluate_bound: [
      (self: PyTypeVar) => self.evaluateBound ?? (self.bound === undefined || self.bound === null ? null : constantEvaluator(self.bound)),
    ],
    evaluate_constraints: [
      (self: PyTypeVar) =>
        self.evaluateConstraints ??
        (self.constraints instanceof PyTuple && self.constraints.items.length > 0 ? constantEvaluator(self.constraints) : null),
    ],
  },
});

for (const [name, shown] of [
  ['ParamSpecArgs', '.args'],
  ['ParamSpecKwargs', '.kwargs'],
] as const) {
  defineType(name, {
    module: 'typing',
    final: true,
    slots: {
      tp_new: (cls, args) => new PyParamSpecPart(cls, args[0] as PyParamSpec),
      tp_repr: self => `${strText((self as PyParamSpecPart).origin.name) ?? ''}${shown}`,
      tp_richcompare: (left, right, op) =>
        op === 2 || op === 3
          ? ((right as PyParamSpecPart).origin === (left as PyParamSpecPart).origin && typeOf(left) === typeOf(right)) === (op === 2)
          : false,
    },
    getset: { __origin__: [(self: PyParamSpecPart) => self.origin] },
    methods: {
      '__mro_entries__($self, bases, /)': () => {
        throw typeError(`Cannot subclass an instance of ${name}`);
      },
    },
  });
}

defineType('ParamSpec', {
  attributes: { __module__: 'typing' },
  module: 'typing',
  final: true,
  hasDict: true,
  slots: {
    ...or,
    tp_new: makeNew(
      'ParamSpec($type, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False)',
      (_cls, name: Value, bound?: Value, defaultValue?: Value, covariant?: Value, contravariant?: Value, infer?: Value) => {
        const self = new PyParamSpec(name).from(typingHooks.callerModule());
        setVariance(self, covariant, contravariant, infer);
        self.bound = typeOrNone(bound, 'Bound must be a type.') ?? null;
        self.defaultValue = defaultValue;
        return self;
      },
    ),
    tp_repr: self => shownName(self as PyParamSpec),
  },
  methods: {
    '__typing_subst__($self, arg, /)': (self: PyParamSpec, arg: Value) => callTyping('_paramspec_subst', self, arg),
    '__typing_prepare_subst__($self, alias, args, /)': (self: PyParamSpec, alias: Value, args: Value) =>
      callTyping('_paramspec_prepare_subst', self, alias, args),
    '__reduce__($self, /)': (self: PyParamSpec) => self.name,
    'has_default($self, /)': (self: PyParamSpec) => defaultOf(self) !== noDefault.value,
    '__mro_entries__($self, bases, /)': () => {
      throw typeError('Cannot subclass an instance of ParamSpec');
    },
  },
  getset: {
    ...common,
    ...variance,
    __bound__: [(self: PyParamSpec) => self.bound],
    args: [(self: PyParamSpec) => new PyParamSpecPart(T.ParamSpecArgs, self)],
    kwargs: [(self: PyParamSpec) => new PyParamSpecPart(T.ParamSpecKwargs, self)],
  },
});

defineType('TypeVarTuple', {
  attributes: { __module__: 'typing' },
  module: 'typing',
  final: true,
  hasDict: true,
  slots: {
    tp_new: makeNew('TypeVarTuple($type, name, *, default=NoDefault)', (_cls, name: Value, defaultValue?: Value) => {
      const self = new PyTypeVarTuple(name).from(typingHooks.callerModule());
      self.defaultValue = defaultValue;
      return self;
    }),
    tp_repr: self => strText((self as PyTypeVarTuple).name)!,
    tp_iter: self => {
      const item = unpacked(self as PyTypeVarTuple);
      return getIter(new PyTuple([item]));
    },
  },
  methods: {
    '__typing_subst__($self, arg, /)': () => {
      throw typeError('Substitution of bare TypeVarTuple is not supported');
    },
    '__typing_prepare_subst__($self, alias, args, /)': (self: PyTypeVarTuple, alias: Value, args: Value) =>
      callTyping('_typevartuple_prepare_subst', self, alias, args),
    '__reduce__($self, /)': (self: PyTypeVarTuple) => self.name,
    'has_default($self, /)': (self: PyTypeVarTuple) => defaultOf(self) !== noDefault.value,
    '__mro_entries__($self, bases, /)': () => {
      throw typeError('Cannot subclass an instance of TypeVarTuple');
    },
  },
  getset: common,
});

function checkTypeParameters(parameters: readonly Value[]): void {
  let defaults = false;
  for (const parameter of parameters) {
    if (!(parameter instanceof PyTypeParameter)) throw typeError(`Expected a type param, got ${reprText(parameter)}`);
    if (defaultOf(parameter) !== noDefault.value) defaults = true;
    else if (defaults) throw typeError(`non-default type parameter '${reprText(parameter)}' follows default type parameter`);
  }
}

defineType('TypeAliasType', {
  module: 'typing',
  final: true,
  hasDict: true,
  slots: {
    ...or,
    tp_new: makeNew('TypeAliasType($type, name, value, *, type_params=())', (_cls, name: Value, value: Value, typeParams?: Value) => {
      if (typeParams !== undefined && !(typeParams instanceof PyTuple)) throw typeError('type_params must be a tuple');
      checkTypeParameters(typeParams?.items ?? []);
      return new PyTypeAlias(name, (typeParams as PyTuple | undefined) ?? new PyTuple([]), value, null);
    }),
    tp_repr: self => strText((self as PyTypeAlias).name)!,
    tp_iter: self => iteratorOver([unpacked(self)]),
    mp_subscript: (self, args) => {
      if ((self as PyTypeAlias).typeParams.items.length === 0) throw typeError('Only generic type aliases are subscriptable');
      return callValue(T.GenericAlias, [self, args instanceof PyTuple ? args : new PyTuple([args])]);
    },
  },
  methods: { '__reduce__($self, /)': (self: PyTypeAlias) => self.name },
  getset: {
    __name__: [(self: PyTypeAlias) => self.name],
    __type_params__: [(self: PyTypeAlias) => self.typeParams],
    __parameters__: [
      (self: PyTypeAlias) => new PyTuple(self.typeParams.items.map(item => (item instanceof PyTypeVarTuple ? unpacked(item) : item))),
    ],
    __value__: [(self: PyTypeAlias) => (self.value ??= callValue(self.evaluateValue, [VALUE_FORMAT]))],
    evaluate_value: [(self: PyTypeAlias) => self.evaluateValue ?? constantEvaluator(self.value ?? null)],
    __module__: [
      (self: PyTypeAlias) => {
        const annotated =
          self.module === undefined && self.evaluateValue !== null ? findAttribute(self.evaluateValue, '__module__') : self.module;
        return annotated ?? null;
      },
    ],
  },
});

defineType('Generic', {
  module: 'typing',
  solid: false,
  hasDict: false,
  inheritsNew: true,
  classMethods: {
    '__class_getitem__($type, /, *args)': (type: Value, args: Value[]) => callTyping('_generic_class_getitem', type, ...args),
    '__init_subclass__($type, /, *args, **kwargs)': (type: Value, args: Value[], kwargs?: PyDict) => {
      const method = getAttribute(typingHooks.module(), '_generic_init_subclass');
      const names = kwargs === undefined ? null : [...kwargs.entries()].map(entry => strText(entry.key)!);
      const values = kwargs === undefined ? [] : [...kwargs.entries()].map(entry => entry.value as Value);
      return callValue(method, [type, ...args, ...values], names);
    },
  },
});

// As CPython, messages show these with their module, and their types are made on the heap.
for (const name of ['TypeVar', 'ParamSpec', 'ParamSpecArgs', 'ParamSpecKwargs', 'TypeVarTuple', 'TypeAliasType'])
  T[name].name = `typing.${name}`;
for (const name of ['TypeVar', 'ParamSpec', 'TypeVarTuple', 'TypeAliasType']) TYPING.add(T[name]);
