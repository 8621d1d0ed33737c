/** slice (CPython: Objects/sliceobject.c). */
import type { Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { T } from '../core/registry.ts';
import { NotImplemented } from '../core/singletons.ts';
import { PySlice } from '../core/range.ts';
import { composeHash, hashTuple } from '../core/hash.ts';
import { PyTuple } from '../core/tuple.ts';
import { typeError, valueError } from '../core/errors.ts';
import { strOf } from '../core/str.ts';
import { compareItems } from '../protocol/compare.ts';
import { toIndex } from '../protocol/index.ts';
import { reprText } from '../protocol/repr.ts';
import { longIndices } from './range.ts';

const parts = (value: Value): Value[] => {
  const { start, stop, step } = value as PySlice;
  return [start, stop, step];
};

defineType('slice', {
  final: true,
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
  slots: {
    tp_new: (_cls, args, kwnames) => {
      if (kwnames !== null) throw typeError('slice() takes no keyword arguments');
      if (args.length === 0) throw typeError('slice expected at least 1 argument, got 0');
      if (args.length > 3) throw typeError(`slice expected at most 3 arguments, got ${args.length}`);
      return args.length === 1 ? new PySlice(null, args[0], null) : new PySlice(args[0], args[1], args[2] ?? null);
    },
    tp_repr: self => strOf(`slice(${parts(self).map(reprText).join(', ')})`),
    tp_hash: self => {
      hashTuple(parts(self), false);
      return composeHash();
    },
    tp_richcompare: (left, right, op) => (right instanceof PySlice ? compareItems(parts(left), parts(right), op) : NotImplemented),
  },
  getset: {
    start: [(self: PySlice) => self.start],
    stop: [(self: PySlice) => self.stop],
    step: [(self: PySlice) => self.step],
  },
  methods: {
    'indices($self, object, /)': [
      (self: PySlice, length: Value) => {
        const n = toIndex(length);
        if (n < 0) throw valueError('length should not be negative');
        return new PyTuple(longIndices(self, n));
      },
      'S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by\nS. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices.',
    ],
    '__reduce__($self, /)': [(self: PySlice) => new PyTuple([T.slice, new PyTuple(parts(self))]), 'Return state information for pickling.'],
  },
});
