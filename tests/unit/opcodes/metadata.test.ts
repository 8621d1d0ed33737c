/** The rows of defs/ops say of every instruction what CPython's own tables say. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { groups } from '../../../interpreter/defs/ops/index.ts';
import {
  baseOpcodes,
  binaryOperators,
  cacheLayouts,
  cacheSizes,
  compareOperators,
  hasArg,
  intrinsics1,
  intrinsics2,
  isJump,
  opmap,
  opnames,
  specializations,
  specialMethods,
  stackEffect,
} from '../../../interpreter/opcodes/index.ts';
import { opDocs } from '../../../interpreter/opcodes/docs.generated.ts';
import { ask } from '../../parity/oracle.ts';

interface Reference {
  opmap: Record<string, number>;
  specialized: Record<string, number>;
  families: Record<string, string[]>;
  /** name → caches, has argument, is jump, stack effects for some arguments without and with jumping. */
  facts: Record<string, [number, boolean, boolean, number[]]>;
  cacheLayouts: Record<string, Record<string, number>>;
  operators: string[][];
  comparisons: string[];
  intrinsics: string[][];
  special: string[];
}

const ARGUMENTS = [1, 2, 3, 260];
let python: Reference;

before(async () => {
  python = await ask<Reference>(
    `
import _opcode, _opcode_metadata as m, json, opcode
caches = opcode._inline_cache_entries
def effects(op):
    return [_opcode.stack_effect(op, *([arg] if _opcode.has_arg(op) else []), jump=jump) for arg in ${JSON.stringify(ARGUMENTS)} for jump in (False, True)]
json.dumps({
    'opmap': m.opmap, 'specialized': m._specialized_opmap, 'families': m._specializations,
    'facts': {name: [caches.get(name, 0), _opcode.has_arg(op), _opcode.has_jump(op), effects(op)]
              for name, op in m.opmap.items() if not name.startswith('INSTRUMENTED_')},
    'cacheLayouts': opcode._cache_format, 'operators': _opcode.get_nb_ops(), 'comparisons': opcode.cmp_op,
    'intrinsics': [_opcode.get_intrinsic1_descs(), _opcode.get_intrinsic2_descs()], 'special': _opcode.get_special_method_names(),
})`,
  );
});

test('the same instructions have the same numbers', () => {
  assert.deepEqual(
    Object.fromEntries([...opmap].sort()),
    Object.fromEntries(Object.entries({ ...python.opmap, ...python.specialized }).sort()),
  );
});

test('caches, arguments, jumps and stack effects', () => {
  const ours = Object.fromEntries(
    Object.keys(python.facts).map(name => {
      const opcode = opmap.get(name)!;
      const effects = ARGUMENTS.flatMap(arg => [stackEffect(opcode, arg), stackEffect(opcode, arg, true)]);
      return [name, [cacheSizes[opcode], hasArg(opcode), isJump(opcode), effects]];
    }),
  );
  assert.deepEqual(ours, python.facts);
});

test('inline cache layouts', () => {
  assert.deepEqual({ ...cacheLayouts }, python.cacheLayouts);
});

test('families of specialized instructions', () => {
  const sorted = (families: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(Object.entries(families).map(([name, members]) => [name, [...members].sort()] as const));
  assert.deepEqual(sorted(specializations), sorted(python.families));
  for (const [name, members] of Object.entries(python.families)) {
    for (const member of members) assert.equal(opnames[baseOpcodes[opmap.get(member)!]], name);
  }
});

test('the tables that arguments index', () => {
  assert.deepEqual(binaryOperators, python.operators);
  assert.deepEqual(compareOperators, python.comparisons);
  assert.deepEqual([intrinsics1, intrinsics2], python.intrinsics);
  assert.deepEqual(specialMethods, python.special);
});

test('every instruction is explained in a sentence', () => {
  for (const row of Object.values(groups).flat()) {
    assert.match(opDocs[row.name].doc, /^[A-Z][^]{15,}\.$/, row.name);
  }
});

test('the generated files are fresh', () => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../../interpreter/tools/ops.ts'), '--check'], { stdio: 'pipe' });
});
