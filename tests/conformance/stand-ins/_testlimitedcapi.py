"""Stands in for the C extension through which CPython's tests call its limited C API: sequences by index."""


def _position(sequence, index):
    if not -(2**63) <= (index := index.__index__()) < 2**63:
        raise IndexError(f"cannot fit '{type(index).__name__}' into an index-sized integer")
    position = index + len(sequence) if index < 0 else index
    if position < 0:
        raise IndexError("index out of range")
    return position


def sequence_getitem(sequence, index):
    return sequence[_position(sequence, index)]


def sequence_setitem(sequence, index, value):
    sequence[_position(sequence, index)] = value


def sequence_delitem(sequence, index):
    del sequence[_position(sequence, index)]
