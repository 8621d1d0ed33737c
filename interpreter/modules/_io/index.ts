/**
 * `_io`: streams and `open()` (CPython: Modules/_io/).
 *
 * Three layers, as in CPython: raw bytes of a descriptor (`fileio.ts`), buffering (`buffered.ts`), text (`textio.ts`); and streams in memory
 * (`memory.ts`). What CPython's `io` module promises of each is in https://docs.python.org/3.14/library/io.html.
 */
import { registerModule } from '../registry.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import type { PyObject } from '../../objects/core/value.ts';
import { T } from '../../objects/core/registry.ts';
import { typeError, valueError } from '../../objects/core/errors.ts';
import { typeOf } from '../../objects/core/type.ts';
import { strOf, strText } from '../../objects/core/str.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { getAttribute, setAttribute } from '../../objects/protocol/attribute.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { toIndexNumber } from '../../objects/protocol/index.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { BufferedIOBase, call, IOBase, RawIOBase, TextIOBase, UnsupportedOperation } from './base.ts';
import { BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, DEFAULT_BUFFER_SIZE } from './buffered.ts';
import { closeFiles, resetDescriptors } from '../descriptors.ts';
import { machine } from '../../vm/machine.ts';
import { IncrementalNewlineDecoder } from './decoders.ts';
import { FileIO } from './fileio.ts';
import { loadModule } from '../../vm/import.ts';
import { BytesIO, BytesIOBuffer, StringIO } from './memory.ts';
import { TextIOWrapper } from './textio.ts';

export { PyTextIO } from './textio.ts';

/** `open()`. */
export function open(
  file: Value,
  modeArgument: MaybeValue,
  buffering: MaybeValue,
  encoding: MaybeValue,
  errors: MaybeValue,
  newline: MaybeValue,
  closefd: MaybeValue,
  opener: MaybeValue,
): Value {
  const mode = modeArgument === undefined ? 'r' : strText(modeArgument);
  if (mode === undefined) throw typeError(`open() argument 'mode' must be str, not ${typeOf(modeArgument as Value).name}`);
  for (const [name, value] of Object.entries({ encoding, errors, newline }))
    if (value !== undefined && value !== null && strText(value) === undefined)
      throw typeError(`open() argument '${name}' must be str or None, not ${typeOf(value).name}`);
  const has = (c: string): boolean => mode.includes(c);
  if ([...mode].some((c, i) => !'rwaxbt+'.includes(c) || mode.indexOf(c) !== i))
    throw valueError(`invalid mode: ${reprText(modeArgument ?? 'r')}`);
  if (has('t') && has('b')) throw valueError("can't have text and binary mode at once");
  if ([...mode].filter(c => 'rwax'.includes(c)).length !== 1) throw valueError('must have exactly one of create/read/write/append mode');
  if (has('b')) {
    const given = (value: MaybeValue): boolean => value !== undefined && value !== null;
    if (given(encoding)) throw valueError("binary mode doesn't take an encoding argument");
    if (given(errors)) throw valueError("binary mode doesn't take an errors argument");
    if (given(newline)) throw valueError("binary mode doesn't take a newline argument");
  }
  let bufferSize = buffering === undefined ? -1 : toIndexNumber(buffering);
  if (has('b') && bufferSize === 1)
    callValue(getAttribute(loadModule('warnings'), 'warn'), [
      "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
      T.RuntimeWarning,
      2,
    ]);
  if (bufferSize < -1) throw valueError('invalid buffering size');
  const rawMode = mode.replace('b', '').replace('t', '');
  const raw = callValue(FileIO, [file, rawMode, closefd ?? true, opener ?? null]);
  try {
    const lineBuffering = (bufferSize === 1 && !has('b')) || (bufferSize < 0 && isTruthy(call(raw, '_isatty_open_only')));
    if (bufferSize === 1 || bufferSize < 0) bufferSize = DEFAULT_BUFFER_SIZE;
    if (bufferSize === 0) {
      if (has('b')) return raw;
      throw valueError("can't have unbuffered text I/O");
    }
    const Buffered = has('+') ? BufferedRandom : has('r') ? BufferedReader : BufferedWriter;
    const buffer = callValue(Buffered, [raw, bufferSize]);
    if (has('b')) return buffer;
    const text = callValue(TextIOWrapper, [buffer, encoding ?? null, errors ?? null, newline ?? null, lineBuffering]);
    setAttribute(text, 'mode', mode);
    return text;
  } catch (error) {
    call(raw, 'close');
    throw error;
  }
}

export const OPEN_SIGNATURE = "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)";

/** The three streams of a run, made of descriptors 0, 1 and 2. Output is line-buffered, as it is at a terminal. */
export function standardStreams(encoding = 'utf-8', errors = 'strict'): Readonly<Record<'stdin' | 'stdout' | 'stderr', PyObject>> {
  resetDescriptors();
  const stream = (fd: number, mode: string, errors: string): PyObject => {
    const raw = callValue(FileIO, [fd, mode, false]);
    const buffer = callValue(mode === 'r' ? BufferedReader : BufferedWriter, [raw]);
    setAttribute(raw, 'name', fd === 0 ? '<stdin>' : fd === 1 ? '<stdout>' : '<stderr>');
    const text = callValue(TextIOWrapper, [buffer, strOf(encoding), strOf(errors), '\n', mode === 'w']) as PyObject;
    setAttribute(text, 'mode', mode);
    return text;
  };
  return { stdin: stream(0, 'r', errors), stdout: stream(1, 'w', errors), stderr: stream(2, 'w', 'backslashreplace') };
}

machine.closeFiles = closeFiles;

registerModule('_io', {
  // The function is the one of `builtins`.
  initialize: module => module.dict.setStr('open', machine.builtins.getStr('open') ?? module.dict.getStr('open')!),
  doc: 'The io module provides the Python interfaces to stream handling. The\nbuiltin open function is defined in this module.\n',
  functions: {
    [OPEN_SIGNATURE]: open,
    'open_code(path)': (path: Value) => open(path, 'rb', undefined, undefined, undefined, undefined, undefined, undefined),
    'text_encoding(encoding, stacklevel=2, /)': (encoding: Value) => (encoding === null ? 'locale' : encoding),
  },
  attributes: {
    DEFAULT_BUFFER_SIZE,
    UnsupportedOperation,
    BlockingIOError: () => T.BlockingIOError,
    _IOBase: IOBase,
    _RawIOBase: RawIOBase,
    _BufferedIOBase: BufferedIOBase,
    _TextIOBase: TextIOBase,
    FileIO,
    BytesIO,
    _BytesIOBuffer: BytesIOBuffer,
    StringIO,
    BufferedReader,
    BufferedWriter,
    BufferedRWPair,
    BufferedRandom,
    TextIOWrapper,
    IncrementalNewlineDecoder,
  },
});
