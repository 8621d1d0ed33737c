/** Struct sequences: tuples with named fields, as `sys.version_info` and `time.struct_time` are (CPython: Objects/structseq.c). */
import type { MaybeValue, Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyTuple } from '../core/tuple.ts';
import { T } from '../core/registry.ts';
import { defineType } from '../core/define.ts';
import { typeError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { callNative, Signature, type NativeImplementation } from '../core/native.ts';
import { textOf } from '../core/str.ts';
import { repr } from '../protocol/repr.ts';
import { isIterable, toArray } from '../protocol/iterate.ts';

/** A struct sequence's values: those past `n_sequence_fields` are attributes only. */
class PyStructSeq extends PyTuple {
  readonly hidden: readonly Value[];
  constructor(cls: PyType, items: Value[], hidden: readonly Value[]) {
    super(items, cls);
    this.hidden = hidden;
  }
}

export interface StructSeqType {
  readonly type: PyType;
  make(values: readonly Value[]): PyTuple;
}

const newStructSeq = new Signature('structseq($type, sequence, dict=<unrepresentable>)');

/**
 * Defines a struct sequence type, named `module.name`, with these fields; the last `hiddenCount` of them are no items, only attributes.
 * Programs can make instances of it from a sequence unless it is `final`, as `sys.version_info`'s type is. Items whose name is a hidden
 * field's, too, are unnamed: the attribute is the hidden field's, and the item where that is not given.
 */
export function defineStructSeq(module: string, name: string, fields: readonly string[], hiddenCount = 0, final = false): StructSeqType {
  const visible = fields.length - hiddenCount;
  const fullName = `${module}.${name}`;
  const hiddenFields = fields.slice(visible);
  const named = fields.slice(0, visible).filter(field => !hiddenFields.includes(field));
  const instance = (cls: PyType, sequence: Value, given: MaybeValue): Value => {
    if (!isIterable(sequence)) throw typeError('constructor requires a sequence');
    const values = toArray(sequence);
    if (given !== undefined && !(given instanceof PyDict)) throw typeError(`${fullName}() takes a dict as second arg, if any`);
    if (values.length < visible) throw typeError(`${fullName}() takes an at least ${visible}-sequence (${values.length}-sequence given)`);
    if (values.length > fields.length)
      throw typeError(`${fullName}() takes an at most ${fields.length}-sequence (${values.length}-sequence given)`);
    let used = 0;
    for (let i = values.length; i < fields.length; i++) {
      const value = given?.getStr(fields[i]);
      if (value !== undefined) used++;
      const item = fields.indexOf(fields[i]);
      values.push(value !== undefined ? value : item < visible ? values[item] : null);
    }
    if (given !== undefined && used < given.size) throw typeError(`${fullName}() got duplicate or unexpected field name(s)`);
    return make(values);
  };
  const make = (values: readonly Value[]): PyTuple => new PyStructSeq(type, values.slice(0, visible), values.slice(visible));
  const valueOf = (self: PyStructSeq, i: number): Value => (i < visible ? self.items[i] : (self.hidden[i - visible] ?? null));
  const type: PyType = defineType(fullName, {
    base: T.tuple,
    solid: false,
    final: true,
    slots: {
      tp_new: (cls, args, kwnames) => {
        if (final) throw typeError(`cannot create '${fullName}' instances`);
        return callNative(newStructSeq, instance as unknown as NativeImplementation, [cls, ...args], kwnames);
      },
      tp_repr: self =>
        `${fullName}(${fields
          .slice(0, visible)
          .map((field, i) => `${field}=${textOf(repr((self as PyStructSeq).items[i]))}`)
          .join(', ')})`,
    },
    getset: Object.fromEntries(fields.map((field, i) => [field, [(self: PyStructSeq) => valueOf(self, i)]])),
    members: fields,
    attributes: {
      n_fields: fields.length,
      n_sequence_fields: visible,
      n_unnamed_fields: visible - named.length,
      __match_args__: new PyTuple([...named]),
    },
    methods: {
      '__reduce__($self, /)': (self: PyStructSeq) => {
        const rest = new PyDict();
        self.hidden.forEach((value, i) => rest.setStr(fields[visible + i], value));
        return new PyTuple([typeOf(self), new PyTuple([new PyTuple(self.items.slice()), rest])]);
      },
      '__replace__($self, /, **changes)': (self: PyStructSeq, changes: PyDict | undefined) => {
        if (named.length < visible) throw typeError(`__replace__() is not supported for ${fullName} because it has unnamed field(s)`);
        const values = fields.map((field, i) => {
          const changed = changes?.getStr(field);
          return changed === undefined ? valueOf(self, i) : changed;
        });
        for (const entry of changes?.entries() ?? []) {
          if (!fields.includes(entry.key as string)) throw typeError(`Got unexpected field name(s): [${textOf(repr(entry.key))}]`);
        }
        return make(values);
      },
    },
  });
  if (final) type.namespace.deleteStr('__new__');
  // Named in T it could be taken for a built-in type of the same name.
  delete T[fullName];
  return { type, make };
}
