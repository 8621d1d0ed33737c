# Every kind of parameter, and the errors.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, x=7))
print(f(*[1, 2], **{'d': 1, 'a': 9}))
print(f(1, *(2,), c=8, d=4, **{'e': 0}))


def g(a, b, *, c): pass
def h(a, b=1): pass
def k(): pass
def p(a, /, b): pass
def many(a, b, c, d): pass


class M:
    def m(self, x): return x
    def none(): pass


calls = [
    lambda: g(), lambda: g(1), lambda: g(1, 2), lambda: g(1, 2, 3, c=4), lambda: g(1, 2, 3), lambda: g(1, 2, c=3, x=4), lambda: g(1, b=2, a=3, c=1),
    lambda: h(), lambda: h(1, 2, 3), lambda: k(1), lambda: k(x=1), lambda: p(a=1, b=2), lambda: p(), lambda: many(), lambda: many(1),
    lambda: M().m(), lambda: M().m(1, 2), lambda: M().none(), lambda: M().m(y=1), lambda: h(**{1: 2}), lambda: h(*1), lambda: h(**1),
    lambda: h(1, **{'a': 2}), lambda: g(1, 2, c=1, **{'c': 2}), lambda: h(bb=1), lambda: M(1), lambda: len(), lambda: len(1, 2),
    lambda: 'a'.join(), lambda: [].append(1, 2),
]
for call in calls:
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


def annotated(a: int, b: 'str' = 'x', *c: float, d: list = [], **e: dict) -> bool: ...


print(annotated.__annotations__, annotated.__defaults__, annotated.__kwdefaults__)
print((lambda *, a=1: a)(a=5))
default = []


def mutable(x, acc=default):
    acc.append(x)
    return acc


mutable(1)
print(mutable(2), default is mutable.__defaults__[0])
