/**
 * The disassembler: a code object as rows that a person can read, and as the text that Python's `dis` prints.
 *
 * Every instruction is resolved as far as the code object tells: names, constants, jump targets, the line and the columns it came from. Places that are
 * jumped to or bound a row of the exception table get labels L1, L2, … in order of their offsets.
 *
 * CPython: `Lib/dis.py`.
 */
import * as op from '../opcodes/ids.generated.ts';
import {
  baseOpcodes,
  binaryOperators,
  cacheLayouts,
  cacheSizes,
  commonConstants,
  compareOperators,
  COMPARE_TO_BOOL,
  conversions,
  hasArg,
  intrinsics1,
  intrinsics2,
  operandKind,
  opnames,
  specialMethods,
} from '../opcodes/index.ts';
import { CodeObject } from './code.ts';
import type { Constant } from './constant.ts';
import { constantRepr, type ReprOptions } from './constant-repr.ts';
import { decodeExceptionTable, type ExceptionTableEntry } from './exception-table.ts';
import { lineStarts, positions, type CodePosition } from './locations.ts';

/** One instruction, resolved. */
export interface Instruction {
  opname: string;
  opcode: number;
  /** The argument with its EXTENDED_ARGs; null if the instruction takes none. */
  arg: number | null;
  /** What the argument stands for: a constant, a name, two names, a target's offset; else the argument itself. */
  argval: Constant | readonly [string, string];
  /** What `dis` shows for it; empty if there is nothing to add to the number. */
  argrepr: string;
  /** In bytes. */
  offset: number;
  /** Where its EXTENDED_ARGs start, if it has any. */
  startOffset: number;
  /** Whether a source line starts here. */
  startsLine: boolean;
  lineNumber: number | null;
  /** The number of the label at this place. */
  label: number | null;
  positions: CodePosition;
  /** The inline cache behind it, field by field. */
  caches: readonly CacheEntry[];
  /** The offset that a jump leads to. */
  jumpTarget: number | null;
}

/** A field of an inline cache: its name and the code units it takes, little-endian. */
export interface CacheEntry {
  name: string;
  size: number;
  data: Uint8Array;
}

export interface DisassembleOptions extends ReprOptions {
  /** Gives a code object's code as the machine has it, with caches and specialized instructions (`unexecutedCode`); without it the code is as compiled. */
  adaptive?: (code: CodeObject) => Uint8Array;
}

export interface TextOptions extends DisassembleOptions {
  showCaches?: boolean;
  showOffsets?: boolean;
  showPositions?: boolean;
  /** The offset of the instruction to mark with an arrow. */
  lasti?: number;
  /** How deep to go into code objects among the constants; all the way by default. */
  depth?: number;
}

interface RawInstruction {
  offset: number;
  startOffset: number;
  opcode: number;
  arg: number | null;
}

/** The instructions of a code object. Labels count jump targets and the bounds of the exception table, as in `dis.dis`. */
export function disassemble(code: CodeObject, options: DisassembleOptions = {}): Instruction[] {
  return resolve(code, labelsOf(code, decodeExceptionTable(code.co_exceptiontable)), options);
}

/** The text of `dis.dis(code)`, without a final newline. */
export function disassembleText(code: CodeObject, options: TextOptions = {}): string {
  const out = codeLines(code, options);
  const depth = options.depth ?? Infinity;
  if (depth > 0) {
    for (const constant of code.co_consts) {
      if (!(constant instanceof CodeObject)) continue;
      out.push(
        '',
        `Disassembly of ${constantRepr(constant, options)}:`,
        disassembleText(constant, { ...options, lasti: undefined, depth: depth - 1 }),
      );
    }
  }
  return out.join('\n');
}

function labelsOf(code: CodeObject, entries: readonly ExceptionTableEntry[]): Map<number, number> {
  const offsets = new Set<number>();
  for (const { offset, opcode, arg } of unpack(code.co_code)) {
    const target = jumpTarget(opcode, arg, offset);
    if (target !== null) offsets.add(target);
  }
  for (const { start, end, target } of entries) offsets.add(start).add(end).add(target);
  return new Map([...offsets].sort((a, b) => a - b).map((offset, i) => [offset, i + 1]));
}

function* unpack(code: Uint8Array): Generator<RawInstruction> {
  let extended = 0;
  let startOffset = 0;
  for (let offset = 0; offset < code.length;) {
    const opcode = code[offset];
    const base = baseOpcodes[opcode];
    const arg = hasArg(base) ? code[offset + 1] | extended : null;
    if (base === op.EXTENDED_ARG) {
      extended = arg! << 8;
      yield { offset, startOffset: offset, opcode, arg };
      offset += 2;
      continue;
    }
    extended = 0;
    yield { offset, startOffset, opcode, arg };
    offset += 2 + 2 * cacheSizes[base];
    startOffset = offset;
  }
}

function jumpTarget(opcode: number, arg: number | null, offset: number): number | null {
  const base = baseOpcodes[opcode];
  const kind = operandKind(base);
  if (arg === null || (kind !== 'forward' && kind !== 'backward')) return null;
  return offset + 2 + 2 * cacheSizes[base] + 2 * (kind === 'backward' ? -arg : arg);
}

function resolve(code: CodeObject, labels: ReadonlyMap<number, number>, options: DisassembleOptions): Instruction[] {
  const bytes = options.adaptive?.(code) ?? code.co_code;
  const starts = new Map(lineStarts(code));
  const where = positions(code);
  let lineNumber: number | null = null;
  const instructions: Instruction[] = [];
  for (const { offset, startOffset, opcode: base, arg } of unpack(code.co_code)) {
    const line = starts.get(offset);
    if (line !== undefined) lineNumber = line;
    const target = jumpTarget(base, arg, offset);
    const [argval, argrepr] = arg === null ? [null, ''] : describe(code, base, arg, target, labels, options);
    instructions.push({
      opname: opnames[bytes[offset]],
      opcode: bytes[offset],
      arg,
      argval,
      argrepr,
      offset,
      startOffset,
      startsLine: line !== undefined,
      lineNumber,
      label: labels.get(offset) ?? null,
      positions: where[offset / 2],
      caches: cacheEntries(base, bytes, offset + 2),
      jumpTarget: target,
    });
  }
  return instructions;
}

function cacheEntries(opcode: number, bytes: Uint8Array, offset: number): CacheEntry[] {
  return Object.entries(cacheLayouts[opnames[opcode]] ?? {}).map(([name, size]) => {
    const data = bytes.subarray(offset, offset + 2 * size);
    offset += 2 * size;
    return { name, size, data };
  });
}

/** What an argument stands for, and how it is shown. */
function describe(
  code: CodeObject,
  opcode: number,
  arg: number,
  target: number | null,
  labels: ReadonlyMap<number, number>,
  options: ReprOptions,
): [Constant | readonly [string, string], string] {
  const local = (index: number): string => code.co_localsplusnames[index];
  switch (operandKind(opcode)) {
    case 'const': {
      const value = code.co_consts[arg];
      return [value, constantRepr(value, options)];
    }
    case 'name':
      return [code.co_names[arg], code.co_names[arg]];
    case 'name+1': {
      const name = code.co_names[arg >> 1];
      return [name, (arg & 1) === 0 ? name : `${name} + ${opcode === op.LOAD_GLOBAL ? 'NULL' : 'NULL|self'}`];
    }
    case 'name+2': {
      const name = code.co_names[arg >> 2];
      return [name, (arg & 1) === 0 ? name : `${name} + NULL|self`];
    }
    case 'forward':
    case 'backward':
      return [target, `${opcode === op.END_ASYNC_FOR ? 'from' : 'to'} L${labels.get(target!)}`];
    case 'local':
    case 'cell':
      return [local(arg), local(arg)];
    case 'local-pair': {
      const pair = [local(arg >> 4), local(arg & 15)] as const;
      return [pair, pair.join(', ')];
    }
    case 'compare': {
      const operator = compareOperators[arg >> 5];
      return [operator, (arg & COMPARE_TO_BOOL) === 0 ? operator : `bool(${operator})`];
    }
    case 'binary':
      return [arg, binaryOperators[arg][1]];
    case 'invert':
      return [arg, opcode === op.IS_OP ? (arg === 0 ? 'is' : 'is not') : arg === 0 ? 'in' : 'not in'];
    case 'convert':
      return [arg === 0 ? null : conversions[arg], conversions[arg]];
    case 'function-attribute':
      return [arg, functionAttributes.filter((_, i) => (arg & (1 << i)) !== 0).join(', ')];
    case 'intrinsic-1':
      return [arg, intrinsics1[arg]];
    case 'intrinsic-2':
      return [arg, intrinsics2[arg]];
    case 'common-constant': {
      const name = commonConstants[arg];
      return [arg, name === 'all' || name === 'any' ? `<built-in function ${name}>` : name];
    }
    case 'special':
      return [arg, specialMethods[arg]];
    default:
      return [arg, ''];
  }
}

const functionAttributes = ['defaults', 'kwdefaults', 'annotations', 'closure', 'annotate'];

// Text

const NO_LINE = '  --';
const OPNAME_WIDTH = 20;
const OPARG_WIDTH = 5;

interface Columns {
  line: number;
  label: number;
  offset: number;
}

function codeLines(code: CodeObject, options: TextOptions): string[] {
  const entries = decodeExceptionTable(code.co_exceptiontable);
  const labels = labelsOf(code, entries);
  const columns: Columns = {
    line: options.showPositions === true ? positionsWidth(code) : lineWidth(code),
    label: 4 + String(labels.size).length,
    offset: options.showOffsets === true ? String(Math.max(code.co_code.length - 2, 9999)).length : 0,
  };
  const out: string[] = [];
  const { lasti } = options;
  for (const instruction of resolve(code, labels, options)) {
    const end = instruction.offset + 2 * cacheSizes[baseOpcodes[instruction.opcode]];
    const isCurrent = lasti !== undefined && instruction.offset <= lasti && lasti <= end;
    pushLine(out, instruction, columns, options, isCurrent);
    if (options.showCaches === true) pushCaches(out, instruction, columns, options);
  }
  if (entries.length > 0) {
    out.push('ExceptionTable:');
    for (const { start, end, target, depth, lasti } of entries) {
      out.push(`  L${labels.get(start)} to L${labels.get(end)} -> L${labels.get(target)} [${depth}]${lasti ? ' lasti' : ''}`);
    }
  }
  return out;
}

function lineWidth(code: CodeObject): number {
  const numbers = lineStarts(code).map(([, line]) => line);
  const max = Math.max(-1, ...numbers.filter(line => line !== null && line !== 0).map(Number));
  if (max === -1) return 0;
  const width = Math.max(3, String(max).length);
  return width < NO_LINE.length && numbers.includes(null) ? NO_LINE.length : width;
}

const fieldsOf = (p: CodePosition): (number | null)[] => [p.lineno, p.end_lineno, p.col_offset, p.end_col_offset];

function positionsWidth(code: CodeObject): number {
  let width = 0;
  let known = false;
  for (const position of positions(code)) {
    const fields = fieldsOf(position);
    known ||= fields.some(field => field !== null);
    width = Math.max(
      width,
      fields.reduce<number>((sum, field) => sum + (field === null ? 1 : String(field).length), 0),
    );
  }
  return known ? 1 + Math.max(NO_LINE.length, 3 + width) : 0;
}

function positionText(position: CodePosition): string {
  const fields = fieldsOf(position);
  if (fields.every(field => field === null)) return NO_LINE;
  const [line, endLine, column, endColumn] = fields.map(field => field ?? '?');
  return `${line}:${column}-${endLine}:${endColumn}`;
}

function pushLine(out: string[], instruction: Instruction, columns: Columns, options: TextOptions, isCurrent: boolean): void {
  if (columns.line > 0 && instruction.startsLine && instruction.offset > 0) out.push('');
  const fields: string[] = [];
  if (columns.line > 0) {
    if (options.showPositions === true) fields.push(positionText(instruction.positions).padEnd(columns.line));
    else if (instruction.startsLine) fields.push(String(instruction.lineNumber ?? NO_LINE).padStart(columns.line));
    else fields.push(' '.repeat(columns.line));
  }
  fields.push(instruction.label === null ? ' '.repeat(columns.label) : `L${instruction.label}:`.padStart(columns.label));
  if (columns.offset > 0) fields.push(String(instruction.offset).padStart(columns.offset) + '  ');
  fields.push(isCurrent ? '-->' : '   ', instruction.opname.padEnd(OPNAME_WIDTH));
  if (instruction.arg !== null) {
    // A long name may use the room of the argument.
    const excess = Math.max(0, instruction.opname.length - OPNAME_WIDTH);
    fields.push(String(instruction.arg).padStart(OPARG_WIDTH - excess));
    if (instruction.argrepr !== '') fields.push(`(${instruction.argrepr})`);
  }
  out.push(fields.join(' ').trimEnd());
}

function pushCaches(out: string[], instruction: Instruction, columns: Columns, options: TextOptions): void {
  let { offset } = instruction;
  for (const { name, size, data } of instruction.caches) {
    for (let i = 0; i < size; i++) {
      offset += 2;
      const argrepr = i === 0 ? `${name}: ${littleEndian(data)}` : '';
      const cache = { ...instruction, opname: 'CACHE', opcode: op.CACHE, arg: 0, argrepr, offset, startsLine: false, label: null };
      pushLine(out, cache, columns, options, false);
    }
  }
}

function littleEndian(data: Uint8Array): bigint {
  let value = 0n;
  for (let i = data.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(data[i]);
  return value;
}
