# How objects are pickled, copied and reduced.
import copy
import pickle


class Plain:
    def __init__(self, n):
        self.n = n


class Slots:
    __slots__ = ('a', 'b')


class Both(list):
    __slots__ = ('c', '__dict__')


class NewArguments(int):
    def __getnewargs_ex__(self):
        return (7,), {}


for protocol in range(6):
    print(protocol, pickle.loads(pickle.dumps(Plain(3), protocol)).__dict__)
    for value in (iter([1, 2, 3]), iter((1, 2)), reversed([1, 2]), iter({'a': 1}), iter(range(3)), iter(range(1 << 70, (1 << 70) + 2)),
                  iter('ab\xe9'), iter(b'ab'), enumerate('ab', 5), zip('ab', 'cd'), map(str, [1, 2]), filter(None, [0, 1])):
        next(value)
        print(type(value).__name__, list(pickle.loads(pickle.dumps(value, protocol))), end=' ')
    print()
s = Slots()
s.a = 1
for protocol in (0, 2, 5):
    try:
        print(pickle.loads(pickle.dumps(s, protocol)).a)
    except TypeError as error:
        print(error)
b = Both([1, 2])
b.c = 3
b.d = 4
c = copy.copy(b)
print(c, c.c, c.d, b.__getstate__(), b.__reduce_ex__(2)[1:3])
print(NewArguments(3).__reduce_ex__(2)[1], pickle.loads(pickle.dumps(NewArguments(3), 2)))
for value in type(s).a, str.upper, int.__add__, (1).__add__, object.__init__, dict.__dict__['fromkeys']:
    try:
        print(type(value).__name__, value.__reduce__())
    except TypeError as error:
        print(type(value).__name__, error)
