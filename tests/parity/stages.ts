/**
 * The stages that the parity run compares: for each, our result and CPython's as one text, and what the first difference is called.
 *
 * A stage's Python sees the file as `_source` (a buffer) and its name as `_name`; `setUp` runs once.
 */
import { tokenRows } from './tokens.ts';

export type Comparison = { readonly equal: true } | { readonly equal: false; readonly reason: string };

export interface Stage {
  readonly name: string;
  readonly setUp: string;
  /** An expression: CPython's result as text. */
  readonly theirs: string;
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

export const STAGES: readonly Stage[] = [tokens];
