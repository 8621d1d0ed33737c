/** From a file's bytes to its text: byte order mark, PEP 263 cookie, UTF-8 unless told otherwise. */
import { codecRegistry, DecodeError, decodeUtf8, findInvalidUtf8, hasBom, hex, isNative, lookupDecoder } from './encodings.ts';
import { PythonSyntaxError } from './syntax-error.ts';
import type { ErrorRange } from './syntax-error.ts';
import { codePointLength } from './source-text.ts';

export interface DecodedSource {
  text: string;
  /** As CPython's tokenizer names it: `utf-8`, `iso-8859-1`, or the cookie as written. */
  encoding: string;
  bom: boolean;
}

/**
 * Decodes a source file as `compile(bytes)` and the import system do.
 *
 * The errors are CPython's: an unknown or contradicting cookie, bytes that are not in the declared encoding, null bytes. With `fromFile`
 * they are those of `python FILE`, which names the file and leaves null bytes to the tokenizer.
 */
export function decodeSource(bytes: Uint8Array, filename = '<string>', fromFile = false): DecodedSource {
  const fail = (message: string, range: ErrorRange, filenameIsApart = false): never => {
    const error = new PythonSyntaxError('SyntaxError', message, filename, range);
    error.filenameIsApart = filenameIsApart;
    throw error;
  };
  if (!fromFile && bytes.includes(0))
    fail('source code string cannot contain null bytes', { lineno: null, offset: null, end_lineno: null, end_offset: null, text: null });
  const bom = hasBom(bytes);
  const body = bom ? bytes.subarray(3) : bytes;
  const cookie = findCookie(body);
  const encoding = cookie?.encoding ?? 'utf-8';
  if (bom && encoding !== 'utf-8') {
    const { line } = cookie!;
    const range = { lineno: 1, offset: 0, end_lineno: 1, end_offset: line.length, text: line };
    fail(`encoding problem: ${encoding} with BOM`, range, !fromFile);
  }
  if (encoding === 'utf-8') {
    try {
      return { text: decodeUtf8(body), encoding, bom };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
    return fail(...describeNonUtf8(body, fromFile ? filename : null), !fromFile);
  }
  // What goes wrong before the first token has no place in the source.
  const nowhere: ErrorRange = { lineno: 0, offset: -1, end_lineno: null, end_offset: null, text: null };
  try {
    const text = fromFile ? decodeFile(body, cookie!, encoding) : decodeString(body, encoding);
    return text === null ? fail(`unknown encoding: ${encoding}`, nowhere) : { text, encoding, bom };
  } catch (error) {
    if (error instanceof DecodeError) return fail(error.message, nowhere);
    throw error;
  }
}

/** A string gets a line's end at its end, and others become `\n`, while it is still bytes; where they are units of several bytes, that can be seen. */
function decodeString(bytes: Uint8Array, encoding: string): string | null {
  const text = isNative(encoding) ? null : codecRegistry.decode(withNewlines(bytes), encoding, false);
  return text ?? lookupDecoder(encoding)?.(bytes) ?? null;
}

function withNewlines(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  bytes.forEach((byte, i) => {
    if (byte !== 13) out.push(byte);
    else if (bytes[i + 1] !== 10) out.push(10);
  });
  if (out.at(-1) !== 10) out.push(10);
  return Uint8Array.from(out);
}

/** A file is read through its codec from the end of the line on in which the cookie is; what stands before are comments. */
function decodeFile(bytes: Uint8Array, { end }: Cookie, encoding: string): string | null {
  const rest = bytes.subarray(end);
  const text = codecRegistry.decode(rest, encoding, true) ?? lookupDecoder(encoding)?.(rest) ?? null;
  return text === null ? null : decodeUtf8(bytes.subarray(0, end), true) + text;
}

interface Cookie {
  readonly encoding: string;
  readonly line: string;
  /** Where the line's end stands. */
  readonly end: number;
}

/** The encoding a source declares in its first two lines, normalized as CPython does, or null. */
export function findCookie(bytes: Uint8Array): Cookie | null {
  let start = 0;
  for (let lineno = 1; lineno <= 2; lineno++) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    const line = decodeUtf8(bytes.subarray(start, end), true);
    const match = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line);
    if (match !== null) return { encoding: normalizeEncoding(match[1]), line, end };
    if (!/^[ \t\f]*(#|$)/.test(line)) return null;
    start = bytes[end] === 13 && bytes[end + 1] === 10 ? end + 2 : end + 1;
  }
  return null;
}

/** `utf_8` and `UTF-8-unix` are `utf-8`, the Latin-1 family is `iso-8859-1`; other names stay as written. */
export function normalizeEncoding(name: string): string {
  const normal = name.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (/^utf-8($|-)/.test(normal)) return 'utf-8';
  if (/^(latin-1|iso-8859-1|iso-latin-1)($|-)/.test(normal)) return 'iso-8859-1';
  return name;
}

function describeNonUtf8(bytes: Uint8Array, file: string | null): [string, ErrorRange] {
  const { index } = findInvalidUtf8(bytes);
  let lineno = 1;
  let lineStart = 0;
  for (let i = 0; i < index; i++) {
    if (bytes[i] === 10 || (bytes[i] === 13 && bytes[i + 1] !== 10)) {
      lineno++;
      lineStart = i + 1;
    }
  }
  let lineEnd = index;
  while (lineEnd < bytes.length && bytes[lineEnd] !== 10 && bytes[lineEnd] !== 13) lineEnd++;
  const column = codePointLength(decodeUtf8(bytes.subarray(lineStart, index))) + 1;
  // Looking for a cookie, CPython reads a file's second line before it counts it.
  if (file !== null && lineno === 2) lineno = 1;
  const where = file === null ? `on line ${lineno}` : `in file ${file} on line ${lineno}`;
  return [
    `Non-UTF-8 code starting with '\\x${hex(bytes[index])}' ${where}, but no encoding declared; see https://peps.python.org/pep-0263/ for details`,
    { lineno, offset: column, end_lineno: lineno, end_offset: column, text: decodeUtf8(bytes.subarray(lineStart, lineEnd), true) },
  ];
}
