/** Instructions that read and write attributes. */
import type { OpRow } from './row.ts';

export const attributes: OpRow[] = [
  {
    name: 'LOAD_ATTR',
    number: 80,
    stack: '(owner -- attr, self_or_null[oparg & 1])',
    operand: 'name+1',
    caches: { counter: 1, version: 2, keys_version: 2, descr: 4 },
    family: {
      LOAD_ATTR_INSTANCE_VALUE: [180, 'The attribute is one of the instance’s own values, at a known index.'],
      LOAD_ATTR_MODULE: [184, 'The owner is a module whose namespace has kept its keys.'],
      LOAD_ATTR_WITH_HINT: [189, 'The attribute is in the instance’s dictionary, and probably where it was last time.'],
      LOAD_ATTR_SLOT: [188, 'The attribute is a `__slots__` member.'],
      LOAD_ATTR_CLASS: [177, 'The owner is a class that has not changed; the attribute was found once for all.'],
      LOAD_ATTR_CLASS_WITH_METACLASS_CHECK: [178, 'The same for a class whose metaclass might intervene and has not changed either.'],
      LOAD_ATTR_PROPERTY: [187, 'The attribute is a property; its getter runs in a frame of its own without a call in between.'],
      LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN: [179, 'The class has a `__getattribute__` in Python, which runs in a frame of its own.'],
      LOAD_ATTR_METHOD_WITH_VALUES: [183, 'A method of an instance that keeps its values inline and has no attribute of that name.'],
      LOAD_ATTR_METHOD_NO_DICT: [182, 'A method of an object that can have no attributes of its own.'],
      LOAD_ATTR_METHOD_LAZY_DICT: [181, 'A method of an object whose dictionary has not been made yet.'],
      LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: [186, 'A plain value of the class, seen through an instance that keeps its values inline.'],
      LOAD_ATTR_NONDESCRIPTOR_NO_DICT: [185, 'A plain value of the class, seen through an object without attributes of its own.'],
    },
    doc: 'Replaces an object by one of its attributes. With bit 0 set a call follows: a method is pushed unbound with its `self` above it, anything else with an empty slot.',
  },
  {
    name: 'LOAD_SUPER_ATTR',
    number: 96,
    stack: '(global_super, class, self -- attr, self_or_null[oparg & 1])',
    operand: 'name+2',
    caches: { counter: 1 },
    family: {
      LOAD_SUPER_ATTR_ATTR: [194, '`super` is the built-in one, and an attribute is wanted.'],
      LOAD_SUPER_ATTR_METHOD: [195, '`super` is the built-in one, and a method is about to be called.'],
    },
    instrumented: 249,
    doc: 'Does `super().name` at once, without making the super object. Bit 0 asks for method form, bit 1 tells that `super` was written with two arguments.',
  },
  {
    name: 'STORE_ATTR',
    number: 110,
    stack: '(value, owner --)',
    operand: 'name',
    caches: { counter: 1, version: 2, index: 1 },
    family: {
      STORE_ATTR_INSTANCE_VALUE: [198, 'The attribute is one of the instance’s inline values, at a known index.'],
      STORE_ATTR_SLOT: [199, 'The attribute is a `__slots__` member.'],
      STORE_ATTR_WITH_HINT: [200, 'The attribute is in the instance’s dictionary, and probably where it was last time.'],
    },
    doc: 'Pops an object and a value and makes the value an attribute of the object.',
  },
  {
    name: 'DELETE_ATTR',
    number: 61,
    stack: '(owner --)',
    operand: 'name',
    doc: 'Pops an object and deletes one of its attributes.',
  },
  {
    name: 'LOAD_SPECIAL',
    number: 95,
    stack: '(owner -- method, self_or_null)',
    operand: 'special',
    doc: 'Replaces an object by a special method of its class, ready to be called: `__enter__` and `__exit__` of a with statement.',
  },
];
