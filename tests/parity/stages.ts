/**
 * What is compared with CPython: for each stage, our result and CPython's as one text, and what the first difference is called.
 *
 * A stage's Python sees the program as `_source` (bytes) and its name as `_name`; `setUp` runs once. Where either side raises an error, the error is
 * the result: its type, message and place (`compare.ts`).
 */
import { dump, unparse } from '../../interpreter/ast/index.ts';
import { disassembleText, dumps, unexecutedCode, type CodeObject } from '../../interpreter/code/index.ts';
import { compile, parseFuture } from '../../interpreter/compiler/index.ts';
import { preprocess } from '../../interpreter/compiler/preprocess.ts';
import { parse } from '../../interpreter/parser/index.ts';
import { canonical } from './canonical-marshal.ts';
import { codeJson, explainCode, theirCodeJson } from './code.ts';
import { readTheirRows, singleStatements, THEIR_INTERACTIVE } from './interactive.ts';
import { THEIR_SCOPES, explainScopes, scopesJson } from './scopes.ts';
import { tokenRows } from './tokens.ts';

export interface Stage {
  readonly name: string;
  readonly what: string;
  readonly setUp: string;
  /** An expression: CPython's result as text. */
  readonly theirs: string;
  /** Turns that into the text to compare, where it is not yet. */
  readonly read?: (theirs: string) => string;
  /** An expression: what in CPython's process the result depends on, in JSON; `ours` gets it. */
  readonly state?: string;
  readonly ours: (bytes: Uint8Array, name: string, state: unknown) => string;
  /** The reason why two results that are no errors differ. */
  readonly explain: (ours: string, theirs: string) => string;
}

/** For rows in JSON: the first one that differs, named by what kind it is. */
function explainRows(label: (row: unknown) => string): Stage['explain'] {
  return (ours, theirs) => {
    const a = JSON.parse(ours) as unknown[];
    const b = JSON.parse(theirs) as unknown[];
    const i = b.findIndex((row, k) => JSON.stringify(row) !== JSON.stringify(a[k]));
    return i < 0 ? `${label(a[b.length])} too many` : `${label(a[i])} for ${label(b[i])}`;
  };
}

/** The line of the first difference. */
function explainLine(ours: string, theirs: string): string {
  const a = ours.split('\n');
  const b = theirs.split('\n');
  const i = b.findIndex((line, k) => line !== a[k]);
  return i < 0 ? `too long by ${a[b.length]}` : `${(a[i] ?? 'nothing').trim().slice(0, 60)} for ${b[i].trim().slice(0, 60)}`;
}

/** The innermost node whose text holds the difference. */
function explainTree(ours: string, theirs: string): string {
  let i = 0;
  while (ours[i] === theirs[i]) i++;
  return `in ${/([A-Za-z]+)\([^()]*$/.exec(theirs.slice(0, i))?.[1] ?? 'the tree'}`;
}

const SET_UP = 'import ast, base64, dis, io, json, marshal, tokenize, warnings; warnings.simplefilter("ignore")';

const tokens: Stage = {
  name: 'tokens',
  what: 'every field of `tokenize.tokenize`',
  setUp: SET_UP,
  theirs:
    'json.dumps([[t.type, t.string, t.start, t.end, t.line] for t in tokenize.tokenize(io.BytesIO(_source).readline)], separators=(",", ":"), ensure_ascii=False)',
  ours: bytes => JSON.stringify(tokenRows(bytes)),
  explain: explainRows(row => (Array.isArray(row) ? `token of type ${row[0]}` : 'no token')),
};

interface TreeOptions {
  readonly typeComments?: boolean;
  readonly optimize?: 1 | 2;
  readonly featureVersion?: number;
}

function treeStage(name: string, what: string, options: TreeOptions, keywords: string): Stage {
  const { optimize, typeComments, featureVersion } = options;
  return {
    name,
    what,
    setUp: SET_UP,
    theirs: `ast.dump(ast.parse(_source, _name${keywords}), include_attributes=True)`,
    ours: (bytes, filename) => {
      const tree = parse(bytes, { filename, typeComments, featureVersion });
      if (optimize !== undefined) preprocess(tree, { optimize, features: parseFuture(tree, filename).features, warn: () => {} });
      return dump(tree, { includeAttributes: true });
    },
    explain: explainTree,
  };
}

const unparsed: Stage = {
  name: 'unparse',
  what: 'the text of `ast.unparse`',
  setUp: SET_UP,
  theirs: 'ast.unparse(ast.parse(_source, _name))',
  ours: (bytes, filename) => unparse(parse(bytes, { filename })),
  explain: explainLine,
};

const scopes: Stage = {
  name: 'scopes',
  what: 'every scope and symbol, with all flags that `symtable` shows',
  setUp: THEIR_SCOPES,
  theirs: '_scopes(_source, _name)',
  ours: scopesJson,
  explain: explainScopes,
};

const compiled = (bytes: Uint8Array, filename: string, optimize: 0 | 1 | 2 = 0): CodeObject =>
  compile(parse(bytes, { filename }), { filename, optimize });
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

function codeStage(name: string, optimize: 0 | 1 | 2): Stage {
  return {
    name,
    what: `all \`co_\` fields, recursively, constants with their types${optimize === 0 ? '' : `, at -${'O'.repeat(optimize)}`}`,
    setUp: SET_UP,
    theirs: `base64.b64encode(marshal.dumps(compile(_source, _name, "exec", dont_inherit=True, optimize=${optimize}))).decode()`,
    read: theirs => JSON.stringify(theirCodeJson(fromBase64(theirs))),
    ours: (bytes, filename) => JSON.stringify(codeJson(compiled(bytes, filename, optimize))),
    explain: (ours, theirs) => explainCode(JSON.parse(ours), JSON.parse(theirs)),
  };
}

/** Bytes of marshalled code, in base64. */
function marshalStage(name: string, what: string, form: (data: Uint8Array) => Uint8Array): Stage {
  const text = (data: Uint8Array): string => Buffer.from(form(data)).toString('base64');
  return {
    name,
    what,
    setUp: `${SET_UP}\n${THEIR_MARSHAL}`,
    state: '_interned(_source, _name)',
    theirs: '_marshal(_source, _name)',
    read: theirs => text(fromBase64(theirs)),
    ours: (bytes, filename, interned) => text(dumps(compiled(bytes, filename), { interned: new Set(interned as string[]) })),
    explain: (ours, theirs) => {
      const a = fromBase64(ours);
      const b = fromBase64(theirs);
      const i = b.findIndex((byte, k) => byte !== a[k]);
      return i < 0 || (a[i] & 0x7f) !== (b[i] & 0x7f) ? 'the bytes' : `reference flag of a '${String.fromCharCode(b[i] & 0x7f)}'`;
    },
  };
}

/**
 * Defines `_marshal(source, name)`, and `_interned(source, name)`: which of the program's qualified names this process has interned already, for a module
 * that was imported or for an earlier program. A name is if `sys.intern` gives another object for a new string of the same text.
 *
 * A global holds the code, as a loader does; a local would only be borrowed.
 */
const THEIR_MARSHAL = `
import gc, sys, types
def _marshal(source, name):
    global _code
    _code = None
    _code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    return base64.b64encode(marshal.dumps(_code)).decode()
def _interned(source, name):
    global _code
    _code = None
    try:
        texts = _qualnames(compile(source, name, "exec", dont_inherit=True, optimize=0))
    except Exception:
        return "[]"
    if any(map(_is_interned, texts)):
        gc.collect()
    return json.dumps([text.decode() for text in texts if _is_interned(text)])
def _qualnames(code):
    return {text for inner in code.co_consts if isinstance(inner, types.CodeType) for text in {inner.co_qualname.encode(), *_qualnames(inner)}}
def _is_interned(text):
    string = text.decode()
    return sys.intern(string) is not string
`;

/** How `dis.dis` can be asked: with all units; then each set of options, alternately of code as compiled and as ready to run, for the outermost one or two. */
const DIS_OPTIONS: readonly DisOptions[] = [
  { adaptive: false, depth: null },
  ...Array.from({ length: 8 }, (_, i) => ({
    adaptive: i % 2 === 1,
    showCaches: (i & 1) !== 0,
    showOffsets: (i & 2) !== 0,
    showPositions: (i & 4) !== 0,
    depth: i % 3 === 0 ? 1 : 0,
  })),
];

interface DisOptions {
  readonly adaptive: boolean;
  readonly showCaches?: boolean;
  readonly showOffsets?: boolean;
  readonly showPositions?: boolean;
  readonly depth: number | null;
}

function disKeywords({ adaptive, showCaches = false, showOffsets = false, showPositions = false, depth }: DisOptions): string {
  const bool = (value: boolean): string => (value ? 'True' : 'False');
  const shown = `show_caches=${bool(showCaches)}, show_offsets=${bool(showOffsets)}, show_positions=${bool(showPositions)}`;
  return `adaptive=${bool(adaptive)}, ${shown}, depth=${depth ?? 'None'}`;
}

function disText(code: CodeObject, { adaptive, depth, ...shown }: DisOptions): string {
  return disassembleText(code, { ...shown, depth: depth ?? Infinity, ...(adaptive ? { adaptive: unexecutedCode } : {}) });
}

/** A code object's address is left out, and the items of a frozenset, whose order is that of their hashes, are sorted. */
const disassembled: Stage = {
  name: 'dis',
  what: 'the text of `dis.dis` with every option',
  setUp: `${SET_UP}
def _dis(source, name):
    import re
    def sorted_set(match):
        return "frozenset({" + ", ".join(sorted(match[1].split(", "))) + "})"
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    out = io.StringIO()
    for options in [${DIS_OPTIONS.map(options => `dict(${disKeywords(options)})`).join(', ')}]:
        dis.dis(code, file=out, **options)
    text = re.sub(r"(<code object .+?) at 0x[0-9a-f]+", r"\\1", out.getvalue())
    return re.sub(r"frozenset\\(\\{(.*?)\\}\\)", sorted_set, text)`,
  theirs: '_dis(_source, _name)',
  ours: (bytes, filename) => {
    const code = compiled(bytes, filename);
    const text = DIS_OPTIONS.map(options => `${disText(code, options)}\n`).join('');
    return text.replace(/frozenset\(\{(.*?)\}\)/g, (_, items: string) => `frozenset({${items.split(', ').sort().join(', ')}})`);
  },
  explain: explainLine,
};

const warnings: Stage = {
  name: 'warnings',
  what: 'SyntaxWarnings of parser and compiler, in their order',
  setUp: `${SET_UP}
def _warnings(source, name):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, name, "exec", dont_inherit=True, optimize=0)
    return json.dumps([[w.category.__name__, str(w.message), w.lineno] for w in caught], separators=(",", ":"), ensure_ascii=False)`,
  theirs: '_warnings(_source, _name)',
  ours: (bytes, filename) => {
    const rows: unknown[] = [];
    const tree = parse(bytes, { filename, onWarning: w => rows.push(['SyntaxWarning', w.message, w.lineno]) });
    compile(tree, { filename, warn: w => rows.push(['SyntaxWarning', w.message, w.lineno]) });
    return JSON.stringify(rows);
  },
  explain: explainRows(row => (Array.isArray(row) ? String(row[1]).slice(0, 60) : 'no warning')),
};

const interactive: Stage = {
  name: 'single',
  what: "each statement compiled as at the prompt, each expression in mode 'eval', and what comes of every unfinished beginning",
  setUp: `${SET_UP}\n${THEIR_INTERACTIVE}`,
  theirs: '_interactive(_source, _name)',
  read: readTheirRows,
  ours: singleStatements,
  explain: explainRows(row => JSON.stringify(row ?? 'nothing').slice(0, 80)),
};

export const STAGES: readonly Stage[] = [
  tokens,
  treeStage('ast', '`ast.dump` with attributes', {}, ''),
  treeStage('ast-types', 'the same with type comments', { typeComments: true }, ', type_comments=True'),
  treeStage('ast-3.9', 'the same for `feature_version=(3, 9)`, errors included', { featureVersion: 9 }, ', feature_version=(3, 9)'),
  treeStage('ast-O', 'the same after preprocessing at -O', { optimize: 1 }, ', optimize=1'),
  treeStage('ast-OO', 'the same after preprocessing at -OO', { optimize: 2 }, ', optimize=2'),
  unparsed,
  scopes,
  codeStage('code', 0),
  codeStage('code-O', 1),
  codeStage('code-OO', 2),
  marshalStage('marshal-refs', 'the same where a reference flag stands only where it is used', canonical),
  marshalStage('marshal', '`marshal.dumps` of the code object, byte for byte, reference flags included', data => data),
  disassembled,
  warnings,
  interactive,
];
