/** `_tracemalloc` (CPython: Modules/_tracemalloc.c). JavaScript tells nobody of its allocations, so there is nothing to trace. */
import { registerModule } from './registry.ts';
import { runtimeError } from '../objects/core/errors.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';

registerModule('_tracemalloc', {
  doc: 'Debug module to trace memory blocks allocated by Python.',
  functions: {
    'is_tracing()': () => false,
    'start(nframe=1, /)': () => {
      throw runtimeError('memory allocations cannot be traced: JavaScript does not report them');
    },
    'stop()': () => null,
    'clear_traces()': () => null,
    'reset_peak()': () => null,
    'get_traced_memory()': () => new PyTuple([0, 0]),
    'get_tracemalloc_memory()': () => 0,
    'get_traceback_limit()': () => 1,
    '_get_traces()': () => new PyList([]),
    '_get_object_traceback(obj, /)': () => null,
  },
});
