/** `import` and `from … import`. */
import type { Import, ImportFrom } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_1 } from '../../opcodes/index.ts';
import { NO_LOCATION } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { nameOp } from './names.ts';

export function importStatement(c: Compiler, s: Import): void {
  const loc = locationOf(s);
  for (const { name, asname } of s.names) {
    c.loadConst(loc, 0);
    c.loadConst(loc, null);
    c.opName(loc, op.IMPORT_NAME, c.unit.nameTable, name);
    const [first, ...rest] = name.split('.');
    if (asname === null) nameOp(c, loc, first, 'Store');
    else importAs(c, loc, rest, asname);
  }
}

/** IMPORT_NAME gave the outermost package; `import a.b.c as d` wants the innermost. */
function importAs(c: Compiler, loc: Location, attributes: string[], asname: string): void {
  attributes.forEach((attribute, i) => {
    if (i > 0) {
      c.opI(loc, op.SWAP, 2);
      c.op(loc, op.POP_TOP);
    }
    c.opI(loc, op.IMPORT_FROM, c.unit.nameTable.add(attribute));
  });
  nameOp(c, loc, asname, 'Store');
  if (attributes.length > 0) c.op(loc, op.POP_TOP);
}

export function importFrom(c: Compiler, s: ImportFrom): void {
  const loc = locationOf(s);
  c.loadConst(loc, s.level ?? 0);
  c.loadNames(
    loc,
    s.names.map(alias => alias.name),
  );
  c.opName(loc, op.IMPORT_NAME, c.unit.nameTable, s.module ?? '');
  if (s.names[0].name === '*') {
    c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.IMPORT_STAR);
    c.op(NO_LOCATION, op.POP_TOP);
    return;
  }
  for (const { name, asname } of s.names) {
    c.opName(loc, op.IMPORT_FROM, c.unit.nameTable, name);
    nameOp(c, loc, asname ?? name, 'Store');
  }
  c.op(loc, op.POP_TOP);
}
