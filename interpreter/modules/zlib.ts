/** `zlib` (CPython: Modules/zlibmodule.c): DEFLATE by pako, a port of zlib whose output is the same byte for byte. */
import {
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateSetDictionary,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateSetDictionary,
  ZStream,
} from 'pako';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, typeError, valueError, type PyBaseException } from '../objects/core/errors.ts';
import { intValue } from '../objects/core/integer.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { toCInt, toIndexNumber } from '../objects/protocol/index.ts';
import { makeNew } from '../objects/types/make.ts';
import { crc32 } from './binascii.ts';
import { registerModule } from './registry.ts';

const CONSTANTS = {
  MAX_WBITS: 15,
  DEFLATED: 8,
  DEF_MEM_LEVEL: 8,
  DEF_BUF_SIZE: 16384,
  Z_NO_COMPRESSION: 0,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1,
  Z_FILTERED: 1,
  Z_HUFFMAN_ONLY: 2,
  Z_RLE: 3,
  Z_FIXED: 4,
  Z_DEFAULT_STRATEGY: 0,
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_SYNC_FLUSH: 2,
  Z_FULL_FLUSH: 3,
  Z_FINISH: 4,
  Z_BLOCK: 5,
  Z_TREES: 6,
  ZLIB_VERSION: '1.3.2',
  ZLIB_RUNTIME_VERSION: '1.3.2',
} as const;
const { MAX_WBITS, DEFLATED, DEF_MEM_LEVEL, DEF_BUF_SIZE, Z_DEFAULT_COMPRESSION, Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH } = CONSTANTS;
const OK = 0;
const STREAM_END = 1;
const NEED_DICT = 2;
const STREAM_ERROR = -2;
const DATA_ERROR = -3;
const BUF_ERROR = -5;

type FlushMode = Parameters<typeof zlibDeflate>[1];
type Strategy = Parameters<typeof zlibDeflateInit2>[5];

const ZlibError = defineType('zlib.error', { base: T.Exception, solid: false });
ZlibError.name = 'error';

const REASONS: Readonly<Record<number, string>> = {
  [BUF_ERROR]: 'incomplete or truncated stream',
  [STREAM_ERROR]: 'inconsistent stream state',
  [DATA_ERROR]: 'invalid input data',
};

function failure(stream: ZStream | null, status: number, what: string): PyBaseException {
  const message = stream?.msg && status !== STREAM_ERROR ? stream.msg : REASONS[status];
  return raise(ZlibError, `Error ${status} ${what}${message === undefined ? '' : `: ${message}`}`);
}

/** Sizes of the pieces of output in KB, as CPython has them: where stored blocks end depends on them. */
const BLOCKS = [32, 64, 256, 1024, 4096, 8192, 16384, 16384, 32768];

/** Output of unknown size, at most `limit` bytes. */
class Output {
  private chunk: Uint8Array<ArrayBuffer>;
  private readonly full: Uint8Array[] = [];
  private total = 0;
  private readonly limit: number;
  constructor(limit = Infinity, first = BLOCKS[0] * 1024) {
    this.limit = limit;
    this.chunk = new Uint8Array(Math.min(limit, first));
  }

  /** Gives the stream room; false once the limit is reached. */
  offer(stream: ZStream): boolean {
    if (stream.output === this.chunk && stream.avail_out > 0) return true;
    if (stream.output === this.chunk) {
      this.full.push(this.chunk);
      this.total += this.chunk.length;
      if (this.total >= this.limit) {
        this.chunk = new Uint8Array();
        stream.output = this.chunk;
        stream.next_out = 0;
        return false;
      }
      const size = BLOCKS[Math.min(this.full.length, BLOCKS.length - 1)] * 1024;
      this.chunk = new Uint8Array(Math.min(this.limit - this.total, size));
    }
    stream.output = this.chunk;
    stream.next_out = 0;
    stream.avail_out = this.chunk.length;
    return this.chunk.length > 0;
  }

  finish(stream: ZStream): PyBytes {
    const last = this.chunk.subarray(0, stream.output === this.chunk ? stream.next_out : 0);
    const out = new Uint8Array(this.total + last.length);
    let at = 0;
    for (const chunk of this.full) {
      out.set(chunk, at);
      at += chunk.length;
    }
    out.set(last, at);
    return new PyBytes(out);
  }
}

function feed(stream: ZStream, data: Uint8Array): void {
  stream.input = data;
  stream.next_in = 0;
  stream.avail_in = data.length;
}

const rest = (stream: ZStream): Uint8Array => stream.input.slice(stream.next_in, stream.next_in + stream.avail_in);

/** Runs deflate until it wants no more room. */
function deflateAll(stream: ZStream, data: Uint8Array, flush: number): { status: number; result: PyBytes } {
  feed(stream, data);
  const output = new Output();
  let status: number;
  do {
    output.offer(stream);
    status = zlibDeflate(stream, flush as FlushMode);
  } while (status !== STREAM_ERROR && stream.avail_out === 0);
  return { status, result: output.finish(stream) };
}

/** Runs inflate to the end of its input, or until the output is full. */
function inflateAll(stream: ZStream, output: Output, flush: number, dictionary: Uint8Array | null): number {
  let status = OK as number;
  for (;;) {
    if (!output.offer(stream)) return status;
    status = zlibInflate(stream, flush as FlushMode);
    if (status === NEED_DICT && dictionary !== null) {
      setDictionary(stream, dictionary);
      continue;
    }
    if (status !== OK && status !== BUF_ERROR) return status;
    if (stream.avail_out !== 0) return status;
  }
}

function setDictionary(stream: ZStream, dictionary: Uint8Array): void {
  const status: number = zlibInflateSetDictionary(stream, dictionary);
  if (status !== OK) throw failure(stream, status, 'while setting zdict');
}

const option = (value: MaybeValue, fallback: number): number => (value === undefined ? fallback : toCInt(value));

function compress(data: Value, level: MaybeValue, wbits: MaybeValue): Value {
  const bytes = bytesArgument(data);
  const stream = new ZStream();
  const status: number = zlibDeflateInit2(
    stream,
    option(level, Z_DEFAULT_COMPRESSION),
    DEFLATED,
    option(wbits, MAX_WBITS),
    DEF_MEM_LEVEL,
    0,
    true,
  );
  if (status === STREAM_ERROR) throw raise(ZlibError, 'Bad compression level');
  if (status !== OK) throw failure(stream, status, 'while compressing data');
  const done = deflateAll(stream, bytes, Z_FINISH);
  if (done.status !== STREAM_END) throw failure(stream, done.status, 'while finishing compression');
  return done.result;
}

function decompress(data: Value, wbits: MaybeValue, bufsize: MaybeValue): Value {
  const bytes = bytesArgument(data);
  const size = bufsize === undefined ? DEF_BUF_SIZE : toIndexNumber(bufsize);
  if (size < 0) throw valueError('bufsize must be non-negative');
  const stream = new ZStream();
  const started: number = zlibInflateInit2(stream, option(wbits, MAX_WBITS));
  if (started !== OK) throw failure(stream, started, 'while preparing to decompress data');
  feed(stream, bytes);
  const output = new Output(Infinity, Math.max(1, size));
  const status = inflateAll(stream, output, Z_FINISH, null);
  if (status !== STREAM_END) throw failure(stream, status, 'while decompressing data');
  return output.finish(stream);
}

/** A copy of a stream that shares nothing with it: memory that two arrays show stays shared between their copies. */
function copyStream(stream: ZStream): ZStream {
  const copies = new Map<object, object>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (value instanceof ArrayBuffer) return remember(value, value.slice(0));
    if (ArrayBuffer.isView(value)) {
      const View = value.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => object;
      const length = (value as Uint8Array).length;
      return remember(value, new View(copy(value.buffer) as ArrayBuffer, value.byteOffset, length));
    }
    const result = remember(value, Array.isArray(value) ? [] : (Object.create(Object.getPrototypeOf(value) as object) as object));
    for (const [key, field] of Object.entries(value)) (result as Record<string, unknown>)[key] = copy(field);
    return result;
  };
  const remember = <R extends object>(value: object, result: R): R => {
    copies.set(value, result);
    return result;
  };
  return copy(stream) as ZStream;
}

// ---- objects ----

class PyCompress extends PyObject {
  /** null once the stream is finished. */
  stream: ZStream | null;
  constructor(stream: ZStream) {
    super(Compress);
    this.stream = stream;
  }

  copy(): PyCompress {
    if (this.stream === null) throw valueError('Inconsistent stream state');
    return new PyCompress(copyStream(this.stream));
  }

  compress(data: Value): Value {
    const bytes = bytesArgument(data);
    if (this.stream === null) throw failure(null, STREAM_ERROR, 'while compressing data');
    const { status, result } = deflateAll(this.stream, bytes, Z_NO_FLUSH);
    if (status === STREAM_ERROR) throw failure(this.stream, status, 'while compressing data');
    return result;
  }

  flush(modeValue: MaybeValue): Value {
    const mode = option(modeValue, Z_FINISH);
    if (mode === Z_NO_FLUSH) return new PyBytes(new Uint8Array());
    if (this.stream === null) throw failure(null, STREAM_ERROR, 'while flushing');
    const { status, result } = deflateAll(this.stream, new Uint8Array(), mode);
    if (status === STREAM_ERROR) throw failure(this.stream, status, 'while flushing');
    if (status === STREAM_END && mode === Z_FINISH) this.stream = null;
    else if (status !== OK && status !== BUF_ERROR) throw failure(this.stream, status, 'while flushing');
    return result;
  }
}

const Compress = defineType('zlib.Compress', {
  final: true,
  methods: {
    'compress($self, data, /)': (self: PyCompress, data: Value) => self.compress(data),
    'copy($self, /)': (self: PyCompress) => self.copy(),
    'flush($self, mode=zlib.Z_FINISH, /)': (self: PyCompress, mode: MaybeValue) => self.flush(mode),
    '__copy__($self, /)': (self: PyCompress) => self.copy(),
    '__deepcopy__($self, memo, /)': (self: PyCompress) => self.copy(),
  },
});

function compressobj(
  level: MaybeValue,
  method: MaybeValue,
  wbits: MaybeValue,
  memLevel: MaybeValue,
  strategy: MaybeValue,
  zdict: MaybeValue,
): Value {
  const dictionary = zdict === undefined ? null : bytesArgument(zdict);
  const stream = new ZStream();
  const status: number = zlibDeflateInit2(
    stream,
    option(level, Z_DEFAULT_COMPRESSION),
    option(method, DEFLATED),
    option(wbits, MAX_WBITS),
    option(memLevel, DEF_MEM_LEVEL),
    option(strategy, 0) as Strategy,
    true,
  );
  if (status === STREAM_ERROR) throw valueError('Invalid initialization option');
  if (status !== OK) throw failure(stream, status, 'while creating compression object');
  if (dictionary !== null) {
    const set: number = zlibDeflateSetDictionary(stream, dictionary);
    if (set !== OK) throw valueError(set === STREAM_ERROR ? 'Invalid dictionary' : 'deflateSetDictionary()');
  }
  return new PyCompress(stream);
}

const EMPTY = new PyBytes(new Uint8Array());

function concatenated(a: PyBytes, b: Uint8Array): PyBytes {
  if (b.length === 0) return a;
  const joined = new Uint8Array(a.data.length + b.length);
  joined.set(a.data);
  joined.set(b, a.data.length);
  return new PyBytes(joined);
}

class PyDecompress extends PyObject {
  readonly stream: ZStream;
  readonly dictionary: Uint8Array | null;
  unusedData = EMPTY;
  unconsumedTail = EMPTY;
  eof = false;
  constructor(stream: ZStream, dictionary: Uint8Array | null) {
    super(Decompress);
    this.stream = stream;
    this.dictionary = dictionary;
  }

  copy(): PyDecompress {
    const copy = new PyDecompress(copyStream(this.stream), this.dictionary);
    copy.unusedData = this.unusedData;
    copy.unconsumedTail = this.unconsumedTail;
    copy.eof = this.eof;
    return copy;
  }

  private keepRest(status: number): void {
    const left = rest(this.stream);
    if (status === STREAM_END) {
      this.unusedData = concatenated(this.unusedData, left);
      this.unconsumedTail = EMPTY;
    } else if (left.length > 0 || this.unconsumedTail.data.length > 0) this.unconsumedTail = new PyBytes(left);
  }

  decompress(data: Value, maxLength: MaybeValue): Value {
    const bytes = bytesArgument(data);
    const limit = maxLength === undefined ? 0 : toIndexNumber(maxLength);
    if (limit < 0) throw valueError('max_length must be non-negative');
    feed(this.stream, bytes);
    const output = new Output(limit === 0 ? Infinity : limit);
    const status = inflateAll(this.stream, output, Z_SYNC_FLUSH, this.dictionary);
    this.keepRest(status);
    if (status === STREAM_END) this.eof = true;
    else if (status !== OK && status !== BUF_ERROR) throw failure(this.stream, status, 'while decompressing data');
    return output.finish(this.stream);
  }

  flush(lengthValue: MaybeValue): Value {
    const length = lengthValue === undefined ? DEF_BUF_SIZE : toIndexNumber(lengthValue);
    if (length <= 0) throw valueError('length must be greater than zero');
    feed(this.stream, this.unconsumedTail.data);
    const output = new Output(Infinity, length);
    const status = inflateAll(this.stream, output, Z_FINISH, this.dictionary);
    this.keepRest(status);
    if (status === STREAM_END) this.eof = true;
    return output.finish(this.stream);
  }
}

const Decompress = defineType('zlib.Decompress', {
  final: true,
  methods: {
    'decompress($self, data, /, max_length=0)': (self: PyDecompress, data: Value, maxLength: MaybeValue) =>
      self.decompress(data, maxLength),
    'copy($self, /)': (self: PyDecompress) => self.copy(),
    'flush($self, length=zlib.DEF_BUF_SIZE, /)': (self: PyDecompress, length: MaybeValue) => self.flush(length),
    '__copy__($self, /)': (self: PyDecompress) => self.copy(),
    '__deepcopy__($self, memo, /)': (self: PyDecompress) => self.copy(),
  },
  getset: {
    unused_data: [(self: PyDecompress) => self.unusedData],
    unconsumed_tail: [(self: PyDecompress) => self.unconsumedTail],
    eof: [(self: PyDecompress) => self.eof],
  },
});

/** An inflating stream; a raw one takes its dictionary at once, others when they ask for it. */
function inflater(wbits: MaybeValue, zdict: MaybeValue): { stream: ZStream; dictionary: Uint8Array | null } {
  if (zdict !== undefined && !(zdict instanceof PyObject && isBufferLike(zdict)))
    throw typeError('zdict argument must support the buffer protocol');
  const dictionary = zdict === undefined || bytesArgument(zdict).length === 0 ? null : bytesArgument(zdict).slice();
  const bits = option(wbits, MAX_WBITS);
  const stream = new ZStream();
  const status: number = zlibInflateInit2(stream, bits);
  if (status === STREAM_ERROR) throw valueError('Invalid initialization option');
  if (status !== OK) throw failure(stream, status, 'while creating decompression object');
  if (dictionary !== null && bits < 0) setDictionary(stream, dictionary);
  return { stream, dictionary };
}

function isBufferLike(value: Value): boolean {
  try {
    bytesArgument(value);
    return true;
  } catch {
    return false;
  }
}

class PyZlibDecompressor extends PyObject {
  readonly stream: ZStream;
  readonly dictionary: Uint8Array | null;
  private input = new Uint8Array();
  unusedData = EMPTY;
  eof = false;
  needsInput = true;
  constructor(stream: ZStream, dictionary: Uint8Array | null) {
    super(ZlibDecompressor);
    this.stream = stream;
    this.dictionary = dictionary;
  }

  decompress(data: Value, maxLength: MaybeValue): Value {
    const bytes = bytesArgument(data);
    const limit = maxLength === undefined ? -1 : toIndexNumber(maxLength);
    if (this.eof) throw raise(T.EOFError, 'End of stream already reached');
    const input = this.input.length === 0 ? bytes : concatenated(new PyBytes(this.input), bytes).data;
    feed(this.stream, input);
    const output = new Output(limit < 0 ? Infinity : limit);
    const status = inflateAll(this.stream, output, Z_SYNC_FLUSH, this.dictionary);
    if (status !== OK && status !== BUF_ERROR && status !== STREAM_END) throw failure(this.stream, status, 'while decompressing data');
    const left = rest(this.stream);
    this.input = new Uint8Array();
    if (status === STREAM_END) {
      this.eof = true;
      this.needsInput = false;
      this.unusedData = new PyBytes(left);
    } else {
      // Where the output is full, zlib may hold more of it.
      this.needsInput = left.length === 0 && this.stream.avail_out !== 0;
      this.input = left.slice();
    }
    return output.finish(this.stream);
  }
}

const ZlibDecompressor = defineType('zlib._ZlibDecompressor', {
  final: true,
  slots: {
    tp_new: makeNew("_ZlibDecompressor($type, wbits=MAX_WBITS, zdict=b'')", (_cls, wbits: MaybeValue, zdict: MaybeValue) => {
      const { stream, dictionary } = inflater(wbits, zdict);
      return new PyZlibDecompressor(stream, dictionary);
    }),
    tp_init: () => {},
  },
  methods: {
    'decompress($self, /, data, max_length=-1)': (self: PyZlibDecompressor, data: Value, maxLength: MaybeValue) =>
      self.decompress(data, maxLength),
  },
  getset: {
    eof: [(self: PyZlibDecompressor) => self.eof],
    unused_data: [(self: PyZlibDecompressor) => self.unusedData],
    needs_input: [(self: PyZlibDecompressor) => self.needsInput],
  },
});

// ---- checksums ----

function unsigned32(value: MaybeValue, fallback: number): number {
  if (value === undefined) return fallback;
  const int = intValue(value);
  if (int === undefined) throw typeError('an integer is required');
  return Number(BigInt.asUintN(32, BigInt(int)));
}

function adler32(data: Uint8Array, start: number): number {
  let a = start & 0xffff;
  let b = start >>> 16;
  for (let at = 0; at < data.length;) {
    // As many as keep the sums below 2**32.
    const end = Math.min(data.length, at + 5552);
    for (; at < end; at++) {
      a += data[at];
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

registerModule('zlib', {
  doc: 'The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.',
  functions: {
    'adler32(data, value=1, /)': (data: Value, value: MaybeValue) => adler32(bytesArgument(data), unsigned32(value, 1)),
    'compress(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)': compress,
    'compressobj(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)':
      compressobj,
    'crc32(data, value=0, /)': (data: Value, value: MaybeValue) => crc32(bytesArgument(data), unsigned32(value, 0)),
    'decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)': decompress,
    "decompressobj(wbits=MAX_WBITS, zdict=b'')": (wbits: MaybeValue, zdict: MaybeValue) => {
      const { stream, dictionary } = inflater(wbits, zdict);
      return new PyDecompress(stream, dictionary);
    },
  },
  attributes: { error: ZlibError, _ZlibDecompressor: ZlibDecompressor, ...CONSTANTS, __version__: '1.0' },
});
