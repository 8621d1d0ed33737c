"""Stands in for the C extension through which CPython's tests call its C API: the constants, and what can be said of this interpreter."""

import marshal
import struct
import sys

CHAR_BIT = 8
CHAR_MAX, CHAR_MIN, UCHAR_MAX = 2**7 - 1, -(2**7), 2**8 - 1
SHRT_MAX, SHRT_MIN, USHRT_MAX = 2**15 - 1, -(2**15), 2**16 - 1
INT_MAX, INT_MIN, UINT_MAX = 2**31 - 1, -(2**31), 2**32 - 1
LONG_MAX, LONG_MIN, ULONG_MAX = 2**63 - 1, -(2**63), 2**64 - 1
LLONG_MAX, LLONG_MIN, ULLONG_MAX = LONG_MAX, LONG_MIN, ULONG_MAX
PY_SSIZE_T_MAX, PY_SSIZE_T_MIN, SIZE_MAX = LONG_MAX, LONG_MIN, ULONG_MAX
FLT_MAX, FLT_MIN = 3.4028234663852886e38, 1.1754943508222875e-38
DBL_MAX, DBL_MIN = sys.float_info.max, sys.float_info.min
WITH_PYMALLOC = WITH_MIMALLOC = False
Py_eval_input, Py_file_input, Py_single_input = 258, 257, 256


def config_get(name):
    return {"code_debug_ranges": True}[name]


def run_in_subinterp(code):
    import unittest

    raise unittest.SkipTest("there are no subinterpreters")


def exception_print(exc, legacy=False):
    sys.__excepthook__(type(exc), exc, getattr(exc, "__traceback__", None))


def traceback_print(tb, file):
    import linecache
    import traceback

    file.write("Traceback (most recent call last):\n")
    for frame, line in traceback.walk_tb(tb):
        code = frame.f_code
        file.write(f'  File "{code.co_filename}", line {line}, in {code.co_name}\n')
        if text := linecache.getline(code.co_filename, line).strip():
            file.write(f"    {text}\n")


def raise_exception(exception, count):
    if not issubclass(exception, BaseException):
        raise SystemError(f"_PyErr_SetObject: exception {exception!r} is not a BaseException subclass")
    raise exception(*range(count))


def raise_memoryerror():
    raise MemoryError


def make_exception_with_doc(name, doc=None, base=Exception, dict=None):
    module, dot, name = name.rpartition(".")
    if not dot:
        raise SystemError("PyErr_NewException: name must be module.class")
    namespace = {} if dict is None else dict
    namespace.setdefault("__module__", module)
    if doc is not None:
        namespace["__doc__"] = doc
    return type(name, base if isinstance(base, tuple) else (base,), namespace)


def set_errno(value):
    """There is no errno that a function could leave behind."""


def pymarshal_write_object_to_file(obj, filename, version):
    with open(filename, "wb") as file:
        marshal.dump(obj, file, version)


def pymarshal_write_long_to_file(value, filename, version):
    with open(filename, "wb") as file:
        file.write(struct.pack("<l", value))


def _read_from(read):
    def read_from_file(filename):
        with open(filename, "rb") as file:
            return read(file), file.tell()

    return read_from_file


def _read_number(format):
    def read(file):
        data = file.read(struct.calcsize(format))
        if len(data) < struct.calcsize(format):
            raise EOFError("EOF read where data expected")
        return struct.unpack(format, data)[0]

    return read


pymarshal_read_short_from_file = _read_from(_read_number("<h"))
pymarshal_read_long_from_file = _read_from(_read_number("<l"))
pymarshal_read_object_from_file = _read_from(marshal.load)
pymarshal_read_last_object_from_file = _read_from(marshal.load)


class CodeLike:
    """What C code that fires events of its own would pass for code."""

    def __init__(self, num_events):
        self.num_events = num_events


def monitoring_enter_scope(codelike, event1, event2=0):
    import unittest

    raise unittest.SkipTest("no events are fired from C")


def _fire_event(codelike, offset, *args):
    monitoring_enter_scope(codelike, offset)


for _name in (
    "py_start py_resume py_return py_yield call line jump branch_right branch_left py_throw raise c_raise "
    "reraise exception_handled py_unwind stop_iteration"
).split():
    globals()["fire_event_" + _name] = _fire_event


import _native_test

_native_test.install_testcapi(sys.modules[__name__])
