/**
 * From a function's bytecode to JavaScript with guards.
 *
 * The value stack exists only while translating: an item is an expression and what is known of it. Kinds flow forward through the graph until
 * nothing changes; then the code is written. A float that is known to be one is a bare double in a variable of its own (`f3` beside `v3`).
 * Where an assumption fails, `D` rebuilds the heap frame (locals, value stack, the instruction to go on with) and the evaluation loop finishes
 * the call: that is deoptimization, and it is why every guard stands before its instruction has done anything.
 */
import * as op from '../../opcodes/ids.generated.ts';
import { baseOpcodes, binaryOperators, compareOperators, opnames, popped, pushed } from '../../opcodes/index.ts';
import { decode, liveLocals, makeBlocks, type Block, type Instruction } from './blocks.ts';
import { structured } from './structure.ts';
import { chooseTemplate, type Kind } from './templates.ts';
import { PyFloat } from '../../objects/core/float.ts';
import type { DictEntry, PyDict } from '../../objects/core/dict.ts';
import { T } from '../../objects/core/registry.ts';
import type { Value } from '../../objects/core/value.ts';
import { PyFunction } from '../../objects/types/function.ts';

export class Untranslatable extends Error {}

interface Operand {
  readonly form: 'operand';
  readonly kind: Kind;
  readonly js: string;
  /** The local that the expression is the variable of; -1 if none. */
  readonly local: number;
}

/** What is on the stack. */
type Item =
  | Operand
  /** The NULL that a call has in place of a receiver. */
  | { readonly form: 'null' }
  /** A global that a guard has found unchanged. */
  | { readonly form: 'known'; readonly value: Value; readonly js: string }
  | { readonly form: 'range'; readonly start: string; readonly stop: string; readonly step: string }
  /** An iterator over a range: next value, step and count are in variables of their stack slot. */
  | { readonly form: 'iterator'; readonly slot: number };

interface State {
  readonly locals: (Kind | 'unbound')[];
  readonly stack: Item[];
}

/** A value that the code refers to by a name of its own. */
export interface Translation {
  /** The body of a function of `args.length` arguments. */
  readonly source: string;
  /** What the free names `K0`, `K1` … stand for. */
  readonly constants: readonly unknown[];
}

export interface Callee {
  readonly call: (...args: Value[]) => Value;
}

/**
 * Translates a function of positional parameters, on the assumption that its arguments are of these kinds.
 *
 * `calleeOf` gives the object through which another Python function is called, so that it can be compiled later.
 * Throws Untranslatable for what this experiment has no template for.
 */
export function translate(func: PyFunction, kinds: readonly Kind[], calleeOf: (func: PyFunction) => Callee): Translation {
  return new Translator(func, kinds, calleeOf).run();
}

class Translator {
  private readonly instructions: Instruction[];
  private readonly entries = new Map<Block, State>();
  private readonly constants: unknown[] = [];
  private readonly variables = new Set<string>();
  /** Locals that may still be read, at the beginning of each block; of the others nothing is kept. */
  private live: ReadonlyMap<Block, ReadonlySet<number>> = new Map();
  private locals: (Kind | 'unbound')[] = [];
  private stack: Item[] = [];
  private out = '';
  private temporaries = 0;
  /** Stack and instruction to go back to when a guard of the current instruction fails. */
  private before: { readonly stack: readonly Item[]; readonly index: number } = { stack: [], index: 0 };
  private readonly func: PyFunction;
  private readonly kinds: readonly Kind[];
  private readonly calleeOf: (func: PyFunction) => Callee;

  constructor(func: PyFunction, kinds: readonly Kind[], calleeOf: (func: PyFunction) => Callee) {
    this.func = func;
    this.kinds = kinds;
    this.calleeOf = calleeOf;
    this.instructions = decode(func.code.co);
    if (func.code.co.co_exceptiontable.length > 0) throw new Untranslatable('an exception handler');
  }

  run(): Translation {
    const blocks = makeBlocks(this.instructions);
    this.live = liveLocals(blocks, this.instructions);
    const { nlocalsplus } = this.func.code;
    const locals = Array.from({ length: nlocalsplus }, (_, i): Kind | 'unbound' => this.kinds[i] ?? 'unbound');
    this.entries.set(blocks[0], { locals, stack: [] });
    for (let changed = true; changed;) {
      changed = false;
      for (const block of blocks) {
        if (!this.entries.has(block)) continue;
        this.write(block, to => {
          changed = this.flow(to) || changed;
          return '';
        });
      }
    }
    this.variables.clear();
    const body = structured(blocks, {
      body: (block, leave) => this.write(block, leave),
      moves: (_, to) => this.moves(to),
    });
    const guards = this.kinds.map((kind, i) => this.argumentGuard(kind, i)).join('');
    const names = [...this.variables].filter(name => !this.kinds.some((_, i) => name === `v${i}`));
    return { source: `${names.length > 0 ? `let ${names.join(', ')};\n` : ''}${guards}${body}`, constants: this.constants };
  }

  private argumentGuard(kind: Kind, i: number): string {
    if (kind === 'value') return '';
    const args = this.kinds.map((_, j) => `v${j}`).join(', ');
    const ok = kind === 'int' ? `typeof v${i} === 'number'` : `v${i} instanceof PyFloat && v${i}.cls === PyFloatType`;
    if (kind === 'float') this.variables.add(`f${i}`);
    const unbox = kind === 'float' ? `f${i} = v${i}.value;\n` : '';
    return `if (!(${ok})) return D(0, [${args}], []);\n${unbox}`;
  }

  /** The block's statements. `leave` is asked for what goes along each edge. */
  private write(block: Block, leave: (to: Block) => string): string {
    const entry = this.entries.get(block)!;
    this.locals = [...entry.locals];
    this.stack = [...entry.stack];
    this.out = '';
    for (let index = block.start; index < block.end; index++) {
      const instruction = this.instructions[index];
      this.before = { stack: [...this.stack], index };
      if (instruction.target >= 0) return this.jump(block, instruction, leave);
      this.instruction(instruction);
    }
    const { out } = this;
    return block.next === null ? out : out + leave(block.next);
  }

  private jump(block: Block, { opcode, arg }: Instruction, leave: (to: Block) => string): string {
    // What is written along an edge must not disturb what is written along the other.
    const along = (to: Block, before?: () => void): string => {
      const saved = { out: this.out, locals: [...this.locals], stack: [...this.stack], start: this.before };
      this.out = '';
      before?.();
      const text = this.out + leave(to);
      this.out = saved.out;
      this.locals = saved.locals;
      this.stack = saved.stack;
      this.before = saved.start;
      return text;
    };
    switch (opcode) {
      case op.JUMP_FORWARD:
        return this.out + along(block.jump!);
      case op.JUMP_BACKWARD:
        this.out += 'if (--W.budget < 0) W.look();\n';
        return this.out + along(block.jump!);
      case op.POP_JUMP_IF_FALSE:
      case op.POP_JUMP_IF_TRUE: {
        const condition = this.operand(this.stack.pop()!);
        const [yes, no] = opcode === op.POP_JUMP_IF_TRUE ? [block.jump!, block.next!] : [block.next!, block.jump!];
        const test = condition.kind === 'bool' ? condition.js : `${condition.js} === true`;
        const head = this.out;
        return `${head}if (${test}) {\n${along(yes)}} else {\n${along(no)}}\n`;
      }
      case op.FOR_ITER: {
        const top = this.stack.at(-1)!;
        if (top.form !== 'iterator') throw new Untranslatable('a loop over something other than a range');
        const head = this.out;
        const more = along(block.next!, () => {
          const value = this.temporary(`i${top.slot}`);
          this.out += `n${top.slot}--;\ni${top.slot} = ${value} + p${top.slot};\n`;
          this.push('int', value);
        });
        return `${head}if (n${top.slot} > 0) {\n${more}} else {\n${along(block.jump!)}}\n`;
      }
    }
    throw new Untranslatable(opnames[opcode] + ` ${arg}`);
  }

  private instruction({ opcode, arg }: Instruction): void {
    const { func, stack } = this;
    const { code } = func;
    switch (opcode) {
      case op.NOP:
      case op.NOT_TAKEN:
      case op.RESUME:
        return;
      case op.LOAD_FAST:
      case op.LOAD_FAST_BORROW:
        this.loadLocal(arg);
        return;
      case op.LOAD_FAST_LOAD_FAST:
      case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        this.loadLocal(arg >> 4);
        this.loadLocal(arg & 15);
        return;
      case op.STORE_FAST:
        this.storeLocal(arg);
        return;
      case op.STORE_FAST_STORE_FAST:
        this.storeLocal(arg >> 4);
        this.storeLocal(arg & 15);
        return;
      case op.STORE_FAST_LOAD_FAST:
        this.storeLocal(arg >> 4);
        this.loadLocal(arg & 15);
        return;
      case op.LOAD_SMALL_INT:
        this.push('int', String(arg));
        return;
      case op.LOAD_CONST:
        this.loadConstant(code.consts[arg]);
        return;
      case op.LOAD_GLOBAL:
        this.loadGlobal(code.names[arg >> 1]);
        if ((arg & 1) !== 0) stack.push({ form: 'null' });
        return;
      case op.POP_TOP:
      case op.END_FOR:
      case op.POP_ITER:
        stack.pop();
        return;
      case op.COPY: {
        this.settle();
        stack.push(stack[stack.length - arg]);
        return;
      }
      case op.SWAP: {
        this.settle();
        const top = stack.length - 1;
        const other = stack.length - arg;
        [stack[top], stack[other]] = [stack[other], stack[top]];
        return;
      }
      case op.GET_ITER: {
        const range = stack.pop()!;
        if (range.form !== 'range') throw new Untranslatable('an iterator over something other than a range');
        const slot = stack.length;
        const { start, stop, step } = range;
        this.assign(`i${slot}`, start);
        this.assign(`p${slot}`, step);
        this.assign(`n${slot}`, step === '1' ? `${stop} - ${start}` : `Math.ceil((${stop} - ${start}) / ${step})`);
        stack.push({ form: 'iterator', slot });
        return;
      }
      case op.CALL:
        this.call(arg);
        return;
      case op.RETURN_VALUE:
        this.out += `return ${this.boxed(stack.pop()!)};\n`;
        return;
    }
    const family = opnames[baseOpcodes[opcode]];
    if (popped(opcode, arg) === 2 && pushed(opcode, arg) === 1 && (family === 'BINARY_OP' || family === 'COMPARE_OP'))
      this.binary(family, arg);
    else throw new Untranslatable(opnames[opcode]);
  }

  /** An instruction of a family with templates: `(left, right -- res)`. */
  private binary(family: string, arg: number): void {
    const right = this.operand(this.stack.pop()!);
    const left = this.operand(this.stack.pop()!);
    const operator = family === 'BINARY_OP' ? binaryOperators[arg][1] : compareOperators[arg >> 5];
    const template = chooseTemplate(family, operator, left.kind, right.kind);
    if (template === undefined) throw new Untranslatable(`${left.kind} ${operator} ${right.kind}`);
    const l = this.unboxed(left, template.operands[0]);
    const r = this.unboxed(right, template.operands[1]);
    if (template.rightCheck !== undefined) this.guard(template.rightCheck(r));
    const result = this.temporary(template.js(l, r, operator.replace('=', family === 'BINARY_OP' ? '' : '=')));
    if (template.check !== undefined) this.guard(template.check(result));
    this.push(template.result, result);
  }

  private call(count: number): void {
    const args = this.stack.splice(this.stack.length - count);
    const receiver = this.stack.pop()!;
    const callable = this.stack.pop()!;
    if (receiver.form !== 'null' || callable.form !== 'known') throw new Untranslatable('a call of what is not known');
    if (callable.value === T.range && count >= 1 && count <= 3) {
      const numbers = args.map(item => this.stable(this.unboxed(this.operand(item), 'int')));
      const [start, stop, step] = count === 1 ? ['0', numbers[0], '1'] : [numbers[0], numbers[1], numbers[2] ?? '1'];
      if (count === 3) this.guard(`${step} !== 0`);
      this.stack.push({ form: 'range', start, stop, step });
      return;
    }
    if (!(callable.value instanceof PyFunction) || callable.value.code.exactArgs !== count)
      throw new Untranslatable('a call of a built-in');
    const callee = this.constant(this.calleeOf(callable.value));
    const result = this.temporary(`${callee}.call(${args.map(item => this.boxed(item)).join(', ')})`);
    this.push('value', result);
  }

  private loadGlobal(name: string): void {
    const { globals, builtins } = this.func;
    const own = globals.entryOf(name);
    const entry: DictEntry | undefined = own ?? (builtins as PyDict).entryOf(name);
    if (entry?.value === undefined) throw new Untranslatable(`no global ${name}`);
    const value = this.constant(entry.value);
    this.guard(`${this.constant(entry)}.value === ${value}`);
    if (own === undefined) this.guard(`${this.constant(globals)}.structure === ${globals.structure}`);
    this.stack.push({ form: 'known', value: entry.value, js: value });
  }

  private loadConstant(value: Value): void {
    if (value instanceof PyFloat) this.push('float', Object.is(value.value, -0) ? '-0' : String(value.value));
    else if (typeof value === 'number') this.push('int', String(value));
    else if (typeof value === 'boolean') this.push('bool', String(value));
    else this.push('value', this.constant(value));
  }

  private loadLocal(i: number): void {
    const kind = this.locals[i];
    if (kind === 'unbound') throw new Untranslatable('an unbound local');
    this.stack.push({ form: 'operand', kind, js: local(kind, i), local: i });
  }

  private storeLocal(i: number): void {
    const value = this.operand(this.stack.pop()!);
    // What the stack still has of the old value is saved first.
    this.replaceOperands(item => (item.local === i ? { ...item, js: this.temporary(item.js), local: -1 } : item));
    this.assign(local(value.kind, i), value.js);
    this.locals[i] = value.kind;
  }

  private replaceOperands(change: (item: Operand) => Operand): void {
    this.stack.forEach((item, i) => {
      if (item.form === 'operand') this.stack[i] = change(item);
    });
  }

  /** Puts items that are expressions into variables, so that they can be used twice. */
  private settle(): void {
    this.replaceOperands(item => ({ ...item, js: this.stable(item.js) }));
  }

  /** Along an edge: what is known there becomes what is known at the target. Whether that changed. */
  private flow(to: Block): boolean {
    const known = this.entries.get(to);
    const live = this.live.get(to)!;
    const here: State = { locals: this.locals.map((kind, i) => (live.has(i) ? kind : 'unbound')), stack: this.stack.map(toSlot) };
    const merged = known === undefined ? here : mergeStates(known, here);
    if (known !== undefined && JSON.stringify(known, plain) === JSON.stringify(merged, plain)) return false;
    this.entries.set(to, merged);
    return true;
  }

  private moves(to: Block): string {
    const target = this.entries.get(to)!;
    this.out = '';
    // In two steps, as an item may be in the variable that another goes to.
    const values = this.stack.map((item, i) => {
      const wanted = target.stack[i];
      if (wanted.form !== 'operand') return null;
      const operand = this.operand(item);
      if (operand.js === wanted.js && operand.kind === wanted.kind) return null;
      return { name: wanted.js, js: this.stable(wanted.kind === 'value' ? this.boxed(operand) : operand.js) };
    });
    for (const value of values) if (value !== null) this.assign(value.name, value.js);
    target.locals.forEach((kind, i) => {
      const here = this.locals[i];
      if (kind === 'value' && here === 'float') this.assign(`v${i}`, `B(f${i})`);
    });
    return this.out;
  }

  // ---- expressions

  private push(kind: Kind, js: string): void {
    this.stack.push({ form: 'operand', kind, js, local: -1 });
  }

  private operand(item: Item): Operand {
    if (item.form === 'operand') return item;
    if (item.form === 'known') return { form: 'operand', kind: 'value', js: item.js, local: -1 };
    throw new Untranslatable(`a ${item.form} as an operand`);
  }

  /** As a value of the machine. */
  private boxed(item: Item): string {
    switch (item.form) {
      case 'null':
        return 'undefined';
      case 'known':
        return item.js;
      case 'range':
        return `callValue(PyRange, [${item.start}, ${item.stop}, ${item.step}])`;
      case 'iterator':
        return `new PyRangeIterator(i${item.slot}, p${item.slot}, n${item.slot})`;
      case 'operand':
        return item.kind === 'float' ? `B(${item.js})` : item.js;
    }
  }

  /** As the representation that a template wants, guarded where it is not known. */
  private unboxed({ kind, js }: Operand, wanted: Kind): string {
    if (kind === wanted || (kind === 'int' && wanted === 'float')) return js;
    if (kind !== 'value') throw new Untranslatable(`a ${kind} for a ${wanted}`);
    this.guard(wanted === 'int' ? `typeof ${js} === 'number'` : `${js} instanceof PyFloat && ${js}.cls === PyFloatType`);
    return wanted === 'int' ? js : `${js}.value`;
  }

  private guard(condition: string): void {
    const locals = this.locals.map((kind, i) => (kind === 'unbound' ? 'undefined' : kind === 'float' ? `B(f${i})` : `v${i}`));
    const stack = this.before.stack.map(item => this.boxed(item));
    this.out += `if (!(${condition})) return D(${this.before.index}, [${locals.join(', ')}], [${stack.join(', ')}]);\n`;
  }

  private temporary(js: string): string {
    const name = `t${this.temporaries++}`;
    this.out += `const ${name} = ${js};\n`;
    return name;
  }

  private stable(js: string): string {
    return /^(?:t\d+|K\d+|-?[\d.]+)$/.test(js) ? js : this.temporary(js);
  }

  private assign(name: string, js: string): void {
    this.variables.add(name);
    if (name !== js) this.out += `${name} = ${js};\n`;
  }

  private constant(value: unknown): string {
    let index = this.constants.indexOf(value);
    if (index < 0) index = this.constants.push(value) - 1;
    return `K${index}`;
  }
}

function local(kind: Kind, i: number): string {
  return kind === 'float' ? `f${i}` : `v${i}`;
}

/** An item as it is found at the beginning of a block: in the variable of its stack slot. */
function toSlot(item: Item, i: number): Item {
  if (item.form === 'range') throw new Untranslatable('a range across blocks');
  if (item.form !== 'operand') return item;
  return { form: 'operand', kind: item.kind, js: item.kind === 'float' ? `x${i}` : `s${i}`, local: -1 };
}

function mergeStates(a: State, b: State): State {
  return {
    locals: a.locals.map((kind, i) => (kind === b.locals[i] ? kind : 'value')),
    stack: a.stack.map((item, i) => mergeItems(item, b.stack[i], i)),
  };
}

function mergeItems(a: Item, b: Item, i: number): Item {
  if (a.form === 'operand' && b.form === 'operand') return a.kind === b.kind ? a : toSlot({ ...a, kind: 'value' }, i);
  if (a.form !== b.form || (a.form === 'known' && b.form === 'known' && a.value !== b.value))
    throw new Untranslatable('different things on the stack');
  return a;
}

/** For comparing states: a known value is compared by its name. */
function plain(key: string, value: unknown): unknown {
  return key === 'value' ? undefined : value;
}
