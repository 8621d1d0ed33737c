/** Warnings that the machine gives: `modules/_warnings.ts`, which decides about them, sets the hook. */
import type { PyType } from '../objects/core/type.ts';

export const warnHooks: {
  /** `warnings.warn(message, category, stacklevel)`; throws where the warning is to be an error. */
  warn: (category: PyType, message: string, stacklevel: number) => void;
} = { warn: () => {} };
