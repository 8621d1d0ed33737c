/**
 * Instruction numbers of the machine's own, in numbers that CPython 3.14 leaves free. `quicken.ts` puts them in place of the instruction (and
 * argument) that they stand for; they never leave the machine.
 */
/** LOAD_ATTR with bit 0 set: a method is wanted. */
export const LOAD_METHOD = 212;
/** LOAD_GLOBAL with bit 0 set: NULL is pushed above the value. */
export const LOAD_GLOBAL_NULL = 213;
/** COMPARE_OP and the conditional jump behind it. */
export const COMPARE_OP_JUMP = 214;
/** RETURN_VALUE in the body of a generator, coroutine or asynchronous generator. */
export const RETURN_FROM_BODY = 215;
/** TO_BOOL and the conditional jump behind it. */
export const TO_BOOL_JUMP = 216;
/** BINARY_OP with `/` and `/=`. */
export const BINARY_OP_DIVIDE = 217;
/** CONTAINS_OP and the conditional jump behind it. */
export const CONTAINS_OP_JUMP = 218;
/** IS_OP and the conditional jump behind it. */
export const IS_OP_JUMP = 219;
/** In front of each instruction of monitored code; in place of all instructions of code that is to be monitored but is not yet. */
export const MONITOR = 220;
/** END_FOR, in monitored code. */
export const MONITORED_END_FOR = 221;
/** Two locals (LOAD_FAST_LOAD_FAST's argument) as the operands of the operator in the next word. */
export const OPERANDS_PAIR = 222;
/** Two operands in twelve bits each, for the operator two words on. */
export const OPERANDS_TWO = 223;
/** The right operand of the operator in the next word; the left one is on the stack. */
export const OPERAND_RIGHT = 224;
/** LOAD_FAST and what follows. */
export const LOAD_FAST_LOAD_ATTR = 225;
export const LOAD_FAST_LOAD_METHOD = 226;
export const LOAD_FAST_TO_BOOL_JUMP = 227;
/** In front of each instruction of code whose specialization is observed. */
export const OBSERVE = 228;
/** What an instruction that must not occur becomes. */
export const UNKNOWN = 233;
