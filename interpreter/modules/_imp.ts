/** `_imp` (CPython: Python/import.c): what importlib asks of the interpreter. There are no frozen and no extension modules here. */
import { registerModule, makeNativeModule, nativeModuleNames } from './registry.ts';
import type { Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyList } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { raise, typeError } from '../objects/core/errors.ts';
import { strText } from '../objects/core/str.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { machine } from '../vm/machine.ts';
import { PyCode } from '../objects/types/code.ts';
import { typeOf } from '../objects/core/type.ts';
import { setFilename } from '../code/code.ts';
import { MAGIC_NUMBER } from '../code/pyc.ts';
import { sipHash13 } from '../code/siphash.ts';

const noFrozen = (name: Value): never => {
  throw raise(T.ImportError, `No such frozen object named ${strText(name)}`);
};

registerModule('_imp', {
  doc: '(Extremely) low-level import machinery bits as used by importlib.',
  functions: {
    'lock_held()': () => false,
    'acquire_lock()': () => null,
    'release_lock()': () => null,
    'extension_suffixes()': () => new PyList([]),
    'is_builtin(name, /)': (name: Value) => (nativeModuleNames().includes(strText(name) ?? '') ? 1 : 0),
    'is_frozen(name, /)': () => false,
    'is_frozen_package(name, /)': noFrozen,
    'find_frozen(name, /, *, withdata=False)': () => null,
    'get_frozen_object(name, data=None, /)': noFrozen,
    'init_frozen(name, /)': () => null,
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
    '_frozen_module_names()': () => new PyList([]),
    '_override_frozen_modules_for_tests(override, /)': () => null,
    '_override_multi_interp_extensions_check(override, /)': () => 0,
    'source_hash(key, source)': (key: Value, source: Value) => new PyBytes(sipHash13(BigInt(key as number), bytesArgument(source))),
  },
  attributes: {
    check_hash_based_pycs: 'default',
    pyc_magic_number_token: MAGIC_NUMBER | (0x0a0d << 16),
  },
});
