/** Of `_testcapi` and `_testinternalcapi`: what looks into code objects, and what tells of exceptions that nobody can catch. */
import type { NativeImplementation } from '../../../interpreter/objects/core/native.ts';
import { CodeObject } from '../../../interpreter/code/code.ts';
import { LocationWriter, positions } from '../../../interpreter/code/locations.ts';
import type { PyBaseException } from '../../../interpreter/objects/core/errors.ts';
import { PyDict } from '../../../interpreter/objects/core/dict.ts';
import { strText } from '../../../interpreter/objects/core/str.ts';
import type { MaybeValue, Value } from '../../../interpreter/objects/core/value.ts';
import { reprText } from '../../../interpreter/objects/protocol/repr.ts';
import { codeOf, type PyCode } from '../../../interpreter/objects/types/code.ts';
import * as op from '../../../interpreter/opcodes/ids.generated.ts';
import { writeUnraisable } from '../../../interpreter/vm/unraisable.ts';

/** `PyCode_NewEmpty`: code that fails an assertion, with a name and a line to show in a traceback. */
function newEmpty(filename: Value, name: Value, line: Value): Value {
  const table = new LocationWriter(line as number);
  const bytes = Uint8Array.from([op.RESUME, 0, op.LOAD_COMMON_CONSTANT, 0, op.RAISE_VARARGS, 1]);
  table.add(bytes.length / 2, line as number, line as number, -1, -1);
  const none = new Uint8Array();
  return codeOf(
    new CodeObject({
      co_argcount: 0,
      co_posonlyargcount: 0,
      co_kwonlyargcount: 0,
      co_stacksize: 1,
      co_flags: 3,
      co_code: bytes,
      co_consts: [],
      co_names: [],
      co_localsplusnames: [],
      co_localspluskinds: none,
      co_filename: strText(filename)!,
      co_name: strText(name)!,
      co_qualname: strText(name)!,
      co_firstlineno: line as number,
      co_linetable: table.finish(),
      co_exceptiontable: none,
    }),
  );
}

function localKinds(code: Value): Value {
  const { co } = code as PyCode;
  const kinds = new PyDict();
  co.co_localsplusnames.forEach((name, i) => kinds.setStr(name, co.co_localspluskinds[i]));
  return kinds;
}

export const TESTCAPI: Readonly<Record<string, NativeImplementation>> = {
  'code_newempty(filename, funcname, firstlineno, /)': newEmpty,
  'code_offset_to_line(code, offset, /)': (code: Value, offset: Value) => {
    const { co } = code as PyCode;
    return (offset as number) < 0 ? co.co_firstlineno : (positions(co)[(offset as number) >> 1]?.lineno ?? -1);
  },
  'err_writeunraisable(exc, obj, /)': (exception: Value, object: Value) => {
    writeUnraisable(exception as PyBaseException, null, object);
    return null;
  },
  'err_formatunraisable(exc, format, obj=None, /)': (exception: Value, format: Value, object: MaybeValue) => {
    const text = strText(format);
    writeUnraisable(exception as PyBaseException, text === undefined ? null : text.replace('%R', () => reprText(object!)));
    return null;
  },
};

export const TESTINTERNALCAPI: Readonly<Record<string, NativeImplementation>> = {
  'get_co_localskinds(code, /)': localKinds,
};
