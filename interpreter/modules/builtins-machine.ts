/**
 * The built-in functions that need the machine: those that compile and run code, import, build classes, look into the calling frame, or wait
 * for input (CPython: Python/bltinmodule.c).
 */
import type { PyBuiltin } from '../objects/core/native.ts';
import { registerModule } from './registry.ts';
import { builtinAttributes, builtinFunctions, dirOf, varsOf } from './builtins.ts';
import { checkRoot, isTree, objectToTree, treeToObject } from './_ast.ts';
import { pathText } from './_io/fileio.ts';
import { sysAttribute } from './sys.ts';
import { CO, FUTURES, PYCF } from '../code/code.ts';
import { machine, suspendForInput, waitsHere, type ParseMode } from '../vm/machine.ts';
import { importModule } from '../vm/import.ts';
import { execute } from '../vm/module-code.ts';
import { commonFunctions } from '../vm/ops/names.ts';
import { newFrame, runFrame } from '../vm/calls.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyCell } from '../objects/core/cell.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { PyBaseException, raise, runtimeError, systemError, typeError, valueError } from '../objects/core/errors.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { codeOf, PyCode } from '../objects/types/code.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { frameLocals } from '../objects/types/frame-locals.ts';
import { PyFunction } from '../objects/types/function.ts';
import { calculateMetaclass } from '../objects/types/type.ts';
import { sortItems } from '../objects/types/sort.ts';
import { callValue } from '../objects/protocol/call.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { setItem } from '../objects/protocol/sequence.ts';
import { bytesLike } from '../objects/protocol/buffer.ts';
import { encodeStr } from '../objects/types/codecs.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { reprText, str } from '../objects/protocol/repr.ts';

function callingFrame(): PyFrame {
  if (machine.frame === null) throw systemError('no current frame');
  return machine.frame;
}

function currentLocals(): Value {
  const frame = callingFrame();
  return frameLocals(frame);
}

/** Bases with `__mro_entries__` replaced by what they stand for (PEP 560). */
function resolveBases(bases: readonly Value[]): Value[] {
  return bases.flatMap(base => {
    if (base instanceof PyType) return [base];
    const resolve = findAttribute(base, '__mro_entries__');
    const entries = resolve === undefined ? undefined : callValue(resolve, [new PyTuple([...bases])]);
    if (entries === undefined) return [base];
    if (!(entries instanceof PyTuple)) throw typeError('__mro_entries__ must return a tuple');
    return entries.items;
  });
}

/** `__build_class__(func, name, /, *bases, metaclass=None, **kwds)`: runs the body in a fresh namespace and calls the metaclass. */
function buildClass(func: Value, name: Value, originalBases: Value[], metaclass: MaybeValue, kwds: PyDict | undefined): Value {
  if (!(func instanceof PyFunction)) throw typeError('__build_class__: func must be a function');
  if (strText(name) === undefined) throw typeError('__build_class__: name is not a string');
  const bases = resolveBases(originalBases);
  let meta: Value = metaclass ?? (bases.length === 0 ? T.type : typeOf(bases[0]));
  if (meta instanceof PyType) meta = calculateMetaclass(meta, bases);
  const keywordNames = kwds === undefined ? null : [...kwds.entries()].map(entry => strText(entry.key)!);
  const keywordValues = kwds === undefined ? [] : [...kwds.entries()].map(entry => entry.value!);
  const basesTuple = new PyTuple(bases);
  const prepare = findAttribute(meta, '__prepare__');
  const namespace = prepare === undefined ? new PyDict() : callValue(prepare, [name, basesTuple, ...keywordValues], keywordNames);
  if (typeOf(namespace).slots.mp_subscript === null) {
    throw typeError(
      `${meta instanceof PyType ? meta.name : '<metaclass>'}.__prepare__() must return a mapping, not ${typeOf(namespace).name}`,
    );
  }
  const frame = newFrame(func.code, func.globals, func.builtins);
  frame.func = func;
  frame.locals = namespace;
  const cell = runFrame(frame) ?? null;
  if (bases.length !== originalBases.length || bases.some((base, i) => base !== originalBases[i]))
    setItem(namespace, '__orig_bases__', new PyTuple(originalBases));
  const cls = callValue(meta, [name, basesTuple, namespace, ...keywordValues], keywordNames);
  if (cls instanceof PyType && cell instanceof PyCell) {
    if (cell.contents === undefined) {
      throw runtimeError(`__class__ not set defining ${reprText(name)} as ${reprText(cls)}. Was __classcell__ propagated to type.__new__?`);
    }
    if (cell.contents !== cls)
      throw typeError(`__class__ set to ${reprText(cell.contents)} defining ${reprText(name)} as ${reprText(cls)}`);
  }
  return cls;
}

/** Source for compile, exec and eval: text, or bytes to be decoded as a file is. */
function sourceOf(source: Value, function_: string, kinds: string): string | Uint8Array {
  const text = strText(source);
  if (text !== undefined) {
    // CPython's parser reads UTF-8, which has no lone surrogates.
    encodeStr(source, 'utf-8', 'strict');
    return text;
  }
  const bytes = bytesLike(source);
  if (bytes !== undefined) return bytes;
  throw typeError(`${function_}() arg 1 must be a ${kinds}`);
}

function inheritedFlags(): number {
  return machine.frame === null ? 0 : machine.frame.code.flags & FUTURES;
}

const KNOWN_FLAGS =
  FUTURES |
  CO.NESTED |
  PYCF.DONT_IMPLY_DEDENT |
  PYCF.OPTIMIZED_AST |
  PYCF.TYPE_COMMENTS |
  PYCF.ALLOW_TOP_LEVEL_AWAIT |
  PYCF.ALLOW_INCOMPLETE_INPUT;

const MODES = ['exec', 'eval', 'single'] as const;

function compile(
  source: Value,
  filename: Value,
  mode: Value,
  flags: MaybeValue,
  dontInherit: MaybeValue,
  optimize: MaybeValue,
  featureVersion: MaybeValue,
): Value {
  const modeText = strText(mode);
  if (modeText === undefined) throw typeError(`compile() argument 'mode' must be str, not ${typeOf(mode).name}`);
  const file = pathText(filename);
  const bits = flags === undefined ? 0 : toIndexNumber(flags);
  if ((bits & ~KNOWN_FLAGS) !== 0) throw valueError('compile(): unrecognised flags');
  const given = optimize === undefined ? -1 : toIndexNumber(optimize);
  if (given < -1 || given > 2) throw valueError('compile(): invalid optimize value');
  const onlyTree = (bits & PYCF.ONLY_AST) !== 0;
  const wholeTree = (bits & PYCF.OPTIMIZED_AST) === PYCF.ONLY_AST;
  // A signature in a type comment can be parsed, not compiled.
  if (modeText === 'func_type' && !onlyTree) throw valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  const kind = modeText === 'func_type' ? 'exec' : MODES.find(known => known === modeText);
  if (kind === undefined)
    throw valueError(`compile() mode must be 'exec', 'eval'${onlyTree ? ", 'single' or 'func_type'" : " or 'single'"}`);
  const inherited = dontInherit !== undefined && isTruthy(dontInherit) ? 0 : inheritedFlags();
  const level = given === -1 ? machine.optimize : given;
  if (isTree(source)) {
    if (wholeTree) {
      checkRoot(source, modeText as ParseMode);
      return source;
    }
    const tree = objectToTree(source, modeText as ParseMode);
    if (!onlyTree) return codeOf(machine.compileTree(tree, file, kind, bits | inherited, level));
    machine.preprocess(tree, file, bits | inherited, level);
    return treeToObject(tree);
  }
  const text = sourceOf(source, 'compile', 'string, bytes or AST object');
  if (onlyTree) {
    const version = featureVersion === undefined ? -1 : toIndexNumber(featureVersion);
    return treeToObject(machine.parse(text, file, modeText as ParseMode, bits | inherited, { featureVersion: version, optimize: level }));
  }
  return codeOf(machine.compile(text, file, kind, bits | inherited, level));
}

/** The namespaces for exec and eval: the caller's, unless given. */
function namespaces(name: string, globals: MaybeValue, locals: MaybeValue): { globals: PyDict; locals: Value } {
  const given = globals ?? null;
  if (given !== null && !(given instanceof PyDict)) {
    throw typeError(
      name === 'eval' && typeOf(given).slots.mp_subscript !== null
        ? 'globals must be a real dict; try eval(code, {}, mapping)'
        : name === 'eval'
          ? 'globals must be a dict'
          : `exec() globals must be a dict, not ${typeOf(given).name}`,
    );
  }
  const localsValue = locals ?? null;
  if (localsValue !== null && typeOf(localsValue).slots.mp_subscript === null) {
    throw typeError(name === 'eval' ? 'locals must be a mapping' : `locals must be a mapping or None, not ${typeOf(localsValue).name}`);
  }
  if (given === null) {
    const frame = callingFrame();
    return { globals: frame.globals, locals: localsValue ?? currentLocals() };
  }
  if (given.getStr('__builtins__') === undefined) given.setStr('__builtins__', machine.modules.getStr('builtins') ?? null);
  return { globals: given, locals: localsValue ?? given };
}

function exec(source: Value, globals: MaybeValue, locals: MaybeValue, closure: MaybeValue): Value {
  const scope = namespaces('exec', globals, locals);
  if (source instanceof PyCode) {
    const free = source.co.co_freevars.length;
    const cells = closure === undefined || closure === null ? null : closure;
    if (free === 0 && cells !== null) throw typeError('cannot use a closure with this code object');
    if (free > 0 && (!(cells instanceof PyTuple) || cells.items.length !== free || !cells.items.every(cell => cell instanceof PyCell))) {
      throw typeError(`code object requires a closure of exactly length ${free}`);
    }
    if (free === 0) execute(source, scope.globals, scope.locals);
    else {
      const func = new PyFunction(source, scope.globals, machine.builtins);
      func.closure = (cells as PyTuple).items as PyCell[];
      const frame = newFrame(source, scope.globals, machine.builtins);
      frame.func = func;
      frame.locals = scope.locals;
      runFrame(frame);
    }
    return null;
  }
  if (closure !== undefined && closure !== null) throw typeError('closure argument can only be used with a code object');
  const code = codeOf(
    machine.compile(sourceOf(source, 'exec', 'string, bytes or code object'), '<string>', 'exec', inheritedFlags(), machine.optimize),
  );
  execute(code, scope.globals, scope.locals);
  return null;
}

function evalSource(source: Value, globals: MaybeValue, locals: MaybeValue): Value {
  const scope = namespaces('eval', globals, locals);
  if (source instanceof PyCode) {
    if (source.co.co_freevars.length > 0) throw typeError('code object passed to eval() may not contain free variables');
    return execute(source, scope.globals, scope.locals);
  }
  const text = sourceOf(source, 'eval', 'string, bytes or code object');
  const trimmed = typeof text === 'string' ? text.replace(/^[ \t]+/, '') : text;
  return execute(codeOf(machine.compile(trimmed, '<string>', 'eval', inheritedFlags(), machine.optimize)), scope.globals, scope.locals);
}

function dir(object: MaybeValue): Value {
  if (object !== undefined) return dirOf(object);
  const locals = currentLocals();
  const names =
    locals instanceof PyDict && locals.cls === T.dict
      ? [...locals.entries()].map(entry => entry.key)
      : toArray(callValue(getAttribute(locals, 'keys'), []));
  sortItems(names, null, false);
  return new PyList(names);
}

/** One of the standard streams; RuntimeError where a program has taken it away. */
function standardStream(name: 'stdin' | 'stdout' | 'stderr'): Value {
  const stream = sysAttribute(name);
  if (stream === null) throw runtimeError(`input(): lost sys.${name}`);
  return stream;
}

function flushIfPossible(stream: Value): void {
  try {
    callValue(getAttribute(stream, 'flush'), []);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
  }
}

function input(prompt: MaybeValue): Value {
  const stdin = standardStream('stdin');
  const stdout = standardStream('stdout');
  flushIfPossible(standardStream('stderr'));
  if (prompt !== undefined) callValue(getAttribute(stdout, 'write'), [str(prompt)]);
  flushIfPossible(stdout);
  const lineOf = (line: string | null): Value => {
    if (line === null || line === '') throw raise(T.EOFError, 'EOF when reading a line');
    return strOf(line.replace(/\r?\n$/, ''));
  };
  if (stdin !== sysAttribute('__stdin__')) {
    const line = callValue(getAttribute(stdin, 'readline'), []);
    const text = strText(line);
    if (text === undefined) throw typeError('object.readline() returned non-string');
    return lineOf(text);
  }
  if (waitsHere('readLine')) return lineOf(machine.host.readLine!());
  return suspendForInput(lineOf);
}

function importFunction(name: Value, globals: MaybeValue, _locals: MaybeValue, fromlist: MaybeValue, level: MaybeValue): Value {
  const text = strText(name);
  if (text === undefined) throw typeError('module name must be a string');
  return importModule(text, globals ?? null, fromlist ?? null, level === undefined ? 0 : toIndexNumber(level));
}

registerModule('builtins', {
  initialize: module => {
    (module.dict.getStr('open') as PyBuiltin).module = '_io';
    for (const name of ['all', 'any'] as const) commonFunctions[name] = module.dict.getStr(name)!;
  },
  doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not usually accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need to\noverride it.",
  functions: {
    ...builtinFunctions,
    '__build_class__(func, name, /, *bases, metaclass=None, **kwds)': buildClass,
    '__import__(name, globals=None, locals=None, fromlist=(), level=0)': [importFunction, 'Import a module.'],
    'breakpoint(*args, **kws)': [
      (args: Value[], kws: PyDict | undefined) => {
        const hook = sysAttribute('breakpointhook');
        if (hook === null) throw runtimeError('lost sys.breakpointhook');
        const names = kws === undefined ? null : [...kws.entries()].map(entry => entry.key as string);
        return callValue(hook, kws === undefined ? args : [...args, ...[...kws.entries()].map(entry => entry.value!)], names);
      },
      'Call sys.breakpointhook(*args, **kws).',
    ],
    'compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)': [
      compile,
      'Compile source into a code object that can be executed by exec() or eval().',
    ],
    'dir(object=<unrepresentable>, /)': [dir, 'Show attributes of an object.'],
    'eval(source, /, globals=None, locals=None)': [evalSource, 'Evaluate the given source in the context of globals and locals.'],
    'exec(source, /, globals=None, locals=None, *, closure=None)': [exec, 'Execute the given source in the context of globals and locals.'],
    'globals()': [() => callingFrame().globals, "Return the dictionary containing the current scope's global variables."],
    "input(prompt='', /)": [input, 'Read a string from standard input.  The trailing newline is stripped.'],
    'locals()': [currentLocals, "Return a dictionary containing the current scope's local variables."],
    'vars(object=<unrepresentable>, /)': [
      (object: MaybeValue) => (object === undefined ? currentLocals() : varsOf(object)),
      'Return vars([object]) -> dictionary',
    ],
  },
  attributes: builtinAttributes,
});
