/** Instructions that look names up in dictionaries: globals, built-ins, class and module namespaces; and imports. */
import type { OpRow } from './row.ts';

export const names: OpRow[] = [
  {
    name: 'LOAD_NAME',
    number: 93,
    stack: '( -- value)',
    operand: 'name',
    doc: 'Looks a name up in the local namespace, then among the globals, then among the built-ins: the rule at module and class level.',
  },
  {
    name: 'STORE_NAME',
    number: 116,
    stack: '(value --)',
    operand: 'name',
    doc: 'Pops a value into the local namespace of a module or class body.',
  },
  {
    name: 'DELETE_NAME',
    number: 65,
    stack: '(--)',
    operand: 'name',
    doc: 'Removes a name from the local namespace; raises `NameError` if it is not there.',
  },
  {
    name: 'LOAD_GLOBAL',
    number: 92,
    stack: '( -- value, null[oparg & 1])',
    operand: 'name+1',
    caches: { counter: 1, index: 1, module_keys_version: 1, builtin_keys_version: 1 },
    family: {
      LOAD_GLOBAL_MODULE: [193, 'The module’s namespace has kept its keys, so that the value is at a known index.'],
      LOAD_GLOBAL_BUILTIN: [
        192,
        'The name is not in the module, the built-ins have kept their keys, and the value is at a known index there.',
      ],
    },
    doc: 'Looks a name up among the globals, then among the built-ins. With bit 0 set it also pushes the empty slot that a call wants.',
  },
  {
    name: 'STORE_GLOBAL',
    number: 115,
    stack: '(value --)',
    operand: 'name',
    doc: 'Pops a value into the module’s namespace.',
  },
  {
    name: 'DELETE_GLOBAL',
    number: 64,
    stack: '(--)',
    operand: 'name',
    doc: 'Removes a name from the module’s namespace.',
  },
  {
    name: 'LOAD_LOCALS',
    number: 22,
    stack: '( -- locals)',
    operand: 'none',
    doc: 'Pushes the local namespace itself.',
  },
  {
    name: 'LOAD_FROM_DICT_OR_GLOBALS',
    number: 91,
    stack: '(mapping -- value)',
    operand: 'name',
    doc: 'Looks a name up in the popped mapping first, then as a global: for annotations and type parameters inside a class.',
  },
  {
    name: 'SETUP_ANNOTATIONS',
    number: 36,
    stack: '(--)',
    operand: 'none',
    doc: 'Makes sure that the namespace has an `__annotations__` dictionary.',
  },
  {
    name: 'ANNOTATIONS_PLACEHOLDER',
    number: 256,
    stack: '(--)',
    operand: 'none',
    flags: ['pseudo'],
    doc: 'Holds the place where the code that prepares a module’s or class’s annotations goes, once the compiler knows whether there are any.',
  },
  {
    name: 'IMPORT_NAME',
    number: 73,
    stack: '(level, fromlist -- module)',
    operand: 'name',
    doc: 'Imports a module, given how many dots precede its name and which names are wanted from it.',
  },
  {
    name: 'IMPORT_FROM',
    number: 72,
    stack: '(module -- module, value)',
    operand: 'name',
    doc: 'Pushes a name of the module on top, which stays below for the next name.',
  },
];
