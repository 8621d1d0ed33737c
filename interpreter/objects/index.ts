/**
 * Objects: the values of Python and what they do, on top of plain JavaScript.
 *
 * - `core/` says how values are represented: which are JavaScript primitives, what a type is, slots, shapes, dicts, native functions.
 * - `protocol/` is what one can do with any value: add, compare, iterate, call, get an attribute, hash, print. It dispatches through the
 *   slots of types and knows no particular type beyond fast paths for the core representations.
 * - `types/` has one built-in type a file: its slots, methods and attributes, declared with `defineType`.
 *
 * Python code is called only through `tp_call` of functions, which the virtual machine fills in: nothing here imports it. CPython does the
 * same in Objects/ and Include/cpython/object.h.
 *
 * Loading this file defines all built-in types, in an order in which every base exists before what derives from it.
 */
import { finishBootstrap } from './core/define.ts';
import './types/object.ts';
import './types/type.ts';
import './types/slot-wrappers.ts';
import './types/descriptors.ts';
import './types/mappingproxy.ts';
import './types/super.ts';
import './types/module.ts';
import './types/none.ts';
import './types/int.ts';
import './types/float.ts';
import './types/complex.ts';
import './types/str.ts';
import './types/bytes.ts';
import './types/memoryview.ts';
import './types/tuple.ts';
import './types/list.ts';
import './types/dict-views.ts';
import './types/dict.ts';
import './types/set.ts';
import './types/range.ts';
import './types/slice.ts';
import './types/iterators.ts';
import './types/union.ts';
import './types/generic-alias.ts';
import './types/simple-namespace.ts';
import './types/exceptions.ts';
import './types/cell.ts';
import './types/code.ts';
import './types/function.ts';
import './types/traceback.ts';
import './types/frame.ts';
import './types/frame-locals.ts';
import './types/generator.ts';
import './types/coroutine.ts';
import './types/async-generator.ts';
import './types/template.ts';
import './types/typing.ts';
import { addSlotWrappers } from './types/slot-wrappers.ts';

finishBootstrap(addSlotWrappers);
