/** The SyntaxErrors of everything after the parser: a message at a node's range. */
import type { Position } from '../ast/nodes.generated.ts';
import { PythonSyntaxError } from '../source/syntax-error.ts';

/**
 * A SyntaxError at `location`. Offsets are the node's byte columns plus one, which is what CPython reports after parsing; `text` is null because
 * only the caller knows whether the file can be read.
 */
export function syntaxErrorAt(message: string, filename: string, location: Position): PythonSyntaxError {
  const error = new PythonSyntaxError('SyntaxError', message, filename, {
    lineno: location.lineno,
    offset: location.col_offset + 1,
    end_lineno: location.end_lineno,
    end_offset: location.end_col_offset + 1,
    text: null,
  });
  error.placeIsApart = true;
  return error;
}
