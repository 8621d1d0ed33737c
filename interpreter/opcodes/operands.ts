/** The tables that small arguments index. Their order is CPython's: `Include/opcode.h`, `Include/internal/pycore_intrinsics.h`. */

/** Of BINARY_OP. */
export const binaryOperators = [
  ['NB_ADD', '+'],
  ['NB_AND', '&'],
  ['NB_FLOOR_DIVIDE', '//'],
  ['NB_LSHIFT', '<<'],
  ['NB_MATRIX_MULTIPLY', '@'],
  ['NB_MULTIPLY', '*'],
  ['NB_REMAINDER', '%'],
  ['NB_OR', '|'],
  ['NB_POWER', '**'],
  ['NB_RSHIFT', '>>'],
  ['NB_SUBTRACT', '-'],
  ['NB_TRUE_DIVIDE', '/'],
  ['NB_XOR', '^'],
  ['NB_INPLACE_ADD', '+='],
  ['NB_INPLACE_AND', '&='],
  ['NB_INPLACE_FLOOR_DIVIDE', '//='],
  ['NB_INPLACE_LSHIFT', '<<='],
  ['NB_INPLACE_MATRIX_MULTIPLY', '@='],
  ['NB_INPLACE_MULTIPLY', '*='],
  ['NB_INPLACE_REMAINDER', '%='],
  ['NB_INPLACE_OR', '|='],
  ['NB_INPLACE_POWER', '**='],
  ['NB_INPLACE_RSHIFT', '>>='],
  ['NB_INPLACE_SUBTRACT', '-='],
  ['NB_INPLACE_TRUE_DIVIDE', '/='],
  ['NB_INPLACE_XOR', '^='],
  ['NB_SUBSCR', '[]'],
] as const;

/** The argument of BINARY_OP by name. */
export const NB = {
  ADD: 0,
  AND: 1,
  FLOOR_DIVIDE: 2,
  LSHIFT: 3,
  MATRIX_MULTIPLY: 4,
  MULTIPLY: 5,
  REMAINDER: 6,
  OR: 7,
  POWER: 8,
  RSHIFT: 9,
  SUBTRACT: 10,
  TRUE_DIVIDE: 11,
  XOR: 12,
  INPLACE_ADD: 13,
  INPLACE_AND: 14,
  INPLACE_FLOOR_DIVIDE: 15,
  INPLACE_LSHIFT: 16,
  INPLACE_MATRIX_MULTIPLY: 17,
  INPLACE_MULTIPLY: 18,
  INPLACE_REMAINDER: 19,
  INPLACE_OR: 20,
  INPLACE_POWER: 21,
  INPLACE_RSHIFT: 22,
  INPLACE_SUBTRACT: 23,
  INPLACE_TRUE_DIVIDE: 24,
  INPLACE_XOR: 25,
  SUBSCR: 26,
} as const;

/** Rich comparisons, by Py_LT … Py_GE: the bits above 5 of COMPARE_OP's argument. */
export const compareOperators = ['<', '<=', '==', '!=', '>', '>='] as const;

/** Bit 4 of COMPARE_OP's argument: the result must be a bool. */
export const COMPARE_TO_BOOL = 16;

/**
 * COMPARE_OP's argument for a rich comparison. The low bits tell which outcomes make it true — unordered 1, less 2, greater 4, equal 8 — so that
 * a specialized comparison is one test.
 */
export const compareOparg: readonly number[] = [0, 1, 2, 3, 4, 5].map(op => (op << 5) | [2, 10, 8, 7, 4, 12][op]);

/** Of LOAD_COMMON_CONSTANT. */
export const commonConstants = ['AssertionError', 'NotImplementedError', 'tuple', 'all', 'any'] as const;

/** Of LOAD_SPECIAL. */
export const specialMethods = ['__enter__', '__exit__', '__aenter__', '__aexit__'] as const;

/** Of CALL_INTRINSIC_1. */
export const intrinsics1 = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
] as const;

/** Of CALL_INTRINSIC_2. */
export const intrinsics2 = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
] as const;

/** The argument of CALL_INTRINSIC_1 by name. */
export const INTRINSIC_1 = {
  PRINT: 1,
  IMPORT_STAR: 2,
  STOPITERATION_ERROR: 3,
  ASYNC_GEN_WRAP: 4,
  UNARY_POSITIVE: 5,
  LIST_TO_TUPLE: 6,
  TYPEVAR: 7,
  PARAMSPEC: 8,
  TYPEVARTUPLE: 9,
  SUBSCRIPT_GENERIC: 10,
  TYPEALIAS: 11,
} as const;

/** The argument of CALL_INTRINSIC_2 by name. */
export const INTRINSIC_2 = {
  PREP_RERAISE_STAR: 1,
  TYPEVAR_WITH_BOUND: 2,
  TYPEVAR_WITH_CONSTRAINTS: 3,
  SET_FUNCTION_TYPE_PARAMS: 4,
  SET_TYPEPARAM_DEFAULT: 5,
} as const;

/** Of CONVERT_VALUE: 0 is none. */
export const conversions = ['', 'str', 'repr', 'ascii'] as const;

/** Bits of SET_FUNCTION_ATTRIBUTE. */
export const FUNCTION_ATTRIBUTE = { DEFAULTS: 1, KWDEFAULTS: 2, ANNOTATIONS: 4, CLOSURE: 8, ANNOTATE: 16 } as const;

/** Of RESUME. */
export const RESUME_AT = { FUNC_START: 0, YIELD: 1, YIELD_FROM: 2, AWAIT: 3, LOCATION_MASK: 3, DEPTH1: 4 } as const;
