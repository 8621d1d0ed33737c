/**
 * `match`. Each pattern consumes the subject on top of the stack, or jumps to where as many items are popped as lie there.
 *
 * Names are bound only when the whole pattern has matched: until then captured values wait on the stack, below what is being worked on.
 * A context keeps count: `onTop` items above the captures, and the names captured so far, in order.
 */
import type { Match, MatchAs, MatchClass, MatchMapping, MatchOr, MatchSequence, expr, pattern } from '../../ast/nodes.generated.ts';
import { constantKey } from '../../code/constant-key.ts';
import { constantRepr } from '../../code/constant-repr.ts';
import { FloatConst, intConstant, strConstant } from '../../code/constant.ts';
import type { Constant } from '../../code/constant.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { NB } from '../../opcodes/index.ts';
import { NEXT_LOCATION, NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { nameOp } from './names.ts';
import { binaryOp, compareOp, jumpIf } from './operators.ts';

interface PatternContext {
  /** The captured names. */
  stores: string[];
  /** Whether a pattern that always matches may stand here. */
  allowIrrefutable: boolean;
  /** Labels: to jump to the n-th pops n items. */
  failPop: number[];
  /** How many items lie above the captures and must stay there. */
  onTop: number;
}

export function matchStatement(c: Compiler, s: Match): void {
  c.expr(s.subject);
  const end = c.newLabel();
  const last = s.cases[s.cases.length - 1];
  const hasDefault = isWildcard(last.pattern) && s.cases.length > 1;
  const tested = hasDefault ? s.cases.slice(0, -1) : s.cases;
  tested.forEach((m, i) => {
    const loc = locationOf(m.pattern);
    const isLastTested = i === tested.length - 1;
    if (!isLastTested) c.opI(loc, op.COPY, 1);
    const context: PatternContext = {
      stores: [],
      allowIrrefutable: m.guard !== null || i === s.cases.length - 1,
      failPop: [],
      onTop: 0,
    };
    visitPattern(c, m.pattern, context);
    for (const name of context.stores) nameOp(c, loc, name, 'Store');
    if (m.guard !== null) {
      ensureFailPop(c, context, 0);
      jumpIf(c, loc, m.guard, context.failPop[0], false);
    }
    if (!isLastTested) c.op(NEXT_LOCATION, op.POP_TOP);
    c.stmts(m.body);
    c.jump(NO_LOCATION, op.JUMP, end);
    emitFailPop(c, loc, context);
  });
  if (hasDefault) {
    const loc = locationOf(last.pattern);
    // It has no code of its own; this shows that it was reached.
    c.op(loc, op.NOP);
    if (last.guard !== null) jumpIf(c, loc, last.guard, end, false);
    c.stmts(last.body);
  }
  c.useLabel(end);
}

function isWildcard(p: pattern): boolean {
  return p._type === 'MatchAs' && p.name === null;
}

// Failure

function ensureFailPop(c: Compiler, context: PatternContext, n: number): void {
  while (context.failPop.length <= n) context.failPop.push(c.newLabel());
}

function jumpToFailPop(c: Compiler, loc: Location, context: PatternContext, opcode: number): void {
  const pops = context.onTop + context.stores.length;
  ensureFailPop(c, context, pops);
  c.jump(loc, opcode, context.failPop[pops]);
}

/** Lays out the pops, each falling through to the next shorter one. */
function emitFailPop(c: Compiler, loc: Location, context: PatternContext): void {
  for (let n = context.failPop.length - 1; n >= 0; n--) {
    c.useLabel(context.failPop[n]);
    if (n > 0) c.op(loc, op.POP_TOP);
  }
  context.failPop = [];
}

// Captures

/** Moves the top below `count - 1` items. */
function rotate(c: Compiler, loc: Location, count: number): void {
  for (; count > 1; count--) c.opI(loc, op.SWAP, count);
}

function storeName(c: Compiler, loc: Location, name: string | null, context: PatternContext): void {
  if (name === null) return c.op(loc, op.POP_TOP);
  addStore(c, loc, name, context);
  rotate(c, loc, context.onTop + context.stores.length);
}

function addStore(c: Compiler, loc: Location, name: string, context: PatternContext): void {
  if (context.stores.includes(name)) {
    throw c.error(`multiple assignments to name ${constantRepr(strConstant(name))} in pattern`, loc);
  }
  context.stores.push(name);
}

// Patterns

function visitPattern(c: Compiler, p: pattern, context: PatternContext): void {
  const loc = locationOf(p);
  switch (p._type) {
    case 'MatchValue':
      if (p.value._type !== 'Constant' && p.value._type !== 'Attribute') {
        throw c.error('patterns may only match literals and attribute lookups', p);
      }
      c.expr(p.value);
      compareOp(c, loc, 'Eq');
      c.op(loc, op.TO_BOOL);
      return jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
    case 'MatchSingleton':
      c.loadConst(loc, p.value);
      compareOp(c, loc, 'Is');
      return jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
    case 'MatchSequence':
      return sequencePattern(c, loc, p, context);
    case 'MatchMapping':
      return mappingPattern(c, loc, p, context);
    case 'MatchClass':
      return classPattern(c, loc, p, context);
    case 'MatchStar':
      return storeName(c, loc, p.name, context);
    case 'MatchAs':
      return asPattern(c, loc, p, context);
    case 'MatchOr':
      return orPattern(c, loc, p, context);
  }
}

/** Inside another pattern, one that always matches is fine. */
function subpattern(c: Compiler, p: pattern, context: PatternContext): void {
  const before = context.allowIrrefutable;
  context.allowIrrefutable = true;
  visitPattern(c, p, context);
  context.allowIrrefutable = before;
}

function asPattern(c: Compiler, loc: Location, p: MatchAs, context: PatternContext): void {
  if (p.pattern === null) {
    if (!context.allowIrrefutable) {
      const what = p.name === null ? 'wildcard' : `name capture ${constantRepr(strConstant(p.name))}`;
      throw c.error(`${what} makes remaining patterns unreachable`, p);
    }
    return storeName(c, loc, p.name, context);
  }
  context.onTop++;
  c.opI(loc, op.COPY, 1);
  visitPattern(c, p.pattern, context);
  context.onTop--;
  storeName(c, loc, p.name, context);
}

function sequencePattern(c: Compiler, loc: Location, p: MatchSequence, context: PatternContext): void {
  const { patterns } = p;
  const size = patterns.length;
  let star = -1;
  let onlyWildcard = true;
  let starWildcard = false;
  patterns.forEach((sub, i) => {
    if (sub._type !== 'MatchStar') {
      onlyWildcard &&= isWildcard(sub);
      return;
    }
    if (star >= 0) throw c.error('multiple starred names in sequence pattern', p);
    starWildcard = sub.name === null;
    onlyWildcard &&= starWildcard;
    star = i;
  });
  context.onTop++;
  c.op(loc, op.MATCH_SEQUENCE);
  jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
  if (star < 0 || size > 1) {
    c.op(loc, op.GET_LEN);
    c.loadConst(loc, star < 0 ? size : size - 1);
    compareOp(c, loc, star < 0 ? 'Eq' : 'GtE');
    jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
  }
  context.onTop--;
  if (onlyWildcard) c.op(loc, op.POP_TOP);
  else if (starWildcard) subscriptItems(c, loc, patterns, star, context);
  else unpackItems(c, loc, patterns, context);
}

function unpackItems(c: Compiler, loc: Location, patterns: readonly pattern[], context: PatternContext): void {
  const size = patterns.length;
  const star = patterns.findIndex(p => p._type === 'MatchStar');
  if (star >= 0) {
    const after = size - star - 1;
    if (star >= 1 << 8 || after >= 0x7fffffff >> 8) throw c.error('too many expressions in star-unpacking sequence pattern', loc);
    c.opI(loc, op.UNPACK_EX, star + (after << 8));
  } else {
    c.opI(loc, op.UNPACK_SEQUENCE, size);
  }
  context.onTop += size;
  for (const p of patterns) {
    context.onTop--;
    subpattern(c, p, context);
  }
}

/** With a starred wildcard the items that matter are taken one by one. Those behind it count from the length: not every sequence has negative indexes. */
function subscriptItems(c: Compiler, loc: Location, patterns: readonly pattern[], star: number, context: PatternContext): void {
  const size = patterns.length;
  context.onTop++;
  patterns.forEach((p, i) => {
    if (isWildcard(p) || i === star) return;
    c.opI(loc, op.COPY, 1);
    if (i < star) {
      c.loadConst(loc, i);
    } else {
      c.op(loc, op.GET_LEN);
      c.loadConst(loc, size - i);
      binaryOp(c, loc, 'Sub');
    }
    c.opI(loc, op.BINARY_OP, NB.SUBSCR);
    subpattern(c, p, context);
  });
  context.onTop--;
  c.op(loc, op.POP_TOP);
}

function classPattern(c: Compiler, loc: Location, p: MatchClass, context: PatternContext): void {
  const { patterns, kwd_attrs: attrs, kwd_patterns: keywordPatterns } = p;
  for (let i = 0; i < attrs.length; i++) {
    const j = attrs.indexOf(attrs[i], i + 1);
    if (j >= 0) throw c.error(`attribute name repeated in class pattern: ${attrs[i]}`, keywordPatterns[j]);
  }
  const count = patterns.length + attrs.length;
  c.expr(p.cls);
  c.loadNames(loc, attrs);
  c.opI(loc, op.MATCH_CLASS, patterns.length);
  c.opI(loc, op.COPY, 1);
  c.loadConst(loc, null);
  c.opI(loc, op.IS_OP, 1);
  // The attributes in a tuple, or None.
  context.onTop++;
  jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
  c.opI(loc, op.UNPACK_SEQUENCE, count);
  context.onTop += count - 1;
  for (const sub of [...patterns, ...keywordPatterns]) {
    context.onTop--;
    if (isWildcard(sub)) c.op(loc, op.POP_TOP);
    else subpattern(c, sub, context);
  }
}

function mappingPattern(c: Compiler, loc: Location, p: MatchMapping, context: PatternContext): void {
  const { keys, patterns, rest } = p;
  const size = keys.length;
  context.onTop++;
  c.op(loc, op.MATCH_MAPPING);
  jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
  if (size === 0 && rest === null) {
    context.onTop--;
    return c.op(loc, op.POP_TOP);
  }
  if (size > 0) {
    c.op(loc, op.GET_LEN);
    c.loadConst(loc, size);
    compareOp(c, loc, 'GtE');
    jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
  }
  mappingKeys(c, p, keys);
  c.opI(loc, op.BUILD_TUPLE, size);
  c.op(loc, op.MATCH_KEYS);
  // The keys and, in a tuple or None, the values.
  context.onTop += 2;
  c.opI(loc, op.COPY, 1);
  c.loadConst(loc, null);
  c.opI(loc, op.IS_OP, 1);
  jumpToFailPop(c, loc, context, op.POP_JUMP_IF_FALSE);
  c.opI(loc, op.UNPACK_SEQUENCE, size);
  context.onTop += size - 1;
  for (const sub of patterns) {
    context.onTop--;
    subpattern(c, sub, context);
  }
  context.onTop -= 2;
  if (rest === null) {
    c.op(loc, op.POP_TOP);
    return c.op(loc, op.POP_TOP);
  }
  // A copy of the subject without the keys.
  c.opI(loc, op.BUILD_MAP, 0);
  c.opI(loc, op.SWAP, 3);
  c.opI(loc, op.DICT_UPDATE, 2);
  c.opI(loc, op.UNPACK_SEQUENCE, size);
  for (let n = size; n > 0; n--) {
    c.opI(loc, op.COPY, 1 + n);
    c.opI(loc, op.SWAP, 2);
    c.op(loc, op.DELETE_SUBSCR);
  }
  storeName(c, loc, rest, context);
}

function mappingKeys(c: Compiler, p: MatchMapping, keys: readonly expr[]): void {
  const seen = new Set<unknown>();
  for (const key of keys) {
    if (key._type === 'Constant') {
      const identity = equalityKey(key.value);
      if (seen.has(identity)) throw c.error(`mapping pattern checks duplicate key (${constantRepr(key.value)})`, p);
      seen.add(identity);
    } else if (key._type !== 'Attribute') {
      throw c.error('mapping pattern keys may only match literals and attribute lookups', p);
    }
    c.expr(key);
  }
}

/** A key under which constants meet that are one key of a dict: `1`, `1.0`, `1 + 0j` and `True`. */
function equalityKey(value: Constant): unknown {
  if (typeof value === 'boolean') return equalityKey(value ? 1 : 0);
  if (typeof value === 'object' && value?.kind === 'float' && Number.isInteger(value.value))
    return equalityKey(intConstant(BigInt(value.value)));
  if (typeof value === 'object' && value?.kind === 'complex' && value.imag === 0) return equalityKey(new FloatConst(value.real));
  return constantKey(value);
}

/** Alternatives. All must capture the same names; where the order differs from the first one's, the captures are put into its order. */
function orPattern(c: Compiler, loc: Location, p: MatchOr, context: PatternContext): void {
  const end = c.newLabel();
  let control: string[] | null = null;
  p.patterns.forEach((alternative, i) => {
    const here = locationOf(alternative);
    const inner: PatternContext = {
      stores: [],
      allowIrrefutable: i === p.patterns.length - 1 && context.allowIrrefutable,
      failPop: [],
      onTop: 0,
    };
    c.opI(here, op.COPY, 1);
    visitPattern(c, alternative, inner);
    if (control === null) control = [...inner.stores];
    else reorderStores(c, here, p, inner.stores, control);
    c.jump(here, op.JUMP, end);
    emitFailPop(c, here, inner);
  });
  c.op(loc, op.POP_TOP);
  jumpToFailPop(c, loc, context, op.JUMP);
  c.useLabel(end);
  // The captures go below the copy of the subject, what is on top, and the captures of before.
  const names = control ?? [];
  const rotations = names.length + 1 + context.onTop + context.stores.length;
  for (const name of names) {
    rotate(c, loc, rotations);
    addStore(c, loc, name, context);
  }
  c.op(loc, op.POP_TOP);
}

function reorderStores(c: Compiler, loc: Location, p: MatchOr, stores: string[], control: readonly string[]): void {
  const differs = (): Error => c.error('alternative patterns bind different names', p);
  if (stores.length !== control.length) throw differs();
  for (let target = control.length - 1; target >= 0; target--) {
    const position = stores.indexOf(control[target]);
    if (position < 0) throw differs();
    if (position === target) continue;
    const rotations = position + 1;
    const rotated = stores.splice(0, rotations);
    stores.splice(target - position, 0, ...rotated);
    for (let n = 0; n < rotations; n++) rotate(c, loc, target + 1);
  }
}
