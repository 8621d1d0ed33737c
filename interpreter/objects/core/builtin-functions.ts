/** The functions of `builtins` that objects name when they are pickled (`iter`, `reversed`, `getattr`); the wiring in `index.ts` says where they are. */
import type { Value } from './value.ts';

export const builtinFunctions: { get: (name: string) => Value } = { get: () => null };
