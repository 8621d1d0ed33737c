/** `atexit` (CPython: Modules/atexitmodule.c): functions to be called when the program ends. */
import { registerModule } from './registry.ts';
import { roots } from '../vm/collect.ts';
import type { Value } from '../objects/core/value.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyBaseException, typeError } from '../objects/core/errors.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { isEqual } from '../objects/protocol/compare.ts';
import { writeTraceback } from '../vm/traceback-text.ts';

let callbacks: { readonly function: Value; readonly args: Value[]; readonly names: string[] | null }[] = [];

/** Calls what was registered, last first; what a function raises is printed, and the others still run. */
export function runExitFunctions(): void {
  for (let callback = callbacks.pop(); callback !== undefined; callback = callbacks.pop()) {
    try {
      callValue(callback.function, callback.args, callback.names);
    } catch (error) {
      if (!(error instanceof PyBaseException)) throw error;
      writeTraceback(error);
    }
  }
}

roots.push(() => callbacks);

registerModule('atexit', {
  doc: 'allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n',
  functions: {
    'register(func, /, *args, **kwargs)': (f: Value, args: Value[], kwargs: PyDict | undefined) => {
      if (!isCallable(f)) throw typeError('the first argument must be callable');
      const entries = kwargs === undefined ? [] : [...kwargs.entries()];
      callbacks.push({
        function: f,
        args: [...args, ...entries.map(entry => entry.value!)],
        names: entries.length === 0 ? null : entries.map(entry => entry.key as string),
      });
      return f;
    },
    'unregister(func, /)': (f: Value) => {
      callbacks = callbacks.filter(callback => !isEqual(callback.function, f));
      return null;
    },
    '_clear()': () => ((callbacks = []), null),
    '_ncallbacks()': () => callbacks.length,
    '_run_exitfuncs()': () => (runExitFunctions(), null),
  },
  initialize: () => {
    callbacks = [];
  },
});
