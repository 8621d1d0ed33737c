/**
 * `_pickle` (CPython: Modules/_pickle.c): objects as programs for a small stack machine. `pickler.ts` writes them, `unpickler.ts` runs them, and
 * `common.ts` has the instructions.
 */
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { bytesArgument } from '../../objects/protocol/buffer.ts';
import { registerModule } from '../registry.ts';
import { PickleBuffer, PickleError, PicklingError, UnpicklingError } from './common.ts';
import { pickle, Pickler } from './pickler.ts';
import { unpickle, Unpickler } from './unpickler.ts';

registerModule('_pickle', {
  doc: 'Optimized C implementation for the Python pickle module.',
  functions: {
    'dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)': [
      (value: Value, file: Value, protocol: MaybeValue, fixImports: MaybeValue, callback: MaybeValue) =>
        pickle(value, file, protocol, fixImports, callback),
      'Write a pickled representation of obj to the open file object file.',
    ],
    'dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)': [
      (value: Value, protocol: MaybeValue, fixImports: MaybeValue, callback: MaybeValue) =>
        pickle(value, null, protocol, fixImports, callback),
      'Return the pickled representation of the object as a bytes object.',
    ],
    "load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())": [
      (file: Value, fixImports: MaybeValue, encoding: MaybeValue, errors: MaybeValue, buffers: MaybeValue) =>
        unpickle(file, fixImports, encoding, errors, buffers),
      'Read and return an object from the pickle data stored in a file.',
    ],
    "loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())": [
      (data: Value, fixImports: MaybeValue, encoding: MaybeValue, errors: MaybeValue, buffers: MaybeValue) =>
        unpickle(bytesArgument(data), fixImports, encoding, errors, buffers),
      'Read and return an object from the given pickle data.',
    ],
  },
  attributes: { PickleError, PicklingError, UnpicklingError, Pickler, Unpickler, PickleBuffer },
});
