/**
 * Functions written in TypeScript, as Python sees them.
 *
 * One string, in the form of CPython's Argument Clinic (`"sorted(iterable, /, *, key=None, reverse=False)"`), declares a function: arity,
 * keywords, defaults, `__text_signature__` and the error messages derive from it. The implementation gets its parameters as positional
 * JavaScript arguments, in the order of the signature, whether the caller passed them by position or by keyword:
 *
 * - an omitted optional parameter is `undefined`;
 * - `*args` is one array; `**kwargs` is one `PyDict` (or undefined when empty);
 * - a method's first parameter is `$self` (for a class method `$type`), checked against the owner's type before the call.
 */
import { PyObject, type MaybeValue, type Value } from './value.ts';
import { PyDict } from './dict.ts';
import { T } from './registry.ts';
import type { KwNames } from './slots.ts';
import { typeError } from './errors.ts';
import { typeOf, type PyType } from './type.ts';

// Parameters are checked where the function is written; here they are only passed on.
export type NativeImplementation = (...args: never[]) => Value;

type ParameterKind = 'positional-only' | 'positional' | 'keyword-only' | 'var-positional' | 'var-keyword';
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly optional: boolean;
}

/** What a function belongs to, a type or a module. */
interface Scope {
  readonly qualname: string;
}

/** `list.append`. Thousands of functions are never asked, so it is not kept. */
const qualified = (scope: Scope | null, name: string): string => (scope === null ? name : `${scope.qualname}.${name}`);

export class Signature {
  /** What messages say in front of the name. Set by who makes the function. */
  scope: Scope | null = null;
  /** As declared, without the name: `($self, iterable, /)`. */
  declare readonly text: string;
  declare readonly name: string;
  /** Null until somebody asks: there are two thousand declarations, and a program calls a few dozen of the functions. */
  private parsed: readonly Parameter[] | null = null;
  /** Fewest and most positional arguments (Infinity with `*args`). */
  minPositional = 0;
  maxPositional = 0;
  /** Only positional parameters, no `*args`: arguments can be passed straight through. False until the parameters are known. */
  simple = false;
  takesKeywords = false;

  constructor(declaration: string) {
    const open = declaration.indexOf('(');
    this.name = declaration.slice(0, open);
    this.text = declaration.slice(open);
  }

  get qualname(): string {
    return qualified(this.scope, this.name);
  }

  /** After this the fields that describe the parameters hold. */
  prepare(): void {
    if (this.parsed === null) this.parse();
  }

  get parameters(): readonly Parameter[] {
    return this.parsed ?? this.parse();
  }

  private parse(): readonly Parameter[] {
    const parameters: Parameter[] = [];
    let kind: ParameterKind = 'positional';
    // `sub[, start[, end]]` is older notation for parameters without a default that shows.
    const list = this.text
      .slice(1, this.text.lastIndexOf(')'))
      .replace(/\[, (\w+)/g, ', $1=')
      .replaceAll(']', '');
    for (const part of splitTopLevel(list)) {
      if (part === '/') {
        for (let i = 0; i < parameters.length; i++) parameters[i] = { ...parameters[i], kind: 'positional-only' };
      } else if (part === '*') kind = 'keyword-only';
      else if (part.startsWith('**')) parameters.push({ name: part.slice(2), kind: 'var-keyword', optional: true });
      else if (part.startsWith('*')) {
        parameters.push({ name: part.slice(1), kind: 'var-positional', optional: true });
        kind = 'keyword-only';
      } else {
        const [name, ...rest] = part.split('=');
        parameters.push({ name: name.replace('$', ''), kind, optional: rest.length > 0 });
      }
    }
    this.takesKeywords = parameters.some(p => p.kind === 'positional' || p.kind === 'keyword-only' || p.kind === 'var-keyword');
    const positional = parameters.filter(p => p.kind === 'positional-only' || p.kind === 'positional');
    this.minPositional = positional.filter(p => !p.optional).length;
    this.maxPositional = parameters.some(p => p.kind === 'var-positional') ? Infinity : positional.length;
    this.simple = parameters.length === positional.length;
    return (this.parsed = parameters);
  }
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (i === text.length || (c === ',' && depth === 0 && quote === '')) {
      const part = text.slice(start, i).trim();
      if (part !== '') parts.push(part);
      start = i + 1;
    } else if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
  }
  return parts;
}

/** Functions that the evaluation loop knows, for particular arguments. */
export const SHORTCUT = { NONE: 0, APPEND: 1, SEND: 2, NEXT: 3, COLLECT: 4, SUM: 5, ANY: 6, ALL: 7, JOIN: 8, EXTREME: 9 } as const;

/** By `__qualname__`: methods, and functions of `builtins`. */
const SHORTCUTS: ReadonlyMap<string, number> = new Map<string, number>([
  ['list.append', SHORTCUT.APPEND],
  ['generator.send', SHORTCUT.SEND],
  ['str.join', SHORTCUT.JOIN],
  ['next', SHORTCUT.NEXT],
  ['sorted', SHORTCUT.COLLECT],
  ['min', SHORTCUT.EXTREME],
  ['max', SHORTCUT.EXTREME],
  ['sum', SHORTCUT.SUM],
  ['any', SHORTCUT.ANY],
  ['all', SHORTCUT.ALL],
]);

/** Lets the loop know a function of `builtins`. */
export function setShortcut(builtin: PyBuiltin): void {
  builtin.shortcut = SHORTCUTS.get(builtin.qualname) ?? SHORTCUT.NONE;
}

/** builtin_function_or_method, or a method descriptor of a built-in type. */
export class PyBuiltin extends PyObject {
  declare readonly signature: Signature;
  declare readonly implementation: NativeImplementation;
  /** Bound object: the instance of a bound built-in method, the module of a function; undefined for a descriptor. */
  declare readonly self: MaybeValue;
  /** The type that owns a method descriptor; null for plain functions. */
  declare readonly owner: PyType | null;
  declare readonly doc: string | null;
  /** `__module__`. */
  module: string | null = null;
  shortcut: number = SHORTCUT.NONE;
  /** What `__qualname__` names in front. */
  declare scope: Scope | null;

  constructor(
    cls: PyType,
    signature: Signature,
    implementation: NativeImplementation,
    self: MaybeValue,
    owner: PyType | null,
    doc: string | null,
  ) {
    super(cls);
    this.signature = signature;
    this.implementation = implementation;
    this.self = self;
    this.owner = owner;
    this.doc = doc;
    this.scope = owner;
    signature.scope = owner;
    if (owner !== null && self === undefined) setShortcut(this);
  }

  get qualname(): string {
    return qualified(this.scope, this.signature.name);
  }
}

/** A function of a module: `nativeFunction('len(obj, /)', len)`. */
export function nativeFunction(declaration: string, implementation: NativeImplementation, doc: string | null = null): PyBuiltin {
  return new PyBuiltin(T.builtin_function_or_method, new Signature(declaration), implementation, undefined, null, doc);
}

type AnyFunction = (...args: MaybeValue[]) => Value;

/**
 * Calls a native function with all its arguments (a method's self first), as CPython's vectorcall: `args` ends with the values of `kwnames`.
 * Raises TypeError, worded as CPython does, when they do not fit the signature.
 */
export function callNative(
  signature: Signature,
  implementation: NativeImplementation,
  args: readonly MaybeValue[],
  kwnames: KwNames,
): Value {
  const f = implementation as unknown as AnyFunction;
  signature.prepare();
  if (kwnames === null && signature.simple) {
    const n = args.length;
    if (n >= signature.minPositional && n <= signature.maxPositional) {
      switch (n) {
        case 0:
          return f();
        case 1:
          return f(args[0]);
        case 2:
          return f(args[0], args[1]);
        case 3:
          return f(args[0], args[1], args[2]);
        default:
          return f(...args);
      }
    }
  }
  return f(...(bindArguments(signature, args, kwnames) as MaybeValue[]));
}

/** Arranges arguments in the order of the parameters. */
export function bindArguments(signature: Signature, args: readonly MaybeValue[], kwnames: KwNames): (MaybeValue | Value[])[] {
  const { parameters } = signature;
  const positionalCount = args.length - (kwnames === null ? 0 : kwnames.length);
  const bound: (MaybeValue | Value[])[] = new Array(parameters.length).fill(undefined);
  let next = 0;
  let extra: PyDict | undefined;
  if (kwnames !== null && kwnames.length > 0 && !signature.takesKeywords)
    throw typeError(`${signature.qualname}() takes no keyword arguments`);
  if (positionalCount > signature.maxPositional) throw tooMany(signature, positionalCount, kwnames);
  if (kwnames !== null && args.length > parameters.length - 1) checkCount(signature, positionalCount, kwnames.length);
  for (let i = 0; i < parameters.length; i++) {
    const kind = parameters[i].kind;
    if (kind === 'positional-only' || kind === 'positional') {
      if (next < positionalCount) bound[i] = args[next++];
    } else if (kind === 'var-positional') {
      bound[i] = args.slice(next, positionalCount) as Value[];
      next = positionalCount;
    }
  }
  if (kwnames !== null) {
    for (let k = 0; k < kwnames.length; k++) {
      const name = kwnames[k];
      const value = args[positionalCount + k] as Value;
      const i = parameters.findIndex(p => p.name === name && (p.kind === 'positional' || p.kind === 'keyword-only'));
      if (i >= 0) {
        if (bound[i] !== undefined) {
          const order = parameters.slice(0, i + 1).filter(p => p.name !== 'self' && p.name !== 'type').length;
          throw typeError(`argument for ${displayName(signature)}() given by name ('${name}') and position (${order})`);
        }
        bound[i] = value;
      } else if (parameters.some(p => p.kind === 'var-keyword')) (extra ??= new PyDict()).setStr(name, value);
      else throw unexpected(signature, name);
    }
  }
  for (let i = 0; i < parameters.length; i++) {
    const p = parameters[i];
    if (p.kind === 'var-keyword') bound[i] = extra;
    else if (bound[i] === undefined && !p.optional) throw missing(signature, i, positionalCount);
  }
  return bound;
}

/** Functions that read their keywords apart from any number of positional arguments, and count them. */
const COUNTS_KEYWORDS: ReadonlySet<string> = new Set(['min', 'max', 'zip', 'product', 'ImportError']);

/** Raises TypeError for more arguments than there are parameters. */
function checkCount(signature: Signature, positional: number, keywords: number): void {
  const { parameters } = signature;
  if (parameters.some(p => p.kind === 'var-keyword')) return;
  const hidden = hiddenCount(signature);
  let given = positional - hidden + keywords;
  let all = parameters.length - hidden;
  let none = positional === hidden;
  if (signature.maxPositional === Infinity) {
    if (!COUNTS_KEYWORDS.has(signature.name)) return;
    given = keywords;
    all = parameters.filter(p => p.kind === 'keyword-only').length;
    none = true;
  }
  if (given <= all) return;
  const bound = signature.minPositional - hidden === all ? 'exactly' : 'at most';
  throw typeError(`${displayName(signature)}() takes ${bound} ${all} ${none ? 'keyword ' : ''}argument${plural(all)} (${given} given)`);
}

/** Finds the name that was meant: set by `vm/traceback-text.ts`, which knows how to find similar ones. */
export const keywordHooks: { suggest: (name: string, candidates: readonly string[]) => string | null } = { suggest: () => null };

function unexpected(signature: Signature, name: string): Error | PyObject {
  const names = signature.parameters.filter(p => p.kind === 'positional' || p.kind === 'keyword-only').map(p => p.name);
  return unexpectedKeyword(
    displayName(signature),
    name,
    names.slice(signature.parameters[0]?.kind === 'positional' ? hiddenCount(signature) : 0),
  );
}

/** TypeError for a keyword that a function does not have. */
export function unexpectedKeyword(owner: string, name: string, candidates: readonly string[]): Error | PyObject {
  const suggestion = keywordHooks.suggest(name, candidates);
  const hint = suggestion === null ? '' : `. Did you mean '${suggestion}'?`;
  return typeError(`${owner}() got an unexpected keyword argument '${name}'${hint}`);
}

/** Leading `self` is not counted in messages. */
function hiddenCount(signature: Signature): number {
  return signature.text.startsWith('($') ? 1 : 0;
}

function displayName(signature: Signature): string {
  return signature.name;
}

const plural = (n: number): string => (n === 1 ? '' : 's');

function tooMany(signature: Signature, given: number, kwnames: KwNames): Error | PyObject {
  const hidden = hiddenCount(signature);
  const max = signature.maxPositional - hidden;
  const min = signature.minPositional - hidden;
  const name = displayName(signature);
  const n = given - hidden;
  const all = signature.parameters.length - hidden;
  if (all === 0 && kwnames === null) return typeError(`${signature.qualname}() takes no arguments (${n} given)`);
  if (signature.simple && signature.parameters.every(p => p.kind === 'positional-only')) {
    if (min === max)
      return max === 1
        ? typeError(`${signature.qualname}() takes exactly one argument (${n} given)`)
        : typeError(`${name} expected ${max} arguments, got ${n}`);
    return typeError(`${name} expected at most ${max} argument${plural(max)}, got ${n}`);
  }
  const bound = min === max ? 'exactly' : 'at most';
  // More arguments than there are parameters, or only more positional ones than there may be.
  if (n > all) return typeError(`${name}() takes ${bound} ${all} argument${plural(all)} (${n} given)`);
  if (max === 0) return typeError(`${name}() takes no positional arguments`);
  return typeError(`${name}() takes ${bound} ${max} positional argument${plural(max)} (${n} given)`);
}

function missing(signature: Signature, index: number, given: number): Error | PyObject {
  const hidden = hiddenCount(signature);
  const name = displayName(signature);
  const min = signature.minPositional - hidden;
  const max = signature.maxPositional - hidden;
  if (given < hidden) return typeError(`unbound method ${name}() needs an argument`);
  const n = given - hidden;
  const parameter = signature.parameters[index];
  if (signature.simple && signature.parameters.every(p => p.kind === 'positional-only')) {
    if (min === max)
      return max === 1
        ? typeError(`${signature.qualname}() takes exactly one argument (${n} given)`)
        : typeError(`${name} expected ${max} arguments, got ${n}`);
    return typeError(`${name} expected at least ${min} argument${plural(min)}, got ${n}`);
  }
  if (parameter.kind === 'positional-only')
    return typeError(`${name}() takes at least ${min} positional argument${plural(min)} (${n} given)`);
  return typeError(`${name}() missing required argument '${parameter.name}' (pos ${index - hidden + 1})`);
}

/** Calls a `PyBuiltin`: checks and prepends self where there is one. */
export function callBuiltin(callable: PyBuiltin, args: readonly Value[], kwnames: KwNames): Value {
  if (callable.owner !== null) {
    if (callable.self !== undefined) return callNative(callable.signature, callable.implementation, [callable.self, ...args], kwnames);
    const { owner, signature } = callable;
    if (args.length === 0 || (kwnames !== null && args.length === kwnames.length))
      throw typeError(`unbound method ${owner.qualname}.${signature.name}() needs an argument`);
    if (!typeOf(args[0]).isSubtype(owner)) {
      throw typeError(`descriptor '${signature.name}' for '${owner.name}' objects doesn't apply to a '${typeOf(args[0]).name}' object`);
    }
  }
  return callNative(callable.signature, callable.implementation, args, kwnames);
}
