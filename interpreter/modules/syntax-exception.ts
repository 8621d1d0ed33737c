/** A SyntaxError of the front end as the Python exception. */
import { raise, type PyBaseException } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { strOf } from '../objects/core/str.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import type { PythonSyntaxError } from '../source/syntax-error.ts';

export function syntaxException(error: PythonSyntaxError): PyBaseException {
  const { lineno, offset, text, end_lineno, end_offset } = error.range;
  const line = text === null || text === undefined ? null : strOf(text);
  return raise(T[error.pythonType], strOf(error.message), new PyTuple([strOf(error.filename), lineno, offset, line, end_lineno, end_offset]));
}
