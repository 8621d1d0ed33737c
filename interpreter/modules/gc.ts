/**
 * `gc` (CPython: Modules/gcmodule.c). Memory is V8's affair, and what programs can switch is only remembered; collecting finalizes what has
 * ended (`vm/collect.ts`).
 */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyComplex, PyFloat } from '../objects/core/float.ts';
import { PyBaseException, valueError } from '../objects/core/errors.ts';
import { isFinalized } from '../objects/core/lifetime.ts';
import { PyModule } from '../objects/core/module.ts';
import { strValue } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { collect, reachable, referents } from '../vm/collect.ts';
import { machine } from '../vm/machine.ts';
import { writeUnraisable } from '../vm/unraisable.ts';

let enabled = true;
let debug = 0;
let threshold = [2000, 10, 0];

/** All objects that the collector would follow. */
function trackedObjects(): PyObject[] {
  const found: PyObject[] = [];
  for (const object of reachable()) if (object instanceof PyObject && isTracked(object)) found.push(object);
  return found;
}

function referrers(objects: readonly Value[]): Value {
  return new PyList(trackedObjects().filter(object => referents(object).some(child => objects.includes(child))));
}

let collections = 0;
let collected = 0;

function callCallbacks(phase: 'start' | 'stop', generation: number, found: number): void {
  const { callbacks } = state();
  for (const callback of callbacks.slice()) {
    const info = new PyDict();
    info.setStr('generation', generation);
    info.setStr('collected', found);
    info.setStr('uncollectable', 0);
    try {
      callValue(callback, [phase, info]);
    } catch (error) {
      if (!(error instanceof PyBaseException)) throw error;
      writeUnraisable(error, `Exception ignored while calling GC callback ${reprText(callback)}`);
    }
  }
}

/** `gc.callbacks`, as the module has it now. */
function state(): { callbacks: readonly Value[] } {
  const module = machine.modules.getStr('gc');
  const callbacks = module instanceof PyModule ? module.dict.getStr('callbacks') : undefined;
  return { callbacks: callbacks instanceof PyList ? callbacks.items : [] };
}

function collectNow(generation: MaybeValue): Value {
  const n = generation === undefined ? 2 : toIndexNumber(generation);
  if (n < 0 || n > 2) throw valueError('invalid generation');
  callCallbacks('start', n, 0);
  const found = collect();
  collections++;
  collected += found;
  callCallbacks('stop', n, found);
  return found;
}

function isTracked(object: Value): boolean {
  return (
    object instanceof PyObject &&
    strValue(object) === undefined &&
    !(object instanceof PyFloat || object instanceof PyComplex || object instanceof PyBytes) &&
    !(object instanceof PyTuple && object.items.length === 0)
  );
}

registerModule('gc', {
  doc: 'This module provides access to the garbage collector for reference cycles.',
  functions: {
    'enable()': () => ((enabled = true), null),
    'disable()': () => ((enabled = false), null),
    'isenabled()': () => enabled,
    'collect(generation=2)': collectNow,
    'set_debug(flags, /)': (flags: Value) => ((debug = toIndexNumber(flags)), null),
    'get_debug()': () => debug,
    'get_count()': () => new PyTuple([0, 0, 0]),
    'set_threshold(threshold0, threshold1=10, threshold2=0, /)': (...given: MaybeValue[]) => {
      threshold = threshold.map((old, i) => (given[i] === undefined ? old : toIndexNumber(given[i] as Value)));
      return null;
    },
    'get_threshold()': () => new PyTuple([...threshold]),
    'get_objects(generation=None)': () => new PyList(trackedObjects()),
    'get_stats()': () =>
      new PyList(
        [0, 1, 2].map(generation => {
          const stats = new PyDict();
          stats.setStr('collections', generation === 2 ? collections : 0);
          stats.setStr('collected', generation === 2 ? collected : 0);
          stats.setStr('uncollectable', 0);
          return stats;
        }),
      ),
    'is_tracked(obj, /)': isTracked,
    'is_finalized(obj, /)': (object: Value) => object instanceof PyObject && isFinalized(object),
    'get_referents(*objs)': (objects: Value[]) =>
      new PyList(objects.flatMap(object => (object instanceof PyObject ? referents(object) : []))),
    'get_referrers(*objs)': referrers,
    'freeze()': () => null,
    'unfreeze()': () => null,
    'get_freeze_count()': () => 0,
  },
  attributes: {
    garbage: () => new PyList([]),
    callbacks: () => new PyList([]),
    DEBUG_STATS: 1,
    DEBUG_COLLECTABLE: 2,
    DEBUG_UNCOLLECTABLE: 4,
    DEBUG_SAVEALL: 32,
    DEBUG_LEAK: 38,
  },
  initialize: () => {
    enabled = true;
    debug = 0;
    collections = collected = 0;
    threshold = [2000, 10, 0];
  },
});
