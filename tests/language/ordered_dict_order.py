"""OrderedDict: views and iterators of its own, methods of subclasses, mutation seen."""
from collections import OrderedDict as OD
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
t(OD,[(1,)]); t(OD,[(1,2,3)]); t(OD,[1]); t(OD,42); t(OD,1,2); t(OD().update,1,2); t(OD().update,42); t(OD.update); t(OD.__init__)
t(OD().popitem); t(OD().move_to_end,3); t(OD().pop,3); t(OD().pop,); t(OD().setdefault)
o=OD(a=1,b=2); print(o.keys(),o.items(),o.values(),type(iter(o)),type(reversed(o)),type(iter(o.keys())),type(reversed(o.items())))
print(iter(o).__reduce__(), type(o.keys()).__mro__, o.__sizeof__(), OD().__sizeof__())
o.x=3; print(o.__dict__, o.__reduce__()[:4])
class S(OD):
    def __setitem__(s,k,v): print('set',k,v); super().__setitem__(k,v)
    def __delitem__(s,k): print('del',k); super().__delitem__(k)
    def __getitem__(s,k): print('get',k); return super().__getitem__(k)
s=S([(1,2)],q=3); s.update({3:4}); s.update(z=1); s|={9:9}; print(s.pop(1)); s.setdefault(5,6); s.copy(); print(s.popitem()); print(s.popitem(False)); s.move_to_end(3); print(s); print(s=={3:4}); s.clear()
print(S.fromkeys('ab')); print(s|{1:1}); print({1:1}|s)
for m in (lambda: o.move_to_end('a'), lambda: o.update(c=1), o.clear):
    o=OD(a=1,b=2,d=4)
    for f in (iter, lambda o: iter(o.values()), lambda o: iter(o.items()), reversed, lambda o: reversed(o.items())):
        i=f(o); next(i); m(); t(next,i); t(next,i)
        o=OD(a=1,b=2,d=4)
try: type(iter(OD()))()
except TypeError as e: print(e)
it=iter(OD(a=1,b=2)); print(list(it), list(it))
print(o.__class__.__or__(o,3), o==[], o!=OD(b=2,a=1,d=4), o==dict(b=2,a=1,d=4), o.__eq__(3), o.__lt__(o))
print(it.__length_hint__() if hasattr(it,'__length_hint__') else 'no hint')
