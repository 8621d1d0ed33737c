/** The code objects of a program, outermost first, as `dis` lists them. */
import type { CodeObject } from '../../interpreter/code/code.ts';
import type { SourceText } from '../../interpreter/source/source-text.ts';
import type { CodeListing } from './types.ts';

export function listCode(_source: SourceText, _code: CodeObject): CodeListing[] {
  return [];
}
