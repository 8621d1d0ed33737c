/**
 * `_ast`: the classes of syntax tree nodes, and trees between the two worlds (CPython: Python/Python-ast.c, made from Parser/Python.asdl).
 *
 * The classes come from the rows of `defs/ast.ts`. They are made anew with each module object, as programs may change them; `treeToObject`
 * turns what the parser gives into their instances, `objectToTree` the other way, with CPython's messages for what does not fit.
 */
import { NODE_TYPES, isEnumeration, parseFields, type FieldRow, type NodeType } from '../defs/ast.ts';
import { registerModule } from './registry.ts';
import type { mod } from '../ast/nodes.generated.ts';
import type { Constant } from '../code/constant.ts';
import { machine } from '../vm/machine.ts';
import { loadModule } from '../vm/import.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyInstance } from '../objects/core/instance.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { PySet } from '../objects/core/set.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { typeError, valueError } from '../objects/core/errors.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { intValue } from '../objects/core/integer.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { objectNew } from '../objects/types/object.ts';
import { constantValue, valueConstant } from '../objects/types/code.ts';
import { callValue } from '../objects/protocol/call.ts';
import { attributeName, findAttribute, getAttribute, setAttribute } from '../objects/protocol/attribute.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { toArray } from '../objects/protocol/iterate.ts';

const POSITION = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'];

/** A constructor with its type, by the constructor's name. */
const CONSTRUCTORS = new Map<string, { readonly typeName: string; readonly type: NodeType; readonly fields: readonly FieldRow[] }>();
for (const [typeName, type] of Object.entries(NODE_TYPES)) {
  for (const [name, row] of Object.entries(type.constructors)) CONSTRUCTORS.set(name, { typeName, type, fields: parseFields(row.fields) });
}

const fieldNames = (cls: Value): string[] => toArray(findAttribute(cls, '_fields') ?? new PyTuple([])).map(name => strText(name)!);

function warnDeprecated(message: string): void {
  callValue(getAttribute(loadModule('warnings'), 'warn'), [message, T.DeprecationWarning, 1]);
}

/** `Name('x', ctx=Load())`: fields by position and name; what may be left out gets its default. */
function initNode(self: Value, args: Value[], kwnames: readonly string[] | null): void {
  const cls = typeOf(self);
  const fields = toArray(getAttribute(cls, '_fields'));
  const remaining = new Set(fields.map(field => strText(field) ?? field));
  const count = args.length - (kwnames?.length ?? 0);
  if (count > fields.length)
    throw typeError(`${cls.name} constructor takes at most ${fields.length} positional argument${fields.length === 1 ? '' : 's'}`);
  for (let i = 0; i < count; i++) {
    setAttribute(self, attributeName(fields[i]), args[i]);
    remaining.delete(strText(fields[i]) ?? fields[i]);
  }
  const isField = new Set(fields.map(field => strText(field)));
  let attributes: Set<string | undefined> | null = null;
  kwnames?.forEach((name, i) => {
    if (isField.has(name)) {
      if (!remaining.delete(name)) throw typeError(`${cls.name} got multiple values for argument ${reprText(strOf(name))}`);
    } else {
      attributes ??= new Set(toArray(findAttribute(cls, '_attributes') ?? new PyTuple([])).map(attribute => strText(attribute)));
      if (!attributes.has(name))
        warnDeprecated(
          `${cls.name}.__init__ got an unexpected keyword argument ${reprText(strOf(name))}. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.`,
        );
    }
    setAttribute(self, name, args[count + i]);
  });
  const types = remaining.size === 0 ? undefined : findAttribute(cls, '_field_types');
  if (!(types instanceof PyDict)) return;
  for (const field of fields) {
    const key = strText(field) ?? field;
    if (!remaining.has(key)) continue;
    const type = types.get(field);
    if (type === undefined)
      warnDeprecated(`Field ${reprText(field)} is missing from ${cls.name}._field_types. This will become an error in Python 3.15.`);
    // An optional field is None by its class attribute.
    else if (isOptional(type)) continue;
    else if (typeOf(type) === T.GenericAlias) setAttribute(self, attributeName(field), new PyList([]));
    else if (type === nodeClass('expr_context')) setAttribute(self, attributeName(field), singleton('Load'));
    else
      warnDeprecated(
        `${cls.name}.__init__ missing 1 required positional argument: ${reprText(field)}. This will become an error in Python 3.15.`,
      );
  }
}

const isOptional = (type: Value): boolean => typeOf(type).name === 'Union';

/** `copy.replace(node, **changes)`: a new node with what the old one has and the changes; all that is required must be there. */
function replaceNode(self: PyInstance, changes: PyDict | undefined): Value {
  const cls = typeOf(self);
  const list = (name: string): Value[] => toArray(findAttribute(cls, name) ?? new PyTuple([]));
  const fields = list('_fields');
  const attributes = list('_attributes');
  const old = self.materializeDict();
  const values = new PyDict();
  for (const name of [...fields, ...attributes]) {
    const value = old.get(name);
    if (value !== undefined) values.set(name, value);
  }
  const types = findAttribute(cls, '_field_types');
  const known = new PySet(T.set);
  for (const name of [...fields, ...attributes]) known.add(name);
  for (const { key } of changes?.entries() ?? [])
    if (!known.has(key)) throw typeError(`${cls.name}.__replace__ got an unexpected keyword argument ${reprText(key)}.`);
  const missing = fields.filter(name => {
    if (changes?.has(name) === true || old.has(name)) return false;
    const type = types instanceof PyDict ? types.get(name) : undefined;
    return type === undefined || !isOptional(type);
  });
  if (missing.length > 0) {
    const names = missing.map(name => reprText(name)).sort();
    throw typeError(
      `${cls.name}.__replace__ missing ${names.length} keyword argument${names.length === 1 ? '' : 's'}: ${names.join(', ')}.`,
    );
  }
  for (const { key, value } of changes?.entries() ?? []) values.set(key, value!);
  const entries = [...values.entries()];
  return callValue(
    cls,
    entries.map(entry => entry.value!),
    entries.map(entry => strText(entry.key)!),
  );
}

/** `Name(id='x', ctx=Load(...))`: three levels deep, and the ends of long lists. */
function nodeRepr(value: Value, depth: number): string {
  const { name } = typeOf(value);
  if (depth === 0) return `${name}(...)`;
  const one = (item: Value): string => (typeOf(item).isSubtype(T.AST) ? nodeRepr(item, depth - 1) : reprText(item));
  const shown = (field: Value): string => {
    if (!(field instanceof PyList) && !(field instanceof PyTuple)) return one(field);
    const [open, close] = field instanceof PyList ? '[]' : '()';
    const { items } = field;
    const inner = items.length <= 2 ? items.map(one) : [one(items[0]), '...', one(items[items.length - 1])];
    return `${open}${inner.join(', ')}${field instanceof PyTuple && items.length === 1 ? ',' : ''}${close}`;
  };
  return `${name}(${fieldNames(typeOf(value))
    .map(field => `${field}=${shown(findAttribute(value, field) ?? null)}`)
    .join(', ')})`;
}

defineType('AST', {
  module: 'ast',
  solid: false,
  hasDict: true,
  slots: { tp_new: objectNew, tp_init: initNode, tp_repr: value => nodeRepr(value, 3) },
  attributes: { _fields: new PyTuple([]), _attributes: new PyTuple([]), __match_args__: new PyTuple([]) },
  getset: {
    __dict__: [(self: PyInstance) => self.materializeDict(), (self: PyInstance, value) => self.replaceDict(value as PyDict)],
  },
  methods: {
    '__reduce__($self, /)': (self: PyInstance) => new PyTuple([typeOf(self), new PyTuple([]), self.materializeDict()]),
    '__replace__($self, /, **fields)': replaceNode,
  },
});

function classDoc(name: string, fields: readonly FieldRow[]): string {
  return fields.length === 0
    ? name
    : `${name}(${fields.map(({ name: field, type, quantity }) => `${type}${quantity} ${field}`).join(', ')})`;
}

function makeClass(name: string, base: Value, attributes: Readonly<Record<string, Value>>): PyType {
  const namespace = new PyDict();
  namespace.setStr('__module__', 'ast');
  for (const [attribute, value] of Object.entries(attributes)) namespace.setStr(attribute, value);
  return callValue(T.type, [name, new PyTuple([base]), namespace]) as PyType;
}

const names = (list: readonly string[]): PyTuple => new PyTuple([...list]);

/** The classes, made once in a run: however often `_ast` is imported, nodes are of the same ones. */
const states = new WeakMap<PyDict, PyDict>();

function nodeClasses(): PyDict {
  let classes = states.get(machine.modules);
  if (classes === undefined) {
    classes = new PyDict();
    states.set(machine.modules, classes);
    makeClasses(classes);
  }
  return classes;
}

function makeClasses(dict: PyDict): void {
  dict.setStr('AST', T.AST);
  for (const [typeName, type] of Object.entries(NODE_TYPES)) {
    const attributes = type.positioned ? POSITION : [];
    // The end of a node may be unknown; type parameters always have theirs.
    const optionalEnd: Record<string, null> =
      type.positioned && typeName !== 'type_param' ? { end_lineno: null, end_col_offset: null } : {};
    const rows = Object.entries(type.constructors).map(([name, row]) => ({ name, fields: parseFields(row.fields) }));
    const common = { _attributes: names(attributes), ...optionalEnd };
    if (type.product) {
      const [{ fields }] = rows;
      dict.setStr(typeName, makeClass(typeName, T.AST, { ...common, ...fieldAttributes(typeName, fields) }));
      continue;
    }
    const head = `${typeName} = `;
    const separator = isEnumeration(type) ? ' | ' : `\n${' '.repeat(head.length - 2)}| `;
    const doc = rows.map(({ name, fields }) => classDoc(name, fields)).join(separator);
    const base = makeClass(typeName, T.AST, { ...common, __doc__: head + doc, _fields: names([]), __match_args__: names([]) });
    dict.setStr(typeName, base);
    for (const { name, fields } of rows) dict.setStr(name, makeClass(name, base, fieldAttributes(name, fields)));
  }
  // Types of fields name other classes, so they are filled in last.
  for (const [name, { fields }] of CONSTRUCTORS) {
    const types = new PyDict();
    for (const { name: field, type, quantity } of fields) {
      const scalar = { identifier: T.str, string: T.str, int: T.int, constant: T.object }[type];
      const cls = scalar ?? dict.getStr(type)!;
      const list = quantity.includes('*');
      types.setStr(field, list ? callValue(T.GenericAlias, [T.list, cls]) : quantity === '?' ? typeOf(cls).slots.nb_or!(cls, null) : cls);
    }
    setAttribute(dict.getStr(name)!, '_field_types', types);
    setAttribute(dict.getStr(name)!, '__annotations__', types);
  }
}

function fieldAttributes(name: string, fields: readonly FieldRow[]): Record<string, Value> {
  const optional = Object.fromEntries(fields.filter(field => field.quantity === '?').map(field => [field.name, null]));
  const list = names(fields.map(field => field.name));
  return { __doc__: classDoc(name, fields), _fields: list, __match_args__: list, ...optional };
}

function nodeClass(name: string): Value {
  return nodeClasses().getStr(name) ?? null;
}

/** `Load()`, `Add()` and the like are one object each in a run. */
const singletons = new WeakMap<PyDict, Map<string, Value>>();
function singleton(name: string): Value {
  let known = singletons.get(machine.modules);
  if (known === undefined) singletons.set(machine.modules, (known = new Map()));
  let value = known.get(name);
  if (value === undefined) known.set(name, (value = callValue(nodeClass(name), [])));
  return value;
}

interface AnyNode {
  readonly _type: string;
  readonly [field: string]: unknown;
}

/** The parser's tree as instances of the classes of `ast`. */
export function treeToObject(tree: mod): Value {
  const dict = nodeClasses();
  const convert = (node: AnyNode): Value => {
    const { type, fields } = CONSTRUCTORS.get(node._type)!;
    const object = new PyInstance(dict.getStr(node._type) as PyType);
    for (const field of fields) object.setOwn(field.name, fieldValue(node[field.name], field));
    if (type.positioned) for (const name of POSITION) object.setOwn(name, node[name] as number);
    return object;
  };
  const fieldValue = (value: unknown, field: FieldRow): Value => {
    if (field.quantity.includes('*')) return new PyList((value as unknown[]).map(item => scalar(item, field.type)));
    return scalar(value, field.type);
  };
  const scalar = (value: unknown, type: string): Value => {
    if (type === 'constant') return constantValue(value as Constant);
    if (value === null || value === undefined) return null;
    if (type === 'int') return value as number;
    if (type === 'identifier' || type === 'string') return strOf(value as string);
    return typeof value === 'string' ? singleton(value) : convert(value as AnyNode);
  };
  return convert(tree as unknown as AnyNode);
}

/** Whether a value is a node that `compile()` can take. */
export function isTree(value: Value): boolean {
  return typeOf(value).isSubtype(T.AST);
}

const ROOTS = { exec: 'Module', eval: 'Expression', single: 'Interactive', func_type: 'FunctionType' } as const;

/** Raises TypeError unless a node is the root of a tree of this mode. */
export function checkRoot(object: Value, mode: keyof typeof ROOTS): void {
  const root = typeOf(object);
  if (!root.isSubtype(nodeClass(ROOTS[mode]) as PyType)) throw typeError(`expected ${ROOTS[mode]} node, got ${root.name}`);
}

/** Instances of the classes of `ast` as a tree for the compiler; raises TypeError or ValueError for what does not fit. */
export function objectToTree(object: Value, mode: keyof typeof ROOTS): mod {
  checkRoot(object, mode);
  return nodeToTree(object, 'mod') as unknown as mod;
}

function constructorOf(value: Value, typeName: string): string {
  for (const cls of typeOf(value).mro) {
    const constructor = CONSTRUCTORS.get(cls.name);
    if (constructor?.typeName === typeName && nodeClass(cls.name) === cls) return cls.name;
  }
  throw typeError(`expected some sort of ${typeName}, but got ${reprText(value)}`);
}

function nodeToTree(value: Value, typeName: string): unknown {
  const name = constructorOf(value, typeName);
  const { type, fields } = CONSTRUCTORS.get(name)!;
  if (isEnumeration(type)) return name;
  const node: Record<string, unknown> = { _type: name };
  // The position is looked at first: it is what programs forget.
  if (type.positioned) {
    for (const attribute of POSITION) {
      const given = findAttribute(value, attribute);
      if (given === undefined || (given === null && attribute.startsWith('end_'))) {
        if (attribute.startsWith('end_')) node[attribute] = node[attribute.slice(4)];
        else throw typeError(`required field "${attribute}" missing from ${typeName === name ? name : typeName}`);
      } else {
        const int = intValue(given);
        if (int === undefined) throw valueError(`invalid integer value: ${reprText(given)}`);
        node[attribute] = Number(int);
      }
    }
  }
  for (const field of fields) node[field.name] = fieldToTree(value, field, name);
  return node;
}

function fieldToTree(owner: Value, field: FieldRow, constructor: string): unknown {
  const value: MaybeValue = findAttribute(owner, field.name);
  if (field.quantity.includes('*')) {
    if (value === undefined) return [];
    if (!(value instanceof PyList)) throw typeError(`${constructor} field "${field.name}" must be a list, not a ${typeOf(value).name}`);
    return value.items.map(item => scalarToTree(item, field, constructor));
  }
  if (value === undefined) {
    if (field.quantity === '?') return null;
    throw typeError(`required field "${field.name}" missing from ${constructor}`);
  }
  return scalarToTree(value, field, constructor);
}

function constantOf(value: Value): Constant {
  checkConstant(value);
  return valueConstant(value);
}

function checkConstant(value: Value): void {
  const type = typeOf(value);
  if (type === T.tuple || type === T.frozenset) for (const item of toArray(value)) checkConstant(item);
  else if (!CONSTANT_TYPES.includes(type.name) || type.isHeapType) throw typeError(`got an invalid type in Constant: ${type.name}`);
}

const CONSTANT_TYPES = ['NoneType', 'bool', 'int', 'float', 'complex', 'str', 'bytes', 'ellipsis'];

function scalarToTree(value: Value, field: FieldRow, constructor: string): unknown {
  if (field.type === 'constant') return constantOf(value);
  if (value === null) {
    if (field.quantity.includes('?')) return null;
    if (field.quantity === '*') throw valueError(`None disallowed in ${field.type} list`);
    throw valueError(`field '${field.name}' is required for ${constructor}`);
  }
  if (field.type === 'int') {
    const int = intValue(value);
    if (int === undefined) throw valueError(`invalid integer value: ${reprText(value)}`);
    return Number(int);
  }
  if (field.type === 'identifier' || field.type === 'string') {
    const text = strText(value);
    if (text === undefined) throw typeError(`AST ${field.type} must be of type str`);
    return text;
  }
  return nodeToTree(value, field.type);
}

registerModule('_ast', {
  attributes: {
    PyCF_ALLOW_TOP_LEVEL_AWAIT: 0x2000,
    PyCF_ONLY_AST: 0x400,
    PyCF_TYPE_COMMENTS: 0x1000,
    PyCF_OPTIMIZED_AST: 0x8400,
  },
  initialize: module => {
    for (const { key, value } of nodeClasses().entries()) module.dict.set(key, value!);
  },
});
