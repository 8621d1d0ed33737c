/** Names: locals, cells, globals, built-ins, imports. */
import { commonConstants } from '../../opcodes/index.ts';
import { CO_FAST } from '../../code/code.ts';
import type { PyCell } from '../../objects/core/cell.ts';
import { moduleHooks, originOf } from '../../objects/types/module.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { nameError, PyBaseException, raise, systemError } from '../../objects/core/errors.ts';
import { PyModule } from '../../objects/core/module.ts';
import { T } from '../../objects/core/registry.ts';
import { strText } from '../../objects/core/str.ts';
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { findAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { delItem, getItem, setItem } from '../../objects/protocol/sequence.ts';
import type { PyCode } from '../../objects/types/code.ts';
import type { PyFrame } from '../../objects/types/frame.ts';
import { frameLocals } from '../../objects/types/frame-locals.ts';
import { GlobalCache } from '../caches.ts';
import { dropped, postponed } from '../collect.ts';
import { importModule, isDefaultImport, moduleIsInitializing } from '../import.ts';
import { machine } from '../machine.ts';

export function unboundLocal(code: PyCode, index: number): PyBaseException {
  const name = code.co.co_localsplusnames[index];
  return nameError(`cannot access local variable '${name}' where it is not associated with a value`, name, T.UnboundLocalError);
}

export function unboundCell(code: PyCode, index: number): PyBaseException {
  const name = code.co.co_localsplusnames[index];
  if ((code.co.co_localspluskinds[index] & CO_FAST.FREE) === 0) return unboundLocal(code, index);
  return nameError(`cannot access free variable '${name}' where it is not associated with a value in enclosing scope`, name);
}

export function notDefined(name: string): PyBaseException {
  return nameError(`name '${name}' is not defined`, name);
}

/** Looks a name up in globals, then built-ins, and remembers where it was. */
export function loadGlobal(frame: PyFrame, caches: unknown[], at: number, name: string): Value {
  const { globals, builtins } = frame;
  if (globals.cls !== T.dict || builtins.cls !== T.dict) return loadGlobalOrBuiltin(frame, name);
  const builtinNames = builtins as PyDict;
  const entry = globals.entryOf(name);
  if (entry !== undefined) {
    caches[at] = new GlobalCache(globals, -1, entry);
    return entry.value as Value;
  }
  const builtin = builtinNames.entryOf(name);
  if (builtin === undefined) throw notDefined(name);
  caches[at] = new GlobalCache(globals, globals.structure, builtin);
  return builtin.value as Value;
}

/** `mapping[name]`, or undefined where that raises KeyError. */
export function findItem(mapping: Value, name: string): MaybeValue {
  if (mapping instanceof PyDict && mapping.cls === T.dict) return mapping.getStr(name);
  try {
    return getItem(mapping, name);
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.KeyError)) return undefined;
    throw error;
  }
}

export function loadName(frame: PyFrame, name: string): Value {
  const value = frame.locals === null ? undefined : findItem(frame.locals, name);
  if (value !== undefined) return value;
  return loadGlobalOrBuiltin(frame, name);
}

function loadGlobalOrBuiltin(frame: PyFrame, name: string): Value {
  let value = findItem(frame.globals, name);
  if (value === undefined) value = findItem(frame.builtins, name);
  if (value === undefined) throw notDefined(name);
  return value;
}

export function storeName(namespace: Value, name: string, value: Value): void {
  if (namespace === null) throw systemError(`no locals found when storing '${name}'`);
  if (namespace instanceof PyDict && namespace.cls === T.dict) storeIn(namespace, name, value);
  else setItem(namespace, name, value);
}

/** Stores where the value that was there may be at its end. */
export function storeIn(namespace: PyDict, name: string, value: Value): void {
  const old = namespace.getStr(name);
  namespace.setStr(name, value);
  if (postponed) dropped();
  else if (old instanceof PyObject && old !== value) dropped(false, old);
}

export function deleteName(frame: PyFrame, name: string): void {
  const namespace = frame.locals;
  if (namespace instanceof PyDict && namespace.cls === T.dict) {
    deleteFrom(namespace, name);
    return;
  }
  try {
    delItem(namespace, name);
  } catch (error) {
    if (error instanceof PyBaseException && error.cls.isSubtype(T.KeyError)) throw notDefined(name);
    throw error;
  }
}

export function deleteGlobal(frame: PyFrame, name: string): void {
  deleteFrom(frame.globals, name);
}

function deleteFrom(namespace: PyDict, name: string): void {
  const old = namespace.getStr(name);
  if (!namespace.deleteStr(name)) throw notDefined(name);
  dropped(false, old);
}

export function loadLocals(frame: PyFrame): Value {
  if (frame.locals === null) throw systemError('no locals');
  return frameLocals(frame);
}

export function loadFromDictOrGlobals(frame: PyFrame, mapping: Value, name: string): Value {
  const value = findItem(mapping, name);
  return value === undefined ? loadGlobalOrBuiltin(frame, name) : value;
}

export function loadFromDictOrDeref(code: PyCode, mapping: Value, cell: PyCell, index: number): Value {
  let value = findItem(mapping, code.co.co_localsplusnames[index]);
  if (value === undefined) value = cell.contents;
  if (value === undefined) throw unboundCell(code, index);
  return value;
}

export function setupAnnotations(frame: PyFrame): void {
  if (frame.locals === null) throw systemError('no locals found when setting up annotations');
  if (findItem(frame.locals, '__annotations__') === undefined) setItem(frame.locals, '__annotations__', new PyDict());
}

/** The functions among the constants that code shares, as they were before a program replaced a built-in. */
export const commonFunctions: { all: Value; any: Value } = { all: null, any: null };

export function commonConstant(index: number): Value {
  const name = commonConstants[index];
  return name === 'all' || name === 'any' ? commonFunctions[name] : T[name];
}

export function buildClass(frame: PyFrame): Value {
  const value = findItem(frame.builtins, '__build_class__');
  if (value === undefined) throw nameError('__build_class__ not found', '__build_class__');
  return value;
}

/** `import name`, through the built-ins' `__import__` where a program has replaced it. */
export function importName(frame: PyFrame, name: string, fromlist: Value, level: Value): Value {
  const hook = findItem(frame.builtins, '__import__');
  if (hook === undefined) throw raise(T.ImportError, '__import__ not found');
  if (isDefaultImport(hook)) return importModule(name, frame.globals, fromlist, level as number);
  return callValue(hook, [name, frame.globals, frame.locals, fromlist, level]);
}

export function importFrom(module: Value, name: string): Value {
  const value = findAttribute(module, name);
  if (value !== undefined) return value;
  const moduleName = findAttribute(module, '__name__');
  const text = moduleName === undefined ? undefined : strText(moduleName);
  // A circular import: the submodule is in sys.modules before it is an attribute of its package.
  if (text !== undefined) {
    const submodule = machine.modules.getStr(`${text}.${name}`);
    if (submodule !== undefined) return submodule;
  }
  const shown = text ?? '<unknown module name>';
  const origin = module instanceof PyModule ? originOf(module.dict.getStr('__spec__')) : undefined;
  const file = origin ?? findAttribute(module, '__file__');
  const path = file === undefined ? undefined : strText(file);
  const shadows = origin !== undefined && moduleHooks.mayShadow(origin);
  let message: string;
  if (shadows && moduleHooks.isStandard(shown))
    message = `cannot import name '${name}' from '${shown}' (consider renaming '${origin}' since it has the same name as the standard library module named '${shown}' and prevents importing that standard library module)`;
  else if (module instanceof PyModule && moduleIsInitializing(module)) {
    message = shadows
      ? `cannot import name '${name}' from '${shown}' (consider renaming '${origin}' if it has the same name as a library you intended to import)`
      : `cannot import name '${name}' from partially initialized module '${shown}' (most likely due to a circular import) (${path ?? 'unknown location'})`;
  } else message = `cannot import name '${name}' from '${shown}' (${path ?? 'unknown location'})`;
  const error = raise(T.ImportError, message);
  error.fields = new Map<string, Value>([
    ...(error.fields ?? []),
    ['msg', message],
    ['name', text ?? null],
    ['path', path ?? null],
    ['name_from', name],
  ]);
  throw error;
}
