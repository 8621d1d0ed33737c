// Written by tools/ops.ts from defs/ops. Do not edit.

// stack
/** `(--)` Not an instruction but room behind one, where the interpreter notes what it has learned about its operands. It is skipped, never executed. */
export const CACHE = 0;
/** `(--)` A number kept free, so that a debugger can tell it from every real instruction. */
export const RESERVED = 17;
/** `(--)` Does nothing. It stays in the code where a line would otherwise have no instruction to stop at. */
export const NOP = 27;
/** `(--)` Carries eight higher bits for the argument of the instruction that follows; up to three of them in a row make 32 bits. */
export const EXTENDED_ARG = 69;
/** `(value --)` Throws the top of the stack away, as after an expression whose value nobody wants. */
export const POP_TOP = 31;
/** `(iter --)` Throws the iterator away when its loop has ended. */
export const POP_ITER = 30;
/** `(value --)` Marks the end of a for loop and pops the placeholder that an exhausted iterator leaves. The loop jumps over it when nobody is watching. */
export const END_FOR = 9;
/** `( -- null)` Pushes an empty slot where a call expects `self`: what is called is a plain function. */
export const PUSH_NULL = 33;
/** `(bottom, unused[oparg-1] -- bottom, unused[oparg-1], top)` Pushes the item at the given depth once more; `COPY 1` duplicates the top. */
export const COPY = 59;
/** `(bottom, unused[oparg-2], top -- top, unused[oparg-2], bottom)` Exchanges the top of the stack with the item at the given depth. */
export const SWAP = 117;
/** `( -- value)` Pushes a constant from `co_consts`. */
export const LOAD_CONST = 82;
/** `( -- value)` Pushes an int from 0 to 255. The number is the argument itself, so it needs no place among the constants. */
export const LOAD_SMALL_INT = 94;
/** `( -- value)` Pushes a built-in that the compiler relies on, such as `AssertionError`, without looking at names that a program might have rebound. */
export const LOAD_COMMON_CONSTANT = 81;

// locals
/** `( -- value)` Pushes a local variable. The compiler has made sure that it holds a value here. */
export const LOAD_FAST = 84;
/** `( -- value)` Pushes a local variable without counting a reference: the compiler has shown that the variable outlives its use on the stack. */
export const LOAD_FAST_BORROW = 86;
/** `( -- value)` Pushes a local variable that may be unbound on some path to this place; if it is, raises `UnboundLocalError`. */
export const LOAD_FAST_CHECK = 88;
/** `( -- value)` Pushes a local variable, bound or not, and unbinds it: an inlined comprehension saves the outer variable of the same name. */
export const LOAD_FAST_AND_CLEAR = 85;
/** `( -- value1, value2)` Two `LOAD_FAST` in one; the argument holds both indexes, four bits each. */
export const LOAD_FAST_LOAD_FAST = 89;
/** `( -- value1, value2)` Two `LOAD_FAST_BORROW` in one. */
export const LOAD_FAST_BORROW_LOAD_FAST_BORROW = 87;
/** `(value --)` Pops a value into a local variable. */
export const STORE_FAST = 112;
/** `(value1 -- value2)` Pops a value into one local variable, then pushes another. */
export const STORE_FAST_LOAD_FAST = 113;
/** `(value2, value1 --)` Pops two values into two local variables, the top one first. */
export const STORE_FAST_STORE_FAST = 114;
/** `(--)` Unbinds a local variable, as `del x` does; raises `UnboundLocalError` if it was not bound. */
export const DELETE_FAST = 63;
/** `(--)` Puts a new cell into a variable’s slot, with the value that was there: an inner function shares this variable. */
export const MAKE_CELL = 97;
/** `(--)` Copies the function’s closure cells into the frame as it starts, so that its free variables can be reached like locals. */
export const COPY_FREE_VARS = 60;
/** `( -- value)` Pushes what a cell holds; raises `NameError` if it is empty. */
export const LOAD_DEREF = 83;
/** `(value --)` Pops a value into a cell. */
export const STORE_DEREF = 111;
/** `(--)` Empties a cell; raises `NameError` if it was empty. */
export const DELETE_DEREF = 62;
/** `(class_dict -- value)` Looks a name up in the popped mapping first and in a cell after that: how a class body reads a variable of the function around it. */
export const LOAD_FROM_DICT_OR_DEREF = 90;
/** `( -- cell)` Pushes a cell itself, for a closure. The assembler turns it into `LOAD_FAST`. */
export const LOAD_CLOSURE = 261;
/** `(value --)` Puts back a local variable that `LOAD_FAST_AND_CLEAR` saved, perhaps unbound. The assembler turns it into `STORE_FAST`. */
export const STORE_FAST_MAYBE_NULL = 266;

// names
/** `( -- value)` Looks a name up in the local namespace, then among the globals, then among the built-ins: the rule at module and class level. */
export const LOAD_NAME = 93;
/** `(value --)` Pops a value into the local namespace of a module or class body. */
export const STORE_NAME = 116;
/** `(--)` Removes a name from the local namespace; raises `NameError` if it is not there. */
export const DELETE_NAME = 65;
/** `( -- value, null[oparg & 1])` Looks a name up among the globals, then among the built-ins. With bit 0 set it also pushes the empty slot that a call wants. */
export const LOAD_GLOBAL = 92;
/** `(value --)` Pops a value into the module’s namespace. */
export const STORE_GLOBAL = 115;
/** `(--)` Removes a name from the module’s namespace. */
export const DELETE_GLOBAL = 64;
/** `( -- locals)` Pushes the local namespace itself. */
export const LOAD_LOCALS = 22;
/** `(mapping -- value)` Looks a name up in the popped mapping first, then as a global: for annotations and type parameters inside a class. */
export const LOAD_FROM_DICT_OR_GLOBALS = 91;
/** `(--)` Makes sure that the namespace has an `__annotations__` dictionary. */
export const SETUP_ANNOTATIONS = 36;
/** `(--)` Holds the place where the code that prepares a module’s or class’s annotations goes, once the compiler knows whether there are any. */
export const ANNOTATIONS_PLACEHOLDER = 256;
/** `(level, fromlist -- module)` Imports a module, given how many dots precede its name and which names are wanted from it. */
export const IMPORT_NAME = 73;
/** `(module -- module, value)` Pushes a name of the module on top, which stays below for the next name. */
export const IMPORT_FROM = 72;

// attributes
/** `(owner -- attr, self_or_null[oparg & 1])` Replaces an object by one of its attributes. With bit 0 set a call follows: a method is pushed unbound with its `self` above it, anything else with an empty slot. */
export const LOAD_ATTR = 80;
/** `(global_super, class, self -- attr, self_or_null[oparg & 1])` Does `super().name` at once, without making the super object. Bit 0 asks for method form, bit 1 tells that `super` was written with two arguments. */
export const LOAD_SUPER_ATTR = 96;
/** `(value, owner --)` Pops an object and a value and makes the value an attribute of the object. */
export const STORE_ATTR = 110;
/** `(owner --)` Pops an object and deletes one of its attributes. */
export const DELETE_ATTR = 61;
/** `(owner -- method, self_or_null)` Replaces an object by a special method of its class, ready to be called: `__enter__` and `__exit__` of a with statement. */
export const LOAD_SPECIAL = 95;

// operators
/** `(lhs, rhs -- res)` Pops two operands and pushes the result of the operator that the argument names; subscription `a[b]` is one of them. */
export const BINARY_OP = 44;
/** `(left, right -- res)` Pops two operands and pushes the result of a comparison. Bit 4 of the argument asks for a bool, whatever the operands answer. */
export const COMPARE_OP = 56;
/** `(left, right -- res)` Pops two operands and pushes whether they are one object; with argument 1, whether they are not. */
export const IS_OP = 74;
/** `(left, right -- res)` Pops a value and a container and pushes whether the one is in the other; with argument 1, whether it is not. */
export const CONTAINS_OP = 57;
/** `(value -- res)` Replaces the top by its negative: `-x`. */
export const UNARY_NEGATIVE = 41;
/** `(value -- res)` Replaces the top by its bitwise inverse: `~x`. */
export const UNARY_INVERT = 40;
/** `(value -- res)` Replaces a bool by the other one. What is no bool has passed `TO_BOOL` before. */
export const UNARY_NOT = 42;
/** `(value -- res)` Replaces the top by `True` or `False`, asking `__bool__` or `__len__`. */
export const TO_BOOL = 39;
/** `(container, start, stop -- res)` Does `container[start:stop]` without making the slice visible. */
export const BINARY_SLICE = 1;
/** `(value, container, start, stop --)` Does `container[start:stop] = value`. */
export const STORE_SLICE = 37;
/** `(value, container, sub --)` Does `container[sub] = value`. */
export const STORE_SUBSCR = 38;
/** `(container, sub --)` Does `del container[sub]`. */
export const DELETE_SUBSCR = 8;

// building
/** `(values[oparg] -- tuple)` Pops so many values and pushes a tuple of them. */
export const BUILD_TUPLE = 51;
/** `(values[oparg] -- list)` Pops so many values and pushes a list of them. */
export const BUILD_LIST = 46;
/** `(values[oparg] -- set)` Pops so many values and pushes a set of them. */
export const BUILD_SET = 48;
/** `(values[oparg*2] -- map)` Pops so many pairs of key and value and pushes a dict of them. */
export const BUILD_MAP = 47;
/** `(args[oparg] -- slice)` Pops start, stop and, with argument 3, step, and pushes a slice. */
export const BUILD_SLICE = 49;
/** `(pieces[oparg] -- str)` Joins so many strings into one: the pieces of an f-string. */
export const BUILD_STRING = 50;
/** `(value, str, format[oparg & 1] -- interpolation)` Makes one interpolation of a t-string from its value and source text. Bit 0 tells that a format specification is on the stack; the bits above 1 are the conversion. */
export const BUILD_INTERPOLATION = 45;
/** `(strings, interpolations -- template)` Makes a t-string’s template from a tuple of strings and a tuple of interpolations. */
export const BUILD_TEMPLATE = 2;
/** `(value -- result)` Replaces the top by its `str`, `repr` or `ascii`, as `!s`, `!r` and `!a` ask in an f-string. */
export const CONVERT_VALUE = 58;
/** `(value -- res)` Formats the top with an empty specification; a string stays as it is. */
export const FORMAT_SIMPLE = 12;
/** `(value, spec -- res)` Pops a format specification and formats the value below with it. */
export const FORMAT_WITH_SPEC = 13;
/** `(list, unused[oparg-1], value -- list, unused[oparg-1])` Pops a value and appends it to the list at the given depth: one step of a list comprehension. */
export const LIST_APPEND = 78;
/** `(set, unused[oparg-1], value -- set, unused[oparg-1])` Pops a value and adds it to the set at the given depth. */
export const SET_ADD = 107;
/** `(dict, unused[oparg-1], key, value -- dict, unused[oparg-1])` Pops a value and a key and enters them into the dict at the given depth. */
export const MAP_ADD = 98;
/** `(list, unused[oparg-1], iterable -- list, unused[oparg-1])` Pops an iterable and appends all it yields to the list at the given depth. */
export const LIST_EXTEND = 79;
/** `(set, unused[oparg-1], iterable -- set, unused[oparg-1])` Pops an iterable and adds all it yields to the set at the given depth. */
export const SET_UPDATE = 109;
/** `(dict, unused[oparg-1], update -- dict, unused[oparg-1])` Pops a mapping and copies its entries into the dict at the given depth: `{**mapping}`. */
export const DICT_UPDATE = 67;
/** `(callable, null, args, dict, unused[oparg-1], update -- callable, null, args, dict, unused[oparg-1])` As `DICT_UPDATE`, but for the keywords of a call: a key that is there already is an error, and the message names the function. */
export const DICT_MERGE = 66;
/** `(seq -- items[oparg])` Takes an iterable apart into exactly so many values, the first one on top. */
export const UNPACK_SEQUENCE = 119;
/** `(seq -- after[oparg >> 8], star, before[oparg & 0xff])` Takes an iterable apart for a target with a star: the low byte counts the names before the star, the next one those after it. */
export const UNPACK_EX = 118;

// calls
/** `(callable, self_or_null, args[oparg] -- res)` Calls an object with so many positional arguments. Below them lie `self`, or an empty slot, and the callable. */
export const CALL = 52;
/** `(callable, self_or_null, args[oparg], kwnames -- res)` Calls an object with so many arguments, of which the last ones are keyword arguments; the tuple on top names them. */
export const CALL_KW = 55;
/** `(callable, null, args, kwargs -- res)` Calls an object with arguments that were collected at run time: `f(*args, **kwargs)`. */
export const CALL_FUNCTION_EX = 4;
/** `(value -- res)` Calls one of the interpreter’s own helpers, which have no name in Python, on one value. */
export const CALL_INTRINSIC_1 = 53;
/** `(value1, value2 -- res)` Calls one of the interpreter’s own helpers on two values. */
export const CALL_INTRINSIC_2 = 54;
/** `(code -- func)` Turns a code object into a function that sees the globals of this frame. */
export const MAKE_FUNCTION = 23;
/** `(attr, func -- func)` Gives the function on top its defaults, keyword defaults, annotations or closure, popped from below it. */
export const SET_FUNCTION_ATTRIBUTE = 108;
/** `( -- build_class)` Pushes `__build_class__`, which a class statement calls with the body and the bases. */
export const LOAD_BUILD_CLASS = 21;
/** `(retval -- res)` Leaves the function; the top of the stack is its result and becomes the top of the caller’s stack. */
export const RETURN_VALUE = 35;
/** `(--)` Stands where a function starts and where a generator goes on. Here the interpreter looks for signals, and tracing tools learn of the start. */
export const RESUME = 128;
/** `(should_be_none --)` Checks that `__init__` returned None when the interpreter has called it for a class directly. */
export const EXIT_INIT_CHECK = 11;
/** `(retval --)` Leaves the evaluation loop itself: the frame that C code put below the first Python frame ends with it. */
export const INTERPRETER_EXIT = 20;

// control
/** `(--)` Goes on further ahead. */
export const JUMP_FORWARD = 77;
/** `(--)` Goes back to the head of a loop. Every round passes here, so here the interpreter looks for signals and counts how hot the loop is. */
export const JUMP_BACKWARD = 75;
/** `(--)` Goes back without looking for signals: between the two halves of an await nothing may come in. */
export const JUMP_BACKWARD_NO_INTERRUPT = 76;
/** `(cond --)` Pops a bool and jumps if it is true. */
export const POP_JUMP_IF_TRUE = 103;
/** `(cond --)` Pops a bool and jumps if it is false. */
export const POP_JUMP_IF_FALSE = 100;
/** `(value --)` Pops a value and jumps if it is None. */
export const POP_JUMP_IF_NONE = 101;
/** `(value --)` Pops a value and jumps if it is not None. */
export const POP_JUMP_IF_NOT_NONE = 102;
/** `(--)` Does nothing. It stands behind a conditional jump, so that monitoring tools can tell that the jump was not taken. */
export const NOT_TAKEN = 28;
/** `(iterable -- iter)` Replaces an iterable by its iterator: `iter(x)`. */
export const GET_ITER = 16;
/** `(iter -- iter, next)` Pushes the next value of the iterator on top of it; when there is none left, jumps behind the loop. */
export const FOR_ITER = 70;
/** `(obj -- obj, len)` Pushes the length of the top, which stays: a pattern of several items asks for it. */
export const GET_LEN = 18;
/** `(subject -- subject, res)` Pushes whether the subject counts as a mapping in a match statement. */
export const MATCH_MAPPING = 25;
/** `(subject -- subject, res)` Pushes whether the subject counts as a sequence in a match statement; strings and bytes do not. */
export const MATCH_SEQUENCE = 26;
/** `(subject, keys -- subject, keys, values_or_none)` Pushes a tuple of the subject’s values for these keys, or None if one is missing. */
export const MATCH_KEYS = 24;
/** `(subject, type, names -- attrs)` Checks a subject against a class pattern and pushes a tuple of the attributes it asks for, or None. The argument counts the positional ones. */
export const MATCH_CLASS = 99;
/** `(--)` A jump whose direction is not known yet. */
export const JUMP = 257;
/** `(--)` A jump that will not look for signals, whichever way it goes. */
export const JUMP_NO_INTERRUPT = 260;
/** `(cond -- cond)` Jumps if the top is false and leaves it there: `and`. It becomes COPY, TO_BOOL and POP_JUMP_IF_FALSE. */
export const JUMP_IF_FALSE = 258;
/** `(cond -- cond)` Jumps if the top is true and leaves it there: `or`. */
export const JUMP_IF_TRUE = 259;

// generators
/** `( -- generator)` Makes a generator, coroutine or asynchronous generator out of the running frame and returns it to the caller. */
export const RETURN_GENERATOR = 34;
/** `(retval -- value)` Suspends the frame and hands the top to whoever resumed it; when it goes on, the value sent in is on top. Argument 1 tells that this yield is part of a yield from or await. */
export const YIELD_VALUE = 120;
/** `(receiver, value -- receiver, retval)` Sends a value into the iterator below it and pushes what that yields; when it is exhausted, pushes its result and jumps. */
export const SEND = 106;
/** `(receiver, value -- value)` Drops the exhausted iterator below the result of a yield from or await. */
export const END_SEND = 10;
/** `(sub_iter, last_sent, exc -- none, value)` Handles an exception that came out of an inner iterator during `throw()` or `close()`: a StopIteration yields its value, any other goes on. */
export const CLEANUP_THROW = 7;
/** `(iterable -- iter)` Replaces the operand of `yield from` by an iterator; a generator stays as it is. */
export const GET_YIELD_FROM_ITER = 19;
/** `(iterable -- iter)` Replaces the operand of `await` by the iterator to drive. The argument, 1 for `__aenter__` and 2 for `__aexit__`, serves the error message. */
export const GET_AWAITABLE = 71;
/** `(obj -- iter)` Replaces an asynchronous iterable by what its `__aiter__` answers. */
export const GET_AITER = 14;
/** `(aiter -- aiter, awaitable)` Pushes what the asynchronous iterator’s `__anext__` answers, to be awaited. */
export const GET_ANEXT = 15;
/** `(awaitable, exc --)` Ends an `async for` on StopAsyncIteration and lets any other exception go on. Its argument points back at the loop’s SEND, for tracing tools only. */
export const END_ASYNC_FOR = 68;

// exceptions
/** `(args[oparg] --)` Raises: with 0 the exception being handled, with 1 the one on top, with 2 the one below the top, whose cause is the top. */
export const RAISE_VARARGS = 104;
/** `(values[oparg], exc -- values[oparg])` Lets the exception on top go on as if it had not been caught; with an argument, from where it first came, whose place lies that deep. */
export const RERAISE = 105;
/** `(exc -- prev_exc, exc)` Enters a handler: the exception becomes the one being handled, and the one that was before it is kept below. */
export const PUSH_EXC_INFO = 32;
/** `(prev_exc --)` Leaves a handler: what was being handled before is so again. */
export const POP_EXCEPT = 29;
/** `(exc, type -- exc, res)` Pops the class, or tuple of classes, of an except clause and pushes whether the exception is of it. */
export const CHECK_EXC_MATCH = 6;
/** `(exc, type -- rest, match)` Splits an exception group for `except*` into the part that matches and the rest; either may be None. */
export const CHECK_EG_MATCH = 5;
/** `(exit_func, exit_self, lasti, prev_exc, exc -- exit_func, exit_self, lasti, prev_exc, exc, res)` Calls `__exit__` with an exception that left the with block and pushes its answer. */
export const WITH_EXCEPT_START = 43;
/** `(--)` From here to the matching POP_BLOCK an exception goes to the handler. It costs nothing at run time: it becomes a row of the exception table. */
export const SETUP_FINALLY = 264;
/** `(--)` As SETUP_FINALLY, and the handler also receives the place of the failing instruction, from where it can raise again. */
export const SETUP_CLEANUP = 263;
/** `(--)` As SETUP_CLEANUP, for the block of a with statement. */
export const SETUP_WITH = 265;
/** `(--)` Ends the reach of the innermost handler. */
export const POP_BLOCK = 262;

// monitoring
/** `(--)` Reports the instruction to a monitoring tool, then does what stood here before. */
export const INSTRUMENTED_INSTRUCTION = 238;
/** `(--)` Reports a new line to a monitoring tool, then does what stood here before. */
export const INSTRUMENTED_LINE = 254;
/** `(--)` Enters code that the JIT has made for this place. */
export const ENTER_EXECUTOR = 255;

// specialized forms
/** The container is a dict. */
export const STORE_SUBSCR_DICT = 201;
/** The container is a list and the index a small, non-negative int. */
export const STORE_SUBSCR_LIST_INT = 202;
/** The class has neither `__bool__` nor `__len__`. */
export const TO_BOOL_ALWAYS_TRUE = 203;
/** The value is a bool already. */
export const TO_BOOL_BOOL = 204;
/** An int. */
export const TO_BOOL_INT = 205;
/** A list. */
export const TO_BOOL_LIST = 206;
/** None. */
export const TO_BOOL_NONE = 207;
/** A string. */
export const TO_BOOL_STR = 208;
/** Two small ints. */
export const BINARY_OP_ADD_INT = 130;
/** Two floats. */
export const BINARY_OP_ADD_FLOAT = 129;
/** Two strings. */
export const BINARY_OP_ADD_UNICODE = 131;
/** `s = s + t` or `s += t` on a local string, which grows in place when nobody else holds it. */
export const BINARY_OP_INPLACE_ADD_UNICODE = 3;
/** Two small ints. */
export const BINARY_OP_SUBTRACT_INT = 142;
/** Two floats. */
export const BINARY_OP_SUBTRACT_FLOAT = 141;
/** Two small ints. */
export const BINARY_OP_MULTIPLY_INT = 134;
/** Two floats. */
export const BINARY_OP_MULTIPLY_FLOAT = 133;
/** A list and a small, non-negative index. */
export const BINARY_OP_SUBSCR_LIST_INT = 137;
/** A list and a slice. */
export const BINARY_OP_SUBSCR_LIST_SLICE = 138;
/** A tuple and a small, non-negative index. */
export const BINARY_OP_SUBSCR_TUPLE_INT = 140;
/** A string and a small, non-negative index. */
export const BINARY_OP_SUBSCR_STR_INT = 139;
/** A dict and a key. */
export const BINARY_OP_SUBSCR_DICT = 135;
/** The class has a `__getitem__` in Python, which runs in a frame of its own. */
export const BINARY_OP_SUBSCR_GETITEM = 136;
/** Another pair of types for which a function is known, such as an int and a float. */
export const BINARY_OP_EXTEND = 132;
/** A Python function, given exactly the positional arguments it takes: its frame is filled directly. */
export const CALL_PY_EXACT_ARGS = 161;
/** A Python function whose arguments need defaults, packing or keywords. */
export const CALL_PY_GENERAL = 162;
/** A bound method of a Python function that takes exactly these arguments. */
export const CALL_BOUND_METHOD_EXACT_ARGS = 144;
/** A bound method of a Python function whose arguments need more work. */
export const CALL_BOUND_METHOD_GENERAL = 145;
/** Something that is no Python function. */
export const CALL_NON_PY_GENERAL = 160;
/** A class in Python: makes the instance and enters `__init__` without a call in between. */
export const CALL_ALLOC_AND_ENTER_INIT = 143;
/** `type(x)`. */
export const CALL_TYPE_1 = 165;
/** `str(x)`. */
export const CALL_STR_1 = 163;
/** `tuple(x)`. */
export const CALL_TUPLE_1 = 164;
/** `len(x)`. */
export const CALL_LEN = 154;
/** `isinstance(x, c)`. */
export const CALL_ISINSTANCE = 150;
/** `list.append(x)` whose result nobody wants. */
export const CALL_LIST_APPEND = 155;
/** A built-in class. */
export const CALL_BUILTIN_CLASS = 146;
/** A built-in function of one argument. */
export const CALL_BUILTIN_O = 149;
/** A built-in function that takes its arguments as an array. */
export const CALL_BUILTIN_FAST = 147;
/** The same, and keywords. */
export const CALL_BUILTIN_FAST_WITH_KEYWORDS = 148;
/** A built-in method of one argument. */
export const CALL_METHOD_DESCRIPTOR_O = 159;
/** A built-in method without arguments. */
export const CALL_METHOD_DESCRIPTOR_NOARGS = 158;
/** A built-in method that takes its arguments as an array. */
export const CALL_METHOD_DESCRIPTOR_FAST = 156;
/** The same, and keywords. */
export const CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS = 157;
/** A Python function. */
export const CALL_KW_PY = 153;
/** A bound method of a Python function. */
export const CALL_KW_BOUND_METHOD = 151;
/** Something that is no Python function. */
export const CALL_KW_NON_PY = 152;
/** Two floats. */
export const COMPARE_OP_FLOAT = 166;
/** Two small ints. */
export const COMPARE_OP_INT = 167;
/** Two strings, for equality. */
export const COMPARE_OP_STR = 168;
/** The container is a set or frozenset. */
export const CONTAINS_OP_SET = 170;
/** The container is a dict. */
export const CONTAINS_OP_DICT = 169;
/** The iterator of a list. */
export const FOR_ITER_LIST = 172;
/** The iterator of a tuple. */
export const FOR_ITER_TUPLE = 174;
/** The iterator of a range. */
export const FOR_ITER_RANGE = 173;
/** A generator, which resumes in its own frame without a call in between. */
export const FOR_ITER_GEN = 171;
/** There is no JIT: just jump. */
export const JUMP_BACKWARD_NO_JIT = 176;
/** Counts rounds, to have a hot loop compiled. */
export const JUMP_BACKWARD_JIT = 175;
/** The attribute is one of the instance’s own values, at a known index. */
export const LOAD_ATTR_INSTANCE_VALUE = 180;
/** The owner is a module whose namespace has kept its keys. */
export const LOAD_ATTR_MODULE = 184;
/** The attribute is in the instance’s dictionary, and probably where it was last time. */
export const LOAD_ATTR_WITH_HINT = 189;
/** The attribute is a `__slots__` member. */
export const LOAD_ATTR_SLOT = 188;
/** The owner is a class that has not changed; the attribute was found once for all. */
export const LOAD_ATTR_CLASS = 177;
/** The same for a class whose metaclass might intervene and has not changed either. */
export const LOAD_ATTR_CLASS_WITH_METACLASS_CHECK = 178;
/** The attribute is a property; its getter runs in a frame of its own without a call in between. */
export const LOAD_ATTR_PROPERTY = 187;
/** The class has a `__getattribute__` in Python, which runs in a frame of its own. */
export const LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN = 179;
/** A method of an instance that keeps its values inline and has no attribute of that name. */
export const LOAD_ATTR_METHOD_WITH_VALUES = 183;
/** A method of an object that can have no attributes of its own. */
export const LOAD_ATTR_METHOD_NO_DICT = 182;
/** A method of an object whose dictionary has not been made yet. */
export const LOAD_ATTR_METHOD_LAZY_DICT = 181;
/** A plain value of the class, seen through an instance that keeps its values inline. */
export const LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES = 186;
/** A plain value of the class, seen through an object without attributes of its own. */
export const LOAD_ATTR_NONDESCRIPTOR_NO_DICT = 185;
/** The constant is immortal, so that no reference needs counting. */
export const LOAD_CONST_IMMORTAL = 190;
/** The constant is an ordinary, counted object. */
export const LOAD_CONST_MORTAL = 191;
/** The module’s namespace has kept its keys, so that the value is at a known index. */
export const LOAD_GLOBAL_MODULE = 193;
/** The name is not in the module, the built-ins have kept their keys, and the value is at a known index there. */
export const LOAD_GLOBAL_BUILTIN = 192;
/** `super` is the built-in one, and an attribute is wanted. */
export const LOAD_SUPER_ATTR_ATTR = 194;
/** `super` is the built-in one, and a method is about to be called. */
export const LOAD_SUPER_ATTR_METHOD = 195;
/** The receiver is a generator or coroutine, which resumes in its own frame. */
export const SEND_GEN = 197;
/** The attribute is one of the instance’s inline values, at a known index. */
export const STORE_ATTR_INSTANCE_VALUE = 198;
/** The attribute is a `__slots__` member. */
export const STORE_ATTR_SLOT = 199;
/** The attribute is in the instance’s dictionary, and probably where it was last time. */
export const STORE_ATTR_WITH_HINT = 200;
/** A tuple of two. */
export const UNPACK_SEQUENCE_TWO_TUPLE = 211;
/** A tuple of the right length. */
export const UNPACK_SEQUENCE_TUPLE = 210;
/** A list of the right length. */
export const UNPACK_SEQUENCE_LIST = 209;
/** Nothing has to be done but to look for pending signals. */
export const RESUME_CHECK = 196;

// instrumented forms
export const INSTRUMENTED_CALL_FUNCTION_EX = 252;
export const INSTRUMENTED_END_FOR = 234;
export const INSTRUMENTED_END_SEND = 236;
export const INSTRUMENTED_NOT_TAKEN = 240;
export const INSTRUMENTED_POP_ITER = 235;
export const INSTRUMENTED_RETURN_VALUE = 246;
export const INSTRUMENTED_CALL = 250;
export const INSTRUMENTED_CALL_KW = 251;
export const INSTRUMENTED_END_ASYNC_FOR = 248;
export const INSTRUMENTED_FOR_ITER = 237;
export const INSTRUMENTED_JUMP_BACKWARD = 253;
export const INSTRUMENTED_JUMP_FORWARD = 239;
export const INSTRUMENTED_LOAD_SUPER_ATTR = 249;
export const INSTRUMENTED_POP_JUMP_IF_FALSE = 242;
export const INSTRUMENTED_POP_JUMP_IF_NONE = 243;
export const INSTRUMENTED_POP_JUMP_IF_NOT_NONE = 244;
export const INSTRUMENTED_POP_JUMP_IF_TRUE = 241;
export const INSTRUMENTED_YIELD_VALUE = 247;
export const INSTRUMENTED_RESUME = 245;
