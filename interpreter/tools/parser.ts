/**
 * Makes `parser/rules.generated.ts` from `defs/python.gram`: `node interpreter/tools/parser.ts`. With `--check` it only says whether the
 * file is stale.
 *
 * A rule becomes a function that returns what it built, or null with the parser's mark anywhere. What makes the functions fast:
 * - alternatives that begin alike are factored: what they share is parsed once;
 * - an alternative whose first token cannot be the next one is skipped (FIRST sets, computed over the grammar with all its invalid_ rules);
 * - a left-recursive rule becomes a loop, and a run of them, for operators that bind more and more tightly, one function in the first pass;
 * - groups, repetitions and optional parts are written into their rule's function.
 * None of this changes which tokens are looked at, so the place of a generic syntax error stays CPython's.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isEnumeration, NODE_TYPES } from '../defs/ast.ts';
import {
  readGrammar,
  stringEnd,
  TERMINAL_TYPES,
  TOKEN_NUMBERS,
  visitRules,
  type Alt,
  type Grammar,
  type Item,
  type Node,
  type Rule,
} from './grammar.ts';

// What may come first.

interface First {
  readonly types: Set<number>;
  nullable: boolean;
}

class FirstSets {
  private readonly rules: ReadonlyMap<string, Rule>;
  private readonly ofRule = new Map<string, First>();

  constructor(rules: ReadonlyMap<string, Rule>) {
    this.rules = rules;
    for (const name of rules.keys()) this.ofRule.set(name, { types: new Set(), nullable: false });
    for (let changed = true; changed;) {
      changed = false;
      for (const rule of rules.values()) {
        const known = this.ofRule.get(rule.name)!;
        const now = this.ofAlternatives(rule.alts);
        const size = known.types.size;
        for (const type of now.types) known.types.add(type);
        if (known.types.size !== size || known.nullable !== now.nullable) changed = true;
        known.nullable = now.nullable;
      }
    }
  }

  ofAlternatives(alts: readonly Alt[]): First {
    const result: First = { types: new Set(), nullable: false };
    for (const alt of alts) {
      const first = this.ofItems(alt.items);
      for (const type of first.types) result.types.add(type);
      if (first.nullable) result.nullable = true;
    }
    return result;
  }

  ofItems(items: readonly Item[]): First {
    const types = new Set<number>();
    for (const item of items) {
      const first = this.ofNode(item.node);
      for (const type of first.types) types.add(type);
      if (!first.nullable) return { types, nullable: false };
    }
    return { types, nullable: true };
  }

  ofNode(node: Node): First {
    switch (node.kind) {
      case 'token':
        return { types: new Set([node.type]), nullable: false };
      case 'soft':
        return { types: new Set([TOKEN_NUMBERS.get('NAME')!]), nullable: false };
      case 'terminal':
        return { types: new Set([TOKEN_NUMBERS.get(node.name === 'SOFT_KEYWORD' ? 'NAME' : node.name)!]), nullable: false };
      case 'rule':
        return this.ofRule.get(node.name)!;
      case 'group':
        return this.ofAlternatives(node.alts);
      case 'and':
      case 'plus':
      case 'gather':
        return this.ofNode(node.node);
      case 'optional':
      case 'star':
        return { types: this.ofNode(node.node).types, nullable: true };
      case 'forced':
      case 'not':
      case 'cut':
        return { types: new Set(), nullable: true };
    }
  }

  /** The token types a lookahead asks for, when it asks for one token only; else null. */
  tokensOf(node: Node): number[] | null {
    if (node.kind === 'token') return [node.type];
    if (node.kind === 'terminal' && node.name !== 'SOFT_KEYWORD') return [TOKEN_NUMBERS.get(node.name)!];
    const alts = node.kind === 'group' ? node.alts : node.kind === 'rule' ? this.rules.get(node.name)!.alts : null;
    if (alts === null) return null;
    const types: number[] = [];
    for (const alt of alts) {
      if (alt.items.length !== 1 || alt.action !== null) return null;
      const inner = this.tokensOf(alt.items[0].node);
      if (inner === null) return null;
      types.push(...inner);
    }
    return types;
  }
}

// Writing the functions.

const CONSTRUCTORS = new Map<string, boolean>();
const NODE_TYPE_NAMES = new Set<string>();
for (const [name, type] of Object.entries(NODE_TYPES)) {
  NODE_TYPE_NAMES.add(name);
  if (isEnumeration(type)) continue;
  for (const constructor of Object.keys(type.constructors)) {
    CONSTRUCTORS.set(constructor, type.positioned);
    NODE_TYPE_NAMES.add(constructor);
  }
}
const astName = (name: string): string => `ast.${name === 'arguments' ? 'arguments_' : name}`;
const EXTRA = 'start.lineno, start.col_offset, end.end_lineno, end.end_col_offset';

/** An alternative from its item `at` on. */
interface Path {
  readonly alt: Alt;
  readonly at: number;
}
/** The variable that takes what a node yields. */
interface Target {
  readonly name: string;
  readonly declare: boolean;
}
/** Stands for the variable of an item without a name that is its alternative's value. */
const UNNAMED = '';

class Writer {
  private readonly grammar: Grammar;
  private readonly first: FirstSets;
  private readonly out: string[] = [];
  private readonly sets = new Map<string, string>();
  readonly helpers = new Set<string>();
  readonly helperTypes = new Set<string>();
  private readonly recursive: ReadonlySet<string>;
  private readonly ladders: ReadonlyMap<string, Ladder>;
  private indent = 0;
  private groupDepth = 0;
  /** Whether the value of the alternatives being written is used. */
  private valueWanted = true;
  private labels = 0;
  private memoIds = 0;

  constructor(grammar: Grammar) {
    this.grammar = grammar;
    this.first = new FirstSets(grammar.rules);
    this.recursive = recursiveRules(grammar.rules);
    this.ladders = findLadders(grammar.rules);
  }

  generate(): string {
    for (const rule of this.grammar.rules.values()) {
      const ladder = this.ladders.get(rule.name);
      if (ladder?.level === 1) this.ladderFunction(ladder.steps);
      this.rule(rule);
    }
    const keywords = [...this.grammar.keywords].map(([text, type]) => `  ['${text}', ${type}],`);
    const sets = [...this.sets].map(([key, name]) => `const ${name} = tokenSet([${key}]);`);
    return [
      '// Generated by interpreter/tools/parser.ts from interpreter/defs/python.gram. Do not edit.',
      '',
      "import * as ast from '../ast/nodes.generated.ts';",
      `import { ${[...this.helpers].sort().join(', ')} } from './actions.ts';`,
      `import type { ${[...this.helperTypes].sort().join(', ')} } from './actions.ts';`,
      "import { type Parser, type Token, tokenLevels, tokenSet } from './parser.ts';",
      '',
      '/** The reserved words and the token types that stand for them. */',
      'export const KEYWORDS: ReadonlyMap<string, number> = new Map([',
      ...keywords,
      ']);',
      '',
      `export const SOFT_KEYWORDS: ReadonlySet<string> = new Set([${[...this.grammar.softKeywords]
        .sort()
        .map(k => `'${k}'`)
        .join(', ')}]);`,
      '',
      ...sets,
      '',
      ...this.out,
    ].join('\n');
  }

  private line(text: string): void {
    this.out.push('  '.repeat(this.indent) + text);
  }

  private get unnamed(): string {
    return `it${this.groupDepth === 0 ? '' : this.groupDepth}`;
  }

  private label(prefix: string): string {
    return `${prefix}${++this.labels}`;
  }

  private set(types: Iterable<number>): string {
    const key = [...new Set(types)].sort((a, b) => a - b).join(', ');
    let name = this.sets.get(key);
    if (name === undefined) this.sets.set(key, (name = `SET${this.sets.size + 1}`));
    return name;
  }

  /** A condition that the token type `t` is one of these. */
  private isOneOf(t: string, types: readonly number[]): string {
    return types.length <= 3 ? types.map(type => `${t} === ${type}`).join(' || ') : `${this.set(types)}[${t}] === 1`;
  }

  private isNoneOf(t: string, types: readonly number[]): string {
    return types.length <= 3 ? types.map(type => `${t} !== ${type}`).join(' && ') : `${this.set(types)}[${t}] === 0`;
  }

  // Types.

  private type(text: string): string {
    return text.replace(/\w+/g, name => {
      if (NODE_TYPE_NAMES.has(name)) return astName(name);
      if (name !== 'never' && name !== 'unknown' && name !== 'Token') this.helperTypes.add(name);
      return name;
    });
  }

  private typeOfNode(node: Node): string {
    switch (node.kind) {
      case 'token':
        return 'Token';
      case 'soft':
        return 'ast.Name';
      case 'terminal':
        return astName(TERMINAL_TYPES[node.name]);
      case 'rule':
        return this.type(this.grammar.rules.get(node.name)!.type);
      case 'group':
        return [...new Set(node.alts.map(alt => this.typeOfAlt(alt)))].join(' | ');
      case 'optional':
        return `${this.typeOfNode(node.node)} | null`;
      case 'star':
      case 'plus':
      case 'gather': {
        const element = this.typeOfNode(node.node);
        return element.includes(' ') ? `(${element})[]` : `${element}[]`;
      }
      default:
        return 'true';
    }
  }

  private typeOfAlt(alt: Alt): string {
    const item = valueItem(alt);
    return item === null ? 'true' : this.typeOfNode(item.node);
  }

  // Rules.

  private rule(rule: Rule): void {
    const before = this.out.length;
    this.ruleFunction(rule);
    const lines = this.out.splice(before);
    const text = lines.join('\n');
    for (const line of lines) {
      const declared = /^ *const (t\d*) = p\.type\(\);$/.exec(line)?.[1];
      if (
        declared === undefined ||
        (declared !== 't' && text.split(new RegExp(`\\b${declared}\\b`)).length > 2) ||
        (declared === 't' && readsType(text, line))
      )
        this.out.push(line);
      else if (text.includes('const start =') && declared === 't' && line.startsWith('  const')) this.out.push('  p.type();');
    }
  }

  private ruleFunction(rule: Rule): void {
    this.labels = 0;
    const isNever = rule.type === 'never';
    const type = isNever ? 'null' : `${this.type(rule.type)} | null`;
    const counted = this.recursive.has(rule.name);
    const withoutInvalid = rule.name.endsWith('_without_invalid');
    const memoId = rule.memo === null ? -1 : this.memoIds++;
    for (const alt of rule.alts) this.line(`// ${rule.name}: ${alt.text}`);
    this.line(`export function ${rule.name}_rule(p: Parser): ${type} {`);
    this.indent++;
    const ladder = this.ladders.get(rule.name);
    if (ladder !== undefined) this.line(`if (!p.secondPass) return ${ladder.steps[0].name}_ladder(p, ${ladder.level});`);
    if (rule.memo !== null) {
      this.line(`${rule.memo === 'errors' ? 'if (p.secondPass) ' : ''}{`);
      this.line(`  const memo = p.recall(${memoId});`);
      this.line(`  if (memo !== undefined) return memo as ${type};`);
      this.line('}');
    }
    if (counted) this.line('if (++p.level > p.maxLevel) p.stackOverflow();');
    if (withoutInvalid) this.line('const outer = p.callInvalidRules; p.callInvalidRules = false;');
    this.line('const mark = p.mark;');
    const recursive = rule.alts.filter(alt => isSelf(alt, rule.name));
    const seeds = rule.alts.filter(alt => !isSelf(alt, rule.name));
    const needsStart = rule.alts.some(alt => alt.action !== null && usesPosition(alt.action));
    const needsType = seeds.length > 1 || seeds[0].items[0].node.kind !== 'token';
    if (needsStart || needsType) this.line('const t = p.type();');
    if (needsStart) this.line('const start = p.tokens[mark];');
    const exitsEarly = !counted && rule.memo === null && !withoutInvalid && recursive.length === 0;
    const finish = (value: string): string => (exitsEarly ? `return ${value};` : `{ result = ${value}; break body; }`);
    if (!exitsEarly) {
      this.line(`let result: ${type} = null;`);
      this.line('body: {');
      this.indent++;
    }
    const fail = exitsEarly ? 'return null;' : '{ p.mark = mark; break body; }';
    this.alternatives(
      seeds.map(alt => ({ alt, at: 0 })),
      'mark',
      needsType ? 't' : null,
      finish,
      fail,
    );
    if (exitsEarly) {
      this.line('return null;');
    } else {
      this.indent--;
      this.line('}');
    }
    if (recursive.length > 0) {
      this.line('if (result !== null) {');
      this.indent++;
      this.line('grow: for (;;) {');
      this.indent++;
      this.line('const grown = p.mark;');
      this.line('const t = p.type();');
      for (const name of new Set(recursive.map(alt => alt.items[0].name!))) this.line(`const ${name}: ${this.type(rule.type)} = result;`);
      this.alternatives(
        recursive.map(alt => ({ alt, at: 1 })),
        'grown',
        't',
        value => `{ result = ${value}; continue grow; }`,
        'break grow;',
      );
      this.line('break;');
      this.indent--;
      this.line('}');
      this.indent--;
      this.line('}');
    }
    if (withoutInvalid) this.line('p.callInvalidRules = outer;');
    if (counted) this.line('p.level--;');
    if (rule.memo === 'always') this.line(`p.remember(mark, ${memoId}, result);`);
    if (rule.memo === 'errors') this.line(`if (p.secondPass) p.remember(mark, ${memoId}, result);`);
    if (!exitsEarly) this.line('return result;');
    this.indent--;
    this.line('}');
    this.line('');
  }

  /** For the first pass, a run of rules for binary operators in one function: it climbs from the operators that bind weakest. */
  private ladderFunction(steps: readonly Rule[]): void {
    const name = `${steps[0].name}_ladder`;
    const last = steps[steps.length - 1];
    const operand = (last.alts[last.alts.length - 1].items[0].node as Node & { kind: 'rule' }).name + '_rule';
    const type = this.type(steps[0].type);
    const levels: string[] = [];
    const cases: [number, string][] = [];
    steps.forEach((rule, i) => {
      for (const alt of rule.alts) {
        if (!isSelf(alt, rule.name)) continue;
        const operator = alt.items[1].node as Node & { kind: 'token' };
        levels.push(`[${operator.type}, ${i + 1}]`);
        cases.push([operator.type, this.expression(alt.action!)]);
      }
    });
    this.line(`/** The token types of the operators from ${steps[0].name} to ${last.name}, with how tightly each binds. */`);
    this.line(`const ${name.toUpperCase()} = tokenLevels([${levels.join(', ')}]);`);
    this.line('');
    this.line(`function ${name}(p: Parser, level: number): ${type} | null {`);
    this.line('  if (++p.level > p.maxLevel) p.stackOverflow();');
    this.line('  p.type();');
    this.line('  const start = p.tokens[p.mark];');
    this.line(`  let left = ${operand}(p);`);
    this.line('  while (left !== null) {');
    this.line('    const t = p.type();');
    this.line(`    const own = ${name.toUpperCase()}[t];`);
    this.line('    if (own < level) break;');
    this.line('    const mark = p.mark++;');
    this.line(`    const right = own === ${steps.length} ? ${operand}(p) : ${name}(p, own + 1);`);
    this.line('    if (right === null) {');
    this.line('      p.mark = mark;');
    this.line('      break;');
    this.line('    }');
    this.line('    const end = p.lastToken();');
    this.line('    switch (t) {');
    cases.forEach(([operator, action], i) => {
      this.line(i === cases.length - 1 ? '      default:' : `      case ${operator}:`);
      this.line(`        left = ${action};`);
      if (i < cases.length - 1) this.line('        break;');
    });
    this.line('    }');
    this.line('  }');
    this.line('  p.level--;');
    this.line('  return left;');
    this.line('}');
    this.line('');
  }

  /**
   * Alternatives from their item `at` on; `mark` names the variable that holds where they begin, `t` the one with the type of the token
   * there (null: not read yet). Falls through, with the mark restored, when none matches.
   */
  private alternatives(paths: Path[], mark: string, t: string | null, finish: (value: string) => string, fail: string): void {
    for (let i = 0; i < paths.length;) {
      const { alt, at } = paths[i];
      const item = alt.items[at];
      if (item === undefined) {
        this.action(alt, finish);
        return;
      }
      let j = i + 1;
      while (j < paths.length && paths[j].alt.items[paths[j].at]?.text === item.text && item.node.kind !== 'cut') j++;
      const group = paths.slice(i, j);
      const label = this.label('alt');
      const invalid =
        group.length === 1 &&
        alt.items.length === 1 &&
        item.node.kind === 'rule' &&
        item.name === null &&
        item.node.name.startsWith('invalid_');
      this.line(`${label}: {`);
      this.indent++;
      if (invalid) this.line(`if (!p.callInvalidRules) break ${label};`);
      this.sequence(group, t, `break ${label};`, finish, fail);
      this.indent--;
      this.line('}');
      this.line(`p.mark = ${mark};`);
      i = j;
    }
  }

  /** One path, or several that share their next item. */
  private sequence(group: Path[], t: string | null, fail: string, finish: (value: string) => string, ruleFail: string): void {
    let paths = group;
    let type = t;
    let failure = fail;
    for (;;) {
      const { alt, at } = paths[0];
      const item = alt.items[at];
      if (item === undefined) {
        this.action(alt, finish);
        return;
      }
      if (item.node.kind === 'cut') {
        failure = ruleFail;
      } else {
        const names = namesOf(paths, this.valueWanted).map(name => (name === UNNAMED ? this.unnamed : name));
        this.match(item.node, names.length === 0 ? null : { name: names[0], declare: true }, type, failure, at === 0);
        if (item.node.kind === 'rule' && this.grammar.rules.get(item.node.name)!.type === 'never') return;
        for (const name of names.slice(1)) this.line(`const ${name} = ${names[0]};`);
        if (item.node.kind !== 'not') type = null;
      }
      paths = paths.map(path => ({ alt: path.alt, at: path.at + 1 }));
      const next = paths[0].alt.items[paths[0].at];
      const shared = next !== undefined && paths.every(path => path.alt.items[path.at]?.text === next.text);
      if (paths.length > 1 && !shared) {
        const mark = this.label('mark');
        this.line(`const ${mark} = p.mark;`);
        let t2: string | null = null;
        if (paths.filter(path => path.alt.items[path.at] !== undefined).length > 1) {
          t2 = this.label('t');
          this.line(`const ${t2} = p.type();`);
        }
        this.alternatives(paths, mark, t2, finish, ruleFail);
        const last = paths[paths.length - 1];
        if (last.alt.items[last.at] !== undefined) this.line(failure);
        return;
      }
    }
  }

  private action(alt: Alt, finish: (value: string) => string): void {
    if (alt.action === null) {
      const item = valueItem(alt);
      this.line(finish(item === null ? 'true' : (item.name ?? this.unnamed)));
      return;
    }
    if (usesPosition(alt.action)) this.line('const end = p.lastToken();');
    this.line(finish(this.expression(alt.action)));
  }

  /** An action with the parser given to helpers and positions to constructors. */
  private expression(text: string): string {
    let out = '';
    for (let at = 0; at < text.length;) {
      const c = text[at];
      if (c === "'" || c === '"') {
        const end = stringEnd(text, at);
        out += text.slice(at, end);
        at = end;
        continue;
      }
      if (c === '`') {
        const end = stringEnd(text, at);
        out += text.slice(at, end).replace(/\$\{([^}]*)\}/g, (_, inner: string) => `\${${this.expression(inner)}}`);
        at = end;
        continue;
      }
      const word = /^[A-Za-z_]\w*/.exec(text.slice(at))?.[0];
      if (word === undefined) {
        out += c;
        at++;
        continue;
      }
      at += word.length;
      if (word === 'EXTRA') {
        out += EXTRA;
      } else if (text[at] !== '(' || out.endsWith('.')) {
        out += word;
      } else {
        const end = closing(text, at);
        const args = this.expression(text.slice(at + 1, end - 1));
        const positioned = CONSTRUCTORS.get(word);
        if (positioned === undefined) {
          this.helpers.add(word);
          out += `${word}(p${args === '' ? '' : ', '}${args})`;
        } else {
          out += `${astName(word)}(${args}${positioned ? (args === '' ? '' : ', ') + EXTRA : ''})`;
        }
        at = end;
      }
    }
    return out;
  }

  // Items.

  private store(target: Target | null, value: string): void {
    if (target === null) return;
    this.line(`${target.declare ? 'const ' : ''}${target.name} = ${value};`);
  }

  /** Matches a node or runs `fail`. With `t`, the type of the next token is in that variable. */
  private match(node: Node, target: Target | null, t: string | null, fail: string, guard: boolean): void {
    const type = t ?? 'p.type()';
    switch (node.kind) {
      case 'token':
        this.line(`if (${type} !== ${node.type}) ${fail}`);
        if (target === null) this.line('p.mark++;');
        else this.store(target, 'p.tokens[p.mark++]');
        return;
      case 'soft':
        this.line(`if (!p.isSoftKeyword('${node.text}')) ${fail}`);
        if (target === null) this.line('p.mark++;');
        else this.store(target, 'p.takeName()');
        return;
      case 'terminal':
        if (node.name === 'SOFT_KEYWORD') {
          this.line(`if (!p.isAnySoftKeyword()) ${fail}`);
          this.line('p.mark++;');
          return;
        }
        this.line(`if (${type} !== ${TOKEN_NUMBERS.get(node.name)!}) ${fail}`);
        if (node.name === 'NUMBER') this.store(target ?? { name: this.label('number'), declare: true }, 'p.takeNumber()');
        else if (target === null) this.line('p.mark++;');
        else this.store(target, 'p.takeName()');
        return;
      case 'rule': {
        const rule = this.grammar.rules.get(node.name)!;
        if (guard) this.guard(node, t, fail);
        if (rule.type === 'never') {
          this.line(`${node.name}_rule(p);`);
          this.line(fail);
        } else if (target === null) {
          this.line(`if (${node.name}_rule(p) === null) ${fail}`);
        } else if (target.declare) {
          this.line(`const ${target.name} = ${node.name}_rule(p);`);
          this.line(`if (${target.name} === null) ${fail}`);
        } else {
          const value = this.label('v');
          this.line(`const ${value} = ${node.name}_rule(p);`);
          this.line(`if (${value} === null) ${fail}`);
          this.line(`${target.name} = ${value};`);
        }
        return;
      }
      case 'group':
        this.group(node, target, t, fail);
        return;
      case 'optional':
        this.optional(node.node, target, t);
        return;
      case 'star':
      case 'plus':
        this.repeat(node.node, node.kind === 'plus', target, t, fail);
        return;
      case 'gather':
        this.gather(node.separator, node.node, target, t, fail);
        return;
      case 'and':
      case 'not':
        this.lookahead(node.node, node.kind === 'and', t, fail);
        return;
      case 'forced':
        if (node.node.kind !== 'token') throw new Error('only a token can be forced');
        this.line(`p.expectForced(${node.node.type}, "${node.node.text}");`);
        return;
      case 'cut':
        return;
    }
  }

  /** Leaves early when the next token cannot begin the node. */
  private guard(node: Node, t: string | null, fail: string): void {
    const first = this.first.ofNode(node);
    if (first.nullable || first.types.size === 0) return;
    this.line(
      `if (${this.isNoneOf(
        t ?? 'p.type()',
        [...first.types].sort((a, b) => a - b),
      )}) ${fail}`,
    );
  }

  private group(node: Node & { kind: 'group' }, target: Target | null, t: string | null, fail: string): void {
    const tokens = this.first.tokensOf(node);
    if (tokens !== null && node.alts.every(alt => alt.items[0].node.kind === 'token')) {
      this.line(`if (${this.isNoneOf(t ?? 'p.type()', tokens)}) ${fail}`);
      if (target === null) this.line('p.mark++;');
      else this.store(target, 'p.tokens[p.mark++]');
      return;
    }
    const label = this.label('group');
    const mark = this.label('mark');
    if (target?.declare) this.line(`let ${target.name}: ${this.typeOfNode(node)};`);
    this.line(`${label}: {`);
    this.indent++;
    this.line(`const ${mark} = p.mark;`);
    let type = t;
    if (type === null && node.alts.length > 1) {
      type = this.label('t');
      this.line(`const ${type} = p.type();`);
    }
    const finish = (value: string): string => (target === null ? `break ${label};` : `{ ${target.name} = ${value}; break ${label}; }`);
    const outerWanted = this.valueWanted;
    this.valueWanted = target !== null;
    this.groupDepth++;
    this.alternatives(
      node.alts.map(alt => ({ alt, at: 0 })),
      mark,
      type,
      finish,
      fail,
    );
    this.groupDepth--;
    this.valueWanted = outerWanted;
    this.line(fail);
    this.indent--;
    this.line('}');
  }

  private optional(node: Node, target: Target | null, t: string | null): void {
    const label = this.label('opt');
    const mark = this.label('mark');
    if (target?.declare) this.line(`let ${target.name}: ${this.typeOfNode(node)} | null = null;`);
    const inner = target === null ? null : { name: target.name, declare: false };
    if (node.kind === 'token') {
      this.line(`if (${t ?? 'p.type()'} === ${node.type}) ${target === null ? 'p.mark++' : `${target.name} = p.tokens[p.mark++]`};`);
      return;
    }
    this.line(`${label}: {`);
    this.indent++;
    this.line(`const ${mark} = p.mark;`);
    this.match(node, inner, t, `{ p.mark = ${mark}; break ${label}; }`, true);
    this.indent--;
    this.line('}');
  }

  private repeat(node: Node, atLeastOne: boolean, target: Target | null, t: string | null, fail: string): void {
    const loop = this.label('loop');
    const mark = this.label('mark');
    const count = this.label('count');
    if (target !== null) this.line(`const ${target.name}: ${this.typeOfNode({ kind: 'star', node })} = [];`);
    else if (atLeastOne) this.line(`let ${count} = 0;`);
    this.line(`${loop}: for (;;) {`);
    this.indent++;
    this.line(`const ${mark} = p.mark;`);
    this.element(node, target, `{ p.mark = ${mark}; break ${loop}; }`);
    if (target === null && atLeastOne) this.line(`${count}++;`);
    this.indent--;
    this.line('}');
    if (atLeastOne) this.line(`if (${target === null ? count : `${target.name}.length`} === 0) ${fail}`);
    void t;
  }

  private gather(separator: Node, node: Node, target: Target | null, t: string | null, fail: string): void {
    const loop = this.label('loop');
    const mark = this.label('mark');
    if (target !== null) this.line(`const ${target.name}: ${this.typeOfNode({ kind: 'star', node })} = [];`);
    this.element(node, target, fail, t);
    this.line(`${loop}: for (;;) {`);
    this.indent++;
    this.line(`const ${mark} = p.mark;`);
    const stop = `{ p.mark = ${mark}; break ${loop}; }`;
    this.match(separator, null, null, stop, true);
    this.element(node, target, stop);
    this.indent--;
    this.line('}');
  }

  private element(node: Node, target: Target | null, fail: string, t: string | null = null): void {
    if (target === null) {
      this.match(node, null, t, fail, true);
      return;
    }
    const value = this.label('e');
    this.match(node, { name: value, declare: true }, t, fail, true);
    this.line(`${target.name}.push(${value});`);
  }

  private lookahead(node: Node, positive: boolean, t: string | null, fail: string): void {
    const type = t ?? 'p.type()';
    const tokens = this.first.tokensOf(node);
    if (tokens !== null) {
      this.line(`if (${positive ? this.isNoneOf(type, tokens) : this.isOneOf(type, tokens)}) ${fail}`);
      return;
    }
    if (node.kind === 'soft') {
      this.line(`if (${positive ? '!' : ''}p.isSoftKeyword('${node.text}')) ${fail}`);
      return;
    }
    const label = this.label('look');
    const mark = this.label('mark');
    const found = this.label('found');
    this.line(`const ${mark} = p.mark;`);
    this.line(`let ${found} = false;`);
    this.line(`${label}: {`);
    this.indent++;
    this.match(node, null, t, `break ${label};`, true);
    this.line(`${found} = true;`);
    this.indent--;
    this.line('}');
    this.line(`p.mark = ${mark};`);
    this.line(`if (${positive ? '!' : ''}${found}) ${fail}`);
  }
}

/** Whether the `t` declared on this line is used: up to the end of its block, not counting the one of a loop below it. */
function readsType(text: string, line: string): boolean {
  const rest = text.slice(text.indexOf(`${line}\n`) + line.length + 1);
  const again = rest.indexOf('const t = p.type();');
  const own = again === -1 ? rest : rest.slice(0, again);
  return /\bt [!=]==|\[t\]/.test(own);
}

/** The names under which these paths want what their next item, written alike in all, yields. */
function namesOf(paths: readonly Path[], valueWanted: boolean): string[] {
  const names = new Set<string>();
  for (const { alt, at } of paths) {
    if (alt.action === null && !valueWanted) continue;
    const item = alt.items[at];
    if (item.name !== null) names.add(item.name);
    else if (alt.action === null && valueItem(alt) === item) names.add(UNNAMED);
  }
  return [...names];
}

function isSelf(alt: Alt, rule: string): boolean {
  const node = alt.items[0].node;
  return node.kind === 'rule' && node.name === rule;
}

/** The item whose value an alternative without an action yields. */
function valueItem(alt: Alt): Item | null {
  const named = alt.items.filter(item => item.name !== null);
  if (named.length === 1) return named[0];
  const consuming = alt.items.filter(item => item.node.kind !== 'and' && item.node.kind !== 'not' && item.node.kind !== 'cut');
  if (consuming.length === 1) return consuming[0];
  const telling = consuming.filter(
    item => item.node.kind !== 'token' && item.node.kind !== 'soft' && item.node.kind !== 'optional' && item.node.kind !== 'forced',
  );
  return telling.length === 1 ? telling[0] : null;
}

function usesPosition(action: string): boolean {
  return /\bEXTRA\b/.test(action) || [...action.matchAll(/(?<![.\w])([A-Za-z_]\w*)\(/g)].some(match => CONSTRUCTORS.get(match[1]) === true);
}

/** The end of the parentheses that open at `start`. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const c = text[at];
    if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return at + 1;
    else if (c === "'" || c === '"' || c === '`') at = stringEnd(text, at) - 1;
  }
  throw new Error(`unclosed parenthesis: ${text.slice(start)}`);
}

/** Rules for binary operators of one kind each, every rule's operands being the next rule. */
interface Ladder {
  readonly steps: readonly Rule[];
  /** Which of the steps the rule is, from 1. */
  readonly level: number;
}

function findLadders(rules: ReadonlyMap<string, Rule>): Map<string, Ladder> {
  const operandOf = (rule: Rule): string | null => {
    const rest = rule.alts.filter(alt => !isSelf(alt, rule.name));
    const operand = rest[rest.length - 1].items[0].node;
    const isInvalid = (alt: Alt): boolean => alt.text.startsWith('invalid_');
    if (rest.length === rule.alts.length || operand.kind !== 'rule' || !rest.slice(0, -1).every(isInvalid)) return null;
    const isOperation = (alt: Alt): boolean =>
      alt.items.length === 3 && alt.items[1].node.kind === 'token' && alt.items[2].text === operand.name;
    return rule.alts.every(alt => !isSelf(alt, rule.name) || isOperation(alt)) ? operand.name : null;
  };
  const ladders = new Map<string, Ladder>();
  for (const rule of rules.values()) {
    if (ladders.has(rule.name)) continue;
    const steps: Rule[] = [];
    for (let next: Rule | undefined = rule; next !== undefined;) {
      const operand: string | null = operandOf(next);
      if (operand === null) break;
      steps.push(next);
      next = rules.get(operand);
    }
    if (steps.length > 1) steps.forEach((step, i) => ladders.set(step.name, { steps, level: i + 1 }));
  }
  return ladders;
}

/** The rules that can reach themselves: those count against the parser's depth. */
function recursiveRules(rules: ReadonlyMap<string, Rule>): Set<string> {
  const reaches = new Map<string, Set<string>>();
  for (const rule of rules.values()) {
    const direct = new Set<string>();
    visitRules(rule.alts, name => direct.add(name));
    reaches.set(rule.name, direct);
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const reached of reaches.values()) {
      const size = reached.size;
      for (const name of [...reached]) for (const further of reaches.get(name)!) reached.add(further);
      if (reached.size !== size) changed = true;
    }
  }
  return new Set([...rules.keys()].filter(name => reaches.get(name)!.has(name)));
}

export function generateRules(): string {
  return new Writer(readGrammar()).generate();
}

if (import.meta.main) {
  const path = new URL('../parser/rules.generated.ts', import.meta.url);
  const text = generateRules();
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') !== text) {
      console.error('interpreter/parser/rules.generated.ts is stale: run node interpreter/tools/parser.ts');
      process.exitCode = 1;
    }
  } else {
    writeFileSync(path, text);
  }
}
