/** Token rows in the shape of `[[t.type, t.string, t.start, t.end, t.line] for t in tokenize.tokenize(...)]`, to compare with Python's. */
import { tokenize } from '../../interpreter/tokens/tokenize.ts';

export function tokenRows(bytes: Uint8Array): unknown[] {
  return tokenize(bytes).map(token => [token.type, token.string, token.start, token.end, token.line]);
}
