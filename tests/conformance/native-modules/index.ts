/**
 * What stands in, in TypeScript, for functions of `_testcapi` and `_testinternalcapi` that must be native to mean anything: a module
 * `_native_test` whose two functions put them into the Python modules of `stand-ins/`.
 */
import { PyModule } from '../../../interpreter/objects/core/module.ts';
import { PyBuiltin, Signature, type NativeImplementation } from '../../../interpreter/objects/core/native.ts';
import { T } from '../../../interpreter/objects/core/registry.ts';
import type { Value } from '../../../interpreter/objects/core/value.ts';
import { registerModule } from '../../../interpreter/modules/registry.ts';
import { CALLING, CALLING_TYPES, conventions } from './calling.ts';
import { TESTCAPI, TESTINTERNALCAPI } from './inside.ts';

function install(module: Value, functions: Readonly<Record<string, NativeImplementation>>): PyModule {
  if (!(module instanceof PyModule)) throw new TypeError('invariant: functions are installed in a module');
  for (const [declaration, implementation] of Object.entries(functions)) {
    const f = new PyBuiltin(T.builtin_function_or_method, new Signature(declaration), implementation, module, null, null);
    f.module = module.dict.getStr('__name__') as string;
    module.dict.setStr(f.signature.name, f);
  }
  return module;
}

registerModule('_native_test', {
  functions: {
    'install_testcapi(module, /)': (module: Value) => {
      const { dict } = install(module, { ...TESTCAPI, ...CALLING, ...conventions(module) });
      for (const type of CALLING_TYPES) dict.setStr(type.qualname, type);
      return null;
    },
    'install_testinternalcapi(module, /)': (module: Value) => {
      install(module, TESTINTERNALCAPI);
      return null;
    },
  },
});
