/**
 * Tracebacks as text: what CPython writes for an uncaught exception (Lib/traceback.py, which its C code calls too).
 *
 * A frame's lines come with carets under the instruction that raised; of an operator, a subscript or a call the part that matters is marked
 * `^` and the rest `~`, found by parsing the piece of source. Repeated frames are folded, causes and contexts come first, groups are drawn
 * as trees, and misspelt names get a suggestion.
 */
import type * as ast from '../ast/nodes.generated.ts';
import { parse } from '../parser/index.ts';
import { decodeSource } from '../source/decode.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyBaseException } from '../objects/core/errors.ts';
import { PyModule } from '../objects/core/module.ts';
import { T } from '../objects/core/registry.ts';
import { strText } from '../objects/core/str.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { findAttribute, getAttribute } from '../objects/protocol/attribute.ts';
import { callSpecial, callValue } from '../objects/protocol/call.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { reprText, strTextOf } from '../objects/protocol/repr.ts';
import { groupExceptions } from '../objects/types/exceptions.ts';
import { frameLocals } from '../objects/types/frame-locals.ts';
import type { PyTraceback } from '../objects/types/traceback.ts';
import { STDLIB_NAMES } from '../defs/stdlib-names.ts';
import { keywordHooks } from '../objects/core/native.ts';
import type { CodeObject } from '../code/code.ts';
import { machine } from './machine.ts';

/** The whole text for an exception, its chain included. */
export function formatException(exception: PyBaseException): string {
  return new Printer().format(exception);
}

/** What is written of an exception that nobody can catch: no carets, no chain. */
export function formatUnraisable(exception: PyBaseException): string {
  const { traceback } = exception;
  const stack = traceback === null ? '' : `Traceback (most recent call last):\n${formatStack(traceback as PyTraceback, false)}`;
  const name = typeName(exception);
  let text: string;
  try {
    text = strTextOf(exception);
  } catch {
    text = '<exception str() failed>';
  }
  return `${stack}${name}${text === '' ? '' : `: ${text}`}\n`;
}

/** Writes an exception to `sys.stderr`, or to the host where a program has taken that away. */
export function writeTraceback(exception: PyBaseException): void {
  writeError(formatException(exception));
}

export function writeError(text: string): void {
  const sys = machine.modules.getStr('sys');
  const stderr = sys instanceof PyModule ? (sys.dict.getStr('stderr') ?? null) : null;
  if (stderr !== null) {
    try {
      callValue(getAttribute(stderr, 'write'), [text]);
      const flush = findAttribute(stderr, 'flush');
      if (flush !== undefined) callValue(flush, []);
      return;
    } catch (error) {
      if (!(error instanceof PyBaseException)) throw error;
    }
  }
  machine.host.write(2, new TextEncoder().encode(text));
}

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';
const MAX_GROUP_WIDTH = 15;
const MAX_GROUP_DEPTH = 10;

class Printer {
  private depth = 0;
  private needClose = false;
  private readonly seen = new Set<PyBaseException>();

  format(exception: PyBaseException): string {
    const chain: { exception: PyBaseException; message: string | null }[] = [];
    let current: PyBaseException | null = exception;
    let message: string | null = null;
    while (current !== null) {
      chain.push({ exception: current, message });
      this.seen.add(current);
      if (current.cause instanceof PyBaseException) {
        if (this.seen.has(current.cause)) break;
        current = current.cause;
        message = CAUSE;
      } else if (current.cause === null && current.context !== null && !current.suppressContext) {
        if (this.seen.has(current.context)) break;
        current = current.context;
        message = CONTEXT;
      } else current = null;
    }
    let text = '';
    for (const link of chain.reverse()) {
      text += this.one(link.exception);
      if (link.message !== null) text += this.emit(link.message);
    }
    return text;
  }

  private one(exception: PyBaseException): string {
    if (!exception.cls.isSubtype(T.BaseExceptionGroup)) {
      let text = '';
      if (exception.traceback !== null)
        text += this.emit('Traceback (most recent call last):\n') + this.emit(formatStack(exception.traceback as PyTraceback));
      return text + this.emit(formatExceptionOnly(exception));
    }
    if (this.depth > MAX_GROUP_DEPTH) return this.emit(`... (max_group_depth is ${MAX_GROUP_DEPTH})\n`);
    const isTop = this.depth === 0;
    if (isTop) this.depth++;
    let text = '';
    if (exception.traceback !== null) {
      text +=
        this.emit('Exception Group Traceback (most recent call last):\n', isTop ? '+' : '|') +
        this.emit(formatStack(exception.traceback as PyTraceback));
    }
    text += this.emit(formatExceptionOnly(exception));
    const nested = groupExceptions(exception) as PyBaseException[];
    const count = Math.min(nested.length, MAX_GROUP_WIDTH + 1);
    this.needClose = false;
    for (let i = 0; i < count; i++) {
      const last = i === count - 1;
      if (last) this.needClose = true;
      const truncated = i >= MAX_GROUP_WIDTH;
      text += `${this.indent()}${i === 0 ? '+-' : '  '}+---------------- ${truncated ? '...' : i + 1} ----------------\n`;
      this.depth++;
      if (truncated) {
        const remaining = nested.length - MAX_GROUP_WIDTH;
        text += this.emit(`and ${remaining} more exception${remaining > 1 ? 's' : ''}\n`);
      } else text += this.format(nested[i]);
      if (last && this.needClose) {
        text += `${this.indent()}+------------------------------------\n`;
        this.needClose = false;
      }
      this.depth--;
    }
    if (isTop) this.depth = 0;
    return text;
  }

  private indent(): string {
    return ' '.repeat(2 * this.depth);
  }

  private emit(text: string, margin = '|'): string {
    if (this.depth === 0) return text;
    const prefix = `${this.indent()}${margin} `;
    return text.replace(/[^\n]*\n|[^\n]+$/g, line => prefix + line);
  }
}

// ---------------------------------------------------------------- frames

const RECURSIVE_CUTOFF = 3;

/** The frames of a traceback, as `traceback.format_tb` shows them. */
export function formatStack(traceback: PyTraceback, carets = true): string {
  let text = '';
  let lastKey = '';
  let count = 0;
  const repeated = (): string => {
    const more = count - RECURSIVE_CUTOFF;
    return more > 0 ? `  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]\n` : '';
  };
  for (let entry: PyTraceback | null = traceback; entry !== null; entry = entry.next) {
    const { co } = entry.code;
    const key = `${co.co_filename}\n${entry.line}\n${co.co_name}`;
    if (key !== lastKey) {
      text += repeated();
      lastKey = key;
      count = 0;
    }
    count++;
    if (count <= RECURSIVE_CUTOFF) text += formatFrame(entry, carets);
  }
  return text + repeated();
}

function formatFrame(entry: PyTraceback, carets: boolean): string {
  const { code } = entry;
  const { globals } = entry.frame;
  const { co } = code;
  const { line } = entry;
  let text = `  File "${co.co_filename}", line ${line ?? 'None'}, in ${co.co_name}\n`;
  const lines = line === null ? null : sourceLines(co.co_filename, globals, co);
  if (lines === null || line === null) return text;
  if (!carets) return line > lines.length ? text : `${text}    ${lines[line - 1].trim()}\n`;
  const position = code.locationAt(entry.index);
  const endLine = position.lineno === line ? (position.end_lineno ?? line) : line;
  if (line > lines.length) return text;
  const original = lines.slice(line - 1, endLine);
  const dedented = dedent(original);
  if (dedented.every(l => l.trim() === '')) return text;
  if (position.col_offset === null || position.end_col_offset === null || position.lineno !== line)
    return `${text}    ${original[0].trim()}\n`;
  for (const shown of withCarets(original, dedented, position.col_offset, position.end_col_offset)) text += `    ${shown}\n`;
  return text;
}

/** The lines of a file, if it can be read. */
function sourceLines(filename: string, globals: PyDict, co: CodeObject): string[] | null {
  const given = machine.codeSources.get(co) ?? machine.sources.get(filename);
  if (given !== undefined) return splitLines(given);
  if (filename.startsWith('<')) return null;
  try {
    return splitLines(decodeSource(machine.host.files.read(filename), filename, true).text);
  } catch {
    void globals;
    return null;
  }
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}

/** Removes the margin that all lines which are not blank have in common. */
function dedent(lines: readonly string[]): string[] {
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (margin === null || indent.startsWith(margin)) margin ??= indent;
    else if (margin.startsWith(indent)) margin = indent;
    else {
      let i = 0;
      while (i < margin.length && margin[i] === indent[i]) i++;
      margin = margin.slice(0, i);
    }
  }
  const width = margin === null ? 0 : margin.length;
  return lines.map(line => (line.trim() === '' ? '' : line.slice(width)));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Characters (UTF-16 units) that the first bytes of a line make. */
function characterOffset(line: string, byteOffset: number): number {
  return decoder.decode(encoder.encode(line).subarray(0, byteOffset)).length;
}

/** What Unicode calls wide or full width (East_Asian_Width). */
const WIDE = new RegExp(
  [
    '[',
    String.raw`\u{1100}-\u{115f}\u{231a}-\u{231b}\u{2329}-\u{232a}\u{23e9}-\u{23ec}\u{23f0}\u{23f3}\u{25fd}-\u{25fe}\u{2614}-\u{2615}`,
    String.raw`\u{2630}-\u{2637}\u{2648}-\u{2653}\u{267f}\u{268a}-\u{268f}\u{2693}\u{26a1}\u{26aa}-\u{26ab}\u{26bd}-\u{26be}\u{26c4}-\u{26c5}`,
    String.raw`\u{26ce}\u{26d4}\u{26ea}\u{26f2}-\u{26f3}\u{26f5}\u{26fa}\u{26fd}\u{2705}\u{270a}-\u{270b}\u{2728}\u{274c}\u{274e}`,
    String.raw`\u{2753}-\u{2755}\u{2757}\u{2795}-\u{2797}\u{27b0}\u{27bf}\u{2b1b}-\u{2b1c}\u{2b50}\u{2b55}\u{2e80}-\u{2e99}\u{2e9b}-\u{2ef3}`,
    String.raw`\u{2f00}-\u{2fd5}\u{2ff0}-\u{303e}\u{3041}-\u{3096}\u{3099}-\u{30ff}\u{3105}-\u{312f}\u{3131}-\u{318e}\u{3190}-\u{31e5}`,
    String.raw`\u{31ef}-\u{321e}\u{3220}-\u{3247}\u{3250}-\u{a48c}\u{a490}-\u{a4c6}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}`,
    String.raw`\u{fe10}-\u{fe19}\u{fe30}-\u{fe52}\u{fe54}-\u{fe66}\u{fe68}-\u{fe6b}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{16fe0}-\u{16fe4}`,
    String.raw`\u{16ff0}-\u{16ff1}\u{17000}-\u{187f7}\u{18800}-\u{18cd5}\u{18cff}-\u{18d08}\u{1aff0}-\u{1aff3}\u{1aff5}-\u{1affb}`,
    String.raw`\u{1affd}-\u{1affe}\u{1b000}-\u{1b122}\u{1b132}\u{1b150}-\u{1b152}\u{1b155}\u{1b164}-\u{1b167}\u{1b170}-\u{1b2fb}`,
    String.raw`\u{1d300}-\u{1d356}\u{1d360}-\u{1d376}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f200}-\u{1f202}\u{1f210}-\u{1f23b}`,
    String.raw`\u{1f240}-\u{1f248}\u{1f250}-\u{1f251}\u{1f260}-\u{1f265}\u{1f300}-\u{1f320}\u{1f32d}-\u{1f335}\u{1f337}-\u{1f37c}`,
    String.raw`\u{1f37e}-\u{1f393}\u{1f3a0}-\u{1f3ca}\u{1f3cf}-\u{1f3d3}\u{1f3e0}-\u{1f3f0}\u{1f3f4}\u{1f3f8}-\u{1f43e}\u{1f440}`,
    String.raw`\u{1f442}-\u{1f4fc}\u{1f4ff}-\u{1f53d}\u{1f54b}-\u{1f54e}\u{1f550}-\u{1f567}\u{1f57a}\u{1f595}-\u{1f596}\u{1f5a4}`,
    String.raw`\u{1f5fb}-\u{1f64f}\u{1f680}-\u{1f6c5}\u{1f6cc}\u{1f6d0}-\u{1f6d2}\u{1f6d5}-\u{1f6d7}\u{1f6dc}-\u{1f6df}\u{1f6eb}-\u{1f6ec}`,
    String.raw`\u{1f6f4}-\u{1f6fc}\u{1f7e0}-\u{1f7eb}\u{1f7f0}\u{1f90c}-\u{1f93a}\u{1f93c}-\u{1f945}\u{1f947}-\u{1f9ff}\u{1fa70}-\u{1fa7c}`,
    String.raw`\u{1fa80}-\u{1fa89}\u{1fa8f}-\u{1fac6}\u{1face}-\u{1fadc}\u{1fadf}-\u{1fae9}\u{1faf0}-\u{1faf8}\u{20000}-\u{2fffd}`,
    String.raw`\u{30000}-\u{3fffd}`,
    ']',
  ].join(''),
  'u',
);

/** Columns that the first `offset` units of a line take on a terminal. */
function displayWidth(line: string, offset = line.length): number {
  let width = 0;
  let i = 0;
  for (const c of line) {
    if (i >= offset) break;
    i += c.length;
    width += WIDE.test(c) ? 2 : 1;
  }
  return width;
}

interface Anchors {
  readonly leftLine: number;
  readonly leftOffset: number;
  readonly rightLine: number;
  readonly rightOffset: number;
}

/** The lines that a frame shows, carets included; long spans are abbreviated. */
function withCarets(original: readonly string[], lines: readonly string[], column: number, endColumn: number): string[] {
  const removed = original[0].length - lines[0].length;
  const last = lines.length - 1;
  const start = Math.max(0, characterOffset(original[0], column) - removed);
  const end = Math.max(0, characterOffset(original[last], endColumn) - removed);
  const whole = lines.join('\n');
  const segment = whole.slice(start, whole.length - (lines[last].length - end));
  const anchors = findAnchors(segment);
  const carets = showCarets(lines, start, end, anchors);
  const startColumn = displayWidth(lines[0], start);
  const endDisplay = displayWidth(lines[last], end);
  const significant = new Set([0, last]);
  let left = 0;
  let right = 0;
  if (anchors !== null) {
    left = displayWidth(lines[anchors.leftLine], anchors.leftOffset + (anchors.leftLine === 0 ? start : 0));
    right = displayWidth(lines[anchors.rightLine], anchors.rightOffset + (anchors.rightLine === 0 ? start : 0));
    for (const around of [anchors.leftLine, anchors.rightLine]) for (let i = around - 1; i <= around + 1; i++) significant.add(i);
  }
  const result: string[] = [];
  const output = (i: number): void => {
    result.push(lines[i]);
    if (!carets) return;
    const indent = lines[i].length - lines[i].trimStart().length;
    const width = i === last ? endDisplay : displayWidth(lines[i]);
    let marks = '';
    for (let c = 0; c < width; c++) {
      if (c < indent || (i === 0 && c < startColumn)) marks += ' ';
      else if (anchors === null) marks += '^';
      else {
        const afterLeft = i > anchors.leftLine || (i === anchors.leftLine && c >= left);
        const beforeRight = i < anchors.rightLine || (i === anchors.rightLine && c < right);
        marks += afterLeft && beforeRight ? '^' : '~';
      }
    }
    result.push(marks);
  };
  const shown = [...significant].filter(i => i >= 0 && i < lines.length).sort((a, b) => a - b);
  shown.forEach((i, k) => {
    if (k > 0) {
      const gap = i - shown[k - 1];
      if (gap === 2) output(i - 1);
      else if (gap > 2) result.push(`...<${gap - 1} lines>...`);
    }
    output(i);
  });
  return dedent(result);
}

function tryParse(text: string): ast.stmt[] | null {
  try {
    const tree = parse(text);
    return tree._type === 'Module' ? tree.body : null;
  } catch {
    return null;
  }
}

/** Carets say nothing where the whole statement is a plain call, or where they would underline the whole line. */
function showCarets(lines: readonly string[], start: number, end: number, anchors: Anchors | null): boolean {
  const body = tryParse(lines.join('\n'));
  if (body !== null) {
    if (body.length === 0) return false;
    const statement = body[0];
    let value: ast.expr | null = null;
    if (statement._type === 'Return' && statement.value?._type === 'Call' && statement.value.func._type === 'Name') value = statement.value;
    else if (
      statement._type === 'Assign' &&
      statement.value._type === 'Call' &&
      statement.targets.length === 1 &&
      statement.targets[0]._type === 'Name'
    )
      value = statement.value;
    if (
      value !== null &&
      value.lineno === 1 &&
      value.end_lineno === lines.length &&
      value.col_offset === start &&
      value.end_col_offset === end
    )
      return false;
  }
  if (anchors !== null) return true;
  return lines[0].slice(0, start).trimStart() !== '' || lines[lines.length - 1].slice(end).trimEnd() !== '';
}

/** The operator of a binary operation, the brackets of a subscript or call: what the carets single out. */
function findAnchors(segment: string): Anchors | null {
  const body = tryParse(`(\n${segment}\n)`);
  if (body === null || body.length !== 1 || body[0]._type !== 'Expr') return null;
  const lines = segment.split('\n');
  const expression = body[0].value;
  const normalize = (line: number, offset: number): number => characterOffset(lines[line], offset);
  const valid = (line: number, column: number): [number, number] => {
    while (line < lines.length && column >= lines[line].length) {
      column = 0;
      line++;
    }
    return [line, column];
  };
  const endOf = (e: ast.expr): [number, number] => {
    const line = e.end_lineno! - 2;
    return [line, normalize(line, e.end_col_offset!)];
  };
  const until = (from: [number, number], stop: (c: string) => boolean): [number, number] | null => {
    let [line, column] = valid(...from);
    while (line < lines.length) {
      const c = lines[line][column];
      if (c === '\\' || c === '#') [line, column] = valid(line + 1, 0);
      else if (!stop(c)) [line, column] = valid(line, column + 1);
      else return [line, column];
    }
    return null;
  };
  switch (expression._type) {
    case 'BinOp': {
      const operator = until(endOf(expression.left), c => !/\s/.test(c) && c !== ')');
      if (operator === null) return null;
      const [line, column] = operator;
      let right = column + 1;
      const { lineno, col_offset } = expression.right;
      if (
        right < lines[line].length &&
        (lineno - 2 > line || right < normalize(lineno - 2, col_offset)) &&
        !/[\s\\#]/.test(lines[line][right])
      )
        right++;
      return { leftLine: line, leftOffset: column, rightLine: line, rightOffset: right };
    }
    case 'Subscript':
    case 'Call': {
      const bracket = expression._type === 'Call' ? '(' : '[';
      const left = until(endOf(expression._type === 'Call' ? expression.func : expression.value), c => c === bracket);
      if (left === null) return null;
      const [rightLine, rightOffset] = endOf(expression);
      return { leftLine: left[0], leftOffset: left[1], rightLine, rightOffset };
    }
    default:
      return null;
  }
}

// ---------------------------------------------------------------- the exception itself

/** The last lines: for a SyntaxError its source, then `Type: message`, then notes. */
export function formatExceptionOnly(exception: PyBaseException): string {
  const type = typeName(exception);
  let text: string;
  if (exception.cls.isSubtype(T.SyntaxError)) text = formatSyntaxError(exception, type);
  else {
    const message = safeText(exception, 'exception') + suggestionFor(exception);
    text = message === '' ? `${type}\n` : `${type}: ${message}\n`;
  }
  return text + formatNotes(exception);
}

function typeName(exception: PyBaseException): string {
  const { cls } = exception;
  const module = cls.isHeapType ? strText(cls.namespace.getStr('__module__') ?? null) : cls.module;
  return module === undefined
    ? `<unknown>.${cls.qualname}`
    : module === '__main__' || module === 'builtins'
      ? cls.qualname
      : `${module}.${cls.qualname}`;
}

/** `str` or `repr` of a value, or that it failed. */
function safeText(value: Value, what: string, kind: 'str' | 'repr' = 'str'): string {
  try {
    return kind === 'str' ? strTextOf(value) : reprText(value);
  } catch (error) {
    if (error instanceof PyBaseException) return `<${what} ${kind}() failed>`;
    throw error;
  }
}

function formatNotes(exception: PyBaseException): string {
  let notes: MaybeValue;
  try {
    notes = findAttribute(exception, '__notes__');
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    return `Ignored error getting __notes__: ${safeText(error, '__notes__', 'repr')}\n`;
  }
  if (notes === undefined || notes === null) return '';
  if (!(notes instanceof PyList || notes instanceof PyTuple)) return `${safeText(notes, '__notes__', 'repr')}\n`;
  let text = '';
  for (const note of notes.items) for (const line of safeText(note, 'note').split('\n')) text += `${line}\n`;
  return text;
}

function formatSyntaxError(exception: PyBaseException, type: string): string {
  const field = (name: string): Value => exception.fields?.get(name) ?? null;
  const filename = field('filename');
  const lineno = field('lineno');
  let text = '';
  let suffix = '';
  if (lineno !== null) text += `  File "${filename === null ? '<string>' : strTextOf(filename)}", line ${strTextOf(lineno)}\n`;
  else if (filename !== null) suffix = ` (${strTextOf(filename)})`;
  const source = strText(field('text'));
  if (source !== undefined) {
    const right = source.replace(/\n+$/, '');
    const left = right.replace(/^[ \n\f]+/, '');
    const spaces = right.length - left.length;
    let offset = field('offset');
    if (typeof offset !== 'number') text += `    ${left}\n`;
    else if (typeof lineno === 'number') {
      const endOffset = field('end_offset');
      let end = lineno === field('end_lineno') ? (typeof endOffset === 'number' && endOffset !== 0 ? endOffset : offset) : right.length + 1;
      if (source !== '' && offset > source.length) {
        offset = source.length + 1;
        if (end < offset) end = offset;
      }
      if (offset === end || end === -1) end = offset + 1;
      const column = offset - 1 - spaces;
      text += `    ${left}\n`;
      if (column >= 0)
        text += `    ${left.slice(0, column).replace(/\S/g, ' ')}${' '.repeat(Math.max(0, column - left.length))}${'^'.repeat(Math.max(0, end - 1 - spaces - column))}\n`;
    }
  }
  const message = field('msg');
  return `${text}${type}: ${message === null ? '<no detail available>' : strTextOf(message)}${suffix}\n`;
}

// ---------------------------------------------------------------- suggestions

function suggestionFor(exception: PyBaseException): string {
  const { cls } = exception;
  const text = (name: string): string | undefined => strText(exception.fields?.get(name) ?? null);
  try {
    if (cls.isSubtype(T.ImportError)) {
      const name = text('name_from');
      const moduleName = text('name');
      if (name === undefined || moduleName === undefined) return '';
      const module = machine.modules.getStr(moduleName);
      return module === undefined ? '' : didYouMean(suggest(name, visible(namesOf(module), name)));
    }
    const name = text('name');
    if (name === undefined) return '';
    if (cls.isSubtype(T.AttributeError)) {
      const obj = exception.fields?.get('obj');
      if (obj === undefined) return '';
      const names = namesOf(obj);
      const own = innermost(exception);
      const hide = !name.startsWith('_') && !(own !== null && own.getStr('self') === obj);
      return didYouMean(suggest(name, hide ? names.filter(n => !n.startsWith('_')) : names));
    }
    if (cls.isSubtype(T.NameError)) {
      const suggestion = suggestName(exception, name);
      let result = didYouMean(suggestion);
      if (STDLIB_NAMES.includes(name))
        result += result === '' ? `. Did you forget to import '${name}'?` : ` Or did you forget to import '${name}'?`;
      return result;
    }
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
  }
  return '';
}

const didYouMean = (suggestion: string | null): string => (suggestion === null ? '' : `. Did you mean: '${suggestion}'?`);

const visible = (names: string[], wrong: string): string[] => (wrong.startsWith('_') ? names : names.filter(n => !n.startsWith('_')));

function namesOf(obj: Value): string[] {
  const dir = callSpecial(obj, '__dir__');
  return dir === undefined
    ? []
    : toArray(dir)
        .flatMap(name => strText(name) ?? [])
        .sort();
}

function lastEntry(exception: PyBaseException): PyTraceback | null {
  let entry = exception.traceback as PyTraceback | null;
  while (entry !== null && entry.next !== null) entry = entry.next;
  return entry;
}

function innermost(exception: PyBaseException): PyDict | null {
  const entry = lastEntry(exception);
  const locals = entry === null ? null : frameLocals(entry.frame);
  return locals instanceof PyDict ? locals : null;
}

function suggestName(exception: PyBaseException, name: string): string | null {
  const entry = lastEntry(exception);
  if (entry === null) return null;
  const locals = innermost(exception);
  const self = locals?.getStr('self');
  if (self !== undefined && findAttribute(self, name) !== undefined) return `self.${name}`;
  const names: string[] = [];
  for (const dict of [locals, entry.frame.globals, entry.frame.builtins])
    if (dict instanceof PyDict) for (const e of dict.entries()) if (typeof e.key === 'string') names.push(e.key);
  return suggest(name, names);
}

const MOVE_COST = 2;
const CASE_COST = 1;
const MAX_CANDIDATES = 750;
const MAX_LENGTH = 40;

/** The most similar of some names, if any is similar enough (CPython: Python/suggestions.c). */
export function suggest(name: string, candidates: readonly string[]): string | null {
  if (candidates.length >= MAX_CANDIDATES) return null;
  let best = Infinity;
  let suggestion: string | null = null;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const max = Math.min(Math.floor(((name.length + candidate.length + 3) * MOVE_COST) / 6), best - 1);
    const distance = levenshtein(name, candidate, max);
    if (distance > max) continue;
    if (suggestion === null || distance < best) {
      suggestion = candidate;
      best = distance;
    }
  }
  return suggestion;
}
keywordHooks.suggest = suggest;

function substitutionCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() && /[a-z]/i.test(a) ? CASE_COST : MOVE_COST;
}

function levenshtein(a: string, b: string, max: number): number {
  if (a === b) return 0;
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let endA = a.length;
  let endB = b.length;
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  let x = a.slice(from, endA);
  let y = b.slice(from, endB);
  if (x.length === 0 || y.length === 0) return (x.length + y.length) * MOVE_COST;
  if (x.length > MAX_LENGTH || y.length > MAX_LENGTH) return max + 1;
  if (y.length < x.length) [x, y] = [y, x];
  if ((y.length - x.length) * MOVE_COST > max) return max + 1;
  const row = Array.from(x, (_, i) => (i + 1) * MOVE_COST);
  let result = 0;
  for (let j = 0; j < y.length; j++) {
    let distance = (result = j * MOVE_COST);
    let minimum = Infinity;
    for (let i = 0; i < x.length; i++) {
      const substitute = distance + substitutionCost(y[j], x[i]);
      distance = row[i];
      result = Math.min(substitute, Math.min(result, distance) + MOVE_COST);
      row[i] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > max) return max + 1;
  }
  return result;
}
