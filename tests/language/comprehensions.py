# Comprehensions, unpacking, walrus, slices, augmented assignment, chained comparison.
print([x * y for x in range(4) for y in range(x) if (x + y) % 2], {x % 3 for x in range(10)}, {k: v for k, v in zip('abc', range(3))})
print([[j for j in range(i)] for i in range(4)], [y := 1, y ** 2, y])
x = 'outer'
print([x for x in range(3)], x)
class K:
    n = 3
    squares = [i * i for i in range(n)]
print(K.squares)
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
*init, last = range(4)
print(init, last)
[p, q] = {1: 2, 3: 4}
print(p, q)
for bad in ('a, b = 1', 'a, b = 1, 2, 3', 'a, b, c = [1, 2]', 'a, *b, c = [1]', '[*1]'):
    try:
        exec(bad)
    except (TypeError, ValueError) as e:
        print(e)
l = list(range(10))
l[2:5] = 'ab'
del l[::3]
print(l, l[::-1], l[-3:], l[1:-1:2])
l[0] += 5
l *= 2
print(l, 1 < 2 < 3 != 4, 3 > 2 < 1, (n := 5) + n)
s = 'hello'
print(s[1:3], s[::-1], s[-1], s * 2, 'ell' in s)
def multi():
    global x
    x = y = [0]
    x[0], i, y[0] = 1, 0, 2
    return x, y, i
print(multi())
i = 0
while True:
    i += 1
    if i == 3: continue
    if i > 5: break
else:
    print('never')
for i in range(0): pass
else: print('else', i)
print({**{'a': 1}, 'b': 2, **{'a': 3}}, [*'ab', *range(2)], {*'a', 'b'} == {'a', 'b'}, (*(1, 2), 3))
print(not [], not 0, [] or 'x', 'a' and 'b', None is None, 1 if [] else 2)
print(1_000, 0xff, 0b11, 1e3, 7 // -2, -7 % 3, 2 ** 100, 2 ** -1, 10 ** 20 // 3, 5 / 2, ~5, 6 & 3, 6 | 3, 6 ^ 3, 1 << 70, -1 >> 3)
print(9007199254740991 + 1, 9007199254740993 - 2, 3 * 9007199254740991, -9007199254740991 - 5, 0 * -1, 9007199254740992 // 2)
print(f'{3.14159:.2f} {42:>5}|{"x":^5}|{1000000:,} {255:#x} {0.1 + 0.2} {1e100} {"q"!r:>5} {x=}')
print('%s %d %.1f %r' % ('a', 3, 2.55, 'q'), '{} {1} {a}'.format(1, 2, a=3) if False else '{0} {1} {a}'.format(1, 2, a=3))
def star(*args, **kwargs): return args, kwargs
print(star(*[1], *[2, 3], a=1, **{'b': 2}))
t = 1, 2
print(t + (3,), t * 2, t[0], (1,) < (2,), hash((1, 2)) == hash((1, 2)))
del t
try:
    t
except NameError as e:
    print(e)
lam = lambda a, *b, c=1, **d: (a, b, c, d)
print(lam(1, 2, c=3, e=4))
def g():
    yield from (yield from [1, 2]) or [3]
print(list(g()))
print([(lambda: k)() for k in range(3)], sorted({3: 'c', 1: 'a'}.items()), list(map(lambda a, b: a * b, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 'a'])))
print(any(x > 2 for x in [1, 2, 3]), all(x > 0 for x in [1, 2]), list(enumerate('ab', 1)), list(reversed([1, 2])))
