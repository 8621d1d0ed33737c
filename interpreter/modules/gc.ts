/** `gc` (CPython: Modules/gcmodule.c). Memory is V8's affair; what programs can switch is remembered, and collecting finds nothing to report. */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyComplex, PyFloat } from '../objects/core/float.ts';
import { PySet } from '../objects/core/set.ts';
import { strValue } from '../objects/core/str.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';

let enabled = true;
let debug = 0;
let threshold = [2000, 10, 0];

function referents(objects: Value[]): Value {
  const found: Value[] = [];
  for (const object of objects) {
    if (object instanceof PyTuple || object instanceof PyList) found.push(...object.items);
    else if (object instanceof PySet) found.push(...object.toArray());
    else if (object instanceof PyDict) for (const entry of object.entries()) found.push(entry.key, entry.value!);
  }
  return new PyList(found);
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
    'collect(generation=2)': () => 0,
    'set_debug(flags, /)': (flags: Value) => ((debug = toIndexNumber(flags)), null),
    'get_debug()': () => debug,
    'get_count()': () => new PyTuple([0, 0, 0]),
    'set_threshold(threshold0, threshold1=10, threshold2=0, /)': (...given: MaybeValue[]) => {
      threshold = threshold.map((old, i) => (given[i] === undefined ? old : toIndexNumber(given[i] as Value)));
      return null;
    },
    'get_threshold()': () => new PyTuple([...threshold]),
    'get_objects(generation=None)': () => new PyList([]),
    'get_stats()': () =>
      new PyList(
        [0, 1, 2].map(() => {
          const stats = new PyDict();
          for (const key of ['collections', 'collected', 'uncollectable']) stats.setStr(key, 0);
          return stats;
        }),
      ),
    'is_tracked(obj, /)': isTracked,
    'is_finalized(obj, /)': () => false,
    'get_referents(*objs)': referents,
    'get_referrers(*objs)': () => new PyList([]),
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
    threshold = [2000, 10, 0];
  },
});
