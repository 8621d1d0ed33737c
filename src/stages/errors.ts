import type { SourceText } from '../../interpreter/source/source-text.ts';
import type { PythonSyntaxError } from '../../interpreter/source/syntax-error.ts';
import { errorRange } from './positions.ts';
import type { SourceError } from './types.ts';

/** A SyntaxError as a panel tells it and the editor marks it. */
export function sourceError(source: SourceText, error: PythonSyntaxError): SourceError {
  const { pythonType, message, range } = error;
  return { type: pythonType, message, lineno: range.lineno ?? 1, range: errorRange(source, range) };
}
