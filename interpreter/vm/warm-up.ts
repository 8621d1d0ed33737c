/**
 * Some Python to run before programs that take long: every hot path of the loop is taken once or twice.
 *
 * V8 compiles a function by what it has seen it do, and drops the compiled loop when an instruction does something for the first time. With
 * the loop's paths seen beforehand, it is compiled once and kept. Where it rests, whoever has something better to do can put it aside.
 */
const PROGRAM = `
from time import sleep as rest
numbers = range(5)
exception, key_error = ValueError, KeyError
class Plain:
    kind = 1
    def __init__(self, a, b=2):
        self.a = a
        self.b = b
    def get(self, x):
        return self.a + x
    @property
    def prop(self):
        return self.a
    def __getitem__(self, i):
        return i
class Sub(Plain):
    def __init__(self, a):
        super().__init__(a)
        self.c = None
    def get(self, x):
        return super().get(x) * 2
class Slotted:
    __slots__ = ('s', 't')
    def __init__(self):
        self.s = 1
        self.s = 2
def plain(a, b): return a
def general(a, b=1, *c, d=2, **e): return b
def gen(n):
    for i in n:
        yield i
def delegate(n):
    return (yield from gen(n))
def closure(x):
    def inner(y):
        nonlocal x
        x = x + y
        return x
    return inner
def count_down(n):
    if n: count_down(n - 1)
def few(a, b):
    a, b = b, a
    for c in (1, 2):
        d = a, b
        e = d
    if a is None: e = 1
    if a is not None: e = 2
    if not (a is None): e = 3
    while a is not None and e is None: e = 4
    return a
def loop(seq, big, f, g, words, d, n):
    i = 0
    total = 0
    t = (1, 2, 3)
    l = [1, 2, 3]
    add = closure(1)
    while i < n:
        rest(0)
        i += 1
        j = i - 1
        k = i * 2
        h = big + i - big * 3
        h = 9007199254740991 * i - h + 9007199254740991
        u = f + g
        u = (u - g) * f
        u = i * f + i - f + f * i - i
        u = i / 7 + f / g + f / 3 + 3 / f
        m = (i // 3) % 5 & 7 | 8 ^ 1
        m = m << 2 >> 1
        v = l[j % 3] + t[j % 3] + d['a']
        l[0] = i
        d['a'] = i
        w = 'ab' + words[0]
        w = w[0]
        if i == j: total = 1
        if i != j: total = 2
        if i > j: total = 3
        if i >= j: total = 4
        if i <= j: total = 5
        if f < g or f > g or f == g or f < i or i < f: total = 6
        if w == 'a' and w != 'b' and w < 'c': total = 7
        if w in words: total = 8
        if i in d or i in t or i in {1, 2}: total = 9
        if l is not t and w is not None: total = 10
        if not l: total = 11
        b = i < j
        c = l is t
        x, y = t[0], l[1]
        y, x = x, y
        x, y, z = t
        x, *y = l
        s = Slotted()
        total += s.s
        s.t = total
        p = Plain(i)
        q = Sub(i)
        for o in (p, q):
            total = o.get(i) + o.a + o.b + o.kind + o.prop
            o.a = total
            o.b = f
            total = o[i]
        getter = p.get
        total = getter(1)
        plain(1, 2); general(1); general(1, 2, 3, d=4, e=5); plain(a=1, b=2); plain(*t[:2]); general(*t, **{'d': 1})
        Plain(a=1, b=2); Plain(1, 2); Plain(1); words.sort(key=None); seq.index(0); general(*t, **{'k': i})
        l.append(i); l.pop(); words[0].upper(); d.get('a'); d.get('b', 1)
        for a in seq: total = a
        for a in t: total = a
        for a in gen(t): total = a
        for a in delegate(l): total = a
        for a in d: total = a
        for a, b in d.items(): total = a
        e = [a for a in t if a > 1]
        e = {a: a for a in t}
        e = {a for a in t}
        e = f'{i} {w!r} {f:.1f}'
        e = l[1:2]
        e = -i, ~i, +i, -f, not i
        add(1)
        few(1, 3); few(None, 2); few(2, None)
        o = None
        if o is None: o = 1
        if o is not None: o = 2
        try:
            raise exception
        except exception as error:
            e = error
        try:
            d['missing']
        except key_error:
            pass
        with manager() as m:
            pass
        if i & 1: continue
class Number:
    small = 1
    def __init__(self, v):
        self.v = v
        self.call = plain
    def get(self, a): return a
    def __add__(self, other):
        return Number(self.v + 1) if other is not None else NotImplemented
    def __radd__(self, other): return 1
    def __lt__(self, other):
        return self.v < 5 if other is not None else NotImplemented
    def __gt__(self, other): return 1
    def __eq__(self, other): return self is other
    def __hash__(self): return 1
    def __setitem__(self, i, v): self.v = v
    def __call__(self): return 1
    def __len__(self): return 1
    def __iter__(self): return iter((1, 2))
    def __contains__(self, x): return True
class Missing:
    def __getattr__(self, name): return 1
def pieces(n):
    for i in n:
        yield i
    return n
def echo():
    x = yield
    while True:
        x = yield x
def kinds(numbers, big, f, s, n):
    l = [big, 1, None, f]
    e = []
    small = [1, 2, 3]
    doubles = [4294967296, 8589934592]
    holes = [None] * 5
    zeros = [0] * 5
    t = (1, 'a', f)
    d = {1: 2, 'a': 1, f: 3, t: 4, None: 5}
    g = echo()
    next(g)
    end = n
    n = Number(1)
    g2 = pieces(t)
    sorted(small, key=lambda x: [y for y in range(400)])
    large = 4294967296
    total = 1
    k = 0
    while k < end:
        rest(0)
        k += 1
        large += 4294967296
        large = large - 1
        x = large * 2 // 2 % 1000003 & 255
        x = (large >> 3) ^ (large | 1)
        x = large * large * large - large * large
        x = x + 1 - k
        h = 9007199254740991 + k
        h = -9007199254740991 - k
        w = 0x3fffffff * k + 0x7fffffff - k
        for c in (l, small, doubles, holes, zeros, e, t):
            if not c: continue
            x = c[-1]
            x = c[0]
            if len(c) > 3 and isinstance(c, list):
                c[-1] = c[0]
                c[1] = x
                e = [*c, x] + c
            e = [x]
            e.append(x)
            for y in c: x = y
            for y, z in [(y, x) for y in c]: x = z
            for y, z in enumerate(c): x = z
            for y, z in zip(c, c): x = z
            a, *b = c
        a, b = [1, 2]
        a, b = 'ab'
        x = sum(i for i in numbers) + sum(i / 2 for i in pieces(numbers)) + sum(i * 0x7fffffff for i in numbers)
        x = any(i > 2 for i in numbers), all(i < 3 for i in numbers), any(o for o in [n, None, s, f])
        x = list(pieces(numbers)), tuple(i for i in t), sorted(-i for i in numbers), max(i for i in small), s.join(s for i in small)
        x = next(pieces(small)), g.send(k), next(g), next(iter(()), None)
        x = any(pieces([None, n])), all(pieces([n, None])), max(pieces(small), key=abs), max(*small), n.small.real, n.get(a=1), n.call(b=1, a=2)
        for i in g2: x = i
        for i in g2: x = i
        for i in enumerate(pieces(t)): x = i
    return x
def objects(f, s, n):
    e = []
    small = [1, 2, 3]
    t = (1, 'a', f)
    d = {1: 2, 'a': 1, f: 3, t: 4, None: 5}
    seen = set()
    end = n
    n = Number(1)
    m = Missing()
    k = 0
    while k < end:
        rest(0)
        k += 1
        e = [k, s]
        bound = n.get
        bound(a=1); bound(1)
        try: next(pieces(()))
        except StopIteration: pass
        try: n + None
        except TypeError: pass
        x = (n + 1) + n
        x = n + m if k < 0 else n
        if n < n: x = 1
        try: n < None
        except TypeError: pass
        if n == n or n != m: x = 3
        n[0] = k
        n(), n.call(1, 2), n.small, len(n), k in n
        for x in n: y = x
        m.any, m.one
        a = b = c = k
        a, b, c = c, a, b
        if s + 'a' < s or s == k or None == s or s[0] in 'abc' or k in small or s not in d: x = 5
        x = s in d, k not in seen, s is None
        if k > 3 or f > 3: x = 6
        if (y := k > 3) and y: x = 7
        while not (k < 5 and x): break
        seen.add(k); seen.add(s)
        d[k] = x
        d[t] = d[1]
        d.get(k, 1); d.items(); s.split('a'); s.startswith('a'); '%s' % k; s.join(['a', 'b']); e.pop(); e.extend(t); str(k); int('1'); range(k)
        x = [i for i in range(k) if i] + [1] * 2
        x = {i: i for i in small}, {*small}, [*t, *small], {**d}
        x = s[1:], small[:2], t[1:2]
        f = f * 0.5 + k - 1 / f
        x = f // 2 + f % 3 + f ** 2 + -f + abs(f) + k ** 2
        if k & 1 == 0 and f <= k or 3 >= f: x = 8
        lam = lambda a, b=2, *c, **d: a
        lam(1); lam(1, 3); lam(*t); lam(1, b=k); Number(v=k)
        try:
            try: raise exception('a')
            finally: x = 9
        except (key_error, exception) as error: x = error.args
        try: x.missing
        except AttributeError: pass
        try: small[10]
        except IndexError: pass
        if k > 2: late = k
        if k > 2: x = late
    return x
class manager:
    def __enter__(self): return self
    def __exit__(self, *a): return None
count_down(500)
for n in (2, 20):
    loop(numbers, 9007199254740993, 1.5, 2.5, ['a', 'b'], {'a': 1}, n)
    kinds(numbers, 1 << 70, 1.5, 'xab', n)
    objects(1.5, 'xab', n)
`;

/** The program in parts, a definition each: compiling is most of its work, and one part is compiled at a time. */
export const WARM_UP: readonly string[] = PROGRAM.split(/^(?=class |def |count_down)/m);
