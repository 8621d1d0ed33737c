/**
 * A module's code: from its `.pyc` if that is up to date, else compiled; and running it in a namespace (CPython: Lib/importlib/_bootstrap_external.py,
 * `SourceLoader.get_code`).
 */
import { setFilename, type CodeObject } from '../code/code.ts';
import { PYC_FLAGS, readPyc, readPycHeader, sourceHash, writeHashPyc, writePyc, type PycHeader } from '../code/pyc.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyModule } from '../objects/core/module.ts';
import { strText } from '../objects/core/str.ts';
import { PyList } from '../objects/core/tuple.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { typeError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import type { PyCode } from '../objects/types/code.ts';
import { newFrame, runFrame } from './calls.ts';
import { machine } from './machine.ts';
import { writeError } from './traceback-text.ts';

/** An attribute of `sys`, if it is there. */
export function sysAttribute(name: string): MaybeValue {
  const sys = machine.modules.getStr('sys');
  return sys instanceof PyModule ? sys.dict.getStr(name) : undefined;
}

export function sysList(name: string): readonly Value[] {
  const list = sysAttribute(name);
  return list instanceof PyList ? list.items : [];
}

/** Where the compiled form of a source file is kept: beside it, or below `sys.pycache_prefix`. */
export function cachePath(path: string, optimize: number): string {
  const slash = path.lastIndexOf('/');
  const stem = path.slice(slash + 1).replace(/\.py$/, '');
  const prefix = strText(sysAttribute('pycache_prefix') ?? null);
  const directory = prefix === undefined ? `${path.slice(0, slash + 1)}__pycache__` : `${prefix}${path.slice(0, slash)}`;
  return `${directory}/${stem}.cpython-314${optimize === 0 ? '' : `.opt-${optimize}`}.pyc`;
}

/** What `-v` says of imports. */
export function verbose(message: string): void {
  if (machine.verbose > 0) writeError(`${message}\n`);
}

function makeDirectories(path: string): void {
  const { files } = machine.host;
  if (path === '' || files.stat(path) !== undefined) return;
  makeDirectories(path.slice(0, path.lastIndexOf('/')));
  files.mkdir(path);
}

/**
 * The code of a source file: its `.pyc` if that is up to date, else compiled now and, where the file system lets us, written. `tell` hears what `-v`
 * says of it.
 */
export function compiledModule(path: string, optimize: 0 | 1 | 2, tell = verbose): CodeObject {
  const { files } = machine.host;
  const cached = cachePath(path, optimize);
  const stat = files.stat(path)!;
  const source = { path, mtime: Math.floor(stat.mtime), size: stat.size };
  let flags = 0;
  if (files.stat(cached)?.kind === 'file') {
    try {
      const bytes = files.read(cached);
      const header = readPycHeader(bytes, path);
      ({ flags } = header);
      if (isUpToDate(header, source)) {
        const { code } = readPyc(bytes, path);
        // The file may have been moved since it was compiled.
        if (code.co_filename !== path) setFilename(code, path);
        tell(`# ${cached} matches ${path}`);
        tell(`# code object from '${cached}'`);
        return code;
      }
      tell(`# bytecode is stale for ${path}`);
    } catch {
      // A damaged or foreign file is as good as none.
    }
  }
  const text = files.read(path);
  const code = machine.compile(text, path, 'exec', 0, optimize);
  tell(`# code object from ${path}`);
  // What the host keeps of the library is its own affair.
  if (isTruthy(sysAttribute('dont_write_bytecode') ?? false) && !path.startsWith(`${strText(sysAttribute('_stdlib_dir') ?? null)}/`))
    return code;
  try {
    makeDirectories(cached.slice(0, cached.lastIndexOf('/')));
    // A file that knew its source by its hash is followed by one that does.
    const hashed = (flags & PYC_FLAGS.HASH_BASED) !== 0;
    const checked = (flags & PYC_FLAGS.CHECK_SOURCE) !== 0;
    files.write(cached, hashed ? writeHashPyc(code, sourceHash(text), checked) : writePyc(code, source.mtime, source.size));
    tell(`# wrote '${cached}'`);
  } catch {
    // Where nothing can be written, modules are compiled each time.
  }
  return code;
}

interface SourceFile {
  readonly path: string;
  readonly mtime: number;
  readonly size: number;
}

function isUpToDate({ flags, hash, mtime, sourceSize }: PycHeader, source: SourceFile): boolean {
  if (hash === null) return mtime === source.mtime && sourceSize === source.size;
  const imp = machine.modules.getStr('_imp');
  const check = imp instanceof PyModule ? strText(imp.dict.getStr('check_hash_based_pycs') ?? null) : 'default';
  if (check === 'never' || ((flags & PYC_FLAGS.CHECK_SOURCE) === 0 && check !== 'always')) return true;
  const own = sourceHash(machine.host.files.read(source.path));
  return own.every((byte, i) => byte === hash[i]);
}

/** Runs module or class code in a namespace. */
export function execute(code: PyCode, globals: PyDict, locals: Value): Value {
  const frame = newFrame(code, globals, builtinsOf(globals));
  frame.locals = locals;
  return runFrame(frame) ?? null;
}

/** The built-ins that code with these globals sees; they are put there if nothing is. */
export function builtinsOf(globals: PyDict): PyObject {
  const given = givenBuiltins(globals);
  if (given !== undefined) return given;
  globals.setStr('__builtins__', machine.modules.getStr('builtins') ?? machine.builtins);
  return machine.builtins;
}

/** The built-ins of a function that a program makes of a code object: those of the globals, or those that the program itself has. */
export function functionBuiltins(globals: PyDict): PyObject {
  return givenBuiltins(globals) ?? machine.frame?.builtins ?? machine.builtins;
}

function givenBuiltins(globals: PyDict): PyObject | undefined {
  const given = globals.getStr('__builtins__');
  if (given instanceof PyDict) return given;
  if (given instanceof PyModule) return given.dict;
  if (given !== undefined) {
    if (!(given instanceof PyObject) || given.cls.slots.mp_subscript === null)
      throw typeError(`'${typeOf(given).name}' object is not subscriptable`);
    return given;
  }
  return undefined;
}
