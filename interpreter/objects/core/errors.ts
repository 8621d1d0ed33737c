/**
 * Raising: `throw raise(T.ValueError, 'math domain error')`, or `throw valueError('…')`.
 *
 * What is thrown is the Python exception object itself, no JavaScript Error: nothing is captured that Python does not show. The evaluation
 * loop catches it and unwinds. JavaScript's own errors are never Python's: the loop turns a RangeError from stack overflow into
 * RecursionError, and anything else into a SystemError that names the broken invariant.
 */
import { PyObject, type Value } from './value.ts';
import type { PyDict } from './dict.ts';
import { T } from './registry.ts';
import { type PyType } from './type.ts';
import { PyTuple } from './tuple.ts';

export class PyBaseException extends PyObject {
  declare args: PyTuple;
  /** A traceback object or None. */
  traceback: Value = null;
  context: PyBaseException | null = null;
  cause: Value = null;
  suppressContext = false;
  dict: PyDict | undefined = undefined;
  /** Fields of particular exceptions (`StopIteration.value`, `OSError.errno`, `SyntaxError.lineno` …), by attribute name. */
  fields: Map<string, Value> | undefined = undefined;

  constructor(cls: PyType, args: Value[]) {
    super();
    this.cls = cls;
    this.args = new PyTuple(args);
  }
}

/** The exception `cls(*args)` for a built-in exception class. Classes with fields of their own set them through `initException`. */
export function raise(cls: PyType, ...args: Value[]): PyBaseException {
  const exception = new PyBaseException(cls, args);
  exceptionFields.initialize(exception);
  return exception;
}

/** How built-in exceptions get their fields from their arguments; set by `types/exceptions.ts`. */
export const exceptionFields: { initialize: (exception: PyBaseException) => void } = { initialize: () => {} };

const raiser =
  (name: string) =>
  (message: string): PyBaseException =>
    raise(T[name], message);

export const typeError = raiser('TypeError');
export const valueError = raiser('ValueError');
export const indexError = raiser('IndexError');
export const overflowError = raiser('OverflowError');
export const zeroDivisionError = raiser('ZeroDivisionError');
export const runtimeError = raiser('RuntimeError');
export const systemError = raiser('SystemError');
export const memoryError = raiser('MemoryError');
export const bufferError = raiser('BufferError');
export const lookupError = raiser('LookupError');
export const recursionError = raiser('RecursionError');
export const notImplementedError = raiser('NotImplementedError');

/** KeyError carries the key itself. */
export const keyError = (key: Value): PyBaseException => raise(T.KeyError, key);

/** AttributeError with its `name` and `obj`, which suggestions use. */
export function attributeError(message: string, name: string, obj: Value): PyBaseException {
  const exception = raise(T.AttributeError, message);
  exception.fields = new Map<string, Value>([
    ['name', name],
    ['obj', obj],
  ]);
  return exception;
}

/** NameError with its `name`; UnboundLocalError has none, as in CPython. */
export function nameError(message: string, name: string, cls: PyType = T.NameError): PyBaseException {
  const exception = raise(cls, message);
  if (cls !== T.UnboundLocalError) exception.fields = new Map<string, Value>([['name', name]]);
  return exception;
}
