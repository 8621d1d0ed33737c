/** `ast.unparse`: a tree as source text that parses to the same tree. */
import { constantRepr } from '../code/constant-repr.ts';
import { type Constant, ComplexConst, ELLIPSIS, FloatConst, TupleConst, WideStr } from '../code/constant.ts';
import { isPrintable } from '../source/unicode.ts';
import type * as ast from './nodes.generated.ts';

/** How tightly an expression must bind to stand where it stands without parentheses. */
const NAMED_EXPR = 1;
const TUPLE = 2;
const YIELD = 3;
const TEST = 4;
const OR = 5;
const AND = 6;
const NOT = 7;
const CMP = 8;
const EXPR = 9;
const BOR = EXPR;
const BXOR = 10;
const BAND = 11;
const SHIFT = 12;
const ARITH = 13;
const TERM = 14;
const FACTOR = 15;
const POWER = 16;
const AWAIT = 17;
const ATOM = 18;

const BINARY: Readonly<Record<ast.operator, readonly [string, number]>> = {
  Add: ['+', ARITH],
  Sub: ['-', ARITH],
  Mult: ['*', TERM],
  MatMult: ['@', TERM],
  Div: ['/', TERM],
  Mod: ['%', TERM],
  LShift: ['<<', SHIFT],
  RShift: ['>>', SHIFT],
  BitOr: ['|', BOR],
  BitXor: ['^', BXOR],
  BitAnd: ['&', BAND],
  FloorDiv: ['//', TERM],
  Pow: ['**', POWER],
};

const UNARY: Readonly<Record<ast.unaryop, readonly [string, number]>> = {
  Invert: ['~', FACTOR],
  Not: ['not ', NOT],
  UAdd: ['+', FACTOR],
  USub: ['-', FACTOR],
};

const COMPARISONS: Readonly<Record<ast.cmpop, string>> = {
  Eq: '==',
  NotEq: '!=',
  Lt: '<',
  LtE: '<=',
  Gt: '>',
  GtE: '>=',
  Is: 'is',
  IsNot: 'is not',
  In: 'in',
  NotIn: 'not in',
};

/** Parsing makes infinity of a float literal too large; this is one. */
const INFINITY = '1e309';

const MULTI_LINE_QUOTES = ['"""', "'''"];
const ALL_QUOTES = ["'", '"', ...MULTI_LINE_QUOTES];

export function unparse(node: ast.AST): string {
  return new Unparser().run(node);
}

class Unparser {
  private out = '';
  private indent = 0;
  private inTryStar = false;
  private inInteractive = false;
  private typeIgnores: ReadonlyMap<number, string> = new Map();

  run(node: ast.AST): string {
    this.any(node);
    return this.out;
  }

  private any(node: ast.AST): void {
    switch (node._type) {
      case 'Module':
        this.typeIgnores = new Map(node.type_ignores.map(ignore => [ignore.lineno, `ignore${ignore.tag}`]));
        return this.bodyWithDocstring(node.body);
      case 'Interactive':
        this.inInteractive = true;
        return this.statements(node.body);
      case 'Expression':
        return this.write(this.expr(node.body));
      case 'FunctionType':
        return this.write(`(${this.list(node.argtypes)}) -> ${this.expr(node.returns)}`);
      case 'comprehension':
        return this.write(this.comprehension(node));
      case 'ExceptHandler':
        return this.handler(node);
      case 'arguments':
        return this.write(this.parameters(node));
      case 'arg':
        return this.write(this.parameter(node));
      case 'keyword':
        return this.write(this.keyword(node));
      case 'alias':
        return this.write(this.alias(node));
      case 'withitem':
        return this.write(this.withItem(node));
      case 'match_case':
        return this.matchCase(node);
      case 'TypeVar':
      case 'ParamSpec':
      case 'TypeVarTuple':
        return this.write(this.typeParameter(node));
      case 'TypeIgnore':
        return;
      case 'MatchValue':
      case 'MatchSingleton':
      case 'MatchSequence':
      case 'MatchMapping':
      case 'MatchClass':
      case 'MatchStar':
      case 'MatchAs':
      case 'MatchOr':
        return this.write(this.pattern(node));
      default:
        if (isStatement(node)) this.statement(node);
        else this.write(this.expr(node));
    }
  }

  // Lines.

  private write(text: string): void {
    this.out += text;
  }

  private newline(): void {
    if (this.out !== '') this.out += '\n';
  }

  /** Begins a line; at the top of interactive input, what can is put behind a semicolon instead. */
  private fill(text: string, allowSemicolon = true): void {
    if (this.inInteractive && this.indent === 0 && allowSemicolon) {
      if (this.out !== '') this.out += '; ';
      this.out += text;
    } else {
      this.newline();
      this.out += '    '.repeat(this.indent) + text;
    }
  }

  private fillBlock(text: string, body: readonly ast.stmt[], comment = ''): void {
    this.fill(`${text}:${comment}`, false);
    this.indent++;
    this.statements(body);
    this.indent--;
  }

  private statements(body: readonly ast.stmt[]): void {
    for (const statement of body) this.statement(statement);
  }

  private bodyWithDocstring(body: readonly ast.stmt[]): void {
    const first = body[0];
    if (first !== undefined && first._type === 'Expr' && first.value._type === 'Constant' && isText(first.value.value)) {
      const { value, kind } = first.value;
      this.fill(`${kind === 'u' ? 'u' : ''}${quoteAvoidingBackslashes(value, MULTI_LINE_QUOTES)}`, false);
      this.statements(body.slice(1));
    } else {
      this.statements(body);
    }
  }

  private typeComment(node: { readonly lineno: number; readonly type_comment: string | null }): string {
    const comment = this.typeIgnores.get(node.lineno) ?? node.type_comment;
    return comment === null ? '' : ` # type: ${comment}`;
  }

  // Statements.

  private statement(node: ast.stmt): void {
    switch (node._type) {
      case 'FunctionDef':
        return this.functionDef(node, 'def');
      case 'AsyncFunctionDef':
        return this.functionDef(node, 'async def');
      case 'ClassDef':
        return this.classDef(node);
      case 'Return':
        return this.fill(node.value === null ? 'return' : `return ${this.expr(node.value)}`);
      case 'Delete':
        return this.fill(`del ${this.list(node.targets)}`);
      case 'Assign': {
        const targets = node.targets.map(target => `${this.expr(target, TUPLE)} = `).join('');
        return this.fill(`${targets}${this.expr(node.value)}${this.typeComment(node)}`);
      }
      case 'TypeAlias':
        return this.fill(`type ${this.expr(node.name)}${this.typeParameters(node.type_params)} = ${this.expr(node.value)}`);
      case 'AugAssign':
        return this.fill(`${this.expr(node.target)} ${BINARY[node.op][0]}= ${this.expr(node.value)}`);
      case 'AnnAssign': {
        const target = this.expr(node.target);
        const name = node.simple === 0 && node.target._type === 'Name' ? `(${target})` : target;
        return this.fill(`${name}: ${this.expr(node.annotation)}${node.value === null ? '' : ` = ${this.expr(node.value)}`}`);
      }
      case 'For':
        return this.forLoop(node, 'for');
      case 'AsyncFor':
        return this.forLoop(node, 'async for');
      case 'While':
        this.fillBlock(`while ${this.expr(node.test)}`, node.body);
        return this.orElse(node.orelse);
      case 'If':
        return this.ifChain(node);
      case 'With':
        return this.fillBlock(`with ${node.items.map(item => this.withItem(item)).join(', ')}`, node.body, this.typeComment(node));
      case 'AsyncWith':
        return this.fillBlock(`async with ${node.items.map(item => this.withItem(item)).join(', ')}`, node.body, this.typeComment(node));
      case 'Match':
        this.fill(`match ${this.expr(node.subject)}:`, false);
        this.indent++;
        for (const matchCase of node.cases) this.matchCase(matchCase);
        this.indent--;
        return;
      case 'Raise':
        if (node.exc === null) return this.fill('raise');
        return this.fill(`raise ${this.expr(node.exc)}${node.cause === null ? '' : ` from ${this.expr(node.cause)}`}`);
      case 'Try':
        return this.tryStatement(node, false);
      case 'TryStar':
        return this.tryStatement(node, true);
      case 'Assert':
        return this.fill(`assert ${this.expr(node.test)}${node.msg === null ? '' : `, ${this.expr(node.msg)}`}`);
      case 'Import':
        return this.fill(`import ${node.names.map(name => this.alias(name)).join(', ')}`);
      case 'ImportFrom': {
        const from = `${'.'.repeat(node.level ?? 0)}${node.module ?? ''}`;
        return this.fill(`from ${from} import ${node.names.map(name => this.alias(name)).join(', ')}`);
      }
      case 'Global':
        return this.fill(`global ${node.names.join(', ')}`);
      case 'Nonlocal':
        return this.fill(`nonlocal ${node.names.join(', ')}`);
      case 'Expr':
        return this.fill(this.expr(node.value, YIELD));
      case 'Pass':
        return this.fill('pass');
      case 'Break':
        return this.fill('break');
      case 'Continue':
        return this.fill('continue');
    }
  }

  private functionDef(node: ast.FunctionDef | ast.AsyncFunctionDef, keyword: string): void {
    this.newline();
    for (const decorator of node.decorator_list) this.fill(`@${this.expr(decorator)}`, false);
    const returns = node.returns === null ? '' : ` -> ${this.expr(node.returns)}`;
    const signature = `${this.typeParameters(node.type_params)}(${this.parameters(node.args)})${returns}`;
    this.fill(`${keyword} ${node.name}${signature}:${this.typeComment(node)}`, false);
    this.indent++;
    this.bodyWithDocstring(node.body);
    this.indent--;
  }

  private classDef(node: ast.ClassDef): void {
    this.newline();
    for (const decorator of node.decorator_list) this.fill(`@${this.expr(decorator)}`, false);
    const bases = [...node.bases.map(base => this.expr(base)), ...node.keywords.map(keyword => this.keyword(keyword))];
    this.fill(`class ${node.name}${this.typeParameters(node.type_params)}${bases.length === 0 ? '' : `(${bases.join(', ')})`}:`, false);
    this.indent++;
    this.bodyWithDocstring(node.body);
    this.indent--;
  }

  private forLoop(node: ast.For | ast.AsyncFor, keyword: string): void {
    this.fillBlock(`${keyword} ${this.expr(node.target, TUPLE)} in ${this.expr(node.iter)}`, node.body, this.typeComment(node));
    this.orElse(node.orelse);
  }

  private orElse(orelse: readonly ast.stmt[]): void {
    if (orelse.length > 0) this.fillBlock('else', orelse);
  }

  private ifChain(first: ast.If): void {
    let node = first;
    this.fillBlock(`if ${this.expr(node.test)}`, node.body);
    for (let next = node.orelse[0]; node.orelse.length === 1 && next._type === 'If'; next = node.orelse[0]) {
      node = next;
      this.fillBlock(`elif ${this.expr(node.test)}`, node.body);
    }
    this.orElse(node.orelse);
  }

  private tryStatement(node: ast.Try | ast.TryStar, star: boolean): void {
    const outer = this.inTryStar;
    this.inTryStar = star;
    this.fillBlock('try', node.body);
    for (const handler of node.handlers) this.handler(handler);
    this.orElse(node.orelse);
    if (node.finalbody.length > 0) this.fillBlock('finally', node.finalbody);
    this.inTryStar = outer;
  }

  private handler(node: ast.ExceptHandler): void {
    const type = node.type === null ? '' : ` ${this.expr(node.type)}`;
    const name = node.name === null ? '' : ` as ${node.name}`;
    this.fillBlock(`${this.inTryStar ? 'except*' : 'except'}${type}${name}`, node.body);
  }

  private matchCase(node: ast.match_case): void {
    const guard = node.guard === null ? '' : ` if ${this.expr(node.guard)}`;
    this.fillBlock(`case ${this.pattern(node.pattern)}${guard}`, node.body);
  }

  private alias(node: ast.alias): string {
    return node.asname === null ? node.name : `${node.name} as ${node.asname}`;
  }

  private withItem(node: ast.withitem): string {
    const context = this.expr(node.context_expr);
    return node.optional_vars === null ? context : `${context} as ${this.expr(node.optional_vars)}`;
  }

  private typeParameters(list: readonly ast.type_param[]): string {
    return list.length === 0 ? '' : `[${list.map(parameter => this.typeParameter(parameter)).join(', ')}]`;
  }

  private typeParameter(node: ast.type_param): string {
    const stars = node._type === 'TypeVar' ? '' : node._type === 'TypeVarTuple' ? '*' : '**';
    const bound = node._type === 'TypeVar' && node.bound !== null ? `: ${this.expr(node.bound)}` : '';
    const value = node.default_value === null ? '' : ` = ${this.expr(node.default_value)}`;
    return `${stars}${node.name}${bound}${value}`;
  }

  private parameters(node: ast.arguments): string {
    const parts: string[] = [];
    const positional = [...node.posonlyargs, ...node.args];
    const withoutDefault = positional.length - node.defaults.length;
    positional.forEach((parameter, i) => {
      parts.push(this.parameter(parameter) + (i < withoutDefault ? '' : `=${this.expr(node.defaults[i - withoutDefault])}`));
      if (i + 1 === node.posonlyargs.length) parts.push('/');
    });
    if (node.vararg !== null) parts.push(`*${this.parameter(node.vararg)}`);
    else if (node.kwonlyargs.length > 0) parts.push('*');
    node.kwonlyargs.forEach((parameter, i) => {
      const value = node.kw_defaults[i];
      parts.push(this.parameter(parameter) + (value === null ? '' : `=${this.expr(value)}`));
    });
    if (node.kwarg !== null) parts.push(`**${this.parameter(node.kwarg)}`);
    return parts.join(', ');
  }

  private parameter(node: ast.arg): string {
    return node.annotation === null ? node.arg : `${node.arg}: ${this.expr(node.annotation)}`;
  }

  private keyword(node: ast.keyword): string {
    return `${node.arg === null ? '**' : `${node.arg}=`}${this.expr(node.value)}`;
  }

  // Expressions.

  private list(nodes: readonly ast.expr[]): string {
    return nodes.map(node => this.expr(node)).join(', ');
  }

  /** The items of a tuple: one alone keeps its comma. */
  private items(nodes: readonly ast.expr[]): string {
    return nodes.length === 1 ? `${this.expr(nodes[0])},` : this.list(nodes);
  }

  /** An expression that must bind as tightly as `precedence`. */
  private expr(node: ast.expr, precedence = TEST): string {
    const wrap = (own: number, text: string): string => (precedence > own ? `(${text})` : text);
    switch (node._type) {
      case 'BoolOp': {
        const own = node.op === 'And' ? AND : OR;
        let operand = own;
        return wrap(own, node.values.map(value => this.expr(value, next(operand++))).join(node.op === 'And' ? ' and ' : ' or '));
      }
      case 'NamedExpr':
        return wrap(NAMED_EXPR, `${this.expr(node.target, ATOM)} := ${this.expr(node.value, ATOM)}`);
      case 'BinOp': {
        const [operator, own] = BINARY[node.op];
        const left = node.op === 'Pow' ? next(own) : own;
        const right = node.op === 'Pow' ? own : next(own);
        return wrap(own, `${this.expr(node.left, left)} ${operator} ${this.expr(node.right, right)}`);
      }
      case 'UnaryOp': {
        const [operator, own] = UNARY[node.op];
        return wrap(own, `${operator}${this.expr(node.operand, own)}`);
      }
      case 'Lambda': {
        const parameters = this.parameters(node.args);
        return wrap(TEST, `lambda${parameters === '' ? '' : ` ${parameters}`}: ${this.expr(node.body)}`);
      }
      case 'IfExp':
        return wrap(TEST, `${this.expr(node.body, next(TEST))} if ${this.expr(node.test, next(TEST))} else ${this.expr(node.orelse)}`);
      case 'Dict':
        return `{${node.values.map((value, i) => this.dictItem(node.keys[i], value)).join(', ')}}`;
      case 'Set':
        return node.elts.length === 0 ? '{*()}' : `{${this.list(node.elts)}}`;
      case 'ListComp':
        return `[${this.expr(node.elt)}${this.comprehensions(node.generators)}]`;
      case 'SetComp':
        return `{${this.expr(node.elt)}${this.comprehensions(node.generators)}}`;
      case 'DictComp':
        return `{${this.expr(node.key)}: ${this.expr(node.value)}${this.comprehensions(node.generators)}}`;
      case 'GeneratorExp':
        return `(${this.expr(node.elt)}${this.comprehensions(node.generators)})`;
      case 'Await':
        return wrap(AWAIT, `await ${this.expr(node.value, ATOM)}`);
      case 'Yield':
        return wrap(YIELD, node.value === null ? 'yield' : `yield ${this.expr(node.value, ATOM)}`);
      case 'YieldFrom':
        return wrap(YIELD, `yield from ${this.expr(node.value, ATOM)}`);
      case 'Compare': {
        const rest = node.ops.map((op, i) => ` ${COMPARISONS[op]} ${this.expr(node.comparators[i], next(CMP))}`).join('');
        return wrap(CMP, `${this.expr(node.left, next(CMP))}${rest}`);
      }
      case 'Call': {
        const args = [...node.args.map(argument => this.expr(argument)), ...node.keywords.map(keyword => this.keyword(keyword))];
        return `${this.expr(node.func, ATOM)}(${args.join(', ')})`;
      }
      case 'FormattedValue':
      case 'Interpolation':
        return this.replacementField(node);
      case 'JoinedStr':
        return `f${this.formattedString(node.values)}`;
      case 'TemplateStr':
        return `t${this.formattedString(node.values)}`;
      case 'Constant':
        return constant(node);
      case 'Attribute': {
        // `3.real` is a float and a name.
        const isInt = node.value._type === 'Constant' && isInteger(node.value.value);
        return `${this.expr(node.value, ATOM)}${isInt ? ' ' : ''}.${node.attr}`;
      }
      case 'Subscript': {
        const { slice } = node;
        const index = slice._type === 'Tuple' && slice.elts.length > 0 ? this.items(slice.elts) : this.expr(slice);
        return `${this.expr(node.value, ATOM)}[${index}]`;
      }
      case 'Starred':
        return `*${this.expr(node.value, EXPR)}`;
      case 'Name':
        return node.id;
      case 'List':
        return `[${this.list(node.elts)}]`;
      case 'Tuple': {
        const items = this.items(node.elts);
        return node.elts.length === 0 || precedence > TUPLE ? `(${items})` : items;
      }
      case 'Slice': {
        const [lower, upper, step] = [node.lower, node.upper, node.step].map(part => (part === null ? '' : this.expr(part)));
        return `${lower}:${upper}${step === '' ? '' : `:${step}`}`;
      }
    }
  }

  private dictItem(key: ast.expr | null, value: ast.expr): string {
    return key === null ? `**${this.expr(value, EXPR)}` : `${this.expr(key)}: ${this.expr(value)}`;
  }

  private comprehensions(generators: readonly ast.comprehension[]): string {
    return generators.map(generator => this.comprehension(generator)).join('');
  }

  private comprehension(node: ast.comprehension): string {
    const ifs = node.ifs.map(condition => ` if ${this.expr(condition, next(TEST))}`).join('');
    return ` ${node.is_async !== 0 ? 'async for' : 'for'} ${this.expr(node.target, TUPLE)} in ${this.expr(node.iter, next(TEST))}${ifs}`;
  }

  // Strings with fields.

  private formattedString(values: readonly ast.expr[]): string {
    const parts = values.map(value => ({
      text: this.stringPart(value, false),
      constant:
        value._type === 'Constant'
          ? points(value.value).flatMap(point => (point === 123 || point === 125 ? [point, point] : [point]))
          : null,
    }));
    let quotes = ALL_QUOTES;
    const written: string[] = [];
    for (const { text, constant } of parts) {
      if (constant !== null) {
        const literal = literalText(constant, quotes, true);
        if (!literal.quotes.some(quote => quotes.includes(quote))) return reprOfParts(parts);
        quotes = literal.quotes;
        written.push(literal.text);
      } else {
        if (text.includes('\n')) quotes = quotes.filter(quote => MULTI_LINE_QUOTES.includes(quote));
        const free = quotes.filter(quote => !text.includes(quote));
        if (free.length > 0) quotes = free;
        written.push(text);
      }
    }
    return `${quotes[0]}${written.join('')}${quotes[0]}`;
  }

  private stringPart(node: ast.expr, inFormatSpec: boolean): string {
    if (node._type === 'JoinedStr') return node.values.map(value => this.stringPart(value, inFormatSpec)).join('');
    if (node._type !== 'Constant') return this.replacementField(node as ast.FormattedValue | ast.Interpolation);
    const text = textOf(node.value).replaceAll('{', '{{').replaceAll('}', '}}');
    if (!inFormatSpec) return text;
    return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('"', '\\"').replaceAll('\n', '\\n');
  }

  private replacementField(node: ast.FormattedValue | ast.Interpolation): string {
    const expression = node._type === 'Interpolation' && node.str !== null ? textOf(node.str) : new Unparser().expr(node.value, next(TEST));
    const conversion = node.conversion === -1 ? '' : `!${String.fromCharCode(node.conversion)}`;
    const spec = node.format_spec === null ? '' : `:${this.stringPart(node.format_spec, true)}`;
    return `{${expression.startsWith('{') ? ' ' : ''}${expression}${conversion}${spec}}`;
  }

  // Patterns.

  private pattern(node: ast.pattern, precedence = TEST): string {
    switch (node._type) {
      case 'MatchValue':
        return this.expr(node.value);
      case 'MatchSingleton':
        return constantText(node.value);
      case 'MatchSequence':
        return `[${node.patterns.map(pattern => this.pattern(pattern)).join(', ')}]`;
      case 'MatchMapping': {
        const items = node.keys.map((key, i) => `${this.expr(key)}: ${this.pattern(node.patterns[i])}`);
        if (node.rest !== null) items.push(`**${node.rest}`);
        return `{${items.join(', ')}}`;
      }
      case 'MatchClass': {
        const positional = node.patterns.map(pattern => this.pattern(pattern));
        const named = node.kwd_attrs.map((attr, i) => `${attr}=${this.pattern(node.kwd_patterns[i])}`);
        return `${this.expr(node.cls, ATOM)}(${[...positional, ...named].join(', ')})`;
      }
      case 'MatchStar':
        return `*${node.name ?? '_'}`;
      case 'MatchAs': {
        if (node.name === null) return '_';
        if (node.pattern === null) return node.name;
        const text = `${this.pattern(node.pattern, BOR)} as ${node.name}`;
        return precedence > TEST ? `(${text})` : text;
      }
      case 'MatchOr': {
        const text = node.patterns.map(pattern => this.pattern(pattern, next(BOR))).join(' | ');
        return precedence > BOR ? `(${text})` : text;
      }
    }
  }
}

function next(precedence: number): number {
  return Math.min(precedence + 1, ATOM);
}

const STATEMENTS: ReadonlySet<string> = new Set<ast.stmt['_type']>([
  ...(['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'Return', 'Delete', 'Assign', 'TypeAlias', 'AugAssign', 'AnnAssign'] as const),
  ...(['For', 'AsyncFor', 'While', 'If', 'With', 'AsyncWith', 'Match', 'Raise', 'Try', 'TryStar', 'Assert', 'Import'] as const),
  ...(['ImportFrom', 'Global', 'Nonlocal', 'Expr', 'Pass', 'Break', 'Continue'] as const),
]);

function isStatement(node: ast.AST): node is ast.stmt {
  return STATEMENTS.has(node._type);
}

// Constants.

function isText(value: Constant): value is string | WideStr {
  return typeof value === 'string' || value instanceof WideStr;
}

function textOf(value: Constant): string {
  return value instanceof WideStr ? value.text : (value as string);
}

function isInteger(value: Constant): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function constant(node: ast.Constant): string {
  if (node.value === ELLIPSIS) return '...';
  return `${node.kind === 'u' ? 'u' : ''}${constantText(node.value)}`;
}

function constantText(value: Constant): string {
  if (value instanceof TupleConst) return `(${value.items.map(constantText).join(', ')}${value.items.length === 1 ? ',' : ''})`;
  const text = constantRepr(value);
  if (!(value instanceof FloatConst) && !(value instanceof ComplexConst)) return text;
  return text.replaceAll('inf', INFINITY).replaceAll('nan', `(${INFINITY}-${INFINITY})`);
}

function points(value: Constant): number[] {
  return value instanceof WideStr ? [...value.codePoints] : Array.from(value as string, c => c.codePointAt(0)!);
}

function escapePoint(point: number): string {
  if (point === 10) return '\\n';
  if (point === 9) return '\\t';
  if (point === 13) return '\\r';
  if (point === 92) return '\\\\';
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`;
}

/** A str between quotes with as few escapes as can be: its text, and the quotes (of those allowed) that can stand around it. */
function literalText(text: readonly number[], allowed: readonly string[], escapeLines: boolean): { text: string; quotes: string[] } {
  let escaped = '';
  for (const point of text) {
    const stays = (point === 10 || point === 9) && !escapeLines;
    escaped += stays || (point !== 92 && isPrintable(point)) ? String.fromCodePoint(point) : escapePoint(point);
  }
  let quotes = escaped.includes('\n') ? allowed.filter(quote => MULTI_LINE_QUOTES.includes(quote)) : [...allowed];
  quotes = quotes.filter(quote => !escaped.includes(quote));
  if (quotes.length === 0) {
    const repr = constantRepr(String.fromCodePoint(...text));
    return { text: repr.slice(1, -1), quotes: [allowed.find(quote => quote.includes(repr[0])) ?? repr[0]] };
  }
  if (escaped !== '') {
    const last = escaped[escaped.length - 1];
    quotes.sort((a, b) => Number(a[0] === last) - Number(b[0] === last));
    // Only three quotes are left, and the text ends in one: escape that one.
    if (quotes[0][0] === last) escaped = `${escaped.slice(0, -1)}\\${last}`;
  }
  return { text: escaped, quotes };
}

function quoteAvoidingBackslashes(value: string | WideStr, allowed: readonly string[]): string {
  const { text, quotes } = literalText(points(value), allowed, false);
  return `${quotes[0]}${text}${quotes[0]}`;
}

/** When no quote suits all parts: three single quotes, and the constants as repr would escape them. */
function reprOfParts(parts: readonly { readonly text: string; readonly constant: readonly number[] | null }[]): string {
  const texts = parts.map(({ text, constant }) => (constant !== null ? constantRepr(`"${text}`).slice(2, -1) : text));
  return `'''${texts.join('')}'''`;
}
