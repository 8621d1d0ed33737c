/** `_lsprof` (CPython: Modules/_lsprof.c): the profiler behind `cProfile`. It counts and times the calls that `sys.setprofile` tells of. */
import { registerModule } from './registry.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyModule } from '../objects/core/module.ts';
import { nativeFunction, PyBuiltin } from '../objects/core/native.ts';
import { PyList } from '../objects/core/tuple.ts';
import { defineType } from '../objects/core/define.ts';
import { runtimeError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import type { PyFrame } from '../objects/types/frame.ts';
import { makeInit } from '../objects/types/make.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';
import { machine } from '../vm/machine.ts';
import { setProfile } from '../vm/tracing.ts';

const FIELDS = ['code', 'callcount', 'reccallcount', 'totaltime', 'inlinetime'];
const entryType = defineStructSeq('_lsprof', 'profiler_entry', [...FIELDS, 'calls'], 0, true);
const subentryType = defineStructSeq('_lsprof', 'profiler_subentry', FIELDS, 0, true);

/** What is known of a function, or of a function as called by another. Times are in the timer's units. */
class Tally {
  readonly code: Value;
  calls = 0;
  recursiveCalls = 0;
  total = 0;
  inline = 0;
  depth = 0;
  readonly called = new Map<Value, Tally>();
  constructor(code: Value) {
    this.code = code;
  }

  leave(elapsed: number, own: number): void {
    if (--this.depth === 0) this.total += elapsed;
    else this.recursiveCalls++;
    this.inline += own;
    this.calls++;
  }

  fields(unit: number): Value[] {
    return [this.code, this.calls, this.recursiveCalls, new PyFloat(this.total * unit), new PyFloat(this.inline * unit)];
  }
}

/** A call in progress. */
interface Call {
  readonly tally: Tally;
  readonly start: number;
  /** Time spent in what it called. */
  below: number;
}

class PyProfiler extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
  timer: Value = null;
  unit = 0;
  subcalls = true;
  builtins = true;
  active = false;
  private readonly tallies = new Map<Value, Tally>();
  private stack: Call[] = [];

  private now(): number {
    if (this.timer === null) return Number(machine.host.clock.monotonic()) / 1e9;
    return floatOf(callValue(this.timer, []));
  }

  enter(key: Value, code: () => Value): void {
    let tally = this.tallies.get(key);
    if (tally === undefined) this.tallies.set(key, (tally = new Tally(code())));
    tally.depth++;
    const caller = this.stack.at(-1);
    if (this.subcalls && caller !== undefined) {
      let sub = caller.tally.called.get(key);
      if (sub === undefined) caller.tally.called.set(key, (sub = new Tally(tally.code)));
      sub.depth++;
    }
    this.stack.push({ tally, start: this.now(), below: 0 });
  }

  leave(): void {
    const call = this.stack.pop();
    if (call === undefined) return;
    const elapsed = this.now() - call.start;
    const own = elapsed - call.below;
    const caller = this.stack.at(-1);
    if (caller !== undefined) {
      caller.below += elapsed;
      if (this.subcalls)
        for (const sub of caller.tally.called.values())
          if (sub.code === call.tally.code) {
            sub.leave(elapsed, own);
            break;
          }
    }
    call.tally.leave(elapsed, own);
  }

  /** Calls that are in progress end now, as far as the profile is concerned. */
  stop(): void {
    while (this.stack.length > 0) this.leave();
    this.active = false;
  }

  clear(): void {
    this.tallies.clear();
    this.stack = [];
  }

  stats(): Value {
    const unit = this.timer !== null && this.unit > 0 ? this.unit : 1;
    return new PyList(
      [...this.tallies.values()].map(tally => {
        const calls = [...tally.called.values()].filter(sub => sub.calls > 0).map(sub => subentryType.make(sub.fields(unit)));
        return entryType.make([...tally.fields(unit), calls.length === 0 ? null : new PyList(calls)]);
      }),
    );
  }
}

/** What a native function is called in the statistics, and what tells it from others: a method is the same for all objects. */
function nativeKey(f: PyBuiltin): { key: Value; text: string } {
  const { self } = f;
  if (self === undefined || self === null || self instanceof PyModule) {
    const module = f.module ?? 'builtins';
    return { key: f, text: `<built-in method ${module}.${f.signature.name}>` };
  }
  const descriptor = typeOf(self).lookup(f.signature.name);
  return descriptor === undefined || descriptor === null
    ? { key: f, text: `<built-in method ${f.signature.name}>` }
    : { key: descriptor, text: reprText(descriptor) };
}

function listener(self: PyProfiler): Value {
  return nativeFunction('profile(frame, event, arg, /)', (frame: Value, event: Value, arg: Value) => {
    const { code } = frame as PyFrame;
    switch (strText(event)) {
      case 'call':
        self.enter(code, () => code);
        break;
      case 'return':
        self.leave();
        break;
      case 'c_call':
        if (self.builtins && arg instanceof PyBuiltin) {
          const { key, text } = nativeKey(arg);
          self.enter(key, () => strOf(text));
        }
        break;
      case 'c_return':
      case 'c_exception':
        if (self.builtins && arg instanceof PyBuiltin) self.leave();
    }
    return null;
  });
}

/** One profiler at a time listens. */
let current: PyProfiler | null = null;

const Profiler = defineType('_lsprof.Profiler', {
  module: '_lsprof',
  hasDict: true,
  doc: "Build a profiler object using the specified timer function.\n\nThe default timer is a fast built-in one based on real time.\nFor custom timer functions returning integers, 'timeunit' can\nbe a float specifying a scale (that is, how long each integer unit\nis, in seconds).",
  slots: {
    tp_new: cls => new PyProfiler(cls),
    tp_init: makeInit(
      'Profiler($self, timer=None, timeunit=0.0, subcalls=True, builtins=True)',
      (self: PyProfiler, timer: MaybeValue, unit: MaybeValue, subcalls: MaybeValue, builtins: MaybeValue) => {
        self.timer = timer ?? null;
        self.unit = unit === undefined ? 0 : floatOf(unit);
        self.subcalls = subcalls === undefined || isTruthy(subcalls);
        self.builtins = builtins === undefined || isTruthy(builtins);
      },
    ),
  },
  methods: {
    'enable($self, /, subcalls=True, builtins=True)': (self: PyProfiler, subcalls: MaybeValue, builtins: MaybeValue) => {
      if (current !== null && current !== self) throw runtimeError('Another profiling tool is already active');
      if (subcalls !== undefined) self.subcalls = isTruthy(subcalls);
      if (builtins !== undefined) self.builtins = isTruthy(builtins);
      self.active = true;
      current = self;
      setProfile(listener(self));
      return null;
    },
    'disable($self, /)': (self: PyProfiler) => {
      if (current === self) {
        current = null;
        setProfile(null);
      }
      self.stop();
      return null;
    },
    'clear($self, /)': (self: PyProfiler) => (self.clear(), null),
    'getstats($self, /)': (self: PyProfiler) => self.stats(),
  },
});
Profiler.name = Profiler.qualname = 'Profiler';

registerModule('_lsprof', {
  doc: 'Fast profiler',
  attributes: { Profiler, profiler_entry: entryType.type, profiler_subentry: subentryType.type },
  initialize: () => {
    current = null;
  },
});
