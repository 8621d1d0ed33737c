/** The interpreter's own helpers, which have no name in Python: CALL_INTRINSIC_1 and CALL_INTRINSIC_2 (CPython: Python/intrinsics.c). */
import { INTRINSIC_1, INTRINSIC_2 } from '../../opcodes/index.ts';
import { PyDict } from '../../objects/core/dict.ts';
import type { PyBaseException } from '../../objects/core/errors.ts';
import { raise, runtimeError, systemError, typeError } from '../../objects/core/errors.ts';
import { PyModule } from '../../objects/core/module.ts';
import { T } from '../../objects/core/registry.ts';
import { strText } from '../../objects/core/str.ts';
import type { PyList } from '../../objects/core/tuple.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { typeOf } from '../../objects/core/type.ts';
import type { Value } from '../../objects/core/value.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { toArray } from '../../objects/protocol/iterate.ts';
import { positive } from '../../objects/protocol/number.ts';
import { setItem } from '../../objects/protocol/sequence.ts';
import { PyWrappedValue } from '../../objects/types/async-generator.ts';
import { CO } from '../../code/code.ts';
import type { PyFrame } from '../../objects/types/frame.ts';
import type { PyFunction } from '../../objects/types/function.ts';
import { PyParamSpec, PyTypeAlias, PyTypeVar, PyTypeVarTuple, typingHooks, unpacked } from '../../objects/types/typing.ts';
import { machine } from '../machine.ts';
import { chainContext } from '../unwind.ts';
import { prepareReraise } from './exceptions.ts';

export function call1(which: number, frame: PyFrame, value: Value): Value {
  switch (which) {
    case INTRINSIC_1.PRINT: {
      const sys = machine.modules.getStr('sys');
      const hook = findAttribute(sys!, 'displayhook');
      if (hook === undefined) throw runtimeError('lost sys.displayhook');
      return callValue(hook, [value]);
    }
    case INTRINSIC_1.IMPORT_STAR:
      importStar(frame, value);
      return null;
    case INTRINSIC_1.STOPITERATION_ERROR:
      return stopIterationError(frame, value as PyBaseException);
    case INTRINSIC_1.ASYNC_GEN_WRAP:
      return new PyWrappedValue(value);
    case INTRINSIC_1.UNARY_POSITIVE:
      return positive(value);
    case INTRINSIC_1.LIST_TO_TUPLE:
      return new PyTuple((value as PyList).items.slice());
    case INTRINSIC_1.TYPEVAR: {
      const typeVar = new PyTypeVar(value);
      typeVar.inferVariance = true;
      return typeVar;
    }
    case INTRINSIC_1.PARAMSPEC: {
      const spec = new PyParamSpec(value);
      spec.inferVariance = true;
      return spec;
    }
    case INTRINSIC_1.TYPEVARTUPLE:
      return new PyTypeVarTuple(value);
    case INTRINSIC_1.SUBSCRIPT_GENERIC: {
      const parameters = (value as PyTuple).items.map(p => (p instanceof PyTypeVarTuple ? unpacked(p) : p));
      return callValue(getAttribute(typingHooks.module(), '_GenericAlias'), [T.Generic, new PyTuple(parameters)]);
    }
    case INTRINSIC_1.TYPEALIAS: {
      const [name, parameters, evaluate] = (value as PyTuple).items;
      return new PyTypeAlias(name, parameters === null ? new PyTuple([]) : (parameters as PyTuple), undefined, evaluate);
    }
    default:
      throw systemError('invalid intrinsic');
  }
}

export function call2(which: number, first: Value, second: Value): Value {
  switch (which) {
    case INTRINSIC_2.PREP_RERAISE_STAR:
      return prepareReraise(first as PyBaseException, (second as PyList).items);
    case INTRINSIC_2.TYPEVAR_WITH_BOUND: {
      const typeVar = new PyTypeVar(first);
      typeVar.inferVariance = true;
      typeVar.evaluateBound = second;
      return typeVar;
    }
    case INTRINSIC_2.TYPEVAR_WITH_CONSTRAINTS: {
      const typeVar = new PyTypeVar(first);
      typeVar.inferVariance = true;
      typeVar.evaluateConstraints = second;
      return typeVar;
    }
    case INTRINSIC_2.SET_FUNCTION_TYPE_PARAMS:
      (first as PyFunction).typeParams = second as PyTuple;
      return first;
    case INTRINSIC_2.SET_TYPEPARAM_DEFAULT:
      (first as PyTypeVar | PyParamSpec | PyTypeVarTuple).evaluateDefault = second;
      return first;
    default:
      throw systemError('invalid intrinsic');
  }
}

/** A StopIteration that leaves a generator's body would look like its end: it becomes a RuntimeError (PEP 479). */
function stopIterationError(frame: PyFrame, exception: PyBaseException): Value {
  const { flags } = frame.code;
  let message: string | null = null;
  if (exception.cls.isSubtype(T.StopIteration)) {
    message = 'generator raised StopIteration';
    if ((flags & CO.ASYNC_GENERATOR) !== 0) message = 'async generator raised StopIteration';
    else if ((flags & CO.COROUTINE) !== 0) message = 'coroutine raised StopIteration';
  } else if ((flags & CO.ASYNC_GENERATOR) !== 0 && exception.cls.isSubtype(T.StopAsyncIteration))
    message = 'async generator raised StopAsyncIteration';
  if (message === null) return exception;
  const error = raise(T.RuntimeError, message);
  chainContext(error);
  error.cause = exception;
  error.context = exception;
  error.suppressContext = true;
  return error;
}

/** `from module import *` */
function importStar(frame: PyFrame, module: Value): void {
  const target = frame.locals;
  const all = findAttribute(module, '__all__');
  const names = all === undefined ? publicNames(module) : toArray(all);
  for (const name of names) {
    const text = strText(name);
    if (text === undefined) {
      const owner = module instanceof PyModule ? strText(module.dict.getStr('__name__') ?? null) : undefined;
      throw typeError(
        `${all === undefined ? 'Key' : 'Item'} in ${owner ?? typeOf(module).name}.${all === undefined ? '__dict__' : '__all__'} must be str, not ${typeOf(name).name}`,
      );
    }
    setItem(target, name, getAttribute(module, text));
  }
}

function publicNames(module: Value): Value[] {
  const dict = findAttribute(module, '__dict__');
  if (dict === undefined) throw raise(T.ImportError, 'from-import-* object has no __dict__ and no __all__');
  const keys = dict instanceof PyDict ? [...dict.entries()].map(entry => entry.key) : toArray(callValue(getAttribute(dict, 'keys'), []));
  return keys.filter(key => !(strText(key) ?? '').startsWith('_'));
}
