/** `_operator` (CPython: Modules/_operator.c): the operators as functions, and itemgetter, attrgetter, methodcaller. */
import { registerModule, type ModuleDefinition } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { defineType } from '../objects/core/define.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { intValue } from '../objects/core/integer.ts';
import { typeError, valueError } from '../objects/core/errors.ts';
import { loadModule } from '../vm/import.ts';
import { declareType, typeOf, type PyType } from '../objects/core/type.ts';
import { bytesLike, fullBuffer, refuseBuffer } from '../objects/protocol/buffer.ts';
import type { CompareOp } from '../objects/core/slots.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { isEqual, richCompare } from '../objects/protocol/compare.ts';
import { toExactSize, toIndex } from '../objects/protocol/index.ts';
import { forEach } from '../objects/protocol/iterate.ts';
import * as number from '../objects/protocol/number.ts';
import { lengthHint } from '../objects/protocol/length-hint.ts';
import { contains, delItem, getItem, setItem } from '../objects/protocol/sequence.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { enterRepr, leaveRepr, reprText } from '../objects/protocol/repr.ts';

const compare = (op: CompareOp) => (a: Value, b: Value) => richCompare(a, b, op);

function requireSequence(value: Value, what = "can't be concatenated"): void {
  if (typeOf(value).slots.mp_subscript === null) throw typeError(`'${typeOf(value).name}' object ${what}`);
}

function concat(a: Value, b: Value): Value {
  const slot = typeOf(a).slots.sq_concat;
  if (slot !== null) return slot(a, b);
  requireSequence(a);
  requireSequence(b);
  return number.add(a, b);
}

function iconcat(a: Value, b: Value): Value {
  const { slots } = typeOf(a);
  const slot = slots.sq_inplace_concat ?? slots.sq_concat;
  if (slot !== null) return slot(a, b);
  requireSequence(a);
  requireSequence(b);
  return number.inplaceAdd(a, b);
}

function indexOf(container: Value, value: Value): Value {
  let index = 0;
  let found = -1;
  forEach(container, item => {
    if (isEqual(item, value)) {
      found = index;
      return false;
    }
    index++;
    return true;
  });
  if (found < 0) throw valueError('sequence.index(x): x not in sequence');
  return found;
}

function countOf(container: Value, value: Value): Value {
  let count = 0;
  forEach(container, item => {
    if (isEqual(item, value)) count++;
  });
  return count;
}

/** What an instance tells `inspect.signature`: it is called with the object. */
const CALL_SIGNATURE = { __text_signature__: [() => '(obj, /)'] } as const;

function hintOf(object: Value, fallback: MaybeValue): Value {
  const otherwise = fallback ?? 0;
  if (intValue(otherwise) === undefined) throw typeError(`'${typeOf(otherwise).name}' object cannot be interpreted as an integer`);
  return lengthHint(object, toExactSize(otherwise));
}

/** Equality in time that depends only on the second operand's length. */
export function compareDigest(a: Value, b: Value): Value {
  const x = strText(a);
  const y = strText(b);
  if (x !== undefined && y !== undefined) {
    if (!/^[\0-\x7f]*$/.test(x + y)) throw typeError('comparing strings with non-ASCII characters is not supported');
    return x === y;
  }
  const message = `unsupported operand types(s) or combination of types: '${typeOf(a).name}' and '${typeOf(b).name}'`;
  if (fullBuffer(a) === undefined || fullBuffer(b) === undefined) throw typeError(message);
  const [p, q] = [a, b].map(value => bytesLike(value) ?? refuseBuffer(value, message));
  let difference = p.length ^ q.length;
  for (let i = 0; i < q.length; i++) difference |= q[i] ^ (p[i] ?? 0);
  return difference === 0;
}

// ---- getters ----

const itemgetterType = declareType('itemgetter');
class PyItemGetter extends PyObject {
  readonly items: readonly Value[];
  constructor(items: readonly Value[], cls: PyType = itemgetterType) {
    super(cls);
    this.items = items;
  }
}

/** One argument, positional, for a getter's call. */
function soleArgument(name: string, args: readonly Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0) throw typeError(`${name}() takes no keyword arguments`);
  if (args.length !== 1) throw typeError(`${name} expected 1 argument, got ${args.length}`);
  return args[0];
}

const fullName = (self: Value): string => `${typeOf(self).module}.${typeOf(self).name}`;

defineType('itemgetter', {
  final: true,
  module: 'operator',
  doc: 'Return a callable object that fetches the given item(s) from its operand.\n\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])',
  slots: {
    tp_new: (cls, args, kwnames) => {
      if (kwnames !== null && cls === itemgetterType) throw typeError('itemgetter() takes no keyword arguments');
      if (args.length === 0) throw typeError('itemgetter expected 1 argument, got 0');
      return new PyItemGetter(args.slice(), cls);
    },
    tp_call: (self, args, kwnames) => {
      const object = soleArgument('itemgetter', args, kwnames);
      const { items } = self as PyItemGetter;
      return items.length === 1 ? getItem(object, items[0]) : new PyTuple(items.map(item => getItem(object, item)));
    },
    tp_repr: self => `${fullName(self)}(${(self as PyItemGetter).items.map(reprText).join(', ')})`,
  },
  getset: CALL_SIGNATURE,
  methods: {
    '__reduce__($self, /)': [
      (self: PyItemGetter) => new PyTuple([self.cls, new PyTuple([...self.items])]),
      'Return state information for pickling',
    ],
  },
});

const attrgetterType = declareType('attrgetter');
class PyAttrGetter extends PyObject {
  readonly names: readonly Value[];
  readonly paths: readonly (readonly string[])[];
  constructor(names: readonly Value[], cls: PyType = attrgetterType) {
    super(cls);
    this.names = names;
    this.paths = names.map(name => {
      const text = strText(name);
      if (text === undefined) throw typeError('attribute name must be a string');
      return text.split('.');
    });
  }
}

const follow = (object: Value, path: readonly string[]): Value => path.reduce((value, name) => getAttribute(value, name), object);

defineType('attrgetter', {
  final: true,
  module: 'operator',
  doc: "Return a callable object that fetches the given attribute(s) from its operand.\n\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
  slots: {
    tp_new: (cls, args, kwnames) => {
      if (kwnames !== null && cls === attrgetterType) throw typeError('attrgetter() takes no keyword arguments');
      if (args.length === 0) throw typeError('attrgetter expected 1 argument, got 0');
      return new PyAttrGetter(args.slice(), cls);
    },
    tp_call: (self, args, kwnames) => {
      const object = soleArgument('attrgetter', args, kwnames);
      const { paths } = self as PyAttrGetter;
      return paths.length === 1 ? follow(object, paths[0]) : new PyTuple(paths.map(path => follow(object, path)));
    },
    tp_repr: self => strOf(`${fullName(self)}(${(self as PyAttrGetter).names.map(reprText).join(', ')})`),
  },
  getset: CALL_SIGNATURE,
  methods: {
    '__reduce__($self, /)': [
      (self: PyAttrGetter) => new PyTuple([self.cls, new PyTuple([...self.names])]),
      'Return state information for pickling',
    ],
  },
});

const methodcallerType = declareType('methodcaller');
class PyMethodCaller extends PyObject {
  readonly name: string;
  readonly args: readonly Value[];
  readonly kwnames: readonly string[] | null;
  constructor(name: string, args: readonly Value[], kwnames: readonly string[] | null, cls: PyType) {
    super(cls);
    this.name = name;
    this.args = args;
    this.kwnames = kwnames;
  }
}
defineType('methodcaller', {
  final: true,
  module: 'operator',
  doc: "Return a callable object that calls the given method on its operand.\n\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
  slots: {
    tp_new: (cls, args, kwnames) => {
      if (args.length - (kwnames?.length ?? 0) < 1) throw typeError('methodcaller needs at least one argument, the method name');
      const name = strText(args[0]);
      if (name === undefined) throw typeError('method name must be a string');
      return new PyMethodCaller(name, args.slice(1), kwnames, cls);
    },
    tp_call: (self, args, kwnames) => {
      const object = soleArgument('methodcaller', args, kwnames);
      const caller = self as PyMethodCaller;
      return callValue(getAttribute(object, caller.name), [...caller.args], caller.kwnames);
    },
    tp_repr: self => {
      const { name, args, kwnames } = self as PyMethodCaller;
      if (!enterRepr(self as PyObject)) return `${fullName(self)}(...)`;
      try {
        const positional = args.length - (kwnames?.length ?? 0);
        const shown = args.map((arg, i) => (i < positional ? reprText(arg) : `${kwnames![i - positional]}=${reprText(arg)}`));
        return strOf(`${fullName(self)}(${[reprText(strOf(name)), ...shown].join(', ')})`);
      } finally {
        leaveRepr();
      }
    },
  },
  getset: CALL_SIGNATURE,
  methods: {
    '__reduce__($self, /)': [
      (self: PyMethodCaller) => {
        const { name, args, kwnames } = self;
        if (kwnames === null) return new PyTuple([self.cls, new PyTuple([strOf(name), ...args])]);
        const positional = args.slice(0, args.length - kwnames.length);
        const partial = getAttribute(loadModule('functools'), 'partial');
        const keywords = args.slice(positional.length);
        return new PyTuple([callValue(partial, [self.cls, strOf(name), ...keywords], kwnames), new PyTuple(positional)]);
      },
      'Return state information for pickling',
    ],
  },
});

const ONE_OPERAND: readonly [string, (a: Value) => Value, string][] = [
  ['truth', isTruthy, 'Return True if a is true, False otherwise.'],
  ['not_', a => !isTruthy(a), 'Same as not a.'],
  ['is_none', a => a === null, 'Same as a is None.'],
  ['is_not_none', a => a !== null, 'Same as a is not None.'],
  ['index', toIndex, 'Same as a.__index__()'],
  ['abs', number.absolute, 'Same as abs(a).'],
  ['neg', number.negative, 'Same as -a.'],
  ['pos', number.positive, 'Same as +a.'],
  ['inv', number.invert, 'Same as ~a.'],
  ['invert', number.invert, 'Same as ~a.'],
];

const TWO_OPERANDS: readonly [string, (a: Value, b: Value) => Value, string][] = [
  ['lt', compare(0), 'Same as a < b.'],
  ['le', compare(1), 'Same as a <= b.'],
  ['eq', compare(2), 'Same as a == b.'],
  ['ne', compare(3), 'Same as a != b.'],
  ['gt', compare(4), 'Same as a > b.'],
  ['ge', compare(5), 'Same as a >= b.'],
  ['is_', (a, b) => a === b, 'Same as a is b.'],
  ['is_not', (a, b) => a !== b, 'Same as a is not b.'],
  ['add', number.add, 'Same as a + b.'],
  ['sub', number.subtract, 'Same as a - b.'],
  ['mul', number.multiply, 'Same as a * b.'],
  ['matmul', number.matrixMultiply, 'Same as a @ b.'],
  ['truediv', number.trueDivide, 'Same as a / b.'],
  ['floordiv', number.floorDivide, 'Same as a // b.'],
  ['mod', number.remainder, 'Same as a % b.'],
  ['pow', (a, b) => number.power(a, b), 'Same as a ** b.'],
  ['lshift', number.leftShift, 'Same as a << b.'],
  ['rshift', number.rightShift, 'Same as a >> b.'],
  ['and_', number.bitAnd, 'Same as a & b.'],
  ['or_', number.bitOr, 'Same as a | b.'],
  ['xor', number.bitXor, 'Same as a ^ b.'],
  ['iadd', number.inplaceAdd, 'Same as a += b.'],
  ['isub', number.inplaceSubtract, 'Same as a -= b.'],
  ['imul', number.inplaceMultiply, 'Same as a *= b.'],
  ['imatmul', number.inplaceMatrixMultiply, 'Same as a @= b.'],
  ['itruediv', number.inplaceTrueDivide, 'Same as a /= b.'],
  ['ifloordiv', number.inplaceFloorDivide, 'Same as a //= b.'],
  ['imod', number.inplaceRemainder, 'Same as a %= b.'],
  ['ipow', number.inplacePower, 'Same as a **= b.'],
  ['ilshift', number.inplaceLeftShift, 'Same as a <<= b.'],
  ['irshift', number.inplaceRightShift, 'Same as a >>= b.'],
  ['iand', number.inplaceAnd, 'Same as a &= b.'],
  ['ior', number.inplaceOr, 'Same as a |= b.'],
  ['ixor', number.inplaceXor, 'Same as a ^= b.'],
  ['concat', concat, 'Same as a + b, for a and b sequences.'],
  ['iconcat', iconcat, 'Same as a += b, for a and b sequences.'],
  ['contains', contains, 'Same as b in a (note reversed operands).'],
  ['countOf', countOf, 'Return the number of items in a which are, or which equal, b.'],
  ['indexOf', indexOf, 'Return the first index of b in a.'],
  ['getitem', getItem, 'Same as a[b].'],
  ['_compare_digest', compareDigest, "Return 'a == b'."],
];

const functions: Record<string, NonNullable<ModuleDefinition['functions']>[string]> = {};
for (const [name, f, doc] of ONE_OPERAND) functions[`${name}(a, /)`] = [f, doc];
for (const [name, f, doc] of TWO_OPERANDS) functions[`${name}(a, b, /)`] = [f, doc];

registerModule('_operator', {
  doc: 'Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.',
  attributes: { itemgetter: itemgetterType, attrgetter: attrgetterType, methodcaller: methodcallerType },
  functions: {
    ...functions,
    'setitem(a, b, c, /)': [
      (a: Value, b: Value, c: Value) => {
        setItem(a, b, c);
        return null;
      },
      'Same as a[b] = c.',
    ],
    'delitem(a, b, /)': [
      (a: Value, b: Value) => {
        delItem(a, b);
        return null;
      },
      'Same as del a[b].',
    ],
    'length_hint(obj, default=0, /)': [hintOf, 'Return an estimate of the number of items in obj.'],
    'call(obj, /, *args, **kwargs)': [
      (callable: Value, args: Value[], kwargs: PyDict | undefined) => {
        const names: string[] = [];
        const values = [...args];
        if (kwargs !== undefined) {
          for (const entry of kwargs.entries()) {
            names.push(entry.key as string);
            values.push(entry.value as Value);
          }
        }
        return callValue(callable, values, names.length === 0 ? null : names);
      },
      'Same as obj(*args, **kwargs).',
    ],
  },
});
