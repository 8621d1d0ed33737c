/**
 * The graph as a reader sees it: after each pass, blocks B1, B2, … with their instructions, constants and names spelled out.
 *
 *     const recorder = new PassRecorder();
 *     compile(tree, { filename, trace: recorder.trace });
 *     recorder.units[0].passes  // what each pass made of the first unit, those that changed nothing left out
 */
import { constantRepr, type ReprOptions } from '../../code/constant-repr.ts';
import { binaryOperators, compareOperators, hasArg, hasTarget, intrinsics1, operandKind, opnames } from '../../opcodes/index.ts';
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
  passes: PassView[];
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

export class PassRecorder {
  readonly units: UnitView[] = [];
  private readonly options: ReprOptions;
  private readonly views = new Map<UnitMetadata, UnitView>();

  constructor(options: ReprOptions = {}) {
    this.options = options;
  }

  readonly trace: Trace = (pass, graph, unit) => {
    let view = this.views.get(unit);
    if (view === undefined) {
      view = { qualname: unit.qualname, firstlineno: unit.firstlineno, passes: [] };
      this.views.set(unit, view);
      this.units.push(view);
    }
    const blocks = showGraph(pass, graph, unit, this.options);
    const last = view.passes.at(-1);
    if (last === undefined || JSON.stringify(last.blocks) !== JSON.stringify(blocks))
      view.passes.push({ pass, doc: passDocs[pass], blocks });
  };
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
  const cells = [...unit.cellvars, ...unit.freevars];
  const localsPlus = [...unit.varnames, ...cells.filter(name => !unit.varnames.includes(name))];
  const numbering = { cells: AFTER_LOCALSPLUS.has(pass) ? localsPlus : cells, locals: localsPlus };
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

function describeArgument({ opcode, oparg }: CfgInstruction, unit: UnitMetadata, numbering: Numbering, options: ReprOptions): string {
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
