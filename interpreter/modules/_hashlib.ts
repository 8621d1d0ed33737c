/**
 * `_hashlib` (CPython: Modules/_hashopenssl.c): the digests by name, keyed digests and key derivation that CPython takes from OpenSSL. Each
 * algorithm is the one of the module that bears its name; here they are shown by one type.
 */
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js';
import type { CHash } from '@noble/hashes/utils.js';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyBuiltin } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { overflowError, raise, typeError, valueError } from '../objects/core/errors.ts';
import { intCompare } from '../objects/core/integer.ts';
import { strText } from '../objects/core/str.ts';
import { typeOf } from '../objects/core/type.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { callValue } from '../objects/protocol/call.ts';
import { toIndex } from '../objects/protocol/index.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { hexText } from '../objects/types/bytes.ts';
import { addressOf } from '../objects/types/object.ts';
import { PyList } from '../objects/core/tuple.ts';
import { BLAKE2 } from './_blake2.ts';
import { PyHmac } from './_hmac.ts';
import { compareDigest } from './_operator.ts';
import { output, SHA3, SHAKE } from './_sha3.ts';
import { MD5 } from './_md5.ts';
import { SHA1 } from './_sha1.ts';
import { SHA2 } from './_sha2.ts';
import { defineDigest, GIL_MINSIZE, hashable, initialData, PyDigest, type Algorithm } from './digest.ts';
import { registerModule } from './registry.ts';

const MORE: readonly Algorithm[] = [
  { name: 'ripemd160', blockSize: 64, digestSize: 20, create: () => ripemd160.create() },
  { name: 'sha512_224', blockSize: 128, digestSize: 28, create: () => sha512_224.create() },
  { name: 'sha512_256', blockSize: 128, digestSize: 32, create: () => sha512_256.create() },
];
/** Those that have a function of their own, `openssl_NAME`. */
const NAMED: readonly Algorithm[] = [MD5, SHA1, ...SHA2, ...SHA3, ...SHAKE];
const ALGORITHMS = new Map([...NAMED, ...BLAKE2, ...MORE].map(algorithm => [algorithm.name, algorithm]));
/** OpenSSL's names for what Python calls otherwise. */
const ALIASES: Readonly<Record<string, string>> = { blake2b512: 'blake2b', blake2s256: 'blake2s', rmd160: 'ripemd160' };
/** What derives keys: whole functions instead of computations on their way. */
const FUNCTIONS: Readonly<Record<string, CHash>> = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  sha512_224,
  sha512_256,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
  ripemd160,
};

const UnsupportedDigestmodError = defineType('_hashlib.UnsupportedDigestmodError', { base: T.ValueError, solid: false });
UnsupportedDigestmodError.name = 'UnsupportedDigestmodError';

const unsupported = (): unknown => raise(UnsupportedDigestmodError, '[digital envelope routines] unsupported');

function algorithmNamed(name: string): Algorithm {
  const key = name.toLowerCase().replaceAll(/[-/]/g, '_');
  const algorithm = ALGORITHMS.get(ALIASES[key] ?? key) ?? ALGORITHMS.get(key.replace(/^(sha)_/, '$1'));
  if (algorithm === undefined) throw unsupported();
  return algorithm;
}

/** The algorithm of a `digestmod`: a name, or one of this module's constructors. */
function algorithmOf(digest: Value): Algorithm {
  const name = strText(digest);
  if (name !== undefined) return algorithmNamed(name);
  const made = digest instanceof PyBuiltin && digest.module === '_hashlib' ? /^openssl_(.*)/.exec(digest.signature.name) : null;
  if (made === null) throw raise(UnsupportedDigestmodError, `Unsupported digestmod ${reprText(digest)}`);
  return algorithmNamed(made[1]);
}

const HASH = defineDigest('_hashlib.HASH', {
  final: false,
  slots: { tp_repr: self => `<${(self as PyDigest).algorithm.name} ${typeOf(self).name} object @ ${addressOf(self)}>` },
});
const HASHXOF = defineType('_hashlib.HASHXOF', {
  base: HASH,
  final: true,
  methods: {
    'copy($self, /)': (self: PyDigest) => new PyDigest(HASHXOF, self.algorithm, self.hasher.clone()),
    'digest($self, /, length)': (self: PyDigest, length: Value) => new PyBytes(output(self, length)),
    'hexdigest($self, /, length)': (self: PyDigest, length: Value) => hexText(output(self, length), undefined, undefined),
  },
});

function start(algorithm: Algorithm, data: MaybeValue, string: MaybeValue): PyDigest {
  const digest = new PyDigest(SHAKE.includes(algorithm) ? HASHXOF : HASH, algorithm);
  const initial = initialData(data, string);
  if (initial !== undefined) digest.hasher.update(initial);
  return digest;
}

const HMAC = defineDigest('_hashlib.HMAC', {
  slots: { tp_repr: self => `<${(self as PyDigest).algorithm.name} HMAC object @ ${addressOf(self)}>` },
  getset: { name: [(self: PyDigest) => `hmac-${self.algorithm.name}`] },
}, 'msg'); // prettier-ignore

function keyed(key: Value, message: MaybeValue, digest: Value): PyDigest {
  const algorithm = algorithmOf(digest);
  const computation = new PyDigest(HMAC, algorithm, PyHmac.withKey(algorithm, bytesArgument(key)));
  if (message !== undefined && message !== null) computation.hasher.update(hashable(message));
  return computation;
}

/** A count that C keeps in a long: positive. */
function positive(value: Value, least: string, most: string): number {
  const count = toIndex(value);
  if (intCompare(count, 2 ** 31 - 1) > 0) throw overflowError(most);
  if (intCompare(count, 1) < 0) throw valueError(least);
  return Number(count);
}

function derive(name: Value, password: Value, salt: Value, iterations: Value, length: MaybeValue): Value {
  const text = strText(name);
  if (text === undefined) throw typeError(`pbkdf2_hmac() argument 'hash_name' must be str, not ${typeOf(name).name}`);
  const algorithm = algorithmNamed(text);
  const hash = FUNCTIONS[algorithm.name];
  if (hash === undefined) throw unsupported();
  const c = positive(iterations, 'iteration value must be greater than 0.', 'iteration value is too great.');
  const wanted = length === undefined || length === null ? algorithm.digestSize : length;
  const dkLen = positive(wanted, 'key length must be greater than 0.', 'key length is too great.');
  return new PyBytes(pbkdf2(hash, bytesArgument(password), bytesArgument(salt), { c, dkLen }));
}

const MEMORY = 32 * 1024 * 1024;

function deriveHard(password: Value, salt: Value, n: Value, r: Value, p: Value, maxmem: MaybeValue, length: MaybeValue): Value {
  const [N, blocks, lanes] = [n, r, p].map(value => Number(toIndex(value)));
  if (N < 2 || 2 ** Math.round(Math.log2(N)) !== N) throw valueError('n must be a power of 2.');
  const limit = maxmem === undefined ? 0 : Number(toIndex(maxmem));
  if (limit < 0 || limit > 2 ** 31 - 1) throw valueError('maxmem must be positive and smaller than 2147483647');
  const dkLen = length === undefined ? 64 : Number(toIndex(length));
  if (dkLen < 1 || dkLen > 2 ** 31 - 1) throw valueError('dklen must be greater than 0 and smaller than 2147483647');
  if (blocks < 1 || lanes < 1) throw valueError('[digital envelope routines] initialization error');
  if (128 * blocks * (N + lanes + 2) > (limit === 0 ? MEMORY : limit))
    throw valueError('[digital envelope routines] memory limit exceeded');
  return new PyBytes(scrypt(bytesArgument(password), bytesArgument(salt), { N, r: blocks, p: lanes, dkLen, maxmem: 2 ** 31 }));
}

registerModule('_hashlib', {
  doc: 'OpenSSL interface for hashlib module',
  functions: {
    ...Object.fromEntries(
      NAMED.map(algorithm => [
        `openssl_${algorithm.name}(data=b'', *, usedforsecurity=True, string=None)`,
        (data: MaybeValue, _usedForSecurity: MaybeValue, string: MaybeValue) => start(algorithm, data, string),
      ]),
    ),
    "new(name, data=b'', *, usedforsecurity=True, string=None)": (
      name: Value,
      data: MaybeValue,
      _usedForSecurity: MaybeValue,
      string: MaybeValue,
    ) => {
      const text = strText(name);
      if (text === undefined) throw typeError(`new() argument 'name' must be str, not ${typeOf(name).name}`);
      return start(algorithmNamed(text), data, string);
    },
    "hmac_new(key, msg=b'', digestmod=None)": (key: Value, message: MaybeValue, digest: MaybeValue) => {
      if (digest === undefined) throw typeError("Missing required parameter 'digestmod'.");
      return keyed(key, message, digest);
    },
    'hmac_digest(key, msg, digest)': (key: Value, message: Value, digest: Value) => new PyBytes(keyed(key, message, digest).result()),
    'pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)': derive,
    'scrypt(password, *, salt, n, r, p, maxmem=0, dklen=64)': deriveHard,
    'compare_digest(a, b, /)': compareDigest,
    'get_fips_mode()': () => 0,
  },
  attributes: {
    HASH,
    HASHXOF,
    HMAC,
    UnsupportedDigestmodError,
    openssl_md_meth_names: () => callValue(T.frozenset, [new PyList([...ALGORITHMS.keys()])]),
    _GIL_MINSIZE: GIL_MINSIZE,
  },
  initialize: module => {
    const constructors = new PyDict();
    for (const { name } of NAMED) constructors.set(module.dict.getStr(`openssl_${name}`)!, name);
    module.dict.setStr('_constructors', constructors);
  },
});
