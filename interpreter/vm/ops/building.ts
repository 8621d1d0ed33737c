/** Building collections and strings, and taking sequences apart. */
import { PyDict } from '../../objects/core/dict.ts';
import { raise, typeError } from '../../objects/core/errors.ts';
import { PySlice } from '../../objects/core/range.ts';
import { T } from '../../objects/core/registry.ts';
import { PySet } from '../../objects/core/set.ts';
import { concatStr, strText, strValue, type Str } from '../../objects/core/str.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { typeOf } from '../../objects/core/type.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { findAttribute } from '../../objects/protocol/attribute.ts';
import { callSpecial } from '../../objects/protocol/call.ts';
import { itemsForList } from '../../objects/protocol/length-hint.ts';
import { unpack as unpackExactly, unpackStarred as unpackWithStar } from '../../objects/protocol/unpack.ts';
import { ascii, repr, str } from '../../objects/protocol/repr.ts';
import { PyInterpolation, PyTemplate } from '../../objects/types/template.ts';
import { functionText, mappingEntries } from '../calls.ts';

export function makeTuple(stack: readonly MaybeValue[], from: number, count: number): PyTuple {
  return new PyTuple(take(stack, from, count));
}

export function makeList(stack: readonly MaybeValue[], from: number, count: number): PyList {
  return new PyList(take(stack, from, count));
}

/** `count` values of the stack as an array of their own. */
function take(stack: readonly MaybeValue[], from: number, count: number): Value[] {
  switch (count) {
    case 0:
      return [];
    case 1:
      return [stack[from] as Value];
    case 2:
      return [stack[from] as Value, stack[from + 1] as Value];
    case 3:
      return [stack[from] as Value, stack[from + 1] as Value, stack[from + 2] as Value];
    default:
      return stack.slice(from, from + count) as Value[];
  }
}

export function makeSet(stack: readonly MaybeValue[], from: number, count: number): PySet {
  const set = new PySet();
  for (let i = 0; i < count; i++) set.add(stack[from + i] as Value);
  return set;
}

export function makeDict(stack: readonly MaybeValue[], from: number, count: number): PyDict {
  const dict = new PyDict();
  for (let i = 0; i < count; i++) dict.set(stack[from + 2 * i] as Value, stack[from + 2 * i + 1] as Value);
  return dict;
}

export function makeSlice(stack: readonly MaybeValue[], from: number, count: number): PySlice {
  return new PySlice(stack[from] as Value, stack[from + 1] as Value, count === 3 ? (stack[from + 2] as Value) : null);
}

export function joinStrings(stack: readonly MaybeValue[], from: number, count: number): Value {
  let narrow = '';
  for (let i = 0; i < count; i++) {
    const piece = stack[from + i];
    if (typeof piece !== 'string') return joinWide(stack, from, count);
    narrow += piece;
  }
  return narrow;
}

function joinWide(stack: readonly MaybeValue[], from: number, count: number): Value {
  let result: Str = '';
  for (let i = 0; i < count; i++) result = concatStr(result, strValue(stack[from + i] as Value)!);
  return result;
}

/** `!s`, `!r`, `!a`. */
export function convert(value: Value, conversion: number): Value {
  return conversion === 1 ? str(value) : conversion === 2 ? repr(value) : ascii(value);
}

/** `format(value, spec)`. */
export function formatValue(value: Value, spec: Value): Value {
  if (spec === '') {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'object' && value !== null && value.cls === T.float))
      return str(value);
  }
  const result = callSpecial(value, '__format__', spec);
  if (result === undefined) throw typeError(`unsupported format string passed to ${typeOf(value).name}.__format__`);
  if (strText(result) === undefined) throw typeError(`__format__ must return a str, not ${typeOf(result).name}`);
  return result;
}

const CONVERSIONS: readonly Value[] = [null, 's', 'r', 'a'];

export function makeInterpolation(value: Value, expression: Value, conversion: number, spec: Value): PyInterpolation {
  return new PyInterpolation(value, expression, CONVERSIONS[conversion], spec);
}

export function makeTemplate(strings: Value, interpolations: Value): PyTemplate {
  return new PyTemplate(strings as PyTuple, interpolations as PyTuple);
}

export function extendList(list: PyList, iterable: Value): void {
  const type = typeOf(iterable);
  if (type.slots.tp_iter === null && type.slots.mp_subscript === null)
    throw typeError(`Value after * must be an iterable, not ${type.name}`);
  const items = itemsForList(iterable);
  for (let i = 0; i < items.length; i++) list.items.push(items[i]);
}

export { updateSet } from '../../objects/types/set.ts';

export function updateDict(dict: PyDict, mapping: Value): void {
  if (!(mapping instanceof PyDict) && findAttribute(mapping, 'keys') === undefined)
    throw typeError(`'${typeOf(mapping).name}' object is not a mapping`);
  for (const [key, value] of mappingEntries(mapping)) dict.set(key, value);
}

export function mergeKeywords(dict: PyDict, mapping: Value, callable: Value): void {
  if (!(mapping instanceof PyDict) && findAttribute(mapping, 'keys') === undefined) {
    throw typeError(`${functionText(callable)} argument after ** must be a mapping, not ${typeOf(mapping).name}`);
  }
  for (const [key, value] of mappingEntries(mapping)) {
    const name = strText(key);
    if (name === undefined) throw typeError(`keywords must be strings`);
    if (dict.has(key)) throw raise(T.TypeError, `${functionText(callable)} got multiple values for keyword argument '${name}'`);
    dict.set(key, value);
  }
}

export function unpack(sequence: Value, count: number): Value[] {
  return unpackExactly(sequence, count);
}

/** Replaces the sequence at `sp` by its parts, the first on top; the new depth. */
export function unpackStarred(stack: MaybeValue[], sp: number, arg: number): number {
  const parts = unpackWithStar(stack[sp] as Value, arg & 0xff, arg >> 8);
  for (let i = parts.length - 1; i >= 0; i--) stack[sp++] = parts[i];
  return sp;
}
