"""None is a value: it is not the absence of one, for any operation that has a default."""
class A:
    def __add__(self, o): return None
    def __eq__(self, o): return None
    x = None
print(A() + 1, A() == 1, getattr(A, 'x', 5), getattr(A(), 'x', 5))
print = print
len = None
def f(): return len
print(f(), {1: None}.get(1, 3), vars(A).get('x', 4), [None].pop(), max([None], default=3), next(iter([None]), 1), dict(a=None).setdefault('a', 1), dict(a=None).pop('a', 2))
import collections
d = collections.OrderedDict(a=None); print(d.get('a', 1), d.pop('a', 1))
print(list(filter(None, [None, 1])), [*map(lambda x: None, [1])], sorted([1, 2], key=None), any([None]), (None, 1)[0], list(zip([None], [None])), next((None for _ in [1]), 2))
def g():
    x = yield None
    print(x)
it = g(); next(it)
try: it.send(None)
except StopIteration as e: print(e.value)
for i in [None, None]: print(i)
a, *b = None, None
print(a, b, [x for x in (None,)])
import functools
print(functools.reduce(lambda a, b: None, [1, 2, 3]), functools.partial(lambda: None)())
exec("y = None\nprint(y)"); print(eval("None"))
import types
ns = types.SimpleNamespace(a=None); print(ns, getattr(ns, 'a', 2))
