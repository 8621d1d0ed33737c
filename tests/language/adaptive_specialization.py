# What dis shows of a function that has run: the specialized forms, and the counters in the caches.
import dis
import io
import math


def show(function, *, caches=False):
    out = io.StringIO()
    dis.dis(function, adaptive=True, file=out, show_caches=caches)
    print(out.getvalue())


def forms(function):
    print(function.__name__, [i.opname for i in dis.get_instructions(function, adaptive=True) if i.opname != i.baseopname])


def run(function, *arguments, times=10):
    for _ in range(times):
        function(*arguments)
    forms(function)


def total(prices):
    sum = 0
    for price in prices:
        sum += price
    return sum


for times in range(4):
    forms(total)
    total([1, 2, 3][:times])
for _ in range(200):
    total([1, 2, 3])
show(total)
show(total, caches=True)


# When a guard fails, and how long it takes to change one's mind.
def add(a, b):
    return a + b


def counter(code):
    at = code.co_code.index(dis.opmap['BINARY_OP'])
    return dis.opname[code._co_code_adaptive[at]] if code._co_code_adaptive[at] in dis.opmap.values() else '-', code._co_code_adaptive[at + 2 : at + 4].hex()


for left, right, times in [(1, 2, 1), (1, 2, 1), (1, 2, 5), (1.0, 2, 3), (1, 2, 5), (1.5, 2.5, 48), (1.5, 2.5, 1), (1.5, 2.5, 1), (1.5, 2.5, 1), ('a', 'b', 60),
                           ([1], [2], 60), ([1], [2], 1), ([1], [2], 1), ([1], [2], 10), (1, 2, 5), (1, 2, 20), ([1], [2], 300), (2, 3, 10)]:
    for _ in range(times):
        add(left, right)
    print(type(left).__name__, type(right).__name__, times, counter(add.__code__)[1])
    forms(add)


def sums(a, b):
    return a + b, a - b, a * b, a / b, a // b, a % b, a ** b


def bits(a, b):
    return a | b, a & b, a ^ b, a << b, a >> b


def inplace(a, b):
    a += b
    c = a
    c -= b
    c *= b
    c /= b
    return c


def variant(function, name):
    copy = type(function)(function.__code__.replace(co_name=name), globals(), name)
    return copy


for name, a, b in [('ints', 3, 5), ('big', 10**30, 5), ('floats', 3.5, 5.5), ('mixed', 3.5, 5), ('mixed2', 5, 3.5), ('bools', True, 3), ('complexes', 1, 2j)]:
    if not isinstance(b, complex):
        run(variant(sums, name), a, b)
    else:
        run(variant(add, name), a, b)
    run(variant(inplace, name), a, b)
run(bits, 3, 5)
run(variant(bits, 'bits_big'), 1 << 40, 3)


def text(a, b):
    a = a + b
    c = a + b
    a += b
    return c, a == b, a != b, a < b, a in b, a[0], b[-1]


run(text, 'xy', 'z')


def compare(a, b):
    return a == b, a < b, a is b, a in (b,), a != b


for name, a, b in [('ints', 1, 2), ('floats', 1.5, 2.5), ('strs', 'a', 'b'), ('mixed', 1, 2.5), ('lists', [1], [2]), ('big', 1 << 70, 1 << 71), ('bools', True, False)]:
    run(variant(compare, name), a, b)


def subscripts(l, t, s, d, i):
    l[i] = 1
    d[i] = 2
    l[-1] = 5
    return l[i], t[i], s[i], d[i], l[1:2], t[1:], s[:1], l[-1]


run(subscripts, [1, 2, 3], (1, 2, 3), 'abc', {}, 1)


def constants():
    a = 'a b'
    b = 1000
    c = 1.5
    d = None
    e = (1, 2)
    f = b'abc'
    g = 'a'
    h = 'constants'
    i = ()
    j = -1
    return a, b, c, d, e, f, g, h, i, j, 'no such name', ...


show(constants)
constants()
show(constants)


def unpack(t, u, l, s):
    a, b = t
    a, b, c = u
    a, b, c = l
    a, b = s
    a, *b = t
    return a


run(unpack, (1, 2), (1, 2, 3), [1, 2, 3], 'ab')


def truths(a):
    return 1 if a else 0


class Plain:
    pass


class Sized:
    def __len__(self):
        return 1


for name, value in [('bool', True), ('int', 3), ('str', ''), ('list', [1]), ('none', None), ('float', 1.5), ('tuple', ()), ('dict', {}), ('plain', Plain()),
                    ('sized', Sized())]:
    run(variant(truths, name), value)


def contains(d, s, f, l):
    return 1 in d, 1 in s, 1 in f, 1 in l, 1 not in s


run(contains, {1: 2}, {1}, frozenset([1]), [1])


def loops(n):
    for a in [1, 2]:
        pass
    for a in (1, n):
        pass
    for a in range(n):
        pass
    for a in produce(n):
        pass
    for a in {1: 2}:
        pass
    for a in 'ab':
        pass
    for a in enumerate([1]):
        pass
    while n > 0:
        n -= 1


def produce(n):
    for i in range(n):
        yield i
    yield from delegate()


def delegate():
    yield 1
    yield 2


run(loops, 3)
forms(produce)
forms(delegate)


class Point:
    kind = 'point'
    limit = 10

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, by):
        return Point(self.x + by, self.y)

    @property
    def length(self):
        return (self.x * self.x + self.y * self.y) ** 0.5

    @classmethod
    def origin(cls):
        return cls(0, 0)

    @staticmethod
    def nothing():
        return None


class Point3(Point):
    def __init__(self, x, y, z=0):
        super().__init__(x, y)
        self.z = z

    def base(self):
        return super().kind


class Slots:
    __slots__ = ('a', 'b')

    def __init__(self):
        self.a = self.b = 1

    def get(self):
        return self.a


class Dynamic:
    def __getattr__(self, name):
        return 1

    def here(self):
        return 2


class Intercepted:
    def __getattribute__(self, name):
        return 1


class Meta(type):
    pass


class Made(metaclass=Meta):
    value = 1


class Items:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        pass


class Stack(list):
    size = 3

    def __init__(self):
        self.count = 0

    def put(self, x):
        self.append(x)
        self.count += 1


class Own(Exception):
    def __init__(self, code):
        self.code = code


def attributes(p, q, s):
    p.x = 3
    s.a = 3
    p.moved(1)
    s.get()
    p.nothing()
    p.origin()
    return p.x, q.z, p.kind, p.length, s.a, p.__class__, Point.kind, Point.moved, Made.value, math.pi, math.floor, q.limit, s.get


run(attributes, Point(1, 2), Point3(1, 2), Slots())
forms(Point.__init__)
forms(Point3.__init__)
forms(Point.moved)
forms(Point.length.fget)
q = Point3(1, 2)
for _ in range(5):
    q.base()
forms(Point3.base)


def odd(d, i, m, s, e):
    e.code
    s.put(1)
    s.size
    s.count
    s.append(1)
    i.a
    d.b
    d.here()
    return m[1]


run(odd, Dynamic(), Intercepted(), Items(), Stack(), Own(3))
forms(Stack.put)
forms(Own.__init__)


def grown(p):
    p.extra = 1
    return p.extra


run(grown, Point(1, 2))


def with_dict(p):
    p.x = 1
    return p.x


r = Point(1, 2)
r.__dict__
run(with_dict, r)


def polymorphic(p):
    return p.x


for i in range(30):
    polymorphic(Point(1, 2))
    polymorphic(Point3(1, 2))
show(polymorphic, caches=False)
for i in range(100):
    polymorphic(Point3(1, 2))
forms(polymorphic)


def helper(a, b=2):
    return a


def flexible(*args, **kwargs):
    return args


def calls(p, l):
    helper(1, 2)
    helper(1)
    helper(1, b=2)
    flexible(1)
    flexible(a=1)
    bound = p.moved
    bound(1)
    bound(by=1)
    p.moved(by=1)
    q = Point(1, 2)
    Point(1, y=2)
    Point3(1, 2)
    Made()
    l.append(1)
    x = l.append(2)
    l.pop()
    l.pop(0)
    l.extend([1])
    l.sort()
    l.index(1)
    l.copy()
    push = l.append
    push(1)
    len(l)
    isinstance(l, list)
    str(1)
    str()
    type(l)
    tuple(l)
    list(l)
    dict()
    int('3')
    float(1)
    range(3)
    set(l)
    zip(l)
    map(str, l)
    object()
    bytes(3)
    complex(1)
    ValueError('x')
    abs(1)
    min(1, 2)
    max(l, key=abs)
    sum(l)
    sorted(l)
    getattr(l, 'append')
    print(end='')
    iter(l)
    next(iter(l))
    ord('a')
    repr(l)
    hash(1)
    divmod(3, 2)
    round(1.5)
    any(l)
    callable(l)
    vars(p)
    ''.join(['a'])
    'a b'.split()
    'a'.upper()
    '{}'.format(1)
    'a'.startswith('a')
    'a'.replace('a', 'b')
    {}.get(1)
    {}.items()
    {}.update({})
    {}.setdefault(1, 2)
    {1}.add(2)
    math.floor(1.5)
    math.sqrt(2)
    math.log(2)
    (lambda: 1)()
    flexible(*l)


run(calls, Point(1, 2), [3, 1, 2])
print([i.opname for i in dis.get_instructions(calls, adaptive=True) if i.opname.startswith('CALL')])


def counts():
    global fresh
    return fresh


fresh = 1
run(counts)
newcomer = 1
counts()
forms(counts)
for _ in range(60):
    counts()
forms(counts)


async def waits(n):
    async def inner():
        return n

    return await inner()


for _ in range(5):
    try:
        waits(3).send(None)
    except StopIteration as stop:
        pass
forms(waits)


def jumps(a, b):
    if a is None:
        return 1
    if b is not None:
        pass
    if a > 2:
        return 2
    return 3


for i in range(6):
    jumps(i, None if i % 2 else 1)
show(jumps, caches=True)
