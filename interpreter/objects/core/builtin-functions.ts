/** The functions of `builtins` that objects name when they are pickled (`iter`, `reversed`, `getattr`); the wiring in `index.ts` says where they are. */
import type { Value } from './value.ts';
import { PyTuple } from './tuple.ts';

export const builtinFunctions: { get: (name: string) => Value } = { get: () => null };

/** Modules of the standard library that objects need when they are pickled; wired likewise. */
export const pythonModules: { get: (name: string) => Value } = { get: () => null };

/** `getattr, (owner, name)`: how descriptors and bound methods are pickled. */
export function reduceAttribute(owner: Value, name: string): Value {
  return new PyTuple([builtinFunctions.get('getattr'), new PyTuple([owner, name])]);
}
