/** dump, unparse and walking. Expected values are CPython 3.14's. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { childNodes, dump, NODES, unparse, visit, walk } from '../../../interpreter/ast/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { generateNodes } from '../../../interpreter/tools/ast.ts';
import { generateRules } from '../../../interpreter/tools/parser.ts';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

test('dump', () => {
  for (const block of read('dump.txt')
    .split(/\n{2,}/)
    .slice(1)) {
    if (block.trim() === '') continue;
    const [source, rest] = block.split('\n==> ');
    const end = rest.indexOf('\n');
    const given = JSON.parse(rest.slice(0, end)) as Record<string, unknown>;
    const options = {
      annotateFields: given.annotate_fields as boolean | undefined,
      includeAttributes: given.include_attributes as boolean | undefined,
      showEmpty: given.show_empty as boolean | undefined,
      indent: given.indent as number | string | undefined,
    };
    assert.equal(dump(parse(source), options), rest.slice(end + 1).trimEnd(), source);
  }
});

test('unparse', () => {
  const lines = read('unparse.txt').split('\n').slice(2);
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const source = JSON.parse(lines[i]) as string;
    assert.equal(unparse(parse(source)), JSON.parse(lines[i + 1].trim()), lines[i]);
  }
});

describe('walking', () => {
  const tree = parse('def f(a, *, b=1): return {**c, d: e}\n');
  test('walk goes level by level', () => {
    const types = [...walk(tree)].map(node => node._type).join(' ');
    assert.equal(types, 'Module FunctionDef arguments Return arg arg Constant Dict Name Name Name');
  });
  test('childNodes skips what is not there', () => {
    const [definition] = childNodes(tree);
    assert.deepEqual(
      [...childNodes(definition)].map(node => node._type),
      ['arguments', 'Return'],
    );
  });
  test('visit goes in and out', () => {
    const steps: string[] = [];
    visit(
      tree,
      node => {
        steps.push(`+${node._type}`);
        return node._type !== 'Return';
      },
      node => steps.push(`-${node._type}`),
    );
    assert.equal(
      steps.join(' '),
      '+Module +FunctionDef +arguments +arg -arg +arg -arg +Constant -Constant -arguments +Return -Return -FunctionDef -Module',
    );
  });
});

describe('generated files', () => {
  const generated = (path: string): string => read(`../../../interpreter/${path}`);
  test('nodes come from defs/ast.ts', () => assert.equal(generated('ast/nodes.generated.ts'), generateNodes()));
  test('rules come from defs/python.gram', () => assert.equal(generated('parser/rules.generated.ts'), generateRules()));
  test('every node has a row', () => assert.equal(Object.keys(NODES).length, 81));
});
