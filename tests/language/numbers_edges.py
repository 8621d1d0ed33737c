"""Edges of numbers: signs of NaN, complex parts, sums of products, places beyond 2**53."""
import bisect, math, operator, sys, warnings
from fractions import Fraction

for text in 'nan', '-nan', '+nan':
    x = float(text)
    print(text, math.copysign(1, x), math.copysign(1, -x), math.copysign(x, -3) != x, math.copysign(2, complex(text).real))
z = complex('-nan-nanj')
print(math.copysign(1, z.real), math.copysign(1, z.imag))


class C:
    def __complex__(self):
        return 3 + 4j


class S(complex):
    pass


def show(f, *args, **keywords):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        try:
            print(f(*args, **keywords))
        except Exception as error:
            print(type(error).__name__, error)
    for warning in seen:
        print(' ', warning.category.__name__, warning.message)


for args in (C(),), (C(), 1), (1j, 2), (1, 2j), (S(1j),), (S(1j), S(1)), (1, C()), ({},), (None,), ('1', 2), (1, '2'), (object(),):
    show(complex, *args)
show(complex, real=1j)
show(complex, imag=1j)
show(complex, real=C(), imag=1)
inf, nan = math.inf, math.nan
for a, b in (1.0, 2 + 1j), (1.0, complex(inf, nan)), (inf, 1j), (inf, 1 + 0j), (-1.0, complex(-inf, inf)), (2, complex(nan, nan)), (1.0, 0j):
    show(operator.truediv, a, b)

show(math.sumprod, [0.1] * 10, [1] * 10)
show(math.sumprod, [0.1] * 20, [True, False] * 10)
show(math.sumprod, [1.0, 10e100, 1.0, -10e100], [1.0] * 4)
show(math.sumprod, (-5, -5, 10), (1.5, 2**62, 2**61))
show(math.sumprod, [Fraction(1, 3), 2], [3, 4.5])
show(math.sumprod, [10**1000], [1.0])
show(math.sumprod, [1, 2], [3])
show(math.sumprod, [10.1, inf], [20.2, -inf])
show(math.sumprod, ['a'], [2.0])
show(math.nextafter, 5e-324, -0.0)
show(math.nextafter, -5e-324, 0.0)
show(math.nextafter, 0.0, -0.0)


class Long:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return i


n = sys.maxsize
for data in range(n - 1), Long(n):
    print(len(data), data.__len__(), bisect.bisect_left(data, n - 3), bisect.bisect_right(data, n - 3, n - 10, n - 1))
show(len, Long(n + 1))
show(len, Long(-1))
show(bisect.bisect, [1, 2], 2, -1)
print(operator.length_hint(Long(n)))
