/** The text encodings a source file may declare, by the names of Python's `codecs`. */

/** Why bytes could not be decoded: what CPython's UnicodeDecodeError would say. */
export class DecodeError extends Error {}

/** Turns bytes into text; throws DecodeError where CPython's strict error handler raises. With `replace`, U+FFFD stands for what is wrong. */
export type Decoder = (bytes: Uint8Array, replace?: boolean) => string;

/**
 * Encodings beyond those that this file knows: the machine's registry of codecs, where there is a machine. Null means that it does not know the encoding
 * either. With `fromFile` it decodes as reading a text file does, piece by piece, which shows in the positions of errors.
 */
export const codecRegistry: { decode: (bytes: Uint8Array, encoding: string, fromFile: boolean) => string | null } = { decode: () => null };

const UTF_8_NAMES = ['utf_8', 'utf8', 'u8', 'utf', 'cp65001', 'utf8_ucs2', 'utf8_ucs4'];
const UTF_8_SIG_NAMES = ['utf_8_sig', 'utf8_sig'];
const ASCII_NAMES = [
  'ascii',
  '646',
  'ansi_x3.4_1968',
  'ansi_x3_4_1968',
  'ansi_x3.4_1986',
  'cp367',
  'csascii',
  'ibm367',
  'iso646_us',
  'us',
  'us_ascii',
];
const LATIN_1_NAMES = [
  'latin_1',
  'iso_8859_1',
  'iso8859_1',
  'iso8859',
  '8859',
  'cp819',
  'csisolatin1',
  'ibm819',
  'iso_8859_1_1987',
  'iso_ir_100',
  'l1',
  'latin',
  'latin1',
];

/** Python's codec and the label under which TextDecoder knows the same table. */
const TEXT_DECODER_LABELS: Readonly<Record<string, string>> = {
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  cp1253: 'windows-1253',
  cp1254: 'windows-1254',
  cp1255: 'windows-1255',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  cp1258: 'windows-1258',
  cp866: 'ibm866',
  cp874: 'windows-874',
  iso8859_2: 'iso-8859-2',
  iso8859_3: 'iso-8859-3',
  iso8859_4: 'iso-8859-4',
  iso8859_5: 'iso-8859-5',
  iso8859_6: 'iso-8859-6',
  iso8859_7: 'iso-8859-7',
  iso8859_8: 'iso-8859-8',
  iso8859_10: 'iso-8859-10',
  iso8859_13: 'iso-8859-13',
  iso8859_14: 'iso-8859-14',
  iso8859_15: 'iso-8859-15',
  iso8859_16: 'iso-8859-16',
  koi8_r: 'koi8-r',
  koi8_u: 'koi8-u',
  mac_roman: 'macintosh',
  mac_cyrillic: 'x-mac-cyrillic',
  shift_jis: 'shift_jis',
  euc_jp: 'euc-jp',
  iso2022_jp: 'iso-2022-jp',
  euc_kr: 'euc-kr',
  gb2312: 'gbk',
  gbk: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  utf_16_le: 'utf-16le',
  utf_16_be: 'utf-16be',
};

const MULTI_BYTE = new Set(['shift_jis', 'euc_jp', 'iso2022_jp', 'euc_kr', 'gb2312', 'gbk', 'gb18030', 'big5', 'utf_16_le', 'utf_16_be']);

const ALIASES: Readonly<Record<string, string>> = {
  windows_1250: 'cp1250',
  windows_1251: 'cp1251',
  windows_1252: 'cp1252',
  windows_1253: 'cp1253',
  windows_1254: 'cp1254',
  windows_1255: 'cp1255',
  windows_1256: 'cp1256',
  windows_1257: 'cp1257',
  windows_1258: 'cp1258',
  ibm866: 'cp866',
  latin2: 'iso8859_2',
  latin3: 'iso8859_3',
  latin4: 'iso8859_4',
  cyrillic: 'iso8859_5',
  arabic: 'iso8859_6',
  greek: 'iso8859_7',
  hebrew: 'iso8859_8',
  latin9: 'iso8859_15',
  koi8r: 'koi8_r',
  macroman: 'mac_roman',
  macintosh: 'mac_roman',
  maccyrillic: 'mac_cyrillic',
  sjis: 'shift_jis',
  s_jis: 'shift_jis',
  shiftjis: 'shift_jis',
  eucjp: 'euc_jp',
  ujis: 'euc_jp',
  iso_2022_jp: 'iso2022_jp',
  euckr: 'euc_kr',
  euc_cn: 'gb2312',
  euccn: 'gb2312',
  cp936: 'gbk',
  '936': 'gbk',
  gb18030_2000: 'gb18030',
  big5_tw: 'big5',
};

function normalName(encoding: string): string {
  return encoding
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^iso_8859_/, 'iso8859_');
}

/** Whether an encoding is decoded without its codec being looked up. */
export function isNative(encoding: string): boolean {
  const name = normalName(encoding);
  return [UTF_8_NAMES, ASCII_NAMES, LATIN_1_NAMES].some(names => names.includes(name));
}

/** The decoder for an encoding as Python names it, or null for one nobody knows. */
export function lookupDecoder(encoding: string): Decoder | null {
  const name = normalName(encoding);
  if (UTF_8_NAMES.includes(name)) return decodeUtf8;
  if (UTF_8_SIG_NAMES.includes(name)) return (bytes, replace) => decodeUtf8(hasBom(bytes) ? bytes.subarray(3) : bytes, replace);
  if (ASCII_NAMES.includes(name)) return decodeAscii;
  if (LATIN_1_NAMES.includes(name)) return decodeLatin1;
  const codec = ALIASES[name] ?? name;
  const label = TEXT_DECODER_LABELS[codec];
  return label === undefined ? null : (bytes, replace) => decodeWith(label, codec, bytes, replace);
}

export function hasBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

export function decodeUtf8(bytes: Uint8Array, replace = false): string {
  if (replace) return utf8.decode(bytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    const at = findInvalidUtf8(bytes);
    throw new DecodeError(`'utf-8' codec can't decode ${at.span} in position ${at.position}: ${at.reason}`);
  }
}

export interface InvalidUtf8 {
  /** Offset of the first byte that belongs to no character. */
  index: number;
  /** The bytes at fault, in CPython's words. */
  span: string;
  position: string;
  reason: string;
}

/** The first place where bytes are not UTF-8, explained as CPython does. Call it only when there is one. */
export function findInvalidUtf8(bytes: Uint8Array): InvalidUtf8 {
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    if (lead < 0xc2 || lead > 0xf4) return describe(bytes, i, 1, 'invalid start byte');
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    // The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF.
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    let valid = 1;
    while (valid < length && i + valid < bytes.length) {
      const byte = bytes[i + valid];
      if (valid === 1 ? byte < low || byte > high : byte < 0x80 || byte > 0xbf)
        return describe(bytes, i, valid, 'invalid continuation byte');
      valid++;
    }
    if (valid < length) return describe(bytes, i, valid, 'unexpected end of data');
    i += length;
  }
  throw new Error('invariant: findInvalidUtf8 is called on invalid UTF-8 only');
}

function describe(bytes: Uint8Array, index: number, length: number, reason: string): InvalidUtf8 {
  if (length > 1) return { index, span: 'bytes', position: `${index}-${index + length - 1}`, reason };
  return { index, span: `byte 0x${hex(bytes[index])}`, position: `${index}`, reason };
}

function decodeAscii(bytes: Uint8Array, replace = false): string {
  const wrong = bytes.findIndex(byte => byte > 0x7f);
  if (wrong === -1) return utf8.decode(bytes);
  if (!replace)
    throw new DecodeError(`'ascii' codec can't decode byte 0x${hex(bytes[wrong])} in position ${wrong}: ordinal not in range(128)`);
  return decodeLatin1(bytes).replace(/[\x80-\xff]/g, '\ufffd');
}

function decodeLatin1(bytes: Uint8Array): string {
  // TextDecoder's "latin1" is windows-1252, so the real one is made by hand.
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 8192) parts.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
  return parts.join('');
}

function decodeWith(label: string, codec: string, bytes: Uint8Array, replace = false): string {
  const text = new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
  if (replace) return text;
  if (!MULTI_BYTE.has(codec)) {
    // One byte, one unit. Where Python's tables have a hole, the Web's have a control character.
    const hole = codec.startsWith('cp') ? /[\x80-\x9f\ufffd]/ : /\ufffd/;
    const wrong = text.search(hole);
    if (wrong === -1) return text;
    throw new DecodeError(`'charmap' codec can't decode byte 0x${hex(bytes[wrong])} in position ${wrong}: character maps to <undefined>`);
  }
  if (!text.includes('\ufffd')) return text;
  throw new DecodeError(`'${codec}' codec can't decode the source: illegal multibyte sequence`);
}

export function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
