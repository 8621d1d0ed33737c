/** Exceptions that nobody can catch, raised while an object dies: told to `sys.unraisablehook`. */
import { PyBaseException } from '../objects/core/errors.ts';
import { PyModule } from '../objects/core/module.ts';
import type { Value } from '../objects/core/value.ts';
import { callValue } from '../objects/protocol/call.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';
import { machine } from './machine.ts';

const UnraisableHookArgs = defineStructSeq('sys', 'UnraisableHookArgs', ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object']);

/** Tells of an exception: `message` says what was being done, with `object` or with its repr in the message. */
export function writeUnraisable(exception: PyBaseException, message: string | null, object: Value = null): void {
  const sys = machine.modules.getStr('sys');
  const hook = sys instanceof PyModule ? sys.dict.getStr('unraisablehook') : undefined;
  if (hook === undefined || hook === null) return;
  try {
    callValue(hook, [UnraisableHookArgs.make([exception.cls, exception, exception.traceback, message, object])]);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
  }
}
