/**
 * `builtins` (CPython: Python/bltinmodule.c): the functions that need no frame. Those that compile, run or import code are added by
 * `builtins-machine.ts`.
 */
import { EXCEPTIONS } from '../defs/exceptions.ts';
import type { ModuleDefinition } from './registry.ts';
import { open, OPEN_SIGNATURE } from './_io/index.ts';
import { PyTextIO } from './_io/textio.ts';
import { sysAttribute } from './sys.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyList } from '../objects/core/tuple.ts';
import { PyBytes, PyByteArray } from '../objects/core/bytes.ts';
import { PyComplex, PyFloat } from '../objects/core/float.ts';
import { PyIterator } from '../objects/core/iterators.ts';
import { Ellipsis, NotImplemented } from '../objects/core/singletons.ts';
import { T, type BuiltinTypeName } from '../objects/core/registry.ts';
import { PyBaseException, raise, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { intAdd, intNegate, intToBase, intToFloat, type Int } from '../objects/core/integer.ts';
import { charOf, codePointAt, strLength, strText, strValue, type Str } from '../objects/core/str.ts';
import { callSpecial, callUnbound, callValue, isCallable, lookupSpecial } from '../objects/protocol/call.ts';
import { itemsForList } from '../objects/protocol/length-hint.ts';
import { attributeName, deleteAttribute, findAttribute, getAttribute, setAttribute } from '../objects/protocol/attribute.ts';
import { absolute, add, divmod, power } from '../objects/protocol/number.ts';
import { compareBool } from '../objects/protocol/compare.ts';
import { forEach, getIter, iterNext, toArray } from '../objects/protocol/iterate.ts';
import { hash } from '../objects/protocol/hash.ts';
import { idOf } from '../objects/protocol/identity.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { toIndex } from '../objects/protocol/index.ts';
import { exactLength } from '../objects/protocol/sequence.ts';
import { format } from '../objects/protocol/format.ts';
import { ascii, repr, str } from '../objects/protocol/repr.ts';
import { PyCallableIterator } from '../objects/types/iterators.ts';
import { sortItems } from '../objects/types/sort.ts';
import { isInstance, isSubclassOf } from '../objects/types/isinstance.ts';

function print(values: Value[], sep: MaybeValue, end: MaybeValue, file: MaybeValue, flush: MaybeValue): Value {
  const separator = textArgument(sep, ' ', 'sep');
  const ending = textArgument(end, '\n', 'end');
  const stream = file ?? sysAttribute('stdout');
  // sys.stdout is None where there is no output.
  if (stream === null) return null;
  if (stream instanceof PyTextIO && typeOf(stream) === T.TextIOWrapper && typeof separator === 'string' && typeof ending === 'string') {
    const texts = values.map(value => (typeof value === 'string' ? value : str(value)));
    if (texts.every(text => typeof text === 'string')) {
      // One write for the whole line: what each part would do alone is the same.
      callValue(getAttribute(stream, 'write'), [texts.join(separator) + ending]);
      if (flush !== undefined && isTruthy(flush)) callValue(getAttribute(stream, 'flush'), []);
      return null;
    }
  }
  const write = getAttribute(stream, 'write');
  values.forEach((value, i) => {
    if (i > 0) callValue(write, [separator]);
    callValue(write, [str(value)]);
  });
  callValue(write, [ending]);
  if (flush !== undefined && isTruthy(flush)) callValue(getAttribute(stream, 'flush'), []);
  return null;
}

function textArgument(value: MaybeValue, fallback: string, name: string): Str {
  if (value === undefined || value === null) return fallback;
  const text = strValue(value);
  if (text === undefined) throw typeError(`${name} must be None or a string, not ${typeOf(value).name}`);
  return text;
}

/** min and max, by the sign that a better item has: -1 for min. */
function extreme(name: 'min' | 'max', args: Value[], key: MaybeValue, fallback: MaybeValue): Value {
  if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
  if (args.length > 1 && fallback !== undefined)
    throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  const keyFunction = key === undefined || key === null ? null : key;
  const op = name === 'min' ? 0 : 4;
  let best: MaybeValue;
  let bestKey: MaybeValue;
  const visit = (item: Value): void => {
    const itemKey = keyFunction === null ? item : callValue(keyFunction, [item]);
    if (bestKey === undefined || compareBool(itemKey, bestKey, op)) {
      best = item;
      bestKey = itemKey;
    }
  };
  if (args.length > 1) args.forEach(visit);
  else forEach(args[0], item => void visit(item));
  if (best !== undefined) return best;
  if (fallback !== undefined) return fallback;
  throw valueError(`${name}() iterable argument is empty`);
}

/** A sum of floats with what rounding lost (Neumaier). */
class Compensated {
  private high: number;
  private low = 0;
  constructor(start: number) {
    this.high = start;
  }
  add(x: number): void {
    const t = this.high + x;
    this.low += Math.abs(this.high) >= Math.abs(x) ? this.high - t + x : x - t + this.high;
    this.high = t;
  }
  value(): number {
    return this.low !== 0 && Number.isFinite(this.low) ? this.high + this.low : this.high;
  }
}

/** Adds a float or an int; false for anything else. */
function addReal(sum: Compensated, item: Value): boolean {
  if (item instanceof PyFloat && item.cls === T.float) sum.add(item.value);
  else if (typeof item === 'number' || typeof item === 'boolean') sum.add(Number(item));
  else if (typeof item === 'bigint') sum.add(intToFloat(item));
  else return false;
  return true;
}

/** CPython adds ints and floats apart from objects: floats with compensation (Neumaier), so that sum([0.1] * 10) is 1.0. */
function sum(iterable: Value, start: MaybeValue): Value {
  let total: Value = start ?? 0;
  if (strText(total) !== undefined) throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (total instanceof PyBytes) throw typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  if (total instanceof PyByteArray) throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]");
  const iterator = getIter(iterable);
  let item = iterNext(iterator);
  if (typeof total === 'number' || typeof total === 'bigint') {
    let exact: Int = total;
    while (item !== undefined && (typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean')) {
      exact = intAdd(exact, typeof item === 'boolean' ? Number(item) : item);
      item = iterNext(iterator);
    }
    total = exact;
    if (item === undefined) return total;
    // What ends the ints is added as any two objects are.
    total = add(total, item);
    item = iterNext(iterator);
  }
  if (total instanceof PyFloat && typeOf(total) === T.float) {
    const sum = new Compensated(total.value);
    for (; item !== undefined; item = iterNext(iterator)) {
      if (!addReal(sum, item)) break;
    }
    total = new PyFloat(sum.value());
    if (item === undefined) return total;
    total = add(total, item);
    item = iterNext(iterator);
  }
  if (total instanceof PyComplex && typeOf(total) === T.complex) {
    const real = new Compensated(total.real);
    const imag = new Compensated(total.imag);
    for (; item !== undefined; item = iterNext(iterator)) {
      if (item instanceof PyComplex && typeOf(item) === T.complex) {
        real.add(item.real);
        imag.add(item.imag);
        continue;
      }
      if (!addReal(real, item)) break;
    }
    total = new PyComplex(real.value(), imag.value());
  }
  for (; item !== undefined; item = iterNext(iterator)) total = add(total, item);
  return total;
}

function round(number: Value, ndigits: MaybeValue): Value {
  const method = lookupSpecial(number, '__round__');
  if (method === undefined) throw typeError(`type ${typeOf(number).name} doesn't define __round__ method`);
  return callUnbound(method, number, ndigits === undefined || ndigits === null ? [] : [ndigits]);
}

function ord(character: Value): Value {
  const text = strValue(character);
  if (text !== undefined) {
    if (strLength(text) !== 1) throw typeError(`ord() expected a character, but string of length ${strLength(text)} found`);
    return codePointAt(text, 0);
  }
  if (character instanceof PyBytes || character instanceof PyByteArray) {
    const { data } = character;
    if (data.length !== 1) throw typeError(`ord() expected a character, but string of length ${data.length} found`);
    return data[0];
  }
  throw typeError(`ord() expected string of length 1, but ${typeOf(character).name} found`);
}

function chr(i: Value): Value {
  const n = toIndex(i);
  if (n < 0 || n > 0x10ffff) throw valueError('chr() arg not in range(0x110000)');
  return charOf(Number(n));
}

const inBase =
  (base: number, prefix: string) =>
  (number: Value): Value => {
    const n = toIndex(number);
    return n < 0 ? `-${prefix}${intToBase(intNegate(n), base)}` : prefix + intToBase(n, base);
  };

function next(iterator: Value, fallback: MaybeValue): Value {
  if (iterator instanceof PyIterator) {
    const value = iterNext(iterator);
    if (value !== undefined) return value;
  } else {
    const slot = typeOf(iterator).slots.tp_iternext;
    if (slot === null) throw typeError(`'${typeOf(iterator).name}' object is not an iterator`);
    if (fallback === undefined) {
      const value = slot(iterator);
      if (value !== undefined) return value;
    } else {
      try {
        const value = slot(iterator);
        if (value !== undefined) return value;
      } catch (error) {
        if (!(error instanceof PyBaseException) || !error.cls.isSubtype(T.StopIteration)) throw error;
      }
    }
  }
  if (fallback !== undefined) return fallback;
  throw raise(T.StopIteration);
}

function getattr(object: Value, name: Value, fallback: MaybeValue): Value {
  const attribute = attributeName(name);
  if (fallback === undefined) return getAttribute(object, attribute);
  const value = findAttribute(object, attribute);
  return value === undefined ? fallback : value;
}

/** `dir(object)`. */
export function dirOf(object: Value): Value {
  const names = callSpecial(object, '__dir__');
  if (names === undefined) throw typeError('object does not provide __dir__');
  const list = toArray(names);
  sortItems(list, null, false);
  return new PyList(list);
}

/** `vars(object)`. */
export function varsOf(object: Value): Value {
  const dict = findAttribute(object, '__dict__');
  if (dict === undefined) throw typeError('vars() argument must have __dict__ attribute');
  return dict;
}

function anext(iterator: Value, fallback: MaybeValue): Value {
  const slot = typeOf(iterator).slots.am_anext;
  if (slot === null) throw typeError(`'${typeOf(iterator).name}' object is not an async iterator`);
  const awaitable = slot(iterator);
  return fallback === undefined ? awaitable : makeAnextAwaitable(awaitable, fallback);
}

/** `anext(it, default)` awaits and catches StopAsyncIteration; set by the machine, which has the awaiting objects. */
let makeAnextAwaitable = (_awaitable: Value, _fallback: Value): Value => {
  throw runtimeError('anext() with a default is not supported here');
};
export function setAnextAwaitable(make: typeof makeAnextAwaitable): void {
  makeAnextAwaitable = make;
}

const TYPES: readonly BuiltinTypeName[] = [
  'bool',
  'memoryview',
  'bytearray',
  'bytes',
  'classmethod',
  'complex',
  'dict',
  'enumerate',
  'filter',
  'float',
  'frozenset',
  'property',
  'int',
  'list',
  'map',
  'object',
  'range',
  'reversed',
  'set',
  'slice',
  'staticmethod',
  'str',
  'super',
  'tuple',
  'type',
  'zip',
];

/** The functions by signature. */
export const builtinFunctions: NonNullable<ModuleDefinition['functions']> = {
  'abs(number, /)': [absolute, 'Return the absolute value of the argument.'],
  'aiter(async_iterable, /)': [
    (iterable: Value) => {
      const slot = typeOf(iterable).slots.am_aiter;
      if (slot === null) throw typeError(`'${typeOf(iterable).name}' object is not an async iterable`);
      const iterator = slot(iterable);
      if (typeOf(iterator).slots.am_anext === null)
        throw typeError(`aiter() returned not an async iterator of type '${typeOf(iterator).name}'`);
      return iterator;
    },
    'Return an AsyncIterator for an AsyncIterable object.',
  ],
  'all(iterable, /)': [
    (iterable: Value) => {
      let result = true;
      forEach(iterable, item => (result = isTruthy(item)));
      return result;
    },
    'Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.',
  ],
  'anext(async_iterator, default=<unrepresentable>, /)': [anext, 'Return the next item from the async iterator.'],
  'any(iterable, /)': [
    (iterable: Value) => {
      let result = false;
      forEach(iterable, item => !(result = isTruthy(item)));
      return result;
    },
    'Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.',
  ],
  'ascii(object, /)': [
    (object: Value) => {
      const shown = repr(object);
      return /^[\0-\x7f]*$/.test(strText(shown)!) ? shown : ascii(object);
    },
    'Return an ASCII-only representation of an object.',
  ],
  'bin(number, /)': [
    inBase(2, '0b'),
    "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   '0b1010101010101010101010'",
  ],
  'callable(object, /)': [isCallable, 'Return whether the object is callable (i.e., some kind of function).'],
  'chr(i, /)': [chr, 'Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.'],
  'delattr(object, name, /)': [
    (object: Value, name: Value) => {
      deleteAttribute(object, attributeName(name));
      return null;
    },
    'Deletes the named attribute from the given object.',
  ],
  'divmod(x, y, /)': [divmod, 'Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.'],
  "format(value, format_spec='', /)": [
    (value: Value, spec: MaybeValue) => {
      const text = spec === undefined ? '' : strText(spec);
      if (text === undefined) throw typeError(`format() argument 2 must be str, not ${typeOf(spec!).name}`);
      return format(value, text);
    },
    'Return type(value).__format__(value, format_spec)',
  ],
  'getattr(object, name, default=<unrepresentable>, /)': [getattr, 'Get a named attribute from an object.'],
  'hasattr(object, name, /)': [
    (object: Value, name: Value) => findAttribute(object, attributeName(name)) !== undefined,
    'Return whether the object has an attribute with the given name.',
  ],
  'hash(object, /)': [hash, 'Return the hash value for the given object.'],
  'hex(number, /)': [inBase(16, '0x'), "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'"],
  'id(object, /)': [idOf, 'Return the identity of an object.'],
  'isinstance(object, class_or_tuple, /)': [isInstance, 'Return whether an object is an instance of a class or of a subclass thereof.'],
  'issubclass(cls, class_or_tuple, /)': [isSubclassOf, "Return whether 'cls' is derived from another class or is the same class."],
  'iter(object, sentinel=<unrepresentable>, /)': [
    (object: Value, sentinel: MaybeValue) => {
      if (sentinel === undefined) return getIter(object);
      if (!isCallable(object)) throw typeError('iter(v, w): v must be callable');
      return new PyCallableIterator(object, sentinel);
    },
    'Get an iterator from an object.',
  ],
  'len(obj, /)': [exactLength, 'Return the number of items in a container.'],
  'max(*args, key=None, default=<unrepresentable>)': [
    (args: Value[], key: MaybeValue, fallback: MaybeValue) => extreme('max', args, key, fallback),
    'With a single iterable argument, return its biggest item.',
  ],
  'min(*args, key=None, default=<unrepresentable>)': [
    (args: Value[], key: MaybeValue, fallback: MaybeValue) => extreme('min', args, key, fallback),
    'With a single iterable argument, return its smallest item.',
  ],
  'next(iterator, default=<unrepresentable>, /)': [next, 'Return the next item from the iterator.'],
  'oct(number, /)': [inBase(8, '0o'), "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'"],
  'ord(character, /)': [ord, 'Return the ordinal value of a character.'],
  'pow(base, exp, mod=None)': [
    (base: Value, exponent: Value, modulus: MaybeValue) => power(base, exponent, modulus ?? null),
    'Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.',
  ],
  "print(*args, sep=' ', end='\\n', file=None, flush=False)": [print, 'Prints the values to a stream, or to sys.stdout by default.'],
  'repr(obj, /)': [repr, 'Return the canonical string representation of the object.'],
  'round(number, ndigits=None)': [round, 'Round a number to a given precision in decimal digits.'],
  'setattr(object, name, value, /)': [
    (object: Value, name: Value, value: Value) => {
      setAttribute(object, attributeName(name), value);
      return null;
    },
    'Sets the named attribute on the given object to the specified value.',
  ],
  'sorted(*args, **kwargs)': (args: Value[], kwargs: PyDict | undefined) => {
    if (args.length !== 1) throw typeError(`sorted expected 1 argument, got ${args.length}`);
    const list = new PyList(itemsForList(args[0]));
    if (kwargs === undefined) sortItems(list.items, null, false);
    else {
      // What options there are, list.sort knows.
      const options = [...kwargs.entries()];
      const names = options.map(entry => entry.key as string);
      callValue(
        getAttribute(list, 'sort'),
        options.map(entry => entry.value!),
        names,
      );
    }
    return list;
  },
  'sum(iterable, /, start=0)': [sum, "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"],
  [OPEN_SIGNATURE]: [open, 'Open file and return a stream.  Raise OSError upon failure.'],
};

export const builtinAttributes: NonNullable<ModuleDefinition['attributes']> = {
  ...Object.fromEntries(TYPES.map(name => [name, () => T[name]])),
  ...Object.fromEntries(EXCEPTIONS.map(([name]) => [name, () => T[name]])),
  EnvironmentError: () => T.OSError,
  IOError: () => T.OSError,
  None: () => null,
  True: true,
  False: false,
  Ellipsis: () => Ellipsis,
  NotImplemented: () => NotImplemented,
};
