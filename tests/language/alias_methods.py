"""A parameterized class gives its class's methods, those of its own subscripts and unions included."""
t = list[int]
a = t()
t.append(a, 'foo')
print(t.__getitem__(a, 0), t.__len__(a), t | None, None | t)
print(t.__or__(None), t.__origin__, t.__ror__(int))
from typing import TypeVar
T = TypeVar('T')
print(dict[T, int][str], list[T].__getitem__([5], 0))
