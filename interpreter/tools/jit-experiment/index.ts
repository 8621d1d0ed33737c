/**
 * What a JIT derived from the instruction definitions would reach: translates the functions of three small programs and times them beside
 * the evaluation loop and, if it is named, CPython.
 *
 *     node interpreter/tools/jit-experiment/index.ts [--native python3.14] [--show] [--runs 5]
 *
 * It is an experiment: functions are compiled by hand, on first call, for the kinds of the arguments of that call; calls from compiled code use the
 * JavaScript stack and leave no frame for tracebacks. Guards, deoptimization, and the look for requests to stop are all there and paid for.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { NodeHost } from '../../host/node.ts';
import { Interpreter } from '../../index.ts';
import { PyFloat } from '../../objects/core/float.ts';
import type { PyDict } from '../../objects/core/dict.ts';
import { PyRangeIterator } from '../../objects/core/iterators.ts';
import type { PyModule } from '../../objects/core/module.ts';
import { T } from '../../objects/core/registry.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { repr } from '../../objects/protocol/repr.ts';
import type { PyFunction } from '../../objects/types/function.ts';
import { callFunction, newFrame, runFrame } from '../../vm/calls.ts';
import { BUDGET, machine, sliceIsOver } from '../../vm/machine.ts';
import { translate, Untranslatable, type Callee } from './translate.ts';
import type { Kind } from './templates.ts';

const PROGRAMS: readonly { readonly name: string; readonly call: string; readonly args: Value[]; readonly source: string }[] = [
  {
    name: 'fib',
    call: 'fib',
    args: [30],
    source: `
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
`,
  },
  {
    name: 'mandelbrot',
    call: 'picture',
    args: [200, 100],
    source: `
def escape(cr, ci, limit):
    zr = zi = 0.0
    for n in range(limit):
        zr2, zi2 = zr * zr, zi * zi
        if zr2 + zi2 > 4.0:
            return n
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit

def picture(size, limit):
    total = 0
    for y in range(size):
        for x in range(size):
            total += escape(3.0 * x / size - 2.0, 2.0 * y / size - 1.0, limit)
    return total
`,
  },
  {
    // Leaves the safe integers on the way: the guard fails, and the loop finishes the call.
    name: 'overflow',
    call: 'squares',
    args: [400_000],
    source: `
def squares(n):
    total = 0
    for i in range(n):
        total += i * i
    return total
`,
  },
];

/** How often a guard failed. */
let deoptimizations = 0;

const watch = {
  budget: BUDGET,
  look(): void {
    watch.budget = BUDGET;
    sliceIsOver();
  },
};

function kindOf(value: Value): Kind {
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  return value instanceof PyFloat && value.cls === T.float ? 'float' : 'value';
}

/** Functions by what calls them; a callee compiles itself on its first call. */
const callees = new Map<PyFunction, { call: (...args: Value[]) => Value }>();

function calleeOf(func: PyFunction): Callee {
  const known = callees.get(func);
  if (known !== undefined) return known;
  const callee = {
    call: (...args: Value[]): Value => {
      callee.call = compiled(func, args) ?? ((...given) => callFunction(func, given, null));
      return callee.call(...args);
    },
  };
  callees.set(func, callee);
  return callee;
}

const { values: options } = parseArgs({
  options: { native: { type: 'string' }, show: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' } },
});

function compiled(func: PyFunction, args: readonly Value[]): ((...args: Value[]) => Value) | null {
  const { code } = func;
  try {
    const { source, constants } = translate(func, args.map(kindOf), calleeOf);
    if (options.show) console.log(`// ${code.co.co_qualname}\n${source}`);
    /** Rebuilds the frame that the loop would have at this point, and lets the loop finish it. */
    const deoptimize = (index: number, locals: MaybeValue[], stack: MaybeValue[]): MaybeValue => {
      deoptimizations++;
      const frame = newFrame(code, func.globals, func.builtins);
      frame.func = func;
      [...locals, ...stack].forEach((value, i) => (frame.stack[i < locals.length ? i : code.nlocalsplus + i - locals.length] = value));
      frame.sp = code.nlocalsplus + stack.length;
      frame.pc = index;
      return runFrame(frame);
    };
    const world: Record<string, unknown> = {
      D: deoptimize,
      B: (value: number) => new PyFloat(value),
      W: watch,
      PyFloat,
      PyFloatType: T.float,
      PyRange: T.range,
      PyRangeIterator,
      callValue,
    };
    constants.forEach((value, i) => (world[`K${i}`] = value));
    const params = args.map((_, i) => `v${i}`).join(', ');
    // oxlint-disable-next-line no-new-func -- a JIT is what this is
    const make = new Function(...Object.keys(world), `'use strict';\nreturn function (${params}) {\n${source}};`);
    return make(...Object.values(world)) as (...args: Value[]) => Value;
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    console.log(`${code.co.co_qualname} stays in the loop: ${error.message}`);
    return null;
  }
}

/** Median time of a call, in milliseconds. */
function time(call: () => Value): { readonly ms: number; readonly result: string } {
  const times: number[] = [];
  let result: Value = null;
  for (let i = 0; i < Number(options.runs); i++) {
    const start = performance.now();
    result = call();
    times.push(performance.now() - start);
  }
  return { ms: times.toSorted((a, b) => a - b)[times.length >> 1], result: String(repr(result)) };
}

/** The same on another Python, measured by itself. */
function timeNative(
  command: string,
  source: string,
  call: string,
  args: readonly Value[],
): { readonly ms: number; readonly result: string } {
  const program = `${source}
import time, statistics
times = []
for _ in range(${options.runs}):
    start = time.perf_counter()
    result = ${call}(${args.join(', ')})
    times.append(time.perf_counter() - start)
print(statistics.median_low(times) * 1000, repr(result))
`;
  const { stdout, stderr, status } = spawnSync(command, ['-c', program], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [ms, result] = stdout.trim().split(' ');
  return { ms: Number(ms), result };
}

const rows = PROGRAMS.map(({ name, call, args, source }) => {
  new Interpreter(new NodeHost()).start(source, { filename: `${name}.py` }).advance(Infinity);
  const main = machine.modules.getStr('__main__') as PyModule;
  const func = (main.dict as PyDict).getStr(call) as PyFunction;
  const loop = time(() => callFunction(func, args, null));
  const callee = calleeOf(func);
  deoptimizations = 0;
  const jit = time(() => callee.call(...args));
  const native = options.native === undefined ? null : timeNative(options.native, source, call, args);
  for (const other of [jit, native])
    if (other !== null && other.result !== loop.result) throw new Error(`${name}: ${other.result} is not ${loop.result}`);
  return {
    program: `${call}(${args.join(', ')})`,
    'loop ms': loop.ms.toFixed(1),
    'compiled ms': jit.ms.toFixed(1),
    'loop / compiled': (loop.ms / jit.ms).toFixed(1),
    ...(native === null ? {} : { 'CPython ms': native.ms.toFixed(1), 'CPython / compiled': (native.ms / jit.ms).toFixed(1) }),
    deoptimizations,
  };
});
console.table(rows);
