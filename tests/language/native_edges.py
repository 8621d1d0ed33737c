"""Bytes that change while they are searched, escapes by name, code of modules as functions, stale iterators."""
import array, codecs, heapq, random, types


def show(f, *args, **keywords):
    try:
        print(f(*args, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


class Evil:
    def __init__(self, target):
        self.target = target

    def __buffer__(self, flags):
        self.target.clear()
        return memoryview(b'x')

    def __index__(self):
        self.target.clear()
        return 65


for name in 'find', 'rfind', 'index', 'count', 'split', 'rsplit', '__contains__', 'partition':
    target = bytearray(b'ABC')
    show(getattr(target, name), Evil(target))
target = bytearray(b'abc')
show(target.__setitem__, 0, Evil(target))
for change in (lambda b: b.clear(), lambda b: b.__delitem__(slice(3, None)), lambda b: b.extend(b'y' * 4)):
    target = bytearray(b'x' * 6)

    class Source:
        def __buffer__(self, flags):
            change(target)
            return memoryview(b'AB')

    target.extend(Source())
    print(target)


class Item:
    def __buffer__(self, flags):
        parts.clear()
        return memoryview(b'x')


parts = [b'a', Item(), b'c']
show(b'-'.join, parts)


class Text(str):
    def __bytes__(self):
        return b'own'


class Size(bytes):
    def __index__(self):
        raise TypeError


print(bytes(Text('é')), bytes(Text('é'), 'latin-1'), bytes(Size(b'abc')), bytearray(Size(b'abc')))
for text in rb'\N{EM DASH}x', rb'\N{no such}x', rb'\N{}x', rb'\Nx', rb'\N{EM':
    show(codecs.decode, text, 'unicode-escape')
    show(codecs.decode, text, 'unicode-escape', 'ignore')

namespace = {}
types.FunctionType(compile('a = 1\nb = a + 1\nfor c in range(3): pass\ndel c', '', 'exec'), namespace)()
print({key: value for key, value in namespace.items() if key != '__builtins__'})

d = dict.fromkeys(range(10))
for i in range(7):
    del d[i]
iterators = reversed(d), reversed(d.items())
for iterator in iterators:
    print(next(iterator))
d.clear()
d.update(dict.fromkeys(range(10)))
for i in range(3, 10):
    del d[i]
for iterator in iterators:
    show(list, iterator)


class Less(int):
    def __lt__(self, other):
        heap.clear()
        return NotImplemented


heap = [Less(0)]
show(heapq.heappushpop, heap, 1)
for bits in -1, -(1 << 100), 1 << 100:
    show(random.getrandbits, bits)
random.seed(5)
print(hex(random.getrandbits(200)), random.randbytes(7), random.getrandbits(0))


class Slotted:
    __slots__ = '__class__', '__dict__'


s = Slotted()
s.bar = 1
print(dir(s))
show(eval, 'iter([1]).__reduce__()', {'__builtins__': types.MappingProxyType({'iter': iter})})
print(eval('x.__reduce__()', {'__builtins__': {'iter': max}, 'x': iter([1, 2])}))
show(eval, 'x.__reduce__()', {'__builtins__': {}, 'x': iter([1, 2])})
show(int, ' ١٢ ')
show(int, '1' * 5000)
