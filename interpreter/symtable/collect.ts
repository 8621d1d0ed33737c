/**
 * The first pass: walk the tree, open a scope wherever Python has one, and note for each name what is done to it (bound, used, declared).
 * Nothing is decided yet, except for what is plainly an error.
 */
import type {
  Position,
  alias,
  arg,
  arguments_,
  comprehension,
  expr,
  expr_context,
  keyword,
  mod,
  pattern,
  stmt,
  type_param,
  AnnAssign,
  AsyncFunctionDef,
  ClassDef,
  Constant,
  DictComp,
  FunctionDef,
  GeneratorExp,
  ListComp,
  SetComp,
  TypeAlias,
} from '../ast/nodes.generated.ts';
import { CO } from '../code/code.ts';
import { syntaxErrorAt } from './errors.ts';
import {
  DEF_ANNOT,
  DEF_COMP_ITER,
  DEF_GLOBAL,
  DEF_IMPORT,
  DEF_LOCAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  Scope,
  USE,
  maybeMangle,
} from './scope.ts';
import type { ComprehensionKind, ScopeType } from './scope.ts';

/** `compile(..., flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)`. */
export const ALLOW_TOP_LEVEL_AWAIT = 0x2000;

const NOWHERE: Position = { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 };

/** The future statements of a module, or flags that the caller of `compile` gave. */
export interface FutureFeatures {
  /** `CO.FUTURE_*` bits, and the `PyCF_*` bits of the caller. */
  features: number;
  /** The last future statement: later ones are errors. Lines of -1 where there is none. */
  location: Position;
}

type Comprehension = ListComp | SetComp | DictComp | GeneratorExp;

export class Collector {
  readonly top: Scope;
  /** Scopes by the node that opens them; a function's annotations go by its `arguments`, type parameters by their list. */
  readonly blocks = new Map<object, Scope>();
  /** Scopes of type variables' defaults, by the type parameter (whose own entry in `blocks` is its bound). */
  readonly defaults = new Map<object, Scope>();
  private readonly filename: string;
  private readonly future: FutureFeatures;
  private readonly stack: Scope[] = [];
  private current: Scope;
  private privateName: string | null = null;

  constructor(mod: mod, filename: string, future: FutureFeatures) {
    this.filename = filename;
    this.future = future;
    this.top = this.current = new Scope('module', 'top', NOWHERE, null);
    this.blocks.set(mod, this.top);
    this.stack.push(this.top);
    switch (mod._type) {
      case 'Module':
        this.top.hasDocstring = docstring(mod.body) !== null;
        this.stmts(mod.body);
        break;
      case 'Interactive':
        this.stmts(mod.body);
        break;
      case 'Expression':
        this.expr(mod.body);
        break;
      case 'FunctionType':
        throw new Error('this compiler does not handle FunctionTypes');
    }
  }

  private error(message: string, location: Position): Error {
    return syntaxErrorAt(message, this.filename, location);
  }

  // Scopes

  private enterExisting(scope: Scope, addToChildren: boolean): void {
    const parent = this.current;
    scope.compIterExpr = parent.compIterExpr;
    if (parent.mangledNames !== null && scope.type !== 'class') scope.mangledNames = parent.mangledNames;
    this.stack.push(scope);
    this.current = scope;
    // Under `from __future__ import annotations` annotations become strings: their names mean nothing.
    if (this.future.features & CO.FUTURE_ANNOTATIONS && scope.type === 'annotation') return;
    if (addToChildren) parent.children.push(scope);
  }

  private enter(name: string, type: ScopeType, location: Position): Scope {
    const scope = new Scope(type, name, location, this.current);
    this.enterExisting(scope, true);
    if (type === 'annotation' || type === 'type variable' || type === 'type alias') {
      // The function made of it takes the wanted format as its argument and looks at it first.
      this.add('.format', DEF_PARAM, location);
      this.add('.format', USE, location);
    }
    return scope;
  }

  private exit(): void {
    this.stack.pop();
    this.current = this.stack[this.stack.length - 1];
  }

  private enterTypeParams(
    name: string,
    params: type_param[],
    hasDefaults: boolean,
    hasKwDefaults: boolean,
    isClass: boolean,
    location: Position,
  ): void {
    const inClass = this.current.type === 'class';
    this.blocks.set(params, this.enter(name, 'type parameters', location));
    if (inClass) {
      this.current.canSeeClassScope = true;
      this.add('__classdict__', USE, location);
    }
    if (isClass) {
      this.add('.type_params', DEF_LOCAL, location);
      this.add('.type_params', USE, location);
      this.add('.generic_base', DEF_LOCAL, location);
      this.add('.generic_base', USE, location);
    }
    if (hasDefaults) this.add('.defaults', DEF_PARAM, location);
    if (hasKwDefaults) this.add('.kwdefaults', DEF_PARAM, location);
  }

  // Names

  private mangled(name: string): string {
    return maybeMangle(this.privateName, this.current, name);
  }

  private lookup(scope: Scope, name: string): number {
    return scope.symbol(maybeMangle(this.privateName, scope, name));
  }

  private checkName(name: string, location: Position, ctx: expr_context): void {
    if (name !== '__debug__' || ctx === 'Load') return;
    throw this.error(`cannot ${ctx === 'Store' ? 'assign to' : 'delete'} __debug__`, location);
  }

  private add(name: string, flag: number, location: Position, ctx: expr_context = flag === USE ? 'Load' : 'Store'): void {
    if (flag & (DEF_PARAM | DEF_LOCAL | DEF_IMPORT)) this.checkName(name, location, ctx);
    if (flag & DEF_TYPE_PARAM && this.current.mangledNames !== null) this.current.mangledNames.add(name);
    this.addTo(this.current, name, flag, location);
  }

  private addTo(scope: Scope, name: string, flag: number, location: Position): void {
    const mangled = this.mangled(name);
    let symbol = scope.symbol(mangled);
    if (flag & DEF_PARAM && symbol & DEF_PARAM) throw this.error(`duplicate argument '${name}' in function definition`, location);
    if (flag & DEF_TYPE_PARAM && symbol & DEF_TYPE_PARAM) throw this.error(`duplicate type parameter '${name}'`, location);
    symbol |= flag;
    if (scope.compIterTarget) {
      if (symbol & (DEF_GLOBAL | DEF_NONLOCAL)) {
        throw this.error(`comprehension inner loop cannot rebind assignment expression target '${name}'`, location);
      }
      symbol |= DEF_COMP_ITER;
    }
    scope.symbols.set(mangled, symbol);
    if (flag & DEF_PARAM) scope.varnames.push(mangled);
    else if (flag & DEF_GLOBAL) this.top.symbols.set(mangled, this.top.symbol(mangled) | flag);
  }

  private recordDirective(name: string, location: Position): void {
    this.current.directives.push({ name: this.mangled(name), location });
  }

  // Statements

  private stmts(body: stmt[]): void {
    for (const s of body) this.stmt(s);
  }

  /** Statements that may not run: an annotation among them is conditional. */
  private conditional(visit: () => void): void {
    const scope = this.current;
    const before = scope.inConditionalBlock;
    scope.inConditionalBlock = true;
    visit();
    scope.inConditionalBlock = before;
  }

  private stmt(s: stmt): void {
    switch (s._type) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(s);
      case 'ClassDef':
        return this.classDef(s);
      case 'TypeAlias':
        return this.typeAlias(s);
      case 'Return':
        if (s.value !== null) {
          this.expr(s.value);
          this.current.returnsValue = true;
        }
        return;
      case 'Delete':
        return this.exprs(s.targets);
      case 'Assign':
        this.exprs(s.targets);
        return this.expr(s.value);
      case 'AnnAssign':
        return this.annAssign(s);
      case 'AugAssign':
        this.expr(s.target);
        return this.expr(s.value);
      case 'For':
      case 'AsyncFor':
        if (s._type === 'AsyncFor') this.requireCoroutine("'async for' outside async function", s);
        this.expr(s.target);
        this.expr(s.iter);
        return this.conditional(() => {
          this.stmts(s.body);
          this.stmts(s.orelse);
        });
      case 'While':
      case 'If':
        this.expr(s.test);
        return this.conditional(() => {
          this.stmts(s.body);
          this.stmts(s.orelse);
        });
      case 'Match':
        this.expr(s.subject);
        return this.conditional(() => {
          for (const c of s.cases) {
            this.pattern(c.pattern);
            this.exprOpt(c.guard);
            this.stmts(c.body);
          }
        });
      case 'Raise':
        this.exprOpt(s.exc);
        return this.exprOpt(s.exc && s.cause);
      case 'Try':
      case 'TryStar':
        return this.conditional(() => {
          this.stmts(s.body);
          for (const handler of s.handlers) {
            this.exprOpt(handler.type);
            if (handler.name !== null) this.add(handler.name, DEF_LOCAL, handler);
            this.stmts(handler.body);
          }
          this.stmts(s.orelse);
          this.stmts(s.finalbody);
        });
      case 'Assert':
        this.expr(s.test);
        return this.exprOpt(s.msg);
      case 'Import':
        for (const a of s.names) this.alias(a);
        return;
      case 'ImportFrom':
        for (const a of s.names) this.alias(a);
        if (s.module === '__future__' && !s.level) this.checkFuturePlace(s);
        return;
      case 'Global':
        for (const name of s.names) this.declaration(name, DEF_GLOBAL, 'global', s);
        return;
      case 'Nonlocal':
        for (const name of s.names) this.declaration(name, DEF_NONLOCAL, 'nonlocal', s);
        return;
      case 'Expr':
        return this.expr(s.value);
      case 'With':
      case 'AsyncWith':
        if (s._type === 'AsyncWith') this.requireCoroutine("'async with' outside async function", s);
        return this.conditional(() => {
          for (const item of s.items) {
            this.expr(item.context_expr);
            this.exprOpt(item.optional_vars);
          }
          this.stmts(s.body);
        });
      case 'Pass':
      case 'Break':
      case 'Continue':
        return;
    }
  }

  private functionDef(s: FunctionDef | AsyncFunctionDef): void {
    this.add(s.name, DEF_LOCAL, s);
    this.exprs(s.args.defaults);
    for (const e of s.args.kw_defaults) this.exprOpt(e);
    this.exprs(s.decorator_list);
    const generic = s.type_params.length > 0;
    if (generic) {
      // CPython asks whether there is a list of defaults, and there always is one.
      this.enterTypeParams(
        s.name,
        s.type_params,
        true,
        s.args.kw_defaults.some(e => e !== null),
        false,
        s,
      );
      for (const p of s.type_params) this.typeParam(p);
    }
    const scope = new Scope('function', s.name, s, this.current);
    this.blocks.set(s, scope);
    scope.hasDocstring = docstring(s.body) !== null;
    this.functionAnnotations(s);
    this.enterExisting(scope, true);
    if (s._type === 'AsyncFunctionDef') scope.coroutine = true;
    this.parameters(s.args);
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
  }

  private classDef(s: ClassDef): void {
    this.add(s.name, DEF_LOCAL, s);
    this.exprs(s.decorator_list);
    const outerPrivate = this.privateName;
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(s.name, s.type_params, false, false, true, s);
      this.privateName = s.name;
      this.current.mangledNames = new Set();
      for (const p of s.type_params) this.typeParam(p);
    }
    this.exprs(s.bases);
    this.keywords(s.keywords);
    const scope = this.enter(s.name, 'class', s);
    this.blocks.set(s, scope);
    this.privateName = s.name;
    if (generic) {
      this.add('__type_params__', DEF_LOCAL, s);
      this.add('.type_params', USE, s);
    }
    scope.hasDocstring = docstring(s.body) !== null;
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
    this.privateName = outerPrivate;
  }

  private typeAlias(s: TypeAlias): void {
    this.expr(s.name);
    const name = s.name._type === 'Name' ? s.name.id : '';
    const inClass = this.current.type === 'class';
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(name, s.type_params, false, false, false, s);
      for (const p of s.type_params) this.typeParam(p);
    }
    this.blocks.set(s, this.enter(name, 'type alias', s));
    this.current.canSeeClassScope = inClass;
    if (inClass) this.add('__classdict__', USE, s.value);
    this.expr(s.value);
    this.exit();
    if (generic) this.exit();
  }

  private annAssign(s: AnnAssign): void {
    const scope = this.current;
    scope.annotationsUsed = true;
    const target = s.target;
    if (target._type === 'Name') {
      const symbol = this.lookup(scope, target.id);
      if (symbol & (DEF_GLOBAL | DEF_NONLOCAL) && scope !== this.top && s.simple) {
        throw this.error(`annotated name '${target.id}' can't be ${symbol & DEF_GLOBAL ? 'global' : 'nonlocal'}`, s);
      }
      if (s.simple) this.add(target.id, DEF_ANNOT | DEF_LOCAL, target);
      else if (s.value !== null) this.add(target.id, DEF_LOCAL, target);
    } else {
      this.expr(target);
    }
    this.variableAnnotation(s.annotation);
    this.exprOpt(s.value);
  }

  private declaration(name: string, flag: number, word: 'global' | 'nonlocal', s: Position): void {
    const symbol = this.lookup(this.current, name);
    if (symbol & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) {
      const message =
        symbol & DEF_PARAM
          ? `name '${name}' is parameter and ${word}`
          : symbol & USE
            ? `name '${name}' is used prior to ${word} declaration`
            : symbol & DEF_ANNOT
              ? `annotated name '${name}' can't be ${word}`
              : `name '${name}' is assigned to before ${word} declaration`;
      throw this.error(message, s);
    }
    this.add(name, flag, s);
    this.recordDirective(name, s);
  }

  private alias(a: alias): void {
    const name = a.asname ?? a.name;
    if (name === '*') {
      if (this.current.type !== 'module') throw this.error('import * only allowed at module level', a);
      return;
    }
    const dot = name.indexOf('.');
    this.add(dot < 0 ? name : name.slice(0, dot), DEF_IMPORT, a);
  }

  private checkFuturePlace(s: Position): void {
    const last = this.future.location;
    if (s.lineno > last.lineno || (s.lineno === last.end_lineno && s.col_offset > last.end_col_offset)) {
      throw this.error('from __future__ imports must occur at the beginning of the file', s);
    }
  }

  private allowsTopLevelAwait(): boolean {
    return (this.future.features & ALLOW_TOP_LEVEL_AWAIT) !== 0 && this.current.type === 'module';
  }

  private requireCoroutine(message: string, location: Position): void {
    if (this.allowsTopLevelAwait()) this.current.coroutine = true;
    if (!this.current.coroutine) throw this.error(message, location);
  }

  // Functions' parts

  private parameters(a: arguments_): void {
    for (const p of a.posonlyargs) this.add(p.arg, DEF_PARAM, p);
    for (const p of a.args) this.add(p.arg, DEF_PARAM, p);
    for (const p of a.kwonlyargs) this.add(p.arg, DEF_PARAM, p);
    if (a.vararg !== null) {
      this.add(a.vararg.arg, DEF_PARAM, a.vararg);
      this.current.varargs = true;
    }
    if (a.kwarg !== null) {
      this.add(a.kwarg.arg, DEF_PARAM, a.kwarg);
      this.current.varkeywords = true;
    }
  }

  private functionAnnotations(s: FunctionDef | AsyncFunctionDef): void {
    const a = s.args;
    const inClass = this.current.canSeeClassScope || this.current.type === 'class';
    const scope = this.enter('__annotate__', 'annotation', s);
    this.blocks.set(a, scope);
    if (inClass) {
      scope.canSeeClassScope = true;
      this.add('__classdict__', USE, s);
    }
    const annotation = (e: expr | null): void => {
      if (e === null) return;
      scope.annotationsUsed = true;
      this.expr(e);
    };
    const annotations = (args: arg[]): void => args.forEach(p => annotation(p.annotation));
    annotations(a.posonlyargs);
    annotations(a.args);
    if (a.vararg !== null) annotation(a.vararg.annotation);
    if (a.kwarg !== null) annotation(a.kwarg.annotation);
    annotations(a.kwonlyargs);
    annotation(s.returns);
    this.exit();
  }

  /** All annotations of a module, class or function share one scope. */
  private variableAnnotation(annotation: expr): void {
    const parent = this.current;
    // In a function they are never evaluated.
    const unevaluated = parent.type === 'function';
    // A module may be run in part, so each of its annotations counts as conditional.
    if ((parent.type === 'module' || (parent.type === 'class' && parent.inConditionalBlock)) && !parent.hasConditionalAnnotations) {
      parent.hasConditionalAnnotations = true;
      this.add('__conditional_annotations__', USE, annotation);
    }
    if (parent.annotationBlock === null) {
      parent.annotationBlock = this.enter('__annotate__', 'annotation', annotation);
      if (parent.type === 'class' && !(this.future.features & CO.FUTURE_ANNOTATIONS)) {
        this.current.canSeeClassScope = true;
        // Even if the class binds that name itself.
        parent.needsClassdict = true;
        this.add('__classdict__', USE, annotation);
      }
    } else {
      this.enterExisting(parent.annotationBlock, false);
    }
    if (unevaluated) this.current.inUnevaluatedAnnotation = true;
    this.expr(annotation);
    if (unevaluated) this.current.inUnevaluatedAnnotation = false;
    this.exit();
  }

  private typeParam(p: type_param): void {
    this.add(p.name, DEF_TYPE_PARAM | DEF_LOCAL, p);
    if (p._type === 'TypeVar') {
      const info = p.bound?._type === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
      this.typeParamPart(p, p.bound, info, this.blocks);
      this.typeParamPart(p, p.default_value, 'a TypeVar default', this.defaults);
    } else {
      this.typeParamPart(p, p.default_value, `a ${p._type} default`, this.blocks);
    }
  }

  private typeParamPart(p: type_param, e: expr | null, info: string, table: Map<object, Scope>): void {
    if (p.name === '__classdict__') throw this.error(`reserved name '${p.name}' cannot be used for type parameter`, p);
    if (e === null) return;
    const inClass = this.current.canSeeClassScope;
    table.set(p, this.enter(p.name, 'type variable', e));
    this.current.canSeeClassScope = inClass;
    if (inClass) this.add('__classdict__', USE, e);
    this.current.scopeInfo = info;
    this.expr(e);
    this.exit();
  }

  // Expressions

  private exprs(list: expr[]): void {
    for (const e of list) this.expr(e);
  }

  private exprOpt(e: expr | null): void {
    if (e !== null) this.expr(e);
  }

  private keywords(keywords: keyword[]): void {
    for (const k of keywords) if (k.arg !== null) this.checkName(k.arg, k, 'Store');
    for (const k of keywords) this.expr(k.value);
  }

  private expr(e: expr): void {
    switch (e._type) {
      case 'NamedExpr':
        this.forbidInAnnotation('named expression', e);
        if (this.current.compIterExpr > 0) {
          throw this.error('assignment expression cannot be used in a comprehension iterable expression', e);
        }
        if (this.current.comprehension !== null && e.target._type === 'Name') this.extendNamedExprScope(e.target.id, e.target);
        this.expr(e.value);
        return this.expr(e.target);
      case 'BoolOp':
        return this.exprs(e.values);
      case 'BinOp':
        this.expr(e.left);
        return this.expr(e.right);
      case 'UnaryOp':
        return this.expr(e.operand);
      case 'Lambda':
        this.exprs(e.args.defaults);
        for (const d of e.args.kw_defaults) this.exprOpt(d);
        this.blocks.set(e, this.enter('lambda', 'function', e));
        this.parameters(e.args);
        this.expr(e.body);
        return this.exit();
      case 'IfExp':
        this.expr(e.test);
        this.expr(e.body);
        return this.expr(e.orelse);
      case 'Dict':
        for (const k of e.keys) this.exprOpt(k);
        return this.exprs(e.values);
      case 'Set':
      case 'List':
      case 'Tuple':
        return this.exprs(e.elts);
      case 'GeneratorExp':
        return this.comprehension(e, 'genexpr', 'generator', e.elt, null);
      case 'ListComp':
        return this.comprehension(e, 'listcomp', 'list', e.elt, null);
      case 'SetComp':
        return this.comprehension(e, 'setcomp', 'set', e.elt, null);
      case 'DictComp':
        return this.comprehension(e, 'dictcomp', 'dict', e.key, e.value);
      case 'Yield':
      case 'YieldFrom':
        this.forbidInAnnotation('yield expression', e);
        this.exprOpt(e.value);
        this.current.generator = true;
        if (this.current.comprehension !== null) throw this.error(YIELD_INSIDE[this.current.comprehension], e);
        return;
      case 'Await':
        this.forbidInAnnotation('await expression', e);
        if (!this.allowsTopLevelAwait()) {
          const scope = this.current;
          if (!scope.isFunctionLike) throw this.error("'await' outside function", e);
          if (!this.inAsyncDef() && scope.comprehension === null) throw this.error("'await' outside async function", e);
        }
        this.expr(e.value);
        this.current.coroutine = true;
        return;
      case 'Compare':
        this.expr(e.left);
        return this.exprs(e.comparators);
      case 'Call':
        this.expr(e.func);
        this.exprs(e.args);
        return this.keywords(e.keywords);
      case 'FormattedValue':
      case 'Interpolation':
        this.expr(e.value);
        return this.exprOpt(e.format_spec);
      case 'JoinedStr':
      case 'TemplateStr':
        return this.exprs(e.values);
      case 'Constant':
        return;
      case 'Attribute':
        this.checkName(e.attr, e, e.ctx);
        return this.expr(e.value);
      case 'Subscript':
        this.expr(e.value);
        return this.expr(e.slice);
      case 'Starred':
        return this.expr(e.value);
      case 'Slice':
        this.exprOpt(e.lower);
        this.exprOpt(e.upper);
        return this.exprOpt(e.step);
      case 'Name':
        if (this.current.inUnevaluatedAnnotation) return;
        this.add(e.id, e.ctx === 'Load' ? USE : DEF_LOCAL, e, e.ctx);
        // `super` needs to know its class.
        if (e.id === 'super' && e.ctx === 'Load' && this.current.isFunctionLike) this.add('__class__', USE, e);
        return;
    }
  }

  private inAsyncDef(): boolean {
    return this.current.type === 'function' && this.current.coroutine;
  }

  private comprehension(e: Comprehension, name: string, kind: ComprehensionKind, elt: expr, value: expr | null): void {
    const outermost = e.generators[0];
    // The outermost iterable is evaluated outside.
    this.current.compIterExpr++;
    this.expr(outermost.iter);
    this.current.compIterExpr--;
    const scope = this.enter(name, 'function', e);
    this.blocks.set(e, scope);
    scope.comprehension = kind;
    if (outermost.is_async) scope.coroutine = true;
    this.add('.0', DEF_PARAM, e);
    scope.compIterTarget = true;
    this.expr(outermost.target);
    scope.compIterTarget = false;
    this.exprs(outermost.ifs);
    for (let i = 1; i < e.generators.length; i++) this.innerGenerator(e.generators[i]);
    this.exprOpt(value);
    this.expr(elt);
    const isGenerator = kind === 'generator';
    scope.generator = isGenerator;
    const isAsync = scope.coroutine && !isGenerator;
    this.exit();
    if (!isAsync) return;
    if (!this.inAsyncDef() && this.current.comprehension === null && !this.allowsTopLevelAwait()) {
      throw this.error('asynchronous comprehension outside of an asynchronous function', e);
    }
    this.current.coroutine = true;
  }

  private innerGenerator(generator: comprehension): void {
    const scope = this.current;
    scope.compIterTarget = true;
    this.expr(generator.target);
    scope.compIterTarget = false;
    scope.compIterExpr++;
    this.expr(generator.iter);
    scope.compIterExpr--;
    this.exprs(generator.ifs);
    if (generator.is_async) scope.coroutine = true;
  }

  /** `:=` in a comprehension binds in the nearest function or module around it. */
  private extendNamedExprScope(name: string, location: Position): void {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const scope = this.stack[i];
      if (scope.comprehension !== null) {
        const symbol = this.lookup(scope, name);
        if (symbol & DEF_COMP_ITER && symbol & DEF_LOCAL) {
          throw this.error(`assignment expression cannot rebind comprehension iteration variable '${name}'`, location);
        }
        continue;
      }
      switch (scope.type) {
        case 'function':
          this.add(name, this.lookup(scope, name) & DEF_GLOBAL ? DEF_GLOBAL : DEF_NONLOCAL, location);
          this.recordDirective(name, location);
          return this.addTo(scope, name, DEF_LOCAL, location);
        case 'module':
          this.add(name, DEF_GLOBAL, location);
          this.recordDirective(name, location);
          return this.addTo(scope, name, DEF_GLOBAL, location);
        case 'class':
          throw this.error('assignment expression within a comprehension cannot be used in a class body', location);
        case 'type parameters':
          throw this.error('assignment expression within a comprehension cannot be used within the definition of a generic', location);
        case 'type alias':
          throw this.error('assignment expression within a comprehension cannot be used in a type alias', location);
        case 'type variable':
          throw this.error('assignment expression within a comprehension cannot be used in a TypeVar bound', location);
        case 'annotation':
          break;
      }
    }
    throw new Error('invariant: a comprehension stands in a module, class or function');
  }

  private forbidInAnnotation(what: string, e: Position): void {
    const { type, scopeInfo } = this.current;
    const where = FORBIDDEN_IN[type] ?? (type === 'type variable' ? scopeInfo : null);
    if (where !== null) throw this.error(`${what} cannot be used within ${where}`, e);
  }

  // Patterns

  private patterns(list: pattern[]): void {
    for (const p of list) this.pattern(p);
  }

  private pattern(p: pattern): void {
    switch (p._type) {
      case 'MatchValue':
        return this.expr(p.value);
      case 'MatchSingleton':
        return;
      case 'MatchSequence':
      case 'MatchOr':
        return this.patterns(p.patterns);
      case 'MatchStar':
        if (p.name !== null) this.add(p.name, DEF_LOCAL, p);
        return;
      case 'MatchMapping':
        this.exprs(p.keys);
        this.patterns(p.patterns);
        if (p.rest !== null) this.add(p.rest, DEF_LOCAL, p);
        return;
      case 'MatchClass':
        this.expr(p.cls);
        this.patterns(p.patterns);
        p.kwd_attrs.forEach((attr, i) => this.checkName(attr, p.kwd_patterns[i], 'Store'));
        return this.patterns(p.kwd_patterns);
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        if (p.name !== null) this.add(p.name, DEF_LOCAL, p);
        return;
    }
  }
}

const YIELD_INSIDE: Record<ComprehensionKind, string> = {
  list: "'yield' inside list comprehension",
  set: "'yield' inside set comprehension",
  dict: "'yield' inside dict comprehension",
  generator: "'yield' inside generator expression",
};

const FORBIDDEN_IN: Partial<Record<ScopeType, string>> = {
  annotation: 'an annotation',
  'type alias': 'a type alias',
  'type parameters': 'the definition of a generic',
};

/** The str constant that begins a body, or null. */
export function docstring(body: readonly stmt[]): Constant | null {
  const first = body[0];
  if (first?._type !== 'Expr' || first.value._type !== 'Constant') return null;
  const value = first.value.value;
  return typeof value === 'string' || (typeof value === 'object' && value !== null && value.kind === 'str') ? first.value : null;
}
