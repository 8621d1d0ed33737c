/** The names of characters, for `\N{…}` in literals: a table of its own file, loaded when a source first uses one. */
import { setUnicodeNames } from '../../interpreter/parser/index.ts';

let table: Promise<void> | null = null;
let ready = false;

/** Loads the table if one of the sources names a character; null when there is nothing to wait for. */
export function loadUnicodeNames(sources: readonly string[]): Promise<void> | null {
  if (ready || !sources.some(source => source.includes('\\N{'))) return null;
  table ??= import('../../interpreter/source/unicode-names.ts').then(({ lookupUnicodeName }) => {
    setUnicodeNames(lookupUnicodeName);
    ready = true;
  });
  return table;
}
