/** `_sysconfigdata__linux_javascript`: what a build of CPython notes down for `sysconfig`. There was no Makefile here, so it is little. */
import { registerModule } from './registry.ts';
import { PyDict } from '../objects/core/dict.ts';
import type { Value } from '../objects/core/value.ts';

const BUILD: Readonly<Record<string, Value>> = {
  ABIFLAGS: '',
  EXT_SUFFIX: '',
  Py_DEBUG: 0,
  Py_GIL_DISABLED: 0,
  SOABI: '',
  SHLIB_SUFFIX: '',
  VERSION: '3.14',
  WITH_DOC_STRINGS: 1,
  WITH_PYMALLOC: 0,
  HAVE_FORK: 0,
  TZPATH: '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo',
  prefix: '',
  exec_prefix: '',
};

registerModule('_sysconfigdata__linux_javascript', {
  attributes: {
    build_time_vars: () => {
      const variables = new PyDict();
      for (const [name, value] of Object.entries(BUILD)) variables.setStr(name, value);
      return variables;
    },
  },
});
