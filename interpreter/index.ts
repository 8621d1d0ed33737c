/**
 * The public face: every stage of the pipeline as a function, and the interpreter that runs programs.
 *
 *     source ─► tokenize ─► parse ─► buildSymtable ─► compile ─► disassemble
 *                                                        └─► Interpreter.start ─► Run
 *
 * Here the parts that may not know one another are wired: the machine gets the compiler and the native modules.
 */
import type { mod } from './ast/nodes.generated.ts';
import { validate, InvalidTree } from './ast/validate.ts';
import { CO, PYCF, type CodeObject } from './code/code.ts';
import { compile, CompilerStackOverflow, preprocessTree, type CompileMode } from './compiler/index.ts';
import { parseFuture } from './compiler/future.ts';
import type { Host } from './host/host.ts';
import type { MainModule, Run, RunOptions } from './host/run.ts';
import { builtinFunctions, pythonModules } from './objects/core/builtin-functions.ts';
import { warnings } from './objects/core/warnings.ts';
import { documentation } from './objects/core/documentation.ts';
import { PyModule } from './objects/core/module.ts';
import { PyList } from './objects/core/tuple.ts';
import { PycError, readPyc } from './code/pyc.ts';
import { importClass, importlib, newSourceLoader } from './vm/importlib.ts';
import { PyBaseException, raise } from './objects/core/errors.ts';
import { T } from './objects/core/registry.ts';
import { findItem } from './vm/ops/names.ts';
import { intLimits } from './objects/core/integer.ts';
import { strOf, strText } from './objects/core/str.ts';
import './objects/index.ts';
import { issueWarning } from './modules/_warnings.ts';
import { functionHooks } from './objects/types/function.ts';
import { reduceHooks } from './objects/types/reduce.ts';
import { parse, ParserFailure } from './parser/index.ts';
import { decodeSource } from './source/decode.ts';
import { buildSymtable } from './symtable/index.ts';
import { PythonSyntaxError } from './source/syntax-error.ts';
import { makeNativeModule } from './modules/registry.ts';
import './modules/index.ts';
import { standardStreams } from './modules/_io/index.ts';
import { syntaxException, syntaxWarning } from './modules/syntax-exception.ts';
import { installSiteBuiltins } from './modules/site-builtins.ts';
import { configure, setStandardStreams } from './modules/sys.ts';
import { conclude, machine, ProgramRun, resetMachine } from './vm/index.ts';
import type { ParseMode } from './vm/machine.ts';
import { loadModule } from './vm/import.ts';
import { functionBuiltins } from './vm/module-code.ts';
import { WARM_UP } from './vm/warm-up.ts';
import { getAttribute } from './objects/protocol/attribute.ts';
import { callValue } from './objects/protocol/call.ts';

export { disassemble, disassembleText } from './code/dis.ts';
export { compile } from './compiler/index.ts';
export { parse } from './parser/index.ts';
export { buildSymtable } from './symtable/index.ts';
export { tokenize } from './tokens/index.ts';

/** Hears of a SyntaxWarning; may throw. */
type OnWarning = (message: string, lineno: number, asError: () => unknown) => void;
const drop: OnWarning = () => {};

function parseSource(
  source: string | Uint8Array,
  filename: string,
  mode: ParseMode,
  flags: number,
  warn: OnWarning,
  featureVersion = -1,
): mod {
  return parse(source, {
    filename,
    mode,
    typeComments: (flags & PYCF.TYPE_COMMENTS) !== 0,
    dontImplyDedent: (flags & PYCF.DONT_IMPLY_DEDENT) !== 0,
    allowIncomplete: (flags & PYCF.ALLOW_INCOMPLETE_INPUT) !== 0,
    barryAsFlufl: (flags & CO.FUTURE_BARRY_AS_BDFL) !== 0,
    featureVersion: featureVersion < 0 ? undefined : featureVersion,
    maxStrDigits: intLimits.maxStrDigits,
    onWarning: warning => warn(warning.message, warning.lineno, () => warning.asError()),
  });
}

function compileTree(tree: mod, filename: string, mode: CompileMode, flags: number, optimize: number, warn: OnWarning): CodeObject {
  return compile(tree, {
    filename,
    mode,
    flags,
    optimize: optimize as 0 | 1 | 2,
    warn: ({ message, lineno, ...range }) =>
      warn(message, lineno, () => new PythonSyntaxError('SyntaxError', message, filename, { lineno, text: null, ...range })),
  });
}

/** Parses and compiles; throws PythonSyntaxError. */
export function compileSource(
  source: string | Uint8Array,
  filename: string,
  mode: CompileMode = 'exec',
  flags = 0,
  optimize: -1 | 0 | 1 | 2 = 0,
  warn = drop,
): CodeObject {
  return compileTree(parseSource(source, filename, mode, flags, warn), filename, mode, flags, optimize, warn);
}

/** Has `warnings` decide about a SyntaxWarning; where it makes an error of it, the error is a SyntaxError at the same place. */
const warnIn =
  (filename: string): OnWarning =>
  (message, lineno, asError) => {
    try {
      syntaxWarning(message, filename, lineno);
    } catch (error) {
      throw error instanceof PyBaseException && error.cls === T.SyntaxWarning ? asError() : error;
    }
  };

/** Runs a step of the front end; what it raises becomes a Python exception. */
function raising<R>(step: () => R): R {
  try {
    return step();
  } catch (error) {
    if (error instanceof PythonSyntaxError) throw syntaxException(error);
    if (error instanceof ParserFailure || error instanceof InvalidTree) throw raise(T[error.pythonType], error.message);
    if (error instanceof CompilerStackOverflow) throw raise(T.RecursionError, error.message);
    throw error;
  }
}

machine.compile = (source, filename, mode, flags, optimize) =>
  raising(() => compileSource(source, filename, mode, flags, optimize as 0 | 1 | 2, warnIn(filename)));
machine.parse = (source, filename, mode, flags, { featureVersion, optimize }) =>
  raising(() => {
    const warn = warnIn(filename);
    const tree = parseSource(source, filename, mode, flags, warn, featureVersion);
    if ((flags & PYCF.OPTIMIZED_AST) === PYCF.OPTIMIZED_AST) preprocessTree(tree, { filename, flags, optimize: optimize as 0 | 1 | 2 });
    return tree;
  });
machine.compileTree = (tree, filename, mode, flags, optimize) =>
  raising(() => {
    validate(tree);
    return compileTree(tree, filename, mode, flags, optimize, warnIn(filename));
  });
machine.preprocess = (tree, filename, flags, optimize) =>
  raising(() => {
    validate(tree);
    preprocessTree(tree, { filename, flags, optimize: optimize as 0 | 1 | 2 });
  });
machine.symtable = (source, filename, mode) =>
  raising(() => {
    const tree = parseSource(source, filename, mode, 0, warnIn(filename));
    return buildSymtable(tree, { filename, future: parseFuture(tree, filename) }).top;
  });
machine.nativeModule = makeNativeModule;
functionHooks.builtinsOf = functionBuiltins;
reduceHooks.copyreg = () => loadModule('copyreg');
warnings.issue = issueWarning;
pythonModules.get = loadModule;
builtinFunctions.get = name => {
  const value = findItem(machine.frame?.builtins ?? machine.builtins, name);
  if (value === undefined) throw raise(T.AttributeError, name);
  return value;
};
documentation.read = () => machine.host.documentation?.() ?? null;

/**
 * Runs the warm-up program (`vm/warm-up.ts`) step by step. It takes some hundred milliseconds, so an embedder takes its steps when there is nothing
 * else to do, and gives it up when there is. A step takes as many milliseconds as it may, or as a part of the program needs to be compiled.
 */
export function* warmUp(host: Host, milliseconds = Infinity): Generator<void, void> {
  const filename = '<warm-up>';
  new Interpreter(host).start('', { filename, inspect: true }).advance(milliseconds);
  for (const part of WARM_UP) {
    yield;
    const run = new ProgramRun({ filename, main: () => machine.compile(part, filename, 'exec', 0, 0), goesOn: 'statement' });
    while (run.advance(milliseconds).state !== 'done') yield;
  }
  conclude();
}

/** A main program's text: what is wrong with its bytes is said as `python FILE` says it. */
function mainText(source: string | Uint8Array, filename: string): string {
  return typeof source === 'string' ? source : raising(() => decodeSource(source, filename, true).text);
}

/** The features of `__future__` that outlast a statement. */
const LASTING = CO.FUTURE_ANNOTATIONS | CO.FUTURE_BARRY_AS_BDFL;

function isIncomplete(source: string, filename: string, futures: number): boolean {
  const flags = futures | PYCF.DONT_IMPLY_DEDENT | PYCF.ALLOW_INCOMPLETE_INPUT;
  const failure = (text: string): unknown => {
    try {
      compileSource(text, filename, 'single', flags);
      return null;
    } catch (error) {
      return error;
    }
  };
  const isSyntax = (error: unknown): boolean => error instanceof PythonSyntaxError;
  if (!isSyntax(failure(source))) return false;
  const later = failure(`${source}\n`);
  return later === null || (later instanceof PythonSyntaxError && later.incomplete);
}

/** The code of a program that was compiled before. */
function compiledMain(bytes: Uint8Array, filename: string): CodeObject {
  try {
    const { code } = readPyc(bytes, filename);
    const loader = callValue(getAttribute(importlib().external, 'SourcelessFileLoader'), ['__main__', strOf(filename)]);
    (machine.modules.getStr('__main__') as PyModule).dict.setStr('__loader__', loader);
    return code;
  } catch (error) {
    if (error instanceof PycError) throw raise(T.RuntimeError, 'Bad magic number in .pyc file');
    throw error;
  }
}

/** One interpreter at a time: making a new one, or starting a program, begins from a clean state. */
export class Interpreter {
  private readonly host: Host;

  /** What `from __future__ import` has switched on in `__main__`. */
  private futures = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** Prepares a program, its source or a module; nothing runs before the first `advance`. */
  start(source: string | Uint8Array | MainModule, options: RunOptions = {}): Run {
    const isModule = typeof source === 'object' && 'module' in source;
    const filename = options.filename ?? (isModule ? '<frozen runpy>' : '<string>');
    const optimize = options.optimize ?? 0;
    resetMachine(this.host, options.recursionLimit ?? 1000, optimize);
    const builtins = loadModule('builtins') as PyModule;
    machine.builtins = builtins.dict;
    builtins.dict.setStr('__debug__', optimize === 0);
    const sys = loadModule('sys') as PyModule;
    setStandardStreams(standardStreams());
    const [encoding, errors] = options.configuration?.ioEncoding ?? [];
    if (encoding !== undefined) {
      const codec = callValue(getAttribute(loadModule('_codecs'), 'lookup'), [strOf(encoding)]);
      setStandardStreams(standardStreams(strText(getAttribute(codec, 'name')), errors));
    }
    sys.dict.setStr('argv', new PyList((options.argv ?? [filename]).map(strOf)));
    const { configuration = {} } = options;
    configure(configuration);
    const { checkHashBasedPycs } = configuration;
    if (checkHashBasedPycs !== undefined) (loadModule('_imp') as PyModule).dict.setStr('check_hash_based_pycs', strOf(checkHashBasedPycs));
    if (!configuration.flags?.['no_site']) installSiteBuiltins(builtins.dict);
    const path = sys.dict.getStr('path') as PyList;
    const slash = filename.lastIndexOf('/');
    const folder = filename.startsWith('<') || slash < 0 ? '' : filename.slice(0, slash) || '/';
    const path0 = configuration.path0 === undefined ? folder : configuration.path0;
    path.items.unshift(...(path0 === null ? [] : [path0]).concat(configuration.path ?? []).map(strOf));
    const main = new PyModule('__main__');
    machine.modules.setStr('__main__', main);
    main.dict.setStr('__builtins__', builtins);
    if (filename.startsWith('<')) main.dict.setStr('__loader__', importClass('BuiltinImporter'));
    else {
      main.dict.setStr('__file__', strOf(filename));
      main.dict.setStr('__cached__', null);
      main.dict.setStr('__loader__', newSourceLoader('__main__', filename));
    }
    if (typeof source === 'string') machine.sources.set(filename, source);
    const mainProgram = (): CodeObject | MainModule => {
      // The module reads `sys.warnoptions` when it is loaded.
      if (configuration.warnings?.length) loadModule('warnings');
      if (isModule) return source;
      const code =
        source instanceof Uint8Array && filename.endsWith('.pyc')
          ? compiledMain(source, filename)
          : machine.compile(mainText(source, filename), filename, 'exec', 0, optimize);
      this.futures = code.co_flags & LASTING;
      return code;
    };
    return new ProgramRun({ filename, main: mainProgram, goesOn: options.inspect ? 'inspect' : undefined });
  }

  /**
   * The next statement of a session in the `__main__` of what was started last (which had `inspect` set); null while its text is incomplete. Whether
   * it is, is found as `codeop` finds it.
   */
  statement(source: string, filename: string): Run | null {
    const { optimize } = machine;
    if (isIncomplete(source, filename, this.futures)) return null;
    machine.sources.set(filename, `${source}\n`);
    const compileStatement = (): CodeObject => {
      const code = machine.compile(`${source}\n`, filename, 'single', this.futures | PYCF.DONT_IMPLY_DEDENT, optimize);
      this.futures |= code.co_flags & LASTING;
      return code;
    };
    return new ProgramRun({ filename, main: compileStatement, goesOn: 'statement' });
  }

  /** Ends a session: what is registered with `atexit` runs. */
  conclude(): void {
    conclude();
  }
}
