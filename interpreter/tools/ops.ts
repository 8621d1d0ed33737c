/**
 * Writes `opcodes/*.generated.ts` from the rows in `defs/ops`.
 *
 *     node interpreter/tools/ops.ts          writes
 *     node interpreter/tools/ops.ts --check  fails if a file is stale
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { groups, type OpRow } from '../defs/ops/index.ts';

const rows: OpRow[] = Object.values(groups)
  .flat()
  .sort((a, b) => a.number - b.number);
const HEADER = '// Written by tools/ops.ts from defs/ops. Do not edit.\n';

/** An instruction under any of its names: as declared, specialized, or instrumented. */
interface Form {
  name: string;
  number: number;
  row: OpRow;
}

const forms: Form[] = rows
  .flatMap(row => [
    { name: row.name, number: row.number, row },
    ...Object.entries(row.family ?? {}).map(([name, [number]]) => ({ name, number, row })),
    ...(row.instrumented === undefined ? [] : [{ name: 'INSTRUMENTED_' + row.name, number: row.instrumented, row }]),
  ])
  .sort((a, b) => a.number - b.number);

for (let i = 1; i < forms.length; i++) {
  if (forms[i].number === forms[i - 1].number) throw new Error(`${forms[i].name} and ${forms[i - 1].name} have one number`);
}

/** The number of values in one side of a stack picture: a constant and terms in `oparg`. */
function count(side: string): string {
  let fixed = 0;
  const terms: string[] = [];
  for (const item of side.split(',').map(part => part.trim())) {
    if (item === '') continue;
    const array = /^\w+\[(.+)\]$/.exec(item);
    if (array === null) {
      fixed++;
      continue;
    }
    const offset = /^oparg *- *(\d+)$/.exec(array[1]);
    if (offset !== null) {
      fixed -= Number(offset[1]);
      terms.push('oparg');
    } else {
      terms.push(array[1].includes(' ') ? `(${array[1]})` : array[1]);
    }
  }
  if (terms.length === 0) return String(fixed);
  const sum = terms.join(' + ');
  return fixed === 0 ? sum : fixed > 0 ? `${sum} + ${fixed}` : `${sum} - ${-fixed}`;
}

function sides(stack: string): [popped: string, pushed: string] {
  const match = /^\((.*)--(.*)\)$/.exec(stack);
  if (match === null) throw new Error(`not a stack picture: ${stack}`);
  return [count(match[1]), count(match[2])];
}

/** A function of an instruction: a table for those whose answer is a number, a switch that groups the others by their answer. */
function byOpcode(name: string, doc: string, answer: (row: OpRow) => string): string {
  const cases = new Map<string, string[]>();
  const fixed = new Int8Array(rows.at(-1)!.number + 1);
  for (const row of rows) {
    const result = answer(row);
    if (/^\d+$/.test(result)) fixed[row.number] = Number(result);
    else {
      fixed[row.number] = -1;
      cases.set(result, [...(cases.get(result) ?? []), row.name]);
    }
  }
  const table = `${name}Fixed`;
  let text = `/** -1: the argument decides. */\nconst ${table} = Int8Array.of(${fixed.join()});\n`;
  text += `/** ${doc} */\nexport function ${name}(opcode: number, oparg: number): number {\n`;
  text += `  const fixed = ${table}[opcode];\n  if (fixed >= 0) return fixed;\n  switch (opcode) {\n`;
  for (const [result, names] of cases) text += names.map(n => `    case id.${n}:\n`).join('') + `      return ${result};\n`;
  return text + '    default:\n      return 0;\n  }\n}\n';
}

const quote = (text: string): string => JSON.stringify(text);

function ids(): string {
  let text = HEADER;
  for (const [group, members] of Object.entries(groups)) {
    text += `\n// ${group}\n`;
    for (const row of members) text += `/** \`${row.stack}\` ${row.doc} */\nexport const ${row.name} = ${row.number};\n`;
  }
  text += '\n// specialized forms\n';
  for (const row of rows)
    for (const [name, [number, doc]] of Object.entries(row.family ?? {})) text += `/** ${doc} */\nexport const ${name} = ${number};\n`;
  text += '\n// instrumented forms\n';
  for (const row of rows) if (row.instrumented !== undefined) text += `export const INSTRUMENTED_${row.name} = ${row.instrumented};\n`;
  return text;
}

function metadata(): string {
  const size = rows.at(-1)!.number + 1;
  const names = Array.from({ length: size }, (_, i) => `<${i}>`);
  for (const form of forms) names[form.number] = form.name;
  const kinds = [...new Set(rows.map(row => row.operand))].sort();
  const kindOf = new Uint8Array(size);
  const caches = new Uint8Array(size);
  const base = Array.from({ length: size }, (_, i) => i);
  const bits = new Uint8Array(size);
  const flag = { 'scope-exit': 1, 'no-fallthrough': 2, 'eval-break': 4, pseudo: 8 } as const;
  kindOf.fill(kinds.indexOf('none'));
  for (const { number, row } of forms) {
    kindOf[number] = kinds.indexOf(row.operand);
    caches[number] = Object.values(row.caches ?? {}).reduce((a, b) => a + b, 0);
    base[number] = row.number;
    for (const name of row.flags ?? []) bits[number] |= flag[name];
  }
  let text = HEADER + `import type { OperandKind } from '../defs/ops/index.ts';\nimport * as id from './ids.generated.ts';\n\n`;
  text += `/** An instruction's name by its number; \`<n>\` where there is none. */\nexport const opnames: readonly string[] = ${JSON.stringify(names)};\n\n`;
  text += `/** Code units of inline cache behind an instruction. */\nexport const cacheSizes: Uint8Array = Uint8Array.of(${caches.join()});\n\n`;
  text += `/** The instruction that a specialized or instrumented form stands for; any other stands for itself. */\nexport const baseOpcodes: Uint16Array = Uint16Array.of(${base.join()});\n\n`;
  text += `const kinds: readonly OperandKind[] = ${JSON.stringify(kinds)};\nconst kindOf = Uint8Array.of(${kindOf.join()});\n`;
  text += `/** What an instruction's argument means. */\nexport function operandKind(opcode: number): OperandKind {\n  return kinds[kindOf[opcode]];\n}\n\n`;
  text += `/** Bits of \`opFlags\`. */\nexport const FLAG = { SCOPE_EXIT: 1, NO_FALLTHROUGH: 2, EVAL_BREAK: 4, PSEUDO: 8 } as const;\nexport const opFlags: Uint8Array = Uint8Array.of(${bits.join()});\n\n`;
  text += byOpcode('popped', 'How many values an instruction takes from the stack.', row => sides(row.stack)[0]) + '\n';
  text += byOpcode('pushed', 'How many values it leaves there.', row => sides(row.stack)[1]) + '\n';
  text +=
    byOpcode('pushedAtHandler', 'How many values an exception handler finds on top of what was there when its block was set up.', row =>
      row.jumpStack === undefined ? '0' : sides(row.jumpStack)[1],
    ) + '\n';
  text += `/** The inline cache entries of an instruction, by name, in code units. */\nexport const cacheLayouts: Readonly<Record<string, Readonly<Record<string, number>>>> = {\n`;
  for (const row of rows) if (row.caches !== undefined) text += `  ${row.name}: ${JSON.stringify(row.caches)},\n`;
  text += `};\n\n/** The specialized forms of an instruction. */\nexport const specializations: Readonly<Record<string, readonly string[]>> = {\n`;
  for (const row of rows) if (row.family !== undefined) text += `  ${row.name}: ${JSON.stringify(Object.keys(row.family))},\n`;
  return text + '};\n';
}

function docs(): string {
  let text =
    HEADER +
    `
/** What a reader is told about an instruction. */
export interface OpDoc {
  /** The theme it belongs to. */
  group: string;
  /** \`(before -- after)\`, the top of the stack on the right. */
  stack: string;
  doc: string;
}

export const opDocs: Readonly<Record<string, OpDoc>> = {
`;
  for (const [group, members] of Object.entries(groups)) {
    for (const row of members) {
      text += `  ${row.name}: { group: ${quote(group)}, stack: ${quote(row.stack)}, doc: ${quote(row.doc)} },\n`;
      for (const [name, [, doc]] of Object.entries(row.family ?? {}))
        text += `  ${name}: { group: ${quote(group)}, stack: ${quote(row.stack)}, doc: ${quote(`${row.name}, specialized. ${doc}`)} },\n`;
    }
  }
  return text + '};\n';
}

const target = new URL('../opcodes/', import.meta.url);
const check = process.argv.includes('--check');
const options = JSON.parse(readFileSync(new URL('../../.prettierrc.json', import.meta.url), 'utf8')) as Record<string, unknown>;
let stale = false;
for (const [file, text] of [
  ['ids.generated.ts', ids()],
  ['metadata.generated.ts', metadata()],
  ['docs.generated.ts', docs()],
]) {
  const url = new URL(file, target);
  const pretty = await format(text, { ...options, parser: 'typescript' });
  if (!check) {
    writeFileSync(url, pretty);
  } else if (readFileSync(url, 'utf8') !== pretty) {
    stale = true;
    console.error(`stale: opcodes/${file}; run node interpreter/tools/ops.ts`);
  }
}
if (stale) process.exitCode = 1;
