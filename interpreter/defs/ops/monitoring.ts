/** Instructions that debuggers, profilers and the JIT put into running code; the compiler never emits them. */
import type { OpRow } from './row.ts';

export const monitoring: OpRow[] = [
  {
    name: 'INSTRUMENTED_INSTRUCTION',
    number: 238,
    stack: '(--)',
    operand: 'none',
    doc: 'Reports the instruction to a monitoring tool, then does what stood here before.',
  },
  {
    name: 'INSTRUMENTED_LINE',
    number: 254,
    stack: '(--)',
    operand: 'none',
    doc: 'Reports a new line to a monitoring tool, then does what stood here before.',
  },
  {
    name: 'ENTER_EXECUTOR',
    number: 255,
    stack: '(--)',
    operand: 'bits',
    doc: 'Enters code that the JIT has made for this place.',
  },
];
