/** TextIOWrapper: text over a buffered binary stream (CPython: Modules/_io/textio.c). */
import { machine } from '../../vm/machine.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';

import { defineType } from '../../objects/core/define.ts';
import { typeError, valueError } from '../../objects/core/errors.ts';
import { typeOf } from '../../objects/core/type.ts';
import { concatStr, sliceStr, strLength, strText, strValue, textOf, type Str } from '../../objects/core/str.ts';
import { decodeBytes, encodeStr } from '../../objects/types/codecs.ts';
import { findAttribute, getAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { toIndexNumber } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { bytesOf, call, constructorArguments, isClosed, PyStream, sizeOf, TextIOBase, unsupported } from './base.ts';
import { PyBuffered } from './buffered.ts';
import { descriptors, StandardOutput } from '../descriptors.ts';
import { PyFileIO } from './fileio.ts';
import { lineEnd, replaceText } from './newlines.ts';

/** Encoded text is handed on in pieces of about this many characters. */
const CHUNK = 8192;

export class PyTextIO extends PyStream {
  buffer: Value = null;
  encoding = 'utf-8';
  errors = 'strict';
  /** As given: null translates \r and \r\n to \n when reading and \n to the system's (\n) when writing. */
  newline: string | null = null;
  lineBuffering = false;
  writeThrough = false;
  /** Decoded text that was not yet read. */
  ahead: Str = '';
  /** Where in the binary stream `ahead` starts (tell). */
  exhausted = false;
  private pieces: Str[] = [];
  private pendingLength = 0;
  detached = false;
  /** The descriptor when the stream ends in standard output or error: then text goes to the host without passing three objects. */
  private direct: 0 | 1 | 2 = 0;

  connect(): void {
    const raw = this.buffer instanceof PyBuffered ? this.buffer.raw : null;
    const description = raw instanceof PyFileIO ? descriptors.get(raw.fd) : undefined;
    this.direct = description instanceof StandardOutput ? description.stream : 0;
  }

  write(text: Str): void {
    this.pieces.push(text);
    this.pendingLength += strLength(text);
    if (this.pendingLength > CHUNK || this.writeThrough) this.drain();
    else if (this.lineBuffering && textOf(text).includes('\n')) this.flush();
  }

  /** Encodes what is pending and passes it to the buffer. */
  drain(): void {
    if (this.pieces.length === 0) return;
    const { pieces } = this;
    this.pieces = [];
    this.pendingLength = 0;
    let text = pieces.every(piece => typeof piece === 'string') ? pieces.join('') : pieces.reduce(concatStr);
    if (this.newline !== null && this.newline !== '' && this.newline !== '\n') text = replaceText(text, '\n', this.newline);
    const bytes = encodeStr(text, this.encoding, this.errors);
    if (this.direct !== 0) machine.host.write(this.direct, bytes);
    else call(this.buffer, 'write', new PyBytes(bytes));
  }

  flush(): void {
    this.drain();
    if (this.direct === 0) call(this.buffer, 'flush');
  }

  get hasPending(): boolean {
    return this.pieces.length > 0;
  }

  /** Decodes all that is left: text streams are read whole, which keeps multi-byte characters and \r\n together. */
  fill(): boolean {
    if (this.exhausted) return false;
    const chunk = call(this.buffer, 'read');
    const bytes = chunk === null ? new Uint8Array() : bytesOf(chunk);
    this.exhausted = true;
    if (bytes.length === 0) return false;
    let text = decodeBytes(bytes, this.encoding, this.errors);
    if (this.newline === null) text = replaceText(replaceText(text, '\r\n', '\n'), '\r', '\n');
    this.ahead = concatStr(this.ahead, text);
    return true;
  }

  /** A line of an interactive stream comes from the host as it is typed. */
  private fillLine(): boolean {
    const chunk = bytesOf(call(this.buffer, 'readline'));
    if (chunk.length === 0) return false;
    this.ahead = concatStr(this.ahead, decodeBytes(chunk, this.encoding, this.errors));
    return true;
  }

  private get interactive(): boolean {
    return this.buffer instanceof PyBuffered && this.buffer.raw instanceof PyFileIO && this.buffer.raw.fd === 0;
  }

  take(size: number): Str {
    const text = sliceStr(this.ahead, 0, size);
    this.ahead = sliceStr(this.ahead, size, strLength(this.ahead));
    return text;
  }

  /** Position in `ahead` from which lines are taken: slicing it for every line would be quadratic. */
  private lineStart = 0;

  readLine(size: number): Str {
    for (;;) {
      const end = lineEnd(this.ahead, this.lineStart, this.newline);
      if (end >= 0 || (size >= 0 && strLength(this.ahead) - this.lineStart >= size)) {
        const stop = end < 0 ? this.lineStart + size : size < 0 ? end : Math.min(end, this.lineStart + size);
        const line = sliceStr(this.ahead, this.lineStart, stop);
        this.lineStart = stop;
        if (this.lineStart > CHUNK * 64) this.compact();
        return line;
      }
      if (!(this.interactive ? this.fillLine() : this.fill())) {
        this.compact();
        return this.take(strLength(this.ahead));
      }
    }
  }

  /** Drops what was read by lines. */
  compact(): void {
    if (this.lineStart === 0) return;
    this.ahead = sliceStr(this.ahead, this.lineStart, strLength(this.ahead));
    this.lineStart = 0;
  }
}

function opened(self: PyTextIO): PyTextIO {
  if (self.detached) throw valueError('underlying buffer has been detached');
  if (self.buffer === null) throw valueError('I/O operation on uninitialized object');
  if (isClosed(self.buffer)) throw valueError('I/O operation on closed file.');
  return self;
}

function configure(
  self: PyTextIO,
  encoding: MaybeValue,
  errors: MaybeValue,
  newline: MaybeValue,
  lineBuffering: MaybeValue,
  writeThrough: MaybeValue,
): void {
  if (encoding !== undefined && encoding !== null) {
    const name = strText(encoding);
    if (name === undefined) throw typeError(`TextIOWrapper() argument 'encoding' must be str or None, not ${typeOf(encoding).name}`);
    self.encoding = name === 'locale' ? 'utf-8' : name;
    encodeStr('', self.encoding, 'strict');
  }
  if (errors !== undefined && errors !== null) self.errors = strText(errors)!;
  if (newline !== undefined) {
    const text = newline === null ? null : strText(newline);
    if (text === undefined) throw typeError(`TextIOWrapper() argument 'newline' must be str or None, not ${typeOf(newline).name}`);
    if (text !== null && !['', '\n', '\r', '\r\n'].includes(text)) throw valueError(`illegal newline value: ${text}`);
    self.newline = text;
  }
  if (lineBuffering !== undefined && lineBuffering !== null) self.lineBuffering = isTruthy(lineBuffering);
  if (writeThrough !== undefined && writeThrough !== null) self.writeThrough = isTruthy(writeThrough);
}

export const TextIOWrapper = defineType('TextIOWrapper', {
  base: TextIOBase,
  module: '_io',
  doc: 'Character and line based layer over a BufferedIOBase object, buffer.',
  slots: {
    tp_new: cls => new PyTextIO(cls),
    tp_init: (value, args, kwnames) => {
      const self = value as PyTextIO;
      const names = ['buffer', 'encoding', 'errors', 'newline', 'line_buffering', 'write_through'];
      const [buffer, encoding, errors, newline, lineBuffering, writeThrough] = constructorArguments('TextIOWrapper', names, args, kwnames);
      if (buffer === undefined) throw typeError("TextIOWrapper() missing required argument 'buffer' (pos 1)");
      configure(self, encoding, errors, newline, lineBuffering, writeThrough);
      self.buffer = buffer;
      self.connect();
    },
    tp_repr: value => {
      const self = value as PyTextIO;
      const name = self.buffer === null ? undefined : findAttribute(self.buffer, 'name');
      const mode = findAttribute(self, 'mode');
      return `<_io.TextIOWrapper${name === undefined ? '' : ` name=${reprText(name)}`}${mode === undefined ? '' : ` mode=${reprText(mode)}`} encoding='${self.encoding}'>`;
    },
    tp_iternext: value => {
      const self = value as PyTextIO;
      const line = typeOf(self) === TextIOWrapper ? opened(self).readLine(-1) : call(self, 'readline');
      return strLength(strValue(line)!) === 0 ? undefined : line;
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
      opened(self).drain();
      if (!isTruthy(call(self.buffer, 'readable'))) throw unsupported('not readable');
      self.compact();
      self.fill();
      return self.take(size < 0 ? strLength(self.ahead) : size);
    },
    'readline($self, size=-1, /)': (self: PyTextIO, size: MaybeValue) => {
      opened(self).drain();
      if (!isTruthy(call(self.buffer, 'readable'))) throw unsupported('not readable');
      return self.readLine(sizeOf(size));
    },
    'flush($self, /)': (self: PyTextIO) => {
      opened(self).flush();
      return null;
    },
    'close($self, /)': (self: PyTextIO) => {
      if (self.buffer === null || isClosed(self.buffer)) return null;
      try {
        call(self, 'flush');
      } finally {
        call(self.buffer, 'close');
      }
      return null;
    },
    'detach($self, /)': (self: PyTextIO) => {
      call(self, 'flush');
      self.detached = true;
      return self.buffer;
    },
    'readable($self, /)': (self: PyTextIO) => call(opened(self).buffer, 'readable'),
    'writable($self, /)': (self: PyTextIO) => call(opened(self).buffer, 'writable'),
    'seekable($self, /)': (self: PyTextIO) => call(opened(self).buffer, 'seekable'),
    'fileno($self, /)': (self: PyTextIO) => call(opened(self).buffer, 'fileno'),
    'isatty($self, /)': (self: PyTextIO) => call(opened(self).buffer, 'isatty'),
    'seek($self, cookie, whence=0, /)': (self: PyTextIO, cookie: Value, whence: MaybeValue) => {
      const mode = whence === undefined ? 0 : toIndexNumber(whence);
      const n = toIndexNumber(cookie);
      opened(self).flush();
      if (!isTruthy(call(self.buffer, 'seekable'))) throw unsupported('underlying stream is not seekable');
      if (mode === 1 && n !== 0) throw unsupported("can't do nonzero cur-relative seeks");
      if (mode === 2 && n !== 0) throw unsupported("can't do nonzero end-relative seeks");
      if (mode === 1) return call(self, 'tell');
      if (mode === 0 && n < 0) throw valueError(`negative seek position ${n}`);
      self.compact();
      self.ahead = '';
      self.exhausted = false;
      return call(self.buffer, 'seek', n, mode);
    },
    'tell($self, /)': (self: PyTextIO) => {
      opened(self).flush();
      if (!isTruthy(call(self.buffer, 'seekable'))) throw unsupported('underlying stream is not seekable');
      self.compact();
      const unread = encodeStr(self.ahead, self.encoding, self.errors).length;
      return toIndexNumber(call(self.buffer, 'tell')) - unread;
    },
    'truncate($self, pos=None, /)': (self: PyTextIO, position: MaybeValue) => {
      opened(self).flush();
      return call(self.buffer, 'truncate', position ?? null);
    },
    'reconfigure($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)': (
      self: PyTextIO,
      encoding: MaybeValue,
      errors: MaybeValue,
      newline: MaybeValue,
      lineBuffering: MaybeValue,
      writeThrough: MaybeValue,
    ) => {
      opened(self).flush();
      configure(self, encoding, errors, newline, lineBuffering, writeThrough);
      return null;
    },
  },
  getset: {
    buffer: [(self: PyTextIO) => self.buffer],
    encoding: [(self: PyTextIO) => self.encoding],
    errors: [(self: PyTextIO) => self.errors],
    newlines: [() => null],
    line_buffering: [(self: PyTextIO) => self.lineBuffering],
    write_through: [(self: PyTextIO) => self.writeThrough],
    closed: [(self: PyTextIO) => isClosed(self.buffer)],
    name: [(self: PyTextIO) => getAttribute(self.buffer, 'name')],
  },
});
