/**
 * The evaluation loop, as written by hand; `tools/loop.ts` makes `loop.generated.ts` of it.
 *
 * The generator puts numbers in place of `op.NAME` and `iop.NAME`: V8 makes a jump table of a `switch` when its labels are literals, and a chain of
 * comparisons when they are imported constants. It also repeats the frame change at the end of the loop, which then has no loop around it.
 * Everything hot is here; what is rare or long is called (`ops/`), the rest by way of `ops/rare.ts`. Rules of the house:
 *
 * - `pc` points at the next instruction; `frame.pc` and `frame.sp` are written before a frame is left, and `frame.pc` before anything that may look
 *   at it or throw.
 * - A frame change is `frame = other; break change;`.
 * - Whatever is thrown is caught in `evaluate`, which reads `frame.pc`; raising instructions unwind on the spot.
 * - Objects are made by helpers: V8 inlines a constructor into a small function, but no more into this one.
 * - Guards come as `instanceof` on one class, then field loads that V8 sees with one map only: no site is megamorphic on a hot path.
 */
import { CO } from '../code/code.ts';
import * as op from '../opcodes/ids.generated.ts';
import { PyCell } from '../objects/core/cell.ts';
import { PyBaseException, typeError, valueError } from '../objects/core/errors.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyInstance } from '../objects/core/instance.ts';
import { intAdd, intMultiply, intSubtract } from '../objects/core/integer.ts';
import { PyIterator, PyListIterator, PyRangeIterator, PyTupleIterator } from '../objects/core/iterators.ts';
import { lifetime } from '../objects/core/lifetime.ts';
import { PyBuiltin, SHORTCUT } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import { concatStr } from '../objects/core/str.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { PyCode } from '../objects/types/code.ts';
import { PyMethod } from '../objects/types/descriptors.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { EXIT } from './exit.ts';
import { PyFunction } from '../objects/types/function.ts';
import { generatorHooks, PyGenerator } from '../objects/types/generator.ts';
import { ATTR, type AttributeCache, type GlobalCache, type InitCache } from './caches.ts';
import { discarded, returning } from './collect.ts';
import * as iop from './internal-ops.ts';
import { BUDGET, FIRST_BUDGET, machine, sliceIsOver, SUSPEND } from './machine.ts';
import {
  bindArguments,
  callKeyword,
  callNativeOnStack,
  callOnStack,
  callWithCollections,
  enterFunction,
  initFrame,
  makeInstance,
  releaseFrame,
} from './calls.ts';
import { exceptionEvents, monitor } from './monitoring.ts';
import * as attributes from './ops/attributes.ts';
import * as building from './ops/building.ts';
import * as exceptions from './ops/exceptions.ts';
import * as generators from './ops/generators.ts';
import * as names from './ops/names.ts';
import * as operators from './ops/operators.ts';
import { rare } from './ops/rare.ts';
import { bodyEnded, collectsAll, enterGenerator, enterSend, judged, keeps } from './bodies.ts';
import { comparisonFrame, itemFrame, operatorFrame, operatorResult, storeItemFrame } from './dunders.ts';
import { unwind, unwound } from './unwind.ts';

/** What `dispatch` returns when an exception has to be thrown to native code: it is in `unwound.exception`. */
const RAISED: PyObject = new PyObject(T.object);

/**
 * Runs a frame, and whatever it calls, until a frame that native code entered (`EXIT.NATIVE`) returns or yields: that value is the result;
 * undefined when a generator's body returned. `SUSPEND` when the run must wait or its slice is over: `machine.frame` is where it goes on.
 *
 * What instructions throw is caught here, outside the loop, which is entered again where the handler is.
 */
export function evaluate(frame: PyFrame): MaybeValue {
  // Where the stack is too short even to enter the loop, it is this frame that raises.
  machine.frame = frame;
  for (;;) {
    let result: MaybeValue;
    try {
      result = dispatch(frame);
    } catch (error) {
      const raising = machine.frame!;
      const target = unwind(raising, raising.pc, error, false, -1);
      if (target === null) throw unwound.exception;
      frame = target;
      continue;
    }
    if (result === RAISED) throw unwound.exception;
    return result;
  }
}

/**
 * One flat loop without try: V8 enters it optimized in the middle (on-stack replacement) and never has to leave it for a call, a return or a yield.
 */
function dispatch(frame: PyFrame): MaybeValue {
  let budget = FIRST_BUDGET;
  let stack: MaybeValue[];
  let code: PyCode;
  let words: Int32Array;
  let caches: unknown[];
  let consts: readonly Value[];
  let sp: number;
  let pc: number;
  // begin of frame change
  stack = frame.stack;
  code = frame.code;
  words = code.words;
  caches = code.caches;
  consts = code.consts;
  sp = frame.sp;
  pc = frame.pc;
  machine.frame = frame;
  // end of frame change
  run: for (;;) {
    let word = words[pc++];
    let left: MaybeValue;
    let right: MaybeValue;
    change: {
      operands: {
        let arg = word >>> 8;
        switch (word & 255) {
          // ---- locals and constants
          case op.NOP:
          case op.NOT_TAKEN:
            break;
          case op.RESUME:
            if (--budget < 0) {
              budget = BUDGET;
              frame.pc = pc;
              if (sliceIsOver()) {
                frame.sp = sp;
                return SUSPEND;
              }
            }
            break;
          case op.LOAD_FAST_BORROW:
            stack[sp++] = stack[arg];
            break;
          case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
            stack[sp++] = stack[arg >> 4];
            stack[sp++] = stack[arg & 15];
            break;
          case op.LOAD_FAST_CHECK: {
            const value = stack[arg];
            if (value === undefined) {
              frame.pc = pc;
              throw names.unboundLocal(code, arg);
            }
            stack[sp++] = value;
            break;
          }
          case op.LOAD_FAST_AND_CLEAR:
            stack[sp++] = stack[arg];
            stack[arg] = undefined;
            break;
          case op.STORE_FAST:
            stack[arg] = stack[--sp];
            break;
          case op.STORE_FAST_LOAD_FAST:
            stack[arg >> 4] = stack[sp - 1];
            stack[sp - 1] = stack[arg & 15];
            break;
          case op.STORE_FAST_STORE_FAST:
            stack[arg >> 4] = stack[--sp];
            stack[arg & 15] = stack[--sp];
            break;
          case op.LOAD_CONST:
            stack[sp++] = consts[arg];
            break;
          case op.LOAD_SMALL_INT:
            stack[sp++] = arg;
            break;
          case op.POP_TOP:
            sp--;
            if (lifetime.active) {
              frame.pc = pc;
              frame.sp = sp;
              discarded(stack[sp]);
            }
            break;
          case op.END_FOR:
          case op.POP_ITER:
            sp--;
            break;
          case op.PUSH_NULL:
            stack[sp++] = undefined;
            break;
          case op.COPY:
            stack[sp] = stack[sp - arg];
            sp++;
            break;
          case op.SWAP: {
            const top = stack[sp - 1];
            stack[sp - 1] = stack[sp - arg];
            stack[sp - arg] = top;
            break;
          }

          // ---- cells
          case op.MAKE_CELL:
            stack[arg] = new PyCell(stack[arg]);
            break;
          case op.COPY_FREE_VARS: {
            const closure = frame.func!.closure!;
            const first = code.nlocalsplus - arg;
            for (let i = 0; i < arg; i++) stack[first + i] = closure[i];
            break;
          }
          case op.LOAD_DEREF: {
            const value = (stack[arg] as PyCell).contents;
            if (value === undefined) {
              frame.pc = pc;
              throw names.unboundCell(code, arg);
            }
            stack[sp++] = value;
            break;
          }
          case op.STORE_DEREF:
            (stack[arg] as PyCell).contents = stack[--sp];
            break;

          // ---- names
          case op.LOAD_GLOBAL: {
            const cache = caches[pc] as GlobalCache | null;
            let value: MaybeValue;
            if (cache !== null && cache.globals === frame.globals && (cache.structure < 0 || cache.structure === frame.globals.structure))
              value = cache.entry.value;
            if (value === undefined) {
              frame.pc = pc;
              value = names.loadGlobal(frame, caches, pc, code.names[arg]);
            }
            stack[sp++] = value;
            break;
          }
          case iop.LOAD_GLOBAL_NULL: {
            const cache = caches[pc] as GlobalCache | null;
            let value: MaybeValue;
            if (cache !== null && cache.globals === frame.globals && (cache.structure < 0 || cache.structure === frame.globals.structure))
              value = cache.entry.value;
            if (value === undefined) {
              frame.pc = pc;
              value = names.loadGlobal(frame, caches, pc, code.names[arg]);
            }
            stack[sp] = value;
            stack[sp + 1] = undefined;
            sp += 2;
            break;
          }

          // ---- attributes
          case iop.LOAD_FAST_LOAD_ATTR:
            stack[sp++] = stack[arg];
            arg = words[pc++] >>> 8;
          // falls through
          case op.LOAD_ATTR: {
            const owner = stack[sp - 1];
            if (owner instanceof PyInstance) {
              const shape = owner.shape;
              let cache = caches[pc] as AttributeCache | null;
              while (cache !== null && (cache.shape !== shape || cache.version !== owner.cls.version)) cache = cache.next;
              if (cache !== null) {
                if (cache.kind === ATTR.SLOT) {
                  stack[sp - 1] = owner.slots[cache.index];
                  break;
                }
                if (cache.kind === ATTR.MEMBER) {
                  const members = owner.members;
                  const value = members === undefined ? undefined : members[cache.index];
                  if (value !== undefined) {
                    stack[sp - 1] = value;
                    break;
                  }
                } else if (cache.kind === ATTR.PROPERTY) {
                  frame.pc = pc;
                  const getter = cache.value as PyFunction;
                  const callee = enterFunction(getter, getter.code, frame);
                  callee.stack[0] = owner;
                  for (let i = 1; i < getter.code.nlocalsplus; i++) callee.stack[i] = undefined;
                  frame.sp = sp - 1;
                  frame = callee;
                  break change;
                } else {
                  stack[sp - 1] = cache.value;
                  break;
                }
              }
            }
            frame.pc = pc;
            stack[sp - 1] = attributes.loadAttribute(owner as Value, code.names[arg], caches, pc);
            break;
          }
          case iop.LOAD_FAST_LOAD_METHOD:
            stack[sp++] = stack[arg];
            arg = words[pc++] >>> 8;
          // falls through
          case iop.LOAD_METHOD: {
            const owner = stack[sp - 1];
            if (owner instanceof PyInstance) {
              const shape = owner.shape;
              let cache = caches[pc] as AttributeCache | null;
              while (cache !== null && (cache.shape !== shape || cache.version !== owner.cls.version)) cache = cache.next;
              if (cache !== null) {
                if (cache.kind === ATTR.METHOD) {
                  stack[sp - 1] = cache.value;
                  stack[sp++] = owner;
                  break;
                }
                if (cache.kind === ATTR.SLOT) {
                  stack[sp - 1] = owner.slots[cache.index];
                  stack[sp++] = undefined;
                  break;
                }
                if (cache.kind === ATTR.VALUE) {
                  stack[sp - 1] = cache.value;
                  stack[sp++] = undefined;
                  break;
                }
              }
            }
            frame.pc = pc;
            const method = attributes.loadMethod(owner as Value, code.names[arg], caches, pc);
            stack[sp - 1] = method;
            stack[sp++] = attributes.receiver;
            break;
          }
          case op.STORE_ATTR: {
            const owner = stack[sp - 1];
            sp -= 2;
            if (owner instanceof PyInstance) {
              const shape = owner.shape;
              let cache = caches[pc] as AttributeCache | null;
              while (cache !== null && (cache.shape !== shape || cache.version !== owner.cls.version)) cache = cache.next;
              if (cache !== null) {
                if (cache.kind === ATTR.SLOT) {
                  if (lifetime.active) {
                    frame.pc = pc;
                    frame.sp = sp;
                    attributes.replace(owner.slots, cache.index, stack[sp] as Value);
                  } else owner.slots[cache.index] = stack[sp] as Value;
                  break;
                }
                if (cache.kind === ATTR.ADD) {
                  owner.slots.push(stack[sp] as Value);
                  owner.shape = cache.nextShape!;
                  break;
                }
                if (owner.members !== undefined) {
                  owner.members[cache.index] = stack[sp];
                  break;
                }
              }
            }
            frame.pc = pc;
            frame.sp = sp;
            attributes.storeAttribute(owner as Value, code.names[arg], stack[sp] as Value, caches, pc);
            break;
          }

          // ---- operators
          // Operands: of an operator that stands further on, and which is reached without a dispatch. An operand is an index in the frame's array:
          // of a local, or of a constant, which stand behind the stack.
          case iop.OPERANDS_PAIR:
            left = stack[arg >> 4];
            right = stack[arg & 15];
            word = words[pc++];
            break operands;
          case iop.OPERANDS_TWO:
            left = stack[arg >> 12];
            right = stack[arg & 4095];
            word = words[pc + 1];
            pc += 2;
            break operands;
          case iop.OPERAND_RIGHT:
            right = stack[arg];
            left = stack[--sp];
            word = words[pc++];
            break operands;
          case op.BINARY_OP_ADD_INT:
          case op.BINARY_OP_SUBTRACT_INT:
          case op.BINARY_OP_MULTIPLY_INT:
          case op.BINARY_OP_SUBSCR_LIST_INT:
          case iop.BINARY_OP_DIVIDE:
          case op.BINARY_OP:
          case op.COMPARE_OP:
          case iop.COMPARE_OP_JUMP:
            right = stack[--sp];
            left = stack[--sp];
            break operands;
          case op.IS_OP: {
            const right = stack[--sp];
            stack[sp - 1] = operators.isSame(stack[sp - 1] as Value, right as Value) !== (arg === 1);
            break;
          }
          case iop.IS_OP_JUMP: {
            const right = stack[--sp];
            const truth = operators.isSame(stack[--sp] as Value, right as Value) !== (arg === 1);
            const jump = words[pc++];
            if (truth === ((jump & 255) === op.POP_JUMP_IF_TRUE)) pc = jump >>> 8;
            else if (words[pc] === op.NOT_TAKEN) pc++;
            break;
          }
          case op.CONTAINS_OP: {
            const container = stack[--sp];
            frame.pc = pc;
            stack[sp - 1] = operators.contains(container as Value, stack[sp - 1] as Value) !== (arg === 1);
            break;
          }
          case iop.CONTAINS_OP_JUMP: {
            const container = stack[--sp];
            frame.pc = pc;
            const truth = operators.contains(container as Value, stack[--sp] as Value) !== (arg === 1);
            const jump = words[pc++];
            if (truth === ((jump & 255) === op.POP_JUMP_IF_TRUE)) pc = jump >>> 8;
            else if (words[pc] === op.NOT_TAKEN) pc++;
            break;
          }
          case op.TO_BOOL: {
            const value = stack[sp - 1];
            if (typeof value !== 'boolean') {
              frame.pc = pc;
              stack[sp - 1] = isTruthy(value as Value);
            }
            break;
          }
          case iop.LOAD_FAST_TO_BOOL_JUMP:
            stack[sp++] = stack[arg];
            pc++;
          // falls through
          case iop.TO_BOOL_JUMP: {
            const value = stack[--sp];
            let truth: boolean;
            if (typeof value === 'boolean') truth = value;
            else if (typeof value === 'number') truth = value !== 0;
            else {
              frame.pc = pc;
              truth = isTruthy(value as Value);
            }
            const jump = words[pc++];
            if (truth === ((jump & 255) === op.POP_JUMP_IF_TRUE)) pc = jump >>> 8;
            else if (words[pc] === op.NOT_TAKEN) pc++;
            break;
          }
          case op.UNARY_NOT:
            stack[sp - 1] = stack[sp - 1] !== true;
            break;
          case op.STORE_SUBSCR: {
            const key = stack[sp - 1];
            const container = stack[sp - 2];
            sp -= 3;
            if (typeof key === 'number' && container instanceof PyList) {
              const items = container.items;
              const index = key < 0 ? key + items.length : key;
              if (index >= 0 && index < items.length && container.cls === T.list && !lifetime.active) {
                items[index] = stack[sp] as Value;
                break;
              }
            }
            frame.pc = pc;
            frame.sp = sp;
            if (container instanceof PyInstance) {
              const callee = storeItemFrame(frame, container, key as Value, stack[sp] as Value);
              if (callee !== null) {
                frame = callee;
                break change;
              }
            }
            operators.storeSubscript(container as Value, key as Value, stack[sp] as Value);
            break;
          }

          // ---- jumps and loops
          case op.JUMP_FORWARD:
          case op.JUMP_BACKWARD_NO_INTERRUPT:
            pc = arg;
            break;
          case op.JUMP_BACKWARD:
            if (--budget < 0) {
              budget = BUDGET;
              // An interrupt belongs to the jump, not to where it leads: a handler around the loop must catch it.
              frame.pc = pc;
              if (sliceIsOver()) {
                frame.pc = arg;
                frame.sp = sp;
                return SUSPEND;
              }
            }
            pc = arg;
            break;
          case op.POP_JUMP_IF_FALSE:
            if (stack[--sp] === false) pc = arg;
            break;
          case op.POP_JUMP_IF_TRUE:
            if (stack[--sp] === true) pc = arg;
            break;
          case op.POP_JUMP_IF_NONE:
            if (stack[--sp] === null) pc = arg;
            break;
          case op.POP_JUMP_IF_NOT_NONE:
            if (stack[--sp] !== null) pc = arg;
            break;
          case op.GET_ITER: {
            const iterable = stack[sp - 1];
            if (iterable instanceof PyList && iterable.cls === T.list) stack[sp - 1] = operators.listIterator(iterable);
            else {
              frame.pc = pc;
              stack[sp - 1] = operators.iterator(iterable as Value);
            }
            break;
          }
          case op.FOR_ITER: {
            // At the end the jump goes behind END_FOR, which would drop a value that is not there.
            const iterator = stack[sp - 1];
            if (iterator instanceof PyRangeIterator) {
              if (iterator.remaining > 0) {
                iterator.remaining--;
                const value = iterator.value;
                iterator.value = value + iterator.step;
                const following = words[pc];
                if ((following & 255) === op.STORE_FAST) {
                  pc++;
                  stack[following >>> 8] = value;
                } else stack[sp++] = value;
              } else pc = arg + 1;
              break;
            }
            if (iterator instanceof PyListIterator) {
              const list = iterator.list;
              if (list !== null && iterator.index < list.items.length) {
                const following = words[pc];
                if ((following & 255) === op.STORE_FAST) {
                  pc++;
                  stack[following >>> 8] = list.items[iterator.index++];
                } else stack[sp++] = list.items[iterator.index++];
              } else {
                iterator.list = null;
                pc = arg + 1;
              }
              break;
            }
            if (iterator instanceof PyGenerator && iterator.cls === T.generator) {
              if (iterator.finished) {
                pc = arg + 1;
                break;
              }
              frame.pc = pc;
              if (iterator.running) throw valueError('generator already executing');
              const body = iterator.frame;
              generators.resumeFrom(iterator, body, frame, arg);
              body.stack[body.sp++] = null;
              frame.sp = sp;
              frame = body;
              break change;
            }
            frame.pc = pc;
            const value = operators.next(iterator as Value);
            if (value === undefined) pc = arg + 1;
            else stack[sp++] = value;
            break;
          }

          // ---- calls
          case op.CALL: {
            const base = sp - arg - 2;
            let callable = stack[base];
            let first = base + 2;
            let count = arg;
            let bound = false;
            if (stack[base + 1] !== undefined) {
              first--;
              count++;
              bound = true;
            } else if (callable instanceof PyMethod) {
              stack[base + 1] = callable.self;
              callable = callable.func;
              first--;
              count++;
            }
            frame.pc = pc;
            if (callable instanceof PyFunction) {
              const target = callable.code;
              const callee = enterFunction(callable, target, frame);
              const locals = callee.stack;
              if (target.exactArgs === count) {
                for (let i = 0; i < count; i++) locals[i] = stack[first + i];
                for (let i = count; i < target.nlocalsplus; i++) locals[i] = undefined;
              } else bindArguments(callable, locals, stack, first, count, null);
              frame.sp = base;
              frame = callee;
              break change;
            }
            let value: MaybeValue;
            if (callable instanceof PyBuiltin) {
              if (callable.shortcut !== SHORTCUT.NONE) {
                const last = stack[sp - 1];
                if (last instanceof PyGenerator) {
                  const body = enterGenerator(callable.shortcut, last, frame, count, pc, base, sp);
                  if (body !== null) {
                    frame = body;
                    break change;
                  }
                } else if (callable.shortcut === SHORTCUT.APPEND) {
                  const list = stack[first];
                  if (count === 2 && list instanceof PyList) {
                    list.items.push(last as Value);
                    sp = base;
                    stack[sp++] = null;
                    break;
                  }
                } else if (callable.shortcut === SHORTCUT.SEND) {
                  const body = enterSend(stack[first], count, last as Value, frame, pc, base);
                  if (body !== null) {
                    frame = body;
                    break change;
                  }
                }
              }
              value = callNativeOnStack(callable, stack, first, count, bound);
            } else if (callable instanceof PyType) {
              const cache = caches[pc] as InitCache | null;
              if (cache !== null && cache.version === callable.version && cache.type === callable && !callable.isAbstract) {
                const instance = makeInstance(callable);
                const init = cache.init;
                const target = init.code;
                const callee = enterFunction(init, target, frame);
                const locals = callee.stack;
                if (target.exactArgs === count + 1) {
                  locals[0] = instance;
                  for (let i = 0; i < count; i++) locals[i + 1] = stack[first + i];
                  for (let i = count + 1; i < target.nlocalsplus; i++) locals[i] = undefined;
                } else {
                  stack[first - 1] = instance;
                  bindArguments(init, locals, stack, first - 1, count + 1, null);
                }
                callee.exit = EXIT.INIT;
                callee.instance = instance;
                frame.sp = base;
                frame = callee;
                break change;
              }
              const callee = initFrame(callable, frame, stack, first, count, null, caches, pc);
              if (callee !== null) {
                frame.sp = base;
                frame = callee;
                break change;
              }
              const last = stack[sp - 1];
              if (last instanceof PyGenerator && count === 1 && collectsAll(callable)) {
                const body = enterGenerator(SHORTCUT.COLLECT, last, frame, count, pc, base, sp);
                if (body !== null) {
                  frame = body;
                  break change;
                }
              }
              value = callOnStack(callable, stack, first, count, null);
            } else value = callOnStack(callable as Value, stack, first, count, null);
            sp = base;
            if (value === SUSPEND) {
              frame.sp = sp;
              return SUSPEND;
            }
            stack[sp++] = value;
            break;
          }
          case op.CALL_KW: {
            const kwnames = (stack[--sp] as PyTuple).items as string[];
            const base = sp - arg - 2;
            let callable = stack[base];
            let first = base + 2;
            let count = arg;
            if (stack[base + 1] !== undefined) {
              first--;
              count++;
            } else if (callable instanceof PyMethod) {
              stack[base + 1] = callable.self;
              callable = callable.func;
              first--;
              count++;
            }
            frame.pc = pc;
            if (callable instanceof PyFunction) {
              const callee = enterFunction(callable, callable.code, frame);
              bindArguments(callable, callee.stack, stack, first, count, kwnames);
              frame.sp = base;
              frame = callee;
              break change;
            }
            if (callable instanceof PyType) {
              const callee = initFrame(callable, frame, stack, first, count, kwnames, caches, pc);
              if (callee !== null) {
                frame.sp = base;
                frame = callee;
                break change;
              }
            }
            const value = callKeyword(callable as Value, stack, first, count, kwnames);
            sp = base;
            if (value === SUSPEND) {
              frame.sp = sp;
              return SUSPEND;
            }
            stack[sp++] = value;
            break;
          }
          case op.CALL_FUNCTION_EX: {
            frame.pc = pc;
            sp -= 3;
            const value = callWithCollections(frame, stack[sp - 1] as Value, stack[sp + 1] as Value, stack[sp + 2]);
            if (value === undefined) {
              // A Python function's frame has been made; it is in `machine.frame`.
              frame.sp = sp - 1;
              frame = machine.frame!;
              break change;
            }
            sp--;
            if (value === SUSPEND) {
              frame.sp = sp;
              return SUSPEND;
            }
            stack[sp++] = value;
            break;
          }
          case op.RETURN_VALUE: {
            const value = stack[sp - 1];
            const back = frame.back;
            const exit = frame.exit;
            if (lifetime.active) {
              frame.pc = pc;
              returning(frame, value);
            }
            if (frame.escaped) {
              frame.pc = pc;
              releaseFrame(frame);
            } else {
              frame.back = code.freeFrame;
              code.freeFrame = frame;
            }
            if (exit === EXIT.CALLER) {
              frame = back!;
              frame.stack[frame.sp++] = value;
              break change;
            }
            if (exit === EXIT.NATIVE) {
              machine.frame = back;
              return value;
            }
            if (exit === EXIT.INIT) {
              const instance = frame.instance;
              frame = back!;
              if (value !== null) {
                machine.frame = frame;
                throw typeError(`__init__() should return None, not '${typeOf(value as Value).name}'`);
              }
              frame.stack[frame.sp++] = instance;
              break change;
            }
            if (exit === EXIT.DROP) {
              frame = back!;
              break change;
            }
            // An operator's method.
            const callee = frame;
            frame = back!;
            machine.frame = frame;
            frame.stack[frame.sp++] = operatorResult(callee, exit, value as Value);
            break change;
          }

          // ---- building and taking apart
          case op.BUILD_TUPLE:
            sp -= arg;
            stack[sp] = building.makeTuple(stack, sp, arg);
            sp++;
            break;
          case op.BUILD_LIST:
            sp -= arg;
            stack[sp] = building.makeList(stack, sp, arg);
            sp++;
            break;
          case op.LIST_APPEND: {
            const value = stack[--sp];
            (stack[sp - arg] as PyList).items.push(value as Value);
            break;
          }
          case op.UNPACK_SEQUENCE: {
            const sequence = stack[--sp];
            let items: readonly Value[];
            if (sequence instanceof PyTuple && sequence.items.length === arg) items = sequence.items;
            else if (sequence instanceof PyList && sequence.items.length === arg) items = sequence.items;
            else {
              frame.pc = pc;
              items = building.unpack(sequence as Value, arg);
            }
            for (let i = arg - 1; i >= 0; i--) stack[sp++] = items[i];
            break;
          }

          // ---- matching

          // ---- exceptions
          case op.RAISE_VARARGS: {
            frame.pc = pc;
            const target = unwind(frame, pc, exceptions.raised(stack, sp, arg), exceptions.bareRaise, -1);
            if (target === null) return RAISED;
            frame = target;
            break change;
          }
          case op.RERAISE: {
            // The argument tells where the index of the instruction lies that the exception first came from.
            const target = unwind(frame, pc, stack[sp - 1], true, arg > 0 ? (stack[sp - 1 - arg] as number) : -1);
            if (target === null) return RAISED;
            frame = target;
            break change;
          }

          // ---- generators
          case op.RETURN_GENERATOR: {
            const back = frame.back!;
            const exit = frame.exit;
            frame.pc = pc;
            frame.sp = sp;
            const generator = generators.makeGenerator(frame, code.flags & (CO.GENERATOR | CO.COROUTINE | CO.ASYNC_GENERATOR));
            if (exit === EXIT.NATIVE) {
              machine.frame = back;
              return generator;
            }
            frame = back;
            frame.stack[frame.sp++] = generator;
            break change;
          }
          case op.YIELD_VALUE: {
            const value = stack[--sp];
            frame.pc = pc;
            if (frame.exit >= EXIT.COLLECT && keeps(frame, value as Value)) {
              stack[sp++] = null;
              break;
            }
            frame.sp = sp;
            const generator = frame.generator!;
            generator.running = false;
            machine.handled = generator.handled.previous!;
            generator.handled.previous = null;
            const back = frame.back;
            frame.back = null;
            if (frame.exit === EXIT.NATIVE) {
              machine.frame = back;
              return value;
            }
            if (frame.exit >= EXIT.COLLECT) {
              machine.frame = back;
              frame = judged(frame, back!, value as Value);
              break change;
            }
            frame = back!;
            frame.stack[frame.sp++] = value;
            break change;
          }
          case iop.RETURN_FROM_BODY: {
            const value = stack[sp - 1];
            const back = frame.back;
            const exit = frame.exit;
            const returnPc = frame.returnPc;
            generators.finish(frame);
            if (exit === EXIT.NATIVE) {
              machine.frame = back;
              generatorHooks.returned = value as Value;
              return undefined;
            }
            const body = frame;
            frame = back!;
            if (exit !== EXIT.CALLER) {
              machine.frame = frame;
              bodyEnded(body, frame, value as Value);
              break change;
            }
            if (exceptionEvents) generators.tellEnd(frame, value as Value);
            frame.pc = returnPc;
            frame.stack[frame.sp++] = value;
            break change;
          }
          case op.SEND: {
            const receiver = stack[sp - 2];
            if (receiver instanceof PyGenerator && receiver.cls !== T.async_generator && !receiver.running && !receiver.finished) {
              const body = receiver.frame;
              const sent = stack[--sp];
              frame.pc = pc;
              if (!receiver.started && sent !== null) throw typeError("can't send non-None value to a just-started generator");
              generators.resumeFrom(receiver, body, frame, arg);
              body.stack[body.sp++] = sent;
              frame.sp = sp;
              frame = body;
              break change;
            }
            frame.pc = pc;
            const value = generators.send(receiver as Value, stack[sp - 1] as Value);
            if (value === undefined) {
              stack[sp - 1] = generatorHooks.returned;
              pc = arg;
            } else stack[sp - 1] = value;
            break;
          }
          case op.END_SEND:
            sp--;
            stack[sp - 1] = stack[sp];
            break;
          case op.CLEANUP_THROW: {
            const exception = stack[sp - 1] as PyBaseException;
            if (exception.cls.isSubtype(T.StopIteration)) {
              sp--;
              stack[sp - 2] = null;
              stack[sp - 1] = exceptions.stopValue(exception);
              break;
            }
            const target = unwind(frame, pc, exception, true, -1);
            if (target === null) return RAISED;
            frame = target;
            break change;
          }
          case op.END_ASYNC_FOR: {
            const exception = stack[sp - 1] as PyBaseException;
            if (exception.cls.isSubtype(T.StopAsyncIteration)) {
              sp -= 2;
              break;
            }
            const target = unwind(frame, pc, exception, true, -1);
            if (target === null) return RAISED;
            frame = target;
            break change;
          }
          case iop.MONITOR:
          case iop.MONITORED_END_FOR:
            frame.pc = pc;
            frame.sp = sp;
            monitor(frame);
            break change;
          default:
            frame.pc = pc;
            sp = rare(frame, stack, word, sp, pc);
        }
        continue run;
      }
      // ---- operators: `left`, `right` and the instruction's word are there
      let result: MaybeValue;
      switch (word & 255) {
        case iop.COMPARE_OP_JUMP: {
          let truth: boolean;
          if (typeof left === 'number' && typeof right === 'number') {
            switch (word >>> 13) {
              case 0:
                truth = left < right;
                break;
              case 1:
                truth = left <= right;
                break;
              case 2:
                truth = left === right;
                break;
              case 3:
                truth = left !== right;
                break;
              case 4:
                truth = left > right;
                break;
              default:
                truth = left >= right;
            }
          } else {
            frame.pc = pc;
            if (left instanceof PyInstance) {
              const callee = comparisonFrame(frame, word >>> 13, left, right as Value, caches, pc);
              if (callee !== null) {
                frame.sp = sp;
                frame = callee;
                break change;
              }
            }
            truth = operators.compareTruth(word >>> 13, left as Value, right as Value);
          }
          const jump = words[pc++];
          if (truth === ((jump & 255) === op.POP_JUMP_IF_TRUE)) pc = jump >>> 8;
          else if (words[pc] === op.NOT_TAKEN) pc++;
          continue run;
        }
        case op.BINARY_OP_ADD_INT:
          if (typeof left === 'number' && typeof right === 'number') {
            const sum = left + right;
            result = sum <= 9007199254740991 && sum >= -9007199254740991 ? sum : intAdd(left, right);
          } else if (left instanceof PyFloat && right instanceof PyFloat && left.cls === T.float && right.cls === T.float)
            result = operators.addFloats(left, right);
          else if (typeof left === 'string' && typeof right === 'string') result = concatStr(left, right);
          break;
        case op.BINARY_OP_SUBTRACT_INT:
          if (typeof left === 'number' && typeof right === 'number') {
            const difference = left - right;
            result = difference <= 9007199254740991 && difference >= -9007199254740991 ? difference : intSubtract(left, right);
          } else if (left instanceof PyFloat && right instanceof PyFloat && left.cls === T.float && right.cls === T.float)
            result = operators.subtractFloats(left, right);
          break;
        case op.BINARY_OP_MULTIPLY_INT:
          if (typeof left === 'number' && typeof right === 'number') {
            const product = left * right;
            // `+ 0` makes -0 an int's 0.
            result = product <= 9007199254740991 && product >= -9007199254740991 ? product + 0 : intMultiply(left, right);
          } else if (left instanceof PyFloat && right instanceof PyFloat && left.cls === T.float && right.cls === T.float)
            result = operators.multiplyFloats(left, right);
          break;
        case op.BINARY_OP_SUBSCR_LIST_INT:
          if (typeof right === 'number') {
            if (left instanceof PyList) {
              const items = left.items;
              const index = right < 0 ? right + items.length : right;
              if (index >= 0 && index < items.length && left.cls === T.list) result = items[index];
            } else if (left instanceof PyTuple) {
              const items = left.items;
              if (right >= 0 && right < items.length && left.cls === T.tuple) result = items[right];
            }
          }
          if (result === undefined) {
            frame.pc = pc;
            if (left instanceof PyInstance) {
              const callee = itemFrame(frame, left, right as Value);
              if (callee !== null) {
                frame.sp = sp;
                frame = callee;
                break change;
              }
            }
            result = operators.subscript(left as Value, right as Value);
          }
          break;
        case iop.BINARY_OP_DIVIDE:
          if (left instanceof PyFloat && right instanceof PyFloat && left.cls === T.float && right.cls === T.float)
            result = operators.divideFloats(left, right);
          else if (typeof left === 'number' && typeof right === 'number') {
            frame.pc = pc;
            result = operators.intBinary(word >>> 8, left, right);
          }
          break;
        case op.BINARY_OP:
          if (typeof left === 'number' && typeof right === 'number') {
            frame.pc = pc;
            result = operators.intBinary(word >>> 8, left, right);
          }
          break;
        default:
          frame.pc = pc;
          result = operators.compare(word >>> 8, left as Value, right as Value);
      }
      if (result === undefined) {
        frame.pc = pc;
        if (left instanceof PyInstance) {
          const callee = operatorFrame(frame, word >>> 8, left, right as Value, caches, pc);
          if (callee !== null) {
            frame.sp = sp;
            frame = callee;
            break change;
          }
        }
        result = operators.binary(word >>> 8, left as Value, right as Value);
      }
      const following = words[pc];
      if ((following & 255) === op.STORE_FAST) {
        pc++;
        stack[following >>> 8] = result;
      } else stack[sp++] = result;
      continue run;
    }
    // repeat frame change
  }
}

// What the switch does not name but the guards above rely on.
void PyIterator;
void PyTupleIterator;
