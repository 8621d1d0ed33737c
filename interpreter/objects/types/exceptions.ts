/**
 * The exceptions of `builtins`: the tree of `defs/exceptions.ts`, and what some of them keep besides `args`
 * (CPython: Objects/exceptions.c).
 */
import { EXCEPTIONS } from '../../defs/exceptions.ts';
import type { MaybeValue, Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyList, PyTuple } from '../core/tuple.ts';
import { unexpectedKeyword } from '../core/native.ts';
import { T } from '../core/registry.ts';
import { defineType, type TypeDefinition } from '../core/define.ts';
import { attributeError, exceptionFields, PyBaseException, raise, typeError, valueError } from '../core/errors.ts';
import { PyType, typeOf } from '../core/type.ts';
import type { KwNames } from '../core/slots.ts';
import { codePointsOf, strText, strValue, textOf, type Str } from '../core/str.ts';
import { PyBytes } from '../core/bytes.ts';
import { bytesLike } from '../protocol/buffer.ts';
import { repr, str } from '../protocol/repr.ts';
import { assignedDict, getAttribute, setAttribute } from '../protocol/attribute.ts';
import { callValue, isCallable } from '../protocol/call.ts';
import { isTruthy } from '../protocol/truth.ts';
import { toArray } from '../protocol/iterate.ts';
import { isSubclass } from './type.ts';
import { weakrefDescriptor } from './descriptors.ts';
import { addNote } from './type.ts';

/** A field that an exception class keeps: read and written as an attribute. */
type FieldNames = readonly string[];

interface ExceptionRow {
  /** Fields and, by position, the arguments that set them. */
  readonly fields?: FieldNames;
  /** Sets fields from positional arguments. */
  readonly initialize?: (self: PyBaseException) => void;
  /** Keyword arguments that the constructor takes; each sets the field of its name. */
  readonly keywords?: FieldNames;
  readonly str?: (self: PyBaseException) => Str;
  readonly methods?: TypeDefinition['methods'];
  readonly new?: (cls: PyType, args: Value[]) => PyBaseException;
}

const field = (self: PyBaseException, name: string): Value => self.fields?.get(name) ?? null;
const setField = (self: PyBaseException, name: string, value: Value): void => void (self.fields ??= new Map()).set(name, value);

function plainStr(self: PyBaseException): Str {
  const { items } = self.args;
  return items.length === 0 ? '' : ((items.length === 1 ? str(items[0]) : repr(self.args)) as Str);
}

/** errno → the subclass of OSError that `OSError(errno, …)` makes (PEP 3151), with Linux's numbers. */
const OSERROR_SUBCLASSES: Readonly<Record<number, string>> = {
  1: 'PermissionError',
  2: 'FileNotFoundError',
  3: 'ProcessLookupError',
  4: 'InterruptedError',
  10: 'ChildProcessError',
  11: 'BlockingIOError',
  13: 'PermissionError',
  17: 'FileExistsError',
  20: 'NotADirectoryError',
  21: 'IsADirectoryError',
  32: 'BrokenPipeError',
  103: 'ConnectionAbortedError',
  104: 'ConnectionResetError',
  108: 'BrokenPipeError',
  110: 'TimeoutError',
  111: 'ConnectionRefusedError',
  114: 'BlockingIOError',
  115: 'BlockingIOError',
};

function initializeOSError(self: PyBaseException): void {
  const { items } = self.args;
  if (items.length < 2 || items.length > 5) return;
  setField(self, 'errno', items[0]);
  setField(self, 'strerror', items[1]);
  if (items.length === 2 || items[2] === null) return;
  // BlockingIOError has how much was written where others have the file.
  if (typeof items[2] === 'number' && self.cls.isSubtype(T.BlockingIOError)) {
    setField(self, 'characters_written', items[2]);
    return;
  }
  setField(self, 'filename', items[2]);
  if (items.length > 4 && items[4] !== null) setField(self, 'filename2', items[4]);
  self.args = new PyTuple(items.slice(0, 2));
}

function initializeSyntaxError(self: PyBaseException): void {
  const { items } = self.args;
  if (items.length > 0) setField(self, 'msg', items[0]);
  if (items.length !== 2) return;
  const details = toArray(items[1]);
  if (details.length < 4)
    throw typeError(
      `function missing required argument '${['filename', 'lineno', 'offset', 'text'][details.length]}' (pos ${details.length + 1})`,
    );
  if (details.length > 7) throw typeError(`function takes at most 7 arguments (${details.length} given)`);
  if (details.length === 5) throw typeError('end_offset must be provided when end_lineno is provided');
  ['filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset', '_metadata'].forEach((name, i) => {
    if (i < details.length) setField(self, name, details[i]);
    else self.fields?.delete(name);
  });
}

function syntaxErrorStr(self: PyBaseException): Str {
  const filename = strText(field(self, 'filename'));
  const lineno = field(self, 'lineno');
  const message = textOf(str(field(self, 'msg')));
  const base = filename === undefined ? undefined : filename.slice(filename.lastIndexOf('/') + 1);
  if (base !== undefined && typeof lineno === 'number') return `${message} (${base}, line ${lineno})`;
  if (base !== undefined) return `${message} (${base})`;
  return typeof lineno === 'number' ? `${message} (line ${lineno})` : message;
}

const unicodeRange = (self: PyBaseException): { start: number; end: number } => ({
  start: Number(field(self, 'start')),
  end: Number(field(self, 'end')),
});

/** A field of an error about text, which Python code may have changed. */
function checkedField(self: PyBaseException, name: string, kind: 'str' | 'bytes'): Value {
  const value = self.fields?.get(name);
  if (value === undefined) throw typeError(`${name} attribute not set`);
  const matches = kind === 'str' ? strText(value) !== undefined : value instanceof PyBytes;
  if (!matches) throw typeError(`${name} attribute must be ${kind === 'str' ? 'unicode' : 'bytes'}`);
  return value;
}

const escapedHex = (c: number): string => (c <= 0xff ? `\\x${hex(c, 2)}` : c <= 0xffff ? `\\u${hex(c, 4)}` : `\\U${hex(c, 8)}`);
const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0');

function unicodeErrorStr(verb: 'encode' | 'decode' | 'translate') {
  return (self: PyBaseException): Str => {
    if (self.fields === undefined) return '';
    const reason = textOf(str(field(self, 'reason')));
    const who = verb === 'translate' ? "can't translate" : `'${textOf(str(field(self, 'encoding')))}' codec can't ${verb}`;
    const object = checkedField(self, 'object', verb === 'decode' ? 'bytes' : 'str');
    const { start, end } = unicodeRange(self);
    const items = object instanceof PyBytes ? object.data : codePointsOf(strValue(object)!);
    const unit = verb === 'decode' ? 'byte' : 'character';
    if (end !== start + 1 || start < 0 || start >= items.length) return `${who} ${unit}s in position ${start}-${end - 1}: ${reason}`;
    const shown = verb === 'decode' ? `0x${hex(items[start], 2)}` : `'${escapedHex(items[start])}'`;
    return `${who} ${unit} ${shown} in position ${start}: ${reason}`;
  };
}

/** The object is kept as it was: a bytearray may change. */
function initializeDecodeError(self: PyBaseException): void {
  byPosition(['encoding', 'object', 'start', 'end', 'reason'], true)(self);
  const object = field(self, 'object');
  const bytes = object instanceof PyBytes ? object : bytesLike(object);
  if (bytes instanceof Uint8Array) setField(self, 'object', new PyBytes(bytes.slice()));
}

const byPosition =
  (names: FieldNames, exact: boolean) =>
  (self: PyBaseException): void => {
    const { items } = self.args;
    if (exact && items.length !== names.length) throw typeError(`function takes exactly ${names.length} arguments (${items.length} given)`);
    names.forEach((attribute, i) => setField(self, attribute, items[i] ?? null));
  };

/** `__dict__` with those of some fields that are set. */
function stateWith(self: PyBaseException, names: FieldNames): PyDict {
  const state = new PyDict();
  for (const entry of self.dict?.entries() ?? []) state.set(entry.key, entry.value!);
  for (const name of names) if (field(self, name) !== null) state.setStr(name, field(self, name));
  return state;
}

/** Without `obj`, which may be anything. */
function attributeErrorState(self: PyBaseException): Value {
  const state = stateWith(self, ['name']);
  state.setStr('args', self.args);
  return state;
}

const ROWS: Readonly<Record<string, ExceptionRow>> = {
  StopIteration: { fields: ['value'], initialize: self => setField(self, 'value', self.args.items[0] ?? null) },
  SystemExit: {
    fields: ['code'],
    initialize: self => {
      const { items } = self.args;
      if (items.length > 0) setField(self, 'code', items.length === 1 ? items[0] : self.args);
    },
  },
  KeyError: { str: self => (self.args.items.length === 1 ? (repr(self.args.items[0]) as Str) : plainStr(self)) },
  AttributeError: {
    fields: ['name', 'obj'],
    keywords: ['name', 'obj'],
    methods: {
      '__getstate__($self, /)': attributeErrorState,
      '__reduce__($self, /)': (self: PyBaseException) => new PyTuple([self.cls, self.args, attributeErrorState(self)]),
    },
  },
  NameError: { fields: ['name'], keywords: ['name'] },
  ImportError: {
    fields: ['msg', 'name', 'path', 'name_from'],
    keywords: ['name', 'path', 'name_from'],
    methods: {
      '__reduce__($self, /)': (self: PyBaseException) => {
        const state = stateWith(self, ['name', 'path', 'name_from']);
        return new PyTuple(state.size === 0 ? [self.cls, self.args] : [self.cls, self.args, state]);
      },
    },
    initialize: self => {
      if (self.args.items.length === 1) setField(self, 'msg', self.args.items[0]);
      else self.fields?.delete('msg');
    },
    str: self => {
      const message = field(self, 'msg');
      return strText(message) !== undefined ? (str(message) as Str) : plainStr(self);
    },
  },
  OSError: {
    fields: ['errno', 'strerror', 'filename', 'filename2', 'characters_written'],
    initialize: initializeOSError,
    methods: {
      // The file names are not in args, but the constructor takes them.
      '__reduce__($self, /)': (self: PyBaseException) => {
        let { args } = self;
        const filename = self.fields?.get('filename');
        if (args.items.length === 2 && filename !== undefined) {
          const second = self.fields!.get('filename2');
          args = new PyTuple(second === undefined ? [...args.items, filename] : [...args.items, filename, null, second]);
        }
        return new PyTuple(self.dict === undefined || self.dict.size === 0 ? [self.cls, args] : [self.cls, args, self.dict]);
      },
    },
    new: (cls, args) => {
      const errno = args[0];
      const subclass =
        cls === T.OSError && args.length >= 2 && args.length <= 5 && typeof errno === 'number' ? OSERROR_SUBCLASSES[errno] : undefined;
      return new PyBaseException(subclass === undefined ? cls : T[subclass], args);
    },
    str: self => {
      const text = (name: string): string => textOf(str(field(self, name)));
      const shown = (name: string): string => textOf(repr(field(self, name)));
      if (self.fields?.has('filename')) {
        const second = self.fields.has('filename2') ? ` -> ${shown('filename2')}` : '';
        return `[Errno ${text('errno')}] ${text('strerror')}: ${shown('filename')}${second}`;
      }
      return self.fields?.has('errno') && self.fields.has('strerror') ? `[Errno ${text('errno')}] ${text('strerror')}` : plainStr(self);
    },
  },
  SyntaxError: {
    fields: ['msg', 'filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset', 'print_file_and_line', '_metadata'],
    initialize: initializeSyntaxError,
    str: syntaxErrorStr,
  },
  UnicodeEncodeError: {
    fields: ['encoding', 'object', 'start', 'end', 'reason'],
    initialize: byPosition(['encoding', 'object', 'start', 'end', 'reason'], true),
    str: unicodeErrorStr('encode'),
  },
  UnicodeDecodeError: {
    fields: ['encoding', 'object', 'start', 'end', 'reason'],
    initialize: initializeDecodeError,
    str: unicodeErrorStr('decode'),
  },
  UnicodeTranslateError: {
    fields: ['encoding', 'object', 'start', 'end', 'reason'],
    initialize: byPosition(['object', 'start', 'end', 'reason'], true),
    str: unicodeErrorStr('translate'),
  },
  BaseExceptionGroup: {
    new: newExceptionGroup,
    str: self => {
      const count = groupExceptions(self).length;
      return `${textOf(str(field(self, 'message')))} (${count} sub-exception${count === 1 ? '' : 's'})`;
    },
    methods: {
      'derive($self, excs, /)': (self: PyBaseException, excs: Value) => callValue(T.BaseExceptionGroup, [field(self, 'message'), excs]),
      'split($self, matcher_value, /)': (self: PyBaseException, matcher: Value) => {
        const [match, rest] = splitGroup(self, groupMatcher(matcher));
        return new PyTuple([match, rest]);
      },
      'subgroup($self, matcher_value, /)': (self: PyBaseException, matcher: Value) => splitGroup(self, groupMatcher(matcher))[0],
    },
  },
};

/** The nearest row up the tree. */
function rowOf(cls: PyType): ExceptionRow | undefined {
  for (const type of cls.mro) {
    const row = type.isHeapType ? undefined : ROWS[type.name];
    if (row !== undefined) return row;
  }
  return undefined;
}

const rowsByType = new Map<PyType, ExceptionRow | undefined>();
function cachedRow(cls: PyType): ExceptionRow | undefined {
  if (cls.isHeapType) return rowOf(cls);
  if (!rowsByType.has(cls)) rowsByType.set(cls, rowOf(cls));
  return rowsByType.get(cls);
}

exceptionFields.initialize = exception => cachedRow(exception.cls)?.initialize?.(exception);

function newException(cls: PyType, args: Value[], kwnames: KwNames): Value {
  const positional = kwnames === null ? args : args.slice(0, args.length - kwnames.length);
  return rowOf(cls)?.new?.(cls, positional) ?? new PyBaseException(cls, positional);
}

function initException(value: Value, args: Value[], kwnames: KwNames): void {
  const self = value as PyBaseException;
  const row = rowOf(self.cls);
  // Whoever replaces OSError's `__new__` has had its arguments taken there.
  if (self.cls.isHeapType && self.cls.isSubtype(T.OSError) && self.cls.slots.tp_new !== T.OSError.slots.tp_new) return;
  const positional = kwnames === null ? args : args.slice(0, args.length - kwnames.length);
  if (row?.keywords !== undefined && self.fields !== undefined) for (const keyword of row.keywords) self.fields.delete(keyword);
  if (kwnames !== null) {
    const name = self.cls.name;
    const keywords = row?.keywords;
    if (keywords === undefined) throw typeError(`${name}() takes no keyword arguments`);
    const most = keywords.length;
    if (kwnames.length > most)
      throw typeError(`${name}() takes at most ${most} keyword argument${most === 1 ? '' : 's'} (${kwnames.length} given)`);
    kwnames.forEach((keyword, i) => {
      if (!keywords.includes(keyword)) throw unexpectedKeyword(name, keyword, keywords);
      setField(self, keyword, args[positional.length + i]);
    });
  }
  self.args = new PyTuple(positional);
  row?.initialize?.(self);
}

/** `initException` as a function of its own, so that the class that has it shows an `__init__`. */
const initOf = (): typeof initException => (value, args, kwnames) => initException(value, args, kwnames);

/** Field of a group with the text of its sequence of exceptions, where that was neither a list nor a tuple. */
const SHOWN = ' shown';

function groupRepr(value: Value): string {
  const self = value as PyBaseException;
  const exceptions = field(self, 'exceptions') as PyTuple;
  const given = self.args.items[1];
  let shown = field(self, SHOWN);
  if (shown === null) shown = repr(given !== undefined && typeOf(given) === T.list ? new PyList(exceptions.items.slice()) : exceptions);
  return `${self.cls.name}(${textOf(repr(field(self, 'message')))}, ${textOf(shown)})`;
}

/** A group's exceptions, as an array. */
export function groupExceptions(group: PyBaseException): Value[] {
  const exceptions = group.fields?.get('exceptions');
  return exceptions instanceof PyTuple ? exceptions.items : [];
}

function newExceptionGroup(cls: PyType, args: Value[]): PyBaseException {
  if (args.length !== 2) throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${args.length} given)`);
  const [message, sequence] = args;
  if (strText(message) === undefined) throw typeError(`argument 1 must be str, not ${typeOf(message).name}`);
  if (!(sequence instanceof PyList) && !(sequence instanceof PyTuple) && typeOf(sequence).patternKind !== 'sequence') {
    throw typeError('second argument (exceptions) must be a sequence');
  }
  const exceptions = toArray(sequence);
  if (exceptions.length === 0) throw valueError('second argument (exceptions) must be a non-empty sequence');
  let nestedBase = false;
  exceptions.forEach((exception, i) => {
    if (!(exception instanceof PyBaseException)) throw valueError(`Item ${i} of second argument (exceptions) is not an exception`);
    nestedBase ||= !exception.cls.isSubtype(T.Exception);
  });
  let type = cls;
  if (cls === T.ExceptionGroup || cls === T.BaseExceptionGroup) {
    if (cls === T.ExceptionGroup && nestedBase) throw typeError('Cannot nest BaseExceptions in an ExceptionGroup');
    if (!nestedBase) type = T.ExceptionGroup;
  } else if (nestedBase && cls.isSubtype(T.Exception)) throw typeError(`Cannot nest BaseExceptions in '${cls.name}'`);
  // A sequence of another kind is shown as it was then: it may change.
  const plain = typeOf(sequence) === T.list || typeOf(sequence) === T.tuple;
  const shown = plain ? null : repr(sequence);
  const group = new PyBaseException(type, args);
  setField(group, 'message', message);
  setField(group, 'exceptions', new PyTuple(exceptions));
  setField(group, SHOWN, shown);
  return group;
}

type Matcher = (exception: PyBaseException) => boolean;

function groupMatcher(value: Value): Matcher {
  const isExceptionClass = (cls: Value): boolean => cls instanceof PyType && cls.isSubtype(T.BaseException);
  if (isExceptionClass(value)) return exception => exception.cls.isSubtype(value as PyType);
  if (value instanceof PyTuple && value.items.every(isExceptionClass))
    return exception => value.items.some(cls => exception.cls.isSubtype(cls as PyType));
  if (isCallable(value) && !(value instanceof PyType)) return exception => isTruthy(callValue(value, [exception]));
  throw typeError('expected an exception type, a tuple of exception types, or a callable (other than a class)');
}

/** A group of the same kind with other exceptions; context, cause, traceback and notes are the original's. */
export function deriveGroup(group: PyBaseException, exceptions: Value[]): Value {
  const derived = callValue(getAttribute(group, 'derive'), [new PyList(exceptions)]);
  if (!(derived instanceof PyBaseException) || !derived.cls.isSubtype(T.BaseExceptionGroup))
    throw typeError('derive must return an instance of BaseExceptionGroup');
  derived.traceback = group.traceback;
  derived.context = group.context;
  derived.cause = group.cause;
  derived.suppressContext = group.suppressContext;
  const notes = group.dict?.getStr('__notes__');
  // What is no sequence there is somebody's mistake, which a split does not point out.
  if (notes !== undefined && isSequence(notes)) setAttribute(derived, '__notes__', new PyList(toArray(notes)));
  return derived;
}

const isSequence = (value: Value): boolean => typeOf(value).patternKind === 'sequence' || typeOf(value).isSubtype(T.str);

/** Splits a group (or a bare exception) by a condition on its leaves: what matches and the rest, each None when empty. */
export function splitGroup(exception: PyBaseException, matches: Matcher): [Value, Value] {
  if (matches(exception)) return [exception, null];
  if (!exception.cls.isSubtype(T.BaseExceptionGroup)) return [null, exception];
  const matching: Value[] = [];
  const rest: Value[] = [];
  for (const nested of groupExceptions(exception)) {
    const [match, other] = splitGroup(nested as PyBaseException, matches);
    if (match !== null) matching.push(match);
    if (other !== null) rest.push(other);
  }
  return [matching.length === 0 ? null : deriveGroup(exception, matching), rest.length === 0 ? null : deriveGroup(exception, rest)];
}

function defineException(name: string, bases: readonly string[]): void {
  const row = ROWS[name];
  const getset: Record<string, NonNullable<TypeDefinition['getset']>[string]> = {};
  for (const attribute of row?.fields ?? []) {
    getset[attribute] = [
      (self: PyBaseException) => {
        if (attribute === 'characters_written' && !self.fields?.has(attribute)) throw attributeError(attribute, attribute, self);
        return field(self, attribute);
      },
      (self: PyBaseException, value) => {
        if (value === undefined) {
          if (attribute === 'characters_written' && !self.fields?.has(attribute)) throw attributeError(attribute, attribute, self);
          self.fields?.delete(attribute);
        } else setField(self, attribute, value);
      },
    ];
  }
  if (name === 'BaseExceptionGroup') {
    getset['message'] = [(self: PyBaseException) => field(self, 'message')];
    getset['exceptions'] = [(self: PyBaseException) => field(self, 'exceptions')];
  }
  // As in CPython, a class whose constructor only sets fields inherits `__new__`, and so do the classes below it.
  const keepsFields = row?.fields !== undefined && row.new === undefined && !name.startsWith('Unicode');
  const inheritsNew =
    keepsFields ||
    ['KeyError', 'ExceptionGroup'].includes(name) ||
    bases.some(base => T[base] !== undefined && cachedRow(T[base])?.fields !== undefined);
  const ownInit = name === 'BaseException' ? initException : row !== undefined && name !== 'KeyError' ? initOf() : null;
  defineType(name, {
    bases: bases.map(base => T[base]),
    hasDict: true,
    solid: row !== undefined || name === 'BaseException',
    slots: {
      ...(inheritsNew ? {} : { tp_new: newException }),
      ...(ownInit === null ? {} : { tp_init: ownInit }),
      ...(row?.str !== undefined ? { tp_str: (self: Value) => row.str!(self as PyBaseException) } : {}),
      ...(name === 'BaseException' ? BASE_SLOTS : name === 'BaseExceptionGroup' ? { tp_repr: groupRepr } : {}),
    },
    getset: { ...getset, ...(name === 'BaseException' ? BASE_GETSET : {}) },
    methods: { ...row?.methods, ...(name === 'BaseException' ? BASE_METHODS : {}) },
    classMethods:
      name === 'BaseExceptionGroup'
        ? { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) }
        : undefined,
  });
  if (name === 'ExceptionGroup') {
    // In CPython this one is made as classes in Python are.
    T[name].namespace.setStr('__module__', 'builtins');
    T[name].namespace.setStr('__weakref__', weakrefDescriptor(T[name]));
  }
}

const BASE_SLOTS: TypeDefinition['slots'] = {
  tp_repr: value => {
    const self = value as PyBaseException;
    const { items } = self.args;
    return items.length === 1 ? `${self.cls.name}(${textOf(repr(items[0]))})` : `${self.cls.name}${textOf(repr(self.args))}`;
  },
  tp_str: value => plainStr(value as PyBaseException),
};

const chained = (value: MaybeValue, what: string): PyBaseException | null => {
  if (value === undefined) throw typeError(`${what} may not be deleted`);
  if (value !== null && !(value instanceof PyBaseException))
    throw typeError(`exception ${what.slice(2, -2)} must be None or derive from BaseException`);
  return value;
};

const BASE_GETSET: NonNullable<TypeDefinition['getset']> = {
  args: [
    (self: PyBaseException) => self.args,
    (self: PyBaseException, value) => {
      if (value === undefined) throw typeError('args may not be deleted');
      self.args = new PyTuple(toArray(value));
    },
  ],
  __traceback__: [
    (self: PyBaseException) => self.traceback,
    (self: PyBaseException, value) => {
      if (value === undefined) throw typeError('__traceback__ may not be deleted');
      if (value !== null && typeOf(value) !== T.traceback) throw typeError('__traceback__ must be a traceback or None');
      self.traceback = value;
    },
  ],
  __context__: [
    (self: PyBaseException) => self.context,
    (self: PyBaseException, value) => void (self.context = chained(value, '__context__')),
  ],
  __cause__: [
    (self: PyBaseException) => self.cause,
    (self: PyBaseException, value) => {
      self.cause = chained(value, '__cause__');
      self.suppressContext = true;
    },
  ],
  __suppress_context__: [
    (self: PyBaseException) => self.suppressContext,
    (self: PyBaseException, value) => {
      if (value === undefined) throw typeError("can't delete numeric/char attribute");
      if (typeof value !== 'boolean') throw typeError('attribute value type must be bool');
      self.suppressContext = value;
    },
  ],
  __dict__: [
    (self: PyBaseException) => (self.dict ??= new PyDict()),
    (self: PyBaseException, value) => {
      self.dict = assignedDict(value);
    },
  ],
};

const BASE_METHODS: NonNullable<TypeDefinition['methods']> = {
  'with_traceback($self, object, /)': [
    (self: PyBaseException, traceback: Value) => {
      setAttribute(self, '__traceback__', traceback);
      return self;
    },
    'Set self.__traceback__ to tb and return self.',
  ],
  'add_note($self, object, /)': [
    (self: PyBaseException, note: Value) => {
      if (strText(note) === undefined) throw typeError(`add_note() argument must be str, not ${typeOf(note).name}`);
      const notes = self.dict?.getStr('__notes__');
      if (notes !== undefined && !(notes instanceof PyList)) throw typeError('Cannot add note: __notes__ is not a list');
      addNote(self, note);
      return null;
    },
    'Exception.add_note(note) --\nadd a note to the exception',
  ],
  '__setstate__($self, object, /)': (self: PyBaseException, state: Value) => {
    if (state === null) return null;
    if (!(state instanceof PyDict)) throw typeError('state is not a dictionary');
    for (const entry of state.entries()) setAttribute(self, strText(entry.key)!, entry.value!);
    return null;
  },
  '__reduce__($self, /)': (self: PyBaseException) =>
    new PyTuple(self.dict === undefined || self.dict.size === 0 ? [self.cls, self.args] : [self.cls, self.args, self.dict]),
};

for (const [name, ...bases] of EXCEPTIONS) defineException(name, bases);
// Two more names of OSError.
T.EnvironmentError = T.OSError;
T.IOError = T.OSError;

/** Whether an exception is caught by `except match:`; raises TypeError for what is no exception class. */
export function exceptionMatches(exception: PyBaseException, match: Value): boolean {
  if (match instanceof PyType && match.isSubtype(T.BaseException)) return exception.cls.isSubtype(match);
  if (match instanceof PyTuple) {
    for (const item of match.items) if (!(item instanceof PyType) || !isSubclass(item, T.BaseException)) throw catchError();
    return match.items.some(item => exception.cls.isSubtype(item as PyType));
  }
  throw catchError();
}

const catchError = (): PyBaseException => raise(T.TypeError, 'catching classes that do not inherit from BaseException is not allowed');
