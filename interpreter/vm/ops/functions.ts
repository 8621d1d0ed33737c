/** What MAKE_FUNCTION leaves to SET_FUNCTION_ATTRIBUTE. */
import { FUNCTION_ATTRIBUTE } from '../../opcodes/index.ts';
import type { PyCell } from '../../objects/core/cell.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import type { Value } from '../../objects/core/value.ts';
import type { PyCode } from '../../objects/types/code.ts';
import type { PyFrame } from '../../objects/types/frame.ts';
import { PyFunction } from '../../objects/types/function.ts';

export function makeFunction(code: PyCode, frame: PyFrame): PyFunction {
  return new PyFunction(code, frame.globals, frame.builtins);
}

export function setFunctionAttribute(func: PyFunction, which: number, value: Value): void {
  switch (which) {
    case FUNCTION_ATTRIBUTE.DEFAULTS:
      func.defaults = value as PyTuple;
      break;
    case FUNCTION_ATTRIBUTE.KWDEFAULTS:
      func.kwdefaults = value as PyDict;
      break;
    case FUNCTION_ATTRIBUTE.ANNOTATIONS:
      func.annotations = annotationsDict(value);
      break;
    case FUNCTION_ATTRIBUTE.CLOSURE:
      func.closure = (value as PyTuple).items as PyCell[];
      break;
    case FUNCTION_ATTRIBUTE.ANNOTATE:
      func.annotate = value;
  }
}

/** Under the annotations future they come as a tuple of names and texts. */
function annotationsDict(value: Value): PyDict {
  if (!(value instanceof PyTuple)) return value as PyDict;
  const dict = new PyDict();
  for (let i = 0; i < value.items.length; i += 2) dict.set(value.items[i], value.items[i + 1]);
  return dict;
}
