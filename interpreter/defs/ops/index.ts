/**
 * Every instruction of CPython 3.14, one row each, grouped as one would explain them.
 *
 * What derives from these rows (`tools/ops.ts` writes it into `opcodes/`): the ids, the names, the cache sizes, the stack effects, the kinds of
 * operands that `dis` shows, the families of specialized forms and the reference pages. CPython keeps the same facts in `Python/bytecodes.c`.
 */
import { attributes } from './attributes.ts';
import { building } from './building.ts';
import { calls } from './calls.ts';
import { control } from './control.ts';
import { exceptions } from './exceptions.ts';
import { generators } from './generators.ts';
import { locals } from './locals.ts';
import { monitoring } from './monitoring.ts';
import { names } from './names.ts';
import { operators } from './operators.ts';
import type { OpRow } from './row.ts';
import { stack } from './stack.ts';

export type { OperandKind, OpFlag, OpRow, Specialized } from './row.ts';

export const groups: Readonly<Record<string, readonly OpRow[]>> = {
  stack,
  locals,
  names,
  attributes,
  operators,
  building,
  calls,
  control,
  generators,
  exceptions,
  monitoring,
};
