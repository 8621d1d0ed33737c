/** `_imp` (CPython: Python/import.c): what importlib asks of the interpreter. There are no extension modules here. */
import { registerModule, makeNativeModule, nativeModuleNames } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { typeError } from '../objects/core/errors.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { findFrozen, frozenCode, frozenNames, type Frozen } from '../vm/frozen.ts';
import { importError, loadModule } from '../vm/import.ts';
import { machine } from '../vm/machine.ts';
import { codeOf, PyCode } from '../objects/types/code.ts';
import { typeOf } from '../objects/core/type.ts';
import { setFilename } from '../code/code.ts';
import { loadsCode, MarshalError } from '../code/marshal.ts';
import { dumps } from '../code/marshal-write.ts';
import { MAGIC_NUMBER } from '../code/pyc.ts';
import { sipHash13 } from '../code/siphash.ts';

const frozen = (name: Value): Frozen | undefined => findFrozen(strText(name) ?? '');

/** What is frozen under the name, which must be there. */
function knownFrozen(name: Value): Frozen {
  const found = frozen(name);
  if (found !== undefined) return found;
  throw importError(`No such frozen object named ${reprText(name)}`, name, null);
}

const marshalled = (found: Frozen): Value => callValue(T.memoryview, [new PyBytes(dumps(frozenCode(found)))]);

function findFrozenData(name: Value, withData: MaybeValue): Value {
  const found = frozen(name);
  return found === undefined
    ? null
    : new PyTuple([withData !== undefined && isTruthy(withData) ? marshalled(found) : null, found.isPackage, strOf(found.origname)]);
}

/** The code of a frozen module, or what somebody has marshalled in its place. */
function frozenObject(name: Value, data: MaybeValue): Value {
  if (data === undefined || data === null) return codeOf(frozenCode(knownFrozen(name)));
  try {
    return codeOf(loadsCode(bytesArgument(data)));
  } catch (error) {
    if (!(error instanceof MarshalError)) throw error;
    throw importError(`Frozen object named ${reprText(name)} is invalid`, name, null);
  }
}

registerModule('_imp', {
  doc: '(Extremely) low-level import machinery bits as used by importlib.',
  functions: {
    'lock_held()': () => false,
    'acquire_lock()': () => null,
    'release_lock()': () => null,
    'extension_suffixes()': () => new PyList([]),
    'is_builtin(name, /)': (name: Value) => (nativeModuleNames().includes(strText(name) ?? '') ? 1 : 0),
    'is_frozen(name, /)': (name: Value) => frozen(name) !== undefined,
    'is_frozen_package(name, /)': (name: Value) => knownFrozen(name).isPackage,
    'find_frozen(name, /, *, withdata=False)': findFrozenData,
    'get_frozen_object(name, data=None, /)': frozenObject,
    'init_frozen(name, /)': (name: Value) => (frozen(name) === undefined ? null : loadModule(strText(name)!)),
    'create_builtin(spec, /)': (spec: Value) => {
      const name = strText(getAttribute(spec, 'name')) ?? '';
      return machine.modules.getStr(name) ?? makeNativeModule(name) ?? null;
    },
    'exec_builtin(mod, /)': () => 0,
    '_fix_co_filename(code, path, /)': (code: Value, path: Value) => {
      if (!(code instanceof PyCode)) throw typeError(`_fix_co_filename() argument 1 must be code, not ${typeOf(code).name}`);
      const filename = strText(path)!;
      if (code.co.co_filename !== filename) setFilename(code.co, filename);
      return null;
    },
    '_frozen_module_names()': () => new PyList(frozenNames().map(strOf)),
    '_override_frozen_modules_for_tests(override, /)': () => null,
    '_override_multi_interp_extensions_check(override, /)': () => 0,
    'source_hash(key, source)': (key: Value, source: Value) => new PyBytes(sipHash13(BigInt(key as number), bytesArgument(source))),
  },
  attributes: {
    check_hash_based_pycs: 'default',
    pyc_magic_number_token: MAGIC_NUMBER | (0x0a0d << 16),
  },
});
