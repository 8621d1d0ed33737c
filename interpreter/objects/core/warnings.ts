/** Warnings that objects issue; the module `_warnings` says what becomes of them. */
import type { PyType } from './type.ts';

export const warnings: { issue: (category: PyType, message: string) => void } = { issue: () => {} };
