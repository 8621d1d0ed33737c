"""deque and defaultdict: classes that change them, bounds, states, reprs."""
from collections import *
class D(defaultdict):
    def __setitem__(s,k,v): print('set',k); super().__setitem__(k,v)
d=D(int); print(d[3])
dq=deque('abc')
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
t(dq.index,'z'); t(dq.remove,'z'); t(dq.index,'a',-4*2**63,4*2**63); t(dq.index,'a',4*2**63,-4*2**63); t(deque,1,2,3); t(deque,maxlen=-1); t(deque,maxlen='a'); t(lambda:dq[9]); t(lambda:dq['a'])
class M:
    def __eq__(s,o): e.clear(); return True
e=deque([M(),1]); t(e.remove,5)
e=deque([M(),1]); t(e.index,5)
e=deque([M(),1]); t(e.count,5)
e=deque([M(),1]); t(lambda: 5 in e)
class X(deque): pass
x=X('ab'); X.__new__=lambda *a,**k:[42]
t(lambda:x*3); t(lambda:x+deque()); t(x.copy); t(lambda: x.__mul__(2))
del X.__new__
x.q=3; print(x.__reduce__()[:3])
class S(deque): __slots__=('u','v')
s=S('ab',2); s.u=1; print(s.__reduce__()[:3])
print(deque.__sizeof__(deque()), object.__sizeof__(deque()), deque(range(64)).__sizeof__(), deque(range(65)).__sizeof__())
t(dq.insert,2**70,'z'); t(dq.rotate,2**70); t(dq.__imul__,2**70); t(dq.__mul__,-1); print(iter(dq).__reduce__()[1:], reversed(dq).__reduce__()[1:])
print(type(iter(dq)),type(reversed(dq)))
n={'n':0}
def f():
    n['n']+=1; k=n['n']
    if k==1: dd['x']
    return k
dd=defaultdict(f); print(dd['x'],dict(dd))
print(defaultdict(None,a=1)); t(defaultdict,1); t(lambda:defaultdict()['q']); dd=defaultdict(list); dd['a'].append(dd); print(dd); print(dd|{1:2}, {1:2}|defaultdict(int)); print(defaultdict(int).__or__([]))
dd=defaultdict(lambda:dd); 
e=deque('ab'); e.append(e); print(e, deque([1,2],5), deque([1])<deque([2]), deque([1])==[1])
