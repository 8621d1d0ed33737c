/** `_hmac` (CPython: Modules/hmacmodule.c): keyed digests (RFC 2104). */
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, typeError } from '../objects/core/errors.ts';
import type { NativeImplementation } from '../objects/core/native.ts';
import { strText } from '../objects/core/str.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { hexText } from '../objects/types/bytes.ts';
import { addressOf } from '../objects/types/object.ts';
import { BLAKE2 } from './_blake2.ts';
import { MD5 } from './_md5.ts';
import { SHA1 } from './_sha1.ts';
import { SHA2 } from './_sha2.ts';
import { SHA3 } from './_sha3.ts';
import { GIL_MINSIZE, hashable, type Algorithm, type Hasher } from './digest.ts';
import { registerModule } from './registry.ts';

const ALGORITHMS: readonly Algorithm[] = [MD5, SHA1, ...SHA2, ...SHA3, ...BLAKE2];

const UnknownHashError = defineType('_hmac.UnknownHashError', { base: T.ValueError, solid: false });
UnknownHashError.name = 'UnknownHashError';

function algorithmOf(name: Value): Algorithm {
  const text = strText(name)?.toLowerCase().replaceAll('-', '_');
  const algorithm = ALGORITHMS.find(candidate => candidate.name === text);
  if (algorithm === undefined) throw raise(UnknownHashError, `unsupported hash type: ${reprText(name)}`);
  return algorithm;
}

/** A keyed digest on its way. */
export class PyHmac extends PyObject implements Hasher {
  readonly algorithm: Algorithm;
  readonly inner: Hasher;
  private readonly outer: Hasher;
  constructor(algorithm: Algorithm, inner: Hasher, outer: Hasher) {
    super(HMAC);
    this.algorithm = algorithm;
    this.inner = inner;
    this.outer = outer;
  }

  static withKey(algorithm: Algorithm, key: Uint8Array): PyHmac {
    const block = new Uint8Array(algorithm.blockSize);
    if (key.length > block.length) {
      const hasher = algorithm.create();
      hasher.update(key);
      block.set(hasher.digest());
    } else block.set(key);
    const padded = (pad: number): Hasher => {
      const hasher = algorithm.create();
      hasher.update(block.map(byte => byte ^ pad));
      return hasher;
    };
    return new PyHmac(algorithm, padded(0x36), padded(0x5c));
  }

  update(data: Uint8Array): void {
    this.inner.update(data);
  }

  clone(): PyHmac {
    return new PyHmac(this.algorithm, this.inner.clone(), this.outer.clone());
  }

  digest(): Uint8Array {
    const outer = this.outer.clone();
    outer.update(this.inner.clone().digest());
    return outer.digest();
  }
}

const HMAC = defineType('_hmac.HMAC', {
  final: true,
  slots: {
    tp_repr: self => `<${(self as PyHmac).algorithm.name} HMAC object @ ${addressOf(self)}>`,
  },
  methods: {
    'copy($self, /)': (self: PyHmac) => self.clone(),
    'update($self, /, msg)': (self: PyHmac, message: Value) => {
      self.inner.update(hashable(message));
      return null;
    },
    'digest($self, /)': (self: PyHmac) => new PyBytes(self.digest()),
    'hexdigest($self, /)': (self: PyHmac) => hexText(self.digest(), undefined, undefined),
  },
  getset: {
    name: [(self: PyHmac) => `hmac-${self.algorithm.name}`],
    block_size: [(self: PyHmac) => self.algorithm.blockSize],
    digest_size: [(self: PyHmac) => self.algorithm.digestSize],
  },
});

function make(key: Value, message: MaybeValue, digest: MaybeValue): Value {
  if (digest === undefined || digest === null) throw typeError("new() missing 1 required argument 'digestmod'");
  const hmac = PyHmac.withKey(algorithmOf(digest), hashable(key));
  if (message !== undefined && message !== null) hmac.inner.update(hashable(message));
  return hmac;
}

function compute(algorithm: Algorithm, key: Value, message: Value): Value {
  const hmac = PyHmac.withKey(algorithm, hashable(key));
  hmac.inner.update(hashable(message));
  return new PyBytes(hmac.digest());
}

const computers: Record<string, NativeImplementation> = {};
for (const algorithm of ALGORITHMS) {
  const name = algorithm.name.startsWith('blake2') ? `${algorithm.name}_32` : algorithm.name;
  computers[`compute_${name}(key, msg, /)`] = (key: Value, message: Value) => compute(algorithm, key, message);
}

registerModule('_hmac', {
  functions: {
    'new(key, msg=None, digestmod=None)': make,
    'compute_digest(key, msg, digest)': (key: Value, message: Value, digest: Value) => compute(algorithmOf(digest), key, message),
    ...computers,
  },
  attributes: { UnknownHashError, HMAC, _GIL_MINSIZE: GIL_MINSIZE },
});
