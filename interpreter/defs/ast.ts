/**
 * The nodes of the abstract syntax tree of Python 3.14.
 *
 * One row a node: its fields in CPython's order and one line for the reader. `tools/ast.ts` makes the types, the factory functions and the
 * field table of `ast/nodes.generated.ts` from it; the reference pages read it too. CPython keeps the same facts in `Parser/Python.asdl`.
 *
 * A field is written `name: type`, the type followed by `?` (may be None), `*` (a list) or `?*` (a list that may hold None). The types are the
 * sums and products of this file and four scalars: `identifier` and `string` (str), `int`, and `constant` (any constant value).
 */

export interface NodeRow {
  readonly fields: string;
  readonly doc: string;
}

/** A type of nodes: either a choice of constructors (a sum) or a single record of the same name (a product). */
export interface NodeType {
  readonly doc: string;
  /** Whether its nodes carry `lineno`, `col_offset`, `end_lineno` and `end_col_offset`. */
  readonly positioned: boolean;
  readonly product: boolean;
  readonly constructors: Readonly<Record<string, NodeRow>>;
}

const node = (fields: string, doc: string): NodeRow => ({ fields, doc });
const sum = (doc: string, constructors: Record<string, NodeRow>): NodeType => ({ doc, positioned: false, product: false, constructors });
const located = (doc: string, constructors: Record<string, NodeRow>): NodeType => ({ doc, positioned: true, product: false, constructors });
const product = (name: string, fields: string, doc: string): NodeType => ({
  doc,
  positioned: false,
  product: true,
  constructors: { [name]: node(fields, doc) },
});
const locatedProduct = (name: string, fields: string, doc: string): NodeType => ({ ...product(name, fields, doc), positioned: true });

const FUNCTION = 'args: arguments, body: stmt*, decorator_list: expr*, returns: expr?, type_comment: string?, type_params: type_param*';
const LOOP = 'target: expr, iter: expr, body: stmt*, orelse: stmt*, type_comment: string?';
const TRY = 'body: stmt*, handlers: excepthandler*, orelse: stmt*, finalbody: stmt*';

export const NODE_TYPES: Readonly<Record<string, NodeType>> = {
  mod: sum('The root of a tree: one for each way to compile.', {
    Module: node('body: stmt*, type_ignores: type_ignore*', 'A file: what mode "exec" gives.'),
    Interactive: node('body: stmt*', 'One interactive statement: what mode "single" gives.'),
    Expression: node('body: expr', 'One expression: what mode "eval" gives.'),
    FunctionType: node('argtypes: expr*, returns: expr', 'The signature in a type comment: what mode "func_type" gives.'),
  }),

  stmt: located('A statement.', {
    FunctionDef: node(`name: identifier, ${FUNCTION}`, 'def f(...): ...'),
    AsyncFunctionDef: node(`name: identifier, ${FUNCTION}`, 'async def f(...): ...'),
    ClassDef: node(
      'name: identifier, bases: expr*, keywords: keyword*, body: stmt*, decorator_list: expr*, type_params: type_param*',
      'class C(...): ...',
    ),
    Return: node('value: expr?', 'return x'),
    Delete: node('targets: expr*', 'del x, y'),
    Assign: node('targets: expr*, value: expr, type_comment: string?', 'x = y = value: one target for each =.'),
    TypeAlias: node('name: expr, type_params: type_param*, value: expr', 'type X[T] = ...'),
    AugAssign: node('target: expr, op: operator, value: expr', 'x += value'),
    AnnAssign: node(
      'target: expr, annotation: expr, value: expr?, simple: int',
      'x: annotation = value. simple is 1 for a bare name without parentheses.',
    ),
    For: node(LOOP, 'for target in iter: ... else: ...'),
    AsyncFor: node(LOOP, 'async for target in iter: ...'),
    While: node('test: expr, body: stmt*, orelse: stmt*', 'while test: ... else: ...'),
    If: node('test: expr, body: stmt*, orelse: stmt*', 'if test: ... An elif is an If alone in orelse.'),
    With: node('items: withitem*, body: stmt*, type_comment: string?', 'with a as b, c: ...'),
    AsyncWith: node('items: withitem*, body: stmt*, type_comment: string?', 'async with a as b: ...'),
    Match: node('subject: expr, cases: match_case*', 'match subject: case ...'),
    Raise: node('exc: expr?, cause: expr?', 'raise exc from cause'),
    Try: node(TRY, 'try: ... except E: ... else: ... finally: ...'),
    TryStar: node(TRY, 'try: ... except* E: ...'),
    Assert: node('test: expr, msg: expr?', 'assert test, msg'),
    Import: node('names: alias*', 'import a.b as c'),
    ImportFrom: node('module: identifier?, names: alias*, level: int?', 'from .a import b. level counts the leading dots.'),
    Global: node('names: identifier*', 'global x, y'),
    Nonlocal: node('names: identifier*', 'nonlocal x, y'),
    Expr: node('value: expr', 'An expression that stands as a statement.'),
    Pass: node('', 'pass'),
    Break: node('', 'break'),
    Continue: node('', 'continue'),
  }),

  expr: located('An expression.', {
    BoolOp: node('op: boolop, values: expr*', 'a and b and c: one node for a run of the same operator.'),
    NamedExpr: node('target: expr, value: expr', 'target := value'),
    BinOp: node('left: expr, op: operator, right: expr', 'left + right'),
    UnaryOp: node('op: unaryop, operand: expr', '-operand'),
    Lambda: node('args: arguments, body: expr', 'lambda x: body'),
    IfExp: node('test: expr, body: expr, orelse: expr', 'body if test else orelse'),
    Dict: node('keys: expr?*, values: expr*', '{key: value, **d}. The key is None where ** unpacks.'),
    Set: node('elts: expr*', '{a, b}'),
    ListComp: node('elt: expr, generators: comprehension*', '[elt for ...]'),
    SetComp: node('elt: expr, generators: comprehension*', '{elt for ...}'),
    DictComp: node('key: expr, value: expr, generators: comprehension*', '{key: value for ...}'),
    GeneratorExp: node('elt: expr, generators: comprehension*', '(elt for ...)'),
    Await: node('value: expr', 'await value'),
    Yield: node('value: expr?', 'yield value'),
    YieldFrom: node('value: expr', 'yield from value'),
    Compare: node('left: expr, ops: cmpop*, comparators: expr*', 'a < b <= c: two operators, two comparators.'),
    Call: node('func: expr, args: expr*, keywords: keyword*', 'f(a, *b, c=d, **e)'),
    FormattedValue: node(
      'value: expr, conversion: int, format_spec: expr?',
      'A replacement field of an f-string. conversion is the code of s, r or a, or -1.',
    ),
    Interpolation: node(
      'value: expr, str: constant, conversion: int, format_spec: expr?',
      'A replacement field of a t-string. str is its source text.',
    ),
    JoinedStr: node('values: expr*', 'An f-string: constants and replacement fields.'),
    TemplateStr: node('values: expr*', 'A t-string: constants and interpolations.'),
    Constant: node('value: constant, kind: string?', 'A literal. kind is "u" for a string with that prefix.'),
    Attribute: node('value: expr, attr: identifier, ctx: expr_context', 'value.attr'),
    Subscript: node('value: expr, slice: expr, ctx: expr_context', 'value[slice]'),
    Starred: node('value: expr, ctx: expr_context', '*value'),
    Name: node('id: identifier, ctx: expr_context', 'A name. ctx tells whether it is read, bound or deleted.'),
    List: node('elts: expr*, ctx: expr_context', '[a, b]'),
    Tuple: node('elts: expr*, ctx: expr_context', 'a, b'),
    Slice: node('lower: expr?, upper: expr?, step: expr?', 'lower:upper:step inside a subscript.'),
  }),

  expr_context: sum('What happens to a target.', {
    Load: node('', 'It is read.'),
    Store: node('', 'It is bound.'),
    Del: node('', 'It is deleted.'),
  }),
  boolop: sum('An operator that stops as soon as the result is known.', { And: node('', 'and'), Or: node('', 'or') }),
  operator: sum('A binary operator.', {
    Add: node('', '+'),
    Sub: node('', '-'),
    Mult: node('', '*'),
    MatMult: node('', '@'),
    Div: node('', '/'),
    Mod: node('', '%'),
    Pow: node('', '**'),
    LShift: node('', '<<'),
    RShift: node('', '>>'),
    BitOr: node('', '|'),
    BitXor: node('', '^'),
    BitAnd: node('', '&'),
    FloorDiv: node('', '//'),
  }),
  unaryop: sum('A unary operator.', { Invert: node('', '~'), Not: node('', 'not'), UAdd: node('', '+'), USub: node('', '-') }),
  cmpop: sum('A comparison operator.', {
    Eq: node('', '=='),
    NotEq: node('', '!='),
    Lt: node('', '<'),
    LtE: node('', '<='),
    Gt: node('', '>'),
    GtE: node('', '>='),
    Is: node('', 'is'),
    IsNot: node('', 'is not'),
    In: node('', 'in'),
    NotIn: node('', 'not in'),
  }),

  comprehension: product(
    'comprehension',
    'target: expr, iter: expr, ifs: expr*, is_async: int',
    'One "for target in iter if cond" of a comprehension.',
  ),
  excepthandler: located('A handler of a try statement.', {
    ExceptHandler: node('type: expr?, name: identifier?, body: stmt*', 'except type as name: ...'),
  }),
  arguments: product(
    'arguments',
    'posonlyargs: arg*, args: arg*, vararg: arg?, kwonlyargs: arg*, kw_defaults: expr?*, kwarg: arg?, defaults: expr*',
    'The parameters of a function. defaults belong to the last positional ones; kw_defaults has None where there is no default.',
  ),
  arg: locatedProduct('arg', 'arg: identifier, annotation: expr?, type_comment: string?', 'One parameter.'),
  keyword: locatedProduct('keyword', 'arg: identifier?, value: expr', 'name=value in a call. arg is None for **value.'),
  alias: locatedProduct('alias', 'name: identifier, asname: identifier?', '"name as asname" in an import.'),
  withitem: product('withitem', 'context_expr: expr, optional_vars: expr?', '"context_expr as optional_vars" in a with statement.'),
  match_case: product('match_case', 'pattern: pattern, guard: expr?, body: stmt*', 'case pattern if guard: ...'),
  pattern: located('A pattern of a case.', {
    MatchValue: node('value: expr', 'A literal or dotted name, compared by ==.'),
    MatchSingleton: node('value: constant', 'None, True or False, compared by is.'),
    MatchSequence: node('patterns: pattern*', '[a, b, *rest]'),
    MatchMapping: node('keys: expr*, patterns: pattern*, rest: identifier?', '{"key": pattern, **rest}'),
    MatchClass: node('cls: expr, patterns: pattern*, kwd_attrs: identifier*, kwd_patterns: pattern*', 'C(a, b=c)'),
    MatchStar: node('name: identifier?', '*name inside a sequence pattern. name is None for *_.'),
    MatchAs: node('pattern: pattern?, name: identifier?', 'pattern as name; a capture when there is no pattern; _ when there is neither.'),
    MatchOr: node('patterns: pattern*', 'a | b'),
  }),
  type_ignore: sum('A "# type: ignore" comment.', { TypeIgnore: node('lineno: int, tag: string', 'The comment and what follows it.') }),
  type_param: located('A type parameter of a function, class or type alias.', {
    TypeVar: node('name: identifier, bound: expr?, default_value: expr?', 'T: bound = default'),
    ParamSpec: node('name: identifier, default_value: expr?', '**P = default'),
    TypeVarTuple: node('name: identifier, default_value: expr?', '*Ts = default'),
  }),
};

export interface FieldRow {
  readonly name: string;
  readonly type: string;
  /** `?` may be None, `*` a list, `?*` a list that may hold None, empty: exactly one. */
  readonly quantity: '' | '?' | '*' | '?*';
}

/** The fields of a row, in order. */
export function parseFields(fields: string): FieldRow[] {
  return fields === ''
    ? []
    : fields.split(', ').map(text => {
        const [, name, type, quantity] = /^(\w+): (\w+)(\??\*?)$/.exec(text)!;
        return { name, type, quantity: quantity as FieldRow['quantity'] };
      });
}

/** Whether a type is only names: its constructors have neither fields nor a position, so that a string stands for them. */
export function isEnumeration(type: NodeType): boolean {
  return !type.positioned && !type.product && Object.values(type.constructors).every(row => row.fields === '');
}
