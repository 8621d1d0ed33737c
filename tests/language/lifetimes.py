import gc, weakref
class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = A(1)
del a
print("after 1")
b = A(2)
b = None
print("after 2")
c = A(3); c.me = c
del c
print("before collect")
print(gc.collect() > 0)
def gen():
    try:
        yield 1
        yield 2
    finally:
        print("closed")
for x in gen():
    break
print("after loop")
g = gen(); next(g)
del g
class B: pass
b = B()
r = weakref.ref(b, lambda r: print("gone", r() is None))
print(r() is b)
del b
print(r())
d = weakref.WeakValueDictionary()
k = B(); d["k"] = k
print(len(d)); del k; print(len(d))
outer = A(4); outer.inner = A(5)
del outer
x = A(6)
def f():
    l = A(7)
    print("in f")
f()
z = A(8)
print(weakref.getweakrefcount(z)); r1 = weakref.ref(z); r2 = weakref.ref(z); print(weakref.getweakrefcount(z)); del r1, r2; print(weakref.getweakrefcount(z))
print("end")
