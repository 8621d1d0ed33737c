/** `repr()`, `str()` and `ascii()` (CPython: `PyObject_Repr`, `PyObject_Str`). */
import type { PyObject } from '../core/value.ts';
import { type Value } from '../core/value.ts';
import { strOf, strValue, textOf, type Str } from '../core/str.ts';
import { intToString } from '../core/integer.ts';
import { typeError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';

/** `repr(value)`: a str value. */
export function repr(value: Value): Value {
  if (typeof value === 'number') return String(value);
  const type = typeOf(value);
  const result = type.slots.tp_repr!(value);
  if (typeof result !== 'string' && strValue(result) === undefined)
    throw typeError(`__repr__ returned non-string (type ${typeOf(result).name})`);
  return result;
}

/** `str(value)`: a str value. */
export function str(value: Value): Value {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return String(value);
    case 'bigint':
      return intToString(value);
    default: {
      const type = typeOf(value);
      const result = type.slots.tp_str!(value);
      if (typeof result !== 'string' && strValue(result) === undefined)
        throw typeError(`__str__ returned non-string (type ${typeOf(result).name})`);
      return result;
    }
  }
}

export { textOf };

export function reprText(value: Value): string {
  return textOf(repr(value));
}

export function strTextOf(value: Value): string {
  return textOf(str(value));
}

/** `ascii(value)`. */
export function ascii(value: Value): string {
  const text = reprText(value);
  let result = '';
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (code < 128) result += c;
    else if (code < 256) result += '\\x' + code.toString(16);
    else if (code < 65536) result += '\\u' + code.toString(16).padStart(4, '0');
    else result += '\\U' + code.toString(16).padStart(8, '0');
  }
  return result;
}

const active: PyObject[] = [];

/** Begins the repr of a container; false if it is already in progress further out, as in `a.append(a)`. */
export function enterRepr(container: PyObject): boolean {
  if (active.includes(container)) return false;
  active.push(container);
  return true;
}

export function leaveRepr(): void {
  active.pop();
}

/** `open`, the reprs of the items with commas between, `close`; `open...close` when the container is inside itself. */
export function reprItems(container: PyObject, items: readonly Value[], open: string, close: string): Str {
  if (!enterRepr(container)) return `${open}...${close}`;
  try {
    let text = open;
    for (let i = 0; i < items.length; i++) text += i === 0 ? reprText(items[i]) : ', ' + reprText(items[i]);
    return strOf(text + close);
  } finally {
    leaveRepr();
  }
}
