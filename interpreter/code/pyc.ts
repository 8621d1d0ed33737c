/**
 * `.pyc` files: sixteen bytes of header, then the module's code object in marshal's format.
 *
 *     0   magic number: 3627 for CPython 3.14, then CR LF
 *     4   flags: bit 0 says that a hash of the source follows, bit 1 that it must be checked
 *     8   modification time of the source in seconds, and its size; or eight bytes of hash
 *
 * CPython: `Lib/importlib/_bootstrap_external.py`.
 */
import type { CodeObject } from './code.ts';
import { loadsCode } from './marshal.ts';
import { dumps } from './marshal-write.ts';
import { sipHash13 } from './siphash.ts';

export const MAGIC_NUMBER = 3627;

export const PYC_FLAGS = { HASH_BASED: 1, CHECK_SOURCE: 2 } as const;

/** The hash by which a `.pyc` knows its source. */
export function sourceHash(source: Uint8Array): Uint8Array {
  return sipHash13(BigInt(0x0a0d0000 | MAGIC_NUMBER), source);
}

export interface PycHeader {
  flags: number;
  /** Where `flags` has not HASH_BASED. */
  mtime: number;
  sourceSize: number;
  /** Where it has. */
  hash: Uint8Array | null;
}

/** Thrown for a file that this version of Python cannot use; the message is CPython's. */
export class PycError extends Error {
  readonly pythonType: 'ImportError' | 'EOFError';
  constructor(pythonType: 'ImportError' | 'EOFError', message: string) {
    super(message);
    this.pythonType = pythonType;
  }
}

export function readPycHeader(data: Uint8Array, name: string): PycHeader {
  if (data.length < 4 || (data[0] | (data[1] << 8)) !== MAGIC_NUMBER || data[2] !== 0x0d || data[3] !== 0x0a) {
    throw new PycError('ImportError', `bad magic number in '${name}': ${bytesText(data.subarray(0, 4))}`);
  }
  if (data.length < 16) throw new PycError('EOFError', `reached EOF while reading pyc header of '${name}'`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const flags = view.getUint32(4, true);
  if ((flags & ~3) !== 0) throw new PycError('ImportError', `invalid flags ${flags} in '${name}'`);
  const hashBased = (flags & PYC_FLAGS.HASH_BASED) !== 0;
  return {
    flags,
    mtime: hashBased ? 0 : view.getUint32(8, true),
    sourceSize: hashBased ? 0 : view.getUint32(12, true),
    hash: hashBased ? data.slice(8, 16) : null,
  };
}

export function readPyc(data: Uint8Array, name: string): { header: PycHeader; code: CodeObject } {
  return { header: readPycHeader(data, name), code: loadsCode(data.subarray(16)) };
}

/** The file that CPython writes for a module whose source had this time (seconds, cut to 32 bits) and size. */
export function writePyc(code: CodeObject, mtime: number, sourceSize: number): Uint8Array {
  const body = dumps(code);
  const data = new Uint8Array(16 + body.length);
  const view = new DataView(data.buffer);
  view.setUint16(0, MAGIC_NUMBER, true);
  view.setUint16(2, 0x0a0d, true);
  view.setUint32(8, mtime >>> 0, true);
  view.setUint32(12, sourceSize >>> 0, true);
  data.set(body, 16);
  return data;
}

/** The file for a source that is identified by its hash. */
export function writeHashPyc(code: CodeObject, hash: Uint8Array, checkSource: boolean): Uint8Array {
  const data = writePyc(code, 0, 0);
  new DataView(data.buffer).setUint32(4, PYC_FLAGS.HASH_BASED | (checkSource ? PYC_FLAGS.CHECK_SOURCE : 0), true);
  data.set(hash.subarray(0, 8), 8);
  return data;
}

function bytesText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text +=
      byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `b'${text}'`;
}
