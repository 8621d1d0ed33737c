/**
 * The built-in types by name: `T.int`, `T.list`, `T.TypeError`.
 *
 * Types and the classes of their instances need each other, and modules must not import in circles, so a type is put here by the file that
 * defines it and read from here by whoever needs it at run time. `objects/index.ts` imports every defining file, in order.
 */
import type { PyType } from './type.ts';
import type { ExceptionName } from '../../defs/exceptions.ts';

export type BuiltinTypeName =
  | 'object'
  | 'type'
  | 'NoneType'
  | 'NotImplementedType'
  | 'ellipsis'
  | 'bool'
  | 'int'
  | 'float'
  | 'complex'
  | 'str'
  | 'bytes'
  | 'bytearray'
  | 'memoryview'
  | 'tuple'
  | 'list'
  | 'dict'
  | 'set'
  | 'frozenset'
  | 'range'
  | 'slice'
  | 'mappingproxy'
  | 'SimpleNamespace'
  | 'dict_keys'
  | 'dict_values'
  | 'dict_items'
  | 'function'
  | 'method'
  | 'code'
  | 'frame'
  | 'FrameLocalsProxy'
  | 'traceback'
  | 'cell'
  | 'module'
  | 'generator'
  | 'coroutine'
  | 'async_generator'
  | 'builtin_function_or_method'
  | 'method_descriptor'
  | 'classmethod_descriptor'
  | 'wrapper_descriptor'
  | 'method-wrapper'
  | 'getset_descriptor'
  | 'member_descriptor'
  | 'classmethod'
  | 'staticmethod'
  | 'property'
  | 'super'
  | 'enumerate'
  | 'zip'
  | 'map'
  | 'filter'
  | 'reversed'
  | 'GenericAlias'
  | 'Union';

/** Filled by the defining files; every name is there once `objects/index.ts` is loaded. */
export const T = {} as { [name in BuiltinTypeName | ExceptionName]: PyType } & { [name: string]: PyType };

/**
 * Says that the types are there: from here on the look-up of one costs nothing.
 *
 * An object with this many properties is a hash table to V8, until it serves as a prototype: then it gets a hidden class, and compiled code takes its
 * properties for constants.
 */
export function settleTypes(): void {
  const heir = Object.create(T) as typeof T;
  // V8 looks closer once the look-up has a cache, which takes some calls.
  for (let i = 0; i < 50; i++) inherited(heir);
}

function inherited(heir: typeof T): PyType {
  return heir.object;
}
