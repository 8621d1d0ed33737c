/** Calls, attributes, and the shortcuts for methods, `super()` and `all(… for …)`. */
import type { Attribute, Call, expr, keyword } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_1 } from '../../opcodes/index.ts';
import { DEF_IMPORT, FREE, GLOBAL_IMPLICIT } from '../../symtable/index.ts';
import { Location, NO_LOCATION } from '../instruction-sequence.ts';
import { checkCaller } from './checks.ts';
import { unpackedItems } from './collections.ts';
import { STACK_USE_GUIDELINE, locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { nameOp } from './names.ts';
import { compareOp } from './operators.ts';

export function call(c: Compiler, e: Call): void {
  validateKeywords(c, e.keywords);
  if (methodCall(c, e)) return;
  const skipNormalCall = c.newLabel();
  checkCaller(c, e.func);
  c.expr(e.func);
  inlinedGeneratorCall(c, e, skipNormalCall);
  c.op(locationOf(e.func), op.PUSH_NULL);
  callArguments(c, locationOf(e), 0, e.args, e.keywords);
  c.useLabel(skipNormalCall);
}

function validateKeywords(c: Compiler, keywords: readonly keyword[]): void {
  if (keywords.length < 2) return;
  // The message is about the first name that comes again, at its first repetition.
  for (let i = 0; i < keywords.length; i++) {
    const name = keywords[i].arg;
    if (name === null) continue;
    for (let j = i + 1; j < keywords.length; j++) {
      if (keywords[j].arg === name) throw c.error(`keyword argument repeated: ${name}`, keywords[j]);
    }
  }
}

/** The arguments and the call. `pushed` arguments are on the stack already; `injected` names one more positional one. */
export function callArguments(
  c: Compiler,
  loc: Location,
  pushed: number,
  args: readonly expr[],
  keywords: readonly keyword[],
  injected: string | null = null,
): void {
  validateKeywords(c, keywords);
  const tooMany = args.length + keywords.length * 2 > STACK_USE_GUIDELINE;
  if (tooMany || args.some(e => e._type === 'Starred') || keywords.some(k => k.arg === null)) {
    return unpackedCall(c, loc, pushed, args, keywords, injected);
  }
  c.exprs(args);
  let count = pushed + args.length;
  if (injected !== null) {
    nameOp(c, loc, injected, 'Load');
    count++;
  }
  if (keywords.length > 0) {
    for (const k of keywords) c.expr(k.value);
    keywordNames(c, loc, keywords);
    c.opI(loc, op.CALL_KW, count + keywords.length);
  } else {
    c.opI(loc, op.CALL, count);
  }
}

function keywordNames(c: Compiler, loc: Location, keywords: readonly keyword[]): void {
  c.loadNames(
    loc,
    keywords.map(k => k.arg!),
  );
}

/** With `*` or `**`: one tuple and one dict. */
function unpackedCall(
  c: Compiler,
  loc: Location,
  pushed: number,
  args: readonly expr[],
  keywords: readonly keyword[],
  injected: string | null,
): void {
  const only = args[0];
  if (pushed === 0 && args.length === 1 && only._type === 'Starred') c.expr(only.value);
  else unpackedItems(c, loc, args, pushed, op.BUILD_LIST, op.LIST_APPEND, op.LIST_EXTEND, true, injected);

  let haveDict = false;
  let seen = 0;
  const flush = (end: number): void => {
    keywordPiece(c, loc, keywords.slice(end - seen, end));
    if (haveDict) c.opI(loc, op.DICT_MERGE, 1);
    haveDict = true;
    seen = 0;
  };
  keywords.forEach((k, i) => {
    if (k.arg !== null) {
      seen++;
      return;
    }
    if (seen > 0) flush(i);
    if (!haveDict) c.opI(loc, op.BUILD_MAP, 0);
    haveDict = true;
    c.expr(k.value);
    c.opI(loc, op.DICT_MERGE, 1);
  });
  if (seen > 0) flush(keywords.length);
  if (keywords.length === 0) c.op(loc, op.PUSH_NULL);
  c.op(loc, op.CALL_FUNCTION_EX);
}

function keywordPiece(c: Compiler, loc: Location, keywords: readonly keyword[]): void {
  const big = keywords.length * 2 > STACK_USE_GUIDELINE;
  if (big) c.opI(NO_LOCATION, op.BUILD_MAP, 0);
  for (const k of keywords) {
    c.loadName(loc, k.arg!);
    c.expr(k.value);
    if (big) c.opI(NO_LOCATION, op.MAP_ADD, 1);
  }
  if (!big) c.opI(loc, op.BUILD_MAP, keywords.length);
}

// Methods

/** `x.m(…)` looks `m` up as a method, so that no bound method need be made. Says whether it could. */
function methodCall(c: Compiler, e: Call): boolean {
  const { func, args, keywords } = e;
  if (func._type !== 'Attribute' || func.ctx !== 'Load') return false;
  // What a module imports is likely a module, whose functions are no methods.
  if (func.value._type === 'Name' && c.symtable.top.symbol(func.value.id) & DEF_IMPORT) return false;
  if (args.length + keywords.length + (keywords.length > 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return false;
  if (args.some(a => a._type === 'Starred') || keywords.some(k => k.arg === null)) return false;

  let loc = locationOf(func);
  const superCall = optimizableSuper(c, func);
  if (superCall !== null) {
    superArguments(c, superCall);
    loadSuper(c, loc, func, superCall, true);
    loc = attributeLocation(loc, func);
    c.op(loc, op.NOP);
  } else {
    c.expr(func.value);
    loc = attributeLocation(loc, func);
    c.loadAttr(loc, func.attr, true);
  }
  c.exprs(args);
  if (keywords.length > 0) {
    for (const k of keywords) c.expr(k.value);
    keywordNames(c, loc, keywords);
    c.opI(attributeLocation(locationOf(e), func), op.CALL_KW, args.length + keywords.length);
  } else {
    c.opI(attributeLocation(locationOf(e), func), op.CALL, args.length);
  }
  return true;
}

export function attribute(c: Compiler, e: Attribute): void {
  let loc = locationOf(e);
  if (e.ctx === 'Load') {
    const superCall = optimizableSuper(c, e);
    if (superCall !== null) {
      superArguments(c, superCall);
      loadSuper(c, loc, e, superCall, false);
      return c.op(attributeLocation(loc, e), op.NOP);
    }
  }
  c.noteStaticAttribute(e);
  c.expr(e.value);
  loc = attributeLocation(loc, e);
  switch (e.ctx) {
    case 'Load':
      return c.loadAttr(loc, e.attr, false);
    case 'Store':
      return c.opName(loc, op.STORE_ATTR, c.unit.nameTable, e.attr);
    case 'Del':
      return c.opName(loc, op.DELETE_ATTR, c.unit.nameTable, e.attr);
  }
}

/** Where an attribute access spans lines, the line that shows is the attribute's own. */
export function attributeLocation(loc: Location, e: Attribute): Location {
  if (loc.lineno === e.end_lineno) return loc;
  const lineno = e.end_lineno;
  const length = [...e.attr].length;
  let column = -1;
  let endColumn = -1;
  if (length <= e.end_col_offset) {
    column = e.end_col_offset - length;
    endColumn = loc.end_col_offset;
  }
  const endLine = Math.max(lineno, loc.end_lineno);
  if (lineno === endLine) endColumn = Math.max(column, endColumn);
  return new Location(lineno, endLine, column, endColumn);
}

// super()

/** The call to `super` below an attribute, if one instruction can do both. */
function optimizableSuper(c: Compiler, e: Attribute): Call | null {
  const superCall = e.value;
  if (superCall._type !== 'Call' || superCall.func._type !== 'Name' || superCall.func.id !== 'super') return null;
  if (e.attr === '__class__' || superCall.keywords.length > 0) return null;
  // Nobody has visibly put something else in its place.
  if (c.scope.scopeOf('super') !== GLOBAL_IMPLICIT || c.symtable.top.scopeOf('super') !== 0) return null;
  const { args } = superCall;
  if (args.length === 2) return args.some(a => a._type === 'Starred') ? null : superCall;
  if (args.length !== 0) return null;
  if (c.unit.counts.argcount === 0 && c.unit.counts.posonlyargcount === 0) return null;
  return c.refType('__class__') === FREE ? superCall : null;
}

function superArguments(c: Compiler, superCall: Call): void {
  const loc = locationOf(superCall);
  nameOp(c, locationOf(superCall.func), 'super', 'Load');
  if (superCall.args.length === 2) return c.exprs(superCall.args);
  nameOp(c, loc, '__class__', 'Load');
  const [self] = c.unit.varnames.indexes.keys();
  nameOp(c, loc, self, 'Load');
}

/** LOAD_SUPER_ATTR's lowest bit asks for a method, the next tells that `super` had arguments. */
function loadSuper(c: Compiler, loc: Location, e: Attribute, superCall: Call, method: boolean): void {
  const index = c.unit.nameTable.add(c.maybeMangle(e.attr));
  c.opI(loc, op.LOAD_SUPER_ATTR, (index << 2) | (superCall.args.length > 0 ? 2 : 0) | (method ? 1 : 0));
}

// all(), any(), tuple() of a generator expression

const COMMON: Record<string, number> = { tuple: 2, all: 3, any: 4 };

/** If the name still means the built-in when it runs, the loop runs here instead of in a call. The function is on the stack. */
function inlinedGeneratorCall(c: Compiler, e: Call, end: number): void {
  const { func, args, keywords } = e;
  const generator = args[0];
  if (func._type !== 'Name' || args.length !== 1 || keywords.length > 0 || generator._type !== 'GeneratorExp') return;
  if (c.symtable.lookup(generator).coroutine) return;
  const loc = locationOf(func);
  const skip = c.newLabel();
  const constant = Object.hasOwn(COMMON, func.id) ? COMMON[func.id] : null;
  if (constant !== null) {
    const isTuple = func.id === 'tuple';
    const initial = func.id === 'all';
    c.opI(loc, op.COPY, 1);
    c.opI(loc, op.LOAD_COMMON_CONSTANT, constant);
    compareOp(c, loc, 'Is');
    c.jump(loc, op.POP_JUMP_IF_FALSE, skip);
    c.op(loc, op.POP_TOP);
    if (isTuple) c.opI(loc, op.BUILD_LIST, 0);
    c.expr(generator);
    const loop = c.newLabel();
    const cleanup = c.newLabel();
    c.useLabel(loop);
    c.jump(loc, op.FOR_ITER, cleanup);
    if (isTuple) {
      c.opI(loc, op.LIST_APPEND, 2);
      c.jump(loc, op.JUMP, loop);
    } else {
      c.op(loc, op.TO_BOOL);
      c.jump(loc, initial ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, loop);
    }
    c.op(NO_LOCATION, op.POP_ITER);
    if (!isTuple) c.loadConst(loc, !initial);
    c.jump(loc, op.JUMP, end);
    c.useLabel(cleanup);
    c.op(NO_LOCATION, op.END_FOR);
    c.op(NO_LOCATION, op.POP_ITER);
    if (isTuple) c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.LIST_TO_TUPLE);
    else c.loadConst(loc, initial);
    c.jump(loc, op.JUMP, end);
  }
  c.useLabel(skip);
}
