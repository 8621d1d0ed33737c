/** Exceptions that nobody can catch, raised while an object dies: told to `sys.unraisablehook`. */
import { PyBaseException } from '../objects/core/errors.ts';
import { PyModule } from '../objects/core/module.ts';
import type { Value } from '../objects/core/value.ts';
import { callValue } from '../objects/protocol/call.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';
import { escapeFrame } from '../objects/types/frame.ts';
import { PyTraceback } from '../objects/types/traceback.ts';
import { machine } from './machine.ts';

/** What the hook gets. */
export const UnraisableHookArgs = defineStructSeq('sys', 'UnraisableHookArgs', [
  'exc_type',
  'exc_value',
  'exc_traceback',
  'err_msg',
  'object',
]);

/** Tells of an exception: `message` says what was being done, with `object` or with its repr in the message. */
export function writeUnraisable(exception: PyBaseException, message: string | null, object: Value = null, instead?: Value): void {
  const sys = machine.modules.getStr('sys');
  const original = sys instanceof PyModule ? sys.dict.getStr('__unraisablehook__') : undefined;
  const hook = instead ?? (sys instanceof PyModule ? sys.dict.getStr('unraisablehook') : undefined);
  if (hook === undefined || hook === null) return;
  // Where there was no frame to pass through, the one that runs stands for it.
  if (exception.traceback === null && machine.frame !== null)
    exception.traceback = new PyTraceback(null, escapeFrame(machine.frame), Math.max(0, machine.frame.pc - 1));
  try {
    callValue(hook, [UnraisableHookArgs.make([exception.cls, exception, exception.traceback, message, object])]);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    if (hook === original) return;
    // A hook that fails is told about by the one that every run begins with.
    writeUnraisable(error, 'Exception ignored in sys.unraisablehook', hook, original);
  }
}
