/**
 * An XML parser with expat's events, errors and positions (https://libexpat.github.io/doc/api/latest/), which knows nothing of Python.
 *
 * Text comes in pieces. A token is read by a cursor that throws `INCOMPLETE` at the end of what has come; the token is then read again from
 * its beginning when more is there, or is an error if there will be no more. Internal entities are parsed by a cursor of their own over their
 * replacement text; positions stay those of the reference in the document.
 */

/** expat's errors by number; index 0 is unused. */
export const ERRORS: readonly (readonly [name: string, message: string])[] = [
  ['', ''],
  ['NO_MEMORY', 'out of memory'],
  ['SYNTAX', 'syntax error'],
  ['NO_ELEMENTS', 'no element found'],
  ['INVALID_TOKEN', 'not well-formed (invalid token)'],
  ['UNCLOSED_TOKEN', 'unclosed token'],
  ['PARTIAL_CHAR', 'partial character'],
  ['TAG_MISMATCH', 'mismatched tag'],
  ['DUPLICATE_ATTRIBUTE', 'duplicate attribute'],
  ['JUNK_AFTER_DOC_ELEMENT', 'junk after document element'],
  ['PARAM_ENTITY_REF', 'illegal parameter entity reference'],
  ['UNDEFINED_ENTITY', 'undefined entity'],
  ['RECURSIVE_ENTITY_REF', 'recursive entity reference'],
  ['ASYNC_ENTITY', 'asynchronous entity'],
  ['BAD_CHAR_REF', 'reference to invalid character number'],
  ['BINARY_ENTITY_REF', 'reference to binary entity'],
  ['ATTRIBUTE_EXTERNAL_ENTITY_REF', 'reference to external entity in attribute'],
  ['MISPLACED_XML_PI', 'XML or text declaration not at start of entity'],
  ['UNKNOWN_ENCODING', 'unknown encoding'],
  ['INCORRECT_ENCODING', 'encoding specified in XML declaration is incorrect'],
  ['UNCLOSED_CDATA_SECTION', 'unclosed CDATA section'],
  ['EXTERNAL_ENTITY_HANDLING', 'error in processing external entity reference'],
  ['NOT_STANDALONE', 'document is not standalone'],
  ['UNEXPECTED_STATE', 'unexpected parser state - please send a bug report'],
  ['ENTITY_DECLARED_IN_PE', 'entity declared in parameter entity'],
  ['FEATURE_REQUIRES_XML_DTD', 'requested feature requires XML_DTD support in Expat'],
  ['CANT_CHANGE_FEATURE_ONCE_PARSING', 'cannot change setting once parsing has begun'],
  ['UNBOUND_PREFIX', 'unbound prefix'],
  ['UNDECLARING_PREFIX', 'must not undeclare prefix'],
  ['INCOMPLETE_PE', 'incomplete markup in parameter entity'],
  ['XML_DECL', 'XML declaration not well-formed'],
  ['TEXT_DECL', 'text declaration not well-formed'],
  ['PUBLICID', 'illegal character(s) in public id'],
  ['SUSPENDED', 'parser suspended'],
  ['NOT_SUSPENDED', 'parser not suspended'],
  ['ABORTED', 'parsing aborted'],
  ['FINISHED', 'parsing finished'],
  ['SUSPEND_PE', 'cannot suspend in external parameter entity'],
  ['RESERVED_PREFIX_XML', 'reserved prefix (xml) must not be undeclared or bound to another namespace name'],
  ['RESERVED_PREFIX_XMLNS', 'reserved prefix (xmlns) must not be declared or undeclared'],
  ['RESERVED_NAMESPACE_URI', 'prefix must not be bound to one of the reserved namespace names'],
  ['INVALID_ARGUMENT', 'invalid argument'],
  ['NO_BUFFER', 'a successful prior call to function XML_GetBuffer is required'],
  ['AMPLIFICATION_LIMIT_BREACH', 'limit on input amplification factor (from DTD and entities) breached'],
  ['NOT_STARTED', 'parser not started'],
];

/** A document that is not well-formed; `code` numbers a row of `ERRORS`. */
export class XmlError extends Error {
  readonly code: number;
  constructor(code: number) {
    super(ERRORS[code][1]);
    this.code = code;
  }
}

const CODE = Object.fromEntries(ERRORS.map(([name], code) => [name, code]));
const fail = (name: string): never => {
  throw new XmlError(CODE[name]);
};

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** `(type, quantifier, name, children)` */
export type ContentModel = readonly [type: number, quantifier: number, name: string | null, children: readonly ContentModel[]];

/** What the parser reports. Each method tells whether somebody listens; if nobody does the raw text goes to `other`. */
export interface Listener {
  start(name: string, attributes: readonly Attribute[], specified: number): boolean;
  end(name: string): boolean;
  text(data: string): boolean;
  instruction(target: string, data: string): boolean;
  comment(data: string): boolean;
  startCdata(): boolean;
  endCdata(): boolean;
  startNamespace(prefix: string | null, uri: string | null): boolean;
  endNamespace(prefix: string | null): boolean;
  xmlDeclaration(version: string | null, encoding: string | null, standalone: -1 | 0 | 1): boolean;
  startDoctype(name: string, systemId: string | null, publicId: string | null, hasSubset: boolean): boolean;
  endDoctype(): boolean;
  entity(
    name: string,
    isParameter: boolean,
    value: string | null,
    systemId: string | null,
    publicId: string | null,
    notation: string | null,
  ): boolean;
  unparsedEntity(name: string, systemId: string, publicId: string | null, notation: string): boolean;
  notation(name: string, systemId: string | null, publicId: string | null): boolean;
  element(name: string, model: ContentModel): boolean;
  attribute(element: string, name: string, type: string, value: string | null, required: boolean): boolean;
  /** False stops the parser, undefined means that nobody listens. */
  externalEntity(context: string | null, systemId: string | null, publicId: string | null): boolean | undefined;
  skippedEntity(name: string, isParameter: boolean): boolean;
  /** Undefined means that nobody listens; false makes it an error. */
  notStandalone(): boolean | undefined;
  other(raw: string): void;
  /** Whether entities are replaced although somebody listens to `other`. */
  readonly expandsEntities: boolean;
  readonly wantsElementDeclarations: boolean;
}

interface Entity {
  readonly name: string;
  readonly value: string | null;
  readonly systemId: string | null;
  readonly publicId: string | null;
  readonly notation: string | null;
  open: boolean;
}

interface AttributeRule {
  readonly name: string;
  readonly type: string;
  readonly value: string | null;
}

const START_CHARS =
  ':A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const NAME_START = new RegExp(`[${START_CHARS}]`, 'u');
const NAME = new RegExp(`[${START_CHARS}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]+`, 'uy');
/** What no document may contain. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const PUBLIC_ID = /^[ \r\na-zA-Z0-9\-'()+,./:=?;!*#@$_%]*$/;
const SPACE = /[ \t\r\n]/;
const INCOMPLETE = Symbol('the token goes on in text that has not come yet');

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

/** Reads characters of one entity; throws INCOMPLETE at the end. */
class Cursor {
  text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }
  peek(): string {
    if (this.at >= this.text.length) throw INCOMPLETE;
    return this.text[this.at];
  }
  next(): string {
    const c = this.peek();
    this.at++;
    return c;
  }
  /** Whether this text comes next; throws INCOMPLETE while it may yet. */
  has(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.at + i >= this.text.length) throw INCOMPLETE;
      if (this.text[this.at + i] !== word[i]) return false;
    }
    return true;
  }
  /** Takes this text or fails at the first character that differs. */
  expect(word: string): void {
    for (const c of word) {
      if (this.peek() !== c) fail('INVALID_TOKEN');
      this.at++;
    }
  }
  skipSpace(): boolean {
    const from = this.at;
    while (SPACE.test(this.peek())) this.at++;
    return this.at > from;
  }
  name(): string {
    const first = this.text.codePointAt(this.at);
    if (first === undefined) throw INCOMPLETE;
    if (!NAME_START.test(String.fromCodePoint(first))) fail('INVALID_TOKEN');
    return this.token();
  }
  /** A name that may begin with a digit. */
  token(): string {
    NAME.lastIndex = this.at;
    const match = NAME.exec(this.text);
    if (match === null) {
      this.peek();
      return fail('INVALID_TOKEN');
    }
    if (NAME.lastIndex >= this.text.length) throw INCOMPLETE;
    this.at = NAME.lastIndex;
    return match[0];
  }
  quoted(): string {
    const quote = this.peek();
    if (quote !== '"' && quote !== "'") fail('INVALID_TOKEN');
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) throw INCOMPLETE;
    const value = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return value;
  }
  /** Text up to a terminator, which is taken too. */
  until(terminator: string): string {
    const end = this.text.indexOf(terminator, this.at);
    if (end < 0) {
      const rest = this.text.slice(this.at);
      const bad = FORBIDDEN.exec(rest);
      if (bad !== null) {
        this.at += bad.index;
        fail('INVALID_TOKEN');
      }
      throw INCOMPLETE;
    }
    const value = this.text.slice(this.at, end);
    const bad = FORBIDDEN.exec(value);
    if (bad !== null) {
      this.at += bad.index;
      fail('INVALID_TOKEN');
    }
    this.at = end + terminator.length;
    return value;
  }
}

const newlines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/** How much entities may add to what was read, before it is taken for an attack. */
export const amplification = { threshold: 8388608, factor: 100 };

type State = 'prolog' | 'subset' | 'content' | 'epilog';

export class XmlParser {
  private readonly listener: Listener;
  private readonly separator: string | null;
  readonly document = new Cursor('');
  private state: State = 'prolog';
  /** Anything but a declaration has been read. */
  private started = false;
  private sawRoot = false;
  private sawDoctype = false;
  private readonly stack: { readonly raw: string; readonly name: string; readonly prefixes: readonly string[]; readonly depth: number }[] =
    [];
  private readonly entities: Map<string, Entity>;
  private readonly parameters: Map<string, Entity>;
  private readonly rules: Map<string, AttributeRule[]>;
  private readonly namespaces: Map<string, (string | null)[]>;
  private standalone = false;
  private hasParameterReferences = false;
  private inCdata = false;
  private entityDepth = 0;
  private expanded = 0;
  namespacePrefixes = false;
  /** 0 never, 1 unless standalone, 2 always. */
  parameterEntityParsing = 0;
  usesForeignDtd = false;
  /** Text has come, so that a byte order mark may no longer. */
  private begun = false;
  defersReparsing = true;
  /** Length of what was no more than an incomplete token. */
  private deferred = 0;
  private finished = false;
  private failure: XmlError | null = null;

  line = 1;
  column = 0;
  byteIndex = 0;
  /** Bytes a character takes in the document's encoding. */
  byteLength: (codePoint: number) => number = c => (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
  /** The raw text of what is being reported. */
  raw = '';

  /** A parser of a document, or (with `parent`) of an external entity that it refers to. */
  constructor(listener: Listener, separator: string | null, parent?: XmlParser) {
    this.listener = listener;
    this.separator = separator;
    this.entities = parent?.entities ?? new Map();
    this.parameters = parent?.parameters ?? new Map();
    this.rules = parent?.rules ?? new Map();
    this.namespaces = parent?.namespaces ?? new Map([['xml', [XML_NAMESPACE]]]);
    if (parent !== undefined) {
      this.namespacePrefixes = parent.namespacePrefixes;
      this.hasParameterReferences = parent.hasParameterReferences;
      this.parameterEntityParsing = parent.parameterEntityParsing;
      this.defersReparsing = parent.defersReparsing;
    }
  }

  /** Makes this the parser of an external general entity, or of a document type definition. */
  beginEntity(kind: 'content' | 'subset'): void {
    this.isEntity = true;
    this.state = kind;
  }
  private isEntity = false;

  /** Takes more of the document; throws XmlError, with the position at the error. */
  feed(text: string, final: boolean): void {
    if (this.finished) fail('FINISHED');
    if (this.failure !== null) throw this.failure;
    const cursor = this.document;
    let more = text;
    if (!this.begun && more.startsWith('\ufeff')) {
      this.byteIndex += this.byteLength(0xfeff);
      more = more.slice(1);
    }
    this.begun ||= text !== '';
    cursor.text = cursor.text.slice(cursor.at) + more;
    cursor.at = 0;
    this.consumed = 0;
    // A token that was incomplete is tried again when there is twice as much of it.
    if (this.defersReparsing && !final && cursor.text.length < 2 * this.deferred) return;
    this.deferred = 0;
    try {
      this.run(cursor, final);
      if (final) {
        this.finished = true;
        this.conclude();
      }
    } catch (error) {
      if (error instanceof XmlError) this.failure = error;
      throw error;
    }
  }

  private consumed = 0;

  /** Moves the position to where the cursor of the document stands. */
  private advance(to: number): void {
    const { text } = this.document;
    for (let i = this.consumed; i < to; i++) {
      const c = text.codePointAt(i)!;
      this.byteIndex += this.byteLength(c);
      if (c > 0xffff) i++;
      if (c === 10 || (c === 13 && text[i + 1] !== '\n')) {
        this.line++;
        this.column = 0;
      } else if (c !== 13) this.column++;
    }
    this.consumed = Math.max(this.consumed, to);
  }

  private conclude(): void {
    if (this.inCdata) fail('UNCLOSED_CDATA_SECTION');
    if (this.isEntity) {
      if (this.stack.length > 0) fail('ASYNC_ENTITY');
      return;
    }
    if (this.state !== 'epilog') fail(this.state === 'subset' ? 'SYNTAX' : 'NO_ELEMENTS');
  }

  private run(cursor: Cursor, final: boolean): void {
    while (cursor.at < cursor.text.length) {
      const start = cursor.at;
      this.advance(start);
      try {
        this.step(cursor, final);
      } catch (error) {
        if (error === INCOMPLETE) {
          cursor.at = start;
          if (!final) {
            // Only where nothing else could be read either.
            if (start === 0) this.deferred = cursor.text.length;
            return;
          }
          return fail('UNCLOSED_TOKEN');
        }
        // An invalid token is where its first wrong character is; other errors are where their token begins.
        if (error instanceof XmlError && error.code === CODE['INVALID_TOKEN']) this.advance(cursor.at);
        throw error;
      }
    }
    this.advance(cursor.at);
  }

  private step(cursor: Cursor, final: boolean): void {
    const start = cursor.at;
    switch (this.state) {
      case 'content':
        this.content(cursor, final);
        break;
      case 'subset':
        this.subset(cursor);
        break;
      default:
        this.outside(cursor, final);
    }
    this.started = cursor.at > start || this.started;
  }

  // ---------------------------------------------------------------- outside of the root element

  private outside(cursor: Cursor, final: boolean): void {
    const start = cursor.at;
    const c = cursor.peek();
    if (SPACE.test(c)) {
      while (cursor.at < cursor.text.length && SPACE.test(cursor.text[cursor.at])) cursor.at++;
      this.listener.other(newlines(cursor.text.slice(start, cursor.at)));
      return;
    }
    const junk = this.state === 'epilog' ? 'JUNK_AFTER_DOC_ELEMENT' : 'SYNTAX';
    if (c !== '<') return this.stray(cursor, final, junk);
    cursor.at++;
    const second = cursor.peek();
    if (second === '?') return this.instruction(cursor, start);
    if (second === '!') {
      cursor.at++;
      if (cursor.peek() === '-') return this.comment(cursor, start);
      if (cursor.peek() === '[') return fail('SYNTAX');
      const word = cursor.token();
      if (word !== 'DOCTYPE' || this.sawDoctype || this.sawRoot) return fail(this.sawRoot ? junk : 'SYNTAX');
      return this.doctype(cursor, start);
    }
    if (this.state === 'epilog') return fail(second === '/' || NAME_START.test(second) ? junk : 'INVALID_TOKEN');
    if (this.usesForeignDtd && !this.sawDoctype) {
      this.hasParameterReferences = true;
      if (this.parameterEntityParsing > 0) {
        const answer = this.listener.externalEntity(null, null, null);
        if (answer === false) fail('EXTERNAL_ENTITY_HANDLING');
      }
      this.usesForeignDtd = false;
    }
    this.startTag(cursor, start);
  }

  /** Text where none may be: a token of declarations is an error as such, if it ends as one. */
  private stray(cursor: Cursor, final: boolean, code: 'SYNTAX' | 'JUNK_AFTER_DOC_ELEMENT'): never {
    const start = cursor.at;
    const c = cursor.peek();
    NAME.lastIndex = start;
    if (NAME.test(cursor.text)) cursor.at = NAME.lastIndex;
    else if (c === '"' || c === "'") cursor.quoted();
    else return fail('()[]>,|%'.includes(c) ? code : 'INVALID_TOKEN');
    if (cursor.at === cursor.text.length && !final) throw INCOMPLETE;
    if (cursor.at < cursor.text.length && !/[\s>),|[%?*+]/.test(cursor.peek())) fail('INVALID_TOKEN');
    cursor.at = start;
    return fail(code);
  }

  private instruction(cursor: Cursor, start: number): void {
    cursor.expect('?');
    const target = cursor.name();
    if (/^xml$/i.test(target)) {
      if (target !== 'xml') fail('INVALID_TOKEN');
      if (this.started || this.entityDepth > 0) fail('MISPLACED_XML_PI');
      return this.declaration(cursor, start);
    }
    let data = '';
    if (cursor.peek() === '?') {
      cursor.at++;
      if (cursor.peek() !== '>') fail('INVALID_TOKEN');
      cursor.at++;
    } else {
      if (!SPACE.test(cursor.peek())) fail('INVALID_TOKEN');
      cursor.skipSpace();
      data = newlines(cursor.until('?>'));
    }
    this.raw = cursor.text.slice(start, cursor.at);
    if (!this.listener.instruction(target, data)) this.listener.other(newlines(this.raw));
  }

  private declaration(cursor: Cursor, start: number): void {
    const end = cursor.text.indexOf('?>', cursor.at);
    if (end < 0) throw INCOMPLETE;
    const body = cursor.text.slice(cursor.at, end);
    const value = '(?:"([^"<]*)"|\'([^\'<]*)\')';
    const eq = '[ \\t\\r\\n]*=[ \\t\\r\\n]*';
    const version = `[ \\t\\r\\n]+version${eq}${value}`;
    const encoding = `[ \\t\\r\\n]+encoding${eq}${value}`;
    const pattern = this.isEntity
      ? new RegExp(`^(?:${version})?${encoding}()()[ \\t\\r\\n]*$`)
      : new RegExp(`^${version}(?:${encoding})?(?:[ \\t\\r\\n]+standalone${eq}${value})?[ \\t\\r\\n]*$`);
    const match = pattern.exec(body);
    if (match === null) return fail(this.isEntity ? 'TEXT_DECL' : 'XML_DECL');
    const [, v1, v2, e1, e2, s1, s2] = match;
    const standalone = s1 ?? s2;
    const name = e1 ?? e2;
    if (standalone !== undefined && standalone !== '' && standalone !== 'yes' && standalone !== 'no') fail('XML_DECL');
    if (name !== undefined && !/^[A-Za-z][A-Za-z0-9._-]*$/.test(name)) fail('XML_DECL');
    cursor.at = end + 2;
    this.standalone = standalone === 'yes';
    this.raw = cursor.text.slice(start, cursor.at);
    const flag = standalone === undefined || standalone === '' ? -1 : standalone === 'yes' ? 1 : 0;
    if (!this.listener.xmlDeclaration(v1 ?? v2 ?? null, name ?? null, flag)) this.listener.other(newlines(this.raw));
  }

  private comment(cursor: Cursor, start: number): void {
    cursor.expect('--');
    const data = cursor.until('--');
    if (cursor.peek() !== '>') fail('INVALID_TOKEN');
    cursor.at++;
    this.raw = cursor.text.slice(start, cursor.at);
    if (!this.listener.comment(newlines(data))) this.listener.other(newlines(this.raw));
  }

  // ---------------------------------------------------------------- content

  private content(cursor: Cursor, final: boolean): void {
    if (this.inCdata) return this.cdata(cursor, final);
    const start = cursor.at;
    const c = cursor.text[start];
    if (c === '<') {
      cursor.at++;
      const second = cursor.peek();
      if (second === '/') return this.endTag(cursor, start);
      if (second === '?') return this.instruction(cursor, start);
      if (second !== '!') return this.startTag(cursor, start);
      cursor.at++;
      if (cursor.peek() === '-') return this.comment(cursor, start);
      cursor.expect('[CDATA[');
      this.inCdata = true;
      this.raw = '<![CDATA[';
      if (!this.listener.startCdata()) this.listener.other(this.raw);
      return;
    }
    if (c === '&') return this.reference(cursor, start);
    this.text(cursor, /[<&]/g, final);
  }

  /** Character data up to a delimiter, line by line as expat reports it. */
  private text(cursor: Cursor, delimiter: RegExp, final: boolean): void {
    const start = cursor.at;
    delimiter.lastIndex = start;
    const found = delimiter.exec(cursor.text);
    let end = found === null ? cursor.text.length : found.index;
    // What may turn out to be a forbidden "]]>", a pair of surrogates or a line end waits for what follows.
    if (found === null && !(final && cursor === this.document)) {
      const held = /(?:\]\]?|\r|[\ud800-\udbff])$/.exec(cursor.text.slice(start));
      if (held !== null && cursor === this.document) end -= held[0].length;
      if (end === start) throw INCOMPLETE;
    }
    const data = cursor.text.slice(start, end);
    const bad = FORBIDDEN.exec(data);
    const closing = this.inCdata ? -1 : data.indexOf(']]>');
    const stop = bad === null ? closing : closing < 0 ? bad.index : Math.min(bad.index, closing);
    const good = stop < 0 ? data : data.slice(0, stop);
    for (const piece of good.match(/\r\n?|\n|[^\r\n]+/g) ?? []) {
      this.advanceIn(cursor);
      cursor.at += piece.length;
      this.raw = piece;
      const shown = piece[0] === '\r' ? '\n' : piece;
      if (!this.listener.text(shown)) this.listener.other(shown);
    }
    if (stop >= 0) {
      if (stop === closing) cursor.at += 2;
      fail('INVALID_TOKEN');
    }
  }

  private advanceIn(cursor: Cursor): void {
    if (cursor === this.document) this.advance(cursor.at);
  }

  private cdata(cursor: Cursor, final: boolean): void {
    const end = cursor.text.indexOf(']]>', cursor.at);
    if (end === cursor.at) {
      cursor.at += 3;
      this.inCdata = false;
      this.raw = ']]>';
      if (!this.listener.endCdata()) this.listener.other(this.raw);
      return;
    }
    if (end < 0) {
      if (final && /^\]{0,2}$/.test(cursor.text.slice(cursor.at))) fail('UNCLOSED_CDATA_SECTION');
      return this.text(cursor, /\]\]>/g, final);
    }
    this.text(cursor, /\]\]>/g, final);
  }

  private reference(cursor: Cursor, start: number): void {
    cursor.at++;
    if (cursor.peek() === '#') {
      const c = this.characterReference(cursor);
      this.raw = cursor.text.slice(start, cursor.at);
      if (!this.listener.text(c)) this.listener.other(this.raw);
      return;
    }
    const name = cursor.name();
    if (cursor.peek() !== ';') fail('INVALID_TOKEN');
    cursor.at++;
    this.raw = cursor.text.slice(start, cursor.at);
    const predefined = Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
    if (predefined !== undefined) {
      if (!this.listener.text(predefined)) this.listener.other(this.raw);
      return;
    }
    const entity = this.entities.get(name);
    if (entity === undefined) {
      if (!this.hasParameterReferences || this.standalone) fail('UNDEFINED_ENTITY');
      if (!this.listener.skippedEntity(name, false)) this.listener.other(this.raw);
      return;
    }
    if (entity.open) fail('RECURSIVE_ENTITY_REF');
    if (entity.notation !== null) fail('BINARY_ENTITY_REF');
    if (entity.value === null) {
      entity.open = true;
      try {
        const answer = this.listener.externalEntity(this.context(name), entity.systemId, entity.publicId);
        if (answer === undefined) this.listener.other(this.raw);
        else if (!answer) fail('EXTERNAL_ENTITY_HANDLING');
      } finally {
        entity.open = false;
      }
      return;
    }
    if (!this.listener.expandsEntities) {
      if (!this.listener.skippedEntity(name, false)) this.listener.other(this.raw);
      return;
    }
    this.expand(entity, entity.value);
  }

  /** The open namespaces and the entity's name, as expat hands them to whoever makes a parser for the entity. */
  private context(name: string): string {
    const bound: string[] = [];
    for (const prefix of [...this.namespaces.keys()].sort((a, b) => Number(a === 'xml') - Number(b === 'xml'))) {
      const uri = this.namespaces.get(prefix)!.at(-1);
      if (this.separator !== null && uri !== undefined && uri !== null) bound.push(`${prefix === '' ? '' : prefix}=${uri}`);
    }
    return [...bound, name].join('\f');
  }

  private expand(entity: Entity, value: string): void {
    this.expanded += value.length;
    if (this.expanded > amplification.threshold && this.expanded > amplification.factor * this.byteIndex)
      fail('AMPLIFICATION_LIMIT_BREACH');
    const inner = new Cursor(value);
    const depth = this.stack.length;
    entity.open = true;
    this.entityDepth++;
    try {
      while (inner.at < inner.text.length) {
        this.content(inner, true);
        if (this.stack.length < depth) fail('ASYNC_ENTITY');
      }
    } catch (error) {
      if (error === INCOMPLETE) fail('INVALID_TOKEN');
      throw error;
    } finally {
      entity.open = false;
      this.entityDepth--;
    }
    if (this.stack.length !== depth) fail('ASYNC_ENTITY');
  }

  private characterReference(cursor: Cursor): string {
    const start = cursor.at - 1;
    cursor.expect('#');
    const hex = cursor.peek() === 'x';
    if (hex) cursor.at++;
    const from = cursor.at;
    const digit = hex ? /[0-9a-fA-F]/ : /[0-9]/;
    while (digit.test(cursor.peek())) cursor.at++;
    if (cursor.at === from || cursor.peek() !== ';') fail('INVALID_TOKEN');
    const code = parseInt(cursor.text.slice(from, cursor.at), hex ? 16 : 10);
    cursor.at++;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || FORBIDDEN.test(String.fromCodePoint(Math.min(code, 0x10ffff)))) {
      cursor.at = start;
      fail('BAD_CHAR_REF');
    }
    return String.fromCodePoint(code);
  }

  // ---------------------------------------------------------------- tags

  private startTag(cursor: Cursor, start: number): void {
    const name = cursor.name();
    if (this.separator !== null && !qualified(name)) this.badName(cursor, start + 1, name);
    const given: { readonly name: string; readonly value: string; readonly at: number }[] = [];
    let empty = false;
    for (;;) {
      const spaced = cursor.skipSpace();
      const c = cursor.peek();
      if (c === '>') {
        cursor.at++;
        break;
      }
      if (c === '/') {
        cursor.at++;
        if (cursor.peek() !== '>') fail('INVALID_TOKEN');
        cursor.at++;
        empty = true;
        break;
      }
      if (!spaced) fail('INVALID_TOKEN');
      const at = cursor.at;
      const attribute = cursor.name();
      if (this.separator !== null && !qualified(attribute)) this.badName(cursor, at, attribute);
      cursor.skipSpace();
      cursor.expect('=');
      cursor.skipSpace();
      const value = this.attributeText(cursor);
      if (given.some(known => known.name === attribute)) {
        if (cursor === this.document) this.advance(at);
        fail('DUPLICATE_ATTRIBUTE');
      }
      given.push({ name: attribute, value, at });
    }
    const raw = cursor.text.slice(start, cursor.at);
    const rules = this.rules.get(name) ?? [];
    const attributes = given.map(({ name: attribute, value }) => {
      const rule = rules.find(known => known.name === attribute);
      return { name: attribute, value: this.normalized(value, rule?.type ?? 'CDATA') };
    });
    const specified = attributes.length;
    for (const rule of rules)
      if (rule.value !== null && !given.some(known => known.name === rule.name)) attributes.push({ name: rule.name, value: rule.value });
    this.sawRoot = true;
    this.raw = raw;
    this.open(name, attributes, specified);
    if (empty) {
      if (cursor === this.document) this.advance(cursor.at);
      this.raw = '';
      this.close();
    } else this.state = 'content';
  }

  private badName(cursor: Cursor, at: number, name: string): never {
    const colon = name.startsWith(':')
      ? 0
      : name.endsWith(':') && name.indexOf(':') === name.length - 1
        ? name.length
        : name.indexOf(':', name.indexOf(':') + 1);
    cursor.at = at + colon;
    return fail('INVALID_TOKEN');
  }

  /** The text between the quotes, checked as far as it can be without the entities. */
  private attributeText(cursor: Cursor): string {
    const quote = cursor.peek();
    if (quote !== '"' && quote !== "'") fail('INVALID_TOKEN');
    cursor.at++;
    const from = cursor.at;
    for (;;) {
      const c = cursor.peek();
      if (c === quote) break;
      if (c === '<' || FORBIDDEN.test(c)) fail('INVALID_TOKEN');
      if (c === '&') {
        cursor.at++;
        if (cursor.peek() === '#') this.characterReference(cursor);
        else {
          cursor.name();
          if (cursor.peek() !== ';') fail('INVALID_TOKEN');
          cursor.at++;
        }
      } else cursor.at++;
    }
    const value = cursor.text.slice(from, cursor.at);
    cursor.at++;
    return value;
  }

  /** An attribute's value with references replaced and white space normalized (XML 1.0, 3.3.3). */
  private normalized(value: string, type: string): string {
    const plain = this.replaced(value, new Set());
    return type === 'CDATA' ? plain : plain.replace(/ +/g, ' ').replace(/^ | $/g, '');
  }

  private replaced(value: string, open: ReadonlySet<string>): string {
    return newlines(value).replace(/[\t\n]|&(#x[0-9a-fA-F]+|#[0-9]+|[^;]*);/g, (whole, name: string | undefined) => {
      if (name === undefined) return ' ';
      if (name[0] === '#') return String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10));
      if (Object.hasOwn(PREDEFINED, name)) return PREDEFINED[name];
      const entity = this.entities.get(name);
      if (entity === undefined) {
        if (!this.hasParameterReferences || this.standalone) fail('UNDEFINED_ENTITY');
        this.listener.skippedEntity(name, false);
        return '';
      }
      if (open.has(name)) fail('RECURSIVE_ENTITY_REF');
      if (entity.notation !== null) fail('BINARY_ENTITY_REF');
      if (entity.value === null) return fail('ATTRIBUTE_EXTERNAL_ENTITY_REF');
      if (entity.value.includes('<')) fail('INVALID_TOKEN');
      this.expanded += entity.value.length;
      if (this.expanded > amplification.threshold && this.expanded > amplification.factor * this.byteIndex)
        fail('AMPLIFICATION_LIMIT_BREACH');
      return this.replaced(entity.value, new Set([...open, name]));
    });
  }

  private open(raw: string, attributes: readonly Attribute[], specified: number): void {
    if (this.separator === null) {
      this.stack.push({ raw, name: raw, prefixes: [], depth: this.entityDepth });
      if (!this.listener.start(raw, attributes, specified)) this.listener.other(newlines(this.raw));
      return;
    }
    const prefixes: string[] = [];
    const kept: Attribute[] = [];
    let count = specified;
    const rawText = this.raw;
    attributes.forEach(({ name, value }, i) => {
      if (name === 'xmlns' || name.startsWith('xmlns:')) {
        const prefix = name === 'xmlns' ? '' : name.slice(6);
        this.checkBinding(prefix, value);
        const bound = value === '' ? null : value;
        const uris = this.namespaces.get(prefix);
        if (uris === undefined) this.namespaces.set(prefix, [bound]);
        else uris.push(bound);
        prefixes.push(prefix);
        this.listener.startNamespace(prefix === '' ? null : prefix, bound);
        if (i < specified) count--;
      } else kept.push({ name, value });
    });
    const expanded = kept.map(({ name, value }) => ({ name: this.expandName(name, false), value }));
    expanded.forEach(({ name }, i) => {
      if (expanded.findIndex(other => other.name === name) !== i) fail('DUPLICATE_ATTRIBUTE');
    });
    const name = this.expandName(raw, true);
    this.stack.push({ raw, name, prefixes, depth: this.entityDepth });
    this.raw = rawText;
    if (!this.listener.start(name, expanded, count)) this.listener.other(newlines(rawText));
  }

  private checkBinding(prefix: string, uri: string): void {
    if (prefix === 'xmlns') fail('RESERVED_PREFIX_XMLNS');
    if (prefix === 'xml') {
      if (uri !== XML_NAMESPACE) fail('RESERVED_PREFIX_XML');
      return;
    }
    if (uri === XML_NAMESPACE || uri === XMLNS_NAMESPACE) fail('RESERVED_NAMESPACE_URI');
    if (uri === '' && prefix !== '') fail('UNDECLARING_PREFIX');
    if (this.separator !== null && this.separator !== '' && uri.includes(this.separator)) fail('SYNTAX');
  }

  private expandName(name: string, isElement: boolean): string {
    const colon = name.indexOf(':');
    if (colon < 0 && !isElement) return name;
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const uri = this.namespaces.get(prefix)?.at(-1) ?? null;
    if (uri === null) {
      if (colon < 0) return name;
      return fail('UNBOUND_PREFIX');
    }
    const local = name.slice(colon + 1);
    const triplet = this.namespacePrefixes && prefix !== '' ? `${this.separator}${prefix}` : '';
    return `${uri}${this.separator}${local}${triplet}`;
  }

  private endTag(cursor: Cursor, start: number): void {
    cursor.at++;
    const nameAt = cursor.at;
    const name = cursor.name();
    if (SPACE.test(cursor.peek())) cursor.skipSpace();
    if (cursor.peek() !== '>') fail('INVALID_TOKEN');
    cursor.at++;
    this.raw = cursor.text.slice(start, cursor.at);
    const top = this.stack.at(-1);
    if (top === undefined || top.depth !== this.entityDepth) fail('ASYNC_ENTITY');
    if (top!.raw !== name) {
      if (cursor === this.document) this.advance(nameAt);
      fail('TAG_MISMATCH');
    }
    this.close();
  }

  private close(): void {
    const { name, prefixes } = this.stack.pop()!;
    // An empty element's end has no text of its own.
    if (!this.listener.end(name) && this.raw !== '') this.listener.other(newlines(this.raw));
    for (const prefix of prefixes.toReversed()) {
      this.listener.endNamespace(prefix === '' ? null : prefix);
      this.namespaces.get(prefix)!.pop();
    }
    if (this.stack.length === 0 && !this.isEntity) this.state = 'epilog';
    else this.state = 'content';
  }

  // ---------------------------------------------------------------- the document type

  private doctype(cursor: Cursor, start: number): void {
    if (!cursor.skipSpace()) fail('INVALID_TOKEN');
    const name = cursor.name();
    cursor.skipSpace();
    let systemId: string | null = null;
    let publicId: string | null = null;
    if (cursor.peek() === 'S' || cursor.peek() === 'P') {
      ({ systemId, publicId } = this.externalId(cursor, false));
      cursor.skipSpace();
    }
    const hasSubset = cursor.peek() === '[';
    if (!hasSubset && cursor.peek() !== '>') fail(NAME_START.test(cursor.peek()) ? 'SYNTAX' : 'INVALID_TOKEN');
    cursor.at++;
    this.sawDoctype = true;
    this.externalSubset = systemId === null ? null : { systemId, publicId };
    if (systemId !== null) {
      this.hasParameterReferences = true;
      if (!this.standalone && this.listener.notStandalone() === false) fail('NOT_STANDALONE');
    }
    this.raw = cursor.text.slice(start, cursor.at);
    if (!this.listener.startDoctype(name, systemId, publicId, hasSubset)) this.unheard(start);
    if (hasSubset) this.state = 'subset';
    else this.endDoctype('');
  }

  private externalSubset: { readonly systemId: string; readonly publicId: string | null } | null = null;

  /** A declaration that nobody listens to is reported token by token. */
  private unheard(start: number): void {
    const tokens = newlines(this.raw).match(/<!\w+|\s+|"[^"]*"|'[^']*'|\)[*?+]|[^\s"'()|,<>[\]]+|[^]/g) ?? [];
    let at = start;
    for (const token of tokens) {
      if (this.entityDepth === 0) this.advance(at);
      this.listener.other(token);
      at += token.length;
    }
  }

  private endDoctype(raw: string): void {
    this.state = 'prolog';
    if (this.externalSubset !== null || this.usesForeignDtd) {
      const { systemId, publicId } = this.externalSubset ?? { systemId: null, publicId: null };
      this.usesForeignDtd = false;
      this.hasParameterReferences = true;
      if (this.parameterEntityParsing === 2 || (this.parameterEntityParsing === 1 && !this.standalone)) {
        const answer = this.listener.externalEntity(null, systemId, publicId);
        if (answer === false) fail('EXTERNAL_ENTITY_HANDLING');
        if (answer === true && !this.standalone && this.listener.notStandalone() === false) fail('NOT_STANDALONE');
      }
    }
    this.raw = raw;
    if (!this.listener.endDoctype() && raw !== '') this.listener.other(raw);
  }

  private externalId(cursor: Cursor, publicAlone: boolean): { systemId: string | null; publicId: string | null } {
    const word = cursor.token();
    if (word !== 'SYSTEM' && word !== 'PUBLIC') fail('SYNTAX');
    if (!cursor.skipSpace()) fail('INVALID_TOKEN');
    let publicId: string | null = null;
    if (word === 'PUBLIC') {
      const text = cursor.quoted();
      if (!PUBLIC_ID.test(text)) fail('PUBLICID');
      publicId = text.replace(/[ \r\n]+/g, ' ').trim();
      const spaced = cursor.skipSpace();
      if (publicAlone && cursor.peek() === '>') return { systemId: null, publicId };
      if (!spaced) fail('INVALID_TOKEN');
    }
    return { systemId: cursor.quoted(), publicId };
  }

  private subset(cursor: Cursor): void {
    const start = cursor.at;
    const c = cursor.peek();
    if (SPACE.test(c)) {
      while (cursor.at < cursor.text.length && SPACE.test(cursor.text[cursor.at])) cursor.at++;
      this.listener.other(newlines(cursor.text.slice(start, cursor.at)));
      return;
    }
    if (c === ']' && !this.isEntity) {
      cursor.at++;
      while (SPACE.test(cursor.peek())) cursor.at++;
      cursor.expect('>');
      this.endDoctype(cursor.text.slice(start, cursor.at));
      return;
    }
    if (c === '%') {
      cursor.at++;
      const name = cursor.name();
      if (cursor.peek() !== ';') fail('INVALID_TOKEN');
      cursor.at++;
      return this.parameterReference(name, cursor.text.slice(start, cursor.at));
    }
    if (c !== '<') return fail('SYNTAX');
    cursor.at++;
    if (cursor.peek() === '?') return this.instruction(cursor, start);
    if (cursor.peek() !== '!') return fail('SYNTAX');
    cursor.at++;
    if (cursor.peek() === '-') return this.comment(cursor, start);
    if (cursor.peek() === '[') return this.isEntity ? this.conditional(cursor) : fail('SYNTAX');
    const word = cursor.token();
    // Declarations are read when they are complete: a quote may hold the end of one.
    const declare = {
      ENTITY: this.entityDeclaration,
      NOTATION: this.notationDeclaration,
      ELEMENT: this.elementDeclaration,
      ATTLIST: this.attributeDeclaration,
    }[word];
    if (declare === undefined) return fail('SYNTAX');
    if (!cursor.skipSpace()) fail('INVALID_TOKEN');
    declare.call(this, cursor, start);
  }

  /** `<![INCLUDE[…]]>` and `<![IGNORE[…]]>` of an external subset. */
  private conditional(cursor: Cursor): void {
    cursor.at++;
    cursor.skipSpace();
    const word = cursor.token();
    cursor.skipSpace();
    cursor.expect('[');
    const body = cursor.until(']]>');
    if (word === 'INCLUDE') this.declarations(body);
    else if (word !== 'IGNORE') fail('SYNTAX');
  }

  private declarations(text: string): void {
    const inner = new Cursor(text);
    while (inner.at < inner.text.length) this.subset(inner);
  }

  /** False behind a reference to declarations that were not read: those that follow may depend on them. */
  private processes = true;

  private parameterReference(name: string, raw: string): void {
    this.hasParameterReferences = true;
    const entity = this.parameters.get(name);
    this.raw = raw;
    if (this.parameterEntityParsing === 0) {
      this.processes = this.standalone;
      if (!this.standalone && this.listener.notStandalone() === false) fail('NOT_STANDALONE');
      this.listener.other(raw);
      return;
    }
    if (entity === undefined) {
      if (this.standalone) fail('UNDEFINED_ENTITY');
      this.processes = this.standalone;
      if (!this.listener.skippedEntity(name, true)) this.listener.other(raw);
      return;
    }
    if (entity.open) fail('RECURSIVE_ENTITY_REF');
    entity.open = true;
    try {
      if (entity.value !== null) this.declarations(entity.value);
      else if (this.listener.externalEntity(null, entity.systemId, entity.publicId) === false) fail('EXTERNAL_ENTITY_HANDLING');
    } catch (error) {
      if (error === INCOMPLETE) fail('INCOMPLETE_PE');
      throw error;
    } finally {
      entity.open = false;
    }
  }

  private endDeclaration(cursor: Cursor): void {
    cursor.skipSpace();
    if (cursor.peek() !== '>') fail(NAME_START.test(cursor.peek()) ? 'SYNTAX' : 'INVALID_TOKEN');
    cursor.at++;
  }

  private entityDeclaration(cursor: Cursor, start: number): void {
    let isParameter = false;
    if (cursor.peek() === '%') {
      cursor.at++;
      if (!cursor.skipSpace()) fail('INVALID_TOKEN');
      isParameter = true;
    }
    const name = cursor.name();
    if (!cursor.skipSpace()) fail('INVALID_TOKEN');
    let value: string | null = null;
    let ids: { systemId: string | null; publicId: string | null } = { systemId: null, publicId: null };
    let notation: string | null = null;
    if (cursor.peek() === '"' || cursor.peek() === "'") value = this.entityValue(cursor.quoted());
    else {
      ids = this.externalId(cursor, false);
      if (cursor.skipSpace() && !isParameter && cursor.peek() === 'N') {
        if (cursor.token() !== 'NDATA') fail('SYNTAX');
        if (!cursor.skipSpace()) fail('INVALID_TOKEN');
        notation = cursor.name();
      }
    }
    this.endDeclaration(cursor);
    const table = isParameter ? this.parameters : this.entities;
    const first = this.processes && !table.has(name) && !(Object.hasOwn(PREDEFINED, name) && !isParameter);
    if (first) table.set(name, { name, value, ...ids, notation, open: false });
    this.raw = cursor.text.slice(start, cursor.at);
    let heard = false;
    if (first) {
      if (notation !== null) heard = this.listener.unparsedEntity(name, ids.systemId!, ids.publicId, notation);
      heard = heard || this.listener.entity(name, isParameter, value, ids.systemId, ids.publicId, notation);
    }
    if (!heard) this.unheard(start);
  }

  /** Character references in an entity's value are replaced at once, entity references later. */
  private entityValue(text: string): string {
    return newlines(text).replace(
      /&#(x[0-9a-fA-F]+|[0-9]+);|&|%([^;\s]*);?/g,
      (whole, number: string | undefined, parameter: string | undefined) => {
        if (number !== undefined) {
          const code = number[0] === 'x' ? parseInt(number.slice(1), 16) : parseInt(number, 10);
          if (code > 0x10ffff || FORBIDDEN.test(String.fromCodePoint(code))) fail('BAD_CHAR_REF');
          return String.fromCodePoint(code);
        }
        if (parameter === undefined) return whole;
        if (!this.isEntity) return fail('PARAM_ENTITY_REF');
        return this.parameters.get(parameter)?.value ?? '';
      },
    );
  }

  private notationDeclaration(cursor: Cursor, start: number): void {
    const name = cursor.name();
    if (!cursor.skipSpace()) fail('INVALID_TOKEN');
    const { systemId, publicId } = this.externalId(cursor, true);
    this.endDeclaration(cursor);
    this.raw = cursor.text.slice(start, cursor.at);
    if (!this.listener.notation(name, systemId, publicId)) this.unheard(start);
  }

  private elementDeclaration(cursor: Cursor, start: number): void {
    const name = cursor.name();
    if (!cursor.skipSpace()) fail('INVALID_TOKEN');
    let model: ContentModel;
    if (cursor.peek() === '(') model = this.contentModel(cursor);
    else {
      const word = cursor.token();
      if (word !== 'EMPTY' && word !== 'ANY') fail('SYNTAX');
      model = [word === 'EMPTY' ? 1 : 2, 0, null, []];
    }
    this.endDeclaration(cursor);
    this.raw = cursor.text.slice(start, cursor.at);
    if (!this.listener.element(name, model)) this.unheard(start);
  }

  private contentModel(cursor: Cursor): ContentModel {
    cursor.expect('(');
    cursor.skipSpace();
    if (cursor.peek() === '#') {
      cursor.expect('#PCDATA');
      const names: ContentModel[] = [];
      for (cursor.skipSpace(); cursor.peek() === '|'; cursor.skipSpace()) {
        cursor.at++;
        cursor.skipSpace();
        names.push([4, 0, cursor.name(), []]);
      }
      cursor.expect(')');
      const repeated = cursor.peek() === '*';
      if (repeated) cursor.at++;
      else if (names.length > 0) fail('SYNTAX');
      return [3, repeated ? 2 : 0, null, names];
    }
    const parts: ContentModel[] = [];
    let kind = '';
    for (;;) {
      cursor.skipSpace();
      if (cursor.peek() === '(') parts.push(this.contentModel(cursor));
      else {
        const name = cursor.name();
        parts.push([4, this.quantifier(cursor), name, []]);
      }
      cursor.skipSpace();
      const c = cursor.next();
      if (c === ')') break;
      if ((c !== '|' && c !== ',') || (kind !== '' && kind !== c)) fail('SYNTAX');
      kind = c;
    }
    return [kind === '|' ? 5 : 6, this.quantifier(cursor), null, parts];
  }

  private quantifier(cursor: Cursor): number {
    const i = '?*+'.indexOf(cursor.peek());
    if (i >= 0) cursor.at++;
    return i + 1;
  }

  private attributeDeclaration(cursor: Cursor, start: number): void {
    const element = cursor.name();
    const found: { readonly rule: AttributeRule; readonly required: boolean }[] = [];
    for (;;) {
      const spaced = cursor.skipSpace();
      if (cursor.peek() === '>') break;
      if (!spaced) fail('INVALID_TOKEN');
      const name = cursor.name();
      if (!cursor.skipSpace()) fail('INVALID_TOKEN');
      const type = this.attributeType(cursor);
      if (!cursor.skipSpace()) fail('INVALID_TOKEN');
      let value: string | null = null;
      let required = false;
      let fixed = false;
      if (cursor.peek() === '#') {
        cursor.at++;
        const word = cursor.token();
        required = word === 'REQUIRED';
        fixed = word === 'FIXED';
        if (!required && !fixed && word !== 'IMPLIED') fail('SYNTAX');
        if (fixed && !cursor.skipSpace()) fail('INVALID_TOKEN');
      }
      if (fixed || cursor.peek() === '"' || cursor.peek() === "'") value = this.normalized(this.attributeText(cursor), type);
      found.push({ rule: { name, type, value }, required: required || fixed });
    }
    cursor.at++;
    this.raw = cursor.text.slice(start, cursor.at);
    let heard = false;
    let rules = this.rules.get(element);
    if (rules === undefined) this.rules.set(element, (rules = []));
    for (const { rule, required } of found) {
      if (this.processes && !rules.some(known => known.name === rule.name)) rules.push(rule);
      heard = this.listener.attribute(element, rule.name, rule.type, rule.value, required) || heard;
    }
    if (!heard) this.unheard(start);
  }

  private attributeType(cursor: Cursor): string {
    if (cursor.peek() === '(') return this.enumeration(cursor, '');
    const word = cursor.token();
    if (word === 'NOTATION') {
      if (!cursor.skipSpace()) fail('INVALID_TOKEN');
      return this.enumeration(cursor, 'NOTATION');
    }
    if (!['CDATA', 'ID', 'IDREF', 'IDREFS', 'ENTITY', 'ENTITIES', 'NMTOKEN', 'NMTOKENS'].includes(word)) fail('SYNTAX');
    return word;
  }

  private enumeration(cursor: Cursor, prefix: string): string {
    cursor.expect('(');
    const names: string[] = [];
    for (;;) {
      cursor.skipSpace();
      names.push(cursor.token());
      cursor.skipSpace();
      const c = cursor.next();
      if (c === ')') return `${prefix}(${names.join('|')})`;
      if (c !== '|') fail('SYNTAX');
    }
  }
}

/** At most one colon, with something on both sides. */
const qualified = (name: string): boolean => /^[^:]+(?::[^:]+)?$/.test(name);
