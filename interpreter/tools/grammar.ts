/**
 * Reads `defs/python.gram`: rules, their alternatives and items. What the notation means stands at the top of that file.
 *
 * The parser's generator works on this, and the fuzzer, which derives programs from it.
 */
import { readFileSync } from 'node:fs';
import { TOKEN_ROWS } from '../defs/tokens.ts';

export type Node =
  | { kind: 'token'; type: number; text: string }
  | { kind: 'soft'; text: string }
  | { kind: 'terminal'; name: string }
  | { kind: 'rule'; name: string }
  | { kind: 'group'; alts: Alt[] }
  | { kind: 'optional' | 'star' | 'plus' | 'and' | 'not' | 'forced'; node: Node }
  | { kind: 'gather'; separator: Node; node: Node }
  | { kind: 'cut' };

export interface Item {
  readonly name: string | null;
  readonly node: Node;
  /** How it is written, without its name: items that are written alike match alike. */
  readonly text: string;
}
export interface Alt {
  readonly items: Item[];
  readonly action: string | null;
  readonly text: string;
}
export interface Rule {
  readonly name: string;
  readonly type: string;
  readonly memo: 'always' | 'errors' | null;
  readonly alts: Alt[];
}

export const TOKEN_NUMBERS = new Map<string, number>(TOKEN_ROWS.map((row, number) => [row[0], number]));
const OPERATORS = new Map<string, number>(
  TOKEN_ROWS.flatMap((row, number) => (row[1] === null ? [] : [[row[1] as string, number] as const])),
);
const FIRST_KEYWORD = 70;
export const TERMINAL_TYPES: Readonly<Record<string, string>> = { NAME: 'Name', NUMBER: 'Constant', SOFT_KEYWORD: 'Name' };

export class Grammar {
  readonly keywords = new Map<string, number>();
  readonly softKeywords = new Set<string>();
  readonly rules = new Map<string, Rule>();
  private tokens: string[] = [];
  private at = 0;

  constructor(text: string) {
    let header: RegExpExecArray | null = null;
    let body: string[] = [];
    const finish = (): void => {
      if (header !== null) this.rule(header, body.join('\n'));
      body = [];
    };
    for (const line of text.split('\n')) {
      if (line.startsWith('#') || line.trim() === '') continue;
      if (line.startsWith(' ')) {
        body.push(line);
        continue;
      }
      finish();
      header = /^(\w+) -> ([^(:]+?)(?: \((memo|memo_errors)\))?:$/.exec(line);
      if (header === null) throw new Error(`not a rule: ${line}`);
    }
    finish();
    for (const rule of this.rules.values()) {
      visitRules(rule.alts, name => {
        if (!this.rules.has(name)) throw new Error(`rule ${rule.name} uses ${name}, which is not defined`);
      });
    }
  }

  private rule(header: RegExpExecArray, body: string): void {
    const [, name, type, memo] = header;
    this.tokens = tokenize(body);
    this.at = 0;
    const alts = this.alternatives();
    if (this.at !== this.tokens.length) throw new Error(`rule ${name}: unexpected ${this.tokens[this.at]}`);
    this.rules.set(name, { name, type, memo: memo === undefined ? null : memo === 'memo' ? 'always' : 'errors', alts });
  }

  private peek(): string | undefined {
    return this.tokens[this.at];
  }

  private expect(text: string): void {
    if (this.tokens[this.at++] !== text)
      throw new Error(`expected ${text} before ${this.tokens.slice(this.at - 1, this.at + 5).join(' ')}`);
  }

  private alternatives(): Alt[] {
    if (this.peek() === '|') this.at++;
    const alts = [this.alternative()];
    while (this.peek() === '|') {
      this.at++;
      alts.push(this.alternative());
    }
    return alts;
  }

  private alternative(): Alt {
    const start = this.at;
    const items: Item[] = [];
    for (
      let next = this.peek();
      next !== undefined && next !== '|' && next !== ')' && next !== ']' && !next.startsWith('{');
      next = this.peek()
    ) {
      items.push(this.item());
    }
    const text = this.tokens.slice(start, this.at).join(' ');
    const action = this.peek()?.startsWith('{') ? this.tokens[this.at++].slice(1, -1).trim() : null;
    return { items, action, text };
  }

  private item(): Item {
    let name: string | null = null;
    if (this.tokens[this.at + 1] === '=') {
      name = this.tokens[this.at];
      this.at += 2;
    }
    const start = this.at;
    const node = this.node();
    return { name, node, text: this.tokens.slice(start, this.at).join(' ') };
  }

  private node(): Node {
    const next = this.peek();
    if (next === '~') {
      this.at++;
      return { kind: 'cut' };
    }
    if (next === '&&' || next === '&' || next === '!') {
      this.at++;
      return { kind: next === '&&' ? 'forced' : next === '&' ? 'and' : 'not', node: this.atom() };
    }
    const node = this.atom();
    const suffix = this.peek();
    if (suffix === '.') {
      this.at++;
      const element = this.atom();
      this.expect('+');
      return { kind: 'gather', separator: node, node: element };
    }
    if (suffix === '?' || suffix === '*' || suffix === '+') {
      this.at++;
      return { kind: suffix === '?' ? 'optional' : suffix === '*' ? 'star' : 'plus', node };
    }
    return node;
  }

  private atom(): Node {
    const token = this.tokens[this.at++];
    if (token === '(' || token === '[') {
      const alts = this.alternatives();
      this.expect(token === '(' ? ')' : ']');
      const group: Node =
        alts.length === 1 && alts[0].items.length === 1 && alts[0].action === null ? alts[0].items[0].node : { kind: 'group', alts };
      return token === '(' ? group : { kind: 'optional', node: group };
    }
    if (token.startsWith("'")) {
      const text = token.slice(1, -1);
      if (!/^\w/.test(text)) return { kind: 'token', type: OPERATORS.get(text)!, text };
      if (!this.keywords.has(text)) this.keywords.set(text, FIRST_KEYWORD + this.keywords.size);
      return { kind: 'token', type: this.keywords.get(text)!, text };
    }
    if (token.startsWith('"')) {
      this.softKeywords.add(token.slice(1, -1));
      return { kind: 'soft', text: token.slice(1, -1) };
    }
    if (/^[A-Z_]+$/.test(token))
      return token in TERMINAL_TYPES ? { kind: 'terminal', name: token } : { kind: 'token', type: TOKEN_NUMBERS.get(token)!, text: token };
    if (/^\w+$/.test(token)) return { kind: 'rule', name: token };
    throw new Error(`unexpected ${token}`);
  }
}

function tokenize(body: string): string[] {
  const tokens: string[] = [];
  const pattern = /\s+|'[^']*'|"[^"]*"|\w+|&&|[|()[\]=~&!?*+.]/y;
  for (let at = 0; at < body.length;) {
    if (body[at] === '{') {
      const end = actionEnd(body, at);
      tokens.push(body.slice(at, end));
      at = end;
      continue;
    }
    pattern.lastIndex = at;
    const match = pattern.exec(body);
    if (match === null) throw new Error(`cannot read: ${body.slice(at, at + 40)}`);
    if (match[0].trim() !== '') tokens.push(match[0]);
    at = pattern.lastIndex;
  }
  return tokens;
}

/** The end of the braces that open at `start`, strings and templates skipped. */
function actionEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const c = text[at];
    if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return at + 1;
    else if (c === "'" || c === '"' || c === '`') at = stringEnd(text, at) - 1;
  }
  throw new Error(`unclosed action: ${text.slice(start, start + 60)}`);
}

export function stringEnd(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
    else if (quote === '`' && text.startsWith('${', at)) at = actionEnd(text, at + 1) - 1;
  }
  throw new Error(`unclosed string: ${text.slice(start, start + 60)}`);
}

export function visitRules(alts: readonly Alt[], visit: (name: string) => void): void {
  const walk = (node: Node): void => {
    if (node.kind === 'rule') visit(node.name);
    else if (node.kind === 'group') visitRules(node.alts, visit);
    else if (node.kind === 'gather') {
      walk(node.separator);
      walk(node.node);
    } else if ('node' in node) walk(node.node);
  };
  for (const alt of alts) for (const item of alt.items) walk(item.node);
}

export function readGrammar(): Grammar {
  return new Grammar(readFileSync(new URL('../defs/python.gram', import.meta.url), 'utf8'));
}
