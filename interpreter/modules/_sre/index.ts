/**
 * `_sre` (CPython: Modules/_sre/): regular expressions.
 *
 *     re._parser, re._compiler (CPython's own)  ─► code ─► program.ts ─► engine.ts
 *
 * `re` parses a pattern and compiles it to a list of numbers; here that becomes a `Pattern`, whose `Matcher` runs it. This file has the types that
 * programs see: Pattern, Match, the scanner, and templates for replacement.
 */
import { registerModule } from '../registry.ts';
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { T } from '../../objects/core/registry.ts';
import { NotImplemented } from '../../objects/core/singletons.ts';
import { defineType } from '../../objects/core/define.ts';
import { indexError, typeError } from '../../objects/core/errors.ts';
import { typeOf } from '../../objects/core/type.ts';
import { clampInt, intValue } from '../../objects/core/integer.ts';
import { sliceStr, strLength, strText, strValue, type Str } from '../../objects/core/str.ts';
import { PyIterator } from '../../objects/core/iterators.ts';
import { bytesLike } from '../../objects/protocol/buffer.ts';
import { callValue, isCallable } from '../../objects/protocol/call.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { hash } from '../../objects/protocol/hash.ts';
import { isEqual } from '../../objects/protocol/compare.ts';
import { hasIndex, toIndex, toIndexNumber } from '../../objects/protocol/index.ts';
import { toArray } from '../../objects/protocol/iterate.ts';
import { reprText } from '../../objects/protocol/repr.ts';
import { joinStr } from '../../objects/types/str.ts';
import { concatBytes } from '../../objects/types/codecs.ts';
import { PyMappingProxy } from '../../objects/types/mappingproxy.ts';
import { loadModule } from '../../vm/import.ts';
import { asciiLower, unicodeLower, unicodeUpper } from './charset.ts';
import { interruption, Matcher, type Mode } from './engine.ts';
import { sliceIsOver } from '../../vm/machine.ts';
import { CODESIZE, MAGIC, MAXGROUPS, MAXREPEAT } from './opcodes.ts';
import { translate } from './program.ts';

class PyPattern extends PyObject {
  readonly pattern: Value;
  readonly flags: number;
  readonly code: Uint32Array;
  readonly groups: number;
  readonly groupindex: PyDict;
  readonly indexgroup: PyTuple;
  readonly isBytes: boolean;
  readonly matcher: Matcher;
  constructor(pattern: Value, flags: number, code: Uint32Array, groups: number, groupindex: PyDict, indexgroup: PyTuple) {
    super(Pattern);
    this.pattern = pattern;
    this.flags = flags;
    this.code = code;
    this.groups = groups;
    this.groupindex = groupindex;
    this.indexgroup = indexgroup;
    this.isBytes = pattern !== null && strValue(pattern) === undefined;
    this.matcher = new Matcher(translate(code, groups), groups);
  }
}

class PyMatch extends PyObject {
  readonly pattern: PyPattern;
  readonly string: Value;
  readonly subject: Subject;
  readonly pos: number;
  readonly endpos: number;
  readonly lastIndex: number;
  /** Start and end of every group. */
  readonly spans: readonly number[];
  constructor(pattern: PyPattern, subject: Subject, pos: number, endpos: number) {
    super(Match);
    this.pattern = pattern;
    this.string = subject.value;
    this.subject = subject;
    this.pos = pos;
    this.endpos = endpos;
    const { matcher } = pattern;
    this.lastIndex = matcher.lastIndex;
    const spans: number[] = [];
    for (let group = 0; group <= pattern.groups; group++) spans.push(...matcher.span(group));
    this.spans = spans;
  }

  get start(): number {
    return this.spans[0];
  }
  get end(): number {
    return this.spans[1];
  }
}

// ---------------------------------------------------------------- subjects

/** A text to be searched. */
interface Subject {
  readonly value: Value;
  readonly str: Str | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly units: Int32Array;
  readonly length: number;
}

/** The text matched last: scanners ask for many matches in one text. */
let recent: Subject | null = null;

function subjectOf(pattern: PyPattern, value: Value): Subject {
  if (recent !== null && recent.value === value && (recent.str !== undefined || value instanceof PyBytes)) {
    checkKind(pattern, recent.bytes !== undefined);
    return recent;
  }
  const str = strValue(value);
  if (str !== undefined) {
    checkKind(pattern, false);
    const length = strLength(str);
    const units = new Int32Array(length);
    if (typeof str === 'string') for (let i = 0; i < length; i++) units[i] = str.charCodeAt(i);
    else units.set(str.codePoints);
    return (recent = { value, str, bytes: undefined, units, length });
  }
  const bytes = bytesLike(value);
  if (bytes === undefined) throw typeError(`expected string or bytes-like object, got '${typeOf(value).name}'`);
  checkKind(pattern, true);
  return (recent = { value, str: undefined, bytes, units: Int32Array.from(bytes), length: bytes.length });
}

function checkKind(pattern: PyPattern, isBytes: boolean): void {
  if (pattern.pattern === null || pattern.isBytes === isBytes) return;
  throw typeError(
    pattern.isBytes ? 'cannot use a bytes pattern on a string-like object' : 'cannot use a string pattern on a bytes-like object',
  );
}

function slice(subject: Subject, start: number, end: number): Value {
  if (subject.str !== undefined) return sliceStr(subject.str, start, end);
  const bytes = subject.bytes!;
  if (start === 0 && end === bytes.length && subject.value instanceof PyBytes && typeOf(subject.value) === T.bytes) return subject.value;
  return new PyBytes(bytes.slice(start, end));
}

const empty = (subject: Subject): Value => (subject.str !== undefined ? '' : new PyBytes(new Uint8Array()));

function join(subject: Subject, parts: Value[]): Value {
  if (subject.str !== undefined)
    return parts.every(part => typeof part === 'string') ? safeJoin(parts as string[]) : joinStr('', new PyList(parts));
  return new PyBytes(concatBytes(parts.map(part => bytesLike(part)!)));
}

/** Joins narrow strings; surrogates that meet at a seam must become one character. */
function safeJoin(parts: readonly string[]): Value {
  const text = parts.join('');
  return /[\ud800-\udfff]/.test(text) ? joinStr('', new PyList([...parts])) : text;
}

interface Search {
  readonly subject: Subject;
  readonly pos: number;
  readonly endpos: number;
}

function prepare(pattern: PyPattern, string: Value, pos: MaybeValue, endpos: MaybeValue): Search {
  const subject = subjectOf(pattern, string);
  const bound = (value: MaybeValue, fallback: number): number =>
    value === undefined ? fallback : Math.min(Math.max(toIndexNumber(value), 0), subject.length);
  const end = bound(endpos, subject.length);
  return { subject, pos: Math.min(bound(pos, 0), end), endpos: end };
}

/** One attempt of the pattern's matcher; whether it found something. */
function run(pattern: PyPattern, search: Search, from: number, mode: Mode, notEmptyAt = -1): boolean {
  const { matcher } = pattern;
  matcher.text = search.subject.units;
  matcher.end = search.endpos;
  matcher.notEmptyAt = notEmptyAt;
  return mode === 'search' ? matcher.search(from) : mode === 'match' ? matcher.match(from) : matcher.fullmatch(from);
}

const single =
  (mode: Mode) =>
  (self: PyPattern, string: Value, pos: MaybeValue, endpos: MaybeValue): Value => {
    const search = prepare(self, string, pos, endpos);
    return run(self, search, search.pos, mode) ? new PyMatch(self, search.subject, search.pos, search.endpos) : null;
  };

/** Visits all matches from left to right. After an empty one the next, at the same place, must not be empty. */
function eachMatch(pattern: PyPattern, search: Search, visit: (start: number, end: number) => boolean | void): void {
  let at = search.pos;
  let last = -1;
  while (at <= search.endpos) {
    if (!run(pattern, search, at, 'search', last)) return;
    const { matchStart, matchEnd } = pattern.matcher;
    at = matchEnd;
    last = matchStart === matchEnd ? matchEnd : -1;
    if (visit(matchStart, matchEnd) === false) return;
  }
}

/** A group of the matcher's last match; `fallback` where it did not take part. */
function groupText(pattern: PyPattern, subject: Subject, group: number, fallback: Value): Value {
  const [start, end] = pattern.matcher.span(group);
  return start < 0 ? fallback : slice(subject, start, end);
}

function findall(self: PyPattern, string: Value, pos: MaybeValue, endpos: MaybeValue): Value {
  const search = prepare(self, string, pos, endpos);
  const { subject } = search;
  const nothing = empty(subject);
  const result: Value[] = [];
  eachMatch(self, search, (start, end) => {
    if (self.groups === 0) result.push(slice(subject, start, end));
    else if (self.groups === 1) result.push(groupText(self, subject, 1, nothing));
    else result.push(new PyTuple(Array.from({ length: self.groups }, (_, i) => groupText(self, subject, i + 1, nothing))));
  });
  return new PyList(result);
}

function split(self: PyPattern, string: Value, maxsplit: MaybeValue): Value {
  const search = prepare(self, string, undefined, undefined);
  const { subject } = search;
  const most = maxsplit === undefined ? 0 : toIndexNumber(maxsplit);
  const result: Value[] = [];
  let last = 0;
  let count = 0;
  if (most >= 0) {
    eachMatch(self, search, (start, end) => {
      result.push(slice(subject, last, start));
      for (let group = 1; group <= self.groups; group++) result.push(groupText(self, subject, group, null));
      last = end;
      return ++count !== most;
    });
  }
  result.push(slice(subject, last, subject.length));
  return new PyList(result);
}

// ---------------------------------------------------------------- replacement

/** A replacement with references to groups: literal texts with group numbers between them. */
class PyTemplate extends PyObject {
  /** Literal text or group number, in order. */
  readonly parts: readonly Value[];
  constructor(parts: readonly Value[]) {
    super(Template);
    this.parts = parts;
  }
}

const Template = defineType('re.Template', { module: '_sre', final: true });
Template.name = Template.qualname = 'SRE_Template';

function compileTemplate(pattern: PyPattern, repl: Value): PyTemplate {
  const template = callValue(getAttribute(loadModule('re'), '_compile_template'), [pattern, repl]);
  if (!(template instanceof PyTemplate))
    throw typeError(`the result of compiling a replacement string is ${reprText(template)}, not a list`);
  return template;
}

function hasBackslash(value: Value): boolean {
  const text = strText(value);
  if (text !== undefined) return text.includes('\\');
  return bytesLike(value)?.includes(0x5c) === true;
}

function substitute(self: PyPattern, repl: Value, string: Value, countArgument: MaybeValue): [Value, number] {
  const most = countArgument === undefined ? 0 : toIndexNumber(countArgument);
  const search = prepare(self, string, undefined, undefined);
  const { subject } = search;
  const isFunction = isCallable(repl);
  const template = !isFunction && hasBackslash(repl) ? compileTemplate(self, repl) : null;
  const nothing = empty(subject);
  const parts: Value[] = [];
  let last = 0;
  let count = 0;
  if (!isFunction && template === null) checkReplacement(subject, repl);
  if (most >= 0) {
    eachMatch(self, search, (start, end) => {
      if (start > last) parts.push(slice(subject, last, start));
      if (isFunction) {
        const replacement = callValue(repl, [new PyMatch(self, subject, search.pos, search.endpos)]);
        if (replacement !== null) {
          checkReplacement(subject, replacement);
          parts.push(replacement);
        }
      } else if (template !== null) {
        for (const part of template.parts) parts.push(typeof part === 'number' ? groupText(self, subject, part, nothing) : part);
      } else parts.push(repl);
      last = end;
      return ++count !== most;
    });
  }
  if (count === 0) return [slice(subject, 0, subject.length), 0];
  if (last < subject.length) parts.push(slice(subject, last, subject.length));
  return [join(subject, parts), count];
}

function checkReplacement(subject: Subject, value: Value): void {
  if (subject.str !== undefined) {
    if (strValue(value) === undefined)
      throw typeError(
        bytesLike(value) === undefined
          ? `expected str instance, ${typeOf(value).name} found`
          : 'sequence item 0: expected str instance, bytes found',
      );
  } else if (bytesLike(value) === undefined) throw typeError(`sequence item 0: expected a bytes-like object, ${typeOf(value).name} found`);
}

// ---------------------------------------------------------------- Pattern

const FLAG_NAMES: readonly (readonly [string, number])[] = [
  ['re.IGNORECASE', 2],
  ['re.MULTILINE', 8],
  ['re.DOTALL', 16],
  ['re.VERBOSE', 64],
  ['re.DEBUG', 128],
  ['re.ASCII', 256],
  ['re.LOCALE', 4],
  ['re.UNICODE', 32],
];
const LOCALE = 4;
const UNICODE = 32;
const ASCII = 256;

function patternRepr(value: Value): string {
  const self = value as PyPattern;
  let { flags } = self;
  if (!self.isBytes && (flags & (LOCALE | UNICODE | ASCII)) === UNICODE) flags &= ~UNICODE;
  const names = FLAG_NAMES.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  const rest = FLAG_NAMES.reduce((left, [, bit]) => left & ~bit, flags);
  if (rest !== 0) names.push(`0x${rest.toString(16)}`);
  const shown = reprText(self.pattern).slice(0, 200);
  return `re.compile(${shown}${names.length === 0 ? '' : `, ${names.join('|')}`})`;
}

const classGetItem = { '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]) };
const SEARCH_ARGUMENTS = '($self, /, string, pos=0, endpos=9223372036854775807)';

const Pattern = defineType('re.Pattern', {
  module: 're',
  doc: 'Compiled regular expression object.',
  final: true,
  slots: {
    tp_repr: patternRepr,
    tp_hash: self => {
      const { flags, pattern } = self as PyPattern;
      return hash(new PyTuple([flags, pattern]));
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyPattern) || !(right instanceof PyPattern) || (op !== 2 && op !== 3)) return NotImplemented;
      const same =
        left === right ||
        (left.flags === right.flags &&
          left.isBytes === right.isBytes &&
          left.code.length === right.code.length &&
          left.code.every((word, i) => word === right.code[i]) &&
          isEqual(left.pattern, right.pattern));
      return same === (op === 2);
    },
  },
  methods: {
    [`match${SEARCH_ARGUMENTS}`]: single('match'),
    [`fullmatch${SEARCH_ARGUMENTS}`]: single('fullmatch'),
    [`search${SEARCH_ARGUMENTS}`]: single('search'),
    [`findall${SEARCH_ARGUMENTS}`]: findall,
    [`finditer${SEARCH_ARGUMENTS}`]: (self: PyPattern, string: Value, pos: MaybeValue, endpos: MaybeValue) =>
      new PyMatchIterator(self, prepare(self, string, pos, endpos)),
    [`scanner${SEARCH_ARGUMENTS}`]: (self: PyPattern, string: Value, pos: MaybeValue, endpos: MaybeValue) =>
      new PyScanner(self, prepare(self, string, pos, endpos)),
    'split($self, /, string, maxsplit=0)': split,
    'sub($self, /, repl, string, count=0)': (self: PyPattern, repl: Value, string: Value, count: MaybeValue) =>
      substitute(self, repl, string, count)[0],
    'subn($self, /, repl, string, count=0)': (self: PyPattern, repl: Value, string: Value, count: MaybeValue) =>
      new PyTuple(substitute(self, repl, string, count)),
    '__copy__($self, /)': (self: PyPattern) => self,
    '__deepcopy__($self, memo, /)': (self: PyPattern) => self,
  },
  classMethods: classGetItem,
  getset: {
    pattern: [(self: PyPattern) => self.pattern],
    flags: [(self: PyPattern) => self.flags],
    groups: [(self: PyPattern) => self.groups],
    groupindex: [(self: PyPattern) => new PyMappingProxy(self.groupindex)],
  },
});
Pattern.name = Pattern.qualname = 'Pattern';

class PyMatchIterator extends PyIterator {
  private readonly pattern: PyPattern;
  private readonly search: Search;
  private at: number;
  private last = -1;
  constructor(pattern: PyPattern, search: Search) {
    super(MatchIterator);
    this.pattern = pattern;
    this.search = search;
    this.at = search.pos;
  }

  next(): MaybeValue {
    const { pattern, search } = this;
    if (this.at > search.endpos || !run(pattern, search, this.at, 'search', this.last)) {
      this.at = Infinity;
      return undefined;
    }
    const { matchStart, matchEnd } = pattern.matcher;
    this.at = matchEnd;
    this.last = matchStart === matchEnd ? matchEnd : -1;
    return new PyMatch(pattern, search.subject, search.pos, search.endpos);
  }
}

const MatchIterator = defineType('callable_iterator of matches', {
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyMatchIterator).next() },
});
MatchIterator.name = MatchIterator.qualname = 'callable_iterator';

class PyScanner extends PyObject {
  readonly pattern: PyPattern;
  readonly search: Search;
  at: number;
  last = -1;
  constructor(pattern: PyPattern, search: Search) {
    super(Scanner);
    this.pattern = pattern;
    this.search = search;
    this.at = search.pos;
  }
}

function scan(self: PyScanner, mode: 'match' | 'search'): Value {
  const { pattern, search } = self;
  if (self.at > search.endpos || !run(pattern, search, self.at, mode, self.last)) {
    self.at = Infinity;
    return null;
  }
  const { matchStart, matchEnd } = pattern.matcher;
  self.at = matchEnd;
  self.last = matchStart === matchEnd ? matchEnd : -1;
  return new PyMatch(pattern, search.subject, search.pos, search.endpos);
}

const Scanner = defineType('SRE_Scanner', {
  module: '_sre',
  final: true,
  methods: {
    'match($self, /)': (self: PyScanner) => scan(self, 'match'),
    'search($self, /)': (self: PyScanner) => scan(self, 'search'),
  },
  getset: { pattern: [(self: PyScanner) => self.pattern] },
});

// ---------------------------------------------------------------- Match

/** The number of a group given by number or name. */
function groupNumber(self: PyMatch, key: Value): number {
  let group = -1;
  if (hasIndex(key)) group = clampInt(toIndex(key));
  else {
    const index = self.pattern.groupindex.get(key);
    if (index !== undefined) group = Number(intValue(index));
  }
  if (group < 0 || group > self.pattern.groups) throw indexError('no such group');
  return group;
}

function matchGroup(self: PyMatch, group: number, fallback: Value): Value {
  const start = self.spans[group * 2];
  return start < 0 ? fallback : slice(self.subject, start, self.spans[group * 2 + 1]);
}

function spanOf(self: PyMatch, key: MaybeValue): [number, number] {
  const group = key === undefined ? 0 : groupNumber(self, key);
  return [self.spans[group * 2], self.spans[group * 2 + 1]];
}

const Match = defineType('re.Match', {
  module: 're',
  doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
  final: true,
  slots: {
    tp_repr: value => {
      const self = value as PyMatch;
      return `<re.Match object; span=(${self.start}, ${self.end}), match=${reprText(matchGroup(self, 0, null)).slice(0, 50)}>`;
    },
    mp_subscript: (self, key) => matchGroup(self as PyMatch, groupNumber(self as PyMatch, key), null),
  },
  methods: {
    'group($self, /, *args)': (self: PyMatch, keys: Value[]) => {
      if (keys.length === 0) return matchGroup(self, 0, null);
      if (keys.length === 1) return matchGroup(self, groupNumber(self, keys[0]), null);
      return new PyTuple(keys.map(key => matchGroup(self, groupNumber(self, key), null)));
    },
    'groups($self, /, default=None)': (self: PyMatch, fallback: MaybeValue) =>
      new PyTuple(Array.from({ length: self.pattern.groups }, (_, i) => matchGroup(self, i + 1, fallback ?? null))),
    'groupdict($self, /, default=None)': (self: PyMatch, fallback: MaybeValue) => {
      const result = new PyDict();
      for (const entry of self.pattern.groupindex.entries())
        result.set(entry.key, matchGroup(self, Number(intValue(entry.value!)), fallback ?? null));
      return result;
    },
    'start($self, group=0, /)': (self: PyMatch, group: MaybeValue) => spanOf(self, group)[0],
    'end($self, group=0, /)': (self: PyMatch, group: MaybeValue) => spanOf(self, group)[1],
    'span($self, group=0, /)': (self: PyMatch, group: MaybeValue) => new PyTuple(spanOf(self, group)),
    'expand($self, /, template)': (self: PyMatch, template: Value) => {
      if (!hasBackslash(template)) return template;
      const nothing = empty(self.subject);
      const parts = compileTemplate(self.pattern, template).parts;
      return join(
        self.subject,
        parts.map(part => (typeof part === 'number' ? matchGroup(self, part, nothing) : part)),
      );
    },
    '__copy__($self, /)': (self: PyMatch) => self,
    '__deepcopy__($self, memo, /)': (self: PyMatch) => self,
  },
  classMethods: classGetItem,
  getset: {
    string: [(self: PyMatch) => self.string],
    re: [(self: PyMatch) => self.pattern],
    pos: [(self: PyMatch) => self.pos],
    endpos: [(self: PyMatch) => self.endpos],
    lastindex: [(self: PyMatch) => (self.lastIndex > 0 ? self.lastIndex : null)],
    lastgroup: [(self: PyMatch) => (self.lastIndex > 0 ? (self.pattern.indexgroup.items[self.lastIndex] ?? null) : null)],
    regs: [
      (self: PyMatch) =>
        new PyTuple(Array.from({ length: self.pattern.groups + 1 }, (_, i) => new PyTuple([self.spans[i * 2], self.spans[i * 2 + 1]]))),
    ],
  },
});
Match.name = Match.qualname = 'Match';

// ---------------------------------------------------------------- the module

function compile(pattern: Value, flags: Value, code: Value, groups: Value, groupindex: Value, indexgroup: Value): Value {
  const words = Uint32Array.from(toArray(code), word => Number(intValue(word)));
  return new PyPattern(pattern, toIndexNumber(flags), words, toIndexNumber(groups), groupindex as PyDict, indexgroup as PyTuple);
}

const isCased = (c: number): boolean => unicodeLower(c) !== c || unicodeUpper(c) !== c;
const isLetter = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122);

// A pattern may try for ever: Stop reaches it too.
interruption.check = () => void sliceIsOver();

registerModule('_sre', {
  functions: {
    'compile(pattern, flags, code, groups, groupindex, indexgroup)': compile,
    'template(pattern, template, /)': (_pattern: Value, template: Value) => new PyTemplate(toArray(template).filter(part => part !== '')),
    'getcodesize()': () => CODESIZE,
    'ascii_iscased(character, /)': (c: Value) => isLetter(toIndexNumber(c)),
    'ascii_tolower(character, /)': (c: Value) => asciiLower(toIndexNumber(c)),
    'unicode_iscased(character, /)': (c: Value) => isCased(toIndexNumber(c)),
    'unicode_tolower(character, /)': (c: Value) => unicodeLower(toIndexNumber(c)),
  },
  attributes: {
    MAGIC,
    CODESIZE,
    MAXREPEAT,
    MAXGROUPS,
    copyright: ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ',
  },
  initialize: () => {
    recent = null;
  },
});
