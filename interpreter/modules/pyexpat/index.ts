/** `pyexpat` (CPython: Modules/pyexpat.c): the XML parser (`parser.ts`) as Python sees it, with a handler for each event. */
import { registerModule } from '../registry.ts';
import { PyObject, type MaybeValue, type Value } from '../../objects/core/value.ts';
import { PyBytes } from '../../objects/core/bytes.ts';
import { PyDict } from '../../objects/core/dict.ts';
import { PyList, PyTuple } from '../../objects/core/tuple.ts';
import { PyModule } from '../../objects/core/module.ts';
import { T } from '../../objects/core/registry.ts';
import { defineType } from '../../objects/core/define.ts';
import { attributeError, PyBaseException, raise, typeError, valueError } from '../../objects/core/errors.ts';
import { typeOf, type PyType } from '../../objects/core/type.ts';
import { codePointsOf, strOf, strText, strValue, textOf } from '../../objects/core/str.ts';
import { bytesArgument } from '../../objects/protocol/buffer.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { getAttribute, setAttribute } from '../../objects/protocol/attribute.ts';
import { toIndexNumber } from '../../objects/protocol/index.ts';
import { floatOf } from '../../objects/protocol/number.ts';
import { isTruthy } from '../../objects/protocol/truth.ts';
import { decodeBytes, encodeStr } from '../../objects/types/codecs.ts';
import { machine } from '../../vm/machine.ts';
import { amplification, ERRORS, XmlError, XmlParser, type Attribute, type ContentModel, type Listener } from './parser.ts';

const ExpatError: PyType = defineType('xml.parsers.expat.ExpatError', {
  module: 'xml.parsers.expat',
  base: T.Exception,
  solid: false,
  hasDict: true,
});
ExpatError.name = ExpatError.qualname = 'ExpatError';

const HANDLERS = [
  'StartElement',
  'EndElement',
  'ProcessingInstruction',
  'CharacterData',
  'UnparsedEntityDecl',
  'NotationDecl',
  'StartNamespaceDecl',
  'EndNamespaceDecl',
  'Comment',
  'StartCdataSection',
  'EndCdataSection',
  'Default',
  'DefaultHandlerExpand',
  'NotStandalone',
  'ExternalEntityRef',
  'StartDoctypeDecl',
  'EndDoctypeDecl',
  'EntityDecl',
  'XmlDecl',
  'ElementDecl',
  'AttlistDecl',
  'SkippedEntity',
] as const;
type HandlerName = (typeof HANDLERS)[number];
const attributeOf = (name: HandlerName): string => (name === 'DefaultHandlerExpand' ? name : `${name}Handler`);

const text = (value: string | null): Value => (value === null ? null : strOf(value));
const model = ([type, quantifier, name, children]: ContentModel): Value =>
  new PyTuple([type, quantifier, text(name), new PyTuple(children.map(model))]);

class PyXmlParser extends PyObject implements Listener {
  readonly parser: XmlParser;
  readonly handlers = new Map<HandlerName, Value>();
  readonly separator: string | null;
  intern: Value;
  bufferSize = 8192;
  /** Character data that waits to be passed on in one piece; null where it does not wait. */
  buffer: string[] | null = null;
  private buffered = 0;
  orderedAttributes = false;
  specifiedAttributes = false;
  base: Value = null;
  error: XmlError | null = null;
  expandsEntities = true;
  /** What was given as bytes is decoded by this; null until it is known. */
  encoding: string | null;
  private head: Uint8Array = new Uint8Array();
  private started = false;

  constructor(encoding: string | null, separator: string | null, intern: Value, parent?: PyXmlParser) {
    super(XMLParserType);
    this.encoding = encoding;
    this.separator = separator;
    this.intern = intern;
    this.parser = new XmlParser(this, separator, parent?.parser);
    if (parent !== undefined) {
      for (const [name, handler] of parent.handlers) this.handlers.set(name, handler);
      this.orderedAttributes = parent.orderedAttributes;
      this.specifiedAttributes = parent.specifiedAttributes;
      this.expandsEntities = parent.expandsEntities;
      if (parent.buffer !== null) this.buffer = [];
    }
  }

  get wantsElementDeclarations(): boolean {
    return this.handlers.has('ElementDecl');
  }

  // ---- what comes in

  parse(data: Value, final: boolean): Value {
    const s = strValue(data);
    if (s !== undefined) {
      if (!this.started) this.encoding = 'utf-8';
      this.started = true;
      return this.feed(textOf(s), final);
    }
    const bytes = bytesArgument(data);
    this.started = true;
    return this.feed(this.decode(bytes, final), final);
  }

  private feed(chunk: string, final: boolean): Value {
    try {
      this.parser.feed(chunk, final);
      this.flush();
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      this.flush();
      this.error = error;
      throw this.exception(error.code);
    }
    return 1;
  }

  exception(code: number): PyBaseException {
    const { line, column } = this.parser;
    const message = ERRORS[code]?.[1] ?? 'unknown error';
    const exception = callValue(ExpatError, [`${message}: line ${line}, column ${column}`]) as PyBaseException;
    setAttribute(exception, 'code', code);
    setAttribute(exception, 'offset', column);
    setAttribute(exception, 'lineno', line);
    return exception;
  }

  private decode(bytes: Uint8Array, final: boolean): string {
    let all = bytes;
    if (this.head.length > 0) {
      all = new Uint8Array(this.head.length + bytes.length);
      all.set(this.head);
      all.set(bytes, this.head.length);
      this.head = new Uint8Array();
    }
    if (this.encoding === null) {
      const found = detect(all, final);
      if (found === null) {
        this.head = all;
        return '';
      }
      this.encoding = found;
    }
    const name = this.encoding.toLowerCase().replaceAll('_', '-');
    if (name === 'utf-8' || name === 'utf8' || name.startsWith('utf-16') || name === 'utf16') return this.decodeUnicode(all, name, final);
    this.parser.byteLength = () => 1;
    const codec = name === 'iso-8859-1' || name === 'latin-1' ? 'latin-1' : this.encoding;
    try {
      return textOf(decodeBytes(all, codec, codec === 'latin-1' || name === 'us-ascii' ? 'strict' : 'replace'));
    } catch (error) {
      if (error instanceof PyBaseException && error.cls.isSubtype(T.UnicodeDecodeError)) {
        this.error = new XmlError(4);
        throw this.exception(4);
      }
      throw error;
    }
  }

  /** Decodes whole characters; the bytes of the last one may wait for the next call. */
  private decodeUnicode(bytes: Uint8Array, name: string, final: boolean): string {
    const wide = name.startsWith('utf-16') || name === 'utf16';
    let end = bytes.length;
    if (wide) {
      const little = name.endsWith('le') || (!name.endsWith('be') && bytes[0] === 0xff && bytes[1] === 0xfe);
      if (name === 'utf-16' || name === 'utf16') this.encoding = little ? 'utf-16-le' : 'utf-16-be';
      this.parser.byteLength = c => (c > 0xffff ? 4 : 2);
      end -= end % 2;
      const high = (i: number): number => (little ? bytes[i + 1] : bytes[i]);
      if (end >= 2 && (high(end - 2) & 0xfc) === 0xd8) end -= 2;
    } else {
      let back = 1;
      while (back <= 3 && back <= end && (bytes[end - back] & 0xc0) === 0x80) back++;
      const lead = bytes[end - back];
      const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
      if (back <= 3 && needed > back) end -= back;
    }
    if (final && end < bytes.length) {
      this.feed('', false);
      this.error = new XmlError(6);
      throw this.exception(6);
    }
    this.head = bytes.slice(end);
    try {
      return textOf(decodeBytes(bytes.subarray(0, end), wide ? this.encoding! : 'utf-8', 'strict'));
    } catch (error) {
      if (!(error instanceof PyBaseException) || !error.cls.isSubtype(T.UnicodeDecodeError)) throw error;
      // What is before the invalid bytes is parsed first.
      const start = toIndexNumber(getAttribute(error, 'start'));
      this.feed(textOf(decodeBytes(bytes.subarray(0, start), wide ? this.encoding! : 'utf-8', 'strict')), false);
      this.error = new XmlError(4);
      throw this.exception(4);
    }
  }

  // ---- what goes out

  /** Calls a handler; false if there is none. */
  private fire(name: HandlerName, ...args: Value[]): boolean {
    const handler = this.handlers.get(name);
    if (handler === undefined) return false;
    this.flush();
    callValue(handler, args);
    return true;
  }

  flush(): void {
    if (this.buffer === null || this.buffer.length === 0) return;
    const data = this.buffer.join('');
    this.buffer = [];
    this.buffered = 0;
    const handler = this.handlers.get('CharacterData');
    if (handler !== undefined) callValue(handler, [strOf(data)]);
  }

  private name(name: string): Value {
    if (!(this.intern instanceof PyDict)) return strOf(name);
    return this.intern.entryOrInsert(strOf(name), strOf(name)).value!;
  }

  start(name: string, attributes: readonly Attribute[], specified: number): boolean {
    if (!this.handlers.has('StartElement')) return false;
    const shown = this.specifiedAttributes ? attributes.slice(0, specified) : attributes;
    let container: Value;
    if (this.orderedAttributes) container = new PyList(shown.flatMap(attribute => [this.name(attribute.name), strOf(attribute.value)]));
    else {
      const dict = new PyDict();
      for (const attribute of shown) dict.set(this.name(attribute.name), strOf(attribute.value));
      container = dict;
    }
    return this.fire('StartElement', this.name(name), container);
  }
  end(name: string): boolean {
    return this.handlers.has('EndElement') && this.fire('EndElement', this.name(name));
  }
  text(data: string): boolean {
    const handler = this.handlers.get('CharacterData');
    if (handler === undefined) return false;
    if (this.buffer === null) {
      callValue(handler, [strOf(data)]);
      return true;
    }
    if (this.buffered + data.length > this.bufferSize) this.flush();
    if (data.length > this.bufferSize) callValue(handler, [strOf(data)]);
    else {
      this.buffer.push(data);
      this.buffered += data.length;
    }
    return true;
  }
  instruction(target: string, data: string): boolean {
    return this.fire('ProcessingInstruction', this.name(target), strOf(data));
  }
  comment(data: string): boolean {
    return this.fire('Comment', strOf(data));
  }
  startCdata(): boolean {
    return this.fire('StartCdataSection');
  }
  endCdata(): boolean {
    return this.fire('EndCdataSection');
  }
  startNamespace(prefix: string | null, uri: string | null): boolean {
    return this.fire('StartNamespaceDecl', prefix === null ? null : this.name(prefix), uri === null ? null : this.name(uri));
  }
  endNamespace(prefix: string | null): boolean {
    return this.fire('EndNamespaceDecl', prefix === null ? null : this.name(prefix));
  }
  xmlDeclaration(version: string | null, encoding: string | null, standalone: number): boolean {
    return this.fire('XmlDecl', text(version), text(encoding), standalone);
  }
  startDoctype(name: string, systemId: string | null, publicId: string | null, hasSubset: boolean): boolean {
    return this.fire('StartDoctypeDecl', this.name(name), text(systemId), text(publicId), hasSubset ? 1 : 0);
  }
  endDoctype(): boolean {
    return this.fire('EndDoctypeDecl');
  }
  entity(
    name: string,
    isParameter: boolean,
    value: string | null,
    systemId: string | null,
    publicId: string | null,
    notation: string | null,
  ): boolean {
    return this.fire(
      'EntityDecl',
      this.name(name),
      isParameter ? 1 : 0,
      text(value),
      this.base,
      text(systemId),
      text(publicId),
      text(notation),
    );
  }
  unparsedEntity(name: string, systemId: string, publicId: string | null, notation: string): boolean {
    return this.fire('UnparsedEntityDecl', this.name(name), this.base, strOf(systemId), text(publicId), this.name(notation));
  }
  notation(name: string, systemId: string | null, publicId: string | null): boolean {
    return this.fire('NotationDecl', this.name(name), this.base, text(systemId), text(publicId));
  }
  element(name: string, content: ContentModel): boolean {
    return this.fire('ElementDecl', this.name(name), model(content));
  }
  attribute(element: string, name: string, type: string, value: string | null, required: boolean): boolean {
    return this.fire('AttlistDecl', this.name(element), this.name(name), strOf(type), text(value), required ? 1 : 0);
  }
  externalEntity(context: string | null, systemId: string | null, publicId: string | null): boolean | undefined {
    const handler = this.handlers.get('ExternalEntityRef');
    if (handler === undefined) return undefined;
    this.flush();
    return toIndexNumber(callValue(handler, [text(context), this.base, text(systemId), text(publicId)])) !== 0;
  }
  skippedEntity(name: string, isParameter: boolean): boolean {
    return this.fire('SkippedEntity', this.name(name), isParameter ? 1 : 0);
  }
  notStandalone(): boolean | undefined {
    const handler = this.handlers.get('NotStandalone');
    if (handler === undefined) return undefined;
    this.flush();
    return toIndexNumber(callValue(handler, [])) !== 0;
  }
  other(raw: string): void {
    if (!this.fire('DefaultHandlerExpand', strOf(raw))) this.fire('Default', strOf(raw));
  }
}

/** The encoding of a document by its first bytes, or by its declaration; null while there is too little to tell. */
function detect(bytes: Uint8Array, final: boolean): string | null {
  const [a, b, c] = bytes;
  if (bytes.length < 4 && !final) return null;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'utf-16';
  if (a === 0x3c && b === 0) return 'utf-16-le';
  if (a === 0 && b === 0x3c) return 'utf-16-be';
  let head = '';
  for (let i = 0; i < Math.min(bytes.length, 1024); i++) head += String.fromCharCode(bytes[i]);
  if (!head.startsWith('<?xml'.slice(0, head.length))) return 'utf-8';
  const end = head.indexOf('?>');
  if (end < 0) return final || bytes.length >= 1024 ? 'utf-8' : null;
  const match = /encoding\s*=\s*["']([^"']*)["']/.exec(head.slice(0, end));
  return match === null ? 'utf-8' : match[1];
}

function parseFile(self: PyXmlParser, file: Value): Value {
  const read = getAttribute(file, 'read');
  for (;;) {
    const data = callValue(read, [2048]);
    const s = strValue(data);
    const bytes = s === undefined ? (data instanceof PyBytes ? data.data : undefined) : encodeStr(s);
    if (bytes === undefined) throw typeError(`read() did not return a bytes object (type=${typeOf(data).name})`);
    const result = self.parse(new PyBytes(bytes), bytes.length === 0);
    if (bytes.length === 0) return result;
  }
}

const handlerAttributes = Object.fromEntries(
  HANDLERS.map(name => [
    attributeOf(name),
    [
      (self: PyXmlParser): Value => self.handlers.get(name) ?? null,
      (self: PyXmlParser, value: MaybeValue): void => {
        if (value === undefined) throw raise(T.RuntimeError, 'Cannot delete attribute');
        if (name === 'CharacterData') self.flush();
        if (value === null) self.handlers.delete(name);
        else self.handlers.set(name, value);
        if (name === 'Default' || name === 'DefaultHandlerExpand') {
          self.handlers.delete(name === 'Default' ? 'DefaultHandlerExpand' : 'Default');
          self.expandsEntities = name === 'DefaultHandlerExpand' || value === null;
        }
      },
    ] as const,
  ]),
);

function factorOf(value: Value): number {
  const factor = floatOf(value);
  if (!(factor >= 1)) throw callValue(ExpatError, ["'max_factor' must be at least 1.0"]);
  return factor;
}

const flag = (field: 'orderedAttributes' | 'specifiedAttributes') =>
  [
    (self: PyXmlParser): Value => self[field],
    (self: PyXmlParser, value: MaybeValue): void => {
      self[field] = value !== undefined && isTruthy(value);
    },
  ] as const;

const XMLParserType: PyType = defineType('pyexpat.xmlparser', {
  module: 'pyexpat',
  final: true,
  doc: 'XML parser',
  slots: {
    tp_setattro: (self, name, value) => {
      const descriptor = XMLParserType.namespace.getStr(name);
      const set = descriptor === undefined ? null : typeOf(descriptor).slots.tp_descr_set;
      if (set === null)
        throw attributeError(
          `'pyexpat.xmlparser' object has no attribute '${name}' and no __dict__ for setting new attributes`,
          name,
          self,
        );
      set(descriptor!, self, value);
    },
  },
  methods: {
    'Parse($self, data, isfinal=False, /)': (self: PyXmlParser, data: Value, final: MaybeValue) =>
      self.parse(data, final !== undefined && isTruthy(final)),
    'ParseFile($self, file, /)': parseFile,
    'SetBase($self, base, /)': (self: PyXmlParser, base: Value) => ((self.base = base), null),
    'GetBase($self, /)': (self: PyXmlParser) => self.base,
    'GetInputContext($self, /)': (self: PyXmlParser) => {
      const { text: source, at } = self.parser.document;
      return at >= source.length && self.parser.raw === '' ? null : new PyBytes(encodeStr(strOf(source)));
    },
    'ExternalEntityParserCreate($self, context, encoding=None, /)': (self: PyXmlParser, context: Value, encoding: MaybeValue) => {
      const child = new PyXmlParser(
        encoding === undefined || encoding === null ? null : strText(encoding)!,
        self.separator,
        self.intern,
        self,
      );
      child.parser.beginEntity(context === null ? 'subset' : 'content');
      return child;
    },
    'SetParamEntityParsing($self, flag, /)': (self: PyXmlParser, value: Value) => {
      self.parser.parameterEntityParsing = toIndexNumber(value);
      return 1;
    },
    'UseForeignDTD($self, flag=True, /)': (self: PyXmlParser, value: MaybeValue) => {
      self.parser.usesForeignDtd = value === undefined || isTruthy(value);
      return null;
    },
    'GetReparseDeferralEnabled($self, /)': (self: PyXmlParser) => self.parser.defersReparsing,
    'SetReparseDeferralEnabled($self, enabled, /)': (self: PyXmlParser, enabled: Value) => {
      self.parser.defersReparsing = isTruthy(enabled);
      return null;
    },
    'SetBillionLaughsAttackProtectionActivationThreshold($self, threshold, /)': (_self: PyXmlParser, threshold: Value) => {
      amplification.threshold = toIndexNumber(threshold);
      return null;
    },
    'SetBillionLaughsAttackProtectionMaximumAmplification($self, max_factor, /)': (_self: PyXmlParser, factor: Value) => {
      amplification.factor = factorOf(factor);
      return null;
    },
  },
  getset: {
    ...handlerAttributes,
    ErrorCode: [(self: PyXmlParser) => self.error?.code ?? 0],
    ErrorLineNumber: [(self: PyXmlParser) => self.parser.line],
    ErrorColumnNumber: [(self: PyXmlParser) => self.parser.column],
    ErrorByteIndex: [(self: PyXmlParser) => self.parser.byteIndex],
    CurrentLineNumber: [(self: PyXmlParser) => self.parser.line],
    CurrentColumnNumber: [(self: PyXmlParser) => self.parser.column],
    CurrentByteIndex: [(self: PyXmlParser) => self.parser.byteIndex],
    buffer_size: [
      (self: PyXmlParser) => self.bufferSize,
      (self: PyXmlParser, value: MaybeValue) => {
        if (typeof value !== 'number') throw typeError('buffer_size must be an integer');
        if (value <= 0) throw valueError('buffer_size must be greater than zero');
        if (value > 2147483647) throw valueError('buffer_size must not be greater than 2147483647');
        self.flush();
        self.bufferSize = value;
      },
    ],
    buffer_text: [
      (self: PyXmlParser) => self.buffer !== null,
      (self: PyXmlParser, value: MaybeValue) => {
        const on = value !== undefined && isTruthy(value);
        if (on && self.buffer === null) self.buffer = [];
        if (!on) {
          self.flush();
          self.buffer = null;
        }
      },
    ],
    buffer_used: [(self: PyXmlParser) => (self.buffer ?? []).reduce((n, piece) => n + codePointsOf(strOf(piece)).length, 0)],
    namespace_prefixes: [
      (self: PyXmlParser) => self.parser.namespacePrefixes,
      (self: PyXmlParser, value: MaybeValue) => void (self.parser.namespacePrefixes = value !== undefined && isTruthy(value)),
    ],
    ordered_attributes: flag('orderedAttributes'),
    specified_attributes: flag('specifiedAttributes'),
    intern: [(self: PyXmlParser) => self.intern],
  },
});
XMLParserType.name = XMLParserType.qualname = 'xmlparser';

function parserCreate(encoding: MaybeValue, separator: MaybeValue, intern: MaybeValue): Value {
  const option = (value: MaybeValue, name: string): string | null => {
    if (value === undefined || value === null) return null;
    const s = strText(value);
    if (s === undefined) throw typeError(`ParserCreate() argument '${name}' must be str or None, not ${typeOf(value).name}`);
    return s;
  };
  const between = option(separator, 'namespace_separator');
  if (between !== null && between.length > 1) throw valueError('namespace_separator must be at most one character, omitted, or None');
  if (intern !== undefined && intern !== null && !(intern instanceof PyDict)) throw typeError('intern must be a dictionary');
  return new PyXmlParser(option(encoding, 'encoding'), between, intern === undefined ? new PyDict() : intern);
}

const FEATURES: readonly (readonly [string, number])[] = [
  ['sizeof(XML_Char)', 1],
  ['sizeof(XML_LChar)', 1],
  ['XML_DTD', 0],
  ['XML_CONTEXT_BYTES', 1024],
  ['XML_NS', 0],
];

const MODEL: Readonly<Record<string, number>> = {
  XML_CTYPE_EMPTY: 1,
  XML_CTYPE_ANY: 2,
  XML_CTYPE_MIXED: 3,
  XML_CTYPE_NAME: 4,
  XML_CTYPE_CHOICE: 5,
  XML_CTYPE_SEQ: 6,
  XML_CQUANT_NONE: 0,
  XML_CQUANT_OPT: 1,
  XML_CQUANT_REP: 2,
  XML_CQUANT_PLUS: 3,
};

/** A module inside the module; it can be imported by its full name too. */
function submodule(name: string, doc: string, fill: (dict: PyDict) => void): Value {
  const module = new PyModule(`pyexpat.${name}`, doc);
  fill(module.dict);
  machine.modules.setStr(`pyexpat.${name}`, module);
  return module;
}

registerModule('pyexpat', {
  doc: 'Python wrapper for Expat parser.',
  functions: {
    'ParserCreate(encoding=None, namespace_separator=None, intern=<unrepresentable>)': parserCreate,
    'ErrorString(code, /)': (code: Value) => ERRORS[toIndexNumber(code)]?.[1] || null,
  },
  attributes: {
    ExpatError,
    error: ExpatError,
    XMLParserType,
    EXPAT_VERSION: 'expat_2.7.1',
    version_info: () => new PyTuple([2, 7, 1]),
    native_encoding: 'UTF-8',
    features: () => new PyList(FEATURES.map(([name, value]) => new PyTuple([name, value]))),
    XML_PARAM_ENTITY_PARSING_NEVER: 0,
    XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE: 1,
    XML_PARAM_ENTITY_PARSING_ALWAYS: 2,
    model: () =>
      submodule('model', 'Constants used to interpret content model information.', dict => {
        for (const [name, value] of Object.entries(MODEL)) dict.setStr(name, value);
      }),
    errors: () =>
      submodule('errors', 'Constants used to describe error conditions.', dict => {
        const codes = new PyDict();
        const messages = new PyDict();
        ERRORS.forEach(([name, message], code) => {
          if (code === 0) return;
          dict.setStr(`XML_ERROR_${name}`, message);
          codes.setStr(message, code);
          messages.set(code, message);
        });
        dict.setStr('codes', codes);
        dict.setStr('messages', messages);
      }),
  },
});
