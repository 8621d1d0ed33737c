/** `_suggestions` (CPython: Modules/_suggestions.c): the name most like a wrong one, for `traceback`. */
import { registerModule } from './registry.ts';
import { typeError } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { strText } from '../objects/core/str.ts';
import type { PyList } from '../objects/core/tuple.ts';
import { typeOf } from '../objects/core/type.ts';
import type { Value } from '../objects/core/value.ts';
import { suggest } from '../vm/traceback-text.ts';

registerModule('_suggestions', {
  functions: {
    '_generate_suggestions(candidates, item, /)': [
      (candidates: Value, item: Value) => {
        const text = strText(item);
        if (text === undefined) throw typeError(`_generate_suggestions() argument 2 must be str, not ${typeOf(item).name}`);
        if (typeOf(candidates) !== T.list) throw typeError('candidates must be a list');
        return suggest(
          text,
          (candidates as PyList).items.map(candidate => {
            const name = strText(candidate);
            if (name === undefined) throw typeError("all elements in 'candidates' must be strings");
            return name;
          }),
        );
      },
      "Returns the candidate in candidates that's most similar to item.",
    ],
  },
});
