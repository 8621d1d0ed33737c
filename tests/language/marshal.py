import marshal, io
l=[1,'a',2.5,1j,None,True,...,b'x',(1,2),{'k':[1]},{3},frozenset([4]),10**30,-5,'é\U0001f600','\ud800']
r=marshal.loads(marshal.dumps(l)); print(r==l)
a=[]; a.append(a); b=marshal.loads(marshal.dumps(a)); print(b[0] is b)
f=compile('x=[1]\ndef f(): return 1','f','exec')
d=marshal.loads(marshal.dumps([f,f])); print(d[0]==f, d[0] is d[1])
for x in (object(), int, [object()], {1:int}):
    try: marshal.dumps(x)
    except Exception as e: print(repr(e))
for x in (b'',b'[',b'[\x02\0\0\0i',b'0',b'r\0\0\0\0',b'X',b's\xff\xff\xff\xff', b'(\x01\0\0\0\x30'):
    try: print(marshal.loads(x))
    except Exception as e: print(repr(e))
try: marshal.dumps(f,allow_code=False)
except Exception as e: print(repr(e))
try: marshal.loads(marshal.dumps(f),allow_code=False)
except Exception as e: print(repr(e))
s=io.BytesIO(); marshal.dump([1],s); marshal.dump('x',s); s.seek(0); print(marshal.load(s),marshal.load(s))
try: marshal.load(s)
except Exception as e: print(repr(e))
print(marshal.dumps(slice(1,2,None)), marshal.loads(marshal.dumps(slice(1,[2],None))))
try: marshal.dumps(slice(1,2),4)
except Exception as e: print(repr(e))
except Exception as e: print(repr(e))
print(marshal.dumps(bytearray(b'ab')), marshal.loads(marshal.dumps(memoryview(b'q'))))
class L(list): pass
try: marshal.dumps(L())
except Exception as e: print(repr(e))
