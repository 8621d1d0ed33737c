"""Who asks an iterable how long it is, and what becomes of the answer."""
import collections, array, itertools
class X:
    def __iter__(s): return iter([1,2])
    def __len__(s): print('len',end=' '); return 2
class Y:
    def __iter__(s): return s
    def __next__(s): raise StopIteration
    def __length_hint__(s): print('hint',end=' '); return 2
class Z:
    def __iter__(s): return s
    def __next__(s): raise StopIteration
    def __length_hint__(s): 1/0
class W(Z):
    def __length_hint__(s): return 'a'
class V(Z):
    def __length_hint__(s): return -1
class T(Z):
    def __length_hint__(s): raise TypeError
class U(Z):
    def __length_hint__(s): return NotImplemented
def ex(o):
    l=[]; l.extend(o); return l
def sl(o):
    l=[]; l[:]=o; return l
def iadd(o):
    l=[]; l+=o; return l
def bx(o):
    b=bytearray(); b.extend(o); return b
def star(o): return [*o]
def call(o): return (lambda *a:a)(*o)
def unpack(o):
    *a,=o
    return a
for f in (list,tuple,set,frozenset,ex,sl,iadd,star,call,unpack,sorted,collections.deque,bytes,bytearray,bx,''.join,dict.fromkeys,sum,max,lambda o:array.array('i',o),lambda o:list(map(str,o)),lambda o:list(zip(o)),lambda o:list(enumerate(o)),lambda o:list(itertools.chain(o)),lambda o:list(reversed(o)),lambda o:list(filter(None,o)),any,lambda o: 5 in o, lambda o:list(itertools.islice(o,3)),list(o for o in [1]).extend):
    print(getattr(f,'__name__',f).replace('<lambda>','lambda'),end=': ')
    for o in (X(),Y(),Z(),W(),V(),T(),U()):
        try: print(f(o), end=' | ')
        except Exception as e: print(type(e).__name__,e,end=' | ')
    print()
