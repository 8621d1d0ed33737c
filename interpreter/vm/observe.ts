/**
 * Specialization as CPython shows it: `dis.dis(f, adaptive=True)`, `f.__code__._co_code_adaptive`.
 *
 * Which instructions have specialized depends on how often each has run, and with what. Counting that would cost more than it is worth to programs that
 * never ask. One that may ask says so: `adaptive` is a keyword-only argument, so its name, or the attribute's, stands in the program. From when such a
 * module's code is first entered, code objects get an OBSERVE word in front of each instruction, as monitored code has a MONITOR word; there each
 * instruction is accounted for, with CPython's own counters, before it runs. All other programs run as ever.
 *
 * CPython: `pycore_backoff.h`, `ADAPTIVE_COUNTER_TRIGGERS` in Python/ceval_macros.h.
 */
import { unexecutedCode } from '../code/adaptive.ts';
import { TupleConst, type Constant } from '../code/constant.ts';
import { CodeObject } from '../code/code.ts';
import * as op from '../opcodes/ids.generated.ts';
import { baseOpcodes } from '../opcodes/index.ts';
import type { MaybeValue } from '../objects/core/value.ts';
import type { PyCode } from '../objects/types/code.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { machine } from './machine.ts';
import { guard, isForeign, isImmortal, specializers, type Place, type Specializer } from './specialize.ts';

/** Whether code that is entered for the first time is to be observed. */
let observing = false;

/** Names in code that has been entered. CPython keeps names for ever. */
const names = new Set<string>();

/** A run begins. */
export function resetObservation(): void {
  observing = false;
  names.clear();
}

/** What is known of a code object's instructions. */
class Observation {
  /** `_co_code_adaptive`. */
  declare readonly bytes: Uint8Array;
  /** By offset, what a specialized form relies on. */
  readonly guards = new Map<number, readonly [unknown, unknown]>();
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

const ATTRIBUTE = '_co_code_adaptive';
const KEYWORD = 'adaptive';

/** Whether code, or code inside it, can ask what has specialized. */
function mayAsk(co: CodeObject): boolean {
  return co.co_names.includes(ATTRIBUTE) || co.co_consts.some(namesKeyword);
}

function namesKeyword(constant: Constant): boolean {
  if (constant === KEYWORD || constant === ATTRIBUTE) return true;
  if (constant instanceof CodeObject) return mayAsk(constant);
  return constant instanceof TupleConst && constant.items.some(namesKeyword);
}

/** Decides, when code is about to get its words, whether it is to be observed. The library's own `dis` can ask, but does so for others. */
export function startObservation(code: PyCode): boolean {
  const { co } = code;
  if (!observing && co.co_name === '<module>' && !co.co_filename.startsWith(LIBRARY)) observing = mayAsk(co);
  if (!observing) return false;
  code.observation = new Observation(unexecutedCode(co));
  for (const list of [co.co_names, co.co_localsplusnames, [co.co_name]]) for (const name of list) names.add(name);
  return true;
}

/** Where files of the library are said to be. */
const LIBRARY = '/lib/python3.14/';

const isName = (text: string): boolean =>
  names.has(text) || machine.builtins.getStr(text) !== undefined || machine.modules.getStr(text) !== undefined;

const COOL_DOWN = 52 << 4;
const MAX_BACKOFF = 12;

/** An instruction is about to run: `frame.pc` stands in front of its word. */
export function observe(frame: PyFrame, stack: readonly MaybeValue[], sp: number, pc: number): void {
  const { code } = frame;
  const { bytes, guards } = code.observation as Observation;
  const at = code.offsets[pc] * 2;
  const form = bytes[at];
  const base = baseOpcodes[form];
  const arg = code.words[pc] >>> 8;
  switch (base) {
    case op.RESUME:
      bytes[at] = op.RESUME_CHECK;
      return;
    case op.JUMP_BACKWARD:
      bytes[at] = op.JUMP_BACKWARD_NO_JIT;
      return;
    case op.LOAD_CONST:
      bytes[at] = isImmortal(code.consts[arg], isName) ? op.LOAD_CONST_IMMORTAL : op.LOAD_CONST_MORTAL;
      return;
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_FALSE:
      record(bytes, at, (stack[sp - 1] === true) === (base === op.POP_JUMP_IF_TRUE));
      return;
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
      record(bytes, at, (stack[sp - 1] === null) === (base === op.POP_JUMP_IF_NONE));
      return;
  }
  const specialize = specializers.get(base);
  if (specialize === undefined) return;
  const place: Place = { frame, stack, sp, arg, bytes, at };
  const wanted = relying(specialize, place);
  if (form !== base && fits(place, wanted, guards.get(at))) return;
  const counter = readUnit(bytes, at + 2);
  if (counter >> 4 > 0) {
    writeUnit(bytes, at + 2, counter - 16);
    return;
  }
  if (wanted === 0) {
    bytes[at] = base;
    guards.delete(at);
    const backoff = Math.min((counter & 15) + 1, MAX_BACKOFF);
    // It then runs in its general form, and so has waited once.
    writeUnit(bytes, at + 2, (((1 << backoff) - 2) << 4) | backoff);
    return;
  }
  bytes[at] = wanted;
  guards.set(at, [guard.first, guard.second]);
  writeUnit(bytes, at + 2, wanted === base ? COOL_DOWN - 16 : COOL_DOWN);
}

/** The form for the operands, with what it relies on in `guard`. */
function relying(specialize: Specializer, place: Place): number {
  guard.first = guard.second = null;
  return specialize(place);
}

/** Whether the form that stands there goes on to fit, given the one that its operands would lead to now. */
function fits(place: Place, form: number, relied: readonly [unknown, unknown] | undefined): boolean {
  const current = place.bytes[place.at];
  if (current === op.CALL_NON_PY_GENERAL || current === op.CALL_KW_NON_PY) return isForeign(place);
  if (form !== current || relied === undefined) return false;
  return guard.first === relied[0] && guard.second === relied[1];
}

/** Conditional jumps remember their last sixteen times. */
function record(bytes: Uint8Array, at: number, taken: boolean): void {
  writeUnit(bytes, at + 2, ((readUnit(bytes, at + 2) << 1) | (taken ? 1 : 0)) & 0xffff);
}

const readUnit = (bytes: Uint8Array, at: number): number => bytes[at] | (bytes[at + 1] << 8);

function writeUnit(bytes: Uint8Array, at: number, unit: number): void {
  bytes[at] = unit & 255;
  bytes[at + 1] = unit >> 8;
}
