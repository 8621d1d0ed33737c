/** SipHash-1-3 with a 64-bit key, as CPython's `_Py_KeyedHash` uses it for hash-based `.pyc` files (Python/pyhash.c). */
const MASK = (1n << 64n) - 1n;
const rotate = (x: bigint, b: bigint): bigint => ((x << b) | (x >> (64n - b))) & MASK;

/** The eight bytes of the hash, least significant first. */
export function sipHash13(key: bigint, data: Uint8Array): Uint8Array {
  let v0 = key ^ 0x736f6d6570736575n;
  let v1 = 0x646f72616e646f6dn;
  let v2 = key ^ 0x6c7967656e657261n;
  let v3 = 0x7465646279746573n;
  const round = (): void => {
    v0 = (v0 + v1) & MASK;
    v2 = (v2 + v3) & MASK;
    v1 = rotate(v1, 13n) ^ v0;
    v3 = rotate(v3, 16n) ^ v2;
    v0 = rotate(v0, 32n);
    v2 = (v2 + v1) & MASK;
    v0 = (v0 + v3) & MASK;
    v1 = rotate(v1, 17n) ^ v2;
    v3 = rotate(v3, 21n) ^ v0;
    v2 = rotate(v2, 32n);
  };
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const whole = data.length & ~7;
  for (let i = 0; i < whole; i += 8) {
    const word = view.getBigUint64(i, true);
    v3 ^= word;
    round();
    v0 ^= word;
  }
  let last = BigInt(data.length & 0xff) << 56n;
  for (let i = whole; i < data.length; i++) last |= BigInt(data[i]) << BigInt(8 * (i - whole));
  v3 ^= last;
  round();
  v0 ^= last;
  v2 ^= 0xffn;
  round();
  round();
  round();
  const result = new Uint8Array(8);
  new DataView(result.buffer).setBigUint64(0, (v0 ^ v1 ^ v2 ^ v3) & MASK, true);
  return result;
}
