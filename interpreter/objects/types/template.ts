/** t-strings: `string.templatelib.Template` and `Interpolation` (CPython: Objects/templateobject.c, Objects/interpolationobject.c). */
import { pythonModules } from '../core/builtin-functions.ts';
import { getAttribute } from '../protocol/attribute.ts';
import { callValue } from '../protocol/call.ts';
import { defineType } from '../core/define.ts';
import { typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import { concatStr, strValue, type Str } from '../core/str.ts';
import { PyTuple } from '../core/tuple.ts';
import { typeOf } from '../core/type.ts';
import { PyObject, type Value } from '../core/value.ts';
import { PyIterator } from '../core/iterators.ts';
import { reprText } from '../protocol/repr.ts';
import { makeNew } from './make.ts';

export class PyInterpolation extends PyObject {
  readonly value: Value;
  readonly expression: Value;
  readonly conversion: Value;
  readonly formatSpec: Value;
  constructor(value: Value, expression: Value, conversion: Value, formatSpec: Value) {
    super(T.Interpolation);
    this.value = value;
    this.expression = expression;
    this.conversion = conversion;
    this.formatSpec = formatSpec;
  }
}

/** One string more than interpolations. */
export class PyTemplate extends PyObject {
  readonly strings: PyTuple;
  readonly interpolations: PyTuple;
  constructor(strings: PyTuple, interpolations: PyTuple) {
    super(T.Template);
    this.strings = strings;
    this.interpolations = interpolations;
  }
}

class PyTemplateIterator extends PyIterator {
  private readonly parts: Value[];
  private index = 0;
  constructor(template: PyTemplate) {
    super(T.TemplateIter);
    this.parts = [];
    template.strings.items.forEach((text, i) => {
      if (text !== '') this.parts.push(text);
      if (i < template.interpolations.items.length) this.parts.push(template.interpolations.items[i]);
    });
  }
  next(): Value | undefined {
    return this.parts[this.index++];
  }
}

const alias = {
  '__class_getitem__($type, object, /)': (cls: Value, item: Value) => callValue(T.GenericAlias, [cls, item]),
};

defineType('Interpolation', {
  classMethods: alias,
  methods: {
    '__reduce__($self, /)': (self: PyInterpolation) =>
      new PyTuple([typeOf(self), new PyTuple([self.value, self.expression, self.conversion, self.formatSpec])]),
  },
  module: 'string.templatelib',
  final: true,
  attributes: { __match_args__: new PyTuple(['value', 'expression', 'conversion', 'format_spec']) },
  slots: {
    tp_new: makeNew(
      "Interpolation($type, /, value, expression='', conversion=None, format_spec='')",
      (_cls, value: Value, expression?: Value, conversion?: Value, spec?: Value) => {
        if (conversion !== undefined && conversion !== null && conversion !== 's' && conversion !== 'r' && conversion !== 'a') {
          throw typeError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
        }
        return new PyInterpolation(value, expression ?? '', conversion ?? null, spec ?? '');
      },
    ),
    tp_repr: self => {
      const { value, expression, conversion, formatSpec } = self as PyInterpolation;
      return `Interpolation(${reprText(value)}, ${reprText(expression)}, ${reprText(conversion)}, ${reprText(formatSpec)})`;
    },
  },
  getset: {
    value: [(self: PyInterpolation) => self.value],
    expression: [(self: PyInterpolation) => self.expression],
    conversion: [(self: PyInterpolation) => self.conversion],
    format_spec: [(self: PyInterpolation) => self.formatSpec],
  },
});

/** Adjoining strings become one, and between two interpolations there is an empty one. */
function templateOf(parts: readonly Value[]): PyTemplate {
  const strings: Str[] = [''];
  const interpolations: Value[] = [];
  for (const part of parts) {
    const text = strValue(part);
    if (text !== undefined) strings[strings.length - 1] = concatStr(strings[strings.length - 1], text);
    else if (part instanceof PyInterpolation) {
      interpolations.push(part);
      strings.push('');
    } else throw typeError(`Template.__new__ *args need to be of type 'str' or 'Interpolation', got ${typeOf(part).name}`);
  }
  return new PyTemplate(new PyTuple(strings), new PyTuple(interpolations));
}

defineType('Template', {
  classMethods: alias,
  methods: {
    // The constructor takes its parts one by one, which a pickle cannot say: a function of the module puts them together.
    '__reduce__($self, /)': (self: PyTemplate) =>
      new PyTuple([
        getAttribute(pythonModules.get('string.templatelib'), '_template_unpickle'),
        new PyTuple([self.strings, self.interpolations]),
      ]),
  },
  module: 'string.templatelib',
  final: true,
  slots: {
    tp_new: (_cls, args, kwnames) => {
      if (kwnames !== null) throw typeError('Template.__new__ only accepts *args arguments');
      return templateOf(args);
    },
    tp_repr: self =>
      `Template(strings=${reprText((self as PyTemplate).strings)}, interpolations=${reprText((self as PyTemplate).interpolations)})`,
    tp_iter: self => new PyTemplateIterator(self as PyTemplate),
    sq_concat: (left, right) => {
      if (!(right instanceof PyTemplate))
        throw typeError(`can only concatenate string.templatelib.Template (not "${typeOf(right).name}") to string.templatelib.Template`);
      const a = left as PyTemplate;
      const middle = concatStr(strValue(a.strings.items[a.strings.items.length - 1])!, strValue(right.strings.items[0])!);
      return new PyTemplate(
        new PyTuple([...a.strings.items.slice(0, -1), middle, ...right.strings.items.slice(1)]),
        new PyTuple([...a.interpolations.items, ...right.interpolations.items]),
      );
    },
  },
  getset: {
    strings: [(self: PyTemplate) => self.strings],
    interpolations: [(self: PyTemplate) => self.interpolations],
    values: [(self: PyTemplate) => new PyTuple(self.interpolations.items.map(i => (i as PyInterpolation).value))],
  },
});

defineType('TemplateIter', {
  module: 'string.templatelib',
  final: true,
  slots: { tp_iter: self => self, tp_iternext: self => (self as PyTemplateIterator).next() },
});
