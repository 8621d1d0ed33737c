/**
 * Writes `vm/loop.generated.ts` from `vm/loop.template.ts`: `op.NAME`, `iop.NAME`, `EXIT.NAME`, `ATTR.NAME` and `SHORTCUT.NAME` become the numbers they stand for.
 * Run with `--check` to fail when the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as op from '../opcodes/ids.generated.ts';
import { EXIT } from '../vm/exit.ts';
import { SHORTCUT } from '../objects/core/native.ts';
import { ATTR } from '../vm/caches.ts';
import * as iop from '../vm/internal-ops.ts';

const source = readFileSync(new URL('../vm/loop.template.ts', import.meta.url), 'utf8');
const target = new URL('../vm/loop.generated.ts', import.meta.url);
const tables: Record<string, Readonly<Record<string, unknown>>> = { op, iop, EXIT, ATTR, SHORTCUT };

const change = /\/\/ begin of frame change\n([\s\S]*?) *\/\/ end of frame change/.exec(source)![1].trim();

// The loop has no loop around it: V8's on-stack replacement would have to leave it at every call.
const flat = source.replace('// repeat frame change', change);

const body = flat
  .slice(flat.indexOf('import { CO }'), flat.indexOf('// What the switch does not name'))
  .replace(/^ \*.*$|\b(op|iop|EXIT|ATTR|SHORTCUT)\.([A-Z0-9_]+)/gm, (text, table: string | undefined, name: string) => {
    // Comments keep the names.
    if (table === undefined) return text;
    const value = tables[table][name];
    if (typeof value !== 'number') throw new Error(`${text} is not a number`);
    return `${value} /* ${name} */`;
  })
  .replace("import * as op from '../opcodes/ids.generated.ts';\n", '')
  .replace("import * as iop from './internal-ops.ts';\n", '')
  .replace('import { PyBuiltin, SHORTCUT }', 'import { PyBuiltin }')
  .replace("import { EXIT } from './exit.ts';\n", '')
  .replace(
    'import { ATTR, type AttributeCache, type GlobalCache, type InitCache }',
    'import type { AttributeCache, GlobalCache, InitCache }',
  )
  .replace('import { PyIterator, PyListIterator, PyRangeIterator, PyTupleIterator }', 'import { PyListIterator, PyRangeIterator }');
const text = `// Written by tools/loop.ts from vm/loop.template.ts. Do not edit.\n${body.trimEnd()}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('vm/loop.generated.ts is stale: run interpreter/tools/loop.ts');
    process.exit(1);
  }
} else writeFileSync(target, text);
