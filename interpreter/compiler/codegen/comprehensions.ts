/**
 * Comprehensions. A generator expression is a function of its own, called with the outermost iterator. The others run in place (PEP 709): variables
 * of the frame that clash with theirs are put on the stack for the while.
 */
import type { DictComp, GeneratorExp, ListComp, SetComp, comprehension as Generator, expr } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { CELL, DEF_LOCAL, DEF_NONLOCAL, FREE, symbolToScope } from '../../symtable/index.ts';
import type { Scope } from '../../symtable/index.ts';
import { Location, NO_LOCATION } from '../instruction-sequence.ts';
import { NO_LABEL } from '../unit.ts';
import { makeClosure } from './closures.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './operators.ts';
import { awaitValue, wrapInStopIterationHandler, yieldFrom, yieldValue } from './yielding.ts';

type Comprehension = ListComp | SetComp | DictComp | GeneratorExp;

const NAMES = { ListComp: '<listcomp>', SetComp: '<setcomp>', DictComp: '<dictcomp>', GeneratorExp: '<genexpr>' };
const BUILD = { ListComp: op.BUILD_LIST, SetComp: op.BUILD_SET, DictComp: op.BUILD_MAP };

export function comprehension(c: Compiler, e: Comprehension): void {
  const scope = c.symtable.lookup(e);
  const loc = locationOf(e);
  const outermost = e.generators[0];
  if (scope.compInlined) {
    iterator(c, outermost);
    const inlined = new InlinedScope(c, scope);
    const cleanup = inlined.pushLocals(loc);
    if (e._type !== 'GeneratorExp') {
      c.opI(loc, BUILD[e._type], 0);
      c.opI(loc, op.SWAP, 2);
    }
    generator(c, loc, e, 0, 0, true);
    inlined.popLocals(loc, cleanup);
    inlined.revert();
    return;
  }
  c.enterScope('comprehension', scope, NAMES[e._type], e.lineno, { argcount: 1, posonlyargcount: 0, kwonlyargcount: 0 });
  if (e._type !== 'GeneratorExp') c.opI(loc, BUILD[e._type], 0);
  generator(c, loc, e, 0, 0, false);
  if (e._type === 'GeneratorExp') wrapInStopIterationHandler(c);
  else c.op(loc, op.RETURN_VALUE);
  makeClosure(c, loc, c.finish(true), 0);
  iterator(c, outermost);
  c.opI(loc, op.CALL, 0);
  if (scope.coroutine && e._type !== 'GeneratorExp') awaitValue(c, loc, 0);
}

function iterator(c: Compiler, generator: Generator): void {
  c.expr(generator.iter);
  c.op(locationOf(generator.iter), generator.is_async ? op.GET_AITER : op.GET_ITER);
}

/** One `for` and what is inside it. `depth` counts the iterators between the stack's top and the result. */
function generator(c: Compiler, loc: Location, e: Comprehension, index: number, depth: number, iteratorOnStack: boolean): void {
  if (e.generators[index].is_async) asyncGenerator(c, loc, e, index, depth, iteratorOnStack);
  else syncGenerator(c, loc, e, index, depth, iteratorOnStack);
}

function syncGenerator(c: Compiler, loc: Location, e: Comprehension, index: number, depth: number, iteratorOnStack: boolean): void {
  let start = c.newLabel();
  const ifCleanup = c.newLabel();
  const anchor = c.newLabel();
  const gen = e.generators[index];
  const iterLoc = locationOf(gen.iter);
  if (!iteratorOnStack) {
    if (index === 0) {
      c.opI(loc, op.LOAD_FAST, 0);
    } else {
      // `for y in [f(x)]` only names a value: no loop.
      const { iter } = gen;
      const only = (iter._type === 'List' || iter._type === 'Tuple') && iter.elts.length === 1 ? iter.elts[0] : null;
      if (only !== null && only._type !== 'Starred') {
        c.expr(only);
        start = NO_LABEL;
      } else {
        iterator(c, gen);
      }
    }
  }
  if (start !== NO_LABEL) {
    depth++;
    c.useLabel(start);
    c.jump(iterLoc, op.FOR_ITER, anchor);
  }
  c.expr(gen.target);
  for (const test of gen.ifs) jumpIf(c, loc, test, ifCleanup, false);
  const eltLoc = inner(c, loc, e, index + 1, depth);
  c.useLabel(ifCleanup);
  if (start === NO_LABEL) return;
  c.jump(eltLoc, op.JUMP, start);
  c.useLabel(anchor);
  c.op(NO_LOCATION, op.END_FOR);
  c.op(NO_LOCATION, op.POP_ITER);
}

function asyncGenerator(c: Compiler, loc: Location, e: Comprehension, index: number, depth: number, iteratorOnStack: boolean): void {
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const ifCleanup = c.newLabel();
  const gen = e.generators[index];
  if (!iteratorOnStack) {
    if (index === 0) c.opI(loc, op.LOAD_FAST, 0);
    else iterator(c, gen);
  }
  c.useLabel(start);
  c.pushBlock({ type: 'async comprehension generator', loc, block: start, exit: NO_LABEL });
  c.jump(loc, op.SETUP_FINALLY, except);
  c.op(loc, op.GET_ANEXT);
  c.loadConst(loc, null);
  c.useLabel(send);
  yieldFrom(c, loc, true);
  c.op(loc, op.POP_BLOCK);
  c.expr(gen.target);
  for (const test of gen.ifs) jumpIf(c, loc, test, ifCleanup, false);
  const eltLoc = inner(c, loc, e, index + 1, depth + 1);
  c.useLabel(ifCleanup);
  c.jump(eltLoc, op.JUMP, start);
  c.popBlock();
  c.useLabel(except);
  c.jump(loc, op.END_ASYNC_FOR, send);
}

/** The next `for`, or behind the last one the element. Says where the element stands. */
function inner(c: Compiler, loc: Location, e: Comprehension, index: number, depth: number): Location {
  const elt: expr = e._type === 'DictComp' ? e.key : e.elt;
  const eltLoc = locationOf(elt);
  if (index < e.generators.length) {
    generator(c, loc, e, index, depth, false);
    return eltLoc;
  }
  c.expr(elt);
  switch (e._type) {
    case 'GeneratorExp':
      yieldValue(c, eltLoc);
      c.op(eltLoc, op.POP_TOP);
      return eltLoc;
    case 'ListComp':
      c.opI(eltLoc, op.LIST_APPEND, depth + 1);
      return eltLoc;
    case 'SetComp':
      c.opI(eltLoc, op.SET_ADD, depth + 1);
      return eltLoc;
    case 'DictComp': {
      c.expr(e.value);
      const pair = new Location(elt.lineno, e.value.end_lineno, elt.col_offset, e.value.end_col_offset);
      c.opI(pair, op.MAP_ADD, depth + 1);
      return pair;
    }
  }
}

/** Whether the comprehension itself binds a name: one that `:=` binds further out is not its own. */
function isBound(symbol: number): boolean {
  return (symbol & DEF_LOCAL) !== 0 && (symbol & DEF_NONLOCAL) === 0;
}

/** While a comprehension is compiled in place, the unit's symbols are the comprehension's where the two differ. */
class InlinedScope {
  private readonly c: Compiler;
  private readonly comp: Scope;
  private readonly outerSymbols = new Map<string, number>();
  private readonly hidden: string[] = [];
  private readonly pushed: string[] = [];

  constructor(c: Compiler, comp: Scope) {
    this.c = c;
    this.comp = comp;
    const { unit } = c;
    const outer = unit.scope;
    const inClass = outer.type === 'class' && unit.inlinedComprehensions === 0;
    unit.inlinedComprehensions++;
    for (const [name, symbol] of comp.symbols) {
      const verdict = symbolToScope(symbol);
      const outerSymbol = outer.symbol(name);
      const outerVerdict = symbolToScope(outerSymbol);
      // What is free in the comprehension means the same outside. A cell inside that is free outside stays free: the instructions are the same.
      const differs = verdict !== outerVerdict && verdict !== FREE && !(verdict === CELL && outerVerdict === FREE);
      if (differs || inClass) {
        outer.symbols.set(name, symbol);
        this.outerSymbols.set(name, outerSymbol);
      }
      if ((isBound(symbol) || inClass) && !outer.isFunctionLike && unit.fasthidden.get(name) !== true) {
        unit.fasthidden.set(name, true);
        this.hidden.push(name);
      }
    }
  }

  /** Puts clashing locals on the stack, below the iterator. Hands back the label of the handler that restores them, if there are any. */
  pushLocals(loc: Location): number {
    const { c } = this;
    const { unit } = c;
    for (const [name, symbol] of this.comp.symbols) {
      if (!isBound(symbol)) continue;
      c.opName(loc, op.LOAD_FAST_AND_CLEAR, unit.varnames, name);
      if (symbolToScope(symbol) === CELL) {
        c.opName(loc, op.MAKE_CELL, unit.scope.scopeOf(name) === FREE ? unit.freevars : unit.cellvars, name);
      }
      this.pushed.push(name);
    }
    if (this.pushed.length === 0) return NO_LABEL;
    c.opI(loc, op.SWAP, this.pushed.length + 1);
    const cleanup = c.newLabel();
    c.jump(loc, op.SETUP_FINALLY, cleanup);
    return cleanup;
  }

  popLocals(loc: Location, cleanup: number): void {
    if (cleanup === NO_LABEL) return;
    const { c } = this;
    c.op(NO_LOCATION, op.POP_BLOCK);
    const end = c.newLabel();
    c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
    c.useLabel(cleanup);
    // The unfinished result goes.
    c.opI(NO_LOCATION, op.SWAP, 2);
    c.op(NO_LOCATION, op.POP_TOP);
    this.restoreLocals(loc);
    c.opI(NO_LOCATION, op.RERAISE, 0);
    c.useLabel(end);
    this.restoreLocals(loc);
  }

  private restoreLocals(loc: Location): void {
    const { c, pushed } = this;
    c.opI(loc, op.SWAP, pushed.length + 1);
    for (let i = pushed.length - 1; i >= 0; i--) c.opName(loc, op.STORE_FAST_MAYBE_NULL, c.unit.varnames, pushed[i]);
  }

  revert(): void {
    const { unit } = this.c;
    unit.inlinedComprehensions--;
    for (const [name, symbol] of this.outerSymbols) unit.scope.symbols.set(name, symbol);
    // They stay in the table: their slots are hidden ones.
    for (const name of this.hidden) unit.fasthidden.set(name, false);
  }
}
