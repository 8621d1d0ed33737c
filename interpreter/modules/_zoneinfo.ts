/**
 * `_zoneinfo` (CPython: Modules/_zoneinfo.c), without a database of time zones: `zoneinfo` can be imported, every key is unknown, and the
 * error says why. Fixed offsets are `datetime.timezone`'s.
 */
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { defineType } from '../objects/core/define.ts';
import { type PyBaseException, typeError, valueError } from '../objects/core/errors.ts';
import { strText } from '../objects/core/str.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { callValue } from '../objects/protocol/call.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { makeNew } from '../objects/types/make.ts';
import { loadModule } from '../vm/import.ts';

function notFound(key: Value): PyBaseException {
  const name = strText(key);
  if (name === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(key).name}`);
  if (name === '' || name.startsWith('/') || name.split('/').includes('..'))
    return valueError(`ZoneInfo keys must be normalized relative paths, got: ${name}`);
  return callValue(getAttribute(loadModule('zoneinfo._common'), 'ZoneInfoNotFoundError'), [
    `No time zone found with key ${name}: this Python has no database of time zones; datetime.timezone has fixed offsets`,
  ]) as PyBaseException;
}

const refuse = (_cls: PyType, key: Value): never => {
  throw notFound(key);
};

const ZoneInfo: PyType = defineType('zoneinfo.ZoneInfo', {
  module: 'zoneinfo',
  slots: { tp_new: makeNew('ZoneInfo($type, key)', refuse), tp_init: () => {} },
  classMethods: {
    'no_cache($type, /, key)': refuse,
    'clear_cache($type, /, *, only_keys=None)': () => null,
    'from_file($type, file_obj, /, key=None)': (_cls: Value, _file: Value, _key: MaybeValue) => {
      throw valueError('time zone files cannot be read here');
    },
  },
});
ZoneInfo.name = ZoneInfo.qualname = 'ZoneInfo';

registerModule('_zoneinfo', { doc: 'C implementation of the zoneinfo module', attributes: { ZoneInfo } });
