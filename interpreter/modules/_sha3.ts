/** `_sha3` (CPython: Modules/sha3module.c): SHA-3, and SHAKE, whose digests are as long as one asks for. */
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { memoryError, typeError, valueError } from '../objects/core/errors.ts';
import { intValue } from '../objects/core/integer.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { hexText } from '../objects/types/bytes.ts';
import { makeNew } from '../objects/types/make.ts';
import { defineDigest, GIL_MINSIZE, initialData, PyDigest, type Algorithm, type Hasher } from './digest.ts';
import { registerModule } from './registry.ts';

export const SHA3: readonly Algorithm[] = [
  { name: 'sha3_224', blockSize: 144, digestSize: 28, create: () => sha3_224.create() },
  { name: 'sha3_256', blockSize: 136, digestSize: 32, create: () => sha3_256.create() },
  { name: 'sha3_384', blockSize: 104, digestSize: 48, create: () => sha3_384.create() },
  { name: 'sha3_512', blockSize: 72, digestSize: 64, create: () => sha3_512.create() },
];

export const SHAKE: readonly Algorithm[] = [
  { name: 'shake_128', blockSize: 168, digestSize: 0, create: () => shake128.create() },
  { name: 'shake_256', blockSize: 136, digestSize: 0, create: () => shake256.create() },
];

function define(algorithm: Algorithm, suffix: number, methods = {}): PyType {
  const { name, blockSize } = algorithm;
  return defineDigest(
    `_sha3.${name}`,
    {
      slots: {
        tp_new: makeNew(
          `${name}($type, data=b'', *, usedforsecurity=True, string=None)`,
          (cls: PyType, data: MaybeValue, _usedForSecurity: MaybeValue, string: MaybeValue) => {
            const digest = new PyDigest(cls, algorithm);
            const initial = initialData(data, string);
            if (initial !== undefined) digest.hasher.update(initial);
            return digest;
          },
        ),
        tp_init: () => {},
      },
      methods,
      getset: {
        _capacity_bits: [() => 1600 - blockSize * 8],
        _rate_bits: [() => blockSize * 8],
        _suffix: [() => new PyBytes(Uint8Array.of(suffix))],
      },
    },
    'data',
  );
}

/** A hasher that gives as much as is asked for. */
type Extendable = Hasher & { xof(bytes: number): Uint8Array };

/** So many bytes of what an extendable digest gives. */
export function output(self: PyDigest, length: Value): Uint8Array {
  const n = intValue(length);
  if (n === undefined) throw typeError(`'${typeOf(length).name}' object cannot be interpreted as an integer`);
  if (n < 0) throw valueError('Cannot convert negative int');
  if (n >= 2 ** 29) throw n >= 2 ** 31 ? valueError('value must be in range [0, 2**29)') : memoryError('');
  return n === 0 ? new Uint8Array() : (self.hasher.clone() as Extendable).xof(Number(n));
}

const types = [
  ...SHA3.map(algorithm => define(algorithm, 0x06)),
  ...SHAKE.map(algorithm =>
    define(algorithm, 0x1f, {
      'digest($self, /, length)': (self: PyDigest, length: Value) => new PyBytes(output(self, length)),
      'hexdigest($self, /, length)': (self: PyDigest, length: Value) => hexText(output(self, length), undefined, undefined),
    }),
  ),
];

registerModule('_sha3', {
  attributes: {
    ...Object.fromEntries(types.map(type => [type.qualname, type])),
    implementation: 'HACL',
    _GIL_MINSIZE: GIL_MINSIZE,
  },
});
