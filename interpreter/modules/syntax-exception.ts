/** What the front end raises, as Python exceptions and warnings. */
import { machine } from '../vm/machine.ts';
import { raise, type PyBaseException } from '../objects/core/errors.ts';
import { PyDict } from '../objects/core/dict.ts';
import { T } from '../objects/core/registry.ts';
import { strOf } from '../objects/core/str.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import type { Value } from '../objects/core/value.ts';
import type { PythonSyntaxError } from '../source/syntax-error.ts';
import { warnExplicit } from './_warnings.ts';

/** A SyntaxError of the front end as the Python exception. */
export function syntaxException(error: PythonSyntaxError): PyBaseException {
  const { lineno, offset, text, end_lineno, end_offset } = error.range;
  const line = text === null || text === undefined ? null : strOf(text);
  const details: Value[] = [strOf(error.filename), lineno, offset, line, end_lineno, end_offset];
  // Suggestions of keywords reparse the statement that the error is in.
  if (error.metadata !== null) details.push(new PyTuple([error.metadata.lineno, error.metadata.col_offset, strOf(error.metadata.source)]));
  return raise(T[error.pythonType], strOf(error.message), new PyTuple(details));
}

/** Issues a SyntaxWarning about a line of a file that is being compiled (`_PyErr_EmitSyntaxWarning`). */
export function syntaxWarning(message: string, filename: string, lineno: number): void {
  // Before `sys` is there, nothing can be shown.
  if (machine.modules.getStr('sys') === undefined) return;
  const name = filename.replace(/\.py$/, '');
  warnExplicit(T.SyntaxWarning, strOf(message), strOf(filename), lineno, strOf(name === '' ? '<unknown>' : name), new PyDict(), null, null);
}
