/** The program of the front page: what is shown there is what CPython makes of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as record from '../../src/components/flow/price.record.ts';
import * as shown from '../../src/components/flow/price.ts';
import { ask } from '../parity/oracle.ts';

interface Reference {
  tokens: [string, string, string][];
  tree: string;
  instructions: [number, string, string, string][];
  marshalled: string;
}

test('the record is what CPython says', async () => {
  const reference = await ask<Reference>(
    `
import ast, dis, io, json, marshal, token, tokenize
code = compile(source, "price.py", "exec")
names = token.tok_name
tokens = [
    (names[t.exact_type], t.string.replace("\\n", "\\\\n"), f"{t.start[0]}:{t.start[1]}")
    for t in tokenize.generate_tokens(io.StringIO(source).readline)
]
instructions = [
    (i.line_number, i.opname, "" if i.arg is None else str(i.arg), i.argrepr)
    for i in dis.get_instructions(code)
]
json.dumps(dict(
    tokens=tokens,
    tree=ast.dump(ast.parse(source), indent=2),
    instructions=instructions,
    marshalled=marshal.dumps(code).hex(" "),
))
`,
    { source: record.source },
  );
  assert.deepEqual(record.tokens, reference.tokens);
  assert.equal(record.tree, reference.tree);
  assert.deepEqual(record.instructions, reference.instructions);
  // The first byte tells whether a variable holds the code object; the file's tells that one does.
  assert.equal(record.marshalled.slice(2), reference.marshalled.slice(2));
});

test('the interpreter agrees with the record', () => {
  assert.deepEqual(shown.tokens, record.tokens);
  assert.equal(shown.tree, record.tree);
  assert.deepEqual(shown.scopes, record.scopes);
  assert.deepEqual(shown.instructions, record.instructions);
  assert.equal(shown.marshalled.join(' '), record.marshalled);
  assert.equal(shown.output, record.output);
});
