/**
 * Constants, before there are objects.
 *
 * The front end and the compiler work with *neutral* constants: plain JavaScript values that say exactly which Python constant is meant,
 * with no type objects behind them. The virtual machine turns them into objects when it loads a code object; marshal writes and reads them.
 *
 * Where a neutral constant can be the value that the machine uses, it is: None, bool, int and narrow str need no conversion.
 *
 * | Python                | neutral constant                                                             |
 * | --------------------- | ---------------------------------------------------------------------------- |
 * | None                  | `null`                                                                       |
 * | True, False           | `true`, `false`                                                              |
 * | int                   | `number` while it is a safe integer, else `bigint`; never both for one value |
 * | str                   | `string` when every UTF-16 unit is one code point, else `WideStr`            |
 * | float, complex, bytes | `FloatConst`, `ComplexConst`, `BytesConst`                                   |
 * | tuple, frozenset      | `TupleConst`, `FrozensetConst`                                               |
 * | anything else         | `OpaqueConst`, where a program puts it among a code object's constants       |
 * | slice, Ellipsis, code | `SliceConst`, `ELLIPSIS`, `CodeObject`                                       |
 */
import type { CodeObject } from './code.ts';

export type Constant =
  | null
  | boolean
  | number
  | bigint
  | string
  | WideStr
  | FloatConst
  | ComplexConst
  | BytesConst
  | TupleConst
  | FrozensetConst
  | SliceConst
  | EllipsisConst
  | OpaqueConst
  | CodeObject;

/** A str that holds a code point above U+FFFF. `text` is its UTF-16 form (a pair for each such code point). */
export class WideStr {
  readonly kind = 'str';
  readonly codePoints: Uint32Array;
  readonly text: string;
  constructor(codePoints: Uint32Array) {
    this.codePoints = codePoints;
    let text = '';
    for (let i = 0; i < codePoints.length; i++) text += String.fromCodePoint(codePoints[i]);
    this.text = text;
  }
}

export class FloatConst {
  readonly kind = 'float';
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export class ComplexConst {
  readonly kind = 'complex';
  readonly real: number;
  readonly imag: number;
  constructor(real: number, imag: number) {
    this.real = real;
    this.imag = imag;
  }
}

export class BytesConst {
  readonly kind = 'bytes';
  readonly value: Uint8Array;
  constructor(value: Uint8Array) {
    this.value = value;
  }
}

export class TupleConst {
  readonly kind = 'tuple';
  readonly items: readonly Constant[];
  constructor(items: readonly Constant[]) {
    this.items = items;
  }
}

export class FrozensetConst {
  readonly kind = 'frozenset';
  /** In the order in which CPython's set would iterate is not promised here: compare and marshal sort them. */
  readonly items: readonly Constant[];
  constructor(items: readonly Constant[]) {
    this.items = items;
  }
}

export class SliceConst {
  readonly kind = 'slice';
  readonly start: Constant;
  readonly stop: Constant;
  readonly step: Constant;
  constructor(start: Constant, stop: Constant, step: Constant) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

export class EllipsisConst {
  readonly kind = 'ellipsis';
}
export const ELLIPSIS = new EllipsisConst();

/** A value that no compiler makes a constant: a program put it among the constants of a code object. Only the machine knows what it is. */
export class OpaqueConst {
  readonly kind = 'opaque';
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** The str constant for UTF-16 text in which each surrogate pair means one code point. */
export function strConstant(text: string): string | WideStr {
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      return new WideStr(Uint32Array.from(text, c => c.codePointAt(0)!));
    }
  }
  return text;
}

/** The str constant for code points; surrogate code points stay what they are. */
export function strFromCodePoints(codePoints: ArrayLike<number>): string | WideStr {
  let text = '';
  for (let i = 0; i < codePoints.length; i++) {
    const c = codePoints[i];
    // Two adjacent surrogates that happen to form a pair are two code points in Python: only the wide form can say so.
    if (c > 0xffff || ((c & 0xfffffc00) === 0xdc00 && i > 0 && (codePoints[i - 1] & 0xfffffc00) === 0xd800)) {
      return new WideStr(Uint32Array.from(codePoints));
    }
    text += String.fromCharCode(c);
  }
  return text;
}

/** The int constant for a value of any size: a number while it is safe, else a bigint. */
export function intConstant(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
