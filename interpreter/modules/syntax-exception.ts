/** What the front end raises, as Python exceptions and warnings. */
import { machine } from '../vm/machine.ts';
import { raise, type PyBaseException } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { strOf } from '../objects/core/str.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import type { Value } from '../objects/core/value.ts';
import { decodeSource } from '../source/decode.ts';
import type { PythonSyntaxError } from '../source/syntax-error.ts';
import { setAttribute } from '../objects/protocol/attribute.ts';
import { moduleOf, warnExplicit } from './_warnings.ts';

/** A SyntaxError of the front end as the Python exception. */
export function syntaxException(error: PythonSyntaxError): PyBaseException {
  const { lineno, offset, end_lineno, end_offset } = error.range;
  const cls = error.incomplete ? T._IncompleteInputError : T[error.pythonType];
  const message = strOf(error.message);
  if (lineno === null) return raise(cls, message);
  const text = error.range.text ?? lineOfFile(error.filename, lineno);
  const line = text === null ? null : strOf(text);
  if (error.placeIsApart) {
    const exception = raise(cls, message);
    const place = { filename: strOf(error.filename), lineno, offset, text: line, end_lineno, end_offset };
    for (const [name, value] of Object.entries(place)) setAttribute(exception, name, value);
    return exception;
  }
  const details: Value[] = [error.filenameIsApart ? null : strOf(error.filename), lineno, offset, line];
  if (end_lineno !== null) details.push(end_lineno, end_offset);
  const exception = raise(cls, message, new PyTuple(details));
  if (error.filenameIsApart) setAttribute(exception, 'filename', strOf(error.filename));
  // Suggestions of keywords reparse the statement that the error is in.
  if (error.metadata !== null) {
    const { lineno: first, col_offset, source } = error.metadata;
    setAttribute(exception, '_metadata', new PyTuple([first, col_offset, strOf(source)]));
  }
  return exception;
}

/** A line of the file that is being compiled, if it is a file; errors behind the parser come without one. */
function lineOfFile(filename: string, lineno: number): string | null {
  if (filename === '' || filename.startsWith('<')) return null;
  const { files } = machine.host;
  try {
    if (files.stat(filename)?.kind !== 'file') return null;
    return decodeSource(files.read(filename), filename, true).text.split(/(?<=\n)/)[lineno - 1] ?? null;
  } catch {
    return null;
  }
}

/** Issues a SyntaxWarning about a line of a file that is being compiled (`_PyErr_EmitSyntaxWarning`). */
export function syntaxWarning(message: string, filename: string, lineno: number): void {
  // Before `sys` is there, nothing can be shown.
  if (machine.modules.getStr('sys') === undefined) return;
  warnExplicit(T.SyntaxWarning, strOf(message), strOf(filename), lineno, strOf(moduleOf(filename)), null, null);
}
