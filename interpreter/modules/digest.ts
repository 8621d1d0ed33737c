/** Digests as hashlib's native modules show them: a type for each algorithm, and the function that makes its objects. */
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyObject } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { defineType, type TypeDefinition } from '../objects/core/define.ts';
import { typeError } from '../objects/core/errors.ts';
import { strValue } from '../objects/core/str.ts';
import type { PyType } from '../objects/core/type.ts';
import { bytesLike, refuseBuffer } from '../objects/protocol/buffer.ts';
import { hexText } from '../objects/types/bytes.ts';

/** A computation on its way. */
export interface Hasher {
  update(data: Uint8Array): unknown;
  /** The digest of what was given so far, once. */
  digest(): Uint8Array;
  clone(): Hasher;
}

export interface Algorithm {
  readonly name: string;
  readonly blockSize: number;
  readonly digestSize: number;
  readonly create: () => Hasher;
}

/** An argument that is hashed. */
export function hashable(value: Value): Uint8Array {
  const bytes = bytesLike(value);
  if (bytes !== undefined) return bytes;
  return refuseBuffer(
    value,
    strValue(value) === undefined ? 'object supporting the buffer API required' : 'Strings must be encoded before hashing',
  );
}

/** The data of a constructor, whose parameter has an old name, too. */
export function initialData(data: MaybeValue, string: MaybeValue): Uint8Array | undefined {
  const old = string === undefined || string === null ? undefined : string;
  if (data !== undefined && old !== undefined)
    throw typeError(
      "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.",
    );
  const given = data === undefined ? old : data;
  return given === undefined ? undefined : hashable(given);
}

export class PyDigest extends PyObject {
  readonly algorithm: Algorithm;
  readonly hasher: Hasher;
  constructor(cls: PyType, algorithm: Algorithm, hasher: Hasher = algorithm.create()) {
    super(cls);
    this.algorithm = algorithm;
    this.hasher = hasher;
  }

  result(): Uint8Array {
    return this.hasher.clone().digest();
  }
}

/** A type whose instances are digests. */
export function defineDigest(name: string, definition: TypeDefinition = {}, parameter = 'obj'): PyType {
  const type: PyType = defineType(name, {
    final: true,
    ...definition,
    methods: {
      'copy($self, /)': (self: PyDigest) => new PyDigest(type, self.algorithm, self.hasher.clone()),
      'digest($self, /)': (self: PyDigest) => new PyBytes(self.result()),
      'hexdigest($self, /)': (self: PyDigest) => hexText(self.result(), undefined, undefined),
      [`update($self, ${parameter}, /)`]: (self: PyDigest, data: Value) => {
        self.hasher.update(hashable(data));
        return null;
      },
      ...definition.methods,
    },
    getset: {
      block_size: [(self: PyDigest) => self.algorithm.blockSize],
      name: [(self: PyDigest) => self.algorithm.name],
      digest_size: [(self: PyDigest) => self.algorithm.digestSize],
      ...definition.getset,
    },
  });
  return type;
}

/** The signature and the implementation of the function that makes digests of a type. */
export function constructor(type: PyType, algorithm: Algorithm) {
  return {
    [`${algorithm.name}(data=b'', *, usedforsecurity=True, string=None)`]: (
      data: MaybeValue,
      _usedForSecurity: MaybeValue,
      string: MaybeValue,
    ) => {
      const digest = new PyDigest(type, algorithm);
      const initial = initialData(data, string);
      if (initial !== undefined) digest.hasher.update(initial);
      return digest;
    },
  };
}

/** From here on releasing the GIL would pay. */
export const GIL_MINSIZE = 2048;
