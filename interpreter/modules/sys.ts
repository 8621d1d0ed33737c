/** `sys` (CPython: Python/sysmodule.c). Streams are put in by the interpreter when a run starts. */
import { makeNativeModule, registerModule, nativeModuleNames } from './registry.ts';
import { importlib, LAZY_SYS_NAMES } from '../vm/importlib.ts';
import { machine } from '../vm/machine.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { PyModule } from '../objects/core/module.ts';
import { PyFloat } from '../objects/core/float.ts';
import { T } from '../objects/core/registry.ts';
import { strOf } from '../objects/core/str.ts';
import type { Configuration } from '../host/run.ts';
import { PyBaseException, raise, runtimeError, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf, type PyType, typeModified } from '../objects/core/type.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';
import { frozenset } from '../objects/types/set.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { toIntArgument } from '../objects/protocol/index.ts';
import { repr, reprText, strTextOf } from '../objects/protocol/repr.ts';
import { intLimits } from '../objects/core/integer.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { STDLIB_NAMES } from '../defs/stdlib-names.ts';
import { formatUnraisable, writeError, writeTraceback } from '../vm/traceback-text.ts';
import { resetLifetime } from '../objects/core/lifetime.ts';
import { escapeFrame } from '../objects/types/frame.ts';
import { asyncGeneratorHooks } from '../objects/types/async-generator.ts';
import { importModule } from '../vm/import.ts';
import { bytesWarnings, warnings } from '../objects/core/warnings.ts';
import { countReferences, resetCollector, roots } from '../vm/collect.ts';
import { originTracking } from '../vm/ops/generators.ts';
import { resetMonitoring, toolsInUse } from '../vm/monitoring.ts';
import { resetObservation } from '../vm/observe.ts';
import { callTracing, getProfile, getTrace, resetTracing, setProfile, setTrace } from '../vm/tracing.ts';
import { UnraisableHookArgs } from '../vm/unraisable.ts';
import { makeMonitoring } from './sys-monitoring.ts';
import { isImmortal, sizeOf } from './sys-sizes.ts';
import { environmentVariables } from './environment.ts';

const VERSION_INFO = [3, 14, 2] as const;
/** `sys.version` */
export const VERSION = `${VERSION_INFO.join('.')} (TypeScript) [JavaScript]`;
const HEX_VERSION = (VERSION_INFO[0] << 24) | (VERSION_INFO[1] << 16) | (VERSION_INFO[2] << 8) | 0xf0;

const versionInfo = defineStructSeq('sys', 'version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial'], 0, true);
const FLAG_NAMES = [
  'debug',
  'inspect',
  'interactive',
  'optimize',
  'dont_write_bytecode',
  'no_user_site',
  'no_site',
  'ignore_environment',
  'verbose',
  'bytes_warning',
  'quiet',
  'hash_randomization',
  'isolated',
  'dev_mode',
  'utf8_mode',
  'warn_default_encoding',
  'safe_path',
  'int_max_str_digits',
  'gil',
  'thread_inherit_context',
  'context_aware_warnings',
];
type FlagValues = Readonly<Record<string, number | boolean>>;

/** The flags of a run with nothing set, by name. */
const defaultFlags = (): FlagValues => ({
  optimize: machine.optimize,
  dev_mode: false,
  utf8_mode: 1,
  safe_path: false,
  int_max_str_digits: intLimits.maxStrDigits,
  gil: 1,
});

function makeFlags(changed: FlagValues): Value {
  const values = { ...defaultFlags(), ...changed };
  return flags.make(FLAG_NAMES.map(name => values[name] ?? 0));
}

const flags = defineStructSeq('sys', 'flags', FLAG_NAMES, 3, true);
const floatInfo = defineStructSeq('sys', 'float_info', [
  'max',
  'max_exp',
  'max_10_exp',
  'min',
  'min_exp',
  'min_10_exp',
  'dig',
  'mant_dig',
  'epsilon',
  'radix',
  'rounds',
]);
const intInfo = defineStructSeq('sys', 'int_info', [
  'bits_per_digit',
  'sizeof_digit',
  'default_max_str_digits',
  'str_digits_check_threshold',
]);
const hashInfo = defineStructSeq('sys', 'hash_info', [
  'width',
  'modulus',
  'inf',
  'nan',
  'imag',
  'algorithm',
  'hash_bits',
  'seed_bits',
  'cutoff',
]);
const threadInfo = defineStructSeq('sys', 'thread_info', ['name', 'lock', 'version'], 0, true);
const asyncgenHooks = defineStructSeq('sys', 'asyncgen_hooks', ['firstiter', 'finalizer'], 0, true);

/** The exception being handled: what `sys.exception()` gives. */
function currentException(): PyBaseException | null {
  for (let handled: typeof machine.handled | null = machine.handled; handled !== null; handled = handled.previous) {
    if (handled.exception !== null) return handled.exception;
  }
  return null;
}

function frameAt(depth: number): Value {
  let frame = machine.frame;
  for (let i = 0; i < depth && frame !== null; i++) frame = frame.back;
  if (frame === null || depth < 0) throw valueError('call stack is not deep enough');
  return escapeFrame(frame);
}

function namespace(values: Readonly<Record<string, Value>>): Value {
  return callValue(T.SimpleNamespace, Object.values(values), Object.keys(values));
}

function displayHook(value: Value): Value {
  if (value === null) return null;
  machine.builtins.setStr('_', null);
  const stdout = sysAttribute('stdout');
  if (stdout === null) throw runtimeError('lost sys.stdout');
  const write = (text: Value): Value => callValue(getAttribute(stdout, 'write'), [text]);
  const text = repr(value);
  try {
    write(text);
  } catch (error) {
    if (!(error instanceof PyBaseException) || !error.cls.isSubtype(T.UnicodeEncodeError)) throw error;
    // What the stream cannot encode is shown escaped.
    const encoding = getAttribute(stdout, 'encoding');
    const bytes = callValue(getAttribute(text, 'encode'), [encoding, 'backslashreplace']);
    const buffer = findAttribute(stdout, 'buffer');
    if (buffer !== undefined) callValue(getAttribute(buffer, 'write'), [bytes]);
    else write(callValue(getAttribute(bytes, 'decode'), [encoding, 'strict']));
  }
  write('\n');
  machine.builtins.setStr('_', value);
  return null;
}

/** How deep the program is in calls of Python functions, as the recursion limit counts them. */
function recursionDepth(): number {
  return machine.frame?.depth ?? 0;
}

let switchInterval = 0.005;

/** `sys.name` in this run; None where there is no such attribute. */
export function sysAttribute(name: string): Value {
  const sys = machine.modules.getStr('sys');
  return sys instanceof PyModule ? (sys.dict.getStr(name) ?? null) : null;
}

/** What `getrefcount` says of what is never freed. */
const IMMORTAL = 3 * 2 ** 30;

/** Calls what `$PYTHONBREAKPOINT` names, `pdb.set_trace` if it names nothing, and does nothing where it is 0. */
function breakpointHook(args: Value[], kws: PyDict | undefined): Value {
  const given = environmentVariables().get('PYTHONBREAKPOINT') ?? '';
  if (given === '0') return null;
  const path = given === '' ? 'pdb.set_trace' : given;
  const dot = path.lastIndexOf('.');
  const name = path.slice(dot + 1);
  let hook: Value;
  try {
    if (dot === 0) throw raise(T.ImportError, path);
    hook = getAttribute(importModule(dot < 0 ? 'builtins' : path.slice(0, dot), null, new PyTuple([name]), 0), name);
  } catch (error) {
    if (!(error instanceof PyBaseException) || !(error.cls.isSubtype(T.ImportError) || error.cls.isSubtype(T.AttributeError))) throw error;
    warnings.issue(T.RuntimeWarning, `Ignoring unimportable $PYTHONBREAKPOINT: "${path}"`);
    return null;
  }
  const entries = kws === undefined ? [] : [...kws.entries()];
  return callValue(
    hook,
    [...args, ...entries.map(entry => entry.value as Value)],
    entries.length === 0 ? null : entries.map(entry => entry.key as string),
  );
}

/** What CPython says of its own just-in-time compiler, which this is not. */
registerModule('sys._jit', {
  functions: { 'is_available()': () => false, 'is_enabled()': () => false, 'is_active()': () => false },
});

roots.push(() => [getTrace(), getProfile(), asyncGeneratorHooks, toolsInUse()]);

registerModule('sys', {
  doc: 'This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.\n',
  functions: {
    'getrecursionlimit()': () => machine.recursionLimit,
    'setrecursionlimit(limit, /)': (limit: Value) => {
      const n = toIntArgument(limit);
      if (n < 1) throw valueError('recursion limit must be greater or equal than 1');
      const depth = recursionDepth();
      if (depth >= n)
        throw raise(T.RecursionError, `cannot set the recursion limit to ${n} at the recursion depth ${depth}: the limit is too low`);
      machine.recursionLimit = n;
      return null;
    },
    'exit(status=None, /)': (status: MaybeValue) => {
      throw status === undefined || status === null
        ? raise(T.SystemExit)
        : raise(T.SystemExit, ...(status instanceof PyTuple ? status.items : [status]));
    },
    'intern(string, /)': (string: Value) => {
      if (typeOf(string) !== T.str) throw typeError(`intern() argument must be str, not ${typeOf(string).name}`);
      return string;
    },
    '_is_interned(string, /)': (string: Value) => {
      if (!typeOf(string).isSubtype(T.str)) throw typeError(`_is_interned() argument must be str, not ${typeOf(string).name}`);
      return typeof string === 'string';
    },
    '_is_immortal(op, /)': isImmortal,
    'exc_info()': () => {
      const exception = currentException();
      return exception === null ? new PyTuple([null, null, null]) : new PyTuple([exception.cls, exception, exception.traceback]);
    },
    'exception()': () => currentException(),
    'getsizeof(object, default=None, /)': sizeOf,
    'getrefcount(object, /)': (object: Value) => (isImmortal(object) ? IMMORTAL : object instanceof PyObject ? countReferences(object) : 2),
    '_getframe(depth=0, /)': (depth: MaybeValue) => frameAt(depth === undefined ? 0 : toIntArgument(depth)),
    '_getframemodulename(depth=0)': (depth: MaybeValue) => {
      let frame = machine.frame;
      for (let i = depth === undefined ? 0 : toIntArgument(depth); i > 0 && frame !== null; i--) frame = frame.back;
      return frame?.globals.getStr('__name__') ?? null;
    },
    'getdefaultencoding()': () => 'utf-8',
    'getfilesystemencoding()': () => 'utf-8',
    'getfilesystemencodeerrors()': () => 'surrogateescape',
    'get_int_max_str_digits()': () => intLimits.maxStrDigits,
    'set_int_max_str_digits(maxdigits)': (maxdigits: Value) => {
      const n = toIntArgument(maxdigits);
      if (n !== 0 && n < 640) throw valueError('maxdigits must be 0 or larger than 640');
      intLimits.maxStrDigits = n;
      return null;
    },
    'settrace(function, /)': (f: Value) => (setTrace(f), null),
    'gettrace()': getTrace,
    'setprofile(function, /)': (f: Value) => (setProfile(f), null),
    'getprofile()': getProfile,
    'getswitchinterval()': () => new PyFloat(switchInterval),
    'setswitchinterval(interval, /)': (interval: Value) => {
      const seconds = floatOf(interval);
      if (!(seconds > 0)) throw valueError('switch interval must be strictly positive');
      switchInterval = seconds;
      return null;
    },
    'audit(event, /, *args)': () => null,
    'addaudithook(hook)': () => null,
    'call_tracing(func, args, /)': (f: Value, args: Value) => {
      if (!(args instanceof PyTuple)) throw typeError(`call_tracing() argument 2 must be tuple, not ${typeOf(args).name}`);
      return callTracing(f, args.items.slice());
    },
    'is_finalizing()': () => false,
    'is_remote_debug_enabled()': () => false,
    '_clear_type_cache()': () => {
      warnings.issue(
        T.DeprecationWarning,
        'sys._clear_type_cache() is deprecated and may be removed in a future version.  Use sys._clear_internal_caches() instead.',
      );
      return null;
    },
    '_clear_internal_caches()': () => null,
    '_clear_type_descriptors(type, /)': (type: Value) => {
      const { namespace } = type as PyType;
      for (const name of ['__dict__', '__weakref__']) namespace.deleteStr(name);
      typeModified(type as PyType);
      return null;
    },
    'displayhook(object, /)': displayHook,
    'breakpointhook(*args, **kws)': breakpointHook,
    'excepthook(exctype, value, traceback, /)': (_type: Value, value: Value) => {
      if (value instanceof PyBaseException) writeTraceback(value);
      else writeError(`TypeError: print_exception(): Exception expected for value, ${typeOf(value).name} found\n`);
      return null;
    },
    'unraisablehook(unraisable, /)': (unraisable: Value) => {
      if (typeOf(unraisable) !== UnraisableHookArgs.type) throw typeError('sys.unraisablehook argument type must be UnraisableHookArgs');
      const field = (name: string): Value => findAttribute(unraisable, name) ?? null;
      const message = field('err_msg');
      const object = field('object');
      if (message !== null || object !== null) {
        const what = message === null ? 'Exception ignored in' : strTextOf(message);
        writeError(`${what}:${object === null ? '' : ` ${reprText(object)}`}\n`);
      }
      const exception = field('exc_value');
      if (exception instanceof PyBaseException) writeError(formatUnraisable(exception));
      return null;
    },
    'get_asyncgen_hooks()': () => asyncgenHooks.make([asyncGeneratorHooks.firstiter, asyncGeneratorHooks.finalizer]),
    'set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)': (firstiter: MaybeValue, finalizer: MaybeValue) => {
      for (const [name, hook] of [
        ['finalizer', finalizer],
        ['firstiter', firstiter],
      ] as const) {
        if (hook === undefined) continue;
        if (hook !== null && !isCallable(hook)) throw typeError(`callable ${name} expected, got ${typeOf(hook).name}`);
        asyncGeneratorHooks[name] = hook;
      }
      return null;
    },
    'get_coroutine_origin_tracking_depth()': () => originTracking.depth,
    'set_coroutine_origin_tracking_depth(depth)': (depth: Value) => {
      const n = toIntArgument(depth);
      if (n < 0) throw valueError('depth must be >= 0');
      originTracking.depth = n;
      return null;
    },
    '_is_gil_enabled()': () => true,
    'activate_stack_trampoline(backend, /)': () => {
      throw valueError('perf trampoline not available');
    },
  },
  attributes: {
    version: VERSION,
    version_info: () => versionInfo.make([...VERSION_INFO, 'final', 0]),
    hexversion: HEX_VERSION,
    api_version: 1013,
    copyright: 'Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.',
    platform: 'linux',
    byteorder: 'little',
    maxsize: 9223372036854775807n,
    maxunicode: 0x10ffff,
    builtin_module_names: () => new PyTuple(nativeModuleNames()),
    stdlib_module_names: () => frozenset([...STDLIB_NAMES]),
    implementation: () =>
      namespace({
        name: 'cpython',
        cache_tag: 'cpython-314',
        version: versionInfo.make([...VERSION_INFO, 'final', 0]),
        hexversion: HEX_VERSION,
        _multiarch: 'javascript',
        supports_isolated_interpreters: false,
      }),
    flags: () => makeFlags({}),
    float_info: () =>
      floatInfo.make([
        new PyFloat(Number.MAX_VALUE),
        1024,
        308,
        new PyFloat(2.2250738585072014e-308),
        -1021,
        -307,
        15,
        53,
        new PyFloat(Number.EPSILON),
        2,
        1,
      ]),
    int_info: () => intInfo.make([30, 4, 4300, 640]),
    hash_info: () => hashInfo.make([64, 2305843009213693951n, 314159, 0, 1000003, 'siphash13', 64, 128, 0]),
    thread_info: () => threadInfo.make(['pthread-stubs', null, null]),
    float_repr_style: 'short',
    modules: () => machine.modules,
    path: () => new PyList(['/lib/python3.14']),
    argv: () => new PyList([]),
    orig_argv: () => new PyList([]),
    warnoptions: () => new PyList([]),
    _xoptions: () => new PyDict(),
    executable: '/usr/bin/python3.14',
    _base_executable: '/usr/bin/python3.14',
    prefix: '/usr',
    exec_prefix: '/usr',
    base_prefix: '/usr',
    base_exec_prefix: '/usr',
    platlibdir: 'lib',
    _stdlib_dir: '/lib/python3.14',
    pycache_prefix: null,
    dont_write_bytecode: false,
    abiflags: '',
    _framework: '',
    _git: () => new PyTuple(['CPython', '', '']),
    monitoring: makeMonitoring,
    _jit: () => makeNativeModule('sys._jit')!,
  },
  initialize: module => {
    const { dict } = module;
    resetMonitoring();
    resetObservation();
    resetTracing();
    switchInterval = 0.005;
    resetLifetime();
    resetCollector();
    asyncGeneratorHooks.firstiter = asyncGeneratorHooks.finalizer = null;
    originTracking.depth = 0;
    module.lazy = { names: LAZY_SYS_NAMES, fill: () => void importlib() };
    for (const name of ['breakpointhook', 'displayhook', 'excepthook', 'unraisablehook']) dict.setStr(`__${name}__`, dict.getStr(name)!);
  },
});

/** What a command line sets. */
export function configure({ flags: changed = {}, warnings = [], xOptions, executable, commandLine, pycachePrefix }: Configuration): void {
  const { dict } = machine.modules.getStr('sys') as PyModule;
  if (typeof changed['int_max_str_digits'] === 'number') intLimits.maxStrDigits = changed['int_max_str_digits'];
  bytesWarnings.wanted = Number(changed['bytes_warning'] ?? 0) > 0;
  machine.verbose = Number(changed['verbose'] ?? 0);
  dict.setStr('flags', makeFlags(changed));
  dict.setStr('dont_write_bytecode', (changed['dont_write_bytecode'] ?? 0) !== 0);
  dict.setStr('warnoptions', new PyList(warnings.map(strOf)));
  const options = new PyDict();
  for (const [name, value] of xOptions ?? []) options.setStr(name, typeof value === 'string' ? strOf(value) : value);
  dict.setStr('_xoptions', options);
  if (pycachePrefix !== undefined) dict.setStr('pycache_prefix', strOf(pycachePrefix));
  if (commandLine !== undefined) dict.setStr('orig_argv', new PyList(commandLine.map(strOf)));
  if (executable === undefined) return;
  dict.setStr('executable', strOf(executable));
  dict.setStr('_base_executable', strOf(executable));
}

/** Sets the streams of a run. */
export function setStandardStreams(streams: Readonly<Record<'stdin' | 'stdout' | 'stderr', PyObject>>): void {
  const sys = machine.modules.getStr('sys') as PyModule;
  for (const [name, stream] of Object.entries(streams)) {
    sys.dict.setStr(name, stream);
    sys.dict.setStr(`__${name}__`, stream);
  }
}
