/** None, NotImplemented, Ellipsis. */
import type { Value } from '../core/value.ts';
import { defineType } from '../core/define.ts';
import { Ellipsis, NotImplemented } from '../core/singletons.ts';
import { typeError } from '../core/errors.ts';
import { PyNE, PyEQ } from '../core/slots.ts';
import type { Slots } from '../core/slots.ts';

const singleton =
  (name: string, value: Value): NonNullable<Slots['tp_new']> =>
  (_cls, args, kwnames) => {
    if (args.length > 0 || kwnames !== null) throw typeError(`${name} takes no arguments`);
    return value;
  };

defineType('NoneType', {
  final: true,
  doc: 'The type of the None singleton.',
  slots: {
    tp_new: singleton('NoneType', null),
    tp_repr: () => 'None',
    nb_bool: () => false,
    tp_hash: () => 0xfca86420,
    tp_richcompare: (left, right, op) =>
      op === PyEQ ? (left === right ? true : NotImplemented) : op === PyNE ? (left === right ? false : NotImplemented) : NotImplemented,
  },
});

defineType('NotImplementedType', {
  final: true,
  doc: 'The type of the NotImplemented singleton.',
  slots: {
    tp_new: singleton('NotImplementedType', NotImplemented),
    tp_repr: () => 'NotImplemented',
    nb_bool: () => {
      throw typeError('NotImplemented should not be used in a boolean context');
    },
  },
  methods: { '__reduce__($self, /)': () => 'NotImplemented' },
});

defineType('ellipsis', {
  final: true,
  doc: 'The type of the Ellipsis singleton.',
  slots: { tp_new: singleton('EllipsisType', Ellipsis), tp_repr: () => 'Ellipsis' },
  methods: { '__reduce__($self, /)': () => 'Ellipsis' },
});
