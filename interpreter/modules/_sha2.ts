/** `_sha2` (CPython: Modules/sha2module.c): SHA-224, 256, 384 and 512. */
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { constructor, defineDigest, GIL_MINSIZE, type Algorithm } from './digest.ts';
import { registerModule } from './registry.ts';

export const SHA2: readonly Algorithm[] = [
  { name: 'sha224', blockSize: 64, digestSize: 28, create: () => sha224.create() },
  { name: 'sha256', blockSize: 64, digestSize: 32, create: () => sha256.create() },
  { name: 'sha384', blockSize: 128, digestSize: 48, create: () => sha384.create() },
  { name: 'sha512', blockSize: 128, digestSize: 64, create: () => sha512.create() },
];

const types = SHA2.map(({ name }) => defineDigest(`_sha2.${name.toUpperCase()}Type`));

registerModule('_sha2', {
  functions: Object.assign({}, ...SHA2.map((algorithm, i) => constructor(types[i], algorithm))),
  attributes: { ...Object.fromEntries(types.map(type => [type.qualname, type])), _GIL_MINSIZE: GIL_MINSIZE },
});
