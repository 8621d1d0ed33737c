/** What the grammar's actions call besides the nodes' constructors. Each takes the parser first. */
import * as ast from '../ast/nodes.generated.ts';
import { ELLIPSIS, ComplexConst } from '../code/constant.ts';
import { ELLIPSIS as ELLIPSIS_TOKEN } from '../tokens/index.ts';
import type { Parser, Token } from './parser.ts';

export {
  checkConversion,
  concatenateStrings,
  concatenateTemplates,
  type Conversion,
  decodedConstant,
  formatSpec,
  type FormatSpec,
  formattedValue,
  interpolation,
  joinedStr,
  rawConstant,
  stringConstant,
  templateStr,
} from './strings.ts';

// Errors.

export function raiseError(p: Parser, message: string): never {
  return p.raise('SyntaxError', message);
}

export function raiseNext(p: Parser, message: string): never {
  return p.raiseNext(message);
}

export function raiseAt(p: Parser, node: ast.Position, message: string): never {
  return p.raiseAt('SyntaxError', message, node);
}

export function raiseRange(p: Parser, start: ast.Position, end: ast.Position, message: string): never {
  return p.raiseRange('SyntaxError', message, start.lineno, start.col_offset, end.end_lineno, end.end_col_offset);
}

export function raiseFrom(p: Parser, node: ast.Position, message: string): never {
  return p.raiseFrom(message, node);
}

export function raiseIndentation(p: Parser, message: string): never {
  return p.raise('IndentationError', message);
}

/** Something that a version before 3.`minor` does not have; matters when ast.parse is given a feature_version. */
export function since<T>(p: Parser, minor: number, what: string, node: T): T {
  if (p.flags.featureVersion < minor) p.raise('SyntaxError', `${what} only supported in Python 3.${minor} and greater`);
  return node;
}

type Targets = 'star' | 'for' | 'del';

/** Points at the part of an expression that cannot be a target; null when all of it can. */
export function raiseInvalidTarget(p: Parser, targets: Targets, e: ast.expr): null {
  const invalid = invalidTarget(e, targets);
  if (invalid === null) return null;
  return p.raiseAt('SyntaxError', `cannot ${targets === 'del' ? 'delete' : 'assign to'} ${exprName(p, invalid)}`, invalid);
}

function invalidTarget(e: ast.expr, targets: Targets): ast.expr | null {
  switch (e._type) {
    case 'List':
    case 'Tuple':
      for (const element of e.elts) {
        const invalid = invalidTarget(element, targets);
        if (invalid !== null) return invalid;
      }
      return null;
    case 'Starred':
      return targets === 'del' ? e : invalidTarget(e.value, targets);
    case 'Compare':
      // `for a in b` has been read as a comparison.
      if (targets !== 'for') return e;
      return e.ops[0] === 'In' ? invalidTarget(e.left, targets) : null;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return e;
  }
}

const EXPRESSION_NAMES: Partial<Record<ast.expr['_type'], string>> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  YieldFrom: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  FormattedValue: 'f-string expression',
  TemplateStr: 't-string expression',
  Interpolation: 't-string expression',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

/** What error messages call an expression. */
export function exprName(p: Parser, e: ast.expr): string {
  if (e._type !== 'Constant') return EXPRESSION_NAMES[e._type] ?? 'expression';
  if (e.value === null) return 'None';
  if (e.value === true) return 'True';
  if (e.value === false) return 'False';
  return e.value === ELLIPSIS ? 'ellipsis' : 'literal';
}

export function isLegacyStatement(p: Parser, e: ast.expr): boolean {
  return e._type === 'Name' && (e.id === 'print' || e.id === 'exec');
}

/** Two expressions side by side: inside brackets a comma may be missing, elsewhere nothing can be said. */
export function missingComma(p: Parser, left: ast.expr, right: ast.expr): null {
  if (isLegacyStatement(p, left) || p.tokens[p.mark - 1].level === 0) return null;
  return raiseRange(p, left, right, 'invalid syntax. Perhaps you forgot a comma?');
}

export function raiseMissingValue(p: Parser, key: ast.expr): never {
  return p.raiseRange('SyntaxError', "':' expected after dictionary key", key.lineno, key.end_col_offset - 1, key.end_lineno, -1);
}

export function lastOfComprehension(p: Parser, clauses: readonly ast.comprehension[]): ast.expr {
  const last = clauses[clauses.length - 1];
  return last.ifs.length === 0 ? last.iter : last.ifs[last.ifs.length - 1];
}

/** `f(L, x for x in y)`; with one argument only, as in `f((a, b) for a, b in x)`, all is well. */
export function nonparenGenexpInCall(p: Parser, list: ast.Call, clauses: readonly ast.comprehension[]): null {
  if (list.args.length <= 1) return null;
  return raiseRange(p, list.args[list.args.length - 1], lastOfComprehension(p, clauses), 'Generator expression must be parenthesized');
}

export function argumentsParsingError(p: Parser, list: ast.Call): never {
  const unpacking = list.keywords.some(keyword => keyword.arg === null);
  return p.raise('SyntaxError', `positional argument follows keyword argument${unpacking ? ' unpacking' : ''}`);
}

/** Stands for a function definition that is well formed after all; the pass that meets it only looks for an error. */
export function invalidDefinition(p: Parser): ast.FunctionDef {
  return ast.FunctionDef('', noParameters(p), [], [], null, null, [], 0, 0, 0, 0);
}

// Programs and statements.

export function makeModule(p: Parser, body: ast.stmt[] | null): ast.Module {
  return ast.Module(body ?? [], p.typeIgnores);
}

/** An interactive statement was asked for and there is none. */
export function interactiveExit(p: Parser): null {
  return null;
}

/** Notes where a compound statement begins that has parsed. */
export function registerStatements(p: Parser, statements: ast.stmt[]): ast.stmt[] {
  const { lineno, col_offset } = statements[statements.length - 1];
  if (p.secondPass && lineno >= p.lastStatement.lineno) p.lastStatement = { lineno, col_offset };
  return statements;
}

export function typeComment(p: Parser, token: Token | null): string | null {
  return token === null ? null : token.string;
}

export function decorate<T extends ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef>(p: Parser, list: ast.expr[], definition: T): T {
  return { ...definition, decorator_list: list };
}

export function joinNames(p: Parser, first: ast.Name, second: ast.Name): ast.Name {
  return ast.Name(`${first.id}.${second.id}`, 'Load', first.lineno, first.col_offset, second.end_lineno, second.end_col_offset);
}

export function countDots(p: Parser, dots: readonly Token[]): number {
  return dots.reduce((count, dot) => count + (dot.type === ELLIPSIS_TOKEN ? 3 : 1), 0);
}

export function importFrom(
  p: Parser,
  module: string,
  names: ast.alias[],
  level: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ast.ImportFrom {
  // From here on `<>` is right and `!=` is wrong.
  if (level === 0 && module === '__future__' && names.some(name => name.name === 'barry_as_FLUFL')) {
    p.flags.barryAsFlufl = true;
    p.tokenizer.barryAsFlufl = true;
  }
  return ast.ImportFrom(module, names, level, lineno, col_offset, end_lineno, end_col_offset);
}

// Parameters.

export interface NameDefault {
  readonly arg: ast.arg;
  readonly value: ast.expr | null;
}

export interface SlashWithDefault {
  readonly plain: ast.arg[];
  readonly defaults: NameDefault[];
}

export interface StarEtc {
  readonly vararg: ast.arg | null;
  readonly kwonly: NameDefault[];
  readonly kwarg: ast.arg | null;
}

export function nameDefault(p: Parser, arg: ast.arg, value: ast.expr | null, comment: Token | null): NameDefault {
  return { arg: commentParameter(p, arg, comment), value };
}

export function commentParameter(p: Parser, arg: ast.arg, comment: Token | null): ast.arg {
  return comment === null ? arg : { ...arg, type_comment: comment.string };
}

export function slashWithDefault(p: Parser, plain: ast.arg[], defaults: NameDefault[]): SlashWithDefault {
  return { plain, defaults };
}

export function starEtc(p: Parser, vararg: ast.arg | null, kwonly: NameDefault[], kwarg: ast.arg | null): StarEtc {
  return { vararg, kwonly, kwarg };
}

export function noParameters(p: Parser): ast.arguments {
  return ast.arguments_([], [], null, [], [], null, []);
}

export function makeParameters(
  p: Parser,
  posonly: ast.arg[] | null,
  posonlyWithDefault: SlashWithDefault | null,
  plain: ast.arg[],
  withDefault: NameDefault[],
  etc: StarEtc | null,
): ast.arguments {
  const posonlyargs = posonly ?? [];
  const args = plain.slice();
  const defaults: ast.expr[] = [];
  if (posonlyWithDefault !== null) {
    posonlyargs.push(...posonlyWithDefault.plain);
    for (const { arg, value } of posonlyWithDefault.defaults) {
      posonlyargs.push(arg);
      defaults.push(value!);
    }
  }
  for (const { arg, value } of withDefault) {
    args.push(arg);
    defaults.push(value!);
  }
  const kwonly = etc === null ? [] : etc.kwonly;
  return ast.arguments_(
    posonlyargs,
    args,
    etc === null ? null : etc.vararg,
    kwonly.map(pair => pair.arg),
    kwonly.map(pair => pair.value),
    etc === null ? null : etc.kwarg,
    defaults,
  );
}

// Expressions.

export function ellipsis(p: Parser, lineno: number, col_offset: number, end_lineno: number, end_col_offset: number): ast.Constant {
  return ast.Constant(ELLIPSIS, null, lineno, col_offset, end_lineno, end_col_offset);
}

/** The same expression as a target. */
export function withContext<T extends ast.expr>(p: Parser, e: T, ctx: ast.expr_context): T {
  return setContext(e, ctx) as T;
}

function setContext(e: ast.expr, ctx: ast.expr_context): ast.expr {
  const { lineno, col_offset, end_lineno, end_col_offset } = e;
  switch (e._type) {
    case 'Name':
      return ast.Name(e.id, ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'Tuple':
      return ast.Tuple(
        e.elts.map(element => setContext(element, ctx)),
        ctx,
        lineno,
        col_offset,
        end_lineno,
        end_col_offset,
      );
    case 'List':
      return ast.List(
        e.elts.map(element => setContext(element, ctx)),
        ctx,
        lineno,
        col_offset,
        end_lineno,
        end_col_offset,
      );
    case 'Subscript':
      return ast.Subscript(e.value, e.slice, ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'Attribute':
      return ast.Attribute(e.value, e.attr, ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'Starred':
      return ast.Starred(setContext(e.value, ctx), ctx, lineno, col_offset, end_lineno, end_col_offset);
    default:
      return e;
  }
}

export interface Comparison {
  readonly op: ast.cmpop;
  readonly right: ast.expr;
}

export function comparisonPair(p: Parser, op: ast.cmpop, right: ast.expr): Comparison {
  return { op, right };
}

export function comparisonOperators(p: Parser, pairs: readonly Comparison[]): ast.cmpop[] {
  return pairs.map(pair => pair.op);
}

export function comparisonOperands(p: Parser, pairs: readonly Comparison[]): ast.expr[] {
  return pairs.map(pair => pair.right);
}

/** `!=`, or `<>` after `from __future__ import barry_as_FLUFL`. */
export function checkBarryAsFlufl(p: Parser, token: Token): Token {
  if (p.flags.barryAsFlufl && token.string !== '<>') p.raise('SyntaxError', "with Barry as BDFL, use '<>' instead of '!='");
  return token;
}

export function lessGreater(p: Parser, less: Token, greater: Token): null {
  if (less.end_lineno !== greater.lineno || less.end_col_offset !== greater.col_offset) return null;
  return raiseRange(p, less, greater, "invalid syntax.  Maybe you meant '!=' instead of '<>'?");
}

export interface SliceStep {
  readonly step: ast.expr | null;
}

export function sliceStep(p: Parser, step: ast.expr | null): SliceStep {
  return { step };
}

export function stepOf(p: Parser, step: SliceStep | null): ast.expr | null {
  return step === null ? null : step.step;
}

export interface KeyValue {
  readonly key: ast.expr | null;
  readonly value: ast.expr;
}

export function keyValue(p: Parser, key: ast.expr | null, value: ast.expr): KeyValue {
  return { key, value };
}

export function pairKeys(p: Parser, pairs: readonly KeyValue[] | null): (ast.expr | null)[] {
  return pairs === null ? [] : pairs.map(pair => pair.key);
}

export function pairValues(p: Parser, pairs: readonly KeyValue[] | null): ast.expr[] {
  return pairs === null ? [] : pairs.map(pair => pair.value);
}

export function dictComp(
  p: Parser,
  pair: KeyValue,
  generators: ast.comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ast.DictComp {
  return ast.DictComp(pair.key!, pair.value, generators, lineno, col_offset, end_lineno, end_col_offset);
}

// Calls.

export type KeywordOrStarred = ast.keyword | ast.Starred | ast.expr;

const DUMMY = ast.Name('', 'Load', 1, 0, 1, 0);

export function noArguments(p: Parser): ast.Call {
  return ast.Call(DUMMY, [], [], 1, 0, 1, 0);
}

/** Positional arguments, then keywords; `*args` among the keywords counts as positional. */
export function collectArguments(
  p: Parser,
  positional: ast.expr[],
  named: readonly KeywordOrStarred[] | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ast.Call {
  const keywords: ast.keyword[] = [];
  if (named !== null) {
    for (const item of named) {
      if (item._type === 'keyword') keywords.push(item);
      else positional.push(item);
    }
  }
  return ast.Call(DUMMY, positional, keywords, lineno, col_offset, end_lineno, end_col_offset);
}

// Patterns.

export function ensureReal(p: Parser, number: ast.Constant): ast.Constant {
  if (number.value instanceof ComplexConst) raiseAt(p, number, 'real number required in complex literal');
  return number;
}

export function ensureImaginary(p: Parser, number: ast.Constant): ast.Constant {
  if (!(number.value instanceof ComplexConst)) raiseAt(p, number, 'imaginary number required in complex literal');
  return number;
}

export interface KeyPattern {
  readonly key: ast.expr;
  readonly pattern: ast.pattern;
}

export function keyPattern(p: Parser, key: ast.expr, pattern: ast.pattern): KeyPattern {
  return { key, pattern };
}

export function patternKeys(p: Parser, items: readonly KeyPattern[]): ast.expr[] {
  return items.map(item => item.key);
}

export function patternValues(p: Parser, items: readonly KeyPattern[]): ast.pattern[] {
  return items.map(item => item.pattern);
}

export interface KeywordPattern {
  readonly name: string;
  readonly pattern: ast.pattern;
}

export function keywordPattern(p: Parser, name: string, pattern: ast.pattern): KeywordPattern {
  return { name, pattern };
}

export function keywordNames(p: Parser, items: readonly KeywordPattern[]): string[] {
  return items.map(item => item.name);
}

export function keywordPatterns(p: Parser, items: readonly KeywordPattern[]): ast.pattern[] {
  return items.map(item => item.pattern);
}
