/** types.SimpleNamespace (CPython: Objects/namespaceobject.c). */
import { PyObject, type HasDict } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyTuple } from '../core/tuple.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { defineType } from '../core/define.ts';
import { typeError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { strText } from '../core/str.ts';
import { fullyQualifiedName } from './names.ts';
import { callValue } from '../protocol/call.ts';
import { richCompare } from '../protocol/compare.ts';
import { enterRepr, leaveRepr, reprText } from '../protocol/repr.ts';

class PySimpleNamespace extends PyObject implements HasDict {
  dict: PyDict = new PyDict();
}

function update(self: PySimpleNamespace, changes: PyDict): void {
  for (const entry of changes.entries()) {
    if (strText(entry.key) === undefined) throw typeError('keywords must be strings');
    self.dict.set(entry.key, entry.value!);
  }
}

defineType('SimpleNamespace', {
  module: 'types',
  hasDict: true,
  doc: 'A simple attribute-based namespace.',
  slots: {
    tp_new: cls => new PySimpleNamespace(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PySimpleNamespace;
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional > 1) throw typeError(`${self.cls.name} expected at most 1 argument, got ${positional}`);
      if (positional === 1) {
        const [source] = args;
        const dict = source instanceof PyDict ? source : (callValue(T.dict, [source]) as PyDict);
        update(self, dict);
      }
      kwnames?.forEach((name, i) => self.dict.setStr(name, args[positional + i]));
    },
    tp_repr: value => {
      const self = value as PySimpleNamespace;
      const name = self.cls === T.SimpleNamespace ? 'namespace' : self.cls.name;
      if (!enterRepr(self)) return `${name}(...)`;
      try {
        return `${name}(${[...self.dict.entries()].map(entry => `${strText(entry.key) ?? reprText(entry.key)}=${reprText(entry.value!)}`).join(', ')})`;
      } finally {
        leaveRepr();
      }
    },
    tp_richcompare: (left, right, op) =>
      left instanceof PySimpleNamespace && right instanceof PySimpleNamespace && (op === 2 || op === 3)
        ? richCompare(left.dict, right.dict, op)
        : NotImplemented,
  },
  getset: { __dict__: [(self: PySimpleNamespace) => self.dict] },
  methods: {
    '__reduce__($self, /)': (self: PySimpleNamespace) => new PyTuple([typeOf(self), new PyTuple([]), self.dict]),
    '__replace__($self, /, **changes)': (self: PySimpleNamespace, changes: PyDict | undefined) => {
      const copy = callValue(typeOf(self), []);
      if (!(copy instanceof PySimpleNamespace))
        throw typeError(
          `expect types.SimpleNamespace type, but ${fullyQualifiedName(typeOf(self))}() returned '${fullyQualifiedName(typeOf(copy))}' object`,
        );
      update(copy, self.dict);
      if (changes !== undefined) update(copy, changes);
      return copy;
    },
  },
});
