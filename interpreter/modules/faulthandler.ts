/** `faulthandler` (CPython: Modules/faulthandler.c): tracebacks on demand. There are no fatal signals here whose tracebacks it could write. */
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { strOf } from '../objects/core/str.ts';
import { runtimeError } from '../objects/core/errors.ts';
import { callValue } from '../objects/protocol/call.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { machine } from '../vm/machine.ts';
import { writeError } from '../vm/traceback-text.ts';

let enabled = false;

/** The frames that run, the last call first, as the C code writes them. */
function dump(file: MaybeValue): Value {
  let text = 'Stack (most recent call first):\n';
  for (let frame = machine.frame; frame !== null; frame = frame.back) {
    const { co } = frame.code;
    text += `  File "${co.co_filename}", line ${frame.code.locationAt(frame.pc - 1).lineno ?? '???'} in ${co.co_name}\n`;
  }
  if (file === undefined || file === null) writeError(text);
  else callValue(getAttribute(file, 'write'), [strOf(text)]);
  return null;
}

const noSignals = (): never => {
  throw runtimeError('there are no signals here that could be waited for');
};

registerModule('faulthandler', {
  doc: 'faulthandler module.',
  functions: {
    'enable(file=sys.stderr, all_threads=True, c_stack=True)': () => ((enabled = true), null),
    'disable()': () => {
      const was = enabled;
      enabled = false;
      return was;
    },
    'is_enabled()': () => enabled,
    'dump_traceback(file=sys.stderr, all_threads=True)': dump,
    'dump_traceback_later(timeout, repeat=False, file=sys.stderr, exit=False)': noSignals,
    'cancel_dump_traceback_later()': () => null,
    'register(signum, file=sys.stderr, all_threads=True, chain=False)': noSignals,
    'unregister(signum, /)': () => false,
  },
  initialize: () => {
    enabled = false;
  },
});
