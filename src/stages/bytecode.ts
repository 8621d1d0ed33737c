/** The code objects of a program, outermost first, as `dis` lists them. */
import { CO, CodeObject, constantRepr, disassemble, disassembleText } from '../../interpreter/code/index.ts';
import type { CodePosition } from '../../interpreter/code/index.ts';
import { opDocs } from '../../interpreter/opcodes/docs.generated.ts';
import type { SourceText } from '../../interpreter/source/source-text.ts';
import { rangeOf } from './positions.ts';
import type { CodeListing, Range } from './types.ts';

/** Without the source, no instruction has a place in it. */
export function listCode(source: SourceText | null, code: CodeObject): CodeListing[] {
  const inner = code.co_consts.filter(constant => constant instanceof CodeObject);
  return [describeCode(source, code), ...inner.flatMap(constant => listCode(source, constant))];
}

function describeCode(source: SourceText | null, code: CodeObject): CodeListing {
  const text = disassembleText(code, { depth: 0 }).split('\n');
  const table = text.indexOf('ExceptionTable:');
  return {
    name: code.co_name,
    qualname: code.co_qualname,
    firstlineno: code.co_firstlineno,
    flags: Object.entries(CO).flatMap(([name, bit]) => ((code.co_flags & bit) === 0 ? [] : [name])),
    argcount: code.co_argcount,
    stacksize: code.co_stacksize,
    size: code.co_code.length,
    consts: code.co_consts.map(constant => constantRepr(constant, { code: shortName })),
    names: code.co_names,
    varnames: code.co_varnames,
    cellvars: code.co_cellvars,
    freevars: code.co_freevars,
    exceptionTable: table < 0 ? [] : text.slice(table + 1).map(line => line.trim()),
    instructions: disassemble(code, { code: shortName }).map(instruction => ({
      offset: instruction.offset,
      opname: instruction.opname,
      arg: instruction.arg,
      argrepr: instruction.argrepr,
      line: instruction.startsLine ? instruction.lineNumber : null,
      label: instruction.label === null ? null : `L${instruction.label}`,
      target: instruction.jumpTarget,
      doc: docOf(instruction.opname),
      range: source === null ? null : place(source, instruction.positions),
    })),
  };
}

/** A panel is narrow, and the file is the one beside it. */
export function shortName(code: CodeObject): string {
  return `<code object ${code.co_name}, line ${code.co_firstlineno}>`;
}

function docOf(opname: string): string {
  const doc = opDocs[opname];
  return doc === undefined ? '' : `${doc.stack}\u2002${doc.doc}`;
}

/** Nothing is lit for an instruction that stands for no text, as RESUME at the start of a module. */
export function place(source: SourceText, { lineno, end_lineno, col_offset, end_col_offset }: CodePosition): Range | null {
  if (lineno === null || end_lineno === null || col_offset === null || end_col_offset === null || lineno < 1) return null;
  const range = rangeOf(source, { lineno, end_lineno, col_offset, end_col_offset });
  return range.end > range.start ? range : null;
}
