/**
 * Programs out of the grammar: `defs/python.gram`, read backwards.
 *
 * A derivation is a tree whose leaves are tokens. An alternative is chosen by chance; once the tree is deep, by how soon it ends. What the grammar
 * alone does not forbid but the compiler does (`return` in a class, two parameters of one name) is mostly avoided by what is known of the place, so
 * that most programs compile; the others are compared by their error.
 */
import { readGrammar } from '../../interpreter/tools/grammar.ts';
import type { Random } from './random.ts';

type Grammar = ReturnType<typeof readGrammar>;
type Rule = Grammar['rules'] extends Map<string, infer R> ? R : never;
type Alt = Rule['alts'][number];
type Node = Alt['items'][number]['node'];

export interface Tree {
  /** The rule's name; the token's type for a leaf; '' for a group or repetition. */
  readonly name: string;
  /** A leaf's text. */
  readonly text: string | null;
  children: Tree[];
  /** Whether each child may be dropped without another's taking its place. */
  readonly repeats: boolean;
}

/** What is known of the place. */
interface Place {
  readonly function: boolean;
  readonly async: boolean;
  readonly loop: boolean;
  readonly classBody: boolean;
  /** Where a name may be bound by `:=`. */
  readonly walrus: boolean;
  readonly yields: boolean;
  /** Where a pattern may bind a name. */
  readonly captures: boolean;
  /** Where `except:` may stand. */
  readonly lastHandler: boolean;
  /** Where `*a` may stand. */
  readonly star: boolean;
}

/** The top of a module. */
const TOP: Place = {
  function: false,
  async: false,
  loop: false,
  classBody: false,
  walrus: true,
  yields: false,
  captures: true,
  lastHandler: true,
  star: true,
};

const NAMES = [
  'a',
  'b',
  'c',
  'x',
  'y',
  'self',
  'f',
  'g',
  '__x',
  '_',
  'é',
  'p0',
  'p1',
  'T0',
  'match',
  'type',
  'super',
  '__class__',
  'len',
  'all',
  'tuple',
];
const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '7',
  '255',
  '256',
  '1_000',
  '0xff',
  '0b101',
  '1.5',
  '1e10',
  '0.0',
  '2j',
  '2147483648',
  '99999999999999999999',
];
const STRINGS = ["'a'", '"b c"', "r'\\d'", "''", "'''m\n l'''", '"é\\n"', "u'u'", "'%s'", "'%d-%r'", "'\\x00'", "'it''s'", '"""d"""'];
const MIDDLES = ['a', ' b ', '{{', '}}', 'é', '%', '\\n', '!', ':', '  '];

/** How much likelier an alternative is than one of weight 1; by the index of the alternative where a list is given. */
const WEIGHTS: Readonly<Record<string, readonly number[]>> = {
  simple_stmt: [14, 1, 5, 4, 2, 2, 1, 2, 3, 1, 3, 3, 0.7, 0.2],
  compound_stmt: [5, 5, 3, 2, 3, 3, 2, 4],
  statement: [5, 7],
  block: [6, 1],
  atom: [16, 1, 1, 1, 3, 5, 3, 2, 3, 1],
  simple_stmts: [8, 1],
  closed_pattern: [5, 2, 1, 3, 1, 3, 3, 4],
  expression: [1, 14, 1],
  star_expressions: [1, 1, 12],
  star_expression: [1, 30],
  star_named_expression: [1, 10],
  named_expression: [1, 12],
  primary: [4, 1, 4, 2, 14],
  slices: [6, 1],
  strings: [6, 1],
  string: [4],
  star_target: [1, 12],
  target_with_star_atom: [1, 1, 6],
  star_atom: [12, 1, 1, 1],
  t_primary: [1, 1, 1, 1, 6],
  parameters: [1, 1, 4, 2, 2],
  dotted_name: [1, 3],
  args: [5, 2],
  decorators: [1],
};

/** Rules whose name is new each time, as two of one name would be an error, and out of how many. */
const FRESH: Readonly<Record<string, readonly [prefix: string, among: number]>> = {
  param: ['p', 9],
  lambda_param: ['p', 9],
  param_star_annotation: ['p', 9],
  type_param: ['T', 7],
  keyword_pattern: ['k', 9],
  kwarg_or_starred: ['k', 9],
  kwarg_or_double_starred: ['k', 9],
  global_stmt: ['g', 5],
  nonlocal_stmt: ['p', 4],
};

/** Alternatives that are not derived: what comes before tokens that the renderer does not write. */
const LEFT_OUT = new Set(['TYPE_COMMENT', 'OP', 'TYPE_IGNORE']);

export class Deriver {
  private readonly rules: Grammar['rules'];
  /** The rules without the alternatives that recognize mistakes. */
  private readonly derivable: ReadonlyMap<string, Rule>;
  private readonly heights = new Map<string, number>();
  private readonly random: Random;
  private counter = 0;

  constructor(random: Random) {
    this.random = random;
    this.rules = readGrammar().rules;
    const derivable = (node: Node): boolean => node.kind !== 'rule' || !node.name.startsWith('invalid_');
    this.derivable = new Map(
      [...this.rules].map(([name, rule]) => [
        name,
        { ...rule, alts: rule.alts.filter(alt => alt.items.every(item => derivable(item.node))) },
      ]),
    );
    // The height of the lowest derivation of each rule.
    for (const name of this.rules.keys()) this.heights.set(name, Infinity);
    for (let changed = true; changed;) {
      changed = false;
      for (const [name, rule] of this.rules) {
        const height = 1 + Math.min(...rule.alts.map(alt => this.altHeight(alt)));
        if (height < this.heights.get(name)!) {
          this.heights.set(name, height);
          changed = true;
        }
      }
    }
  }

  /** A program; `size` is about how deep its expressions and blocks nest. */
  program(size: number): Tree {
    const statements = Array.from({ length: 1 + this.random.below(4) }, () => this.rule('statement', size, TOP));
    return { name: 'file', text: null, children: statements, repeats: true };
  }

  /** The smallest derivation of a rule; null for what is no rule. */
  smallest(name: string): Tree | null {
    if (!this.rules.has(name)) return null;
    return this.rule(name, 0, { ...TOP, function: true, walrus: false });
  }

  private altHeight(alt: Alt): number {
    return Math.max(0, ...alt.items.map(item => this.nodeHeight(item.node)));
  }

  private nodeHeight(node: Node): number {
    switch (node.kind) {
      case 'token':
        return LEFT_OUT.has(node.text) ? Infinity : 1;
      case 'rule':
        return node.name.startsWith('invalid_') ? Infinity : this.heights.get(node.name)!;
      case 'group':
        return Math.min(...node.alts.map(alt => this.altHeight(alt)));
      case 'optional':
      case 'star':
      case 'and':
      case 'not':
      case 'cut':
        return 0;
      case 'plus':
      case 'forced':
      case 'gather':
        return this.nodeHeight(node.node);
      default:
        return 1;
    }
  }

  private rule(name: string, depth: number, place: Place): Tree {
    const rule = this.derivable.get(name)!;
    const special = this.leafOf(name, place);
    if (special !== null) return special;
    const inner = this.placeIn(name, place);
    const index = this.choose(rule, depth, inner);
    const alt = rule.alts[index];
    // A rule that only passes on costs nothing.
    const left = alt.items.length > 1 ? depth - 1 : depth;
    const children = alt.items.flatMap(item => this.node(item.node, left, this.placeOf(name, index, item.node, inner)));
    const fresh = FRESH[name] as readonly [string, number] | undefined;
    const tree = { name, text: null, children, repeats: false };
    return fresh === undefined ? tree : this.renamed(tree, fresh);
  }

  /** With new names for those that stand in the rule itself. */
  private renamed(tree: Tree, fresh: readonly [string, number]): Tree {
    const rename = (child: Tree): Tree =>
      child.name === 'NAME' ? this.fresh(...fresh) : child.name === '' ? { ...child, children: child.children.map(rename) } : child;
    return { ...tree, children: tree.children.map(rename) };
  }

  private fresh(prefix: string, among: number): Tree {
    return leaf('NAME', `${prefix}${this.counter++ % among}`);
  }

  /** Rules whose token has to be of one kind. */
  private leafOf(name: string, place: Place): Tree | null {
    switch (name) {
      case 'imaginary_number':
        return leaf('NUMBER', '2j');
      case 'real_number':
        return leaf('NUMBER', '1');
      case 'pattern_capture_target':
        return place.captures ? this.fresh('v', 12) : leaf('NAME', '_');
      case 'capture_pattern':
        return place.captures ? null : leaf('NUMBER', '5');
      case 'fstring_conversion':
        return { name, text: null, children: [leaf('!', '!'), leaf('NAME', this.random.pick(['r', 's', 'a']))], repeats: false };
      default:
        return null;
    }
  }

  private placeIn(name: string, place: Place): Place {
    switch (name) {
      case 'annotation':
      case 'star_annotation':
      case 'type_param_bound':
      case 'type_param_default':
      case 'type_param_starred_default':
      case 'type_alias':
        return { ...place, walrus: false, yields: false, async: false };
      case 'for_if_clauses':
      case 'listcomp':
      case 'setcomp':
      case 'dictcomp':
      case 'genexp':
        return { ...place, walrus: false, yields: false };
      default:
        return place;
    }
  }

  private placeOf(name: string, alt: number, node: Node, place: Place): Place {
    const isBlock = node.kind === 'rule' && node.name === 'block';
    switch (name) {
      case 'function_def_raw':
        return isBlock
          ? { ...place, function: true, async: alt === 1, loop: false, classBody: false, walrus: true, yields: true }
          : node.kind === 'optional'
            ? { ...place, walrus: false, yields: false }
            : place;
      case 'class_def_raw':
        return isBlock
          ? { ...place, function: false, async: false, loop: false, classBody: true, yields: false }
          : { ...place, walrus: false };
      case 'while_stmt':
      case 'for_stmt':
        return isBlock ? { ...place, loop: true } : place;
      case 'except_star_block':
        return isBlock ? { ...place, loop: false, function: false, yields: false } : place;
      case 'star_expressions':
      case 'star_targets':
        return { ...place, star: alt !== (name === 'star_targets' ? 0 : 2) };
      case 'lambdef':
        return { ...place, yields: false, async: false, walrus: false };
      default:
        return place;
    }
  }

  private choose(rule: Rule, depth: number, place: Place): number {
    const { name, alts } = rule;
    const allowed = alts.map((alt, i) => this.altHeight(alt) < Infinity && this.fits(name, i, alt, place));
    const heights = alts.map((alt, i) => (allowed[i] ? this.altHeight(alt) : Infinity));
    const lowest = Math.min(...heights);
    if (lowest === Infinity) throw new Error(`nothing can be derived from ${name} here`);
    const passes = alts.some(alt => this.isPass(alt));
    const weights = alts.map((alt, i) => {
      // Even the deepest block has more to say than `pass`.
      const reach = name === 'simple_stmt' ? lowest + 24 : lowest;
      if (!allowed[i] || (depth <= 0 && heights[i] > reach)) return 0;
      return WEIGHTS[name]?.[i] ?? (passes && this.isPass(alt) ? 9 : 1);
    });
    return this.random.weighted(weights.some(weight => weight > 0) ? weights : heights.map(height => (height === lowest ? 1 : 0)));
  }

  private isPass(alt: Alt): boolean {
    return alt.items.length === 1 && alt.items[0].node.kind === 'rule';
  }

  private fits(name: string, index: number, alt: Alt, place: Place): boolean {
    const mentions = (text: string): boolean => alt.items.some(item => item.text.includes(text));
    switch (name) {
      case 'simple_stmt':
        if (mentions('return_stmt')) return place.function;
        if (mentions('break_stmt') || mentions('continue_stmt')) return place.loop;
        if (mentions('yield_stmt')) return place.yields;
        if (mentions('nonlocal_stmt')) return place.function;
        return true;
      case 'annotated_rhs':
        return index === 1 || place.yields;
      case 'star_expression':
      case 'star_target':
        return index === 1 || place.star;
      case 'await_primary':
        return index === 1 || place.async;
      case 'for_stmt':
      case 'for_if_clause':
      case 'with_stmt':
        return place.async || !mentions("'async'");
      case 'named_expression':
        return index === 1 || place.walrus;
      case 'import_from_targets':
        return index !== 2 || (!place.function && !place.classBody);
      case 'except_block':
        return index !== 3 || place.lastHandler;
      default:
        return true;
    }
  }

  private node(node: Node, depth: number, place: Place): Tree[] {
    switch (node.kind) {
      case 'token':
        return [this.token(node.text)];
      case 'soft':
        return [leaf('NAME', node.text)];
      case 'terminal':
        return [this.terminal(node.name)];
      case 'rule':
        return [this.rule(node.name, depth, place)];
      case 'group': {
        const rule = { name: '', type: '', memo: null, alts: node.alts.filter(alt => this.groupFits(alt, place)) };
        const alt = rule.alts[this.choose(rule, depth, place)];
        return alt.items.flatMap(item => this.node(item.node, depth, place));
      }
      case 'optional':
        return depth > 0 && this.nodeHeight(node.node) < Infinity && this.random.chance(0.3)
          ? [group(this.node(node.node, depth - 1, place))]
          : [];
      case 'star':
        return this.repeated(node.node, depth > 0 ? this.count(0) : 0, depth, place, null);
      case 'plus':
        return this.repeated(node.node, this.count(1), depth, place, null);
      case 'gather':
        return this.repeated(node.node, this.count(1), depth, place, node.separator);
      case 'forced':
        return this.node(node.node, depth, place);
      case 'and':
      case 'not':
      case 'cut':
        return [];
    }
  }

  private groupFits(alt: Alt, place: Place): boolean {
    const mentions = (text: string): boolean => alt.items.some(item => item.text.includes(text));
    if (mentions('yield_expr')) return place.yields;
    if (mentions('assignment_expression')) return place.walrus;
    return true;
  }

  private repeated(node: Node, count: number, depth: number, place: Place, separator: Node | null): Tree[] {
    if (this.nodeHeight(node) === Infinity) return [];
    const isPattern = node.kind === 'rule' && node.name === 'closed_pattern' && count > 1;
    const out: Tree[] = [];
    for (let i = 0; i < count; i++) {
      if (i > 0 && separator !== null) out.push(...this.node(separator, depth, place));
      const inner = { ...place, captures: place.captures && !isPattern, lastHandler: i === count - 1 };
      out.push(group(this.node(node, depth - 1, inner)));
    }
    return [{ name: '', text: null, children: out, repeats: separator === null && count > 1 }];
  }

  private count(least: number): number {
    let count = least;
    while (count < 5 && this.random.chance(0.35)) count++;
    return count;
  }

  private token(text: string): Tree {
    const { random } = this;
    switch (text) {
      case 'STRING':
        return leaf('STRING', random.pick(STRINGS));
      case 'FSTRING_START':
        return leaf(text, random.pick(["f'", 'f"', "rf'", "f'''", 'F"""']));
      case 'TSTRING_START':
        return leaf(text, random.pick(["t'", 't"', "rt'", "t'''"]));
      case 'FSTRING_MIDDLE':
      case 'TSTRING_MIDDLE':
        return leaf(text, random.pick(MIDDLES));
      case 'FSTRING_END':
      case 'TSTRING_END':
      case 'INDENT':
      case 'DEDENT':
      case 'NEWLINE':
      case 'ENDMARKER':
        return leaf(text, '');
      default:
        return leaf(text, text);
    }
  }

  private terminal(name: string): Tree {
    const { random } = this;
    if (name === 'NUMBER') return leaf(name, random.pick(NUMBERS));
    return leaf(name, random.pick(NAMES));
  }
}

function leaf(name: string, text: string): Tree {
  return { name, text, children: [], repeats: false };
}

function group(children: Tree[]): Tree {
  return { name: '', text: null, children, repeats: false };
}
