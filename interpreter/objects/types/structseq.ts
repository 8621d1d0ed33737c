/** Struct sequences: tuples with named fields, as `sys.version_info` and `time.struct_time` are (CPython: Objects/structseq.c). */
import type { Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyTuple } from '../core/tuple.ts';
import { T } from '../core/registry.ts';
import { defineType } from '../core/define.ts';
import { typeError } from '../core/errors.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { textOf } from '../core/str.ts';
import { repr } from '../protocol/repr.ts';
import { toArray } from '../protocol/iterate.ts';

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

/**
 * Defines a struct sequence type, named `module.name`, with these fields; the last `hiddenCount` of them are no items, only attributes.
 * Programs can make instances of it from a sequence unless it is `final`, as `sys.version_info`'s type is.
 */
export function defineStructSeq(module: string, name: string, fields: readonly string[], hiddenCount = 0, final = false): StructSeqType {
  const visible = fields.length - hiddenCount;
  const fullName = `${module}.${name}`;
  const make = (values: readonly Value[]): PyTuple => new PyStructSeq(type, values.slice(0, visible), values.slice(visible));
  const valueOf = (self: PyStructSeq, i: number): Value => (i < visible ? self.items[i] : (self.hidden[i - visible] ?? null));
  const type: PyType = defineType(fullName, {
    base: T.tuple,
    solid: false,
    final: true,
    slots: {
      tp_new: (_cls, args) => {
        if (final) throw typeError(`cannot create '${fullName}' instances`);
        if (args.length < 1) throw typeError(`structseq() missing required argument 'sequence' (pos 1)`);
        const values = toArray(args[0]);
        if (values.length < visible)
          throw typeError(`${fullName}() takes an at least ${visible}-sequence (${values.length}-sequence given)`);
        if (values.length > fields.length)
          throw typeError(`${fullName}() takes an at most ${fields.length}-sequence (${values.length}-sequence given)`);
        return make(values);
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
      n_unnamed_fields: 0,
      __match_args__: new PyTuple(fields.slice(0, visible)),
    },
    methods: {
      '__reduce__($self, /)': (self: PyStructSeq) => {
        const rest = new PyDict();
        self.hidden.forEach((value, i) => rest.setStr(fields[visible + i], value));
        return new PyTuple([typeOf(self), new PyTuple([new PyTuple(self.items.slice()), rest])]);
      },
      '__replace__($self, /, **changes)': (self: PyStructSeq, changes: PyDict | undefined) => {
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
