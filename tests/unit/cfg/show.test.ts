/** The views of the graph that readers see: each pass that changed something, in order, the last one being the code that runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disassemble } from '../../../interpreter/code/index.ts';
import { PassRecorder, passDocs, type PassView } from '../../../interpreter/compiler/cfg/show.ts';
import { compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';

const SOURCE = 'while a:\n    if b and not c: continue\n    x = 1 + 2\n';

function record(source: string) {
  const recorder = new PassRecorder();
  const code = compile(parse(source, { filename: 'x' }), { filename: 'x', trace: recorder });
  return { code, units: recorder.units };
}

const textOf = ({ blocks }: PassView): string =>
  blocks.map(block => `${block.name}: ${block.instructions.map(({ opname, arg }) => `${opname} ${arg}`.trim()).join('; ')}`).join('\n');

test('the passes that changed something, in order', () => {
  const [module] = record(SOURCE).units;
  const order = Object.keys(passDocs);
  const seen = module.passes.map(({ pass }) => order.indexOf(pass));
  assert.ok(seen.every(index => index >= 0));
  assert.equal(module.passes[0].pass, 'from_sequence');
  assert.match(module.passes[0].doc, /basic blocks/);
});

test('the generator’s instructions, and the code', () => {
  const { code, units } = record(SOURCE);
  const [{ sequence, code: own }] = units;
  assert.equal(own, code);
  const rows = sequence.map(({ label, opname, arg }) => `${label ?? ''} ${opname} ${arg}`.trim());
  assert.deepEqual(rows.slice(0, 5), ['RESUME 0', 'ANNOTATIONS_PLACEHOLDER', 'L1 LOAD_NAME a', 'TO_BOOL', 'POP_JUMP_IF_FALSE L3']);
  assert.deepEqual(rows.slice(-2), ['L3 LOAD_CONST None', 'RETURN_VALUE']);
});

test('inner units come first, each with its own stages', () => {
  const { code, units } = record('def f():\n    return lambda: x\n');
  assert.deepEqual(
    units.map(({ qualname }) => qualname),
    ['f.<locals>.<lambda>', 'f', '<module>'],
  );
  assert.ok(units.every(unit => unit.sequence.length > 0 && unit.passes.length > 1 && unit.code !== null));
  assert.equal(units[1].code, code.co_consts[0]);
});

test('folding, seen before and after', () => {
  const { passes } = record('x = 1 + 2\n').units[0];
  const before = textOf(passes.find(({ pass }) => pass === 'optimize_load_const')!);
  const after = textOf(passes.find(({ pass }) => pass === 'remove_redundant_nops_and_pairs')!);
  assert.equal(before, 'B1: RESUME 0; LOAD_SMALL_INT 1; LOAD_SMALL_INT 2; BINARY_OP +; STORE_NAME x; LOAD_CONST None; RETURN_VALUE');
  assert.equal(after, 'B1: RESUME 0; LOAD_SMALL_INT 3; STORE_NAME x; LOAD_CONST None; RETURN_VALUE');
});

test('the last view is the code that runs', () => {
  const { code, units } = record(SOURCE);
  const shown = units[0].passes.at(-1)!.blocks.flatMap(block => block.instructions.map(({ opname }) => opname));
  const run = disassemble(code).map(({ opname }) => opname.replace(/^JUMP_(FORWARD|BACKWARD)$/, 'JUMP'));
  assert.deepEqual(shown, run);
});

test('jumps name blocks that exist', () => {
  for (const { passes } of record('def f(a):\n    try:\n        for b in a: yield b\n    except E:\n        return\n').units) {
    for (const { blocks } of passes) {
      const names = new Set(blocks.map(({ name }) => name));
      for (const { next, jump, instructions } of blocks) {
        for (const name of [next, jump, ...instructions.map(({ handler }) => handler)])
          assert.ok(name === null || names.has(name), String(name));
      }
    }
  }
});
