# When objects end, and how many references there are, as a program sees it.
import weakref, gc, sys
class R:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
def use():
    r = R('local')
    print('in use')
use()
print('after use')
a = R('a'); b = a
del a; print('still'); del b; print('gone')
l = [R(1), R(2)]
l.pop(); print('popped')
l[0] = None; print('replaced')
d = {'k': R('d')}
d['k'] = 1; print('dict replaced')
d['z'] = R('z'); del d['z']; print('dict deleted')
d['y'] = R('y'); d.clear(); print('cleared')
d = {'q': R('q')}; d.pop('q'); print('popped q')
class H: pass
h = H(); h.r = R('attr'); h.r = None; print('attr replaced')
h.r = R('attr2'); del h.r; print('attr deleted')
h.r = R('attr3'); del h; print('holder deleted')
R('temp'); print('after temp')
x = R('x1'); x = R('x2'); print('rebound')
def f(r): return 1
f(R('arg')); print('after arg')
for i in range(2):
    y = R(('loop', i))
print('loop done')
del y
t = (R('t1'), R('t2')); t = None; print('tuple gone')
s = {R('s')}; s.clear(); print('set')
def gen():
    try:
        yield 1
        yield 2
    finally:
        print('closed')
for v in gen():
    break
print('after break')
g = gen(); next(g); del g; print('after del g')
def inner():
    g = gen(); next(g)
    return 5
inner(); print('after inner')
w = weakref.ref(R('w')); print(w() is None)
r = R('weak'); w = weakref.ref(r, lambda ref: print('callback')); del r; print('done')
f = weakref.finalize(h2 := H(), print, 'finalized'); del h2; print('fin')
wd = weakref.WeakValueDictionary(); o = H(); wd['o'] = o; print(len(wd)); del o; print(len(wd))
ws = weakref.WeakSet(); o = H(); ws.add(o); print(len(ws)); o = None; print(len(ws))
c1 = R('c1'); c2 = R('c2'); c1.o = c2; c2.o = c1; del c1, c2; print('cycle'); print(gc.collect() > 0)
try:
    e = R('exc'); raise ValueError(e)
except ValueError as err:
    pass
del e; print('exc gone')
def fail():
    loc = R('failing'); raise KeyError
try: fail()
except KeyError: print('handling')
print('handled')
import functools
@functools.cache
def cc(x): return R(x)
cc('cached'); cc.cache_clear(); print('cache cleared')
lam = (lambda r: (lambda: r))(R('closure')); lam = None; print('closure gone')
class Node:
    def __init__(self, p=None): self.p = weakref.ref(p) if p else None; self.c = []
    def __del__(self): print('node')
root = Node(); ch = Node(root); root.c.append(ch); del ch; del root; print('tree')
z = [R(i) for i in range(2)]; del z[1]; print('del item'); z[:] = []; print('slice')
m = map(R, 'ab'); next(m); print('map'); list(m); print('list map')
a, b = R('A'), R('B'); a, b = b, a; a = None; print('swap'); b = None
q = object(); print(sys.getrefcount(q)); q2 = q; print(sys.getrefcount(q)); lst=[q]*3; print(sys.getrefcount(q))
print([type(x).__name__ for x in gc.get_referrers(q) if x is not globals()])
print(gc.get_referents([1,'a',q]) == [1,'a',q])
del q2; print(sys.getrefcount(q)); lst.clear(); print(sys.getrefcount(q))
def rc(o): return sys.getrefcount(o)
print(rc(q))
class P: pass
p = P(); print(sys.getrefcount(p)); p.self = p; print(sys.getrefcount(p))
print('end')

import sys
from sys import getrefcount as rc
class A: pass
def local():
    x = A()
    print('local', rc(x))
    y = x
    print('two locals', rc(x))
    z = [x, x]
    print('list', rc(x), rc(z))
    z = None
    print('gone', rc(x))
    def inner(): return x
    print('cell', rc(x), rc(inner))
    return x
local()
def param(p): print('param', rc(p))
def outer():
    q = A()
    param(A()); print('after', rc(q))
outer()
g = A(); print('global', rc(g)); param(g)
h = g; print(rc(g)); d = {'a': g, 'b': [g]}; print(rc(g)); del h; print(rc(g)); d.clear(); print(rc(g))
g.attr = A(); print('attr', rc(g.attr))
t = (g, g); print(rc(g), rc(t))
del t; print(rc(g))
print('temp', rc(A()), rc([]), rc({}), rc(object()))
print('immortal', rc(None) > 1000, rc(1) > 1000, rc('a') > 1000, rc(()) > 1000)
l = []; print('list', rc(l)); l.append(l); print(rc(l))
def gen():
    v = A(); yield rc(v); yield v
it = gen(); print('gen', next(it)); v = next(it); print(rc(v), rc(it))
def fn(): pass
print('fn', rc(fn)); alias = fn; print(rc(fn))
s = {g}; print('set', rc(g)); s.clear(); print(rc(g))
b = g.__class__; print('bound')
m = [].append; print(rc(m))
class C:
    def me(self): return rc(self)
c = C(); print('self', c.me()); bm = c.me; print(rc(c), rc(bm))
try: raise ValueError(g)
except ValueError as e: print('exc', rc(e), rc(g))
print(rc(g))
import weakref
w = weakref.ref(g); print('weak', rc(g)); print(w() is g, rc(g))
print(rc(bytearray(3)), rc(range(3)))
