/**
 * Where each symbol of each scope stands in the source.
 *
 * The symbol table keeps no positions. This walk goes through the tree as the table's collector does, always knowing which scope it is in, and
 * notes every place where a name is written.
 */
import { NODES } from '../../interpreter/ast/nodes.generated.ts';
import type { alias, arg, arguments_, ClassDef, expr, FunctionDef, Position, type_param } from '../../interpreter/ast/nodes.generated.ts';
import type { SourceText } from '../../interpreter/source/source-text.ts';
import { maybeMangle } from '../../interpreter/symtable/index.ts';
import type { Scope, SymbolTable } from '../../interpreter/symtable/index.ts';
import type { AnyNode } from './ast.ts';
import { rangeOf } from './positions.ts';
import type { Range } from './types.ts';

export class Occurrences {
  private readonly source: SourceText;
  private readonly table: SymbolTable;
  private readonly found = new Map<Scope, Map<string, Range[]>>();
  private privateName: string | null = null;

  constructor(source: SourceText, table: SymbolTable, root: AnyNode) {
    this.source = source;
    this.table = table;
    this.children(root, table.top);
  }

  of(scope: Scope, name: string): readonly Range[] {
    return this.found.get(scope)?.get(name) ?? [];
  }

  private note(scope: Scope, written: string, range: Range | null): void {
    if (range === null) return;
    const name = maybeMangle(this.privateName, scope, written);
    let names = this.found.get(scope);
    if (names === undefined) this.found.set(scope, (names = new Map()));
    const ranges = names.get(name);
    if (ranges === undefined) names.set(name, [range]);
    else ranges.push(range);
  }

  private children(node: AnyNode, scope: Scope): void {
    for (const field of NODES[node._type].fields) if (field.node) this.all(node[field.name], scope);
  }

  private all(value: unknown, scope: Scope): void {
    if (Array.isArray(value)) for (const item of value) this.all(item, scope);
    else if (value !== null && value !== undefined) this.visit(value as AnyNode, scope);
  }

  private visit(node: AnyNode, scope: Scope): void {
    switch (node._type) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(node as unknown as FunctionDef, scope);
      case 'ClassDef':
        return this.classDef(node as unknown as ClassDef, scope);
      case 'Lambda': {
        const args = node['args'] as arguments_;
        this.all([args.defaults, args.kw_defaults], scope);
        const inner = this.table.lookup(node);
        this.parameters(args, inner);
        return this.all(node['body'], inner);
      }
      case 'TypeAlias': {
        this.all(node['name'], scope);
        const params = node['type_params'] as type_param[];
        this.typeParams(params);
        return this.all(node['value'], this.table.lookup(node));
      }
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp': {
        // A comprehension that runs in its parent's frame has its names there too.
        const own = this.table.lookup(node);
        const inner = own.compInlined ? scope : own;
        const [first, ...rest] = node['generators'] as AnyNode[];
        this.all(first['iter'], scope);
        this.all([first['target'], first['ifs'], rest], inner);
        return this.all([node['elt'], node['key'], node['value']], inner);
      }
      case 'AnnAssign':
        this.all([node['target'], node['value']], scope);
        return this.all(node['annotation'], scope.annotationBlock ?? scope);
      case 'Name':
        return this.note(scope, node['id'] as string, this.range(node));
      case 'Import':
      case 'ImportFrom':
        for (const name of node['names'] as alias[]) this.imported(name, scope);
        return;
      case 'Global':
      case 'Nonlocal':
        for (const name of node['names'] as string[]) this.note(scope, name, this.word(this.range(node), name));
        return;
      case 'ExceptHandler': {
        const name = node['name'] as string | null;
        const type = node['type'] as AnyNode | null;
        if (name !== null && type !== null)
          this.note(scope, name, this.word({ start: this.range(type).end, end: this.range(node).end }, name));
        break;
      }
      case 'MatchAs':
      case 'MatchStar':
      case 'MatchMapping': {
        const name = (node['name'] ?? node['rest'] ?? null) as string | null;
        if (name !== null) this.note(scope, name, this.lastWord(this.range(node), name));
        break;
      }
    }
    this.children(node, scope);
  }

  private functionDef(node: FunctionDef, scope: Scope): void {
    this.note(scope, node.name, this.word(this.range(node), node.name));
    this.all([node.decorator_list, node.args.defaults, node.args.kw_defaults], scope);
    this.typeParams(node.type_params);
    const annotations = this.table.lookup(node.args);
    for (const arg of allArguments(node.args)) this.all(arg.annotation, annotations);
    this.all(node.returns, annotations);
    const inner = this.table.lookup(node);
    this.parameters(node.args, inner);
    this.all(node.body, inner);
  }

  private classDef(node: ClassDef, scope: Scope): void {
    this.note(scope, node.name, this.word(this.range(node), node.name));
    this.all(node.decorator_list, scope);
    const outer = this.privateName;
    const generic = node.type_params.length > 0;
    if (generic) this.privateName = node.name;
    this.typeParams(node.type_params);
    this.all([node.bases, node.keywords], generic ? this.table.lookup(node.type_params) : scope);
    this.privateName = node.name;
    this.all(node.body, this.table.lookup(node));
    this.privateName = outer;
  }

  private parameters(args: arguments_, scope: Scope): void {
    for (const arg of allArguments(args)) {
      const { start } = this.range(arg);
      this.note(scope, arg.arg, { start, end: start + arg.arg.length });
    }
  }

  private typeParams(params: readonly type_param[]): void {
    if (params.length === 0) return;
    const inner = this.table.lookup(params);
    for (const param of params) {
      this.note(inner, param.name, this.word(this.range(param), param.name));
      if (param._type === 'TypeVar' && param.bound !== null) this.all(param.bound, this.table.lookup(param));
      if (param.default_value === null) continue;
      this.all(param.default_value, param._type === 'TypeVar' ? this.table.lookupDefault(param) : this.table.lookup(param));
    }
  }

  private imported(node: alias, scope: Scope): void {
    const range = this.range(node);
    if (node.asname !== null) this.note(scope, node.asname, this.lastWord(range, node.asname));
    else if (node.name !== '*') {
      const [first] = node.name.split('.');
      this.note(scope, first, { start: range.start, end: range.start + first.length });
    }
  }

  private range(node: AnyNode | Position | expr | arg): Range {
    return rangeOf(this.source, node as unknown as Position);
  }

  /** The first place inside a range where a name stands as a whole word. */
  private word({ start, end }: Range, name: string): Range | null {
    const text = this.source.text.slice(start, end);
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (!isWordPart(text[at - 1]) && !isWordPart(text[at + name.length])) return { start: start + at, end: start + at + name.length };
    }
    return null;
  }

  private lastWord({ start, end }: Range, name: string): Range | null {
    const at = this.source.text.slice(start, end).lastIndexOf(name);
    return at < 0 ? null : { start: start + at, end: start + at + name.length };
  }
}

function allArguments(args: arguments_): arg[] {
  return [
    ...args.posonlyargs,
    ...args.args,
    ...(args.vararg === null ? [] : [args.vararg]),
    ...args.kwonlyargs,
    ...(args.kwarg === null ? [] : [args.kwarg]),
  ];
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{ID_Continue}]/u.test(character);
}
