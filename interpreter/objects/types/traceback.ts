/** `traceback`: the frames that an exception has passed, innermost last. */
import { PyList } from '../core/tuple.ts';
import { defineType } from '../core/define.ts';
import { typeError, valueError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { typeOf } from '../core/type.ts';
import { PyObject, type Value } from '../core/value.ts';
import type { PyCode } from './code.ts';
import { PyFrame } from './frame.ts';

export class PyTraceback extends PyObject {
  declare next: PyTraceback | null;
  declare readonly frame: PyFrame;
  /** Index of the instruction that raised or called. */
  declare readonly index: number;
  /** The code that `index` is in: the frame's may be exchanged for its monitored twin. */
  declare readonly code: PyCode;
  declare private readonly givenLine: number | null;
  /** `tb_lasti`, where a program has made it up. */
  declare private readonly givenLasti: number | null;

  constructor(next: PyTraceback | null, frame: PyFrame, index: number, line: number | null = null, lasti: number | null = null) {
    super();
    this.cls = T.traceback;
    this.next = next;
    this.frame = frame;
    this.code = frame.code;
    this.index = index;
    this.givenLine = line;
    this.givenLasti = lasti;
  }

  get lasti(): number {
    return this.givenLasti ?? (this.code.offsets[this.index] ?? 0) * 2;
  }

  get line(): number | null {
    return this.givenLine ?? this.code.locationAt(this.index).lineno;
  }
}

defineType('traceback', {
  final: true,
  doc: 'Create a new traceback object.',
  slots: {
    tp_new: (_cls, args) => {
      if (args.length !== 4) throw typeError(`traceback() takes 4 positional arguments (${args.length} given)`);
      const [next, frame, lasti, line] = args;
      if (next !== null && !(next instanceof PyTraceback)) throw typeError(`expected traceback object or None, got '${typeOf(next).name}'`);
      if (!(frame instanceof PyFrame)) throw typeError(`traceback() argument 'tb_frame' must be frame, not ${typeOf(frame).name}`);
      return new PyTraceback(next, frame, Math.max(0, frame.code.offsets.indexOf((lasti as number) / 2)), line as number, lasti as number);
    },
  },
  methods: { '__dir__($self, /)': () => new PyList(['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno']) },
  getset: {
    tb_next: [
      (self: PyTraceback) => self.next,
      (self: PyTraceback, value) => {
        if (value === undefined) throw typeError("can't delete tb_next attribute");
        if (value !== null && !(value instanceof PyTraceback)) throw typeError(`expected traceback object, got '${typeOf(value).name}'`);
        for (let t: PyTraceback | null = value; t !== null; t = t.next) if (t === self) throw valueError('traceback loop detected');
        self.next = value;
      },
    ],
    tb_frame: [(self: PyTraceback): Value => self.frame],
    tb_lasti: [(self: PyTraceback) => self.lasti],
    tb_lineno: [(self: PyTraceback) => self.line],
  },
});
