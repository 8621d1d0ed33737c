/** TextIOWrapper: text over a buffered binary stream (CPython: Modules/_io/textio.c). */
import { machine } from '../../vm/machine.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { defineType } from '../../objects/core/define.ts';
import { attributeError, lookupError, typeError, valueError } from '../../objects/core/errors.ts';
import { intValue, normalize } from '../../objects/core/integer.ts';
import { T } from '../../objects/core/registry.ts';
import { typeOf } from '../../objects/core/type.ts';
import { concatStr, sliceStr, strLength, strText, strValue, textOf, type Str } from '../../objects/core/str.ts';
import { encodeStr, nativeCodec } from '../../objects/types/codecs.ts';
import { makeInit } from '../../objects/types/make.ts';
import { bytesLike } from '../../objects/protocol/buffer.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { hasIndex, toIndex, toIndexNumber } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { call, closeAll, notPicklable, PyStream, sizeOf, TextIOBase, unsupported } from './base.ts';
import { nameIn, PyBuffered, streamRepr } from './buffered.ts';
import { codecInfo, decoderFor, NewlineDecoder, type Decoder } from './decoders.ts';
import { descriptors, StandardOutput, unflushed, withFiles } from '../descriptors.ts';
import { PyFileIO } from './fileio.ts';
import { lineEnd, newlinesValue, replaceText } from './newlines.ts';

const CHUNK = 8192;

/** What `tell` packs into one number: a place in the binary stream and how to get from there to the place in the text. */
interface Cookie {
  readonly position: bigint;
  readonly flags: bigint;
  readonly bytesToFeed: bigint;
  readonly needsEnd: boolean;
  readonly charsToSkip: bigint;
}

const WORD = (1n << 64n) - 1n;
const packCookie = (cookie: Cookie): bigint =>
  cookie.position |
  (cookie.flags << 64n) |
  (cookie.bytesToFeed << 128n) |
  (cookie.charsToSkip << 192n) |
  (cookie.needsEnd ? 1n << 256n : 0n);
const unpackCookie = (n: bigint): Cookie => ({
  position: n & WORD,
  flags: (n >> 64n) & WORD,
  bytesToFeed: (n >> 128n) & WORD,
  charsToSkip: (n >> 192n) & WORD,
  needsEnd: n >> 256n !== 0n,
});

export class PyTextIO extends PyStream {
  buffer: Value = null;
  ready = false;
  detached = false;
  encoding = 'utf-8';
  /** As it was asked for, or as the locale has it: what programs see. */
  shownEncoding: Value = 'utf-8';
  errors = 'strict';
  /** As given: null translates \r and \r\n to \n when reading and \n to the system's (\n) when writing. */
  newline: string | null = null;
  lineBuffering = false;
  writeThrough = false;
  chunkSize = CHUNK;
  decoder: Decoder | null = null;
  private canEncode = false;
  /** For encodings whose encoder has a state (a byte order mark at the start). */
  private encoder: Value = null;
  private seekable = false;
  /** False while the stream is iterated over. */
  telling = false;
  private hasRead1 = false;
  /** Decoded text, of which `used` characters were handed out. */
  private decoded: Str = '';
  private used = 0;
  /** The decoder's state before the text was decoded, and the bytes it was decoded from. */
  private snapshot: { readonly flags: bigint; readonly input: Uint8Array } | null = null;
  private bytesPerChar = 0;
  /** Text, or bytes that it was encoded to at once, not yet handed on. */
  private pieces: (Str | Uint8Array)[] = [];
  private pendingLength = 0;
  /** The stream when it is standard output or error: then text goes to the host without passing three objects. */
  private direct: 0 | 1 | 2 = 0;
  private registers = false;

  initialize(buffer: Value, encoding: string, errors: string): void {
    this.buffer = buffer;
    this.ready = false;
    this.detached = false;
    this.encoding = encoding;
    this.errors = errors;
    this.decoded = '';
    this.used = 0;
    this.snapshot = null;
    this.pieces = [];
    this.pendingLength = 0;
    const raw = buffer instanceof PyBuffered ? buffer.raw : null;
    const description = raw instanceof PyFileIO ? descriptors.get(raw.fd) : undefined;
    this.direct = description instanceof StandardOutput ? description.stream : 0;
    this.registers = raw instanceof PyFileIO && this.direct === 0;
    this.seekable = this.telling = isTruthy(call(buffer, 'seekable'));
    this.hasRead1 = findAttribute(buffer, 'read1') !== undefined;
    this.setCodec();
    this.ready = true;
  }

  /** Makes decoder and encoder for the encoding, as far as the binary stream can be read and written. */
  setCodec(): void {
    this.decoder = null;
    this.encoder = null;
    if (isTruthy(call(this.buffer, 'readable'))) {
      const decoder = decoderFor(this.encoding, this.errors, () => codecInfo(this.encoding));
      this.decoder = this.newline === null || this.newline === '' ? new NewlineDecoder(decoder, this.newline === null) : decoder;
    }
    this.canEncode = isTruthy(call(this.buffer, 'writable'));
    const codec = nativeCodec(this.encoding);
    if (this.canEncode && codec !== 'utf-8' && codec !== 'ascii' && codec !== 'latin-1')
      this.encoder = callValue(getAttribute(codecInfo(this.encoding), 'incrementalencoder'), [this.errors]);
    // In the middle of a stream there is no byte order mark.
    if (this.seekable && this.encoder !== null && toIndex(call(this.buffer, 'tell')) !== 0) call(this.encoder, 'setstate', 0);
  }

  get hasRead(): boolean {
    return this.snapshot !== null || this.used > 0 || strLength(this.decoded) > 0;
  }

  // ---- writing

  write(text: Str): void {
    if (!this.canEncode) throw unsupported('not writable');
    const breaks = this.lineBuffering && /[\n\r]/.test(textOf(text));
    const translated = this.newline !== null && this.newline !== '' && this.newline !== '\n' ? replaceText(text, '\n', this.newline) : text;
    // Whole strings of UTF-8 can be encoded together, later; whatever may fail is encoded now, so that it fails here.
    const later =
      this.encoder === null && typeof translated === 'string' && nativeCodec(this.encoding) === 'utf-8' && translated.isWellFormed();
    const piece = later ? translated : this.encode(translated);
    // What the buffer's `write` calls may write here as well.
    while (this.pendingLength > 0 && this.pendingLength + strLength(translated) > this.chunkSize) this.drain();
    this.pieces.push(piece);
    this.pendingLength += strLength(translated);
    if (this.registers) unflushed.add(this);
    if (this.pendingLength >= this.chunkSize || this.writeThrough || breaks) this.drain();
    if (breaks) this.flushBuffer();
    if (this.snapshot !== null) this.forget();
    this.decoder?.reset();
  }

  private encode(text: Str): Uint8Array {
    if (this.encoder === null) return encodeStr(text, this.encoding, this.errors);
    const bytes = call(this.encoder, 'encode', text);
    if (!(bytes instanceof PyBytes)) throw typeError(`encoder should return a bytes object, not '${typeOf(bytes).name}'`);
    return bytes.data;
  }

  /** Passes what is pending to the buffer. */
  drain(): void {
    unflushed.delete(this);
    if (this.pieces.length === 0) return;
    const { pieces } = this;
    this.pieces = [];
    this.pendingLength = 0;
    if (pieces.every(piece => typeof piece === 'string')) this.pass(encodeStr(pieces.join(''), 'utf-8', 'strict'));
    else this.pass(concat(pieces.map(piece => (piece instanceof Uint8Array ? piece : encodeStr(piece, this.encoding, this.errors)))));
  }

  private pass(bytes: Uint8Array): void {
    if (this.direct === 0) {
      call(this.buffer, 'write', new PyBytes(bytes));
      return;
    }
    (this.buffer as PyBuffered).drain();
    const { direct } = this;
    withFiles(undefined, () => machine.host.write(direct, bytes));
  }

  private flushBuffer(): void {
    if (this.direct === 0) call(this.buffer, 'flush');
  }

  flush(): void {
    this.telling = this.seekable;
    this.drain();
    this.flushBuffer();
  }

  // ---- reading

  /** Drops decoded text. */
  private forget(): void {
    if (this.decoded !== '') this.decoded = '';
    this.used = 0;
    this.snapshot = null;
  }

  private setDecoded(text: Str): void {
    this.decoded = text;
    this.used = 0;
  }

  private available(): number {
    return strLength(this.decoded) - this.used;
  }

  private take(size: number): Str {
    const n = size < 0 ? this.available() : Math.min(size, this.available());
    const text = n === strLength(this.decoded) ? this.decoded : sliceStr(this.decoded, this.used, this.used + n);
    this.used += n;
    return text;
  }

  /** Reads and decodes a chunk; false at the end. */
  private fill(hint: number): boolean {
    const decoder = readable(this);
    let before: readonly [Uint8Array, bigint] | null = null;
    if (this.telling) before = decoder.getState();
    const wanted = Math.max(this.chunkSize, hint < 0 ? 0 : Math.ceil(Math.max(this.bytesPerChar, 1) * hint));
    const method = this.hasRead1 ? 'read1' : 'read';
    const chunk = call(this.buffer, method, wanted);
    const bytes = bytesLike(chunk);
    if (bytes === undefined)
      throw typeError(`underlying ${method}() should have returned a bytes-like object, not '${typeOf(chunk).name}'`);
    const end = bytes.length === 0;
    const text = decoder.decode(bytes, end);
    this.setDecoded(text);
    const count = strLength(text);
    this.bytesPerChar = count > 0 ? bytes.length / count : 0;
    if (before !== null) this.snapshot = { flags: before[1], input: concat([before[0], bytes]) };
    return !end || count > 0;
  }

  readAll(): Str {
    this.drain();
    const decoder = readable(this);
    const chunk = call(this.buffer, 'read');
    if (chunk === null) throw callValue(T.BlockingIOError, ['Read returned None.']);
    const bytes = bytesLike(chunk);
    if (bytes === undefined) throw typeError(`underlying read() should have returned a bytes-like object, not '${typeOf(chunk).name}'`);
    const rest = decoder.decode(bytes, true);
    const text = concatStr(this.take(-1), rest);
    if (this.snapshot !== null) this.forget();
    else this.setDecoded('');
    return text;
  }

  readChars(size: number): Str {
    this.drain();
    readable(this);
    let text = this.take(size);
    while (strLength(text) < size) {
      const missing = size - strLength(text);
      if (!this.fill(missing)) break;
      text = concatStr(text, this.take(missing));
    }
    return text;
  }

  readLine(size: number): Str {
    this.drain();
    readable(this);
    let line: Str | null = null;
    for (;;) {
      while (this.available() === 0) {
        if (!this.fill(-1)) {
          this.forget();
          return line ?? '';
        }
      }
      // A \r or \n\r at the end of what was decoded before may end there or go on here.
      const whole = line === null ? this.decoded : concatStr(line, sliceStr(this.decoded, this.used, strLength(this.decoded)));
      const start = line === null ? this.used : 0;
      const carried = line === null ? 0 : strLength(line);
      const limit = size < 0 ? Infinity : start + size;
      const end = lineEnd(whole, line === null ? this.used : Math.max(0, carried - 1), this.newline);
      const stop = Math.min(end < 0 ? Infinity : end, limit);
      if (stop <= strLength(whole)) {
        this.used += stop - start - carried;
        return sliceStr(whole, start, stop);
      }
      line = sliceStr(whole, start, strLength(whole));
      this.used = strLength(this.decoded);
    }
  }

  nextLine(): Str {
    this.telling = false;
    const line = this.readLine(-1);
    if (strLength(line) === 0) {
      this.snapshot = null;
      this.telling = this.seekable;
    }
    return line;
  }

  // ---- positions

  tell(): Value {
    if (!this.seekable) throw unsupported('underlying stream is not seekable');
    if (!this.telling) throw callValue(T.OSError, ['telling position disabled by next() call']);
    this.drain();
    call(this, 'flush');
    const end = BigInt(toIndex(call(this.buffer, 'tell')));
    const { decoder, snapshot } = this;
    if (decoder === null || snapshot === null) return normalize(end);
    const { input } = snapshot;
    let position = end - BigInt(input.length);
    let { flags } = snapshot;
    let skip = this.used;
    if (skip === 0) return normalize(packCookie({ position, flags, bytesToFeed: 0n, needsEnd: false, charsToSkip: 0n }));
    const [savedBuffer, savedFlags] = decoder.getState();
    try {
      // A place before the wanted one where the decoder has nothing pending, as near as can be guessed.
      let skipBytes = Math.floor(this.bytesPerChar * skip);
      let back = 1;
      while (skipBytes > 0) {
        restore(decoder, position, flags);
        const n = strLength(decoder.decode(input.subarray(0, skipBytes), false));
        if (n <= skip) {
          const [pending, after] = decoder.getState();
          if (pending.length === 0) {
            flags = after;
            skip -= n;
            break;
          }
          skipBytes -= pending.length;
          back = 1;
        } else {
          skipBytes -= back;
          back *= 2;
        }
      }
      if (skipBytes <= 0) {
        skipBytes = 0;
        restore(decoder, position, flags);
      }
      position += BigInt(skipBytes);
      if (skip === 0) return normalize(packCookie({ position, flags, bytesToFeed: 0n, needsEnd: false, charsToSkip: 0n }));
      // From there byte by byte: each place without pending bytes is nearer.
      let fed = 0;
      let chars = 0;
      let needsEnd = false;
      let i = skipBytes;
      for (; i < input.length; i++) {
        fed++;
        chars += strLength(decoder.decode(input.subarray(i, i + 1), false));
        const [pending, after] = decoder.getState();
        if (pending.length === 0 && chars <= skip) {
          position += BigInt(fed);
          skip -= chars;
          flags = after;
          fed = 0;
          chars = 0;
        }
        if (chars >= skip) break;
      }
      if (i === input.length) {
        chars += strLength(decoder.decode(new Uint8Array(), true));
        needsEnd = true;
        if (chars < skip) throw callValue(T.OSError, ["can't reconstruct logical file position"]);
      }
      return normalize(packCookie({ position, flags, bytesToFeed: BigInt(fed), needsEnd, charsToSkip: BigInt(skip) }));
    } finally {
      decoder.setState(savedBuffer, savedFlags);
    }
  }

  seek(cookieValue: Value, whence: number): Value {
    if (!this.seekable) throw unsupported('underlying stream is not seekable');
    if (!hasIndex(cookieValue)) throw typeError(`'${typeOf(cookieValue).name}' object cannot be interpreted as an integer`);
    let cookie = BigInt(toIndex(cookieValue));
    if (whence === 1) {
      if (cookie !== 0n) throw unsupported("can't do nonzero cur-relative seeks");
      call(this, 'flush');
      cookie = BigInt(toIndex(call(this, 'tell')));
    } else if (whence === 2) {
      if (cookie !== 0n) throw unsupported("can't do nonzero end-relative seeks");
      call(this, 'flush');
      this.forget();
      this.decoder?.reset();
      const position = call(this.buffer, 'seek', 0, 2);
      this.resetEncoder(position === 0);
      return position;
    } else if (whence !== 0) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
    if (cookie < 0n) throw valueError(`negative seek position ${cookie}`);
    call(this, 'flush');
    const { position, flags, bytesToFeed, needsEnd, charsToSkip } = unpackCookie(cookie);
    call(this.buffer, 'seek', normalize(position));
    this.forget();
    const { decoder } = this;
    if (decoder !== null) {
      restore(decoder, position, flags);
    }
    if (charsToSkip > 0n) {
      const input = call(this.buffer, 'read', normalize(bytesToFeed));
      if (!(input instanceof PyBytes))
        throw typeError(`underlying read() should have returned a bytes object, not '${typeOf(input).name}'`);
      this.snapshot = { flags, input: input.data };
      this.setDecoded(readable(this).decode(input.data, needsEnd));
      if (strLength(this.decoded) < Number(charsToSkip)) throw callValue(T.OSError, ["can't restore logical file position"]);
      this.used = Number(charsToSkip);
    } else this.snapshot = { flags, input: new Uint8Array() };
    this.resetEncoder(position === 0n && flags === 0n);
    return normalize(cookie);
  }

  /** At the beginning of a stream an encoder writes its byte order mark, elsewhere not. */
  private resetEncoder(atStart: boolean): void {
    if (this.encoder === null) return;
    if (atStart) call(this.encoder, 'reset');
    else call(this.encoder, 'setstate', 0);
  }
}

/** Makes a decoder stand at a place. At the beginning of a stream it is reset, so that it looks for a byte order mark. */
function restore(decoder: Decoder, position: bigint, flags: bigint): void {
  if (position === 0n && flags === 0n) decoder.reset();
  else decoder.setState(new Uint8Array(), flags);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function attached(self: PyTextIO): PyTextIO {
  if (self.detached) throw valueError('underlying buffer has been detached');
  if (!self.ready) throw valueError('I/O operation on uninitialized object');
  return self;
}

function opened(self: PyTextIO): PyTextIO {
  attached(self);
  const closed =
    self.buffer instanceof PyBuffered && self.buffer.raw instanceof PyFileIO
      ? self.buffer.raw.fd < 0
      : isTruthy(getAttribute(self.buffer, 'closed'));
  if (closed) throw valueError('I/O operation on closed file.');
  return self;
}

function readable(self: PyTextIO): Decoder {
  if (self.decoder === null) throw unsupported('not readable');
  return self.decoder;
}

function checkNewline(newline: Value): string | null {
  const text = newline === null ? null : strText(newline);
  if (text === undefined) throw typeError(`TextIOWrapper() argument 'newline' must be str or None, not ${typeOf(newline).name}`);
  if (text !== null && text.includes('\0')) throw valueError('embedded null character');
  if (text !== null && !['', '\n', '\r', '\r\n'].includes(text)) throw valueError(`illegal newline value: ${text}`);
  return text;
}

/** The name of an encoding of text; LookupError for other codecs. */
function checkEncoding(value: Value): string {
  const name = strText(value);
  if (name === undefined) throw typeError(`TextIOWrapper() argument 'encoding' must be str or None, not ${typeOf(value).name}`);
  if (name.includes('\0')) throw valueError('embedded null character');
  encodeStr(value, 'utf-8', 'strict');
  if (name === 'locale') return 'utf-8';
  if (nativeCodec(name) === undefined) {
    const isText = findAttribute(codecInfo(name), '_is_text_encoding');
    if (isText !== undefined && !isTruthy(isText)) throw lookupError(`'${name}' is not a text encoding`);
  }
  return name;
}

function checkErrors(value: Value): string {
  const name = strText(value);
  if (name === undefined) throw typeError(`TextIOWrapper() argument 'errors' must be str or None, not ${typeOf(value).name}`);
  if (name.includes('\0')) throw valueError('embedded null character');
  encodeStr(value, 'utf-8', 'strict');
  return name;
}

const LOCALE_ENCODING = 'UTF-8';

const given = (value: MaybeValue): value is Exclude<Value, null> => value !== undefined && value !== null;

function reconfigure(
  self: PyTextIO,
  encoding: MaybeValue,
  errors: MaybeValue,
  newline: MaybeValue,
  lineBuffering: MaybeValue,
  writeThrough: MaybeValue,
): Value {
  attached(self);
  if (self.hasRead && (given(encoding) || given(errors) || newline !== undefined))
    throw unsupported('It is not possible to set the encoding or newline of stream after the first read');
  const name = given(encoding) ? checkEncoding(encoding) : null;
  const handler = given(errors) ? checkErrors(errors) : null;
  const ends = newline === undefined ? undefined : checkNewline(newline);
  const line = given(lineBuffering) ? isTruthy(lineBuffering) : self.lineBuffering;
  const through = given(writeThrough) ? isTruthy(writeThrough) : self.writeThrough;
  call(self, 'flush');
  if (ends !== undefined) self.newline = ends;
  if (name !== null) {
    self.encoding = name;
    self.shownEncoding = strText(encoding as Value) === 'locale' ? LOCALE_ENCODING : (encoding as Value);
  }
  if (handler !== null) self.errors = handler;
  else if (name !== null) self.errors = 'strict';
  if (name !== null || handler !== null || ends !== undefined) {
    self.setCodec();
  }
  self.lineBuffering = line;
  self.writeThrough = through;
  return null;
}

export const TextIOWrapper = defineType('TextIOWrapper', {
  base: TextIOBase,
  module: '_io',
  doc: "Character and line based layer over a BufferedIOBase object, buffer.\n\nencoding gives the name of the encoding that the stream will be\ndecoded or encoded with. It defaults to locale.getencoding().\n\nerrors determines the strictness of encoding and decoding (see\nhelp(codecs.Codec) or the documentation for codecs.register) and\ndefaults to \"strict\".\n\nnewline controls how line endings are handled. It can be None, '',\n'\\n', '\\r', and '\\r\\n'.",
  slots: {
    tp_alloc: cls => new PyTextIO(cls),
    tp_init: makeInit(
      'TextIOWrapper($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)',
      (
        self: PyTextIO,
        buffer: Value,
        encoding: MaybeValue,
        errors: MaybeValue,
        newline: MaybeValue,
        lineBuffering: MaybeValue,
        writeThrough: MaybeValue,
      ) => {
        self.ready = false;
        self.detached = false;
        const name = given(encoding) ? checkEncoding(encoding) : 'utf-8';
        self.shownEncoding = given(encoding) && strText(encoding) !== 'locale' ? encoding : LOCALE_ENCODING;
        const handler = given(errors) ? checkErrors(errors) : 'strict';
        self.newline = newline === undefined ? null : checkNewline(newline);
        self.lineBuffering = given(lineBuffering) && isTruthy(lineBuffering);
        self.writeThrough = given(writeThrough) && isTruthy(writeThrough);
        self.chunkSize = CHUNK;
        self.initialize(buffer, name, handler);
      },
    ),
    tp_repr: value => {
      const self = value as PyTextIO;
      if (!self.ready && !self.detached) throw valueError('I/O operation on uninitialized object');
      return streamRepr(self, () => `${nameIn(self)}${nameIn(self, 'mode')} encoding=${reprText(self.shownEncoding)}`);
    },
    tp_iternext: value => {
      const self = value as PyTextIO;
      if (!self.cls.isHeapType) {
        const line = opened(self).nextLine();
        return strLength(line) === 0 ? undefined : line;
      }
      attached(self).telling = false;
      const line = call(self, 'readline');
      const text = strValue(line);
      if (text === undefined) throw callValue(T.OSError, [`readline() should have returned a str object, not '${typeOf(line).name}'`]);
      return strLength(text) === 0 ? undefined : line;
    },
  },
  methods: {
    'write($self, text, /)': (self: PyTextIO, s: Value) => {
      const text = strValue(s);
      if (text === undefined) throw typeError(`write() argument must be str, not ${typeOf(s).name}`);
      opened(self).write(text);
      return strLength(text);
    },
    'read($self, size=-1, /)': (self: PyTextIO, sizeArgument: MaybeValue) => {
      const size = sizeOf(sizeArgument);
      opened(self);
      readable(self);
      return size < 0 ? self.readAll() : self.readChars(size);
    },
    'readline($self, size=-1, /)': (self: PyTextIO, size: MaybeValue) => {
      const n = size === undefined ? -1 : toIndexNumber(size);
      return opened(self).readLine(n < 0 ? -1 : n);
    },
    'flush($self, /)': (self: PyTextIO) => {
      opened(self).flush();
      return null;
    },
    'close($self, /)': (self: PyTextIO) => {
      attached(self);
      // The question may have detached it.
      if (isTruthy(getAttribute(self.buffer, 'closed')) || self.detached) return null;
      closeAll([() => call(self, 'flush'), () => call(self.buffer, 'close')]);
      return null;
    },
    'detach($self, /)': (self: PyTextIO) => {
      attached(self);
      call(self, 'flush');
      const { buffer } = self;
      self.detached = true;
      self.buffer = null;
      return buffer;
    },
    'readable($self, /)': (self: PyTextIO) => call(attached(self).buffer, 'readable'),
    'writable($self, /)': (self: PyTextIO) => call(attached(self).buffer, 'writable'),
    'seekable($self, /)': (self: PyTextIO) => call(attached(self).buffer, 'seekable'),
    'fileno($self, /)': (self: PyTextIO) => call(attached(self).buffer, 'fileno'),
    'isatty($self, /)': (self: PyTextIO) => call(attached(self).buffer, 'isatty'),
    'seek($self, cookie, whence=os.SEEK_SET, /)': (self: PyTextIO, cookie: Value, whence: MaybeValue) =>
      opened(self).seek(cookie, whence === undefined ? 0 : Number(intValue(whence) ?? toIndexNumber(whence))),
    'tell($self, /)': (self: PyTextIO) => opened(self).tell(),
    'truncate($self, pos=None, /)': (self: PyTextIO, position: MaybeValue) => {
      attached(self);
      call(self, 'flush');
      return call(self.buffer, 'truncate', position ?? null);
    },
    'reconfigure($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)': reconfigure,
    ...notPicklable,
  },
  getset: {
    buffer: [(self: PyTextIO) => attached(self).buffer],
    encoding: [(self: PyTextIO) => self.shownEncoding],
    errors: [
      (self: PyTextIO) => {
        if (!self.ready && !self.detached) throw valueError('I/O operation on uninitialized object');
        return self.errors;
      },
    ],
    newlines: [
      (self: PyTextIO) => {
        attached(self);
        return self.decoder instanceof NewlineDecoder ? newlinesValue(self.decoder.newlines.seen) : null;
      },
    ],
    line_buffering: [(self: PyTextIO) => self.lineBuffering],
    write_through: [(self: PyTextIO) => self.writeThrough],
    closed: [(self: PyTextIO) => getAttribute(attached(self).buffer, 'closed')],
    name: [(self: PyTextIO) => getAttribute(attached(self).buffer, 'name')],
    _finalizing: [() => false],
    _CHUNK_SIZE: [
      (self: PyTextIO) => (attached(self), self.chunkSize),
      (self: PyTextIO, value: MaybeValue) => {
        attached(self);
        if (value === undefined)
          throw attributeError("attribute '_CHUNK_SIZE' of '_io.TextIOWrapper' objects cannot be deleted", '_CHUNK_SIZE', self);
        const n = Number(toIndex(value));
        if (n <= 0 || n > Number.MAX_SAFE_INTEGER) throw valueError('a strictly positive integer is required');
        self.chunkSize = n;
      },
    ],
  },
});
