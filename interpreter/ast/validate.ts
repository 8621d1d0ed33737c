/**
 * Is a tree one that the compiler can take? A tree from the parser always is; one that a Python program built may not be.
 *
 * CPython: Python/ast.c, whose errors these are.
 */
import {
  BytesConst,
  ComplexConst,
  type Constant as ConstantValue,
  ELLIPSIS,
  FloatConst,
  FrozensetConst,
  TupleConst,
  WideStr,
} from '../code/constant.ts';
import type * as ast from './nodes.generated.ts';

export class InvalidTree extends Error {
  readonly pythonType: 'ValueError' | 'TypeError';
  constructor(message: string, pythonType: 'ValueError' | 'TypeError' = 'ValueError') {
    super(message);
    this.pythonType = pythonType;
  }
}

/** Throws InvalidTree for a tree that is none. */
export function validate(tree: ast.mod): void {
  switch (tree._type) {
    case 'Module':
    case 'Interactive':
      return statements(tree.body);
    case 'Expression':
      return expr(tree.body);
    case 'FunctionType':
      exprs(tree.argtypes);
      return expr(tree.returns);
  }
}

function positions(node: ast.Position): void {
  const { lineno, col_offset, end_lineno, end_col_offset } = node;
  if (lineno > end_lineno) throw new InvalidTree(`AST node line range (${lineno}, ${end_lineno}) is not valid`);
  if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset)) {
    const lines = `line range (${lineno}, ${end_lineno})`;
    throw new InvalidTree(`AST node column range (${col_offset}, ${end_col_offset}) for ${lines} is not valid`);
  }
  if (lineno === end_lineno && col_offset > end_col_offset) {
    throw new InvalidTree(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`);
  }
}

function name(id: string): void {
  if (id === 'None' || id === 'True' || id === 'False') throw new InvalidTree(`identifier field can't represent '${id}' constant`);
}

function nonempty(list: readonly unknown[], what: string, owner: string): void {
  if (list.length === 0) throw new InvalidTree(`empty ${what} on ${owner}`);
}

// Statements.

function statements(list: readonly (ast.stmt | null)[]): void {
  for (const node of list) {
    if (node === null) throw new InvalidTree('None disallowed in statement list');
    statement(node);
  }
}

function body(list: readonly ast.stmt[], owner: string): void {
  nonempty(list, 'body', owner);
  statements(list);
}

function targets(list: readonly ast.expr[], ctx: ast.expr_context): void {
  nonempty(list, 'targets', ctx === 'Del' ? 'Delete' : 'Assign');
  exprs(list, ctx);
}

function statement(node: ast.stmt): void {
  positions(node);
  switch (node._type) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      body(node.body, node._type);
      name(node.name);
      node.type_params.forEach(typeParameter);
      parameters(node.args);
      exprs(node.decorator_list);
      return maybe(node.returns);
    case 'ClassDef':
      body(node.body, node._type);
      name(node.name);
      node.type_params.forEach(typeParameter);
      exprs(node.bases);
      keywords(node.keywords);
      return exprs(node.decorator_list);
    case 'Return':
      return maybe(node.value);
    case 'Delete':
      return targets(node.targets, 'Del');
    case 'Assign':
      targets(node.targets, 'Store');
      return expr(node.value);
    case 'AugAssign':
      expr(node.target, 'Store');
      return expr(node.value);
    case 'AnnAssign':
      if (node.target._type !== 'Name' && node.simple !== 0) throw new InvalidTree('AnnAssign with simple non-Name target', 'TypeError');
      expr(node.target, 'Store');
      maybe(node.value);
      return expr(node.annotation);
    case 'TypeAlias':
      if (node.name._type !== 'Name') throw new InvalidTree('TypeAlias with non-Name name', 'TypeError');
      expr(node.name, 'Store');
      node.type_params.forEach(typeParameter);
      return expr(node.value);
    case 'For':
    case 'AsyncFor':
      expr(node.target, 'Store');
      expr(node.iter);
      body(node.body, node._type);
      return statements(node.orelse);
    case 'While':
    case 'If':
      expr(node.test);
      body(node.body, node._type);
      return statements(node.orelse);
    case 'With':
    case 'AsyncWith':
      nonempty(node.items, 'items', node._type);
      for (const { context_expr, optional_vars } of node.items) {
        expr(context_expr);
        maybe(optional_vars, 'Store');
      }
      return body(node.body, node._type);
    case 'Match':
      expr(node.subject);
      nonempty(node.cases, 'cases', 'Match');
      for (const matchCase of node.cases) {
        pattern(matchCase.pattern);
        maybe(matchCase.guard);
        body(matchCase.body, 'match_case');
      }
      return;
    case 'Raise':
      if (node.exc === null && node.cause !== null) throw new InvalidTree('Raise with cause but no exception');
      maybe(node.exc);
      return maybe(node.cause);
    case 'Try':
    case 'TryStar':
      return tryStatement(node);
    case 'Assert':
      expr(node.test);
      return maybe(node.msg);
    case 'Import':
      return aliases(node.names, 'Import');
    case 'ImportFrom':
      if (node.level !== null && node.level < 0) throw new InvalidTree('Negative ImportFrom level');
      return aliases(node.names, 'ImportFrom');
    case 'Global':
    case 'Nonlocal':
      return nonempty(node.names, 'names', node._type);
    case 'Expr':
      return expr(node.value);
    case 'Pass':
    case 'Break':
    case 'Continue':
      return;
  }
}

function tryStatement(node: ast.Try | ast.TryStar): void {
  body(node.body, node._type);
  if (node.handlers.length === 0) {
    if (node.finalbody.length === 0) throw new InvalidTree(`${node._type} has neither except handlers nor finalbody`);
    if (node.orelse.length > 0) throw new InvalidTree(`${node._type} has orelse but no except handlers`);
  }
  for (const handler of node.handlers) {
    positions(handler);
    maybe(handler.type);
    if (handler.name !== null && node._type === 'Try') name(handler.name);
    body(handler.body, 'ExceptHandler');
  }
  statements(node.finalbody);
  statements(node.orelse);
}

function aliases(list: readonly ast.alias[], owner: string): void {
  nonempty(list, 'names', owner);
  for (const alias of list) {
    name(alias.name);
    if (alias.asname !== null) name(alias.asname);
  }
}

function typeParameter(node: ast.type_param): void {
  positions(node);
  name(node.name);
  if (node._type === 'TypeVar') maybe(node.bound);
  maybe(node.default_value);
}

function parameters(node: ast.arguments): void {
  parameterList(node.posonlyargs);
  parameterList(node.args);
  if (node.vararg !== null) maybe(node.vararg.annotation);
  parameterList(node.kwonlyargs);
  if (node.kwarg !== null) maybe(node.kwarg.annotation);
  if (node.defaults.length > node.posonlyargs.length + node.args.length)
    throw new InvalidTree('more positional defaults than args on arguments');
  if (node.kw_defaults.length !== node.kwonlyargs.length) {
    throw new InvalidTree('length of kwonlyargs is not the same as kw_defaults on arguments');
  }
  exprs(node.defaults);
  node.kw_defaults.forEach(value => maybe(value));
}

function parameterList(list: readonly ast.arg[]): void {
  for (const parameter of list) {
    positions(parameter);
    maybe(parameter.annotation);
  }
}

function keywords(list: readonly ast.keyword[]): void {
  for (const keyword of list) expr(keyword.value);
}

// Expressions.

function exprs(list: readonly (ast.expr | null)[], ctx: ast.expr_context = 'Load'): void {
  for (const node of list) {
    if (node === null) throw new InvalidTree('None disallowed in expression list');
    expr(node, ctx);
  }
}

function maybe(node: ast.expr | null, ctx: ast.expr_context = 'Load'): void {
  if (node !== null) expr(node, ctx);
}

function expr(node: ast.expr, ctx: ast.expr_context = 'Load'): void {
  positions(node);
  if (node._type === 'Name') name(node.id);
  if ('ctx' in node) {
    if (node.ctx !== ctx) throw new InvalidTree(`expression must have ${ctx} context but has ${node.ctx} instead`);
  } else if (ctx !== 'Load') {
    throw new InvalidTree(`expression which can't be assigned to in ${ctx} context`);
  }
  switch (node._type) {
    case 'BoolOp':
      if (node.values.length < 2) throw new InvalidTree('BoolOp with less than 2 values');
      return exprs(node.values);
    case 'NamedExpr':
      if (node.target._type !== 'Name') throw new InvalidTree('NamedExpr target must be a Name', 'TypeError');
      return expr(node.value);
    case 'BinOp':
      expr(node.left);
      return expr(node.right);
    case 'UnaryOp':
      return expr(node.operand);
    case 'Lambda':
      parameters(node.args);
      return expr(node.body);
    case 'IfExp':
      expr(node.test);
      expr(node.body);
      return expr(node.orelse);
    case 'Dict':
      if (node.keys.length !== node.values.length) throw new InvalidTree("Dict doesn't have the same number of keys as values");
      node.keys.forEach(key => maybe(key));
      return exprs(node.values);
    case 'Set':
      return exprs(node.elts);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      comprehensions(node.generators);
      return expr(node.elt);
    case 'DictComp':
      comprehensions(node.generators);
      expr(node.key);
      return expr(node.value);
    case 'Yield':
      return maybe(node.value);
    case 'YieldFrom':
    case 'Await':
      return expr(node.value);
    case 'Compare':
      if (node.comparators.length === 0) throw new InvalidTree('Compare with no comparators');
      if (node.comparators.length !== node.ops.length) throw new InvalidTree('Compare has a different number of comparators and operands');
      exprs(node.comparators);
      return expr(node.left);
    case 'Call':
      expr(node.func);
      exprs(node.args);
      return keywords(node.keywords);
    case 'Constant':
      return constant(node.value);
    case 'JoinedStr':
    case 'TemplateStr':
      return exprs(node.values);
    case 'Interpolation':
      constant(node.str);
      expr(node.value);
      return maybe(node.format_spec);
    case 'FormattedValue':
      expr(node.value);
      return maybe(node.format_spec);
    case 'Attribute':
      return expr(node.value);
    case 'Subscript':
      expr(node.slice);
      return expr(node.value);
    case 'Starred':
      return expr(node.value, ctx);
    case 'List':
    case 'Tuple':
      return exprs(node.elts, ctx);
    case 'Slice':
      maybe(node.lower);
      maybe(node.upper);
      return maybe(node.step);
    case 'Name':
      return;
  }
}

function comprehensions(list: readonly ast.comprehension[]): void {
  if (list.length === 0) throw new InvalidTree('comprehension with no generators');
  for (const { target, iter, ifs } of list) {
    expr(target, 'Store');
    expr(iter);
    exprs(ifs);
  }
}

function isSimpleConstant(value: ConstantValue): boolean {
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || value instanceof FloatConst || value instanceof ComplexConst;
  return isNumber || typeof value === 'string' || value instanceof WideStr || value instanceof BytesConst;
}

function constant(value: ConstantValue): void {
  if (value === null || typeof value === 'boolean' || value === ELLIPSIS || isSimpleConstant(value)) return;
  if (value instanceof TupleConst || value instanceof FrozensetConst) return value.items.forEach(constant);
  throw new InvalidTree(`got an invalid type in Constant: ${(value as { readonly kind: string }).kind}`, 'TypeError');
}

// Patterns.

function pattern(node: ast.pattern, starAllowed = false): void {
  positions(node);
  switch (node._type) {
    case 'MatchValue':
      return matchValue(node.value);
    case 'MatchSingleton':
      if (node.value !== null && typeof node.value !== 'boolean')
        throw new InvalidTree('MatchSingleton can only contain True, False and None');
      return;
    case 'MatchSequence':
      return patterns(node.patterns, true);
    case 'MatchMapping':
      if (node.keys.length !== node.patterns.length) throw new InvalidTree("MatchMapping doesn't have the same number of keys as patterns");
      if (node.rest !== null) capture(node.rest);
      for (const key of node.keys) {
        const isSingleton = key._type === 'Constant' && (key.value === null || typeof key.value === 'boolean');
        if (!isSingleton) matchValue(key);
      }
      return patterns(node.patterns);
    case 'MatchClass':
      return classPattern(node);
    case 'MatchStar':
      if (!starAllowed) throw new InvalidTree("can't use MatchStar here");
      if (node.name !== null) capture(node.name);
      return;
    case 'MatchAs':
      if (node.name !== null) capture(node.name);
      if (node.pattern === null) return;
      if (node.name === null) throw new InvalidTree('MatchAs must specify a target name if a pattern is given');
      return pattern(node.pattern);
    case 'MatchOr':
      if (node.patterns.length < 2) throw new InvalidTree('MatchOr requires at least 2 patterns');
      return patterns(node.patterns);
  }
}

function patterns(list: readonly ast.pattern[], starAllowed = false): void {
  for (const item of list) pattern(item, starAllowed);
}

function classPattern(node: ast.MatchClass): void {
  if (node.kwd_attrs.length !== node.kwd_patterns.length) {
    throw new InvalidTree("MatchClass doesn't have the same number of keyword attributes as patterns");
  }
  expr(node.cls);
  for (let cls = node.cls; cls._type !== 'Name'; cls = cls.value) {
    if (cls._type !== 'Attribute') throw new InvalidTree('MatchClass cls field can only contain Name or Attribute nodes.');
  }
  node.kwd_attrs.forEach(name);
  patterns(node.patterns);
  patterns(node.kwd_patterns);
}

function capture(id: string): void {
  if (id === '_') throw new InvalidTree("can't capture name '_' in patterns");
  name(id);
}

function matchValue(node: ast.expr): void {
  expr(node);
  switch (node._type) {
    case 'Constant':
      if (isSimpleConstant(node.value)) return;
      throw new InvalidTree('unexpected constant inside of a literal pattern');
    case 'Attribute':
    case 'JoinedStr':
    case 'TemplateStr':
      return;
    case 'UnaryOp':
      if (isNegativeNumber(node, true, true)) return;
      break;
    case 'BinOp':
      if ((node.op === 'Add' || node.op === 'Sub') && isLiteralComplex(node)) return;
      break;
  }
  throw new InvalidTree('patterns may only match literals and attribute lookups');
}

function isNumber(node: ast.expr, real: boolean, imaginary: boolean): boolean {
  if (node._type !== 'Constant') return false;
  const { value } = node;
  if (value instanceof ComplexConst) return imaginary;
  return real && (typeof value === 'number' || typeof value === 'bigint' || value instanceof FloatConst);
}

function isNegativeNumber(node: ast.expr, real: boolean, imaginary: boolean): boolean {
  return node._type === 'UnaryOp' && node.op === 'USub' && isNumber(node.operand, real, imaginary);
}

function isLiteralComplex({ left, right }: ast.BinOp): boolean {
  return (isNumber(left, true, false) || isNegativeNumber(left, true, false)) && isNumber(right, false, true);
}
