"""Keywords of subclasses, keys that equal strings, re-entered iterators, comparison methods that refuse."""
from itertools import *
class S(chain):
    def __init__(self,*a,newarg=None): self.n=newarg
try: print(list(S([1],newarg=3)))
except TypeError as e: print(e)
class S(chain):
    def __new__(cls,*a,newarg=None):
        s=super().__new__(cls,*a); s.n=newarg; return s
print(list(S([1],newarg=3)))
class S(set):
    def __new__(cls,*a,newarg=None):
        s=super().__new__(cls,*a); s.n=newarg; return s
try: print(S([1],newarg=3))
except TypeError as e: print(e)
from itertools import chain, _tee, _grouper
for t in (chain,_tee,_grouper,pairwise):
    try: t.foo=1
    except TypeError as e: print(e)
class B:
    c=0
    def __iter__(s): return s
    def __next__(s):
        s.c+=1
        if s.c in (2,3): return next(it)
        return [s.c]
it=pairwise(B()); print(next(it),next(it))

class Key:
    def __hash__(self): return hash('key')
    def __eq__(self, other): return other == 'key'
d = {'a': 1, Key(): 2}
print(d['key'], d.get('key'), 'key' in d, d.setdefault('key', 5), d.pop('key'), len(d))
class Str(str):
    def __hash__(self): return super().__hash__()
    def __eq__(self, other): return super().__eq__(other)
d = {Str('x'): 1}
d.update(x=2, y=3)
d['x'] += 1
print(d, d['y'], {**d, 'x': 9}, 'x' in d.keys(), d == {'x': 3, 'y': 3})
del d['x']
print(d)
class E:
    @property
    def __eq__(self): raise AttributeError('no')
    @property
    def __lt__(self): raise KeyError('no')
print(E() == E(), E() != E())
try: E() < E()
except KeyError as e: print(e)
import operator, functools, inspect
for o in operator.itemgetter(1), operator.attrgetter('a'), operator.methodcaller('m'), functools.cmp_to_key(lambda a, b: 0): print(inspect.signature(o))
class FloatText(str):
    def __float__(self): return float(str(self)) + 1
print(float(FloatText('8')))
