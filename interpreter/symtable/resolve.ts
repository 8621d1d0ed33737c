/**
 * The second pass: what each name means, decided from the facts that collecting found.
 *
 * A scope receives from its parent the names bound around it and the names declared global around it; it hands back the names that it and its
 * children use but do not bind. A local name that comes back as free from a child becomes a cell. Comprehensions other than generator
 * expressions are merged into their parent on the way.
 */
import { syntaxErrorAt } from './errors.ts';
import type { Scope } from './scope.ts';
import {
  CELL,
  DEF_BOUND,
  DEF_COMP_CELL,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  SCOPE_OFFSET,
  symbolToScope,
} from './scope.ts';

type Names = Set<string>;

/** What a class provides without a statement that binds it. */
const CLASS_CELLS = ['__class__', '__classdict__', '__conditional_annotations__'];

export function resolve(top: Scope, filename: string): void {
  resolveScope(top, null, new Set(), new Set(), new Set(), null, filename);
}

/** `bound` is null for the module; `free` receives what stays unbound; the other sets are the caller's copies and may change. */
function resolveScope(
  scope: Scope,
  bound: Names | null,
  free: Names,
  global: Names,
  typeParams: Names,
  classScope: Scope | null,
  filename: string,
): void {
  const local: Names = new Set();
  const scopes = new Map<string, number>();
  const newGlobal: Names = new Set();
  const newFree: Names = new Set();
  const newBound: Names = new Set();
  const inlinedCells: Names = new Set();
  const isClass = scope.type === 'class';

  // What a class binds is invisible to its methods, so they get what is visible before the class's own names are looked at.
  if (isClass) {
    addAll(newGlobal, global);
    if (bound !== null) addAll(newBound, bound);
  }

  for (const [name, flags] of scope.symbols) {
    resolveName(scope, scopes, name, flags, bound, local, free, global, typeParams, classScope, filename);
  }

  if (isClass) {
    addAll(newBound, CLASS_CELLS);
  } else {
    if (scope.isFunctionLike) addAll(newBound, local);
    if (bound !== null) addAll(newBound, bound);
    addAll(newGlobal, global);
  }

  for (const child of scope.children) {
    const childClass = child.canSeeClassScope ? (isClass ? scope : classScope) : null;
    // A comprehension in an annotation scope of a class is not inlined: its names must be looked up in the class.
    const inline = child.comprehension !== null && !child.generator && !scope.canSeeClassScope;
    const childFree = new Set(newFree);
    resolveScope(child, new Set(newBound), childFree, new Set(newGlobal), new Set(typeParams), childClass, filename);
    if (inline) {
      inlineComprehension(scope, child, scopes, childFree, inlinedCells);
      child.compInlined = true;
    }
    addAll(newFree, childFree);
  }

  if (scope.children.some(child => child.compInlined)) {
    scope.children = scope.children.flatMap(child => (child.compInlined ? child.children : [child]));
  }

  if (scope.isFunctionLike) makeCells(scopes, newFree, inlinedCells);
  else if (isClass) dropClassFree(scope, newFree);
  recordScopes(scope, scopes, bound, newFree, inlinedCells, isClass || scope.canSeeClassScope);
  addAll(free, newFree);
}

function resolveName(
  scope: Scope,
  scopes: Map<string, number>,
  name: string,
  flags: number,
  bound: Names | null,
  local: Names,
  free: Names,
  global: Names,
  typeParams: Names,
  classScope: Scope | null,
  filename: string,
): void {
  if (flags & DEF_GLOBAL) {
    if (flags & DEF_NONLOCAL) throw errorAtDirective(scope, name, `name '${name}' is nonlocal and global`, filename);
    scopes.set(name, GLOBAL_EXPLICIT);
    global.add(name);
    bound?.delete(name);
    return;
  }
  if (flags & DEF_NONLOCAL) {
    if (bound === null) throw errorAtDirective(scope, name, 'nonlocal declaration not allowed at module level', filename);
    if (!bound.has(name)) throw errorAtDirective(scope, name, `no binding for nonlocal '${name}' found`, filename);
    if (typeParams.has(name)) throw errorAtDirective(scope, name, `nonlocal binding not allowed for type parameter '${name}'`, filename);
    scopes.set(name, FREE);
    free.add(name);
    return;
  }
  if (flags & DEF_BOUND) {
    scopes.set(name, LOCAL);
    local.add(name);
    global.delete(name);
    if (flags & DEF_TYPE_PARAM) typeParams.add(name);
    else typeParams.delete(name);
    return;
  }
  // A name that the class binds is looked up there and then among the globals, past functions around the class.
  if (classScope !== null) {
    const classFlags = classScope.symbol(name);
    if (classFlags & DEF_GLOBAL) {
      scopes.set(name, GLOBAL_EXPLICIT);
      return;
    }
    if (classFlags & DEF_BOUND && !(classFlags & DEF_NONLOCAL)) {
      scopes.set(name, GLOBAL_IMPLICIT);
      return;
    }
  }
  if (bound?.has(name)) {
    scopes.set(name, FREE);
    free.add(name);
    return;
  }
  scopes.set(name, GLOBAL_IMPLICIT);
}

/** Copies a comprehension's names into the scope that will run it. */
function inlineComprehension(scope: Scope, comp: Scope, scopes: Map<string, number>, compFree: Names, inlinedCells: Names): void {
  const removed: string[] = [];
  for (const [name, symbol] of comp.symbols) {
    if (symbol & DEF_PARAM) continue; // the iterable, `.0`
    let nameScope: number = symbolToScope(symbol);
    const flags = symbol & ((1 << SCOPE_OFFSET) - 1);
    if (nameScope === CELL || flags & DEF_COMP_CELL) inlinedCells.add(name);
    const neededInside = comp.children.some(child => child.scopeOf(name) === FREE);
    // A class's own cells are never free through the class, but a function in the comprehension may want one.
    if (nameScope === FREE && scope.type === 'class' && CLASS_CELLS.includes(name)) {
      nameScope = GLOBAL_IMPLICIT;
      if (!neededInside) compFree.delete(name);
      removed.push(name);
    }
    const existing = scope.symbols.get(name);
    if (existing === undefined) {
      scope.symbols.set(name, flags);
      scopes.set(name, nameScope);
    } else if (existing & DEF_BOUND && scope.type !== 'class') {
      // Free in the comprehension but local here: now simply local, unless a scope inside the comprehension needs the cell.
      if (!neededInside) compFree.delete(name);
    }
  }
  for (const name of removed) comp.symbols.delete(name);
}

function makeCells(scopes: Map<string, number>, free: Names, inlinedCells: Names): void {
  for (const [name, nameScope] of scopes) {
    if (nameScope === LOCAL && (free.has(name) || inlinedCells.has(name))) {
      scopes.set(name, CELL);
      free.delete(name);
    }
  }
}

/** Which of its own cells a class must make. */
function dropClassFree(scope: Scope, free: Names): void {
  if (free.delete('__class__')) scope.needsClassClosure = true;
  if (free.delete('__classdict__')) scope.needsClassdict = true;
  if (free.delete('__conditional_annotations__')) scope.hasConditionalAnnotations = true;
}

function recordScopes(
  scope: Scope,
  scopes: Map<string, number>,
  bound: Names | null,
  free: Names,
  inlinedCells: Names,
  classFlag: boolean,
): void {
  const symbols = scope.symbols;
  for (const [name, symbol] of symbols) {
    const flags = inlinedCells.has(name) ? symbol | DEF_COMP_CELL : symbol;
    symbols.set(name, flags | (scopes.get(name)! << SCOPE_OFFSET));
  }
  for (const name of free) {
    const existing = symbols.get(name);
    if (existing !== undefined) {
      if (classFlag) symbols.set(name, existing | DEF_FREE_CLASS);
    } else if (bound === null || bound.has(name)) {
      symbols.set(name, FREE << SCOPE_OFFSET);
    }
  }
}

function errorAtDirective(scope: Scope, name: string, message: string, filename: string): Error {
  const directive = scope.directives.find(d => d.name === name);
  if (directive === undefined) throw new Error(`invariant: a directive for '${name}' was recorded`);
  return syntaxErrorAt(message, filename, directive.location);
}

function addAll(target: Names, source: Iterable<string>): void {
  for (const name of source) target.add(name);
}
