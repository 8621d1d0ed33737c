/** Warnings that objects issue; the module `_warnings` says what becomes of them. */
import type { PyType } from './type.ts';

export const warnings: { issue: (category: PyType, message: string) => void } = { issue: () => {} };

/** `-b`: whether text made of bytes without decoding, and their comparison with text, are worth a BytesWarning. */
export const bytesWarnings = { wanted: false };
