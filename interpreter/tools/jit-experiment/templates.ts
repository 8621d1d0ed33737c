/**
 * What an instruction becomes in JavaScript, a row for each specialized form that `defs/ops` declares: which kinds of operands the form is for,
 * the expression, and the kind of its result. The stack picture and the operand's meaning come from the definition; only the expression is here.
 */
import { specializations } from '../../opcodes/index.ts';

/** How a value is known and kept: `int` is a safe integer, `float` a bare double, `value` anything, boxed as the machine has it. */
export type Kind = 'int' | 'float' | 'bool' | 'value';

export interface Template {
  readonly operands: readonly [Kind, Kind];
  readonly result: Kind;
  readonly js: (left: string, right: string, operator: string) => string;
  /** What must be true of the result, which is in `r`; else the frame is rebuilt before the instruction. */
  readonly check?: (r: string) => string;
  /** What must be true of the right operand. */
  readonly rightCheck?: (right: string) => string;
  /** The operators of the family's argument that the form is for. */
  readonly operators: readonly string[];
}

const safe = (r: string): string => `${r} <= 9007199254740991 && ${r} >= -9007199254740991`;
const infix = (left: string, right: string, operator: string): string => `${left} ${operator} ${right}`;
const nonZero = (right: string): string => `${right} !== 0`;
const floats = { operands: ['float', 'float'], result: 'float', js: infix } as const;
const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];
const comparison = (left: string, right: string, operator: string): string =>
  `${left} ${operator === '==' || operator === '!=' ? `${operator}=` : operator} ${right}`;

export const templates: Readonly<Record<string, Template>> = {
  BINARY_OP_ADD_INT: { operands: ['int', 'int'], result: 'int', js: infix, check: safe, operators: ['+', '+='] },
  BINARY_OP_SUBTRACT_INT: { operands: ['int', 'int'], result: 'int', js: infix, check: safe, operators: ['-', '-='] },
  // `+ 0`: an int has no negative zero.
  BINARY_OP_MULTIPLY_INT: { operands: ['int', 'int'], result: 'int', js: (l, r) => `${l} * ${r} + 0`, check: safe, operators: ['*', '*='] },
  BINARY_OP_ADD_FLOAT: { ...floats, operators: ['+', '+='] },
  BINARY_OP_SUBTRACT_FLOAT: { ...floats, operators: ['-', '-='] },
  BINARY_OP_MULTIPLY_FLOAT: { ...floats, operators: ['*', '*='] },
  BINARY_OP_EXTEND: { ...floats, rightCheck: nonZero, operators: ['/', '/='] },
  COMPARE_OP_INT: { operands: ['int', 'int'], result: 'bool', js: comparison, operators: COMPARISONS },
  COMPARE_OP_FLOAT: { operands: ['float', 'float'], result: 'bool', js: comparison, operators: COMPARISONS },
};

/** The form of a family that serves these operands: ints go where floats are wanted, and an unknown value is guessed to be an int. */
export function chooseTemplate(family: string, operator: string, left: Kind, right: Kind): Template | undefined {
  const fits = (kind: Kind, wanted: Kind): boolean => kind === wanted || (kind === 'int' && wanted === 'float') || kind === 'value';
  const forms = specializations[family]
    .map(name => templates[name] as Template | undefined)
    .filter(form => form !== undefined && form.operators.includes(operator));
  // An exact form first: 1 + 1 is an int's sum, though a float's would do.
  const float = left === 'float' || right === 'float';
  const candidates = forms.filter(form => form!.operands[0] === 'float') as Template[];
  const ints = forms.filter(form => form!.operands[0] === 'int') as Template[];
  return [...(float ? [] : ints), ...candidates].find(form => fits(left, form.operands[0]) && fits(right, form.operands[1]));
}
