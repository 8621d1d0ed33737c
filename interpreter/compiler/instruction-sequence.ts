/**
 * What the code generator writes: a list of instructions whose jumps name labels.
 *
 * A sequence is flat. Labels are numbers from `newLabel`, placed by `useLabel` before the next instruction; a jump's argument is the number of its
 * label. Nothing is resolved here: the control flow graph takes the list apart into blocks, and the assembler lays the blocks out again.
 *
 * CPython: `Python/instruction_sequence.c`.
 */
/** Where an instruction comes from. Lines count from 1, columns are UTF-8 byte offsets from 0; -1 is unknown. Locations are never changed, so they can be shared. */
export class Location {
  readonly lineno: number;
  readonly end_lineno: number;
  readonly col_offset: number;
  readonly end_col_offset: number;

  constructor(lineno: number, end_lineno: number, col_offset: number, end_col_offset: number) {
    this.lineno = lineno;
    this.end_lineno = end_lineno;
    this.col_offset = col_offset;
    this.end_col_offset = end_col_offset;
  }

  equals(other: Location): boolean {
    return (
      this === other ||
      (this.lineno === other.lineno &&
        this.end_lineno === other.end_lineno &&
        this.col_offset === other.col_offset &&
        this.end_col_offset === other.end_col_offset)
    );
  }
}

/** An instruction that belongs to no line. */
export const NO_LOCATION = new Location(-1, -1, -1, -1);
/** An instruction that takes the line of the one after it. */
export const NEXT_LOCATION = new Location(-2, -2, -2, -2);

export class SequenceInstruction {
  opcode: number;
  oparg: number;
  loc: Location;
  constructor(opcode: number, oparg: number, loc: Location) {
    this.opcode = opcode;
    this.oparg = oparg;
    this.loc = loc;
  }
}

export class InstructionSequence {
  readonly instructions: SequenceInstruction[] = [];
  /** The sequences of functions and classes inside this one, for whoever wants to look at the generator's output. */
  readonly nested: InstructionSequence[] = [];
  /** The instructions that set up a module's or class's annotations; they replace ANNOTATIONS_PLACEHOLDER. */
  annotationsCode: InstructionSequence | null = null;
  /** For each label the index of the instruction that it stands before; -1 until it is placed. */
  private readonly labelOffsets: number[] = [];

  newLabel(): number {
    this.labelOffsets.push(-1);
    return this.labelOffsets.length - 1;
  }

  /** Places a label before the next instruction. */
  useLabel(label: number): void {
    if (this.labelOffsets[label] !== -1) throw new Error(`label ${label} is placed twice`);
    this.labelOffsets[label] = this.instructions.length;
  }

  addop(opcode: number, oparg: number, loc: Location): void {
    this.instructions.push(new SequenceInstruction(opcode, oparg, loc));
  }

  /** Inserts an instruction; labels at and behind its place move with the instructions they stand before. */
  insert(position: number, opcode: number, oparg: number, loc: Location): void {
    this.instructions.splice(position, 0, new SequenceInstruction(opcode, oparg, loc));
    for (let label = 0; label < this.labelOffsets.length; label++) {
      if (this.labelOffsets[label] >= position) this.labelOffsets[label]++;
    }
  }

  addNested(sequence: InstructionSequence): void {
    this.nested.push(sequence);
  }

  /** The index of the instruction that a label stands before; -1 while it is not placed. */
  resolvedTarget(label: number): number {
    return this.labelOffsets[label];
  }
}
