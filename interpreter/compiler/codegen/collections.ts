/** Displays (tuples, lists, sets, dicts), unpacking into targets, subscripts and slices. */
import type { Dict, Slice, Subscript, expr } from '../../ast/nodes.generated.ts';
import { SliceConst } from '../../code/constant.ts';
import type { Constant } from '../../code/constant.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_1, NB } from '../../opcodes/index.ts';
import type { Location } from '../instruction-sequence.ts';
import { checkIndex, checkSubscripter } from './checks.ts';
import { STACK_USE_GUIDELINE, locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { nameOp } from './names.ts';

/**
 * The items of a display or of a call's arguments. Without `*` and if they are few, they are pushed and built at once; else a collection grows item by
 * item. `pushed` items are on the stack already; `injected` names one more at the end (a generic class's base).
 */
export function unpackedItems(
  c: Compiler,
  loc: Location,
  elts: readonly expr[],
  pushed: number,
  build: number,
  add: number,
  extend: number,
  toTuple: boolean,
  injected: string | null = null,
): void {
  const count = elts.length + pushed + (injected === null ? 0 : 1);
  const big = count > STACK_USE_GUIDELINE;
  if (!big && !elts.some(e => e._type === 'Starred')) {
    c.exprs(elts);
    if (injected !== null) nameOp(c, loc, injected, 'Load');
    c.opI(loc, toTuple ? op.BUILD_TUPLE : build, count);
    return;
  }
  let built = big;
  if (big) c.opI(loc, build, pushed);
  elts.forEach((e, i) => {
    if (e._type === 'Starred') {
      if (!built) c.opI(loc, build, i + pushed);
      built = true;
      c.expr(e.value);
      c.opI(loc, extend, 1);
    } else {
      c.expr(e);
      if (built) c.opI(loc, add, 1);
    }
  });
  if (injected !== null) {
    nameOp(c, loc, injected, 'Load');
    c.opI(loc, add, 1);
  }
  if (toTuple) c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.LIST_TO_TUPLE);
}

export function listDisplay(c: Compiler, loc: Location, elts: readonly expr[], toTuple: boolean): void {
  unpackedItems(c, loc, elts, 0, op.BUILD_LIST, op.LIST_APPEND, op.LIST_EXTEND, toTuple);
}

export function setDisplay(c: Compiler, loc: Location, elts: readonly expr[]): void {
  unpackedItems(c, loc, elts, 0, op.BUILD_SET, op.SET_ADD, op.SET_UPDATE, false);
}

/** A tuple or list of targets. */
export function unpackTargets(c: Compiler, loc: Location, elts: readonly expr[]): void {
  const n = elts.length;
  let seenStar = false;
  elts.forEach((e, i) => {
    if (e._type !== 'Starred') return;
    if (seenStar) throw c.error('multiple starred expressions in assignment', loc);
    const after = n - i - 1;
    if (i >= 1 << 8 || after >= 0x7fffffff >> 8) throw c.error('too many expressions in star-unpacking assignment', loc);
    c.opI(loc, op.UNPACK_EX, i + (after << 8));
    seenStar = true;
  });
  if (!seenStar) c.opI(loc, op.UNPACK_SEQUENCE, n);
  for (const e of elts) c.expr(e._type === 'Starred' ? e.value : e);
}

/** Pieces of key–value pairs, with `**mapping` merged in between. */
export function dictDisplay(c: Compiler, e: Dict): void {
  const loc = locationOf(e);
  const n = e.values.length;
  let haveDict = false;
  let pairs = 0;
  const flush = (end: number): void => {
    dictPiece(c, e, end - pairs, end);
    merge();
    pairs = 0;
  };
  const merge = (): void => {
    if (haveDict) c.opI(loc, op.DICT_UPDATE, 1);
    haveDict = true;
  };
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (pairs > 0) flush(i);
      if (!haveDict) {
        c.opI(loc, op.BUILD_MAP, 0);
        haveDict = true;
      }
      c.expr(e.values[i]);
      c.opI(loc, op.DICT_UPDATE, 1);
    } else if (pairs * 2 > STACK_USE_GUIDELINE) {
      pairs++;
      flush(i + 1);
    } else {
      pairs++;
    }
  }
  if (pairs > 0) flush(n);
  if (!haveDict) c.opI(loc, op.BUILD_MAP, 0);
}

function dictPiece(c: Compiler, e: Dict, begin: number, end: number): void {
  const loc = locationOf(e);
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  if (big) c.opI(loc, op.BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    c.expr(e.keys[i]!);
    c.expr(e.values[i]);
    if (big) c.opI(loc, op.MAP_ADD, 1);
  }
  if (!big) c.opI(loc, op.BUILD_MAP, n);
}

// Subscripts

export function subscript(c: Compiler, e: Subscript): void {
  const loc = locationOf(e);
  if (e.ctx === 'Load') {
    checkSubscripter(c, e.value);
    checkIndex(c, e.value, e.slice);
  }
  c.expr(e.value);
  if (e.ctx !== 'Del' && isTwoPartSlice(e.slice)) {
    sliceBounds(c, e.slice);
    return c.op(loc, e.ctx === 'Load' ? op.BINARY_SLICE : op.STORE_SLICE);
  }
  c.expr(e.slice);
  switch (e.ctx) {
    case 'Load':
      return c.opI(loc, op.BINARY_OP, NB.SUBSCR);
    case 'Store':
      return c.op(loc, op.STORE_SUBSCR);
    case 'Del':
      return c.op(loc, op.DELETE_SUBSCR);
  }
}

/** A slice without a step, which needs no slice object; one of constants is a constant instead. */
export function isTwoPartSlice(e: expr): e is Slice {
  return e._type === 'Slice' && e.step === null && !isConstantSlice(e);
}

function isConstantSlice(e: Slice): boolean {
  return [e.lower, e.upper, e.step].every(part => part === null || part._type === 'Constant');
}

export function sliceBounds(c: Compiler, e: Slice): void {
  for (const bound of [e.lower, e.upper]) {
    if (bound !== null) c.expr(bound);
    else c.loadConst(locationOf(e), null);
  }
}

export function slice(c: Compiler, e: Slice): void {
  const loc = locationOf(e);
  if (isConstantSlice(e)) return c.loadConst(loc, new SliceConst(constantPart(e.lower), constantPart(e.upper), constantPart(e.step)));
  sliceBounds(c, e);
  if (e.step !== null) c.expr(e.step);
  c.opI(loc, op.BUILD_SLICE, e.step === null ? 2 : 3);
}

function constantPart(e: expr | null): Constant {
  return e?._type === 'Constant' ? e.value : null;
}
