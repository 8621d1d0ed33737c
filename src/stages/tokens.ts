/** The token stream, as `python -m tokenize -e` prints it. */
import { SourceText } from '../../interpreter/source/source-text.ts';
import { PythonSyntaxError } from '../../interpreter/source/syntax-error.ts';
import { TokenizerIter, tok_name } from '../../interpreter/tokens/index.ts';
import { offsetAt } from './positions.ts';
import { sourceError } from './errors.ts';
import type { StageResult, TokenRow } from './types.ts';

export function inspectTokens(text: string): StageResult<readonly TokenRow[]> {
  const source = new SourceText(text, true);
  const rows: TokenRow[] = [];
  const tokens = new TokenizerIter(text, true);
  const offset = (lineno: number, column: number): number => offsetAt(source, lineno, source.codePointToUtf16(lineno, column));
  try {
    for (let token = tokens.next(); token !== null; token = tokens.next()) {
      const { startLine, startCol, endLine, endCol } = token;
      rows.push({
        name: tok_name[token.type],
        exact: tok_name[token.exact_type],
        text: token.string,
        position: `${startLine},${startCol}-${endLine},${endCol}`,
        range: { start: offset(startLine, startCol), end: offset(endLine, endCol) },
      });
    }
    return { value: rows };
  } catch (error) {
    if (error instanceof PythonSyntaxError) return { error: sourceError(source, error) };
    throw error;
  }
}
