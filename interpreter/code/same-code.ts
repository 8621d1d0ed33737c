/**
 * When two code objects are one constant: CPython's `code_richcompare`.
 *
 * The same function compiled twice — in a `finally` body, say, which is generated for each way out — gives two code objects that nothing can tell apart.
 */
import type { CodeObject } from './code.ts';
import { constantKey } from './constant-key.ts';
import type { Constant } from './constant.ts';

export function sameCode(a: CodeObject, b: CodeObject): boolean {
  return (
    a === b ||
    (a.co_name === b.co_name &&
      a.co_firstlineno === b.co_firstlineno &&
      a.co_argcount === b.co_argcount &&
      a.co_posonlyargcount === b.co_posonlyargcount &&
      a.co_kwonlyargcount === b.co_kwonlyargcount &&
      a.co_flags === b.co_flags &&
      same(a.co_code, b.co_code) &&
      same(a.co_linetable, b.co_linetable) &&
      same(a.co_exceptiontable, b.co_exceptiontable) &&
      same(a.co_names, b.co_names) &&
      same(a.co_localsplusnames, b.co_localsplusnames) &&
      a.co_consts.length === b.co_consts.length &&
      a.co_consts.every((value, i) => sameConstant(value, b.co_consts[i])))
  );
}

function sameConstant(a: Constant, b: Constant): boolean {
  const x = constantKey(a);
  const y = constantKey(b);
  return typeof x === 'string' || typeof y === 'string' ? x === y : sameCode(x, y);
}

function same<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
