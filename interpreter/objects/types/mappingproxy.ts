/** mappingproxy: a read-only view of a mapping, such as a class's `__dict__` (CPython: Objects/descrobject.c). */
import { hash } from '../protocol/hash.ts';
import { PyObject, type MaybeValue, type Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { T } from '../core/registry.ts';
import { defineType } from '../core/define.ts';
import { typeError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { callValue } from '../protocol/call.ts';
import { getAttribute } from '../protocol/attribute.ts';
import { contains, getItem, length } from '../protocol/sequence.ts';
import { getIter } from '../protocol/iterate.ts';
import { richCompare } from '../protocol/compare.ts';
import { bitOr } from '../protocol/number.ts';
import { repr, str } from '../protocol/repr.ts';
import { textOf } from '../core/str.ts';

export class PyMappingProxy extends PyObject {
  /** The mapping, of which the value of `__doc__` may still be missing: enough to look for other keys. */
  readonly keyed: Value;
  private complete: (() => void) | null;

  /** `complete` provides the value of `__doc__`, when someone may look at it. */
  constructor(mapping: Value, complete: (() => void) | null = null) {
    super(T.mappingproxy);
    this.keyed = mapping;
    this.complete = complete;
  }

  get mapping(): Value {
    this.complete?.();
    this.complete = null;
    return this.keyed;
  }

  /** The mapping, to look up a key. */
  for(key: Value): Value {
    return key === '__doc__' || typeof key !== 'string' ? this.mapping : this.keyed;
  }
}

const orDefault = (value: MaybeValue, fallback: MaybeValue): Value => (value !== undefined ? value : (fallback ?? null));
const unwrap = (value: Value): Value => (value instanceof PyMappingProxy ? value.mapping : value);
const forward =
  (name: string) =>
  (self: PyMappingProxy, ...args: Value[]): Value =>
    callValue(getAttribute(self.mapping, name), args);

defineType('mappingproxy', {
  final: true,
  pattern: 'mapping',
  doc: 'Read-only proxy of a mapping.',
  slots: {
    tp_new: (_cls, args) => {
      if (args.length !== 1) throw typeError(`mappingproxy expected 1 argument, got ${args.length}`);
      if (typeOf(args[0]).slots.mp_subscript === null || args[0] instanceof PyList || args[0] instanceof PyTuple) {
        throw typeError(`mappingproxy() argument must be a mapping, not ${typeOf(args[0]).name}`);
      }
      return new PyMappingProxy(args[0]);
    },
    tp_repr: self => `mappingproxy(${textOf(repr((self as PyMappingProxy).mapping))})`,
    tp_str: self => str((self as PyMappingProxy).mapping),
    tp_iter: self => getIter((self as PyMappingProxy).keyed),
    tp_richcompare: (left, right, op) => richCompare(unwrap(left), unwrap(right), op),
    sq_length: self => length((self as PyMappingProxy).keyed),
    sq_contains: (self, key) => contains((self as PyMappingProxy).keyed, key),
    mp_subscript: (self, key) => getItem((self as PyMappingProxy).for(key), key),
    tp_hash: self => hash((self as PyMappingProxy).mapping),
    nb_or: (left, right) => bitOr(unwrap(left), unwrap(right)),
    nb_inplace_or: self => {
      throw typeError(`'|=' is not supported by ${typeOf(self).name}; use '|' instead`);
    },
  },
  methods: {
    'get($self, key, default=None, /)': (self: PyMappingProxy, key: Value, fallback: Value | undefined) => {
      const mapping = self.for(key);
      return mapping instanceof PyDict && mapping.cls === T.dict
        ? orDefault(mapping.get(key), fallback)
        : callValue(getAttribute(mapping, 'get'), [key, fallback ?? null]);
    },
    'keys($self, /)': forward('keys'),
    'values($self, /)': forward('values'),
    'items($self, /)': forward('items'),
    'copy($self, /)': forward('copy'),
    '__reversed__($self, /)': forward('__reversed__'),
  },
  classMethods: {
    '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]),
  },
});
