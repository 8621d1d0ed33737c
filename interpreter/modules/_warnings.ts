/** `_warnings` (CPython: Python/_warnings.c): which warnings are shown. How one is shown is the business of the Python module `warnings`. */
import { collectHooks } from '../vm/collect.ts';
import { importHooks, importModule, loadModule } from '../vm/import.ts';
import { writeUnraisable } from '../vm/unraisable.ts';
import { registerModule } from './registry.ts';
import { ContextVar } from './_contextvars.ts';
import { isSubclassOf } from '../objects/types/isinstance.ts';
import { sysAttribute } from './sys.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { PyModule } from '../objects/core/module.ts';
import { T } from '../objects/core/registry.ts';
import { PyBaseException, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import { strOf, strText, textOf } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { reprText, strTextOf } from '../objects/protocol/repr.ts';
import { frameLine, type PyFrame } from '../objects/types/frame.ts';
import { machine } from '../vm/machine.ts';
import { decodeSource } from '../source/decode.ts';

let version = 0;
/** How often the lock that nobody else could hold is held. */
let locks = 0;

/** An attribute of `_warnings` in this run. */
function own(name: string): Value {
  return (loadModule('_warnings') as PyModule).dict.getStr(name) ?? null;
}

/** What `warnings` (or `_warnings`) has under a name: programs may replace it. */
function setting(name: string, ownName: string): Value {
  const module = machine.modules.getStr('warnings');
  const value = module instanceof PyModule ? module.dict.getStr(name) : undefined;
  // Deleted there, the last one still holds.
  if (value !== undefined) lastSettings.set(name, value);
  else if (!lastSettings.has(name)) return own(ownName);
  return lastSettings.get(name)!;
}

const lastSettings = new Map<string, Value>();

const matches = (pattern: Value, text: Value): boolean => {
  if (pattern === null) return true;
  const exact = typeof pattern === 'string' ? pattern : undefined;
  return exact !== undefined ? exact === strText(text) : isTruthy(callValue(getAttribute(pattern, 'match'), [text]));
};

interface Verdict {
  readonly action: string;
  readonly filter: Value;
}

/** The first of a list of filters that fits a warning. `name` is the list's, for messages. */
function search(filters: Value, name: string, category: Value, text: Value, lineno: number, module: Value): Verdict | null {
  if (!(filters instanceof PyList)) throw valueError(`${name} must be a list`);
  for (let i = 0; i < filters.items.length; i++) {
    const item = filters.items[i];
    if (!(item instanceof PyTuple) || item.items.length !== 5)
      throw valueError(`${name.replace(/^_warnings/, 'warnings')} item ${i} isn't a 5-tuple`);
    const [action, message, filterCategory, filterModule, filterLine] = item.items;
    const word = strText(action);
    if (word === undefined) throw typeError(`action must be a string, not '${typeOf(action).name}'`);
    const fits = matches(message, text) && matches(filterModule, module) && isSubclassOf(category, filterCategory);
    const line = toIndexNumber(filterLine);
    if (fits && (line === 0 || line === lineno)) return { action: word, filter: item };
  }
  return null;
}

/** What the filters of the context (`warnings.catch_warnings`), then those of the module, say of a warning. */
function verdictOn(category: Value, text: Value, lineno: number, module: Value): Verdict {
  const contextual = callValue(getAttribute(own('_warnings_context'), 'get'), [null]);
  const inContext =
    contextual === null
      ? null
      : search(getAttribute(contextual, '_filters'), '_filters of warnings._warnings_context', category, text, lineno, module);
  const found = inContext ?? search(setting('filters', 'filters'), '_warnings.filters', category, text, lineno, module);
  if (found !== null) return found;
  const action = setting('defaultaction', '_defaultaction');
  if (strText(action) === undefined) throw typeError(`_warnings.defaultaction must be a string, not '${typeOf(action).name}'`);
  return { action: strText(action)!, filter: null };
}

/** Whether a registry has the key; notes it there if asked. Registries made before the last change of the filters are forgotten. */
function alreadyWarned(registry: PyDict, key: Value, note: boolean): boolean {
  if (registry.getStr('version') !== version) {
    registry.clear();
    registry.setStr('version', version);
  } else {
    const known = registry.get(key);
    if (known !== undefined) return isTruthy(known);
  }
  if (note) registry.set(key, true);
  return false;
}

/** Decides about a warning, and has it shown, raised or dropped. */
export function warnExplicit(
  category: Value,
  message: Value,
  filename: Value,
  lineno: number,
  module: Value,
  registry: Value,
  source: Value,
  sourceLine: string | null = null,
): void {
  // Something warns while the interpreter is ending.
  if (module === null) return;
  if (registry !== null && !(registry instanceof PyDict)) throw typeError("'registry' must be a dict or None");
  const isWarning = message instanceof PyBaseException && message.cls.isSubtype(T.Warning);
  const text: Value = isWarning ? strOf(strTextOf(message)) : message;
  const kind = isWarning ? message.cls : category;
  const warning = isWarning ? message : callValue(category, [message]);
  const key = new PyTuple([text, kind, lineno]);
  if (registry !== null && alreadyWarned(registry, key, false)) return;
  const { action, filter } = verdictOn(kind, text, lineno, module);
  if (action === 'error') throw warning;
  if (action === 'ignore') return;
  if (action !== 'always' && action !== 'all') {
    registry?.set(key, true);
    if (action === 'once') {
      const once = registry ?? setting('onceregistry', '_onceregistry');
      if (!(once instanceof PyDict)) throw typeError(`_warnings.onceregistry must be a dict, not '${typeOf(once).name}'`);
      if (alreadyWarned(once, new PyTuple([text, kind]), true)) return;
    } else if (action === 'module') {
      if (registry !== null && alreadyWarned(registry, new PyTuple([text, kind]), true)) return;
    } else if (action !== 'default') {
      throw runtimeError(`Unrecognized action (${reprText(strOf(action))}) in warnings.filters:\n ${reprText(filter)}`);
    }
  }
  show(warning, text, kind as PyType, filename, lineno, source, sourceLine);
}

function show(warning: Value, text: Value, kind: PyType, filename: Value, lineno: number, source: Value, sourceLine: string | null): void {
  const warnings = source === null ? machine.modules.getStr('warnings') : loadModule('warnings');
  const hook = warnings instanceof PyModule ? findAttribute(warnings, '_showwarnmsg') : undefined;
  if (warnings instanceof PyModule && hook !== undefined) {
    if (typeOf(hook).slots.tp_call === null) throw typeError('warnings._showwarnmsg() must be set to a callable');
    const record = findAttribute(warnings, 'WarningMessage');
    if (record === undefined) throw runtimeError('unable to get warnings.WarningMessage');
    callValue(hook, [callValue(record, [warning, kind, filename, lineno, null, null, source])]);
    return;
  }
  const stderr = sysAttribute('stderr');
  if (stderr === null) return;
  const line = sourceLine ?? lineOf(strText(filename) ?? '', lineno);
  const shown = line.trim() === '' ? '' : `  ${line.trim()}\n`;
  callValue(getAttribute(stderr, 'write'), [strOf(`${strText(filename)}:${lineno}: ${kind.name}: ${strText(text)}\n${shown}`)]);
}

function lineOf(filename: string, lineno: number): string {
  const text = machine.sources.get(filename);
  if (text !== undefined) return text.split('\n')[lineno - 1] ?? '';
  try {
    const { files } = machine.host;
    if (files.stat(filename)?.kind !== 'file') return '';
    return decodeSource(files.read(filename), filename, true).text.split('\n')[lineno - 1] ?? '';
  } catch {
    return '';
  }
}

const isInternal = (frame: PyFrame): boolean => {
  const name = frame.code.co.co_filename;
  return name.includes('importlib') && name.includes('_bootstrap');
};

function outward(frame: PyFrame | null, prefixes: readonly string[] | null): PyFrame | null {
  let next = frame?.back ?? null;
  while (next !== null && (isInternal(next) || prefixes?.some(prefix => next!.code.co.co_filename.startsWith(prefix)) === true))
    next = next.back;
  return next;
}

function warn(message: Value, category: MaybeValue, stacklevel: MaybeValue, source: MaybeValue, skip: MaybeValue): Value {
  let level = stacklevel === undefined ? 1 : toIndexNumber(stacklevel);
  let kind: Value = category ?? null;
  if (message instanceof PyBaseException && message.cls.isSubtype(T.Warning)) kind = message.cls;
  else if (kind === null) kind = T.UserWarning;
  if (skip !== undefined && !(skip instanceof PyTuple))
    throw typeError(`warn() argument 'skip_file_prefixes' must be tuple, not ${typeOf(skip).name}`);
  if (!(kind instanceof PyType) || !kind.isSubtype(T.Warning))
    throw typeError(`category must be a Warning subclass, not '${typeOf(kind).name}'`);
  const prefixes = (skip?.items ?? []).map(prefix => {
    const text = strText(prefix);
    if (text === undefined) throw typeError(`Found non-str '${typeOf(prefix).name}' in skip_file_prefixes.`);
    return text;
  });
  if (prefixes.length > 0 && level < 2) level = 2;
  let frame: PyFrame | null = machine.frame;
  if (level <= 0 || (frame !== null && isInternal(frame))) for (; level > 1 && frame !== null; level--) frame = frame.back;
  else for (; level > 1 && frame !== null; level--) frame = outward(frame, prefixes);
  const globals = frame === null ? (machine.modules.getStr('sys') as PyModule).dict : frame.globals;
  const filename = frame === null ? '<sys>' : frame.code.co.co_filename;
  const lineno = frame === null ? 0 : (frameLine(frame) ?? 0);
  let registry = globals.getStr('__warningregistry__');
  if (registry === undefined) globals.setStr('__warningregistry__', (registry = new PyDict()));
  const name = globals.getStr('__name__');
  const module = name === null || (name !== undefined && strText(name) !== undefined) ? name : '<string>';
  warnExplicit(kind, message, strOf(filename), lineno, module, registry, source ?? null);
  return null;
}

importHooks.warn = issueWarning;

/** A warning by native code about what its caller does. */
export function issueWarning(category: PyType, message: string): void {
  warn(message, category, 1, undefined, undefined);
}

function explicit(
  message: Value,
  category: Value,
  filename: Value,
  lineno: Value,
  module: MaybeValue,
  registry: MaybeValue,
  globals: MaybeValue,
  source: MaybeValue,
): Value {
  const name = strText(filename);
  if (name === undefined) throw typeError(`warn_explicit() argument 'filename' must be str, not ${typeOf(filename).name}`);
  const line = toIndexNumber(lineno);
  let sourceLine: string | null = null;
  if (globals !== undefined && globals !== null) {
    if (!(globals instanceof PyDict)) throw typeError(`module_globals must be a dict, not '${typeOf(globals).name}'`);
    sourceLine = lineFromLoader(globals, line);
  }
  const given = module === undefined ? strOf(moduleOf(name)) : module;
  warnExplicit(category, message, filename, line, given, registry ?? null, source ?? null, sourceLine);
  return null;
}

/** A line of a module's source as its loader tells it: no file may hold it. */
function lineFromLoader(globals: PyDict, lineno: number): string | null {
  const loader = callValue(getAttribute(importModule('_frozen_importlib_external', null, null, 0), '_bless_my_loader'), [globals]);
  const name = globals.getStr('__name__');
  const getSource = loader === null || name === undefined ? undefined : findAttribute(loader, 'get_source');
  if (getSource === undefined) return null;
  const source = strText(callValue(getSource, [name!]));
  return source === undefined ? null : (source.split('\n')[lineno - 1] ?? '');
}

/** A module's name where there is only that of its file. */
export const moduleOf = (filename: string): string =>
  filename === '' ? '<unknown>' : filename.endsWith('.py') ? filename.slice(0, -3) : filename;

const filter = (action: string, category: PyType, module: Value = null): PyTuple => new PyTuple([action, null, category, module, 0]);

collectHooks.neverAwaited = coroutine => {
  try {
    const warnings = importModule('warnings', null, new PyTuple(['_warn_unawaited_coroutine']), 0);
    const f = findAttribute(warnings, '_warn_unawaited_coroutine');
    if (f !== undefined) callValue(f, [coroutine]);
    else warn(strOf(`coroutine '${textOf(coroutine.qualname)}' was never awaited`), T.RuntimeWarning, undefined, undefined, undefined);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    writeUnraisable(error, `Exception ignored while finalizing coroutine ${reprText(coroutine)}`);
  }
};

registerModule('_warnings', {
  doc: '_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.',
  functions: {
    'warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())': warn,
    'warn_explicit(message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)':
      explicit,
    '_filters_mutated_lock_held()': () => (version++, null),
    '_acquire_lock()': () => (locks++, null),
    '_release_lock()': () => {
      if (locks === 0) throw runtimeError('cannot release un-acquired lock');
      locks--;
      return null;
    },
  },
  attributes: {
    filters: () =>
      new PyList([
        filter('default', T.DeprecationWarning, '__main__'),
        filter('ignore', T.DeprecationWarning),
        filter('ignore', T.PendingDeprecationWarning),
        filter('ignore', T.ImportWarning),
        filter('ignore', T.ResourceWarning),
      ]),
    _onceregistry: () => new PyDict(),
    _defaultaction: 'default',
    _warnings_context: () => callValue(ContextVar, ['warnings_context']),
  },
  initialize: () => {
    version = locks = 0;
    lastSettings.clear();
  },
});
