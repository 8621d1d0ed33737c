/**
 * The shape of an instruction's row.
 *
 * A row is data: the compiler needs its stack effect and its caches, `dis` needs the kind of its operand, the site shows its explanation, and none
 * of them needs a machine. So the body that executes an instruction is not here but in `vm/ops`, next to the objects it works on; a test holds
 * the two together by name.
 *
 * The stack picture reads `(before -- after)` with the top of the stack on the right. An item is one value, or `name[n]` for n of them, where n is
 * an expression over `oparg`: `(callable, self_or_null, args[oparg] -- res)`. How many values an instruction pops and pushes derives from it.
 */

/** What an instruction's argument means: how `dis` reads it, and which table it indexes. */
export type OperandKind =
  /** There is none: the byte is zero. */
  | 'none'
  /** A number of stack items. */
  | 'count'
  /** A distance from the top of the stack, 1 being the top. */
  | 'depth'
  /** An index into `co_consts`. */
  | 'const'
  /** An index into `co_names`. */
  | 'name'
  /** An index into `co_names`, shifted left by one; bit 0 asks for a NULL (globals) or for method form (attributes). */
  | 'name+1'
  /** The same shifted by two; bit 0 asks for method form, bit 1 tells the two-argument `super()`. */
  | 'name+2'
  /** An index into the frame's locals. */
  | 'local'
  /** Two such indexes, four bits each. */
  | 'local-pair'
  /** An index of a cell or free variable among the frame's locals. */
  | 'cell'
  /** A distance in code units, ahead of the next instruction. */
  | 'forward'
  /** The same, back. */
  | 'backward'
  /** A label; only before assembly. */
  | 'label'
  /** A label of an exception handler; only before assembly. */
  | 'handler'
  /** A rich comparison in the bits above 5, bit 4 asks for a bool, the low bits are a mask for specialization. */
  | 'compare'
  /** An index into the binary operators. */
  | 'binary'
  /** 1 negates (`is not`, `not in`). */
  | 'invert'
  /** The int itself. */
  | 'int'
  /** One of the common constants. */
  | 'common-constant'
  /** One of the special methods. */
  | 'special'
  /** An intrinsic function of one argument. */
  | 'intrinsic-1'
  /** An intrinsic function of two arguments. */
  | 'intrinsic-2'
  /** A conversion of `!s`, `!r`, `!a`. */
  | 'convert'
  /** A bit of what a function may carry: defaults, keyword defaults, annotations, closure, annotate. */
  | 'function-attribute'
  /** Where execution resumes: 0 start, 1 after yield, 2 after yield from, 3 after await; bit 2 in a frame with an exception handler of its own. */
  | 'resume'
  /** Any other packing of bits, told in the explanation. */
  | 'bits';

/** Facts that the compiler's passes and the machine ask for, beyond what the operand kind tells. */
export type OpFlag =
  /** Leaves the frame: nothing follows. */
  | 'scope-exit'
  /** Never falls through to the next instruction. */
  | 'no-fallthrough'
  /** Looks for pending signals and requests to stop. */
  | 'eval-break'
  /** Exists only between code generation and assembly. */
  | 'pseudo';

/** A specialized form: its number and what it assumes. */
export type Specialized = readonly [number: number, doc: string];

export interface OpRow {
  name: string;
  number: number;
  /** `(before -- after)`. */
  stack: string;
  /** What is on the stack at the jump's target, where that differs. */
  jumpStack?: string;
  operand: OperandKind;
  /** Inline cache entries, in code units. */
  caches?: Readonly<Record<string, number>>;
  flags?: readonly OpFlag[];
  /** The forms that the machine may rewrite this instruction into once it has seen its operands. */
  family?: Readonly<Record<string, Specialized>>;
  /** The number of its form that reports to monitoring tools. */
  instrumented?: number;
  /** For readers: one or two sentences. */
  doc: string;
}
