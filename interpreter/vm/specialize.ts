/**
 * What CPython would specialize an instruction to, for the operands that lie in front of it (CPython: Python/specialize.c).
 *
 * This loop has other ways to be fast, and keeps none of CPython's caches. But readers ask what CPython does, with `dis.dis(f, adaptive=True)`;
 * `observe.ts` asks here while a program runs that may ask that. A specialized form is said to fit as long as the operands would lead to the same form
 * again, with the same version of what it relies on (`guard`).
 */
import { CO } from '../code/code.ts';
import * as op from '../opcodes/ids.generated.ts';
import { cacheSizes, NB } from '../opcodes/index.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyInstance } from '../objects/core/instance.ts';
import type { PyModule } from '../objects/core/module.ts';
import { PyBuiltin } from '../objects/core/native.ts';
import { PySlice } from '../objects/core/range.ts';
import { T } from '../objects/core/registry.ts';
import { type PyList, PyTuple } from '../objects/core/tuple.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { genericGetAttribute, genericSetAttribute } from '../objects/protocol/attribute.ts';
import { PyMember, PyMethod, PyProperty } from '../objects/types/descriptors.ts';
import type { PyCode } from '../objects/types/code.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { PyFunction } from '../objects/types/function.ts';

/** An instruction about to be executed. */
export interface Place {
  readonly frame: PyFrame;
  readonly stack: readonly MaybeValue[];
  readonly sp: number;
  readonly arg: number;
  /** The code's bytes, and where the instruction stands in them. */
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** What the form that was found last relies on. */
export const guard: { first: unknown; second: unknown } = { first: null, second: null };

/** The form, or 0 if there is none for these operands; the base form itself where CPython counts it as found. */
export type Specializer = (place: Place) => number;

export const specializers: ReadonlyMap<number, Specializer> = new Map<number, Specializer>([
  [op.LOAD_GLOBAL, loadGlobal],
  [op.LOAD_ATTR, place => loadAttribute(place, top(place, 1), nameAt(place, 1))],
  [op.LOAD_SUPER_ATTR, loadSuperAttribute],
  [op.STORE_ATTR, place => storeAttribute(top(place, 1), nameAt(place, 0))],
  [op.BINARY_OP, binaryOperator],
  [op.COMPARE_OP, comparison],
  [op.CONTAINS_OP, place => CONTAINERS.get(typeOf(top(place, 1)).name) ?? 0],
  [op.TO_BOOL, place => truth(top(place, 1))],
  [op.STORE_SUBSCR, place => storeItem(top(place, 2), top(place, 1))],
  [op.UNPACK_SEQUENCE, place => unpacking(top(place, 1), place.arg)],
  [op.FOR_ITER, place => ITERATORS.get(typeOf(top(place, 1)).name) ?? 0],
  [op.SEND, place => (typeOf(top(place, 2)) === T.generator || typeOf(top(place, 2)) === T.coroutine ? op.SEND_GEN : 0)],
  [op.CALL, call],
  [op.CALL_KW, place => keywordCall(top(place, place.arg + 3))],
]);

const top = ({ stack, sp }: Place, depth: number): Value => stack[sp - depth] as Value;

/** The name that the instruction means, whose argument has `flags` bits that mean something else. */
const nameAt = ({ frame, bytes, at }: Place, flags: number): string => frame.code.names[argumentAt(bytes, at) >> flags];

/** An instruction's argument as it stands in the code. */
function argumentAt(bytes: Uint8Array, at: number): number {
  let arg = bytes[at + 1];
  for (let shift = 8; at >= 2 && bytes[at - 2] === op.EXTENDED_ARG; shift += 8, at -= 2) arg |= bytes[at - 1] << shift;
  return arg;
}

const isExactly = (value: Value, ...types: PyType[]): boolean => types.includes(typeOf(value));

const COMPACT = 1 << 30;

/** Whether an int is held in one digit. */
const isCompact = (value: Value): boolean => typeof value === 'number' && value > -COMPACT && value < COMPACT;
const isIndex = (value: Value): boolean => isCompact(value) && (value as number) >= 0;

const found = (form: number, first: unknown = null, second: unknown = null): number => {
  guard.first = first;
  guard.second = second;
  return form;
};

// ---------------------------------------------------------------- names and attributes

function loadGlobal(place: Place): number {
  const { globals, builtins } = place.frame;
  const name = nameAt(place, 1);
  if (globals.cls !== T.dict) return 0;
  if (globals.getStr(name) !== undefined) return found(op.LOAD_GLOBAL_MODULE, globals.structure);
  if (!(builtins instanceof PyDict) || builtins.cls !== T.dict || builtins.getStr(name) === undefined) return 0;
  return found(op.LOAD_GLOBAL_BUILTIN, globals.structure, builtins.structure);
}

type Kind =
  | 'absent'
  | 'class method'
  | 'class of it'
  | 'method'
  | 'mutable'
  | 'other descriptor'
  | 'overridden'
  | 'overriding'
  | 'plain'
  | 'property'
  | 'python getattribute'
  | 'slot';

const METHODS = new Set(['method_descriptor', 'wrapper_descriptor', 'function', '_lru_cache_wrapper']);
const CLASS_METHODS = new Set(['classmethod_descriptor', 'classmethod']);

function kindOf(attribute: MaybeValue, hasGetattr: boolean): Kind {
  if (attribute === undefined) return 'absent';
  const type = typeOf(attribute);
  if (type.isHeapType) return 'mutable';
  if (type.slots.tp_descr_set !== null) {
    if (attribute instanceof PyMember) return 'slot';
    if (attribute instanceof PyProperty) return hasGetattr ? 'overridden' : 'property';
    return 'overriding';
  }
  if (type.slots.tp_descr_get === null) return 'plain';
  if (METHODS.has(type.name)) return 'method';
  return CLASS_METHODS.has(type.name) ? 'class method' : 'other descriptor';
}

/** How an attribute of a type's instances is found. */
function analyze(type: PyType, name: string, stores: boolean): Kind {
  let hasGetattr = false;
  if (stores) {
    if (type.slots.tp_setattro !== genericSetAttribute) return 'overridden';
  } else if (type.slots.tp_getattro !== genericGetAttribute && type !== T.type && !(type.mro.includes(T.type) && !ownsGetattribute(type))) {
    hasGetattr = type.lookup('__getattr__') !== undefined;
    if (ownsGetattribute(type)) {
      return !hasGetattr && type.lookup('__getattribute__') instanceof PyFunction ? 'python getattribute' : 'overridden';
    }
  }
  if (name === '__class__' && type.lookup(name) === T.object.lookup(name)) return 'class of it';
  return kindOf(type.lookup(name), hasGetattr);
}

/** Whether attribute access of a type's instances is its own affair. */
function ownsGetattribute(type: PyType): boolean {
  const method = type.lookup('__getattribute__');
  return method !== T.object.lookup('__getattribute__') && method !== T.type.lookup('__getattribute__');
}

/** Types with instances of different sizes, whose dictionaries stand behind all that. */
const VARIABLE_SIZE = new Set(['int', 'tuple', 'bytes', 'type']);

/** Instances keep their values inline, under keys that all of them share. */
function hasInlineValues(type: PyType): boolean {
  return (
    type.isHeapType &&
    type.hasDict &&
    !type.mro.some(base => !base.isHeapType && (VARIABLE_SIZE.has(base.name) || base === T.BaseException))
  );
}

/** So many keys are shared at most. */
const MAX_SHARED = 29;

/** A class's shared keys: what its methods assign to `self`, and what its instances have had. */
function sharedKeys(type: PyType): ReadonlySet<string> {
  const keys = new Set<string>();
  const assigned = type.namespace.getStr('__static_attributes__');
  if (assigned instanceof PyTuple) for (const name of assigned.items) keys.add(name as string);
  for (const name of type.rootShape?.namesBelow() ?? []) keys.add(name);
  return keys.size > MAX_SHARED ? new Set([...keys].slice(0, MAX_SHARED)) : keys;
}

/** The real dict of an instance, if it has one. */
const dictOf = (owner: Value): PyDict | undefined => (owner as { dict?: PyDict }).dict;

function hasKey(owner: Value, type: PyType, name: string): boolean {
  if (!type.isHeapType || !type.hasDict) return false;
  if (hasInlineValues(type) && (owner instanceof PyInstance || !dictOf(owner))) return sharedKeys(type).has(name);
  return dictOf(owner)?.getStr(name) !== undefined;
}

/** An attribute among the instance's own values. */
function ownValue(owner: Value, type: PyType, name: string, inline: number, hinted: number): number {
  if (!hasInlineValues(type)) return 0;
  const keys = sharedKeys(type);
  const dict = dictOf(owner);
  if (!(owner instanceof PyInstance)) {
    // Here attributes of these are always in a dict, there only where somebody has asked for it.
    return keys.has(name) || dict?.getStr(name) !== undefined ? found(inline, type.version) : 0;
  }
  if (dict === undefined) {
    const own = [...owner.shape.names()];
    if (own.every(key => keys.has(key))) return keys.has(name) ? found(inline, type.version) : 0;
    return own.includes(name) ? found(hinted, type.version) : 0;
  }
  const isSplit = [...dict.entries()].every(({ key }) => keys.has(key as string));
  return !isSplit && dict.cls === T.dict && dict.getStr(name) !== undefined ? found(hinted, type.version) : 0;
}

function loadAttribute(place: Place, owner: Value, name: string): number {
  const type = typeOf(owner);
  if (type.slots.tp_getattro === T.module.slots.tp_getattro) return moduleAttribute(owner as PyModule, name);
  if (owner instanceof PyType) return classAttribute(owner, name);
  const shadow = hasKey(owner, type, name);
  const own = (): number => ownValue(owner, type, name, op.LOAD_ATTR_INSTANCE_VALUE, op.LOAD_ATTR_WITH_HINT);
  const calls = (argumentAt(place.bytes, place.at) & 1) !== 0;
  const attribute = type.lookup(name);
  switch (analyze(type, name, false)) {
    case 'method':
      if (shadow) return own();
      return calls ? methodForm(owner, type) : 0;
    case 'plain':
      if (shadow) return own();
      return calls ? 0 : plainForm(type);
    case 'property':
      return !calls && takes((attribute as PyProperty).fget, 1) ? found(op.LOAD_ATTR_PROPERTY, type.version) : 0;
    case 'slot':
      return type.isSubtype((attribute as PyMember).owner) ? found(op.LOAD_ATTR_SLOT, type.version) : 0;
    case 'class of it':
      return found(op.LOAD_ATTR_SLOT, type.version);
    case 'python getattribute':
      return !calls && takes(type.lookup('__getattribute__')!, 2) ? found(op.LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN, type.version) : 0;
    case 'class method':
    case 'other descriptor':
      return shadow ? own() : 0;
    case 'absent':
      return shadow ? own() : found(op.LOAD_ATTR);
    default:
      return 0;
  }
}

function moduleAttribute({ dict }: PyModule, name: string): number {
  if (dict.getStr('__getattr__') !== undefined || dict.getStr(name) === undefined) return 0;
  return found(op.LOAD_ATTR_MODULE, dict, dict.structure);
}

function classAttribute(owner: PyType, name: string): number {
  if (ownsGetattribute(owner.cls)) return 0;
  const ofMetaclass = kindOf(owner.cls.lookup(name), false);
  if (ofMetaclass === 'mutable' || ofMetaclass === 'overriding' || ofMetaclass === 'slot' || ofMetaclass === 'property') return 0;
  const kind = analyze(owner, name, false);
  if (kind !== 'method' && kind !== 'plain') return 0;
  if (owner.cls.isHeapType) return found(op.LOAD_ATTR_CLASS_WITH_METACLASS_CHECK, owner.version, owner.cls.version);
  return found(op.LOAD_ATTR_CLASS, owner.version);
}

function methodForm(owner: Value, type: PyType): number {
  if (hasInlineValues(type)) return found(op.LOAD_ATTR_METHOD_WITH_VALUES, type.version);
  if (!type.hasDict) return found(op.LOAD_ATTR_METHOD_NO_DICT, type.version);
  if (type.isHeapType && !type.isSubtype(T.BaseException)) return 0;
  return dictOf(owner) === undefined ? found(op.LOAD_ATTR_METHOD_LAZY_DICT, type.version) : 0;
}

function plainForm(type: PyType): number {
  if (hasInlineValues(type)) return found(op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES, type.version);
  return type.hasDict ? 0 : found(op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT, type.version);
}

function storeAttribute(owner: Value, name: string): number {
  const type = typeOf(owner);
  if (type === T.module) return 0;
  switch (analyze(type, name, true)) {
    case 'slot':
      return type.isSubtype((type.lookup(name) as PyMember).owner) ? found(op.STORE_ATTR_SLOT, type.version) : 0;
    case 'absent':
      return ownValue(owner, type, name, op.STORE_ATTR_INSTANCE_VALUE, op.STORE_ATTR_WITH_HINT);
    default:
      return 0;
  }
}

function loadSuperAttribute(place: Place): number {
  if (top(place, 3) !== T.super || !(top(place, 2) instanceof PyType)) return 0;
  return found((place.arg & 1) !== 0 ? op.LOAD_SUPER_ATTR_METHOD : op.LOAD_SUPER_ATTR_ATTR);
}

// ---------------------------------------------------------------- operators

type Forms = Readonly<Record<'int' | 'float' | 'str', number>>;
const ARITHMETIC: ReadonlyMap<number, Forms> = new Map<number, Forms>([
  [NB.ADD, { int: op.BINARY_OP_ADD_INT, float: op.BINARY_OP_ADD_FLOAT, str: op.BINARY_OP_ADD_UNICODE }],
  [NB.SUBTRACT, { int: op.BINARY_OP_SUBTRACT_INT, float: op.BINARY_OP_SUBTRACT_FLOAT, str: 0 }],
  [NB.MULTIPLY, { int: op.BINARY_OP_MULTIPLY_INT, float: op.BINARY_OP_MULTIPLY_FLOAT, str: 0 }],
]);

const BITWISE = new Set<number>([NB.AND, NB.OR, NB.XOR, NB.INPLACE_AND, NB.INPLACE_OR, NB.INPLACE_XOR]);
const MIXED = new Set<number>([NB.ADD, NB.SUBTRACT, NB.MULTIPLY, NB.TRUE_DIVIDE]);

function binaryOperator(place: Place): number {
  const left = top(place, 2);
  const right = top(place, 1);
  const operator = place.arg;
  if (operator === NB.SUBSCR) return subscript(left, right);
  const type = typeOf(left);
  const forms = ARITHMETIC.get(operator >= NB.INPLACE_ADD ? operator - NB.INPLACE_ADD : operator);
  if (forms !== undefined && type === typeOf(right)) {
    if (type === T.str)
      return forms.str === op.BINARY_OP_ADD_UNICODE && growsLocal(place, left) ? op.BINARY_OP_INPLACE_ADD_UNICODE : forms.str;
    if (type === T.int) return forms.int;
    if (type === T.float) return forms.float;
    return 0;
  }
  if (BITWISE.has(operator)) return isCompact(left) && isCompact(right) ? found(op.BINARY_OP_EXTEND, 'ints') : 0;
  if (!MIXED.has(operator)) return 0;
  const divisor = operator !== NB.TRUE_DIVIDE || (right instanceof PyFloat ? right.value : right) !== 0;
  if (isFloat(left) && isCompact(right) && divisor) return found(op.BINARY_OP_EXTEND, 'float and int');
  return isCompact(left) && isFloat(right) && divisor ? found(op.BINARY_OP_EXTEND, 'int and float') : 0;
}

const isFloat = (value: Value): boolean => value instanceof PyFloat && value.cls === T.float && !Number.isNaN(value.value);

/** Whether a sum is stored in the local that its left operand comes from. */
function growsLocal({ frame, bytes, at }: Place, left: Value): boolean {
  const next = at + 2 + 2 * cacheSizes[op.BINARY_OP];
  return bytes[next] === op.STORE_FAST && frame.stack[bytes[next + 1]] === left;
}

function subscript(container: Value, key: Value): number {
  const type = typeOf(container);
  if (type === T.list && key instanceof PySlice) return op.BINARY_OP_SUBSCR_LIST_SLICE;
  if (type === T.list || type === T.tuple || type === T.str) {
    if (!isIndex(key)) return 0;
    return type === T.list ? op.BINARY_OP_SUBSCR_LIST_INT : type === T.tuple ? op.BINARY_OP_SUBSCR_TUPLE_INT : op.BINARY_OP_SUBSCR_STR_INT;
  }
  if (type === T.dict) return op.BINARY_OP_SUBSCR_DICT;
  const method = type.lookup('__getitem__');
  return type.isHeapType && method !== undefined && takes(method, 2) ? found(op.BINARY_OP_SUBSCR_GETITEM, type.version) : 0;
}

const [EQ, NE] = [2, 3];

function comparison(place: Place): number {
  const left = top(place, 2);
  const right = top(place, 1);
  const type = typeOf(left);
  if (type !== typeOf(right)) return 0;
  if (type === T.float) return op.COMPARE_OP_FLOAT;
  if (type === T.int) return isCompact(left) && isCompact(right) ? op.COMPARE_OP_INT : 0;
  const operator = place.arg >> 5;
  return type === T.str && (operator === EQ || operator === NE) ? op.COMPARE_OP_STR : 0;
}

const CONTAINERS: ReadonlyMap<string, number> = new Map<string, number>([
  ['dict', op.CONTAINS_OP_DICT],
  ['set', op.CONTAINS_OP_SET],
  ['frozenset', op.CONTAINS_OP_SET],
]);

const ITERATORS: ReadonlyMap<string, number> = new Map<string, number>([
  ['list_iterator', op.FOR_ITER_LIST],
  ['tuple_iterator', op.FOR_ITER_TUPLE],
  ['range_iterator', op.FOR_ITER_RANGE],
  ['generator', op.FOR_ITER_GEN],
]);

const TRUTHS: ReadonlyMap<string, number> = new Map<string, number>([
  ['bool', op.TO_BOOL_BOOL],
  ['int', op.TO_BOOL_INT],
  ['list', op.TO_BOOL_LIST],
  ['NoneType', op.TO_BOOL_NONE],
  ['str', op.TO_BOOL_STR],
]);

function truth(value: Value): number {
  const type = typeOf(value);
  if (!type.isHeapType) return TRUTHS.get(type.name) ?? 0;
  const decides = type.lookup('__bool__') !== undefined || type.lookup('__len__') !== undefined;
  return decides ? 0 : found(op.TO_BOOL_ALWAYS_TRUE, type.version);
}

function storeItem(container: Value, key: Value): number {
  if (isExactly(container, T.list)) {
    return isIndex(key) && (key as number) < (container as PyList).items.length ? op.STORE_SUBSCR_LIST_INT : 0;
  }
  return isExactly(container, T.dict) ? op.STORE_SUBSCR_DICT : 0;
}

function unpacking(sequence: Value, count: number): number {
  if (!isExactly(sequence, T.tuple, T.list) || (sequence as PyTuple | PyList).items.length !== count) return 0;
  if (isExactly(sequence, T.list)) return op.UNPACK_SEQUENCE_LIST;
  return count === 2 ? op.UNPACK_SEQUENCE_TWO_TUPLE : op.UNPACK_SEQUENCE_TUPLE;
}

// ---------------------------------------------------------------- calls

/** Whether parameters are positional only, so that a frame is filled by copying. */
const isSimple = ({ co, flags }: PyCode): boolean => (flags & (CO.VARARGS | CO.VARKEYWORDS)) === 0 && co.co_kwonlyargcount === 0;

/** A function in Python with that many plain parameters. */
function takes(callable: Value, count: number): boolean {
  return callable instanceof PyFunction && isSimple(callable.code) && callable.code.co.co_argcount === count;
}

function call(place: Place): number {
  const callable = top(place, place.arg + 2);
  const count = place.arg + (place.stack[place.sp - place.arg - 1] === undefined ? 0 : 1);
  if (callable instanceof PyBuiltin && callable.cls === T.builtin_function_or_method) return found(nativeCall(callable, count));
  if (callable instanceof PyFunction) return pythonCall(callable, count, false);
  if (callable instanceof PyType) return classCall(callable, count, place.arg);
  if (callable instanceof PyBuiltin && callable.cls === T.method_descriptor)
    return found(descriptorCall(callable, count, place), callable.owner);
  if (callable instanceof PyMethod) return callable.func instanceof PyFunction ? pythonCall(callable.func, count, true) : 0;
  return found(op.CALL_NON_PY_GENERAL);
}

function pythonCall({ code }: PyFunction, count: number, bound: boolean): number {
  if ((code.flags & CO.OPTIMIZED) === 0) return 0;
  const exact = isSimple(code) && code.co.co_argcount === count + (bound ? 1 : 0);
  if (bound) return found(exact ? op.CALL_BOUND_METHOD_EXACT_ARGS : op.CALL_BOUND_METHOD_GENERAL, code);
  return found(exact ? op.CALL_PY_EXACT_ARGS : op.CALL_PY_GENERAL, code);
}

/** Types with a way of being called that makes no tuple of the arguments. */
const VECTORCALL = new Set([
  'bool',
  'dict',
  'enumerate',
  'filter',
  'float',
  'frozenset',
  'int',
  'list',
  'map',
  'range',
  'reversed',
  'set',
  'str',
  'tuple',
  'type',
]);

function classCall(type: PyType, count: number, arg: number): number {
  if (!type.isHeapType) {
    if (count === 1 && arg === 1) {
      if (type === T.str) return found(op.CALL_STR_1);
      if (type === T.type) return found(op.CALL_TYPE_1);
      if (type === T.tuple) return found(op.CALL_TUPLE_1);
    }
    return found(VECTORCALL.has(type.name) || type.isSubtype(T.BaseException) ? op.CALL_BUILTIN_CLASS : op.CALL_NON_PY_GENERAL);
  }
  const init = type.lookup('__init__');
  const plain = type.cls === T.type && type.lookup('__new__') === T.object.lookup('__new__') && hasInlineValues(type);
  if (plain && init instanceof PyFunction && isSimple(init.code)) return found(op.CALL_ALLOC_AND_ENTER_INIT, type.version);
  return found(op.CALL_NON_PY_GENERAL);
}

type Convention = 'no arguments' | 'one' | 'array' | 'array and keywords' | 'tuple';

/** Functions whose signature does not tell how CPython calls them. */
const OTHER_CONVENTIONS: ReadonlyMap<string, Convention> = new Map<string, Convention>([
  ...[
    'dir',
    'vars',
    'dict.update',
    'str.format',
    'OrderedDict.update',
    'getsizeof',
    'gmtime',
    'localtime',
    'asctime',
    'ctime',
    'strftime',
    'strptime',
  ].map(name => [name, 'tuple'] as const),
  ...['getattr', 'iter', 'next', 'generator.throw', 'coroutine.throw', 'log', 'deque.index', 'audit', 'pack', 'pack_into'].map(
    name => [name, 'array'] as const,
  ),
  ...['max', 'min', '__build_class__'].map(name => [name, 'array and keywords'] as const),
]);

/** How CPython passes a native function its arguments (its METH_ flags), which follows from the parameters. */
function conventionOf({ qualname, signature }: PyBuiltin): Convention {
  const other = OTHER_CONVENTIONS.get(qualname);
  if (other !== undefined) return other;
  const parameters = signature.text.startsWith('($') ? signature.parameters.slice(1) : signature.parameters;
  if (parameters.length === 0) return 'no arguments';
  if (parameters.every(({ kind }) => kind === 'positional-only'))
    return parameters.length === 1 && !parameters[0].optional ? 'one' : 'array';
  return parameters.every(({ kind }) => kind === 'var-positional') ? 'array' : 'array and keywords';
}

function nativeCall(callable: PyBuiltin, count: number): number {
  switch (conventionOf(callable)) {
    case 'one':
      if (count !== 1) return 0;
      return callable.qualname === 'len' ? op.CALL_LEN : op.CALL_BUILTIN_O;
    case 'array':
      return callable.qualname === 'isinstance' && count === 2 ? op.CALL_ISINSTANCE : op.CALL_BUILTIN_FAST;
    case 'array and keywords':
      return op.CALL_BUILTIN_FAST_WITH_KEYWORDS;
    default:
      return op.CALL_NON_PY_GENERAL;
  }
}

function descriptorCall(callable: PyBuiltin, count: number, { arg, bytes, at }: Place): number {
  switch (conventionOf(callable)) {
    case 'no arguments':
      return count === 1 ? op.CALL_METHOD_DESCRIPTOR_NOARGS : 0;
    case 'one': {
      if (count !== 2) return 0;
      const dropped = bytes[at + 2 + 2 * cacheSizes[op.CALL]] === op.POP_TOP;
      return callable.qualname === 'list.append' && arg === 1 && dropped ? op.CALL_LIST_APPEND : op.CALL_METHOD_DESCRIPTOR_O;
    }
    case 'array':
      return op.CALL_METHOD_DESCRIPTOR_FAST;
    case 'array and keywords':
      return op.CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS;
    default:
      return op.CALL_NON_PY_GENERAL;
  }
}

function keywordCall(callable: Value): number {
  if (callable instanceof PyFunction) return (callable.code.flags & CO.OPTIMIZED) === 0 ? 0 : found(op.CALL_KW_PY, callable.code);
  if (callable instanceof PyMethod) return callable.func instanceof PyFunction ? found(op.CALL_KW_BOUND_METHOD, callable.func.code) : 0;
  return found(op.CALL_KW_NON_PY);
}

/** Whether a form for anything but Python's own functions fits. */
export function isForeign(place: Place): boolean {
  const callable = top(place, place.arg + (place.bytes[place.at] === op.CALL_KW_NON_PY ? 3 : 2));
  return !(callable instanceof PyFunction || callable instanceof PyMethod);
}

/** Whether an object is one of those that live as long as the interpreter. */
export function isImmortal(value: Value, isName: (text: string) => boolean): boolean {
  if (typeof value === 'number') return value >= -5 && value <= 256;
  if (typeof value === 'string') return value.length === 0 || (value.length === 1 && value < '\u0100') || isName(value);
  if (value === null || typeof value === 'boolean') return true;
  if (!(value instanceof PyObject)) return false;
  if (value instanceof PyTuple) return value.items.length === 0;
  if (value.cls === T.bytes) return (value as unknown as { data: Uint8Array }).data.length < 2;
  return value.cls.name === 'ellipsis';
}
