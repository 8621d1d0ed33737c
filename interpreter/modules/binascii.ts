/** `binascii` (CPython: Modules/binascii.c): hexadecimal, base64, uuencoded and quoted-printable text for bytes, and checksums. */
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, valueError } from '../objects/core/errors.ts';
import { intValue } from '../objects/core/integer.ts';
import { strText } from '../objects/core/str.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { hexText } from '../objects/types/bytes.ts';
import { fromQuotedPrintable, fromUuLine, toQuotedPrintable, uuLine } from './uu-qp.ts';

const BinasciiError = defineType('binascii.Error', { base: T.ValueError, module: 'binascii', solid: false });
BinasciiError.name = BinasciiError.qualname = 'Error';
const Incomplete = defineType('binascii.Incomplete', { base: T.Exception, module: 'binascii', solid: false });
Incomplete.name = Incomplete.qualname = 'Incomplete';

const fail = (message: string): unknown => raise(BinasciiError, message);
const ascii = (text: string): Value => new PyBytes(Uint8Array.from(text, c => c.charCodeAt(0)));

/** Bytes, or the characters of an ASCII str. */
function textBytes(value: Value): Uint8Array {
  const text = strText(value);
  if (text === undefined) return bytesArgument(value);
  if (/[^\0-\x7f]/.test(text)) throw valueError('string argument should contain only ASCII characters');
  return Uint8Array.from(text, c => c.charCodeAt(0));
}

const hexlify = (data: Value, sep: MaybeValue, group: MaybeValue): Value => ascii(hexText(bytesArgument(data), sep, group));

function unhexlify(hex: Value): Value {
  const data = textBytes(hex);
  if (data.length % 2 !== 0) throw fail('Odd-length string');
  const text = String.fromCharCode(...data);
  if (/[^0-9a-fA-F]/.test(text)) throw fail('Non-hexadecimal digit found');
  return new PyBytes(Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(i * 2, i * 2 + 2), 16)));
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(data: Value, newline: MaybeValue): Value {
  const bytes = bytesArgument(data);
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[word >> 18] + ALPHABET[(word >> 12) & 63];
    text += i + 1 < bytes.length ? ALPHABET[(word >> 6) & 63] : '=';
    text += i + 2 < bytes.length ? ALPHABET[word & 63] : '=';
  }
  return ascii(flag(newline, true) ? `${text}\n` : text);
}

function fromBase64(data: Value, strictMode: MaybeValue): Value {
  const bytes = textBytes(data);
  const strict = flag(strictMode, false);
  const out: number[] = [];
  let pending = 0;
  let quad = 0;
  let pads = 0;
  let digits = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 61) {
      pads++;
      // Padding where none belongs is passed over, like all that is no digit.
      if ((quad >= 2 && quad + pads <= 4) || !strict) continue;
      if (quad === 1) break;
      throw fail(i === 0 ? 'Leading padding not allowed' : 'Excess padding not allowed');
    }
    const digit = ALPHABET.indexOf(String.fromCharCode(bytes[i]));
    if (digit < 0) {
      if (strict) throw fail('Only base64 data is allowed');
      continue;
    }
    if (strict && pads > 0) throw fail(quad + pads === 4 ? 'Excess data after padding' : 'Discontinuous padding not allowed');
    pads = 0;
    digits++;
    switch (quad) {
      case 0:
        quad = 1;
        break;
      case 1:
        quad = 2;
        out.push((pending << 2) | (digit >> 4));
        break;
      case 2:
        quad = 3;
        out.push(((pending & 15) << 4) | (digit >> 2));
        break;
      default:
        quad = 0;
        out.push(((pending & 3) << 6) | digit);
    }
    pending = digit;
  }
  if (quad === 1) throw fail(`Invalid base64-encoded string: number of data characters (${digits}) cannot be 1 more than a multiple of 4`);
  if (quad !== 0 && quad + pads < 4) throw fail('Incorrect padding');
  return new PyBytes(Uint8Array.from(out));
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

export function crc32(bytes: Uint8Array, start = 0): number {
  let crc = ~start;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

function crcHqx(data: Value, start: Value): Value {
  let crc = Number(intValue(start)) & 0xffff;
  for (const byte of bytesArgument(data)) {
    crc ^= byte << 8;
    for (let k = 0; k < 8; k++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

const flag = (value: MaybeValue, preset: boolean): boolean => (value === undefined ? preset : isTruthy(value));

function toUu(data: Value, backtick: MaybeValue): Value {
  const bytes = bytesArgument(data);
  if (bytes.length > 45) throw fail('At most 45 bytes at once');
  return new PyBytes(Uint8Array.from(uuLine(bytes, flag(backtick, false))));
}

function fromUu(data: Value): Value {
  const bytes = fromUuLine(textBytes(data));
  if (typeof bytes === 'string') throw fail(bytes);
  return new PyBytes(bytes);
}

function toQp(data: Value, quoteTabs: MaybeValue, isText: MaybeValue, header: MaybeValue): Value {
  const form = { quoteTabs: flag(quoteTabs, false), text: flag(isText, true), header: flag(header, false) };
  return new PyBytes(Uint8Array.from(toQuotedPrintable(bytesArgument(data), form)));
}

registerModule('binascii', {
  doc: 'Conversion between binary data and ASCII',
  functions: {
    'hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)': hexlify,
    'b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)': hexlify,
    'unhexlify(hexstr, /)': unhexlify,
    'a2b_hex(hexstr, /)': unhexlify,
    'b2a_base64(data, /, *, newline=True)': toBase64,
    'a2b_base64(data, /, *, strict_mode=False)': fromBase64,
    'crc32(data, crc=0, /)': (data: Value, crc: MaybeValue) =>
      crc32(bytesArgument(data), crc === undefined ? 0 : Number(BigInt.asUintN(32, BigInt(intValue(crc) ?? 0)))),
    'crc_hqx(data, crc, /)': crcHqx,
    'b2a_uu(data, /, *, backtick=False)': toUu,
    'a2b_uu(data, /)': fromUu,
    'b2a_qp(data, quotetabs=False, istext=True, header=False)': toQp,
    'a2b_qp(data, header=False)': (data: Value, header: MaybeValue) =>
      new PyBytes(Uint8Array.from(fromQuotedPrintable(textBytes(data), flag(header, false)))),
  },
  attributes: { Error: BinasciiError, Incomplete },
});
