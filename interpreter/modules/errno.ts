/** `errno` (CPython: Modules/errnomodule.c). */
import { registerModule } from './registry.ts';
import { ERRNO, errnoName } from './errno-table.ts';
import { PyDict } from '../objects/core/dict.ts';

registerModule('errno', {
  attributes: {
    ...ERRNO,
    errorcode: () => {
      const names = new PyDict();
      for (const number of new Set(Object.values(ERRNO))) names.set(number, errnoName(number)!);
      return names;
    },
  },
});
