/** A program's tree as `ast.dump(ast.parse(source), include_attributes=True)` writes it, or the error in one line. */
import { dump } from '../../interpreter/ast/index.ts';
import { parse, ParserFailure } from '../../interpreter/parser/index.ts';
import { decodeSource, PythonSyntaxError } from '../../interpreter/source/index.ts';

export function astText(bytes: Uint8Array): string {
  try {
    return dump(parse(decodeSource(bytes).text), { includeAttributes: true });
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      const { lineno, offset, end_lineno, end_offset } = error.range;
      return `${error.pythonType}: ${error.message} (${lineno}, ${offset}, ${end_lineno}, ${end_offset})`;
    }
    if (error instanceof ParserFailure) return `${error.pythonType}: ${error.message}`;
    throw error;
  }
}
