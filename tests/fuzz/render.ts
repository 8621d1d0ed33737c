/** A derivation's text: spaces, line breaks, comments and indentation by chance, within what the tokenizer allows. */
import type { Tree } from './derive.ts';
import type { Random } from './random.ts';

const WORD = /[\wé'"]$/u;
const WORD_START = /^[\wé'"]/u;
const OPEN = new Set(['(', '[', '{']);
const CLOSE = new Set([')', ']', '}']);
/** What often stands close to its neighbours. */
const TIGHT_BEFORE = new Set([')', ']', ',', ':', '(', '[', '.']);
const TIGHT_AFTER = new Set(['(', '[', '.', '@', '~']);

/** An f-string or t-string that is open: its quote, and how deep in braces its text is. */
interface OpenString {
  readonly quote: string;
  /** Brackets that are open in each of its nested replacement fields; empty while in literal text. */
  readonly fields: { depth: number; spec: boolean }[];
}

export function render(tree: Tree, random: Random): string {
  const writer = new Renderer(random);
  writer.tree(tree);
  return writer.text;
}

class Renderer {
  text = '';
  private readonly random: Random;
  private readonly indents: string[] = [];
  private readonly strings: OpenString[] = [];
  private depth = 0;
  private last = '';
  private lineStart = true;

  constructor(random: Random) {
    this.random = random;
  }

  tree(tree: Tree): void {
    if (tree.text === null) for (const child of tree.children) this.tree(child);
    else this.leaf(tree.name, tree.text);
  }

  private leaf(name: string, text: string): void {
    switch (name) {
      case 'INDENT':
        this.indents.push(this.random.pick(['  ', '    ', '\t', ' ']));
        return;
      case 'DEDENT':
        this.indents.pop();
        return;
      case 'ENDMARKER':
        return;
      case 'NEWLINE':
        this.newline();
        return;
      case 'FSTRING_START':
      case 'TSTRING_START':
        this.word(text);
        this.strings.push({ quote: text.replace(/^\w+/, ''), fields: [] });
        return;
      case 'FSTRING_END':
      case 'TSTRING_END':
        this.text += this.strings.pop()!.quote;
        this.last = "'";
        return;
      case 'FSTRING_MIDDLE':
      case 'TSTRING_MIDDLE':
        this.text += text;
        this.last = '';
        return;
    }
    const open = this.strings.at(-1);
    if (open === undefined) this.word(text);
    else this.inString(open, text);
  }

  /** A token between the braces of an f-string, or the braces themselves. */
  private inString(open: OpenString, text: string): void {
    const field = open.fields.at(-1);
    if (field === undefined || field.spec) {
      // In literal text only a field can begin, and in a format spec its field end.
      if (text === '}' && field !== undefined) {
        this.text += text;
        open.fields.pop();
        this.last = '';
        return;
      }
      this.text += this.random.chance(0.5) ? '{ ' : '{';
      if (this.text.endsWith('{')) this.text += ' ';
      open.fields.push({ depth: 0, spec: false });
      this.last = '';
      return;
    }
    if (field.depth === 0 && text === '}') {
      this.text += this.last === '}' ? ' }' : '}';
      open.fields.pop();
      this.last = '';
    } else if (field.depth === 0 && text === ':') {
      this.text += ':';
      field.spec = true;
      this.last = '';
    } else if (field.depth === 0 && text === '!') {
      this.text += text;
      this.last = '!';
    } else {
      if (OPEN.has(text)) field.depth++;
      else if (CLOSE.has(text)) field.depth--;
      this.word(text);
    }
  }

  private newline(): void {
    if (this.random.chance(0.05)) this.text += '  # comment';
    this.text += '\n';
    if (this.random.chance(0.05)) this.text += this.random.pick(['\n', '   \n', '# é\n']);
    this.lineStart = true;
    this.last = '';
  }

  private word(text: string): void {
    const { last } = this;
    if (this.lineStart) {
      this.text += this.indents.join('');
      this.lineStart = false;
    } else if (last !== '') this.text += this.space(last, text);
    if (this.strings.length === 0) {
      if (OPEN.has(text)) this.depth++;
      else if (CLOSE.has(text)) this.depth = Math.max(0, this.depth - 1);
    }
    this.text += text;
    this.last = text;
  }

  private space(last: string, text: string): string {
    const { random } = this;
    if (last === '!') return '';
    if (this.strings.length === 0) {
      if (this.depth > 0 && random.chance(0.04)) return random.pick(['\n', '\n        ', '  # c\n  ', ' \\\n']);
      if (this.depth === 0 && random.chance(0.01)) return ' \\\n ';
    }
    if (WORD.test(last) && WORD_START.test(text)) return ' ';
    const number = /^[\d.]/.test(last) || /^\.?\d/.test(text);
    if (!number && (TIGHT_BEFORE.has(text) || TIGHT_AFTER.has(last)) && random.chance(0.85)) return '';
    return random.chance(0.05) ? '  ' : ' ';
  }
}
