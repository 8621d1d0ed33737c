/**
 * The stages of compiling as a reader sees them: the generator's instructions, with labels L1, L2, …; the graph after each pass, in blocks B1, B2, …;
 * the code object. Constants and names are spelled out.
 *
 *     const recorder = new PassRecorder();
 *     compile(tree, { filename, trace: recorder });
 *     recorder.units[0].sequence  // what the generator wrote for the first unit
 *     recorder.units[0].passes    // what each pass made of it, those that changed nothing left out
 *     recorder.units[0].code      // what came of it
 */
import type { CodeObject } from '../../code/code.ts';
import { constantRepr, type ReprOptions } from '../../code/constant-repr.ts';
import { binaryOperators, compareOperators, hasArg, hasTarget, intrinsics1, operandKind, opnames } from '../../opcodes/index.ts';
import type { InstructionSequence, SequenceInstruction } from '../instruction-sequence.ts';
import type { UnitMetadata } from '../unit-metadata.ts';
import type { BasicBlock, CfgInstruction, ControlFlowGraph } from './graph.ts';
import type { Trace } from './index.ts';

export interface InstructionView {
  opname: string;
  /** The argument in words: a constant, a name, a block; empty if there is none. */
  arg: string;
  line: number | null;
  /** The block that handles an exception raised here. */
  handler: string | null;
}

/** An instruction before there are blocks. */
export interface SequenceView {
  /** The label that stands before it. */
  label: string | null;
  opname: string;
  /** The argument in words: a constant, a name, a label; empty if there is none. */
  arg: string;
  line: number | null;
}

export interface BlockView {
  name: string;
  instructions: InstructionView[];
  /** The block that control falls into. */
  next: string | null;
  /** The block that the last instruction jumps to. */
  jump: string | null;
  isHandler: boolean;
  isCold: boolean;
}

export interface PassView {
  pass: string;
  doc: string;
  blocks: BlockView[];
}

export interface UnitView {
  qualname: string;
  firstlineno: number;
  sequence: SequenceView[];
  passes: PassView[];
  code: CodeObject | null;
}

/** What each pass does, in a sentence. */
export const passDocs: Readonly<Record<string, string>> = {
  from_sequence: 'The generator’s list of instructions is cut into basic blocks, and labels become blocks.',
  label_exception_targets: 'Every instruction learns which handler serves it; the brackets around try bodies have done their work.',
  inline_small_or_no_lineno_blocks: 'Short ends are copied to where a jump to them was.',
  remove_unreachable: 'Blocks that nothing leads to are emptied.',
  resolve_line_numbers: 'Instructions without a line take that of the way that leads to them.',
  optimize_load_const: 'Small ints move into the instruction, and conditions on constants are decided.',
  optimize_basic_block: 'Constants are folded, jumps to jumps shortened, neighbours merged.',
  remove_redundant_nops_and_pairs: 'NOPs that no line needs go, and values that are pushed only to be popped.',
  remove_redundant_nops_and_jumps: 'Jumps to the next instruction go.',
  remove_unused_consts: 'Constants that nothing loads any more are left out.',
  add_checks_for_loads_of_uninitialized_variables: 'Loads of locals that may be unbound get a check.',
  insert_superinstructions: 'Two loads or stores of locals become one instruction.',
  push_cold_blocks_to_end: 'What only runs after an exception moves to the end.',
  convert_pseudo_conditional_jumps: 'The jumps of and and or become real instructions.',
  prepare_localsplus: 'Cells and free variables get their places behind the locals; the function’s start sets them up.',
  convert_pseudo_ops: 'What is left of the pseudo-instructions becomes real.',
  normalize_jumps: 'Conditional jumps go forward only.',
  optimize_load_fast: 'Loads of locals borrow their reference where the variable outlives the use.',
};

/** The passes after which cell variables are numbered among all locals. */
const AFTER_LOCALSPLUS = new Set(['prepare_localsplus', 'convert_pseudo_ops', 'normalize_jumps', 'optimize_load_fast']);

export class PassRecorder implements Trace {
  readonly units: UnitView[] = [];
  private readonly options: ReprOptions;
  private readonly views = new Map<UnitMetadata, UnitView>();

  constructor(options: ReprOptions = {}) {
    this.options = options;
  }

  sequence(sequence: InstructionSequence, unit: UnitMetadata): void {
    const view = {
      qualname: unit.qualname,
      firstlineno: unit.firstlineno,
      sequence: showSequence(sequence, unit, this.options),
      passes: [],
      code: null,
    };
    this.views.set(unit, view);
    this.units.push(view);
  }

  pass(pass: string, graph: ControlFlowGraph, unit: UnitMetadata): void {
    const { passes } = this.views.get(unit)!;
    const blocks = showGraph(pass, graph, unit, this.options);
    const last = passes.at(-1);
    if (last === undefined || JSON.stringify(last.blocks) !== JSON.stringify(blocks)) passes.push({ pass, doc: passDocs[pass], blocks });
  }

  code(code: CodeObject, unit: UnitMetadata): void {
    this.views.get(unit)!.code = code;
  }
}

function showSequence(sequence: InstructionSequence, unit: UnitMetadata, options: ReprOptions): SequenceView[] {
  const { instructions } = sequence;
  const targetOf = ({ oparg }: SequenceInstruction): number => sequence.resolvedTarget(oparg);
  const targets = instructions.filter(({ opcode }) => hasTarget(opcode)).map(targetOf);
  const labels = new Map([...new Set(targets)].sort((a, b) => a - b).map((target, i) => [target, `L${i + 1}`]));
  const numbering = numberingOf(unit, false);
  return instructions.map((instruction, i) => ({
    label: labels.get(i) ?? null,
    opname: opnames[instruction.opcode],
    arg: hasTarget(instruction.opcode) ? labels.get(targetOf(instruction))! : describeArgument(instruction, unit, numbering, options),
    line: instruction.loc.lineno < 0 ? null : instruction.loc.lineno,
  }));
}

function showGraph(pass: string, graph: ControlFlowGraph, unit: UnitMetadata, options: ReprOptions): BlockView[] {
  // Emptied blocks stay in the graph; for a reader the next one with instructions takes their place.
  const names = new Map<BasicBlock, string>();
  const shown = [...graph].filter(block => block.instructions.length > 0);
  shown.forEach((block, i) => names.set(block, `B${i + 1}`));
  const nameOf = (block: BasicBlock | null): string | null => {
    while (block !== null && block.instructions.length === 0) block = block.next;
    return block === null ? null : names.get(block)!;
  };
  const numbering = numberingOf(unit, AFTER_LOCALSPLUS.has(pass));
  return shown.map(block => ({
    name: names.get(block)!,
    instructions: block.instructions.map(instruction => ({
      opname: opnames[instruction.opcode],
      arg: hasTarget(instruction.opcode) ? nameOf(instruction.target)! : describeArgument(instruction, unit, numbering, options),
      line: instruction.loc.lineno < 0 ? null : instruction.loc.lineno,
      handler: nameOf(instruction.except),
    })),
    next: block.fallsThrough ? nameOf(block.next) : null,
    jump: block.jump === undefined ? null : nameOf(block.jump.target),
    isHandler: block.exceptHandler,
    isCold: block.cold,
  }));
}

interface Numbering {
  cells: readonly string[];
  locals: readonly string[];
}

function numberingOf(unit: UnitMetadata, cellsAmongLocals: boolean): Numbering {
  const cells = [...unit.cellvars, ...unit.freevars];
  const locals = [...unit.varnames, ...cells.filter(name => !unit.varnames.includes(name))];
  return { cells: cellsAmongLocals ? locals : cells, locals };
}

function describeArgument(
  { opcode, oparg }: CfgInstruction | SequenceInstruction,
  unit: UnitMetadata,
  numbering: Numbering,
  options: ReprOptions,
): string {
  if (!hasArg(opcode)) return '';
  switch (operandKind(opcode)) {
    case 'const':
      return constantRepr(unit.consts.items[oparg], options);
    case 'name':
      return unit.names[oparg];
    case 'name+1':
      return unit.names[oparg >> 1];
    case 'name+2':
      return unit.names[oparg >> 2];
    case 'local':
      return opnames[opcode] === 'LOAD_CLOSURE' ? numbering.cells[oparg] : numbering.locals[oparg];
    case 'local-pair':
      return `${numbering.locals[oparg >> 4]}, ${numbering.locals[oparg & 15]}`;
    case 'cell':
      return numbering.cells[oparg];
    case 'binary':
      return binaryOperators[oparg][1];
    case 'compare':
      return compareOperators[oparg >> 5];
    case 'intrinsic-1':
      return intrinsics1[oparg];
    default:
      return String(oparg);
  }
}
