/** What CPython's compiler makes of a source, as text to compare with ours. */
import { CodeObject, constantRepr, disassembleText, loadsCode } from '../../../interpreter/code/index.ts';
import { compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { compiled } from '../code/reference.ts';

/** Everything that a code object holds, recursively. */
export function describe(code: CodeObject): string {
  const out = [
    `== ${code.co_qualname} stack ${code.co_stacksize} flags ${code.co_flags.toString(16)} line ${code.co_firstlineno}`,
    `names ${code.co_names.join(' ')}`,
    `locals ${code.co_localsplusnames.map((name, i) => `${name}:${code.co_localspluskinds[i]}`).join(' ')}`,
    `consts ${code.co_consts.map(constant => constantRepr(constant)).join(' ')}`,
    disassembleText(code, { depth: 0, showPositions: true }),
  ];
  for (const constant of code.co_consts) if (constant instanceof CodeObject) out.push(describe(constant));
  return out.join('\n');
}

export function ours(source: string): string {
  return describe(compile(parse(source, { filename: 'example.py' }), { filename: 'example.py' }));
}

export async function cpython(source: string): Promise<string> {
  return describe(loadsCode(await compiled(source)));
}
