/** `_sha1` (CPython: Modules/sha1module.c). */
import { sha1 } from '@noble/hashes/legacy.js';
import { constructor, defineDigest, GIL_MINSIZE, type Algorithm } from './digest.ts';
import { registerModule } from './registry.ts';

export const SHA1: Algorithm = { name: 'sha1', blockSize: 64, digestSize: 20, create: () => sha1.create() };
const SHA1Type = defineDigest('_sha1.sha1');

registerModule('_sha1', { functions: constructor(SHA1Type, SHA1), attributes: { SHA1Type, _GIL_MINSIZE: GIL_MINSIZE } });
