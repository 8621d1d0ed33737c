/** `ast.dump`: a tree as text. */
import { constantRepr } from '../code/constant-repr.ts';
import { type Constant, strConstant } from '../code/constant.ts';
import { type AST, type NodeInfo, NODES } from './nodes.generated.ts';

export interface DumpOptions {
  /** Write the names of fields; true unless given. */
  annotateFields?: boolean;
  includeAttributes?: boolean;
  /** A number of spaces, or the text of one level. */
  indent?: number | string | null;
  /** Write fields that are empty lists or None. */
  showEmpty?: boolean;
}

const POSITION = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;

/** The text `ast.dump(tree, annotate_fields, include_attributes, indent=…, show_empty=…)` gives. */
export function dump(tree: AST, options: DumpOptions = {}): string {
  const indent = options.indent ?? null;
  const dumper = new Dumper(
    options.annotateFields ?? true,
    options.includeAttributes ?? false,
    indent === null ? null : typeof indent === 'number' ? ' '.repeat(indent) : indent,
    options.showEmpty ?? false,
  );
  return dumper.value(tree, 0).text;
}

interface Text {
  readonly text: string;
  /** Short enough for its parent to stay on one line. */
  readonly simple: boolean;
}

class Dumper {
  private readonly annotateFields: boolean;
  private readonly includeAttributes: boolean;
  private readonly indent: string | null;
  private readonly showEmpty: boolean;

  constructor(annotateFields: boolean, includeAttributes: boolean, indent: string | null, showEmpty: boolean) {
    this.annotateFields = annotateFields;
    this.includeAttributes = includeAttributes;
    this.indent = indent;
    this.showEmpty = showEmpty;
  }

  /** A node or a list. */
  value(value: unknown, level: number): Text {
    const inner = level + 1;
    const prefix = this.indent === null ? '' : '\n' + this.indent.repeat(inner);
    const separator = this.indent === null ? ', ' : ',\n' + this.indent.repeat(inner);
    if (Array.isArray(value)) {
      if (value.length === 0) return { text: '[]', simple: true };
      return { text: `[${prefix}${value.map(item => this.value(item, inner).text).join(separator)}]`, simple: false };
    }
    if (isNode(value)) return this.node(value, inner, prefix, separator);
    return { text: value === null ? 'None' : String(value), simple: true };
  }

  private node(node: AST, level: number, prefix: string, separator: string): Text {
    const info: NodeInfo = NODES[node._type];
    const record = node as unknown as Readonly<Record<string, unknown>>;
    const parts: string[] = [];
    const skipped: string[] = [];
    let simple = true;
    let keywords = this.annotateFields;
    for (const field of info.fields) {
      const value = record[field.name];
      if (value === null && field.quantity === '?') {
        keywords = true;
        continue;
      }
      if (!this.showEmpty) {
        if (Array.isArray(value) && value.length === 0) {
          if (!keywords) skipped.push('[]');
          continue;
        }
        if (!keywords) {
          parts.push(...skipped);
          skipped.length = 0;
        }
      }
      const { text, simple: isSimple } = this.field(value, field.type, level);
      simple &&= isSimple;
      parts.push(keywords ? `${field.name}=${text}` : text);
    }
    if (this.includeAttributes && info.positioned) for (const name of POSITION) parts.push(`${name}=${String(record[name])}`);
    if (simple && parts.length <= 3) return { text: `${node._type}(${parts.join(', ')})`, simple: parts.length === 0 };
    return { text: `${node._type}(${prefix}${parts.join(separator)})`, simple: false };
  }

  private field(value: unknown, type: string, level: number): Text {
    if (type === 'constant') return { text: constantRepr(value as Constant), simple: true };
    if (type === 'identifier' || type === 'string') {
      if (!Array.isArray(value)) return { text: strText(value as string), simple: true };
      return this.value(value.map(strText), level);
    }
    if (type === 'int') return { text: String(value), simple: true };
    if (typeof value === 'string') return { text: `${value}()`, simple: true };
    if (Array.isArray(value) && typeof value[0] === 'string')
      return this.value(
        value.map(name => `${name}()`),
        level,
      );
    return this.value(value, level);
  }
}

function strText(text: string): string {
  return constantRepr(strConstant(text));
}

function isNode(value: unknown): value is AST {
  return typeof value === 'object' && value !== null && '_type' in value;
}
