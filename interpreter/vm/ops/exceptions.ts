/** Raising and matching exceptions. */
import { PyBaseException, runtimeError, typeError } from '../../objects/core/errors.ts';
import { T } from '../../objects/core/registry.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { PyType, typeOf } from '../../objects/core/type.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { exceptionMatches, groupExceptions, splitGroup } from '../../objects/types/exceptions.ts';
import { escapeFrame } from '../../objects/types/frame.ts';
import { PyTraceback } from '../../objects/types/traceback.ts';
import { machine } from '../machine.ts';
import { chainContext, handledException } from '../unwind.ts';

/** Whether the last `raise` was one without an exception, which adds nothing to the context. */
export let bareRaise = false;

/** The exception that RAISE_VARARGS raises, with its cause and context. */
export function raised(stack: readonly MaybeValue[], sp: number, count: number): PyBaseException {
  bareRaise = false;
  if (count === 0) {
    const handled = handledException();
    if (handled === null) throw runtimeError('No active exception to reraise');
    bareRaise = true;
    return handled;
  }
  const exception = instance(stack[sp - count] as Value);
  if (count === 2) {
    const cause = stack[sp - 1] as Value;
    exception.cause = cause === null ? null : causeInstance(cause);
    exception.suppressContext = true;
  }
  if (exception.traceback !== null) chainContext(exception);
  return exception;
}

function instance(value: Value): PyBaseException {
  if (value instanceof PyBaseException) return value;
  if (value instanceof PyType && value.isSubtype(T.BaseException)) return made(value);
  throw typeError('exceptions must derive from BaseException');
}

/** `cls()`, which should be an exception. */
function made(cls: PyType): PyBaseException {
  const exception = callValue(cls, []);
  if (exception instanceof PyBaseException) return exception;
  throw typeError(`calling ${reprText(cls)} should have returned an instance of BaseException, not ${reprText(typeOf(exception))}`);
}

function causeInstance(value: Value): Value {
  if (value instanceof PyBaseException) return value;
  if (value instanceof PyType && value.isSubtype(T.BaseException)) return made(value);
  throw typeError('exception causes must derive from BaseException');
}

export function matches(exception: PyBaseException, match: Value): boolean {
  return exceptionMatches(exception, match);
}

/** For `except*`: the part that matches and the rest. */
export function matchGroup(exception: PyBaseException, match: Value): [Value, Value] {
  if ((exception as Value) === null) return [null, null];
  const classes = match instanceof PyTuple ? match.items : [match];
  for (const cls of classes) {
    if (!(cls instanceof PyType) || !cls.isSubtype(T.BaseException))
      throw typeError('catching classes that do not inherit from BaseException is not allowed');
    if (cls.isSubtype(T.BaseExceptionGroup)) throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
  }
  if (exceptionMatches(exception, match)) {
    if (exception.cls.isSubtype(T.BaseExceptionGroup)) return [exception, null];
    // A bare exception is wrapped, so that the handler always sees a group.
    const group = callValue(exception.cls.isSubtype(T.Exception) ? T.ExceptionGroup : T.BaseExceptionGroup, [
      '',
      new PyTuple([exception]),
    ]) as PyBaseException;
    const frame = escapeFrame(machine.frame!);
    group.traceback = new PyTraceback(null, frame, frame.pc - 1);
    return [group, null];
  }
  if (exception.cls.isSubtype(T.BaseExceptionGroup)) {
    const pair = callValue(getAttribute(exception, 'split'), [match]);
    const { name } = exception.cls;
    if (!(pair instanceof PyTuple)) throw typeError(`${name}.split must return a tuple, not ${typeOf(pair).name}`);
    if (pair.items.length < 2) throw typeError(`${name}.split must return a 2-tuple, got tuple of size ${pair.items.length}`);
    return [pair.items[0], pair.items[1]];
  }
  return [null, exception];
}

/** `__exit__(type, value, traceback)`. */
export function callExit(exit: Value, self: MaybeValue, exception: PyBaseException): Value {
  const args: Value[] = [exception.cls, exception, exception.traceback];
  return callValue(exit, self === undefined ? args : [self, ...args]);
}

/** The result that a StopIteration carries. */
export function stopValue(exception: PyBaseException): Value {
  return exception.fields?.get('value') ?? exception.args.items[0] ?? null;
}

/** The exception that goes on after an `except*`: what was raised in the handlers and what no handler took (`_PyExc_PrepReraiseStar`). */
export function prepareReraise(original: PyBaseException, raisedOrRest: Value[]): Value {
  const exceptions = raisedOrRest.filter(e => e !== null) as PyBaseException[];
  if (exceptions.length === 0) return null;
  if (!original.cls.isSubtype(T.BaseExceptionGroup)) {
    // It was wrapped for the handler; if nothing else was raised it goes on as it was.
    if (exceptions.length === 1) return exceptions[0];
  }
  const fresh: PyBaseException[] = [];
  const rest: PyBaseException[] = [];
  for (const exception of exceptions) (isReraised(exception, original) ? rest : fresh).push(exception);
  const remaining = original.cls.isSubtype(T.BaseExceptionGroup) ? projection(original, rest) : (rest[0] ?? null);
  if (fresh.length === 0) return remaining;
  if (remaining !== null) fresh.push(remaining);
  if (fresh.length === 1) return fresh[0];
  return callValue(fresh.every(e => e.cls.isSubtype(T.Exception)) ? T.ExceptionGroup : T.BaseExceptionGroup, ['', new PyList(fresh)]);
}

/** A part of the original that was raised again unchanged has its traceback, context, cause and notes. */
function isReraised(exception: PyBaseException, original: PyBaseException): boolean {
  return (
    exception.traceback === original.traceback &&
    exception.context === original.context &&
    exception.cause === original.cause &&
    exception.dict?.getStr('__notes__') === original.dict?.getStr('__notes__')
  );
}

function leaves(exception: PyBaseException, into: Set<Value>): void {
  if (!exception.cls.isSubtype(T.BaseExceptionGroup)) into.add(exception);
  else for (const nested of groupExceptions(exception)) leaves(nested as PyBaseException, into);
}

/** The original group with only those leaves that are in `kept`, its structure unchanged. */
function projection(original: PyBaseException, kept: readonly PyBaseException[]): PyBaseException | null {
  if (kept.length === 0) return null;
  const wanted = new Set<Value>();
  for (const exception of kept) leaves(exception, wanted);
  const [match] = splitGroup(original, leaf => wanted.has(leaf));
  return match as PyBaseException | null;
}
