/** `_warnings` (CPython: Python/_warnings.c): which warnings are shown. How one is shown is the business of the Python module `warnings`. */
import { collectHooks } from '../vm/collect.ts';
import { importModule, loadModule } from '../vm/import.ts';
import { writeUnraisable } from '../vm/unraisable.ts';
import { registerModule } from './registry.ts';
import { ContextVar } from './_contextvars.ts';
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
import { toArray } from '../objects/protocol/iterate.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { reprText, strTextOf } from '../objects/protocol/repr.ts';
import { frameLine, type PyFrame } from '../objects/types/frame.ts';
import { machine } from '../vm/machine.ts';

let version = 0;

/** An attribute of `_warnings` in this run. */
function own(name: string): Value {
  return (loadModule('_warnings') as PyModule).dict.getStr(name) ?? null;
}

/** What `warnings` (or `_warnings`) has under a name: programs may replace it. */
function setting(name: string, ownName: string): Value {
  const module = machine.modules.getStr('warnings');
  const value = module instanceof PyModule ? module.dict.getStr(name) : undefined;
  return value ?? own(ownName);
}

const matches = (pattern: Value, text: Value): boolean => {
  if (pattern === null) return true;
  if (typeof pattern === 'string') return pattern === strText(text);
  return isTruthy(callValue(getAttribute(pattern, 'match'), [text]));
};

function actionFor(category: PyType, text: Value, lineno: number, module: Value): string {
  for (const filter of toArray(setting('filters', 'filters'))) {
    if (!(filter instanceof PyTuple) || filter.items.length !== 5) throw valueError("_warnings.filters item isn't a 5-tuple");
    const [action, message, filterCategory, filterModule, filterLine] = filter.items;
    const line = toIndexNumber(filterLine);
    if (
      category.isSubtype(filterCategory as PyType) &&
      (line === 0 || line === lineno) &&
      matches(message, text) &&
      matches(filterModule, module)
    )
      return strText(action) ?? '';
  }
  return strText(setting('defaultaction', '_defaultaction')) ?? 'default';
}

/** Whether a registry has the key; notes it there. Registries made before the last change of the filters are forgotten. */
function alreadyWarned(registry: PyDict, key: Value): boolean {
  if (registry.getStr('version') !== version) {
    registry.clear();
    registry.setStr('version', version);
  } else if (registry.has(key)) return true;
  registry.set(key, true);
  return false;
}

/** Decides about a warning, and has it shown, raised or dropped. */
export function warnExplicit(
  category: PyType,
  message: Value,
  filename: Value,
  lineno: number,
  module: Value,
  registry: Value,
  sourceLine: Value,
  source: Value,
): void {
  const isWarning = message instanceof PyBaseException && message.cls.isSubtype(T.Warning);
  const text: Value = isWarning ? strOf(strTextOf(message)) : message;
  const kind = isWarning ? message.cls : category;
  const warning = isWarning ? message : callValue(category, [message]);
  const key = new PyTuple([text, kind, lineno]);
  const seen = registry instanceof PyDict ? registry : null;
  if (seen !== null) {
    if (seen.getStr('version') === version && seen.has(key)) return;
  }
  const action = actionFor(kind, text, lineno, module);
  switch (action) {
    case 'error':
      throw warning;
    case 'ignore':
      return;
    case 'always':
    case 'all':
      break;
    case 'once':
      if (alreadyWarned(setting('onceregistry', '_onceregistry') as PyDict, new PyTuple([text, kind]))) return;
      if (seen !== null) alreadyWarned(seen, key);
      break;
    case 'module':
      if (seen !== null && alreadyWarned(seen, new PyTuple([text, kind, 0]))) return;
      break;
    case 'default':
      if (seen !== null && alreadyWarned(seen, key)) return;
      break;
    default:
      throw runtimeError(`Unrecognized action (${action}) in warnings.filters:\n ${reprText(setting('filters', 'filters'))}`);
  }
  show(warning, text, kind, filename, lineno, sourceLine, source);
}

function show(warning: Value, text: Value, kind: PyType, filename: Value, lineno: number, sourceLine: Value, source: Value): void {
  const warnings = machine.modules.getStr('warnings');
  if (warnings instanceof PyModule && warnings.dict.getStr('_showwarnmsg') !== undefined) {
    const record = callValue(
      getAttribute(warnings, 'WarningMessage'),
      [warning, kind, filename, lineno, sourceLine, source],
      ['line', 'source'],
    );
    // WarningMessage(message, category, filename, lineno, file=None, line=None, source=None)
    callValue(getAttribute(warnings, '_showwarnmsg'), [record]);
    return;
  }
  const stderr = sysAttribute('stderr');
  if (stderr === null) return;
  const line = sourceLine === null ? lineOf(strText(filename) ?? '', lineno) : (strText(sourceLine) ?? '');
  const shown = line.trim() === '' ? '' : `  ${line.trim()}\n`;
  callValue(getAttribute(stderr, 'write'), [strOf(`${strText(filename)}:${lineno}: ${kind.name}: ${strText(text)}\n${shown}`)]);
}

function lineOf(filename: string, lineno: number): string {
  const text = machine.sources.get(filename);
  return text === undefined ? '' : (text.split('\n')[lineno - 1] ?? '');
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
  const kind =
    message instanceof PyBaseException && message.cls.isSubtype(T.Warning)
      ? message.cls
      : category === undefined || category === null
        ? T.UserWarning
        : category;
  if (!(kind instanceof PyType) || !kind.isSubtype(T.Warning))
    throw typeError(`category must be a Warning subclass, not '${typeOf(kind).name}'`);
  let level = stacklevel === undefined ? 1 : toIndexNumber(stacklevel);
  const prefixes = skip === undefined ? [] : toArray(skip).map(prefix => strText(prefix)!);
  if (prefixes.length > 0 && level < 2) level = 2;
  let frame: PyFrame | null = machine.frame;
  if (level <= 0 || (frame !== null && isInternal(frame))) for (; level > 1 && frame !== null; level--) frame = frame.back;
  else for (; level > 1 && frame !== null; level--) frame = outward(frame, prefixes);
  const globals = frame === null ? (machine.modules.getStr('sys') as PyModule).dict : frame.globals;
  const filename = frame === null ? '<sys>' : frame.code.co.co_filename;
  const lineno = frame === null ? 0 : (frameLine(frame) ?? 0);
  let registry = globals.getStr('__warningregistry__');
  if (registry === undefined) globals.setStr('__warningregistry__', (registry = new PyDict()));
  const module = globals.getStr('__name__') ?? '<string>';
  warnExplicit(kind, message, strOf(filename), lineno, module, registry, null, source ?? null);
  return null;
}

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
  _globals: MaybeValue,
  source: MaybeValue,
): Value {
  const name = strText(filename) ?? '<unknown>';
  const moduleName = module === undefined || module === null ? strOf(name.endsWith('.py') ? name.slice(0, -3) : name) : module;
  warnExplicit(category as PyType, message, filename, toIndexNumber(lineno), moduleName, registry ?? null, null, source ?? null);
  return null;
}

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
    '_acquire_lock()': () => null,
    '_release_lock()': () => null,
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
    version = 0;
  },
});
