/**
 * Floats as decimal text: `repr`, and the e, f, g presentations of formatting (CPython: `PyOS_double_to_string`).
 *
 * JavaScript's toFixed and toExponential are exact except that they round ties up; a value that is exactly a tie is rounded to even here, by
 * integer arithmetic.
 */

/** `repr(value)`. */
export function floatRepr(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-4 && magnitude < 1e16) return Number.isInteger(value) ? value + '.0' : String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return pythonExponent(value.toExponential());
}

/** JavaScript's `1e-7` as Python's `1e-07`. */
function pythonExponent(text: string): string {
  const at = text.indexOf('e');
  const exponent = text.slice(at + 2);
  return text.slice(0, at + 2) + (exponent.length < 2 ? '0' + exponent : exponent);
}

/** A finite, non-negative value as integer times a power of two. */
export function decompose(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0) & 0x7fffffffffffffffn;
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** value * 10**power as an integer, rounded half to even. */
export function scaledInteger(value: number, power: number): bigint {
  const { mantissa, exponent } = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator = 10n ** BigInt(-power);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** `'%.*f' % (precision, value)` for a finite, non-negative value. */
export function fixed(value: number, precision: number): string {
  // A tie needs value * 2**(precision + 1) to be an odd integer.
  const doubled = value * 2 ** (precision + 1);
  if (precision <= 100 && value < 1e21 && !(Number.isInteger(doubled) && doubled % 2 === 1)) return value.toFixed(precision);
  const digits = scaledInteger(value, precision)
    .toString()
    .padStart(precision + 1, '0');
  return precision === 0 ? digits : digits.slice(0, -precision) + '.' + digits.slice(-precision);
}

/** `'%.*e' % (precision, value)` for a finite, non-negative value. */
export function exponential(value: number, precision: number): string {
  if (precision < 99) {
    const next = value.toExponential(precision + 1);
    if (next[next.indexOf('e') - 1] !== '5' || Number(next) !== value) return pythonExponent(value.toExponential(precision));
  }
  if (value === 0) return precision === 0 ? '0e+00' : '0.' + '0'.repeat(precision) + 'e+00';
  let exponent = Math.floor(Math.log10(value));
  let digits = scaledInteger(value, precision - exponent).toString();
  while (digits.length !== precision + 1) {
    exponent += digits.length > precision + 1 ? 1 : -1;
    digits = scaledInteger(value, precision - exponent).toString();
  }
  const mantissa = precision === 0 ? digits : digits[0] + '.' + digits.slice(1);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `'%.*g' % (precision, value)` for a finite, non-negative value; `alternate` keeps trailing zeros. */
export function general(value: number, precision: number, alternate: boolean): string {
  const p = precision === 0 ? 1 : precision;
  const scientific = exponential(value, p - 1);
  const at = scientific.indexOf('e');
  const exponent = Number(scientific.slice(at + 1));
  if (exponent < -4 || exponent >= p) {
    const mantissa = alternate ? keepPoint(scientific.slice(0, at)) : stripZeros(scientific.slice(0, at));
    return mantissa + scientific.slice(at);
  }
  const text = fixed(value, p - 1 - exponent);
  return alternate ? keepPoint(text) : stripZeros(text);
}

function keepPoint(text: string): string {
  return text.includes('.') ? text : text + '.';
}

function stripZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** `round(value, digits)`. */
export function roundToDigits(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 323 || value === 0) return value;
  if (digits < -308) return 0 * value;
  const magnitude = Math.abs(value);
  const rounded =
    digits >= 0 ? Number(fixed(magnitude, digits)) : Number(scaledInteger(magnitude, digits).toString() + '0'.repeat(-digits));
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}
