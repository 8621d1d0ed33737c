/**
 * One scope of the symbol table: CPython's `PySTEntryObject` (`Include/internal/pycore_symtable.h`), with its flags.
 *
 * A symbol is one integer: in its low bits the facts that collecting found (`DEF_*`, `USE`), above `SCOPE_OFFSET` the verdict of resolving.
 */
import type { Position } from '../ast/nodes.generated.ts';

export const DEF_GLOBAL = 1;
export const DEF_LOCAL = 2;
export const DEF_PARAM = 2 << 1;
export const DEF_NONLOCAL = 2 << 2;
export const USE = 2 << 3;
/** A free variable of a method that the class body also binds. */
export const DEF_FREE_CLASS = 2 << 5;
export const DEF_IMPORT = 2 << 6;
export const DEF_ANNOT = 2 << 7;
/** The target of a comprehension's `for`. */
export const DEF_COMP_ITER = 2 << 8;
export const DEF_TYPE_PARAM = 2 << 9;
/** A cell of a comprehension that was inlined here. */
export const DEF_COMP_CELL = 2 << 10;
export const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT | DEF_TYPE_PARAM;

export const SCOPE_OFFSET = 12;
const SCOPE_MASK = 15;

/** What a name means in a scope; 0 where the scope does not mention it. */
export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;

export type NameScope = 0 | typeof LOCAL | typeof GLOBAL_EXPLICIT | typeof GLOBAL_IMPLICIT | typeof FREE | typeof CELL;

export function symbolToScope(symbol: number): NameScope {
  return ((symbol >> SCOPE_OFFSET) & SCOPE_MASK) as NameScope;
}

/** The kinds of scope, by the names that the module `symtable` gives them. */
export type ScopeType = 'module' | 'function' | 'class' | 'annotation' | 'type alias' | 'type parameters' | 'type variable';

export type ComprehensionKind = 'list' | 'set' | 'dict' | 'generator';

/** A `global` or `nonlocal` statement (or `:=` in a comprehension), kept for the range of a later error. */
export interface Directive {
  name: string;
  location: Position;
}

export class Scope {
  readonly type: ScopeType;
  readonly name: string;
  readonly location: Position;
  /** Name to flags, in order of first mention. */
  readonly symbols = new Map<string, number>();
  /** Parameters, in the order of their local slots. */
  readonly varnames: string[] = [];
  children: Scope[] = [];
  directives: Directive[] = [];
  /** In the type parameters of a generic class only these names are mangled. */
  mangledNames: Set<string> | null = null;
  /** For messages about type variables: "a TypeVar bound" and the like. */
  scopeInfo: string | null = null;
  /** The scope of this module's, class's or function's variable annotations. */
  annotationBlock: Scope | null = null;
  comprehension: ComprehensionKind | null = null;

  /** Inside a function, or in what is nested in one. */
  nested: boolean;
  /** A function directly in a class. */
  method: boolean;
  generator = false;
  coroutine = false;
  varargs = false;
  varkeywords = false;
  returnsValue = false;
  annotationsUsed = false;
  hasDocstring = false;
  /** A class whose methods use `super()` or `__class__`. */
  needsClassClosure = false;
  /** A class with scopes that look names up in its namespace. */
  needsClassdict = false;
  hasConditionalAnnotations = false;
  /** An annotation-like scope directly in a class: its names are looked up in the class first. */
  canSeeClassScope = false;
  /** A comprehension that runs in its parent's frame. */
  compInlined = false;
  /** While collecting: inside the target of a comprehension. */
  compIterTarget = false;
  /** While collecting: how many comprehension iterables enclose this point. */
  compIterExpr = 0;
  inConditionalBlock = false;
  inUnevaluatedAnnotation = false;

  constructor(type: ScopeType, name: string, location: Position, parent: Scope | null) {
    this.type = type;
    this.name = name;
    this.location = location;
    this.nested = parent !== null && (parent.nested || parent.isFunctionLike);
    this.method = parent !== null && parent.type === 'class' && type === 'function';
  }

  /** Scopes whose names live in fast locals. */
  get isFunctionLike(): boolean {
    return this.type !== 'module' && this.type !== 'class';
  }

  symbol(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  scopeOf(name: string): NameScope {
    return symbolToScope(this.symbol(name));
  }
}

/** `__name` in class `C` is `_C__name`; names with a dot, and `__name__`, stay. */
export function mangle(privateName: string | null, name: string): string {
  if (privateName === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = privateName.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

/** `mangle`, but among a generic class's type parameters only the parameters themselves. */
export function maybeMangle(privateName: string | null, scope: Scope, name: string): string {
  if (scope.mangledNames !== null && !scope.mangledNames.has(name)) return name;
  return mangle(privateName, name);
}
