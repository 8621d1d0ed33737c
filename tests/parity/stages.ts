/**
 * The stages that the parity run compares: for each, our result and CPython's as one text, and what the first difference is called.
 *
 * A stage's Python sees the file as `_source` (a buffer) and its name as `_name`; `setUp` runs once.
 */
import { dump } from '../../interpreter/ast/index.ts';
import { compile } from '../../interpreter/compiler/index.ts';
import { parse } from '../../interpreter/parser/index.ts';
import { codeJson, explainCode, theirCodeJson } from './code.ts';
import { THEIR_SCOPES, explainScopes, scopesJson } from './scopes.ts';
import { tokenRows } from './tokens.ts';

export type Comparison = { readonly equal: true } | { readonly equal: false; readonly reason: string };

export interface Stage {
  readonly name: string;
  readonly setUp: string;
  /** An expression: CPython's result as text. */
  readonly theirs: string;
  /** Turns that into the text to compare, where it is not yet. */
  readonly read?: (theirs: string) => string;
  readonly ours: (bytes: Uint8Array, name: string) => string;
  readonly explain: (ours: string, theirs: string) => Comparison;
}

/** For rows in JSON: the first one that differs, named by what kind it is. */
function explainRows(label: (row: unknown) => string): Stage['explain'] {
  return (ours, theirs) => {
    if (ours.startsWith('raised ')) return { equal: false, reason: ours.slice(0, 100) };
    const a = JSON.parse(ours) as unknown[];
    const b = JSON.parse(theirs) as unknown[];
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      if (JSON.stringify(a[i]) !== JSON.stringify(b[i])) return { equal: false, reason: `${label(a[i])} for ${label(b[i])}` };
    }
    return { equal: true };
  };
}

const tokens: Stage = {
  name: 'tokens',
  setUp: 'import io, json, tokenize',
  theirs:
    'json.dumps([[t.type, t.string, t.start, t.end, t.line] for t in tokenize.tokenize(io.BytesIO(_source.to_bytes()).readline)], separators=(",", ":"), ensure_ascii=False)',
  ours: bytes => JSON.stringify(tokenRows(bytes)),
  explain: explainRows(row => (Array.isArray(row) ? `token of type ${row[0]}` : 'no token')),
};

const ast: Stage = {
  name: 'ast',
  setUp: 'import ast, warnings; warnings.simplefilter("ignore")',
  theirs: 'ast.dump(ast.parse(_source.to_bytes(), _name), include_attributes=True)',
  ours: (bytes, filename) => dump(parse(bytes, { filename }), { includeAttributes: true }),
  explain: (ours, theirs) => {
    if (ours.startsWith('raised ')) return { equal: false, reason: ours.slice(0, 100) };
    let i = 0;
    while (ours[i] === theirs[i]) i++;
    // The innermost node whose text holds the difference.
    return { equal: false, reason: `in ${/([A-Za-z]+)\([^()]*$/.exec(theirs.slice(0, i))?.[1] ?? 'the tree'}` };
  },
};

const scopes: Stage = {
  name: 'scopes',
  setUp: THEIR_SCOPES,
  theirs: '_scopes(_source.to_bytes(), _name)',
  ours: scopesJson,
  explain: (ours, theirs) => ({ equal: false, reason: ours.startsWith('raised ') ? ours.slice(0, 100) : explainScopes(ours, theirs) }),
};

const code: Stage = {
  name: 'code',
  setUp: 'import base64, marshal, warnings; warnings.simplefilter("ignore")',
  theirs: 'base64.b64encode(marshal.dumps(compile(_source.to_bytes(), _name, "exec", dont_inherit=True, optimize=0))).decode()',
  read: theirs => JSON.stringify(theirCodeJson(new Uint8Array(Buffer.from(theirs, 'base64')))),
  ours: (bytes, filename) => JSON.stringify(codeJson(compile(parse(bytes, { filename }), { filename }))),
  explain: (ours, theirs) => ({
    equal: false,
    reason: ours.startsWith('raised ') ? ours.slice(0, 100) : explainCode(JSON.parse(ours), JSON.parse(theirs)),
  }),
};

export const STAGES: readonly Stage[] = [tokens, ast, scopes, code];
