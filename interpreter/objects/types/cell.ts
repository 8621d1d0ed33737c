/** `cell`: see `core/cell.ts` for the representation. */
import { PyCell } from '../core/cell.ts';
import { defineType } from '../core/define.ts';
import { valueError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import type { Value } from '../core/value.ts';
import { NotImplemented } from '../core/singletons.ts';
import { richCompare } from '../protocol/compare.ts';
import { addressOf } from './object.ts';
import { typeOf } from '../core/type.ts';

defineType('cell', {
  final: true,
  slots: {
    tp_new: (_cls, args) => new PyCell(args[0]),
    tp_repr: self => {
      const { contents } = self as PyCell;
      const what = contents === undefined ? 'empty' : `${typeOf(contents).name} object at ${addressOf(contents)}`;
      return `<cell at ${addressOf(self)}: ${what}>`;
    },
    tp_richcompare: (left, right, op) => {
      if (!(right instanceof PyCell)) return NotImplemented;
      const a = (left as PyCell).contents;
      const b = right.contents;
      if (a !== undefined && b !== undefined) return richCompare(a, b, op);
      return richCompare(a === undefined ? 0 : 1, b === undefined ? 0 : 1, op);
    },
  },
  getset: {
    cell_contents: [
      (self: PyCell): Value => {
        if (self.contents === undefined) throw valueError('cell is empty');
        return self.contents;
      },
      (self: PyCell, value) => {
        self.contents = value;
      },
    ],
  },
});
T.cell.slots.tp_hash = null;
