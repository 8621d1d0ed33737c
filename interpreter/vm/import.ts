/**
 * Imports: from a name to a module (CPython: Python/import.c, Lib/importlib/_bootstrap.py and _bootstrap_external.py).
 *
 * A module is looked for among the native ones, then along `sys.path` (or the package's `__path__`), as package, as `.py` file, and as a
 * directory without `__init__.py`. A `.pyc` beside the source serves if it was made from a source of this time and size, and is written
 * if not. `import` in the loop comes here directly unless a program has put an `__import__` of its own into the built-ins.
 */
import type { CodeObject } from '../code/code.ts';
import { readPyc, readPycHeader, writePyc } from '../code/pyc.ts';
import { defineType } from '../objects/core/define.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyBaseException, raise, typeError, valueError } from '../objects/core/errors.ts';
import { PyInstance } from '../objects/core/instance.ts';
import { PyModule } from '../objects/core/module.ts';
import { PyBuiltin } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import { strText } from '../objects/core/str.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { typeOf } from '../objects/core/type.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { findAttribute, getAttribute, setAttribute } from '../objects/protocol/attribute.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { codeOf, type PyCode } from '../objects/types/code.ts';
import { typingHooks } from '../objects/types/typing.ts';
import { newFrame, runFrame } from './calls.ts';
import { machine } from './machine.ts';

// ---------------------------------------------------------------- specs and loaders

const fieldReprs = (self: Value, names: readonly string[]): string[] =>
  names.flatMap(name => {
    const value = (self as PyInstance).getOwn(name);
    return value === undefined || value === null ? [] : [`${name}=${reprText(value)}`];
  });

defineType('ModuleSpec', {
  module: '_frozen_importlib',
  solid: false,
  hasDict: true,
  slots: {
    tp_init: (self, args, kwnames) => {
      const spec = self as PyInstance;
      const positional = args.length - (kwnames?.length ?? 0);
      const keyword = (name: string): MaybeValue => {
        const i = kwnames?.indexOf(name) ?? -1;
        return i < 0 ? undefined : args[positional + i];
      };
      initSpec(
        spec,
        positional > 0 ? args[0] : (keyword('name') ?? null),
        positional > 1 ? args[1] : (keyword('loader') ?? null),
        keyword('origin') ?? null,
        false,
      );
      if (isTruthy(keyword('is_package') ?? false)) spec.setOwn('submodule_search_locations', new PyList([]));
      spec.setOwn('loader_state', keyword('loader_state') ?? null);
    },
    tp_repr: self => `ModuleSpec(${[...fieldReprs(self, ['name', 'loader', 'origin', 'submodule_search_locations'])].join(', ')})`,
  },
  getset: {
    parent: [
      (self: PyInstance) => {
        const name = strText(self.getOwn('name') ?? null) ?? '';
        return self.getOwn('submodule_search_locations') === null ? name.slice(0, Math.max(0, name.lastIndexOf('.'))) : name;
      },
    ],
    cached: [(self: PyInstance) => self.getOwn('_cached') ?? null, (self: PyInstance, value) => self.setOwn('_cached', value ?? null)],
    has_location: [
      (self: PyInstance) => self.getOwn('_set_fileattr') ?? false,
      (self: PyInstance, value) => self.setOwn('_set_fileattr', value ?? false),
    ],
  },
});

function initSpec(spec: PyInstance, name: Value, loader: Value, origin: Value, hasLocation: boolean): void {
  spec.setOwn('name', name);
  spec.setOwn('loader', loader);
  spec.setOwn('origin', origin);
  spec.setOwn('loader_state', null);
  spec.setOwn('submodule_search_locations', null);
  spec.setOwn('_uninitialized_submodules', new PyList([]));
  spec.setOwn('_set_fileattr', hasLocation);
  spec.setOwn('_cached', null);
}

defineType('SourceFileLoader', {
  module: '_frozen_importlib_external',
  solid: false,
  hasDict: true,
  slots: {
    tp_init: (self, args) => {
      (self as PyInstance).setOwn('name', args[0]);
      (self as PyInstance).setOwn('path', args[1]);
    },
    tp_repr: self => `<${typeOf(self).module}.${typeOf(self).name} object at ${reprText(T.object)}>`,
  },
  methods: {
    'get_filename($self, name=None, /)': (self: PyInstance) => self.getOwn('path')!,
    'get_source($self, name=None, /)': (self: PyInstance) => decode(machine.host.files.read(strText(self.getOwn('path')!)!)),
    'get_data($self, path, /)': (_self: PyInstance, path: Value) => new PyBytes(machine.host.files.read(strText(path)!)),
    'is_package($self, name, /)': (self: PyInstance) => strText(self.getOwn('path')!)!.endsWith('/__init__.py'),
    'get_code($self, name, /)': (self: PyInstance) => codeOf(sourceCode(strText(self.getOwn('path')!)!, machine.optimize)),
  },
});

defineType('BuiltinImporter', {
  module: '_frozen_importlib',
  solid: false,
  classMethods: {
    'find_spec($type, fullname, path=None, target=None)': () => null,
    'get_source($type, fullname)': () => null,
    'is_package($type, fullname)': () => false,
  },
});

const decoder = new TextDecoder();
const decode = (bytes: Uint8Array): string => decoder.decode(bytes).replace(/\r\n?/g, '\n');

// ---------------------------------------------------------------- __import__

export function isDefaultImport(hook: Value): boolean {
  return hook instanceof PyBuiltin && hook.signature.name === '__import__';
}

/** `__import__(name, globals, locals, fromlist, level)`. */
export function importModule(name: string, globals: Value, fromlist: Value, level: number): Value {
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
  const namespace = globals as PyDict;
  let packageName = strText(namespace.getStr('__package__') ?? null);
  if (packageName === undefined) {
    const spec = namespace.getStr('__spec__') ?? null;
    if (spec !== null) packageName = strText(getAttribute(spec, 'parent'));
    else {
      const moduleName = strText(namespace.getStr('__name__') ?? null) ?? '';
      packageName = namespace.getStr('__path__') !== undefined ? moduleName : moduleName.slice(0, Math.max(0, moduleName.lastIndexOf('.')));
    }
  }
  if (packageName === undefined || packageName === '')
    throw importError('attempted relative import with no known parent package', null, null);
  let base = packageName;
  for (let i = 1; i < level; i++) {
    const dot = base.lastIndexOf('.');
    if (dot < 0) throw importError('attempted relative import beyond top-level package', null, null);
    base = base.slice(0, dot);
  }
  return name === '' ? base : `${base}.${name}`;
}

function importError(message: string, name: Value, path: Value, cls = T.ImportError): PyBaseException {
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
  const module = findAndLoad(name, searchPath);
  if (module === undefined) throw importError(`No module named ${quoted(name)}`, name, null, T.ModuleNotFoundError);
  if (parent !== undefined) setAttribute(parent, name.slice(dot + 1), module);
  return module;
}

const quoted = (name: string): string => reprText(name);

function findAndLoad(name: string, searchPath: MaybeValue): MaybeValue {
  const custom = findByMetaPath(name, searchPath);
  if (custom !== undefined) return custom;
  const native = machine.nativeModule(name);
  if (native !== undefined) {
    const spec = new PyInstance(T.ModuleSpec);
    initSpec(spec, name, T.BuiltinImporter, 'built-in', false);
    native.dict.setStr('__spec__', spec);
    native.dict.setStr('__loader__', T.BuiltinImporter);
    native.dict.setStr('__package__', '');
    machine.modules.setStr(name, native);
    machine.nativeModuleReady(name, native);
    return machine.modules.getStr(name);
  }
  const found = findSource(name, searchPath);
  return found === undefined ? undefined : loadFound(name, found);
}

/** Finders that a program has put on `sys.meta_path`, by the protocol of importlib. */
function findByMetaPath(name: string, searchPath: MaybeValue): MaybeValue {
  const finders = sysList('meta_path');
  for (const finder of finders) {
    if (finder === T.BuiltinImporter) continue;
    const findSpec = findAttribute(finder, 'find_spec');
    if (findSpec === undefined) continue;
    const spec = call(findSpec, [name, searchPath ?? null, null]);
    if (spec === null) continue;
    const loader = getAttribute(spec, 'loader');
    const createModule = findAttribute(loader, 'create_module');
    let module: Value = createModule === undefined ? null : call(createModule, [spec]);
    if (module === null) module = new PyModule(name);
    if (module instanceof PyModule) {
      module.dict.setStr('__spec__', spec);
      module.dict.setStr('__loader__', loader);
      module.dict.setStr('__package__', getAttribute(spec, 'parent'));
      const locations = findAttribute(spec, 'submodule_search_locations');
      if (locations !== undefined && locations !== null) module.dict.setStr('__path__', locations);
      const origin = findAttribute(spec, 'origin');
      if (origin !== undefined && origin !== null && isTruthy(findAttribute(spec, 'has_location') ?? false))
        module.dict.setStr('__file__', origin);
    }
    machine.modules.setStr(name, module);
    try {
      call(getAttribute(loader, 'exec_module'), [module]);
    } catch (error) {
      machine.modules.deleteStr(name);
      throw error;
    }
    return machine.modules.getStr(name) ?? module;
  }
  return undefined;
}

const call = (callable: Value, args: Value[]): Value => typeOf(callable).slots.tp_call!(callable, args, null);

function sysList(name: string): readonly Value[] {
  const sys = machine.modules.getStr('sys');
  const list = sys instanceof PyModule ? sys.dict.getStr(name) : undefined;
  return list instanceof PyList ? list.items : [];
}

interface Found {
  /** The source file; null for a directory without `__init__.py`. */
  readonly path: string | null;
  /** The package's directories; null for a plain module. */
  readonly locations: readonly string[] | null;
}

const kindOf = (path: string): 'file' | 'directory' | undefined => machine.host.files.stat(path)?.kind;

function findSource(name: string, searchPath: MaybeValue): Found | undefined {
  const tail = name.slice(name.lastIndexOf('.') + 1);
  const entries = searchPath === undefined ? sysList('path') : toArray(searchPath);
  const namespace: string[] = [];
  for (const entry of entries) {
    const text = strText(entry);
    if (text === undefined) continue;
    const directory = text === '' ? '.' : text;
    const base = `${directory}/${tail}`;
    const kind = kindOf(base);
    if (kind === 'directory') {
      const init = `${base}/__init__.py`;
      if (kindOf(init) === 'file') return { path: init, locations: [base] };
    }
    if (kindOf(`${base}.py`) === 'file') return { path: `${base}.py`, locations: null };
    if (kind === 'directory') namespace.push(base);
  }
  return namespace.length > 0 ? { path: null, locations: namespace } : undefined;
}

function loadFound(name: string, { path, locations }: Found): Value {
  const module = new PyModule(name);
  const spec = new PyInstance(T.ModuleSpec);
  const loader = path === null ? null : new PyInstance(T.SourceFileLoader);
  loader?.setOwn('name', name);
  loader?.setOwn('path', path);
  initSpec(spec, name, loader, path, path !== null);
  const { dict } = module;
  dict.setStr('__loader__', loader);
  dict.setStr('__spec__', spec);
  dict.setStr('__package__', locations !== null ? name : name.slice(0, Math.max(0, name.lastIndexOf('.'))));
  if (locations !== null) {
    const list = new PyList([...locations]);
    dict.setStr('__path__', list);
    spec.setOwn('submodule_search_locations', list);
  }
  if (path !== null) {
    dict.setStr('__file__', path);
    dict.setStr('__cached__', cachePath(path, machine.optimize));
    spec.setOwn('_cached', cachePath(path, machine.optimize));
  }
  machine.modules.setStr(name, module);
  spec.setOwn('_initializing', true);
  try {
    if (path !== null) execute(codeOf(sourceCode(path, machine.optimize)), dict, dict);
  } catch (error) {
    machine.modules.deleteStr(name);
    throw error;
  } finally {
    spec.setOwn('_initializing', false);
  }
  // A module may replace itself.
  return machine.modules.getStr(name) ?? module;
}

export function moduleIsInitializing(module: PyModule): boolean {
  const spec = module.dict.getStr('__spec__');
  return spec instanceof PyInstance && spec.getOwn('_initializing') === true;
}

/** Where the compiled form of a source file is kept. */
export function cachePath(path: string, optimize: number): string {
  const slash = path.lastIndexOf('/');
  const stem = path.slice(slash + 1).replace(/\.py$/, '');
  return `${path.slice(0, slash + 1)}__pycache__/${stem}.cpython-314${optimize === 0 ? '' : `.opt-${optimize}`}.pyc`;
}

/** The code of a source file: its `.pyc` if that is up to date, else compiled now and, where the file system lets us, written. */
export function sourceCode(path: string, optimize: 0 | 1 | 2): CodeObject {
  const { files } = machine.host;
  const cached = cachePath(path, optimize);
  const stat = files.stat(path)!;
  const mtime = Math.floor(stat.mtime);
  if (files.stat(cached)?.kind === 'file') {
    try {
      const bytes = files.read(cached);
      const header = readPycHeader(bytes, path);
      if (header.mtime === mtime && header.sourceSize === stat.size) return readPyc(bytes, path).code;
    } catch {
      // A damaged or foreign file is as good as none.
    }
  }
  const code = machine.compile(files.read(path), path, 'exec', 0, optimize);
  try {
    const directory = cached.slice(0, cached.lastIndexOf('/'));
    if (files.stat(directory) === undefined) files.mkdir(directory);
    files.write(cached, writePyc(code, mtime, stat.size));
  } catch {
    // Where nothing can be written, modules are compiled each time.
  }
  return code;
}

/** Runs module or class code in a namespace. */
export function execute(code: PyCode, globals: PyDict, locals: Value): Value {
  const frame = newFrame(code, globals, builtinsOf(globals));
  frame.locals = locals;
  return runFrame(frame) ?? null;
}

/** The built-ins that code with these globals sees; they are put there if nothing is. */
export function builtinsOf(globals: PyDict): PyDict {
  const given = globals.getStr('__builtins__');
  if (given instanceof PyDict) return given;
  if (given instanceof PyModule) return given.dict;
  globals.setStr('__builtins__', machine.modules.getStr('builtins') ?? machine.builtins);
  return machine.builtins;
}

typingHooks.module = () => loadModule('typing');
typingHooks.callerModule = () => machine.frame?.globals.getStr('__name__');
