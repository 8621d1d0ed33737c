# Operators of classes written in Python, whose methods run in frames of the same loop.
import sys


class Number:
    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f'Number({self.value})'

    def __add__(self, other):
        if isinstance(other, Number):
            return Number(self.value + other.value)
        if isinstance(other, int):
            return Number(self.value + other)
        return NotImplemented

    def __radd__(self, other):
        return f'radd {other!r} {self!r}'

    def __mul__(self, other):
        return NotImplemented

    def __sub__(self, other):
        raise ValueError('no difference')

    def __lt__(self, other):
        if not isinstance(other, Number):
            return NotImplemented
        return [] if self.value >= other.value else [1]

    def __eq__(self, other):
        return NotImplemented

    def __matmul__(self, other):
        return sys._getframe().f_back.f_lineno

    def __getitem__(self, key):
        local = key
        return local

    def __setitem__(self, key, value):
        self.item = key, value
        return 'dropped'


class Derived(Number):
    def __radd__(self, other):
        return f'derived radd {other!r}'


class Other:
    def __radd__(self, other):
        return f'other radd {other!r}'

    def __rmul__(self, other):
        return 'other rmul'

    def __gt__(self, other):
        return 'yes'


class Inplace(Number):
    def __iadd__(self, other):
        self.value += 100
        return self


def attempt(f):
    try:
        return f()
    except Exception as e:
        tb = e.__traceback__
        names = []
        while tb is not None:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        return f'{type(e).__name__}: {e} {names}'


def arithmetic(a, b):
    c = a + b
    return c


for _ in range(3):
    n, m = Number(1), Number(2)
    print(arithmetic(n, m), arithmetic(n, 5), arithmetic(n, Other()), arithmetic(n, Derived(3)))
    print(attempt(lambda: arithmetic(n, 'x')), attempt(lambda: n + 1.5), attempt(lambda: n - 1))
    print(attempt(lambda: n * m), attempt(lambda: n * Other()), attempt(lambda: n * [1]), attempt(lambda: n * 2))
    k = n
    k += 1
    print(k, n, attempt(lambda: n @ 1))
    i = Inplace(1)
    i += 1
    print(i)
    print('less' if n < m else 'not less', 'less' if m < n else 'not less', attempt(lambda: n < 3))
    print('other' if n < Other() else 'no', n < m, n == n, n == m, n != m, 'same' if n == n else 'different')
    n['a'] = 3
    print(n.item, n['b'], n[0], [n[j] for j in range(3)])


class Late:
    pass


def use(x):
    return x + 1


print(attempt(lambda: use(Late())))
Late.__add__ = lambda self, other: 'late'
print(use(Late()), use(2), use(2.5), attempt(lambda: use('a')))
Late.__add__ = lambda self, other: 'later'
print(use(Late()))
del Late.__add__
print(attempt(lambda: use(Late())))


class Stepper:
    def __add__(self, other):
        yield other

    def __setitem__(self, key, value):
        yield key


s = Stepper()
print(list(s + 4))
s[1] = 2


def constants(x, flag):
    y = x * 2 + 1 - x / 4 if flag else 2 ** x
    z = 10 - x
    return y, z, 'a' + 'b' * x, x % 3, 7 // 2 * x, -x + 0.5, (x := x + 1) + x, 1 < x < 5


print(constants(3, True), constants(3, False))


def many():
    a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = a10 = a11 = a12 = a13 = a14 = a15 = 1
    a16, a17 = 5, 7.5
    a18 = a16 + a17
    a18 = a18 - a16
    if a16 < a17:
        a18 += 1
    return a18, a16 * a0, a17 / 2


print(many(), many())


def deep(n):
    class Deep:
        def __add__(self, other):
            return 0 if other == 0 else self + (other - 1)

    return attempt(lambda: Deep() + n)


print(deep(200), deep(5000)[:60])
