/**
 * The first instructions of a run, one by one: each with the value stack and the variables as it finds them.
 *
 * Monitoring (PEP 669) tells of every instruction of the program's own code; the library's is passed over. After the limit nobody listens any
 * more, and the program goes on at full speed.
 */
import { disassemble, floatRepr } from '../../interpreter/code/index.ts';
import type { Instruction } from '../../interpreter/code/index.ts';
import { PyCell } from '../../interpreter/objects/core/cell.ts';
import { PyDict } from '../../interpreter/objects/core/dict.ts';
import { PyFloat } from '../../interpreter/objects/core/float.ts';
import { PyWideStr } from '../../interpreter/objects/core/str.ts';
import { PyBuiltin } from '../../interpreter/objects/core/native.ts';
import { PyList, PyTuple } from '../../interpreter/objects/core/tuple.ts';
import { PyType } from '../../interpreter/objects/core/type.ts';
import { PyObject, type MaybeValue } from '../../interpreter/objects/core/value.ts';
import type { PyCode } from '../../interpreter/objects/types/code.ts';
import type { PyFrame } from '../../interpreter/objects/types/frame.ts';
import { PyFunction } from '../../interpreter/objects/types/function.ts';
import { strRepr } from '../../interpreter/objects/types/str.ts';
import { SourceText } from '../../interpreter/source/source-text.ts';
import { EVENT, clearTool, registerCallback, setLocalEvents, type Callback } from '../../interpreter/vm/monitoring.ts';
import { onQuicken } from '../../interpreter/vm/quicken.ts';
import { place, shortName } from './bytecode.ts';
import type { ProgramFiles } from './program.ts';
import { STEP_LIMIT } from './types.ts';
import type { Step, Variable } from './types.ts';

/** The number by which monitoring knows this listener: one that CPython leaves free. */
const TOOL = 4;

/** Of a RESUME monitoring tells as of a beginning, not as of an instruction. */
const EVENTS = [EVENT.PY_START, EVENT.PY_RESUME, EVENT.INSTRUCTION];
const MASK = EVENTS.reduce((mask, event) => mask | (1 << event), 0);

let recording: StepRecorder | null = null;

onQuicken.push(code => recording?.watch(code));

/** Makes ready to record a program. To be called before it starts; `begin` when it has. */
export function recordSteps(program: ProgramFiles): StepRecorder {
  recording = new StepRecorder(program);
  return recording;
}

export class StepRecorder {
  readonly steps: Step[] = [];
  private readonly source: SourceText;
  private readonly main: string;
  private readonly paths: ReadonlySet<string>;
  private readonly listings = new Map<PyCode, Map<number, Instruction>>();

  constructor({ filename, source, files }: ProgramFiles) {
    this.main = filename;
    this.source = new SourceText(source, true);
    this.paths = new Set([filename, ...files.map(({ path }) => path)]);
  }

  begin(): void {
    const record: Callback = (frame, [code, offset]) => {
      this.record(frame, code as PyCode, offset as number);
      return null;
    };
    for (const event of EVENTS) registerCallback(TOOL, event, record, null);
  }

  /** Stops listening. */
  end(): void {
    if (recording !== this) return;
    recording = null;
    clearTool(TOOL);
  }

  /** Has monitoring tell of a code of the program's own. */
  watch(code: PyCode): void {
    if (this.paths.has(pathOf(code))) setLocalEvents(TOOL, code.plain, MASK);
  }

  private record(frame: PyFrame, code: PyCode, offset: number): void {
    if (this.steps.length >= STEP_LIMIT) return this.end();
    let listing = this.listings.get(code);
    if (listing === undefined) {
      listing = new Map(disassemble(code.co, { code: shortName }).map(instruction => [instruction.offset, instruction]));
      this.listings.set(code, listing);
    }
    const instruction = listing.get(offset);
    if (instruction === undefined) return;
    this.steps.push({
      frame: code.co.co_qualname,
      depth: frame.depth,
      opname: instruction.opname,
      argrepr: instruction.argrepr === '' && instruction.arg !== null ? String(instruction.arg) : instruction.argrepr,
      stack: frame.stack.slice(code.nlocalsplus, frame.sp).map(value => sketch(value)),
      variables: variablesOf(frame, code),
      range: pathOf(code) === this.main ? place(this.source, instruction.positions) : null,
    });
  }
}

/** Relative to the folder that the program runs in. */
function pathOf(code: PyCode): string {
  return code.co.co_filename.replace(/^(\.?\/)+/, '');
}

function variablesOf(frame: PyFrame, code: PyCode): Variable[] {
  const { locals } = frame;
  const pairs: [string, MaybeValue][] =
    locals instanceof PyDict
      ? Array.from(locals.entries(), ({ key, value }) => [String(key), value])
      : code.co.co_localsplusnames.map((name, i) => [name, frame.stack[i]]);
  return pairs
    .map(([name, value]): [string, MaybeValue] => [name, value instanceof PyCell ? value.contents : value])
    .filter(([name, value]) => value !== undefined && !/^(__\w+__|\.\d+)$/.test(name))
    .map(([name, value]) => ({ name, value: sketch(value) }));
}

const LONGEST = 24;

/** A value in a few characters. It never runs Python code: a class of the program's own is only named. */
function sketch(value: MaybeValue, depth = 0): string {
  if (value === undefined) return 'NULL';
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return cut(String(value));
  if (typeof value === 'string' || value instanceof PyWideStr) return cut(strRepr(value));
  if (value instanceof PyFloat) return floatRepr(value.value);
  if (value instanceof PyList || value instanceof PyTuple) {
    const [open, close] = value instanceof PyList ? '[]' : '()';
    if (depth > 1) return `${open}…${close}`;
    const items = value.items.slice(0, 4).map(item => sketch(item, depth + 1));
    if (value.items.length > 4) items.push('…');
    return `${open}${items.join(', ')}${value instanceof PyTuple && items.length === 1 ? ',' : ''}${close}`;
  }
  if (value instanceof PyFunction) return `<function ${value.code.co.co_name}>`;
  if (value instanceof PyBuiltin) return `<built-in ${value.qualname}>`;
  if (value instanceof PyType) return `<class ${value.name}>`;
  return `<${value instanceof PyObject ? value.cls.name : typeof value}>`;
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 2)}…${text.at(-1)}`;
}
