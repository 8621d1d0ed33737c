/**
 * What `type` tells of the memory behind its instances: `__basicsize__`, `__itemsize__`, `__dictoffset__`, `__weakrefoffset__`, `__flags__`.
 *
 * Nothing here is laid out in memory; the numbers are those of CPython on a 64-bit machine, for programs that look at them (`copyreg`,
 * `__slots__` tools). A class written in Python adds eight bytes a slot to its base.
 */
import { typeError } from '../core/errors.ts';
import { T } from '../core/registry.ts';
import type { PyType } from '../core/type.ts';

type Layout = readonly [basicSize: number, itemSize?: number, dictOffset?: number, weakrefOffset?: number];

/** Types that are not laid out as their base is, by the name that messages give them. */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  memoryview: [144, 8, 0, 136],
  bytearray: [56],
  bytes: [33, 1],
  classmethod: [32, 0, 24],
  complex: [32],
  dict: [48],
  enumerate: [56],
  filter: [32],
  float: [24],
  frozenset: [200, 0, 0, 192],
  property: [64],
  int: [24, 4],
  list: [40],
  map: [40],
  object: [16],
  range: [48],
  reversed: [32],
  set: [200, 0, 0, 192],
  slice: [40],
  staticmethod: [32, 0, 24],
  str: [64],
  super: [40],
  tuple: [32, 8],
  type: [936, 40, 264, 368],
  zip: [48],
  BaseException: [72, 0, 16],
  BaseExceptionGroup: [96, 0, 16],
  SystemExit: [80, 0, 16],
  AttributeError: [88, 0, 16],
  ImportError: [104, 0, 16],
  NameError: [80, 0, 16],
  OSError: [112, 0, 16],
  StopIteration: [80, 0, 16],
  SyntaxError: [144, 0, 16],
  UnicodeDecodeError: [112, 0, 16],
  UnicodeEncodeError: [112, 0, 16],
  UnicodeTranslateError: [112, 0, 16],
  async_generator: [152, 8, 0, 16],
  builtin_function_or_method: [56, 0, 0, 40],
  PyCapsule: [64],
  cell: [24],
  classmethod_descriptor: [56],
  code: [208, 2, 0, 144],
  coroutine: [152, 8, 0, 16],
  frame: [152, 8],
  function: [152, 0, 88, 96],
  generator: [152, 8, 0, 16],
  'types.GenericAlias': [64, 0, 0, 40],
  getset_descriptor: [48],
  mappingproxy: [24],
  member_descriptor: [48],
  method_descriptor: [56],
  method: [48, 0, 0, 32],
  'method-wrapper': [32],
  module: [56, 0, 16, 40],
  'types.SimpleNamespace': [24, 0, 16],
  traceback: [40],
  'typing.Union': [56, 0, 0, 48],
  wrapper_descriptor: [56],
  list_iterator: [32],
  list_reverseiterator: [32],
  tuple_iterator: [32],
  str_ascii_iterator: [32],
  str_iterator: [32],
  bytes_iterator: [32],
  bytearray_iterator: [32],
  dict_keyiterator: [56],
  dict_valueiterator: [56],
  dict_itemiterator: [56],
  dict_reversekeyiterator: [56],
  dict_reversevalueiterator: [56],
  dict_reverseitemiterator: [56],
  set_iterator: [48],
  range_iterator: [40],
  longrange_iterator: [40],
  memory_iterator: [48],
  callable_iterator: [32],
  iterator: [32],
  odict_iterator: [64],
  'collections.deque': [216, 0, 0, 208],
  'collections.defaultdict': [56],
  'collections.OrderedDict': [112, 0, 96, 104],
  dict_keys: [24],
  dict_values: [24],
  dict_items: [24],
  generic_alias_iterator: [24],
  async_generator_asend: [40],
  async_generator_athrow: [40],
  coroutine_wrapper: [24],
  'string.templatelib.Template': [32],
  'string.templatelib.Interpolation': [48],
  'string.templatelib.TemplateIter': [40],
  'typing.TypeAliasType': [56],
  'weakref.ReferenceType': [64],
  'weakref.ProxyType': [64],
  line_iterator: [64],
  positions_iterator: [80],
};

/** Offsets that say "before the object": where CPython keeps a managed `__dict__` and list of weak references. */
const MANAGED_DICT = -1;
const MANAGED_WEAKREFS = -32;

export function layoutOf(type: PyType): Required<Layout> {
  if (!type.isHeapType) {
    const key = type.module === 'builtins' ? type.name : `${type.module}.${type.qualname}`;
    if (Object.hasOwn(LAYOUTS, key)) {
      const [basicSize, itemSize = 0, dictOffset = 0, weakrefOffset = 0] = LAYOUTS[key];
      return [basicSize, itemSize, dictOffset, weakrefOffset];
    }
    return type.base === undefined ? [16, 0, 0, 0] : layoutOf(type.base);
  }
  const base = type.base!;
  const [basicSize, itemSize, dictOffset, weakrefOffset] = layoutOf(base);
  const added = type.slotNames.length - base.slotNames.length;
  return [
    basicSize + 8 * added,
    itemSize,
    dictOffset === 0 && type.hasDict ? MANAGED_DICT : dictOffset,
    weakrefOffset === 0 && itemSize === 0 && type.lookup('__weakref__') !== undefined ? MANAGED_WEAKREFS : weakrefOffset,
  ];
}

/** The names of the slots that a class adds to its base's. */
const addedSlots = (type: PyType): readonly string[] => type.slotNames.slice(type.base === undefined ? 0 : type.base.slotNames.length);

/** The type by which instances of a class got their layout: those below it add nothing. */
function layoutType(type: PyType): PyType {
  while (type.base !== undefined && type.isHeapType && addedSlots(type).length === 0) {
    const { base } = type;
    const own = layoutOf(type);
    if (layoutOf(base).some((size, i) => size !== own[i])) break;
    type = base;
  }
  return type;
}

/** Raises TypeError unless instances of one class can become instances of the other (`compatible_for_assignment`). */
export function checkSameLayout(old: PyType, type: PyType, attribute: string): void {
  const differs = (what: string): unknown => typeError(`${attribute} assignment: '${type.name}' ${what} differs from '${old.name}'`);
  if (!type.isHeapType && old.isHeapType && !followsInstances(type)) throw differs('deallocator');
  const [, , oldDict, oldWeakrefs] = layoutOf(old);
  const [, , dict, weakrefs] = layoutOf(type);
  const from = layoutType(old);
  const to = layoutType(type);
  const sameAdded = from.base === to.base && from.isHeapType && to.isHeapType && addedSlots(from).join() === addedSlots(to).join();
  if (oldDict !== dict || oldWeakrefs !== weakrefs || (from !== to && !sameAdded)) throw differs('object layout');
}

const STATIC_BUILTIN = 1 << 1;
const INLINE_VALUES = 1 << 2;
const MANAGED_WEAKREF = 1 << 3;
const HAS_MANAGED_DICT = 1 << 4;
const SEQUENCE = 1 << 5;
const MAPPING = 1 << 6;
const DISALLOW_INSTANTIATION = 1 << 7;
const IMMUTABLE = 1 << 8;
const HEAP = 1 << 9;
const BASE = 1 << 10;
const VECTORCALL = 1 << 11;
const READY = 1 << 12;
const GC = 1 << 14;
const METHOD_DESCRIPTOR = 1 << 17;
const ABSTRACT = 1 << 20;
const MATCH_SELF = 1 << 22;

/** The bits by which CPython knows subclasses of these types at once. */
const SUBCLASS_BITS: readonly (readonly [name: string, bit: number])[] = [
  ['int', 24],
  ['list', 25],
  ['tuple', 26],
  ['bytes', 27],
  ['str', 28],
  ['dict', 29],
  ['BaseException', 30],
  ['type', 31],
];

const WITHOUT_GC = new Set([
  'object',
  'int',
  'bool',
  'float',
  'complex',
  'str',
  'bytes',
  'bytearray',
  'range',
  'NoneType',
  'NotImplementedType',
  'ellipsis',
  'code',
]);
const WITH_VECTORCALL = new Set([
  'type',
  'builtin_function_or_method',
  'method_descriptor',
  'classmethod_descriptor',
  'function',
  'method',
]);
const METHOD_DESCRIPTORS = new Set(['method_descriptor', 'wrapper_descriptor', 'function', '_lru_cache_wrapper']);
/** Types outside `builtins` that CPython has in static memory; all others it makes on the heap, as a class statement does. */
const STATIC_OUTSIDE_BUILTINS: Readonly<Record<string, string>> = {
  _contextvars: 'Context ContextVar Token',
  collections: 'OrderedDict',
  datetime: 'date datetime time timedelta timezone tzinfo',
  pickle: 'PickleBuffer',
  'string.templatelib': 'Interpolation Template TemplateIter',
  sys: 'flags float_info hash_info int_info thread_info version_info',
  types: 'GenericAlias SimpleNamespace',
  typing: 'TypeAliasType Union',
  weakref: 'CallableProxyType ProxyType ReferenceType',
};

/** Whether CPython makes a type of its own on the heap. */
const isMadeOnHeap = ({ module, qualname }: PyType): boolean =>
  module !== 'builtins' && STATIC_OUTSIDE_BUILTINS[module]?.split(' ').includes(qualname) !== true;

/** Whether the garbage collector follows the instances of a type. */
export const followsInstances = (type: PyType): boolean => type.isHeapType || !WITHOUT_GC.has(type.name);

/** `type.__flags__`. */
export function flagsOf(type: PyType): number {
  const [, , dictOffset, weakrefOffset] = layoutOf(type);
  const builtin = type.isHeapType ? '' : type.name;
  let flags = READY;
  if (dictOffset === MANAGED_DICT) flags |= HAS_MANAGED_DICT | (layoutOf(type)[0] === 16 ? INLINE_VALUES : 0);
  if (weakrefOffset === MANAGED_WEAKREFS) flags |= MANAGED_WEAKREF;
  if (type.patternKind === 'sequence') flags |= SEQUENCE;
  if (type.patternKind === 'mapping') flags |= MAPPING;
  if (type.isHeapType) flags |= HEAP | GC;
  else {
    flags |= IMMUTABLE | (isMadeOnHeap(type) ? HEAP : STATIC_BUILTIN);
    if (type.slots.tp_new === null) flags |= DISALLOW_INSTANTIATION;
    if (followsInstances(type)) flags |= GC;
  }
  if (type.isBaseType) flags |= BASE;
  if (WITH_VECTORCALL.has(builtin) || (type.isHeapType && type.isSubtype(T.type))) flags |= VECTORCALL;
  if (METHOD_DESCRIPTORS.has(builtin)) flags |= METHOD_DESCRIPTOR;
  if (type.isAbstract) flags |= ABSTRACT;
  if (type.matchSelf) flags |= MATCH_SELF;
  let result = flags;
  for (const [name, bit] of SUBCLASS_BITS) if (type.isSubtype(T[name])) result += 2 ** bit;
  return result;
}
