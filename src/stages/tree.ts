/** What needs a tree: the tree itself, its scopes, its code. */
import type { Inspection } from './types.ts';

export function inspectTree(_source: string, _filename: string): Omit<Inspection, 'tokens'> {
  const unavailable = { unavailable: 'The parser is not part of this build.' };
  return { ast: unavailable, scopes: unavailable, bytecode: unavailable };
}
