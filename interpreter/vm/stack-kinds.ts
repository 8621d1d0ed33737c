/**
 * What lies on the value stack in front of each instruction: found by following the code, as CPython does for `f_lineno` (`mark_stacks`).
 *
 * A stack is a string, one letter a value, the top last. It tells how deep the stack is where a frame stands, and between which places of the
 * code a debugger may jump.
 */
import { decodeExceptionTable } from '../code/exception-table.ts';
import * as op from '../opcodes/ids.generated.ts';
import { cacheSizes, stackEffect } from '../opcodes/index.ts';
import type { PyCode } from '../objects/types/code.ts';

export const KIND = { ITERATOR: 'I', EXCEPTION: 'E', OBJECT: 'O', NULL: 'N', LASTI: 'L' } as const;

const known = new WeakMap<object, readonly (string | undefined)[]>();

/** By code unit; undefined where no instruction begins or none is reached. */
export function stackKinds(code: PyCode): readonly (string | undefined)[] {
  let kinds = known.get(code.co);
  if (kinds === undefined) known.set(code.co, (kinds = follow(code)));
  return kinds;
}

/** The stack in front of the instruction with this index. */
export function kindsAt(code: PyCode, index: number): string | undefined {
  return stackKinds(code)[code.offsets[index]];
}

function follow(code: PyCode): (string | undefined)[] {
  const bytes = code.co.co_code;
  const count = bytes.length / 2;
  const kinds: (string | undefined)[] = new Array<string | undefined>(count + 1).fill(undefined);
  const handlers = decodeExceptionTable(code.co.co_exceptiontable);
  kinds[0] = '';
  for (let again = true; again;) {
    again = false;
    let extended = 0;
    for (let unit = 0; unit < count;) {
      const opcode = bytes[unit * 2];
      const arg = (extended << 8) | bytes[unit * 2 + 1];
      const next = unit + 1 + cacheSizes[opcode];
      const stack = kinds[unit];
      if (stack === undefined) {
        extended = 0;
        unit = next;
        continue;
      }
      extended = opcode === op.EXTENDED_ARG ? arg : 0;
      const below = stack.slice(0, -1);
      switch (opcode) {
        case op.EXTENDED_ARG:
          kinds[next] = stack;
          break;
        case op.POP_JUMP_IF_FALSE:
        case op.POP_JUMP_IF_TRUE:
        case op.POP_JUMP_IF_NONE:
        case op.POP_JUMP_IF_NOT_NONE:
          kinds[next] = kinds[next + arg] = below;
          break;
        case op.SEND:
          kinds[next] = kinds[next + arg] = stack;
          break;
        case op.JUMP_FORWARD:
          kinds[next + arg] = stack;
          break;
        case op.JUMP_BACKWARD:
        case op.JUMP_BACKWARD_NO_INTERRUPT:
          again ||= kinds[next - arg] === undefined;
          kinds[next - arg] = stack;
          break;
        case op.FOR_ITER:
          kinds[next] = kinds[next + arg] = stack + KIND.OBJECT;
          break;
        case op.GET_ITER:
        case op.GET_AITER:
          kinds[next] = below + KIND.ITERATOR;
          break;
        case op.END_ASYNC_FOR:
          kinds[next] = stack.slice(0, -2);
          break;
        case op.PUSH_EXC_INFO:
          kinds[next] = stack + KIND.EXCEPTION;
          break;
        case op.RETURN_VALUE:
        case op.RAISE_VARARGS:
        case op.RERAISE:
          break;
        case op.PUSH_NULL:
          kinds[next] = stack + KIND.NULL;
          break;
        case op.LOAD_GLOBAL:
          kinds[next] = stack + KIND.OBJECT + ((arg & 1) !== 0 ? KIND.NULL : '');
          break;
        case op.LOAD_ATTR:
          kinds[next] = below + KIND.OBJECT + ((arg & 1) !== 0 ? KIND.NULL : '');
          break;
        case op.SWAP: {
          const at = stack.length - arg;
          kinds[next] = stack.slice(0, at) + stack.slice(-1) + stack.slice(at + 1, -1) + stack[at];
          break;
        }
        case op.COPY:
          kinds[next] = stack + stack[stack.length - arg];
          break;
        default: {
          const effect = stackEffect(opcode, arg);
          kinds[next] = effect < 0 ? stack.slice(0, effect) : stack + KIND.OBJECT.repeat(effect);
        }
      }
      unit = next;
    }
    for (const { start, target, depth, lasti } of handlers) {
      const stack = kinds[start / 2];
      if (stack === undefined || kinds[target / 2] !== undefined) continue;
      again = true;
      kinds[target / 2] = stack.slice(0, depth) + (lasti ? KIND.LASTI : '') + KIND.EXCEPTION;
    }
  }
  return kinds;
}
