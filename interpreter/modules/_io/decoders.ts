/**
 * Incremental decoders: text from bytes that arrive in pieces, with a state that can be saved and restored (`tell`).
 *
 * The usual encodings are decoded natively; for others the codec's own Python object is asked. `IncrementalNewlineDecoder` translates newlines
 * on top of either.
 */
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { PyTuple } from '../../objects/core/tuple.ts';
import { defineType } from '../../objects/core/define.ts';
import { typeError, valueError } from '../../objects/core/errors.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { intValue } from '../../objects/core/integer.ts';
import { concatStr, sliceStr, strLength, strValue, type Str } from '../../objects/core/str.ts';
import { decodeBytes, decodeUtf8, nativeCodec } from '../../objects/types/codecs.ts';
import { makeInit } from '../../objects/types/make.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { loadModule } from '../../vm/import.ts';
import { bytesOf, call } from './base.ts';
import { newlinesIn, newlinesValue, replaceText } from './newlines.ts';

export interface Decoder {
  decode(bytes: Uint8Array, final: boolean): Str;
  /** Bytes that wait for more, and a number for the rest. */
  getState(): readonly [Uint8Array, bigint];
  setState(buffer: Uint8Array, flags: bigint): void;
  reset(): void;
}

const NOTHING = new Uint8Array();

/** UTF-8, ASCII and Latin-1. */
class NativeDecoder implements Decoder {
  private readonly codec: string;
  private readonly errors: string;
  private buffer: Uint8Array = NOTHING;
  constructor(codec: string, errors: string) {
    this.codec = codec;
    this.errors = errors;
  }
  decode(bytes: Uint8Array, final: boolean): Str {
    if (this.codec !== 'utf-8') return decodeBytes(bytes, this.codec, this.errors);
    let all = bytes;
    if (this.buffer.length > 0) {
      all = new Uint8Array(this.buffer.length + bytes.length);
      all.set(this.buffer);
      all.set(bytes, this.buffer.length);
    }
    const { text, consumed } = decodeUtf8(all, this.errors, final);
    this.buffer = consumed === all.length ? NOTHING : all.slice(consumed);
    return text;
  }
  getState(): readonly [Uint8Array, bigint] {
    return [this.buffer, 0n];
  }
  setState(buffer: Uint8Array): void {
    this.buffer = buffer;
  }
  reset(): void {
    this.buffer = NOTHING;
  }
}

/** A decoder object of a codec written in Python. */
export class PythonDecoder implements Decoder {
  private readonly decoder: Value;
  constructor(decoder: Value) {
    this.decoder = decoder;
  }
  decode(bytes: Uint8Array, final: boolean): Str {
    const result = call(this.decoder, 'decode', new PyBytes(bytes), final);
    const text = strValue(result);
    if (text === undefined) throw typeError(`decoder should return a string result, not '${typeOf(result).name}'`);
    return text;
  }
  getState(): readonly [Uint8Array, bigint] {
    const state = call(this.decoder, 'getstate');
    if (!(state instanceof PyTuple) || state.items.length !== 2) throw typeError('illegal decoder state');
    const [buffer, flags] = state.items;
    if (!(buffer instanceof PyBytes))
      throw typeError(`illegal decoder state: the first item should be a bytes object, not '${typeOf(buffer).name}'`);
    return [buffer.data, BigInt(intValue(flags) ?? 0)];
  }
  setState(buffer: Uint8Array, flags: bigint): void {
    call(this.decoder, 'setstate', new PyTuple([new PyBytes(buffer), Number(flags)]));
  }
  reset(): void {
    call(this.decoder, 'reset');
  }
}

/** The decoder of an encoding; `info` is its CodecInfo. */
export function decoderFor(encoding: string, errors: string, info: () => Value): Decoder {
  const codec = nativeCodec(encoding);
  if (codec === 'utf-8' || codec === 'ascii' || codec === 'latin-1') return new NativeDecoder(codec, errors);
  return new PythonDecoder(callValue(getAttribute(info(), 'incrementaldecoder'), [errors]));
}

export const codecInfo = (encoding: string): Value => callValue(getAttribute(loadModule('_codecs'), 'lookup'), [encoding]);

/** Newlines of text that arrives in pieces: a \r at the end waits for what follows. */
export class Newlines {
  translate = false;
  pendingCR = false;
  seen = 0;

  take(text: Str, final: boolean): Str {
    let output = text;
    if (this.pendingCR && (final || strLength(output) > 0)) {
      output = concatStr('\r', output);
      this.pendingCR = false;
    }
    const length = strLength(output);
    if (!final && length > 0 && (typeof output === 'string' ? output.charCodeAt(length - 1) : output.codePoints[length - 1]) === 13) {
      output = sliceStr(output, 0, length - 1);
      this.pendingCR = true;
    }
    if (strLength(output) === 0) return output;
    this.seen |= newlinesIn(output);
    return this.translate ? replaceText(replaceText(output, '\r\n', '\n'), '\r', '\n') : output;
  }
  reset(): void {
    this.seen = 0;
    this.pendingCR = false;
  }
}

/** Newline translation behind another decoder. */
export class NewlineDecoder implements Decoder {
  readonly inner: Decoder;
  readonly newlines = new Newlines();
  constructor(inner: Decoder, translate: boolean) {
    this.inner = inner;
    this.newlines.translate = translate;
  }
  decode(bytes: Uint8Array, final: boolean): Str {
    return this.newlines.take(this.inner.decode(bytes, final), final);
  }
  getState(): readonly [Uint8Array, bigint] {
    const [buffer, flags] = this.inner.getState();
    return [buffer, (flags << 1n) | (this.newlines.pendingCR ? 1n : 0n)];
  }
  setState(buffer: Uint8Array, flags: bigint): void {
    this.newlines.pendingCR = (flags & 1n) === 1n;
    this.inner.setState(buffer, flags >> 1n);
  }
  reset(): void {
    this.newlines.reset();
    this.inner.reset();
  }
}

class PyNewlineDecoder extends PyObject {
  /** None decodes text to text. */
  decoder: MaybeValue = undefined;
  readonly newlines = new Newlines();
}

function initialized(self: PyNewlineDecoder): Value {
  if (self.decoder === undefined) throw valueError('IncrementalNewlineDecoder.__init__() not called');
  return self.decoder;
}

export const IncrementalNewlineDecoder: PyType = defineType('IncrementalNewlineDecoder', {
  inheritsNew: true,
  module: '_io',
  doc: 'Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.\nIt also records the types of newlines encountered.  When used with\ntranslate=False, it ensures that the newline sequence is returned in\none piece. When used with decoder=None, it expects unicode strings as\ndecode input and translates newlines without first invoking an external\ndecoder.',
  slots: {
    tp_alloc: cls => new PyNewlineDecoder(cls),
    tp_init: makeInit(
      "IncrementalNewlineDecoder($self, decoder, translate, errors='strict')",
      (self: PyNewlineDecoder, decoder: Value, translate: Value) => {
        self.decoder = decoder;
        self.newlines.reset();
        self.newlines.translate = isTruthy(translate);
      },
    ),
  },
  methods: {
    'decode($self, /, input, final=False)': (self: PyNewlineDecoder, input: Value, final: MaybeValue) => {
      const decoder = initialized(self);
      const isFinal = final !== undefined && isTruthy(final);
      const output = decoder === null ? input : call(decoder, 'decode', input, isFinal);
      const text = strValue(output);
      if (text === undefined) throw typeError(`decoder should return a string result, not '${typeOf(output).name}'`);
      return self.newlines.take(text, isFinal);
    },
    'getstate($self, /)': (self: PyNewlineDecoder) => {
      const decoder = initialized(self);
      const pending = self.newlines.pendingCR ? 1 : 0;
      if (decoder === null) return new PyTuple([new PyBytes(NOTHING), pending]);
      const state = call(decoder, 'getstate');
      if (!(state instanceof PyTuple)) throw typeError('illegal decoder state');
      const [buffer, flags] = state.items;
      return new PyTuple([buffer, Number(intValue(flags) ?? 0) * 2 + pending]);
    },
    'setstate($self, state, /)': (self: PyNewlineDecoder, state: Value) => {
      const decoder = initialized(self);
      if (!(state instanceof PyTuple)) throw typeError('state argument must be a tuple');
      const [buffer, flags] = state.items;
      bytesOf(buffer);
      const n = Number(intValue(flags) ?? 0);
      self.newlines.pendingCR = n % 2 === 1;
      if (decoder !== null) call(decoder, 'setstate', new PyTuple([buffer, Math.floor(n / 2)]));
      return null;
    },
    'reset($self, /)': (self: PyNewlineDecoder) => {
      const decoder = initialized(self);
      self.newlines.reset();
      return decoder === null ? null : call(decoder, 'reset');
    },
  },
  getset: { newlines: [(self: PyNewlineDecoder) => (initialized(self), newlinesValue(self.newlines.seen))] },
});
