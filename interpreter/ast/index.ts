/**
 * The abstract syntax tree: what the program is, without how it was written.
 *
 * The parser makes it, the symbol table and the compiler walk it. A node is a plain object whose `_type` names it and whose fields are those
 * of CPython's node of that name; expressions, statements and a few others also say where they stand. Operators and contexts, which have no
 * fields, are strings. defs/ast.ts lists every node; nodes.generated.ts, made from it, has the types, the constructors and a table of fields
 * for code that walks any node. In CPython this is Parser/Python.asdl, Python/Python-ast.c and Lib/ast.py.
 */
export * from './nodes.generated.ts';
export { dump, type DumpOptions } from './dump.ts';
export { unparse } from './unparse.ts';
export { InvalidTree, validate } from './validate.ts';
export { childNodes, visit, walk } from './visitor.ts';
