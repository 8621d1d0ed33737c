/** `_string` (CPython: Objects/unicodeobject.c): how `string.Formatter` takes format strings apart. */
import { registerModule } from './registry.ts';
import type { Value } from '../objects/core/value.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { typeError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { iteratorOver } from '../objects/protocol/iterate.ts';
import { parseFormat, splitFieldName } from '../objects/types/str-format.ts';

function text(value: Value): string {
  const result = strText(value);
  if (result === undefined) throw typeError(`expected str, got ${typeOf(value).name}`);
  return result;
}

const part = (value: string | number): Value => (typeof value === 'number' ? value : strOf(value));

registerModule('_string', {
  doc: 'string helper module',
  functions: {
    'formatter_parser(string, /)': (string: Value) =>
      iteratorOver(
        parseFormat(text(string)).map(
          ({ literal, field, spec, conversion }) =>
            new PyTuple(
              field === undefined
                ? [strOf(literal), null, null, null]
                : [strOf(literal), strOf(field), strOf(spec), conversion === '' ? null : strOf(conversion)],
            ),
        ),
      ),
    'formatter_field_name_split(string, /)': (string: Value) => {
      const { first, rest } = splitFieldName(text(string));
      return new PyTuple([part(first), iteratorOver(rest.map(({ attribute, key }) => new PyTuple([attribute, part(key)])))]);
    },
  },
});
