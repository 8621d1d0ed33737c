/**
 * The text of an annotation, under `from __future__ import annotations`. CPython's `Python/ast_unparse.c`, which is a smaller thing than
 * `ast.unparse` and differs from it here and there.
 */
import type {
  Interpolation,
  arg,
  arguments_ as Arguments,
  boolop,
  cmpop,
  comprehension,
  expr,
  operator,
  unaryop,
} from '../../ast/nodes.generated.ts';
import { constantRepr } from '../../code/constant-repr.ts';
import { strConstant } from '../../code/constant.ts';
import type { Constant, WideStr } from '../../code/constant.ts';

/** How tightly an operator binds; looser ones need parentheses inside tighter ones. */
const PR = {
  TUPLE: 0,
  TEST: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  CMP: 5,
  EXPR: 6,
  BOR: 6,
  BXOR: 7,
  BAND: 8,
  SHIFT: 9,
  ARITH: 10,
  TERM: 11,
  FACTOR: 12,
  POWER: 13,
  AWAIT: 14,
  ATOM: 15,
} as const;

const BINARY: Record<operator, readonly [string, number]> = {
  Add: [' + ', PR.ARITH],
  Sub: [' - ', PR.ARITH],
  Mult: [' * ', PR.TERM],
  MatMult: [' @ ', PR.TERM],
  Div: [' / ', PR.TERM],
  Mod: [' % ', PR.TERM],
  LShift: [' << ', PR.SHIFT],
  RShift: [' >> ', PR.SHIFT],
  BitOr: [' | ', PR.BOR],
  BitXor: [' ^ ', PR.BXOR],
  BitAnd: [' & ', PR.BAND],
  FloorDiv: [' // ', PR.TERM],
  Pow: [' ** ', PR.POWER],
};

const UNARY: Record<unaryop, readonly [string, number]> = {
  Invert: ['~', PR.FACTOR],
  Not: ['not ', PR.NOT],
  UAdd: ['+', PR.FACTOR],
  USub: ['-', PR.FACTOR],
};

const BOOLEAN: Record<boolop, readonly [string, number]> = { And: [' and ', PR.AND], Or: [' or ', PR.OR] };

const COMPARE: Record<cmpop, string> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
};

export function annotationText(e: expr): string | WideStr {
  return strConstant(unparse(e, PR.TEST));
}

function unparse(e: expr, level: number): string {
  switch (e._type) {
    case 'BoolOp': {
      const [text, pr] = BOOLEAN[e.op];
      return paren(level > pr, e.values.map(v => unparse(v, pr + 1)).join(text));
    }
    case 'BinOp': {
      const [text, pr] = BINARY[e.op];
      const right = e.op === 'Pow' ? 1 : 0;
      return paren(level > pr, unparse(e.left, pr + right) + text + unparse(e.right, pr + 1 - right));
    }
    case 'UnaryOp': {
      const [text, pr] = UNARY[e.op];
      return paren(level > pr, text + unparse(e.operand, pr));
    }
    case 'Lambda': {
      const space = e.args.args.length + e.args.posonlyargs.length > 0 ? ' ' : '';
      return paren(level > PR.TEST, `lambda${space}${parameters(e.args)}: ${unparse(e.body, PR.TEST)}`);
    }
    case 'IfExp': {
      const test = unparse(e.test, PR.TEST + 1);
      return paren(level > PR.TEST, `${unparse(e.body, PR.TEST + 1)} if ${test} else ${unparse(e.orelse, PR.TEST)}`);
    }
    case 'Dict': {
      const items = e.values.map((value, i) => {
        const key = e.keys[i];
        return key === null ? `**${unparse(value, PR.EXPR)}` : `${unparse(key, PR.TEST)}: ${unparse(value, PR.TEST)}`;
      });
      return `{${items.join(', ')}}`;
    }
    case 'Set':
      return `{${list(e.elts)}}`;
    case 'List':
      return `[${list(e.elts)}]`;
    case 'Tuple':
      if (e.elts.length === 0) return '()';
      return paren(level > PR.TUPLE, list(e.elts) + (e.elts.length === 1 ? ',' : ''));
    case 'GeneratorExp':
      return `(${unparse(e.elt, PR.TEST)}${generators(e.generators)})`;
    case 'ListComp':
      return `[${unparse(e.elt, PR.TEST)}${generators(e.generators)}]`;
    case 'SetComp':
      return `{${unparse(e.elt, PR.TEST)}${generators(e.generators)}}`;
    case 'DictComp':
      return `{${unparse(e.key, PR.TEST)}: ${unparse(e.value, PR.TEST)}${generators(e.generators)}}`;
    case 'Yield':
      return e.value === null ? '(yield)' : `(yield ${unparse(e.value, PR.TEST)})`;
    case 'YieldFrom':
      return `(yield from ${unparse(e.value, PR.TEST)})`;
    case 'Await':
      return paren(level > PR.AWAIT, `await ${unparse(e.value, PR.ATOM)}`);
    case 'Compare': {
      const rest = e.comparators.map((value, i) => COMPARE[e.ops[i]] + unparse(value, PR.CMP + 1));
      return paren(level > PR.CMP, unparse(e.left, PR.CMP + 1) + rest.join(''));
    }
    case 'Call': {
      const func = unparse(e.func, PR.ATOM);
      if (e.args.length === 1 && e.keywords.length === 0 && e.args[0]._type === 'GeneratorExp') return func + unparse(e.args[0], PR.TEST);
      const keywords = e.keywords.map(k => `${k.arg === null ? '**' : `${k.arg}=`}${unparse(k.value, PR.TEST)}`);
      return `${func}(${[...e.args.map(a => unparse(a, PR.TEST)), ...keywords].join(', ')})`;
    }
    case 'JoinedStr':
    case 'FormattedValue':
      return `f${constantRepr(strConstant(stringElement(e, false)))}`;
    case 'TemplateStr':
    case 'Interpolation':
      return `t${constantRepr(strConstant(stringElement(e, false)))}`;
    case 'Constant':
      return (e.kind ?? '') + constant(e.value);
    case 'Attribute': {
      // After an int the dot would be taken for a decimal point.
      const isInt = e.value._type === 'Constant' && (typeof e.value.value === 'number' || typeof e.value.value === 'bigint');
      return `${unparse(e.value, PR.ATOM)}${isInt ? ' .' : '.'}${e.attr}`;
    }
    case 'Subscript':
      return `${unparse(e.value, PR.ATOM)}[${unparse(e.slice, PR.TUPLE)}]`;
    case 'Starred':
      return `*${unparse(e.value, PR.EXPR)}`;
    case 'Name':
      return e.id;
    case 'Slice': {
      const step = e.step === null ? '' : `:${unparse(e.step, PR.TEST)}`;
      return `${e.lower === null ? '' : unparse(e.lower, PR.TEST)}:${e.upper === null ? '' : unparse(e.upper, PR.TEST)}${step}`;
    }
    case 'NamedExpr':
      return paren(level > PR.TUPLE, `${unparse(e.target, PR.ATOM)} := ${unparse(e.value, PR.ATOM)}`);
  }
}

function paren(needed: boolean, text: string): string {
  return needed ? `(${text})` : text;
}

function list(elts: readonly expr[]): string {
  return elts.map(e => unparse(e, PR.TEST)).join(', ');
}

function generators(gens: readonly comprehension[]): string {
  return gens
    .map(g => {
      const ifs = g.ifs.map(test => ` if ${unparse(test, PR.TEST + 1)}`).join('');
      return `${g.is_async ? ' async' : ''} for ${unparse(g.target, PR.TUPLE)} in ${unparse(g.iter, PR.TEST + 1)}${ifs}`;
    })
    .join('');
}

function parameters(args: Arguments): string {
  const one = (a: arg, value: expr | null | undefined): string =>
    a.arg + (a.annotation === null ? '' : `: ${unparse(a.annotation, PR.TEST)}`) + (value ? `=${unparse(value, PR.TEST)}` : '');
  const positional = [...args.posonlyargs, ...args.args];
  const parts = positional.map((a, i) => {
    const text = one(a, args.defaults[i - positional.length + args.defaults.length]);
    return args.posonlyargs.length > 0 && i + 1 === args.posonlyargs.length ? `${text}, /` : text;
  });
  if (args.vararg !== null || args.kwonlyargs.length > 0) parts.push(`*${args.vararg === null ? '' : one(args.vararg, null)}`);
  args.kwonlyargs.forEach((a, i) => parts.push(one(a, args.kw_defaults[i])));
  if (args.kwarg !== null) parts.push(`**${one(args.kwarg, null)}`);
  return parts.join(', ');
}

function constant(value: Constant): string {
  if (typeof value === 'object' && value !== null) {
    if (value.kind === 'ellipsis') return '...';
    if (value.kind === 'tuple') return `(${value.items.map(constant).join(', ')}${value.items.length === 1 ? ',' : ''})`;
    // There is no literal for infinity but one that overflows.
    if (value.kind === 'float' || value.kind === 'complex') return constantRepr(value).replaceAll('inf', '1e309');
  }
  return constantRepr(value);
}

/** A part of an f-string or t-string, without the quotes around the whole. */
function stringElement(e: expr, isFormatSpec: boolean): string {
  switch (e._type) {
    case 'Constant': {
      const text = typeof e.value === 'string' ? e.value : (e.value as WideStr).text;
      return text.replaceAll('{', '{{').replaceAll('}', '}}');
    }
    case 'JoinedStr':
    case 'TemplateStr':
      return e.values.map(value => nested(value, isFormatSpec)).join('');
    case 'FormattedValue':
    case 'Interpolation': {
      const text = e._type === 'Interpolation' ? interpolationText(e) : unparse(e.value, PR.TEST + 1);
      const space = text.startsWith('{') ? ' ' : '';
      const conversion = e.conversion > 0 ? `!${String.fromCharCode(e.conversion)}` : '';
      const spec = e.format_spec === null ? '' : `:${stringElement(e.format_spec, true)}`;
      return `{${space}${text}${conversion}${spec}}`;
    }
    default:
      throw new Error('unknown expression kind inside f-string or t-string');
  }
}

function nested(e: expr, isFormatSpec: boolean): string {
  return e._type === 'JoinedStr' && !isFormatSpec ? unparse(e, PR.TEST) : stringElement(e, isFormatSpec);
}

/** An interpolation keeps the text of its expression. */
function interpolationText(e: Interpolation): string {
  return typeof e.str === 'string' ? e.str : (e.str as WideStr).text;
}
