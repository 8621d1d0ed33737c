/**
 * Optimizing a code unit.
 *
 * In comes the flat list of instructions that the code generator wrote, with labels for jumps and brackets around try bodies. Out goes the same program with
 * fewer instructions, in the order in which it will lie in memory, every instruction knowing its handler and its line. In between it is a graph of
 * basic blocks, on which each pass does one thing; the passes and their order are CPython's, because what one pass leaves behind decides what the next
 * one finds.
 *
 * | pass                                | what it does                                                                  |
 * | ----------------------------------- | ----------------------------------------------------------------------------- |
 * | from-sequence                       | instructions to blocks, labels to blocks                                      |
 * | exception-targets                   | brackets to handlers                                                          |
 * | inline-blocks, unreachable          | copy small ends, drop what is never reached                                   |
 * | line-numbers                        | lines for what has none                                                       |
 * | load-const, peephole, swaps         | constants folded, jumps threaded, neighbours merged                           |
 * | redundant, unreachable              | sweep up                                                                      |
 * | unused-consts                       | constants that folding made useless                                           |
 * | unbound-locals                      | which loads of locals need a check                                            |
 * | superinstructions                   | two loads or stores in one                                                    |
 * | cold-blocks, line-numbers           | exception handlers to the end                                                 |
 * | pseudo, stack-depth, localsplus     | real instructions, the size of the stack, the places of variables             |
 * | normalize-jumps                     | conditional jumps forward only                                                |
 * | borrow                              | loads that need no reference count                                            |
 *
 * CPython: `Python/flowgraph.c`.
 */
import type { InstructionSequence } from '../instruction-sequence.ts';
import { parameterCount, type UnitMetadata } from '../unit-metadata.ts';
import type { CodeObject } from '../../code/code.ts';
import { optimizeLoadFast } from './borrow.ts';
import { checkGraph } from './check.ts';
import { pushColdBlocksToEnd } from './cold-blocks.ts';
import { labelExceptionTargets, markExceptHandlers } from './exception-targets.ts';
import type { ControlFlowGraph } from './graph.ts';
import { inlineSmallOrNoLinenoBlocks } from './inline-blocks.ts';
import { resolveLineNumbers } from './line-numbers.ts';
import { optimizeLoadConst } from './load-const.ts';
import { prepareLocalsPlus } from './localsplus.ts';
import { normalizeJumps } from './normalize-jumps.ts';
import { optimizeBasicBlocks } from './peephole.ts';
import { convertPseudoConditionalJumps, convertPseudoOps } from './pseudo.ts';
import { removeRedundantNopsAndJumps, removeRedundantNopsAndPairs } from './redundant.ts';
import { calculateStackDepth } from './stack-depth.ts';
import { insertSuperinstructions } from './superinstructions.ts';
import { addChecksForUninitialized } from './unbound-locals.ts';
import { removeUnreachable } from './unreachable.ts';
import { removeUnusedConsts } from './unused-consts.ts';

/** Sees the units of a program on their way. It must not keep what it sees: the next pass changes it. `show.ts` makes views that last. */
export interface Trace {
  /** The instructions that the generator wrote. */
  sequence(sequence: InstructionSequence, unit: UnitMetadata): void;
  /** The graph after a pass, under the pass's name. */
  pass(name: string, graph: ControlFlowGraph, unit: UnitMetadata): void;
  /** The assembled code. */
  code(code: CodeObject, unit: UnitMetadata): void;
}

/** Optimizes the graph, and with it the unit's constants. */
export function optimizeCodeUnit(graph: ControlFlowGraph, unit: UnitMetadata, flags: number, trace?: Trace): void {
  const { consts } = unit;
  const after = (pass: string): void => trace?.pass(pass, graph, unit);
  markExceptHandlers(graph);
  labelExceptionTargets(graph);
  after('label_exception_targets');
  checkGraph(graph);
  inlineSmallOrNoLinenoBlocks(graph);
  after('inline_small_or_no_lineno_blocks');
  removeUnreachable(graph);
  after('remove_unreachable');
  resolveLineNumbers(graph);
  after('resolve_line_numbers');
  optimizeLoadConst(graph, consts);
  after('optimize_load_const');
  optimizeBasicBlocks(graph, consts);
  after('optimize_basic_block');
  removeRedundantNopsAndPairs(graph);
  after('remove_redundant_nops_and_pairs');
  removeUnreachable(graph);
  after('remove_unreachable');
  removeRedundantNopsAndJumps(graph);
  after('remove_redundant_nops_and_jumps');
  removeUnusedConsts(graph, consts);
  after('remove_unused_consts');
  addChecksForUninitialized(graph, unit.varnames.length, parameterCount(unit, flags));
  after('add_checks_for_loads_of_uninitialized_variables');
  insertSuperinstructions(graph);
  after('insert_superinstructions');
  pushColdBlocksToEnd(graph);
  after('push_cold_blocks_to_end');
  resolveLineNumbers(graph);
  after('resolve_line_numbers');
}

export interface LoweredUnit {
  stackSize: number;
  /** The number of locals, cells and free variables. */
  localsPlus: number;
}

/** Turns an optimized graph into real instructions in their final order. */
export function lowerCodeUnit(graph: ControlFlowGraph, unit: UnitMetadata, flags: number, trace?: Trace): LoweredUnit {
  const after = (pass: string): void => trace?.pass(pass, graph, unit);
  convertPseudoConditionalJumps(graph);
  after('convert_pseudo_conditional_jumps');
  const stackSize = calculateStackDepth(graph);
  const localsPlus = prepareLocalsPlus(graph, unit, flags);
  after('prepare_localsplus');
  convertPseudoOps(graph);
  after('convert_pseudo_ops');
  normalizeJumps(graph);
  after('normalize_jumps');
  optimizeLoadFast(graph);
  after('optimize_load_fast');
  return { stackSize, localsPlus };
}

export { PassRecorder, passDocs, type BlockView, type InstructionView, type PassView, type SequenceView, type UnitView } from './show.ts';
