"""Stands in for pickle's accelerator where a test names it; `pickle` itself finds nothing here and uses its own Python code."""


def __getattr__(name):
    import pickle

    if name in ("Pickler", "Unpickler") and hasattr(pickle, "_" + name):
        return getattr(pickle, "_" + name)
    raise AttributeError(name)
