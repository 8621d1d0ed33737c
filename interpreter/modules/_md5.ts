/** `_md5` (CPython: Modules/md5module.c). */
import { md5 } from '@noble/hashes/legacy.js';
import { constructor, defineDigest, GIL_MINSIZE, type Algorithm } from './digest.ts';
import { registerModule } from './registry.ts';

export const MD5: Algorithm = { name: 'md5', blockSize: 64, digestSize: 16, create: () => md5.create() };
const MD5Type = defineDigest('_md5.md5');

registerModule('_md5', { functions: constructor(MD5Type, MD5), attributes: { MD5Type, _GIL_MINSIZE: GIL_MINSIZE } });
