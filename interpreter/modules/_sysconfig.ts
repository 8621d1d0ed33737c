/** `_sysconfig` (CPython: Modules/_sysconfig.c): how the interpreter was built. */
import { registerModule } from './registry.ts';
import { PyDict } from '../objects/core/dict.ts';

registerModule('_sysconfig', {
  doc: 'A helper for the sysconfig module.',
  functions: {
    'config_vars()': () => {
      const variables = new PyDict();
      variables.setStr('Py_GIL_DISABLED', 0);
      variables.setStr('Py_DEBUG', 0);
      return variables;
    },
  },
});
