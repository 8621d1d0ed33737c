/**
 * Instructions that are rare, or do so much that a call more does not count: whatever neither jumps nor changes the frame.
 *
 * They stand apart from the loop because the loop's size is what V8 takes to compile it, again and again in a program's first half second.
 */
import * as op from '../../opcodes/ids.generated.ts';
import type { PyCell } from '../../objects/core/cell.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { runtimeError, systemError, typeError, type PyBaseException } from '../../objects/core/errors.ts';
import { lifetime } from '../../objects/core/lifetime.ts';
import { T } from '../../objects/core/registry.ts';
import { PySet } from '../../objects/core/set.ts';
import type { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { typeOf } from '../../objects/core/type.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import type { PyCode } from '../../objects/types/code.ts';
import type { PyFrame } from '../../objects/types/frame.ts';
import type { PyFunction } from '../../objects/types/function.ts';
import { dropped, excepted } from '../collect.ts';
import { machine } from '../machine.ts';
import { observe } from '../observe.ts';
import * as iop from '../internal-ops.ts';
import * as attributes from './attributes.ts';
import * as building from './building.ts';
import * as exceptions from './exceptions.ts';
import * as functions from './functions.ts';
import * as generators from './generators.ts';
import * as intrinsics from './intrinsics.ts';
import * as matching from './matching.ts';
import * as names from './names.ts';
import * as operators from './operators.ts';

/** Executes an instruction of the frame, whose `pc` is behind it; returns the new height of the stack. */
export function rare(frame: PyFrame, stack: MaybeValue[], word: number, height: number, pc: number): number {
  const arg = word >>> 8;
  const { code } = frame;
  const { caches } = code;
  let sp = height;
  switch (word & 255) {
    case op.DELETE_FAST:
      if (stack[arg] === undefined) throw names.unboundLocal(code, arg);
      stack[arg] = undefined;
      if (lifetime.active) dropped();
      break;
    case op.LOAD_COMMON_CONSTANT:
      stack[sp++] = names.commonConstant(arg);
      break;
    case op.DELETE_DEREF: {
      const cell = stack[arg] as PyCell;
      if (cell.contents === undefined) throw names.unboundCell(code, arg);
      cell.contents = undefined;
      break;
    }
    case op.LOAD_FROM_DICT_OR_DEREF:
      stack[sp - 1] = names.loadFromDictOrDeref(code, stack[sp - 1] as Value, stack[arg] as PyCell, arg);
      break;
    case op.STORE_GLOBAL:
      if (lifetime.active) {
        names.storeIn(frame.globals, code.names[arg], stack[--sp] as Value);
      } else frame.globals.setStr(code.names[arg], stack[--sp] as Value);
      break;
    case op.LOAD_NAME:
      stack[sp++] = names.loadName(frame, code.names[arg]);
      break;
    case op.STORE_NAME: {
      const namespace = frame.locals;
      const value = stack[--sp] as Value;
      if (namespace instanceof PyDict && namespace.cls === T.dict && !lifetime.active) namespace.setStr(code.names[arg], value);
      else {
        names.storeName(namespace, code.names[arg], value);
      }
      break;
    }
    case op.DELETE_NAME:
      names.deleteName(frame, code.names[arg]);
      break;
    case op.DELETE_GLOBAL:
      names.deleteGlobal(frame, code.names[arg]);
      break;
    case op.LOAD_LOCALS:
      stack[sp++] = names.loadLocals(frame);
      break;
    case op.LOAD_FROM_DICT_OR_GLOBALS:
      stack[sp - 1] = names.loadFromDictOrGlobals(frame, stack[sp - 1] as Value, code.names[arg]);
      break;
    case op.SETUP_ANNOTATIONS:
      names.setupAnnotations(frame);
      break;
    case op.IMPORT_NAME:
      sp--;
      stack[sp - 1] = names.importName(frame, code.names[arg], stack[sp] as Value, stack[sp - 1] as Value);
      break;
    case op.IMPORT_FROM:
      stack[sp] = names.importFrom(stack[sp - 1] as Value, code.names[arg]);
      sp++;
      break;
    case op.DELETE_ATTR:
      attributes.removeAttribute(stack[--sp] as Value, code.names[arg]);
      break;
    case op.LOAD_SUPER_ATTR: {
      sp -= 2;
      const self = stack[sp + 1] as Value;
      stack[sp - 1] = attributes.loadSuperAttribute(
        stack[sp - 1] as Value,
        stack[sp] as Value,
        self,
        code.names[arg >> 2],
        arg,
        caches,
        pc,
      );
      if ((arg & 1) !== 0) stack[sp++] = attributes.receiver;
      break;
    }
    case op.LOAD_SPECIAL: {
      const owner = stack[sp - 1] as Value;
      stack[sp - 1] = attributes.loadSpecial(owner, arg);
      stack[sp++] = attributes.receiver;
      break;
    }
    case op.UNARY_NEGATIVE:
      stack[sp - 1] = operators.negative(stack[sp - 1] as Value);
      break;
    case op.UNARY_INVERT:
      stack[sp - 1] = operators.invert(stack[sp - 1] as Value);
      break;
    case op.DELETE_SUBSCR:
      sp -= 2;
      operators.deleteSubscript(stack[sp] as Value, stack[sp + 1] as Value);
      break;
    case op.BINARY_SLICE:
      sp -= 2;
      stack[sp - 1] = operators.slice(stack[sp - 1] as Value, stack[sp] as Value, stack[sp + 1] as Value);
      break;
    case op.STORE_SLICE:
      sp -= 4;
      operators.storeSlice(stack[sp + 1] as Value, stack[sp + 2] as Value, stack[sp + 3] as Value, stack[sp] as Value);
      break;
    case op.LOAD_BUILD_CLASS:
      stack[sp++] = names.buildClass(frame);
      break;
    case op.MAKE_FUNCTION:
      stack[sp - 1] = functions.makeFunction(stack[sp - 1] as PyCode, frame);
      break;
    case op.SET_FUNCTION_ATTRIBUTE:
      sp--;
      functions.setFunctionAttribute(stack[sp] as PyFunction, arg, stack[sp - 1] as Value);
      stack[sp - 1] = stack[sp];
      break;
    case op.CALL_INTRINSIC_1:
      frame.sp = sp;
      stack[sp - 1] = intrinsics.call1(arg, frame, stack[sp - 1] as Value);
      break;
    case op.CALL_INTRINSIC_2:
      sp--;
      stack[sp - 1] = intrinsics.call2(arg, stack[sp - 1] as Value, stack[sp] as Value);
      break;
    case op.BUILD_SET:
      sp -= arg;
      stack[sp] = building.makeSet(stack, sp, arg);
      sp++;
      break;
    case op.BUILD_MAP:
      sp -= arg * 2;
      stack[sp] = building.makeDict(stack, sp, arg);
      sp++;
      break;
    case op.BUILD_SLICE:
      sp -= arg;
      stack[sp] = building.makeSlice(stack, sp, arg);
      sp++;
      break;
    case op.BUILD_STRING:
      sp -= arg;
      stack[sp] = building.joinStrings(stack, sp, arg);
      sp++;
      break;
    case op.BUILD_INTERPOLATION: {
      const spec = (arg & 1) !== 0 ? (stack[--sp] as Value) : '';
      sp--;
      stack[sp - 1] = building.makeInterpolation(stack[sp - 1] as Value, stack[sp] as Value, arg >> 2, spec);
      break;
    }
    case op.BUILD_TEMPLATE:
      sp--;
      stack[sp - 1] = building.makeTemplate(stack[sp - 1] as Value, stack[sp] as Value);
      break;
    case op.CONVERT_VALUE:
      stack[sp - 1] = building.convert(stack[sp - 1] as Value, arg);
      break;
    case op.FORMAT_WITH_SPEC:
      sp--;
      stack[sp - 1] = building.formatValue(stack[sp - 1] as Value, stack[sp] as Value);
      break;
    case op.FORMAT_SIMPLE: {
      const value = stack[sp - 1];
      if (typeof value !== 'string') {
        stack[sp - 1] = building.formatValue(value as Value, '');
      }
      break;
    }
    case op.SET_ADD: {
      const value = stack[--sp];
      const set = stack[sp - arg] as Value;
      // A program may have put something else in the place of a module's __conditional_annotations__.
      if (!(set instanceof PySet) || !typeOf(set).isSubtype(T.set)) throw typeError(`'${typeOf(set).name}' object is not a set`);
      set.add(value as Value);
      break;
    }
    case op.MAP_ADD:
      sp -= 2;
      (stack[sp - arg] as PyDict).set(stack[sp] as Value, stack[sp + 1] as Value);
      break;
    case op.LIST_EXTEND: {
      const value = stack[--sp];
      building.extendList(stack[sp - arg] as PyList, value as Value);
      break;
    }
    case op.SET_UPDATE: {
      const value = stack[--sp];
      building.updateSet(stack[sp - arg] as PySet, value as Value);
      break;
    }
    case op.DICT_UPDATE: {
      const value = stack[--sp];
      building.updateDict(stack[sp - arg] as PyDict, value as Value);
      break;
    }
    case op.DICT_MERGE: {
      const value = stack[--sp];
      building.mergeKeywords(stack[sp - arg] as PyDict, value as Value, stack[sp - arg - 3] as Value);
      break;
    }
    case op.UNPACK_EX:
      sp = building.unpackStarred(stack, sp - 1, arg);
      break;
    case op.GET_LEN:
      stack[sp] = matching.length(stack[sp - 1] as Value);
      sp++;
      break;
    case op.MATCH_MAPPING:
      stack[sp] = typeOf(stack[sp - 1] as Value).patternKind === 'mapping';
      sp++;
      break;
    case op.MATCH_SEQUENCE:
      stack[sp] = typeOf(stack[sp - 1] as Value).patternKind === 'sequence';
      sp++;
      break;
    case op.MATCH_KEYS:
      stack[sp] = matching.matchKeys(stack[sp - 2] as Value, stack[sp - 1] as PyTuple);
      sp++;
      break;
    case op.MATCH_CLASS:
      sp -= 2;
      stack[sp - 1] = matching.matchClass(stack[sp - 1] as Value, stack[sp] as Value, arg, stack[sp + 1] as PyTuple);
      break;
    case op.CHECK_EXC_MATCH:
      stack[sp - 1] = exceptions.matches(stack[sp - 2] as PyBaseException, stack[sp - 1] as Value);
      break;
    case op.CHECK_EG_MATCH: {
      const split = exceptions.matchGroup(stack[sp - 2] as PyBaseException, stack[sp - 1] as Value);
      stack[sp - 2] = split[1];
      stack[sp - 1] = split[0];
      // In the handler, what is being handled is the part that matched.
      if (split[0] !== null) machine.handled.exception = split[0] as PyBaseException;
      break;
    }
    case op.WITH_EXCEPT_START:
      stack[sp] = exceptions.callExit(stack[sp - 5] as Value, stack[sp - 4], stack[sp - 1] as PyBaseException);
      sp++;
      break;
    case op.PUSH_EXC_INFO: {
      const exception = stack[sp - 1];
      stack[sp - 1] = machine.handled.exception;
      stack[sp++] = exception;
      machine.handled.exception = exception as PyBaseException;
      break;
    }
    case op.POP_EXCEPT: {
      const handled = machine.handled.exception;
      machine.handled.exception = stack[--sp] as PyBaseException | null;
      // What lies on the stack again is about to be raised again.
      if (lifetime.active && handled !== null && stack[sp - 1] !== handled) {
        frame.sp = sp;
        excepted(handled);
      }
      break;
    }
    case op.GET_YIELD_FROM_ITER:
      stack[sp - 1] = generators.yieldFromIterator(code, stack[sp - 1] as Value);
      break;
    case op.GET_AWAITABLE:
      stack[sp - 1] = generators.awaitable(stack[sp - 1] as Value, arg);
      break;
    case op.GET_AITER:
      stack[sp - 1] = generators.asyncIterator(stack[sp - 1] as Value);
      break;
    case op.GET_ANEXT:
      stack[sp] = generators.asyncNext(stack[sp - 1] as Value);
      sp++;
      break;
    case iop.OBSERVE:
      observe(frame, stack, sp, pc);
      break;
    default:
      if ((word & 255) === iop.UNKNOWN)
        throw systemError(`${frame.code.co.co_filename}:${frame.code.locationAt(frame.pc - 1).lineno}: unknown opcode ${word >>> 8}`);
      throw runtimeError(`invariant: instruction ${word & 255} does not occur in quickened code`);
  }
  return sp;
}
