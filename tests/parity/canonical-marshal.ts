/**
 * Marshalled data with a reference flag only where it is used.
 *
 * CPython flags a value if several places hold it while it is written, whether or not the value is met again. So what is left here is what the data
 * mean: values, in their order, and which of them are one object.
 */
import { FLAG_REF, TYPE } from '../../interpreter/code/marshal.ts';

export function canonical(data: Uint8Array): Uint8Array {
  const out = data.slice();
  const view = new DataView(out.buffer);
  /** Where the type byte of each flagged value is, and where each reference is. */
  const flagged: number[] = [];
  const references: number[] = [];
  let at = 0;

  const byte = (): number => out[at++];
  const long = (): number => view.getInt32((at += 4) - 4, true);
  const values = (count: number): void => {
    for (let i = 0; i < count; i++) value();
  };
  const skip = (count: number): void => {
    at += count;
  };

  function value(): void {
    const start = at;
    const first = byte();
    if ((first & FLAG_REF) !== 0) flagged.push(start);
    switch (first & ~FLAG_REF) {
      case TYPE.NONE:
      case TYPE.TRUE:
      case TYPE.FALSE:
      case TYPE.ELLIPSIS:
        return;
      case TYPE.INT:
        return skip(4);
      case TYPE.LONG:
        return skip(2 * Math.abs(long()));
      case TYPE.BINARY_FLOAT:
        return skip(8);
      case TYPE.BINARY_COMPLEX:
        return skip(16);
      case TYPE.STRING:
      case TYPE.UNICODE:
      case TYPE.INTERNED:
      case TYPE.ASCII:
      case TYPE.ASCII_INTERNED:
        return skip(long());
      case TYPE.SHORT_ASCII:
      case TYPE.SHORT_ASCII_INTERNED:
        return skip(byte());
      case TYPE.TUPLE:
      case TYPE.FROZENSET:
        return values(long());
      case TYPE.SMALL_TUPLE:
        return values(byte());
      case TYPE.SLICE:
        return values(3);
      case TYPE.CODE:
        // Five numbers; code, constants, names, locals and their kinds, file and two names; the first line; two tables.
        skip(20);
        values(8);
        skip(4);
        return values(2);
      case TYPE.REF:
        references.push(at);
        return skip(4);
      default:
        throw new Error(`invariant: '${String.fromCharCode(first)}' is no type of a constant`);
    }
  }
  value();

  const used = new Set(references.map(place => view.getInt32(place, true)));
  const renumbered = new Map<number, number>();
  flagged.forEach((place, i) => {
    if (used.has(i)) renumbered.set(i, renumbered.size);
    else out[place] &= ~FLAG_REF;
  });
  for (const place of references) view.setInt32(place, renumbered.get(view.getInt32(place, true))!, true);
  return out;
}
