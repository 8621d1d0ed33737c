"""__annotate__ and __annotations__ of classes: what is kept where, and what setting and deleting does."""


def kept(cls):
    return sorted(name for name in cls.__dict__ if "annot" in name)


class Both:
    a: int

    def __annotate__(format):
        return {"a": str}


print(kept(Both), Both.__annotations__, Both.__annotate__(1))
Both.__annotate__ = lambda format: {"b": 1}
print(kept(Both), Both.__annotations__)


class Plain:
    pass


print(Plain.__annotate__, kept(Plain))
for value in (42, "text"):
    try:
        Plain.__annotate__ = value
    except TypeError as error:
        print(error)
try:
    del Plain.__annotate__
except TypeError as error:
    print(error)


class Explicit:
    __annotations__ = {"x": 1}
    __annotate__ = len


print(kept(Explicit))
Explicit.__annotations__ = {"y": 2}
print(kept(Explicit), Explicit.__annotate__)
del Explicit.__annotations__
print(kept(Explicit))


class ByMethod:
    @classmethod
    def __annotate__(cls, format):
        return {cls.__name__: format}


print(ByMethod.__annotations__)


class ByProperty:
    @property
    def __annotations__(self):
        return 5


print(type(ByProperty.__annotations__).__name__, ByProperty().__annotations__)

for value in ("{}", "0", "frozenset()", "[]"):
    try:
        exec(f"__conditional_annotations__ = {value}\nx: int", {})
    except TypeError as error:
        print(error)

from typing import Callable, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple

With = TypeVar("With", default=int)
Without = TypeVar("Without")
for parameters in [(With, Without), (1,), (int,), (With, ParamSpec("P")), (TypeVarTuple("Ts", default=int), Without)]:
    try:
        TypeAliasType("A", int, type_params=parameters)
    except TypeError as error:
        print(error)

Bound = TypeVar("Bound", bound=int)
for call in (type(Bound.evaluate_bound), Bound.evaluate_bound, lambda: Bound.evaluate_bound("x")):
    try:
        call()
    except TypeError as error:
        print(error)
print(Bound.evaluate_bound(4), Bound.evaluate_bound(1), TypeVar("C", int, list[str]).evaluate_constraints(4))
names = {}
exec("type Alias = int", names, names)
print(names["Alias"].__module__)


def generic[T, *Ts, **P]():
    type Inner[T2, *Ts2, **P2] = tuple[Callable[P, tuple[T, *Ts]], Callable[P2, tuple[T2, *Ts2]]]
    return Inner


print(generic().__parameters__, generic().__type_params__)
