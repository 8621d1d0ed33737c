# Instances of classes with __slots__ made and filled in the loop, properties with locals, powers of floats.


class Point:
    __slots__ = ('x', 'y')

    def __init__(self, x, y=2):
        self.x, self.y = x, y

    @property
    def both(self):
        a = self.x
        b = self.y
        return a, b

    @property
    def lazy(self):
        missing = False
        if missing:
            local = 1
        try:
            return local
        except UnboundLocalError as e:
            return str(e)


class Point3(Point):
    __slots__ = ('z',)

    def __init__(self, *args, **kwargs):
        super().__init__(*args)
        self.z = kwargs


class Open(Point):
    def __init__(self):
        super().__init__(1)
        self.extra = 5


class Partial:
    __slots__ = ('set', 'unset')

    def __init__(self):
        self.set = 1


class Error(Exception):
    def __init__(self, code):
        self.code = code


class Count(int):
    def __init__(self, *args):
        self.args = args


class Wrong:
    __slots__ = ()

    def __init__(self):
        return 1


def attempt(f):
    try:
        return f()
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for _ in range(3):
    p, q, r = Point(1), Point3(1, 3, a=4), Open()
    print(p.both, p.lazy, q.both, q.z, r.both, r.extra, r.__dict__)
    s = Partial()
    print(s.set, attempt(lambda: s.unset), attempt(lambda: setattr(s, 'other', 1)))
    s.unset = 2
    del s.set
    print(s.unset, attempt(lambda: s.set), attempt(lambda: Point()), attempt(lambda: Point(1, 2, 3)), attempt(Wrong))
    print(Error(3).code, Error(4).args, Count(7), Count(8).args, attempt(lambda: p.z), hasattr(q, '__dict__'))
    p.x += 1
    print(p.x, attempt(lambda: object.__new__(Partial).set))
    print(2.0**0.5, 4.0**-1, 2**0.5, (-8.0) ** 2, (-8.0) ** 3.0, 0.0**0, attempt(lambda: 0.0**-1), attempt(lambda: 1e200**2))
    print(attempt(lambda: (-8.0) ** 0.5), 2.0**-1100, float('inf') ** 2, (-1.0) ** float('inf'), 9.0**0.5, 1e-200**2)
