/**
 * Imports: from a name to a module (CPython: Python/import.c, Lib/importlib/_bootstrap.py and _bootstrap_external.py).
 *
 * A module is looked for among the native ones, then along `sys.path` (or the package's `__path__`), as package and as `.py` file. What is less
 * usual, or was changed by the program, is left to importlib (`importlib.ts`). `import` in the loop comes here directly unless a program has put an `__import__` of its own into the built-ins.
 */
import type { CodeObject } from '../code/code.ts';
import type { FileStat } from '../host/host.ts';
import { PyDict } from '../objects/core/dict.ts';
import { keyError, PyBaseException, raise, typeError, valueError } from '../objects/core/errors.ts';
import { PyInstance } from '../objects/core/instance.ts';
import { PyModule } from '../objects/core/module.ts';
import { PyBuiltin } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import { PySet } from '../objects/core/set.ts';
import { strText } from '../objects/core/str.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { findAttribute, getAttribute, setAttribute } from '../objects/protocol/attribute.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { callValue } from '../objects/protocol/call.ts';
import { codeOf } from '../objects/types/code.ts';
import { moduleHooks } from '../objects/types/module.ts';
import { typingHooks } from '../objects/types/typing.ts';
import {
  findAndLoadByImportlib,
  findersAreUsual,
  importClass,
  isUsualEntry,
  newSourceLoader,
  newSpec,
  setNativeLoader,
  startsImportlib,
} from './importlib.ts';
import { addressOf } from '../objects/types/object.ts';
import { findFrozen, frozenCode, type Frozen } from './frozen.ts';
import { machine } from './machine.ts';
import { cachePath, compiledModule, execute, sysAttribute, sysList, verbose } from './module-code.ts';

// ---------------------------------------------------------------- __import__

export function isDefaultImport(hook: Value): boolean {
  return hook instanceof PyBuiltin && hook.signature.name === '__import__';
}

/** `__import__(name, globals, locals, fromlist, level)`. */
export function importModule(name: string, globals: Value, fromlist: Value, level: number): Value {
  if (level < 0) throw valueError('level must be >= 0');
  const absolute = level === 0 ? name : resolveName(name, globals, level);
  if (absolute === '') throw valueError('Empty module name');
  const module = loadModule(absolute);
  if (
    fromlist === null ||
    (fromlist instanceof PyTuple && fromlist.items.length === 0) ||
    (fromlist instanceof PyList && fromlist.items.length === 0)
  ) {
    if (level === 0) {
      const dot = name.indexOf('.');
      return dot < 0 ? module : machine.modules.getStr(name.slice(0, dot))!;
    }
    const dot = name.indexOf('.');
    if (dot < 0) return module;
    return machine.modules.getStr(absolute.slice(0, absolute.length - (name.length - dot)))!;
  }
  if (findAttribute(module, '__path__') !== undefined) importSubmodules(module, toArray(fromlist), absolute, false);
  return module;
}

function importSubmodules(module: Value, names: readonly Value[], packageName: string, recursive: boolean): void {
  for (const item of names) {
    const name = strText(item);
    if (name === undefined) {
      const where = recursive ? `${packageName}.__all__` : "``from list''";
      throw typeError(`Item in ${where} must be str, not ${typeOf(item).name}`);
    }
    if (name === '*') {
      const all = recursive ? undefined : findAttribute(module, '__all__');
      if (all !== undefined) importSubmodules(module, toArray(all), packageName, true);
    } else if (findAttribute(module, name) === undefined) {
      const full = `${packageName}.${name}`;
      try {
        loadModule(full);
      } catch (error) {
        // What the package simply does not have is for IMPORT_FROM to complain about.
        if (
          error instanceof PyBaseException &&
          error.cls.isSubtype(T.ModuleNotFoundError) &&
          error.fields?.get('name') === full &&
          machine.modules.getStr(full) !== null
        )
          continue;
        throw error;
      }
    }
  }
}

/** The absolute name of a relative import, from `__package__`, `__spec__` or `__name__` of the importing namespace. */
function resolveName(name: string, globals: Value, level: number): string {
  if (!(globals instanceof PyDict)) {
    if (globals === null) throw keyError("'__name__' not in globals");
    throw typeError('globals must be a dict');
  }
  const packageName = packageOf(globals);
  if (packageName === '') throw importError('attempted relative import with no known parent package', null, null);
  let base = packageName;
  for (let i = 1; i < level; i++) {
    const dot = base.lastIndexOf('.');
    if (dot < 0) throw importError('attempted relative import beyond top-level package', null, null);
    base = base.slice(0, dot);
  }
  return name === '' ? base : `${base}.${name}`;
}

function packageOf(globals: PyDict): string {
  const given = globals.getStr('__package__') ?? null;
  const spec = globals.getStr('__spec__') ?? null;
  if (given !== null) {
    const text = strText(given);
    if (text === undefined) throw typeError('package must be a string');
    if (spec !== null && parentOf(spec) !== text) importHooks.warn(T.DeprecationWarning, '__package__ != __spec__.parent');
    return text;
  }
  if (spec !== null) {
    const parent = parentOf(spec);
    if (parent === undefined) throw typeError('__spec__.parent must be a string');
    return parent;
  }
  importHooks.warn(T.ImportWarning, "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__");
  const name = globals.getStr('__name__');
  if (name === undefined) throw keyError("'__name__' not in globals");
  const text = strText(name);
  if (text === undefined) throw typeError('__name__ must be a string');
  return globals.getStr('__path__') !== undefined ? text : packageOfModule(text);
}

/** The name of the package that a module lies in; empty for none. */
const packageOfModule = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

/** `spec.parent`. A stand-in is asked natively: a relative import is no reason to start importlib. */
function parentOf(spec: Value): string | undefined {
  if (!(spec instanceof PyInstance) || spec.cls !== T.ModuleSpec) return strText(getAttribute(spec, 'parent'));
  const name = strText(spec.getOwn('name') ?? null) ?? '';
  return spec.getOwn('submodule_search_locations') === null ? packageOfModule(name) : name;
}

/** What the import system asks of modules. */
export const importHooks: { warn: (category: PyType, message: string) => void } = { warn: () => {} };

/** An ImportError with its fields. */
export function importError(message: string, name: Value, path: Value, cls = T.ImportError): PyBaseException {
  const error = raise(cls, message);
  error.fields = new Map<string, Value>([
    ['msg', message],
    ['name', name],
    ['path', path],
    ['name_from', null],
  ]);
  return error;
}

// ---------------------------------------------------------------- finding and loading

/** The module of this absolute name, from `sys.modules` or loaded now, its parents first. */
export function loadModule(name: string): Value {
  const known = machine.modules.getStr(name);
  if (known !== undefined) {
    if (known === null) throw importError(`import of ${name} halted; None in sys.modules`, name, null, T.ModuleNotFoundError);
    return known;
  }
  if (startsImportlib(name)) return machine.modules.getStr(name)!;
  if (!findersAreUsual()) return findAndLoadByImportlib(name);
  const dot = name.lastIndexOf('.');
  let searchPath: MaybeValue;
  let parent: MaybeValue;
  if (dot >= 0) {
    const parentName = name.slice(0, dot);
    parent = loadModule(parentName);
    // The parent's code may have imported it.
    const imported = machine.modules.getStr(name);
    if (imported !== undefined) return imported as Value;
    searchPath = findAttribute(parent, '__path__');
    if (searchPath === undefined) {
      throw importError(`No module named ${quoted(name)}; ${quoted(parentName)} is not a package`, name, null, T.ModuleNotFoundError);
    }
  }
  const found = machine.nativeModule(name) ?? findFrozen(name) ?? findSource(name, searchPath);
  if (found === undefined) throw importError(notFound(name), name, null, T.ModuleNotFoundError);
  if (found === UNUSUAL) return findAndLoadByImportlib(name);
  if (parent === undefined) return load(name, found);
  const child = name.slice(dot + 1);
  const pending = uninitializedSubmodules(parent);
  pending?.items.push(child);
  let module: Value;
  try {
    module = load(name, found);
  } finally {
    pending?.items.pop();
  }
  try {
    setAttribute(parent, child, module);
  } catch (error) {
    if (!(error instanceof PyBaseException && error.cls.isSubtype(T.AttributeError))) throw error;
    importHooks.warn(T.ImportWarning, `Cannot set an attribute on ${quoted(name.slice(0, dot))} for child module ${quoted(child)}`);
  }
  return module;
}

function notFound(name: string): string {
  const reason = machine.whyAbsent(name);
  return `No module named ${quoted(name)}${reason === undefined ? '' : `: ${reason}`}`;
}

const quoted = (name: string): string => reprText(name);

/** The submodules of a package that are being loaded: what is not there yet may be one of them. */
function uninitializedSubmodules(parent: Value): PyList | null {
  const spec = parent instanceof PyModule ? parent.dict.getStr('__spec__') : undefined;
  const names = spec instanceof PyInstance ? spec.getOwn('_uninitialized_submodules') : undefined;
  return names instanceof PyList ? names : null;
}

function load(name: string, found: PyModule | Frozen | Found): Value {
  if (found instanceof PyModule) return addNative(name, found);
  return 'origname' in found ? loadFrozen(name, found) : loadFound(name, found);
}

function addNative(name: string, module: PyModule): Value {
  const importer = importClass('BuiltinImporter');
  module.dict.setStr('__spec__', newSpec(name, importer, 'built-in', false));
  module.dict.setStr('__loader__', importer);
  module.dict.setStr('__package__', '');
  machine.modules.setStr(name, module);
  machine.nativeModuleReady(name, module);
  verbose(`import ${quoted(name)} # <class '_frozen_importlib.BuiltinImporter'>`);
  return machine.modules.getStr(name) ?? module;
}

interface Found {
  /** The source file. */
  readonly path: string;
  /** The package's directories; null for a plain module. */
  readonly locations: readonly string[] | null;
}

const kindOf = (path: string): FileStat['kind'] | undefined => machine.host.files.stat(path)?.kind;

/** What importlib has to load: a package of directories without `__init__.py`, code without source, an entry that is no directory. */
const UNUSUAL = 'unusual';

function findSource(name: string, searchPath: MaybeValue): Found | typeof UNUSUAL | undefined {
  const tail = name.slice(name.lastIndexOf('.') + 1);
  if (tail.includes('\0')) return undefined;
  const entries = searchPath === undefined ? sysList('path') : toArray(searchPath);
  let isNamespace = false;
  for (const entry of entries) {
    const text = strText(entry);
    if (text === undefined) continue;
    const directory = text.startsWith('/') ? text.replace(/\/+$/, '') : joinPath(workingDirectory(), text);
    if (!isUsualEntry(text === '' ? directory : text)) return UNUSUAL;
    const kind = kindOf(directory === '' ? '/' : directory);
    if (kind === undefined) {
      // A path into an archive leads through a file.
      if (isBelowFile(directory)) return UNUSUAL;
      continue;
    }
    if (kind === 'file') return UNUSUAL;
    const base = `${directory}/${tail}`;
    const isDirectory = kindOf(base) === 'directory';
    if (isDirectory) {
      if (kindOf(`${base}/__init__.py`) === 'file') return { path: `${base}/__init__.py`, locations: [base] };
      if (kindOf(`${base}/__init__.pyc`) === 'file') return UNUSUAL;
    }
    if (kindOf(`${base}.py`) === 'file') return { path: `${base}.py`, locations: null };
    if (kindOf(`${base}.pyc`) === 'file') return UNUSUAL;
    isNamespace ||= isDirectory;
  }
  return isNamespace ? UNUSUAL : undefined;
}

function isBelowFile(path: string): boolean {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const kind = kindOf(path.slice(0, slash));
    if (kind !== undefined) return kind === 'file';
  }
  return false;
}

const joinPath = (directory: string, path: string): string =>
  path === '' || path === '.' ? directory : `${directory}/${path.replace(/\/+$/, '')}`;

const workingDirectory = (): string => strText(callValue(getAttribute(loadModule('posix'), 'getcwd'), []))!.replace(/\/+$/, '');

function loadFrozen(name: string, frozen: Frozen): Value {
  const { origname, isPackage, path } = frozen;
  const module = new PyModule(name);
  const importer = importClass('FrozenImporter');
  const spec = newSpec(name, importer, 'frozen', false);
  spec.setOwn('loader_state', callValue(T.SimpleNamespace, [path, origname], ['filename', 'origname']));
  describe(module.dict, name, spec, importer, isPackage);
  module.dict.setStr('__file__', path);
  if (isPackage) setLocations(module, spec, [path.slice(0, path.lastIndexOf('/'))]);
  const loaded = run(name, module, spec, () => frozenCode(frozen));
  verbose(`import ${quoted(name)} # <class '_frozen_importlib.FrozenImporter'>`);
  return loaded;
}

function loadFound(name: string, { path, locations }: Found): Value {
  const module = new PyModule(name);
  const loader = newSourceLoader(name, path);
  const spec = newSpec(name, loader, path, true);
  const cached = cachePath(path, machine.optimize);
  spec.setOwn('_cached', cached);
  describe(module.dict, name, spec, loader, locations !== null);
  if (locations !== null) setLocations(module, spec, locations);
  module.dict.setStr('__file__', path);
  module.dict.setStr('__cached__', cached);
  const loaded = run(name, module, spec, () => compiledModule(path, machine.optimize));
  if (machine.verbose > 0) verbose(`import ${quoted(name)} # <_frozen_importlib_external.SourceFileLoader object at ${addressOf(loader)}>`);
  return loaded;
}

/** Tells a module what made it, and to which package it belongs. */
function describe(dict: PyDict, name: string, spec: PyInstance, loader: Value, isPackage: boolean): void {
  dict.setStr('__loader__', loader);
  dict.setStr('__spec__', spec);
  dict.setStr('__package__', isPackage ? name : packageOfModule(name));
}

/** Tells a package where its modules are looked for. */
function setLocations(module: PyModule, spec: PyInstance, folders: readonly string[]): void {
  const list = new PyList([...folders]);
  module.dict.setStr('__path__', list);
  spec.setOwn('submodule_search_locations', list);
}

/** Runs a module's code in it; what is in `sys.modules` then. */
function run(name: string, module: PyModule, spec: PyInstance, code: () => CodeObject): Value {
  const { dict } = module;
  machine.modules.setStr(name, module);
  spec.setOwn('_initializing', true);
  try {
    execute(codeOf(code()), dict, dict);
  } catch (error) {
    machine.modules.deleteStr(name);
    throw error;
  } finally {
    spec.setOwn('_initializing', false);
  }
  // A module may replace itself; and it comes last, behind those that it imported.
  const loaded = machine.modules.getStr(name);
  if (loaded === undefined) throw keyError(name);
  machine.modules.deleteStr(name);
  machine.modules.setStr(name, loaded);
  return loaded;
}

export function moduleIsInitializing(module: PyModule): boolean {
  const spec = module.dict.getStr('__spec__');
  return spec instanceof PyInstance && spec.getOwn('_initializing') === true;
}

setNativeLoader(loadModule);

/** Whether a module's file may hide another's, because it lies in the directory that comes first on `sys.path`. */
moduleHooks.mayShadow = origin => {
  const [first] = sysList('path');
  const root = strText(first ?? null);
  if (root === undefined) return false;
  const path = origin.endsWith('/__init__.py') ? origin.slice(0, -'/__init__.py'.length) : origin;
  const directory = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return directory === (root === '' ? workingDirectory() : root);
};
moduleHooks.isStandard = name => {
  const names = sysAttribute('stdlib_module_names');
  return names instanceof PySet && names.has(name);
};

typingHooks.module = () => loadModule('typing');
typingHooks.callerModule = () => machine.frame?.globals.getStr('__name__');
