"""Stands in for the C extension through which CPython's tests look inside: what can be said of this interpreter."""

import sys

SPECIALIZATION_THRESHOLD = 32
SPECIALIZATION_COOLDOWN = 64
SHARED_KEYS_MAX_SIZE = 30
SIZEOF_PYGC_HEAD = SIZEOF_MANAGED_PRE_HEADER = 16


def get_c_recursion_remaining():
    return 10_000


def get_recursion_depth():
    frame, depth = sys._getframe(1), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def get_next_dict_keys_version():
    return 1


def set_vectorcall_nop(function):
    pass


def has_deferred_refcount(obj):
    return False


def get_configs():
    return {"config": {"code_debug_ranges": 1, "use_frozen_modules": 0}}


def dict_getitem_knownhash(mapping, key, hash):
    if not isinstance(mapping, dict):
        raise SystemError("bad argument to internal function")
    return dict.__getitem__(mapping, key)


import _native_test

_native_test.install_testinternalcapi(sys.modules[__name__])


def has_inline_values(obj):
    """Attributes are in fixed slots, as long as there are not too many."""
    return bool(type(obj).__flags__ & 1 << 2) and len(vars(obj)) <= SHARED_KEYS_MAX_SIZE
