"""Stands in for the C extension through which CPython's tests look inside: what can be said of this interpreter."""

SPECIALIZATION_THRESHOLD = 32
SPECIALIZATION_COOLDOWN = 64
SHARED_KEYS_MAX_SIZE = 30


def get_c_recursion_remaining():
    return 10_000


def get_next_dict_keys_version():
    return 1


def set_vectorcall_nop(function):
    pass


def set_eval_frame_default():
    pass


def has_deferred_refcount(obj):
    return False
