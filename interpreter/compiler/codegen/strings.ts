/** f-strings and t-strings. */
import type { FormattedValue, Interpolation, JoinedStr, TemplateStr } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { STACK_USE_GUIDELINE, locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';

/** CONVERT_VALUE's argument by the character after `!`. */
const CONVERSIONS: Record<number, number> = { 0x73: 1, 0x72: 2, 0x61: 3 };

function conversionOf(conversion: number): number {
  const value = CONVERSIONS[conversion];
  if (value === undefined) throw new Error(`Unrecognized conversion character ${conversion}`);
  return value;
}

export function joinedStr(c: Compiler, e: JoinedStr): void {
  const loc = locationOf(e);
  const n = e.values.length;
  if (n > STACK_USE_GUIDELINE) {
    c.loadConst(loc, '');
    c.loadAttr(loc, 'join', true);
    c.opI(loc, op.BUILD_LIST, 0);
    for (const value of e.values) {
      c.expr(value);
      c.opI(loc, op.LIST_APPEND, 1);
    }
    c.opI(loc, op.CALL, 1);
    return;
  }
  c.exprs(e.values);
  if (n > 1) c.opI(loc, op.BUILD_STRING, n);
  else if (n === 0) c.loadConst(loc, '');
}

export function formattedValue(c: Compiler, e: FormattedValue): void {
  c.expr(e.value);
  const loc = locationOf(e);
  if (e.conversion !== -1) c.opI(loc, op.CONVERT_VALUE, conversionOf(e.conversion));
  if (e.format_spec !== null) {
    c.expr(e.format_spec);
    c.op(loc, op.FORMAT_WITH_SPEC);
  } else {
    c.op(loc, op.FORMAT_SIMPLE);
  }
}

/** A tuple of strings and a tuple of interpolations; between two interpolations stands a string, if an empty one. */
export function templateStr(c: Compiler, e: TemplateStr): void {
  const loc = locationOf(e);
  let strings = 0;
  let lastWasInterpolation = true;
  for (const value of e.values) {
    if (value._type === 'Interpolation') {
      if (lastWasInterpolation) {
        c.loadConst(loc, '');
        strings++;
      }
      lastWasInterpolation = true;
    } else {
      c.expr(value);
      strings++;
      lastWasInterpolation = false;
    }
  }
  if (lastWasInterpolation) {
    c.loadConst(loc, '');
    strings++;
  }
  c.opI(loc, op.BUILD_TUPLE, strings);
  const interpolations = e.values.filter(value => value._type === 'Interpolation');
  c.exprs(interpolations);
  c.opI(loc, op.BUILD_TUPLE, interpolations.length);
  c.op(loc, op.BUILD_TEMPLATE);
}

/** BUILD_INTERPOLATION's argument: bit 0 tells of a format spec, the bits from 2 on of a conversion. */
export function interpolation(c: Compiler, e: Interpolation): void {
  const loc = locationOf(e);
  c.expr(e.value);
  c.loadConst(loc, e.str);
  let oparg = 2;
  if (e.format_spec !== null) {
    oparg++;
    c.expr(e.format_spec);
  }
  if (e.conversion !== -1) oparg |= conversionOf(e.conversion) << 2;
  c.opI(loc, op.BUILD_INTERPOLATION, oparg);
}
