"""copy and pickle: how objects are taken apart and put together."""
import copy
import io
import pickle
from collections import OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass
from enum import Enum


class Plain:
    pass


class Slotted:
    __slots__ = ('a', 'b', '__dict__')


class WithNew:
    def __new__(cls, x, *, y=0):
        self = super().__new__(cls)
        self.x, self.y = x, y
        return self

    def __getnewargs_ex__(self):
        return (self.x,), {'y': self.y}


class WithState:
    def __init__(self, x):
        self.x = x

    def __getstate__(self):
        return ('state', self.x)

    def __setstate__(self, state):
        self.restored = state


class MyList(list):
    pass


class MyDict(dict):
    pass


class MyInt(int):
    pass


Point = namedtuple('Point', 'x y')


@dataclass
class Data:
    a: int
    b: list


class Color(Enum):
    RED = 1


plain = Plain()
plain.x = [1, plain]
slotted = Slotted()
slotted.a, slotted.c = 1, 2
listed = MyList([1, 2])
listed.tag = 'x'
mapped = MyDict(a=1)
mapped.tag = 'y'
number = MyInt(5)
number.tag = 'z'
stream = io.StringIO('abc')
stream.read(1)
stream.extra = 1

for protocol in range(6):
    print(protocol)
    again = lambda value: pickle.loads(pickle.dumps(value, protocol))
    p = again(plain)
    print(p.x[0], p.x[1] is p)
    if protocol >= 2:
        s = again(slotted)
        print(s.a, hasattr(s, 'b'), s.c)
        w = again(WithNew(1, y=2))
        print(w.x, w.y)
    print(again(WithState(3)).restored)
    m = again(listed)
    print(m, m.tag, type(m).__name__)
    m = again(mapped)
    print(m, m.tag, type(m).__name__)
    m = again(number)
    print(m, m.tag, type(m).__name__)
    print(again(Point(1, 2)), again(Data(1, [2])), again(Color.RED), again(OrderedDict(a=1)), again(deque([1, 2], 3)))
    print(again([None, True, 1 << 100, -1.5, 2j, 'é😀', b'\x00\xff', bytearray(b'x'), (1,), {1: 2}, {3}, frozenset([4]), range(3), slice(1, 2), ..., NotImplemented]))
    print(again(defaultdict(list, {'a': [1]})), again(len), again(int), again([1].count)(1), again(ValueError('x', 1)))
    if protocol >= 2:
        t = again(stream)
        print(t.read(), t.extra)
    print(again({'shared': [plain.x] * 2})['shared'][0][0])

for bad in (lambda: 0, (i for i in ()), io, open(__file__)):
    try:
        pickle.dumps(bad)
        print('pickled')
    except (TypeError, pickle.PicklingError, AttributeError) as e:
        print(type(e).__name__, str(e).split(' at ')[0].split(' from ')[0])
    try:
        print(copy.copy(bad) is bad)
    except TypeError as e:
        print(type(e).__name__, e)

c = copy.deepcopy(plain)
print(c.x[1] is c, copy.copy(plain).x is plain.x)
print(WithNew(1).__reduce_ex__(2)[2:], slotted.__getstate__(), object().__getstate__())
print(copy.replace(Data(1, []), a=2), copy.copy(listed).tag, copy.deepcopy({1: (2, [3])}))


print('--- static methods of native types')
for method in (str.maketrans, bytes.maketrans, bytearray.maketrans, dict.fromkeys, int.from_bytes):
    print(method.__qualname__, method.__name__, method.__self__, [pickle.loads(pickle.dumps(method, protocol)) == method for protocol in range(6)])
print(str.maketrans.__reduce__()[1], str.maketrans.__doc__.splitlines()[0], str.maketrans('ab', 'cd'))
