/**
 * erf and erfc, rounded correctly: the Maclaurin series in integers, with as many bits as its cancellation and the result's smallness cost.
 *
 *     erf(x) = 2/sqrt(pi) * sum of (-1)^n x^(2n+1) / (n! (2n+1))
 */

/** 2/sqrt(pi) in units of 2**-bits. */
let factor: { readonly bits: number; readonly value: bigint } = { bits: 0, value: 0n };

function factorWith(bits: number): bigint {
  if (factor.bits < bits) {
    const guard = BigInt(bits + 32);
    // Machin: pi = 16 atan(1/5) - 4 atan(1/239).
    const arctangent = (n: bigint): bigint => {
      let power = (1n << guard) / n;
      let sum = power;
      for (let k = 3n, sign = -1n; power !== 0n; k += 2n, sign = -sign) {
        power /= n * n;
        sum += (sign * power) / k;
      }
      return sum;
    };
    const pi = 16n * arctangent(5n) - 4n * arctangent(239n);
    factor = { bits, value: squareRoot((1n << (3n * guard + 2n)) / pi) >> 32n };
  }
  return factor.value >> BigInt(factor.bits - bits);
}

/** The integer part of a root, by Newton's steps from above. */
function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** x in units of 2**-bits: exact, for what is neither very small nor large. */
function fixed(x: number, bits: number): bigint {
  const scaled = Math.min(bits, 900);
  return BigInt(Math.floor(x * 2 ** scaled)) << BigInt(bits - scaled);
}

function series(x: number, bits: number): bigint {
  const scale = BigInt(bits);
  const value = fixed(x, bits);
  const square = (value * value) >> scale;
  let term = value;
  let sum = value;
  for (let n = 1n, sign = -1n; term !== 0n; n++, sign = -sign) {
    term = ((term * square) >> scale) / n;
    sum += (sign * term) / (2n * n + 1n);
  }
  return (sum * factorWith(bits)) >> scale;
}

/** The double nearest to a positive value in units of 2**-bits. */
function nearest(value: bigint, bits: number): number {
  const length = value.toString(2).length;
  // What is subnormal keeps fewer bits.
  const kept = Math.min(53, length - bits + 1074);
  if (kept < 0) return 0;
  const drop = length - kept;
  if (drop <= 0) return Number(value) * 2 ** -bits;
  const half = 1n << BigInt(drop - 1);
  let mantissa = value >> BigInt(drop);
  const rest = value - (mantissa << BigInt(drop));
  if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++;
  const exponent = drop - bits;
  return exponent < -1022 ? Number(mantissa) * 2 ** -1022 * 2 ** (exponent + 1022) : Number(mantissa) * 2 ** exponent;
}

/** Terms grow to e**(x*x) before they vanish. */
const costOf = (x: number): number => Math.ceil(x * x * Math.LOG2E);

export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  // So near to zero the series is its first term.
  if (size < 1e-10) return x === 0 ? x : x + x * 0.12837916709551256;
  const bits = 128 + costOf(size);
  return Math.sign(x) * nearest(series(size, bits), bits);
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x >= 28) return 0;
  if (x <= -6) return 2;
  const size = Math.abs(x);
  if (size < 1e-20) return 1;
  const bits = 128 + 2 * costOf(size);
  const one = 1n << BigInt(bits);
  return nearest(x < 0 ? one + series(size, bits) : one - series(size, bits), bits);
}
