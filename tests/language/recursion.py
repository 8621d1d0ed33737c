# Recursion: its limit, in Python and through native code.
import sys


def deep(n): return 0 if n == 0 else 1 + deep(n - 1)


print(deep(900))
sys.setrecursionlimit(3000)
print(deep(2800))
sys.setrecursionlimit(1000)


def endless():
    try:
        return endless()
    except RecursionError as e:
        return str(e)


print(endless())


class Mirror:
    def __repr__(self): return repr(self)


try:
    repr(Mirror())
except RecursionError:
    print('RecursionError')
print(sorted([1, 2, 3], key=lambda v: deep(5) - v))
