/**
 * What is done to the tree before the symbol table is built. CPython's `Python/ast_preprocess.c`.
 *
 * Since 3.14 little is folded here; the rest of constant folding happens in the control flow graph. The tree is changed in place:
 *
 * - `__debug__` becomes True or False;
 * - `'%s: %r' % (a, b)` becomes an f-string;
 * - numbers with signs, and complex numbers, become constants in patterns;
 * - with `optimize=2` docstrings go;
 * - `return`, `break` and `continue` that leave a `finally` block get a SyntaxWarning (PEP 765).
 */
import type {
  BinOp,
  Constant as ConstantNode,
  FormattedValue,
  JoinedStr,
  Position,
  arg,
  arguments_ as Arguments,
  comprehension,
  expr,
  mod,
  pattern,
  stmt,
  type_param,
} from '../ast/nodes.generated.ts';
import { CO } from '../code/code.ts';
import { WideStr, strConstant } from '../code/constant.ts';
import type { Constant } from '../code/constant.ts';
import * as op from '../opcodes/ids.generated.ts';
import { NB } from '../opcodes/index.ts';
import { docstring } from '../symtable/index.ts';
import type { WarningSink } from './codegen/index.ts';
import { foldBinary, foldUnary } from './fold.ts';

export interface PreprocessOptions {
  optimize: number;
  /** `CO.FUTURE_*` bits. */
  features: number;
  warn: WarningSink;
}

export function preprocess(mod: mod, options: PreprocessOptions): void {
  const p = new Preprocessor(options);
  switch (mod._type) {
    case 'Module':
      return p.body(mod.body);
    case 'Interactive':
      return p.stmts(mod.body);
    case 'Expression':
      mod.body = p.expr(mod.body);
      return;
    case 'FunctionType':
      return;
  }
}

/** The innermost of these decides what a jump leaves. */
type Enclosing = 'finally' | 'function' | 'loop';

class Preprocessor {
  private readonly options: PreprocessOptions;
  private readonly annotations: boolean;
  private readonly enclosing: Enclosing[] = [];

  constructor(options: PreprocessOptions) {
    this.options = options;
    // Under the annotations future their text is wanted, as it stands.
    this.annotations = (options.features & CO.FUTURE_ANNOTATIONS) === 0;
  }

  /** A module's, class's or function's body, which may begin with a docstring. */
  body(stmts: stmt[]): void {
    let hasDocstring = docstring(stmts) !== null;
    if (hasDocstring && this.options.optimize >= 2) {
      // A body of nothing else becomes `pass`.
      const { lineno, col_offset } = stmts[0];
      if (stmts.length > 1) stmts.shift();
      else stmts[0] = { _type: 'Pass', lineno, col_offset, end_lineno: lineno, end_col_offset: col_offset + 4 };
      hasDocstring = false;
    }
    this.stmts(stmts);
    // What was no docstring in the source must not become one.
    const first = stmts[0];
    if (!hasDocstring && first?._type === 'Expr' && docstring(stmts) !== null) {
      first.value = { ...positionOf(first), _type: 'JoinedStr', values: [first.value] };
    }
  }

  stmts(stmts: readonly stmt[]): void {
    for (const s of stmts) this.stmt(s);
  }

  private within(what: Enclosing, visit: () => void): void {
    this.enclosing.push(what);
    visit();
    this.enclosing.pop();
  }

  private leaves(word: 'return' | 'break' | 'continue', s: Position): void {
    if (this.enclosing[this.enclosing.length - 1] !== 'finally') return;
    this.options.warn({
      message: `'${word}' in a 'finally' block`,
      lineno: s.lineno,
      offset: s.col_offset + 1,
      end_lineno: s.end_lineno,
      end_offset: s.end_col_offset + 1,
    });
  }

  private stmt(s: stmt): void {
    switch (s._type) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.typeParams(s.type_params);
        this.parameters(s.args);
        this.within('function', () => this.body(s.body));
        this.exprs(s.decorator_list);
        if (this.annotations) s.returns = this.exprOpt(s.returns);
        return;
      case 'ClassDef':
        this.typeParams(s.type_params);
        this.exprs(s.bases);
        for (const k of s.keywords) k.value = this.expr(k.value);
        this.body(s.body);
        return this.exprs(s.decorator_list);
      case 'Return':
        this.leaves('return', s);
        s.value = this.exprOpt(s.value);
        return;
      case 'Break':
        return this.leaves('break', s);
      case 'Continue':
        return this.leaves('continue', s);
      case 'Delete':
        return this.exprs(s.targets);
      case 'Assign':
        this.exprs(s.targets);
        s.value = this.expr(s.value);
        return;
      case 'AugAssign':
        s.target = this.expr(s.target);
        s.value = this.expr(s.value);
        return;
      case 'AnnAssign':
        s.target = this.expr(s.target);
        if (this.annotations) s.annotation = this.expr(s.annotation);
        s.value = this.exprOpt(s.value);
        return;
      case 'TypeAlias':
        s.name = this.expr(s.name);
        this.typeParams(s.type_params);
        s.value = this.expr(s.value);
        return;
      case 'For':
      case 'AsyncFor':
        s.target = this.expr(s.target);
        s.iter = this.expr(s.iter);
        this.within('loop', () => this.stmts(s.body));
        return this.stmts(s.orelse);
      case 'While':
        s.test = this.expr(s.test);
        this.within('loop', () => this.stmts(s.body));
        return this.stmts(s.orelse);
      case 'If':
        s.test = this.expr(s.test);
        this.stmts(s.body);
        return this.stmts(s.orelse);
      case 'With':
      case 'AsyncWith':
        for (const item of s.items) {
          item.context_expr = this.expr(item.context_expr);
          item.optional_vars = this.exprOpt(item.optional_vars);
        }
        return this.stmts(s.body);
      case 'Raise':
        s.exc = this.exprOpt(s.exc);
        s.cause = this.exprOpt(s.cause);
        return;
      case 'Try':
      case 'TryStar':
        this.stmts(s.body);
        for (const handler of s.handlers) {
          handler.type = this.exprOpt(handler.type);
          this.stmts(handler.body);
        }
        this.stmts(s.orelse);
        return this.within('finally', () => this.stmts(s.finalbody));
      case 'Assert':
        s.test = this.expr(s.test);
        s.msg = this.exprOpt(s.msg);
        return;
      case 'Expr':
        s.value = this.expr(s.value);
        return;
      case 'Match':
        s.subject = this.expr(s.subject);
        for (const m of s.cases) {
          this.pattern(m.pattern);
          m.guard = this.exprOpt(m.guard);
          this.stmts(m.body);
        }
        return;
      case 'Import':
      case 'ImportFrom':
      case 'Global':
      case 'Nonlocal':
      case 'Pass':
        return;
    }
  }

  private typeParams(params: readonly type_param[]): void {
    for (const p of params) {
      if (p._type === 'TypeVar') p.bound = this.exprOpt(p.bound);
      p.default_value = this.exprOpt(p.default_value);
    }
  }

  private parameters(args: Arguments): void {
    this.args(args.posonlyargs);
    this.args(args.args);
    if (args.vararg !== null) this.args([args.vararg]);
    this.args(args.kwonlyargs);
    args.kw_defaults.forEach((e, i) => (args.kw_defaults[i] = this.exprOpt(e)));
    if (args.kwarg !== null) this.args([args.kwarg]);
    this.exprs(args.defaults);
  }

  private args(args: readonly arg[]): void {
    if (this.annotations) for (const a of args) a.annotation = this.exprOpt(a.annotation);
  }

  private exprs(list: expr[]): void {
    for (let i = 0; i < list.length; i++) list[i] = this.expr(list[i]);
  }

  private exprOpt(e: expr | null): expr | null {
    return e === null ? null : this.expr(e);
  }

  expr(e: expr): expr {
    switch (e._type) {
      case 'Name':
        if (e.id === '__debug__' && e.ctx === 'Load') return constantNode(this.options.optimize === 0, e);
        return e;
      case 'Constant':
        return e;
      case 'Attribute':
      case 'Starred':
      case 'YieldFrom':
      case 'Await':
      case 'NamedExpr':
        e.value = this.expr(e.value);
        return e;
      case 'Yield':
        e.value = this.exprOpt(e.value);
        return e;
      case 'Call':
        e.func = this.expr(e.func);
        this.exprs(e.args);
        for (const k of e.keywords) k.value = this.expr(k.value);
        return e;
      case 'BoolOp':
      case 'JoinedStr':
      case 'TemplateStr':
        this.exprs(e.values);
        return e;
      case 'BinOp':
        e.left = this.expr(e.left);
        e.right = this.expr(e.right);
        return foldFormat(e) ?? e;
      case 'UnaryOp':
        e.operand = this.expr(e.operand);
        return e;
      case 'Lambda':
        this.parameters(e.args);
        e.body = this.expr(e.body);
        return e;
      case 'IfExp':
        e.test = this.expr(e.test);
        e.body = this.expr(e.body);
        e.orelse = this.expr(e.orelse);
        return e;
      case 'Dict':
        e.keys.forEach((key, i) => (e.keys[i] = this.exprOpt(key)));
        this.exprs(e.values);
        return e;
      case 'Set':
      case 'List':
      case 'Tuple':
        this.exprs(e.elts);
        return e;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        e.elt = this.expr(e.elt);
        this.generators(e.generators);
        return e;
      case 'DictComp':
        e.key = this.expr(e.key);
        e.value = this.expr(e.value);
        this.generators(e.generators);
        return e;
      case 'Compare':
        e.left = this.expr(e.left);
        this.exprs(e.comparators);
        return e;
      case 'FormattedValue':
      case 'Interpolation':
        e.value = this.expr(e.value);
        e.format_spec = this.exprOpt(e.format_spec);
        return e;
      case 'Subscript':
        e.value = this.expr(e.value);
        e.slice = this.expr(e.slice);
        return e;
      case 'Slice':
        e.lower = this.exprOpt(e.lower);
        e.upper = this.exprOpt(e.upper);
        e.step = this.exprOpt(e.step);
        return e;
    }
  }

  private generators(generators: readonly comprehension[]): void {
    for (const g of generators) {
      g.target = this.expr(g.target);
      g.iter = this.expr(g.iter);
      this.exprs(g.ifs);
    }
  }

  private pattern(p: pattern): void {
    switch (p._type) {
      case 'MatchValue':
        p.value = foldPatternNumber(p.value);
        return;
      case 'MatchMapping':
        p.keys.forEach((key, i) => (p.keys[i] = foldPatternNumber(key)));
        return p.patterns.forEach(sub => this.pattern(sub));
      case 'MatchClass':
        p.cls = this.expr(p.cls);
        p.patterns.forEach(sub => this.pattern(sub));
        return p.kwd_patterns.forEach(sub => this.pattern(sub));
      case 'MatchSequence':
      case 'MatchOr':
        return p.patterns.forEach(sub => this.pattern(sub));
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        return;
      case 'MatchSingleton':
      case 'MatchStar':
        return;
    }
  }
}

function positionOf(node: Position): Position {
  const { lineno, col_offset, end_lineno, end_col_offset } = node;
  return { lineno, col_offset, end_lineno, end_col_offset };
}

function constantNode(value: Constant, node: Position): ConstantNode {
  return { ...positionOf(node), _type: 'Constant', value, kind: null };
}

/** `-1`, `1 + 2j`, `-1 - 2j`. */
function foldPatternNumber(e: expr): expr {
  if (e._type === 'UnaryOp' && e.op === 'USub' && e.operand._type === 'Constant') {
    const value = foldUnary(e.operand.value, op.UNARY_NEGATIVE, 0);
    return value === undefined ? e : constantNode(value, e);
  }
  if (e._type === 'BinOp' && (e.op === 'Add' || e.op === 'Sub') && e.right._type === 'Constant') {
    e.left = foldPatternNumber(e.left);
    if (e.left._type !== 'Constant') return e;
    const value = foldBinary(e.left.value, e.op === 'Add' ? NB.ADD : NB.SUBTRACT, e.right.value);
    return value === undefined ? e : constantNode(value, e);
  }
  return e;
}

// '%' formatting

const NOWHERE: Position = { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 };

/** As deep as a format's numbers are read. */
const MAX_DIGITS = 3;

/** The f-string that does what `format % (…)` does, if the format has only `%s`, `%r` and `%a`. */
function foldFormat(e: BinOp): JoinedStr | null {
  const { left, right } = e;
  if (e.op !== 'Mod' || left._type !== 'Constant' || right._type !== 'Tuple' || right.elts.some(elt => elt._type === 'Starred'))
    return null;
  const format = left.value;
  if (typeof format !== 'string' && !(format instanceof WideStr)) return null;
  const text = typeof format === 'string' ? format : format.text;
  const values: expr[] = [];
  let used = 0;
  for (let position = 0; ;) {
    const end = literalEnd(text, position);
    if (end > position) values.push(constantNode(strConstant(text.slice(position, end).replaceAll('%%', '%')), NOWHERE));
    if (end >= text.length) break;
    const unit = UNIT.exec(text.slice(end));
    if (unit === null || used >= right.elts.length) return null;
    const value = formatUnit(unit, right.elts[used++]);
    if (value === null) return null;
    values.push(value);
    position = end + unit[0].length;
  }
  if (used < right.elts.length) return null;
  return { ...positionOf(e), _type: 'JoinedStr', values };
}

/** Where the next `%` stands that is not doubled. */
function literalEnd(text: string, position: number): number {
  while (position < text.length) {
    if (text[position] !== '%') position++;
    else if (text[position + 1] === '%') position += 2;
    else break;
  }
  return position;
}

const UNIT = /^%([-+ #0]*)([0-9]*)(?:\.([0-9]*))?([sra])/;

function formatUnit([, flags, width, precision, conversion]: RegExpExecArray, value: expr): FormattedValue | null {
  if (width.length >= MAX_DIGITS || (precision ?? '').length >= MAX_DIGITS) return null;
  let spec = '';
  if (!flags.includes('-') && Number(width) > 0) spec += '>';
  if (width !== '') spec += Number(width);
  if (precision !== undefined) spec += `.${Number(precision)}`;
  return {
    ...positionOf(value),
    _type: 'FormattedValue',
    value,
    conversion: conversion.charCodeAt(0),
    format_spec: spec === '' ? null : constantNode(spec, NOWHERE),
  };
}
