/**
 * `_multibytecodec` and the modules that hand out its codecs (CPython: Modules/cjkcodecs/): the East Asian encodings of one or two bytes a character.
 * Those that switch between sets, or have four bytes, are not here.
 */
import { PyObject, type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { defineType } from '../objects/core/define.ts';
import { raise, typeError } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { codePointsOf, concatStr, strFromCodePoints, strText, strValue, type Str } from '../objects/core/str.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { callValue } from '../objects/protocol/call.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { handleDecodeError, handleEncodeError } from '../objects/types/codecs.ts';
import { makeInit } from '../objects/types/make.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { doubleByteNames, tableOf, type Table } from './double-byte.ts';
import { registerModule } from './registry.ts';

function encode(table: Table, text: Str, errors: string): Uint8Array {
  const points = codePointsOf(text);
  const out: number[] = [];
  const put = (code: number): void => {
    if (code > 0xffff) out.push(code >> 16);
    if (code > 0xff) out.push((code >> 8) & 255);
    out.push(code & 255);
  };
  for (let i = 0; i < points.length;) {
    const code = table.codes.get(points[i]);
    if (code !== undefined) {
      put(code);
      i++;
      continue;
    }
    const { value, position } = handleEncodeError(errors, table.name, text, i, i + 1, 'illegal multibyte sequence');
    if (value instanceof Uint8Array) out.push(...value);
    else out.push(...encode(table, value, 'strict'));
    i = position;
  }
  return Uint8Array.from(out);
}

/** The text, and how many bytes it took: what is incomplete at the end waits, unless it is the end of all. */
function decode(table: Table, bytes: Uint8Array, errors: string, final: boolean): { text: Str; used: number } {
  let text: Str = '';
  let points: number[] = [];
  const flush = (): void => {
    text = concatStr(text, strFromCodePoints(points));
    points = [];
  };
  let i = 0;
  while (i < bytes.length) {
    const length = table.length(bytes[i]);
    const complete = i + length <= bytes.length;
    let code = 0;
    for (let k = 0; k < length && complete; k++) code = code * 256 + bytes[i + k];
    const character = complete ? table.characters.get(code) : undefined;
    if (character !== undefined) {
      points.push(character);
      i += length;
      continue;
    }
    if (!complete && !final) break;
    flush();
    const end = complete ? i + 1 : bytes.length;
    const reason = complete ? 'illegal multibyte sequence' : 'incomplete multibyte sequence';
    const { value, position } = handleDecodeError(errors, table.name, bytes, i, end, reason);
    text = concatStr(text, value);
    i = position;
  }
  flush();
  return { text, used: i };
}

class PyMultibyteCodec extends PyObject {
  readonly table: Table;
  constructor(table: Table) {
    super(MultibyteCodec);
    this.table = table;
  }
}

const errorsOf = (errors: MaybeValue): string => (errors === undefined || errors === null ? 'strict' : strText(errors)!);

function textArgument(value: Value): Str {
  const text = strValue(value);
  if (text === undefined) throw typeError(`couldn't convert the object to str.`);
  return text;
}

const MultibyteCodec: PyType = defineType('_multibytecodec.MultibyteCodec', {
  final: true,
  methods: {
    'encode($self, /, input, errors=None)': [
      (self: PyMultibyteCodec, input: Value, errors: MaybeValue) => {
        const text = textArgument(input);
        return new PyTuple([new PyBytes(encode(self.table, text, errorsOf(errors))), codePointsOf(text).length]);
      },
      "Return an encoded string version of 'input'.",
    ],
    'decode($self, /, input, errors=None)': [
      (self: PyMultibyteCodec, input: Value, errors: MaybeValue) => {
        const bytes = bytesArgument(input);
        return new PyTuple([decode(self.table, bytes, errorsOf(errors), true).text, bytes.length]);
      },
      "Decodes 'input'.",
    ],
  },
});

/** What a codec does bit by bit; subclasses name the codec. */
class PyStateful extends PyObject implements HasDict {
  dict: PyDict | undefined = undefined;
  stream: Value = null;
  errors = 'strict';
  pending: Uint8Array = new Uint8Array();

  get table(): Table {
    return (getAttribute(typeOf(this), 'codec') as PyMultibyteCodec).table;
  }

  encode(text: Value): PyBytes {
    return new PyBytes(encode(this.table, textArgument(text), this.errors));
  }

  decode(bytes: Uint8Array, final: boolean): Str {
    const all = new Uint8Array([...this.pending, ...bytes]);
    const { text, used } = decode(this.table, all, this.errors, final);
    this.pending = all.slice(used);
    return text;
  }

  reset(): null {
    this.pending = new Uint8Array();
    return null;
  }
}

const errorsAttribute = {
  errors: [
    (self: PyStateful) => self.errors,
    (self: PyStateful, value: MaybeValue) => {
      if (value === undefined || strText(value) === undefined) throw typeError('errors must be a string');
      self.errors = strText(value)!;
    },
  ],
} as const;

const incremental = (name: string, methods: Record<string, (self: PyStateful, ...args: never[]) => Value>): PyType =>
  defineType(`_multibytecodec.${name}`, {
    slots: {
      tp_new: cls => new PyStateful(cls),
      tp_init: makeInit(`${name}($self, /, errors='strict')`, (self: PyStateful, errors: MaybeValue) => {
        self.errors = errorsOf(errors);
      }),
    },
    methods: { ...methods, 'reset($self, /)': (self: PyStateful) => self.reset() },
    getset: errorsAttribute,
  });

const MultibyteIncrementalEncoder = incremental('MultibyteIncrementalEncoder', {
  'encode($self, /, input, final=False)': (self, input: Value) => self.encode(input),
  'getstate($self, /)': () => 0,
  'setstate($self, state, /)': () => null,
});

const MultibyteIncrementalDecoder = incremental('MultibyteIncrementalDecoder', {
  'decode($self, /, input, final=False)': (self, input: Value, final: MaybeValue) =>
    self.decode(bytesArgument(input), final !== undefined && isTruthy(final)),
  'getstate($self, /)': self => new PyTuple([new PyBytes(self.pending), 0]),
  'setstate($self, state, /)': (self, state: PyTuple) => {
    self.pending = bytesArgument(state.items[0]).slice();
    return null;
  },
});

const streaming = (name: string, methods: Record<string, (self: PyStateful, ...args: never[]) => Value>): PyType =>
  defineType(`_multibytecodec.${name}`, {
    slots: {
      tp_new: cls => new PyStateful(cls),
      tp_init: makeInit(`${name}($self, /, stream, errors='strict')`, (self: PyStateful, stream: Value, errors: MaybeValue) => {
        self.stream = stream;
        self.errors = errorsOf(errors);
      }),
    },
    methods: { ...methods, 'reset($self, /)': (self: PyStateful) => self.reset() },
    getset: { ...errorsAttribute, stream: [(self: PyStateful) => self.stream] },
  });

/** What a method of the stream gives, as text. */
function readText(self: PyStateful, method: string, size: MaybeValue): Str {
  const count = size === undefined || size === null ? -1 : toIndexNumber(size);
  let text: Str = '';
  for (;;) {
    const data = callValue(getAttribute(self.stream, method), count < 0 ? [] : [count]);
    if (!(data instanceof PyBytes)) throw typeError(`stream function returned a non-bytes object (${typeOf(data).name})`);
    text = concatStr(text, self.decode(data.data, count < 0 || data.data.length === 0));
    // Part of a character is no answer yet.
    if (count < 0 || data.data.length === 0 || codePointsOf(text).length > 0) return text;
  }
}

const MultibyteStreamReader = streaming('MultibyteStreamReader', {
  'read($self, sizeobj=None, /)': (self, size: MaybeValue) => readText(self, 'read', size),
  'readline($self, sizeobj=None, /)': (self, size: MaybeValue) => readText(self, 'readline', size),
  'readlines($self, sizehintobj=None, /)': (self, size: MaybeValue) =>
    new PyList(toArray(callValue(getAttribute(readText(self, 'read', size), 'splitlines'), [true]))),
});

const MultibyteStreamWriter = streaming('MultibyteStreamWriter', {
  'write($self, strobj, /)': (self, text: Value) => {
    callValue(getAttribute(self.stream, 'write'), [self.encode(text)]);
    return null;
  },
  'writelines($self, lines, /)': (self, lines: Value) => {
    for (const line of toArray(lines)) callValue(getAttribute(self.stream, 'write'), [self.encode(line)]);
    return null;
  },
});

registerModule('_multibytecodec', {
  attributes: {
    MultibyteIncrementalEncoder,
    MultibyteIncrementalDecoder,
    MultibyteStreamReader,
    MultibyteStreamWriter,
  },
});

/** CPython has a module for each country. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  _codecs_jp: ['shift_jis', 'cp932', 'euc_jp'],
  _codecs_kr: ['euc_kr'],
  _codecs_cn: ['gb2312', 'gbk'],
  _codecs_tw: ['big5', 'cp950'],
};

for (const [module, names] of Object.entries(MODULES)) {
  registerModule(module, {
    functions: {
      'getcodec(encoding, /)': (encoding: Value) => {
        const name = strText(encoding);
        if (name === undefined) throw raise(T.TypeError, 'encoding name must be a string.');
        if (!names.includes(name) || !doubleByteNames.includes(name)) throw raise(T.ImportError, `the tables of ${name} are not here`);
        return new PyMultibyteCodec(tableOf(name));
      },
    },
  });
}
