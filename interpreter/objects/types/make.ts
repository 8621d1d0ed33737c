/** Constructors of built-in types from a signature string, and checks on operands that many types share. */
import type { Value } from '../core/value.ts';
import { typeOf, type PyType } from '../core/type.ts';
import { T } from '../core/registry.ts';
import type { Slots } from '../core/slots.ts';
import { typeError } from '../core/errors.ts';
import { callNative, Signature, type NativeImplementation } from '../core/native.ts';

/** A `tp_new` whose implementation gets the class, then its parameters: `makeNew('int($type, x=0, /, base=10)', (cls, x, base) => …)`. */
export function makeNew(
  declaration: string,
  implementation: (cls: PyType, ...args: never[]) => Value,
  wording: 'expected' | 'takes' = 'expected',
): NonNullable<Slots['tp_new']> {
  const signature = new Signature(declaration);
  return (cls, args, kwnames) => {
    signature.prepare();
    // Keywords of a subclass are its `__init__`'s business.
    if (kwnames !== null && !signature.takesKeywords && cls.slots.tp_init !== T[signature.name].slots.tp_init) {
      args = args.slice(0, args.length - kwnames.length);
      kwnames = null;
    }
    const most = signature.maxPositional - 1;
    // Most classes count their positional arguments in words of their own; some leave it to the signature.
    const given = args.length - (kwnames?.length ?? 0);
    if (wording === 'expected' && kwnames === null && given > most)
      throw typeError(`${signature.name} expected at most ${most} argument${most === 1 ? '' : 's'}, got ${given}`);
    return callNative(signature, implementation as unknown as NativeImplementation, [cls, ...args], kwnames);
  };
}

/** A `tp_init` from a signature. */
export function makeInit(declaration: string, implementation: (self: never, ...args: never[]) => void): NonNullable<Slots['tp_init']> {
  const signature = new Signature(declaration);
  return (self, args, kwnames) => {
    signature.prepare();
    // Keywords of a subclass are its `__new__`'s business.
    if (kwnames !== null && !signature.takesKeywords && typeOf(self).slots.tp_new !== T[signature.name].slots.tp_new) {
      args = args.slice(0, args.length - kwnames.length);
      kwnames = null;
    }
    callNative(signature, implementation as unknown as NativeImplementation, [self, ...args], kwnames);
  };
}
