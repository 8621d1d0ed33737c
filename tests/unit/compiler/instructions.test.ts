/**
 * Instructions before any optimization: those of `_testinternalcapi.compiler_codegen`. A line is an instruction with its number, its argument or the number
 * that it jumps to, and its range; those of functions and classes inside are indented.
 */
import { generateInstructions } from '../../../interpreter/compiler/index.ts';
import type { InstructionSequence, Location } from '../../../interpreter/compiler/instruction-sequence.ts';
import { hasArg, hasTarget, opnames } from '../../../interpreter/opcodes/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { testPairs } from './pairs.ts';

function range({ lineno, end_lineno, col_offset, end_col_offset }: Location): string {
  if (lineno === -1) return '';
  if (lineno === -2) return ' @next';
  return ` @${lineno}:${col_offset}-${lineno === end_lineno ? '' : `${end_lineno}:`}${end_col_offset}`;
}

function lines(sequence: InstructionSequence, indent = ''): string[] {
  const own = sequence.instructions.map(({ opcode, oparg, loc }, i) => {
    const argument = hasTarget(opcode) ? ` to ${sequence.resolvedTarget(oparg)}` : hasArg(opcode) ? ` ${oparg}` : '';
    return `${indent}${i} ${opnames[opcode]}${argument}${range(loc)}`;
  });
  return [...own, ...sequence.nested.flatMap(nested => ['', ...lines(nested, `${indent}    `)])];
}

testPairs(new URL('instructions.txt', import.meta.url), program =>
  lines(generateInstructions(parse(program), { filename: 'f' })).join('\n'),
);
