/** From CPython's ways of naming a place (lines from 1, columns in UTF-8 bytes or in code points) to UTF-16 offsets in the source. */
import type { Position } from '../../interpreter/ast/nodes.generated.ts';
import type { SourceText } from '../../interpreter/source/source-text.ts';
import type { ErrorRange } from '../../interpreter/source/syntax-error.ts';
import type { Range } from './types.ts';

/** The absolute offset of a UTF-16 column; outside the text, its nearest end. */
export function offsetAt(source: SourceText, lineno: number, column: number): number {
  const line = Math.min(Math.max(lineno, 1), source.lineCount + 1);
  const start = source.lineStarts[line - 1] ?? source.text.length;
  return Math.min(start + Math.max(column, 0), source.text.length);
}

/** The range of a node or instruction. */
export function rangeOf(source: SourceText, { lineno, col_offset, end_lineno, end_col_offset }: Position): Range {
  return {
    start: offsetAt(source, lineno, source.byteToUtf16(lineno, col_offset)),
    end: offsetAt(source, end_lineno, source.byteToUtf16(end_lineno, end_col_offset)),
  };
}

/** The range to mark for a SyntaxError; where CPython names only a point, the character there or the one before the end of the line. */
export function errorRange(source: SourceText, { lineno, offset, end_lineno, end_offset }: ErrorRange): Range {
  const { text } = source;
  const column = Math.max((offset ?? 1) - 1, 0);
  const line = lineno ?? 1;
  const start = offsetAt(source, line, source.codePointToUtf16(line, column));
  let end = start;
  if (end_lineno !== null && end_offset !== null && end_offset > 0) {
    end = offsetAt(source, end_lineno, source.codePointToUtf16(end_lineno, end_offset - 1));
  }
  if (end > start) return { start, end };
  if (start < text.length && text[start] !== '\n') return { start, end: start + 1 };
  return { start: Math.max(0, start - 1), end: start };
}
