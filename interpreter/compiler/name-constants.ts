/**
 * Which strings among the constants are names.
 *
 * CPython interns identifiers, but of string literals only words (`[a-zA-Z0-9_]*`). Its compiler keeps one object for all equal constants of a
 * compilation, the first that it meets. So in `f(é=1); g('é')` the constant is the identifier, which is interned, and in `g('é'); f(é=1)` it is the
 * literal, which is not. Programs hardly see it, but marshal writes it.
 *
 * CPython: `const_cache_insert` in `Python/compile.c`, `intern_constants` in `Objects/codeobject.c`.
 */
export class NameConstants {
  /** What is a name and no word. */
  readonly names = new Set<string>();
  private readonly literals = new Set<string>();
  /** The tuples of names of finished code objects, which are constants, too. */
  private readonly tuples: (readonly string[])[] = [];

  addLiteral(text: string): void {
    if (!this.names.has(text)) this.literals.add(text);
  }

  addName(text: string): void {
    if (!isWord(text) && !this.literals.has(text)) this.names.add(text);
  }

  /** A constant tuple of names. What is in it is looked at only if no equal tuple has been met. */
  addTuple(names: readonly string[]): void {
    if (names.every(isWord)) return;
    if (!this.tuples.some(known => known.length === names.length && known.every((name, i) => name === names[i])))
      names.forEach(name => this.addName(name));
  }

  addNamesOf(code: { readonly co_names: readonly string[]; readonly co_localsplusnames: readonly string[] }): void {
    this.tuples.push(code.co_names, code.co_localsplusnames);
  }
}

const isWord = (text: string): boolean => /^\w*$/.test(text);
