/** `sys.getsizeof` and `sys._is_immortal` (CPython: `_PySys_GetSizeOf` in Python/sysmodule.c): what objects would take up there, roughly. */
import { PyBytes } from '../objects/core/bytes.ts';
import { PyBaseException, raise, typeError, valueError } from '../objects/core/errors.ts';
import { PyInstance } from '../objects/core/instance.ts';
import { normalize } from '../objects/core/integer.ts';
import { T } from '../objects/core/registry.ts';
import { Ellipsis, NotImplemented } from '../objects/core/singletons.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { callValue } from '../objects/protocol/call.ts';
import { toIndex } from '../objects/protocol/index.ts';
import { followsInstances } from '../objects/types/type-layout.ts';

/** What the garbage collector keeps in front of an object that it follows, and what an instance has there besides. */
const GC_HEAD = 16;
const MANAGED_HEAD = 16;

/** `sys.getsizeof(object, default)`. */
export function sizeOf(object: Value, fallback: MaybeValue): Value {
  try {
    return sizeOrRaise(object);
  } catch (error) {
    if (fallback !== undefined && error instanceof PyBaseException && error.cls.isSubtype(T.TypeError)) return fallback;
    throw error;
  }
}

function sizeOrRaise(object: Value): Value {
  const type = typeOf(object);
  const method = type.lookup('__sizeof__');
  if (method === undefined) throw typeError(`Type ${type.name} doesn't define __sizeof__`);
  const bind = typeOf(method).slots.tp_descr_get;
  const size = callValue(bind === null ? method : bind(method, object, type), []);
  if (!typeOf(size).isSubtype(T.int)) throw typeError('an integer is required');
  const bytes = BigInt(toIndex(size));
  if (bytes < 0n) throw valueError('__sizeof__() should return >= 0');
  if (bytes > 0x7fff_ffff_ffff_ffffn) throw raise(T.OverflowError, 'Python int too large to convert to C ssize_t');
  const heads = (followsInstances(type) ? GC_HEAD : 0) + (object instanceof PyInstance && type.hasDict ? MANAGED_HEAD : 0);
  return normalize(bytes + BigInt(heads));
}

/** Whether CPython never frees the object: constants, small ints, texts and bytes of at most one character, built-in types. */
export function isImmortal(object: Value): boolean {
  if (object === null || typeof object === 'boolean') return true;
  if (typeof object === 'number') return object >= -5 && object <= 256;
  if (typeof object === 'string') return object.length === 0 || (object.length === 1 && object <= '\xff');
  if (object instanceof PyBytes) return object.data.length <= 1;
  if (object instanceof PyTuple) return object.items.length === 0;
  return object === NotImplemented || object === Ellipsis || (object instanceof PyType && !object.isHeapType);
}
