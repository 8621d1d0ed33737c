/** `marshal` (CPython: Python/marshal.c): code objects and constants, through the compiler's own reader and writer. Lists, dicts and sets are refused. */
import { registerModule } from './registry.ts';
import { PyBaseException, raise, valueError } from '../objects/core/errors.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { T } from '../objects/core/registry.ts';
import type { Value } from '../objects/core/value.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { callValue } from '../objects/protocol/call.ts';
import { constantValue, valueConstant } from '../objects/types/code.ts';
import { loads as readConstant, MarshalError, MARSHAL_VERSION } from '../code/marshal.ts';
import { dumps as writeConstant } from '../code/marshal-write.ts';

function dumps(value: Value): Value {
  try {
    return new PyBytes(writeConstant(valueConstant(value)));
  } catch (error) {
    if (error instanceof PyBaseException) throw valueError('unmarshallable object');
    throw error;
  }
}

function loads(bytes: Value): Value {
  try {
    // A copy: constants share the memory that they are read from, and a bytearray can change.
    return constantValue(readConstant(bytesArgument(bytes).slice()));
  } catch (error) {
    if (error instanceof MarshalError) throw raise(T[error.pythonType], error.message);
    throw error;
  }
}

registerModule('marshal', {
  doc: 'This module contains functions that can read and write Python values in\na binary format.',
  functions: {
    'dumps(value, version=5, /, *, allow_code=True)': dumps,
    'loads(bytes, /, *, allow_code=True)': loads,
    'dump(value, file, version=5, /, *, allow_code=True)': (value: Value, file: Value) =>
      callValue(getAttribute(file, 'write'), [dumps(value)]),
    'load(file, /, *, allow_code=True)': (file: Value) => loads(callValue(getAttribute(file, 'read'), [])),
  },
  attributes: { version: MARSHAL_VERSION },
});
