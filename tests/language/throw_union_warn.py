"""Throwing into generators that delegate; unions of anything; type parameters that programs make."""
import pickle
import sys
import warnings
from typing import Generic, NoDefault, ParamSpec, TypeVar, Union


def delegating():
    try:
        yield from range(10)
    finally:
        print("finally")


body = delegating()
print(next(body), next(body))
try:
    body.throw(ValueError("thrown"))
except ValueError as error:
    print(error)


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        raise ZeroDivisionError(name)


def broken():
    yield from Broken()


body = broken()
print(next(body))
try:
    body.throw(AttributeError)
except ZeroDivisionError as error:
    print(error)
seen = []
sys.unraisablehook = seen.append
body = broken()
print(next(body))
body.close()
print(seen[-1].exc_value, seen[-1].err_msg.partition(" <")[0])
sys.unraisablehook = sys.__unraisablehook__

T = TypeVar("T")
for text in """Union() | type(Union[int, str])() | Union[()] | type(NoDefault)(1)""".split(" | "):
    try:
        print(text, eval(text))
    except TypeError as error:
        print(text, error)
print(Union[int, str] | "x", "x" | Union[int, str], T | "x", type(NoDefault)() is NoDefault)
print([bool(t.__flags__ & 512) for t in (Generic, TypeVar, Union, list, ParamSpec)])


def generic[T, **P, *Ts](): ...


print([t.__module__ for t in generic.__type_params__], T.__module__, hasattr(generic.__type_params__[0], "__dict__"))
names = {}
exec("from typing import *\nT = TypeVar('T'); P = ParamSpec('P'); Ts = TypeVarTuple('Ts')", names)
print([names[name].__module__ for name in ("T", "P", "Ts")])


class Box(Generic[T]):
    pass


print([type(pickle.loads(pickle.dumps(Box(), protocol))).__name__ for protocol in range(5)])

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn_explicit("eggs", UserWarning, "bar", 1, module_globals={"__name__": "bar", "__loader__": object()})
    del warnings.filters
    warnings.warn("still")
print([(w.category.__name__, str(w.message)) for w in caught])
