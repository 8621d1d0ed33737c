"""Assignments to __class__, __bases__ and __dict__, mro() in Python, descriptors of built-in types."""
def t(f,*a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
d=dict.__dict__['fromkeys']
t(d.__get__,None,None); t(d.__get__,42); t(d.__get__,None,42); t(d.__get__,None,int); print(d.__get__({})('a'), d.__get__(None, dict)('b'))
class A(type):
    def __setattr__(cls, key, value): object.__setattr__(cls, key, value)
class B: pass
class C(B, A): pass
obj=C('D',(object,),{})
def f(): obj.test=True
t(f)
class Base: pass
class Meta1(type, Base): pass
class D(metaclass=Meta1): pass
dd=Base.__dict__['__dict__']
t(dd.__set__,D,{}); print('__doc__' in dd.__get__(D)); t(dd.__delete__,D)
import types
class Mo(types.ModuleType,Base): pass
m=Mo('x'); t(dd.__set__,m,{}); t(type(dd.__get__(m)))
class Ex(Exception,Base): pass
e=Ex(); e.__dict__={'a':1}; print(e.a); t(dd.__set__,e,{'b':2}); print(e.b); t(dd.__delete__,e)
t(Base().__class__.__dict__['__dict__'].__set__,3,{})
class G: __slots__=['a','b']
class H: __slots__=['b','a']
class I: __slots__=['a','b']
class J: __slots__=['c','b']
class L(H): __slots__=['e']
class M(I): __slots__=['e']
class N(J): __slots__=['__weakref__']
class P(J): __slots__=['__dict__']
class Q(J): pass
class R(J): __slots__=['__dict__','__weakref__']
class In(int): __slots__=()
class X: pass
class Y(X): pass
class Z(Y): x=1
cs=G,H,I,J,L,M,N,P,Q,R,In,X,Y,Z,list,int
for a in cs:
    r=''
    for b in cs:
        o=a()
        try: o.__class__=b; r+='1'
        except TypeError as e: r+='0'; last=e
    print(a.__name__,r,last)
class W:
    def __init__(s): s.q=1
class V(W):
    def f(s): return s.q
w=W(); w.__class__=V; print(w.f(),w.__dict__)
def sub():
    o=X()
    for v in (3,None,int,list,type,type(None)):
        try: o.__class__=v
        except TypeError as e: print(e)
    try: del o.__class__
    except TypeError as e: print(e)
    try: (3).__class__=X
    except TypeError as e: print(e)
sub()
class B: pass
class M(type):
    def mro(cls):
        del M.mro
        return (B,)
try:
    class A(metaclass=M): pass
except TypeError as e: print(e)
class M(type):
    def mro(cls): return (cls,)
try:
    class A(metaclass=M): pass
    print(A.__mro__)
except TypeError as e: print(e)
class M(type):
    def mro(cls): return ()
try:
    class A(metaclass=M): pass
    print(A.__mro__)
except TypeError as e: print(e)
class M(type):
    def mro(cls): return (cls,dict)
try:
    class A(metaclass=M): pass
    print(A.__mro__)
except TypeError as e: print(e)
class M(type):
    def mro(cls): return (B,)
try:
    class A(metaclass=M): pass
    print(A.__mro__)
except TypeError as e: print(e)
class X(B): pass
for v in (3, (), (3,), (X,), (int,), (dict,), (bool,), (type,)):
    try: X.__bases__=v; print(X.__bases__)
    except TypeError as e: print(e)
try: int.__bases__=(object,)
except TypeError as e: print(e)
try: del X.__bases__
except TypeError as e: print(e)
class S: __slots__=('a',)
class S2: __slots__=('a',)
class S3: __slots__=('b',)
class T(S): pass
T.__bases__=(S2,); print(T.__bases__)
try: T.__bases__=(S3,)
except TypeError as e: print(e)
try: T.__bases__=(B,)
except TypeError as e: print(e)
class U(S): __slots__=('c',)
try: U.__bases__=(S2,); print('ok')
except TypeError as e: print(e)
try: U.__bases__=(B,)
except TypeError as e: print(e)


class Failing(type):
    fails = False
    def mro(cls):
        if Failing.fails: raise RuntimeError('no order')
        return type.mro(cls)
class C1: pass
class C2: pass
class D1(C1): pass
class E1(D1): pass
class F1(D1, metaclass=Failing): pass
Failing.fails = True
before = D1.__mro__, E1.__mro__, F1.__mro__
try: D1.__bases__ = (C2,)
except RuntimeError as e: print(e, before == (D1.__mro__, E1.__mro__, F1.__mro__), D1.__bases__)
Failing.fails = False
D1.__bases__ = (C2,)
print(F1.__mro__, C1.__subclasses__(), C2.__subclasses__())
class Reenters(type):
    done = False
    def mro(cls):
        print(cls.__name__, cls.__mro__)
        if cls.__mro__ is None and not Reenters.done:
            Reenters.done = True
            cls.__bases__ += ()
        return type.mro(cls)
class A1(metaclass=Reenters): pass
class Extends(type):
    def mro(cls):
        if cls.__name__ == 'A2':
            try:
                class X(cls): pass
            except TypeError as e: print(e)
        return type.mro(cls)
class A2(metaclass=Extends): pass
class Dd:
    __slots__ = 'a'
print(Dd.a, Dd.__dict__['a'])
