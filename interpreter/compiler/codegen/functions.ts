/** Functions, lambdas, type parameters and type aliases. */
import type {
  AsyncFunctionDef,
  FunctionDef,
  Lambda,
  TypeAlias,
  arguments_ as Arguments,
  expr,
  stmt,
  type_param,
} from '../../ast/nodes.generated.ts';
import { TupleConst } from '../../code/constant.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { FUNCTION_ATTRIBUTE, INTRINSIC_1, INTRINSIC_2 } from '../../opcodes/index.ts';
import { docstring } from '../../symtable/index.ts';
import type { Scope } from '../../symtable/index.ts';
import type { Location } from '../instruction-sequence.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import { NO_LABEL } from '../unit.ts';
import type { ArgumentCounts } from '../unit.ts';
import { enterAnnotations, functionAnnotations, starredOrPlain } from './annotations.ts';
import { makeClosure } from './closures.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { cleanDoc } from './docstring.ts';
import { nameOp } from './names.ts';
import { wrapInStopIterationHandler } from './yielding.ts';

export function decorators(c: Compiler, list: readonly expr[]): void {
  c.exprs(list);
}

export function applyDecorators(c: Compiler, list: readonly expr[]): void {
  for (let i = list.length - 1; i >= 0; i--) c.opI(locationOf(list[i]), op.CALL, 0);
}

/** A decorated definition begins with its first decorator. */
export function firstLine(s: { lineno: number; decorator_list: readonly expr[] }): number {
  return s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
}

export function functionDef(c: Compiler, s: FunctionDef | AsyncFunctionDef): void {
  const loc = locationOf(s);
  const firstlineno = firstLine(s);
  const generic = s.type_params.length > 0;
  decorators(c, s.decorator_list);
  let attributes = defaultArguments(c, loc, s.args);
  let inherited = 0;
  if (generic) {
    // Defaults are evaluated outside of the type parameters' scope and come in as its arguments.
    if (attributes & FUNCTION_ATTRIBUTE.DEFAULTS) inherited++;
    if (attributes & FUNCTION_ATTRIBUTE.KWDEFAULTS) inherited++;
    if (inherited === 2) c.opI(loc, op.SWAP, 2);
    const counts = { argcount: inherited, posonlyargcount: 0, kwonlyargcount: 0 };
    c.enterScope('annotations', c.symtable.lookup(s.type_params), `<generic parameters of ${s.name}>`, firstlineno, counts);
    typeParams(c, s.type_params);
    for (let i = 0; i < inherited; i++) c.opI(loc, op.LOAD_FAST, i);
  }
  attributes |= functionAnnotations(c, loc, s.args, s.returns);
  functionBody(c, s, attributes, firstlineno);
  if (generic) {
    c.opI(loc, op.SWAP, 2);
    c.opI(loc, op.CALL_INTRINSIC_2, INTRINSIC_2.SET_FUNCTION_TYPE_PARAMS);
    makeClosure(c, loc, c.finish(false), 0);
    if (inherited > 0) {
      c.opI(loc, op.SWAP, inherited + 1);
      c.opI(loc, op.CALL, inherited - 1);
    } else {
      c.op(loc, op.PUSH_NULL);
      c.opI(loc, op.CALL, 0);
    }
  }
  applyDecorators(c, s.decorator_list);
  nameOp(c, loc, s.name, 'Store');
}

function countsOf(args: Arguments): ArgumentCounts {
  return { argcount: args.args.length, posonlyargcount: args.posonlyargs.length, kwonlyargcount: args.kwonlyargs.length };
}

function functionBody(c: Compiler, s: FunctionDef | AsyncFunctionDef, attributes: number, firstlineno: number): void {
  const scope = c.symtable.lookup(s);
  c.enterScope(s._type === 'AsyncFunctionDef' ? 'async function' : 'function', scope, s.name, firstlineno, countsOf(s.args));
  let body: readonly stmt[] = s.body;
  const doc = scope.hasDocstring ? docstring(s.body) : null;
  if (doc !== null) {
    c.unit.consts.add(cleanDoc(doc.value));
    body = body.slice(1);
  }
  const start = c.newLabel();
  c.useLabel(start);
  const wrapped = scope.coroutine || scope.generator;
  // The handler around the whole body counts as a block.
  if (wrapped) c.pushBlock({ type: 'stop iteration', loc: NO_LOCATION, block: start, exit: NO_LABEL });
  c.stmts(body);
  if (wrapped) {
    wrapInStopIterationHandler(c);
    c.popBlock();
  }
  makeClosure(c, locationOf(s), c.finish(true), attributes);
}

export function lambda(c: Compiler, e: Lambda): void {
  const loc = locationOf(e);
  const attributes = defaultArguments(c, loc, e.args);
  c.enterScope('lambda', c.symtable.lookup(e), '<lambda>', e.lineno, countsOf(e.args));
  c.expr(e.body);
  // A lambda with `yield` ends with the return that every unit gets.
  const isGenerator = c.scope.generator;
  if (!isGenerator) c.op(locationOf(e.body), op.RETURN_VALUE);
  makeClosure(c, loc, c.finish(!isGenerator), attributes);
}

/** Pushes the default values; says which attributes of the function they become. */
function defaultArguments(c: Compiler, loc: Location, args: Arguments): number {
  let attributes = 0;
  if (args.defaults.length > 0) {
    c.exprs(args.defaults);
    c.opI(loc, op.BUILD_TUPLE, args.defaults.length);
    attributes |= FUNCTION_ATTRIBUTE.DEFAULTS;
  }
  let count = 0;
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i];
    if (value === null) return;
    c.loadMangled(loc, arg.arg, c.maybeMangle(arg.arg));
    c.expr(value);
    count++;
  });
  if (count > 0) {
    c.opI(loc, op.BUILD_MAP, count);
    attributes |= FUNCTION_ATTRIBUTE.KWDEFAULTS;
  }
  return attributes;
}

// Type parameters

/** Makes each type parameter, binds its name, and pushes the tuple of all. */
export function typeParams(c: Compiler, params: readonly type_param[]): void {
  let seenDefault = false;
  for (const p of params) {
    const loc = locationOf(p);
    c.loadName(loc, p.name);
    if (p._type === 'TypeVar' && p.bound !== null) {
      typeParamPart(c, p.bound, p.name, c.symtable.lookup(p), false);
      const constrained = p.bound._type === 'Tuple';
      c.opI(loc, op.CALL_INTRINSIC_2, constrained ? INTRINSIC_2.TYPEVAR_WITH_CONSTRAINTS : INTRINSIC_2.TYPEVAR_WITH_BOUND);
    } else {
      c.opI(loc, op.CALL_INTRINSIC_1, TYPE_PARAM_INTRINSICS[p._type]);
    }
    if (p.default_value !== null) {
      seenDefault = true;
      const scope = p._type === 'TypeVar' ? c.symtable.lookupDefault(p) : c.symtable.lookup(p);
      typeParamPart(c, p.default_value, p.name, scope, p._type === 'TypeVarTuple');
      c.opI(loc, op.CALL_INTRINSIC_2, INTRINSIC_2.SET_TYPEPARAM_DEFAULT);
    } else if (seenDefault) {
      throw c.error(`non-default type parameter '${p.name}' follows default type parameter`, p);
    }
    c.opI(loc, op.COPY, 1);
    nameOp(c, loc, p.name, 'Store');
  }
  c.opI(locationOf(params[0]), op.BUILD_TUPLE, params.length);
}

const TYPE_PARAM_INTRINSICS = { TypeVar: INTRINSIC_1.TYPEVAR, TypeVarTuple: INTRINSIC_1.TYPEVARTUPLE, ParamSpec: INTRINSIC_1.PARAMSPEC };

/** A bound or default is evaluated when it is asked for: it becomes a function, whose format is 1 (the value) unless told otherwise. */
function typeParamPart(c: Compiler, e: expr, name: string, scope: Scope, allowStarred: boolean): void {
  const loc = locationOf(e);
  c.loadConst(loc, FORMAT_DEFAULT);
  enterAnnotations(c, loc, scope, name);
  if (allowStarred) starredOrPlain(c, loc, e);
  else c.expr(e);
  c.op(loc, op.RETURN_VALUE);
  makeClosure(c, loc, c.finish(true), FUNCTION_ATTRIBUTE.DEFAULTS);
}

const FORMAT_DEFAULT = new TupleConst([1]);

export function typeAlias(c: Compiler, s: TypeAlias): void {
  if (s.name._type !== 'Name') throw new Error('invariant: a type alias has a simple name');
  const loc = locationOf(s);
  const name = s.name.id;
  const generic = s.type_params.length > 0;
  if (generic) {
    c.enterScope('annotations', c.symtable.lookup(s.type_params), `<generic parameters of ${name}>`, s.lineno);
    c.loadName(loc, name);
    typeParams(c, s.type_params);
  } else {
    c.loadName(loc, name);
    c.loadConst(loc, null);
  }
  c.loadConst(loc, FORMAT_DEFAULT);
  enterAnnotations(c, loc, c.symtable.lookup(s), name);
  c.expr(s.value);
  c.op(loc, op.RETURN_VALUE);
  makeClosure(c, loc, c.finish(false), FUNCTION_ATTRIBUTE.DEFAULTS);
  c.opI(loc, op.BUILD_TUPLE, 3);
  c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.TYPEALIAS);
  if (generic) {
    makeClosure(c, loc, c.finish(false), 0);
    c.op(loc, op.PUSH_NULL);
    c.opI(loc, op.CALL, 0);
  }
  nameOp(c, loc, name, 'Store');
}
