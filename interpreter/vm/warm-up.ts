/**
 * Some Python to run before programs that take long: every hot path of the loop is taken once or twice.
 *
 * V8 compiles a function by what it has seen it do, and drops the compiled loop when an instruction does something for the first time. With
 * the loop's paths seen beforehand, it is compiled once and kept.
 */
export const WARM_UP = `
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
def loop(seq, big, f, g, words, d):
    i = 0
    total = 0
    t = (1, 2, 3)
    l = [1, 2, 3]
    add = closure(1)
    while i < 40:
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
class manager:
    def __enter__(self): return self
    def __exit__(self, *a): return None
count_down(500)
loop(numbers, 9007199254740993, 1.5, 2.5, ['a', 'b'], {'a': 1})
`;
