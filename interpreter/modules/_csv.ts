/** `_csv` (CPython: Modules/_csv.c): rows from lines and lines from rows, by the rules of a dialect. */
import { registerModule } from './registry.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyList } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { type PyBaseException, raise, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { codePointsOf, strFromCodePoints, strLength, strText, strValue, textOf, type Str } from '../objects/core/str.ts';
import { intValue } from '../objects/core/integer.ts';
import { callValue, isCallable } from '../objects/protocol/call.ts';
import { findAttribute } from '../objects/protocol/attribute.ts';
import { forEach, getIter, iterNext, toArray } from '../objects/protocol/iterate.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { str } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';

const CsvError: PyType = defineType('_csv.Error', { module: '_csv', base: T.Exception, solid: false, hasDict: true });
CsvError.name = CsvError.qualname = 'Error';

const csvError = (message: string): PyBaseException => raise(CsvError, message);

// ---------------------------------------------------------------- dialects

const QUOTE = { MINIMAL: 0, ALL: 1, NONNUMERIC: 2, NONE: 3, STRINGS: 4, NOTNULL: 5 } as const;

/** Characters are code points; -1 stands for none. */
class PyDialect extends PyObject {
  delimiter = 44;
  quotechar = 34;
  escapechar = -1;
  doublequote = true;
  skipinitialspace = false;
  strict = false;
  lineterminator: Str = '\r\n';
  quoting = 0;
}

const FIELDS = ['delimiter', 'doublequote', 'escapechar', 'lineterminator', 'quotechar', 'quoting', 'skipinitialspace', 'strict'] as const;
type Field = (typeof FIELDS)[number];
type Options = Partial<Record<Field, Value>>;

/** A character option, by its name: one that may be left out, or one that must not. */
function character(name: 'delimiter' | 'quotechar' | 'escapechar', value: MaybeValue, fallback: number): number {
  if (value === undefined) return fallback;
  const optional = name !== 'delimiter';
  if (value === null && optional) return -1;
  const text = strValue(value);
  if (text === undefined) throw typeError(`"${name}" must be a unicode character${optional ? ' or None' : ''}, not ${typeOf(value).name}`);
  if (strLength(text) !== 1)
    throw typeError(`"${name}" must be a unicode character${optional ? ' or None' : ''}, not a string of length ${strLength(text)}`);
  return codePointsOf(text)[0];
}

function makeDialect(options: Options, cls: PyType): PyDialect {
  const dialect = new PyDialect(cls);
  dialect.delimiter = character('delimiter', options.delimiter, 44);
  dialect.doublequote = options.doublequote === undefined || isTruthy(options.doublequote);
  dialect.escapechar = character('escapechar', options.escapechar, -1);
  if (options.lineterminator !== undefined) {
    const text = strValue(options.lineterminator);
    if (text === undefined) throw typeError(`"lineterminator" must be a string, not ${typeOf(options.lineterminator).name}`);
    dialect.lineterminator = text;
  }
  dialect.quotechar = character('quotechar', options.quotechar, 34);
  if (options.quoting !== undefined) {
    if (typeof options.quoting !== 'number') throw typeError(`"quoting" must be an integer, not ${typeOf(options.quoting).name}`);
    dialect.quoting = options.quoting;
  }
  dialect.skipinitialspace = options.skipinitialspace !== undefined && isTruthy(options.skipinitialspace);
  dialect.strict = options.strict !== undefined && isTruthy(options.strict);
  if (dialect.quoting < 0 || dialect.quoting > 5) throw typeError('bad "quoting" value');
  if (options.quotechar === null && options.quoting === undefined) dialect.quoting = QUOTE.NONE;
  if (dialect.quoting !== QUOTE.NONE && dialect.quotechar === -1) throw typeError('quotechar must be set if quoting enabled');
  checkCharacter('delimiter', dialect.delimiter, dialect, true);
  checkCharacter('escapechar', dialect.escapechar, dialect, !dialect.skipinitialspace);
  checkCharacter('quotechar', dialect.quotechar, dialect, !dialect.skipinitialspace);
  const special: readonly (readonly [string, number, string, number])[] = [
    ['delimiter', dialect.delimiter, 'escapechar', dialect.escapechar],
    ['delimiter', dialect.delimiter, 'quotechar', dialect.quotechar],
    ['escapechar', dialect.escapechar, 'quotechar', dialect.quotechar],
  ];
  for (const [a, x, b, y] of special) if (x === y && x !== -1) throw valueError(`bad ${a} or ${b} value`);
  return dialect;
}

function checkCharacter(name: string, c: number, dialect: PyDialect, allowSpace: boolean): void {
  if (c === -1) return;
  if (c === 10 || c === 13 || (c === 32 && !allowSpace)) throw valueError(`bad ${name} value`);
  const end = codePointsOf(dialect.lineterminator);
  for (let i = 0; i < end.length; i++) if (end[i] === c) throw valueError(`bad ${name} or lineterminator value`);
}

let registered = new PyDict();

/** The dialect of a name, class or instance, with options on top. */
function dialectOf(given: MaybeValue, options: PyDict | undefined): PyDialect {
  let base: MaybeValue = given;
  if (base !== undefined && base !== null && strValue(base) !== undefined) base = getDialect(base);
  const count = options?.size ?? 0;
  if (base instanceof PyDialect && base.cls === DialectType && count === 0) return base;
  const values: Options = {};
  if (base !== undefined && base !== null)
    for (const field of FIELDS) {
      const value = findAttribute(base, field);
      if (value !== undefined) values[field] = value;
    }
  for (const entry of options?.entries() ?? []) {
    const name = strText(entry.key) as Field;
    if (!FIELDS.includes(name)) throw typeError(`this function got an unexpected keyword argument '${name}'`);
    values[name] = entry.value;
  }
  return makeDialect(values, DialectType);
}

const shown = (c: number): Value => (c === -1 ? null : strFromCodePoints([c]));

const DialectType: PyType = defineType('_csv.Dialect', {
  module: '_csv',
  doc: 'CSV dialect\n\nThe Dialect type records CSV dialect options.',
  slots: {
    tp_new: (cls, args, kwnames) => {
      const count = args.length - (kwnames?.length ?? 0);
      const names = ['dialect', ...FIELDS];
      if (count > names.length) throw typeError(`Dialect() takes at most ${names.length} arguments (${args.length} given)`);
      const options = new PyDict();
      for (let i = 1; i < count; i++) options.setStr(names[i], args[i]);
      let dialect: MaybeValue = count > 0 ? args[0] : undefined;
      kwnames?.forEach((name, i) => {
        if (name === 'dialect') dialect = args[count + i];
        else options.setStr(name, args[count + i]);
      });
      const made = dialectOf(dialect, options);
      made.cls = cls;
      return made;
    },
    tp_init: () => {},
  },
  methods: {
    '__reduce__($self, /)': (self: Value) => {
      throw typeError(`cannot pickle '${typeOf(self).name}' instances`);
    },
    '__reduce_ex__($self, protocol, /)': (self: Value) => {
      throw typeError(`cannot pickle '${typeOf(self).name}' instances`);
    },
  },
  getset: {
    delimiter: [(self: PyDialect) => shown(self.delimiter)],
    quotechar: [(self: PyDialect) => shown(self.quotechar)],
    escapechar: [(self: PyDialect) => shown(self.escapechar)],
    doublequote: [(self: PyDialect) => self.doublequote],
    skipinitialspace: [(self: PyDialect) => self.skipinitialspace],
    strict: [(self: PyDialect) => self.strict],
    lineterminator: [(self: PyDialect) => self.lineterminator],
    quoting: [(self: PyDialect) => self.quoting],
  },
});
DialectType.name = DialectType.qualname = 'Dialect';

function getDialect(name: Value): Value {
  const dialect = registered.get(name);
  if (dialect === undefined) throw csvError('unknown dialect');
  return dialect;
}

// ---------------------------------------------------------------- reading

let fieldSizeLimit = 131072;

/** Where in a row the reader is. */
const AT = {
  RECORD: 0,
  FIELD: 1,
  ESCAPED: 2,
  IN_FIELD: 3,
  QUOTED: 4,
  ESCAPED_QUOTED: 5,
  QUOTE_IN_QUOTED: 6,
  NEWLINE: 7,
  AFTER_ESCAPED_NEWLINE: 8,
} as const;
const END = -2;

class PyReader extends PyObject {
  readonly lines: PyObject;
  readonly dialect: PyDialect;
  lineNumber = 0;
  private fields: Value[] = [];
  private field: number[] = [];
  private state: number = AT.RECORD;
  private unquoted = false;

  constructor(lines: PyObject, dialect: PyDialect) {
    super(ReaderType);
    this.lines = lines;
    this.dialect = dialect;
  }

  next(): MaybeValue {
    this.fields = [];
    this.field = [];
    this.state = AT.RECORD;
    this.unquoted = false;
    do {
      const line = iterNext(this.lines);
      if (line === undefined) {
        if (this.field.length === 0 && this.state !== AT.QUOTED) return undefined;
        if (this.dialect.strict) throw csvError('unexpected end of data');
        this.save();
        break;
      }
      const text = strValue(line);
      if (text === undefined)
        throw csvError(`iterator should return strings, not ${typeOf(line).name} (the file should be opened in text mode)`);
      this.lineNumber++;
      const points = codePointsOf(text);
      for (let i = 0; i < points.length; i++) this.take(points[i]);
      this.take(END);
    } while (this.state !== AT.RECORD);
    return new PyList(this.fields);
  }

  private add(c: number): void {
    if (this.field.length >= fieldSizeLimit) throw csvError(`field larger than field limit (${fieldSizeLimit})`);
    this.field.push(c);
  }

  private save(): void {
    const text = strFromCodePoints(this.field);
    const { quoting } = this.dialect;
    const { unquoted } = this;
    const empty = this.field.length === 0;
    this.field = [];
    this.unquoted = false;
    if (unquoted && empty && (quoting === QUOTE.NOTNULL || quoting === QUOTE.STRINGS)) this.fields.push(null);
    else if (unquoted && (quoting === QUOTE.NONNUMERIC || quoting === QUOTE.STRINGS)) this.fields.push(callValue(T.float, [text]));
    else this.fields.push(text);
  }

  private take(c: number): void {
    const { dialect } = this;
    switch (this.state) {
      case AT.RECORD:
        if (c === END) break;
        if (c === 10 || c === 13) {
          this.state = AT.NEWLINE;
          break;
        }
        this.state = AT.FIELD;
        this.startField(c);
        break;
      case AT.FIELD:
        this.startField(c);
        break;
      case AT.ESCAPED:
        if (c === 10 || c === 13) {
          this.add(c);
          this.state = AT.AFTER_ESCAPED_NEWLINE;
          break;
        }
        this.add(c === END ? 10 : c);
        this.state = AT.IN_FIELD;
        break;
      case AT.AFTER_ESCAPED_NEWLINE:
        if (c === END) break;
        this.inField(c);
        break;
      case AT.IN_FIELD:
        this.inField(c);
        break;
      case AT.QUOTED:
        if (c === END) break;
        if (c === dialect.escapechar) this.state = AT.ESCAPED_QUOTED;
        else if (c === dialect.quotechar && dialect.quoting !== QUOTE.NONE)
          this.state = dialect.doublequote ? AT.QUOTE_IN_QUOTED : AT.IN_FIELD;
        else this.add(c);
        break;
      case AT.ESCAPED_QUOTED:
        this.add(c === END ? 10 : c);
        this.state = AT.QUOTED;
        break;
      case AT.QUOTE_IN_QUOTED:
        if (dialect.quoting !== QUOTE.NONE && c === dialect.quotechar) {
          this.add(c);
          this.state = AT.QUOTED;
        } else if (c === dialect.delimiter) {
          this.save();
          this.state = AT.FIELD;
        } else if (c === END || c === 10 || c === 13) {
          this.save();
          this.state = c === END ? AT.RECORD : AT.NEWLINE;
        } else if (!dialect.strict) {
          this.add(c);
          this.state = AT.IN_FIELD;
        } else
          throw csvError(
            `'${textOf(strFromCodePoints([dialect.delimiter]))}' expected after '${textOf(strFromCodePoints([dialect.quotechar]))}'`,
          );
        break;
      case AT.NEWLINE:
        if (c === END) this.state = AT.RECORD;
        else if (c !== 10 && c !== 13)
          throw csvError("new-line character seen in unquoted field - do you need to open the file with newline=''?");
        break;
    }
  }

  private startField(c: number): void {
    const { dialect } = this;
    if (c === 10 || c === 13 || c === END) {
      this.unquoted = true;
      this.save();
      this.state = c === END ? AT.RECORD : AT.NEWLINE;
    } else if (c === dialect.quotechar && dialect.quoting !== QUOTE.NONE) this.state = AT.QUOTED;
    else if (c === dialect.escapechar) this.state = AT.ESCAPED;
    else if (c === 32 && dialect.skipinitialspace) return;
    else if (c === dialect.delimiter) {
      this.unquoted = true;
      this.save();
    } else {
      this.unquoted = true;
      this.add(c);
      this.state = AT.IN_FIELD;
    }
  }

  private inField(c: number): void {
    const { dialect } = this;
    if (c === 10 || c === 13 || c === END) {
      this.save();
      this.state = c === END ? AT.RECORD : AT.NEWLINE;
    } else if (c === dialect.escapechar) this.state = AT.ESCAPED;
    else if (c === dialect.delimiter) {
      this.save();
      this.state = AT.FIELD;
    } else {
      this.add(c);
      this.state = AT.IN_FIELD;
    }
  }
}

const ReaderType: PyType = defineType('_csv.reader', {
  module: '_csv',
  doc: 'CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.',
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyReader).next() },
  getset: { dialect: [(self: PyReader) => self.dialect], line_num: [(self: PyReader) => self.lineNumber] },
});
ReaderType.name = ReaderType.qualname = 'reader';

// ---------------------------------------------------------------- writing

class PyWriter extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
  readonly write: Value;
  readonly dialect: PyDialect;
  constructor(write: Value, dialect: PyDialect) {
    super(WriterType);
    this.write = write;
    this.dialect = dialect;
  }

  row(row: Value): Value {
    if (typeOf(row).slots.tp_iter === null && typeOf(row).lookup('__getitem__') === undefined)
      throw csvError(`iterable expected, not ${typeOf(row).name}`);
    const { dialect } = this;
    const record: number[] = [];
    const fields = toArray(row);
    fields.forEach((field, i) => {
      if (i > 0) record.push(dialect.delimiter);
      const text = field === null ? '' : strValue(str(field))!;
      this.append(record, text, mustQuote(field, dialect.quoting), this.refusesQuotes(field));
    });
    // A lone empty field would make an empty line, which has no fields.
    if (fields.length > 0 && record.length === 0) {
      if (this.refusesQuotes(fields[fields.length - 1])) throw csvError('single empty field record must be quoted');
      record.push(dialect.quotechar, dialect.quotechar);
    }
    for (const c of Array.from(codePointsOf(dialect.lineterminator))) record.push(c);
    return callValue(this.write, [strFromCodePoints(record)]);
  }

  private refusesQuotes(field: Value): boolean {
    const { quoting } = this.dialect;
    return quoting === QUOTE.NONE || (field === null && (quoting === QUOTE.STRINGS || quoting === QUOTE.NOTNULL));
  }

  private append(record: number[], text: Str, quoteAlways: boolean, refusesQuotes: boolean): void {
    const { dialect } = this;
    const points = codePointsOf(text);
    const body: number[] = [];
    let quoted = quoteAlways;
    const ends = Array.from(codePointsOf(dialect.lineterminator));
    for (let i = 0; i < points.length; i++) {
      const c = points[i];
      let escape = false;
      if (c === dialect.delimiter || c === dialect.escapechar || c === dialect.quotechar || c === 10 || c === 13 || ends.includes(c)) {
        if (dialect.quoting === QUOTE.NONE) escape = true;
        else {
          if (c === dialect.quotechar) {
            if (dialect.doublequote) body.push(dialect.quotechar);
            else escape = true;
          } else if (c === dialect.escapechar) escape = true;
          if (!escape) quoted = true;
        }
        if (escape) {
          if (dialect.escapechar === -1) throw csvError('need to escape, but no escapechar set');
          body.push(dialect.escapechar);
        }
      }
      body.push(c);
    }
    // An empty field would be skipped as a space.
    if (points.length === 0 && dialect.delimiter === 32 && dialect.skipinitialspace) {
      if (refusesQuotes) throw csvError('empty field must be quoted if delimiter is a space and skipinitialspace is true');
      quoted = true;
    }
    if (quoted) record.push(dialect.quotechar);
    for (const c of body) record.push(c);
    if (quoted) record.push(dialect.quotechar);
  }
}

/** Whether the quoting style wants quotes around a field whatever it contains. */
function mustQuote(field: Value, quoting: number): boolean {
  switch (quoting) {
    case QUOTE.NONNUMERIC:
      return !isNumber(field);
    case QUOTE.ALL:
      return true;
    case QUOTE.STRINGS:
      return strValue(field) !== undefined;
    case QUOTE.NOTNULL:
      return field !== null;
    default:
      return false;
  }
}

function isNumber(value: Value): boolean {
  const { slots } = typeOf(value);
  return slots.nb_index !== null || slots.nb_int !== null || slots.nb_float !== null || typeOf(value).isSubtype(T.complex);
}

const WriterType: PyType = defineType('_csv.writer', {
  module: '_csv',
  doc: 'CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.',
  methods: {
    'writerow($self, row, /)': [
      (self: PyWriter, row: Value) => self.row(row),
      'writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string.',
    ],
    'writerows($self, rows, /)': [
      (self: PyWriter, rows: Value) => {
        forEach(rows, row => void self.row(row));
        return null;
      },
      'writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  Non-string\nelements will be converted to string.',
    ],
  },
  getset: { dialect: [(self: PyWriter) => self.dialect] },
});
WriterType.name = WriterType.qualname = 'writer';

registerModule('_csv', {
  doc: 'CSV parsing and writing.\n',
  functions: {
    "reader(iterable, /, dialect='excel', **fmtparams)": (lines: Value, dialect: MaybeValue, options: PyDict | undefined) =>
      new PyReader(getIter(lines), dialectOf(dialect, options)),
    "writer(fileobj, /, dialect='excel', **fmtparams)": (file: Value, dialect: MaybeValue, options: PyDict | undefined) => {
      const made = dialectOf(dialect, options);
      const write = findAttribute(file, 'write');
      if (write === undefined || !isCallable(write)) throw typeError('argument 1 must have a "write" method');
      return new PyWriter(write, made);
    },
    'list_dialects()': () => new PyList([...registered.entries()].map(entry => entry.key)),
    "register_dialect(name, /, dialect='excel', **fmtparams)": (name: Value, dialect: MaybeValue, options: PyDict | undefined) => {
      if (strValue(name) === undefined) throw typeError('dialect name must be a string');
      registered.set(name, dialectOf(dialect, options));
      return null;
    },
    'unregister_dialect(name)': (name: Value) => {
      if (registered.delete(name) === undefined) throw csvError('unknown dialect');
      return null;
    },
    'get_dialect(name)': getDialect,
    'field_size_limit(new_limit=<unrepresentable>)': (limit: MaybeValue) => {
      const old = fieldSizeLimit;
      if (limit !== undefined) {
        if (intValue(limit) === undefined) throw typeError(`limit must be an integer`);
        fieldSizeLimit = floatOf(limit);
      }
      return old;
    },
  },
  attributes: {
    __version__: '1.0',
    Dialect: DialectType,
    Error: CsvError,
    Reader: ReaderType,
    Writer: WriterType,
    _dialects: () => (registered = new PyDict()),
    ...Object.fromEntries(Object.entries(QUOTE).map(([name, value]) => [`QUOTE_${name}`, value])),
  },
  initialize: () => {
    fieldSizeLimit = 131072;
  },
});
