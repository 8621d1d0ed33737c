/** Constructors of built-in types from a signature string, and checks on operands that many types share. */
import type { Value } from '../core/value.ts';
import type { PyType } from '../core/type.ts';
import type { Slots } from '../core/slots.ts';
import { typeError } from '../core/errors.ts';
import { callNative, Signature, type NativeImplementation } from '../core/native.ts';

/** A `tp_new` whose implementation gets the class, then its parameters: `makeNew('int($type, x=0, /, base=10)', (cls, x, base) => …)`. */
export function makeNew(declaration: string, implementation: (cls: PyType, ...args: never[]) => Value): NonNullable<Slots['tp_new']> {
  const signature = new Signature(declaration);
  return (cls, args, kwnames) => {
    signature.prepare();
    const most = signature.maxPositional - 1;
    // A class counts its positional arguments in its own words.
    const given = args.length - (kwnames?.length ?? 0);
    if (kwnames === null && given > most)
      throw typeError(`${signature.name} expected at most ${most} argument${most === 1 ? '' : 's'}, got ${given}`);
    return callNative(signature, implementation as unknown as NativeImplementation, [cls, ...args], kwnames);
  };
}

/** A `tp_init` from a signature. */
export function makeInit(declaration: string, implementation: (self: never, ...args: never[]) => void): NonNullable<Slots['tp_init']> {
  const signature = new Signature(declaration);
  return (self, args, kwnames) => void callNative(signature, implementation as unknown as NativeImplementation, [self, ...args], kwnames);
}
