/**
 * importlib, when a program wants it (CPython: Lib/importlib/_bootstrap.py and _bootstrap_external.py, which it runs at start).
 *
 * Most programs import modules and never look at how that is done, so `import.ts` does the usual thing natively. But the import system is open:
 * `sys.meta_path`, `sys.path_hooks`, specs and loaders are objects that a program can read, call, subclass and exchange. So CPython's own Python
 * code runs here too, as `_frozen_importlib`, from the moment when a program touches any of them:
 *
 * - Specs and loaders that were made before are *stand-ins*, of native types that hold the same attributes. Any look at one starts importlib, and
 *   all of them become instances of importlib's classes.
 * - `sys.meta_path` and its like come into being when they are first read.
 * - While the finders are the usual ones, in the usual order and unaltered, modules are still found and loaded natively, with the same result;
 *   as soon as anything differs, importlib does it.
 */
import { defineType } from '../objects/core/define.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyBaseException } from '../objects/core/errors.ts';
import { PyInstance } from '../objects/core/instance.ts';
import { PyModule } from '../objects/core/module.ts';
import { T } from '../objects/core/registry.ts';
import { PyList } from '../objects/core/tuple.ts';
import type { PyType } from '../objects/core/type.ts';
import { typeOf } from '../objects/core/type.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { repr } from '../objects/protocol/repr.ts';
import { codeOf } from '../objects/types/code.ts';
import type { PyTraceback } from '../objects/types/traceback.ts';
import { findFrozen, frozenCode } from './frozen.ts';
import { machine } from './machine.ts';
import { execute, sysAttribute, sysList } from './module-code.ts';

const BOOTSTRAP = '_frozen_importlib';
const EXTERNAL = '_frozen_importlib_external';
const ZIP = 'zipimport';

/** What importlib puts into `sys` as it starts. */
const SYS_LISTS = ['meta_path', 'path_hooks'] as const;
export const LAZY_SYS_NAMES: ReadonlySet<string> = new Set([...SYS_LISTS, 'path_importer_cache']);

/** The classes that make, find and load modules, and the versions they had when importlib started. */
const CLASSES = {
  ModuleSpec: BOOTSTRAP,
  BuiltinImporter: BOOTSTRAP,
  FrozenImporter: BOOTSTRAP,
  PathFinder: EXTERNAL,
  FileFinder: EXTERNAL,
  SourceFileLoader: EXTERNAL,
} as const;
type ClassName = keyof typeof CLASSES;
const NAMES = Object.keys(CLASSES) as ClassName[];

interface Importlib {
  readonly bootstrap: PyModule;
  readonly external: PyModule;
  readonly classes: Readonly<Record<ClassName, PyType>>;
  /** What is usual. */
  versions: readonly number[];
  finders: readonly Value[];
  hooks: readonly Value[];
}

/** By `sys.modules` of the run. */
const started = new WeakMap<PyDict, Importlib>();
/** `sys.modules` of the run whose importlib is being started: what it imports is imported natively. */
let starting: PyDict | null = null;

// ---------------------------------------------------------------- stand-ins

/** A native type for objects that become instances of importlib's class of this name. */
function standIn(name: ClassName): PyType {
  return defineType(name, {
    module: CLASSES[name],
    solid: false,
    hasDict: true,
    slots: {
      tp_getattro: (self, attribute) => getAttribute(real(self), attribute),
      tp_setattro: (self, attribute, value) => typeOf(real(self)).slots.tp_setattro!(self, attribute, value),
      tp_repr: self => repr(real(self)),
      tp_richcompare: (self, other, op) => {
        const compare = typeOf(real(self)).slots.tp_richcompare!;
        return compare(self, other, op);
      },
    },
  });
}

standIn('ModuleSpec');
standIn('SourceFileLoader');

// As loaders of native and frozen modules these are never instances, but the classes themselves; what is called on one goes to importlib's.
for (const name of ['BuiltinImporter', 'FrozenImporter'] as const) {
  defineType(name, {
    module: BOOTSTRAP,
    solid: false,
    classMethods: Object.fromEntries(
      ['find_spec', 'create_module', 'exec_module', 'get_code', 'get_source', 'is_package', 'load_module'].map(method => [
        `${method}($type, *args)`,
        (_type: Value, args: Value[]) => callValue(getAttribute(importlib().classes[name], method), args),
      ]),
    ),
  });
}

/** Makes a stand-in what it stands for. */
function real(self: Value): Value {
  const { classes } = importlib();
  if (self instanceof PyInstance && (self.cls === T.ModuleSpec || self.cls === T.SourceFileLoader)) adopt(self, classes);
  return self;
}

function adopt(standIn: PyInstance, classes: Importlib['classes']): void {
  standIn.materializeDict();
  standIn.cls = standIn.cls === T.ModuleSpec ? classes.ModuleSpec : classes.SourceFileLoader;
}

/** importlib's class once it has started, else the stand-in. */
export function importClass(name: 'ModuleSpec' | 'SourceFileLoader' | 'BuiltinImporter' | 'FrozenImporter'): PyType {
  return started.get(machine.modules)?.classes[name] ?? T[name];
}

export function newSpec(name: string, loader: Value, origin: Value, hasLocation: boolean): PyInstance {
  const spec = new PyInstance(importClass('ModuleSpec'));
  spec.setOwn('name', name);
  spec.setOwn('loader', loader);
  spec.setOwn('origin', origin);
  spec.setOwn('loader_state', null);
  spec.setOwn('submodule_search_locations', null);
  spec.setOwn('_uninitialized_submodules', new PyList([]));
  spec.setOwn('_set_fileattr', hasLocation);
  spec.setOwn('_cached', null);
  spec.setOwn('_initializing', false);
  return spec;
}

export function newSourceLoader(name: string, path: string): PyInstance {
  const loader = new PyInstance(importClass('SourceFileLoader'));
  loader.setOwn('name', name);
  loader.setOwn('path', path);
  return loader;
}

// ---------------------------------------------------------------- the start

let native: (name: string) => Value = () => null;

/** `import.ts` says how native modules are loaded. */
export function setNativeLoader(load: (name: string) => Value): void {
  native = load;
}

/** Whether this is a part of importlib, which is there now if it was not before. */
export function startsImportlib(name: string): boolean {
  if ((name !== BOOTSTRAP && name !== EXTERNAL && name !== ZIP) || starting === machine.modules || started.has(machine.modules))
    return false;
  importlib();
  return true;
}

/** importlib, started if it was not. */
export function importlib(): Importlib {
  const known = started.get(machine.modules);
  if (known !== undefined) return known;
  starting = machine.modules;
  try {
    return start();
  } catch (error) {
    // An interrupt, say: the next look begins anew.
    started.delete(machine.modules);
    throw error;
  } finally {
    starting = null;
  }
}

function start(): Importlib {
  const sys = native('sys') as PyModule;
  const imp = native('_imp');
  const given = SYS_LISTS.map(name => sys.dict.getStr(name));
  const finders = new PyList([]);
  const hooks = new PyList([]);
  sys.dict.setStr('meta_path', finders);
  sys.dict.setStr('path_hooks', hooks);
  if (sys.dict.getStr('path_importer_cache') === undefined) sys.dict.setStr('path_importer_cache', new PyDict());
  const cache = sys.dict.getStr('path_importer_cache');
  const bootstrap = frozenModule(BOOTSTRAP);
  const external = frozenModule(EXTERNAL);
  const classes = Object.fromEntries(
    NAMES.map(name => [name, getAttribute(CLASSES[name] === BOOTSTRAP ? bootstrap : external, name) as PyType]),
  ) as Record<ClassName, PyType>;
  const state: Importlib = { bootstrap, external, classes, versions: [], finders: [], hooks: [] };
  started.set(machine.modules, state);
  for (const { value } of machine.modules.entries()) if (value instanceof PyModule) adoptModule(value.dict, classes);
  callValue(getAttribute(bootstrap, '_install'), [sys, imp]);
  callValue(getAttribute(bootstrap, '_install_external_importers'), []);
  // It must be there before anything is looked for in an archive.
  hooks.items.unshift(getAttribute(native(ZIP), 'zipimporter'));
  // What it imported was looked for without it.
  if (cache instanceof PyDict) cache.clear();
  SYS_LISTS.forEach((name, i) => {
    if (given[i] !== undefined) sys.dict.setStr(name, given[i]);
  });
  state.versions = NAMES.map(name => classes[name].version);
  state.finders = [...finders.items];
  state.hooks = [...hooks.items];
  return state;
}

const isImporter = (value: MaybeValue): value is PyType => value === T.BuiltinImporter || value === T.FrozenImporter;

function adoptModule(dict: PyDict, classes: Importlib['classes']): void {
  for (const name of ['__spec__', '__loader__']) {
    const value = dict.getStr(name);
    if (isImporter(value)) dict.setStr(name, classes[value.name as ClassName]);
    else if (value instanceof PyInstance && (value.cls === T.ModuleSpec || value.cls === T.SourceFileLoader)) {
      adopt(value, classes);
      if (name === '__spec__') adoptModule(value.materializeDict(), classes);
    }
  }
  const loader = dict.getStr('loader');
  if (isImporter(loader)) dict.setStr('loader', classes[loader.name as ClassName]);
  else if (loader instanceof PyInstance && loader.cls === T.SourceFileLoader) adopt(loader, classes);
}

/** A part of importlib, as the module that CPython has frozen into it. */
function frozenModule(name: string): PyModule {
  const module = new PyModule(name);
  const frozen = findFrozen(name)!;
  // Its spec it makes itself, from this.
  module.dict.setStr('__origname__', frozen.origname);
  machine.modules.setStr(name, module);
  execute(codeOf(frozenCode(frozen)), module.dict, module.dict);
  return module;
}

// ---------------------------------------------------------------- use

/** Whether modules would be found as in a fresh interpreter, so that native code may find them. */
export function findersAreUsual(): boolean {
  if (starting === machine.modules) return true;
  const state = started.get(machine.modules);
  if (state === undefined) {
    for (const name of LAZY_SYS_NAMES) if (sysAttribute(name) !== undefined) return false;
    return true;
  }
  return (
    sameItems(sysList('meta_path'), state.finders) &&
    sameItems(sysList('path_hooks'), state.hooks) &&
    NAMES.every((name, i) => state.classes[name].version === state.versions[i])
  );
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Whether an entry of `sys.path` is served by a FileFinder, or by nothing yet. */
export function isUsualEntry(path: string): boolean {
  const state = started.get(machine.modules);
  if (state === undefined || starting === machine.modules) return true;
  const cache = sysAttribute('path_importer_cache');
  if (!(cache instanceof PyDict)) return false;
  const finder = cache.getStr(path);
  return finder === undefined || (finder !== null && typeOf(finder) === state.classes.FileFinder);
}

/** `importlib._bootstrap._find_and_load(name)`: importlib's own frames are left out of what it raises. */
export function findAndLoadByImportlib(name: string): Value {
  const { bootstrap } = importlib();
  try {
    return callValue(getAttribute(bootstrap, '_find_and_load'), [name, getAttribute(bootstrap, '_gcd_import')]);
  } catch (error) {
    if (error instanceof PyBaseException) removeImportlibFrames(error);
    throw error;
  }
}

const FROZEN_FILES: ReadonlySet<string> = new Set(['<frozen importlib._bootstrap>', '<frozen importlib._bootstrap_external>']);
/** The function below which frames are importlib's own, whatever was raised. */
const TRIMMING_FUNCTION = '_call_with_frames_removed';

/**
 * Takes importlib's frames out of a traceback: all of them for an ImportError; for other exceptions each run of them that ends in the call of
 * the module's code.
 */
function removeImportlibFrames(error: PyBaseException): void {
  const always = error.cls.isSubtype(T.ImportError);
  let first = error.traceback as PyTraceback | null;
  let kept: PyTraceback | null = null;
  let beforeRun: PyTraceback | null = null;
  let inside = false;
  const link = (after: PyTraceback | null, next: PyTraceback | null): void => {
    if (after === null) first = next;
    else after.next = next;
  };
  for (let entry = first; entry !== null; entry = entry.next) {
    const { co } = entry.code;
    const isImportlib = FROZEN_FILES.has(co.co_filename);
    if (isImportlib && !inside) beforeRun = kept;
    inside = isImportlib;
    if (isImportlib && (always || co.co_name === TRIMMING_FUNCTION)) {
      link(beforeRun, entry.next);
      kept = beforeRun;
    } else kept = entry;
  }
  error.traceback = first;
}
