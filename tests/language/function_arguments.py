"""Keywords of exceptions, parts of FunctionType, qualified names, copies of starred aliases."""
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
t(print,0,sep=1,end=2,file=3,flush=4,foo=5); t(round,1.0,foo=1); t(ImportError,0,name=1,path=2,name_from=3,foo=3); t(ImportError,namez=1); t(round,1.0,2,3); t(print,foo=3)
print(str.maketrans.__qualname__, dict.fromkeys.__qualname__, bytes.fromhex.__qualname__, int.from_bytes.__qualname__, type(str.maketrans), str.__new__.__qualname__)
import types
def f(): pass
print(f.__builtins__ is __builtins__ if isinstance(__builtins__,dict) else f.__builtins__ is __builtins__.__dict__)
t(types.FunctionType, f.__code__, {}, 'n', 3); t(types.FunctionType,f.__code__,{},3); t(types.FunctionType,f.__code__,{},None,(1,),3); t(types.FunctionType,f.__code__,3); t(types.FunctionType,3,{})
t(types.FunctionType,f.__code__,{},kwdefaults=3)
class NS(types.SimpleNamespace):
    def __new__(cls,*a,**k): return []
import copy
n=types.SimpleNamespace(a=1)
NS2=type('NS2',(types.SimpleNamespace,),{})
x=NS2(a=1)
NS2.__new__=lambda *a,**k: []
t(x.__replace__)
import copy,pickle
a=next(iter(tuple[int, ...])); print(a, copy.copy(a), copy.deepcopy(a), pickle.loads(pickle.dumps(a))); print(a==copy.copy(a))
t(list[int].__mro_entries__,())
class E: 
    def __repr__(s): l.clear(); return 'E'
l=[E(),E()]
from collections.abc import Callable
t(lambda: issubclass(3,int)); 
class B: __bases__=property(lambda s: 3)
class Q: pass
t(issubclass,Q(),Q)
class T2(tuple): pass
T3=type('T3',T2((int,)),{}); print(T3.__bases__, types.new_class('A',T2((int,))).__orig_bases__ if hasattr(types.new_class('A',T2((int,))),'__orig_bases__') else '-')

import warnings
def plain(): pass
def gives(): yield
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    plain.__code__ = gives.__code__
print([str(w.message) for w in seen])
ns = {}
func = types.FunctionType((lambda s: len(s)).__code__, ns)
print(func('abc'), ns)
safe = {'None': None}
ns = {'type': type, '__builtins__': safe}
exec('def f(): pass\ng = type(f)(f.__code__, {})', ns)
print(ns['f'].__builtins__ is safe, ns['g'].__builtins__ is safe, '__builtins__' in ns['g'].__globals__)
class Odd:
    __class__ = property(lambda self: None)
class Bases:
    __bases__ = property(lambda self: ())
print(isinstance(Odd(), Bases()))
import abc
class NoClass:
    def __getattribute__(self, name):
        if name == '__class__': raise AttributeError(name)
        return super().__getattribute__(name)
class A(metaclass=abc.ABCMeta): pass
print(isinstance(NoClass(), A))
A.register(NoClass)
print(isinstance(NoClass(), A))
