"""Stands in for a C extension of CPython's tests, whose presence importlib's tests take for that of extension modules."""
