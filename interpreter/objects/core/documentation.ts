/**
 * Docstrings and signatures of built-in types and functions, as CPython words them.
 *
 * Few programs ask, so what is not written beside a function stands in a data file (`objects/documentation.json`, made by
 * `tools/documentation.ts`) that is read when the first docstring is missing here. The host knows where the file is.
 */

/** By `module.qualname`: the docstring, or 0 where it is written beside the function, and `__text_signature__` where the declaration differs. */
type Documentation = Readonly<Record<string, readonly [doc: string | 0 | null, signature?: string | null]>>;

export const documentation: {
  /** Reads the data file; null where there is none. Set for each run. */
  read: () => string | null;
} = { read: () => null };

let table: Documentation | undefined;

function entryOf(key: string): Documentation[string] | undefined {
  if (table === undefined) {
    const text = documentation.read();
    table = text === null ? {} : (JSON.parse(text) as Documentation);
  }
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

export function docstringOf(key: string): string | null {
  return entryOf(key)?.[0] || null;
}

/** `__text_signature__`; the declared one unless CPython's is another. */
export function textSignatureOf(key: string, declared: string | null): string | null {
  const signature = entryOf(key)?.[1];
  return signature === undefined ? declared : signature;
}
