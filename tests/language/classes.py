# Classes, inheritance, super, properties, class and static methods, special methods.
class Base:
    count = 0

    def __init__(self, name):
        self.name = name
        type(self).count += 1

    def __repr__(self):
        return f'{type(self).__name__}({self.name!r})'

    def hello(self):
        return 'base ' + self.name

    @classmethod
    def make(cls, *args):
        return cls(*args)

    @staticmethod
    def add(a, b):
        return a + b

    @property
    def upper(self):
        return self.name.upper()

    @upper.setter
    def upper(self, value):
        self.name = value.lower()

    @upper.deleter
    def upper(self):
        print('deleted')


class Left(Base):
    def hello(self):
        return 'left > ' + super().hello()


class Right(Base):
    def hello(self):
        return 'right > ' + super().hello()


class Both(Left, Right):
    def hello(self):
        return 'both > ' + super().hello()


b = Both.make('x')
print(b, b.hello(), Both.add(1, 2), b.upper, Both.count, Base.count)
b.upper = 'YES'
print(b.name, [c.__name__ for c in Both.__mro__])
del b.upper
try:
    class Bad(Base, Left): pass
except TypeError as e:
    print(e)


class Vector:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        return ('radd', other)

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __iter__(self):
        yield self.x
        yield self.y

    def __bool__(self):
        return self.x != 0

    def __call__(self, k):
        return k * self.x

    def __contains__(self, v):
        return v in (self.x, self.y)

    def __len__(self):
        return 2

    def __lt__(self, other):
        return self.x < other.x

    def __neg__(self):
        return Vector(-self.x, -self.y)


v = Vector(1, 2)
w = v + Vector(3, 4)
print(w.x, w.y, v == Vector(1, 2), v != w, hash(v) == hash(Vector(1, 2)), w[1], list(w), bool(Vector(0, 1)), v(5), 2 in v, len(v), v < w, tuple(-v))
print(5 + v, [*w], max(v, w) is w, {v: 1}[Vector(1, 2)])
try:
    v + 1
except TypeError as e:
    print(e)
try:
    v.z = 1
except AttributeError as e:
    print(e)


class Dynamic:
    def __getattr__(self, name):
        if name.startswith('d_'):
            return name
        raise AttributeError(f'no {name}')

    def __setattr__(self, name, value):
        print('set', name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print('del', name)
        super().__delattr__(name)


d = Dynamic()
d.a = 1
print(d.a, d.d_x, hasattr(d, 'q'), getattr(d, 'q', 'default'), vars(d))
del d.a
try:
    d.a
except AttributeError as e:
    print(e)


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = name
        print('named', owner.__name__, name)

    def __get__(self, obj, cls=None):
        return self if obj is None else obj.__dict__.get(self.name, 'unset')

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2


class Owner:
    field = Descriptor()


o = Owner()
print(o.field)
o.field = 21
print(o.field, type(Owner.field).__name__, o.__dict__)


class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print('new', name, sorted(k for k in ns if not k.startswith('__')), kw)
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)

    def __call__(cls, *args):
        print('call', cls.__name__)
        return super().__call__(*args)

    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        return {'prepared': True}

    def __len__(cls):
        return 42


class WithMeta(metaclass=Meta, flag=1):
    a = 1


print(WithMeta().prepared, len(WithMeta), type(WithMeta).__name__)


class Plugin:
    registry = []

    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))


class P1(Plugin, tag='one'): pass
class P2(Plugin): pass


print(Plugin.registry)


class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(3)), sum(Countdown(5)), 2 in Countdown(4))


class Index:
    def __index__(self): return 2
    def __format__(self, spec): return f'<{spec}>'
    def __str__(self): return 'str!'


print([1, 2, 3][Index()], f'{Index():abc} {Index()} {Index()!s}', range(10)[Index()])
print(type('Made', (Base,), {'x': 1})('n').x, isinstance(b, (int, Base)), issubclass(Both, Right))


class Weird:
    def __init__(self): return 1


try:
    Weird()
except TypeError as e:
    print(e)


class Outer:
    class Inner:
        def f(self): return __class__.__qualname__
    __private = 'mangled'
    def get(self): return self.__private


print(Outer.Inner().f(), Outer().get(), Outer._Outer__private)


class LooksUp:
    """Finding an attribute runs code that loads methods itself."""

    def __getattr__(self, name):
        return 'found {}'.format(name).upper


print(LooksUp().it())


class Base:
    @property
    def made(self):
        return 'made'.title


class Derived(Base):
    def call(self):
        return super().made()


print(Derived().call())


class Unset:
    __slots__ = ('a',)

    @property
    def fails(self):
        raise AttributeError('not yet')


print(hasattr(Unset(), 'a'), getattr(Unset(), 'fails', 'default'))
