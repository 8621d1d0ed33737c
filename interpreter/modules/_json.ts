/** `_json` (CPython: Modules/_json.c): the scanner and the encoder of `json`. */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyBuiltin } from '../objects/core/native.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { PyBaseException, raise, typeError, valueError } from '../objects/core/errors.ts';
import { intToString, intValue } from '../objects/core/integer.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { strFromCodePoints, strLength, strOf, strText, strValue, textOf, type Str } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { itemsOf, toArray } from '../objects/protocol/iterate.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { makeNew } from '../objects/types/make.ts';
import { loadModule } from '../vm/import.ts';

// ---------------------------------------------------------------- strings

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
const escaped = (c: string): string => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The UTF-16 text is escaped unit by unit, which is what JSON wants of characters above U+FFFF. */
// eslint-disable-next-line no-control-regex
const encodeAscii = (s: Str): string => `"${textOf(s).replace(/["\\\0-\x1f\x7f-\uffff]/g, escaped)}"`;
// eslint-disable-next-line no-control-regex
const encodePlain = (s: Str): Str => strOf(`"${textOf(s).replace(/["\\\0-\x1f]/g, escaped)}"`);

const basestring =
  (encode: (s: Str) => Str) =>
  (s: Value): Value => {
    const text = strValue(s);
    if (text === undefined) throw typeError(`first argument must be a string, not ${typeOf(s).name}`);
    return encode(text);
  };
const encodeBasestring = basestring(encodePlain);
const encodeBasestringAscii = basestring(encodeAscii);

function decodeError(message: string, document: Str, position: number): PyBaseException {
  return callValue(getAttribute(loadModule('json.decoder'), 'JSONDecodeError'), [message, document, position]) as PyBaseException;
}

/** Reads a document by code points. */
class Reader {
  readonly document: Str;
  readonly length: number;
  constructor(document: Str) {
    this.document = document;
    this.length = strLength(document);
  }
  at(i: number): number {
    return typeof this.document === 'string' ? this.document.charCodeAt(i) : (this.document.codePoints[i] ?? NaN);
  }
  slice(start: number, end: number): Str {
    return typeof this.document === 'string' ? this.document.slice(start, end) : strFromCodePoints(this.document.codePoints, start, end);
  }
  skipSpace(i: number): number {
    let at = i;
    for (let c = this.at(at); c === 32 || c === 10 || c === 13 || c === 9; c = this.at(at)) at++;
    return at;
  }
  startsWith(word: string, i: number): boolean {
    for (let k = 0; k < word.length; k++) if (this.at(i + k) !== word.charCodeAt(k)) return false;
    return true;
  }

  /** The rest of a string from behind its opening quote, and where it ends. */
  string(begin: number, strict: boolean): [Str, number] {
    const quote = begin - 1;
    let i = begin;
    // Most strings are plain.
    for (;;) {
      const c = this.at(i);
      if (c === 34) return [this.slice(begin, i), i + 1];
      if (Number.isNaN(c)) throw decodeError('Unterminated string starting at', this.document, quote);
      if (c === 92) break;
      if (c < 32 && strict) throw decodeError('Invalid control character at', this.document, i);
      i++;
    }
    const out: number[] = [];
    for (let k = begin; k < i; k++) out.push(this.at(k));
    for (;;) {
      const c = this.at(i);
      if (Number.isNaN(c)) throw decodeError('Unterminated string starting at', this.document, quote);
      if (c === 34) return [strFromCodePoints(out), i + 1];
      if (c !== 92) {
        if (c < 32 && strict) throw decodeError('Invalid control character at', this.document, i);
        out.push(c);
        i++;
        continue;
      }
      const e = this.at(i + 1);
      if (Number.isNaN(e)) throw decodeError('Unterminated string starting at', this.document, quote);
      if (e !== 117) {
        const plain = { 34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 }[e];
        if (plain === undefined) throw decodeError('Invalid \\escape', this.document, i);
        out.push(plain);
        i += 2;
        continue;
      }
      let code = this.hex(i + 2);
      if (code < 0) throw decodeError('Invalid \\uXXXX escape', this.document, i + 1);
      i += 6;
      if ((code & 0xfc00) === 0xd800 && this.at(i) === 92 && this.at(i + 1) === 117) {
        const low = this.hex(i + 2);
        if ((low & 0xfc00) === 0xdc00 && low >= 0) {
          code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
          i += 6;
        }
      }
      out.push(code);
    }
  }

  private hex(i: number): number {
    let code = 0;
    for (let k = 0; k < 4; k++) {
      const c = this.at(i + k);
      const digit = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : -1;
      if (digit < 0) return -1;
      code = code * 16 + digit;
    }
    return code;
  }
}

// ---------------------------------------------------------------- scanner

class PyScanner extends PyObject {
  strict = true;
  objectHook: Value = null;
  pairsHook: Value = null;
  parseFloat: Value = null;
  parseInt: Value = null;
  parseConstant: Value = null;
}

/** One scan of a document: values, and where they end. */
class Scan {
  private readonly options: PyScanner;
  private readonly reader: Reader;
  /** Keys that occur again are the same string. */
  private readonly keys = new Map<string, Str>();
  end = 0;

  constructor(options: PyScanner, document: Str) {
    this.options = options;
    this.reader = new Reader(document);
  }

  value(at: number): Value {
    const { reader } = this;
    switch (reader.at(at)) {
      case 34: {
        const [text, end] = reader.string(at + 1, this.options.strict);
        this.end = end;
        return text;
      }
      case 123:
        return this.object(at + 1);
      case 91:
        return this.array(at + 1);
      case 110:
        return this.word('null', at, null);
      case 116:
        return this.word('true', at, true);
      case 102:
        return this.word('false', at, false);
      case 78:
        return this.constant('NaN', at);
      case 73:
        return this.constant('Infinity', at);
      case 45:
        if (reader.startsWith('-Infinity', at)) return this.constant('-Infinity', at);
    }
    return this.number(at);
  }

  private word(word: string, at: number, value: Value): Value {
    if (!this.reader.startsWith(word, at)) throw raise(T.StopIteration, at);
    this.end = at + word.length;
    return value;
  }

  private constant(word: string, at: number): Value {
    if (!this.reader.startsWith(word, at)) throw raise(T.StopIteration, at);
    const value = callValue(this.options.parseConstant, [word]);
    this.end = at + word.length;
    return value;
  }

  private number(start: number): Value {
    const { reader, options } = this;
    const digits = (i: number): number => {
      let at = i;
      while (reader.at(at) >= 48 && reader.at(at) <= 57) at++;
      return at;
    };
    let at = reader.at(start) === 45 ? start + 1 : start;
    if (reader.at(at) === 48) at++;
    else {
      const end = digits(at);
      if (end === at) throw raise(T.StopIteration, start);
      at = end;
    }
    let isFloat = false;
    if (reader.at(at) === 46 && digits(at + 1) > at + 1) {
      at = digits(at + 1);
      isFloat = true;
    }
    if (reader.at(at) === 101 || reader.at(at) === 69) {
      const sign = reader.at(at + 1);
      const from = sign === 43 || sign === 45 ? at + 2 : at + 1;
      const end = digits(from);
      if (end > from) {
        at = end;
        isFloat = true;
      }
    }
    this.end = at;
    const text = textOf(reader.slice(start, at));
    if (isFloat) return options.parseFloat === T.float ? new PyFloat(Number(text)) : callValue(options.parseFloat, [text]);
    if (options.parseInt !== T.int || text.length > 15) return callValue(options.parseInt, [text]);
    return Number(text) + 0;
  }

  /** A value where one must be. */
  private required(at: number): Value {
    try {
      return this.value(at);
    } catch (error) {
      if (!(error instanceof PyBaseException) || error.cls !== T.StopIteration) throw error;
      throw decodeError('Expecting value', this.reader.document, toIndexNumber(error.args.items[0]));
    }
  }

  private object(start: number): Value {
    const { reader, options } = this;
    const pairs: [Str, Value][] = [];
    let at = reader.skipSpace(start);
    if (reader.at(at) === 125) at++;
    else
      for (;;) {
        if (reader.at(at) !== 34) throw decodeError('Expecting property name enclosed in double quotes', reader.document, at);
        const [name, afterName] = reader.string(at + 1, options.strict);
        at = reader.skipSpace(afterName);
        if (reader.at(at) !== 58) throw decodeError("Expecting ':' delimiter", reader.document, at);
        const value = this.required(reader.skipSpace(at + 1));
        pairs.push([this.key(name), value]);
        at = reader.skipSpace(this.end);
        const c = reader.at(at);
        if (c === 125) {
          at++;
          break;
        }
        if (c !== 44) throw decodeError("Expecting ',' delimiter", reader.document, at);
        const comma = at;
        at = reader.skipSpace(at + 1);
        if (reader.at(at) === 125) throw decodeError('Illegal trailing comma before end of object', reader.document, comma);
      }
    this.end = at;
    if (options.pairsHook !== null)
      return this.keepingEnd(() => callValue(options.pairsHook, [new PyList(pairs.map(pair => new PyTuple(pair)))]));
    const dict = new PyDict();
    for (const [name, value] of pairs) dict.set(name, value);
    return options.objectHook === null ? dict : this.keepingEnd(() => callValue(options.objectHook, [dict]));
  }

  private keepingEnd(hook: () => Value): Value {
    const { end } = this;
    const value = hook();
    this.end = end;
    return value;
  }

  private key(name: Str): Str {
    const known = this.keys.get(textOf(name));
    if (known !== undefined) return known;
    this.keys.set(textOf(name), name);
    return name;
  }

  private array(start: number): Value {
    const { reader } = this;
    const values: Value[] = [];
    let at = reader.skipSpace(start);
    if (reader.at(at) === 93) at++;
    else
      for (;;) {
        values.push(this.required(at));
        at = reader.skipSpace(this.end);
        const c = reader.at(at);
        if (c === 93) {
          at++;
          break;
        }
        if (c !== 44) throw decodeError("Expecting ',' delimiter", reader.document, at);
        const comma = at;
        at = reader.skipSpace(at + 1);
        if (reader.at(at) === 93) throw decodeError('Illegal trailing comma before end of array', reader.document, comma);
      }
    this.end = at;
    return new PyList(values);
  }
}

const Scanner: PyType = defineType('_json.Scanner', {
  final: true,
  module: '_json',
  doc: 'JSON scanner object',
  slots: {
    tp_new: makeNew('make_scanner($type, context)', (cls: PyType, context: Value) => {
      const self = new PyScanner(cls);
      self.strict = isTruthy(getAttribute(context, 'strict'));
      self.objectHook = getAttribute(context, 'object_hook');
      self.pairsHook = getAttribute(context, 'object_pairs_hook');
      self.parseFloat = getAttribute(context, 'parse_float');
      self.parseInt = getAttribute(context, 'parse_int');
      self.parseConstant = getAttribute(context, 'parse_constant');
      return self;
    }),
    tp_init: () => {},
    tp_call: (self, args) => {
      const [string, idx] = args;
      if (args.length !== 2) throw typeError(`scan_once() takes exactly 2 arguments (${args.length} given)`);
      const document = strValue(string);
      if (document === undefined) throw typeError(`first argument must be a string, not ${typeOf(string).name}`);
      const at = toIndexNumber(idx);
      if (at < 0) throw valueError('idx cannot be negative');
      if (at >= strLength(document)) throw raise(T.StopIteration, at);
      const scan = new Scan(self as PyScanner, document);
      const value = scan.value(at);
      return new PyTuple([value, scan.end]);
    },
  },
  getset: {
    strict: [(self: PyScanner) => self.strict],
    object_hook: [(self: PyScanner) => self.objectHook],
    object_pairs_hook: [(self: PyScanner) => self.pairsHook],
    parse_float: [(self: PyScanner) => self.parseFloat],
    parse_int: [(self: PyScanner) => self.parseInt],
    parse_constant: [(self: PyScanner) => self.parseConstant],
  },
});
Scanner.name = Scanner.qualname = 'Scanner';

// ---------------------------------------------------------------- encoder

class PyEncoder extends PyObject {
  markers: Value = null;
  fallback: Value = null;
  encoder: Value = null;
  indent: Value = null;
  keySeparator: Str = ': ';
  itemSeparator: Str = ', ';
  sortKeys = false;
  skipKeys = false;
  allowNan = true;
}

/** One encoding of a value: the pieces of its text. */
class Encoding {
  private readonly options: PyEncoder;
  private readonly open = new Set<Value>();
  private readonly native: ((s: Str) => Str) | null;
  readonly out: string[] = [];

  constructor(options: PyEncoder) {
    this.options = options;
    const implementation = options.encoder instanceof PyBuiltin ? options.encoder.implementation : null;
    this.native = implementation === encodeBasestringAscii ? encodeAscii : implementation === encodeBasestring ? encodePlain : null;
  }

  private string(s: Value): string {
    if (this.native !== null) return textOf(this.native(strValue(s)!));
    const encoded = callValue(this.options.encoder, [s]);
    const text = strText(encoded);
    if (text === undefined) throw typeError(`encoder() must return a string, not ${typeOf(encoded).name}`);
    return text;
  }

  private float(value: Value): string {
    const x = floatOf(value);
    if (Number.isFinite(x)) return reprText(value instanceof PyFloat && value.cls === T.float ? value : new PyFloat(x));
    if (!this.options.allowNan) throw valueError(`Out of range float values are not JSON compliant: ${reprText(value)}`);
    return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
  }

  /** The text of a value without parts; undefined for others. */
  private atom(value: Value): string | undefined {
    if (value === null) return 'null';
    if (value === true) return 'true';
    if (value === false) return 'false';
    if (strValue(value) !== undefined) return this.string(value);
    const int = intValue(value);
    if (int !== undefined) return typeof int === 'number' ? String(int) : intToString(int);
    return typeOf(value).isSubtype(T.float) ? this.float(value) : undefined;
  }

  value(value: Value, level: number): void {
    const atom = this.atom(value);
    if (atom !== undefined) this.out.push(atom);
    else if (typeOf(value).isSubtype(T.list) || typeOf(value).isSubtype(T.tuple)) this.within(value, () => this.sequence(value, level));
    else if (typeOf(value).isSubtype(T.dict)) this.within(value, () => this.mapping(value as PyDict, level));
    else
      this.within(value, () => {
        const replacement = callValue(this.options.fallback, [value]);
        noting(
          () => this.value(replacement, level),
          () => `when serializing ${typeName(value)} object`,
        );
      });
  }

  /** Refuses a container inside of itself. */
  private within(value: Value, encode: () => void): void {
    if (this.options.markers === null) return encode();
    if (this.open.has(value)) throw valueError('Circular reference detected');
    this.open.add(value);
    encode();
    this.open.delete(value);
  }

  private break(level: number): string {
    const { indent } = this.options;
    return indent === null ? '' : `\n${textOf(indent).repeat(Math.max(0, level))}`;
  }

  private sequence(value: Value, level: number): void {
    const items = itemsOf(value);
    if (items.length === 0) {
      this.out.push('[]');
      return;
    }
    const between = textOf(this.options.itemSeparator) + this.break(level + 1);
    this.out.push(`[${this.break(level + 1)}`);
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.out.push(between);
      noting(
        () => this.value(items[i], level + 1),
        () => `when serializing ${typeName(value)} item ${i}`,
      );
    }
    this.out.push(`${this.break(level)}]`);
  }

  private mapping(dict: PyDict, level: number): void {
    if (dict.size === 0) {
      this.out.push('{}');
      return;
    }
    const between = textOf(this.options.itemSeparator) + this.break(level + 1);
    let items = dict.cls === T.dict ? [...dict.entries()].map(({ key, value }) => [key, value!] as const) : pairsOf(dict);
    if (this.options.sortKeys) {
      const sorted = toArray(
        callValue(getAttribute(loadModule('builtins'), 'sorted'), [new PyList(items.map(pair => new PyTuple([...pair])))]),
      );
      items = sorted.map(pair => (pair as PyTuple).items as unknown as readonly [Value, Value]);
    }
    this.out.push('{');
    let first = true;
    for (const [key, value] of items) {
      const name = this.key(key);
      if (name === undefined) continue;
      this.out.push(first ? this.break(level + 1) : between, this.string(name), textOf(this.options.keySeparator));
      first = false;
      noting(
        () => this.value(value, level + 1),
        () => `when serializing ${typeName(dict)} item ${reprText(key)}`,
      );
    }
    this.out.push(first ? '}' : `${this.break(level)}}`);
  }

  /** A key as a string; undefined to skip its item. */
  private key(key: Value): Value | undefined {
    if (strValue(key) !== undefined) return key;
    const atom =
      typeOf(key).isSubtype(T.float) || key === null || intValue(key) !== undefined || typeof key === 'boolean'
        ? this.atom(key)
        : undefined;
    if (atom !== undefined) return atom;
    if (this.options.skipKeys) return undefined;
    throw typeError(`keys must be str, int, float, bool or None, not ${typeOf(key).name}`);
  }
}

const pairsOf = (mapping: Value): (readonly [Value, Value])[] =>
  toArray(callValue(getAttribute(mapping, 'items'), [])).map(pair => {
    if (!(pair instanceof PyTuple) || pair.items.length !== 2) throw valueError('items must return 2-tuples');
    return [pair.items[0], pair.items[1]] as const;
  });

const typeName = (value: Value): string => {
  const type = typeOf(value);
  return type.module === 'builtins' ? type.qualname : `${type.module}.${type.qualname}`;
};

/** Adds a note to what a step raises. */
function noting(step: () => void, note: () => string): void {
  try {
    step();
  } catch (error) {
    if (error instanceof PyBaseException) callValue(getAttribute(error, 'add_note'), [strOf(note())]);
    throw error;
  }
}

const Encoder: PyType = defineType('_json.Encoder', {
  final: true,
  module: '_json',
  doc: 'Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
  slots: {
    tp_new: makeNew(
      'make_encoder($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
      (
        cls: PyType,
        markers: Value,
        fallback: Value,
        encoder: Value,
        indent: Value,
        keySeparator: Value,
        itemSeparator: Value,
        sortKeys: Value,
        skipKeys: Value,
        allowNan: Value,
      ) => {
        const self = new PyEncoder(cls);
        const text = (value: Value, position: number): Str => {
          const s = strValue(value);
          if (s === undefined) throw typeError(`make_encoder() argument ${position} must be str, not ${typeOf(value).name}`);
          return s;
        };
        self.keySeparator = text(keySeparator, 5);
        self.itemSeparator = text(itemSeparator, 6);
        if (markers !== null && !(markers instanceof PyDict))
          throw typeError(`make_encoder() argument 1 must be dict or None, not ${typeOf(markers).name}`);
        if (indent !== null) text(indent, 4);
        self.markers = markers;
        self.fallback = fallback;
        self.encoder = encoder;
        self.indent = indent;
        self.sortKeys = isTruthy(sortKeys);
        self.skipKeys = isTruthy(skipKeys);
        self.allowNan = isTruthy(allowNan);
        return self;
      },
    ),
    tp_init: () => {},
    tp_call: (self, args) => {
      if (args.length !== 2) throw typeError(`_iterencode() takes exactly 2 arguments (${args.length} given)`);
      const encoding = new Encoding(self as PyEncoder);
      encoding.value(args[0], toIndexNumber(args[1]));
      return new PyTuple([strOf(encoding.out.join(''))]);
    },
  },
  getset: {
    markers: [(self: PyEncoder) => self.markers],
    default: [(self: PyEncoder) => self.fallback],
    encoder: [(self: PyEncoder) => self.encoder],
    indent: [(self: PyEncoder) => self.indent],
    key_separator: [(self: PyEncoder) => self.keySeparator],
    item_separator: [(self: PyEncoder) => self.itemSeparator],
    sort_keys: [(self: PyEncoder) => self.sortKeys],
    skipkeys: [(self: PyEncoder) => self.skipKeys],
  },
});
Encoder.name = Encoder.qualname = 'Encoder';

registerModule('_json', {
  doc: 'json speedups\n',
  functions: {
    'encode_basestring_ascii(string, /)': [
      encodeBasestringAscii,
      'encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string',
    ],
    'encode_basestring(string, /)': [
      encodeBasestring,
      'encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string',
    ],
    'scanstring(string, end, strict=True, /)': (string: Value, end: Value, strict: MaybeValue) => {
      const document = strValue(string);
      if (document === undefined) throw typeError(`first argument must be a string, not ${typeOf(string).name}`);
      const begin = toIndexNumber(end);
      if (begin < 0 || begin > strLength(document)) throw valueError('end is out of bounds');
      const [text, after] = new Reader(document).string(begin, strict === undefined || isTruthy(strict));
      return new PyTuple([text, after]);
    },
  },
  attributes: { make_scanner: Scanner, make_encoder: Encoder },
});
