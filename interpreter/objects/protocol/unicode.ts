/** Character classes of str methods, by code point (CPython: Objects/unicodectype.c). */

export function isSpace(c: number): boolean {
  if (c < 128) return c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
  return (
    c === 0x85 ||
    c === 0xa0 ||
    c === 0x1680 ||
    (c >= 0x2000 && c <= 0x200a) ||
    c === 0x2028 ||
    c === 0x2029 ||
    c === 0x202f ||
    c === 0x205f ||
    c === 0x3000
  );
}

/** Ends a line for `splitlines`. */
export function isLineBreak(c: number): boolean {
  return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c === 0x85 || c === 0x2028 || c === 0x2029;
}

const ND = /^\p{Nd}$/u;

/** Value of a decimal digit of any script, or -1. */
export function decimalDigit(c: number): number {
  if (c < 128) return c >= 48 && c <= 57 ? c - 48 : -1;
  if (!ND.test(String.fromCodePoint(c))) return -1;
  // Digits come in runs of ten.
  let start = c;
  while (ND.test(String.fromCodePoint(start - 1))) start--;
  return (c - start) % 10;
}

const classes = {
  alpha: /^[\p{Lm}\p{Lt}\p{Lu}\p{Ll}\p{Lo}]$/u,
  // Digits that are not decimal: superscripts, circled ones and their like.
  digit:
    /^[\p{Nd}\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]$/u,
  // Han characters with a numeric value besides the categories.
  numeric:
    /^[\p{Nd}\p{Nl}\p{No}㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒柶漆玖百肆萬貮貳贰阡陆陌陸零〇〡-〩〸〹〺\u96f6]$/u,
  upper: /^\p{Uppercase}$/u,
  lower: /^\p{Lowercase}$/u,
  title: /^\p{Lt}$/u,
  cased: /^\p{Cased}$/u,
  caseIgnorable: /^\p{Case_Ignorable}$/u,
  printable: /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]$/u,
  idStart: /^[\p{ID_Start}_\u2118\u212e\u309b\u309c]$/u,
  idContinue: /^[\p{ID_Continue}\u00b7\u0387\u1369-\u1371\u19da\u200c\u200d]$/u,
} as const;
export type CharacterClass = keyof typeof classes;

export function isInClass(c: number, name: CharacterClass): boolean {
  return classes[name].test(String.fromCodePoint(c));
}

/** Whether `repr` shows the character as it is. */
export function isPrintable(c: number): boolean {
  if (c < 127) return c >= 32;
  if (c < 256) return c >= 161 && c !== 173;
  return classes.printable.test(String.fromCodePoint(c));
}
